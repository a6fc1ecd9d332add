"""Weighing an incident made of claims: ledger, blame, lineage, standing, judgements."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "incidents"))

import pytest
from tests.incidents import incident_records as r

from bearwitness.incidents import group
from bearwitness.model import Attribution, Reading, Statement, Victim, When, Where, to_json
from bearwitness.weigh import weigh, weigh_readings


def weighed(reports, claims, judgements=()):
    return [weigh(i, reports, claims, judgements) for i in group(reports, claims, judgements)]


def test_three_outlets_with_one_monitor_are_one_root_and_the_latest_stands():
    episode, bomb = weighed(*r.coast())
    ledger, = episode.tolls
    assert (ledger.whom, ledger.range, ledger.best, ledger.standing) == ("civilians", (1225, 1225), None, "single root")
    assert [(f.number, f.current) for f in ledger.figures] == [(340, False), (745, False), (1225, True)]
    assert ledger.figures[0].speakers == ("Hill Monitor",) and "later one" in ledger.figures[0].set_aside
    assert episode.standing == "single root" and any("standing from the killed among civilians" in w for w in episode.because)
    assert bomb.tolls[0].figures[0].speakers == ("unattributed in West Wire",)


@pytest.mark.parametrize("role", ["Director, HM", "head of the Hill Monitor", "director of the Hill Monitor (HM)", "Director, Hill Monitor (HM)"])
def test_a_name_its_acronym_and_its_director_are_one_source(role):
    a = r.report("a1")
    director = r.who("Sam Example", "person", role=role)
    claims = [r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH),
              r.toll(a, 40, "13 killed", 13, by=(r.who("Hill Monitor (HM)"),)), r.toll(a, 80, "15 killed", 15, by=(director,))]
    incident, = weighed([a], claims)
    assert len(incident.tolls[0].roots) == 1
    alone, = weighed([a], [claims[0], claims[2]])
    assert alone.tolls[0].roots[0].root == ("HM" if role == "Director, HM" else "Hill Monitor"), "the root is the body, in whoever's words"


def test_boasts_denials_and_guesses_never_enter_a_range():
    a = r.report("a1")
    event = r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH)
    claims = [event, r.toll(a, 40, "13 killed", 13), r.toll(a, 60, "we killed them all", None, bound="vague", hedge="alleged"),
              r.toll(a, 90, "could reach 500", 500, hedge="future"), r.toll(a, 120, "not 90", 90, stance="denies")]
    incident, = weighed([a], claims)
    assert incident.tolls[0].range == (13, 13) and len(incident.tolls[0].figures) == 1


def test_a_part_by_place_is_not_the_total():
    a, b = r.report("a1"), r.report("b2")
    monitor = (r.who("Hill Monitor", entity_id="org:hill"),)
    claims = [r.attack(a, 0, "killings", r.span("2031-03-06", "2031-03-08"), r.LATAKIA, r.TARTUS),
              r.toll(a, 40, "300 people killed", 300, by=monitor),
              r.attack(b, 0, "killings", r.span("2031-03-06", "2031-03-08"), r.LATAKIA, r.TARTUS),
              r.toll(b, 40, "120 people killed in Latakia", 120, where=(r.LATAKIA,))]
    incident, = weighed([a, b], claims)
    assert {t.whom: t.range for t in incident.tolls} == {"all persons": (300, 300), "all persons (Latakia)": (120, 120)}


def test_the_floor_is_the_named_dead():
    a = r.report("a1")
    claims = [r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH), r.toll(a, 40, "1 killed", 1)]
    claims += [r.claim(a, 100 + 40 * n, f"{name} was killed", Victim(name)) for n, name in enumerate(("Ada One", "Ben Two"))]
    incident, = weighed([a], claims)
    assert incident.tolls[0].floor == 2 and any("contradicted by the record" in w for w in incident.tolls[0].because)
    assert weighed([a], claims[:2])[0].tolls[0].floor is None, "nobody named is not zero"


# --- blame ----------------------------------------------------------------------------------------------

def blamed(*more):
    a = r.report("a1")
    event = r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH)
    accused = r.who("Verdania-backed fighters", "armed_group", with_=(r.who("Red Band", "armed_group"),))
    claims = [event, r.claim(a, 50, "HM blamed Verdania-backed fighters and the Red Band", Attribution((accused,), degree="direct"),
                             stance="accuses", by=(r.who("Hill Monitor"),))]
    claims += [make(a) for make in more]
    incident, = weighed([a], claims)
    return incident


def test_each_accused_has_a_row():
    incident = blamed()
    assert {b.accused for b in incident.blame} == {"Verdania-backed fighters", "Red Band"}
    assert incident.blame[0].by[0].speakers == ("Hill Monitor",) and incident.blame[0].by[0].degree == "direct"


def test_a_denial_on_behalf_stands_beside_the_accusation():
    minister = r.who("Kim Sample", "person", role="Verdanian Foreign Minister")
    incident = blamed(lambda a: r.claim(a, 150, "Verdanian Foreign Minister Kim Sample denied any direct involvement",
                                        Statement(), stance="denies", by=(minister,)))
    rows = {b.accused: [d.speakers for d in b.denied_by] for b in incident.blame}
    assert rows == {"Verdania-backed fighters": [("Kim Sample",)], "Red Band": []}


def test_a_denial_of_something_else_does_not_count():
    minister = r.who("Kim Sample", "person", role="Verdanian Foreign Minister")
    incident = blamed(lambda a: r.claim(a, 150, "Verdanian Foreign Minister Kim Sample denied closing the border",
                                        Statement(), stance="denies", by=(minister,)))
    assert not any(b.denied_by for b in incident.blame)


def test_the_accused_denies_and_a_stranger_denies():
    incident = blamed(lambda a: r.claim(a, 150, "the Red Band denied the accusations", Statement(), stance="denies",
                                        by=(r.who("Red Band", "armed_group"),)),
                      lambda a: r.claim(a, 250, "the Mayor denied any role", Statement(), stance="denies", by=(r.who("Mayor of Elsewhere"),)))
    assert [d.speakers for b in incident.blame if b.accused == "Red Band" for d in b.denied_by] == [("Red Band",)]
    assert any("Mayor of Elsewhere denies involvement" in w for w in incident.because), "not lost"


def test_an_attribution_its_speaker_denies_is_a_denial():
    incident = blamed(lambda a: r.claim(a, 150, "it was not the Red Band", Attribution((r.who("Red Band", "armed_group"),)),
                                        stance="denies", by=(r.who("A General", "person"),)))
    assert [len(b.denied_by) for b in incident.blame if b.accused == "Red Band"] == [1]


# --- judgements, order ------------------------------------------------------------------------------------

def test_a_fix_changes_the_range_and_an_undo_restores_the_exact_record():
    reports, claims = r.coast()
    before = [to_json(i) for i in weighed(reports, claims)]
    fix = r.judged(claims[5].id, "fix", changes=(("value.number", "1,383"),))
    assert weighed(reports, claims, [fix])[0].tolls[0].range == (1383, 1383)
    reject = r.judged(claims[5].id, "reject", n=2)
    assert weighed(reports, claims, [reject])[0].tolls[0].range == (745, 745)
    undo = [r.judged(claims[5].id, "unsure", n=3, supersedes="j1"), r.judged(claims[5].id, "unsure", n=4, supersedes="j2")]
    assert [to_json(i) for i in weighed(reports, claims, [fix, reject, *undo])] == before


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_input_makes_no_difference(chance: random.Random):
    reports, claims = r.coast()
    expected = [to_json(i) for i in weighed(reports, claims)]
    chance.shuffle(reports)
    chance.shuffle(claims)
    assert [to_json(i) for i in weighed(reports, claims)] == expected


def test_readings_each_document_one_incident():
    _, claims = r.coast()
    lines = []
    for id_ in ("a1", "c3", "e5"):
        mine = tuple(c for c in claims if c.report_id == id_)
        reading = to_json(Reading(None, mine))
        lines.append({**reading, "document": {"source": id_, "publisher": "Paper", "published_at": to_json(When())}})
    found = list(weigh_readings(lines))
    assert [(x["incident_id"], x["scope"]["population"], x["range"]) for x in found] == [
        ("a1", "civilians", [340, 340]), ("c3", "civilians", [1225, 1225])]
    assert found[0]["roots"][0]["root"] == "Hill Monitor"


def test_a_publisher_and_its_name_in_another_paper_are_one_source():
    """The agency's own page gives 88 in its own voice; a paper says "the agency said 88"."""
    a, b = r.report("a1", publisher="Hill Agency"), r.report("b2", "2031-03-11")
    agency = r.who("Hill Agency", "outlet", entity_id="actor:hill-agency")
    claims = [r.attack(a, 0, "an attack by gunmen", r.day("2031-03-06"), r.JABLEH), r.toll(a, 40, "88 killed", 88),
              r.attack(b, 0, "an attack by gunmen", r.day("2031-03-06"), r.JABLEH), r.toll(b, 40, "91 killed", 91, by=(agency,))]
    incident, = weighed([a, b], claims)
    assert [root.root for root in incident.tolls[0].roots] == ["Hill Agency"] and incident.tolls[0].range == (91, 91)


