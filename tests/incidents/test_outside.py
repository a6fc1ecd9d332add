"""What fits no incident: each claim under its places and week, with the reason by which it was left out. All names are made up."""

from __future__ import annotations

import dataclasses

import pytest
from tests.incidents import incident_records as r

from bearwitness.incidents import group_all
from bearwitness.incidents.outside import (
    NO_DAY,
    NO_PLACE,
    Outside,
    at_place,
    figures_outside,
    in_week,
    outside,
    parse_week,
    week_words,
)
from bearwitness.model import Attribution, Victim, When, Where

NEVER = When()
SYRIA = Where("Syria", "country:SY", 35.0, 38.5, 6, "SY")
REPORT = r.report("a1", "2031-03-10")
MAIN = r.attack(REPORT, 0, "gunmen killed villagers in Jableh", r.day("2031-03-08"), r.JABLEH)
PAST = r.attack(REPORT, 100, "the massacre of Raqqa in 2029", r.day("2029-06-04"), r.RAQQA, rank=None)


def rows_of(*claims, report=REPORT, judgements=()):  # type: ignore[no-untyped-def]
    found = group_all([report], claims, judgements)
    inside = {c for i in found.incidents for c in i.claims}
    return outside([report], claims, inside, judgements), found


OUT = [      # (claims, the row's claim, code, words of the reason, place, week, why this case)
    ((MAIN, r.toll(REPORT, 200, "600,000 dead in the war", 600_000, when=r.span("2011-03-15", "2031-01-01"), where=(SYRIA,))), "war",
     "counts 7,233 days, more than 180", "Syria", "2011-W11/2031-W01", "a whole war"),
    ((MAIN, PAST), "background", "background", "Raqqa", "2029-W23", "an event of the past"),
    ((MAIN, PAST, r.toll(REPORT, 120, "40 were killed", 40, event=PAST.id)), "of background", "Attack in Raqqa, 4 June 2029", "Raqqa", "2029-W23",
     "its place and day are those of the event it speaks of"),
    ((MAIN, PAST, r.claim(REPORT, 130, "by the Grey Band", Attribution((r.who("Grey Band", "armed_group"),), event=PAST.id), stance="accuses")), "of background",
     "Attack in Raqqa", "Raqqa", "2029-W23", "blame for what is past"),
    ((MAIN, r.toll(REPORT, 200, "that 90 died", 90, stance="denies")), "denies", "denied by who says it", NO_PLACE, NO_DAY, "a denied figure"),
    ((MAIN, r.toll(REPORT, 200, "could kill 500", 500, hedge="hypothetical", where=(r.JABLEH,))), "hypothetical", "might happen", "Jableh", NO_DAY, "nothing took place"),
    ((MAIN, r.attack(REPORT, 200, "a foiled attack", r.day("2031-03-09"), r.RAQQA, rank=None, stage="threatened")), "threatened", "did not take place", "Raqqa",
     "2031-W10", "an attempt"),
    ((MAIN, r.toll(REPORT, 200, "many were hurt", None, bound="vague", harm="injured", where=(r.RAQQA,), when=r.day("2031-01-05"))), "no number",
     "gives no number", "Raqqa", "2031-W01", "far from the event, and nothing to make an item of"),
    ((MAIN, r.toll(REPORT, 200, "12 dead in 44 BC", 12, where=(r.JABLEH,), when=When(None, None, "unknown", "44 BC", "text"))), "before christ",
     "before Christ", "Jableh", NO_DAY, "no calendar has days for it"),
    ((r.claim(REPORT, 0, "Ada One, 40", Victim("Ada One", 40, where=(r.BANIYAS,))),), "no event", "tells no event", "Baniyas", NO_DAY, "a name alone"),
    ((r.claim(REPORT, 0, "blamed the Grey Band", Attribution((r.who("Grey Band", "armed_group"),)), stance="accuses"),), "fits none", "fit no incident", NO_PLACE,
     NO_DAY, "blame for an event that nobody tells"),
]


@pytest.mark.parametrize(("claims", "code", "words", "place", "week", "why"), OUT, ids=[case[-1] for case in OUT])
def test_each_claim_outside_has_its_true_reason_its_place_and_its_week(claims, code, words, place, week, why):  # type: ignore[no-untyped-def]
    rows, found = rows_of(*claims)
    row = next(row for row in rows if row.claim == claims[-1])
    assert (row.why, row.place, row.week) == (code, place, week)
    assert words in row.reason
    assert {row.claim.id for row in rows} == set(found.outside), "what grouping leaves out, and nothing else"


def test_a_claim_about_two_places_is_under_each_and_a_country_gives_way_to_what_lies_in_it():
    rows, _ = rows_of(MAIN, dataclasses.replace(PAST, value=dataclasses.replace(PAST.value, where=(SYRIA, r.RAQQA, r.TARTUS))))
    assert [row.place for row in rows] == ["Raqqa", "Tartus"]


def test_rejected_claims_are_no_part_of_the_record_and_a_fix_shows():
    low = r.toll(REPORT, 120, "40 were killed", 40, event=PAST.id)
    fixed = r.judged(low.id, "fix", changes=(("number", 41),))
    rows, _ = rows_of(MAIN, PAST, low, judgements=[fixed])
    assert [row.claim.value.number for row in rows if row.claim.kind == "toll"] == [41]
    rows, _ = rows_of(MAIN, PAST, low, judgements=[r.judged(low.id, "reject")])
    assert [row.claim.kind for row in rows] == ["event"]


