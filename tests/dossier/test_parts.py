"""What a dossier tells of parts of incidents: those it holds, how many it does not, nothing of open questions to the public."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bearwitness import dossier
from bearwitness.dossier.parts import shown
from bearwitness.model import Proposal, Tolls

from .sample import INCIDENT

PART = "SYR-PARTAA"


@pytest.fixture(scope="module")
def with_part(snapshot):
    """The sample's incident, and in it a made-up part with a figure of its own, about which two things are not decided."""
    [whole] = [i for i in snapshot.incidents if i.id == INCIDENT]
    split = Proposal("split", .51, "they hang together only just", ("r1",), ("r2",), "judge one", "judge two")
    merge = replace(split, kind="merge", reason="they may be one", other="SYR-ABSENT")
    part = replace(whole, id=PART, title="Ambush in Exampletown", tolls=(Tolls("killed", "police officers", (13, 16), None, None, ()),), within=INCIDENT,
                   within_because=f"lies in {INCIDENT} by rule", proposals=(split, merge))
    rest = tuple(i for i in snapshot.incidents if i.id != INCIDENT)
    return replace(snapshot, incidents=(replace(whole, parts=(PART, "SYR-ABSENT")), part, *rest))


def test_the_whole_and_its_part(with_part):
    files = dossier.build(with_part, [INCIDENT, PART], audience="public")
    page, [whole, part] = files["index.html"].decode(), json.loads(files["dossier.json"])["incidents"]
    assert f'<a href="#i-{PART}"><bdi dir="auto">Ambush in Exampletown</bdi></a>' in page and "Killed, police officers: 13 to 16" in page
    assert f"{PART} comes to 13-16" in page and "Parts that are not in this dossier: 1" in page
    assert f'Part of: <a href="#i-{INCIDENT}">' in page and f"lies in {INCIDENT} by rule" in page
    assert (whole["parts"], part["within"], part["proposals"]) == ([PART], INCIDENT, [])
    assert "only just" not in page and "SYR-ABSENT" not in page + files["dossier.json"].decode()


def test_a_part_alone_leads_nowhere(with_part):
    files = dossier.build(with_part, [PART], audience="public")
    assert INCIDENT not in files["index.html"].decode() + files["dossier.json"].decode()


@pytest.mark.parametrize(("audience", "expected"), [("public", []), ("partner", []), ("team", ["split"]), ("court", ["split"])])
def test_who_sees_what_is_not_decided(with_part, audience, expected):
    part = next(i for i in with_part.incidents if i.id == PART)
    assert [p.kind for p in shown(part, {PART, INCIDENT}, audience).proposals] == expected
    page = dossier.build(with_part, [PART], audience=audience)["index.html"].decode()
    assert ("split: they hang together only just" in page) is bool(expected) and "they may be one" not in page
