"""Figures sorted into scopes, and `weigh` for a table of claims."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bearwitness.errors import UsageError
from bearwitness.model import BOUNDS, Reason, to_json
from bearwitness.weigh.bounds import bounded, table_days
from bearwitness.weigh.figures import IMPLAUSIBLE, ROLES, Said, day_number, natural
from bearwitness.weigh.range import ScopeResult, weigh_scope
from bearwitness.weigh.reasons import english
from bearwitness.weigh.rules import RELIABILITY, STANDARD, Rules
from bearwitness.weigh.scope import ALL, CIVILIANS, Population, named_best, population, width_key
from bearwitness.weigh.ties import NONE, Ties

REQUIRED = ("incident_id", "claim_id")
MOST_PARTS = 100      # that are added up in a sentence
_BOUND_WORDS = {"": "exact", "over": "more_than", "nearly": "about", "around": "about", "approximately": "about",
                "range": "between", "at most": "up_to", "no fewer than": "at_least"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What one line or ledger is about."""

    harm: str
    population: Population
    words: str
    place: str | None


# --- scopes ---------------------------------------------------------------------------------------

def scopes(saids: Sequence[Said]) -> list[tuple[Scope, list[Said]]]:
    """Figures by scope, the widest population first; a part or a subset is listed where it is set aside, too."""
    main_place = _main_place(saids)
    shelves: dict[tuple, list[Said]] = {}
    words: dict[tuple, list[str]] = {}

    def put(key: tuple, said: Said, people: Population) -> None:
        shelves.setdefault(key, []).append(said)
        words.setdefault(key, []).append(people.words)

    later: list[tuple[Said, Population, tuple]] = []
    for said in sorted(saids, key=lambda s: natural(s.claim)):
        people = population(said.population, said.counted)
        place = _key(said.place) if main_place is None else main_place
        key = (said.harm, people.key, place or "")
        if said.role in ("subset", "place_part"):
            later.append((said, people, key))
            continue
        put(key, said, people)
        if people.also_all:
            put((said.harm, ALL, place or ""), said, population(ALL))
    totals = dict.fromkeys(shelves)
    for said, people, key in later:
        _shelve_part(said, people, key, totals, put)
    kinds = {key: population(named_best(words[key]) if key[1] not in (ALL, CIVILIANS) else key[1]) for key in shelves}
    places = {_key(s.place): s.place for s in sorted(saids, key=lambda s: natural(s.claim), reverse=True) if s.place}
    out = []
    for key, group in shelves.items():
        people = kinds[key]
        shown = key[1] if key[1] in (ALL, CIVILIANS) else named_best(words[key])
        if group[0].counted != "persons":
            people = population(shown, group[0].counted)
        out.append((Scope(key[0], people, shown, places.get(key[2]) if key[2] else None), group))
    return sorted(out, key=_width)


def _shelve_part(said: Said, people: Population, key: tuple, totals: dict, put: Callable) -> None:
    """A part stands for its own group or place, and is set aside in the scope it is a part of."""
    whole = (said.harm, people.key, "")
    if said.role == "place_part":
        wholes = [k for k in totals if k[:2] == whole[:2] and k[2] != _key(said.place)]
        if wholes or not said.place:
            put(wholes[0] if wholes else whole, said, people)
        if said.place:
            put((said.harm, people.key, _key(said.place)), dataclasses.replace(said, role=""), people)
        return
    if key in totals or people.key == ALL:
        put(key, said, people)
        return
    wider = sorted((k for k in totals if k[0] == said.harm), key=lambda k: {ALL: 0, CIVILIANS: 1}.get(k[1], 2))
    if wider:
        put(wider[0], said, population(wider[0][1] if wider[0][1] in (ALL, CIVILIANS) else said.population))
    put(key, dataclasses.replace(said, role=""), people)


def _main_place(saids: Sequence[Said]) -> str | None:
    """The one place that all totals speak of; None when they speak of several."""
    named = {_key(s.place) for s in saids if s.place and s.role not in ("place_part", "subset")}
    if len(named) > 1:
        return None
    return next(iter(named), "")


def _key(place: str | None) -> str:
    return re.sub(r"\W+", " ", (place or "").casefold()).strip()


