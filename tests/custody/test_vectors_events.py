"""Vectors of key events and of erasing; people's signatures checked a second time by the `cryptography` library alone."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.custody.test_vectors import load, named

from bearwitness.custody import entry, erased
from bearwitness.custody.entry import LoggedEvent
from bearwitness.custody.keyring import Keyring
from bearwitness.store.audit_erased import Erased


def events(given) -> list[LoggedEvent]:
    read = [(each["entry"].encode(), tuple(each["disclosures"])) for each in given["log"]]
    return [LoggedEvent(n, entry.read_entry(data).kind, entry.read_entry(data).item, data, shown) for n, (data, shown) in enumerate(read)]


@pytest.mark.parametrize("case", load("keys"), ids=named)
def test_keys(case):
    ring = Keyring(case["input"]["case"])
    *before, last = [ring.take(event) for event in events(case["input"])]
    assert not any(before), before
    assert bool(last) is (case["verdict"] == "bad"), (last, case["reason"])


def faults(given) -> list[str]:
    ring, log = Keyring(given["case"]), events(given)
    opened = [entry.read_fields(event.entry, event.disclosures) for event in log]
    state = Erased(erased.erasures((event.index, event.kind, fields) for event, fields in zip(log, opened, strict=True)))
    told = [line for event in log for line in ring.take(event)]
    for event, fields in zip(log, opened, strict=True):
        about = next((fields[name] for name in ("report", "subject", "public_key") if name in fields), None)
        told += state.check(str(event.index), {"idx": event.index, "subject": None}, entry.read_entry(event.entry), event.disclosures, fields, about)
    return [*told, *state.unknown()]


@pytest.mark.parametrize("case", load("erasures"), ids=named)
def test_erasures(case):
    found = faults(case["input"])
    assert bool(found) is (case["verdict"] == "bad"), (found, case["reason"])
    if not found:
        log = events(case["input"])
        by = erased.erasures((event.index, event.kind, entry.read_fields(event.entry, event.disclosures)) for event in log)
        first = {one.digest: one.by for one in erased.states(log[0].entry, log[0].disclosures, by) if one.state == erased.GONE}
        assert first == case["erased"]


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed_rightly(event: dict) -> bool:
    """Do the signatures shown in an event fit? Written from the page of the format, with the library alone."""
    body = json.loads(event["entry"])
    shown = {name: (value, base64.urlsafe_b64encode(hashlib.sha256(d.encode()).digest()).decode().rstrip("="))
             for d in event["disclosures"] for _, name, value in [json.loads(_raw(d))]}
    left_out = {shown[name][1] for name in ("sig", "sig_2") if name in shown}
    message = "\n".join(["bw-event/1", body["k"], body["i"], *(d for d in sorted(body["d"]) if d not in left_out)]).encode()
    for who, sig in (("signer", "sig"), ("signer_2", "sig_2")):
        if (who in shown) != (sig in shown):
            return False
        try:
            if who in shown:
                Ed25519PublicKey.from_public_bytes(_raw(shown[who][0])).verify(_raw(shown[sig][0]), message)
        except (InvalidSignature, ValueError):
            return False
    return True


def test_the_library_judges_the_signatures_alike():
    """Every event of the good logs; of the bad ones of signatures.json those whose signature itself is wrong."""
    good = [event for name in ("keys", "erasures") for case in load(name) if case["verdict"] == "good" for event in case["input"]["log"]]
    good += [event for case in load("signatures") if case["valid"] for event in case["log"]]
    assert sum("sig" in str([_raw(d) for d in event["disclosures"]]) for event in good) > 20
    assert all(signed_rightly(event) for event in good)
    wrong = {"a field changed", "the signature without its signer", "another signature", "the public key changed", "the name changed"}
    bad = {case["why"] for case in load("signatures") if not all(signed_rightly(event) for event in case["log"])}
    assert bad == wrong
