"""Scores of a reading against labels: pure functions on plain dictionaries, so that any program's answers can be scored.

An answer and a label have one shape (a label's `stance`, `hedge`, `type`, `harm` list every value that a careful reader could
defend; an answer has one):

    statement    {"kind", "speaker": [start, end] | null, "cue": [start, end] | null, "content": [[start, end], ...], "stance", "hedge"}
    toll         {"kind", "span": [start, end], "harm", "number", "bound", "speaker"}
    event        {"kind", "span": [start, end], "type", "perpetrators": [text], "targets": [text], "where": [text], "date"}
    attribution  {"kind", "span": [start, end], "accused": [[start, end], ...], "names": [text]}
    others       {"kind", "span": [start, end]} (label, demand, commitment, warning)

A label with `optional` true is one that may be found or not: pairs with it count nowhere. Counts are made a document at a
time (`count_*`), added up, turned into scores (`scores`), and resampled over documents for intervals (`intervals`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]
Span = Sequence[int]
HALF = 0.5      # share of characters in common from which two contents are the same words
NEAR = 0.25     # from which two statements without a common cue are the same statement
BESIDE = 25     # characters between an event's word and a passage that still tells it
_WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an of in on at to and or for by with from his her their its our some all other".split())


@dataclass
class Paired:
    """What came of one document and one kind: pairs of (label, answer), labels missed, answers too many."""

    pairs: list[tuple[Item, Item]] = field(default_factory=list)
    missed: list[Item] = field(default_factory=list)
    extra: list[Item] = field(default_factory=list)


def overlaps(a: Span | None, b: Span | None) -> bool:
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def characters(spans: Iterable[Span]) -> set[int]:
    return {i for a, b in spans for i in range(a, b)}


def jaccard(a: Iterable[Span], b: Iterable[Span]) -> float:
    """Characters in common over characters of either; two empty contents are the same."""
    x, y = characters(a), characters(b)
    return len(x & y) / len(x | y) if x or y else 1.0


def words(text: str) -> set[str]:
    return {w for w in _WORD.findall(text.casefold()) if w not in _EMPTY}


def names_meet(wanted: Iterable[str], found: Iterable[str]) -> bool:
    """Do a wanted and a found name share a word that is not a function word?"""
    have = [words(f) for f in found]
    return any(words(w) & h for w in wanted for h in have)


def fits(allowed: Any, value: Any) -> bool:
    return value in allowed if isinstance(allowed, (list, tuple)) else value == allowed


def pair(labels: Sequence[Item], answers: Sequence[Item], worth: Callable[[Item, Item], float]) -> Paired:
    """Pair one to one, the most alike first; ties by order. Optional labels come after the others.

    An answer that fits only an optional label is not too many, and an optional label without an answer is not missed.
    """
    ranked = sorted(((bool(lab.get("optional")), -w, i, j) for i, lab in enumerate(labels) for j, ans in enumerate(answers)
                     if (w := worth(lab, ans)) > 0))
    out, used_l, used_a = Paired(), set(), set()
    for optional, _, i, j in ranked:
        if i in used_l or j in used_a:
            continue
        used_l.add(i)
        used_a.add(j)
        if not optional:
            out.pairs.append((labels[i], answers[j]))
    out.missed = [lab for i, lab in enumerate(labels) if i not in used_l and not lab.get("optional")]
    out.extra = [ans for j, ans in enumerate(answers) if j not in used_a]
    return out


# --- statements ---------------------------------------------------------------------------------

def alike(label: Item, answer: Item) -> float:
    cue = overlaps(label["cue"], answer["cue"])
    share = jaccard(label["content"], answer["content"])
    if not cue and (share < NEAR or not label["content"]):
        return 0.0
    return share + 0.5 * cue + 0.25 * overlaps(label["speaker"], answer["speaker"])


def same_speaker(label: Item, answer: Item) -> bool:
    """The last speaker's phrase overlaps the labelled one, or both say that nobody is named."""
    return overlaps(label["speaker"], answer["speaker"]) if label["speaker"] else answer["speaker"] is None


def same_name(wanted: str, found: str) -> bool:
    """The full name as the text gives it: equal, or one holds every word of the other ("DoD news release", "a DoD news release")."""
    a, b = words(wanted), words(found)
    return wanted.casefold() == found.casefold() or bool(a and b and (a <= b or b <= a))


def whole(label: Item, answer: Item) -> bool:
    """Cue, speaker and reported words all meet the labelled ones."""
    return (overlaps(label["cue"], answer["cue"]) and same_speaker(label, answer)
            and jaccard(label["content"], answer["content"]) >= HALF)


