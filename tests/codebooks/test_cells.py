"""Cells against the published codebooks: tables of (record, cell, expected, why, with the page). All that is told is made up.

ACLED: codebook of 7 October 2024 (page numbers are its own). UCDP: GED codebook 23.1 and the rows of a release. Airwars:
methodology and the site's own list of grades. IBC: methods 3.1 and 4. PLOVER: manual of 2024. SDG 16.1.2: its metadata.
"""

from __future__ import annotations

import csv
import io

import pytest
from tests.codebooks.test_codebooks import (
    COUNTRY,
    FORCES,
    VILLAGERS,
    notes,
    one_attack,
    rows,
    snapshot,
    uncoded,
)
from tests.incidents.incident_records import (
    BANIYAS,
    JABLEH,
    LATAKIA,
    TARTUS,
    attack,
    claim,
    day,
    report,
    span,
    toll,
    who,
)

from bearwitness.codebooks import CODEBOOKS
from bearwitness.codebooks.dead import class_of, counts, total
from bearwitness.codebooks.episode import episodes
from bearwitness.codebooks.form import FORCED, LOST, check_csv, rows_of, write_csv
from bearwitness.codebooks.sides import is_actor, plain
from bearwitness.codebooks.ucdp import grid_cell
from bearwitness.exporters.defuse import defuse, restore
from bearwitness.model import Attribution, Snapshot, Statement, Victim, When, Where, Who

DAY = day("2031-03-07")
REMOTE, BATTLES, PROTESTS, RIOTS, STRATEGIC, VAC = ("Explosions/Remote violence", "Battles", "Protests", "Riots", "Strategic developments", "Violence against civilians")
ARMY, REBELS, BRIGADE = Who("Hill army", "state", entity_id="state:sy"), Who("Hill rebels", "armed_group"), Who("the Hill Brigade", "armed_group")
POLICE, PROTESTERS, GUNMEN = Who("Police", "state"), Who("hundreds of protesters", "unnamed"), Who("gunmen", "armed_group")
SALMA = Where("Salma", "town:salma", 35.65, 36.12, 1, "SY", "Latakia")


def made(form: str, snap: Snapshot) -> dict[str, object]:
    [row] = rows(form, snap)
    return {name: cell.value for name, cell in row.cells.items()}


def told(*parts: tuple[str, int | None, str], event_type: str = VAC, type_: str = "Attack", doers=(FORCES,), targets=(VILLAGERS,), when=DAY, where=(JABLEH,), **more) -> Snapshot:
    """One report of one event with several figures of those killed: (whom, number, bound)."""
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "what happened", when, *where, perpetrators=doers, targets=targets, event_type=event_type, type_=type_)
    claims = [event, *(toll(rep, 20 + 20 * n, f"{bound} {number} {whom}", number, bound=bound, whom=whom, where=where, when=when, event=event.id,
                            **({"low": number, "high": None, "best": None} if bound == "at_least" else {"low": 0, "high": number, "best": None} if bound == "up_to" else {})) for n, (whom, number, bound) in enumerate(parts))]
    return snapshot([rep], [*claims, *(f(rep, event) for f in more.get("also", ()))])


def accuses(name: str, by: str, stance: str = "accuses", at: int = 200):
    return lambda rep, event: claim(rep, at, f"{by} blamed {name}", Attribution((Who(name, "armed_group"),), event=event.id), by=(who(by),), stance=stance)


# --- ACLED ---------------------------------------------------------------------------------------------------

