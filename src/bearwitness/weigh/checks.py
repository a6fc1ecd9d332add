"""Sums that the figures allow: parts against their total, a subset against its whole, a day's count against two totals.

Only figures of one source, of one report (in tables: of one publisher and day) and of one kind of harm are set against each other, so that a
check never mixes two accounts. What is found is said: that parts add up, by how much they do not, or that a part is larger than its whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bearwitness.model import Check, Reason
from bearwitness.weigh.figures import Said, natural
from bearwitness.weigh.lineage import source_key
from bearwitness.weigh.reasons import english, figure, on
from bearwitness.weigh.scope import place_key

MOST_PARTS = 100      # that are added up
PARTS = ("part", "place_part", "subset")


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure with its scope as keys: whom, where and over which days it counts."""

    said: Said
    whom: str
    whom_words: str
    kind: str            # of the population: all | civilians | ...
    place: str           # "" is that of the incident
    window: int          # 0 is that of the incident

    @property
    def total(self) -> bool:
        return self.said.role in ("", "total") and self.said.usable


def checks_of(typed: Sequence[Typed]) -> list[Check]:
    """Every check that these figures of one incident allow; figures and checks in the order of their claims."""
    statements: dict[tuple, list[Typed]] = {}
    for t in typed:
        said = t.said
        key = (said.report or (said.publisher, said.day), source_key(said), said.harm, said.counted)
        statements.setdefault(key, []).append(t)
    out: list[Check] = []
    for group in statements.values():
        out += _places(group)
        out += _peoples(group)
    out += _growth(typed)
    return sorted({(c.whole, c.parts): c for c in out}.values(), key=lambda c: natural(c.whole or c.parts[0]))


# --- parts --------------------------------------------------------------------------------------------

def _places(group: Sequence[Typed]) -> Iterable[Check]:
    """Figures for places against the figure for all of them, of the same people and days."""
    for same in _by(group, lambda t: (t.whom, t.window)).values():
        told = _once(t for t in same if t.said.role in ("part", "place_part") and t.said.number)
        wholes = _once(t for t in same if t.total and t.said.number)
        if told:
            parts = [t for t in told if t.place or t.said.place]
            plain = [t for t in told if not (t.place or t.said.place)]
            for some, by in ((parts, "place"), (plain, "stated parts")):
                whole = max((w for w in wholes if w.said.claim not in {t.said.claim for t in some}), key=lambda w: w.said.number or 0, default=None)
                if 2 <= len(some) <= MOST_PARTS:
                    yield _sum(some, whole, by, complete=all(t.said.role == "part" for t in some))
            continue
        found = _adds_up(wholes, lambda t: t.place)
        if found:
            yield _sum(found[1], found[0], "place", complete=False)


def _peoples(group: Sequence[Typed]) -> Iterable[Check]:
    """Figures for groups of people against the figure for all, of the same place and days; and each against the wider one."""
    for same in _by(group, lambda t: (t.place, t.window)).values():
        wholes = _once(t for t in same if t.total and t.kind == "all")
        narrow = _once(t for t in same if t.kind != "all" and (t.total or t.said.role in ("part", "subset")) and t.said.usable)
        if not wholes or not narrow:
            continue
        whole = max(wholes, key=lambda t: t.said.number or t.said.ends[0] or 0)
        for t in narrow:
            low, high = t.said.ends[0], whole.said.ends[1]
            if low is not None and high is not None and low > high:
                yield _larger(t, whole)
        parts = [t for t in narrow if t.said.role == "part" and t.said.number]
        if len(parts) > 1:
            yield _sum(parts[:MOST_PARTS], whole, "population", complete=True)
            continue
        counted = [t for t in narrow if t.said.number]
        if 2 <= len(counted) <= MOST_PARTS and whole.said.number and sum(t.said.number or 0 for t in counted) == whole.said.number:
            yield _sum(counted, whole, "population", complete=False)


def _adds_up(wholes: Sequence[Typed], where: Callable[[Typed], str]) -> tuple[Typed, list[Typed]] | None:
    """The largest figure and all the others, when those are for different places and add up to it exactly."""
    if not 3 <= len(wholes) <= MOST_PARTS:
        return None
    whole = max(wholes, key=lambda t: t.said.number or 0)
    parts = [t for t in wholes if t is not whole]
    places = {where(t) for t in parts}
    exact = sum(t.said.number or 0 for t in parts) == whole.said.number
    return (whole, parts) if exact and len(places) == len(parts) and where(whole) not in places and "" not in places else None


