"""Words of a text as the finder of places sees them, and the stretches of them that may be one name."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_LETTER = r"[^\W\d_]"
# Runs of letters first: an alternation asked at every letter takes five times as long.
_TOKEN = re.compile(rf"(?:[A-Z]\.){{2,4}}|{_LETTER}+(?:(?:[\u0300-\u036f\u064b-\u065f\u200c]|['’‘ʿʾʼ`´](?={_LETTER})){_LETTER}*)*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
PARTICLE = frozenset("al el ar as ash ad an at az ez es ed de del da do dos das di du la le les los las of the and sur upon on am "
                     "der den van e y ye bei ibn i au aux en kwa wa ou sous".split())
ARTICLE = frozenset("al el ar as ash ad an at az ez es ed".split())
GEO_NOUN = frozenset("coast coastline coastal mountains mountain region regions camp desert heights valley plain plains crossing strip "
                     "river areas area prison airbase base hospital sea canton forest basin peninsula steel plant steelworks refugee displacement "
                     "border air gas oil field fields dam bridge airport refinery pumping station military".split())
_LONGEST = 6
_JOINS = frozenset((" ", "-", "\u00a0", "‐", "‑", "–", ". ", "'s ", "’s "))
_ELIDED = re.compile(r"[dlDL]['’][^\W\d_a-z]")


@dataclass(slots=True)
class Token:
    start: int
    end: int
    text: str
    capital: bool
    arabic: bool


def tokens_of(text: str, start: int, end: int, lang: str | None) -> list[Token]:
    """The words between `start` and `end`; a possessive ending is left out of its word."""
    out = []
    cut_suffix = lang in ("tr", "az", "ku")
    for m in _TOKEN.finditer(text, start, end):
        word = m.group()
        first = word[0]
        capital = first.isupper() or (first in "ʿʾ" and word[1:2].isupper())
        a, b = m.span()
        if capital and ("'" in word or "’" in word):
            tail = _POSSESSIVE.search(word)
            if tail:
                b -= len(tail.group())
            elif cut_suffix:
                b = a + re.split("['’]", word)[0].__len__()
            word = text[a:b]
        out.append(Token(a, b, word, capital, "\u0600" <= first <= "\u08ff"))
    return out


def tokens_in(tokens: list[Token], spans: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Which tokens lie in one of the sorted spans, each with its span."""
    out: dict[int, tuple[int, int]] = {}
    k = 0
    for a, b in spans:
        while k and tokens[k - 1].end > a:
            k -= 1
        while k < len(tokens) and tokens[k].end <= a:
            k += 1
        while k < len(tokens) and tokens[k].start < b:
            out[k] = (a, b)
            k += 1
    return out


def spans_near(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of sorted spans that may reach into a stretch of text."""
    return spans[bisect_left(spans, (start - 200, 0)):bisect_left(spans, (end, 0))]


def opens_with_article(text: str, tokens: list[Token], i: int, joins: str = "-") -> bool:
    """ "al-Bab" begins with a small letter."""
    return (tokens[i].text in ARTICLE and i + 1 < len(tokens) and tokens[i + 1].capital
            and text[tokens[i].end:tokens[i + 1].start] in tuple(joins)
            and text[tokens[i].start - 1:tokens[i].start] in (" ", "-", "", "\n", "(", "“", "‘", '"', "/"))


def ends(text: str, tokens: list[Token], i: int) -> list[int]:
    """Where a name that begins at token `i` may end, the longest first."""
    first, out = tokens[i], []
    limit = min(len(tokens), i + (4 if first.arabic else _LONGEST))
    for j in range(i, limit):
        t = tokens[j]
        if j > i and text[tokens[j - 1].end:t.start] not in _JOINS:
            break
        if t.arabic != first.arabic:
            break
        if t.capital or t.arabic or (j > i and (t.text in GEO_NOUN or _ELIDED.match(t.text))):
            out.append(j)
        elif t.text not in PARTICLE:
            break
    return out[::-1]


def after(tokens: list[Token], j: int, end: int) -> int:
    """The first token behind token `j` that begins at or after `end`."""
    j += 1
    while j < len(tokens) and tokens[j].start < end:
        j += 1
    return j
