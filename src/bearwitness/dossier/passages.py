"""Evidence text made safe to show: escaped, with its context, its highlight and its hidden characters visible.

Only the sentences that carry a passage are shown, never a whole third-party text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from markupsafe import Markup, escape

from bearwitness.model import Passage

# Characters that reorder or hide text. Joiners (U+200C, U+200D) and marks (U+200E, U+200F, U+061C) are part of
# ordinary Persian, Kurdish and Arabic writing and stay.
_REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u2060")
_SENTENCE_END = re.compile(r"[.!?؟۔…]+[\"'”’»)\]]*(?=\s)|\n\s*\n|\n(?=\S)")
# After these a full stop ends no sentence.
_ABBREVIATIONS = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Sgt|Brig|St|No|Sen|Rep|Gov|e\.g|i\.e|vs|etc|approx)|\b[A-Z])\.$")
MAX_CONTEXT = 400
NEAR = 3 * MAX_CONTEXT
FULL_LINE = 72       # a line at least this long may have been broken by a page, not by its author


def is_hidden(char: str) -> bool:
    """Would this character hide or reorder what a reader sees?"""
    if char in "\n\t":
        return False
    return char in _REORDERING or unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn")


def visible(text: str | None) -> Markup:
    """Text as HTML, escaped, each hidden character shown by its number."""
    out = Markup("")
    plain: list[str] = []
    for char in text or "":
        if is_hidden(char):
            out += escape("".join(plain)) + Markup('<span class="hidden-char">U+{:04X}</span>').format(ord(char))
            plain = []
        else:
            plain.append(char)
    return out + escape("".join(plain))


def visible_text(text: str | None) -> str:
    """The same for places that take no markup, such as an attribute or an SVG label."""
    return "".join(f"[U+{ord(c):04X}]" if is_hidden(c) else c for c in text or "")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage between the words around it; `start` is where the excerpt begins in the kept text."""

    before: str
    exact: str
    after: str
    start: int = 0

    @property
    def text(self) -> str:
        """The whole excerpt, character for character as the kept text has it."""
        return self.before + self.exact + self.after


def _runs_on(text: str, newline: int) -> bool:
    """Does the sentence go on after this single line break? So in a paragraph broken at the edge of a page."""
    line = text[text.rfind("\n", 0, newline) + 1:newline]
    return text[newline + 1].islower() or len(line) >= FULL_LINE or line.rstrip().endswith((",", ";", "،", "؛"))


def sentence_starts(text: str) -> list[int]:
    """Where sentences start, by punctuation and line breaks; an abbreviation does not end one."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        piece = match.group()
        if piece == "." and _ABBREVIATIONS.search(text[max(0, match.start() - 8):match.end()]):
            continue
        if piece == "\n" and _runs_on(text, match.start()):
            continue
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
        if start < len(text) and start != starts[-1]:
            starts.append(start)
    return starts


def sentence(text: str, passage: Passage, *, neighbour: bool = True) -> tuple[int, int]:
    """Where the sentence or sentences that carry a passage start and end.

    Args:
        text: the kept text of the report.
        passage: code points `start` to `end` of it.
        neighbour: when the passage fills its sentence, take the one before it too (else the one after).
    """
    # A text may be very long and hold many claims: only what is near is looked at.
    near = max(0, passage.start - NEAR)
    window = text[near:passage.end + NEAR]
    start, end = passage.start - near, passage.end - near
    starts = sentence_starts(window)
    first = max(i for i, s in enumerate(starts) if s <= start)
    last = max(i for i, s in enumerate(starts) if s < max(end, start + 1))
    left, right = starts[first], _end(window, starts, last)
    if neighbour and fills(window, Passage(start, end, ""), left, right):
        if first > 0 and "\n\n" not in window[starts[first - 1]:left]:
            left = starts[first - 1]
        elif last + 1 < len(starts) and "\n\n" not in window[right:starts[last + 1]]:
            right = _end(window, starts, last + 1)
    return left + near, max(right + near, passage.end)


def fills(text: str, passage: Passage, left: int, right: int) -> bool:
    """Is the passage all there is between these places, but for white space and what closes a sentence?"""
    return not text[left:passage.start].strip() and not text[passage.end:right].strip(" .!?؟۔…\n\t”\"'»)")


def _end(text: str, starts: list[int], index: int) -> int:
    """Where the sentence ends, without the white space after it."""
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    while end > starts[index] and text[end - 1].isspace():
        end -= 1
    return end


def excerpt(text: str, passage: Passage) -> Excerpt:
    """A passage with its sentence around it, cut to `MAX_CONTEXT` characters on each side."""
    left, right = sentence(text, passage)
    cut_left, cut_right = max(left, passage.start - MAX_CONTEXT), min(right, passage.end + MAX_CONTEXT)
    return Excerpt(text[cut_left:passage.start], text[passage.start:passage.end], text[passage.end:cut_right],
                   cut_left)


def marked(text: str, spans: list[tuple[int, int]], left: int, right: int) -> Markup:
    """Part of a text with the characters of the spans in `mark`; overlapping spans become one mark.

    What lies more than `MAX_CONTEXT` characters before the first span or after the last is left out, visibly.
    """
    found = merged(spans)
    first, last = max(left, found[0][0] - MAX_CONTEXT), min(right, found[-1][1] + MAX_CONTEXT)
    out, at = Markup("… ") if first > left else Markup(""), first
    for start, end in found:
        out += visible(text[at:start]) + Markup("<mark>") + visible(text[start:end]) + Markup("</mark>")
        at = end
    return out + visible(text[at:last]) + (" …" if last < right else "")


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
