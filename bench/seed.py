"""The seed article against a careful person's reading, statement by statement.

`seed_gold.json` holds offsets only (the text belongs to its publisher): the cue, the start of the speaker's phrase
(null: nobody named), the stance and the reported words. Written before the rules were compared with it; one
annotator, one article, and the rules have been looked at on it since: in-sample, no estimate of quality elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from bench.texts import SHARED


def main(verbose: bool = False) -> None:
    article = SHARED / "seed" / "article.txt"
    if not article.exists():
        print("(the seed article is not beside the project: skipped)")
        return
    from bearwitness.extract import load_tools, read_document
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer

    data = article.read_bytes()
    gold = json.loads(Path(__file__).with_name("seed_gold.json").read_text("utf-8"))
    if hashlib.sha256(data).hexdigest() != gold["text_sha256"]:
        print("(another text than the one that was labelled: skipped)")
        return
    reading = read_document(read_bytes(data, name="article.txt", published_at="2025-03-11"), tools=load_tools(open_gazetteer()))
    claims = [c for c in reading.claims if c.kind == "statement"]
    text = reading.document.text
    score(gold["statements"], claims, text, verbose)


def score(gold: list[dict], claims: list, text: str, verbose: bool) -> None:
    """Pair each labelled statement with the claim of the most shared characters and the same cue."""
    left = list(claims)
    hits = cue = speaker = stance = 0
    shared = ours = theirs = 0
    missed = []
    for g in gold:
        found = _best(g, left)
        theirs += sum(b - a for a, b in g["content"])
        if found is None:
            missed.append(g)
            continue
        left.remove(found)
        hits += 1
        cue += 1
        want = g["speaker"]
        got = found.speakers[-1].passage if found.speakers else None
        right = (want is None and not found.speakers) or (want is not None and got is not None and abs(got.start - want) <= 4)
        speaker += right
        stance += found.stance == g["stance"]
        a = {i for s, e in g["content"] for i in range(s, e)}
        b = {i for p in found.content for i in range(p.start, p.end)}
        if not g["content"] and found.rule.startswith("embedded post"):
            b = set()
        shared, ours = shared + len(a & b), ours + len(b)
        if verbose and (not right or found.stance != g["stance"] or (a and len(a & b) < 0.8 * len(a | b))):
            print("  differs:", repr(text[found.passage.start:found.passage.end][:90]), "| speaker right" if right else
                  f"| SPEAKER {[w.name for w in found.speakers]}", "| stance", found.stance, "for", g["stance"], f"| words {len(a & b)}/{len(a | b)}")
    if verbose:
        for g in missed:
            at = g["cue"] or [g["speaker"], g["speaker"] + 1]
            print("  missed:", repr(text[at[0] - 40:at[1] + 60]))
        for c in left:
            print("  extra:", repr(c.passage.exact[:100]), "|", c.stance, "|", c.rule)
    p, r = shared / ours if ours else 0, shared / theirs if theirs else 0
    print(f"statements labelled {len(gold)}, found {hits}, missed {len(missed)}, extra {len(left)}")
    print(f"of those found: speaker right {speaker}, stance right {stance}; content characters P {p:.3f} R {r:.3f} "
          f"F1 {2 * p * r / (p + r) if p + r else 0:.3f}")


def _best(g: dict, claims: list):
    best, most = None, 0.0
    for c in claims:
        if g["cue"] is None:
            near = c.cue is None and bool(c.speakers)
        else:
            near = c.cue is not None and c.cue.start < g["cue"][1] + 2 and g["cue"][0] < c.cue.end + 2
        if not near:
            continue
        a = {i for s, e in g["content"] for i in range(s, e)}
        b = {i for p in c.content for i in range(p.start, p.end)}
        value = 0.1 + (len(a & b) / len(a | b) if a | b else 1.0)
        if g["cue"] is None and not g["content"]:
            value = 1.0 if c.rule.startswith("embedded post") and c.speakers[-1].passage and abs(
                c.speakers[-1].passage.start - g["speaker"]) <= 4 else 0
        if value > most:
            best, most = c, value
    return best


if __name__ == "__main__":
    import sys

    main(verbose="-v" in sys.argv)
