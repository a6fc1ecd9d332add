"""The MUC-4 scorer against points counted by hand."""

from __future__ import annotations

import pytest
from bench.muc4 import best_pairs, match, parse_fill, score_all, score_message, summed
from hypothesis import given, settings
from hypothesis import strategies as st

ONE = {
    "INCIDENT: DATE": ["- 05 JAN 90"], "INCIDENT: LOCATION": ["PERU: LIMA (CITY): SAN ISIDRO (NEIGHBORHOOD)"], "INCIDENT: TYPE": ["BOMBING"],
    "INCIDENT: INSTRUMENT TYPE": ['VEHICLE BOMB: "CAR BOMB"'], "PERP: ORGANIZATION ID": ['"SHINING PATH" / "SENDERO LUMINOSO"'],
    "HUM TGT: NAME": ['"ANA EXAMPLE"'], "HUM TGT: DESCRIPTION": ['"MAYOR OF SAMPLE": "ANA EXAMPLE"'], "HUM TGT: NUMBER": ['1: "ANA EXAMPLE"'],
    "HUM TGT: EFFECT OF INCIDENT": ['? INJURY: "ANA EXAMPLE"']}


@pytest.mark.parametrize(("slot", "key", "answer", "points", "why"), [
    ("INCIDENT: TYPE", "BOMBING", "BOMBING", 1.0, "the same"),
    ("INCIDENT: TYPE", "BOMBING", "ATTACK", 0.5, "a bombing is a kind of attack"),
    ("INCIDENT: TYPE", "BOMBING", "ARSON", 0.0, "two kinds"),
    ("INCIDENT: DATE", "05 JAN 90", "05 JAN 90", 1.0, "the same day"),
    ("INCIDENT: DATE", "05 JAN 90", "- 06 JAN 90", 0.5, "up to a later day holds the day"),
    ("INCIDENT: DATE", "08 JAN 90 - 09 JAN 90", "09 JAN 90", 0.5, "a day of the range"),
    ("INCIDENT: DATE", "05 JAN 90", "06 JAN 90", 0.0, "another day"),
    ("INCIDENT: LOCATION", "PERU: LIMA (CITY)", "PERU: LIMA (TOWN)", 1.0, "the type in brackets does not count"),
    ("INCIDENT: LOCATION", "PERU: LIMA (CITY)", "PERU", 0.5, "less specific"),
    ("INCIDENT: LOCATION", "PERU: LIMA (CITY)", "PERU: CUSCO (CITY)", 0.0, "another town"),
    ("PERP: ORGANIZATION ID", '"SHINING PATH" / "SENDERO LUMINOSO"', '"SENDERO LUMINOSO"', 1.0, "an alternative"),
    ("PERP: INDIVIDUAL ID", '"ARMED MEN"', '"THE ARMED MEN"', 1.0, "an article more"),
    ("PERP: INDIVIDUAL ID", '"GROUP OF ARMED MEN"', '"MEN"', 0.5, "a word of it"),
    ("PERP: INDIVIDUAL ID", '"GROUP OF ARMED MEN"', '"GROUP OF STUDENTS"', 0.5, "a word of it, though not the head"),
    ("HUM TGT: NUMBER", '3: "WOMEN"', '3: "WOMEN"', 1.0, "number and string"),
    ("HUM TGT: NUMBER", '3: "WOMEN"', '3: "MEN"', 0.5, "right number, wrong string"),
    ("HUM TGT: NUMBER", '3: "WOMEN"', '4: "WOMEN"', 0.0, "wrong number"),
    ("HUM TGT: NUMBER", '~30: "MEN"', '30: "MEN"', 0.5, "about the number"),
    ("INCIDENT: INSTRUMENT TYPE", 'GUN: "-"', 'GUN: "-"', 1.0, "no string on either side"),
    ("INCIDENT: INSTRUMENT TYPE", 'VEHICLE BOMB: "CAR BOMB"', 'BOMB: "CAR BOMB"', 0.5, "its kind one step up"),
    ("PERP: ORGANIZATION CONFIDENCE", 'POSSIBLE / SUSPECTED OR ACCUSED: "ELN"', 'SUSPECTED OR ACCUSED: "ELN"', 1.0, "alternative values"),
])
def test_a_fill_is_right_partly_right_or_wrong(slot: str, key: str, answer: str, points: float, why: str) -> None:
    k, a = parse_fill(slot, key), parse_fill(slot, answer)
    assert k is not None and a is not None
    assert match(slot, k, a) == points, why


def test_a_message_counted_by_hand() -> None:
    answer = {"INCIDENT: DATE": ["05 JAN 90"], "INCIDENT: LOCATION": ["PERU: LIMA (CITY)"], "INCIDENT: TYPE": ["BOMBING"],
              "HUM TGT: NAME": ['"EXAMPLE"'], "PHYS TGT: ID": ['"BANK"']}
    total = score_message([ONE], [answer]).total
    # date .5 (up to the day), place .5 (less specific), type 1, name .5; bank spurious
    assert total.points == 2.5
    assert total.actual == 5
    assert total.possible == 8      # the optional effect is not possible when it is not matched
    assert total.recall == 2.5 / 8 and total.precision == 0.5


def test_templates_are_paired_for_the_greatest_total() -> None:
    other = {"INCIDENT: TYPE": ["ATTACK"], "HUM TGT: NAME": ['"BEN SAMPLE"']}
    score = score_message([ONE, other], [other, ONE])
    assert score.total.recall == score.total.precision == 1.0
    assert (score.paired, score.missing, score.spurious) == (2, 0, 0)


def test_missing_and_spurious_templates_count_whole() -> None:
    missing, spurious = score_message([ONE], []).total, score_message([], [ONE]).total
    assert (missing.points, missing.possible, missing.actual) == (0, 8, 0)
    assert (spurious.points, spurious.possible, spurious.actual) == (0, 0, 9)


def test_an_optional_template_costs_nothing_when_it_is_missing() -> None:
    optional = {**ONE, "MESSAGE: TEMPLATE": ["1 (OPTIONAL)"]}
    assert score_message([optional], []).total.possible == 0
    assert score_message([optional], [ONE]).total.f == 1.0


def test_the_stricter_mapping_wants_type_and_a_string() -> None:
    key, answer = {"INCIDENT: TYPE": ["ARSON"], "INCIDENT: DATE": ["05 JAN 90"]}, {"INCIDENT: TYPE": ["BOMBING"], "INCIDENT: DATE": ["05 JAN 90"]}
    assert score_message([key], [answer]).paired == 1
    assert score_message([key], [answer], restrict=True).paired == 0


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=3, max_size=3), min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_pairing_is_the_best_there_is(points: list[list[float]]) -> None:
    from itertools import permutations

    found = sum(points[i][j] for i, j in best_pairs(points))
    wide = [row + [0.0] * len(points) for row in points]
    assert found == max(sum(wide[i][j] for i, j in enumerate(p)) for p in permutations(range(len(wide[0])), len(points)))


def test_sums_over_messages() -> None:
    scores = score_all([[ONE], []], [[ONE], []])
    assert summed(scores).total.f == 1.0
