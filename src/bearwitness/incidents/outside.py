"""Claims that fit no incident, by place and week, each with the reason.

"What is claimed about this town in that week, and counted nowhere?" A toll of a whole war, a denied figure, what is told of the past:
none of them may enter an incident, and none of them may vanish. The reasons are those by which `passages` left the claims out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bearwitness.incidents import passages
from bearwitness.incidents.describe import when_words
from bearwitness.incidents.items import LONG_DAYS, day
from bearwitness.incidents.judged import apply, is_lineage
from bearwitness.incidents.passages import Left
from bearwitness.incidents.score import finest
from bearwitness.model import Claim, Event, Judgement, Report, Toll, Victim, When, Where
from bearwitness.resolve.actors import state_name
from bearwitness.resolve.fold import fold

KINDS = ("toll", "event", "attribution", "victim")
NO_PLACE, NO_DAY = "place not stated", "day not stated"
FITS_NONE = "fits none"
_TOLD_AS = {"hypothetical": "told as something that might happen", "future": "told as something to come", "negated": "told as something that did not happen",
            "denies": "denied by who says it", "demands": "demanded, not told", "promises": "promised, not told",
            "threatens": "threatened, not told", passages.ANCIENT: "of a year before Christ, for which there are no days here", "predicts": "predicted, not told"}
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outside:
    """One claim, under one of its places.

    Attributes:
        where: the place it is about; None when neither it nor its event names one.
        when: the days it is about, as told; publication never stands in.
        why: a short code (`passages.Left`, or `FITS_NONE`).
        reason: the same in a sentence.
        event: the claim id of the background event that it speaks of.
    """

    claim: Claim
    where: Where | None
    when: When = field(default_factory=When)
    why: str = ""
    reason: str = ""
    event: str | None = None

    @property
    def place(self) -> str:
        return self.where.name if self.where else NO_PLACE

    @property
    def week(self) -> str:
        return week_words(self.when)


def outside(reports: Sequence[Report], claims: Sequence[Claim], inside: Collection[str], judgements: Iterable[Judgement] = ()) -> list[Outside]:
    """Tolls, events, attributions and victims that are in no incident: by place, week, kind and report.

    A claim about two places is listed under each. What a reviewer rejected, and what a language model suggested and nobody accepted,
    is no part of the record and is left out.

    Args:
        reports: those whose claims are given.
        claims: all current claims of these reports, also those inside incidents: they tell why others are outside.
        inside: ids of the claims in incidents.
        judgements: every judgement.
    """
    judged = apply(claims, judgements)
    apart = frozenset(i for j in judged.standing if j.relation == "different" and not is_lineage(j) for i in (j.left, j.right) if i)
    shelves: dict[str, list[Claim]] = {}
    for claim in judged.claims:
        shelves.setdefault(claim.report_id or "", []).append(claim)
    found = [row for report in reports if any(_listed(c, inside) for c in shelves.get(report.id, ()))
             for row in _of_report(report, shelves[report.id], inside, apart)]
    return sorted(found, key=_order)


def _listed(claim: Claim, inside: Collection[str]) -> bool:
    return claim.kind in KINDS and claim.id not in inside


def _of_report(report: Report, claims: Sequence[Claim], inside: Collection[str], apart: frozenset[str]) -> Iterable[Outside]:
    left: dict[str, Left] = {}
    passages.items_of(report, claims, apart, left=left)
    by_id = {c.id: c for c in claims}
    for claim in claims:
        if not _listed(claim, inside):
            continue
        why = left.get(claim.id, Left(FITS_NONE))
        wheres, when = place_and_time(claim, by_id)
        for where in wheres or (None,):
            yield Outside(claim, where, when, why.code, reason_words(why, by_id), why.event)


def place_and_time(claim: Claim, by_id: Mapping[str, Claim]) -> tuple[Sequence[Where], When]:
    """Where and when the claim's event was: as the claim tells it, else as the event does that it speaks of."""
    where, when = _own(claim)
    event = by_id.get(getattr(claim.value, "event", None) or "")
    if event is not None:
        others, then = _own(event)
        where, when = where or others, when if when.start or when.end else then
    return finest(where), when


def _own(claim: Claim) -> tuple[Sequence[Where], When]:
    value = claim.value
    return (value.where, value.when) if isinstance(value, (Toll, Event, Victim)) else ((), When())


# --- the reason ---------------------------------------------------------------------------------------

