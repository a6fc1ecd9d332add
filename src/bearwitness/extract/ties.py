"""Which party suffers which harm: by what stands before it, by what follows, else by the parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bearwitness.extract import tollwords as tw
from bearwitness.extract.cues import Cue, span_cue
from bearwitness.extract.parties import QUOTE, Party, Sentence
from bearwitness.extract.persons import survives
from bearwitness.extract.subjects import cue_after

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.drafts import Draft


@dataclass(eq=False, slots=True)
class Tie:
    """A party and why it is a toll."""

    party: Party
    harm: str
    cue: Cue | None
    how: str
    parent: Tie | None = None
    members: list[Party] = field(default_factory=list)
    names: list[Party] = field(default_factory=list)     # "a woman, Huda Qasim,": who the party is
    place_list: bool = False
    alone: bool = False          # an item of a breakdown: not to be added up
    draft: Draft | None = None


def tie_of(s: Sentence, p: Party, parties: list[Party], cues: list[Cue], by_party: dict[int, Tie],
           last: Tie | None = None) -> Tie | None:
    """Tie a party to the cue whose object or subject it is.

    Args:
        last: the last toll of the sentences before, of which "twelve of the dead" are a part.
    """
    if _is_doer(s, p):
        return None
    headed = _headed(s, p)
    if headed is not None:
        return Tie(p, headed.harm, headed, "total")
    before = cue_before(s, p, cues)
    if before is not None:
        return Tie(p, before.harm, before, "object" if before.form != "of" else "of")
    own = own_noun(s, p)
    if own is None and p.head is None and s.word(p.first - 1) in tw.TOLL_OVER and any(s.low[k] in ("toll", "dead", "number") for k in range(s.first, p.first)):
        return None                           # "toll crosses 200, 56 still missing"
    after = cue_after(s, p)
    if own is not None and last is not None and last.harm == own and after is None and _of_group(s, p):
        p.partitive = True
        return None
    if _no_survivors(s, p):
        return Tie(p, "killed", Cue(p.first, p.first, "killed", "self"), "subject")
    if own is not None and p.head is not None and s.low[p.head] == "victims" and last is not None and last.harm != own:
        own = None                            # victims of the harm told before
    likewise = _likewise(s, p, cues)
    if likewise is not None:
        return Tie(p, likewise.harm, likewise, "subject")
    if after is not None and (own is None or after.harm == own or _of_group(s, p)):
        return Tie(p, after.harm, after, "subject")
    if own is not None:
        cue = Cue(p.head, p.head, own, "self") if p.head is not None else None
        return Tie(p, own, cue, "noun")
    if p.kind == "name":
        identified = _identified(s, p)
        if identified is not None:
            return Tie(p, identified.harm, identified, "object")
    chained = _chain(s, p, parties, by_party)
    if chained is not None and not _told_by_noun(chained, p):
        return chained
    if p.pre_harm is not None and p.pre_token is not None and (s.word(p.first - 1) != "of" or s.word(p.first - 2) in _GIVEN_BACK):
        return Tie(p, p.pre_harm, Cue(p.pre_token, p.pre_token, p.pre_harm, "self"), "noun")
    parsed = _cue_by_parse(s, p, cues)
    return Tie(p, parsed.harm, parsed, "parse") if parsed is not None else None


_LABELS = {**tw.DEAD_OR_HURT, **{w: h for w, h in tw.TOLL_OF.items() if w.endswith("s")}, "abducted": "abducted", "kidnapped": "abducted", "arrested": "detained",
           "wounds": "injured", "disappeared": "missing"}


def _headed(s: Sentence, p: Party) -> Cue | None:
    """'Dead: 4; hurt: 11', 'Deaths 21, injuries 33': a list of figures, each under its label."""
    if p.kind != "number" or s.word(p.last + 1) not in ("", ",", ";", ".", ")", "and", "|", "/", "–", "-"):
        return None
    k = p.first - 1
    marked = s.word(k) in (":", "-", "–", "—", "=")
    k -= marked
    w = s.word(k)
    if w not in _LABELS or p.head is not None:
        return None
    if k == s.first or s.word(k - 1) in (";", ".", "|", "/", "(") or (s.word(k - 1) in (",", "and") and (marked or s.word(k - 2)[:1].isdigit())):
        return span_cue(k, _LABELS[w])
    return None


def _identified(s: Sentence, p: Party) -> Cue | None:
    """'The dead were named as', 'the victim was identified as'."""
    for k in range(p.first - 1, max(s.first, p.first - 30) - 1, -1):
        if s.low[k] == "as" and s.word(k - 1) in ("named", "identified"):
            dead = next((i for i in range(k - 2, max(s.first, k - 10) - 1, -1) if s.low[i] in (*tw.DEAD_OR_HURT, "victim")), None)
            return span_cue(dead, tw.DEAD_OR_HURT.get(s.low[dead], "killed")) if dead is not None else None
        if s.low[k] in (";", ".", QUOTE):
            return None
    return None


def _is_doer(s: Sentence, p: Party) -> bool:
    """'by five gunmen': those who did it."""
    return s.word(p.first - 1) == "by"


def own_noun(s: Sentence, p: Party) -> str | None:
    """'13 deaths', '5 bodies', '40 casualties'."""
    if p.head is None or p.kind == "name":
        return None
    w = s.low[p.head]
    if w in tw.CASE_NOUNS and not _CASES.isdisjoint(s.low[p.phrase[1] + 1:p.head]):
        return tw.CASE_NOUNS[w]
    if w in tw.CASUALTIES:
        return "killed"
    if w in tw.BODIES and p.kind == "number":
        return "killed"
    if w in tw.BODIES:
        return "killed" if not tw.FOUND.isdisjoint(s.low[s.first:s.end]) else None
    if w == "lives":
        return None
    if w in tw.HELD and p.kind == "number" and s.word(p.first - 1) in ("and", ",") and (s.word(p.first - 2) in tw.DEAD_OR_HURT or s.word(p.first - 2) == "missing"):
        return tw.HELD[w]                     # "9 dead, 22 wounded and 4 prisoners"
    if p.kind != "number":
        return None
    return tw.DEAD_OR_HURT[w] if _of_group(s, p) and w in tw.DEAD_OR_HURT else tw.SELF_NOUNS.get(w)


_GIVEN_BACK = frozenset("return release freeing rescue fate relatives families mothers parents liberation handover".split())
_CASES = frozenset("cases instances incidents".split())


def _no_survivors(s: Sentence, p: Party) -> bool:
    """'There were no survivors among the 92 people on board'."""
    k = back(s, p.first - 1)
    if p.kind == "number" and p.number is not None and p.number.number and survives(s, p):
        return s.word(k) == "none" or (s.word(k) == "not" and "one" in s.low[k:p.first]) or (s.word(k - 1), s.word(k)) in (("not", "one"), ("no", "one"))
    return p.kind == "number" and s.word(k) in ("among", "of", "from") and s.word(k - 1) in ("survivors", "survivor") and s.word(k - 2) in ("no", "single")


def _likewise(s: Sentence, p: Party, cues: list[Cue]) -> Cue | None:
    """'four policemen were killed, as were nine attackers'."""
    k = back(s, p.first - 1)
    if s.word(k) not in ("were", "was", "did", "have", "has") or s.word(k - 1) not in ("as", "so"):
        return None
    return next((c for c in reversed(cues) if c.last < k and not c.active and c.form in ("past", "subject")), None)


def _of_group(s: Sentence, p: Party) -> bool:
    """'three of the wounded died': the noun names the group they came from, the verb what became of them."""
    return p.head is not None and "of" in s.low[p.phrase[1] + 1:p.head]


_MARKS = frozenset("\" “ ‘ « „ '".split())


def back(s: Sentence, k: int) -> int:
    """Leftwards over words that may stand between a verb and its number, and the mark that opens a quotation of it."""
    while s.word(k) in tw.NUMBER_SKIP or s.word(k) in _MARKS or (s.word(k) in tw.ADVERBS and s.word(k) not in tw.BE and s.word(k) != "to"):
        k -= 1
    return k


def _before_aside(s: Sentence, k: int) -> int:
    """Leftwards over a short quotation between verb and number: 'shot dead "in cold blood" 18 men'."""
    if s.word(k) not in ('"', "”", "’", "'"):
        return k
    opening = next((i for i in range(k - 2, max(s.first, k - 9) - 1, -1) if s.low[i] in ('"', "“", "‘", "'")), None)
    return opening - 1 if opening is not None and opening - 1 in s.cue_ends else k


def cue_before(s: Sentence, p: Party, cues: list[Cue]) -> Cue | None:
    """The verb whose object the party is, or the noun it hangs on with 'of'."""
    k = p.first - 1
    # "the bodies of 13 people", "the killing of a judge"
    j = k
    while s.word(j) in tw.NUMBER_SKIP and s.word(j) != "of":
        j -= 1
    if s.word(j) in ("of", "to", "that"):
        noun = j - 1
        for cue in (s.cue_ends.get(noun), s.cue_ends.get(noun - 1) if s.word(noun) == "estimated" else None):
            if cue is not None and cue.form == "of":
                return cue
    k = back(s, _before_aside(s, k))
    if s.word(k) == "and" and s.word(k - 1) in ("himself", "herself", "themselves", "itself"):
        k = back(s, k - 2)                    # "killing himself and six others"
    cue = s.cue_ends.get(k)
    if cue is not None and cue.active:
        return cue
    cue = s.cue_ends.get(k - 1) if s.word(k) == ":" else None
    if cue is not None and cue.form in ("past", "subject") and cue.first == s.first:
        return cue
    if s.word(k) in tw.HOLDING and p.kind == "number" and (p.head is None or tw.is_person(s.low[p.head])) and any(w in tw.CAPTORS for w in s.low[s.first:k]):
        return Cue(k, k, "abducted", "active", active=True)
    if p.head is not None and s.word(k) in tw.HOLDING and s.low[p.head] in tw.HELD:
        return Cue(k, k, tw.HELD[s.low[p.head]], "active", active=True)
    if p.head is not None and s.low[p.head] == "lives":
        for cue in cues:
            if cue.form == "active" and cue.last < p.first and p.first - cue.last <= 5:
                return cue
    return None


def _chain(s: Sentence, p: Party, parties: list[Party], by_party: dict[int, Tie]) -> Tie | None:
    """'12 civilians and 3 soldiers': what is joined to a toll shares its harm."""
    at = parties.index(p)
    for q in reversed(parties[:at]):
        tie = by_party.get(id(q))
        between = s.low[q.last + 1:p.first]
        if p.head is None and _other_verb(s, p.last + 1):
            return None                       # "11 new deaths, 30 vaccinated"
        if tie is None:
            if q.kind == "name" or len(between) > 3:
                continue
            return None
        if tie.how in ("subject", "earlier", "total") and not (tie.how == "subject" and tie.cue and tie.cue.first > p.last):
            return None
        if between and tie.how == "object" and between[0] in ("in", "near", "at", "from", "outside") and s.shown(q.last + 2)[:1].isupper() and (
                s.word(p.last + 1) not in tw.AUX):
            first = next((i for i, w in enumerate(between) if w in (",", "and")), len(between))
            between = between[first:] if first < 5 else between
        if len(between) > 2 and between[0] == between[2] == "," and between[1].isdigit():
            between = between[2:]             # "a woman, 34, and her two sons"
        if between and between[0] == "(" and ")" in between:
            between = between[between.index(")") + 1:]
        if between and all(w in (",", "and", "&", "as", "well", "also", "or", "another", "some", "the", "together", "along", "with", "plus", "his", "her", "their") for w in between):
            return Tie(p, tie.harm, tie.cue, tie.how, tie.parent)
        return None
    return None


def _told_by_noun(chained: Tie, p: Party) -> bool:
    """'33 bodies and 58 wounded people': "bodies" tells the harm of its own number alone, "wounded" that of its own."""
    return chained.how == "noun" and chained.cue is not None and chained.cue.form == "self" and p.head is not None


def _other_verb(s: Sentence, k: int) -> bool:
    """Does a participle follow that tells no harm?"""
    w = s.word(k)
    return len(w) > 4 and w.endswith("ed") and w not in tw.PAST and k not in s.cues_at and w not in tw.SAID_OF


def _by_token(s: Sentence) -> dict[int, Cue]:
    """The words of harm by each of their tokens; made once for a sentence."""
    if not s.cue_tokens:
        s.cue_tokens.update({i: c for c in s.cues_at.values() for i in range(c.first, c.last + 1)})
    return s.cue_tokens


def _cue_by_parse(s: Sentence, p: Party, cues: list[Cue]) -> Cue | None:
    """What the parser says where the order of words did not settle it."""
    if p.kind == "number" and p.head is None and p.number is not None and p.number.bound == "vague":
        return None
    by_token = _by_token(s)
    node = s.unit.doc[p.head if p.head is not None else p.phrase[1]]
    for _ in range(3):
        head = node.head
        cue = by_token.get(head.i)
        if cue is not None and s.low[head.i] != QUOTE:
            if node.dep_ == "dobj" and cue.form in ("past", "active") and cue.last < p.first:
                return cue
            if node.dep_ == "nsubjpass" and cue.form == "past":
                return cue
            if node.dep_ == "nsubj" and cue.form == "subject" and cue.last > p.last:
                return cue
            return None
        if node.dep_ in ("nsubj", "nsubjpass"):
            return _second_predicate(s, head, p, cues)
        if node.dep_ != "conj":
            return None
        node = head
    return None


def _second_predicate(s: Sentence, verb: Token, p: Party, cues: list[Cue]) -> Cue | None:
    """'were led away and then killed', 'were trapped and died': a second verb with the same subject."""
    if verb.i < p.last:
        return None
    by_token = _by_token(s)
    for child in verb.children:
        cue = by_token.get(child.i)
        if child.dep_ != "conj" or cue is None or child.i < p.last or any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
            continue
        passive = cue.form == "past" and not cue.active and any(c.dep_ in ("auxpass", "nsubjpass") for c in (*verb.children, *child.children))
        if passive or cue.form == "subject":
            return cue
    return None
