"""Attributions in the wide sense (who says, thinks, wants, knows, shows what) against labelled documents of your own.

    python -m bench.attribution FILE.jsonl [-v]

Each line: {"id", "text", "attributions": [{"source": {"start", "end"} | null, "cue": [{"start", "end"}], "content": [{"start",
"end"}], "optional": bool}]}; offsets are code points. Prints precision, recall and F1 of cue, content characters, speaker and
the whole attribution (cue and speaker overlap, half of the content's characters in common) with intervals over documents;
`-v` every fault with its words. No such set lies in the project: what news texts say belongs to their publishers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.reading import scoring
from bench.reading.gold import answers_of
from bench.reading.scoring import Item, overlaps

ORDER = ("cue", "content characters", "content, pair by pair", "speaker", "whole attribution", "statements")


def label_of(given: dict[str, Any]) -> Item:
    """A labelled attribution in the scorer's shape; a cue of several pieces counts from its first to its last."""
    cue, source = given["cue"], given["source"]
    return {"kind": "statement", "speaker": [source["start"], source["end"]] if source else None,
            "cue": [min(c["start"] for c in cue), max(c["end"] for c in cue)] if cue else None,
            "content": [[p["start"], p["end"]] for p in given["content"]], "stance": [], "hedge": [],
            "optional": given.get("optional", False)}


def count(labels: list[Item], answers: list[Item]) -> tuple[Counter[str], scoring.Paired]:
    """The scorer's counts of a document, and those of the cues alone."""
    counts, pairs = scoring.count_statements(labels, answers)
    cued = scoring.pair([g for g in labels if g["cue"]], [a for a in answers if a["cue"]],
                        lambda a, b: float(overlaps(a["cue"], b["cue"])) and 1.0 + scoring.jaccard(a["content"], b["content"]))
    counts["cue:tp"] = len(cued.pairs)
    counts["cue:gold"] = len(cued.pairs) + len(cued.missed)
    counts["cue:found"] = len(cued.pairs) + len(cued.extra)
    return counts, pairs


def read_all(documents: list[dict[str, Any]]) -> list[list[Item]]:
    """The program's statements of each document."""
    from bearwitness.extract import load_tools, read_document
    from bearwitness.model import to_json
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer

    tools = load_tools(open_gazetteer())
    out = []
    for d in documents:
        reading = read_document(read_bytes(d["text"].encode(), name="text.txt", published_at=d.get("published_at")), tools=tools)
        for failure in reading.failures:
            print(f"{d['id']}: {failure.stage} failed: {failure.reason}")
        found = answers_of([to_json(c) for c in reading.claims if c.kind == "statement"])
        out.append([{**a, "stance": None, "hedge": None, "thought": False} for a in found])
    return out


def show(document: dict[str, Any], pairs: scoring.Paired) -> None:
    """Every fault of a document, in the order of the text."""
    text = document["text"]

    def words(spans: Any) -> str:
        return " | ".join(text[a:b] for a, b in spans if b > a)

    def line(item: Item) -> str:
        return " ## ".join((words([item["speaker"]] if item["speaker"] else []), words([item["cue"]] if item["cue"] else []),
                            words(item["content"])))

    rows = [(a, f"{', '.join(scoring.faults(a, b))}\n      labelled {line(a)}\n      found    {line(b)}   ({b['rule']})")
            for a, b in pairs.pairs if scoring.faults(a, b)]
    rows += [(a, f"missed {line(a)}") for a in pairs.missed]
    rows += [(b, f"too many {line(b)}   ({b['rule']})") for b in pairs.extra]
    for _, said in sorted(rows, key=lambda r: (r[0]["cue"] or r[0]["speaker"] or (r[0]["content"] or [[0, 0]])[0])[0]):
        print(f"  {document['id']} {said}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.attribution")
    parser.add_argument("file", type=Path)
    parser.add_argument("-v", action="store_true")
    given = parser.parse_args(arguments)
    documents = [json.loads(line) for line in given.file.read_text("utf-8").splitlines() if line.strip()]
    both = [count([label_of(x) for x in d["attributions"]], found) for d, found in zip(documents, read_all(documents))]
    if given.v:
        for d, (_, pairs) in zip(documents, both):
            show(d, pairs)
    counts = [c for c, _ in both]
    points, ends, sizes = scoring.scores(scoring.total(counts)), scoring.intervals(counts), scoring.total(counts)
    print(f"{given.file.name}: {len(documents)} documents, {sum(len(d['text'].split()) for d in documents)} words")
    for name in ORDER:
        p, r, f = (points[f"{name} {x}"] for x in ("P", "R", "F1"))
        low, high = ends[f"{name} F1"]
        print(f"  {name:24} P {p:.3f}  R {r:.3f}  F1 {f:.3f} [{low:.3f}-{high:.3f}]  labelled {sizes[f'{name}:gold']}")


if __name__ == "__main__":
    main()