def _sum(parts: Sequence[Typed], whole: Typed | None, by: str, *, complete: bool) -> Check:
    """Parts added up and set against their total.

    Args:
        complete: does the source say that they are all of it?
    """
    parts = sorted(parts, key=lambda t: -(t.said.number or 0))
    ids, claim = tuple(t.said.claim for t in parts), whole.said.claim if whole else None
    total, open_up = sum(t.said.number or 0 for t in parts), any(t.said.ends[1] is None for t in parts)
    values = {"parts": [figure(t.said) for t in parts], "n": len(parts), "by": {"code": f"by.{by}", "values": {}}, "who": _source(parts[0]),
              "sum": {"bound": "at_least" if open_up else "exact", "number": total, "low": total, "high": None if open_up else total}}
    if whole is None or whole.said.number is None:
        return _check("sum", by, ids, None, total, None, None, Reason("sum.none", values))
    off = total - whole.said.number
    low, high = whole.said.ends
    values |= {"claim": {"claim": claim}, "off": abs(off), "total": figure(whole.said)}
    if off == 0:
        return _check("sum", by, ids, claim, total, off, True, Reason("sum", values))
    if off > 0:
        over = high is not None and total > high
        code = "sum.room" if not over else "sum.over places" if by == "place" else "sum.over"
        return _check("sum", by, ids, claim, total, off, not over, Reason(code, values))
    short = not open_up and low is not None and total < low
    holds = None if not complete else not short
    return _check("sum", by, ids, claim, total, off, holds, Reason("sum.under", values))


def _larger(part: Typed, whole: Typed) -> Check:
    low = part.said.ends[0] or 0
    return _check("subset", "population", (part.said.claim,), whole.said.claim, low, low - (whole.said.ends[1] or 0), False, Reason("subset", {
        "who": _source(part), "figure": figure(part.said), "people": part.whom_words, "claim": {"claim": part.said.claim},
        "whole_figure": figure(whole.said), "whole_people": whole.whom_words, "whole": {"claim": whole.said.claim}}))


def _check(kind: str, by: str, parts: tuple[str, ...], whole: str | None, total: int | None, off: int | None, holds: bool | None, reason: Reason) -> Check:
    return Check(kind, by, parts, whole, total, off, holds, english(reason), reason)


# --- growth -------------------------------------------------------------------------------------------

def _growth(typed: Sequence[Typed]) -> Iterable[Check]:
    """A source's total of one day, its count of those added, and its next total: said when they fit."""
    for group in _by([t for t in typed if t.said.day is not None and t.said.number], lambda t: (source_key(t.said), t.said.harm, t.whom)).values():
        totals = _by(sorted(_once(t for t in group if t.said.role in ("", "total", "place_part")), key=lambda t: (t.said.day, t.said.number, t.said.bound == "exact")), lambda t: (t.place,))
        for more in _once(t for t in group if t.said.role == "increment")[:MOST_PARTS]:
            place = place_key(more.said.place)
            found = next((check for key in dict.fromkeys((place, "")) if (check := _grown(totals.get((key,), ()), more))), None)
            if found:
                yield found


def _grown(totals: Sequence[Typed], more: Typed) -> Check | None:
    """The last total before that day, and one of that day that is larger by just so many."""
    day, number = more.said.day or 0.0, more.said.number or 0
    before = next((t for t in reversed(totals) if (t.said.day or 0.0) < day), None)
    after = next((t for t in reversed(totals) if before and t.said.day == day and t.said.number == (before.said.number or 0) + number), None)
    if before is None or after is None:
        return None
    return _check("growth", "day", (before.said.claim, more.said.claim), after.said.claim, after.said.number, 0, True, Reason("growth", {
        "before": figure(before.said), "added": figure(more.said), "after": figure(after.said), "who": _source(before), "day": on(after.said),
        "claim": {"claim": after.said.claim}}))


# --- small things ---------------------------------------------------------------------------------------

def _by(group: Iterable[Typed], key: Callable[[Typed], tuple]) -> dict[tuple, list[Typed]]:
    out: dict[tuple, list[Typed]] = {}
    for t in group:
        out.setdefault(key(t), []).append(t)
    return out


def _once(group: Iterable[Typed]) -> list[Typed]:
    """Each figure once, though a report may tell it twice."""
    return list({(t.whom, t.place or place_key(t.said.place), t.said.role == "increment", t.said.number, t.said.bound, t.said.day if t.said.role == "increment" else None,
                  t.said.day if not t.said.report else None): t for t in reversed(list(group))}.values())[::-1]


def _source(t: Typed) -> dict[str, Any]:
    """Who gives the figure, and when the count stood, as a value of a reason."""
    return {"code": "source", "values": {"name": t.said.cited or t.said.voice or t.said.publisher or "one source", "day": on(t.said)}}
