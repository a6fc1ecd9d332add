"""Check a whole case: originals, log, and every row that the log committed to.

`audit` gives one line a fault, `PLACE: what is wrong`. PLACE is the path below the case, `case.db TABLE id`
for a row. It writes nothing.

What is checked: each original against its name, its size and its event; each tile, entry, checkpoint and
key; each custody event against the log and its disclosures; reports, texts, readings, claims,
judgements, lists and their records against their events; people's signatures against their keys; mentions against their texts; derived incidents
against the last derivation. Noted failures are not committed to.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from bearwitness.custody.entry import LoggedEvent, read_entry, read_fields
from bearwitness.custody.rows import claim_rows_root
from bearwitness.errors import CaseError, VerifyError
from bearwitness.store import audit_erased, audit_kinds, derived, incidents, objects, recovery, schema
from bearwitness.store import engine as database
from bearwitness.store.audit_erased import Erased
from bearwitness.store.audit_log import audit_log
from bearwitness.store.folder import BACKUP_MARK
from bearwitness.store.signing import Signatures

_ATTEMPTS, _PAUSE = 4, 0.2     # times and seconds, when another process is writing
_SUBJECTS = ("public_key", "derivative", "record", "list", "judgement", "reading", "dossier", "report", "case", "sha256", "subject")
_FIRST_CLAIM_DIGESTS = 8
_OBJECT = re.compile(r"objects/([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})\Z")


@dataclass(slots=True)
class Committed:
    """What the log's events commit to: fields by what they are about, e.g. ("report", id)."""

    fields: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    index: dict[tuple[str, str], int] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    digests: dict[tuple[str, str], int] = field(default_factory=dict)     # in the entry, decoys included

    def key_of(self, fields: Mapping[str, Any]) -> tuple[str, str] | None:
        name = next((name for name in _SUBJECTS if name in fields), None)
        return None if name is None else (name, str(fields[name]))

    def add(self, index: int, fields: Mapping[str, Any], digests: int) -> None:
        key = self.key_of(fields)
        if key is None:
            return
        self.fields.setdefault(key, {}).update(fields)      # of several events about one thing the latest rules
        self.index.setdefault(key, index)
        self.last[key] = index
        self.digests.setdefault(key, digests)

    def about(self, name: str) -> dict[str, dict[str, Any]]:
        """Fields by id of all things of one kind."""
        return {ident: fields for (kind, ident), fields in self.fields.items() if kind == name}


def audit(path: Path) -> list[str]:
    """All faults of a case.

    Raises:
        CaseError: the folder is no case.
    """
    if not (path / "case.toml").is_file():
        raise CaseError(f"{path}: is not a case (it has no case.toml)")
    before, faults = _state(path), _audit(path)
    for _ in range(_ATTEMPTS):
        time.sleep(_PAUSE if faults else 0)
        if not faults or _state(path) == before:
            break
        before, again = _state(path), set(_audit(path))     # another process is writing: half of its work was seen
        faults = [line for line in faults if line in again]
    return faults


def _state(path: Path) -> bytes | None:
    try:
        return (path / "log" / "checkpoint").read_bytes()
    except OSError:
        return None


def _audit(path: Path) -> list[str]:
    faults, entries = audit_log(path / "log", path / "keys")
    if not (path / "keys").is_dir() and not (path / BACKUP_MARK).is_file():
        faults.append("keys: missing: no further checkpoint can be signed: put it back, or run `bearwitness log recover`")
    try:
        return faults + _audit_database(path, entries)
    except Exception as error:      # a damaged database can fail in any way, and must never pass for a whole one
        return [*faults, f"case.db: cannot be read: {_line(error)}", *_objects(path, None)]


def _audit_database(path: Path, entries: list[bytes] | None) -> list[str]:
    if not (path / "case.db").is_file():
        raise CaseError("is missing")
    engine = database.open_engine(path / "case.db", reading=True)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.text_factory = _lenient_text
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if version != database.HEAD:
                return [f"case.db: is at version {version}, not {database.HEAD}: changed, or open the case once with any "
                        "other command"]
            damage = [f"case.db: damaged: {message}" for message in _integrity(connection)]
            return damage + _audit_rows(connection, path, entries)
    finally:
        engine.dispose()


def _lenient_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")      # bytes that are no UTF-8 still give the digest of what is there


