"""What is needed to tell which claims fit no incident, without loading the whole case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from bearwitness.model import Claim, Report, claim_from_json
from bearwitness.store import incidents, reports
from bearwitness.store.schema import claims, readings

_AT_ONCE = 500      # ids in one query


def members(connection: Connection) -> set[str]:
    """The claims that are in incidents."""
    return {claim for _, incident in incidents.snapshots(connection) for claim in incident["claims"]}


def _current(kinds: Sequence[str], *columns: Any) -> Select[Any]:
    return select(*columns).join(readings, readings.c.id == claims.c.reading_id) \
        .where(readings.c.superseded_by.is_(None), claims.c.kind.in_(kinds))


def reports_with(connection: Connection, kinds: Sequence[str], inside: set[str]) -> list[Report]:
    """The reports with a current claim of these kinds that is in no incident, in the order of arrival."""
    found = {report for id_, report in connection.execute(_current(kinds, claims.c.id, claims.c.report_id)) if id_ not in inside}
    return [report for report in reports.all_reports(connection) if report.id in found]


def tolls_outside(connection: Connection, inside: set[str]) -> Iterator[Claim]:
    """The current tolls that are in no incident."""
    ids = [id_ for id_, in connection.execute(_current(("toll",), claims.c.id)) if id_ not in inside]
    for first in range(0, len(ids), _AT_ONCE):
        for row in connection.execute(_current(("toll",), claims.c.row).where(claims.c.id.in_(ids[first:first + _AT_ONCE]))).scalars():
            yield claim_from_json(json.loads(row))
