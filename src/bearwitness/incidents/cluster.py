"""Average linkage over scored pairs, with what people forced together or apart."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]


def clusters(size: int, scores: Mapping[Pair, float], *, must: Iterable[Pair] = (), never: Iterable[Pair] = (),
             cut: float = .5) -> list[list[int]]:
    """Groups of the numbers 0 .. size-1 whose average pair score reaches the cut.

    1. What must be together is joined first. 2. The two groups with the highest average are joined,
    again and again, unless a pair between them may never meet. Pairs without a score count 0. Ties
    go to the lower numbers, so that only the numbering of the items, never the order of input, decides.
    """
    group = list(range(size))

    def find(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, j in must:
        a, b = sorted((find(i), find(j)))
        group[b] = a
    members: dict[int, list[int]] = {}
    for i in range(size):
        members.setdefault(find(i), []).append(i)
    sums: dict[int, dict[int, float]] = {g: {} for g in members}
    for (i, j), value in sorted(scores.items()):
        a, b = find(i), find(j)
        if a != b:
            sums[a][b] = sums[b][a] = sums[a].get(b, 0.0) + value
    apart: dict[int, set[int]] = {g: set() for g in members}
    for i, j in never:
        a, b = find(i), find(j)
        if a != b:
            apart[a].add(b)
            apart[b].add(a)
    version = dict.fromkeys(members, 0)
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(a: int, b: int) -> None:
        mean = sums[a][b] / (len(members[a]) * len(members[b]))
        if mean >= cut and b not in apart[a]:
            low, high = min(a, b), max(a, b)
            heapq.heappush(heap, (-mean, low, high, version[low], version[high]))

    for a in sorted(sums):
        for b in sorted(sums[a]):
            if a < b:
                offer(a, b)
    while heap:
        _, a, b, va, vb = heapq.heappop(heap)
        if version.get(a) != va or version.get(b) != vb:
            continue
        _merge(a, b, members, sums, apart, version)
        for other in sorted(sums[a]):
            offer(a, other)
    return sorted((sorted(m) for m in members.values()), key=lambda m: m[0])


def _merge(a: int, b: int, members: dict[int, list[int]], sums: dict[int, dict[int, float]],
           apart: dict[int, set[int]], version: dict[int, int]) -> None:
    """Folds group b into group a; sums of scores add, and so do the forbidden neighbours."""
    members[a] += members.pop(b)
    for other, value in sums.pop(b).items():
        del sums[other][b]
        if other != a:
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + value
    for other in apart.pop(b):
        apart[other].discard(b)
        if other != a:
            apart[other].add(a)
            apart[a].add(other)
    version[a] += 1
    del version[b]
