"""`read` without a case and lists: what somebody sent is parsed behind walls, and a death costs one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz.targets import PAGE, PDF

from bearwitness import case as verbs
from bearwitness.case.doors import readers
from bearwitness.case.parsing import Parser
from bearwitness.errors import BearwitnessError, ReadError
from bearwitness.readers import read_bytes
from bearwitness.sandbox import Died, Worker

FILES = {"a.html": PAGE, "b.pdf": PDF, "c.txt": "Amal said: “13 killed”.\n— Name (@name) March 9, 2025\n".encode(), "d.bin": b"\0\1\2" * 99, "e.txt": b"",
         "f.pdf": b"%PDF-1.4 broken", "g.html": b"<html></html>", "h.txt": "كلمات".encode("cp1256")}


def test_behind_the_walls_a_file_gives_what_it_gives_here() -> None:
    with Parser() as parser:
        for name, data in FILES.items():
            parsed = parser.document(data, name, {"publisher": "Made-up Gazette"})
            try:
                here: Any = read_bytes(data, name=name, readers=readers(), publisher="Made-up Gazette")
            except BearwitnessError as e:
                assert (parsed.document, parsed.reason) == (None, str(e).removeprefix(f"{name}: "))
                continue
            assert parsed.document == here


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parsing process dies of every file whose name holds `bad`."""
    asked = Worker.ask

    def ask(self: Worker, job: str, about: Any, *line: Any, **more: Any) -> Any:
        if "bad" in str(about.get("name")):
            raise Died("it crashed (SIGSEGV)")
        return asked(self, job, about, *line, **more)

    monkeypatch.setattr(Worker, "ask", ask)


@pytest.mark.usefixtures("dies")
def test_a_death_costs_its_own_file(tmp_path: Path) -> None:
    for name in ("a.txt", "bad.txt", "c.txt"):
        (tmp_path / name).write_text("Amal said that 13 people were killed in Exampleton.")
    results = list(verbs.read_files([str(tmp_path)], jobs=1))
    assert [result.ok for result in results] == [True, False, True]
    [failure] = json.loads(results[1].line)["failures"]
    assert (failure["stage"], "SIGSEGV" in failure["reason"]) == ("read", True)


def test_posts_and_files_take_turns(tmp_path: Path) -> None:
    (tmp_path / "a.posts.jsonl").write_text('{"id": "1", "text": "Ten people were killed in Exampleton."}\n{"id": "2", "text": "x"}\nrubbish\n')
    (tmp_path / "b.txt").write_text("Nine people were hurt in Exampleton.")
    lines = [json.loads(result.line) for result in verbs.read_files([str(tmp_path / "b.txt"), str(tmp_path / "a.posts.jsonl"), str(tmp_path / "b.txt")], jobs=1)]
    assert [line["document"]["source"].rpartition("/")[2] for line in lines] == ["b.txt", "a.posts.jsonl#1", "a.posts.jsonl#2", "a.posts.jsonl#line 3", "b.txt"]
    assert [bool(line["failures"]) for line in lines] == [False, False, False, True, False]


@pytest.mark.usefixtures("dies")
def test_a_list_that_kills_its_reader_is_refused_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    for name in ("bad.csv", "good.csv"):
        (tmp_path / name).write_text("name,age\nAmal Example,30\n")
    told = {"keeper": "Made-up Monitor", "as_of": "2025-03-31", "includes": "civilians"}
    with verbs.new(tmp_path / "case") as case:
        with pytest.raises(ReadError, match="SIGSEGV"):
            verbs.lists_add(case, tmp_path / "bad.csv", **told)
        made, already = verbs.lists_add(case, tmp_path / "good.csv", **told)
        assert (made.rows, already) == (1, False)
    assert verbs.verify(tmp_path / "case") == []
