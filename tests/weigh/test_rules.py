"""Rule sets: what ships, what a file may say, what they change, and ratings that only people set."""

from __future__ import annotations

import dataclasses

import pytest
from tests.incidents import incident_records as r

from bearwitness.errors import UsageError
from bearwitness.incidents.group import group
from bearwitness.model import to_json
from bearwitness.weigh import weigh, weigh_table
from bearwitness.weigh.figures import Said
from bearwitness.weigh.range import weigh_scope
from bearwitness.weigh.rules import SHIPPED, STANDARD, Rules, parse, shipped


def figures(*numbers: int, sources: str = "ABCDE", **more) -> list[Said]:
    return [Said(f"c{n}", number, chain=(f"Monitor {sources[n]}",), publisher=f"Paper {n}", published=10.0 + n, as_of=9.0 + n, **more) for n, number in enumerate(numbers)]


# --- files ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_can_be_read_and_has_a_name_and_a_version(name):
    assert (shipped(name).name, bool(shipped(name).version)) == (name, True)


def test_the_standard_file_says_what_the_program_does():
    assert dataclasses.replace(shipped("standard"), about="") == STANDARD


@pytest.mark.parametrize("text, fault", [
    ("name = 1", "name is a text"), ("version = \"1\"", "needs a name"), ("name = \"x\"", "needs a version"), ("nonsense = 3", "no rule 'nonsense'"),
    ("stale_days = 1.5", "whole number"), ("stale_days = -1", "not below 0"), ("contested_ratio = 0.5", "ratio of 1 or more"), ("contested_ratio = nan", "number"),
    ("ladder = \"mine\"", "ladder is one of"), ("worst_inside = \"F\"", "letter from A to E"), ("reliability = { G = 1.0 }", "letters"), ("reliability = { A = 2.0 }", "0 to 1"),
    ("unnamed_outside = 1", "true or false"), ("stale_days = true", "whole number"), ("name = ", "no TOML"), ("\xff", None),
])
def test_what_a_file_may_not_say(text, fault):
    data = text.encode("latin-1")
    with pytest.raises(UsageError) as told:
        parse(data, "mine.toml")
    assert str(told.value).startswith("mine.toml: ") and (fault is None or fault in str(told.value))


def test_what_a_file_leaves_out_is_as_in_the_standard():
    mine = parse(b'name = "mine"\nversion = "3"\nstale_days = 14\nreliability = { B = 0.9 }', "mine.toml")
    assert (mine.label, mine.stale_days, mine.reliability["B"], mine.reliability["A"], mine.link_ratio) == ("mine 3", 14, 0.9, 1.0, 3.0)


# --- what they change ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("numbers, standard, airwars, ibc, why", [
    ((100,), "single root", "weak", "provisional", "one source"),
    ((100, 104, 108), "convergent", "fair", "recorded", "three near each other"),
    ((100, 150), "differing", "fair", "recorded", "apart, by less than a factor of 2"),
    ((100, 900), "contested", "fair", "recorded", "apart by a factor of 9: Airwars' contested is about who did it"),
])
def test_standing_by_each_ladder(numbers, standard, airwars, ibc, why):
    found = {name: weigh_scope(figures(*numbers), rules=shipped(name)).standing for name in SHIPPED}
    assert found == {"standard": standard, "airwars": airwars, "ibc": ibc}, why


def test_the_rule_set_is_named_where_it_is_not_the_standard_one():
    assert any("by the rule set airwars 2" in words for words in weigh_scope(figures(100), rules=shipped("airwars")).because)
    assert not any("rule set" in words for words in weigh_scope(figures(100)).because)


def test_days_after_which_a_figure_is_stale():
    said = [Said("c1", 100, chain=("Monitor A",), published=10.0, as_of=10.0), Said("c2", 300, chain=("Monitor B",), published=22.0, as_of=22.0)]
    assert [root.stale for root in weigh_scope(said).roots] == [True, False]
    assert not any(root.stale for root in weigh_scope(said, rules=Rules("mine", "1", stale_days=14)).roots)


# --- ratings ------------------------------------------------------------------------------------------------

