"""What `verify` asks about erasing: what an event says is gone must be gone, and nothing may be gone without an event that says so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from bearwitness.custody import erased
from bearwitness.custody.commit import digest_of, open_disclosure
from bearwitness.custody.entry import Entry, read_fields
from bearwitness.custody.keyring import same_person
from bearwitness.custody.sign import FIELDS
from bearwitness.model import ERASED
from bearwitness.store import removal, schema

_ABOUT = ("capture", "import", "derive", "claim", "review", "publish", "case", *erased.KINDS)     # kinds that always tell what they are about


@dataclass(slots=True)
class Erased:
    """Digest -> the event that erased it; `signed` are the events that erased and are signed, `seen` the digests that an entry was found to
    hold; `keys`: does the case know keys of people?"""

    by: dict[str, int] = field(default_factory=dict)
    signed: set[int] = field(default_factory=set)
    keys: bool = False
    seen: set[str] = field(default_factory=set)

    def check(self, place: str, row: Mapping[Any, Any], entry: Entry, disclosures: Iterable[str], fields: Mapping[str, Any],
              key: object) -> Iterator[str]:
        """Faults of one event, `key` being what it is about (None when nothing tells that any more)."""
        index = row["idx"]
        gone = [digest for digest in entry.digests if digest in self.by]
        self.seen.update(gone)
        for disclosure in disclosures:
            if (digest := digest_of(disclosure)) in self.by:
                yield f"{place}: shows the field `{open_disclosure(disclosure).name}`, which event {self.by[digest]} erased: it came back"
        for digest in gone:
            if self.by[digest] <= index:
                yield f"{place}: holds a digest that event {self.by[digest]} says it erased before"
        if key is None and not gone and entry.kind in _ABOUT:
            yield f"{place}: the disclosure of what it is about is missing, and no event says that it was erased"
        if key is None and row["subject"] is not None and entry.kind in _ABOUT:
            yield f"{place}: its subject {row['subject']} is not disclosed"
        if entry.kind in erased.KINDS:
            yield from self._said(place, fields)

    def unsigned(self, entry: Entry, fields: Mapping[str, Any]) -> bool:
        """Did this event lose a name and its signature to an erasure, so that there is nobody left to ask for one?

        In a case that knows people's keys the event that took them must be signed by one who approved it: else whoever holds
        database and log could put a decision in without a name, and have it unnamed.
        """
        by = {self.by[digest] for digest in entry.digests if digest in self.by}
        named = {"review": ("reviewer",), "erase": ("approver_1", "approver_2"), "redact": ("approver_1", "approver_2")}.get(entry.kind, ())
        nothing = entry.kind == "review" and fields.get("left") == ERASED
        lost = bool(named) and (nothing or any(name not in fields for name in named))
        return lost and not any(sig in fields for _, sig in FIELDS) and (nothing or not self.keys or bool(by & self.signed))

    def _said(self, place: str, fields: Mapping[str, Any]) -> Iterator[str]:
        digests = fields.get("digests")
        if not isinstance(digests, list) or not all(isinstance(digest, str) for digest in digests):
            yield f"{place}: does not show which digests it erased: the disclosure is missing"
        elif digests != sorted(set(digests)):
            yield f"{place}: names a digest twice, or not in order"
        names = [same_person(str(fields[name])) for name in ("approver_1", "approver_2") if name in fields]
        if len(names) == 2 and names[0] == names[1]:
            yield f"{place}: one person approved it twice"

    def unknown(self) -> Iterator[str]:
        """Digests that were erased and that no event before holds."""
        for index in sorted({by for digest, by in self.by.items() if digest not in self.seen}):
            yield f"case.db custody_events {index}: says that it erased digests that no event holds"


def erased_in(connection: Connection) -> Erased:
    """What the case's events say was erased. An event that cannot be read says nothing; that is told elsewhere."""
    table = schema.custody_events
    found = []
    for row in connection.execute(select(table.c.idx, table.c.kind, table.c.entry, table.c.disclosures)
                                  .where(table.c.kind.in_(erased.KINDS)).order_by(table.c.idx)):
        try:
            found.append((row.idx, row.kind, read_fields(bytes(row.entry), json.loads(row.disclosures))))
        except Exception:
            continue
    keys = connection.execute(select(table.c.idx).where(table.c.kind == "key").limit(1)).first() is not None
    return Erased(erased.erasures(found), {index for index, _, fields in found if any(sig in fields for _, sig in FIELDS)}, keys)


def back(connection: Connection, lost: Iterable[int]) -> Iterator[str]:
    """What came back with an old copy of the database, when the details of the event that erased it are lost.

    Args:
        lost: events whose details are gone, as a `restore` event says. Their entries still tell the item.
    """
    table = schema.custody_events
    for index in sorted(lost):
        row = connection.execute(select(table.c.kind, table.c.item, table.c.disclosures).where(table.c.idx == index)).first()
        if row is None or row.kind != "erase" or row.disclosures != "[]":
            continue
        shown = connection.execute(select(table.c.idx).where(
            table.c.item == row.item, table.c.idx < index, table.c.kind.in_(("capture", "import", "claim")), table.c.disclosures != "[]")).scalars()
        for other in shown:
            yield f"case.db custody_events {other}: came back with an old copy: event {index} erased something of it, and what is lost: erase it again"


def unfinished(connection: Connection) -> Iterator[str]:
    """An erasure whose files or free pages are still there."""
    if removal.pending(connection) is not None:
        yield "case.db case_meta erasing: an erasure was broken off: run any command that writes (such as `bearwitness relate`), and it is completed"


def explain(connection: Connection) -> Iterator[dict[str, Any]]:
    """Each digest of each event: event, kind, digest, state, and its field or the event that erased it."""
    by = erased_in(connection).by
    table = schema.custody_events
    for row in connection.execute(select(table).order_by(table.c.idx)).mappings():
        for one in erased.states(bytes(row["entry"]), json.loads(row["disclosures"]), by):
            yield {"event": row["idx"], "kind": row["kind"], "digest": one.digest, "state": one.state, "field": one.name, "erased_by": one.by}
