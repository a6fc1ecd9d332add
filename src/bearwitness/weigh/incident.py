"""Weighing one incident: toll ledgers, lineage, blame, standing, each with its sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bearwitness.errors import UsageError
from bearwitness.incidents.items import day
from bearwitness.incidents.judged import (
    Judged,
    Standing,
    apply,
    credibilities,
    interests,
    lineage_judgements,
    ratings,
)
from bearwitness.model import (
    Agree,
    Blame,
    Claim,
    Figure,
    Incident,
    Judgement,
    Report,
    Root,
    Tolls,
    When,
    claim_from_json,
    is_suggestion,
)
from bearwitness.weigh.bounds import odd_days
from bearwitness.weigh.figures import IMPLAUSIBLE, Said
from bearwitness.weigh.interval import interval
from bearwitness.weigh.ledger import figures_of, floors
from bearwitness.weigh.lineage import SUGGESTED
from bearwitness.weigh.matrix import blame
from bearwitness.weigh.range import ScopeResult, contradicted
from bearwitness.weigh.reasons import english, figure_words
from bearwitness.weigh.rules import STANDARD, Rules
from bearwitness.weigh.scopes import Scope, weigh_scopes
from bearwitness.weigh.table import scope_line
from bearwitness.weigh.ties import Ties, owners_of, text_ties

_ASIDE = {
    "stale": "an older figure of a source that has a later one, or too old beside newer ones",
    "repeated": "repeats a figure of the same root",
    "distorted": "passes a figure of the same root on with another number or bound",
    "subset": "counts some of those that another figure counts",
    "increment": "counts further people, not all",
    "place_part": "counts one place of several",
    IMPLAUSIBLE: "above what the rule set takes for a count of people",
}


def weigh(incident: Incident, reports: Sequence[Report], claims: Sequence[Claim],
          judgements: Sequence[Judgement] | Standing = (), rules: Rules = STANDARD, as_known_on: str | None = None,
          texts: Mapping[str, str] | None = None, owners: Mapping[str, Iterable[str]] | None = None) -> Incident:
    """The incident with its tolls (widest population first), blame, lineage, standing and reasons.

    Args:
        incident: as grouping gave it.
        reports: at least those of the incident.
        claims: at least those of the incident, as read; judgements are applied here.
        rules: the rule set; named in the reasons when it is not the standard one.
        as_known_on: an ISO date: claims of reports that were published later, or on no known day, are left out.
        texts: text_sha256 -> text, at least of its reports: near-duplicates, credits to agencies and quotations in common are found in them.
        owners: owner -> outlets that belong to them.
    """
    by_id = {r.id: r for r in reports}
    if as_known_on is not None:
        incident, by_id = known_on(as_known_on, incident, by_id, claims)
    wanted = set(incident.claims)
    judged = apply([c for c in claims if c.id in wanted and (as_known_on is None or c.report_id in by_id)], judgements)
    ties = ties_of([by_id[r] for r in incident.reports if r in by_id], judged, texts or {}, owners or {})
    saids = figures_of(judged.claims, by_id, incident.where, incident.when, ratings(judged.standing), ties.credits, rules)
    start = day(incident.when.start)
    weighed = weigh_scopes(saids, floors=floors(judged.claims), start=None if start is None else float(start), rules=rules, ties=ties,
                           known=_known(as_known_on, incident, by_id))
    marks = credibilities(judged.standing)
    tolls = tuple(_tolls(scope, group, result, marks) for scope, group, result in weighed)
    declared = interests(judged.standing)
    matrix, loose = blame(judged.claims, by_id, declared)
    lineage = tuple(dict.fromkeys(
        (e.claim, e.parent, e.reason + (SUGGESTED if e.suggested else ""))
        for _, _, result in weighed for e in result.lineage.edges))
    cuts = tuple(dict.fromkeys((e.claim, e.parent, e.reason) for _, _, result in weighed for e in result.lineage.cut))
    main = next((t for t in tolls if t.harm == "killed"), tolls[0] if tolls else None)
    said = f"standing from the {main.harm} among {main.whom}: {main.because[0]}" if main and main.because \
        else "no claim of this incident gives a figure"
    because = tuple(dict.fromkeys((*incident.because, said, *loose, *odd_days(judged.claims, by_id), *judged.notes_on([*wanted, incident.id, *_of_sources(matrix)]))))
    return dataclasses.replace(incident, tolls=tolls, blame=matrix, lineage=lineage, cuts=cuts, because=because,
                               standing=main.standing if main else "no figure")


def _known(as_known_on: str | None, incident: Incident, reports: Mapping[str, Report]) -> float | None:
    """The day of knowledge: the one that is asked about, else that of the incident's newest report."""
    days = [day(as_known_on)] if as_known_on else [day(reports[r].published_at.start) for r in incident.reports if r in reports]
    return max((float(d) for d in days if d is not None), default=None)


def _of_sources(matrix: Sequence[Blame]) -> list[str]:
    """How judgements name the sources whose declared interest stands in the matrix."""
    return [f"source:{name}" for row in matrix for b in (*row.by, *row.denied_by) if b.interest for name in b.speakers[-1:]]


