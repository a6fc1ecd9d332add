"""When, where and titles: no more exact than the claims."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tests.incidents import incident_records as r

from bearwitness.incidents import group
from bearwitness.incidents.describe import when_words
from bearwitness.model import When

WORDS = [
    (When("2031-03-07", "2031-03-07", "day"), "7 March 2031"),
    (When("2031-03-06", "2031-03-09", "range"), "6-9 March 2031"),
    (When("2030-12-30", "2031-01-02", "range"), "30 December 2030-2 January 2031"),
    (When("2031-03-01", "2031-03-31", "month"), "March 2031"),
    (When("2031-01-01", "2031-12-31", "year"), "2031"),
    (When("2031-03-06", None, "range"), "from 6 March 2031"),
    (When(), "date not stated"),
    (When("the ides", None, "day"), "date not stated"),
]


@pytest.mark.parametrize(("when", "words"), WORDS, ids=[w[1] for w in WORDS])
def test_when_words(when, words):
    assert when_words(when) == words


TITLES = [
    # (type, toll, where, expected)
    ("Attack", 9, (r.JABLEH,), "Killings in Jableh, 6 March 2031"),
    ("Attack", 1, (r.JABLEH,), "Killing in Jableh, 6 March 2031"),
    ("Attack", None, (r.JABLEH,), "Attacks in Jableh, 6 March 2031"),
    ("Air/drone strike", 9, (r.JABLEH, r.BANIYAS), "Air strike in Baniyas and Jableh, 6 March 2031"),
    ("Armed clash", 9, (), "Clashes, place not stated, 6 March 2031"),
]


@pytest.mark.parametrize(("type_", "dead", "where", "title"), TITLES, ids=[t[3] for t in TITLES])
def test_titles(type_, dead, where, title):
    a = r.report("a1")
    claims = [r.attack(a, 0, "it happened", r.day("2031-03-06"), *where, type_=type_)]
    claims += [r.toll(a, 40, f"{dead} dead", dead)] if dead else []
    incident, = group([a], claims)
    assert incident.title == title


def test_parties_are_named_as_what_and_carry_no_offsets():
    a = r.report("a1")
    band, farmers = r.who("Red Band", "armed_group", entity_id="x:red"), r.who("farmers", "community")
    incident, = group([a], [r.attack(a, 0, "an attack", r.day("2031-03-06"), perpetrators=(band,), targets=(farmers,))])
    assert {(p.name, p.role) for p in incident.parties} == {("Red Band", "named as perpetrator"), ("farmers", "named as target")}
    assert all(p.passage is None for p in incident.parties)


def test_publication_never_stands_in_for_the_event():
    a = r.report("a1", "2031-03-10")
    incident, = group([a], [r.attack(a, 0, "an attack", When(), r.JABLEH)])
    assert incident.when == When()
