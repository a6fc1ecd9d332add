"""Files of a few kilobytes that unpack to a gigabyte: each comes to an end in little memory, and what it was is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.sandbox.bombs import BOMBS

ROOT = Path(__file__).parents[2]
MEMORY = 100_000_000
# Large files, not bombs: all their words are kept, and may take some memory.
KEPT = {"HTML, deep": "read", "HTML, tables": "read", "HTML, attributes": "read"}
SAYS = {
    "zip": "as a bomb does", "zip that lies": "cannot be unpacked", "zip, bzip2": "as a bomb does", "zip, LZMA": "as a bomb does",
    "zip, LZMA dictionary": "", "zip in zip in zip": "as a bomb does", "zip of many": "as a bomb does", "zip, overlap": "overlap",
    "gzip": "no reader", "bzip2": "no reader", "xz": "no reader",
    "WARC, gzip answer": "longer than", "WARC, deflate answer": "longer than", "WARC, brotli answer": "packed by br",
    "WARC, packed": "as a bomb does", "WARC, endless head": "head is longer", "WARC, endless HTTP head": "head is longer",
    "PDF": "unpacks to more", "PDF, two filters": "unpacks to more", "PDF, spelled filter": "unpacks to more",
    "PDF, said to be a picture": "unpacks to more", "PDF, run length": "unpacks to more",
    "entities": "entities of its own", "entities, quadratic": "", "feed, deep": "cannot be read as XML", "JSON, deep": "cannot be read as JSON",
    "post, deep": "", "PNG": "pixels", "JPEG, stated size": "pixels", "WebP, stated size": "pixels", "GIF, stated size": "pixels", "WARC, zstd answer": "packed by zstd",
    "spreadsheet": "would unpack to", "spreadsheet, far cell": "so far out", "docx": "no reader", "epub": "no reader", **KEPT,
}
# The rest is run by `make soak`: each needs a process of its own, and half a second.
QUICK = ["zip, bzip2", "zip in zip in zip", "WARC, gzip answer", "WARC, packed", "WARC, endless HTTP head", "PDF", "PNG", "spreadsheet, far cell"]
NAMES = list(BOMBS) if os.environ.get("BEARWITNESS_SOAK") else QUICK


@pytest.mark.parametrize("name", NAMES)
def test_a_bomb_is_refused_in_little_memory(name: str) -> None:
    if name == "WARC, brotli answer":
        pytest.importorskip("brotli")
    done = subprocess.run([sys.executable, "-m", "tests.sandbox.bomb_run", name], cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
                          capture_output=True, timeout=120, check=True)
    told = json.loads(done.stdout)
    assert any(SAYS[name] in words for words in told["told"]), told
    assert told["size"] < 12_000_000
    if name not in KEPT:
        assert told["grown"] < MEMORY, told


def test_every_bomb_has_its_words() -> None:
    assert set(SAYS) == set(BOMBS)
