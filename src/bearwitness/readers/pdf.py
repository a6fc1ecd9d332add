"""PDF files with a text layer: two readers compared page by page, lines joined to paragraphs.

pdfium is quick and keeps the order of lines, but swaps lam and alef in Arabic on files where pypdf is right; so
pypdf is asked too and, on a page in Arabic script where they differ, believed. What they disagree on is said.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from typing import Any

from bearwitness.errors import ReadError
from bearwitness.model import Document
from bearwitness.readers.base import (
    MAX_PDF_BYTES,
    MAX_TEXT_BYTES,
    Found,
    Original,
    Reader,
    finish,
    too_large,
)
from bearwitness.readers.language import script_of
from bearwitness.readers.nested import find_nested

NAME, VERSION = "pdf", "1"

# pypdf takes about 0.2 s a page: every page of a report is compared, of a book only those in Arabic or Hebrew script.
_COMPARED_PAGES = 40
_RIGHT_TO_LEFT = ("arabic", "hebrew", "syriac")
_APART = 0.10          # share of three-letter pieces that two readings do not have in common
_APART_ARABIC = 0.01   # a swapped lam-alef touches few letters and changes the name
_FEW = 25              # characters on a page that holds a picture: a scanner's stamp and no text
_DUMMY_TITLES = re.compile(r"^(?:untitled|document\d*|microsoft word.*|powerpoint.*|slide \d+|print|.*\.(?:docx?|pdf|odt|rtf|indd|qxd|tmp|html?))$", re.I)
_DUMMY_AUTHORS = re.compile(r"^(?:user|admin|administrator|owner|unknown|author|anonymous|hp|dell|lenovo|acer|asus|pc|windows user|microsoft.*|root|guest|.*\\.*)$", re.I)
_BULLET = re.compile(r"^\s*(?:[•●▪‣◦·–—*-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_SENTENCE_END = re.compile(r"[.!?؟。:…][”\"’')\]»]*\s*$")


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: its lines as read, whether it holds pictures, and whether the two readers disagree on it."""

    text: str
    pictures: bool = False
    disagree: bool = False


def read(original: Original) -> Document:
    """Read a PDF that has a text layer.

    The pages are joined by an empty line. Title and author from the file's own information are taken where they
    look like such; its date is when the file was made, never when the text was published, and is not taken.

    Raises:
        ReadError: broken, locked, without pages, scanned (no text layer), or too large.
    """
    name = original.name
    too_large(len(original.data), MAX_PDF_BYTES, name, "PDF")
    pages, info = _pages(original)
    _refuse_scans(pages, name)
    text = "\n\n".join(reflow(page.text) for page in pages if page.text.strip())
    too_large(len(text), MAX_TEXT_BYTES, name)
    found = Found(text=text, title=_plausible(info.get("Title"), _DUMMY_TITLES),
                  author=_plausible(info.get("Author"), _DUMMY_AUTHORS), nested=find_nested(text), warnings=_notes(pages))
    return finish(original, found, reader=f"{NAME}@{VERSION} (pypdfium2 {version('pypdfium2')}, pypdf {version('pypdf')})")


def _pages(original: Original) -> tuple[list[PageText], dict[str, str]]:
    """The pages as pdfium reads them, each compared with pypdf where that is due."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(original.data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(original, error) from error
    try:
        if not len(pdf):
            raise ReadError(f"{original.name}: the PDF has no pages; fetch it again")
        other = _Second(original.data)
        few = len(pdf) <= _COMPARED_PAGES
        pages = [_page(pdf, number, other, few) for number in range(len(pdf))]
        return pages, {key: str(value) for key, value in pdf.get_metadata_dict().items() if value}
    finally:
        pdf.close()


def _unopened(original: Original, error: Exception) -> ReadError:
    if "password" in str(error).lower():
        return ReadError(f"{original.name}: the PDF is locked with a password; open it with the password, save a copy without one and "
                         "add both files")
    return ReadError(f"{original.name}: the PDF is broken or cut off ({error}); fetch or export it again")


def _page(pdf: Any, number: int, other: _Second, always: bool) -> PageText:
    import pypdfium2

    try:
        page = pdf[number]
        text = _clean(page.get_textpage().get_text_bounded())
        pictures = any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    except pypdfium2.PdfiumError:
        return PageText("", disagree=True)
    backwards = any(script_of(line) in _RIGHT_TO_LEFT for line in text.split("\n"))
    if not text.strip() or not (always or backwards):
        return PageText(text, pictures)
    second = other.page(number)
    if second is None or apart(text, second) <= (_APART_ARABIC if backwards else _APART):
        return PageText(text, pictures)
    return PageText(second if backwards and second.strip() else text, pictures, disagree=True)


def _clean(text: str) -> str:
    """One kind of line end; a hyphen that pdfium marks as made by the line's end is taken out again."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\ufffe\x02]\n?", "", text)
    return text.replace("\x00", "").replace("\x0c", "\n")


