"""Judgements (append only), lists of the dead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from bearwitness.model import Judgement, VictimList, VictimRecord, When, to_json
from bearwitness.store.rows import by_prefix, insert_many, json_text
from bearwitness.store.schema import judgements, victim_lists, victim_records

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
