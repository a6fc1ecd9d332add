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
