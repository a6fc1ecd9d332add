"""ZIP and WACZ: what is taken, what is refused, and that nothing of a bomb is unpacked."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capture.test_warc import ODD, written

from bearwitness.capture.archives import WACZ, ZIP, Archive
from bearwitness.capture.packages import PackageError


def zipped(**files: bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


def test_files_of_a_zip_come_in_its_order_with_their_places() -> None:
    out = zipped(**{"b/one.txt": b"one", "a.html": b"<p>two</p>", "__MACOSX/._a": b"litter", "b/.DS_Store": b"litter"})
    members = list(ZIP.members(out, "x.zip"))
    assert [(m.key, m.data) for m in members] == [("b/one.txt", b"one"), ("a.html", b"<p>two</p>")]
    raw = out.getvalue()
    for m in members:
        assert m.offset is not None
        assert m.length is not None
        assert zlib.decompress(raw[m.offset:m.offset + m.length], -15) == m.data


NAMES = ["../../etc/passwd", "/etc/passwd", "C:\\boot.ini", "a\x00b", "\u202etxt.exe", "a" * 3000, "con", "تقرير.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_data(name: str) -> None:
    [member] = ZIP.members(zipped(**{name: b"text"}), "x.zip")
    assert member.data == b"text"
    assert member.key.isprintable()


def test_the_same_name_twice_gives_two_members() -> None:
    out = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"one")
        archive.writestr("a.txt", b"two")
    keys = [m.key for m in ZIP.members(out, "x.zip")]
    assert len(set(keys)) == 2


def overlapping(count: int) -> io.BytesIO:
    """One deflated megabyte, and a table of contents that names it `count` times."""
    body = zlib.compress(b"0" * (1 << 20), 9)[2:-4]
    crc = zlib.crc32(b"0" * (1 << 20))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), 1 << 20, 1, 0) + b"a" + body
    table = b"".join(struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), 1 << 20, 1, 0, 0, 0, 0, 0, 0) + b"a" for _ in range(count))
    return io.BytesIO(local + table + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(table), len(local), 0))


BAD = [
    (overlapping(2000), "overlap", "entries over one another"),
    (zipped(**{f"{i}": b"" for i in range(10_001)}), "more than the 10,000", "too many entries"),
    (io.BytesIO(b"PK\x03\x04 broken"), "cannot be read as ZIP", "no ZIP"),
    (io.BytesIO(b""), "cannot be read as ZIP", "nothing"),
]


@pytest.mark.parametrize(("file", "words", "why"), BAD)
def test_a_bad_archive_is_refused_whole(file: io.BytesIO, words: str, why: str) -> None:
    with pytest.raises(PackageError, match=words):
        list(ZIP.members(file, "x.zip"))


def test_a_bomb_is_refused_and_its_neighbours_are_taken() -> None:
    out = zipped(**{"bomb": b"0" * 300_000_000, "a.txt": b"text"})
    bomb, text = ZIP.members(out, "x.zip")
    assert (bomb.data, text.data) == (None, b"text")
    assert "bomb" in (bomb.fault or "")


def test_a_bomb_that_lies_about_its_size_is_cut_off() -> None:
    raw = bytearray(zipped(bomb=b"0" * 50_000_000).getvalue())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = raw.index(mark) + at
        raw[start:start + 4] = struct.pack("<I", 1000)
    [member] = ZIP.members(io.BytesIO(bytes(raw)), "x.zip")
    assert member.data is None or len(member.data) <= 1000


def test_an_encrypted_entry_is_told() -> None:
    raw = bytearray(zipped(a=b"text").getvalue())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    [member] = ZIP.members(io.BytesIO(bytes(raw)), "x.zip")
    assert "encrypted" in (member.fault or "")


@given(st.binary(max_size=400), st.integers(0, 600), st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_whatever_is_broken_is_an_error_of_ours(body: bytes, at: int, value: int) -> None:
    raw = bytearray(zipped(**{"a.txt": body, "b.html": b"<p>hello</p>"}).getvalue())
    raw[at % len(raw)] = value
    try:
        for member in ZIP.members(io.BytesIO(bytes(raw)), "x.zip"):
            assert (member.data is None) == (member.fault is not None)
    except PackageError:
        pass


# --- WACZ -------------------------------------------------------------------------------------------

def wacz(*, tamper: bytes | None = None, pages: bool = True) -> io.BytesIO:
    files = {"archive/data.warc.gz": written(ODD[0]).getvalue()}
    if pages:
        files["pages/pages.jsonl"] = b'{"format":"json-pages-1.0","id":"pages"}\n' + json.dumps(
            {"url": "http://example.org/a", "ts": "2025-03-10T00:00:00Z", "title": "A made-up page"}).encode() + b"\n"
    package = json.dumps({"profile": "data-package", "resources": [
        {"name": n.split("/")[-1], "path": n, "hash": "sha256:" + hashlib.sha256(d).hexdigest(), "bytes": len(d)} for n, d in files.items()]}).encode()
    stated = "sha256:" + hashlib.sha256(package).hexdigest()
    digest: dict = {"path": "datapackage.json", "hash": stated}
    files |= {"datapackage.json": package, "datapackage-digest.json": json.dumps(digest).encode()}
    if tamper:
        files["archive/data.warc.gz"] = tamper
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


def codes(file: io.BytesIO) -> list[str]:
    return [code for member in WACZ.members(file, "x.wacz") for code, _ in member.warnings]


def test_the_pages_of_a_wacz_become_members_with_their_titles_and_places() -> None:
    file = wacz()
    [member] = WACZ.members(file, "x.wacz")
    assert (member.key, member.data, member.told["title"], member.captured_at) == (
        "http://example.org/a", b"<p>hello</p>", "A made-up page", "2025-03-10T00:00:00.250Z")
    assert member.offset is not None
    assert file.getvalue()[member.offset:member.offset + 2] == b"\x1f\x8b"
    assert member.warnings == ()


def test_without_a_list_of_pages_every_document_is_one() -> None:
    assert [m.key for m in WACZ.members(wacz(pages=False), "x.wacz")] == ["http://example.org/a"]


def test_what_was_changed_is_told() -> None:
    assert codes(wacz(tamper=written(ODD[1]).getvalue())) == ["hash-differs"]
    files = zipfile.ZipFile(wacz())
    told = {name: files.read(name) for name in files.namelist()}
    told["datapackage.json"] += b" "
    assert codes(zipped(**told)) == ["hash-differs"]


def test_a_page_that_is_listed_and_not_there_is_named() -> None:
    file = wacz()
    with zipfile.ZipFile(file) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    files["pages/pages.jsonl"] += b'{"url":"http://example.org/lost"}\n'
    members = list(WACZ.members(zipped(**files), "x.wacz"))
    assert [(m.key, bool(m.fault)) for m in members] == [("http://example.org/a", False), ("http://example.org/lost", True)]


def test_office_documents_are_no_packages() -> None:
    head = zipped(**{"[Content_Types].xml": b"<x/>"}).getvalue()[:4096]
    assert not ZIP.takes(head, "report.docx")
    assert ZIP.takes(head, "reports.zip")


def test_an_archive_reads_what_it_names() -> None:
    archive = Archive(zipped(a=b"text"))
    entry = archive.named("a")
    assert entry is not None
    assert archive.read(entry) == b"text"
    assert archive.named("b") is None
