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

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bearwitness.extract import tollwords as tw
from bearwitness.extract.drafts import Draft
from bearwitness.extract.hedge import ADVERBS as HEDGE_ADVERBS
from bearwitness.extract.hedge import first_hedge, hedge_of
from bearwitness.extract.numbers import Number, interval
from bearwitness.extract.parties import QUOTE, Party, Sentence, is_shouting, parties_of, words_of
from bearwitness.model import Toll, When, Where

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit


@dataclass(eq=False, slots=True)
class Cue:
    """A word of harm. `form`: past | active | subject (the harmed comes before it) | of (it comes after 'of')."""

    first: int
    last: int
    harm: str
    form: str
    together: bool = False      # "killed and wounded 40": one number for two harms
    active: bool = False


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


def ties_of(page: Page, s: Sentence, before: Tie | None = None) -> list[Tie]:
    """The parties of one sentence that are harmed, with the words that say so.

    Args:
        before: the last toll of the sentences before, which "12 of them" or "the total" may go on with.
    """
    words = s.low[s.first:s.end]
    if tw.HARM_WORDS.isdisjoint(words) and not (before and _may_be_list(words)):
        return []
    everything = parties_of(page, s)
    parties = [p for p in everything if p.kind != "thing"]
    if not parties:
        return []
    cues = find_cues(s)
    _set_voices(s, cues, parties)
    ties: list[Tie] = []
    by_party: dict[int, Tie] = {}

    def put(tie: Tie | None) -> None:
        if tie is not None:
            ties.append(tie)
            by_party[id(tie.party)] = tie

    for p in parties:
        if not _is_part(s, p):
            put(_tie(s, p, parties, cues, by_party))
    for p in parties:
        if id(p) not in by_party:
            put(_tie_total(s, p, before, by_party))
    ties.sort(key=lambda t: t.party.first)
    for p in parties:
        if id(p) not in by_party:
            put(_tie_part(s, p, everything, ties, before, cues))
    _tie_place_list(s, parties, ties, by_party, before)
    ties = [t for t in ties if _fits(s, t)]
    ties.sort(key=lambda t: t.party.first)
    return _sums(s, ties)


def _may_be_list(words: list[str]) -> bool:
    return sum(w[:1].isdigit() for w in words) >= 2


# --- cues ---------------------------------------------------------------------------------------

def find_cues(s: Sentence) -> list[Cue]:
    """The words of harm of a sentence, several words for one harm taken together."""
    cues: list[Cue] = []
    i = s.first
    while i < s.end:
        cue = _cue_at(s, i)
        if cue is not None:
            cues.append(cue)
            i = cue.last
        i += 1
    return _joined(s, cues)


def _cue_at(s: Sentence, i: int) -> Cue | None:
    w, nxt = s.low[i], s.word(i + 1)
    if w in tw.WITH_DEATH:
        if nxt == "dead" or (nxt, s.word(i + 2)) in (("and", "killed"), ("to", "death"), ("&", "killed")):
            last = i + (1 if nxt == "dead" else 2)
            return Cue(i, last, "killed", "past")
        if w in ("gunned", "mowed", "mown", "cut") and nxt == "down":
            return Cue(i, i + 1, "killed", "past")
    if w == "to" and nxt == "death" and any(s.word(k) in tw.WITH_DEATH for k in range(i - 8, i)):
        return Cue(i, i + 1, "killed", "subject")
    if w in ("lost", "lose", "losing") and s.word(i + 1) in ("their", "his", "her") and s.word(i + 2) in ("lives", "life"):
        return Cue(i, i + 2, "killed", "subject")
    if w in ("forced", "driven", "expelled") and nxt == "from":
        return Cue(i, i, "displaced", "past")
    if w in ("rounded", "taken") and (nxt == "up" or (nxt, s.word(i + 2)) == ("into", "custody")):
        return Cue(i, i + (1 if nxt == "up" else 2), "detained", "past")
    if w in tw.OF_NOUNS and _is_of_noun(s, i):
        return Cue(i, i, tw.OF_NOUNS[w], "of")
    if w in ("lives", "life") and nxt == "of" and any(s.word(k) in tw.LIFE_TAKERS for k in range(i - 3, i)):
        return Cue(i, i, "killed", "of")
    if w in tw.LIFE_TAKERS and _takes_lives(s, i):
        return Cue(i, i, "killed", "active")
    if w in ("lost", "loses", "lose", "losing") and _number_follows(s, i + 1):
        return Cue(i, i, "killed", "active", active=True)
    if w == "detained" and (nxt, s.word(i + 2)) == ("in", "hospital"):
        return Cue(i, i, "injured", "past")
    if w in tw.PAST:
        return Cue(i, i, tw.PAST[w], "past")
    if w in tw.ACTIVE_NOW or w in tw.ACTIVE_ING:
        return Cue(i, i, tw.ACTIVE_NOW.get(w) or tw.ACTIVE_ING[w], "active", active=True)
    if w in tw.INTRANSITIVE:
        return Cue(i, i, tw.INTRANSITIVE[w], "subject")
    if w in tw.ADJECTIVES:
        return Cue(i, i, tw.ADJECTIVES[w], "subject")
    return None


