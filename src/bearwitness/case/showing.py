"""`show KIND`: what a case holds, as plain objects (one a line with --json)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bearwitness.case.deriving import incidents_json, refresh, weigh
from bearwitness.case.one_incident import incident as one_incident
from bearwitness.case.one_incident import lines as incident_lines
from bearwitness.case.one_incident import proposals
from bearwitness.case.outside import outside
from bearwitness.case.record import load
from bearwitness.errors import UsageError
from bearwitness.model import ERASED, Claim, Incident, Judgement, Who, is_suggestion, to_json
from bearwitness.store import decisions, incidents, readings, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.records import incident_from_json

Lines = Iterator[dict[str, Any]]


def show(case: CaseFolder, kind: str, which: str | None = None, *, as_known_on: str | None = None, place: str | None = None,
         week: str | None = None) -> Lines:
    """Everything of one kind.

    Args:
        kind: one of `KINDS`, custody, or incident.
        which: the id or the beginning of it; of custody: of the report whose handling is shown, or event:N, an entry of the log about it; of incident: of the one.
        as_known_on: of incidents, tolls, checks, blame and lineage: an ISO date; what was published later is left out.
        place: of outside: a place, a division or a country.
        week: of outside: an ISO week, such as "2025-W10".
    """
    if as_known_on is not None:
        if kind not in _WEIGHED:
            raise UsageError(f"show {kind} cannot be asked as known on a day: {', '.join(_WEIGHED)} can")
        if which is not None:
            raise UsageError(f"show {kind} takes no id with --as-known-on: leave {which} out, or use weigh {which} --as-known-on {as_known_on}")
        return _WEIGHED[kind](case, weigh(case, as_known_on=as_known_on))
    if kind != OUTSIDE and (place is not None or week is not None):
        raise UsageError(f"show {kind} takes no --place and no --week: they are for show {OUTSIDE}")
    if kind == OUTSIDE and which is None:
        return outside(case, place=place, week=week)
    if kind in OF_ONE:
        return OF_ONE[kind](case, which)
    if kind not in KINDS:
        raise UsageError(f"{kind!r} cannot be shown: use one of {', '.join((*KINDS, *OF_ONE))}")
    if which is not None:
        raise UsageError(f"show {kind} takes no id: leave {which} out")
    return KINDS[kind](case)


def _custody(case: CaseFolder, which: str | None) -> Lines:
    """The exhibit, then each handling of it, in the log's order; of what was erased, what is left to say of it."""
    from bearwitness.case.chain import custody
    from bearwitness.case.gone import EVENT, fate, report_of
    from bearwitness.custody.chain import exhibit_json, handling_json

    if which is None:
        raise UsageError("say of which report: show custody REPORT (`bearwitness show reports` lists them)")
    report = report_of(case, which) if which.startswith(EVENT) else which
    if report is None:
        yield from fate(case, which)
        return
    chain = custody(case, report)
    yield exhibit_json(chain)
    yield from map(handling_json, chain.handlings)


# --- derived ----------------------------------------------------------------------------------------

def _incidents(case: CaseFolder) -> Lines:
    return incident_lines(_derived(case))


def _tolls(case: CaseFolder) -> Lines:
    return _tolls_of(case, _derived(case))


def _tolls_of(_: CaseFolder, incidents: Iterable[Incident]) -> Lines:
    for incident in incidents:
        for tolls in incident.tolls:
            yield {"incident": incident.id, **to_json(tolls)}


def _checks(case: CaseFolder) -> Lines:
    return _checks_of(case, _derived(case))


def _checks_of(_: CaseFolder, incidents: Iterable[Incident]) -> Lines:
    """What the program checked among the figures of an incident: sums, then pairs that cannot both be right, then pairs that only differ in scope."""
    for incident in incidents:
        rows: list[dict[str, Any]] = []
        told: set[frozenset[str]] = set()
        for tolls in incident.tolls:
            about = {"incident": incident.id, "harm": tolls.harm, "whom": tolls.whom}
            numbers = {f.claim: f.phrase for f in tolls.figures}
            for check in tolls.checks:
                rows.append({**about, "what": check.kind, "claims": [*check.parts, *([check.whole] if check.whole else [])], "holds": check.holds, "differs": [], "words": check.words})
            for left, right in tolls.incompatible:
                rows.append({**about, "what": "incompatible", "claims": [left, right], "holds": False, "differs": [],
                             "words": f"claim {left[:8]} ({numbers.get(left)}) and claim {right[:8]} ({numbers.get(right)}) count the same and exclude each other: both cannot be right"})
            for pair in tolls.differ_in_scope:
                if (key := frozenset((pair.left, pair.right))) not in told:      # it stands beside both scopes
                    told.add(key)
                    rows.append({**about, "what": "differ", "claims": [pair.left, pair.right], "holds": None, "differs": list(pair.differs), "words": pair.words})
        yield from sorted(rows, key=lambda r: ("sum", "growth", "subset", "incompatible", "differ").index(r["what"]))


