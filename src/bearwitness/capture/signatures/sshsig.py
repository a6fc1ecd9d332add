"""Signatures by `ssh-keygen -Y sign`: the format of OpenSSH's PROTOCOL.sshsig, version 1.

    blob   := "SSHSIG" uint32(1) string(public key) string(namespace) string(reserved) string(hash) string(signature)
    signed := "SSHSIG" string(namespace) string(reserved) string(hash) string(H(message))
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Mapping
from typing import Any

from bearwitness.capture.signatures import Checked, Unreadable, short

MARK = b"-----BEGIN SSH SIGNATURE-----"
_BODY = re.compile(rb"-----BEGIN SSH SIGNATURE-----\s(.*?)-----END SSH SIGNATURE-----", re.S)
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}


def check(data: bytes, signature: bytes, known: Mapping[bytes, str]) -> Checked:
    """Is this the signature of these bytes?

    Args:
        known: public keys in wire form, with the team's names for them.
    """
    try:
        key, namespace, reserved, name, made = _parts(signature)
        kind, sig = _strings(made, 2)
        public = _public(key)
    except Unreadable as e:
        return Checked("sshsig", "invalid", f"its SSH signature cannot be read ({e})")
    signer = "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    claimed = {"namespace": short(namespace.decode("utf-8", "replace"))}
    if public is None or name not in _HASHES:
        return Checked("sshsig", "not-checked", f"its SSH signature is of a kind that is not checked here ({short(kind.decode('utf-8', 'replace'))})", signer=signer, claimed=claimed)
    signed = b"SSHSIG" + b"".join(_string(part) for part in (namespace, reserved, name, _HASHES[name](data).digest()))
    called = known.get(key)
    if not _fits(public, kind, sig, signed):
        return Checked("sshsig", "invalid", f"its SSH signature by key {signer} does not fit", signer=signer, name=called, claimed=claimed)
    if called is None:
        return Checked("sshsig", "unknown-signer", f"its SSH signature fits, and its key {signer} is of nobody the team knows", signer=signer, claimed=claimed)
    return Checked("sshsig", "valid", f"its SSH signature fits and is made with a key that the team knows: {called or 'without a name'} ({signer})", signer=signer, name=called, claimed=claimed)


def _parts(signature: bytes) -> tuple[bytes, bytes, bytes, bytes, bytes]:
    m = _BODY.search(signature)
    if m is None:
        raise Unreadable("it is cut off")
    try:
        blob = base64.b64decode(b"".join(m[1].split()), validate=True)
    except binascii.Error as e:
        raise Unreadable("it is no base64") from e
    if blob[:10] != b"SSHSIG\0\0\0\1":
        raise Unreadable("it is of another version")
    key, namespace, reserved, name, made = _strings(blob[10:], 5)
    return key, namespace, reserved, name, made


def _strings(data: bytes, count: int) -> list[bytes]:
    out, at = [], 0
    for _ in range(count):
        if at + 4 > len(data):
            raise Unreadable("it is too short")
        (length,) = struct.unpack_from(">I", data, at)
        if at + 4 + length > len(data):
            raise Unreadable("it is too short")
        out.append(data[at + 4:at + 4 + length])
        at += 4 + length
    if at != len(data):
        raise Unreadable("something follows it")
    return out


def _string(part: bytes) -> bytes:
    return struct.pack(">I", len(part)) + part


def _public(key: bytes) -> Any:
    """The key; None for a kind that is not checked (security keys, DSA)."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    kind = key[4:4 + int.from_bytes(key[:4], "big")] if len(key) > 4 else b""
    if kind.startswith(b"sk-") or kind == b"ssh-dss":
        return None
    try:
        return load_ssh_public_key(kind + b" " + base64.b64encode(key))
    except UnsupportedAlgorithm:
        return None
    except (ValueError, TypeError) as e:
        raise Unreadable("its key is broken") from e


def _fits(public: Any, kind: bytes, sig: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    try:
        if isinstance(public, ed25519.Ed25519PublicKey) and kind == b"ssh-ed25519":
            public.verify(sig, signed)
        elif isinstance(public, rsa.RSAPublicKey) and kind in (b"rsa-sha2-256", b"rsa-sha2-512"):
            public.verify(sig, signed, padding.PKCS1v15(), hashes.SHA512() if kind.endswith(b"512") else hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey) and kind.startswith(b"ecdsa-sha2-"):
            r, s = (int.from_bytes(part, "big") for part in _strings(sig, 2))
            size = public.key_size      # RFC 5656 section 6.2.1
            public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256() if size <= 256 else hashes.SHA384() if size <= 384 else hashes.SHA512()))
        else:
            return False
    except (InvalidSignature, ValueError, Unreadable):
        return False
    return True
