"""A text with its claims marked: pieces one after the other, each with the claims that cover it. The template shows them as text, never as markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bearwitness.model import Claim

MOST_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; `claims` are positions in the list of claims, `begin` those that begin here."""

    text: str
    claims: tuple[int, ...] = ()
    begin: tuple[int, ...] = ()
    kind: str | None = None         # of the shortest claim that covers it


def pieces(text: str, claims: Sequence[Claim], start: int = 0, end: int | None = None) -> list[Piece]:
    """The pieces of a part of a text.

    Args:
        claims: of the whole text, each with its passage in code points.
        start: where the part begins.
        end: where it ends; None for the end of the text.
    """
    end = len(text) if end is None else min(end, len(text))
    spans = [(max(c.passage.start, start), min(c.passage.end, end), n) for n, c in enumerate(claims)
             if c.passage.start < end and c.passage.end > start]
    edges = sorted({start, end, *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for a, b, n in spans:
        opening.setdefault(a, []).append(n)
        closing.setdefault(b, []).append(n)
    out, over = [], set[int]()
    for left, right in pairwise(edges):
        over -= set(closing.get(left, ()))
        over |= set(opening.get(left, ()))
        begin = tuple(n for n in opening.get(left, ()) if claims[n].passage.start == left)
        kind = claims[min(over, key=lambda n: (claims[n].passage.end - claims[n].passage.start, n))].kind if over else None
        out.append(Piece(text[left:right], tuple(sorted(over)), begin, kind))
    return out
