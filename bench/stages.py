"""Where the time of reading goes: `python -m bench.stages [--file FILE] [--limit 60]`.

One thread, microseconds of CPU a word, the best of three runs; the clock in between takes some of it. FILE: texts, a line
each, in the place of the news of the shared development data.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import importlib
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bearwitness.extract import load_tools, read_documents
from bearwitness.readers import read_bytes
from bearwitness.store.gazetteer import open_gazetteer
from bench.texts import news

_STAGES = {
    "inference._Vectors.__call__": "word vectors", "inference._Names.__call__": "names of the model, their vectors left out",
    "arcs.Arcs.__call__": "parse, vectors left out", "inference.words_of": "words", "inference.Engine._rows": "tokens",
    "page.make_lines": "paragraphs, languages, quotation marks", "page.plan_units": "trigger words", "names.find_names": "names",
    "statements.find_statements": "statements", "events.find_events": "events", "tolls.find_tolls": "tolls",
    "attributions.find_attributions": "attributions", "labels.find_labels": "labels", "acts.find_acts": "demands, commitments, warnings",
    "victims.find_victims": "victims", "weapons.find_weapons": "weapons", "assemble.assemble": "claims and their identities"}


def measured(texts: list[str], tools: Any) -> tuple[float, Counter[str]]:
    """CPU seconds of all and of each stage; what a stage calls of another is counted with the other alone."""
    documents = [read_bytes(t.encode(), name="text.txt", published_at="2025-03-11") for t in texts]
    spent: Counter[str] = Counter()
    inner = [0.0]
    places = importlib.import_module("bearwitness.resolve.places")
    dates = importlib.import_module("bearwitness.resolve.dates")
    wrapped = [(places.PlaceFinder, "find_document", "places"), (dates, "find_dates", "dates")]
    for path, label in _STAGES.items():
        module, *rest = path.split(".")
        owner = importlib.import_module(f"bearwitness.extract.{module}")
        for name in rest[:-1]:
            owner = getattr(owner, name)
        wrapped.append((owner, rest[-1], label))
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in wrapped]
    for (owner, name, label), (_, _, work) in zip(wrapped, kept, strict=True):
        setattr(owner, name, _timed(work, label, spent, inner))
    start = time.process_time()
    list(read_documents(documents, tools=tools))
    total = time.process_time() - start
    for owner, name, work in kept:
        setattr(owner, name, work)
    spent["all else"] = total - sum(spent.values())
    return total, spent


def _timed(work: Any, label: str, spent: Counter[str], inner: list[float]) -> Any:
    def timed(*given: Any, **named: Any) -> Any:
        before, inner[0] = inner[0], 0.0
        start = time.process_time()
        try:
            return work(*given, **named)
        finally:
            whole = time.process_time() - start
            spent[label] += whole - inner[0]
            inner[0] = before + whole
    return timed


def main(*, limit: int, file: Path | None) -> None:
    texts = [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()] if file else news()
    some = texts[:limit] if file else sorted(texts, key=len)[-limit:]
    tools = load_tools(open_gazetteer())
    best = min((measured(some, tools) for _ in range(3)), key=lambda found: found[0])
    words = sum(len(t.split()) for t in some)
    print(f"{len(some)} texts, {words} words: {best[0] * 1e6 / words:.1f} microseconds of CPU a word")
    for label, seconds in best[1].most_common():
        print(f"  {label:45} {seconds * 1e6 / words:6.1f}   {seconds / best[0]:5.1%}")


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(prog="python -m bench.stages")
    _parser.add_argument("--limit", type=int, default=60)
    _parser.add_argument("--file", type=Path)
    main(**vars(_parser.parse_args()))
