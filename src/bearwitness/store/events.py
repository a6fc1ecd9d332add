"""Custody events: recorded in the same transaction as what they are about, then appended to the log.

The table is the queue: an event's `idx` is its place in the log, so what waits is every row whose `idx`
is not below the log's size. Appending is repeated until it has happened, and cannot happen twice.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rfc8785
from sqlalchemy import ColumnElement, Connection, func, select

from bearwitness.custody import entry
from bearwitness.custody.sign import Key
from bearwitness.store.rows import insert_many
from bearwitness.store.schema import custody_events


def pseudonym() -> str:
    """A new item's name in the log: 128 random bits, 22 characters."""
    return entry.pseudonym(os.urandom)


def build(kind: str, item: str, fields: Mapping[str, Any], subject: str | None, *,
          signers: Sequence[Key] = ()) -> dict[str, Any]:
    """The row of one event, without its index. Fields that are None are left out.

    Args:
        item: the pseudonym under which all events of one report (list, case) go.
        subject: the id that this event is about, for looking it up.
        signers: the keys of those who answer for it; `fields` then has `in_case` (see `CaseFolder.event`).
    """
    made = entry.make_event(kind, fields, random=os.urandom, item=item, signers=signers)
    return {"kind": kind, "item": item, "entry": made.entry,
            "disclosures": rfc8785.dumps(list(made.disclosures)).decode(), "subject": subject}


def record(connection: Connection, events: list[dict[str, Any]]) -> list[int]:
    """Writes events in order inside the caller's write transaction, and returns their indices."""
    first = next_index(connection)
    rows = [{**event, "idx": first + n} for n, event in enumerate(events)]
    insert_many(connection, custody_events, rows)
    return [row["idx"] for row in rows]


def next_index(connection: Connection) -> int:
    last = connection.execute(select(func.max(custody_events.c.idx))).scalar()
    return 0 if last is None else last + 1


def item_of(connection: Connection, subject: str) -> str | None:
    """The pseudonym under which a subject's events go, if it has any."""
    return connection.execute(select(custody_events.c.item).where(custody_events.c.subject == subject)
                              .order_by(custody_events.c.idx).limit(1)).scalar()


def homes(connection: Connection, indexes: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """Pseudonym and subject of events, by index."""
    wanted = sorted(indexes)
    return {row.idx: (row.item, row.subject) for start in range(0, len(wanted), 500) for row in connection.execute(
        select(custody_events.c.idx, custody_events.c.item, custody_events.c.subject).where(custody_events.c.idx.in_(wanted[start:start + 500])))}


def has_event(connection: Connection, subject: str, kind: str) -> bool:
    found = select(custody_events.c.idx).where(custody_events.c.subject == subject, custody_events.c.kind == kind)
    return connection.execute(found.limit(1)).first() is not None


def logged(connection: Connection, subject: str) -> list[entry.LoggedEvent]:
    """The events about one subject, with their disclosures, in order."""
    return _where(connection, custody_events.c.subject == subject)


def of_item(connection: Connection, item: str) -> list[entry.LoggedEvent]:
    """The same of a pseudonym, which also events keep whose subject was erased."""
    return _where(connection, custody_events.c.item == item)


def _where(connection: Connection, condition: ColumnElement[bool]) -> list[entry.LoggedEvent]:
    rows = connection.execute(select(custody_events).where(condition).order_by(custody_events.c.idx)).mappings()
    return [entry.LoggedEvent(row["idx"], row["kind"], row["item"], row["entry"], tuple(json.loads(row["disclosures"])))
            for row in rows]


def of_kind(connection: Connection, kind: str) -> Iterator[tuple[str | None, entry.LoggedEvent]]:
    """(subject, event) of all events of one kind, in order."""
    rows = connection.execute(select(custody_events).where(custody_events.c.kind == kind).order_by(custody_events.c.idx)).mappings()
    for row in rows:
        yield row["subject"], entry.LoggedEvent(row["idx"], row["kind"], row["item"], row["entry"], tuple(json.loads(row["disclosures"])))


def waiting(connection: Connection, log_size: int, most: int | None = None) -> list[bytes]:
    """The entries that are recorded and not yet in a log of this size, in order; the first of them when `most` is given."""
    return list(connection.execute(select(custody_events.c.entry).where(custody_events.c.idx >= log_size)
                                   .order_by(custody_events.c.idx).limit(most)).scalars())


@contextmanager
def log_lock(case: Path) -> Iterator[None]:
    """One process appends to the log at a time; the others wait."""
    with (case / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
