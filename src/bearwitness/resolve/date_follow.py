"""Dates told against another date of the text: "three days later", "the following week", "that day".

The base is the nearest date before it, within a few sentences. Where none stands there, or it is too vague to count
from, the time stays unknown. Also settles the order of day and month in a text that shows elsewhere which one it uses.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bearwitness.model import When
from bearwitness.resolve.date_values import (
    ONE_DAY,
    UNKNOWN,
    Day,
    interval,
    month_end,
    month_shift,
    week_of,
    whole_month,
    whole_year,
)

# A base further away than this many characters is no longer what is spoken of.
REACH = 500
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-eight": 48, "seventy-two": 72}
_N = r"(?:(?:just|only|about|some)\s+)?(?P<n>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year)s?"
_PART = r"(?P<part>day|morning|afternoon|evening|night|week|weekend|month|year)"
_FOLLOW = re.compile(
    rf"\b(?:(?P<count>{_N}\s+{_UNIT}\s+(?P<way>later|earlier|afterwards?|after\s+that|before\s+that|prior))(?!\s+than\b)"
    rf"|(?P<turn>(?:the|on\s+the)\s+(?P<which>next|following|previous|preceding|same)\s+{_PART})(?=\W|$)(?!-)"
    r"|(?P<beside>(?:the\s+)?day\s+(?P<side>after|before))(?=[.,;:)]|$)"
    r"|(?P<that>(?P<later>later\s+(?:on\s+)?)?that\s+(?:same\s+)?(?P<thatpart>day|morning|afternoon|evening|night|week|month|year)))(?!\w)", re.I)


def follow(text: str, start: int, end: int, found: Sequence[tuple[int, int, When]]) -> list[tuple[int, int, When]]:
    """Dates that count from one of `found`, as (start, end, when). They may count from each other, in order."""
    out: list[tuple[int, int, When]] = []
    known = sorted(found, key=lambda d: d[0])
    k = 0
    recent: list[tuple[int, int, When]] = []
    for m in _FOLLOW.finditer(text, start, end):
        while k < len(known) and known[k][1] <= m.start():
            recent.append(known[k])
            k += 1
        base = _base([*recent[-6:], *out[-2:]], m.start())
        when = _from(m, base) if base else None
        if when is None:
            # Some of these words are no date unless one stands before them ("that year", "the same day").
            if m["that"] or (m["which"] or "").lower() == "same" or m["beside"]:
                continue
            when = UNKNOWN
        out.append((m.start(), m.end(), replace(when, expression=m[0])))
    return out


def _base(before: list[tuple[int, int, When]], at: int) -> When | None:
    near = [d for d in before if at - d[1] <= REACH and d[2].start and d[2].end]
    return max(near, key=lambda d: d[0])[2] if near else None


def _from(m: re.Match[str], base: When) -> When | None:
    a, b = Day.fromisoformat(base.start or ""), Day.fromisoformat(base.end or "")
    exact = (b - a).days <= 3
    label = base.anchor
    if m["count"]:
        back = m["way"].lower().startswith(("earlier", "before", "prior"))
        return _shifted(a if back else b, -_count(m) if back else _count(m), m["unit"].lower(), exact, base, label)
    if m["beside"]:
        return _day(b + ONE_DAY if m["side"].lower() == "after" else a - ONE_DAY, label) if exact else None
    if m["that"]:
        return _that(a, b, m["thatpart"].lower(), exact, label)
    n = {"next": 1, "following": 1, "previous": -1, "preceding": -1, "same": 0}[m["which"].lower()]
    part = m["part"].lower()
    if part == "weekend":
        return None
    if n == 0:
        return _that(a, b, part, exact, label)
    unit = part if part in ("week", "month", "year") else "day"
    return _shifted(b if n > 0 else a, n, unit, exact, base, label)


def _count(m: re.Match[str]) -> int:
    n = m["n"].lower()
    return int(n) if n.isdigit() else _NUMBERS[n]


def _shifted(day: Day, n: int, unit: str, exact: bool, base: When, label: str) -> When | None:
    if unit in ("hour", "day", "night"):
        if unit == "hour":
            n = n // 24 if n % 24 == 0 else 0 if abs(n) < 12 else (1 if n > 0 else -1)
        return _day(day + n * ONE_DAY, label) if exact else None
    if unit in ("week", "fortnight"):
        if base.precision in ("month", "year"):
            return None
        monday, sunday = week_of(day + n * (14 if unit == "fortnight" else 7) * ONE_DAY)
        return interval(monday, sunday, "week", anchor=label)
    if unit == "month":
        return whole_month(*month_shift(day, n), label) if base.precision != "year" else None
    return whole_year(day.year + n, label)


def _that(a: Day, b: Day, part: str, exact: bool, label: str) -> When | None:
    if part == "week":
        return interval(*week_of(a), "week", anchor=label) if exact else None
    if part == "month":
        return whole_month(a.year, a.month, label) if (a.year, a.month) == (b.year, b.month) else None
    if part == "year":
        return whole_year(a.year, label) if a.year == b.year else None
    return _day(b, label) if exact and a == b else None


def _day(d: dt.date, label: str) -> When:
    return interval(d, d, "day", anchor=label)


_NUMERIC = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{2,4})")


def settle_order(found: Sequence[tuple[int, int, When]], day_first: bool | None = None) -> dict[int, When]:
    """Readings of 03/10/2025 in a text that elsewhere writes 13/10/2025 (day first) or 10/13/2025 (month first).

    Args:
        day_first: the order when it is known otherwise, from the language of the passage.

    Returns:
        Start of the expression to its reading; empty where the text shows neither order, or both.
    """
    orders: set[bool] = set() if day_first is None else {day_first}
    open_: list[tuple[int, re.Match[str], When]] = []
    for start, _, when in found:
        m = _NUMERIC.fullmatch(when.expression or "")
        if m is None:
            continue
        a, b = int(m[1]), int(m[2])
        if when.start is None:
            open_.append((start, m, when))
        elif a != b and day_first is None:
            orders.add(a > 12)
    if len(orders) != 1:
        return {}
    first = orders.pop()
    out = {}
    for start, m, when in open_:
        day, month = (int(m[1]), int(m[2])) if first else (int(m[2]), int(m[1]))
        year = int(m[3]) + (2000 if len(m[3]) == 2 else 0)
        if 1 <= month <= 12 and 1 <= day <= month_end(year, month).day:
            out[start] = replace(interval(Day(year, month, day), Day(year, month, day), "day"), expression=when.expression)
    return out
