"""Every reader of foreign bytes, fed with good input that was spoilt: it answers, or raises the error of its kind. Never another one.

300 inputs in all; 2,000 for each reader in `make soak`, or as many as `BEARWITNESS_FUZZ` says.
"""

from __future__ import annotations

import base64
import io
import itertools
import json
import os
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.capture.test_warc import ODD, written
from tests.sandbox.bombs import pdf

from bearwitness.capture import jsonparts
from bearwitness.capture.packages import PackageError, own_sources
from bearwitness.custody import entry, note, proof
from bearwitness.errors import BearwitnessError, ReadError, VerifyError
from bearwitness.readers import own_readers, read_bytes
from bearwitness.readers.base import Original
from bearwitness.readers.posts import PostError, iter_posts, read_post
from bearwitness.readers.table import read_table
from bearwitness.readers.victims import victims_from_table
from bearwitness.sandbox import Fault, Worker

SOURCES = {plugin.name: plugin for plugin in own_sources()}
READERS = {reader.name: reader for reader in own_readers()}
PAGE = (b"<!doctype html><html lang=en><head><meta charset=utf-8><meta property='article:published_time' content='2025-03-09T10:00:00Z'><title>Shelling</title>"
        b"<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"datePublished\": \"2025-03-09\"}</script></head><body><article><h1>Shelling</h1>"
        b"<p>Amal said that 13 people were killed.</p><blockquote class=twitter-tweet><p>Words</p>&mdash; Name (@name) <a href='https://x.com/n/status/1'>March 9, 2025"
        b"</a></blockquote><table><tr><td>1<td>2</table></article></body></html>")
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><item><title>T</title><link>http://example.org/</link><pubDate>Sun, 09 Mar 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;Words&lt;/p&gt;</description></item></channel></rss>'
TELEGRAM = json.dumps({"name": "Valley", "type": "public_channel", "id": 7, "messages": [
    {"id": 1, "type": "message", "date": "2025-03-09T10:00:00", "date_unixtime": "1741514400", "from": "Valley", "text": ["13 ", {"type": "bold", "text": "killed"}]}]}).encode()
POSTS = b'{"id": "1", "text": "Words of a post", "published_at": "2025-03-09", "account": "@a"}\n{"id": 2, "text": "More words"}\n'
TABLE = b"name,age,sex,date of death,place\nAmal Example,30,f,2025-03-09,Exampleton\n"
PDF = pdf(zlib.compress(b"BT /F 12 Tf 20 100 Td (Twelve people were hurt) Tj ET"), b"/FlateDecode")


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


WARC = written(ODD[0]).getvalue()
KEY = bytes(range(32))
VKEY = note.make_vkey("example.org/log", note.public_key(KEY))
SKEY = note.make_skey("example.org/log", KEY)
NOTE = note.sign(note.checkpoint_text(note.Checkpoint("example.org/log", 5, bytes(32))), "example.org/log", KEY).encode()
PROOF = proof.write_proof(3, [bytes(32)] * 3, NOTE.decode(), extra=b"x").encode()
COUNT = itertools.count()
EVENT = entry.make_event("capture", {"report": "r1", "size": 3, "time": "2025-03-09T10:00:00Z"}, random=lambda n: next(COUNT).to_bytes(n, "big"))
FIELDS = json.dumps([base64.b64encode(EVENT.entry).decode(), list(EVENT.disclosures)]).encode()


def _members(name: str, file: str) -> Callable[[bytes], object]:
    return lambda data: [member.data for member in SOURCES[name].members(io.BytesIO(data), file)]


def _posts(data: bytes) -> None:
    for post in iter_posts(data):
        if not isinstance(post, PostError):
            try:
                read_post(post)
            except ReadError:
                continue


def _fields(data: bytes) -> None:
    try:
        whole = json.loads(data)
        packed, disclosures = base64.b64decode(whole[0]), [str(d) for d in whole[1]]
    except (ValueError, TypeError, IndexError, KeyError, RecursionError):
        return
    entry.read_fields(packed, disclosures)


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(data.decode("utf-8", "replace"))


