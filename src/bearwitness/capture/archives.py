"""ZIP and WACZ packages: checked before anything is unpacked, then read member by member under caps.

Names inside an archive are data: nothing is ever written under them. What is refused, and why:

- entries that overlap (one small file counted a thousand times: CVE-2024-0450), more than 10,000 entries;
- an entry that unpacks to more than 200 times its size, or 100 MB; more than 2 GB in all;
- encrypted entries, and methods that Python does not unpack.

WACZ: the Web Archive Collection Zipped format 1.1.1. Its signature is checked by `signatures.wacz`.
"""

from __future__ import annotations

import bz2
import hashlib
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from typing import IO, Any

from bearwitness.capture.packages import WARC, Member, PackageError

MAX_ENTRIES = 10_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000
MAX_ENTRY = 100_000_000
MAX_TOTAL = 2_000_000_000
_PIECE = 1 << 16
_MAX_DICTIONARY = 1 << 26
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, struct.error, KeyError, IndexError, lzma.LZMAError)
_OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk")


class Archive:
    """A ZIP file whose table of contents has been found sound.

    Raises:
        PackageError: it is no ZIP file, has too many entries, or entries that overlap.
    """

    def __init__(self, file: IO[bytes]):
        file.seek(0)
        self._file = file
        try:
            self._zip = zipfile.ZipFile(file)
            self.entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except _UNREADABLE as e:
            raise PackageError(f"cannot be read as ZIP ({type(e).__name__}: {str(e)[:200]})") from e
        if len(self.entries) > MAX_ENTRIES:
            raise PackageError(f"has {len(self.entries):,} entries, more than the {MAX_ENTRIES:,} that are taken: split it")
        self.starts = _sound(file, self.entries)
        self.total = 0

    def named(self, name: str) -> zipfile.ZipInfo | None:
        return next((entry for entry in self.entries if entry.filename == name), None)

    def read(self, entry: zipfile.ZipInfo, *, most: int = MAX_ENTRY) -> bytes:
        """The unpacked bytes of an entry.

        Raises:
            PackageError: it is encrypted, broken, or a bomb.
        """
        if entry.flag_bits & 0x1:
            raise PackageError("is encrypted: unpack it with its password and add the files")
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise PackageError(f"says that it unpacks to {entry.file_size / max(entry.compress_size, 1):.0f} times its size, as a bomb does")
        pieces: list[bytes] = []
        size = 0
        try:
            with self._pieces(entry) as stream:
                for piece in stream:
                    size += len(piece)
                    self.total += len(piece)
                    if size > most or self.total > MAX_TOTAL:
                        raise PackageError(f"unpacks to more than {min(most, MAX_TOTAL) / 1e6:.0f} MB")
                    if size > RATIO_FROM and size > MAX_RATIO * max(entry.compress_size, 1):
                        raise PackageError(f"unpacks to more than {MAX_RATIO} times its size, as a bomb does")
                    pieces.append(piece)
        except _UNREADABLE as e:
            raise PackageError(f"cannot be unpacked ({type(e).__name__}: {str(e)[:200]})") from e
        return b"".join(pieces)

    @contextmanager
    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[Iterator[bytes]]:
        """What an entry unpacks to, piece by piece. zipfile unpacks bzip2 and LZMA a whole block at a time, which for a bomb is all of it."""
        if entry.compress_type not in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            with self._zip.open(entry) as stream:
                yield iter(lambda: stream.read(_PIECE), b"")
            return
        yield _bounded(self._file, self.starts[entry.filename], entry)


def _bounded(file: IO[bytes], start: int, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked pieces of a bzip2 or LZMA entry, none longer than `_PIECE`, its checksum checked at the end."""
    left, crc = entry.compress_size, 0
    file.seek(start)
    if entry.compress_type == zipfile.ZIP_LZMA:
        # APPNOTE 5.8.8: version, length of the properties, properties.
        _, length = struct.unpack("<HH", file.read(4))
        properties = file.read(length)
        left -= 4 + length
        head, dictionary = struct.unpack("<BI", properties[:5])
        if length != 5 or head >= 225 or dictionary > _MAX_DICTIONARY:
            raise PackageError(f"is packed by LZMA with a dictionary of {dictionary:,} bytes, which is not made")
        unpacker: Any = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{
            "id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), "lc": head % 9, "lp": head // 9 % 5, "pb": head // 45}])
    else:
        unpacker = bz2.BZ2Decompressor()
    packed = b""
    while not unpacker.eof:
        if unpacker.needs_input:
            packed = file.read(min(left, _PIECE))
            left -= len(packed)
            if not packed:
                break
        out = unpacker.decompress(packed, _PIECE)
        packed = b""
        crc = zlib.crc32(out, crc)
        yield out
    if crc != entry.CRC:
        raise zipfile.BadZipFile("Bad CRC-32")


def _sound(file: IO[bytes], entries: list[zipfile.ZipInfo]) -> dict[str, int]:
    """Where each entry's data begins, by name, once none is found to overlap another."""
    starts: dict[str, int] = {}
    spans: list[tuple[int, int, str]] = []
    for entry in entries:
        file.seek(max(entry.header_offset, 0))
        head = file.read(30) if entry.header_offset >= 0 else b""
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise PackageError(f"its entry {_shown(entry.filename)[:80]!r} is not where its table says")
        name, extra = struct.unpack("<HH", head[26:30])
        starts[entry.filename] = entry.header_offset + 30 + name + extra
        spans.append((entry.header_offset, starts[entry.filename] + entry.compress_size, entry.filename))
    for (_, end, first), (start, _, second) in pairwise(sorted(spans)):
        if start < end:
            raise PackageError(f"its entries {_shown(first)[:80]!r} and {_shown(second)[:80]!r} overlap, as in a bomb: nothing of it is unpacked")
    return starts


@dataclass(frozen=True, slots=True)
class ZipSource:
    """Files of a ZIP archive. Office documents, which are ZIP inside, are files and not packages."""

    name: str = "zip"
    version: str = "1"

    def takes(self, head: bytes, name: str, /) -> bool:
        lower = name.lower()
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not lower.endswith(_OFFICE) and b"mimetype" not in head[30:38]

    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]:
        archive = Archive(file)
        seen: dict[str, int] = {}
        for entry in archive.entries:
            if _is_litter(entry.filename):
                continue
            seen[entry.filename] = seen.get(entry.filename, 0) + 1
            key = entry.filename if seen[entry.filename] == 1 else f"{entry.filename} ({seen[entry.filename]})"
            member = Member(_shown(key), offset=archive.starts[entry.filename], length=entry.compress_size)
            try:
                yield replace(member, data=archive.read(entry))
            except PackageError as e:
                yield replace(member, fault=str(e))