ACLED = [
    # sides: event type, sub-type, doers, targets -> actor1, inter1, actor2, inter2, interaction, civilian_targeting
    ("villagers", VAC, "Attack", (FORCES,), (VILLAGERS,), ("Hill security forces", 1, "Civilians (Syria)", 7, 17, "Civilian targeting"), "p. 30: civilians are coded by the generic name"),
    ("no name", VAC, "Attack", (GUNMEN,), (VILLAGERS,), ("Unidentified Armed Group (Syria)", 3, "Civilians (Syria)", 7, 37, "Civilian targeting"), "p. 25-28: unidentified groups, with the militias"),
    ("prisoners", VAC, "Attack", (REBELS,), (Who("25 prisoners"),), ("Hill rebels", 2, "Civilians (Syria)", 7, 27, "Civilian targeting"), "p. 18: who cannot fight back is a civilian in this type"),
    ("clash", BATTLES, "Armed clash", (ARMY,), (REBELS,), ("Hill army", 1, "Hill rebels", 2, 12, None), "p. 31: the lower code first"),
    ("two sides told as one", BATTLES, "Armed clash", (BRIGADE, Who("Lake Brigade", "armed_group")), (Who("13 fighters from both sides", "armed_group"),),
     ("Hill Brigade", None, "Lake Brigade", None, None, None), "p. 24: dyadic event, a side each"),
    ("agreement", STRATEGIC, "Agreement", (Who("the government", "state"), BRIGADE), (), ("government", 1, "Hill Brigade", None, None, None), "p. 20: between two sides"),
    ("police and a crowd", PROTESTS, "Protest with intervention", (POLICE,), (PROTESTERS,), ("Protesters (Syria)", 6, "Police", 1, 16, None), "p. 14: demonstrators by their generic name, first"),
    ("force", PROTESTS, "Excessive force against protesters", (POLICE,), (PROTESTERS,), ("Protesters (Syria)", 6, "Police", 1, 16, "Civilian targeting"), "p. 23: counts as targeting of civilians"),
    ("protest alone", PROTESTS, "Peaceful protest", (Who("hundreds of people"),), (), ("Protesters (Syria)", 6, None, None, 60, None), "p. 31: a sole actor has 0 as the second digit"),
    ("riot", RIOTS, "Violent demonstration", (Who("Protesters"),), (POLICE,), ("Rioters (Syria)", 5, "Police", 1, 15, None), "p. 15: violent demonstrators are rioters"),
    ("mob", RIOTS, "Mob violence", (Who("an angry mob"),), (Who("a man"),), ("Rioters (Syria)", 5, "Civilians (Syria)", 7, 57, "Civilian targeting"), "p. 16, 23"),
    ("pro-government", VAC, "Attack", (Who("government-aligned factions", "armed_group"),), (VILLAGERS,), ("government-aligned factions", 3, "Civilians (Syria)", 7, 37, "Civilian targeting"), "p. 27: allied with a state, not of it"),
    ("other state", REMOTE, "Air/drone strike", (Who("Turkey", "state", entity_id="state:tr"),), (VILLAGERS,), ("Turkey", 8, "Civilians (Syria)", 7, 78, "Civilian targeting"), "p. 30: a state outside its borders is external"),
    ("a town is no side", REMOTE, "Shelling/artillery/missile attack", (ARMY,), (Who("Jableh", "organisation"), Who("30"), Who("the town of Jableh"), Who("two others")),
     ("Hill army", 1, None, None, 10, None), "p. 24: actors are people"),
]


@pytest.mark.parametrize("name, event_type, type_, doers, targets, expected, why", ACLED, ids=[a[0] for a in ACLED])
def test_acled_sides(name, event_type, type_, doers, targets, expected, why):
    row = made("acled", told(event_type=event_type, type_=type_, doers=doers, targets=targets))
    assert tuple(row[c] for c in ("actor1", "inter1", "actor2", "inter2", "interaction", "civilian_targeting")) == expected, why


@pytest.mark.parametrize("parts, expected, why", [
    ((), 0, "p. 38: no deaths reported is 0"),
    ((("civilians", 14, "exact"),), 14, "the figure"),
    ((("soldiers", 7, "exact"), ("rebels", 5, "exact")), 12, "p. 38: all who died; both sides are counted"),
    ((("civilians", 3, "exact"), ("policeman", 1, "exact")), 4, "p. 38: civilians and forces"),
    ((("people", 9, "exact"), ("civilians", 4, "exact")), 9, "the whole, not its part"),
    ((("civilians", 14, "at_least"),), 14, "p. 38: the most conservative"),
    ((("people", 0, "exact"),), 0, "nobody was killed, as claimed"),
    ((("people", 40, "up_to"),), 40, "\"up to 40\" states 40: nobody says 0"),
])
def test_acled_fatalities(parts, expected, why):
    assert made("acled", told(*parts))["fatalities"] == expected, why


@pytest.mark.parametrize("phrase, low, high, expected, why", [
    ("Dozens", 24, 96, 12, "p. 38: dozens are 12"), ("tens of", 20, 90, 10, "p. 38: tens are 10"), ("hundreds", 200, 900, 100, "p. 38: hundreds are 100"),
    ("scores", 40, 90, 20, "p. 38: and so on"), ("tens of thousands", 20_000, None, 10_000, "p. 38: and so on"),
    ("several", 3, 9, 3, "p. 38: 3 or 10 where no number is told; the lower"),
])
def test_acled_numbers_for_words(phrase, low, high, expected, why):
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "shelled", DAY, JABLEH, perpetrators=(ARMY,), targets=(VILLAGERS,))
    vague = toll(rep, 20, phrase, None, bound="vague", low=low, high=high, whom="civilians", where=(JABLEH,), when=DAY, event=event.id)
    [row] = rows("acled", snapshot([rep], [event, vague]))
    assert row.value("fatalities") == expected and "ACLED" in notes(row, FORCED), why


