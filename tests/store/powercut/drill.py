"""Power cuts at random points of a recorded run: each image is opened, recovered and checked against what had been acknowledged."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.store.powercut import disk

from bearwitness import case as verbs
from bearwitness.custody import note
from bearwitness.errors import BearwitnessError
from bearwitness.store import derived, events
from bearwitness.store.folder import MARK, open_folder
from bearwitness.store.log import Log

WRITER = Path(__file__).with_name("writer.py")
_CHECKPOINT = re.compile(rb"\A[^\n]+\n([0-9]+)\n([^\n]+)\n\n")


@dataclass(frozen=True, slots=True)
class Run:
    """One recorded life of a case: its root, its records, what a cut after each record may not lose."""

    root: Path
    trace: list[disk.Record]


def record(library: Path, work: Path, seed: int, *, count: int, sessions: int, unsafe: bool = False) -> Run:
    """Lets a writer work in several processes, some of which are killed, and records it all."""
    root, trace, chance = work / f"run-{seed}", work / f"trace-{seed}", random.Random(seed)
    root.mkdir(parents=True)
    before = 0
    for session in range(sessions):
        settings = {"kill_at": chance.randrange(60, 900)} if session % 2 else {}
        done = disk.recorded([sys.executable, str(WRITER), str(root / "case"), str(seed * 100 + session), str(count), *(["unsafe"] if unsafe else [])],
                             library, root, trace, **settings)
        assert done.returncode in ((0, -9) if settings else (0,)), done.stderr
        assert trace.stat().st_size > before, "nothing was recorded: is the recorder in the process?"
        before = trace.stat().st_size
    run = Run(root, disk.read_trace(trace))
    trace.unlink()
    return run


def same(run: Run) -> list[str]:
    """Where the record is not what the real process left: the recorder would have missed something."""
    end = disk.Disk(run.root)
    for each in run.trace:
        end.play(each)
    return end.same_as(run.root)


def cuts(run: Run, points: int, chance: random.Random, work: Path, *, obeyed: disk.Sync = disk.always, verified: int = 1) -> Iterator[str]:
    """Cuts the power at random points: a line for each image that lost or spoiled something.

    Args:
        obeyed: is a sync of this path obeyed? Where some are not, the cuts are soon after these.
        verified: each image is opened and asked for what was acknowledged; one in so many is verified as a whole, too.
    """
    begun = next(n for n, r in enumerate(run.trace) if r.op == "A")     # before it nobody was promised anything
    last = len(run.trace) + 1
    if obeyed is disk.always:
        chosen = sorted([*(chance.randrange(begun, last) for _ in range(points - points // 10)), *(chance.randrange(begun + 1) for _ in range(points // 10))])
    else:
        passed = [n for n in _passed_over(run, obeyed) if n > begun]
        chosen = sorted(chance.randrange(n + 1, min(n + 60, last) + 1) for n in (chance.choice(passed) for _ in range(points)))
    state, told, at = disk.Disk(run.root, obeyed), Told(), 0
    image = work / "image"
    for number, point in enumerate(chosen):
        while at < point:
            state.play(run.trace[at])
            told.hear(run.trace[at])
            at += 1
        shutil.rmtree(image, ignore_errors=True)
        mode = disk.MODES[number % len(disk.MODES)]
        state.image(image, chance, mode)
        for fault in told.missing(image / "case", look=number % 10 == 0, verified=number % verified == 0):
            yield f"cut after record {point} of {len(run.trace)} ({mode}): {fault}"
            break
    shutil.rmtree(image, ignore_errors=True)


def _passed_over(run: Run, obeyed: disk.Sync) -> list[int]:
    """Where in the record a sync is not obeyed."""
    asked: list[str] = []
    state, found = disk.Disk(run.root, lambda path: bool(asked.append(path))), []
    for number, each in enumerate(run.trace):
        state.play(each)
        if each.op == "S" and not obeyed(asked[-1]):
            found.append(number)
    return found


class Told:
    """What the writer acknowledged, and which checkpoints it signed, so far."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self.signed: dict[int, bytes] = {}
        self._rest: dict[int, bytes] = {}       # what a process had said of a line when it was killed
        self._checking: set[tuple[int, int]] = set()

    def hear(self, r: disk.Record) -> None:
        if r.op == "A":
            *lines, self._rest[r.pid] = (self._rest.get(r.pid, b"") + r.data).split(b"\n")
            self.items += map(json.loads, lines)
        elif r.op == "O" and r.data.endswith(b"/.checkpoint.tmp"):
            self._checking.add((r.pid, r.fd))
        elif r.op == "C":
            self._checking.discard((r.pid, r.fd))
        elif r.op == "W" and (r.pid, r.fd) in self._checking and (match := _CHECKPOINT.match(r.data)):
            self.signed[int(match.group(1))] = match.group(2)

    def missing(self, folder: Path, *, look: bool = True, verified: bool = True) -> Iterator[str]:
        """What a case that was opened after the cut lacks: a line each.

        Args:
            look: verify it before it is opened as well: it may tell of what nobody was promised, and must not break.
            verified: verify it afterwards.
        """
        if not (folder / MARK).is_file():
            if self.items:
                yield "the case itself is gone"
            return
        try:
            if look:
                verbs.verify(folder)
            with open_folder(folder) as case:
                yield from self._items(case)
                yield from self._log(folder)
            yield from (f"verify: {fault}" for fault in (verbs.verify(folder) if verified else ()))
        except BearwitnessError as e:
            yield f"cannot be opened: {e}"

    def _items(self, case: verbs.CaseFolder) -> Iterator[str]:
        wanted = {item["original"] for item in self.items if "original" in item}
        for digest in wanted - case.known_originals(wanted):
            yield f"the row of original {digest} is lost"
        for digest in wanted:
            path = case.objects.path(digest)
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                yield f"original {digest} is lost"
        with case.reading() as connection:
            for item in self.items:
                subject = item.get("report") or item.get("derived")
                if subject and not events.logged(connection, subject):
                    yield f"the event of {subject} is lost"
                if "derived" in item:
                    file = derived.path_of(case.path, *item["derived"].split("/"))
                    if file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() != item["sha256"]:
                        yield f"derivative {subject} is broken"

    def _log(self, folder: Path) -> Iterator[str]:
        """Every state that was ever signed is the beginning of what is there now: no fork."""
        log = Log(folder / "log")
        for size, root in self.signed.items():
            if size > log.size:
                yield f"{size} entries were signed, and the log holds {log.size}"
            elif note.checkpoint_text(note.Checkpoint(log.origin, size, log.range_hash(0, size, log.size))).encode().split(b"\n")[2] != root:
                yield f"the log forked: its first {size} entries are not those signed"
