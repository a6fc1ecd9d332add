"""What the model's people and bodies are by their own words and those beside them: sites, armed groups, places, nothing.

The model of named entities was made on another kind of text: it takes towns with foreign names, streets, battalions
and the first word of a headline for people and bodies. A few plain rules put that right before anything builds on it.
"""

from __future__ import annotations

import re

from bearwitness.resolve.place_words import demonyms

# The last word of "Oxford Street" or "Prince Edward Island" tells what it is, whatever stands before.
SITES = frozenset("""street road avenue boulevard lane highway square bridge airport airbase hospital prison castle palace stadium mosque cathedral
racecourse courthouse tower dam mall hotel""".split())
LAND = frozenset("""island islands river lake bay county city valley mountain mountains hill hills beach harbour harbor port district governorate
province peninsula desert canyon creek falls village town neighbourhood neighborhood suburb countryside""".split())
# First words of armed groups' names in Latin letters.
_GROUPS = re.compile(r"(?:Jund|Jaysh|Jaish|Jeish|Liwa|Liwaa|Harakat|Hay['’]?at|Hayat|Hayaat|Hayyaat|Katibat|Kata['’]?ib|Ansar|Ahrar|Saraya|Jabhat|Faylaq|"
                     r"Failaq|Fateh\s+al|Ajnad|Asa['’]?ib|Furqat|Kataeb|Jama['’]?at|Lashkar|Harkat|Hizb|Quwat)(?:\s|-|$)", re.I)
# First words of Arabic place names; people are not called so.
_PLACES = re.compile(r"(?:Tal|Tall|Tell|Ayn|Ain|Ein|Kafr|Kafar|Kfar|Deir|Dayr|Jisr|Jabal|Jebel|Wadi|Hawsh|Hosh|Jub|Jubb|Dahiyat|Dahya|Reef|Rif|Sahl|"
                     r"Bir|Beit|Bayt|Khirbat|Khirbet|Maarat|Maarrat|Ras|Badia|Badiyat|Bab|Qal['’]?at|Umm\s+al|Khan\s+al|Mazraat|Esh|Tlul|Tulul)(?:\s+|-)\w", re.I)
_STORMS = frozenset("Hurricane Typhoon Cyclone Storm Operation Tropical Apollo Project Mission Camp Fort Mount Lake".split())
# Nouns of place before a name.
_BEFORE = re.compile(r"\b(?:vicinity|outskirts|countryside|suburbs?|environs|surroundings|edges?|towns?|villages?|city|cities|districts?|neighbou?rhoods?|"
                     r"(?:north|south|east|west)\w*|areas?|axis|fronts?|hills?)\s+of\s+(?:the\s+)?(?:besieged\s+)?$", re.I)
_AFTER = re.compile(r"\s+(?:village|town|suburb|countryside|outskirts|oil\s?field|gas\s?field|airbase|airport|district|governorate|neighbou?rhood|road|area)\b")
_BODIES = frozenset("congress parliament senate cabinet government court police army navy treasury ministry church council pentagon kremlin".split())


def recast(text: str, start: int, end: int, kind: str) -> str | None:
    """The kind of what a model takes for a person, body or facility; None when it is none of them.

    Args:
        text: the whole text; the name is its slice from `start` to `end`.
        kind: what the model says: person, organisation or facility.
    """
    name = text[start:end]
    words = name.split()
    last = words[-1].lower()
    if kind in ("person", "organisation") and len(words) > 1 and last in SITES:
        return "facility"
    if kind != "person" and not (kind == "organisation" and len(words) == 1):
        return kind
    if kind == "person" and len(words) > 1 and last in LAND:
        return None
    if kind == "person" and len(words) > 1 and _GROUPS.match(name):
        return "armed_group"
    if kind == "person" and (_PLACES.match(name) or last in demonyms() or words[0] in _STORMS):
        return None
    if _BEFORE.search(text, max(0, start - 40), start) or _AFTER.match(text, end):
        return None
    return None if len(words) == 1 and _opens(text, start) and _ordinary(name, kind) else kind


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 3):start].rstrip(" \t\"“”'‘’(")
    return not before or before[-1] in ".!?:;\n,"


def _ordinary(word: str, kind: str) -> bool:
    """A plain English word that has its capital from standing first ("Warplanes", "Clashes")."""
    from bearwitness.extract.casing import is_english  # it builds on names

    low = word.lower()
    return low.isascii() and is_english(low) and not (kind == "organisation" and low in _BODIES)
