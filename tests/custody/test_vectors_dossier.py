"""Vectors of a dossier with single faults (checked with bagit), and of time-stamps (checked with `openssl ts`)."""

from __future__ import annotations

import base64
import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from tests.custody.test_vectors import load, named

from bearwitness.custody import verify
from bearwitness.errors import VerifyError
from bearwitness.store import stamping

DOSSIER = load("dossier")


def raw(told: dict[str, str]) -> bytes:
    return told["text"].encode() if "text" in told else base64.b64decode(told["base64"])


def write(folder: Path, case: dict) -> Path:
    for name, told in {**DOSSIER["files"], **case["input"]}.items():
        if told is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw(told))
    return folder


@pytest.fixture(scope="module", autouse=True)
def each_signature_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "check_signature", functools.lru_cache(verify.check_signature))
        yield


NO_BAG = {"file added", "tag manifest a line short", "seal gone", "seal of another dossier", "seal written otherwise"}     # faults that BagIt knows nothing of


@pytest.mark.parametrize("case", DOSSIER["cases"], ids=named)
def test_dossiers(case, tmp_path):
    folder = write(tmp_path / "dossier", case)
    assert verify.Dossier(folder).check() == case["lines"], case["reason"]
    assert bool(case["lines"]) is (case["verdict"] == "bad")
    try:
        valid = bagit.Bag(str(folder)).is_valid()
    except bagit.BagError:
        valid = False
    assert valid is (case.get("by") != "whoever has the folder" or case["name"] in NO_BAG), "bagit"


def test_the_verifier_as_a_stranger_runs_it(tmp_path):
    """The file itself, by itself: the same lines, and the status."""
    for case in (case for case in DOSSIER["cases"] if case["name"] in ("whole", "no witness", "page changed")):
        folder = write(tmp_path / case["name"], case)
        done = subprocess.run([sys.executable, "-I", verify.__file__, str(folder)], capture_output=True, text=True, check=False)
        assert (done.stdout.splitlines(), done.returncode) == (case["lines"], 1 if case["lines"] else 0)


# --- time-stamps ----------------------------------------------------------------------------------------

STAMPS = load("timestamps")
# Good to whoever asks for the digest that the token names; not to us, who ask for SHA-256.
ANOTHER_DIGEST = {"over SHA-512", "over SHA-1"}


@pytest.mark.parametrize("case", STAMPS, ids=named)
def test_timestamps(case):
    token, text, root = base64.b64decode(case["input"]["token"]), case["input"]["text"], case["input"]["root"].encode()
    try:
        stamping.check(token, text, root)
        good = True
    except VerifyError:
        good = False
    assert good is (case["verdict"] == "good"), case["reason"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="NOT COMPARED with openssl: not installed")
@pytest.mark.parametrize("case", STAMPS, ids=named)
def test_timestamps_by_openssl(case, tmp_path):
    for name, data in (("t.tsr", base64.b64decode(case["input"]["token"])), ("text", case["input"]["text"].encode()), ("root.pem", case["input"]["root"].encode())):
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(["openssl", "ts", "-verify", "-in", "t.tsr", "-data", "text", "-CAfile", "root.pem"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode == 0) is (case["verdict"] == "good" or case["name"] in ANOTHER_DIGEST), case["reason"]


def test_the_dossiers_token_is_that_of_the_time_stamps():
    [good] = [case["input"] for case in STAMPS if case["name"] == "over the checkpoint"]
    assert raw(DOSSIER["files"]["timestamps/000.tsr"]) == base64.b64decode(good["token"])
    assert json.dumps(DOSSIER["files"]["timestamps/000.txt"]) == json.dumps({"text": good["text"]})
