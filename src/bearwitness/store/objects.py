"""Originals, byte for byte, under their digest: `objects/aa/bb/<sha256>`.

An original is written to a temporary file while its digests are taken, synced, renamed into place, and
its folder synced, before the database hears of it. Nothing here ever changes a file that is in place.

    receive    bytes into objects/.incoming/, digests taken
    keep       these bytes are wanted
    sync       a note in objects/.incoming/ of what is going to be put in place; then it is, durably
    (the database's transaction)
    settle     the note is removed

When a process dies between `sync` and `settle`, the note tells the next `sweep` which originals nobody was
told of; those that the database does not know are removed, as if they had never come.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import queue
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from bearwitness.errors import StoreError
from bearwitness.store.schema import object_path

_CHUNK = 1 << 20
_NOTE = "placing-"
_DIGEST = re.compile("[0-9a-f]{64}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(slots=True)
class Received:
    """Bytes that have arrived in a temporary file and are not yet in place."""

    file: BinaryIO
    path: Path
    sha256: str
    sha512: str
    size: int
    kept: bool = False

    def data(self) -> bytes:
        """All the bytes, for a reader."""
        self.file.seek(0)
        return self.file.read()

    @contextmanager
    def reader(self) -> Iterator[IO[bytes]]:
        """The bytes to read, with a place of its own; stays open when the original is put in place."""
        self.file.flush()
        with open(f"/proc/self/fd/{self.file.fileno()}", "rb") as file:     # noqa: PTH123
            yield file

    def drop(self) -> None:
        """Forgets the temporary file (when the original was known already, or is not wanted)."""
        if not self.kept:
            self.path.unlink(missing_ok=True)
            _close_quietly(self.file)


class Objects:
    """The folder of originals of one case."""

    def __init__(self, case: Path):
        self.case = case
        self._incoming = case / "objects" / ".incoming"
        self._wanted: list[Received] = []
        self._note: tuple[Path, BinaryIO] | None = None

    def path(self, sha256: str) -> Path:
        return self.case / object_path(sha256)

    def receive(self, stream: IO[bytes]) -> Received:
        """Copies a stream into a temporary file, taking SHA-256 and SHA-512 as the bytes arrive.

        Raises:
            OSError: the stream could not be read.
            StoreError: the copy could not be written (disk full).
        """
        with writing(self._incoming):
            if not self._incoming.is_dir():
                self._incoming.mkdir(parents=True, exist_ok=True)
                sync_folder(self._incoming.parent)      # the notes in it must outlive a power cut
            fd, name = tempfile.mkstemp(dir=self._incoming)
        file = os.fdopen(fd, "w+b")
        path = Path(name)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)      # tells `sweep` of another process that this one is alive
            sha256, size = hashlib.sha256(), 0
            with _Beside(hashlib.sha512()) as sha512:
                while chunk := stream.read(_CHUNK):
                    sha512.update(chunk)
                    sha256.update(chunk)
                    size += len(chunk)
                    with writing(path):
                        file.write(chunk)
            with writing(path):
                file.flush()
        except BaseException:
            path.unlink(missing_ok=True)
            _close_quietly(file)
            raise
        return Received(file, path, sha256.hexdigest(), sha512.hexdigest(), size)

    def keep(self, received: Received) -> None:
        """Takes these bytes: the next `sync` puts them in place."""
        received.kept = True
        self._wanted.append(received)

    def sync(self) -> None:
        """Puts what is wanted in place, durably, before the database is told. Then call `settle`.

        Raises:
            StoreError: the disk is full, or cannot be written.
        """
        wanted, self._wanted = self._wanted, []
        self._leave_note()      # of a transaction that failed
        if not wanted:
            return
        try:
            with writing(self._incoming):
                for received in wanted:
                    received.file.flush()
                    os.fsync(received.file.fileno())
                with _locked(self._incoming):     # no sweep between the note and the places it names
                    self._write_note(received.sha256 for received in wanted)
                    folders = {folder for received in wanted for folder in self._place(received)}
                for folder in sorted(folders):
                    sync_folder(folder)
        finally:
            for received in wanted:
                received.kept = False
                received.drop()

    def settle(self) -> None:
        """The database knows what was put in place."""
        if self._note is not None:
            (path, file), self._note = self._note, None
            path.unlink(missing_ok=True)
            _close_quietly(file)

    def forget(self) -> None:
        """Drops what was wanted and not put in place. A note stays for the next `sweep`."""
        wanted, self._wanted = self._wanted, []
        for received in wanted:
            received.kept = False
            received.drop()
        self._leave_note()

    def _leave_note(self) -> None:
        """Lets go of a note that was not settled: it stays, for the next `sweep`."""
        if self._note is not None:
            _close_quietly(self._note[1])
            self._note = None

    def _write_note(self, digests: Iterator[str]) -> None:
        fd, name = tempfile.mkstemp(dir=self._incoming, prefix=_NOTE)
        fcntl.flock(fd, fcntl.LOCK_EX)      # tells `sweep` that this process is alive
        file = os.fdopen(fd, "wb")
        self._note = Path(name), file
        file.write("".join(f"{digest}\n" for digest in digests).encode())
        file.flush()
        os.fsync(fd)
        sync_folder(self._incoming)

    def _place(self, received: Received) -> Iterator[Path]:
        """Renames into place, unless the same bytes are there; gives the folders to sync."""
        final = self.path(received.sha256)
        yield final.parent      # also when it is there: a crash may have come between rename and sync
        if final.exists() and final.stat().st_size == received.size:
            return
        for folder in (final.parent.parent, final.parent):
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)
                yield folder.parent
        received.path.chmod(0o444)
        received.path.replace(final)

    def read(self, sha256: str) -> bytes:
        try:
            return self.path(sha256).read_bytes()
        except OSError as e:
            raise StoreError(f"{object_path(sha256)}: the original cannot be read ({e.strerror}): "
                             "run `bearwitness verify`, and restore it from a copy") from e

    def erase(self, digests: Iterable[str], known: Callable[[set[str]], set[str]]) -> list[str]:
        """Overwrites originals with zeros and removes them. One that somebody is adding anew at this moment stays: it has arrived again.

        Args:
            known: which of these digests the database knows.

        Returns:
            What has to be said: files with a second name, which were left to that.

        Raises:
            StoreError: a file cannot be written or removed.
        """
        told: list[str] = []
        self._incoming.mkdir(parents=True, exist_ok=True)
        with writing(self._incoming), _locked(self._incoming):
            wanted = set(digests)
            arriving = {digest for path in self._incoming.glob(f"{_NOTE}*") if not _is_dead(path) for digest in _noted(path)}
            for digest in sorted(wanted - known(wanted) - arriving):
                path = self.path(digest)
                if path.is_file() and not overwrite(path):
                    told.append(f"{object_path(digest)}: the file had a second name (a hard link), under which it stays")
                path.unlink(missing_ok=True)
                for folder in (path.parent, path.parent.parent):
                    with suppress(OSError):     # holds others
                        folder.rmdir()
            sync_folder(self.case / "objects")
        return told

    def sweep(self, known: Callable[[set[str]], set[str]]) -> None:
        """Removes what dead processes left: half-received files, and originals that nobody was told of.

        Args:
            known: which of these digests the database knows.
        """
        if not self._incoming.is_dir() or not any(self._incoming.iterdir()):
            return
        with _locked(self._incoming):
            left: set[str] = set()
            alive: set[str] = set()
            notes: list[Path] = []
            for path in sorted(self._incoming.iterdir()):
                dead = _is_dead(path)
                if path.name.startswith(_NOTE):
                    (left if dead else alive).update(_noted(path))
                    notes += [path] if dead else []
                elif dead:
                    path.unlink(missing_ok=True)
            unknown = left - alive - known(left)
            for digest in unknown:
                self.path(digest).unlink(missing_ok=True)
            for folder in {self.path(digest).parent for digest in unknown}:
                if folder.is_dir():
                    sync_folder(folder)     # before the notes go: else a power cut may bring an original back without its note
            for path in notes:
                path.unlink(missing_ok=True)


class _Beside:
    """A digest taken by a thread of its own, beside the reading and writing: SHA-512 costs more than all the rest."""

    def __init__(self, digest: hashlib._Hash):
        self.digest = digest
        self._blocks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(8)     # blocks that may wait
        self._thread: threading.Thread | None = None

    def update(self, block: bytes) -> None:
        if self._thread is None and len(block) < _CHUNK:
            self.digest.update(block)           # all there is, or nearly: not worth a thread
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        self._room.acquire()
        self._blocks.put(block)

    def _work(self) -> None:
        while (block := self._blocks.get()) is not None:
            self.digest.update(block)
            self._room.release()

    def __enter__(self) -> _Beside:
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread is not None:
            self._blocks.put(None)
            self._thread.join()

    def hexdigest(self) -> str:
        return self.digest.hexdigest()


def noted(case: Path) -> set[str]:
    """Digests of originals that are being put in place, or were when a process died."""
    return {digest for path in (case / "objects" / ".incoming").glob(f"{_NOTE}*") for digest in _noted(path)}


def _noted(path: Path) -> set[str]:
    try:
        return {line for line in path.read_text("ascii").splitlines() if _DIGEST.fullmatch(line)}
    except (OSError, ValueError):
        return set()


def _is_dead(path: Path) -> bool:
    """Does no living process hold this file?"""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except OSError:
        return False


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def _close_quietly(file: BinaryIO) -> None:
    with suppress(OSError):     # a full disk again, on bytes that nobody wants any more
        file.close()


def overwrite(path: Path) -> bool:
    """Writes zeros over a file's bytes, synced. False when it has a second name: that copy is not ours to spoil.

    A disk that writes elsewhere (SSD, copy-on-write file systems, snapshots) keeps the old blocks until it uses them again.
    """
    if path.is_symlink() or path.stat().st_nlink > 1:
        return False
    with writing(path):
        path.chmod(0o600)
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(left, _CHUNK)))
            file.flush()
            os.fsync(file.fileno())
    return True


def sync_folder(folder: Path) -> None:
    """Makes renames and new names in a folder durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns an operating-system error while writing into one that says what to do."""
    try:
        yield
    except OSError as e:
        if e.errno in _FULL:
            raise StoreError(f"{path}: the disk is full (or a size limit was reached): free some space, then run this "
                             "again; what was acknowledged is kept") from e
        raise StoreError(f"{path}: cannot be written ({e.strerror}): check the path, its permissions and the disk") from e