def test_shares_by_perpetrator_are_parts():
    a, b = r.report("a1"), r.report("b2")
    monitor = (r.who("Hill Monitor", entity_id="org:hill"),)
    days = r.span("2031-03-06", "2031-03-08")
    red = r.attack(a, 100, "Red Band killed", days, r.JABLEH, rank=2, perpetrators=(r.who("Red Band", "armed_group"),))
    blue = r.attack(a, 200, "Blue Band killed", days, r.JABLEH, rank=3, perpetrators=(r.who("Blue Band", "armed_group"),))
    claims = [r.attack(a, 0, "killings", days, r.JABLEH), r.toll(a, 20, "1,084 people", 1084, by=monitor), red, blue,
              r.toll(a, 120, "639 people", 639, by=monitor, event=red.id),
              r.toll(a, 220, "231 civilians", 231, by=monitor, whom="civilians", event=blue.id),
              r.attack(b, 0, "killings", days, r.JABLEH), r.toll(b, 20, "800 civilians", 800, by=monitor, whom="civilians")]
    incident, = weighed([a, b], claims)
    assert {t.whom: t.range for t in incident.tolls} == {"all persons": (1084, 1084), "civilians": (800, 800)}


def test_a_headline_takes_the_population_of_the_figure_it_repeats():
    a = r.report("a1")
    claims = [r.attack(a, 60, "killings", r.day("2031-03-06"), r.JABLEH), r.toll(a, 0, "toll rises to 973", 973, by=(r.who("monitor", "unnamed"),)),
              r.toll(a, 90, "973 civilians", 973, by=(r.who("Hill Monitor"),), whom="civilians")]
    incident, = weighed([a], claims)
    ledger, = incident.tolls
    assert ledger.whom == "civilians" and [root.root for root in ledger.roots] == ["Hill Monitor"]