@pytest.mark.parametrize("said, expected, why", [
    ((("Six", 6, "exact"), ("several", None, "vague")), 6, "a number is stated beside the word"),
    ((("Ninety billion", 90_000_000_000, "exact"), ("several", None, "vague")), None, "a number that is past belief was stated: 3 is for where none is"),
    ((("several", None, "vague"), ("dozens", None, "vague")), 12, "words alone: the word that has a number in the codebook"),
])
def test_acled_takes_its_own_numbers_only_where_no_claim_states_one(said, expected, why):
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "shelled", DAY, JABLEH, perpetrators=(ARMY,), targets=(VILLAGERS,))
    ends = [{"low": 3, "high": 9} if number is None else {} for _, number, _ in said]
    tolls = [toll(rep, 20 + 20 * n, phrase, number, bound=bound, whom="civilians", where=(JABLEH,), when=DAY, event=event.id, **ends[n]) for n, (phrase, number, bound) in enumerate(said)]
    [row] = rows("acled", snapshot([rep], [event, *tolls]))
    assert row.value("fatalities") == expected, why


@pytest.mark.parametrize("when, expected, why", [
    (day("2031-03-07"), ("2031-03-07", 1), "p. 37"), (span("2031-03-08", "2031-03-09"), ("2031-03-08", 2), "a weekend"), (span("2031-03-03", "2031-03-09"), ("2031-03-06", 2), "p. 37: middle of the week"),
    (When("2031-03-01", "2031-03-31", "month", "March", "text"), ("2031-03-15", 3), "p. 37: middle of the month"),
    (When("2031-03-01", "2031-03-10", "range", "early March", "text"), ("2031-03-01", 3), "p. 37: beginning of a month"), (When("2031-03-21", "2031-03-31", "range", "late March", "text"), ("2031-03-31", 3), "p. 37: end"),
    (span("2031-03-01", "2031-03-19"), ("2031-03-10", 3), "the past weeks"),
])
def test_acled_days(when, expected, why):
    row = made("acled", one_attack(when))
    assert (row["event_date"], row["time_precision"]) == expected, why


@pytest.mark.parametrize("where, expected, why", [
    ((JABLEH,), [("Jableh", 1)], "p. 36: a named town"), ((Where("Jableh", "t", 35.36, 35.93, 2, "SY", "Latakia"),), [("Jableh", 2)], "p. 36: near a town"), ((LATAKIA,), [("Latakia", 3)], "p. 36: a larger region"),
    ((JABLEH, BANIYAS), [("Baniyas", 1), ("Jableh", 1)], "p. 22: an event each place"), ((JABLEH, LATAKIA), [("Jableh", 1)], "the province holds its town"),
    ((SALMA, Where("Latakia", "city:latakia", 35.52, 35.79, 1, "SY", "Latakia")), [("Salma", 1)], "\"Salma, Latakia\" is one place"), ((COUNTRY,), [], "p. 36: no country alone"),
])
def test_acled_places(where, expected, why):
    snap = told(where=where)
    assert sorted((str(r.value("location")), r.value("geo_precision")) for r in rows("acled", snap)) == expected, why
    assert expected or "country" in uncoded("acled", snap)[0].why


def test_a_figure_for_several_towns_is_given_to_none_of_them():
    made_ = rows("acled", told(("civilians", 20, "exact"), where=(JABLEH, BANIYAS)))
    assert [r.value("fatalities") for r in made_] == [None, None]
    assert all("20" in notes(r, LOST) and "not split" in notes(r, LOST) for r in made_)


def test_figures_of_a_wider_place_keep_the_cell_from_being_0():
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "attacked Jableh", DAY, JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,))
    other = attack(rep, 30, "attacked the coast", span("2031-03-06", "2031-03-09"), LATAKIA, TARTUS, perpetrators=(FORCES,), targets=(VILLAGERS,), rank=2)
    wide = toll(rep, 60, "745 killed", 745, whom="civilians", where=(LATAKIA,), when=span("2031-03-06", "2031-03-09"))
    jableh = [r for r in rows("acled", snapshot([rep], [event, other, wide])) if r.value("location") == "Jableh"]
    assert [r.value("fatalities") for r in jableh] == [None]


