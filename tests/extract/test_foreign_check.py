"""Packs of one's own: what they add, and what is said when one is broken."""

import tomllib
from importlib import resources

import pytest
from tests.extract.test_foreign import page_of

from bearwitness.errors import UsageError
from bearwitness.extract.foreign import find_foreign_tolls, language_table
from bearwitness.extract.foreign_check import check
from bearwitness.extract.foreign_packs import CODES, pack, pack_for, use_packs

WHOLE = """
name = "Swahili"
lacks = "nearly everything"
[writing]
script = "latin"
fold = "letters"
and = "na"
[numbers.words]
2 = "wawili"
3 = "watatu"
[people]
persons = "watu"
[harm.killed]
patterns = "N waliuawa, N wameuawa"
"""


@pytest.fixture(autouse=True)
def shipped_again():
    yield
    use_packs(())


def own(tmp_path, **files):
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    use_packs((tmp_path,))


def numbers(text, code):
    return [d.value.number for d in find_foreign_tolls(page_of(text, code))]


@pytest.mark.parametrize("code", CODES)
def test_the_shipped_packs_have_no_fault(code):
    text = resources.files("bearwitness.extract").joinpath(f"languages/{code}.toml").read_text("utf-8")
    check(tomllib.loads(text), code)


def test_entries_are_added_to_a_shipped_pack(tmp_path):
    sentence = "Trece recolectores cayeron bajo las balas."
    assert numbers(sentence, "es") == []
    own(tmp_path, es='[people]\npopulations = "recolectores"\n[harm.killed]\npatterns = "N … cayeron bajo las balas"\n')
    assert numbers(sentence, "es") == [13]
    assert numbers("Murieron 13 personas en Bogotá.", "es") == [13], "what was shipped still stands"
    use_packs(())
    assert numbers(sentence, "es") == []


def test_a_new_language(tmp_path):
    assert pack_for("sw", "latin") is None
    own(tmp_path, sw=WHOLE)
    assert numbers("Watu watatu waliuawa.", "sw") == [3] and numbers("Watu watatu walifika.", "sw") == []
    row = next(r for r in language_table() if r["code"] == "sw")
    assert (row["name"], row["lacks"], row["harms"]) == ("Swahili", ["nearly everything"], ["killed"])
    assert row["reader"] == "language pack of your own"


def test_a_whole_pack_takes_the_place_of_the_shipped_one(tmp_path):
    own(tmp_path, es=WHOLE.replace("Swahili", "Spanish of one's own"))
    assert pack("es").name == "Spanish of one's own"
    assert numbers("Murieron 13 personas en Bogotá.", "es") == []


BROKEN = [
    (WHOLE.replace('"letters"', "letters"), "line 6", "not TOML"),
    (WHOLE.replace('name = "Swahili"', ""), "name: is missing", "no name"),
    (WHOLE.replace('fold = "letters"', ""), "writing.fold: is missing: write one of marks, letters, turkish", "no fold"),
    (WHOLE.replace('"letters"', '"accents"'), "writing.fold: 'accents' is unknown", "unknown fold"),
    (WHOLE.replace("[people]", "[peoples]"), "peoples: is no key of a pack: did you mean people?", "section misspelt"),
    (WHOLE.replace("patterns", "pattern"), "harm.killed.pattern: is no key of [harm.killed]: did you mean patterns?", "key misspelt"),
    (WHOLE.replace("3 =", "three ="), "numbers.words.three: must be a number", "a number in words as key"),
    (WHOLE.replace('"watu"', '["watu"]'), "people.persons: is list: write one text in quotation marks", "a list of TOML"),
    (WHOLE.replace('"watu"', '"watu، mtu"'), "people.persons: has a comma of another script", "an Arabic comma"),
    (WHOLE.replace("N wameuawa", "wameuawa"), "pattern 'wameuawa': write one N", "no N"),
    (WHOLE.replace("N wameuawa", "wame N uawa"), "pattern 'wame N uawa': write one N, at its beginning or its end", "N in the middle"),
    (WHOLE.replace("N wameuawa", "N ... wameuawa"), "write the one sign …", "three points"),
    (WHOLE + '[hedge]\nmaybe = "labda"\n', "hedge.maybe: is no key of [hedge]", "unknown hedge"),
    (WHOLE + '[numbers.vague]\nmany = "wengi"\n', "numbers.vague.many: must be the ends of a size", "a vague size in words"),
    (WHOLE.replace('patterns = "N waliuawa, N wameuawa"', "").replace("[harm.killed]", '[harm]\nkilled = "waliuawa"'),
     "harm.killed: must be a section: write [harm.killed]", "a value where a section stands"),
]


@pytest.mark.parametrize(("text", "said", "why"), BROKEN, ids=[b[2] for b in BROKEN])
def test_a_broken_pack_is_told_with_file_key_and_what_to_do(tmp_path, text, said, why):
    with pytest.raises(UsageError) as told:
        own(tmp_path, sw=text)
    assert str(tmp_path / "sw.toml") in str(told.value)
    assert said in str(told.value)


def test_entries_for_a_language_without_a_pack(tmp_path):
    with pytest.raises(UsageError, match=r"no pack of 'sw' is shipped.*\[writing\]"):
        own(tmp_path, sw='[people]\npersons = "watu"\n')


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="there is no such folder"):
        use_packs((tmp_path / "nowhere",))
