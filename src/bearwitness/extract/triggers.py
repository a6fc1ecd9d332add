"""Which sentences can carry a claim: looked up word by word before anything is parsed.

Parsing costs twenty times more than looking at words, and most rules begin with a word of a table: a verb of
saying, a word of harm, an event word, a name for a crime. A sentence with none of these says nothing that the rules
could find, and is not parsed. The tables asked here are those of the rules themselves, so that a word added to
them is a trigger at once. A word that counts only in company ("made", "put", "behind") is one only with it.

Kept beside them is what those sentences lean on: the sentence before a "he" or "the group", and the one in which a
person's full name is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bearwitness.extract import blame_words as blame
from bearwitness.extract import tollwords as tw
from bearwitness.extract.act_clauses import (
    ADDRESSED,
    ASKING,
    ASKS,
    NEEDED,
    ORDERS,
    PLEDGES,
    REAFFIRM,
    STAYS,
    VOWED,
    VOWS,
    WILL,
)
from bearwitness.extract.events_table import Phrase, parties, rows, table
from bearwitness.extract.names import PRONOUNS_PERSON, ROLE_WORDS
from bearwitness.extract.risks import CUES as RISK_CUES
from bearwitness.extract.risks import LEADS as RISK_LEADS
from bearwitness.extract.risks import MAY as RISK_MAY
from bearwitness.extract.risks import SIGN_WORDS
from bearwitness.extract.speech import (
    ABSTRACT,
    AGENTLESS,
    NOMINAL_ACTS,
    OBLIGATION,
    VIEWS,
    adjectives,
    nouns,
    verbs,
)

# --- sentences ------------------------------------------------------------------------------------

_STOP = re.compile(r"[.!?…]+[\"”’»')\]]*\s+(?=[\"“‘«'(\[]*[^\W_])")
_LAST_WORD = re.compile(r"([^\s(\[“\"]+)$")
_ABBREVIATIONS = frozenset("""adj adm amb approx apr asst atty aug ave bde bn brig capt cf cmdr cmdt co col corp cpl dec dept dir div dr e.g eng ens est
etc feb fig fr ft gen gov hon i.e inc insp inst jan jr jul jun lt ltd maj mar messrs mme mr mrs ms msgr mt no nov oct op pfc pres prof pvt ref rep reps rev
sec sen sens sep sept sfc sgt spc sq sr ssg st supt univ viz vol vs al det
ala ariz ark calif colo conn fla ill ind kan ky mass md mich minn mont neb nev okla ont ore pa penn que tenn tex va vt wash wis wyo""".split())
_VOWEL = re.compile("[aeiouyà-ÿ]", re.I)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, white space after it included; together they are the whole text.

    A stop after an abbreviation, an initial or letters with stops between them ("U.S.") ends none, nor does one
    before a small letter: two sentences taken for one cost time, one taken for two may cost a claim.
    """
    out: list[tuple[int, int]] = []
    at = 0
    for m in _STOP.finditer(text):
        if text[m.end()].islower() or (text[m.start()] == "." and is_short(text, at, m.start())):
            continue
        out.append((at, m.end()))
        at = m.end()
    if at < len(text):
        out.append((at, len(text)))
    return out


def is_short(text: str, start: int, stop: int) -> bool:
    """Is the word before this stop an abbreviation?"""
    m = _LAST_WORD.search(text, max(start, stop - 12), stop)
    if m is None:
        return True
    word = m.group(1)
    if (len(word) == 1 and word.isalpha()) or "." in word or word.lower() in _ABBREVIATIONS:
        return True
    return word.isalpha() and word.isascii() and not word.isupper() and not _VOWEL.search(word)      # "Ssgt", "Brgds"


# --- tables ---------------------------------------------------------------------------------------