def test_two_reports_of_one_strike_are_one_row_also_when_one_knows_the_week_alone_or_says_attack():
    a, b, c = (report(i, "2031-03-12", p) for i, p in (("a1", "North News"), ("b2", "South Times"), ("c3", "East Post")))
    same = {"perpetrators": (ARMY,), "targets": (VILLAGERS,)}
    claims = [attack(a, 0, "shelled", DAY, JABLEH, event_type=REMOTE, type_="Shelling/artillery/missile attack", **same),
              attack(b, 0, "shelled last week", span("2031-03-03", "2031-03-09"), JABLEH, event_type=REMOTE, type_="Shelling/artillery/missile attack", **same),
              attack(c, 0, "attacked", DAY, JABLEH, **same)]
    [row] = rows("acled", snapshot([a, b, c], claims))
    assert (row.value("event_date"), row.value("time_precision"), row.value("sub_event_type")) == ("2031-03-07", 1, "Shelling/artillery/missile attack")
    assert row.value("source") == "North News; East Post; South Times" and "one row for one event" in notes(row, FORCED)


def test_explosions_in_a_battle_are_one_battle_and_looting_beside_it_is_not():
    rep = report("a1", "2031-03-08", "North News")
    claims = [attack(rep, 0, "shelled", DAY, JABLEH, event_type=REMOTE, type_="Shelling/artillery/missile attack", perpetrators=(ARMY,), targets=(REBELS,)),
              attack(rep, 20, "clashed", DAY, JABLEH, event_type=BATTLES, type_="Armed clash", perpetrators=(ARMY,), targets=(REBELS,), rank=2),
              attack(rep, 40, "looted", DAY, JABLEH, event_type=STRATEGIC, type_="Looting/property destruction", perpetrators=(ARMY,), rank=3)]
    assert sorted(str(r.value("sub_event_type")) for r in rows("acled", snapshot([rep], claims))) == ["Armed clash", "Looting/property destruction"], "p. 12, 22"


@pytest.mark.parametrize("also, actor1, said", [
    ((accuses("the Hill Brigade", "Monitor"),), "Hill Brigade", "accused, and nobody else"),
    ((accuses("the Hill Brigade", "Monitor"), accuses("the Lake Brigade", "Army", at=300)), None, ""),
])
def test_an_accusation_names_the_doer_only_when_it_is_single(also, actor1, said):
    [row] = rows("acled", told(doers=(), event_type=REMOTE, type_="Air/drone strike", also=also))
    assert row.value("actor1") == actor1 and said in notes(row, FORCED)
    assert actor1 is not None or "2 parties are accused" in notes(row, LOST)


# --- UCDP -----------------------------------------------------------------------------------------------------

UCDP = [
    # doers, targets, event type, figures -> type, side a, side b, a, b, civilians, unknown, low, best, high
    ((ARMY,), (REBELS,), BATTLES, (("soldiers", 7, "exact"), ("rebels", 5, "exact")), (1, "Hill army", "Hill rebels", 7, 5, None, 0, 12, 12, 12), "deaths go to their side; best is the sum"),
    ((REBELS,), (ARMY,), BATTLES, (("police officers", 13, "exact"),), (1, "Hill army", "Hill rebels", 13, None, None, 0, 13, 13, 13), "the state is side A also when it was ambushed"),
    ((BRIGADE,), (Who("the Lake Brigade", "armed_group"),), BATTLES, (("people", 9, "exact"),), (2, "Hill Brigade", "Lake Brigade", None, None, None, 9, 9, 9, 9), "no state: non-state; nobody says whose dead"),
    ((FORCES,), (VILLAGERS,), VAC, (("villagers", 11, "exact"),), (3, "Hill security forces", "Civilians", None, None, 11, 0, 11, 11, 11), "villagers are civilians"),
    ((POLICE,), (PROTESTERS,), PROTESTS, (("demonstrators", 4, "exact"),), (3, "Police", "Civilians", None, None, 4, 0, 4, 4, 4), "unarmed protesters are civilians"),
    ((FORCES,), (VILLAGERS,), VAC, (("civilians", 14, "at_least"),), (3, "Hill security forces", "Civilians", None, None, 14, 0, 14, 14, 14), "no number is above those stated"),
    ((FORCES,), (VILLAGERS,), VAC, (("civilians", 120, "exact"), ("soldiers", 9, "exact")), (3, "Hill security forces", "Civilians", None, None, 120, 0, 120, 120, 120), "soldiers killed are no deaths of one-sided violence"),
    ((ARMY,), (REBELS, VILLAGERS), REMOTE, (("people", 9, "exact"), ("civilians", 2, "exact")), (1, "Hill army", "Hill rebels", None, None, 2, 7, 9, 9, 9), "civilians killed between two sides stay in type 1"),
]