def test_the_order_of_input_makes_no_difference():
    claims = [MAIN, PAST, r.toll(REPORT, 120, "40 were killed", 40, event=PAST.id), r.toll(REPORT, 160, "that 90 died", 90, stance="denies")]
    assert rows_of(*claims)[0] == rows_of(*reversed(claims))[0]


def test_only_tolls_with_a_number_are_counted():
    claims = [MAIN, PAST, r.toll(REPORT, 120, "40 were killed", 40, event=PAST.id), r.toll(REPORT, 160, "many died", None, bound="vague", event=PAST.id)]
    _, found = rows_of(*claims)
    inside = {c for i in found.incidents for c in i.claims}
    assert figures_outside(claims, inside) == 1
    assert figures_outside(claims, inside, [r.judged(claims[2].id, "reject")]) == 0


@pytest.mark.parametrize(("when", "words"), [
    (r.day("2025-03-08"), "2025-W10"), (r.day("2024-12-30"), "2025-W01"), (r.span("2025-03-06", "2025-03-09"), "2025-W10"),
    (r.span("2025-03-06", "2025-03-10"), "2025-W10/2025-W11"), (When("2025-03-06"), "2025-W10/.."), (When(None, "2025-03-06"), "../2025-W10"),
    (When(), NO_DAY), (r.day("-044-03-15"), NO_DAY), (r.day("2025-02-30"), NO_DAY)])
def test_weeks_of_events(when, words):  # type: ignore[no-untyped-def]
    assert week_words(when) == words


@pytest.mark.parametrize(("text", "week"), [("2025-W10", "2025-W10"), ("2025w9", "2025-W09"), (" 2020-W53 ", "2020-W53"), ("2025-W53", None), ("2025-W00", None),
                                            ("2025-03-08", None), ("W10", None), ("0000-W10", None), ("٢٠٢٥-W10", "2025-W10")])
def test_a_week_is_read_as_people_write_it(text, week):  # type: ignore[no-untyped-def]
    assert parse_week(text) == week


def row_at(where=None, when=NEVER):  # type: ignore[no-untyped-def]
    return Outside(PAST, where, when)


@pytest.mark.parametrize(("where", "text", "fits"), [
    (r.RAQQA, "raqqa", True), (r.RAQQA, "SY", True), (r.RAQQA, "Syria", True), (r.RAQQA, "town:raqqa", True), (r.BANIYAS, "Tartus", True),
    (r.RAQQA, "Raq", False), (r.RAQQA, "Latakia", False), (r.RAQQA, "sy", False), (Where("Al-Raqqa"), "raqqa", True), (Where("a farm"), "Syria", False)])
def test_places_are_found_by_name_division_and_country(where, text, fits):  # type: ignore[no-untyped-def]
    assert at_place(row_at(where, when=r.day("2029-01-01")), text) is fits


def test_weeks_that_a_longer_time_holds():
    long = row_at(r.RAQQA, when=r.span("2029-01-01", "2029-03-01"))
    assert [in_week(long, week) for week in ("2028-W52", "2029-W01", "2029-W05", "2029-W09", "2029-W10")] == [False, True, True, True, False]
    assert not in_week(row_at(r.RAQQA), "2029-W05"), "what tells no day is in no week"
    assert at_place(row_at(), NO_PLACE)


def test_a_denial_of_the_deed_answers_it_and_one_of_another_deed_stays_out():
    from bearwitness.incidents.passages import items_of

    def denial(at, day, where):
        deed = r.attack(REPORT, at, "had shelled the market", r.day(day), where, rank=2, stance="denies")
        return [deed, r.claim(REPORT, at + 1, "denied that its soldiers had shelled", Attribution((r.who("its soldiers", "armed_group"),), event=deed.id), stance="denies")]

    main = r.attack(REPORT, 0, "an attack", r.day("2031-03-06"), r.JABLEH)
    same, other = denial(100, "2031-03-06", r.JABLEH), denial(200, "2029-03-06", r.RAQQA)
    item, = items_of(REPORT, [main, *same, *other])
    held = {c.id for c in item.claims}
    assert same[1].id in held and not {same[0].id, *(c.id for c in other)} & held


@pytest.mark.parametrize("claim", [r.toll(REPORT, 200, "600,000 dead in the war", 600_000, when=r.span("2011-03-15", "2031-01-01"), where=(SYRIA,)),
                                   r.toll(REPORT, 200, "that 90 died", 90, stance="denies"), r.toll(REPORT, 120, "40 were killed", 40, event=PAST.id), PAST],
                         ids=["war", "denied", "of background", "background"])
def test_a_reviewer_puts_a_claim_into_an_incident_and_takes_it_out_again(claim):
    claims = [MAIN, *([PAST] if claim is not PAST else []), claim]
    before = rows_of(*claims)[1].incidents
    same = r.judged(claim.id, "same", MAIN.id)
    rows, found = rows_of(*claims, judgements=[same])
    [incident] = found.incidents
    assert claim.id in incident.claims and claim not in [row.claim for row in rows]
    assert (incident.when, incident.where) == (before[0].when, before[0].where), "it tells the incident no day and no place"
    assert any("judged" in words and "same" in words for words in incident.because)
    undone = dataclasses.replace(r.judged(claim.id, "unsure", MAIN.id, n=2), supersedes=same.id)
    assert rows_of(*claims, judgements=[same, undone])[1].incidents == before
    alone = rows_of(*claims, judgements=[r.judged(claim.id, "same", "SYR-NOSUCH")])
    assert alone[1].incidents == before and claim in [row.claim for row in alone[0]], "what it was joined to is gone: it stays visible"
