"""The attribution matrix: days, admissions, accusations both ways, declared interests, what moved. All names are made up."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incidents import incident_records as r
from tests.weigh.test_incident import weighed

from bearwitness.errors import UsageError
from bearwitness.incidents.judged import interests
from bearwitness.model import Attribution, Event, Statement, When, to_json
from bearwitness.store.records import incident_from_json
from bearwitness.weigh import weigh
from bearwitness.weigh.interest import parse
from bearwitness.weigh.matrix import blame

RED, ARMY, MONITOR = r.who("Red Band", "armed_group"), r.who("Hill Army", "armed_group"), r.who("Valley Monitor")
VERDANIA = r.who("government of Verdania", "state")


def said(rep, at, accused, by, stance="accuses", day=None, degree="unspecified", hedge="none"):
    """One attribution in a made-up report."""
    return r.claim(rep, at, f"words {at}", Attribution(accused if isinstance(accused, tuple) else (accused,), degree=degree), stance=stance, hedge=hedge,
                   by=(by,) if by else (), said=r.day(day) if day else When())


def rows(reports, *claims, declared=()):
    matrix, _ = blame(claims, {x.id: x for x in reports}, interests(declared))
    return {b.accused: b for b in matrix}


A, B, C = r.report("a1", "2031-03-08"), r.report("b2", "2031-03-09"), r.report("c3", "2031-03-20")


# --- days ----------------------------------------------------------------------------------------------

DAYS = [
    # (day in the text, report, day shown, from, why)
    ("2031-03-07", A, "2031-03-07", "said", "the text says when"),
    (None, A, "2031-03-08", "published", "else the day of publication"),
    (None, r.report("n0", None), None, None, "neither is known: no day is made up"),
]


@pytest.mark.parametrize(("day", "rep", "shown", "by", "why"), DAYS, ids=[d[4] for d in DAYS])
def test_each_cell_has_a_day_and_tells_where_it_is_from(day, rep, shown, by, why):
    cell = rows([rep], said(rep, 0, RED, MONITOR, day=day))["Red Band"].by[0]
    assert (cell.date, cell.dated_by, cell.said) == (shown, by, day)


def test_cells_stand_by_day():
    found = rows([A, B, C], said(C, 0, RED, MONITOR), said(B, 0, RED, VERDANIA, day="2031-03-01"), said(A, 0, RED, ARMY))["Red Band"].by
    assert [c.date for c in found] == ["2031-03-01", "2031-03-08", "2031-03-20"]


# --- sides ---------------------------------------------------------------------------------------------

SPOKESMAN = r.who("Kim Sample", "person", role="spokesman, Red Band")
ADMITS = [
    # (claim, whose row, is it an admission, why)
    (lambda: said(A, 0, RED, RED, "confirms", degree="direct"), "Red Band", True, "a claim of responsibility"),
    (lambda: said(A, 0, RED, SPOKESMAN, "confirms"), "Red Band", True, "by a spokesman"),
    (lambda: said(A, 0, r.who("its soldiers", "armed_group"), ARMY, "confirms"), "Hill Army", True, "its own soldiers"),
    (lambda: r.claim(A, 0, "its soldiers had shelled the market", Event("Battles", "Shelling", perpetrators=(r.who("its soldiers", "armed_group"),), rank=1),
                     stance="confirms", by=(ARMY,)), "Hill Army", True, "a deed owned up to without an attribution"),
    (lambda: said(A, 0, RED, MONITOR, "confirms"), "Red Band", False, "a monitor that confirms is no side"),
    (lambda: said(A, 0, r.who("Red Band splinter", "armed_group"), RED), "Red Band splinter", False, "another group, though its name begins alike"),
    (lambda: said(A, 0, r.who("its fighters", "armed_group"), MONITOR), "its fighters", False, "the monitor's \"its\" is somebody else's"),
]


@pytest.mark.parametrize(("make", "row", "admission", "why"), ADMITS, ids=[a[3] for a in ADMITS])
def test_an_admission_is_the_accused_side_speaking(make, row, admission, why):
    found = rows([A], make())
    assert {name: [c.admission for c in b.by] for name, b in found.items()} == {row: [admission]}


def test_owning_a_part_counts_once_the_side_is_accused():
    words = "the Red Band confirmed its role in the raid"
    statement = r.claim(A, 40, words, Statement(), stance="confirms", by=(RED,))
    assert rows([A], statement) == {}, "nobody is accused, and the words name no deed"
    assert [c.admission for c in rows([A], statement, said(B, 0, RED, MONITOR))["Red Band"].by] == [True, False]
    other = r.claim(A, 40, "the Red Band confirmed reports about the army", Statement(), stance="confirms", by=(RED,))
    assert len(rows([A], other, said(B, 0, RED, MONITOR))["Red Band"].by) == 1


COUNTER = [
    # (who accuses whom, how many cells are marked, why)
    ([(VERDANIA, RED), (RED, VERDANIA)], 2, "each accuses the other"),
    ([(VERDANIA, RED), (RED, r.who("Verdanian army", "armed_group"))], 2, "a government and its army are one side"),
    ([(VERDANIA, RED), (RED, r.who("Verdanian rebels", "armed_group"))], 0, "a government and those who fight it are not"),
    ([(VERDANIA, RED), (MONITOR, VERDANIA)], 0, "a third accuses"),
    ([(RED, RED), (VERDANIA, RED)], 0, "an admission is no accusation"),
]


@pytest.mark.parametrize(("pairs", "marked", "why"), COUNTER, ids=[c[2] for c in COUNTER])
def test_accusations_both_ways_are_marked(pairs, marked, why):
    claims = [said(A, 40 * n, accused, by) for n, (by, accused) in enumerate(pairs)]
    cells = [c for b in rows([A], *claims).values() for c in b.by]
    assert sum(bool(c.counter) for c in cells) == marked
    known = {c.id for c in claims}
    assert all(set(c.counter) <= known - {c.claim} for c in cells)


def test_an_accused_under_two_names_is_one_row_and_a_commander_is_not_the_band():
    band = r.who("the Red Band", "armed_group")
    known = r.who("Red Band", "armed_group", entity_id="name:red-band")
    commander = r.who("Sam Example", "person", role="commander, Red Band")
    found = rows([A, B], said(A, 0, band, MONITOR), said(B, 0, known, VERDANIA), said(B, 40, commander, VERDANIA), said(B, 80, VERDANIA, commander))
    assert {name: (len(b.by), b.entity_id) for name, b in found.items()} == {
        "the Red Band": (2, "name:red-band"), "Sam Example": (1, None), "government of Verdania": (1, None)}


STANCES = [("accuses", "by"), ("asserts", "by"), ("confirms", "by"), ("denies", "denied_by"), ("disputes", "denied_by"), ("retracts", "denied_by")]


@pytest.mark.parametrize(("stance", "side"), STANCES)
def test_on_which_side_a_stance_stands(stance, side):
    row = rows([A], said(A, 0, RED, MONITOR, stance))["Red Band"]
    assert len(getattr(row, side)) == 1 == len(row.by) + len(row.denied_by)


# --- what moved ------------------------------------------------------------------------------------------

NOBODY = r.who("unknown gunmen", "armed_group")
MOVED = [
    # (claims, kinds of moves by accused, why)
    (lambda: [said(A, 0, RED, RED, "denies"), said(C, 0, RED, RED, "confirms")], {"Red Band": ["denied, then confirmed"]}, "the accused owns up later"),
    (lambda: [said(A, 0, RED, SPOKESMAN, "denies"), said(C, 0, RED, RED, "confirms")], {"Red Band": ["denied, then confirmed"]}, "first by a spokesman"),
    (lambda: [said(A, 0, RED, MONITOR), said(C, 0, RED, MONITOR, "denies")], {"Red Band": ["confirmed, then denied"]}, "a source turns"),
    (lambda: [said(A, 0, RED, MONITOR), said(C, 0, RED, MONITOR, "retracts")], {"Red Band": ["withdrew"]}, "a source withdraws"),
    (lambda: [said(C, 0, RED, MONITOR, "retracts")], {"Red Band": ["withdrew"]}, "what was withdrawn is not in the case"),
    (lambda: [said(A, 0, NOBODY, MONITOR), said(C, 0, RED, MONITOR)], {"unknown gunmen": [], "Red Band": ["no name, then a name"]}, "from unknown gunmen to a name"),
    (lambda: [r.attack(A, 0, "12 were killed", r.day("2031-03-06"), r.JABLEH, by=(MONITOR,)), said(C, 0, RED, MONITOR)],
     {"Red Band": ["no name, then a name"]}, "told of the deed, and of no doer"),
    (lambda: [said(A, 0, ARMY, MONITOR), said(A, 40, NOBODY, MONITOR), said(C, 0, RED, MONITOR)],
     {"Hill Army": [], "unknown gunmen": [], "Red Band": []}, "it had named somebody before"),
    (lambda: [said(A, 0, RED, MONITOR, degree="direct"), said(C, 0, RED, MONITOR, degree="tolerance")], {"Red Band": ["another degree"]}, "another part is alleged"),
    (lambda: [said(A, 0, RED, MONITOR, degree="direct"), said(C, 0, RED, MONITOR)], {"Red Band": []}, "saying less is no move"),
    (lambda: [said(A, 0, RED, MONITOR), said(C, 0, RED, ARMY, "denies")], {"Red Band": []}, "two sources that differ did not move"),
    (lambda: [said(A, 0, RED, MONITOR, day="2031-03-08"), said(B, 0, RED, MONITOR, "denies", day="2031-03-08")], {"Red Band": []}, "one day has no before and after"),
    (lambda: [said(C, 0, RED, MONITOR, day="2031-03-01"), said(A, 0, RED, MONITOR, "denies")], {"Red Band": ["confirmed, then denied"]},
     "the day of the words orders, not the report's"),
]


@pytest.mark.parametrize(("make", "kinds", "why"), MOVED, ids=[m[2] for m in MOVED])
def test_what_moved(make, kinds, why):
    found = rows([A, B, C], *make())
    assert {name: [m.kind for m in b.moves] for name, b in found.items()} == kinds
    for row in found.values():
        for move in row.moves:
            assert move.after.claim[:8] in move.words and (move.after.date or "") in move.words and move.speaker in move.words
            assert move.before is None or (move.before.claim[:8] in move.words and (move.before.date or "") < (move.after.date or ""))


def test_the_sentence_tells_that_a_day_is_that_of_publication():
    found = rows([A, C], said(A, 0, RED, MONITOR, day="2031-03-05"), said(C, 0, RED, MONITOR, "retracts"))["Red Band"].moves[0]
    assert found.words.startswith("Valley Monitor said so on 2031-03-05, and withdrew it on 2031-03-20 (by publication) (claims ")


# --- declared interests --------------------------------------------------------------------------------------

WORDS = [
    ("party to the conflict: government", "party to the conflict", "government"), ("Monitor", "monitor", None), ("victim’s side: families", "victim's side", "families"),
    ("ally of: Northland", "ally of", "Northland"), ("ally of Northland", "ally of", "Northland"), ("media", "media", None), ("state: Verdania", "state", "Verdania"),
    ("stated no interest", "own words", "stated no interest"), ("sells the weapon in question", "own words", "sells the weapon in question"),
    ("own words: paid by a party", "own words", "paid by a party"), ("monitor of the ceasefire", "own words", "monitor of the ceasefire"),
]


@pytest.mark.parametrize(("words", "kind", "of"), WORDS)
def test_the_words_of_an_interest(words, kind, of):
    assert parse(words) == (kind, of)


@pytest.mark.parametrize("words", ["", "  ", 7, ["monitor"], "x" * 201, "ally of", "moni\u202etor", "a\nb"])
def test_what_is_no_interest(words):
    with pytest.raises(UsageError, match="interest"):
        parse(words)


def test_an_interest_is_found_by_any_name_of_the_source_and_never_guessed():
    director = r.who("Sam Example", "person", role="Director, Valley Monitor")
    claims = [said(A, 0, RED, r.who("Valley Monitor (VM)")), said(B, 0, RED, director), said(C, 0, RED, None), said(C, 40, RED, VERDANIA)]
    declared = [r.judged("source:VM", "fix", n=1, changes=(("interest", "monitor"),)), r.judged("source:Example Post", "fix", n=2, changes=(("interest", "media"),))]
    cells = rows([A, B, C], *claims, declared=declared)["Red Band"].by
    assert [(c.speakers[-1], c.interest and c.interest.kind) for c in cells] == [
        ("Valley Monitor (VM)", "monitor"), ("Sam Example", "monitor"), ("unattributed in Example Post", "media"), ("government of Verdania", None)]
    assert (cells[0].interest.reviewer, cells[0].interest.made_at[:10], cells[0].interest.judgement) == ("Ada", "2031-05-01", "j1")


def test_the_later_interest_counts_and_null_takes_it_away():
    first, second, gone = (r.judged("source:Valley Monitor", "fix", n=n, changes=(("interest", w),)) for n, w in ((1, "media"), (2, "monitor"), (3, None)))
    cells = [rows([A], said(A, 0, RED, MONITOR), declared=d)["Red Band"].by[0].interest for d in ([first], [first, second], [first, second, gone])]
    assert [c and c.kind for c in cells] == ["media", "monitor", None]


# --- of a whole incident -----------------------------------------------------------------------------------------

def story():
    event = [r.attack(x, 100, "an attack", r.day("2031-03-06"), r.JABLEH) for x in (A, B, C)]
    return [A, B, C], [*event, said(A, 0, RED, RED, "denies"), said(B, 0, RED, MONITOR), said(C, 0, RED, RED, "confirms"), said(B, 40, VERDANIA, RED),
                       said(B, 80, RED, VERDANIA, degree="complicity")]


def test_as_known_on_a_day_the_matrix_has_what_was_published_by_then():
    reports, claims = story()
    incident, = weighed(reports, claims)
    assert any(b.moves for b in incident.blame)
    then = weigh(incident, reports, claims, as_known_on="2031-03-08")
    assert [(b.accused, len(b.by), len(b.denied_by), b.moves) for b in then.blame] == [("Red Band", 0, 1, ())]
    between = weigh(incident, reports, claims, as_known_on="2031-03-09")
    assert not any(b.moves or any(c.admission for c in b.by) for b in between.blame)


def test_the_record_comes_back_from_its_json():
    reports, claims = story()
    declared = r.judged("source:Valley Monitor", "fix", changes=(("interest", "monitor: of the hills"),))
    incident, = weighed(reports, claims, [declared])
    assert incident.blame[0].by[0].interest is not None and incident_from_json(to_json(incident)) == incident
    old = to_json(incident)
    for row in old["blame"]:      # as an earlier version wrote it
        del row["moves"]
        for cell in (*row["by"], *row["denied_by"]):
            for name in ("date", "dated_by", "interest", "counter", "admission"):
                del cell[name]
    assert [b.accused for b in incident_from_json(old).blame] == [b.accused for b in incident.blame]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([A, B, C]), st.sampled_from([RED, ARMY, VERDANIA, NOBODY, r.who("its soldiers")]),
                          st.sampled_from([RED, ARMY, VERDANIA, MONITOR, SPOKESMAN, None]), st.sampled_from(["accuses", "denies", "confirms", "retracts", "disputes"]),
                          st.sampled_from([None, "2031-03-01", "2031-03-15"])), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_claims_makes_no_difference_and_none_is_lost(told, chance: random.Random):
    claims = [said(rep, 40 * n, accused, by, stance, day) for n, (rep, accused, by, stance, day) in enumerate(told)]
    reports = {x.id: x for x in (A, B, C)}
    expected, loose = blame(claims, reports)
    shown = {c.claim for b in expected for c in (*b.by, *b.denied_by)}
    assert shown == {c.id for c in claims}, "every attribution stands on one side or the other"
    chance.shuffle(claims)
    assert (blame(claims, reports)) == (expected, loose)
