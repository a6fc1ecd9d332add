"""Who is counted in a sentence: number phrases with their noun, one described person, a name.

A party is a noun phrase that could be harmed. Whether it was is for `tolls` to say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bearwitness.extract import tollwords as tw
from bearwitness.extract.numbers import MONTHS, TENS, UNITS, Number, find_numbers, interval

if TYPE_CHECKING:
    from bearwitness.extract.page import Page, Unit

QUOTE = "\x00"            # what a token reads that stands for a quotation
_DETS = frozenset("a an one another the this that his her their its my each".split())
_INDEFINITE = frozenset("a an one another".split())
_PARTITIVE = frozenset("them whom those these which".split())
_CONJ = frozenset("and or but while whereas as than nor & plus".split())
_REL = frozenset("who whom that which whose where when".split())
_PUNCT = frozenset(", ; : ( ) [ ] . ! ? \" “ ” – — … ' ’ ‘".split())
_SAYING = frozenset("""said says say told reported reports stated added according confirmed announced claimed claims including included
includes attended gathered protested""".split())
STOP = (tw.AUX - {"'s"}) | tw.ADVERBS | tw.SAID_OF | tw.PREPOSITIONS | _CONJ | _REL | _PUNCT | _SAYING | {QUOTE, "of", "a", "an", "the"}
_RECORDED = frozenset("reported confirmed recorded known estimated suspected alleged presumed".split())
_QUOTE_MARKS = frozenset("' \" ’ ” »".split())
_OWNED = frozenset("loyal belonging affiliated linked allied aligned".split())
_YEAR_BEFORE = frozenset("in since of by until from during before after early late mid year".split()) | frozenset(MONTHS)
_TIME_WORDS = frozenset("""taken held trapped half about almost nearly most around last this next past monday tuesday wednesday thursday friday saturday sunday tonight this-morning
month week year day""".split()) | frozenset(MONTHS) - {"may", "march"}
_VERBAL = frozenset("ROOT ccomp advcl relcl acl xcomp".split())
_MOSTLY = frozenset("primarily mostly mainly largely predominantly most".split())


@dataclass(slots=True)
class Sentence:
    """A stretch of a unit's tokens with its words in lower case (one list for the unit, by token index)."""

    unit: Unit
    low: list[str]
    first: int
    end: int
    shouting: bool = False       # text in capitals: a capital letter says nothing
    parties_at: dict[int, Party] = field(default_factory=dict)   # by first token
    cues_at: dict[int, Any] = field(default_factory=dict)        # Cue (extract.cues), by first token

    def word(self, i: int) -> str:
        return self.low[i] if self.first <= i < self.end else ""

    def shown(self, i: int) -> str:
        """The word as it stands; in lower case where the text is all capitals."""
        if not self.first <= i < self.end:
            return ""
        return self.low[i] if self.shouting else self.unit.doc[i].text


@dataclass(eq=False, slots=True)
class Party:
    """A counted, described or named participant. Token indexes, the last one included.

    `first`-`last` is the whole phrase; `phrase` the tokens that carry the number; `head` its noun;
    `whom` the tokens of the population.
    """

    first: int
    last: int
    phrase: tuple[int, int]
    number: Number | None            # None: one described or named person
    head: int | None = None
    whom: tuple[int, int] | None = None
    kind: str = "number"             # number | single | name | thing (counts no people)
    counted: str = "persons"
    group: str = "unknown"
    partitive: bool = False          # "12 of them"
    pre_harm: str | None = None      # "12 wounded soldiers"
    pre_token: int | None = None
    span: tuple[int, int] | None = None      # offsets of a number in the document, where tokens are glued


def words_of(unit: Unit) -> list[str]:
    """The unit's words in lower case; a stand-in for a quotation reads as a wall."""
    return [QUOTE if q is not None else t.lower_ for t, q in zip(unit.doc, unit.stands_for)]


def is_shouting(unit: Unit) -> bool:
    """Is the text in capitals throughout, as in old wire copy?"""
    text = unit.doc.text
    return len(text) > 12 and text.upper() == text