QUOTED = "“"      # stands among a sentence's words when a quotation is, or may come after it
_ALWAYS: frozenset[str] = frozenset()
_ACTS = frozenset(NOMINAL_ACTS) | nouns().keys()
# What else a verb of saying needs in its sentence, by the frame that reads it (`frames`).
_FRAME_NEEDS: dict[str, frozenset[str]] = {
    "clause": _ALWAYS, "object": _ALWAYS, "objcomp": _ALWAYS, "blame": _ALWAYS, "quote": frozenset([QUOTED]),
    "inf": frozenset(["to"]), "objinf": frozenset(["to"]), "to": frozenset(["to"]), "attribute": frozenset(["to"]),
    "of": frozenset(["of"]), "as": frozenset(["as"]), "in": frozenset(["in"]), "on": frozenset(["on"]), "for": frozenset(["for"]),
    "against": frozenset(["against"]), "about": frozenset(["about", "of"]), "callfor": frozenset(["for", "on", "upon", "to"]),
    "ing": _ALWAYS, "express": _ACTS, "nominal": _ACTS, "facing": frozenset(AGENTLESS), "raising": frozenset(AGENTLESS),
    "responsible": frozenset(["responsible", "accountable"]), "shiftblame": frozenset(["blame"]), "castdoubt": frozenset(["doubt", "doubts"]),
    "statementobject": frozenset(["statement", "claim", "report", "allegation", "allegations", "accusation", "figure", "toll", "story"]),
    "finite": _ALWAYS, "abstract": ABSTRACT, "how": frozenset(["how", "what", "why"]), "with": frozenset(["with"]), "at": frozenset(["at"]),
    "hopefor": frozenset(["for"]), "trustin": frozenset(["in"]), "approveof": frozenset(["of"]), "argue": frozenset(["for", "against"]),
    "likento": frozenset(["to"]), "referto": frozenset(["to"]), "regardas": frozenset(["as"]), "telltodo": frozenset(["to"]),
    "takecredit": frozenset(["credit", "responsibility"]), "finger": frozenset(["finger", "fingers"]), "distance": frozenset(["from"]),
    "linkto": frozenset(["to"]), "guilty": frozenset(["guilty"]), "tobe": frozenset(["to"]), "wouldlike": frozenset(["would", "d"]),
}
_OWNED = frozenset("s his her their its whose by from".split())
_PUT = frozenset("it at toll number figure count total dead".split())
_VOWING = WILL | ASKS | ASKING | PLEDGES | frozenset(["ll", "going"])
_COUNTING = frozenset("count tally register log".split())


@dataclass(frozen=True)
class Triggers:
    """`alone`: words that suffice; `needs`: words that count beside one of these others."""

    alone: frozenset[str]
    needs: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[frozenset[str], ...], ...]]      # by first word: the sets of words that must stand beside it


_HARM = (frozenset(tw.ACTIVE_NOW) | frozenset(tw.ACTIVE_ING) | frozenset(tw.PAST) | frozenset(tw.INTRANSITIVE) | frozenset(tw.OF_NOUNS)
         | frozenset(tw.SELF_NOUNS) | tw.CASUALTIES | frozenset("dead captive hostage hostages missing homeless unaccounted lifeless toll tolls death "
                                                              "deaths victims custody".split()))
_COMMON_HARM = frozenset("fall flight loss remains".split())        # of-nouns that are something else most of the time
_HARM_BESIDE_NUMBER = (tw.HARM_WORDS | frozenset(tw.LIFE_TAKERS) | frozenset(tw.DRIVERS) | frozenset(tw.WITH_DEATH)) - _HARM | _COMMON_HARM
_NUMBER_WORDS = frozenset("""one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions dozen dozens scores several many""".split())
_DEEDS = blame.ACT_NOUNS - frozenset("this that it these".split())


@cache
def triggers() -> Triggers:
    """The words of every rule's table, once."""
    alone: set[str] = {"according", "citing", "quoting", "responsible", "complicit", "implicated", "culpable", *_HARM - _COMMON_HARM,
                       *AGENTLESS, *blame.ACCUSE, *blame.BLAME, *blame.DENY, *table().nouns}
    needs: dict[str, set[str]] = {}

    def beside(words: Iterable[str], others: Iterable[str]) -> None:
        for word in words:
            needs.setdefault(word, set()).update(others)

    for form, verb in verbs().items():
        wanted = [_FRAME_NEEDS.get(name, _ALWAYS) for name in verb.frames]
        if verb.lemma == "put":
            beside([form], _PUT)
        elif verb.lemma in _COUNTING:
            beside([form], _HARM | {"#"})
        elif verb.needs:
            beside([form], {QUOTED if w == "quote" else w for w in verb.needs})
        elif any(not w for w in wanted):
            alone.add(form)
        else:
            beside([form], frozenset().union(*wanted))
    armed = {word for word, classes in parties().items() if "armed" in classes}
    beside(blame.COMMIT | {"behind", "involved", "took", "taking", "take", "participated", "participating", "participate"}, _DEEDS)
    beside(["role", "part", "hand", "involvement"], {"in"})
    beside(blame.SUPPORT | blame.ALLOW, armed)
    beside(blame.PROVIDE, blame.AID_WORDS)
    beside(blame.SHIFT, blame.BLAME_NOUNS)
    beside(blame.CLAIM, {"responsibility", "credit", "blame"})
    beside(blame.ATTRIBUTE, {"to", "on"})
    beside(blame.IDENTIFY, {"as"})
    beside(blame.DISMISS, blame.ACCUSATIONS)
    beside(_HARM_BESIDE_NUMBER, {"#"})
    # What the document itself vows, asks for or warns of (`acts`).
    beside(_VOWING, {"we", "i", "our", "us"})
    beside(["must", "should", "ought"], {"we", "our", "there", "those"} | ADDRESSED)
    beside(WILL | {"ll"}, {"accountable", "account", "justice", "unpunished", "punished", "prosecuted", "price"})
    beside(ORDERS, {"!"})
    beside(VOWED, STAYS | {"we"})
    beside(VOWS, REAFFIRM)
    beside(["ready", "prepared", "engaged"], STAYS)
    beside(NEEDED | {"time"}, {"it"})
    beside(RISK_CUES, {"of", "that", "to", "from"})
    beside(RISK_LEADS, RISK_MAY)
    for word, others in SIGN_WORDS.items():
        if others:
            beside([word], others)
        else:
            alone.add(word)
    # "Excerpts from the statement by X:" on the line after a quotation; "United States" is no saying.
    beside("statement remarks speech letter interview message address testimony".split(), {"by", "from", "of"})
    alone.discard("states")
    beside(["states"], {QUOTED, "that"})
    alone |= set(table().verbs)
    phrases = {word: tuple(map(_others, found)) for word, found in table().phrases.items() if word not in alone}
    for form, noun in nouns().items():      # "his claim that", "the party's plan to"
        told, rest = noun.frames & {"that"}, noun.frames - {"that"}
        company: list[tuple[frozenset[str], ...]] = [(told,)] if told else []
        company += [(rest, _OWNED)] if rest else []
        phrases[form] = (*phrases.get(form, ()), *company)
    for form in VIEWS:
        phrases[form] = (*phrases.get(form, ()), (frozenset(["in", "by"]), _OWNED | {"of"}))
    for form, adjective in adjectives().items():
        beside([form], adjective.frames)
    alone |= {word for word, found in phrases.items() if () in found}
    return Triggers(frozenset(alone), {w: frozenset(n) for w, n in needs.items() if w not in alone},
                    {w: found for w, found in phrases.items() if w not in alone})