def _integrity(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    return [" ".join(str(line).split()) for line in found if line != "ok"]


def _audit_rows(connection: Connection, path: Path, entries: list[bytes] | None) -> list[str]:
    known = Committed()
    checks: list[tuple[str, Callable[[], Iterable[str]]]] = [
        ("custody_events", lambda: _events(connection, entries, known)),
        ("custody_events", lambda: recovery.audit_epochs(connection, path)),
        ("case_meta", lambda: _case(connection, path, known)),
        ("case_meta", lambda: audit_erased.unfinished(connection)),
        ("originals", lambda: _objects(path, _rows(connection, schema.originals), known)),
        ("derivatives", lambda: derived.audit(path, known.about("derivative"))),
        ("reports", lambda: _logged(connection, known, schema.reports, "report")),
        ("texts", lambda: _texts(connection)),
        ("readings", lambda: _readings(connection, known)),
        ("claims", lambda: _claims(connection)),
        ("mentions", lambda: _mentions(connection)),
        ("mentions", lambda: _mention_roots(connection, known)),
        ("judgements", lambda: _logged(connection, known, schema.judgements, "judgement")),
        ("victim_lists", lambda: _lists(connection, known)),
        ("claims", lambda: _strays(connection)),
        ("incident_snapshots", lambda: _derived(connection, known)),
        *((table.name, lambda table=table, kind=kind: _order(connection, table, kind, known)) for table, kind in (
            (schema.reports, "report"), (schema.readings, "reading"), (schema.judgements, "judgement"),
            (schema.victim_lists, "list"))),
    ]
    faults: list[str] = []
    for table, check in checks:
        try:
            faults.extend(check())
        except Exception as error:      # goes on with the other tables
            faults.append(f"case.db {table}: cannot be read: {_line(error)}")
    return faults


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return " ".join(f"{cause}" .split())[:200] or type(error).__name__


def _sha256(data: bytes | str) -> str:
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")).hexdigest()


def _row_sha256(row: Mapping[str, Any]) -> str:
    try:
        return _sha256(schema.canonical_row(row))
    except Exception:       # bytes that are no text: the row was changed
        return "none"


# --- custody events and the case ------------------------------------------------------------------------

def _events(connection: Connection, entries: list[bytes] | None, known: Committed) -> Iterator[str]:
    table = schema.custody_events
    gone = audit_erased.erased_in(connection)
    expected, signatures, lost = 0, Signatures(connection), recovery.lost_details(connection)
    for row in connection.execute(select(table).order_by(table.c.idx)).mappings():
        place = f"case.db custody_events {row['idx']}"
        for missing in range(expected, row["idx"]):
            yield f"case.db custody_events {missing}: missing: the details of this event of the log were removed"
        expected = row["idx"] + 1
        if entries is not None and row["idx"] >= len(entries):
            yield f"{place}: is not in the log: an add was broken off (run any command that writes), or it was put here"
        elif entries is not None and bytes(row["entry"]) != entries[row["idx"]]:
            yield f"{place}: its entry is not the one in the log"
            continue
        if row["disclosures"] == "[]" and row["idx"] in lost:
            yield from _lost(place, row)
        else:
            yield from _event(place, row, known, signatures, gone)
    yield from gone.unknown()
    yield from audit_erased.back(connection, lost)
    for missing in range(expected, len(entries or [])):
        yield f"case.db custody_events {missing}: missing: the details of this event of the log were removed"


def _lost(place: str, row: Mapping[Any, Any]) -> Iterator[str]:
    """An event whose details are gone, as a `restore` event of the log says."""
    try:
        entry = read_entry(bytes(row["entry"]))
    except VerifyError as error:
        yield f"{place}: changed: {_line(error)}"
        return
    if (entry.kind, entry.item, None) != (row["kind"], row["item"], row["subject"]):
        yield f"{place}: its kind, item or subject is not that of its entry"


def _event(place: str, row: Mapping[Any, Any], known: Committed, signatures: Signatures, gone: Erased) -> Iterator[str]:
    try:
        entry = read_entry(bytes(row["entry"]))
        disclosures = json.loads(row["disclosures"])
        fields = read_fields(bytes(row["entry"]), disclosures)
        if _spelling(disclosures) != row["disclosures"]:
            raise VerifyError(["has disclosures in another spelling"])
    except (VerifyError, ValueError, TypeError) as error:
        yield f"{place}: changed: {_line(error)}"
        return
    key = known.key_of(fields)
    if key is not None:
        yield from audit_kinds.check(place, entry.kind, key, fields, known.fields.get(key, {}), known.index.get(key))
    known.add(row["idx"], fields, len(entry.digests))
    yield from gone.check(place, row, entry, disclosures, fields, key)
    if entry.kind == "derive" and key is not None and key != ("record", "incidents") and key[0] != "derivative":
        yield f"{place}: the disclosure of what was derived is missing"
    if (entry.kind, entry.item) != (row["kind"], row["item"]):
        yield f"{place}: its kind or item is not that of its entry"
    if key is not None and row["subject"] != key[1]:
        yield f"{place}: its subject {row['subject']} is not the {key[0]} {key[1]} that it committed to"
    logged = LoggedEvent(row["idx"], entry.kind, entry.item, bytes(row["entry"]), tuple(disclosures))
    if not gone.unsigned(entry, fields):
        yield from signatures.faults(place, logged, fields)


def _spelling(disclosures: Any) -> str:
    """The one spelling of a list of disclosures in the database: RFC 8785 JSON, which is plain here."""
    return json.dumps(disclosures, separators=(",", ":"))


def _case(connection: Connection, path: Path, known: Committed) -> Iterator[str]:
    meta = {row["key"]: row["value"] for row in _rows(connection, schema.case_meta)}
    said = next(iter(known.about("case").values()), None)
    if said is None:
        yield "case.db custody_events 0: the event that began the case is missing"
        return
    pairs = (("case", "case"), ("title", "title"), ("created_at", "time"))
    for key, name in pairs:
        if meta.get(key) != said.get(name):
            yield f"case.db case_meta {key}: {meta.get(key)!r} is not what the log committed to"
    try:
        about = tomllib.loads((path / "case.toml").read_text(encoding="utf-8"))["case"]
        about = {"case": about["id"], "title": about["title"], "created_at": about["created_at"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"case.toml: cannot be read: {_line(error)}"
        return
    for key, name in pairs:
        if about[key] != said.get(name):
            yield f"case.toml: its {'id' if key == 'case' else key} is not what the log committed to"


# --- originals --------------------------------------------------------------------------------------------

def _objects(path: Path, rows: list[dict[str, Any]] | None, known: Committed | None = None) -> Iterator[str]:
    """Every file below objects/ hashed again, and every original that should be there."""
    by_digest = {row["sha256"]: row for row in rows or []}
    seen: set[str] = set()
    told = {fields.get(name) for fields in (known or Committed()).fields.values() for name in ("sha256", "original_sha256")}
    untold = objects.noted(path) - told - by_digest.keys()     # an add is under way, or died: nobody was told of these
    for file in sorted((path / "objects").rglob("*")):
        place = file.relative_to(path).as_posix()
        if (file.is_dir() and not file.is_symlink()) or place.startswith("objects/.incoming/"):
            continue
        match = _OBJECT.match(place)
        if match is None or file.is_symlink() or not file.is_file():
            yield f"{place}: is no original: added"
            continue
        if match.group(3) in untold:
            continue
        seen.add(match.group(3))
        yield from _object(place, file, match.group(3), by_digest.get(match.group(3)), rows is None)
    said: dict[Any, list[dict[str, Any]]] = {}
    for fields in (known or Committed()).fields.values():
        for about in {fields.get("sha256"), fields.get("original_sha256")}:
            said.setdefault(about, []).append(fields)
    for digest, row in by_digest.items():
        if digest not in seen:
            yield f"{schema.object_path(digest)}: missing"
        yield from _original(digest, row, said.get(digest, []))


def _object(place: str, file: Path, digest: str, row: Mapping[str, Any] | None, unknown: bool) -> Iterator[str]:
    short, long, size = hashlib.sha256(), hashlib.sha512(), 0
    try:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                short.update(block)
                long.update(block)
                size += len(block)
    except OSError as error:
        yield f"{place}: cannot be read ({error.strerror})"
        return
    if short.hexdigest() != digest:
        yield f"{place}: changed: its SHA-256 is now {short.hexdigest()}"
    elif row is None and not unknown:
        yield f"{place}: belongs to no report: an add was broken off (run it again), or the file was put here"
    elif row is not None and (row["sha512"], row["size"]) != (long.hexdigest(), size):
        yield f"case.db originals {digest}: its size or SHA-512 is not that of the original"


def _original(digest: str, row: Mapping[Any, Any], said: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """An original is committed to by the event of its report, its package or its list; `said`: their fields."""
    if not said:
        yield f"case.db originals {digest}: no event in the log commits to it"
    elif said[0].get("sha256") == digest and said[0].get("sha512") not in (None, row["sha512"]):
        yield f"case.db originals {digest}: its SHA-512 is not what the log committed to"


# --- reports and texts -------------------------------------------------------------------------------------

def _logged(connection: Connection, known: Committed, table: Table, kind: str) -> Iterator[str]:
    """Each row of a table against its event, and each event of the kind against the table."""
    said = known.about(kind)
    rows = {row["id"]: row for row in _rows(connection, table)}
    for ident, row in rows.items():
        yield from _against(table.name, ident, row, said.get(ident))
    for ident in said.keys() - rows.keys():
        yield f"case.db {table.name} {ident}: missing: the log committed to it in event {known.index[kind, ident]}"


def _against(table: str, ident: str, row: Mapping[str, Any], fields: Mapping[str, Any] | None) -> Iterator[str]:
    """A row against the event that committed to it, by field where they have one, then as a whole."""
    place = f"case.db {table} {ident}"
    if fields is None:
        yield f"{place}: no event in the log commits to it: added"
        return
    changed = [name for name in row if name in fields and _said(name, row[name]) != fields[name]]
    if changed:
        yield f"{place}: changed: {', '.join(changed)} not as the log committed to it"
    elif "row_sha256" not in fields:
        yield f"{place}: the disclosure that commits to it is missing"
    elif fields["row_sha256"] != _row_sha256(row):
        yield f"{place}: changed: the row is not the one that the log committed to"


def _said(name: str, value: Any) -> Any:
    """A column as an event discloses it: JSON columns as what they hold."""
    if name == "published_at":
        return _json(value)
    if name == "changes":
        found = _json(value)
        return [list(pair) for pair in sorted(found.items())] if isinstance(found, dict) else found
    return value


def _json(text: Any) -> Any:
    """What a JSON column holds; a changed one that holds no JSON is unlike anything that was committed to."""
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        return text


def _texts(connection: Connection) -> Iterator[str]:
    wanted = set(connection.execute(select(schema.reports.c.text_sha256)).scalars()) - {None}
    for row in _rows(connection, schema.texts):
        digest = row["text_sha256"]
        if _sha256(row["text"]) != digest:
            yield f"case.db texts {digest}: changed: its SHA-256 is now {_sha256(row['text'])}"
        if digest not in wanted:
            yield f"case.db texts {digest}: belongs to no report: added"
        wanted.discard(digest)
    for digest in sorted(wanted):
        yield f"case.db texts {digest}: missing"


def _order(connection: Connection, table: Table, kind: str, known: Committed) -> Iterator[str]:
    """Rows come in the order of their events: of two judgements the later one holds."""
    last = -1
    for ident in connection.execute(select(table.c.id).order_by(table.c.seq)).scalars():
        index = known.index.get((kind, ident), last + 1)      # a row without event is told elsewhere
        if index < last:
            yield f"case.db {table.name} {ident}: changed: stands behind rows that were logged later (seq)"
        last = max(last, index)


# --- readings and claims -------------------------------------------------------------------------------------

def _readings(connection: Connection, known: Committed) -> Iterator[str]:
    said, seen = known.about("reading"), set()
    rows = _rows(connection, schema.readings)
    ids = {row["id"] for row in rows}
    current: dict[str, int] = {}
    latest: dict[str, tuple[int, str]] = {}
    for row in rows:
        latest[row["report_id"]] = max(latest.get(row["report_id"], (-1, "")), (known.last.get(("reading", row["id"]), -1), row["id"]))
        place, fields = f"case.db readings {row['id']}", said.get(row["id"])
        seen.add(row["id"])
        current[row["report_id"]] = current.get(row["report_id"], 0) + (row["superseded_by"] is None)
        if row["superseded_by"] is not None and row["superseded_by"] not in ids:
            yield f"{place}: is superseded by a reading that is not there"
        if fields is None:
            yield f"{place}: no event in the log commits to it: added"
            continue
        pairs = (("report_id", "report"), ("extractor", "extractor"), ("text_sha256", "text_sha256"), ("rows", "rows"),
                 ("rows_root", "rows_root"), ("made_at", "time"))
        changed = [name for name, committed in pairs if row[name] != fields.get(committed)]
        if "mentions_root" in fields and _json(row["failures"]) != fields.get("failures", []):
            changed.append("failures")
        changed += ["log_index"] if row["log_index"] != known.index["reading", row["id"]] else []
        if changed:
            yield f"{place}: changed: {', '.join(changed)} not as the log committed to it"
    for ident in said.keys() - seen:
        yield f"case.db readings {ident}: missing: the log committed to it in event {known.index['reading', ident]}"
    for report, count in current.items():
        if count != 1:
            yield f"case.db readings: report {report} has {count} current readings, not one: `superseded_by` was changed"
        elif not any(row["id"] == latest[report][1] and row["superseded_by"] is None for row in rows):
            yield (f"case.db readings: the current reading of report {report} is not {latest[report][1]}, the one logged last (event "
                   f"{latest[report][0]}): `superseded_by` was changed")


def _claims(connection: Connection) -> Iterator[str]:
    """Each reading's rows against its root; when that fails, the rows that betray themselves are named."""
    claims, readings = schema.claims, schema.readings
    extra = select(claims, readings.c.rows, readings.c.rows_root, readings.c.text_sha256, readings.c.extractor) \
        .join(readings, readings.c.id == claims.c.reading_id).order_by(claims.c.reading_id, claims.c.pos)
    found: set[str] = set()
    for ident, group in groupby(connection.execute(extra).mappings(), key=lambda row: row["reading_id"]):
        rows = list(group)
        found.add(ident)
        faults = [line for row in rows for line in _columns("claims", row["id"], row)]
        root = claim_rows_root([bytes(row["row"]) for row in rows]).hex()
        if (len(rows), root) != (rows[0]["rows"], rows[0]["rows_root"]):
            text = connection.execute(select(schema.texts.c.text).where(
                schema.texts.c.text_sha256 == rows[0]["text_sha256"])).scalar() or ""
            faults += [line for row in rows for line in _suspect(row, text)]
            if not faults:
                faults.append(f"case.db claims of reading {ident}: changed: its {len(rows)} rows are not those that the "
                              "log committed to")
        yield from dict.fromkeys(faults)
    for row in connection.execute(select(readings.c.id, readings.c.rows).where(readings.c.rows > 0)).mappings():
        if row["id"] not in found:
            yield f"case.db claims of reading {row['id']}: missing: all {row['rows']} rows"


def _columns(table: str, ident: str, row: Mapping[Any, Any]) -> Iterator[str]:
    """The columns that repeat what a row's JSON says."""
    place = f"case.db {table} {ident}"
    try:
        body = json.loads(bytes(row["row"]))
        said = {"id": body.get("id"), "report_id": body.get("report_id"), "kind": body["kind"],
                "start": body["passage"]["start"], "end": body["passage"]["end"], "entity_id": body.get("entity_id")}
        names = ("id", "report_id", "kind", "start", "end") if table == "claims" else ("kind", "start", "end", "entity_id")
        changed = [name for name in names if row[name] != said[name]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{place}: changed: its row is no {table[:-1]} ({_line(error)})"
        return
    if changed:
        yield f"{place}: changed: {', '.join(changed)} not as in its row"


def _suspect(row: Mapping[Any, Any], text: str) -> Iterator[str]:
    """Signs that this row of a changed reading is the one: its id, its spelling, its passages, its extractor."""
    import rfc8785

    from bearwitness.model import claim_from_json, claim_id

    place = f"case.db claims {row['id']}"
    try:
        body = json.loads(bytes(row["row"]))
        if rfc8785.dumps(body) != bytes(row["row"]):
            yield f"{place}: changed: its row is not in canonical form"
        elif claim_id(row["text_sha256"], claim_from_json(body)) != row["id"]:
            yield f"{place}: changed: its id is not that of its content"
        elif body["extractor"] != row["extractor"]:
            yield f"{place}: changed: its extractor is not that of its reading"
        elif any(text[p["start"]:p["end"]] != p["exact"] for p in _passages(body)):
            yield f"{place}: changed: a passage is not what the text says there"
    except Exception as error:      # whatever a changed row makes fail
        yield f"{place}: changed: {_line(error)}"


def _passages(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "exact" in value:
            yield value
        for inner in value.values():
            yield from _passages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _passages(inner)


def _mentions(connection: Connection) -> Iterator[str]:
    table, readings, texts = schema.mentions, schema.readings, schema.texts
    query = select(table, readings.c.text_sha256, readings.c.report_id.label("reading_report")) \
        .join(readings, readings.c.id == table.c.reading_id).order_by(readings.c.text_sha256)
    for digest, group in groupby(connection.execute(query).mappings(), key=lambda row: row["text_sha256"]):
        text = connection.execute(select(texts.c.text).where(texts.c.text_sha256 == digest)).scalar() or ""
        for row in group:
            ident = f"{row['reading_id']} {row['pos']}"
            faults = list(_columns("mentions", ident, row))
            if not faults and row["report_id"] != row["reading_report"]:
                faults = [f"case.db mentions {ident}: is of another report than its reading"]
            if not faults and any(text[p["start"]:p["end"]] != p["exact"] for p in _passages(json.loads(row["row"]))):
                faults = [f"case.db mentions {ident}: its passage is not what the text says there"]
            yield from faults


def _mention_roots(connection: Connection, known: Committed) -> Iterator[str]:
    """Each reading's mentions against the root that its event discloses.

    The first events had no such root, and no room for it: 8 digests. Where there is room it must be shown.
    """
    table = schema.mentions
    for ident, fields in known.about("reading").items():
        if not {"mentions", "mentions_root"} <= set(fields):
            if known.digests["reading", ident] > _FIRST_CLAIM_DIGESTS:
                yield f"case.db mentions of reading {ident}: the disclosure that commits to them is missing"
            continue
        rows = [bytes(row) for row in connection.execute(
            select(table.c.row).where(table.c.reading_id == ident).order_by(table.c.pos)).scalars()]
        if (len(rows), claim_rows_root(rows).hex()) != (fields["mentions"], fields["mentions_root"]):
            yield (f"case.db mentions of reading {ident}: changed: its {len(rows)} rows are not the {fields['mentions']} that "
                   "the log committed to")


def _strays(connection: Connection) -> Iterator[str]:
    """Rows that hang on nothing."""
    for table, column, parent in ((schema.claims, schema.claims.c.reading_id, schema.readings.c.id),
                                  (schema.mentions, schema.mentions.c.reading_id, schema.readings.c.id),
                                  (schema.victim_records, schema.victim_records.c.list_id, schema.victim_lists.c.id)):
        for ident in connection.execute(select(column).where(column.not_in(select(parent))).distinct()).scalars():
            yield f"case.db {table.name}: rows of {ident}, which is not there: added"


def _derived(connection: Connection, known: Committed) -> Iterator[str]:
    """What the last `relate` or `weigh` derived; of what an older program derived there is no root of this form to compare with."""
    said = known.about("record").get("incidents")
    if said is None or said.get("form") != incidents.FORM:
        return
    places = {"rows": "incident_snapshots", "rows_root": "incident_snapshots", "ids_root": "incidents", "reports_root": "incident_reports"}
    found = incidents.fields_anew(connection)
    faulty = dict.fromkeys(place for name, place in places.items() if found[name] != said.get(name))
    if not faulty and incidents.strays(connection):
        faulty = {"incident_snapshots or incident_reports": None}
    if not faulty and incidents.kept_roots_differ(connection):
        faulty = {"derived_roots": None}
    for place in faulty:
        yield f"case.db {place}: changed: not what was derived last; `bearwitness relate --afresh` and `weigh` derive it again"


# --- judgements and lists ------------------------------------------------------------------------------------

def _lists(connection: Connection, known: Committed) -> Iterator[str]:
    yield from _logged(connection, known, schema.victim_lists, "list")
    table = schema.victim_records
    for row in _rows(connection, schema.victim_lists):
        ident = row["id"]
        records = connection.execute(select(table).where(table.c.list_id == ident).order_by(table.c.pos)).mappings().all()
        faults = [line for record in records for line in _record(record)]
        root = claim_rows_root([bytes(record["row"]) for record in records]).hex()
        if not faults and (len(records), root) != (row["rows"], row["rows_root"]):
            faults = [f"case.db victim_records of list {ident}: changed: its {len(records)} rows are not those that the log "
                      "committed to"]
        yield from faults


def _record(record: Mapping[Any, Any]) -> Iterator[str]:
    try:
        if json.loads(bytes(record["row"]))["id"] != record["id"]:
            yield f"case.db victim_records {record['id']}: changed: its id is not as in its row"
    except (ValueError, KeyError, TypeError) as error:
        yield f"case.db victim_records {record['id']}: changed: its row is no record ({_line(error)})"
