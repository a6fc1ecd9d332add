"""What a removal comes to: numbers for people, the dossiers that show it, rows as they stand afterwards."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, func, select

from bearwitness.store import schema
from bearwitness.store.holdings import events, some_of
from bearwitness.store.removal import Removal


def counts(connection: Connection, removal: Removal, taking: dict[int, list[str]]) -> dict[str, int]:
    """How many of each kind go."""
    def number(column: Any, ids: set[str]) -> int:
        return connection.execute(select(func.count()).select_from(column.table).where(column.in_(some_of(ids)))).scalar_one() if ids else 0

    table = schema.custody_events
    made = func.substr(table.c.subject, 1, 64).in_(some_of(removal.originals))      # SHA-256/name
    derived = connection.execute(select(func.count()).select_from(table).where(table.c.kind == "derive", made)).scalar_one() if removal.originals else 0
    size = connection.execute(select(func.coalesce(func.sum(schema.originals.c.size), 0)).where(
        schema.originals.c.sha256.in_(some_of(removal.originals)))).scalar_one() if removal.originals else 0
    return {"reports": len(removal.reports), "lists": len(removal.lists), "originals": len(removal.originals), "bytes": int(size),
            "texts": len(removal.texts), "derivatives": derived, "readings": len(removal.readings),
            "claims": number(schema.claims.c.reading_id, removal.readings), "mentions": number(schema.mentions.c.reading_id, removal.readings),
            "victim records": number(schema.victim_records.c.list_id, removal.lists), "noted failures": len(removal.failures),
            "changed rows": len(removal.changed), "fields": sum(map(len, taking.values())), "events that lose fields": len(taking)}


def dossiers(connection: Connection, removal: Removal) -> list[dict[str, Any]]:
    """The publications, from the log's own events, of incidents that rest on what goes or changes."""
    touched = removal.ids | {ident for table, ident in removal.changed if table == "reports"}
    changed = {ident for table, ident in removal.changed if table == "judgements"}
    judgements = schema.judgements
    touched |= set(connection.execute(select(judgements.c.left).where(judgements.c.id.in_(some_of(changed)))).scalars())
    table = schema.incidents
    shown = {row.id for row in connection.execute(select(table.c.id, table.c.claims)) if touched & set(json.loads(row.claims)) or row.id in touched}
    return [{"event": e.index, "audience": e.fields.get("audience"), "time": e.fields.get("time"),
             "incidents": sorted(shown & set(e.fields.get("incidents", ())))}
            for e in events(connection, kinds=("publish",))
            if touched & set(e.fields.get("reports", ())) or ("reports" not in e.fields and shown & set(e.fields.get("incidents", ())))]


def copies(connection: Connection, removal: Removal) -> list[dict[str, Any]]:
    """Working copies and exports of what goes, from the log's own events: who may still have one."""
    gone = removal.ids | removal.reports | removal.originals
    return [{"event": e.index, "kind": e.kind, "to": e.fields.get("to"), "by": e.fields.get("by"), "time": e.fields.get("time")}
            for e in events(connection, kinds=("access", "export"))
            if e.fields.get("of_report") in gone or e.fields.get("copy_sha256") in gone or gone & set(e.fields.get("reports") or ())]


def row_after(connection: Connection, table: str, ident: str) -> dict[str, Any]:
    """A row as it stands now, with the digest that a `redact` event commits to."""
    which = getattr(schema, table)
    row = dict(connection.execute(select(which).where(which.c.id == ident)).mappings().one())
    committed = hashlib.sha256(schema.canonical_row(row)).hexdigest()
    if "published_at" in row:
        row["published_at_json"] = json.loads(row["published_at"])
    return {**row, "row_sha256": committed}
