"""Backups made, damaged, planted, restored: nothing bad is taken, nothing is replaced before it is checked, no log is forked."""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.store.powercut.writer import keep

from bearwitness import case as verbs
from bearwitness.case import logkeeping
from bearwitness.cli import run
from bearwitness.errors import BearwitnessError, CaseError, StoreError
from bearwitness.store.folder import BACKUP_MARK
from bearwitness.store.log import Log


def grow(folder: Path, *datas: bytes) -> None:
    with verbs.open_case(folder) as case:
        keep(case, list(datas))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case and its backup."""
    made = tmp_path_factory.mktemp("kept")
    verbs.new(made / "case", title="Made-up case").close()
    grow(made / "case", b"one", b"two", b"3" * 5_000)
    with verbs.open_case(made / "case") as case:
        told = verbs.backup(case, to=made / "backup")
    assert (told["files"], told["entries"]) == (len((made / "backup" / BACKUP_MARK).read_text().splitlines()), 5)
    return made


@pytest.fixture
def both(kept: Path, tmp_path: Path) -> Path:
    shutil.copytree(kept / "case", tmp_path / "case")
    shutil.copytree(kept / "backup", tmp_path / "backup")
    return tmp_path


def test_a_backup_is_a_whole_case_without_its_key(both: Path) -> None:
    assert verbs.verify(both / "backup") == []
    assert not list((both / "backup").rglob("log.key"))
    assert subprocess.run(["sha256sum", "--quiet", "-c", BACKUP_MARK], cwd=both / "backup", timeout=60).returncode == 0
    with pytest.raises(CaseError, match="this is a backup"):
        verbs.open_case(both / "backup")
    with verbs.open_case(both / "backup", reading=True) as case:
        assert logkeeping.state(case)["size"] == 5
        with pytest.raises(CaseError, match="this is a backup"):
            logkeeping.recover(case, new_epoch=True)
    assert verbs.verify(both / "backup") == []


def test_a_backup_in_a_new_place_begins_a_new_log(both: Path) -> None:
    told = verbs.restore(both / "backup", to=both / "again")
    assert told["new_log"] and told["origin"].endswith("/e2") and told["aside"] is None
    assert verbs.verify(both / "again") == []
    grow(both / "again", b"later")
    grow(both / "case", b"later too")       # the first case lives on somewhere: two logs, two keys, no fork
    assert verbs.verify(both / "again") == verbs.verify(both / "case") == []
    assert Log(both / "again" / "log").vkey != Log(both / "case" / "log").vkey
    assert Log(both / "again" / "log-e1").signed_checkpoint() == Log(both / "backup" / "log").signed_checkpoint()


def test_a_case_that_signed_nothing_since_keeps_its_log(both: Path) -> None:
    (both / "case" / "case.db").write_bytes(b"spoilt")
    told = verbs.restore(both / "backup", to=both / "case")
    assert not told["new_log"] and Path(told["aside"]).is_dir()
    assert verbs.verify(both / "case") == []
    grow(both / "case", b"later")
    assert verbs.verify(both / "case") == []


def test_a_case_that_went_on_is_not_forked(both: Path) -> None:
    grow(both / "case", b"signed after the backup")
    told = verbs.restore(both / "backup", to=both / "case")
    assert told["new_log"] and (Path(told["aside"]) / "keys" / "log.key").is_file()
    with verbs.open_case(both / "case") as case:
        [event] = logkeeping.state(case)["restored"]
    assert (event["old_size"], event["epoch"]) == (6, 2)
    assert verbs.verify(both / "case") == []


def listed(backup: Path) -> None:
    """Writes the list anew, as somebody who plants something would."""
    names = sorted(p.relative_to(backup).as_posix() for p in backup.rglob("*") if p.is_file() and p.name != BACKUP_MARK)
    (backup / BACKUP_MARK).write_text("".join(f"{hashlib.sha256((backup / name).read_bytes()).hexdigest()}  {name}\n" for name in names))


def damages(backup: Path, chance: random.Random, what: int) -> None:
    """One thing done to a backup."""
    files = sorted(p for p in backup.rglob("*") if p.is_file())
    file = chance.choice(files)
    data = file.read_bytes()
    file.chmod(0o644)
    if what == 0:                                   # cut
        file.write_bytes(data[:chance.randrange(len(data))])
    elif what == 1:                                 # a bit
        at = chance.randrange(len(data))
        file.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:])
    elif what == 2:                                 # lost
        file.unlink()
    elif what == 3:                                 # added
        (file.parent / "planted.txt").write_text("planted")
    elif what == 4:                                 # a bit, and the list made to fit
        target = chance.choice([p for p in files if p.name not in (BACKUP_MARK, "case.db") and "log.vkey" not in p.name])
        target.chmod(0o644)
        data = target.read_bytes()
        at = chance.randrange(len(data))
        target.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:])
        listed(backup)
    elif what == 5:                                 # an original planted, and the list made to fit
        (backup / "objects" / "aa" / "bb").mkdir(parents=True)
        (backup / "objects" / "aa" / "bb" / ("aabb" + "0" * 60)).write_text("planted")
        listed(backup)
    elif what == 6:                                 # a link out of it
        file.unlink()
        file.symlink_to("/etc/hostname")


@pytest.mark.parametrize("what", range(7))
def test_cut_and_planted_backups_are_refused_and_nothing_is_changed(kept: Path, tmp_path: Path, what: int) -> None:
    chance = random.Random(what)
    shutil.copytree(kept / "case", tmp_path / "case")
    before = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*"))
    for number in range(6):
        backup = tmp_path / "x" / str(number)
        shutil.copytree(kept / "backup", backup)
        damages(backup, chance, what)
        for to in (tmp_path / "case", tmp_path / "new"):
            with pytest.raises(BearwitnessError, match=r"backup|key"):
                verbs.restore(backup, to=to, key=Log(kept / "case" / "log").vkey)
        shutil.rmtree(tmp_path / "x")
        assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == before


def test_a_row_changed_in_a_backup_is_told_by_the_log(both: Path) -> None:
    from sqlcipher3 import dbapi2

    database = dbapi2.connect(str(both / "backup" / "case.db"))
    database.execute("UPDATE originals SET size = size + 1")
    database.commit()
    database.close()
    listed(both / "backup")
    with pytest.raises(CaseError, match="no whole case"):
        verbs.restore(both / "backup", to=both / "case")


def test_another_cases_backup_is_not_restored_over_a_case(both: Path) -> None:
    verbs.new(both / "other").close()
    with pytest.raises(CaseError, match="another case"):
        verbs.restore(both / "backup", to=both / "other")
    with pytest.raises(CaseError, match="another key"):
        verbs.restore(both / "backup", to=both / "new", key=Log(both / "other" / "log").vkey)
    assert not (both / "new").exists()


def test_targets_that_are_taken(both: Path) -> None:
    (both / "full").mkdir()
    (both / "full" / "x").write_text("x")
    with pytest.raises(CaseError, match="no case"):
        verbs.restore(both / "backup", to=both / "full")
    with verbs.open_case(both / "case") as case:
        size = Log(case.path / "log").size
        for to in (both / "full", case.path / "inside", both / "backup"):
            with pytest.raises(CaseError):
                verbs.backup(case, to=to)
        assert Log(case.path / "log").size == size      # what was not made is not logged
    with pytest.raises(CaseError, match="no backup"):
        verbs.restore(both / "case", to=both / "new")


def test_a_damaged_original_is_not_backed_up(both: Path) -> None:
    with verbs.open_case(both / "case") as case:
        path = case.objects.path(hashlib.sha256(b"one").hexdigest())
        path.chmod(0o644)
        path.write_bytes(b"ona")
        with pytest.raises(StoreError, match="damaged"):
            verbs.backup(case, to=both / "b")
        path.unlink()
        with pytest.raises(StoreError, match="is missing"):
            verbs.backup(case, to=both / "b")
    assert not (both / "b").exists() and not list(both.glob(".new-backup-*"))


def _write(folder: Path) -> None:
    for number in range(15):
        grow(folder, b"%d" % number)


def test_a_backup_while_others_write_is_consistent(both: Path) -> None:
    writers = [multiprocessing.get_context("fork").Process(target=_write, args=(both / "case",)) for _ in range(2)]
    for writer in writers:
        writer.start()
    with verbs.open_case(both / "case") as case:
        for number in range(4):
            verbs.backup(case, to=both / f"b{number}")
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    for number in range(4):
        assert verbs.verify(both / f"b{number}") == []
    assert verbs.restore(both / "b3", to=both / "again")["new_log"]
    assert verbs.verify(both / "again") == []


def test_the_commands(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "--to", str(both / "b"), "--case", str(both / "case")]) == 0
    assert "entries of the log" in capsys.readouterr().out
    assert run(["restore", str(both / "b"), "--to", str(both / "new"), "--log-key", str(both / "case" / "log" / "log.vkey")]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(both / "new") and "new log" in told.err
    assert run(["restore", str(both / "nothing"), "--to", str(both / "new")]) == 1
    assert run(["log", "recover", "--case", str(both / "new")]) == 0
    assert "nothing to recover" in capsys.readouterr().out
    (both / "case" / "keys" / "log.key").unlink()
    assert run(["log", "recover", "--case", str(both / "case")]) == 1
    assert "--new-epoch" in capsys.readouterr().err
    assert run(["log", "recover", "--new-epoch", "--case", str(both / "case")]) == 0
    assert run(["log", "show", "--case", str(both / "case")]) == 0
    assert "restored  event 0" in capsys.readouterr().out
