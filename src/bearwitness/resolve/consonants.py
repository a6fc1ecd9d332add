"""One key for a name in many scripts and spellings: its consonants.

حطلة, Hatla, Hatleh, Hatle and Хатла are one village. Vowels, doubled letters, articles and endings of cases go; letters that
transliterations confuse (q and k, kh and h, v and w, p and b) become one. A key says that two names may be one, never that they are:
"Hama" and "Homs" keep apart, "Hassan" and "Hussein" do not. So it serves to compare what else agrees, and is no identity.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bearwitness.resolve.fold import fold

SHORT = 2        # a key has at least so many consonants; a name with fewer keeps w and y
_ARABIC = str.maketrans({
    "ا": "", "أ": "", "إ": "", "آ": "", "ء": "", "ئ": "", "ؤ": "w", "ع": "", "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "S", "ح": "h", "خ": "h", "د": "d",
    "ذ": "d", "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ڤ": "w", "ق": "k", "ک": "k", "ك": "k",
    "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "h", "و": "w", "ی": "y", "ي": "y", "ى": "y",
})
_CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "w", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "j", "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "b", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "S", "ш": "S", "щ": "S", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "ё": "e",
})
_LATIN = (("dsch", "j"), ("tsch", "S"), ("sch", "S"), ("tch", "S"), ("dzh", "j"), ("sh", "S"), ("ch", "S"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("th", "t"), ("dh", "d"),
          ("ph", "f"), ("dj", "j"), ("ck", "k"))
_ONE = str.maketrans({"q": "k", "x": "ks", "v": "w", "p": "b", "c": "k"})
_OWN_LETTERS = str.maketrans({"ş": "sh", "ç": "ch", "š": "sh", "č": "ch", "ž": "zh", "ğ": "g", "ı": "i"})
# What a letter stands for in one language alone.
_SPELLED = {"tr": {"c": "j"}, "az": {"c": "j", "x": "kh"}, "ku": {"c": "j", "x": "kh"}, "kmr": {"c": "j", "x": "kh"}, "de": {"j": "y"}, "id": {"c": "ch"}}
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")
_ARABIC_LETTER = re.compile(r"[\u0600-\u08ff]")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_SPELLED_TABLES = {lang: str.maketrans(letters) for lang, letters in _SPELLED.items()}


@lru_cache(maxsize=200_000)
def consonants(name: str, lang: str | None = None) -> str:
    """The key of one word of a name; empty for one that has too little to go by.

    Args:
        lang: the language of the text, where it is known: c is j in Turkish and Kurmanji.

    >>> consonants("Hatleh"), consonants("حطلة"), consonants("Хатлу")
    ('htl', 'htl', 'htl')
    >>> consonants("Cindirês", "ku"), consonants("جنديرس"), consonants("Duma"), consonants("نوى"), consonants("Nawa")
    ('jndrs', 'jndrs', 'dm', 'nw', 'nw')
    """
    bare = _romanised(name, lang)
    tight = _squeezed(re.sub("[wy]", "", bare))
    if len(tight) >= SHORT:
        return tight
    loose = _squeezed(bare)
    return loose if len(loose) >= SHORT else ""


def _romanised(name: str, lang: str | None) -> str:
    """Lower-case Latin letters with S for sh and ch, vowels still in."""
    if _ARABIC_LETTER.search(name):
        return re.sub("[^a-zS]", "", fold(re.sub("[ةىه]$", "", name)).translate(_ARABIC))
    if _CYRILLIC_LETTER.search(name):
        return re.sub("[^a-zS]", "", name.casefold().replace("дж", "j").replace("дз", "z").translate(_CYRILLIC))
    word = name.casefold()
    if lang in _SPELLED_TABLES:
        word = word.translate(_SPELLED_TABLES[lang])
    word = re.sub("[^a-z]", "", fold(word.translate(_OWN_LETTERS)))
    for letters, sound in _LATIN:
        word = word.replace(letters, sound)
    return word.translate(_ONE)


def _squeezed(word: str) -> str:
    word = _VOWELS.sub("", _DOUBLE.sub(r"\1", word))
    word = _DOUBLE.sub(r"\1", word)
    return word[:-1] if len(word) > SHORT and word.endswith("h") else word
