"""The vectors under vectors/capture: WARC checked with warcio and fastwarc, WACZ with py-wacz."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
from tests.capture.test_record import whole

from bearwitness.capture import record, warc
from bearwitness.capture.archives import Archive, check

VECTORS = Path(__file__).parents[2] / "vectors" / "capture"


def load(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def named(case):
    return f"{case['verdict']}: {case['name']}"


@pytest.mark.parametrize("case", load("records"), ids=named)
def test_records(case):
    faults = whole(case["input"]) + [name for name, value in case["input"].items() if isinstance(value, dict) and "missing" in value and len(value) > 1]
    assert bool(faults) is (case["verdict"] == "bad"), case["reason"]
    if not faults:
        told = {name: value for name, value in case["input"].items() if not (isinstance(value, dict) and set(value) == {"missing"})}
        assert record.complete(told) == case["input"]


@pytest.mark.parametrize("case", load("warc"), ids=named)
def test_warc(case):
    data = base64.b64decode(case["input"])
    try:
        found = list(warc.read(io.BytesIO(data)))
        good = all(not one.warnings and not one.fault for one in found)
    except warc.WarcError:
        good = False
    assert good is (case["verdict"] == "good"), case["reason"]
    if good:
        assert {one.payload for one in found} == {case["payload"].encode()}
        assert {one for one in by_fastwarc(data)} == {case["payload"].encode()}


def by_fastwarc(data: bytes) -> list[bytes]:
    fastwarc = pytest.importorskip("fastwarc.warc", reason="NOT COMPARED with fastwarc: not installed")
    return [one.reader.read() for one in fastwarc.ArchiveIterator(io.BytesIO(data), parse_http=True)]


def test_fastwarc_finds_the_same_digests_wrong():
    fastwarc = pytest.importorskip("fastwarc.warc", reason="NOT COMPARED with fastwarc: not installed")
    for case in (case for case in load("warc") if case["name"] in ("plain", "packed", "block digest", "a letter changed")):
        found = [one.verify_block_digest() for one in fastwarc.ArchiveIterator(io.BytesIO(base64.b64decode(case["input"])), parse_http=False)]
        assert found == [case["verdict"] == "good"], case["name"]


@pytest.mark.parametrize("case", load("wacz"), ids=named)
def test_wacz(case, tmp_path, capsys):
    data = base64.b64decode(case["input"])
    assert sorted({code for code, _ in check(Archive(io.BytesIO(data)))}) == case["codes"], case["reason"]
    py_wacz = pytest.importorskip("wacz.main", reason="NOT VALIDATED by py-wacz: not installed")
    (tmp_path / "a.wacz").write_bytes(data)
    try:
        valid = py_wacz.main(["validate", "-f", str(tmp_path / "a.wacz")]) == 0
    except Exception:
        valid = False
    assert valid is (case["verdict"] == "good"), "py-wacz"
