"""Where something still stands: a byte search of the case's folder, and of what its database shows.

What lies in a compressed member, a picture of a text or another encoding is not found by a search for bytes.
"""

from __future__ import annotations

import base64
import json
import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, String, cast, func, or_, select

from bearwitness.custody.commit import open_disclosure
from bearwitness.store import schema
from bearwitness.store.holdings import some_of
from bearwitness.store.removal import Removal

SHORTEST = 4             # characters of what is worth a search
_LINE, _LINES = 30, 20   # least characters of a line that stands for its text, most lines of one text
MOST = 200               # strings that are searched for: of more, some stand for all
_OWN = ("case.db", "case.db-wal", "case.db-shm", "case.toml")
_COLUMNS = (schema.reports.c.title, schema.reports.c.url, schema.reports.c.source, schema.reports.c.author, schema.reports.c.publisher,
            schema.reports.c.nested, schema.texts.c.text, schema.claims.c.row, schema.mentions.c.row, schema.judgements.c.reason,
            schema.judgements.c.reviewer, schema.judgements.c.anchor, schema.judgements.c.changes, schema.victim_records.c.row,
            schema.victim_lists.c.keeper, schema.victim_lists.c.includes, schema.victim_lists.c.source, schema.failures.c.reason,
            schema.failures.c.item)


def needles(connection: Connection, removal: Removal) -> tuple[list[str], list[str]]:
    """What to search for: strings that stand for things that go whole, and values of fields that go singly."""
    whole = [*sorted(removal.reports), *sorted(removal.originals), *sorted(removal.texts), *sorted(removal.lists)]
    for text in connection.execute(select(schema.texts.c.text).where(schema.texts.c.text_sha256.in_(some_of(removal.texts)))).scalars():
        whole += [line.strip() for line in text.splitlines() if len(line.strip()) >= _LINE][:_LINES]
    single: list[str] = []
    for (name, ident), columns in removal.changed.items():
        table = getattr(schema, name)
        row = connection.execute(select(table).where(table.c.id == ident)).mappings().one()
        single += [str(row[column]) for column in columns if column in ("source", "member", "publisher", "url", "title", "author", "reviewer",
                                                                        "reason", "keeper", "includes") and row[column] not in (None, columns[column])]
    return list(dict.fromkeys(whole)), [value for value in dict.fromkeys(single) if len(value) >= SHORTEST]


def in_files(case: Path, wanted: Iterable[str]) -> list[str]:
    """Files below the case's folder, but for its database and log, that hold any of these strings, plainly or in base64."""
    patterns = [form for needle in _some(wanted) for form in _forms(needle.encode("utf-8", "surrogatepass"))]
    return [path.relative_to(case).as_posix() for path in _files(case) if patterns and _holds(path, patterns)]


def _some(wanted: Iterable[str]) -> list[str]:
    """Strings worth a search, spread over all of them when there are many."""
    found = [value for value in wanted if len(value) >= SHORTEST]
    return found[::-(-len(found) // MOST)] if len(found) > MOST else found


def _forms(needle: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what of them shows in base64 wherever they begin in a group of three."""
    yield needle
    if len(needle) < 8:
        return
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * shift + needle)[4 if shift else 0:].rstrip(b"=")[:-2]


def _files(case: Path) -> Iterator[Path]:
    for path in sorted(case.rglob("*")):
        name = path.relative_to(case).as_posix()
        if path.is_file() and not path.is_symlink() and name not in _OWN and not name.startswith(("log/tile/", "keys/")):
            yield path


def _holds(path: Path, patterns: list[bytes]) -> bool:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return any(data.find(pattern) >= 0 for pattern in patterns)
    except (OSError, ValueError):       # empty, or not to be read
        return False


def in_record(connection: Connection, wanted: Iterable[str]) -> list[str]:
    """Where values of fields stand in the database: table and number of rows, event and field."""
    values = _some(wanted)
    if not values:
        return []
    told = []
    for column in _COLUMNS:
        holds = or_(*(func.instr(cast(column, String), value) > 0 for value in values))
        if count := connection.execute(select(func.count()).select_from(column.table).where(holds)).scalar_one():
            told.append(f"{column.table.name}.{column.name}: {count} row{'s' if count != 1 else ''}")
    table = schema.custody_events
    for idx, text in connection.execute(select(table.c.idx, table.c.disclosures).order_by(table.c.idx)):
        for field in map(open_disclosure, json.loads(text)):
            said = json.dumps(field.value, ensure_ascii=False)
            if any(json.dumps(value, ensure_ascii=False)[1:-1] in said for value in values):
                told.append(f"event {idx}, field {field.name}")
    return told
