"""Signatures that are found on what is imported: does each fit the bytes, and is its key one that the team knows?

    valid            it fits, and the team knows the key (`--signer-keys`, `[capture] signers` of case.toml)
    unknown-signer   it fits (or cannot be checked without the key), and the key is of nobody the team knows
    invalid          it does not fit: the bytes, or the signature, were changed
    not-checked      this program cannot check it here, and the words say why

A valid signature says who vouched for the bytes, never that what they show is true. A checksum list is nobody's signature; what it says
of a file is a claim that `fits` or `differs`.

    keys          what the team knows: OpenPGP, SSH, minisign and other public keys, certificates of authorities
    openpgp       detached and clear-signed OpenPGP (RFC 9580), by pysequoia
    sshsig        `ssh-keygen -Y sign` (PROTOCOL.sshsig of OpenSSH)
    minisign      minisign and signify
    credentials   Content Credentials (C2PA) inside pictures, videos and PDF files, by c2pa-python
    wacz          the signature of a WACZ package (WACZ-auth 0.1.0)
    checksums     lists such as SHA256SUMS
    look          which of these are to be checked for one file or package

All of it runs in the parsing process: a signature is foreign bytes as well.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

VERDICTS = ("valid", "invalid", "unknown-signer", "not-checked", "fits", "differs")
INSTALL = "to check it: pip install 'bearwitness[signatures]'"
MAX_SIGNATURE = 1_000_000        # bytes of a detached signature, a list of keys
_WORD = 300


@dataclass(frozen=True, slots=True)
class Checked:
    """One signature, and what became of it.

    Attributes:
        scheme: openpgp, sshsig, minisign, c2pa, wacz or checksums.
        verdict: one of `VERDICTS`.
        text: the same in words, for a person.
        found: the file that it stands in; "" for inside the signed file itself.
        of: the member that it is about; None for the file or package as a whole.
        sha256: digest of the signature's file; None when it stands inside the signed file.
        signer: the key: fingerprint, or digest of the public key.
        name: what the team's own list calls that key.
        claimed: what the signature says of itself (who, when), believed in nothing.
    """

    scheme: str
    verdict: str
    text: str
    found: str = ""
    of: str | None = None
    sha256: str | None = None
    signer: str | None = None
    name: str | None = None
    claimed: dict[str, str] | None = None

    @property
    def code(self) -> str:
        return f"checksum-{self.verdict}" if self.scheme == "checksums" else f"signature-{self.verdict}"

    @property
    def warning(self) -> tuple[str, str]:
        return self.code, self.text

    def plain(self) -> dict[str, Any]:
        """For the log and for going between processes: fields that are None are left out."""
        return {name: value for name, value in asdict(self).items() if value not in (None, {}, "")}


class Unreadable(Exception):
    """A signature, or a file of keys, that is not what it says it is. The words tell why."""


def short(value: object) -> str:
    """Foreign words as they can be printed in one line."""
    words = " ".join(str(value).split())[:_WORD]
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in words.encode("utf-8", "replace").decode())


def first_line(error: BaseException) -> str:
    """What an error says, without the trail that libraries in Rust add."""
    return short((str(error).splitlines() or [""])[0]) or type(error).__name__
