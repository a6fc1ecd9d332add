"""Tolls: how many people were killed, injured, displaced, detained, abducted or went missing, and who they are.

The steps, for each sentence that has a word of harm:

1. find the parties: number phrases with their nouns, described and named persons (`parties`);
2. find the cues: verbs, adjectives and nouns of harm, and for a verb whether it is active;
3. tie each party to a cue, first by what stands right before it, then by what follows, then by the parse;
4. tie the rest to totals ("the death toll rose to"), to a toll they are part of ("12 of them children"),
   or to a list by place;
5. add up what is one sum ("two women and a child") and write the drafts.

A number that is tied to nothing is no toll. Nothing is counted that the words do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bearwitness.extract import tollwords as tw
from bearwitness.extract.cues import Cue, find_cues, set_voices
from bearwitness.extract.drafts import Draft
from bearwitness.extract.hedge import ADVERBS as HEDGE_ADVERBS
from bearwitness.extract.hedge import first_hedge, hedge_of
from bearwitness.extract.numbers import Number
from bearwitness.extract.parties import Party, Sentence, is_shouting, words_of
from bearwitness.extract.persons import parties_of
from bearwitness.extract.subjects import is_part
from bearwitness.extract.ties import Tie, tie_of
from bearwitness.extract.tollparts import (
    fits,
    sums,
    tie_among,
    tie_breakdown,
    tie_gapped,
    tie_part,
    tie_place_list,
    tie_restated,
    tie_total,
)
from bearwitness.model import Toll, When, Where

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page


def find_tolls(page: Page) -> list[Draft]:
    """Every toll of the page's parsed text, by position."""
    drafts: list[Draft] = []
    for unit in page.units:
        low = words_of(unit)
        last: Tie | None = None
        shouting = is_shouting(unit)
        for first, end in unit.sents:
            s = Sentence(unit, low, first, end, shouting)
            ties = ties_of(page, s, last)
            drafts.extend(_drafts(page, s, ties))
            last = next((t for t in reversed(ties) if t.parent is None and t.how != "earlier"), last)
    return sorted(drafts, key=lambda d: (d.start, -d.end))


_TELLS = frozenset("said says told tells added adds wrote writes announced confirmed reported stated explained".split())


def ties_of(page: Page, s: Sentence, before: Tie | None = None) -> list[Tie]:
    """The parties of one sentence that are harmed, with the words that say so.

    Args:
        before: the last toll of the sentences before, which "12 of them" or "the total" may go on with.
    """
    words = s.low[s.first:s.end]
    if tw.HARM_WORDS.isdisjoint(words) and not (before and _may_be_list(words)):
        return []
    cues = find_cues(s)
    s.cues_at = {c.first: c for c in cues}
    s.cue_ends = {c.last: c for c in cues}
    everything = parties_of(page, s)
    # "wounding 21, the governor said": who tells of it is no further victim
    parties = [p for p in everything if p.kind != "thing" and not (p.number is None and p.last + 1 < s.end and s.low[p.last + 1] in _TELLS)]
    if not parties:
        return []
    s.parties_at = {p.first: p for p in parties}
    set_voices(s, cues, parties)
    ties: list[Tie] = []
    by_party: dict[int, Tie] = {}

    def put(tie: Tie | None) -> None:
        if tie is not None:
            ties.append(tie)
            by_party[id(tie.party)] = tie

    for p in parties:
        if not is_part(s, p):
            put(tie_of(s, p, parties, cues, by_party, before))
    for p in parties:
        if id(p) not in by_party:
            put(tie_total(s, p, before, by_party))
    ties.sort(key=lambda t: t.party.first)
    for p in parties:
        if id(p) not in by_party:
            put(tie_part(s, p, everything, ties, before, cues))
    tie_place_list(s, parties, ties, by_party, before)
    tie_breakdown(s, parties, ties, by_party)
    tie_among(s, parties, ties, by_party)
    for p in parties:
        if id(p) not in by_party:
            put(tie_gapped(s, p, ties) or tie_restated(s, p, ties))
    ties = [t for t in ties if fits(s, t)]
    ties.sort(key=lambda t: t.party.first)
    return sums(s, ties)


