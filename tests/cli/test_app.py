"""The first page of help, which case is meant, and what is said to somebody who took the wrong file, name or place."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import typer
from tests import case_fakes

from bearwitness import cli
from bearwitness.cli.app import GROUPS, app


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the case `c` of one report, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.txt").write_text("Amal said that 13 people were killed in Exampleton.")
    with pytest.MonkeyPatch.context() as patch:
        case_fakes.install(patch)
        patch.chdir(folder)
        assert cli.run(["new", "c"]) == 0
        assert cli.run(["add", "a.txt", "--case", "c", "--publisher", "Example Gazette", "--read"]) == 0
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it; no other case is named."""
    case_fakes.install(monkeypatch)
    monkeypatch.delenv("BEARWITNESS_CASE", raising=False)
    monkeypatch.delenv("BEARWITNESS_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(capfdbinary, *args: str) -> tuple[int, str, str]:
    capfdbinary.readouterr()
    status = cli.run(list(args))
    sys.stdout.flush()
    out, err = capfdbinary.readouterr()
    return status, out.decode(), err.decode()


def report(capfdbinary) -> str:
    return run(capfdbinary, "show", "reports", "--case", "c")[1].splitlines()[1].split()[0]


def test_every_command_stands_under_one_heading_of_the_help(capfdbinary):
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(typer.main.get_command(app).commands)
    told = run(capfdbinary, "--help")[1]
    assert [told.count(f"\n  {name} ") for name in grouped] == [1] * len(grouped)
    assert "..." not in told.split("\nThe record:\n")[1], "a line of help is cut off"


@pytest.mark.parametrize("args", [["verify", "--case", "c"], ["--case", "c", "verify"], ["verify", "c"]])
def test_verify_checks_the_case_that_is_named(place: Path, capfdbinary, args: list[str]):
    assert run(capfdbinary, *args) == (0, "", "")
    next((place / "c" / "objects").rglob("*/*/*")).write_bytes(b"changed")
    status, out, _ = run(capfdbinary, *args)
    assert status == 1 and "objects/" in out


def test_verify_takes_one_place_and_needs_one(place: Path, capfdbinary):
    assert run(capfdbinary, "verify", "c", "--case", "c")[0] == 2
    status, _, err = run(capfdbinary, "verify")
    assert status == 1 and "--case DIR" in err


def test_a_date_that_is_none_cannot_be_judged_into_a_case(place: Path, capfdbinary):
    """It would stop all that is derived: tolls, exports, dossiers."""
    status, _, err = run(capfdbinary, "judge", report(capfdbinary), "--relation", "fix", "--set", "published_at=yesterday", "--reviewer", "B", "--reason", "x", "--case", "c")
    assert status == 2 and "2025-03-09" in err
    assert run(capfdbinary, "show", "judgements", "--case", "c")[1] == ""
    assert run(capfdbinary, "judge", report(capfdbinary), "--relation", "fix", "--set", "published_at=2025-03", "--reviewer", "B", "--reason", "x", "--case", "c")[0] == 0
    assert "2025-03" in run(capfdbinary, "show", "reports", "--case", "c")[1]


def test_a_field_of_text_takes_no_number(place: Path, capfdbinary):
    status, _, err = run(capfdbinary, "judge", report(capfdbinary), "--relation", "fix", "--set", 'publisher=[1]', "--reviewer", "B", "--reason", "x", "--case", "c")
    assert status == 2 and "publisher is text" in err


MISTAKES = [
    (["log", "witnesses", "--add", "a.txt"], 1, "log witness new", "a file that holds no key"),
    (["log", "reply", "nothere"], 1, "check the name", "a missing file is an item that failed"),
    (["log", "reply", "a.txt"], 1, "bearwitness log witnesses --add", "a case that knows no witness"),
    (["log", "ask"], 2, "--address URL", "nobody to ask"),
    (["add", "ftp://example.org/x"], 1, "only http:// and https:// are", "an address that is no file name"),
    (["key", "new", "Amal", "--to", "stick/amal.key", "--without-passphrase"], 2, "plug in", "a stick that is not there: the key must not land on the disk"),
    (["copy", "00000000", "--to", "x", "--reason", "map"], 2, "--by ROLE", "nobody takes the copy"),
]


@pytest.mark.parametrize(("args", "status", "remedy", "why"), MISTAKES, ids=[why for *_, why in MISTAKES])
def test_a_mistake_is_answered_with_what_to_do(place: Path, capfdbinary, args: list[str], status: int, remedy: str, why: str):
    told = run(capfdbinary, "--case", "c", *args)
    assert (told[0], remedy in told[2], "Error" in told[2]) == (status, True, False), told
    assert not (place / "stick").exists()


def test_asking_witnesses_that_have_no_address_says_so(place: Path, capfdbinary):
    assert run(capfdbinary, "log", "witness", "new", "w", "--name", "archive.example")[0] == 0
    assert run(capfdbinary, "log", "witnesses", "--add", "w/witness.vkey", "--case", "c")[0] == 0
    status, _, err = run(capfdbinary, "log", "ask", "--case", "c")
    assert status == 2 and "log request" in err
    assert run(capfdbinary, "log", "request", "--to", "r", "--case", "c")[0] == 0
    status, _, err = run(capfdbinary, "log", "witness", "sign", "w", "r", "--to", "back")
    assert status == 1 and "log witness trust" in err
    status, _, err = run(capfdbinary, "log", "reply", "r", "--case", "c")
    assert status == 1 and "not the request" in err


@pytest.mark.parametrize("name", ["a.zip", "a.wacz", "a.warc"])
def test_what_is_called_a_package_and_is_none_is_told_so(place: Path, capfdbinary, name: str):
    (place / name).write_bytes(bytes(range(1, 200)) * 20)
    status, _, err = run(capfdbinary, "add", name, "--case", "c")
    assert status == 1 and ("broken" in err or "binary" in err), err
