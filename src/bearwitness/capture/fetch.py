"""The plain lane of a capture: one address by HTTP, every byte of every answer kept as it came.

The client is Python's own `http.client` on a socket of ours: the socket goes to an address that `addresses` checked,
with the host's name in the TLS handshake and in the `Host` field, and keeps a tape of what it sends and receives. Each
redirect is checked anew. Caps on head, body, number of redirects and time hold while the bytes arrive.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import socket
import ssl
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urljoin

from bearwitness.capture.addresses import AddressError, Resolver, Target, check, resolve
from bearwitness.errors import BearwitnessError

Dial = Callable[[str, int, float], socket.socket]
REDIRECTS = (301, 302, 303, 307, 308)
AFTERWARDS = 0.1          # seconds: we asked the server to close the connection after its answer
AGENT = "bearwitness (evidence preservation)"


class FetchError(BearwitnessError):
    """An address could not be fetched: what happened, and what to do. `exchanges` holds what was answered until then."""

    def __init__(self, message: str, exchanges: tuple[Exchange, ...] = ()):
        super().__init__(message)
        self.exchanges = exchanges


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server may send: bytes of head, bytes of answer, redirects, seconds in all."""

    head: int = 64 * 1024
    body: int = 100_000_000
    redirects: int = 5
    seconds: float = 60.0
    connect: float = 10.0


