"""Power cuts, full disks and failing disks, under a real process whose file operations are recorded (powercut/).

300 cuts in every run of the tests, one image in three verified whole; `make soak` sets BEARWITNESS_SOAK for 10,000. The last tests take syncs away and want the losses told:
a drill that cannot fail proves nothing.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.powercut import disk, drill

from bearwitness import case as verbs
from bearwitness.custody.entry import read_fields
from bearwitness.store import events
from bearwitness.store.log import Log

SOAK = bool(os.environ.get("BEARWITNESS_SOAK"))
RUNS, POINTS = (40, 250) if SOAK else (3, 100)
FULL, FAILING, KILLS = (200, 200, 200) if SOAK else (3, 3, 2)
WORKERS = 2


@pytest.fixture(scope="module")
def ram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one: images are many, and a sync of them proves nothing."""
    import shutil
    import tempfile

    shared = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(dir=shared if os.access(shared, os.W_OK) else None)).resolve()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def library(ram: Path) -> Path:
    return disk.build_recorder(ram)


def _drill(library: Path, ram: Path, seed: int) -> list[str]:
    work = ram / f"drill-{seed}"
    run = drill.record(library, work, seed, count=25 if seed % 3 else 12, sessions=4 if seed % 3 else 9)
    return drill.same(run) or list(drill.cuts(run, POINTS, random.Random(seed), work, verified=1 if SOAK else 3))


def test_nothing_acknowledged_is_lost_by_a_power_cut(library: Path, ram: Path) -> None:
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        found = pool.starmap(_drill, [(library, ram, seed) for seed in range(RUNS)], chunksize=1)
    assert [line for lines in found for line in lines] == []


# --- the drill must be able to fail ------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def run(library: Path, ram: Path) -> drill.Run:
    return drill.record(library, ram / "control", 7, count=25, sessions=1)


def _named(*names: str) -> disk.Sync:
    """A disk that passes over syncs of paths with one of these in them."""
    return lambda path: not any(name in f"/{path}/" for name in names)


@pytest.mark.parametrize(("passed_over", "loss"), [
    (_named("case.db-wal/"), "database"),                       # the log holds more than the transactions that are left
    (_named("/objects/.incoming/tmp"), "original"),             # nor the bytes
    (lambda path: not (path.startswith("case/objects/") and len(path) == len("case/objects/aa/bb")), "original"),     # nor the name
    (_named("/.checkpoint.tmp/"), "checkpoint"),                # a checkpoint's name without its text
    (_named("/derived/"), "derivative"),
    (_named("/log/tile/"), "log"),
], ids=["database", "bytes", "folders", "checkpoint", "derivatives", "tiles"])
def test_a_sync_that_is_left_out_is_told(run: drill.Run, ram: Path, passed_over: disk.Sync, loss: str) -> None:
    found = next((line for line in drill.cuts(run, 150, random.Random(3), ram / "control", obeyed=passed_over, verified=3) if loss in line), None)
    assert found is not None


def test_a_database_that_does_not_sync_each_transaction_is_told(library: Path, ram: Path) -> None:
    """SQLite's synchronous=NORMAL in the real process, not in the record of it."""
    unsafe = drill.record(library, ram / "unsafe", 7, count=25, sessions=1, unsafe=True)
    assert any("lost" in line or "database" in line for line in drill.cuts(unsafe, 100, random.Random(3), ram / "unsafe", verified=3))


# --- full and failing disks -----------------------------------------------------------------------------------------

def _heard(output: str) -> tuple[drill.Told, list[str]]:
    told = drill.Told()
    lines = [json.loads(line) for line in output.splitlines() if line.endswith("}")]
    told.items = [line for line in lines if "refused" not in line]
    return told, [line["refused"] for line in lines if "refused" in line]


def _suffer(library: Path, work: Path, seed: int, **setting: int) -> list[str]:
    """Lets a writer run into a broken disk; gives what it told of it. What it acknowledged before must be there."""
    case = work / "case"
    work.mkdir(parents=True)
    done = disk.recorded([sys.executable, str(drill.WRITER), str(case), str(seed), "20"], library, work, work.with_name(f"{work.name}.trace"), **setting)
    assert done.returncode == 0, done.stderr
    told, refused = _heard(done.stdout)
    left = [path for path in work.iterdir() if path != case]
    assert left == [], "something half-made lies about"
    if any("case" in item for item in told.items):
        verbs.verify(case)
        with verbs.open_case(case, reading=True):
            pass
    assert list(told.missing(case)) == []
    return refused