@pytest.mark.parametrize("doers, targets, event_type, parts, expected, why", UCDP, ids=[u[-1][:30] for u in UCDP])
def test_ucdp_sides_and_deaths(doers, targets, event_type, parts, expected, why):
    type_ = {BATTLES: "Armed clash", REMOTE: "Air/drone strike", PROTESTS: "Excessive force against protesters"}.get(event_type, "Attack")
    row = made("ucdp", told(*parts, doers=doers, targets=targets, event_type=event_type, type_=type_))
    names = ("type_of_violence", "side_a", "side_b", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high")
    assert tuple(row[c] for c in names) == expected, why


@pytest.mark.parametrize("where, expected, why", [
    ((JABLEH,), (1, 1), "a town"), ((LATAKIA,), (4, 1), "a first-order division"), ((COUNTRY,), (6, 1), "a country: GED codes it, ACLED does not"),
    ((JABLEH, BANIYAS), (2, 2), "20 km apart: within 25 km of a point"), ((JABLEH, SALMA), (4, 2), "in one division, further apart"), ((LATAKIA, TARTUS), (5, 2), "more than one division"),
])
def test_ucdp_places(where, expected, why):
    row = made("ucdp", told(("civilians", 5, "exact"), where=where))
    assert (row["where_prec"], row["event_clarity"]) == expected, why


@pytest.mark.parametrize("lat, lon, cell", [(34.802462, 36.707602, 179714), (36.48259, 37.19709, 181875), (33.572264, 36.401811, 178273)])
def test_grid_cells_are_those_of_the_release(lat, lon, cell):
    assert grid_cell(lat, lon) == cell


@pytest.mark.parametrize("snap, why", [
    (told(("people", 3, "exact"), doers=(REBELS,), targets=(Who("40 people"),), event_type=BATTLES, type_="Armed clash"), "against whom"),
    (told(("people", 3, "exact"), doers=(Who("rioters"),), event_type=RIOTS, type_="Mob violence"), "organised actor"),
    (told(("people", 3, "exact"), doers=(), also=(accuses("the Hill Brigade", "Monitor"), accuses("the Lake Brigade", "Army", at=300))), "2 parties are accused"),
    (told(("people", 0, "exact")), "direct death"),
    (told(("people", 3, "exact"), targets=(), event_type=REMOTE, type_="Air/drone strike"), "against whom"),
])
def test_ucdp_without_its_conditions_says_which(snap, why):
    assert rows("ucdp", snap) == [] and why in uncoded("ucdp", snap)[0].why


def test_a_side_without_a_name_is_told_to_be_one():
    [row] = rows("ucdp", told(("civilians", 3, "exact"), doers=(GUNMEN,)))
    assert "names no group" in notes(row, FORCED)


def test_ucdp_sources_stand_in_one_order():
    a, b = report("a1", None, "North; News"), report("b2", "2031-03-09", "South Times")
    claims = [c for rep in (a, b) for c in (attack(rep, 0, "attacked", DAY, JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,)), toll(rep, 40, "killed 5", 5, whom="civilians", where=(JABLEH,), when=DAY))]
    row = made("ucdp", snapshot([a, b], claims))
    assert (row["source_office"], row["source_date"], row["number_of_sources"]) == ("South Times;North, News", "2031-03-09;", 2)


# --- Airwars and IBC ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("parts, more, expected, why", [
    ((("civilians", 14, "at_least"), ("children", 3, "exact")), {}, (14, 14, 3, "Weak", "Yes"), "no maximum above what is stated; children beside civilians"),
    ((("people", 9, "exact"),), {"event_type": REMOTE, "type_": "Air/drone strike"}, (9, 9, None, "Weak", "Yes"), "civilians are presumed where nobody says fighters"),
    ((("people", 9, "exact"),), {"event_type": REMOTE, "type_": "Air/drone strike", "targets": (REBELS,)}, (None, None, None, "Weak", "No"), "not where fighters were the target"),
    ((("people", 40_000, "exact"),), {"targets": (), "doers": ()}, (None, None, None, "Weak", "No"), "persons are no civilians where no source tells of any, nor of an explosive weapon"),
    ((("people", 9, "exact"),), {}, (9, 9, None, "Weak", "Yes"), "told to be an attack on villagers"),
    ((("people", 91, "exact"), ("civilians", 66, "exact")), {"event_type": REMOTE, "type_": "Air/drone strike"}, (66, 66, None, "Weak", "Yes"), "the civilians beside the persons"),
    ((("soldiers", 7, "exact"), ("rebels", 5, "exact")), {"event_type": BATTLES, "type_": "Armed clash", "targets": (REBELS,)}, (None, None, None, "Discounted", "No"), "those killed were fighters and forces"),
])
def test_airwars(parts, more, expected, why):
    row = made("airwars", told(*parts, **more))
    assert tuple(row[c] for c in ("civilian_non_combatants_killed_min", "civilian_non_combatants_killed_max", "children_killed_min", "civilian_harm_status", "civilian_harm_reported")) == expected, why


