"""What fuzzing found, each as the smallest input that showed it: it is read, or refused by the reader's own error."""

from __future__ import annotations

from contextlib import suppress

import pytest
from tests.fuzz.targets import SHEET, TARGETS

FOUND: list[tuple[str, bytes, str]] = [
    ("posts of x", b'window.YTD.tweets.part0 = [{"tweet": "1"}]', "a post that is a text, not an object"),
    ("posts of x", b'window.YTD.tweets.part0 = [{"account": []}]', "an account that is a list"),
    ("feed", b"<rss><channel><item><title>T</title><pubDate>Sun, 09 Mar 99999999999999999999 10:00:00 GMT</pubDate></item></channel></rss>", "a year beyond any clock"),
    ("html", b"<!doctype html><html><body><aside>others</aside>13 people were\x01 hurt<article><p>Words of it.</p></article></body></html>", "a control character behind what is cut out"),
    ("html", b"<!doctype html><html><body><p>Words</p>\x0b<aside>others</aside>more<aside>y</aside>\x0c and more</body></html>", "control characters on both sides"),
    ("sheet", SHEET.replace(b'"B2"', b'"XFD1048576"'), "a cell at the far end: a box of 17 thousand million cells"),
    ("sheet", SHEET.replace(b'"B2"', b'"' + b"q" * 60 + b'2"'), "a column of sixty letters"),
    ("sheet", SHEET.replace(b'<row r="2"><c r="A2"', b'<row r="999999999"><c r="A999999999"'), "a row far down"),
]


@pytest.mark.parametrize(("name", "data", "why"), FOUND, ids=[f"{name}: {why}" for name, _, why in FOUND])
def test_what_was_found_stays_mended(name: str, data: bytes, why: str) -> None:
    _, read, error = TARGETS[name]
    with suppress(error):
        read(data)


def test_a_sheet_with_a_cell_far_out_is_refused_before_it_is_opened() -> None:
    _, read, error = TARGETS["sheet"]
    with pytest.raises(error, match="so far out"):
        read(SHEET.replace(b'"B2"', b'"XFD1048576"'))
    read(SHEET)


def test_the_words_about_a_control_character_are_kept() -> None:
    from bearwitness.readers.base import Original
    from bearwitness.readers.html import READER

    page = b"<!doctype html><html><body><article><p>Twelve people were hurt.</p><aside>x</aside>Three\x01 more were killed.</article></body></html>"
    text = READER.read(Original(page, "a.html", "text/html")).text
    assert "Twelve people were hurt." in text
    assert "more were killed." in text
