"""Airwars-shaped: one row for an incident of civilian harm, with a range and a grade.

Grades by rule, in the words of Airwars' method: Confirmed (a belligerent accepted responsibility), Contested
(several are named by different sources), Fair (two or more independent sources), Weak (one source), Discounted
(those killed are told to have been combatants). Whether a belligerent was active near there, which Fair asks for,
is not in the claims: it is noted. Ranges are of civilians; sources that count all persons do not enter them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bearwitness.codebooks.episode import Episode, episodes, figures, settlement
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.model import Event, Snapshot, Tolls
from bearwitness.weigh.scope import ALL, CIVILIANS, population

CONFIRMED, FAIR, WEAK, CONTESTED, DISCOUNTED = "Confirmed", "Fair", "Weak", "Contested", "Discounted"
GRADES = (CONFIRMED, FAIR, WEAK, CONTESTED, DISCOUNTED)
STATUS = {CONFIRMED: "declared_strike", FAIR: "likely_strike", CONTESTED: "contested_strike", WEAK: "single_source_claim"}
EXPLOSIVE = "Explosions/Remote violence"
GROUPS = (("killed", "civilian_non_combatants_killed", CIVILIANS), ("injured", "civilian_non_combatants_injured", CIVILIANS),
          ("killed", "women_killed", "women"), ("killed", "children_killed", "children"), ("killed", "men_killed", "men"))

COLUMNS = (
    Column("unique_reference_code", "the incident's id", needed=True),
    Column("incident_date", "first day", "date"), Column("incident_date_end", "last day", "date"),
    Column("location_name", "place as claimed"), Column("latitude", "degrees", "float"), Column("longitude", "degrees", "float"),
    Column("geolocation_accuracy", "how exact the place is, in words"),
    *(Column(f"{name}_{end}", f"{name.replace('_', ' ')}, {end}imum", "int") for _, name, _ in GROUPS for end in ("min", "max")),
    Column("belligerents_killed_min", "fighters and forces killed, minimum", "int"), Column("belligerents_killed_max", "the same, maximum", "int"),
    Column("belligerents", "those named as responsible, by semicolons"), Column("belligerent_type", "Suspected, unless declared", choices=("Suspected", "Declared")),
    Column("targeted_belligerents", "those named as the target"), Column("strike_type", "kind of event"),
    Column("strike_status", "from the grade", choices=tuple(STATUS.values())), Column("civilian_harm_reported", "Yes or No", choices=("Yes", "No"), needed=True),
    Column("civilian_harm_status", "the grade", choices=GRADES), Column("cause_of_injury_or_death", "weapons named"),
    Column("victims", "names claimed"), Column("sources", "publishers, by semicolons", needed=True), Column("number_of_independent_sources", "roots of the figures", "int"),
)


def _compile(snapshot: Snapshot) -> Iterator[Row | Uncoded]:
    for episode in episodes(snapshot):
        harmed = [t for t in episode.incident.tolls if t.harm in ("killed", "injured")]
        if not harmed and not episode.victims:
            yield Uncoded(episode.incident.id, "no claim tells of people killed or injured")
        elif not episode.publishers:
            yield Uncoded(episode.incident.id, "no source has a name")
        else:
            yield _row(episode)


def _row(episode: Episode) -> Row:
    incident = episode.incident
    made = Maker(incident.id)
    made.put("unique_reference_code", incident.id, "the incident's id")
    made.put("incident_date", incident.when.start, "first day claimed")
    made.put("incident_date_end", incident.when.end, "last day claimed")
    _place(made, episode)
    for harm, name, whom in GROUPS:
        _range(made, name, episode.tolls(harm, whom), f"{whom} {harm}")
    fighters = _fighters(episode)
    _range(made, "belligerents_killed", fighters[0] if len(fighters) == 1 else None, "fighters and forces as a whole")
    if len(fighters) > 1:
        made.lost("figures of several groups of fighters or forces killed; they may overlap and are not added up", [f.claim for t in fighters for f in t.figures])
    grade, rule, claims = grade_of(episode)
    made.put("civilian_harm_status", grade, rule, claims)
    made.put("strike_status", STATUS.get(grade or ""), "follows from the grade" if grade in STATUS else "the grade has no strike status")
    civil = [t for t in incident.tolls if t.whom != ALL and population(t.whom).kind in ("civilians", "children")]
    made.put("civilian_harm_reported", "Yes" if civil or episode.victims else "No", "claims tell of civilians harmed" if civil else "from the names, or no claim says civilians",
             [f.claim for t in civil for f in t.figures])
    _parties(made, episode)
    _what(made, episode)
    made.put("victims", "; ".join(dict.fromkeys(c.value.name for c in episode.victims)) or None,  # type: ignore[union-attr]
             "named by the claims" if episode.victims else "no claim names a victim", [c.id for c in episode.victims])
    made.put("sources", "; ".join(episode.publishers), "publishers of the reports")
    made.put("number_of_independent_sources", len(episode.roots) or None, "roots of the figures of the killed" if episode.roots else "no figure of the killed")
    if grade == FAIR:
        made.forced("Fair also asks for likely or confirmed actions by a belligerent near there: the claims do not say", "civilian_harm_status")
    if len(episode.accused) > 1:
        made.lost("who moved the grade and when, and which source accuses whom", claims)
    return made.row()


def _place(made: Maker, episode: Episode) -> None:
    where = settlement(episode.incident.where) or next(iter(episode.incident.where), None)
    made.put("location_name", where.name if where else None, "the first place claimed" if where else "no place is claimed")
    made.put("latitude", where.lat if where else None, "of that place")
    made.put("longitude", where.lon if where else None, "of that place")
    words = {1: "exact place or town", 2: "near a place", 3: "district", 4: "province", 5: "larger region", 6: "country"}
    made.put("geolocation_accuracy", words.get(where.precision or 0) if where else None, "from our precision (UCDP where_prec)")
    if len(episode.incident.where) > 1:
        made.forced(f"one place is wanted, {len(episode.incident.where)} are claimed", "location_name")


def _range(made: Maker, name: str, tolls: Tolls | None, what: str) -> None:
    low, high = tolls.range if tolls else (None, None)
    rule = f"lowest current figure of {what}" if low is not None else f"no claim gives a figure of {what}"
    made.put(f"{name}_min", low, rule, figures(tolls) if tolls else ())
    made.put(f"{name}_max", high, f"highest current figure of {what}" if high is not None else f"no claim sets an upper end of {what}", figures(tolls) if tolls else ())


def _fighters(episode: Episode) -> list[Tolls]:
    return [t for t in episode.incident.tolls if t.harm == "killed" and population(t.whom).kind in ("security", "fighters")]


def _parties(made: Maker, episode: Episode) -> None:
    accused = [name for name, _, _ in episode.accused]
    claims = [b.claim for _, by, _ in episode.accused for b in by]
    made.put("belligerents", "; ".join(accused) or None, "accused by the claims" if accused else "no claim names who did it", claims)
    declared = bool(episode.admitted)
    made.put("belligerent_type", "Declared" if declared else "Suspected", "the accused says so" if declared else "Airwars' default",
             [c.id for c in episode.admitted])
    targets = [c for c in episode.events if isinstance(c.value, Event) and any(w.kind in ("armed_group", "state") for w in c.value.targets)]
    names = dict.fromkeys(w.name for c in targets for w in c.value.targets if w.kind in ("armed_group", "state"))  # type: ignore[union-attr]
    made.put("targeted_belligerents", "; ".join(names) or None, "named as targets" if names else "no claim names a belligerent as target", [c.id for c in targets])


def _what(made: Maker, episode: Episode) -> None:
    types = dict.fromkeys(c.value.type for c in episode.events if isinstance(c.value, Event))
    made.put("strike_type", "; ".join(types) or None, "types of the events claimed" if types else "no claim tells an event", [c.id for c in episode.events])
    weapons = dict.fromkeys(t.name for c in episode.events if isinstance(c.value, Event) for t in c.value.instruments)
    made.put("cause_of_injury_or_death", "; ".join(weapons) or None, "weapons named" if weapons else "no claim names a weapon", [c.id for c in episode.events])
    if types and not any(isinstance(c.value, Event) and c.value.event_type == EXPLOSIVE for c in episode.events):
        made.forced("no explosive weapon is claimed: Airwars' own scope leaves such an incident out", "strike_type")


def grade_of(episode: Episode) -> tuple[str | None, str, tuple[str, ...]]:
    """The grade of an incident, the sentence that says why, and the claims."""
    killed = [t for t in episode.incident.tolls if t.harm == "killed"]
    if episode.admitted:
        return CONFIRMED, "one of the accused says that they did it", tuple(c.id for c in episode.admitted)
    if killed and all(population(t.whom).kind in ("fighters", "security") for t in killed):
        return DISCOUNTED, "all those killed are told to have been fighters or forces", tuple(f.claim for t in killed for f in t.figures)
    accused = [(name, by) for name, by, _ in episode.accused]
    accusers = {name: {b.speakers[-1] if b.speakers else b.report for b in by} for name, by in accused}
    apart = [n for n in accusers if any(accusers[n] - accusers[m] and accusers[m] - accusers[n] for m in accusers if m != n)]
    if len(apart) > 1:
        return CONTESTED, f"different sources name different parties: {', '.join(apart)}", tuple(b.claim for _, by in accused for b in by)
    roots = len(episode.roots)
    claims = tuple(f for t in killed[:1] for f in figures(t))
    if roots >= 2:
        return FAIR, f"{roots} independent sources", claims
    return WEAK, "one independent source" if roots == 1 else "no source gives a figure of the killed", claims


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