class _Second:
    """pypdf over the same bytes, opened when first asked; None for what it cannot read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: Any = None

    def page(self, number: int) -> str | None:
        # It logs a line for every oddity of a file; the comparison says what matters.
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        from pypdf import PdfReader

        try:
            if self._reader is None:
                self._reader = PdfReader(BytesIO(self._data), strict=False)
            return _clean(self._reader.pages[number].extract_text())
        except Exception:  # any failure of the second reader leaves the first one's text
            return None


def apart(one: str, two: str) -> float:
    """The share of three-letter pieces that two readings of a page do not have in common, 0 to 1.

    Blanks, order of lines and presentation forms of Arabic letters do not count.
    """
    left, right = _pieces(one), _pieces(two)
    most = max(left.total(), right.total())
    return 1 - (left & right).total() / most if most else 0.0


def _pieces(text: str) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for word in re.findall(r"\w+", unicodedata.normalize("NFKC", text)):
        padded = f" {word} "
        pieces.update(padded[at:at + 3] for at in range(len(padded) - 2))
    return pieces


def _refuse_scans(pages: list[PageText], name: str) -> None:
    """Raise when no page has more text than a scanner's stamp."""
    filled = [page for page in pages if len(page.text.strip()) > (_FEW if page.pictures else 0)]
    if filled:
        return
    count = f"{len(pages)} page{'s' if len(pages) > 1 else ''}"
    if any(page.pictures for page in pages):
        raise ReadError(f"{name}: {count} of scanned pictures without a text layer; reading words from pictures (OCR) is not built in yet: "
                        "make a searchable copy with an OCR program, check its numbers by eye, and add both")
    raise ReadError(f"{name}: {count} without any text; if it shows words they are drawn, not written: make a searchable copy with an OCR "
                    "program, check its numbers by eye, and add both")


def _notes(pages: list[PageText]) -> tuple[tuple[str, str], ...]:
    notes = []
    differ = [number for number, page in enumerate(pages, 1) if page.disagree]
    empty = [number for number, page in enumerate(pages, 1) if len(page.text.strip()) <= (_FEW if page.pictures else 0) and not page.disagree]
    if differ:
        notes.append(("pdf-readers-disagree", f"two programs read page {_list(differ)} differently; compare names and numbers with the "
                      "original"))
    if empty:
        notes.append(("pdf-pages-without-text", f"page {_list(empty)} has no text layer (a picture or blank) and was not read"))
    return tuple(notes)


def _list(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:30]))
    return shown + (f" and {len(numbers) - 30} more" if len(numbers) > 30 else "")


def _plausible(text: str | None, dummy: re.Pattern[str]) -> str | None:
    words = " ".join((text or "").split())
    return words if 3 <= len(words) <= 300 and not dummy.match(words) and script_of(words) != "none" else None


def reflow(page: str) -> str:
    """A page's lines joined to paragraphs, one a line.

    A line goes on in the next when it is nearly as long as the page's long lines; a short line, an empty one or a
    bullet below it ends the paragraph. A full line that ends a sentence above a line that is not full either way is
    joined too: two paragraphs on one line harm nothing, a sentence in two lines is not understood.
    """
    lines = [line.strip() for line in page.split("\n")]
    sizes = sorted(len(line) for line in lines if line)
    if not sizes:
        return ""
    full = 0.75 * sizes[int(len(sizes) * 0.9)] if len(sizes) > 1 else sizes[0] + 1
    out: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if goes_on and not _BULLET.match(line):
            out[-1] = _join(out[-1], line)
        else:
            out.append(line)
        goes_on = len(line) >= full and not (_SENTENCE_END.search(line) and len(line) < full / 0.75 * 0.9)
    return "\n".join(out)


def _join(above: str, below: str) -> str:
    """Two lines of a paragraph; a hyphen at the end stays, as in "Turkish-backed", without a blank after it."""
    if re.search(r"\w-$", above) and below[:1].islower():
        return above + below
    return f"{above} {below}"


READER = Reader(name=NAME, version=VERSION, read=read, media_types=("application/pdf", "application/x-pdf"), suffixes=(".pdf",),
                needs=("pypdfium2", "pypdf"))