def reason_words(why: Left, by_id: Mapping[str, Claim]) -> str:
    """The reason in a sentence.

    Args:
        by_id: claims of the same report, for the background event's name.
    """
    if why.code == passages.WAR:
        return f"counts {why.days:,} days, more than {LONG_DAYS}: a war, and no incident in it"
    if why.code == passages.BACKGROUND:
        return "background: told as past or once more beside what the report mainly tells, and no event there has its day or place"
    if why.code == passages.OF_BACKGROUND:
        event = by_id.get(why.event or "")
        return f"of a background event of its report: {event_words(event)}" if event else "of a background event of its report"
    if why.code == passages.THREATENED:
        return "an event that was threatened or stopped, and did not take place"
    if why.code == passages.NO_NUMBER:
        return "gives no number, and no event of its report has its day and place"
    if why.code == passages.NO_EVENT:
        return "its report tells no event to which it could belong"
    if why.code == FITS_NONE:
        return "its report speaks of an event without telling it, and the days, places and names in it fit no incident"
    return _TOLD_AS[why.code]


def event_words(claim: Claim) -> str:
    """An event in a few words: what, where, when, as far as it is told."""
    value = claim.value
    if not isinstance(value, Event):
        return claim.passage.exact
    place = ", ".join(w.name for w in value.where)
    return value.type + (f" in {place}" if place else "") + (f", {when_words(value.when)}" if value.when.start or value.when.end else "")


# --- weeks and places ---------------------------------------------------------------------------------

def week_of(text: str | None) -> str | None:
    """The ISO 8601 week of a day; None for none, and for what the calendar does not hold.

    >>> week_of("2025-03-08"), week_of("2024-12-30")
    ('2025-W10', '2025-W01')
    """
    ordinal = day(text)
    if ordinal is None:
        return None
    year, week, _ = date.fromordinal(ordinal).isocalendar()
    return f"{year:04}-W{week:02}"


def week_words(when: When) -> str:
    """The week of a time, or the first and last with ".." for an open end (ISO 8601-2).

    >>> week_words(When("2025-03-06", "2025-03-09", "range")), week_words(When("2025-03-01", "2025-03-31", "month")), week_words(When("2025-03-06"))
    ('2025-W10', '2025-W09/2025-W14', '2025-W10/..')
    """
    first, last = week_of(when.start), week_of(when.end)
    if first is None and last is None:
        return NO_DAY
    return first if first is not None and first == last else f"{first or '..'}/{last or '..'}"


def parse_week(text: str) -> str | None:
    """A week as people write it ("2025-W10", "2025w9"), as `week_of` writes it; None when it is no week of any year.

    >>> parse_week("2025w9"), parse_week("2025-W53")
    ('2025-W09', None)
    """
    match = _WEEK.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 4).isoformat())
    except ValueError:
        return None


def in_week(row: Outside, week: str) -> bool:
    """Is the claim about days of this week, or about a longer time that it lies in? An open end reaches no further than its own week."""
    first, last = week_of(row.when.start), week_of(row.when.end)
    ends = [w for w in (first, last) if w is not None]
    return bool(ends) and min(ends) <= week <= max(ends)


def at_place(row: Outside, text: str) -> bool:
    """Is the claim about this place, or one in it? By name (whole words), id, first-order division, or country (name or code)."""
    where, wanted = row.where, fold(text)
    if where is None or not wanted:
        return where is None and wanted == fold(NO_PLACE)
    state = state_name(where.country) if where.country else None
    names = [fold(name) for name in (where.name, where.admin1, state[1] if state else None) if name]
    return any(f" {wanted} " in f" {name} " for name in names) or text.strip() in (where.place_id, where.country)


def _order(row: Outside) -> tuple:
    claim = row.claim
    return (row.where is None, fold(row.place), row.place, row.week == NO_DAY, row.week, KINDS.index(claim.kind), claim.report_id or "", claim.passage.start,
            -claim.passage.end, claim.id)


def figures_outside(claims: Iterable[Claim], inside: Collection[str], judgements: Iterable[Judgement] = ()) -> int:
    """How many tolls with a number fit no incident.

    Args:
        claims: current tolls, at least those outside.
    """
    alone = [c for c in claims if c.id not in inside and isinstance(c.value, Toll)]
    return len({c.id for c in apply(alone, judgements).claims if isinstance(c.value, Toll)
                and any(n is not None for n in (c.value.number, c.value.low, c.value.high))})


__all__ = ["FITS_NONE", "KINDS", "NO_DAY", "NO_PLACE", "Outside", "at_place", "event_words", "figures_outside", "in_week", "outside", "parse_week",
           "place_and_time", "reason_words", "week_of", "week_words"]
