"""`judge`: added, never overwritten; follows its claim through a better reading; can be undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests import case_fakes

from bearwitness import case as verbs
from bearwitness.errors import NotFound, UsageError
from bearwitness.model import Judgement
from bearwitness.store.decisions import holding

TEXT = "Amal said that 13 people were killed in Exampleton. Karim said that 7 people were killed."
BY = {"reviewer": "Reviewer One", "reason": "looked at it"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of one report, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.txt").write_text(TEXT)
    with pytest.MonkeyPatch.context() as patch, verbs.new(folder / "case") as opened:
        case_fakes.install(patch)
        list(verbs.add(opened, [str(folder / "a.txt")]))
        list(verbs.read(opened))
    return folder / "case"


@pytest.fixture
def case(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A copy of it, to be changed."""
    case_fakes.install(monkeypatch)
    shutil.copytree(made, tmp_path / "case")
    with verbs.open_case(tmp_path / "case") as opened:
        yield opened


def _toll(case) -> dict:
    return next(c for c in verbs.show(case, "claims") if c["kind"] == "toll")


def _status(case) -> list[tuple[str, str]]:
    return [(row["relation"], row["status"]) for row in verbs.show(case, "judgements")]


def test_a_judgement_is_kept_with_its_anchor_and_logged(case) -> None:
    toll = _toll(case)
    made = verbs.judge(case, toll["id"][:8], relation="accept", **BY)
    assert made.left == toll["id"]
    [row] = verbs.show(case, "judgements")
    assert row["anchor"]["exact"] == "13 people were killed" and row["status"] == "holds"
    assert _toll(case)["judgements"] == [{"judgement": made.id, "relation": "accept", "reviewer": "Reviewer One"}]
    assert verbs.verify(case.path) == []


WRONG = [   # left, right, further, what the message says
    ("toll", None, {"relation": "like"}, "no relation"),
    ("toll", None, {"relation": "accept", "reason": " "}, "needs a reason"),
    ("toll", None, {"relation": "accept", "reviewer": ""}, "reviewer"),
    ("toll", None, {"relation": "same"}, "between two things"),
    ("toll", "report", {"relation": "reject"}, "about one thing"),
    ("toll", "toll", {"relation": "same"}, "one and the same"),
    ("toll", None, {"relation": "fix"}, "--set"),
    ("toll", None, {"relation": "accept", "changes": {"number": 1}}, "--set goes with"),
    ("toll", None, {"relation": "fix", "changes": {"colour": "red"}}, "colour"),
    ("toll", None, {"relation": "fix", "changes": {"number": "many"}}, "whole number"),
    ("report", None, {"relation": "fix", "changes": {"sensitivity": 7}}, "0, 1, 2, 3"),
    ("report", None, {"relation": "fix", "changes": {"sha256": "x"}}, "no field"),
    ("ffffffffffff", None, {"relation": "accept"}, "there is no claim"),
    ("ab", None, {"relation": "accept"}, "8 characters"),
]


@pytest.mark.parametrize(("left", "right", "further", "says"), WRONG)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(case, left: str, right: str | None, further: dict, says: str) -> None:
    known = {"toll": _toll(case)["id"], "report": next(verbs.show(case, "reports"))["id"]}
    with pytest.raises((UsageError, NotFound), match=says):
        verbs.judge(case, known.get(left, left), known.get(right, right), **{**BY, **further})
    assert _status(case) == []


def test_the_same_reviewer_changes_their_mind(case) -> None:
    id_ = _toll(case)["id"]
    first = verbs.judge(case, id_, relation="accept", **BY)
    second = verbs.judge(case, id_, relation="reject", **BY)
    assert second.supersedes == first.id
    assert _status(case) == [("accept", "superseded"), ("reject", "holds")]


def test_two_reviewers_may_disagree(case) -> None:
    id_ = _toll(case)["id"]
    verbs.judge(case, id_, relation="accept", **BY)
    verbs.judge(case, id_, relation="reject", reviewer="Reviewer Two", reason="no")
    assert [status for _, status in _status(case)] == ["holds", "holds"]


def test_fixes_of_different_fields_stand_beside_one_another(case) -> None:
    id_ = _toll(case)["id"]
    verbs.judge(case, id_, relation="fix", changes={"number": 14}, **BY)
    verbs.judge(case, id_, relation="fix", changes={"whom": "civilians"}, **BY)
    verbs.judge(case, id_, relation="fix", changes={"number": 15}, **BY)
    assert [status for _, status in _status(case)] == ["superseded", "holds", "holds"]


def test_undo_and_undo_of_the_undo(case) -> None:
    first = verbs.judge(case, _toll(case)["id"], relation="reject", **BY)
    back = verbs.undo(case, first.id[:8], **BY)
    assert _status(case) == [("reject", "superseded"), ("unsure", "holds")]
    verbs.undo(case, back.id, **BY)
    assert _status(case)[0] == ("reject", "holds")
    with pytest.raises(UsageError, match="does not hold any more"):
        verbs.undo(case, back.id, **BY)
    with pytest.raises(NotFound, match="no such judgement"):
        verbs.undo(case, "eeeeeeeeeeee", **BY)
    assert len(_status(case)) == 3 and verbs.verify(case.path) == []


