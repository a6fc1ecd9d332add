"""`read`, on files and on a case: a line for each input in order, kept once, resumed, superseded."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from tests import case_fakes

from bearwitness import case as verbs
from bearwitness.case import pool, reading
from bearwitness.case.worker import Options, Task
from bearwitness.model import Failure

TEXT = "Amal said that 13 people were killed in Exampleton."


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    case_fakes.install(monkeypatch)


@pytest.fixture
def case(tmp_path: Path):
    with verbs.new(tmp_path / "case") as opened:
        yield opened


def _lines(results) -> list[dict]:
    return [json.loads(result.line) for result in results]


def _add(case, tmp_path: Path, **texts: str) -> dict[str, str]:
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text)
    lines = verbs.add(case, [str(tmp_path / f"{name}.txt") for name in texts])
    return {Path(line["source"]).stem: line["report"] for line in lines}


# --- files ----------------------------------------------------------------------------------------------

def test_a_line_has_the_shape_of_the_interface(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    [line] = _lines(verbs.read_files([str(tmp_path / "a.txt")], text=True))
    assert list(line) == ["document", "claims", "mentions", "failures"]
    document = line["document"]
    assert document["source"] == str(tmp_path / "a.txt") and document["text"] == TEXT and document["chars"] == len(TEXT)
    assert set(document["published_at"]) == {"start", "end", "precision", "expression", "anchor"}
    assert [c["kind"] for c in line["claims"]] == ["statement", "toll"]
    for claim in line["claims"]:
        p = claim["passage"]
        assert set(p) == {"start", "end", "exact"} and TEXT[p["start"]:p["end"]] == p["exact"]
        assert "report_id" not in claim and "supersedes" not in claim


def test_text_is_told_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    [line] = _lines(verbs.read_files([str(tmp_path / "a.txt")]))
    assert "text" not in line["document"]


def test_every_input_has_its_line_in_order_also_when_it_failed(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "crash.txt").write_text("CRASH")
    names = ["gone.txt", "good.txt", "empty.txt", "crash.txt"]
    results = list(verbs.read_files([str(tmp_path / n) for n in names] + ["-"], stdin=io.BytesIO(TEXT.encode())))
    lines = _lines(results)
    assert [line["document"]["source"] for line in lines] == [str(tmp_path / n) for n in names] + ["-"]
    assert [r.ok for r in results] == [False, True, False, False, True]
    assert [[f["stage"] for f in line["failures"]] for line in lines] == [["read"], [], ["read"], ["extract"], []]
    assert lines[3]["document"]["text_sha256"] and lines[3]["claims"] == []       # what is known is told
    assert "RuntimeError: made to fail" in lines[3]["failures"][0]["reason"]


def test_a_text_that_would_take_the_machine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.worker, "MAX_CHARS", 1000)
    (tmp_path / "long.txt").write_text(TEXT * 50)
    [result] = verbs.read_files([str(tmp_path / "long.txt")])
    line = json.loads(result.line)
    assert not result.ok and "split it" in line["failures"][0]["reason"] and line["document"]["chars"] == len(TEXT) * 50


def test_options_tell_what_a_file_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    given = verbs.Given(published_at="2025-03-09", publisher="Example Press")
    [line] = _lines(verbs.read_files([str(tmp_path / "a.txt")], given=given))
    assert (line["document"]["publisher"], line["document"]["published_at"]["start"]) == ("Example Press", "2025-03-09")


JSONL = [   # a line, the source of its answer, the stages that failed, why
    ('{"id": "a", "text": "7 people were killed.", "published_at": "2025-03-09", "publisher": "P", "title": "T", "lang": "en"}',
     "a", [], "all fields"),
    ('{"id": 5, "text": "Nobody."}', "5", [], "a number is an id too"),
    ('{"id": "n", "text": "x", "title": null}', "n", [], "null is as good as absent"),
    ("not json", "line 4", ["read"], "named by its line"),
    ('{"text": "x"}', "line 5", ["read"], "no id"),
    ('{"id": "b"}', "b", ["read"], "no text"),
    ('{"id": "e", "text": ""}', "e", ["read"], "an empty text"),
    ('{"id": "s", "text": "\\ud800"}', "s", ["read"], "half a surrogate pair"),
    ('{"id": "w", "text": "x", "lang": 7}', "w", ["read"], "a field of the wrong kind"),
    ('["id"]', "line 10", ["read"], "not an object"),
    ('{"id": "html", "text": "<p>9 people were killed</p>"}', "html", [], "plain text stays plain text"),
]


def test_lines_of_short_texts() -> None:
    results = list(verbs.read_lines([line.encode() + b"\n" for line, *_ in JSONL], text=True))
    lines = _lines(results)
    for line, (_, source, stages, why) in zip(lines, JSONL, strict=True):
        assert line["document"]["source"] == source, why
        assert [f["stage"] for f in line["failures"]] == stages, why
    assert lines[0]["document"]["title"] == "T" and lines[0]["document"]["lang"] == "en"
    assert lines[-1]["document"]["text"] == "<p>9 people were killed</p>"


def test_two_thousand_lines_are_one_load_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    import bearwitness.extract

    loads = []
    monkeypatch.setattr(bearwitness.extract, "load_tools", lambda *a, **k: loads.append(1) or "1")
    lines = [json.dumps({"id": n, "text": f"{n} people were killed."}).encode() for n in range(2000)]
    results = list(verbs.read_lines(lines, jobs=1))
    assert [json.loads(r.line)["document"]["source"] for r in results] == [str(n) for n in range(2000)]
    assert loads == [1]


def test_a_stream_is_not_swallowed_before_the_first_answer() -> None:
    taken = []

    def lines():
        for n in range(1000):
            taken.append(n)
            yield json.dumps({"id": n, "text": "x y z"}).encode()

    next(verbs.read_lines(lines(), jobs=1))
    assert len(taken) < 5


def test_further_tables_of_actors_are_handed_on_and_a_missing_one_is_told(tmp_path: Path, case, monkeypatch) -> None:
    import bearwitness.extract
    from bearwitness.errors import ReadError

    given = []
    monkeypatch.setattr(bearwitness.extract, "load_tools", lambda gazetteer, paths, packs=(): given.append(paths) or "1")
    (tmp_path / "more.csv").write_text("name\n")
    (tmp_path / "a.txt").write_text(TEXT)
    list(verbs.read_files([str(tmp_path / "a.txt")], actors=[str(tmp_path / "more.csv")]))
    (case.path / "actors.csv").write_text("name\n")
    _add(case, tmp_path, b=TEXT)
    list(verbs.read(case))
    assert given == [[tmp_path / "more.csv"], [case.path / "actors.csv"]]
    with pytest.raises(ReadError, match="--actors"):
        list(verbs.read_files([str(tmp_path / "a.txt")], actors=["gone.csv"]))


def test_folders_of_language_packs_are_handed_on_and_a_missing_one_is_told(tmp_path: Path, case, monkeypatch) -> None:
    import bearwitness.extract
    from bearwitness.errors import UsageError

    given = []
    monkeypatch.setattr(bearwitness.extract, "load_tools", lambda gazetteer, paths, packs=(): given.append(packs) or "1")
    (tmp_path / "packs").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    list(verbs.read_files([str(tmp_path / "a.txt")], packs=[str(tmp_path / "packs")]))
    (case.path / "languages").mkdir()
    _add(case, tmp_path, b=TEXT)
    list(verbs.read(case))
    assert given == [[tmp_path / "packs"], [case.path / "languages"]]
    with pytest.raises(UsageError, match="no such folder"):
        list(verbs.read_files([str(tmp_path / "a.txt")], packs=["gone"]))


def test_files_read_some_at_a_time_are_answered_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import bearwitness.extract

    asked = []
    monkeypatch.setattr(bearwitness.extract, "parse_together", lambda documents, **k: asked.append(len(documents)) or [None] * len(documents))
    tasks = [Task("a", data=b"9 people were killed."), Task("b", fault=Failure("read", "x")), Task("c", data=b"CRASH"),
             Task("d", data=b"4 people were killed.")]
    given = [Task(t.source, data=t.data, fault=t.fault, given={"media_type": "text/plain"} if t.data else {}) for t in tasks]
    together = list(pool.run(given, Options(), jobs=1, ahead=True))
    assert asked == [3]
    assert together == [pool.worker.run(t, Options()) for t in given]
    assert [r.ok for r in together] == [True, False, False, True]


# --- processes --------------------------------------------------------------------------------------------

def test_processes_answer_in_order_and_a_deadly_task_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.worker, "run", _deadly)
    monkeypatch.setattr(pool, "_prepare", _no_model)
    tasks = [Task(str(n), fault=Failure("read", "x")) for n in range(9)]
    results = list(pool.run(tasks, Options(), jobs=2))
    assert [json.loads(r.line)["document"]["source"] for r in results] == [str(n) for n in range(9)]
    assert ["died" in r.line for r in results] == [n == 4 for n in range(9)]


_run = pool.worker.run


def _no_model(options: Options) -> None:
    """Stands for loading the model, in a process that will read nothing."""


def _deadly(task, options):
    import multiprocessing
    import os

    if task.source == "4" and multiprocessing.parent_process() is not None:
        os._exit(9)
    return _run(task, options)


# --- a case -----------------------------------------------------------------------------------------------

def test_reading_keeps_claims_with_context_and_logs_one_event_a_reading(case, tmp_path: Path) -> None:
    ids = _add(case, tmp_path, a="Before.\n" + TEXT + " After it.", b="Nothing here.")
    results = _lines(verbs.read(case))
    assert [line["document"]["report"] for line in results] == list(ids.values())
    statement, toll = verbs.show(case, "claims")
    assert toll["passage"]["exact"] == "13 people were killed" and toll["passage"]["suffix"] == " in Exampleton. After it."
    assert toll["report_id"] == ids["a"] and statement["kind"] == "statement"
    assert verbs.verify(case.path) == []


def test_a_second_read_reads_only_what_is_new(case, tmp_path: Path) -> None:
    _add(case, tmp_path, a=TEXT)
    assert len(list(verbs.read(case))) == 1
    assert list(verbs.read(case)) == []
    _add(case, tmp_path, b="7 people were killed.")
    assert len(list(verbs.read(case))) == 1


def test_a_named_report_is_read_again_and_stays_one_reading(case, tmp_path: Path) -> None:
    ids = _add(case, tmp_path, a=TEXT)
    list(verbs.read(case))
    [line] = _lines(verbs.read(case, [ids["a"][:8]]))
    assert line["document"]["source"] == ids["a"][:8]
    assert len(list(verbs.show(case, "claims"))) == 2


def test_a_broken_run_goes_on_where_it_stopped(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _add(case, tmp_path, **{f"t{n}": f"{n} people were killed." for n in range(10)})
    monkeypatch.setattr(reading, "KEEP_ITEMS", 2)
    running = verbs.read(case)
    got = [next(running) for _ in range(4)]
    running.close()
    assert len(got) == 4
    assert len(list(verbs.read(case))) == 6
    assert len(list(verbs.show(case, "claims"))) == 10
    assert verbs.verify(case.path) == []


def test_what_failed_is_named_and_tried_again_next_time(case, tmp_path: Path) -> None:
    _add(case, tmp_path, a="CRASH", b=TEXT)
    (tmp_path / "scan.bin").write_bytes(b"\x00" * 99)
    [scan] = verbs.add(case, [str(tmp_path / "scan.bin")])
    assert [r.ok for r in verbs.read(case)] == [False, True]
    assert [r.ok for r in verbs.read(case)] == [False]
    [named, unknown] = _lines(verbs.read(case, [scan["report"], "ffffffffff"]))
    assert "binary" in named["failures"][0]["reason"]
    assert "neither a file nor a report" in unknown["failures"][0]["reason"]


def test_a_better_extractor_supersedes_and_keeps_ids_that_did_not_change(case, tmp_path: Path, monkeypatch) -> None:
    _add(case, tmp_path, a=TEXT)
    list(verbs.read(case))
    old = {c["kind"]: c["id"] for c in verbs.show(case, "claims")}
    case_fakes.install(monkeypatch, "2")
    assert len(list(verbs.read(case))) == 1
    new = {c["kind"]: c for c in verbs.show(case, "claims")}
    assert len(new) == 2
    assert new["statement"]["id"] == old["statement"] and "supersedes" not in new["statement"]
    assert new["toll"]["id"] != old["toll"] and new["toll"]["supersedes"] == old["toll"]
    assert verbs.verify(case.path) == []


def test_actors_and_places_are_counted(case, tmp_path: Path) -> None:
    _add(case, tmp_path, a=TEXT, b=TEXT + " Again.")
    list(verbs.read(case))
    [place] = verbs.show(case, "places")
    assert (place["name"], place["mentions"], len(place["reports"]), place["precision"]) == ("Exampleton", 2, 2, 3)
    [actor] = verbs.show(case, "actors")
    assert (actor["name"], actor["speaks"], len(actor["reports"])) == ("Amal", 2, 2)
