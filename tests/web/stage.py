"""Where hostile pages are played: a canary that notes who asks it, pages as a careless tool would serve them, and a real Chromium."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .hostile import ALL, Hostile

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
DOMAIN = "canary.test"
FLAGS = ["--no-sandbox", "--in-process-gpu", "--disable-software-rasterizer", "--renderer-process-limit=4", "--disable-extensions", "--disable-gpu",
         "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", f"--host-resolver-rules=MAP *.{DOMAIN} 127.0.0.1"]
AT_ONCE = 6
KNOWN = {page.name: page for page in ALL}
Answer = tuple[int, Mapping[str, str], bytes]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass        # browsers hang up as they please


def serve(answer: Callable[[BaseHTTPRequestHandler], Answer], host: str = "127.0.0.1") -> Server:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, body = answer(self)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_: object) -> None:
            pass

    running = Server((host, 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    return running


class Canary:
    """Answers whatever it is asked, and notes it by the page that made the browser ask."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []      # page, path
        self._server = serve(self._answer)
        self.netloc = f"{DOMAIN}:{self._server.server_port}"

    def _answer(self, request: BaseHTTPRequestHandler) -> Answer:
        name = (request.headers.get("Host") or "").split(".")[0]
        self.asked.append((name, request.path))
        kind = {"js": "text/javascript", "css": "text/css"}.get(request.path.rpartition(".")[2], "text/html")
        body = f"console.log('bw-ran {name}')".encode() if kind == "text/javascript" else b""
        extra = {"Content-Disposition": "attachment"} if "attachment" in request.path else {}
        return 200, {"Content-Type": kind, "Access-Control-Allow-Origin": "*", **extra}, body

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Careless:
    """A tool that shows pages as they are, on the origin of its own API. `headers`: those of each answer, by its path."""

    def __init__(self, canary: str, host: str = "127.0.0.1"):
        self.canary, self.asked = canary, list[str]()
        self.headers: Callable[[str], Mapping[str, str]] = lambda path: {}
        self.frame: Callable[[str], str] = lambda name: ""
        self._server = serve(self._answer, host)
        self.origin = f"http://{host}:{self._server.server_port}"
        self.app = self.origin

    def _answer(self, request: BaseHTTPRequestHandler) -> Answer:
        path = request.path.split("?")[0]
        headers = dict(self.headers(path))
        if path.startswith("/page/"):
            page = KNOWN[path.removeprefix("/page/")]
            return 200, {"Content-Type": page.kind, **headers}, page.data(self.canary, self.app)
        if path.startswith("/frame/"):
            body = f'<title>workbench</title><iframe sandbox="" width="900" height="600" src="{self.frame(path.removeprefix("/frame/"))}"></iframe>'
            return 200, {"Content-Type": "text/html", **headers}, body.encode()
        if path.startswith("/api/"):
            self.asked.append((request.headers.get("Referer") or "").rpartition("/")[2])
            return 200, {"Content-Type": "application/json", **headers}, b'["a secret of the case"]'
        return (200, {"Content-Type": "text/javascript", **headers}, b"onconnect=()=>0") if path == "/sw.js" else (404, headers, b"")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass
class Seen:
    """What was seen of one page."""

    ran: int = 0                                        # scripts that told so
    asked: list[str] = field(default_factory=list)      # requests that reached the canary or the API
    connected: bool = False                             # its name was looked up, or a connection made to it
    tried: list[str] = field(default_factory=list)      # requests that its frame began, whatever became of them
    left: list[str] = field(default_factory=list)       # where the tab or the frame went, what opened, what was downloaded
    told: list[str] = field(default_factory=list)       # dialogs, messages to the page about it
    shown: bool = False

    @property
    def acted(self) -> bool:
        return bool(self.ran or self.asked or self.connected or self.left or self.told)


