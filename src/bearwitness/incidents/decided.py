"""What people decided about items: which belong together, which do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bearwitness.incidents.cluster import Pair
from bearwitness.incidents.judged import Judged, is_lineage

Meant = Callable[[str, bool], list[int]]


def concerned(judged: Judged) -> list[str]:
    """Every id that a standing judgement about grouping names."""
    return sorted({id_ for j in judged.standing if j.relation in ("same", "different") and j.right and not is_lineage(j) for id_ in (j.left, j.right)})


def told_apart(judged: Judged) -> frozenset[str]:
    """Ids that a reviewer told apart from others; of claims, each starts an item of its own."""
    return frozenset(i for j in judged.standing if j.relation == "different" and not is_lineage(j) for i in (j.left, j.right) if i)


def told_same(judged: Judged) -> frozenset[str]:
    """Ids that a reviewer said to be of the same; a claim among them that would be in no incident goes where the other is."""
    return frozenset(i for j in judged.standing if j.relation == "same" and not is_lineage(j) for i in (j.left, j.right) if i)


def decisions(judged: Judged, meant: Meant) -> tuple[list[Pair], list[Pair], list[tuple[frozenset[int], str]]]:
    """Pairs that judgements force together or apart; where a chain of them contradicts, the later counts.

    Args:
        meant: (id, main) -> the items that an id stands for; with `main` the main one alone when it is a report's.

    Returns:
        Pairs that must and that must never be together; for each judgement the items that it concerns, and a sentence, newest first.
    """
    must: list[Pair] = []
    never: list[Pair] = []
    decided: list[tuple[frozenset[int], str]] = []
    for j in reversed(judged.standing):
        if j.relation not in ("same", "different") or j.right is None or is_lineage(j):
            continue
        left, right = (meant(i, j.relation == "same") for i in (j.left, j.right))
        words = f"{j.reviewer} ({j.made_at[:10]}) judged {j.left} and {j.right} {j.relation}: {j.reason}"
        if not left or not right:
            continue
        if j.relation == "same":
            wanted = [(left[0], n) for n in [*left[1:], *right]]
            if _breaks([*must, *wanted], never):
                words += " (a later judgement contradicts it and counts instead)"
            else:
                must += wanted
        else:
            only = [n for n in left if n not in set(right)]
            wanted = [(a, b) for a in only for b in right]
            if _breaks(must, wanted):
                words += " (later judgements contradict it and count instead)"
            else:
                never += wanted
        decided.append((frozenset((*left, *right)), words))
    return must, never, decided


def _breaks(must: Sequence[Pair], never: Sequence[Pair]) -> bool:
    """Would joining all of `must` put a pair of `never` together?"""
    parent: dict[int, int] = {}

    def find(i: int) -> int:
        while parent.get(i, i) != i:
            i = parent[i]
        return i

    for a, b in must:
        parent[find(a)] = find(b)
    return any(find(a) == find(b) for a, b in never)


def decided_words(numbers: Sequence[int], decided: Sequence[tuple[frozenset[int], str]]) -> list[str]:
    inside = set(numbers)
    return [words for concerned, words in reversed(decided) if concerned & inside]