# reader -> (good input, what reads it, the one error it may raise)
TARGETS: dict[str, tuple[bytes, Callable[[bytes], object], type[BearwitnessError]]] = {
    "html": (PAGE, lambda data: READERS["html"].read(Original(data, "a.html", "text/html")), ReadError),
    "text": ("Amal said: “13 killed”.\n— Name (@name) March 9, 2025\n".encode(), lambda data: READERS["text"].read(Original(data, "a.txt")), ReadError),
    "any": (PAGE, lambda data: None if data[:4] == b"%PDF" else read_bytes(data, name="a"), ReadError),
    "posts": (POSTS, _posts, ReadError),
    "table": (TABLE, lambda data: victims_from_table(read_table(data, "a.csv"), list_id="l"), ReadError),
    "warc": (WARC, _members("warc", "a.warc.gz"), PackageError),
    "zip": (_zip({"a.txt": b"words", "b/c.html": PAGE}), _members("zip", "a.zip"), PackageError),
    "wacz": (_zip({"datapackage.json": b'{"resources": [{"path": "archive/a.warc.gz", "hash": "sha256:00"}]}', "archive/a.warc.gz": WARC,
                   "pages/pages.jsonl": b'{"url": "http://example.org/", "title": "T"}\n'}), _members("wacz", "a.wacz"), PackageError),
    "x-archive": (_zip({"data/account.js": b'window.YTD.account.part0 = [{"account": {"username": "a"}}]',
                        "data/tweets.js": b'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "Words", "created_at": "Sun Mar 09 10:00:00 +0000 2025"}}]'}),
                  _members("x-archive", "a.zip"), PackageError),
    "posts of x": (b'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "Words", "created_at": "Sun Mar 09 10:00:00 +0000 2025"}}]',
                   lambda data: _members("x-archive", "a.zip")(_zip({"data/tweets.js": data, "data/account.js": data})), PackageError),
    "table of wacz": (b'{"resources": [{"path": "archive/a.warc.gz", "hash": "sha256:00"}]}',
                      lambda data: _members("wacz", "a.wacz")(_zip({"datapackage.json": data, "datapackage-digest.json": data, "pages/pages.jsonl": data})),
                      PackageError),
    "telegram": (TELEGRAM, _members("telegram", "result.json"), PackageError),
    "yt-dlp": (b'{"extractor": "x", "id": "1", "title": "T", "description": "D", "timestamp": 1741514400, "uploader": "U"}', _members("yt-dlp", "a.info.json"), PackageError),
    "feed": (FEED, _members("feed", "a.xml"), PackageError),
    "jsonparts": (b'[{"a": 1}, "x", [2]]', lambda data: list(jsonparts.items(*(lambda t, b: (t, max(t.find("["), 0)))(*jsonparts.decoded(data)))), PackageError),
    "note": (NOTE, _text(lambda text: note.open_checkpoint(text, VKEY)), VerifyError),
    "vkey": (VKEY.encode(), _text(note.read_vkey), VerifyError),
    "skey": (SKEY.encode(), _text(note.read_skey), VerifyError),
    "proof": (PROOF, _text(proof.read_proof), VerifyError),
    "entry": (EVENT.entry, entry.read_entry, VerifyError),
    "fields": (FIELDS, _fields, VerifyError),
}
EACH = int(os.environ.get("BEARWITNESS_FUZZ") or (2_000 if os.environ.get("BEARWITNESS_SOAK") else 14))
CUTS = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), st.one_of(
    st.binary(max_size=8), st.sampled_from([b"\0" * 4, b"\xff" * 8, b"[" * 3000, b"<div>" * 400, b"\xed\xa0\x80", b"\\ud800", b"1e999", b"-1", b"\r\n\r\n", b"9" * 5000,
                                            "\u202e٣".encode(), b"null", b"{}", b"\"", b"0001-01-01", b"99999-99-99"]))), max_size=5)


def spoilt(good: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Some places cut out, and others put in."""
    data = good
    for at, length, put in cuts:
        at %= len(data) + 1
        data = data[:at] + put + data[at + length:]
    return data


@pytest.mark.parametrize("name", list(TARGETS))
def test_spoilt_input_is_read_or_refused_by_the_readers_own_error(name: str) -> None:
    good, read, error = TARGETS[name]

    @seed(7)
    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(CUTS)
    def attempt(cuts: list[tuple[int, int, bytes]]) -> None:
        with suppress(error):
            read(spoilt(good, cuts))

    read(good)
    attempt()


@pytest.mark.parametrize(("job", "good"), [("read", PDF), ("look", None)], ids=["pdf", "picture"])
def test_parsers_in_c_meet_spoilt_input_behind_walls(job: str, good: bytes | None) -> None:
    """PDF and pictures, one file a process: an answer or a reason, and no death that stops the next."""
    from tests.test_case_media import with_claims

    good = good or with_claims()
    worker = Worker([])
    about = {"name": "a.pdf", "media_type": "application/pdf", "given": {}} if job == "read" else {"kind": "image/jpeg"}

    @seed(7)
    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(CUTS)
    def attempt(cuts: list[tuple[int, int, bytes]]) -> None:
        try:
            list(worker.ask(job, about, [spoilt(good, cuts)], alone="pdf" if job == "read" else "media"))
        except Fault as e:
            assert e.expected, e

    try:
        attempt()
    finally:
        worker.close()
