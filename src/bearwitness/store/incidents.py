"""Incidents: ids minted once, what was derived of each, which reports tell of which, and roots over all of it.

The roots are kept for parts of the tables (buckets), so that a change of one incident hashes one part again and not all.
Sizes of the buckets are part of the committed form: `FORM`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import rfc8785
from sqlalchemy import Connection, delete, func, select, update

from bearwitness.custody.rows import claim_rows_root
from bearwitness.store.rows import by_prefix, insert_many, json_text, parts
from bearwitness.store.schema import (
    case_meta,
    custody_events,
    derived_roots,
    incident_reports,
    incident_snapshots,
    incidents,
)

FORM = 2
OF_BUCKET = 64          # incidents in one bucket, by the order in which their ids were given
REPORT_BUCKETS = 1024
_CHANGES = ("claim", "review", "erase", "redact")      # kinds of event after which the record must be derived again


def bucket_of(report_id: str) -> int:
    """The bucket of a report, by chance that everybody can repeat."""
    return int.from_bytes(hashlib.sha256(report_id.encode()).digest()[:4], "big") % REPORT_BUCKETS


# --- ids ------------------------------------------------------------------------------------------

def minted(connection: Connection, which: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Incident ids ever given: id, seq, minted_at, claims (and reports) it holds, redirect; oldest first.

    Args:
        which: only these; None for all.
    """
    found = []
    for some in [None] if which is None else parts(which):
        query = select(incidents) if some is None else select(incidents).where(incidents.c.id.in_(some))
        found += [{**row, "claims": json.loads(row["claims"])} for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda row: row["seq"])


def taken(connection: Connection, id_: str) -> bool:
    """Was this id ever given?"""
    return connection.execute(select(incidents.c.id).where(incidents.c.id == id_)).first() is not None


def mint(connection: Connection, new: Sequence[tuple[str, Sequence[str]]], *, at: str) -> None:
    """Keeps ids given for the first time, with the claims they stand for."""
    last = connection.execute(select(func.max(incidents.c.seq))).scalar() or 0
    insert_many(connection, incidents, [
        {"id": id_, "seq": last + n, "minted_at": at, "claims": json_text(list(held)), "redirect": None}
        for n, (id_, held) in enumerate(new, 1)])


def redirect(connection: Connection, old: str, to: str | None) -> None:
    connection.execute(update(incidents).where(incidents.c.id == old).values(redirect=to))


