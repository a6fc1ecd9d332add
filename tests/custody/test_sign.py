"""Signatures of people over entries: the text, one or two signers, and what no longer fits after a change."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.custody import commit, entry, sign, verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.errors import UsageError, VerifyError

AMAL, BRUNO = (sign.Key(hashlib.sha256(name).digest()) for name in (b"a", b"b"))
FIELDS = {"judgement": "j1", "relation": "accept", "reviewer": "Amal"}


def random():
    state = {"n": 0}

    def draw(count):
        state["n"] += 1
        return hashlib.sha256(b"%d" % state["n"]).digest()[:count]
    return draw


def made(*signers, **more):
    return entry.make_event("review", {**FIELDS, **more}, random=random(), signers=signers)


@pytest.mark.parametrize("signers", [(), (AMAL,), (AMAL, BRUNO)], ids=["nobody", "one", "two"])
def test_who_signed_is_read_back(signers):
    event = made(*signers)
    assert sign.signers(event.entry, event.disclosures) == tuple(key.public for key in signers)
    fields = entry.read_fields(event.entry, event.disclosures)
    assert {name: fields[name] for name in FIELDS} == FIELDS
    assert len(entry.read_entry(event.entry).digests) == 8


def test_the_text_is_that_of_the_design():
    """The text is put together here from the entry alone, as a reader in another language would."""
    event = made(AMAL)
    said = json.loads(event.entry)
    fields = {commit.open_disclosure(d).name: (commit.open_disclosure(d).value, commit.digest_of(d)) for d in event.disclosures}
    others = sorted(d for d in said["d"] if d != fields["sig"][1])
    text = "bw-event/1\n" + said["k"] + "\n" + said["i"] + "\n" + "\n".join(others)
    with as_verify_error():
        verify.check_signature(verify.unb64url(fields["signer"][0]), text.encode(), verify.unb64url(fields["sig"][0]))
    assert len(others) == 7 and fields["signer"][1] in others


def test_two_people_sign_the_same_text():
    event = made(AMAL, BRUNO)
    fields = entry.read_fields(event.entry, event.disclosures)
    message = sign.signed_text(event.entry, event.disclosures)
    assert sign.fits(AMAL.public, message, fields["sig"]) and sign.fits(BRUNO.public, message, fields["sig_2"])
    assert not sign.fits(AMAL.public, message, fields["sig_2"])


@pytest.mark.parametrize("count", range(3, 30))
def test_an_event_has_8_16_or_32_digests_with_signatures(count):
    event = entry.make_event("review", {f"f{n}": n for n in range(count)}, random=random(), signers=[AMAL])
    assert len(entry.read_entry(event.entry).digests) == (8 if count <= 6 else 16 if count <= 14 else 32)
    assert len(event.entry) <= 4096


@pytest.mark.parametrize(("fields", "signers", "why"), [
    ({f"f{n}": n for n in range(31)}, [AMAL], "no room for a signature: 31 fields, signer and sig"),
    ({"sig": "x"}, [AMAL], "a field called like one of the signature"),
    ({"signer_2": "x"}, [], "the same without a signer"),
    ({}, [AMAL, BRUNO, AMAL], "three people"),
])
def test_what_cannot_be_signed_is_refused(fields, signers, why):
    with pytest.raises(UsageError):
        entry.make_event("review", fields, random=random(), signers=signers)


def again(event, fields):
    """An administrator's event: the same fields changed, the signatures kept as they are."""
    named = {commit.open_disclosure(d).name: commit.open_disclosure(d) for d in event.disclosures}
    values = {name: field.value for name, field in named.items()} | fields
    pairs = [commit.commit(name, value, named[name].salt if name in named else bytes(32)) for name, value in values.items() if value is not None]
    old = entry.read_entry(event.entry)
    own = {commit.digest_of(d) for d in event.disclosures}
    decoys = [d for d in old.digests if d not in own]
    return entry.make_entry(old.kind, old.item, entry.pad([*(d for _, d in pairs), *decoys][:8], random())), tuple(d for d, _ in pairs)


@pytest.mark.parametrize(("change", "told"), [
    ({"relation": "reject"}, "does not fit"),
    ({"reviewer": "Bruno"}, "does not fit"),
    ({"signer": BRUNO.public}, "does not fit"),
    ({"signer": 7}, "does not fit"),
    ({"sig": "AAAA"}, "does not fit"),
    ({"sig": None}, "without its `sig`"),
    ({"signer": None}, "without its `signer`"),
])
def test_a_change_no_longer_fits(change, told):
    with pytest.raises(VerifyError, match=told):
        sign.signers(*again(made(AMAL), change))


def test_nothing_changed_still_fits():
    assert sign.signers(*again(made(AMAL), {})) == (AMAL.public,), "the helper of the test above changes nothing by itself"


def test_one_person_is_not_two():
    with pytest.raises(VerifyError, match="twice"):
        event = made(AMAL, AMAL)
        sign.signers(event.entry, event.disclosures)


@pytest.mark.parametrize(("public", "why"), [
    (verify.b64url((1).to_bytes(32, "little")), "the neutral point: 0 + sB signs anything"),
    (verify.b64url(bytes(32)), "a point of order 4"),
    (verify.b64url((verify.P - 1).to_bytes(32, "little")), "a point of order 2"),
    (verify.b64url(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")), "a point of order 8"),
    (verify.b64url((2).to_bytes(32, "little")), "no point of the curve"),
    ("A" * 42, "31 bytes"), ("", "nothing"), ("!" * 43, "no base64url"), (None, "no text"),
])
def test_keys_that_are_none(public, why):
    with pytest.raises(VerifyError):
        sign.read_public(public)


def test_an_ordinary_key_is_one():
    assert sign.read_public(AMAL.public) == verify.unb64url(AMAL.public)


def test_a_private_key_does_not_show_in_messages():
    assert AMAL.seed.hex() not in repr(AMAL) and repr(AMAL.seed) not in repr(AMAL)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_bit_of_entry_or_disclosures_can_change(data):
    event = made(AMAL, reason="seen, كفر")
    parts = [event.entry, *(d.encode() for d in event.disclosures)]
    n = data.draw(st.integers(0, len(parts) - 1))
    at, bit = data.draw(st.integers(0, len(parts[n]) - 1)), data.draw(st.integers(0, 7))
    parts[n] = parts[n][:at] + bytes([parts[n][at] ^ 1 << bit]) + parts[n][at + 1:]
    with pytest.raises(VerifyError):
        sign.signers(parts[0], tuple(p.decode("latin-1") for p in parts[1:]))
