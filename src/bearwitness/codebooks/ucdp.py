"""UCDP GED: one row for an incident, in the 49 columns of the releases 19.1 to 26.1.

`best` is the sum of the four death columns, and low <= best <= high. Ids of conflicts, dyads, sides and grid
cells are UCDP's own and stay empty. `source_original` is whose words the reports pass on; `number_of_sources`
is UCDP's raw count, the independent roots stand in the notes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bearwitness.codebooks import countries
from bearwitness.codebooks.episode import Episode, common_admin1, days, episodes, figures, point
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.codebooks.parties import CIVILIANS, EXTERNAL, ORGANISED, STATE, party
from bearwitness.incidents.items import everyone
from bearwitness.model import Claim, Event, Snapshot, Where, Who
from bearwitness.weigh.scope import CIVILIANS as THE_CIVILIANS

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


def _row(episode: Episode) -> Row | Uncoded:
    incident = episode.incident
    span = days(incident.when)
    if span is None:
        return Uncoded(incident.id, "no first and last day are stated: GED has no row without a date", incident.claims)
    events = [c for c in episode.events if isinstance(c.value, Event) and (c.value.perpetrators or c.value.targets)]
    sides = _sides(episode, events)
    if _place(incident.where)[0] is None:
        return Uncoded(incident.id, "no place with a point on the map is stated", incident.claims)
    if sides is None:
        return Uncoded(incident.id, "no claim tells armed force by an organised actor", tuple(c.id for c in episode.events))
    main = episode.tolls("killed")
    if main is None or main.range[0] is None or (main.range[1] is not None and main.range[1] < 1):
        return Uncoded(incident.id, "no claim tells a direct death: GED counts events with one at least in low, best or high", incident.claims)
    made = Maker(incident.id)
    made.put("id", incident.id, "the incident's id; UCDP gives its own")
    _sources(made, episode)
    _parties(made, *sides)
    _when(made, episode, span)
    _where(made, episode)
    clear = span == 1 and len(incident.where) == 1
    made.put("event_clarity", 1 if clear else 2, "one day and one place are stated" if clear else "several days or places: a summary of several events")
    _deaths(made, episode)
    made.put("code_status", "Check", "not reviewed by UCDP")
    made.blank(_OWN, "relid", "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id", "side_a_dset_id", "side_a_new_id",
               "side_b_dset_id", "side_b_new_id", "priogrid_gid", "country_id", "region", "gwnoa", "gwnob")
    made.blank("needs the dyad's deaths of the whole year", "active_year")
    made.blank("UCDP's names of conflicts are not kept", "conflict_name")
    _losses(made, episode)
    return made.row()


# --- sides --------------------------------------------------------------------------------------------------

Sides = tuple[Who, Who | None, int, str, list[str]]      # side A, side B (None: civilians), type of violence, rule, claims


def _sides(episode: Episode, events: Sequence[Claim]) -> Sides | None:
    """The doer and target of the most events; the events of the highest rank first."""
    counted: dict[tuple[str, str], list[Claim]] = {}
    for claim in events:
        a, b = _first(claim, "perpetrators"), _first(claim, "targets")
        if a is not None and a.kind != "person":
            counted.setdefault((a.entity_id or a.name, b.entity_id or b.name if b else ""), []).append(claim)
    best = sorted(counted.values(), key=lambda claims: (-len(claims), claims[0].id))
    for claims in best:
        a, b = _first(claims[0], "perpetrators"), _first(claims[0], "targets")
        assert a is not None
        ids = [c.id for c in claims]
        kind_a, kind_b = party(a, episode.country).code, party(b, episode.country).code if b else None
        if kind_b == CIVILIANS:
            return a, None, ONE_SIDED, "armed force by an organised actor against people who do not fight", ids
        if b is not None and kind_b in ORGANISED:
            state = {kind_a, kind_b} & {STATE, EXTERNAL}
            return a, b, STATE_BASED if state else NON_STATE, "one side is a state" if state else "neither side is known to be a state", ids
    return None


def _first(claim: Claim, side: str) -> Who | None:
    return next(iter(everyone(getattr(claim.value, side))), None)


def _parties(made: Maker, a: Who, b: Who | None, kind: int, rule: str, ids: list[str]) -> None:
    if kind == STATE_BASED and b is not None and party(b).code == STATE:
        a, b = b, a         # the state is side A
    made.put("type_of_violence", kind, rule, ids)
    made.put("side_a", a.name, "the doer that most events name" if kind != STATE_BASED else "the state's side, or the doer", ids)
    made.put("side_b", b.name if b else "Civilians", "the other side" if b else "UCDP's word in one-sided violence", ids)
    made.put("dyad_name", f"{a.name} - {b.name if b else 'Civilians'}", "both sides", ids)


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
    where = episode.incident.where
    made.put("where_description", "; ".join(w.name for w in where) or None, "places as claimed" if where else "no place is stated")
    place, precision, rule = _place(where)
    made.put("where_prec", precision, rule)
    made.put("where_coordinates", place.name if place else None, rule)
    made.put("latitude", place.lat if place else None, rule)
    made.put("longitude", place.lon if place else None, rule)
    point_ = f"POINT ({place.lon} {place.lat})" if place and place.lat is not None else None
    made.put("geom_wkt", point_, rule)
    division = common_admin1(where) if where else None
    made.put("adm_1", division, "the division in which all places lie" if division else "places lie in several divisions, or in none that is known")
    made.blank("not kept", "adm_2")
    made.put("country", countries.name(episode.country), "the country of all places" if episode.country else "places lie in several countries, or in none that is known")
    if place and len(where) > 1:
        made.forced(f"one point is wanted, {len(where)} places are claimed: the first is taken", "latitude")


def _place(where: Sequence[Where]) -> tuple[Where | None, int | None, str]:
    points = [w for w in where if w.lat is not None]
    if not points:
        return None, None, "no place with a point on the map is stated"
    if len(where) == 1:
        return points[0], points[0].precision or 5, "as the one place is stated"
    if common_admin1(where):
        return points[0], 4, "several places of one first-order division"
    return points[0], 5, "several places of more than one first-order division"


def _sources(made: Maker, episode: Episode) -> None:
    reports = [episode.reports[r] for r in episode.incident.reports if r in episode.reports]
    made.put("number_of_sources", len(reports), "reports of the incident")
    made.put("source_article", "; ".join(r.url or r.source.rsplit("/", 1)[-1] for r in reports) or None, "addresses, or names of files")
    made.put("source_office", "; ".join(episode.publishers) or None, "publishers of the reports")
    made.put("source_date", "; ".join(dict.fromkeys(r.published_at.start or "unknown" for r in reports)) or None, "dates of publication")
    made.put("source_headline", "; ".join(r.title for r in reports if r.title) or None, "titles of the reports")
    made.put("source_original", "; ".join(episode.ultimate) or None, "whose words the reports pass on" if episode.ultimate else "the reports name no source")


# --- deaths -------------------------------------------------------------------------------------------------

def _deaths(made: Maker, episode: Episode) -> None:
    every, civil = point(episode.tolls("killed"), "those killed"), point(episode.tolls("killed", THE_CIVILIANS), "civilians killed")
    tolls = episode.tolls("killed")
    assert tolls is not None
    total = max(every.value or 0, civil.value or 0)
    civilians = civil.value or 0
    claims = (*every.claims, *civil.claims)
    if every.forced:
        made.forced("one best figure is wanted and the record has none: the lower end is taken", "best", every.claims)
    if civil.value is not None and every.value is not None and civil.value > every.value:
        made.forced(f"more civilians ({civil.value:,}) than persons in all ({every.value:,}) are claimed, by different sources: the larger is taken as the sum", "best", claims)
    made.put("deaths_civilians", civil.value, civil.rule, civil.claims)
    made.put("deaths_unknown", total - civilians, "those killed less the civilians among them", claims)
    made.blank("no figure is put to a side: fighters and forces are in deaths_unknown; a release of UCDP would have 0 here", "deaths_a", "deaths_b")
    made.put("best", total, "sum of the four columns", claims)
    low, high = tolls.range
    made.put("low", min(total, low or 0), "lowest current figure", figures(tolls))
    made.put("high", max(total, high if high is not None else total), "highest current figure" if high is not None else "the claims set no upper end: best is repeated", figures(tolls))
    if high is None:
        made.forced("a highest figure is wanted, and the claims set no upper end", "high", figures(tolls))


def _losses(made: Maker, episode: Episode) -> None:
    main = episode.tolls("killed")
    if main and len(main.figures) > 1:
        made.lost(f"how the figure moved: {len(main.figures)} claims by {len(main.roots)} independent roots", [f.claim for f in main.figures])
    if len(episode.accused) > 1:
        made.lost(f"{len(episode.accused)} parties are accused by different sources; the form has one side A", [b.claim for _, by, _ in episode.accused for b in by])
    if any(denied for _, _, denied in episode.accused):
        made.lost("denials by the accused", [b.claim for _, _, denied in episode.accused for b in denied])


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
