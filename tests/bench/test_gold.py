"""The gold set is what its README says: the texts that were labelled, offsets that fit, words of the interface."""

import json

import pytest
from bench.reading.gold import GOLD, gold_documents
from bench.reading.result import changes

from bearwitness.model import BOUNDS, HARMS, HEDGES, STANCES


def passages(value):
    """Every passage inside a label."""
    if isinstance(value, dict):
        if {"start", "end", "exact"} <= value.keys():
            yield value
        else:
            for v in value.values():
                yield from passages(v)
    elif isinstance(value, list):
        for v in value:
            yield from passages(v)


@pytest.mark.parametrize("name", ["gold.json", "first.json", "second.json"])
def test_every_label_stands_in_the_text_that_was_labelled(name):
    for d in gold_documents(name):
        for p in passages(d["claims"]):
            assert d["text"][p["start"]:p["end"]] == p["exact"], (d["id"], p)


def test_the_set_is_as_large_as_asked_and_uses_the_words_of_the_interface():
    documents = gold_documents()
    claims = [c for d in documents for c in d["claims"]]
    assert len(documents) >= 15 and len(claims) >= 250
    for c in claims:
        if c["kind"] == "statement":
            assert set(c["stance"]) <= set(STANCES) and set(c["hedge"]) <= set(HEDGES)
        if c["kind"] == "toll":
            assert set(c["harm"]) <= set(HARMS) and c["bound"] in BOUNDS


def test_every_text_in_the_folder_is_labelled():
    labelled = {d["file"] for d in json.loads((GOLD / "gold.json").read_text("utf-8"))["documents"]}
    assert labelled == {p.name for p in GOLD.glob("*.txt")}


def test_changes_tell_gains_from_losses():
    old = {"a": {"toll 0-5": "right", "toll 9-12": "missed", "event 3-4": "too many"}}
    new = {"a": {"toll 0-5": "missed", "toll 9-12": "right", "event 7-8": "too many"}}
    gains, losses = changes(old, new)
    assert [key for _, key, _ in gains] == ["event 3-4", "toll 9-12"]
    assert [key for _, key, _ in losses] == ["event 7-8", "toll 0-5"]