def _is_of_noun(s: Sentence, i: int) -> bool:
    """Does the harmed come after this noun ('the killing of', 'injuries to')?"""
    nxt = s.word(i + 1)
    if s.low[i] in ("injury", "injuries"):
        return nxt in ("to", "of")
    if nxt == "of":
        return not (s.low[i] in tw.ACTIVE_ING and s.word(i - 1) in tw.BE)
    # "the deaths in Homs of 12 people"
    return False


def _takes_lives(s: Sentence, i: int) -> bool:
    """'claimed 13 lives', 'took at least 12 civilian lives'."""
    return any(s.word(k) == "lives" for k in range(i + 1, i + 9)) and not any(
        s.word(k) in ("of", ",", ";") for k in range(i + 1, i + 9) if "lives" not in s.low[i + 1:k])


def _joined(s: Sentence, cues: list[Cue]) -> list[Cue]:
    """'killed and wounded 40' is one cue; 'abducted and killed 5' too, with the graver harm."""
    out: list[Cue] = []
    for cue in cues:
        prev = out[-1] if out else None
        between = s.low[prev.last + 1:cue.first] if prev else []
        if prev and _same_kind(prev, cue) and between in (["and"], ["or"], ["/"], ["and", "/", "or"], ["and", "even"], [","]) and not (
                between == [","] and s.word(cue.last + 1) != "and") and not _new_object(s, prev, cue):
            harm = "killed" if "killed" in (prev.harm, cue.harm) else prev.harm
            apart = prev.harm != cue.harm and ("or" in between or "/" in between or {prev.harm, cue.harm} == {"killed", "injured"})
            out[-1] = Cue(prev.first, cue.last, harm, cue.form, apart or prev.together, cue.active)
        else:
            out.append(cue)
    return out


def _same_kind(a: Cue, b: Cue) -> bool:
    """Two verbs of one form, or 'dead and wounded'."""
    if {a.form, b.form} <= {"past", "subject"} and a.form != b.form:
        return {a.harm, b.harm} == {"killed", "injured"} or {a.harm, b.harm} == {"killed", "missing"}
    return a.form == b.form and a.form in ("past", "active")


def _new_object(s: Sentence, prev: Cue, cue: Cue) -> bool:
    """'13 were killed and injured 20 others': the second verb has an object of its own, the first had a subject."""
    k = prev.first - 1
    while s.word(k) in tw.ADVERBS and s.word(k) not in tw.BE:
        k -= 1
    return s.word(k) in tw.BE and _number_follows(s, cue.last + 1)


def _number_follows(s: Sentence, k: int) -> bool:
    while s.word(k) in tw.NUMBER_SKIP:
        k += 1
    w = s.word(k)
    return w[:1].isdigit() or w in ("dozens", "hundreds", "thousands", "scores", "several", "one", "two", "three", "four", "five", "six", "seven",
                                    "eight", "nine", "ten", "many")