def parties_of(page: Page, s: Sentence) -> list[Party]:
    """All parties of a sentence, by position; a token belongs to one party at most."""
    found = list(_counted(s))
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
        elif s.word(q.first - 1) in ("every", "each"):
            out[-1] = p
        elif (s.word(q.last + 1) == "out" and q.head is not None) or s.word(p.last + 1) in tw.PAST or s.word(p.last + 1) in tw.ADJECTIVES or (p.head is not None and s.low[p.head] in tw.SELF_NOUNS):
            q.partitive = True
            out.append(p)
        else:
            q.head, q.whom, q.last, q.group, q.counted = p.head, p.whom, p.last, p.group, p.counted
    return out


# --- numbers ------------------------------------------------------------------------------------

def _counted(s: Sentence) -> Iterator[Party]:
    doc = s.unit.doc
    starts = [t.idx for t in doc[s.first:s.end]]
    if not starts:
        return
    base = starts[0]
    text = doc.text[base:doc[s.end - 1].idx + len(doc[s.end - 1].text)]
    upto = -1
    for n in find_numbers(text):
        if n.kind not in ("count", "year"):
            continue
        a = s.first + bisect_right(starts, n.start + base) - 1
        b = s.first + bisect_right(starts, n.num_end - 1 + base) - 1
        c = s.first + bisect_right(starts, n.end - 1 + base) - 1
        if a <= upto or s.low[b] == QUOTE or _is_age_in_commas(s, a, b) or _is_age_after(s, n, a):
            continue
        party = _number_party(s, n, a, b, c)
        if n.end + base < doc[c].idx + len(doc[c].text) and doc[c].text[n.end + base - doc[c].idx] not in "+)":
            party = Party(a, c, (a, c), n)                 # "15.Twenty": what follows is glued on, so take no noun
        if party is not None:
            party.span = (s.unit.starts[a] + n.start + base - doc[a].idx, s.unit.starts[c] + n.end + base - doc[c].idx)
            upto = party.last
            yield party


def _is_age_after(s: Sentence, n: Number, a: int) -> bool:
    """'a woman of 58', 'a captain of 29'."""
    noun = s.word(a - 2)
    if n.bound == "between" and tw.is_person(s.word(a - 1)) and (n.high or 999) < 111:
        return True                           # "149 men between 19 and 97"
    if n.number is None or n.number > 110 or n.bound != "exact" or s.word(a - 1) != "of" or noun in _CONTAINERS or noun in ("staff", "crew"):
        return False
    return noun in tw.SINGULAR or (noun in tw.PERSON_WORDS and s.word(a - 3) in ("a", "an", "another") and s.word(a + 1) in (*_PUNCT, *tw.AUX, "and"))


def _is_age_in_commas(s: Sentence, a: int, b: int) -> bool:
    """'Samir Darwish, 34, was killed' and 'Samir Darwish (34)': the number is an age."""
    if a != b or not s.low[a].isdigit() or int(s.low[a]) > 110:
        return False
    before, after = s.word(a - 1), s.word(b + 1)
    name = s.shown(a - 2)
    if (before, after) == ("(", ")"):
        return name[:1].isupper()
    if s.shouting:
        other = s.word(a - 2)
        return before == after == "," and other.isalpha() and other not in STOP and other not in tw.PAST and not tw.is_person(other)
    name_like = (name[:1].isupper() and s.shown(a - 3)[:1].isupper()) or s.word(a - 2) in tw.SINGULAR
    return before == "," and name_like and after in (",", ".", "")


def _number_party(s: Sentence, n: Number, a: int, b: int, c: int) -> Party | None:
    """The party of a number: find its noun, leave it when it counts things."""
    if s.word(a - 1) == "how":
        return None
    party = Party(_container_start(s, a), c, (a, c), n)
    j = c + 1
    if s.word(j) in _QUOTE_MARKS:
        j += 1                                # "'dozens' of recruits"
    j = _step_of(s, party, j)
    head = _noun_in_run(s, party, j, b)
    if head == -1:
        party.kind = "thing"
        return party
    if n.kind == "year" and n.start == n.num_start and s.word(a - 1) in _YEAR_BEFORE:
        return None
    if n.tight and (head is None or not tw.is_person(s.low[head], shown=s.shown(head))):
        if n.kind == "year" or s.word(j) not in tw.PAST:
            return None
        if len(s.low[b]) == 4 and not (b + 1 < s.end and s.low[b + 1] in (*tw.PAST, *tw.ADJECTIVES)):
            return None
    if head is None and s.word(j - 1) in ("of", "the") and not party.partitive and j - 1 > c:
        party.last = c
        return party
    if head is not None:
        _take_noun(s, party, j, head)
    elif party.first < a and s.low[a - 2] in ("family", "couple", "crew", "household"):
        party.head, party.whom = a - 2, (a - 2, a - 2)     # "a family of four"
    _postposed_bound(s, party)
    return party


