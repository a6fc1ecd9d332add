"""Which event claims of an incident make one ACLED row: one day, one town, one kind of event.

ACLED's events are atomic by day and place (codebook of 2024, "Event time", "Event aggregation"). A claim that names
three towns makes three rows; two reports of one strike make one, also when one of them knows the week alone or says
"attack"; explosions in a battle are one battle.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bearwitness.codebooks.episode import Episode, days, has_point
from bearwitness.codebooks.form import Uncoded
from bearwitness.model import Claim, Event, Toll, When, Where
from bearwitness.resolve.fold import fold

WEEK, MONTH = 7, 31
TOWN = 3                    # UCDP where_prec: up to here a place is a town, its surroundings or a district
_EARLY, _LATE = re.compile(r"\b(?:early|beginning|start|first (?:days|week))\b", re.I), re.compile(r"\b(?:late|end|last (?:days|week))\b", re.I)
NO_DAY = "no day, week or month is stated: ACLED has no row without a date"
TOO_LONG = "the time stated is longer than a month: ACLED's least exact date is a month"
NO_PLACE = "no place with a point on the map is stated"
COUNTRY = "no place below the country is stated: ACLED codes none"


@dataclass
class Group:
    """Claims of one row. `joined` says which further claims were taken in, and why."""

    type: str
    when: When
    where: Where
    claims: list[Claim]
    inherited: bool = False
    spread: set[str] = field(default_factory=set)          # claims that tell of several places
    joined: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def span(self) -> int:
        return days(self.when) or 1

    @property
    def ids(self) -> list[str]:
        return [c.id for c in self.claims]

    def holds(self, other: When) -> bool:
        """Do the two times overlap?"""
        return bool(self.when.start and other.start and self.when.start <= (other.end or other.start) and other.start <= (self.when.end or self.when.start))


def grouped(episode: Episode) -> tuple[list[Group], list[Uncoded]]:
    """The rows that the event claims of an incident make, by day and place, and the claims that make none."""
    made: dict[tuple[str, ...], Group] = {}
    left: dict[str, list[str]] = {}
    figures: dict[str, list[Where]] = {}
    for toll in episode.claims:
        if isinstance(toll.value, Toll) and toll.value.event:
            figures.setdefault(toll.value.event, []).extend(toll.value.where)
    for claim in episode.events:
        assert isinstance(claim.value, Event)
        when = _when(episode, claim.value)
        places, inherited = _places(episode, claim, tuple(figures.get(claim.id, ())))
        why = when if isinstance(when, str) else places if isinstance(places, str) else None
        if why is not None:
            left.setdefault(why, []).append(claim.id)
            continue
        assert isinstance(when, When) and not isinstance(places, str)
        for where in places:
            key = (claim.value.type, str(when.start), str(when.end), where.place_id or where.name)
            group = made.setdefault(key, Group(claim.value.type, when, where, [], inherited))
            group.claims.append(claim)
            if len(places) > 1:
                group.spread.add(claim.id)
    return sorted(_joined(list(made.values())), key=lambda g: (g.when.start or "", g.where.name, g.type)), [Uncoded(episode.incident.id, why, tuple(ids)) for why, ids in left.items()]


def same(a: Where, b: Where) -> bool:
    return (a.place_id or a.name) == (b.place_id or b.name)


def _when(episode: Episode, value: Event) -> When | str:
    when = value.when if value.when.start and value.when.end else episode.incident.when
    span = days(when)
    if span is None or span < 1:
        return NO_DAY
    return when if span <= MONTH else TOO_LONG


def _places(episode: Episode, claim: Claim, figures: tuple[Where, ...]) -> tuple[tuple[Where, ...] | str, bool]:
    """The towns of a claim; where it is silent, those of the figures that count it, or the incident's when it has just one."""
    assert isinstance(claim.value, Event)
    for places, inherited in ((claim.value.where, False), (figures, True), (episode.where, True)):
        below = apart([w for w in places if has_point(w) and (w.precision or 6) <= 5])
        if below and (len(below) == 1 or not (inherited and places == episode.where)):
            return tuple(below), inherited
    if any(has_point(w) for w in (*claim.value.where, *episode.where)):
        return COUNTRY if len(episode.where) <= 1 else "the claim names no place below the country, and the incident has several", False
    return NO_PLACE, False


