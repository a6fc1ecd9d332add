"""The log on disk: proofs from tiles, crashes at every step, rollback, two writers, full disk."""

import errno
import multiprocessing
import os
import random
import shutil
import stat
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bearwitness.custody import entry, note, proof, tree
from bearwitness.errors import StoreError
from bearwitness.store import log as log_module
from bearwitness.store.audit_log import audit_log
from bearwitness.store.log import Log, levels, tile_path, tile_width, tiles_between

ORIGIN = "test.invalid/bw/case"
ENTRIES = [b"entry %06d" % n for n in range(12_000)]
HASHES = [tree.leaf_hash(e) for e in ENTRIES]


@pytest.fixture
def ram(tmp_path):
    """A folder in memory where there is one: the order of file operations is tested, not the disk's speed."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def make(folder: Path) -> Log:
    return Log.create(folder / "log", folder / "keys", origin=ORIGIN, seed=bytes(range(32)))


def faults(folder: Path):
    return audit_log(folder / "log", folder / "keys")[0]


def check(log: Log, size: int, rng=None):
    """The log holds the first `size` entries, and proves them."""
    rng = rng or random.Random(size)
    assert log.size == size
    assert log.checkpoint().root == tree.root_of(HASHES[:size])
    assert log.entries(0, size) == ENTRIES[:size]
    if size:
        index, old = rng.randrange(size), rng.randint(0, size)
        assert log.prove(index) == tree.inclusion_proof(HASHES[:size], index)
        assert log.prove_consistency(old) == tree.consistency_proof(HASHES[:size], old)
        assert proof.verify_proof(log.proof_file(index), ENTRIES[index], log.vkey).size == size


# --- names ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("level, n, width, path, why", [
    (0, 0, 256, "tile/0/000", "a full tile"),
    (0, 1234067, 256, "tile/0/x001/x234/067", "the example of tlog-tiles"),
    (2, 5, 7, "tile/2/005.p/7", "a partial tile"),
    ("entries", 1000, 1, "tile/entries/x001/000.p/1", "a partial entry bundle"),
])
def test_tile_paths(level, n, width, path, why):
    assert tile_path(level, n, width) == path


def test_tiles_of_the_specification():
    # tlog-tiles: 70,000 entries are 273 full level-0 tiles, one of width 112, one full level-1 tile, one of 17, one of 1.
    widths = {(level, n): width for level, n, width in tiles_between(0, 70_000) if level != "entries"}
    assert sum(width == 256 for (level, _), width in widths.items() if level == 0) == 273
    assert [widths[0, 273], widths[1, 0], widths[1, 1], widths[2, 0]] == [112, 256, 17, 1]
    assert [tile_width(0, 0, 256), tile_width(1, 0, 256), tile_width(1, 0, 255)] == [256, 1, 0]
    assert list(levels(0)) == [("entries", 0)]


# --- appending and proving -----------------------------------------------------------------------------

def test_a_new_log_is_empty_and_signed(tmp_path):
    log = make(tmp_path)
    check(log, 0)
    assert log.append([]) == []
    assert stat.S_IMODE((tmp_path / "keys" / "log.key").stat().st_mode) == 0o600
    assert faults(tmp_path) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 300), min_size=1, max_size=6), st.integers(0, 99))
def test_appends_of_any_size(ram, steps, seed):
    folder, rng = Path(tempfile.mkdtemp(dir=ram)), random.Random(seed)
    log, size = make(folder), 0
    for step in steps:
        assert log.append(ENTRIES[size:size + step]) == list(range(size, size + step))
        size += step
        check(Log(folder / "log"), size, rng)
    assert faults(folder) == []
    shutil.rmtree(folder)


def test_ten_thousand_entries_at_once(tmp_path):
    log = make(tmp_path)
    start = time.perf_counter()
    log.append(ENTRIES[:10_000])
    assert time.perf_counter() - start < 10
    log.append(ENTRIES[10_000:12_000])
    check(log, 12_000)
    assert len(log.proof_file(7).encode()) < 2500
    assert faults(tmp_path) == []


def test_only_the_tiles_of_the_checkpoint_remain(tmp_path):
    log = make(tmp_path)
    for step in (1, 2, 250, 3, 1, 30):
        log.append(ENTRIES[log.size:log.size + step])
    files = {p.relative_to(log.folder).as_posix() for p in log.folder.rglob("*") if p.is_file()}
    assert files == {"checkpoint", "log.vkey", "lock"} | {tile_path(*tile) for tile in tiles_between(0, 287)}


def test_older_sizes_are_proved_from_wider_tiles(tmp_path):
    log = make(tmp_path)
    for step in (5, 100, 300):
        log.append(ENTRIES[log.size:log.size + step])
    for size in (5, 105, 405):
        assert log.prove(3, size) == tree.inclusion_proof(HASHES[:size], 3)
        assert log.prove_consistency(5, size) == tree.consistency_proof(HASHES[:size], 5)


def test_events_come_back_with_their_places(tmp_path):
    log = make(tmp_path)
    events = [entry.make_event("capture", {"n": n}, random=os.urandom) for n in range(3)]
    logged = log.record(events)
    assert [e.index for e in logged] == [0, 1, 2]
    assert entry.read_fields(log.entry(2), logged[2].disclosures) == {"n": 2}


# --- what is refused --------------------------------------------------------------------------------------

def test_no_second_log_in_one_place(tmp_path):
    make(tmp_path)
    with pytest.raises(StoreError, match="already"):
        make(tmp_path)


@pytest.mark.parametrize("bad", [b"", b"x" * 4097])
def test_entries_of_a_wrong_size(tmp_path, bad):
    log = make(tmp_path)
    with pytest.raises(StoreError):
        log.append([b"good", bad])
    check(log, 0)


def test_reading_only(tmp_path):
    make(tmp_path)
    with pytest.raises(StoreError, match="reading only"):
        Log(tmp_path / "log").append(ENTRIES[:1])


def test_no_log(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        Log(tmp_path)


def test_an_older_copy_of_the_log_is_not_signed_on(tmp_path):
    log = make(tmp_path)
    log.append(ENTRIES[:5])
    shutil.copytree(tmp_path / "log", tmp_path / "old")
    log.append(ENTRIES[5:9])
    shutil.rmtree(tmp_path / "log")
    (tmp_path / "old").rename(tmp_path / "log")
    with pytest.raises(StoreError, match="old copy"):
        Log(tmp_path / "log", tmp_path / "keys").append(ENTRIES[5:6])
    assert any("old copy" in line for line in faults(tmp_path))
    check(Log(tmp_path / "log"), 5)


def test_a_checkpoint_known_elsewhere_must_be_in_the_log(tmp_path):
    log = make(tmp_path)
    log.append(ENTRIES[:5])
    log.append(ENTRIES[5:6], expect=note.Checkpoint(ORIGIN, 3, tree.root_of(HASHES[:3])))
    with pytest.raises(StoreError, match="not those"):
        log.append(ENTRIES[6:7], expect=note.Checkpoint(ORIGIN, 3, tree.root_of(HASHES[1:4])))
    with pytest.raises(StoreError, match="old copy"):
        log.append(ENTRIES[6:7], expect=note.Checkpoint(ORIGIN, 7, tree.root_of(HASHES[:7])))


@pytest.mark.parametrize("path", ["tile/0/000.p/9", "tile/entries/000.p/9"])
def test_a_lost_or_short_tile_is_not_signed_on(tmp_path, path):
    log = make(tmp_path)
    log.append(ENTRIES[:9])
    tile = log.folder / path
    data = tile.read_bytes()
    for damage in (lambda: tile.write_bytes(data[:-1]), tile.unlink):
        damage()
        with pytest.raises(StoreError, match=r"Nothing will be signed|middle of an entry"):
            log.append(ENTRIES[9:10])


def test_a_changed_hash_or_entry_is_not_signed_on(tmp_path):
    log = make(tmp_path)
    log.append(ENTRIES[:9])
    tile = log.folder / "tile/0/000.p/9"
    data = tile.read_bytes()
    tile.write_bytes(b"\0" + data[1:])
    with pytest.raises(StoreError, match="not those that were signed"):
        log.append(ENTRIES[9:10])
    tile.write_bytes(data)
    log.append(ENTRIES[9:10])
    check(log, 10)


def test_another_key_does_not_sign_this_log(tmp_path):
    log = make(tmp_path)
    Log.create(tmp_path / "log2", tmp_path / "keys2", origin=ORIGIN)
    with pytest.raises(StoreError, match="not the key of this log"):
        Log(log.folder, tmp_path / "keys2").append(ENTRIES[:1])


# --- crashes, full disks, two writers ------------------------------------------------------------------------

def _dies_at(step: int, folder: Path, size: int) -> int:
    """Append in a child process that dies before its `step`-th file operation; its exit status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    done = {"n": 0}

    def dying(function):
        def counted(*args, **kwargs):
            done["n"] += 1
            if done["n"] == step:
                os._exit(9)
            return function(*args, **kwargs)
        return counted
    for owner, name in ((os, "fsync"), (os, "open"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir")):
        setattr(owner, name, dying(getattr(owner, name)))
    try:
        log = Log(folder / "log", folder / "keys")
        log.append(ENTRIES[log.size:size])
    finally:
        os._exit(0)


@pytest.mark.parametrize("old, new, stride", [(0, 1, 1), (250, 258, 3), (255, 256, 2), (200, 700, 7)])
def test_a_kill_at_any_step_leaves_a_valid_log(ram, old, new, stride):
    make(ram / "start").append(ENTRIES[:old])
    step, status = 1, 9
    while status == 9:
        folder = ram / str(step)
        shutil.copytree(ram / "start", folder)
        status = _dies_at(step, folder, new)
        log = Log(folder / "log", folder / "keys")
        size = log.size
        assert size in (old, new)
        check(log, size)
        assert faults(folder) == []
        log.append(ENTRIES[size:new + 2 + step % 5])     # other entries than those of the broken append, too
        check(log, new + 2 + step % 5)
        assert faults(folder) == []
        assert not (log.folder / "pending").exists()
        shutil.rmtree(folder)
        step += stride
    assert step > 15


@pytest.mark.parametrize("step", range(1, 12, 2))
def test_a_full_disk_leaves_the_log_as_it_was(tmp_path, monkeypatch, step):
    log = make(tmp_path)
    log.append(ENTRIES[:254])
    left = {"n": step}
    write = log_module.write_synced

    def failing(path, data, **more):
        left["n"] -= 1
        if left["n"] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, data, **more)
    monkeypatch.setattr(log_module, "write_synced", failing)
    try:
        log.append(ENTRIES[254:600])
    except StoreError as error:
        assert "disk is full" in str(error)
    monkeypatch.undo()
    size = log.size
    assert size in (254, 600)
    check(log, size)
    assert faults(tmp_path) == []
    log.append(ENTRIES[size:601])
    check(log, 601)


def _writer(folder, count):
    for n in range(count):
        Log(folder / "log", folder / "keys").append([b"%d %d" % (os.getpid(), n)])


def test_several_writers_take_turns(ram):
    make(ram)
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_writer, args=(ram, 15)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    log = Log(ram / "log")
    assert log.size == 60 and len(set(log.entries(0, 60))) == 60
    assert faults(ram) == []


def test_a_writer_that_waits_too_long_says_so(tmp_path, monkeypatch):
    log = make(tmp_path)
    monkeypatch.setattr(log_module, "_WAIT", 0.1)
    with log._locked(), pytest.raises(StoreError, match="another bearwitness"):
        Log(tmp_path / "log", tmp_path / "keys").append(ENTRIES[:1])


# --- the audit of a log ------------------------------------------------------------------------------------------

def test_every_changed_byte_is_named(tmp_path):
    log = make(tmp_path)
    log.append(ENTRIES[:300])
    rng = random.Random(9162)
    for path in [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "lock"]:
        place = path.relative_to(tmp_path).as_posix()
        data = path.read_bytes()
        for at in [0, len(data) - 1, *(rng.randrange(len(data)) for _ in range(8))]:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:])
            assert any(line.startswith(f"{place}: ") for line in faults(tmp_path)), (place, at, faults(tmp_path))
        path.write_bytes(data)
    assert faults(tmp_path) == []


