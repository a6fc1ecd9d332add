"""One incident with what lies in it, and what is proposed about incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bearwitness.case.deriving import incidents_json, refresh
from bearwitness.errors import NotFound, UsageError
from bearwitness.model import Incident, to_json
from bearwitness.store import incidents
from bearwitness.store.folder import CaseFolder
from bearwitness.store.records import incident_from_json
from bearwitness.weigh.parts import sums

Lines = Iterator[dict[str, Any]]
DEEP = 20            # levels of parts that are followed


def incident(case: CaseFolder, which: str | None) -> Lines:
    """One line: the record, in what it lies, the tree of its parts, each with its ranges, and a checked sum for each harm.

    Args:
        which: its id or the beginning of it; the id of one that was merged leads to the older.

    Raises:
        NotFound: there is no such incident.
        UsageError: none was named.
    """
    if which is None:
        raise UsageError("say which incident: show incident INCIDENT (`bearwitness show incidents` lists them)")
    refresh(case)
    with case.reading() as connection:
        id_ = incidents.find_incident(connection, which)
        found = _rows(connection, (id_,) if id_ else ())
        if id_ is None or id_ not in found:
            raise NotFound(f"{which}: there is no such incident: `bearwitness show incidents` lists them")
        level = found[id_]["parts"]
        for _ in range(DEEP):
            more = _rows(connection, [p for p in level if p not in found])
            found |= more
            level = [p for row in more.values() for p in row["parts"]]
        above = _rows(connection, [found[id_]["within"]] if found[id_]["within"] else ())
    known = {key: incident_from_json(row) for key, row in found.items()}
    home = next(iter(above.values()), None)
    yield {**to_json(known[id_]), **with_sums(known[id_], known), "lies_in": home and {"id": home["id"], "title": home["title"]},
           "tree": list(_tree(known[id_], known, 1))}


def _rows(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for _, row in incidents.snapshots(connection, ids)}


def _tree(whole: Incident, known: Mapping[str, Incident], depth: int) -> Iterator[dict[str, Any]]:
    """Each part, and after it its own parts, one level deeper."""
    for part in (known[p] for p in whole.parts if p in known):
        yield {"id": part.id, "title": part.title, "depth": depth, "when": to_json(part.when), "standing": part.standing, "because": part.within_because,
               "tolls": [{"harm": t.harm, "whom": t.whom, "range": list(t.range), "best": t.best} for t in part.tolls], **with_sums(part, known)}
        if depth < DEEP:
            yield from _tree(part, known, depth + 1)


def with_sums(whole: Incident, known: Mapping[str, Incident]) -> dict[str, Any]:
    """The field `sums` of an incident: a checked sum for each harm that its parts tell a figure of."""
    return {"sums": [to_json(s) for s in sums(whole, known)]}


def lines(found: Iterable[Incident]) -> Lines:
    """The lines of `show incidents`."""
    every = list(found)
    known = {i.id: i for i in every}
    for one in every:
        yield {**to_json(one), **with_sums(one, known)}


def proposals(case: CaseFolder) -> Lines:
    """The merges and splits that nobody has settled, the strongest first; a merge once, under the first of its two incidents."""
    refresh(case)
    found, seen = [], set()
    for _, row in incidents_json(case):
        for proposal in row["proposals"]:
            sides = frozenset((row["id"], proposal["other"] or "", *proposal["left"], *proposal["right"]))
            if sides not in seen:
                seen.add(sides)
                found.append({"incident": row["id"], "title": row["title"], **proposal})
    yield from sorted(found, key=lambda p: (-(p["score"] if p["kind"] == "merge" else 1 - p["score"]), p["incident"]))
