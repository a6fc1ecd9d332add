"""Tolls in the languages that have a pack: numbers of people tied to words of harm, without a parser.

The steps, for each sentence of a paragraph in such a language:

1. find the numbers that count people (`foreign_numbers`) and the words of harm with the side on which their
   number stands (the pack's patterns);
2. tie each number to the nearest word of harm whose pattern fits: nothing but a few harmless words may stand
   between them, never another number, a full stop or a word that begins another clause;
3. numbers joined by "and" share a word of harm and are one sum; "among them 4 children" is a part;
4. place, time, hedge and bound come from the same sentence.

A number without a word of harm is no toll, and neither is a word of harm without a number.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bearwitness.extract.drafts import Draft, StatementDraft
from bearwitness.extract.foreign_dates import find_foreign_dates
from bearwitness.extract.foreign_numbers import Count, bound_before, find_counts, rebound
from bearwitness.extract.foreign_packs import Lexicon, Pack, Pattern, Token, lying_in, pack_for
from bearwitness.extract.hedge import first_hedge
from bearwitness.extract.page import Line, Page
from bearwitness.model import Toll, When, Where

LONGEST = 1_500      # characters of a sentence; a longer one is cut at a comma or a space
REACH_OF_TOTAL = 18  # words between "the number of dead" and the number
_STRONG = frozenset(";:؛…!?؟")
_ARABIC_ADJECTIVE = re.compile(r"(?:ال|لل)?\w+ي(?:ة|ه|ين|ون|ا)?")
_END = re.compile(r"[.!?؟۔]+[\"”»’)]*(?=\s|$)")
_NO_BREAK = re.compile(r"\b(?:[^\W\d_]|Dr|Sr|Sra|Mr|gen|г|обл|ул|د|أ)\.$", re.I)


def tolls_of(page: Page, statements: Sequence[StatementDraft] = ()) -> list[Draft]:
    """Every toll in paragraphs of the languages with a pack, by position.

    Args:
        statements: those found on the page; the place and day of a toll are sought in the words that hold it,
            not in the words that say who said it and when.
    """
    words = sorted((p.start, p.end) for s in statements for p in s.content)
    out: list[Draft] = []
    for line, pack in packed_lines(page):
        dates = [*lying_in(page.dates, line.start, line.end), *find_foreign_dates(page, line, pack)]
        for start, end in sentences(page.text, line):
            out += _sentence_tolls(page, pack, start, end, dates, words)
    return sorted(out, key=lambda d: (d.start, -d.end))


def packed_lines(page: Page) -> Iterator[tuple[Line, Pack]]:
    """The paragraphs that a pack reads; English ones cost nothing."""
    for line in page.lines:
        if line.lang == "en" or line.role == "signature":
            continue
        pack = pack_for(line.lang, line.script, page.document.lang)
        if pack is not None:
            yield line, pack


def sentences(text: str, line: Line) -> Iterator[tuple[int, int]]:
    """Sentences of a paragraph."""
    at = line.start
    for end in [*sentence_ends(text, line), line.end]:
        while end - at > LONGEST:            # so that the work stays in proportion to the text
            cut = max(text.rfind(c, at, at + LONGEST) for c in ", ،") + 1 or at + LONGEST
            yield at, cut
            at = cut
        if text[at:end].strip():
            yield at, end
        at = end


def sentence_ends(text: str, line: Line) -> Iterator[int]:
    """Where sentences of a paragraph end. A mark inside a number or after a single letter ends none."""
    for m in _END.finditer(text, line.start, line.end):
        if m.group()[0] == "." and _NO_BREAK.search(text[max(line.start, m.start() - 6):m.start() + 1]):
            continue
        yield m.end()


# --- one sentence -----------------------------------------------------------------------------------

@dataclass(slots=True)
class _Cue:
    first: int
    last: int
    patterns: tuple[Pattern, ...]
    side: str
    joined: bool = False          # an "and" is written together with it ("وإصابة"): it begins something new


@dataclass(slots=True)
class _Tie:
    counts: list[Count]
    cue: _Cue | None
    pattern: Pattern | None
    harm: str
    together: bool = False
    parent: _Tie | None = None
    draft: Draft | None = field(default=None)

    @property
    def first(self) -> int:
        return min(self.counts[0].first, self.cue.first if self.cue else self.counts[0].first)

    @property
    def last(self) -> int:
        return max(self.counts[-1].last, self.cue.last if self.cue else self.counts[-1].last)


def _sentence_tolls(page: Page, pack: Pack, start: int, end: int, dates: Sequence, words: Sequence[tuple[int, int]]) -> list[Draft]:
    tokens = pack.tokens(page.text, start, end)
    cues = _cues(pack, tokens)
    if not cues and not any(_harms_alone(pack, tokens, k) for k in range(len(tokens))):
        return []
    counts = find_counts(pack, tokens, [(d.start, d.end) for d in dates])
    ties = _ties(pack, tokens, counts, cues)
    return _drafts(page, pack, tokens, ties, [d for d in dates if start <= d.start < end], words)


def _harms_alone(pack: Pack, tokens: Sequence[Token], k: int) -> bool:
    """A word that needs no word of harm beside it: a dual that is one ("قتيلان"), bodies."""
    people = pack.lexicon("people").at(tokens, k) or pack.lexicon("two").at(tokens, k)
    return pack.lexicon("harm_two").at(tokens, k) is not None or pack.lexicon("harm_one").at(tokens, k) is not None or (people is not None and people[1] == "bodies")


def _cues(pack: Pack, tokens: Sequence[Token]) -> list[_Cue]:
    out = []
    for side in ("right", "left"):
        lex = pack.lexicon(side)
        taken = -1
        for i in range(len(tokens)):
            if i <= taken or tokens[i].kind != "word":
                continue
            hit = lex.at(tokens, i)
            if hit:
                taken = hit[0] - 1
                out.append(_Cue(i, taken, hit[1], side, _joined_and(pack, tokens[i], lex)))
    # A longer phrase holds the shorter one that is part of it ("number of dead" and "dead").
    return [c for c in out if not any(o is not c and o.side == c.side and o.first <= c.first and c.last <= o.last
                                      and (o.last - o.first) > (c.last - c.first) for o in out)]


def _joined_and(pack: Pack, token: Token, lex: Lexicon) -> bool:
    if token.text[:1] != "و" or "و" not in pack.prefixes:
        return False
    return lex.at([Token(token.start, token.end, token.text, token.kind, token.keys[:1])], 0) is None


def _ties(pack: Pack, tokens: Sequence[Token], counts: list[Count], cues: list[_Cue]) -> list[_Tie]:
    ties: list[_Tie] = []
    by_count: dict[int, _Tie] = {}
    wholes = [c for c in counts if not c.part]
    for c in wholes:
        if c.counted in ("thing", "houses"):
            continue
        if c.harm:
            tie: _Tie | None = _Tie([c], None, None, c.harm)
        else:
            tie = _nearest(pack, tokens, counts, c, cues)
            if tie is None and c.counted == "bodies":
                tie = _Tie([c], None, None, "killed")
        if tie is not None:
            ties.append(tie)
            by_count[id(c)] = tie
    for t in [t for t in ties if t.cue and t.cue.side == "right" and any(
            o.cue and o.cue.first == t.cue.first and o.cue.side == "left" for o in ties)]:
        ties.remove(t)                        # "five died, besides, one policeman ...": the verb has its number already
        del by_count[id(t.counts[0])]
    _share(pack, tokens, wholes, ties, by_count)
    for c in counts:
        if c.part and c.counted not in ("thing", "houses"):
            own = _nearest(pack, tokens, counts, c, cues) if c.part_side == "before" and not c.noun else None
            parent = _whole_of(ties, c)
            if parent is not None:
                harm = own.harm if own else parent.harm
                ties.append(_Tie([c], own.cue if own else None, own.pattern if own else None, harm, parent=parent))
    return sorted(ties, key=lambda t: t.counts[0].first)


def _nearest(pack: Pack, tokens: Sequence[Token], counts: list[Count], c: Count, cues: list[_Cue]) -> _Tie | None:
    """The word of harm that the number belongs to: the nearest whose pattern fits."""
    best: tuple[int, int, _Cue, Pattern] | None = None
    for cue in cues:
        for pattern in cue.patterns:
            gap = _gap(pack, tokens, counts, c, cue, pattern)
            if gap is None:
                continue
            rank = (gap, 0 if cue.side == "left" else 1)
            if best is None or rank < best[:2]:
                best = (*rank, cue, pattern)
    if best is None:
        return None
    _, _, cue, pattern = best
    if pattern.near and cue.side == "right" and _near_in(pack, tokens, c, pattern):
        _give_back(pack, tokens, c, len(pattern.near))
    together = _together(pack, tokens, cue, cues)
    return _Tie([c], cue, pattern, "killed" if together and "killed" in together else pattern.harm, bool(together))


def _near_in(pack: Pack, tokens: Sequence[Token], c: Count, p: Pattern) -> bool:
    """Do the words a pattern wants right before the number look like its bound ("выросло до 13")?"""
    return c.core - c.first >= len(p.near) and all(pack.fold(w) in tokens[c.first + k].keys for k, w in enumerate(p.near))


def _give_back(pack: Pack, tokens: Sequence[Token], c: Count, n: int) -> None:
    """Those words belong to the pattern: "rose to 13" is 13, not "up to 13"."""
    bound, c.first, c.num_first = bound_before(pack, tokens, c.core, c.first + n)
    c.start = tokens[c.num_first].start
    rebound(c, bound or "exact")


def _gap(pack: Pack, tokens: Sequence[Token], counts: list[Count], c: Count, cue: _Cue, p: Pattern) -> int | None:
    """How far number and cue stand apart (a word counts two, a mark one), or None when the pattern does not fit."""
    if p.object and not c.is_object:
        return None
    if cue.side == "right":
        first, last = cue.last + 1, c.first - 1
    else:
        if cue.joined:
            return None
        first, last = c.last + 1, cue.first - 1
        if c.noun is not None and c.noun[0] <= cue.first <= c.last and not p.far:
            return 2 * pack.reach + 2          # "13 displaced": people in another sentence, the harm itself in this
    if first > last + 1:
        return None
    if cue.side == "right" and p.near and _near_in(pack, tokens, c, p):
        last += len(p.near)
    between = list(range(first, last + 1))
    words = [k for k in between if tokens[k].kind == "word" and tokens[k].text[0] not in "'’"]
    if p.near:
        span = between[-len(p.near):] if cue.side == "right" else between[:len(p.near)]
        if len(span) < len(p.near) or any(pack.fold(w) not in tokens[k].keys for w, k in zip(p.near, span)):
            return None
        between = [k for k in between if k not in span]
        words = [k for k in words if k not in span]
    elif not p.far and (words or any(tokens[k].text not in "«“\"'" for k in between if tokens[k].kind == "mark")):
        return None
    if not p.far and words:
        return None
    if c.bare and not p.total and not p.near and not all(
            pack.is_at("describing", tokens, k) or (len(words) == 1 and pack.is_at("small", tokens, k)) for k in words):
        return None                       # a number alone must stand beside its word of harm
    if c.counted == "villages" and p.harm != "displaced":
        return None
    if c.single and any(pack.is_at("small", tokens, k) is None for k in words):
        return None
    if len(words) > (REACH_OF_TOTAL if p.total else pack.reach) or not _open(pack, tokens, counts, c, between, p.total):
        return None
    return 2 * len(words) + sum(tokens[k].kind == "mark" for k in between)


def _open(pack: Pack, tokens: Sequence[Token], counts: list[Count], c: Count, between: list[int], total: bool) -> bool:
    """Is the way between number and word of harm free of clause ends, other numbers and other clauses?"""
    inside = set(between)
    for other in counts:
        if other is not c and not other.part and other.counted not in ("thing", "villages") and inside.intersection(range(other.first, other.last + 1)) \
                and not other.single:
            return False
    parts = {k for o in counts if o.part for k in range(o.first - 3, o.last + 1)}
    for k in between:
        t = tokens[k]
        if t.kind == "mark" and (t.text in _STRONG or t.text == "."):
            return False
        if t.kind == "word" and k not in parts and (pack.is_at("stops", tokens, k) or (not total and pack.is_at("and", tokens, k))):
            return False
    return True


def _together(pack: Pack, tokens: Sequence[Token], cue: _Cue, cues: list[_Cue]) -> set[str]:
    """The harms told with one number ("مقتل وإصابة N", "N muertos y heridos"): how many of each is not said."""
    for other in cues:
        if other is cue or other.side != cue.side or {p.harm for p in other.patterns} == {p.harm for p in cue.patterns}:
            continue
        left, right = (cue, other) if cue.first < other.first else (other, cue)
        middle = range(left.last + 1, right.first)
        joined = (len(middle) == 1 and (pack.is_at("and", tokens, middle[0]) or pack.is_at("or", tokens, middle[0])) is not None) or (
            len(middle) == 0 and tokens[right.first].keys[0].startswith("و") and pack.script == "arabic")
        if joined and left is (cue if cue.side == "left" else other):
            return {p.harm for c in (cue, other) for p in c.patterns}
    return set()


def _share(pack: Pack, tokens: Sequence[Token], wholes: list[Count], ties: list[_Tie], by_count: dict[int, _Tie]) -> None:
    """Numbers joined by "and" or a comma share the word of harm of their neighbour; exact ones are one sum."""
    changed = True
    apart: list[_Tie] = []
    while changed:
        changed = False
        for a, b in itertools.pairwise(wholes):
            ta, tb = by_count.get(id(a)), by_count.get(id(b))
            if (ta is None) == (tb is None) or not _joined(pack, tokens, a, b):
                continue
            tie, new = (ta, b) if ta is not None else (tb, a)
            assert tie is not None
            if new.counted in ("thing", "houses", "villages") or new.noun is None or tie.cue is None or tie.pattern is None:
                continue
            if not all(_may_be_summed(pack, tokens, x) for x in (*tie.counts, new)):
                apart.append(_Tie([new], tie.cue, tie.pattern, tie.harm, tie.together))
                by_count[id(new)] = apart[-1]
                changed = True
                continue
            if tie.pattern.object or tie.together or (tie.cue.side == "right") != (new is b):
                continue
            tie.counts = sorted([*tie.counts, new], key=lambda c: c.first)
            by_count[id(new)] = tie
            changed = True
    ties += apart
    for tie in list(ties):
        if len(tie.counts) > 1 and any(c.bound != "exact" or c.noun is None or c.counted != "persons" for c in tie.counts):
            ties.remove(tie)
            ties.extend(_Tie([c], tie.cue, tie.pattern, tie.harm, tie.together) for c in tie.counts)


def _may_be_summed(pack: Pack, tokens: Sequence[Token], c: Count) -> bool:
    """Women and children are one sum; rebels and soldiers are two sides."""
    return c.noun is not None and any(pack.is_at("summed", tokens, k) is not None for k in range(c.noun[0], c.noun[1] + 1))


def _joined(pack: Pack, tokens: Sequence[Token], a: Count, b: Count) -> bool:
    """Only "and" or a comma between the two."""
    between = range(a.last + 1, b.first)
    if len(between) == 0:
        return bool(pack.script == "arabic" and tokens[b.first].keys[0].startswith("و"))
    if len(between) == 1:
        k = between[0]
        return tokens[k].text in (",", "،") or pack.is_at("and", tokens, k) == k + 1
    return len(between) == 2 and tokens[between[0]].text in (",", "،") and pack.is_at("and", tokens, between[1]) == between[1] + 1


def _whole_of(ties: list[_Tie], c: Count) -> _Tie | None:
    mains = [t for t in ties if t.parent is None]
    before = [t for t in mains if t.counts[-1].last < c.first]
    after = [t for t in mains if t.counts[0].first > c.last]
    order = [*before[::-1], *after] if c.part_side == "before" else [*after, *before[::-1]]
    whole = order[0] if order else None
    if whole is not None and c.number is not None and whole.counts[0].number is not None and len(whole.counts) == 1 and (
            c.number > whole.counts[0].number):
        return None
    return whole


# --- drafts -----------------------------------------------------------------------------------------

def _drafts(page: Page, pack: Pack, tokens: Sequence[Token], ties: list[_Tie], dates: Sequence,
            words: Sequence[tuple[int, int]]) -> list[Draft]:
    for k, t in enumerate(ties):
        t.draft = _draft(page, pack, tokens, ties, k, dates, words)
    for t in ties:
        if t.parent is not None and t.parent.draft is not None and t.draft is not None:
            t.draft.refs["part_of"] = t.parent.draft
    return [t.draft for t in ties if t.draft is not None]


def _draft(page: Page, pack: Pack, tokens: Sequence[Token], ties: list[_Tie], k: int, dates: Sequence,
           words: Sequence[tuple[int, int]]) -> Draft:
    t = ties[k]
    first, last = t.counts[0], t.counts[-1]
    number, low, high, best, bound = first.number, first.low, first.high, first.best, first.bound
    if len(t.counts) > 1:
        number = low = high = best = sum(c.number or 0 for c in t.counts)
    if t.together and number:
        low, best, bound = 0, None, "up_to" if bound == "exact" else bound
    a = first.start
    b = tokens[last.last if len(t.counts) > 1 else last.num_last].end
    start, end = (tokens[t.first].start if t.first < first.num_first else a), tokens[t.last].end
    where, when = _where_when(page, pack, tokens, ties, k, dates, words)
    toll = Toll(t.harm, number, low, high, best, page.text[a:b], bound, _whom(page, tokens, t), first.counted, where, when,
                cumulative=_cumulative(pack, tokens, t))
    how = f"“{t.pattern.text}”" if t.pattern else "a part of another number" if t.parent else "bodies counted" if first.counted == "bodies" else "a dual that is a harm"
    rule = f"toll: {pack.name} pattern {how}" + (" (a sum)" if len(t.counts) > 1 else "") + (
        " (several harms together, so an upper end)" if t.together else "")
    return Draft("toll", start, end, toll, rule, at=first.start, hedge=_hedge(pack, tokens, t),
                 original=page.text[a:b])


def _whom(page: Page, tokens: Sequence[Token], t: _Tie) -> str | None:
    if len(t.counts) > 1:
        return page.text[t.counts[0].start:tokens[t.counts[-1].last].end]
    c = t.counts[0]
    if c.noun is None or c.generic:
        return None
    return page.text[max(tokens[c.noun[0]].start, c.start):tokens[c.noun[1]].end]


def _cumulative(pack: Pack, tokens: Sequence[Token], t: _Tie) -> bool | None:
    if t.pattern is not None and t.pattern.total:
        return True
    if any(pack.is_at("since", tokens, k) for k in range(len(tokens))):
        return True
    return None


def _hedge(pack: Pack, tokens: Sequence[Token], t: _Tie) -> str | None:
    """Hedging words of the sentence; a negation or a modal only right before the word of harm."""
    found: list[str] = []
    described = {k for c in t.counts for k in range(c.first, c.last + 1)}
    for k in range(len(tokens)):
        hit = pack.lexicon("hedges").at(tokens, k)
        if hit is None or k in described or _describes(pack, tokens, k):
            continue                          # "five alleged fighters": the fighters are alleged, not their death
        close = t.cue is not None and t.cue.first - 4 <= k <= t.cue.last + 1
        if hit[1] in ("negated", "future", "hypothetical") and not close:
            continue
        if hit[1] == "negated" and t.cue is not None and not t.cue.first - 2 <= k <= t.cue.last + 1:
            continue
        found.append(hit[1])
    hedge = first_hedge(*found)
    return None if hedge == "none" else hedge


def _describes(pack: Pack, tokens: Sequence[Token], k: int) -> bool:
    """Does the word describe people rather than the telling?"""
    end = pack.is_at("describing", tokens, k)
    return end is not None and pack.lexicon("people").at(tokens, end) is not None


def _where_when(page: Page, pack: Pack, tokens: Sequence[Token], ties: list[_Tie], k: int, dates: Sequence,
                words: Sequence[tuple[int, int]]) -> tuple[tuple[Where, ...], When]:
    """Place and day of the toll: those in its part of the sentence, else those of the whole sentence."""
    t = ties[k]
    sent = tokens[0].start, tokens[-1].end
    at = tokens[t.counts[0].core].start
    n = bisect_right(words, (at, len(page.text)))
    holding = [(a, b) for a, b in words[max(0, n - 50):n] if a <= at < b]
    if holding:
        a, b = min(holding, key=lambda w: w[1] - w[0])
        sent = max(sent[0], a), min(sent[1], b)
        dates = [d for d in dates if sent[0] <= d.start < sent[1]]
    if t.parent is not None and t.parent.draft is not None:
        value = t.parent.draft.value
        assert isinstance(value, Toll)
        return value.where, value.when
    mains = [x for x in ties if x.parent is None]
    n = mains.index(t) if t in mains else 0
    a = tokens[mains[n - 1].last].end if n > 0 else sent[0]
    b = tokens[mains[n + 1].first].start if n + 1 < len(mains) else sent[1]
    free = [p for p in lying_in(page.places, *sent) if not _speaker_place(page, p)]
    near = [p for p in free if a <= p.start < b] or free
    own_days = [d for d in dates if a <= d.start < b] or list(dates)
    when = own_days[0].when if own_days else When()
    if own_days:
        d = own_days[0]
        lead = [w for w in tokens if d.start - 14 <= w.start < d.start + 1]
        if any(pack.is_at("since", lead, i) for i in range(len(lead))) and when.start and when.start == when.end:
            when = replace(when, end=None, precision="range")
    return tuple(p.where for p in near), when


def _speaker_place(page: Page, place) -> bool:
    """A place inside the name of a body ("المرصد السوري"), or a country as an adjective ("القوات السورية"), is not where it happened."""
    if place.where.precision == 6 and _ARABIC_ADJECTIVE.fullmatch(page.text[place.start:place.end]):
        return True
    return any(n.start <= place.start and place.end <= n.end for n in lying_in(page.names, place.start - 80, place.end + 80))
