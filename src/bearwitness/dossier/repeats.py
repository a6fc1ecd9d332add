"""Who repeats whom: trees of claims under the origin of their figure."""

from __future__ import annotations

from dataclasses import dataclass

from bearwitness.dossier.passages import visible_text
from bearwitness.dossier.record import Record, anchor, speaker, together
from bearwitness.model import Incident, Toll


@dataclass(frozen=True, slots=True)
class Branch:
    """A claim of the lineage with those that repeat it. `name` is who carries it: the origin, or who repeats it."""

    link: str | None
    name: str
    words: str
    when: str
    reason: str | None
    children: tuple[Branch, ...] = ()


def lineage(record: Record, incident: Incident) -> list[tuple[str, list[Branch]]]:
    """Trees of who repeats whom, by the name of their origin."""
    children: dict[str, list[tuple[str, str]]] = {}
    has_parent = set()
    for child, parent, reason in incident.lineage:
        children.setdefault(parent, []).append((child, reason))
        has_parent.add(child)
    tops = sorted((p for p in children if p not in has_parent), key=lambda t: _said_on(record, t))
    out: dict[str, list[Branch]] = {}
    for top in tops:
        branch = _branch(record, top, None, children, frozenset())
        claim = record.claims.get(top)
        out.setdefault(speaker(record, claim).name if claim else branch.name, []).append(branch)
    return list(out.items())


def _said_on(record: Record, claim_id: str) -> tuple[str, str]:
    claim = record.claims.get(claim_id)
    report = record.reports.get(claim.report_id or "") if claim else None
    return ((report.published_at.start or "9999") if report else "9999", claim_id)


def _branch(record: Record, key: str, reason: str | None, children: dict[str, list[tuple[str, str]]],
            seen: frozenset[str]) -> Branch:
    below = () if key in seen else tuple(
        _branch(record, child, why, children, seen | {key})
        for child, why in sorted(children.get(key, ()), key=lambda pair: _said_on(record, pair[0])))
    claim = record.claims.get(key)
    if claim is None:
        return Branch(None, record.words("lineage.outside", source=visible_text(key)), "", "", reason, below)
    report = record.reports.get(claim.report_id or "")
    carrier = claim.speakers[0] if claim.speakers else None
    name = together(carrier) if carrier else record.publisher(claim.report_id)
    what = ""
    if isinstance(claim.value, Toll):
        v = claim.value
        what = record.words.quantity(v.bound, v.number, v.low, v.high)
    when = record.words.short(report.published_at.start) if report and report.published_at.start else ""
    return Branch(anchor(key), name, what, when, reason, below)
