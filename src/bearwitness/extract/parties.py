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
    from bearwitness.extract.page import Unit

QUOTE = "\x00"            # what a token reads that stands for a quotation
DETS = frozenset("a an one another the this that his her their its my each".split())
INDEFINITE = frozenset("a an one another".split())
_PARTITIVE = frozenset("them whom those these which".split())
_CONJ = frozenset("and or but while whereas as than nor & plus".split())
_REL = frozenset("who whom that which whose where when".split())
_PUNCT = frozenset(", ; : ( ) [ ] . ! ? \" “ ” – — … ' ’ ‘".split())
_SAYING = frozenset("""said says say told reported reports stated added according confirmed announced claimed claims including included
includes attended gathered protested""".split())
STOP = (tw.AUX - {"'s"}) | tw.ADVERBS | tw.SAID_OF | tw.PREPOSITIONS | _CONJ | _REL | _PUNCT | _SAYING | {QUOTE, "of", "a", "an", "the"}
_RECORDED = frozenset("reported confirmed recorded known estimated suspected alleged presumed".split())
_QUOTE_AROUND = frozenset("“ \" ‘ «".split())
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
    cue_tokens: dict[int, Any] = field(default_factory=dict)     # the same, by every token
    cue_ends: dict[int, Any] = field(default_factory=dict)       # the same, by last token
    mains: tuple[Any, Any, Any] | None = None                    # the tolls that are no parts, sorted (tolls._segment)

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


# --- numbers ------------------------------------------------------------------------------------

def counted(s: Sentence) -> Iterator[Party]:
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
    name_like = (name[:1].isupper() and s.shown(a - 3)[:1].isupper()) or tw.is_one_person(s.word(a - 2)) or tw.is_trade(s.word(a - 2))
    return before == "," and name_like and after in (",", ".", "")


def _number_party(s: Sentence, n: Number, a: int, b: int, c: int) -> Party | None:
    """The party of a number: find its noun, leave it when it counts things."""
    if s.word(a - 1) == "how":
        return None
    party = Party(_container_start(s, a), c, (a, c), n)
    j = c + 1
    if s.word(j) == "(" and s.word(j + 2) == ")" and s.word(j + 1) == str(n.number):
        party.last = j + 2                    # "two (2) persons"
        j += 3
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
    elif s.low[b] == "couple":
        party.head, party.whom, party.group = b, (b, b), "people"
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
    while s.word(k - 1) in DETS or s.word(k - 1) in ("whole", "entire", "same", "small", "large"):
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
        if w == "-" or w == "'s" or w == "’s" or (w in _QUOTE_AROUND and s.shown(k + 1)[:1].isalnum()) or (w in _QUOTE_MARKS and len(run) > 1):
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
        elif (case := _case_of(s, k)) is not None:
            return case
        elif w == "head" and s.word(k + 1) == "of":
            return -1                         # "30 head of cattle"
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


def _case_of(s: Sentence, k: int) -> int | None:
    """'58 cases of arbitrary arrest': each case counts as one who was arrested; the index of the word that says so."""
    if s.low[k] not in ("cases", "instances", "incidents") or s.word(k + 1) != "of":
        return None
    for j in range(k + 2, k + 7):
        if s.word(j) in tw.CASE_NOUNS:
            return j
        if s.word(j) in STOP and s.word(j) not in ("and", "or"):
            return None
    return None


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
        last = population_end(s, head)
        party.last = max(party.last, last)
    party.group = tw.population(w, s.shown(head), s.low[head + 1:last + 1])
    if w in ("others", "other", "own") or last < start:
        party.whom = None
        return
    if party.pre_token is not None and party.pre_token == start and last > start:
        start += 1
    party.whom = (start, last)


def population_end(s: Sentence, head: int) -> int:
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


def could_be_people(s: Sentence, p: Party) -> bool:
    assert p.head is not None
    w = s.low[p.head]
    return tw.is_person(w, shown=s.shown(p.head)) or w in tw.SELF_NOUNS or w in tw.COLLECTIVES or w in tw.CASUALTIES
