"""Which incident lies in which, for a whole case or for the few that a further report touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from bearwitness.case.record import row_of
from bearwitness.incidents.episodes import Decided, closes_a_ring, decided, keys, place, tree
from bearwitness.incidents.items import word_key
from bearwitness.incidents.judged import Standing
from bearwitness.model import Incident, to_json
from bearwitness.store import incidents
from bearwitness.store.grouping import Shelf
from bearwitness.store.records import incident_from_json


def nest_all(connection: Connection, shelf: Shelf, standing: Standing) -> None:
    """Places every incident of the case anew."""
    weighed = {row["id"]: done for done, row in incidents.snapshots(connection)}
    every = _read(connection, None)
    for incident in every:
        _note(shelf, incident)
    redirects = {row["id"]: row["redirect"] for row in incidents.minted(connection) if row["redirect"]}
    placed = tree(every, standing.judgements, redirects)
    _keep(connection, [(new, weighed[new.id]) for old, new in zip(every, placed) if new != old])


def nest_some(connection: Connection, shelf: Shelf, standing: Standing, changed: Iterable[str], gone: Iterable[str], parts_before: Iterable[str]) -> set[str]:
    """Places the incidents that changed, and those that lay in them or may lie in them now; ids of all whose record changed.

    Args:
        changed: incidents that were derived anew; what stands of them says nothing of where they lie.
        gone: incidents that are no more.
        parts_before: incidents that lay in any of these.
    """
    new = _read(connection, set(changed))
    for id_ in gone:
        shelf.nest(id_, (), ())
    for incident in new:
        _note(shelf, incident)
    people = decided(standing.judgements, lambda id_: _living(connection, id_))
    affected = {i.id for i in new} | set(parts_before) | set(people)
    for incident in new:
        affected |= _sharing(connection, incident) | shelf.nested(_hashed(keys(incident)[1]), whole=False)
    return _place(connection, shelf, affected, people)


def _place(connection: Connection, shelf: Shelf, affected: set[str], people: dict[str, Decided]) -> set[str]:
    weighed = {row["id"]: done for done, row in incidents.snapshots(connection, affected)}
    here = {incident.id: incident for incident in _read(connection, affected)}
    homes = {id_: one.within for id_, one in here.items()}

    def above(id_: str) -> str | None:
        if id_ not in homes:
            homes.update({one.id: one.within for one in _read(connection, {id_})})
        return homes.get(id_)

    out: dict[str, Incident] = {}
    for id_, incident in sorted(here.items()):
        said = people.get(id_)
        if said is not None:
            ring = said.within is not None and closes_a_ring(id_, said.within, above)
            home = None if ring else said.within
            why: str | None = f"{said.because} (left out: {said.within} lies in it by an earlier decision)" if ring else said.because
        else:
            known = {i.id: i for i in _read(connection, _sharing(connection, incident) | shelf.nested(_hashed(keys(incident)[0]), whole=True))}
            home, why = place(incident, [c for c in known.values() if c.id != id_ and not closes_a_ring(id_, c.id, above)])
        homes[id_] = home
        notes = tuple(n for n in said.notes if n not in incident.because) if said else ()
        out[id_] = replace(incident, within=home, within_because=why, because=(*incident.because, *notes))
    return _with_parts(connection, here, out, weighed)


def _with_parts(connection: Connection, before: dict[str, Incident], after: dict[str, Incident], weighed: dict[str, bool]) -> set[str]:
    """Keeps what changed, with the lists of parts of the incidents that got or lost one."""
    joined: dict[str, set[str]] = {}
    left: dict[str, set[str]] = {}
    for id_, new in after.items():
        old = before[id_].within
        if old is not None and old != new.within:
            left.setdefault(old, set()).add(id_)
        if new.within is not None:
            joined.setdefault(new.within, set()).add(id_)
    wholes = {*joined, *left, *(id_ for id_, one in after.items() if one.parts)}
    further = {one.id: one for one in _read(connection, wholes - after.keys())}
    weighed = {**weighed, **{row["id"]: done for done, row in incidents.snapshots(connection, further)}}
    kept = {**before, **further}
    now = {**further, **after}
    for id_ in wholes & now.keys():
        ids = (set(now[id_].parts) | joined.get(id_, set())) - left.get(id_, set())
        found = [*(now[i] for i in ids if i in now), *_read(connection, ids - now.keys())]
        held = sorted((p for p in found if p.within == id_), key=lambda p: (p.when.start or "9999", p.when.end or "9999", p.id))
        now[id_] = replace(now[id_], parts=tuple(p.id for p in held))
    changed = [one for id_, one in now.items() if one != kept[id_]]
    _keep(connection, [(one, weighed[one.id]) for one in changed])
    return {one.id for one in changed}


def _read(connection: Connection, which: set[str] | None) -> list[Incident]:
    return [incident_from_json(row) for _, row in incidents.snapshots(connection, which)]


def _keep(connection: Connection, rows: list[tuple[Incident, bool]]) -> None:
    incidents.put(connection, [(to_json(one), done, row_of(one)) for one, done in rows])


def _note(shelf: Shelf, incident: Incident) -> None:
    part, whole = keys(incident)
    shelf.nest(incident.id, _hashed(part), _hashed(whole))


def _hashed(found: Iterable[str]) -> list[int]:
    return [word_key(key) for key in found]


def _sharing(connection: Connection, incident: Incident) -> set[str]:
    """The other incidents of its reports."""
    return {id_ for ids in incidents.of_reports(connection, incident.reports).values() for id_ in ids} - {incident.id}


def _living(connection: Connection, id_: str) -> str | None:
    found = incidents.find_incident(connection, id_)
    return found if found is not None and incidents.snapshots(connection, (found,)) else None