class _Watch:
    """Notes what one tab does. `framed`: the beginning of the address that its one frame must have and keep."""

    def __init__(self, page: Hostile, address: str, seen: Seen, framed: str | None):
        self.page, self.address, self.seen, self.framed = page, address, seen, framed
        self.first: str | None = None       # the frame's own address: the one request that it may make
        self.later: list[Any] = []

    def on(self, tab: Any) -> None:
        self.main = tab.main_frame
        tab.on("console", lambda message: self.heard(message.text))
        tab.on("dialog", self.dialog)
        tab.on("popup", lambda other: self.seen.left.append(f"opened {other.url}"))
        tab.on("download", lambda each: self.seen.left.append(f"download {each.url}"))
        tab.on("request", self.asked)
        tab.on("framenavigated", self.went)

    def heard(self, words: str) -> None:
        self.seen.ran += words.startswith("bw-ran")
        if words.startswith("bw-told"):
            self.seen.told.append(words)

    def dialog(self, each: Any) -> None:
        self.seen.told.append(each.type)
        self.later.append(asyncio.ensure_future(each.dismiss()))

    def asked(self, request: Any) -> None:
        if self.framed is None or request.frame == self.main:
            return
        if self.first is None and request.is_navigation_request() and request.url.startswith(self.framed):
            self.first = request.url
        else:
            self.seen.tried.append(request.url)

    def went(self, frame: Any) -> None:
        stays = (self.address,) if frame == self.main else (self.first,) if self.framed and frame.parent_frame == self.main else (frame.url,)
        if frame.url not in (*stays, "about:blank") and frame.url.split("#")[0] not in stays:
            self.seen.left.append(frame.url)


async def _play(context: Any, watch: _Watch, *, rest: Callable[[], bool], most: float) -> None:
    page, framed, seen = watch.page, watch.framed, watch.seen
    tab = await context.new_page()
    if framed:
        await tab.add_init_script("if (window === top) addEventListener('message', e => console.log('bw-told ' + e.data))")
    watch.on(tab)
    try:
        await tab.goto(watch.address, wait_until="load" if framed else "commit", timeout=30_000)
        seen.shown = framed is None or any(f.parent_frame == watch.main and f.url == watch.first for f in tab.frames)
        if page.click and (framed is None or seen.shown):
            await asyncio.sleep(0.4)
            box = await tab.locator("iframe").first.bounding_box() if framed else {"x": 0, "y": 0, "width": 600, "height": 500}
            await tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 250))
        for _ in range(round(most / 0.1)):
            if rest():
                break
            await asyncio.sleep(0.1)
    except Exception as e:      # a page that leaves at once breaks off its own loading; in a frame nothing may
        if framed:
            seen.told.append(f"the stage failed: {type(e).__name__}: {str(e)[:200]}")
    finally:
        tab.remove_listener("framenavigated", watch.went)
        with suppress(Exception):
            await asyncio.wait_for(tab.close(run_before_unload=False), 10)


async def _all(pages: list[tuple[Hostile, str]], *, framed: str | None, dwell: float, net_log: Path, canary: Canary, app_asked: Callable[[], list[str]]) -> dict[str, Seen]:
    from playwright.async_api import async_playwright

    out = {page.name: Seen() for page, _ in pages}
    gate = asyncio.Semaphore(AT_ONCE)

    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, f"--log-net-log={net_log}"])
        context = await browser.new_context(viewport={"width": 1000, "height": 900}, accept_downloads=True)

        async def one(page: Hostile, address: str) -> None:
            async with gate:
                def acts() -> bool:
                    if framed is None and page.plain == "script":
                        return bool(out[page.name].ran)
                    return framed is None and (out[page.name].acted or any(name == page.name for name, _ in canary.asked) or page.name in app_asked())

                await _play(context, _Watch(page, address, out[page.name], framed), rest=acts, most=dwell)

        await asyncio.gather(*(one(page, address) for page, address in pages))
        await context.close()
        await browser.close()
    for name, path in canary.asked:
        if name in out:
            out[name].asked.append(path)
    for name in app_asked():
        if name in out:
            out[name].asked.append("the API")
    for name in names_in(net_log):
        if name in out:
            out[name].connected = True
    return out


def names_in(net_log: Path) -> set[str]:
    """The pages whose own host Chromium's network stack has heard of: also where no request came of it (names looked up ahead)."""
    text = net_log.read_text("utf-8", "replace")
    assert '"events"' in text, "Chromium wrote no log of its network"
    return set(re.findall(rf"([a-z0-9-]+)\.{re.escape(DOMAIN)}", text))


def play(pages: list[tuple[Hostile, str]], *, framed: str | None, dwell: float, net_log: Path, canary: Canary, app_asked: Callable[[], list[str]] = list) -> dict[str, Seen]:
    """Opens each page in Chromium, clicks where it asks for it, and tells what was seen.

    Args:
        framed: the beginning of the address that its frame must have and keep; None: it stands in the tab itself.
        dwell: seconds that it is given; without a frame, until it has acted.
    """
    return asyncio.run(_all(pages, framed=framed, dwell=dwell, net_log=net_log, canary=canary, app_asked=app_asked))


@contextmanager
def canary() -> Iterator[Canary]:
    made = Canary()
    try:
        yield made
    finally:
        made.close()
