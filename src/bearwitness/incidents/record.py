"""The record of an incident, made from the items that were gathered into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bearwitness.incidents.describe import parties_of, title_of, when_of, where_of
from bearwitness.incidents.items import Item
from bearwitness.incidents.judged import Judged
from bearwitness.incidents.score import Words, score
from bearwitness.model import Incident, Report

SHOWN_LINKS = 12
LOOKED_BACK = 200
NOT_WEIGHED = "not weighed"


def incident_of(id_: str, inside: Sequence[Item], reports: Mapping[str, Report], judged: Judged, words: Words, *,
                decided: Iterable[str] = (), merged: Iterable[str] = ()) -> Incident:
    """The incident, not weighed yet: when, where, who, a title, and why these reports tell of one thing.

    Args:
        inside: its items, with their claims, by their keys.
        reports: at least those of the items.
        decided: sentences of the judgements that joined or parted these items.
        merged: ids that were merged into this one: a title that was set for them holds here.
    """
    claim_ids = {c.id for item in inside for c in item.claims}
    because = (*_links(inside, words, reports), *decided, *judged.notes_on(claim_ids))
    return _titled(_incident(id_, inside, reports, because), judged, {id_, *merged})


def _links(items: Sequence[Item], words: Words, reports: Mapping[str, Report]) -> list[str]:
    """For each further report the strongest tie to one of the first before it, with its scores."""
    out: list[str] = []
    seen = {items[0].report} if items else set()
    further = 0
    for n, item in enumerate(items):
        if item.report in seen:
            continue
        seen.add(item.report)
        if len(seen) > SHOWN_LINKS + 1:
            further += 1
            continue
        ties = [(found, i) for i in range(min(n, LOOKED_BACK)) if (found := score(items[i], item, words)).score > 0]
        if ties:
            best, i = max(ties, key=lambda t: (t[0].score, -t[1]))
            out.append(f"{_name(reports, item.report)} tells of the same as {_name(reports, items[i].report)}: {best.words()}")
    return [*out, f"and {further} further reports in the same way"] if further else out


def _name(reports: Mapping[str, Report], id_: str) -> str:
    report = reports.get(id_)
    return f"report {id_[:8]}" + (f" ({report.publisher})" if report and report.publisher else "")


def _incident(id_: str, inside: Sequence[Item], reports: Mapping[str, Report], because: Sequence[str]) -> Incident:
    when, where = when_of(inside), where_of(inside)
    order = sorted({item.report for item in inside}, key=lambda r: (reports[r].published_at.start or "9999", r))
    rank = {report: n for n, report in enumerate(order)}
    claims = sorted({c.id: c for item in inside for c in item.claims}.values(),
                    key=lambda c: (rank.get(c.report_id or "", 0), c.passage.start, -c.passage.end, c.id))
    return Incident(
        id=id_, when=when, where=where, parties=parties_of(inside), reports=tuple(order),
        claims=tuple(c.id for c in claims), standing=NOT_WEIGHED, title=title_of(inside, when, where), because=tuple(because))


def _titled(incident: Incident, judged: Judged, ids: set[str]) -> Incident:
    """The title that a reviewer set (by a fix of the incident, or of one merged into it), instead of the one by rule."""
    for j in judged.standing:
        title = dict(j.changes).get("title") if j.relation == "fix" and j.right is None else None
        if title and j.left in ids:
            words = f"title set by {j.reviewer} ({j.made_at[:10]}: {j.reason}); by rule it is: {incident.title}"
            incident = replace(incident, title=str(title), because=(*incident.because, words))
    return incident


def of_report(members: Iterable[tuple[str, Iterable[Item]]]) -> dict[str, tuple[str, ...]]:
    """For each report its incidents: the one of its main event first, then by how much it says of each.

    Args:
        members: (incident id, its items).
    """
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for id_, inside in members:
        for item in inside:
            best = found.setdefault(item.report, {})
            rank, count = best.get(id_, (99, 0))
            best[id_] = (min(rank, item.rank), count - item.size)
    return {report: tuple(sorted(ids, key=lambda i: (*ids[i], i))) for report, ids in sorted(found.items())}