def _width(item: tuple[Scope, list[Said]]) -> tuple:
    scope, group = item
    largest = max((n for s in group if s.role != IMPLAUSIBLE for n in (s.number, *s.ends) if n is not None), default=0)
    return *width_key(scope.harm, scope.population.kind, largest, scope.words), scope.place or ""


def weigh_scopes(saids: Sequence[Said], *, floors: Mapping[str, int] | None = None, start: float | None = None, rules: Rules = STANDARD,
                 ties: Ties = NONE, known: float | None = None) -> list[tuple[Scope, list[Said], ScopeResult]]:
    """All scopes of one incident, weighed; the first day of any figure serves where no start is known, its newest publication where
    no day of knowledge is."""
    if known is None:
        known = max((s.published for s in saids if s.published is not None), default=None)
    days = [s.day for s in saids if s.day is not None]
    first = start if start is not None else min(days, default=None)
    out = []
    for scope, group in scopes(saids):
        floor = (floors or {}).get(scope.population.key) if scope.harm == "killed" else None
        result = weigh_scope(group, floor=floor, start=first, rules=rules, ties=ties, known=known)
        extra = sum_reasons(group)
        if scope.population.key == CIVILIANS and not scope.place:
            extra += _if_mostly_accepted(saids, group, scope.harm, first, rules, ties)
        out.append((scope, group, dataclasses.replace(result, reasons=(*result.reasons, *extra))))
    return out


def _if_mostly_accepted(saids: Sequence[Said], civilians: list[Said], harm: str, start: float | None, rules: Rules, ties: Ties) -> list[Reason]:
    """What would follow if a reviewer took "mostly civilians" for civilians: said, never done."""
    mostly = [s for s in saids if s.harm == harm and s.role in ("", "total") and population(s.population, s.counted).mostly]
    if not mostly:
        return []
    a = weigh_scope([*civilians, *mostly], start=start, rules=rules, ties=ties).agreement
    claims = [{"claim": s.claim} for s in sorted(mostly, key=lambda s: natural(s.claim))]
    if a.k < 2:
        return [Reason("mostly", {"claims": claims})]
    return [Reason("mostly.agree", {"claims": claims, "k": a.k, "of": a.of, "span": {"low": a.low, "high": a.high}})]


def sum_reasons(group: Sequence[Said]) -> list[Reason]:
    """Parts that a source gives, added up and set against its total: said when they match, and when they exceed it."""
    out = []
    given: dict[tuple, list[Said]] = {}
    for said in group:
        if said.role in ("part", "place_part") and said.number:
            given.setdefault((said.chain, said.publisher, said.day), []).append(said)
    for total in group:
        parts = given.get((total.chain, total.publisher, total.day), [])
        if total.role not in ("", "total") or total.number is None or not 2 <= len(parts) <= MOST_PARTS:
            continue
        values = {"sum": " + ".join(f"{s.number:,}" for s in parts), "parts": sum(s.number or 0 for s in parts), "claim": {"claim": total.claim}}
        if values["parts"] == total.number:
            out.append(Reason("sum", values))
        elif sum(s.number or 0 for s in parts) > total.number:
            out.append(Reason("sum.over", {**values, "total": total.number}))
    return out


# --- the table --------------------------------------------------------------------------------------

def weigh_table(rows: Iterable[Mapping[str, Any]], *, as_known_on: str | None = None,
                on_fault: Callable[[str], None] | None = None, rules: Rules = STANDARD) -> Iterator[dict[str, Any]]:
    """Weighs a table of claims: one line for each incident and scope.

    Args:
        rows: column name -> text, as a CSV reader gives them.
        as_known_on: an ISO date (or a number of days, for tables with `t_days`): what was published
            later, or on no known day, is left out.
        on_fault: told about each row that cannot be read, which is then left out; without it the first raises.
        rules: the rule set.

    Raises:
        UsageError: a needed column is missing, or a value is no number.
    """
    incidents: dict[str, list[Said]] = {}
    limit = _time(as_known_on)
    for line, row in enumerate(rows, start=2):
        try:
            incident, said = _row(row, line)
        except UsageError as err:
            if on_fault is None:
                raise
            on_fault(str(err))
            continue
        known = incidents.setdefault(incident, [])
        if limit is None or (said.published is not None and said.published <= limit):
            known.append(said)
    for incident, saids in incidents.items():
        for scope, _, result in weigh_scopes(bounded(saids, rules), rules=rules, known=limit):
            yield scope_line(incident, scope, result)


