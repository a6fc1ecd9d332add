"""From words to intervals, and the likelihood that two figures match by copying."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.model import BOUNDS
from bearwitness.weigh.interval import closed_high, interval, match_ratio, point, rounds_to

INTERVALS = [
    # (number, bound, phrase, expected, why)
    (745, "exact", None, (745, 745), "an exact count has both ends at the number"),
    (745, "at_least", None, (745, None), "no upper end"),
    (1000, "more_than", None, (1001, None), "over 1,000"),
    (50, "up_to", None, (0, 50), "up to"),
    (1400, "about", None, (1260, 1540), "a tenth either way"),
    (7, "about", None, (5, 9), "one digit: a quarter, rounded outward"),
    (30, "about", None, (22, 38), "one significant digit: it counts in tens"),
    (25, "about", None, (22, 28), "rounded outward"),
    (None, "vague", "dozens of people", (24, 96), "a convention"),
    (None, "vague", "hundreds", (200, None), "no upper end"),
    (None, "vague", "many", (None, None), "nothing to go by"),
    (None, "exact", None, (None, None), "a boast"),
]


@pytest.mark.parametrize(("number", "bound", "phrase", "expected", "why"), INTERVALS, ids=[i[4] for i in INTERVALS])
def test_interval(number, bound, phrase, expected, why):
    assert interval(number, bound, phrase=phrase) == expected


def test_stated_ends_override():
    assert interval(None, "between", low=2300, high=2400) == (2300, 2400)


@pytest.mark.parametrize(("figure", "ratio"), [(973, 690), (1000, 1), (13, 9), (50, 4)])
def test_equal_figures(figure, ratio):
    """The values printed on the science page."""
    assert round(match_ratio(figure, figure)) == ratio


def test_rounded_repeats():
    assert round(match_ratio(1225, 1225)) in (869,)
    assert round(match_ratio(1225, 1200, later_bound="about")) == 9
    assert match_ratio(1225, 1200) == 1, "an exact figure matches only its equal"
    assert match_ratio(1225, 1300, later_bound="about") == 1
    assert rounds_to(37, 40) == 10 and rounds_to(1225, 1000) == 1000 and rounds_to(1225, 1100) is None


@given(st.integers(0, 10**12), st.sampled_from(BOUNDS), st.integers(0, 10**12))
def test_the_point_lies_within_the_ends(number, bound, largest):
    low, high = interval(number, bound)
    middle = point(number, bound, low, high)
    top = closed_high(low, high, bound, number, largest)
    assert low is None or high is None or low <= high
    if middle is not None:
        assert (low or 0) <= middle + 1 and (top is None or middle <= top + 1)
