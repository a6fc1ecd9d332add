"""PLOVER: one row for each coded act (manual of 2024, 16 categories), told as an event or spoken as a stance.

A condemnation is an ACCUSE of its speaker against the condemned; a denial is a REJECT, for want of a better
category. Counts have no place in the form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bearwitness.codebooks import countries
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.codebooks.parties import CIVILIANS, PROTESTERS, RIOTERS, party, sector
from bearwitness.codebooks.sides import is_actor
from bearwitness.extract.event_plover import MODES, Plover, plover_rows
from bearwitness.incidents.items import everyone
from bearwitness.incidents.judged import apply
from bearwitness.model import Attribution, Claim, Demand, Event, Report, Snapshot, Statement, When, Where, Who
from bearwitness.resolve.fold import fold
from bearwitness.weigh.ledger import publisher_name

NEEDS_RECIPIENT = frozenset(("COOPERATE", "AID", "SANCTION"))
MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
ALL_MODES = tuple(dict.fromkeys(mode for modes in MODES.values() for mode in modes))

COLUMNS = (
    Column("event_id", "id of the claim coded", needed=True), Column("event_date", "day of the act", "date"),
    Column("event_date_end", "last day, when it spans several", "date"),
    Column("event_type", "one of 16 categories", choices=tuple(MODES), needed=True), Column("event_mode", "a mode of the category", choices=ALL_MODES),
    Column("contexts", "of 37, by semicolons"),
    Column("actor_text", "who acts or speaks"), Column("actor_sector", "sector code"), Column("actor_country", "ISO 3166-1 alpha-3"),
    Column("recipient_text", "to whom"), Column("recipient_sector", "sector code"), Column("recipient_country", "ISO 3166-1 alpha-3"),
    Column("location", "place claimed"), Column("latitude", "degrees", "float"), Column("longitude", "degrees", "float"), Column("country", "ISO 3166-1 alpha-3"),
    Column("source", "publisher"), Column("publication_date", "day of publication", "date"), Column("report", "id of the report", needed=True),
)


def _compile(snapshot: Snapshot) -> Iterator[Row | Uncoded]:
    judged = apply(snapshot.claims, snapshot.judgements).claims
    by_report: dict[str, list[Claim]] = {}
    for claim in judged:
        by_report.setdefault(claim.report_id or "", []).append(claim)
    for report in snapshot.reports:
        claims = by_report.get(report.id, [])
        own = {c.id: c for c in claims}
        for coded in plover_rows(claims):
            yield _row(coded, own[coded.claim], claims, report)


def _row(coded: Plover, claim: Claim, claims: list[Claim], report: Report) -> Row:
    made = Maker(claim.id)
    ids = (claim.id,)
    made.put("event_id", claim.id, "id of the claim", ids)
    made.put("event_type", coded.category, coded.reason, ids)
    denial = coded.category == "REJECT" and claim.stance == "denies"
    mode = None if denial else coded.mode
    made.put("event_mode", mode, coded.reason if mode else "none of the modes of REJECT is a denial" if denial else "the words do not tell, or the category has none", ids)
    made.put("contexts", ";".join(coded.contexts) or None, "words of the claim" if coded.contexts else "no context has its words in the claim", ids)
    actor, recipient, used = _sides(coded.category, claim, claims)
    for name, who in (("actor", actor), ("recipient", recipient)):
        missing = f"no claim names the {name}"
        made.put(f"{name}_text", who.name if who else None, "as the claim names it" if who else missing, used)
        code = _sector(who) if who else None
        made.put(f"{name}_sector", code, "from its words" if code else f"the words do not tell the {name}'s sector", used)
        state = (who.entity_id or "") if who else ""
        iso = countries.iso3(state[6:].upper()) if state.startswith("state:") else None
        made.put(f"{name}_country", iso, "the state named" if iso else f"the claim does not tell the {name}'s country", used)
    _setting(made, claim, ids)
    made.put("source", publisher_name(report), "publisher of the report")
    published = report.published_at.start if report.published_at.precision == "day" else None
    made.put("publication_date", published, "of the report" if published else "not known to the day")
    made.put("report", report.id, "id of the report")
    if coded.category in NEEDS_RECIPIENT and recipient is None:
        made.forced(f"{coded.category} needs a recipient, and the claim names none", "recipient_text")
    if denial:
        made.forced("a denial has no category of its own: REJECT is the nearest", "event_type")
    return made.row()


def _sides(category: str, claim: Claim, claims: list[Claim]) -> tuple[Who | None, Who | None, tuple[str, ...]]:
    """Who acts, to whom, and the claims that say so: of speech the speaker, and whom the accusation or demand inside it names."""
    value = claim.value
    if isinstance(value, Event):
        places = {fold(w.name) for w in value.where}
        one, two = _first(value.perpetrators, places), _first(value.targets, places)
        if category == "PROTEST" and two is not None and party(two).code in (PROTESTERS, RIOTERS):
            one, two = two, one         # PROTEST is what the demonstrators do
        joint = [w for w in everyone(value.perpetrators) if is_actor(w, places)]
        if len(joint) > 1 and (category in MUTUAL or value.event_type == "Battles") and (two is None or "both sides" in two.name):
            two = joint[1]              # "A and B signed", "A and B fought": each is the other's
        return one, two, (claim.id,)
    speaker = claim.speakers[-1] if claim.speakers else None
    if isinstance(value, Demand):
        return speaker, _other(speaker, _first(value.of)), (claim.id,)
    for inner in claims:
        if inner.within != claim.id:
            continue
        named = inner.value.accused if isinstance(inner.value, Attribution) else inner.value.of if isinstance(inner.value, Demand) else ()
        first = _other(speaker, _first(named))
        if first is not None:
            return speaker, first, (claim.id, inner.id)
    return speaker, _first(value.addressees) if isinstance(value, Statement) else None, (claim.id,)


def _first(whos: tuple[Who, ...], places: Collection[str] = ()) -> Who | None:
    return next((w for w in everyone(whos) if is_actor(w, places)), None)


def _other(speaker: Who | None, who: Who | None) -> Who | None:
    """Nobody is the recipient of their own words: "the ministry denied that its forces did"."""
    if speaker is None or who is None:
        return who
    return None if (speaker.entity_id or fold(speaker.name)) == (who.entity_id or fold(who.name)) else who


def _sector(who: Who) -> str | None:
    """The sector by the words; CVL for people who do not fight and have no narrower sector."""
    return sector(who) or ("CVL" if party(who).code == CIVILIANS else None)


def _setting(made: Maker, claim: Claim, ids: tuple[str, ...]) -> None:
    value = claim.value
    when = value.when if isinstance(value, Event) else claim.said
    where = next(iter(value.where), None) if isinstance(value, Event) else None
    _time(made, when, ids)
    made.put("location", where.name if where else None, "as the claim states" if where else "the claim states no place", ids)
    _point(made, where, ids)


def _time(made: Maker, when: When, ids: tuple[str, ...]) -> None:
    known = when.start is not None and when.end is not None and when.precision in ("day", "range", "week")
    made.put("event_date", when.start if known else None, "as the claim states" if known else "no day is stated", ids)
    made.put("event_date_end", when.end if known else None, "as the claim states" if known else "no day is stated", ids)


def _point(made: Maker, where: Where | None, ids: tuple[str, ...]) -> None:
    made.put("latitude", where.lat if where else None, "of that place", ids)
    made.put("longitude", where.lon if where else None, "of that place", ids)
    made.put("country", countries.iso3(where.country) if where else None, "of that place", ids)


def _mode(row: Mapping[str, Any]) -> str | None:
    mode = row["event_mode"]
    return None if mode is None or mode in MODES[row["event_type"]] else f"{mode} is no mode of {row['event_type']}"


def _days(row: Mapping[str, Any]) -> str | None:
    start, end = row["event_date"], row["event_date_end"]
    return None if start is None or end is None or start <= end else "event_date_end is before event_date"


CODEBOOK = Codebook("plover", "manual of 2024", COLUMNS, _compile, (_mode, _days))
