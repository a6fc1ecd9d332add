"""From messages in capitals to MUC-4 templates, and the reading of such texts."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from bearwitness.extract import Tools, load_tools, read_document
from bearwitness.extract.muc4 import read_templates
from bearwitness.extract.muc4_model import Models, shipped
from bearwitness.extract.muc4_slots import date_fill, instrument_type
from bearwitness.extract.muc4_view import Spot, dateline
from bearwitness.model import Document, to_json
from bearwitness.readers import read_bytes
from bearwitness.store.gazetteer import open_gazetteer

KIDNAPPING = """BOGOTA, 12 MAR 90 (EFE) -- [TEXT] ANSELMO TERVALDO, MAYOR OF EXAMPLA, WAS KIDNAPPED YESTERDAY BY
GUERRILLAS OF THE ARMY OF NATIONAL LIBERATION (ELN), THE POLICE REPORTED TODAY.

   TERVALDO WAS KIDNAPPED BY THE GUERRILLAS NEAR HIS HOUSE IN MEDELLIN.
"""
BOMBING = """LIMA, 3 JUN 89 (DPA) -- [TEXT] A CAR BOMB EXPLODED TODAY IN FRONT OF A BANK IN LIMA, KILLING TWO PEOPLE
AND WOUNDING FIVE OTHERS, POLICE SOURCES REPORTED.

   THE POLICE BLAMED THE SHINING PATH TERRORIST GROUP FOR THE BOMB ATTACK. THE EXPLOSION DESTROYED THE BANK.
