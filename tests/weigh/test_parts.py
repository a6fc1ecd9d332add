"""Figures of parts beside those of the whole: never added to it, only checked against it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.incidents import incident_records as r

from bearwitness.model import Incident, Tolls, When
from bearwitness.weigh.parts import CONSISTENT, EXCEEDS, NOT_COMPARED, sums

COAST = replace(r.LATAKIA, name="Example Coast", place_id="coast", precision=5, admin1=None)
DAY, NEXT, WEEK = r.day("2031-03-06"), r.day("2031-03-07"), r.span("2031-03-06", "2031-03-12")


def ledger(low: int | None, high: int | None, whom: str = "all persons", harm: str = "killed", counted: str = "persons") -> Tolls:
    return Tolls(harm, whom, (low, high), None, None, (), counted=counted)


def incident(id_: str, when: When, where, *tolls: Tolls, parts: str = "") -> Incident:
    return Incident(id_, when, (where,), (), (), (), "", tolls=tolls, parts=tuple(parts.split()))


def whole(*tolls: Tolls) -> Incident:
    return incident("W", WEEK, COAST, *tolls, parts="A B")


def a(*tolls: Tolls) -> Incident:
    return incident("A", DAY, r.JABLEH, *tolls)


def b(*tolls: Tolls) -> Incident:
    return incident("B", NEXT, r.BANIYAS, *tolls)


CASES = [
    # (whole, A, B, sum, verdict, words in the reason, why)
    (whole(ledger(803, 1200)), a(ledger(13, 20)), b(ledger(60, 62)), (73, 82), CONSISTENT, "A and B add up to 73-82", "well within"),
    (whole(ledger(50, 70)), a(ledger(13, 20)), b(ledger(60, 62)), (73, 82), EXCEEDS, "the parts exceed it", "their least is more than its most"),
    (whole(ledger(50, 75)), a(ledger(13, 20)), b(ledger(60, 62)), (73, 82), CONSISTENT, "50-75", "their least fits"),
    (whole(ledger(50, None)), a(ledger(13, None)), b(ledger(60, 62)), (73, None), CONSISTENT, "73 or more", "no upper end"),
    (whole(), a(ledger(13, 20)), b(ledger(60, 62)), (73, 82), NOT_COMPARED, "the whole has no figure of it", "nothing to compare with"),
    (whole(ledger(803, 900)), a(ledger(13, 20)), b(), (13, 20), CONSISTENT, "A comes to 13-20", "one part has a figure"),
    (whole(ledger(803, 900)), a(ledger(13, 13, "police officers")), b(ledger(60, 60, "civilians")), (73, 73), CONSISTENT, "different populations", "all persons hold both"),
    (whole(ledger(803, 900, "civilians")), a(ledger(13, 13, "police officers")), b(ledger(60, 60, "civilians")), (73, 73), NOT_COMPARED,
     "the whole counts civilians, its parts others", "police are no civilians"),
    (whole(ledger(30, 40, "civilians")), a(ledger(13, 13, "civilians")), b(ledger(60, 60, "civilians")), (73, 73), EXCEEDS, "among civilians", "one population throughout"),
    (whole(ledger(803, 900), ledger(10, 12, "all persons (Jableh)")), a(ledger(5, 5, "all persons (a street)"), ledger(13, 13)), b(ledger(60, 60)), (73, 73), CONSISTENT,
     "803-900", "figures of one place of an incident are not its whole"),
    (whole(ledger(803, 900)), a(ledger(13, 20, "families", counted="families")), b(ledger(60, 60)), (60, 60), CONSISTENT, "B comes to 60", "families are no persons"),
]


@pytest.mark.parametrize(("of_all", "one", "two", "total", "verdict", "words", "why"), CASES, ids=[c[6] for c in CASES])
def test_sums(of_all, one, two, total, verdict, words, why):
    [found] = sums(of_all, {"A": one, "B": two})
    assert ((found.low, found.high), found.verdict) == (total, verdict), why
    assert words in found.because


def test_parts_that_may_count_the_same_people_are_not_added():
    province = incident("B", r.span("2031-03-06", "2031-03-08"), r.LATAKIA, ledger(60, 62))
    [found] = sums(whole(ledger(803, 1200)), {"A": a(ledger(13, 20)), "B": province})
    assert (found.low, found.high) == (13, 20)
    assert [s.left_out for s in found.parts] == [None, "it shares a place and a day with A"]


def test_a_part_that_is_not_at_hand_is_left_out_and_said_so():
    [found] = sums(whole(ledger(803, 1200)), {"A": a(ledger(13, 20))})
    assert [(s.incident, s.left_out) for s in found.parts] == [("A", None), ("B", "it is not at hand")]


def test_each_harm_by_itself_and_none_without_figures():
    found = sums(whole(ledger(803, 900)), {"A": a(ledger(13, 20), ledger(4, 4, harm="injured")), "B": b()})
    assert [(s.harm, s.verdict) for s in found] == [("killed", CONSISTENT), ("injured", NOT_COMPARED)]
    assert sums(whole(ledger(803, 900)), {"A": a(), "B": b()}) == []
    assert sums(a(ledger(1, 1)), {}) == []
