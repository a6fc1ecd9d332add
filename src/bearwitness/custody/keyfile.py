"""A person's key file: PKCS #8 in PEM (RFC 5958, RFC 7468), plain or under a passphrase.

Under a passphrase: PBES2 with scrypt and AES-256-CBC (RFC 8018, RFC 7914), which openssl reads as well
(`openssl pkey -in FILE`). The library's own writer takes PBKDF2 with 2,048 rounds, which a
guesser passes in no time; hence the few lines of DER here.
"""

from __future__ import annotations

import base64
import hashlib
import re

from bearwitness.custody.commit import Random
from bearwitness.custody.sign import Key
from bearwitness.errors import UsageError

MAX_BYTES = 64 * 1024
# 16 MB and 5 passes: what OWASP names for scrypt where 64 MB cannot be had, and what openssl reads without options.
_N, _R, _P = 2**14, 8, 5
_PBES2, _SCRYPT, _AES256_CBC = "1.2.840.113549.1.5.13", "1.3.6.1.4.1.11591.4.11", "2.16.840.1.101.3.4.1.42"
_ED25519_PKCS8 = bytes.fromhex("302e020100300506032b657004220420")     # what stands before the seed (RFC 8410, section 7)
_LABEL = re.compile(rb"-----BEGIN ([A-Z ]*)-----")


class PassphraseNeeded(UsageError):
    """The key file is protected, and no passphrase was given."""


def write(key: Key, person: str, *, passphrase: str | None, random: Random) -> bytes:
    """The bytes of a key file. A line for the reader's eye stands before the PEM block; programs pass over it.

    Args:
        passphrase: None or empty: the file is not protected.
    """
    plain = _ED25519_PKCS8 + key.seed
    label, body = ("ENCRYPTED PRIVATE KEY", _encrypted(plain, passphrase, random)) if passphrase else ("PRIVATE KEY", plain)
    lines = re.findall(".{1,64}", base64.b64encode(body).decode())
    about = f"bearwitness key of {person}; public key {key.public}; keep it outside the case and give it to nobody"
    return "\n".join([about, f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()


def read(data: bytes, passphrase: str | None = None) -> Key:
    """The key in a file: PEM of PKCS #8 or of OpenSSH.

    Raises:
        PassphraseNeeded: it is protected.
        UsageError: it is no Ed25519 private key, or the passphrase is wrong.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    label = _LABEL.search(data[:MAX_BYTES])
    if label is None or len(data) > MAX_BYTES:
        raise UsageError("is no key file: it holds no PEM block with a private key")
    secret = passphrase.encode() if passphrase else None
    try:
        load = load_ssh_private_key if label.group(1) == b"OPENSSH PRIVATE KEY" else load_pem_private_key
        found = load(data[label.start():], secret)
    except TypeError as error:      # the library's word both for a missing and for a needless passphrase
        if secret is None:
            raise PassphraseNeeded("is protected by a passphrase") from error
        return read(data)
    except UnsupportedAlgorithm as error:
        raise UsageError(f"is protected in a way that cannot be read here ({str(error)[:100]}): write it again with "
                         "`openssl pkcs8 -topk8` or `ssh-keygen -p`, or make a new key") from error
    except ValueError as error:
        if secret is None and b"ENCRYPTED" in label.group(1):
            raise PassphraseNeeded("is protected by a passphrase") from error
        told = "the passphrase is wrong, or the file is damaged" if secret else f"is no key file that can be read ({str(error)[:100]})"
        raise UsageError(told) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise UsageError("holds a key of another kind: only Ed25519 keys sign here")
    return Key(found.private_bytes_raw())


# --- PBES2 --------------------------------------------------------------------------------------------

def _encrypted(plain: bytes, passphrase: str, random: Random) -> bytes:
    """EncryptedPrivateKeyInfo."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    salt, start = random(16), random(16)
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=_N, r=_R, p=_P, dklen=32, maxmem=64 * 1024 * 1024)
    filled = plain + bytes([16 - len(plain) % 16]) * (16 - len(plain) % 16)
    cipher = Cipher(algorithms.AES256(key), modes.CBC(start)).encryptor()
    derive = _sequence(_oid(_SCRYPT), _sequence(_octets(salt), _integer(_N), _integer(_R), _integer(_P)))
    scheme = _sequence(_oid(_AES256_CBC), _octets(start))
    return _sequence(_sequence(_oid(_PBES2), _sequence(derive, scheme)), _octets(cipher.update(filled) + cipher.finalize()))


def _der(tag: int, body: bytes) -> bytes:
    assert len(body) < 256
    return bytes([tag, *([0x81] if len(body) > 127 else []), len(body)]) + body


def _sequence(*parts: bytes) -> bytes:
    return _der(0x30, b"".join(parts))


def _octets(data: bytes) -> bytes:
    return _der(0x04, data)


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = (int(n) for n in dotted.split("."))
    body = bytearray()
    for number in (40 * first + second, *rest):
        digits = [number & 127]
        while number := number >> 7:
            digits.append(number & 127 | 128)
        body += bytes(reversed(digits))
    return _der(0x06, bytes(body))
