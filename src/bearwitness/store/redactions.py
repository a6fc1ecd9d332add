"""Single fields taken out of what stays: which columns and which disclosures hold a field, and what stands there afterwards.

A row that loses a field is committed to anew by the `redact` event, so that the rest of it stays bound. The old
commitment to the whole row has to go as well: with everything else known, it would confirm a good guess.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, select

from bearwitness.custody.keyring import same_person
from bearwitness.errors import UsageError
from bearwitness.model import REDACTED, When, to_json
from bearwitness.store import schema
from bearwitness.store.holdings import ADDRESS, Holdings, Kept, carried_with, events
from bearwitness.store.rows import json_text

Captures = dict[tuple[str, str], dict[str, Any]]
"""Capture records by what they are about: ("report", id) or ("sha256", digest of the package)."""

_REPEATED = ("source", "member", "url")     # what a capture record says too
_MISSING = {"missing": "redacted"}
_UNKNOWN = json_text(to_json(When()))
# Field -> what stands in the row afterwards. Fields whose name is also a committed field lose its disclosure.
REPORT: dict[str, Any] = {"source": REDACTED, "member": None, "publisher": None, "url": None, "title": None, "author": None, "lang": None,
                          "published_at": _UNKNOWN, "reason": None, "nested": "[]", "warnings": "[]"}
JUDGEMENT: dict[str, Any] = {"reviewer": REDACTED, "reason": REDACTED, "changes": "{}"}
LIST: dict[str, Any] = {"keeper": REDACTED, "includes": REDACTED, "source": REDACTED}
ORIGINAL = ("source", "member", "capture")
EVENT = ("approver_1", "approver_2", "ground", "what", "reason", "audience", "incidents", "reports", "by", "to", "faults", "options")
_SIGNERS = ("signer", "sig", "signer_2", "sig_2")
_OPEN_KINDS = ("key", "erase", "redact", "publish", "export", "access")     # events that no row repeats


def report(connection: Connection, found: Holdings, ident: str, fields: Iterable[str]) -> Captures:
    """A report's fields, also where the capture record of it or of its package says the same.

    Returns:
        Capture records that have to be committed to in the place of what goes.
    """
    own, captured = _divided(fields, REPORT, "a report")
    [row] = connection.execute(select(schema.reports).where(schema.reports.c.id == ident)).mappings()
    about = events(connection, subjects=[ident])
    _row(found, schema.reports, ident, {name: REPORT[name] for name in own}, about)
    values = [str(row[name]) for name in own if name in _REPEATED and row[name]]
    packages = {str(e.fields["package_sha256"]) for e in about if "package_sha256" in e.fields}
    brought = [e for e in events(connection, kinds=("import",)) if e.subject in packages
               or (e.fields.get("method") in ADDRESS and e.fields.get("source") == row["source"])]
    for each in brought:
        found.removal.strip(each.index, {n for n in ("source", "member") if n in own and n in each.fields and each.fields[n] == row[n]})
    told = _records(found, about, ("report", ident), captured, values)
    for digest in dict.fromkeys(str(e.subject) for e in brought):
        told |= _records(found, events(connection, subjects=[digest]), ("sha256", digest), captured, values)
    if captured and not told:
        raise UsageError(f"{ident[:12]}: has no capture record")
    return told


def original(connection: Connection, found: Holdings, digest: str, fields: Iterable[str]) -> Captures:
    """Fields of the event by which a package or a capture came in. Gives what `report` gives."""
    own, captured = _divided(fields, dict.fromkeys(ORIGINAL), "an original")
    about = [each for each in events(connection, subjects=[digest]) if each.kind in ("import", "redact")]
    values = [str(each.fields[name]) for each in about for name in own if name in _REPEATED and name in each.fields]
    for each in about:
        found.removal.strip(each.index, {name for name in own if name in each.fields})
    return {} if "capture" in own else _records(found, about, ("sha256", digest), captured, values)


def _records(found: Holdings, about: list[Kept], key: tuple[str, str], lines: list[str], values: list[str]) -> Captures:
    """The capture record among some events without these lines, and without those that hold one of these values."""
    records = [each for each in about if "capture" in each.fields]
    if not records or not (lines or values):
        return {}
    record = dict(records[-1].fields["capture"])        # the latest rules
    unknown = [line for line in lines if line not in record]
    if unknown:
        raise UsageError(f"the capture record has no line {unknown[0]!r}: it has {', '.join(record)}")
    said = {line: json.dumps(value, ensure_ascii=False) for line, value in record.items()}
    going = {*lines, *(line for line, text in said.items() if any(json.dumps(value, ensure_ascii=False)[1:-1] in text for value in values))}
    if not going:
        return {}
    for each in records:
        found.removal.strip(each.index, {"capture"})
    return {key: {**record, **dict.fromkeys(sorted(going), _MISSING)}}


def judgement(connection: Connection, found: Holdings, idents: Iterable[str], fields: Iterable[str]) -> None:
    """Fields of judgements, and of the rows that carry them on. All reviewers of one call get one name, so that they stay one."""
    own, _ = _divided(fields, JUDGEMENT, "a judgement")
    table = schema.judgements
    every = {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}
    new = {name: f"{REDACTED[:-1]} {os.urandom(3).hex()}]" if name == "reviewer" else JUDGEMENT[name] for name in own}
    ids = carried_with(every, set(idents))
    about: dict[str | None, list[Kept]] = {}
    for event in events(connection, subjects=ids):
        about.setdefault(event.subject, []).append(event)
    for ident in sorted(ids, key=lambda one: every[one]["seq"]):
        _row(found, table, ident, new, about.get(ident, []))
        found.judgements.add(ident)


def victim_list(connection: Connection, found: Holdings, ident: str, fields: Iterable[str]) -> None:
    own, _ = _divided(fields, LIST, "a list of the dead")
    _row(found, schema.victim_lists, ident, {name: LIST[name] for name in own}, events(connection, subjects=[ident]))


def event(connection: Connection, found: Holdings, index: int, fields: Iterable[str]) -> None:
    """Fields of one event of the log that no row repeats: a key's person, an approver, a ground."""
    own, _ = _divided(fields, dict.fromkeys(EVENT), "an event")
    table = schema.custody_events
    row = connection.execute(select(table.c.kind).where(table.c.idx == index)).first()
    if row is None:
        raise UsageError(f"event:{index}: the log has no such event")
    if row.kind not in _OPEN_KINDS:
        raise UsageError(f"event:{index}: is a {row.kind} event: name the report, original, judgement or list that it is about, so that its row "
                         "loses the field too")
    [kept] = [e for e in events(connection, kinds=(row.kind,)) if e.index == index]
    lacking = [name for name in own if name not in kept.fields]
    if lacking:
        raise UsageError(f"event:{index}: shows no field {lacking[0]!r}; it shows {', '.join(kept.fields)}")
    found.removal.strip(index, {*own, *_signatures(own, kept)})


