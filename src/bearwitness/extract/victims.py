"""Named victims: persons whom the text names and says were killed.

A victim comes beside the toll of one that `tolls` makes of the same words. Age, sex and status are taken
only where they stand; nothing is guessed from a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bearwitness.extract import tollwords as tw
from bearwitness.extract.drafts import Draft
from bearwitness.extract.parties import Party, Sentence, is_shouting, words_of
from bearwitness.extract.persons import person_spans
from bearwitness.extract.tolls import Tie, hedge_for, passage_span, ties_of, where_when
from bearwitness.model import Victim

if TYPE_CHECKING:
    from bearwitness.extract.page import Page, Unit

_FEMALE = frozenset("woman girl mother daughter wife sister grandmother mrs ms miss housewife businesswoman policewoman female nun "
                    "schoolgirl widow actress grandmother aunt granddaughter niece".split())
_MALE = frozenset("man boy father son husband brother grandfather mr businessman policeman fisherman male cameraman schoolboy uncle "
                  "grandson nephew priest".split())
# Words that describe a person but say nothing of status.
_NO_STATUS = tw.DEMOGRAPHIC | frozenset("victim suspect member old year name mr mrs ms miss".split())
_NUMBER_WORDS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)}


def find_victims(page: Page) -> list[Draft]:
    """A victim for each named person said to be killed, by position."""
    drafts = []
    for unit in page.units:
        low = words_of(unit)
        shouting = is_shouting(unit)
        for first, end in unit.sents:
            s = Sentence(unit, low, first, end, shouting)
            if tw.HARM_WORDS.isdisjoint(low[first:end]) or not person_spans(page, s):
                continue
            ties = ties_of(page, s)
            for tie in ties:
                if tie.harm == "killed":
                    drafts += [_draft(page, unit, s, tie, ties, p) for p in (*tie.members, *tie.names) if p.kind == "name"]
    return sorted(drafts, key=lambda d: (d.start, -d.end))


def _draft(page: Page, unit: Unit, s: Sentence, tie: Tie, ties: list[Tie], p: Party) -> Draft:
    a, b = unit.char_span(*p.phrase)
    start, end = passage_span(s, tie, a, b)
    wheres, when, _ = where_when(page, s, tie, ties, start, end)
    around = _description(s, p)
    for q in (tie.party, *tie.names):
        if q is not p and q.kind == "single" and p in (tie.party, *tie.names):
            around += range(q.first, q.last + 1)
    victim = Victim(name=_name(page, a, b), age=_age(s, p), sex=_sex(s, around), status=_status(s, around), when=when, where=wheres)
    return Draft("victim", start, end, victim, "victim: a named person tied to a word of killing", at=a, unit=unit,
                 token=tie.cue.first if tie.cue else p.first, hedge=hedge_for(s, tie, None), original=page.text[a:b])


def _name(page: Page, a: int, b: int) -> str:
    """The full name the document gives, else the words as they stand."""
    for name in page.names_in(a, b):
        if name.kind == "person" and name.canonical:
            return str(name.canonical)
    return " ".join(page.text[a:b].split())


def _description(s: Sentence, p: Party) -> list[int]:
    """The tokens that describe the person: title before the name, apposition after it."""
    first, last = p.phrase
    k = first - 1
    before: list[int] = []
    while k >= s.first and first - k <= 6 and (s.low[k] not in (",", ";", ".", "and", "of", "by", "to") and s.low[k] not in tw.PAST
                                                and s.low[k] not in tw.ACTIVE_NOW and s.low[k] not in tw.ACTIVE_ING):
        before.append(k)
        if s.low[k] in ("a", "an", "the"):
            break
        k -= 1
    after: list[int] = []
    k = last + 1
    if s.word(k) == "(":
        while k < s.end and s.low[k] != ")":
            k += 1
        k += 1
    if s.word(k) == "," and s.word(k + 1).isdigit():
        k += 2
    if s.word(k) == "," and (s.word(k + 1) in ("a", "an", "the", "his", "her", "their") or s.word(k + 1) in tw.PERSON_WORDS):
        for j in range(k + 1, min(k + 12, s.end)):
            if s.low[j] in (",", ";", ".", "who", "was", "were", "and"):
                break
            after.append(j)
    return sorted(before) + after


def _sex(s: Sentence, words: list[int]) -> str | None:
    """Only where a word says it: 'a woman', 'his daughter', 'Mrs'."""
    said = {s.low[k].rstrip(".") for k in words}
    if said & _FEMALE and not said & _MALE:
        return "female"
    return "male" if said & _MALE and not said & _FEMALE else None


def _age(s: Sentence, p: Party) -> int | None:
    """'Salim, 34,', 'Salim (34)', '34-year-old Salim', 'aged 34'."""
    last = p.phrase[1]
    if s.word(last + 1) in (",", "(") and s.word(last + 2).isdigit() and int(s.word(last + 2)) <= 110 and s.word(last + 3) in (",", ")", "."):
        return int(s.word(last + 2))
    near = range(max(s.first, p.phrase[0] - 8), min(s.end, last + 14))
    for k in near:
        if s.low[k] in ("aged", "age") and s.word(k + 1).isdigit():
            return int(s.low[k + 1])
        if s.low[k] in ("year", "years") and "old" in s.low[k:k + 3]:
            value = s.word(k - 2) if s.word(k - 1) == "-" else s.word(k - 1)
            return int(value) if value.isdigit() else _NUMBER_WORDS.get(value)
    return None


def _status(s: Sentence, words: list[int]) -> str | None:
    """What the text calls the person: 'journalist', 'police officer', 'civilian'."""
    for k in words:
        w = s.low[k]
        if w in tw.SINGULAR and w not in _NO_STATUS:
            return f"police {w}" if s.word(k - 1) == "police" else w
    return None
