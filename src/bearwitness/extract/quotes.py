"""Quotation spans: where somebody's very words begin and end.

Straight, curly, low, angled and single marks; a mark that is also the apostrophe; a quotation that
runs over several paragraphs, each opened anew; one that is never closed. Nothing here raises on odd
marks: an unclosed quotation ends with its paragraph, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

PAIRS = {"“": "”", "«": "»", "„": "“", "‹": "›", "「": "」", "『": "』", "‟": "”"}
DOUBLE = '"＂'
SINGLE_OPEN, SINGLE_CLOSE = "‘", "’"
_MARK = re.compile("[" + "".join(PAIRS) + DOUBLE + SINGLE_OPEN + "']")      # what may open one


@dataclass(frozen=True, slots=True)
class Quote:
    """`start`-`end` with the marks, `inner_*` without. `closed` is false when no closing mark was found."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    continues: bool = False     # goes on from the paragraph before

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


def find_quotes(text: str, start: int = 0, end: int | None = None, *, open_before: str | None = None) -> list[Quote]:
    """The outermost quotations of one paragraph.

    Args:
        open_before: the closing mark that a quotation of the paragraph before still waits for. When this
            paragraph opens with a mark of the same kind it goes on with that quotation.

    Returns:
        Quotes in text order, not overlapping. Offsets are those of `text`.
    """
    end = len(text) if end is None else end
    paragraph = _Paragraph(text, start, end)
    found: list[Quote] = []
    i = start
    while m := _MARK.search(text, i, end):
        i = m.start()
        mark = m.group()
        close = _closing_of(text, i, start, end)
        if close is None:
            i += 1
            continue
        stop = paragraph.close(i + 1, mark, close)
        if stop is not None and mark in DOUBLE and _opens_anew(text, stop, end):
            last = i + 1 + len(text[i + 1:stop].rstrip())
            found.append(Quote(i, last, i + 1, last, closed=False))
            i = stop
            continue
        continues = open_before is not None and not found and text[start:i].strip() == "" and close == open_before
        if stop is None:
            if mark in (SINGLE_OPEN, "'"):
                i += 1
                continue
            # An unclosed quotation: to the end of the paragraph.
            last = len(text[i + 1:end].rstrip()) + i + 1
            if last > i + 1:
                found.append(Quote(i, last, i + 1, last, closed=False, continues=continues))
            break
        if stop > i + 1:
            found.append(Quote(i, stop + 1, i + 1, stop, continues=continues))
        i = stop + 1
    return found


def waiting_for(text: str, quotes: list[Quote]) -> str | None:
    """The closing mark that the paragraph's last quotation still waits for, or None."""
    if not quotes or quotes[-1].closed:
        return None
    return _closing_mark(text[quotes[-1].start])


def _closing_mark(mark: str) -> str | None:
    if mark in PAIRS:
        return PAIRS[mark]
    if mark in DOUBLE:
        return mark
    return SINGLE_CLOSE if mark == SINGLE_OPEN else None


def _closing_of(text: str, i: int, start: int, end: int) -> str | None:
    """The mark that would close a quotation opened at `i`, or None when nothing opens there."""
    mark = text[i]
    if mark in PAIRS:
        return PAIRS[mark]
    if mark in DOUBLE:
        return None if _closes(text, i, start, end) else mark
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    opens = not before.isalnum() and before not in "’'" and not after.isspace()
    if mark == SINGLE_OPEN and opens:
        return SINGLE_CLOSE
    if mark == "'" and opens and not before.isdigit() and (after.isalpha() or after in "“\""):
        # 'Tis and '90s open nothing.
        return None if re.match(r"'(?:tis|twas|em|\d)", text[i:i + 5], re.I) else "'"
    return None


def _closes(text: str, i: int, start: int, end: int) -> bool:
    """Does a straight mark stand where only a closing one does: after a word or stop, before a space or stop?"""
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    return (before.isalnum() or before in ".,!?…") and (after.isspace() or after in ",.;:)!?")


def _opens_anew(text: str, j: int, end: int) -> bool:
    """Does a straight mark inside a quotation open the next one, whose forerunner was never closed ("... he said. "This ...")?"""
    after = text[j + 1] if j + 1 < end else " "
    return text[j - 1].isspace() and after.isalnum() and text[max(0, j - 3):j].rstrip()[-1:] in (".", "!", "?")


class _Paragraph:
    """Where quotations of a paragraph close. Each mark is looked at once or twice, however many open and never close."""

    def __init__(self, text: str, start: int, end: int):
        self.text, self.start, self.end = text, start, end
        self.never: set[str] = set()        # single marks of which no closing one is left
        self._last: int | None = None

    def close(self, i: int, mark: str, close: str) -> int | None:
        """Where the quotation that began before `i` closes; nested ones of the same kind are stepped over."""
        if close in (SINGLE_CLOSE, "'"):
            return self._close_single(i, close)
        depth = 0
        nests = mark in PAIRS and mark != close
        j = self._next(i, mark if nests else close, close)
        while j >= 0:
            if nests and self.text[j] == mark:
                depth += 1
            elif depth:
                depth -= 1
            else:
                return j
            j = self._next(j + 1, mark if nests else close, close)
        return None

    def _next(self, i: int, mark: str, close: str) -> int:
        m = _either(mark, close).search(self.text, i, self.end)
        return m.start() if m else -1

    def _close_single(self, i: int, close: str) -> int | None:
        if close in self.never:
            return None
        j = self.text.find(close, i, self.end)
        while j >= 0:
            if not self._is_apostrophe(j):
                return j
            j = self.text.find(close, j + 1, self.end)
        self.never.add(close)       # what closes depends on its place alone: a later opening finds none either
        return None

    def _is_apostrophe(self, j: int) -> bool:
        """Is the single mark at `j` inside a word (don’t) or a plural possessive rather than a closing mark?"""
        text = self.text
        after = text[j + 1] if j + 1 < self.end else " "
        before = text[j - 1]
        if after.isalnum() or before.isspace():
            return True
        # "the soldiers’ families": an s before, a lower-case word after, and a later closing mark exists.
        return before == "s" and bool(_POSSESSIVE.match(text, j, j + 3)) and self.last_close > j

    @property
    def last_close(self) -> int:
        """Where the last sign before a closing single mark stands; -1 when there is none."""
        if self._last is None:
            self._last = max((m.start() for m in _CLOSES.finditer(self.text, self.start, self.end)), default=-1)
        return self._last


_POSSESSIVE = re.compile(r"[’'] [a-z]")
_CLOSES = re.compile(r"[.,!?\w][’'](?!\w)")


@cache
def _either(mark: str, close: str) -> re.Pattern[str]:
    return re.compile("[" + re.escape(mark + close) + "]")
