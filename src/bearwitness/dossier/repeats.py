"""Who repeats whom: trees of claims under the origin of their figure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bearwitness.dossier.passages import visible_text
from bearwitness.dossier.record import Record, anchor, linked, speaker, together
from bearwitness.model import Incident, Toll
from bearwitness.weigh.lineage import SUGGESTED

Children = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A claim with those that repeat it. `name` is who carries it, `title` the report it stands in."""

    link: str
    name: str
    title: str | None
    words: str
    when: str
    reason: Markup | None
    children: tuple[Branch, ...] = ()
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures come from. `here` tells whether a report of that origin itself is in the case."""

    name: str
    here: bool
    branches: tuple[Branch, ...]


def lineage(record: Record, incident: Incident) -> list[Origin]:
    """The trees by origin: a claim of this case, or a source that is only cited."""
    children: Children = {}
    has_parent = set()
    for child, parent, reason in incident.lineage:
        children.setdefault(parent, []).append((child, reason))
        has_parent.add(child)
    found: dict[tuple[str, bool], list[Branch]] = {}
    for top in sorted((p for p in children if p not in has_parent), key=lambda p: _said_on(record, p)):
        claim = record.claims.get(top)
        if claim is not None:
            found.setdefault((speaker(record, claim).name, True), []).append(_branch(record, top, "", children, frozenset()))
        else:
            found.setdefault((visible_text(top), False), []).extend(_below(record, top, children, frozenset({top})))
    return [Origin(name, here, tuple(branches)) for (name, here), branches in found.items()]


def _said_on(record: Record, claim_id: str) -> tuple[str, str]:
    claim = record.claims.get(claim_id)
    report = record.reports.get(claim.report_id or "") if claim else None
    return ((report.published_at.start or "9999") if report else "9999", claim_id)


def _below(record: Record, key: str, children: Children, seen: frozenset[str]) -> tuple[Branch, ...]:
    pairs = sorted(children.get(key, ()), key=lambda pair: _said_on(record, pair[0]))
    return tuple(_branch(record, child, why, children, seen) for child, why in pairs
                 if child not in seen and child in record.claims)


def _branch(record: Record, key: str, reason: str, children: Children, seen: frozenset[str]) -> Branch:
    claim = record.claims[key]
    report = record.reports.get(claim.report_id or "")
    carrier = together(claim.speakers[0]) if len(claim.speakers) > 1 else record.publisher(claim.report_id)
    v = claim.value
    words = record.words.quantity(v.bound, v.number, v.low, v.high) if isinstance(v, Toll) else ""
    when = record.words.short(report.published_at.start) if report and report.published_at.start else ""
    told = reason and not reason.startswith("cites ")   # the heading says whom it cites
    return Branch(anchor(key), carrier, report.title if report else None, words, when,
                  linked(record, reason) if told else None, _below(record, key, children, seen | {key}), reason.endswith(SUGGESTED))
