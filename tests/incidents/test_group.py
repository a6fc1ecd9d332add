"""Grouping: what comes together, what stays apart, what people decide, and which ids are kept."""

from __future__ import annotations

import dataclasses
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from tests.incidents import incident_records as r

from bearwitness.incidents import group, group_all
from bearwitness.model import Attribution, Statement, When, Where, to_json
from bearwitness.weigh import weigh


def by_reports(incidents):
    return sorted(tuple(sorted(i.reports)) for i in incidents)


def test_an_episode_gathers_and_another_place_stays_apart():
    reports, claims = r.coast()
    found = group_all(reports, claims)
    assert by_reports(found.incidents) == [("a1", "b2", "c3"), ("d4",)]
    episode = found.incidents[0]
    assert episode.title == "Killings in Latakia and Tartus, 6-9 March 2031"
    assert (episode.when.start, episode.when.end, episode.when.precision) == ("2031-03-06", "2031-03-09", "range")
    assert episode.id.startswith("SYR-") and len(episode.id) == 10
    assert any("days" in words for words in episode.because)
    assert found.outside == (claims[-1].id,), "the past war is in no incident, and stays visible"
    assert "e5" not in found.of_report


TOGETHER = [
    # (first, second, together, why)
    ((r.day("2031-03-06"), r.JABLEH), (r.day("2031-03-06"), r.JABLEH), True, "same town, same day"),
    ((r.day("2031-03-06"), r.JABLEH), (r.day("2031-03-07"), r.JABLEH), True, "same town, over midnight"),
    ((r.day("2031-03-06"), r.JABLEH), (r.day("2031-03-09"), r.JABLEH), False, "same town, three days later"),
    ((r.day("2031-03-06"), r.JABLEH), (r.day("2031-03-07"), r.BANIYAS), False, "other town, other day"),
    ((r.day("2031-03-06"), r.JABLEH), (r.day("2031-03-06"), r.RAQQA), False, "far away on the same day"),
    ((r.day("2031-03-06"), r.JABLEH), (r.day("2031-03-06"), r.LATAKIA), True, "the town lies in the province"),
    ((r.day("2031-03-06"), r.JABLEH), (r.span("2031-03-06", "2031-03-09"), r.LATAKIA), False, "a day in a town of the episode: a part of it, not the same"),
    ((r.day("2031-03-06"), r.JABLEH), (r.span("2031-03-06", "2031-03-07"), r.LATAKIA), True, "two days may be one night"),
    ((r.day("2031-03-06"), r.JABLEH), (r.span("2031-03-06", "2031-03-09"), r.JABLEH), True, "the same town over some days"),
    ((r.day("2031-03-06"), r.LATAKIA), (r.span("2031-03-06", "2031-03-09"), r.LATAKIA), True, "the province on the first day, and later"),
    ((r.day("2031-03-06"), r.JABLEH), (r.day("2030-12-06"), r.JABLEH), False, "months apart"),
    ((r.day("2031-03-06"), r.JABLEH), (When("2031-03-01", "2031-03-31", "month"), r.JABLEH), True, "the month, looking back"),
]


@pytest.mark.parametrize(("one", "two", "together", "why"), TOGETHER, ids=[t[3] for t in TOGETHER])
def test_pairs(one, two, together, why):
    a, b = r.report("a1", "2031-03-10"), r.report("b2", "2031-03-10")
    claims = [r.attack(a, 0, "gunmen attacked the village", *one), r.attack(b, 0, "an attack by gunmen", *two)]
    assert len(group([a, b], claims)) == (1 if together else 2), why


