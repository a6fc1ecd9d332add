"""Language packs: what a native speaker wrote down about a language, made ready for looking words up.

A pack is one file, `languages/<code>.toml`. Lists are strings with commas between the entries. A star at the
end of a word stands for any ending ("kişi*"). Patterns of harm are written with `N` where the number (with the
people it counts) stands and `…` where other words may come between: "قتل … N", "N … öldü". The page
`docs/languages.md` explains the fields.

Words are folded only to be looked up; every token knows its offsets in the kept text, which is never changed.
"""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Generic, TypeVar

from bearwitness.errors import UsageError
from bearwitness.extract.foreign_check import check
from bearwitness.model import BOUNDS, HARMS, HEDGES, STANCES

CODES = ("ar", "tr", "fa", "ku", "ckb", "ru", "uk", "es", "fr", "de", "pt", "id")
T = TypeVar("T")


# --- folding ------------------------------------------------------------------------------------

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed"
_INVISIBLE = "\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad"
_DROP = re.compile(f"[{_INVISIBLE}]")
_TWINS = str.maketrans({"ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ە": "ه", "ھ": "ه",
                        "ہ": "ه", "ٱ": "ا", "ڕ": "ر", "ڵ": "ل"})
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'"})


def _fold_marks(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if unicodedata.category(c) != "Mn").translate(_TWINS)


def _fold_letters(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower().replace("\u0301", "")).replace("ё", "е")


def _fold_turkish(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("İ", "i").replace("I", "ı").lower()
    return text.replace("â", "a").replace("î", "i").replace("û", "u")


# "marks": letters without their marks, and the twin letters of Arabic, Persian and Sorani keyboards as one.
# "letters": only case and the stress mark (й is not и). "turkish": its dotless i; ö is not o ("öldü" died, "oldu" became).
FOLDS = {"marks": _fold_marks, "letters": _fold_letters, "turkish": _fold_turkish}


# --- tokens -------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number in digits or a mark. `keys` are its look-up forms, the whole word first."""

    start: int
    end: int
    text: str
    kind: str                 # word | number | mark
    keys: tuple[str, ...]


_LETTER = f"(?:[^\\W\\d_][{_MARKS}{_INVISIBLE}]*)"
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![.,:/]?\d)|\d+(?:[.,:/٫٬]\d+)*)"
    rf"|(?P<word>['’ʼ]?{_LETTER}+(?:['’ʼ]{_LETTER}+)*)"
    r"|(?P<mark>[^\s\w])")


class Lexicon(Generic[T]):
    """Phrases to values. `at` gives the longest phrase that begins at a token, `before` the longest that ends there."""

    def __init__(self, entries: Iterable[tuple[str, T]], pack: Pack):
        self._exact: dict[str, list[tuple[tuple[tuple[str, bool], ...], T]]] = {}
        self._stems: dict[str, list[tuple[tuple[tuple[str, bool], ...], T]]] = {}
        self.longest = 0
        for phrase, value in entries:
            words = tuple((pack.keys(w.rstrip("*"))[0], w.endswith("*")) for w in pack.split_words(phrase))
            if not words:
                continue
            self.longest = max(self.longest, len(words))
            first, stem = words[0]
            (self._stems if stem else self._exact).setdefault(first, []).append((words, value))
        self._lengths = sorted({len(s) for s in self._stems}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._exact or self._stems)

    def __len__(self) -> int:
        return sum(map(len, self._exact.values())) + sum(map(len, self._stems.values()))

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, T] | None:
        """(one past the last token, value) of the longest phrase at token `i`, or None."""
        best: tuple[int, T] | None = None
        if i >= len(tokens):
            return None
        for key in tokens[i].keys:
            found = list(self._exact.get(key, ()))
            for n in self._lengths:
                if n <= len(key):
                    found += self._stems.get(key[:n], ())
            for words, value in found:
                end = i + len(words)
                if (best is None or end > best[0]) and end <= len(tokens) and all(
                        _is_word(tokens[i + k], *words[k]) for k in range(1, len(words))):
                    best = (end, value)
            if best is not None:
                return best
        return best

    def before(self, tokens: Sequence[Token], end: int) -> tuple[int, T] | None:
        """(first token, value) of the longest phrase that ends right before token `end`, or None."""
        for start in range(max(0, end - self.longest), end):
            hit = self._of_length(tokens, start, end)
            if hit is not None:
                return start, hit
        return None

    def _of_length(self, tokens: Sequence[Token], start: int, end: int) -> T | None:
        for key in tokens[start].keys:
            found = list(self._exact.get(key, ()))
            for n in self._lengths:
                if n <= len(key):
                    found += self._stems.get(key[:n], ())
            for words, value in found:
                if start + len(words) == end and all(_is_word(tokens[start + k], *words[k]) for k in range(1, len(words))):
                    return value
        return None


