"""Figures and days that cannot be: kept, left out of what is counted and ordered, and told."""

from __future__ import annotations

import pytest
from tests.incidents import incident_records as r

from bearwitness.incidents import group
from bearwitness.model import When
from bearwitness.weigh import weigh
from bearwitness.weigh.bounds import count_day, odd_days
from bearwitness.weigh.figures import day_number
from bearwitness.weigh.rules import Rules

PUBLISHED = int(day_number("2031-03-10") or 0)


@pytest.mark.parametrize(("as_of", "published", "day", "odd", "why"), [
    (r.day("2031-03-09"), PUBLISHED, "2031-03-09", False, "as told"), (r.day("2031-03-11"), PUBLISHED, "2031-03-11", False, "tomorrow has begun elsewhere"),
    (When("2031-03-01", "2031-03-31", "month"), PUBLISHED, "2031-03-10", False, "a month that is not over: no later than publication"),
    (When("2031-03-01", "2031-03-31", "month"), None, "2031-03-31", False, "nobody knows when it was published"),
    (r.day("2093-01-01"), PUBLISHED, None, True, "the future"), (r.day("0044-03-15"), PUBLISHED, None, True, "history"), (When(), PUBLISHED, None, False, "no day")])
def test_the_day_that_orders_a_count(as_of, published, day, odd, why):
    found, words = count_day(as_of, published)
    assert (found, words is not None) == (None if day is None else int(day_number(day) or 0), odd), why


def one_incident(**more):
    a, b = r.report("a1", "2031-03-10", "North News"), r.report("b2", "2031-03-10", "South Times")
    claims = []
    for rep, number, extra in ((a, 40, {}), (b, 44, {}), (b, 10**12, more)):
        event = r.attack(rep, 0, "gunmen attacked the village", r.day("2031-03-08"), r.JABLEH)
        claims += [c for c in (event, r.toll(rep, 40 + len(claims), f"killed {number}", number, where=(r.JABLEH,), event=event.id, **extra)) if c not in claims]
    [incident] = group([a, b], claims)
    return incident, [a, b], claims


def test_a_figure_of_a_million_million_stays_a_claim_and_leaves_the_others_what_they_are():
    incident, reports, claims = one_incident()
    [tolls] = weigh(incident, reports, claims).tolls
    assert tolls.range == (40, 44), "and the others are no parts of it"
    absurd = next(f for f in tolls.figures if f.number == 10**12)
    assert absurd.set_aside == "above what the rule set takes for a count of people" and not absurd.current
    assert [words for words in tolls.because if "gives 1,000,000,000,000, more than 10,000,000" in words]
    [tolls] = weigh(incident, reports, claims, rules=Rules("mine", "1", most_people=10**12)).tolls
    assert tolls.range[1] == 10**12, "the rule set decides"


def test_a_count_that_stands_in_the_future_makes_no_other_stale():
    incident, reports, claims = one_incident()
    late = r.toll(reports[1], 90, "killed 41", 41, where=(r.JABLEH,), as_of=r.day("2093-01-01"), event=claims[2].id)
    [incident] = group(reports, [*claims[:4], late])
    [tolls] = weigh(incident, reports, [*claims[:4], late]).tolls
    assert not any(root.stale for root in tolls.roots) and [words for words in tolls.because if "stood, as told, on 2093-01-01" in words and "orders nothing" in words]
    assert next(f for f in tolls.figures if f.number == 41).as_of == "2093-01-01", "shown as told"


def test_a_report_published_after_it_was_captured_is_believed_and_told():
    late = r.report("c3", "2051-01-01")
    claims = [r.attack(late, 0, "an attack", When(), r.JABLEH)]
    assert [words for words in odd_days(claims, {late.id: late}) if "published on 2051-01-01, after it was captured (2031-04-01)" in words]


def test_many_odd_days_are_told_once_and_counted():
    reports = {f"r{n}": r.report(f"r{n}") for n in range(50)}
    claims = [r.attack(rep, 0, "an attack", r.day("2093-01-01"), r.JABLEH) for rep in reports.values()]
    found = odd_days(claims, reports)
    assert len(found) == 21 and found[-1] == "and 30 more days of that kind"
