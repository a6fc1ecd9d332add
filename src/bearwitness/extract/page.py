"""A document made ready for rules: paragraphs, quotations, parsed units, names, places, dates.

The English parser sees one paragraph at a time (run over line breaks it crosses sentences), with
each long quotation put aside behind a short stand-in, so that the grammar of the speaker's sentence
and the grammar of the quoted words do not disturb each other. The quoted words are a unit of their
own. Every token knows its offsets in the kept text, so that no rule ever computes one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from bearwitness.extract.inference import engine_of
from bearwitness.extract.quotes import Quote, find_quotes, waiting_for
from bearwitness.extract.tokens import words_of_doc
from bearwitness.extract.triggers import STAND_IN, choose
from bearwitness.model import Document, Nested, Passage, When
from bearwitness.readers.dateline import dateline_length

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_UNIT_CHARS = 20_000     # a paragraph longer than this is cut at sentence ends before it is parsed


@dataclass(slots=True)
class Line:
    """One paragraph: a line of the text, or several when the text is hard-wrapped."""

    index: int
    start: int
    end: int
    text: str                  # the slice, line breaks inside a hard-wrapped paragraph shown as spaces
    lang: str | None = None
    script: str = "latin"
    nested: Nested | None = None
    quotes: list[Quote] = field(default_factory=list)   # offsets in the document
    role: str = "body"         # body | signature (of an embedded post)
    body: int = 0              # where its first words begin, after a dateline


@dataclass(slots=True)
class Unit:
    """A parsed stretch: a paragraph with its long quotations put aside, or the inside of one quotation.

    `starts[i]`, `ends[i]` are the offsets of token i in the document; the tokens of a stand-in carry those
    of the whole quotation, and `stands_for[i]` is that quotation.
    """

    line: Line
    doc: Any                  # tokens.Words
    starts: list[int]
    ends: list[int]
    stands_for: list[Quote | None]
    quote: Quote | None = None           # set when the unit is the inside of a quotation
    sents: list[tuple[int, int]] = field(default_factory=list)
    ents: list[tuple[int, int, str, str]] = field(default_factory=list)   # first token, one past the last, label, text

    def char_span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of tokens first..last (last included)."""
        return self.starts[first], self.ends[last]

    def sent_of(self, i: int) -> tuple[int, int]:
        """The sentence (first token, one past the last) that holds token i."""
        k = bisect_right(self.sents, (i, len(self.doc))) - 1
        return self.sents[k] if k >= 0 and i < self.sents[k][1] else (0, len(self.doc))

    def tokens_within(self, start: int, end: int) -> list[int]:
        """The tokens inside these offsets of the document."""
        return [i for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)) if self.ends[i] <= end]

    def token_at(self, offset: int) -> Token | None:
        """The first token that holds this offset; of a stand-in's tokens, which all carry its offsets, the first."""
        last = bisect_right(self.starts, offset)
        if not last or self.ends[last - 1] <= offset:
            return None
        return self.doc[bisect_left(self.starts, self.starts[last - 1])]