@dataclass(slots=True)
class Exchange:
    """One request and its answer, byte for byte.

    `answer` is the raw answer (status line, head, body with its transfer coding) from its first byte; `body` the body
    without the transfer coding, its content coding (gzip) still on it.
    """

    url: str
    method: str
    started: float                       # seconds since 1970, UTC
    ended: float
    remote: str                          # IP address
    port: int
    request: bytes
    answer: IO[bytes]
    body: IO[bytes]
    status: int
    reason: str
    headers: list[tuple[str, str]]
    sha256: str                          # of the body
    sha512: str
    size: int
    tls: dict[str, Any] | None = None
    notes: list[str] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        """The first field of this name."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    @property
    def location(self) -> str | None:
        return self.header("location") if self.status in REDIRECTS else None

    def close(self) -> None:
        self.answer.close()
        self.body.close()


def _dial(address: str, port: int, timeout: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=timeout)


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses by the plain lane.

    Args:
        resolver, dial: how a name becomes addresses, and an address a connection. Tests give their own.
        allow: "host:port" pairs of the case's own servers.
        context: the TLS settings; the system's trusted authorities when left out.
        headers: the fields that say what is wanted.
        content: what is sent along; the method is then POST, for a server that answers questions (a calendar).
    """

    limits: Limits = field(default_factory=Limits)
    resolver: Resolver = resolve
    dial: Dial = _dial
    allow: tuple[str, ...] = ()
    context: ssl.SSLContext | None = None
    agent: str = AGENT
    headers: tuple[str, ...] = ("Accept: */*", "Accept-Encoding: gzip")
    content: bytes | None = None
    clock: Callable[[], float] = time.time

    @property
    def method(self) -> str:
        return "GET" if self.content is None else "POST"

    def fetch(self, url: str) -> tuple[Exchange, ...]:
        """The exchanges that an address leads to: redirects first, the answer last.

        Raises:
            FetchError: it may not be fetched, or the server did not answer as HTTP does. Its `exchanges` are those before.
        """
        done: list[Exchange] = []
        deadline = time.monotonic() + self.limits.seconds
        seen: set[str] = set()
        try:
            while True:
                target = check(url, resolver=self.resolver, allow=self.allow)
                exchange = self._one(target, deadline)
                done.append(exchange)
                if (location := exchange.location) is None:
                    return tuple(done)
                seen.add(url)
                url = _next(url, location)
                if len(done) > self.limits.redirects:
                    raise FetchError(f"more than {self.limits.redirects} redirects, the last to {url}")
                if url in seen:
                    raise FetchError(f"the redirects run in a circle, back to {url}")
        except AddressError as e:
            raise FetchError(f"{_after(done)}{e}", tuple(done)) from e
        except FetchError as e:
            raise FetchError(f"{_after(done)}{e}", tuple(done)) from e
        except BaseException:
            for exchange in done:
                exchange.close()
            raise

    def _one(self, target: Target, deadline: float) -> Exchange:
        """One request to one checked target; its addresses are tried in turn until one connects."""
        started = self.clock()
        last: OSError | None = None
        for address in target.addresses:
            try:
                plain = self.dial(address, target.port, min(self.limits.connect, _left(deadline)))
            except OSError as e:
                last = e
                continue
            try:
                return self._talk(target, address, plain, deadline, started)
            finally:
                plain.close()
        raise FetchError(f"no connection to {target.host} ({last}): try again later, or keep the page from a browser") from last

    def _talk(self, target: Target, address: str, plain: socket.socket, deadline: float, started: float) -> Exchange:
        plain.settimeout(_left(deadline))
        try:
            wire = self._secured(plain, target) if target.scheme == "https" else plain
        except ssl.SSLCertVerificationError as e:
            raise FetchError(f"the certificate of {target.host} cannot be trusted ({e.verify_message}): the page is not fetched; keep it from a browser, and add the file") from e
        except OSError as e:
            raise FetchError(f"the secure connection to {target.host} failed ({e}): look whether the address is right (https or http), or keep the page from a browser and add the file") from e
        secured = _tls(wire) if isinstance(wire, ssl.SSLSocket) else None        # a closed one tells nothing
        tape = _Tape(wire, self.limits, deadline)
        try:
            tape.sendall(self._request(target))
            answer = http.client.HTTPResponse(tape, method=self.method)        # type: ignore[arg-type]
            answer.begin()
            tape.head_done()
            body, digests, size, whole = self._body(answer)
            more = tape.rest()
        except (http.client.HTTPException, ValueError) as e:
            raise FetchError(f"{target.host} did not answer as HTTP does ({type(e).__name__}: {str(e)[:200]})") from e
        except TimeoutError as e:
            raise FetchError(f"{target.host} did not answer within {self.limits.seconds:.0f} seconds") from e
        except OSError as e:
            raise FetchError(f"the connection to {target.host} broke ({e})") from e
        finally:
            if wire is not plain:
                wire.close()
        tape.kept.seek(0)
        exchange = Exchange(target.url, self.method, started, self.clock(), address, target.port, bytes(tape.sent), tape.kept, body, answer.status,
                            answer.reason, answer.getheaders(), digests[0], digests[1], size, secured)
        if not whole:
            exchange.notes.append("the answer broke off: what came of it is kept")
        if more:
            exchange.notes.append("the server sent more than its answer; what came within a moment is kept in the raw answer")
        declared = answer.getheader("Content-Length")
        if declared and declared.isdigit() and int(declared) != size:
            exchange.notes.append(f"the server announced {declared} bytes and sent {size}")
        return exchange

    def _secured(self, plain: socket.socket, target: Target) -> ssl.SSLSocket:
        return (self.context or ssl.create_default_context()).wrap_socket(plain, server_hostname=target.host)

    def _request(self, target: Target) -> bytes:
        sent = () if self.content is None else (f"Content-Length: {len(self.content)}",)
        lines = [f"{self.method} {target.path} HTTP/1.1", f"Host: {target.authority}", f"User-Agent: {self.agent}", *self.headers, *sent,
                 "Connection: close", "", ""]
        return "\r\n".join(lines).encode("ascii") + (self.content or b"")

    def _body(self, answer: http.client.HTTPResponse) -> tuple[IO[bytes], tuple[str, str], int, bool]:
        sha256, sha512, size, whole = hashlib.sha256(), hashlib.sha512(), 0, True
        body = spool()
        while True:
            try:
                chunk = answer.read(1 << 16)
            except http.client.IncompleteRead as e:
                chunk, ended, whole = e.partial, True, False
            else:
                ended = not chunk
            sha256.update(chunk)
            sha512.update(chunk)
            size += len(chunk)
            body.write(chunk)
            if ended:
                break
        body.seek(0)
        return body, (sha256.hexdigest(), sha512.hexdigest()), size, whole


