"""One spelling for the many ways a name is written.

Folding is for looking things up, never for showing: the kept words stay as the source wrote them.
The rules were measured on Syrian place names; it is the articles, hyphens, the letter ayn and the
dotless i that make a name such as "al-Qāmişlī" findable. The module stands on the standard library
alone, because the builder of the gazetteer loads it by path.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that NFKD leaves whole, and the twins that Arabic, Persian and Sorani keyboards give one letter.
_LETTERS = str.maketrans({
    "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ə": "a",
    "ي": "ی", "ى": "ی", "ې": "ی", "ێ": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه",
    "ٱ": "ا", "ۆ": "و", "ۇ": "و", "ڕ": "ر", "ڵ": "ل", "ё": "е", "ґ": "г",
})
_DROP = dict.fromkeys(map(ord, "'’‘`´ʿʾʼʻˈ\"“”ـ\u200b\u200c\u200d\u200e\u200f\ufeff.·"))
_SPACES = {ord(c): " " for c in "-‐‑‒–—_/,()"}
_DELETE = {**_DROP, **_SPACES}
_ARABIC_ARTICLE = re.compile(r"(?<!\w)(?:ال)(?=\w{3})")
_ARTICLES = frozenset("al el ar as ash ad an at az ez es ed adh ath us ul".split())


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """The look-up form of a name: lower case, no marks, no apostrophes, hyphens as spaces.

    >>> fold("Serê Kaniyê"), fold("Dar'ā"), fold("Al-Haffah")
    ('sere kaniye', 'dara', 'al haffah')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn").translate(_LETTERS)
    text = text.translate(_DELETE)
    if not text.isascii():
        text = _ARABIC_ARTICLE.sub("", text)
    return " ".join(text.lower().split())


def without_articles(folded: str) -> str:
    """A folded name without its Arabic articles in Latin letters: "ras al ayn" and "ras ayn" are one."""
    words = folded.split()
    kept = [w for i, w in enumerate(words) if w not in _ARTICLES or i == len(words) - 1]
    return " ".join(kept)


_DIGRAPHS = (("sh", "S"), ("ch", "S"), ("kh", "K"), ("gh", "G"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("q", "k"), ("c", "k"), ("x", "ks"),
             ("v", "w"), ("p", "b"))
_GLIDE = re.compile(r"(?<=[aeiou])[yw](?![yw]?[aeiou])|(?<=[aeiou])[yw]$")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def skeleton(folded: str) -> str:
    """The consonants of an Arabic place name in Latin letters: the same for the many ways its vowels are written.

    Empty when fewer than three consonants are left to go by.

    >>> skeleton("darayya"), skeleton("daraya"), skeleton("deir zor") == skeleton("der ezzor")
    ('dry', 'dry', True)
    """
    words: list[str] = []
    for word in without_articles(folded).split():
        w = _DOUBLE.sub(r"\1", word)
        for a, b in _DIGRAPHS:
            w = w.replace(a, b)
        w = _GLIDE.sub("", w)
        first = "A" if len(words) == 0 and w[:1] in "aeiou" else ""
        w = re.sub(r"[aeiou]", "", w)
        w = w[:-1] if len(w) > 1 and w.endswith("h") else w
        words.append(_DOUBLE.sub(r"\1", first + w))
    out = " ".join(w for w in words if w)
    return out if sum(c.isalpha() for c in out) >= 3 and out.isascii() else ""


def person_key(name: str) -> str:
    """The key of a person's or a body's name for an identity within one document, joined by hyphens.

    >>> person_key("Ahmed al-Sharaa"), person_key("Ahmad el-Sharaa")
    ('ahmed-sharaa', 'ahmed-sharaa')
    """
    return "-".join(name_word(w) for w in without_articles(fold(name)).split())


def name_word(folded: str) -> str:
    """One spelling for the common ways of writing an Arabic name in Latin letters ("golani", "jolani": "julani")."""
    return _VARIANTS.get(folded, folded)


# Ways of writing one Arabic given name in Latin letters that occur in news of the region; not a claim that
# two bearers are one person.
_GROUPS = (
    "ahmed ahmad ahmet ehmed", "mohammed muhammad mohammad mohamed muhammed mohamad muhamad", "mahmoud mahmud",
    "hussein husayn hussain husain hussin", "hassan hasan", "abdullah abdallah abdulla", "yousef youssef yusuf yusef yousuf",
    "julani jolani golani jawlani joulani", "assad asad", "omar umar omer", "othman uthman osman", "khaled khalid",
    "ibrahim ebrahim", "suleiman sulayman soleiman sulaiman", "nasrallah nasrullah", "hossein", "saeed said sayeed",
    "mustafa mostafa moustafa", "jamal gamal", "sharaa sharea shara", "gaddafi qaddafi gadhafi kadhafi qadhafi",
    "zelensky zelenskyy zelenskiy zelenskyi", "abdi ebdi", "abdulrahman abdelrahman abdurrahman abdulrehman",
)
_VARIANTS = {word: group.split()[0] for group in _GROUPS for word in group.split()}
