"""OpenTimestamps proofs against the OpenTimestamps library: what it writes we read, what we write it reads, noise has a reason."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opentimestamps.core.notary import (
    BitcoinBlockHeaderAttestation,
    LitecoinBlockHeaderAttestation,
    PendingAttestation,
    UnknownAttestation,
)
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA1, OpSHA256
from opentimestamps.core.serialize import BytesDeserializationContext, BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

from bearwitness.custody import ots
from bearwitness.errors import VerifyError

OPERATIONS = st.one_of(st.just(OpSHA256()), st.just(OpSHA1()), st.builds(OpAppend, st.binary(min_size=1, max_size=20)),
                       st.builds(OpPrepend, st.binary(min_size=1, max_size=200)))
PLACES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-./", max_size=30).map(lambda path: f"https://{path}")
MARKS = st.one_of(st.builds(PendingAttestation, PLACES), st.builds(LitecoinBlockHeaderAttestation, st.integers(0, 2**31)),
                  st.builds(UnknownAttestation, st.binary(min_size=8, max_size=8).filter(lambda tag: tag[0] not in (0x83, 0x05, 0x06, 0x30)), st.binary(max_size=30)))


def _fill(draw, stamp: Timestamp, depth: int) -> None:
    for mark in draw(st.lists(MARKS, max_size=2)):
        stamp.attestations.add(mark)
    for operation in draw(st.lists(OPERATIONS, max_size=2 if depth else 0, unique_by=lambda op: (type(op).__name__, tuple(op)))):
        _fill(draw, stamp.ops.add(operation), depth - 1)
    if not stamp.attestations and not stamp.ops:
        end = stamp.ops.add(OpSHA256())
        end.attestations.add(BitcoinBlockHeaderAttestation(draw(st.integers(0, 2**31))))


@st.composite
def proofs(draw) -> DetachedTimestampFile:
    stamp = Timestamp(hashlib.sha256(draw(st.binary(max_size=4))).digest())
    _fill(draw, stamp, 4)
    stamp.ops.add(OpAppend(b"end")).attestations.add(PendingAttestation("https://calendar.example"))
    return DetachedTimestampFile(OpSHA256(), stamp)


def _bytes(proof: DetachedTimestampFile) -> bytes:
    context = BytesSerializationContext()
    proof.serialize(context)
    return context.getbytes()


@settings(max_examples=150, deadline=None)
@given(proofs())
def test_the_library_s_proofs_are_read_and_written_back(proof: DetachedTimestampFile):
    tree = ots.read(_bytes(proof))
    assert DetachedTimestampFile.deserialize(BytesDeserializationContext(ots.write(tree))) == proof
    marks = list(proof.timestamp.all_attestations())
    assert sorted(tree.blocks()) == sorted((mark.height, message) for message, mark in marks if isinstance(mark, BitcoinBlockHeaderAttestation))
    assert {uri for _, uri in tree.pending()} <= {mark.uri for _, mark in marks if isinstance(mark, PendingAttestation)}


@settings(max_examples=100, deadline=None)
@given(proofs(), proofs())
def test_two_proofs_of_the_same_bytes_are_joined_as_the_library_does(one: DetachedTimestampFile, two: DetachedTimestampFile):
    if one.timestamp.msg != two.timestamp.msg:
        two = DetachedTimestampFile(OpSHA256(), one.timestamp)
    tree = ots.read(_bytes(one))
    tree.join(ots.read(_bytes(two)))
    one.timestamp.merge(two.timestamp)
    assert DetachedTimestampFile.deserialize(BytesDeserializationContext(ots.write(tree))) == one


@settings(max_examples=300, deadline=None)
@given(proofs(), st.integers(0, 10_000), st.binary(max_size=40))
def test_damaged_proofs_end_in_a_reason(proof: DetachedTimestampFile, at: int, noise: bytes):
    data = _bytes(proof)
    at %= len(data)
    changed = data[:at] + noise + data[at + len(noise):]
    try:
        tree = ots.read(changed)
    except VerifyError as error:
        assert str(error)
    else:
        assert ots.read(ots.write(tree)) == tree


def test_a_kept_promise_is_no_longer_pending():
    root, asked = ots.commit(bytes(32), bytes(16))
    asked.attestations.add((ots.PENDING, b"\x10https://c.exampl"))
    assert [uri for _, uri in root.pending()] == ["https://c.exampl"]
    asked.branch(b"\x08").attestations.add((ots.BITCOIN, b"\x05"))
    assert root.pending() == [] and [height for height, _ in root.blocks()] == [5]


HEAD = ots.MAGIC + b"\x01\x08" + bytes(32)
PENDING = b"\x00" + ots.PENDING + b"\x0d\x0chttps://c.ex"


@pytest.mark.parametrize(("data", "told"), [
    (b"", "no OpenTimestamps proof"), (ots.MAGIC + b"\x02\x08", "no OpenTimestamps proof"), (ots.MAGIC + b"\x01\x02" + bytes(20), "no OpenTimestamps proof"),
    (HEAD[:-1], "breaks off"), (HEAD, "breaks off"), (HEAD + b"\x08" * 300, "too deep"), (HEAD + b"\xf0\x00" + PENDING, "adds nothing"),
    (HEAD + b"\x03" + PENDING, "not known here"), (HEAD + b"\x00" + ots.PENDING + b"\x04\x03a?b", "no address"),
    (HEAD + b"\x00" + ots.PENDING + b"\xff" * 12, "too long"), (HEAD + b"\x00" + ots.PENDING + b"\xff\xff\x7f", "at most"),
    (HEAD + b"\xf0\x01x\x00" + ots.BITCOIN + b"\x01\x05", "attestation that is none"), (HEAD + b"\x00" + ots.BITCOIN + b"\x02\x05\x05", "attestation that is none"),
    (HEAD + b"\x00" + bytes(8) + b"\x00", "no calendar and no Bitcoin block"), (HEAD + PENDING + b"x", "behind its end"),
    (HEAD + (b"\xff\x08" + PENDING) * 5_000 + PENDING, "longer than|too large"), (HEAD + b"\xf0\xa0\x1f" + b"x" * 4000 + b"\xf0\xa0\x1f" + b"x" * 4000 + PENDING, "too much"),
])
def test_what_is_no_proof(data: bytes, told: str):
    with pytest.raises(VerifyError, match=told):
        ots.read(data)


def test_the_shortest_proof():
    tree = ots.read(HEAD + PENDING)
    assert [uri for _, uri in tree.pending()] == ["https://c.ex"] and ots.write(tree) == HEAD + PENDING