_CONTAINERS = frozenset("family household group crew team party band crowd batch pair trio gang".split())


def _container_start(s: Sentence, a: int) -> int:
    """'a family of four', 'a group of 12 farmers': the phrase begins before the number."""
    if s.word(a - 1) != "of" or s.word(a - 2) not in _CONTAINERS:
        return a
    k = a - 2
    while s.word(k - 1) in _DETS or s.word(k - 1) in ("whole", "entire", "same", "small", "large"):
        k -= 1
    return k


def _step_of(s: Sentence, party: Party, j: int) -> int:
    """Past 'of the', 'of them', 'more'."""
    if s.word(j) == "of":
        if s.word(j + 1) in _PARTITIVE and not (s.word(j + 1) in ("those", "these", "which") and tw.is_person(s.word(j + 2))):
            party.partitive, party.last = True, j + 1
            j += 2
            while s.word(j) in ("were", "are", "was", "is", "being", "reportedly", "also"):
                j += 1
            return j
        j += 1
        while s.word(j) in ("the", "these", "those", "its", "their", "his", "her", "our", "my", "a", "an"):
            j += 1
    while s.word(j) in tw.FILLER_BEFORE_NOUN and s.word(j) != "others":
        j += 1
    return j


def _noun_in_run(s: Sentence, party: Party, j: int, number: int) -> int | None:
    """The noun a number counts: its index, None when there is none, -1 when it counts things."""
    run: list[int] = []
    k = j
    while k < s.end and len(run) < 8:
        w = s.low[k]
        if w == "-" or w == "'s" or w == "’s":
            run.append(k)
        elif w in tw.PAST or w in tw.ADJECTIVES:
            if not _prenominal(s, k):
                if k == j and s.word(k - 1) in ("the", "those") and w in tw.DEAD_OR_HURT:
                    return k                  # "three of the wounded"
                break
            party.pre_harm, party.pre_token = (tw.PAST.get(w) or tw.ADJECTIVES.get(w)), k
            run.append(k)
        elif k in s.cues_at and s.cues_at[k].form in ("past", "subject"):
            break                             # "12,000 forced from their homes"
        elif w in _RECORDED and _countable(s, k + 1):
            run.append(k)                     # "3 reported fatalities"
        elif w in _TIME_WORDS or w in UNITS or w in TENS or w in STOP or w[0].isdigit() or w in tw.ACTIVE_ING or w in tw.INTRANSITIVE or w in tw.LIFE_TAKERS or (run and s.unit.doc[k].dep_ in _VERBAL and not _countable(s, k)):
            break
        else:
            run.append(k)
        k += 1
    return _head_of(s, run, number)


def _prenominal(s: Sentence, k: int) -> bool:
    """Is this participle before its noun ('13 wounded soldiers') rather than after it?"""
    for m in range(k + 1, min(k + 4, s.end)):
        w = s.low[m]
        if (tw.is_person(w, shown=s.shown(m)) and w not in ("others",)) or w in tw.COLLECTIVES:
            return True
        if w in STOP or w in tw.PAST or w[0].isdigit():
            return False
    return False


def _countable(s: Sentence, k: int) -> bool:
    """A noun the tables know, of people or of things."""
    w = s.word(k)
    return (w in tw.THINGS or w in tw.COLLECTIVES or w in tw.SELF_NOUNS or w in tw.CASUALTIES or w == "lives"
            or tw.is_person(w, shown=s.shown(k)))


def _head_of(s: Sentence, run: list[int], number: int) -> int | None:
    token = s.unit.doc[number]
    if token.dep_ in ("nummod", "quantmod") and token.head.i in run and token.head.lower_ not in tw.THINGS and (
            tw.is_person(token.head.lower_, shown=s.shown(token.head.i)) and token.head.i == run[-1]):
        return token.head.i
    known = None
    for k in run:
        w = s.low[k]
        if _countable(s, k):
            known = k
        elif w in tw.ACTIVE_NOW:
            break
    if known is not None:
        return -1 if s.low[known] in tw.THINGS else known
    words = [k for k in run if s.low[k][0].isalpha()]
    if not words:
        return None
    if token.dep_ in ("nummod", "amod", "quantmod", "det") and token.head.i in words:
        return token.head.i
    first = s.unit.doc[words[0]]
    return words[0] if first.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr") else None


