"""The table of known actors, and finding its names in a text.

The shipped table (`data/actors.csv`) is small: parties, armed groups, monitors, international bodies, outlets and
communities that reports of today's conflicts name again and again, with native-script spellings for Syria. Users add
their own files of the same columns; a row with an id of ours replaces it.

A name inside a compound ("HTS-affiliated factions", "pro-Assad loyalists", "Turkish-backed groups") is still a
mention, marked `compound`: the compound is another actor, and usually an unnamed one (`find_affiliated`).
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from bearwitness.errors import UsageError
from bearwitness.model import WHO_KINDS
from bearwitness.resolve import place_words
from bearwitness.resolve.fold import fold, name_word

__all__ = ["Actor", "ActorMention", "ActorTable", "Affiliated", "affiliated", "find_affiliated", "state_name"]

COLUMNS = ("id", "name", "kind", "country", "aliases", "parent", "source")


@dataclass(frozen=True, slots=True)
class Actor:
    """One row of the table. `entity_id` is `actor:<id>`."""

    entity_id: str
    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A known name in a text.

    Attributes:
        name: the actor's name in the table, not the words of the text.
        entity_id: null when the words fit several actors and the text does not say which ("RSF").
        compound: it is part of a compound such as "HTS-affiliated"; the thing spoken of is not this actor.
    """

    start: int
    end: int
    entity_id: str | None
    name: str
    kind: str
    compound: bool = False


@dataclass(frozen=True, slots=True)
class Affiliated:
    """An unnamed party described by its tie to a named one: "Turkish-backed factions".

    Attributes:
        of_start, of_end: where the named side stands in the text ("Turkish").
        relation: the word of the tie, in lower case ("backed", "pro", "linked").
        kind: armed_group for fighters of any sort, else unnamed.
    """

    start: int
    end: int
    of_start: int
    of_end: int
    relation: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Alias:
    words: tuple[str, ...]
    upper: tuple[bool, ...]      # this word is an acronym and must be in capitals
    capital: bool                # the first word must have a capital
    actors: tuple[Actor, ...]


_TOKEN = re.compile(r"[^\W_]+(?:(?:[\u0300-\u036f\u064b-\u065f\u200c]|['’ʼʿʾ‘`´](?=[^\W_]))[^\W_]*)*")
_JOIN = re.compile(r"['’]?(?:[ \u00a0]|-|‐|‑|–|/|\. | & )?|\s?&\s?")
_ARTICLES = frozenset("al el ar as ash ad an at az ez eş".split())
_ARABIC = re.compile(r"[\u0600-\u08ff]")


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    forms: tuple[str, ...]


class ActorTable:
    """Known actors by every spelling of their names."""

    def __init__(self, actors: Iterable[Actor]):
        self.actors = {a.entity_id: a for a in actors}
        self._first: dict[str, tuple[_Alias, ...]] = _index(self.actors.values())

    @classmethod
    def load(cls, extra_paths: Iterable[Path] = ()) -> ActorTable:
        """The shipped table with the user's files laid over it.

        Raises:
            UsageError: a file lacks a column, or a row its id, name or a known kind; the line is named.
        """
        rows = {a.entity_id: a for a in _shipped()}
        for path in extra_paths:
            try:
                text = Path(path).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as e:
                raise UsageError(f"the actor table {path} cannot be read ({e}); it must be a CSV file in UTF-8") from e
            rows.update((a.entity_id, a) for a in _read(text, str(path)))
        return cls(rows.values())

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[ActorMention]:
        """Every known name, the longest at each place, in order."""
        words = _words(text, start, len(text) if end is None else end)
        out: list[ActorMention] = []
        i = 0
        while i < len(words):
            hit = self._longest(text, words, i)
            if hit is None:
                i += 1
                continue
            alias, last = hit
            a, b = _with_article(text, words, i), words[last].end
            actor = self._which(alias, text)
            kind = actor.kind if actor else alias.actors[0].kind
            out.append(ActorMention(a, b, actor.entity_id if actor else None, actor.name if actor else text[a:b], kind,
                                    compound=_in_compound(text, a, b) or (kind == "person" and bool(_FOLLOWERS.match(text, b)))))
            i = last + 1
        return out

    def match(self, name: str) -> Actor | None:
        """The actor that a whole name stands for, if it stands for one alone."""
        words = _words(name, 0, len(name))
        hit = self._longest(name, words, 0) if words else None
        if hit is None and words and words[0].text.lower() in (*_ARTICLES, "the") and len(words) > 1:
            words = words[1:]
            hit = self._longest(name, words, 0)
        if hit is None or hit[1] != len(words) - 1 or len(hit[0].actors) > 1:
            return None
        return hit[0].actors[0]

    def _longest(self, text: str, words: list[_Word], i: int) -> tuple[_Alias, int] | None:
        for form in words[i].forms:
            for alias in self._first.get(form, ()):
                last = _matches(text, words, i, alias, form)
                if last is not None:
                    return alias, last
        return None

    def _which(self, alias: _Alias, text: str) -> Actor | None:
        """The one actor meant by a shared acronym: the one whose full name or country the text also gives."""
        if len(alias.actors) == 1:
            return alias.actors[0]
        named = [a for a in alias.actors if a.name in text]
        if not named:
            named = [a for a in alias.actors if a.country and any(n in text for n in _country_words(a.country))]
        return named[0] if len(named) == 1 else None


