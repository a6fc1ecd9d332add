"""The browser lane, in a real Chromium: what it keeps, and that no page leads it anywhere else."""

from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.test_case_capture import events_of, new_case

from bearwitness import case as verbs
from bearwitness.capture import browser, warc
from bearwitness.capture.proxy import CheckingProxy
from bearwitness.capture.record import FIELDS

WORDS = "At least 12 people were killed on Monday when shells fell on the market of the town, the fictional Valley Monitor said. " * 3
PAGES = {
    "/late": "<html lang='en'><head><title>Late</title></head><body><script>setTimeout(() => {document.body.innerHTML = "
             f"'<article><p>{WORDS}</p></article>'}}, 200)</script><noscript>Please enable JavaScript</noscript></body></html>",
    "/ready": f"<html lang='en'><head><title>Ready</title></head><body><article><p>{WORDS}</p></article><img src='/pixel.png'></body></html>",
}
HOSTILE = {
    "picture": "<img src='http://127.0.0.1:{inside}/picture'>",
    "script": "<script src='http://localhost:{inside}/script'></script>",
    "fetch": "<script>fetch('http://127.0.0.1:{inside}/fetch', {{method: 'POST', body: 'x'}}).catch(() => 0)</script>",
    "frame": "<iframe src='http://127.0.0.1:{inside}/frame'></iframe>",
    "refresh": "<meta http-equiv='refresh' content='0; url=http://127.0.0.1:{inside}/refresh'>",
    "location": "<script>location = 'http://[::1]:{inside}/location'</script>",
    "form": "<form id=f method=post action='http://127.0.0.1:{inside}/form'></form><script>f.submit()</script>",
    "socket": "<script>try {{ new WebSocket('ws://127.0.0.1:{inside}/socket') }} catch (e) {{}}</script>",
    "beacon": "<script>navigator.sendBeacon('http://127.0.0.1:{inside}/beacon', 'x')</script>",
    "worker": "<script>try {{ new SharedWorker('/w.js'); navigator.serviceWorker.register('/w.js') }} catch (e) {{}}</script>",
    "file": "<iframe src='file:///etc/passwd'></iframe><img src='file:///etc/hostname'>",
    "rebound": "<script>setInterval(() => fetch('http://inside.example:{inside}/rebound').catch(() => 0), 50)</script>",
    "dialog": "<script>alert('stop'); confirm('stop'); prompt('stop')</script>",
    "popup": "<script>open('http://127.0.0.1:{inside}/popup')</script>",
    "rtc": "<script>const p = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{inside}'}}]}}); p.createDataChannel('x'); "
           "p.createOffer().then(o => p.setLocalDescription(o))</script>",
    "prefetch": "<link rel='dns-prefetch' href='//127.0.0.1:{inside}'><link rel='preconnect' href='http://127.0.0.1:{inside}'>"
                "<link rel='prefetch' href='http://127.0.0.1:{inside}/prefetch'>",
    "style": "<style>@import 'http://127.0.0.1:{inside}/style'; body {{ background: url(http://127.0.0.1:{inside}/bg) }}</style>",
    "download": "<a id=a download href='http://127.0.0.1:{inside}/download'>x</a><script>a.click()</script>",
}
needs = pytest.mark.skipif(browser.chromium() is None, reason="NOT TESTED in a browser: no Chromium")
pytestmark = [pytest.mark.browser, needs]


@pytest.fixture(autouse=True)
def _container(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.UNSAFE, "1")


