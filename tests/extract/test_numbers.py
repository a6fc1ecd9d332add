"""Number phrases: what they state, their interval and their kind."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.extract.numbers import find_numbers, interval

# (text, (number, low, high, best, bound), why)
COUNTS = [
    ("13", (13, 13, 13, 13, "exact"), "plain"),
    ("1,225", (1225, 1225, 1225, 1225, "exact"), "comma"),
    ("1 225", (1225, 1225, 1225, 1225, "exact"), "space"),
    ("1.225.000", (1225000, 1225000, 1225000, 1225000, "exact"), "points, twice: no decimal"),
    ("thirteen", (13, 13, 13, 13, "exact"), "word"),
    ("twenty-three", (23, 23, 23, 23, "exact"), "hyphen"),
    ("twenty three", (23, 23, 23, 23, "exact"), "two words"),
    ("a hundred and five", (105, 105, 105, 105, "exact"), "article and 'and'"),
    ("two hundred thousand", (200000, 200000, 200000, 200000, "exact"), "scales"),
    ("twenty thousand five hundred", (20500, 20500, 20500, 20500, "exact"), "scales that fall"),
    ("half a million", (500000, 500000, 500000, 500000, "exact"), "half"),
    ("1.2 thousand", (1200, 1200, 1200, 1200, "exact"), "decimal with a scale"),
    ("3 million", (3000000, 3000000, 3000000, 3000000, "exact"), "million"),
    ("10k", (10000, 10000, 10000, 10000, "exact"), "k"),
    ("a dozen", (12, 12, 12, 12, "exact"), "a dozen states 12"),
    ("two dozen", (24, 24, 24, 24, "exact"), "its multiple"),
    ("half a dozen", (6, 6, 6, 6, "exact"), "its half"),
    ("dozens", (None, 24, 96, None, "vague"), "table"),
    ("scores", (None, 40, 100, None, "vague"), "table"),
    ("hundreds", (None, 200, None, None, "vague"), "no upper end"),
    ("thousands", (None, 2000, None, None, "vague"), "no upper end"),
    ("tens of thousands", (None, 20000, None, None, "vague"), "no upper end"),
    ("several", (None, 3, 9, None, "vague"), "table"),
    ("several hundred", (None, 300, 900, None, "vague"), "several times a hundred"),
    ("many", (None, None, None, None, "vague"), "no interval at all"),
    ("no one", (0, 0, 0, 0, "exact"), "zero"),
    ("at least 13", (13, 13, None, None, "at_least"), "open above"),
    ("no fewer than 13", (13, 13, None, None, "at_least"), "open above"),
    ("at least another 13", (13, 13, None, None, "at_least"), "a word between"),
    ("more than 13", (13, 14, None, None, "more_than"), "one more"),
    ("over a hundred", (100, 101, None, None, "more_than"), "with words"),
    ("more than a dozen", (12, 13, None, None, "more_than"), "a dozen states 12"),
    ("upwards of 40", (40, 41, None, None, "more_than"), "upwards of"),
    ("up to 40", (40, 0, 40, None, "up_to"), "from nothing"),
    ("as many as 40", (40, 0, 40, None, "up_to"), "from nothing"),
    ("fewer than ten", (10, 0, 9, None, "up_to"), "ten is excluded"),
    ("about 100", (100, 90, 110, 100, "about"), "a tenth"),
    ("about 7", (7, 5, 9, 7, "about"), "a quarter for one digit, outward"),
    ("some 215", (215, 193, 237, 215, "about"), "outward"),
    ("nearly 50", (50, 45, 55, 50, "about"), "by the table"),
    ("an estimated 30,000", (30000, 27000, 33000, 30000, "about"), "estimated"),
    ("50 or more", (50, 50, None, None, "at_least"), "after the number"),
    ("100+", (100, 100, None, None, "at_least"), "plus"),
    ("30-odd", (30, 27, 33, 30, "about"), "odd"),
    ("between 40 and 50", (None, 40, 50, None, "between"), "between"),
    ("40 to 50", (None, 40, 50, None, "between"), "to"),
    ("40-50", (None, 40, 50, None, "between"), "hyphen"),
    ("2,300–2,400", (None, 2300, 2400, None, "between"), "dash"),
    ("three or four", (None, 3, 4, None, "between"), "or"),
    ("2 to 3 thousand", (None, 2000, 3000, None, "between"), "one scale for both ends"),
]


@pytest.mark.parametrize(("text", "expected", "why"), COUNTS)
def test_counts(text, expected, why):
    found = find_numbers(f"{text} people")
    assert [(n.number, n.low, n.high, n.best, n.bound) for n in found] == [expected], why
    assert f"{text} people"[found[0].start:found[0].end] == text


@pytest.mark.parametrize(("text", "kind", "why"), [
    ("a 12-year-old boy", "age", "age"),
    ("aged 12", "age", "age"),
    ("6 and 7 year old boys", "age", "two ages"),
    ("on 6 March", "date", "day and month"),
    ("March 9, 2025", "date", "month and day"),
    ("6-9 March", "date", "days of a month"),
    ("in 1982", "year", "year"),
    ("12 percent", "share", "share"),
    ("12%", "share", "share"),
    ("two thirds", "share", "fraction"),
    ("$300", "money", "money before"),
    ("300 dollars", "money", "money after"),
    ("12 km", "measure", "distance"),
    ("14 days", "measure", "time"),
    ("a 3-metre wall", "measure", "hyphen"),
    ("the 46th Division", "ordinal", "ordinal"),
    ("Resolution 2254", "label", "name of a text"),
    ("T-72 tanks", "label", "name of a thing"),
    ("S982", "label", "code"),
    ("9/11", "label", "slash"),
    ("at 10:30", "time", "time"),
    ("3.5 of", "decimal", "no whole number"),
])
def test_what_is_no_count(text, kind, why):
    assert find_numbers(text)[0].kind == kind, why


def test_a_change_is_no_range():
    assert [n.number for n in find_numbers("rose from 745 to 1,225")] == [745, 1225]
    assert [n.number for n in find_numbers("rose by 12 to 40")] == [12, 40]


@given(st.integers(0, 10**9), st.sampled_from(["exact", "at_least", "more_than", "up_to", "about"]))
def test_an_interval_holds_its_number_or_begins_right_after_it(number, bound):
    low, high, best = interval(bound, number)
    assert low is not None and 0 <= low <= number + (bound == "more_than")
    assert high is None or high >= number
    assert best in (None, number)


@given(st.integers(0, 999_999_999))
def test_separators_change_nothing(number):
    for shown in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u00a0")):
        if len(shown) > 4 or number < 1900:
            assert find_numbers(f"{shown} people")[0].number == number


@given(st.text(max_size=300))
def test_any_text_gives_spans_in_order(text):
    found = find_numbers(text)
    assert all(0 <= n.start <= n.num_start < n.num_end <= n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