def apart(places: Sequence[Where]) -> list[Where]:
    """Places that do not hold one another: "Sinjar, Idlib" is Sinjar; a province beside its town is left out."""
    found: list[Where] = []
    for place in places:
        if not any(same(place, other) for other in found):
            found.append(place)
    towns = [w for w in found if (w.precision or 6) <= TOWN]
    found = towns or found
    last = found[-1] if len(found) > 1 else None
    if last is not None and all(w.admin1 and fold(w.admin1) == fold(last.name) for w in found[:-1]) and len(found) == 2:
        found = found[:-1]
    return found


def _joined(groups: list[Group]) -> list[Group]:
    """Take the vaguer telling into the more exact one, so that nothing is coded twice."""
    rows = sorted(groups, key=lambda g: (g.span, g.when.start or "", g.type))
    kept: list[Group] = []
    by_place: dict[str, list[Group]] = {}
    for group in rows:
        here = by_place.setdefault(group.where.place_id or group.where.name, [])
        host, why = next(((h, w) for h in here if h.holds(group.when) and (w := _why_one(h, group))), (None, ""))
        if host is None:
            kept.append(group)
            here.append(group)
            continue
        first, second = (group, host) if _rank(group) < _rank(host) else (host, group)
        host.joined.append((why, tuple(group.ids)))
        host.spread |= group.spread
        host.type, host.claims = first.type, [*first.claims, *(c for c in second.claims if c not in first.claims)]
    return kept


_REMOTE = "Explosions/Remote violence"


def _rank(group: Group) -> int:
    """Which telling names the row: a battle, then an explosion, then an attack."""
    value = group.claims[0].value
    assert isinstance(value, Event)
    return {"Battles": 0, _REMOTE: 1}.get(value.event_type, 2)


def _why_one(host: Group, group: Group) -> str:
    """Why two groups of one town and overlapping days are one event; empty when they are two."""
    a, b = host.claims[0].value, group.claims[0].value
    assert isinstance(a, Event) and isinstance(b, Event)
    if a.type == b.type:
        return f"another claim states {group.when.start} to {group.when.end}" if group.span != host.span else ""
    if host.span != group.span:
        return ""
    if {a.event_type, b.event_type} == {"Battles", _REMOTE}:
        return "explosions in a battle are one battle"
    apart_reports = not {c.report_id for c in host.claims} & {c.report_id for c in group.claims}
    if apart_reports and "Attack" in (a.type, b.type) and _REMOTE in (a.event_type, b.event_type):
        return "another report calls the same an attack"
    return ""


# --- one day where a span is stated -------------------------------------------------------------------------

def coded_day(when: When) -> tuple[dt.date, int, str]:
    """Day, time_precision and rule: of a week its middle, of a month its middle, or its end when the words say so.

    >>> [coded_day(When(a, b, p))[:2] for a, b, p in (("2031-03-07", "2031-03-07", "day"), ("2031-03-06", "2031-03-09", "range"))]
    [(datetime.date(2031, 3, 7), 1), (datetime.date(2031, 3, 7), 2)]
    """
    start, end = dt.date.fromisoformat(str(when.start)), dt.date.fromisoformat(str(when.end))
    span = (end - start).days + 1
    if span == 1:
        return start, 1, "the day that the claim states"
    middle = start + dt.timedelta(days=(span - 1) // 2)
    words = when.expression or ""
    if span <= WEEK:
        return middle, 2, f"the middle of {span} days that the claim states (codebook 2024, p. 37)"
    if _EARLY.search(words):
        return start, 3, f"the first day of what \"{words}\" means (codebook 2024, p. 37: beginning of a month)"
    if _LATE.search(words):
        return end, 3, f"the last day of what \"{words}\" means (codebook 2024, p. 37: end of a month)"
    return (start.replace(day=15) if when.precision == "month" else middle), 3, "the middle of the month, or of the weeks, that the claim states (codebook 2024, p. 37)"
