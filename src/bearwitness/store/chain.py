"""What the database knows of the handling of one report, and its original's bytes read in pieces."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from bearwitness.custody.entry import LoggedEvent
from bearwitness.errors import StoreError
from bearwitness.store.objects import Objects
from bearwitness.store.schema import claims, custody_events, judgements, object_path, reports

_PIECE = 1 << 20
_AT_ONCE = 500      # names in one question: SQLite takes no more than 32,766


def _events(connection: Connection, *conditions: Any) -> list[LoggedEvent]:
    rows = connection.execute(select(custody_events).where(*conditions).order_by(custody_events.c.idx)).mappings()
    return [LoggedEvent(row["idx"], row["kind"], row["item"], bytes(row["entry"]), tuple(json.loads(row["disclosures"])))
            for row in rows]


def of_item(connection: Connection, item: str) -> list[LoggedEvent]:
    """The events under one pseudonym, in the order of the log."""
    return _events(connection, custody_events.c.item == item)


def of_kinds(connection: Connection, kinds: Sequence[str]) -> list[LoggedEvent]:
    """All events of some kinds."""
    return _events(connection, custody_events.c.kind.in_(kinds))


def of_subjects(connection: Connection, subjects: Sequence[str]) -> list[LoggedEvent]:
    """The events about some things, by the ids that they are about."""
    found: list[LoggedEvent] = []
    for start in range(0, len(subjects), _AT_ONCE):
        found += _events(connection, custody_events.c.subject.in_(subjects[start:start + _AT_ONCE]))
    return sorted(found, key=lambda event: event.index)


def of_derivatives(connection: Connection, parent: str) -> list[LoggedEvent]:
    """The `derive` events of what was made of an original.

    Args:
        parent: its SHA-256.
    """
    low, high = f"{parent}/", f"{parent}0"      # "0" is the character after "/"
    return _events(connection, custody_events.c.kind == "derive", custody_events.c.subject >= low, custody_events.c.subject < high)


def judgements_about(connection: Connection, report_id: str) -> list[str]:
    """Ids of the judgements on a report, or on any claim that a reading of it ever found, on either side."""
    of_it = select(claims.c.id).where(claims.c.report_id == report_id)
    left, right = judgements.c.left, judgements.c.right
    query = select(judgements.c.id).where(or_(left == report_id, right == report_id, left.in_(of_it), right.in_(of_it)))
    return list(connection.execute(query.order_by(judgements.c.seq)).scalars())


def same_bytes(connection: Connection, report_id: str, sha256: str) -> list[dict[str, Any]]:
    """The other reports of the case that consist of these bytes: id, source, member."""
    columns = reports.c.id, reports.c.source, reports.c.member, reports.c.sensitivity
    query = select(*columns).where(reports.c.sha256 == sha256, reports.c.id != report_id).order_by(reports.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def pieces(objects: Objects, sha256: str, *, offset: int | None = None, length: int | None = None) -> Iterator[bytes]:
    """The bytes of an original, or of a part of it, a megabyte at a time.

    Args:
        offset, length: bytes into the original; None: all of it.

    Raises:
        StoreError: it is not there or cannot be read.
    """
    try:
        with objects.path(sha256).open("rb") as file:
            file.seek(offset or 0)
            left = length
            while block := file.read(_PIECE if left is None else min(_PIECE, left)):
                yield block
                left = None if left is None else left - len(block)
    except OSError as e:
        raise StoreError(f"{object_path(sha256)}: the original cannot be read ({e.strerror}): "
                         "run `bearwitness verify`, and restore it from a copy") from e


def digests(objects: Objects, row: dict[str, Any]) -> tuple[str, str, int]:
    """SHA-256, SHA-512 and size of a report's own bytes as they lie in the case now.

    Args:
        row: the report's row (`store.reports.stored`).
    """
    short, long, size = hashlib.sha256(), hashlib.sha512(), 0
    for block in pieces(objects, row["original_sha256"], offset=row["offset"], length=row["length"]):
        short.update(block)
        long.update(block)
        size += len(block)
    return short.hexdigest(), long.hexdigest(), size


def of_source(connection: Connection, source: str) -> list[str]:
    """Ids of the reports that came from one source."""
    return list(connection.execute(select(reports.c.id).where(reports.c.source == source).order_by(reports.c.seq)).scalars())
