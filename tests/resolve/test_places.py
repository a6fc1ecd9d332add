"""Places: which words are places, which place each is, and how precise the words are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.resolve.places import PlaceFinder
from bearwitness.store.gazetteer import open_gazetteer

FINDER = PlaceFinder(open_gazetteer())


def found(text, **more):
    return {text[m.start:m.end]: m for m in FINDER.find_document(text, **more)}


PRECISION = [
    # text, words, kind, country, where_prec, why
    ("A bomb fell in Jableh, Syria.", "Jableh", "city", "SY", 1, "named town"),
    ("Clashes near Jableh in Syria.", "Jableh", "city", "SY", 2, "near a town"),
    ("They died on the outskirts of Idlib, Syria.", "Idlib", "city", "SY", 2, "outskirts"),
    ("They fought 10 km north of Idlib, Syria.", "Idlib", "city", "SY", 2, "distance from a town"),
    ("Homes burned in Afrin district, Syria.", "Afrin", "admin2", "SY", 3, "district"),
    ("He was held in Latakia governorate, Syria.", "Latakia", "admin1", "SY", 4, "governorate after"),
    ("the governorates of Latakia and Tartus in Syria", "Tartus", "admin1", "SY", 4, "plural before counts for both"),
    ("in Latakia and Tartus provinces of Syria", "Latakia", "admin1", "SY", 4, "plural after counts for both"),
    ("villages in the Hama countryside, Syria", "Hama", "admin1", "SY", 4, "countryside is the region round it"),
    ("in rural Latakia, Syria", "rural Latakia", "admin1", "SY", 4, "rural"),
    ("on the road between Homs and Hama in Syria", "Hama", "city", "SY", 5, "between two places"),
    ("camps in northern Iraq were shelled", "northern Iraq", "country", "IQ", 5, "larger than a region"),
    ("along the Syrian coast", "Syrian coast", "feature", "SY", 5, "coast"),
    ("in Syria’s coastal provinces", "Syria’s coastal provinces", "feature", "SY", 5, "coast, in other words"),
    ("at the Turkish border", "Turkish border", "feature", "TR", 5, "border"),
    ("on the Qandil mountains", "Qandil mountains", "feature", "IQ", 5, "mountain range"),
    ("Bombs fell on Syria.", "Syria", "country", "SY", 6, "country"),
    ("A boat sank in the Mediterranean Sea.", "Mediterranean Sea", "feature", None, 7, "sea"),
    ("A ship burned off the coast of Yemen.", "Yemen", "country", "YE", 7, "off the coast"),
    ("Shells hit Gaza, and Gaza City in the Gaza Strip.", "Gaza City", "city", "PS", 1, "the city within the strip"),
    ("in the West Bank", "West Bank", "admin1", "PS", 4, "region with own name"),
]


@pytest.mark.parametrize(("text", "words", "kind", "country", "precision", "why"), PRECISION)
def test_precision(text, words, kind, country, precision, why):
    m = found(text)[words]
    assert (m.kind, m.where.country, m.where.precision) == (kind, country, precision), why


NO_PLACE = [
    ("Turkish officials met the French envoy.", "demonyms"),
    ("In March the Police Union met on Friday.", "months, bodies, days"),
    ("Rubio accused them. Fidan denied it.", "surnames that are also towns"),
    ("Marco Rubio spoke, then Rubio left.", "a surname after a given name"),
    ("Hamza Division fighters attacked.", "a body"),
    ("the Kyiv Independent reported", "an outlet"),
    ("pro-Syria groups and Iran-backed militias", "compounds"),
    ("Us too, and IT said so.", "pronoun and initials"),
    ("They march to the hills; nice reading.", "small letters"),
    ("QANDIL PRESS wrote", "an outlet in capitals"),
]


@pytest.mark.parametrize(("text", "why"), NO_PLACE)
def test_no_place(text, why):
    assert not found(text), why


NAMESAKES = [
    ("Shells hit Homs and Idlib.", "Homs", "SY", "not Al Khums in Libya"),
    ("In Syria, families fled Derik.", "Derik", "SY", "one in Syria, one in Turkey"),
    ("In Turkey, families fled Derik.", "Derik", "TR", "one in Syria, one in Turkey"),
    ("He was born in Paris, Texas.", "Paris", "US", "the region beside it decides"),
    ("The court sat in Paris.", "Paris", "FR", "the large one without other signs"),
    ("Tbilisi is the capital of Georgia.", "Georgia", "GE", "country"),
    ("In the United States, police in Atlanta, Georgia, and Alabama and Ohio", "Georgia", "US", "state"),
    ("Sinjar in Iraq", "Sinjar", "IQ", "the country named beside it"),
]


@pytest.mark.parametrize(("text", "words", "country", "why"), NAMESAKES)
def test_namesakes(text, words, country, why):
    assert found(text)[words].where.country == country, why


SCRIPTS = [
    ("قُتل مدنيون في ريف اللاذقية وبانياس", "اللاذقية", 4, "countryside of, in Arabic"),
    ("قُتل مدنيون في ريف اللاذقية وبانياس", "بانياس", 1, "joined 'and'"),
    ("وفي دمشق ومدينة حلب", "حلب", 1, "town of, in Arabic"),
    ("لە شاری قامشلۆ و کۆبانێ", "کۆبانێ", 1, "Sorani"),
    ("در سوریا و عفرین", "عفرین", 1, "Persian"),
    ("Взрывы в Харькове и Киеве, Украина", "Харькове", 1, "Slavic case"),
    ("Lazkiye'de patlama oldu, Suriye", "Lazkiye", 1, "Turkish case ending"),
]


@pytest.mark.parametrize(("text", "words", "precision", "why"), SCRIPTS)
def test_scripts(text, words, precision, why):
    assert found(text)[words].where.precision == precision, why


def test_an_unknown_village_stays_as_text():
    m = found("Men came to the village of Dunmarra, Syria, at night.")["Dunmarra"]
    assert (m.kind, m.where.place_id, m.where.lat, m.where.lon) == ("unresolved", None, None, None)
    assert (m.where.name, m.where.precision, m.where.country) == ("Dunmarra", 1, "SY")


def test_a_small_namesake_far_away_is_not_a_point():
    """There is an Arbin elsewhere; the text speaks of Syria only."""
    m = found("They shelled the town of Arbin in Syria, and Homs.")["Arbin"]
    assert m.where.lat is None or m.where.country == "SY"


def test_two_spellings_are_one_place():
    places = found("He spoke in Qamishli (Qamişlo), Syria.")
    assert places["Qamishli"].where.place_id == places["Qamişlo"].where.place_id


def test_country_inside_a_region_is_marked_inner():
    mentions = FINDER.find_document("in northern Iraq")
    assert [(m.where.name, m.inner) for m in mentions] == [("northern Iraq", False), ("Iraq", True)]


def test_capitals_and_countries_may_stand_for_governments():
    places = found("Ankara said so, and Damascus denied it; in Homs and Turkey people fled. Syria agreed.")
    assert places["Ankara"].is_country_or_capital and places["Turkey"].is_country_or_capital
    assert not places["Homs"].is_country_or_capital


def test_blocked_names_are_no_places():
    text = "The Aleppo Martyrs spoke in Aleppo, Syria."
    (m,) = [m for m in FINDER.find_document(text, blocked=[(4, 18)]) if m.where.name == "Aleppo"]
    assert m.start == 28


def test_outside_context_decides():
    text = "Families fled Derik."
    assert found(text, context=["TR"])["Derik"].where.country == "TR"
    assert found(text, context=["SY"])["Derik"].where.country == "SY"


def test_spans_limit_the_search():
    text = "In Homs.\nIn Idlib."
    (m,) = FINDER.find_document(text, spans=[(9, 18, "en")])
    assert (m.start, m.where.name) == (12, "Idlib")


@given(st.text(alphabet="Homs Latakia,Syria's coast of (in) the village-al Rubio U.S. سوريا .", max_size=80))
def test_odd_text_never_fails_and_offsets_hold(text):
    last = -1
    for m in FINDER.find_document(text):
        assert 0 <= m.start < m.end <= len(text) and m.start >= last
        assert m.where.name == text[m.start:m.end]
        last = m.start
