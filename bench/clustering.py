"""How like two partitions are: B-cubed, LEA, V, MUC and pairwise F1.

Formulas: Bagga and Baldwin 1998 (B-cubed), Moosavi and Strube 2016 (LEA), Rosenberg and Hirschberg 2007 (V), Vilain and others 1995 (MUC).
MUC rewards over-merging: judge by B-cubed and LEA.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping

Partition = Mapping[str, Hashable]       # item -> its cluster


def _clusters(of: Partition) -> list[frozenset[str]]:
    found: dict[Hashable, set[str]] = {}
    for item, cluster in of.items():
        found.setdefault(cluster, set()).add(item)
    return [frozenset(c) for c in found.values()]


def _f(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def b_cubed(gold: Partition, found: Partition) -> tuple[float, float, float]:
    """Precision, recall, F1: for each item the share of its cluster that belongs with it."""
    def side(a: Partition, b: Partition) -> float:
        both = Counter((a[i], b[i]) for i in a)
        size = Counter(a.values())
        return math.fsum(n * n / size[c] for (c, _), n in both.items()) / len(a)
    p, r = side(found, gold), side(gold, found)
    return p, r, _f(p, r)


def lea(gold: Partition, found: Partition) -> float:
    """F1 of links, weighted by the size of clusters; an item alone has one link, to itself."""
    def links(n: int) -> float:
        return n * (n - 1) / 2

    def side(key: list[frozenset[str]], other: list[frozenset[str]]) -> float:
        total = done = 0.0
        for k in key:
            total += len(k)
            if len(k) == 1:
                done += float(k in other)
            else:
                done += len(k) * sum(links(len(k & o)) for o in other) / links(len(k))
        return done / total if total else 0.0
    g, s = _clusters(gold), _clusters(found)
    return _f(side(s, g), side(g, s))


def v_measure(gold: Partition, found: Partition) -> float:
    """Harmonic mean of homogeneity and completeness."""
    n = len(gold)

    def entropy(of: Partition) -> float:
        return -math.fsum(c / n * math.log(c / n) for c in Counter(of.values()).values())
    both = Counter((gold[i], found[i]) for i in gold)
    a, b = Counter(gold.values()), Counter(found.values())
    given_found = -math.fsum(c / n * math.log(c / b[k]) for (_, k), c in both.items())
    given_gold = -math.fsum(c / n * math.log(c / a[g]) for (g, _), c in both.items())
    hg, hf = entropy(gold), entropy(found)
    return _f(1 - given_found / hg if hg else 1.0, 1 - given_gold / hf if hf else 1.0)


def muc(gold: Partition, found: Partition) -> float:
    def side(key: list[frozenset[str]], other: Partition) -> float:
        links = sum(len(k) - 1 for k in key)
        return sum(len(k) - len({other[i] for i in k}) for k in key) / links if links else 0.0
    return _f(side(_clusters(found), gold), side(_clusters(gold), found))


def pairwise(gold: Partition, found: Partition) -> float:
    def pairs(of: Partition) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(of.values()).values())
    both = sum(n * (n - 1) // 2 for n in Counter((gold[i], found[i]) for i in gold).values())
    return _f(both / pairs(found) if pairs(found) else 0.0, both / pairs(gold) if pairs(gold) else 0.0)
