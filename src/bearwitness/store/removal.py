"""What an erasure or a redaction takes out of a case, and the one transaction that takes it.

A `Removal` is gathered first (`holdings`, `redactions`), shown to people, and applied when two of them agreed:

1. in one transaction: disclosures, rows and texts go, rows that stay lose their words, `erase` and `redact` events are
   recorded, and a row of `case_meta` (`erasing`) says which files still have to go;
2. the events are appended to the log;
3. the files go: originals, derivatives;
4. the database is written anew (VACUUM) and its log of pages cut to nothing, so that no freed page keeps a byte;
5. the row `erasing` goes.

A crash before 1 has ended leaves everything as it was. A crash after it leaves the row, and whoever next opens the
case for writing goes on from there (`finish`). Until then `verify` says that an erasure was broken off.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, bindparam, case, delete, select, update

from bearwitness.custody import erased
from bearwitness.custody.commit import digest_of, open_disclosure
from bearwitness.store import derived, schema
from bearwitness.store import engine as database
from bearwitness.store.objects import Objects, overwrite, sync_folder
from bearwitness.store.rows import insert_many, json_text, parts

PENDING = "erasing"      # key of case_meta while files are still to go
_COMPACT = "compact"     # its value when only the database is left to be written anew


@dataclass(slots=True)
class Removal:
    """Everything that goes, by where it lies. Ids and digests only: nothing is taken before `apply`.

    `fields` are names of fields whose disclosures go, by index of their event; `nameless` the events that lose the id in
    their column `subject` too. `changed` are rows that stay with other content: (table, id) -> columns.
    """

    reports: set[str] = field(default_factory=set)
    readings: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    originals: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    failures: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)                  # of claims, reports, victim records that are gone
    fields: dict[int, set[str]] = field(default_factory=dict)
    nameless: set[int] = field(default_factory=set)
    changed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def strip(self, index: int, names: Iterable[str]) -> None:
        """These fields of an event lose their disclosures."""
        if names := set(names):
            self.fields.setdefault(index, set()).update(names)


def taken(connection: Connection, removal: Removal) -> dict[int, list[str]]:
    """The digests whose disclosures go, by index of their event. Nothing is changed yet."""
    return {index: [digest_of(d) for d in going] for index, _, going in _disclosures(connection, removal.fields) if going}


def _disclosures(connection: Connection, fields: Mapping[int, set[str]]) -> Iterator[tuple[int, list[str], list[str]]]:
    """Index, disclosures that stay and disclosures that go, of each event that loses some."""
    table = schema.custody_events
    for some in parts(fields):
        rows = connection.execute(select(table.c.idx, table.c.disclosures).where(table.c.idx.in_(some)).order_by(table.c.idx)).all()
        for idx, text in rows:
            stays: list[str] = []
            goes: list[str] = []
            for disclosure in json.loads(text):
                (goes if open_disclosure(disclosure).name in fields[idx] else stays).append(disclosure)
            yield idx, stays, goes


# --- step 1 ---------------------------------------------------------------------------------------------

def apply(connection: Connection, removal: Removal) -> None:
    """Takes everything out of the database, and notes which files are still to go."""
    table = schema.custody_events
    for idx, stays, goes in list(_disclosures(connection, removal.fields)):
        if goes:
            connection.execute(update(table).where(table.c.idx == idx).values(disclosures=_spelled(stays)))
    for some in parts(removal.nameless):
        connection.execute(update(table).where(table.c.idx.in_(some)).values(
            subject=case((table.c.kind.in_(erased.KINDS), table.c.item), else_=None)))
    for column, gone in ((schema.mentions.c.reading_id, removal.readings), (schema.claims.c.reading_id, removal.readings),
                         (schema.readings.c.id, removal.readings), (schema.reports.c.id, removal.reports),
                         (schema.texts.c.text_sha256, removal.texts), (schema.victim_records.c.list_id, removal.lists),
                         (schema.victim_lists.c.id, removal.lists), (schema.originals.c.sha256, removal.originals),
                         (schema.failures.c.seq, removal.failures)):
        for values in parts(gone):
            connection.execute(delete(column.table).where(column.in_(values)))
    for (name, ident), columns in removal.changed.items():
        changing: Table = getattr(schema, name)
        connection.execute(update(changing).where(changing.c.id == ident).values(**columns))
    _leave_incidents(connection, removal.ids)
    _note(connection, removal.originals)


def _spelled(disclosures: list[str]) -> str:
    return json.dumps(disclosures, separators=(",", ":"))


def _leave_incidents(connection: Connection, gone: set[str]) -> None:
    """An incident's id stays for ever; the claims and reports that it stood for are no longer named."""
    table = schema.incidents
    for ident, held in connection.execute(select(table.c.id, table.c.claims)).all() if gone else ():
        before = json.loads(held)
        after = [one for one in before if one not in gone]
        if after != before:
            connection.execute(update(table).where(table.c.id == ident).values(claims=json_text(after)))


def _note(connection: Connection, originals: set[str]) -> None:
    known = pending(connection)
    files = sorted(originals | set(known if isinstance(known, list) else ()))
    connection.execute(delete(schema.case_meta).where(schema.case_meta.c.key == PENDING))
    insert_many(connection, schema.case_meta, [{"key": PENDING, "value": json_text(files)}])


def pending(connection: Connection) -> list[str] | str | None:
    """The originals whose files are still to go, "compact" when only the database is left to do, None when nothing is."""
    value = connection.execute(select(schema.case_meta.c.value).where(schema.case_meta.c.key == PENDING)).scalar()
    return None if value is None else _COMPACT if value == _COMPACT else json.loads(value)


# --- steps 3 to 5 ---------------------------------------------------------------------------------------

def finish(opened: Any) -> list[str]:
    """Removes the files that an erasure named, and every trace in the database file. Does nothing when none is under way.

    Args:
        opened: an open `CaseFolder` whose log is complete.

    Returns:
        What could not be done, in words. It is tried again whenever the case is opened for writing.
    """
    with opened.reading() as connection:
        files = pending(connection)
    if files is None:
        return []
    told: list[str] = []
    if files != _COMPACT:
        told = _remove_files(opened, list(files))
        opened.write(lambda connection: connection.execute(update(schema.case_meta).where(schema.case_meta.c.key == PENDING)
                                                         .values(value=_COMPACT)))
    if not database.compact(opened.engine, opened.database):
        return [*told, "another process is reading the case, so the database's log of pages could not be cut: the next command that "
                       "writes does it"]
    opened.write(lambda connection: connection.execute(delete(schema.case_meta).where(
        schema.case_meta.c.key == PENDING, schema.case_meta.c.value == _COMPACT)))
    return told


def _remove_files(opened: Any, digests: list[str]) -> list[str]:
    objects: Objects = opened.objects
    told = objects.erase(digests, opened.known_originals)
    with opened.reading() as connection:
        back = set(connection.execute(select(schema.originals.c.sha256).where(
            schema.originals.c.sha256.in_(bindparam("them", expanding=True))), {"them": digests}).scalars())
    for digest in sorted(set(digests) - back):
        _remove_derived(opened.path, digest)
    return told


def _remove_derived(folder: Path, parent: str) -> None:
    own = derived.path_of(folder, parent, "x").parent
    if not own.is_dir():
        return
    for path in own.iterdir():
        overwrite(path)
    shutil.rmtree(own)
    for empty in (own.parent, own.parent.parent):
        with suppress(OSError):     # holds others
            empty.rmdir()
    sync_folder(folder / derived.FOLDER)
