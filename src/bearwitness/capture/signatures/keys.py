"""The keys that the team knows: one or more files, in any of the forms in which public keys are handed round.

- OpenPGP certificates (`gpg --armor --export`), armoured or binary;
- SSH public keys: `ssh-ed25519 AAAA... name`, or lines of an `allowed_signers` file;
- minisign and signify public keys (two lines, the first an untrusted comment);
- public keys and X.509 certificates in PEM form: of a WACZ signer, or of an authority that certificates are to be judged by.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bearwitness.capture.signatures import Unreadable, short

ARMOR = re.compile(rb"-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----", re.S)
_PEM = re.compile(rb"-----BEGIN (PUBLIC KEY|CERTIFICATE)-----.*?-----END \1-----", re.S)
_SSH = re.compile(r"(?:^|\s)((?:sk-)?(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp\d+)(?:@openssh\.com)?) ([A-Za-z0-9+/=]{40,})(?: (.*))?$")
_MINISIGN = re.compile(r"RW[A-Za-z0-9+/]{54}\Z")


@dataclass(slots=True)
class Keys:
    """Public keys by kind; what each is called is the team's own word for it."""

    openpgp: list[bytes] = field(default_factory=list)                     # certificates
    ssh: dict[bytes, str] = field(default_factory=dict)                    # key in wire form -> name
    minisign: dict[bytes, tuple[bytes, str]] = field(default_factory=dict)     # key number (8 bytes) -> key (32 bytes), name
    digests: dict[str, str] = field(default_factory=dict)                  # SHA-256 of SubjectPublicKeyInfo (DER) -> name
    authorities: list[bytes] = field(default_factory=list)                 # certificates (PEM)


def read(files: Iterable[bytes]) -> Keys:
    """The keys in some files.

    Raises:
        Unreadable: a file holds no public key, or one that is broken.
    """
    keys = Keys()
    for number, data in enumerate(files, 1):
        if not _take(keys, data):
            raise Unreadable(f"file {number} holds no public key: OpenPGP, SSH, minisign and PEM are known")
    return keys


def _take(keys: Keys, data: bytes) -> bool:
    found = False
    armored = ARMOR.findall(data)
    if data[:1] in (b"\x98", b"\x99", b"\xc6"):     # a public key packet: RFC 9580 section 4.2
        armored = [data]
    keys.openpgp += armored
    for m in _PEM.finditer(data):
        _take_pem(keys, m[0], certificate=m[1] == b"CERTIFICATE")
        found = True
    comment = ""
    for line in data.decode("utf-8", "replace").splitlines():
        line = line.strip()
        if line.startswith("untrusted comment:"):
            comment = line.removeprefix("untrusted comment:").strip()
        elif _MINISIGN.match(line):
            raw = base64.b64decode(line)
            keys.minisign[raw[2:10]] = raw[10:], short(comment)
            found = True
        elif not line.startswith("#") and (named := _SSH.search(line)):
            found |= _take_ssh(keys, line, named)
    return found or bool(armored)


def _take_ssh(keys: Keys, line: str, m: re.Match[str]) -> bool:
    """A line of `allowed_signers` names its principals before the key, a line of a `.pub` file after it."""
    try:
        blob = base64.b64decode(m[2], validate=True)
    except binascii.Error:
        return False
    keys.ssh[blob] = short((m[3] or line[:m.start()].split(" ")[0] or "").strip())
    return True


def _take_pem(keys: Keys, pem: bytes, *, certificate: bool) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        if certificate:
            read_as = x509.load_pem_x509_certificate(pem)
            keys.authorities.append(pem)
            keys.digests[spki(read_as.public_key())] = short(read_as.subject.rfc4514_string())
        else:
            keys.digests[spki(serialization.load_pem_public_key(pem))] = ""
    except (ValueError, TypeError) as e:
        raise Unreadable(f"a key in PEM form cannot be read ({type(e).__name__})") from e


def spki(key: object) -> str:
    """SHA-256 of a public key's SubjectPublicKeyInfo, in hexadecimal (RFC 7469 section 2.4 names keys so)."""
    from cryptography.hazmat.primitives import serialization

    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)      # type: ignore[attr-defined]
    return hashlib.sha256(der).hexdigest()
