"""Whose key is whose: events in the log's order, and what the keyring says of the last of them."""

import hashlib
import os

import pytest

from bearwitness.custody import commit, entry, sign
from bearwitness.custody.keyring import Keyring, same_person

CASE = "case-1"
AMAL, AMAL2, BRUNO, MALLORY = (sign.Key(hashlib.sha256(name).digest()) for name in (b"a", b"a2", b"b", b"m"))


def event(kind, *signers, index=0, **fields):
    if signers:
        fields = {"in_case": CASE, **fields}
    made = entry.make_event(kind, fields, random=os.urandom, signers=signers)
    return entry.LoggedEvent(index, kind, made.item, made.entry, made.disclosures)


def added(person, key, *also, **more):
    return event("key", key, *also, action="added", person=person, **{"public_key": key.public, **more})


def withdrawn(person, key, by, **more):
    return event("key", by, action="withdrawn", person=person, public_key=key.public, reason="lost", **more)


def review(person, *signers, **more):
    return event("review", *signers, judgement="j1", relation="accept", reviewer=person, **more)


def last(*events, carried=False):
    """What is said of the last event; those before it must be right."""
    ring = Keyring(CASE)
    told = [ring.take(entry.LoggedEvent(n, e.kind, e.item, e.entry, e.disclosures), carried=lambda: carried) for n, e in enumerate(events)]
    assert not any(told[:-1]), told
    return told[-1]


A, B = added("Amal", AMAL), added("Bruno", BRUNO)
GOOD = [
    ("nobody has a key", [review("Amal")]),
    ("a first key", [A]),
    ("signed by the key of its name", [A, review("Amal", AMAL)]),
    ("a name without key beside one that has one", [A, review("Carla")]),
    ("the same name in other letters", [A, review("ＡＭＡＬ\u200b ", AMAL)]),
    ("unsigned, before the key was known", [review("Amal"), A]),
    ("a second key, signed by the first too", [A, added("Amal", AMAL2, AMAL)]),
    ("signed by the second key", [A, added("Amal", AMAL2, AMAL), review("Amal", AMAL2)]),
    ("signed by the first key while both hold", [A, added("Amal", AMAL2, AMAL), review("Amal", AMAL)]),
    ("a key withdrawn by itself", [A, withdrawn("Amal", AMAL, AMAL)]),
    ("a key withdrawn by another person's", [A, B, withdrawn("Amal", AMAL, BRUNO)]),
    ("the second key after the first was withdrawn", [A, added("Amal", AMAL2, AMAL), withdrawn("Amal", AMAL, AMAL2), review("Amal", AMAL2)]),
    ("an event of another kind, signed", [A, event("publish", AMAL, dossier="d")]),
    ("an event of another kind, unsigned", [A, event("publish", dossier="d")]),
    ("erased by two with keys", [A, B, event("erase", AMAL, BRUNO, approver_1="Amal", approver_2="Bruno")]),
    ("erased by two of whom the second has a key", [B, event("erase", BRUNO, approver_1="Amal", approver_2="Bruno")]),
    ("erased by two without keys", [event("erase", approver_1="Amal", approver_2="Bruno")]),
]
BAD = [
    ("no signature", [A, review("Amal")], "is not signed by Amal"),
    ("no signature, and the name looks the same", [A, review("amal ")], "is not signed by amal"),
    ("no signature by a withdrawn name", [A, withdrawn("Amal", AMAL, AMAL), review("Amal")], "is not signed by Amal"),
    ("an unknown key", [A, review("Amal", MALLORY)], "unknown key"),
    ("an unknown key in a name without one", [A, review("Carla", MALLORY)], "unknown key"),
    ("another person's key", [A, B, review("Amal", BRUNO)], "is signed by Bruno, whom it does not name"),
    ("a key in a name without one", [A, review("Carla", AMAL)], "is signed by Amal, whom it does not name"),
    ("a withdrawn key", [A, added("Amal", AMAL2, AMAL), withdrawn("Amal", AMAL, AMAL2), review("Amal", AMAL)], "was withdrawn in event 2"),
    ("a key that is made known later", [review("Amal", AMAL)], "unknown key"),
    ("for another case", [A, review("Amal", AMAL, in_case="case-2")], "another case"),
    ("neither reviewer nor signature", [A, event("review", judgement="j")], "neither names its reviewer nor is signed"),
    ("a first key that did not sign", [event("key", MALLORY, action="added", person="Amal", public_key=AMAL.public)], "not signed by that key"),
    ("a first key without any signature", [event("key", action="added", person="Amal", public_key=AMAL.public)], "not signed by that key"),
    ("a first key signed by somebody else too", [B, added("Amal", AMAL, BRUNO)], "signed by somebody else"),
    ("a further key that signs alone", [A, added("Amal", MALLORY)], "not signed by a key of Amal that holds"),
    ("a further key in letters that look the same", [A, added("AMAL", MALLORY)], "not signed by a key of AMAL that holds"),
    ("a further key signed by another person", [A, B, added("Amal", MALLORY, BRUNO)], "not signed by a key of Amal that holds"),
    ("a key after all were withdrawn", [A, B, withdrawn("Amal", AMAL, BRUNO), added("Amal", MALLORY, BRUNO)], "not signed by a key of Amal that holds"),
    ("a key signed by a withdrawn one", [A, withdrawn("Amal", AMAL, AMAL), added("Amal", AMAL2, AMAL)], "was withdrawn in event 1"),
    ("a key made known twice", [A, added("Amal", AMAL)], "was made known before"),
    ("a key for two people", [A, added("Bruno", AMAL)], "was made known before"),
    ("a withdrawn key made known again", [A, withdrawn("Amal", AMAL, AMAL), A], "was made known before"),
    ("a key that is none", [event("key", AMAL, action="added", person="Amal", public_key="A" * 42)], "no Ed25519 public key"),
    ("a key under which anybody signs", [event("key", AMAL, action="added", person="Amal", public_key="A" * 43)], "anybody can sign"),
    ("an unknown action", [event("key", AMAL, action="lent", person="Amal", public_key=AMAL.public)], "does not say whose key"),
    ("a name of nothing visible", [added("\u200b", AMAL)], "does not say whose key"),
    ("a number for a name", [added(7, AMAL)], "does not say whose key"),
    ("withdrawn by nobody", [A, event("key", action="withdrawn", person="Amal", public_key=AMAL.public)], "signed by one known key"),
    ("withdrawn by an unknown key", [A, withdrawn("Amal", AMAL, MALLORY)], "unknown key"),
    ("withdrawn twice", [A, B, withdrawn("Amal", AMAL, AMAL), withdrawn("Amal", AMAL, BRUNO)], "withdrawn before, in event 2"),
    ("an unknown key withdrawn", [A, withdrawn("Carla", MALLORY, AMAL)], "never made known"),
    ("withdrawn under another name", [A, B, withdrawn("Bruno", AMAL, BRUNO)], "that is one of Amal"),
    ("erased by two of whom one did not sign", [A, B, event("erase", AMAL, approver_1="Amal", approver_2="Bruno")], "is not signed by Bruno"),
    ("erased by two, signed by one twice over", [A, B, event("erase", AMAL, AMAL, approver_1="Amal", approver_2="Bruno")], "twice"),
    ("redacted without signatures", [A, event("redact", approver_1="Amal", approver_2="Bruno")], "is not signed by Amal"),
    ("another kind by an unknown key", [A, event("publish", MALLORY, dossier="d")], "unknown key"),
]


