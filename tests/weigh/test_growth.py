"""The step line of each root, revisions up and down, still rising; and the sentences as codes with values."""

from __future__ import annotations

import re
import string

import pytest
from tests.weigh.test_range import said

from bearwitness.model import Reason, to_json
from bearwitness.weigh.figures import Said
from bearwitness.weigh.range import weigh_scope
from bearwitness.weigh.reasons import TEMPLATES, english
from bearwitness.weigh.rules import Rules

LINES = [
    # ((number, published, as of) ..., (change, percent) ..., why)
    ([(100, 1, None), (140, 2, None), (120, 3, None)], [(None, None), ("up", 40.0), ("down", -14.3)], "up, then a correction downwards"),
    ([(100, 1, 1), (100, 5, 4)], [(None, None), ("same", 0.0)], "stated anew at a later day"),
    ([(150, 9, 2), (100, 4, 4)], [(None, None), ("down", -33.3)], "in the order in which the counts stood, not of publication"),
    ([(0, 1, None), (12, 2, None)], [(None, None), ("up", None)], "from nobody: no percentage"),
]


@pytest.mark.parametrize(("figures", "changes", "why"), LINES, ids=[line[2] for line in LINES])
def test_the_line_of_a_root(figures, changes, why):
    result = weigh_scope([said(f"c{i}", n, day=day, as_of=as_of) for i, (n, day, as_of) in enumerate(figures)])
    root, = result.roots
    assert [(s.change, s.percent) for s in root.steps] == changes
    assert [s.published for s in root.steps] == [f"day {day}" for _, day, _ in sorted(figures, key=lambda f: f[2] or f[1])]


def test_repeats_are_no_steps_and_the_undated_is_one_only_when_it_stands():
    one = weigh_scope([said("c1", 1225), said("c2", 1225, day=1), said("c3", 1383, day=2), said("c4", 900, day=None)]).roots[0]
    assert [s.claim for s in one.steps] == ["c1", "c3"]
    assert [s.claim for s in weigh_scope([said("c1", 1225), said("c2", 1614, day=None)]).roots[0].steps] == ["c1", "c2"]


RISING = [
    # (figures of one root by day, day of knowledge, still rising?, code, why)
    ([(100, 1), (111, 2)], 2, True, "rising", "11 % within a day"),
    ([(100, 1), (110, 2)], 2, False, "rising.little", "10 % does not exceed 10 %"),
    ([(100, 1), (140, 4)], 4, True, "rising", "72 hours are three days"),
    ([(100, 1), (140, 5)], 5, False, "rising.slow", "four days between them"),
    ([(100, 1), (140, 2)], 5, True, "rising", "three days ago"),
    ([(100, 1), (140, 2)], 6, False, "rising.old", "four days ago"),
    ([(140, 1), (100, 2)], 2, False, "rising.down", "a correction downwards"),
    ([(100, 1), (140, 2), (141, 3)], 3, False, "rising.little", "the last change counts, not the largest"),
    ([(100, 1), (140, 2), (140, 3)], 3, True, "rising", "stated anew is no change"),
    ([(100, 1)], 1, None, None, "one number"),
    ([(100, None), (140, None)], 2, None, None, "no known day"),
]


@pytest.mark.parametrize(("figures", "known", "still", "code", "why"), RISING, ids=[row[4] for row in RISING])
def test_still_rising(figures, known, still, code, why):
    saids = [said(f"c{i}", n, day=day, as_of=day) for i, (n, day) in enumerate(figures)]
    result = weigh_scope(saids, known=float(known))
    assert result.still_rising is still
    assert [r.code for r in result.reasons if r.code.startswith("rising")] == ([code] if code else [])


def test_what_is_stale_or_beside_the_range_does_not_rise():
    crowd = [said("c1", 100, "eyewitnesses via a paper", 1), said("c2", 400, "eyewitnesses via a paper", 2)]
    assert weigh_scope([*crowd, said("c3", 50, "A", 2), said("c4", 52, "B", 2)], known=2).still_rising is None
    old = [said("c1", 100, "A", 1, as_of=1), said("c2", 400, "A", 2, as_of=2)]
    assert weigh_scope([*old, said("c3", 50, "B", 12, as_of=12)], known=2).still_rising is None


def test_a_rule_set_may_ask_otherwise():
    figures = [said("c1", 100, day=1, as_of=1), said("c2", 140, day=6, as_of=6)]
    assert [weigh_scope(figures, known=6, rules=rules).still_rising for rules in (Rules("a", "1", rising_days=7), Rules("b", "1", rising_days=7, rising_ratio=1.5))] == [True, False]


def test_what_stands_beside_the_range_widens_nothing():
    crowd = said("c3", 4000, "eyewitnesses via another paper", bound="at_least")
    assert weigh_scope([said("c1", 1018, "A", bound="at_least"), said("c2", 1084, "B"), crowd]).range == (1018, 1527)


def test_a_ring_is_told_also_when_others_stand_beside_it():
    ring = [Said("c1", 40, chain=("Paper B",), publisher="Paper A", published=1), Said("c2", 40, chain=("Paper A",), publisher="Paper B", published=1)]
    assert any(r.code == "ring" for r in weigh_scope([*ring, said("c3", 41, "Hill Monitor", 1)]).reasons)


# --- sentences ------------------------------------------------------------------------------------------

def test_every_sentence_has_a_code_with_plain_values():
    result = weigh_scope([said("c1", 1426, "A"), said("c2", 1479, "B"), said("c3", None, "C", low=2300, high=2400, bound="between"), said("c4", 10, "D", rating="E"),
                          said("c5", 900, "A", day=-1)], floor=1500)
    assert len(result.because) == len(result.reasons) and all(map(str.strip, result.because))
    for reason in result.reasons:
        again = Reason(**to_json(reason))      # what a file gives back says the same
        assert english(again) == english(reason)
    assert "D (10) is outside the range: rated E by a reviewer, worse than C: shown beside the range" in result.because
    assert "floor 1,500: so many victims of this scope are named in the claims" in result.because


def test_every_template_names_its_values_once_more_nowhere():
    for code, template in TEMPLATES.items():
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
        assert all(re.fullmatch(r"[a-z_]+", name) for name in names), code
