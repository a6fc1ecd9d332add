"""What is fuzzed: each reader of foreign bytes with a good input, and the one error that it may raise."""

from __future__ import annotations

import base64
import io
import itertools
import json
import zipfile
import zlib
from collections.abc import Callable

from tests.capture.test_warc import ODD, written
from tests.sandbox.bombs import pdf

from bearwitness.capture import jsonparts
from bearwitness.capture.packages import PackageError, own_sources
from bearwitness.custody import entry, note, proof
from bearwitness.errors import ReadError, VerifyError
from bearwitness.readers import own_readers, read_bytes
from bearwitness.readers.base import Original
from bearwitness.readers.posts import PostError, iter_posts, read_post
from bearwitness.readers.table import read_table
from bearwitness.readers.victims import victims_from_table
from bearwitness.sandbox import pictures

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


SHEET = (b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c>'
         b'<c r="B1" t="inlineStr"><is><t>age</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Amal Example</t></is></c><c r="B2"><v>30</v></c></row></sheetData></worksheet>')


def _workbook(sheet: bytes) -> bytes:
    main, rels = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return _zip({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets><sheet name="L" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rels}/worksheet" Target="worksheets/s.xml"/></Relationships>'.encode(),
        "xl/worksheets/s.xml": sheet})


def _picture() -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Maker", "2025:03:09 10:00:00"
    exif[0x8825] = {1: "N", 2: (36.0, 21.0, 0.0), 3: "E", 4: (43.0, 8.0, 0.0)}
    out = io.BytesIO()
    Image.radial_gradient("L").resize((32, 32)).save(out, "JPEG", exif=exif)
    return out.getvalue()


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
TARGETS: dict[str, tuple[bytes, Callable[[bytes], object], type[Exception]]] = {
    "html": (PAGE, lambda data: READERS["html"].read(Original(data, "a.html", "text/html")), ReadError),
    "text": ("Amal said: “13 killed”.\n— Name (@name) March 9, 2025\n".encode(), lambda data: READERS["text"].read(Original(data, "a.txt")), ReadError),
    "any": (PAGE, lambda data: None if data[:4] == b"%PDF" else read_bytes(data, name="a"), ReadError),
    "posts": (POSTS, _posts, ReadError),
    "table": (TABLE, lambda data: victims_from_table(read_table(data, "a.csv"), list_id="l"), ReadError),
    "sheet": (SHEET, lambda data: victims_from_table(read_table(_workbook(data), "a.xlsx"), list_id="l"), ReadError),
    "pdf": (PDF, lambda data: READERS["pdf"].read(Original(data, "a.pdf", "application/pdf")), ReadError),
    "picture": (_picture(), lambda data: pictures.look(io.BytesIO(data), "image/jpeg"), pictures.Unseen),
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
