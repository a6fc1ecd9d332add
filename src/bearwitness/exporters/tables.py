"""A snapshot as flat tables: what CSV and spreadsheets are made from. Each column has its codebook line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bearwitness.errors import UsageError
from bearwitness.model import (
    Attribution,
    Claim,
    Demand,
    Event,
    Label,
    Snapshot,
    Toll,
    Victim,
    Warn,
    When,
    Where,
    Who,
)

Cell = str | int | float | None
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    about: str
    columns: tuple[tuple[str, str], ...]      # (name, codebook line)
    rows: Callable[[Snapshot], Iterator[Row]]

    @property
    def header(self) -> list[str]:
        return [name for name, _ in self.columns]


def table(name: str) -> Table:
    """The table of that name.

    Raises:
        UsageError: there is none.
    """
    found = next((t for t in TABLES if t.name == name), None)
    if found is None:
        raise UsageError(f"there is no table {name!r}; these can be exported: {', '.join(t.name for t in TABLES)}")
    return found


# --- words for cells ------------------------------------------------------------------------------


def names(whos: tuple[Who, ...]) -> str:
    """Actors, joint ones included, separated by "; "."""
    return "; ".join(n for who in whos for n in (who.name, *(names((w,)) for w in who.with_)))


def chain(whos: tuple[Who, ...]) -> str:
    """The chain of speakers, outermost first."""
    return " > ".join(names((who,)) for who in whos)


def places(where: tuple[Where, ...]) -> str:
    return "; ".join(w.name for w in where)


def _when(prefix: str, when: When) -> Row:
    return {f"{prefix}_start": when.start, f"{prefix}_end": when.end, f"{prefix}_precision": when.precision}


# --- rows -------------------------------------------------------------------------------------------

def _incidents(snapshot: Snapshot) -> Iterator[Row]:
    for i in snapshot.incidents:
        main = i.tolls[0] if i.tolls else None
        yield {
            "incident_id": i.id, "title": i.title, **_when("when", i.when), "where": places(i.where),
            "lat": i.where[0].lat if i.where else None, "lon": i.where[0].lon if i.where else None,
            "where_precision": i.where[0].precision if i.where else None, "country": i.where[0].country if i.where else None,
            "parties": "; ".join(f"{p.name} ({p.role})" if p.role else p.name for p in i.parties), "reports": len(i.reports),
            "claims": len(i.claims), "standing": i.standing,
            "harm": main.harm if main else None, "whom": main.whom if main else None,
            "range_low": main.range[0] if main else None, "range_high": main.range[1] if main else None,
            "best": main.best if main else None, "floor": main.floor if main else None,
            "independent_roots": len(main.roots) if main else None, "because": "; ".join(main.because if main else i.because),
            "agreeing": main.agreement.k if main and main.agreement else None, "compared": main.agreement.of if main and main.agreement else None,
            "still_rising": None if main is None or main.still_rising is None else "yes" if main.still_rising else "no",
        }


def _figures(snapshot: Snapshot) -> Iterator[Row]:
    for i in snapshot.incidents:
        for t in i.tolls:
            for f in t.figures:
                yield {
                    "incident_id": i.id, "harm": t.harm, "scope": t.whom, "whom": f.whom, "claim_id": f.claim,
                    "report_id": f.report, "speakers": " > ".join(f.speakers), "root": f.root, "number": f.number,
                    "bound": f.bound, "low": f.low, "high": f.high, "as_of": f.as_of, "published": f.published,
                    "current": "yes" if f.current else "no", "set_aside": f.set_aside, "phrase": f.phrase,
                }


def _blame(snapshot: Snapshot) -> Iterator[Row]:
    for i in snapshot.incidents:
        for b in i.blame:
            for side, cells in (("accuses", b.by), ("denies", b.denied_by)):
                for c in cells:
                    yield {"incident_id": i.id, "accused": b.accused, "side": side, "speakers": " > ".join(c.speakers),
                           "stance": c.stance, "hedge": c.hedge, "degree": c.degree, "said": c.said, "claim_id": c.claim,
                           "report_id": c.report, "date": c.date, "dated_by": c.dated_by,
                           "interest": c.interest.words if c.interest else None, "interest_by": c.interest.reviewer if c.interest else None,
                           "interest_on": c.interest.made_at[:10] if c.interest else None, "admission": "yes" if c.admission else "no",
                           "counter": "; ".join(c.counter) or None,
                           "moved": "; ".join(m.words for m in b.moves if m.after.claim == c.claim) or None}


def _claims(snapshot: Snapshot) -> Iterator[Row]:
    reports = {r.id: r for r in snapshot.reports}
    inside: dict[str, list[str]] = {}
    for i in snapshot.incidents:
        for claim_id in i.claims:
            inside.setdefault(claim_id, []).append(i.id)
    for c in snapshot.claims:
        report = reports.get(c.report_id or "")
        yield {
            "claim_id": c.id, "report_id": c.report_id, "incident_ids": "; ".join(inside.get(c.id, ())), "kind": c.kind,
            "publisher": report.publisher if report else None, "published": report.published_at.start if report else None,
            "speakers": chain(c.speakers), "stance": c.stance, "hedge": c.hedge, "form": c.form, "said": c.said.start,
            **_value(c), "passage": c.passage.exact, "start": c.passage.start, "end": c.passage.end,
            "within": c.within, "rule": c.rule, "extractor": c.extractor,
        }


def _value(claim: Claim) -> Row:
    """What the claim's value says, in columns shared by all kinds; a column that a kind does not have is empty."""
    v = claim.value
    if isinstance(v, Toll):
        return {"harm": v.harm, "number": v.number, "bound": v.bound, "low": v.low, "high": v.high, "best": v.best,
                "whom": v.whom, "counted": v.counted, "where": places(v.where), **_when("when", v.when),
                "as_of": v.as_of.end or v.as_of.start, "what": v.phrase}
    if isinstance(v, Event):
        return {"where": places(v.where), **_when("when", v.when), "perpetrators": names(v.perpetrators),
                "targets": names(v.targets), "what": v.type, "event_type": v.event_type, "plover": v.plover}
    if isinstance(v, Attribution):
        return {"perpetrators": names(v.accused), "what": v.act, "degree": v.degree}
    if isinstance(v, Label):
        return {"what": v.label, "degree": v.modality}
    if isinstance(v, Demand):
        return {"targets": names(v.of), "what": v.action}
    if isinstance(v, Warn):
        return {"targets": names(v.whom), "what": v.of_what}
    if isinstance(v, Victim):
        return {"whom": v.name, "number": 1, "where": places(v.where), **_when("when", v.when),
                "what": "; ".join(str(x) for x in (v.age, v.sex, v.status) if x is not None)}
    return {"what": getattr(v, "action", None)}


