"""From messages in capitals to MUC-4 templates, and the reading of such texts."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from bearwitness.extract import Tools, load_tools, read_document, read_page
from bearwitness.extract.muc4 import ROLES, prepared, read_templates
from bearwitness.extract.muc4_model import Forest, Models, shipped
from bearwitness.extract.muc4_phrases import is_person, of_words, shown, without_twins
from bearwitness.extract.muc4_places import (
    date_fill,
    date_points,
    expected,
    main_country,
    place_options,
    place_points,
)
from bearwitness.extract.muc4_slots import instrument_type
from bearwitness.extract.muc4_view import Entity, Mention, Spot, View, dateline, make_view
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


_DAY = r"\d\d (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC) \d\d"
_TIED = r'[A-Z0-9~ -]+: "[^"]+"'
FORMS = {
    "INCIDENT: DATE": rf"(?:- )?{_DAY}|{_DAY} - {_DAY}", "INCIDENT: LOCATION": r"[A-Z ]+(?:: [^:()]+ \([A-Z ]+\))*",
    "INCIDENT: TYPE": "ATTACK|ARSON|BOMBING|KIDNAPPING|HIJACKING|ROBBERY|FORCED WORK STOPPAGE", "INCIDENT: STAGE OF EXECUTION": "ACCOMPLISHED|ATTEMPTED|THREATENED",
    "INCIDENT: INSTRUMENT ID": '"[^"]+"', "INCIDENT: INSTRUMENT TYPE": _TIED, "PERP: INCIDENT CATEGORY": "TERRORIST ACT|STATE-SPONSORED VIOLENCE",
    "PERP: INDIVIDUAL ID": '"[^"]+"', "PERP: ORGANIZATION ID": '"[^"]+"',
    "PERP: ORGANIZATION CONFIDENCE": r'(?:REPORTED AS FACT|ACQUITTED|CLAIMED OR ADMITTED|SUSPECTED OR ACCUSED(?: BY AUTHORITIES)?|POSSIBLE): "[^"]+"',
    "PHYS TGT: ID": '"[^"]+"', "PHYS TGT: TYPE": _TIED, "PHYS TGT: NUMBER": r'(?:\d+|PLURAL): "[^"]+"', "PHYS TGT: FOREIGN NATION": _TIED,
    "PHYS TGT: EFFECT OF INCIDENT": _TIED, "HUM TGT: NAME": '"[^"]+"', "HUM TGT: DESCRIPTION": '"[^"]+"(?:: "[^"]+")?', "HUM TGT: TYPE": _TIED,
    "HUM TGT: NUMBER": r'(?:\d+|PLURAL): "[^"]+"', "HUM TGT: FOREIGN NATION": _TIED, "HUM TGT: EFFECT OF INCIDENT": _TIED}


@pytest.mark.parametrize("text", [KIDNAPPING, BOMBING, KIDNAPPING.replace("YESTERDAY", "LAST NIGHT"), BOMBING.replace("KILLING TWO PEOPLE", "BUT NO ONE WAS INJURED")])
def test_slots_and_fills_are_written_as_in_the_keys(text: str) -> None:
    for t in templates(text):
        for slot, fills in t.items():
            assert fills
            assert all(re.fullmatch(FORMS[slot], f) for f in fills), (slot, fills)
            assert len(set(fills)) == len(fills)
        assert {"INCIDENT: DATE", "INCIDENT: LOCATION", "INCIDENT: TYPE", "INCIDENT: STAGE OF EXECUTION"} <= set(t)


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
    models = Models({"a": {1: 0.5, 7: -2.0}, "b/X": {}}, {"T": Forest(-0.5, (0,), (1, -1, -1), (0.25, -1.0, 1.0), (1, -1, -1), (2, -1, -1))})
    back = Models.from_bytes(models.to_bytes())
    assert (back.weights, back.forests) == (models.weights, models.forests)
    assert {"message", "sentence", "pair", "keep", "date", "place"} <= set(shipped().weights)
    assert set(shipped().forests) == set(ROLES)
    assert len(shipped().to_bytes()) < 5_000_000


def test_a_tree_asks_its_columns() -> None:
    forest = Forest(0.0, (0,), (1, -1, -1), (0.25, -2.0, 2.0), (1, -1, -1), (2, -1, -1))
    assert forest.score([9.0, 0.25]) < 0.2 < 0.8 < forest.score([-9.0, 0.5])


def test_order_of_features_does_not_matter() -> None:
    models = Models({"m": {k: 0.1 * k for k in range(50)}})
    assert models.raw("m", range(50)) == models.raw("m", reversed(range(50)))


# --- places and dates -------------------------------------------------------------------------------

def view(text: str) -> View:
    page, reading = read_page(prepared(document(text)), tools=tools(), exhaustive=True)
    return make_view(page, reading)


@pytest.mark.parametrize(("text", "country", "fill", "why"), [
    ("GUATEMALA CITY, 4 MAY 89 (ACAN) -- [TEXT] A BOMB EXPLODED TODAY IN FRONT OF A HOTEL IN GUATEMALA CITY.", "GUATEMALA",
     "GUATEMALA: GUATEMALA CITY (CITY)", "a town with the name of its country"),
    ("TEGUCIGALPA, 4 MAY 89 (ACAN) -- [TEXT] THE HONDURAN POLICE SAID THAT A BOMB EXPLODED TODAY IN THE CAPITAL.", "HONDURAS",
     "HONDURAS: TEGUCIGALPA (CITY)", "the capital, by that word alone"),
    ("BOGOTA, 4 MAY 89 (EFE) -- [TEXT] COLOMBIAN GUERRILLAS KIDNAPPED THE MAYOR OF QUALDEFRITA, SANTANDER, TODAY IN QUALDEFRITA, SANTANDER.", "COLOMBIA",
     "COLOMBIA: SANTANDER (DEPARTMENT): QUALDEFRITA (CITY)", "a town that no table knows, and its department"),
    ("SAN SALVADOR, 4 MAY 89 (DPA) -- [TEXT] SALVADORAN REBELS ATTACKED TODAY THE TOWN OF SAN BENITO.", "EL SALVADOR",
     "EL SALVADOR: SAN BENITO (TOWN)", "a name of many countries belongs to the one that is spoken of"),
])
def test_places_that_a_message_offers(text: str, country: str, fill: str, why: str) -> None:
    v = view(text)
    assert main_country(v) == country
    assert fill in {o.shown for o in place_options(v)}, why


@pytest.mark.parametrize(("points", "a", "b", "value"), [
    (date_points, "05 JAN 90", "05 JAN 90", 1.0), (date_points, "05 JAN 90", "- 08 JAN 90", 0.5), (date_points, "05 JAN 90", "06 JAN 90", 0.0),
    (date_points, "08 JAN 90 - 09 JAN 90", "09 JAN 90", 0.5), (place_points, "PERU", "PERU: LIMA (CITY)", 0.5),
    (place_points, "PERU: LIMA (CITY)", "PERU: LIMA (TOWN)", 1.0), (place_points, "PERU: LIMA (CITY)", "PERU: CUSCO (CITY)", 0.0),
    (place_points, "PERU: LIMA (CITY)", "PERU: LIMA (CITY): RIMAC (NEIGHBORHOOD)", 0.5)])
def test_points_that_a_fill_would_earn(points: Any, a: str, b: str, value: float) -> None:
    assert points(a, b) == points(b, a) == value


def test_a_fill_that_is_half_right_in_every_case_wins_over_a_guess() -> None:
    towns = ["PERU: LIMA (CITY)", "PERU: CUSCO (CITY)", "PERU: PUNO (CITY)", "PERU"]
    assert expected(towns, [0.0, 0.0, 0.0, 0.0], place_points)[0] == "PERU"
    assert expected(towns, [5.0, 0.0, 0.0, 0.0], place_points)[0] == "PERU: LIMA (CITY)"
    assert expected([], [], place_points) == (None, 0.0)


# --- phrases ----------------------------------------------------------------------------------------

def entity(words: str, *, name: bool = False, number: int | None = None, of: str = "") -> Entity:
    core = tuple(words.split())
    return Entity([Mention(0, 0, 0, 0, core, core if name else (), (), number, False, tuple(of.split()), (), words)], core, name)


@pytest.mark.parametrize(("e", "expected_words", "why"), [
    (entity("CATTLEMAN OSVIN TERVALDO", name=True), "OSVIN TERVALDO", "a trade is not of the name"),
    (entity("40-YEAR-OLD OSVIN TERVALDO", name=True), "OSVIN TERVALDO", "nor an age"),
    (entity("OSVIN TERVALDO AT", name=True), "OSVIN TERVALDO", "nor a small word behind it"),
    (entity("KIDNAPPED VILLAGERS"), "VILLAGERS", "what befell them is not who they are"),
    (entity("POWERFUL BOMB"), "BOMB", "nor how strong it was"),
    (entity("ALLEGED GUERRILLAS"), "GUERRILLAS", "nor how sure"),
    (entity("KILLED"), "KILLED", "one word stays"),
    (entity("OFFICES", of="OF LABOR UNIONS IN LIMA"), "OFFICES OF LABOR UNIONS", "whose offices, without where"),
    (entity("GUERRILLAS", of="OF THE FRONT"), "GUERRILLAS", "people stay without"),
])
def test_how_phrases_are_written_out(e: Entity, expected_words: str, why: str) -> None:
    assert shown(e) == expected_words, why


def test_an_of_that_breaks_off_is_left_out() -> None:
    assert of_words(("OF", "THE", "today")) == []


@pytest.mark.parametrize(("e", "person"), [(entity("OSVIN TERVALDO", name=True), True), (entity("TORRES", name=True), True), (entity("JESUITS", name=True, number=6), False),
                                           (entity("PRIESTS", number=6), False)])
def test_a_name_of_one_person(e: Entity, person: bool) -> None:
    assert is_person(e) is person


def test_two_phrases_for_one_thing_are_written_once() -> None:
    six, the, two = entity("JESUIT PRIESTS", number=6), entity("PRIESTS"), entity("PRIESTS", number=2)
    assert without_twins([(six, 0.9), (the, 0.4)]) == [six]
    assert without_twins([(the, 0.4), (six, 0.9)]) == [six]
    assert without_twins([(six, 0.9), (two, 0.4)]) == [six, two]
    assert without_twins([(entity("WOMEN"), 0.9), (six, 0.5)])[1] == six


def test_square_brackets_inside_do_not_end_a_sentence() -> None:
    text = "LIMA, 3 JUN 89 (DPA) -- [TEXT] REBELS OF THE EXAMPLE LIBERATION FRONT [FLX] KIDNAPPED OSVIN TERVALDO TODAY IN LIMA."
    v = view(text)
    assert len(v.text) == len(text)
    [words] = [{t.low for t in v.tokens[a:b]} for a, b in v.sents if "kidnapped" in {t.low for t in v.tokens[a:b]}]
    assert {"rebels", "front", "kidnapped", "tervaldo"} <= words
