"""ACLED: one row for each day, town and kind of event (codebook of October 2024).

The form wants one fatality count a row, the most conservative, and no injured. A toll is put into a row only
when it counts that event, or when the incident compiles to one row: a figure for a whole episode is never
split over its towns. Actor 1 is not "the aggressor" in ACLED; here it is the side that the claims name as doer.
Ids, region, scale and tags are ACLED's own and stay empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bearwitness.codebooks import countries
from bearwitness.codebooks.episode import Episode, Point, days, episodes, least, named, settlement
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.codebooks.parties import CIVILIANS, INTER, party
from bearwitness.incidents.items import everyone
from bearwitness.model import Claim, Event, Snapshot, Toll, When, Where, Who

EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": ("Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
                                   "Remote explosive/landmine/IED", "Grenade"),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": ("Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
                               "Looting/property destruction", "Non-violent transfer of territory", "Other"),
}
SUB_TYPES = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)
POLITICAL, DEMONSTRATIONS = "Political violence", "Demonstrations"
BOTH, STRATEGIC = f"{POLITICAL}; {DEMONSTRATIONS}", "Strategic developments"
# The two codes, lower first; those that the table of the codebook holds.
INTERACTIONS = (10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 22, 23, 24, 25, 26, 27, 28, 30, 33, 34, 35, 36, 37, 38, 40, 44, 45, 46, 47, 48,
                50, 55, 56, 57, 58, 60, 66, 67, 68, 78, 80)
WEEK = 7
# Numbers that the codebook gives for words without one.
VAGUE = (("hundreds", 100), ("dozens", 12), ("tens", 10))

COLUMNS = (
    Column("event_id_cnty", "ACLED's id; here the incident and a running number", needed=True),
    Column("event_date", "day of the event", "date", needed=True),
    Column("year", "its year", "int", needed=True),
    Column("time_precision", "1 exact day, 2 within a week or so, 3 the month alone", "int", (1, 2, 3), True),
    Column("disorder_type", "family of the event type", choices=(POLITICAL, DEMONSTRATIONS, BOTH, STRATEGIC), needed=True),
    Column("event_type", "one of six", choices=tuple(EVENT_TYPES), needed=True),
    Column("sub_event_type", "one of 25", choices=SUB_TYPES, needed=True),
    Column("actor1", "one side"), Column("assoc_actor_1", "others on that side"),
    Column("inter1", "kind of actor 1, 1 to 8", "int", tuple(INTER)),
    Column("actor2", "the other side"), Column("assoc_actor_2", "others on that side"),
    Column("inter2", "kind of actor 2, 1 to 8", "int", tuple(INTER)),
    Column("interaction", "both kinds as one number, the lower first", "int", INTERACTIONS),
    Column("civilian_targeting", "\"Civilian targeting\" when civilians were the main target", choices=("Civilian targeting",)),
    Column("iso", "ISO 3166-1 numeric", "int"), Column("region", "ACLED's own region"), Column("country", "country"),
    Column("admin1", "first-order division"), Column("admin2", "second-order division"), Column("admin3", "third-order division"),
    Column("location", "town"), Column("latitude", "degrees", "float"), Column("longitude", "degrees", "float"),
    Column("geo_precision", "1 named town, 2 near a town, 3 larger region", "int", (1, 2, 3)),
    Column("source", "publishers, by semicolons"), Column("source_scale", "ACLED's scale of sources"),
    Column("notes", "what was coded, according to whom"),
    Column("fatalities", "reported dead, the most conservative figure", "int"),
    Column("tags", "ACLED's tags"), Column("timestamp", "ACLED's time of upload", "int"),
)


def _compile(snapshot: Snapshot) -> Iterator[Row | Uncoded]:
    for episode in episodes(snapshot):
        yield from _rows(episode)


def _rows(episode: Episode) -> Iterator[Row | Uncoded]:
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in episode.events:
        when, where, _inherited = _setting(episode, claim)
        if when is None:
            yield Uncoded(episode.incident.id, "no day, week or month is stated: ACLED has no row without a date", (claim.id,))
        elif where is None:
            yield Uncoded(episode.incident.id, "no place with a point on the map is stated", (claim.id,))
        else:
            groups.setdefault((when.start or "", where.place_id or where.name, claim.value.type), []).append(claim)  # type: ignore[union-attr]
    if not episode.events:
        yield Uncoded(episode.incident.id, "no claim tells an event that took place: an ACLED row needs one")
    for number, key in enumerate(sorted(groups), 1):
        yield _row(episode, groups[key], number, alone=len(groups) == 1)


def _setting(episode: Episode, claim: Claim) -> tuple[When | None, Where | None, bool]:
    """Day and town of an event; the incident's own where the claim is silent and the incident has just one."""
    value = claim.value
    assert isinstance(value, Event)
    when = value.when if value.when.start and value.when.end else episode.incident.when
    span = days(when)
    own = settlement(value.where)
    lone = settlement(episode.incident.where) if len(episode.incident.where) == 1 else None
    where = own or lone
    usable = span is not None and (span <= WEEK or when.precision == "month")
    return (when if usable else None), where, own is None