def _is_word(token: Token, key: str, stem: bool) -> bool:
    return any(k.startswith(key) if stem else k == key for k in token.keys)


# --- packs --------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Pattern:
    """How one harm is told. The anchor is the word of harm; `near` is what must stand between it and the number.

    `side` says where the number stands: "right" of the anchor ("killed N") or "left" of it ("N were killed").
    """

    harm: str
    side: str
    far: bool                       # other words may stand between
    near: tuple[str, ...] = ()
    object: bool = False            # the people must carry the ending of an object
    total: bool = False
    text: str = ""


@dataclass(eq=False)
class Pack:
    """One language. Fields are what the rules look up; `raw` is the file as written."""

    code: str
    raw: dict[str, Any]
    name: str = ""
    script: str = "latin"
    prefixes: tuple[str, ...] = ()
    groups: str = ""
    lexicons: dict[str, Lexicon[Any]] = field(default_factory=dict)

    def fold(self, text: str) -> str:
        return self._folded(text)

    def __post_init__(self) -> None:
        writing = self.raw["writing"]
        self.name, self.script = self.raw["name"], writing["script"]
        fold = FOLDS[writing["fold"]]
        self._folded = lru_cache(maxsize=20_000)(lambda t: fold(_DROP.sub("", t).translate(_APOSTROPHES)))
        self.prefixes = tuple(sorted(map(self.fold, listed(writing.get("prefixes", ""))), key=len, reverse=True))
        self.groups = writing.get("thousands", "")
        self.apostrophe = writing.get("apostrophe", "parts")
        self.reach = int(self.raw.get("harm", {}).get("reach", 8))
        self.units_first = bool(writing.get("units_first", False))
        self.keys = lru_cache(maxsize=20_000)(self._keys)
        _fill(self)

    def split_words(self, phrase: str) -> list[str]:
        """The words of a listed phrase, parted as the words of a text are."""
        return [t if not stem else t + "*" for t, stem in self._parts(phrase)]

    def _parts(self, phrase: str) -> Iterator[tuple[str, bool]]:
        for word in phrase.split():
            stem = word.endswith("*")
            pieces = [t.text for t in self.tokens(word.rstrip("*")) if t.kind != "mark"]
            for k, piece in enumerate(pieces):
                yield piece, stem and k == len(pieces) - 1

    def _keys(self, text: str) -> tuple[str, ...]:
        whole = self.fold(text)
        if self.apostrophe != "suffix":
            whole = whole.strip("'")
        out = [whole]
        for p in self.prefixes:
            if whole.startswith(p) and len(whole) - len(p) >= 2:
                out.append(whole[len(p):])
        return tuple(out)

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> list[Token]:
        """Words, numbers and marks of a stretch, with offsets in `text`. Hyphens inside words part them."""
        out: list[Token] = []
        end = len(text) if end is None else end
        for m in _TOKEN.finditer(text, start, end):
            kind = m.lastgroup or "mark"
            if kind == "word":
                out += self._word_tokens(m)
            elif kind == "number":
                out += self._number_tokens(m)
            elif _DROP.match(m.group()) or (m.group() in "-‐‑" and _inside_word(text, m.start())):
                continue
            else:
                out.append(Token(m.start(), m.end(), m.group(), "mark", (m.group(),)))
        return out

    def _word_tokens(self, m: re.Match[str]) -> list[Token]:
        """The word, or its parts at apostrophes: "l'|armée" in French, "Halep|'te" in Turkish."""
        cuts = [m.start()]
        for a in re.finditer("['’ʼ]", m.group()):
            at = m.start() + a.start()
            if self.apostrophe == "parts":
                cuts.append(at + 1)
            elif self.apostrophe == "suffix":
                cuts.append(at)
        cuts = [*sorted({c for c in cuts if c < m.end()}), m.end()]
        text = m.string
        return [Token(a, b, text[a:b], "word", self.keys(text[a:b])) for a, b in itertools.pairwise(cuts) if text[a:b].strip("'’ʼ")]

    def _number_tokens(self, m: re.Match[str]) -> list[Token]:
        """Digits with a space are one number only where the language groups them so."""
        if " " not in self.groups and re.search(r"[ \u00a0\u202f\u2009]", m.group()):
            return [Token(m.start() + p.start(), m.start() + p.end(), p.group(), "number", (p.group(),))
                    for p in re.finditer(r"\d+", m.group())]
        return [Token(m.start(), m.end(), m.group(), "number", (m.group(),))]

    def digits(self, text: str) -> int | None:
        """The value of a number in digits, any script's; None when its marks could mean something else.

        Marks that part thousands count only where the pack names them: 1.225 is 1225 in Turkish, and unknown
        in Arabic.
        """
        if text.isdecimal():
            return int(text) if len(text) <= 9 else None
        marks = set(re.sub(r"\d", "", text))
        spaces = {" ", "\u00a0", "\u202f", "\u2009"}
        known = set(self.groups) | (spaces if " " in self.groups else set()) | ({"٬"} if "," in self.groups else set())
        if len(marks) == 1 and marks <= known and re.fullmatch(r"\d{1,3}(?:\D\d{3})+", text):
            return int(re.sub(r"\D", "", text))
        return None

    def lexicon(self, name: str) -> Lexicon[Any]:
        return self.lexicons[name]

    def is_at(self, name: str, tokens: Sequence[Token], i: int) -> int | None:
        """One past the last token of the phrase of that list at token `i`, or None."""
        hit = self.lexicons[name].at(tokens, i)
        return hit[0] if hit else None


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and at + 1 < len(text) and text[at - 1].isalpha() and text[at + 1].isalpha()


