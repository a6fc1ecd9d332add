"""The toll curve: figures of one scope as step lines by origin, with the range, on a drawn time axis.

Gives positions and words; the template draws them. A figure stands at the day the count stood (as of); when the
source gives none, at the day of publication, and its mark is hollow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from bearwitness.dossier.axis import TimeAxis, day
from bearwitness.dossier.passages import visible_text
from bearwitness.model import Figure, Root, Tolls, When
from bearwitness.weigh import incident as weighing
from bearwitness.weigh.bounds import count_day

LETTERS = "ABCDEFGH"
NOT_DRAWN = ("subset", "increment", "place_part", "repeated", "distorted", "implausible", "hypothetical")
# Weighing says why a figure is set aside in a sentence; the page has its own words for each reason.
_ASIDE = {sentence: code for code, sentence in weighing._ASIDE.items()}


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure: `low_y` and `high_y` are the ends of its interval as far as it has two."""

    x: float
    y: float
    low_y: float
    high_y: float
    shape: str            # exact, floor, ceiling, about, between
    hollow: bool
    claim: str
    label: str
    published_x: float | None = None
    text: str = ""            # beside the mark: the number, where it touches no other
    change: str = ""          # and by how much it differs from the step before
    direction: str = ""       # up or down
    text_x: float = 0.0
    text_y: float = 0.0
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Line:
    root: str
    series: int
    path: str
    marks: tuple[Mark, ...]
    label: str
    label_x: float
    label_y: float
    end_x: float
    end_y: float
    state: str = ""       # stale, or outside the range, in the page's words


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    lines: tuple[Line, ...]
    x_ticks: tuple[tuple[str, float], ...]
    y_ticks: tuple[tuple[str, float], ...]
    breaks: tuple[tuple[float, int], ...]
    band: tuple[float, float] | None
    band_open: bool
    axis: TimeAxis = field(repr=False)

    @property
    def narrow(self) -> bool:
        return self.width < 500


def value_of(figure: Figure) -> float | None:
    """The height at which a figure is drawn: its number, else the middle or the known end of its interval."""
    if figure.number is not None:
        return float(figure.number)
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return float(figure.low) if figure.low is not None else None if figure.high is None else float(figure.high)


def aside(figure: Figure) -> str | None:
    """Why a figure is set aside, in one word: subset, increment, place_part, implausible, stale, distorted, repeated."""
    return _ASIDE.get(figure.set_aside or "", figure.set_aside)


def drawn_day(figure: Figure) -> date | None:
    """The day at which a figure is drawn: that on which it stood, else that of publication."""
    return _stood(figure) or day(figure.published)


def _stood(figure: Figure) -> date | None:
    """The day on which the count stood; None without one, and for one that cannot be (`count_day`)."""
    published = day(figure.published)
    at, _ = count_day(When(figure.as_of, figure.as_of), published.toordinal() if published else None)
    return date.fromordinal(at) if at is not None else None


def drawable(figures: tuple[Figure, ...]) -> list[Figure]:
    """The figures of a curve: dated, with a value, not a part, an increment or a repeat."""
    return [f for f in figures
            if value_of(f) is not None and drawn_day(f) is not None and aside(f) not in NOT_DRAWN]


_SHAPES = {"at_least": "floor", "more_than": "floor", "up_to": "ceiling", "about": "about", "between": "between",
           "vague": "about"}