def test_one_report_tells_an_episode_and_a_part_of_it():
    """The ambush told inside the report on the month's killings is an item of its own, with its own toll."""
    a = r.report("a1", "2031-03-09")
    whole = r.attack(a, 0, "killings on the coast", r.span("2031-03-06", "2031-03-09"), r.LATAKIA, r.TARTUS)
    part = r.attack(a, 60, "an ambush in Jableh", r.day("2031-03-06"), r.JABLEH, rank=2)
    undated = r.attack(a, 120, "and a killing in Baniyas", When(), r.BANIYAS, rank=3)
    tolls = [r.toll(a, 30, "745 civilians", 745, event=whole.id), r.toll(a, 80, "13 officers", 13, event=part.id)]
    found = group([a], [whole, part, undated, *tolls])
    held = {i.when.end: set(i.claims) for i in found}
    assert held == {"2031-03-09": {whole.id, undated.id, tolls[0].id}, "2031-03-06": {part.id, tolls[1].id}}


NOT_AN_INCIDENT = [
    ({"rank": None}, "background"), ({"hedge": "hypothetical"}, "had it happened"), ({"hedge": "future"}, "will happen"),
    ({"hedge": "negated"}, "did not happen"), ({"stance": "denies"}, "denied"), ({"stage": "threatened"}, "only threatened"),
    ({"stance": "predicts"}, "predicted"),
]


@pytest.mark.parametrize(("more", "why"), NOT_AN_INCIDENT, ids=[n[1] for n in NOT_AN_INCIDENT])
def test_what_makes_no_incident(more, why):
    a = r.report("a1")
    found = group_all([a], [r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH, **more)])
    assert not found.incidents and len(found.outside) == 1, why


def test_a_war_total_does_not_join_the_incident():
    a = r.report("a1")
    claims = [r.attack(a, 0, "gunmen attacked", r.day("2031-03-06"), r.JABLEH),
              r.toll(a, 40, "13 killed", 13), r.toll(a, 80, "500,000 killed since 2011", 500_000, when=r.span("2011-03-15", None))]
    found = group_all([a], claims)
    assert found.outside == (claims[2].id,)
    assert claims[1].id in found.incidents[0].claims


def test_unknown_stays_unknown():
    a = r.report("a1")
    incident, = group([a], [r.toll(a, 0, "12 people were killed", 12)])
    assert incident.when == When() and incident.where == ()
    assert incident.title == "Deaths, place not stated, date not stated"
    assert incident.id.startswith("INC-")


def test_one_report_in_two_incidents_names_the_main_one_first():
    a = r.report("a1")
    claims = [r.attack(a, 0, "a raid", r.day("2031-03-08"), r.RAQQA, rank=2),
              r.attack(a, 40, "an attack", r.day("2031-03-06"), r.JABLEH, rank=1)]
    found = group_all([a], claims)
    first = next(i.id for i in found.incidents if claims[1].id in i.claims)
    assert found.of_report["a1"][0] == first and len(found.of_report["a1"]) == 2


def test_statements_and_accusations_go_with_the_event_they_speak_of():
    a = r.report("a1")
    event = r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH)
    said = r.claim(a, 100, "condemned the attack", Statement(), stance="condemns", by=(r.who("A Council"),))
    blamed = r.claim(a, 150, "blamed the Red Group", Attribution((r.who("Red Group"),), event=event.id), stance="accuses")
    found = group_all([a], [event, said, blamed])
    assert set(found.incidents[0].claims) == {event.id, said.id, blamed.id} and not found.outside


# --- order, ids, judgements ---------------------------------------------------------------------------

@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_input_makes_no_difference(chance: random.Random):
    reports, claims = r.coast()
    expected = [to_json(i) for i in group(reports, claims)]
    chance.shuffle(reports)
    chance.shuffle(claims)
    assert [to_json(i) for i in group(reports, claims)] == expected


def again(found, before):
    """The ids as a case keeps them: new ones last, each with what it holds now."""
    return {**{k: found.held.get(k, v) for k, v in before.items()}, **{k: found.held[k] for k in found.minted}}


def test_ids_are_kept_when_reports_are_added():
    reports, claims = r.coast()
    first = group_all(reports[:1], [c for c in claims if c.report_id == "a1"])
    second = group_all(reports, claims, minted=again(first, {}))
    assert first.minted[0] in {i.id for i in second.incidents}
    assert first.minted[0] == second.incidents[0].id and not second.redirects


