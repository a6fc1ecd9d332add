"""Average linkage against the slow obvious one."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.incidents.cluster import clusters


def slow(size, scores, never, cut):
    groups = [[i] for i in range(size)]

    def mean(a, b):
        return sum(scores.get((min(i, j), max(i, j)), 0.0) for i in a for j in b) / (len(a) * len(b))

    while True:
        pairs = [(-mean(a, b), *sorted((min(a), min(b))), a, b) for a, b in itertools.combinations(groups, 2)
                 if mean(a, b) >= cut and not any((min(i, j), max(i, j)) in never for i in a for j in b)]
        if not pairs:
            return sorted((sorted(g) for g in groups), key=lambda g: g[0])
        *_, a, b = min(pairs)
        groups.remove(a)
        groups.remove(b)
        groups.append(sorted(a + b))


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 7), st.data())
def test_as_the_slow_one(size, data):
    pairs = list(itertools.combinations(range(size), 2))
    # Eighths, so that sums are exact and ties are real ties.
    scores = {p: n / 8 for p in pairs if (n := data.draw(st.integers(0, 8)))}
    never = set(data.draw(st.lists(st.sampled_from(pairs), max_size=3))) if pairs else set()
    assert clusters(size, scores, never=never) == slow(size, scores, never, .5)


def test_a_bridge_joins_what_no_pair_would():
    assert clusters(3, {(0, 1): .7, (1, 2): .7, (0, 2): .35}) == [[0, 1, 2]]
    assert clusters(3, {(0, 1): .7, (1, 2): .6, (0, 2): .1}) == [[0, 1], [2]]


def test_people_come_before_scores():
    assert clusters(2, {}, must=[(0, 1)]) == [[0, 1]]
    assert clusters(2, {(0, 1): 1.0}, never=[(0, 1)]) == [[0], [1]]
    assert clusters(3, {(0, 1): 1.0, (0, 2): .9, (1, 2): .9}, never=[(1, 2)]) == [[0, 1], [2]]
