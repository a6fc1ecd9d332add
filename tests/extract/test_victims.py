"""Named victims: who is named as killed, and who is only named."""

import re

import pytest
from tests.extract.reading_pages import page_of

from bearwitness.extract.names import Name
from bearwitness.extract.tolls import find_tolls
from bearwitness.extract.victims import find_victims

# (text, names of persons in it, [(name, age, sex, status)], why)
CASES = [
    ("Ahmad Salim, 34, a baker, was killed by a sniper.", ["Ahmad Salim"], [("Ahmad Salim", 34, None, "baker")], "age and apposition"),
    ("The killing of Ahmad Salim, a 34-year-old baker, by gunmen shocked the town.", ["Ahmad Salim"],
     [("Ahmad Salim", 34, None, "baker")], "nominal"),
    ("Gunmen killed journalist Ahmad Salim and wounded his driver.", ["Ahmad Salim"], [("Ahmad Salim", None, None, "journalist")],
     "title before the name"),
    ("The dead were named as Huda Qasim, 29, and Samir Qasim, 31.", ["Huda Qasim", "Samir Qasim"],
     [("Huda Qasim", 29, None, None), ("Samir Qasim", 31, None, None)], "a list of the dead"),
    ("A woman, Huda Qasim (29), was shot dead in Sura.", ["Huda Qasim"], [("Huda Qasim", 29, "female", None)], "sex where it is said"),
    ("Huda Qasim, a teacher, and Samir Qasim, a student, died in the shelling.", ["Huda Qasim", "Samir Qasim"],
     [("Huda Qasim", None, None, "teacher"), ("Samir Qasim", None, None, "student")], "two with appositions"),
    ("Ahmad Salim said that 13 people were killed.", ["Ahmad Salim"], [], "a speaker"),
    ("Police officer Nader Haddad killed three people.", ["Nader Haddad"], [], "the doer"),
    ("12 people were killed by Nader Haddad and his men.", ["Nader Haddad"], [], "the doer of a passive"),
    ("The killing of 12 people by Nader Haddad was condemned.", ["Nader Haddad"], [], "the doer of a noun"),
    ("Nader Haddad's brother was killed.", ["Nader Haddad"], [], "another person"),
    ("Nader Haddad, who was wounded in the attack, said two men were killed.", ["Nader Haddad"], [], "wounded, not killed"),
    ("According to Nader Haddad, 12 people were killed.", ["Nader Haddad"], [], "a source"),
]


def _page(text, names):
    page = page_of(text)
    page.names = [Name(m.start(), m.end(), n, "person") for n in names for m in re.finditer(re.escape(n), text)]
    return page


@pytest.mark.parametrize(("text", "names", "expected", "why"), CASES, ids=[c[3] for c in CASES])
def test_victims(text, names, expected, why):
    found = sorted((d.value.name, d.value.age, d.value.sex, d.value.status) for d in find_victims(_page(text, names)))
    assert found == expected, why


@pytest.mark.parametrize(("text", "names", "expected", "why"), [c for c in CASES if c[3] != "another person"])
def test_each_victim_has_a_toll_of_one(text, names, expected, why):
    ones = [d for d in find_tolls(_page(text, names)) if d.value.number == 1 and d.value.harm == "killed"]
    assert len(ones) == len(expected), why


def test_the_canonical_name_is_the_victims_name():
    page = page_of("Salim was killed on Friday.")
    page.names = [Name(0, 5, "Salim", "person", None, "Ahmad Salim")]
    (draft,) = find_victims(page)
    assert draft.value.name == "Ahmad Salim" and draft.original == "Salim"


def test_a_denied_killing_keeps_its_hedge():
    page = page_of("The army did not kill Ahmad Salim.")
    page.names = [Name(22, 33, "Ahmad Salim", "person")]
    assert [d.hedge for d in find_victims(page)] == ["negated"]