def state_name(iso: str) -> tuple[str, str] | None:
    """Entity id and name of a state: ("state:tr", "Turkey") for TR."""
    for row in place_words.countries():
        if row["iso2"] == iso:
            return f"state:{iso.lower()}", row["name"]
    return None


@lru_cache(maxsize=1)
def _shipped() -> tuple[Actor, ...]:
    return tuple(_read((files("bearwitness") / "data" / "actors.csv").read_text(encoding="utf-8"), "actors.csv"))


def _read(text: str, where: str) -> list[Actor]:
    reader = csv.DictReader(io.StringIO(text))
    missing = {"id", "name", "kind"} - set(reader.fieldnames or ())
    if missing:
        raise UsageError(f"the actor table {where} lacks the column {', '.join(sorted(missing))}; the columns are {', '.join(COLUMNS)}")
    out = []
    for row in reader:
        given = {k: (row.get(k) or "").strip() for k in COLUMNS}
        if not given["id"] or not given["name"] or given["kind"] not in WHO_KINDS:
            raise UsageError(f"the actor table {where}, line {reader.line_num}: needs an id, a name and a kind among {', '.join(WHO_KINDS)}")
        parent = given["parent"]
        out.append(Actor(f"actor:{given['id']}", given["name"], given["kind"], given["country"] or None,
                         tuple(a.strip() for a in given["aliases"].split("|") if a.strip()),
                         (parent if ":" in parent else f"actor:{parent}") if parent else None))
    return out


def _index(actors: Iterable[Actor]) -> dict[str, tuple[_Alias, ...]]:
    by_words: dict[tuple, list[Actor]] = defaultdict(list)
    for actor in actors:
        for spelling in (actor.name, *actor.aliases):
            for key in _alias_keys(spelling):
                if actor not in by_words[key]:
                    by_words[key].append(actor)
    first: dict[str, list[_Alias]] = defaultdict(list)
    for (words, upper, capital), owners in by_words.items():
        first[words[0]].append(_Alias(words, upper, capital, tuple(owners)))
    return {w: tuple(sorted(al, key=lambda a: (-len(a.words), a.words))) for w, al in first.items()}


def _alias_keys(spelling: str):
    """The word sequence to look for, and once more without a leading "the"."""
    words = [w for w in _words(spelling, 0, len(spelling)) if w.text.lower() not in _ARTICLES]
    for rest in (words, words[1:]) if words and words[0].text.lower() == "the" else (words,):
        if rest and (rest is not words or words[0].text != "the"):
            yield (tuple(w.forms[0] for w in rest), tuple(len(w.text) > 1 and w.text.isupper() for w in rest),
                   rest[0].text[0].isupper())


def _words(text: str, start: int, end: int) -> list[_Word]:
    out = []
    for m in _TOKEN.finditer(text, start, end):
        a, b, word = m.start(), m.end(), m.group()
        if word[-2:] in ("'s", "’s"):
            b, word = b - 2, word[:-2]
        out.append(_Word(a, b, word, _forms(word)))
    return out


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[str, ...]:
    """Look-up forms of a word; in Arabic script also without a joined "and", "in", "to" or a Sorani ending."""
    whole = name_word(fold(word))
    if not _ARABIC.match(word) or len(word) < 5:
        return (whole,)
    more = [name_word(fold(word[1:]))] if word[0] in "وبلف" else []
    more += [name_word(fold("ال" + word[2:]))] if word.startswith("لل") else []
    more += [name_word(fold(word[:-1]))] if word[-1] in "یي" else []
    return (whole, *more)


def _matches(text: str, words: list[_Word], i: int, alias: _Alias, form: str) -> int | None:
    """The last word of `alias` when it stands at word `i`; articles inside the text are passed over."""
    first = words[i].text
    if (alias.capital and not first[0].isupper()) or (alias.upper[0] and not first.isupper()):
        return None
    k = i
    for n in range(1, len(alias.words)):
        k = _next(text, words, k)
        if k < len(words) and words[k].forms[0] in _ARTICLES and alias.words[n] != words[k].forms[0]:
            k = _next(text, words, k)
        if k >= len(words) or alias.words[n] not in words[k].forms or (alias.upper[n] and not words[k].text.isupper()):
            return None
    return k


