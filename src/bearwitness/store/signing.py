"""The keys of people that a case knows, read off its own events, and the audit of what they signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from bearwitness.custody import sign
from bearwitness.custody.commit import open_disclosure
from bearwitness.custody.entry import LoggedEvent, read_entry
from bearwitness.custody.keyring import Keyring, same_person
from bearwitness.errors import StoreError
from bearwitness.store import decisions
from bearwitness.store.audit_erased import erased_in
from bearwitness.store.schema import case_meta, claims, custody_events, readings

KIND = "key"


def keyring(connection: Connection) -> Keyring:
    """The keys that a case knows now, those withdrawn included.

    Raises:
        StoreError: an event that made a key known was changed.
    """
    ring = Keyring(_case(connection), unnamed=_unnamed(connection))
    for event in key_events(connection):
        if faults := ring.take(event):
            raise StoreError(f"custody event {event.index}: {faults[0]}: whose key is whose cannot be told. Run `bearwitness verify`, "
                             "and restore the case from a copy")
    return ring


def key_events(connection: Connection) -> list[LoggedEvent]:
    """The events that made keys known or withdrew them, in the log's order.

    Raises:
        StoreError: one of them was changed.
    """
    rows = connection.execute(select(custody_events).where(custody_events.c.kind == KIND).order_by(custody_events.c.idx)).mappings()
    found = []
    for row in rows:
        try:
            disclosures = tuple(json.loads(row["disclosures"]))
        except (ValueError, TypeError) as e:
            raise StoreError(f"custody event {row['idx']}: its disclosures were changed: run `bearwitness verify`, and restore the case "
                             "from a copy") from e
        found.append(LoggedEvent(row["idx"], row["kind"], row["item"], bytes(row["entry"]), disclosures))
    return found


def keys_behind(connection: Connection, disclosures: Iterable[Iterable[str]], *, also: str | None = None) -> list[LoggedEvent]:
    """The `key` events of everybody who signed some events, and of whoever signed those, in the log's order.

    Args:
        disclosures: of each event.
        also: one more public key.
    """
    ring, every = keyring(connection), [(event, _fields(event.disclosures)) for event in key_events(connection)]
    wanted = {also, *(key for shown in disclosures for key in _signers(shown))} - {None}
    people: set[str] = set()
    while True:
        people |= {same_person(key.person) for key in ring.keys.values() if key.public in wanted}
        found = [event for event, fields in every if "person" in fields and same_person(str(fields["person"])) in people]    # erased: not named
        more = {key for event in found for key in _signers(event.disclosures)}
        if more <= wanted:
            return found
        wanted |= more


def _signers(disclosures: Iterable[str]) -> set[str]:
    fields = _fields(disclosures)
    return {str(fields[who]) for who, _ in sign.FIELDS if who in fields}


def _fields(disclosures: Iterable[str]) -> dict[str, Any]:
    return {field.name: field.value for field in map(open_disclosure, disclosures)}


def _case(connection: Connection) -> str:
    return connection.execute(select(case_meta.c.value).where(case_meta.c.key == "case")).scalar() or ""


def _unnamed(connection: Connection) -> frozenset[int]:
    """The events about keys that lost their owner's name to an erasure."""
    gone = erased_in(connection).by
    if not gone:
        return frozenset()
    rows = connection.execute(select(custody_events.c.idx, custody_events.c.entry).where(custody_events.c.kind == KIND))
    return frozenset(row.idx for row in rows if any(digest in gone for digest in read_entry(bytes(row.entry)).digests))


class Signatures:
    """The audit of who signed what: takes each event of the log in order, and keeps the keys it met."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self.ring = Keyring(_case(connection), unnamed=_unnamed(connection))

    def faults(self, place: str, event: LoggedEvent, fields: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with an event's signatures, and which judgement that is.

        Args:
            place: of the event, such as `case.db custody_events 12`.
            fields: those that it discloses.
        """
        if event.kind != KIND and not self.ring.keys and not any(name in fields for pair in sign.FIELDS for name in pair):
            return
        about = f"judgement {fields['judgement']}: " if "judgement" in fields else ""
        for told in self.ring.take(event, carried=lambda: event.kind == "review" and self._is_carried(event.index, fields)):
            yield f"{place}: {about}{told}"

    def _is_carried(self, at: int, fields: Mapping[str, Any]) -> bool:
        try:
            return self._carried(at, fields)
        except (ValueError, KeyError, TypeError):       # a row that was changed is told elsewhere
            return False

    def _carried(self, at: int, fields: Mapping[str, Any]) -> bool:
        """Does a review repeat, word for word, one that held, on the claim that took the place of the former one?

        The program adds such rows when a newer reading has replaced a claim; nobody sits there to sign.
        """
        rows = list(decisions.all_judgements(self._connection))
        until = next((n for n, row in enumerate(rows) if row.id == fields.get("judgement")), 0)
        new = rows[until] if rows else None
        old = next((row for row in decisions.holding(rows[:until]) if row.id == fields.get("supersedes")), None)
        if new is None or old is None or dict(new.anchor).get("carried_from") != old.id:
            return False
        kept = replace(new, id=old.id, left=old.left, right=old.right, anchor=old.anchor, supersedes=old.supersedes)
        before = dict(old.anchor)
        sides = (new.left, old.left, before), (new.right, old.right, before.get("right") or {})
        moved = [side for side in sides if side[0] != side[1]]
        return kept == old and bool(moved) and all(self._replaced(at, *side) for side in moved)

    def _replaced(self, at: int, new: str | None, old: str | None, anchor: Mapping[str, Any]) -> bool:
        """Is there a reading, logged by then, without the old claim and with the new one, of the same kind on the same words?"""
        rest = (claims.c.report_id == anchor.get("report"), claims.c.kind == anchor.get("kind"), readings.c.log_index < at)
        found = self._connection.execute(select(claims.c.reading_id, claims.c.row).where(claims.c.id == new, *rest)
                                         .join(readings, readings.c.id == claims.c.reading_id)).mappings()
        words = {row["reading_id"] for row in found if json.loads(row["row"])["passage"]["exact"] == anchor.get("exact")}
        both = self._connection.execute(select(claims.c.reading_id).where(claims.c.id == old)).scalars()
        return bool(words - set(both))
