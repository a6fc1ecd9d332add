"""The workbench as a person, a program and somebody hostile on the same machine meet it: `serve` by the command line, asked over HTTP."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from bearwitness import case as verbs

ROOT = Path(__file__).parents[2]
WORDS = "At least 12 people were killed on Monday when shells fell on the market of Exampleton, the fictional Valley Monitor said. " * 3
PAGE = f"<html lang='en'><head><title>Shelling <b>& \u202emore</title></head><body><article><p>{WORDS}</p><a href='http://tracker.example/'>more</a></article></body></html>"
POSTS = "".join(json.dumps({"id": f"p{n}", "text": f"{n} people were killed in Exampleton, the fictional monitor said."}) + "\n" for n in (1, 2))
ROUTES = ("/", "/?q=nothing&lang=ar", "/reports/00000000", "/nowhere", "/static/style.css", "/robots.txt", "/favicon.ico", "/api/v1/reports",
          "/api/v1/incidents", "/api/v1/nothing", "/api/v1/openapi.json", "/api/v1/read", "//evil.example/", "/static/../../x", "/%00", "/%C3%A9")


@dataclass
class Served:
    address: str
    case: Path
    log: Path
    ids: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def netloc(self) -> str:
        return urlsplit(self.address).netloc

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, netloc: str | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        target = netloc or self.netloc
        connection = http.client.HTTPConnection(target, timeout=120)
        try:
            connection.request(method, path, body, {"Host": target, **{name.replace("_", "-"): value for name, value in headers.items()}})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def page(self, name: str, options: str = "") -> str:
        status, _, body = self.ask(f"/reports/{self.ids[name]}{options}")
        assert status == 200
        return body.decode()

    def evidence(self, name: str, what: str, options: str = "") -> tuple[str, str]:
        """Host and path of what a report's page leads to."""
        found = re.search(rf'"(http://127\.0\.0\.2:\d+/[0-9a-f]{{40}}/[0-9a-f]+/{what}[^"]*)"', self.page(name, options))
        assert found
        parts = urlsplit(found[1].replace("&amp;", "&"))
        return parts.netloc, f"{parts.path}?{parts.query}"


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html><body><p>Please log in to continue reading.</p></body></html>")

    def log_message(self, *_: object) -> None:
        pass


def _files(folder: Path) -> None:
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, "utf-8")
    (folder / "two.posts.jsonl").write_text(POSTS)
    (folder / "note.txt").write_text(WORDS + "<b>marked up</b> and turned \u202earound", "utf-8")
    (folder / "clip.mp4").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 3_000_000)
    (folder / "damaged.html").write_text(PAGE.replace("12", "13"), "utf-8")
    (folder / "gone.html").write_text(PAGE.replace("12", "14"), "utf-8")
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((600, 400)).save(picture, "PNG")
    (folder / "picture.png").write_bytes(picture.getvalue())
    (folder / "broken.png").write_bytes(picture.getvalue()[:60] + b"\xff" * 90)
    shutil.copy(ROOT / "tests/readers/files/right_to_left.pdf", folder / "report.pdf")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    _files(folder / "in")
    verbs.new(folder / "case", title="A case <of> words").close()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        with (folder / "case" / "case.toml").open("a") as settings:
            settings.write(f'\n[capture]\nallow = ["127.0.0.1:{site.server_port}"]\ncollector = "researcher 3"\n')
        with verbs.open_case(folder / "case") as case:
            lines = list(verbs.add(case, [str(folder / "in"), f"http://127.0.0.1:{site.server_port}/wall"]))
        site.shutdown()
    ids = {line["member"] or Path(line["source"]).name: line["report"] for line in lines if line["report"]}
    log = folder / "log.jsonl"
    with log.open("wb") as errors:
        process = subprocess.Popen([sys.executable, "-m", "bearwitness", "serve", "--case", str(folder / "case"), "--verbose"], stdout=subprocess.PIPE,
                                   stderr=errors, stdin=subprocess.DEVNULL)
    assert process.stdout is not None
    address = process.stdout.readline().decode().strip()
    try:
        yield Served(address, folder / "case", log, ids, process)
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(30) == 0
        assert rest == b"", "the address alone"


