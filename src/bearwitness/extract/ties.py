"""Which party suffers which harm: by what stands before it, by what follows, else by the parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bearwitness.extract import tollwords as tw
from bearwitness.extract.cues import Cue, span_cue
from bearwitness.extract.parties import QUOTE, Party, Sentence

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


def tie_of(s: Sentence, p: Party, parties: list[Party], cues: list[Cue], by_party: dict[int, Tie]) -> Tie | None:
    """Tie a party to the cue whose object or subject it is."""
    if _is_doer(s, p):
        return None
    before = _cue_before(s, p, cues)
    if before is not None:
        return Tie(p, before.harm, before, "object" if before.form != "of" else "of")
    own = own_noun(s, p)
    after = cue_after(s, p, parties, cues)
    if after is not None and (own is None or after.harm == own):
        return Tie(p, after.harm, after, "subject")
    if own is not None:
        cue = Cue(p.head, p.head, own, "self") if p.head is not None else None
        return Tie(p, own, cue, "noun")
    if p.kind == "name":
        identified = _identified(s, p)
        if identified is not None:
            return Tie(p, identified.harm, identified, "object")
    chained = _chain(s, p, parties, by_party)
    if chained is not None:
        return chained
    if p.pre_harm is not None and p.pre_token is not None:
        return Tie(p, p.pre_harm, Cue(p.pre_token, p.pre_token, p.pre_harm, "self"), "noun")
    parsed = _cue_by_parse(s, p, cues)
    return Tie(p, parsed.harm, parsed, "parse") if parsed is not None else None


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
    if w in tw.CASUALTIES:
        return "killed"
    if w in tw.BODIES and p.kind == "number":
        return "killed"
    if w in tw.BODIES:
        return "killed" if any(x in ("found", "recovered", "discovered", "retrieved", "exhumed", "dumped") for x in s.low[s.first:s.end]) else None
    if w == "lives":
        return None
    return tw.SELF_NOUNS.get(w) if p.kind == "number" else None


def back(s: Sentence, k: int) -> int:
    """Leftwards over words that may stand between a verb and its number."""
    while s.word(k) in tw.NUMBER_SKIP or (s.word(k) in tw.ADVERBS and s.word(k) not in tw.BE and s.word(k) != "to"):
        k -= 1
    return k


def _cue_before(s: Sentence, p: Party, cues: list[Cue]) -> Cue | None:
    """The verb whose object the party is, or the noun it hangs on with 'of'."""
    k = p.first - 1
    # "the bodies of 13 people", "the killing of a judge"
    j = k
    while s.word(j) in tw.NUMBER_SKIP and s.word(j) != "of":
        j -= 1
    if s.word(j) in ("of", "to", "that"):
        noun = j - 1
        for cue in cues:
            if cue.form == "of" and (cue.last == noun or (cue.last == noun - 1 and s.word(noun) in ("estimated",))):
                return cue
    k = back(s, k)
    for cue in cues:
        if cue.last == k and cue.active:
            return cue
        if s.word(k) == ":" and cue.last == k - 1 and cue.form in ("past", "subject") and cue.first == s.first:
            return cue
    if p.head is not None and s.word(k) in tw.HOLDING and s.low[p.head] in tw.HELD:
        return Cue(k, k, tw.HELD[s.low[p.head]], "active", active=True)
    if p.head is not None and s.low[p.head] == "lives":
        for cue in cues:
            if cue.form == "active" and cue.last < p.first and p.first - cue.last <= 5:
                return cue
    return None


def cue_after(s: Sentence, p: Party, parties: list[Party], cues: list[Cue]) -> Cue | None:
    """The passive verb, adjective or verb of dying that the party is the subject of."""
    by_first = {c.first: c for c in cues}
    begins = {q.first: q for q in parties if q is not p}
    k = p.last + 1
    jumps = 0
    if s.word(p.first - 1) in _NOT_SUBJECT_AFTER and k not in by_first and s.word(k) not in ("who", "that", "whom", "which", "later", "were", "was"):
        return None
    verb = False             # past a verb, "and 5 others" begins a clause of its own
    aside = False            # what comes after an aside is no further item of a list
    while k < s.end:
        w = s.low[k]
        cue = by_first.get(k)
        if cue is not None:
            if s.word(p.first - 1) in _NOT_SUBJECT_AFTER and s.word(p.last + 1) in ("were", "was"):
                return None
            if cue.form == "of" or cue.active or cue.form == "active":
                return None
            return cue
        if k in begins:
            q = begins[k]
            if aside or verb or (s.word(k - 1) not in ("and", "or", ",", "&", "also", "his", "her", "their", "another", "other", "the") and q.kind != "name"):
                return None
            k = q.last + 1
        elif w == QUOTE or w in (";", ":"):
            return None
        elif w in tw.AUX or w in tw.ADVERBS or _is_said_of(s, k, by_first) or (
                w == "that" and k == p.last + 1) or w in ("who", "whom", "which", "among", "the", "those", "went", "left", "including", "forced",
                                                          "/", "continued", "began", "started"):
            verb = verb or w in tw.BE or w in ("remained", "remain", "remains")
            if w in _RELATIVE and _cue_from(s, k + 1, by_first) is None:
                end = _past_relative(s, k)
                if end is None:
                    return None
                k = end
            elif w == "including" or (w == "among" and s.word(k + 1) in ("them", "whom")):
                end = _aside(s, k)
                if end is None:
                    return None
                k = end
            else:
                k += 1
        elif w in ("and", "or", "&") or (w == "as" and s.word(k + 1) == "well"):
            if k + 1 in begins or _skip_to(s, k + 1) in begins:
                k = k + 1 if k + 1 in begins else _skip_to(s, k + 1)
            else:
                return None
        elif w == "out" and s.word(k + 1) == "of" and k + 2 in begins:
            k = begins[k + 2].last + 1
        elif w in (",", "(", "--", "–", "—", "-"):
            end = _closing(s, k)
            listed = _skip_to(s, k + 1)
            if w == "," and (s.word(k + 1) in tw.BE or (k == p.last + 1 and "," in s.low[p.phrase[1]:p.last])):
                k += 1
                continue
            if w in ("–", "—", "--") and s.word(k + 1) in tw.BE:
                k += 1
                continue
            if w == "," and s.word(k + 1) in ("all", "both", "each"):
                inside = next((by_first[j] for j in range(k + 2, k + 6) if j in by_first), None)
                if inside is not None and not inside.active and inside.form == "past":
                    return inside
            if w == "," and s.word(k + 1) in _RELATIVE:
                inside = _cue_from(s, k + 2, by_first)
                if inside is not None and not inside.active and inside.form in ("past", "subject"):
                    return inside
            if listed in begins and w == "," and not begins[listed].partitive and not is_part(s, begins[listed]):
                k = listed
            elif end is None or jumps > 1:
                return None
            else:
                k, jumps, aside = end, jumps + 1, True
        elif w in tw.PREPOSITIONS or w in ("of", "loyal", "belonging", "travelling", "traveling", "working", "aged", "serving", "waiting"):
            end = _past_phrase(s, k, by_first)
            if end is None or jumps > 3:
                return None
            k, jumps = end, jumps + 1
        elif s.unit.doc[k].dep_ in ("npadvmod", "nmod", "appos", "compound", "advmod", "case", "poss") and jumps < 4:
            k, jumps = k + 1, jumps + 1
        else:
            return None
    return None


# Right after one of these the phrase is no subject: "an attack on 40 people was ...".
_NOT_SUBJECT_AFTER = frozenset("to on at in from against near into for toward towards behind under via".split())


def _is_said_of(s: Sentence, k: int, cues: dict[int, Cue]) -> bool:
    """'were reported killed', 'feared dead', 'are said to have died': said of the harmed, not by them."""
    if s.low[k] not in tw.SAID_OF:
        return False
    if s.word(k - 1) in tw.BE or (s.word(k - 1) in tw.ADVERBS and s.word(k - 2) in tw.BE):
        return True
    j = k + 1
    if s.word(j) == "to":
        while s.word(j) in ("to", "have", "be", "been"):
            j += 1
    return j in cues and not cues[j].active


def _skip_to(s: Sentence, k: int) -> int:
    while s.word(k) in ("and", "also", "as", "well", "the", "another", "some", "other", "his", "her", "their"):
        k += 1
    return k


def _aside(s: Sentence, k: int) -> int | None:
    """Past an aside without an opening comma: up to its closing comma, or to the verb 'were'."""
    for j in range(k, min(k + 14, s.end)):
        if s.low[j] in (",", "were", "was", "have", "had"):
            return j + 1 if s.low[j] == "," else j
    return None


def _closing(s: Sentence, k: int) -> int | None:
    """Past ', including 3 children,' or a bracket: the token after its end."""
    close = {"(": ")", ",": ","}.get(s.low[k], s.low[k])
    for j in range(k + 1, min(k + 18, s.end)):
        w = s.low[j]
        if w == close:
            return j + 1
        if w in (";", QUOTE) or (close == "," and w in tw.BE and s.word(k + 1) not in ("who", "which", "whose", "where", "including", "most", "all", "among", "some", "mostly")):
            break
    if close == "," and s.word(k + 1) in ("nearly", "about", "almost", "half", "more", "most"):
        for j in range(k + 1, min(k + 12, s.end)):
            if s.low[j] in tw.PAST:
                return j
    if close == "," and s.word(k + 1) in ("including", "mostly", "mainly", "most", "among", "all", "some", "primarily"):
        for j in range(k + 1, min(k + 18, s.end)):
            if s.low[j] in ("were", "was", "have", "had", "has"):
                return j
    return None


_RELATIVE = frozenset("who that which whom whose".split())


def _cue_from(s: Sentence, k: int, cues: dict[int, Cue]) -> Cue | None:
    """The cue that follows over helper verbs and adverbs alone ('who were reportedly killed')."""
    while s.word(k) in tw.AUX or s.word(k) in tw.ADVERBS or s.word(k) in tw.SAID_OF or s.word(k) in ("among", "the", "those"):
        if k in cues:
            break
        k += 1
    return cues.get(k)


def _past_relative(s: Sentence, k: int) -> int | None:
    """Past 'who worked for them': to the helper verb of the main clause."""
    first = k + 1
    while s.word(first) in tw.AUX:
        first += 1
    for j in range(first, min(first + 14, s.end)):
        if s.low[j] in ("were", "was", "have", "had", "has", "died"):
            return j
        if s.low[j] in (";", QUOTE, ":"):
            return None
    return None


def _past_phrase(s: Sentence, k: int, cues: dict[int, Cue]) -> int | None:
    """Past a prepositional phrase: to the next helper verb, cue, comma or 'and'."""
    for j in range(k + 1, min(k + 12, s.end)):
        w = s.low[j]
        if j in cues:
            return j if cues[j].form != "active" else None
        if (w in tw.AUX and w not in ("'s", "to")) or w in (",", "and", "who", "("):
            return j
        if w in (";", ":", ".", QUOTE) or s.unit.doc[j].dep_ in ("ROOT", "ccomp", "advcl"):
            return None
    return None


def _chain(s: Sentence, p: Party, parties: list[Party], by_party: dict[int, Tie]) -> Tie | None:
    """'12 civilians and 3 soldiers': what is joined to a toll shares its harm."""
    at = parties.index(p)
    for q in reversed(parties[:at]):
        tie = by_party.get(id(q))
        between = s.low[q.last + 1:p.first]
        if tie is None:
            if q.kind == "name" or len(between) > 3:
                continue
            return None
        if tie.how in ("subject", "earlier", "total") and not (tie.how == "subject" and tie.cue and tie.cue.first > p.last):
            return None
        if between and between[0] == "(" and ")" in between:
            between = between[between.index(")") + 1:]
        if between and all(w in (",", "and", "&", "as", "well", "also", "or", "another", "some", "the", "together", "along", "with", "plus", "his", "her", "their") for w in between):
            return Tie(p, tie.harm, tie.cue, tie.how, tie.parent)
        return None
    return None


def _cue_by_parse(s: Sentence, p: Party, cues: list[Cue]) -> Cue | None:
    """What the parser says where the order of words did not settle it."""
    if p.kind == "number" and p.head is None and p.number is not None and p.number.bound == "vague":
        return None
    by_token = {i: c for c in cues for i in range(c.first, c.last + 1)}
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
    by_token = {i: c for c in cues for i in range(c.first, c.last + 1)}
    for child in verb.children:
        cue = by_token.get(child.i)
        if child.dep_ != "conj" or cue is None or child.i < p.last or any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
            continue
        passive = cue.form == "past" and not cue.active and any(c.dep_ in ("auxpass", "nsubjpass") for c in (*verb.children, *child.children))
        if passive or cue.form == "subject":
            return cue
    return None


def is_part(s: Sentence, p: Party) -> bool:
    """'including 12 children', '12 of them', 'of whom 12', ', three critically'."""
    if p.partitive:
        return True
    k = p.first - 1
    while s.word(k) in tw.NUMBER_SKIP:
        k -= 1
    w = s.word(k)
    if w in ("including", "includes", "include", "included"):
        return True
    if w in ("them", "whom") and s.word(k - 1) in ("among", "of"):
        return True
    if w in ("were", "was", "are", "is") and _among_the_dead(s, k):
        return True
    if s.word(p.first - 1) == "," and s.low[s.first] in ("of", "among") and any(w in tw.DEAD_OR_HURT for w in s.low[s.first:p.first]):
        return p.kind == "number" and p.first - s.first < 9
    return p.kind == "number" and p.head is None and s.word(p.first - 1) in (",", "and", "(") and (
        s.word(p.last + 1) in tw.SEVERITY and s.word(p.last + 2) not in tw.PAST)


def _among_the_dead(s: Sentence, k: int) -> bool:
    """'among the dead were', 'of those killed, four were', 'of them were'."""
    j = k - 1
    while s.word(j) == ",":
        j -= 1
    if s.word(j) in ("dead", "killed", "victims", "wounded", "injured", "fatalities", "detained", "arrested", "missing", "them", "whom", "casualties", "detainees"):
        return any(s.word(m) in ("among", "of", "amongst") for m in range(j - 4, j))
    return False
