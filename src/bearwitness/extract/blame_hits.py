"""One accusation before it becomes a draft, and the walks over the parse that find its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bearwitness.extract.blame_words import COMPLICIT, HELP, ROLE, TOLERANT

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Hit:
    """An accusation before it becomes a draft: heads of the accused and the tokens of the act."""

    accused: list[int]
    act: list[int]
    at: int
    rule: str
    degree: str = "unspecified"
    stance: str | None = None
    hedge: str | None = None
    trigger: int = 0
    hedge_at: int | None = None


def kids(tok: Token, *deps: str) -> list[Token]:
    return [c for c in tok.children if c.dep_ in deps]


def subtree(tok: Token) -> list[int]:
    return [t.i for t in tok.subtree if t.dep_ != "punct" or t.i not in (tok.left_edge.i, tok.right_edge.i)]


def is_passive(tok: Token) -> bool:
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in tok.children) or (
        tok.dep_ == "acl" and tok.lower_.endswith(("ed", "ld")) and not kids(tok, "dobj"))


def under(tok: Token, *preps: str) -> list[Token]:
    """Objects of these prepositions under a word, also under its object where the parser hung them there."""
    found = []
    for node in (tok, *kids(tok, "dobj", "nsubjpass", "acomp", "xcomp", "oprd", "prep")):
        for prep in (c for c in node.children if c.dep_ in ("prep", "agent", "dative") and c.lower_ in preps):
            found += kids(prep, "pobj", "pcomp")
    return found


def degree_of(words: set[str]) -> str:
    if words & COMPLICIT:
        return "complicity"
    if words & TOLERANT:
        return "tolerance"
    if words & HELP:
        return "support"
    if "direct" in words or "directly" in words:
        return "direct"
    return "unspecified"


def act_degree(act: list[Token]) -> str:
    if not act:
        return "unspecified"
    head = act[0]
    words = {head.lower_} | {c.lower_ for c in head.children}
    degree = degree_of(words)
    if degree == "unspecified" and head.dep_ == "pcomp":
        return "direct"
    return degree


def hits_of(tok: Token, accused: list[int], act: list[Token], rule: str, verb: Token | None = None, **more: str | None) -> Iterator[Hit]:
    if accused:
        tokens = [t for a in act for t in subtree(a)]
        if act and act[-1].lower_ in COMPLICIT | ROLE | {"participation", "responsibility"} and max(tokens) + 1 < len(tok.doc):
            after = tok.doc[max(tokens) + 1]        # "of complicity in the massacre", the "in" hung elsewhere
            tokens += subtree(after) if after.lower_ in ("in", "for") else []
        degree = more.pop("degree", None) or act_degree(act)
        yield Hit(accused, tokens, accused[0], rule, degree, trigger=tok.i, hedge_at=verb.i if verb is not None else None, **more)
