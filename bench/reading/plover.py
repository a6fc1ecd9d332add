"""The PLOVER gold-standard records: the category of the main event, 18 older types mapped to the 16 of today."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from bench.events_dev import PLOVER_16
from bench.reading.result import Scores, rows

CATEGORIES = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
              "MOBILIZE", "COERCE", "ASSAULT")


def category(claims: Any) -> str:
    """The category of the act that a text mainly tells, else none."""
    from bearwitness.extract.event_plover import main_plover

    found = main_plover(claims)
    return found.category if found else "none"


def run(tools: Any, quick: bool = False) -> Scores:
    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes

    scores = Scores("PLOVER records: category of the main event or statement, 18 older types mapped to today's", [])
    for row in list(rows("plover_gsr/records.jsonl.gz"))[:40 if quick else None]:
        gold = PLOVER_16.get(row["event"], row["event"])
        document = read_bytes(row["text"].encode(), name="text.txt", published_at=row["date"])
        clock = time.process_time()
        found = category(read_document(document, tools=tools).claims)
        scores.cpu += time.process_time() - clock
        scores.words += len(row["text"].split())
        scores.counts.append(Counter({"category:right": gold == found, "category:of": 1, f"type={gold}:tp": gold == found,
                                      f"type={gold}:gold": 1}) + Counter({f"type={found}:found": 1}))
        scores.states[row["id"]] = {gold: "right" if gold == found else f"{found}" if found != "none" else "missed"}
        scores.texts[row["id"]] = row["text"]
    return scores
