"""Check a log on disk: every tile, entry, checkpoint and key. Gives lines `PLACE: what is wrong`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bearwitness.custody import note, tree
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import StoreError, VerifyError
from bearwitness.store import calendars, stamping, witnessing
from bearwitness.store.log import (
    ENTRIES,
    WIDTH,
    Level,
    levels,
    pack_entries,
    tile_path,
    tile_width,
    unpack_entries,
)

_OWN = {"checkpoint", "log.vkey", "lock", ".lock", "pending", witnessing.WITNESSES, stamping.SERVERS, calendars.CALENDARS, f"{witnessing.WITNESSED}/.lock"}
_WITNESSED = re.compile(rf"{witnessing.WITNESSED}/(?:0|[1-9][0-9]{{0,15}})\Z")
_TILE = re.compile(r"tile/(?:entries|0|[1-9][0-9]?)/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?\Z")


def audit_log(folder: Path, keys: Path | None = None, *, place: str = "log") -> tuple[list[str], list[bytes] | None]:
    """Faults of a log, and its entries when they are all right.

    Args:
        folder: the log's folder.
        keys: the folder with the private key and the second checkpoint, when it is at hand.
        place: how the log's folder is called in the lines.
    """
    faults: list[str] = []
    vkey, checkpoint = _state(folder, place, faults)
    if keys is not None and keys.is_dir():
        faults += _keys(keys, vkey, checkpoint)
    if checkpoint is None:
        return faults, None
    before = len(faults)
    entries = _tiles(folder, place, checkpoint, faults)
    faults += _leftovers(folder, place, checkpoint.size)
    if len(faults) == before:
        faults += [*witnessing.audit(folder, place), *stamping.audit(folder, place), *calendars.audit(folder, place)]
    return faults, entries if len(faults) == before else None


def _state(folder: Path, place: str, faults: list[str]) -> tuple[str | None, Checkpoint | None]:
    vkey, signed = _text(folder / "log.vkey"), _text(folder / "checkpoint")
    for name, text in (("log.vkey", vkey), ("checkpoint", signed)):
        if text is None:
            faults.append(f"{place}/{name}: missing or unreadable")
    if vkey is None:
        return None, None
    try:
        if vkey != vkey.strip() + "\n":
            raise VerifyError(["is not one line"])
        note.read_vkey(vkey[:-1])
    except VerifyError as error:
        faults.append(f"{place}/log.vkey: changed: {error}")
        return None, None
    if signed is None:
        return vkey[:-1], None
    try:
        return vkey[:-1], note.open_checkpoint(signed, vkey[:-1])
    except VerifyError as error:
        faults.append(f"{place}/checkpoint: changed: {error}")
        return vkey[:-1], None


def _keys(keys: Path, vkey: str | None, checkpoint: Checkpoint | None) -> Iterator[str]:
    private, second = _text(keys / "log.key"), _text(keys / "checkpoint")
    if second is None and (keys / "checkpoint").exists():
        yield "keys/checkpoint: changed: is no text"
    if private is None:
        yield "keys/log.key: missing or unreadable: no further checkpoint can be signed"
    else:
        try:
            name, seed = note.read_skey(private.strip())
            if vkey is not None and note.make_vkey(name, note.public_key(seed)) != vkey:
                yield "keys/log.key: is not the key of this log"
            if private != private.strip() + "\n":
                yield "keys/log.key: changed: is not one line"
        except VerifyError as error:
            yield f"keys/log.key: changed: {error}"
    if second is None and not (keys / "checkpoint").exists():
        yield "keys/checkpoint: missing: whether more was signed than the log holds cannot be known"
    if second is None or vkey is None:
        return
    try:
        known = note.open_checkpoint(second, vkey)
    except VerifyError as error:
        yield f"keys/checkpoint: changed: {error}"
        return
    if checkpoint is not None and (known.size > checkpoint.size or (
            known.size == checkpoint.size and known.root != checkpoint.root)):
        yield (f"log/checkpoint: covers {checkpoint.size} entries, but keys/checkpoint was signed for {known.size}: "
               "the log is an old copy, or it was forked")


def _tiles(folder: Path, place: str, checkpoint: Checkpoint, faults: list[str]) -> list[bytes] | None:
    """Compare entries, tiles and root; whichever agrees with the signed root shows which of the others changed."""
    size, root = checkpoint.size, checkpoint.root
    entries = [e for n in range(-(-size // WIDTH)) for e in _bundle(folder, place, n, size, faults)]
    from_entries = [tree.leaf_hash(e) if e is not None else b"" for e in entries]
    from_tile = _level(folder, 0, size)
    if None not in entries and tree.root_of(from_entries) == root:
        right = from_entries
    elif all(from_tile) and tree.root_of(from_tile) == root:
        right = from_tile
        for index, (found, hashed) in enumerate(zip(from_entries, from_tile)):
            if found != hashed and entries[index] is not None:
                faults.append(f"{place}/{_file(folder, ENTRIES, index // WIDTH, size)}: entry {index} was changed")
    else:
        faults.append(f"{place}/checkpoint: its root is not that of the {size} entries stored: entries and tiles were "
                      "changed, or the checkpoint is of another log")
        return None
    for level, count in levels(size):
        if level != ENTRIES:
            faults += _compare(folder, place, int(level), right, size)
            right = [tree.root_of(right[low:low + WIDTH]) for low in range(0, count - WIDTH + 1, WIDTH)]
    return [e for e in entries if e is not None]


def _bundle(folder: Path, place: str, n: int, size: int, faults: list[str]) -> list[bytes | None]:
    width = tile_width(ENTRIES, n, size)
    name = _file(folder, ENTRIES, n, size)
    data = _bytes(folder / name)
    if data is None:
        faults.append(f"{place}/{name}: missing")
        return [None] * width
    try:
        found = unpack_entries(data)
        whole = len(found) == width and pack_entries(found) == data
    except StoreError as error:
        faults.append(f"{place}/{name}: changed: {error}")
        return [None] * width
    if not whole and (len(found) < width or Path(name).name == str(width)):
        faults.append(f"{place}/{name}: changed: holds {len(found)} entries, not {width}")
    return [*found[:width], *[None] * (width - len(found))]


def _level(folder: Path, level: int, size: int) -> list[bytes]:
    """The hashes of a level as its tiles hold them; empty bytes where a tile is short or missing."""
    hashes: list[bytes] = []
    for n in range(-(-(size >> 8 * level) // WIDTH)):
        width = tile_width(level, n, size)
        data = _bytes(folder / _file(folder, level, n, size)) or b""
        hashes += [data[32 * i:32 * i + 32] if len(data) >= 32 * i + 32 else b"" for i in range(width)]
    return hashes


def _compare(folder: Path, place: str, level: int, right: list[bytes], size: int) -> Iterator[str]:
    for n in range(-(-len(right) // WIDTH)):
        width, name = tile_width(level, n, size), _file(folder, level, n, size)
        data, wanted = _bytes(folder / name), b"".join(right[n * WIDTH:(n + 1) * WIDTH])
        exact = name == tile_path(level, n, width)
        if data is None:
            yield f"{place}/{name}: missing"
        elif (data if exact else data[:len(wanted)]) != wanted:
            yield f"{place}/{name}: changed: its hashes are not those of the entries"


def _file(folder: Path, level: Level, n: int, size: int) -> str:
    """The tile's name: the width that this size asks for, or the full tile when only that is there."""
    name, full = tile_path(level, n, tile_width(level, n, size)), tile_path(level, n)
    return full if not (folder / name).exists() and (folder / full).exists() else name


