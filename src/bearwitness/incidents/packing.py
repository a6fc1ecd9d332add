"""An item as bytes and back: what scores compare and what finds its claims again, without the claims and without their text."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from typing import Any

from bearwitness.incidents.items import Item, Window
from bearwitness.model import Claim, Where


@dataclass(slots=True)
class Kept:
    """An item without its claims, and their ids."""

    item: Item
    seeds: tuple[str, ...]
    claims: tuple[str, ...]

    def fill(self, claims: Sequence[Claim]) -> Item:
        """The item with its claims again.

        Args:
            claims: those of its report, as judged.

        Raises:
            KeyError: one of them is not there any more.
        """
        known: Mapping[str, Claim] = {c.id: c for c in claims}
        return replace(self.item, seeds=[known[id_] for id_ in self.seeds], claims=[known[id_] for id_ in self.claims])


def pack(item: Item) -> bytes:
    """The item as a line of JSON and, behind it, its words and names as numbers of 8 bytes."""
    words, names = array("q", sorted(item.words)), array("q", sorted(item.names))
    body = [item.report, item.published, _days(item.window), [astuple(w) for w in item.places], sorted(item.actors), sorted(item.types), item.tolls,
            sorted(item.victims), sorted(item.roots), item.rank, item.weak, [astuple(w) for w in item.near_places], [_days(w) for w in item.near_windows],
            item.first, item.lang, [c.id for c in item.seeds], [c.id for c in item.claims], len(words)]
    return json.dumps(body, separators=(",", ":")).encode() + b"\n" + words.tobytes() + names.tobytes()


def unpack(data: bytes) -> Kept:
    """What `pack` made."""
    line, _, numbers = data.partition(b"\n")
    (report, published, window, places, actors, types, tolls, victims, roots, rank, weak, near_places, near_windows, first, lang, seeds, claims, split) = json.loads(line)
    keys = array("q")
    keys.frombytes(numbers)
    item = Item(report, published, window=_window(window), places=[_where(*w) for w in places], actors=set(actors), types=set(types),
                tolls=[(harm, whom, point) for harm, whom, point in tolls], victims=set(victims), words=frozenset(keys[:split]),
                names=frozenset(keys[split:]), roots=set(roots), rank=rank, weak=weak, near_places=[_where(*w) for w in near_places],
                near_windows=[w for one in near_windows if (w := _window(one))], first=first, lang=lang, size=len(claims))
    return Kept(item, tuple(seeds), tuple(claims))


def _days(window: Window | None) -> list[Any] | None:
    return None if window is None else [window.start, window.end, window.precision]


def _window(days: Sequence[Any] | None) -> Window | None:
    return None if days is None else Window(*days)


@lru_cache(maxsize=50_000)
def _where(*fields: Any) -> Where:
    return Where(*fields)
