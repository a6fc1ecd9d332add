"""Lines of a PDF page with their places; those in right-to-left scripts put in reading order by where letters stand.

A PDF says where each letter is drawn, not in which order it is read; programs guess. On pages that Chromium
printed, pdfium turned round parts of words and pypdf turned round numbers in Arabic digits (12 became 21). Place
does not guess: from right to left, with numbers and Latin words turned round again.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bearwitness.readers.language import script_of

SOFT_HYPHEN = "\u00ad"
RIGHT_TO_LEFT = ("arabic", "hebrew", "syriac")
_RTL = re.compile("[\u0590-\u05ff\u0600-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]"
# What runs left to right inside a right-to-left word: numbers with what joins them ("12.5", "03/09/2025"), Latin letters.
_LEFT_RUN = re.compile(f"{_DIGIT}+(?:[.,:/\u066b\u066c-]{_DIGIT}+)*|[A-Za-z\u00c0-\u024f@_](?:[\\w@.'-]*[A-Za-z\u00c0-\u024f])?")
_RIGHT_RUN = re.compile(f"{_RTL.pattern}(?:[^A-Za-z\u00c0-\u024f]*{_RTL.pattern})?")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"))
# Gaps in ems. Below the first two signs are of one word, above the second of two; between them the page itself tells,
# because the air around letters differs from font to font. Digits are narrow in wide boxes, and a number cut in two is worse
# than two numbers made one, which no reader takes for a toll.
_ONE_WORD, _TWO_WORDS, _TWO_NUMBERS = 0.08, 0.35, 0.3


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign as drawn: the height of its line, its sides and its em, all in points."""

    sign: str
    base: float
    left: float
    right: float
    em: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class _Piece:
    """What pdfium takes for a line: the text it gives, and the signs that are drawn."""

    text: str = ""
    signs: list[_Sign] = field(default_factory=list)


