"""UCDP GED: one row for an incident, in the 49 columns of the releases 19.1 to 26.1.

`best` is the sum of the four death columns, and low <= best <= high. Ids of conflicts, dyads and sides are UCDP's own
and stay empty; the PRIO-GRID cell follows from the point. `source_original` is whose words the reports pass on;
`number_of_sources` is UCDP's raw count, the independent roots stand in the notes. The four source columns hold one
entry a report, in one order, parted by ";" as in the releases.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bearwitness.codebooks import countries
from bearwitness.codebooks.dead import ALL, FIGHTERS, FORCES, Count, best, bounds, counts, total, words_of
from bearwitness.codebooks.dead import CIVILIANS as THE_CIVILIANS
from bearwitness.codebooks.episode import Episode, Point, common_admin1, days, episodes, has_point, outside
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.codebooks.parties import CIVILIANS, EXTERNAL, PROTESTERS, RIOTERS, STATE
from bearwitness.codebooks.sides import Side, doers, sides
from bearwitness.model import Claim, Event, Snapshot, Where
from bearwitness.resolve.fold import fold

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_OWN = "UCDP's own identifier"
_COLUMNS = """id text UCDP's id, here the incident's|relid text UCDP's version id|year int year of the event|active_year int did the dyad pass 25 deaths that year|
code_status text Clear, or what is still to check|type_of_violence int 1 state-based, 2 non-state, 3 one-sided|conflict_dset_id text UCDP|conflict_new_id text UCDP|
conflict_name text name of the conflict|dyad_dset_id text UCDP|dyad_new_id text UCDP|dyad_name text both sides|side_a_dset_id text UCDP|side_a_new_id text UCDP|
side_a text first side, the state or the doer|side_b_dset_id text UCDP|side_b_new_id text UCDP|side_b text second side, \"Civilians\" in one-sided violence|
number_of_sources int reports, a raw count|source_article text the reports|source_office text publishers|source_date text dates of publication|source_headline text titles|
source_original text whose words they pass on|where_prec int 1 point to 7 sea or air|where_coordinates text name of the place coded|where_description text places as claimed|
adm_1 text first-order division|adm_2 text second-order division|latitude float degrees|longitude float degrees|geom_wkt text the point|priogrid_gid int PRIO-GRID cell|
country text country|country_id int Gleditsch and Ward number|region text UCDP's region|event_clarity int 1 one event, 2 a summary of several|date_prec int 1 day to 5 year|
date_start date first day|date_end date last day|deaths_a int best estimate, side A|deaths_b int best estimate, side B|deaths_civilians int best estimate, civilians|
deaths_unknown int best estimate, others|best int sum of the four|high int highest reliable|low int lowest reliable|gwnoa text UCDP|gwnob text UCDP"""
_CHOICES: dict[str, tuple[int, ...]] = {"type_of_violence": (1, 2, 3), "where_prec": tuple(range(1, 8)), "event_clarity": (1, 2), "date_prec": tuple(range(1, 6))}
_NEEDED = frozenset(("id", "year", "type_of_violence", "side_a", "side_b", "where_prec", "date_prec", "date_start", "date_end", "event_clarity", "best", "low", "high"))


def _columns() -> tuple[Column, ...]:
    parts = [line.strip().split(" ", 2) for line in _COLUMNS.replace("\n", "").split("|")]
    return tuple(Column(name, about, kind, _CHOICES.get(name, ()), name in _NEEDED) for name, kind, about in parts)


COLUMNS = _columns()


def _compile(snapshot: Snapshot) -> Iterator[Row | Uncoded]:
    for episode in episodes(snapshot):
        yield _row(episode)
    yield from outside(snapshot)


def _row(episode: Episode) -> Row | Uncoded:
    incident = episode.incident
    span = days(incident.when)
    if span is None or span < 1:
        return Uncoded(incident.id, "no first and last day are stated: GED has no row without a date", incident.claims)
    if span > 366:
        return Uncoded(incident.id, "the time stated is longer than a year: GED's least exact date is a year", incident.claims)
    if _place(episode.where)[0] is None:
        return Uncoded(incident.id, "no place with a point on the map is stated", incident.claims)
    found = counts(episode)
    main = total(found)
    if main is None or main.high < 1:
        return Uncoded(incident.id, "no claim tells a direct death: GED counts events with one at least in low, best or high", incident.claims)
    dyad = _dyad(episode, found)
    if isinstance(dyad, Uncoded):
        return dyad
    made = Maker(incident.id)
    others = [c for k, c in found.items() if k in (FORCES, FIGHTERS, ALL)]
    if dyad.type == ONE_SIDED and THE_CIVILIANS in found and (FORCES in found or FIGHTERS in found):
        made.lost("forces and fighters killed, and figures of all persons: in one-sided violence GED counts the civilians; the others belong to events of type 1 or 2",
                  [x for c in others for x in c.claims])
        found = {THE_CIVILIANS: found[THE_CIVILIANS]}
        main = found[THE_CIVILIANS]
    made.put("id", incident.id, "the incident's id; UCDP gives its own")
    _sources(made, episode)
    _parties(made, dyad)
    _when(made, episode, span)
    _where(made, episode)
    clear = span == 1 and len(episode.where) == 1
    made.put("event_clarity", 1 if clear else 2, "one day and one place are stated" if clear else "several days or places are stated: perhaps a summary of several events")
    _deaths(made, dyad, found, main)
    made.put("code_status", "Check", "not reviewed by UCDP")
    made.blank(_OWN, "relid", "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id", "side_a_dset_id", "side_a_new_id",
               "side_b_dset_id", "side_b_new_id", "country_id", "region", "gwnoa", "gwnob")
    made.blank("needs the dyad's deaths of the whole year", "active_year")
    _losses(made, episode)
    return made.row()


# --- sides --------------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Dyad:
    """Two sides; `b` is None for civilians."""

    a: Side
    b: Side | None
    type: int
    rule: str
    claims: tuple[str, ...]
    forced: tuple[str, ...] = ()

    @property
    def name_b(self) -> str:
        return self.b.name if self.b else "Civilians"


UNARMED = (CIVILIANS, PROTESTERS, RIOTERS)
_FORCE = frozenset(("Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots"))
NO_FORCE = "no claim tells armed force by an organised actor"


def _dyad(episode: Episode, found: Mapping[str, Count]) -> Dyad | Uncoded:
    """The sides that the most events name, the highest rank first."""
    events = [c for c in episode.events if isinstance(c.value, Event) and c.value.event_type in _FORCE]
    counted: dict[tuple[str, str], list[Claim]] = {}
    for claim in events:
        one, two = _sides_of(episode, claim)
        if one:
            against = "" if not two else "civilians" if two[0].kind.code in UNARMED else _key(two[0])
            counted.setdefault((_key(one[0]), against), []).append(claim)
    if not counted:
        accused = [name for name, _, _ in episode.accused]
        why = f"{NO_FORCE}" + (f"; {len(accused)} parties are accused ({', '.join(accused)}), and GED has one side A" if len(accused) > 1 else "")
        return Uncoded(episode.incident.id, why, tuple(c.id for c in episode.events))
    for claims in sorted(counted.values(), key=lambda claims: (-len(claims), claims[0].id)):
        dyad = _of(episode, claims, found)
        if dyad is not None:
            return dyad
    return Uncoded(episode.incident.id, "no claim tells against whom: another organised side, or people who do not fight", tuple(c.id for c in episode.events))


def _key(side: Side) -> str:
    return side.who.entity_id or fold(side.name)


def _sides_of(episode: Episode, claim: Claim) -> tuple[list[Side], list[Side]]:
    one = [s for s in doers(episode, [claim]) if s.kind.code not in UNARMED and (s.who.kind != "person" or s.accused)]
    two = sides(episode, [claim], "targets")
    value = claim.value
    assert isinstance(value, Event)
    if value.event_type == "Battles" and len(one) > 1 and not any(s.kind.code not in UNARMED and "both sides" not in s.who.name for s in two):
        return one[:1], one[1:]
    return one, two


def _of(episode: Episode, claims: Sequence[Claim], found: Mapping[str, Count]) -> Dyad | None:
    claims = sorted(claims, key=lambda c: any(s.accused for s in _sides_of(episode, c)[0]))
    one, two = _sides_of(episode, claims[0])
    value = claims[0].value
    assert isinstance(value, Event)
    ids = tuple(c.id for c in claims)
    a, forced = one[0], []
    if a.accused:
        forced.append(f"no event claim names the doer; \"{a.name}\" is accused, and nobody else")
    if a.nameless:
        forced.append(f"\"{a.name}\" names no group: UCDP codes an event when its side has a name, and keeps it aside till then")
    armed = next((s for s in two if s.kind.code not in (None, *UNARMED) or (s.kind.code is None and (s.who.kind in ("armed_group", "state") or (value.event_type == "Battles" and s.name[:1].isupper())))), None)
    unarmed = next((s for s in two if s.kind.code in UNARMED), None)
    if armed is not None and (unarmed is None or value.event_type == "Battles" or two.index(armed) < two.index(unarmed)):
        state = {a.kind.code, armed.kind.code} & {STATE, EXTERNAL}
        kind = STATE_BASED if state else NON_STATE
        b = armed
        if kind == STATE_BASED and a.kind.code not in (STATE, EXTERNAL):
            a, b = b, a         # the state is side A
        return Dyad(a, b, kind, "one side is a state" if state else "neither side is known to be a state", ids, tuple(forced))
    if unarmed is None and value.event_type != "Violence against civilians" and not (THE_CIVILIANS in found and len(found) == 1):
        return None
    rule = "armed force by an organised actor against people who do not fight" if unarmed else "the event is told as violence against civilians, or its figures count civilians alone"
    if value.event_type == "Explosions/Remote violence":
        forced.append("UCDP puts civilians killed in fighting between two sides to type 1 or 2, with deaths_civilians; no claim names another side here")
    return Dyad(a, None, ONE_SIDED, rule, ids, tuple(forced))


def _parties(made: Maker, dyad: Dyad) -> None:
    ids = list(dict.fromkeys((*dyad.claims, *dyad.a.claims)))
    made.put("type_of_violence", dyad.type, dyad.rule, ids)
    made.put("side_a", dyad.a.name, "the doer that most events name" if dyad.type != STATE_BASED else "the state's side, or the doer", ids)
    made.put("side_b", dyad.name_b, "the other side" if dyad.b else "UCDP's word in one-sided violence", ids)
    made.put("dyad_name", f"{dyad.a.name} - {dyad.name_b}", "both sides", ids)
    made.put("conflict_name", None if dyad.type == STATE_BASED else f"{dyad.a.name} - {dyad.name_b}",
             "named by country and by what the sides fight over, which the claims do not tell" if dyad.type == STATE_BASED else "as in the releases: that of the dyad in types 2 and 3", ids)
    for text in dyad.forced:
        made.forced(text, "side_a", ids)
    states = [s for s in (dyad.a, dyad.b) if s is not None and s.kind.code in (STATE, EXTERNAL)]
    if states:
        made.forced(f"UCDP names a state's side by its government (\"Government of ...\"); the claims say \"{states[0].name}\"", "side_a", ids)


# --- when, where, sources -----------------------------------------------------------------------------------

def date_prec(span: int, precision: str) -> int:
    """UCDP's precision of a time of so many days.

    >>> [date_prec(n, "range") for n in (1, 2, 6, 7, 31, 365)]
    [1, 2, 2, 3, 4, 5]
    """
    if precision in ("week", "month", "year"):
        return {"week": 3, "month": 4, "year": 5}[precision]
    return 1 if span == 1 else 2 if span <= 6 else 3 if span == 7 else 4 if span <= 31 else 5


def _when(made: Maker, episode: Episode, span: int) -> None:
    when = episode.incident.when
    start = dt.date.fromisoformat(str(when.start))
    made.put("date_start", when.start, "first day claimed")
    made.put("date_end", when.end, "last day claimed")
    made.put("year", start.year, "of date_start")
    made.put("date_prec", date_prec(span, when.precision), f"{span} days, stated by {when.precision}")


def _where(made: Maker, episode: Episode) -> None:
    where = episode.where
    made.put("where_description", "; ".join(w.name for w in where) or None, "places as claimed" if where else "no place is stated")
    place, precision, rule = _place(where)
    made.put("where_prec", precision, rule)
    made.put("where_coordinates", place.name if place else None, rule)
    made.put("latitude", place.lat if place else None, rule)
    made.put("longitude", place.lon if place else None, rule)
    made.put("priogrid_gid", grid_cell(place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None, "the cell of half a degree that holds the point")
    point_ = f"POINT ({place.lon} {place.lat})" if place and place.lat is not None else None
    made.put("geom_wkt", point_, rule)
    division = common_admin1(where) if where else None
    made.put("adm_1", division, "the division in which all places lie" if division else "places lie in several divisions, or in none that is known")
    made.blank("not kept", "adm_2")
    made.put("country", countries.name(episode.country), "the country of all places" if episode.country else "places lie in several countries, or in none that is known")
    if place and len(where) > 1:
        made.forced(f"one point is wanted, {len(where)} places are claimed: the first is taken", "latitude")
    if precision == 6:
        made.forced("the country alone is stated: the point is one for the country", "latitude")


def grid_cell(lat: float, lon: float) -> int:
    """PRIO-GRID's number of a cell: rows of 720 half degrees from the south-west.

    >>> grid_cell(34.802462, 36.707602)
    179714
    """
    row, column = min(int((lat + 90) * 2), 359), min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1


NEAR_KM = 25.0


def _place(where: Sequence[Where]) -> tuple[Where | None, int | None, str]:
    points = [w for w in where if has_point(w)]
    if not points:
        return None, None, "no place with a point on the map is stated"
    if len(where) == 1:
        return points[0], points[0].precision or 5, "as the one place is stated"
    below = [w for w in points if (w.precision or 6) <= 5] or points
    first = min(below, key=lambda w: w.precision or 6)
    if len(below) == 1:
        return first, first.precision or 5, "the one place below the country"
    if all((w.precision or 6) <= 3 and _km(first, w) <= NEAR_KM for w in below):
        return first, 2, "several places within 25 km of the first"
    if common_admin1(below):
        return first, 4, "several places of one first-order division"
    return first, 5, "several places of more than one first-order division"


def _km(a: Where, b: Where) -> float:
    """Great-circle distance, on a sphere of 6,371 km."""
    lat1, lon1, lat2, lon2 = (math.radians(float(x or 0)) for x in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))


def _sources(made: Maker, episode: Episode) -> None:
    from bearwitness.weigh.ledger import publisher_name

    reports = [episode.reports[r] for r in episode.incident.reports if r in episode.reports]
    made.put("number_of_sources", len(reports), "reports of the incident")

    def each(column: str, entries: list[str], rule: str) -> None:
        made.put(column, ";".join(e.replace(";", ",") for e in entries) if any(entries) else None, f"{rule}, one a report in one order; none is left empty" if any(entries) else f"no report has one: {rule}")

    each("source_article", [r.url or r.source.rsplit("/", 1)[-1] for r in reports], "addresses, or names of files")
    each("source_office", [publisher_name(r) or "" for r in reports], "publishers of the reports")
    each("source_date", [r.published_at.start or "" for r in reports], "dates of publication")
    each("source_headline", [r.title or "" for r in reports], "titles of the reports")
    made.put("source_original", ";".join(episode.ultimate) or None, "whose words the reports pass on" if episode.ultimate else "the reports name no source")


# --- deaths -------------------------------------------------------------------------------------------------

def _deaths(made: Maker, dyad: Dyad, found: Mapping[str, Count], main: Count) -> None:
    every, civil = best(main, "those killed"), best(found.get(THE_CIVILIANS), "civilians killed")
    of_a, of_b = _of_side(dyad, "a", found), _of_side(dyad, "b", found)
    known = sum(p.value or 0 for p in (civil, of_a, of_b))
    whole = max(every.value or 0, known)
    claims = tuple(dict.fromkeys((*every.claims, *civil.claims, *of_a.claims, *of_b.claims)))
    if every.forced:
        made.forced("one best figure is wanted and the record has none: the lower end is taken", "best", every.claims)
    for text in bounds(main):
        made.forced(text, "high", main.claims)
    if main.added:
        made.forced(f"no figure counts all persons: {words_of(main)}", "best", main.claims)
    if every.value is not None and known > every.value:
        made.forced(f"more are claimed of the single groups ({known:,}) than in all ({every.value:,}), by different sources: the larger is taken as the sum", "best", claims)
    for column, point in (("deaths_a", of_a), ("deaths_b", of_b), ("deaths_civilians", civil)):
        made.put(column, point.value, point.rule, point.claims)
    made.put("deaths_unknown", whole - known, "those killed less those put to a side or to civilians", claims)
    made.put("best", whole, "sum of the four columns", claims)
    low, high = min(main.low, whole), max(main.high, whole)
    made.put("low", low, f"the lowest number stated of {words_of(main)}", main.claims)
    made.put("high", high, f"the highest number stated of {words_of(main)}" + ("; the claims set no upper end" if main.open else ""), main.claims)
    if main.apart:
        made.lost("figures of other groups of the dead, which are not pooled", main.apart)


def _of_side(dyad: Dyad, letter: str, found: Mapping[str, Count]) -> Point:
    """Deaths of a side: forces of the state that fights here, fighters of the one side that is no state, or a group named like the side."""
    column = f"deaths_{letter}"
    side = dyad.a if letter == "a" else dyad.b
    missing = f"no figure is put to side {letter.upper()}; a release of UCDP would have 0 here" if side is not None else "side B are civilians: see deaths_civilians"
    if side is None or (ALL in found and len(found) == 1):
        return Point(None, missing)
    other = dyad.b if letter == "a" else dyad.a
    of_state, other_state = side.kind.code in (STATE, EXTERNAL), other is not None and other.kind.code in (STATE, EXTERNAL)
    forces, fighters = found.get(FORCES), found.get(FIGHTERS)
    if of_state and not other_state and forces is not None:
        return best(forces, column)
    if not of_state and (other_state or other is None) and fighters is not None and dyad.type != ONE_SIDED:
        return best(fighters, column)
    if fighters is not None and any(fold(side.name) in fold(w) or fold(w) in fold(side.name) for w in fighters.words) and dyad.type != ONE_SIDED:
        return best(fighters, column)
    return Point(None, missing)


def _losses(made: Maker, episode: Episode) -> None:
    main = episode.tolls("killed")
    if main and len(main.figures) > 1:
        made.lost(f"how the figure moved: {len(main.figures)} claims by {len(main.roots)} independent roots", [f.claim for f in main.figures])
    if len(episode.accused) > 1:
        made.lost(f"{len(episode.accused)} parties are accused by different sources; the form has one side A", [b.claim for _, by, _ in episode.accused for b in by])
    if episode.denials:
        made.lost("denials by the accused", episode.denials)
    if episode.toll_claims("injured"):
        made.lost("figures of the injured: the form has none", [c.id for c in episode.toll_claims("injured")])


# --- invariants ---------------------------------------------------------------------------------------------

_PARTS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def _sum(row: Mapping[str, Any]) -> str | None:
    parts = [row[c] or 0 for c in _PARTS]
    return None if sum(parts) == row["best"] else f"best {row['best']} is not the sum of the four death columns, {sum(parts)}"


def _order(row: Mapping[str, Any]) -> str | None:
    return None if 0 <= row["low"] <= row["best"] <= row["high"] else f"low {row['low']}, best {row['best']}, high {row['high']} are not in order"


def _days(row: Mapping[str, Any]) -> str | None:
    span = (row["date_end"] - row["date_start"]).days + 1
    if span < 1:
        return "date_end is before date_start"
    return "date_prec 1 for more than one day" if row["date_prec"] == 1 and span > 1 else None


def _civilians(row: Mapping[str, Any]) -> str | None:
    return None if row["type_of_violence"] != ONE_SIDED or row["side_b"] == "Civilians" else "one-sided violence has Civilians as side B"


CODEBOOK = Codebook("ucdp", "GED 26.1", COLUMNS, _compile, (_sum, _order, _days, _civilians))
assert len(COLUMNS) == 49
