"""What one verb reports: its frame, and the walks over the parse that the rules of frames share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Unit
    from bearwitness.extract.quotes import Quote


@dataclass(slots=True)
class Frame:
    """What one verb reports.

    `heads` are the words whose subtrees are the content; `cue_end` the last token of the cue (a preposition or
    a light noun may belong to it); `speakerless` when the construction names nobody.
    """

    heads: list[Token] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    addressees: list[Token] = field(default_factory=list)
    cue_end: int | None = None
    stance: str | None = None
    speakerless: bool = False
    fits: bool = False
    quoted_only: bool = False      # only quotation marks inside the heads count as reported words
    complement: Token | None = None
    evidential: bool = False       # the verb's own subject is among the told ("he is said to have fled")
    negated: bool = False          # "does not believe that"
    scene: bool = False            # what a picture shows; people who "show" say nothing
    worded: bool = False           # a condemnation with words of its own ("criticised them for leaving")


def children(token: Token, *deps: str) -> list[Token]:
    return [c for c in token.children if c.dep_ in deps]


def prep(token: Token, *words: str) -> Token | None:
    """The prepositional child whose word is one of these (the preposition itself)."""
    for c in token.children:
        if c.dep_ in ("prep", "dative") and c.lower_ in words and any(True for _ in c.children):
            return c
    return None


def is_stand_in(unit: Unit, token: Token) -> bool:
    return unit.stands_for[token.i] is not None


def is_passive(verb: Token) -> bool:
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