def of_which(*groups: tuple[str, int], whole: str = "people", total: int = 91, **more) -> Snapshot:
    """So many people killed, among them those of some groups, each told as a part of the whole."""
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "what happened", DAY, JABLEH, perpetrators=(FORCES,), targets=(), event_type=VAC, type_="Attack", **more)
    of = {"where": (JABLEH,), "when": DAY, "event": event.id}
    every = toll(rep, 20, f"{total} {whole}", total, whom=whole, **of)
    return snapshot([rep], [event, every, *(toll(rep, 40 + 20 * n, f"{number} {whom}", number, whom=whom, part_of=every.id, **of) for n, (whom, number) in enumerate(groups))])


@pytest.mark.parametrize("snap, deaths, fatalities, why", [
    (of_which(("civilians", 66)), 66, 91, "all the civilians among the persons"),
    (of_which(("civilians", 66), ("soldiers", 25)), 66, 91, "the soldiers are their own class"),
    (of_which(("children", 10)), None, 91, "children are not all the civilians"),
    (of_which(("civilians", 66), ("children", 10)), 66, 91, "children are among the civilians"),
    (of_which(("women", 10), whole="civilians"), 91, 91, "a part of the civilians is not counted beside them"),
    (of_which(("policemen", 10), whole="villagers"), 91, 91, "nor is a part of another class, when the whole is no number of persons"),
])
def test_civilians_among_a_number_of_persons_are_the_civilians(snap, deaths, fatalities, why):
    ibc = [(r.cells["minimum_deaths"].value, r.cells["maximum_deaths"].value) for r in rows("ibc", snap)]
    assert ibc == ([] if deaths is None else [(deaths, deaths)]), why
    assert made("airwars", snap)["civilian_non_combatants_killed_min"] == deaths and made("acled", snap)["fatalities"] == fatalities, why


def test_the_persons_beside_the_civilians_are_told():
    for form, words in (("airwars", "91 persons killed, of whom 66 are told to be civilians"), ("ibc", "figures of all persons killed")):
        [row] = rows(form, of_which(("civilians", 66)))
        assert words in notes(row, LOST)


def test_two_sources_that_count_different_groups_are_two_sources_and_the_larger_group_is_the_upper_end():
    a, b = report("a1", "2031-03-08", "North News"), report("b2", "2031-03-09", "South Times")
    claims = []
    for rep, number, whom, source in ((a, 31, "villagers", "activists of Salma"), (b, 28, "civilians", "Lake Network")):
        claims += [attack(rep, 0, "attacked", DAY, JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,)), toll(rep, 40, f"killed {number} {whom}", number, whom=whom, by=(who(source),), where=(JABLEH,), when=DAY)]
    snap = snapshot([a, b], claims)
    airwars, ibc, ucdp = (made(f, snap) for f in ("airwars", "ibc", "ucdp"))
    assert (airwars["civilian_harm_status"], airwars["number_of_independent_sources"]) == ("Fair", 2)
    assert (ibc["minimum_deaths"], ibc["maximum_deaths"], ibc["provisional"]) == (28, 31, "No")
    assert (ucdp["low"], ucdp["best"], ucdp["high"]) == (28, 28, 31)


@pytest.mark.parametrize("parts, expected, why", [
    ((("farmers", 5, "exact"),), (5, 5), "farmers are civilians"), ((("مدنيين", 5, "exact"),), (5, 5), "in another script"), ((("civilians", 3, "exact"), ("policeman", 1, "exact")), (3, 3), "forces are left to people"),
])
def test_ibc(parts, expected, why):
    row = made("ibc", told(*parts))
    assert (row["minimum_deaths"], row["maximum_deaths"]) == expected, why


def test_ibc_none_killed_is_no_entry():
    snap = told(("civilians", 0, "exact"))
    assert rows("ibc", snap) == [] and "no civilian was killed" in uncoded("ibc", snap)[0].why


def test_who_is_told_to_have_done_it_is_a_killer_and_a_belligerent_and_a_pronoun_is_not():
    snap = told(("civilians", 3, "exact"), doers=(BRIGADE,), also=(accuses("him", "Monitor"),))
    assert made("airwars", snap)["belligerents"] == "Hill Brigade" and "Hill Brigade" in str(made("ibc", snap)["killers"])


# --- PLOVER and SDG 16.1.2 --------------------------------------------------------------------------------------

def plover(snap: Snapshot) -> dict[str, object]:
    return {name: cell.value for name, cell in rows("plover", snap)[0].cells.items()}


