"""Words for weapons: (text, [(words, type)], why)."""

from __future__ import annotations

import pytest

from bearwitness.extract.weapons import weapons_in

ROWS = [
    ("They fired mortars and Grad rockets.", [("mortars", "mortar"), ("Grad rockets", "rocket")], "plural and word group"),
    ("An improvised explosive device went off.", [("improvised explosive device", "ied")], "the longest group wins"),
    ("a rocket-propelled grenade", [("rocket-propelled grenade", "rpg")], "hyphens"),
    ("A car bomb and a drone", [("car bomb", "car_bomb"), ("drone", "drone")], "two"),
    ("The miners left the gold mine.", [], "no weapon"),
    ("He stepped on a mine.", [("mine", "mine")], "a mine"),
    ("The rock band played at the club.", [("club", "blunt")], "known weakness: a club with an article"),
    ("Police fired tear gas.", [("tear gas", "crowd_control")], "crowd control"),
    ("They used AK-47 rifles", [("AK-47", "firearm"), ("rifles", "firearm")], "letters and digits"),
    ("the Mine Workers Union", [], "a union"),
]


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[r[0] for r in ROWS])
def test_weapons(text, expected, why):
    assert [(text[a:b], kind) for a, b, kind in weapons_in(text)] == expected, why
