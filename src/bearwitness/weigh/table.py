"""`weigh` for a table of claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bearwitness.errors import UsageError
from bearwitness.model import BOUNDS, HARMS, Check, ScopePair, to_json
from bearwitness.weigh import window
from bearwitness.weigh.bounds import bounded, table_days
from bearwitness.weigh.checks import Typed
from bearwitness.weigh.figures import COUNTINGS, ROLES, Said, day_number
from bearwitness.weigh.range import ScopeResult
from bearwitness.weigh.reasons import english
from bearwitness.weigh.rules import RELIABILITY, STANDARD, Rules
from bearwitness.weigh.scopes import Scope, weigh_scopes

REQUIRED = ("incident_id", "claim_id")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
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
    later: dict[str, list[Said]] = {}
    seen: dict[tuple[str | None, ...], tuple[int, Said]] = {}
    limit = _time(as_known_on)
    for line, row in enumerate(rows, start=2):
        try:
            incident, said = _row(row, line, as_known_on)
            first, before = seen.setdefault((incident, said.claim, said.harm, said.population, said.place), (line, said))
            if before != said:
                raise UsageError(f"row {line}: the claim {said.claim!r} stands in row {first} already, with other values: give each claim an id of its own")
        except UsageError as err:
            if on_fault is None:
                raise
            on_fault(str(err))
            continue
        if first == line:
            known = limit is None or (said.published is not None and said.published <= limit)
            incidents.setdefault(incident, [])
            (incidents if known else later).setdefault(incident, []).append(said)
    for incident, saids in incidents.items():
        told = _left_out(as_known_on, later.get(incident, ()))
        for scope, _, result in weigh_scopes(bounded(saids, rules), rules=rules, known=limit):
            yield {**(made := scope_line(incident, scope, result)), "because": [*made["because"], *told]}


def _left_out(date: str | None, later: Sequence[Said]) -> list[str]:
    """What a table tells of the claims that were not known by a day."""
    if not later:
        return []
    undated = [s.claim for s in later if s.published is None]
    words = f"as known on {date}: {len(later)} claim{'s' if len(later) > 1 else ''} of this incident left out: {len(later) - len(undated)} published later"
    return [words + (f", {len(undated)} on no known day ({', '.join(undated[:5])}{' ...' if len(undated) > 5 else ''})" if undated else "")]


def _time(text: str | None) -> float | None:
    if text is None or not str(text).strip():
        return None
    try:
        return float(text)
    except ValueError:
        return day_number(str(text))


def _counts_days(text: str) -> bool:
    """Is it a number of days, and no date?"""
    return re.fullmatch(r"-?\d+(?:\.\d+)?", text.strip()) is not None and not re.fullmatch(r"\d{4}", text.strip())


def _row(row: Mapping[str, Any], line: int, as_known_on: str | None = None) -> tuple[str, Said]:
    cells = {str(k).strip().lstrip("\ufeff").lower(): str(v).strip() for k, v in row.items() if k is not None and v is not None}
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
    if as_known_on is not None and not cells.get("published") and published is not None and not _counts_days(as_known_on):
        raise UsageError(f"row {line}: gives t_days, and --as-known-on {as_known_on} is a date: give a number of days, or a column published")
    value, low, high = (_whole(cells, name, line) for name in ("value", "low", "high"))
    if low is not None and high is not None and low > high:
        raise UsageError(f"row {line}: low is {low} and high is {high}: the lower end comes first")
    if bound == "between" and (low is None or high is None):
        raise UsageError(f"row {line}: the qualifier is 'between', which needs both low and high")
    harm = (cells.get("harm") or "killed").lower()
    if harm not in HARMS:
        raise UsageError(f"row {line}: the harm {cells['harm']!r} is not one of {', '.join(HARMS)}")
    cited = cells.get("cited_root")
    rating = cells.get("rating", "").upper() or None
    if rating is not None and rating not in RELIABILITY:
        raise UsageError(f"row {line}: the rating {cells['rating']!r} is not one of {', '.join(RELIABILITY)}")
    return cells["incident_id"], Said(
        claim=cells["claim_id"], number=value, bound="between" if value is None and low is not None else bound,
        low=low, high=high, harm=harm, population=cells.get("population") or None,
        place=cells.get("place") or None, role=role, publisher=cells.get("publisher") or None,
        chain=(cited,) if cited else (), published=published, as_of=at, as_of_text=as_of, rating=rating, odd=odd,
        window=window.parse(cells.get("window")), counting=counting or ("daily" if role == "increment" else None))


def _number(cells: Mapping[str, str], name: str, line: int) -> float | None:
    text = cells.get(name, "")
    if not text:
        return None
    try:
        number = float(_digits(text))
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise UsageError(f"row {line}: {name} is {text!r}, which is no number" + (": a comma stands only before three digits" if "," in text else ""))
    return number


def _digits(text: str) -> str:
    """A number without the commas that part its thousands; one that parts anything else stays, and makes it no number."""
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _whole(cells: Mapping[str, str], name: str, line: int) -> int | None:
    number = _number(cells, name, line)
    if number is not None and (number < 0 or number != int(number)):
        raise UsageError(f"row {line}: {name} is {cells[name]!r}; a count of people is a whole number, not below 0")
    if number is None:
        return None
    digits = _digits(cells[name]).lstrip("+")
    return int(digits) if digits.isdecimal() else int(number)      # not by way of a float, which rounds large ones


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
