"""What of a text a model is shown: its visible characters, in pieces, each knowing where it stands.

Characters that nobody sees can carry orders to a machine or cut a name in two. They are left out of what is
sent, counted by kind, and told to the person who reads the answer.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.model import Passage

PIECE_CHARS = 2_000      # about 500 tokens of English, so that small models have room to answer
MOST_PIECES = 60         # of one document
_JOINERS = "\u200c\u200d"     # part of the spelling of Persian and Kurdish, and of emoji
_PRESENTATION = "\ufe0e\ufe0f"  # whether a sign is drawn in colour
_KEYCAPS = tuple("0123456789#*")
_ENDS = ".!?…؟。！？"
_CLOSERS = "\"'”’»)]"
_SENTENCE_MOST = 1_500   # a text without full stops is cut here, or everything would be near everything


@dataclass(frozen=True, slots=True)
class Shown:
    """The visible text; `at[i]` is the offset in the kept text of its i-th character. `hidden` counts what was left out."""

    text: str
    at: Sequence[int]
    hidden: Counter[str]
    kept: str

    def passage(self, start: int, end: int) -> Passage:
        """The stretch of the kept text that shows these characters."""
        a, b = self.at[start], self.at[end - 1] + 1
        return Passage(a, b, self.kept[a:b])

    def span(self, passage: Passage) -> tuple[int, int]:
        """Where a passage of the kept text stands in the visible one."""
        from bisect import bisect_left

        return bisect_left(self.at, passage.start), bisect_left(self.at, passage.end)


def show(text: str) -> Shown:
    """Takes out what cannot be seen."""
    if text.isascii() and text.isprintable():
        return Shown(text, range(len(text)), Counter(), text)
    at = array("I")
    out: list[str] = []
    hidden: Counter[str] = Counter()
    for i, c in enumerate(text):
        if is_hidden(c, text[i - 1:i], text[i + 1:i + 2]):
            hidden[c] += 1
        else:
            out.append(c)
            at.append(i)
    return Shown("".join(out), at, hidden, text)


def is_hidden(c: str, before: str = "", after: str = "") -> bool:
    """Can nobody see this character? A joiner between letters that need it, and line breaks and tabs, are no secret."""
    if c in "\n\r\t" or (c.isprintable() and not _fills(c)):
        return False
    if c in _PRESENTATION and (unicodedata.category(before or " ")[0] == "S" or before in _KEYCAPS):
        return False
    if c in _JOINERS and before and after and not before.isascii() and not after.isascii():
        return False
    return unicodedata.category(c) in ("Cf", "Cc", "Cs", "Co", "Cn") or _fills(c)


def _fills(c: str) -> bool:
    """Characters that count as letters or marks but show nothing: fillers and selectors of variants."""
    return c in "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800" or "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"


def hidden_words(hidden: Counter[str]) -> str:
    """How many there were, the most frequent named."""
    kinds = ", ".join(f"U+{ord(c):04X} {n} times" if n > 1 else f"U+{ord(c):04X}" for c, n in hidden.most_common(4))
    return f"{hidden.total()} characters that nobody sees ({kinds}{', ...' if len(hidden) > 4 else ''})"


def pieces(text: str) -> list[tuple[int, int]]:
    """Stretches of at most PIECE_CHARS: whole paragraphs where they fit, else whole sentences."""
    out: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if not text[start:end].strip():
            continue
        if out and end - out[-1][0] <= PIECE_CHARS and not (
                "\n" in text[out[-1][1] - 1:start + 1] and end - out[-1][0] > PIECE_CHARS * 3 // 4):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentences, by marks and line breaks alone: they bound how far a name may stand from what it says."""
    out: list[tuple[int, int]] = []
    start = 0
    for i, c in enumerate(text):
        ends = c in "\n\r\u2028\u2029" or i + 1 - start >= _SENTENCE_MOST
        if c.isspace() and not ends:
            k = i - 1
            while k > start and text[k] in _CLOSERS:
                k -= 1
            ends = text[k] in _ENDS
        if ends:
            out.append((start, i + 1))
            start = i + 1
    if start < len(text):
        out.append((start, len(text)))
    return [span for span in out if text[span[0]:span[1]].strip()]


def around(sents: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """From the sentence before a stretch to the sentence after it."""
    starts = [s for s, _ in sents]
    first = max(0, bisect_right(starts, start) - 1)
    last = max(0, bisect_right(starts, end - 1) - 1)
    return sents[max(0, first - 1)][0], sents[min(len(sents) - 1, last + 1)][1]
