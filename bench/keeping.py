"""What keeping costs: originals hashed and stored against copying and hashing the same bytes; a log of a million entries; a backup and its restoring.

    python -m bench.keeping store [FOLDER]           sizes from 1 KB to 1 GB, ratios; the same disk, the same run
    python -m bench.keeping log [ENTRIES] [FOLDER]   append, checkpoint, proof, verification (1,000,000 entries)
    python -m bench.keeping drill [MB] [FOLDER]      backup, verify, restore of so many megabytes of originals (1,000)

FOLDER: where to write (a new folder below it is made and removed); the system's temporary folder when left out. A figure is worth as much as the disk
and the quiet of the machine: each part prints what one sync costs there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bearwitness import case as verbs
from bearwitness.custody import entry
from bearwitness.custody.proof import verify_proof
from bearwitness.store.audit_log import audit_log
from bearwitness.store.log import Log
from bearwitness.store.objects import Objects, sync_folder

_CHUNK = 1 << 20
SIZES = ((1 << 10, 512), (1 << 14, 256), (1 << 18, 128), (1 << 22, 32), (1 << 26, 4), (1 << 30, 1))     # (bytes, how many)
GROUP = 64          # originals put in place at a time, as `add` does
_ROUNDS = 3


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _one_sync(folder: Path) -> float:
    """Milliseconds that syncing 4 KB takes."""
    taken = []
    for number in range(20):
        path = folder / f"sync-{number}"
        with path.open("wb") as file:
            file.write(b"x" * 4096)
            file.flush()
            taken.append(_seconds(partial(os.fsync, file.fileno())))
        path.unlink()
    return statistics.median(taken) * 1000


# --- storing ------------------------------------------------------------------------------------------

def _copy_and_hash(source: Path, to: Path, *, synced: bool) -> None:
    """What anybody does: read, hash with SHA-256, write; made durable (bytes and name) when `synced`."""
    digest = hashlib.sha256()
    with source.open("rb") as read, to.open("wb") as write:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            write.write(chunk)
        if synced:
            write.flush()
            os.fsync(write.fileno())
    if synced:
        sync_folder(to.parent)


def _copy_all(sources: list[Path], to: Path, *, synced: bool) -> None:
    for source in sources:
        _copy_and_hash(source, to / source.name, synced=synced)


def _store(objects: Objects, sources: list[Path]) -> None:
    for start in range(0, len(sources), GROUP):
        for source in sources[start:start + GROUP]:
            with source.open("rb") as file:
                objects.keep(objects.receive(file))
        objects.sync()
        objects.settle()


def store(work: Path) -> None:
    print(f"one sync takes {_one_sync(work):.2f} ms here")
    print(f"{'size':>10}{'files':>7}{'copy + SHA-256':>16}{'synced':>9}{'ours':>9}   ratio to synced (to unsynced), median of {_ROUNDS}")
    for size, count in SIZES:
        given = work / "given"
        given.mkdir()
        for number in range(count):
            with (given / str(number)).open("wb") as file:
                for _ in range(max(1, size >> 20)):
                    file.write(os.urandom(min(size, _CHUNK)))
        sources = sorted(given.iterdir())
        plain, synced, ours = [], [], []
        for turn in range(_ROUNDS):
            for taken, again in ((plain, False), (synced, True)):
                to = work / f"copies-{again}-{turn}"
                to.mkdir()
                taken.append(_seconds(partial(_copy_all, sources, to, synced=again)))
                shutil.rmtree(to)
            case = work / f"case-{turn}"
            (case / "objects").mkdir(parents=True)
            ours.append(_seconds(partial(_store, Objects(case), sources)))
            shutil.rmtree(case)
        a, b, c = (statistics.median(times) for times in (plain, synced, ours))
        ratio = statistics.median(o / s for o, s in zip(ours, synced))
        print(f"{size:>10,}{count:>7}{a:>14.3f} s{b:>7.3f} s{c:>7.3f} s   {ratio:.2f} ({statistics.median(o / p for o, p in zip(ours, plain)):.2f})", flush=True)
        shutil.rmtree(given)


# --- the log --------------------------------------------------------------------------------------------

def log(work: Path, count: int) -> None:
    print(f"one sync takes {_one_sync(work):.2f} ms here")
    made = Log.create(work / "log", work / "keys", origin="case.invalid/bw/bench")
    events = [entry.make_event("capture", {"sha256": f"{number:064x}", "size": number, "source": "made up", "method": "bench"}, random=os.urandom) for number in range(2_048)]
    entries = [event.entry for event in events]
    began = time.perf_counter()
    for start in range(0, count, 256):
        made.append([entries[(start + n) % len(entries)] for n in range(min(256, count - start))])
    took = time.perf_counter() - began
    print(f"append        {count:,} entries of {len(entries[0])} bytes, a checkpoint every 256: {took:,.1f} s, {count / took:,.0f} durable entries/s")
    single = [_seconds(partial(made.append, [entries[n]])) for n in range(50)]
    print(f"one at a time {1 / statistics.median(single):,.0f} entries/s; a checkpoint {statistics.median(single) * 1000:.1f} ms (worst {max(single) * 1000:.0f} ms)")
    size, proofs, times = made.size, [], []
    for n in range(200):
        index = n * 7919 % count
        times.append(_seconds(partial(_prove, made, index, proofs)))
    print(f"proof         {max(len(text.encode()) for _, text in proofs):,} bytes at most, made in {statistics.median(times) * 1000:.1f} ms")
    check = [_seconds(partial(_check, made, index, text)) for index, text in proofs]
    print(f"verify proof  {statistics.median(check) * 1000:.1f} ms each")
    print(f"verify log    all {size:,} entries, tiles and the checkpoint: {_seconds(lambda: _whole(work)):.1f} s")
    print(f"on the disk   {sum(p.stat().st_size for p in (work / 'log').rglob('*') if p.is_file()) / 1e6:,.0f} MB")


def _prove(made: Log, index: int, proofs: list[tuple[int, str]]) -> None:
    proofs.append((index, made.proof_file(index)))


def _check(made: Log, index: int, text: str) -> None:
    verify_proof(text, made.entry(index), made.vkey)


def _whole(work: Path) -> None:
    assert audit_log(work / "log", work / "keys")[0] == []


# --- the drill ---------------------------------------------------------------------------------------------

def drill(work: Path, megabytes: int) -> None:
    print(f"one sync takes {_one_sync(work):.2f} ms here")
    given = work / "given"
    given.mkdir()
    for number in range(max(1, megabytes // 8)):
        (given / f"{number}.bin").write_bytes(os.urandom(8_000_000))
    with verbs.new(work / "case") as case:
        took = _seconds(lambda: sum(1 for _ in verbs.add(case, [str(given)])))
        print(f"add           {megabytes:,} MB in {took:.1f} s")
        shutil.rmtree(given)
        print(f"backup        {_seconds(lambda: verbs.backup(case, to=work / 'backup')):.1f} s")
    print(f"restore       {_seconds(lambda: verbs.restore(work / 'backup', to=work / 'restored')):.1f} s, all of it checked and a new log begun")
    print(f"verify        {_seconds(lambda: _silent(work / 'restored')):.1f} s")
    print(f"first command {_seconds(lambda: verbs.open_case(work / 'restored').close()):.2f} s")


def _silent(path: Path) -> None:
    assert verbs.verify(path) == []


def main() -> None:
    what, *rest = sys.argv[1:] or ["store"]
    number = int(rest.pop(0)) if rest and rest[0].isdigit() else None
    with tempfile.TemporaryDirectory(dir=rest[0] if rest else None) as folder:
        work = Path(folder)
        if what == "store":
            store(work)
        elif what == "log":
            log(work, number or 1_000_000)
        elif what == "drill":
            drill(work, number or 1_000)
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
