"""MUC-4: templates of the development messages, TST1 and TST2 by the official slot scoring (`bench.muc4`)."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from typing import Any

from bench import muc4
from bench.reading.result import Scores, rows

# (file, messages read, messages read when quick). The shipped weights were trained on DEV and TST1: TST2 alone is held out.
PARTS = (("dev", 150, 25), ("tst1", 100, 15), ("tst2", 100, 25))


CONFIDENCE = "PERP: ORGANIZATION CONFIDENCE"


def run(tools: Any, quick: bool = False) -> Scores:
    from bearwitness.extract.muc4 import read_templates
    from bearwitness.readers import read_bytes

    parts = [(name, m) for name, full, some in PARTS for m in list(rows(f"muc4/{name}.jsonl.gz"))[:some if quick else full]]
    scores = Scores("MUC-4 templates (weights trained on DEV and TST1; TST2 is held out), messages: "
                    + ", ".join(f"{n} {(some if quick else full)}" for n, full, some in PARTS), [],
                    main=tuple(f"{n} {slot}" for slot in ("all templates", CONFIDENCE) for n, _, _ in PARTS))
    for name, message in parts:
        document = read_bytes(message["text"].encode(), name=message["docid"], media_type="text/plain")
        clock = time.process_time()
        answers = read_templates(document, tools=tools)[1]
        scores.cpu += time.process_time() - clock
        scores.words += len(message["text"].split())
        found = muc4.score_message(message["templates"], answers)
        counts: Counter[str] = Counter()
        for slot, c in [("all templates", found.total), *found.slots.items()]:
            if name != "tst2" and slot not in ("all templates", CONFIDENCE):
                continue
            counts.update({f"{name} {slot}:tp": c.points, f"{name} {slot}:gold": c.possible, f"{name} {slot}:found": c.actual})
        scores.counts.append(counts)
        _states(scores, message, answers)
    return scores


def _states(scores: Scores, message: dict[str, Any], answers: list[dict[str, list[str]]]) -> None:
    """Fills of a message as a set: the state names a slot and a digest of the fill, the words stay in this run."""
    here = scores.states.setdefault(message["docid"], {})
    wanted, found = ({(s, f) for t in side for s, fills in t.items() if s in muc4.SLOTS for f in fills} for side in (message["templates"], answers))
    kept = [f for f in wanted if not any(_meets(f, g) for g in found)]
    for state, fills in (("missed", kept), ("right", [f for f in wanted if f not in kept]),
                         ("too many", [g for g in found if not any(_meets(f, g) for f in wanted)])):
        for slot, fill in fills:
            key = f"{slot} #{hashlib.sha256(fill.encode()).hexdigest()[:8]}"
            here[key] = state
            scores.strings[message["docid"], key] = fill


def _meets(wanted: tuple[str, str], found: tuple[str, str]) -> bool:
    if wanted[0] != found[0]:
        return False
    a, b = muc4.parse_fill(wanted[0], wanted[1]), muc4.parse_fill(found[0], found[1])
    return a is not None and b is not None and muc4.match(wanted[0], a, b) > 0
