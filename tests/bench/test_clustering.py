"""The measures of partitions, on the worked case and on the two ends."""

import pytest
from bench.clustering import b_cubed, lea, muc, pairwise, v_measure

GOLD = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3}
FOUND = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2, "f": 3}


@pytest.mark.parametrize("measure, expected", [
    (lambda g, f: b_cubed(g, f)[2], .7778), (lea, .6667), (v_measure, .6853), (muc, .6667), (pairwise, .5)])
def test_worked_case(measure, expected):
    assert measure(GOLD, FOUND) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("measure", [lambda g, f: b_cubed(g, f)[2], lea, v_measure, pairwise])
def test_equal_partitions_are_perfect_whatever_the_names(measure):
    assert measure(GOLD, {k: -v for k, v in GOLD.items()}) == pytest.approx(1)


def test_alone_and_together():
    alone, together = {k: k for k in GOLD}, dict.fromkeys(GOLD, 0)
    assert b_cubed(GOLD, alone)[:2] == (1.0, pytest.approx(3 / 6)) and b_cubed(GOLD, together)[1] == 1.0
    assert muc(GOLD, together) > muc(GOLD, alone), "the trap of MUC"
