"""The proxy that a capturing browser must go through: every connection it makes is checked as the plain lane's are.

The browser is told to resolve no names itself, so that a page can lead it nowhere that `addresses` would not go: each
host is resolved here, once, all its addresses must be public, and the connection goes to one that was checked.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlsplit

from bearwitness.capture.addresses import AddressError, Resolver, Target, check, resolve
from bearwitness.capture.fetch import Dial, _dial

# What Chromium asks by itself, whatever it is told. A page that needs one of these hosts loses it, and the record says so.
MAKERS = ("update.googleapis.com", "clients2.google.com", "accounts.google.com", "clientservices.googleapis.com", "optimizationguide-pa.googleapis.com",
          "content-autofill.googleapis.com", "safebrowsing.googleapis.com", "safebrowsingohttpgateway.googleapis.com", "edgedl.me.gvt1.com",
          "redirector.gvt1.com", "android.clients.google.com", "mtalk.google.com", "clients1.google.com", "chromewebstore.googleapis.com")
MAX_HEAD = 64 * 1024
MAX_CONNECTIONS = 500


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection that the browser asked for: where to, the address it went to, or why it was refused."""

    host: str
    port: int
    address: str | None
    refused: str | None = None


@dataclass(slots=True)
class CheckingProxy:
    """An HTTP proxy on this machine's loopback, for one capture. Use it as a context manager.

    Args:
        allow, resolver, dial: as of `fetch.Fetcher`.
        seconds, most: how long and how much (bytes, all connections together) it lets through.
    """

    allow: tuple[str, ...] = ()
    resolver: Resolver = resolve
    dial: Dial = _dial
    seconds: float = 60.0
    most: int = 300_000_000
    connections: list[Connection] = field(default_factory=list)
    _listener: socket.socket | None = None
    _passed: int = 0
    _deadline: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closing: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        assert self._listener is not None
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> CheckingProxy:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._deadline = time.monotonic() + self.seconds
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closing.set()
        assert self._listener is not None
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        assert self._listener is not None
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            client.settimeout(10)
            try:
                head, rest = _head(client)
                method, where, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
                url = f"https://{where}" if method == "CONNECT" else where
                target = self._checked(url)
                if target is None:
                    client.sendall(b"HTTP/1.1 403 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    return
                with self._connected(target) as server:
                    if method == "CONNECT":
                        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                        self._relay(client, server, rest)
                    else:
                        self._relay(client, server, _as_origin(head, target) + rest)
            except (OSError, ValueError):
                return

    def _checked(self, url: str) -> Target | None:
        parts = urlsplit(url)
        try:
            with self._lock:
                if len(self.connections) >= MAX_CONNECTIONS:
                    raise AddressError("too many connections for one page")
            if (parts.hostname or "").lower() in MAKERS:
                raise AddressError("the browser's own call to its maker")
            return check(url, resolver=self.resolver, allow=self.allow)
        except AddressError as e:
            self._note(Connection(parts.hostname or "?", _port(parts), None, str(e)))
            return None

    def _connected(self, target: Target) -> socket.socket:
        for address in target.addresses:
            try:
                server = self.dial(address, target.port, 10.0)
            except OSError:
                continue
            self._note(Connection(target.host, target.port, address))
            return server
        self._note(Connection(target.host, target.port, None, "no connection"))
        raise OSError("no connection")

    def _note(self, connection: Connection) -> None:
        with self._lock:
            if len(self.connections) < 2 * MAX_CONNECTIONS:
                self.connections.append(connection)

    def _relay(self, client: socket.socket, server: socket.socket, first: bytes) -> None:
        """Passes bytes both ways until one side ends, or time or measure are full."""
        if first:
            server.sendall(first)
        pairs = {client: server, server: client}
        while not self._closing.is_set() and time.monotonic() < self._deadline:
            ready, _, _ = select.select(list(pairs), [], [], 0.5)
            for side in ready:
                data = side.recv(1 << 16)
                if not data:
                    return
                with self._lock:
                    self._passed += len(data)
                    if self._passed > self.most:
                        return
                pairs[side].sendall(data)


def _port(parts: object) -> int:
    try:
        return int(getattr(parts, "port", None) or {"http": 80, "https": 443}.get(getattr(parts, "scheme", ""), 0))
    except ValueError:
        return 0


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(1 << 14)
        if not piece or len(data) > MAX_HEAD:
            raise ValueError("no request")
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    return head, rest


def _as_origin(head: bytes, target: Target) -> bytes:
    """A request to a proxy as its server gets it: the path alone, one request a connection."""
    first, *fields = head.split(b"\r\n")
    method = first.split(b" ", 1)[0]
    kept = [f for f in fields if f.split(b":", 1)[0].strip().lower() not in (b"proxy-connection", b"connection", b"proxy-authorization", b"host", b"upgrade")]
    return b"\r\n".join([method + b" " + target.path.encode("ascii") + b" HTTP/1.1", b"Host: " + target.authority.encode("ascii"), *kept,
                         b"Connection: close", b"", b""])