# --- headers -----------------------------------------------------------------------------------------

def test_every_answer_has_its_headers(served: Served) -> None:
    seen = set()
    for path in ROUTES:
        for method in ("GET", "HEAD", "POST", "DELETE"):
            status, headers, _ = served.ask(path, method)
            seen.add(status)
            assert status < 500, (method, path)
            assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; img-src 'self'; frame-src http://127.0.0.2:"), path
            assert "unsafe" not in headers["content-security-policy"] and "frame-ancestors 'none'" in headers["content-security-policy"]
            assert (headers["x-content-type-options"], headers["referrer-policy"], headers["cache-control"]) == ("nosniff", "no-referrer", "no-store")
            assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
            assert headers["x-frame-options"] == "DENY" and "camera=()" in headers["permissions-policy"]
            assert {"set-cookie", "server", "access-control-allow-origin"} & set(headers) == set()
    assert {200, 204, 400, 404, 405} <= seen


def test_pages_hold_no_script_and_no_inline_style(served: Served) -> None:
    for page in (served.page("page.html"), served.page("report.pdf", "?lang=ar"), served.ask("/")[2].decode(), served.ask("/nowhere")[2].decode()):
        assert re.findall(r"<(?:script|style|object|embed|base)\b|\son\w+\s*=|\sstyle\s*=|javascript:", page, re.I) == []
        assert re.findall(r"(?:src|href)=\"(?!/|#|\?|http://127\.0\.0\.2:)", page) == []
    assert "A case &lt;of&gt; words" in served.ask("/")[2].decode()


def test_the_header_of_evidence_is_the_agreed_one(served: Served) -> None:
    port = urlsplit(served.address).port
    for what, wanted in (("view", 200), ("original", 200)):
        netloc, path = served.evidence("page.html", what)
        status, headers, _ = served.ask(path, netloc=netloc)
        assert status == wanted
        assert headers["content-security-policy"] == (
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
            f"frame-ancestors http://127.0.0.1:{port} http://localhost:{port}")
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert "set-cookie" not in headers
        assert headers.get("content-disposition", "").startswith("attachment;") == (what == "original")


# --- who may ask ---------------------------------------------------------------------------------------

@pytest.mark.parametrize(("host", "status", "why"), [
    ("{ours}", 200, "its own address"), ("localhost:{port}", 200, "the machine's own name"), ("127.0.0.7:{port}", 200, "another plain address of this machine"),
    ("evil.example:{port}", 421, "a name that was made to lead here"), ("evil.example", 421, "the same without a port"), ("127.0.0.1", 421, "no port"),
    ("127.0.0.1:1", 421, "another port"), ("192.0.2.7:{port}", 421, "not an address of this machine"), ("localhost.evil.example:{port}", 421, "begins well"),
    ("", 421, "none"), ("127.0.0.1:{port}@evil.example", 421, "nonsense"), ("2130706433:{port}", 421, "a number is no plain address"), ("LOCALHOST:{port}", 200, "names have no case"),
])
def test_by_which_name(served: Served, host: str, status: int, why: str) -> None:
    port = urlsplit(served.address).port
    assert served.ask("/api/v1/reports", Host=host.format(ours=served.netloc, port=port))[0] == status, why