@pytest.mark.parametrize("event_type, type_, code, doers, targets, expected, why", [
    (PROTESTS, "Protest with intervention", "PROTEST/demo", (POLICE,), (PROTESTERS,), ("hundreds of protesters", "OPP", "Police", "COP"), "PROTEST is of the demonstrators"),
    (PROTESTS, "Excessive force against protesters", "ASSAULT/firearms", (POLICE,), (PROTESTERS,), ("Police", "COP", "hundreds of protesters", "OPP"), "ASSAULT is of who used force"),
    (STRATEGIC, "Agreement", "AGREE", (Who("the government", "state"), BRIGADE), (), ("the government", "GOV", "the Hill Brigade", "UAF"), "an agreement has two"),
    (VAC, "Attack", "ASSAULT/targeted", (GUNMEN,), (Who("Jableh", "organisation"), Who("three civilians")), ("gunmen", "UAF", "three civilians", "CVL"), "a town is no recipient"),
])
def test_plover_actors(event_type, type_, code, doers, targets, expected, why):
    rep = report("a1", "2031-03-08", "North News")
    row = plover(snapshot([rep], [attack(rep, 0, "did it", DAY, JABLEH, event_type=event_type, type_=type_, plover=code, perpetrators=doers, targets=targets)]))
    assert tuple(row[c] for c in ("actor_text", "actor_sector", "recipient_text", "recipient_sector")) == expected, why


def test_a_denial_has_no_mode_and_is_not_done_to_its_speaker():
    rep = report("a1", "2031-03-08", "North News")
    ministry = Who("Hill ministry", "state")
    denial = claim(rep, 60, "the ministry denied it", Statement(), by=(ministry,), stance="denies")
    inner = claim(rep, 60, "it did it", Attribution((ministry,)), by=(ministry,), stance="denies", within=denial.id)
    [row] = [r for r in rows("plover", snapshot([rep], [denial, inner])) if r.value("event_type") == "REJECT"]
    assert (row.value("event_mode"), row.value("actor_text"), row.value("recipient_text")) == (None, "Hill ministry", None)


@pytest.mark.parametrize("types, cause", [
    ((("Air/drone strike", REMOTE),), "Heavy weapons and explosive munitions"), ((("Remote explosive/landmine/IED", REMOTE),), "Planted explosives and UXO"),
    ((("Attack", VAC),), "Unknown"), ((("Air/drone strike", REMOTE), ("Abduction/forced disappearance", VAC)), "Unknown"),
])
def test_sdg_cause_of_named_victims_is_that_of_the_events_when_they_agree(types, cause):
    rep = report("a1", "2031-03-08", "North News")
    claims = [attack(rep, 20 * n, "it happened", DAY, JABLEH, type_=type_, event_type=kind, rank=n + 1) for n, (type_, kind) in enumerate(types)]
    claims.append(claim(rep, 90, "Made Up Person, 9", Victim("Made Up Person", 9, "f", "civilian", DAY, (JABLEH,))))
    assert {r.value("cause") for r in rows("sdg1612", snapshot([rep], claims))} == {cause}


# --- what every form does ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("form", sorted(set(CODEBOOKS) - {"plover"}))
def test_a_report_with_a_denial_alone_is_named_with_its_reason(form):
    rep = report("a1", "2031-03-08", "North News")
    ministry = Who("Hill ministry", "state")
    snap = snapshot([rep], [claim(rep, 0, "denied that it attacked", Attribution((ministry,)), by=(ministry,), stance="denies")])
    assert rows(form, snap) == [] and [u.about for u in uncoded(form, snap)] == ["a1"]


@pytest.mark.parametrize("form", sorted(CODEBOOKS))
def test_hostile_words_come_back_letter_for_letter_and_run_nowhere(form):
    bad = "=cmd|'/c calc'!A0"
    rep = report("a1", "2031-03-08", bad)
    where = Where("+Jableh;\"x\",\n2", "t", 35.36, 35.93, 1, "SY", "@Latakia")
    doer, target = Who("-Brigade of قوات \u202e", "armed_group"), Who("=villagers", "community")
    claims = [attack(rep, 0, "did it", DAY, where, perpetrators=(doer,), targets=(target,), plover="ASSAULT/firearms"), toll(rep, 40, "killed 5", 5, whom="civilians", where=(where,), when=DAY),
              claim(rep, 80, "a name", Victim("=Made Up", 30, "m", "civilian", DAY, (where,)))]
    snap = snapshot([rep], claims)
    book = CODEBOOKS[form]
    got, _ = rows_of(book, snap)
    text = write_csv(book, got, defuse)
    assert got and check_csv(book, text) == []
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(read[0]) == book.header
    for row, cells in zip(got, read):
        assert all(cells[c][:1] not in tuple("=+-@\t\r") or cells[c].lstrip("-").replace(".", "").isdigit() for c in book.header)
        assert {c: restore(v) for c, v in cells.items()} == {c: "" if row.value(c) is None else str(row.value(c)) for c in book.header}


