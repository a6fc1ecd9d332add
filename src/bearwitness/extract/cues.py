"""The words of harm in a sentence: verbs, adjectives and nouns, and whether a verb is active there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bearwitness.extract import tollwords as tw
from bearwitness.extract.numbers import TENS, UNITS
from bearwitness.extract.parties import Party, Sentence


@dataclass(eq=False, slots=True)
class Cue:
    """A word of harm. `form`: past | active | subject (the harmed comes before it) | of (it comes after 'of')."""

    first: int
    last: int
    harm: str
    form: str
    together: bool = False      # "killed and wounded 40": one number for two harms
    active: bool = False
    hedge: str | None = None    # what the word itself leaves open ("shot": dead, most likely)


def span_cue(i: int, harm: str) -> Cue:
    return Cue(i, i, harm, "total")


@cache
def _phrases() -> dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]]:
    """By first word: the words of each phrase, its harm and form."""
    out: dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]] = {}
    for kind, phrases in tw.PHRASES.items():
        harm, form = kind.split()
        for phrase in phrases:
            words = tuple(frozenset(w.split("|")) for w in phrase.split())
            for first in words[0]:
                out.setdefault(first, []).append((words, harm, form))
    return out


def _phrase_at(s: Sentence, i: int) -> Cue | None:
    for words, harm, form in _phrases().get(s.low[i], ()):
        if all(s.word(i + k) in alike for k, alike in enumerate(words)):
            return Cue(i, i + len(words) - 1, harm, form)
    return None


_LIMBS = frozenset("leg legs arm arms hand hands eye eyes limb limbs sight eyesight foot feet fingers hearing".split())
_BODY = _LIMBS | frozenset("knee knees thigh thighs shoulder back stomach abdomen buttocks ankle ankles groin calf wrist face".split())
_AFTER_HELD = frozenset(["", ".", ";", ",", "in", "over", "for", "after", "without", "as", "incommunicado"])
_RUBBLE = frozenset("rubble ruins debris wreckage mine collapsed underground mud snow".split())
_HELD_IN = frozenset("connection custody detention jail prison cells raid raids protest protests crackdown swoop murder killing attack solitary".split())
_SMALL = frozenset("two three four five six seven eight nine ten eleven twelve dozens scores hundreds several many".split())


def _shot(s: Sentence, i: int) -> Cue | None:
    """'two men were shot': killed, most likely; wounded where the words say so ("in the leg", "two of them fatally")."""
    rest = s.low[i + 1:min(s.end, i + 14)]
    if any(w in _BODY for w in rest[:12]) or "fatally" in rest or any(
            w in ("whom", "them") and any(x in ("died", "dead", "killed") for x in rest[k:k + 5]) for k, w in enumerate(rest)):
        return Cue(i, i, "injured", "past")
    if any(w in ("wounded", "injured", "injuring", "wounding", "killed", "dead", "missed", "survived") for w in rest[:6]):
        return None
    return Cue(i, i, "killed", "past", hedge="likely")


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
    for cue in cues:
        if cue.harm in ("abducted", "detained") and s.low[cue.first] in _BY_WHOM:
            cue.harm = _taken_by(s, cue) or cue.harm
    return _joined(s, cues)


# What the state does is detention, what armed groups do is abduction, where the word itself says neither.
_BY_WHOM = frozenset("captured capture captures capturing seized seize seizes seizing took take takes taking taken carried held picked led hauled dragged".split())
_STATE = frozenset("""police policemen officers soldiers troops army gendarmes authorities agents intelligence military navy guards
border government forces officials marines rangers constables""".split())
_REBELS = tw.CAPTORS | frozenset("""kidnapper insurgent guerrilla separatists jihadist jihadis terrorists extremists militiamen attackers raiders men militias
rebels fighters""".split())


def _taken_by(s: Sentence, cue: Cue) -> str | None:
    """Detained or abducted, by the words for those who did it: before an active verb, after 'by'."""
    passive = s.word(cue.first - 1) in tw.BE or s.word(cue.first - 2) in tw.BE
    by = next((k for k in range(cue.last + 1, cue.last + 8) if s.word(k) == "by"), None)
    if by is not None:
        words = s.low[by + 1:min(s.end, by + 6)]
    elif passive:
        return None
    else:
        start = max(s.first, cue.first - 10)
        first = next((k for k in range(cue.first - 1, start - 1, -1) if s.low[k] in (";", ":", "that", "while") or s.low[k] in tw.BE), start - 1)
        words = s.low[first + 1:cue.first]
    rebels = any(w in _REBELS for w in words) and not ("men" in words and not {"armed", "masked"} & set(words) and _REBELS.isdisjoint(set(words) - {"men"}))
    state = any(w in _STATE for w in words)
    return None if rebels == state else "abducted" if rebels else "detained"


_DRIVEN_OUT = frozenset("forced forces forcing obliged obliges obliging compelled compels compelling sent sends sending prompted prompting".split())
_LEAVE = frozenset("leave evacuate abandon relocate move".split())
_FROM_WHERE = frozenset("since country town city village area island district region province valley homeland".split())
_LIVE = frozenset("""people residents inhabitants villagers civilians refugees families households persons children women locals citizens
islanders nationals""".split())


def _leaving(s: Sentence, i: int) -> Cue | None:
    """'4,000 inhabitants have left Bakhmach', 'forced 700 residents to leave', 'sent 2,300 people fleeing'."""
    w, nxt = s.low[i], s.word(i + 1)
    if w == "crossed" and nxt in ("into", "over", "the") and s.word(i - 1) in ("have", "has", "had") and not _LIVE.isdisjoint(s.low[max(s.first, i - 8):i]):
        return Cue(i, i, "displaced", "subject")
    if w == "left" and s.word(i - 1) in ("have", "has", "had", "already"):
        place = s.shown(i + 1)[:1].isupper() or nxt in _FROM_WHERE or (nxt in ("the", "their", "its", "for") and s.word(i + 2) in _FROM_WHERE | {"safety"})
        who = not _LIVE.isdisjoint(s.low[max(s.first, i - 14):i])
        return Cue(i, i, "displaced", "subject") if place and who else None
    if w in _DRIVEN_OUT and number_follows(s, i + 1):
        for k in range(i + 2, min(i + 9, s.end)):
            if (s.low[k] == "to" and s.word(k + 1) in _LEAVE) or (s.low[k] == "out" and s.word(k + 1) == "of" and w.startswith("se")):
                return Cue(i, i, "displaced", "active", active=True)
            if s.low[k] in (",", ";", "."):
                return None
    return None


def _searched_for(s: Sentence, i: int) -> Cue | None:
    """'Rescuers are searching for five miners': missing; whom the police look for is sought, not missing."""
    near = s.low[max(s.first, i - 6):i]
    if _SEARCH.isdisjoint(near) or not number_follows(s, i + 1) or not _SOUGHT.isdisjoint(s.low[s.first:min(s.end, i + 8)]):
        return None
    told = any(s.word(k) in _LOST for k in range(i + 2, i + 6)) or not _RESCUE.isdisjoint(near)
    return Cue(i, i, "missing", "active", active=True) if told else None


_SEARCH = frozenset("search searches searching searched hunt looking combing".split())
_RESCUE = frozenset("rescuers rescue divers guards coastguard coastguards coastguardsmen firefighters helicopters boats teams".split())
_SOUGHT = frozenset("police detectives officers suspect suspects attackers gunmen assailants robbers soldiers troops militants killers escaped wanted jobs work".split())
_LOST = frozenset("""workers miners passengers crew fishermen sailors hikers climbers children people residents villagers migrants pupils students
tourists missing others persons""".split())


def _carried_away(s: Sentence, i: int) -> Cue | None:
    """'took 40 men away', 'took 50 pupils with them', 'took two crew members off a tanker'."""
    if not number_follows(s, i + 1):
        return None
    for k in range(i + 2, min(i + 10, s.end)):
        w, nxt = s.low[k], s.word(k + 1)
        if w == "away" or (w == "of" and nxt == "us") or (w == "with" and nxt in ("them", "it", "him")) or (w == "off" and nxt in ("a", "the")) or (w == "at" and nxt == "gunpoint"):
            return Cue(i, i, "abducted", "active", active=True)
        if w in (",", ";", "to", "in", "for"):
            return None
    return None


def _cue_at(s: Sentence, i: int) -> Cue | None:
    w, nxt = s.low[i], s.word(i + 1)
    phrase = _phrase_at(s, i)
    if phrase is not None:
        return phrase
    if w in tw.WITH_DEATH:
        if nxt == "dead" or (nxt, s.word(i + 2)) in (("and", "killed"), ("to", "death"), ("&", "killed")):
            last = i + (1 if nxt == "dead" else 2)
            return Cue(i, last, "killed", "past")
        if w in ("gunned", "mowed", "mown", "cut") and nxt == "down":
            return Cue(i, i + 1, "killed", "past")
    if w == "to" and nxt == "death" and any(s.word(k) in tw.WITH_DEATH or s.word(k) in ("put", "beat", "puts", "putting") for k in range(i - 10, i)):
        return Cue(i, i + 1, "killed", "subject")
    if w in ("lost", "lose", "loses", "losing") and nxt in ("a", "an", "both", "his", "her", "their", "one", "two", "limbs") and any(
            s.word(k) in _LIMBS for k in range(i + 1, i + 4)):
        return Cue(i, i + 2, "injured", "subject")
    if (w in ("shot", "shoots") and nxt not in ("at", "down", "up", "into", "-", "in", "by", "off", "through")) or (w == "shot" and nxt in ("in", "by")):
        shot = _shot(s, i)
        if shot is not None:
            return shot
    if w == "held" and nxt in _AFTER_HELD and (nxt != "in" or s.word(i + 2) in _HELD_IN or s.shown(i + 2)[:1].isupper()) and (s.word(i - 1)[:1].isdigit() or s.word(i - 1) in tw.BE - {"being"} or s.word(i - 1) in _SMALL):
        return Cue(i, i, "detained", "past")
    if w == "fell" and nxt in ("in", "at", "and", "with", ",", ".", "during", "near", "while", "fighting"):
        return Cue(i, i, "killed", "subject")
    if w in ("trapped", "under", "beneath", "in") and (w == "trapped" or s.word(i - 1) in ("be", "buried", "still")) and any(
            s.word(k) in _RUBBLE for k in range(i + 1, i + 5)):
        return Cue(i, i, "missing", "past")
    if w in ("neutralised", "neutralized", "neutralises", "neutralizes", "neutralising", "neutralizing"):
        return Cue(i, i, "killed", "past" if w.endswith("ed") else "active", active=not w.endswith("ed"), hedge="likely")
    if w == "treated" and nxt == "for":
        return Cue(i, i, "injured", "past")
    if w in ("lost", "lose", "losing") and s.word(i + 1) in ("their", "his", "her") and s.word(i + 2) in ("lives", "life"):
        return Cue(i, i + 2, "killed", "subject")
    if w in ("forced", "driven", "expelled") and nxt == "from":
        return Cue(i, i, "displaced", "past")
    if w in ("taken", "held") and nxt in ("hostage", "captive", "prisoner"):
        return Cue(i, i + 1, "abducted", "past")
    if w == "from" and _homes_follow(s, i + 1) and any(s.word(k) in tw.DRIVERS for k in range(i - 10, i)):
        return Cue(i, i, "displaced", "subject")
    if w in ("rounded", "taken") and (nxt == "up" or (nxt, s.word(i + 2)) == ("into", "custody")):
        return Cue(i, i + (1 if nxt == "up" else 2), "detained", "past")
    if w in tw.OF_NOUNS and _is_of_noun(s, i):
        return Cue(i, i, tw.OF_NOUNS[w], "of")
    if w in ("lives", "life") and nxt == "of" and any(s.word(k) in tw.LIFE_TAKERS for k in range(i - 3, i)):
        return Cue(i, i, "killed", "of")
    if w == "for" and (sought := _searched_for(s, i)) is not None:
        return sought
    if w == "taken" and s.word(i - 1) in ("hostages", "captives", "captive", "hostage") and nxt != "to":
        return Cue(i, i, "abducted", "past")
    if (w in ("left", "crossed") or w in _DRIVEN_OUT) and (leaving := _leaving(s, i)) is not None:
        return leaving
    if w in ("took", "take", "takes", "taking") and (carried := _carried_away(s, i)) is not None:
        return carried
    if w == "held" and nxt == "by" and any(s.word(k) in tw.CAPTORS for k in range(i + 2, i + 6)) and s.word(i - 1) in tw.BE:
        return Cue(i, i, "abducted", "past")
    if w in ("leaving", "left", "leaves") and number_follows(s, i + 1) and (end := next((k for k in range(i + 2, i + 6) if s.word(k) == "with" and (
            s.word(k + 1) in _WOUNDS or s.word(k + 2) in _WOUNDS)), None)) and not any(s.word(k) in (",", ";", "dead") for k in range(i + 1, end)):
        return Cue(i, i, "injured", "active", active=True)
    if w in tw.LIFE_TAKERS and _takes_lives(s, i):
        return Cue(i, i, "killed", "active")
    if w in ("lost", "loses", "lose", "losing") and number_follows(s, i + 1):
        return Cue(i, i, "killed", "active", active=True)
    if w in _GOT and (end := _within(s, i + 1, 4, _WOUNDS)):
        return Cue(i, end, "injured", "subject")
    if w in _CARRIED and (end := _to_hospital(s, i)) and not _ill(s):
        return Cue(i, end, "injured", "past")
    if w in ("in", "at") and s.word(i - 1) in ("are", "were", "is", "was", "remain", "remained") and not _ill(s) and (end := _within(s, i + 1, 1, _HOSPITALS)):
        return Cue(i, end, "injured", "subject")
    if w == "detained" and (nxt, s.word(i + 2)) == ("in", "hospital"):
        return Cue(i, i, "injured", "past")
    if (w in tw.WITH_DEATH or w == "beat") and any((s.word(k), s.word(k + 1)) == ("to", "death") for k in range(i + 1, i + 9)):
        return None                           # "stabbed two men to death": told by its end
    if w == "beat" and s.word(i - 1) not in ("to", "the"):
        return Cue(i, i, "injured", "active", active=True)
    if w in tw.PAST:
        return Cue(i, i, tw.PAST[w], "past")
    if w in tw.ACTIVE_NOW or w in tw.ACTIVE_ING:
        return Cue(i, i, tw.ACTIVE_NOW.get(w) or tw.ACTIVE_ING[w], "active", active=True)
    if w in tw.INTRANSITIVE:
        return Cue(i, i, tw.INTRANSITIVE[w], "subject")
    if w in tw.ADJECTIVES:
        return Cue(i, i, tw.ADJECTIVES[w], "subject")
    return None


# What a hurt person has, where such persons are taken, and how.
_GOT = frozenset("sustained sustaining suffered suffering received receiving sustain suffer".split())
_WOUNDS = frozenset("injuries injury wounds wound burns".split())
_HOSPITALS = frozenset("hospital hospitals clinic clinics infirmary".split())
_CARRIED = frozenset("taken rushed sent brought transported evacuated admitted airlifted carried transferred ferried treated recovering hospitalized".split())


def _within(s: Sentence, k: int, reach: int, words: frozenset[str]) -> int | None:
    """The first of these words in a short noun phrase that begins at k."""
    for j in range(k, k + reach):
        if s.word(j) in words:
            return j
        if s.word(j) in (",", ".", ";", "and", "of", "who", ""):
            return None
    return None


def _ill(s: Sentence) -> bool:
    """Does the sentence tell of a disease? Those in hospital are then no injured."""
    return not _DISEASE.isdisjoint(s.low[s.first:s.end])


_DISEASE = frozenset("""flu influenza virus symptoms symptom disease infection infections infected cholera ebola coronavirus covid-19 fever outbreak
patient patients ill illness malaria measles diabetes poisoning sick sickness pneumonia meningitis""".split())


def _to_hospital(s: Sentence, i: int) -> int | None:
    """'were taken by helicopter to a hospital', 'recovering in hospital'."""
    to = next((k for k in range(i + 1, i + 4) if s.word(k) in ("to", "in", "at")), None)
    return _within(s, to + 1, 4, _HOSPITALS) if to is not None else None


def _homes_follow(s: Sentence, k: int) -> bool:
    """'their homes', 'villages'."""
    return any(s.word(j) in ("homes", "houses", "villages", "land", "lands", "towns") for j in (k, k + 1))


def _is_of_noun(s: Sentence, i: int) -> bool:
    """Does the harmed come after this noun ('the killing of', 'injuries to')?"""
    nxt = s.word(i + 1)
    if s.low[i] in ("injury", "injuries"):
        return nxt in ("to", "of") and not any(s.word(k) in tw.RISE_WORDS for k in range(i - 10, i))
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
        if prev and _same_kind(prev, cue) and between in (["and"], ["or"], ["/"], ["and", "/", "or"], ["and", "even"], ["and", "later"], ["and", "then"], ["and", "subsequently"], [","]) and not (
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
    return s.word(k) in tw.BE and number_follows(s, cue.last + 1)


_BEFORE_NUMBER = frozenset("\" “ ‘ to at least more than about around nearly almost".split())


def number_follows(s: Sentence, k: int) -> bool:
    while s.word(k) in tw.NUMBER_SKIP or s.word(k) in _BEFORE_NUMBER:
        k += 1
    w = s.word(k)
    return w[:1].isdigit() or w in UNITS or w in TENS or w in ("dozens", "hundreds", "thousands", "scores", "several", "many", "dozen", "half")


def set_voices(s: Sentence, cues: list[Cue], parties: list[Party]) -> None:
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
        if s.word(k) in ("the", "a", "an", "his", "her", "their", "its") and token.dep_ == "amod":
            continue                          # "the kidnapped trader's body"
        if s.word(k) in tw.BE or any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children):
            continue
        if k in bare_ends:
            continue
        j = cue.last + 1
        if s.word(j) in ('"', "“", "‘"):
            j = next((i + 1 for i in range(j + 2, min(j + 9, s.end)) if s.low[i] in ('"', "”", "’")), j)
        while j < s.end and j not in starts and (s.low[j] in tw.NUMBER_SKIP or s.low[j] in tw.ADVERBS):
            j += 1
        cue.active = j in starts and not _time_like(s, j)
        if not cue.active and any(c.dep_ == "dobj" and c.i > cue.last for c in token.children):
            cue.active = True


def _time_like(s: Sentence, j: int) -> bool:
    return s.word(j) in ("one",) and s.word(j + 1) in ("day", "week", "month", "year")


