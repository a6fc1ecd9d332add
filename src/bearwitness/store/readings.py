"""Readings: the claims and mentions that one extractor found in one report.

A newer reading supersedes the older ones of its report; nothing is deleted. A claim is current when its
reading is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, update

from bearwitness.model import Claim, Mention, Passage, When, Where, claim_from_json
from bearwitness.store.rows import by_prefix, insert_many, json_text, parts
from bearwitness.store.schema import claims, mentions, readings, reports


@dataclass(frozen=True, slots=True)
class NewReading:
    """A reading as it comes from a worker: JSON rows, no records, so that it is small to send.

    `claims` holds (id, kind, start, end, row) in order, `mentions` (kind, start, end, entity_id, row).
    """

    report_id: str
    extractor: str
    text_sha256: str
    claims: tuple[tuple[str, str, int, int, bytes], ...]
    mentions: tuple[tuple[str, int, int, str | None, bytes], ...]
    failures: tuple[Mapping[str, str], ...]


def current(connection: Connection, report_id: str) -> dict[str, Any] | None:
    """The row of the report's current reading."""
    query = select(readings).where(readings.c.report_id == report_id, readings.c.superseded_by.is_(None))
    row = connection.execute(query.order_by(readings.c.seq.desc()).limit(1)).mappings().first()
    return dict(row) if row else None


def known(connection: Connection, reading_id: str) -> bool:
    return connection.execute(select(readings.c.id).where(readings.c.id == reading_id)).first() is not None


def keep(connection: Connection, new: NewReading, *, reading_id: str, rows_root: str, log_index: int,
         made_at: str) -> None:
    """Inserts a reading with its rows; the report's earlier readings are superseded by it."""
    insert_many(connection, readings, [{
        "id": reading_id, "report_id": new.report_id, "extractor": new.extractor, "text_sha256": new.text_sha256,
        "made_at": made_at, "rows": len(new.claims), "rows_root": rows_root, "log_index": log_index,
        "failures": json_text([dict(f) for f in new.failures]), "superseded_by": None}])
    make_current(connection, new.report_id, reading_id)
    insert_many(connection, claims, [
        {"reading_id": reading_id, "pos": pos, "id": id_, "report_id": new.report_id, "kind": kind,
         "start": start, "end": end, "row": row}
        for pos, (id_, kind, start, end, row) in enumerate(new.claims)])
    insert_many(connection, mentions, [
        {"reading_id": reading_id, "pos": pos, "report_id": new.report_id, "kind": kind, "start": start,
         "end": end, "entity_id": entity_id, "row": row}
        for pos, (kind, start, end, entity_id, row) in enumerate(new.mentions)])


def make_current(connection: Connection, report_id: str, reading_id: str) -> None:
    """Makes one reading of a report the one that holds."""
    connection.execute(update(readings).where(readings.c.report_id == report_id, readings.c.id != reading_id,
                                              readings.c.superseded_by.is_(None)).values(superseded_by=reading_id))
    connection.execute(update(readings).where(readings.c.id == reading_id).values(superseded_by=None))


def current_claims(connection: Connection, report_id: str | None = None) -> Iterator[Claim]:
    """The claims that hold, by report (in the order of arrival) and place in the text."""
    query = select(claims.c.row).join(readings, readings.c.id == claims.c.reading_id) \
        .join(reports, reports.c.id == claims.c.report_id).where(readings.c.superseded_by.is_(None)) \
        .order_by(reports.c.seq, claims.c.pos)
    if report_id is not None:
        query = query.where(claims.c.report_id == report_id)
    for row in connection.execute(query).scalars():
        yield claim_from_json(json.loads(row))


def claims_of(connection: Connection, report_ids: Iterable[str]) -> dict[str, list[Claim]]:
    """The claims that hold of these reports, each report's in the order of its text."""
    found: dict[str, list[Claim]] = {}
    for some in parts(report_ids):
        query = select(claims.c.report_id, claims.c.row).join(readings, readings.c.id == claims.c.reading_id) \
            .where(readings.c.superseded_by.is_(None), readings.c.report_id.in_(some)).order_by(claims.c.report_id, claims.c.pos)
        for row in connection.execute(query):
            found.setdefault(row.report_id, []).append(claim_from_json(json.loads(row.row)))
    return found