def of_person(connection: Connection, found: Holdings, name: str) -> None:
    """A person's name wherever the case holds it as reviewer, approver or owner of a key, in any spelling that counts as the same."""
    table, wanted = schema.judgements, same_person(name)
    rows = connection.execute(select(table.c.id, table.c.reviewer))
    judgement(connection, found, [row.id for row in rows if same_person(row.reviewer) == wanted], ["reviewer"])
    for kept in events(connection, kinds=("key", "erase", "redact")):
        own = [field for field in ("person", "approver_1", "approver_2") if same_person(str(kept.fields.get(field, ""))) == wanted]
        found.removal.strip(kept.index, {*own, *_signatures(own, kept)})


def _divided(fields: Iterable[str], known: dict[str, Any], what: str) -> tuple[list[str], list[str]]:
    """The fields that were named: own ones, and lines of the capture record (`capture.NAME`)."""
    own, captured = [], []
    for name in dict.fromkeys(fields):
        if name.startswith("capture.") and ("capture" in known or "url" in known):
            captured.append(name.removeprefix("capture."))
        elif name in known:
            own.append(name)
        else:
            raise UsageError(f"{what} has no field {name!r} that can be redacted: use one of {', '.join(known)}"
                             f"{', capture.NAME' if 'capture' in known or 'url' in known else ''}")
    return own, captured


def _row(found: Holdings, table: Table, ident: str, new: dict[str, Any], about: list[Kept]) -> None:
    if not new:
        return
    found.removal.changed.setdefault((table.name, ident), {}).update(new)
    for kept in about:
        names = {name for name in (*new, "row_sha256") if name in kept.fields}
        found.removal.strip(kept.index, {*names, *_signatures(new, kept)})


def _signatures(names: Iterable[str], kept: Kept) -> set[str]:
    """A signature names its signer as surely as the name does; and without one the other of the two cannot be checked either."""
    # A key's own events keep theirs: they are what shows that its owner had it.
    return {field for field in _SIGNERS if field in kept.fields} if {"reviewer", "approver_1", "approver_2"} & set(names) else set()
