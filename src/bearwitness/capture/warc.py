"""WARC 1.1 (ISO 28500): captures written out byte for byte, and the records of anybody's WARC read.

Writing goes through warcio, with one difference: the head of an answer is kept as the bytes that came, where warcio
would spell it anew. Reading goes through warcio too; every record's payload is unpacked under caps.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import IO, Any, TypeVar

from bearwitness.capture.fetch import Exchange
from bearwitness.errors import BearwitnessError

T = TypeVar("T")

VERSION = "WARC/1.1"
MAX_PAYLOAD = 100_000_000       # bytes, of one record once unpacked
MAX_RATIO = 200                 # unpacked to packed
RATIO_FROM = 1_000_000          # small files of one letter pack better than any bomb needs to
MAX_CODED = 50_000_000          # the same, of an answer with a content coding
MAX_HEAD = 1_000_000            # bytes of a record's head, or of an answer's
_AHEAD = 32_768
_CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
MAX_RECORDS = 1_000_000


class WarcError(BearwitnessError):
    """A WARC file that cannot be read further: where, and why."""


def write(out: IO[bytes], exchanges: Sequence[Exchange], *, info: Mapping[str, str], about: Mapping[str, Any] | None = None,
          record_id: Callable[[], str]) -> None:
    """Writes a capture: a warcinfo record, each request and answer, and the capture's own record as JSON.

    Args:
        info: the fields of the warcinfo record (software, format, operator's role ...).
        about: the capture record; goes into a `metadata` record beside the last answer.
        record_id: makes "<urn:uuid:...>"; another one at each call.
    """
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True, warc_version=VERSION)
    when = _date(exchanges[0].started if exchanges else 0.0)
    fields = "".join(f"{name}: {value}\r\n" for name, value in info.items()).encode()
    first = record_id()
    writer.write_record(_record(writer, "warcinfo", None, fields, record_id=first, date=when, media_type="application/warc-fields"))
    answered = None
    for exchange in exchanges:
        answered, asked = record_id(), record_id()
        raw = exchange.answer.read()
        exchange.answer.seek(0)
        head, body = split_head(raw)
        common = {"date": _date(exchange.started), "warcinfo": first, "remote": exchange.remote}
        writer.write_record(_record(writer, "response", exchange.url, body, head=head, record_id=answered, payload=exchange.sha256,
                                    media_type="application/http; msgtype=response", **common))
        writer.write_record(_record(writer, "request", exchange.url, b"", head=exchange.request, record_id=asked, concurrent=answered,
                                    media_type="application/http; msgtype=request", **common))
    if about is not None and exchanges:
        body = json.dumps(about, ensure_ascii=False, indent=1).encode()
        writer.write_record(_record(writer, "metadata", exchanges[-1].url, body, record_id=record_id(), date=_date(exchanges[-1].ended),
                                    warcinfo=first, concurrent=answered, media_type="application/json"))


_CODED = ("content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive")
Kept = tuple[str, str, bytes, "int | None", tuple[tuple[str, str], ...], "str | None"]


def write_resources(out: IO[bytes], kept: Sequence[Kept], *, when: float, info: Mapping[str, str], about: Mapping[str, Any],
                    record_id: Callable[[], str]) -> None:
    """Writes what a browser gave: answers without their codings, and things made of the page as `resource` records.

    Args:
        kept: (address, media type, body, status or None for what is made of the page, head fields, IP address) each.
        when: seconds since 1970.
    """
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True, warc_version=VERSION)
    date, first = _date(when), record_id()
    fields = "".join(f"{name}: {value}\r\n" for name, value in info.items()).encode()
    writer.write_record(_record(writer, "warcinfo", None, fields, record_id=first, date=date, media_type="application/warc-fields"))
    for url, media_type, body, status, headers, remote in kept:
        if status is None:
            writer.write_record(_record(writer, "resource", url, body, record_id=record_id(), date=date, warcinfo=first, media_type=media_type))
            continue
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {line}" for name, value in headers if name.lower() not in _CODED for line in value.split("\n")),
                 f"Content-Length: {len(body)}", "", ""]
        writer.write_record(_record(writer, "response", url, body, head="\r\n".join(lines).encode("utf-8", "replace"), record_id=record_id(), date=date,
                                    warcinfo=first, remote=remote, media_type="application/http; msgtype=response"))
    body = json.dumps(about, ensure_ascii=False, indent=1).encode()
    writer.write_record(_record(writer, "metadata", kept[-1][0] if kept else None, body, record_id=record_id(), date=date, warcinfo=first,
                                media_type="application/json"))


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """The head of an HTTP message, with the empty line that ends it, and what follows."""
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n", b"\n\r\n") if (at := raw.find(mark)) >= 0]
    end = min(ends, default=len(raw))
    return raw[:end], raw[end:]


def _record(writer: Any, kind: str, url: str | None, body: bytes, *, record_id: str, date: str, media_type: str, head: bytes | None = None,
            payload: str | None = None, warcinfo: str | None = None, remote: str | None = None, concurrent: str | None = None) -> Any:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

    class RawHead(StatusAndHeaders):        # type: ignore[misc] # warcio has no types
        """A head that is written as it came."""

        def compute_headers_buffer(self, header_filter: object = None) -> None:
            self.headers_buff = head

    headers = [("WARC-Type", kind), ("WARC-Record-ID", record_id), ("WARC-Date", date)]
    if url is not None:
        headers.append(("WARC-Target-URI", url))
    headers += [(name, value) for name, value in (("WARC-IP-Address", remote), ("WARC-Warcinfo-ID", warcinfo),
                                                  ("WARC-Concurrent-To", concurrent)) if value]
    headers.append(("WARC-Block-Digest", "sha256:" + hashlib.sha256((head or b"") + body).hexdigest()))
    if kind == "response":
        # Of the body as it stands in the record, transfer coding included, as the standard has it.
        headers.append(("WARC-Payload-Digest", "sha256:" + hashlib.sha256(body).hexdigest()))
    http = RawHead("as it came", [], protocol="") if head is not None else None
    return ArcWarcRecord("warc", kind, StatusAndHeaders("", headers, protocol=VERSION), io.BytesIO(body), http, media_type, len(body),
                         payload_length=len(body))


def _date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


# --- reading ----------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Found:
    """One record of a WARC: an answer with its payload unpacked, or something else that is only counted.

    `offset`, `length`: the record in the file, as packed. `fault`: why there is no payload.
    """

    kind: str                  # response | resource | conversion | revisit | request | metadata | warcinfo ...
    offset: int
    length: int
    url: str | None = None
    date: str | None = None
    status: int | None = None
    media_type: str | None = None
    payload: bytes | None = None
    fault: str | None = None
    warnings: tuple[tuple[str, str], ...] = ()


_WITH_PAYLOAD = ("response", "resource", "conversion")


def read(file: IO[bytes]) -> Iterator[Found]:
    """The records of a WARC file (packed record by record, or plain), in its order.

    Raises:
        WarcError: from this place on it is no WARC. The records before have been given.
    """
    for _, found, place in each_record(file, _read_record, check_digests=True):
        yield replace(found, offset=place.offset, length=place.length)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in its file, as packed. `packed`: it is a gzip member of its own."""

    offset: int
    length: int
    packed: bool


def each_record(file: IO[bytes], take: Callable[[Any], T], **options: bool) -> Iterator[tuple[Any, T, Place]]:
    """Each of warcio's records, what `take` made of it, and its place; under the limits of `Bounds`.

    Args:
        take: is given a record, and reads what it needs of it.
        options: of warcio's `ArchiveIterator`.

    Raises:
        WarcError: as `read`.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    file.seek(0)
    records = ArchiveIterator(file, **options)
    bounds = Bounds(records.reader, file)
    count = at = 0
    try:
        for record in records:
            count += 1
            if count > MAX_RECORDS:
                raise WarcError(f"more than {MAX_RECORDS:,} records: split the file")
            taken = take(record)
            bounds.begin()
            # Asked before the payload is read, either of these would read it away.
            offset, length = records.get_record_offset(), records.get_record_length()
            if (lacks := _lacking(record)) is not None:
                raise WarcError(f"the record at byte {offset} {lacks}: the file is cut off or broken there")
            at = offset + length
            yield record, taken, Place(offset, length, records.reader.decompressor is not None)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, UnicodeError, AttributeError, TypeError, IndexError, RecursionError) as e:
        raise WarcError(f"from byte {at} on it cannot be read as WARC ({type(e).__name__}: {str(e).strip()[:200]})") from e
    if not count:
        raise WarcError("there is no WARC record in it")


class Bounds:
    """Limits on what the reader of a WARC file may unpack: a line, a head, and a record against its packed size.

    Raises, out of the reader's own calls:
        ValueError: a limit is passed.
    """

    def __init__(self, reader: Any, file: IO[bytes]):
        self._file = file
        self._read, self._readline = reader.read, reader.readline
        self._start = self._unpacked = self._head = 0
        reader.read, reader.readline = self.read, self.readline

    def begin(self) -> None:
        """A record has been read; the next one begins."""
        self._start, self._unpacked, self._head = self._file.tell(), 0, 0

    def read(self, length: int | None = None) -> bytes:
        data: bytes = self._read(length)
        self._head = 0
        self._count(data)
        return data

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = self._readline(min(length or MAX_HEAD, MAX_HEAD))
        self._head += len(line)
        if self._head >= MAX_HEAD:
            raise ValueError(f"its head is longer than {MAX_HEAD:,} bytes")
        self._count(line)
        return line

    def _count(self, data: bytes) -> None:
        self._unpacked += len(data)
        # The reader is some blocks ahead of what it gives.
        if self._unpacked > RATIO_FROM and self._unpacked > MAX_RATIO * (self._file.tell() - self._start + _AHEAD):
            raise ValueError(f"it unpacks to more than {MAX_RATIO} times its size, as a bomb does")


def _lacking(record: Any) -> str | None:
    """What a record lacks, once it has been read to its end."""
    for name in ("WARC-Record-ID", "Content-Length"):
        if record.format == "warc" and not record.rec_headers.get_header(name):
            return f"has no {name}"
    left = getattr(record.raw_stream, "limit", 0)
    return f"lacks {left} of its bytes" if isinstance(left, int) and left > 0 else None


def _read_record(record: Any) -> Found:
    headers = record.rec_headers
    url, date = headers.get_header("WARC-Target-URI"), headers.get_header("WARC-Date")
    url = url.strip("<> ") if url else None
    if record.rec_type not in _WITH_PAYLOAD:
        return Found(record.rec_type, 0, 0, url, date)
    status = media_type = None
    if record.http_headers is not None:
        code = record.http_headers.get_statuscode()
        status = int(code) if code and code.isdigit() else None
        media_type = record.http_headers.get_header("Content-Type")
    elif record.rec_type != "response":
        media_type = headers.get_header("Content-Type")
    payload, fault = _payload(record)
    warnings = () if record.digest_checker.passed is not False else (
        ("digest-differs", "the digest that the WARC states for this record is not that of its bytes"),)
    return Found(record.rec_type, 0, 0, url, date, status, media_type, payload, fault, warnings)


def _payload(record: Any) -> tuple[bytes | None, str | None]:
    packed = record.length if isinstance(record.length, int) else 0
    pieces: list[bytes] = []
    size = 0
    coding = record.http_headers.get_header("Content-Encoding") if record.http_headers is not None else None
    if coding and coding.strip().lower() not in _CODINGS:
        while record.raw_stream.read(1 << 16):
            pass
        return None, f"its content is packed by {coding.strip()[:20]}, which is not read"
    most = MAX_CODED if coding else MAX_PAYLOAD
    stream = record.content_stream()
    while piece := stream.read(1 << 16):
        size += len(piece)
        if size > most:
            return None, f"its content is longer than {most / 1e6:.0f} MB once unpacked"
        if size > RATIO_FROM and packed and size > MAX_RATIO * packed:
            return None, f"it unpacks to more than {MAX_RATIO} times its size, as a bomb does"
        pieces.append(piece)
    return b"".join(pieces), None