def _is_litter(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")


def _shown(name: str) -> str:
    """A name as it can be printed: control and direction marks as codes."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in name)


# --- WACZ -------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class WaczSource:
    """Pages of a WACZ package: those that its page lists name, else every document of its WARC files."""

    name: str = "wacz"
    version: str = "1"

    def takes(self, head: bytes, name: str, /) -> bool:
        return head.startswith(b"PK\x03\x04") and (name.lower().endswith(".wacz") or b"datapackage.json" in head[:4096])

    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]:
        archive = Archive(file)
        warnings = tuple(check(archive))
        pages = dict(_pages(archive))
        taken: set[str] = set()
        for entry in archive.entries:
            if not entry.filename.startswith("archive/") or not entry.filename.lower().endswith((".warc.gz", ".warc")):
                continue
            packed = BytesIO(archive.read(entry, most=MAX_TOTAL))
            for member in WARC.members(packed, entry.filename):
                url = member.told.get("url", "")
                if pages and url not in pages:
                    continue
                key = member.key if member.key not in taken else f"{member.key} in {_shown(entry.filename)}"
                taken.add(key)
                stored = entry.compress_type == zipfile.ZIP_STORED and member.offset is not None
                offset = archive.starts[entry.filename] + (member.offset or 0) if stored else None
                yield replace(member, key=key, told={**member.told, **pages.get(url, {})}, warnings=(*member.warnings, *warnings),
                              offset=offset, length=member.length if stored else None)
        for url in sorted(pages.keys() - {key.split(" in ")[0].split(" (")[0] for key in taken}):
            yield Member(url, fault="is named in the package's list of pages, and no answer for it is in the package")


def _pages(archive: Archive) -> Iterator[tuple[str, dict[str, str]]]:
    """The pages that the package lists: address -> title."""
    for entry in archive.entries:
        if not (entry.filename.startswith("pages/") and entry.filename.endswith(".jsonl")):
            continue
        for line in archive.read(entry).decode("utf-8", "replace").splitlines():
            try:
                page = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(page, dict) and isinstance(page.get("url"), str):
                yield page["url"], {"title": page["title"]} if isinstance(page.get("title"), str) and page["title"].strip() else {}


def check(archive: Archive) -> Iterator[tuple[str, str]]:
    """What is wrong, or to be known, about a WACZ package: each file's hash, the hash of its table.

    Yields (code, text): `no-datapackage`, `datapackage-unread`, `hash-differs`, `not-listed`.
    """
    table = archive.named("datapackage.json")
    if table is None:
        yield "no-datapackage", "it has no datapackage.json, so nothing vouches for its files"
        return
    raw = archive.read(table)
    try:
        resources = json.loads(raw).get("resources", [])
        listed = {r["path"]: str(r["hash"]) for r in resources}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield "datapackage-unread", "its datapackage.json cannot be read"
        return
    for path, stated in listed.items():
        entry = archive.named(path)
        kind, _, digest = stated.partition(":")
        if entry is None:
            yield "hash-differs", f"{_shown(path)} is listed and missing"
        elif kind not in ("sha256", "md5", "sha512") or hashlib.new(kind, archive.read(entry, most=MAX_TOTAL)).hexdigest() != digest.lower():
            yield "hash-differs", f"{_shown(path)} is not what datapackage.json says ({kind})"
    for entry in archive.entries:
        if entry.filename not in listed and entry.filename not in ("datapackage.json", "datapackage-digest.json"):
            yield "not-listed", f"{_shown(entry.filename)} is not in datapackage.json: it may have been added later"
    yield from _digest(archive, raw)


def _digest(archive: Archive, raw: bytes) -> Iterator[tuple[str, str]]:
    entry = archive.named("datapackage-digest.json")
    if entry is None:
        return
    try:
        stated = str(json.loads(archive.read(entry))["hash"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield "datapackage-unread", "its datapackage-digest.json cannot be read"
        return
    if stated != "sha256:" + hashlib.sha256(raw).hexdigest():
        yield "hash-differs", "datapackage.json is not what datapackage-digest.json says"


ZIP = ZipSource()
WACZ = WaczSource()