def listed(value: str) -> list[str]:
    """The entries of a list written with commas (Latin ones), line breaks as spaces."""
    return [" ".join(v.split()) for v in value.split(",") if v.strip()]


def _fill(pack: Pack) -> None:
    """Make the look-up tables of a pack from its file."""
    raw = pack.raw
    numbers, people, says = raw.get("numbers", {}), raw.get("people", {}), raw.get("says", {})
    lex = pack.lexicons

    def table(name: str, entries: Iterable[tuple[str, Any]]) -> None:
        lex[name] = Lexicon(entries, pack)

    def plain(name: str, value: str) -> None:
        table(name, ((e, True) for e in listed(value)))

    endings = ("", *listed(numbers.get("endings", "")))
    table("numbers", ((e + ending, int(n)) for n, words in numbers.get("words", {}).items() for e in listed(words) for ending in endings))
    table("about_words", ((e, int(n)) for n, words in numbers.get("about", {}).items() for e in listed(words)))
    table("vague", ((e, _ends(n)) for n, words in numbers.get("vague", {}).items() for e in listed(words)))
    plain("article_one", numbers.get("article_one", ""))
    plain("and", raw["writing"].get("and", ""))
    plain("labels", numbers.get("labels", ""))
    for name in ("before", "after"):
        table(f"bounds_{name}", ((e, b) for b, words in raw.get("bounds", {}).get(name, {}).items() for e in listed(words)))
    for name in ("between", "between_and"):
        plain(name, raw.get("bounds", {}).get(name, ""))
    table("people", ((e, c) for c in ("persons", "others", "populations", "families", "villages", "bodies", "houses")
                     for e in listed(people.get(c, ""))))
    table("two", ((e, c) for c, words in people.get("two", {}).items() for e in listed(words)))
    for name in ("one", "an", "describing", "of", "parts", "parts_after", "small", "summed", "severity"):
        plain(name, people.get(name, ""))
    plain("stops", raw.get("harm", {}).get("stops", ""))
    plain("or", raw.get("harm", {}).get("or", ""))
    table("hedges", ((e, h) for h, words in raw.get("hedge", {}).items() if h in HEDGES for e in listed(words)))
    plain("since", raw.get("harm", {}).get("cumulative", ""))
    table("harm_one", ((e, h) for h in HARMS for e in listed(raw.get("harm", {}).get(h, {}).get("one", ""))))
    table("harm_two", ((e, h) for h in HARMS for e in listed(raw.get("harm", {}).get(h, {}).get("two", ""))))
    patterns = [p for h in HARMS for p in _patterns(raw.get("harm", {}).get(h, {}), h)]
    table("right", _grouped(p for p in patterns if p[1].side == "right"))
    table("left", _grouped(p for p in patterns if p[1].side == "left"))
    table("says", ((e, s) for s, words in says.get("verbs", {}).items() if s in STANCES for e in listed(words)))
    for name in ("that", "according", "according_after", "openers", "titles", "pronouns", "tails", "heads"):
        plain(name, says.get(name, ""))
    dates = raw.get("dates", {})
    plain("yesterday", dates.get("yesterday", ""))
    plain("today", dates.get("today", ""))
    plain("before_yesterday", dates.get("before_yesterday", ""))
    table("weekdays", ((e, k) for k, day in enumerate(_WEEKDAYS) for e in listed(dates.get("weekdays", {}).get(day, ""))))


