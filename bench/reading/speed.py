"""Words a CPU-second in one run: the one default mode against what else can be installed, on the same texts.

One thread, every side in turn in each round, medians of the rounds' ratios. Two kinds of text: news as the shared development
data has it, and its violence-dense part (four or more words of violence). The peer is the full spaCy pipeline of the model that
the program uses, followed by textacy's direct quotations; without textacy the pipeline alone, and that is said.

Beside the time: the claims that the default reading has of those that `exhaustive` finds, the share of the words that is parsed,
the share of documents on which textacy raises, the memory of a process that reads it all, and what a second process gives.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import importlib
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.texts import news

VIOLENCE = re.compile(
    r"\b(?:kill\w*|dead|deaths?|died|murder\w*|massacre\w*|execut(?:ed|ions?)|shot|shootings?|gunm[ae]n|gunfire|bomb\w*|blasts?|explosions?|exploded|"
    r"attack\w*|raid\w*|wounded|injured|casualties|fatalities|victims?|bodies|abduct\w*|kidnap\w*|detained|arrested|tortured?|beaten|air ?strikes?|"
    r"shell(?:ed|ing)|rockets?|missiles?|mortars?|ambush\w*|clash(?:es|ed)|violence|siege|hostages?|militants?|soldiers|troops)\b", re.I)
DENSE = 4       # words of violence in a document
# What a process of its own needs, and what two give: texts a line each on standard input, how many processes as argument.
_PROCESS = """
import resource, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

def begin():
    global tools, read
    from bearwitness.extract import load_tools, read_document
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer
    tools = load_tools(open_gazetteer())
    read = lambda t: len(read_document(read_bytes(t.encode(), name="t.txt"), tools=tools).claims)
    read("Soldiers killed two people.")

def one(text):
    return read(text), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

if __name__ == "__main__":
    texts = sys.stdin.read().split("\\x1e")
    n = int(sys.argv[1])
    with ProcessPoolExecutor(n, get_context("fork"), begin) as pool:
        list(pool.map(one, texts[:2 * n]))
        start = time.perf_counter()
        peak = max(p for _, p in pool.map(one, texts, chunksize=4))
        print(time.perf_counter() - start, peak / 1024)
"""


def main(tools: Any = None, *, rounds: int = 3, limit: int = 60, file: Path | None = None) -> None:
    """Print the tables; `file`: further documents, a line each, in the place of the news."""
    from bench.reading.peers import textacy_quotes
    from bench.reading.report import open_tools

    tools = tools or open_tools()
    full = importlib.import_module(tools.model).load()
    quotes = textacy_quotes()
    texts = [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()] if file else news()
    some = texts[:limit] if file else sorted(texts, key=len)[-limit:]
    for label, kind in (("general news", some), ("violence-dense part of it", [t for t in some if len(VIOLENCE.findall(t)) >= DENSE])):
        _measure(label, kind, tools, full, quotes, rounds)
    _processes(some)


def _counted(quotes: Callable[[Any], Any], raised: list[int]) -> Callable[[Any], int]:
    def count(doc: Any) -> int:
        try:
            return sum(1 for _ in quotes(doc))
        except ValueError:      # an odd number of quotation marks
            raised.append(1)
            return 0
    return count


def _measure(label: str, texts: list[str], tools: Any, full: Any, quotes: Any, rounds: int) -> None:
    """Time every side in each round, and count what was found."""
    from bearwitness.extract import read_documents
    from bearwitness.extract.said import read_quotes
    from bearwitness.readers import read_bytes
    from bench.reading.peers import floor

    words = sum(len(t.split()) for t in texts)
    documents = [read_bytes(t.encode(), name="text.txt", published_at="2025-03-11") for t in texts]
    raised: list[int] = []
    peer = _counted(quotes, raised) if quotes is not None else len

    theirs = "spaCy, full, + textacy's quotations" if quotes is not None else "spaCy, full (no textacy)"
    sides: dict[str, Callable[[], Any]] = {
        "reading, the default": lambda: list(read_documents(documents, tools=tools)),
        theirs: lambda: sum(peer(d) for d in full.pipe(texts, batch_size=64)),
        "spaCy, full, by paragraphs": lambda: sum(len(d) for t in texts for d in full.pipe([p for p in t.splitlines() if p.strip()])),
        "reading, exhaustive": lambda: list(read_documents(documents, tools=tools, exhaustive=True)),
        "quotations alone, with speakers": lambda: [read_quotes(t) for t in texts],
        "regular expressions": lambda: [floor(t) for t in texts],
    }
    spent: dict[str, list[float]] = {name: [] for name in sides}
    made: dict[str, Any] = {}
    for _ in range(rounds):
        for name, work in sides.items():
            start = time.process_time()
            made[name] = work()
            spent[name].append(time.process_time() - start)
    print(f"-- speed, {label}: {len(texts)} documents, {words} words, {rounds} rounds, CPU seconds, one thread")
    for name, times in spent.items():
        ratios = [p / t for p, t in zip(spent[theirs], times, strict=True)]
        print(f"  {name:36} {words / statistics.median(times):12,.0f} words a CPU-second   {statistics.median(ratios):8.2f} times the peer "
              f"[{min(ratios):.2f}-{max(ratios):.2f}]")
    if quotes is not None:
        print(f"  textacy raised on {len(raised) // rounds} of {len(texts)} documents; our quotations on none")
    print(f"  words that are parsed by default: {_parsed(documents):.1%}")
    _recall(made["reading, the default"], made["reading, exhaustive"])


def _parsed(documents: list[Any]) -> float:
    from bearwitness.extract.page import Page, make_lines, plan_units
    from bearwitness.readers.language import language_of, script_of

    kept = every = 0
    for d in documents:
        for plan in plan_units(Page(d, make_lines(d, language_of, script_of)), exhaustive=True):
            size = len(plan.text.split())
            every += size
            kept += 0 if plan.extra else size
    return kept / every if every else 1.0


def _recall(default: list[Any], wide: list[Any]) -> None:
    """The claims of the exhaustive reading that the default one has, by kind."""
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for a, b in zip(default, wide, strict=True):
        ids = {c.id for c in a.claims}
        ours.update(c.kind for c in b.claims if c.id in ids)
        theirs.update(c.kind for c in b.claims)
    print("  of what the exhaustive reading finds the default one has: "
          + ", ".join(f"{kind} {ours[kind] / theirs[kind]:.4f} of {theirs[kind]}" for kind in sorted(theirs)))


def _processes(texts: Sequence[str]) -> None:
    """Wall seconds and peak memory of one process and of two; on a busy machine the ratio says little."""
    found = {}
    for n in (1, 2):
        done = subprocess.run([sys.executable, "-c", _PROCESS, str(n)], input="\x1e".join(texts), capture_output=True, text=True)
        if done.returncode != 0:
            print(f"  {n} processes: failed: {done.stderr.strip().splitlines()[-1:]}")
            return
        found[n] = [float(x) for x in done.stdout.split()]
    print(f"  two processes: {found[1][0] / found[2][0]:.2f} times one (wall, {found[1][0]:.1f} s and {found[2][0]:.1f} s); "
          f"peak memory of a process {max(found[1][1], found[2][1]):.0f} MB")


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(prog="python -m bench.reading.speed")
    _parser.add_argument("--rounds", type=int, default=3)
    _parser.add_argument("--limit", type=int, default=60)
    _parser.add_argument("--file", type=Path)
    main(**vars(_parser.parse_args()))