def _leftovers(folder: Path, place: str, size: int) -> Iterator[str]:
    """Files that no log has. Tiles that an append left over when it was broken off are no part of it."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_dir():
            temporary = path.name.startswith(".") and path.name.endswith(".tmp")
            if path.is_symlink() or not (name in _OWN or temporary or _TILE.match(name) or _of_others(name)):
                yield f"{place}/{name}: is no file of a log: added"
            elif _TILE.match(name) and not temporary and not _may_lie_there(folder, name, size):
                yield f"{place}/{name}: is no tile of a log of {size} entries: added"


def _of_others(name: str) -> bool:
    """A checkpoint that witnesses signed, a token of a time-stamping server, its root, a calendar's proof, a block's header."""
    within = name.removeprefix(f"{stamping.STAMPS}/")
    forms = (stamping.NAME, stamping.ROOT, calendars.NAME, calendars.HEADER)
    return bool(_WITNESSED.match(name) or (within != name and any(form.match(within) for form in forms)))


def _may_lie_there(folder: Path, name: str, size: int) -> bool:
    """A tile of the checkpoint's log, one that `pending` says a broken append may have left, or an older, narrower one.

    A narrower tile may come back by a power cut: it must be the beginning of the one that took its place.
    """
    parts = name.removeprefix("tile/").split("/")
    width = int(parts.pop()) if parts[-2].endswith(".p") else WIDTH
    level: Level = ENTRIES if parts[0] == ENTRIES else int(parts[0])
    n = int("".join(part.strip("x.p") for part in parts[1:]))
    sizes = [size, *(int(number) for number in (_text(folder / "pending") or "").split() if number.isdigit())]
    if any(tile_width(level, n, s) == width for s in sizes):
        return True
    older, now = _bytes(folder / name), _bytes(folder / _file(folder, level, n, size))
    if older is None or now is None or width >= tile_width(level, n, size) or not now.startswith(older):
        return False
    try:
        return (len(unpack_entries(older)) if level == ENTRIES else len(older) / 32) == width
    except StoreError:
        return False


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
