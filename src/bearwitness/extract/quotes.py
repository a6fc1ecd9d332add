"""Quotation spans: where somebody's very words begin and end.

Straight, curly, low, angled and single marks; a mark that is also the apostrophe; a quotation that
runs over several paragraphs, each opened anew; one that is never closed. Nothing here raises on odd
marks: an unclosed quotation ends with its paragraph, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PAIRS = {"“": "”", "«": "»", "„": "“", "‹": "›", "「": "」", "『": "』", "‟": "”"}
DOUBLE = '"＂'
SINGLE_OPEN, SINGLE_CLOSE = "‘", "’"


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
    found: list[Quote] = []
    i = start
    while i < end:
        mark = text[i]
        close = _closing_of(text, i, start, end)
        if close is None:
            i += 1
            continue
        stop = _find_close(text, i + 1, end, mark, close)
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
        return mark
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    opens = not before.isalnum() and before not in "’'" and not after.isspace()
    if mark == SINGLE_OPEN and opens:
        return SINGLE_CLOSE
    if mark == "'" and opens and not before.isdigit() and (after.isalpha() or after in "“\""):
        # 'Tis and '90s open nothing.
        return None if re.match(r"'(?:tis|twas|em|\d)", text[i:i + 5], re.I) else "'"
    return None


def _find_close(text: str, i: int, end: int, mark: str, close: str) -> int | None:
    """Where the quotation that began before `i` closes; nested ones of other kinds are stepped over."""
    depth = 0
    last_single = None
    for j in range(i, end):
        c = text[j]
        if mark in PAIRS and c == mark and mark != close:
            depth += 1
        elif c == close:
            if close in (SINGLE_CLOSE, "'"):
                if _is_apostrophe(text, j, end):
                    continue
                last_single = j
                return last_single
            if depth:
                depth -= 1
                continue
            return j
    return last_single


def _is_apostrophe(text: str, j: int, end: int) -> bool:
    """Is the single mark at `j` inside a word (don’t) or a plural possessive rather than a closing mark?"""
    after = text[j + 1] if j + 1 < end else " "
    before = text[j - 1]
    if after.isalnum():
        return True
    if before.isspace():
        return True
    # "the soldiers’ families": an s before, a lower-case word after, and a later closing mark exists.
    if before == "s" and re.match(r"[’'] [a-z]", text[j:j + 3]):
        rest = text[j + 1:end]
        return bool(re.search(r"[.,!?\w][’'](?!\w)", rest))
    return False
