"""Which items are worth comparing: those that share a key within a few days.

Comparing all with all is out of the question for a hundred thousand reports. Two items are compared when their days may meet and they
share a key: a cell of the map, a first-order division, the name of a place, a word written as a name, an actor, a named victim, a source,
or a telling figure. What shares none of these cannot reach the cut (see the test that compares all with all). Items whose text is not
known have no names: they are compared with whatever their days allow.

A `Spot` says under which keys and days an item stands, and where it looks for others. Who finds whom does not depend on which of two
came first, so that reports may be added one by one, and the shelves may lie in a dictionary (`pairs`) or in a database.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bearwitness.incidents.items import Item, word_key
from bearwitness.incidents.score import BLOCK_DAYS_VAGUE, WIDE, block_window, finest
from bearwitness.model import Where
from bearwitness.resolve.fold import fold

Pair = tuple[int, int]
CELL = 1.0            # degrees; places within half of it share a cell of one of four grids
WIDE_CELL = 5.0       # for districts, provinces and coasts, whose reach is up to 250 km
COMMON = .02          # a name in more than this share of items, and in more than `RARE` of them, tells nothing
RARE = 40
TELLING_FROM = 100
EVERYWHERE, NAMELESS = "*", "* without names"
REACHES, UNDER = "reaches", "under"      # what a province or a coast may hold, and what lies under it
DISTRICT = 3          # UCDP where_prec: a district or more
BLOCK = 16            # days under one number
UNDATED, LONG = -1, -2      # the numbers of items without days, and of those over very many
MOST_BLOCKS = 24
MOST_RANGES = 4
LAST = 1 << 40        # after every number


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stands, and where it looks.

    Attributes:
        keys: 63-bit numbers of the keys it stands under.
        asks: of those under which it looks for others.
        blocks: numbers of the stretches of `BLOCK` days in which it stands.
        spans: its days, (first, last) as ordinals; none: it may be of any day.
    """

    keys: tuple[int, ...]
    asks: tuple[int, ...]
    blocks: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def ranges(self) -> list[tuple[int, int]]:
        """(first, last) numbers of blocks in which it looks."""
        if not self.spans:
            return [(LONG, LAST)]
        found = [((start - BLOCK_DAYS_VAGUE) // BLOCK, (end + BLOCK_DAYS_VAGUE) // BLOCK) for start, end in self.spans]
        merged: list[tuple[int, int]] = []
        for low, high in sorted(found):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], high))
            else:
                merged.append((low, high))
        if len(merged) > MOST_RANGES:
            merged = [(merged[0][0], merged[-1][1])]
        return [(LONG, UNDATED), *merged]


def spot(item: Item, common: Collection[int] = frozenset()) -> Spot:
    """Where an item stands and looks.

    Args:
        common: names (as `word_key`) too frequent to tell anything.
    """
    keys = keys_of(item, common)
    wide, under = _reaches(item)
    own = keys | wide | under | {EVERYWHERE} | (set() if item.names else {NAMELESS})
    asks = keys | {f"{REACHES} {rest}" for rest in map(_rest, under)} | {NAMELESS if item.names else EVERYWHERE}
    if wide:
        asks |= wide | {f"{UNDER} {rest}" for rest in map(_rest, wide)}
    days = spans(item)
    return Spot(tuple(sorted(map(word_key, own))), tuple(sorted(map(word_key, asks))), _blocks(days), days)


def _rest(key: str) -> str:
    return key.partition(" ")[2]


def keys_of(item: Item, common: Collection[int] = frozenset()) -> set[str]:
    """The keys that two items must share."""
    keys: set[str] = set()
    for place in _places(item):
        keys |= _place_keys(place)
    keys |= {f"name {name}" for name in item.names if name not in common}
    keys |= {f"actor {actor}" for actor in item.actors} | {f"victim {victim}" for victim in item.victims} | {f"root {root}" for root in item.roots}
    keys |= {f"toll {harm} {number:g}" for harm, _, number in item.tolls if number >= TELLING_FROM and number % 10}
    return keys