def _outside(snapshot: Snapshot) -> Iterator[Row]:
    from bearwitness.incidents.outside import outside

    inside = {claim_id for i in snapshot.incidents for claim_id in i.claims}
    publishers = {r.id: r.publisher for r in snapshot.reports}
    for row in outside(snapshot.reports, snapshot.claims, inside, snapshot.judgements):
        c, where = row.claim, row.where
        yield {**{name: cell for name, cell in _value(c).items() if name in _OUTSIDE_VALUE}, "place": row.place, "week": row.week,
               "place_id": where.place_id if where else None, "admin1": where.admin1 if where else None, "country": where.country if where else None,
               **_when("when", row.when), "reason": row.reason, "claim_id": c.id, "report_id": c.report_id, "publisher": publishers.get(c.report_id or ""),
               "kind": c.kind, "speakers": chain(c.speakers), "stance": c.stance, "hedge": c.hedge, "passage": c.passage.exact}


_OUTSIDE_VALUE = ("what", "harm", "number", "bound", "low", "high", "whom", "perpetrators", "targets")


def _reports(snapshot: Snapshot) -> Iterator[Row]:
    inside: dict[str, list[str]] = {}
    for i in snapshot.incidents:
        for report_id in i.reports:
            inside.setdefault(report_id, []).append(i.id)
    for r in snapshot.reports:
        yield {"report_id": r.id, "source": r.source, "member": r.member, "url": r.url, "publisher": r.publisher,
               "author": r.author, "title": r.title, "lang": r.lang, **_when("published", r.published_at),
               "captured_at": r.captured_at, "media_type": r.media_type, "size": r.size, "sha256": r.sha256,
               "text_sha256": r.text_sha256, "reader": r.reader, "sensitivity": r.sensitivity,
               "incident_ids": "; ".join(inside.get(r.id, ()))}


def _judgements(snapshot: Snapshot) -> Iterator[Row]:
    for j in snapshot.judgements:
        yield {"judgement_id": j.id, "left": j.left, "right": j.right, "relation": j.relation, "reviewer": j.reviewer,
               "reason": j.reason, "made_at": j.made_at, "supersedes": j.supersedes,
               "changes": "; ".join(f"{path}={value}" for path, value in j.changes)}


