"""Scales of time and place: what a place lies in, what an item fills, and when two items are a part and a whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from tests.incidents import incident_records as r

from bearwitness.incidents.passages import items_of
from bearwitness.incidents.score import extents, of_other_scale, under
from bearwitness.model import When, Where

COAST = Where("Example Coast", "coast", 35.3, 35.95, 5, "SY")
HAMA = Where("Hama", "town:hama", 35.13, 36.76, 1, "SY", "Hama")
SYRIA = Where("Syria", "country:sy", 35.0, 38.0, 6, "SY")
ACROSS = Where("Latakia", "gov:other", 35.6, 36.0, 4, "XX", "Latakia")

UNDER = [
    (r.JABLEH, r.LATAKIA, True, "a town in its province"), (r.LATAKIA, r.JABLEH, False, "not the other way round"),
    (r.JABLEH, r.TARTUS, False, "another province"), (r.JABLEH, COAST, True, "a town on the coast"), (HAMA, COAST, False, "inland, though the coast may reach it"),
    (r.LATAKIA, COAST, True, "a province by its middle"), (r.JABLEH, SYRIA, False, "countries hold nothing"), (r.JABLEH, r.JABLEH, True, "itself"),
    (r.JABLEH, ACROSS, False, "another country"), (Where("Nowhere"), COAST, False, "nothing is known of it"),
]


@pytest.mark.parametrize(("place", "wide", "expected", "why"), UNDER, ids=[u[3] for u in UNDER])
def test_what_a_place_lies_in(place, wide, expected, why):
    assert under(place, wide) is expected, why


def item(when: When, *places: tuple[Where, ...]):
    rep = r.report("a1", "2031-03-20")
    [found] = items_of(rep, [r.attack(rep, 40 * n, "an attack", when, *some, rank=n + 1) for n, some in enumerate(places)])
    return found


WEEK, DAY = r.span("2031-03-06", "2031-03-12"), r.day("2031-03-07")
SCALES = [
    (item(DAY, (r.JABLEH,)), item(WEEK, (COAST,)), True, "a town on a day, the coast over a week"),
    (item(DAY, (r.JABLEH, r.LATAKIA)), item(WEEK, (r.LATAKIA,)), True, "in Jableh in Latakia province, and the province"),
    (item(DAY, (HAMA,)), item(WEEK, (COAST,)), True, "off the coast: not the same either"),
    (item(DAY, (r.JABLEH,)), item(WEEK, (r.JABLEH, r.BANIYAS)), True, "one of two towns"),
    (item(DAY, (r.JABLEH,)), item(WEEK, (r.JABLEH,)), False, "the same town"),
    (item(DAY, (r.JABLEH,)), item(WEEK, (r.JABLEH, r.LATAKIA)), False, "the province only says where the town lies"),
    (item(DAY, (COAST,)), item(WEEK, (COAST,)), False, "no town"),
    (item(DAY, (r.JABLEH,)), item(r.span("2031-03-06", "2031-03-07"), (COAST,)), False, "two days may be one night"),
    (item(r.day("2031-03-13"), (r.JABLEH,)), item(WEEK, (COAST,)), False, "a day after: the days speak for themselves"),
    (item(When(), (r.JABLEH,)), item(WEEK, (COAST,)), False, "no day is told"),
    (item(When("2031-03-01", "2031-03-31", "month"), (r.JABLEH,)), item(WEEK, (COAST,)), False, "only the month is told"),
]


@pytest.mark.parametrize(("part", "whole", "expected", "why"), SCALES, ids=[s[3] for s in SCALES])
def test_a_part_and_a_whole(part, whole, expected, why):
    assert of_other_scale(part, whole) is expected, why
    assert not of_other_scale(whole, part)
    bare = [replace(one, seeds=[], claims=[]) for one in (part, whole)]
    assert of_other_scale(*bare) is expected, "and when its claims are not at hand"


def test_what_is_filled_is_known_without_the_claims():
    for events in permutations([(COAST,), (r.JABLEH, r.LATAKIA), (r.BANIYAS,), (r.TARTUS, SYRIA)]):
        one = item(When(), *events)
        assert {p.name for p in extents(one)} == {"Example Coast", "Jableh", "Baniyas", "Tartus"}
        assert extents(replace(one, seeds=[])) and set(extents(replace(one, seeds=[]))) == set(extents(one))
