"""A time axis that shortens quiet stretches and says so, and the reading of dates with their precision."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date

from bearwitness.model import When

QUIET_DAYS = 7      # a stretch without a date longer than this is shortened
QUIET_WIDTH = 2.5   # to the width of this many days


def day(text: str | None) -> date | None:
    """The day of an ISO date or date and time; a bare year or month is no day."""
    try:
        return date.fromisoformat(text[:10]) if text and len(text) >= 10 else None
    except ValueError:
        return None


def span(when: When | None) -> tuple[date | None, date | None]:
    """First and last day of a date; an open or unknown end is nothing."""
    if when is None:
        return None, None
    return _edge(when.start, last=False), _edge(when.end, last=True)


def _edge(text: str | None, *, last: bool) -> date | None:
    """A day, also from a bare year or month, which then stands for its first or last day."""
    if not text:
        return None
    parts = text[:10].split("-")
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else (12 if last else 1)
        if len(parts) > 2:
            return date(year, month, int(parts[2]))
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Break:
    """A shortened stretch: where it is drawn and how many days it leaves out."""

    x: float
    days: int


@dataclass(slots=True)
class TimeAxis:
    """Days on a line from `left` to `right`.

    Args:
        days: every day that must have its place; duplicates do no harm.
        left, right: pixels.
    """

    days: list[date]
    left: float
    right: float
    breaks: list[Break] = field(default_factory=list)
    _stops: list[tuple[int, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        ordinals = sorted({d.toordinal() for d in self.days})
        shorten = bool(ordinals) and ordinals[-1] - ordinals[0] > 3 * QUIET_DAYS
        positions, at = [], 0.0
        for i, ordinal in enumerate(ordinals):
            gap = ordinal - ordinals[i - 1] if i else 0
            at += QUIET_WIDTH if shorten and gap > QUIET_DAYS else gap
            positions.append(at)
        width = max(at, 1e-9)
        scale = (self.right - self.left) / width if at else 0.0
        middle = (self.left + self.right) / 2
        self._stops = [(o, self.left + p * scale if at else middle) for o, p in zip(ordinals, positions)]
        for (a, xa), (b, xb) in zip(self._stops, self._stops[1:]):
            if shorten and b - a > QUIET_DAYS:
                self.breaks.append(Break((xa + xb) / 2, b - a))

    def x(self, when: date) -> float:
        """Where a day is drawn; a day outside the axis at its end."""
        ordinal, before = when.toordinal(), None
        for stop, x in self._stops:
            if stop == ordinal:
                return x
            if stop > ordinal:
                if before is None:
                    return x
                return before[1] + (ordinal - before[0]) * (x - before[1]) / (stop - before[0])
            before = (stop, x)
        return before[1] if before else self.left

    def ticks(self, room: float) -> list[tuple[date, float]]:
        """The days that get a label: first and last, then each that has `room` pixels to its neighbours."""
        if not self._stops:
            return []
        chosen = [self._stops[0]]
        if len(self._stops) > 1 and self._stops[-1][1] - self._stops[0][1] >= room:
            chosen.append(self._stops[-1])
        for stop in self._stops[1:-1]:
            if all(abs(stop[1] - other[1]) >= room for other in chosen):
                chosen.append(stop)
        return sorted((date.fromordinal(o), x) for o, x in chosen)
