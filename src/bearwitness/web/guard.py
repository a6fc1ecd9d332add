"""Who may ask, by which name and from where, and the headers of every answer: pure ASGI, about each of the two servers.

In order: 1. a connection on this machine must be of the account that runs the server; 2. the Host header must name the server itself, so that
a name of somebody else's that is made to lead here (DNS rebinding) opens nothing; 3. a page of another origin may lead a person here by a link
and do nothing else (Sec-Fetch-Site, Origin); 4. a request has a size; 5. every answer carries the headers, also those that nobody thought of.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from bearwitness.web import peers
from bearwitness.web.oplog import OperationalLog

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 25_000_000
MAX_TARGET = 4_096
TOO_LARGE = f"what was sent is larger than {MAX_BODY / 1e6:.0f} MB"
_SAFE = ("GET", "HEAD")
COMMON = {
    "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), fullscreen=(), geolocation=(), "
                          "gyroscope=(), hid=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
    "x-permitted-cross-domain-policies": "none", "x-dns-prefetch-control": "off",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the two servers are."""

    host: str               # what was asked for: an address or a name
    port: int
    evidence_host: str
    evidence_port: int

    @property
    def loopback(self) -> bool:
        return self.host == "localhost" or peers.is_loopback(self.host)

    @property
    def address(self) -> str:
        """The address of the workbench, as it is printed."""
        return f"http://{netloc(_reachable(self.host), self.port)}"

    def names(self) -> tuple[str, ...]:
        """What the workbench may be called on this machine, each with its port."""
        return tuple(dict.fromkeys(netloc(name, self.port) for name in (_reachable(self.host), "127.0.0.1", "localhost")))

    def evidence(self, host: str) -> str:
        """The origin of the evidence, for somebody who asked for the workbench by this Host."""
        name = self.evidence_host if self.loopback else without_port(host)
        return f"http://{netloc(name, self.evidence_port)}"

    def ancestors(self, host: str) -> str:
        """Whose pages may hold the evidence in a frame, for somebody who asked for it by this Host."""
        return " ".join(f"http://{name}" for name in (self.names() if self.loopback else (netloc(without_port(host), self.port),)))


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def netloc(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def without_port(host: str) -> str:
    """The name in a Host header, without brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def names_us(host: str, place: Place, port: int) -> bool:
    """May the server be asked by this Host? By a plain address or its own name; any other name may be somebody else's."""
    name = without_port(host).lower()
    if host.lower() != netloc(name, port):
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in ("localhost", place.host.lower())
    return not place.loopback or peers.is_loopback(name)


@dataclass(slots=True)
class Guard:
    """Stands about one server.

    `headers` are those of each answer besides the common ones, by the Host that was asked for; `evidence`: the second origin, whose pages
    stand in frames of the first; `alone`: only the account that runs it may ask.
    """

    app: App
    name: str
    place: Place
    port: int
    log: OperationalLog
    headers: Callable[[str], Mapping[str, str]]
    evidence: bool = False
    alone: bool = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":     # no websockets, no lifespan
            return
        started, status = time.monotonic(), 500
        head = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = head.get("host", "")
        extra = self.headers(host if names_us(host, self.place, self.port) else netloc(self.place.host, self.port))

        async def answer(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with(message.get("headers", ()), {**COMMON, **extra})
            await send(message)

        error: str | None = None
        try:
            refused = self._refused(scope, head, host)
            if refused is None:
                await self.app(scope, _limited(receive), answer)
            else:
                await _plain(answer, *refused)
        except Exception as e:
            error = type(e).__name__
            raise
        finally:
            error = error or scope.get("bearwitness.error")
            self.log.request(server=self.name, method=scope["method"], route=_route(scope), status=status,
                             milliseconds=1000 * (time.monotonic() - started), error=error)

    def _refused(self, scope: Scope, head: Mapping[str, str], host: str) -> tuple[int, str] | None:
        """Why this request is not taken, with its status; None when it is."""
        if self.alone and not self._ours(scope):
            return 403, "this workbench is open to the account that runs it alone: it has no sign-in yet"
        if sum(name == b"host" for name, _ in scope["headers"]) != 1 or not names_us(host, self.place, self.port):
            return 421, "this server is not called that: use the address that `bearwitness serve` printed"
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MAX_TARGET:
            return 414, "the address is too long"
        if head.get("content-length", "0").isdigit() and int(head.get("content-length", "0")) > MAX_BODY:
            return 413, TOO_LARGE
        return self._from_elsewhere(scope["method"], scope["path"], head, host)

    def _ours(self, scope: Scope) -> bool:
        client, server = scope.get("client"), scope.get("server")
        if not client or not server or not peers.is_loopback(client[0]):
            return not self.place.loopback
        try:
            return peers.may_ask((client[0], client[1]), (server[0], server[1]))
        except peers.CannotTell:
            return True         # told when the server was started

    def _from_elsewhere(self, method: str, path: str, head: Mapping[str, str], host: str) -> tuple[int, str] | None:
        site, mode = head.get("sec-fetch-site"), head.get("sec-fetch-mode")
        if method not in _SAFE:
            origin = head.get("origin")
            if site not in (None, "same-origin", "none") or (origin is not None and origin.lower() != f"http://{host}".lower()):
                return 403, "a page of another origin may not change anything here"
            return None
        if self.evidence:
            # Only as a document of its own or in a frame; never as a picture, a script or a style of some page.
            wanted = ("iframe", "document", "empty", None)
            return None if head.get("sec-fetch-dest") in wanted else (403, "evidence is shown by the workbench alone")
        if site in (None, "same-origin", "none") or (mode == "navigate" and head.get("sec-fetch-dest") == "document" and not path.startswith("/api/")):
            return None
        return 403, "a page of another origin may not ask for this"


def _route(scope: Scope) -> str:
    """What answered, by the name of its function: the path may hold an id or somebody's words."""
    return str(getattr(scope.get("endpoint"), "__name__", "none"))


def _with(headers: Any, extra: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers of an answer, with ours in the place of any of the same name."""
    ours = {name.encode(): value.encode("latin-1") for name, value in extra.items()}
    return [(name, value) for name, value in headers if name.lower() not in ours] + list(ours.items())


class TooLarge(Exception):
    """More was sent than is taken."""


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body") or b"")
        if taken > MAX_BODY:
            raise TooLarge
        return message

    return limited


async def _plain(send: Send, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": body})