def nice_ticks(top: float) -> list[int]:
    """Round steps from 0 to just above `top`."""
    magnitude = 10 ** max(len(str(int(max(top, 1)))) - 1, 0)
    for share in (0.1, 0.2, 0.25, 0.5, 1, 2):
        step = magnitude * share
        if step >= 1 and step == int(step) and top / step <= 5:
            return [int(step) * i for i in range(int(-(-top // step)) + 1)] if top > 0 else [0, 1]
    return [0, int(magnitude * 5), int(magnitude * 10)]


def draw(tolls: Tolls, *, width: int, number: Callable[[int], str], date_label: Callable[[date], str],
         figure_label: Callable[[Figure], str], state_label: Callable[[Root], str] = lambda root: "") -> Chart | None:
    """The curve of one scope, or nothing when fewer than two figures can be placed.

    Args:
        width: pixels; under 500 the labels stand above their lines instead of beside them.
        number, date_label, figure_label: how the page's language writes these.
        state_label: what is to be said beside the name of an origin: that it is stale, or outside the range.
    """
    figures = drawable(tolls.figures)
    if len(figures) < 2:
        return None
    narrow = width < 500
    left, right, top, height = 46.0, width - (24.0 if narrow else 236.0), 30.0, 270 if narrow else 330
    bottom = height - 44.0
    days = [d for f in figures for d in (drawn_day(f), day(f.published)) if d]
    axis = TimeAxis(days, left + 10, right - 10)
    low, high = tolls.range
    ticks = nice_ticks(max([value_of(f) or 0 for f in figures] + [float(v) for v in (low, high) if v is not None]) * 1.06)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * value / ticks[-1], 1)

    lines = _stated(_lines(figures, axis, y, figure_label), tolls, state_label)
    lines = _numbered(lines, tolls, number, (left, right + (10 if narrow else 0)), top)
    band = (y(high) if high is not None else top, y(low)) if low is not None else None
    return Chart(
        width=width, height=height, left=left, right=right, top=top, bottom=bottom,
        lines=tuple(_place_labels(lines, top, bottom, width, right)),
        x_ticks=tuple((date_label(d), round(x, 1)) for d, x in axis.ticks(52 if narrow else 62)),
        y_ticks=tuple((number(t), y(t)) for t in ticks),
        breaks=tuple((round(b.x, 1), b.days) for b in axis.breaks),
        band=band, band_open=band is not None and high is None, axis=axis)


def _lines(figures: list[Figure], axis: TimeAxis, y: Callable[[float], float],
           label: Callable[[Figure], str]) -> list[Line]:
    by_root: dict[str, list[Figure]] = {}
    for figure in figures:
        by_root.setdefault(figure.root or (figure.speakers[-1] if figure.speakers else ""), []).append(figure)
    out = []
    for root, own in by_root.items():
        own.sort(key=lambda f: (drawn_day(f), value_of(f), f.claim))
        marks = tuple(_mark(f, axis, y, label) for f in own)
        path = f"M{marks[0].x} {marks[0].y}"
        for mark in marks[1:]:
            path += f"H{mark.x}V{mark.y}"
        last = marks[-1]
        out.append(Line(visible_text(root), 0, path, marks, visible_text(root), last.x, last.y, last.x, last.y))
    out.sort(key=lambda line: (-len(line.marks), line.end_x, line.root))
    return [Line(**{**_as_dict(line), "series": i % 8}) for i, line in enumerate(out)]


def _stated(lines: list[Line], tolls: Tolls, state: Callable[[Root], str]) -> list[Line]:
    """The lines with the state of their origin."""
    words = {visible_text(root.root): state(root) for root in tolls.roots}
    return [replace(line, state=words.get(line.root, "")) for line in lines]


def _numbered(lines: list[Line], tolls: Tolls, number: Callable[[int], str], sides: tuple[float, float], top: float) -> list[Line]:
    """The lines with a number at each mark where it touches no other: the last of each line first, then the greatest changes."""
    steps = {s.claim: s for root in tolls.roots for s in root.steps}
    values = {f.claim: value_of(f) for f in tolls.figures}
    todo = []
    for i, line in enumerate(lines):
        for j, mark in enumerate(line.marks):
            step = steps.get(mark.claim)
            moved = step is not None and step.change in ("up", "down") and step.percent is not None and abs(step.percent) >= 0.5
            change = f"{step.percent:+.0f} %".replace("-", "−") if step is not None and moved else ""
            todo.append((j < len(line.marks) - 1, -abs(step.percent or 0.0) if step is not None else 0.0, i, j, change, step.change if step is not None and moved else ""))
    boxes = [_around(m) for line in lines for m in line.marks]
    placed = {(i, j): mark for i, line in enumerate(lines) for j, mark in enumerate(line.marks)}
    for _, _, i, j, change, direction in sorted(todo):
        mark = placed[i, j]
        text = number(round(values.get(mark.claim) or 0))
        spot = _spot(mark, CHAR * len(f"{text} {change}".strip()), boxes, sides, top)
        if spot is not None:
            placed[i, j] = replace(mark, text=text, change=change, direction=direction or "", text_x=spot[0], text_y=spot[1], anchor=spot[2])
    return [replace(line, marks=tuple(placed[i, j] for j in range(len(line.marks)))) for i, line in enumerate(lines)]


CHAR = 6.4      # width of a letter beside a mark
Box = tuple[float, float, float, float]


def _around(mark: Mark) -> Box:
    return mark.x - 6, min(mark.y, mark.high_y) - 6, mark.x + 6, max(mark.y, mark.low_y) + 6


def _spot(mark: Mark, wide: float, boxes: list[Box], sides: tuple[float, float], top: float) -> tuple[float, float, str] | None:
    """Where a text of this width fits beside a mark: above, below, before or after it; its box is taken."""
    above = 18 if mark.shape == "floor" else 10
    for x, y, anchor in ((mark.x, mark.y - above, "middle"), (mark.x, mark.y + 19, "middle"), (mark.x - 9, mark.y + 4, "end"), (mark.x + 9, mark.y + 4, "start"),
                         (mark.x - 4, mark.y - above, "end"), (mark.x + 4, mark.y - above, "start")):
        start = x - wide / 2 if anchor == "middle" else x - wide if anchor == "end" else x
        box = (start, y - 10, start + wide, y + 3)
        if box[0] < sides[0] or box[2] > sides[1] or box[1] < top - 22:
            continue
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in boxes):
            boxes.append(box)
            return round(x, 1), round(y, 1), anchor
    return None


def _as_dict(line: Line) -> dict:
    return {name: getattr(line, name) for name in Line.__slots__}


def _mark(figure: Figure, axis: TimeAxis, y: Callable[[float], float], label: Callable[[Figure], str]) -> Mark:
    as_of, published, value = _stood(figure), day(figure.published), value_of(figure)
    placed = as_of or published
    assert placed is not None and value is not None
    low = figure.low if figure.low is not None else value
    high = figure.high if figure.high is not None else value
    x = round(axis.x(placed), 1)
    published_x = round(axis.x(published), 1) if published and as_of and published != as_of else None
    return Mark(x, y(value), y(low), y(high), _SHAPES.get(figure.bound, "exact"), as_of is None, figure.claim,
                label(figure), published_x)


def _place_labels(lines: list[Line], top: float, bottom: float, width: int, right: float) -> list[Line]:
    """Labels pushed apart beside the plot; when narrow only a letter, which the list below the drawing explains."""
    gap = 15.0
    if width < 500:
        lines = [Line(**{**_as_dict(line), "label": LETTERS[line.series]}) for line in lines]
    out = [Line(**{**_as_dict(line), "label_x": right + 8, "label_y": line.end_y + 4}) for line in lines]
    return _spread(out, gap, top, bottom)


def _spread(lines: list[Line], gap: float, top: float, bottom: float) -> list[Line]:
    ordered = sorted(lines, key=lambda line: (line.label_y, line.root))
    placed: list[Line] = []
    for line in ordered:
        y = max(line.label_y, placed[-1].label_y + gap) if placed else max(line.label_y, top + 4)
        placed.append(Line(**{**_as_dict(line), "label_y": y}))
    over = placed[-1].label_y - bottom if placed else 0
    if over > 0:   # too low: push up from the bottom
        limit = bottom
        for i in range(len(placed) - 1, -1, -1):
            y = min(placed[i].label_y, limit)
            placed[i] = Line(**{**_as_dict(placed[i]), "label_y": y})
            limit = y - gap
    return sorted(placed, key=lambda line: line.series)
