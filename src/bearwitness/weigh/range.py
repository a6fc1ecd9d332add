"""From the figures of one scope to a range, a best point, an agreement and a standing.

The rules are section 3.2 of the project's science page; each result carries the sentence that
produced it. No probabilities, and nothing is fitted.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import heapq
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bearwitness.weigh.bounds import beyond_words
from bearwitness.weigh.figures import IMPLAUSIBLE, Said, is_unnamed, natural, two_steps
from bearwitness.weigh.interval import ceil_part, closed_high, floor_part, point
from bearwitness.weigh.lineage import Lineage, publisher_key, trace
from bearwitness.weigh.rules import STANDARD, Rules
from bearwitness.weigh.ties import NONE, Ties

MOST_PAIRS = 1_000     # incompatible pairs that are listed
MOST_NAMED = 40        # roots that are named in one sentence, and sentences of one kind

_OFFICIAL = re.compile(r"\b(?:ministry|minister|government|authorit(?:y|ies)|official|police|army|military|state media|"
                       r"governor|mayor|spokes(?:man|woman|person)|presidency|health department|civil defen[cs]e)\b",
                       re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RootFigure:
    """One independent origin and the figure that stands for it now."""

    key: str
    name: str
    claims: tuple[str, ...]
    current: Said | None
    low: int | None            # as the claim has it
    high: int | None
    top: int | None            # the upper end used in the range
    middle: float | None
    weight: float
    direct: bool
    stale: bool = False
    outside: str | None = None   # why it is shown beside the range


@dataclass(frozen=True, slots=True)
class Agreement:
    k: int
    of: int
    low: int | None
    high: int | None
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """What one scope of one incident comes to."""

    roots: tuple[RootFigure, ...]
    range: tuple[int | None, int | None]
    best: int | None
    floor: int | None
    agreement: Agreement
    standing: str
    because: tuple[str, ...]
    incompatible: tuple[tuple[str, str], ...]
    set_aside: tuple[tuple[str, str], ...]
    lineage: Lineage

    @property
    def independent(self) -> int:
        return sum(1 for root in self.roots if root.current is not None and not root.outside)


def weigh_scope(saids: Sequence[Said], *, floor: int | None = None, start: float | None = None, rules: Rules = STANDARD,
                ties: Ties = NONE) -> ScopeResult:
    """Weighs the figures of one scope.

    1. Figures that are not a total of this scope are set aside. 2. The rest are traced to their roots.
    3. Each root keeps its latest figure. 4. Range, best, agreement and standing follow from those.

    Args:
        saids: figures of one scope (harm, population, place), in any order.
        floor: how many named victims are known in this scope.
        start: the first day of the incident; without it the first day of any figure.
        rules: the rule set; its name goes into the reasons when it is not the standard one.
        ties: what ties their reports to one another beside the figures.
    """
    aside = {s.claim: s.role for s in saids if s.role in ("subset", "increment", "place_part", IMPLAUSIBLE)}
    totals = [s for s in saids if s.claim not in aside and s.usable]
    lineage = trace(totals, rules, ties)
    groups: dict[str, list[Said]] = {}
    for said in sorted(totals, key=_history_key):
        groups.setdefault(lineage.root_of[said.claim], []).append(said)
    because: list[str] = []
    currents = {key: _current(key, group, lineage, aside, because) for key, group in groups.items()}
    roots = _put_outside(_roots(groups, currents, lineage, start, rules), rules)
    inside = [r for r in roots if not r.outside]
    span = _range(inside)
    live = [r for r in inside if not r.stale]
    best = _best(live)
    aside.update({r.current.claim: "stale" for r in inside if r.stale and r.current})
    agreement = _agree(inside)
    incompatible = _incompatible(inside)
    circular = any(r.key in lineage.circular for r in inside)
    standing, why = _STANDINGS[rules.ladder](inside, agreement, circular, rules)
    because = [why, *_sentences(roots, inside, live, span, best, agreement, floor), *_some(sorted(because)), *_oddities(saids, rules)]
    if rules != STANDARD:
        because.append(f"by the rule set {rules.label}")
    return ScopeResult(
        roots=tuple(roots), range=span, best=best, floor=floor, agreement=agreement, standing=standing,
        because=tuple(because), incompatible=incompatible,
        set_aside=tuple(sorted(aside.items(), key=lambda item: natural(item[0]))), lineage=lineage)


def _oddities(saids: Sequence[Said], rules: Rules) -> list[str]:
    """What is left out because it cannot be, each with its sentence."""
    ordered = sorted(saids, key=lambda s: natural(s.claim))
    return [*_some(beyond_words(s, figure_words(s), rules) for s in ordered if s.role == IMPLAUSIBLE),
            *_some(f"{s.ref} {words}" for s in ordered for words in s.odd)]


# --- the figure that stands for a root ----------------------------------------------------------

def _history_key(said: Said) -> tuple:
    """By the day the count stood, then by publication, then upwards: a cumulative count rises."""
    inf = math.inf
    return (inf if said.day is None else said.day, inf if said.published is None else said.published,
            said.number or 0, natural(said.claim))


def _current(key: str, group: list[Said], lineage: Lineage, aside: dict[str, str], because: list[str]) -> Said:
    """The latest figure of a root by its as-of day; repeats and older figures are set aside with the reason."""
    chosen = [s for s in group if not _is_repeat(s, key, lineage)] or group[:1]
    dated = [s for s in chosen if s.day is not None]
    undated = [s for s in chosen if s.day is None]
    current = dated[-1] if dated else undated[-1]
    tallest = max(undated, key=_height, default=None)
    if dated and tallest is not None and _height(tallest) > max(_height(s) for s in dated):
        because.append(f"{tallest.ref} carries no date; it is above every dated figure of {lineage.names[key]}, "
                       "and a cumulative count rises, so it is taken as the latest")
        current = tallest
    if current.as_of is None and current.published is not None and len(chosen) > 1:
        because.append(f"the figures of {lineage.names[key]} carry no as-of day in the text; the day of publication "
                       "serves to order them, and for nothing else")
    known = {s.claim: s for s in group}
    for said in group:
        if said is not current:
            aside[said.claim] = _why_aside(said, current, key, lineage, known)
    return current


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


def _roots(groups: dict[str, list[Said]], currents: dict[str, Said], lineage: Lineage,
           start: float | None, rules: Rules) -> list[RootFigure]:
    days = [c.day for c in currents.values() if c.day is not None]
    newest = max(days, default=None)
    first = start if start is not None else min((s.day for g in groups.values() for s in g if s.day is not None),
                                                default=None)
    largest = max((n for c in currents.values() for n in (c.number, *c.ends) if n is not None), default=0)
    roots = []
    for key, group in groups.items():
        current = currents[key]
        low, high = current.ends
        direct, weight = directness(current, key, lineage, rules)
        weight *= rules.weight_of(current.rating)
        if current.bound != "exact":
            weight *= rules.inexact_weight
        roots.append(RootFigure(
            key=key, name=lineage.names[key],
            claims=tuple(s.claim for s in sorted(group, key=lambda s: natural(s.claim))),
            current=current, low=low, high=high, top=closed_high(low, high, current.bound, current.number, largest),
            middle=point(current.number, current.bound, low, high), weight=weight, direct=direct,
            stale=is_stale(current.day, newest, first, rules)))
    return sorted(roots, key=lambda r: (-len(r.claims), r.name, r.key))


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
    """Own documentation weighs most (1 by the standard rules), then an official statement (.8), then a figure without a named source (.5)."""
    name = lineage.names[key]
    own_voice = not current.chain and publisher_key(current) == key
    named_by_others = key in lineage.citing
    if is_unnamed(name) or (own_voice and not named_by_others) or key.startswith("claim "):
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
        why = None if rules.inside(letter) else f"rated {letter} by a reviewer, worse than {rules.worst_inside}: shown beside the range"
        if why is None and rules.unnamed_outside and len(named) > 1:
            why = _why_outside(root, named)
        out.append(dataclasses.replace(root, outside=why) if why else root)
    return out


def _why_outside(root: RootFigure, named: Sequence[RootFigure]) -> str | None:
    if root.current is None or not is_unnamed(root.name):
        return None
    if two_steps(root.current):
        return "an unnamed source, passed on twice: shown beside the range"
    if all(_apart(root, other) for other in named):
        return f"an unnamed source, apart from all {len(named)} named ones: shown beside the range"
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


def band(root: RootFigure) -> tuple[int, int]:
    """Plus or minus 10 %, in whole people, of the root's point, or of both ends when it gave two."""
    assert root.current is not None
    bound, middle = root.current.bound, root.middle or 0.0
    if bound in ("exact", "about") and root.current.number is not None:
        return ceil_part(root.current.number, 9), floor_part(root.current.number, 11)
    if bound in ("between", "up_to", "vague") and root.low is not None and root.high is not None:
        return ceil_part(root.low, 9), floor_part(root.high, 11)
    return math.ceil(middle * 0.9 - 1e-9), math.floor(middle * 1.1 + 1e-9)


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


