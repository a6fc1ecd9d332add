"""Archives as other people's tools make them, for the tests: with requests, cookies, credentials and names in them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile

PAGE = ("<html lang='en'><head><title>Shelling in the valley</title></head><body><article><p>" + "At least 12 people were killed on Monday when shells fell on "
        "the market of the town, the fictional Valley Monitor said. " * 4 + "</p><img src='/pic.png'></article></body></html>").encode()
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
# What says who collected it. None of it may be in any byte of a published copy.
PLANTED = ("s3cr3t-c00kie-91ab", "set-by-server-77f2", "bearer-token-5512xyz", "amal.kh", "hunter2secret", "203.0.113.77", "198.51.100.23", "10.8.0.14",
           "collector@example.org", "Amal Khoury of the Example Centre", "laptop-of-amal.lan", "click-id-8812", "sess-4f1d2c", "https://intranet.example.org/board/4471",
           "Mozilla/5.0 (X11; Linux) ExampleCentre-Collector/2", "c1b0a5e0-1b2c-11f0-9f3a-0242ac120002", "ray-8f1-DAM", "etag-per-client-1234")


def record(kind: str, block: bytes = b"", *, url: str | None = None, n: int = 1, media: str | None = None, payload: bytes | None = None, version: str = "WARC/1.1",
           date: str = "2025-03-10T09:00:00Z", **more: str) -> bytes:
    """One record, plain. Fields of `more` are written with dashes for underscores."""
    fields = [("WARC-Type", kind), ("WARC-Record-ID", more.pop("id", f"<urn:uuid:00000000-0000-4000-8000-{n:012d}>")), ("WARC-Date", date), ("WARC-Target-URI", url),
              *((name.replace("_", "-"), value) for name, value in more.items()),
              ("WARC-Payload-Digest", "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode() if payload is not None else None),
              ("WARC-Block-Digest", "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()), ("Content-Type", media), ("Content-Length", str(len(block)))]
    head = f"{version}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields if value is not None) + "\r\n"
    return head.encode() + block + b"\r\n\r\n"


def answer(url: str, body: bytes, n: int, *, head: str = "", media: str = "text/html; charset=utf-8", sent: str = "", **more: str) -> list[bytes]:
    """An answer and the request for it."""
    id_ = f"<urn:uuid:00000000-0000-4000-8000-{n:012d}>"
    host = url.split("/")[2]
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    asked = f"GET {url} HTTP/1.1\r\nHost: {host}\r\n{sent}\r\n".encode()
    return [record("response", block, url=url, n=n, media="application/http; msgtype=response", payload=body, WARC_IP_Address=more.pop("ip", "93.184.216.34"), **more),
            record("request", asked, url=url, n=n + 500, media="application/http; msgtype=request", WARC_Concurrent_To=id_)]


def crawl() -> list[bytes]:
    """A crawl by somebody who left traces everywhere."""
    info = ("software: Example Crawler 1\r\noperator: Amal Khoury of the Example Centre\r\nhostname: laptop-of-amal.lan\r\nip: 10.8.0.14\r\n"
            "http-header-from: collector@example.org\r\n")
    cookies = ("Cookie: session=s3cr3t-c00kie-91ab; lang=en\r\nUser-Agent: Mozilla/5.0 (X11; Linux) ExampleCentre-Collector/2\r\n"
               "Referer: https://intranet.example.org/board/4471\r\nX-Forwarded-For: 203.0.113.77\r\n")
    basic = base64.b64encode(b"amal.kh:hunter2secret").decode()
    told = ("Set-Cookie: sid=set-by-server-77f2; Path=/; HttpOnly\r\nX-Client-IP: 198.51.100.23\r\nCF-RAY: ray-8f1-DAM\r\nETag: \"etag-per-client-1234\"\r\n"
            "Server: ExampleServer\r\n")
    return [
        record("warcinfo", info.encode(), n=1, media="application/warc-fields"),
        *answer("https://news.example.org/story", PAGE, 2, head=told, sent=cookies),
        *answer("https://news.example.org/pic.png", PNG, 3, media="image/png", sent="Referer: https://news.example.org/story\r\n"),
        *answer("https://news.example.org/other?sessionid=sess-4f1d2c&fbclid=click-id-8812&page=2", PAGE.replace(b"Monday", b"Tuesday"), 4,
                sent=f"Authorization: Basic {basic}\r\n"),
        *answer("https://news.example.org/echo", PAGE.replace(b"Monday", b"Friday; your address is 203.0.113.77;"), 5),
        *answer("https://news.example.org/packed", gzip.compress(PAGE.replace(b"Monday", b"hello s3cr3t-c00kie-91ab"), mtime=0), 6, head="Content-Encoding: gzip\r\n"),
        *answer("https://news.example.org/wide", PAGE.decode().replace("Monday", "bearer-token-5512xyz").encode("utf-16"), 7, media="text/html; charset=utf-16",
                sent="Authorization: Bearer bearer-token-5512xyz\r\n"),
        *answer("https://news.example.org/machine", PAGE.replace(b"Monday", b"Sunday"), 8, id="<urn:uuid:c1b0a5e0-1b2c-11f0-9f3a-0242ac120002>", ip="10.8.0.14"),
        record("metadata", b"via: https://intranet.example.org/board/4471\r\n", url="https://news.example.org/story", n=9, media="application/warc-fields"),
        record("resource", b"<p>a note</p>", url="file:///home/amal.kh/notes.html", n=10, media="text/html"),
    ]


def packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def wacz(records: list[bytes], pages: list[tuple[str, str]]) -> bytes:
    """A small WACZ; `pages` are (address, title)."""
    warc = packed(records)
    lines = ['{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}'] + [json.dumps({"url": url, "ts": "2025-03-10T09:00:00Z", "title": title}) for url, title in pages]
    files = {"archive/data.warc.gz": warc, "pages/pages.jsonl": "\n".join(lines).encode()}
    files["datapackage.json"] = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": [
        {"name": name.rpartition("/")[2], "path": name, "hash": "sha256:" + hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()]}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
