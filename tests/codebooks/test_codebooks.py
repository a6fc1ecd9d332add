"""One record in six forms: each cell with its reason, nothing invented, checked against the form's own rules."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.incidents.incident_records import (
    BANIYAS,
    JABLEH,
    LATAKIA,
    attack,
    claim,
    day,
    report,
    span,
    toll,
    who,
)

from bearwitness.codebooks import CODEBOOKS
from bearwitness.codebooks.acled import disorder
from bearwitness.codebooks.form import FORCED, LOST, MISSING, Row, Uncoded, check_csv, rows_of, write_csv
from bearwitness.codebooks.parties import party, sector
from bearwitness.codebooks.sdg1612 import age, cause, sex, status
from bearwitness.codebooks.ucdp import date_prec
from bearwitness.errors import UsageError
from bearwitness.exporters import codebook as exporters
from bearwitness.exporters.defuse import defuse
from bearwitness.incidents.group import group
from bearwitness.model import (
    Attribution,
    Event,
    Snapshot,
    Statement,
    Toll,
    Victim,
    VictimList,
    VictimRecord,
    When,
    Where,
    Who,
)
from bearwitness.weigh.incident import weigh

COUNTRY = Where("Syria", "country:sy", 35.0, 38.0, 6, "SY")
FORCES = Who("Hill security forces", "armed_group")
VILLAGERS = Who("villagers", "community")
THAT_DAY = day("2031-03-07")


def snapshot(reports, claims, **more) -> Snapshot:
    weighed = tuple(weigh(i, reports, claims) for i in group(reports, claims))
    return Snapshot("made up", tuple(reports), tuple(claims), weighed, **more)


def one_attack(when: When = THAT_DAY, where: tuple[Where, ...] = (JABLEH,), doers=(FORCES,), targets=(VILLAGERS,), number: int | None = 12,
               whom: str | None = "civilians", **more) -> Snapshot:
    """One report of one attack, with one figure."""
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "attacked the village", when, *where, perpetrators=doers, targets=targets, **more)
    claims = [event]
    if number is not None:
        claims.append(toll(rep, 40, f"killed {number}", number, whom=whom, by=(who("Hill Monitor"),), where=where, when=when, event=event.id))
    return snapshot([rep], claims)


def rows(name: str, snap: Snapshot) -> list[Row]:
    return rows_of(CODEBOOKS[name], snap)[0]


def uncoded(name: str, snap: Snapshot) -> list[Uncoded]:
    return rows_of(CODEBOOKS[name], snap)[1]


def notes(row: Row, kind: str) -> str:
    return " | ".join(f"{n.column}: {n.text}" for n in row.notes if n.kind == kind)


# --- the form itself ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", sorted(CODEBOOKS))
def test_every_cell_has_a_column_a_rule_and_each_missing_one_a_reason(name):
    snap = one_attack()
    for row in rows(name, snap):
        assert set(row.cells) == set(CODEBOOKS[name].header)
        assert all(cell.rule for cell in row.cells.values())
        empty = {column for column, cell in row.cells.items() if cell.value is None}
        assert empty == {n.column for n in row.notes if n.kind == MISSING}


@pytest.mark.parametrize("name", sorted(CODEBOOKS))
def test_claims_behind_cells_are_in_the_record(name):
    snap = one_attack()
    known = {c.id for c in snap.claims}
    for row in rows(name, snap):
        used = {c for cell in row.cells.values() for c in cell.claims} | {c for note in row.notes for c in note.claims}
        assert used <= known


@pytest.mark.parametrize("name", sorted(CODEBOOKS))
def test_same_record_same_bytes_and_the_form_accepts_them(name):
    snap = one_attack()
    exporter = getattr(exporters, name)
    assert exporter.export(snap) == exporter.export(snap)
    assert check_csv(CODEBOOKS[name], exporter.export(snap).decode()) == []


@pytest.mark.parametrize("name", sorted(CODEBOOKS))
def test_an_empty_record_gives_the_header_alone(name):
    text = getattr(exporters, name).export(Snapshot("empty")).decode()
    assert list(csv.reader(io.StringIO(text))) == [CODEBOOKS[name].header]
    assert check_csv(CODEBOOKS[name], text) == []


def test_the_trace_gives_rules_choices_and_losses():
    lines = [json.loads(line) for line in exporters.acled.export(one_attack(), trace="yes").decode().splitlines()]
    assert lines[0]["cells"]["fatalities"]["value"] == 12
    assert lines[0]["cells"]["fatalities"]["claims"] and lines[0]["cells"]["fatalities"]["rule"]
    assert {"forced", "lost", "missing"} <= set(lines[0])


@pytest.mark.parametrize("options", [{"colour": "red"}, {"trace": "perhaps"}])
def test_unknown_options_are_refused(options):
    with pytest.raises(UsageError):
        exporters.ucdp.export(Snapshot("empty"), **options)


# --- ACLED -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("when, expected, why", [
    (day("2031-03-07"), ("2031-03-07", 1), "a day is a day"),
    (span("2031-03-06", "2031-03-09"), ("2031-03-07", 2), "four days: the middle, and precision says so (p. 37)"),
    (When("2031-03-01", "2031-03-31", "month", None, "text"), ("2031-03-15", 3), "a month: its middle"),
])
def test_acled_dates(when, expected, why):
    [row] = rows("acled", one_attack(when))
    assert (row.value("event_date"), row.value("time_precision")) == expected, why
    assert ("one day is wanted" in notes(row, FORCED)) == (expected[1] > 1)


@pytest.mark.parametrize("when, where, why", [
    (When(), (JABLEH,), "no date"),
    (When("2031-01-01", "2031-12-31", "year", None, "text"), (JABLEH,), "a year is no day, week or month"),
    (day("2031-03-07"), (COUNTRY,), "a country is no town"),
])
def test_acled_has_no_row_where_the_claims_do_not_tell(when, where, why):
    snap = one_attack(when, where)
    assert rows("acled", snap) == [], why
    assert uncoded("acled", snap)


def test_acled_sides_and_interaction():
    [row] = rows("acled", one_attack())
    assert [row.value(c) for c in ("actor1", "inter1", "actor2", "inter2", "interaction", "civilian_targeting", "disorder_type", "iso")] \
        == ["Hill security forces", 1, "Civilians (Syria)", 7, 17, "Civilian targeting", "Political violence", 760]


def test_acled_does_not_guess_what_a_group_is():
    [row] = rows("acled", one_attack(doers=(Who("the Hill Brigade", "armed_group"),)))
    assert row.value("inter1") is None and row.value("interaction") is None
    assert "rebel group or a militia" in row.cells["inter1"].rule


def test_acled_never_splits_the_figure_of_an_episode_over_its_towns():
    rep = report("a1", "2031-03-08", "North News")
    when = span("2031-03-06", "2031-03-09")
    first = attack(rep, 0, "attacked Jableh", day("2031-03-07"), JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,))
    second = attack(rep, 20, "attacked Baniyas", day("2031-03-08"), BANIYAS, perpetrators=(FORCES,), targets=(VILLAGERS,), rank=2)
    whole = toll(rep, 60, "killed 745", 745, whom="civilians", where=(LATAKIA,), when=when)
    snap = snapshot([rep], [first, second, whole])
    made = rows("acled", snap)
    assert len(made) == 2
    assert all(row.value("fatalities") is None for row in made)
    assert any("745" in notes(row, LOST) for row in made)


def test_acled_takes_the_most_conservative_figure_and_says_so():
    a, b = report("a1", "2031-03-08", "North News"), report("b2", "2031-03-09", "South Times")
    when = day("2031-03-07")
    claims = []
    for rep, number, source in ((a, 20, "Hill Monitor"), (b, 31, "Lake Network")):
        event = attack(rep, 0, "attacked the village", when, JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,))
        claims += [event, toll(rep, 40, f"killed {number}", number, by=(who(source),), where=(JABLEH,), when=when, event=event.id)]
    [row] = rows("acled", snapshot([a, b], claims))
    assert row.value("fatalities") == 20 and "most conservative" in notes(row, FORCED)
    assert row.value("source") == "North News; South Times"


@pytest.mark.parametrize("event_type, sub, expected", [
    ("Battles", "Armed clash", "Political violence"), ("Protests", "Peaceful protest", "Demonstrations"),
    ("Protests", "Excessive force against protesters", "Political violence; Demonstrations"),
    ("Riots", "Violent demonstration", "Demonstrations"), ("Riots", "Mob violence", "Political violence"),
    ("Strategic developments", "Arrests", "Strategic developments"),
])
def test_disorder_types(event_type, sub, expected):
    assert disorder(event_type, sub) == expected


# --- UCDP --------------------------------------------------------------------------------------------------

def test_ucdp_one_sided_violence():
    [row] = rows("ucdp", one_attack())
    assert [row.value(c) for c in ("type_of_violence", "side_b", "best", "low", "high", "deaths_civilians", "date_prec", "where_prec", "event_clarity")] \
        == [3, "Civilians", 12, 12, 12, 12, 1, 1, 1]
    assert row.value("deaths_a") is None, "no zero in the place of missing"
    assert row.value("source_original") == "Hill Monitor"


def test_ucdp_state_based_violence():
    [row] = rows("ucdp", one_attack(targets=(Who("Hill rebels", "armed_group"),), whom="people", event_type="Battles", type_="Armed clash"))
    assert (row.value("type_of_violence"), row.value("side_a"), row.value("side_b")) == (1, "Hill security forces", "Hill rebels")
    assert (row.value("best"), row.value("deaths_unknown"), row.value("deaths_civilians")) == (12, 12, None)


@pytest.mark.parametrize("snap, why", [
    (one_attack(number=None), "a direct death"), (one_attack(doers=()), "organised actor"), (one_attack(when=When()), "no first and last day"),
])
def test_ucdp_has_no_row_without_its_conditions(snap, why):
    assert rows("ucdp", snap) == [] and any(why in u.why for u in uncoded("ucdp", snap))


@pytest.mark.parametrize("days, precision, expected", [(1, "day", 1), (3, "range", 2), (7, "week", 3), (30, "month", 4), (365, "year", 5), (40, "range", 5)])
def test_date_precision(days, precision, expected):
    assert date_prec(days, precision) == expected


# --- Airwars and IBC ---------------------------------------------------------------------------------------

def test_one_source_is_weak_and_provisional_two_are_fair_and_not():
    single = one_attack()
    assert rows("airwars", single)[0].value("civilian_harm_status") == "Weak"
    assert rows("ibc", single)[0].value("provisional") == "Yes"
    a, b = report("a1", "2031-03-08", "North News"), report("b2", "2031-03-09", "South Times")
    claims = []
    for rep, number, source in ((a, 20, "Hill Monitor"), (b, 31, "Lake Network")):
        event = attack(rep, 0, "attacked the village", day("2031-03-07"), JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,))
        claims += [event, toll(rep, 40, f"killed {number}", number, whom="civilians", by=(who(source),), where=(JABLEH,), when=day("2031-03-07"))]
    double = snapshot([a, b], claims)
    [airwars], [ibc] = rows("airwars", double), rows("ibc", double)
    assert (airwars.value("civilian_harm_status"), airwars.value("civilian_non_combatants_killed_min"), airwars.value("civilian_non_combatants_killed_max")) == ("Fair", 20, 31)
    assert "actions by a belligerent" in notes(airwars, FORCED)
    assert (ibc.value("provisional"), ibc.value("minimum_deaths"), ibc.value("maximum_deaths")) == ("No", 20, 31)


def test_sources_that_name_different_parties_make_it_contested():
    a, b = report("a1", "2031-03-08", "North News"), report("b2", "2031-03-09", "South Times")
    claims = []
    for rep, source, accused in ((a, "Hill Monitor", "the Hill Brigade"), (b, "Lake Network", "the Lake Brigade")):
        claims += [attack(rep, 0, "attacked the village", day("2031-03-07"), JABLEH), toll(rep, 40, "killed 20", 20, whom="civilians", by=(who(source),), where=(JABLEH,)),
                   claim(rep, 80, "blamed", Attribution((Who(accused, "armed_group"),)), by=(who(source),), stance="accuses")]
    [row] = rows("airwars", snapshot([a, b], claims))
    assert row.value("civilian_harm_status") == "Contested" and row.value("belligerent_type") == "Suspected"


def test_an_admission_confirms():
    rep = report("a1", "2031-03-08", "North News")
    brigade = Who("the Hill Brigade", "armed_group")
    claims = [attack(rep, 0, "attacked the village", day("2031-03-07"), JABLEH), toll(rep, 40, "killed 20", 20, whom="civilians", where=(JABLEH,)),
              claim(rep, 80, "said it did it", Attribution((brigade,)), by=(brigade,), stance="confirms")]
    [row] = rows("airwars", snapshot([rep], claims))
    assert (row.value("civilian_harm_status"), row.value("belligerent_type"), row.value("strike_status")) == ("Confirmed", "Declared", "declared_strike")


def test_ibc_counts_civilians_alone():
    snap = one_attack(whom="people")
    assert rows("ibc", snap) == [] and "civilians" in uncoded("ibc", snap)[0].why


# --- PLOVER ------------------------------------------------------------------------------------------------

def test_plover_codes_deeds_and_says_when_a_denial_has_no_category():
    rep = report("a1", "2031-03-08", "North News")
    event = attack(rep, 0, "attacked the village", day("2031-03-07"), JABLEH, perpetrators=(FORCES,), targets=(VILLAGERS,), plover="ASSAULT/firearms")
    denial = claim(rep, 60, "the ministry denied it", Statement(), by=(Who("Hill ministry", "state", entity_id="state:tr"),), stance="denies")
    made = rows("plover", snapshot([rep], [event, denial]))
    by_type = {row.value("event_type"): row for row in made}
    assert (by_type["ASSAULT"].value("event_mode"), by_type["ASSAULT"].value("actor_text"), by_type["ASSAULT"].value("country")) == ("firearms", "Hill security forces", "SYR")
    assert by_type["REJECT"].value("actor_country") == "TUR" and "denial" in notes(by_type["REJECT"], FORCED)


# --- SDG 16.1.2 --------------------------------------------------------------------------------------------

def test_sdg_counts_people_one_by_one_and_never_adds_lists_up():
    kept = [VictimList(f"l{n}", f"Monitor {n}", "2031-04-01", "civilians", "l.csv", "0" * 64, 2) for n in (1, 2)]
    people = [VictimRecord(f"r{n}", f"l{1 + n % 2}", str(n), name=f"Made Up {n}", sex=("f", "m", "F", "?")[n], age=("7", "40", "8", "")[n],
                           status="civilian", cause="shot") for n in range(4)]
    made = rows("sdg1612", Snapshot("made up", lists=tuple(kept), victims=tuple(people)))
    assert [(r.value("basis"), r.value("sex"), r.value("age"), r.value("deaths")) for r in made] == [
        ("list of Monitor 1, as of 2031-04-01", "Woman", "Child <18", 2),
        ("list of Monitor 2, as of 2031-04-01", "Man", "Adult 18+", 1), ("list of Monitor 2, as of 2031-04-01", "Unknown", "Unknown", 1)]
    assert {r.value("cause") for r in made} == {"Small arms and light weapons"}


def test_sdg_counts_a_name_once_in_an_incident():
    reps = [report("a1", "2031-03-08", "North News"), report("b2", "2031-03-09", "South Times")]
    claims = [c for rep in reps for c in (attack(rep, 0, "attacked the village", day("2031-03-07"), JABLEH),
              claim(rep, 40, "Made Up Person, 9", Victim("Made Up Person", 9, "f", "civilian", day("2031-03-07"), (JABLEH,))))]
    [row] = rows("sdg1612", snapshot(reps, claims))
    assert (row.value("deaths"), row.value("age"), row.value("sex"), row.value("status")) == (1, "Child <18", "Woman", "Civilian")


@pytest.mark.parametrize("function, given_, expected", [
    (sex, "ذكر", "Man"), (sex, "Female", "Woman"), (sex, "jin", "Woman"), (sex, "-", "Unknown"), (sex, None, "Unknown"),
    (age, "17", "Child <18"), (age, 18, "Adult 18+"), (age, "6 months", "Child <18"), (age, "15-20", "Unknown"), (age, "999", "Unknown"), (age, "طفل", "Child <18"), (age, 0, "Child <18"),
    (status, "Non-combatant", "Civilian"), (status, "مدني", "Civilian"), (status, "soldier", "Member of armed forces"), (status, "fighter", "Person directly participating in hostilities"), (status, "", "Unknown"),
    (cause, "Barrel bomb", "Heavy weapons and explosive munitions"), (cause, "car bomb", "Planted explosives and UXO"), (cause, "قصف", "Heavy weapons and explosive munitions"),
    (cause, "sniper", "Small arms and light weapons"), (cause, "torture", "Use of objects and other means"), (cause, "illness", "Unknown"),
])
def test_words_of_lists(function, given_, expected):
    assert function(given_) == expected


# --- parties -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, kind, code", [
    ("the army", "state", 1), ("Hill police", "organisation", 1), ("Hill rebels", "armed_group", 2), ("pro-government militia", "armed_group", 3), ("tribal gunmen", "armed_group", 4),
    ("rioters", "unnamed", 5), ("protesters", "unnamed", 6), ("worshippers", "unnamed", 7), ("UN peacekeepers", "armed_group", 8), ("the Hill Brigade", "armed_group", None),
    ("remnants of the former army", "armed_group", None), ("Hill Company", "organisation", None),
])
def test_parties(name, kind, code):
    assert party(Who(name, kind)).code == code


def test_another_states_forces_are_external():
    assert party(Who("Turkish army", "state", entity_id="state:tr"), "SY").code == 8
    assert party(Who("Turkish army", "state", entity_id="state:tr"), "TR").code == 1


@pytest.mark.parametrize("name, kind, code", [("Hill police", "state", "COP"), ("villagers", "community", "CVL"), ("gunmen", "armed_group", "UAF"), ("Hill Company", "organisation", None)])
def test_sectors(name, kind, code):
    assert sector(Who(name, kind)) == code


# --- checks of tables --------------------------------------------------------------------------------------

def _table(name: str, **changes: str) -> str:
    book = CODEBOOKS[name]
    [row] = list(csv.DictReader(io.StringIO(write_csv(book, rows(name, one_attack())[:1], defuse))))
    out = io.StringIO()
    writer = csv.DictWriter(out, book.header, lineterminator="\n")
    writer.writeheader()
    writer.writerow({**row, **changes})
    return out.getvalue()


@pytest.mark.parametrize("name, changes, fault", [
    ("acled", {"interaction": "77"}, "none of the form's values"), ("acled", {"interaction": "12"}, "does not fit"), ("acled", {"event_date": "7 March"}, "is no date"),
    ("acled", {"sub_event_type": "Armed clash"}, "no sub-type"), ("acled", {"year": "2030"}, "year"), ("acled", {"fatalities": "-3"}, "below 0"),
    ("acled", {"fatalities": "3.5"}, "is no int"), ("acled", {"latitude": "95"}, "not on earth"), ("acled", {"disorder_type": "Demonstrations"}, "disorder_type"),
    ("acled", {"event_type": ""}, "needs it"),
    ("ucdp", {"best": "13"}, "sum"), ("ucdp", {"low": "20"}, "not in order"), ("ucdp", {"side_b": "villagers"}, "Civilians"), ("ucdp", {"date_end": "2031-03-01"}, "before"),
    ("ucdp", {"where_prec": "9"}, "none of the form's values"),
    ("airwars", {"civilian_non_combatants_killed_max": "3"}, "not in order"), ("airwars", {"strike_status": "declared_strike"}, "strike_status"),
    ("ibc", {"provisional": "No"}, "provisional"), ("ibc", {"minimum_deaths": "99"}, "not in order"),
])
def test_faults_are_found(name, changes, fault):
    assert check_csv(CODEBOOKS[name], _table(name)) == []
    assert any(fault in line for line in check_csv(CODEBOOKS[name], _table(name, **changes)))


@pytest.mark.parametrize("text, fault", [("", "header"), ("a,b\n1,2\n", "header"), ("\x00", "header"), (",".join(CODEBOOKS["acled"].header) + "\n1,2\n", "cells")])
def test_other_tables_are_refused(text, fault):
    assert any(fault in line for line in check_csv(CODEBOOKS["acled"], text))


# --- whatever is claimed, the forms hold -------------------------------------------------------------------

_DAYS = st.dates(min_value=dt.date(2031, 1, 1), max_value=dt.date(2031, 3, 31)).map(str)
_WHENS = st.one_of(st.just(When()), _DAYS.map(day), st.tuples(_DAYS, _DAYS).map(lambda ends: span(min(ends), max(ends))), st.just(span("2031-03-01", None)))
_WHOS = st.sampled_from([(), (FORCES,), (VILLAGERS,), (Who("Hill rebels", "armed_group"),), (Who("=cmd", "organisation"),), (Who("Turkish army", "state", entity_id="state:tr"),)])
_NUMBERS = st.tuples(st.integers(0, 10**6), st.sampled_from(["exact", "at_least", "up_to", "vague"]), st.sampled_from(["civilians", "people", "soldiers", "women", None]))
_TYPES = st.sampled_from([("Battles", "Armed clash"), ("Protests", "Peaceful protest"), ("Violence against civilians", "Attack"), ("Riots", "Mob violence"),
                          ("Explosions/Remote violence", "Grenade"), ("Strategic developments", "Arrests")])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_WHENS, st.sampled_from([(), (JABLEH,), (BANIYAS,), (LATAKIA,), (COUNTRY,), (JABLEH, BANIYAS)]), _WHOS, _WHOS, _TYPES, _NUMBERS), min_size=1, max_size=4))
def test_every_row_that_is_made_keeps_the_forms_rules(items):
    reports, claims = [], []
    for n, (when, where, doers, targets, (event_type, type_), (number, bound, whom)) in enumerate(items):
        rep = report(f"r{n}", "2031-04-01", f"Paper {n}")
        reports.append(rep)
        event = attack(rep, 0, "attacked", when, *where, perpetrators=doers, targets=targets, event_type=event_type, type_=type_, plover="ASSAULT/firearms")
        ends = {"exact": (number, number, number), "at_least": (number, None, None), "up_to": (0, number, None), "vague": (None, None, None)}[bound]
        figure = Toll("killed", number if bound != "vague" else None, *ends, phrase="some", bound=bound, whom=whom, where=where, when=when, event=event.id)
        claims += [event, claim(rep, 40, "some", figure, by=(who(f"Monitor {n}"),))]
    snap = snapshot(reports, claims)
    for name, book in CODEBOOKS.items():
        made, _ = rows_of(book, snap)
        assert check_csv(book, write_csv(book, made, defuse)) == [], name
        assert isinstance(json.loads(getattr(exporters, name).export(snap, trace="yes").decode().splitlines()[0]) if made else {}, dict)
    assert all(isinstance(c.value, (Event, Toll)) for c in snap.claims)