@pytest.mark.parametrize(("method", "path", "headers", "status", "why"), [
    ("GET", "/", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200, "a link in a message"),
    ("GET", "/api/v1/reports", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 403, "but not to the data"),
    ("GET", "/", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403, "a frame elsewhere"),
    ("GET", "/static/style.css", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "style"}, 403, "a style elsewhere, to find out that we are here"),
    ("GET", "/api/v1/reports", {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"}, 403, "another port of this machine"),
    ("GET", "/api/v1/reports", {"Sec_Fetch_Site": "same-origin"}, 200, "ours"),
    ("POST", "/api/v1/read", {"Origin": "http://evil.example"}, 403, "a form elsewhere"),
    ("POST", "/api/v1/read", {"Origin": "null"}, 403, "a sandboxed page"),
    ("POST", "/api/v1/read", {"Sec_Fetch_Site": "cross-site"}, 403, "a form elsewhere, by another sign"),
    ("POST", "/api/v1/read", {"Origin": "{ours}", "Sec_Fetch_Site": "same-origin"}, 400, "ours, and empty"),
    ("DELETE", "/", {}, 405, "nothing can be deleted"),
])
def test_from_where(served: Served, method: str, path: str, headers: dict[str, str], status: int, why: str) -> None:
    told = {name: value.format(ours=served.address) for name, value in headers.items()}
    assert served.ask(path, method, b"" if method == "POST" else None, **told)[0] == status, why


def test_two_hosts_are_none(served: Served) -> None:
    parts = urlsplit(served.address)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=30) as sock:
        sock.sendall(f"GET / HTTP/1.1\r\nHost: {parts.netloc}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode())
        assert sock.recv(100).split()[1] in (b"400", b"421")


@pytest.mark.skipif(os.geteuid() != 0, reason="NOT TESTED with another account of this machine: only root can ask as one")
def test_another_account_is_refused(served: Served) -> None:
    netloc, path = served.evidence("page.html", "view")
    for address in (f"{served.address}/api/v1/reports", f"{served.address}/", f"http://{netloc}{path}"):
        asked = subprocess.run(["/usr/bin/env", "python3", "-I", "-S", "-c", (
            "import socket,sys\nfrom urllib.parse import urlsplit\np=urlsplit(sys.argv[1])\ns=socket.create_connection((p.hostname,p.port),30)\n"
            "s.sendall(f'GET {p.path}?{p.query} HTTP/1.1\\r\\nHost: {p.netloc}\\r\\nConnection: close\\r\\n\\r\\n'.encode())\nprint(s.recv(90).split()[1].decode())"), address],
            capture_output=True, text=True, user=65534, group=65534, cwd="/", timeout=60, check=False)
        assert asked.stdout.strip() == "403", asked.stderr


# --- the lines of the verbs -----------------------------------------------------------------------------

def test_the_api_gives_the_lines_of_show(served: Served) -> None:
    for kind in ("reports", "incidents", "claims"):
        shown = subprocess.run([sys.executable, "-m", "bearwitness", "show", kind, "--json", "--case", str(served.case)], capture_output=True, check=True).stdout
        status, headers, body = served.ask(f"/api/v1/{kind}")
        assert (status, headers["content-type"], body) == (200, "application/jsonl", shown)
    described = json.loads(served.ask("/api/v1/openapi.json")[2])["paths"]
    assert {"/api/v1/reports", "/api/v1/incidents", "/api/v1/read"} <= set(described)
    assert [p["name"] for p in described["/api/v1/outside"]["get"]["parameters"]] == ["place", "week"]
    assert served.ask("/api/v1/outside?place=Nowhere&week=2025-W10")[::2] == (200, b"")
    status, _, told = served.ask("/api/v1/outside?week=soon")
    assert status == 400 and b"is no week" in told


def test_reading_what_is_sent(served: Served) -> None:
    for body, kind, sources in ((json.dumps({"text": WORDS}), "application/json", ["text"]), (json.dumps([{"id": "a", "text": WORDS}, {"id": "b", "text": ""}]), "application/json", ["a", "b"]),
                                (PAGE, "application/octet-stream", ["-"])):
        status, _, answer = served.ask("/api/v1/read", "POST", body.encode(), Content_Type=kind)
        lines = [json.loads(line) for line in answer.splitlines()]
        assert (status, [line["document"]["source"] for line in lines]) == (200, sources)
        assert any(claim["kind"] == "toll" and claim["value"]["number"] == 12 for claim in lines[0]["claims"])
    assert lines[0]["document"]["reader"].startswith("html")


@pytest.mark.parametrize(("body", "kind", "status"), [(b"", "application/json", 400), (b"[1]", "application/json", 400), (b"{", "application/json", 200)])
def test_rubbish_is_told(served: Served, body: bytes, kind: str, status: int) -> None:
    answered, _, answer = served.ask("/api/v1/read", "POST", body, Content_Type=kind)
    assert answered == status
    assert json.loads(answer).get("error") or json.loads(answer)["failures"]


def test_more_than_is_taken_is_refused_before_it_is_sent(served: Served) -> None:
    status, _, answer = served.ask("/api/v1/read", "POST", None, Content_Length="26000000")
    assert status == 413 and b"larger than 25 MB" in answer


# --- pages ---------------------------------------------------------------------------------------------

def test_the_list_says_what_was_captured(served: Served) -> None:
    page = served.ask("/?lang=en")[2].decode()
    rows = {m[1]: m[0] for m in re.finditer(r"<tr>.*?/reports/([0-9a-f]+)\?.*?</tr>", page, re.S)}
    assert "assured-address" in rows[served.ids["wall"]] and "the address alone" in rows[served.ids["wall"]]
    assert "a file that was added" in rows[served.ids["page.html"]] and "2 restricted" in rows[served.ids["page.html"]]
    assert "Shelling" in page
    assert 'dir="rtl"' in served.ask("/", Accept_Language="ar-SY,en;q=0.5")[2].decode()


def test_a_capture_shows_its_record(served: Served) -> None:
    page = served.page("wall")
    assert "researcher 3" in page and "<code>uri_requested</code>" in page and "missing: none was given" in page


def test_text_is_shown_as_text(served: Served) -> None:
    page = served.page("note.txt")
    assert WORDS.strip()[:60] in page and "This kind of original is not shown here" in page
    assert "&lt;b&gt;marked up&lt;/b&gt;" in page
    assert "U+202E" in page, "a character that turns words around is shown by its number"


def test_a_page_is_a_copy_without_links(served: Served) -> None:
    for options, shown in (("", False), ("?addresses=1", True)):
        netloc, path = served.evidence("page.html", "view", options)
        body = served.ask(path, netloc=netloc)[2].decode()
        assert "market of Exampleton" in body and "<a " not in body and "live links 1" in body
        assert ("[http://tracker.example/]" in body) is shown


def test_pictures_are_dim_until_asked_for(served: Served) -> None:
    sizes = []
    for options in ("", "?shown=1"):
        netloc, path = served.evidence("picture.png", "view", options)
        body = served.ask(path, netloc=netloc)[2].decode()
        found = re.search(r'src="data:image/jpeg;base64,([^"]+)"', body)
        assert found
        import base64

        image = Image.open(io.BytesIO(base64.b64decode(found[1])))
        sizes.append((image.size, image.mode))
    assert sizes == [((240, 160), "L"), ((600, 400), "RGB")]


def test_a_pdf_is_drawn_page_by_page(served: Served) -> None:
    netloc, path = served.evidence("report.pdf", "view")
    assert "Page 1 of 1" in served.ask(path, netloc=netloc)[2].decode()
    netloc, path = served.evidence("report.pdf", "view", "?page=7")
    status, _, body = served.ask(path, netloc=netloc)
    assert status == 415 and "no page 7" in body.decode()


def test_what_cannot_be_drawn_says_why(served: Served) -> None:
    netloc, path = served.evidence("broken.png", "view")
    status, _, body = served.ask(path, netloc=netloc)
    assert status == 415 and "broken" in body.decode()


# --- originals -----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "saved"), [("page.html", "page.html.evidence"), ("clip.mp4", "clip.mp4"), ("p2", "p2.evidence"), ("note.txt", "note.txt")])
def test_originals_are_saved_as_they_came(served: Served, name: str, saved: str) -> None:
    netloc, path = served.evidence(name, "original")
    status, headers, body = served.ask(path, netloc=netloc)
    own = POSTS.splitlines()[1].encode() if name == "p2" else (served.case.parent / "in" / name).read_bytes()
    assert (status, body, headers["content-type"]) == (200, own, "application/octet-stream")
    assert re.fullmatch(rf'attachment; filename="[0-9a-f]{{8}}-{re.escape(saved)}"; filename\*=UTF-8\'\'[0-9a-f]{{8}}-{re.escape(saved)}', headers["content-disposition"])


def test_saving_is_logged_and_the_case_stays_whole(served: Served) -> None:
    netloc, path = served.evidence("clip.mp4", "original")
    before = served.page("clip.mp4").count("<th scope=\"row\">access")
    served.ask(path, "HEAD", netloc=netloc)
    assert served.page("clip.mp4").count("<th scope=\"row\">access") == before
    served.ask(path, netloc=netloc)
    assert served.page("clip.mp4").count("<th scope=\"row\">access") == before + 1
    faults = [fault for fault in verbs.verify(served.case) if not fault.startswith("objects/")]
    assert faults == []


def test_the_custody_report_is_a_page_behind_the_same_header(served: Served) -> None:
    netloc, path = served.evidence("note.txt", "custody")
    status, headers, body = served.ask(path, netloc=netloc)
    assert status == 200 and headers["content-security-policy"].startswith("sandbox; default-src 'none';")
    sha256 = next(json.loads(line)["sha256"] for line in served.ask("/api/v1/reports")[2].splitlines() if json.loads(line)["id"] == served.ids["note.txt"])
    assert sha256 in re.sub(r"<wbr>|\u00ad|\s", "", body.decode())
    assert "<script" not in body.decode()


def test_a_key_opens_one_report_alone(served: Served) -> None:
    netloc, path = served.evidence("page.html", "view")
    other = path.replace(served.ids["page.html"], served.ids["note.txt"])
    for wrong in (other, path.replace(path[1:5], "0000", 1), "/x/y/view", "/", "/api/v1/reports", path.replace("view", "nothing")):
        assert served.ask(wrong, netloc=netloc)[0] == 404, wrong
    assert served.ask(path, netloc=netloc, Sec_Fetch_Dest="image")[0] == 403
    assert served.ask(path, "POST", b"x", netloc=netloc)[0] == 405


@pytest.mark.parametrize(("name", "how"), [("damaged.html", "one byte"), ("gone.html", "all of it")])
def test_what_is_not_as_it_was_preserved_is_told_and_not_shown(served: Served, name: str, how: str) -> None:
    view, original = served.evidence(name, "view"), served.evidence(name, "original")
    sha256 = next(json.loads(line)["sha256"] for line in served.ask("/api/v1/reports")[2].splitlines() if json.loads(line)["id"] == served.ids[name])
    file = served.case / "objects" / sha256[:2] / sha256[2:4] / sha256
    file.chmod(0o644)
    if how == "one byte":
        file.write_bytes(file.read_bytes().replace(b"people", b"peopel", 1))
    else:
        file.unlink()
    page = served.page(name)
    assert "The original is not as it was preserved" in page and "<iframe" not in page and "Save the original" not in page
    for netloc, path in (view, original):
        status, headers, body = served.ask(path, netloc=netloc)
        assert status == 409 and b"bearwitness verify" in body and b"Exampleton" not in body and "content-disposition" not in headers


def test_the_operational_log_names_nothing(served: Served) -> None:
    text = served.log.read_text()
    assert len(text.splitlines()) > 50 and all(json.loads(line)["event"] for line in text.splitlines())
    assert [word for word in ("Exampleton", "page.html", "/reports/", "evil", "tracker", *served.ids.values()) if word in text] == []


# --- starting ------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("options", "status", "told"), [
    (["--host", "0.0.0.0"], 2, "no sign-in yet"), (["--host", "nowhere.invalid", "--without-sign-in"], 1, "no address of this machine"),
    (["--port", "70000"], 2, "65535"), (["--port", "8099", "--evidence-port", "8099"], 2, "must differ"), (["--port", "{taken}"], 1, "choose another port"),
])
def test_a_start_that_cannot_be(served: Served, options: list[str], status: int, told: str) -> None:
    line = [word.format(taken=urlsplit(served.address).port) for word in options]
    tried = subprocess.run([sys.executable, "-m", "bearwitness", "serve", "--case", str(served.case), "--no-open", *line], capture_output=True, text=True, timeout=60, check=False)
    assert (tried.returncode, tried.stdout) == (status, "")
    assert told in tried.stderr and "Traceback" not in tried.stderr
