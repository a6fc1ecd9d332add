"""Judgements (append only), incidents (minted ids, derived snapshots), lists of the dead."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import rfc8785
from sqlalchemy import Connection, delete, func, select, update

from bearwitness.custody.rows import claim_rows_root
from bearwitness.model import Judgement, VictimList, VictimRecord, When, to_json
from bearwitness.store.rows import by_prefix, insert_many, json_text
from bearwitness.store.schema import (
    case_meta,
    incident_snapshots,
    incidents,
    judgements,
    readings,
    victim_lists,
    victim_records,
)

UNDO = "unsure"         # the relation of a row that takes another one back: it decides nothing itself

# --- judgements ---------------------------------------------------------------------------------


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """The row of a judgement, as it is inserted and as its custody event commits to it (without `seq`)."""
    row = {name: getattr(judgement, name) for name in
           ("id", "left", "right", "relation", "reviewer", "reason", "made_at", "supersedes")}
    return {**row, "changes": json_text(dict(judgement.changes)), "anchor": json_text(dict(judgement.anchor))}


def add_judgement(connection: Connection, judgement: Judgement) -> None:
    insert_many(connection, judgements, [judgement_row(judgement)])


def _judgement(row: Mapping[str, Any]) -> Judgement:
    fields = {name: row[name] for name in ("id", "left", "right", "relation", "reviewer", "reason", "made_at",
                                           "supersedes")}
    return Judgement(**fields, changes=tuple(json.loads(row["changes"]).items()),
                     anchor=tuple(json.loads(row["anchor"]).items()))


def all_judgements(connection: Connection) -> list[Judgement]:
    """Every judgement ever made, oldest first, also those that a later one supersedes."""
    return [_judgement(dict(row)) for row in connection.execute(select(judgements).order_by(judgements.c.seq)).mappings()]


def holding(every: Iterable[Judgement]) -> list[Judgement]:
    """Rows that nothing holding supersedes, oldest first.

    What was undone gives back what it had superseded, and an undone undo gives the first one back. A new decision of
    the same question, and a row that carries a judgement on to another claim, supersede for good.
    """
    gone: dict[str, bool] = {}      # superseded: for good?
    kept: list[Judgement] = []
    for judgement in reversed(list(every)):
        if judgement.id not in gone:
            kept.append(judgement)
        if judgement.supersedes and (judgement.id not in gone or gone[judgement.id]):
            for_good = judgement.relation != UNDO or "carried_from" in dict(judgement.anchor)
            gone[judgement.supersedes] = gone.get(judgement.supersedes, False) or for_good or judgement.id in gone
    return kept[::-1]


def find_judgement(connection: Connection, prefix: str) -> str | None:
    return by_prefix(connection, judgements.c.id, prefix)


# --- incidents ----------------------------------------------------------------------------------

def minted(connection: Connection) -> list[dict[str, Any]]:
    """Every incident id ever given: id, minted_at, claims (and reports) it holds, redirect; oldest first."""
    rows = connection.execute(select(incidents).order_by(incidents.c.seq)).mappings()
    return [{**row, "claims": json.loads(row["claims"])} for row in rows]


def mint(connection: Connection, new: Sequence[tuple[str, Sequence[str]]], *, at: str) -> None:
    """Keeps ids given for the first time, with the claims they stand for."""
    last = connection.execute(select(func.max(incidents.c.seq))).scalar() or 0
    insert_many(connection, incidents, [
        {"id": id_, "seq": last + n, "minted_at": at, "claims": json_text(list(held)), "redirect": None}
        for n, (id_, held) in enumerate(new, 1)])


def redirect(connection: Connection, old: str, to: str | None) -> None:
    connection.execute(update(incidents).where(incidents.c.id == old).values(redirect=to))


def hold(connection: Connection, held: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Notes which claims each incident now holds, so that the next grouping finds it again."""
    for id_, claim_ids in held:
        connection.execute(update(incidents).where(incidents.c.id == id_)
                           .values(claims=json_text(list(claim_ids)), redirect=None))


def replace_snapshots(connection: Connection, rows: Sequence[tuple[str, bool, bytes]]) -> None:
    """Replaces the derived incidents: (id, weighed, JSON), in order."""
    connection.execute(delete(incident_snapshots))
    insert_many(connection, incident_snapshots, [
        {"incident_id": id_, "pos": pos, "weighed": int(weighed), "row": row}
        for pos, (id_, weighed, row) in enumerate(rows)])


def update_snapshot(connection: Connection, incident_id: str, row: bytes) -> None:
    connection.execute(update(incident_snapshots).where(incident_snapshots.c.incident_id == incident_id)
                       .values(weighed=1, row=row))


def snapshots(connection: Connection) -> list[tuple[bool, dict[str, Any]]]:
    """(weighed, JSON of Incident), in the order of `relate`."""
    rows = connection.execute(select(incident_snapshots).order_by(incident_snapshots.c.pos)).mappings()
    return [(bool(row["weighed"]), json.loads(row["row"])) for row in rows]


