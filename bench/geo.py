"""Measures place finding against labelled points and peers, with bootstrap intervals over documents.

    python -m bench.geo [DATA_FOLDER] [--show N] [--quick]

GeoVirus (229 WikiNews articles, 2,170 places of the whole world): of the labelled spans, how many are found exactly, and
how many stand within 161 km (100 miles) and 25 km of the labelled point, of those found and of all.
WikiEvents: capitalised geopolitical and natural places (no points), found with the words alike.
UCDP events in Syria: the coders' description of each exact point, found and within 161 and 25 km; and the headlines, as
the share with a place within that distance of the event (many headlines do not name it). The gazetteer holds villages of
these very events (CC BY 4.0), so the descriptions are scored with them and, as the fair figure, with a gazetteer
built without them.

Peers in the same run: plain spaCy entities (GPE, LOC, FAC) and a regular expression for capitalised words, each put on
the most populous place of that name.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bearwitness.extract import Tools, load_tools, read_document
from bearwitness.model import Where
from bearwitness.readers import read_bytes
from bearwitness.resolve.fold import fold
from bearwitness.resolve.gazetteer import Candidate
from bearwitness.resolve.place_choice import distance_km
from bearwitness.resolve.place_words import COMMON, demonyms
from bearwitness.resolve.places import PlaceFinder
from bearwitness.store.gazetteer import open_gazetteer
from bench.texts import ROOT, SHARED

# Places of one text as (start, end, point or null, kind).
Found = list[tuple[int, int, tuple[float, float] | None, str]]
System = Callable[[str], Found]
DRAWS = 1000


def lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


# --- systems ---------------------------------------------------------------------------------------------

def _point(where: Where | None) -> tuple[float, float] | None:
    return (where.lat, where.lon) if where and where.lat is not None and where.lon is not None else None


def whole_reading(tools: Tools) -> System:
    """What `read` gives out as mentions of places, inner ones too."""
    def run(text: str) -> Found:
        reading = read_document(read_bytes(text.encode(), name="text.txt"), tools=tools)
        return [(m.passage.start, m.passage.end, _point(m.where), "place") for m in reading.mentions if m.kind == "place"]
    return run


def finder_alone(finder: PlaceFinder, context: Iterable[str] = ()) -> System:
    """The finder without the names of people and bodies."""
    def run(text: str) -> Found:
        return [(m.start, m.end, _point(m.where), m.kind) for m in finder.find_document(text, context=context)]
    return run


def _largest(finder: PlaceFinder, name: str) -> tuple[float, float] | None:
    """The peers' rule: the most populous place that bears the name."""
    here: list[Candidate] = [c for c in finder.candidates(name) if c.lat is not None]
    best = max(here, key=lambda c: (c.population or 0, c.place_id), default=None)
    return (best.lat, best.lon) if best and best.lat is not None and best.lon is not None else None


def plain_entities(model: str, finder: PlaceFinder) -> System:
    """Entities of the full spaCy pipeline, each at the largest place of its name."""
    nlp = importlib.import_module(model).load()

    def run(text: str) -> Found:
        out: Found = []
        for e in nlp(text).ents:
            if e.label_ in ("GPE", "LOC", "FAC"):
                a = e.start_char + (4 if e.text.lower().startswith("the ") else 0)
                out.append((a, e.end_char, _largest(finder, text[a:e.end_char]), e.label_))
        return out
    return run


_CAPITALS = re.compile(r"[^\W\d_a-z][\w'’-]*(?: (?:of |de |al-)?[^\W\d_a-z][\w'’-]*){0,3}")


def capitals(finder: PlaceFinder) -> System:
    """The floor: runs of capitalised words that are the name of a place of 15,000 people or more."""
    def run(text: str) -> Found:
        out: Found = []
        for m in _CAPITALS.finditer(text):
            parts = m.group().split()
            for n in range(len(parts), 0, -1):
                name = " ".join(parts[:n])
                key = fold(name)
                known = [c for c in finder.candidates(name) if c.kind == "country" or (c.population or 0) >= 15_000]
                if known and key not in COMMON and key not in demonyms():
                    out.append((m.start(), m.start() + len(name), _largest(finder, name), "place"))
                    break
        return out
    return run


