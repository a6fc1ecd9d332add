"""Write timestamps.json with the `openssl` of this machine: `python vectors/custody/make_timestamps.py`. New keys and times at each run."""

from __future__ import annotations

import datetime
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from make import b64, case, save
from make_dossier import checkpoint

CONFIG = """[stamps]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512, sha1
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def authority(folder: Path, name: str) -> str:
    """A root and a server's certificate under it, good from 2020 to 2120; the root as PEM."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, own = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Made-up {name} {what}")]) for what in ("root", "stamps"))

    def made(subject: x509.Name, public: Any, *extensions: tuple[x509.ExtensionType, bool]) -> x509.Certificate:
        builder = x509.CertificateBuilder(root_name, subject, public, x509.random_serial_number(),
                                          datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), datetime.datetime(2120, 1, 1, tzinfo=datetime.UTC))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(root_key, hashes.SHA256())
    ski = x509.SubjectKeyIdentifier.from_public_key(root_key.public_key())
    root = made(root_name, root_key.public_key(), (x509.BasicConstraints(True, None), True), (ski, False),
                (x509.KeyUsage(False, False, False, False, False, True, True, False, False), True))
    tsa = made(own, key.public_key(), (x509.BasicConstraints(False, None), True), (x509.KeyUsage(True, False, False, False, False, False, False, False, False), True),
               (x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), True), (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ski), False))
    pem = root.public_bytes(serialization.Encoding.PEM)
    (folder / "tsa.pem").write_bytes(tsa.public_bytes(serialization.Encoding.PEM))
    (folder / "tsa.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    (folder / "c.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    return pem.decode()


def token(folder: Path, text: str, *words: str, digest: str = "sha256") -> bytes:
    (folder / "text").write_text(text)
    run = ["openssl", "ts", "-query", "-data", "text", f"-{digest}", "-cert", "-out", "q.tsq", *words]
    subprocess.run(run, cwd=folder, check=True, capture_output=True)
    # Its status is 1 when it answers with a refusal.
    subprocess.run(["openssl", "ts", "-reply", "-queryfile", "q.tsq", "-out", "r.tsr", "-config", "c.cnf", "-section", "stamps"], cwd=folder, check=False, capture_output=True)
    return (folder / "r.tsr").read_bytes()


def timestamps() -> Iterable[dict[str, Any]]:
    text = checkpoint()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        here, there = Path(one), Path(two)
        root, other = authority(here, "One"), authority(there, "Two")
        good = token(here, text)

        def made(name: str, data: bytes, verdict: bool, reason: str, *, pem: str = root, over: str = text) -> dict[str, Any]:
            return case(name, {"token": b64(data), "text": over, "root": pem}, verdict, reason)
        yield made("over the checkpoint", good, True, "SHA-256 of the three lines")
        yield made("without a nonce", token(here, text, "-no_nonce"), True, "a nonce is for the server's answer, not for the token")
        yield made("over another checkpoint", good, False, "these are the lines of another state", over=text.replace("\n", "\n1", 1))
        yield made("without the last newline", good, False, "the end of the third line is a part of it", over=text[:-1])
        yield made("over SHA-512", token(here, text, digest="sha512"), False, "a dossier's token is over SHA-256")
        yield made("over SHA-1", token(here, text, digest="sha1"), False, "SHA-1 can be forged")
        yield made("another root", good, False, "not signed under this root", pem=other)
        yield made("a server of another root", token(there, text), False, "not signed under this root")
        yield made("cut off", good[:-5], False, "five bytes are missing")
        yield made("cut in half", good[:len(good) // 2], False, "the signature is missing")
        yield made("empty", b"", False, "nothing")
        yield made("a question", (here / "q.tsq").read_bytes(), False, "what a server is asked, not what it answers")
        yield made("a refusal", token(here, text, digest="sha384"), False, "the server did not want to: no token")
        yield made("a page of HTML", b"<html>busy</html>", False, "no DER")
        at = len(good) - 3
        yield made("one bit of the signature", good[:at] + bytes([good[at] ^ 1]) + good[at + 1:], False, "the signature does not fit")
        when = good.index(b"\x18\x0f20")
        yield made("another time", good[:when + 6] + b"0" + good[when + 7:], False, "the time is signed, too")


if __name__ == "__main__":
    save("timestamps", list(timestamps()))