def test_a_source_that_people_rated_low_stands_beside_the_range_and_says_so():
    good, bad = figures(100, 120), figures(900, sources="Z", rating="E")
    bad = [dataclasses.replace(bad[0], claim="c9")]
    result = weigh_scope([*good, *bad])
    assert result.range == (100, 120) and any("rated E by a reviewer" in words for words in result.because)
    assert weigh_scope([*good, *bad], rules=shipped("airwars")).range == (100, 900), "the rule set decides what a rating does"


def test_a_rating_weighs_in_the_median():
    rated = [dataclasses.replace(said, rating=letter) for said, letter in zip(figures(100, 110, 200), ("C", "C", "A"))]
    assert weigh_scope(figures(100, 110, 200)).best == 110
    assert weigh_scope(rated).best == 110
    assert weigh_scope(rated, rules=Rules("mine", "1", reliability={**STANDARD.reliability, "C": 0.2})).best == 200


def test_ratings_are_set_by_judgements_and_never_guessed():
    a, b = r.report("a1", "2031-03-08", "North News"), r.report("b2", "2031-03-09", "South Times")
    claims = []
    for rep, number, source in ((a, 20, "Hill Monitor"), (b, 90, "Lake Network")):
        event = r.attack(rep, 0, "attacked the village", r.day("2031-03-07"), r.JABLEH)
        claims += [event, r.toll(rep, 40, f"killed {number}", number, by=(r.who(source),), where=(r.JABLEH,), event=event.id)]
    [incident] = group([a, b], claims)
    plain = weigh(incident, [a, b], claims)
    assert {f.rating for t in plain.tolls for f in t.figures} == {None}
    rated = weigh(incident, [a, b], claims, [r.judged("source:lake network", "fix", changes=(("reliability", "E"),)),
                                             r.judged(claims[1].id, "fix", n=2, changes=(("credibility", 2),))])
    [tolls] = rated.tolls
    assert tolls.range == (20, 20) and plain.tolls[0].range == (20, 90)
    assert {(f.number, f.rating, f.credibility) for f in tolls.figures} == {(20, None, 2), (90, "E", None)}
    assert claims[1].id in {f.claim for f in tolls.figures}, "a rating changes nothing in the claim"


# --- as known on ----------------------------------------------------------------------------------------------

def test_what_was_known_on_a_day():
    reports, claims = r.coast()
    [incident, *_] = group(reports, claims)
    then, now = weigh(incident, reports, claims, as_known_on="2031-03-08"), weigh(incident, reports, claims)
    assert len(then.reports) == 1 < len(now.reports) and then.because[0].startswith("as known on 2031-03-08: 1 of 3 reports")
    assert {f.report for t in then.tolls for f in t.figures} == set(then.reports)
    later = to_json(weigh(incident, reports, claims, as_known_on="2035-01-01"))["tolls"]
    for ledger, shown in zip(later, to_json(now)["tolls"], strict=True):      # years later nothing is still rising; all else stands as it is
        assert {**ledger, "still_rising": None, "because": [], "reasons": []} == {**shown, "still_rising": None, "because": [], "reasons": []}
        assert not ledger["still_rising"]


def test_a_report_without_a_day_was_known_on_none():
    rep = r.report("a1", None, "North News")
    event = r.attack(rep, 0, "attacked the village", r.day("2031-03-07"), r.JABLEH)
    claims = [event, r.toll(rep, 40, "killed 20", 20, where=(r.JABLEH,), event=event.id)]
    [incident] = group([rep], claims)
    assert weigh(incident, [rep], claims, as_known_on="2035-01-01").tolls == ()
    with pytest.raises(UsageError, match="is no date"):
        weigh(incident, [rep], claims, as_known_on="soon")


def test_tables_take_ratings_and_rules():
    rows = [{"incident_id": "i", "claim_id": f"c{n}", "value": str(v), "cited_root": f"Monitor {n}", "published": "2031-03-08", "rating": rating}
            for n, (v, rating) in enumerate([(100, "a"), (900, "E")])]
    [standard] = weigh_table(rows)
    [airwars] = weigh_table(rows, rules=shipped("airwars"))
    assert (standard["range"], airwars["range"], airwars["standing"]) == ([100, 100], [100, 900], "fair")
    with pytest.raises(UsageError, match="rating 'Z'"):
        list(weigh_table([{**rows[0], "rating": "Z"}]))
