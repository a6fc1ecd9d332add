"""The vectors under vectors/custody: each case has a verdict and a reason."""

import base64
import json
from collections import Counter
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bearwitness.custody import commit, entry, note, proof, tree, verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.custody.keyring import Keyring
from bearwitness.errors import VerifyError

VECTORS = Path(__file__).parents[2] / "vectors" / "custody"


def load(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def named(case):
    """The id of a case of the newer files, which hold {name, input, verdict, reason}."""
    return f"{case['verdict']}: {case['name']}"


def ids(case):
    return f"{'good' if case.get('valid', True) else 'bad'}: {case['why']}"


def expect(case, check):
    if case["valid"]:
        return check()
    with pytest.raises(VerifyError):
        check()


@pytest.mark.parametrize("case", load("ed25519"), ids=ids)
def test_ed25519(case):
    def check():
        with as_verify_error():
            verify.check_signature(*(bytes.fromhex(case[name]) for name in ("public", "message", "signature")))
    expect(case, check)


@pytest.mark.parametrize("case", load("ed25519"), ids=ids)
def test_ed25519_by_the_library(case):
    def check():
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(case["public"])).verify(bytes.fromhex(case["signature"]), bytes.fromhex(case["message"]))
    if case["valid"]:
        check()
    else:
        with pytest.raises((InvalidSignature, ValueError)):
            check()


@pytest.mark.parametrize("case", load("tree")["roots"], ids=ids)
def test_roots(case):
    assert tree.root_of([tree.leaf_hash(bytes.fromhex(leaf)) for leaf in case["leaves"]]).hex() == case["root"]


@pytest.mark.parametrize("case", load("tree")["inclusion"], ids=ids)
def test_inclusion(case):
    expect(case, lambda: tree.verify_inclusion(
        case["index"], case["size"], bytes.fromhex(case["leaf"]), [bytes.fromhex(h) for h in case["proof"]],
        bytes.fromhex(case["root"])))


@pytest.mark.parametrize("case", load("tree")["consistency"], ids=ids)
def test_consistency(case):
    expect(case, lambda: tree.verify_consistency(
        case["old"], case["new"], [bytes.fromhex(h) for h in case["proof"]], bytes.fromhex(case["old_root"]),
        bytes.fromhex(case["new_root"])))


@pytest.mark.parametrize("case", load("notes"), ids=ids)
def test_notes(case):
    expect(case, lambda: note.open_note(case["note"], case["vkey"]))


@pytest.mark.parametrize("case", load("commitments"), ids=ids)
def test_commitments(case):
    def check():
        field = commit.open_disclosure(case["disclosure"])
        if commit.digest_of(case["disclosure"]) != case["digest"]:
            raise VerifyError(["another digest"])
        return field
    field = expect(case, check)
    if case["valid"]:
        assert (field.name, field.value, field.salt.hex()) == (case["name"], case["value"], case["salt"])
        assert commit.commit(field.name, field.value, field.salt) == (case["disclosure"], case["digest"])


@pytest.mark.parametrize("case", load("entries"), ids=ids)
def test_entries(case):
    expect(case, lambda: entry.read_entry(case["entry"].encode()))


@pytest.mark.parametrize("case", load("proofs"), ids=ids)
def test_proofs(case):
    expect(case, lambda: proof.verify_proof(case["proof"], base64.b64decode(case["entry"]), case["vkey"]))


@pytest.mark.parametrize("case", load("signatures"), ids=ids)
def test_signatures(case):
    ring = Keyring(case["case"])
    told = [ring.take(entry.LoggedEvent(n, entry.read_entry(e["entry"].encode()).kind, "", e["entry"].encode(), tuple(e["disclosures"])))
            for n, e in enumerate(case["log"])]
    assert not any(told[:-1]) and bool(told[-1]) == (not case["valid"]), told


def test_every_file_has_good_and_bad_cases():
    for name in ("ed25519", "notes", "commitments", "entries", "proofs", "signatures"):
        assert set(Counter(case["valid"] for case in load(name))) == {True, False}, name
