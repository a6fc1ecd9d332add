"""A person says in which incident another lies, or that it stands by itself: what is checked before it is written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bearwitness.errors import NotFound, UsageError
from bearwitness.incidents.episodes import WITHIN, closes_a_ring
from bearwitness.store import decisions, incidents, placed


def home_of(connection: Connection, incident: str, given: Any) -> str | None:
    """The full id of the incident named in `within=...`, or None for "by itself".

    Raises:
        NotFound: there is no such incident.
        UsageError: no id; the incident itself; one that lies in it already.
    """
    if given is None:
        return None
    if not isinstance(given, str) or not given.strip():
        raise UsageError(f"within is the id of an incident, or null for one that stands by itself, not {given!r}")
    home = incidents.find_incident(connection, given.strip())
    if home is None:
        raise NotFound(f"within={given}: there is no such incident: `bearwitness show incidents` lists them")
    if home == incident:
        raise UsageError(f"within={given}: {incident} cannot lie in itself: name another incident, or null for one that stands by itself")
    people = _by_people(connection)

    def above(id_: str) -> str | None:
        return people[id_] if id_ in people else placed.within(connection, id_)

    if closes_a_ring(incident, home, above):
        by = "as people decided" if home in people else "by rule"
        raise UsageError(f"within={given}: {home} lies in {above(home)} now ({by}), so {incident} would lie in itself: "
                         f"first say that {home} stands by itself (judge {home} --relation fix --set within=null)")
    return home


def _by_people(connection: Connection) -> dict[str, str | None]:
    """Incident -> in which it lies by the latest decision that holds."""
    found: dict[str, str | None] = {}
    for judgement in decisions.holding(decisions.all_judgements(connection)):
        changes = dict(judgement.changes)
        if judgement.relation == "fix" and judgement.right is None and WITHIN in changes:
            left = incidents.find_incident(connection, judgement.left)
            if left is not None:
                found[left] = incidents.find_incident(connection, str(changes[WITHIN])) if changes[WITHIN] is not None else None
    return found
