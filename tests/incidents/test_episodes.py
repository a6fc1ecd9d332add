"""Which incident lies in which: the rule, the narrowest parent, what people decide, and that no chain comes back to its start."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incidents import incident_records as r

from bearwitness.incidents.episodes import Index, lies_in, place, tree
from bearwitness.model import Incident, When, Where

COAST = Where("Example Coast", "coast", 35.3, 35.95, 5, "SY")
HOMS = Where("Homs", "town:homs", 34.72, 36.73, 1, "SY", "Homs")
SYRIA = Where("Syria", "country:sy", 35.0, 38.0, 6, "SY")
GUARD = r.who("River Guard", "armed_group")
ARMY = r.who("Hill Army", "armed_group", entity_id="org:army")
VILLAGERS = r.who("villagers", "unnamed")
MONTH = When("2031-03-01", "2031-03-31", "month", None, "text")


def incident(id_: str, when: When, *where: Where, reports: str = "", parties: tuple = ()) -> Incident:
    return Incident(f"SYR-{id_}", when, where, parties, tuple(reports.split()), (), "not weighed", title=f"Incident {id_}")


EPISODE = incident("WHOLE", r.span("2031-03-06", "2031-03-12"), COAST, r.TARTUS, reports="r1 r2", parties=(ARMY,))


CASES = [
    # (part, whole, does it lie in it, why)
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r1"), EPISODE, True, "a report tells of both, the town is on the coast"),
    (incident("A", r.day("2031-03-06"), r.BANIYAS, reports="r1"), EPISODE, True, "the town is in a province of it"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, r.LATAKIA, reports="r1"), EPISODE, True, "the province only says where the town lies"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r9", parties=(ARMY,)), EPISODE, True, "a named party in common"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r9", parties=(VILLAGERS,)),
     dataclasses.replace(EPISODE, parties=(VILLAGERS,)), False, "villagers are no named party"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r9"), EPISODE, False, "nothing of their own ties them"),
    (incident("A", r.day("2031-03-05"), r.JABLEH, reports="r1"), EPISODE, False, "a day before"),
    (incident("A", r.span("2031-03-11", "2031-03-13"), r.JABLEH, reports="r1"), EPISODE, False, "a day beyond"),
    (incident("A", MONTH, r.JABLEH, reports="r1"), EPISODE, False, "no day is told"),
    (incident("A", r.day("2031-03-07"), r.JABLEH, reports="r1"), dataclasses.replace(EPISODE, when=MONTH), False, "of the whole no days are told"),
    (incident("A", When(), r.JABLEH, reports="r1"), EPISODE, False, "no date"),
    (incident("A", r.span("2031-03-06", None), r.JABLEH, reports="r1"), EPISODE, False, "an open end"),
    (incident("A", r.day("2031-03-06"), HOMS, reports="r1"), EPISODE, False, "Homs is not on the coast, though a coast may reach far"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, HOMS, reports="r1"), EPISODE, False, "one of two places lies outside"),
    (incident("A", r.day("2031-03-06"), reports="r1"), EPISODE, False, "no place"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r1"), incident("B", r.span("2031-03-06", "2031-03-12"), SYRIA, reports="r1"), False,
     "a country holds nothing: often it stands where no place was told"),
    (incident("A", r.span("2031-03-06", "2031-03-11"), COAST, r.TARTUS, reports="r1"), EPISODE, False, "nearly as long, at the same places: two tellings"),
    (incident("A", r.span("2031-03-06", "2031-03-08"), COAST, r.TARTUS, reports="r1"), EPISODE, True, "the first days of it"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r1"), incident("B", r.day("2031-03-06"), r.LATAKIA, reports="r1"), True,
     "the same day, a town of the province, and one report parts them"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r1", parties=(ARMY,)), incident("B", r.day("2031-03-06"), r.LATAKIA, reports="r2", parties=(ARMY,)),
     False, "the same day and a party are not enough: it may be the same told less exactly"),
    (incident("A", r.day("2031-03-07"), r.BANIYAS, reports="r1"), incident("B", r.span("2031-03-06", "2031-03-09"), r.JABLEH, r.LATAKIA, reports="r1"),
     False, "the province only says where Jableh lies"),
    (EPISODE, incident("B", r.day("2031-03-06"), r.JABLEH, reports="r1"), False, "the whole is no part of its part"),
    (EPISODE, EPISODE, False, "nothing lies in itself"),
    (incident("A", r.day("2031-03-06"), r.JABLEH, reports="r9", parties=(ARMY,)), dataclasses.replace(EPISODE, when=r.span("2030-12-01", "2031-12-01")),
     False, "a year of war and a party in common"),
]


@pytest.mark.parametrize(("part", "whole", "expected", "why"), CASES, ids=[c[3] for c in CASES])
def test_what_lies_in_what(part, whole, expected, why):
    found = lies_in(part, whole)
    assert (found is not None) is expected, why
    if found:
        assert found.startswith(f"lies in {whole.id} ({whole.title}): ")


def test_the_reason_names_days_places_and_tie():
    part = incident("A", r.day("2031-03-06"), r.JABLEH, reports="r1 r2")
    assert lies_in(part, EPISODE) == ("lies in SYR-WHOLE (Incident WHOLE): 6 March 2031 is within 6-12 March 2031; Jableh lies in Example Coast; "
                                      "report r1, report r2 tell of both")
    assert str(lies_in(dataclasses.replace(part, reports=("r9",), parties=(ARMY,)), EPISODE)).endswith("both name Hill Army")


def three() -> list[Incident]:
    """An ambush in the killings of one province in those of the coast."""
    return [EPISODE, incident("MID", r.span("2031-03-06", "2031-03-08"), r.LATAKIA, reports="r1 r3"),
            incident("AMBUSH", r.day("2031-03-06"), r.JABLEH, reports="r1 r3")]


def test_the_narrowest_is_the_parent_and_each_link_is_checked_by_itself():
    whole, mid, ambush = three()
    assert place(ambush, [whole, mid])[0] == "SYR-MID"
    assert place(ambush, [mid, whole])[0] == "SYR-MID"
    assert place(ambush, []) == (None, None)
    untied = dataclasses.replace(mid, reports=("r3",))
    found = {i.id: i for i in tree([whole, untied, ambush])}
    assert found["SYR-AMBUSH"].within == "SYR-MID" and found["SYR-MID"].within is None, "what holds of a part is not passed on to its parent"


def test_the_index_gives_what_may_hold_an_incident_and_no_more():
    whole, mid, ambush = three()
    elsewhere = incident("FAR", r.span("2031-06-01", "2031-06-09"), COAST, reports="r7", parties=(ARMY,))
    index = Index([whole, mid, ambush, elsewhere])
    assert {c.id for c in index.holding(ambush)} == {"SYR-WHOLE", "SYR-MID"}
    by_party = dataclasses.replace(ambush, reports=("r9",), parties=(ARMY,))
    assert {c.id for c in index.holding(by_party)} == {"SYR-WHOLE"}


# --- what people decide ---------------------------------------------------------------------------------

def put(left: str, home: str | None, n: int, reviewer: str = "Ada"):
    return r.judged(left, "fix", n=n, reviewer=reviewer, changes=(("within", home),))


def homes(incidents) -> dict[str, str | None]:
    return {i.id.removeprefix("SYR-"): (i.within or "").removeprefix("SYR-") or None for i in incidents}


DECISIONS = [
    ([], {"WHOLE": None, "MID": "WHOLE", "AMBUSH": "MID"}, "by rule"),
    ([put("SYR-AMBUSH", "SYR-WHOLE", 1)], {"WHOLE": None, "MID": "WHOLE", "AMBUSH": "WHOLE"}, "people come first"),
    ([put("SYR-AMBUSH", None, 1)], {"WHOLE": None, "MID": "WHOLE", "AMBUSH": None}, "it stands by itself"),
    ([put("SYR-AMBUSH", None, 1), put("SYR-AMBUSH", "SYR-WHOLE", 2, "Bo")], {"WHOLE": None, "MID": "WHOLE", "AMBUSH": "WHOLE"}, "the later of two"),
    ([put("SYR-WHOLE", "SYR-AMBUSH", 1)], {"WHOLE": "AMBUSH", "MID": "WHOLE", "AMBUSH": None}, "the rule gives way where it would close a ring"),
    ([put("SYR-AMBUSH", "SYR-GONE", 1)], {"WHOLE": None, "MID": "WHOLE", "AMBUSH": None}, "what it was put in is gone"),
    ([put("SYR-OLD", None, 1)], {"WHOLE": None, "MID": "WHOLE", "AMBUSH": None}, "an id that was merged leads to the one that stands for it"),
    ([put("SYR-MID", "SYR-AMBUSH", 1), put("SYR-AMBUSH", "SYR-MID", 2)], {"WHOLE": None, "MID": "AMBUSH", "AMBUSH": None}, "a ring that merging made"),
]


@pytest.mark.parametrize(("judgements", "expected", "why"), DECISIONS, ids=[d[2] for d in DECISIONS])
def test_what_people_decide(judgements, expected, why):
    found = tree(three(), judgements, {"SYR-OLD": "SYR-AMBUSH"})
    assert homes(found) == expected, why
    for i in found:
        assert (i.within is None) or i.within_because, "each link has its reason"
    by_id = {i.id: i for i in found}
    assert all(p in by_id and by_id[p].within == i.id for i in found for p in i.parts)


def test_a_contradiction_is_shown():
    found = {i.id: i for i in tree(three(), [put("SYR-AMBUSH", None, 1), put("SYR-AMBUSH", "SYR-WHOLE", 2, "Bo")])}
    assert any("contradict each other" in words for words in found["SYR-AMBUSH"].because)
    assert "as decided by Bo" in str(found["SYR-AMBUSH"].within_because)


# --- properties -----------------------------------------------------------------------------------------

PLACES = (COAST, r.LATAKIA, r.TARTUS, r.JABLEH, r.BANIYAS, HOMS, SYRIA, Where("Far Hill", "town:far", 35.75, 36.3, 2, "SY", "Latakia"),
          Where("Hill District", "district", 35.6, 36.2, 3, "SY"))


@st.composite
def incidents(draw) -> list[Incident]:
    out = []
    for n in range(draw(st.integers(2, 9))):
        start = draw(st.integers(1, 20))
        when = r.span(f"2031-03-{start:02d}", f"2031-03-{start + draw(st.integers(0, 8)):02d}")
        where = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True))
        reports = " ".join(sorted(draw(st.sets(st.sampled_from(("r1", "r2", "r3")), max_size=2))))
        out.append(incident(f"I{n}", when, *where, reports=reports, parties=draw(st.sampled_from(((), (ARMY,), (GUARD,))))))
    return out


@settings(max_examples=150, deadline=None)
@given(incidents(), st.randoms(use_true_random=False), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=3))
def test_order_makes_no_difference_and_no_chain_comes_back(found, chance: random.Random, wishes):
    judgements = [put(f"SYR-I{a}", f"SYR-I{b}", n) for n, (a, b) in enumerate(wishes, 1) if a != b and max(a, b) < len(found)]
    placed = tree(found, judgements)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert {i.id: (i.within, i.parts, i.within_because) for i in tree(shuffled, judgements)} == {i.id: (i.within, i.parts, i.within_because) for i in placed}
    above = {i.id: i.within for i in placed}
    for id_ in above:
        seen: list[str] = []
        here: str | None = id_
        while here is not None:
            assert here not in seen, "a ring"
            seen.append(here)
            here = above[here]


@settings(max_examples=100, deadline=None)
@given(incidents())
def test_the_index_misses_nothing_that_comparing_all_with_all_finds(found):
    index = Index(found)
    for one in found:
        assert place(one, index.holding(one)) == place(one, [c for c in found if c.id != one.id])