def _blame(case: CaseFolder) -> Lines:
    return _blame_of(case, _derived(case))


def _blame_of(_: CaseFolder, incidents: Iterable[Incident]) -> Lines:
    for incident in incidents:
        for blame in incident.blame:
            yield {"incident": incident.id, **to_json(blame)}


def _lineage(case: CaseFolder) -> Lines:
    return _lineage_of(case, _derived(case))


def _lineage_of(case: CaseFolder, incidents: Iterable[Incident]) -> Lines:
    """Who repeats whom: each edge in use, and those that people cut, with how sure it is and who decided."""
    from bearwitness.incidents.judged import lineage_judgements
    from bearwitness.weigh.lineage import ADDED, SUGGESTED

    decided = {}
    for j in lineage_judgements(load(case).judgements):
        decided[frozenset((j.left, j.right))] = {"judgement": j.id, "reviewer": j.reviewer, "time": j.made_at}
    for incident in incidents:
        numbers = {f.claim: f.phrase for t in incident.tolls for f in t.figures}
        for edges, cut in ((incident.lineage, False), (incident.cuts, True)):
            for claim, parent, reason in edges:
                by = decided.get(frozenset((claim, parent)))
                added = not cut and ADDED in reason
                yield {"incident": incident.id, "claim": claim, "figure": numbers.get(claim), "parent": parent, "parent_figure": numbers.get(parent),
                       "reason": reason.removesuffix(SUGGESTED), "suggested": reason.endswith(SUGGESTED), "state": "cut" if cut else "added" if added else "found",
                       "by": by if cut or added else None}


def _derived(case: CaseFolder) -> list[Incident]:
    refresh(case)
    return [incident_from_json(row) for _, row in incidents_json(case)]


_WEIGHED: dict[str, Callable[[CaseFolder, Iterable[Incident]], Lines]] = {
    "incidents": lambda _, found: incident_lines(found), "tolls": _tolls_of, "checks": _checks_of, "blame": _blame_of, "lineage": _lineage_of}


# --- kept -------------------------------------------------------------------------------------------

def _reports(case: CaseFolder) -> Lines:
    refresh(case)
    record = load(case)
    with case.reading() as connection:
        places = incidents.of_reports(connection)
        found = readings.counts(connection)
        told = {row["id"]: row for row in reports.verdicts(connection)}
    for report in record.reports:
        row = told[report.id]
        yield {"id": report.id, "source": report.source, "member": report.member, "sha256": report.sha256,
               "published_at": to_json(report.published_at), "incidents": places.get(report.id, []),
               **{name: getattr(report, name) for name in (
                   "publisher", "title", "author", "lang", "url", "media_type", "captured_at", "text_sha256", "reader",
                   "sensitivity", "size")},
               "verdict": row["verdict"], "reason": row["reason"], "claims": found.get(report.id), "signatures": _signatures(row["warnings"])}


def _signatures(warnings: str) -> list[dict[str, str]]:
    """What was found of signatures and checksum lists on a report: the verdict, and the words for it."""
    return [{"verdict": code.removeprefix("signature-"), "text": text} for code, text in json.loads(warnings) if code.startswith(("signature-", "checksum-"))]


def _claims(case: CaseFolder) -> Lines:
    record = load(case)
    verdicts: dict[str, list[dict[str, Any]]] = {}
    for judgement in record.judgements:
        for id_ in (judgement.left, judgement.right):
            if id_:
                verdicts.setdefault(id_, []).append(
                    {"judgement": judgement.id, "relation": judgement.relation, "reviewer": judgement.reviewer})
    for claim in record.claims:
        yield {**to_json(claim, store=True), "judgements": verdicts.get(claim.id, [])}


def _of_kind(kind: str) -> Callable[[CaseFolder], Lines]:
    return lambda case: (claim for claim in _claims(case) if claim["kind"] == kind)


