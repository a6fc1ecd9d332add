"""One derived incident at a time: in which it lies."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from bearwitness.store.schema import incident_snapshots


def within(connection: Connection, incident_id: str) -> str | None:
    """The incident in which one lies, as it was derived last; None when in none, or when there is no such incident."""
    row = connection.execute(select(incident_snapshots.c.row).where(incident_snapshots.c.incident_id == incident_id)).scalar()
    return json.loads(row).get("within") if row is not None else None