def _row(episode: Episode, events: Sequence[Claim], number: int, *, alone: bool) -> Row:
    made = Maker(episode.incident.id)
    first = events[0]
    value = first.value
    assert isinstance(value, Event)
    ids = [c.id for c in events]
    when, where, inherited = _setting(episode, first)
    assert when is not None and where is not None
    made.put("event_id_cnty", f"{episode.incident.id}-{number}", "the incident's id and the row's number; ACLED gives its own", ids)
    _date(made, when, ids)
    _type(made, value, ids)
    _sides(made, events, where.country)
    _place(made, where, inherited, ids)
    made.put("source", "; ".join(_publishers(episode, events)) or None, "publishers of the reports with these claims", ids)
    made.blank("a scale that ACLED assigns; set it by hand", "source_scale")
    _fatalities(made, episode, events, alone)
    made.put("notes", _notes(episode, events, value, when, where), "a sentence from the cells and the speakers", ids)
    made.blank("ACLED's own", "region", "tags", "timestamp")
    _losses(made, episode, events)
    return made.row()


def _date(made: Maker, when: When, ids: Iterable[str]) -> None:
    start = dt.date.fromisoformat(str(when.start))
    span = days(when) or 1
    if span == 1:
        day, precision, rule = start, 1, "the day that the claim states"
    elif span <= WEEK:
        day, precision, rule = start, 2, f"the first of {span} days that the claim states"
        made.forced(f"one day is wanted, {when.start} to {when.end} is stated: the first is taken", "event_date", ids)
    else:
        day, precision, rule = start.replace(day=15), 3, "the middle of the month that the claim states"
        made.forced(f"one day is wanted, a month is stated ({when.start} to {when.end}): its middle is taken", "event_date", ids)
    made.put("event_date", day.isoformat(), rule, ids)
    made.put("year", day.year, "of event_date", ids)
    made.put("time_precision", precision, rule, ids)


def _type(made: Maker, value: Event, ids: Iterable[str]) -> None:
    rule = "the type that reading gave the event"
    made.put("event_type", value.event_type, rule, ids)
    made.put("sub_event_type", value.type, rule, ids)
    made.put("disorder_type", disorder(value.event_type, value.type), "follows from event and sub-event type", ids)


def disorder(event_type: str, sub_type: str) -> str:
    """The family of an event type.

    >>> disorder("Riots", "Mob violence")
    'Political violence'
    """
    if event_type == "Strategic developments":
        return STRATEGIC
    if sub_type == "Excessive force against protesters":
        return BOTH
    if event_type == "Protests" or sub_type == "Violent demonstration":
        return DEMONSTRATIONS
    return POLITICAL


