"""The signature of a WACZ package: WACZ-auth 0.1.0 (specs.webrecorder.net).

`datapackage-digest.json` signs the hash of `datapackage.json` by ECDSA with SHA-256: with a bare key, or with the key of a domain's certificate. The latter
comes with an RFC 3161 time stamp over the signature, which must lie within ten minutes of the time that the package gives itself.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bearwitness.capture.signatures import Checked, first_line, short
from bearwitness.capture.signatures.keys import Keys, spki

FOUND = "datapackage-digest.json"
WITHIN = timedelta(minutes=10)
_FIELDS = {"hash", "created", "software", "version", "signature", "publicKey", "domain", "domainCert", "timeSignature", "timestampCert", "crossSignedCert"}


class _Bad(Exception):
    """The signature is not good: why."""


def check(signed: Mapping[str, Any], stated: str, keys: Keys) -> Checked:
    """Is the signature good, and whose is it?

    Args:
        signed: `signedData`.
        stated: the hash that is signed, such as `sha256:...`, found to be that of `datapackage.json`.
    """
    claimed = {name: short(signed[name]) for name in ("created", "software", "domain") if isinstance(signed.get(name), str)}
    others = sorted(set(signed) - _FIELDS)
    extra = f"; it holds fields that the format does not know ({short(', '.join(others))})" if others else ""
    try:
        if signed.get("hash") != stated:
            raise _Bad("is for another package")
        signer, name, words = _by_domain(signed, stated, keys) if "domainCert" in signed else _by_key(signed, stated, keys)
    except _Bad as e:
        return Checked("wacz", "invalid", f"its signature {e}", FOUND, claimed=claimed)
    if name is None:
        return Checked("wacz", "unknown-signer", f"its signature fits the package and {words}{extra}", FOUND, signer=signer, claimed=claimed)
    return Checked("wacz", "valid", f"its signature fits the package and {words}{extra}", FOUND, signer=signer, name=name, claimed=claimed)


def _by_key(signed: Mapping[str, Any], stated: str, keys: Keys) -> tuple[str, str | None, str]:
    from cryptography.hazmat.primitives import serialization

    try:
        key = serialization.load_der_public_key(base64.b64decode(str(signed["publicKey"]), validate=True))
    except Exception as e:
        raise _Bad(f"cannot be read ({type(e).__name__})") from e
    _fits(key, signed, stated)
    signer = spki(key)
    if signer in keys.digests:
        return signer, keys.digests[signer], f"is made with a key that the team knows ({signer})"
    return signer, None, f"is made with a key of nobody the team knows ({signer})"


def _fits(key: Any, signed: Mapping[str, Any], stated: str) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise _Bad("is of a kind that the format does not know")
    try:
        key.verify(_der(base64.b64decode(str(signed["signature"]), validate=True), key), stated.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as e:
        raise _Bad("does not fit the package") from e
    except (KeyError, ValueError, TypeError, binascii.Error) as e:
        raise _Bad(f"cannot be read ({type(e).__name__})") from e


def _der(signature: bytes, key: Any) -> bytes:
    """A bare signature (r and s side by side, as browsers make it) in DER form; one in DER form as it is."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    half = (key.key_size + 7) // 8
    if len(signature) != 2 * half:
        return signature
    return encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))


# --- a domain's certificate ---------------------------------------------------------------------------

def _by_domain(signed: Mapping[str, Any], stated: str, keys: Keys) -> tuple[str, str | None, str]:
    chain, domain = _chain(signed, "domainCert"), str(signed.get("domain", "")).lower().rstrip(".")
    key = chain[0].public_key()
    _fits(key, signed, stated)
    if domain not in _domains(chain[0]):
        raise _Bad(f"names the domain {short(domain)}, which its certificate does not")
    created, (stamped, by) = _created(signed), _stamp(signed)
    if abs(created - stamped) > WITHIN:
        raise _Bad(f"was made at {created:%Y-%m-%d %H:%M} by its own word and at {stamped:%Y-%m-%d %H:%M} by its time stamp: more than ten minutes apart")
    if not chain[0].not_valid_before_utc <= created <= chain[0].not_valid_after_utc:
        raise _Bad("was made when its certificate was not valid")
    signer = spki(key)
    time = f"time-stamped {stamped:%Y-%m-%d %H:%M:%S} UTC"
    if signer in keys.digests:
        return signer, keys.digests[signer] or domain, f"is by {domain}, whose key the team knows; {time}"
    if by in {spki(c.public_key()) for c in _loaded(keys.authorities)} and _vouched(chain, domain, stamped, keys.authorities):
        return signer, domain, f"is by {domain}, for which an authority that the team knows vouches; {time}"
    return signer, None, f"names the domain {domain}; neither its certificate nor its time stamp is vouched for by an authority that the team knows; {time}"


def _chain(signed: Mapping[str, Any], field: str) -> list[Any]:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(str(signed[field]).encode())
    except (KeyError, ValueError, TypeError) as e:
        raise _Bad(f"has no certificate that can be read ({field})") from e


def _loaded(pems: Sequence[bytes]) -> list[Any]:
    from cryptography import x509

    return [x509.load_pem_x509_certificate(pem) for pem in pems]


def _domains(certificate: Any) -> set[str]:
    from cryptography import x509

    names = {str(a.value).lower() for a in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)}
    with contextlib.suppress(x509.ExtensionNotFound, ValueError):
        names |= {name.lower() for name in certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)}
    return names


def _created(signed: Mapping[str, Any]) -> datetime:
    try:
        when = datetime.fromisoformat(str(signed.get("created")).replace("Z", "+00:00"))
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as e:
        raise _Bad("does not say when it was made") from e


def _stamp(signed: Mapping[str, Any]) -> tuple[datetime, str]:
    """The time of the RFC 3161 token over the signature (as base64 text), and the root that it leads to (digest of its key)."""
    from rfc3161_client import VerifierBuilder, decode_timestamp_response

    if "timeSignature" not in signed:
        raise _Bad("is by a domain and has no time stamp, which the format asks for")
    chain = _chain(signed, "timestampCert")
    try:
        token = decode_timestamp_response(base64.b64decode(str(signed["timeSignature"]), validate=True))
        builder = VerifierBuilder().tsa_certificate(chain[0]).add_root_certificate(chain[-1])
        for between in chain[1:-1]:
            builder = builder.add_intermediate_certificate(between)
        builder.build().verify_message(token, str(signed["signature"]).encode("ascii"))
        return token.tst_info.gen_time.astimezone(UTC), spki(chain[-1].public_key())
    except Exception as e:      # a library in another language: what it raises has no common kind
        raise _Bad(f"has a time stamp that is not good ({first_line(e)})") from e


def _vouched(chain: Sequence[Any], domain: str, when: datetime, authorities: Sequence[bytes]) -> bool:
    from cryptography import x509
    from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

    try:
        verifier = PolicyBuilder().store(Store(_loaded(authorities))).time(when).build_server_verifier(x509.DNSName(domain))
        verifier.verify(chain[0], list(chain[1:]))
    except (VerificationError, ValueError):
        return False
    return True
