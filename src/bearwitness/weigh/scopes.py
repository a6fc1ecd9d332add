"""Figures sorted into scopes, weighed scope by scope, and checked against each other across scopes.

The scope of a figure is its kind of harm, whom it counts, where, over which days, and whether it counts all so far or a day's dead.
Figures of different scope are never pooled.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.model import Check, Reason, ScopePair
from bearwitness.weigh.checks import MOST_PARTS, PARTS, Typed, checks_of
from bearwitness.weigh.conflict import MOST_DIFFERING, Differing, differing
from bearwitness.weigh.figures import IMPLAUSIBLE, Said, natural
from bearwitness.weigh.lineage import source_key
from bearwitness.weigh.range import ScopeResult, weigh_scope
from bearwitness.weigh.reasons import MOST_NAMED, some
from bearwitness.weigh.rules import STANDARD, Rules
from bearwitness.weigh.scope import (
    ALL,
    CIVILIANS,
    Population,
    named_best,
    people_of,
    place_key,
    population,
    width_key,
)
from bearwitness.weigh.ties import NONE, Ties
from bearwitness.weigh.window import Window, groups

MOST_CHECKS = 200      # that are kept beside one scope
Key = tuple[str, str, str, int]      # harm, population, place, window; "" and 0 are the incident's own


@dataclass(frozen=True, slots=True)
class Scope:
    """What one line or ledger is about. `place` is None, and `own_window` false, where they are the incident's own."""

    harm: str
    population: Population
    words: str
    place: str | None
    window: Window | None = None
    own_window: bool = False

    @property
    def own(self) -> str:
        """Place and days, where they are not the incident's: "Latakia; 2025-03-11"."""
        return "; ".join(x for x in (self.place, self.window.shown if self.window and self.own_window else None) if x)


class _Typing:
    """How the figures of one incident are typed: its main place, its windows, and which populations count as others."""

    def __init__(self, saids: Sequence[Said], rules: Rules) -> None:
        self.rules = rules
        named = {place_key(s.place) for s in saids if s.place and s.role not in (*PARTS, "increment")}
        self.main: str | None = None if len(named) > 1 else next(iter(named), "")
        self.windows = groups((s.window for s in saids if s.role != "increment"), rules.same_window)
        self._group = {window: n for n, group in enumerate(self.windows) for window in group}

    def people(self, said: Said) -> Population:
        return people_of(said.population, said.counted, self.rules.count_as)

    def place(self, said: Said) -> str:
        own = place_key(said.place)
        if said.role == "increment":
            return ""
        if said.role in PARTS:
            return "" if own == self.main else own
        return own if self.main is None else ""

    def window(self, said: Said) -> int:
        return 0 if said.role == "increment" or said.window is None else self._group.get(said.window, 0)

    def key(self, said: Said) -> Key:
        return said.harm, self.people(said).key, self.place(said), self.window(said)

    def typed(self, said: Said) -> Typed:
        people = self.people(said)
        words = people.words if people.key in (ALL, CIVILIANS) else said.population or people.words
        return Typed(said, people.key, words, people.kind, self.place(said), self.window(said))


def _claim_order(said: Said) -> tuple:
    return natural(said.claim)


def scopes(saids: Sequence[Said], rules: Rules = STANDARD) -> list[tuple[Scope, list[Said]]]:
    """Figures by scope, the widest population first; a part or a subset is listed where it is set aside, too."""
    return _scopes(sorted(saids, key=_claim_order), _Typing(saids, rules))


def _scopes(saids: Sequence[Said], typing: _Typing) -> list[tuple[Scope, list[Said]]]:
    """Of figures in the order of their claims."""
    shelves: dict[Key, list[Said]] = {}
    words: dict[Key, list[str]] = {}
    known: set[tuple[Key, str]] = set()

    def put(key: Key, said: Said, people: Population | None) -> None:
        if (key, said.claim) not in known:
            known.add((key, said.claim))
            shelves.setdefault(key, []).append(said)
            words.setdefault(key, []).extend((people.words,) if people else ())

    later: list[Said] = []
    for said in _with_sums(saids, typing):
        people, key = typing.people(said), typing.key(said)
        if said.role in ("subset", "place_part"):
            later.append(said)
            continue
        put(key, said, people)
        if people.also_all:
            put((said.harm, ALL, *key[2:]), said, population(ALL))
    totals = dict.fromkeys(shelves)
    for said in later:
        _shelve_part(said, typing, totals, put)
    places = {place_key(s.place): s.place for s in reversed(saids) if s.place}
    out = []
    for key, group in shelves.items():
        shown = key[1] if key[1] in (ALL, CIVILIANS) else named_best(words[key])
        people = population(shown, group[0].counted)
        place = places.get(key[2] or typing.main or "")
        window = typing.windows[key[3]][0] if typing.windows else None
        out.append((Scope(key[0], people, shown, place, window, key[3] > 0), group))
    return sorted(out, key=_width)