def _take_noun(s: Sentence, party: Party, j: int, head: int) -> None:
    w = s.low[head]
    party.head = head
    party.counted = tw.COLLECTIVES.get(w, "persons")
    party.last = head
    start, last = j, head
    if w in ("family", "household") and s.word(j - 2) == "of":
        party.counted = "persons"            # "12 of his family" are people
        start = j - 1 if s.word(j - 1) in ("his", "her", "their", "our", "my", "the") else j
    if w == "lives":
        party.whom = None
        return
    if w in tw.SELF_NOUNS or w in tw.CASUALTIES:
        if s.word(head + 1) in _MOSTLY - {"most"}:
            party.last = _aside_end(s, head + 1)
        start, last = j, head - 1
        if w in tw.BODIES and s.word(head + 1) == "of":
            last = head
        while start <= last and (s.low[start] in tw.ADJECTIVES or s.low[start] in ("confirmed", "reported", "new", "recorded")):
            start += 1
    elif w != "others":
        last = _population_end(s, head)
        party.last = max(party.last, last)
    party.group = tw.population(w, s.shown(head), s.low[head + 1:last + 1])
    if w in ("others", "other", "own") or last < start:
        party.whom = None
        return
    if party.pre_token is not None and party.pre_token == start and last > start:
        start += 1
    party.whom = (start, last)


def _population_end(s: Sentence, head: int) -> int:
    """The last token of the described population: 'members of the security forces', 'people, mostly women'."""
    last = head
    if (s.word(last + 1) == "of" and s.low[head] in tw.LIGHT_NOUNS) or (
            s.word(last + 1) == "from" and s.word(last + 2) in ("the", "a", "one") and not _place_follows(s, last + 2)):
        last = _run_end(s, last + 2) or last
    while s.word(last + 1) in ("and", "or", ",") and _shares_number(s, head, last):
        last += 2 if s.word(last + 1) != "," or s.word(last + 2) != "and" else 3
    if s.word(last + 1) in _OWNED:
        k = last + 1
        while s.word(k + 1) in ("to", "with"):
            k += 1
        last = _run_end(s, k + 1, pronouns=True) or last
    if s.word(last + 1) == "," and s.word(last + 2) in _MOSTLY:
        last = _aside_end(s, last + 2)
    elif s.word(last + 1) in _MOSTLY - {"most"}:
        last = _aside_end(s, last + 1)
    return last


def _shares_number(s: Sentence, head: int, last: int) -> bool:
    """'50 civilians and fighters': is the joined noun counted by the same number?"""
    k = last + 2 if s.word(last + 2) != "and" else last + 3
    if not tw.is_person(s.word(k)) or s.word(k) in tw.SINGULAR:
        return False
    if s.word(last + 1) == ",":
        return (s.word(k + 1) in (",", "and") and tw.is_person(s.word(k + 2))) or s.word(last + 2) == "and"
    token = s.unit.doc[k]
    return s.word(k + 1) in _OWNED or (token.dep_ == "conj" and head <= token.head.i <= last)


def _place_follows(s: Sentence, k: int) -> bool:
    return s.word(k + 1) in ("city", "town", "village", "area", "rubble", "scene", "province", "building", "ruins", "sea", "water")


def _run_end(s: Sentence, k: int, *, pronouns: bool = False) -> int | None:
    """The last token of the noun phrase that begins at k, or None."""
    while s.word(k) in ("the", "a", "an", "its", "their", "his", "her", "one"):
        k += 1
    start = k
    while k < s.end and k - start < 7:
        w = s.low[k]
        if (w in STOP and w not in ("of", "and") and not (w == "-" or w in ("'s", "’s"))) or w in tw.ACTIVE_ING:
            break
        if (w in tw.PAST or w in tw.ADJECTIVES) and not _prenominal(s, k):
            break
        if w in tw.INTRANSITIVE or w[0].isdigit():
            break
        if w == "and" and k > start and s.unit.doc[k - 1].dep_ in ("amod", "compound", "nmod") and s.unit.doc[k - 1].head.i > k:
            k += 1
            continue
        if w == "and" or (w == "of" and s.word(k + 1) not in ("the", "a")):
            break
        if w == "of":
            k += 1
        k += 1
    while k > start and s.low[k - 1] in ("of", "the", "-"):
        k -= 1
    return k - 1 if k > start else None


