"""The log of a case on disk: tiles and a signed checkpoint (C2SP tlog-tiles, tlog-checkpoint).

    log/checkpoint                     the signed state; what it does not cover is not in the log
    log/tile/<level>/<n>[.p/<width>]   256 hashes of 32 bytes each
    log/tile/entries/<n>[.p/<width>]   256 entries, each after its length (2 bytes, big-endian)
    log/log.vkey                       the public key
    keys/log.key                       the private key, for its owner alone
    keys/checkpoint                    a second copy of the last checkpoint, apart from the log

    log/pending                        while an append runs: the sizes before and after it
    log/lock                           held by the one process that appends

An append goes: note what is about to happen; write new tiles (temporary file, sync, rename, folder
sync); read them back, hash the stored entries again, check that the new tree continues the last
checkpoint; sign; replace the checkpoint; remove the partial tiles that are now within wider ones. After a
crash at any point the checkpoint says what is in the log, and the next append removes what it left over.
Served over HTTP, an older partial tile is the beginning of the wider one that replaced it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bearwitness.custody import note, tree
from bearwitness.custody.entry import MAX_BYTES, Event, LoggedEvent
from bearwitness.custody.note import Checkpoint
from bearwitness.custody.proof import write_proof
from bearwitness.errors import StoreError, VerifyError
from bearwitness.store.objects import sync_folder, writing

WIDTH = 256              # hashes or entries in a full tile
HASH = 32                # bytes
ENTRIES = "entries"
_WAIT = 30.0             # seconds for another process to finish its append

Level = int | str        # 0, 1, 2 ... or "entries"


# --- names and contents of tiles -----------------------------------------------------------------------

def tile_path(level: Level, n: int, width: int = WIDTH) -> str:
    """The path of a tile below the log's folder.

    Example:
        tile_path(0, 1234067) == "tile/0/x001/x234/067"
        tile_path("entries", 0, 5) == "tile/entries/000.p/5"
    """
    parts = [f"{n % 1000:03d}"]
    while n := n // 1000:
        parts.insert(0, f"x{n % 1000:03d}")
    path = "/".join(["tile", str(level), *parts])
    return path if width == WIDTH else f"{path}.p/{width}"


def levels(size: int) -> Iterator[tuple[Level, int]]:
    """Each level of a log of `size` entries with the number of entries or hashes on it."""
    yield ENTRIES, size
    level = 0
    while size:
        yield level, size
        level, size = level + 1, size // WIDTH


def tile_width(level: Level, n: int, size: int) -> int:
    """How many entries or hashes a tile holds in a log of `size` entries; 0 when there is no such tile."""
    count = size if level == ENTRIES else size >> 8 * int(level)
    return max(0, min(WIDTH, count - n * WIDTH))


def tiles_between(old: int, new: int) -> Iterator[tuple[Level, int, int]]:
    """Level, number and width of each tile that is new or wider in a log that grows from `old` to `new`."""
    for level, count in levels(new):
        first = (old if level == ENTRIES else old >> 8 * int(level)) // WIDTH
        for n in range(first, -(-count // WIDTH)):
            if tile_width(level, n, old) < (width := tile_width(level, n, new)):
                yield level, n, width


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """The bytes of an entry bundle."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_entries(data: bytes) -> list[bytes]:
    """The entries of a bundle.

    Raises:
        StoreError: the lengths in it do not fit its size.
    """
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise StoreError("the bundle ends in the middle of an entry")
        entries.append(data[at + 2:end])
        at = end
    return entries