def _may_be_list(words: list[str]) -> bool:
    return sum(w[:1].isdigit() for w in words) >= 2


# --- drafts -------------------------------------------------------------------------------------

def _drafts(page: Page, s: Sentence, ties: list[Tie]) -> list[Draft]:
    made: list[Draft] = []
    seen: set[tuple[int, int, str]] = set()
    for t in ties:
        key = (t.party.first, t.members[-1].last, t.harm)
        if key in seen:
            continue
        seen.add(key)
        t.draft = _draft(page, s, t, ties)
        made.append(t.draft)
    made = [d for d in made if not _told_apart(d, made)]
    for t in ties:
        if t.draft is not None and t.parent is not None and t.parent.draft is not None:
            t.draft.refs["part_of"] = t.parent.draft
    return made


def _told_apart(d: Draft, made: list[Draft]) -> bool:
    """'215 casualties (98 killed, 117 injured)': what is told by its harms is not told again as one number for both."""
    total = d.value
    if not isinstance(total, Toll) or "several harms together" not in d.rule or not total.number:
        return False
    parts = {h: sum(x.value.number or 0 for x in made if isinstance(x.value, Toll) and x is not d and x.value.harm == h) for h in ("killed", "injured")}
    return all(parts.values()) and sum(parts.values()) == total.number


_RULES = {"object": "a number after a verb of harm", "subject": "a number before a verb or adjective of harm",
          "of": "a number after a noun of harm and 'of'", "noun": "a number before a noun of harm",
          "parse": "a number tied to a verb of harm by the parse", "total": "a total",
          "restated": "another figure for the toll before", "earlier": "an earlier figure named beside a newer one", "part": "a part of another toll"}


def _draft(page: Page, s: Sentence, t: Tie, ties: list[Tie]) -> Draft:
    unit = s.unit
    first, _last = t.members[0], t.members[-1]
    number = _total_of(t.members) if len(t.members) > 1 else (first.number or _one())
    together = bool(t.cue and t.cue.together) or _is_casualties(s, t)
    if together and number.number:
        number = replace(number, low=0, high=number.high, best=None, bound="up_to" if number.bound == "exact" else number.bound)
    whom = _whom(page, s, t)
    a, b = phrase_span(page, s, t.members)
    start, end = passage_span(s, t, a, b)
    wheres, when, as_of = where_when(page, s, t, ties, start, end)
    toll = Toll(harm=t.harm, number=number.number, low=number.low, high=number.high, best=number.best, phrase=page.text[a:b],
                bound=number.bound, whom=whom, counted=first.counted if t.how != "of" or not _of_bodies(s, t) else "bodies",
                where=wheres, when=when, as_of=as_of, cumulative=_cumulative(page, s, t, ties))
    rule = _RULES[t.how] + (" (several harms together, so an upper end)" if together else "") + (
        " (a sum)" if len(t.members) > 1 else "") + (" (a list by place)" if t.place_list else "")
    return Draft("toll", start, end, toll, f"toll: {rule}", at=a, unit=unit, token=t.cue.first if t.cue else first.phrase[0],
                 hedge=hedge_for(s, t, number), original=page.text[a:b])


def _one() -> Number:
    return Number(0, 0, 0, 0, 1, 1, 1, 1)


def _total_of(members: list[Party]) -> Number:
    """The sum of several parties, its ends the sums of theirs."""
    numbers = [p.number or _one() for p in members]
    if any(n.number is None for n in numbers):
        known = all(n.low is not None for n in numbers)
        closed = all(n.high is not None for n in numbers)
        return Number(0, 0, 0, 0, None, sum(n.low or 0 for n in numbers) if known else None,
                      sum(n.high or 0 for n in numbers) if closed else None, None, "vague")
    total = sum(n.number or 0 for n in numbers)
    bounds = {n.bound for n in numbers}
    low = sum(n.low or 0 for n in numbers)
    high = sum(n.high or 0 for n in numbers) if all(n.high is not None for n in numbers) else None
    bound = bounds.pop() if len(bounds) == 1 else ("at_least" if high is None else "up_to" if "up_to" in bounds else "about")
    return Number(0, 0, 0, 0, total, low, high, total if bound in ("exact", "about") else None, bound)


