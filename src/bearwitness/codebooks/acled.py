"""ACLED: one row for each day, town and kind of event (codebook of October 2024; page numbers are its own).

The form wants one fatality count a row, the most conservative, and no injured. A figure is put into a row only when
it counts that day and town: a figure for a whole episode is never split over its towns, as ACLED would (p. 38).
Demonstrators are actor 1, civilians actor 2; else actor 1 is the side that the claims name as doer.
Ids, region, scale and tags are ACLED's own and stay empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bearwitness.codebooks import countries
from bearwitness.codebooks.acled_rows import Group, apart, coded_day, grouped, same
from bearwitness.codebooks.dead import Count, bounds, counts, total, words_of
from bearwitness.codebooks.episode import Episode, Point, episodes, outside
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.codebooks.parties import CIVILIANS, INTER, PROTESTERS, RIOTERS, Party
from bearwitness.codebooks.parties import POLITICAL as MILITIA
from bearwitness.codebooks.sides import Side, counted, doers, sides
from bearwitness.model import Claim, Event, Snapshot, Toll, Where
from bearwitness.weigh.ledger import publisher_name

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
# Numbers that the codebook gives for words without one (p. 38: tens, dozens, hundreds "and so on"), and the lower of its two for "several" and the like.
VAGUE = (("hundreds of thousands", 100_000), ("tens of thousands", 10_000), ("thousands", 1000), ("hundreds", 100), ("scores", 20), ("dozens", 12), ("tens", 10))
SOME = 3

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
        groups, left = grouped(episode)
        yield from left
        if not episode.events:
            yield Uncoded(episode.incident.id, "no claim tells an event that took place: an ACLED row needs one")
        for number, group in enumerate(groups, 1):
            yield _row(episode, group, number, alone=len(groups) == 1 and not left)
    yield from outside(snapshot)


def _row(episode: Episode, group: Group, number: int, *, alone: bool) -> Row:
    made = Maker(episode.incident.id)
    value = group.claims[0].value
    assert isinstance(value, Event)
    ids = group.ids
    made.put("event_id_cnty", f"{episode.incident.id}-{number}", "the incident's id and the row's number; ACLED gives its own", ids)
    _date(made, group, ids)
    _type(made, value, ids)
    for why, claims in group.joined:
        made.forced(f"one row for one event: {why}", "sub_event_type", claims)
    named = _sides(made, episode, group, value)
    _place(made, group, ids)
    made.put("source", "; ".join(_publishers(episode, group.claims)) or None, "publishers of the reports with these claims", ids)
    made.blank("a scale that ACLED assigns; set it by hand", "source_scale")
    _fatalities(made, episode, group, alone)
    made.put("notes", _notes(group, value, named), "a sentence from the cells and the speakers", ids)
    made.blank("ACLED's own", "region", "tags", "timestamp")
    _losses(made, episode, group.claims)
    return made.row()


def _date(made: Maker, group: Group, ids: Iterable[str]) -> None:
    day, precision, rule = coded_day(group.when)
    if precision > 1:
        made.forced(f"one day is wanted, {group.when.start} to {group.when.end} is stated: {rule}", "event_date", ids)
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


# --- sides ------------------------------------------------------------------------------------------------

def _sides(made: Maker, episode: Episode, group: Group, value: Event) -> tuple[list[Side], list[Side]]:
    one, two = doers(episode, group.claims), sides(episode, group.claims, "targets")
    if not two and value.event_type in ("Explosions/Remote violence", "Violence against civilians"):
        two = counted(episode, group.ids)
    two = [s for s in two if not any(s.name == o.name for o in one)] if value.event_type != "Battles" else two
    if one and one[0].accused:
        says = "says that it did it" if set(one[0].claims) & {c.id for c in episode.admitted} else "is accused, and nobody else"
        made.forced(f"no event claim names the doer; \"{one[0].name}\" {says}: ACLED names sides, not claims", "actor1", one[0].claims)
    if value.event_type in ("Protests", "Riots"):
        one, two = _demonstrators_first(made, one, two)
    elif len(one) > 1 and (value.event_type == "Battles" or value.type == "Agreement") and not any(s.kind.code != CIVILIANS and not _casualties(s) for s in two):
        made.forced(f"{one[0].name} and {one[1].name} are told as one side or as two: the form wants one on each", "actor2", [*one[0].claims, *one[1].claims])
        one, two = [one[0], *one[2:]], [one[1], *two]
    codes = [_actor(made, number, side, group.where, value) for number, side in ((1, one), (2, two))]
    ids = group.ids
    _interaction(made, codes, bool(two), ids)
    targeted = (CIVILIANS in codes and value.event_type in ("Violence against civilians", "Explosions/Remote violence", "Riots")) or value.type == "Excessive force against protesters"
    made.put("civilian_targeting", "Civilian targeting" if targeted else None,
             "people who do not fight are a side (codebook 2024, p. 23)" if targeted else "the target is not told to be civilians", ids if targeted else ())
    return one, two


def _casualties(side: Side) -> bool:
    """"13 fighters from both sides" were hit; they are no side."""
    return "both sides" in side.who.name or (side.who.entity_id is None and side.name != side.who.name and side.who.kind in ("armed_group", "unnamed"))


def _demonstrators_first(made: Maker, one: list[Side], two: list[Side]) -> tuple[list[Side], list[Side]]:
    """ACLED's demonstrations have the demonstrators as actor 1, whoever used force."""
    crowd = (PROTESTERS, RIOTERS)
    if two and two[0].kind.code in crowd and not (one and one[0].kind.code in crowd):
        made.forced("the form has the demonstrators as actor 1; who used force on whom is told by the sub-event type", "actor1", two[0].claims)
        return two, one
    return one, two


