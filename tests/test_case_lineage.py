"""Who repeats whom, through the verbs, on made-up reports: rings, stubs, owners, and what a reviewer cuts, adds and undoes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bearwitness import case as verbs

LEAD = "Gunmen attacked the market in Barda on 7 March 2031. "
REPORTS = {      # publisher: (day, text)
    "Hill Gazette": ("2031-03-08", LEAD + "The Valley Post said that 47 people had been killed in Barda."),
    "Valley Post": ("2031-03-09", LEAD + "The Hill Gazette said that 47 people had been killed in Barda. Shops stayed closed."),
    "Shore News": ("2031-03-09", LEAD + "According to the Lake Monitor, 72 people were killed in Barda."),
    "Paper A": ("2031-03-10", LEAD + "At least 44 people were killed in Barda."),
    "Paper B": ("2031-03-11", LEAD + "At least 46 people were killed in Barda, and many shops burned down."),
}
BY = {"reviewer": "Reviewer One", "reason": "the editors say so"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("lineage")
    with verbs.new(folder / "case") as opened:
        for name, (day, text) in REPORTS.items():
            file = folder / f"{name}.txt"
            file.write_text(text, "utf-8")
            [line] = verbs.add(opened, [str(file)], given=verbs.Given(publisher=name, published_at=day))
            assert line["verdict"].startswith("accept")
        list(verbs.read(opened))
        verbs.relate(opened)
        verbs.weigh(opened)
        yield opened


def roots(case) -> dict[str, list[int]]:
    """Root -> the numbers of its figures, of the killed."""
    tolls = next(verbs.show(case, "tolls"))
    numbers = {f["claim"]: f["number"] for f in tolls["figures"]}
    return {r["root"]: sorted(numbers[c] for c in r["claims"]) for r in tolls["roots"]}


def edges(case) -> dict[str, dict]:
    """Publisher -> its edge."""
    reports = {r["id"]: r["publisher"] for r in verbs.show(case, "reports")}
    of = {f["claim"]: reports[f["report"]] for f in next(verbs.show(case, "tolls"))["figures"]}
    return {of[e["claim"]]: e for e in verbs.show(case, "lineage")}


def figure(case, number: int) -> str:
    return next(f["claim"] for f in next(verbs.show(case, "tolls"))["figures"] if f["number"] == number)


def dossier(case, to: Path) -> tuple[str, dict]:
    incident = next(verbs.show(case, "incidents"))["id"]
    folder = verbs.publish(case, [incident], to=to, audience="public")
    return (folder / "index.html").read_text("utf-8"), json.loads((folder / "dossier.json").read_text("utf-8"))


def test_a_ring_is_one_root_and_flagged(case):
    assert roots(case)["Valley Post"] == [47, 47]
    assert "circular reporting" in edges(case)["Hill Gazette"]["reason"]
    because = next(verbs.show(case, "tolls"))["because"]
    assert "circular reporting: sources that cite one another count as one root, Valley Post" in because
    ring = next(r for r in next(verbs.show(case, "tolls"))["roots"] if r["root"] == "Valley Post")
    assert ring["weight"] == .5, "nobody in a ring is known to have counted"


def test_a_cited_source_whose_own_text_was_not_kept_is_a_root(case):
    edge = edges(case)["Shore News"]
    assert (edge["parent"], edge["parent_figure"]) == ("the Lake Monitor", None) and edge["reason"] == "cites the Lake Monitor"
    assert roots(case)["the Lake Monitor"] == [72]


def test_a_reviewer_adds_an_edge_and_takes_it_back(case):
    before, a, c = roots(case), figure(case, 44), figure(case, 72)
    made = verbs.judge(case, a, c, relation="same", **BY)
    verbs.weigh(case)
    assert roots(case) == {"Valley Post": [47, 47], "the Lake Monitor": [44, 72], "unattributed in Paper B": [46]}
    edge = edges(case)["Paper A"]
    assert (edge["state"], edge["parent"], edge["by"]["reviewer"]) == ("added", c, "Reviewer One")
    verbs.undo(case, made.id, reviewer="Reviewer One", reason="they were not asked")
    verbs.weigh(case)
    assert roots(case) == before and "Paper A" not in edges(case)


def test_a_reviewer_cuts_an_edge_and_takes_it_back(case, tmp_path):
    before = roots(case)
    edge = next(e for e in verbs.show(case, "lineage") if e["parent_figure"])
    made = verbs.judge(case, edge["claim"], edge["parent"], relation="different", **BY)
    verbs.weigh(case)
    assert len(roots(case)) == len(before) + 1
    cut = next(e for e in verbs.show(case, "lineage") if e["state"] == "cut")
    assert (cut["claim"], cut["parent"]) == (edge["claim"], edge["parent"]) and "Reviewer One" in cut["reason"]
    page, _ = dossier(case, tmp_path / "cut")
    assert "Reviewer One" in page and "the editors say so" in page
    verbs.undo(case, made.id, reviewer="Reviewer One", reason="they were not asked")
    verbs.weigh(case)
    assert roots(case) == before


def test_one_owner_is_one_root_with_its_reason_in_the_dossier(case, tmp_path):
    settings = case.path / "case.toml"
    before = settings.read_text("utf-8")
    try:
        settings.write_text(before + '\n[weigh]\nowners = { "Hill Holding" = ["Paper A", "Paper B"] }\n', "utf-8")
        with verbs.open_case(case.path) as opened:
            verbs.weigh(opened)
            assert roots(opened)["Hill Holding (Paper A and Paper B)"] == [44, 46]
            assert edges(opened)["Paper B"]["reason"] == "Paper A and Paper B belong to one owner, Hill Holding"
            page, record = dossier(opened, tmp_path / "owned")
        assert "belong to one owner, Hill Holding" in page and "circular reporting" in page
        incident, = record["incidents"]
        assert any("belong to one owner" in reason for _, _, reason in incident["lineage"])
    finally:
        settings.write_text(before, "utf-8")
        with verbs.open_case(case.path) as opened:
            verbs.weigh(opened)
