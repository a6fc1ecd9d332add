"""OpenTimestamps proofs: read, write, join, and check a block's header against them. Standard library alone.

A proof is a tree. It begins with a digest; each branch is an operation on the bytes so far (append, prepend, SHA-256),
and where a branch ends stands an attestation: *pending*, a promise of a calendar server at an address, or *Bitcoin*,
the height of a block whose header holds these very bytes as its Merkle root.

    file        magic, version 1, operation of the file's digest (08: SHA-256), the digest, tree
    tree        (ff branch)* branch
    branch      00, tag (8 bytes), length, payload: an attestation; or an operation, its argument, tree

The format is that of the OpenTimestamps library, which the tests compare with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from bearwitness.errors import VerifyError

MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
MAX_BYTES = 64 * 1024
PENDING, BITCOIN = bytes.fromhex("83dfe30d2ef90c8e"), bytes.fromhex("0588960d73d71901")
MIN_DIFFICULTY = 10**9          # of a block since 2015, before the first calendars; far less is mined at home
_APPEND, _PREPEND = 0xF0, 0xF1
_PLAIN = {0x02: "sha1", 0x08: "sha256"}     # ripemd160 and keccak256 lead to no attestation that is read here
_DEEPEST, _LONGEST, _MOST = 256, 4096, 4096
_URI = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/:")
_DIFFICULTY_1 = 0xFFFF << 208


@dataclass(slots=True)
class Tree:
    """A node: the bytes so far, the attestations that stand here, and the branches by operation (tag and argument)."""

    message: bytes
    attestations: set[tuple[bytes, bytes]] = field(default_factory=set)      # tag, payload
    branches: dict[bytes, Tree] = field(default_factory=dict)

    def branch(self, operation: bytes) -> Tree:
        """The node behind an operation; made when it is not there."""
        if operation not in self.branches:
            self.branches[operation] = Tree(_apply(operation[0], operation[1:], self.message))
        return self.branches[operation]

    def join(self, other: Tree) -> None:
        """Takes over all branches and attestations of another proof of the same bytes."""
        assert self.message == other.message
        self.attestations |= other.attestations
        for operation, node in other.branches.items():
            self.branch(operation).join(node)

    def nodes(self) -> Iterator[Tree]:
        """This node and all below it."""
        yield self
        for node in self.branches.values():
            yield from node.nodes()

    def pending(self) -> list[tuple[Tree, str]]:
        """Where a calendar's promise stands that is not yet kept, and the calendar's address."""
        return [(node, _uri(payload)) for node in self.nodes() for tag, payload in sorted(node.attestations)
                if tag == PENDING and not any(node.blocks())]

    def blocks(self) -> Iterator[tuple[int, bytes]]:
        """Height and Merkle root (32 bytes, as in the header) of each Bitcoin block that the proof leads to."""
        for node in self.nodes():
            for tag, payload in sorted(node.attestations):
                if tag == BITCOIN:
                    yield _Reader(payload).number(), node.message


def commit(digest: bytes, nonce: bytes) -> tuple[Tree, Tree]:
    """A proof that begins with a digest, and its node that a calendar is asked to sign.

    The nonce (16 random bytes) goes between the two, so that calendars cannot tell what they sign, nor that it is one and the same.
    """
    root = Tree(digest)
    return root, root.branch(bytes([_APPEND]) + nonce).branch(b"\x08")


def _apply(tag: int, argument: bytes, message: bytes) -> bytes:
    if tag in _PLAIN:
        return hashlib.new(_PLAIN[tag], message, usedforsecurity=False).digest()
    result = message + argument if tag == _APPEND else argument + message
    if not argument or len(result) > _LONGEST:
        raise VerifyError(["has an operation that adds nothing, or too much"])
    return result


def _uri(payload: bytes) -> str:
    reader = _Reader(payload)
    found = reader.string(1000)
    if not reader.done() or not _URI.issuperset(found):
        raise VerifyError(["names a calendar by what is no address"])
    return found.decode("ascii")


# --- reading ------------------------------------------------------------------------------------------

class _Reader:
    def __init__(self, data: bytes):
        self._data, self._at, self._nodes = data, 0, 0

    def take(self, count: int) -> bytes:
        part = self._data[self._at:self._at + count]
        if len(part) < count:
            raise VerifyError(["breaks off"])
        self._at += count
        return part

    def number(self) -> int:
        """Seven bits a byte, the lowest first (LEB128)."""
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise VerifyError(["holds a number that is too long"])

    def string(self, most: int) -> bytes:
        count = self.number()
        if count > most:
            raise VerifyError([f"holds {count} bytes where at most {most} may stand"])
        return self.take(count)

    def done(self) -> bool:
        return self._at == len(self._data)

    def tree(self, message: bytes, depth: int = 0) -> Tree:
        self._nodes += 1
        if depth > _DEEPEST or self._nodes > _MOST:
            raise VerifyError(["is too deep or too large for a proof"])
        node = Tree(message)
        tag = self.take(1)[0]
        while tag == 0xFF:
            self._branch(node, self.take(1)[0], depth)
            tag = self.take(1)[0]
        self._branch(node, tag, depth)
        return node

    def _branch(self, node: Tree, tag: int, depth: int) -> None:
        if tag == 0:
            kind, payload = self.take(8), self.string(8192)
            if kind == PENDING:
                _uri(payload)
            elif kind == BITCOIN and (not (inner := _Reader(payload)).number() + 1 or not inner.done() or len(node.message) != 32):
                raise VerifyError(["has a Bitcoin attestation that is none"])
            node.attestations.add((kind, payload))
        elif tag in (_APPEND, _PREPEND) or tag in _PLAIN:
            argument = self.string(_LONGEST) if tag in (_APPEND, _PREPEND) else b""
            found = self.tree(_apply(tag, argument, node.message), depth + 1)
            node.branch(bytes([tag]) + argument).join(found)
        else:
            raise VerifyError([f"has an operation that is not known here ({tag:#04x})"])


def read_tree(data: bytes, message: bytes) -> Tree:
    """What a calendar answers: a tree without its beginning.

    Args:
        message: the bytes that it begins with.

    Raises:
        VerifyError: it is none, or it promises nothing that is known here.
    """
    if len(data) > MAX_BYTES:
        raise VerifyError([f"is longer than {MAX_BYTES} bytes"])
    reader = _Reader(data)
    tree = reader.tree(message)
    if not reader.done():
        raise VerifyError(["has bytes behind its end"])
    if not tree.pending() and not any(tree.blocks()):
        raise VerifyError(["leads to no calendar and no Bitcoin block"])
    return tree


def read(data: bytes) -> Tree:
    """The tree in a proof file (`.ots`) over a SHA-256.

    Raises:
        VerifyError: it is none.
    """
    start = MAGIC + b"\x01\x08"
    if not data.startswith(start):
        raise VerifyError(["is no OpenTimestamps proof of version 1 over a SHA-256"])
    digest = data[len(start):len(start) + 32]
    if len(digest) < 32:
        raise VerifyError(["breaks off"])
    return read_tree(data[len(start) + 32:], digest)


# --- writing ------------------------------------------------------------------------------------------

def write(tree: Tree) -> bytes:
    """The bytes of a proof file over a SHA-256."""
    return MAGIC + b"\x01\x08" + tree.message + write_tree(tree)


def write_tree(tree: Tree) -> bytes:
    parts = [b"\x00" + tag + _number(len(payload)) + payload for tag, payload in sorted(tree.attestations)]
    for operation, node in sorted(tree.branches.items()):
        argument = _number(len(operation) - 1) + operation[1:] if operation[0] in (_APPEND, _PREPEND) else b""
        parts.append(operation[:1] + argument + write_tree(node))
    return b"".join(b"\xff" + part for part in parts[:-1]) + parts[-1]


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


# --- block headers --------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Header:
    """What a Bitcoin block's header says: `time` in seconds since 1970, `difficulty` against the easiest block there was."""

    root: bytes
    time: int
    difficulty: float


def read_header(data: bytes, *, least: float = MIN_DIFFICULTY) -> Header:
    """A block's header (80 bytes), whose work is checked. Whether the block is in the chain it does not show.

    Args:
        least: the difficulty below which anybody could have made the header.

    Raises:
        VerifyError: it is none, its work was not done, or it is too little.
    """
    if len(data) != 80:
        raise VerifyError([f"is no block header: it has {len(data)} bytes, not 80"])
    bits = int.from_bytes(data[72:76], "little")
    target = (bits & 0x7FFFFF) << 8 * max((bits >> 24) - 3, 0) >> 8 * max(3 - (bits >> 24), 0)
    work = int.from_bytes(hashlib.sha256(hashlib.sha256(data).digest()).digest(), "little")
    if not 0 < target < 1 << 256 or work > target:
        raise VerifyError(["is no block header: the work that it names was not done"])
    difficulty = _DIFFICULTY_1 / target
    if difficulty < least:
        raise VerifyError([f"is a header of difficulty {difficulty:.3g}: anybody can make one; a block's since 2016 is above {least:.3g}"])
    return Header(data[36:68], int.from_bytes(data[68:72], "little"), difficulty)
