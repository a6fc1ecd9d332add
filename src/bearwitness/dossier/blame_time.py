"""The matrix over time: a lane for each accused, in it a line for each who speaks, on it a mark for each claim at its day.

Gives positions and words; the template draws them. The table below the drawing has the same claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bearwitness.dossier.axis import TimeAxis, day
from bearwitness.dossier.blame import DENIES, WITHDRAWS, Cell, Matrix
from bearwitness.dossier.passages import visible_text

MOST_LINES = 60       # those who speak, in all lanes
LABEL, CHAR, NAME_CHAR = 318.0, 6.5, 5.95      # room for names beside the lines of the wide drawing; width of a letter of words, of names
STEP = 11.0           # between marks of one day
HEAD, LINE, NARROW_LINE, FIRST = 30.0, 26.0, 44.0, 34.0


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    cell: Cell
    word: str          # beside the mark, where there is room
    word_x: float = 0.0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Speaker:
    """One line: who speaks, what they have at stake, their marks. `moved` are stretches between marks of different kinds."""

    name: str
    interest: str
    label_x: float
    label_y: float
    y: float
    marks: tuple[Mark, ...]
    moved: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    accused: str
    y: float
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[str, float], ...]
    breaks: tuple[tuple[float, int], ...]
    noday_x: float | None      # where marks without a day stand
    left_out: int


def draw(matrix: Matrix, *, width: int, date_label: Callable[[date], str]) -> Lanes | None:
    """The drawing, or nothing when no claim of the matrix has a day.

    Args:
        width: pixels; under 500 the names stand above their lines instead of beside them.
    """
    days = [d for _, own in matrix.lanes for _, cells in own for c in cells if (d := day(c.day))]
    if not days:
        return None
    narrow = width < 500
    left, right = (14.0 if narrow else LABEL + 24), width - 20.0
    undated = any(day(c.day) is None for _, own in matrix.lanes for _, cells in own for c in cells)
    noday = right - 14 if undated else None
    axis = TimeAxis(days, left + 8, right - 12 - (64.0 if undated else 0.0))
    lanes, y, drawn, left_out = [], FIRST, 0, 0
    for accused, own in matrix.lanes:
        shown = own[:max(0, MOST_LINES - drawn)]
        left_out += len(own) - len(shown)
        if not shown:
            continue
        drawn += len(shown)
        head, y = y + 18, y + HEAD
        speakers = []
        for name, cells in shown:
            speakers.append(_speaker(matrix, name, cells, axis, y, width, left, right, noday))
            y += NARROW_LINE if narrow else LINE
        lanes.append(Lane(_cut(visible_text(accused), int((width - 28) / 7.2)), head, tuple(speakers)))
        y += 6
    ticks = tuple((date_label(d), round(x, 1)) for d, x in axis.ticks(54))
    return Lanes(width, round(y + 34), left, right, FIRST - 8, y, tuple(lanes), ticks, tuple((round(b.x, 1), b.days) for b in axis.breaks), noday, left_out)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:max(1, most - 1)].rstrip() + "…"


def _speaker(matrix: Matrix, name: str, cells: tuple[Cell, ...], axis: TimeAxis, y: float, width: int, left: float, right: float,
             noday: float | None) -> Speaker:
    narrow = width < 500
    line = y + (26 if narrow else 12)
    room = int(((width - 28) if narrow else LABEL) / NAME_CHAR)
    interest = matrix.interest(name) or ""
    shown = _cut(visible_text(name), room if not interest else max(room - len(interest) - 3, room // 2))
    interest = _cut(interest, max(room - len(shown) - 3, 6)) if interest else ""
    marks = _marks(cells, axis, line, right, noday)
    moved = tuple((a.x, b.x) for a, b in pairwise(marks) if _side(a.cell) != _side(b.cell) and a.cell.day and b.cell.day and a.cell.day != b.cell.day)
    return Speaker(shown, interest, 14, y + (10 if narrow else 16), line, marks, moved)


def _side(cell: Cell) -> bool:
    return cell.shape in (DENIES, WITHDRAWS)


def _marks(cells: tuple[Cell, ...], axis: TimeAxis, y: float, right: float, noday: float | None) -> tuple[Mark, ...]:
    """Marks from left to right; those of one day beside each other; a word where it touches no neighbour."""
    ordered = sorted(cells, key=lambda c: (c.day or "9999", c.shape, c.link))
    xs: list[float] = []
    for cell in ordered:
        at = day(cell.day)
        x = axis.x(at) if at else (noday or right)
        while any(abs(x - other) < STEP - 0.5 for other in xs):
            x += STEP if at else -STEP
        xs.append(round(min(x, right), 1))
    out = []
    for i, (cell, x) in enumerate(zip(ordered, xs, strict=True)):
        word = cell.word + (f" · {cell.note}" if cell.note else "")
        following = min((other for other in xs if other > x), default=right + 8)
        before = max((other for other in xs if other < x), default=axis.left - 8)
        again = i > 0 and ordered[i - 1].word == cell.word and i < len(ordered) - 1
        need = CHAR * len(word) + 14
        if again:
            out.append(Mark(x, y, cell, ""))
        elif following - x >= need:
            out.append(Mark(x, y, cell, word, x + 10))
        elif x - before >= need:
            out.append(Mark(x, y, cell, word, x - 10, "end"))
        else:
            out.append(Mark(x, y, cell, ""))
    return tuple(out)