def _set_voices(s: Sentence, cues: list[Cue], parties: list[Party]) -> None:
    """Say of each past form whether it is active (its object follows) or passive (the harmed came before)."""
    starts = {p.first for p in parties}
    bare_ends = {p.last for p in parties if p.kind == "number" and p.head is None}
    for cue in cues:
        if cue.form != "past":
            continue
        token = s.unit.doc[cue.first]
        k = cue.first - 1
        while s.word(k) in tw.ADVERBS and s.word(k) not in tw.BE:
            k -= 1
        if s.word(k) in tw.BE or any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children):
            continue
        if k in bare_ends:
            continue
        j = cue.last + 1
        while j < s.end and j not in starts and (s.low[j] in tw.NUMBER_SKIP or s.low[j] in tw.ADVERBS):
            j += 1
        cue.active = j in starts and not _time_like(s, j)
        if not cue.active and any(c.dep_ == "dobj" and c.i > cue.last for c in token.children):
            cue.active = True


def _time_like(s: Sentence, j: int) -> bool:
    return s.word(j) in ("one",) and s.word(j + 1) in ("day", "week", "month", "year")


# --- ties ---------------------------------------------------------------------------------------

def _tie(s: Sentence, p: Party, parties: list[Party], cues: list[Cue], by_party: dict[int, Tie]) -> Tie | None:
    """Tie a party to the cue whose object or subject it is."""
    if _is_doer(s, p):
        return None
    before = _cue_before(s, p, cues)
    if before is not None:
        return Tie(p, before.harm, before, "object" if before.form != "of" else "of")
    own = _own_noun(s, p)
    after = _cue_after(s, p, parties, cues)
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
            return _span_cue(dead, tw.DEAD_OR_HURT.get(s.low[dead], "killed")) if dead is not None else None
        if s.low[k] in (";", ".", QUOTE):
            return None
    return None


def _is_doer(s: Sentence, p: Party) -> bool:
    """'by five gunmen': those who did it."""
    return s.word(p.first - 1) == "by"


def _own_noun(s: Sentence, p: Party) -> str | None:
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


def _back(s: Sentence, k: int) -> int:
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
            if cue.form == "of" and (cue.last == noun or cue.last == noun - 1 and s.word(noun) in ("estimated",)):
                return cue
    k = _back(s, k)
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


def _cue_after(s: Sentence, p: Party, parties: list[Party], cues: list[Cue]) -> Cue | None:
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
            if aside or verb or s.word(k - 1) not in ("and", "or", ",", "&", "also", "his", "her", "their", "another", "other", "the") and not (q.kind == "name"):
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
            elif w == "including" or w == "among" and s.word(k + 1) in ("them", "whom"):
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
            if w == "," and (s.word(k + 1) in tw.BE or k == p.last + 1 and "," in s.low[p.phrase[1]:p.last]):
                k += 1
                continue
            if w == "," and s.word(k + 1) in _RELATIVE:
                inside = _cue_from(s, k + 2, by_first)
                if inside is not None and not inside.active and inside.form in ("past", "subject"):
                    return inside
            if listed in begins and w == "," and not begins[listed].partitive and not _is_part(s, begins[listed]):
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
    if s.word(k - 1) in tw.BE or s.word(k - 1) in tw.ADVERBS and s.word(k - 2) in tw.BE:
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
        if w in tw.AUX and w not in ("'s", "to") or w in (",", "and", "who", "("):
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


# --- totals -------------------------------------------------------------------------------------

