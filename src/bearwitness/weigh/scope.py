"""Whom a figure counts. Figures of different scope are never pooled.

The scopes of one kind of harm are "all persons", "civilians", and each named group as the text has
it. "Mostly civilians" is a figure of all persons; a reviewer may accept it as one of civilians.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bearwitness.model import HARMS
from bearwitness.weigh.population_words import anyone_elsewhere, kind_elsewhere

ALL = "all persons"
CIVILIANS = "civilians"
COUNTED_ONE_BY_ONE = ("persons", "bodies")      # a body is one of the dead; a family or a village is more than one

# Words that name people without saying which.
_ANYONE = frozenset("""all any every everyone person persons people individual individuals human humans being beings life
lives victim victims death deaths dead fatality fatalities casualty casualties body bodies corpse corpses toll total
killed slain other others soul souls number overall altogether in total the a an of at least more than some around about
nearly almost over up to and additional further them those they who were have had been was has""".split())
_MOSTLY = re.compile(r"\b(?:mostly|mainly|primarily|largely|predominantly|chiefly|the majority|most of (?:whom|them|the)|"
                     r"majority of (?:whom|them))\b", re.IGNORECASE)
_SAYS_ALL = re.compile(r"\ball (?:persons|people|the dead)\b", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"\ball (?:of (?:them|whom) |were |are )*(?:were |are )?(?:unarmed )?civilians\b", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:\(.*|,.*|;.*|\b(?:executed|killed|slain|shot|murdered|massacred|slaughtered|who|whom|by|from|"
                   r"in|at|on|since|during|including|after|between|near|across)\b.*)$", re.IGNORECASE)
_COUNT = re.compile(r"^(?:(?:at least|no fewer than|not less than|more than|over|up to|about|around|some|nearly|almost|"
                    r"roughly|approximately|another|other|dozens of|scores of|hundreds of|thousands of|several|"
                    r"\d[\d,.]*|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?|(?:thir|four|fif|six|seven|"
                    r"eigh|nine)teen|ten|eleven|twelve|nine|eight|seven|six|five|four|three|"
                    r"(?:of (?:them|whom|the))|hundred|thousand|(?:a|an|one|two)(?= ))\s+)+(?!.*\band\s+(?:\d|a\b|an\b|one|two|three|four|five|six|"
                    r"seven|eight|nine|ten))", re.IGNORECASE)
_PLAIN = frozenset("unarmed innocent local".split())
_GENERIC = frozenset("personnel member members force forces of the and a an resident residents people person persons "
                     "individual individuals men community".split())
_COMBATANTS = {
    "security": frozenset("security police policeman policemen policewoman officer officers soldier soldiers troop troops "
                          "army military serviceman servicemen gendarme gendarmes guard guards conscript conscripts".split()),
    "fighters": frozenset("fighter fighters militant militants gunman gunmen insurgent insurgents rebel rebels combatant "
                          "combatants militiaman militiamen jihadist jihadists terrorist terrorists".split()),
    "children": frozenset("child children minor minors boy boys girl girls baby babies infant infants toddler "
                          "toddlers newborn newborns teenager teenagers".split()),
}


@dataclass(frozen=True, slots=True)
class Population:
    """`key` decides what is pooled; `words` are what a reader sees; `kind` orders and groups.

    `mostly` tells that the text says most of them were civilians; `also_all` that all the dead were,
    so that the figure stands for all persons too.
    """

    key: str
    words: str
    kind: str                # all | civilians | security | fighters | children | group | other
    mostly: bool = False
    also_all: bool = False


@lru_cache(maxsize=10_000)
def population(text: str | None, counted: str = "persons") -> Population:
    """The population that the words of a figure name.

    >>> population("civilians executed by security forces").key
    'civilians'
    >>> population("people, primarily from one community").key
    'all persons'
    >>> population("Alawite residents").words
    'Alawite residents'
    """
    if counted and counted not in COUNTED_ONE_BY_ONE:
        words = " ".join((text or counted).split())
        return Population(f"{counted}: {_group_key(words)}", words, "other")
    words = " ".join((text or "").split())
    if _ALL_OF_THEM.search(words):
        return Population(CIVILIANS, CIVILIANS, "civilians", also_all=True)
    if _MOSTLY.search(words):
        return Population(ALL, ALL, "all", mostly="civilian" in words.lower() and not _SAYS_ALL.search(words))
    head = _TAIL.sub("", words).strip() or words
    tokens = re.findall(r"[^\W\d]+(?:[-'’][^\W\d]+)*", head.lower())
    if all(token in _ANYONE for token in tokens):
        return Population(ALL, ALL, "all")
    head = _COUNT.sub("", head).strip() or head
    content = [t for t in tokens if t not in _ANYONE and t not in _PLAIN]
    if anyone_elsewhere(words):
        return Population(ALL, ALL, "all")
    if content in (["civilians"], ["civilian"], ["civilian", "residents"]) or kind_elsewhere(words) == CIVILIANS:
        return Population(CIVILIANS, CIVILIANS, "civilians")
    return Population(_group_key(head), head, _kind(content))


def people_of(text: str | None, counted: str, count_as: Mapping[str, str]) -> Population:
    """The population of a figure, where a rule set lets some words count as another one.

    Args:
        count_as: words -> population that they count as; "mostly civilians" stands for all words that say so.

    >>> people_of("mainly civilians", "persons", {"mostly civilians": "civilians"}).key
    'civilians'
    """
    plain = population(text, counted)
    for words, as_ in count_as.items():
        wanted = population(words)
        if (plain.mostly if wanted.mostly else plain.key == wanted.key) and counted in COUNTED_ONE_BY_ONE:
            return population(as_)
    return plain


def place_key(place: str | None) -> str:
    """A set of places for comparison: in any order, without case.

    >>> place_key("Tartus and Latakia") == place_key("Latakia, Tartus")
    True
    """
    parts = re.split(r"\s*(?:[,;/&]|\band\b)\s*", (place or "").casefold())
    return " + ".join(sorted({" ".join(re.findall(r"\w+", part)) for part in parts} - {""}))


def _kind(tokens: list[str]) -> str:
    return next((kind for kind, words in _COMBATANTS.items() if words & set(tokens)), None) or kind_elsewhere(" ".join(tokens)) or "group"


def _group_key(words: str) -> str:
    """The telling words of a group, sorted: "Alawite residents" and "Alawites" are one."""
    tokens = re.findall(r"[^\W\d]+(?:[-'’][^\W\d]+)*", words.lower())
    telling = {_singular(t) for t in tokens if t not in _GENERIC and t not in _ANYONE} \
        or {_singular(t) for t in tokens}
    return " ".join(sorted(telling))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return {"policemen": "police", "men": "man", "women": "woman", "children": "child"}.get(word, word)


def named_best(words: Iterable[str]) -> str:
    """The words shown for a group: the most frequent, then the shortest, then by alphabet."""
    counts = Counter(words)
    return min(counts, key=lambda w: (-counts[w], len(w), w))


def width_key(harm: str, kind: str, largest: float, words: str) -> tuple:
    """Sorts scopes: by harm, the widest population first (all, civilians, then groups by their largest figure)."""
    harm_rank = HARMS.index(harm) if harm in HARMS else len(HARMS)
    kind_rank = {"all": 0, "civilians": 1, "other": 3}.get(kind, 2)
    return harm_rank, harm, kind_rank, -largest, words
