"""Reports, originals and kept texts: rows in, records out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bearwitness.model import Document, Report, When, nested_from_json, to_json
from bearwitness.store.objects import Objects
from bearwitness.store.rows import by_prefix, insert_many, json_text, parts
from bearwitness.store.schema import failures, originals, readings, reports, texts

_REPORT_FIELDS = ("id", "source", "sha256", "media_type", "captured_at", "member", "publisher", "url", "title",
                  "author", "lang", "text_sha256", "reader", "sensitivity", "size")


def report_row(report: Report, document: Document | None, *, original_sha256: str, verdict: str,
               reason: str | None, warnings: Sequence[tuple[str, str]],
               offset: int | None = None, length: int | None = None) -> dict[str, Any]:
    """The row of a report, as it is inserted and as its custody event commits to it (without `seq`)."""
    row: dict[str, Any] = {name: getattr(report, name) for name in _REPORT_FIELDS}
    row.update(published_at=json_text(to_json(report.published_at)), original_sha256=original_sha256,
               offset=offset, length=length, verdict=verdict, reason=reason,
               nested=json_text(to_json(document.nested) if document else []),
               warnings=json_text([list(w) for w in warnings]))
    return row


def add_reports(connection: Connection, rows: list[dict[str, Any]], *, kept: list[tuple[str, str, int]],
                kept_texts: list[tuple[str, str]]) -> None:
    """Inserts originals (sha256, sha512, size), texts (text_sha256, text) and reports, in that order."""
    insert_many(connection, originals, [dict(zip(("sha256", "sha512", "size"), k)) for k in kept], ignore=True)
    insert_many(connection, texts, [dict(zip(("text_sha256", "text"), t)) for t in kept_texts], ignore=True)
    insert_many(connection, reports, rows)


def report_of(row: Any) -> Report:
    fields = {name: row[name] for name in _REPORT_FIELDS}
    return Report(**fields, published_at=When(**json.loads(row["published_at"])))


def all_reports(connection: Connection) -> list[Report]:
    """Every report, in the order of arrival."""
    return [report_of(row) for row in connection.execute(select(reports).order_by(reports.c.seq)).mappings()]


def reports_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Report]:
    """These reports."""
    return {row["id"]: report_of(row) for some in parts(ids) for row in connection.execute(select(reports).where(reports.c.id.in_(some))).mappings()}


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(reports)).scalar_one()


def stored(connection: Connection, report_id: str) -> dict[str, Any] | None:
    """The whole row of a report."""
    row = connection.execute(select(reports).where(reports.c.id == report_id)).mappings().first()
    return dict(row) if row else None


def verdicts(connection: Connection) -> list[dict[str, Any]]:
    """id, verdict, reason and warnings (JSON) of every report."""
    query = select(reports.c.id, reports.c.verdict, reports.c.reason, reports.c.warnings).order_by(reports.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def find_report(connection: Connection, prefix: str) -> str | None:
    return by_prefix(connection, reports.c.id, prefix)


def find_original(connection: Connection, prefix: str) -> str | None:
    return by_prefix(connection, originals.c.sha256, prefix)


def unread(connection: Connection, extractor: str) -> list[str]:
    """Ids of the reports with a text that this extractor has not read yet, in the order of arrival.

    A reading by this extractor and another (`rules@1+llm:...`) is one by this extractor.
    """
    by_it = (readings.c.extractor == extractor) | readings.c.extractor.startswith(f"{extractor}+", autoescape=True)
    done = select(readings.c.report_id).where(by_it, readings.c.superseded_by.is_(None))
    query = select(reports.c.id).where(reports.c.text_sha256.is_not(None), reports.c.id.not_in(done))
    return list(connection.execute(query.order_by(reports.c.seq)).scalars())


def document(connection: Connection, report_id: str) -> Document | None:
    """What the reader made of a report, None when it has no text."""
    query = select(reports, texts.c.text).join(texts, reports.c.text_sha256 == texts.c.text_sha256)
    row = connection.execute(query.where(reports.c.id == report_id)).mappings().first()
    if row is None:
        return None
    return Document(
        text=row["text"], sha256=row["sha256"], text_sha256=row["text_sha256"], reader=row["reader"],
        media_type=row["media_type"], source=row["source"], title=row["title"], author=row["author"],
        publisher=row["publisher"], lang=row["lang"], published_at=When(**json.loads(row["published_at"])),
        url=row["url"], nested=tuple(nested_from_json(n) for n in json.loads(row["nested"])),
        warnings=tuple((code, text) for code, text in json.loads(row["warnings"])))


def text_of(connection: Connection, text_sha256: str) -> str | None:
    return connection.execute(select(texts.c.text).where(texts.c.text_sha256 == text_sha256)).scalar()


def texts_of(connection: Connection, digests: Iterable[str]) -> dict[str, str]:
    """text_sha256 -> text of these kept texts."""
    return {row.text_sha256: row.text for some in parts(digests) for row in connection.execute(select(texts).where(texts.c.text_sha256.in_(some)))}


def all_texts(connection: Connection) -> Iterator[tuple[str, str]]:
    """(text_sha256, text) of every kept text, by digest."""
    for row in connection.execute(select(texts).order_by(texts.c.text_sha256)):
        yield row.text_sha256, row.text


def own_bytes(connection: Connection, objects: Objects, report_id: str) -> bytes:
    """A report's own bytes: its original, or its part of a package."""
    row = stored(connection, report_id)
    assert row is not None
    data = objects.read(row["original_sha256"])
    return data if row["offset"] is None else data[row["offset"]:row["offset"] + row["length"]]


def record_failures(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Keeps what went wrong: verb, item, stage, reason, at."""
    if rows:
        connection.execute(insert(failures), rows)
