"""An incident as codebooks need it: its judged claims, its figures and its sources, each with the claims behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bearwitness.codebooks.form import Uncoded
from bearwitness.incidents.items import everyone, told
from bearwitness.incidents.judged import apply
from bearwitness.model import (
    Attribution,
    Blamer,
    Claim,
    Event,
    Figure,
    Incident,
    Report,
    Snapshot,
    Statement,
    Toll,
    Tolls,
    Victim,
    When,
    Where,
    Who,
)
from bearwitness.resolve.fold import fold
from bearwitness.weigh.ledger import publisher_name, speaker_name
from bearwitness.weigh.scope import ALL, CIVILIANS
from bearwitness.weigh.sides import is_possessive

ONE_PLACE = frozenset(("place_part", "counts one place of several"))


@dataclass(frozen=True, slots=True)
class Point:
    """A single number for a form that wants one. `rule` tells how it came about; `forced` when several were possible."""

    value: int | None
    rule: str
    claims: tuple[str, ...] = ()
    forced: bool = False


@dataclass(frozen=True)
class Episode:
    """One incident with what was said about it, judgements applied."""

    incident: Incident
    claims: tuple[Claim, ...]
    reports: dict[str, Report]
    beside: tuple[Claim, ...] = ()          # figures that its reports give elsewhere: of the whole, of other incidents

    # --- what happened ------------------------------------------------------------------------------------
    @cached_property
    def events(self) -> tuple[Claim, ...]:
        """Event claims told as having taken place, in report and text order."""
        return tuple(c for c in self.claims if isinstance(c.value, Event) and c.value.stage == "accomplished" and told(c))

    @cached_property
    def victims(self) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if isinstance(c.value, Victim) and told(c))

    @cached_property
    def where(self) -> tuple[Where, ...]:
        """The incident's places; where it has none, those that its figures state."""
        if self.incident.where:
            return self.incident.where
        found: dict[str, Where] = {}
        for claim in self.claims:
            if isinstance(claim.value, Toll):
                for place in claim.value.where:
                    found.setdefault(place.place_id or place.name, place)
        return tuple(found.values())

    @cached_property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-2, when all places agree."""
        found = {w.country for w in self.where if w.country}
        return found.pop() if len(found) == 1 else None

    # --- numbers ------------------------------------------------------------------------------------------
    def tolls(self, harm: str, whom: str | None = None) -> Tolls | None:
        """The ledger of one harm and population (none named: the widest), for the whole incident."""
        of = [t for t in self.incident.tolls if t.harm == harm and t.counted == "persons"]
        if whom is None:
            return next((t for t in of if t.whom == ALL), next((t for t in of if t.whom == CIVILIANS), None))
        return next((t for t in of if t.whom == whom), None)

    def toll_claims(self, harm: str) -> tuple[Claim, ...]:
        return self._tolls_by_harm.get(harm, ())

    @cached_property
    def _tolls_by_harm(self) -> dict[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if isinstance(claim.value, Toll) and told(claim):
                found.setdefault(claim.value.harm, []).append(claim)
        return {harm: tuple(of) for harm, of in found.items()}

    def current_figures(self, harm: str, *, parts: bool = False) -> dict[str, tuple[tuple[Tolls, Figure], ...]]:
        """The current figures of a harm to persons, by the claim that states them, each with its ledger, in the ledgers' order.

        Args:
            parts: with those that the ledger of the whole sets aside because they count one place of several.
        """
        return self._figures_by_harm.get((harm, parts), {})

    @cached_property
    def _figures_by_harm(self) -> dict[tuple[str, bool], dict[str, tuple[tuple[Tolls, Figure], ...]]]:
        found: dict[tuple[str, bool], dict[str, tuple[tuple[Tolls, Figure], ...]]] = {}
        for tolls in self.incident.tolls:
            for figure in tolls.figures if tolls.counted == "persons" else ():
                current = figure.current and figure.set_aside is None
                for parts in (False, True) if current else (True,) if figure.set_aside in ONE_PLACE else ():
                    of = found.setdefault((tolls.harm, parts), {})
                    of[figure.claim] = (*of.get(figure.claim, ()), (tolls, figure))
        return found

    def parts(self, harm: str) -> dict[str, Claim]:
        """Figures that the text says are part of another of the same incident, and that other."""
        return self._parts_by_harm.get(harm, {})

    @cached_property
    def _parts_by_harm(self) -> dict[str, dict[str, Claim]]:
        tolls = {c.id: c for c in self.claims if isinstance(c.value, Toll)}
        found: dict[str, dict[str, Claim]] = {}
        for claim in tolls.values():
            whole = tolls.get(getattr(claim.value, "part_of", None) or "")
            if isinstance(claim.value, Toll) and whole is not None and isinstance(whole.value, Toll) and whole.value.harm == claim.value.harm:
                found.setdefault(claim.value.harm, {})[claim.id] = whole
        return found

    @cached_property
    def tolls_by_event(self) -> dict[str | None, tuple[tuple[Claim, Toll], ...]]:
        """Figures of persons killed by the event that they count; None: no event is named."""
        found: dict[str | None, list[tuple[Claim, Toll]]] = {}
        for claim in self.toll_claims("killed"):
            if isinstance(claim.value, Toll) and claim.value.counted == "persons":
                found.setdefault(claim.value.event, []).append((claim, claim.value))
        return {event: tuple(of) for event, of in found.items()}

    @cached_property
    def place_names(self) -> frozenset[str]:
        """Its places, folded, to tell places from actors."""
        return frozenset(fold(w.name) for w in self.where)

    # --- sources ------------------------------------------------------------------------------------------
    @cached_property
    def publishers(self) -> tuple[str, ...]:
        names = [publisher_name(self.reports.get(r)) for r in self.incident.reports]
        return tuple(dict.fromkeys(n for n in names if n))

    @cached_property
    def ultimate(self) -> tuple[str, ...]:
        """The people and bodies whose words the reports pass on."""
        return tuple(dict.fromkeys(speaker_name(c.speakers[-1]) for c in self.claims if c.speakers))

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Independent origins of the figures of those killed, by name."""
        main = self.tolls("killed")
        return tuple(r.root for r in main.roots) if main else ()

    # --- blame --------------------------------------------------------------------------------------------
    @cached_property
    def accused(self) -> tuple[tuple[str, tuple[Blamer, ...], tuple[Blamer, ...]], ...]:
        """Who is accused, by whom, denied by whom, the most accused first."""
        return tuple((b.accused, b.by, b.denied_by) for b in self.incident.blame if b.by)

    @cached_property
    def denials(self) -> tuple[str, ...]:
        """Claims by which somebody denies a part in it, accused by name or not."""
        said = [c.id for c in self.claims if c.stance == "denies" and isinstance(c.value, (Attribution, Event, Statement))]
        return tuple(dict.fromkeys((*(d.claim for b in self.incident.blame for d in b.denied_by), *said)))

    @cached_property
    def admitted(self) -> tuple[Claim, ...]:
        """Claims by which the accused's own side says that it did it: the admissions of the matrix, and those in which speaker and accused have one name."""
        declared = {b.claim for row in self.incident.blame for b in row.by if b.admission}
        return tuple(c for c in self.claims if c.id in declared or (isinstance(c.value, Attribution) and c.stance == "confirms" and c.speakers
                     and {w.entity_id or w.name for w in everyone(c.value.accused)} & {w.entity_id or w.name for w in everyone(c.speakers[-1:])}))

    def meant(self, claim: Claim, who: Who) -> Who:
        """Whom the matrix takes a doer named only as somebody's for: "our soldiers" of the Hill Army are the Hill Army."""
        return replace(self._rows_by_event[claim.id], kind=who.kind) if is_possessive(who) and claim.id in self._rows_by_event else who

    @cached_property
    def _rows_by_event(self) -> dict[str, Who]:
        """The accused of the matrix's row in which the words about an event stand, where the claim itself names one by a possessive alone."""
        rows = {b.claim: Who(row.accused, entity_id=row.entity_id) for row in self.incident.blame for b in (*row.by, *row.denied_by)}
        found = {}
        for claim in self.claims:
            names = everyone(getattr(claim.value, "accused", ())) or everyone(getattr(claim.value, "perpetrators", ()))
            if claim.id in rows and any(map(is_possessive, names)) and not is_possessive(rows[claim.id]):
                found[getattr(claim.value, "event", None) or claim.id] = rows[claim.id]
        return found