def faults(label: Item, answer: Item) -> list[str]:
    """What is wrong with a statement that was found, in the words of the report."""
    out = [] if same_speaker(label, answer) else ["speaker"]
    if not overlaps(label["cue"], answer["cue"]):
        out.append("cue")
    if jaccard(label["content"], answer["content"]) < HALF:
        out.append("words")
    out += [key for key in ("stance", "hedge") if answer.get(key) is not None and not fits(label[key], answer[key])]
    return out


def count_statements(labels: Sequence[Item], answers: Sequence[Item]) -> tuple[Counter[str], Paired]:
    got = pair(labels, answers, alike)
    got.extra = [a for a in got.extra if not a.get("thought")]
    c: Counter[str] = Counter()
    required = [lab for lab in labels if not lab.get("optional")]
    counted = [a for _, a in got.pairs] + got.extra
    c["statements:tp"], c["statements:gold"], c["statements:found"] = len(got.pairs), len(required), len(counted)
    want, have = characters(s for lab in required for s in lab["content"]), characters(s for a in counted for s in a["content"])
    have -= characters(s for lab in labels if lab.get("optional") for s in lab["content"]) - want
    c["content characters:tp"], c["content characters:gold"], c["content characters:found"] = len(want & have), len(want), len(have)
    for label, answer in got.pairs:
        a, b = characters(label["content"]), characters(answer["content"])
        c["content, pair by pair:tp"] += len(a & b)
        c["speaker:tp"] += bool(label["speaker"]) and same_speaker(label, answer)
        c["speaker, exact phrase:tp"] += bool(label["speaker"]) and list(label["speaker"]) == list(answer["speaker"] or ())
        c["whole attribution:tp"] += whole(label, answer)
        if label.get("name") and answer.get("name"):
            c["speaker, resolved name:right"] += same_name(label["name"], answer["name"])
            c["speaker, resolved name:of"] += 1
        for key in ("stance", "hedge"):
            if answer.get(key) is not None:
                c[f"{key}:right"] += fits(label[key], answer[key])
                c[f"{key}:of"] += 1
    for name in ("speaker", "speaker, exact phrase"):
        c[f"{name}:gold"] = sum(bool(lab["speaker"]) for lab in required)
        c[f"{name}:found"] = sum(a["speaker"] is not None for a in counted)
    c["content, pair by pair:gold"] = sum(len(characters(lab["content"])) for lab in required)
    c["content, pair by pair:found"] = sum(len(characters(a["content"])) for a in counted)
    c["whole attribution:gold"], c["whole attribution:found"] = len(required), len(counted)
    return c, got


# --- tolls, events, attributions, the rest ---------------------------------------------------------

def toll_worth(label: Item, answer: Item) -> float:
    if not overlaps(label["span"], answer["span"]) or not fits(label["harm"], answer["harm"]):
        return 0.0
    return 1.0 + (label["number"] == answer["number"]) + 0.5 * overlaps(label.get("phrase"), answer["span"])


def exact_toll(label: Item, answer: Item) -> bool:
    return label["number"] == answer["number"] and label["bound"] == answer["bound"]


def count_tolls(labels: Sequence[Item], answers: Sequence[Item]) -> tuple[Counter[str], Paired]:
    got = pair(labels, answers, toll_worth)
    # "60 were killed and injured" may be told as two tolls: the second is not too many.
    got.extra = [a for a in got.extra if not any(
        len(lab["harm"]) > 1 and toll_worth(lab, a) > 0 for lab, _ in got.pairs)]
    right = sum(exact_toll(lab, a) for lab, a in got.pairs)
    c: Counter[str] = Counter({"tolls, found at all:tp": len(got.pairs), "tolls, number and bound and harm:tp": right})
    for name in ("tolls, found at all", "tolls, number and bound and harm"):
        c[f"{name}:gold"] = len(got.pairs) + len(got.missed)
        c[f"{name}:found"] = len(got.pairs) + len(got.extra)
    c["toll in the right mouth:right"] = sum(same_speaker(lab, a) for lab, a in got.pairs)
    c["toll in the right mouth:of"] = len(got.pairs)
    return c, got


def event_worth(label: Item, answer: Item) -> float:
    """An answer tells the labelled event when its passage holds the word; the right type and the shorter passage first.

    Which word stands for an event is a matter of taste ("use" or "chemical weapons" in "the use of chemical weapons"): a
    passage that ends or begins within BESIDE characters of the word is taken too, when the type is right.
    """
    if not overlaps(label["span"], answer["span"]):
        near = overlaps([label["span"][0] - BESIDE, label["span"][1] + BESIDE], answer["span"])
        return 0.5 if near and fits(label["type"], answer["type"]) else 0.0
    return 1.0 + fits(label["type"], answer["type"]) + 1.0 / (10 + answer["span"][1] - answer["span"][0])


