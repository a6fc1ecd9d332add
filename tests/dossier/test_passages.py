"""Sentences around passages, and text made safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.dossier.passages import excerpt, marked, sentence, sentence_starts, visible, visible_text
from bearwitness.model import Passage

CASES = [
    ("One. Two people died. Three.", "people died", "Two people died.", "the sentence that carries it"),
    ("One. Two people died. Three.", "Two people died.", "One. Two people died.", "a whole sentence takes the one before"),
    ("Two people died. Three.", "Two people died.", "Two people died. Three.", "the first sentence takes the one after"),
    ("Title\n\nTwo people died.\n\nOther", "Two people died.", "Two people died.", "another paragraph is not context"),
    ("Dr. Salt said two died. More.", "two died", "Dr. Salt said two died.", "an abbreviation ends no sentence"),
    ("J. Salt said 1,018 died at 3.5 km. More.", "1,018", "J. Salt said 1,018 died at 3.5 km.", "initials and decimals"),
    ("He said “two died.” Then he left.", "two died.", "He said “two died.”", "the closing mark belongs to the sentence"),
    ("A died. B died. C left.", "A died. B", "A died. B died.", "a passage over two sentences keeps both"),
    ("قُتل اثنان؟ ثم غادر. انتهى.", "غادر", "ثم غادر.", "Arabic question mark"),
    ("A short heading\nTwo people died. More.", "people died", "Two people died.", "a heading is no part of the sentence"),
    ("Two people\ndied in the town. More.", "died", "Two people\ndied in the town.", "a line broken inside a sentence"),
    ("The National Committee said on Tuesday that it had counted the dead of the\nTown. More.", "Town",
     "The National Committee said on Tuesday that it had counted the dead of the\nTown.", "a full line may run on"),
    ("no end at all", "end", "no end at all", "text without punctuation"),
]


@pytest.mark.parametrize(("text", "exact", "expected", "why"), CASES)
def test_excerpt(text, exact, expected, why):
    start = text.index(exact)
    found = excerpt(text, Passage(start, start + len(exact), exact))
    assert found.text == expected, why
    assert found.exact == exact
    assert text[found.start:found.start + len(found.text)] == found.text


def test_a_long_sentence_is_cut_and_says_so():
    text = "word " * 500 + "13 died " + "word " * 500
    start = text.index("13 died")
    passage = Passage(start, start + 7, "13 died")
    assert len(excerpt(text, passage).text) < 900
    shown = str(marked(text, [(start, start + 7)], *sentence(text, passage)))
    assert shown.startswith("… ") and shown.endswith(" …") and "<mark>13 died</mark>" in shown and len(shown) < 900


MARKS = [
    ([(4, 7)], "One <mark>two</mark> three", "one passage"),
    ([(0, 3), (8, 13)], "<mark>One</mark> two <mark>three</mark>", "two passages"),
    ([(0, 7), (4, 13)], "<mark>One two three</mark>", "overlapping passages are one mark"),
    ([(0, 3), (3, 7)], "<mark>One two</mark> three", "touching ones too"),
    ([(4, 7), (4, 7)], "One <mark>two</mark> three", "the same twice"),
]


@pytest.mark.parametrize(("spans", "expected", "why"), MARKS)
def test_marks(spans, expected, why):
    assert str(marked("One two three", spans, 0, 13)) == expected, why


@given(st.text(min_size=1, max_size=200), st.data())
def test_excerpt_is_always_a_slice_around_the_passage(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = excerpt(text, Passage(start, end, text[start:end]))
    assert found.exact == text[start:end]
    assert text[found.start:found.start + len(found.text)] == found.text
    assert sentence_starts(text)[0] == 0


SAFE = [
    ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;", "markup is text"),
    ("a\u202eb", 'a<span class="hidden-char">U+202E</span>b', "an override is shown, not obeyed"),
    ("a\u0000b", 'a<span class="hidden-char">U+0000</span>b', "a control character is shown"),
    ("می\u200cخواهم", "می\u200cخواهم", "a joiner that Persian needs stays"),
    ("line\nline\ttab", "line\nline\ttab", "white space stays"),
    (None, "", "nothing is nothing"),
]


@pytest.mark.parametrize(("text", "expected", "why"), SAFE)
def test_visible(text, expected, why):
    assert str(visible(text)) == expected, why


def test_visible_text_has_no_markup():
    assert visible_text("a\u2066b") == "a[U+2066]b"
