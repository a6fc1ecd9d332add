"""Evidence text made safe to show: escaped, with its context, its highlight and its hidden characters visible.

Only the sentences that carry a passage are shown, never a whole third-party text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from bearwitness.model import Passage

# Characters that reorder or hide text. Joiners (U+200C, U+200D) and marks (U+200E, U+200F, U+061C) are part of
# ordinary Persian, Kurdish and Arabic writing and stay.
_REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u2060")
_SENTENCE_END = re.compile(r"[.!?؟۔…]+[\"'”’»)\]]*(?=\s)|\n\s*\n")
# After these a full stop ends no sentence.
_ABBREVIATIONS = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Sgt|Brig|St|No|Sen|Rep|Gov|e\.g|i\.e|vs|etc|approx)|\b[A-Z])\.$")
MAX_CONTEXT = 400


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
    """A passage between the words around it; `start` is where the excerpt begins in the kept text.

    `cut_before` and `cut_after` tell whether a sentence was shortened.
    """

    before: str
    exact: str
    after: str
    cut_before: bool = False
    cut_after: bool = False
    start: int = 0

    @property
    def text(self) -> str:
        """The whole excerpt, character for character as the kept text has it."""
        return self.before + self.exact + self.after

    @property
    def html(self) -> Markup:
        """The sentence with the passage in a `mark`."""
        start = Markup("… ") if self.cut_before else Markup("")
        end = Markup(" …") if self.cut_after else Markup("")
        return start + visible(self.before) + Markup("<mark>") + visible(self.exact) + Markup("</mark>") \
            + visible(self.after) + end


def sentence_starts(text: str) -> list[int]:
    """Where sentences start, by punctuation and blank lines; an abbreviation does not end one."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        piece = match.group()
        if piece == "." and _ABBREVIATIONS.search(text[max(0, match.start() - 8):match.end()]):
            continue
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
        if start < len(text) and start != starts[-1]:
            starts.append(start)
    return starts


def excerpt(text: str, passage: Passage) -> Excerpt:
    """The sentence or sentences that carry a passage; when it fills them, also the sentence before (else after).

    Args:
        text: the kept text of the report.
        passage: code points `start` to `end` of it.
    """
    # A text may be very long and hold many claims: only what is near is looked at.
    near = max(0, passage.start - 3 * MAX_CONTEXT)
    if near:
        moved = Passage(passage.start - near, passage.end - near, passage.exact)
        found = excerpt(text[near:passage.end + 3 * MAX_CONTEXT], moved)
        return replace(found, start=found.start + near, cut_before=found.cut_before or found.start == 0)
    text = text[:passage.end + 3 * MAX_CONTEXT]
    starts = sentence_starts(text)
    first = max(i for i, s in enumerate(starts) if s <= passage.start)
    last = max(i for i, s in enumerate(starts) if s < max(passage.end, passage.start + 1))
    left, right = starts[first], _end(text, starts, last)
    if not text[left:passage.start].strip() and not text[passage.end:right].strip(" .\n\t”\"'"):
        if first > 0 and "\n\n" not in text[starts[first - 1]:left]:
            left = starts[first - 1]
        elif last + 1 < len(starts) and "\n\n" not in text[right:starts[last + 1]]:
            right = _end(text, starts, last + 1)
    cut_left = max(left, passage.start - MAX_CONTEXT)
    cut_right = min(right, passage.end + MAX_CONTEXT)
    return Excerpt(text[cut_left:passage.start], text[passage.start:passage.end],
                   text[passage.end:max(cut_right, passage.end)], cut_left > left, cut_right < right, cut_left)


def _end(text: str, starts: list[int], index: int) -> int:
    """Where the sentence ends, without the white space after it."""
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    while end > starts[index] and text[end - 1].isspace():
        end -= 1
    return end


def quote_selector(text: str, passage: Passage, width: int = 32) -> dict:
    """The passage with its text-quote selector: what stands right before and after it."""
    return {"start": passage.start, "end": passage.end, "exact": text[passage.start:passage.end],
            "prefix": text[max(0, passage.start - width):passage.start],
            "suffix": text[passage.end:passage.end + width]}