def _shelve_part(said: Said, typing: _Typing, totals: Mapping[Key, None], put: Callable[[Key, Said, Population | None], None]) -> None:
    """A part stands for its own group or place, and is set aside in the scope it is a part of."""
    people, key = typing.people(said), typing.key(said)
    alone = dataclasses.replace(said, role="")
    whole = (key[0], key[1], "", key[3])
    if said.role == "place_part":
        wholes = [k for k in (whole, *totals) if k in totals and k[:2] == key[:2] and k[2] != key[2]]
        if wholes or not key[2]:
            put(wholes[0] if wholes else whole, said, people)
        if key[2]:
            put(key, alone, people)
        return
    if (key in totals and not said.whole_of) or people.key == ALL:
        put(key if key in totals else whole, said, people)
        return
    wider = sorted((k for k in totals if k[0] == said.harm), key=lambda k: (k[2] != key[2], k[2] != "", {ALL: 0, CIVILIANS: 1}.get(k[1], 2)))
    if wider:
        put(wider[0], said, None)      # a part does not name the whole
    put(key, alone, people)


def _with_sums(saids: Sequence[Said], typing: _Typing) -> list[Said]:
    """Parts that are said to be all of it (role "part"): set aside beside a total of the same source, else added up to one."""
    parts: dict[tuple, list[Said]] = {}
    totals: set[tuple] = set()
    for said in saids:
        key = (said.report or (said.publisher, said.day), source_key(said), said.harm, typing.people(said).key)
        if said.role == "part" and said.number is not None:
            parts.setdefault(key, []).append(said)
        elif said.role in ("", "total"):
            totals.add(key)
    added: list[Said] = []
    roles: dict[str, str] = {}
    for key, group in parts.items():
        places = {place_key(s.place) for s in group}
        by_place = len(places) == len(group) and "" not in places
        if not 2 <= len(group) <= MOST_PARTS or not (by_place or len(places) == 1):
            continue
        roles.update(dict.fromkeys((s.claim for s in group), "place_part" if by_place else "subset"))
        if key not in totals:
            added.append(_added_up(group, by_place=by_place))
    return [*added, *(dataclasses.replace(s, role=roles[s.claim]) if s.role == "part" and s.claim in roles else s for s in saids)]


def _added_up(group: Sequence[Said], *, by_place: bool) -> Said:
    """The sum of parts as a figure of its own, under the claim of the first."""
    lows, highs = [s.ends[0] for s in group], [s.ends[1] for s in group]
    total = sum(s.number or 0 for s in group)
    low = None if None in lows else sum(n or 0 for n in lows)
    high = None if None in highs else sum(n or 0 for n in highs)
    bound = "exact" if low == high == total else "at_least" if high is None else "between"
    return dataclasses.replace(group[0], number=total, bound=bound, low=low, high=high, role="", place=None if by_place else group[0].place,
                               phrase=" + ".join(f"{s.number:,}" for s in group) + f" = {total:,}")


def _width(item: tuple[Scope, list[Said]]) -> tuple:
    scope, group = item
    largest = max((n for s in group if s.role != IMPLAUSIBLE for n in (s.number, *s.ends) if n is not None), default=0)
    return *width_key(scope.harm, scope.population.kind, largest, scope.words), scope.own_window, scope.place or "", scope.own


# --- weighed ----------------------------------------------------------------------------------------

def weigh_scopes(saids: Sequence[Said], *, floors: Mapping[str, int] | None = None, start: float | None = None, rules: Rules = STANDARD,
                 ties: Ties = NONE, known: float | None = None) -> list[tuple[Scope, list[Said], ScopeResult]]:
    """All scopes of one incident, weighed; the first day of any figure serves where no start is known, its newest publication where
    no day of knowledge is."""
    if known is None:
        known = max((s.published for s in saids if s.published is not None), default=None)
    days = [s.day for s in saids if s.day is not None]
    first = start if start is not None else min(days, default=None)
    typing = _Typing(saids, rules)
    saids = sorted(saids, key=_claim_order)
    typed = [typing.typed(s) for s in saids]
    weighed = []
    for scope, group in _scopes(saids, typing):
        floor = (floors or {}).get(scope.population.key) if scope.harm == "killed" and not scope.own_window else None
        weighed.append((scope, group, weigh_scope(group, floor=floor, start=first, rules=rules, ties=ties, known=known)))
    checks, pairs = _checks_by_scope(typed, weighed), _pairs_by_claim(typed, weighed)
    out = []
    for n, (scope, group, result) in enumerate(weighed):
        extra = [*some(c.reason for c in checks[n]), *_taken_as(group, rules)]
        if scope.population.key == CIVILIANS and not scope.own:
            extra += _if_mostly_accepted(saids, group, scope.harm, first, rules, ties)
        out.append((scope, group, dataclasses.replace(
            result, reasons=(*result.reasons, *extra), checks=tuple(checks[n][:MOST_CHECKS]), differ_in_scope=_pairs_of(group, pairs),
            typed=tuple(typing.typed(s) for s in group))))
    return out


