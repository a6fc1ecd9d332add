"""Statements in languages without a parser: who says what, by the frames that their packs name.

The frames, tried on each sentence of a paragraph (a sentence does not end inside a quotation):

- colon:      SPEAKER VERB: WORDS, or VERB SPEAKER: WORDS, to the end of the paragraph;
- quotation:  “WORDS”, VERB SPEAKER · “WORDS”, SPEAKER VERB · SPEAKER VERB “WORDS”;
- that:       VERB SPEAKER that WORDS (Arabic), SPEAKER VERB that WORDS;
- last verb:  SPEAKER, WORDS VERB (Turkish);
- according:  according to SPEAKER, WORDS · WORDS, according to SPEAKER · SPEAKER'e göre WORDS;
- denial:     a known actor beside a verb of denying or condemning.

A verb of saying in no frame makes no statement. A speaker whom no table knows is kept as described.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bearwitness.extract.drafts import Draft, StatementDraft
from bearwitness.extract.foreign_colon import with_colon
from bearwitness.extract.foreign_dates import find_foreign_dates
from bearwitness.extract.foreign_packs import (
    Pack,
    Token,
    lying_in,
    pack_for,
    use_packs,
)
from bearwitness.extract.foreign_speakers import speaker_of
from bearwitness.extract.foreign_table import language_table
from bearwitness.extract.foreign_tolls import sentence_ends, tolls_of
from bearwitness.extract.page import Line, Page
from bearwitness.extract.quotes import Quote
from bearwitness.model import Passage, When, Who

__all__ = ["find_foreign", "find_foreign_tolls", "language_table", "use_packs"]

LONGEST = 3_000        # characters of a sentence; a longer one is cut, so that the work stays in proportion to the text
MAX_SPEAKER = 14       # words; a longer stretch is no name and no description


def find_foreign(page: Page) -> list[StatementDraft]:
    """Statements in paragraphs that the English rules do not read."""
    out: list[StatementDraft] = []
    last: Who | None = None
    for line in page.lines:
        if line.role == "signature" or (line.lang == "en" and line.script == "latin"):
            continue
        found = with_colon(page, line)
        own = pack_for(line.lang, line.script, page.document.lang)
        if own is not None:
            found += _Reader(page, line, own, last, found).read()
        out += found
        named = [s.speakers[-1] for s in sorted(found, key=lambda s: s.start) if s.speakers]
        last = named[-1] if named else last if own is not None else None
    return sorted(out, key=lambda s: (s.start, -s.end))


def find_foreign_tolls(page: Page) -> list[Draft]:
    """Tolls in paragraphs of the languages with a pack; see `foreign_tolls`."""
    if all(line.lang == "en" for line in page.lines):
        return []
    return tolls_of(page, find_foreign(page))


# --- frames ---------------------------------------------------------------------------------------------

_CLOSERS = frozenset(".!?؟;؛…:")
_COMMAS = frozenset(",،")
_DASHES = frozenset("—–-")


@dataclass(slots=True)
class _Reader:
    """One paragraph in one language."""

    page: Page
    line: Line
    pack: Pack
    last: Who | None
    before: list[StatementDraft]
    out: list[StatementDraft] = field(default_factory=list)
    days: list[Any] = field(default_factory=list)

    def read(self) -> list[StatementDraft]:
        self.days = [*lying_in(self.page.dates, self.line.start, self.line.end), *find_foreign_dates(self.page, self.line, self.pack)]
        order = self.pack.raw.get("says", {}).get("order", "subject_first")
        for start, end in self._sentences():
            if any(p.start <= start and end <= p.end + 1 for s in self.before for p in s.content if s.form == "direct" and s.start < start):
                continue
            tokens = self.pack.tokens(self.page.text, start, end)
            if tokens:
                _Sentence(self, tokens, end, order).read()
        return _without_repeats(self.before, self.out)

    def _sentences(self) -> Iterator[tuple[int, int]]:
        quotes, n, at = self.line.quotes, 0, self.line.start
        for end in [*sentence_ends(self.page.text, self.line), self.line.end]:
            while n < len(quotes) and quotes[n].end < end:
                n += 1
            if end < self.line.end and n < len(quotes) and quotes[n].start < end:
                continue                      # the mark stands inside a quotation or closes it
            while end - at > LONGEST:
                cut = max(self.page.text.rfind(c, at, at + LONGEST) for c in ", ،") + 1 or at + LONGEST
                inside = next((q for q in quotes if q.start < cut < q.end), None)
                cut = inside.end if inside and inside.start <= at else inside.start if inside else cut
                if cut >= end:
                    break
                yield at, cut
                at = cut
            if self.page.text[at:end].strip():
                yield at, end
            at = end


def _without_repeats(before: list[StatementDraft], found: list[StatementDraft]) -> list[StatementDraft]:
    """The same verb or the same words told of twice: the statement found first stays."""
    cues = {s.cue.start for s in before if s.cue}
    contents = {s.content for s in before if s.content}
    out = []
    for s in found:
        if (s.cue and s.cue.start in cues) or (s.content and s.content in contents):
            continue
        cues |= {s.cue.start} if s.cue else set()
        contents |= {s.content} if s.content else set()
        out.append(s)
    return out


@dataclass(slots=True)
class _Sentence:
    reader: _Reader
    tokens: list[Token]
    end: int
    order: str

    @property
    def pack(self) -> Pack:
        return self.reader.pack

    def read(self) -> None:
        tokens, pack = self.tokens, self.pack
        quotes = lying_in(self.reader.line.quotes, tokens[0].start, self.end)
        open_at = _outside(tokens, quotes)
        self._heading(quotes)
        k = 0
        while k < len(tokens):
            if not open_at[k] or tokens[k].kind != "word":
                k += 1
                continue
            end = pack.is_at("according", tokens, k)
            if end is not None:
                self._according(k, end)
                k = end
                continue
            end = pack.is_at("according_after", tokens, k)
            if end is not None:
                self._according_after(k, end)
                k = end
                continue
            hit = pack.lexicon("says").at(tokens, k)
            if hit is None:
                k += 1
                continue
            self._verb(k, hit[0], hit[1], quotes)
            k = hit[0]

    # each frame ----------------------------------------------------------------------------------

    def _verb(self, k: int, end: int, stance: str, quotes: Sequence[Quote]) -> None:
        if not (self._quoted(k, end, stance, quotes) or self._that(k, end, stance) or self._last_verb(k, end, stance)
                or self._inverted(k, end, stance)):
            self._known_actor(k, end, stance)

    def _quoted(self, k: int, end: int, stance: str, quotes: Sequence[Quote]) -> bool:
        """A quotation right before or after the verb, or after the speaker or a colon that follows it."""
        t = self.tokens
        quotes = [q for q in quotes if q.inner_end - q.inner_start > 12 or " " in self.reader.page.text[q.inner_start:q.inner_end]]
        before = max((q for q in quotes if q.end <= t[k].start), key=lambda q: q.end, default=None)
        after = min((q for q in quotes if q.start >= t[end - 1].end), key=lambda q: q.start, default=None)
        if before is not None:
            between = [i for i in range(k) if t[i].start >= before.end]
            words = [i for i in between if t[i].kind == "word" and not self.pack.is_at("that", t, i)]
            clear = all(t[i].text in _COMMAS | _DASHES for i in between if t[i].kind == "mark" and i not in words) or bool(words)
            if not words and clear:
                stop = self._speaker_end(end)
                return self._put(k, end, stance, (before,), (end, stop), "a quotation, a verb of saying, the speaker")
            if len(words) <= MAX_SPEAKER and not any(t[i].text in _CLOSERS for i in between) and self._ends_clause(end):
                return self._put(k, end, stance, (before,), (words[0], k), "a quotation, the speaker, a verb of saying")
        if after is not None:
            stop = next(i for i in range(end, len(t)) if t[i].start >= after.start)
            inner = [i for i in range(end, stop) if t[i].text not in _COMMAS | {":"}]
            if any(t[i].text in ".;؛!?؟" for i in inner) or len(inner) > MAX_SPEAKER or any(
                    self.pack.is_at("that", t, i) for i in inner[:-1]):
                return False
            if inner and self.pack.is_at("that", t, inner[-1]):
                inner = inner[:-1]
            whole = self._all_to_end(after)
            if inner and "verb_first" in self.order and not self._subject_before(k):
                return self._put(k, end, stance, whole, (inner[0], inner[-1] + 1), "a verb of saying, the speaker, a quotation")
            if len(inner) <= 4:
                return self._put(k, end, stance, whole, self._before(k), "the speaker, a verb of saying, a quotation")
        return False

    def _all_to_end(self, quote: Quote) -> tuple[Quote, ...]:
        return (quote,)

    def _that(self, k: int, end: int, stance: str) -> bool:
        """"that" after the verb, the speaker between them or before the verb; or a colon after the speaker."""
        t = self.tokens
        for i in range(end, min(len(t), end + MAX_SPEAKER + 2)):
            colon = t[i].text == ":" and i > end
            stop = i + 1 if colon else self.pack.is_at("that", t, i)
            if stop is None and self._tells_harm(i):
                stop = i
            if stop is None:
                if t[i].text in ".;؛!?؟«“\"":
                    return False
                if i > end and self.pack.lexicon("says").at(t, i):
                    return False
                continue
            if stop >= len(t):
                return False
            content = (t[stop].start, self._content_end())
            between = (end, i)
            words = [n for n in range(*between) if t[n].kind == "word"]
            if words and "verb_first" in self.order and (not self._subject_before(k) or self.order.startswith("verb_first")):
                span: tuple[int, int] = between
            else:
                span = self._before(k)
            return self._put(k, end, stance, content, span, "a verb of saying and “that”" if not colon else "a verb of saying, a colon")
        return False

    def _inverted(self, k: int, end: int, stance: str) -> bool:
        """WORDS, VERB SPEAKER: a comma before the verb, the sentence ends after the speaker."""
        t = self.tokens
        if "subject_first" not in self.order or "verb_first" not in self.order or k < 4 or t[k - 1].text not in _COMMAS | _DASHES:
            return False
        stop = self._speaker_end(end)
        if not 0 < stop - end <= MAX_SPEAKER or (stop < len(t) and t[stop].text not in ".!?"):
            return False
        if self._tells(end, stop):
            return False
        cut = k - 1
        while cut > 0 and t[cut - 1].text in _COMMAS | _DASHES:
            cut -= 1
        return self._put(k, end, stance, (t[0].start, t[cut - 1].end), (end, stop), "words and a comma, a verb of saying, the speaker")

    def _tells(self, a: int, b: int) -> bool:
        """Does a stretch that should name a speaker tell of something instead (a number, a harm, a "that")?"""
        return any(self.tokens[i].kind == "number" or self.pack.is_at("that", self.tokens, i) or self.pack.lexicon("right").at(self.tokens, i)
                   or self.pack.is_at("stops", self.tokens, i) for i in range(a, b))

    def _heading(self, quotes: Sequence[Quote]) -> None:
        """SPEAKER: “WORDS” without a verb, as headlines have it; only a known actor or one with a title."""
        t = self.tokens
        colon = next((i for i in range(min(len(t) - 1, 10)) if t[i].text == ":"), None)
        if colon is None or colon == 0:
            return
        quote = next((q for q in quotes if q.start == t[colon + 1].start), None)
        known = lying_in(self.reader.page.names, t[0].start, t[colon].start)
        if quote is None or not (known or any(self.pack.is_at("titles", t, i) for i in range(colon))):
            return
        if not any(self.pack.lexicon("says").at(t, i) for i in range(colon)):
            self._put(None, None, "asserts", (quote,), (0, colon), "the speaker, a colon, a quotation")

    def _tells_harm(self, i: int) -> bool:
        """A noun of harm right where "that" would stand ("وثق المرصد مقتل 13 مدنيا"), in languages that say so."""
        return bool(self.pack.raw["says"].get("noun_content")) and i < len(self.tokens) and (
            self.pack.lexicon("right").at(self.tokens, i) is not None) and any(
            x.kind == "number" or self.pack.lexicon("numbers").at(self.tokens, n) or self.pack.lexicon("vague").at(self.tokens, n)
            or self.pack.lexicon("two").at(self.tokens, n) or self.pack.lexicon("one").at(self.tokens, n)
            for n, x in enumerate(self.tokens[i + 1:i + 8], i + 1))

    def _last_verb(self, k: int, end: int, stance: str) -> bool:
        """SPEAKER, WORDS VERB: the verb ends the sentence; the speaker is set off by a comma or is a known actor."""
        if "verb_last" not in self.order or not self._ends_clause(end):
            return False
        t = self.tokens
        comma = next((i for i in range(k) if t[i].text in _COMMAS), None)
        known = next((n for n in lying_in(self.reader.page.names, t[0].start, t[-1].end) if n.start <= t[0].start + 2), None)
        if known is not None:
            first = next((i for i in range(k) if t[i].start >= known.end), None)
            if first is not None and t[first].text[0] not in "'’":
                if t[first].text in _COMMAS:
                    first += 1
                return first < k and self._put(k, end, stance, (t[first].start, t[k - 1].end), (0, first), "a known actor first, the verb of saying last")
        if comma is not None and 0 < comma <= 7 and k - comma > 2 and not self.pack.is_at("openers", t, 0):
            return self._put(k, end, stance, (t[comma + 1].start, t[k - 1].end), (0, comma), "the speaker and a comma first, the verb of saying last")
        return False

    def _known_actor(self, k: int, end: int, stance: str) -> bool:
        """A denial or condemnation without "that": only beside an actor of the table."""
        if stance not in ("denies", "condemns"):
            return False
        t = self.tokens
        names = lying_in(self.reader.page.names, t[0].start, t[-1].end)
        if "verb_first" in self.order and end < len(t):
            hit = next((n for n in names if t[end].start <= n.start <= t[min(len(t) - 1, end + 2)].start), None)
            if hit is not None:
                stop = next((i for i in range(end, len(t)) if t[i].start >= hit.end), len(t))
                return self._put(k, end, stance, self._rest(stop) if stance == "denies" else None, (end, stop), "a verb of denying or condemning beside a known actor")
        hit = next((n for n in names if k and n.end >= t[k - 1].end - 1 and n.end <= t[k].start), None)
        if hit is not None and "subject_first" in self.order:
            first = next(i for i in range(k) if t[i].end > hit.start)
            return self._put(k, end, stance, self._rest(end) if stance == "denies" else None, (first, k), "a known actor beside a verb of denying or condemning")
        return False

    def _according(self, k: int, end: int) -> None:
        """ "according to X, WORDS" at the start of a sentence, "WORDS, according to X" at its end."""
        t = self.tokens
        stop = next((i for i in range(end, len(t)) if t[i].text in _COMMAS | _CLOSERS | _DASHES), len(t))
        head = not any(x.kind == "word" for x in t[:k])
        limit = next((i for i in range(end, stop) if t[i].kind == "number" or self.pack.lexicon("right").at(t, i)
                      or self.pack.is_at("that", t, i)), stop)
        if limit < stop and (head or self.pack.is_at("that", t, limit)):
            stop = limit
        if stop == end or stop - end > MAX_SPEAKER or (head and stop >= len(t)):
            return
        if head:
            first = stop + (stop < len(t) and t[stop].kind == "mark")
            first = self.pack.is_at("that", t, first) or first
            content: Any = self._rest(first)
        else:
            begin = next(i for i in range(k) if t[i].kind == "word" or t[i].kind == "number")
            cut = k
            while cut > begin and t[cut - 1].text in _COMMAS | _DASHES:
                cut -= 1
            spans = [(t[begin].start, t[cut - 1].end)]
            rest = self._rest(stop + 1) if stop + 4 < len(t) and t[stop].text in _COMMAS else None
            content = [*spans, *([rest] if rest else [])]
        if content:
            self._put(k, end, "asserts", content, (end, stop), "“according to” and the speaker", joined=True)

    def _according_after(self, k: int, end: int) -> None:
        """ "X'e göre, WORDS": the speaker before the word."""
        t = self.tokens
        first = next((i + 1 for i in range(k - 1, -1, -1) if t[i].text in _COMMAS | _CLOSERS), 0)
        stop = end + (end < len(t) and t[end].text in _COMMAS)
        content = self._rest(stop)
        if 0 < k - first <= MAX_SPEAKER and content:
            last = k - 1 if t[k - 1].text[0] in "'’" else k
            self._put(k, end, "asserts", content, (first, last), "the speaker and “according to”")

    # helpers -------------------------------------------------------------------------------------

    def _rest(self, first: int) -> tuple[int, int] | None:
        if first >= len(self.tokens):
            return None
        return self.tokens[first].start, self._content_end()

    def _content_end(self) -> int:
        """The end of the sentence without its full stop."""
        last = len(self.tokens) - 1
        while last > 0 and self.tokens[last].text in _CLOSERS:
            last -= 1
        return self.tokens[last].end

    def _ends_clause(self, end: int) -> bool:
        return end >= len(self.tokens) or self.tokens[end].text in _CLOSERS | _COMMAS | _DASHES

    def _speaker_end(self, first: int) -> int:
        """Where a speaker after the verb ends: at a full stop, a dash or a quotation; one apposition may follow a comma."""
        t = self.tokens
        stop = first
        commas = 0
        while stop < len(t) and stop - first <= MAX_SPEAKER:
            if t[stop].text in _CLOSERS | _DASHES or t[stop].text in "«“\"„(":
                break
            if t[stop].text in _COMMAS:
                commas += 1
                if commas > 1 or not self._apposed(first, stop):
                    break
            stop += 1
        return stop

    def _apposed(self, first: int, comma: int) -> bool:
        """Does an apposition follow the comma: a title after a name, or a name after a title?"""
        t = self.tokens
        if comma + 1 < len(t) and self.pack.is_at("titles", t, self._skip_small(comma + 1)):
            return True
        named = comma + 2 < len(t) and all(t[i].text[:1].isupper() for i in (comma + 1, comma + 2))
        return named and any(self.pack.is_at("titles", t, i) for i in range(first, comma))

    def _skip_small(self, i: int) -> int:
        """Past an article or preposition."""
        while i + 1 < len(self.tokens) and self.pack.is_at("small", self.tokens, i):
            i += 1
        return i

    def _subject_before(self, k: int) -> bool:
        """Do words other than dates and small words stand before the verb in its clause?"""
        a, b = self._before(k)
        words = [i for i in range(a, b) if self.tokens[i].kind == "word" and not any(
            d.start <= self.tokens[i].start < d.end for d in self.reader.days)]
        return any(not self.pack.is_at("small", self.tokens, i) and not self.pack.is_at("and", self.tokens, i) for i in words)

    def _before(self, k: int) -> tuple[int, int]:
        """The tokens before the verb in its clause; one apposition between commas belongs to the speaker."""
        t = self.tokens
        first = 0
        for i in range(k - 1, -1, -1):
            if t[i].text in _CLOSERS | {"»", "”", '"', "—"} or (t[i].kind == "word" and self.pack.is_at("stops", t, i) and i < k - 1):
                first = i + 1
                break
        commas = [i for i in range(first, k) if t[i].text in _COMMAS]
        if commas:
            head = range(first, commas[0])
            days = all(any(d.start <= t[i].start < d.end for d in self.reader.days) or self.pack.is_at("small", t, i) for i in head)
            opening = self.pack.is_at("openers", t, first) is not None
            apposed = commas[-1] == k - 1 and len(commas) == 2
            if days or opening or not (apposed or (len(commas) == 1 and self.pack.is_at("titles", t, self._skip_small(commas[0] + 1)))):
                first = commas[0] + 1 if (days or opening) else commas[-1] + 1
        while first < k and (self.pack.is_at("and", t, first) or any(d.start <= t[first].start < d.end for d in self.reader.days)):
            first += 1
        return first, k

    def _put(self, k: int | None, end: int | None, stance: str, content: Any, span: tuple[int, int], rule: str,
             joined: bool = False) -> bool:
        page, t = self.reader.page, self.tokens
        pieces = _pieces(page, content)
        a, b = span
        cue = page.passage(t[k].start, t[end - 1].end) if k is not None and end is not None else None
        if cue and any(p.start <= cue.start < p.end for p in pieces):
            return False
        while a < b and (t[a].kind == "mark" or (t[a].text[0] in "'’")):
            a += 1
        days = [d for d in self.reader.days if t[0].start <= d.start < self.end and not any(p.start <= d.start < p.end for p in pieces)]
        while b > a and (t[b - 1].kind == "mark" or any(d.start <= t[b - 1].start < d.end for d in days)
                         or self.pack.is_at("small", t, b - 1) == b):
            b -= 1
        a, b = self._cut(a, b)
        if b - a > MAX_SPEAKER:
            return False
        who = speaker_of(page, self.pack, t[a].start, t[b - 1].end, joined=joined) if b > a else None
        if who is not None and who.passage is not None and b - a == 1 and self.pack.is_at("pronouns", t, a):
            last = self._goes_on()
            who = Who(last.name, last.kind, None, last.entity_id, who.passage) if last else who
            rule += ", a pronoun"
        if who is None:
            who = self._goes_on()
            rule += ", the speaker of the words before"
        if who is None:
            return False
        parts = [p for p in (cue, who.passage, *pieces) if p is not None]
        quoted = isinstance(content, tuple) and bool(content) and isinstance(content[0], Quote)
        inside = any(lying_in(self.reader.line.quotes, p.start, p.end) for p in pieces)
        quoted = quoted or (bool(pieces) and all(any((q.start, q.end) == (p.start, p.end) for q in lying_in(self.reader.line.quotes, p.start, p.end)) for p in pieces))
        form = "direct" if quoted else "mixed" if inside else "indirect"
        said = days[0].when if days else When()
        self.reader.out.append(StatementDraft(min(p.start for p in parts), max(p.end for p in parts), cue, pieces, (who,), form, stance, "none",
                                              f"{self.pack.name}: {rule}", said=said))
        return True

    def _cut(self, a: int, b: int) -> tuple[int, int]:
        """The speaker without what tells of the occasion ("في بيان", "en un comunicado", "açıklama yapan")."""
        for i in range(a + 1, b):
            if self.pack.is_at("tails", self.tokens, i):
                b = i
                break
        for i in range(a, b):
            end = self.pack.is_at("heads", self.tokens, i)
            if end is not None and end < b:
                a = end
        while b > a and self.tokens[b - 1].kind == "mark":
            b -= 1
        return a, b

    def _goes_on(self) -> Who | None:
        """The last speaker, when nothing stands for one here ("وأضاف أن", "Añadió que")."""
        found = self.reader.out[-1].speakers[-1] if self.reader.out else self.reader.last
        return Who(found.name, found.kind, None, found.entity_id, None) if found else None


def _outside(tokens: Sequence[Token], quotes: Sequence[Quote]) -> list[bool]:
    """For each token, whether it stands outside the quotations."""
    out, n = [], 0
    for t in tokens:
        while n < len(quotes) and quotes[n].end <= t.start:
            n += 1
        out.append(not (n < len(quotes) and quotes[n].start <= t.start))
    return out


def _pieces(page: Page, content: Any) -> tuple[Passage, ...]:
    if content is None:
        return ()
    if isinstance(content, tuple) and content and isinstance(content[0], Quote):
        return tuple(page.passage(q.start, q.end) for q in content)
    if isinstance(content, tuple):
        return (page.passage(*content),)
    return tuple(page.passage(a, b) for a, b in content)