def _next(text: str, words: list[_Word], k: int) -> int:
    """The next word if only a space or hyphen parts them, else a place past the end."""
    if k + 1 < len(words) and _gap(text[words[k].end:words[k + 1].start]):
        return k + 1
    return len(words)


@lru_cache(maxsize=1000)
def _gap(between: str) -> bool:
    return len(between) < 5 and bool(_JOIN.fullmatch(between.removeprefix("'s").removeprefix("’s")))


def _with_article(text: str, words: list[_Word], i: int) -> int:
    """ "al-Sharaa" begins at its article."""
    if i and words[i - 1].forms[0] in _ARTICLES:
        between = text[words[i - 1].end:words[i].start]
        if between == "-" or (between == " " and words[i - 1].text[0].isupper() and words[i - 1].text.lower() in ("al", "el")):
            return words[i - 1].start
    return words[i].start


@lru_cache(maxsize=300)
def _country_words(iso: str) -> tuple[str, ...]:
    row = next((r for r in place_words.countries() if r["iso2"] == iso), None)
    return (row["name"], *(d for d in row["demonyms"].split("|") if d)) if row else ()


# --- compounds -----------------------------------------------------------------------------------------

_TIES = (r"backed|affiliated|led|linked|aligned|allied|sponsored|funded|supported|trained|armed|controlled|run|inspired|"
         r"dominated|friendly|sympathetic|held|majority|leaning|proxy")
_AFTER_TIE = re.compile(rf"\s?[-‐‑]\s?(?:{_TIES})\b", re.I)
_BEFORE_TIE = re.compile(r"(?<!\w)(?:pro|anti|non|ex|counter|post)[-‐‑](?:['‘“\"])?$", re.I)
_FIGHTERS = (r"factions?|groups?|militias?|militants?|fighters?|forces?|rebels?|insurgents?|gunmen|troops|brigades?|loyalists?|elements?|"
             r"units?|soldiers?|mercenar(?:y|ies)|jihadists?|extremists?|armed\s+men|proxies|offensives?|security\s+forces")
_OTHERS = (r"part(?:y|ies)|media|outlets?|protesters?|demonstrators?|politicians?|administration|government|authorities|coalition|"
           r"remnants|supporters?|activists?|accounts?|channels?|regions?|areas?|alliance|operation|bod(?:y|ies)|opposition|"
           r"ministry|news\s+agency|agency|figures?|officials?|party|movement|attacks?")
_NOUN = rf"(?P<noun>(?P<fighters>(?:{_FIGHTERS})(?:\s+(?:{_FIGHTERS}))?)|(?:{_OTHERS}))\b"
_NAME = r"(?P<of>(?:[A-Z][\w'’.]*|(?:al|el|ash)-[A-Z][\w'’]*)(?:[ -](?:al-)?[A-Z][\w'’]*){0,5}|foreign|government|state|opposition|regime)"
_SUFFIXED = re.compile(rf"(?<!\w){_NAME}[-‐‑](?P<tie>{_TIES})\s+(?:[\w’'-]+\s+){{0,3}}?{_NOUN}")
_PREFIXED = re.compile(rf"(?<!\w)(?P<tie>[Pp]ro|[Aa]nti)[-‐‑]{_NAME}\s+(?:[\w’'-]+\s+){{0,2}}?{_NOUN}")


def _in_compound(text: str, start: int, end: int) -> bool:
    return bool(_AFTER_TIE.match(text, end) or _BEFORE_TIE.search(text, max(0, start - 9), start))


# "Golani terrorist", "Jolani's men": a person's followers, not the person.
_FOLLOWERS = re.compile(r"(?:['’]s?)?\s+(?:terrorists?|men|forces|fighters|militants?|militia(?:men)?|gangs?|thugs|soldiers|troops|"
                        r"loyalists|supporters|followers|regime|government|administration)\b", re.I)


def find_affiliated(text: str, start: int = 0, end: int | None = None) -> list[Affiliated]:
    """Every party described by its tie to another: such a party is not the one it is tied to."""
    end = len(text) if end is None else end
    out = []
    for pattern in (_SUFFIXED, _PREFIXED):
        for m in pattern.finditer(text, start, end):
            kind = "armed_group" if m["fighters"] else "unnamed"
            out.append(Affiliated(m.start(), m.end(), m.start("of"), m.end("of"), m["tie"].lower(), kind))
    return sorted(out, key=lambda a: a.start)


def affiliated(text: str, start: int, end: int) -> Affiliated | None:
    """The compound that the name at `start`-`end` is part of: for "HTS" in "HTS-affiliated factions" the whole."""
    around = find_affiliated(text, max(0, start - 60), min(len(text), end + 90))
    return next((a for a in around if a.of_start <= start and end <= a.of_end), None)
