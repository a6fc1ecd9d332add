"""Text printed in capitals: small letters given back for the rules, offsets unchanged.

The parser and the name rules live on capital letters. Of a document in capitals the rules read a copy in
sentence case of exactly the same length; what is kept, shown and cited is always the original.

1. Is nearly every letter a capital? If not, nothing is done.
2. A word of the English list, or one made from it by a regular ending, becomes small.
3. Days, months, unknown words (nearly all of them names) and words that open a sentence get a capital.
4. Acronyms stay: words without a vowel, words alone in brackets, and names the actor table writes so.
5. Names of several words ("Shining Path", "Central American University") are written as the tables write them; the
   title before a name ("President", "Colonel") gets its capital.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from bearwitness.extract.names import ROLE_WORDS
from bearwitness.model import Claim, Document, Passage, Reading, with_id

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDINGS = (("'s", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"),
            ("er", ""), ("ers", ""), ("ers", "e"), ("ors", "or"), ("ly", ""))
_DAYS_MONTHS = frozenset("""monday tuesday wednesday thursday friday saturday sunday january february april june july august september
october november december jan feb mar apr jun jul aug sep sept oct nov dec""".split())
_SOFT_MONTHS = frozenset(("march", "may", "mar"))
_SMALL_INSIDE = frozenset("de del la las los y e da do dos von van der di du and of the for".split())
_TITLES = ROLE_WORDS | frozenset("""father monsignor msgr saint doctor engineer captain lieutenant sergeant corporal private brother sister
mother don dona""".split())
_KNOWN_ACRONYMS = frozenset("""FARC USSR CIA DEA FBI EFE ACAN AFP DPA ANSA TASS USA US UN OAS UCA EPL ELN MIR EEC IMF AP UPI AK TNT TV
FM AM PM GMT ARENA UNO FAL USULUTAN_ URNG UNTS APRA ERP PCS PRTC RN FAPL ETA IRA PLO UK EU NATO OPEC UNICEF UNHCR WHO_ NGO NGOS
II III IV VI VII VIII IX XI XII XIII XIV XV XIX XX XXI""".split())
MIN_LETTERS = 40


def in_capitals(text: str) -> bool:
    """Are nearly all letters capitals? Short texts and scripts without case never count."""
    upper = sum(c.isupper() for c in text)
    lower = sum(c.islower() for c in text)
    return upper >= MIN_LETTERS and lower <= 0.08 * upper


@cache
def _english() -> frozenset[str]:
    lines = files("bearwitness.extract").joinpath("words/english.txt").read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


@cache
def is_english(word: str) -> bool:
    """Is the (lower-case) word in the list, or made from a word in it by a regular ending?"""
    known = _english()
    if word in known:
        return True
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[:-len(ending)]
            if stem + base in known:
                return True
            if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known:
                return True
    return False


def _small(text: str) -> str:
    """Small letters one for one (a few capitals become two letters in Unicode: those stay)."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _title(word: str) -> str:
    """A capital at the beginning, after "Mc", and after an apostrophe inside a name (D'Aubuisson)."""
    out = word[:1] + _small(word[1:])
    m = re.match(r"[^\W\d_]['’](?=[^\W\d_]{3})", word)
    if m:
        out = word[:m.end() + 1] + out[m.end() + 1:]
    if word.startswith("MC") and len(word) > 4:
        out = word[0] + _small(word[1]) + word[2] + out[3:]
    return out


