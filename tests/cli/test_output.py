"""Lines for people: safe to print, in columns, numbers as the source meant them."""

from __future__ import annotations

import pytest

from bearwitness.cli.output import one_line, put_table, safe
from bearwitness.cli.progress import Progress
from bearwitness.cli.tables import day, interval, number, said_by


@pytest.mark.parametrize(("text", "shown", "why"), [
    ("plain عربي", "plain عربي", "any script"),
    ("a\x1b[2Jb", "a\\u001b[2Jb", "no escape sequence"),
    ("a\u202eb", "a\\u202eb", "no turning of the writing direction"),
    ("a\x85b\x9b", "a\\u0085b\\u009b", "old controls as well"),
    ("half \ud800", "half \\ud800", "half a surrogate pair"),
    ("a\tb\nc", "a\tb\nc", "tabs and lines are text"),
])
def test_safe(text: str, shown: str, why: str) -> None:
    assert safe(text) == shown, why


def test_one_line_is_cut_with_a_mark() -> None:
    assert one_line("a\n  b   c", 20) == "a b c"
    assert one_line("abcdefghij", 5) == "abcd…"


def test_a_table_without_rows_prints_nothing(capfdbinary) -> None:
    assert put_table([], [("x", lambda r: r["x"], 5)]) == 0
    assert capfdbinary.readouterr().out == b""


def test_a_table_is_as_wide_as_its_widest_cell_and_shows_unknown_as_nothing(capfdbinary) -> None:
    put_table([{"a": "long value", "b": None}, {"a": "x", "b": 0}], [("a", lambda r: r["a"], 5), ("b", lambda r: r["b"], 3)])
    assert capfdbinary.readouterr().out.decode().splitlines() == ["a      b", "long…", "x      0"]


TOLL = {"number": None, "low": None, "high": None, "bound": "vague"}


@pytest.mark.parametrize(("fields", "shown"), [
    ({"number": 13, "low": 13, "high": 13, "bound": "exact"}, "13"),
    ({"number": 13, "low": 13, "bound": "at_least"}, "at least 13"),
    ({"number": 1000, "low": 1001, "bound": "more_than"}, "more than 1000"),
    ({"low": 24, "high": 96}, "24–96"),
    ({"low": 200}, "200–?"),
    ({}, "?"),
])
def test_number(fields: dict, shown: str) -> None:
    assert number({**TOLL, **fields}) == shown


@pytest.mark.parametrize(("low", "high", "shown"), [(1, 1, "1"), (1, 2, "1–2"), (None, 2, "…–2"), (1, None, "1–…"), (None, None, "?")])
def test_interval(low, high, shown: str) -> None:
    assert interval(low, high) == shown


@pytest.mark.parametrize(("start", "end", "shown"), [
    ("2025-03-09", "2025-03-09", "2025-03-09"), ("2025-03-06", None, "2025-03-06 – …"), (None, None, "")])
def test_day(start, end, shown: str) -> None:
    assert day({"start": start, "end": end}) == shown


def test_who_says_so_shows_the_whole_chain_and_joint_speakers() -> None:
    a, b = {"name": "A"}, {"name": "B", "with": [{"name": "C"}]}
    assert said_by({"speakers": [a, b]}) == "A > B & C" and said_by({"speakers": []}) == "(the document)"


def test_progress_is_silent_when_it_is_quick_and_tells_now_and_then_when_not(capsys, monkeypatch) -> None:
    moment = [0.0]
    monkeypatch.setattr("bearwitness.cli.progress.time.monotonic", lambda: moment[0])
    with Progress("read") as progress:
        progress(1, 10)
    assert capsys.readouterr().err == ""
    with Progress("read") as progress:
        for n in range(1, 11):
            moment[0] += 2
            progress(n, 10)
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "bearwitness: read: 3 of 10 done, 0.5 a second" and 3 <= len(told) <= 4
