"""The records of a WARC as they stand in it: the fields of each head, and the block byte for byte.

`capture.warc.read` gives what a record says; this gives what it is, for copying it and for leaving something out.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from bearwitness.capture.warc import (
    MAX_CODED,
    MAX_PAYLOAD,
    MAX_RATIO,
    RATIO_FROM,
    WarcError,
    each_record,
    split_head,
)

HTTP = ("response", "request", "revisit")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Block:
    """One record.

    Attributes:
        version: of the format, as its first line says, such as "WARC/1.1".
        fields: name and value of each field of its head, in order.
        block: what follows the head; None when it is longer than 100 MB.
        size: bytes of the block.
        offset, length: the record in its file, as packed.
        packed: it is a gzip member of its own.
    """

    version: str
    fields: tuple[tuple[str, str], ...]
    block: bytes | None
    size: int
    offset: int
    length: int
    packed: bool

    def field(self, name: str) -> str | None:
        """The first field of this name."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def kind(self) -> str:
        return (self.field("WARC-Type") or "").lower()

    @property
    def id(self) -> str | None:
        return self.field("WARC-Record-ID")

    @property
    def url(self) -> str | None:
        """The address that it is about. Some writers put it in angle brackets, which WARC 1.0 was thought to ask for."""
        url = self.field("WARC-Target-URI")
        return url.strip("<> ") if url else None

    @property
    def is_http(self) -> bool:
        """Is the block a message of HTTP, with a head of its own?"""
        return self.kind in HTTP and (self.url or "").lower().startswith(("http:", "https:")) and self.size > 0

    def message(self) -> tuple[bytes, bytes]:
        """Head and body of the message in the block; a block that is none has no head."""
        block = self.block or b""
        return split_head(block) if self.is_http else (b"", block)


def blocks(file: IO[bytes]) -> Iterator[Block]:
    """The records of a WARC file (packed record by record, or plain), in its order.

    Raises:
        WarcError: from this place on it is no WARC. The records before have been given.
    """
    for record, (data, size), place in each_record(file, lambda record: _block(record.raw_stream), no_record_parse=True):
        if record.format != "warc":
            raise WarcError(f"the record at byte {place.offset} is not of WARC: the file is cut off or broken there")
        headers = record.rec_headers
        yield Block(headers.protocol, tuple((str(k), str(v)) for k, v in headers.headers), data, size, place.offset, place.length, place.packed)


def _block(stream: IO[bytes]) -> tuple[bytes | None, int]:
    pieces: list[bytes] | None = []
    size = 0
    while piece := stream.read(1 << 16):
        size += len(piece)
        if size > MAX_PAYLOAD:
            pieces = None
        if pieces is not None:
            pieces.append(piece)
    return (None if pieces is None else b"".join(pieces)), size


def packed(file: IO[bytes], block: Block) -> bytes:
    """A record as a gzip member: the very bytes of the file where it is one there, else made of the record's bytes."""
    at = file.tell()        # where a reader of the file goes on
    file.seek(block.offset)
    raw = file.read(block.length)
    file.seek(at)
    return raw if block.packed and raw[:2] == _GZIP else member(raw + b"\r\n\r\n")


def member(record: bytes) -> bytes:
    """A gzip member without a time, so that the same record gives the same bytes."""
    return gzip.compress(record, 9, mtime=0)


# --- what a message says, its codings taken off -----------------------------------------------------

_FIELD = re.compile(rb"^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.S)


def head_lines(head: bytes) -> tuple[bytes, list[tuple[bytes, bytes, bytes]]]:
    """First line of a head of HTTP, and (lower-case name, value, the lines as they stand) of each field. What is no field is left out."""
    first, *rest = re.split(rb"(?<=\n)", head)
    lines: list[bytes] = []
    for line in rest:
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1] += line
        elif line.strip():
            lines.append(line)
    found = [(m.group(1).lower(), b" ".join(m.group(2).split(b"\r\n")), line) for line in lines if (m := _FIELD.match(line.rstrip(b"\r\n")))]
    return first, found


def dechunked(body: bytes) -> bytes | None:
    """A body without its chunks; None when it is not in chunks, or breaks off."""
    out: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at)
        try:
            size = int(body[at:end].partition(b";")[0].strip() or b"x", 16) if end >= 0 else -1
        except ValueError:
            return None
        if size < 0:
            return None
        if size == 0:
            return b"".join(out)
        piece = body[end + 1:end + 1 + size]
        if len(piece) < size:
            return None
        out.append(piece)
        at = end + 1 + size
        at += 2 if body[at:at + 2] == b"\r\n" else 1


def uncoded(body: bytes, coding: str) -> bytes | None:
    """A body without its content codings; None when one of them cannot be taken off, or it unpacks like a bomb.

    Args:
        coding: the value of Content-Encoding, codings in the order in which they were put on.
    """
    for name in reversed([c.strip().lower() for c in coding.split(",")]):
        if name in ("", "identity"):
            continue
        taken_off = _inflated(body, name) if name in ("gzip", "x-gzip", "deflate") else _brotli(body) if name == "br" else None
        if taken_off is None:
            return None
        body = taken_off
    return body


def _inflated(body: bytes, name: str) -> bytes | None:
    for bits in (31,) if "gzip" in name else (15, -15):
        unpacker = zlib.decompressobj(bits)
        try:
            out = unpacker.decompress(body, MAX_CODED)
        except zlib.error:
            continue
        bomb = unpacker.unconsumed_tail or (len(out) > RATIO_FROM and len(out) > MAX_RATIO * max(len(body), 1))
        return None if bomb else out
    return None


def _brotli(body: bytes) -> bytes | None:
    try:
        import brotli
    except ImportError:
        return None
    out: list[bytes] = []
    unpacker, size = brotli.Decompressor(), 0
    try:
        for start in range(0, len(body), 1 << 12):
            piece = unpacker.process(body[start:start + (1 << 12)])
            size += len(piece)
            if size > MAX_CODED:
                return None
            out.append(piece)
    except brotli.error:
        return None
    return b"".join(out)