def _time(text: str | None) -> float | None:
    if text is None or not str(text).strip():
        return None
    try:
        return float(text)
    except ValueError:
        return day_number(str(text))


def _row(row: Mapping[str, Any], line: int) -> tuple[str, Said]:
    cells = {str(k).strip().lstrip("\ufeff"): str(v).strip() for k, v in row.items() if k is not None and v is not None}
    missing = [name for name in REQUIRED if not cells.get(name)]
    if missing:
        raise UsageError(f"row {line}: the column {missing[0]} is missing or empty; a table of claims needs "
                         "incident_id, claim_id and value (or low and high)")
    bound = cells.get("qualifier", "").lower().replace(" ", "_").replace("-", "_")
    bound = _BOUND_WORDS.get(bound.replace("_", " "), bound)
    if bound not in BOUNDS:
        raise UsageError(f"row {line}: the qualifier {cells['qualifier']!r} is not one of {', '.join(BOUNDS)}")
    role = cells.get("role", "").lower()
    if role and role not in ROLES:
        raise UsageError(f"row {line}: the role {role!r} is not one of {', '.join(ROLES)}")
    published = day_number(cells.get("published")) if cells.get("published") else _number(cells, "t_days", line)
    as_of = cells.get("as_of") or None
    at, published, odd = table_days(as_of, cells.get("published") or cells.get("t_days"), _time(as_of), published)
    value, low, high = (_whole(cells, name, line) for name in ("value", "low", "high"))
    cited = cells.get("cited_root")
    rating = cells.get("rating", "").upper() or None
    if rating is not None and rating not in RELIABILITY:
        raise UsageError(f"row {line}: the rating {cells['rating']!r} is not one of {', '.join(RELIABILITY)}")
    return cells["incident_id"], Said(
        claim=cells["claim_id"], number=value, bound="between" if value is None and low is not None else bound,
        low=low, high=high, harm=cells.get("harm") or "killed", population=cells.get("population") or None,
        place=cells.get("place") or None, role=role, publisher=cells.get("publisher") or None,
        chain=(cited,) if cited else (), published=published, as_of=at, as_of_text=as_of, rating=rating, odd=odd)


def _number(cells: Mapping[str, str], name: str, line: int) -> float | None:
    text = cells.get(name, "")
    if not text:
        return None
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise UsageError(f"row {line}: {name} is {text!r}, which is no number")
    return number


def _whole(cells: Mapping[str, str], name: str, line: int) -> int | None:
    number = _number(cells, name, line)
    if number is not None and (number < 0 or number != int(number)):
        raise UsageError(f"row {line}: {name} is {cells[name]!r}; a count of people is a whole number, not below 0")
    return None if number is None else int(number)


def scope_line(incident: str, scope: Scope, result: ScopeResult) -> dict[str, Any]:
    """One line of `weigh --json`."""
    a = result.agreement
    return {
        "incident_id": incident,
        "scope": {"harm": scope.harm, "population": scope.words, "place": scope.place},
        "roots": [{"root": r.name, "claims": list(r.claims),
                   "current": None if r.current is None else
                   {"claim": r.current.claim, "low": r.low, "high": r.high, "as_of": r.current.as_of_text},
                   "stale": r.stale, "outside": english(r.outside) if r.outside else None,
                   "steps": to_json(r.steps)} for r in result.roots],
        "independent_roots": result.independent,
        "range": list(result.range), "best": result.best, "floor": result.floor,
        "agreement": {"k": a.k, "of": a.of, "low": a.low, "high": a.high},
        "standing": result.standing, "because": list(result.because),
        "incompatible": [list(pair) for pair in result.incompatible],
        "set_aside": [{"claim": claim, "why": why} for claim, why in result.set_aside],
        "still_rising": result.still_rising,
    }
