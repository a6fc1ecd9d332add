"""Signatures found on imports: real ones, by the tools that people use, and each of them spoilt."""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.capture import signing

from bearwitness.capture.signatures import Checked, Unreadable, checksums, keys, look

TEXT = b"Twelve people were hurt in Exampleton on Monday.\n"
NOBODY = keys.Keys()


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.Gpg]:
    made = signing.Gpg(tmp_path_factory.mktemp("ring") / "g")
    yield made
    made.close()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.Gpg]:
    made = signing.Gpg(tmp_path_factory.mktemp("ring") / "g", "Made-up Other <other@example.org>")
    yield made
    made.close()


@pytest.fixture(scope="module")
def root() -> Any:
    return signing.authority()


def of_file(data: bytes, parts: list[tuple[str, bytes]], known: keys.Keys = NOBODY, kind: str = "text/plain") -> list[Checked]:
    return list(look.of_file(io.BufferedReader(io.BytesIO(data)), kind, parts, known))      # type: ignore[arg-type]


def one(found: list[Checked]) -> Checked:
    assert len(found) == 1, found
    return found[0]


def packed(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


def of_package(files: dict[str, bytes], known: keys.Keys = NOBODY) -> list[tuple[str, str, str | None]]:
    return [(c.scheme, c.verdict, c.of) for c in look.of_package(packed(files), known)]


# --- OpenPGP ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("armor", [True, False])
def test_openpgp_detached(gpg: signing.Gpg, other: signing.Gpg, armor: bool) -> None:
    signature, ours = gpg.sign(TEXT, armor=armor), keys.read([gpg.public()])
    assert look.is_signature(signature)
    for data, known, verdict in ((TEXT, ours, "valid"), (TEXT + b".", ours, "invalid"), (TEXT, NOBODY, "unknown-signer"),
                                 (TEXT, keys.read([other.public()]), "unknown-signer"), (TEXT, keys.read([other.public(), gpg.public()]), "valid")):
        found = one(of_file(data, [("a.txt.asc", signature)], known))
        assert (found.scheme, found.verdict, found.found, found.sha256) == ("openpgp", verdict, "a.txt.asc", hashlib.sha256(signature).hexdigest())
        assert "true" not in found.text.split()
    assert one(of_file(TEXT, [("a.txt.asc", signature)], ours)).name == "Made-up Archive <archive@example.org>"
    assert one(of_file(TEXT, [("a.txt.sig", signature)], NOBODY)).name is None


def test_a_key_that_came_along_vouches_for_nobody(gpg: signing.Gpg) -> None:
    signature = gpg.sign(TEXT)
    found = one(of_file(TEXT, [("a.txt.asc", signature), ("key.asc", gpg.public())]))
    assert (found.verdict, "came along" in found.text) == ("unknown-signer", True)
    assert one(of_file(TEXT + b"!", [("a.txt.asc", signature), ("key.asc", gpg.public())])).verdict == "invalid"


def test_clear_signed_text(gpg: signing.Gpg) -> None:
    signed, ours = gpg.clear(TEXT), keys.read([gpg.public()])
    for data, known, verdict in ((signed, ours, "valid"), (signed, NOBODY, "unknown-signer"), (signed.replace(b"Twelve", b"Twenty"), ours, "invalid"),
                                 (signed[:signed.index(b"-----BEGIN PGP SIGNATURE")], ours, "invalid")):
        assert one(of_file(data, [], known)).verdict == verdict
    assert "outside what is signed" in one(of_file(b"Twenty people died.\n" + signed, [], ours)).text


@pytest.mark.parametrize("junk", [b"\x88", b"\xc2\xff\xff\xff\xff\xff", b"-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n", b"\x89" + b"\xff" * 300])
def test_broken_openpgp_signatures_are_invalid(junk: bytes, gpg: signing.Gpg) -> None:
    assert one(of_file(TEXT, [("a.txt.sig", junk)], keys.read([gpg.public()]))).verdict == "invalid"


def test_what_needs_an_extra_that_is_missing_is_not_checked(gpg: signing.Gpg, root: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    signature, picture = gpg.sign(TEXT), signing.credentialed(root)
    for name in ("pysequoia", "c2pa"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    for found in (one(of_file(TEXT, [("a.txt.asc", signature)])), one(of_file(picture, [], kind="image/jpeg"))):
        assert (found.verdict, "pip install 'bearwitness[signatures]'" in found.text) == ("not-checked", True)


# --- ssh-keygen, minisign ---------------------------------------------------------------------------

@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_ssh_signatures(tmp_path: Path, kind: str) -> None:
    key, file = signing.ssh_key(tmp_path, kind), tmp_path / "a.txt"
    file.write_bytes(TEXT)
    signature, public = signing.ssh_sign(key, file), key.with_name(key.name + ".pub").read_bytes()
    for data, known, verdict in ((TEXT, keys.read([public]), "valid"), (TEXT + b".", keys.read([public]), "invalid"), (TEXT, NOBODY, "unknown-signer"),
                                 (TEXT, keys.read([b'archive@example.org namespaces="file" ' + public]), "valid")):
        assert one(of_file(data, [("a.txt.sig", signature)], known)).verdict == verdict
    assert one(of_file(TEXT, [("a.txt.sig", signature)], keys.read([public]))).name == "made-up reporter"


@pytest.mark.parametrize("body", [b"", b"AAAA", b"!!!!", base64.b64encode(b"SSHSIG\0\0\0\1" + b"\xff" * 40), base64.b64encode(b"SSHSIG\0\0\0\2"), base64.b64encode(
    b"SSHSIG\0\0\0\1" + b"\0\0\0\4\0\0\0\0" + b"\0\0\0\0" * 4)])
def test_broken_ssh_signatures_are_invalid(body: bytes) -> None:
    signature = b"-----BEGIN SSH SIGNATURE-----\n" + body + b"\n-----END SSH SIGNATURE-----\n"
    assert one(of_file(TEXT, [("a.txt.sig", signature)])).verdict == "invalid"


# The example that minisign's own documents give: its author's key over the word "test".
MINISIGN_KEY = b"untrusted comment: an author\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n"
MINISIGN = (b"untrusted comment: signature from minisign secret key\nRWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n"
            b"trusted comment: timestamp:1555779966\tfile:test\nQtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==\n")


def test_minisign_reads_the_authors_own_signature() -> None:
    known = keys.read([MINISIGN_KEY])
    found = one(of_file(b"test", [("t.minisig", MINISIGN)], known))
    assert (found.verdict, found.name, found.signer) == ("valid", "an author", "E7620F1842B4E81F")
    assert one(of_file(b"test", [("t.minisig", MINISIGN)])).verdict == "unknown-signer"
    for spoilt in (b"Test", b""):
        assert one(of_file(spoilt, [("t.minisig", MINISIGN)], known)).verdict == "invalid"
    assert one(of_file(b"test", [("t.minisig", MINISIGN.replace(b"file:test", b"file:tesT"))], known)).verdict == "invalid"
    assert one(of_file(b"test", [("t.minisig", b"untrusted comment: x\nAAAA\n")], known)).verdict == "invalid"


def test_minisign_over_a_digest_and_signify() -> None:
    secret, number = Ed25519PrivateKey.generate(), b"made-up!"
    public = secret.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    known = keys.read([b"untrusted comment: made up\n" + base64.b64encode(b"Ed" + number + public) + b"\n"])
    hashed = secret.sign(hashlib.blake2b(TEXT).digest())
    whole = b"untrusted comment: x\n" + base64.b64encode(b"ED" + number + hashed) + b"\ntrusted comment: t\n" + base64.b64encode(secret.sign(hashed + b"t")) + b"\n"
    signify = b"untrusted comment: x\n" + base64.b64encode(b"Ed" + number + secret.sign(TEXT)) + b"\n"
    for signature in (whole, signify):
        assert one(of_file(TEXT, [("a.sig", signature)], known)).verdict == "valid"
        assert one(of_file(TEXT + b"x", [("a.sig", signature)], known)).verdict == "invalid"


# --- keys -------------------------------------------------------------------------------------------

@pytest.mark.parametrize("junk", [b"", b"words", b"ssh-ed25519 !!!", b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"])
def test_a_file_without_keys_is_said_to_be_one(junk: bytes) -> None:
    with pytest.raises(Unreadable, match="holds no public key"):
        keys.read([junk])


def test_keys_of_all_kinds_may_stand_in_one_file(gpg: signing.Gpg, root: Any, tmp_path: Path) -> None:
    public = signing.ssh_key(tmp_path).with_suffix(".pub").read_bytes()
    found = keys.read([gpg.public() + public + MINISIGN_KEY + signing.pem(root[1])])
    assert [len(part) for part in (found.openpgp, found.ssh, found.minisign, found.authorities)] == [1, 1, 1, 1]


# --- Content Credentials ----------------------------------------------------------------------------

@pytest.mark.parametrize("kind", ["image/jpeg", "image/png"])
def test_content_credentials(root: Any, kind: str) -> None:
    picture, known = signing.credentialed(root, kind), keys.read([signing.pem(root[1])])
    changed = bytearray(picture)
    changed[-300] ^= 1
    for data, trusted, verdict in ((picture, NOBODY, "unknown-signer"), (picture, known, "valid"), (bytes(changed), known, "invalid"), (bytes(changed), NOBODY, "invalid")):
        found = one(of_file(data, [], trusted, kind))
        assert (found.scheme, found.verdict) == ("c2pa", verdict)
        assert found.claimed is not None
        assert found.claimed["name"] == "Made-up camera"
    assert one(of_file(picture, [], keys.read([signing.pem(signing.authority()[1])]), kind)).verdict == "unknown-signer"


def test_a_picture_without_credentials_has_none() -> None:
    from tests.test_case_media import with_claims

    assert of_file(with_claims(), [], NOBODY, "image/jpeg") == []


# --- WACZ -------------------------------------------------------------------------------------------

def wacz(signed: dict[str, Any] | None, *, change: dict[str, bytes] | None = None) -> dict[str, bytes]:
    files = {"archive/data.warc": b"WARC/1.1\r\n\r\n", "datapackage.json": b""}
    package = json.dumps({"resources": [{"path": "archive/data.warc", "hash": "sha256:" + hashlib.sha256(files["archive/data.warc"]).hexdigest()}]}).encode()
    digest: dict[str, Any] = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(package).hexdigest()}
    if signed is not None:
        digest["signedData"] = {"hash": digest["hash"], **signed}
    return {**files, "datapackage.json": package, "datapackage-digest.json": json.dumps(digest).encode(), **(change or {})}


STATED = json.loads(wacz(None)["datapackage-digest.json"])["hash"].encode()


def by_key(key: Any, words: bytes = STATED) -> dict[str, Any]:
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return {"signature": base64.b64encode(key.sign(words, ec.ECDSA(hashes.SHA256()))).decode(), "publicKey": base64.b64encode(public).decode(), "created": "2025-03-10T00:00:00Z"}


def test_wacz_with_a_bare_key() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    known = keys.read([key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)])
    good = by_key(key)
    for files, team, verdict in ((wacz(good), NOBODY, "unknown-signer"), (wacz(good), known, "valid"), (wacz(by_key(key, b"other")), known, "invalid"),
                                 (wacz({**good, "hash": "sha256:00"}), known, "invalid"), (wacz({**good, "publicKey": "AAAA"}), known, "invalid"),
                                 (wacz({"publicKey": 7}), known, "invalid"), (wacz(good, change={"archive/data.warc": b"WARC/1.1\r\n\r\nx"}), known, "invalid"),
                                 (wacz(good, change={"datapackage.json": b"{}"}), known, "invalid"), (wacz(good, change={"datapackage-digest.json": b"[" * 9000}), known, "invalid")):
        assert of_package(files, team) == [("wacz", verdict, None)]
    assert of_package(wacz(None)) == []


@pytest.fixture(scope="module")
def domain(root: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a signing server gives: a domain's certificate, and a time stamp of this moment."""
    folder = tmp_path_factory.mktemp("tsa")
    key, certificate = signing.leaf(root, "sign.example.org", ExtendedKeyUsageOID.SERVER_AUTH, domain="sign.example.org")
    clock = signing.timestamper(folder, root)
    made = base64.b64encode(key.sign(STATED, ec.ECDSA(hashes.SHA256()))).decode()
    chain = signing.pem(root[1]).decode()
    return {"signature": made, "domain": "sign.example.org", "domainCert": signing.pem(certificate).decode() + chain, "created": _now(),
            "timeSignature": base64.b64encode(signing.stamp(folder, made.encode())).decode(), "timestampCert": signing.pem(clock[1]).decode() + chain}


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@pytest.mark.parametrize(("change", "verdict", "words"), [
    ({}, "unknown-signer", "neither its certificate nor its time stamp"), ({"created": -9}, "unknown-signer", "sign.example.org"),
    ({"created": -11}, "invalid", "more than ten minutes"), ({"created": 11}, "invalid", "more than ten minutes"), ({"created": None}, "invalid", "when it was made"),
    ({"domain": "other.example.org"}, "invalid", "names the domain"), ({"timeSignature": "AAAA"}, "invalid", "time stamp that is not good"),
    ({"signature": base64.b64encode(b"0" * 70).decode()}, "invalid", "does not fit"), ({"timestampCert": "x"}, "invalid", "no certificate"),
    ({"domainCert": 7}, "invalid", "no certificate"), ({"more": "words"}, "unknown-signer", "does not know (more)")])
def test_wacz_by_a_domain(domain: dict[str, Any], change: dict[str, Any], verdict: str, words: str) -> None:
    if isinstance(minutes := change.get("created"), int):       # from the time of the stamp on
        made = datetime.datetime.fromisoformat(domain["created"].replace("Z", "+00:00")) + datetime.timedelta(minutes=minutes)
        change = {"created": made.isoformat().replace("+00:00", "Z")}
    found = one(list(look.of_package(packed(wacz({**domain, **change})), NOBODY)))
    assert (found.verdict, words in found.text) == (verdict, True), found


def test_wacz_by_a_domain_that_a_known_authority_vouches_for(domain: dict[str, Any], root: Any) -> None:
    without = {name: value for name, value in domain.items() if name != "timeSignature"}
    assert of_package(wacz(domain), keys.read([signing.pem(root[1])])) == [("wacz", "valid", None)]
    assert of_package(wacz(domain), keys.read([signing.pem(signing.authority()[1])])) == [("wacz", "unknown-signer", None)]
    assert of_package(wacz(without), keys.read([signing.pem(root[1])])) == [("wacz", "invalid", None)]


# --- packages with a signed list, as Hunchly and eyeWitness give them ---------------------------------

def test_a_package_with_a_signed_list_of_its_files(gpg: signing.Gpg) -> None:
    page, photo = b"<p>Words</p>", b"made-up photo"
    manifest = b"".join(hashlib.sha256(d).hexdigest().encode() + b"  " + n + b"\n" for n, d in ((b"pages/1.html", page), (b"photos/1.jpg", photo)))
    files = {"pages/1.html": page, "photos/1.jpg": photo, "manifest.txt": manifest, "manifest.txt.asc": gpg.sign(manifest)}
    known = keys.read([gpg.public()])
    assert of_package(files, known) == [("openpgp", "valid", "manifest.txt"), ("checksums", "fits", "pages/1.html"), ("checksums", "fits", "photos/1.jpg")]
    assert of_package({**files, "photos/1.jpg": b"another"}, known) == [
        ("openpgp", "valid", "manifest.txt"), ("checksums", "fits", "pages/1.html"), ("checksums", "differs", "photos/1.jpg")]
    assert of_package({**files, "manifest.txt": manifest + b"\n"}, known)[0] == ("openpgp", "invalid", "manifest.txt")
    assert of_package({name: data for name, data in files.items() if name != "photos/1.jpg"}, known)[-1] == ("checksums", "differs", None)
    [_, fits, _] = look.of_package(packed(files), known)
    assert "that list has a signature: its OpenPGP signature fits" in fits.text


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("SHA256SUMS", f"{'a' * 64}  x y.txt\n", {"x y.txt": "a" * 64}), ("md5sum.txt", f"{'B' * 32} *x\n", {"x": "b" * 32}), ("x.sha256", "c" * 64, {"x": "c" * 64}),
    ("checksums.txt", f"SHA512 (./a/b) = {'d' * 128}\n", {"a/b": "d" * 128}), ("SHA256SUMS", "words\n" + "a" * 63 + "  x\n", {}), ("SHA256SUMS", "", {}),
    ("manifest-sha256.txt", "e" * 64 + "\tdata/x\r\n", {"data/x": "e" * 64})])
def test_checksum_lists(name: str, text: str, expected: dict[str, str]) -> None:
    assert checksums.is_list(name)
    assert checksums.read(text.encode(), name) == expected


@pytest.mark.parametrize("name", ["list.txt", "sha.html", "a.pdf", "md5sum.exe"])
def test_other_files_are_no_lists(name: str) -> None:
    assert not checksums.is_list(name)


def test_the_tools_are_there() -> None:
    assert all(shutil.which(tool) for tool in ("gpg", "ssh-keygen", "openssl"))