def serving(pages: dict[str, str], seen: list[str]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            body = pages.get(self.path, "").encode()
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    return running


class Canary:
    """A port of this machine, TCP and UDP, on which nothing may come: not a request, not a greeting, not a connection."""

    def __init__(self) -> None:
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))

    def heard(self) -> list[str]:
        """What has come until now; connections wait in the queue until they are taken from it."""
        ready, _, _ = select.select([self._tcp, self._udp], [], [], 0.2)
        return ["tcp" if one is self._tcp else "udp" for one in ready]

    def close(self) -> None:
        self._tcp.close()
        self._udp.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = serving(PAGES, [])
    yield f"127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_both_lanes_are_in_one_record(tmp_path: Path, server: str) -> None:
    with new_case(tmp_path / "c", server) as case:
        [line] = verbs.add(case, [f"http://{server}/ready"])
        assert (line["verdict"], line["assurance"]) == ("accept", "content")
        plain, shown = events_of(case, "import")
        told = plain["capture"]["browser"]
        assert (told["title"], told["status"], told["content_encoding_removed"], told["fault"]) == ("Ready", 200, True, None)
        assert (plain["method"], shown["method"], shown["capture"]["with"]) == ("http", "browser", plain["sha256"])
        assert [name for name in FIELDS if shown["capture"].get(name) in (None, "")] == []
        assert (shown["capture"]["method"], shown["capture"]["remote_ip"], shown["capture"]["sha256"]) == ("browser", "127.0.0.1", shown["sha256"])
        found = {f.url: f for f in warc.read(case.objects.path(shown["sha256"]).open("rb"))}
        final = f"http://{server}/ready"
        assert (found[f"urn:screenshot:{final}"].payload or b"").startswith(b"\x89PNG")
        assert b"Valley Monitor" in (found[f"urn:dom:{final}"].payload or b"")
        assert b"multipart/related" in (found[f"urn:mhtml:{final}"].payload or b"")
        assert b"Valley Monitor" in (found[final].payload or b"")
        assert list(verbs.verify(tmp_path / "c")) == []


def test_what_only_a_browser_shows_is_a_report_of_its_own(tmp_path: Path, server: str) -> None:
    with new_case(tmp_path / "c", server) as case:
        plain, shown = verbs.add(case, [f"http://{server}/late"])
        assert plain["assurance"] in ("address", "partial")
        assert (shown["member"], shown["assurance"], shown["verdict"]) == ("browser", "content", "accept")
        assert list(verbs.verify(tmp_path / "c")) == []


LEAVING = ("refresh", "location", "form", "download")        # of these a page can do one
TOGETHER = ["+".join(kind for kind in HOSTILE if kind not in LEAVING), *LEAVING]
ONE_BY_ONE = list(HOSTILE) if os.environ.get("BEARWITNESS_SOAK") else []


@pytest.mark.parametrize("kinds", TOGETHER + ONE_BY_ONE)
def test_no_page_leads_the_browser_inside(kinds: str) -> None:
    canary = Canary()
    hostile = "".join(HOSTILE[kind].format(inside=canary.port) for kind in kinds.split("+"))
    pages = {"/page": f"<html><body><p>page</p>{hostile}</body></html>"}
    seen: list[str] = []
    outside = serving(pages, seen)
    own = f"127.0.0.1:{outside.server_port}"
    try:
        with CheckingProxy(allow=(own,), resolver=lambda host, port: ["127.0.0.1"] if host == "inside.example" else [host]) as proxy:
            shown = browser.show(f"http://{own}/page", proxy, seconds=15)
        assert "/page" in seen
        assert shown.resources, shown.fault
        assert not any(b"root:" in r.body for r in shown.resources)
        assert canary.heard() == []
    finally:
        canary.close()
        outside.shutdown()
        outside.server_close()


def test_the_canary_hears_a_connection_without_a_word() -> None:
    canary = Canary()
    with socket.create_connection(("127.0.0.1", canary.port)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.sendto(b"x", ("127.0.0.1", canary.port))
    assert sorted(canary.heard()) == ["tcp", "udp"]
    canary.close()


def test_without_a_browser_the_record_says_why(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "chromium", lambda: None)
    with new_case(tmp_path / "c", server) as case:
        [line] = verbs.add(case, [f"http://{server}/ready"])
        assert line["verdict"] == "accept"
        assert "no Chromium" in events_of(case, "import")[0]["capture"]["browser"]["missing"]
