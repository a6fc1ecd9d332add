"""The gold set of `bench/gold`: claims labelled by hand against the program's, kind by kind.

    python -m bench reading --only gold           scores, intervals, gains and losses against the stored results
    python -m bench.reading_quality -v            and every fault with its words
    python -m bench.reading_quality --store       and keep this run as the stored results
    python -m bench.reading_quality --agreement   the second labelling against the first; the program is not run

The set was labelled before any rule was run on it (see its README).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.reading import report, scoring
from bench.reading.report import open_tools
from bench.reading.result import Scores, States
from bench.reading.scoring import Item, Paired

GOLD = Path(__file__).parent.parent / "gold"
# In this order in the report; what is not named here follows.
ORDER = ("content characters", "content, pair by pair", "speaker", "speaker, exact phrase", "whole attribution", "statements",
         "tolls, number and bound and harm", "tolls, found at all", "event type", "events, found at all", "event perpetrators",
         "event targets", "event where", "attributions", "labels", "demands", "commitments", "warnings")


# --- the two sides in the scorer's shape ------------------------------------------------------------

def gold_documents(name: str = "gold.json") -> list[dict[str, Any]]:
    """The labelled documents with their text. Refuses a text that is not the one that was labelled."""
    documents = json.loads((GOLD / name).read_text("utf-8"))["documents"]
    for d in documents:
        data = (GOLD / d["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != d["text_sha256"]:
            raise SystemExit(f"{GOLD / d['file']}: not the text that was labelled; restore it from the repository")
        d["text"] = data.decode("utf-8")
        d["labels"] = labels_of(d["claims"])
    return documents


def _span(passage: dict[str, Any] | None) -> list[int] | None:
    return [passage["start"], passage["end"]] if passage else None


def _hull(*passages: dict[str, Any] | None) -> list[int]:
    known = [p for p in passages if p]
    return [min(p["start"] for p in known), max(p["end"] for p in known)]


def labels_of(claims: list[dict[str, Any]]) -> list[Item]:
    """The labels of a document. A toll is in the mouth of the innermost labelled statement that holds it."""
    statements = [c for c in claims if c["kind"] == "statement"]
    out: list[Item] = []
    for c in claims:
        item: Item = {"kind": c["kind"], "optional": c.get("optional", False)}
        if c["kind"] == "statement":
            item |= {"speaker": _span(c["speaker"]), "cue": _span(c["cue"]), "content": [_span(p) for p in c["content"]],
                     "stance": c["stance"], "hedge": c["hedge"], "name": c["speaker_name"]}
        elif c["kind"] == "toll":
            item |= {"span": _hull(c["phrase"], c["trigger"]), "phrase": _span(c["phrase"]), "harm": c["harm"], "number": c["number"],
                     "bound": c["bound"]}
            holding = [s for s in statements if not s.get("optional")
                       and any(p["start"] <= item["span"][0] and item["span"][1] <= p["end"] for p in s["content"])]
            inner = min(holding, key=lambda s: sum(p["end"] - p["start"] for p in s["content"]), default=None)
            item["speaker"] = _span(inner["speaker"]) if inner else None
        elif c["kind"] == "event":
            item |= {"span": _span(c["trigger"]), "type": c["type"], "perpetrators": c["perpetrators"], "targets": c["targets"],
                     "where": c["where"], "date": c["date"]}
        elif c["kind"] == "attribution":
            item |= {"span": _span(c["trigger"]), "accused": [_span(c["accused"])], "names": [c["accused"]["exact"]]}
        elif c["kind"] == "victim":
            continue
        else:
            item["span"] = _span(c["label"] if c["kind"] == "label" else c["action"])
        out.append(item)
    return out


def _whos(whos: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [x for w in whos for x in (w, *w.get("with", []))]


def _texts(whos: list[dict[str, Any]]) -> list[str]:
    return [t for w in _whos(whos) for t in (w["name"], (w.get("passage") or {}).get("exact")) if t]


# The set labels what was uttered; what the program says somebody thinks, wants, knows or is for counts neither for nor against there.
_THOUGHT = re.compile(r"(?:belief|intention|knowledge|judgement) verb|(?:noun|adjective) of (?!speech|demand)|“in the")


def answers_of(claims: list[dict[str, Any]]) -> list[Item]:
    """The program's claims (JSON as `read --json` prints them) in the scorer's shape."""
    out: list[Item] = []
    for c in claims:
        value = c["value"]
        last = c["speakers"][-1] if c["speakers"] else None
        item: Item = {"kind": c["kind"], "span": _span(c["passage"]), "speaker": _span(last["passage"]) if last else None,
                      "rule": c["rule"]}
        if c["kind"] == "statement":
            item |= {"cue": _span(c["cue"]), "content": [_span(p) for p in c["content"]], "stance": c["stance"], "hedge": c["hedge"],
                     "name": last["name"] if last else None, "thought": bool(_THOUGHT.match(c["rule"]))}
        elif c["kind"] == "toll":
            item |= {"harm": value["harm"], "number": value["number"], "bound": value["bound"]}
        elif c["kind"] == "event":
            when = value["when"]
            item |= {"type": value["type"], "perpetrators": _texts(value["perpetrators"]),
                     "targets": _texts(value["targets"]) + [o["name"] for o in value["objects"]],
                     "where": [w["name"] for w in value["where"]], "date": when["start"] if when["start"] == when["end"] else None}
        elif c["kind"] == "attribution":
            item |= {"accused": [_span(w["passage"]) for w in _whos(value["accused"]) if w.get("passage")],
                     "names": _texts(value["accused"])}
        out.append(item)
    return out


# --- one run ------------------------------------------------------------------------------------------

Reader = Callable[[dict[str, Any]], list[dict[str, Any]]]


def reader(tools: Any) -> Reader:
    """The program: a labelled document in, its claims as JSON out."""
    from bearwitness.extract import read_document
    from bearwitness.model import to_json
    from bearwitness.readers import read_bytes

    def read(d: dict[str, Any]) -> list[dict[str, Any]]:
        document = read_bytes(d["text"].encode(), name=d["file"], published_at=d["published_at"])
        reading = read_document(document, tools=tools)
        for failure in reading.failures:
            print(f"{d['file']}: {failure.stage} failed: {failure.reason}")
        return [to_json(c) for c in reading.claims]

    return read


def outcome(kind: str, pairs: Paired) -> Iterable[tuple[Item, str]]:
    """Each label of a document with what became of it: right, missed, or its faults."""
    for label, answer in pairs.pairs:
        wrong: list[str] = []
        if kind == "statement":
            wrong = scoring.faults(label, answer)
        elif kind == "toll" and not scoring.exact_toll(label, answer):
            wrong = [f"{answer['number']} {answer['bound']} for {label['number']} {label['bound']}"]
        elif kind == "event":
            wrong = [] if scoring.fits(label["type"], answer["type"]) else [f"{answer['type']} for {label['type'][0]}"]
            wrong += [f"{role} {answer[role]} for {label[role]}" for role in ("perpetrators", "targets", "where")
                      if label[role] and not scoring.names_meet(label[role], answer[role])]
            if label["date"] and label["date"] != answer["date"]:
                wrong.append(f"date {answer['date']} for {label['date']}")
        yield label, ", ".join(wrong) or "right"
    for label in pairs.missed:
        yield label, "missed"


def place_of(item: Item) -> list[int]:
    """Where a label or an answer stands in its text, for keys and for showing."""
    if item.get("span"):
        return list(item["span"])
    spans = [s for s in (item["cue"], item["speaker"], *item["content"]) if s]
    return [min(s[0] for s in spans), max(s[1] for s in spans)]


def states(documents: list[dict[str, Any]], pairs: list[dict[str, Paired]]) -> States:
    """What became of every label and every answer too many: document -> "kind start-end" -> state."""
    out: States = {}
    for d, found in zip(documents, pairs):
        here = out.setdefault(d["id"], {})
        for kind, got in found.items():
            for item, state in [*outcome(kind, got), *((a, "too many") for a in got.extra)]:
                a, b = place_of(item)
                here[f"{kind} {a}-{b}"] = state + (f" ({item['type']})" if kind == "event" and state == "too many" else "")
    return out


def run(tools: Any, quick: bool = False) -> Scores:
    """The whole set, whether quick or not: it takes two seconds."""
    documents, read = gold_documents(), reader(tools)
    clock = time.process_time()
    answers = [answers_of(read(d)) for d in documents]
    clock = time.process_time() - clock
    return _scored("gold set", documents, answers, clock)


def _scored(title: str, documents: list[dict[str, Any]], answers: list[list[Item]], clock: float = 0.0) -> Scores:
    both = [scoring.count_document(d["labels"], a) for d, a in zip(documents, answers)]
    labels = sum(len(d["labels"]) for d in documents)
    return Scores(f"{title}: {len(documents)} documents, {labels} labels", [c for c, _ in both], states(documents, [p for _, p in both]),
                  {d["id"]: d["text"] for d in documents}, main=ORDER, words=sum(len(d["text"].split()) for d in documents), cpu=clock)


def agreement() -> None:
    """The second labelling as if it were an answer, over the documents labelled twice."""
    second = {d["id"]: d for d in gold_documents("second.json")}
    documents = [d for d in gold_documents("first.json") if d["id"] in second]
    answers = []
    for d in documents:
        flat = [{k: v[0] if k in ("stance", "hedge", "type", "harm") else v for k, v in item.items()} for item in second[d["id"]]["labels"]]
        answers.append([{**item, "rule": "second labelling"} for item in flat])
    scores = _scored("second labelling against the first", documents, answers)
    report.show(scores)
    report.faults(scores)


def main(arguments: tuple[str, ...] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reading_quality")
    for flag in ("-v", "--store", "--agreement"):
        parser.add_argument(flag, action="store_true")
    given = parser.parse_args(arguments)
    if given.agreement:
        agreement()
        return
    scores = run(open_tools())
    report.show(scores)
    if given.v:
        report.faults(scores)
    report.compare("gold", scores)
    if given.store:
        report.store("gold", scores)
