"""The index of a web archive: CDXJ, one line a record, sorted by an address turned about (SURT), so that a reader finds a page without reading all.

The keys are those of the Internet Archive's canonicalisation, which the common tools use: lower case, no "www.", no default port, no session
id, arguments sorted, no slash at the end. The lines and blocks are those that `cdxj-indexer` writes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, unquote_to_bytes

from bearwitness.capture.blocks import Block, head_lines

INDEXED = ("response", "revisit", "resource")
LINES = 300               # of a packed block of the index
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_URI = re.compile(rb"^([a-z][a-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$", re.I | re.S)
_PATH_SESSIONS = (re.compile(rb"^(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^?]+\.aspx.*)$", re.I),
                  re.compile(rb"^(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)$", re.I))
_SESSIONS = tuple(re.compile(rb"^(.*)(?:" + words + rb")(?:&(.*))?$", re.I) for words in (
    rb"jsessionid=[0-9a-z]{32}", rb"phpsessid=[0-9a-z]{32}", rb"sid=[0-9a-z]{32}", rb"aspsessionid[a-z]{8}=[a-z]{24}", rb"cfid=[^&]+&cftoken=[^&]+"))


def surt(url: str) -> str:
    """The key of an address.

    Example:
        surt("https://www.Example.org/News/?b=2&a=1") == "org,example)/news?a=1&b=2"
    """
    data = re.sub(rb"[\n\r\t]", b"", url.strip().encode("utf-8", "surrogateescape"))
    m = _URI.match(data)
    if m is None:
        return url
    path, query = m.group(3), _query(m.group(4) or b"")
    if m.group(2):
        host, port = _host(m.group(2), m.group(1).lower())
        key = b",".join(reversed(host.split(b"."))) + port + b")" + _cleaned(_steps(path))
    else:
        key = m.group(1) + b":" + _cleaned(_unescaped(path) or b"/")
    return (key + (b"?" + query if query else b"")).decode("utf-8", "surrogateescape")


def _host(authority: bytes, scheme: bytes) -> tuple[bytes, bytes]:
    authority = authority.rpartition(b"@")[2]
    host, _, port = authority.rpartition(b":") if re.search(rb":\d*$", authority) else (authority, b"", b"")
    host = _unescaped(host)
    if not host.isascii():
        try:
            host = host.decode("utf-8").encode("idna")
        except UnicodeError:
            host = host.lower()
    host = re.sub(rb"^www\d*\.", b"", _escaped(re.sub(rb"\.\.", b".", host).strip(b".").lower()))
    plain = not port or (scheme, port) in ((b"http", b"80"), (b"https", b"443"))
    return host, b"" if plain else b":" + port


def _steps(path: bytes) -> bytes:
    """A path without its dots and double slashes."""
    kept: list[bytes] = []
    for step in _unescaped(path).split(b"/")[1:]:
        if step == b"..":
            kept = kept[:-1] if kept else [step]
        elif step != b".":
            kept.append(step)
    return b"/" + b"".join(step + b"/" for step in kept[:-1] if step) + (kept[-1] if kept else b"")


def _cleaned(path: bytes) -> bytes:
    path = _escaped(path).lower()
    for session in _PATH_SESSIONS:
        path = session.sub(rb"\1\2", path)
    return path[:-1] if path.endswith(b"/") and len(path) > 1 else path


def _query(query: bytes) -> bytes:
    query = _escaped(_unescaped(query))
    for session in _SESSIONS:
        if m := session.match(query):
            query = m.group(1) + (m.group(2) or b"")
    query = query.lower()
    if len(query) <= 1:
        return query
    return b"&".join(b"=".join(pair) for pair in sorted(tuple(each.split(b"=", 1)) for each in query.split(b"&")))


def _unescaped(data: bytes) -> bytes:
    while (plain := unquote_to_bytes(data)) != data:
        data = plain
    return data


def _escaped(data: bytes) -> bytes:
    return quote_from_bytes(data, safe=_SAFE).encode("ascii")


# --- lines ------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index. `date` is the record's WARC-Date."""

    url: str
    date: str
    body: dict[str, str]

    @property
    def stamp(self) -> str:
        """The date as fourteen digits."""
        return re.sub(r"\D", "", self.date)[:14].ljust(14, "0")

    def line(self) -> str:
        return f"{surt(self.url)} {self.stamp} {json.dumps(self.body)}\n"


def entry_of(block: Block, *, offset: int, length: int, filename: str) -> Entry | None:
    """The line of a record; None of one that is not indexed."""
    if block.kind not in INDEXED or not block.url or (block.kind == "resource" and block.field("Content-Type") == "application/warc-fields"):
        return None
    head, body = block.message()
    mime, status = _mime(block, head)
    found = {"url": block.url, "mime": mime, "status": status, "digest": block.field("WARC-Payload-Digest") or _digest(block, body),
             "length": str(length), "offset": str(offset), "filename": filename}
    return Entry(block.url, block.field("WARC-Date") or "", {name: value for name, value in found.items() if value is not None})


def _mime(block: Block, head: bytes) -> tuple[str | None, str | None]:
    first, found = head_lines(head)
    words = first.split(None, 2)
    status = words[1].decode("latin-1") if len(words) > 1 else None
    if block.kind == "revisit":
        return "warc/revisit", status
    stated = next((value.decode("utf-8", "replace") for name, value, _ in found if name == b"content-type"), None) if head else (
        block.field("Content-Type") if block.kind != "response" else None)
    return re.split(r"[;\s]", stated, maxsplit=1)[0].strip() if stated else stated, status if head else None


def _digest(block: Block, body: bytes) -> str | None:
    """What the writers of these tools put where a record states none: SHA-1, in base 32."""
    return None if block.block is None else "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def index(entries: Sequence[Entry], name: str) -> tuple[bytes, bytes]:
    """The index in packed blocks, and the list of these blocks.

    Args:
        name: of the file that the first is going to be.
    """
    lines = sorted({entry.line() for entry in entries})
    data, blocks = b"", [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"]
    for start in range(0, len(lines), LINES):
        piece = lines[start:start + LINES]
        packer = zlib.compressobj(wbits=31)
        made = packer.compress("".join(piece).encode()) + packer.flush()
        blocks.append(f"{piece[0].split('{', 1)[0].strip()} {json.dumps({'offset': len(data), 'length': len(made)})}\n")
        data += made
    return data, "".join(blocks).encode()