# --- scores ----------------------------------------------------------------------------------------------

@dataclass
class Score:
    """Counts of each document: gold spans, those found, those near their point."""

    documents: list[Counter[str]] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)
    far: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)


RATES = (("precision", "outer right", "outer"), ("recall", "right", "gold"), ("161 km of found", "near161", "right"), ("161 km of all", "near161", "gold"),
         ("25 km of found", "near25", "right"), ("25 km of all", "near25", "gold"))


def rates(score: Score, which: Iterable[tuple[str, str, str]] = RATES, *, seed: int = 1) -> dict[str, tuple[float, float, float]]:
    """Each rate with the middle 95 % of the draws over documents."""
    rng = random.Random(seed)
    docs = score.documents
    draws = [[docs[rng.randrange(len(docs))] for _ in docs] for _ in range(DRAWS if len(docs) < 500 else 200)]
    out = {}
    for name, top, bottom in which:
        def rate(sample: list[Counter[str]], top: str = top, bottom: str = bottom) -> float:
            whole = sum(c[bottom] for c in sample)
            return sum(c[top] for c in sample) / whole if whole else 0.0
        spread = sorted(rate(s) for s in draws)
        out[name] = (rate(docs), spread[int(0.025 * len(spread))], spread[int(0.975 * len(spread))])
    return out


def score_points(system: System, documents: list[dict[str, Any]]) -> Score:
    """GeoVirus: exact spans against labelled points."""
    score = Score()
    for d in documents:
        text = d["text"]
        found = {(a, b): point for a, b, point, _ in system(text)}
        gold = {(t["start"], t["end"]): t for t in d["toponyms"]}
        outer = [s for s in found if not _inside(s, found)]      # "Iraq" in "northern Iraq" is no second answer
        c = Counter({"gold": len(gold), "outer": len(outer), "outer right": sum(s in gold for s in outer)})
        for span, t in gold.items():
            if span not in found:
                score.missed[t["phrase"]] += 1
                continue
            point = found[span]
            km = distance_km(*point, t["lat"], t["lon"]) if point else 9999.0
            c.update({"right": 1, "near161": km <= 161, "near25": km <= 25})
            if km > 161:
                score.far[f"{t['phrase']} {'no point' if point is None else f'{km:.0f} km'}"] += 1
        score.extra.update(text[a:b] for a, b in found if not any(g[0] < b and a < g[1] for g in gold))
        score.documents.append(c)
    return score


def _inside(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)


def score_words(system: System, documents: list[dict[str, Any]]) -> Score:
    """WikiEvents: the words of each labelled place, found as a place anywhere in its document."""
    score = Score()
    for d in documents:
        names = {fold(d["text"][a:b]).removeprefix("the ") for a, b, _, _ in system(d["text"])}
        c: Counter[str] = Counter()
        for e in d["entity_mentions"]:
            key = fold(e["text"]).removeprefix("the ")
            if e["entity_type"] not in ("GPE", "LOC") or not e["text"][0].isupper() or key in demonyms() or key in COMMON:
                continue
            hit = any(key in n.split() or key == n or n in key for n in names)
            c.update({"gold": 1, "right": hit})
            if not hit:
                score.missed[e["text"]] += 1
        score.documents.append(c)
    return score


def score_descriptions(system: System, events: list[dict[str, Any]]) -> Score:
    """UCDP: "The attack was in Kafr Hamrah village, Aleppo, Syria." against the coded point."""
    score = Score()
    for e in events:
        region = (e["adm_1"] or "").replace(" Governorate", "")
        text = f"The attack was in {e['where_coordinates']}, {region}, Syria."
        first = next((x for x in system(text) if x[0] <= 25 and x[3] != "country" and x[2]), None)
        c = Counter(gold=1)
        if first and first[2]:
            km = distance_km(*first[2], e["latitude"], e["longitude"])
            c.update({"right": 1, "near161": km <= 161, "near25": km <= 25})
            if km > 25:
                score.far[f"{e['where_coordinates']} {km:.0f} km"] += 1
        else:
            score.missed[e["where_coordinates"]] += 1
        score.documents.append(c)
    return score


