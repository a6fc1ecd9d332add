"""The boosted trees of the MUC-4 training."""

from __future__ import annotations

from bench.muc4_trees import grow


def test_trees_learn_what_no_line_can() -> None:
    rows = [[float(a), float(b)] for a in (0, 1) for b in (0, 1) for _ in range(40)]
    labels = [float(a != b) for a, b in rows]
    # one more case tips the balance, so that a first split is worth something
    forest = grow([*rows, [0.0, 0.0]], [*labels, 0.0], trees=60, rate=0.3, least=1.0, l2=1.0)
    assert all((forest.score([a, b]) > 0.5) == (a != b) for a in (0, 1) for b in (0, 1))


def test_the_same_rows_give_the_same_forest() -> None:
    rows = [[float(k % 7), float(k % 3), float(k)] for k in range(60)]
    labels = [float(k % 7 > 3) for k in range(60)]
    assert grow(rows, labels, trees=5) == grow(rows, labels, trees=5)


def test_one_class_alone_gives_a_sure_answer() -> None:
    assert grow([[1.0], [2.0], [3.0]], [0.0, 0.0, 0.0], trees=3).score([2.0]) < 0.01
