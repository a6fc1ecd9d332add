"""Plain text is the decoded file, character for character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.errors import ReadError
from bearwitness.readers import read_bytes
from bearwitness.readers.decode import decode, guess_old

ARABIC = "قتل اثنا عشر شخصا في قرية المثال أمس وقال شهود إن مسلحين دخلوا القرية قبل الفجر."
TURKISH = "Dün gece örnek kasabada on iki kişi öldü, tanıklar silahlı kişilerin şafaktan önce geldiğini söyledi."
RUSSIAN = "В деревне Пример погибли двенадцать человек, сообщили свидетели в понедельник."
ENGLISH = "The envoy said “twelve people were killed” near the café — nobody’s fault, he added."

KEPT = [
    # (bytes, text, warnings, why)
    (b"a\r\nb\rc\n\n d \t", "a\r\nb\rc\n\n d \t", [], "no line end is translated, no blank stripped"),
    ("e\u0301 é \u200f\u200c\u00a0\ufb01".encode(), "e\u0301 é \u200f\u200c\u00a0\ufb01", [], "nothing is normalised"),
    (b"\xef\xbb\xbfword", "word", [], "a leading byte-order mark is no text"),
    ("word\ufeff word".encode(), "word\ufeff word", [], "a later one is"),
    ("wörd 🔻".encode("utf-16"), "wörd 🔻", [], "UTF-16 by its mark"),
    ("wörd 🔻".encode("utf-32"), "wörd 🔻", [], "UTF-32 by its mark"),
    ("plain words here".encode("utf-16-le"), "plain words here", ["encoding-guessed"], "UTF-16 without a mark"),
    (ARABIC.encode("cp1256"), ARABIC, ["encoding-guessed"], "old Arabic"),
    (ARABIC.encode("iso8859-6"), ARABIC, ["encoding-guessed"], "older Arabic"),
    (TURKISH.encode("cp1254"), TURKISH, ["encoding-guessed"], "old Turkish"),
    (RUSSIAN.encode("cp1251"), RUSSIAN, ["encoding-guessed"], "old Russian"),
    (RUSSIAN.encode("koi8-r"), RUSSIAN, ["encoding-guessed"], "older Russian"),
    (ENGLISH.encode("cp1252"), ENGLISH, ["encoding-guessed"], "curly quotes of an old word processor"),
    (b"page one\x0cpage two", "page one\x0cpage two", [], "a form feed is writing"),
]


@pytest.mark.parametrize(("data", "text", "warnings", "why"), KEPT)
def test_kept_exactly(data, text, warnings, why):
    document = read_bytes(data, name="a.txt")
    assert document.text == text, why
    assert [code for code, _ in document.warnings] == warnings, why
    assert document.reader == "text@1" and document.title is None and document.published_at.start is None


REFUSED = [
    # (bytes, words of the message, why)
    (b" \r\n\t \n", "only blanks", "blanks"),
    (b"\xef\xbb\xbf", "only blanks", "a mark alone"),
    (b"Report\x00\x01\x02 with zeros", "byte 6 is zero", "binary with words in it"),
    (bytes(range(1, 32)) * 20, "control character", "binary without zeros"),
    (b"Twelve caf\xe9s", r"byte 10 \(0xE9\) is not UTF-8", "too little to tell the encoding"),
    (b"The \xe7\xe1\xe1\xe7 word stands in an English sentence about a village.", "not UTF-8", "an Arabic word in old bytes must not become Latin noise"),
    (b"\xff\xfea\xd8", "byte-order mark says UTF-16-LE", "a cut-off UTF-16 file"),
    (bytes(range(128, 256)) * 4, "not UTF-8", "no language at all"),
]


@pytest.mark.parametrize(("data", "words", "why"), REFUSED)
def test_refused(data, words, why):
    with pytest.raises(ReadError, match=words) as error:
        read_bytes(data, name="a.txt")
    assert str(error.value).startswith("a.txt: "), why


def test_a_declared_encoding_is_used_where_utf8_fails():
    assert decode("Ærø".encode("cp1252"), "a", "windows-1252") == ("Ærø", ())
    assert decode("Ærø".encode(), "a", "windows-1252") == ("Ærø", ())   # UTF-8 that fits is believed first


def test_no_guess_without_confidence():
    assert guess_old(b"\xe9\xe8\xea") is None


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip() and not text.startswith("\ufeff")))
def test_any_text_comes_back(text):
    assert read_bytes(text.encode(), name="a.txt").text == text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_read_error(data):
    try:
        assert read_bytes(data, name="a.txt", media_type="text/plain").text
    except ReadError as error:
        assert str(error).startswith("a.txt: ")


def test_damaged_utf8_is_not_taken_for_an_old_encoding():
    data = (ENGLISH * 3).encode() + b"\xff" + ENGLISH.encode()
    with pytest.raises(ReadError, match=r"nearly all of it is UTF-8, but byte \d+ \(0xFF\)"):
        read_bytes(data, name="a.txt")
