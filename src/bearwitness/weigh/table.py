"""`weigh` for a table of claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bearwitness.errors import UsageError
from bearwitness.model import BOUNDS, Check, ScopePair, to_json
from bearwitness.weigh import window
from bearwitness.weigh.bounds import bounded, table_days
from bearwitness.weigh.checks import Typed
from bearwitness.weigh.figures import COUNTINGS, ROLES, Said, day_number
from bearwitness.weigh.range import ScopeResult
from bearwitness.weigh.reasons import english
from bearwitness.weigh.rules import RELIABILITY, STANDARD, Rules
from bearwitness.weigh.scopes import Scope, weigh_scopes

REQUIRED = ("incident_id", "claim_id")
_BOUND_WORDS = {"": "exact", "over": "more_than", "nearly": "about", "around": "about", "approximately": "about",
                "range": "between", "at most": "up_to", "no fewer than": "at_least"}


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
    counting = cells.get("counting", "").lower() or None
    if counting is not None and counting not in COUNTINGS:
        raise UsageError(f"row {line}: counting is {cells['counting']!r}, which is not one of {', '.join(COUNTINGS)}")
    if counting == "daily" and role in ("", "total"):
        role = "increment"
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
        chain=(cited,) if cited else (), published=published, as_of=at, as_of_text=as_of, rating=rating, odd=odd,
        window=window.parse(cells.get("window")), counting=counting or ("daily" if role == "increment" else None))


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
        "scope": {"harm": scope.harm, "population": scope.words, "place": scope.place, "window": window.json_of(scope.window), "counting": "cumulative"},
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
        "checks": [_told(c) for c in result.checks], "differ_in_scope": [_told(p) for p in result.differ_in_scope], "figures": [_typed(t) for t in result.typed],
    }


def _told(record: Check | ScopePair) -> dict[str, Any]:
    """A check or a pair without the code of its sentence."""
    return {key: value for key, value in to_json(record).items() if key != "reason"}


def _typed(t: Typed) -> dict[str, Any]:
    """One figure with the scope that its source gives it."""
    low, high = t.said.ends
    return {"claim": t.said.claim, "low": low, "high": high, "harm": t.said.harm, "population": t.said.population, "place": t.said.place,
            "window": window.json_of(t.said.window), "counting": t.said.counting, "role": t.said.role or None}