def test_a_fix_of_a_report_changes_what_is_shown_and_not_what_is_kept(case) -> None:
    report = next(verbs.show(case, "reports"))
    assert report["sensitivity"] == 2
    verbs.judge(case, report["id"], relation="fix", changes={"sensitivity": 0, "published_at": "2025-03-09"}, **BY)
    shown = next(verbs.show(case, "reports"))
    assert shown["sensitivity"] == 0 and shown["published_at"]["start"] == "2025-03-09"
    assert verbs.verify(case.path) == []


def test_a_judgement_follows_its_claim_through_a_better_reading(case, monkeypatch: pytest.MonkeyPatch) -> None:
    old = _toll(case)["id"]
    made = verbs.judge(case, old, relation="reject", **BY)
    case_fakes.install(monkeypatch, "2")
    list(verbs.read(case))
    new = _toll(case)
    assert new["id"] != old and new["judgements"][0]["relation"] == "reject"
    [row] = verbs.show(case, "judgements")
    assert (row["left"], row["now_left"], row["status"], row["id"]) == (old, new["id"], "holds", made.id)


def test_both_sides_of_a_pair_follow(case, monkeypatch: pytest.MonkeyPatch) -> None:
    tolls = [c["id"] for c in verbs.show(case, "claims") if c["kind"] == "toll"]
    verbs.judge(case, *tolls, relation="same", **BY)
    case_fakes.install(monkeypatch, "2")
    list(verbs.read(case))
    now = [c["id"] for c in verbs.show(case, "claims") if c["kind"] == "toll"]
    [row] = verbs.show(case, "judgements")
    assert [row["now_left"], row["now_right"]] == now and set(now).isdisjoint(tolls)


def test_a_judgement_that_finds_no_claim_is_shown_as_unanchored(case, monkeypatch: pytest.MonkeyPatch) -> None:
    import bearwitness.extract
    from bearwitness.model import Reading

    verbs.judge(case, _toll(case)["id"], relation="accept", **BY)
    case_fakes.install(monkeypatch, "3")
    monkeypatch.setattr(bearwitness.extract, "read_document", lambda doc, **_: Reading(doc))
    list(verbs.read(case))
    assert _status(case) == [("accept", "unanchored")]


@pytest.mark.parametrize(("pair", "name", "value"), [
    ("number=803", "number", 803), ("stance=denies", "stance", "denies"), ("whom=null", "whom", None),
    ("reason=a=b", "reason", "a=b"), ('whom="803"', "whom", "803"), (" x =", "x", ""),
])
def test_words_of_a_fix(pair: str, name: str, value: object) -> None:
    assert verbs.parse_set([pair]) == {name: value}


def test_words_that_are_no_fix() -> None:
    with pytest.raises(UsageError, match="FIELD=VALUE"):
        verbs.parse_set(["number"])


HOLDING = [     # relation and what it supersedes, of rows 0, 1, 2 ...; those that hold
    ([("accept", None)], [0], "one"),
    ([("accept", None), ("reject", 0)], [1], "a new decision of the same question"),
    ([("accept", None), ("reject", 0), ("reject", 1)], [2], "decided a third time: the first is not back"),
    ([("accept", None), ("unsure", 0)], [1], "undone"),
    ([("accept", None), ("unsure", 0), ("unsure", 1)], [0, 2], "the undo undone"),
    ([("accept", None), ("reject", 0), ("unsure", 1)], [0, 2], "a new decision undone: the first is back"),
    ([("accept", None), ("unsure", 0), ("accept", 1)], [2], "decided anew after an undo"),
    ([("accept", None), ("unsure", 0), ("accept", 1), ("unsure", 2)], [1, 3], "and that undone: the first undo counts again"),
]


@pytest.mark.parametrize(("rows", "hold"), [(rows, hold) for rows, hold, _ in HOLDING], ids=[why for _, _, why in HOLDING])
def test_what_holds(rows, hold) -> None:
    made = [Judgement(f"j{n}", "c", relation, "A", "x", "2031-05-01", supersedes=None if over is None else f"j{over}")
            for n, (relation, over) in enumerate(rows)]
    assert [j.id for j in holding(made)] == [f"j{n}" for n in hold]


def test_a_claim_that_comes_and_goes_with_readings_keeps_one_judgement(case, monkeypatch: pytest.MonkeyPatch) -> None:
    verbs.judge(case, _toll(case)["id"], relation="accept", **BY)
    for version in ("2", "1", "2", "1"):
        case_fakes.install(monkeypatch, version)
        list(verbs.read(case, [next(verbs.show(case, "reports"))["id"]]))
        verbs.relate(case)
        assert [status for _, status in _status(case)].count("holds") == 1
    assert verbs.verify(case.path) == []
