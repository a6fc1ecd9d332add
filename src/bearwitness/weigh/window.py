"""The days over which a figure counts: "since 6 March", "6 to 10 March", "March 2025", "on 11 March".

Two figures may be compared only when they count the same days, as far as their words tell. The rules, which are conventions:

- days that are not stated stand for those of the incident;
- windows that begin within a day of each other and have no end are one: a cumulative count ends where it stands;
- two windows with both ends are one when they share enough of their days (`same_window` of the rule set);
- one day is not a window of several days, but where an incident has no longer one, a day or the next are one;
- a month or a week is a vague window: it holds whatever begins within it, but no single day of a longer incident; a year is not vague.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bearwitness.model import When

VAGUE = ("week", "month")
_MONTHS = {name.lower(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names) if name}
_DATE = re.compile(r"\b(?P<iso>\d{4}-\d{2}(?:-\d{2})?)\b|\b(?:(?P<day>\d{1,2})\s+)?(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True))
                   + r")\.?\s+(?P<year>\d{4})\b|\b(?P<alone>(?:19|20)\d{2})\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:since|from|starting|after|beginning)\b[^\d]*$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|by|before)\b[^\d]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day as ordinals; no last day is "since". `words` are those of the source, or the days."""

    start: float | None
    end: float | None
    precision: str      # day | range | week | month | year | unknown
    words: str = ""

    @property
    def one_day(self) -> bool:
        return self.start is not None and self.start == self.end

    @property
    def longer(self) -> bool:
        """Is it known to hold more than a day?"""
        return self.start is not None and self.precision in ("day", "range") and not self.one_day

    @property
    def shown(self) -> str:
        """The days in ISO form, "2025-03-06 to 2025-03-10" or "since 2025-03-06"; the words where no day is known."""
        if self.start is None:
            return self.words if self.end is None else f"until {_iso(self.end)}"
        if self.end is None:
            return f"since {_iso(self.start)}"
        return _iso(self.start) if self.one_day else f"{_iso(self.start)} to {_iso(self.end)}"


def _iso(ordinal: float) -> str:
    return dt.date.fromordinal(int(ordinal)).isoformat()


def json_of(window: Window | None) -> dict[str, str | None] | None:
    """The days for JSON; null where the source states none."""
    if window is None:
        return None
    start, end = (None if x is None else _iso(x) for x in (window.start, window.end))
    return {"start": start, "end": end, "words": window.words or None}


def of_when(when: When) -> Window | None:
    """The window of a reading; None when the text states none."""
    start, end = _ordinal(when.start), _ordinal(when.end, last=True)
    if start is None and end is None:
        return None
    return Window(start, end, when.precision, when.expression or "")


def parse(text: str | None) -> Window | None:
    """The window that a cell of a table states; None for an empty one. Words without a date are kept and compare with nothing.

    >>> parse("coast since 2025-03-06").shown, parse("6 March 2025 to 10 March 2025").shown, parse("March 2025 at 40 sites").precision
    ('since 2025-03-06', '2025-03-06 to 2025-03-10', 'month')
    """
    words = " ".join((text or "").split())
    if not words:
        return None
    found = [(m, *_days(m)) for m in _DATE.finditer(words)]
    known = [(m, a, b, p) for m, a, b, p in found if a is not None and b is not None]
    if not known:
        return Window(None, None, "unknown", words)
    match, start, end, precision = known[0]
    before = words[:match.start()]
    if len(known) > 1 and known[1][2] >= start:
        return Window(start, known[1][2], precision if precision == known[1][3] in VAGUE else "range", words)
    if _OPEN.search(before):
        return Window(start, None, precision if precision in VAGUE else "range", words)
    if _UNTIL.search(before):
        return Window(None, end, "range", words)
    return Window(start, end, precision, words)


def _days(match: re.Match[str]) -> tuple[float | None, float | None, str]:
    """First and last day of a date, and how precise it is."""
    if match["iso"]:
        text = match["iso"]
    elif match["month"]:
        text = f"{match['year']}-{_MONTHS[match['month'].lower()]:02}" + (f"-{int(match['day']):02}" if match["day"] else "")
    else:
        text = match["alone"]
    return _ordinal(text), _ordinal(text, last=True), {4: "year", 7: "month"}.get(len(text), "day")


def _ordinal(text: str | None, *, last: bool = False) -> float | None:
    """The ordinal of an ISO date; of a month or a year its first or its last day."""
    match = re.match(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", (text or "").strip())
    if not match:
        return None
    try:
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        day = int(match[3]) if match[3] else calendar.monthrange(year, month)[1] if last else 1
        return float(dt.date(year, month, day).toordinal())
    except (ValueError, IndexError):
        return None


# --- one window or two ------------------------------------------------------------------------------

def same(a: Window | None, b: Window | None, *, extended: bool, overlap: float) -> bool:
    """Do two windows mean the same days, as far as they tell?

    Args:
        extended: does the incident last for more than a day, by the window of any figure?
        overlap: the share of days that two windows with both ends must have in common.
    """
    if a is None or b is None or a.start is None or b.start is None:
        return True
    if "year" in (a.precision, b.precision):
        return (a.precision, a.start, a.end) == (b.precision, b.start, b.end)
    if a.precision in VAGUE or b.precision in VAGUE:
        vague, other = (a, b) if a.precision in VAGUE else (b, a)
        if other.one_day and extended:
            return False
        return vague.start - 1 <= other.start <= _last(vague) or (other.precision in VAGUE and other.start <= vague.start <= _last(other))  # type: ignore[operator]
    if a.one_day and b.one_day:
        return abs(a.start - b.start) <= (0 if extended else 1)
    if a.end is not None and b.end is not None:
        shared = min(a.end, b.end) - max(a.start, b.start) + 1
        return shared > 0 and shared >= overlap * (max(a.end, b.end) - min(a.start, b.start) + 1)
    return not (a.one_day or b.one_day) and abs(a.start - b.start) <= 1


def _last(window: Window) -> float:
    return math.inf if window.end is None else window.end


def groups(windows: Iterable[Window | None], overlap: float) -> list[list[Window]]:
    """The windows that mean the same days, together; the first group is the incident's own.

    Windows of several days lead, then single days, then vague ones; among those the most frequent.
    """
    counts = Counter(w for w in windows if w is not None and w.start is not None)
    extended = any(w.longer for w in counts)
    out: list[list[Window]] = []
    for window in sorted(counts, key=lambda w: (_rank(w), -counts[w], w.start, _last(w), w.words)):
        home = next((g for g in out if same(g[0], window, extended=extended, overlap=overlap)), None)
        if home is None:
            out.append([window])
        else:
            home.append(window)
    return out


def _rank(window: Window) -> int:
    if window.precision == "year":
        return 3
    return 2 if window.precision in VAGUE else 0 if window.longer else 1
