"""Which items are worth comparing: those that share a key within a few days.

Comparing all with all is out of the question for a hundred thousand reports. Two items are compared when their days may meet and they
share a key: a cell of the map (or one beside it), a first-order division, the name of a place, a word written as a name, an actor, a named
victim, a source, or a telling figure. What shares none of these cannot reach the cut (see the test that compares all with all). Items
whose text is not known have no names: they are compared with whatever their days allow.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bearwitness.incidents.items import Item
from bearwitness.incidents.score import BLOCK_DAYS_VAGUE, WIDE, block_window, finest
from bearwitness.model import Where
from bearwitness.resolve.fold import fold

Pair = tuple[int, int]
CELL = 1.0            # degrees; two places within reach of each other lie in one cell or in neighbours
WIDE_CELL = 3.0       # for districts, provinces and coasts
COMMON = .02          # a name in more than this share of items, and in more than `RARE` of them, tells nothing
RARE = 40
TELLING_FROM = 100
EVERYWHERE = "*"
REACHES, UNDER = "reaches", "under"      # what a province or a coast may hold, and what lies under it
DISTRICT = 3          # UCDP where_prec: a district or more


def keys_of(item: Item, common: frozenset[str] = frozenset()) -> set[str]:
    """The keys of one item.

    Args:
        common: names too frequent to tell anything.
    """
    keys: set[str] = set()
    for place in (*finest(item.places), *(() if item.places else finest(item.near_places))):
        keys |= _place_keys(place)
    keys |= {f"name {name}" for name in item.names - common}
    keys |= {f"actor {actor}" for actor in item.actors} | {f"victim {victim}" for victim in item.victims} | {f"root {root}" for root in item.roots}
    keys |= {f"toll {harm} {number:g}" for harm, _, number in item.tolls if number >= TELLING_FROM and number % 10}
    if not item.names:
        keys.add(EVERYWHERE)
    return keys


def _place_keys(place: Where) -> set[str]:
    keys = {f"name {fold(place.name)}"}
    if (place.precision or 0) >= WIDE:
        return keys
    if place.admin1 and place.country:
        keys.add(f"in {place.country} {place.admin1}")
    if place.lat is not None and place.lon is not None:
        keys |= set(_cells("cell", place.lat, place.lon, CELL))
        wide = (place.precision or 0) >= DISTRICT
        keys |= set(_cells(REACHES if wide else UNDER, place.lat, place.lon, WIDE_CELL, spread=wide))
    return keys


def _cells(name: str, lat: float, lon: float, size: float, spread: bool = True) -> Iterator[str]:
    """The cell of a point and, to meet what lies beyond its edge, those whose border is within half a cell."""
    steps = (-.5, 0.0, .5) if spread else (0.0,)
    for up in steps:
        band = math.floor((lat + up * size) / size)
        width = size / max(.05, math.cos(math.radians(min(89.0, abs((band + .5) * size)))))      # a degree of longitude shrinks towards the poles
        for along in steps:
            yield f"{name} {band} {math.floor(((lon + along * width + 180) % 360) / width)}"


def common_names(items: Iterable[Item]) -> frozenset[str]:
    """Names that too many items hold to tell anything."""
    every = list(items)
    seen = Counter(name for item in every for name in item.names)
    most = max(RARE, COMMON * len(every))
    return frozenset(name for name, n in seen.items() if n > most)


def pairs(items: Sequence[Item]) -> Iterator[Pair]:
    """Pairs (i, j), i < j, that are worth comparing, each once, by the first of the two."""
    common = common_names(items)
    shelves: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        for key in keys_of(item, common):
            shelves.setdefault(key, []).append(n)
    spans = [_spans(item) for item in items]
    met: list[set[int]] = [set() for _ in items]
    for numbers, leaders in _shelves(shelves, len(items)):
        for i, j in _sweep(numbers, spans, leaders):
            met[min(i, j)].add(max(i, j))
    for i, others in enumerate(met):
        for j in sorted(others):
            yield i, j


def _shelves(shelves: dict[str, list[int]], size: int) -> Iterator[tuple[list[int], set[int] | None]]:
    """(items, those of which one must be in a pair; None for any pair)."""
    for key, numbers in shelves.items():
        name, _, rest = key.partition(" ")
        if name == REACHES:
            yield sorted({*numbers, *shelves.get(f"{UNDER} {rest}", ())}), set(numbers)
        elif key == EVERYWHERE:
            yield list(range(size)), set(numbers)
        elif name != UNDER:
            yield numbers, None


def _spans(item: Item) -> list[tuple[int, int]]:
    """The days on which an item is looked for; empty for one that has none at all."""
    window = block_window(item)
    found = [] if window is None else [(window.start, window.end)]
    if item.window is None:
        found += [(w.start, w.end) for w in item.near_windows]
    return found


def _sweep(numbers: Sequence[int], spans: Sequence[Sequence[tuple[int, int]]], leaders: set[int] | None) -> Iterator[Pair]:
    """Pairs of one shelf whose days may meet; those without days meet all."""
    undated = [n for n in numbers if not spans[n]]
    dated = sorted((start, n, end) for n in numbers for start, end in spans[n])
    open_: list[tuple[int, int]] = []
    leading: list[tuple[int, int]] = []      # those of `open_` that lead
    for start, i, end in dated:
        leads = leaders is None or i in leaders
        leading = [(last, j) for last, j in leading if last + BLOCK_DAYS_VAGUE >= start]
        if leaders is not None:
            open_ = [(last, j) for last, j in open_ if last + BLOCK_DAYS_VAGUE >= start]
        for _, j in leading if leaders is None or not leads else open_:
            if i != j:
                yield i, j
        if leaders is not None:
            open_.append((end, i))
        if leads:
            leading.append((end, i))
    for m, i in enumerate(undated):
        for j in (*(j for _, j, _ in dated), *undated[:m]):
            if leaders is None or i in leaders or j in leaders:
                yield i, j


def components(size: int, edges: Iterable[Pair]) -> list[list[int]]:
    """Groups of the numbers below `size` that edges join, each in order, by their first number."""
    parent = list(range(size))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in edges:
        x, y = find(a), find(b)
        parent[max(x, y)] = min(x, y)
    found: dict[int, list[int]] = {}
    for n in range(size):
        found.setdefault(find(n), []).append(n)
    return [found[key] for key in sorted(found)]