def test_a_changed_entry_is_named_by_its_index(tmp_path):
    log = make(tmp_path)
    log.append(ENTRIES[:300])
    tile = log.folder / "tile/entries/001.p/44"
    tile.write_bytes(tile.read_bytes().replace(ENTRIES[270], b"entry 999999"))
    assert faults(tmp_path) == ["log/tile/entries/001.p/44: entry 270 was changed"]


@pytest.mark.parametrize("path", ["checkpoint", "log.vkey", "tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_every_missing_file_is_named(tmp_path, path):
    log = make(tmp_path)
    log.append(ENTRIES[:300])
    (log.folder / path).unlink()
    assert any(line.startswith(f"log/{path}: missing") for line in faults(tmp_path))


@pytest.mark.parametrize("path", ["note.txt", "tile/0/007", "tile/0/001.p/45", "tile/3/000", "tile/entries/x001/000"])
def test_an_added_file_is_named(tmp_path, path):
    log = make(tmp_path)
    log.append(ENTRIES[:300])
    (log.folder / path).parent.mkdir(parents=True, exist_ok=True)
    (log.folder / path).write_bytes(bytes(32))
    assert any(line.startswith(f"log/{path}: ") and line.endswith("added") for line in faults(tmp_path))


def test_a_log_rewritten_with_another_key_is_named(tmp_path):
    make(tmp_path).append(ENTRIES[:5])
    Log.create(tmp_path / "log2", tmp_path / "keys2", origin=ORIGIN).append(ENTRIES[:4])
    shutil.rmtree(tmp_path / "log")
    (tmp_path / "log2").rename(tmp_path / "log")
    assert any("not the key of this log" in line for line in faults(tmp_path))
