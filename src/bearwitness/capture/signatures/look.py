"""Which signatures there are for a file or a package, and what each is worth."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BufferedIOBase
from typing import IO, Any

from bearwitness.capture.archives import Archive
from bearwitness.capture.archives import check as check_wacz
from bearwitness.capture.packages import PackageError
from bearwitness.capture.signatures import (
    MAX_SIGNATURE,
    Checked,
    Unreadable,
    checksums,
    credentials,
    minisign,
    openpgp,
    sshsig,
    wacz,
)
from bearwitness.capture.signatures.keys import ARMOR, Keys

SUFFIXES = (".sig", ".asc", ".minisig", ".sign", ".gpg", ".pgp", ".p7s")
MAX_SIGNED = 250_000_000
_MAX_SIGNATURES, _MAX_ALONG = 500, 20
_KEY_NAMES = (".asc", ".gpg", ".pgp", ".key", ".pub")


def signed_name(name: str) -> str | None:
    """The file that a signature's file name speaks of: `x.pdf.sig` -> `x.pdf`; None when it is no such name."""
    lower = name.lower()
    return next((name[:-len(suffix)] for suffix in SUFFIXES if lower.endswith(suffix) and len(name) > len(suffix)), None)


def is_signature(data: bytes) -> bool:
    """By its first bytes: is this a detached signature of a kind that is known?"""
    return data.lstrip().startswith((sshsig.MARK, minisign.MARK)) or openpgp.is_signature(data)


def has_own(head: bytes, kind: str, *, marked: bool) -> bool:
    """May the file carry a signature inside?

    Args:
        head: its first kilobytes.
        marked: are the letters of Content Credentials anywhere in it?
    """
    return openpgp.CLEAR in head or (marked and kind.startswith(("image/", "video/", "application/pdf")))


def of_file(file: IO[bytes], kind: str, parts: Sequence[tuple[str, bytes]], keys: Keys) -> Iterator[Checked]:
    """Signatures inside a file, and beside it.

    Args:
        parts: (name, bytes) of the files beside it that may be its signatures, and of keys.
    """
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if kind.startswith(("image/", "video/", "application/pdf")):
        assert isinstance(file, BufferedIOBase)
        if (found := credentials.check(file, kind, keys.authorities)) is not None:
            yield found
    clear = openpgp.CLEAR in head
    if not clear and not parts:
        return
    file.seek(0)
    data = file.read(MAX_SIGNED + 1)
    if len(data) > MAX_SIGNED:
        yield Checked("openpgp" if clear else "detached", "not-checked", f"its signature was not checked: the file is larger than {MAX_SIGNED / 1e6:.0f} MB")
        return
    along = [block for _, part in parts for block in ARMOR.findall(part)]
    if clear:
        yield openpgp.clear_signed(data, keys.openpgp, along)
    for name, part in parts:
        if is_signature(part):
            yield _placed(detached(data, part, keys, along), name, None, part)


def detached(data: bytes, signature: bytes, keys: Keys, along: Sequence[bytes]) -> Checked:
    """One detached signature over some bytes."""
    start = signature.lstrip()
    if start.startswith(sshsig.MARK):
        return sshsig.check(data, signature, keys.ssh)
    if start.startswith(minisign.MARK):
        return minisign.check(data, signature, keys.minisign)
    return openpgp.detached(data, signature, keys.openpgp, along)


def _placed(checked: Checked, found: str, of: str | None, part: bytes) -> Checked:
    return replace(checked, found=found, of=of, sha256=hashlib.sha256(part).hexdigest())


# --- packages -----------------------------------------------------------------------------------------

def of_package(file: IO[bytes], keys: Keys) -> Iterator[Checked]:
    """Signatures inside a ZIP or WACZ package: its own, those of members, and what checksum lists say of them.

    Raises:
        PackageError: it cannot be read as ZIP.
    """
    archive = Archive(file)
    yield from of_wacz(archive, keys)
    entries = {entry.filename: entry for entry in archive.entries}
    small = {name: archive.read(entry, most=MAX_SIGNATURE) for name, entry in list(entries.items())
             if entry.file_size <= MAX_SIGNATURE and name.lower().endswith((*SUFFIXES, *_KEY_NAMES))}
    along = [block for part in small.values() for block in ARMOR.findall(part)][:_MAX_ALONG]
    signed: dict[str, Checked] = {}
    for name, part in list(small.items())[:_MAX_SIGNATURES]:
        of = signed_name(name)
        if of is not None and of in entries and is_signature(part):
            signed[of] = _placed(detached(archive.read(entries[of]), part, keys, along), name, of, part)
            yield signed[of]
    for name, entry in entries.items():
        if entry.file_size <= 10 * MAX_SIGNATURE and (checksums.is_list(name) or name in signed):
            yield from _listed(archive, name, entries, archive.read(entry), signed.get(name))


def _listed(archive: Archive, name: str, entries: Mapping[str, Any], data: bytes, signature: Checked | None) -> Iterator[Checked]:
    """What a list in a package says of the package's members."""
    folder = name.rpartition("/")[0]
    told = checksums.read(data, name)
    missing, digest = [], hashlib.sha256(data).hexdigest()
    vouched = f"; that list has a signature: {signature.text}" if signature else ""
    for listed, stated in told.items():
        path = next((p for p in (f"{folder}/{listed}" if folder else listed, listed) if p in entries), None)
        if path is None:
            missing.append(listed)
            continue
        actual = hashlib.new(checksums.KINDS[len(stated)], archive.read(entries[path]), usedforsecurity=False).hexdigest()
        found = checksums.judged(stated, actual, name, path, digest)
        yield replace(found, text=found.text + vouched)
    if missing and (checksums.is_list(name) or len(missing) < len(told)):
        yield Checked("checksums", "differs", f"the list {name} names {len(missing)} files that are not in the package, first {missing[0][:100]!r}", name, sha256=digest)


def of_wacz(archive: Archive, keys: Keys) -> Iterator[Checked]:
    """The signature of a WACZ package, where it has one."""
    table, digest = archive.named("datapackage.json"), archive.named(wacz.FOUND)
    if table is None or digest is None:
        return
    raw = archive.read(table)
    try:
        told = json.loads(archive.read(digest))
        stated, signed = str(told["hash"]), told.get("signedData")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Checked("wacz", "invalid", f"its {wacz.FOUND} cannot be read", wacz.FOUND)
        return
    if not isinstance(signed, dict):
        return
    if stated != "sha256:" + hashlib.sha256(raw).hexdigest():
        yield Checked("wacz", "invalid", f"its signature is for another datapackage.json than the one in the package ({wacz.FOUND})", wacz.FOUND)
        return
    checked = wacz.check(signed, stated, keys)
    changed = next((text for code, text in check_wacz(archive) if code == "hash-differs"), None)
    if changed is not None and checked.verdict != "invalid":
        checked = replace(checked, verdict="invalid", text=f"its signature fits its list of files, and not the files: {changed}")
    yield checked


__all__ = ["PackageError", "Unreadable", "detached", "has_own", "is_signature", "of_file", "of_package", "signed_name"]
