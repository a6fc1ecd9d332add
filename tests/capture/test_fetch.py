"""The plain lane: every byte kept, every redirect checked, every cap held while the bytes arrive."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from bearwitness.capture.fetch import Exchange, Fetcher, FetchError, Limits

PUBLIC = "93.184.216.34"


@contextmanager
def serving(*answers: bytes, drip: float | None = None) -> Iterator[tuple[Fetcher, list[bytes], list[tuple[str, int]]]]:
    """A server that gives one raw answer a connection, and a fetcher for whom every name is a public address that leads to it."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []
    dialled: list[tuple[str, int]] = []

    def serve() -> None:
        for answer in answers:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            with wire:
                try:
                    asked.append(wire.recv(65536))
                    if drip is None:
                        wire.sendall(answer)
                    else:
                        stop = threading.Event()
                        for i in range(len(answer)):
                            wire.sendall(answer[i:i + 1])
                            stop.wait(drip)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()

    def dial(address: str, port: int, timeout: float) -> socket.socket:
        dialled.append((address, port))
        return socket.create_connection(listener.getsockname(), timeout=timeout)

    try:
        yield Fetcher(Limits(seconds=5), resolver=lambda host, port: [PUBLIC], dial=dial), asked, dialled
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)     # closing alone does not wake who waits for a connection
        listener.close()
        thread.join(5)


def http(body: bytes = b"hello", *head: str, status: str = "200 OK", length: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status}", *head, *([f"Content-Length: {len(body)}"] if length else [])]
    return "\r\n".join([*lines, "", ""]).encode() + body


def last(fetcher: Fetcher, url: str = "http://example.org/a") -> Exchange:
    return fetcher.fetch(url)[-1]


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


BODIES = [
    (http(b"hello"), b"hello", "a length"),
    (http(b"hello", length=False), b"hello", "until the connection ends"),
    (http(chunked(b"he", b"llo"), "Transfer-Encoding: chunked", length=False), b"hello", "in chunks"),
    (http(gzip.compress(b"hello", mtime=0), "Content-Encoding: gzip"), gzip.compress(b"hello", mtime=0), "the content coding stays on"),
    (http(b"", status="204 No Content", length=False), b"", "nothing"),
    (http(b"x" * 300_000), b"x" * 300_000, "more than one read"),
    (b"HTTP/1.0 200 OK\nA: b\n\nhello", b"hello", "line ends of an old server"),
    (http(b"gone", status="404 Not Found"), b"gone", "an error page is an answer too"),
    (http("سلام".encode(), "X-Odd: \u00e9".encode().decode("latin-1")), "سلام".encode(), "bytes that are not ASCII in the head"),
]