@dataclass
class Page:
    """Everything the rules of one document work on."""

    document: Document
    lines: list[Line]
    units: list[Unit] = field(default_factory=list)
    names: list[Any] = field(default_factory=list)     # Name (extract.names), by start
    places: list[Any] = field(default_factory=list)    # resolve.places.PlaceMention, by start
    dates: list[Any] = field(default_factory=list)     # resolve.dates.DateMention, by start

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def published_at(self) -> When:
        return self.document.published_at

    def passage(self, start: int, end: int) -> Passage:
        """The slice as a passage, white space at its ends left out."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Passage(start, end, self.text[start:end])

    def places_in(self, start: int, end: int) -> list[Any]:
        return _within(self.places, start, end)

    def dates_in(self, start: int, end: int) -> list[Any]:
        return _within(self.dates, start, end)

    def names_in(self, start: int, end: int) -> list[Any]:
        return _within(self.names, start, end)


def _within(found: list[Any], start: int, end: int) -> list[Any]:
    """Those of a list sorted by start that lie between two offsets."""
    return [x for x in found[bisect_left(found, start, key=_start):bisect_left(found, end, key=_start)] if x.end <= end]


_start = attrgetter("start")


# --- paragraphs -----------------------------------------------------------------------------------

_BREAK = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\f")
LIST_START = re.compile(r"\s*(?:[-*•–—🔻▪◾●]|\d{1,2}[.)])\s")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph; the lines of a hard-wrapped paragraph are one."""
    spans = []
    at = 0
    for m in _BREAK.finditer(text):
        spans.append((at, m.start()))
        at = m.end()
    spans.append((at, len(text)))
    wrapped = _hard_wrapped(text, spans)
    block: tuple[int, int] | None = None
    for start, end in spans:
        if not text[start:end].strip():
            if block:
                yield block
            block = None
        elif block and wrapped and _goes_on(text, block, (start, end)):
            block = (block[0], end)
        else:
            if block:
                yield block
            block = (start, end)
    if block:
        yield block