def _incompatible(roots: Sequence[RootFigure]) -> tuple[tuple[str, str], ...]:
    """Pairs of current figures of one scope that cannot both hold, even with 10 % of room; open ends stay open. At most `MOST_PAIRS`."""
    usable = [r for r in roots if r.current is not None and not r.stale]
    upwards = sorted(usable, key=lambda r: (_room(r)[0], r.key))
    lows = [_room(r)[0] for r in upwards]
    pairs: list[tuple[str, str]] = []
    for left in usable:      # whatever begins above its upper end
        for right in upwards[bisect_right(lows, _room(left)[1]):]:
            ids = sorted((left.current.claim, right.current.claim), key=natural)  # type: ignore[union-attr]
            pairs.append((ids[0], ids[1]))
            if len(pairs) >= MOST_PAIRS:
                return tuple(sorted(pairs, key=lambda pair: (natural(pair[0]), natural(pair[1]))))
    return tuple(sorted(pairs, key=lambda pair: (natural(pair[0]), natural(pair[1]))))


def _apart(left: RootFigure, right: RootFigure) -> bool:
    (a, b), (c, d) = _room(left), _room(right)
    return b < c or d < a


def _room(r: RootFigure) -> tuple[float, float]:
    return (r.low or 0) * 0.9, math.inf if r.high is None else r.high * 1.1