def _aside_end(s: Sentence, k: int) -> int:
    """The end of ', primarily from the Alawite community': up to the next comma, bracket, verb or full stop."""
    last = k
    while last + 1 < s.end and s.low[last + 1] not in (",", ";", ")", ".", "(", "–", "—", QUOTE, "when", "after", "in", "during", "by", "near", "on", "at", "while") and (
            s.low[last + 1] not in tw.PAST and s.low[last + 1] not in tw.BE and s.low[last + 1] not in ("have", "has", "had")):
        last += 1
    return last


def _postposed_bound(s: Sentence, party: Party) -> None:
    """'13 people at least' bounds the number it follows."""
    k = party.last + 1
    n = party.number
    if n is None or n.number is None or n.bound != "exact" or (s.word(k), s.word(k + 1)) not in (("at", "least"), ("or", "more")):
        return
    if s.word(k + 2)[:1].isdigit() or s.word(k + 2) in ("one", "two", "three", "four", "five", "six"):
        return
    low, high, best = interval("at_least", n.number)
    party.number = replace(n, low=low, high=high, best=best, bound="at_least")
    party.phrase = (party.phrase[0], k + 1)
    party.last = k + 1


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
        if first is None or (collective and s.low[first] not in _INDEFINITE and not owned) or (w in ("body", "corpse") and s.word(k + 1) == "of"):
            continue
        bare = s.low[first] in _DETS and s.low[first] not in ("his", "her", "their", "its", "my")
        last = _population_end(s, k) if w in tw.LIGHT_NOUNS else k
        whom = (min(first + bare, k), last)
        last = k + 2 if passer else last
        whom = (whom[0], last)
        yield Party(first, last, (first, last if passer else k), None, k, None if w in ("body", "corpse") else whom, "single",
                    tw.COLLECTIVES.get(w, "persons"), tw.population(w, None, s.low[k + 1:last + 1]))


def _pair(s: Sentence, k: int) -> Party | None:
    """'both pilots', 'her twin sons': two."""
    if s.low[k] not in ("both", "twin") or (s.low[k] == "both" and s.word(k - 1) == "killing"):
        return None
    head = next((j for j in range(k + 1, k + 4) if tw.is_person(s.word(j)) and s.word(j) not in tw.SINGULAR), None)
    if head is None or any(s.low[j] in STOP for j in range(k + 1, head)) or s.word(head + 1) == "and":
        return None
    first = k - 1 if s.word(k - 1) in _DETS else k
    return Party(first, head, (k, k), Number(0, 0, 0, 0, 2, 2, 2, 2), head, (k + 1, head), "number", "persons", tw.population(s.low[head]))


def _trade(s: Sentence, k: int) -> bool:
    """'killed a vigilante', 'left a waitress dead', 'a herder was shot dead': a trade that no table lists, right beside a word of harm."""
    if not tw.is_trade(s.low[k]) or s.low[k] in STOP:
        return False
    j = k - 1
    while s.word(j) not in _INDEFINITE and k - j < 4:
        j -= 1
    if s.word(j) not in _INDEFINITE:
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
    if w == "another":
        return s.word(k + 1) in ("was", "died", "is", "has") or s.word(k + 1) in tw.PAST
    return w in ("him", "her") and s.word(k + 1) in (",", "and") and s.word(k + 2) in ("his", "her", "their") and (
        s.word(k - 1) in tw.PAST or s.word(k - 1) in tw.ACTIVE_ING)


def _left_edge(s: Sentence, k: int) -> int | None:
    """The determiner that opens the phrase whose noun is k; None when it is no single described person."""
    j = k - 1
    while j >= s.first and k - j <= 9:
        w = s.low[j]
        if w in _DETS:
            return j if w not in ("each", "that", "this") else None
        if w in ("'s", "’s"):
            return _owner_start(s, j)
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
    while k - 1 >= s.first and (s.shown(k - 1)[:1].isupper() or s.low[k - 1] in _DETS or tw.is_person(s.low[k - 1]) or s.low[k - 1] == "group"):
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


def could_be_people(s: Sentence, p: Party) -> bool:
    assert p.head is not None
    w = s.low[p.head]
    return tw.is_person(w, shown=s.shown(p.head)) or w in tw.SELF_NOUNS or w in tw.COLLECTIVES or w in tw.CASUALTIES
