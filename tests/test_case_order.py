"""The same reports in any order give the same incidents: all at once to the last character, a few at a time in all but what is told here."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from tests.made_up_reports import write

import bearwitness.extract
from bearwitness import case as verbs
from bearwitness.case import relating

ORDERS = 5
A_FEW = 10


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return write(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module", autouse=True)
def read_once():
    """Reading is the same each time (other tests see to that), so each text is read once."""
    known: dict[tuple, Any] = {}
    real = bearwitness.extract.read_document

    def reading(doc, **more):
        key = (doc.text_sha256, doc.published_at, doc.publisher)
        if key not in known:
            known[key] = real(doc, **more)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bearwitness.extract, "read_document", reading)
        yield
    assert known


def shuffled(pages: list[str], n: int) -> list[str]:
    """The n-th order; the first is that of the list, the second the reverse."""
    order = list(pages)
    if n == 1:
        order.reverse()
    elif n:
        random.Random(n).shuffle(order)
    return order


def take_in(case, paths: list[str]) -> None:
    assert all(line["verdict"] == "accept" for line in verbs.add(case, paths))
    assert all(result.ok for result in verbs.read(case, jobs=1))


def record(case) -> dict[str, Any]:
    """Everything that is derived."""
    verbs.weigh(case)
    return {kind: sorted(map(str, verbs.show(case, kind))) if kind in ("lineage", "blame") else list(verbs.show(case, kind))
            for kind in ("incidents", "tolls", "lineage", "blame", "outside")} | {
        "reports": {r["id"]: (Path(r["source"]).stem, r["incidents"]) for r in verbs.show(case, "reports")}}


@pytest.fixture(scope="module")
def at_once(pages: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with verbs.new(tmp_path_factory.mktemp("first") / "case") as case:
        take_in(case, shuffled(pages, 0))
        verbs.relate(case)
        return record(case)


def test_the_made_up_reports_make_the_incidents_that_they_tell_of(at_once: dict[str, Any]) -> None:
    names = at_once["reports"]
    told = sorted("".join(sorted({names[r][0][0] for r in i["reports"]} - {"h"})) for i in at_once["incidents"] if len(i["reports"]) > 1)
    assert told == list("abcdefg"), "what only speaks of one (h) may be in any"


@pytest.mark.parametrize("n", range(1, ORDERS))
def test_all_at_once_the_order_makes_no_difference_at_all(n: int, pages: list[str], at_once: dict[str, Any], tmp_path: Path) -> None:
    with verbs.new(tmp_path / "case") as case:
        take_in(case, shuffled(pages, n))
        verbs.relate(case)
        assert record(case) == at_once, "members, days, places, tolls, standing, blame, reasons and ids"


@pytest.mark.parametrize("n", range(ORDERS))
def test_a_few_at_a_time_the_order_decides_over_ids_alone(n: int, pages: list[str], at_once: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id is minted from the claims of an incident when it is first seen, and kept: so it may differ, and it names the same claims.

    Half of the orders go the way of large cases, where a further report is compared with what shares a key and only its part is gathered anew. There the
    counts of words are those of the last count, so that scores may differ a little until the next one, or until `relate --afresh`.
    """
    order = shuffled(pages, n)
    large = bool(n % 2)
    if large:
        monkeypatch.setattr(relating, "SMALL", 0)
    with verbs.new(tmp_path / "case") as case:
        for start in range(0, len(order), A_FEW):
            take_in(case, order[start:start + A_FEW])
            verbs.relate(case)
        step_by_step = record(case)
        verbs.relate(case, afresh=True)
        afresh = record(case)
    assert nameless(afresh) == nameless(at_once), "made anew, the order makes no difference"
    assert ids(afresh) == ids(step_by_step), "what has an id keeps it"
    if large:
        assert nameless(step_by_step, but=("because",)) == nameless(at_once, but=("because",)), "the scores told in the reasons may be those of fewer reports"
    else:
        assert step_by_step == afresh


def ids(found: dict[str, Any]) -> dict[str, list[str]]:
    return {i["id"]: i["reports"] for i in found["incidents"]}


def nameless(found: dict[str, Any], but: tuple[str, ...] = ()) -> list[Any]:
    """The incidents without what carries their ids."""
    left = {"id", "within", "within_because", "parts", "proposals", *but}
    return sorted(({k: v for k, v in i.items() if k not in left} for i in found["incidents"]), key=str)


def test_copies_come_and_go_in_a_large_case_as_they_would_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One copy stands for the others: when it is judged away, told apart or comes back, the others stay what they are."""
    monkeypatch.setattr(relating, "SMALL", 0)
    text = "Gunmen killed 41 people in Jableh on 7 March 2025, the Hill Monitor said."
    pages = write(tmp_path / "pages", [(f"k{n}", "en", f"Paper {n}", "2025-03-08", "Jableh", f"{text}\n\nPrinted by number {n}.") for n in range(8)])
    by = {"reviewer": "Reviewer One", "reason": "a test"}

    def groups() -> list[set[str]]:
        return sorted(({Path(known[r]).stem for r in i["reports"]} for i in verbs.show(case, "incidents")), key=sorted)

    with verbs.new(tmp_path / "case") as case:
        for paths in (pages[:4], pages[4:]):
            take_in(case, paths)
            verbs.relate(case)
        known = {r["id"]: r["source"] for r in verbs.show(case, "reports")}
        every = {Path(path).stem for path in pages}
        assert groups() == [every]
        for id_ in sorted(known)[:2]:       # the first of them stands for the others
            event = next(c["id"] for c in verbs.show(case, "claims") if c["report_id"] == id_ and c["kind"] == "event")
            rejected = verbs.judge(case, event, relation="reject", **by)
            assert every - {Path(known[id_]).stem} <= set().union(*groups()) and len([g for g in groups() if len(g) > 1]) == 1
            verbs.undo(case, rejected.id, **by)
            assert groups() == [every]
        first, second, *_ = sorted(known)
        apart = verbs.judge(case, first, second, relation="different", **by)
        step_by_step = groups()
        assert len(step_by_step) == 2 and set().union(*step_by_step) == every
        verbs.relate(case, afresh=True)
        assert groups() == step_by_step
        verbs.undo(case, apart.id, **by)
        assert groups() == [every]