def _tie_total(s: Sentence, p: Party, before: Tie | None, by_party: dict[int, Tie]) -> Tie | None:
    """'the death toll rose to 1,225', 'bringing the total to 973', 'up from 745'."""
    if p.kind != "number" or p.partitive or p.number is None:
        return None
    if p.head is not None and not _could_be_people(s, p):
        return None
    k = _back(s, p.first - 1)
    w = s.word(k)
    near = range(max(s.first, p.first - 22), p.first)
    noun = next((i for i in reversed(near) if _is_toll_noun(s, i)), None)
    rising = next((i for i in reversed(near) if s.low[i] in tw.RISE_WORDS), None)
    if noun is not None and s.low[noun] == "losses":
        noun = None
    if noun is None and w == "to" and rising is not None and k - rising <= 3:
        noun = next((i for i in range(p.last + 1, min(p.last + 14, s.end)) if _is_toll_noun(s, i)), None)
        if noun is None and before is None and not by_party and not any(x in tw.TOLL_OF for x in s.low[s.first:p.first]):
            return None
        harm = _toll_harm(s, noun, before, by_party)
        return Tie(p, harm, _span_cue(noun if noun is not None else rising, harm), "total") if harm else None
    if noun is None:
        return None
    if any(s.low[i] in (";", QUOTE) for i in range(noun, p.first)):
        return None
    harm = _toll_harm(s, noun, before, by_party)
    if harm is None:
        return None
    if _is_earlier(s, k, rising):
        return Tie(p, harm, _span_cue(noun, harm), "earlier")
    over = w in tw.TOLL_OVER
    linked = w in tw.TOLL_LINKS or over or k == noun or w in ("as", "than")
    bare = s.low[noun] == "toll" and p.number.bound != "exact" and rising is None and "," not in s.low[noun:p.first]
    if not (linked or bare) or w == "by" or (w == "of" and s.word(k - 1) not in tw.TOLL_NOUNS and s.word(k - 1) not in tw.TOLL_OF) or (w == "at" and rising is None and "stood" not in s.low[noun:k] and s.word(k - 1) not in ("stands", "stood", "put", "puts", "estimated", "toll", "now") and not any(x in ("put", "puts", "putting", "estimated", "placed") for x in s.low[noun - 4 if noun - 4 > s.first else s.first:noun])):
        return None
    if w == "to" and rising is None:
        return None
    if over and p.number.bound == "exact" and p.number.number is not None:
        low, high, best = interval("more_than", p.number.number)
        p.number = replace(p.number, low=low, high=high, best=best, bound="more_than")
        p.phrase = (k, p.phrase[1])
        p.first = k
    return Tie(p, harm, _span_cue(noun, harm), "total")


def _span_cue(i: int, harm: str) -> Cue:
    return Cue(i, i, harm, "total")


def _could_be_people(s: Sentence, p: Party) -> bool:
    assert p.head is not None
    w = s.low[p.head]
    return tw.is_person(w, shown=s.shown(p.head)) or w in tw.SELF_NOUNS or w in tw.COLLECTIVES or w in tw.CASUALTIES


def _is_toll_noun(s: Sentence, i: int) -> bool:
    w = s.low[i]
    if w not in tw.TOLL_NOUNS:
        return False
    if w == "number":
        return s.word(i + 1) == "of"
    if w == "count":
        return s.word(i - 1) in ("body", "death", "the", "casualty")
    if w == "total":
        return s.word(i + 1) not in ("of",) or s.word(i - 1) in ("a", "the")
    return True


def _toll_harm(s: Sentence, noun: int | None, before: Tie | None, by_party: dict[int, Tie]) -> str | None:
    """Which harm a total counts: by its own words, else by the toll it goes on with."""
    if noun is not None:
        w = s.low[noun]
        if w == "toll" and s.word(noun - 1) in ("injury", "injured"):
            return "injured"
        if w in ("toll", "fatalities", "deaths"):
            return "killed"
        if s.word(noun - 1) in tw.TOLL_OF:
            return tw.TOLL_OF[s.word(noun - 1)]
        for i in range(noun, min(noun + 9, s.end)):
            if i > noun and s.low[i] in (",", ";", "to", "at"):
                break
            if s.low[i] in tw.TOLL_OF and i > noun:
                return tw.TOLL_OF[s.low[i]]
        if w in ("casualties", "victims"):
            return "killed"
        if s.word(noun + 1) == "of" and w != "total" or (w in ("number", "count", "figure") and s.word(noun + 1) == "of"):
            return None
        if w == "losses":
            return None
    ties = [t for t in by_party.values() if t.how != "earlier"]
    if ties:
        return ties[-1].harm
    return before.harm if before is not None else None


