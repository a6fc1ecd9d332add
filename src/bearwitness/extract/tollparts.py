"""Totals, parts and sums: tolls that hang on other words than a verb of harm.

"the death toll rose to 1,225", "12 of them children", "658 in Latakia, 384 in Tartus", "two women and a child".
"""

from __future__ import annotations

from dataclasses import replace

from bearwitness.extract import tollwords as tw
from bearwitness.extract.cues import Cue, span_cue
from bearwitness.extract.numbers import interval
from bearwitness.extract.parties import QUOTE, Party, Sentence, could_be_people
from bearwitness.extract.subjects import cue_after, is_part
from bearwitness.extract.ties import Tie, back, cue_before, own_noun

# --- totals -------------------------------------------------------------------------------------

def tie_total(s: Sentence, p: Party, before: Tie | None, by_party: dict[int, Tie]) -> Tie | None:
    """'the death toll rose to 1,225', 'bringing the total to 973', 'up from 745'."""
    if p.kind != "number" or p.partitive or p.number is None:
        return None
    if p.head is not None and not could_be_people(s, p) and s.word(p.first - 1) != ":":
        return None
    k = back(s, p.first - 1)
    w = s.word(k)
    if w in ("range", "ranges", "ranged", "ranging", "vary", "varied", "varying"):
        of = next((i for i in range(k - 1, max(s.first, k - 8) - 1, -1) if s.low[i] in tw.TOLL_OF), None)
        return Tie(p, tw.TOLL_OF[s.low[of]], span_cue(of, tw.TOLL_OF[s.low[of]]), "total") if of is not None else None
    near = range(max(s.first, p.first - 22), p.first)
    noun = next((i for i in reversed(near) if _is_toll_noun(s, i)), None)
    rising = next((i for i in reversed(near) if s.low[i] in tw.RISE_WORDS), None)
    if noun is not None and s.low[noun] == "losses":
        noun = None
    if w == "at" and s.word(k - 1) in tw.DEAD_OR_HURT and not tw.PUTS.isdisjoint(s.low[max(s.first, k - 5):k]):
        return Tie(p, tw.DEAD_OR_HURT[s.word(k - 1)], span_cue(k - 1, tw.DEAD_OR_HURT[s.word(k - 1)]), "total")     # "puts its dead at 10"
    if noun is None and w == "to" and rising is not None and k - rising <= 3:
        noun = next((i for i in range(p.last + 1, min(p.last + 14, s.end)) if _is_toll_noun(s, i)), None)
        if noun is None and before is None and not by_party and not any(x in tw.TOLL_OF for x in s.low[s.first:p.first]):
            return None
        harm = _toll_harm(s, noun, before, by_party)
        return Tie(p, harm, span_cue(noun if noun is not None else rising, harm), "total") if harm else None
    if noun is None:
        return None
    if any(s.low[i] in (";", QUOTE) for i in range(noun, p.first)):
        return None
    harm = _toll_harm(s, noun, before, by_party)
    if harm is None:
        return None
    if _is_earlier(s, k, rising):
        return Tie(p, harm, span_cue(noun, harm), "earlier")
    over = w in tw.TOLL_OVER
    linked = w in tw.TOLL_LINKS or over or k == noun or s.word(p.first - 1) == "now" or w in ("as", "than") or (
        s.word(p.first - 1) == "as" and s.word(p.first - 2) != "well") or (w in tw.RISE_WORDS and p.number.bound == "more_than")
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
    cue = span_cue(noun, harm)
    if _both_harms(s, noun):
        cue.harm, cue.together, harm = "killed", True, "killed"
    return Tie(p, harm, cue, "total")


def _both_harms(s: Sentence, noun: int) -> bool:
    """'the number of casualties and injuries', 'people killed and wounded': one number for two harms."""
    for i in range(noun, min(noun + 10, s.end - 2)):
        if s.low[i] in tw.DEAD_OR_HURT and s.low[i + 1] in ("and", "or") and s.low[i + 2] in ("injuries", "injured", "wounded"):
            return True
        if i > noun and s.low[i] in ("to", ",", ";"):
            return False
    return False


