"""Of which verb is a party the subject? A walk to the right of it, over what may stand between.

"13 people, including three children, who were on a bus in Sura were killed": auxiliaries, asides,
relative clauses, phrases of place and further items of a list are passed; a verb of another kind ends the walk.
"""

from __future__ import annotations

from dataclasses import dataclass

from bearwitness.extract import tollwords as tw
from bearwitness.extract.cues import Cue
from bearwitness.extract.parties import QUOTE, Party, Sentence

_MAX_ITEMS = 20       # of one list, so that a line of thousands of numbers stays cheap
_MARKS = frozenset(", ( -- – — -".split())
_LINKS = frozenset("who whom which among the those went left including forced / continued began started".split())
_FOLLOW = frozenset("of loyal belonging travelling traveling working aged serving waiting".split())
_LIST_JOINTS = frozenset(", and or & also his her their another other the".split())
_LOOSE = frozenset("npadvmod nmod appos compound advmod case poss".split())


@dataclass(slots=True)
class _Walk:
    """Where the walk is and what it has passed."""

    at: int
    jumps: int = 0           # asides and phrases
    items: int = 0           # further parties of a list
    verb: bool = False       # past a verb, "and 5 others" begins a clause of its own
    aside: bool = False      # what comes after an aside is no further item of a list


def cue_after(s: Sentence, p: Party) -> Cue | None:
    """The passive verb, adjective or verb of dying that the party is the subject of."""
    behind = s.word(p.first - 1) in _NOT_SUBJECT_AFTER
    if behind and p.last + 1 not in s.cues_at and s.word(p.last + 1) not in ("who", "that", "whom", "which", "later"):
        return None
    walk = _Walk(p.last + 1)
    while walk.at < s.end:
        cue = s.cues_at.get(walk.at)
        if cue is not None:
            later = _dies_later(s, p, cue)
            if later is not None:
                return later
            return None if cue.form in ("of", "active") or cue.active else cue
        inside = _cue_inside(s, walk.at)
        if inside is not None:
            return inside
        if not _step(s, p, walk):
            return None
    return None


def _dies_later(s: Sentence, p: Party, cue: Cue) -> Cue | None:
    """'Soldier wounded in 2019 attack dies': the participle tells who, the verb what became of them."""
    if cue.harm in ("missing", "abducted") and cue.first - p.last < 6 and s.word(p.last + 1) == "who" and s.word(p.first - 1) != "of":
        for k in range(cue.last + 1, min(cue.last + 10, s.end)):
            if k in s.cues_at and s.cues_at[k].harm == "killed" and s.word(k - 1) in tw.BE and not s.cues_at[k].active:
                return s.cues_at[k]           # "fishermen who had been missing since Friday were found dead"
            if s.low[k] in (",", ";", "and", "who") or k in s.parties_at:
                break
    if s.word(p.first - 1) == "of" or (s.word(p.first - 2) == "of" and s.word(p.first - 1) == "the") or cue.harm != "injured" or cue.form != "past" or cue.active or cue.first != p.last + 1:
        return None
    for k in range(cue.last + 1, min(cue.last + 10, s.end)):
        if s.low[k] in ("dies", "died", "die", "succumbs", "succumbed") and k in s.cues_at:
            return s.cues_at[k]
        if s.low[k] in (",", ";", "and", "who") or k in s.parties_at:
            return None
    return None


def _step(s: Sentence, p: Party, walk: _Walk) -> bool:
    """One step on; False where the walk ends without a cue."""
    k = walk.at
    w = s.low[k]
    if k in s.parties_at:
        return _over_item(s, walk)
    if w in (QUOTE, ";", ":"):
        return False
    if w in ("swept", "fell", "fallen", "plunged", "plunge", "fall", "jumped", "leapt", "leaped", "sent") and s.word(k + 1) == "to" and k + 1 in s.cues_at:
        return _over_auxiliary(s, walk)       # "swept to their deaths"
    if w in tw.AUX or w in tw.ADVERBS or w in _LINKS or (w == "that" and k == p.last + 1) or _is_said_of(s, k, s.cues_at):
        return _over_auxiliary(s, walk)
    if w in ("and", "or", "&") or (w == "as" and s.word(k + 1) == "well"):
        nxt = k + 1 if k + 1 in s.parties_at else _skip_to(s, k + 1)
        return nxt in s.parties_at and _go(walk, nxt)
    if w == "out" and s.word(k + 1) == "of" and k + 2 in s.parties_at:
        return _go(walk, s.parties_at[k + 2].last + 1)
    if w in _MARKS:
        return _over_mark(s, p, walk)
    if w in tw.PREPOSITIONS or w in _FOLLOW:
        return walk.jumps <= 3 and _go(walk, _past_phrase(s, k, s.cues_at), jump=True)
    return s.unit.doc[k].dep_ in _LOOSE and walk.jumps < 4 and _go(walk, k + 1, jump=True)