def _checks_by_scope(typed: Sequence[Typed], weighed: Sequence[tuple[Scope, list[Said], ScopeResult]]) -> list[list[Check]]:
    """The checks beside the scope of their total; without a total beside that of their first part."""
    totals: dict[str, int] = {}
    others: dict[str, int] = {}
    for n, (_, group, _) in enumerate(weighed):
        for said in group:
            (totals if said.role in ("", "total") else others).setdefault(said.claim, n)
    out: list[list[Check]] = [[] for _ in weighed]
    for check in checks_of(typed):
        claim = check.whole or check.parts[0]
        out[totals.get(claim, others.get(claim, 0))].append(check)
    return out


def _pairs_by_claim(typed: Sequence[Typed], weighed: Sequence[tuple[Scope, list[Said], ScopeResult]]) -> dict[str, list[Differing]]:
    """Pairs of different scope that exclude each other, among what stands now, what was told side by side, and what a day added."""
    known = {t.said.claim: t for t in typed}
    current = [known[r.current.claim] for _, _, result in weighed for r in result.roots if r.current and r.current.claim in known]
    passed_on = {claim for _, _, result in weighed for claim, why in result.set_aside if why in ("repeated", "distorted")}
    told: dict[tuple, list[Typed]] = {}
    for t in typed:
        if t.total and t.said.claim not in passed_on:
            told.setdefault((t.said.report or (t.said.publisher, t.said.day), source_key(t.said)), []).append(t)
    beside = [t for group in told.values() if len({(t.said.harm, t.whom, t.place, t.window) for t in group}) > 1 for t in group]
    added = [t for t in typed if t.said.role == "increment" and t.said.usable]
    out: dict[str, list[Differing]] = {}
    for pair in differing(list({t.said.claim: t for t in (*current, *beside, *added)}.values()), {t.said.claim for t in current}):
        for t in (pair.left, pair.right):
            out.setdefault(t.said.claim, []).append(pair)
    return out


def _pairs_of(group: Sequence[Said], pairs: Mapping[str, list[Differing]]) -> tuple[ScopePair, ...]:
    found = {id(pair): pair for said in group if said.role in ("", "total") for pair in pairs.get(said.claim, ())}
    return tuple(pair.told for pair in sorted(found.values(), key=lambda pair: pair.order)[:MOST_DIFFERING])


def _taken_as(group: Sequence[Said], rules: Rules) -> list[Reason]:
    """Whose words count as another population here, because the rule set says so."""
    taken: dict[tuple[str, str], list[dict[str, str]]] = {}
    for said in group if rules.count_as else ():
        plain, as_ = population(said.population, said.counted), people_of(said.population, said.counted, rules.count_as)
        if plain.key != as_.key:
            taken.setdefault((said.population or "", as_.words), []).append({"claim": said.claim})
    return some(Reason("counts as", {"claims": claims[:MOST_NAMED], "words": words, "people": people, "rules": rules.label})
                for (words, people), claims in taken.items())


def _if_mostly_accepted(saids: Sequence[Said], civilians: list[Said], harm: str, start: float | None, rules: Rules, ties: Ties) -> list[Reason]:
    """What would follow if a reviewer took "mostly civilians" for civilians: said, never done."""
    mostly = [s for s in saids if s.harm == harm and s.role in ("", "total") and people_of(s.population, s.counted, rules.count_as).mostly]
    if not mostly:
        return []
    a = weigh_scope([*civilians, *mostly], start=start, rules=rules, ties=ties).agreement
    claims = [{"claim": s.claim} for s in mostly[:MOST_NAMED]]
    if a.k < 2:
        return [Reason("mostly", {"claims": claims})]
    return [Reason("mostly.agree", {"claims": claims, "k": a.k, "of": a.of, "span": {"low": a.low, "high": a.high}})]
