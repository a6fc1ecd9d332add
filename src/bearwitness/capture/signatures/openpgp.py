"""OpenPGP (RFC 9580): detached signatures and clear-signed text, by pysequoia."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bearwitness.capture.signatures import INSTALL, Checked, Unreadable, first_line, short

CLEAR = b"-----BEGIN PGP SIGNED MESSAGE-----"
_DETACHED = b"-----BEGIN PGP SIGNATURE-----"
_BLOCK = re.compile(rb"-----BEGIN PGP SIGNATURE-----.*?-----END PGP SIGNATURE-----", re.S)


def is_signature(data: bytes) -> bool:
    """Armoured, or a signature packet (tag 2, old or new form of the head: RFC 9580 section 4.2)."""
    return data.lstrip().startswith(_DETACHED) or (bool(data) and (data[0] & 0xFC == 0x88 or data[0] == 0xC2))


def detached(data: bytes, signature: bytes, known: Sequence[bytes], along: Sequence[bytes]) -> Checked:
    """Is this the signature of these bytes?

    Args:
        known: certificates that the team knows.
        along: certificates that came with the file.
    """
    return _judged(data, signature, known, along)


def clear_signed(data: bytes, known: Sequence[bytes], along: Sequence[bytes]) -> Checked:
    """The signature of a clear-signed text, over the text inside it."""
    m = _BLOCK.search(data)
    if m is None:
        return Checked("openpgp", "invalid", "the text says that it is signed by OpenPGP, and its signature is cut off")
    around = (data[:data.find(CLEAR)] + data[m.end():]).strip()
    checked = _judged(data, m[0], known, along, clear=True)
    if around and checked.verdict in ("valid", "unknown-signer"):
        return replace(checked, text=f"{checked.text}; {len(around)} bytes of the file stand outside what is signed")
    return checked


def _judged(data: bytes, signature: bytes, known: Sequence[bytes], along: Sequence[bytes], *, clear: bool = False) -> Checked:
    try:
        from pysequoia import Sig
    except ImportError:
        return Checked("openpgp", "not-checked", f"it has an OpenPGP signature, which was not checked; {INSTALL}")
    try:
        sig = Sig.from_bytes(signature)
        made = str(sig.created.isoformat()).replace("+00:00", "Z") if sig.created else ""
        key = str(sig.issuer_fingerprint or sig.issuer_key_id or "").lower()
    except Exception as e:      # pysequoia raises RuntimeError, and what its conversions raise
        return Checked("openpgp", "invalid", f"its OpenPGP signature cannot be read ({first_line(e)})")
    claimed = {"made_at": made} if made else None
    for held, ours in ((certificates(known), True), (certificates(along), False)):
        holder = next((c for c in held if _has(c, key)), None)
        if holder is None:
            continue
        names = ", ".join(short(user) for user in holder.user_ids)[:200]
        signer = str(holder.fingerprint).lower()
        why = _why_not(data, None if clear else sig, holder)
        if why is not None:
            return Checked("openpgp", "invalid", f"its OpenPGP signature by key {signer} does not fit ({why})", signer=signer, name=names if ours else None, claimed=claimed)
        if ours:
            return Checked("openpgp", "valid", f"its OpenPGP signature fits and is made with a key that the team knows: {names} ({signer})", signer=signer, name=names,
                           claimed=claimed)
        return Checked("openpgp", "unknown-signer", f"its OpenPGP signature fits the key {signer} that came along with it, which is of nobody the team knows",
                       signer=signer, claimed={**(claimed or {}), "name": names})
    return Checked("openpgp", "unknown-signer", f"its OpenPGP signature names the key {key or 'of nobody'}, which is not among those the team knows: whether it fits "
                                                "could not be checked", signer=key or None, claimed=claimed)


def certificates(blocks: Sequence[bytes]) -> list[Any]:
    """The certificates in some blocks.

    Raises:
        Unreadable: one of them is none.
    """
    from pysequoia import Cert

    found: list[Any] = []
    for block in blocks:
        try:
            found += Cert.split_bytes(block)
        except Exception as e:
            raise Unreadable(f"an OpenPGP key cannot be read ({first_line(e)})") from e
    return found


def _has(certificate: Any, key: str) -> bool:
    """Is this key, named by fingerprint or its last 16 digits, one of the certificate's?"""
    from pysequoia.packet import PacketPile

    packets = PacketPile.from_bytes(str(certificate).encode())
    prints = {str(p.fingerprint).lower() for p in packets if getattr(p, "fingerprint", None)}
    return any(key and (p == key or p.endswith(key) or (len(p) == 64 and p.startswith(key))) for p in prints)


def _why_not(data: bytes, sig: Any, certificate: Any) -> str | None:
    """None when it fits."""
    from pysequoia import verify

    try:
        done = verify(bytes=data, store=lambda _: [certificate], signature=sig) if sig is not None else verify(data, lambda _: [certificate])
    except Exception as e:
        return first_line(e)
    return None if done.valid_sigs else "no valid signature in it"