def test_a_full_disk_loses_nothing_and_says_so(library: Path, ram: Path) -> None:
    chance, refused = random.Random(17), []
    for number in range(FULL):
        refused += _suffer(library, ram / f"full-{number}", number, bytes=chance.randrange(1_000, 1_500_000 if SOAK else 500_000))
    assert refused and all("disk is full" in line or "free some space" in line for line in refused), refused


def test_a_sync_that_fails_is_no_acknowledgement(library: Path, ram: Path) -> None:
    chance, refused = random.Random(19), []
    for number in range(FAILING):
        refused += _suffer(library, ram / f"failing-{number}", number, sync_fails=chance.randrange(1, 350 if SOAK else 150))
    assert refused and all("check the" in line for line in refused), refused


# --- kills of the whole program -------------------------------------------------------------------------------------------

def test_the_whole_program_killed_loses_nothing(library: Path, ram: Path) -> None:
    """`bearwitness add --json`, killed at a random file operation; then run again, it ends well and holds each item once."""
    given, chance = ram / "given", random.Random(23)
    given.mkdir()
    for number in range(12):
        (given / f"{number}.txt").write_text(f"Amal said that {number + 2} people were killed in Exampleton on Monday.")
    command = [sys.executable, "-m", "bearwitness", "add", str(given), "--json"]
    for number in range(KILLS):
        work = ram / f"program-{number}"
        work.mkdir()
        verbs.new(work / "case").close()
        environment = [*command, "--case", str(work / "case")]
        done = disk.recorded(environment, library, work, ram / "program.trace", kill_at=chance.randrange(1, 160))
        assert done.returncode in (0, -9), done.stderr
        told, _ = _heard(done.stdout)
        began = time.monotonic()
        with verbs.open_case(work / "case"):
            took = time.monotonic() - began
        assert took < 20        # seconds: it does not hang; what it takes is printed by the bench
        items = [{"original": line["sha256"], "report": line["report"]} for line in told.items]
        again = disk.recorded(environment, library, work, ram / "program.trace")
        assert again.returncode == 0, again.stderr
        lines = [json.loads(line) for line in again.stdout.splitlines()]
        assert len({line["sha256"] for line in lines}) == 12
        assert {item["report"] for item in items} <= {line["report"] for line in lines if line["already"]}
        told.items = items
        assert list(told.missing(work / "case")) == []
        assert Log(work / "case" / "log").size == 13


# --- clocks ------------------------------------------------------------------------------------------------------------------

def test_the_order_is_the_logs_whatever_the_clock_says(library: Path, ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same case under clocks of 2025, 1970, 2106, and 2025 in another zone: each later event has the later place, and all is well."""
    work = ram / "clocks"
    work.mkdir()
    case = str(work / "case")
    told = []
    for number, (clock, zone) in enumerate(((1_741_564_800, "UTC"), (0, "UTC"), (4_294_967_296, "UTC"), (1_741_564_801, "Pacific/Kiritimati"))):
        (work / f"{number}.txt").write_text(f"Amal said that {number + 2} people were killed in Exampleton.")
        monkeypatch.setenv("TZ", zone)
        for command in ([] if number else [["new", case]]) + [["add", str(work / f"{number}.txt"), "--json", "--case", case]]:
            done = disk.recorded([sys.executable, "-m", "bearwitness", *command], library, work, ram / "clocks.trace", clock=clock)
            assert done.returncode == 0, done.stderr
        told.append(json.loads(done.stdout)["report"])
    assert verbs.verify(case) == []
    with verbs.open_case(case) as opened, opened.reading() as connection:
        logged = [events.logged(connection, report)[0] for report in told]
    assert [event.index for event in logged] == [1, 2, 3, 4]
    years = [read_fields(event.entry, event.disclosures)["time"][:4] for event in logged]
    assert years == ["2025", "1970", "2106", "2025"]
