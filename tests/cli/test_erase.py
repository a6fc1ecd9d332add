"""`bearwitness erase` and `redact` on the command line: plan, refusal, receipt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.cli import run

APPROVED = ["--ground", "consent withdrawn", "--approved-by", "Amal", "--approved-by", "Omar"]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "a.txt").write_text("Amal said that 13 people were killed in Exampleton.")
    with verbs.new(tmp_path / "case") as case:
        [line] = verbs.add(case, [str(tmp_path / "a.txt")], given=verbs.Given(title="A title"))
    monkeypatch.setenv("BEARWITNESS_CASE", str(tmp_path / "case"))
    return line["report"]


def test_a_plan_then_the_deed_then_a_receipt(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["erase", report[:8], "--dry-run", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["goes"]["reports"] == 1 and not plan["done"]
    assert run(["redact", report[:8], "--field", "title", *APPROVED]) == 0
    assert "title" in capsys.readouterr().out
    assert run(["erase", report[:8], *APPROVED]) == 0
    said = capsys.readouterr().out
    assert "gone      reports: 1" in said and "cannot be reached" in said and "approved by Amal and Omar" in said
    assert run(["verify", str(tmp_path / "case"), "--explain"]) == 0
    assert "erased by event" in capsys.readouterr().out


def test_of_what_was_erased_only_that_is_told(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "custody", report[:8]]) == 0
    before = capsys.readouterr().out
    assert run(["show", "custody", "event:1"]) == 0
    assert capsys.readouterr().out == before, "an entry about a report stands for it"
    assert run(["show", "custody", "0" * 8]) == 1
    assert "erase" not in capsys.readouterr().err
    assert run(["erase", report[:8], *APPROVED, "--json"]) == 0
    receipt = json.loads(capsys.readouterr().out)
    [erasure] = receipt["events"]
    for which in ("event:1", f"event:{erasure}"):
        assert run(["show", "custody", which, "--json"]) == 0
        said, *entries = map(json.loads, capsys.readouterr().out.splitlines())
        assert (said["erased"], said["ground"], said["approved_by"]) == (erasure, "consent withdrawn", ["Amal", "Omar"]) and said["time"]
        assert entries == [{"entry": 1, "event": "capture", "erased_by": erasure}, {"entry": erasure, "event": "erase", "erased_by": None}]
        assert run(["show", "custody", which]) == 0
        told = capsys.readouterr().out
        assert "consent withdrawn" in told and "approved by Amal and Omar" in told
        assert not [word for word in (report[:8], "A title", "a.txt", "Exampleton") if word in told]
    assert run(["show", "custody", report[:8]]) == 1
    err = capsys.readouterr().err
    assert f"as entry {erasure}" in err and "consent withdrawn" in err and "event:N" in err


def test_when_the_ground_is_redacted_too_that_is_told(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["erase", report[:8], *APPROVED, "--json"]) == 0
    [erasure] = json.loads(capsys.readouterr().out)["events"]
    assert run(["redact", f"event:{erasure}", "--field", "ground", "--field", "approver_1", "--field", "approver_2", "--ground", "at risk", *APPROVED[2:]]) == 0
    capsys.readouterr()
    assert run(["show", "custody", "event:1"]) == 0
    told = capsys.readouterr().out
    assert "consent withdrawn" not in told and "ground    redacted" in told and "names were redacted" in told


@pytest.mark.parametrize(("which", "status", "says"), [
    ("event:0", 2, "about no report"), ("event:99", 1, "no such entry"), ("event:x", 2, "event:N"), ("event:", 2, "event:N"), ("event:-1", 2, "event:N"),
    ("event:" + "9" * 40, 2, "event:N"),
])
def test_entries_that_are_about_no_report(report: str, which: str, status: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "custody", which]) == status
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(("args", "says"), [
    (["erase", "REPORT"], "on what ground"),
    (["erase", "REPORT", "--ground", "x", "--approved-by", "A"], "two people"),
    (["redact", "REPORT", *APPROVED], "--field"),
    (["redact", "REPORT", "--field", "sha256", *APPROVED], "can be redacted"),
])
def test_wrong_use_is_told_and_changes_nothing(report: str, args: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([report if arg == "REPORT" else arg for arg in args]) == 2
    assert says in capsys.readouterr().err
    with verbs.open_case() as case:
        assert [row["id"] for row in verbs.show(case, "reports")] == [report]
