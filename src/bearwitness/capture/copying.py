"""Captures and imported archives of a case, record by record into one WARC: whole, or stripped for publishing.

Whole: each record is the bytes that the case holds, with its id and date. Stripped: see `capture.strip`.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

from bearwitness.capture import blocks as records
from bearwitness.capture import strip
from bearwitness.capture.archives import MAX_TOTAL, Archive
from bearwitness.capture.blocks import Block
from bearwitness.capture.cdxj import Entry, entry_of
from bearwitness.capture.packages import PackageError, moment
from bearwitness.capture.wacz import WARC
from bearwitness.capture.warc import VERSION, WarcError

NAMESPACE = uuid.UUID("2b0b7f0a-8f5e-5f0e-9b7d-3f6f2f1c9a11")
PROVENANCE = "urn:bearwitness:provenance"
_DOCUMENTS = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records of an archive: by their place in the file that was added, or by address and time (ISO 8601, to the millisecond)."""

    offsets: frozenset[int]
    places: frozenset[tuple[str, str]]

    def has(self, block: Block, base: int | None) -> bool:
        if base is not None and base + block.offset in self.offsets:
            return True
        return (block.url or "", moment(block.field("WARC-Date")) or "") in self.places


@dataclass(frozen=True, slots=True)
class Source:
    """An archive of the case. `wanted` None: all of it."""

    name: str
    open: Callable[[], IO[bytes]]
    wacz: bool = False
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file that is no archive. `url`: the name by which it stands in this one; `date`: ISO 8601 in UTC."""

    url: str
    data: bytes
    media_type: str
    date: str


@dataclass(slots=True)
class Copied:
    """What was written.

    Attributes:
        entries: lines of the index.
        places: source's name -> (place in the file that was added, or None; line of the index) of each record that is indexed.
        counts: source's name -> records written.
        faults: (source's name, why it could not be copied, or not to its end).
        removed, withheld: see `strip.Stripper`; empty of a whole copy.
    """

    entries: list[Entry] = field(default_factory=list)
    places: dict[str, list[tuple[int | None, Entry]]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    removed: dict[str, int] = field(default_factory=dict)
    withheld: list[dict[str, str | None]] = field(default_factory=list)
    secrets: strip.Secrets | None = None

    def provenance(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """`about` with what was left out."""
        return {**about, "removed": dict(sorted(self.removed.items())), "withheld": self.withheld}


def copy(out: IO[bytes], sources: Sequence[Source], files: Sequence[PlainFile], *, stripped: bool, software: str, about: Mapping[str, Any]) -> Copied:
    """Writes the records of all sources, and each file as a `resource` record.

    Args:
        about: what the copy was made of; becomes a `metadata` record, together with what was left out.
    """
    copied = Copied()
    secrets, dates = strip.Secrets(), [file.date for file in files]
    chosen: dict[str, list[set[int]]] = {}
    for source in sources:
        chosen[source.name] = _look(source, secrets, dates, copied)
    secrets.settle()
    date = min(dates, default="1970-01-01T00:00:00Z")
    writer = _Writer(out, copied, date, software, strip.Stripper(secrets) if stripped else None)
    writer.begin(about)
    for source in sources:
        writer.source(source, chosen[source.name])
    for file in files:
        writer.file(file)
    if writer.stripper is not None:
        copied.removed, copied.withheld, copied.secrets = dict(writer.stripper.removed), writer.stripper.withheld, secrets
    writer.end(copied.provenance(about))
    return copied


def archives(source: Source) -> Iterator[tuple[IO[bytes], int | None]]:
    """The WARC files of a source, each with the place where it begins in the file that was added (None: it is packed in it)."""
    with source.open() as file:
        if not source.wacz:
            yield file, 0
            return
        archive = Archive(file)
        for entry in archive.entries:
            if entry.filename.startswith("archive/") and entry.filename.lower().endswith((".warc.gz", ".warc")):
                yield BytesIO(archive.read(entry, most=MAX_TOTAL)), archive.starts[entry.filename] if entry.compress_type == 0 else None


def _look(source: Source, secrets: strip.Secrets, dates: list[str], copied: Copied) -> list[set[int]]:
    """Goes over a source once: notes what is secret, and gives the places of the records to copy, for each WARC file in it."""
    found: list[set[int]] = []
    try:
        for file, base in archives(source):
            choice = _Choice(source.wanted)
            found.append(choice.offsets)
            for block in records.blocks(file):
                secrets.learn(block)
                choice.see(block, base)
                if date := block.field("WARC-Date"):
                    dates.append(date)
            choice.end()
    except (WarcError, PackageError) as e:
        copied.faults.append((source.name, str(e)))
        if found:
            choice.end()
    return found


class _Choice:
    """The records to take from one WARC file: those wanted, what belongs to them, and what they fetched."""

    def __init__(self, wanted: Wanted | None):
        self.wanted = wanted
        self.offsets: set[int] = set()
        self._all: list[tuple[int, str, str | None, str | None, str | None, bool]] = []     # offset, kind, id, concurrent to, address, is a document
        self._asked: list[tuple[str, str]] = []         # referrer, address
        self._ids: set[str] = set()
        self._urls: set[str] = set()

    def see(self, block: Block, base: int | None) -> None:
        if self.wanted is None or self.wanted.has(block, base):
            self.offsets.add(block.offset)
            self._ids |= {each for each in (block.id, block.field("WARC-Concurrent-To"), block.field("WARC-Warcinfo-ID")) if each}
            self._urls |= {block.url} if block.url else set()
        if self.wanted is None:
            return
        self._all.append((block.offset, block.kind, block.id, block.field("WARC-Concurrent-To"), block.url, _is_document(block)))
        if block.kind == "request" and block.url:
            referrer = next((value.decode("latin-1") for name, value, _ in records.head_lines(block.message()[0])[1] if name == b"referer"), None)
            self._asked += [(referrer, block.url)] if referrer else []

    def end(self) -> None:
        """What a page fetched (pictures, style sheets) comes with it, as far as its requests name it as their referrer; other pages do not."""
        while (more := {url for referrer, url in self._asked if referrer in self._urls} - self._urls):
            fetched = {url for _, _, _, _, url, document in self._all if url in more and not document}
            if not fetched:
                break
            self._urls |= fetched
        own = {each[4] for each in self._all if each[0] in self.offsets}
        for offset, kind, id_, concurrent, url, document in self._all:
            if id_ in self._ids or concurrent in self._ids or (url in self._urls - own and not document and kind in (*strip.KINDS, "request")):
                self.offsets.add(offset)


def _is_document(block: Block) -> bool:
    if block.kind not in strip.KINDS:
        return False
    head = block.message()[0]
    stated = next((value.decode("latin-1") for name, value, _ in records.head_lines(head)[1] if name == b"content-type"), "") if head else block.field("Content-Type") or ""
    return stated.partition(";")[0].strip().lower() in _DOCUMENTS


class _Writer:
    """Writes records one after the other, and keeps the index."""

    def __init__(self, out: IO[bytes], copied: Copied, date: str, software: str, stripper: strip.Stripper | None):
        self.out = out
        self.copied = copied
        self.date = date
        self.software = software
        self.stripper = stripper
        self._at = 0
        self._seen: set[tuple[str, str]] = set()
        self._first = ""

    def begin(self, about: Mapping[str, Any]) -> None:
        kind = "published copy: what identifies the collector is left out" if self.stripper is not None else "whole copy: each record as the case holds it"
        fields = {"software": self.software, "format": "WARC File Format 1.1",
                  "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/", "description": kind}
        body = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        seed = json.dumps(about, sort_keys=True)
        self._first = f"<urn:uuid:{uuid.uuid5(NAMESPACE, seed)}>"
        self._put(_made("warcinfo", None, body, self.date, "application/warc-fields", self._first), None, None)
        if self.stripper is not None:
            self.stripper.warcinfo = self._first

    def source(self, source: Source, chosen: list[set[int]]) -> None:
        before = self.copied.counts.get(source.name, 0)
        try:
            for (file, base), offsets in zip(archives(source), chosen, strict=False):
                for block in records.blocks(file):
                    if block.offset in offsets and not self._again(block):
                        before += self._record(source, file, block, base)
        except (WarcError, PackageError):
            pass        # told when it was looked at
        self.copied.counts[source.name] = before

    def _again(self, block: Block) -> bool:
        """Is this a record that another archive of the case has brought already?"""
        key = (block.id or "", hashlib.sha256(block.block or repr(block).encode()).hexdigest())
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _record(self, source: Source, file: IO[bytes], block: Block, base: int | None) -> int:
        place = None if base is None else base + block.offset
        if self.stripper is None:
            self._put(block, source.name, place, records.packed(file, block))
        elif (made := self.stripper.strip(block)) is not None:
            self._put(made, source.name, place)
        else:
            return 0
        return 1

    def file(self, file: PlainFile) -> None:
        record_id = f"<urn:uuid:{uuid.uuid5(NAMESPACE, file.url)}>"
        self._put(_made("resource", file.url, file.data, file.date, file.media_type, record_id, self._first), file.url, None)
        self.copied.counts[file.url] = 1

    def end(self, provenance: Mapping[str, Any]) -> None:
        body = (json.dumps(provenance, ensure_ascii=False, indent=1) + "\n").encode()
        record_id = f"<urn:uuid:{uuid.uuid5(NAMESPACE, hashlib.sha256(body).hexdigest())}>"
        self._put(_made("metadata", PROVENANCE, body, self.date, "application/json", record_id, self._first), None, None)

    def _put(self, block: Block, name: str | None, place: int | None, packed: bytes | None = None) -> None:
        data = packed if packed is not None else strip.packed(block)
        self.out.write(data)
        entry = entry_of(block, offset=self._at, length=len(data), filename=WARC.rpartition("/")[2])
        self._at += len(data)
        if entry is not None:
            self.copied.entries.append(entry)
            self.copied.places.setdefault(name or "", []).append((place, entry))


def _made(kind: str, url: str | None, body: bytes, date: str, media_type: str, record_id: str, warcinfo: str | None = None) -> Block:
    digest = "sha256:" + hashlib.sha256(body).hexdigest()
    fields = [("WARC-Type", kind), ("WARC-Record-ID", record_id), ("WARC-Date", date), ("WARC-Target-URI", url), ("WARC-Warcinfo-ID", warcinfo),
              ("WARC-Block-Digest", digest), ("WARC-Payload-Digest", digest if kind == "resource" else None),
              ("Content-Type", media_type), ("Content-Length", str(len(body)))]
    return Block(VERSION, tuple((name, value) for name, value in fields if value is not None), body, len(body), 0, 0, True)