def _places(item: Item) -> Sequence[Where]:
    return finest(item.places) if item.places else finest(item.near_places)


def _place_keys(place: Where) -> set[str]:
    keys = {f"name {word_key(fold(place.name))}"}
    if (place.precision or 0) >= WIDE:
        return keys
    if place.admin1 and place.country:
        keys.add(f"in {place.country} {place.admin1}")
    if place.lat is not None and place.lon is not None:
        keys |= set(_cells("cell", place.lat, place.lon, CELL))
    return keys


def _reaches(item: Item) -> tuple[set[str], set[str]]:
    """Cells that its provinces and coasts reach into, and cells in which its towns lie under such."""
    wide: set[str] = set()
    under: set[str] = set()
    for place in _places(item):
        if place.lat is None or place.lon is None or (place.precision or 0) >= WIDE:
            continue
        if (place.precision or 0) >= DISTRICT:
            wide |= set(_cells(REACHES, place.lat, place.lon, WIDE_CELL))
        else:
            under |= set(_cells(UNDER, place.lat, place.lon, WIDE_CELL))
    return wide, under


def _cells(name: str, lat: float, lon: float, size: float) -> Iterator[str]:
    """The cell of a point in each of four grids, which lie half a cell beside one another: who is within half a cell shares one."""
    for up in (0, 1):
        band = math.floor(lat / size + up * .5)
        middle = (band + .5 - up * .5) * size
        cells = max(1, round(360 * max(.05, math.cos(math.radians(min(89.0, abs(middle))))) / size))      # around the earth: fewer towards the poles
        for along in (0, 1):
            yield f"{name} {up}{along} {band} {math.floor((lon + 180) % 360 / 360 * cells + along * .5) % cells}"


def common_names(items: Iterable[Item]) -> frozenset[int]:
    """Names that too many items hold to tell anything."""
    every = list(items)
    return too_common(Counter(name for item in every for name in item.names), len(every))


def too_common(seen: Counter[int], size: int) -> frozenset[int]:
    """The same from counts of the items that hold a name, and the number of items."""
    most = max(RARE, COMMON * size)
    return frozenset(name for name, n in seen.items() if n > most)


# --- days -------------------------------------------------------------------------------------------------

def spans(item: Item) -> tuple[tuple[int, int], ...]:
    """The days on which an item is looked for; none for one that may be of any day."""
    window = block_window(item)
    found = set() if window is None else {(window.start, window.end)}
    if item.window is None:
        found |= {(w.start, w.end) for w in item.near_windows}
    return tuple(sorted(found))


def _blocks(days: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    if not days:
        return (UNDATED,)
    found: set[int] = set()
    for start, end in days:
        if end // BLOCK - start // BLOCK >= MOST_BLOCKS:
            return (LONG,)
        found |= set(range(start // BLOCK, end // BLOCK + 1))
    return tuple(sorted(found)) if len(found) <= MOST_BLOCKS else (LONG,)


def meet(a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]]) -> bool:
    """May their days be those of one event? Those without days meet all."""
    return not a or not b or any(s <= end + BLOCK_DAYS_VAGUE and start <= e + BLOCK_DAYS_VAGUE for start, end in a for s, e in b)


# --- all at once ------------------------------------------------------------------------------------------

def pairs(items: Sequence[Item]) -> Iterator[Pair]:
    """Pairs (i, j), i < j, that are worth comparing, each once, by the second of the two."""
    common = common_names(items)
    shelves: dict[int, dict[int, list[int]]] = {}
    spots: list[Spot] = []
    for j, item in enumerate(items):
        own = spot(item, common)
        found: set[int] = set()
        ranges = own.ranges()
        for key in own.asks:
            for block, numbers in shelves.get(key, {}).items():
                if any(low <= block <= high for low, high in ranges):
                    found.update(numbers)
        for i in sorted(found):
            if meet(spots[i].spans, own.spans):
                yield i, j
        spots.append(own)
        for key in own.keys:
            shelf = shelves.setdefault(key, {})
            for block in own.blocks:
                shelf.setdefault(block, []).append(j)


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
