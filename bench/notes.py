"""Types of events on short descriptions in the manner of ACLED notes: `python -m bench.notes FILE.jsonl [--faults]`.

A line of the file: {"id", "text", "event_type", "sub_event_type", "sub_event_alt"}. The whole reader is run; a note's answer
is its event of the best rank. Macro F1 over the types of the labels, with its 95 % interval by resampling notes.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROUNDS = 1000
Pair = tuple[str | None, str | None]        # labelled, found


def main_event(text: str, tools: Any) -> Any:
    """The event that a note is about, or None."""
    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes

    claims = read_document(read_bytes(text.encode(), name="note.txt"), tools=tools).claims
    events = [claim.value for claim in claims if claim.kind == "event" and getattr(claim.value, "rank", None)]
    return min(events, key=lambda event: event.rank or 0, default=None)


def macro(pairs: Sequence[Pair]) -> float:
    """Mean F1 of the labelled types."""
    scores = []
    for kind in {gold for gold, _ in pairs}:
        both = sum(gold == kind == found for gold, found in pairs)
        either = sum((gold == kind) + (found == kind) for gold, found in pairs)
        scores.append(2 * both / either if either else 0.0)
    return sum(scores) / len(scores) if scores else 0.0


def interval(pairs: Sequence[Pair]) -> tuple[float, float]:
    chance = random.Random(1)
    found = sorted(macro(chance.choices(pairs, k=len(pairs))) for _ in range(ROUNDS))
    return found[ROUNDS // 40], found[-ROUNDS // 40]


def main() -> None:
    from bearwitness.extract import load_tools
    from bearwitness.store.gazetteer import open_gazetteer

    if len(sys.argv) < 2:
        sys.exit("usage: python -m bench.notes FILE.jsonl [--faults]")
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line.strip()]
    tools = load_tools(open_gazetteer())
    events = [main_event(row["text"], tools) for row in rows]
    types: list[Pair] = [(row["event_type"], event.event_type if event else None) for row, event in zip(rows, events)]
    subs: list[Pair] = [(row["sub_event_type"], _sub(row, event)) for row, event in zip(rows, events)]
    for name, pairs in (("event type", types), ("sub-event type", subs)):
        low, high = interval(pairs)
        right = sum(gold == found for gold, found in pairs)
        print(f"{name:16} macro F1 {macro(pairs):.3f} [{low:.3f}-{high:.3f}]   right {right} of {len(pairs)}")
    if "--faults" in sys.argv:
        for row, (gold, found) in zip(rows, subs):
            if gold != found:
                print(f"{row['id']}: {gold} -> {found}: {row['text'][:160]}")


def _sub(row: dict[str, Any], event: Any) -> str | None:
    if event is None:
        return None
    return str(row["sub_event_type"] if event.type in row.get("sub_event_alt", ()) else event.type)


if __name__ == "__main__":
    main()