def hold(connection: Connection, held: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Notes which claims each incident now holds, so that the next grouping finds it again."""
    for id_, claim_ids in held:
        connection.execute(update(incidents).where(incidents.c.id == id_)
                           .values(claims=json_text(list(claim_ids)), redirect=None))


def find_incident(connection: Connection, prefix: str) -> str | None:
    """The incident that an id or its unique beginning names; an id that was merged leads to the older."""
    id_ = by_prefix(connection, incidents.c.id, prefix)
    seen: set[str] = set()
    while id_ is not None and id_ not in seen:
        seen.add(id_)
        further = connection.execute(select(incidents.c.redirect).where(incidents.c.id == id_)).scalar()
        if further is None:
            return id_
        id_ = further
    return id_


# --- what was derived -------------------------------------------------------------------------------

def put(connection: Connection, rows: Sequence[tuple[dict[str, Any], bool, bytes]]) -> None:
    """Keeps derived incidents in the place of what was derived of them before: (the record as JSON object, weighed, its bytes)."""
    for some in parts(body["id"] for body, _, _ in rows):
        connection.execute(delete(incident_snapshots).where(incident_snapshots.c.incident_id.in_(some)))
    insert_many(connection, incident_snapshots, [
        {"incident_id": body["id"], "size": len(body["reports"]), "start": body["when"]["start"], "weighed": int(weighed), "row": row}
        for body, weighed, row in rows])


def drop(connection: Connection, which: Iterable[str] | None = None) -> None:
    """Takes back what was derived of these incidents, or of all. Their ids stay."""
    if which is None:
        connection.execute(delete(incident_snapshots))
    for some in () if which is None else parts(which):
        connection.execute(delete(incident_snapshots).where(incident_snapshots.c.incident_id.in_(some)))


def unweigh(connection: Connection, which: Iterable[str] | None = None) -> None:
    """These incidents, or all, are to be weighed again."""
    if which is None:
        connection.execute(update(incident_snapshots).values(weighed=0))
    for some in () if which is None else parts(which):
        connection.execute(update(incident_snapshots).where(incident_snapshots.c.incident_id.in_(some)).values(weighed=0))


def count(connection: Connection) -> tuple[int, int]:
    """(incidents there are now, how many of them are weighed)."""
    row = connection.execute(select(func.count(), func.sum(incident_snapshots.c.weighed))).one()
    return int(row[0]), int(row[1] or 0)


def unweighed(connection: Connection) -> list[str]:
    """Ids of the incidents that are still to be weighed."""
    return list(connection.execute(select(incident_snapshots.c.incident_id).where(incident_snapshots.c.weighed == 0)).scalars())


def snapshots(connection: Connection, which: Iterable[str] | None = None) -> list[tuple[bool, dict[str, Any]]]:
    """(weighed, JSON of Incident), the most reported first.

    Args:
        which: only those with these ids; None for all.
    """
    found = []
    for some in [None] if which is None else parts(which):
        query = select(incident_snapshots)
        if some is not None:
            query = query.where(incident_snapshots.c.incident_id.in_(some))
        found += [((-row["size"], row["start"] or "9999", row["incident_id"]), bool(row["weighed"]), row["row"])
                  for row in connection.execute(query).mappings()]
    return [(weighed, json.loads(row)) for _, weighed, row in sorted(found, key=lambda f: f[0])]


# --- which reports tell of which ----------------------------------------------------------------------

def tell(connection: Connection, of_report: Mapping[str, Sequence[str]], *, instead: Iterable[str] | None) -> None:
    """Notes which incidents each report tells of, the main one first.

    Args:
        instead: the reports whose former incidents are forgotten; None for all.
    """
    if instead is None:
        connection.execute(delete(incident_reports))
    for some in () if instead is None else parts({*instead, *of_report}):
        connection.execute(delete(incident_reports).where(incident_reports.c.report_id.in_(some)))
    insert_many(connection, incident_reports, [
        {"report_id": report, "pos": pos, "incident_id": id_, "bucket": bucket_of(report)}
        for report, ids in sorted(of_report.items()) for pos, id_ in enumerate(ids)])


def of_reports(connection: Connection, which: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Report id -> its incidents, the main one first; a report in none is not there."""
    found: dict[str, list[str]] = {}
    for some in [None] if which is None else parts(which):
        query = select(incident_reports.c.report_id, incident_reports.c.incident_id).order_by(incident_reports.c.report_id, incident_reports.c.pos)
        for report, id_ in connection.execute(query if some is None else query.where(incident_reports.c.report_id.in_(some))):
            found.setdefault(report, []).append(id_)
    return found


# --- since when -----------------------------------------------------------------------------------------

def noted(connection: Connection, key: str) -> dict[str, Any] | None:
    """What a derivation noted of itself: from what (derived_from), by which rules (weighed_by)."""
    value = connection.execute(select(case_meta.c.value).where(case_meta.c.key == key)).scalar()
    return None if value is None else json.loads(value)


def note(connection: Connection, key: str, value: Mapping[str, Any]) -> None:
    connection.execute(delete(case_meta).where(case_meta.c.key == key))
    insert_many(connection, case_meta, [{"key": key, "value": json_text(dict(value))}])


def changed_since(connection: Connection, index: int) -> list[tuple[str, str | None]]:
    """(kind, subject) of what happened at and after this index of the log that what is derived depends on, in order."""
    query = select(custody_events.c.kind, custody_events.c.subject).where(custody_events.c.idx >= index, custody_events.c.kind.in_(_CHANGES))
    return [(row.kind, row.subject) for row in connection.execute(query.order_by(custody_events.c.idx))]


def entry_at(connection: Connection, index: int) -> str | None:
    """SHA-256 of the log entry with this index, None when there is none."""
    found = connection.execute(select(custody_events.c.entry).where(custody_events.c.idx == index)).scalar()
    return None if found is None else hashlib.sha256(found).hexdigest()


def is_stale(connection: Connection) -> bool:
    """Has a reading or a judgement come since the incidents were derived?"""
    since = noted(connection, "derived_from")
    return since is None or bool(changed_since(connection, since["next"]))


# --- roots ----------------------------------------------------------------------------------------------

def fields(connection: Connection, touched: Iterable[str] | None, reports: Iterable[str] | None) -> dict[str, Any]:
    """What a `derive` event commits to: the derived incidents, the ids given, and which reports tell of which.

    Each root is that of an RFC 6962 tree over `[bucket, rows, root]` of the buckets that hold something, in order.

    Args:
        touched: incidents that were derived, dropped, minted, weighed or redirected since the last time; None for all.
        reports: reports whose incidents changed; None for all.
    """
    for kind, buckets in (("rows", _incident_buckets(connection, touched)), ("ids", _incident_buckets(connection, touched)),
                          ("reports", None if reports is None else {bucket_of(r) for r in reports})):
        _rehash(connection, kind, buckets)
    kept: dict[str, list[bytes]] = {"rows": [], "ids": [], "reports": []}
    rows: Counter[str] = Counter()
    for row in connection.execute(select(derived_roots).order_by(derived_roots.c.kind, derived_roots.c.bucket)):
        kept[row.kind].append(json_text([row.bucket, row.rows, row.root]).encode())
        rows[row.kind] += row.rows
    return _told(kept, rows)


def _told(kept: Mapping[str, Sequence[bytes]], rows: Mapping[str, int]) -> dict[str, Any]:
    return {"record": "incidents", "form": FORM, "rows": rows["rows"], **{f"{kind}_root": claim_rows_root(kept[kind]).hex() for kind in ("rows", "ids", "reports")}}


def fields_anew(connection: Connection) -> dict[str, Any]:
    """The same from the tables alone, without the roots that were kept."""
    kept: dict[str, list[bytes]] = {}
    rows: Counter[str] = Counter()
    for kind in ("rows", "ids", "reports"):
        found = _leaves(connection, kind, None)
        kept[kind] = [json_text([bucket, len(leaves), claim_rows_root(leaves).hex()]).encode() for bucket, leaves in sorted(found.items())]
        rows[kind] = sum(map(len, found.values()))
    return _told(kept, rows)


def kept_roots_differ(connection: Connection) -> bool:
    """Are the roots that were kept others than those of the tables? Then the next derivation would commit to what is not there."""
    kept = {(row.kind, row.bucket): (row.rows, row.root) for row in connection.execute(select(derived_roots))}
    return kept != {(kind, bucket): (len(leaves), claim_rows_root(leaves).hex())
                    for kind in ("rows", "ids", "reports") for bucket, leaves in _leaves(connection, kind, None).items()}


def _incident_buckets(connection: Connection, touched: Iterable[str] | None) -> set[int] | None:
    if touched is None:
        return None
    return {seq // OF_BUCKET for some in parts(touched) for seq in connection.execute(select(incidents.c.seq).where(incidents.c.id.in_(some))).scalars()}


def _rehash(connection: Connection, kind: str, buckets: set[int] | None) -> None:
    gone = delete(derived_roots).where(derived_roots.c.kind == kind)
    if buckets is None:
        connection.execute(gone)
    for some in () if buckets is None else parts(buckets):
        connection.execute(gone.where(derived_roots.c.bucket.in_(some)))
    insert_many(connection, derived_roots, [
        {"kind": kind, "bucket": bucket, "rows": len(leaves), "root": claim_rows_root(leaves).hex()}
        for bucket, leaves in sorted(_leaves(connection, kind, buckets).items())])


def _leaves(connection: Connection, kind: str, buckets: set[int] | None) -> dict[int, list[bytes]]:
    """Bucket -> its rows in order, each as the bytes that are hashed."""
    if kind == "reports":
        return _report_leaves(connection, buckets)
    found: dict[int, list[bytes]] = {}
    query = select(incidents) if kind == "ids" else \
        select(incidents.c.seq, incident_snapshots).join(incidents, incidents.c.id == incident_snapshots.c.incident_id)
    for first, last in [(None, None)] if buckets is None else [(b * OF_BUCKET, (b + 1) * OF_BUCKET) for b in sorted(buckets)]:
        bounded = query if first is None else query.where(incidents.c.seq >= first, incidents.c.seq < last)
        for row in connection.execute(bounded.order_by(incidents.c.seq)).mappings():
            leaf = rfc8785.dumps(dict(row)) if kind == "ids" else \
                json_text([row["incident_id"], row["size"], row["start"], row["weighed"]]).encode() + row["row"]
            found.setdefault(row["seq"] // OF_BUCKET, []).append(leaf)
    return found


def _report_leaves(connection: Connection, buckets: set[int] | None) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    query = select(incident_reports).order_by(incident_reports.c.bucket, incident_reports.c.report_id, incident_reports.c.pos)
    for some in [None] if buckets is None else parts(buckets):
        for row in connection.execute(query if some is None else query.where(incident_reports.c.bucket.in_(some))):
            found.setdefault(row.bucket, []).append(json_text([row.report_id, row.pos, row.incident_id]).encode())
    return found


def strays(connection: Connection) -> bool:
    """Are there derived rows that no committed table tells of: of an id that was never given, or in another bucket than their own?"""
    alien = connection.execute(select(incident_snapshots.c.incident_id).where(incident_snapshots.c.incident_id.not_in(select(incidents.c.id))).limit(1)).first()
    moved = any(bucket_of(row.report_id) != row.bucket for row in connection.execute(select(incident_reports.c.report_id, incident_reports.c.bucket).distinct()))
    return alien is not None or moved