def spool() -> IO[bytes]:
    """In memory while it is small, else a file without a name."""
    return tempfile.SpooledTemporaryFile(max_size=1 << 20)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("time is up")
    return left


def _next(url: str, location: str) -> str:
    """Where a redirect leads. What is not ASCII came as Latin-1 from the head; servers mean UTF-8."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location.strip()).split("#", 1)[0]
    except ValueError as e:
        raise FetchError(f"the redirect to {location[:200]!r} cannot be read ({e})") from e


def _after(done: list[Exchange]) -> str:
    return f"after {len(done)} redirect{'s' if len(done) > 1 else ''}: " if done else ""


def _tls(wire: ssl.SSLSocket) -> dict[str, Any]:
    """Version, cipher, the certificate's digest, and the chain that it was trusted by, the server's own first, each in DER form as base64."""
    certificate = wire.getpeercert(binary_form=True) or b""
    cipher = wire.cipher()
    return {"version": wire.version(), "cipher": cipher[0] if cipher else None,
            "certificate_sha256": hashlib.sha256(certificate).hexdigest() if certificate else None,
            "certificate": certificate.hex(), "chain": _chain(wire)}


def _chain(wire: ssl.SSLSocket) -> list[dict[str, str]] | None:
    """Python has this by name from 3.13 on, and before that inside; None where it is in neither place."""
    try:
        if hasattr(wire, "get_verified_chain"):
            found = list(wire.get_verified_chain())
        else:
            from _ssl import ENCODING_DER  # type: ignore[attr-defined]

            found = [each.public_bytes(ENCODING_DER) for each in wire._sslobj.get_verified_chain()]     # type: ignore[attr-defined]
    except (AttributeError, ImportError, TypeError, ssl.SSLError):
        return None
    return [{"sha256": hashlib.sha256(der).hexdigest(), "certificate": base64.b64encode(der).decode()} for der in found]


class _Tape:
    """A socket that remembers: what `http.client` asks of one, and a copy of every byte both ways."""

    def __init__(self, wire: socket.socket, limits: Limits, deadline: float):
        self._wire = wire
        self._limits = limits
        self._deadline = deadline
        self._room = limits.head
        self._head = True
        self.sent = bytearray()
        self.kept = spool()

    def sendall(self, data: bytes) -> None:
        self._wire.settimeout(_left(self._deadline))
        self._wire.sendall(data)
        self.sent += data

    def rest(self) -> bool:
        """Keeps what the server sends beyond its answer, when it comes at once; says whether there is any."""
        before = self._room
        with suppress(OSError, FetchError):
            while True:
                self._wire.settimeout(AFTERWARDS)
                if not self._take(memoryview(bytearray(1 << 14))):
                    break
        return self._room < before

    def makefile(self, mode: str, *_: Any, **__: Any) -> io.BufferedReader:
        return io.BufferedReader(_TapeReader(self), 1 << 14)

    def head_done(self) -> None:
        """From here on the body's cap holds (what was read ahead of it counts to the head)."""
        self._head = False
        self._room = self._limits.body

    def receive(self, buffer: memoryview) -> int:
        self._wire.settimeout(_left(self._deadline))
        return self._take(buffer)

    def _take(self, buffer: memoryview) -> int:
        count = self._wire.recv_into(buffer)
        self._room -= count
        if self._room < 0:
            raise FetchError(f"the head of the answer is longer than {self._limits.head} bytes" if self._head else
                             f"the answer is longer than {self._limits.body / 1e6:.0f} MB: fetch it by other means and add the file")
        self.kept.write(buffer[:count])
        return count

    def close(self) -> None:
        pass


class _TapeReader(io.RawIOBase):
    def __init__(self, tape: _Tape):
        self._tape = tape

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._tape.receive(memoryview(buffer))


def fetch(url: str, *, allow: Iterable[str] = ()) -> tuple[Exchange, ...]:
    """The exchanges that an address leads to, with the usual limits. See `Fetcher.fetch`."""
    return Fetcher(allow=tuple(allow)).fetch(url)