def _is_earlier(s: Sentence, k: int, rising: int | None) -> bool:
    """'up from 745', 'rose from 745 to', 'compared with 745', 'an earlier toll of 745'."""
    w = s.word(k)
    if w == "from":
        return rising is not None or s.word(k - 1) in ("up", "down")
    if w in ("with", "to") and s.word(k - 1) == "compared":
        return True
    return w == "of" and s.word(k - 2) in ("earlier", "previous", "initial", "preliminary") or (
        w == "of" and s.word(k - 3) in ("earlier", "previous", "initial", "preliminary"))


# --- parts --------------------------------------------------------------------------------------

def _is_part(s: Sentence, p: Party) -> bool:
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


def _tie_part(s: Sentence, p: Party, everything: list[Party], ties: list[Tie], before: Tie | None, cues: list[Cue]) -> Tie | None:
    """Tie a part to the toll it is part of; a part with a harm of its own keeps that."""
    parties = [q for q in everything if q.kind != "thing"]
    if not _is_part(s, p):
        return _joined_part(s, p, parties, ties)
    if p.kind == "name":
        return None
    own = _own_noun(s, p)
    after = _cue_after(s, p, parties, cues) if own is None else None
    cue = Cue(p.head, p.head, own, "self") if own and p.head is not None else after
    parent = _parent_of(s, p, everything, ties, before)
    if cue is not None and (parent is None or parent.harm != cue.harm):
        return Tie(p, cue.harm, cue, "noun" if own else "subject")
    if parent is None:
        named = next((i for i in range(p.first - 1, max(s.first, p.first - 8) - 1, -1) if s.low[i] in tw.DEAD_OR_HURT), None)
        if named is None:
            return None
        return Tie(p, tw.DEAD_OR_HURT[s.low[named]], _span_cue(named, tw.DEAD_OR_HURT[s.low[named]]), "part")
    if _greater(p, parent.party):
        return None
    if p.head is None and s.word(p.last + 1) in ("were", "are") and tw.is_person(s.word(p.last + 2)):
        p.head, p.last, p.whom = p.last + 2, p.last + 2, (p.last + 2, p.last + 2)
    return Tie(p, parent.harm, parent.cue if parent in ties else None, "part", parent)


def _parent_of(s: Sentence, p: Party, everything: list[Party], ties: list[Tie], before: Tie | None) -> Tie | None:
    """The toll that a part goes with: the nearest before it, unless a number of things stands nearer."""
    earlier = [t for t in ties if t.party.first < p.first and t.parent is None and t.how != "earlier"]
    things = [q for q in everything if q.kind == "thing" and q.first < p.first]
    if things and (not earlier or things[-1].first > earlier[-1].party.first) and p.partitive:
        return None
    if earlier:
        return earlier[-1]
    later = [t for t in ties if t.party.first > p.first and t.parent is None]
    return later[0] if later and later[0].party.first - p.last < 6 else before


def _joined_part(s: Sentence, p: Party, parties: list[Party], ties: list[Tie]) -> Tie | None:
    """'including 3 children and two women': the second goes where the first goes."""
    at = parties.index(p)
    if at == 0:
        return None
    tie = next((t for t in ties if t.party is parties[at - 1] and t.how == "part"), None)
    between = s.low[parties[at - 1].last + 1:p.first]
    if tie is None or not between or not all(w in (",", "and", "&", "as", "well") for w in between):
        return None
    if p.head is None and p.kind == "number" or p.kind == "name":
        return None
    return Tie(p, tie.harm, tie.cue, "part", tie.parent)


def _greater(p: Party, whole: Party) -> bool:
    """A part cannot be more than its whole."""
    a, b = p.number, whole.number
    return bool(a and b and a.number is not None and b.high is not None and a.number > b.high)


