"""Stretches of days with a precision, and the document's date that completes what an expression leaves open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from bearwitness.model import When

Day = dt.date
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The document's date. `day` is null unless it is known to the day; `last` is the latest it can be."""

    day: Day | None = None
    first: Day | None = None
    last: Day | None = None

    @classmethod
    def of(cls, when: When | None) -> Anchor:
        if when is None or not when.end:
            return cls()
        last = Day.fromisoformat(when.end[:10])
        first = Day.fromisoformat(when.start[:10]) if when.start else None
        return cls(day=last if first == last else None, first=first, last=last)

    def latest(self, at: Callable[[int], Day]) -> int | None:
        """The year that puts `at(year)` nearest before the document's date; null when its days disagree."""
        if self.last is None:
            return None
        years = {_year_before(at, d) for d in (self.first or self.last, self.last)}
        return years.pop() if len(years) == 1 else None


def _year_before(at: Callable[[int], Day], ref: Day) -> int:
    """The last year in which `at(year)` is not after `ref`; 29 February may reach back."""
    for year in range(ref.year, ref.year - 9, -1):
        try:
            if at(year) <= ref:
                return year
        except ValueError:
            continue
    raise ValueError("no such day")


def interval(start: Day | None, end: Day | None, precision: str, expression: str | None = None, anchor: str = "text") -> When:
    return When(start.isoformat() if start else None, end.isoformat() if end else None, precision, expression, anchor)


UNKNOWN = When()


def relative(start: Day | None, end: Day | None, precision: str = "day") -> When:
    return interval(start, end, precision, anchor="published_at")


def whole_month(year: int, month: int, anchor: str = "text") -> When:
    return interval(Day(year, month, 1), month_end(year, month), "month", anchor=anchor)


def month_end(year: int, month: int) -> Day:
    return (Day(year + month // 12, month % 12 + 1, 1)) - ONE_DAY


def whole_year(year: int, anchor: str = "text") -> When:
    return interval(Day(year, 1, 1), Day(year, 12, 31), "year", anchor=anchor)


def one_day(day: int, month: int, year: int | None, anchor: Anchor) -> When:
    if year is not None:
        d = Day(year, month, day)
        return interval(d, d, "day")
    Day(2024, month, day)                      # a day that exists in some year
    year = anchor.latest(lambda y: Day(y, month, day))
    if year is None:
        return UNKNOWN
    d = Day(year, month, day)
    return relative(d, d)


def span(a: When, b: When) -> When:
    """From the start of one to the end of the other."""
    if not a.start or not b.end:
        return replace(UNKNOWN, anchor="none")
    if a.start > b.end:
        return UNKNOWN
    anchor = "text" if a.anchor == b.anchor == "text" else "published_at"
    precision = "day" if a.start == b.end else "range"
    return When(a.start, b.end, precision, None, anchor)


def week_of(day: Day) -> tuple[Day, Day]:
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def month_shift(day: Day, months: int) -> tuple[int, int]:
    n = day.year * 12 + day.month - 1 + months
    return n // 12, n % 12 + 1