_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def _grouped(patterns: Iterable[tuple[str, Pattern]]) -> Iterator[tuple[str, tuple[Pattern, ...]]]:
    """All patterns of one anchor together."""
    out: dict[str, list[Pattern]] = {}
    for anchor, pattern in patterns:
        out.setdefault(anchor, []).append(pattern)
    yield from ((anchor, tuple(found)) for anchor, found in out.items())


def _ends(text: str) -> tuple[int | None, int | None]:
    """ "20-99" or "200-" or "-": the ends of a vague number."""
    low, _, high = text.partition("-")
    return int(low) if low else None, int(high) if high else None


def _patterns(table: dict[str, str], harm: str) -> Iterator[tuple[str, Pattern]]:
    """(anchor phrase, pattern) of each pattern of one harm."""
    for kind in ("patterns", "totals"):
        for text in listed(table.get(kind, "")):
            left, found, right = f" {text} ".partition(" N ")
            is_object = False
            if not found:
                left, found, right = f" {text} ".partition(" N(object) ")
                is_object = True
            if not found or (left.strip() and right.strip()):
                raise ValueError(f"pattern {text!r}: write one N, with words on one side of it")
            side = "right" if left.strip() else "left"
            parts = [p.strip() for p in (left if side == "right" else right).split("…")]
            far = len(parts) > 1
            anchor = parts[0] if side == "right" else parts[-1]
            near = tuple((parts[-1] if side == "right" else parts[0]).split()) if far else ()
            yield anchor, Pattern(harm, side, far, near, is_object, kind == "totals", text)


# --- where packs come from ------------------------------------------------------------------------

_own: dict[str, dict[str, Any]] = {}       # packs of people's own folders, by language code
_folders: tuple[Path, ...] = ()
_SINGLE = frozenset("name own_name script fold thousands apostrophe order units_first noun_content reach".split())


