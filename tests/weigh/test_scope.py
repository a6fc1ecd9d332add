"""Whom a figure counts."""

from __future__ import annotations

import pytest

from bearwitness.weigh.scope import ALL, CIVILIANS, population

POPULATIONS = [
    # (words, key, kind, why)
    (None, ALL, "all", "nothing said"),
    ("people", ALL, "all", "people"),
    ("over 1,000 people, primarily from one community", ALL, "all", "primarily is not all"),
    ("all persons", ALL, "all", "said outright"),
    ("dead mostly civilians (names verified)", ALL, "all", "mostly is not all"),
    ("civilians", CIVILIANS, "civilians", "civilians"),
    ("civilians executed by gunmen", CIVILIANS, "civilians", "what was done to them names no other people"),
    ("unarmed civilians", CIVILIANS, "civilians", "a word that narrows nothing"),
    ("people, all of them civilians", CIVILIANS, "civilians", "all the dead were civilians"),
    ("Hill civilians", "civilian hill", "group", "civilians of one group are a group"),
    ("Hill residents", "hill", "group", "a named group"),
    ("Hills", "hill", "group", "the same group in the plural"),
    ("security personnel", "security", "security", "not a number word, though it ends in -ty"),
    ("at least 13 police officers", "officer police", "security", "counts are no part of the name"),
    ("pro-Green fighters", "fighter pro-green", "fighters", "a side in a fight"),
    ("children", "child", "children", "children"),
    ("women and children", "child woman", "children", "two groups are not one"),
    ("شخصا", ALL, "all", "persons in Arabic are persons"), ("personnes", ALL, "all", "and in French"), ("человек", ALL, "all", "and in Russian"), ("kişi", ALL, "all", "and in Turkish"),
    ("مدنيين", CIVILIANS, "civilians", "civilians in Arabic are pooled with civilians"), ("من المدنيين", CIVILIANS, "civilians", "with their preposition"),
    ("мирных жителей", CIVILIANS, "civilians", "in Russian"), ("sivil", CIVILIANS, "civilians", "in Turkish"), ("civiles", CIVILIANS, "civilians", "in Spanish"),
    ("civil servants", "civil servant", "group", "civil is not civilian"), ("جنود", "جنود", "security", "soldiers in Arabic"), ("боевиков", "боевиков", "fighters", "fighters in Russian"),
    ("أطفال", "أطفال", "children", "children in Arabic"),
]


@pytest.mark.parametrize(("words", "key", "kind", "why"), POPULATIONS, ids=[str(p[0]) for p in POPULATIONS])
def test_population(words, key, kind, why):
    found = population(words)
    assert (found.key, found.kind) == (key, kind), why


def test_mostly_and_all_are_marked():
    assert population("mostly civilians").mostly
    assert not population("all persons mostly civilians").mostly, "it says outright whom it counts"
    assert population("people, all of them civilians").also_all
    assert population("families", "families").key != ALL, "families are not persons"