def _go(walk: _Walk, to: int | None, *, jump: bool = False) -> bool:
    if to is None:
        return False
    walk.at = to
    walk.jumps += jump
    return True


def _over_item(s: Sentence, walk: _Walk) -> bool:
    """Over the next party of a list."""
    q = s.parties_at[walk.at]
    walk.items += 1
    joined = s.word(walk.at - 1) in _LIST_JOINTS or q.kind == "name"
    return joined and not walk.aside and not walk.verb and walk.items <= _MAX_ITEMS and _go(walk, q.last + 1)


def _over_auxiliary(s: Sentence, walk: _Walk) -> bool:
    """Over auxiliaries, adverbs, relative clauses and 'including ...'."""
    k, w = walk.at, s.low[walk.at]
    walk.verb = walk.verb or w in tw.BE or w in ("remained", "remain", "remains")
    if w in _RELATIVE and _cue_from(s, k + 1, s.cues_at) is None:
        return _go(walk, _past_relative(s, k))
    if w == "including" or (w == "among" and s.word(k + 1) in ("them", "whom")):
        return _go(walk, _aside(s, k))
    return _go(walk, k + 1)


def _over_mark(s: Sentence, p: Party, walk: _Walk) -> bool:
    """Over a comma, bracket or dash: the next item of a list, or an aside up to its end."""
    k, w = walk.at, s.low[walk.at]
    ends_aside = w == "," and k == p.last + 1 and "," in s.low[p.phrase[1]:p.last]
    if ends_aside or (w != "(" and s.word(k + 1) in tw.BE):
        return _go(walk, k + 1)
    listed = _skip_to(s, k + 1)
    if w == "," and listed in s.parties_at and not s.parties_at[listed].partitive and not is_part(s, s.parties_at[listed]):
        return _go(walk, listed)
    if walk.jumps > 1:
        return False
    walk.aside = True
    return _go(walk, _closing(s, k), jump=True)


def _cue_inside(s: Sentence, k: int) -> Cue | None:
    """', all of them killed in', ', who was wounded in': the cue inside an aside is the party's own."""
    if s.low[k] != ",":
        return None
    inside = None
    if s.word(k + 1) in ("all", "both", "each"):
        inside = next((s.cues_at[j] for j in range(k + 2, k + 6) if j in s.cues_at), None)
    elif s.word(k + 1) in _RELATIVE:
        inside = _cue_from(s, k + 2, s.cues_at)
    return inside if inside is not None and not inside.active and inside.form in ("past", "subject") else None


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
    while k not in s.parties_at and s.word(k) in ("and", "also", "as", "well", "the", "another", "some", "other", "his", "her", "their"):
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
    """The cue that follows over auxiliaries and adverbs alone ('who were reportedly killed')."""
    while s.word(k) in tw.AUX or s.word(k) in tw.ADVERBS or s.word(k) in tw.SAID_OF or s.word(k) in ("among", "the", "those"):
        if k in cues:
            break
        k += 1
    return cues.get(k)


def _past_relative(s: Sentence, k: int) -> int | None:
    """Past 'who worked for them': to the auxiliary of the main clause."""
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
    """Past a prepositional phrase: to the next auxiliary, cue, comma or 'and'."""
    for j in range(k + 1, min(k + 12, s.end)):
        w = s.low[j]
        if j in cues:
            return j if cues[j].form != "active" else None
        if (w in tw.AUX and w not in ("'s", "to")) or w in (",", "and", "who", "("):
            return j
        if w in (";", ":", ".", QUOTE, "they", "he", "she", "it", "we") or s.unit.doc[j].dep_ in ("ROOT", "ccomp", "advcl"):
            return None
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
        at = next((m for m in range(j - 1, j - 5, -1) if s.word(m) in ("among", "of", "amongst")), None)
        return at is not None and s.word(at - 2) != "in"      # "one in four of the dead was a child" counts nobody
    return False