def test_a_merge_keeps_the_older_id_and_an_undo_restores_the_record():
    reports, claims = r.coast()
    minted: dict = {}
    before = group_all(reports, claims, minted=minted)
    minted = again(before, minted)
    episode, bomb = before.incidents
    join = r.judged(episode.id, "same", bomb.id)
    merged = group_all(reports, claims, [join], minted)
    minted = again(merged, minted)
    older, younger = list(minted)[:2]
    assert [i.id for i in merged.incidents] == [older] and merged.redirects == {younger: older}
    assert any("judged" in words and "made for a test" in words for words in merged.incidents[0].because)
    undo = r.judged(episode.id, "unsure", bomb.id, n=2, supersedes="j1")
    restored = group_all(reports, claims, [join, undo], minted)
    assert [to_json(i) for i in restored.incidents] == [to_json(i) for i in before.incidents]
    assert not restored.redirects


def test_a_split_by_two_reports():
    reports, claims = r.coast()
    before = group_all(reports, claims)
    split = group_all(reports, claims, [r.judged("b2", "different", "c3")], again(before, {}))
    assert len(split.incidents) == 3
    assert not any({"b2", "c3"} <= set(i.reports) for i in split.incidents)
    assert before.incidents[0].id in {i.id for i in split.incidents}


def test_contradicting_reviewers_the_later_counts_and_it_is_told():
    reports, claims = r.coast()
    rows = [r.judged("b2", "different", "c3"), r.judged("c3", "same", "b2", n=2, reviewer="Ben")]
    joined = group(reports, claims, rows)
    assert any({"b2", "c3"} <= set(i.reports) for i in joined)
    parted = group(reports, claims, [dataclasses.replace(rows[1], made_at="2031-01-01T00:00:00Z"), rows[0]])
    assert not any({"b2", "c3"} <= set(i.reports) for i in parted)


def test_a_chain_of_judgements_that_contradicts_itself_lets_the_later_count():
    reports, claims = r.coast()
    rows = [r.judged("a1", "same", "d4"), r.judged("d4", "same", "b2", n=2), r.judged("a1", "different", "b2", n=3)]
    found = group(reports, claims, rows)
    assert not any({"a1", "b2"} <= set(i.reports) for i in found)
    assert any("contradict" in words for i in found for words in i.because)


def test_two_events_of_one_report_told_apart():
    a = r.report("a1")
    claims = [r.attack(a, 0, "an attack", r.day("2031-03-06"), r.JABLEH), r.attack(a, 40, "an ambush nearby", When(), rank=2)]
    assert len(group([a], claims)) == 1
    assert len(group([a], claims, [r.judged(claims[0].id, "different", claims[1].id)])) == 2


def test_a_rejected_event_leaves_and_comes_back():
    reports, claims = r.coast()
    rejected = r.judged(claims[6].id, "reject")
    assert "d4" not in {x for i in group(reports, claims, [rejected]) for x in i.reports} \
        or claims[6].id not in {c for i in group(reports, claims, [rejected]) for c in i.claims}
    undo = r.judged(claims[6].id, "unsure", n=2, supersedes="j1")
    assert [to_json(i) for i in group(reports, claims, [rejected, undo])] == [to_json(i) for i in group(reports, claims)]


def test_a_reviewer_may_set_the_title():
    reports, claims = r.coast()
    episode = group(reports, claims)[0]
    row = r.judged(episode.id, "fix", changes=(("title", "The March killings"),))
    minted = {episode.id: episode.claims}
    named = group(reports, claims, [row], minted)[0]
    assert named.title == "The March killings" and any("by rule it is" in words for words in named.because)
    assert group(reports, claims, [row, r.judged(episode.id, "unsure", n=2, supersedes="j1")], minted)[0] == episode


