"""Items that say the same of everything that is compared: fifty thousand copies of one article count as one when reports are gathered.

Comparing each copy with each would take a thousand million comparisons, and their number would outweigh what others tell. So the first of
them stands for all: it alone is compared, and the others go where it goes. What a person told apart from others stands for itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple

from bearwitness.incidents.items import Item
from bearwitness.incidents.parts import tie
from bearwitness.incidents.score import CUT, Words


def signature(item: Item) -> int:
    """63 bits of all that scores and blocks look at; items with one signature have one score with any other item."""
    body = (item.published, item.window, sorted(map(_where, item.places)), sorted(item.actors), sorted(item.types), sorted(item.tolls), sorted(item.victims),
            sorted(item.words), sorted(item.names), item.lang, sorted(item.roots), item.weak, sorted(map(_where, item.near_places)),
            sorted((w.start, w.end, w.precision) for w in item.near_windows))
    return int.from_bytes(hashlib.blake2b(repr(body).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _where(place: object) -> str:
    return repr(astuple(place))      # type: ignore[call-overload]


TWIN = 2.0      # in the place of a score: this item goes where the other goes


def stands_alone(report: str, claims: Iterable[str], apart: frozenset[str]) -> bool:
    """Did a person tell the item, by its report or a claim of it, apart from something?"""
    return bool(apart) and (report in apart or not apart.isdisjoint(claims))


def alike(one: Item, other: Item, words: Words) -> bool:
    """Of two items with one signature: do they tell enough to be of one incident?"""
    return tie(one, other, words) >= CUT


def leaders(items: Sequence[Item], words: Words, alone: Collection[int] = ()) -> list[int]:
    """For each item the number of the one that stands for it: the first of its twins, or itself.

    Args:
        items: in order.
        alone: numbers of items that stand for themselves.
    """
    first: dict[int, int] = {}
    found = list(range(len(items)))
    sure: dict[int, bool] = {}
    apart = set(alone)
    for n, item in enumerate(items):
        if n in apart:
            continue
        mark = signature(item)
        lead = first.setdefault(mark, n)
        if lead != n and sure.setdefault(mark, alike(items[lead], item, words)):
            found[n] = lead
    return found