def _is_casualties(s: Sentence, t: Tie) -> bool:
    """'15 casualties' may be dead or wounded, unless the words say killed or count the wounded beside them."""
    p = t.party
    if p.head is None or t.how != "noun" or (p.number and not p.number.number):
        return False
    rest = s.low[p.head + 1:s.end]
    if rest[:2] in (["and", "wounded"], ["and", "injured"], ["and", "injuries"], ["and", "injury"], ["or", "injuries"]):
        return t.harm == "killed"
    if s.low[p.head] not in tw.CASUALTIES:
        return False
    beside = any(w in ("wounded", "injured", "injuries") for w in rest)
    if any(w in ("killed", "dead", "deaths") for w in rest) and beside:
        return True
    return not (beside and any(w[:1].isdigit() or w in ("several", "dozens", "tens", "others") for w in rest))


def _of_bodies(s: Sentence, t: Tie) -> bool:
    return t.cue is not None and s.low[t.cue.first] in tw.BODIES and s.low[t.cue.first] != "remains"


def _whom(page: Page, s: Sentence, t: Tie) -> str | None:
    spans = [p.whom for p in t.members if p.whom]
    if not spans:
        if t.how == "part" and t.parent is not None and (t.party.partitive or t.place_list):
            return t.parent.draft.value.whom if t.parent.draft and isinstance(t.parent.draft.value, Toll) else None
        return None
    if len(t.members) > 1:
        a, _ = s.unit.char_span(t.members[0].phrase[0], t.members[0].phrase[0])
        _, b = s.unit.char_span(t.members[-1].last, t.members[-1].last)
        return " ".join(page.text[a:b].split())
    a, b = s.unit.char_span(*spans[0])
    return " ".join(page.text[a:b].split())


def phrase_span(page: Page, s: Sentence, members: list[Party]) -> tuple[int, int]:
    """Offsets of the words that carry the number; of a sum, of the whole sum."""
    unit = s.unit
    if len(members) > 1:
        a = unit.starts[members[0].phrase[0]]
        last = members[-1]
        return a, unit.ends[max(last.phrase[1], last.head or 0)]
    p = members[0]
    a, b = unit.starts[p.phrase[0]], unit.ends[p.phrase[1]]
    if p.span is not None:
        a, b = min(a, p.span[0]) if p.phrase[0] < p.phrase[1] else p.span[0], p.span[1] if p.span[1] > unit.starts[p.phrase[1]] else b
    return a, b


def passage_span(s: Sentence, t: Tie, a: int, b: int) -> tuple[int, int]:
    """The shortest stretch with number, population and word of harm."""
    unit = s.unit
    start, end = a, b
    for p in t.members:
        start = min(start, unit.starts[p.first])
        end = max(end, unit.ends[p.last])
    if t.cue is not None:
        start = min(start, unit.starts[t.cue.first])
        end = max(end, unit.ends[t.cue.last])
    if t.place_list:
        k = t.party.last + 1
        if s.word(k) in ("in", "from", "at"):
            while s.shown(k + 1)[:1].isupper():
                k += 1
            end = max(end, unit.ends[k])
        else:
            start = min(start, unit.starts[t.party.first - 1])
    return start, end


def hedge_for(s: Sentence, t: Tie, number: Number | None = None) -> str | None:
    """The hedge of the words themselves, None when they carry none."""
    found: list[str | None] = []
    if t.cue is not None:
        found.append(t.cue.hedge)
        token = s.unit.doc[t.cue.first]
        hedge = hedge_of(token) if _hedge_reaches(t.cue, token) else "none"
        found.append(None if hedge == "none" or (hedge == "negated" and number is not None and number.number == 0) else hedge)
        near = range(max(s.first, t.cue.first - 3), t.cue.first)
        found += [HEDGE_ADVERBS[s.low[i]] for i in near if s.low[i] in HEDGE_ADVERBS and s.low[i] not in ("claimed", "reported", "potential")]
    words = set(s.low[s.first:s.end])
    if "feared" in words and "likely" in found:
        found = [h for h in found if h != "hypothetical"]  # "feared dead": likely, not merely thought of
    if words.isdisjoint(_ALLEGED):
        found = [h for h in found if h != "alleged"]       # "claimed 12 lives" alleges nothing
    hedge = first_hedge(*found)
    return None if hedge == "none" else hedge