def _is_toll_noun(s: Sentence, i: int) -> bool:
    w = s.low[i]
    if w not in tw.TOLL_NOUNS:
        return False
    if w == "number":
        return s.word(i + 1) == "of" or (s.word(i - 1) == "the" and s.word(i - 2) in ("taking", "bringing", "takes", "brings", "brought", "took", "raising", "raises"))
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
        for i in range(noun + 1, min(noun + 16, s.end)):
            if s.low[i] in (",", ";", "to", "at"):
                break
            if s.low[i] in tw.TOLL_OF or s.low[i] in tw.PAST:
                return tw.TOLL_OF.get(s.low[i]) or tw.PAST[s.low[i]]
        if w in ("casualties", "victims"):
            return "killed"
        if w == "figure" and s.word(noun + 1) == "of" and s.word(noun + 2)[:1].isdigit() and (before or by_party):
            pass
        elif (s.word(noun + 1) == "of" and w != "total") or (w in ("number", "count", "figure") and s.word(noun + 1) == "of"):
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
    return (w == "of" and s.word(k - 2) in ("earlier", "previous", "initial", "preliminary")) or (
        w == "of" and s.word(k - 3) in ("earlier", "previous", "initial", "preliminary"))


def tie_gapped(s: Sentence, p: Party, ties: list[Tie]) -> Tie | None:
    """'12 were killed in Homs and seven in Hama': the verb is told once, the preposition twice."""
    if p.kind == "name" or p.partitive:
        return None
    if p.head is not None and not could_be_people(s, p):
        return None
    if (beside := _beside(s, p, ties)) is not None or p.kind != "number" or p.number is None:
        return beside
    prev = next((t for t in reversed(ties) if t.party.first < p.first and t.parent is None and t.how != "earlier"), None)
    if prev is None or prev.cue is None:
        return None
    if _other_side(s, p, prev):
        return Tie(p, prev.harm, prev.cue, prev.how, alone=True)
    if _place_first(s, p, prev):
        return Tie(p, prev.harm, prev.cue, prev.how, alone=True)
    if s.word(p.first - 1) not in ("and", ",", ";", "while") or s.word(p.last + 1) not in _PLACED:
        return None
    said = range(max(prev.cue.last, prev.party.last) + 1, p.first)
    if len(said) > 9 or not any(s.low[i] == s.word(p.last + 1) for i in said[:3]) or any(i in s.cues_at for i in said):
        return None
    return Tie(p, prev.harm, prev.cue, prev.how, alone=True)


def _beside(s: Sentence, p: Party, ties: list[Tie]) -> Tie | None:
    """'21 had died along with five attackers', 'the driver was killed with two others'."""
    k = back(s, p.first - 1)
    if s.word(k) != "with" or not (s.word(k - 1) in ("along", "together") or (p.number is not None and s.word(p.last + (p.head is None)) in ("others", "other"))):
        return None
    prev = next((t for t in reversed(ties) if t.party.first < p.first and t.parent is None and t.how in ("subject", "object", "parse")), None)
    if prev is None or prev.cue is None or not 0 < k - max(prev.cue.last, prev.party.last) < 11 or any(i in s.cues_at for i in range(prev.cue.last + 1, k)):
        return None
    return Tie(p, prev.harm, prev.cue, prev.how, alone=True)


def _other_side(s: Sentence, p: Party, prev: Tie) -> bool:
    """'The army lost 41 men, the guerrillas twelve': the verb is told once for both sides."""
    k = p.first - 1
    if p.head is not None or prev.cue is None or s.low[prev.cue.first] not in ("lost", "lose", "loses", "losing", "suffered", "killed", "arrested", "detained", "buried"):
        return False
    if not prev.cue.active or s.word(k - 1) != "the" or not s.word(k).isalpha() or s.word(k - 2) not in (",", ";", "and"):
        return False
    return s.word(p.last + 1) in (".", ",", ";", "and", "")


def _place_first(s: Sentence, p: Party, prev: Tie) -> bool:
    """'In Latakia five soldiers were killed, and in Tartus two': the place before the number, twice."""
    k = p.first - 1
    while s.shown(k)[:1].isupper() and p.first - k < 5:
        k -= 1
    if k == p.first - 1 or s.word(k) not in ("in", "at", "near") or s.word(k - 1) not in ("and", ",", ";", "while") or s.word(p.last + 1) not in (
            ".", ",", ";", "and", "", "more"):
        return False
    before = range(s.first, prev.party.first)
    return any(s.low[i] in ("in", "at", "near") and s.shown(i + 1)[:1].isupper() for i in before) and not any(
        i in s.cues_at for i in range(prev.cue.last + 1 if prev.cue else prev.party.last, p.first))


