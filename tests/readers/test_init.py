"""Which reader takes which bytes, and what is said when none can."""

import hashlib
import time

import pytest

from bearwitness.errors import ReadError
from bearwitness.readers import Original, Reader, own_readers, read_bytes
from bearwitness.readers.base import Found, finish
from bearwitness.readers.sniff import sniff, split_type, suffix_of

PAGE = b"<!doctype html><html lang=en><body><p>The committee met in the town of Example on Monday.</p></body></html>"

KINDS = [
    # (bytes, name, declared, media type, why)
    (b"plain words", "a.txt", None, "text/plain", "by name"),
    (b"plain words", "-", None, "text/plain", "nothing known: text"),
    (PAGE, "-", None, "text/html", "by its first tag"),
    (b"\xef\xbb\xbf" + PAGE, "saved", None, "text/html", "a byte-order mark before it"),
    (PAGE.decode().encode("utf-16"), "saved", None, "text/html", "UTF-16"),
    (PAGE, "source.txt", None, "text/plain", "the name says that it is the source as text"),
    (PAGE, "https://news.example/a/?b=1", None, "text/html", "an address without a suffix"),
    (b"%PDF-1.7 ...", "a.html", "text/html", "application/pdf", "servers call PDFs web pages"),
    (b"\x89PNG\r\n\x1a\n..", "a.txt", None, "image/png", "a picture called text"),
    (b"PK\x03\x04..", "a.docx", None, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a zip, told by its name"),
    (b"PK\x03\x04..", "a", None, "application/zip", "a zip of unknown kind"),
    (b"words", "a", "text/html; charset=x", "text/html", "declared"),
    (b"words", "a.pdf", "application/octet-stream", "application/pdf", "a vague declaration says nothing"),
    (b"BMW cars were seen", "a.txt", None, "text/plain", "words that begin like a bitmap"),
]


@pytest.mark.parametrize(("data", "name", "declared", "expected", "why"), KINDS)
def test_sniff(data, name, declared, expected, why):
    assert sniff(data, name, split_type(declared)[0]) == expected, why


def test_declared_charset_and_suffix():
    assert split_type('Text/HTML; Charset="windows-1256"') == ("text/html", "windows-1256")
    assert suffix_of("https://x.example/report.PDF?page=2") == ".pdf"
    assert suffix_of("https://x.example/news/") == ""


def test_digests_and_the_collectors_words_win():
    document = read_bytes(PAGE, name="a.html", url="https://news.example/a", publisher="Example Post", published_at="2025-03-09",
                          title="Given", lang="en-x")
    assert document.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert (document.publisher, document.title, document.lang, document.url) == ("Example Post", "Given", "en-x", "https://news.example/a")
    assert (document.published_at.start, document.published_at.precision) == ("2025-03-09", "day")
    assert document.source == "a.html"


def test_a_publication_date_that_cannot_be_read_is_said_and_kept():
    document = read_bytes(b"The committee met.", name="a.txt", published_at="last Tuesday or so")
    assert document.published_at.start is None and document.published_at.expression == "last Tuesday or so"
    assert [code for code, _ in document.warnings] == ["published-at-unread"]


REFUSED = [
    # (bytes, name, words of the message, why)
    (b"", "a.txt", "empty", "nothing at all"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "photo.png", "picture", "OCR is not there yet and says so"),
    (b"PK\x03\x04" + b"\0" * 50, "a.docx", "no reader for", "a kind that nobody reads"),
    (b"\x1f\x8b\x08" + b"\0" * 50, "a.txt", "application/gzip", "a compressed file called text"),
    (b"\x00\x00\x00\x18ftypmp42" + b"\0" * 50, "clip.mp4", "transcript", "a video"),
]


@pytest.mark.parametrize(("data", "name", "words", "why"), REFUSED)
def test_refused_with_the_way_out(data, name, words, why):
    with pytest.raises(ReadError, match=words) as error:
        read_bytes(data, name=name)
    assert str(error.value).startswith(f"{name}: "), why


def test_fifty_megabytes_of_text_are_refused_at_once():
    data = b"Twelve people were reported missing. " * 1_400_000
    begin = time.perf_counter()
    with pytest.raises(ReadError, match=r"51\.8 MB is more than the 20 MB") as error:
        read_bytes(data, name="dump.txt")
    assert "split it" in str(error.value)
    assert time.perf_counter() - begin < 1


def test_a_plugin_before_our_own_and_its_failure_is_a_read_error():
    def shout(original: Original):
        return finish(original, Found(text=original.data.decode().upper()), reader="shout@1")

    shouting = Reader("shout", "1", shout, media_types=("text/plain",))
    assert read_bytes(b"words", name="a.txt", readers=[shouting, *own_readers()]).text == "WORDS"

    def fail(original: Original):
        raise KeyError("boom")

    with pytest.raises(ReadError, match=r"the bad reader 2 failed on it \(KeyError"):
        read_bytes(b"words", name="a.txt", readers=[Reader("bad", "2", fail, media_types=("text/plain",))])


def test_the_same_bytes_give_the_same_document():
    assert read_bytes(PAGE, name="a.html") == read_bytes(PAGE, name="a.html")
