"""Proofs as files (C2SP tlog-proof): an index, the hashes up to the root, and the signed checkpoint.

    c2sp.org/tlog-proof@v1
    index 7
    <base64 hash, leaf side first>
    ...

    <signed checkpoint>

A proof checks offline against the log's public key. Cosignatures of witnesses, when they come, ride in
the checkpoint; `extra` is opaque and trusted by nobody.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.custody import verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.custody.note import Checkpoint, open_checkpoint

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """The hashes from the leaf at `index` up to the root of the checkpoint in `note`."""

    index: int
    hashes: tuple[bytes, ...]
    note: str


def write_proof(index: int, hashes: Sequence[bytes], note: str, *, extra: bytes | None = None) -> str:
    """The text of a `.tlog-proof` file."""
    lines = [HEADER]
    if extra is not None:
        lines.append("extra " + base64.b64encode(extra).decode())
    lines.append(f"index {index}")
    lines += [base64.b64encode(h).decode() for h in hashes]
    return "\n".join(lines) + "\n\n" + note


def read_proof(text: str) -> Proof:
    """The parts of a proof file; nothing is verified yet.

    Raises:
        VerifyError: it is no proof file.
    """
    with as_verify_error():
        index, hashes, note = verify.read_proof(text)
        return Proof(index, tuple(hashes), note)


def verify_proof(text: str, entry: bytes, vkey: str) -> Checkpoint:
    """The checkpoint that a proof leads to, once entry, proof and signature fit each other.

    Raises:
        VerifyError: they do not.
    """
    proof = read_proof(text)
    checkpoint = open_checkpoint(proof.note, vkey)
    with as_verify_error():
        leaf = verify.leaf_hash(entry)
        verify.check_inclusion(proof.index, checkpoint.size, leaf, proof.hashes, checkpoint.root)
    return checkpoint
