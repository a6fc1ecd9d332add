"""Byte for byte: what a server sent is what the case keeps and what it gives out again."""

from __future__ import annotations

import datetime
import gzip
import hashlib
import io
import os
import random
import socketserver
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest
from tests.test_case_capture import events_of, new_case

from bearwitness import case as verbs
from bearwitness.capture import blocks
from bearwitness.capture.fetch import Fetcher

MANY = 1_000 if os.environ.get("BEARWITNESS_SOAK") else 100
TEXT = "Shells fell on the market of the town, the fictional Valley Monitor said; at least 12 people were killed. السوق рынок\n"
KINDS = ("length", "until closed", "chunked", "gzip", "gzip chunked", "br", "deflate", "empty", "no body", "part", "more than announced", "less than announced", "interim", "odd line")


def made(n: int) -> bytes:
    """The n-th answer: a kind of body, and a head as odd as servers send them."""
    chance = random.Random(n)
    kind = KINDS[n % len(KINDS)]
    body = (TEXT * chance.randrange(1, 40)).encode(chance.choice(["utf-8", "utf-16"])) + chance.randbytes(chance.randrange(0, 200))
    coding = {"gzip": gzip.compress(body, mtime=0), "gzip chunked": gzip.compress(body, mtime=0), "br": brotli.compress(body), "deflate": zlib.compress(body)}.get(kind)
    sent = b"" if kind in ("empty", "no body") else coding or body
    status = {"no body": chance.choice(["204 No Content", "304 Not Modified"]), "part": "206 Partial Content"}.get(kind, chance.choice(["200 OK", "200", "203 Fine  ", "404 Not Found", "200 \xc9tat"]))
    head = [b"Content-Type: text/plain", *chance.sample([b"X-Odd:   two   spaces\t", b"x-odd: again", b"X-ODD: a third time", b"X-Bytes: \xe9\xff\xfe", b"Set-Cookie: a=1", b"Set-Cookie: a=1",
            b"X-Folded: one\r\n  two", b"X-Empty:", b"SERVER: odd/0.1", b"X-Arabic: \xd8\xb3\xd9\x88\xd9\x82"], chance.randrange(0, 8))]
    if coding is not None:
        head.append(b"Content-Encoding: " + {"gzip": b"gzip", "gzip chunked": b"GZip", "br": b"br", "deflate": b"deflate"}[kind])
    if "chunked" in kind:
        head.append(b"Transfer-Encoding: chunked")
        sent = chunked(sent, chance)
    elif kind == "no body":
        head.append(b"Content-Length: 512")
    elif kind == "part":
        head += [b"Content-Range: bytes 0-%d/99999" % (len(sent) - 1), b"Content-Length: %d" % len(sent)]
    elif kind != "until closed":
        head.append(b"Content-Length: %d" % (len(sent) + {"more than announced": -min(7, len(sent)), "less than announced": 50}.get(kind, 0)))
    if kind == "odd line":
        head.append(b"this line is no field")
    chance.shuffle(head)
    end = chance.choice([b"\r\n", b"\r\n", b"\n"])
    first = (b"HTTP/1.1 100 Continue\r\n\r\n" if kind == "interim" else b"") + chance.choice([b"HTTP/1.1 ", b"HTTP/1.0 "]) + status.encode("latin-1")
    return end.join([first, *head, b"", b""]) + sent


def chunked(data: bytes, chance: random.Random) -> bytes:
    out, at = b"", 0
    while at < len(data):
        size = chance.randrange(1, 900)
        piece = data[at:at + size]
        out += b"%x%s\r\n%s\r\n" % (len(piece), chance.choice([b"", b";part=1"]), piece)
        at += size
    return out + b"0\r\n" + chance.choice([b"", b"X-Trailer: yes\r\n"]) + b"\r\n"


class Handler(socketserver.StreamRequestHandler):
    """Sends what was made, and closes."""

    def handle(self) -> None:
        number = int(self.rfile.readline().split()[1].rpartition(b"/")[2] or 0)
        while self.rfile.readline().strip():
            pass
        self.wfile.write(made(number))


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64


