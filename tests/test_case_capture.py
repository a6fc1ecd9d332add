"""`add` of addresses and of WARC files: what is kept, what is told, what is committed to."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.store.folder import CaseFolder

PAGE = ("<html lang='en'><head><title>Shelling in the valley</title></head><body><article><p>" + "At least 12 people were killed on Monday when shells fell on "
        "the market of the town, the fictional Valley Monitor said. " * 3 + "</p></article></body></html>")
PATHS = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode(), mtime=0)),
    "/moved": (302, {"Location": "/page"}, b"moved"),
    "/inside": (302, {"Location": "http://127.0.0.2/secret"}, b"moved"),
    "/gone": (404, {"Content-Type": "text/html"}, b"<html><body><p>This page is not available any more.</p></body></html>"),
    "/login": (200, {"Content-Type": "text/html"}, b"<html><body><p>Please log in to continue reading.</p></body></html>"),
    "/empty": (200, {"Content-Type": "text/html"}, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + b"0" * 50),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"0" * 30_000_000)),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, head, body = PATHS[self.path]
        self.send_response(status)
        for name, value in head.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{running.server_port}"
        running.shutdown()


@contextmanager
def new_case(folder: Path, server: str | None) -> Iterator[CaseFolder]:
    verbs.new(folder, title="T")
    if server:
        with (folder / "case.toml").open("a") as settings:
            settings.write(f'\n[capture]\nallow = ["{server}"]\ncollector = "researcher 3"\ncontext = "named in the report of the day"\n')
    with verbs.open_case(folder) as case:
        yield case


def one(case: CaseFolder, source: str) -> dict:
    [line] = verbs.add(case, [source])
    return line


def events_of(case: CaseFolder, kind: str) -> list[dict]:
    from sqlalchemy import select

    from bearwitness.custody.entry import read_fields
    from bearwitness.store.schema import custody_events as table

    with case.reading() as connection:
        rows = connection.execute(select(table).where(table.c.kind == kind).order_by(table.c.idx)).mappings().all()
    return [read_fields(row["entry"], json.loads(row["disclosures"])) for row in rows]


def test_an_address_is_captured_with_its_record(tmp_path: Path, server: str) -> None:
    with new_case(tmp_path / "c", server) as case:
        line = one(case, f"http://{server}/moved")
        assert (line["verdict"], line["derived"], line["assurance"]) == ("accept", ["text"], "content")
        [event] = events_of(case, "import")
        told = event["capture"]
        assert (told["uri_requested"], told["uri_final"]) == (f"http://{server}/moved", f"http://{server}/page")
        assert told["redirects"] == [{"from": f"http://{server}/moved", "status": 302, "to": "/page"}]
        assert (told["collector"], told["remote_ip"]) == ("researcher 3", "127.0.0.1")
        assert told["identity_used"] == {"missing": "no account was used"}
        [capture] = events_of(case, "capture")
        assert (capture["method"], capture["package_sha256"], capture["url"]) == ("http", event["sha256"], f"http://{server}/page")
        assert case.objects.path(line["sha256"]).read_bytes() == PAGE.encode()
        assert list(verbs.verify(tmp_path / "c")) == []


def test_every_field_of_the_record_is_there_or_missing_with_a_reason(tmp_path: Path, server: str) -> None:
    from bearwitness.capture.record import FIELDS

    with new_case(tmp_path / "c", server) as case:
        one(case, f"http://{server}/page")
        told = events_of(case, "import")[0]["capture"]
    assert tuple(told) == FIELDS or set(told) == set(FIELDS)
    assert all(value["missing"] for value in told.values() if isinstance(value, dict) and set(value) == {"missing"})


@pytest.mark.parametrize(("path", "verdict", "assurance", "words"), [
    ("/packed", "accept", "content", None),
    ("/gone", "keep_original_no_derivative", "address", "answered 404"),
    ("/login", "accept_with_warning", "address", "sign in"),
    ("/empty", "keep_original_no_derivative", "address", "empty"),
    ("/picture", "keep_original_no_derivative", "address", "image"),
    ("/inside", "keep_original_no_derivative", "address", "not on the public internet"),
    ("/bomb", "keep_original_no_derivative", "address", "bomb"),
])
def test_an_address_is_not_content(tmp_path: Path, server: str, path: str, verdict: str, assurance: str, words: str | None) -> None:
    with new_case(tmp_path / "c", server) as case:
        line = one(case, f"http://{server}{path}")
        told = (line["reason"] or "") + " ".join(w["text"] for w in line["warnings"])
        assert (line["verdict"], line["assurance"]) == (verdict, assurance)
        assert words is None or words in told
        assert list(verbs.verify(tmp_path / "c")) == []


def test_the_same_page_again_is_one_report_and_two_captures(tmp_path: Path, server: str) -> None:
    with new_case(tmp_path / "c", server) as case:
        first, second = one(case, f"http://{server}/page"), one(case, f"http://{server}/page")
        assert (first["report"], second["already"]) == (second["report"], True)
        assert len(events_of(case, "import")) == 2
        assert len(events_of(case, "capture")) == 1
        assert list(verbs.verify(tmp_path / "c")) == []


def test_an_address_inside_is_refused_and_nothing_is_kept(tmp_path: Path, server: str) -> None:
    with new_case(tmp_path / "c", None) as case:
        line = one(case, f"http://{server}/page")
        assert line["verdict"] == "reject"
        assert "80 and 443" in line["reason"]
        assert not list((tmp_path / "c" / "objects").rglob("*/*/*"))


def test_a_warc_is_kept_whole_and_its_pages_become_reports(tmp_path: Path, server: str) -> None:
    with new_case(tmp_path / "a", server) as case:
        one(case, f"http://{server}/page")
        one(case, f"http://{server}/gone")
        packages = [case.objects.path(event["sha256"]).read_bytes() for event in events_of(case, "import")]
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(b"".join(packages))
    with new_case(tmp_path / "b", None) as case:
        whole, page = verbs.add(case, [str(file)])
        assert (whole["verdict"], whole["derived"], whole["member"]) == ("accept", ["member"], None)
        assert (page["verdict"], page["member"]) == ("accept", f"http://{server}/page")
        [capture] = events_of(case, "capture")
        assert (capture["method"], capture["package_sha256"]) == ("import:warc", whole["sha256"])
        start, length = capture["package_offset"], capture["package_length"]
        assert b"Valley Monitor" in gzip.decompress(file.read_bytes()[start:start + length])
        again = list(verbs.add(case, [str(file)]))
        assert [line["already"] for line in again] == [True, True]
        assert list(verbs.verify(tmp_path / "b")) == []
        case.objects.path(whole["sha256"]).unlink()
        assert [fault for fault in verbs.verify(tmp_path / "b") if whole["sha256"] in fault]


def test_a_broken_warc_is_kept_and_told(tmp_path: Path) -> None:
    file = tmp_path / "broken.warc"
    file.write_bytes(b"WARC/1.1\r\nWARC-Type: resp")
    with new_case(tmp_path / "c", None) as case:
        whole, fault = verbs.add(case, [str(file)])
        assert (whole["verdict"], fault["verdict"]) == ("accept", "reject")
        assert "could not be taken apart further" in fault["reason"]
        assert case.objects.path(whole["sha256"]).read_bytes() == file.read_bytes()
        assert list(verbs.verify(tmp_path / "c")) == []
