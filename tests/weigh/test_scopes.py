"""Scope first: what is pooled, what is added up, what cannot both be right, and what only looks so."""

from __future__ import annotations

import random

import pytest

from bearwitness.errors import UsageError
from bearwitness.weigh import weigh_table
from bearwitness.weigh.rules import parse, shipped


def row(claim: str, value, population="civilians", root="Hill Monitor", **more):
    return {"incident_id": "i1", "claim_id": claim, "published": "2031-03-17", "publisher": "Paper", "cited_root": root, "value": str(value),
            "qualifier": "exact", "population": population, **more}


def lines(*rows, **more):
    return list(weigh_table(rows, **more))


def checks(*rows) -> list[tuple]:
    return [(c["kind"], c["holds"], c["words"]) for line in lines(*rows) for c in line["checks"]]


PLACES = [("Latakia", 658), ("Tartus", 384), ("Hama", 171), ("Homs", 12)]


def places(role: str, **more):
    return [row(f"p{i}", n, role=role, place=place, **more) for i, (place, n) in enumerate(PLACES)]


# --- sums ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("role", ["place_part", "part", ""])
def test_four_places_add_up_to_the_total(role):
    (kind, holds, words), = checks(row("c1", 1225), *places(role))
    assert (kind, holds) == ("sum", True)
    assert words == "658 + 384 + 171 + 12 = 1,225: the four place figures of Hill Monitor of 2031-03-17 add up to its total (c1)"


SUMS = [
    # (total, bound, role, holds, what is said, why)
    (1238, "exact", "place_part", None, "add up to 1,225, 13 fewer than the total of 1,238 (c1)", "nobody says that they are all"),
    (1238, "exact", "part", False, "add up to 1,225, 13 fewer than the total of 1,238 (c1)", "they are said to be all of it"),
    (1200, "exact", "place_part", False, "add up to 1,225, 25 more than the total of 1,200 (c1); the places may overlap", "more than all"),
    (1200, "at_least", "place_part", True, "leaves room for", "at least 1,200 may be 1,225"),
    (1300, "about", "part", True, "75 fewer", "within what about allows"),
]


@pytest.mark.parametrize(("total", "bound", "role", "holds", "said", "why"), SUMS, ids=[s[5] for s in SUMS])
def test_sums_that_do_not_come_out(total, bound, role, holds, said, why):
    found, = checks(row("c1", total, qualifier=bound), *places(role))
    assert said in found[2]
    if why != "within what about allows":
        assert found[1] is holds


def test_an_accidental_place_is_no_part():
    """Figures whose roles nobody states are added up only where the sum is exact."""
    assert checks(row("c1", 1300), *places("")) == []
    assert checks(row("c1", 30, place="Latakia"), row("c2", 20, place="Tartus")) == []


def test_figures_of_two_sources_are_never_added_up():
    parts = places("place_part")
    parts[3] = {**parts[3], "cited_root": "Valley Monitor"}
    (_, holds, words), = checks(row("c1", 1225), *parts)
    assert holds is None and "the three place figures of Hill Monitor" in words and "12 fewer" in words


def test_peoples_add_up_and_a_group_larger_than_all_is_told():
    add = checks(row("c1", 1018, "all persons"), row("c2", 745), row("c3", 125, "security personnel"), row("c4", 148, "pro-Green fighters"))
    assert [(k, h) for k, h, _ in add] == [("sum", True)] and "745 + 148 + 125 = 1,018: the three population figures" in add[0][2]
    larger = checks(row("c1", 700, "all persons"), row("c2", 745))
    assert [(k, h) for k, h, _ in larger] == [("subset", False)] and "one of the two cannot be right" in larger[0][2]
    assert checks(row("c1", 700, "all persons", qualifier="at_least"), row("c2", 745)) == [], "at least 700 may be 800"


def test_what_a_day_added_makes_the_next_total():
    found = checks(row("c1", 1225, as_of="2031-03-11"), row("c2", 158, as_of="2031-03-12", role="increment"), row("c3", 1383, as_of="2031-03-12"))
    assert [(k, h) for k, h, _ in found] == [("growth", True)] and found[0][2].startswith("1,225 + 158 = 1,383: ")
    assert checks(row("c1", 1225, as_of="2031-03-11"), row("c2", 158, as_of="2031-03-12", counting="daily"), row("c3", 1390, as_of="2031-03-12")) == []


def test_parts_that_are_said_to_be_all_stand_for_a_total_that_nobody_states():
    whole = next(x for x in lines(*places("part")) if x["scope"]["place"] is None)
    assert whole["range"] == [1225, 1225] and "no total of its own is stated" in whole["because"][-1]
    assert not any(x["range"] == [1225, 1225] for x in lines(*places("place_part"))), "four places of who knows how many"


# --- never pooled ---------------------------------------------------------------------------------------

POOLED = [
    # (columns of the second figure, is it pooled with the first?, why)
    ({}, True, "the same"),
    ({"population": "children"}, False, "other people"),
    ({"place": "Latakia"}, False, "another place"),
    ({"place": "Hama and Coast"}, True, "the same places in another order"),
    ({"window": "2031-03-11"}, False, "one day"),
    ({"window": "in 2031"}, False, "a year"),
    ({"window": "March 2031"}, True, "the month in which it began"),
    ({"window": ""}, True, "days not stated"),
    ({"harm": "injured"}, False, "another harm"),
    ({"counting": "daily"}, False, "a day's dead"),
]