def split_hashes(data: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [data[i:i + HASH] for i in range(0, len(data), HASH)]


# --- the log ---------------------------------------------------------------------------------------------

class Log:
    """An append-only log in a folder. Reading needs no lock; `append` takes one.

    Args:
        folder: the log's folder.
        keys: the folder of the private key; None to read only.

    Raises:
        StoreError: there is no log, or its checkpoint is not signed by its key.
    """

    def __init__(self, folder: Path, keys: Path | None = None):
        self.folder = folder
        self.keys = keys
        self.vkey = _read_text(folder / "log.vkey").strip()
        self.checkpoint()

    @classmethod
    def create(cls, folder: Path, keys: Path, *, origin: str, seed: bytes | None = None) -> Log:
        """Make an empty log and its key.

        Args:
            origin: the log's name, such as `case.invalid/bw/<pseudonym>`; no blanks, no plus sign.
            seed: the private key's 32 bytes; a fresh one when left out.

        Raises:
            StoreError: there is a log already.
        """
        if (folder / "checkpoint").exists() or (keys / "log.key").exists():
            raise StoreError(f"{folder}: there is a log (or a key) already: a log is never started again")
        folder.mkdir(parents=True, exist_ok=True)
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        seed = seed or os.urandom(32)
        vkey = note.make_vkey(origin, note.public_key(seed))
        first = note.sign(note.checkpoint_text(Checkpoint(origin, 0, tree.EMPTY_ROOT)), origin, seed)
        write_synced(keys / "log.key", (note.make_skey(origin, seed) + "\n").encode(), mode=0o600)
        write_synced(folder / "log.vkey", (vkey + "\n").encode())
        write_synced(folder / "checkpoint", first.encode())
        write_synced(keys / "checkpoint", first.encode(), mode=0o600)
        sync_folder(keys)
        sync_folder(folder)
        return cls(folder, keys)

    # --- reading ---

    def signed_checkpoint(self) -> str:
        """The last checkpoint as it was signed: a note."""
        return _read_text(self.folder / "checkpoint")

    def checkpoint(self) -> Checkpoint:
        """The state of the log: origin, size and root, once the signature is checked.

        Raises:
            StoreError: the checkpoint is missing, changed, or signed by another key.
        """
        return self._open(self.signed_checkpoint(), self.folder / "checkpoint")

    def _open(self, signed: str, path: Path) -> Checkpoint:
        try:
            return note.open_checkpoint(signed, self.vkey)
        except VerifyError as error:
            raise StoreError(f"{path}: {error}: restore it from a copy") from error

    @property
    def origin(self) -> str:
        return note.read_vkey(self.vkey)[0]

    @property
    def size(self) -> int:
        """The number of entries that the checkpoint covers."""
        return self.checkpoint().size

    def tile(self, level: int, n: int, width: int) -> list[bytes]:
        """The first `width` hashes of a tile, also when its file holds more of them by now.

        Raises:
            StoreError: the tile is missing or too short.
        """
        return split_hashes(self._read_tile(level, n, width, HASH * width)[:HASH * width])

    def entries(self, start: int, stop: int) -> list[bytes]:
        """The entries from index `start` up to, and without, `stop`."""
        found: list[bytes] = []
        for n in range(start // WIDTH, -(-stop // WIDTH)):
            low, high = max(start - n * WIDTH, 0), min(stop - n * WIDTH, WIDTH)
            bundle = unpack_entries(self._read_tile(ENTRIES, n, high, 2 * high))
            if len(bundle) < high:
                raise StoreError(f"{tile_path(ENTRIES, n)}: holds {len(bundle)} entries, not {high}")
            found += bundle[low:high]
        return found

    def entry(self, index: int) -> bytes:
        """One entry, byte for byte."""
        return self.entries(index, index + 1)[0]

    def _read_tile(self, level: Level, n: int, width: int, least: int) -> bytes:
        """The bytes of the tile of this width, else of the next wider one."""
        for path in self._candidates(level, n, width):
            with suppress(FileNotFoundError):
                data = path.read_bytes()
                if len(data) >= least:
                    return data
        raise StoreError(f"{self.folder / tile_path(level, n, width)}: is missing or too short: the log holds less than "
                         "was signed. Nothing will be signed; restore the log's folder from a copy")

    def _candidates(self, level: Level, n: int, width: int) -> Iterator[Path]:
        yield self.folder / tile_path(level, n, width)
        yield from (path for path in self._partials(level, n) if int(path.name) > width)
        yield self.folder / tile_path(level, n)

    def _partials(self, level: Level, n: int) -> list[Path]:
        """The partial tiles that lie there for one place, narrowest first."""
        full = self.folder / tile_path(level, n)
        try:
            found = [path for path in full.with_name(full.name + ".p").iterdir() if path.name.isdigit()]
        except OSError:
            return []
        return sorted(found, key=lambda path: int(path.name))

    def range_hash(self, low: int, high: int, size: int) -> bytes:
        """The RFC 6962 hash over the leaves from `low` up to `high`, from the tiles of a log of `size`.

        `low` is a multiple of the largest power of two that fits the range, as in every proof.
        """
        count = high - low
        if not count:
            return tree.EMPTY_ROOT
        if count & (count - 1):
            middle = low + tree.split(count)
            return tree.node_hash(self.range_hash(low, middle, size), self.range_hash(middle, high, size))
        level = (count.bit_length() - 1) // 8
        first, last = low >> 8 * level, high >> 8 * level
        n, at = divmod(first, WIDTH)
        return tree.root_of(self.tile(level, n, tile_width(level, n, size))[at:at + last - first])

    def prove(self, index: int, size: int | None = None) -> list[bytes]:
        """The inclusion proof of an entry in the tree of the first `size` entries (default: all)."""
        size = self.size if size is None else size
        return [self.range_hash(low, high, size) for low, high in tree.inclusion_ranges(index, size)]

    def prove_consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the tree of `new` entries (default: all) continues that of `old`."""
        new = self.size if new is None else new
        return [self.range_hash(low, high, new) for low, high in tree.consistency_ranges(old, new)]

    def proof_file(self, index: int) -> str:
        """The text of a `.tlog-proof` file: the entry's way to the last checkpoint."""
        signed = self.signed_checkpoint()
        size = self._open(signed, self.folder / "checkpoint").size
        return write_proof(index, self.prove(index, size), signed)

    # --- appending ---

    def record(self, events: Sequence[Event]) -> list[LoggedEvent]:
        """Append events and return them with their places, disclosures included, for the case to keep."""
        indexes = self.append([event.entry for event in events])
        return [LoggedEvent(i, e.kind, e.item, e.entry, e.disclosures) for i, e in zip(indexes, events)]

    def append(self, entries: Sequence[bytes], *, expect: Checkpoint | None = None) -> list[int]:
        """Append entries and sign a checkpoint that covers them: all, or none.

        Args:
            entries: at most 4 KiB each.
            expect: a checkpoint that the caller knows from elsewhere and that the log must contain.

        Returns:
            The entries' indexes, from 0.

        Raises:
            StoreError: the log is not what its last checkpoint says (nothing is signed), another process
                holds it for longer than 30 seconds, or an entry is too long.
        """
        if any(not 0 < len(entry) <= MAX_BYTES for entry in entries):
            raise StoreError(f"a log entry has 1 to {MAX_BYTES} bytes")
        if self.keys is None:
            raise StoreError(f"{self.folder}: was opened for reading only")
        with writing(self.folder), self._locked():
            old = self.checkpoint()
            seed = self._seed()
            self._refuse_rollback(old, expect)
            self._finish(old.size)
            if not entries:
                return []
            size = old.size + len(entries)
            write_synced(self.folder / "pending", f"{old.size} {size}\n".encode())
            sync_folder(self.folder)
            try:
                self._grow(old.size, entries)
                new = self._checked(old, entries)
                self._replace_checkpoint(note.sign(note.checkpoint_text(new), new.origin, seed).encode())
            except BaseException:
                with suppress(OSError, StoreError):     # what cannot be tidied now is tidied by the next append
                    self._finish(self.size)
                raise
            self._finish(size)
            return list(range(old.size, size))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        deadline = time.monotonic() + _WAIT
        with (self.folder / "lock").open("a") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise StoreError(f"{self.folder}: another bearwitness has been writing to this log for "
                                         f"{_WAIT:.0f} seconds: wait until it is done, then run this again") from None
                    time.sleep(0.02)
            yield

    def _seed(self) -> bytes:
        assert self.keys is not None
        try:
            if not (self.keys / "log.key").exists():
                raise StoreError(f"{self.keys / 'log.key'}: is missing, so nothing can be signed: put it back, or run `bearwitness log recover`")
            name, seed = note.read_skey(_read_text(self.keys / "log.key").strip())
        except VerifyError as error:
            raise StoreError(f"{self.keys / 'log.key'}: {error}: restore it from a copy, or run `bearwitness log recover`") from error
        if note.make_vkey(name, note.public_key(seed)) != self.vkey:
            raise StoreError(f"{self.keys / 'log.key'}: is not the key of this log ({self.folder / 'log.vkey'})")
        return seed

    def _refuse_rollback(self, old: Checkpoint, expect: Checkpoint | None) -> None:
        """Signing on after a restored backup would fork the log: two histories under one signature."""
        assert self.keys is not None
        known = [expect] if expect else []
        if not (self.keys / "checkpoint").exists():
            raise StoreError(f"{self.keys / 'checkpoint'}: is missing, so it cannot be known whether more was signed than this log holds. "
                             "Nothing will be signed: run `bearwitness log recover`")
        known.append(self._open(_read_text(self.keys / "checkpoint"), self.keys / "checkpoint"))
        for seen in known:
            if seen.size > old.size:
                raise StoreError(
                    f"{self.folder}: the log holds {old.size} entries, but {seen.size} were signed before: it is an old "
                    "copy. Nothing will be signed: run `bearwitness log recover`, or restore the newest copy of the log's folder")
            if self.range_hash(0, seen.size, old.size) != seen.root:
                raise StoreError(f"{self.folder}: the first {seen.size} entries are not those that were signed before. "
                                 "Nothing will be signed: run `bearwitness verify`, then `bearwitness log recover`")

    def _grow(self, size: int, entries: Sequence[bytes]) -> None:
        """Write the tiles that are new or wider when entries are added to a log of `size`."""
        folders: set[Path] = set()
        start = size - size % WIDTH
        bundles = self.entries(start, size) + list(entries)
        for low in range(0, len(bundles), WIDTH):
            part = bundles[low:low + WIDTH]
            self._write_tile(ENTRIES, (start + low) // WIDTH, len(part), pack_entries(part), folders)
        level, count, hashes = 0, size, [tree.leaf_hash(entry) for entry in entries]
        while hashes:
            first, width = divmod(count, WIDTH)
            known = self.tile(level, first, width) + hashes if width else hashes
            tiles = [known[low:low + WIDTH] for low in range(0, len(known), WIDTH)]
            for n, part in enumerate(tiles, first):
                self._write_tile(level, n, len(part), b"".join(part), folders)
            hashes = [tree.root_of(part) for part in tiles if len(part) == WIDTH]
            level, count = level + 1, first
        for folder in sorted(folders):
            sync_folder(folder)

    def _write_tile(self, level: Level, n: int, width: int, data: bytes, folders: set[Path]) -> None:
        path = self.folder / tile_path(level, n, width)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            folders.update(parent for parent in path.parents if parent.is_relative_to(self.folder))
        write_synced(path, data)
        folders.add(path.parent)

    def _checked(self, old: Checkpoint, entries: Sequence[bytes]) -> Checkpoint:
        """The checkpoint to sign: the stored entries hashed again, and the tree continues the last one signed."""
        size = old.size + len(entries)
        stored = self.entries(old.size, size)
        hashes = [h for n in range(old.size // WIDTH, -(-size // WIDTH))
                  for h in self.tile(0, n, tile_width(0, n, size))][old.size % WIDTH:]
        root = self.range_hash(0, size, size)
        if stored != list(entries) or [tree.leaf_hash(entry) for entry in stored] != hashes:
            raise StoreError(f"{self.folder}: what was stored is not what was written; nothing was signed. Check the disk")
        try:
            tree.verify_consistency(old.size, size, self.prove_consistency(old.size, size), old.root, root)
        except VerifyError as error:
            raise StoreError(f"{self.folder}: the log {error}; nothing was signed. Run `bearwitness verify`, and restore "
                             "the log from a copy") from error
        return Checkpoint(old.origin, size, root)

    def _replace_checkpoint(self, signed: bytes) -> None:
        assert self.keys is not None
        write_synced(self.folder / "checkpoint", signed)
        sync_folder(self.folder)
        write_synced(self.keys / "checkpoint", signed, mode=0o600)     # second, so never ahead of the log itself
        sync_folder(self.keys)

    def _finish(self, size: int) -> None:
        """Remove what an append to `size`, done or broken off, left over: it is named in `pending`."""
        pending = self.folder / "pending"
        try:
            old, new = (int(number) for number in pending.read_text().split())
        except FileNotFoundError:
            return
        except ValueError:
            raise StoreError(f"{pending}: does not hold two numbers: restore it from a copy") from None
        edges = [(level, n) for level, n, _ in tiles_between(old, new) if tile_width(level, n, old)]
        paths = [self.folder / tile_path(level, n, width) for level, n, width in tiles_between(old, new) if width != tile_width(level, n, size)]
        paths += [path for level, n in edges for path in self._partials(level, n) if path.name != str(tile_width(level, n, size))]
        for path in paths:
            path.unlink(missing_ok=True)
        if size != new:     # a power cut must not bring back tiles of what was never signed, once `pending` is gone
            for folder in {path.parent for path in paths if path.parent.is_dir()}:
                sync_folder(folder)
        for level, n in edges:
            with suppress(OSError):     # not there, or not empty
                path = self.folder / tile_path(level, n)
                path.with_name(path.name + ".p").rmdir()
        pending.unlink()


# --- files -------------------------------------------------------------------------------------------------

def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: cannot be read ({error.__class__.__name__}): restore it from a copy") from error


def write_synced(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file by way of a synced temporary one. Its folder still has to be synced."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