def claims_by_id(connection: Connection, claim_ids: Iterable[str]) -> list[Claim]:
    """The claims that hold with these ids: of each report that has one, its own."""
    found = []
    for some in parts(claim_ids):
        query = select(claims.c.row).join(readings, readings.c.id == claims.c.reading_id) \
            .where(readings.c.superseded_by.is_(None), claims.c.id.in_(some)).order_by(claims.c.id, claims.c.report_id)
        found += [claim_from_json(json.loads(row)) for row in connection.execute(query).scalars()]
    return found


def reports_with(connection: Connection, claim_ids: Iterable[str]) -> set[str]:
    """The reports in which any of these claims stood, in this reading or an earlier one."""
    return {id_ for some in parts(claim_ids) for id_ in connection.execute(select(claims.c.report_id).where(claims.c.id.in_(some)).distinct()).scalars()}


def report_of(connection: Connection, reading_id: str) -> str | None:
    return connection.execute(select(readings.c.report_id).where(readings.c.id == reading_id)).scalar()


def read_reports(connection: Connection) -> list[str]:
    """Ids of the reports that have a reading, in the order of arrival."""
    query = select(reports.c.id).join(readings, readings.c.report_id == reports.c.id).where(readings.c.superseded_by.is_(None))
    return list(connection.execute(query.order_by(reports.c.seq)).scalars())


def rows(connection: Connection, reading_id: str) -> list[tuple[str, bytes]]:
    """(claim id, row) of a reading, in the order in which its root was taken."""
    query = select(claims.c.id, claims.c.row).where(claims.c.reading_id == reading_id).order_by(claims.c.pos)
    return [(row.id, row.row) for row in connection.execute(query)]


def claim(connection: Connection, claim_id: str) -> Claim | None:
    """A claim by its id: the current one, else the latest that was superseded."""
    query = select(claims.c.row).join(readings, readings.c.id == claims.c.reading_id) \
        .where(claims.c.id == claim_id).order_by(readings.c.superseded_by.is_not(None), readings.c.seq.desc()).limit(1)
    row = connection.execute(query).scalar()
    return claim_from_json(json.loads(row)) if row is not None else None


def find_claim(connection: Connection, prefix: str) -> str | None:
    return by_prefix(connection, claims.c.id, prefix)


def current_mentions(connection: Connection, report_id: str | None = None) -> Iterator[tuple[str, Mention]]:
    """(report id, mention), by report and place in the text."""
    query = select(mentions.c.report_id, mentions.c.row) \
        .join(readings, readings.c.id == mentions.c.reading_id) \
        .join(reports, reports.c.id == mentions.c.report_id).where(readings.c.superseded_by.is_(None)) \
        .order_by(reports.c.seq, mentions.c.pos)
    if report_id is not None:
        query = query.where(mentions.c.report_id == report_id)
    for row in connection.execute(query):
        yield row.report_id, mention_from_json(json.loads(row.row))


def near_of(connection: Connection, report_ids: Iterable[str]) -> dict[str, list[Mention]]:
    """The places and days that these reports mention."""
    found: dict[str, list[Mention]] = {}
    for some in parts(report_ids):
        query = select(mentions.c.report_id, mentions.c.row).join(readings, readings.c.id == mentions.c.reading_id) \
            .where(readings.c.superseded_by.is_(None), readings.c.report_id.in_(some), mentions.c.kind.in_(("place", "date"))) \
            .order_by(mentions.c.report_id, mentions.c.pos)
        for row in connection.execute(query):
            found.setdefault(row.report_id, []).append(mention_from_json(json.loads(row.row)))
    return found


def mention_from_json(d: dict[str, Any]) -> Mention:
    """The mention that `to_json` wrote."""
    return Mention(kind=d["kind"], passage=Passage(**d["passage"]), entity_id=d.get("entity_id"),
                   where=Where(**d["where"]) if d.get("where") else None,
                   when=When(**d["when"]) if d.get("when") else None)


def counts(connection: Connection) -> dict[str, int]:
    """Number of current claims of each report."""
    query = select(readings.c.report_id, func.sum(readings.c.rows)).where(readings.c.superseded_by.is_(None)) \
        .group_by(readings.c.report_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}
