"""From the figures of one scope to a range, a best point, an agreement and a standing.

The rules are section 3.2 of the project's science page; each result carries the sentence that
produced it (`reasons`). No probabilities, and nothing is fitted.
"""

from __future__ import annotations

import dataclasses
import heapq
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.model import Check, Reason, ScopePair
from bearwitness.weigh.bounds import beyond
from bearwitness.weigh.checks import Typed
from bearwitness.weigh.conflict import incompatible
from bearwitness.weigh.figures import IMPLAUSIBLE, Said, is_unnamed, natural, two_steps
from bearwitness.weigh.growth import rising, steps_of
from bearwitness.weigh.interval import closed_high, point
from bearwitness.weigh.lineage import Lineage, publisher_key, trace
from bearwitness.weigh.reasons import english, nested, on, some
from bearwitness.weigh.root import Agreement, RootFigure, apart, band, factor
from bearwitness.weigh.rules import STANDARD, Rules
from bearwitness.weigh.standing import standing_of
from bearwitness.weigh.ties import NONE, Ties

MOST_CLASHES = 5       # incompatible pairs that are told in sentences

_OFFICIAL = re.compile(r"\b(?:ministry|minister|government|authorit(?:y|ies)|official|police|army|military|state media|"
                       r"governor|mayor|spokes(?:man|woman|person)|presidency|health department|civil defen[cs]e)\b",
                       re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """What one scope of one incident comes to."""

    roots: tuple[RootFigure, ...]
    range: tuple[int | None, int | None]
    best: int | None
    floor: int | None
    agreement: Agreement
    standing: str
    reasons: tuple[Reason, ...]
    incompatible: tuple[tuple[str, str], ...]
    set_aside: tuple[tuple[str, str], ...]
    lineage: Lineage
    still_rising: bool | None = None
    checks: tuple[Check, ...] = ()                     # these three come from the other scopes of the incident, too
    differ_in_scope: tuple[ScopePair, ...] = ()
    typed: tuple[Typed, ...] = ()

    @property
    def because(self) -> tuple[str, ...]:
        """The sentences in English."""
        return tuple(map(english, self.reasons))

    @property
    def independent(self) -> int:
        return sum(1 for root in self.roots if root.current is not None and not root.outside)


def weigh_scope(saids: Sequence[Said], *, floor: int | None = None, start: float | None = None, rules: Rules = STANDARD,
                ties: Ties = NONE, known: float | None = None) -> ScopeResult:
    """Weighs the figures of one scope.

    1. Figures that are not a total of this scope are set aside. 2. The rest are traced to their roots.
    3. Each root keeps its latest figure. 4. Range, best, agreement and standing follow from those.

    Args:
        saids: figures of one scope (harm, population, place), in any order.
        floor: how many named victims are known in this scope.
        start: the first day of the incident; without it the first day of any figure.
        rules: the rule set; its name goes into the reasons when it is not the standard one.
        ties: what ties their reports to one another beside the figures.
        known: the day of knowledge, at which the 72 hours of "still rising" end; without it the newest day of any figure.
    """
    aside = {s.claim: s.role for s in saids if s.role in ("subset", "increment", "place_part", IMPLAUSIBLE)}
    totals = [s for s in saids if s.claim not in aside and s.usable]
    lineage = trace(totals, rules, ties)
    groups: dict[str, list[Said]] = {}
    for said in sorted(totals, key=_history_key):
        groups.setdefault(lineage.root_of[said.claim], []).append(said)
    notes: list[Reason] = []
    histories = {key: _history(key, group, lineage, aside, notes) for key, group in groups.items()}
    roots = _closed(_put_outside(_roots(groups, histories, lineage, start, rules), rules))
    inside = [r for r in roots if not r.outside]
    span = _range(inside)
    live = [r for r in inside if not r.stale]
    best = _best(live)
    aside.update({r.current.claim: "stale" for r in inside if r.stale and r.current})
    agreement = _agree(inside)
    circular = any(r.key in lineage.circular for r in inside)
    clashing = incompatible(inside)
    standing, why = standing_of(inside, agreement, circular, rules)
    still, growth = rising(live, histories, known, rules)
    reasons = [why, *_clashes(clashing, inside), *_sentences(roots, inside, live, span, best, agreement, floor), *growth,
               *(Reason("ring", {"root": r.name}) for r in inside if r.key in lineage.circular and standing != "circular"),
               *some(sorted(notes, key=english)), *_oddities(saids, rules)]
    if rules != STANDARD:
        reasons.append(Reason("rules", {"rules": rules.label}))
    return ScopeResult(
        roots=tuple(roots), range=span, best=best, floor=floor, agreement=agreement, standing=standing,
        reasons=tuple(reasons), incompatible=clashing, still_rising=still,
        set_aside=tuple(sorted(aside.items(), key=lambda item: natural(item[0]))), lineage=lineage)


def _oddities(saids: Sequence[Said], rules: Rules) -> list[Reason]:
    """What is left out because it cannot be, each with its sentence."""
    ordered = sorted(saids, key=lambda s: natural(s.claim))
    return [*some(beyond(s, rules) for s in ordered if s.role == IMPLAUSIBLE),
            *some(Reason("odd day", {"claim": {"claim": s.claim}, "words": words}) for s in ordered for words in s.odd)]


# --- the figure that stands for a root ----------------------------------------------------------

def _history_key(said: Said) -> tuple:
    """By the day the count stood, then by publication, then upwards: a cumulative count rises."""
    inf = math.inf
    return (inf if said.day is None else said.day, inf if said.published is None else said.published,
            said.number or 0, natural(said.claim))


def _history(key: str, group: list[Said], lineage: Lineage, aside: dict[str, str], notes: list[Reason]) -> list[Said]:
    """The figures of a root in the order in which they stood, repeats left out; the last is current, the others are set aside with the reason."""
    chosen = [s for s in group if not _is_repeat(s, key, lineage)] or group[:1]
    dated = [s for s in chosen if s.day is not None]
    undated = [s for s in chosen if s.day is None]
    history = dated or undated
    tallest = max(undated, key=_height, default=None)
    if dated and tallest is not None and _height(tallest) > max(_height(s) for s in dated):
        notes.append(Reason("undated latest", {"claim": {"claim": tallest.claim}, "root": lineage.names[key]}))
        history = [*dated, tallest]
    current = history[-1]
    if current.as_of is None and current.published is not None and len(chosen) > 1:
        notes.append(Reason("no as-of day", {"root": lineage.names[key]}))
    known = {s.claim: s for s in group}
    for said in group:
        if said is not current:
            aside[said.claim] = _why_aside(said, current, key, lineage, known)
    return history


def _height(said: Said) -> float:
    return point(said.number, said.bound, *said.ends) or 0.0


def _is_repeat(said: Said, key: str, lineage: Lineage) -> bool:
    """Does it only pass on an earlier figure of the same root? An as-of day of its own makes it a new statement."""
    parent = lineage.parent.get(said.claim)
    own_day = said.as_of is not None and said.published is not None and said.as_of < said.published
    restated = own_day and said.chain and parent is not None
    return parent is not None and lineage.root_of.get(parent) == key and not (restated and _is_newer(said, parent, lineage))


def _is_newer(said: Said, parent: str, lineage: Lineage) -> bool:
    day = lineage.days.get(parent)
    return day is not None and said.as_of is not None and said.as_of > day


def _why_aside(said: Said, current: Said, key: str, lineage: Lineage, group: dict[str, Said]) -> str:
    """repeated, distorted (passed on with another number or bound), or stale (a later figure took its place)."""
    parent = group.get(lineage.parent.get(said.claim, ""))
    if parent is None:
        return "stale"
    if (parent.number, parent.bound, parent.ends) != (said.number, said.bound, said.ends):
        return "distorted"
    return "repeated"


def _roots(groups: dict[str, list[Said]], histories: dict[str, list[Said]], lineage: Lineage,
           start: float | None, rules: Rules) -> list[RootFigure]:
    newest = max((h[-1].day for h in histories.values() if h[-1].day is not None), default=None)
    first = start if start is not None else min((s.day for g in groups.values() for s in g if s.day is not None),
                                                default=None)
    roots = []
    for key, group in groups.items():
        current = histories[key][-1]
        low, high = current.ends
        direct, weight = directness(current, key, lineage, rules)
        weight *= rules.weight_of(current.rating)
        if current.bound != "exact":
            weight *= rules.inexact_weight
        roots.append(RootFigure(
            key=key, name=lineage.names[key],
            claims=tuple(s.claim for s in sorted(group, key=lambda s: natural(s.claim))),
            current=current, low=low, high=high, top=None, middle=point(current.number, current.bound, low, high), weight=weight,
            direct=direct, stale=is_stale(current.day, newest, first, rules), steps=steps_of(histories[key])))
    return sorted(roots, key=lambda r: (-len(r.claims), r.name, r.key))


def _closed(roots: list[RootFigure]) -> list[RootFigure]:
    """Open ends reach to the largest current figure of those in the range: what stands beside it widens nothing."""
    largest = max((n for r in roots if r.current and not r.outside for n in (r.current.number, *r.current.ends) if n is not None), default=0)
    return [dataclasses.replace(r, top=closed_high(r.low, r.high, r.current.bound, r.current.number, 0 if r.outside else largest))
            if r.current else r for r in roots]


def is_stale(day: float | None, newest: float | None, first: float | None, rules: Rules = STANDARD) -> bool:
    """Is a figure too old to be set against the newest one?

    By the standard rules more than 7 days older is stale while counts still move. A count made more than a
    month after the first day is stale only when the newest is later by more than its own age.
    """
    if day is None or newest is None:
        return False
    age = day - first if first is not None else 0.0
    return newest - day > (max(rules.stale_days, age) if age > rules.settled_days else rules.stale_days)


def directness(current: Said, key: str, lineage: Lineage, rules: Rules = STANDARD) -> tuple[bool, float]:
    """Own documentation weighs most (1 by the standard rules), then an official statement (.8), then a figure without a named source, or of a ring (.5)."""
    name = lineage.names[key]
    own_voice = not current.chain and publisher_key(current) == key
    named_by_others = key in lineage.citing
    if is_unnamed(name) or key in lineage.circular or (own_voice and not named_by_others) or key.startswith("claim "):
        return False, rules.unsourced
    if _OFFICIAL.search(name):
        return True, rules.official
    return True, rules.own


def _put_outside(roots: list[RootFigure], rules: Rules) -> list[RootFigure]:
    """What stands beside the range: sources that people rated too low; and what unnamed people are said to have said, once two
    named roots exist, when it was passed on twice or fits none of them."""
    named = [r for r in roots if not is_unnamed(r.name)]
    out = []
    for root in roots:
        letter = root.current.rating if root.current else None
        why = None if rules.inside(letter) else Reason("outside.rated", {"letter": letter, "limit": rules.worst_inside})
        if why is None and rules.unnamed_outside and len(named) > 1:
            why = _why_outside(root, named)
        out.append(dataclasses.replace(root, outside=why) if why else root)
    return out


def _why_outside(root: RootFigure, named: Sequence[RootFigure]) -> Reason | None:
    if root.current is None or not is_unnamed(root.name):
        return None
    if two_steps(root.current):
        return Reason("outside.two steps", {})
    if all(apart(root, other) for other in named):
        return Reason("outside.apart", {"n": len(named)})
    return None


# --- range, best, agreement, standing -------------------------------------------------------------

def _range(roots: Sequence[RootFigure]) -> tuple[int | None, int | None]:
    lows = [r.low if r.low is not None else 0 for r in roots if r.low is not None or r.top is not None]
    tops = [r.top for r in roots if r.top is not None]
    return (min(lows) if lows else None, max(tops) if tops else None)


def _best(roots: Sequence[RootFigure]) -> int | None:
    """The weighted median of the points of the roots that are not stale; with one root there is only that claim, and no best."""
    points = [(r.middle, r.weight) for r in roots if r.middle is not None]
    if len(points) < 2:
        return None
    return round_half_up(weighted_median(points))


def weighted_median(points: Sequence[tuple[float, float]]) -> float:
    """The point with half of the weight on each side; the mean of two when the weight divides evenly between them."""
    ordered = sorted(points)
    half = sum(weight for _, weight in ordered) / 2
    below = 0.0
    for i, (value, weight) in enumerate(ordered):
        below += weight
        if abs(below - half) < 1e-9 and i + 1 < len(ordered):
            return (value + ordered[i + 1][0]) / 2
        if below > half:
            return value
    return ordered[-1][0]


def round_half_up(x: float) -> int:
    return math.floor(x + 0.5)


def _agree(roots: Sequence[RootFigure]) -> Agreement:
    """The largest weight of roots whose bands share a point, found by sweeping over the bands' lower ends."""
    counted = [r for r in roots if not r.stale and r.middle is not None]
    bands = [(*band(r), r.weight) for r in counted]
    best: tuple[float, int, int] | None = None
    open_: list[tuple[int, float]] = []      # (upper end, weight) of the bands that hold the point
    weight = 0.0
    coming = sorted(bands)
    n = 0
    for at in sorted({low for low, _, _ in bands}):
        while n < len(coming) and coming[n][0] == at:
            heapq.heappush(open_, coming[n][1:])
            weight += coming[n][2]
            n += 1
        while open_ and open_[0][0] < at:
            weight -= heapq.heappop(open_)[1]
        if best is None or (open_ and (weight, len(open_)) > (best[0] + 1e-9, best[1])):
            best = (weight, len(open_), at)
    if best is None or not best[1]:
        return Agreement(0, len(counted), None, None)
    sharing = [r for r, (low, high, _) in zip(counted, bands) if low <= best[2] <= high]
    return Agreement(k=len(sharing), of=len(counted), low=max(band(r)[0] for r in sharing),
                     high=min(band(r)[1] for r in sharing), roots=tuple(r.key for r in sharing))


# --- sentences ------------------------------------------------------------------------------------

def _clashes(pairs: Sequence[tuple[str, str]], roots: Sequence[RootFigure]) -> list[Reason]:
    """The pairs that cannot both be right, the furthest apart first."""
    by_claim = {r.current.claim: r for r in roots if r.current}
    told = sorted(((by_claim[a], by_claim[b]) for a, b in pairs), key=lambda pair: -factor(*pair))
    out = [Reason("incompatible", {"a": a.name, "a_figure": a.figure, "b": b.name, "b_figure": b.figure}) for a, b in told[:MOST_CLASHES]]
    return [*out, Reason("more", {"n": len(told) - MOST_CLASHES})] if len(told) > MOST_CLASHES else out


def _sentences(roots: Sequence[RootFigure], inside: Sequence[RootFigure], live: Sequence[RootFigure], span: tuple[int | None, int | None],
               best: int | None, agreement: Agreement, floor: int | None) -> list[Reason]:
    """One sentence for each number, in the order of the numbers."""
    out = []
    if inside and span != (None, None):
        low = next((r for r in inside if (r.low or 0) == span[0]), inside[0])
        high = next((r for r in inside if r.top == span[1]), inside[-1])
        ends = {"span": {"low": span[0], "high": span[1]}, "low": low.name, "low_figure": low.figure}
        out.append(Reason("range.two", {**ends, "high": high.name, "high_figure": high.figure}) if low is not high else Reason("range.one", ends))
        if high.high is None and high.top is not None:
            out.append(Reason("range.open", {"root": high.name, "figure": high.figure, "top": high.top}))
    if best is not None:
        points = [Reason("best.root", {"root": r.name, "figure": r.figure, "point": round(r.middle), "weight": r.weight})
                  for r in live if r.middle is not None]
        out.append(Reason("best", {"best": best, "n": len(live), "roots": nested(some(points))}))
    elif len(live) == 1:
        out.append(Reason("best.none", {"root": live[0].name, "figure": live[0].figure}))
    if floor is not None:
        out.append(Reason("floor", {"floor": floor}))
    if agreement.k >= 1 and agreement.of > 1:
        out.append(_agreement_reason(inside, agreement))
    out += some(Reason("stale", {"root": r.name, "day": on(r.current)}) for r in inside if r.stale and r.current)
    out += some(Reason("outside", {"root": r.name, "figure": r.figure, "why": nested([r.outside])[0]}) for r in roots if r.outside)
    out += some(Reason("floor.over", {"root": r.name, "high": r.high, "floor": floor}) for r in inside if contradicted(r, floor))
    return out


def contradicted(root: RootFigure, floor: int | None) -> bool:
    """Does it give fewer, at most, than are named?"""
    return floor is not None and root.high is not None and root.high < floor


def _agreement_reason(inside: Sequence[RootFigure], agreement: Agreement) -> Reason:
    if agreement.k < 2:
        return Reason("agreement.none", {})
    values = {"k": agreement.k, "of": agreement.of, "span": {"low": agreement.low, "high": agreement.high}}
    others = [r.named() for r in inside if r.key not in agreement.roots and not r.stale]
    return Reason("agreement.but", {**values, "others": nested(some(others))}) if others else Reason("agreement", values)
