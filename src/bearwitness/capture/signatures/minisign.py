"""minisign (jedisct1.github.io/minisign) and signify (OpenBSD): Ed25519, the key named by eight bytes.

    untrusted comment: ...
    base64(algorithm 2 bytes, key number 8, signature 64)       "Ed": over the file; "ED": over its BLAKE2b-512
    trusted comment: ...                                        minisign alone
    base64(signature 64 over the signature above and the trusted comment)
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping

from bearwitness.capture.signatures import Checked, short

MARK = b"untrusted comment:"
_TRUSTED = "trusted comment: "


def check(data: bytes, signature: bytes, known: Mapping[bytes, tuple[bytes, str]]) -> Checked:
    """Is this the signature of these bytes?

    Args:
        known: key number -> key, and the team's name for it.
    """
    lines = signature.decode("utf-8", "replace").splitlines()
    try:
        made = base64.b64decode(lines[1], validate=True)
        comment = lines[2].removeprefix(_TRUSTED) if len(lines) > 3 and lines[2].startswith(_TRUSTED) else None
        whole = base64.b64decode(lines[3], validate=True) if comment is not None else None
    except (IndexError, binascii.Error, ValueError):
        made, comment, whole = b"", None, None
    if len(made) != 74 or made[:2] not in (b"Ed", b"ED") or (whole is not None and len(whole) != 64):
        return Checked("minisign", "invalid", "its minisign signature cannot be read")
    # minisign prints key numbers as a little-endian number.
    signer = made[2:10][::-1].hex().upper()
    claimed = {"comment": short(comment)} if comment is not None else None
    if made[2:10] not in known:
        return Checked("minisign", "unknown-signer", f"its minisign signature names the key {signer}, which is not among those the team knows: whether it fits could not be checked",
                       signer=signer, claimed=claimed)
    key, name = known[made[2:10]]
    if not _fits(key, data, made, comment, whole):
        return Checked("minisign", "invalid", f"its minisign signature by key {signer} does not fit", signer=signer, name=name, claimed=claimed)
    return Checked("minisign", "valid", f"its minisign signature fits and is made with a key that the team knows: {name or 'without a name'} ({signer})", signer=signer, name=name,
                   claimed=claimed)


def _fits(key: bytes, data: bytes, made: bytes, comment: str | None, whole: bytes | None) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(key)
        public.verify(made[10:], hashlib.blake2b(data).digest() if made[:2] == b"ED" else data)
        if comment is not None and whole is not None:
            public.verify(whole, made[10:] + comment.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
