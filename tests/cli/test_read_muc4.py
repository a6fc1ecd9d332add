"""`read --format muc4`: a line a document, in order, also when it failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bearwitness.cli import run as command

TEXT = """BOGOTA, 12 MAR 90 (EFE) -- [TEXT] ANSELMO TERVALDO, MAYOR OF EXAMPLA, WAS KIDNAPPED YESTERDAY BY
GUERRILLAS OF THE ARMY OF NATIONAL LIBERATION (ELN), THE POLICE REPORTED TODAY.
"""


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]):
    def ran(args: list[str]) -> tuple[int, list[dict], str]:
        status = command(args)
        told = capfd.readouterr()
        return status, [json.loads(line) for line in told.out.splitlines()], told.err

    return ran


def test_files_and_lines(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "m1", "text": TEXT}) + "\n" + json.dumps({"id": "m2"}) + "\n")
    status, lines, _ = run(["read", str(tmp_path / "a.txt"), str(tmp_path / "none.txt"), "--format", "muc4"])
    assert status == 1
    assert [line["source"] for line in lines] == [str(tmp_path / "a.txt"), str(tmp_path / "none.txt")]
    assert set(lines[0]) == {"source", "templates"}
    assert lines[0]["templates"][0]["INCIDENT: TYPE"] == ["KIDNAPPING"]
    assert lines[1]["templates"] == [] and lines[1]["failures"]
    status, lines, err = run(["read", "--jsonl", str(tmp_path / "b.jsonl"), "--format", "muc4"])
    assert status == 1 and "m2" in err
    assert [(line["source"], bool(line["templates"])) for line in lines] == [("m1", True), ("m2", False)]


@pytest.mark.parametrize("args", [["--format", "xml"], ["--format", "muc4", "--explain"]])
def test_wrong_use(run, args: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    status, lines, err = run(["read", str(tmp_path / "a.txt"), *args])
    assert status == 2 and not lines and "--format" in err