def episodes(snapshot: Snapshot) -> Iterator[Episode]:
    """Every incident of a record, in the record's order."""
    reports = {r.id: r for r in snapshot.reports}
    by_id: dict[str, list[Claim]] = {}
    tolls: dict[str, list[Claim]] = {}
    for claim in snapshot.claims:
        by_id.setdefault(claim.id, []).append(claim)
        if isinstance(claim.value, Toll) and claim.report_id is not None and told(claim):
            tolls.setdefault(claim.report_id, []).append(claim)
    for incident in snapshot.incidents:
        inside = set(incident.reports)
        own = [c for id_ in incident.claims for c in by_id.get(id_, ()) if c.report_id is None or c.report_id in inside]
        judged = apply(own, snapshot.judgements).claims
        held = set(incident.claims)
        beside = tuple(c for r in incident.reports for c in tolls.get(r, ()) if c.id not in held)
        yield Episode(incident, tuple(sorted(judged, key=lambda c: (c.report_id or "", c.passage.start, c.id))), reports, beside)


def outside(snapshot: Snapshot) -> Iterator[Uncoded]:
    """Reports whose claims stand in no incident: no form has a row for what nobody tells as having happened."""
    inside = {r for i in snapshot.incidents for r in i.reports}
    loose: dict[str, list[str]] = {}
    for claim in snapshot.claims:
        if claim.report_id is not None and claim.report_id not in inside and isinstance(claim.value, (Attribution, Event, Toll, Victim)):
            loose.setdefault(claim.report_id, []).append(claim.id)
    for report in snapshot.reports:
        if report.id in loose:
            yield Uncoded(report.id, "the report stands in no incident: nothing in it is told as having happened (a denial alone, a threat, a fear), or it was not related yet",
                          tuple(loose[report.id]))