def tie_restated(s: Sentence, p: Party, ties: list[Tie]) -> Tie | None:
    """'the rebels said 40 were killed; the army admits nine': another figure for the toll before, in another mouth."""
    if p.kind != "number" or p.partitive or p.head is not None or p.number is None or p.number.bound == "vague":
        return None
    before = next((t for t in reversed(ties) if t.party.first < p.first and t.parent is None and t.how != "earlier"), None)
    if before is None or before.place_list:
        return None
    after, k = s.word(p.last + 1), back(s, p.first - 1)
    ends = after in ("", ".", ";", ",", ")", "!", "and", "by", "while", "but", "”", '"', "’")
    cited = after == "according" and s.word(p.first - 1) in ("and", "or", ",", "but", "as")
    told = s.word(k) in tw.RESTATE or (s.word(p.first - 1) == "of" and s.word(k) in ("spoke", "spoken", "speaks", "figure", "toll", "tally", "talked")) or (
        s.word(k) == "at" and s.word(k - 1) in ("it", "figure", "toll", "tally", "number", "own") and not tw.PUTS.isdisjoint(s.low[max(s.first, k - 5):k]))
    if not (cited or (told and ends)):
        return None
    return Tie(p, before.harm, None, "restated", alone=True)


_PLACED = frozenset("in on at near among from by during outside".split())


def tie_breakdown(s: Sentence, parties: list[Party], ties: list[Tie], by_party: dict[int, Tie]) -> None:
    """'Ten people were killed: six men and four women': what follows a colon or a dash and adds up is its parts."""
    for t in [t for t in ties if t.parent is None and t.party.number is not None and (t.party.number.number or 0) > 1]:
        run = _run_after_mark(s, t, parties, by_party)
        whole = t.party.number.number if t.party.number else None
        if len(run) > 1 and sum(p.number.number or 0 if p.number else 1 for p in run) == whole:
            for p in run:
                tie = Tie(p, t.harm, None, "part", t, alone=True)
                ties.append(tie)
                by_party[id(p)] = tie


def _run_after_mark(s: Sentence, t: Tie, parties: list[Party], by_party: dict[int, Tie]) -> list[Party]:
    """The untied parties of one list that a mark opens after a toll."""
    run: list[Party] = []
    for p in parties:
        if p.first <= t.party.first:
            continue
        joint = s.low[run[-1].last + 1:p.first] if run else [s.word(p.first - 1)]
        if run and run[-1].head is None and len(joint) < 6 and joint and joint[0] in tw.PREPOSITIONS:
            joint = [joint[-1]]               # "259 on board and 11 on the ground"
        if id(p) in by_party or p.kind == "name" or (p.head is None and s.word(p.last + 1) not in tw.PREPOSITIONS) or not joint or not all(
                w in ((",", "and", "&") if run else (":", "-", "–", "—", "(")) for w in joint):
            if run:
                break
            if id(p) in by_party:
                break
            continue
        run.append(p)
    return run


def tie_among(s: Sentence, parties: list[Party], ties: list[Tie], by_party: dict[int, Tie]) -> None:
    """'40 children among 51 dead', 'cleric among them': part before whole."""
    at_first = {t.party.first: t for t in reversed(ties) if t.parent is None}
    gone: set[int] = set()
    for p in parties:
        at = p.last + 1
        while s.word(at) in tw.BE or s.word(at) in ("have", "has", "also", "counted", "reported", "said", "believed") or (
                s.word(at) == "from" and s.shown(at + 1)[:1].isupper()):
            at += 1 + (s.word(at) == "from")
        if s.word(at) not in ("among", "amongst") or (at > p.last + 1 and p.number is None):
            continue
        next_at = at + 2 if s.word(at + 1) in ("the", "those") else at + 1
        whole = at_first.get(next_at)
        if not (p.number and p.number.number == 0) and whole is not None and p.kind != "name" and not _greater(p, whole.party):
            if (old := by_party.get(id(p))) is not None:
                gone.add(id(old))
                at_first.pop(p.first, None)
            by_party[id(p)] = Tie(p, whole.harm, None, "part", whole)
            ties.append(by_party[id(p)])
    if gone:
        ties[:] = [t for t in ties if id(t) not in gone]
    mains = [t for t in ties if t.parent is None]
    for p in parties:
        if id(p) in by_party or (s.word(p.last + 1), s.word(p.last + 2)) not in (("among", "them"), ("among", "the")) or p.kind == "name":
            continue
        whole = next((t for t in reversed(mains) if t.party.first < p.first), None)
        if whole is not None and s.word(p.first - 1) in (",", "(", "-", "–", "—"):
            by_party[id(p)] = Tie(p, whole.harm, None, "part", whole)
            ties.append(by_party[id(p)])


# --- parts --------------------------------------------------------------------------------------

