"""An erasure killed at any moment: nothing has gone, or all of it goes with the next command. And T6: many fields, no byte left.

A child runs the erasure and kills itself at its n-th call into C (a write, a statement, a rename ...), so that each kill is at another
point. `make soak` sets BEARWITNESS_SOAK and takes more points and 10,000 fields.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
from pathlib import Path

import pytest
from tests import case_fakes
from tests.erase_cases import APPROVAL, marker, markers_in, proofs, still_hold

from bearwitness import case as verbs
from bearwitness.errors import BearwitnessError
from bearwitness.store import audit
from bearwitness.store import engine as database

SOAK = bool(os.environ.get("BEARWITNESS_SOAK"))
POINTS = 300 if SOAK else 10
FIELDS = 10_000 if SOAK else 200
_WRITES = ("execute", "executemany", "commit", "fsync", "replace", "rename", "unlink", "rmdir", "write", "flush", "open", "mkdir", "rmtree")


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    case_fakes.install(monkeypatch)
    monkeypatch.setattr(audit, "_PAUSE", 0)


def erase_until(folder: Path, report: str, last: int) -> None:
    """Erases a report; killed at the call of this number that touches a file or the database (0: never)."""
    seen = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal seen
        if event == "c_call" and getattr(argument, "__name__", "") in _WRITES:
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    with verbs.open_case(folder) as case:
        verbs.erase(case, [report], APPROVAL)
    sys.setprofile(None)
    (folder.parent / "calls").write_text(str(seen))


def run(folder: Path, report: str, last: int) -> int | None:
    child = multiprocessing.get_context("fork").Process(target=erase_until, args=(folder, report, last))
    child.start()
    child.join()
    return child.exitcode


def test_a_kill_at_any_moment_leaves_nothing_half_said(tmp_path: Path) -> None:
    chance = random.Random(7)
    planted = {name: marker(chance) for name in ("text", "title", "reason")}
    (tmp_path / "a.txt").write_text(f"Amal said that 13 people were killed in Exampleton. {planted['text']}")
    with verbs.new(tmp_path / "made") as case:
        [line] = verbs.add(case, [str(tmp_path / "a.txt")], given=verbs.Given(title=planted["title"]))
        list(verbs.read(case))
        verbs.judge(case, next(verbs.show(case, "claims"))["id"], relation="accept", reviewer="R", reason=planted["reason"])
        verbs.relate(case)
    before = proofs(tmp_path / "made")
    shutil.copytree(tmp_path / "made", tmp_path / "whole")
    assert run(tmp_path / "whole", line["report"], 0) == 0
    calls = int((tmp_path / "calls").read_text())
    outcomes = set()
    for number in sorted(chance.sample(range(1, calls + 1), min(POINTS, calls))):
        folder = tmp_path / str(number)
        shutil.copytree(tmp_path / "made", folder)
        assert run(folder, line["report"], number) == -signal.SIGKILL
        with verbs.open_case(folder) as case:       # the next command makes good what was left
            there = any(verbs.show(case, "reports"))
        assert verbs.verify(folder) == [], number
        found = markers_in(folder) & set(planted.values())
        assert found == (set(planted.values()) if there else set()), number
        still_hold(folder, before)
        outcomes.add(there)
        if there:
            with verbs.open_case(folder) as case:
                assert verbs.erase(case, [line["report"]], APPROVAL)["done"]
            assert verbs.verify(folder) == [] and not markers_in(folder) & set(planted.values())
        shutil.rmtree(folder)
    assert len(outcomes) == 2       # kills before and after it was decided


def test_a_broken_off_erasure_is_told_until_a_command_completes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bearwitness.store import removal

    (tmp_path / "a.txt").write_text("Amal said that 13 people were killed in Exampleton.")
    with verbs.new(tmp_path / "case") as case:
        [line] = verbs.add(case, [str(tmp_path / "a.txt")])
        monkeypatch.setattr(removal, "_remove_files", lambda *a: (_ for _ in ()).throw(BearwitnessError("the disk is gone")))
        with pytest.raises(BearwitnessError, match="disk is gone"):
            verbs.erase(case, [line["report"]], APPROVAL)
    assert any("an erasure was broken off" in fault for fault in verbs.verify(tmp_path / "case"))
    monkeypatch.undo()
    verbs.open_case(tmp_path / "case").close()
    assert verbs.verify(tmp_path / "case") == [] and not [p for p in (tmp_path / "case" / "objects").rglob("*") if p.is_file()]


def test_while_somebody_reads_the_rest_waits_for_the_next_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PRAGMAS", tuple(p if "busy" not in p else "busy_timeout=200" for p in database._PRAGMAS))
    secret = marker(random.Random(2))
    (tmp_path / "a.txt").write_text(f"Amal said that 13 people were killed in Exampleton. {secret}")
    with verbs.new(tmp_path / "case") as case:
        [line] = verbs.add(case, [str(tmp_path / "a.txt")])
        with verbs.open_case(tmp_path / "case") as reader, reader.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM reports").scalar()
            receipt = verbs.erase(case, [line["report"]], APPROVAL)
            assert not receipt["done"] and any("another process" in told for told in receipt["left"])
    verbs.open_case(tmp_path / "case").close()
    assert verbs.verify(tmp_path / "case") == [] and secret not in markers_in(tmp_path / "case")


def test_of_many_erased_fields_no_byte_is_left_and_all_proofs_hold(tmp_path: Path) -> None:
    """T6. Three fields of each report, some redacted singly, some gone with their report, the others untouched."""
    chance = random.Random(13)
    count = FIELDS // 3
    folder = tmp_path / "in"
    folder.mkdir()
    kept: dict[str, dict[str, str]] = {}
    named: dict[str, dict[str, str]] = {}
    told = ["file,title,publisher,url"]
    with verbs.new(tmp_path / "case") as case:
        for number in range(count):
            fields = {name: marker(chance) for name in ("title", "publisher", "url")}
            (folder / f"{number}.txt").write_text(f"{marker(chance)} said that {number + 2} people were killed in Exampleton.")
            told.append(f"{number}.txt,{fields['title']},{fields['publisher']},https://x.invalid/{fields['url']}")
            named[f"{number}.txt"] = fields
        (folder / "sources.csv").write_text("\n".join(told) + "\n")
        for line in verbs.add(case, [str(folder)]):
            kept[line["report"]] = named[Path(line["source"]).name]
        assert len(kept) == count
        before = proofs(tmp_path / "case")
        erased: set[str] = set()
        ids = list(kept)
        chance.shuffle(ids)
        whole, single = ids[:count // 2], ids[count // 2:]
        verbs.erase(case, whole, APPROVAL)
        erased |= {value for one in whole for value in kept[one].values()}
        for field in ("title", "publisher", "url"):
            some = chance.sample(single, max(1, len(single) // 2))
            verbs.redact(case, some, [field], APPROVAL)
            erased |= {kept[one][field] for one in some}
    rest = {value for fields in kept.values() for value in fields.values()} - erased
    found = markers_in(tmp_path / "case")
    assert not erased & found
    assert rest <= found        # the search finds what is there
    still_hold(tmp_path / "case", before)
    assert verbs.verify(tmp_path / "case") == []