def _convergence(roots: Sequence[RootFigure], agreement: Agreement, circular: bool, rules: Rules) -> tuple[str, str]:
    """convergent, supported, single root, contested, circular or differing, with the sentence that says why."""
    few = _few(roots, circular)
    if few:
        return few
    live = _live(roots)
    middles = [r.middle or 0.0 for r in live]
    ratio = max(middles) / max(min(middles), 1e-9)
    if far := _contest(live, rules):
        return "contested", f"contested: {far}"
    if agreement.k >= rules.convergent_roots and any(r.direct for r in live) and ratio <= rules.convergent_ratio:
        return "convergent", f"convergent: {agreement.k} independent roots within a factor of {ratio:.2f}, " \
                             "at least one of them with documentation of its own"
    if agreement.k >= 2:
        return "supported", f"supported: {agreement.k} of {agreement.of} independent roots agree within 10 %"
    return "differing", f"differing: {agreement.of} independent roots, none within 10 % of another, " \
                        f"but less than a factor of {rules.contested_ratio:g} apart"


def _airwars(roots: Sequence[RootFigure], agreement: Agreement, circular: bool, rules: Rules) -> tuple[str, str]:
    """fair, weak, contested or circular, in the manner of Airwars; "confirmed" is a belligerent's own word, not a number."""
    few = _few(roots, circular)
    if few:
        return few if few[0] in ("no figure", "circular") else ("weak", f"weak: {few[1].removeprefix('single root: ')}")
    live = _live(roots)
    if far := _contest(live, rules):
        return "contested", f"contested: {far}"
    return "fair", f"fair: {len(live)} independent roots claim harm"


def _ibc(roots: Sequence[RootFigure], agreement: Agreement, circular: bool, rules: Rules) -> tuple[str, str]:
    """recorded or provisional, in the manner of Iraq Body Count: two independent sources, whatever their figures."""
    few = _few(roots, circular)
    if few and few[0] in ("no figure", "circular"):
        return few
    named = [r for r in roots if r.current is not None]
    if len(named) < 2:
        return "provisional", f"provisional: {named[0].name} alone; a second independent source is needed" if named else "provisional: no named source"
    return "recorded", f"recorded: {len(named)} independent roots; the range is what they say"


_STANDINGS = {"convergence": _convergence, "airwars": _airwars, "ibc": _ibc}


def _few(roots: Sequence[RootFigure], circular: bool) -> tuple[str, str] | None:
    """What stands when there are not two live roots to compare."""
    if not roots:
        return "no figure", "no figure of this scope states a number"
    if circular and len(roots) == 1:
        return "circular", f"circular: the sources cite one another, and nothing outside the ring ({roots[0].name}) is known"
    if len(roots) == 1:
        return "single root", f"single root: every figure goes back to {roots[0].name}"
    live = _live(roots)
    if len(live) < 2:
        newest = live[0].name if live else roots[0].name
        return "single root", f"single root: only {newest} gives a figure that is not stale"
    return None


def _live(roots: Sequence[RootFigure]) -> list[RootFigure]:
    return [r for r in roots if not r.stale and r.middle]


_EXTREMES = 200


