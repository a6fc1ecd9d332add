"""Outside time by a public ledger: OpenTimestamps proofs over the log's checkpoints.

    log/calendars                      a line for each calendar server that is asked: its address
    log/stamps/<size>.<n>.ots          a proof that begins with SHA-256 of the three lines of `log/witnessed/<size>`
    log/stamps/headers/<height>        a Bitcoin block's header (80 bytes in hex) that somebody gave, whose Merkle root a proof leads to

A proof is *pending* until the calendar has put its promise into a Bitcoin block, which takes hours; then it is asked once more.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bearwitness.custody import note, ots
from bearwitness.errors import StoreError, UsageError, VerifyError
from bearwitness.store.log import Log, write_synced
from bearwitness.store.objects import sync_folder
from bearwitness.store.stamping import STAMPS

CALENDARS = "calendars"
NAME = re.compile(r"(0|[1-9][0-9]{0,15})\.([0-9]{1,3})\.ots\Z")
HEADER = re.compile(r"headers/(0|[1-9][0-9]{0,8})\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A Bitcoin block that a proof leads to. `time` (ISO 8601 in UTC) and `difficulty` are of the header, when one was given."""

    height: int
    root: str
    time: str | None
    difficulty: float | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof over the log's first `size` entries: the blocks it leads to, else the calendars that promise one."""

    size: int
    name: str
    pending: tuple[str, ...]
    blocks: tuple[Block, ...]

    def __str__(self) -> str:
        if not self.blocks:
            return f"pending at {', '.join(self.pending)}"
        return "; ".join(f"Bitcoin block {b.height} of {b.time} (header as given, difficulty {b.difficulty:.3g})" if b.time
                         else f"Bitcoin block {b.height} (header not checked)" for b in self.blocks)