def count_events(labels: Sequence[Item], answers: Sequence[Item]) -> tuple[Counter[str], Paired]:
    got = pair(labels, answers, event_worth)
    c: Counter[str] = Counter()
    for name in ("events, found at all", "event type"):
        c[f"{name}:gold"] = len(got.pairs) + len(got.missed)
        c[f"{name}:found"] = len(got.pairs) + len(got.extra)
    c["events, found at all:tp"] = len(got.pairs)
    for label, answer in got.pairs:
        right = fits(label["type"], answer["type"])
        c["event type:tp"] += right
        kind = answer["type"] if right else label["type"][0]
        c[f"type={kind}:tp"] += right
        c[f"type={kind}:gold"] += 1
        c[f"type={answer['type']}:found"] += 1
        for role in ("perpetrators", "targets", "where"):
            c[f"event {role}:gold"] += bool(label[role])
            c[f"event {role}:found"] += bool(answer[role])
            c[f"event {role}:tp"] += bool(label[role]) and names_meet(label[role], answer[role])
        if label["date"]:
            c["event date, of those labelled:right"] += label["date"] == answer["date"]
            c["event date, of those labelled:of"] += 1
    for label in got.missed:
        c[f"type={label['type'][0]}:gold"] += 1
    for answer in got.extra:
        c[f"type={answer['type']}:found"] += 1
    return c, got


def attribution_worth(label: Item, answer: Item) -> float:
    if any(overlaps(a, b) for a in label["accused"] for b in answer["accused"]):
        return 2.0
    return float(overlaps(label["span"], answer["span"]) and names_meet(label["names"], answer["names"]))


def span_worth(label: Item, answer: Item) -> float:
    share = jaccard([label["span"]], [answer["span"]])
    return share if share >= NEAR or (label["kind"] == "label" and share > 0) else 0.0


def count_simple(kind: str, labels: Sequence[Item], answers: Sequence[Item]) -> tuple[Counter[str], Paired]:
    got = pair(labels, answers, attribution_worth if kind == "attribution" else span_worth)
    return Counter({f"{kind}s:tp": len(got.pairs), f"{kind}s:gold": len(got.pairs) + len(got.missed),
                    f"{kind}s:found": len(got.pairs) + len(got.extra)}), got


SIMPLE = ("attribution", "label", "demand", "commitment", "warning")


def count_document(labels: Sequence[Item], answers: Sequence[Item]) -> tuple[Counter[str], dict[str, Paired]]:
    """All counts of one document, and the pairs of each kind."""
    total: Counter[str] = Counter()
    pairs: dict[str, Paired] = {}
    ways: dict[str, Callable[[list[Item], list[Item]], tuple[Counter[str], Paired]]] = {
        "statement": count_statements, "toll": count_tolls, "event": count_events}
    for kind in SIMPLE:
        ways[kind] = lambda g, a, k=kind: count_simple(k, g, a)     # type: ignore[misc]
    for kind, way in ways.items():
        counts, pairs[kind] = way([x for x in labels if x["kind"] == kind], [x for x in answers if x["kind"] == kind])
        total += counts
    return total, pairs


# --- scores and intervals --------------------------------------------------------------------------

def prf(tp: float, gold: float, found: float) -> tuple[float, float, float]:
    p, r = tp / found if found else 0.0, tp / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def scores(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1 of each counted thing, shares of each accuracy, macro F1 of the event types."""
    out: dict[str, float] = {}
    for name in sorted({key.rsplit(":", 1)[0] for key in counts}):
        if f"{name}:of" in counts or f"{name}:right" in counts:
            out[f"{name} accuracy"] = counts[f"{name}:right"] / max(1, counts[f"{name}:of"])
        elif not name.startswith("type="):
            out[f"{name} P"], out[f"{name} R"], out[f"{name} F1"] = prf(
                counts[f"{name}:tp"], counts[f"{name}:gold"], counts[f"{name}:found"])
    kinds = [k[5:-5] for k, n in counts.items() if n and k.startswith("type=") and k.endswith(":gold")]
    if kinds:
        out["event type macro F1"] = sum(prf(*(counts[f"type={k}:{x}"] for x in ("tp", "gold", "found")))[2] for k in kinds) / len(kinds)
    return out


def total(counts: Iterable[Counter[str]]) -> Counter[str]:
    out: Counter[str] = Counter()
    for c in counts:
        out.update(c)
    return out


def intervals(counts: Sequence[Counter[str]], *, draws: int = 1000, seed: int = 1) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each score over documents drawn with replacement."""
    import numpy as np

    names = sorted({key for c in counts for key in c})
    table = np.array([[c[name] for name in names] for c in counts], dtype=float)
    drawn = np.random.default_rng(seed).multinomial(len(counts), [1 / len(counts)] * len(counts), size=draws)
    seen: dict[str, list[float]] = {}
    for row in (drawn @ table).tolist():
        for name, value in scores(Counter(dict(zip(names, row)))).items():
            seen.setdefault(name, []).append(value)
    out = {}
    for name, values in seen.items():
        values.sort()
        out[name] = values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]
    return out