def tie_part(s: Sentence, p: Party, everything: list[Party], ties: list[Tie], before: Tie | None, cues: list[Cue]) -> Tie | None:
    """Tie a part to the toll it is part of; a part with a harm of its own keeps that."""
    parties = [q for q in everything if q.kind != "thing"]
    if not is_part(s, p):
        return _joined_part(s, p, parties, ties)
    if p.kind == "name" or (p.number is not None and p.number.number == 0):
        return None
    if p.partitive and s.word(p.last + 1) == "of" and (died := _dies_after(s, p)) is not None:
        return Tie(p, died.harm, died, "subject")
    own = own_noun(s, p)
    after = cue_after(s, p) if own is None else None
    if after is not None and any(p.last < k < after.first for k in s.parties_at):
        after = None                          # "among them 4 children, and 30 injured"
    cue = Cue(p.head, p.head, own, "self") if own and p.head is not None else after
    parent = _parent_of(s, p, everything, ties, before)
    verb = cue_before(s, p, cues) if p.partitive else None
    if verb is not None and (parent is None or verb is not parent.cue):
        return Tie(p, verb.harm, verb, "object")
    if cue is not None and (parent is None or parent.harm != cue.harm):
        return Tie(p, cue.harm, cue, "noun" if own else "subject")
    if parent is None:
        named = next((i for i in range(p.first - 1, max(s.first, p.first - 8) - 1, -1) if s.low[i] in tw.DEAD_OR_HURT), None)
        if named is None:
            return None
        return Tie(p, tw.DEAD_OR_HURT[s.low[named]], span_cue(named, tw.DEAD_OR_HURT[s.low[named]]), "part")
    if _greater(p, parent.party):
        return None
    if s.word(p.last + 1) in ("fatally", "mortally") and parent.harm == "injured":
        return Tie(p, "killed", span_cue(p.last + 1, "killed"), "part", parent)
    if (p.head is None or own is not None) and s.word(p.last + 1) in ("were", "are") and tw.is_person(s.word(p.last + 2)):
        p.head, p.last, p.whom = p.last + 2, p.last + 2, (p.last + 2, p.last + 2)
    if p.partitive and p.head is None and not _may_end_part(s, p.last + 1):
        return None
    return Tie(p, parent.harm, parent.cue if parent in ties else None, "part", parent)


def _dies_after(s: Sentence, p: Party) -> Cue | None:
    """'One of three soldiers wounded on Friday has died': the verb after the group they came from."""
    for k in range(p.last + 3, min(p.last + 16, s.end)):
        if s.low[k] in ("died", "dies", "die", "succumbed", "succumbs"):
            return s.cues_at.get(k)
        if s.low[k] in (",", ";", "and", "while"):
            return None
    return None


def _may_end_part(s: Sentence, k: int) -> bool:
    """'12 of them in Homs' is a part of the toll; 'a few of them had been released' tells another story."""
    if s.word(k) == "of":
        q = next((q for at, q in s.parties_at.items() if k < at <= k + 2), None)
        if q is None:
            return False
        verb = next((i for i in range(q.last + 1, q.last + 12) if s.word(i) in ("were", "are", "is", "was", "remain", "remained", ",", ";", "")), q.last + 1)
        if s.word(verb) in (",", ";", "") or s.low[q.last + 1] in ("who", "and"):
            return False
        after = [s.word(i) for i in range(verb + 1, verb + 5)]
        return after[0] in ("in", "on") or any(tw.is_person(x) or x in ("captive", "missing", "held") for x in after[:3])
    while s.word(k) in ("were", "are", "is", "was"):
        k += 1
    w = s.word(k)
    return w in ("", ".", ";", ")", ",", "and") or w in tw.PREPOSITIONS or w in tw.SEVERITY or w in tw.INCLUDING


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
    if (p.head is None and p.kind == "number") or p.kind == "name":
        return None
    return Tie(p, tie.harm, tie.cue, "part", tie.parent)


def _greater(p: Party, whole: Party) -> bool:
    """A part cannot be more than its whole."""
    a, b = p.number, whole.number
    return bool(a and b and a.number is not None and b.high is not None and a.number > b.high)


def tie_place_list(s: Sentence, parties: list[Party], ties: list[Tie], by_party: dict[int, Tie], before: Tie | None) -> None:
    """'658 in Latakia, 384 in Tartus' or 'Latakia 658, Tartus 384' after a total: each a part with its place."""
    free = [p for p in parties if id(p) not in by_party and p.kind == "number" and p.number is not None and p.number.number and _place_item(s, p)]
    if len(free) < 2:
        return
    mains = [t for t in ties if t.parent is None and t.how != "earlier" and t.party.first < free[0].first]
    parent = mains[-1] if mains else before
    if parent is None or parent.party.number is None:
        return
    whole = parent.party.number.number
    apart = _placed(s, parent.party, free[0])
    adds_up = whole is not None and sum(p.number.number or 0 for p in free if p.number) <= whole * 1.02 + 1
    if not adds_up and not apart:
        return
    for p in free:
        tie = Tie(p, parent.harm, None, parent.how if apart else "part", None if apart else parent, place_list=True)
        ties.append(tie)
        by_party[id(p)] = tie