def test_an_incident_merged_counts_once_and_split_counts_apart():
    a, b = report("a1", "2031-03-08", "North News"), report("b2", "2031-03-09", "South Times")
    other = Where("Raqqa", "town:raqqa", 35.95, 39.01, 1, "SY", "Raqqa")
    for place, expected in ((JABLEH, [20]), (other, [20, 31])):
        claims = [c for rep, number, where in ((a, 20, JABLEH), (b, 31, place)) for c in (
            attack(rep, 0, "attacked", DAY, where, perpetrators=(FORCES,), targets=(VILLAGERS,)), toll(rep, 40, f"killed {number}", number, whom="civilians", where=(where,), when=DAY, by=(who(f"Monitor {rep.id}"),)))]
        snap = snapshot([a, b], claims)
        assert sorted(r.value("fatalities") for r in rows("acled", snap)) == expected
        assert len(rows("ucdp", snap)) == len(rows("ibc", snap)) == len(expected)


# --- the parts ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("whom, expected", [
    ("all persons", "all persons"), ("civilians", "civilians"), ("two women and a child", "civilians"), ("journalists", "civilians"), ("protesters", "civilians"), ("police officers", "forces"),
    ("rebels", "fighters"), ("Hill Democratic Forces fighters", "fighters"), ("prisoners", "others"), ("man", "others"), ("مدنيين", "civilians"), ("جنود", "forces"), ("мирных жителей", "civilians"), ("militantes", "fighters"),
])
def test_classes_of_the_dead(whom, expected):
    assert class_of(whom) == expected


def test_a_part_is_not_counted_beside_its_whole():
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "it happened", DAY, JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,))
    whole = toll(rep, 20, "14 dead", 14, whom="people", where=(JABLEH,), when=DAY, event=event.id)
    part = toll(rep, 40, "three of them soldiers", 3, whom="soldiers", where=(JABLEH,), when=DAY, event=event.id, part_of=whole.id)
    [episode] = episodes(snapshot([rep], [event, whole, part]))
    found = total(counts(episode))
    assert found is not None and (found.low, found.high) == (14, 14) and part.id not in found.claims


@pytest.mark.parametrize("name, expected", [("at least 14 civilians", "civilians"), ("between 2,300 and 2,400 civilians", "civilians"), ("Dozens of villagers", "villagers"), ("13 police officers", "police officers"), ("Three Rivers Army", "Three Rivers Army"), ("the army", "army"), ("Two", "Two")])
def test_names_without_counts(name, expected):
    assert plain(name) == expected


@pytest.mark.parametrize("who_, expected", [
    (Who("30"), False), (Who("="), False), (Who("two others"), False), (Who("a police checkpoint in Salma"), False), (Who("him"), False), (Who("Town Defence Force", "armed_group"), True),
    (Who("most of them"), False), (Who("half of the victims"), False), (Who("place"), False), (Who("people of Salma"), True),
    (Who("villagers"), True), (Who("مدنيون"), True), (Who("bus", "vehicle"), False),
])
def test_what_is_no_actor(who_, expected):
    assert is_actor(who_) == expected


def test_a_figure_of_one_town_stands_in_its_row_though_the_ledger_of_the_whole_sets_it_aside():
    rep = report("a1", "2031-03-08", "North News")
    monitor = (who("Hill Monitor"),)
    both = {"perpetrators": (FORCES,), "targets": (VILLAGERS,)}
    event = attack(rep, 0, "attacked Jableh and Baniyas", DAY, JABLEH, BANIYAS, **both)
    claims = [event, toll(rep, 20, "20 in Jableh", 20, whom="civilians", where=(JABLEH,), when=DAY, by=monitor, event=event.id),
              toll(rep, 40, "31 in Baniyas", 31, whom="civilians", where=(BANIYAS,), when=DAY, by=monitor, event=event.id),
              toll(rep, 60, "51 in both", 51, whom="civilians", where=(JABLEH, BANIYAS), when=DAY, by=monitor, event=event.id)]
    made_ = {r.value("location"): r.value("fatalities") for r in rows("acled", snapshot([rep], claims))}
    assert made_ == {"Jableh": 20, "Baniyas": 31}


def test_notes_name_a_bounded_number_of_claims():
    reps = [report(f"r{n}", "2031-03-08", f"Paper {n}") for n in range(230)]
    claims = [c for rep in reps for c in (attack(rep, 0, "attacked", DAY, JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,)),
                                          toll(rep, 40, "hurt 5", 5, harm="injured", where=(JABLEH,), when=DAY, by=(who(f"Monitor {rep.id}"),)))]
    [row] = rows("acled", snapshot(reps, claims))
    assert max(len(n.claims) for n in row.notes) == 200 and "230 claims, the first 200 are named" in notes(row, LOST)
