"""The browser lane of a capture: what a reader's browser shows of an address, with its scripts run.

Chromium by Playwright (the extra `browser`; the Chromium is the system's own), a fresh profile each time, all traffic
through the checking proxy, no name resolved by the browser. Kept: a picture of the whole page, MHTML, the DOM after
loading, and every answer. The browser gives bodies without their content coding, so exact bytes are the plain lane's.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import urlsplit

from bearwitness.capture import warc
from bearwitness.capture.fetch import REDIRECTS, spool
from bearwitness.capture.proxy import CheckingProxy, Connection

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VIEW = {"width": 1280, "height": 1600}
SECONDS = 45.0
SETTLE_MS = 1_500           # after loading, for what scripts put in later
MAX_BODY = 30_000_000       # bytes, of one answer
MAX_ALL = 150_000_000
MAX_HEIGHT = 20_000         # pixels of the picture
UNSAFE = "BEARWITNESS_TESTS_WITHOUT_SANDBOX"       # for tests in a container only: there Chromium cannot make its sandbox


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that the lane kept: an answer (with its status) or something made of the page."""

    url: str
    media_type: str
    body: bytes
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    remote: str | None = None
    tls: dict[str, Any] | None = None


@dataclass(slots=True)
class Shown:
    """What the lane gave. `fault`: why there is no page, or less than all of it."""

    resources: list[Resource] = field(default_factory=list)
    dom: str | None = None
    final: str | None = None
    title: str | None = None
    status: int | None = None
    started: float = 0.0
    ended: float = 0.0
    version: str | None = None
    connections: list[Connection] = field(default_factory=list)
    fault: str | None = None
    notes: list[str] = field(default_factory=list)


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def why_not() -> str | None:
    """Why there is no browser lane on this machine; None when there is one."""
    from importlib.util import find_spec

    if chromium() is None:
        return "no Chromium is installed (on Debian: apt-get install chromium)"
    if find_spec("playwright") is None:
        return "the extra is not installed (pip install 'bearwitness[browser]')"
    if os.geteuid() == 0 and not os.environ.get(UNSAFE):
        return "Chromium does not start its sandbox for root: run as another user"
    return None


def flags(port: int) -> list[str]:
    """How Chromium is started: nothing but the proxy, and no service of its maker."""
    chosen = ["--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
              "--disable-extensions", "--disable-default-apps", "--disable-domain-reliability", "--disable-client-side-phishing-detection", "--no-pings",
              "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,InterestFeedContentSuggestions",
              f"--proxy-server=http://127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>",
              # The switch has had two names; a browser that knows neither sends UDP past the proxy, to this machine as well.
              "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--webrtc-ip-handling-policy=disable_non_proxied_udp",
              "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--hide-scrollbars", "--mute-audio"]
    return [*chosen, "--no-sandbox"] if os.environ.get(UNSAFE) and os.geteuid() == 0 else chosen


def show(url: str, proxy: CheckingProxy, *, seconds: float = SECONDS) -> Shown:
    """Loads an address and keeps what it shows. Never raises for what a page does: `fault` says it.

    Args:
        proxy: running; everything goes through it.
    """
    from playwright.sync_api import Error, sync_playwright

    shown = Shown(started=time.time())
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium(), args=flags(proxy.port), ignore_default_args=["--enable-automation"],
                                           chromium_sandbox=not os.environ.get(UNSAFE), handle_sigint=False, timeout=30_000)
            try:
                shown.version = browser.version
                _page(browser, url, shown, seconds, proxy)
            finally:
                with suppress(Error):
                    browser.close()
    except Error as e:
        shown.fault = shown.fault or f"the browser failed ({_first(e)})"
    shown.ended = time.time()
    shown.connections = list(proxy.connections)
    return shown


def _page(browser: Any, url: str, shown: Shown, seconds: float, proxy: CheckingProxy) -> None:
    from playwright.sync_api import Error

    context = browser.new_context(viewport=VIEW, accept_downloads=False, service_workers="block", permissions=[], java_script_enabled=True)
    context.set_default_timeout(seconds * 1000)
    page = context.new_page()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer) if len(answers) < 2_000 else None)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("popup", lambda other: other.close())
    try:
        main = page.goto(url, wait_until="load", timeout=seconds * 1000)
        shown.status = main.status if main else None
    except Error as e:
        shown.fault = f"the page did not load ({_first(e)})"
    with suppress(Error):
        page.wait_for_timeout(SETTLE_MS)
    shown.final = page.url
    _kept(page, context, shown)
    refused = {connection.host for connection in proxy.connections if connection.address is None}
    _answers([a for a in answers if a.status != 403 or urlsplit(a.url).hostname not in refused], shown,
             {connection.host: connection.address for connection in proxy.connections if connection.address})