def recase(text: str, phrases: Iterable[str] = ()) -> str:
    """The text in sentence case, character for character as long.

    Args:
        phrases: names as tables write them ("Shining Path", "FMLN"); those of one word count as acronyms or names.
    """
    words = list(_WORD.finditer(text))
    lows = [_small(m.group()) for m in words]
    acronyms = _acronyms(text) | _KNOWN_ACRONYMS
    fixed = _phrase_words(text, phrases)
    shapes = ["" for _ in words]
    for k, m in enumerate(words):
        shapes[k] = fixed.get(m.start()) or _shape(text, words, lows, k, acronyms)
    _join_names(text, words, lows, shapes)
    out, at = [], 0
    for m, shape in zip(words, shapes, strict=True):
        out.append(text[at:m.start()])
        word = m.group()
        if shape not in ("upper", "title", "small"):      # as a table writes it, perhaps with a "'s" behind
            shape += _small(word[len(shape):])
        out.append(word if shape == "upper" else _title(word) if shape == "title" else _small(word) if shape == "small" else shape)
        at = m.end()
    out.append(text[at:])
    return "".join(out)


def _acronyms(text: str) -> frozenset[str]:
    """Words that stand alone in brackets: "[FMLN]", "(ELN)"; only those not in the English list."""
    found = re.findall(r"[\[(]\s*([A-Z]{2,8})\s*[\])]", text)
    return frozenset(w for w in found if not is_english(w.lower()) and len(w) <= 7)


def _shape(text: str, words: list[re.Match[str]], lows: list[str], k: int, acronyms: frozenset[str]) -> str:
    word, low = words[k].group(), lows[k]
    bare = re.sub(r"['’]s$", "", word, flags=re.I)
    if bare in acronyms or (1 < len(bare) <= 6 and bare.isascii() and not re.search("[AEIOUY]", bare) and bare not in ("ST", "MR", "MRS", "DR", "TH",
            "ND", "RD", "KM", "MM", "CM", "KG", "JR", "MSGR", "MT", "FT", "HR", "HRS", "LT", "SGT", "GEN", "S", "T", "LL", "M", "D")):
        return "upper" if bare == word else word[:len(bare)] + _small(word[len(bare):])
    if low in _DAYS_MONTHS or (low in _SOFT_MONTHS and _by_number(text, words[k])):
        return "title"
    if len(word) == 1 and not text[words[k].start() - 1:words[k].start()].isdigit():
        return "upper" if word != "A" or _after_stop(text, words[k].start()) else "small"
    if low in ("km", "mm", "cm", "kg", "th", "nd", "rd", "st", "d") and text[words[k].start() - 1:words[k].start()].strip().isdigit():
        return "small"
    if low in ("km", "mm", "cm", "kg", "etc", "ll", "re", "ve"):
        return "small"
    english = is_english(low) or low in _SMALL_INSIDE or low in _SOFT_MONTHS or low.endswith(("n't", "n’t"))
    if english and not _after_stop(text, words[k].start()):
        return "small"
    return "title"


def _by_number(text: str, m: re.Match[str]) -> bool:
    return bool(re.search(r"\d\s*$", text[max(0, m.start() - 4):m.start()]) or re.match(r"\s*\d", text[m.end():m.end() + 4])
                or re.search(r"\b(?:IN|SINCE|LAST|OF|UNTIL|BY|EARLY|LATE)\s+$", text[max(0, m.start() - 8):m.start()]))


_STOP = re.compile(r"(?:^|[.!?:]|[\])]|\n\s*\n)[\s\"“”'‘’(\[]*$")
_DATELINE = 250     # in the first line also "]" and "--" stand before a sentence ("(EFE) -- [TEXT] THE ...")


def _after_stop(text: str, start: int) -> bool:
    """Does a sentence begin here? A full stop after a title or an initial does not end one."""
    before = text[max(0, start - 24):start]
    if start <= 24 and not before.strip(" \n\t\"“'[("):
        return True
    if start < _DATELINE and re.search(r"--\s*\[?$", before):
        return True
    m = _STOP.search(before)
    if not m or not m.group().strip(" \n\"“”'‘’(["):
        return bool(m) and "\n" in m.group() if m else False
    mark = m.group().lstrip()[:1]
    if mark == ".":
        last = re.search(r"([^\W\d_]+)\.[\s\"“”'‘’(\[]*$", before)
        return not (last and (len(last.group(1)) == 1 or last.group(1).lower() in (
            "mr", "mrs", "ms", "dr", "gen", "col", "lt", "capt", "sgt", "maj", "msgr", "st", "jr", "sr", "gov", "no", "u", "rev")))
    if mark in ")]":
        return "]" in m.group() and start < _DATELINE
    return True


