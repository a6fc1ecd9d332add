"""From drafts to claims: chains of speakers, what stands within what, references, identities, order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate
from typing import Any

from bearwitness.extract.drafts import Draft, StatementDraft
from bearwitness.extract.hedge import first_hedge, unverified_near
from bearwitness.extract.page import Page
from bearwitness.model import Claim, Mention, Statement, When, Who, with_id

_KIND_ORDER = {k: i for i, k in enumerate(
    ("statement", "event", "toll", "attribution", "label", "demand", "commitment", "warning", "victim"))}
_KEPT_STANCES = frozenset("denies confirms disputes retracts reports predicts promises threatens demands".split())
_CARRIED_HEDGES = frozenset("alleged reported unverified likely".split())


def assemble(page: Page, statements: list[StatementDraft], drafts: list[Draft], extractor: str) -> tuple[Claim, ...]:
    """The claims of one document, by passage start, longer first."""
    _nest(statements)
    sha = page.document.text_sha256
    made: dict[int, Claim] = {}
    for s in _outer_first(statements):
        made[id(s)] = with_id(sha, _statement(page, s, made, extractor))
    claims = list(made.values())
    done: dict[int, Claim] = {}
    for d in _referred_first(drafts):
        host = d.statement or innermost(statements, d.at, d) or by_cue(statements, d)
        claim = _claim(page, d, host, made, done, extractor)
        done[id(d)] = with_id(sha, claim)
    claims += done.values()
    unique = {c.id: c for c in claims}
    return tuple(sorted(unique.values(), key=lambda c: (c.passage.start, -c.passage.end, _KIND_ORDER[c.kind], c.id)))


# --- nesting ---------------------------------------------------------------------------------------

class Spoken(list[StatementDraft]):
    """The statements of a document, all found: asked again and again who says what stands at some place."""

    @cached_property
    def _innermost(self) -> tuple[list[int], list[StatementDraft | None]]:
        """Places of the text at which the innermost statement changes, and who it is from there on."""
        pieces = [(p.start, p.end, p.end - p.start, n, s) for n, s in enumerate(self) if s.cls != "want" for p in s.content if p.start < p.end]
        pieces.sort(key=lambda x: x[0])
        places = sorted({x for start, end, *_ in pieces for x in (start, end)})
        open_ones: list[tuple[int, int, int, int, StatementDraft]] = []      # narrowest first, then in the order of the statements
        told: list[StatementDraft | None] = []
        k = 0
        for place in places:
            while k < len(pieces) and pieces[k][0] == place:
                _, end, size, n, s = pieces[k]
                heappush(open_ones, (size, n, -end, k, s))
                k += 1
            while open_ones and -open_ones[0][2] <= place:
                heappop(open_ones)
            told.append(open_ones[0][4] if open_ones else None)
        return places, told

    def at(self, offset: int) -> StatementDraft | None:
        places, told = self._innermost
        k = bisect_right(places, offset) - 1
        return told[k] if k >= 0 else None

    @cached_property
    def _cues(self) -> tuple[list[int], list[StatementDraft]]:
        held = sorted(((s.cue.start, n, s) for n, s in enumerate(self) if s.cue is not None), key=lambda x: x[:2])
        return [start for start, _, _ in held], [s for _, _, s in held]

    def cued(self, start: int, end: int) -> list[StatementDraft]:
        """Those whose verb begins between two places."""
        starts, held = self._cues
        return held[bisect_left(starts, start):bisect_left(starts, end)]


def innermost(statements: list[StatementDraft], offset: int, draft: Draft | None = None) -> StatementDraft | None:
    """The statement whose reported words hold the offset most narrowly. What somebody wants is told by who tells of the wish."""
    return (statements if isinstance(statements, Spoken) else Spoken(statements)).at(offset)


def by_cue(statements: list[StatementDraft], draft: Draft) -> StatementDraft | None:
    """The statement whose verb the draft's passage holds: "denied any involvement" is said by who denies."""
    if draft.kind != "attribution":
        return None
    near = statements.cued(draft.start, draft.end) if isinstance(statements, Spoken) else statements
    held = [s for s in near if s.cue is not None and draft.start <= s.cue.start and s.cue.end <= draft.end]
    return min(held, key=lambda s: abs(s.cue.start - draft.at)) if held else None     # type: ignore[union-attr]


def _nest(statements: list[StatementDraft]) -> None:
    pieces = sorted(((p.start, p.end, n, other) for n, other in enumerate(statements) for p in other.content), key=lambda x: x[:3])
    starts = [x[0] for x in pieces]
    furthest = list(accumulate((x[1] for x in pieces), max))
    for s in statements:
        if s.top_level or s.outer is not None:
            continue
        at = s.cue.start if s.cue else s.content[0].start if s.content else s.start
        first = s.content[0].start if s.content else at
        extent = s.end - s.start
        best: tuple[int, int, StatementDraft] | None = None
        k = bisect_right(starts, min(at, first)) - 1
        while k >= 0 and furthest[k] > max(at, first):
            _, end, n, other = pieces[k]
            size = end - starts[k]
            if (end > at and end > first and other is not s and other.outer is not s and size >= extent * 0.6
                    and (best is None or (size, n) < best[:2]) and not _same_words(s, other)):
                best = size, n, other
            k -= 1
        if best is not None and not _above(best[2], s):
            s.outer = best[2]


def _same_words(a: StatementDraft, b: StatementDraft) -> bool:
    """Two utterances on the same words: neither holds the other, unless one is the post around it."""
    return not b.top_level and bool(a.content) and a.content == b.content


