"""Texts in capitals: small letters for the rules, the original for everything kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.extract.casing import in_capitals, recase, sentence_case, with_original
from bearwitness.model import Reading
from bearwitness.readers import read_bytes

CAPITALS = ("SAMPLETOWN, 9 JAN 90 (EFE) -- [TEXT] THE POLICE REPORTED TODAY THAT MAYOR ANSELMO TERVALDO WAS KILLED BY\n"
            "MEMBERS OF THE SHINING PATH IN MARCH.  A BOMB EXPLODED NEAR MR. ZORVAN'S HOUSE ON FRIDAY.")


def test_capitals_become_sentences_of_the_same_length() -> None:
    shown = recase(CAPITALS, ["Shining Path"])
    assert len(shown) == len(CAPITALS)
    assert shown.upper() == CAPITALS
    assert shown == ("Sampletown, 9 Jan 90 (EFE) -- [Text] The police reported today that Mayor Anselmo Tervaldo was killed by\n"
                     "members of the Shining Path in March.  A bomb exploded near Mr. Zorvan's house on Friday.")


@pytest.mark.parametrize(("text", "expected", "why"), [
    ("The police said that two men were killed near the town.", False, "an ordinary sentence"),
    ("BREAKING NEWS: the police said that two men were killed near the town of Exampleton on Friday.", False, "a headline in front"),
    (CAPITALS, True, "a wire message in capitals"),
    ("NATO SAYS NO", False, "too short to tell"),
    ("مدينة حلب 12 قتيلا", False, "a script without case"),
])
def test_when_a_text_is_in_capitals(text: str, expected: bool, why: str) -> None:
    assert in_capitals(text) is expected, why


@pytest.mark.parametrize(("text", "part"), [
    ("THE REBELS OF THE [QZFL] SAID THAT THE QZFL ATTACKED A FARM", "the QZFL attacked"),
    ("THE ATTACK BY THE ELN GUERRILLAS IN MAY 1989 KILLED TWO MEN THERE", "ELN guerrillas in May 1989"),
    ("THE COLONEL MAY HAVE SEEN COLONEL ZORVANDO MARCH TO THE ARMY BASE", "colonel may have seen Colonel Zorvando march"),
    ("HE SAID THAT THE TOWN OF SAN TERVALDO DE LA SIERRAVAL WAS ATTACKED TODAY", "San Tervaldo de la Sierraval was"),
])
def test_words_that_keep_or_lose_their_capital(text: str, part: str) -> None:
    assert part in recase(text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(recase(text, ["Shining Path"])) == len(text)


@given(st.text(alphabet="ABCDE IJ.,'’ßİŒÉ\n[]()\"-9", max_size=200))
@settings(max_examples=200, deadline=None)
def test_letters_stay_the_same_letters(text: str) -> None:
    shown = recase(text)
    assert all(a == b or a.lower() == b or a == b.upper() for a, b in zip(text, shown, strict=True))


def test_an_ordinary_document_is_the_very_same_object() -> None:
    document = read_bytes(b"The police said that two men were killed near Exampleton on Friday.", name="a.txt", media_type="text/plain")
    assert sentence_case(document, lambda: ["Shining Path"]) is document
    reading = Reading(document)
    assert with_original(reading, document) is reading
