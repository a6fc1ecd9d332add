"""Titles of the Syrian Archive's videos: governorate, point, and whether an attack is read where one is recorded."""

from __future__ import annotations

import csv
import gzip
import io
import time
from collections import Counter
from typing import Any

from bench.reading.result import Scores, shared

# Its governorates -> words that a region of ours is named with.
REGIONS = {"ALEPPO": "aleppo", "IDLIB": "idlib", "DAMASCUS": "damascus", "HOMS": "homs", "HAMA": "hama", "DARAA": "dara", "LATTAKIA": "latakia",
           "DEIR EZZOR": "deir"}
VIOLENT = ("Alleged civilian casualties from Russian attacks", "Use of illegal weapons", "Unlawful attacks", "Specifically protected persons and objects")
KM = 25.0


def run(tools: Any, quick: bool = False) -> Scores:
    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes
    from bearwitness.resolve.place_choice import distance_km

    data = gzip.decompress(shared("syrian_archive_videos/violations.csv.gz").read_bytes()).decode()
    scores = Scores("Syrian Archive titles (all but a few are English; none is in Arabic): governorate, point, violent event", [])
    for row in list(csv.DictReader(io.StringIO(data)))[:200 if quick else None]:
        title = row["Description"]
        document = read_bytes(title.encode(), name="text.txt", published_at=row["Recording_Date"][:10] or None)
        clock = time.process_time()
        reading = read_document(document, tools=tools)
        scores.cpu += time.process_time() - clock
        scores.words += len(title.split())
        places = [m.where for m in reading.mentions if m.kind == "place" and m.where and m.where.lat is not None and m.where.country == "SY"]
        c: Counter[str] = Counter()
        here = scores.states.setdefault(row["Reference_Code"], {})
        scores.texts[row["Reference_Code"]] = title
        if row["City"] in REGIONS:
            regions = [f"{p.admin1 or ''} {p.name}".casefold() for p in places]
            right = any(REGIONS[row["City"]] in r for r in regions)
            c.update({"governorate:right": right, "governorate:of": 1})
            here["governorate"] = "right" if right else "wrong" if places else "missed"
        if row["Latitude"] and (fine := [p for p in places if p.precision in (1, 2)]):
            near = any(distance_km(p.lat, p.lon, float(row["Latitude"]), float(row["Longitude"])) <= KM for p in fine)
            c.update({"within 25 km, where a town is found:right": near, "within 25 km, where a town is found:of": 1})
        if row["Violation_Type"] in VIOLENT:
            hit = any(x.kind == "event" and (x.value.event_type in ("Explosions/Remote violence", "Battles") or x.value.type == "Attack")
                      for x in reading.claims)
            c.update({"violent event:right": hit, "violent event:of": 1})
            here["violent event"] = "right" if hit else "missed"
        scores.counts.append(c)
    return scores
