"""The words of the page in both languages."""

import re

import pytest

from bearwitness.dossier.words import MESSAGES, Words
from bearwitness.errors import UsageError
from bearwitness.model import BOUNDS, CLAIM_KINDS, HARMS, HEDGES, RELATIONS, STANCES, When

EN, AR = Words("en"), Words("ar")


@pytest.mark.parametrize("key", sorted(MESSAGES))
def test_both_languages_fill_in_the_same_values(key):
    en, ar = MESSAGES[key]
    assert sorted(re.findall(r"{(\w+)[:}]", en)) == sorted(re.findall(r"{(\w+)[:}]", ar))
    assert bool(en) == bool(ar)


def test_arabic_is_written_in_arabic():
    furniture = [ar for _, ar in MESSAGES.values() if re.sub(r"{\w+}|\W", "", ar)]
    assert all(re.search(r"[\u0600-\u06ff]", ar) for ar in furniture)


def test_every_word_of_the_record_has_its_words():
    wanted = [f"{group}.{word}" for group, words in (
        ("harm", HARMS), ("stance", STANCES), ("hedge", HEDGES), ("kind", CLAIM_KINDS), ("relation", RELATIONS),
        ("bound", BOUNDS)) for word in words]
    assert [key for key in wanted if key not in MESSAGES] == []


def test_unknown_language():
    with pytest.raises(UsageError, match="en, ar"):
        Words("xx")


WHENS = [
    (When("2025-03-06", "2025-03-06", "day"), "6 March 2025", "6 آذار/مارس 2025"),
    (When("2025-03-06", "2025-03-10", "range"), "6 to 10 March 2025", "من 6 إلى 10 آذار/مارس 2025"),
    (When("2025-02-27", "2025-03-02", "range"), "27 February to 2 March 2025", "من 27 شباط/فبراير إلى 2 آذار/مارس 2025"),
    (When("2024-12-30", "2025-01-02", "range"), "30 December 2024 to 2 January 2025", None),
    (When("2025-03-06", None, "range"), "from 6 March 2025", "منذ 6 آذار/مارس 2025"),
    (When(None, "2025-03-06", "range"), "until 6 March 2025", "حتى 6 آذار/مارس 2025"),
    (When("2025-03-01", "2025-03-31", "month"), "March 2025", "آذار/مارس 2025"),
    (When("2025-03", "2025-03", "month"), "March 2025", None),
    (When("2025-01-01", "2025-12-31", "year"), "2025", "2025"),
    (When("2025-03-03", "2025-03-09", "week"), "in the week of 3 to 9 March 2025", None),
    (When(), "date unknown", "التاريخ غير معروف"),
]


@pytest.mark.parametrize(("when", "en", "ar"), WHENS)
def test_dates_keep_their_precision(when, en, ar):
    assert EN.when(when) == en
    assert ar is None or AR.when(when) == ar


FIGURES = [
    (("exact", 1225, 1225, 1225), "1,225"), (("at_least", 745, 745, None), "at least 745"),
    (("more_than", 4000, 4001, None), "more than 4,000"), (("up_to", 9, 0, 9), "up to 9"),
    (("about", 1400, 1260, 1540), "about 1,400"), (("between", None, 2300, 2400), "2,300 to 2,400"),
    (("vague", None, 24, 96), "24 to 96"), (("vague", None, None, None), "a number not given"),
    (("vague", None, 200, None), "200 or more, no upper end"),
]


@pytest.mark.parametrize(("figure", "expected"), FIGURES)
def test_figures_keep_their_bounds(figure, expected):
    assert EN.quantity(*figure) == expected
