"""Witnesses: others who sign that they saw a log grow, and never shrink (C2SP tlog-cosignature 1.0, tlog-witness 1.0).

A witness keeps, for each log it knows, the size and root it last signed. Asked to sign a newer checkpoint it wants the
log's own signature and the proof that the new tree continues the old one. So a log that shows two histories, or an old
copy, is told by the first witness that saw the other.

    cosignature/v1
    time <seconds since 1970>
    <the three lines of the checkpoint>

The signature line's value is key id (4 bytes) || time (8 bytes) || Ed25519 signature (64 bytes). The request is the same
bytes over HTTP (`POST .../add-checkpoint`) and as a file (`.witness-request`, `.witness-reply`), so that a partner can be a
witness by memory stick.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bearwitness.custody import note, tree, verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import BearwitnessError, UsageError, VerifyError

KIND = verify.WITNESS
MAX_PROOF = 63              # hashes: enough for any tree
MAX_REQUEST = 64 * 1024     # bytes


class WitnessRefusal(BearwitnessError):
    """What a witness does not sign. `status` is the HTTP status of tlog-witness, `known` its size of the log (for 409)."""

    def __init__(self, status: int, message: str, known: int | None = None):
        super().__init__(message)
        self.status, self.known = status, known


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's signature: who, when (seconds since 1970, by the witness's clock)."""

    name: str
    time: int


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is asked: the size it last saw, the proof from there, the log's signed checkpoint (a note)."""

    old: int
    proof: tuple[bytes, ...]
    note: str


def make_vkey(name: str, public: bytes) -> str:
    """A witness's public key as one line.

    Raises:
        UsageError: a name with blanks or a plus sign.
    """
    if not name or "+" in name or len(name.split()) != 1 or name != name.strip():
        raise UsageError(f"a witness's name has no blanks and no plus sign: {name!r}")
    return f"{name}+{verify.key_id(name, public, KIND).hex()}+{base64.b64encode(KIND + public).decode()}"


def read_vkey(line: str) -> tuple[str, bytes]:
    """Name and public key (32 bytes) of a witness.

    Raises:
        VerifyError: it is no key of a witness.
    """
    try:
        with as_verify_error():
            return verify.read_vkey(line.strip(), KIND)
    except VerifyError as e:
        raise VerifyError([f"{line.strip()[:100]!r} is no public key of a witness: give the one line that `bearwitness log witness new` printed "
                           "(NAME+ID+KEY, also in its witness.vkey), or the file that holds it"]) from e


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(text: str, name: str, seed: bytes, time: int) -> str:
    """The signature line of a witness under a checkpoint.

    Args:
        text: the checkpoint's three lines, the last line's end included.
        seed: the witness's private key, 32 bytes.
        time: seconds since 1970.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    value = verify.key_id(name, key.public_key().public_bytes_raw(), KIND) + time.to_bytes(8, "big") + key.sign(_message(text, time))
    return f"— {name} {base64.b64encode(value).decode()}\n"


def cosignatures(signed: str, vkeys: Sequence[str]) -> list[Cosignature]:
    """The good signatures of these witnesses under a note; lines of others are passed over.

    Raises:
        VerifyError: a line that claims to be by one of them, and is not.
    """
    found = []
    for vkey in vkeys:
        with as_verify_error():
            time = verify.open_note(signed, vkey.strip(), KIND)[1]
        if time is not None:
            found.append(Cosignature(read_vkey(vkey)[0], time))
    return found


def write_request(request: Request) -> str:
    """The body of `add-checkpoint`, and of a `.witness-request` file."""
    return "".join([f"old {request.old}\n", *(base64.b64encode(h).decode() + "\n" for h in request.proof), "\n", request.note])


def read_request(data: bytes) -> Request:
    """The parts of a request; nothing is verified yet.

    Raises:
        WitnessRefusal: 400, it is no request.
    """
    try:
        with as_verify_error():
            verify.need(len(data) <= MAX_REQUEST, "is too long")
            head, blank, signed = data.decode("utf-8").partition("\n\n")
            m = re.fullmatch(r"old (0|[1-9][0-9]{0,15})((?:\n\S+)*)", head)
            verify.need(m and blank, "is no request to a witness")
            assert m is not None
            proof = tuple(verify.unbase64(line) for line in m.group(2).split())
            verify.need(len(proof) <= MAX_PROOF and all(len(h) == 32 for h in proof), "has a proof of a wrong length")
            return Request(int(m.group(1)), proof, signed)
    except (VerifyError, UnicodeDecodeError) as e:
        raise WitnessRefusal(400, f"the request {e}") from e


def judge(request: Request, logs: Mapping[str, str], seen: Mapping[str, Checkpoint]) -> tuple[Checkpoint, str]:
    """The checkpoint that a witness may sign, and its three lines.

    Args:
        logs: origin -> public key of each log that the witness knows.
        seen: origin -> the checkpoint it last signed.

    Raises:
        WitnessRefusal: with the status that tlog-witness gives: 404 an unknown log, 403 not signed by the log, 400 sizes
            that make no sense, 409 another size was seen last, 422 the trees do not fit.
    """
    origin = request.note.split("\n", 1)[0]
    if origin not in logs:
        raise WitnessRefusal(404, f"the log {origin[:200]!r} is not known here: the witness trusts no log before it has its key: `bearwitness log witness trust DIR log.vkey`")
    try:
        checkpoint = note.open_checkpoint(request.note, logs[origin])
    except VerifyError as e:
        raise WitnessRefusal(403, f"the checkpoint {e}") from e
    if request.old > checkpoint.size:
        raise WitnessRefusal(400, f"the request speaks of a log of {request.old} entries and shows one of {checkpoint.size}")
    last = seen.get(origin, Checkpoint(origin, 0, tree.EMPTY_ROOT))
    if request.old != last.size:
        raise WitnessRefusal(409, f"the witness last saw {last.size} entries, not {request.old}"
                             + (": this is an older copy of the log" if checkpoint.size < last.size else ": make the request from there"), last.size)
    if request.old == checkpoint.size and checkpoint.root != last.root:
        raise WitnessRefusal(409, f"two different logs of {last.size} entries: the log has been forked, or its entries changed", last.size)
    try:
        tree.verify_consistency(last.size, checkpoint.size, list(request.proof), last.root, checkpoint.root)
    except VerifyError as e:
        raise WitnessRefusal(422, f"what the witness saw before is not the beginning of this log ({e})") from e
    return checkpoint, note.checkpoint_text(checkpoint)


def add_lines(signed: str, lines: str, vkeys: Sequence[str]) -> tuple[str, list[Cosignature]]:
    """The note with the signature lines of a reply, and whose they are. Lines that it has already are not added again.

    Raises:
        VerifyError: a line is not by one of these witnesses, or does not fit this checkpoint.
    """
    have = set(signed.rpartition("\n\n")[2].splitlines(keepends=True))
    new = [line if line.endswith("\n") else line + "\n" for line in lines.splitlines(keepends=True)]
    with as_verify_error():
        verify.need(new, "the reply is empty")
    found = cosignatures(signed.rpartition("\n\n")[0] + "\n\n" + "".join(new), vkeys)
    with as_verify_error():
        verify.need(len(found) == len(new), "holds a line that is no signature of a witness whose key is known here: take the witness's reply (not the request), or make its key known with `bearwitness log witnesses --add KEY`")
    return signed + "".join(line for line in new if line not in have), found