def use_packs(folders: Sequence[Path]) -> None:
    """Reads the packs of these folders beside the shipped ones, in the place of those named before.

    `xx.toml` with a section [writing] is a whole pack, for a new language or in the place of the shipped one. Without that
    section it adds its entries to the shipped pack of that language.

    Raises:
        UsageError: a folder is not there, or a pack has faults; the message names file and key.
    """
    global _folders
    if tuple(folders) == _folders:
        return
    found: dict[str, dict[str, Any]] = {}
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder}: there is no such folder of language packs: check the name")
        for path in sorted(folder.glob("*.toml")):
            raw = _parsed(path.read_text("utf-8-sig"), str(path))
            if "writing" not in raw:
                base = found.get(path.stem) or (_shipped(path.stem) if path.stem in CODES else None)
                if base is None:
                    raise UsageError(f"{path}: no pack of {path.stem!r} is shipped that these entries could be added to: add a section [writing], "
                                     "or name the file by one of " + ", ".join(CODES))
                raw = _merged(base, raw, str(path))
            check(raw, str(path))
            found[path.stem] = raw
    _own.clear()
    _own.update(found)
    _folders = tuple(folders)
    for cached in (pack, _codes, *_made_of_packs):
        cached.cache_clear()


_made_of_packs: list[Any] = []      # caches of other modules that hold what packs say


def made_of_packs(function: Any) -> Any:
    """Marks a cached function whose answers change with the packs."""
    _made_of_packs.append(function)
    return function


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise UsageError(f"{file}: {e}: every line is KEY = \"...\", a long list stands between three quotation marks at each end") from None


def _merged(base: dict[str, Any], more: dict[str, Any], file: str) -> dict[str, Any]:
    """The shipped pack with further entries; lists are joined, single values replaced."""
    out = dict(base)
    for key, value in more.items():
        old = base.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            out[key] = _merged(old, value, file)
        elif isinstance(old, str) and isinstance(value, str) and key not in _SINGLE and old.strip():
            out[key] = f"{old}\n{value}" if key == "lacks" else f"{old}, {value}"
        else:
            out[key] = value
    return out


def _shipped(code: str) -> dict[str, Any]:
    text = resources.files("bearwitness.extract").joinpath(f"languages/{code}.toml").read_text("utf-8")
    return _parsed(text, f"languages/{code}.toml")


def codes() -> tuple[str, ...]:
    """The languages with a pack: the shipped ones, then those of people's own folders."""
    return (*CODES, *(c for c in sorted(_own) if c not in CODES))


def own_packs() -> frozenset[str]:
    """The languages whose pack comes from people's own folders."""
    return frozenset(_own)


@cache
def pack(code: str) -> Pack:
    """The pack of a language."""
    return Pack(code, _own.get(code) or _shipped(code))


@cache
def _codes() -> dict[str, str]:
    """Language codes as the language model gives them, to packs: Egyptian Arabic is read as Arabic."""
    return {c: c for c in codes()} | {"arz": "ar", "kmr": "ku", "prs": "fa", "ms": "id"}


def pack_for(lang: str | None, script: str, document_lang: str | None = None) -> Pack | None:
    """The pack for a paragraph, or None: not a language with a pack, or written in another script than the pack's.

    A paragraph whose language is not known is read as the document's language where the script fits.
    """
    for code in (lang, document_lang if lang is None else None):
        found = _codes().get(code or "")
        if found:
            p = pack(found)
            if p.script == script:
                return p
    return None


def lying_in(items: Sequence[Any], start: int, end: int) -> list[Any]:
    """The names, places or dates (by start) that lie in a stretch; found by halving, for pages may be long."""
    first = bisect_left(items, start, key=lambda x: x.start)
    out = []
    for k in range(first, len(items)):
        item = items[k]
        if item.start >= end:
            break
        if item.end <= end:
            out.append(item)
    return out


assert set(BOUNDS) >= {"at_least", "more_than", "up_to", "about"}
