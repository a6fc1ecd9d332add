"""Tolls, on the table of `vectors/tolls` and on what a table cannot show."""

import json
from pathlib import Path

import pytest
from tests.extract.reading_pages import page_of

from bearwitness.extract.names import Name
from bearwitness.extract.tolls import find_tolls
from bearwitness.model import Toll, When, Where

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "vectors" / "tolls" / "english.json").read_text(encoding="utf-8"))["cases"]


def _value(draft, field):
    if field == "hedge":
        return draft.hedge
    if field == "part_of":
        return draft.refs["part_of"].value.phrase if "part_of" in draft.refs else None
    return getattr(draft.value, field)


def _matches(expected, draft):
    return all(_value(draft, field) == value for field, value in expected.items())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["why"][:40])
def test_table(case):
    left = find_tolls(page_of(case["text"]))
    shown = [(d.value, d.hedge) for d in left]
    for expected in case["tolls"]:
        hit = next((d for d in left if _matches(expected, d)), None)
        assert hit is not None, (case["why"], expected, shown)
        left.remove(hit)
    assert not left, (case["why"], "more than expected", shown)


@pytest.mark.parametrize("case", CASES[::3], ids=lambda c: c["why"][:40])
def test_every_draft_stands_in_the_text(case):
    text = case["text"]
    for d in find_tolls(page_of(text)):
        assert isinstance(d.value, Toll)
        assert 0 <= d.start <= d.at < d.end <= len(text)
        assert d.value.phrase == d.original and d.value.phrase in text[d.start:d.end]
        assert text.index(d.value.phrase, d.start) <= d.at
        assert d.value.bound != "exact" or d.value.low == d.value.high == d.value.best == d.value.number


class _Seen:
    """A place or date as the resolvers hand it over."""

    def __init__(self, text, words, **value):
        self.start = text.index(words)
        self.end = self.start + len(words)
        self.__dict__.update(value)


def test_place_and_time_of_each_toll():
    text = "On 6 March 13 officers were killed in Sura, and on 8 March 40 villagers were killed in Nasr, police said on Monday."
    page = page_of(text)
    page.places = [_Seen(text, name, where=Where(name)) for name in ("Sura", "Nasr")]
    page.dates = [_Seen(text, words, when=When(day, day, "day", words)) for words, day in
                  (("6 March", "2025-03-06"), ("8 March", "2025-03-08"), ("Monday", "2025-03-10"))]
    found = [(d.value.number, [w.name for w in d.value.where], d.value.when.start) for d in find_tolls(page)]
    assert found == [(13, ["Sura"], "2025-03-06"), (40, ["Nasr"], "2025-03-08")]


def test_the_day_of_saying_is_not_the_day_of_dying():
    text = "The monitor said on Monday that 13 people were killed."
    page = page_of(text)
    page.dates = [_Seen(text, "Monday", when=When("2025-03-10", "2025-03-10", "day"))]
    assert find_tolls(page)[0].value.when == When()


def test_as_of_comes_from_the_text_alone():
    text = "As of 11 March, 1,093 deaths had been recorded since 6 March."
    page = page_of(text)
    page.dates = [_Seen(text, "11 March", when=When("2025-03-11", "2025-03-11", "day")),
                  _Seen(text, "6 March", when=When("2025-03-06", "2025-03-06", "day"))]
    toll = find_tolls(page)[0].value
    assert toll.as_of.start == "2025-03-11"
    assert (toll.when.start, toll.when.end, toll.when.precision) == ("2025-03-06", None, "range")
    assert find_tolls(page_of("13 people were killed."))[0].value.as_of == When()


def test_a_running_total_knows_since_when_and_how_it_stood():
    text = "The death toll in Idlib since 1 July rose to 212, up from 190 on Thursday."
    page = page_of(text)
    page.dates = [_Seen(text, "1 July", when=When("2025-07-01", "2025-07-01", "day")),
                  _Seen(text, "Thursday", when=When("2025-07-10", "2025-07-10", "day"))]
    found = {d.value.number: (d.value.when.start, d.value.when.end, d.value.as_of.start) for d in find_tolls(page)}
    assert found == {212: ("2025-07-01", None, None), 190: ("2025-07-01", None, "2025-07-10")}


def test_places_told_before_their_numbers():
    text = "In Latakia five soldiers were killed, and in Tartus two."
    page = page_of(text)
    page.places = [_Seen(text, name, where=Where(name)) for name in ("Latakia", "Tartus")]
    assert [(d.value.number, [w.name for w in d.value.where]) for d in find_tolls(page)] == [(5, ["Latakia"]), (2, ["Tartus"])]


def test_a_list_by_place_gives_each_part_its_place():
    text = "The monitor counted 1,225 dead: 658 in Latakia, 384 in Tartus and 183 in Hama."
    page = page_of(text)
    page.places = [_Seen(text, name, where=Where(name)) for name in ("Latakia", "Tartus", "Hama")]
    parts = [(d.value.number, [w.name for w in d.value.where]) for d in find_tolls(page) if "part_of" in d.refs]
    assert parts == [(658, ["Latakia"]), (384, ["Tartus"]), (183, ["Hama"])]


def test_a_quotation_is_a_text_of_its_own():
    text = 'The governor told reporters: "At least 13 of our officers were killed here last night." He named nobody.'
    (draft,) = find_tolls(page_of(text))
    assert text[draft.at:].startswith("At least 13")
    assert (draft.value.number, draft.value.whom) == (13, "officers")


def test_a_name_that_speaks_is_not_killed():
    text = "Nader Haddad said that 13 people were killed."
    page = page_of(text)
    page.names = [Name(0, 12, "Nader Haddad", "person")]
    assert [d.value.number for d in find_tolls(page)] == [13]


@pytest.mark.parametrize("text", [
    "", "   ", "!!!", "13", "killed", "KILLED 13 KILLED 14 KILLED", "killed " * 300, "13, " * 300, "(" * 200 + "13 killed",
    "13\u200b people\u200f were killed", "and and and 5 and killed", "of whom of whom 12 of them of them"])
def test_odd_text_never_raises(text):
    find_tolls(page_of(text))


def test_the_seed_article():
    path = ROOT.parent / "shared" / "data" / "seed" / "article.txt"
    if not path.exists():
        pytest.skip("the shared data folder is not here")
    found = [(d.value.harm, d.value.number, d.value.low, d.value.counted, d.value.whom, d.hedge)
             for d in find_tolls(page_of(path.read_text(encoding="utf-8")))]
    assert found == [
        ("killed", 1000, 1001, "persons", "people, primarily from the Alawite community", None),
        ("killed", 13, 13, "persons", "police officers", None),
        ("displaced", None, 2000, "families", "Alawite families", "reported"),
    ]
