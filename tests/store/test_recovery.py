"""Old copies of a case or of parts of it: nothing is signed on; the log is rebuilt, or closed and begun anew. Never forked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from tests.store.powercut.writer import keep

from bearwitness import case as verbs
from bearwitness.case import logkeeping
from bearwitness.custody import note
from bearwitness.custody.entry import read_fields
from bearwitness.errors import BearwitnessError, VerifyError
from bearwitness.store import events, log, recovery
from bearwitness.store.log import Log
from bearwitness.store.witnessing import Witness


def grow(folder: Path, name: str) -> None:
    with verbs.open_case(folder) as case:
        keep(case, [f"Amal said that 13 people were killed in Exampleton. ({name})".encode()])


PARTS = {"database": ("case.db",), "log": ("log",), "checkpoint": ("keys/checkpoint",)}


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A case at two moments: three events, then seven."""
    made = tmp_path_factory.mktemp("moments")
    verbs.new(made / "new", title="Made-up case").close()
    for name in "ab":
        grow(made / "new", name)
    shutil.copytree(made / "new", made / "old")
    for name in "cdef":
        grow(made / "new", name)
    return made / "old", made / "new"


def put_back(source: Path, case: Path, name: str) -> None:
    path = case / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if (source / name).is_dir():
        shutil.copytree(source / name, path)
    else:
        shutil.copyfile(source / name, path)


def copied(moments: tuple[Path, Path], tmp_path: Path, *parts: str) -> Path:
    """The newer case, with these parts from the older."""
    case = tmp_path / "case"
    shutil.copytree(moments[1], case)
    for part in parts:
        for name in PARTS[part]:
            put_back(moments[0], case, name)
    return case


def recover(case: Path, **options: object) -> dict:
    with verbs.open_case(case, reading=True) as opened:
        return logkeeping.recover(opened, **options)


def signed_by(case: Path) -> dict[tuple[str, int], bytes]:
    """(origin, size) -> root of each checkpoint that lies in a case."""
    found = {}
    for folder in (case / "log", *case.glob("log-e*")):
        checkpoint = Log(folder).checkpoint()
        found[checkpoint.origin, checkpoint.size] = checkpoint.root
    return found


def assert_no_fork(case: Path, newest: Path) -> None:
    """What the case's log holds of the old origin is the beginning of what was signed under it, or its continuation."""
    before = Log(newest / "log")
    for folder in (case / "log", *case.glob("log-e*")):
        try:
            now = Log(folder)
            now.prove(0)
        except BearwitnessError:
            assert folder.name != "log"     # closed as it was found: not whole
            continue
        if now.vkey == before.vkey:
            shared = min(now.size, before.size)
            assert now.range_hash(0, shared, now.size) == before.range_hash(0, shared, before.size)


OLDER = [tuple(part for part, old in zip(PARTS, flags) if old) for flags in product((False, True), repeat=3)]
MISSING = ["keys/checkpoint", "keys/log.key", "keys", "log/checkpoint", "log/log.vkey", "log/tile", "log"]


@pytest.mark.parametrize("older", OLDER, ids=["+".join(o) or "none" for o in OLDER])
def test_any_part_of_an_old_copy(moments, tmp_path, older) -> None:
    case = copied(moments, tmp_path, *older)
    # The newest; the same; a log that goes on with the same entries; all of it old, which a witness alone can tell.
    untold = older in ((), ("checkpoint",), ("log", "checkpoint"), tuple(PARTS))
    if untold:
        assert recover(case, new_epoch=False)["action"] == "nothing"
    else:
        with pytest.raises(BearwitnessError, match="Nothing will be signed"):
            verbs.open_case(case)
        expected = "epoch" if older == ("database", "log") else "rebuild"
        told = recover(case)
        assert (told["action"], told["done"]) == (expected, expected == "rebuild")
        if expected == "epoch":
            assert signed_by(case) == signed_by(moments[0]), "without --new-epoch nothing is changed"
            told = recover(case, new_epoch=True)
            assert told["origin"] == f"{Log(moments[1] / 'log').origin}/e2"
    if older == tuple(PARTS):
        return
    verbs.open_case(case).close()       # brings a log up to date that is merely behind
    assert verbs.verify(case) == []
    grow(case, "later")
    assert verbs.verify(case) == []
    assert_no_fork(case, moments[1])
    assert recover(case)["action"] == "nothing"