# --- points: one number where a form wants one ------------------------------------------------------------

def figures(tolls: Tolls) -> tuple[str, ...]:
    """The claims of the current figures."""
    return tuple(f.claim for f in tolls.figures if f.current)


def point(tolls: Tolls | None, what: str) -> Point:
    """The best figure; with one source alone its own figure; else nothing."""
    if tolls is None:
        return Point(None, f"no claim gives a figure of {what}")
    claims = figures(tolls)
    if tolls.best is not None:
        return Point(tolls.best, f"best figure of {what}: the weighted median of the current figure of each root", claims)
    low, high = tolls.range
    if low is not None and low == high:
        return Point(low, f"the one current figure of {what}", claims)
    if low is not None:
        return Point(low, f"the lower end of what is claimed of {what}: there is no best figure", claims, forced=True)
    return Point(None, f"no claim of {what} states a number", claims)


def least(tolls: Tolls | None, what: str) -> Point:
    """The most conservative current figure."""
    if tolls is None or tolls.range[0] is None:
        return Point(None, f"no claim gives a figure of {what}")
    low, high = tolls.range
    return Point(low, f"the most conservative current figure of {what}", figures(tolls), forced=low != high)


# --- days and places --------------------------------------------------------------------------------------

def days(when: When) -> int | None:
    """Number of days that a time spans, both ends included; None when an end is open or unknown.

    >>> days(When("2025-03-06", "2025-03-09", "range"))
    4
    """
    if not when.start or not when.end:
        return None
    try:
        return (dt.date.fromisoformat(when.end) - dt.date.fromisoformat(when.start)).days + 1
    except ValueError:
        return None


def named(whos: Iterable[Who]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w.name for w in everyone(whos)))


def has_point(where: Where) -> bool:
    return where.lat is not None and where.lon is not None


def settlement(where: Sequence[Where]) -> Where | None:
    """The first place that has a point on the map and is no whole country; else None."""
    return next((w for w in where if has_point(w) and (w.precision or 6) <= 5), None)


def common_admin1(where: Sequence[Where]) -> str | None:
    """The first-order division when all places lie in one."""
    found = {w.admin1 for w in where}
    return found.pop() if len(found) == 1 else None