@pytest.mark.parametrize(("answer", "body", "why"), BODIES)
def test_every_byte_of_the_answer_is_kept(answer: bytes, body: bytes, why: str) -> None:
    with serving(answer) as (fetcher, asked, _):
        exchange = last(fetcher)
        assert exchange.answer.read() == answer, why
        assert exchange.body.read() == body, why
        assert (exchange.size, exchange.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert exchange.request == asked[0]
        assert b"\r\nHost: example.org\r\n" in exchange.request
        assert (exchange.remote, exchange.port) == (PUBLIC, 80)
        exchange.close()


def test_the_connection_goes_to_the_checked_address_and_the_name_is_asked_once() -> None:
    asked: list[str] = []
    with serving(http()) as (fetcher, _, dialled):
        fetcher.resolver = lambda host, port: [asked.append(host) or PUBLIC] if not asked else ["127.0.0.1"]     # type: ignore[func-returns-value]
        last(fetcher).close()
        assert dialled == [(PUBLIC, 80)]
        assert asked == ["example.org"]


def test_redirects_are_followed_and_each_is_kept() -> None:
    moved = http(b"moved", "Location: /b?c#d", status="301 Moved Permanently")
    again = http(b"", "Location: http://other.example/é", status="302 Found")
    with serving(moved, again, http(b"here")) as (fetcher, asked, _):
        exchanges = fetcher.fetch("http://example.org/a")
        assert [e.url for e in exchanges] == ["http://example.org/a", "http://example.org/b?c", "http://other.example/é"]
        assert [e.status for e in exchanges] == [301, 302, 200]
        assert asked[2].startswith(b"GET /%C3%A9 HTTP/1.1\r\nHost: other.example\r\n")


@pytest.mark.parametrize(("location", "words"), [
    ("http://127.0.0.1/", "not on the public internet"), ("file:///etc/passwd", "http and https"), ("http://example.org:25/", "ports 80 and 443"),
    ("http://[::1", "cannot be read"), ("//u:p@example.org/", "password"), ("/a", "circle")])
def test_a_redirect_to_what_may_not_be_fetched_ends_it_and_keeps_what_came_before(location: str, words: str) -> None:
    with serving(http(b"moved", f"Location: {location}", status="302 Found"), http(b"secret")) as (fetcher, asked, _):
        fetcher.resolver = lambda host, port: [host] if host[0].isdigit() or ":" in host else [PUBLIC]
        with pytest.raises(FetchError, match=words) as caught:
            fetcher.fetch("http://example.org/a")
        assert [e.status for e in caught.value.exchanges] == [302]
        assert len(asked) == 1


def test_a_name_that_changes_its_mind_between_redirects_is_refused() -> None:
    answers = iter([[PUBLIC], ["192.168.1.1"]])
    with serving(http(b"", "Location: /b", status="302 Found"), http(b"secret")) as (fetcher, asked, _):
        fetcher.resolver = lambda host, port: next(answers)
        with pytest.raises(FetchError, match="not on the public internet"):
            fetcher.fetch("http://example.org/a")
        assert len(asked) == 1


def test_endless_redirects_end() -> None:
    with serving(*[http(b"", f"Location: /{i}", status="302 Found") for i in range(9)]) as (fetcher, _, _):
        with pytest.raises(FetchError, match="more than 5 redirects") as caught:
            fetcher.fetch("http://example.org/a")
        assert len(caught.value.exchanges) == 6


FAULTS = [
    (b"SSH-2.0-OpenSSH_9.2\r\n", "did not answer as HTTP", "another protocol"),
    (b"", "did not answer as HTTP", "nothing at all"),
    (b"HTTP/1.1 999999 OK\r\n\r\n", "did not answer as HTTP", "no status"),
    (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "did not answer as HTTP", "too many fields"),
    (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 200_000 + b"\r\n\r\n", "head", "an endless field"),
]


@pytest.mark.parametrize(("answer", "words", "why"), FAULTS)
def test_what_is_no_answer_is_told(answer: bytes, words: str, why: str) -> None:
    with serving(answer) as (fetcher, _, _), pytest.raises(FetchError, match=words):
        fetcher.fetch("http://example.org/")


def test_an_answer_too_long_is_cut_off_while_it_arrives() -> None:
    with serving(http(b"x" * 3_000_000)) as (fetcher, _, _):
        fetcher.limits = Limits(body=1_000_000, seconds=5)
        with pytest.raises(FetchError, match="longer than 1 MB"):
            fetcher.fetch("http://example.org/")


def test_a_server_that_drips_is_given_up_on() -> None:
    with serving(http(b"x" * 1000), drip=0.05) as (fetcher, _, _):
        fetcher.limits = Limits(seconds=0.5)
        with pytest.raises(FetchError, match="within"):
            fetcher.fetch("http://example.org/")


def test_less_than_was_announced_is_noted() -> None:
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello") as (fetcher, _, _):
        exchange = last(fetcher)
        assert exchange.body.read() == b"hello"
        assert exchange.notes == ["the server announced 10 bytes and sent 5"]


def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came() -> None:
    with serving(http(b"5\r\nhello\r\nzz\r\nmore", "Transfer-Encoding: chunked", length=False)) as (fetcher, _, _):
        exchange = last(fetcher)
        assert exchange.body.read() == b"hello"
        assert exchange.notes == ["the answer broke off: what came of it is kept"]


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with serving(http()) as (fetcher, _, _):
        dial = fetcher.dial

        def failing(address: str, port: int, timeout: float) -> socket.socket:
            if address == "8.8.8.8":
                raise ConnectionRefusedError("refused")
            return dial(address, port, timeout)

        fetcher.resolver = lambda host, port: ["8.8.8.8", PUBLIC]
        fetcher.dial = failing
        assert last(fetcher).remote == PUBLIC


def test_a_host_without_an_answer_is_told() -> None:
    def refusing(address: str, port: int, timeout: float) -> socket.socket:
        raise ConnectionRefusedError("refused")

    with pytest.raises(FetchError, match=r"no connection to example\.org"):
        Fetcher(resolver=lambda host, port: [PUBLIC], dial=refusing).fetch("http://example.org/")
