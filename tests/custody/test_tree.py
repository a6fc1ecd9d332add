"""The tree against a slow, obvious one; proofs of all sizes; forgeries."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.custody import tree
from bearwitness.errors import UsageError, VerifyError

LEAVES = [tree.leaf_hash(b"leaf %d" % n) for n in range(301)]


def naive_root(hashes):
    """RFC 6962, section 2.1, word for word."""
    if not hashes:
        return tree.EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return tree.node_hash(naive_root(hashes[:k]), naive_root(hashes[k:]))


ROOTS = [naive_root(LEAVES[:size]) for size in range(301)]


def test_roots_of_all_sizes_to_300():
    assert [tree.root_of(LEAVES[:size]) for size in range(301)] == ROOTS


def test_inclusion_of_all_sizes_to_300():
    for size in range(1, 301):
        for index in {0, 1, size // 3, size // 2, size - 2, size - 1} & set(range(size)):
            proof = tree.inclusion_proof(LEAVES[:size], index)
            tree.verify_inclusion(index, size, LEAVES[index], proof, ROOTS[size])


def test_consistency_of_all_sizes_to_300():
    for new in range(301):
        for old in {0, 1, 2, new // 3, new // 2, 1 << max(new.bit_length() - 1, 0), new - 1, new} & set(range(new + 1)):
            proof = tree.consistency_proof(LEAVES[:new], old)
            tree.verify_consistency(old, new, proof, ROOTS[old], ROOTS[new])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_pair_of_sizes(data):
    new = data.draw(st.integers(1, 300))
    old, index = data.draw(st.integers(0, new)), data.draw(st.integers(0, new - 1))
    tree.verify_consistency(old, new, tree.consistency_proof(LEAVES[:new], old), ROOTS[old], ROOTS[new])
    tree.verify_inclusion(index, new, LEAVES[index], tree.inclusion_proof(LEAVES[:new], index), ROOTS[new])


def flip(data, rng):
    at, bit = rng.randrange(len(data)), 1 << rng.randrange(8)
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1:]


def test_2000_forged_proofs_are_refused():
    rng = random.Random(20250307)
    for _ in range(1000):
        size = rng.randint(2, 300)
        index, old = rng.randrange(size), rng.randint(1, size - 1)
        parts = [LEAVES[index], *tree.inclusion_proof(LEAVES[:size], index), ROOTS[size]]
        at = rng.randrange(len(parts))
        parts[at] = flip(parts[at], rng)
        with pytest.raises(VerifyError):
            tree.verify_inclusion(index, size, parts[0], parts[1:-1], parts[-1])
        parts = [ROOTS[old], *tree.consistency_proof(LEAVES[:size], old), ROOTS[size]]
        at = rng.randrange(len(parts))
        parts[at] = flip(parts[at], rng)
        with pytest.raises(VerifyError):
            tree.verify_consistency(old, size, parts[1:-1], parts[0], parts[-1])


@pytest.mark.parametrize("call, why", [
    (lambda: tree.inclusion_proof(LEAVES[:3], 3), "no such leaf"),
    (lambda: tree.inclusion_proof([], 0), "an empty tree holds no leaf"),
    (lambda: tree.consistency_proof(LEAVES[:3], 4), "a tree cannot shrink"),
])
def test_impossible_proofs_are_refused(call, why):
    with pytest.raises(UsageError):
        call()


@pytest.mark.parametrize("old, new, old_root, new_root, why", [
    (3, 2, ROOTS[3], ROOTS[2], "it shrank"),
    (3, 3, ROOTS[3], ROOTS[4], "two trees of one size"),
    (0, 3, ROOTS[1], ROOTS[3], "an empty tree has one root only"),
])
def test_inconsistent_trees_without_a_proof(old, new, old_root, new_root, why):
    with pytest.raises(VerifyError):
        tree.verify_consistency(old, new, [], old_root, new_root)