def _placed(s: Sentence, first: Party, after: Party) -> bool:
    """"683 were killed in Latakia, 433 in Tartus": the first number has a place of its own and is one of the list."""
    return any(s.low[i] == "in" and s.shown(i + 1)[:1].isupper() for i in range(first.last + 1, after.first - 1))


def _place_item(s: Sentence, p: Party) -> bool:
    after, before = s.word(p.last + 1), s.shown(p.first - 1)
    if (after in ("in", "from", "at") and s.shown(p.last + 2)[:1].isupper()) or (after == "in" and s.word(p.last + 2) == "the"):
        return True
    if after == "more" and s.word(p.last + 2) == "in":
        return True
    if before in (":", "(", "-", "–"):
        before = s.shown(p.first - 2)
    return before[:1].isupper() and before.isalpha() and after in (",", ";", ".", "and", ")", "", "&", "people", "civilians")


# --- what may stand ------------------------------------------------------------------------------

def _others_hurt(s: Sentence, t: Tie) -> bool:
    """'one elder was shot and his two guards were hurt': against the hurt, the shot one is dead."""
    return any(c.harm == "injured" and c is not t.cue for c in s.cues_at.values())


def fits(s: Sentence, t: Tie) -> bool:
    """Can this noun suffer this harm? Families flee, villages do; only people are arrested."""
    p = t.party
    if t.cue is not None and s.low[t.cue.first] == "held" and t.harm == "detained":
        return p.kind != "name" and (p.head is None or could_be_people(s, p)) and s.word(p.first - 1) != "of"
    if t.cue is not None and t.cue.hedge and s.low[t.cue.first].startswith("sho") and (p.kind != "number" and not _others_hurt(s, t)):
        return False
    if t.cue is not None and s.low[t.cue.last] == "fell" and p.group not in ("armed", "named"):
        return False
    if p.kind == "name":
        return t.how in ("object", "subject", "of", "parse", "chain")
    if p.head is None and not t.alone and t.cue is not None and t.cue.form == "active" and s.low[t.cue.first] in tw.LIFE_TAKERS:
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
        return could_be_people(s, p) or (t.harm != "detained" and s.shown(p.head)[:1].isupper())
    return True


# --- sums ---------------------------------------------------------------------------------------

def sums(s: Sentence, ties: list[Tie]) -> list[Tie]:
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
    if b.kind == "number" or (between != [","] and (between or s.low[a.last] != ",")):
        return False
    joined = s.word(b.last + 1) == "and"
    if a.kind == b.kind == "single" and s.low[a.first] == "the" and s.low[b.first] in ("a", "an") and s.word(b.last + 1) == ",":
        return True                           # "the victim, a 36-year-old mechanic, died"
    if {a.kind, b.kind} == {"single", "name"}:
        return a.kind == "single" or not joined
    one = a.kind == "number" and a.number is not None and a.number.number == 1
    return one and b.kind == "single" and not joined


def _adds_up(s: Sentence, a: Tie, b: Tie) -> bool:
    if (a.harm, a.parent, a.how) != (b.harm, b.parent, b.how) or a.cue is not b.cue or a.how in ("total", "earlier", "noun") or (a.how == "part" and a.parent) or a.place_list or a.alone:
        return False
    last = a.members[-1]
    between = s.low[last.last + 1:b.party.first]
    between = [w for w in between if not w.isdigit()] if between[:1] == [","] else between      # "a woman, 34, and her two sons"
    if not between or any(w not in (",", "and", "&", "as", "well", "also", "his", "her", "their", "another") for w in between):
        return False
    if any(p.kind == "name" or p.partitive or p.counted != "persons" or p.head is None for p in (*a.members, b.party)):
        return False
    people = (*a.members, b.party)
    if all(p.kind == "single" for p in people) and a.how == "subject":
        # "the mayor, his driver and a bodyguard"; "a soldier and a militant" may be of two sides.
        return any(s.low[p.first] in ("his", "her", "their") for p in people) or len(people) > 2 or all(p.group != "armed" for p in people)
    return all(p.group == "people" for p in people)


