"""Bombs: small files that unpack to a gigabyte (`BEARWITNESS_SOAK`; else to a quarter of one, which is built faster). Built on the spot, in little memory; nothing of the kind is kept in the repository."""

from __future__ import annotations

import bz2
import io
import lzma
import os
import struct
import zlib
from collections.abc import Callable

GIGABYTE = 1 << (30 if os.environ.get("BEARWITNESS_SOAK") else 28)
_BLOCK = bytes(1 << 20)


def deflated(size: int = GIGABYTE, block: bytes = _BLOCK, *, wbits: int = -15) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join([*(packer.compress(block) for _ in range(size // len(block))), packer.flush()])


def _crc(size: int) -> int:
    crc = 0
    for _ in range(size // len(_BLOCK)):
        crc = zlib.crc32(_BLOCK, crc)
    return crc


def raw_zip(entries: list[tuple[bytes, int, bytes, int]], *, crc: int = 0) -> bytes:
    """A ZIP of (name, method, packed bytes, stated size)."""
    body, table = io.BytesIO(), io.BytesIO()
    for name, method, packed, size in entries:
        at = body.tell()
        body.write(struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, method, 0, 0, crc, len(packed), size, len(name), 0) + name + packed)
        table.write(struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, method, 0, 0, crc, len(packed), size, len(name), 0, 0, 0, 0, 0, at) + name)
    start = body.tell()
    return body.getvalue() + table.getvalue() + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(entries), len(entries), table.tell(), start, 0)


def zip_plain() -> bytes:
    return raw_zip([(b"a.txt", 8, deflated(), GIGABYTE)])


def zip_lying() -> bytes:
    """Says that it holds a thousand bytes."""
    return raw_zip([(b"a.txt", 8, deflated(), 1000)])


def zip_bzip2(size: int = GIGABYTE, stated: int = 900_000) -> bytes:
    packer = bz2.BZ2Compressor(9)
    packed = b"".join([*(packer.compress(_BLOCK) for _ in range(size // len(_BLOCK))), packer.flush()])
    return raw_zip([(b"a.txt", 12, packed, stated)])


def _lzma(size: int = GIGABYTE) -> bytes:
    packer = lzma.LZMACompressor(lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "preset": 0}])
    return b"".join([*(packer.compress(_BLOCK) for _ in range(size // len(_BLOCK))), packer.flush()])


def zip_lzma() -> bytes:
    head = struct.pack("<BBH", 9, 4, 5) + struct.pack("<BI", 0x5D, 1 << 18)
    return raw_zip([(b"a.txt", 14, head + _lzma(), 900_000)])


def zip_lzma_dictionary() -> bytes:
    """Asks for a dictionary of four gigabytes."""
    head = struct.pack("<BBH", 9, 4, 5) + struct.pack("<BI", 0x5D, 0xFFFFFFFF)
    return raw_zip([(b"a.txt", 14, head + _lzma(1 << 20), 1 << 20)])


def zip_nested() -> bytes:
    """A gigabyte three packages down."""
    inner = raw_zip([(b"a.txt", 8, deflated(), GIGABYTE)])
    for _ in range(2):
        packed = zlib.compress(inner, 9)[2:-4]
        inner = raw_zip([(b"inner.zip", 8, packed, len(inner))], crc=zlib.crc32(inner))
    return inner


def zip_many() -> bytes:
    """A gigabyte in a thousand entries that each are small enough."""
    packed = deflated(1 << 20)
    return raw_zip([(b"%d.txt" % n, 8, packed, 1 << 20) for n in range(1024)], crc=_crc(1 << 20))


def zip_overlap() -> bytes:
    """One megabyte that its table names two thousand times (CVE-2024-0450)."""
    packed = deflated(1 << 20)
    crc = _crc(1 << 20)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), 1 << 20, 1, 0) + b"a" + packed
    table = b"".join(struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), 1 << 20, 1, 0, 0, 0, 0, 0, 0) + b"a"
                     for _ in range(2000))
    return local + table + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 2000, 2000, len(table), len(local), 0)


def gzipped() -> bytes:
    return deflated(wbits=31)


def bzip2() -> bytes:
    packer = bz2.BZ2Compressor(9)
    return b"".join([*(packer.compress(_BLOCK) for _ in range(GIGABYTE // len(_BLOCK))), packer.flush()])


def xz() -> bytes:
    packer = lzma.LZMACompressor(preset=0)
    return b"".join([*(packer.compress(_BLOCK) for _ in range(GIGABYTE // len(_BLOCK))), packer.flush()])


def _warc(body: bytes, *head: bytes) -> bytes:
    answer = b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html", *head, b"Content-Length: %d" % len(body), b"", body])
    record = [b"WARC/1.1", b"WARC-Type: response", b"WARC-Target-URI: http://example.org/", b"WARC-Date: 2025-03-09T10:00:00Z",
              b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>", b"Content-Type: application/http;msgtype=response",
              b"Content-Length: %d" % len(answer), b"", answer, b"", b""]
    return b"\r\n".join(record)


def warc_of_gzip() -> bytes:
    """An answer whose content coding unpacks to a gigabyte."""
    return _warc(gzipped(), b"Content-Encoding: gzip")


def warc_of_deflate() -> bytes:
    return _warc(deflated(wbits=15), b"Content-Encoding: deflate")


def warc_of_brotli() -> bytes:
    import brotli  # type: ignore[import-not-found]

    packer = brotli.Compressor(quality=5)
    return _warc(b"".join([*(packer.process(_BLOCK) for _ in range(GIGABYTE // len(_BLOCK))), packer.finish()]), b"Content-Encoding: br")


def warc_packed() -> bytes:
    """A record packed by gzip, of a gigabyte that is stated."""
    head = _warc(b"", b"").split(b"Content-Length")[0]
    start = head + b"Content-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" % (GIGABYTE + 44)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(start), *(packer.compress(_BLOCK) for _ in range(GIGABYTE >> 20)), packer.flush()])


def warc_long_head() -> bytes:
    """One line of a record's head that does not end for a gigabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"a" * (1 << 20)
    return b"".join([packer.compress(b"WARC/1.1\r\nWARC-Type: response\r\nX: "), *(packer.compress(block) for _ in range(GIGABYTE >> 20)), packer.flush()])


def warc_long_http_head() -> bytes:
    head = _warc(b"", b"").split(b"Content-Length")[0] + b"Content-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nX: " % GIGABYTE
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"a" * (1 << 20)
    return b"".join([packer.compress(head), *(packer.compress(block) for _ in range(GIGABYTE >> 20)), packer.flush()])


def pdf(stream: bytes, filters: bytes, *, kind: bytes = b"", parts: tuple[bytes, ...] = ()) -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
               b"<<" + kind + b"/Length %d/Filter %s>>\nstream\n" % (len(stream), filters) + stream + b"\nendstream",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *parts]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))
    return out.getvalue()


_TEXT = b"BT /F 12 Tf 20 100 Td (Twelve people were hurt) Tj ET\n"


def _pdf_stream(wbits: int = 15) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    block = b" " * (1 << 20)
    return b"".join([packer.compress(_TEXT), *(packer.compress(block) for _ in range(GIGABYTE >> 20)), packer.flush()])


def pdf_flate() -> bytes:
    return pdf(_pdf_stream(), b"/FlateDecode")


def pdf_flate_twice() -> bytes:
    return pdf(zlib.compress(_pdf_stream(), 9), b"[/FlateDecode /FlateDecode]")


def pdf_short_names() -> bytes:
    return pdf(_pdf_stream(), b"/Fl#61teDecode")


def pdf_as_image() -> bytes:
    """The page's own words, said to be a picture."""
    return pdf(_pdf_stream(), b"/FlateDecode", kind=b"/Type/XObject/Subtype/Image/Width 1/Height 1")


def pdf_run_length() -> bytes:
    return pdf(zlib.compress((b"\x81 " * (1 << 20)) * 8, 9), b"[/FlateDecode /RunLengthDecode]")


def html_deep() -> bytes:
    return b"<html><body>" + b"<div>" * 1_000_000 + b"Twelve people were hurt on Monday." + b"</div>" * 1_000_000


def html_tables() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 200_000 + b"Twelve people were hurt on Monday."


def html_attributes() -> bytes:
    return b"<html><body><p " + b"a=1 " * 1_500_000 + b">Twelve people were hurt on Monday.</p>"


def entities() -> bytes:
    """The billion laughs, as a feed."""
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "{"lol" * 10}">{rows}]><rss><channel><item><title>&l9;</title></item></channel></rss>'.encode()


def entities_quadratic() -> bytes:
    return (b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + b"a" * 100_000 + b'">]><rss><channel><item><title>'
            + b"&a;" * 100_000 + b"</title></item></channel></rss>")


def feed_deep() -> bytes:
    return b"<rss><channel><item><title>" + b"<b>" * 500_000


def json_deep() -> bytes:
    return b'{"name": "x", "type": "public_channel", "id": 1, "messages": [' + b"[" * 3_000_000


def post_deep() -> bytes:
    return b'{"id": "1", "text": ' + b"[" * 3_000_000 + b"\n"


def png() -> bytes:
    """64 million pixels of one colour, in a hundred kilobytes."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    side = 30_000
    packed = deflated(side * (side + 1) // (1 << 20) * (1 << 20), wbits=15)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _dimensions(kind: str) -> bytes:
    """A picture whose head says 60,000 by 60,000 pixels (WebP: 16,383 squared, its most) in a few hundred bytes."""
    if kind == "jpeg":
        from PIL import Image

        out = io.BytesIO()
        Image.new("L", (8, 8)).save(out, "JPEG")
        data = bytearray(out.getvalue())
        at = data.index(b"\xff\xc0")
        data[at + 5:at + 9] = struct.pack(">HH", 60_000, 60_000)
        return bytes(data)
    if kind == "webp":
        body = struct.pack("<I", (16_382 | 16_382 << 14)) + bytes(60)
        chunk = b"VP8L" + struct.pack("<I", len(body) + 1) + b"/" + body + b"\0" * ((len(body) + 1) % 2)
        return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk
    return b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + b"\x80\0\0" + b"\0" * 6 + b"," + struct.pack("<HHHH", 0, 0, 60_000, 60_000) + b"\0\2\2\x44\1\0;"


def warc_of_zstd() -> bytes:
    """A body that says it is packed by zstd: nothing here unpacks it. Its frame states a gigabyte (RFC 8878 section 3.1.1)."""
    return _warc(b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", 1 << 30) + b"\3\0\0" * 4000, b"Content-Encoding: zstd")


def _book(sheet: bytes, size: int) -> bytes:
    return raw_zip([(b"xl/workbook.xml", 0, b"<workbook/>", 11), (b"xl/worksheets/sheet1.xml", 8, sheet, size)])


def xlsx_packed() -> bytes:
    return _book(deflated(), GIGABYTE)


def xlsx_far() -> bytes:
    """Two cells, with seventeen thousand million between them."""
    words = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    return _book(zlib.compress(words, 9)[2:-4], len(words))


def docx() -> bytes:
    return raw_zip([(b"[Content_Types].xml", 0, b"<Types/>", 8), (b"word/document.xml", 8, deflated(), GIGABYTE)])


def epub() -> bytes:
    return raw_zip([(b"mimetype", 0, b"application/epub+zip", 20), (b"a.xhtml", 8, deflated(), GIGABYTE)])


# name -> (file name, what makes it)
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip": ("a.zip", zip_plain), "zip that lies": ("a.zip", zip_lying), "zip, bzip2": ("a.zip", zip_bzip2), "zip, LZMA": ("a.zip", zip_lzma),
    "zip, LZMA dictionary": ("a.zip", zip_lzma_dictionary), "zip in zip in zip": ("a.zip", zip_nested), "zip of many": ("a.zip", zip_many),
    "zip, overlap": ("a.zip", zip_overlap), "gzip": ("a.txt.gz", gzipped), "bzip2": ("a.txt.bz2", bzip2), "xz": ("a.txt.xz", xz),
    "WARC, gzip answer": ("a.warc", warc_of_gzip), "WARC, deflate answer": ("a.warc", warc_of_deflate),
    "WARC, brotli answer": ("a.warc", warc_of_brotli), "WARC, packed": ("a.warc.gz", warc_packed),
    "WARC, endless head": ("a.warc.gz", warc_long_head), "WARC, endless HTTP head": ("a.warc.gz", warc_long_http_head),
    "PDF": ("a.pdf", pdf_flate), "PDF, two filters": ("a.pdf", pdf_flate_twice), "PDF, spelled filter": ("a.pdf", pdf_short_names),
    "PDF, said to be a picture": ("a.pdf", pdf_as_image), "PDF, run length": ("a.pdf", pdf_run_length),
    "HTML, deep": ("a.html", html_deep), "HTML, tables": ("a.html", html_tables), "HTML, attributes": ("a.html", html_attributes),
    "entities": ("a.xml", entities), "entities, quadratic": ("a.xml", entities_quadratic), "feed, deep": ("a.xml", feed_deep),
    "JSON, deep": ("result.json", json_deep), "post, deep": ("a.posts.jsonl", post_deep), "PNG": ("a.png", png),
    "JPEG, stated size": ("a.jpg", lambda: _dimensions("jpeg")), "WebP, stated size": ("a.webp", lambda: _dimensions("webp")), "GIF, stated size": ("a.gif", lambda: _dimensions("gif")),
    "WARC, zstd answer": ("a.warc", warc_of_zstd), "spreadsheet": ("list.xlsx", xlsx_packed), "spreadsheet, far cell": ("list.xlsx", xlsx_far),
    "docx": ("a.docx", docx), "epub": ("a.epub", epub),
}
