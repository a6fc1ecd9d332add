"""Copies of one article: one is compared for all, and nothing else changes."""

from __future__ import annotations

import dataclasses
import sys

import pytest
from tests.incidents import incident_records as r

from bearwitness.incidents import group, group_all, parts
from bearwitness.incidents.passages import items_of
from bearwitness.incidents.twins import leaders, signature
from bearwitness.model import When


def copies(count: int, words: str = "gunmen killed villagers in Jableh", when: When = r.day("2031-03-08"), where=r.JABLEH, published="2031-03-09", first=0):  # noqa: B008
    reports = [r.report(f"c{first + n:03}", published, f"Paper {n}") for n in range(count)]
    return reports, [c for rep in reports for c in (r.attack(rep, 0, words, when, *([where] if where else [])), r.toll(rep, 50, "340 people", 340))]


def test_the_number_of_comparisons_does_not_grow_with_the_square(monkeypatch: pytest.MonkeyPatch):
    compared = []
    real = parts.score
    monkeypatch.setattr(parts, "score", lambda *a: compared.append(1) or real(*a))
    reports, claims = copies(200)
    [incident] = group(reports, claims)
    assert len(incident.reports) == 200 and len(compared) < 400


def test_the_groups_are_those_of_comparing_all_with_all(monkeypatch: pytest.MonkeyPatch):
    reports, claims = copies(12)
    more, others = r.coast()
    found = group([*reports, *more], [*claims, *others])
    monkeypatch.setattr(sys.modules[group_all.__module__], "leaders", lambda items, *a: list(range(len(items))))
    assert [i.reports for i in group([*reports, *more], [*claims, *others])] == [i.reports for i in found]


@pytest.mark.parametrize(("change", "twins", "why"), [
    ({}, True, "a copy"), ({"words": "gunmen killed farmers in Jableh"}, False, "other words"), ({"when": r.day("2031-03-07")}, False, "another day"),
    ({"where": r.RAQQA}, False, "another place"), ({"published": "2031-03-10"}, False, "published on another day")])
def test_twins_say_the_same_of_all_that_is_compared(change, twins, why):
    marks = [signature(item) for found in (copies(1), copies(1, **change, first=1)) for item in items_of(found[0][0], found[1])]
    assert (marks[0] == marks[1]) is twins, why


def test_a_copy_that_a_person_tells_apart_stands_for_itself():
    reports, claims = copies(5)
    apart = r.judged(reports[2].id, "different", reports[4].id)
    found = group_all(reports, claims, [apart])
    assert found.of_report[reports[2].id] != found.of_report[reports[4].id]
    assert {found.of_report[rep.id] for rep in reports[:2]} <= {found.of_report[reports[2].id], found.of_report[reports[4].id]}
    undone = dataclasses.replace(r.judged(reports[2].id, "unsure", reports[4].id, n=2), supersedes=apart.id)
    assert len(group(reports, claims, [apart, undone])) == 1


def test_copies_that_tell_neither_day_nor_place_are_no_twins():
    from bearwitness.incidents.score import Words

    reports, claims = copies(4, words="an attack", when=When(), where=None)
    items = [item for rep in reports for item in items_of(rep, [c for c in claims if c.report_id == rep.id])]
    found = group(reports, claims)
    assert (leaders(items, Words(items)) == [0, 0, 0, 0]) is (len(found) == 1), "they are joined as they would be one by one"
