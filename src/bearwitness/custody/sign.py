"""Signatures of people over log entries: what is signed, how it is written, how it is checked.

A person's Ed25519 key signs the kind, the item and every digest of an entry, so that whoever runs the
database and the log cannot write or change a decision in that person's name:

    bw-event/1\\n<kind>\\n<item>\\n<digest>\\n<digest>...          (the digests sorted, no newline at the end)

All digests of the entry are signed, decoys and `signer` included, but those of the signatures themselves.
The signature is one more committed field of the event (`sig`, with `signer`, the public key); an event
that two people answer for carries `sig_2` and `signer_2` as well, over the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bearwitness.custody import verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.errors import UsageError, VerifyError

FIELDS = (("signer", "sig"), ("signer_2", "sig_2"))
"""The names of the fields that hold a signer's public key and signature: the first person's, the second's."""

_SIGNATURES = tuple(sig for _, sig in FIELDS)
_SMALL_ORDER = 8        # the cofactor of the curve: a point whose order divides it signs for everybody


@dataclass(frozen=True, slots=True)
class Key:
    """A person's private key: 32 bytes of seed (RFC 8032)."""

    seed: bytes = field(repr=False)

    @property
    def public(self) -> str:
        """The public key, 32 bytes in base64url: 43 characters."""
        from bearwitness.custody.note import public_key

        return verify.b64url(public_key(self.seed))

    def sign(self, message: bytes) -> str:
        """The signature, 64 bytes in base64url: 86 characters."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return verify.b64url(Ed25519PrivateKey.from_private_bytes(self.seed).sign(message))


def text(kind: str, item: str, digests: Iterable[str]) -> bytes:
    """What a person signs.

    Args:
        digests: those of the entry without those of `sig` and `sig_2`.

    Example:
        text("review", "AAAAAAAAAAAAAAAAAAAAAA", ["b", "a"]) == b"bw-event/1\\nreview\\nAAAAAAAAAAAAAAAAAAAAAA\\na\\nb"
    """
    return "\n".join(["bw-event/1", kind, item, *sorted(digests)]).encode("ascii")


def read_public(text: str) -> bytes:
    """The 32 bytes of a public key in base64url.

    Raises:
        VerifyError: it is no Ed25519 key, or one of the few points that would let anybody sign.
    """
    with as_verify_error():
        data = verify.unb64url(text) if isinstance(text, str) else b""
        verify.need(len(data) == 32, "is no Ed25519 public key: 32 bytes in base64url")
        # 8 times a point of small order is the neutral element.
        verify.need(verify.multiply(_SMALL_ORDER, verify.point(data)) != (0, 1), "is a key under which anybody can sign")
        return data


def fits(public: str, message: bytes, signature: str) -> bool:
    """Is this the signature of this key over this message?"""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        with as_verify_error():
            key, signed = verify.unb64url(public), verify.unb64url(signature)
            Ed25519PublicKey.from_public_bytes(key).verify(signed, message)
        return True
    except (InvalidSignature, VerifyError):
        return False


def signed_text(entry: bytes, disclosures: Sequence[str]) -> bytes:
    """What was signed of an entry, given the disclosures of its signatures (and any others).

    Raises:
        VerifyError: it is no entry, or a disclosure is none of its own.
    """
    with as_verify_error():
        kind, item, digests = verify.read_entry(entry)
        verify.read_fields(entry, disclosures)
        left_out = {verify.digest_of(d) for d in disclosures if verify.open_disclosure(d)[1] in _SIGNATURES}
        return text(kind, item, (d for d in digests if d not in left_out))


def signers(entry: bytes, disclosures: Sequence[str]) -> tuple[str, ...]:
    """The public keys of those who signed an event, the first person first; empty when nobody did.

    Whose keys they are, and whether they were known then, is for `signers.Keyring` to say.

    Raises:
        VerifyError: a signature without its signer or the other way round, one that does not fit, one person twice.
    """
    with as_verify_error():
        fields = verify.read_fields(entry, disclosures)
    message, found = signed_text(entry, disclosures), []
    for who, sig in FIELDS:
        if (who in fields) != (sig in fields):
            raise VerifyError([f"has a `{who if who in fields else sig}` without its `{sig if who in fields else who}`"])
        if who not in fields:
            continue
        if not isinstance(fields[who], str) or not isinstance(fields[sig], str) or not fits(fields[who], message, fields[sig]):
            raise VerifyError([f"`{sig}` does not fit: the event or the signature was changed, or another key signed"])
        found.append(fields[who])
    if len(set(found)) < len(found):
        raise VerifyError(["is signed twice by one key"])
    return tuple(found)


def refuse_own(names: Iterable[str]) -> None:
    """Fields of an event may not be called as those of the signatures.

    Raises:
        UsageError: one is.
    """
    taken = {name for pair in FIELDS for name in pair} & set(names)
    if taken:
        raise UsageError(f"the fields {', '.join(sorted(taken))} are made by signing")
