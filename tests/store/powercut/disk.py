"""What a disk may hold after a power cut: the record of a real process (recorder.c), played up to a point.

A disk keeps what was synced. Of what was not, any part may have arrived: each write whole, in part (by sectors of
512 bytes) or not at all, a later one without an earlier one; each new name, rename and removal or not, until its folder is synced.
A rename inside one folder happens or does not; between two folders the new name may be there with the old one, or neither be durable.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
MODES = ("nothing", "all", "some", "torn", "last", "names", "contents")


@dataclass(frozen=True, slots=True)
class Record:
    op: str
    pid: int
    fd: int
    a: int
    b: int
    data: bytes

    @property
    def paths(self) -> list[str]:
        return [os.fsdecode(part) for part in self.data.split(b"\0")]


def read_trace(path: Path) -> list[Record]:
    found, raw, at = [], path.read_bytes(), 0
    while at < len(raw):
        end = raw.index(b"\n", at)
        op, pid, fd, a, b, length = raw[at:end].split()
        at = end + 1 + int(length)
        found.append(Record(op.decode(), int(pid), int(fd), int(a), int(b), raw[end + 1:at]))
    return found


@dataclass(slots=True, eq=False)
class File:
    durable: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)      # (offset, bytes) or (length, None)

    def sync(self) -> None:
        for change in self.waiting:
            _apply(self.durable, *change)
        self.waiting.clear()


@dataclass(slots=True, eq=False)
class Folder:
    durable: dict[str, File | Folder] = field(default_factory=dict)
    waiting: list[dict[str, File | Folder | None]] = field(default_factory=list)
    now: dict[str, File | Folder] = field(default_factory=dict)

    def change(self, names: dict[str, File | Folder | None]) -> None:
        self.waiting.append(names)
        _rename(self.now, names)

    def sync(self) -> None:
        for names in self.waiting:
            _rename(self.durable, names)
        self.waiting.clear()


def _apply(data: bytearray, at: int, new: bytes | None) -> None:
    if new is None:
        del data[at:]
        data.extend(bytes(at - len(data)))
        return
    if at > len(data):
        data.extend(bytes(at - len(data)))
    data[at:at + len(new)] = new


def _rename(names: dict[str, File | Folder], change: dict[str, File | Folder | None]) -> None:
    for name, what in change.items():
        if what is None:
            names.pop(name, None)
        else:
            names[name] = what


Sync = Callable[[str], bool]


def always(path: str) -> bool:
    """Every sync is obeyed."""
    return True


class Disk:
    """Files and folders below one root, as a record makes them.

    Args:
        root: the folder that was recorded.
        obeyed: is a sync of this path (relative to the root) obeyed? All are, but in tests of the test.
    """

    def __init__(self, root: Path, obeyed: Sync = always):
        self.prefix = str(root)
        self.root = Folder()
        self.open: dict[tuple[int, int], tuple[File | Folder, str]] = {}
        self.obeyed = obeyed
        self.root_names: list[str] = []

    def _find(self, path: str) -> tuple[Folder, str]:
        *folders, name = self._relative(path).split("/")
        here = self.root
        for part in folders:
            inner = here.now[part]
            assert isinstance(inner, Folder)
            here = inner
        return here, name

    def _relative(self, path: str) -> str:
        return os.path.normpath(path)[len(self.prefix):].lstrip("/")

    def play(self, r: Record) -> None:
        if r.op == "U":
            raise AssertionError(f"the recorder cannot follow this: {r.data!r}")
        if r.op == "O":
            self._open(r)
        elif r.op in "WTSC":
            self._by_handle(r)
        elif r.op != "A":
            self._by_name(r)

    def _open(self, r: Record) -> None:
        path = self._relative(r.paths[0])
        if not path:
            self.open[r.pid, r.fd] = self.root, path
            return
        folder, name = self._find(r.paths[0])
        if r.a:
            folder.change({name: File()})
        what = folder.now[name]
        if r.b and isinstance(what, File):
            what.waiting.append((0, None))
        self.open[r.pid, r.fd] = what, path

    def _by_handle(self, r: Record) -> None:
        what, path = self.open[r.pid, r.fd]
        if r.op == "C":
            del self.open[r.pid, r.fd]
        elif r.op == "S":
            if self.obeyed(path):
                what.sync()
        else:
            assert isinstance(what, File)
            what.waiting.append((r.a, r.data if r.op == "W" else None))

    def _by_name(self, r: Record) -> None:
        folder, name = self._find(r.paths[0])
        if r.op == "D":
            folder.change({name: Folder()})
        elif r.op in "XY":
            folder.change({name: None})
        else:
            to, new = self._find(r.paths[1])
            what = folder.now[name]
            if r.op == "L":
                to.change({new: what})
            elif to is folder:
                folder.change({name: None, new: what})
            else:
                to.change({new: what})
                folder.change({name: None})

    # --- images ---

    def image(self, to: Path, chance: random.Random, mode: str) -> None:
        """Writes one state that the disk may be in now."""
        to.mkdir()
        _Image(chance, mode).folder(self.root, to)

    def same_as(self, real: Path) -> list[str]:
        """Where the record, played to its end, is not what lies there."""
        return list(_differences(self.root, real))


def _differences(folder: Folder, real: Path) -> Iterator[str]:
    names = {path.name for path in real.iterdir()}
    if names != set(folder.now):
        yield f"{real}: {sorted(names ^ set(folder.now))}"
    for name, what in folder.now.items():
        if isinstance(what, Folder):
            yield from _differences(what, real / name)
        elif not name.endswith("-shm"):     # mapped into memory; SQLite makes it anew
            data = bytearray(what.durable)
            for change in what.waiting:
                _apply(data, *change)
            if data != (real / name).read_bytes():
                yield str(real / name)


class _Image:
    def __init__(self, chance: random.Random, mode: str):
        self.chance, self.mode = chance, mode

    def folder(self, folder: Folder, to: Path) -> None:
        names = dict(folder.durable)
        for change in self._arrived(folder.waiting, names_too=True):
            _rename(names, change)
        for name, what in names.items():
            if isinstance(what, Folder):
                (to / name).mkdir()
                self.folder(what, to / name)
            else:
                (to / name).write_bytes(self._content(what, name))

    def _arrived(self, waiting: list, *, names_too: bool) -> list:
        """Which of these changes came to the disk, in their order."""
        if self.mode == "nothing":
            return []
        if self.mode == "all" or self.mode == ("names" if names_too else "contents"):
            return waiting
        if self.mode in ("names", "contents"):      # all of the one, nothing of the other
            return []
        if self.mode == "last":                     # the order turned round: the end came, the beginning did not
            return waiting[len(waiting) - self.chance.randint(0, len(waiting)):]
        return [change for change in waiting if self.chance.random() < 0.5]

    def _content(self, file: File, name: str) -> bytes:
        if name.endswith("-shm") and self.chance.random() < 0.5:
            return self.chance.randbytes(len(file.durable))
        if not file.waiting:
            return bytes(file.durable)
        data = bytearray(file.durable)
        for at, new in self._arrived(file.waiting, names_too=False):
            if new is None or self.mode != "torn":
                _apply(data, at, new)
            else:
                for low in range(at - at % SECTOR, at + len(new), SECTOR):
                    if self.chance.random() < 0.5:
                        start = max(low, at)
                        _apply(data, start, new[start - at:low + SECTOR - at])
        return bytes(data)


# --- the recorder --------------------------------------------------------------------------------------------

def build_recorder(to: Path) -> Path:
    """Compiles the recorder; needs a C compiler."""
    compiler = next((path for path in map(shutil.which, ("gcc", "cc", "clang")) if path), None)
    assert compiler, "there is no C compiler: `python tools/browser.py` installs one as root, or: apt-get install gcc libc6-dev"
    library = to / "recorder.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", str(library), str(Path(__file__).with_name("recorder.c")), "-ldl", "-lpthread"], check=True)
    return library


def recorded(command: list[str], library: Path, root: Path, trace: Path, **settings: int) -> subprocess.CompletedProcess[str]:
    """Runs a command with the recorder in it.

    Args:
        settings: kill_at, bytes, sync_fails, clock: see recorder.c.
    """
    environment = {**os.environ, "LD_PRELOAD": str(library), "POWERCUT_ROOT": str(root.resolve()), "POWERCUT_TRACE": str(trace),
                   **{f"POWERCUT_{name.upper()}": str(value) for name, value in settings.items()}}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
