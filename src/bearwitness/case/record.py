"""What a case holds now: reports as corrected, claims that hold, judgements tied to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import rfc8785
from sqlalchemy import Connection

from bearwitness.case.judging import add_carried, in_force
from bearwitness.model import ERASED, Claim, Incident, Judgement, Report, When, to_json
from bearwitness.store import decisions, readings, reports
from bearwitness.store.folder import CaseFolder


@dataclass(frozen=True, slots=True)
class Record:
    """What a case holds now: the reports, the claims that hold, the judgements tied to them."""

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    judgements: tuple[Judgement, ...]
    unanchored: tuple[Judgement, ...]


def load(case: CaseFolder) -> Record:
    """Reads reports, current claims and judgements in one view of the database."""
    with case.reading() as connection:
        return load_from(connection)


def load_from(connection: Connection) -> Record:
    """The same from an open connection."""
    claims = tuple(readings.current_claims(connection))
    tied, loose = judgements_in_force(connection)
    found = corrections(reports.all_reports(connection), tied)
    return Record(tuple(found.values()), claims, tuple(tied), tuple(loose))


def judgements_in_force(connection: Connection) -> tuple[list[Judgement], list[Judgement]]:
    """The judgements that hold, tied to the claims there are now, and those that found no claim.

    Only the claims that judgements speak of are read, and where one is gone, those of the report that it was in.
    """
    every = [j for j in decisions.all_judgements(connection) if ERASED not in (j.left, j.right)]
    claims = readings.claims_by_id(connection, {id_ for j in every for id_ in (j.left, j.right) if id_})
    known = {c.id for c in claims}
    gone: set[str] = set()
    for j in every:
        for id_, anchor in ((j.left, dict(j.anchor)), (j.right, dict(dict(j.anchor).get("right") or {}))):
            if id_ and id_ not in known and anchor.get("exact") and anchor.get("report"):
                gone.add(str(anchor["report"]))
    of_gone = readings.claims_of(connection, gone)
    return in_force(every, [*claims, *(c for id_ in sorted(of_gone) for c in of_gone[id_] if c.id not in known)])


def carry(connection: Connection) -> None:
    """Adds, for each judgement that a newer reading moved to another claim, a row that says so.

    The row supersedes the old one and keeps its reviewer, reason and time; its anchor names the row it carries on.
    """
    every = {j.id: j for j in decisions.all_judgements(connection)}
    tied, _ = judgements_in_force(connection)
    for judgement in tied:
        old = every[judgement.id]
        if (judgement.left, judgement.right) != (old.left, old.right):
            add_carried(connection, judgement)


def corrections(found: Iterable[Report], judgements: Sequence[Judgement]) -> dict[str, Report]:
    """Reports by id, with what people fixed about them."""
    fixes: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.relation == "fix":
            fixes.setdefault(judgement.left, []).append(judgement)
    return {report.id: corrected(report, fixes.get(report.id, ())) for report in found}


def corrected(report: Report, judgements: Iterable[Judgement]) -> Report:
    """The report with what people fixed about it (publisher, date, sensitivity ...)."""
    for judgement in judgements:
        if judgement.left == report.id and judgement.relation == "fix":
            for name, value in judgement.changes:
                report = replace(report, **{name: _report_value(name, value)})
    return report


def _report_value(name: str, value: Any) -> Any:
    if name != "published_at":
        return value
    if isinstance(value, dict):
        return When(**value)
    from bearwitness.resolve.dates import parse_published

    return parse_published(str(value))


def row_of(incident: Incident) -> bytes:
    """The bytes of a derived incident."""
    return rfc8785.dumps(to_json(incident))
