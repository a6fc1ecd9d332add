"""Who repeats whom."""

from __future__ import annotations

from bearwitness.weigh.figures import Said, is_unnamed, name_key
from bearwitness.weigh.lineage import trace


def said(claim: str, number: int, source: str | None = None, publisher: str | None = None, day: float = 0,
         bound: str = "exact", **more) -> Said:
    return Said(claim, number, bound, chain=(source,) if source else (), publisher=publisher, published=day, **more)


def roots(*saids: Said) -> list[list[str]]:
    lineage = trace(saids)
    groups: dict[str, list[str]] = {}
    for claim, root in lineage.root_of.items():
        groups.setdefault(root, []).append(claim)
    return sorted(sorted(g) for g in groups.values())


def test_four_outlets_with_one_source_are_one_root():
    assert len(roots(*(said(f"c{i}", 973, "Hill Monitor", f"Paper {i}", i) for i in range(4)))) == 1


def test_two_sources_stay_two_even_with_one_figure():
    assert len(roots(said("c1", 973, "Hill Monitor"), said("c2", 973, "Valley Monitor"))) == 2


def test_an_unsourced_equal_figure_descends_when_chance_would_hardly_repeat_it():
    assert len(roots(said("c1", 973, "Hill Monitor"), said("c2", 973, None, "Paper", 1))) == 1
    assert len(roots(said("c1", 1000, "Hill Monitor"), said("c2", 1000, None, "Paper", 1))) == 2, "round numbers prove nothing"
    edge, = [e for e in trace([said("c1", 13, "Hill Monitor"), said("c2", 13, None, "Paper", 1)]).edges if e.claim == "c2"]
    assert edge.suggested and "times likelier" in edge.reason


def test_a_rounded_repeat_descends():
    assert len(roots(said("c1", 1225, "Hill Monitor"), said("c2", 1200, None, "Paper", 1, "about"))) == 1


def test_a_chain_of_citations_ends_at_its_first_voice():
    """Paper B cites Paper A, whose own figure cites the monitor."""
    assert len(roots(said("c1", 973, "Hill Monitor", "Paper A"), said("c2", 973, "Paper A", "Paper B", 1))) == 1


def test_a_publisher_that_others_cite_is_its_own_root():
    assert roots(said("c1", 88, None, "Paper A"), said("c2", 88, "Paper A", "Paper B", 1)) == [["c1", "c2"]]


def test_near_duplicate_text_is_one_root():
    words = "a long wire text that two papers print word for word on the same day with fifty dead in it"
    pair = [said("c1", 50, None, "Paper A", text=words, report="r1"), said("c2", 50, None, "Paper B", 1, text=words, report="r2")]
    assert len(roots(*pair)) == 1


def test_circular_reporting_is_one_root_and_flagged():
    ring = [said("c1", 60, "Paper B", "Paper A"), said("c2", 60, "Paper C", "Paper B", 1), said("c3", 60, "Paper A", "Paper C", 2)]
    lineage = trace(ring)
    assert len(set(lineage.root_of.values())) == 1 and lineage.circular


def test_a_source_that_cites_itself_is_answered():
    assert len(roots(said("c1", 60, "Paper A", "Paper A"), said("c2", 60, "Paper A", "Paper A", 1))) == 1


def test_names():
    assert name_key("The Hill Monitor (HM)") == name_key("Hill Monitor")
    assert name_key("Wire via Paper") == "wire"
    assert is_unnamed("unnamed field sources") and is_unnamed("local eyewitnesses") and is_unnamed("two hospital officials")
    assert not is_unnamed("Hill Monitor") and not is_unnamed("Reporters' League") and not is_unnamed("Observer Group")