def score_headlines(system: System, events: list[dict[str, Any]]) -> Score:
    """UCDP: has the headline a place within this distance of the event?"""
    score = Score()
    seen = set()
    for e in events:
        text = (e["source_headline"] or "").split(";")[0]
        key = (text, e["latitude"], e["longitude"])
        if not text or key in seen:
            continue
        seen.add(key)
        km = min((distance_km(*p, e["latitude"], e["longitude"]) for _, _, p, kind in system(text) if p and kind != "country"), default=None)
        c = Counter(gold=1)
        if km is not None:
            c.update({"right": 1, "near161": km <= 161, "near25": km <= 25})
        score.documents.append(c)
    return score


# --- the run ---------------------------------------------------------------------------------------------

def without_ucdp(folder: Path) -> Path:
    """A gazetteer that holds nothing of the UCDP events, for the fair figure."""
    spec = importlib.util.spec_from_file_location("build_places", ROOT / "tools" / "build_places.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys
    sys.modules["build_places"] = module
    spec.loader.exec_module(module)
    target = folder / "places.sqlite"
    module.build(ROOT, target, ucdp=False)
    return target


def show(name: str, score: Score, which: Iterable[tuple[str, str, str]], examples: int) -> None:
    print(f"  {name:34}" + "  ".join(f"{k} {v:.3f} [{a:.3f}-{b:.3f}]" for k, (v, a, b) in rates(score, which).items()), flush=True)
    for label, c in (("missed", score.missed), ("far", score.far), ("extra", score.extra)):
        if examples and c:
            print(f"    {label} {sum(c.values())}: {c.most_common(examples)}")


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("data", type=Path, nargs="?", default=SHARED)
    args.add_argument("--show", type=int, default=0, help="how many of the misses, the far and the extra to print")
    args.add_argument("--quick", action="store_true", help="neither peers nor the gazetteer without the UCDP villages")
    given = args.parse_args()
    if not given.data.exists():
        print(f"(no labelled data in {given.data}: nothing measured)")
        return
    finder = PlaceFinder(open_gazetteer())
    tools = load_tools(open_gazetteer())
    ours = [("bearwitness read", whole_reading(tools)), ("finder alone", finder_alone(finder))]
    peers = [] if given.quick else [("plain spaCy entities, largest", plain_entities(tools.model, finder)), ("capitals, largest", capitals(finder))]

    print("GeoVirus, exact spans")
    documents = lines(given.data / "geoparse" / "geovirus.jsonl.gz")
    for name, system in ours + peers:
        show(name, score_points(system, documents), RATES, given.show if name == ours[0][0] else 0)
    print("WikiEvents, capitalised places by their words")
    documents = lines(given.data / "wikievents" / "dev.jsonl.gz")
    for name, system in ours + peers:
        show(name, score_words(system, documents), RATES[1:2], given.show if name == ours[0][0] else 0)

    events = [e for e in lines(given.data / "ucdp_syria" / "events.jsonl.gz") if e["where_prec"] in (1, 2)]
    print("UCDP Syria, descriptions of exact points (the gazetteer holds villages of these events)")
    show("finder alone", score_descriptions(finder_alone(finder), events), RATES[1:], given.show)
    if not given.quick:
        with tempfile.TemporaryDirectory() as folder:
            fair = PlaceFinder(open_gazetteer(without_ucdp(Path(folder))))
            show("without those villages", score_descriptions(finder_alone(fair), events), RATES[1:], given.show)
            print("UCDP Syria, headlines")
            show("finder, without those villages", score_headlines(finder_alone(fair, ["SY"]), events), RATES[1:], 0)
    else:
        print("UCDP Syria, headlines")
    show("finder alone", score_headlines(finder_alone(finder, ["SY"]), events), RATES[1:], 0)
    for name, system in peers[1:]:
        show(name, score_headlines(system, events), RATES[1:], 0)


if __name__ == "__main__":
    main()