@contextmanager
def running() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def answers(data: bytes) -> dict[str, str]:
    """address -> SHA-256 of the answer that a WARC holds."""
    return {b.url or "": hashlib.sha256(b.block or b"").hexdigest() for b in blocks.blocks(io.BytesIO(data)) if b.kind == "response"}


def test_the_answers_are_of_every_kind() -> None:
    sent = [made(n) for n in range(MANY)]
    assert len(set(sent)) > 0.9 * MANY
    for mark in (b"chunked", b"Content-Encoding: br", b"206 Partial", b"204 ", b"X-Bytes: \xe9\xff", b"100 Continue", b"no field"):
        assert any(mark in each for each in sent), mark
    assert any(each.count(b"Set-Cookie") == 2 for each in sent)


def test_what_a_server_sent_is_what_is_kept_and_given(tmp_path: Path) -> None:
    with running() as server:
        place = f"127.0.0.1:{server.server_address[1]}"
        with new_case(tmp_path / "c", place) as case:
            with (tmp_path / "c" / "case.toml").open("a") as settings:
                settings.write("browser = false\n")
            urls = [f"http://{place}/{n}" for n in range(MANY)]
            for _ in verbs.add(case, urls):
                pass
            sent = {url: hashlib.sha256(made(n)).hexdigest() for n, url in enumerate(urls)}
            kept: dict[str, str] = {}
            for event in events_of(case, "import"):
                kept |= answers(case.objects.path(event["sha256"]).read_bytes())
            verbs.export_captures(case, format="warc", to=tmp_path / "out.warc.gz", audience="court")
    assert [url for url in urls if kept.get(url) != sent[url]] == []
    assert answers((tmp_path / "out.warc.gz").read_bytes()) == sent


def test_over_tls_the_certificate_and_its_chain_are_kept(tmp_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    def certificate(name: str, key: ec.EllipticCurvePrivateKey, issuer: tuple[str, ec.EllipticCurvePrivateKey] | None) -> x509.Certificate:
        by, signer = issuer or (name, key)
        start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, by)]
        builder = x509.CertificateBuilder().subject_name(named[0]).issuer_name(named[1]).public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(start).not_valid_after(start.replace(year=2100)).add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        return builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(signer, hashes.SHA256())

    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    root = certificate("Fictional Root", keys[0], None)
    own = certificate("valley.example.org", keys[1], ("Fictional Root", keys[0]))
    pem = serialization.Encoding.PEM
    (tmp_path / "root.pem").write_bytes(root.public_bytes(pem))
    (tmp_path / "own.pem").write_bytes(own.public_bytes(pem) + root.public_bytes(pem)
                                       + keys[1].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / "own.pem")
    with running() as server:
        server.socket = serving.wrap_socket(server.socket, server_side=True)
        port = server.server_address[1]
        fetcher = Fetcher(allow=(f"valley.example.org:{port}",), context=ssl.create_default_context(cafile=str(tmp_path / "root.pem")), resolver=lambda *_: ["127.0.0.1"])
        [exchange] = fetcher.fetch(f"https://valley.example.org:{port}/0")
    assert exchange.answer.read() == made(0)
    assert exchange.tls is not None
    der = serialization.Encoding.DER
    chain = [hashlib.sha256(each.public_bytes(der)).hexdigest() for each in (own, root)]
    assert (exchange.tls["certificate_sha256"], [each["sha256"] for each in exchange.tls["chain"]]) == (chain[0], chain)
    with pytest.raises(Exception, match="cannot be trusted"), running() as server:
        server.socket = serving.wrap_socket(server.socket, server_side=True)
        port = server.server_address[1]
        Fetcher(allow=(f"valley.example.org:{port}",), resolver=lambda *_: ["127.0.0.1"]).fetch(f"https://valley.example.org:{port}/0")
