"""Vectors of what witnesses sign and are asked, and of policies; signatures checked a second time by the `cryptography` library alone."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.custody.test_vectors import load, named

from bearwitness.custody import note, policy, verify, witness
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import VerifyError


def met(tmp_path, given) -> bool:
    """As a dossier's check finds it: the signatures, and the number of time-stamps."""
    (tmp_path / "policy").write_text(given["policy"])
    checked = verify.Dossier(tmp_path, given["vkey"], str(tmp_path / "policy"))
    checked.stamps = [f"timestamps/{n:03}.tsr" for n in range(given["timestamps"])]
    checked.files = {name: (name, name) for name in checked.stamps}      # tokens that differ
    checked.notes = {given["note"]: (*verify.read_checkpoint(given["note"], given["vkey"]), "proofs/000.tlog-proof")}
    checked.step("policy", checked.check_witnesses)
    return not checked.faults


@pytest.mark.parametrize("case", load("policies"), ids=named)
def test_policies(case, tmp_path):
    assert met(tmp_path, case["input"]) is (case["verdict"] == "good"), case["reason"]
    if case["verdict"] == "good":
        assert policy.check_policy(case["input"]["policy"], case["input"]["note"], case["input"]["vkey"])[1]


def by_library(text: str, vkey: str) -> int | None:
    """When a witness signed a note, read off with a regular expression and judged by `cryptography`; None: it did not, or not rightly."""
    name, ident, key = vkey.split("+", 2)
    kind_and_key = base64.b64decode(key)
    own = hashlib.sha256(name.encode() + b"\n" + kind_and_key).digest()[:4]
    if kind_and_key[:1] != b"\x04" or own.hex() != ident:
        return None
    body, _, lines = text.partition("\n\n")
    found = []
    for line in lines.split("\n")[:-1]:
        m = re.fullmatch("— (\\S+) ([A-Za-z0-9+/]+=*)", line)
        if m is None or lines[-1] != "\n" or len(m.group(2)) % 4:
            return None
        raw = base64.b64decode(m.group(2))
        if m.group(1) == name and raw[:4] == own:
            found.append(raw)
    if len(found) != 1 or len(found[0]) != 76:
        return None
    time = int.from_bytes(found[0][4:12], "big")
    try:
        Ed25519PublicKey.from_public_bytes(kind_and_key[1:]).verify(found[0][12:], f"cosignature/v1\ntime {time}\n{body}\n".encode())
    except InvalidSignature:
        return None
    return time


@pytest.mark.parametrize("case", load("cosignatures"), ids=named)
def test_cosignatures(case):
    text, vkey = case["input"]["note"], case["input"]["vkey"]
    try:
        found = [one.time for one in witness.cosignatures(text, [vkey])]
    except VerifyError:
        found = []
    expected = [case["time"]] if case["verdict"] == "good" else []
    assert found == expected, case["reason"]
    assert ([] if (time := by_library(text, vkey)) is None else [time]) == expected, "the library"


@pytest.mark.parametrize("case", load("requests"), ids=named)
def test_requests(case):
    log, seen = case["input"]["log"], case["input"]["seen"]
    origin = note.read_vkey(log)[0]
    known = {origin: Checkpoint(origin, seen["size"], base64.b64decode(seen["root"]))} if seen["size"] else {}
    try:
        asked = witness.read_request(base64.b64decode(case["input"]["body"]))
        witness.judge(asked, {origin: log}, known)
        status = 200
    except witness.WitnessRefusal as refusal:
        status = refusal.status
    assert status == case["status"], case["reason"]
    assert (status == 200) is (case["verdict"] == "good")


@pytest.mark.parametrize("case", load("replies"), ids=named)
def test_replies(case):
    given = case["input"]
    try:
        whole, found = witness.add_lines(given["note"], given["reply"], given["vkeys"])
    except VerifyError:
        assert case["verdict"] == "bad", case["reason"]
        return
    assert case["verdict"] == "good", case["reason"]
    assert [one.name for one in found] == case["names"]
    assert [one.name for one in witness.cosignatures(whole, given["vkeys"])] == case["names"]
