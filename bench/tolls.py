"""Exact tolls on labelled sentences: `python -m bench.tolls FILE.jsonl [--faults]`.

A line of the file: {"id", "text", "tolls": [{"number", "low", "high", "bound", "harm", "whom", "subset"}]}; `subset` says that a
toll is told as a part of another. The whole reader is run, as `bearwitness read` runs it.

Scores, the ends of their 95 % intervals by resampling sentences:

- tolls: precision, recall and F1 of (harm, number, bound), parts included;
- figures: the same of (harm, number, low, high);
- fatal sentences: the share of those with a label of the killed in which every toll that is no part is there, and no other;
- sentences: the same of all sentences, those without a toll too.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Toll = dict[str, Any]
ROUNDS = 1000


def found_in(text: str, tools: Any, lang: str | None = None) -> list[Toll]:
    """The tolls the reader finds in a text, in the shape of the labels."""
    from dataclasses import replace

    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes

    document = read_bytes(text.encode(), name="text.txt", published_at="2025-03-11")
    if lang:
        document = replace(document, lang=lang)
    out = []
    for claim in read_document(document, tools=tools).claims:
        if claim.kind == "toll":
            v = claim.value
            out.append({"number": v.number, "low": v.low, "high": v.high, "bound": v.bound, "harm": v.harm, "whom": v.whom,
                        "subset": v.part_of is not None, "phrase": v.phrase})
    return out


ALIASES = {"at_most": "up_to", "range": "between", "none-given": "vague", "none": "vague"}


def label(t: Toll) -> Toll:
    """A label with its bound named as the program names it."""
    return {"low": None, "high": None, "subset": False, **t, "bound": ALIASES.get(t["bound"], t["bound"])}


def exact(t: Toll) -> tuple[Any, ...]:
    return t["harm"], t["number"], t["bound"]


def figures(t: Toll) -> tuple[Any, ...]:
    """Vague words ("dozens") have no ends that two labellers would agree on."""
    ends = (None, None) if t["bound"] in ("vague", "about") else (t["low"], t["high"])
    return t["harm"], t["number"], *ends


def counts_of(gold: list[Toll], found: list[Toll]) -> Counter[str]:
    """The counts of one sentence."""
    c: Counter[str] = Counter()
    shapes: tuple[tuple[str, Callable[[Toll], Any]], ...] = (("tolls", exact), ("figures", figures))
    for name, shape in shapes:
        a, b = Counter(map(shape, gold)), Counter(map(shape, found))
        c.update({f"{name}:tp": (a & b).total(), f"{name}:gold": a.total(), f"{name}:found": b.total()})
    right = _mains(gold) == _mains(found)
    c.update({"sentences:right": right, "sentences:of": 1})
    if any(t["harm"] == "killed" for t in gold):
        c.update({"fatal sentences:right": right, "fatal sentences:of": 1})
    return c


def _mains(tolls: list[Toll]) -> Counter[Any]:
    """What is no part of another toll of its harm ("six were shot, one of whom died" tells one death)."""
    whole = {t["harm"] for t in tolls if not t["subset"]}
    return Counter(exact(t) for t in tolls if not t["subset"] or t["harm"] not in whole)


def scores(counts: Iterable[Counter[str]]) -> dict[str, float]:
    total: Counter[str] = sum(counts, Counter())
    out = {}
    for name in ("tolls", "figures"):
        tp, gold, found = (total[f"{name}:{k}"] for k in ("tp", "gold", "found"))
        out |= {f"{name} precision": tp / max(1, found), f"{name} recall": tp / max(1, gold), f"{name} F1": 2 * tp / max(1, gold + found)}
    for name in ("fatal sentences", "sentences"):
        out[name] = total[f"{name}:right"] / max(1, total[f"{name}:of"])
    return out


def intervals(counts: list[Counter[str]], seed: int = 1) -> dict[str, tuple[float, float]]:
    rng = random.Random(seed)
    drawn = [scores(rng.choices(counts, k=len(counts))) for _ in range(ROUNDS)]
    return {name: (sorted(d[name] for d in drawn)[ROUNDS // 40], sorted(d[name] for d in drawn)[-ROUNDS // 40]) for name in drawn[0]}


def shown(t: Toll) -> str:
    return f"{'part ' if t['subset'] else ''}{t['harm']} {t['bound']} {t['number']} [{t['low']}-{t['high']}]"


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    files = [Path(a) for a in given if not a.startswith("--")]
    if not files:
        print(__doc__)
        return 2
    from bench.reading.report import open_tools

    tools = open_tools()
    counts = []
    for row in (json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()):
        row["tolls"] = [label(t) for t in row["tolls"]]
        found = found_in(row["text"], tools, row.get("lang"))
        counts.append(counts_of(row["tolls"], found))
        whole = counts[-1]["tolls:tp"] == counts[-1]["tolls:gold"] == counts[-1]["tolls:found"]
        if "--faults" in given and not (whole and counts[-1]["sentences:right"]):
            print(f"{row['id']}: {row['text']}\n    label {sorted(map(shown, row['tolls']))}\n    found {sorted(map(shown, found))}")
    ends = intervals(counts)
    print(f"{len(counts)} sentences, {sum(c['fatal sentences:of'] for c in counts)} of them fatal, {sum(c['tolls:gold'] for c in counts)} tolls")
    for name, value in scores(counts).items():
        print(f"{name:20} {value:.3f} [{ends[name][0]:.3f}-{ends[name][1]:.3f}]")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