def _phrase_words(text: str, phrases: Iterable[str]) -> dict[int, str]:
    """For each word of a table's name found in the text, the word as the table writes it."""
    fixed: dict[int, str] = {}
    for phrase in phrases:
        pattern = _phrase_pattern(phrase)
        if pattern is None:
            continue
        for hit in pattern.finditer(text):
            shown = _WORD.findall(phrase)
            found = list(_WORD.finditer(text, hit.start(), hit.end()))
            if [_small(f.group()) for f in found] == [_small(s) for s in shown]:
                for f, s in zip(found, shown, strict=True):
                    fixed.setdefault(f.start(), s)
    return fixed


@cache
def _phrase_pattern(phrase: str) -> re.Pattern[str] | None:
    words = phrase.split()
    if len(words) < 2 or not phrase.isascii():
        return None
    return re.compile(r"\b" + r"\s+".join(re.escape(w.upper()) for w in words) + r"\b")


def _join_names(text: str, words: list[re.Match[str]], lows: list[str], shapes: list[str]) -> None:
    """Titles before names get a capital; "de", "la" inside a name stay small."""
    for k in range(len(words) - 1, -1, -1):
        nxt = shapes[k + 1] if k + 1 < len(words) and text[words[k].end():words[k + 1].start()].strip(" \n.") == "" else ""
        if lows[k] in _TITLES and shapes[k] == "small" and nxt in ("title", "upper") and not _after_stop(text, words[k].end()):
            named = k + 1 < len(words) and not is_english(lows[k + 1])
            shapes[k] = "title" if named else shapes[k]
        elif lows[k] in ("el", "la", "los", "las", "san", "santa", "santo", "del") and shapes[k] == "small" and nxt == "title":
            inside = k and (shapes[k - 1] == "title" or lows[k - 1] == "de") and not lows[k].startswith(("san", "el"))
            shapes[k] = "small" if inside else "title"


# --- a document in capitals ------------------------------------------------------------------------

def sentence_case(document: Document, phrases: Callable[[], Iterable[str]]) -> Document:
    """A copy of the document for the rules: recased when it is in capitals, else the document itself."""
    if not in_capitals(document.text):
        return document
    return replace(document, text=recase(document.text, phrases()))


def with_original(reading: Reading, document: Document) -> Reading:
    """A reading of the recased copy, its passages cut from the original and its claims' ids minted anew."""
    if reading.document is document:
        return reading
    text = document.text

    def back(value: Any) -> Any:
        if isinstance(value, Passage):
            return replace(value, exact=text[value.start:value.end])
        if isinstance(value, tuple):
            return tuple(back(v) for v in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {f.name: back(getattr(value, f.name)) for f in fields(value)}
            return replace(value, **changed)
        return value

    claims: dict[str, Claim] = {c.id: c for c in reading.claims}
    minted: dict[str, Claim] = {}

    def mint(old: Claim) -> Claim:
        if old.id not in minted:
            new: Claim = back(old)
            refs: dict[str, Any] = {}
            for name in ("event", "part_of"):
                ref = getattr(old.value, name, None)
                if ref in claims:
                    refs[name] = mint(claims[ref]).id
            within = mint(claims[old.within]).id if old.within in claims else old.within
            value: Any = replace(new.value, **refs) if refs else new.value      # type: ignore[type-var]
            original = text[old.passage.start:old.passage.end] if old.original == old.passage.exact else old.original
            minted[old.id] = with_id(document.text_sha256, replace(new, value=value, within=within, original=original))
        return minted[old.id]

    return Reading(document, tuple(mint(c) for c in reading.claims), back(reading.mentions), reading.failures)
