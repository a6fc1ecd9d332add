"""Signed notes: our pure-Python check against the `cryptography` library; keys; checkpoints."""

import random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bearwitness.custody import note, tree, verify
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import UsageError, VerifyError

SEED = bytes(range(32))
ORIGIN = "test.invalid/bw/one"
VKEY = note.make_vkey(ORIGIN, note.public_key(SEED))
CHECKPOINT = Checkpoint(ORIGIN, 7, tree.root_of([bytes(32)] * 7))


def test_signatures_agree_with_cryptography():
    rng = random.Random(8032)
    for _ in range(60):
        key = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
        message = rng.randbytes(rng.randrange(200))
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        if rng.random() < 0.5:
            at, bit = rng.randrange(64), 1 << rng.randrange(8)
            signature = signature[:at] + bytes([signature[at] ^ bit]) + signature[at + 1:]
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
            verify.check_signature(public, message, signature)
        except InvalidSignature:
            with pytest.raises(verify.Fault):
                verify.check_signature(public, message, signature)


def test_a_checkpoint_comes_back():
    signed = note.sign(note.checkpoint_text(CHECKPOINT), ORIGIN, SEED)
    assert note.open_checkpoint(signed, VKEY) == CHECKPOINT
    assert note.open_checkpoint(signed, VKEY) == CHECKPOINT


def test_keys_come_back_and_fit():
    assert note.read_skey(note.make_skey(ORIGIN, SEED)) == (ORIGIN, SEED)
    assert note.read_vkey(VKEY) == (ORIGIN, note.public_key(SEED))


def test_the_go_private_key_signs_the_same_bytes():
    # Key and signature of the Go sumdb/note tests: Ed25519 is deterministic, so the bytes must agree.
    name, seed = note.read_skey("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    assert note.sign(text, name, seed).endswith(
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")


def test_every_one_character_change_of_a_vkey_is_refused():
    for at in range(len(ORIGIN) + 1, len(VKEY)):
        changed = VKEY[:at] + chr(ord(VKEY[at]) ^ 1) + VKEY[at + 1:]
        with pytest.raises(VerifyError):
            note.read_vkey(changed)


@pytest.mark.parametrize("line, why", [
    ("", "empty"), ("name", "no parts"), (f"{ORIGIN}+00000000+{VKEY.split('+', 2)[2]}", "another key id"),
    (VKEY + "A", "longer"), (VKEY.replace(ORIGIN, "test.invalid/bw/two"), "another name"),
])
def test_bad_verifier_keys(line, why):
    with pytest.raises(VerifyError):
        note.read_vkey(line)


@pytest.mark.parametrize("text, why", [
    ("test.invalid\n7\n", "two lines"), ("test.invalid\n07\nAAAA\n", "a leading zero"),
    ("test.invalid\n-1\n" + "A" * 43 + "=\n", "a negative size"), ("test.invalid\n1\nAAAA\n", "a short root"),
    (note.checkpoint_text(CHECKPOINT) + "extension\n", "an extension line"),
])
def test_bad_checkpoints(text, why):
    with pytest.raises(VerifyError):
        note.open_checkpoint(note.sign(text, ORIGIN, SEED), VKEY)


def test_a_checkpoint_of_another_origin_is_refused():
    other = note.checkpoint_text(Checkpoint("other.invalid", 7, CHECKPOINT.root))
    with pytest.raises(VerifyError, match="of this log"):
        note.open_checkpoint(note.sign(other, ORIGIN, SEED), VKEY)


@pytest.mark.parametrize("name", ["", "with blank", "with+plus", "line\n"])
def test_names_that_the_format_forbids(name):
    with pytest.raises(UsageError):
        note.make_vkey(name, note.public_key(SEED))
