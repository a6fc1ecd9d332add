"""Posts about violence name their place by what was done to it: "air strike on X", "frappes sur X", "удар по X", "X bombed again".

A name in such a frame is spoken of as a place as clearly as one behind "in". Tables of the languages with a pack; a frame that two languages share stands once.
"""

from __future__ import annotations

import re

_BEFORE = re.compile(r"(?<!\w)(?:" + "|".join((
    # deed, at most two words, preposition
    r"(?:air ?strikes?|strikes?|raids?|shelling|bombing|bombardment|bombs?|shells?|rockets?|missiles?|mortars?|attacks?|assault|clashes|fire|fighting|gunfire|ambush|blasts?|explosions?|massacre|drones?|battles?|siege)"
    r"(?:\s+[a-z]+){0,2}\s+(?:on|at|against|of|over|hit|hits|struck|targets|targeted|targeting)(?:\s+the)?",
    r"(?:frappes?|raids?|tirs|roquettes?|obus|bombardements?|attaques?|assauts?|missiles?|bombes|combats|massacre|attentats?|drones?)(?:\s+[^\W\d_]+){0,2}\s+(?:sur|contre|de|à|visant|vers)",
    r"(?:ataques?|bombardeos?|bombardeios?|disparos|cohetes|foguetes|misiles|mísseis|masacre|massacre|combates|atentados?)(?:\s+[^\W\d_]+){0,2}\s+(?:sobre|contra|de|a)",
    r"(?:luft)?(?:angriffe?|schläge?|beschuss|bomben|raketen|anschl[aä]ge?|gefechte|massaker)(?:\s+[^\W\d_]+)?\s+(?:auf|gegen|von)",
    r"(?:serangan|ledakan|bom|penembakan|pengeboman)(?:\s+[^\W\d_]+){0,2}\s+(?:ke|terhadap)",
    r"(?:авиа|арт)?(?:удар\w*|налёт\w*|налет\w*|обстріл\w*|обстрел\w*|атак\w+|бомбардир\w+)(?:\s+[^\W\d_]+)?\s+(?:по|на)(?:\s+(?:городу|деревне|селу|місту|посёлку))?",
)) + r")\s+$", re.I)
_CYRILLIC_OBJECT = re.compile(r"(?<!\w)(?:арт)?(?:обстріл|обстрел)(?:ы|и)?\s+$", re.I)      # "обстрел X", without a preposition
# The words that may stand right before the name in such a frame: asked first, because most names have another.
_LAST = frozenset("""on at against of over hit hits struck targets targeted targeting the sur contre de à visant vers sobre contra a auf gegen von ke terhadap по на городу деревне селу місту посёлку
обстрел обстрелы обстріл обстріли артобстрел""".split())
_AFTER = re.compile(r"""['’]?\s*(?:
    (?:(?:was|were|is|are|has\ been|being|again|now|just)\s+){0,3}(?:bombed|shelled|bombarded|pounded|under\s+(?:heavy\s+)?(?:fire|attack|bombardment|shelling)|hit\s+(?:by|hard|again))\b
  | (?:de\ nouveau\ |encore\ |à\ nouveau\ )?(?:bombardée?|pilonnée?|visée?|sous\ les\ (?:bombes|tirs))(?!\w)
  | (?:de\ nuevo\ )?(?:bombardead[ao]|bajo\ (?:fuego|ataque|las\ bombas)) | (?:topçu\ ateşi\ altında|bombalandı|vuruldu|(?:şehrine|kentine|köyüne|beldesine|bölgesine)\ (?:hava|topçu|roket|füze))
  | (?:снова\ |опять\ |знову\ )?под\ (?:огнём|огнем|обстрелом|ударом|бомбами) | під\ (?:вогнем|обстрілом|ударом)
)""", re.I | re.X)
TURKIC = frozenset(("tr", "az"))
_LOCATIVE = re.compile(r"['’](?:[dt][ae]n?|[dt][ae]ki|y?[ae]|n?[ıiuü]n)(?!\w)")


def struck_before(text: str, before: str, start: int) -> bool:
    """Does a deed with its preposition stand before the name that begins at `start`?

    Args:
        before: the word before the name, in small letters.
    """
    if before not in _LAST:
        return False
    return bool(_BEFORE.search(text, max(0, start - 70), start) or _CYRILLIC_OBJECT.search(text, max(0, start - 20), start))


def struck_after(text: str, end: int) -> bool:
    """Is something done to the name that ends at `end`?"""
    return bool(_AFTER.match(text, end))


def turkish_place_case(text: str, end: int) -> bool:
    """ "X'da", "X'e": the ending of a place in Turkish, parted by an apostrophe."""
    return bool(_LOCATIVE.match(text, end))
