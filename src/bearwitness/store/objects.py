"""Originals, byte for byte, under their digest: `objects/aa/bb/<sha256>`.

An original is written to a temporary file while its digests are taken, synced, renamed into place, and
its folder synced, before the database hears of it. Nothing here ever changes a file that is in place.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bearwitness.errors import StoreError
from bearwitness.store.schema import object_path

_CHUNK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(slots=True)
class Received:
    """Bytes that have arrived in a temporary file and are not yet in place."""

    file: BinaryIO
    path: Path
    sha256: str
    sha512: str
    size: int

    def data(self) -> bytes:
        """All the bytes, for a reader."""
        self.file.seek(0)
        return self.file.read()

    def drop(self) -> None:
        """Forgets the temporary file (when the original was known already, or is not wanted)."""
        self.path.unlink(missing_ok=True)
        self.file.close()


class Objects:
    """The folder of originals of one case."""

    def __init__(self, case: Path):
        self.case = case
        self._incoming = case / "objects" / ".incoming"
        self._to_sync: set[Path] = set()

    def path(self, sha256: str) -> Path:
        return self.case / object_path(sha256)

    def receive(self, stream: BinaryIO) -> Received:
        """Copies a stream into a temporary file, taking SHA-256 and SHA-512 as the bytes arrive.

        Raises:
            OSError: the stream could not be read.
            StoreError: the copy could not be written (disk full).
        """
        with writing(self._incoming):
            self._incoming.mkdir(parents=True, exist_ok=True)
            fd, name = tempfile.mkstemp(dir=self._incoming)
        file = os.fdopen(fd, "w+b")
        path = Path(name)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)      # tells `sweep` of another process that this one is alive
            sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
            while chunk := stream.read(_CHUNK):
                sha256.update(chunk)
                sha512.update(chunk)
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
        """Puts the bytes in place, synced. Call `sync` before the database is told."""
        final = self.path(received.sha256)
        if final.exists() and final.stat().st_size == received.size:
            received.drop()
            self._to_sync.add(final.parent)     # a crash may have come between rename and sync
            return
        try:
            with writing(final):
                os.fsync(received.file.fileno())
                self._make_folder(final.parent)
                received.path.chmod(0o444)
                received.path.replace(final)
        except BaseException:
            received.drop()
            raise
        _close_quietly(received.file)
        self._to_sync.add(final.parent)

    def _make_folder(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for child in reversed(missing):
            child.mkdir(exist_ok=True)
            self._to_sync.add(child.parent)

    def sync(self) -> None:
        """Syncs the folders in which something was put in place."""
        for folder in sorted(self._to_sync):
            with writing(folder):
                sync_folder(folder)
        self._to_sync.clear()

    def read(self, sha256: str) -> bytes:
        try:
            return self.path(sha256).read_bytes()
        except OSError as e:
            raise StoreError(f"{object_path(sha256)}: the original cannot be read ({e.strerror}): "
                             "run `bearwitness verify`, and restore it from a copy") from e

    def sweep(self) -> None:
        """Removes what dead processes left half-received."""
        if not self._incoming.is_dir():
            return
        for path in self._incoming.iterdir():
            try:
                with path.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink(missing_ok=True)
            except OSError:
                continue    # in use by a living process, or gone already


def _close_quietly(file: BinaryIO) -> None:
    with suppress(OSError):     # a full disk again, on bytes that nobody wants any more
        file.close()


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
