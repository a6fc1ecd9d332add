"""Parts of incidents, merges and splits, through the verbs: related, judged, taken back. All reports are made up; the places are real towns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.errors import NotFound, UsageError

REPORTS = [
    ("c1", "2025-03-06", "At least 13 police officers were killed on Thursday when gunmen ambushed a patrol in Jableh, the Hill Monitor said."),
    ("c2", "2025-03-09", "The Hill Monitor said on Sunday that 745 civilians had been killed on the Syrian coast since 6 March 2025. The violence began when gunmen "
                         "ambushed a police patrol in Jableh on 6 March 2025, killing 13 officers, the monitor said."),
    ("c3", "2025-03-12", "The Hill Monitor said that 1,225 people were killed on the Syrian coast between 6 and 12 March 2025."),
    ("p1", "2025-05-07", "At least 137 people were killed in Jableh on 6 May 2025, the Hill Monitor said."),
    ("p2", "2025-05-07", "Gunmen attacked Jableh on 6 May 2025 and set fire to the market, residents said. At least 90 people were killed."),
    ("p3", "2025-05-10", "The Orchard Network said that 137 people were killed in Jableh on 9 May 2025."),
    ("p4", "2025-05-10", "Shelling of Jableh on 9 May 2025 killed 110 people, a hospital said."),
    ("q1", "2025-05-11", "Three farmers were shot dead in Baniyas on 10 May 2025, the Hill Monitor said."),
    ("q2", "2025-05-12", "Shelling of Baniyas on 11 May 2025 left three shepherds dead, the Orchard Network said."),
]
WHO = {"reviewer": "Ada", "reason": "made for a test"}


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("parts")
    posts = folder / "made.posts.jsonl"
    posts.write_text("".join(json.dumps({"id": i, "published_at": on, "text": text}) + "\n" for i, on, text in REPORTS), "utf-8")
    opened = verbs.new(folder / "case", title="Parts")
    list(verbs.add(opened, [str(posts)]))
    list(verbs.read(opened, jobs=1))
    verbs.relate(opened)
    verbs.weigh(opened)
    return opened


def shown(case) -> dict[str, dict]:
    """Incidents by the posts that they hold."""
    members = {line["id"]: line["member"] for line in verbs.show(case, "reports")}
    return {" ".join(sorted(members[r] for r in line["reports"])): line for line in verbs.show(case, "incidents")}


def by_command(case, command: str) -> str:
    """Does what a proposed command says; the id of the judgement."""
    words = command.split()
    assert words[:2] == ["bearwitness", "judge"] and words[4] == "--relation"
    return verbs.judge(case, words[2], words[3], relation=words[5], **WHO).id


def test_the_ambush_lies_in_the_killings_with_its_own_toll(case):
    found = shown(case)
    assert set(found) == {"c1 c2", "c2 c3", "p1 p2", "p3 p4", "q1 q2"}
    ambush, whole = found["c1 c2"], found["c2 c3"]
    assert ambush["within"] == whole["id"] and whole["parts"] == [ambush["id"]] and whole["within"] is None
    assert "6 March 2025 is within 6-12 March 2025; Jableh lies in Syrian coast" in ambush["within_because"] and "tells of both" in ambush["within_because"]
    assert {f["number"] for t in ambush["tolls"] for f in t["figures"]} == {13}
    assert 13 not in {f["number"] for t in whole["tolls"] for f in t["figures"]}, "a part's figure is not the whole's"
    [total] = whole["sums"]
    assert (total["harm"], total["low"], total["verdict"]) == ("killed", 13, "consistent")
    [line] = verbs.show(case, "incident", whole["id"])
    assert [(part["id"], part["depth"]) for part in line["tree"]] == [(ambush["id"], 1)] and line["lies_in"] is None
    [line] = verbs.show(case, "incident", ambush["id"])
    assert line["lies_in"] == {"id": whole["id"], "title": whole["title"]} and line["tree"] == []


def test_people_say_where_an_incident_lies_and_take_it_back(case):
    found = shown(case)
    ambush, whole, other = (found[key]["id"] for key in ("c1 c2", "c2 c3", "p1 p2"))

    def home() -> str | None:
        return shown(case)["c1 c2"]["within"]

    first = verbs.judge(case, ambush, relation="fix", changes={"within": None}, **WHO)
    assert home() is None and shown(case)["c2 c3"]["parts"] == []
    second = verbs.judge(case, ambush, relation="fix", changes={"within": other}, reviewer="Bo", reason="another reader")
    assert home() == other
    assert any("Bo" in words and "Ada" in words and "contradict each other" in words for words in shown(case)["c1 c2"]["because"])
    with pytest.raises(UsageError, match="would lie in itself: first say that"):
        verbs.judge(case, other, relation="fix", changes={"within": ambush}, **WHO)
    verbs.undo(case, second.id, **WHO)
    assert home() is None
    verbs.undo(case, first.id, **WHO)
    assert home() == whole
    with pytest.raises(UsageError, match="would lie in itself"):
        verbs.judge(case, whole, relation="fix", changes={"within": ambush}, **WHO)
    with pytest.raises(UsageError, match="cannot lie in itself"):
        verbs.judge(case, whole, relation="fix", changes={"within": whole}, **WHO)
    with pytest.raises(NotFound, match="no such incident"):
        verbs.judge(case, whole, relation="fix", changes={"within": "SYR-AAAAAA"}, **WHO)
    with pytest.raises(UsageError, match="not 7"):
        verbs.judge(case, whole, relation="fix", changes={"within": 7}, **WHO)


@pytest.mark.parametrize(("kind", "together", "apart"), [("merge", "p1 p2 p3 p4", ("p1 p2", "p3 p4")), ("split", "q1 q2", ("q1", "q2"))])
def test_a_proposal_is_settled_by_its_commands_and_comes_back(case, kind, together, apart):
    def proposed() -> list[dict]:
        return [p for p in verbs.show(case, "proposals") if p["kind"] == kind]

    [before] = proposed()
    at_first = shown(case)
    groups = {"same": (together,), "different": apart}
    for relation, expected in groups.items():
        id_ = by_command(case, before[relation])
        assert set(expected) <= set(shown(case)) and proposed() == [], relation
        verbs.undo(case, id_, **WHO)
        assert proposed() == [before] and shown(case) == at_first, relation


def test_what_is_shown_of_an_incident_needs_one(case):
    with pytest.raises(UsageError, match="say which incident"):
        list(verbs.show(case, "incident"))
    with pytest.raises(NotFound, match="no such incident"):
        list(verbs.show(case, "incident", "SYR-AAAAAA"))