def _tie_place_list(s: Sentence, parties: list[Party], ties: list[Tie], by_party: dict[int, Tie], before: Tie | None) -> None:
    """'658 in Latakia, 384 in Tartus' or 'Latakia 658, Tartus 384' after a total: each a part with its place."""
    free = [p for p in parties if id(p) not in by_party and p.kind == "number" and p.number is not None and p.number.number and _place_item(s, p)]
    if len(free) < 2:
        return
    mains = [t for t in ties if t.parent is None and t.how != "earlier" and t.party.first < free[0].first]
    parent = mains[-1] if mains else before
    if parent is None or parent.party.number is None:
        return
    whole = parent.party.number.number
    if whole is None or sum(p.number.number or 0 for p in free if p.number) > whole * 1.02 + 1:
        return
    for p in free:
        tie = Tie(p, parent.harm, None, "part", parent, place_list=True)
        ties.append(tie)
        by_party[id(p)] = tie


def _place_item(s: Sentence, p: Party) -> bool:
    after, before = s.word(p.last + 1), s.shown(p.first - 1)
    if after in ("in", "from", "at") and s.shown(p.last + 2)[:1].isupper() or (after == "in" and s.word(p.last + 2) == "the"):
        return True
    if after == "more" and s.word(p.last + 2) == "in":
        return True
    if before in (":", "(", "-", "–"):
        before = s.shown(p.first - 2)
    return before[:1].isupper() and before.isalpha() and after in (",", ";", ".", "and", ")", "", "&", "people", "civilians")


# --- what may stand ------------------------------------------------------------------------------

def _fits(s: Sentence, t: Tie) -> bool:
    """Can this noun suffer this harm? Families flee, villages do; only people are arrested."""
    p = t.party
    if p.kind == "name":
        return t.how in ("object", "subject", "of", "parse", "chain")
    if p.head is None and t.cue is not None and t.cue.form == "active" and s.low[t.cue.first] in tw.LIFE_TAKERS:
        return False
    if p.head is None:
        if p.number is not None and p.number.bound == "vague" and p.number.low is None and t.how == "total":
            return False
        return not (t.harm in ("detained", "abducted") and t.how == "object" and p.number is None)
    w = s.low[p.head]
    if w in tw.THINGS:
        return False
    if w in ("village", "villages", "community", "communities"):
        return t.harm == "displaced"
    if t.cue is not None and s.low[t.cue.first] in ("lost", "loses", "lose", "losing") and t.cue.form == "active":
        return w == "lives" or tw.is_person(w, shown=s.shown(p.head))
    if t.harm in ("detained", "abducted", "missing", "displaced") and t.how not in ("total", "part", "noun"):
        if t.cue is not None and s.low[t.cue.first] in tw.PERSON_OBJECT:
            return True
        return _could_be_people(s, p) or t.harm != "detained" and s.shown(p.head)[:1].isupper()
    return True


# --- sums ---------------------------------------------------------------------------------------

def _sums(s: Sentence, ties: list[Tie]) -> list[Tie]:
    """'a woman and her two daughters' is one toll; '12 civilians and 3 soldiers' stay two."""
    out: list[Tie] = []
    _breakdowns(s, ties)
    for t in ties:
        prev = out[-1] if out else None
        if prev is not None and _same_person(s, prev.members[-1], t.party):
            prev.names.append(t.party)
            continue
        if prev is not None and _adds_up(s, prev, t):
            prev.members.append(t.party)
            for other in ties:
                if other.parent is t:
                    other.parent = prev
            continue
        t.members = [t.party]
        out.append(t)
    return out


def _breakdowns(s: Sentence, ties: list[Tie]) -> None:
    """'12 people, seven women and five men': what adds up to the number before it is its parts."""
    for i, t in enumerate(ties):
        number = t.party.number
        if number is None or not number.number or number.number < 2 or t.parent is not None or not _whole(s, t.party):
            continue
        total, j = 0, i + 1
        while j < len(ties) and total < number.number and ties[j].harm == t.harm and ties[j].parent is None and (
                ties[j].party.first - ties[j - 1].party.last <= 3):
            part = ties[j].party.number
            total += 1 if part is None else part.number or number.number + 1
            j += 1
        if total == number.number and j - i > 2 and s.word(t.party.last + 1) in (",", ":", "(", "–", "—", "-"):
            for k in range(i + 1, j):
                ties[k].parent, ties[k].how, ties[k].cue, ties[k].alone = t, "part", t.cue, True