def _sides(made: Maker, events: Sequence[Claim], country: str | None) -> None:
    value = events[0].value
    assert isinstance(value, Event)
    doers = _every(events, "perpetrators")
    targets = _every(events, "targets")
    codes: list[int | None] = []
    for number, side, what in ((1, doers, "doer"), (2, targets, "target")):
        claims = [c.id for c in events]
        if not side:
            made.blank(f"no claim names a {what}", f"actor{number}", f"assoc_actor_{number}", f"inter{number}")
            codes.append(None)
            continue
        kind = party(side[0], country)
        made.put(f"actor{number}", side[0].name, f"the first {what} that the claims name", claims)
        others = [w.name for w in side[1:]]
        made.put(f"assoc_actor_{number}", "; ".join(others) or None, f"further {what}s that the claims name" if others else f"one {what} only is named", claims)
        made.put(f"inter{number}", kind.code, kind.rule, claims)
        if others and number == 1:
            made.forced(f"one actor is wanted, {len(others) + 1} are named by different claims or together", "actor1", claims)
        codes.append(kind.code)
    _interaction(made, codes, bool(targets), [c.id for c in events])
    if codes[1] == CIVILIANS:
        made.put("civilian_targeting", "Civilian targeting", "actor 2 are people who do not fight", [c.id for c in events])
    else:
        made.put("civilian_targeting", None, "the target is not told to be civilians")


def _every(events: Iterable[Claim], side: str) -> list[Who]:
    found: dict[str, Who] = {}
    for claim in events:
        for who in everyone(getattr(claim.value, side)):
            found.setdefault(who.entity_id or who.name.lower(), who)
    return list(found.values())


def _interaction(made: Maker, codes: Sequence[int | None], has_target: bool, ids: Iterable[str]) -> None:
    known = [c for c in codes if c is not None]
    if len(known) == 2:
        low, high = sorted(known)
        joined = low * 10 + high
    elif len(known) == 1 and not has_target and codes[0] is not None:
        joined = known[0] * 10
    else:
        made.put("interaction", None, "the kind of one side is not known")
        return
    good = joined in INTERACTIONS
    made.put("interaction", joined if good else None, "the kinds of both sides, the lower first" if good else f"the form has no code {joined}", ids)


def _place(made: Maker, where: Where, inherited: bool, ids: Iterable[str]) -> None:
    rule = "the one place of the incident" if inherited else "the first place that the claim states"
    if inherited:
        made.forced("the claim names no place; the incident has just this one", "location", ids)
    made.put("country", countries.name(where.country), rule, ids)
    made.put("iso", countries.numeric(where.country), rule, ids)
    made.put("admin1", where.admin1, rule if where.admin1 else "the gazetteer has no division for it", ids)
    made.blank("not kept", "admin2", "admin3")
    made.put("location", where.name, rule, ids)
    made.put("latitude", where.lat, rule, ids)
    made.put("longitude", where.lon, rule, ids)
    precision = where.precision or 5
    made.put("geo_precision", 1 if precision == 1 else 2 if precision <= 3 else 3, f"from our precision {precision} (UCDP where_prec)", ids)
    if precision > 3:
        made.forced(f"a region ({where.name}) is stated: ACLED would put the provincial capital", "location", ids)


def _publishers(episode: Episode, events: Iterable[Claim]) -> list[str]:
    from bearwitness.weigh.ledger import publisher_name

    found = [publisher_name(episode.reports.get(c.report_id or "")) for c in events]
    return list(dict.fromkeys(n for n in found if n))


def _fatalities(made: Maker, episode: Episode, events: Sequence[Claim], alone: bool) -> None:
    ids = {c.id for c in events}
    own = [c for c in episode.toll_claims("killed") if isinstance(c.value, Toll) and c.value.event in ids]
    found = _conservative(own)
    whole = least(episode.tolls("killed"), "those killed in the incident")
    if found.value is None and alone and _within(episode, whole, events[0]):
        found = whole
    if found.value is None and own:
        found = _by_word(own)
    made.put("fatalities", found.value, found.rule if found.value is not None else "no figure counts this event alone", found.claims)
    if found.forced:
        made.forced("sources differ: the most conservative figure is taken", "fatalities", found.claims)
    if found.value is None and whole.value is not None:
        made.lost(f"{whole.value:,} or more killed are claimed for the whole incident; ACLED wants a number for one day and town, and it is not split", whole.claims)