"""
QUIET = """LIMA, 3 JUN 89 (DPA) -- [TEXT] THE MINISTER OF AGRICULTURE SAID TODAY THAT THE COFFEE HARVEST WILL BE GOOD THIS YEAR.
HE ADDED THAT THE PRICE OF BREAD WILL NOT CHANGE AND THAT TALKS WITH THE FARMERS CONTINUE.
"""


@cache
def tools() -> Tools:
    return load_tools(open_gazetteer())


def document(text: str) -> Document:
    return read_bytes(text.encode(), name="made-up.txt", media_type="text/plain")


def templates(text: str) -> list[dict[str, list[str]]]:
    return read_templates(document(text), tools=tools())[1]


def test_a_kidnapping() -> None:
    [t] = templates(KIDNAPPING)
    assert t["INCIDENT: TYPE"] == ["KIDNAPPING"]
    assert t["INCIDENT: DATE"] == ["11 MAR 90"]
    assert t["INCIDENT: LOCATION"][0].startswith("COLOMBIA")
    assert t["INCIDENT: STAGE OF EXECUTION"] == ["ACCOMPLISHED"]
    assert t["PERP: INCIDENT CATEGORY"] == ["TERRORIST ACT"]
    assert t["HUM TGT: NAME"] == ['"ANSELMO TERVALDO"']
    assert t["HUM TGT: DESCRIPTION"] == ['"MAYOR OF EXAMPLA": "ANSELMO TERVALDO"']
    assert t["HUM TGT: NUMBER"] == ['1: "ANSELMO TERVALDO"']
    assert t["HUM TGT: TYPE"] == ['GOVERNMENT OFFICIAL: "ANSELMO TERVALDO"']
    assert any("GUERRILLAS" in f for f in t["PERP: INDIVIDUAL ID"])


def test_a_bombing_with_an_accused_organisation() -> None:
    found = templates(BOMBING)
    assert {t["INCIDENT: TYPE"][0] for t in found} == {"BOMBING"}
    t = max(found, key=len)
    assert t["INCIDENT: LOCATION"][0].startswith("PERU: LIMA")
    assert t["INCIDENT: DATE"] == ["03 JUN 89"]
    assert t["PERP: ORGANIZATION ID"] == ['"SHINING PATH"']
    [confidence] = t["PERP: ORGANIZATION CONFIDENCE"]
    assert confidence.endswith(': "SHINING PATH"') and not confidence.startswith("CLAIMED")
    assert any(f == 'VEHICLE BOMB: "CAR BOMB"' for u in found for f in u.get("INCIDENT: INSTRUMENT TYPE", []))


def test_a_message_without_violence_has_no_template() -> None:
    assert templates(QUIET) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "HELLO", "12345", "A " * 500, "\u202eTXET " * 40], ids=repr)
def test_anything_at_all_gives_a_list(text: str) -> None:
    if text.strip():
        assert isinstance(templates(text), list)


def test_fills_are_words_of_the_text() -> None:
    for text in (KIDNAPPING, BOMBING):
        words = set(re.findall(r"\w+", text))
        for t in templates(text):
            for slot in ("HUM TGT: NAME", "HUM TGT: DESCRIPTION", "PHYS TGT: ID", "PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID"):
                for fill in t.get(slot, []):
                    assert set(re.findall(r"\w+", fill)) <= words


def test_the_same_text_gives_the_same_templates() -> None:
    assert json.dumps(templates(BOMBING)) == json.dumps(templates(BOMBING))


def test_claims_of_a_text_in_capitals_point_into_the_original() -> None:
    reading = read_document(document(BOMBING), tools=tools())
    assert reading.document.text == BOMBING
    tolls = [c for c in reading.claims if c.kind == "toll"]
    assert {(c.value.harm, c.value.number) for c in tolls} >= {("killed", 2)}     # type: ignore[union-attr]

    def passages(value: Any) -> Any:
        if isinstance(value, dict):
            if {"start", "end", "exact"} <= set(value):
                yield value
            for v in value.values():
                yield from passages(v)
        elif isinstance(value, list):
            for v in value:
                yield from passages(v)

    seen = list(passages(to_json(reading.claims))) + list(passages(to_json(reading.mentions)))
    assert len(seen) > 10
    assert all(BOMBING[p["start"]:p["end"]] == p["exact"] for p in seen)
    ids = {c.id for c in reading.claims}
    assert all(c.within in ids for c in reading.claims if c.within)


@pytest.mark.parametrize(("text", "day", "city"), [
    ("SAN SALVADOR, 9 JAN 90 (DPA) -- [TEXT]", "1990-01-09", "SAN SALVADOR"),
    ("MANAGUA (NICARAGUA), 10 DEC 1989 (DOMESTIC SERVICE)", "1989-12-10", "MANAGUA NICARAGUA"),
    ("NO DATELINE HERE", None, ""),
])
def test_datelines(text: str, day: str | None, city: str) -> None:
    assert dateline(text) == (day, city)


@pytest.mark.parametrize(("text", "value", "expected", "why"), [
    ("5 January", ("1990-01-05", "1990-01-05", "day"), "05 JAN 90", "a day"),
    ("last night", ("1990-01-08", "1990-01-08", "day"), "08 JAN 90 - 09 JAN 90", "a night has two days"),
    ("last week", ("1990-01-01", "1990-01-07", "week"), "01 JAN 90 - 07 JAN 90", "a week"),
    ("tomorrow", ("1990-01-10", "1990-01-10", "day"), None, "after the message"),
    ("some time ago", (None, None, "unknown"), None, "no date"),
])
def test_how_dates_are_written(text: str, value: tuple[Any, ...], expected: str | None, why: str) -> None:
    assert date_fill(Spot(0, len(text), 0, text, value), "1990-01-09") == expected, why


@pytest.mark.parametrize(("words", "kind"), [("CAR BOMB", "VEHICLE BOMB"), ("DYNAMITE STICKS", "DYNAMITE"), ("AK-47", "MACHINE GUN"),
                                             ("BOMBS", "BOMB"), ("EXPLOSIVE DEVICE", "EXPLOSIVE"), ("FLOWERS", None)])
def test_instrument_types(words: str, kind: str | None) -> None:
    assert instrument_type(words) == kind


def test_weights_come_back_from_their_file() -> None:
    models = Models({"a": {1: 0.5, 7: -2.0}, "b/X": {}})
    assert Models.from_bytes(models.to_bytes()).weights == models.weights
    assert {"message", "pair", "keep", "date", "place"} <= set(shipped().weights)
    assert len(shipped().to_bytes()) < 1_000_000