def _hedge_reaches(cue: Cue, token: Token) -> bool:
    """Does a hedge above this word bear on the toll?

    Not on a noun in a loose fragment, and not on what a failed or planned act did meanwhile ("tried to storm
    the town, killing 12"), unless a modal says that the killing too is only possible.
    """
    if cue.form in ("self", "total"):
        return abs(token.head.i - token.i) <= 6
    if token.dep_ == "relcl":
        return any(c.dep_ in ("aux", "neg") and c.lower_ not in tw.BE for c in token.children) and not any(
            c.lower_ in ("have", "has", "had") for c in token.children)
    if cue.form == "of":
        return _caused(token)
    if token.lower_ in tw.ACTIVE_ING and token.dep_ == "advcl":
        above: Token = token.head
        for _ in range(3):
            if any(c.dep_ == "aux" and c.lower_ in _MODALS for c in above.children):
                return True
            above = above.head
        return False
    return True


def _caused(token: Token) -> bool:
    """Does a verb of causing govern the noun ('could lead to the deaths of 12')? Then its modal is the toll's."""
    node = token
    for _ in range(3):
        if node.head.i == node.i:
            return False
        node = node.head
        if node.lower_ in tw.CAUSAL:
            return True
        if node.dep_ != "prep":
            return False
    return False


_ALLEGED = frozenset("allegedly alleged purportedly purported supposedly supposed suspected".split())
_MODALS = frozenset("would could may might should will shall can".split())


# "Daily" and "Today" in the name of a newspaper or broadcaster say nothing about the count.
_OUTLETS = re.compile(r"\b(?:[A-Z]\w*\s+(?:Daily|Today)|Daily\s+[A-Z]\w*)\b")


def _cumulative(page: Page, s: Sentence, t: Tie, ties: list[Tie]) -> bool | None:
    """Is the count a running total (true), of one day or spell (false), or not said?"""
    a, b = _segment(s, t, ties)
    text = " " + _OUTLETS.sub(" ", page.text[a:b]).lower().replace("\n", " ") + " "
    if t.how in ("total", "earlier"):
        return not any(w in text for w in ("daily", " in the past 24 hours", " in the last 24 hours"))
    if any(f" {w}" in text for w in tw.CUMULATIVE_NO):
        return False
    if any(f" {w} " in text or f" {w}," in text or f" {w}." in text for w in tw.CUMULATIVE_YES):
        return True
    if t.parent is not None and t.parent.draft is not None and isinstance(t.parent.draft.value, Toll):
        return t.parent.draft.value.cumulative
    return None


# --- place and time -----------------------------------------------------------------------------

def _segment(s: Sentence, t: Tie, ties: list[Tie]) -> tuple[int, int]:
    """The part of the sentence that belongs to one toll: its neighbours' parts end at 'and', ';' or a comma."""
    unit = s.unit
    if s.mains is None or s.mains[0] is not ties:
        mains = sorted((x for x in ties if x.parent is None and x.members), key=lambda x: x.party.first)
        s.mains = (ties, mains, [x.party.first for x in mains])
    _, mains, firsts = s.mains
    left, right = bisect_left(firsts, t.party.first) - 1, bisect_right(firsts, t.party.first)
    a = unit.starts[_boundary(s, mains[left], t)] if left >= 0 else unit.starts[s.first]
    b = unit.starts[_boundary(s, t, mains[right])] if right < len(mains) else unit.ends[s.end - 1]
    return a, max(a, b)


