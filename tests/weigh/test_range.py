"""Supersession, range, best, agreement and standing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.model import BOUNDS
from bearwitness.weigh.figures import Said
from bearwitness.weigh.range import is_stale, weigh_scope, weighted_median


def said(claim: str, number: int | None, source: str | None = "Hill Monitor", day: float | None = 0, bound: str = "exact", **more) -> Said:
    return Said(claim, number, bound, chain=(source,) if source else (), published=day, **more)


def test_the_latest_by_as_of_stands_for_its_root_also_downwards():
    result = weigh_scope([said("c1", 100), said("c2", 140, day=2, as_of=2), said("c3", 120, day=5, as_of=4)])
    assert result.roots[0].current.claim == "c3" and result.range == (120, 120) and result.best is None
    assert dict(result.set_aside) == {"c1": "stale", "c2": "stale"}
    late = weigh_scope([said("c1", 140, day=1, as_of=1), said("c2", 100, day=9, as_of=0)])
    assert late.roots[0].current.claim == "c1", "published later, but counted earlier"


def test_repeats_are_set_aside_with_the_reason():
    result = weigh_scope([said("c1", 1225), said("c2", 1225, day=1), said("c3", 1225, day=1, bound="at_least"),
                          said("c4", 1200, day=2, bound="about"), said("c5", 30, role="increment"), said("c6", 12, role="subset")])
    assert dict(result.set_aside) == {"c2": "repeated", "c3": "distorted", "c4": "distorted", "c5": "increment", "c6": "subset"}
    assert result.range == (1225, 1225)


STANDINGS = [
    # (figures by root, standing, best is known, why)
    ([100], "single root", False, "one source"),
    ([100, 104, 109], "convergent", True, "three roots close together"),
    ([100, 104], "supported", True, "two agree"),
    ([100, 150], "differing", True, "two that do not agree, not far apart"),
    ([100, 104, 300], "contested", True, "one is far off"),
]


@pytest.mark.parametrize(("figures", "standing", "best", "why"), STANDINGS, ids=[s[3] for s in STANDINGS])
def test_standing(figures, standing, best, why):
    result = weigh_scope([said(f"c{i}", n, f"Monitor {chr(65 + i)}") for i, n in enumerate(figures)])
    assert result.standing == standing and (result.best is not None) == best
    assert result.because[0].startswith(standing), "the sentence that produced it comes first"


def test_agreement_names_who_does_not():
    result = weigh_scope([said("c1", 1426, "A"), said("c2", 1479, "B"), said("c3", 1400, "C", bound="about"), said("c4", 1614, "D")])
    assert (result.agreement.k, result.agreement.of, result.agreement.low, result.agreement.high) == (4, 4, 1453, 1540)
    apart = weigh_scope([said("c1", 100, "A"), said("c2", 105, "B"), said("c3", 160, "C")])
    assert any("2 of 3 independent roots agree" in w and "C (160)" in w for w in apart.because)


def test_stale_is_shown_and_not_counted():
    result = weigh_scope([said("c1", 50, "A", 0), said("c2", 100, "B", 10), said("c3", 110, "C", 12)])
    assert [r.stale for r in result.roots if r.name == "A"] == [True]
    assert (result.agreement.k, result.agreement.of) == (2, 2) and result.range == (50, 110)
    assert is_stale(11, 160, 0) and not is_stale(138, 161, 0), "findings months later age slowly"


def test_unnamed_second_hand_stands_outside_once_two_named_roots_exist():
    crowd = said("c3", 4000, "eyewitnesses via another paper", bound="at_least")
    result = weigh_scope([said("c1", 1018, "A"), said("c2", 1084, "B"), crowd])
    assert result.range == (1018, 1084) and result.independent == 2
    assert any("outside the range" in words for words in result.because)
    assert weigh_scope([said("c1", 1018, "A"), crowd]).range[1] == 6000


def test_incompatible_is_not_the_same_as_open():
    result = weigh_scope([said("c1", 1000, "A", bound="at_least"), said("c2", 800, "B"), said("c3", 2000, "C")])
    assert result.incompatible == (("c1", "c2"), ("c2", "c3"))


def test_a_boast_never_enters():
    result = weigh_scope([said("c1", None), said("c2", 40, "B")])
    assert result.range == (40, 40) and result.independent == 1


def test_named_victims_contradict_a_lower_count():
    result = weigh_scope([said("c1", 10)], floor=14)
    assert result.floor == 14 and any("contradicted by the record" in words for words in result.because)


def test_an_undated_figure_above_all_is_taken_as_the_latest_and_said_so():
    result = weigh_scope([said("c1", 1383, day=5), said("c2", 1614, day=None)])
    assert result.range == (1614, 1614) and any("carries no date" in words for words in result.because)
    assert weigh_scope([said("c1", 1383, day=5), said("c2", 900, day=None)]).range == (1383, 1383)


FIGURES = st.lists(st.builds(
    lambda n, number, bound, source, day, as_of: Said(f"c{n}", number, bound, chain=(source,) if source else (),
                                                      publisher=f"P{n % 3}", published=day, as_of=as_of),
    st.integers(0, 10**6), st.one_of(st.none(), st.integers(0, 10**12)), st.sampled_from(BOUNDS),
    st.sampled_from([None, "A", "B", "C", "local officials"]), st.one_of(st.none(), st.integers(0, 30).map(float)),
    st.one_of(st.none(), st.integers(0, 30).map(float))), max_size=9, unique_by=lambda s: s.claim)


@settings(max_examples=150, deadline=None)
@given(FIGURES, st.randoms(use_true_random=False))
def test_the_range_holds_the_best_and_order_does_not_matter(figures: list[Said], chance: random.Random):
    result = weigh_scope(figures)
    low, high = result.range
    assert low is None or high is None or low <= high
    if result.best is not None:
        assert low is not None and low <= result.best and (high is None or result.best <= high)
    assert {c for root in result.roots for c in root.claims} <= {s.claim for s in figures}
    assert result.agreement.k <= result.agreement.of <= len(result.roots)
    chance.shuffle(figures)
    shuffled = weigh_scope(figures)
    assert (shuffled.range, shuffled.best, shuffled.because, shuffled.set_aside) == \
        (result.range, result.best, result.because, result.set_aside)


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(.01, 2)), min_size=1, max_size=8))
def test_the_weighted_median_lies_among_its_points(points):
    assert min(v for v, _ in points) <= weighted_median(points) <= max(v for v, _ in points)


def test_weights_move_the_median():
    assert weighted_median([(1, 1), (2, 1), (9, 1)]) == 2
    assert weighted_median([(1, 1), (9, 1)]) == 5
    assert weighted_median([(1, .2), (2, .2), (9, 1)]) == 9
