"""Merges and splits that are proposed, when they are not, and what settles them."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incidents import incident_records as r

from bearwitness.incidents.passages import items_of
from bearwitness.incidents.proposals import BEST, of_part, told
from bearwitness.model import When

DAY, NEXT, LATER = r.day("2031-03-06"), r.day("2031-03-07"), r.day("2031-03-09")

TEXTS = ("", "gunmen came at dawn", "shots fell near the mill", "villagers fled over the bridge", "houses stood burning", *(f"{w} told of it" for w in (
    "apples", "bakers", "cellars", "doctors", "engines", "farmers", "gardens", "harvest")))


def item(n: int, when: When = DAY, *where, tolls: tuple[int, ...] = (), victims: tuple[str, ...] = (), text: str = "", kind: str = "Attack"):
    """One passage of report rN."""
    rep = r.report(f"{n:08d}", "2031-03-10")
    claims = [r.attack(rep, 0, text or TEXTS[n], when, *where, type_=kind)] if kind else []
    claims += [r.toll(rep, 50 + 20 * k, f"{x} killed", x, when=when, where=where) for k, x in enumerate(tolls)]
    claims += [r.claim(rep, 200 + 20 * k, name, r.Victim(name)) for k, name in enumerate(victims)]
    [found] = items_of(rep, claims)
    return found


HERE = (r.JABLEH,)
PLAIN = [item(1, DAY, *HERE), item(2, DAY, *HERE), item(3, DAY, *HERE), item(4, DAY, *HERE)]


def kinds(found) -> dict[int, list[str]]:
    return {g: [f.kind for f in some] for g, some in found.items()}


MERGES = [
    # (items of the two groups, scores across, forbidden, is a merge proposed, why)
    (PLAIN, {(0, 2): .48, (0, 3): .46, (1, 2): .45, (1, 3): .47}, [], True, "just under the cut"),
    (PLAIN, {(0, 2): .3, (0, 3): .3, (1, 2): .3, (1, 3): .3}, [], False, "far under it"),
    (PLAIN, {(0, 2): .9}, [], False, "one pair of four is close: .23 on average"),
    (PLAIN, {(0, 2): .48, (0, 3): .46, (1, 2): .45, (1, 3): .47}, [(1, 2)], False, "people parted two of them"),
    (PLAIN, {(0, 2): .48, (0, 3): .46, (1, 2): .45, (1, 3): -1.0}, [], False, "two of them cannot be one"),
    ([item(1, DAY, *HERE, tolls=(1225,)), PLAIN[1], item(3, DAY, *HERE, tolls=(1225,)), PLAIN[3]], {(0, 2): .3}, [], True, "they share a telling figure"),
    ([item(1, DAY, *HERE, tolls=(1200,)), PLAIN[1], item(3, DAY, *HERE, tolls=(1200,)), PLAIN[3]], {(0, 2): .3}, [], False, "a round figure tells nothing"),
    ([item(1, DAY, *HERE, victims=("Ada Example",)), PLAIN[1], item(3, DAY, *HERE, victims=("Ada Example",)), PLAIN[3]], {(0, 2): .3}, [], True, "a named victim"),
    ([item(n, DAY, *HERE, text="gunmen burned houses beside the old mill") for n in (1, 2, 3, 4)], {(0, 2): .3}, [], True, "the same words"),
    ([item(1, DAY, *HERE), item(2, DAY, *HERE), item(3, NEXT, *HERE), item(4, NEXT, *HERE)],
     {(0, 2): .48, (0, 3): .46, (1, 2): .45, (1, 3): .47}, [], False, "each side tells another day exactly"),
    ([item(1, DAY, *HERE), item(2, DAY, *HERE), item(3, DAY, r.BANIYAS), item(4, DAY, r.BANIYAS)],
     {(0, 2): .48, (0, 3): .46, (1, 2): .45, (1, 3): .47}, [], False, "each side tells another town"),
    ([item(1, DAY, *HERE), item(2, DAY, *HERE), *(item(n, r.span("2031-03-05", "2031-03-09"), r.LATAKIA) for n in (3, 4))],
     {(0, 2): .48, (0, 3): .46, (1, 2): .45, (1, 3): .47}, [], False, "a part and a whole are no two tellings of one thing"),
]


@pytest.mark.parametrize(("items", "across", "forbidden", "expected", "why"), MERGES, ids=[m[4] for m in MERGES])
def test_merges(items, across, forbidden, expected, why):
    scores = {(0, 1): .9, (2, 3): .9, **across}
    found = of_part(items, [[0, 1], [2, 3]], scores, forbidden)
    assert kinds(found) == ({0: ["merge"], 1: ["merge"]} if expected else {}), why
    if expected:
        [one], [two] = found[0], found[1]
        assert (one.left, one.right, one.other) == (two.right, two.left, 1) and two.other == 0


SPLITS = [
    # (items of one group, scores, joined, expected halves or None, why)
    (PLAIN, {(0, 1): .9, (2, 3): .9, (0, 2): .52, (0, 3): .52, (1, 2): .52, (1, 3): .52}, [], ((0, 1), (2, 3)), "two halves just over the cut"),
    (PLAIN, {(0, 1): .9, (2, 3): .9, (0, 2): .62, (0, 3): .62, (1, 2): .62, (1, 3): .62}, [], None, "well over the cut"),
    (PLAIN, {(0, 1): .9, (2, 3): .9, (0, 2): .52, (0, 3): .52, (1, 2): .52, (1, 3): .52}, [(1, 2)], None, "people joined two of them"),
    (PLAIN, {(0, 1): .9, (2, 3): .9, (0, 2): .52, (0, 3): .52, (1, 2): .52, (1, 3): .52}, [(0, 1)], ((0, 1), (2, 3)), "people joined two of one half"),
    ([item(1, DAY, *HERE), item(2, DAY, *HERE), item(3, LATER, *HERE), item(4, LATER, *HERE)],
     {(0, 1): .9, (2, 3): .9, (0, 2): .62, (0, 3): .62, (1, 2): .62, (1, 3): .62}, [], ((0, 1), (2, 3)), "each half tells another day exactly"),
    ([item(1, DAY, *HERE), item(2, DAY, *HERE), item(3, DAY, r.BANIYAS), item(4, DAY, r.BANIYAS)],
     {(0, 1): .9, (2, 3): .9, (0, 2): .62, (0, 3): .62, (1, 2): .62, (1, 3): .62}, [], ((0, 1), (2, 3)), "each half tells another town exactly"),
    ([item(1, DAY, *HERE), item(2, DAY, *HERE), item(3, LATER, *HERE), item(4, LATER, *HERE)],
     {(0, 1): .9, (2, 3): .9, (0, 2): .75, (0, 3): .75, (1, 2): .75, (1, 3): .75}, [], None, "other days, but firmly tied"),
    (PLAIN[:2], {(0, 1): .51}, [], ((0,), (1,)), "two reports"), (PLAIN[:1], {}, [], None, "one report has no halves"),
]


@pytest.mark.parametrize(("items", "scores", "joined", "expected", "why"), SPLITS, ids=[s[4] for s in SPLITS])
def test_splits(items, scores, joined, expected, why):
    found = of_part(items, [list(range(len(items)))], scores, joined=joined)
    assert [(f.kind, f.left, f.right) for f in found.get(0, [])] == ([("split", *expected)] if expected else []), why


def test_what_is_told():
    scores = {(0, 1): .9, (2, 3): .9, (0, 2): .48, (0, 3): .46, (1, 2): .45, (1, 3): .47}
    [one] = of_part(PLAIN, [[0, 1], [2, 3]], scores)[0]
    merge = told(one, dict(enumerate(PLAIN)), "SYR-AAAAAA", {1: "SYR-BBBBBB"}.get)
    assert merge is not None and (merge.kind, merge.score, merge.other) == ("merge", .465, "SYR-BBBBBB")
    assert merge.left == ("00000001", "00000002") and merge.right == ("00000003", "00000004")
    assert merge.same == "bearwitness judge SYR-AAAAAA SYR-BBBBBB --relation same"
    assert merge.different == "bearwitness judge SYR-AAAAAA SYR-BBBBBB --relation different"
    assert re.match(r"4 pairs across score 0\.4[67] on average, where 0\.50 joins; the closest is report 00000001 with report 00000003: .*days 1\.00", merge.reason)
    assert told(one, dict(enumerate(PLAIN)), "SYR-AAAAAA", {}.get) is None, "a group that makes no incident is nothing to merge with"
    [two] = of_part(PLAIN[:2], [[0, 1]], {(0, 1): .51})[0]
    split = told(two, dict(enumerate(PLAIN)), "SYR-AAAAAA", {}.get)
    ids = [i.seeds[0].id[:16] for i in PLAIN[:2]]
    assert split is not None and split.different == f"bearwitness judge {ids[0]} {ids[1]} --relation different" and split.other is None


def test_figures_are_no_handles():
    """A judgement on two figures of one incident is about who repeats whom, so a report stands for a side that has nothing else."""
    items = [item(1, DAY, *HERE, tolls=(12,), kind=""), item(2, DAY, *HERE)]
    [found] = of_part(items, [[0, 1]], {(0, 1): .51})[0]
    split = told(found, dict(enumerate(items)), "SYR-AAAAAA", {}.get)
    assert split is not None and split.same == f"bearwitness judge 00000001 {items[1].seeds[0].id[:16]} --relation same"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=66, max_size=66), st.randoms(use_true_random=False))
def test_bounded_and_the_same_in_any_order_of_the_pairs(values, chance: random.Random):
    items = [item(n, DAY, *HERE) for n in range(12)]
    groups = [[n] for n in range(8)] + [[8, 9, 10, 11]]
    scores = dict(zip(((i, j) for i in range(12) for j in range(i + 1, 12)), values, strict=True))
    found = of_part(items, groups, scores)
    assert all(len(some) <= BEST for some in found.values())
    shuffled = list(scores.items())
    chance.shuffle(shuffled)
    assert of_part(items, groups, dict(shuffled)) == found
    for some in found.values():
        assert [f.strength for f in some] == sorted((f.strength for f in some), reverse=True)