def _above(s: StatementDraft | None, target: StatementDraft) -> bool:
    """Is `target` among the statements around `s` (which would make a circle)?"""
    while s is not None:
        if s is target:
            return True
        s = s.outer
    return False


def _outer_first(statements: list[StatementDraft]) -> list[StatementDraft]:
    return sorted(statements, key=lambda s: (len(_levels(s)), s.start, -s.end))


def _referred_first(drafts: list[Draft]) -> list[Draft]:
    out: list[Draft] = []
    seen: set[int] = set()

    def put(d: Draft) -> None:
        if id(d) in seen:
            return
        seen.add(id(d))
        for other in d.refs.values():
            put(other)
        out.append(d)

    for d in sorted(drafts, key=lambda d: (d.start, -d.end, d.kind)):
        put(d)
    return out


def chain_of(s: StatementDraft | None) -> tuple[Who, ...]:
    """All speakers, outermost first; a level that names nobody adds none."""
    chain: tuple[Who, ...] = ()
    for level in reversed(_levels(s)):
        if chain and len(level.speakers) == 1 and _same(chain[-1], level.speakers[0]):
            chain = (*chain[:-1], level.speakers[0])        # "she said she expected": one level, with the words that stand there
        else:
            chain += level.speakers
    return chain


def _levels(s: StatementDraft | None) -> list[StatementDraft]:
    """The statement and those around it, from the inside out; a text may hold thousands in each other."""
    out: list[StatementDraft] = []
    while s is not None:
        out.append(s)
        s = s.outer
    return out


def _same(a: Who, b: Who) -> bool:
    return a.entity_id == b.entity_id if a.entity_id or b.entity_id else a.kind == b.kind and a.name == b.name


# --- claims ----------------------------------------------------------------------------------------

def _statement(page: Page, s: StatementDraft, made: dict[int, Claim], extractor: str) -> Claim:
    within = made[id(s.outer)].id if s.outer is not None else None
    passage = page.passage(s.start, s.end)
    return Claim("", "statement", passage, Statement(s.addressees), within, chain_of(s), s.cue, s.content, s.form, s.stance, s.hedge,
                 s.said, passage.exact, s.rule, extractor)


def _claim(page: Page, d: Draft, host: StatementDraft | None, made: dict[int, Claim], done: dict[int, Claim], extractor: str) -> Claim:
    value: Any = d.value
    refs = {name: done[id(other)].id for name, other in d.refs.items() if id(other) in done}
    if refs:
        value = replace(value, **refs)
    end = d.end + 1 if page.text[d.end:d.end + 1] in _CLOSERS and _open(page.text[d.start:d.end], page.text[d.end]) else d.end
    passage = page.passage(d.start, end)
    return Claim("", d.kind, passage, value, made[id(host)].id if host is not None else None, chain_of(host), None, (), None,
                 _stance(d, host), _hedge(page, d, host), host.said if host is not None else When(),
                 d.original or passage.exact, d.rule, extractor)


_CLOSERS = ("”", "»", '"')
_OPENERS = {"”": "“", "»": "«", '"': '"'}


def _open(words: str, closer: str) -> bool:
    """Does a quotation that these words open close right after them?"""
    opener = _OPENERS[closer]
    return words.count(opener) % 2 == 1 if opener == closer else words.count(opener) > words.count(closer)


def _stance(d: Draft, host: StatementDraft | None) -> str:
    if host is None or d.stance == "denies":
        return d.stance or "asserts"
    if d.kind == "attribution":
        return host.stance if host.stance in ("denies", "disputes", "confirms", "retracts") else d.stance or "accuses"
    if d.kind == "label":
        return host.stance if host.stance in ("denies", "disputes", "accuses", "condemns", "predicts", "confirms") else d.stance or "asserts"
    if d.stance:
        return d.stance
    return host.stance if host.stance in _KEPT_STANCES else "asserts"


def _hedge(page: Page, d: Draft, host: StatementDraft | None) -> str:
    carried = host.hedge if host is not None and (host.hedge in _CARRIED_HEDGES or host.cls == "ask") else None
    if d.statement is not None and host is not None:
        carried = host.hedge
    unverified = None
    if d.kind in ("toll", "event") and d.unit is not None and d.token is not None and host is not None:
        unverified = "unverified" if unverified_near(page.text, *_this_and_next(page, d)) else None
    return first_hedge(d.hedge, carried, unverified)


_NEXT = re.compile(r"\s*[^.!?\n]{0,240}")


def _this_and_next(page: Page, d: Draft) -> tuple[int, int]:
    """Offsets of the draft's sentence and the one after it: where "could not be verified" speaks of it.

    The next sentence is measured in the text: without a word that a rule begins with it was not parsed.
    """
    assert d.unit is not None and d.token is not None
    a, b = d.unit.sent_of(d.token)
    end = d.unit.ends[b - 1]
    m = _NEXT.match(page.text, end)
    return d.unit.starts[a], m.end() if m else end


# --- mentions ----------------------------------------------------------------------------------------

def mentions(page: Page, weapons: list[tuple[int, int, str]], inner: Sequence[Any] = ()) -> tuple[Mention, ...]:
    """Names, places, dates and weapons, by position."""
    out = [Mention(n.kind, page.passage(n.start, n.end), n.entity_id) for n in page.names if n.kind != "unnamed"]
    out += [Mention("place", page.passage(p.start, p.end), where=p.where) for p in (*page.places, *inner)]
    out += [Mention("date", page.passage(d.start, d.end), when=d.when) for d in page.dates]
    out += [Mention("weapon", page.passage(a, b)) for a, b, _ in weapons]
    return tuple(sorted(out, key=lambda m: (m.passage.start, -m.passage.end, m.kind)))