@pytest.mark.parametrize("events", [events for _, events in GOOD], ids=[why for why, _ in GOOD])
def test_right(events):
    assert last(*events) == []


@pytest.mark.parametrize(("events", "told"), [(events, told) for _, events, told in BAD], ids=[why for why, _, _ in BAD])
def test_wrong(events, told):
    faults = last(*events)
    assert any(told in fault for fault in faults), faults


def test_a_signature_stands_for_one_event():
    signed = review("Amal", AMAL)
    assert any("repeated" in told for told in last(A, signed, review("Amal", AMAL), signed))


def test_what_the_program_carries_over_needs_no_signature_and_may_have_no_wrong_one():
    assert last(A, review("Amal"), carried=True) == []
    assert last(A, B, review("Amal", BRUNO), carried=True) != []


@pytest.mark.parametrize("missing", ["action", "person", "public_key", "signer", "sig", "in_case"])
def test_no_disclosure_of_a_key_event_may_be_missing(missing):
    kept = tuple(d for d in A.disclosures if commit.open_disclosure(d).name != missing)
    assert last(entry.LoggedEvent(0, A.kind, A.item, A.entry, kept)) != []


def test_a_wrong_key_event_makes_no_key_known():
    ring = Keyring(CASE)
    assert ring.take(event("key", MALLORY, action="added", person="Amal", public_key=AMAL.public))
    assert ring.keys == {}


def test_which_keys_hold_where():
    ring = Keyring(CASE)
    for n, e in enumerate([A, added("Amal", AMAL2, AMAL), withdrawn("Amal", AMAL, AMAL2), review("Amal", AMAL2)]):
        assert ring.take(entry.LoggedEvent(n, e.kind, e.item, e.entry, e.disclosures)) == []
    names = {AMAL.public: "first", AMAL2.public: "second"}
    assert [[names[k.public] for k in ring.holding("amal", at)] for at in range(5)] == \
        [[], ["first"], ["first", "second"], ["second"], ["second"]]
    assert [ring.has_key("Amal", at) for at in range(3)] == [False, True, True]
    key = ring.keys[AMAL.public]
    assert (key.withdrawn, key.withdrawn_by, key.reason) == (2, "Amal", "lost")


@pytest.mark.parametrize(("given", "told"), [
    ([(AMAL.public, "Amal")], 0),
    ([(AMAL.public, "amal "), (BRUNO.public, "Bruno")], 0),
    ([(MALLORY.public, "Amal")], 2),                          # the one that is missing, and the one that is there instead
    ([(AMAL.public, "Amal"), (AMAL2.public, "Amal")], 1),
    ([(MALLORY.public, "Carla")], 1),
])
def test_keys_that_people_gave_themselves(given, told):
    ring = Keyring(CASE)
    for n, e in enumerate([A, B]):
        ring.take(entry.LoggedEvent(n, e.kind, e.item, e.entry, e.disclosures))
    assert len(ring.unlike(given)) == told


@pytest.mark.parametrize(("a", "b", "same"), [
    ("Amal", "amal", True), ("Amal  K", " amal k ", True), ("Ａmal", "Amal", True), ("Am\u00adal", "Amal", True), ("Straße", "STRASSE", True),
    ("Amal", "Amal 2", False), ("Jose", "José", False),
])
def test_names(a, b, same):
    assert (same_person(a) == same_person(b)) == same
