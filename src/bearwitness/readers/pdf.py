"""PDF files with a text layer: two readers compared page by page, lines joined to paragraphs.

pdfium is quick and keeps the order of lines, but turns round parts of Arabic words; pypdf keeps the words and turns round
numbers in Arabic digits. So lines in such scripts are put in order by where their letters stand (`pdf_lines`), pypdf
is asked as a second opinion, and a page on which the two differ is named in a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise
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
    quiet,
    too_large,
)
from bearwitness.readers.language import script_of
from bearwitness.readers.nested import find_nested
from bearwitness.readers.pdf_bombs import bomb
from bearwitness.readers.pdf_lines import SOFT_HYPHEN, Line, has_right_to_left, page_lines

NAME, VERSION = "pdf", "1"

# pypdf takes about 0.2 s a page: every page of a report is compared, of a book only those in Arabic or Hebrew script.
_COMPARED_PAGES = 40
_APART = 0.10          # share of three-letter pieces that two readings do not have in common
_APART_ARABIC = 0.01   # a swapped lam-alef touches few letters and changes the name
_FEW = 25              # characters on a page that holds a picture: a scanner's stamp and no text
_DUMMY_TITLES = re.compile(r"^(?:untitled|document\d*|microsoft word.*|powerpoint.*|slide \d+|print|.*\.(?:docx?|pdf|odt|rtf|indd|qxd|tmp|html?))$", re.I)
_DUMMY_AUTHORS = re.compile(r"^(?:user|admin|administrator|owner|unknown|author|anonymous|hp|dell|lenovo|acer|asus|pc|windows user|microsoft.*|root|guest|.*\\.*)$", re.I)
_FIRST_HALVES = frozenset("pro anti non co ex self vice mid cross semi multi ultra north south east west".split())
_SECOND_HALVES = frozenset("backed led affiliated controlled held linked aligned allied speaking run based funded supported supporting born made "
                           "majority owned occupied old year day long style scale related wide term".split())
_BULLET = re.compile(r"^\s*(?:[•●▪‣◦·–—*-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_SENTENCE_END = re.compile(r"[.!?؟。:…][”\"’')\]»]*\s*$")


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: its lines, whether it holds pictures, and whether the two readers disagree on it."""

    lines: tuple[Line, ...] = ()
    pictures: bool = False
    disagree: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read(original: Original) -> Document:
    """Read a PDF that has a text layer.

    An empty line stands between pages. Title and author from the file's own information are taken where they
    look like such; its date is when the file was made, never when the text was published, and is not taken.

    Raises:
        ReadError: broken, locked, without pages, scanned (no text layer), or too large.
    """
    name = original.name
    too_large(len(original.data), MAX_PDF_BYTES, name, "PDF")
    if fault := bomb(original.data):
        raise ReadError(f"{name}: {fault}: it is not opened")
    pages, info = _pages(original)
    _refuse_scans(pages, name)
    words = frozenset(re.findall(r"[\w-]+", " ".join(page.text for page in pages)))
    text = join_pages([reflow(page.lines, words) for page in pages if page.lines])
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
    if "Success" in str(error):   # pdfium's word for a file that is whole and has nothing to load
        return ReadError(f"{original.name}: the PDF has no pages; fetch or export it again")
    if "password" in str(error).lower():
        return ReadError(f"{original.name}: the PDF is locked with a password; open it with the password, save a copy without one and "
                         "add both files")
    return ReadError(f"{original.name}: the PDF is broken or cut off ({error}); fetch or export it again")


def _page(pdf: Any, number: int, other: _Second, always: bool) -> PageText:
    import pypdfium2

    try:
        page = pdf[number]
        lines = tuple(page_lines(page.get_textpage()))
        pictures = any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    except pypdfium2.PdfiumError:
        return PageText(disagree=True)
    text = "\n".join(line.text for line in lines)
    backwards = has_right_to_left(text)
    if not lines or not (always or backwards):
        return PageText(lines, pictures)
    second = other.page(number)
    differ = second is not None and apart(text, second) > (_APART_ARABIC if backwards else _APART)
    return PageText(lines, pictures, differ)


