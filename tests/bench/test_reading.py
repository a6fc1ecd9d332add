"""The bench of reading: a set is scored, compared and stored without a word of its texts; what is absent is said."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from bench.reading import report, result, run, ucdp, wikievents
from bench.reading.result import Absent, Scores, changes

TEXT = "Amal Exampler said that nine villagers were killed."


def scores(**states: str) -> Scores:
    return Scores("made up", [Counter({"things:tp": 1, "things:gold": 2, "things:found": 1, "hits:right": 1, "hits:of": 2}), Counter()],
                  {"one": {k.replace("_", " ", 1).replace("_", "-"): v for k, v in states.items()}}, {"one": TEXT})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    return tmp_path


def test_a_run_is_printed_stored_and_compared(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    made = report.show(scores(toll_24_38="right", event_0_4="missed"))
    assert made["things F1"]["score"] == 0.667 and made["hits accuracy"]["score"] == 0.5
    report.store("made", scores(toll_24_38="right", event_0_4="missed"), made)
    report.compare("made", scores(toll_24_38="missed", event_0_4="right", event_5_8="too many"))
    said = capsys.readouterr().out
    assert "gains against the stored run: 1" in said and "event 0-4: missed -> right: Amal" in said
    assert "losses against the stored run: 2" in said and "toll 24-38: right -> missed: nine villagers" in said


def test_no_word_of_a_text_is_stored(folder: Path) -> None:
    report.store("made", scores(toll_24_38="right"))
    kept = (folder / "made.json").read_text("utf-8")
    assert json.loads(kept)["states"] == {"one": {"toll 24-38": "right"}}
    assert not any(word in kept for word in ("Amal", "villagers", "nine"))


def test_what_only_one_run_read_is_no_gain_and_no_loss() -> None:
    assert changes({"a": {"x 0-1": "right"}}, {"b": {"x 0-1": "missed"}}) == ([], [])


def test_a_changed_fault_is_neither() -> None:
    assert changes({"a": {"x 0-1": "speaker"}}, {"a": {"x 0-1": "words"}}) == ([], [])


def test_an_absent_set_is_skipped_and_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(result, "SHARED", tmp_path)
    monkeypatch.setattr(report, "open_tools", lambda: None)
    with pytest.raises(Absent, match="geovirus"):
        result.shared("geoparse/geovirus.jsonl.gz")
    assert run.main(["--only", "geovirus"]) == 0
    said = capsys.readouterr().out
    assert "SKIPPED geovirus" in said and "SKIPPED: geovirus" in said


def test_every_set_has_a_run() -> None:
    import importlib

    assert all(callable(importlib.import_module(module).run) for module in run.SETS.values())


@pytest.mark.parametrize(("headline", "number", "stated"), [
    ("Two soldiers killed", 2, True), ("12 dead in Exampleton", 12, True), ("120 dead in Exampleton", 12, False), ("Blast kills dozens", 12, False)])
def test_a_headline_states_a_number(headline: str, number: int, stated: bool) -> None:
    assert ucdp.states(headline, number) is stated


def test_a_labelled_word_is_found_in_its_sentence() -> None:
    row = {"sentences": ["He ran.", "They killed a man who killed a dog."]}
    text = "He ran.They killed a man who killed a dog."
    assert wikievents.trigger(row, text, {"sent_idx": 1, "start": 4, "text": "killed"}) == (12, 18)
    assert wikievents.trigger(row, text, {"sent_idx": 1, "start": 8, "text": "killed"}) == (29, 35)


@pytest.mark.parametrize(("kind", "expected"), [("Conflict.Attack.DetonateExplode", "DetonateExplode"), ("Conflict.Attack.Unspecified", "Attack"),
                                                ("Contact.Contact.Broadcast", None)])
def test_kinds_of_the_set(kind: str, expected: str | None) -> None:
    assert wikievents.kind_of(kind) == expected
