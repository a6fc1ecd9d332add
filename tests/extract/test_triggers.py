"""Which sentences are parsed, and that bad input neither crashes nor moves an offset."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.extract import load_tools, read_document
from bearwitness.extract.triggers import choose, sentences
from bearwitness.readers import read_bytes


@pytest.mark.parametrize(("text", "expected"), [
    ("Gen. Omar Ruzek left. He was shot.", ["Gen. Omar Ruzek left. ", "He was shot."]),
    ("Spc. Lina Moss and Ssgt. Pavel Ruzek came. They slept.", ["Spc. Lina Moss and Ssgt. Pavel Ruzek came. ", "They slept."]),
    ("The U.S. Army left at 5 p.m. yesterday. “Go!” he said.", ["The U.S. Army left at 5 p.m. yesterday. ", "“Go!” he said."]),
    ("It cost $1.5 million. then it rained", ["It cost $1.5 million. then it rained"]),
    ("He works for the BBC. She left.", ["He works for the BBC. ", "She left."]),
    ("", []),
])
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text(alphabet="aB. !?”\"U.S\n1", max_size=80))
def test_sentences_are_the_whole_text(text: str) -> None:
    found = sentences(text)
    assert "".join(text[a:b] for a, b in found) == text


@pytest.mark.parametrize(("text", "kept", "why"), [
    ("Gunmen killed two men. The river is long.", [True, False], "a word of harm; none"),
    ("The river is long. The sky was blue.", [False, False], "nothing that a rule begins with"),
    ("Lina Moss drove to Homs. She said that it rained.", [True, True], "what a pronoun stands for is kept"),
    ("Police blamed the rebels. It was noon.", [True, False], "blame"),
])
def test_what_is_parsed(text: str, kept: list[bool], why: str) -> None:
    [chosen] = choose([(text, False)])
    assert [(a, b) in chosen for a, b in sentences(text)] == kept, why


# --- bad input ------------------------------------------------------------------------------------------

@cache
def tools() -> Any:
    return load_tools()


def check(text: str) -> int:
    document = read_bytes(text.encode(), name="text.txt", published_at="2025-03-11", media_type="text/plain")
    reading = read_document(document, tools=tools())
    assert reading.failures == ()
    for claim in reading.claims:
        for p in (claim.passage, *claim.content, *([claim.cue] if claim.cue else []), *(w.passage for w in claim.speakers if w.passage)):
            assert document.text[p.start:p.end] == p.exact and p.exact
    for m in reading.mentions:
        assert document.text[m.passage.start:m.passage.end] == m.passage.exact
    return len(reading.claims)


PROSE = "Soldiers of the northern brigade killed 12 people in Idlib on Monday, said Omar Haddad, the mayor. "


@pytest.mark.parametrize(("text", "least", "why"), [
    (PROSE.upper() * 3, 3, "capitals"),
    ("soldiers killed twelve people in the town and the mayor said that they had fled " * 20, 1, "no punctuation"),
    (PROSE.replace(" ", " \u200b").replace("said", "\u200fsaid\u200e") * 3, 0, "zero-width characters and marks of direction"),
    ("So1diers ki|led l2 peop1e , sald Ornar Hadd@d ,, the rnayor .. " * 5, 0, "noise of a scan"),
    ("قُتل 12 شخصا в Харькове убиты 5 \u200f\u200bkilled\u200d 3 people " * 5, 0, "mixed scripts"),
    ("“‘\"" * 350 + " he said " + "\"’”" * 350, 0, "a thousand nested quotations"),
    ("6 March 2024, " * 700, 0, "only dates"), ("12 1,345 7 " * 700, 0, "only numbers"), ("Aleppo" * 3000, 0, "no space"),
    ("((((killed))))[[{{ " * 100, 0, "brackets"), ("he said: " * 400, 0, "colons"), ("\r\n \u2028\f\x1b x", 0, "breaks and controls"),
])
def test_bad_input_is_read_without_failure_and_with_exact_offsets(text: str, least: int, why: str) -> None:
    assert check(text) >= least, why


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([PROSE, "“We saw 3 dead,” ", "he said", ". ", ", ", "\n", "\r\n", "\u200f", "\u200b", "'", "\"", "”", "12 killed ",
                                 "GUNMEN SHOT SIX. ", "Homs ", "قُتل ثلاثة ", "(", "on 6 March ", "denied that ", "\U0001f534 ", "e\u0301"]), max_size=14))
def test_every_passage_is_the_slice_of_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    if text.strip():
        check(text)
