"""UCDP headlines (Syria): the dead of a headline against the coded count, and where it happened.

Taken are events of one source whose headline has a number and a word of death. The coder has read the article behind it and
split it into events, so most headlines tell another number than the one coded ("196 people were killed yesterday") and no
reader of headlines comes near 1 on all of them; those that state the coded number are counted apart.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import Any

from bench.reading.result import Scores, rows

_DEATH = re.compile(r"\b(?:kill\w*|dead|deaths?|dies?|died|perish\w*|martyr\w*|execut\w+|murder\w*|casualt\w+|fatalit\w+|bod(?:y|ies)|los(?:es|t)|massacres?)\b", re.I)
_NUMBER = re.compile(r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen)\b", re.I)
_WORDS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13)))
KM = 25.0


def states(headline: str, number: int) -> bool:
    """Does the headline have this number in digits or as a word?"""
    return any(int(w) == number if w.isdigit() else _WORDS.get(w.lower()) == number for w in re.findall(r"\w+", headline) if w.isdigit() or w.lower() in _WORDS)


def headlines(limit: int | None) -> list[dict[str, Any]]:
    """One row a headline that tells of a number of dead."""
    seen: set[str] = set()
    out = []
    for row in rows("ucdp_syria/events.jsonl.gz"):
        head = row["source_headline"]
        if row["number_of_sources"] == 1 and ";" not in head and head not in seen and _DEATH.search(head) and _NUMBER.search(head):
            seen.add(head)
            out.append(row)
    return out[:limit]


def run(tools: Any, quick: bool = False) -> Scores:
    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes
    from bearwitness.resolve.place_choice import distance_km

    scores = Scores("UCDP headlines (Syria): the dead, and the place", [])
    for row in headlines(200 if quick else 1500):
        head = row["source_headline"]
        document = read_bytes(head.encode(), name="text.txt", published_at=row["source_date"][:10])
        clock = time.process_time()
        reading = read_document(document, tools=tools)
        scores.cpu += time.process_time() - clock
        scores.words += len(head.split())
        tolls = [c.value for c in reading.claims if c.kind == "toll" and c.value.harm == "killed" and not c.value.part_of]
        best = sum(t.best if t.best is not None else t.low or 0 for t in tolls) if tolls else None
        places = [m.where for m in reading.mentions if m.kind == "place" and m.where and m.where.lat is not None and m.where.precision in (1, 2)]
        exact = best == row["best"] or any(t.number == row["best"] for t in tolls)
        c: Counter[str] = Counter({"a number found:right": best is not None, "a number found:of": 1, "dead, exact, all headlines:right": exact,
                                   "dead, exact, all headlines:of": 1, "dead, within the range:right": best is not None and row["low"] <= best <= row["high"],
                                   "dead, within the range:of": 1})
        if states(head, row["best"]):
            c.update({"dead, exact, where it is stated:right": exact, "dead, exact, where it is stated:of": 1})
        if row["where_prec"] in (1, 2) and places:
            near = any(distance_km(p.lat, p.lon, row["latitude"], row["longitude"]) <= KM for p in places)
            c.update({"a place within 25 km, where one is named:right": near, "a place within 25 km, where one is named:of": 1})
        scores.counts.append(c)
        name = str(row["id"])
        scores.texts[name] = head
        scores.states[name] = {"dead": "right" if exact else "missed" if best is None else f"{best:g} for {row['best']}"}
    return scores
