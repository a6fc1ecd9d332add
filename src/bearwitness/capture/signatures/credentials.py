"""Content Credentials (C2PA) inside pictures, videos and PDF files, by c2pa-python. No authority is trusted unless the team names one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BufferedIOBase
from typing import Any

from bearwitness.capture.signatures import INSTALL, Checked, first_line, short

MARK = b"c2pa"
KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/heic", "image/heif", "image/avif", "video/mp4", "video/quicktime", "application/pdf")


def check(file: BufferedIOBase, kind: str, authorities: Sequence[bytes]) -> Checked | None:
    """What the credentials in a file are worth; None when there are none.

    Args:
        kind: the file's media type.
        authorities: certificates (PEM) by which signers are judged.
    """
    try:
        import c2pa
    except ImportError:
        return Checked("c2pa", "not-checked", f"it carries Content Credentials, which were not checked; {INSTALL}")
    if kind not in KINDS:
        return Checked("c2pa", "not-checked", f"it carries what may be Content Credentials, which are not looked for in {kind}")
    # Nothing is asked of the network: neither a manifest kept elsewhere nor the state of a certificate.
    settings: dict[str, Any] = {"verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False}}
    if authorities:
        settings["trust"] = {"trust_anchors": b"\n".join(authorities).decode("ascii")}
    try:
        reader = c2pa.Reader(kind, file, context=c2pa.Context(c2pa.Settings.from_dict(settings)))
        whole, state = json.loads(reader.json()), str(reader.get_validation_state())
    except Exception as e:      # a library in another language: its errors are of many kinds
        words = first_line(e)
        if "ManifestNotFound" in type(e).__name__ or "no JUMBF" in words:
            return None
        return Checked("c2pa", "invalid", f"its Content Credentials cannot be read ({words})")
    return _judged(whole, state)


def _judged(whole: dict[str, Any], state: str) -> Checked:
    manifest = whole.get("manifests", {}).get(whole.get("active_manifest"), {})
    about = manifest.get("signature_info") or {}
    claimed = {name: short(value) for name, value in (
        ("issuer", about.get("issuer")), ("name", about.get("common_name")), ("made_at", about.get("time")), ("made_with", _generator(manifest))) if value}
    signer = f"certificate {short(about['cert_serial_number'])}" if about.get("cert_serial_number") else None
    who = f"{claimed.get('name', 'nobody named')}, says the certificate" + (f" of {claimed['issuer']}" if "issuer" in claimed else "")
    if state == "Trusted":
        return Checked("c2pa", "valid", f"its Content Credentials fit, and an authority that the team knows vouches for the signer ({who})", signer=signer,
                       name=claimed.get("name"), claimed=claimed)
    if state == "Valid":
        return Checked("c2pa", "unknown-signer", f"its Content Credentials fit, and the signer ({who}) is vouched for by nobody the team knows", signer=signer, claimed=claimed)
    return Checked("c2pa", "invalid", f"its Content Credentials do not fit ({_faults(whole)})", signer=signer, claimed=claimed)


def _generator(manifest: dict[str, Any]) -> str | None:
    made = manifest.get("claim_generator_info")
    if isinstance(made, list) and made and isinstance(made[0], dict):
        return " ".join(str(made[0][k]) for k in ("name", "version") if made[0].get(k))
    return manifest.get("claim_generator")


def _faults(whole: dict[str, Any]) -> str:
    results = (whole.get("validation_results") or {}).get("activeManifest") or {}
    codes = [short(f.get("code")) for f in results.get("failure", []) if isinstance(f, dict) and f.get("code") != "signingCredential.untrusted"]
    return ", ".join(dict.fromkeys(codes))[:200] or "the library does not say why"
