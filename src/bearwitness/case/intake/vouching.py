"""Signatures on what is added: which files beside it may be its signatures, what each is worth, and that they are kept as well.

A signature that stands in a file of its own (`x.pdf.sig`, `SHA256SUMS`) is kept as an original with an event, and is no report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bearwitness.capture.signatures import MAX_SIGNATURE, Checked, checksums
from bearwitness.capture.signatures.look import SUFFIXES, has_own, is_signature, signed_name
from bearwitness.case.parsing import Parser
from bearwitness.errors import UsageError
from bearwitness.store.objects import Objects, Received

_MAX_LIST = 10 * MAX_SIGNATURE
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Vouched:
    """What was found on one file: the signatures, the files that they stand in, and what went wrong."""

    checked: tuple[Checked, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()       # path, bytes
    broke: str | None = None

    def warnings(self) -> tuple[tuple[str, str], ...]:
        return tuple(checked.warning for checked in self.checked)

    def of(self, member: str) -> tuple[Checked, ...]:
        """Those that are about one member of a package, or about the whole of it."""
        return tuple(c for c in self.checked if c.of in (None, member))


def signers(named: Iterable[str | Path], settings: Mapping[str, Any], case: Path) -> tuple[bytes, ...]:
    """The files of keys that the team knows: those named now, else those of `[capture] signers` in case.toml.

    Raises:
        UsageError: one cannot be read.
    """
    paths = [Path(path) for path in named]
    if not paths:
        told = settings.get("signers", [])
        told = [told] if isinstance(told, str) else told
        if not isinstance(told, list) or not all(isinstance(path, str) for path in told):
            raise UsageError('case.toml: [capture] signers must be a list of files, such as ["team.asc"]')
        paths = [case / path for path in told]
    found = []
    for path in paths:
        try:
            with path.open("rb") as file:
                found.append(file.read(_MAX_LIST + 1))
        except OSError as e:
            raise UsageError(f"{path}: the keys of signers cannot be read ({e.strerror}): check the name") from e
        if len(found[-1]) > _MAX_LIST:
            raise UsageError(f"{path}: is larger than {_MAX_LIST / 1e6:.0f} MB: name a file of public keys")
    return tuple(found)


@dataclass(slots=True)
class Vouching:
    """Checks signatures for one batch."""

    parser: Parser
    keys: tuple[bytes, ...] = ()
    _lists: dict[Path, list[tuple[Path, bytes, dict[str, str]]]] = field(default_factory=dict)

    def key_digests(self) -> list[str] | None:
        return [hashlib.sha256(key).hexdigest() for key in self.keys] or None

    def check_keys(self) -> None:
        """
        Raises:
            UsageError: the files named hold no keys.
        """
        if self.keys and (why := self.parser.why_not_keys(self.keys)) is not None:
            raise UsageError(f"the keys of signers cannot be read: {why}")

    def file(self, received: Received, name: str, kind: str, path: str | None = None) -> Vouched:
        """Signatures in a file and beside it.

        Args:
            path: where it lies, when it lies on this disk.
        """
        parts = list(_beside(Path(path))) if path else []
        listed, lists = self._by_lists(received, Path(path)) if path else ([], [])
        received.file.seek(0)
        head = received.file.read(4096)
        own = has_own(head, kind, marked=kind.startswith(("image/", "video/", "application/pdf")) and _holds(received, b"c2pa"))
        if not own and not any(is_signature(data) for _, data in parts):
            return Vouched(tuple(listed), tuple(lists))
        checked, broke = self.parser.signatures(received.file, name, what="file", kind=kind, parts=[(Path(p).name, data) for p, data in parts], keys=self.keys, size=received.size)
        return Vouched((*checked, *listed), (*((p, data) for p, data in parts if is_signature(data)), *lists), broke)

    def package(self, received: Received, name: str) -> Vouched:
        """Signatures in a ZIP or WACZ package."""
        received.file.seek(0)
        if received.file.read(4) != b"PK\x03\x04":
            return Vouched()
        checked, broke = self.parser.signatures(received.file, name, what="package", keys=self.keys, size=received.size)
        return Vouched(tuple(checked), (), broke)

    def _by_lists(self, received: Received, path: Path) -> tuple[list[Checked], list[tuple[str, bytes]]]:
        """What the checksum lists in the file's own folder say of it."""
        checked, files = [], []
        for place, data, digests in self._lists_in(path.parent):
            stated = digests.get(path.name)
            if stated is None or place == path:
                continue
            kind = checksums.KINDS[len(stated)]
            actual = {"sha256": received.sha256, "sha512": received.sha512}.get(kind) or _digest(received, kind)
            checked.append(checksums.judged(stated, actual, place.name, None, hashlib.sha256(data).hexdigest()))
            files.append((str(place), data))
        return checked, files

    def _lists_in(self, folder: Path) -> list[tuple[Path, bytes, dict[str, str]]]:
        if folder not in self._lists:
            found = []
            for path in sorted(folder.iterdir()) if folder.is_dir() else []:
                if checksums.is_list(path.name) and (data := _small(path, _MAX_LIST)):
                    found.append((path, data, self.parser.digests(data, path.name)))
            self._lists[folder] = found
        return self._lists[folder]


def vouches(path: str | None, received: Received, name: str) -> bool:
    """Is this file itself a signature of a file beside it, or a list of digests? Then it is kept, and is no report."""
    if path is None:
        return False
    of = signed_name(path)
    if of is not None and Path(of).is_file():
        received.file.seek(0)
        return is_signature(received.file.read(4096))
    return False


def keep(objects: Objects, data: bytes) -> Received:
    import io

    received = objects.receive(io.BytesIO(data))
    objects.keep(received)
    return received


def _beside(path: Path) -> Iterable[tuple[str, bytes]]:
    for suffix in SUFFIXES:
        other = path.with_name(path.name + suffix)
        if data := _small(other, MAX_SIGNATURE):
            yield str(other), data


def _small(path: Path, most: int) -> bytes:
    """The bytes of a file beside another; none when there is none, or it is too large to be a signature."""
    try:
        if not path.is_file() or path.stat().st_size > most:
            return b""
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        return b""


def _holds(received: Received, mark: bytes) -> bool:
    received.file.seek(0)
    last = b""
    while piece := received.file.read(_PIECE):
        if mark in last + piece:
            return True
        last = piece[-len(mark):]
    return False


def _digest(received: Received, kind: str) -> str:
    received.file.seek(0)
    digest = hashlib.new(kind, usedforsecurity=False)
    while piece := received.file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