def _within(episode: Episode, whole: Point, event: Claim) -> bool:
    """Do the figures count no longer time and no other place than the event's own?"""
    when, where, _ = _setting(episode, event)
    tolls = [c.value for c in episode.claims if c.id in set(whole.claims) and isinstance(c.value, Toll)]
    if when is None or where is None or not tolls:
        return False
    times = all(t.when.start is None or (t.when.start >= str(when.start) and (t.when.end or "") <= str(when.end)) for t in tolls)
    return times and all(not t.where or {w.place_id or w.name for w in t.where} == {where.place_id or where.name} for t in tolls)


def _conservative(claims: Sequence[Claim]) -> Point:
    lows = {c.id: c.value.low for c in claims if isinstance(c.value, Toll) and c.value.low is not None and c.value.bound != "vague"}
    if not lows:
        return Point(None, "no claim gives a figure of this event")
    return Point(min(lows.values()), "the most conservative figure that counts this event", tuple(lows), forced=len(set(lows.values())) > 1)


def _by_word(claims: Sequence[Claim]) -> Point:
    for claim in claims:
        phrase = (claim.value.phrase or "").lower() if isinstance(claim.value, Toll) else ""
        for word, number in VAGUE:
            if word in phrase:
                return Point(number, f"ACLED's number for \"{word}\"", (claim.id,), forced=True)
    return Point(None, "no claim gives a figure of this event")


def _notes(episode: Episode, events: Sequence[Claim], value: Event, when: When, where: Where) -> str:
    doers, targets = named(value.perpetrators), named(value.targets)
    speakers = list(dict.fromkeys(c.speakers[-1].name for c in events if c.speakers))
    by = f", by {', '.join(doers)}" if doers else ", doer not named"
    against = f" against {', '.join(targets)}" if targets else ""
    who = f" According to {'; '.join(speakers)}." if speakers else ""
    time = when.start if when.start == when.end else f"{when.start} to {when.end}"
    return f"{value.type}{by}{against}, {where.name}, {time}.{who}"


def _losses(made: Maker, episode: Episode, events: Sequence[Claim]) -> None:
    tolls = episode.tolls("killed")
    if tolls and len(tolls.figures) > 1:
        made.lost(f"{len(tolls.figures)} figures of the killed by {len(tolls.roots)} independent roots; the form keeps one", [f.claim for f in tolls.figures])
    hurt = episode.toll_claims("injured")
    if hurt:
        made.lost("figures of the injured: the form has none", [c.id for c in hurt])
    denials = [b.claim for _accused, _by, denied in episode.accused for b in denied]
    if denials:
        made.lost("denials by the accused, and who accused whom: the form names sides, not claims", denials)
    hedged = [c.id for c in events if c.hedge != "none" or c.speakers]
    if hedged:
        made.lost("whose words they are, and their doubts: the form tells the event as its own", hedged)


def _sum_of_kinds(row: Mapping[str, Any]) -> str | None:
    a, b, joined = row["inter1"], row["inter2"], row["interaction"]
    if joined is None:
        return None
    low, high = joined // 10, joined % 10
    kinds = sorted(k for k in (a, b) if k is not None)
    return None if kinds == ([low, high] if high else [low]) else f"interaction {joined} does not fit inter1 {a} and inter2 {b}"


def _of_type(row: Mapping[str, Any]) -> str | None:
    return None if row["sub_event_type"] in EVENT_TYPES[row["event_type"]] else f"{row['sub_event_type']} is no sub-type of {row['event_type']}"


def _of_family(row: Mapping[str, Any]) -> str | None:
    right = disorder(row["event_type"], row["sub_event_type"])
    return None if row["disorder_type"] == right else f"disorder_type should be {right}"


def _of_year(row: Mapping[str, Any]) -> str | None:
    return None if row["event_date"].year == row["year"] else "year is not that of event_date"


def _not_negative(row: Mapping[str, Any]) -> str | None:
    return None if row["fatalities"] is None or row["fatalities"] >= 0 else "fatalities are below 0"


def _on_earth(row: Mapping[str, Any]) -> str | None:
    lat, lon = row["latitude"], row["longitude"]
    return None if lat is None or lon is None or (abs(lat) <= 90 and abs(lon) <= 180) else "the point is not on earth"


CODEBOOK = Codebook("acled", "October 2024", COLUMNS, _compile, (_sum_of_kinds, _of_type, _of_family, _of_year, _not_negative, _on_earth))
