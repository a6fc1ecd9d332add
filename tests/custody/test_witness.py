"""Witnesses: what they sign, and every way in which they must not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.custody import note, tree, witness
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import UsageError, VerifyError

LOG, OTHER, SEED, SEED2 = b"\x01" * 32, b"\x02" * 32, b"\x03" * 32, b"\x04" * 32
ORIGIN = "case.invalid/bw/made-up"
LOG_KEY = note.make_vkey(ORIGIN, note.public_key(LOG))
KEY = witness.make_vkey("partner.example", note.public_key(SEED))
KEY2 = witness.make_vkey("university.example", note.public_key(SEED2))
LEAVES = [tree.leaf_hash(b"entry %d" % i) for i in range(40)]


def checkpoint(size: int, leaves: list[bytes] = LEAVES) -> Checkpoint:
    return Checkpoint(ORIGIN, size, tree.root_of(leaves[:size]))


def signed(size: int, leaves: list[bytes] = LEAVES, seed: bytes = LOG) -> str:
    return note.sign(note.checkpoint_text(checkpoint(size, leaves)), ORIGIN, seed)


def request(old: int, new: int, leaves: list[bytes] = LEAVES, seed: bytes = LOG) -> witness.Request:
    return witness.Request(old, tuple(tree.consistency_proof(leaves[:new], old)), signed(new, leaves, seed))


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 1), (0, 40), (1, 2), (7, 8), (8, 8), (13, 40), (39, 40)])
def test_a_log_that_grew_is_signed(old: int, new: int) -> None:
    asked = witness.read_request(witness.write_request(request(old, new)).encode())
    found, text = witness.judge(asked, {ORIGIN: LOG_KEY}, {ORIGIN: checkpoint(old)} if old else {})
    assert found == checkpoint(new)
    line = witness.cosign(text, "partner.example", SEED, 1741564800)
    whole, [who] = witness.add_lines(asked.note, line, [KEY])
    assert (who.name, who.time) == ("partner.example", 1741564800)
    assert note.open_checkpoint(whole, LOG_KEY) == checkpoint(new)
    assert witness.cosignatures(whole, [KEY, KEY2]) == [who]
    assert witness.add_lines(whole, line, [KEY])[0] == whole


FORK = [*LEAVES[:12], *(tree.leaf_hash(b"other %d" % i) for i in range(28))]
REFUSED = [
    (request(13, 40), {}, 13, 404, "an unknown log"),
    (request(13, 40, seed=OTHER), {ORIGIN: LOG_KEY}, 13, 403, "not signed by the log"),
    (witness.Request(41, (), signed(40)), {ORIGIN: LOG_KEY}, 13, 400, "older than what it speaks of"),
    (request(7, 40), {ORIGIN: LOG_KEY}, 13, 409, "another size was seen"),
    (request(7, 12), {ORIGIN: LOG_KEY}, 13, 409, "an old copy"),
    (request(13, 40, FORK), {ORIGIN: LOG_KEY}, 13, 422, "a fork"),
    (request(13, 13, FORK), {ORIGIN: LOG_KEY}, 13, 409, "a fork of the same size"),
    (witness.Request(13, request(13, 40).proof[:-1], signed(40)), {ORIGIN: LOG_KEY}, 13, 422, "a proof too short"),
    (witness.Request(13, (*request(13, 40).proof, b"0" * 32), signed(40)), {ORIGIN: LOG_KEY}, 13, 422, "a proof too long"),
    (witness.Request(13, (b"0" * 32,), signed(13)), {ORIGIN: LOG_KEY}, 13, 422, "a proof where none belongs"),
]


@pytest.mark.parametrize(("asked", "logs", "last", "status", "why"), REFUSED)
def test_everything_else_is_refused_with_its_status(asked: witness.Request, logs: dict, last: int, status: int, why: str) -> None:
    with pytest.raises(witness.WitnessRefusal) as caught:
        witness.judge(asked, logs, {ORIGIN: checkpoint(last)})
    assert caught.value.status == status, why
    assert (caught.value.known == last) == (status == 409)


@pytest.mark.parametrize("body", [b"", b"old 1", b"old -1\n\nx", b"old 01\n\nx", b"old 1\nzz\n\nx", b"\xff", b"old 1\n" + b"A" * 44 * 2000,
                                  b"old 1\n" + (b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64) + b"\nx"])
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(witness.WitnessRefusal) as caught:
        witness.read_request(body)
    assert caught.value.status == 400


@given(st.integers(0, 10_000), st.integers(0, 7))
@settings(max_examples=120, deadline=None)
def test_no_changed_bit_of_a_signature_passes(at: int, bit: int) -> None:
    line = witness.cosign(note.checkpoint_text(checkpoint(9)), "partner.example", SEED, 5)
    raw = bytearray(line.encode())
    at = at % (len(raw) - 1)
    raw[at] ^= 1 << bit
    try:
        changed = raw.decode()
        found = witness.cosignatures(signed(9) + changed, [KEY])
    except (VerifyError, UnicodeDecodeError):
        return
    assert found == []


def test_a_signature_under_another_checkpoint_is_refused() -> None:
    line = witness.cosign(note.checkpoint_text(checkpoint(9)), "partner.example", SEED, 5)
    with pytest.raises(VerifyError):
        witness.add_lines(signed(10), line, [KEY])


def test_a_reply_of_somebody_unknown_is_refused() -> None:
    line = witness.cosign(note.checkpoint_text(checkpoint(9)), "partner.example", SEED, 5)
    with pytest.raises(VerifyError, match="no signature of a witness whose key is known"):
        witness.add_lines(signed(9), line, [KEY2])


def test_keys_are_of_their_kind() -> None:
    assert witness.read_vkey(KEY) == ("partner.example", note.public_key(SEED))
    with pytest.raises(VerifyError):
        witness.read_vkey(LOG_KEY)
    with pytest.raises(VerifyError):
        note.read_vkey(KEY)
    with pytest.raises(UsageError):
        witness.make_vkey("two words", note.public_key(SEED))
