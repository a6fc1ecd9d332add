"""Does a PDF hold a stream that unpacks to a bomb? Asked before any PDF reader, which would unpack it into memory.

Streams are found by their words, not through the file's table: a bomb need not keep to a table. Each that Flate packs is unpacked piece
by piece, twice where it is packed twice, and nothing of it is kept. Pictures are not asked: no reader of text unpacks them. What other
filters (LZW, run lengths) can do is held by the limits of the process.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MAX_RATIO = 200
RATIO_FROM = 4_000_000          # a page of blanks packs as well as a bomb: small ones are let through
MAX_STREAM = 100_000_000        # bytes of one stream, once unpacked
MAX_ALL = 600_000_000           # of all streams
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTER = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]{0,400}\]|/[A-Za-z0-9]+)")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_SIDE = re.compile(rb"/(?:Width|Height)\s+(\d{1,6})\b")
_FLATE = (b"FlateDecode", b"Fl")
_HEAD = 2000                    # bytes before the word `stream` in which its dictionary is looked for
_CHUNK = 1 << 16


def bomb(data: bytes) -> str | None:
    """Why this PDF is not read, if it holds a bomb; else None. Takes time in proportion to what it would unpack to, up to the limits."""
    whole = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD):found.start()]
        head = _ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), head[max(head.rfind(b" obj"), 0):])
        layers = _layers(head)
        if not layers or _is_picture(head):
            continue
        end = data.find(b"endstream", found.end())
        packed = (end if end >= 0 else len(data)) - found.end()
        size = 0
        for piece in _unpacked(data, found.end(), packed, layers):
            size += piece
            whole += piece
            if size > MAX_STREAM or whole > MAX_ALL:
                return f"the PDF unpacks to more than {(MAX_STREAM if size > MAX_STREAM else MAX_ALL) / 1e6:.0f} MB"
            if size > RATIO_FROM and size > MAX_RATIO * packed:
                return f"the PDF unpacks to more than {MAX_RATIO} times its size, as a bomb does"
    return None


def _layers(head: bytes) -> int:
    """How often Flate packs a stream before anything else does."""
    found = _FILTER.search(head)
    names = _NAME.findall(found[1]) if found else []
    return next((n for n, name in enumerate(names) if name not in _FLATE), len(names))


def _is_picture(head: bytes) -> bool:
    """Is it said to be a picture, and as large as one is?"""
    sides = [int(side) for side in _SIDE.findall(head)]
    return bool(_IMAGE.search(head)) and len(sides) >= 2 and sides[0] * sides[1] * 8 > RATIO_FROM


def _unpacked(data: bytes, start: int, packed: int, layers: int) -> Iterator[int]:
    """Lengths of the pieces of the innermost layer, and of the layers before."""
    unpackers = [zlib.decompressobj() for _ in range(layers)]
    for at in range(start, start + packed, _CHUNK):
        try:
            yield from _through(unpackers, data[at:min(at + _CHUNK, start + packed)])
        except zlib.error:
            return      # is packed otherwise, is encrypted, or broken: what came until then counts


def _through(unpackers: list[zlib._Decompress], piece: bytes) -> Iterator[int]:
    first, rest = unpackers[0], unpackers[1:]
    while piece and not first.eof:
        out = first.decompress(piece, _CHUNK)
        piece = first.unconsumed_tail
        yield len(out)
        if rest and out:
            yield from _through(rest, out)
        if not out and not piece:
            return
