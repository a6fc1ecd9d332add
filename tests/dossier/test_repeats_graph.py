"""The drawing of who repeats whom."""

from __future__ import annotations

from bearwitness.dossier.repeats import Branch, Origin
from bearwitness.dossier.repeats_graph import DEEPEST, MOST, draw


def branch(n: int, *children: Branch, suggested: bool = False) -> Branch:
    return Branch(f"c-{n}", f"Paper {n}", None, str(n), "", None, children, suggested)


def test_lines_lead_from_each_figure_to_what_repeats_it():
    graph = draw([Origin("Hill Monitor", False, (branch(1, branch(2, suggested=True)),)), Origin("Paper 3", True, (branch(3),))], width=800)
    assert [(n.label, n.link) for n in graph.nodes] == [("Hill Monitor", None), ("1 · Paper 1", "c-1"), ("2 · Paper 2", "c-2"), ("3 · Paper 3", "c-3")]
    assert [link.suggested for link in graph.links] == [False, True] and graph.left_out == 0
    assert len({n.y for n in graph.nodes}) == 4


def test_nothing_to_draw_and_far_too_much():
    assert draw([], width=800) is None and draw([Origin("Paper 1", True, (branch(1),))], width=800) is None
    graph = draw([Origin("Hill Monitor", False, tuple(branch(n) for n in range(500)))], width=390)
    assert len(graph.nodes) == MOST and graph.left_out == 501 - MOST
    deep = branch(0)
    for n in range(1, 40):
        deep = branch(n, deep)
    assert max(n.x for n in draw([Origin("Hill Monitor", False, (deep,))], width=390).nodes) <= 12 + 18 * DEEPEST
