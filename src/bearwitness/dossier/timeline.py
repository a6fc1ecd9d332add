"""The timeline: events as bars as long as their dates are vague, and reports as dots on their day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bearwitness.dossier.axis import TimeAxis, day, span
from bearwitness.model import When

ROW = 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    y: float
    open_end: bool
    claim: str
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    r: float
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    left: float
    right: float
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    dots_y: float
    ticks: tuple[tuple[str, float], ...]
    breaks: tuple[tuple[float, int], ...]


def draw(events: list[tuple[str, When, str]], published: list[str | None], *, width: int,
         date_label: Callable[[date], str], most: int = 14) -> Timeline | None:
    """Bars for events (claim, when, label) and dots for days of publication, or nothing when no date is known."""
    dated = [(claim, *span(when), label) for claim, when, label in events]
    dated = [(c, a, b, label) for c, a, b, label in dated if a or b][:most]
    days = Counter(d for d in (day(p) for p in published) if d)
    ends = [d for _, a, b, _ in dated for d in (a, b) if d] + list(days)
    if not ends:
        return None
    left, right = 16.0, width - 16.0
    axis = TimeAxis(ends, left + 6, right - 6)
    bars = tuple(_bar(i, row, axis, width, right) for i, row in enumerate(sorted(dated, key=_order)))
    dots_y = 24 + len(bars) * (ROW + 14) + 22
    dots = tuple(Dot(round(axis.x(d), 1), dots_y, round(3.5 + 1.6 * n ** 0.5, 1), n, date_label(d))
                 for d, n in sorted(days.items()))
    ticks = tuple((date_label(d), round(x, 1)) for d, x in axis.ticks(58))
    breaks = tuple((round(b.x, 1), b.days) for b in axis.breaks)
    return Timeline(width, round(dots_y + 50), left, right, bars, dots, dots_y, ticks, breaks)


def _order(row: tuple[str, date | None, date | None, str]) -> tuple[date, str]:
    return row[1] or row[2] or date.max, row[3]


def _bar(index: int, row: tuple[str, date | None, date | None, str], axis: TimeAxis, width: int, right: float) -> Bar:
    claim, first, last, label = row
    start = axis.x(first) if first else axis.left
    end = axis.x(last) if last else right
    x, y = round(start - 4, 1), 24 + index * (ROW + 14)
    wide = round(max(end - start + 8, 8), 1)
    room = int((width - 24) / 6.6)
    text = label if len(label) <= room else label[:room - 1] + "…"
    if x + 6.6 * len(text) <= width - 8:
        return Bar(x, wide, y, last is None, claim, text, x, "start")
    return Bar(x, wide, y, last is None, claim, text, width - 12, "end")