def test_parts_that_follow_a_total_and_add_up_to_it_are_parts():
    a = r.report("a1")
    monitor = (r.who("Hill Monitor"),)
    claims = [r.attack(a, 0, "killings", r.day("2031-03-06"), r.JABLEH)]
    claims += [r.toll(a, 40 + 20 * n, f"{k} civilians", k, by=monitor, whom="civilians") for n, k in enumerate((1225, 658, 384, 171, 12))]
    incident, = weighed([a], claims)
    ledger, = incident.tolls
    assert ledger.range == (1225, 1225) and sum(f.set_aside is not None for f in ledger.figures) == 4


def test_one_day_of_several_is_not_the_total():
    a = r.report("a1")
    claims = [r.attack(a, 0, "killings", r.span("2031-03-06", "2031-03-12"), r.JABLEH), r.toll(a, 40, "1,334 people", 1334),
              r.toll(a, 80, "111 deaths on Tuesday", 111, when=r.day("2031-03-11"))]
    incident, = weighed([a], claims)
    assert incident.tolls[0].range == (1334, 1334)


def test_civilians_among_the_dead_are_a_total_of_civilians():
    a, b = r.report("a1"), r.report("b2", "2031-03-09")
    monitor, office = (r.who("Hill Monitor", entity_id="org:hill"),), (r.who("Press Office", entity_id="org:press"),)
    whole = r.toll(a, 40, "91 people were killed", 91, by=monitor, whom="people")
    claims = [r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH), whole, r.toll(a, 70, "66 civilians", 66, by=monitor, whom="civilians", part_of=whole.id),
              r.attack(b, 0, "an attack", r.day("2031-03-06"), r.JABLEH), r.toll(b, 40, "64 civilians were killed", 64, by=office, whom="civilians")]
    incident, = weighed([a, b], claims)
    everybody, civilians = incident.tolls
    assert (everybody.whom, everybody.range) == ("all persons", (91, 91))
    assert (civilians.whom, civilians.range, len(civilians.roots)) == ("civilians", (64, 66), 2)


def test_a_village_that_no_gazetteer_has_makes_no_second_province():
    a, b = r.report("a1"), r.report("b2")
    village = Where("Kfar Unheard", None, None, None, 1, "SY")
    monitor, office = (r.who("Hill Monitor", entity_id="org:hill"),), (r.who("Press Office", entity_id="org:press"),)
    claims = [r.attack(a, 0, "an attack", r.day("2031-03-06"), r.LATAKIA), r.attack(a, 20, "an attack there", r.day("2031-03-06"), village, rank=2),
              r.toll(a, 40, "91 people were killed", 91, by=monitor, where=(r.LATAKIA,)), r.attack(b, 0, "an attack", r.day("2031-03-06"), r.LATAKIA),
              r.toll(b, 40, "95 people were killed", 95, by=office)]
    incident, = weighed([a, b], claims)
    assert [(t.whom, t.range, len(t.roots)) for t in incident.tolls] == [("all persons", (91, 95), 2)]
