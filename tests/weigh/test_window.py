"""The days over which a figure counts: read from words, and one window or two."""

from __future__ import annotations

import pytest

from bearwitness.model import When
from bearwitness.weigh.window import groups, of_when, parse, same

PARSED = [
    # (cell, shown, precision, why)
    ("coast since 2025-03-06", "since 2025-03-06", "range", "open"),
    ("coast 2025-03-06 to 2025-03-10", "2025-03-06 to 2025-03-10", "range", "both ends"),
    ("6 March 2025 - 10 March 2025", "2025-03-06 to 2025-03-10", "range", "written out"),
    ("coast March 2025 at 40 sites", "2025-03-01 to 2025-03-31", "month", "a month, and a number that is no date"),
    ("from March 2025", "since 2025-03-01", "month", "open, and vague"),
    ("2025-03-11", "2025-03-11", "day", "one day"),
    ("in 2024", "2024-01-01 to 2024-12-31", "year", "a year"),
    ("until 2025-03-10", "until 2025-03-10", "range", "no beginning"),
    ("the massacres", "the massacres", "unknown", "words without a date are kept"),
    ("2025-13-45", "2025-13-45", "unknown", "no such day"),
]


@pytest.mark.parametrize(("cell", "shown", "precision", "why"), PARSED, ids=[p[3] for p in PARSED])
def test_cells(cell, shown, precision, why):
    found = parse(cell)
    assert found is not None and (found.shown, found.precision) == (shown, precision)


def test_nothing_stated_is_nothing():
    assert parse("  ") is None and parse(None) is None and of_when(When()) is None
    assert of_when(When("2031-03-06", None, "range", "since 6 March", "text")).shown == "since 2031-03-06"


SAME = [
    # (one, other, are they one in an incident of several days?, why)
    ("since 2031-03-06", "since 2031-03-07", True, "told a day apart"),
    ("since 2031-03-06", "since 2030-12-08", False, "another beginning"),
    ("since 2031-03-06", "2031-03-06 to 2031-03-10", True, "an open count ends where it stands"),
    ("since 2031-03-06", "2031-03-06", False, "its first day alone"),
    ("2031-03-06 to 2031-03-10", "2031-03-06 to 2031-03-12", True, "most days in common"),
    ("2031-03-06 to 2031-03-07", "2031-03-06 to 2031-03-31", False, "few days in common"),
    ("2031-03-06 to 2031-03-07", "2031-03-08 to 2031-03-09", False, "none in common"),
    ("March 2031", "since 2031-03-06", True, "a vague month holds what begins in it"),
    ("March 2031", "2031-03-11", False, "a month is not a day"),
    ("March 2031", "since 2031-05-02", False, "another month"),
    ("in 2031", "March 2031", False, "a year is not a month"),
    ("2031-03-06", "2031-03-07", False, "two days of a longer incident"),
    ("the massacres", "since 2031-03-06", True, "nothing that could differ"),
]


@pytest.mark.parametrize(("one", "other", "expected", "why"), SAME, ids=[s[3] for s in SAME])
def test_one_window_or_two(one, other, expected, why):
    a, b = parse(one), parse(other)
    assert same(a, b, extended=True, overlap=.33) == same(b, a, extended=True, overlap=.33) == expected


def test_an_incident_of_one_day_may_be_told_of_the_next():
    day, next_day, month = parse("2031-03-06"), parse("2031-03-07"), parse("March 2031")
    assert len(groups([day, next_day, month, None], .33)) == 1
    assert [len(g) for g in groups([day, next_day, month, parse("since 2031-03-06")], .33)] == [2, 1, 1]