def _kept(page: Any, context: Any, shown: Shown) -> None:
    """The picture, the MHTML and the DOM, each as far as it can be had."""
    from playwright.sync_api import Error

    final = shown.final or "about:blank"
    try:
        shown.title, shown.dom = page.title(), page.content()
        shown.resources.append(Resource(f"urn:dom:{final}", "text/html; charset=utf-8", shown.dom.encode("utf-8", "surrogatepass")))
    except Error as e:
        shown.notes.append(f"no DOM ({_first(e)})")
    try:
        height = int(page.evaluate("Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0)") or 0)
        if height > MAX_HEIGHT:
            shown.notes.append(f"the page is {height} pixels high: the picture shows the first {MAX_HEIGHT}")
        clip = {"x": 0, "y": 0, "width": VIEW["width"], "height": min(max(height, VIEW["height"]), MAX_HEIGHT)}
        picture = page.screenshot(full_page=True, clip=clip, type="png", animations="disabled", timeout=20_000)
        shown.resources.append(Resource(f"urn:screenshot:{final}", "image/png", picture))
    except Error as e:
        shown.notes.append(f"no picture ({_first(e)})")
    try:
        snapshot = context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
        shown.resources.append(Resource(f"urn:mhtml:{final}", "multipart/related", snapshot.encode("utf-8", "surrogatepass")))
    except Error as e:
        shown.notes.append(f"no MHTML ({_first(e)})")


def _answers(answers: list[Any], shown: Shown, reached: dict[str, str | None]) -> None:
    """Every answer. Its server is the one that the proxy went to: the browser sees only the proxy."""
    from playwright.sync_api import Error

    total = 0
    for answer in answers:
        if not answer.url.startswith(("http://", "https://")):
            continue
        try:
            body = b"" if 300 <= answer.status < 400 else answer.body()
        except Error:
            shown.notes.append(f"no body of {answer.url[:200]}")
            body = b""
        if len(body) > MAX_BODY or total + len(body) > MAX_ALL:
            shown.notes.append(f"{answer.url[:200]} is too large to keep ({len(body)} bytes)")
            continue
        total += len(body)
        headers = tuple((h["name"], h["value"]) for h in _told(answer.headers_array) or [])
        security = _told(answer.security_details)
        shown.resources.append(Resource(answer.url, {n.lower(): v for n, v in headers}.get("content-type", "application/octet-stream"), body,
                                        answer.status, headers, reached.get(urlsplit(answer.url).hostname or ""), dict(security) if security else None))


def _told(ask: Any) -> Any:
    from playwright.sync_api import Error

    try:
        return ask()
    except Error:
        return None


def _first(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__


# --- the lane as a package --------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Lane:
    """The lane of one capture: its WARC (None: there is none), the DOM, and what goes into the capture record."""

    package: IO[bytes] | None
    dom: str | None
    record: dict[str, Any]
    final: str | None = None
    status: int | None = None
    started: str = ""


def capture(url: str, *, settings: Mapping[str, Any], tool: str, record: Mapping[str, Any] | None = None) -> Lane:
    """Runs the lane where there is one; else the record says why there is none.

    Args:
        settings: `[capture]` of case.toml: `allow` (own servers), `browser = false` switches the lane off.
        record: the capture record so far, for the WARC.
    """
    reason = "switched off in case.toml" if settings.get("browser") is False else why_not()
    if reason is not None:
        return Lane(None, None, {"missing": reason})
    with CheckingProxy(allow=tuple(str(a) for a in settings.get("allow", ())), seconds=SECONDS + 40) as proxy:
        shown = show(url, proxy)
    told = _told_of(shown)
    if not shown.resources:
        return Lane(None, None, told)
    out = spool()
    warc.write_resources(out, [(r.url, r.media_type, r.body, r.status, r.headers, r.remote) for r in shown.resources], when=shown.started,
                         info={"software": f"{tool} with Chromium {shown.version}", "format": "WARC File Format 1.1"},
                         about={**(record or {}), "browser": told}, record_id=lambda: f"<urn:uuid:{uuid.uuid4()}>")
    out.seek(0)
    return Lane(out, shown.dom, told, shown.final, shown.status, str(told["time_start"]))


def _told_of(shown: Shown) -> dict[str, Any]:
    def moment(seconds: float) -> str:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    kinds = ("dom", "screenshot", "mhtml")
    main = next((r for r in shown.resources if r.status is not None and r.url == (shown.final or "").partition("#")[0]), None)
    return {"time_start": moment(shown.started), "time_end": moment(shown.ended), "version": shown.version, "view": VIEW, "uri_final": shown.final,
            "status": shown.status, "title": shown.title, **(_main(main, shown) if main is not None else {}), "content_encoding_removed": True, "fault": shown.fault, "notes": shown.notes,
            **{kind: next((hashlib.sha256(r.body).hexdigest() for r in shown.resources if r.url.startswith(f"urn:{kind}:")), {"missing": "could not be had"})
               for kind in kinds},
            "answers": sum(r.status is not None for r in shown.resources),
            "refused": sorted({f"{c.host}:{c.port}" for c in shown.connections if c.refused})[:50]}


def _main(page: Resource, shown: Shown) -> dict[str, Any]:
    """What is known of the answer that the page is."""
    moved = [{"from": r.url, "status": r.status, "to": {n.lower(): v for n, v in r.headers}.get("location")} for r in shown.resources if r.status in REDIRECTS]
    return {"remote_ip": page.remote or {"missing": "the proxy knows no address for it"}, "media_type_declared": page.media_type, "redirects": moved,
            "tls": page.tls or {"missing": "the address is http, without encryption" if page.url.startswith("http:") else "the browser did not tell"},
            "response_heads": [f"HTTP {page.status}\n" + "".join(f"{name}: {value}\n" for name, value in page.headers)]}