def _victims(snapshot: Snapshot) -> Iterator[Row]:
    keepers = {x.id: x for x in snapshot.lists}
    for v in snapshot.victims:
        kept = keepers.get(v.list_id)
        yield {"victim_id": v.id, "list_id": v.list_id, "keeper": kept.keeper if kept else None,
               "as_of": kept.as_of if kept else None, "includes": kept.includes if kept else None, "row": v.row,
               "name": v.name, "name_original": v.name_original, "sex": v.sex, "age": v.age, **_when("when", v.when),
               "where": v.where, "status": v.status, "cause": v.cause,
               "original": "; ".join(f"{column}={text}" for column, text in v.original)}


_WHEN = (("when_start", "first day, ISO 8601; empty when unknown"), ("when_end", "last day; empty when unknown or open"),
         ("when_precision", "how exact: day, range, week, month, year or unknown"))

TABLES: tuple[Table, ...] = (
    Table("incidents", "one row for each incident, with the tolls of its widest population", (
        ("incident_id", "minted when first seen, kept, never reused"), ("title", "made by rule from the claims"), *_WHEN,
        ("where", "places the claims give, the most reported first"), ("lat", "latitude of the first place; empty when unresolved"),
        ("lon", "longitude of the first place"), ("where_precision", "UCDP GED where_prec, 1 exact to 7 sea or air"),
        ("country", "ISO 3166-1 alpha-2 of the first place"), ("parties", "actors that claims name, and as what; naming is no finding"),
        ("reports", "number of reports (not of independent sources)"), ("claims", "number of claims"),
        ("standing", "convergent, supported, single root, contested, differing, circular, or no figure"),
        ("harm", "killed, injured, missing, displaced, detained or abducted"), ("whom", "population counted"),
        ("range_low", "lowest current figure of the independent roots"), ("range_high", "highest, by the words of the figures"),
        ("best", "weighted median of the roots; empty with one root"), ("floor", "named victims; empty when none is named"),
        ("independent_roots", "origins that do not repeat one another"), ("because", "the sentences that produced the numbers"),
        ("agreeing", "how many origins agree within 10 %"), ("compared", "of how many"),
        ("still_rising", "was the last change, within 72 hours, a rise of more than 10 %? Empty where no origin gave two dated numbers"),
    ), _incidents),
    Table("figures", "the toll ledgers: one row for each figure in each incident and scope", (
        ("incident_id", "the incident"), ("harm", "kind of harm"), ("scope", "population of the ledger"),
        ("whom", "population in the words of the source"), ("claim_id", "the claim"), ("report_id", "the report it stands in"),
        ("speakers", "who says it, outermost first; the last is whose words they are"), ("root", "independent origin it descends from"),
        ("number", "what the words state; empty for dozens, many"), ("bound", "exact, at_least, more_than, up_to, about, between, vague"),
        ("low", "lower end the words allow"), ("high", "upper end; empty when the words set none"),
        ("as_of", "day the count stood, by the text itself"), ("published", "day of publication; orders, dates nothing"),
        ("current", "does it stand for its root now?"), ("set_aside", "why it is not used in the range"),
        ("phrase", "the words that carry the number"),
    ), _figures),
    Table("blame", "the attribution matrix: one row for each accusation or denial", (
        ("incident_id", "the incident"), ("accused", "whom the claim names"), ("side", "accuses or denies"),
        ("speakers", "who says so, outermost first"), ("stance", "asserts, accuses, denies ..."), ("hedge", "distance taken, if any"),
        ("degree", "direct, support, complicity, tolerance or unspecified"), ("said", "day it was said, by the text"),
        ("claim_id", "the claim"), ("report_id", "the report it stands in"),
        ("date", "day it was said, else day of publication"), ("dated_by", "said or published; empty when neither is known"),
        ("interest", "what the source has at stake, as a person declared it; empty when nobody did"), ("interest_by", "who declared it"),
        ("interest_on", "and when"), ("admission", "is it the accused's own side that speaks?"),
        ("counter", "claims by which the accused accuses this source in turn"), ("moved", "what changed with this claim, in a sentence"),
    ), _blame),
    Table("claims", "one row for each claim, of every kind", (
        ("claim_id", "digest of text, place, speakers, stance and value"), ("report_id", "the report it stands in"),
        ("incident_ids", "incidents it belongs to; empty when none"),
        ("kind", "statement, toll, event, attribution, label, demand, commitment, warning or victim"),
        ("publisher", "who published the report"), ("published", "day of publication"),
        ("speakers", "who says it, outermost first; empty: the document's own voice"),
        ("stance", "asserts, reports, denies, confirms, disputes, accuses, condemns, demands, promises, threatens, predicts, retracts"),
        ("hedge", "none, reported, likely, alleged, unverified, future, hypothetical or negated"),
        ("form", "direct, indirect or mixed"), ("said", "day it was said, by the text"),
        ("harm", "toll: kind of harm"), ("number", "toll: what the words state"), ("bound", "toll: how the words bound it"),
        ("low", "toll: lower end"), ("high", "toll: upper end"), ("best", "toll: the number when exact or about"),
        ("whom", "toll: population; victim: name"), ("counted", "toll: persons, families, villages ..."),
        ("where", "places"), *_WHEN, ("as_of", "toll: day the count stood, by the text"),
        ("perpetrators", "event: perpetrators; attribution: the accused"), ("targets", "event: targets; demand and warning: of or for whom"),
        ("what", "phrase, sub-event type, act, label, action or thing warned of"), ("event_type", "ACLED event type"),
        ("plover", "PLOVER category and mode"), ("degree", "attribution: degree; label: modality"), ("passage", "the words, as they stand in the kept text"),
        ("start", "first character of the passage in the kept text"), ("end", "character after its last"),
        ("within", "the statement it sits in"), ("rule", "what found it"), ("extractor", "name@version"),
    ), _claims),
    Table("outside", "tolls, events, attributions and victims that fit no incident: one row for each claim and place", (
        ("place", "the finest place it is about; \"place not stated\""), ("week", "ISO 8601 week of the event, or the first and last; \"day not stated\""),
        ("reason", "why it is in no incident"), ("kind", "toll, event, attribution or victim"), ("what", "phrase, sub-event type or act"),
        ("harm", "toll: kind of harm"), ("number", "toll: what the words state"), ("bound", "toll: how the words bound it"),
        ("low", "toll: lower end"), ("high", "toll: upper end"), ("whom", "toll: population; victim: name"),
        ("perpetrators", "event: perpetrators; attribution: the accused"), ("targets", "event: targets"), *_WHEN,
        ("place_id", "of the place, where it is known"), ("admin1", "first-order division"), ("country", "ISO 3166-1 alpha-2"),
        ("publisher", "who published the report"), ("speakers", "who says it, outermost first; empty: the document's own voice"), ("stance", "as in claims"),
        ("hedge", "as in claims"), ("passage", "the words, as they stand in the kept text"), ("claim_id", "the claim"), ("report_id", "the report it stands in"),
    ), _outside),
    Table("reports", "one row for each preserved report", (
        ("report_id", "digest of bytes and source"), ("source", "where it came from"), ("member", "path or line inside a package"),
        ("url", "address"), ("publisher", "publisher"), ("author", "author"), ("title", "title"), ("lang", "language"),
        ("published_start", "first day of publication"), ("published_end", "last day"), ("published_precision", "how exact"),
        ("captured_at", "when it was preserved"), ("media_type", "media type"), ("size", "bytes"), ("sha256", "digest of the original"),
        ("text_sha256", "digest of the kept text"), ("reader", "name@version"), ("sensitivity", "0 public to 3 strictly confidential"),
        ("incident_ids", "incidents that use it"),
    ), _reports),
    Table("judgements", "what people decided, superseded rows included", (
        ("judgement_id", "id"), ("left", "what it is about"), ("right", "and the other of a pair"),
        ("relation", "accept, fix, reject, same, different, unsure, supports or contradicts"), ("reviewer", "who decided"),
        ("reason", "why"), ("made_at", "when"), ("supersedes", "the earlier judgement it takes the place of"),
        ("changes", "fields that a fix sets"),
    ), _judgements),
    Table("victims", "rows of the lists of the dead", (
        ("victim_id", "id"), ("list_id", "the list"), ("keeper", "who keeps the list"), ("as_of", "as of which day"),
        ("includes", "whom the list includes"), ("row", "row in the list"), ("name", "name"), ("name_original", "name in its own script"),
        ("sex", "as listed"), ("age", "as listed"), *_WHEN, ("where", "place as listed"), ("status", "as listed"),
        ("cause", "as listed"), ("original", "the row as it stood, column by column"),
    ), _victims),
)