def calendars(folder: Path) -> list[str]:
    """The addresses of the calendars that a log's keeper named."""
    try:
        lines = (folder / CALENDARS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as e:
        raise StoreError(f"{folder / CALENDARS}: cannot be read ({type(e).__name__}): restore it from a copy") from e
    return [line.strip() for line in lines if line.strip()]


def add_calendar(folder: Path, address: str) -> None:
    """Names a calendar.

    Raises:
        UsageError: it is no address.
    """
    plain = address.rstrip("/")
    if not re.match(r"https?://[A-Za-z0-9._:/-]+\Z", plain):
        raise UsageError(f"{address!r} is no address of an OpenTimestamps calendar: it begins with https:// and has no ? or #")
    known = calendars(folder)
    if plain not in known:
        write_synced(folder / CALENDARS, "".join(f"{one}\n" for one in [*known, plain]).encode())
        sync_folder(folder)


def known(folder: Path, uri: str) -> bool:
    """Did the log's keeper name this calendar? A proof may name any address; only these are asked."""
    return uri.rstrip("/") in calendars(folder)


def begin(text: str) -> tuple[ots.Tree, ots.Tree]:
    """A proof over the three lines of a checkpoint, and its node that a calendar is asked to sign."""
    return ots.commit(hashlib.sha256(text.encode()).digest(), os.urandom(16))


def keep(folder: Path, size: int, tree: ots.Tree) -> Proof:
    """Keeps a new proof."""
    there = folder / STAMPS
    there.mkdir(exist_ok=True)
    number = next((n for n in range(1000) if not (there / f"{size}.{n}.ots").exists()), None)
    if number is None:
        raise StoreError(f"{there}: holds 1,000 proofs of one state already: it needs no more")
    return replace(folder, f"{size}.{number}.ots", tree)


def replace(folder: Path, name: str, tree: ots.Tree) -> Proof:
    """Keeps a proof under its name, in the place of an earlier one, which it must contain."""
    data = ots.write(tree)
    if len(data) > ots.MAX_BYTES:
        raise VerifyError([f"{name}: would grow beyond {ots.MAX_BYTES} bytes: kept as it was"])
    write_synced(folder / STAMPS / name, data)
    sync_folder(folder / STAMPS)
    sync_folder(folder)
    return _proof(folder, name, tree)


def trees(folder: Path) -> Iterator[tuple[str, ots.Tree | str]]:
    """Each proof by its file's name, newest state first; or what is wrong with it."""
    there = folder / STAMPS
    found = [m for m in (NAME.match(path.name) for path in (there.iterdir() if there.is_dir() else ())) if m]
    for m in sorted(found, key=lambda m: (-int(m.group(1)), int(m.group(2)))):
        try:
            yield m.group(0), _read(folder, m.group(0), int(m.group(1)))
        except (OSError, UnicodeDecodeError, VerifyError, StoreError) as e:
            yield m.group(0), str(e)


def _read(folder: Path, name: str, size: int) -> ots.Tree:
    path = folder / STAMPS / name
    if path.stat().st_size > ots.MAX_BYTES:
        raise VerifyError([f"is longer than {ots.MAX_BYTES} bytes"])
    tree = ots.read(path.read_bytes())
    checkpoint = note.open_checkpoint((folder / "witnessed" / str(size)).read_text(encoding="utf-8"), Log(folder).vkey)
    if tree.message != hashlib.sha256(note.checkpoint_text(checkpoint).encode()).digest() or checkpoint.size != size:
        raise VerifyError([f"is no proof for the checkpoint of {size} entries"])
    return tree


def proofs(folder: Path) -> list[Proof]:
    """The proofs that are right, newest state first."""
    return [_proof(folder, name, tree) for name, tree in trees(folder) if not isinstance(tree, str)]


def _proof(folder: Path, name: str, tree: ots.Tree) -> Proof:
    blocks = []
    for height, root in dict.fromkeys(tree.blocks()):
        header = _header(folder, height)
        fits = header is not None and header.root == root
        blocks.append(Block(height, root[::-1].hex(), _iso(header.time) if header and fits else None, header.difficulty if header and fits else None))
    return Proof(int(name.split(".")[0]), name, tuple(dict.fromkeys(uri for _, uri in tree.pending())), tuple(blocks))


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


# --- headers ------------------------------------------------------------------------------------------

def give_header(folder: Path, data: bytes) -> list[Proof]:
    """Keeps a Bitcoin block's header that somebody gave, once a proof leads to it. Gives those proofs.

    Args:
        data: 80 bytes, or their 160 hex digits.

    Raises:
        VerifyError: it is none, or no proof leads to it.
    """
    raw = _raw_header(data)
    header = ots.read_header(raw)
    heights = {height for _, tree in trees(folder) if not isinstance(tree, str) for height, root in tree.blocks() if root == header.root}
    if not heights:
        raise VerifyError(["is not the header of a block that a proof of this log leads to"])
    there = folder / STAMPS / "headers"
    there.mkdir(exist_ok=True)
    for height in heights:
        write_synced(there / str(height), (raw.hex() + "\n").encode())
    sync_folder(there)
    sync_folder(there.parent)
    return [proof for proof in proofs(folder) if any(b.height in heights and b.time for b in proof.blocks)]


def _raw_header(data: bytes) -> bytes:
    if len(data) == 80:
        return data
    try:
        return bytes.fromhex(data.decode("ascii").strip())
    except ValueError:
        raise VerifyError(["is no block header: 80 bytes, or 160 hex digits"]) from None


def _header(folder: Path, height: int) -> ots.Header | None:
    try:
        return ots.read_header(_raw_header((folder / STAMPS / "headers" / str(height)).read_bytes()))
    except (OSError, VerifyError):
        return None


def audit(folder: Path, place: str) -> Iterator[str]:
    """What is wrong with the proofs of a log, and with the headers given: a line each."""
    roots: dict[int, set[bytes]] = {}
    for name, tree in trees(folder):
        if isinstance(tree, str):
            yield f"{place}/{STAMPS}/{name}: {tree}"
            continue
        for height, root in tree.blocks():
            roots.setdefault(height, set()).add(root)
    there = folder / STAMPS / "headers"
    for path in sorted(there.iterdir()) if there.is_dir() else ():
        if not HEADER.match(f"headers/{path.name}"):
            continue
        try:
            header = ots.read_header(_raw_header(path.read_bytes()))
            if header.root not in roots.get(int(path.name), ()):
                yield f"{place}/{STAMPS}/headers/{path.name}: no proof leads to this header"
        except (OSError, VerifyError) as e:
            yield f"{place}/{STAMPS}/headers/{path.name}: {e}"
