"""A few small PDF files written by hand, so that the tests need no program that prints."""

from __future__ import annotations

import io
import zlib


def make_pdf(pages: list[list[str]], *, picture: bool = False, info: dict[str, str] | None = None, leading: int = 16) -> bytes:
    """A PDF with one Helvetica line for each text; with `picture`, an image fills each page. "" leaves a gap."""
    objects: list[bytes] = [b"", b""]   # catalogue and page tree come when the pages are known

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    pixels = zlib.compress(b"\xcc" * 64 * 64)
    image = add(b"<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(pixels), pixels))
    kids = []
    for lines in pages:
        drawn = [b"q 500 0 0 700 40 60 cm /Im0 Do Q"] if picture else []
        height = 760
        for line in lines:
            if line:
                text = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
                drawn.append(b"BT /F1 12 Tf 50 %d Td (%s) Tj ET" % (height, text))
            height -= leading
        content = b"\n".join(drawn)
        stream = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        kids.append(add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> "
                        b"/XObject << /Im0 %d 0 R >> >> >>" % (stream, font, image)))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    about = add(b"<< %s >>" % b" ".join(b"/%s (%s)" % (key.encode(), value.encode("cp1252")) for key, value in (info or {}).items()))
    return _write(objects, about)


def _write(objects: list[bytes], about: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, about, start)
    return bytes(out)


def lock(pdf: bytes, password: str) -> bytes:
    """The same file encrypted with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
