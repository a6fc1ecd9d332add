"""Make the one PDF of the sample case, byte for byte the same each time.

    python tools/build_sample_pdf.py

Standard library only: one page, the built-in Helvetica, uncompressed, so that a text layer is certain.
"""

import textwrap
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/bearwitness/data/sample/syria-coast-2025/17-sana-committee.pdf"
TITLE = "National committee gives its findings on the coastal events"
PARAGRAPHS = [
    "The National Committee for Investigation and Fact-Finding said on Tuesday that it had verified the names of "
    "1,426 dead, mostly civilians, including 90 women, SANA reported.",
    "The committee said that remnants of the former regime killed 238 members of the security forces and the army "
    "in Latakia, Tartus and Hama in March 2025.",
    "The committee collected 938 testimonies and visited 33 locations on the Syrian coast, its spokesperson "
    "Yasser al-Farhan said at a press conference in Damascus.",
    "The committee identified 265 suspects among armed groups linked to the remnants of the former regime and "
    "298 suspects among members of military factions, al-Farhan said.",
    "Retold in our own words from SANA, 22 July 2025, https://www.sana.sy/en/?p=365511 and from Enab Baladi, "
    "22 July 2025, https://eng.pressbee.net/amp/show4085896.html",
]


def _string(text: str) -> bytes:
    """A PDF string literal in WinAnsi."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252") + b")"


def _content() -> bytes:
    lines = [b"BT /F2 15 Tf 56 780 Td " + _string(TITLE) + b" Tj ET",
             b"BT /F1 10 Tf 56 760 Td " + _string("22 July 2025") + b" Tj ET"]
    y = 732
    for paragraph in PARAGRAPHS:
        for line in textwrap.wrap(paragraph, 88, break_long_words=False, break_on_hyphens=False):
            lines.append(b"BT /F1 11 Tf 56 %d Td " % y + _string(line) + b" Tj ET")
            y -= 16
        y -= 10
    return b"\n".join(lines)


def build() -> bytes:
    """The whole file."""
    content = _content()
    info = (b"<< /Title " + _string(TITLE) + b" /Author " + _string("bearwitness sample case")
            + b" /CreationDate (D:20250722000000Z) >>")
    fonts = b"<< /F1 5 0 R /F2 6 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font " + fonts + b" >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        info,
    ]
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


if __name__ == "__main__":
    TARGET.write_bytes(build())
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