@pytest.mark.parametrize(("columns", "pooled", "why"), POOLED, ids=[p[2] for p in POOLED])
def test_only_figures_of_one_scope_are_pooled(columns, pooled, why):
    first = row("c1", 100, place="Coast, Hama", window="since 2031-03-06")
    found = lines(first, row("c2", 300, root="Valley Monitor", **{"place": "Coast, Hama", "window": "since 2031-03-06", **columns}))
    assert ([100, 300] in [x["range"] for x in found]) == pooled


def test_each_figure_is_typed():
    line = lines(row("c1", 100, place="Coast", window="2031-03-06 to 2031-03-08", counting="cumulative", role="total"))[0]
    assert line["figures"] == [{"claim": "c1", "low": 100, "high": 100, "harm": "killed", "population": "civilians", "place": "Coast",
                                "window": {"start": "2031-03-06", "end": "2031-03-08", "words": "2031-03-06 to 2031-03-08"}, "counting": "cumulative", "role": "total"}]
    assert line["scope"]["window"]["start"] == "2031-03-06" and line["scope"]["counting"] == "cumulative"
    with pytest.raises(UsageError, match="counting is 'weekly'"):
        lines(row("c1", 100, counting="weekly"))


# --- incompatible, or of another scope --------------------------------------------------------------------

CLASHES = [
    # (columns of 745 by A, columns of 1,018 by B, incompatible?, what they differ in, why)
    ({}, {}, True, None, "the same people, place and days"),
    ({}, {"population": "all persons"}, False, "population", "other people"),
    ({"place": "Latakia"}, {"place": "Hama"}, False, "place", "other places"),
    ({"window": "since 2031-03-06"}, {"window": "in 2031"}, False, "window", "other days"),
    ({}, {"harm": "injured"}, False, "harm", "another harm"),
    ({}, {"counting": "daily"}, False, "daily against cumulative", "a day's dead"),
    ({"as_of": "2031-03-08"}, {"as_of": "2031-03-09"}, False, "as of", "the higher one stood later: the count may have risen"),
    ({"as_of": "2031-03-09"}, {"as_of": "2031-03-08"}, True, None, "a count does not fall"),
    ({"qualifier": "at_least"}, {}, False, None, "at least 745 may be 1,018"),
]


@pytest.mark.parametrize(("a", "b", "incompatible", "differs", "why"), CLASHES, ids=[c[4] for c in CLASHES])
def test_incompatible_or_only_of_another_scope(a, b, incompatible, differs, why):
    found = lines(row("c1", 745, root="Hill Monitor", **a), row("c2", 1018, root="Valley Monitor", **{"population": "civilians", **b}))
    assert any(["c1", "c2"] in x["incompatible"] for x in found) == incompatible
    assert any("both cannot be right" in words for x in found for words in x["because"]) == incompatible
    told = {d for x in found for pair in x["differ_in_scope"] if {pair["left"], pair["right"]} == {"c1", "c2"} for d in pair["differs"]}
    assert told == ({differs} if differs else set())


def test_two_populations_of_one_report_are_told_apart():
    """The trap of the worked case: 745 civilians and 1,018 persons are one report."""
    found = lines(row("c1", 745), row("c2", 1018, "all persons"), row("c3", 1614, published="2031-04-20"))
    pair = next(p for p in found[0]["differ_in_scope"] if {p["left"], p["right"]} == {"c1", "c2"})
    assert pair["words"] == "c1 (745) and c2 (1,018) differ in scope and do not contradict each other (population: civilians / all persons)"


# --- what a team lets count as what -------------------------------------------------------------------------

def test_a_rule_set_says_what_counts_as_civilians():
    mine = parse(b'name = "mine"\nversion = "1"\ncount_as = { "mostly civilians" = "civilians", "Hills" = "civilians" }', "mine.toml")
    rows = [row("c1", 1614), row("c2", 1426, "dead mainly civilians", "Committee"), row("c3", 1479, "Hill residents", "Lake Network")]
    plain, accepted = lines(*rows), lines(*rows, rules=mine)
    assert [x["scope"]["population"] for x in plain] == ["all persons", "civilians", "Hill residents"]
    assert [x["scope"]["population"] for x in accepted] == ["civilians"] and accepted[0]["independent_roots"] == 3
    assert any("c3: \"Hill residents\" counts as civilians, as the rule set mine 1 says" in words for words in accepted[0]["because"])
    assert not shipped("standard").count_as


@pytest.mark.parametrize("text", ['count_as = "civilians"', 'count_as = { "a" = 1 }', "same_window = 0", "same_window = 2"])
def test_faulty_rules_of_scope(text):
    with pytest.raises(UsageError, match=r"mine\.toml: "):
        parse(f'name = "x"\nversion = "1"\n{text}'.encode(), "mine.toml")


def test_order_and_size():
    """The same in any order; what is told of many scopes stays short."""
    rows = [row(f"c{n}", n + 1, f"group {n % 150}", f"Monitor {n}", window=("since 2031-03-06", "March 2031", "2031-03-11", "")[n % 4]) for n in range(450)]
    expected = sorted(map(str, lines(*rows)))
    random.Random(3).shuffle(rows)
    found = lines(*rows)
    assert sorted(map(str, found)) == expected and max(len(x["differ_in_scope"]) for x in found) <= 12