def _actor(made: Maker, number: int, named: list[Side], where: Where, value: Event) -> int | None:
    what = "doer" if number == 1 else "target"
    if not named:
        made.blank(f"no claim names a {what}" + ("; ACLED would write \"Unidentified Armed Group\" or \"Civilians\" and the country" if value.event_type != "Strategic developments" else ""),
                   f"actor{number}", f"assoc_actor_{number}", f"inter{number}")
        return None
    first = named[0]
    claims = list(dict.fromkeys(c for s in named for c in s.claims))
    kind = _class(first, number, value)
    generic = _generic(first, kind.code, where)
    others = [s.who.name if s.kind.code == CIVILIANS else s.name for s in (named if generic else named[1:])]
    same_class = [s for s in named if s.kind.code == first.kind.code] if generic else [first]
    made.put(f"actor{number}", generic or first.name, "ACLED's word for those without a name of their own (codebook 2024, p. 25-30)" if generic
             else f"accused by the claims; no event names a {what}" if first.accused else f"the first {what} that the claims name", first.claims)
    made.put(f"assoc_actor_{number}", "; ".join(dict.fromkeys(others)) or None,
             f"the {what}s as the claims name them" if others else f"one {what} only is named", claims)
    made.put(f"inter{number}", kind.code, kind.rule, first.claims)
    if len(named) > len(same_class) and number == 1:
        made.forced(f"one actor is wanted, {len(named)} are named by different claims or together", "actor1", claims)
    return kind.code


def _class(side: Side, number: int, value: Event) -> Party:
    """ACLED's class of an actor; where its words do not tell, what the type of the event says of it by definition."""
    if value.event_type == "Riots" and number == 1:
        return Party(RIOTERS, f"\"{side.name}\": violent demonstrators and mobs are rioters in this event type")
    if value.event_type == "Protests" and number == 1 and side.kind.code in (None, CIVILIANS):
        return Party(PROTESTERS, f"\"{side.name}\": who demonstrates without violence is a protester in this event type")
    if side.kind.code is None and number == 2 and value.event_type in ("Violence against civilians", "Riots"):
        return Party(CIVILIANS, f"\"{side.name}\": the event is told as violence against people who cannot fight back")
    if side.nameless and side.kind.code is None:
        return Party(MILITIA, f"\"{side.name}\": armed groups without a name are coded with the political militias")
    return side.kind


