"""Judgements applied to claims: what counts, what is undone, what a fix may change."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from tests.incidents import incident_records as r

from bearwitness.errors import UsageError
from bearwitness.incidents import anchor_of, apply, fix, in_force, reanchor, settle
from bearwitness.model import Judgement

REPORT = r.report("a1")
TOLL = r.toll(REPORT, 0, "12 villagers were killed", 12, whom="villagers")
EVENT = r.attack(REPORT, 50, "an attack", r.day("2031-03-06"), r.JABLEH)


def test_reject_fix_accept_leave_the_claims_given_as_they_are():
    rows = [r.judged(EVENT.id, "reject"), r.judged(TOLL.id, "fix", n=2, changes=(("value.number", "13"),)),
            r.judged(TOLL.id, "accept", n=3)]
    done = apply([TOLL, EVENT], rows)
    fixed, = done.claims
    assert (fixed.value.number, fixed.value.low, fixed.value.high, fixed.value.best) == (13, 13, 13, 13)
    assert fixed.id == TOLL.id and TOLL.value.number == 12
    assert done.accepted == {TOLL.id} == done.fixed and done.rejected == {EVENT.id}


FIXES = [
    # (changes, path read back, expected, why)
    ((("value.number", "1,300"),), lambda c: c.value.number, 1300, "text from a command line becomes a number"),
    ((("number", 20),), lambda c: c.value.number, 20, "a field of the value needs no prefix"),
    ((("value.whom", "civilians"),), lambda c: c.value.whom, "civilians", "a reviewer takes them for civilians"),
    ((("value.whom", ""),), lambda c: c.value.whom, None, "empty means unknown"),
    ((("stance", "denies"),), lambda c: c.stance, "denies", "a field of the claim itself"),
    ((("value.as_of.start", "2031-03-07"),), lambda c: c.value.as_of.start, "2031-03-07", "deeper in the value"),
    ((("value.bound", "at_least"),), lambda c: (c.value.low, c.value.high, c.value.best), (None, None, None),
     "the old interval goes with the old bound"),
    ((("value.number", 20), ("value.low", 18), ("value.high", 22)), lambda c: (c.value.low, c.value.high), (18, 22),
     "ends that are given stay"),
    ((("value.cumulative", "no"),), lambda c: c.value.cumulative, False, "yes and no"),
]


@pytest.mark.parametrize(("changes", "read", "expected", "why"), FIXES, ids=[f[3] for f in FIXES])
def test_fixes(changes, read, expected, why):
    assert read(fix(TOLL, changes)) == expected, why


BAD_FIXES = [
    ((("value.colour", "red"),), "no such field"), ((("id", "x"),), "identity"), ((("value.number", "many"),), "no number"),
    ((("value.number.deep", "1"),), "deeper than the field goes"), ((("value.harm", "sad"),), "unknown word"),
    ((("kind", "event"),), "another kind of claim"), ((("number", -4),), "less than nobody"), ((("number", 12.5),), "half a person"), ((("number", "12,5"),), "no thousands"),
    ((("number", float("inf")),), "endless"), ((("number", 10**20),), "more than JSON keeps"), ((("number", True),), "no number at all"),
    ((("low", 50), ("high", 20)), "ends the wrong way round"), ((("low", 50),), "an exact count below its own low end"),
]


@pytest.mark.parametrize(("changes", "why"), BAD_FIXES, ids=[f[1] for f in BAD_FIXES])
def test_bad_fixes_say_what_can_be_fixed(changes, why):
    with pytest.raises(UsageError):
        fix(TOLL, changes)


def test_a_fix_that_no_longer_fits_is_told_and_harmless():
    done = apply([TOLL], [r.judged(TOLL.id, "fix", changes=(("value.colour", "red"),))])
    assert done.claims == (TOLL,) and "no longer fits" in done.notes[0][1]


def test_undo_and_undo_of_the_undo():
    reject = r.judged(TOLL.id, "reject")
    undo = r.judged(TOLL.id, "unsure", n=2, supersedes="j1")
    redo = r.judged(TOLL.id, "unsure", n=3, supersedes="j2")
    assert apply([TOLL], [reject]).claims == ()
    assert apply([TOLL], [reject, undo]).claims == (TOLL,)
    assert apply([TOLL], [undo, redo, reject]).claims == (), "in any order of rows"


def test_contradicting_reviewers():
    rows = [r.judged(TOLL.id, "accept", reviewer="Ada"), r.judged(TOLL.id, "reject", n=2, reviewer="Ben")]
    done = apply([TOLL], rows)
    assert done.claims == () and not done.accepted
    words, = done.notes_on([TOLL.id])
    assert "Ben" in words and "Ada" in words and "contradict" in words
    two = [r.judged(TOLL.id, "fix", changes=(("number", 13),)), r.judged(TOLL.id, "fix", n=2, changes=(("number", 14),))]
    assert apply([TOLL], two).claims[0].value.number == 14
    both = [r.judged(TOLL.id, "fix", changes=(("number", 13),)), r.judged(TOLL.id, "fix", n=2, changes=(("whom", "men"),))]
    assert apply([TOLL], both).claims[0].value.number == 13, "fixes of different fields do not contradict"
    assert not apply([TOLL], both).notes


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["accept", "reject", "fix", "unsure", "same", "different"]),
                          st.integers(0, 8), st.integers(0, 20)), max_size=9))
def test_any_rows_settle_and_order_does_not_matter(rows):
    made = [Judgement(f"j{n}", TOLL.id, relation, f"r{n % 3}", "", f"2031-05-{1 + at:02d}", right=EVENT.id if
                      relation in ("same", "different") else None, supersedes=f"j{over}" if over < n else None,
                      changes=(("number", n),) if relation == "fix" else ()) for n, (relation, over, at) in enumerate(rows)]
    standing, notes = settle(made)
    assert settle(list(reversed(made))) == (standing, notes)
    assert {j.id for j in standing} <= {j.id for j in in_force(made)}
    assert apply([TOLL, EVENT], made) == apply([TOLL, EVENT], list(reversed(made)))


def test_judgements_find_their_claim_after_a_better_reading():
    better = dataclasses.replace(TOLL, id="f" * 64)
    row = r.judged(TOLL.id, "accept", anchor=anchor_of(TOLL))
    gone = r.judged("e" * 64, "reject", n=2, anchor=(("kind", "toll"), ("report", "a1"), ("exact", "no such words")))
    moved, lost = reanchor([row, gone], [better, EVENT])
    assert moved[0].left == better.id and lost == [gone] and moved[1] == gone
