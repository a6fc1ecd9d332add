"""Key files: what was written is read back, by us and by openssl; everything else has a clear reason."""

import hashlib
import os
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.custody import keyfile, sign
from bearwitness.errors import UsageError

KEY = sign.Key(hashlib.sha256(b"a").digest())


@pytest.mark.parametrize("passphrase", [None, "", "correct horse", "пароль כף", "x" * 500])
def test_round_trip(passphrase):
    data = keyfile.write(KEY, "Amal", passphrase=passphrase, random=os.urandom)
    assert keyfile.read(data, passphrase) == KEY
    assert (b"ENCRYPTED" in data) == bool(passphrase)
    assert b"Amal" in data.splitlines()[0] and KEY.public.encode() in data.splitlines()[0]
    assert KEY.seed not in data


@pytest.mark.skipif(shutil.which("openssl") is None, reason="NOT TESTED against openssl: it is not installed")
@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_openssl_reads_it(tmp_path, passphrase):
    (tmp_path / "k").write_bytes(keyfile.write(KEY, "Amal", passphrase=passphrase, random=os.urandom))
    done = subprocess.run(["openssl", "pkey", "-in", "k", "-passin", f"pass:{passphrase or ''}", "-outform", "DER", "-pubout"],
                          cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.endswith(sign.read_public(KEY.public))


def test_files_of_others_are_read():
    theirs = ed25519.Ed25519PrivateKey.from_private_bytes(KEY.seed)
    for form in (serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.OpenSSH):
        assert keyfile.read(theirs.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())) == KEY
    protected = theirs.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"p"))
    assert keyfile.read(protected, "p") == KEY


def test_a_needless_passphrase_does_no_harm():
    assert keyfile.read(keyfile.write(KEY, "Amal", passphrase=None, random=os.urandom), "needless") == KEY


OTHER_KIND = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


@pytest.mark.parametrize(("data", "told"), [
    (b"", "no key file"), (b"\0" * 100, "no key file"), (b"-----BEGIN PRIVATE KEY-----\n", "no key file that can be read"),
    (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "no key file that can be read"),
    (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no key file that can be read"),
    (OTHER_KIND, "another kind"), (b"x" * 70_000, "no key file"),
])
def test_rubbish_is_told(data, told):
    with pytest.raises(UsageError, match=told):
        keyfile.read(data)


def test_wrong_and_missing_passphrase_are_told_apart():
    data = keyfile.write(KEY, "Amal", passphrase="right", random=os.urandom)
    with pytest.raises(keyfile.PassphraseNeeded):
        keyfile.read(data)
    with pytest.raises(UsageError, match="wrong"):
        keyfile.read(data, "wrong")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 300))
def test_damaged_files_end_in_a_reason(noise, at):
    good = keyfile.write(KEY, "Amal", passphrase=None, random=lambda n: bytes(n))
    at = min(at, len(good))
    try:
        assert len(keyfile.read(good[:at] + noise + good[at + len(noise):]).seed) == 32
    except UsageError as error:
        assert str(error)