def _generic(side: Side, code: int | None, where: Where) -> str | None:
    """"Civilians (Syria)", when the actor has no name of its own."""
    word = {CIVILIANS: "Civilians", PROTESTERS: "Protesters", RIOTERS: "Rioters"}.get(code or 0)
    if word is None and side.nameless:
        word = "Unidentified Armed Group"
    if word is None:
        return None
    country = countries.name(where.country)
    return f"{word} ({country})" if country else word


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


# --- place, sources, figures ----------------------------------------------------------------------------------

def _place(made: Maker, group: Group, ids: Sequence[str]) -> None:
    where = group.where
    rule = "the place of the figures, or the one place of the incident" if group.inherited else "as the claim states"
    if group.inherited:
        made.forced("the event claim names no place; its figures or the incident have this one", "location", ids)
    if group.spread:
        made.forced("a claim names several places: one row for each", "location", sorted(group.spread))
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
    found = [publisher_name(episode.reports.get(c.report_id or "")) for c in events]
    return list(dict.fromkeys(n for n in found if n))


def _fatalities(made: Maker, episode: Episode, group: Group, alone: bool) -> None:
    tolls = episode.tolls_by_event
    tied = [pair for id_ in group.ids for pair in tolls.get(id_, ())]
    loose = [pair for event, pairs in tolls.items() if event not in group.ids for pair in pairs] if alone else list(tolls.get(None, ()))
    told_of = [*tied, *loose]
    of_it = {c.id: t for c, t in told_of if (alone or t.event is not None) and _counts_it(t, group)}
    firm = [id_ for id_, t in of_it.items() if _states(t)]
    count = total(counts(episode, "killed", firm)) or (None if firm else total(counts(episode, "killed", list(of_it))))
    rest = [c.id for c, t in told_of if c.id not in of_it and (t.when.start is None or group.holds(t.when))]
    figures = [c for c, _ in told_of]
    wider = [c.id for c in episode.beside if isinstance(c.value, Toll) and c.value.harm == "killed" and _may_count(c.value, group)]
    if count is None and not rest and not of_it and wider:
        made.put("fatalities", None, "no figure counts this day and town alone; the report has one of a wider place or time", wider)
        made.lost(f"figures of those killed that may count this day and town among others ({_numbers(episode.beside, wider)}); they are not split", wider)
        return
    if count is None and not rest and not of_it:
        made.put("fatalities", 0, "no claim tells of anybody killed: ACLED codes 0 where its sources report none (p. 38)", group.ids)
        made.forced("0 is the form's word for \"none reported\"; the record has no figure", "fatalities", group.ids)
        return
    if count is None and of_it and not firm:
        point = _by_word([c for c in figures if c.id in of_it])
        made.put("fatalities", point.value, point.rule, point.claims)
        made.forced(point.rule, "fatalities", point.claims)
        return
    if count is None and of_it:
        made.put("fatalities", None, "the figures of this day and town were set aside in weighing (older, repeated, or past belief), and what is current counts more than it or states no number", firm)
        made.lost(f"figures of this day and town that were set aside ({_numbers(figures, firm)})", firm)
        vague = [id_ for id_ in of_it if id_ not in firm]
        if vague:
            made.lost(f"words without a number ({_numbers(figures, vague)}): ACLED's numbers for them are for where no source states one", vague)
        return
    if count is None:
        made.put("fatalities", None, "no figure counts this day and town alone", rest)
        made.lost(f"figures of those killed that count more than this day and town ({_numbers(figures, rest)}): ACLED would divide them among its rows; they are not split", rest)
        return
    point = _conservative(count, figures)
    made.put("fatalities", point.value, point.rule, point.claims)
    if point.forced:
        made.forced(point.rule, "fatalities", point.claims)
    for text in bounds(count) if not count.vague else ():
        made.forced(text, "fatalities", point.claims)
    if rest and not alone:
        made.lost(f"further figures of those killed, of the whole or of other rows ({_numbers(figures, rest)})", rest)
    if count.apart:
        made.lost("figures of other groups of the dead, which are not pooled", count.apart)


def _states(toll: Toll) -> bool:
    """Does a claim state a number, and not only a word for many?"""
    return toll.number is not None or (toll.bound != "vague" and (toll.low is not None or toll.high is not None))