def ties_of(reports: Sequence[Report], judged: Judged, texts: Mapping[str, str], owners: Mapping[str, Iterable[str]]) -> Ties:
    """What ties these reports and their figures to one another: texts, owners, and what people decided."""
    rows = []
    for report in reports:
        text = texts.get(report.text_sha256 or "")
        if text:
            at = day(report.published_at.start)
            rows.append((report.id, text, None if at is None else float(at)))
    cut: dict[frozenset[str], str] = {}
    joined: dict[str, tuple[str, str]] = {}
    for j in lineage_judgements(judged.standing):
        assert j.right is not None
        words = f"{j.reviewer} ({j.made_at[:10]}) judged them {j.relation}: {j.reason}"
        if j.relation == "different":
            cut[frozenset((j.left, j.right))] = words
        else:
            if joined.get(j.right, ("",))[0] == j.left:
                del joined[j.right]      # the other way round before: the later one counts
            joined[j.left] = (j.right, words)
    return dataclasses.replace(text_ties(rows), owners=owners_of(owners), cut=cut, joined=joined)


def known_on(date: str, incident: Incident, reports: Mapping[str, Report], claims: Sequence[Claim]) -> tuple[Incident, dict[str, Report]]:
    """The incident with the reports that were published by a day, and those reports. A day that is not known is not before any."""
    limit = day(date)
    if limit is None:
        raise UsageError(f"{date or 'an empty text'}: is no date: write it as YYYY-MM-DD")
    inside = set(incident.reports)
    kept = {id_: r for id_, r in reports.items() if id_ in inside and (at := day(r.published_at.end or r.published_at.start)) is not None and at <= limit}
    left = len(inside) - len(kept)
    known = {c.id for c in claims if c.report_id in kept}
    words = f"as known on {date}: {len(kept)} of {len(inside)} reports had been published" + (f"; {left} were later, or on no known day" if left else "")
    return dataclasses.replace(incident, reports=tuple(r for r in incident.reports if r in kept), claims=tuple(c for c in incident.claims if c in known),
                               because=(words, *incident.because)), kept


def _tolls(scope: Scope, group: Sequence[Said], result: ScopeResult, marks: Mapping[str, int]) -> Tolls:
    current = {r.current.claim for r in result.roots if r.current}
    aside = dict(result.set_aside)
    names = {claim: root.name for root in result.roots for claim in root.claims}
    figures = tuple(_figure(said, names.get(said.claim), said.claim in current, aside.get(said.claim), marks.get(said.claim))
                    for said in sorted(group, key=_time))
    roots = tuple(Root(r.name, r.claims, r.current.claim if r.current else None, r.low, r.high, r.current.as_of_text if r.current else None, r.stale,
                       outside=english(r.outside) if r.outside else None, contradicted=contradicted(r, result.floor), weight=round(r.weight, 4),
                       steps=r.steps) for r in result.roots)
    a = result.agreement
    return Tolls(harm=scope.harm, whom=scope.words if not scope.own else f"{scope.words} ({scope.own})",
                 range=result.range, best=result.best, floor=result.floor, figures=figures, roots=roots,
                 standing=result.standing, because=result.because, counted=group[0].counted if group else "persons",
                 agreement=Agree(a.k, a.of, a.low, a.high), still_rising=result.still_rising, reasons=result.reasons, place=scope.place,
                 window=scope.window.shown if scope.window else None, checks=result.checks, incompatible=result.incompatible,
                 differ_in_scope=result.differ_in_scope)


def _time(said: Said) -> tuple:
    inf = float("inf")
    return (inf if said.day is None else said.day, inf if said.published is None else said.published, said.claim)


def _figure(said: Said, root: str | None, current: bool, why: str | None, credibility: int | None) -> Figure:
    low, high = interval(said.number, said.bound, low=said.low, high=said.high, phrase=said.phrase)
    speakers = said.chain or ((said.voice,) if said.voice else ())
    published = None if said.published is None else _iso(said.published)
    return Figure(claim=said.claim, report=said.report or "", speakers=speakers, number=said.number, bound=said.bound,
                  low=low, high=high, as_of=said.as_of_text, current=current, published=published, root=root,
                  whom=said.population, phrase=said.phrase or figure_words(said), set_aside=_ASIDE.get(why or "", why),
                  rating=said.rating, credibility=credibility, place=said.place, window=said.window.shown if said.window else None, counting=said.counting)


def _iso(ordinal: float) -> str:
    import datetime as dt

    return dt.date.fromordinal(int(ordinal)).isoformat()


# --- readings: each document one incident ---------------------------------------------------------------

def weigh_readings(readings: Iterable[Mapping[str, Any]], rules: Rules = STANDARD) -> Iterator[dict[str, Any]]:
    """`weigh --reads`: lines as `read --json` prints them, each document one incident.

    Tolls of background events and of a whole war are left out; a document without a figure gives no line.
    """
    from bearwitness.incidents.passages import items_of

    for n, reading in enumerate(readings, 1):
        document = reading.get("document") or {}
        name = str(document.get("source") or f"document {n}")
        report = Report(id=name, source=name, sha256=document.get("sha256") or "", media_type="text/plain", captured_at="",
                        publisher=document.get("publisher"), published_at=When(**(document.get("published_at") or {})))
        every = [dataclasses.replace(claim_from_json(c), report_id=name) for c in reading.get("claims") or ()]
        claims = [claim for claim in every if not is_suggestion(claim)]     # nobody has accepted them
        inside = {c.id: c for item in items_of(report, claims) for c in item.claims}
        saids = figures_of(list(inside.values()), {name: report}, rules=rules)
        for scope, _, result in weigh_scopes(saids, floors=floors(list(inside.values())), rules=rules):
            yield scope_line(name, scope, result)
