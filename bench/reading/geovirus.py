"""GeoVirus: places of world news, their spans, and how far from the labelled point they are put."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from typing import Any

from bench.reading.result import Scores, rows

NEAR = 161.0      # kilometres: 100 miles, as the field counts


def run(tools: Any, quick: bool = False) -> Scores:
    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes
    from bearwitness.resolve.place_choice import distance_km

    scores = Scores("GeoVirus: places", [], main=("places, exact span", "places, overlapping"))
    apart: list[float] = []
    for row in list(rows("geoparse/geovirus.jsonl.gz"))[:40 if quick else None]:
        document = read_bytes(row["text"].encode(), name="text.txt")
        clock = time.process_time()
        mentions = read_document(document, tools=tools).mentions
        scores.cpu += time.process_time() - clock
        scores.words += len(row["text"].split())
        found = {(m.passage.start, m.passage.end): m.where for m in mentions if m.kind == "place"}
        outer = [s for s in found if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in found)]
        gold = {(t["start"], t["end"]): t for t in row["toponyms"]}
        name = str(row["doc_id"])
        here, c = scores.states.setdefault(name, {}), Counter[str]()
        scores.texts[name] = row["text"]
        for span, t in gold.items():
            key = f"place {span[0]}-{span[1]}"
            touching = [s for s in found if s[0] < span[1] and span[0] < s[1]]
            c.update({"places, overlapping:tp": bool(touching), "places, exact span:tp": span in found})
            if not touching:
                here[key] = "missed"
                c.update({"within 161 km, of all labelled:of": 1})
                continue
            where = found[span if span in found else touching[0]]
            km = 9999.0 if where is None or where.lat is None or where.lon is None else distance_km(where.lat, where.lon, t["lat"], t["lon"])
            apart.append(km)
            c.update({"within 161 km, of those found:right": km <= NEAR, "within 161 km, of those found:of": 1,
                      "within 161 km, of all labelled:right": km <= NEAR, "within 161 km, of all labelled:of": 1})
            here[key] = "right" if km <= NEAR else "no point" if km == 9999.0 else f"{km:.0f} km away"
        extra = [s for s in outer if not any(g[0] < s[1] and s[0] < g[1] for g in gold)]
        here.update({f"place {a}-{b}": "too many" for a, b in extra})
        for way, more in (("exact span", outer), ("overlapping", outer)):
            c.update({f"places, {way}:gold": len(gold), f"places, {way}:found": len(more)})
        scores.counts.append(c)
    scores.further["median km of those found"] = statistics.median(apart) if apart else 0.0
    return scores
