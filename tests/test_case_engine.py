"""`read --engine` on files and on a case: asked only when named, kept apart, never counted before a person accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests import case_fakes
from tests.engines.conftest import FakeServer

from bearwitness import case as verbs
from bearwitness.errors import UsageError

TEXT = "Amal said that 13 people were killed in Exampleton. Karim counted: twenty civilians dead in Exampleton."
COUNTED = {"kind": "toll", "passage": "twenty civilians dead in Exampleton", "speaker": "Karim", "number": "twenty", "whom": "civilians",
           "harm": "killed", "stance": "asserts", "hedge": "none"}
INVENTED = {**COUNTED, "speaker": "Saudi Arabia"}


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    case_fakes.install(monkeypatch)


@pytest.fixture
def server():
    made = FakeServer()
    made.answers = [[COUNTED, INVENTED]]
    yield made
    made.close()


@pytest.fixture
def case(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT)
    with verbs.new(tmp_path / "case") as opened:
        list(verbs.add(opened, [str(tmp_path / "a.txt")], given=verbs.Given(published_at="2025-03-09")))
        yield opened


def lines(results: Any) -> list[dict[str, Any]]:
    return [json.loads(result.line) for result in results]


def suggested(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if row["extractor"].startswith("llm:")]


def test_nobody_is_asked_unless_named(case, server: FakeServer) -> None:
    list(verbs.read(case))
    assert server.asked == []


def test_of_files(server: FakeServer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    [result] = verbs.read_files([str(tmp_path / "a.txt")], engine=server.address)
    line = json.loads(result.line)
    assert result.ok and result.remarks      # what is dropped is told, and the item is done
    assert [c["kind"] for c in suggested(line["claims"])] == ["statement", "toll"]
    assert line["failures"] == [{"stage": "grounding", "reason": "1 of 2 claims of tiny dropped: 1 the speaker is not in the text"}]


def test_of_lines(server: FakeServer) -> None:
    [line] = lines(verbs.read_lines([json.dumps({"id": "x", "text": TEXT}).encode()], engine=server.address))
    assert len(suggested(line["claims"])) == 2


def test_an_engine_that_is_none_is_told_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="URL#MODEL"):
        verbs.read_files(["-"], engine="gpt")


def test_the_record_names_the_model_and_the_log_verifies(case, server: FakeServer) -> None:
    list(verbs.read(case, engine=server.address))
    rows = suggested(verbs.show(case, "claims"))
    assert len(rows) == 2 and all("tiny" in row["rule"] and row["passage"]["prefix"] is not None for row in rows)
    with case.reading() as connection:
        from bearwitness.store import readings

        now = readings.current(connection, rows[0]["report_id"])
    assert now is not None and now["extractor"].startswith("fake@1+llm:tiny@") and "1 of 2 claims" in now["failures"]
    assert verbs.verify(case.path) == []


def test_each_report_is_asked_about_once_and_a_plain_read_takes_nothing_away(case, server: FakeServer) -> None:
    list(verbs.read(case))
    assert len(list(verbs.read(case, engine=server.address))) == 1
    asked = len(server.asked)
    assert list(verbs.read(case, engine=server.address)) == [] and list(verbs.read(case)) == []
    assert len(server.asked) == asked and len(suggested(verbs.show(case, "claims"))) == 2


def test_a_reading_that_the_model_did_not_answer_is_kept_and_tried_again(case, server: FakeServer) -> None:
    server.status = 503
    [result] = verbs.read(case, engine=server.address)
    assert not result.ok and list(verbs.show(case, "claims"))
    assert list(verbs.read(case)) == []
    server.status = 200
    [result] = verbs.read(case, engine=server.address)
    assert result.ok and len(suggested(verbs.show(case, "claims"))) == 2


def test_a_defect_of_the_option_costs_nothing_that_the_rules_found(case, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from bearwitness import engines

    monkeypatch.setattr(engines, "add_suggestions", lambda *a: 1 / 0)
    [result] = verbs.read(case, engine=server.address)
    line = json.loads(result.line)
    assert not result.ok and line["claims"] and "please report" in line["failures"][-1]["reason"]


# --- what counts --------------------------------------------------------------------------------------------

def figures(case) -> list[tuple[int | None, str]]:
    verbs.relate(case)
    verbs.weigh(case)
    return sorted((f["number"], f["claim"]) for row in verbs.show(case, "tolls") for f in row["figures"])


def test_a_suggestion_counts_when_a_person_accepts_it_and_no_longer_when_that_is_undone(case, server: FakeServer) -> None:
    list(verbs.read(case))
    before = figures(case)
    list(verbs.read(case, engine=server.address))
    [toll] = [row for row in suggested(verbs.show(case, "claims")) if row["kind"] == "toll"]
    assert figures(case) == before and toll["id"] not in {c for i in verbs.show(case, "incidents") for c in i["claims"]}
    made = verbs.judge(case, toll["id"], relation="accept", reviewer="Amal", reason="read it")
    assert (20, toll["id"]) in figures(case)
    verbs.undo(case, made.id, reviewer="Amal", reason="too fast")
    assert figures(case) == before


def test_weighing_lines_leaves_suggestions_out(server: FakeServer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    plain = [r.line.encode() for r in verbs.read_files([str(tmp_path / "a.txt")])]
    more = [r.line.encode() for r in verbs.read_files([str(tmp_path / "a.txt")], engine=server.address)]
    assert list(verbs.weigh_reads(plain)) == list(verbs.weigh_reads(more))


# --- what leaves this machine -------------------------------------------------------------------------------

def test_case_toml_may_name_an_engine_on_this_machine(case, server: FakeServer) -> None:
    with (case.path / "case.toml").open("a") as file:
        file.write(f'\n[read]\nengine = "{server.address}"\n')
    list(verbs.read(case, engine="none"))
    assert server.asked == []
    list(verbs.read(case))
    assert server.asked


@pytest.mark.parametrize(("value", "says"), [
    ('"https://models.example.org/v1#large"', "another machine"), ('"gpt"', "URL#MODEL"), ("5", "must be a text")])
def test_case_toml_may_not_send_texts_elsewhere(case, value: str, says: str) -> None:
    with (case.path / "case.toml").open("a") as file:
        file.write(f"\n[read]\nengine = {value}\n")
    with pytest.raises(UsageError, match=says):
        verbs.read(case)


def test_a_report_that_is_not_public_is_not_sent_to_another_machine(case, monkeypatch: pytest.MonkeyPatch) -> None:
    from bearwitness import engines

    sent: list[str] = []
    monkeypatch.setattr(engines, "add_suggestions", lambda reading, engine: sent.append(reading.document.text) or reading)
    remote = "https://models.example.org/v1#large"
    [result] = verbs.read(case, engine=remote)      # level 2: nobody said that it is public
    assert not result.ok and sent == [] and "not public" in json.loads(result.line)["failures"][-1]["reason"]
    [report] = verbs.show(case, "reports")
    verbs.judge(case, report["id"], relation="fix", reviewer="Amal", reason="on the web", changes={"sensitivity": 0})
    assert [r.ok for r in verbs.read(case, engine=remote)] == [True] and sent == [TEXT]