class _Second:
    """pypdf over the same bytes, opened when first asked; None for what it cannot read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: Any = None

    def page(self, number: int) -> str | None:
        from pypdf import PdfReader

        try:
            with quiet("pypdf"):
                if self._reader is None:
                    self._reader = PdfReader(BytesIO(self._data), strict=False)
                return str(self._reader.pages[number].extract_text())
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


def reflow(lines: Sequence[Line], words: frozenset[str] = frozenset()) -> str:
    """A page's lines joined to paragraphs, one a line of text.

    A line goes on in the next when it is nearly as long as the page's long lines. A short line, a wider step down than
    the page's usual one, another size of type or a bullet below ends the paragraph. In doubt lines are joined: two
    paragraphs on one line harm little, a sentence cut in two is not understood.

    Args:
        words: the words of the whole file, which tell whether a word cut by a line's end has a hyphen of its own.
    """
    if not lines:
        return ""
    sizes = sorted(len(line.text) for line in lines)
    long = sizes[int((len(sizes) - 1) * 0.9)] if len(sizes) > 1 else sizes[0] + 1
    steps = sorted(step for one, two in pairwise(lines) if 0 < (step := one.base - two.base) < 4 * one.em)
    step = steps[len(steps) // 3] if steps else 0.0
    out = [lines[0].text]
    for above, below in pairwise(lines):
        if _goes_on(above, below, long, step):
            out[-1] = _join(out[-1], below.text, words)
        else:
            out.append(below.text)
    return "\n".join(line.replace(SOFT_HYPHEN, "-") for line in out)


def _goes_on(above: Line, below: Line, long: int, step: float) -> bool:
    """Is the line below the next of the same paragraph?"""
    if above.text.endswith(SOFT_HYPHEN):
        return True
    down = above.base - below.base
    if _BULLET.match(below.text) or abs(above.em - below.em) > 0.1 * above.em or (step and down > 1.3 * step):
        return False
    size = len(above.text)
    return size >= 0.9 * long or (size >= 0.7 * long and not _SENTENCE_END.search(above.text))


def _join(above: str, below: str, words: frozenset[str] = frozenset()) -> str:
    """Two lines of a paragraph. pdfium marks every hyphen at a line's end alike: "inter-national" and "Turkish-backed"."""
    if above.endswith(SOFT_HYPHEN):
        cut = above.removesuffix(SOFT_HYPHEN)
        return cut + ("-" if _has_hyphen(cut, below, words) else "") + below
    return above + below if re.search(r"\w-$", above) and below[:1].islower() else f"{above} {below}"


def _has_hyphen(cut: str, below: str, words: frozenset[str]) -> bool:
    """Does the word that a line's end cuts have a hyphen of its own? The file's other words tell, else its second half."""
    first = re.findall(r"[\w-]*$", cut)[0]
    second = re.findall(r"^[\w-]*", below)[0]
    if first + second in words:
        return False
    if not second[:1].islower():
        return True   # "Abd al-Rahman", "COVID-19"
    return f"{first}-{second}" in words or (first in words and second in words) or first.lower() in _FIRST_HALVES or second in _SECOND_HALVES


def join_pages(pages: list[str]) -> str:
    """Pages with an empty line between; one that ends inside a sentence that the next goes on with is joined to it."""
    out = ""
    for page in filter(None, pages):
        if out and not _SENTENCE_END.search(out) and page[:1].islower():
            out = _join(out, page)
        else:
            out = f"{out}\n\n{page}" if out else page
    return out


READER = Reader(name=NAME, version=VERSION, read=read, media_types=("application/pdf", "application/x-pdf"), suffixes=(".pdf",),
                needs=("pypdfium2", "pypdf"))
