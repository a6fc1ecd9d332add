"""From what a model answered to claims that point into the text, or to the reason why not.

The model copies text; this code finds it. Every string must stand in the report as it came (only runs of white
space may differ), the speaker in the sentences around the passage, the number in the passage itself, where our own
grammar reads it. One string that does not hold, and the whole claim is dropped.

The checks tell whether the words are there. Whether the model understood them, no check tells: what passes is a
suggestion, which counts nowhere until a person accepts it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bearwitness.engines import instructions
from bearwitness.engines.shown import Shown, around, sentences
from bearwitness.extract.numbers import Number, find_numbers
from bearwitness.model import HARMS, HEDGES, STANCES

Span = tuple[int, int]
_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "‘": "’", "'": "'", "‹": "›"}
_SEPARATE_WORDS = 0x0590     # below it scripts part words by spaces and write no prefixes to them


class Dropped(Exception):
    """Why a claim of the model is not kept, in words that do not repeat the text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim whose every string stands in the text. Spans are offsets in the visible text (`Shown.text`)."""

    kind: str
    passage: Span
    stance: str
    hedge: str
    speaker: Span | None = None
    words: Span | None = None
    harm: str | None = None
    number: Number | None = None        # its offsets too are those of the visible text
    whom: Span | None = None
    accused: Span | None = None
    act: Span | None = None

    @property
    def core(self) -> Span:
        """What the claim turns on: the number, the accused, the reported words."""
        if self.number is not None:
            return self.number.num_start, self.number.num_end
        return self.accused or self.words or self.passage


@dataclass(slots=True)
class Grounder:
    """Finds the strings of answers in one document, and counts what it drops and why."""

    shown: Shown
    given: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    sents: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        self.sents = sentences(self.shown.text)

    def ground(self, answers: list[Any], piece: Span, *, count: bool = True) -> list[Found]:
        """The claims of one answer that hold; each other one is counted with its reason.

        Args:
            answers: the objects that the model gave, of any shape.
            piece: the stretch of the visible text that it was shown.
            count: False when the same was asked before, so that nothing is counted twice.
        """
        found: dict[Found, None] = {}
        for n, answer in enumerate(answers):
            self.given += count
            try:
                if n >= instructions.MOST_CLAIMS:
                    raise Dropped("more claims than one answer may hold")
                found[self._claim(answer, piece)] = None
            except Dropped as e:
                self.dropped[str(e)] += count
        return list(found)

    def _claim(self, answer: Any, piece: Span) -> Found:
        fields = _fields(answer)
        kind, stance, hedge = fields["kind"], fields["stance"], fields["hedge"]
        if kind not in instructions.KINDS or stance not in STANCES or hedge not in HEDGES:
            raise Dropped("a word that is not in the vocabulary")
        reasons: list[Dropped] = []
        held: list[Found] = []
        for passage in self._all(fields["passage"], *piece):
            try:
                held.append(self._at(passage, kind, stance, hedge, fields))
            except Dropped as e:
                reasons.append(e)
        if len(held) > 1:
            raise Dropped("the passage stands several times in the text")
        if not held:
            raise reasons[0] if reasons else Dropped("the passage is not in the text")
        return held[0]

    def _at(self, passage: Span, kind: str, stance: str, hedge: str, fields: Mapping[str, str]) -> Found:
        """The claim, if all of its strings hold for this place of the passage."""
        near = around(self.sents, *passage)
        for name in instructions.TEXT_FIELDS:      # also what this kind does not have: who invents one thing may invent the next
            if name not in instructions.FIELDS[kind]:
                self._one(fields[name], *near, passage, "a text that its kind does not have is not in the text")
        words = self._one(fields["words"], *near, passage, "the reported words are not in the text near the passage")
        speaker = self._speaker(fields["speaker"], near, passage, words)
        if kind == "statement":
            return self._statement(Found(kind, passage, stance, hedge, speaker, self._with_marks(words)))
        if kind == "toll":
            return self._toll(Found(kind, passage, stance, hedge, speaker), fields)
        accused = self._one(fields["accused"], *near, passage, "the accused is not in the text near the passage")
        act = self._one(fields["act"], *near, passage, "the act is not in the text near the passage")
        if accused is None:
            raise Dropped("an accusation without an accused")
        return Found(kind, passage, stance, hedge, speaker, accused=accused, act=act)

    def _statement(self, found: Found) -> Found:
        if found.speaker is None:
            raise Dropped("a statement without a speaker")
        if found.words == found.speaker:
            raise Dropped("the quotation is no more than a name")
        return found

    def _toll(self, found: Found, fields: Mapping[str, str]) -> Found:
        if fields["harm"] not in HARMS:
            raise Dropped("a toll without a kind of harm")
        whom = self._one(fields["whom"], *found.passage, found.passage, "the people counted are not in the passage")
        return Found(found.kind, found.passage, found.stance, found.hedge, found.speaker, harm=fields["harm"],
                     number=self._number(fields["number"], found.passage), whom=whom)

    def _number(self, text: str, passage: Span) -> Number:
        """The number that our own grammar reads at this place of the passage; the model's arithmetic is not asked."""
        if not text.strip():
            raise Dropped("a toll without a number")
        places = list(self._all(text, *passage))
        if not places:
            raise Dropped("the number is not in the passage")
        start, end = passage
        # What stands beside the passage tells what a number is: "13" before " March" is a date.
        left, right = max(0, start - 40), min(len(self.shown.text), end + 40)
        numbers = [_moved(n, left) for n in find_numbers(self.shown.text[left:right])]
        fit = {n for a, b in places for n in numbers if a <= n.num_start and n.num_end <= b}
        if len(fit) != 1:
            raise Dropped("the number cannot be read" if not fit else "several numbers in the place of one")
        number = fit.pop()
        if number.kind != "count":
            raise Dropped("the number counts no people, by the words around it")
        return number

    def _speaker(self, text: str, near: Span, passage: Span, words: Span | None) -> Span | None:
        if not text.strip():
            return None
        if not any(c.isalpha() for c in text):
            raise Dropped("the speaker is no name or description")
        places = [p for p in self._all(text, *near) if words is None or not _inside(p, words) or p == words]
        if not places:
            anywhere = next(self._all(text, 0, len(self.shown.text)), None)
            raise Dropped("the speaker is not in the text" if anywhere is None else "the speaker is not in the text near the passage")
        speaker = _nearest(places, passage)
        if _inside(passage, speaker):
            raise Dropped("the passage is no more than the speaker's name")
        return speaker

    # --- finding

    def _one(self, text: str, start: int, end: int, passage: Span, reason: str) -> Span | None:
        """The place of a string that may be empty: of several the one nearest to the passage."""
        if not text.strip():
            return None
        places = list(self._all(text, start, end))
        if not places:
            raise Dropped(reason)
        return _nearest(places, passage)

    def _all(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Every place of a string between two offsets: the same characters, only white space may run differently."""
        parts = text.split()
        if not parts:
            return
        pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
        for m in pattern.finditer(self.shown.text, start, end):
            if self._whole(m.start(), m.end()):
                yield m.span()

    def _whole(self, start: int, end: int) -> bool:
        """Does the stretch begin and end where words do? "US" is not in "USA", nor 13 in 130."""
        text = self.shown.text
        return not (_glued(text[start - 1:start], text[start]) or _glued(text[end - 1], text[end:end + 1]))

    def _with_marks(self, words: Span | None) -> Span | None:
        """Quotation marks around reported words belong to them."""
        if words is None:
            return None
        text, (start, end) = self.shown.text, words
        opener, closer = text[start - 1:start], text[end:end + 1]
        if opener and closer and closer in _QUOTES.get(opener, ""):
            return start - 1, end + 1
        return words


def _fields(answer: Any) -> dict[str, str]:
    """The texts of one claim, each within its length; what the form does not have is not looked at."""
    if not isinstance(answer, dict):
        raise Dropped("not in the form asked for")
    names = ("kind", "stance", "hedge", "harm", *instructions.TEXT_FIELDS)
    fields = {name: answer.get(name) or "" for name in names}
    if not all(isinstance(value, str) for value in fields.values()):
        raise Dropped("not in the form asked for")
    if any(len(fields[name]) > most for name, most in instructions.MOST_CHARS.items()):
        raise Dropped("longer than a field may be")
    return fields


def _glued(a: str, b: str) -> bool:
    """Do two neighbouring characters belong to one word or number?"""
    if not a or not b or not a.isalnum() or not b.isalnum():
        return bool(b) and unicodedata.combining(b) > 0
    if a.isdigit() and b.isdigit():
        return True
    return ord(a) < _SEPARATE_WORDS and ord(b) < _SEPARATE_WORDS


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _nearest(places: list[Span], to: Span) -> Span:
    return min(places, key=lambda p: (max(0, p[0] - to[1], to[0] - p[1]), p[0]))


def _moved(number: Number, by: int) -> Number:
    import dataclasses

    return dataclasses.replace(number, start=number.start + by, end=number.end + by,
                               num_start=number.num_start + by, num_end=number.num_end + by)
