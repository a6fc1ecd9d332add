"""Who is meant: descriptions that come back, relative clauses, conditions of speaking."""

from functools import cache

import pytest

from bearwitness.extract import load_tools, read_document
from bearwitness.readers import read_bytes
from bearwitness.store.gazetteer import open_gazetteer


@cache
def claims_of(text: str):
    return read_document(read_bytes(text.encode(), name="a.txt"), tools=_tools()).claims


@cache
def _tools():
    return load_tools(open_gazetteer())


ROWS = [
    ("A war monitor said 14 people died. The army denied it. The toll had risen to 19, the monitor added.", "a war monitor", "the toll", "the same noun again"),
    ("Monitor says 745 dead\n\nAccording to the Syrian Observatory for Human Rights, 745 people died. The monitor said that 213 fighters were also killed.",
     "Syrian Observatory for Human Rights", "213 fighters", "a headline brings nobody in"),
    ("Medics at the clinic in Exampleton said 14 people died. The army denied it. Nine were in danger, the medics said.", "Medics at the clinic in Exampleton", "Nine were", "in the plural"),
    ("Colonel Jean Mabano rejected reports that his troops had fled, saying they had carried out a withdrawal.", "Jean Mabano", "they had carried out a withdrawal",
     "who rejects, says"),
    ('Patient Kalume said his fighters would not leave the town "until the government agrees to talks" and denied targeting civilians.', "Patient Kalume",
     "targeting civilians", "outside of the quotation, so not the government"),
    ("Separately, two soldiers were killed and five others wounded when a rocket-propelled grenade hit their vehicle, Exampleton's army radio reported.",
     "Exampleton's army radio", "Separately, two soldiers were killed", "all before the cue"),
    ("Russia launched it. Prosecutors in Exampleton said they had seen the video, which they called a fake.", "Prosecutors in Exampleton", "which", "they, in the plural"),
    ("“They took the young men,” said a teacher who gave only her first name, Amina. She said the market was empty.", "a teacher", "the market was empty",
     "nobody else spoke since"),
    ("Nura Vandel said it was calm. A teacher wept. She said the market was empty.", "Nura Vandel", "the market was empty", "a teacher who did not speak"),
    ("“We left,” said Farida Nassal, a spokeswoman for the Coastal Relief Committee, who accused the army of looting.", "Farida Nassal", "the army of looting", "she, not the body"),
]


@pytest.mark.parametrize(("text", "speaker", "words", "why"), ROWS)
def test_who_is_meant(text: str, speaker: str, words: str, why: str) -> None:
    claims = claims_of(text)
    found = [c for c in claims if c.kind == "statement" and any(p.exact.lower().strip(".").startswith(words.lower()) or (words[0].isupper() and words in p.exact) for p in c.content)]
    assert [c.speakers[-1].name.lower() for c in found] == [speaker.lower()], why


def test_a_condition_of_speaking_is_no_demand() -> None:
    text = "“It was bad,” said a nurse who asked not to be named. A guard requested anonymity. A driver asked to remain anonymous."
    claims = claims_of(text)
    assert [c.stance for c in claims if c.kind in ("statement", "demand")] == ["asserts"]


def test_fighting_leaves_people_dead_and_nobody_is_blamed_for_it() -> None:
    text = "Rebels seized the town of Exampleton on Thursday after two days of fighting with the army that left at least 40 people dead, officials said."
    claims = claims_of(text)
    assert [c for c in claims if c.kind == "attribution"] == []
    assert all("army" not in w.name for c in claims if c.kind == "event" for w in c.value.perpetrators)
    assert [c.value.number for c in claims if c.kind == "toll"] == [40]


def test_carrying_out_a_withdrawal_is_no_deed_to_be_blamed_for() -> None:
    assert [c for c in claims_of("The army said it had carried out a tactical withdrawal.") if c.kind == "attribution"] == []


def test_a_second_teller_is_not_inside_the_first_ones_words() -> None:
    text = "Air strikes killed at least 29 people in a school on Tuesday, health officials said, while the military said it had targeted a fighter."
    found = [c for c in claims_of(text) if c.kind == "statement"]
    assert [[s.name for s in c.speakers] for c in found] == [["health officials"], ["the military"]]


def test_those_taken_hostage_took_nobody() -> None:
    claims = claims_of("About 1,200 people were killed and more than 250 taken hostage in the attack.")
    assert [c.value.perpetrators for c in claims if c.kind == "event" and "Abduction" in c.value.type] in ([], [()])


def test_what_the_report_adds_is_not_the_speakers() -> None:
    [said] = [c for c in claims_of("The ministry claimed it struck a command post, a claim that could not be verified.") if c.kind == "statement"]
    assert ([p.exact for p in said.content], said.hedge) == (["it struck a command post"], "unverified")


def test_a_denial_behind_a_claim_is_not_cut_off() -> None:
    [said] = [c for c in claims_of("A group said it had killed five men, an account that has been denied by residents.") if c.kind == "statement"]
    assert "denied by residents" in said.content[-1].exact


def test_blame_with_its_accuser_between() -> None:
    [blame] = [c for c in claims_of("The attack in the town was blamed by local media on the Example Cartel.") if c.kind == "attribution"]
    assert [w.name.removeprefix("the ") for w in blame.value.accused] == ["Example Cartel"]
    assert [s.name for s in blame.speakers] == ["local media"]
    [event] = [c for c in claims_of("The attack in the town was blamed by local media on the Example Cartel.") if c.kind == "event"]
    assert ("Example Cartel" in event.value.perpetrators[0].name, event.value.targets) == (True, ())


def test_who_tells_of_the_wounded_is_not_one_of_them() -> None:
    text = "A missile hit a building in Exampleton, killing at least three people and wounding 21, the regional governor said."
    assert sorted((c.value.harm, c.value.number) for c in claims_of(text) if c.kind == "toll") == [("injured", 21), ("killed", 3)]
