"""One part of a case: items that no pair over the cut and no judgement ties to any other, gathered into groups.

Two groups are only ever joined over a pair that reaches the cut, so the parts of a case are independent of each other: a new report is
gathered with its own part, and all others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bearwitness.incidents.cluster import Pair, clusters
from bearwitness.incidents.items import Item, vague
from bearwitness.incidents.score import CUT, Words, score

APART = -1.0      # in the place of a score: the two may never meet in one incident


def tie(a: Item, b: Item, words: Words) -> float:
    """The score of a pair, 0 when nothing speaks for one incident, `APART` when the two may not even meet in one."""
    first, second = (a, b) if a.key <= b.key else (b, a)
    found = score(first, second, words)
    return APART if found.never else found.score


def gather(items: Sequence[Item], ties: Mapping[Pair, float], must: Iterable[Pair] = (), never: Iterable[Pair] = ()) -> list[list[int]]:
    """The groups of one part, as places in `items`; items that fit nothing and make no incident are in none.

    Average linkage in two rounds: first what tells a day or a place, then the rest joins what it fits best.

    Args:
        items: by their keys, so that the order in which they came makes no difference.
        ties: (i, j), i < j -> `tie` of the two; pairs that are not compared are not there.
        must, never: what people joined and parted.
    """
    if len(items) == 1:
        return [] if items[0].weak else [[0]]
    must = list(must)
    apart = [*never, *(pair for pair, value in ties.items() if value == APART)]
    near = {pair: value for pair, value in ties.items() if value > 0}
    clear = {n for n, item in enumerate(items) if not vague(item)}
    first = clusters(len(items), {pair: value for pair, value in near.items() if clear.issuperset(pair)}, must=must, never=apart, cut=CUT)
    joined = [*must, *((g[0], n) for g in first for n in g[1:])]
    forced = {n for pair in must for n in pair}
    barred: dict[int, set[int]] = {}
    for i, j in apart:
        barred.setdefault(i, set()).add(j)
        barred.setdefault(j, set()).add(i)
    home = {n: g for g, group in enumerate(first) if clear & set(group) for n in group}
    around: dict[int, list[int]] = {}
    for i, j in near:
        around.setdefault(i, []).append(j)
        around.setdefault(j, []).append(i)
    for n in sorted(set(range(len(items))) - clear - forced):
        fits = []
        for g in {home[m] for m in around.get(n, ()) if m in home and home[m] != home.get(n)}:
            fit = _fit(n, first[g], near, barred.get(n, set()))
            if fit >= CUT:
                fits.append((fit, -g, first[g]))
        if fits:
            joined.append((n, max(fits)[2][0]))
    rest = {pair: value for pair, value in near.items() if not clear & set(pair)}
    groups = clusters(len(items), rest, must=joined, never=apart, cut=CUT)
    return [g for g in groups if not all(items[n].weak for n in g)]


def _fit(n: int, numbers: Sequence[int], near: Mapping[Pair, float], barred: set[int]) -> float:
    """How well an item fits a group: the mean of its three best scores with items of the group."""
    if barred & set(numbers):
        return 0.0
    best = sorted((value for m in numbers if (value := near.get((min(n, m), max(n, m)))) is not None), reverse=True)[:3]
    return sum(best) / len(best) if best else 0.0