def _judgements(case: CaseFolder) -> Lines:
    record = load(case)
    tied = {j.id: j for j in record.judgements}
    loose = {j.id for j in record.unanchored}
    with case.reading() as connection:
        every = decisions.all_judgements(connection)
    for judgement in every:
        status = "erased" if ERASED in (judgement.left, judgement.right) else "unanchored" if judgement.id in loose else "holds" if judgement.id in tied else "superseded"
        now_on = tied.get(judgement.id, judgement)
        yield {**plain(judgement), "status": status, "now_left": now_on.left, "now_right": now_on.right}


def plain(judgement: Judgement) -> dict[str, Any]:
    return {**to_json(judgement), "changes": dict(judgement.changes), "anchor": dict(judgement.anchor)}


# --- who and where ----------------------------------------------------------------------------------

def _actors(case: CaseFolder) -> Lines:
    """Actors by identity: how often they are named, speak, are accused."""
    record = load(case)
    table: dict[str, dict[str, Any]] = {}
    with case.reading() as connection:
        for report_id, mention in readings.current_mentions(connection):
            if mention.kind in ("place", "date", "weapon"):
                continue
            row = _actor_row(table, mention.entity_id, mention.passage.exact, mention.kind)
            row["mentions"] += 1
            row["reports"].add(report_id)
    for claim in record.claims:
        if is_suggestion(claim):
            continue
        for who in _all_of(claim.speakers[-1:]):
            _count(table, who, "speaks", claim)
        for who in _all_of(tuple(getattr(claim.value, "accused", ()))):
            _count(table, who, "accused", claim)
    for row in sorted(table.values(), key=lambda r: (-r["mentions"], -r["speaks"], r["name"])):
        yield {**row, "names": sorted(row["names"]), "reports": sorted(row["reports"])}


def _actor_row(table: dict[str, dict[str, Any]], entity_id: str | None, name: str, kind: str) -> dict[str, Any]:
    key = entity_id or f"{kind}:{name}"
    row = table.setdefault(key, {"entity_id": entity_id, "name": name, "kind": kind, "names": set(), "mentions": 0,
                                 "speaks": 0, "accused": 0, "reports": set()})
    row["names"].add(name)
    return row


def _count(table: dict[str, dict[str, Any]], who: Who, what: str, claim: Claim) -> None:
    row = _actor_row(table, who.entity_id, who.name, who.kind)
    if row["entity_id"]:
        row["name"] = who.name if len(who.name) > len(row["name"]) else row["name"]
    row[what] += 1
    if claim.report_id:
        row["reports"].add(claim.report_id)


def _all_of(whos: tuple[Who, ...]) -> Iterator[Who]:
    for who in whos:
        yield who
        yield from _all_of(who.with_)


def _places(case: CaseFolder) -> Lines:
    """Places by identity, the most often named first; what the gazetteer does not know keeps its name alone."""
    table: dict[str, dict[str, Any]] = {}
    with case.reading() as connection:
        for report_id, mention in readings.current_mentions(connection):
            where = mention.where
            if mention.kind != "place" or where is None:
                continue
            row = table.setdefault(where.place_id or f"name:{where.name}", {
                **to_json(where), "names": set(), "mentions": 0, "reports": set()})
            row["names"].add(mention.passage.exact)
            row["mentions"] += 1
            row["reports"].add(report_id)
    for row in sorted(table.values(), key=lambda r: (-r["mentions"], r["name"])):
        yield {**row, "names": sorted(row["names"]), "reports": sorted(row["reports"])}


# --- lists ------------------------------------------------------------------------------------------

def _lists(case: CaseFolder) -> Lines:
    with case.reading() as connection:
        for victim_list in decisions.all_lists(connection):
            yield to_json(victim_list)


def _victims(case: CaseFolder) -> Lines:
    with case.reading() as connection:
        for record in decisions.all_victims(connection):
            yield {**to_json(record), "name_parts": dict(record.name_parts), "original": dict(record.original)}


CUSTODY, OUTSIDE = "custody", "outside"
KINDS: dict[str, Callable[[CaseFolder], Lines]] = {
    "incidents": _incidents, "reports": _reports, "claims": _claims, "tolls": _tolls, "checks": _checks, "lineage": _lineage, "blame": _blame, OUTSIDE: outside,
    "actors": _actors, "places": _places, "warnings": _of_kind("warning"), "labels": _of_kind("label"), "judgements": _judgements, "lists": _lists,
    "victims": _victims, "proposals": proposals,
}
OF_ONE: dict[str, Callable[[CaseFolder, str | None], Lines]] = {CUSTODY: _custody, "incident": one_incident}      # of the thing that is named