def _numbers(claims: Sequence[Claim], ids: Sequence[str]) -> str:
    wanted = set(ids)
    words = list(dict.fromkeys(c.value.phrase or str(c.value.number) for c in claims if c.id in wanted and isinstance(c.value, Toll)))
    return ", ".join(words[:8]) + (" ..." if len(words) > 8 else "")


def _may_count(toll: Toll, group: Group) -> bool:
    """Could a figure of another incident, or of none, take in the row's day and place? A region's may, and its own region's does."""
    here = group.where
    if toll.when.start is not None and not group.holds(toll.when):
        return False
    wide = [w for w in toll.where if w.country == here.country and (w.precision or 6) >= 4]
    own = any(same(w, here) for w in toll.where) or any(w.admin1 in (None, here.admin1) or w.name == here.admin1 for w in wide)
    return not toll.where or own or (bool(wide) and toll.event is None)


def _counts_it(toll: Toll, group: Group) -> bool:
    """Does a figure count no longer time and no other place than the row's?"""
    when, where = toll.when, apart(toll.where)
    time = when.start is None or (when.start >= str(group.when.start) and (when.end or "9999") <= str(group.when.end))
    if not where:
        return time and toll.event not in group.spread
    return time and all(same(w, group.where) or (w.precision or 6) > 5 for w in where)


def _conservative(count: Count, tolls: Sequence[Claim]) -> Point:
    """The lowest of the figures stated; a number of the codebook for words without one."""
    if count.vague and not any(isinstance(c.value, Toll) and _states(c.value) for c in tolls if c.id in count.claims):
        return _by_word([c for c in tolls if c.id in count.claims])
    rule = f"the most conservative figure of {words_of(count)} (codebook 2024, p. 38)"
    return Point(count.low, rule, count.claims, forced=count.high > count.low or count.added)


def _by_word(tolls: Sequence[Claim]) -> Point:
    phrases = " ".join(dict.fromkeys((getattr(c.value, "phrase", None) or "no number").lower() for c in tolls))
    claims = tuple(c.id for c in tolls)
    for word, number in VAGUE:
        if word in phrases:
            return Point(number, f"ACLED's number for \"{word}\" (codebook 2024, p. 38)", claims, forced=True)
    return Point(SOME, f"\"{phrases}\": ACLED takes 3, or 10 for large attacks, where deaths are told without a number; the lower is taken", claims, forced=True)


def _notes(group: Group, value: Event, named: tuple[list[Side], list[Side]]) -> str:
    doer, target = (list(dict.fromkeys(s.who.name for s in side)) for side in named)
    speakers = list(dict.fromkeys(c.speakers[-1].name for c in group.claims if c.speakers))
    by = f", by {', '.join(doer)}" if doer else ", doer not named"
    against = f" against {', '.join(target)}" if target else ""
    if value.event_type in ("Protests", "Riots"):
        by, against = (f", of {', '.join(doer)}" if doer else "", f", with {', '.join(target)}" if target else "")
    who = f" According to {'; '.join(speakers)}." if speakers else ""
    time = group.when.start if group.when.start == group.when.end else f"{group.when.start} to {group.when.end}"
    return f"{value.type}{by}{against}, {group.where.name}, {time}.{who}"


def _losses(made: Maker, episode: Episode, events: Sequence[Claim]) -> None:
    tolls = episode.tolls("killed")
    if tolls and len(tolls.figures) > 1:
        made.lost(f"{len(tolls.figures)} figures of the killed by {len(tolls.roots)} independent roots; the form keeps one", [f.claim for f in tolls.figures])
    hurt = episode.toll_claims("injured")
    if hurt:
        made.lost("figures of the injured: the form has none", [c.id for c in hurt])
    if episode.denials:
        made.lost("denials by the accused, and who accused whom: the form names sides, not claims", episode.denials)
    if len(episode.accused) > 1:
        made.lost(f"{len(episode.accused)} parties are accused: {', '.join(name for name, _, _ in episode.accused)}", [b.claim for _, by, _ in episode.accused for b in by])
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
