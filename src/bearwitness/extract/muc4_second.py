"""The second reading of a message: each likely target or doer again, now with what the first scores say of its neighbours.

A row of numbers an entity, for the small trees of muc4_model; names that stand in one list, or a "they" sentence behind it, share
what is known of one of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bearwitness.extract.muc4_view import Entity, View

ROLES = ("VIC", "PHYS", "PIND", "PORG", "INSTR")
LEAST = 0.02        # an entity below this in the first reading is not read again
_NONE = -9.0


def logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def rows(view: View, scores: Sequence[Mapping[str, float]], sentences: Sequence[float], message: float) -> dict[int, list[float]]:
    """Numbers for each entity that is likely enough in some part: entity index -> row."""
    logits = [[logit(s[r]) for r in ROLES] for s in scores]
    at_head = {m.head: k for k, e in enumerate(view.entities) for m in e.mentions}
    by_sent: dict[int, set[int]] = {}
    for k, e in enumerate(view.entities):
        for m in e.mentions:
            by_sent.setdefault(m.sent, set()).add(k)
    chains = _chains(view)
    by_word: dict[str, list[int]] = {}
    for k, e in enumerate(view.entities):
        by_word.setdefault(view.tokens[e.mentions[0].head].low, []).append(k)
    columns = [sorted((row[j] for row in logits), reverse=True) for j in range(len(ROLES))]
    tops = [sum(1 for row in logits if row[j] > -1) for j in range(2)]
    out = {}
    for k, e in enumerate(view.entities):
        if max(scores[k].values()) < LEAST:
            continue
        same = {q for m in e.mentions for q in by_sent[m.sent]} - {k}
        chained = {at_head[h] for m in e.mentions for h in chains.get(m.head, ()) if h in at_head} - {k}
        before = {q for m in e.mentions for q in by_sent.get(m.sent - 1, ())} - {k}
        likes = [q for q in by_word[view.tokens[e.mentions[0].head].low] if q != k]
        row = [*logits[k], logit(message), *_of_sentences(view, e, sentences)]
        row += [max((logits[q][j] for q in same), default=_NONE) for j in range(5)]
        for j in range(2):
            row.append(max((logits[q][j] for q in chained), default=_NONE))
            row.append(sum(logits[q][j] for q in chained) / len(chained) if chained else _NONE)
        row.append(len(chained))
        row += [max((logits[q][j] for q in before), default=_NONE) for j in range(2)]
        for j in range(5):
            row += [columns[j][0] - logits[k][j], sum(1 for v in columns[j] if v > logits[k][j])]
        row += [max((logits[q][j] for q in likes), default=_NONE) for j in range(2)]
        row += [*_of_entity(view, e), len(view.sents), len(view.entities), *tops]
        out[k] = row
    return out


def _of_sentences(view: View, e: Entity, sentences: Sequence[float]) -> list[float]:
    own = [sentences[m.sent] for m in e.mentions]
    first = e.mentions[0].sent
    return [max(own), min(own), sentences[first], sentences[first - 1] if first else 0.0,
            sentences[first + 1] if first + 1 < len(sentences) else 0.0, max(sentences, default=0.0)]


def _of_entity(view: View, e: Entity) -> list[float]:
    m = e.mentions[0]
    return [float(e.name), len(e.mentions), len(e.words), m.sent - view.first_body, m.number or 0, float(m.plural), len(m.title), float(m.definite)]


def _chains(view: View) -> dict[int, list[int]]:
    """Head token of a phrase -> heads of the phrases joined to it by "and", commas or apposition, itself included."""
    by_root: dict[int, list[int]] = {}
    for m in view.mentions:
        k = m.head
        for _ in range(60):
            t = view.tokens[k]
            if t.dep not in ("conj", "appos") or t.head == k:
                break
            k = t.head
        by_root.setdefault(k, []).append(m.head)
    return {h: hs for hs in by_root.values() for h in hs}
