"""WikiEvents, development part: each labelled word of violence, arrest and protest, found and of the right kind."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import Any

from bench.reading import scoring
from bench.reading.result import Scores, rows

# Its types -> the ACLED sub-events that say the same, and the other way round for what is too many.
KINDS = {
    "Attack": {"Attack", "Armed clash", "Shelling/artillery/missile attack", "Sexual violence", "Mob violence", "Chemical weapon",
               "Air/drone strike", "Suicide bomb", "Remote explosive/landmine/IED", "Grenade"},
    "DetonateExplode": {"Air/drone strike", "Suicide bomb", "Remote explosive/landmine/IED", "Grenade", "Shelling/artillery/missile attack"},
    "ArrestJailDetain": {"Arrests", "Abduction/forced disappearance"},
    "AbductKidnap": {"Abduction/forced disappearance"},
    "Demonstrate": {"Peaceful protest", "Violent demonstration", "Protest with intervention", "Excessive force against protesters", "Mob violence"},
}
EVENTS = set().union(*KINDS.values())


def kind_of(event_type: str) -> str | None:
    """The part of a type that is scored: Conflict.Attack.DetonateExplode counts as an explosion."""
    parts = event_type.split(".")
    name = "DetonateExplode" if "Detonate" in event_type else parts[1]
    return name if name in KINDS else None


def run(tools: Any, quick: bool = False) -> Scores:
    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes

    scores = Scores("WikiEvents, development part: words of attacks, explosions, arrests, protests", [], main=("event words", "kinds of a document"))
    for row in list(rows("wikievents/dev.jsonl.gz"))[:6 if quick else None]:
        text = row["text"]
        document = read_bytes(text.encode(), name="text.txt", published_at="2019-01-01")
        clock = time.process_time()
        claims = read_document(document, tools=tools).claims
        scores.cpu += time.process_time() - clock
        scores.words += len(text.split())
        found = [{"span": (c.passage.start, c.passage.end), "type": c.value.type} for c in claims if c.kind == "event" and c.value.type in EVENTS]
        _count(scores, row, text, found)
    return scores


def _count(scores: Scores, row: dict[str, Any], text: str, found: list[dict[str, Any]]) -> None:
    labels = [{"span": span, "kind": kind} for e in row["event_mentions"] if (kind := kind_of(e["event_type"]))
              and (span := trigger(row, text, e["trigger"]))]
    got = scoring.pair(labels, found, lambda a, b: float(scoring.overlaps(a["span"], b["span"])) and 1.0 + (b["type"] in KINDS[a["kind"]]))
    c: Counter[str] = Counter({"event words:tp": len(got.pairs), "event words:gold": len(labels), "event words:found": len(found)})
    c.update({"kind of the words found:right": sum(b["type"] in KINDS[a["kind"]] for a, b in got.pairs),
              "kind of the words found:of": len(got.pairs)})
    gold = {x["kind"] for x in labels}
    types = {f["type"] for f in found}
    mine = {k for k in KINDS if types & KINDS[k] and (k in gold or types & KINDS[k] - told(gold))}
    c.update({"kinds of a document:tp": len(gold & mine), "kinds of a document:gold": len(gold), "kinds of a document:found": len(mine)})
    scores.counts.append(c)
    here = scores.states.setdefault(row["doc_id"], {})
    scores.texts[row["doc_id"]] = text
    for a, b in got.pairs:
        here[f"{a['kind']} {a['span'][0]}-{a['span'][1]}"] = "right" if b["type"] in KINDS[a["kind"]] else f"{b['type']}"
    here.update({f"{a['kind']} {a['span'][0]}-{a['span'][1]}": "missed" for a in got.missed})
    here.update({f"{b['type']} {b['span'][0]}-{b['span'][1]}": "too many" for b in got.extra})


def told(kinds: set[str]) -> set[str]:
    """The sub-events that say one of these kinds."""
    return set().union(*(KINDS[k] for k in kinds)) if kinds else set()


def trigger(row: dict[str, Any], text: str, label: dict[str, Any]) -> tuple[int, int] | None:
    """Characters of a labelled word: the set counts tokens, so the nearest spelling in its sentence is taken."""
    at = 0
    tokens = 0
    for sentence in row["sentences"][:label["sent_idx"]]:
        at = text.index(sentence, at) + len(sentence)
        tokens += len(re.findall(r"\w+|[^\w\s]", sentence))
    sentence = row["sentences"][label["sent_idx"]]
    at = text.index(sentence, at)
    spots = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(label['text'])}(?!\w)", sentence)]
    if not spots:
        return None
    a, b = min(spots, key=lambda s: abs(len(re.findall(r"\w+|[^\w\s]", sentence[:s[0]])) - (label["start"] - tokens)))
    return at + a, at + b
