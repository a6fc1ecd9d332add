"""The Merkle tree of RFC 6962 over SHA-256: roots, inclusion and consistency proofs.

    empty = SHA-256("")    leaf = SHA-256(0x00 || entry)    node = SHA-256(0x01 || left || right)

Proofs are given as ranges of leaves first (`inclusion_ranges`, `consistency_ranges`), so that a log on
disk can take the hash of each range from its tiles; with all leaf hashes at hand `inclusion_proof` and
`consistency_proof` do both steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bearwitness.custody import verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.errors import UsageError

EMPTY_ROOT = hashlib.sha256(b"").digest()

leaf_hash = verify.leaf_hash
node_hash = verify.node_hash

Range = tuple[int, int]
"""Leaves from the first number up to, and without, the second."""


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (32 bytes each), in order."""
    if not hashes:
        return EMPTY_ROOT
    sha256, level = hashlib.sha256, list(hashes)
    while len(level) > 1:
        pairs = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[-1:] if len(level) % 2 else pairs
    return level[0]


def split(size: int) -> int:
    """Leaves under the left child of a node over `size` > 1 leaves: the largest power of two below it."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove leaf `index` in a tree of `size` leaves, leaf side first.

    Raises:
        UsageError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise UsageError(f"there is no leaf {index} in a tree of {size}")
    ranges, low, high = [], 0, size
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The ranges whose hashes prove that the first `old` leaves of a tree of `new` are unchanged.

    Raises:
        UsageError: `old` is larger than `new`.
    """
    if not 0 <= old <= new:
        raise UsageError(f"a tree of {new} leaves cannot continue one of {old}")
    if old in (0, new):
        return []
    ranges, low, high, whole = [], 0, new, True
    while old != high:
        middle = low + split(high - low)
        if old <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low, whole = middle, False
    return ([] if whole else [(low, high)]) + ranges[::-1]


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The proof that the leaf at `index` is under the root of these leaf hashes."""
    return [root_of(hashes[low:high]) for low, high in inclusion_ranges(index, len(hashes))]


def consistency_proof(hashes: Sequence[bytes], old: int) -> list[bytes]:
    """The proof that the tree over these leaf hashes continues the tree of its first `old` leaves."""
    return [root_of(hashes[low:high]) for low, high in consistency_ranges(old, len(hashes))]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Pass when the proof leads from a leaf hash to the root.

    Raises:
        VerifyError: it does not.
    """
    with as_verify_error():
        verify.check_inclusion(index, size, leaf, proof, root)


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Pass when the tree with `new_root` continues the tree with `old_root` (RFC 9162, section 2.1.4.2).

    Raises:
        VerifyError: it does not.
    """
    with as_verify_error():
        _check_consistency(old, new, list(proof), old_root, new_root)


def _check_consistency(old: int, new: int, proof: list[bytes], old_root: bytes, new_root: bytes) -> None:
    need = verify.need
    need(0 <= old <= new, f"a tree of {new} leaves cannot continue one of {old}")
    if old in (0, new):
        need(not proof, "its proof has a wrong length")
        need(old_root == (new_root if old else EMPTY_ROOT), "is not the same tree")
        return
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    hashes = proof if at else [old_root, *proof]   # an old tree that is whole is its own first hash
    need(hashes and all(len(h) == 32 for h in hashes), "its proof has a wrong length")
    first = second = hashes[0]
    for other in hashes[1:]:
        need(last > 0, "its proof has a wrong length")
        if at & 1 or at == last:
            first, second = node_hash(other, first), node_hash(other, second)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, other)
        at, last = at >> 1, last >> 1
    need(last == 0, "its proof has a wrong length")
    need(first == old_root, "does not contain the older tree: leaves were changed or removed")
    need(second == new_root, "does not fit the newer root")
