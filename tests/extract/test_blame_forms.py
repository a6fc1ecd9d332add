"""The forms in which somebody is blamed, or takes or denies the blame. All names are made up.

Each row: text, then for each attribution the last speaker (None: nobody is named), the accused and the stance.
"""

from __future__ import annotations

from functools import cache

import pytest

from bearwitness.extract import Tools, load_tools, read_document
from bearwitness.readers import read_bytes

BRIGADE = "Northern Brigade"


@cache
def tools() -> Tools:
    return load_tools()


def blame(text: str) -> list[tuple[str | None, str, str]]:
    reading = read_document(read_bytes(text.encode(), name="t.txt", published_at="2020-01-01"), tools=tools())
    assert not reading.failures
    return [(c.speakers[-1].name if c.speakers else None, c.value.accused[0].name.removeprefix("the ").removeprefix("The "), c.stance)
            for c in reading.claims if c.kind == "attribution"]


CLAIMED = [(text, [(BRIGADE, BRIGADE, "confirms")]) for text in (
    "The Northern Brigade claimed responsibility for the attack on the market.",
    "The attack was claimed by the Northern Brigade.",
    "Multiple attacks, also claimed by the Northern Brigade, have killed at least 35 people.",
    "A blast in Homs, claimed by the Northern Brigade, killed nine people.",
    "Today there was a blast claimed by the Northern Brigade that targeted mourners.",
    "Responsibility for the blast was claimed by the Northern Brigade.",
    "The Northern Brigade took credit for the ambush.",
    "The Northern Brigade claimed to have shot down the jet.",
    "The Northern Brigade admitted killing the hostages.",
    "In a statement the Northern Brigade issued a claim of responsibility for the blast.",
)]
BLAMED = [
    ("The Northern Brigade said it carried out the attack.", [(BRIGADE, BRIGADE, "accuses")]),
    ("The army blamed the Northern Brigade for the attack.", [("The army", BRIGADE, "accuses")]),
    ("The attack was blamed on the Northern Brigade.", [(None, BRIGADE, "accuses")]),
    ("The Northern Brigade was blamed for the massacre.", [(None, BRIGADE, "accuses")]),
    ("Officials put the blame on the Northern Brigade.", [("Officials", BRIGADE, "accuses")]),
    ("Residents laid the blame for the massacre at the door of the army.", [("Residents", "army", "accuses")]),
    ("Blame for the massacre fell on the army.", [(None, "army", "accuses")]),
    ("Residents pointed the finger at the army.", [("Residents", "army", "accuses")]),
    ("The ministry said the Northern Brigade was behind the bombing.", [("The ministry", BRIGADE, "accuses")]),
    ("The ministry said the Northern Brigade was responsible for the killings.", [("The ministry", BRIGADE, "accuses")]),
    ("Witnesses said soldiers opened fire on the crowd.", [("Witnesses", "soldiers", "accuses")]),
    ("Police said Anton Holt shot two women outside a bar.", [("Police", "Anton Holt", "accuses")]),
    ("According to prosecutors, Holt stabbed his wife.", [("prosecutors", "Holt", "accuses")]),
    ("Officials attributed the attack to the Northern Brigade.", [("Officials", BRIGADE, "accuses")]),
    ("Investigators linked the Northern Brigade to the killing.", [("Investigators", BRIGADE, "accuses")]),
    ("Police suspect the Northern Brigade of carrying out the attack.", [("Police", BRIGADE, "accuses")]),
    ("Suspected Northern Brigade fighters attacked the village, killing nine people.", [(None, "Northern Brigade fighters", "accuses")]),
    ("The Northern Brigade is believed to be behind the attack.", [(None, BRIGADE, "accuses")]),
    ("The attack is thought to be the work of the Northern Brigade.", [(None, BRIGADE, "accuses")]),
    ("The attack bore the hallmarks of the Northern Brigade.", [(None, BRIGADE, "accuses")]),
    ("Holt was charged with murder over the killing of a teacher.", [(None, "Holt", "accuses")]),
    ("Holt was convicted of killing a teacher.", [(None, "Holt", "accuses")]),
    ("Holt was arrested on suspicion of murder.", [(None, "Holt", "accuses")]),
    ("The inquiry identified Holt as the gunman.", [("The inquiry", "Holt", "accuses")]),
    ("The inquiry held the army responsible for the deaths.", [("The inquiry", "army", "accuses")]),
    ("The report implicated the army in the massacre.", [("The report", "army", "accuses")]),
    ("Government forces were accused by activists of dropping barrel bombs.", [("activists", "Government forces", "accuses")]),
    ("The group perpetrated the massacre, survivors said.", [("survivors", "group", "accuses")]),
]
DENIED = [(text, [("The army", "army", "denies")]) for text in (
    "The army denied responsibility for the massacre.",
    "The army denied being behind the attack.",
    "The army said it had nothing to do with the massacre.",
    "The army said it did not carry out the strike.",
    "The army rejected the accusation that it had bombed the hospital.",
    "The army distanced itself from the killings.",
)]
SILENT = [(text, []) for text in (
    "No group has claimed responsibility for the attack.",
    "No one claimed the attack.",
    "The Northern Brigade has not claimed responsibility for the attack.",
    "The soldier who carried out the attack was arrested.",
    "The army carried out an attack on rebel positions on Monday.",
    "The rebels killed nine soldiers in an ambush.",
    "The brigade has regained about 300 square miles, he said.",
    "Coalition jets destroyed 14 tanks, the spokesman said.",
    "The minister blamed the weather for the delay.",
    "He blamed himself for the defeat.",
    "Holt was convicted of speeding.",
    "The company claimed a record profit.",
    "The study linked the drug to sleep.",
)]


@pytest.mark.parametrize(("text", "expected"), [*CLAIMED, *BLAMED, *DENIED, *SILENT])
def test_blame(text, expected):
    assert blame(text) == expected