def snapshots_with(connection: Connection, *ids: str) -> list[dict[str, Any]]:
    """The JSON of the incidents in which all these ids occur."""
    rows = connection.execute(select(incident_snapshots.c.row).where(*(func.instr(incident_snapshots.c.row, f'"{id_}"'.encode()) > 0 for id_ in ids)))
    return [json.loads(row.row) for row in rows]


def _state(connection: Connection) -> str:
    """What a derivation depends on, in a few numbers: which readings hold, and how many judgements there are."""
    held = connection.execute(select(func.count(), func.sum(readings.c.seq)).where(readings.c.superseded_by.is_(None)))
    return json_text([*held.one(), connection.execute(select(func.max(judgements.c.seq))).scalar()])


def note_derived(connection: Connection, of_report: Mapping[str, list[str]]) -> None:
    """Remembers from what the snapshots were derived, and which incidents each report tells of."""
    connection.execute(delete(case_meta).where(case_meta.c.key.in_(("derived_from", "of_report"))))
    insert_many(connection, case_meta, [{"key": "derived_from", "value": _state(connection)},
                                        {"key": "of_report", "value": json_text(dict(of_report))}])


def incidents_of_reports(connection: Connection) -> dict[str, list[str]]:
    """Report id -> its incidents, the main one first; a report in none is not there."""
    noted = connection.execute(select(case_meta.c.value).where(case_meta.c.key == "of_report")).scalar()
    return json.loads(noted) if noted else {}


def is_stale(connection: Connection) -> bool:
    """Has a reading or a judgement come since the snapshots were derived?"""
    noted = connection.execute(select(case_meta.c.value).where(case_meta.c.key == "derived_from")).scalar()
    return noted != _state(connection)


def derived_fields(connection: Connection) -> dict[str, Any]:
    """What a `derive` event commits to: the derived incidents, the ids given, and which reports tell of which."""
    rows = connection.execute(select(incident_snapshots).order_by(incident_snapshots.c.pos)).mappings().all()
    ids = connection.execute(select(incidents).order_by(incidents.c.seq)).mappings()
    noted = connection.execute(select(case_meta.c.value).where(case_meta.c.key == "of_report")).scalar() or ""
    return {"record": "incidents", "rows": len(rows),
            "rows_root": claim_rows_root([json_text([row["incident_id"], row["weighed"]]).encode() + row["row"]
                                          for row in rows]).hex(),
            "ids_root": claim_rows_root([rfc8785.dumps(dict(row)) for row in ids]).hex(),
            "of_report_sha256": hashlib.sha256(noted.encode("utf-8", "surrogateescape")).hexdigest()}


def find_incident(connection: Connection, prefix: str) -> str | None:
    """The incident that an id or its unique beginning names; an id that was merged leads to the older."""
    id_ = by_prefix(connection, incidents.c.id, prefix)
    seen: set[str] = set()
    while id_ is not None and id_ not in seen:
        seen.add(id_)
        further = connection.execute(select(incidents.c.redirect).where(incidents.c.id == id_)).scalar()
        if further is None:
            return id_
        id_ = further
    return id_


# --- lists of the dead ----------------------------------------------------------------------------

def list_row(victim_list: VictimList, *, rows_root: str, added_at: str) -> dict[str, Any]:
    """The row of a list, as it is inserted and as its custody event commits to it (without `seq`)."""
    return {**to_json(victim_list), "rows_root": rows_root, "added_at": added_at}


def add_list(connection: Connection, row: dict[str, Any], records: Sequence[tuple[str, bytes]]) -> None:
    """Inserts a list and its records: (id, RFC 8785 JSON of VictimRecord), in the file's order."""
    insert_many(connection, victim_lists, [row])
    insert_many(connection, victim_records, [
        {"list_id": row["id"], "pos": pos, "id": id_, "row": record} for pos, (id_, record) in enumerate(records)])


def all_lists(connection: Connection) -> list[VictimList]:
    names = ("id", "keeper", "as_of", "includes", "source", "sha256", "rows")
    return [VictimList(**{n: row[n] for n in names})
            for row in connection.execute(select(victim_lists).order_by(victim_lists.c.seq)).mappings()]


def find_list(connection: Connection, prefix: str) -> str | None:
    return by_prefix(connection, victim_lists.c.id, prefix)


def all_victims(connection: Connection, list_id: str | None = None) -> Iterator[VictimRecord]:
    """The records of one list, or of all, in the order of their rows."""
    query = select(victim_records.c.row).join(victim_lists, victim_lists.c.id == victim_records.c.list_id) \
        .order_by(victim_lists.c.seq, victim_records.c.pos)
    if list_id is not None:
        query = query.where(victim_records.c.list_id == list_id)
    for row in connection.execute(query).scalars():
        yield victim_from_json(json.loads(row))


def victim_from_json(d: dict[str, Any]) -> VictimRecord:
    """The record that `to_json` wrote."""
    pairs = {name: tuple((k, v) for k, v in d.get(name) or ()) for name in ("name_parts", "original")}
    return VictimRecord(**{**d, **pairs, "when": When(**d["when"])})


def find_victim(connection: Connection, prefix: str) -> str | None:
    return by_prefix(connection, victim_records.c.id, prefix)