def _others(phrase: Phrase) -> tuple[frozenset[str], ...]:
    """What a phrase has beside its first word; hyphens and gaps say nothing."""
    return tuple(part for part in phrase.parts[1:] if part is not None and any(w.isalpha() for w in part))


_LABEL_SMALL = frozenset("of the to a an in on by or and not as for with against its own after had they his her their".split())


@cache
def _label_words() -> tuple[dict[str, frozenset[str]], tuple[tuple[str, frozenset[str]], ...]]:
    """The word that stands for each name for a crime, and those of which one must stand beside it (none: it stands alone).

    The longest word of a name is its rarest; the second answer holds the beginnings of those with a "*".
    """
    whole: dict[str, set[str]] = {}
    starts: dict[str, set[str]] = {}
    alone: set[str] = set()
    for _, _, texts in rows("labels.txt"):
        for text in texts.lower().split(";"):
            words = [w for w in re.findall(r"[a-z]+\*?", text) if w not in _LABEL_SMALL]
            key = max(words, key=lambda w: (len(w.rstrip("*")), -words.index(w)))
            others = {w for w in words if w != key and not w.endswith("*")}
            into = starts if key.endswith("*") else whole
            into.setdefault(key.rstrip("*"), set()).update(others)
            if not others:
                alone.add(key.rstrip("*"))
    return ({w: frozenset() if w in alone else frozenset(others) for w, others in whole.items()},
            tuple(sorted((w, frozenset() if w in alone else frozenset(others)) for w, others in starts.items())))


# --- one sentence ---------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Words that turn reported speech into a demand or a vow, or make it less than sure (`utterances`, `hedge`).
_OF_STANCE = OBLIGATION | frozenset("will ll urge call demand ask appeal insist".split())
_OF_HEDGE = frozenset("""would could may might can if unless whether reportedly allegedly apparently likely probably possibly perhaps maybe not
never no nobody alleged""".split())


def carries_claim(words: set[str]) -> bool:
    """Could the rules find anything in a sentence of these (lower-case) words? "#" among them stands for a number."""
    t = triggers()
    if not t.alone.isdisjoint(words):
        return True
    for word in words:
        others = t.needs.get(word)
        if others is not None and not others.isdisjoint(words):
            return True
        for parts in t.phrases.get(word, ()):
            if all(not part.isdisjoint(words) for part in parts):
                return True
    return _holds_label(words)


def may_name(words: set[str]) -> bool:
    """May a sentence of these (lower-case) words hold a name for a crime (words/labels.txt)?"""
    return _holds_label(words)


def _holds_label(words: set[str]) -> bool:
    whole, starts = _label_words()
    for word in whole.keys() & words:
        if not whole[word] or not whole[word].isdisjoint(words):
            return True
    begun = tuple(start for start, _ in starts)
    return any(word.startswith(start) and (not others or not others.isdisjoint(words))
               for word in words if word.startswith(begun) for start, others in starts)


# --- all sentences of a document ------------------------------------------------------------------

