"""`show outside`: the claims that fit no incident, by place and week, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bearwitness.case.deriving import refresh, relate
from bearwitness.errors import UsageError
from bearwitness.model import to_json
from bearwitness.store import decisions, events, incidents, readings
from bearwitness.store import outside as kept
from bearwitness.store.folder import CaseFolder


def outside(case: CaseFolder, *, place: str | None = None, week: str | None = None) -> Iterator[dict[str, Any]]:
    """A line for each such toll, event, attribution and victim, under each of its places; nothing before `relate`.

    Args:
        place: only those at this place, or in this division or country.
        week: only those about days of this ISO week ("2025-W10"), or about a time that it lies in.

    Raises:
        UsageError: `week` is no week; `place` is empty.
    """
    from bearwitness.incidents import outside as found

    wanted = _week(week)
    if place is not None and not place.strip():
        raise UsageError("--place: is empty: name a place, a division or a country")
    if not _derived(case):
        return
    with case.reading() as connection:
        inside = kept.members(connection)
        reports = kept.reports_with(connection, found.KINDS, inside)
        found_in = readings.claims_of(connection, [r.id for r in reports])
        claims = [claim for report in sorted(found_in) for claim in found_in[report]]
        judgements = decisions.holding(decisions.all_judgements(connection))
        homes = incidents.of_reports(connection)
    publishers = {r.id: r.publisher for r in reports}
    for row in found.outside(reports, claims, inside, judgements):
        if (place is None or found.at_place(row, place)) and (wanted is None or found.in_week(row, wanted)):
            claim = row.claim
            yield {"place": row.place, "week": row.week, "why": row.why, "reason": row.reason, "event": row.event,
                   "where": None if row.where is None else to_json(row.where), "when": to_json(row.when),
                   "publisher": publishers.get(claim.report_id or ""), "incidents_of_report": homes.get(claim.report_id or "", []),
                   "claim": to_json(claim, store=True)}


def figures_outside(case: CaseFolder) -> int:
    """How many tolls with a number fit no incident."""
    from bearwitness.incidents.outside import figures_outside as count

    with case.reading() as connection:
        inside = kept.members(connection)
        return count(kept.tolls_outside(connection, inside), inside, decisions.holding(decisions.all_judgements(connection)))


def _week(text: str | None) -> str | None:
    from bearwitness.incidents.outside import parse_week

    if text is None:
        return None
    week = parse_week(text)
    if week is None:
        raise UsageError(f"--week {text}: is no week: write it as 2025-W10 (ISO 8601: the week of 3 to 9 March 2025)")
    return week


def _derived(case: CaseFolder) -> bool:
    """Brings the incidents up to date; False when nothing was ever related."""
    if refresh(case):
        return True
    with case.reading() as connection:
        ever, stale = events.has_event(connection, "incidents", "derive"), incidents.is_stale(connection)
    if ever and stale:
        relate(case)      # there were no incidents, and there may be some now
    return ever