@pytest.mark.parametrize("name", MISSING)
@pytest.mark.parametrize("older", [(), ("database",), ("database", "log")], ids=lambda o: "+".join(o) or "none")
def test_any_part_missing(moments, tmp_path, name, older) -> None:
    case = copied(moments, tmp_path, *older)
    gone = case / name
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    with pytest.raises(BearwitnessError):
        verbs.open_case(case)
    assert verbs.verify(case) != []
    recover(case, new_epoch=True)
    assert verbs.verify(case) == []
    grow(case, "later")
    assert verbs.verify(case) == []
    assert_no_fork(case, moments[1])


def test_a_database_older_than_the_log_keeps_the_log(moments, tmp_path) -> None:
    case = copied(moments, tmp_path, "database")
    told = recover(case)
    assert told["lost"] == (3, 7) and len(told["recovered"]) == 4
    with verbs.open_case(case) as opened:
        lines = list(verbs.add(opened, [str(path) for path in sorted((case / "recovered").iterdir())]))
        assert {line["verdict"] for line in lines} == {"accept"}
        assert logkeeping.state(opened)["restored"][0]["lost_first"] == 3
    assert verbs.verify(case) == []


def test_a_log_rebuilt_from_the_database_is_the_same_log(moments, tmp_path) -> None:
    case = copied(moments, tmp_path, "log")
    recover(case)
    assert signed_by(case) == signed_by(moments[1])


@pytest.mark.parametrize("given", ["checkpoint", "proof"])
def test_a_checkpoint_known_from_elsewhere_is_believed_when_signed(moments, tmp_path, given) -> None:
    """All of the case is old, its second checkpoint too: a dossier's proof or a witnessed state tells."""
    case = copied(moments, tmp_path, *PARTS)
    text = Log(moments[1] / "log").signed_checkpoint() if given == "checkpoint" else Log(moments[1] / "log").proof_file(5)
    told = recover(case, given=[text])
    assert (told["action"], told["done"]) == ("epoch", False)
    with pytest.raises(VerifyError):
        recover(case, given=[text.replace("\n7\n", "\n8\n")])
    with pytest.raises(VerifyError, match="no signed checkpoint"):
        recover(case, given=["rubbish"])


def test_two_histories_are_not_joined(moments, tmp_path) -> None:
    """An old database that went on by itself, under a log that went on otherwise."""
    case = copied(moments, tmp_path, *PARTS)
    for name in "pqrs":
        grow(case, name)            # signed: the fork that nobody could see
    for part in ("log", "checkpoint"):
        put_back(moments[1], case, PARTS[part][0])
    with pytest.raises(BearwitnessError, match="went on by itself"):
        verbs.open_case(case)
    assert recover(case)["action"] == "epoch"
    recover(case, new_epoch=True)
    assert verbs.verify(case) == []
    assert_no_fork(case, moments[1])
    with verbs.open_case(case) as opened:
        assert len(list((case / "objects").glob("??/??/*"))) == 6 and opened.known_originals({p.name for p in (case / "objects").glob("??/??/*")})


def test_a_new_epoch_commits_to_the_old_log(moments, tmp_path) -> None:
    case = copied(moments, tmp_path, "database", "log")
    old = Log(case / "log").vkey
    recover(case, new_epoch=True)
    new = Log(case / "log")
    with verbs.open_case(case) as opened, opened.reading() as connection:
        [event] = events.logged(connection, recovery.SUBJECT)
    assert (event.index, event.kind, event.entry) == (0, "restore", new.entry(0))
    fields = read_fields(event.entry, event.disclosures)
    assert (fields["old_vkey"], fields["old_size"], fields["epoch"]) == (old, 7, 2)
    assert note.open_checkpoint(fields["old_checkpoint"], old) == Log(moments[1] / "log").checkpoint()
    assert new.vkey != old and not set(new.vkey.split("+")[1:]) & set(old.split("+")[1:])
    again = copied((moments[0], case), tmp_path / "again")
    (again / "keys" / "log.key").unlink()
    recover(again, new_epoch=True)
    assert Log(again / "log").origin.endswith("/e3") and {p.name for p in again.glob("log-e*")} == {"log-e1", "log-e2"}
    assert verbs.verify(again) == []
    (again / "log-e1" / "checkpoint").chmod(0o644)
    (again / "log-e1" / "checkpoint").write_text("changed")
    shutil.rmtree(again / "log-e2")
    assert {line.partition(":")[0] for line in verbs.verify(again)} == {"log-e1/checkpoint", "log-e2"}


