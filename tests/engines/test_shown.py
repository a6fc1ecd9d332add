"""What a model is shown of a text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.engines.shown import PIECE_CHARS, around, hidden_words, pieces, sentences, show

HIDDEN = [   # text, what is shown, why
    ("13 people", "13 people", "nothing to hide"),
    ("1\u200b3 peo\u00adple", "13 people", "zero width, soft hyphen"),
    ("13\u202e people\u202c", "13 people", "turned direction"),
    ("13 people\U000e0049\U000e0067\U000e006e", "13 people", "letters of the tag block"),
    ("13 people\ufe01\ufe02\U000e0100", "13 people", "selectors that carry data"),
    ("13\u3164people", "13people", "a filler that counts as a letter"),
    ("13\x00\x1b[2J", "13[2J", "controls"),
    ("می\u200cخواهند", "می\u200cخواهند", "a joiner that Persian needs"),
    ("k\u200dilled", "killed", "a joiner in a Latin word hides something"),
    ("❤\ufe0f 5", "❤\ufe0f 5", "a sign drawn in colour"),
    ("a\tb\r\nc\n", "a\tb\r\nc\n", "line breaks and tabs are no secret"),
]


@pytest.mark.parametrize(("text", "shown", "why"), HIDDEN, ids=[row[2] for row in HIDDEN])
def test_what_nobody_sees_is_left_out_and_counted(text: str, shown: str, why: str) -> None:
    found = show(text)
    assert found.text == shown and found.hidden.total() == len(text) - len(shown)


def test_a_space_that_does_not_break_is_seen() -> None:
    assert show("a\u00a0b").text == "a\u00a0b"


def test_hidden_characters_are_told_by_their_code() -> None:
    assert hidden_words(show("a\u200b\u200b\u202eb").hidden) == "3 characters that nobody sees (U+200B 2 times, U+202E)"


@given(st.text(alphabet="ab .\n13\u200b\u202e\u200c۵ق\ufe0f\U000e0041", max_size=60), st.data())
def test_every_stretch_of_the_visible_text_is_a_slice_of_the_kept_text(text: str, data: st.DataObject) -> None:
    found = show(text)
    assert [text[i] for i in found.at] == list(found.text)
    if found.text:
        start = data.draw(st.integers(0, len(found.text) - 1))
        end = data.draw(st.integers(start + 1, len(found.text)))
        passage = found.passage(start, end)
        assert passage.exact == text[passage.start:passage.end] and show(passage.exact).text.replace("\u200c", "").replace(
            "\ufe0f", "") == found.text[start:end].replace("\u200c", "").replace("\ufe0f", "")


@given(st.text(alphabet="ab. ?\n”13", max_size=300))
def test_sentences_and_pieces_lose_nothing_visible(text: str) -> None:
    for spans in (sentences(text), pieces(text)):
        assert all(a < b for a, b in spans) and all(x[1] <= y[0] for x, y in itertools.pairwise(spans))
        assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


def test_pieces_are_small_and_a_text_without_full_stops_is_cut() -> None:
    text = "word " * 20_000
    assert all(b - a <= PIECE_CHARS for a, b in pieces(text)) and len(pieces(text)) < 80


def test_around_is_a_sentence_on_each_side() -> None:
    text = "One. Two here. Three. Four."
    at = text.index("Three")
    a, b = around(sentences(text), at, at + 5)
    assert text[a:b] == "Two here. Three. Four."