def has_right_to_left(text: str) -> bool:
    """Is there a letter of such a script?"""
    return bool(_RTL.search(text))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, the height it stands at and its em, in points from the page's foot.

    A text that ends in a soft hyphen goes on in the next line without a blank.
    """

    text: str
    base: float
    em: float


def page_lines(textpage: Any) -> list[Line]:
    """The lines of a pdfium text page in reading order.

    Steps: 1. pdfium's lines, those it broke in two joined again; 2. a line without right-to-left letters is left as pdfium
    gives it; 3. any other: signs by place, words by the gaps between them; 4. words from the side the line's
    script begins at, runs of the other direction turned round; 5. brackets turned where they were drawn mirrored.
    """
    pieces = _joined(_pieces(textpage))
    blank = _blank([piece for piece in pieces if has_right_to_left(piece.text)])
    lines = [Line(_in_order(piece, blank), piece.signs[0].base, max(sign.em for sign in piece.signs)) for piece in pieces]
    return [line for line in lines if line.text]


def _blank(pieces: list[_Piece]) -> float:
    """The gap that parts words on this page, in ems: the middle of the widest stretch of sizes that no gap has."""
    gaps = {_ONE_WORD, _TWO_WORDS}
    for piece in pieces:
        gaps.update(gap for _, gap in _gaps(piece.signs) if _ONE_WORD < gap < _TWO_WORDS)
    steps = sorted(gaps)
    low, high = max(itertools.pairwise(steps), key=lambda pair: pair[1] - pair[0])
    return (low + high) / 2


def _gaps(signs: list[_Sign]) -> Iterator[tuple[_Sign, float]]:
    """The signs from left to right, each with the gap before it in ems; the first has none, which is endless."""
    edge = float("-inf")
    for sign in sorted(signs, key=lambda sign: sign.middle):
        yield sign, (sign.left - edge) / (sign.em or 1.0)
        edge = max(edge, sign.right)


def _pieces(textpage: Any) -> list[_Piece]:
    pieces = [_Piece()]
    for sign in _signs(textpage):
        if sign.sign == "\n":
            pieces.append(_Piece())
        elif sign.sign in "\x02\ufffe":
            pieces[-1].text += SOFT_HYPHEN   # pdfium's mark for a hyphen that the line's end made
        elif sign.sign != "\r":
            pieces[-1].text += sign.sign
            if not sign.sign.isspace():
                pieces[-1].signs.append(sign)
    return [piece for piece in pieces if piece.signs]


def _signs(textpage: Any) -> Iterator[_Sign]:
    """Each sign with its place. The blanks' places are not to be trusted and are not used."""
    import pypdfium2.raw as raw

    page = textpage.raw
    x, y, left, right, low, high = (ctypes.c_double() for _ in range(6))
    matrix = raw.FS_MATRIX()
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if not (0 < code < 0xD800 or 0xDFFF < code < 0x110000):
            continue
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        raw.FPDFText_GetCharBox(page, index, left, right, low, high)
        raw.FPDFText_GetMatrix(page, index, matrix)
        em = raw.FPDFText_GetFontSize(page, index) * (abs(matrix.d) or abs(matrix.b) or 1)
        yield _Sign(chr(code), y.value, left.value, right.value, em)


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces that stand side by side at one height, joined; columns with a wide gap between them stay apart."""
    out: list[_Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last and _touch(last.signs, piece.signs):
            out[-1] = _Piece(f"{last.text} {piece.text}", last.signs + piece.signs)
        else:
            out.append(piece)
    return out


def _touch(one: list[_Sign], two: list[_Sign]) -> bool:
    """Do two pieces belong to one line: the same height, and no more than an em and a half between them?"""
    em = max(sign.em for sign in one + two)
    if abs(one[0].base - two[0].base) > 0.2 * em:
        return False
    after = min(sign.left for sign in two) - max(sign.right for sign in one)
    before = min(sign.left for sign in one) - max(sign.right for sign in two)
    return max(after, before) < 1.5 * em


def _in_order(piece: _Piece, blank: float) -> str:
    """One line in reading order."""
    if not has_right_to_left(piece.text):
        return " ".join(piece.text.split())
    words = _words(piece.signs, blank)
    backwards = script_of(piece.text) in RIGHT_TO_LEFT
    if not backwards:
        return _paired(_RIGHT_RUN.sub(lambda run: _read(run[0]), " ".join(words)))
    return _paired(" ".join(map(_read, _turn_runs(words[::-1]))))


def _paired(text: str) -> str:
    """Brackets opened before they are closed: those beside right-to-left letters come mirrored, some or all of them.

    Only where a line has an even number of one kind and they do not pair as they stand.
    """
    for opening, closing in _PAIRS:
        places = [at for at, sign in enumerate(text) if sign in (opening, closing)]
        if len(places) % 2 or _pairs_up(text, opening, closing):
            continue
        signs = list(text)
        for number, at in enumerate(places):
            signs[at] = closing if number % 2 else opening
        text = "".join(signs)
    return text


def _pairs_up(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == opening) - (sign == closing)
        if depth < 0:
            return False
    return depth == 0


def _words(signs: list[_Sign], blank: float) -> list[str]:
    """The words of a line from left to right, each as drawn."""
    words: list[str] = []
    for sign, gap in _gaps(signs):
        digits = bool(words) and words[-1][-1].isdigit() and sign.sign.isdigit()
        if gap > (max(blank, _TWO_NUMBERS) if digits else blank):
            words.append("")
        words[-1] += sign.sign
    return words


def _read(drawn: str) -> str:
    """A word as drawn, in reading order."""
    if not has_right_to_left(drawn):
        return drawn
    return _LEFT_RUN.sub(lambda run: run[0][::-1], drawn[::-1])


def _turn_runs(words: list[str]) -> list[str]:
    """Each run of Latin words in a right-to-left line turned round; numbers and signs between two of them belong to it."""
    out: list[str] = []
    at = 0
    while at < len(words):
        end = at
        if _LATIN.search(words[at]) and not _RTL.search(words[at]):
            for ahead in range(at + 1, len(words)):
                if _RTL.search(words[ahead]):
                    break
                if _LATIN.search(words[ahead]):
                    end = ahead
        out.extend(reversed(words[at:end + 1]))
        at = end + 1
    return out