@dataclass
class _Sentence:
    text: str
    start: int
    end: int
    words: list[str]
    kept: bool = False
    said: set[str] = field(default_factory=set)


STAND_IN = "“It is so"      # what the parser reads in the place of a long quotation
_MARKS = re.compile("[\"“”«»„‘]|(?<!\\w)'")
_LABELLED = re.compile(r":\s|\s[-–—]\s+[\w .’'-]{3,60}$")
_GROUPS = frozenset("""group organisation organization monitor watchdog agency observatory commission committee party network council court outlet
newspaper broadcaster channel movement militia coalition union body office team mission charity ngo army military government administration ministry
police embassy authorities statement report""".split()) | ROLE_WORDS
_LEANING = frozenset("he she they it his her their its him them this these those such both neither".split())
_REACH = 3      # sentences back in which a pronoun's person is looked for


def choose(texts: Sequence[tuple[str, bool]]) -> list[list[tuple[int, int]]]:
    """The sentences that are parsed, of each text of a document in order, as (start, end) in it.

    Args:
        texts: (text, is it the inside of a quotation?).
    """
    found = [(_read(text), inner) for text, inner in texts]
    outer = [s for told, inner in found if not inner for s in told]
    for told, inner in found:
        if inner:
            _choose_inner(told)
        else:
            _choose_outer(told)
    _lean(outer)
    _introduce([s for told, _ in found for s in told])
    return [[(s.start, s.end) for s in told if s.kept] for told, _ in found]


def _read(text: str) -> list[_Sentence]:
    out = []
    for start, end in sentences(text):
        words = _WORD.findall(text[start:end].lower())
        s = _Sentence(text[start:end], start, end, words, said=set(words))
        if not s.said.isdisjoint(_NUMBER_WORDS) or any(w[0].isdigit() for w in words):
            s.said.add("#")
        if "!" in s.text[-4:]:
            s.said.add("!")
        out.append(s)
    return out


def _choose_outer(told: list[_Sentence]) -> None:
    for k, s in enumerate(told):
        near = told[max(0, k - 1):k + 2]
        if any(_MARKS.search(n.text) for n in near) or s.text.rstrip()[-1:] in (":", ","):
            s.said.add(QUOTED)
        s.kept = STAND_IN in s.text or carries_claim(s.said) or bool(_LABELLED.search(s.text))
    for before, s in pairwise(told):
        # "12 in Homs, 31 in Hama": a list by place goes on with the toll before it.
        s.kept = s.kept or (before.kept and sum(w[0].isdigit() for w in s.words) >= 2)


def _choose_inner(told: list[_Sentence]) -> None:
    for s in told:
        s.kept = carries_claim(s.said) or not s.said.isdisjoint(_OF_STANCE)
    # The hedge of a quotation is that of its first sentence, which must then be the first that is read.
    if told and (any(s.kept for s in told) or not told[0].said.isdisjoint(_OF_HEDGE)):
        told[0].kept = True


def _lean(outer: list[_Sentence]) -> None:
    """Keep what a "he" or "the group" of a kept sentence may stand for."""
    for k in range(len(outer) - 1, 0, -1):
        if not outer[k].kept or not _leans(outer[k]):
            continue
        for j in range(k - 1, max(-1, k - 1 - _REACH), -1):
            outer[j].kept = True
            if _names_somebody(outer[j]) and not _leans(outer[j]):
                break


def _leans(s: _Sentence) -> bool:
    first = s.words[:3]
    return bool(first) and (first[0] in _LEANING or not PRONOUNS_PERSON.isdisjoint(s.said) or (
        first[0] in ("the", "that", "this") and not _GROUPS.isdisjoint(first[1:])))


_CAPITAL = re.compile(r"(?<=[^\W\d_,;’'] )[\"“(]?[A-Z][^\W\d_]")


def _names_somebody(s: _Sentence) -> bool:
    return bool(_CAPITAL.search(s.text))


_FULL_NAME = re.compile(r"(?:[A-Z][\w’'-]+ )+[A-Z][\w’'-]+")
_NAME = re.compile(r"(?<=[^.!?] )[A-Z][\w’'-]{2,}")


def _introduce(told: list[_Sentence]) -> None:
    """Keep the sentence that gives the full name of somebody whom kept sentences call by surname only."""
    asked: set[str] = set()
    for s in told:
        if s.kept:
            asked.update(_NAME.findall(s.text))
    for s in told:
        if s.kept:
            asked.difference_update(full.rsplit(" ", 1)[-1] for full in _FULL_NAME.findall(s.text))
    for s in told:
        if not s.kept and asked:
            lasts = {full.rsplit(" ", 1)[-1] for full in _FULL_NAME.findall(s.text)}
            if not lasts.isdisjoint(asked):
                s.kept = True
                asked -= lasts