def _whole(s: Sentence, p: Party) -> bool:
    """A noun that may be broken down: people, not men."""
    return p.head is None or s.low[p.head] in tw.GENERIC or s.low[p.head] not in tw.DEMOGRAPHIC


def _same_person(s: Sentence, a: Party, b: Party) -> bool:
    """'one person, a 77-year-old woman,': the second says who the first is."""
    between = s.low[a.last + 1:b.first]
    if b.kind == "number" or between != [","] and (between or s.low[a.last] != ","):
        return False
    joined = s.word(b.last + 1) == "and"
    if {a.kind, b.kind} == {"single", "name"}:
        return a.kind == "single" or not joined
    one = a.kind == "number" and a.number is not None and a.number.number == 1
    return one and b.kind == "single" and not joined


def _adds_up(s: Sentence, a: Tie, b: Tie) -> bool:
    if (a.harm, a.parent, a.how) != (b.harm, b.parent, b.how) or a.cue is not b.cue or a.how in ("total", "earlier", "noun") or a.place_list or a.alone:
        return False
    last = a.members[-1]
    between = s.low[last.last + 1:b.party.first]
    if not between or any(w not in (",", "and", "&", "as", "well", "also", "his", "her", "their", "another") for w in between):
        return False
    if any(p.kind == "name" or p.partitive or p.counted != "persons" or p.head is None for p in (*a.members, b.party)):
        return False
    return all(p.group == "people" for p in (*a.members, b.party))


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
    for t in ties:
        if t.draft is not None and t.parent is not None and t.parent.draft is not None:
            t.draft.refs["part_of"] = t.parent.draft
    return made


_RULES = {"object": "a number after a verb of harm", "subject": "a number before a verb or adjective of harm",
          "of": "a number after a noun of harm and 'of'", "noun": "a number before a noun of harm",
          "parse": "a number tied to a verb of harm by the parse", "total": "a total",
          "earlier": "an earlier figure named beside a newer one", "part": "a part of another toll"}


def _draft(page: Page, s: Sentence, t: Tie, ties: list[Tie]) -> Draft:
    unit = s.unit
    first, last = t.members[0], t.members[-1]
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
        token = s.unit.doc[t.cue.first]
        hedge = hedge_of(token) if _hedge_reaches(t.cue, token) else "none"
        found.append(None if hedge == "none" or (hedge == "negated" and number is not None and number.number == 0) else hedge)
        near = range(max(s.first, t.cue.first - 3), t.cue.first)
        found += [HEDGE_ADVERBS[s.low[i]] for i in near if s.low[i] in HEDGE_ADVERBS and s.low[i] not in ("claimed", "reported", "potential")]
    words = set(s.low[s.first:s.end])
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


def _cumulative(page: Page, s: Sentence, t: Tie, ties: list[Tie]) -> bool | None:
    """Is the count a running total (true), of one day or spell (false), or not said?"""
    a, b = _segment(s, t, ties)
    text = " " + page.text[a:b].lower().replace("\n", " ") + " "
    if t.how in ("total", "earlier"):
        return False if any(w in text for w in ("daily", " in the past 24 hours", " in the last 24 hours")) else True
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
    mains = [x for x in ties if x.parent is None and x is not t and x.members]
    before = [x for x in mains if x.party.first < t.party.first]
    after = [x for x in mains if x.party.first > t.party.first]
    a = unit.starts[_boundary(s, before[-1], t)] if before else unit.starts[s.first]
    b = unit.starts[_boundary(s, t, after[0])] if after else unit.ends[s.end - 1]
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


__all__ = ["Cue", "Tie", "find_cues", "find_tolls", "hedge_for", "passage_span", "ties_of", "where_when"]
