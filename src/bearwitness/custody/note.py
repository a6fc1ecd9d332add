"""Signed checkpoints of a log: C2SP signed-note and tlog-checkpoint, with Ed25519.

    <origin>
    <size>
    <base64 root>

    — <origin> base64(key id, 4 bytes || signature, 64 bytes)

Lines of other signers, such as witnesses, may follow later: a verifier passes over keys it does not know.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from bearwitness.custody import verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.errors import UsageError

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: `root` (32 bytes) of its first `size` entries."""

    origin: str
    size: int
    root: bytes


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def public_key(seed: bytes) -> bytes:
    """The Ed25519 public key (32 bytes) of a private seed (32 bytes)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def make_vkey(name: str, public: bytes) -> str:
    """The public key as one line: `name+key id+base64`.

    Raises:
        UsageError: a name with blanks or a plus sign, which the format forbids.
    """
    if not name or "+" in name or len(name.split()) != 1 or name != name.strip():
        raise UsageError(f"a log's name has no blanks and no plus sign: {name!r}")
    return f"{name}+{verify.key_id(name, public).hex()}+{_b64(_ED25519 + public)}"


def make_skey(name: str, seed: bytes) -> str:
    """The private key as one line, in the form that the Go tools of this format read."""
    return f"{_PRIVATE}{name}+{verify.key_id(name, public_key(seed)).hex()}+{_b64(_ED25519 + seed)}"


def read_vkey(line: str) -> tuple[str, bytes]:
    """Name and public key (32 bytes) from a `vkey` line.

    Raises:
        VerifyError: it is no Ed25519 key of this format.
    """
    with as_verify_error():
        return verify.read_vkey(line)


def read_skey(line: str) -> tuple[str, bytes]:
    """Name and private seed (32 bytes) from a private key line.

    Raises:
        VerifyError: it is no private key of this format, or its parts do not fit each other.
    """
    with as_verify_error():
        verify.need(line.startswith(_PRIVATE), "is no private log key")
        name, ident, key = line.removeprefix(_PRIVATE).split("+", 2)
        raw = verify.unbase64(key)
        verify.need(len(raw) == 33 and raw[:1] == _ED25519, "is no Ed25519 key")
        verify.need(ident == verify.key_id(name, public_key(raw[1:])).hex(), "has a key id that does not fit")
        return name, raw[1:]


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """The three lines that are signed."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{_b64(checkpoint.root)}\n"


def sign(text: str, name: str, seed: bytes) -> str:
    """A note: the text, a blank line, and the signature of `name` over the text.

    Args:
        text: ends in a newline.
        seed: the private key's 32 bytes.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not text.endswith("\n"):
        raise UsageError("the text of a signed note ends in a newline")
    key = Ed25519PrivateKey.from_private_bytes(seed)
    ident = verify.key_id(name, key.public_key().public_bytes_raw())
    return f"{text}\n— {name} {_b64(ident + key.sign(text.encode()))}\n"


def open_note(note: str, vkey: str) -> str:
    """The text of a signed note, once the signature by `vkey` is found to be right.

    Raises:
        VerifyError: no signature by that key, or a wrong one.
    """
    with as_verify_error():
        text, time = verify.open_note(note, vkey)
        verify.need(time is not None, "is not signed by the log's key")
        return text


@lru_cache(maxsize=64)      # one command opens the same few notes many times, at milliseconds each
def open_checkpoint(note: str, vkey: str) -> Checkpoint:
    """The checkpoint in a note signed by `vkey`, whose name is the log's origin.

    Raises:
        VerifyError: the signature or the three lines are wrong, or it is another log's.
    """
    with as_verify_error():
        return Checkpoint(*verify.read_checkpoint(note, vkey))
