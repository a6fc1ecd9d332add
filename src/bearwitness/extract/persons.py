"""All who are named in a sentence: those counted by a number (`parties`), one described person, persons by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bearwitness.extract import tollwords as tw
from bearwitness.extract.numbers import TENS, UNITS, Number
from bearwitness.extract.parties import (
    DETS,
    INDEFINITE,
    QUOTE,
    STOP,
    Party,
    Sentence,
    counted,
    population_end,
)

if TYPE_CHECKING:
    from bearwitness.extract.page import Page


def parties_of(page: Page, s: Sentence) -> list[Party]:
    """All parties of a sentence, by position; a token belongs to one party at most."""
    found = list(counted(s))
    taken = {i for p in found for i in range(p.first, p.last + 1)}
    named = [p for p in _named(page, s) if not taken & set(range(p.first, p.last + 1))]
    found += named
    found = _of_the(s, found)
    taken |= {i for p in named for i in range(p.first, p.last + 1)}
    found += [p for p in _described(s) if not taken & set(range(p.first, p.last + 1))]
    return sorted(found, key=lambda p: p.first)


def _of_the(s: Sentence, found: list[Party]) -> list[Party]:
    """'four of the 12 detainees': the first number counts, the second says of how many.

    "Every one of the 31" counts 31. "Four of the 12 killed" keeps both: the first is a part.
    """
    out: list[Party] = []
    for p in sorted(found, key=lambda q: q.first):
        q = out[-1] if out else None
        if q is None or q.kind != "number" or p.kind != "number" or (q.head is not None and s.word(q.last + 1) != "out") or s.low[q.last + 1:p.first] not in (
                ["of", "the"], ["of", "its"], ["of", "their"], ["of"], ["of", "these"], ["of", "those"], ["out", "of"], ["out", "of", "the"]):
            out.append(p)
        elif s.word(q.first - 1) in ("every", "each") or (q.number and q.number.number == 0 and survives(s, p)):
            out[-1] = p                       # "none of the 92 passengers survived"
        elif (s.word(q.last + 1) == "out" and q.head is not None) or s.word(p.last + 1) in tw.PAST or s.word(p.last + 1) in ("shot", "hit") or s.word(p.last + 1) in tw.ADJECTIVES or (p.head is not None and s.low[p.head] in tw.SELF_NOUNS):
            q.partitive = True
            out.append(p)
        else:
            q.head, q.whom, q.last, q.group, q.counted = p.head, p.whom, p.last, p.group, p.counted
    return out


def survives(s: Sentence, p: Party) -> bool:
    """Does 'survived' or 'was found alive' follow?"""
    k = p.last + 1
    while k < p.last + 8 and (s.word(k) in ("on", "aboard", "board", "was", "were", "has", "have", "had", "been", "came", "come", "found", "inside", "home", "out", "pulled")):
        k += 1
    return s.word(k) in ("survived", "survive", "alive", "survives")


# --- one described person -----------------------------------------------------------------------

def _described(s: Sentence) -> Iterator[Party]:
    """'a police officer', 'his brother', 'another civilian', and 'a family'."""
    doc = s.unit.doc
    for k in range(s.first, s.end):
        w = s.low[k]
        pair = _pair(s, k)
        if pair is not None:
            yield pair
            continue
        if _stands_alone(s, k):
            yield Party(k, k, (k, k), None, k, None, "single", "persons", "people")
            continue
        aged = _aged(s, k)
        if aged is not None:
            yield aged
            continue
        collective = w in ("family", "couple", "household") or w in ("body", "corpse")
        if not collective and not tw.is_one_person(w) and not _trade(s, k):
            continue
        nxt = doc[k + 1] if k + 1 < s.end else None
        if nxt is not None and w != "passer" and doc[k].dep_ in ("compound", "amod", "nmod", "poss") and doc[k].head.i > k:
            continue
        if s.word(k + 1) in ("'s", "’s", "'", "’") or (s.word(k + 1) in tw.SINGULAR and s.word(k + 1) not in tw.PAST):
            continue
        passer = w == "passer" and s.word(k + 2) == "by"
        if s.word(k + 1) == "-" and not passer:
            continue
        first = _left_edge(s, k)
        owned = w in ("body", "corpse") and s.word(k - 1) in ("'s", "’s") and not tw.FOUND.isdisjoint(s.low[k + 1:k + 5])
        if first is None or (collective and s.low[first] not in INDEFINITE and not owned) or (w in ("body", "corpse") and s.word(k + 1) == "of"):
            continue
        bare = s.low[first] in DETS and s.low[first] not in ("his", "her", "their", "its", "my")
        last = population_end(s, k) if w in tw.LIGHT_NOUNS else k
        whom = (min(first + bare, k), last)
        last = k + 2 if passer else last
        whom = (whom[0], last)
        if s.word(k + 1) == "in" and (s.word(k + 2) in UNITS or s.word(k + 2) in TENS or (s.word(k + 2).isdigit() and len(s.word(k + 2)) < 4)) and s.low[first] == "one":
            continue                          # "one person in eight"
        if w == "couple":
            yield Party(first, last, (first, last), Number(0, 0, 0, 0, 2, 2, 2, 2), k, whom, "number", "persons", "people")
            continue
        held = s.low[first] if s.low[first] in _TAKEN else s.word(first + 1) if s.word(first + 1) in _TAKEN else None
        if held is not None and first <= k - 1:
            at = first if s.low[first] in _TAKEN else first + 1
            yield Party(first, last, (first, last), None, k, (at + 1, last), "single", "persons", tw.population(w), pre_harm=_TAKEN[held], pre_token=at)
            continue
        yield Party(first, last, (first, last if passer else k), None, k, None if w in ("body", "corpse") else whom, "single",
                    tw.COLLECTIVES.get(w, "persons"), tw.population(w, None, s.low[k + 1:last + 1]))


# "kidnapped rancher freed", "a kidnapped trader": what had befallen the one described.
_TAKEN = dict.fromkeys("kidnapped kidnaped abducted".split(), "abducted")
_ORDINAL_ONE = frozenset("second third fourth fifth sixth seventh eighth ninth tenth".split())
_BIRTHS = {"twins": 2, "triplets": 3, "grandparents": 2, "parents": 2}


def _aged(s: Sentence, k: int) -> Party | None:
    """'a 15-year-old' without a noun: one person."""
    if s.low[k] == "old" and s.word(k - 1) == "-" and s.word(k - 2) in ("year", "month"):
        first = k - 5
    elif s.low[k].endswith(("-year-old", "-month-old")):
        first = k - 1
    else:
        return None
    if s.word(first) not in DETS:
        return None
    nxt = s.word(k + 1)
    if nxt and nxt not in STOP and k + 1 not in s.cues_at and nxt not in tw.PAST and nxt not in tw.WITH_DEATH and nxt not in tw.INTRANSITIVE and nxt not in tw.LIFE_TAKERS:
        return None
    return Party(first, k, (first, k), None, k, (first + 1, k), "single", "persons", "people")


def _pair(s: Sentence, k: int) -> Party | None:
    """'both pilots', 'her twin sons', 'his parents': two."""
    if s.low[k] in _BIRTHS and s.word(k - 1) in (("his", "her", "their", "newborn", "baby", "infant") if s.low[k][0] == "t" else ("his", "her")):
        first = k - 1 if s.word(k - 1) in DETS else k - 2 if s.word(k - 2) in DETS else k - 1
        n = _BIRTHS[s.low[k]]
        return Party(first, k, (first, k), Number(0, 0, 0, 0, n, n, n, n), k, (k, k), "number", "persons", "people")
    if s.low[k] == "husband" and (s.word(k + 1), s.word(k + 2)) == ("and", "wife") and s.word(k - 1) not in ("'s", "her"):
        return Party(k, k + 2, (k, k + 2), Number(0, 0, 0, 0, 2, 2, 2, 2), k + 2, (k, k + 2), "number", "persons", "people")
    if s.low[k] not in ("both", "twin") or (s.low[k] == "both" and s.word(k - 1) == "killing"):
        return None
    head = next((j for j in range(k + 1, k + 4) if tw.is_person(s.word(j)) and s.word(j) not in tw.SINGULAR), None)
    if head is None or any(s.low[j] in STOP for j in range(k + 1, head)) or s.word(head + 1) == "and":
        return None
    first = k - 1 if s.word(k - 1) in DETS else k
    return Party(first, head, (k, k), Number(0, 0, 0, 0, 2, 2, 2, 2), head, (k + 1, head), "number", "persons", tw.population(s.low[head]))


def _trade(s: Sentence, k: int) -> bool:
    """'killed a vigilante', 'left a waitress dead', 'a herder was shot dead': a trade that no table lists, right beside a word of harm."""
    if not tw.is_trade(s.low[k]) or s.low[k] in STOP:
        return False
    j = k - 1
    while s.word(j) not in INDEFINITE and k - j < 4:
        j -= 1
    if s.word(j) not in INDEFINITE:
        return False
    before = s.word(j - 1)
    verb = next((i for i in range(k + 1, k + 4) if s.word(i) not in tw.AUX and s.word(i) not in tw.ADVERBS), k + 1)
    cue = s.cues_at.get(verb)
    return any(c.last == j - 1 for c in s.cues_at.values() if c.form in ("past", "active")) or before in tw.PAST or before in tw.ACTIVE_NOW or before in tw.ACTIVE_ING or (cue is not None and cue.form in ("past", "subject"))


def _stands_alone(s: Sentence, k: int) -> bool:
    """A person without a noun: 'another was injured', 'killed him, his wife and ...', 'beat him to death'."""
    w = s.low[k]
    if w in ("him", "her") and s.word(k + 1) in (".", ";", "") and s.word(k - 1) in tw.ACTIVE_NOW | tw.PAST | tw.ACTIVE_ING:
        return not any(x in ("who", "which", "that", "whoever") for x in s.low[max(s.first, k - 4):k])
    if w in ("him", "her") and (s.word(k + 1), s.word(k + 2)) == ("to", "death"):
        return True
    if w in _ORDINAL_ONE and s.word(k - 1) == "a":
        return s.word(k + 1) in ("was", "died", "is", "has", "remains", "suffered", "sustained")
    if w == "another":
        return s.word(k + 1) in ("was", "died", "is", "has") or s.word(k + 1) in tw.PAST
    return w in ("him", "her") and s.word(k + 1) in (",", "and") and s.word(k + 2) in ("his", "her", "their") and (
        s.word(k - 1) in tw.PAST or s.word(k - 1) in tw.ACTIVE_ING)


def _left_edge(s: Sentence, k: int) -> int | None:
    """The determiner that opens the phrase whose noun is k; None when it is no single described person."""
    j = k - 1
    while j >= s.first and k - j <= 9:
        w = s.low[j]
        if w in DETS:
            return j if w not in ("each", "that", "this") else None
        if w in ("'s", "’s"):
            return _owner_start(s, j)
        if w in _TAKEN and (j == s.first or s.word(j - 1) in (":", "-", "–", "a", "an", "the")):
            return j if s.word(j - 1) not in DETS else j - 1
        if s.word(j + 1) == "-" and w.isalpha():
            j -= 1                            # "an off-duty officer"
            continue
        if w == "suspected" or (w == "only" and s.word(j - 1) == "the"):
            j -= 1
            continue
        if w == "," and j == k - 1 and s.word(k + 1) == "among" and s.word(k + 2) in ("them", "the"):
            return k                          # "18 dead, cleric among them"
        if w in ("-", "year", "old") or w.isdigit() or (w == "," and s.low[j + 1] not in STOP and s.word(j - 1)[-2:] in ("ed", "ng")):
            j -= 1
            continue
        if (w in STOP and w not in ("suicide",)) or (w in tw.PAST and w not in ("wounded", "displaced", "detained")) or w in tw.ACTIVE_NOW or w in tw.ACTIVE_ING:
            break
        j -= 1
    # A headline leaves the article out: "Strike kills soldier", "Policeman killed in attack".
    if s.first <= j < k and s.low[j] in tw.ACTIVE_NOW and s.low[j].endswith("s"):
        return j + 1
    return j + 1 if j + 1 == s.first and s.shown(s.first)[:1].isupper() and k - j <= 4 else None


def _owner_start(s: Sentence, j: int) -> int:
    k = j
    while k - 1 >= s.first and (s.shown(k - 1)[:1].isupper() or s.low[k - 1] in DETS or tw.is_person(s.low[k - 1]) or s.low[k - 1] == "group"):
        k -= 1
    return k


# --- names --------------------------------------------------------------------------------------

def _named(page: Page, s: Sentence) -> Iterator[Party]:
    """Persons by name, with the title or description right before it."""
    unit = s.unit
    for first, last in person_spans(page, s):
        start = first
        while start - 1 >= s.first and (s.low[start - 1] in tw.SINGULAR or (unit.doc[start - 1].dep_ == "compound" and unit.doc[start - 1].head.i in range(first, last + 1))):
            start -= 1
        end = last
        if s.word(end + 1) in ("'s", "’s"):
            continue                     # "Samir's brother" is another person
        if s.word(end + 1) == "," and s.word(end + 2).isdigit() and s.word(end + 3) in (",", "."):
            end += 3 if s.word(end + 3) == "," else 2
        elif s.word(end + 1) == "(" and s.word(end + 2).isdigit() and s.word(end + 3) == ")":
            end += 3
        yield Party(start, end, (first, last), None, last, (first, last), "name", "persons", "named")


def person_spans(page: Page, s: Sentence) -> list[tuple[int, int]]:
    """Token spans of the names of persons, from the page's names, else from the parser's entities."""
    unit = s.unit
    start, end = unit.char_span(s.first, s.end - 1)
    spans = []
    for name in page.names_in(start, end):
        if name.kind == "person":
            inside = [i for i in range(s.first, s.end) if name.start <= unit.starts[i] and unit.ends[i] <= name.end and s.low[i] != QUOTE]
            if inside:
                spans.append((inside[0], inside[-1]))
    if spans or page.names or s.shouting:
        return spans
    ents: Any = unit.doc.ents
    return [(e.start, e.end - 1) for e in ents if e.label_ == "PERSON" and s.first <= e.start and e.end <= s.end]