def _boundary(s: Sentence, left: Tie, right: Tie) -> int:
    """The token where one toll's words end and the next one's begin."""
    first = left.members[-1].last + 1
    if left.cue is not None and left.cue is not right.cue and left.cue.last < right.party.first:
        first = max(first, left.cue.last + 1)
    stop = right.party.first
    if right.cue is not None and right.cue.active and first <= right.cue.first < stop:
        stop = right.cue.first
    between = range(first, stop)
    for marks in ((";", "while", "whereas", "but"), ("and",), (",", "(", ":")):
        at = next((i for i in reversed(between) if s.low[i] in marks), None)
        if at is not None:
            return at
    return min(stop, s.end - 1)


_SPEECH = frozenset("said says say told reported reports stated added announced confirmed claimed tweeted wrote declared published according".split())
_AS_OF = ("as of", "by", "up to", "until", "till", "as at")


def where_when(page: Page, s: Sentence, t: Tie, ties: list[Tie], start: int, end: int) -> tuple[tuple[Where, ...], When, When]:
    unit = s.unit
    sent = (unit.starts[s.first], unit.ends[s.end - 1])
    places = page.places_in(*sent)
    dates = page.dates_in(*sent)
    if t.parent is not None and t.parent.draft is not None and not t.place_list:
        value = t.parent.draft.value
        assert isinstance(value, Toll)
        own = [p for p in places if 0 <= p.start - end < 25]
        where = tuple(p.where for p in own[:1]) if t.party.partitive and own else value.where
        return where, value.when, value.as_of
    a, b = _segment(s, t, ties)
    near = [p for p in places if a <= p.start < b]
    if t.place_list:
        near = [p for p in places if start <= p.start <= end + 2]
    elif not near:
        near = places if len([x for x in ties if x.parent is None]) < 3 else [p for p in places if p.end <= start][-1:]
    when, as_of = _dates(page, s, dates, a, b)
    if t.how in ("total", "earlier"):
        when, as_of = _dates_of_total(page, s, t, dates, when, as_of)
    if t.place_list and t.parent is not None and t.parent.draft is not None:
        value = t.parent.draft.value
        assert isinstance(value, Toll)
        when, as_of = value.when, value.as_of
    return tuple(p.where for p in near), when, as_of


def _dates(page: Page, s: Sentence, dates: Iterable, a: int, b: int) -> tuple[When, When]:
    """When the harm happened and as of when it was counted. A date that hangs on the verb of saying is neither."""
    harm: list = []
    as_of = When()
    for d in dates:
        before = page.text[max(0, d.start - 8):d.start].lower().split()
        joined = " ".join(before[-2:])
        expression = page.text[d.start:d.end].lower()
        if expression.startswith(("as of", "by ")) or any(joined.endswith(w) for w in _AS_OF):
            as_of = d.when
        elif not _said_then(s, d.start):
            harm.append(d)
    if not harm:
        return When(), as_of
    inside = [d for d in harm if a <= d.start < b]
    d = (inside or harm)[0]
    when = d.when
    if page.text[max(0, d.start - 6):d.start].lower().endswith("since ") and when.start and when.start == when.end:
        when = replace(when, end=None, precision="range")
    return when, as_of


def _dates_of_total(page: Page, s: Sentence, t: Tie, dates: Iterable, when: When, as_of: When) -> tuple[When, When]:
    """Of a running total: 'since' tells over what time it runs, a day right after the figure when it stood so."""
    unit = s.unit
    end = unit.ends[t.members[-1].last]
    since = None
    for d in dates:
        lead = page.text[max(0, d.start - 6):d.start].lower()
        if lead.endswith("since ") or page.text[d.start:d.end].lower().startswith("since "):
            since = d.when
        elif 0 <= d.start - end <= 5 and not page.text[end:d.start].strip(" on") and not _said_then(s, d.start):
            as_of = d.when
    if since is not None and since.start:
        when = replace(since, end=None, precision="range") if since.start == since.end else since
    elif as_of.start and when == as_of:
        when = When()
    return when, as_of


def _said_then(s: Sentence, offset: int) -> bool:
    token = s.unit.token_at(offset)
    for _ in range(4):
        if token is None or token.head.i == token.i:
            return False
        token = token.head
        if token.lower_ in tw.PAST or token.lower_ in tw.INTRANSITIVE:
            return False
        if token.lower_ in _SPEECH:
            return True
    return False
