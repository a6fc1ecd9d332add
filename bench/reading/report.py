"""Print a set's scores with their intervals, compare them with the stored run, store them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.reading import scoring
from bench.reading.result import Scores, changes

RESULTS = Path(__file__).parent.parent / "results"
Table = dict[str, dict[str, float]]


def open_tools() -> Any:
    """The one default mode: the parser, the gazetteer and the actor table as `bearwitness read` loads them."""
    from bearwitness.extract import load_tools
    from bearwitness.store.gazetteer import open_gazetteer

    return load_tools(open_gazetteer())


def table(scores: Scores) -> Table:
    """Each score with the ends of its interval, rounded to three places."""
    points, ends = scoring.scores(scoring.total(scores.counts)), scoring.intervals(scores.counts)
    return {name: {"score": round(value, 3), "low": round(ends[name][0], 3), "high": round(ends[name][1], 3)}
            for name, value in points.items()}


def show(scores: Scores) -> Table:
    """One line a thing: precision, recall, F1 with its interval, and how many were labelled; shares; further figures."""
    made, sizes = table(scores), scoring.total(scores.counts)
    speed = f", {scores.words} words read in {scores.cpu:.1f} CPU-s ({scores.words / scores.cpu:,.0f} words a CPU-second)" if scores.cpu else ""
    print(f"-- {scores.title}{speed}")
    things = {n[:-3] for n in made if n.endswith(" F1") and not n.endswith("macro F1")}
    for name in [*[n for n in scores.main if n in things], *sorted(things - set(scores.main))]:
        p, r, f = (made[f"{name} {x}"] for x in ("P", "R", "F1"))
        print(f"  {name:34} P {p['score']:.3f}  R {r['score']:.3f}  F1 {f['score']:.3f} [{f['low']:.3f}-{f['high']:.3f}]  "
              f"labelled {sizes[name + ':gold']:g}")
    for name, s in made.items():
        if name.endswith(("accuracy", "macro F1")):
            of = sizes.get(name.removesuffix(" accuracy") + ":of", "")
            print(f"  {name:34} {s['score']:.3f} [{s['low']:.3f}-{s['high']:.3f}]" + (f"  of {of:g}" if of else ""))
    for name, value in scores.further.items():
        print(f"  {name:34} {value:.3f}")
    return made


def faults(scores: Scores) -> None:
    """Everything that was not right, with its words."""
    for document, here in scores.states.items():
        for key, state in here.items():
            if not state.startswith("right"):
                print(f"  {document} {key}: {state}: {scores.string(document, key)}")


def compare(name: str, scores: Scores, made: Table | None = None, limit: int | None = None) -> None:
    """The scores that moved since the stored run, and gains and losses with their strings.

    Args:
        limit: print no more than so many of each; None prints all.
    """
    path = RESULTS / f"{name}.json"
    if not path.exists():
        print(f"  (nothing stored to compare with: python -m bench reading --only {name} --store)")
        return
    stored = json.loads(path.read_text("utf-8"))
    same = stored["states"].keys() == scores.states.keys()
    for thing, s in (made or table(scores)).items():
        old = stored["scores"].get(thing, {}).get("score")
        if same and old is not None and abs(old - s["score"]) >= 0.001 and thing.endswith((" F1", "accuracy")):
            print(f"  {thing}: {old:.3f} -> {s['score']:.3f}")
    for title, found in zip(("gains", "losses"), changes(stored["states"], scores.states)):
        print(f"  {title} against the stored run: {len(found)}" + ("" if same else " (of the documents in both)"))
        for document, key, what in found[:limit]:
            print(f"    {document} {key}: {what}: {scores.string(document, key)}")
        if limit is not None and len(found) > limit:
            print(f"    ... and {len(found) - limit} more (--all prints them)")


def store(name: str, scores: Scores, made: Table | None = None) -> None:
    """Keep this run in bench/results. Names, offsets and verdicts only, no text."""
    RESULTS.mkdir(exist_ok=True)
    states = ",\n".join(f"  {json.dumps(d)}: {json.dumps(here, ensure_ascii=False, sort_keys=True)}" for d, here in sorted(scores.states.items()))
    values = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in sorted((made or table(scores)).items()))
    further = json.dumps({k: round(v, 3) for k, v in scores.further.items()})
    lines = f'{{\n "scores": {{\n{values}\n }},\n "further": {further},\n "states": {{\n{states}\n }}\n}}'
    (RESULTS / f"{name}.json").write_text(lines + "\n", "utf-8")
    print(f"  stored in bench/results/{name}.json")
