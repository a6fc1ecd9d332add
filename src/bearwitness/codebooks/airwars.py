"""Airwars-shaped: one row for an incident of civilian harm, with a range and a grade.

Grades by rule, in the words of Airwars' method: Confirmed (a belligerent accepted responsibility), Contested
(several are named by different sources), Fair (two or more independent sources), Weak (one source), Discounted
(those killed are told to have been combatants). Whether a belligerent was active near there, which Fair asks for,
is not in the claims: it is noted. Ranges are of civilians. Where an explosive weapon, which is Airwars' scope, killed
people whom nobody calls fighters and beside whom nobody counts civilians, Airwars presumes civilians: so does this, and
says so; also where the people attacked are told to be villagers and the like. Elsewhere a number of persons stays one of persons, and is told beside the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bearwitness.codebooks.dead import ALL as EVERYBODY
from bearwitness.codebooks.dead import CIVILIANS as OF_CIVILIANS
from bearwitness.codebooks.dead import FIGHTERS, FORCES, OTHERS, Count, bounds, counts, total, words_of
from bearwitness.codebooks.episode import Episode, episodes, figures, outside, settlement
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.codebooks.parties import CIVILIANS, PROTESTERS, RIOTERS
from bearwitness.codebooks.sides import doers, is_actor, plain, sides
from bearwitness.model import Event, Snapshot, Tolls, Who
from bearwitness.resolve.fold import fold

CONFIRMED, FAIR, WEAK, CONTESTED, DISCOUNTED = "Confirmed", "Fair", "Weak", "Contested", "Discounted"
GRADES = (CONFIRMED, FAIR, WEAK, CONTESTED, DISCOUNTED)
STATUS = {CONFIRMED: "declared_strike", FAIR: "likely_strike", CONTESTED: "contested_strike", WEAK: "single_source_claim"}
EXPLOSIVE = "Explosions/Remote violence"
GROUPS = (("killed", "civilian_non_combatants_killed", "civilians"), ("injured", "civilian_non_combatants_injured", "civilians"),
          ("killed", "women_killed", "women"), ("killed", "children_killed", "children"), ("killed", "men_killed", "men"))
_SEXES = {"women": frozenset(("women", "woman")), "children": frozenset(("children", "child", "minors", "boys", "girls")), "men": frozenset(("men", "man"))}

COLUMNS = (
    Column("unique_reference_code", "the incident's id", needed=True),
    Column("incident_date", "first day", "date"), Column("incident_date_end", "last day", "date"),
    Column("location_name", "place as claimed"), Column("latitude", "degrees", "float"), Column("longitude", "degrees", "float"),
    Column("geolocation_accuracy", "how exact the place is, in words"),
    *(Column(f"{name}_{end}", f"{name.replace('_', ' ')}, {end}imum", "int") for _, name, _ in GROUPS for end in ("min", "max")),
    Column("belligerents_killed_min", "fighters and forces killed, minimum", "int"), Column("belligerents_killed_max", "the same, maximum", "int"),
    Column("belligerents", "those accused or named as doers, by semicolons"), Column("belligerent_type", "Suspected, unless declared", choices=("Suspected", "Declared")),
    Column("targeted_belligerents", "those named as the target"), Column("strike_type", "kind of event"),
    Column("strike_status", "from the grade", choices=tuple(STATUS.values())), Column("civilian_harm_reported", "Yes or No", choices=("Yes", "No"), needed=True),
    Column("civilian_harm_status", "the grade", choices=GRADES), Column("cause_of_injury_or_death", "weapons named"),
    Column("victims", "names claimed"), Column("sources", "publishers, by semicolons", needed=True), Column("number_of_independent_sources", "roots of the figures", "int"),
)


def _compile(snapshot: Snapshot) -> Iterator[Row | Uncoded]:
    for episode in episodes(snapshot):
        harmed = [c for harm in ("killed", "injured") for c in counts(episode, harm).values() if c.high > 0]
        if not harmed and not episode.victims:
            yield Uncoded(episode.incident.id, "no claim tells of people killed or injured")
        elif not episode.publishers:
            yield Uncoded(episode.incident.id, "no source has a name")
        else:
            yield _row(episode)
    yield from outside(snapshot)


def _row(episode: Episode) -> Row:
    incident = episode.incident
    made = Maker(incident.id)
    made.put("unique_reference_code", incident.id, "the incident's id")
    made.put("incident_date", incident.when.start, "first day claimed")
    made.put("incident_date_end", incident.when.end, "last day claimed")
    _place(made, episode)
    found = {harm: counts(episode, harm) for harm in ("killed", "injured")}
    for harm, name, whom in GROUPS:
        if whom != "civilians":
            _range(made, name, _of_sex(episode, harm, whom), f"{whom} {harm}")
        else:
            count, presumed = _civilians(episode, found[harm])
            _ends(made, name, count, f"civilians {harm}")
            persons = found[harm].get(EVERYBODY)
            if not presumed and persons is not None and persons.high > 0:
                made.lost(f"{_span(persons)} persons {harm}, " + (f"of whom {_span(count)} are told to be civilians" if count else "of whom no source says whether they were civilians"), persons.claims)
            if presumed and count is not None:
                made.forced(f"{words_of(count, harm)}: nobody calls them fighters, and Airwars presumes civilians", f"{name}_min", count.claims)
    _ends(made, "belligerents_killed", _fighters(found["killed"]), "fighters and forces killed")
    every = total(found["killed"])
    if every is not None and every.apart:
        made.lost("figures of other groups of the dead, which are not pooled", every.apart)
    grade, rule, claims = grade_of(episode)
    made.put("civilian_harm_status", grade, rule, claims)
    made.put("strike_status", STATUS.get(grade or ""), "follows from the grade" if grade in STATUS else "the grade has no strike status")
    civil = [c for c in (_civilians(episode, found["killed"])[0], _civilians(episode, found["injured"])[0]) if c is not None and c.high > 0]
    made.put("civilian_harm_reported", "Yes" if civil or episode.victims else "No", "claims tell of civilians harmed" if civil else "from the names, or no claim says civilians",
             [x for c in civil for x in c.claims])
    if not civil and not episode.victims:
        made.forced("no source tells of civilians harmed: Airwars opens an incident only where one does", "civilian_harm_reported")
    _parties(made, episode)
    _what(made, episode)
    made.put("victims", "; ".join(dict.fromkeys(c.value.name for c in episode.victims)) or None,  # type: ignore[union-attr]
             "named by the claims" if episode.victims else "no claim names a victim", [c.id for c in episode.victims])
    made.put("sources", "; ".join(episode.publishers), "publishers of the reports")
    roots = roots_of(episode)
    made.put("number_of_independent_sources", len(roots) or None, "independent origins of the figures of those harmed" if roots else "no figure of those harmed")
    if grade == FAIR:
        made.forced("Fair also asks for likely or confirmed actions by a belligerent near there: the claims do not say", "civilian_harm_status")
    if len(episode.accused) > 1:
        made.lost("who moved the grade and when, and which source accuses whom", claims)
    return made.row()


def _place(made: Maker, episode: Episode) -> None:
    where = settlement(episode.where) or next(iter(episode.where), None)
    made.put("location_name", where.name if where else None, "the first place claimed" if where else "no place is claimed")
    made.put("latitude", where.lat if where else None, "of that place")
    made.put("longitude", where.lon if where else None, "of that place")
    words = {1: "exact place or town", 2: "near a place", 3: "district", 4: "province", 5: "larger region", 6: "country"}
    made.put("geolocation_accuracy", words.get(where.precision or 0) if where else None, "from our precision (UCDP where_prec)")
    if len(episode.where) > 1:
        made.forced(f"one place is wanted, {len(episode.where)} are claimed", "location_name")


def _civilians(episode: Episode, found: Mapping[str, Count]) -> tuple[Count | None, bool]:
    """The count of civilians; or of people of whom nobody says that they fought, where an explosive weapon or people who do not fight were told of: presumed civilians (True)."""
    if OF_CIVILIANS in found:
        return found[OF_CIVILIANS], False
    hit = sides(episode, episode.events, "targets")
    armed = [s for s in hit if s.kind.code in (1, 2, 3, 4, 8) or s.who.kind == "armed_group"]
    events = [c.value for c in episode.events if isinstance(c.value, Event)]
    attacks = [v for v in events if v.event_type in (EXPLOSIVE, "Violence against civilians", "Riots", "Protests")]
    unsaid = found.get(EVERYBODY) or found.get(OTHERS)
    if unsaid is None or armed or not (any(v.event_type == EXPLOSIVE for v in events) or any(s.kind.code == CIVILIANS for s in hit)) or len(attacks) < len(events) or FORCES in found or FIGHTERS in found or unsaid.high < 1:
        return None, False
    return unsaid, True


def _span(count: Count) -> str:
    return f"{count.low:,}" if count.low == count.high else f"{count.low:,} to {count.high:,}"


def _fighters(found: Mapping[str, Count]) -> Count | None:
    """Fighters and forces: classes that do not overlap are added up."""
    return total({k: c for k, c in found.items() if k in (FORCES, FIGHTERS)})


def _of_sex(episode: Episode, harm: str, whom: str) -> Tolls | None:
    return next((t for t in episode.incident.tolls if t.harm == harm and t.counted == "persons" and t.whom.lower() in _SEXES[whom]), None)


def _ends(made: Maker, name: str, count: Count | None, what: str) -> None:
    missing = f"no claim gives a figure of {what}"
    made.put(f"{name}_min", count.low if count else None, f"the lowest number stated of {words_of(count, '').strip()}" if count else missing, count.claims if count else ())
    made.put(f"{name}_max", count.high if count else None, f"the highest number stated of {words_of(count, '').strip()}" if count else missing, count.claims if count else ())
    for text in bounds(count) if count is not None else ():
        made.forced(text, f"{name}_max", count.claims if count else ())


def _range(made: Maker, name: str, tolls: Tolls | None, what: str) -> None:
    stated = [n for f in (tolls.figures if tolls else ()) if f.current for n in (f.low, f.number, f.high) if n is not None]
    rule = f"number stated of {what}" if stated else f"no claim gives a figure of {what}"
    claims = figures(tolls) if tolls else ()
    made.put(f"{name}_min", min(stated, default=None), f"lowest {rule}" if stated else rule, claims)
    made.put(f"{name}_max", max(stated, default=None), f"highest {rule}" if stated else rule, claims)


def _parties(made: Maker, episode: Episode) -> None:
    accused = [(name, by) for name, by, _ in episode.accused if is_actor(Who(name))]
    did = [s for s in doers(episode, episode.events) if not s.accused and s.kind.code not in (RIOTERS, PROTESTERS)]
    names = list({fold(plain(name)): name for name in reversed([*(name for name, _ in accused), *(s.name for s in did)])}.values())[::-1]
    made.put("belligerents", "; ".join(names) or None, "accused by the claims, or named as doers of the events" if names else "no claim names who did it",
             [*(b.claim for _, by in accused for b in by), *(x for s in did for x in s.claims)])
    declared = bool(episode.admitted)
    made.put("belligerent_type", "Declared" if declared else "Suspected", "the accused says so" if declared else "Airwars' default",
             [c.id for c in episode.admitted])
    hit = [s for s in sides(episode, episode.events, "targets") if s.who.kind in ("armed_group", "state") or s.kind.code in (1, 2, 3, 4, 8)]
    made.put("targeted_belligerents", "; ".join(dict.fromkeys(s.name for s in hit)) or None, "named as targets" if hit else "no claim names a belligerent as target",
             [x for s in hit for x in s.claims])


def _what(made: Maker, episode: Episode) -> None:
    types = dict.fromkeys(c.value.type for c in episode.events if isinstance(c.value, Event))
    made.put("strike_type", "; ".join(types) or None, "types of the events claimed" if types else "no claim tells an event", [c.id for c in episode.events])
    weapons = dict.fromkeys(t.name for c in episode.events if isinstance(c.value, Event) for t in c.value.instruments)
    made.put("cause_of_injury_or_death", "; ".join(weapons) or None, "weapons named" if weapons else "no claim names a weapon", [c.id for c in episode.events])
    if types and not any(isinstance(c.value, Event) and c.value.event_type == EXPLOSIVE for c in episode.events):
        made.forced("no explosive weapon is claimed: Airwars' own scope leaves such an incident out", "strike_type")


def roots_of(episode: Episode) -> frozenset[str]:
    """Independent origins of the figures of those killed or injured, of whatever group."""
    found = [c for harm in ("killed", "injured") for c in counts(episode, harm).values()]
    apart = {id_ for c in found for id_ in c.apart}
    more = {f.root or " > ".join(f.speakers) or f.report for t in episode.incident.tolls for f in t.figures if f.claim in apart}
    return frozenset().union(*(c.roots for c in found), more)


def grade_of(episode: Episode) -> tuple[str | None, str, tuple[str, ...]]:
    """The grade of an incident, the sentence that says why, and the claims."""
    killed = counts(episode)
    hurt = counts(episode, "injured")
    if episode.admitted:
        return CONFIRMED, "one of the accused says that they did it", tuple(c.id for c in episode.admitted)
    if killed and all(k in (FORCES, FIGHTERS) for k in killed) and not any(k in (OF_CIVILIANS, EVERYBODY, OTHERS) for k in hurt):
        return DISCOUNTED, "all those killed are told to have been fighters or forces", tuple(x for c in killed.values() for x in c.claims)
    accused = [(name, by) for name, by, _ in episode.accused if is_actor(Who(name))]
    accusers = {name: {b.speakers[-1] if b.speakers else b.report for b in by} for name, by in accused}
    apart = [n for n in accusers if any(accusers[n] - accusers[m] and accusers[m] - accusers[n] for m in accusers if m != n)]
    if len(apart) > 1:
        return CONTESTED, f"different sources name different parties: {', '.join(apart)}", tuple(b.claim for _, by in accused for b in by)
    roots = len(roots_of(episode))
    claims = tuple(dict.fromkeys(x for c in (*killed.values(), *hurt.values()) for x in (*c.claims, *c.apart)))
    if roots >= 2:
        return FAIR, f"{roots} independent sources", claims
    return WEAK, "one independent source" if roots == 1 else "no source gives a figure of those harmed", claims


def _ranges(row: Mapping[str, Any]) -> str | None:
    for name in (*(n for _, n, _ in GROUPS), "belligerents_killed"):
        low, high = row[f"{name}_min"], row[f"{name}_max"]
        if low is not None and high is not None and not 0 <= low <= high:
            return f"{name}_min {low} and {name}_max {high} are not in order"
    return None


def _graded(row: Mapping[str, Any]) -> str | None:
    right = STATUS.get(row["civilian_harm_status"] or "")
    return None if row["strike_status"] == right else f"strike_status should be {right}"


CODEBOOK = Codebook("airwars", "method as archived; shape, not an export of theirs", COLUMNS, _compile, (_ranges, _graded))
