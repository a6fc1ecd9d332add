"""UCDP headlines (Syria): which sides a headline names, and whether the kind of violence fits the type of event.

UCDP codes two sides and a type of violence: 1 of a state, 2 between others, 3 against civilians. A headline often names one side only or
none, so a side counts where one of its names stands in the headline. The kind fits when a fight (1, 2) is read as a battle or remote
violence, and violence against civilians (3) as that, as remote violence or as a crowd's.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import Any

from bench.reading.result import Scores, rows

# Sides as UCDP writes them -> words by which headlines name them.
NAMES = {
    "Government of Syria": r"regime|assad|syrian (?:army|forces|government|warplanes|jets)|government forces|army",
    "IS": r"isis|isil|daesh|islamic state|\bis\b", "SDF": r"sdf|syrian democratic forces|ypg|kurdish", "Syrian insurgents": r"rebels?|opposition|fsa|insurgents?|factions",
    "Government of Turkey": r"turk(?:ey|ish)",
    "HTS": r"hts|tahrir al-sham|nusra", "Jabhat Fateh al-Sham": r"nusra|fateh al-sham|al-qaeda", "Ahrar al-Sham": r"ahrar",
    "Jaysh al-Islam": r"jaysh al-islam|jaish al-islam|army of islam", "Civilians": r"civilians?|children|women|people|family",
}
FITS = {1: {"Battles", "Explosions/Remote violence"}, 2: {"Battles", "Explosions/Remote violence"},
        3: {"Violence against civilians", "Explosions/Remote violence", "Riots"}}


def run(tools: Any, quick: bool = False) -> Scores:
    from bearwitness.extract import read_document
    from bearwitness.readers import read_bytes

    scores = Scores("UCDP headlines (Syria): sides named and kind of violence", [])
    seen: set[str] = set()
    for row in rows("ucdp_syria/events.jsonl.gz"):
        head = row["source_headline"]
        if row["number_of_sources"] != 1 or ";" in head or head in seen or len(head.split()) < 4:
            continue
        seen.add(head)
        if len(seen) > (150 if quick else 800):
            break
        clock = time.process_time()
        claims = read_document(read_bytes(head.encode(), name="text.txt", published_at=row["source_date"][:10]), tools=tools).claims
        scores.cpu += time.process_time() - clock
        scores.words += len(head.split())
        events: list[Any] = [c.value for c in claims if c.kind == "event" and c.hedge not in ("negated", "hypothetical", "future")]
        violent = [e for e in events if e.event_type not in ("Strategic developments", "Protests")]
        c: Counter[str] = Counter()
        here = scores.states.setdefault(str(row["id"]), {})
        scores.texts[str(row["id"])] = head
        if violent:
            fits = any(e.event_type in FITS[row["type_of_violence"]] for e in violent)
            c.update({"kind of violence, where an event is read:right": fits, "kind of violence, where an event is read:of": 1})
            here["kind"] = "right" if fits else violent[0].event_type
        for key, role in (("side_a", "perpetrators"), ("side_b", "targets")):
            pattern = NAMES.get(row[key])
            if not violent or pattern is None or not re.search(pattern, head, re.I):
                continue
            whos = [w.name for e in violent for w in (*e.perpetrators, *e.targets)] + [o.name for e in violent for o in e.objects]
            found = any(re.search(pattern, name, re.I) for name in whos)
            c.update({"a side that the headline names:right": found, "a side that the headline names:of": 1})
            here[role] = "right" if found else "missed"
        scores.counts.append(c)
    return scores
