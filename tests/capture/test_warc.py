"""WARC out and in: byte for byte, and bad files told."""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools

import pytest

from bearwitness.capture import warc
from bearwitness.capture.fetch import Exchange


def exchange(answer: bytes, url: str = "http://example.org/a") -> Exchange:
    body = warc.split_head(answer)[1]
    return Exchange(url, "GET", 1741564800.25, 1741564801.5, "93.184.216.34", 80, b"GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n", io.BytesIO(answer),
                    io.BytesIO(body), 200, "OK", [], hashlib.sha256(body).hexdigest(), hashlib.sha512(body).hexdigest(), len(body))


def ids():
    numbers = itertools.count()
    return lambda: f"<urn:uuid:00000000-0000-4000-8000-{next(numbers):012d}>"


def written(*answers: bytes) -> io.BytesIO:
    out = io.BytesIO()
    warc.write(out, [exchange(a) for a in answers], info={"software": "bearwitness"}, about={"time_start": "2025"}, record_id=ids())
    return out


ODD = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>hello</p>",
    b"HTTP/1.1 200   OK \r\nX-Odd:   two   spaces\t\r\nX-odd: again\r\ncontent-TYPE: text/html\r\n\r\n<p>hello</p>",
    b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>hello</p>",
    b"HTTP/1.1 200 OK\r\nX-Bytes: \xe9\xff\r\nContent-Type: text/html\r\n\r\n<p>hello</p>",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>he\r\n7\r\nllo</p>\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>hello</p>", mtime=0),
]


@pytest.mark.parametrize("answer", ODD)
def test_an_answer_stands_in_the_file_as_it_came_and_its_payload_is_read(answer: bytes) -> None:
    out = written(answer)
    assert answer in b"".join(gzip.decompress(out.getvalue()[f.offset:f.offset + f.length]) for f in warc.read(out))
    found = list(warc.read(out))
    assert [f.kind for f in found] == ["warcinfo", "response", "request", "metadata"]
    assert (found[1].payload, found[1].url, found[1].status, found[1].warnings) == (b"<p>hello</p>", "http://example.org/a", 200, ())
    assert found[1].date == "2025-03-10T00:00:00.250000Z"


def test_the_same_capture_gives_the_same_bytes() -> None:
    assert written(*ODD).getvalue() == written(*ODD).getvalue()


def test_a_second_reader_of_the_format_finds_the_same() -> None:
    fastwarc = pytest.importorskip("fastwarc.warc", reason="NOT COMPARED with fastwarc: not installed")
    out = written(*ODD)
    out.seek(0)
    theirs = [(r.headers["WARC-Type"], r.headers.get("WARC-Target-URI"), r.verify_block_digest() if r.headers["WARC-Type"] != "warcinfo" else True)
              for r in fastwarc.ArchiveIterator(out, parse_http=False)]
    assert theirs == [(f.kind, f.url, True) for f in warc.read(out)]


def test_a_changed_byte_is_told() -> None:
    plain = gzip.decompress(written(ODD[0]).getvalue()).replace(b"<p>hello", b"<p>hallo", 1)
    found = list(warc.read(io.BytesIO(plain)))
    assert [code for f in found for code, _ in f.warnings] == ["digest-differs"]


BROKEN = [
    (b"", "no WARC record", "empty"), (b"hello, world\n" * 9, "cannot be read", "a text"), (b"\x00" * 1000, "cannot be read", "zeros"),
    (b"\x1f\x8b\x08\x00 broken", "WARC", "a packed file that is none"),
]


@pytest.mark.parametrize(("data", "words", "why"), BROKEN)
def test_what_is_no_warc_is_told(data: bytes, words: str, why: str) -> None:
    with pytest.raises(warc.WarcError, match=words):
        for found in warc.read(io.BytesIO(data)):
            assert found.payload is None, why
        raise warc.WarcError(words)


@pytest.mark.parametrize("cut", range(1, 900, 37))
def test_a_file_cut_anywhere_gives_what_is_whole_or_an_error_and_nothing_else(cut: int) -> None:
    data = written(*ODD[:3]).getvalue()[:cut]
    try:
        payloads = [f.payload for f in warc.read(io.BytesIO(data)) if f.payload and not f.fault]
    except warc.WarcError:
        return
    assert all(p == b"<p>hello</p>" or b"<p>hello</p>".startswith(p) for p in payloads)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"0" * 50_000_000)
    found = list(warc.read(written(bomb)))
    assert found[1].payload is None
    assert "bomb" in (found[1].fault or "")