def _contest(live: Sequence[RootFigure], rules: Rules) -> str | None:
    """The two roots furthest apart, in words, when their bands exclude each other and the ratio is too large."""
    if len(live) > 2 * _EXTREMES:      # the widest pair is among the lowest and the highest
        ordered = sorted(live, key=lambda r: (r.middle or 0.0, r.name, r.key))
        live = [*ordered[:_EXTREMES], *ordered[-_EXTREMES:]]
    far = [(a, b) for i, a in enumerate(live) for b in live[i + 1:] if _apart(a, b) and _factor(a, b) > rules.contested_ratio]
    if not far:
        return None
    a, b = max(far, key=lambda pair: _factor(*pair))
    return f"{a.name} ({_words(a)}) and {b.name} ({_words(b)}) differ by a factor of {_factor(a, b):.1f}, more than {rules.contested_ratio:g}"


def _factor(a: RootFigure, b: RootFigure) -> float:
    low, high = sorted((a.middle or 0.0, b.middle or 0.0))
    return high / max(low, 1e-9)


# --- sentences ------------------------------------------------------------------------------------

def _words(root: RootFigure) -> str:
    return figure_words(root.current) if root.current else "no figure"


_BOUND_WORDS = {"exact": "", "at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "about": "about "}


def figure_words(said: Said) -> str:
    """A figure in words: "at least 745", "2,300-2,400".

    >>> figure_words(Said("c", 745, "at_least"))
    'at least 745'
    """
    if said.number is None:
        low, high = said.ends
        return f"{low:,}-{high:,}" if low is not None and high is not None else f"from {low or 0:,}" if high is None \
            else f"up to {high:,}"
    return f"{_BOUND_WORDS.get(said.bound, '')}{said.number:,}"


def day_words(said: Said) -> str:
    day = said.day
    if said.as_of_text:
        return said.as_of_text
    if day is None:
        return "undated"
    return dt.date.fromordinal(int(day)).isoformat() if day > 100_000 else f"day {day:g}"


def _sentences(roots: Sequence[RootFigure], inside: Sequence[RootFigure], live: Sequence[RootFigure], span: tuple,
               best: int | None, agreement: Agreement, floor: int | None) -> list[str]:
    """One sentence for each number, in the order of the numbers."""
    out = []
    if inside and span != (None, None):
        low = next((r for r in inside if (r.low or 0) == span[0]), inside[0])
        high = next((r for r in inside if r.top == span[1]), inside[-1])
        ends = f"from {low.name} ({_words(low)}) to {high.name} ({_words(high)})" if low is not high \
            else f"both ends from {low.name} ({_words(low)})"
        words = _number(span[0]) if span[0] == span[1] else f"{_number(span[0])}-{_number(span[1])}"
        out.append(f"range {words}: {ends}")
        if high.high is None and high.top is not None:
            out.append(f"an open figure reaches to the largest current one, or to 1.5 times itself: {high.name}, "
                       f"{_words(high)}, to {high.top:,}")
    if best is not None:
        out.append(f"best {best:,}: the weighted median of {len(live)} roots ("
                   + "; ".join(_some([f"{r.name} {_words(r)} enters as {r.middle:,.0f} with weight {r.weight:.2f}"
                                      for r in live if r.middle is not None])) + ")")
    elif len(live) == 1:
        out.append(f"no best: one root only that is not stale, so there is only the claim of {live[0].name} "
                   f"({_words(live[0])})")
    if agreement.k >= 1 and agreement.of > 1:
        out.append(_agreement_words(inside, agreement))
    out += _some(f"{r.name} is stale: its figure stood on {day_words(r.current)}, and newer ones exist; shown, not counted "
                 "in the agreement or the best" for r in inside if r.stale and r.current)
    out += _some(f"{r.name} ({_words(r)}) is outside the range: {r.outside}" for r in roots if r.outside)
    out += _some(f"{r.name} gives {r.high:,} at most, fewer than the {floor:,} named victims: contradicted by the record"
                 for r in inside if floor is not None and r.high is not None and r.high < floor)
    return out


def _some(words: Iterable[str]) -> list[str]:
    """The first of many, and how many more there are."""
    every = list(words)
    return every if len(every) <= MOST_NAMED else [*every[:MOST_NAMED], f"and {len(every) - MOST_NAMED:,} more in the same way"]


def _agreement_words(inside: Sequence[RootFigure], agreement: Agreement) -> str:
    others = [f"{r.name} ({_words(r)})" for r in inside if r.key not in agreement.roots and not r.stale]
    words = f"{agreement.k} of {agreement.of} independent roots agree on {agreement.low:,}-{agreement.high:,}" \
        if agreement.k > 1 else "no two independent roots agree within 10 %"
    return words + (f"; not: {', '.join(_some(others))}" if others and agreement.k > 1 else "")


def _number(x: int | None) -> str:
    return "unknown" if x is None else f"{x:,}"
