"""Measures place finding: GeoVirus (WikiNews, worldwide) and the place names of UCDP events in Syria.

    python bench/geo.py DATA_FOLDER [--show N]

GeoVirus: span F1, and of the places found the share within 161 km (100 miles) and the median distance.
UCDP: the place description of each event, found and within 25 km of the coded point.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections import Counter
from pathlib import Path

from bearwitness.resolve.place_choice import distance_km
from bearwitness.resolve.places import PlaceFinder
from bearwitness.store.gazetteer import open_gazetteer


def lines(path: Path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def geovirus(finder: PlaceFinder, data: Path, show: int) -> dict:
    docs = lines(data / "geoparse" / "geovirus.jsonl.gz")
    found = right = gold_n = words = 0
    overlap = 0
    errors: list[float] = []
    missed, spurious, far = Counter(), Counter(), Counter()
    clock = time.process_time()
    results = [finder.find_document(d["text"]) for d in docs]
    clock = time.process_time() - clock
    for d, mentions in zip(docs, results):
        words += len(d["text"].split())
        mentions = [m for m in mentions if not m.inner]
        at = {(m.start, m.end): m for m in mentions}
        gold = {(t["start"], t["end"]): t for t in d["toponyms"]}
        found, gold_n = found + len(at), gold_n + len(gold)
        for span, t in gold.items():
            m = at.get(span)
            if m is None:
                touching = [x for x in mentions if x.start < span[1] and span[0] < x.end]
                overlap += bool(touching)
                missed[t["phrase"] + (f" ~{d['text'][touching[0].start:touching[0].end]}" if touching else "")] += 1
                continue
            right += 1
            if m.where.lat is None or m.where.lon is None:
                errors.append(9999.0)
                continue
            km = distance_km(m.where.lat, m.where.lon, t["lat"], t["lon"])
            errors.append(km)
            if km > 161:
                far[f"{t['phrase']} {m.where.place_id} {m.kind} {m.where.country} {m.where.admin1} {km:.0f} km"] += 1
        for span, _ in at.items():
            if span not in gold and not any(g[0] < span[1] and span[0] < g[1] for g in gold):
                spurious[d["text"][span[0]:span[1]]] += 1
    p, r = right / found, right / gold_n
    for name, c in (("missed", missed), ("spurious", spurious), ("far", far)):
        if show:
            print(name, sum(c.values()), c.most_common(show))
    return {"precision": p, "recall": r, "f1": 2 * p * r / (p + r), "recall_with_overlap": (right + overlap) / gold_n,
            "within_161km_of_found": sum(e <= 161 for e in errors) / len(errors),
            "within_161km_of_all": sum(e <= 161 for e in errors) / gold_n,
            "median_km": statistics.median(errors), "words_per_cpu_second": words / clock}


def ucdp(finder: PlaceFinder, data: Path, show: int) -> dict:
    events = lines(data / "ucdp_syria" / "events.jsonl.gz")
    found = near = n = 0
    missed, far = Counter(), Counter()
    for e in events:
        if e["where_prec"] not in (1, 2):
            continue
        n += 1
        region = e["adm_1"].replace(" Governorate", "") if e["adm_1"] else ""
        text = f"The attack was in {e['where_coordinates']}, {region}, Syria."
        mentions = [m for m in finder.find_document(text) if m.kind in ("city", "feature", "admin2", "admin1", "unresolved")]
        if not mentions or mentions[0].where.lat is None or mentions[0].start > 25:
            missed[e["where_coordinates"]] += 1
            continue
        found += 1
        km = distance_km(mentions[0].where.lat, mentions[0].where.lon, e["latitude"], e["longitude"])
        near += km <= 25
        if km > 25:
            far[f"{e['where_coordinates']} -> {mentions[0].where.name} {mentions[0].where.place_id} {km:.0f} km"] += 1
    if show:
        print("missed", missed.most_common(show))
        print("far", far.most_common(show))
    return {"events": n, "found": found / n, "within_25km_of_found": near / found, "within_25km_of_all": near / n}


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("data", type=Path)
    args.add_argument("--show", type=int, default=0)
    given = args.parse_args()
    finder = PlaceFinder(open_gazetteer())
    for name, run in (("geovirus", geovirus), ("ucdp_syria", ucdp)):
        print(name, json.dumps({k: round(v, 3) for k, v in run(finder, given.data, given.show).items()}))


if __name__ == "__main__":
    main()
