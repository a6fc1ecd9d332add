"""Vectors of load files (checked with Python's csv) and of OpenTimestamps proofs (checked with its library)."""

from __future__ import annotations

import base64
import csv
import json

import pytest
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.serialize import BytesDeserializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile
from tests.custody.test_vectors import load, named

from bearwitness.custody import ots
from bearwitness.custody.loadfile import read_dat, read_opt
from bearwitness.errors import UsageError, VerifyError


@pytest.mark.parametrize("case", load("loadfiles"), ids=named)
def test_loadfiles(case):
    form, data = case["input"]["format"], base64.b64decode(case["input"]["data"])
    reader = read_dat if form == "dat" else lambda data: [[p.name, p.volume, p.path, p.begins, p.pages] for p in read_opt(data)]
    if case["verdict"] == "bad":
        with pytest.raises(UsageError):
            reader(data)
        return
    assert reader(data) == case["rows"], case["reason"]
    assert by_csv(form, data.decode("utf-8-sig")) == case["rows"], "csv"


def by_csv(form: str, text: str) -> list:
    lines = text.split("\r\n")[:-1]
    if form == "opt":
        return [[a, b, c, d == "Y", int(n) if n else None] for a, b, c, d, _, _, n in csv.reader(lines)]
    names, *rows = csv.reader(lines, delimiter="\x14", quotechar="þ")
    found = [dict(zip(names, (cell.replace("®", "\n") for cell in row), strict=True)) for row in rows]
    return [{**row, **json.loads(changed or "{}")} for row in found for changed in [row.pop("CHANGED")]]


@pytest.mark.parametrize("case", load("opentimestamps"), ids=named)
def test_opentimestamps(case):
    data = base64.b64decode(case["input"])
    if case["verdict"] == "bad":
        with pytest.raises(VerifyError):
            ots.read(data)
        return
    tree = ots.read(data)
    assert (tree.message.hex(), sorted([height, root.hex()] for height, root in tree.blocks()), sorted({uri for _, uri in tree.pending()})) == (
        case["digest"], case["blocks"], case["pending"])
    marks = list(DetachedTimestampFile.deserialize(BytesDeserializationContext(data)).timestamp.all_attestations())
    assert sorted([mark.height, message.hex()] for message, mark in marks if isinstance(mark, BitcoinBlockHeaderAttestation)) == case["blocks"]
    assert sorted(mark.uri for _, mark in marks if isinstance(mark, PendingAttestation)) == case["pending"]



def test_the_library_refuses_what_is_broken():
    """What we refuse and it does not, is refused for a reason of ours: a weak digest, or nothing that it leads to."""
    taken = set()
    for case in (case for case in load("opentimestamps") if case["verdict"] == "bad"):
        context = BytesDeserializationContext(base64.b64decode(case["input"]))
        try:
            DetachedTimestampFile.deserialize(context)
            context.assert_eof()
            taken.add(case["name"])
        except Exception:
            continue
    assert taken == {"over a SHA-1", "leads nowhere"}
