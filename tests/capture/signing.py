"""Real signatures for tests, made on the spot: gpg, ssh-keygen, openssl's kin, c2pa-python. All names are made up."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

START, END = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC), datetime.datetime(2044, 1, 1, tzinfo=datetime.UTC)


class Gpg:
    """A key ring of its own, with one key."""

    def __init__(self, home: Path, name: str = "Made-up Archive <archive@example.org>"):
        home.mkdir(mode=0o700)
        self.home = home
        self("--quick-gen-key", name, "ed25519", "sign")

    def __call__(self, *line: str, data: bytes = b"") -> bytes:
        return subprocess.run(["gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", "", *line], env={**os.environ, "GNUPGHOME": str(self.home)},
                              input=data, capture_output=True, check=True, timeout=60).stdout

    def public(self) -> bytes:
        return self("--armor", "--export")

    def sign(self, data: bytes, *, armor: bool = True) -> bytes:
        return self(*(["--armor"] if armor else []), "--detach-sign", data=data)

    def clear(self, data: bytes) -> bytes:
        return self("--clearsign", data=data)

    def close(self) -> None:
        subprocess.run(["gpgconf", "--kill", "all"], env={**os.environ, "GNUPGHOME": str(self.home)}, check=False, timeout=20)


def ssh_key(folder: Path, kind: str = "ed25519") -> Path:
    path = folder / f"id_{kind}"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "made-up reporter", "-f", str(path)], check=True, timeout=60)
    return path


def ssh_sign(key: Path, file: Path) -> bytes:
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", str(key), str(file)], check=True, capture_output=True, timeout=60)
    return file.with_name(file.name + ".sig").read_bytes()


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Made-up Press"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, signs: bool, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(digital_signature=signs, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
                         key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False)


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def authority() -> tuple[Any, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    made = (x509.CertificateBuilder().subject_name(_name("Made-up root")).issuer_name(_name("Made-up root")).public_key(key.public_key()).serial_number(7)
            .not_valid_before(START).not_valid_after(END).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(signs=True, authority=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False).sign(key, hashes.SHA256()))
    return key, made


def leaf(root: tuple[Any, x509.Certificate], common: str, usage: x509.ObjectIdentifier, *, domain: str | None = None, critical: bool = False) -> tuple[Any, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (x509.CertificateBuilder().subject_name(_name(common)).issuer_name(root[1].subject).public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(START).not_valid_after(END).add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
               .add_extension(_usage(signs=True, authority=False), critical=True).add_extension(x509.ExtendedKeyUsage([usage]), critical=critical)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
               .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root[0].public_key()), critical=False))
    if domain:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), critical=False)
    return key, builder.sign(root[0], hashes.SHA256())


def private(key: Any) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def credentialed(root: tuple[Any, x509.Certificate], kind: str = "image/jpeg") -> bytes:
    """A small picture with Content Credentials."""
    import c2pa
    from PIL import Image

    key, certificate = leaf(root, "Made-up camera", ExtendedKeyUsageOID.EMAIL_PROTECTION)
    plain, out = io.BytesIO(), io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(plain, kind.partition("/")[2].upper())
    plain.seek(0)
    told = {"claim_generator_info": [{"name": "made-up camera", "version": "1"}], "format": kind, "assertions": [
        {"label": "c2pa.actions", "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}]}}]}
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(alg=b"es256", sign_cert=pem(certificate) + pem(root[1]), private_key=private(key), ta_url=None))
    c2pa.Builder.from_json(told).sign(signer, kind, plain, out)
    return out.getvalue()


def timestamper(folder: Path, root: tuple[Any, x509.Certificate]) -> tuple[Any, x509.Certificate]:
    """A time-stamping server on this machine, by `openssl ts`. Its certificate."""
    key, certificate = leaf(root, "Made-up clock", ExtendedKeyUsageOID.TIME_STAMPING, critical=True)
    (folder / "tsa.key").write_bytes(private(key))
    (folder / "tsa.pem").write_bytes(pem(certificate))
    (folder / "serial").write_text("01\n")
    (folder / "ts.cnf").write_text(
        f"[tsa]\ndefault_tsa=t\n[t]\nserial={folder}/serial\nsigner_cert={folder}/tsa.pem\nsigner_key={folder}/tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3\n"
        "digests=sha256\nordering=yes\naccuracy=secs:1\n")
    return key, certificate


def stamp(folder: Path, data: bytes) -> bytes:
    """The RFC 3161 answer over some bytes, at the present time."""
    (folder / "data").write_bytes(data)
    subprocess.run(["openssl", "ts", "-query", "-data", str(folder / "data"), "-sha256", "-cert", "-no_nonce", "-out", str(folder / "q")], check=True, capture_output=True, timeout=30)
    subprocess.run(["openssl", "ts", "-reply", "-config", str(folder / "ts.cnf"), "-queryfile", str(folder / "q"), "-out", str(folder / "r")], check=True, capture_output=True, timeout=30)
    return (folder / "r").read_bytes()
