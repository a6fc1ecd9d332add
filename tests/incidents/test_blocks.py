"""What is not compared could not have been joined: the blocks against comparing all with all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.incidents.blocks import common_names, components, keys_of, pairs
from bearwitness.incidents.items import Item, Window
from bearwitness.incidents.score import CUT, Words, score
from bearwitness.model import Where

DAY = 741_000
PLACES = [Where("Kfar Example", "t:1", 35.49, 35.99, 1, "SY", "North"), Where("Bayt Sample", "t:2", 35.51, 36.01, 1, "SY", "South"), Where("Tall Muster", "t:3", 35.5, 36.6, 2, "SY", "North"),
          Where("Far Town", "t:4", 33.0, 36.0, 1, "SY", "Far"), Where("North", "p:1", 35.5, 36.0, 4, "SY", "North"), Where("The Coast", "r:1", 35.0, 35.9, 5, "SY"), Where("Syria", "c:sy", 35.0, 38.0, 6, "SY"),
          Where("Nowhere", None, None, None, None), Where("Kfar Example", "t:9", 36.9, 40.0, 1, "SY", "East"), Where("Dateline Town", "t:10", 0.2, 179.9, 1, "FJ", "One"), Where("Across", "t:11", 0.3, -179.9, 1, "FJ", "Two")]


def item(n: int, days, places, near, names, actors, victims, tolls, types, roots, words, published) -> Item:
    window = None if days is None else Window(DAY + days[0], DAY + days[0] + days[1], "day" if days[1] == 0 else "range")
    return Item(f"r{n}", None if published is None else DAY + published, window=window, places=[PLACES[p] for p in places], near_places=[PLACES[p] for p in near], names=frozenset(names),
                actors=set(actors), victims=set(victims), tolls=[("killed", "people", float(t)) for t in tolls], types=set(types), roots=set(roots), words=frozenset(words) | frozenset(names))


_FEW = st.sampled_from(["alpha", "beta", "gamma", "delta"])
_ITEMS = st.lists(st.tuples(
    st.one_of(st.none(), st.tuples(st.integers(0, 12), st.integers(0, 4))), st.lists(st.integers(0, len(PLACES) - 1), max_size=2, unique=True), st.lists(st.integers(0, len(PLACES) - 1), max_size=1),
    st.sets(_FEW, max_size=3), st.sets(_FEW, max_size=2), st.sets(_FEW, max_size=1), st.lists(st.sampled_from([4, 100, 745, 1383]), max_size=2), st.sets(st.sampled_from(["Attack", "Armed clash"]), max_size=1),
    st.sets(_FEW, max_size=1), st.sets(_FEW, max_size=3), st.one_of(st.none(), st.integers(0, 14))), min_size=2, max_size=8)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_ITEMS)
def test_whatever_reaches_the_cut_is_compared(drawn):
    # Names of their own keep the items out of the shelf of those whose text is not known.
    items = [item(n, d, p, q, {*names, f"own{n}"}, *rest) for n, (d, p, q, names, *rest) in enumerate(drawn)]
    words, compared = Words(items), set(pairs(items))
    reach = {(i, j) for i in range(len(items)) for j in range(i + 1, len(items)) if score(items[i], items[j], words).score >= CUT}
    assert reach <= compared


def test_items_without_text_meet_all_that_their_days_allow():
    items = [item(n, (n, 0), (), (), (), (), (), (), ("Attack",), (), ("killed",), None) for n in range(20)]
    assert {(0, 1), (0, 7)} <= set(pairs(items)) and (0, 19) not in set(pairs(items))


def test_far_places_and_far_days_are_never_compared():
    items = [item(n, (d, 0), (p,), (), (f"own{n}",), (), (), (), (), (), (), None) for n, (d, p) in enumerate([(0, 0), (0, 3), (60, 0), (1, 1)])]
    assert set(pairs(items)) == {(0, 3)}, "one town beside another over the border of a cell; not the far town, not two months on"


def test_the_date_line_parts_nothing():
    items = [item(n, (0, 0), (p,), (), (f"own{n}",), (), (), (), (), (), (), None) for n, p in enumerate((9, 10))]
    assert set(pairs(items)) == {(0, 1)}


def test_a_name_that_everybody_writes_is_no_key():
    items = [item(n, (0, 0), (), (), ("syria", f"own{n}"), (), (), (), (), (), (), None) for n in range(200)]
    assert common_names(items) == {"syria"}
    assert list(pairs(items)) == [] and "name syria" not in keys_of(items[0], common_names(items))


@pytest.mark.parametrize("edges, expected", [([], [[0], [1], [2], [3]]), ([(2, 3), (0, 3)], [[0, 2, 3], [1]]), ([(1, 0), (1, 2), (2, 3)], [[0, 1, 2, 3]])])
def test_components(edges, expected):
    assert components(4, edges) == expected
    shuffled = edges[:]
    random.Random(1).shuffle(shuffled)
    assert components(4, shuffled) == expected