def test_a_report_that_only_denies_joins_the_incident_and_makes_none():
    reports, claims = r.coast()
    f = r.report("f6", "2031-03-10")
    denial = r.attack(f, 0, "denied a part in the killings on the coast", r.day("2031-03-07"), r.LATAKIA, stance="denies")
    found = group_all([*reports, f], [*claims, denial])
    assert found.of_report["f6"] == (found.incidents[0].id,) and denial.id in found.incidents[0].claims
    assert not group_all([f], [denial]).incidents


def test_what_a_report_mentions_helps_to_find_its_incident_and_dates_nothing():
    from bearwitness.model import Mention

    reports, claims = r.coast()
    f = r.report("f6", "2031-03-11")
    told = r.toll(f, 0, "1,225 civilians killed, says the monitor", 1225, whom="civilians")
    mentions = [("f6", Mention("place", r.claim(f, 60, "Latakia", Statement()).passage, where=r.LATAKIA)),
                ("f6", Mention("date", r.claim(f, 80, "6 March", Statement()).passage, when=r.day("2031-03-06")))]
    found = group_all([*reports, f], [*claims, told], mentions=mentions)
    assert found.of_report["f6"] == (found.incidents[0].id,)
    alone, = group_all([f], [told], mentions=mentions).incidents
    assert alone.when == When() and alone.where == ()


# --- names in the sentences around events -----------------------------------------------------------------

def _told(n: int, text: str, words: str, *where, when=None, number: int = 4):
    """A report whose text is given, with one event and one figure in it."""
    rep = r.report(f"r{n}", "2031-03-08", f"Paper {n}")
    start = text.index(words)
    event = r.attack(rep, start, words, when or r.day("2031-03-07"), *where)
    return rep, [event, r.toll(rep, start, words, number, where=where, event=event.id)], text


@pytest.mark.parametrize("first, second, together, why", [
    ("Shelling of Kfar Example killed 4.", "Shelling of Bayt Sample killed 4.", False, "one wording, two towns that nobody can place"),
    ("Shelling of Kfar Example killed 4.", "Four killed at Kfar Example by shelling that killed 4.", True, "another wording, one name"),
])
def test_a_town_that_is_on_no_map_is_still_a_name(first, second, together, why):
    told = [_told(1, first, "killed 4"), _told(2, second, "killed 4"),
            *(_told(n, f"Shelling of Place{'abcdefgh'[n]} killed {n}.", f"killed {n}", when=r.day(f"2031-06-{n:02}"), number=n) for n in range(5, 8))]
    reports_, claims = [t[0] for t in told], [c for t in told for c in t[1]]
    texts = {t[0].text_sha256: t[2] for t in told}
    found = group(reports_, claims, texts=texts)
    assert any({"r1", "r2"} <= set(i.reports) for i in found) == together, why


def test_a_country_beside_two_towns_does_not_make_them_one():
    syria = Where("Syria", "country:sy", 35.0, 38.0, 6, "SY")
    told = [_told(1, "In Syria, 4 died in Jableh.", "4 died", syria, r.JABLEH), _told(2, "In Syria, 9 died in Raqqa.", "9 died", syria, r.RAQQA, number=9)]
    assert len(group([t[0] for t in told], [c for t in told for c in t[1]])) == 2


@pytest.mark.parametrize(("told", "why"), [(r.day("2093-01-01"), "after the report was published"), (r.span("2040-01-01", "2041-01-01"), "a time to come")])
def test_a_day_that_cannot_be_is_not_used_for_the_days_of_an_incident(told, why):
    a, b = r.report("a1", "2031-03-10"), r.report("b2", "2031-03-10")
    claims = [r.attack(a, 0, "gunmen attacked the village", r.day("2031-03-08"), r.JABLEH), r.attack(b, 0, "gunmen attacked the village", told, r.JABLEH)]
    [incident] = group([a, b], claims)
    assert (incident.when.start, incident.when.end) == ("2031-03-08", "2031-03-08"), why
    weighed = weigh(incident, [a, b], claims)
    assert any("shown as told, not used for the days of the incident" in words and told.start in words for words in weighed.because)
    [alone] = group([b], claims[1:])
    assert alone.when.start is None, "nothing stands in for it"
