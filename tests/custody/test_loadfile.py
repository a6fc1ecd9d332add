"""Load files: exact delimiters, exact round trips, errors that name the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.custody.loadfile import Page, read_dat, read_opt, write_dat, write_opt
from bearwitness.errors import UsageError

TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\x14\xfe\xae\r\n,\ufeff\ufffd\u2028")), max_size=30)


def test_the_bytes_of_a_small_file():
    made = write_dat(["BEGDOC", "TITLE"], [{"BEGDOC": "BW1", "TITLE": "two\nlines"}])
    assert made == ("\ufeffþBEGDOCþ\x14þTITLEþ\x14þCHANGEDþ\r\n"
                    "þBW1þ\x14þtwo®linesþ\x14þþ\r\n").encode()
    assert write_opt([Page("BW1", "VOL001", "a/b.pdf", pages=3), Page("BW2", "VOL001", "c.jpg", begins=False)]) == (
        b"BW1,VOL001,a/b.pdf,Y,,,3\r\nBW2,VOL001,c.jpg,,,,\r\n")


@given(st.lists(st.fixed_dictionaries({"A": TEXT, "B": TEXT}), max_size=4))
def test_what_is_written_is_read_back(rows):
    assert read_dat(write_dat(["A", "B"], rows)) == rows


@given(st.lists(st.builds(Page, st.from_regex(r"[A-Z0-9]{1,9}", fullmatch=True), st.just("V"), st.from_regex(r"[a-zþ./]{1,9}", fullmatch=True), st.booleans(),
                          st.none() | st.integers(0, 9999)), max_size=4))
def test_pages_are_read_back(pages):
    assert read_opt(write_opt(pages)) == pages


@pytest.mark.parametrize("data, words", [
    (b"\xfe\x14", "not UTF-8"), ("þAþ".encode(), "middle of a line"), ("þAþ\r\nBþ\r\n".encode(), "line 2"),
    ("þAþ\r\nþaþ\x14þbþ\r\n".encode(), "line 2"), ("þAþ\x14þCHANGEDþ\r\nþaþ\x14þ{þ\r\n".encode(), "line 2"), ("þaþbþ\r\n".encode(), "line 1")])
def test_what_is_no_load_file(data, words):
    with pytest.raises(UsageError, match=words):
        read_dat(data)


@pytest.mark.parametrize("fields", [["A", "A"], ["CHANGED"], ["a\x14b"], [""]])
def test_names_that_no_field_can_have(fields):
    with pytest.raises(UsageError):
        write_dat(fields, [])


@pytest.mark.parametrize("data", [b"a,b,c\r\n", b"a,b,c,N,,,\r\n", b"a,b,c,Y,,,x\r\n"])
def test_what_is_no_opt(data):
    with pytest.raises(UsageError, match="line 1"):
        read_opt(data)


def test_a_comma_in_a_path_is_refused():
    with pytest.raises(UsageError, match="commas"):
        write_opt([Page("A", "V", "a,b")])
