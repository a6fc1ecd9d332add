"""How well the program reads: its claims against the gold set of `bench/gold`, kind by kind.

    python -m bench quality                       scores, intervals, gains and losses against the stored results
    python -m bench.reading_quality -v            and every fault with its sentence
    python -m bench.reading_quality --store       and keep this run as the stored results
    python -m bench.reading_quality --agreement   the second labelling against the first; the program is not run

The gold set was labelled before any rule was run on it (see its README). Intervals are the middle 95 % of 1,000 bootstrap
draws over documents. Places are scored on GeoVirus where the shared data lies beside the project.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench import scoring
from bench.scoring import Item, Paired
from bench.texts import SHARED

GOLD = Path(__file__).with_name("gold")
STORED = Path(__file__).with_name("results") / "reading.json"
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
                     "name": last["name"] if last else None}
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


def reader() -> Reader:
    """The program: a labelled document in, its claims as JSON out."""
    from bearwitness.extract import load_tools, read_document
    from bearwitness.model import to_json
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer

    tools = load_tools(open_gazetteer())

    def read(d: dict[str, Any]) -> list[dict[str, Any]]:
        document = read_bytes(d["text"].encode(), name=d["file"], published_at=d["published_at"])
        reading = read_document(document, tools=tools)
        for failure in reading.failures:
            print(f"{d['file']}: {failure.stage} failed: {failure.reason}")
        return [to_json(c) for c in reading.claims]

    return read


def table(counts: list[Any]) -> dict[str, dict[str, float]]:
    """Each score with the ends of its interval, rounded to three places."""
    points, ends = scoring.scores(scoring.total(counts)), scoring.intervals(counts)
    return {name: {"score": round(value, 3), "low": round(ends[name][0], 3), "high": round(ends[name][1], 3)}
            for name, value in points.items()}


def show_scores(scores: dict[str, dict[str, float]], sizes: Any) -> None:
    """One line a thing: precision, recall, F1 with its interval, and how many were labelled."""
    things = {n[:-3] for n in scores if n.endswith(" F1") and not n.endswith("macro F1")}
    for name in [*[n for n in ORDER if n in things], *sorted(things - set(ORDER))]:
        p, r, f = (scores[f"{name} {x}"] for x in ("P", "R", "F1"))
        print(f"  {name:34} P {p['score']:.3f}  R {r['score']:.3f}  F1 {f['score']:.3f} [{f['low']:.3f}-{f['high']:.3f}]  "
              f"labelled {sizes[name + ':gold']}")
    for name, s in scores.items():
        if name.endswith(("accuracy", "macro F1")):
            of = sizes.get(name.removesuffix(" accuracy") + ":of", "")
            print(f"  {name:34} {s['score']:.3f} [{s['low']:.3f}-{s['high']:.3f}]" + (f"  of {of}" if of else ""))


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


def states(documents: list[dict[str, Any]], pairs: list[dict[str, Paired]]) -> dict[str, dict[str, str]]:
    """What became of every label and every answer too many: document -> "kind start-end" -> state and string."""
    out: dict[str, dict[str, str]] = {}
    for d, found in zip(documents, pairs):
        here = out.setdefault(d["id"], {})
        for kind, got in found.items():
            for item, state in [*outcome(kind, got), *((a, "too many") for a in got.extra)]:
                a, b = place_of(item)
                text = " ".join(d["text"][a:b].split())
                detail = f" ({item['type']})" if kind == "event" and state == "too many" else ""
                here[f"{kind} {a}-{b}"] = f"{state}{detail}: {text if len(text) < 110 else text[:70] + ' … ' + text[-35:]}"
    return out


def changes(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> tuple[list[str], list[str]]:
    """Gains and losses, with their strings: a label now right or no longer right, an answer too many gone or new."""
    gains: list[str] = []
    losses: list[str] = []
    for doc in sorted({*old, *new}):
        before, after = old.get(doc, {}), new.get(doc, {})
        for key in sorted({*before, *after}):
            a, b = before.get(key), after.get(key)
            if a == b:
                continue
            good_a = a is None or a.startswith("right")
            good_b = b is None or b.startswith("right")
            line = f"{doc} {key}: {a or '-'}  ->  {b or '-'}"
            (gains if good_b and not good_a else losses if good_a and not good_b else
             gains if a and a.startswith("missed") else losses).append(line)
    return gains, losses


def places() -> dict[str, float] | None:
    """GeoVirus: span F1 and the share within 161 km; None where the shared data is not beside the project."""
    if not (SHARED / "geoparse" / "geovirus.jsonl.gz").exists():
        return None
    from bearwitness.resolve.places import PlaceFinder
    from bearwitness.store.gazetteer import open_gazetteer
    from bench.geo import geovirus

    found = geovirus(PlaceFinder(open_gazetteer()), SHARED, 0)
    return {k: round(v, 3) for k, v in found.items() if k != "words_per_cpu_second"}


def agreement() -> None:
    """The second labelling as if it were an answer, over the documents labelled twice."""
    second = {d["id"]: d for d in gold_documents("second.json")}
    counts, pairs, documents = [], [], [d for d in gold_documents("first.json") if d["id"] in second]
    for d in documents:
        answers = []
        for item in second[d["id"]]["labels"]:
            flat = {k: v[0] if k in ("stance", "hedge", "type", "harm") else v for k, v in item.items()}
            answers.append({**flat, "rule": "second labelling"})
        c, p = scoring.count_document(d["labels"], answers)
        counts.append(c)
        pairs.append(p)
    print(f"second labelling against the first: {len(documents)} documents")
    show_scores(table(counts), scoring.total(counts))
    for doc, here in states(documents, pairs).items():
        for key, state in here.items():
            if not state.startswith("right"):
                print(f"  {doc} {key}: {state}")


def main(arguments: tuple[str, ...] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reading_quality")
    for flag in ("-v", "--store", "--agreement"):
        parser.add_argument(flag, action="store_true")
    given = parser.parse_args(arguments)
    if given.agreement:
        agreement()
        return
    documents, read = gold_documents(), reader()
    clock = time.process_time()
    answers = [answers_of(read(d)) for d in documents]
    clock = time.process_time() - clock
    both = [scoring.count_document(d["labels"], a) for d, a in zip(documents, answers)]
    counts, pairs = [c for c, _ in both], [p for _, p in both]
    scores = table(counts)
    words = sum(len(d["text"].split()) for d in documents)
    print(f"gold set: {len(documents)} documents, {words} words, {sum(len(d['labels']) for d in documents)} labels, "
          f"read in {clock:.2f} CPU-s ({words / clock:.0f} words a CPU-second)")
    show_scores(scores, scoring.total(counts))
    where = places()
    print("  places (GeoVirus): " + (json.dumps(where) if where else "the shared data is not beside the project: not scored"))
    now = states(documents, pairs)
    if given.v:
        for doc, here in now.items():
            for key, state in here.items():
                if not state.startswith("right"):
                    print(f"  {doc} {key}: {state}")
    _compare(scores, now)
    if given.store:
        STORED.parent.mkdir(exist_ok=True)
        STORED.write_text(json.dumps({"scores": scores, "places": where, "states": now}, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"stored in bench/results/{STORED.name}")


def _compare(scores: dict[str, dict[str, float]], now: dict[str, dict[str, str]]) -> None:
    if not STORED.exists():
        print("no stored results to compare with: run python -m bench.reading_quality --store")
        return
    stored = json.loads(STORED.read_text("utf-8"))
    for name, s in scores.items():
        old = stored["scores"].get(name, {}).get("score")
        if old is not None and abs(old - s["score"]) >= 0.001 and name.endswith((" F1", "accuracy")):
            print(f"  {name}: {old:.3f} -> {s['score']:.3f}")
    gains, losses = changes(stored["states"], now)
    for title, lines in (("gains", gains), ("losses", losses)):
        print(f"{title} against the stored results: {len(lines)}")
        for line in lines:
            print("  " + line)


if __name__ == "__main__":
    import sys

    main(tuple(sys.argv[1:]))
