"""The word table of events, parties and weapons, read from the data files under `words/`.

The parser runs without lemmas, so every verb is kept in all its forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

MAX_GAP = 6     # words that ".." in a phrase may stand for
LONG_GAP = 14   # and "..."


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of word sets; None stands for a gap, an empty set for a long one. `head` is the place of the word that carries the grammar."""

    frame: str
    parts: tuple[frozenset[str] | None, ...]
    head: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Frames by word form, and phrases by each form of their first word."""

    verbs: dict[str, str]
    nouns: dict[str, str]
    phrases: dict[str, tuple[Phrase, ...]]


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a word file: cells between bars; comments and empty lines left out."""
    text = resources.files("bearwitness.extract").joinpath("words", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


def forms_of(word: str) -> list[str]:
    """All forms of a verb as the word file writes it.

    >>> forms_of("stab*")
    ['stab', 'stabs', 'stabbed', 'stabbing']
    """
    if ":" in word:
        return word.split(":")
    if word.endswith("*"):
        base = word[:-1]
        return [base, base + "s", base + base[-1] + "ed", base + base[-1] + "ing"]
    if word.endswith("e"):
        return [word, word + "s", word + "d", word[:-1] + "ing"]
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    s = "es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return [word, word + s, word + "ed", word + "ing"]


def _phrase(frame: str, text: str) -> Phrase:
    parts: list[frozenset[str] | None] = []
    head = None
    for word in text.split():
        if word.startswith("..."):
            parts.append(frozenset())
            word = word[3:]
        elif word.startswith(".."):
            parts.append(None)
            word = word[2:]
            if not word:
                continue
        if word.startswith("^"):
            head = len(parts)
            word = word[1:]
        options: list[str] = []
        for option in word.split("/"):
            # The parser splits words at hyphens; the first part stands for such a word inside a phrase.
            options += forms_of(option[:-1]) if option.endswith("~") else [option.split("-")[0]]
        parts.append(frozenset(options))
    return Phrase(frame, tuple(parts), 0 if head is None else head, text)


def _row(frame: str, word: str) -> Phrase:
    parts = tuple(frozenset([w]) for w in _tokens(word))
    return Phrase(frame, parts, 0 if word.endswith(("in", "ins", "out", "outs")) else len(parts) - 1, word)


@cache
def table() -> Table:
    """The table of event words."""
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    phrases: dict[str, list[Phrase]] = {}
    for frame, form, words in rows("events.txt"):
        if form == "phrase":
            rowed = [_phrase(frame, text) for text in words.split(";")]
        else:
            shapes = [s for w in words.split() for s in (forms_of(w) if form == "verb" else [w])]
            # The parser splits words at hyphens, so that such a word is a row of words.
            rowed = [_row(frame, s) for s in shapes if "-" in s]
            for shape in shapes:
                (verbs if form == "verb" else nouns).setdefault(shape, frame)
        for phrase in rowed:
            for first in phrase.parts[0] or ():
                phrases.setdefault(first, []).append(phrase)
    ordered = {k: tuple(sorted(v, key=lambda p: -len(p.parts))) for k, v in phrases.items()}
    return Table(verbs, nouns, ordered)


def match_phrase(phrase: Phrase, words: list[str], at: int, stop: int) -> tuple[int, list[int]] | None:
    """Does the phrase stand at word `at`? The place of its head, and of each of its words, or None."""
    head = at
    places: list[int] = []
    i = at
    gap = 0
    for k, part in enumerate(phrase.parts):
        if not part:
            gap = MAX_GAP if part is None else LONG_GAP
            continue
        limit = min(stop, i + gap + 1)
        found = next((j for j in range(i, limit) if words[j] in part), None)
        if found is None:
            return None
        if k == phrase.head:
            head = found
        places.append(found)
        i = found + 1
        gap = 0
    return head, places


@cache
def parties() -> dict[str, frozenset[str]]:
    """Classes of party for each word ("officers" -> {"state"})."""
    found: dict[str, set[str]] = {}
    for name, words in rows("parties.txt"):
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def event_parties() -> dict[str, frozenset[str]]:
    """`parties` with the further words that only events read."""
    found = {word: set(names) for word, names in parties().items()}
    for name, words in rows("event_parties.txt"):
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def weapon_phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Weapon word groups with their type, by first word, the longest first. Plurals in -s included."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, words in rows("weapons.txt"):
        for text in words.split(";"):
            parts = tuple(_tokens(text))
            plural = (*parts[:-1], parts[-1] + "s")
            for shape in {parts, plural}:
                found.setdefault(shape[0], []).append((shape, kind))
    return {k: tuple(sorted(v, key=lambda x: (-len(x[0]), x))) for k, v in found.items()}


def _tokens(text: str) -> list[str]:
    """Words as the parser splits them: a hyphen inside a word stands alone."""
    out: list[str] = []
    for word in text.split():
        bits = word.split("-")
        for k, bit in enumerate(bits):
            if k:
                out.append("-")
            if bit:
                out.append(bit)
    return out
