"""Quotations alone: who said them, and that odd marks cost neither an error nor quadratic time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.extract.quotes import find_quotes
from bearwitness.extract.said import read_quotes

CASES = [
    ("“We will stay in the village,” said Lina Moss.", "Lina Moss", "said", "verb, then speaker"),
    ("“We will stay in the village,” Lina Moss said on Monday.", "Lina Moss", "said", "speaker, then verb"),
    ("“We will stay in the village,” said Col. Omar Ruzek in Homs.", "Col. Omar Ruzek", "said", "title; the place is no part of him"),
    ("“We will stay in the village,” Lina Moss, a farmer from Homs, told reporters.", "Lina Moss, a farmer from Homs", "told", "apposition"),
    ("Lina Moss, a farmer, said: “We will stay in the village.”", "Lina Moss", "said", "before, with apposition"),
    ("On Monday the mayor warned that “nobody will leave the village”.", "the mayor", "warned", "before, behind a day"),
    ("According to the council, “nobody will leave the village”.", "the council", "According to ", "according to, before"),
    ("“Nobody will leave the village,” according to the council.", "the council", "according to", "according to, behind"),
    ("« Nous resterons au village », said Lina Moss.", "Lina Moss", "said", "angled marks"),
    ("The brigade released this statement:\n\n“Nobody will leave the village.”", "The brigade", "released", "named in the paragraph before"),
    ("A sign read, in red, “No way through here at all.”", None, None, "a thing that reads is no speaker we know"),
    ("“Nobody will leave the village.” The mayor was tired.", None, None, "the next sentence is no attribution"),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "why"), CASES)
def test_speaker_and_verb(text: str, speaker: str | None, cue: str | None, why: str) -> None:
    [said] = read_quotes(text)
    assert (text[slice(*said.speaker)] if said.speaker else None) == speaker, why
    if speaker:
        assert said.cue is not None and text[slice(*said.cue)] == cue, why


def test_a_speaker_goes_on_in_the_paragraph_and_in_the_next() -> None:
    text = "“We stay,” said Lina Moss. “This is our home.\n\n“Nobody will take it from us.”\n\nThe “old” road is closed."
    assert [text[slice(*s.speaker)] if s.speaker else None for s in read_quotes(text)] == ["Lina Moss"] * 3


@pytest.mark.parametrize("text", ["", "“", "”", "\"\"", "'", "“‘\"" * 3000 + "he said" + "\"’”" * 3000, "'he 'said the soldiers' " * 4000, "\"" * 9001,
                                  "said “" * 5000, "“a” " * 5000, "abc" * 200_000])
def test_odd_marks_raise_nothing(text: str) -> None:
    for s in read_quotes(text):
        assert 0 <= s.start < s.end <= len(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab S.,!?’‘'\"“”«»„‹› said\n\r\u2028\u200f\u200b", max_size=120))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = read_quotes(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for s in found:
        assert 0 <= s.start < s.end <= len(text)
        for span in (s.speaker, s.cue):
            assert span is None or (0 <= span[0] < span[1] <= len(text) and text[slice(*span)].strip())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab s.,’‘'\"“”«»„", max_size=60))
def test_quotations_lie_apart_and_their_marks_around_them(text: str) -> None:
    found = find_quotes(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.start < q.inner_start <= q.inner_end <= q.end for q in found)
