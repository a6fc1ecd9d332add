"""Proof files: what is written is read back, and no changed byte passes."""

import random

import pytest

from bearwitness.custody import note, proof, tree
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import VerifyError

SEED = bytes(range(32))
ORIGIN = "test.invalid/bw/one"
VKEY = note.make_vkey(ORIGIN, note.public_key(SEED))
ENTRIES = [b"entry %d" % n for n in range(100)]
HASHES = [tree.leaf_hash(e) for e in ENTRIES]
SIGNED = note.sign(note.checkpoint_text(Checkpoint(ORIGIN, 100, tree.root_of(HASHES))), ORIGIN, SEED)


def proof_of(index, **more):
    return proof.write_proof(index, tree.inclusion_proof(HASHES, index), SIGNED, **more)


@pytest.mark.parametrize("index", [0, 1, 63, 64, 99])
@pytest.mark.parametrize("extra", [None, b"", b"a note of where it came from"])
def test_a_proof_comes_back(index, extra):
    text = proof_of(index, extra=extra)
    assert proof.verify_proof(text, ENTRIES[index], VKEY).size == 100
    assert proof.read_proof(text) == proof.Proof(index, tuple(tree.inclusion_proof(HASHES, index)), SIGNED)


def test_no_one_bit_change_passes():
    rng = random.Random(6962)
    text = proof_of(42).encode()
    for at in rng.sample(range(len(text)), 150):
        changed = text[:at] + bytes([text[at] ^ 1 << rng.randrange(8)]) + text[at + 1:]
        try:
            as_text = changed.decode()
        except UnicodeDecodeError:
            continue
        with pytest.raises(VerifyError):
            proof.verify_proof(as_text, ENTRIES[42], VKEY)


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\n", "index 1\n\n", "c2sp.org/tlog-proof@v1\nindex x\n\nabc"])
def test_what_is_no_proof(text):
    with pytest.raises(VerifyError):
        proof.read_proof(text)
