"""Words a CPU-second: reading by default, reading everything, and the plain spaCy pipeline, in one run.

    python -m bench.speed [--rounds 5] [--limit 60] [--textacy FOLDER] [--file FILE]

One thread, rounds interleaved, medians of ratios. Two kinds of text: news as the shared development data has it,
and its violence-dense part (documents with four or more words of violence). FILE: further documents, a line each
(the 300 news articles that gensim ships for its tests are such a file). FOLDER: where textacy is installed, if it
is (it is no dependency); its direct quotations are then taken from the plain pipeline's Docs in the same run.

What is counted beside the time: claims of each kind by default and with `exhaustive`, and how many of the latter
the former holds. They are the same claims where both have them: `exhaustive` only adds.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import importlib
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bearwitness.extract import load_tools, read_document
from bearwitness.extract.page import Page, make_lines, plan_units
from bearwitness.readers import read_bytes
from bearwitness.readers.language import language_of, script_of
from bearwitness.store.gazetteer import open_gazetteer
from bench.texts import news

_VIOLENCE = re.compile(
    r"\b(?:kill\w*|dead|deaths?|died|murder\w*|massacre\w*|execut(?:ed|ions?)|shot|shootings?|gunm[ae]n|gunfire|bomb\w*|blasts?|explosions?|exploded|"
    r"attack\w*|raid\w*|wounded|injured|casualties|fatalities|victims?|bodies|abduct\w*|kidnap\w*|detained|arrested|tortured?|beaten|air ?strikes?|"
    r"shell(?:ed|ing)|rockets?|missiles?|mortars?|ambush\w*|clash(?:es|ed)|violence|siege|hostages?|militants?|soldiers|troops)\b", re.I)


def main(arguments: list[str] | None = None) -> None:
    given = _given(arguments)
    tools = load_tools(open_gazetteer())
    full = importlib.import_module(tools.model).load()
    quotes = _textacy(given.textacy)
    texts = [line.strip() for line in given.file.read_text("utf-8").splitlines() if line.strip()] if given.file else news()
    some = texts[:given.limit] if given.file else sorted(texts, key=len)[-given.limit:]
    dense = [t for t in some if len(_VIOLENCE.findall(t)) >= 4]
    for label, kind in (("news", some), ("violence-dense part", dense)):
        measure(label, kind, tools, full, quotes, given.rounds)


def _given(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench.speed")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--textacy", type=Path)
    parser.add_argument("--file", type=Path)
    return parser.parse_args(sys.argv[2:] if arguments is None and sys.argv[0].endswith("__main__.py") else arguments)


def _textacy(folder: Path | None) -> Callable[[Any], int] | None:
    if folder is None:
        return None
    sys.path.append(str(folder))
    triples = importlib.import_module("textacy.extract.triples")

    def count(doc: Any) -> int:
        try:
            return sum(1 for _ in triples.direct_quotations(doc))
        except ValueError:      # an odd number of quotation marks
            return 0
    return count


def measure(label: str, texts: list[str], tools: Any, full: Any, quotes: Callable[[Any], int] | None, rounds: int) -> None:
    """Time every case in each round, and count what was found."""
    words = sum(len(t.split()) for t in texts)
    documents = [read_bytes(t.encode(), name="text.txt", published_at="2025-03-11") for t in texts]
    lines = [line for t in texts for line in t.splitlines() if line.strip()]
    cases: dict[str, Callable[[], Any]] = {
        "reading, default": lambda: [read_document(d, tools=tools) for d in documents],
        "reading, exhaustive": lambda: [read_document(d, tools=tools, exhaustive=True) for d in documents],
        "plain spaCy pipeline, paragraphs": lambda: sum(len(d) for d in full.pipe(lines, batch_size=64)),
        "plain spaCy pipeline, documents": lambda: sum(len(d) for d in full.pipe(texts, batch_size=64)),
    }
    if quotes:
        cases["the same + textacy's direct quotations"] = lambda: sum(quotes(d) for d in full.pipe(texts, batch_size=64))
    spent: dict[str, list[float]] = {name: [] for name in cases}
    made: dict[str, Any] = {name: work() for name, work in cases.items()}
    for _ in range(rounds):
        for name, work in cases.items():
            start = time.process_time()
            work()
            spent[name].append(time.process_time() - start)
    print(f"-- {label}: {len(texts)} documents, {words} words, {rounds} rounds, CPU seconds, one thread")
    peer = spent[list(cases)[-1]]
    for name, times in spent.items():
        ratios = [p / t for p, t in zip(peer, times, strict=True)]
        print(f"{name:42} {words / statistics.median(times):9.0f} words/CPU-s   x{statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]")
    print(f"words that are parsed by default: {_parsed(documents):.1%}")
    _recall(made["reading, default"], made["reading, exhaustive"])


def _parsed(documents: list[Any]) -> float:
    kept = every = 0
    for d in documents:
        for plan in plan_units(Page(d, make_lines(d, language_of, script_of)), exhaustive=True):
            size = len(plan.text.split())
            every += size
            kept += 0 if plan.extra else size
    return kept / every if every else 1.0


def _recall(default: list[Any], wide: list[Any]) -> None:
    """Claims of each kind, and the share of those of the exhaustive reading that the default one has."""
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for a, b in zip(default, wide, strict=True):
        ids = {c.id for c in a.claims}
        assert ids <= {c.id for c in b.claims}, "the exhaustive reading lost a claim"
        ours.update(c.kind for c in a.claims)
        theirs.update(c.kind for c in b.claims)
    for kind in sorted(theirs):
        print(f"  {kind:12} {ours[kind]:5} of {theirs[kind]:5}   {ours[kind] / theirs[kind]:.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