def test_details_lost_before_a_new_epoch_are_still_told(moments, tmp_path) -> None:
    case = copied(moments, tmp_path, "database")
    recover(case)
    (case / "keys" / "log.key").unlink()
    recover(case, new_epoch=True)
    assert verbs.verify(case) == []
    with verbs.open_case(case, reading=True) as opened, opened.reading() as connection:
        assert recovery.lost_details(connection) == {4, 5, 6, 7}


def test_a_dossier_of_the_new_log_and_one_of_the_old_verify_by_themselves(tmp_path) -> None:
    case = tmp_path / "case"
    verbs.new(case).close()
    (tmp_path / "a.txt").write_text("Amal Sample, director of the Example Observatory, said on Monday that 13 people were killed in Exampleton.")
    with verbs.open_case(case) as opened:
        list(verbs.add(opened, [str(tmp_path / "a.txt")]))
        list(verbs.read(opened))
        verbs.relate(opened)
        verbs.weigh(opened)
        [incident, *_] = verbs.show(opened, "incidents")
        verbs.publish(opened, [incident["id"]], to=tmp_path / "old", audience="court")
    (case / "keys" / "log.key").unlink()
    recover(case, new_epoch=True)
    with verbs.open_case(case) as opened:
        verbs.publish(opened, [incident["id"]], to=tmp_path / "new", audience="court")
    for name, end in (("old", ""), ("new", "/e2")):
        done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=tmp_path / name, capture_output=True, text=True, timeout=120)
        assert (done.returncode, done.stdout) == (0, "")
        assert note.read_vkey((tmp_path / name / "log.vkey").read_text().strip())[0].endswith(end or Log(case / "log-e1").origin)
    assert verbs.verify(case) == []


def test_a_witness_has_to_be_given_the_new_logs_key(moments, tmp_path) -> None:
    case = copied(moments, tmp_path)
    made = Witness.create(tmp_path / "w", "partner.example")
    made.trust(Log(case / "log").vkey)
    with verbs.open_case(case) as opened:
        logkeeping.add_witness(opened, made.vkey)
    (case / "keys" / "log.key").unlink()
    recover(case, new_epoch=True)
    with verbs.open_case(case) as opened:
        request = logkeeping.request(opened).encode()
        with pytest.raises(BearwitnessError, match="log"):
            made.sign(request, 1)
        made.trust(Log(case / "log").vkey)
        assert logkeeping.reply(opened, made.sign(request, 1))[0] == 8


@pytest.mark.parametrize("stop", ["_shift", "change_places", "sync_folder", "put_aside"])
def test_a_new_epoch_that_is_broken_off_is_finished(moments, tmp_path, monkeypatch, stop) -> None:
    case = copied(moments, tmp_path, "database", "log")

    class Stopped(Exception):
        pass

    def stopping(*_: object) -> None:
        raise Stopped

    monkeypatch.setattr(recovery, stop, stopping)
    with pytest.raises(Stopped):
        recover(case, new_epoch=True)
    monkeypatch.undo()
    recover(case, new_epoch=True)
    assert verbs.verify(case) == [] and Log(case / "log").origin.endswith("/e2")
    grow(case, "later")
    assert verbs.verify(case) == []


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 700])
def test_tiles_written_from_entries_are_those_of_the_log(tmp_path, size) -> None:
    entries = [b"entry %d" % n for n in range(size)]
    made = Log.create(tmp_path / "log", tmp_path / "keys", origin="case.invalid/bw/x")
    for low in range(0, size, 100):
        made.append(entries[low:low + 100])
    before = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file()}
    shutil.rmtree(tmp_path / "log" / "tile", ignore_errors=True)
    (tmp_path / "log" / "tile").mkdir()
    (tmp_path / "log" / "tile" / "stray").write_text("x")
    recovery.write_tiles(tmp_path / "log", entries)
    assert {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file()} == before
    assert recovery.stored_entries(tmp_path / "log") == entries
    assert log.Log(tmp_path / "log").size == size