def _hard_wrapped(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Were lines broken at a fixed width? Then most full lines end near one length without a full stop."""
    full = [(s, e) for s, e in spans if e - s >= 45]
    if len(full) < 3 or max(e - s for s, e in full) > 110:
        return False
    open_ended = sum(text[s:e].rstrip()[-1:] not in ".!?:”\"»" for s, e in full)
    return open_ended >= 0.5 * len(full)


def _goes_on(text: str, block: tuple[int, int], line: tuple[int, int]) -> bool:
    """Does this line go on with the paragraph above it?"""
    if LIST_START.match(text[line[0]:line[1]]) or text[line[0]:line[0] + 3] in ("   ", "\t"):
        return False
    last = text[max(block[0], text.rfind("\n", block[0], block[1]) + 1):block[1]]
    return len(last.strip()) >= 40


def make_lines(document: Document, language_of: Any, script_of: Any) -> list[Line]:
    """Paragraphs with language, script, quotations and the embedded post they belong to.

    Args:
        language_of: text -> language code or None; script_of: text -> script name.
    """
    text = document.text
    lines: list[Line] = []
    waits: str | None = None
    for start, end in paragraphs(text):
        for a, b in _cut_long(text, start, end):
            shown = _BREAK.sub(lambda m: " " * len(m.group()), text[a:b])
            nested = next((n for n in document.nested if n.start <= a and b <= n.end + 1), None)
            role = "signature" if nested and not (nested.body_start <= a < nested.body_end) else "body"
            script = script_of(shown)
            lang = _line_language(shown, script, document, nested, language_of)
            quotes = find_quotes(text, a, b, open_before=waits)
            waits = waiting_for(text, quotes)
            lines.append(Line(len(lines), a, b, shown, lang, script, nested, quotes, role, a + dateline_length(shown)))
    return lines


def _line_language(shown: str, script: str, document: Document, nested: Nested | None, language_of: Any) -> str | None:
    """The language of a paragraph; a short Latin one is taken to be in the document's language."""
    if nested and nested.lang:
        return nested.lang
    if script == "latin" and document.lang == "en" and _looks_english(shown):
        return "en"
    if script == "latin" and len(shown) < 40:
        return document.lang or language_of(shown) or "en"
    return language_of(shown)


_ENGLISH = frozenset("the of and to in a is that for was on were by with as at from said has have had be it "
                     "are his her their they not an which who will this after".split())


def _looks_english(shown: str) -> bool:
    words = re.findall(r"[a-z]+", shown.lower())
    return bool(words) and sum(w in _ENGLISH for w in words) >= 0.12 * len(words)


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of a paragraph no longer than MAX_UNIT_CHARS, cut after a sentence where there is one."""
    while end - start > MAX_UNIT_CHARS:
        window = text[start:start + MAX_UNIT_CHARS]
        at = max(window.rfind(". "), window.rfind("! "), window.rfind("? "))
        at = at + 2 if at > MAX_UNIT_CHARS // 2 else (window.rfind(" ") + 1 or MAX_UNIT_CHARS)
        yield start, start + at
        start += at
    yield start, end


# --- units ----------------------------------------------------------------------------------------

@dataclass(slots=True)
class _Plan:
    """A text for the parser and, for each of its characters' pieces, where it stands in the document."""

    line: Line
    text: str
    pieces: list[tuple[int, int, int, Quote | None]]   # (at in plan text, length there, offset in document, quote)
    quote: Quote | None = None
    extra: bool = False          # read only when everything is


def is_speech(text: str, quote: Quote, line: Line | None = None) -> bool:
    """Is a quotation whole speech (to be put aside) rather than a phrase worked into the sentence?"""
    inner = text[quote.inner_start:quote.inner_end].strip()
    words = inner.split()
    if not quote.closed or quote.continues or len(words) >= 30:
        return True
    if words and (_goes_on_after(text, quote, line) or _is_first_half(text, quote, line)):
        return True
    if len(words) < 3:
        if inner[:1].isupper() and text[quote.end:quote.end + 1] == "." and len(words) == 2 and _stands_alone(text, quote, line):
            return True         # "... “Nobody came”."
        return inner[-1:] in "!?.," and inner[:1].isupper() and ((len(words) == 2 and inner[-1:] != ",") or _stands_alone(text, quote, line))
    first = inner[0]
    starts_sentence = first.isupper() or first.isdigit() or first in "…—¡¿[("
    ends_sentence = inner[-1] in ".!?…,—"
    after = text[quote.end:quote.end + 1]
    whole_line = line is not None and text[line.start:quote.start].strip() == "" and (
        text[quote.end:line.end].strip(" .,") == "")
    if whole_line:
        return True
    if starts_sentence and (ends_sentence or after in ",.") and len(words) >= (3 if inner[-1] in ".!?" else 4):
        return True
    return starts_sentence and len(words) >= 7


def _stands_alone(text: str, quote: Quote, line: Line | None) -> bool:
    """Is a word in marks a whole answer ("He said: “No.”"), not a word picked out?"""
    before = text[line.start if line else max(0, quote.start - 40):quote.start].rstrip()
    return not before or before[-1] in ":,.?!”\""


def _goes_on_after(text: str, quote: Quote, line: Line | None) -> bool:
    """"“We can win,” he said, “if all vote.”": the second half of a quotation that its attribution parts."""
    before = next((q for q in reversed(line.quotes) if q.end <= quote.start), None) if line is not None else None
    if before is None or quote.start - before.end > 80 or text[before.inner_end - 1:before.inner_end] != ",":
        return False
    return text[before.end:quote.start].rstrip().endswith(",")


def _is_first_half(text: str, quote: Quote, line: Line | None) -> bool:
    """"“The election,” she said, “was stolen.”": the first half of a quotation that its attribution parts."""
    after = next((q for q in line.quotes if q.start >= quote.end), None) if line is not None else None
    if after is None or after.start - quote.end > 80 or text[quote.inner_end - 1:quote.inner_end] != ",":
        return False
    between = text[quote.end:after.start]
    return between.rstrip().endswith(",") and len(between.split()) >= 2 and text[quote.inner_start:quote.inner_start + 1].isupper()


def plan_units(page: Page, *, exhaustive: bool = False) -> list[_Plan]:
    """What the parser will read: for each English paragraph the outer text, and each long quotation by itself.

    Only sentences that can carry a claim are among it (`triggers`). With `exhaustive` the others follow, in plans of
    their own marked `extra`, so that what is read without them is read the same way with them.
    """
    whole: list[_Plan] = []
    for line in page.lines:
        if line.lang not in ("en", None) or line.script != "latin" or line.role == "signature":
            continue
        aside = [q for q in line.quotes if q.start >= line.body and is_speech(page.text, q, line)]
        whole.append(_outer_plan(page.text, line, aside))
        whole.extend(_inner_plan(page.text, line, q) for q in aside)
    chosen = choose([(p.text, p.quote is not None) for p in whole])
    plans = [_part(plan, spans) for plan, spans in zip(whole, chosen, strict=True) if spans]
    if exhaustive:
        plans += [_part(plan, rest, extra=True) for plan, spans in zip(whole, chosen, strict=True) if (rest := _rest(plan.text, spans))]
    return plans


def _rest(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What lies between and around the spans."""
    edges = [0, *(e for span in spans for e in span), len(text)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip()]


def _part(plan: _Plan, spans: list[tuple[int, int]], *, extra: bool = False) -> _Plan:
    """The plan of these stretches of a plan's text only."""
    if spans == [(0, len(plan.text))]:
        return replace(plan, extra=extra)
    out: list[str] = []
    pieces: list[tuple[int, int, int, Quote | None]] = []
    size = 0
    for a, b in spans:
        for at, length, offset, quote in plan.pieces:
            low, high = max(a, at), min(b, at + length)
            if low < high:
                pieces.append((size + low - a, high - low, offset if quote else offset + low - at, quote))
        out.append(plan.text[a:b])
        size += b - a
    return _Plan(plan.line, "".join(out), pieces, plan.quote, extra)


def _outer_plan(text: str, line: Line, aside: list[Quote]) -> _Plan:
    out: list[str] = []
    pieces: list[tuple[int, int, int, Quote | None]] = []
    at = size = 0

    def put(piece: str, offset: int, quote: Quote | None) -> None:
        nonlocal size
        if piece:
            pieces.append((size, len(piece), offset, quote))
            out.append(piece)
            size += len(piece)

    at = line.body
    for q in aside:
        put(line.text[at - line.start:q.start - line.start], at, None)
        inner = text[q.inner_start:q.inner_end].rstrip()
        tail = inner[-1:] if inner[-1:] in ".!?," else ""
        put(f"{STAND_IN}{tail}”", q.start, q)
        at = q.end
    put(line.text[at - line.start:], at, None)
    return _Plan(line, "".join(out), pieces)


def _inner_plan(text: str, line: Line, quote: Quote) -> _Plan:
    inner = line.text[quote.inner_start - line.start:quote.inner_end - line.start]
    return _Plan(line, inner, [(0, len(inner), quote.inner_start, None)], quote)


def build_units(plans: Iterable[_Plan], nlp: Any) -> list[Unit]:
    """Parse the planned texts of one document and give each token its offsets in it."""
    return units_of([list(plans)], nlp)[0]


def units_of(documents: Sequence[Sequence[_Plan]], nlp: Any) -> list[list[Unit]]:
    """Parse the planned texts of several documents: the units of each."""
    engine = engine_of(nlp)
    told: Iterable[Iterable[Any]]
    if engine is None:
        told = [map(words_of_doc, nlp.pipe([p.text for p in plans], batch_size=64)) for plans in documents]
    else:
        told = engine.read([[p.text for p in plans] for plans in documents])
    return [[_unit_from(plan, words) for plan, words in zip(plans, made, strict=True)] for plans, made in zip(documents, told, strict=True)]


def _unit_from(plan: _Plan, words: Any) -> Unit:
    starts, ends, stands = [], [], []
    k = 0
    for tok in words:
        while k + 1 < len(plan.pieces) and tok.idx >= plan.pieces[k + 1][0]:
            k += 1
        at, size, offset, quote = plan.pieces[k] if plan.pieces else (0, 0, plan.line.start, None)
        if quote is not None:
            starts.append(quote.start)
            ends.append(quote.end)
        else:
            starts.append(offset + tok.idx - at)
            ends.append(offset + min(tok.idx - at + len(tok.text), size))     # a token may run into a stand-in
        stands.append(quote)
    sents = list(pairwise([*words.starts, len(words)]))
    return Unit(plan.line, words, starts, ends, stands, plan.quote, sents, words.ents)
