"""Train the linear models of the MUC-4 mapping.

    python -m bench.muc4_train DEV.jsonl.gz TST1.jsonl.gz --out src/bearwitness/extract/words/muc4.npz --score TST2.jsonl.gz

Data: messages and keys of the public MUC-3/4 distribution. One process, about ten minutes, no random numbers: the same file every
time. Models that take another model's answer as input are trained on answers for messages that the other has not seen (four
folds). `--score KEYS...` scores further sets with the weights just trained; `--folds` prints instead the score of the training
set itself, cross-validated in three parts.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bearwitness.extract import muc4
from bearwitness.extract import muc4_features as ft
from bearwitness.extract import muc4_places as pl
from bearwitness.extract import muc4_second as second
from bearwitness.extract import muc4_slots as sl
from bearwitness.extract.muc4_model import Forest, Models, feature_id
from bearwitness.extract.muc4_view import Entity, View
from bench.muc4 import (
    Template,
    best_pairs,
    is_optional,
    load,
    match_date,
    match_location,
    parse_fill,
    report,
    score_all,
    score_pair,
)
from bench.muc4_gold import Gold, gold_of
from bench.muc4_trees import grow

Message = tuple[str, View, list[Template]]
FOLDS = 4
VAGUE = 0.3


class Examples:
    """Feature rows with 0/1 labels for one model."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = []
        self.labels: list[float] = []
        self.weights: list[float] = []

    def add(self, features: Iterable[str | int], label: bool | float, weight: float = 1.0) -> None:
        self.rows.append(sorted({feature_id(f) if isinstance(f, str) else f for f in features}))
        self.labels.append(float(label))
        self.weights.append(weight)


def fit(examples: Examples, *, l2: float, least: int = 2, small: float = 0.02, steps: int = 60) -> dict[int, float]:
    """Logistic regression with an L2 penalty by L-BFGS; rare features and small weights are left out."""
    flat = np.concatenate([np.array(r, dtype=np.int64) for r in examples.rows]) if examples.rows else np.zeros(0, np.int64)
    if not len(flat):
        return {}
    ids, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
    row = np.repeat(np.arange(len(examples.rows)), [len(r) for r in examples.rows])
    keep = counts[inverse] >= least
    column_of = np.cumsum(counts >= least) - 1
    col, row = column_of[inverse[keep]], row[keep]
    ids = ids[counts >= least]
    y, w = np.array(examples.labels), np.array(examples.weights)
    n, m = len(y), len(ids)

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.bincount(row, weights=x[col], minlength=n)
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        value = -(w * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum() + 0.5 * l2 * (x @ x)
        return float(value), np.bincount(col, weights=(w * (p - y))[row], minlength=m) + l2 * x

    x = lbfgs(loss, np.zeros(m), steps)
    return {int(k): float(v) for k, v in zip(ids, x, strict=True) if abs(v) >= small}


class Choices:
    """Sets of options, of which the ones with the most points are right."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = []
        self.right: list[bool] = []
        self.group: list[int] = []
        self.count = 0

    def add(self, options: Sequence[tuple[Iterable[str], float]]) -> None:
        best = max((points for _, points in options), default=0.0)
        if best == 0.0:
            return
        for features, points in options:
            self.rows.append(sorted({feature_id(f) for f in features}))
            self.right.append(points == best)
            self.group.append(self.count)
        self.count += 1


def fit_choice(choices: Choices, *, l2: float, least: int = 2, small: float = 0.02, steps: int = 60) -> dict[int, float]:
    """Conditional logit: the right options of a set should have the greatest scores."""
    flat = np.concatenate([np.array(r, dtype=np.int64) for r in choices.rows])
    ids, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
    row = np.repeat(np.arange(len(choices.rows)), [len(r) for r in choices.rows])
    keep = counts[inverse] >= least
    col, row = (np.cumsum(counts >= least) - 1)[inverse[keep]], row[keep]
    ids = ids[counts >= least]
    right, group = np.array(choices.right), np.array(choices.group)
    n, m = len(right), len(ids)

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.clip(np.bincount(row, weights=x[col], minlength=n), -30, 30)
        e = np.exp(z)
        total = np.bincount(group, weights=e, minlength=choices.count)
        good = np.bincount(group, weights=e * right, minlength=choices.count)
        value = float(np.log(total / good).sum()) + 0.5 * l2 * float(x @ x)
        slope = e / total[group] - e * right / good[group]
        return value, np.bincount(col, weights=slope[row], minlength=m) + l2 * x

    x = lbfgs(loss, np.zeros(m), steps)
    return {int(k): float(v) for k, v in zip(ids, x, strict=True) if abs(v) >= small}


def lbfgs(loss: Any, x: np.ndarray, steps: int, memory: int = 8) -> np.ndarray:
    """Limited-memory BFGS with backtracking (Nocedal and Wright 2006, algorithm 7.5)."""
    value, grad = loss(x)
    pairs: list[tuple[np.ndarray, np.ndarray, float]] = []
    for _ in range(steps):
        q = grad.copy()
        alphas = []
        for s, d, rho in reversed(pairs):
            a = rho * (s @ q)
            alphas.append(a)
            q -= a * d
        if pairs:
            s, d, _ = pairs[-1]
            q *= (s @ d) / (d @ d)
        else:
            q /= max(1.0, float(np.linalg.norm(grad)))
        for (s, d, rho), a in zip(pairs, reversed(alphas), strict=True):
            q += s * (a - rho * (d @ q))
        step = 1.0
        slope = float(grad @ q)
        while True:
            new = x - step * q
            new_value, new_grad = loss(new)
            if new_value <= value - 1e-4 * step * slope or step < 1e-8:
                break
            step *= 0.5
        s, d = new - x, new_grad - grad
        if s @ d > 1e-12:
            pairs = [*pairs, (s, d, 1.0 / float(s @ d))][-memory:]
        done = abs(value - new_value) < 1e-5 * max(1.0, abs(value))
        x, value, grad = new, new_value, new_grad
        if done:
            break
    return x


# --- the parts -----------------------------------------------------------------------------------------

def reportable(templates: Sequence[Template]) -> bool:
    return any(not is_optional(t) for t in templates)


def train_message(data: Sequence[Message]) -> dict[int, float]:
    ex = Examples()
    for _, view, templates in data:
        if not templates or reportable(templates):
            muc4.message_score(view, Models({}))      # makes the features
            ex.add(view.memo["message"], reportable(templates))
    return fit(ex, l2=12.0, least=3)


def dead_words(data: Sequence[Message], golds: Sequence[Gold], least: int = 10) -> dict[int, float]:
    """Heads of common nouns that are frequent and never play a part."""
    seen: Counter[str] = Counter()
    alive: set[str] = set()
    for (_, view, _), gold in zip(data, golds, strict=True):
        taken = {k for found in gold.parts for ks in found.values() for k in ks} | {k for _, k in gold.vague}
        for k, e in enumerate(view.entities):
            if not e.name:
                word = view.tokens[e.mentions[0].head].low
                seen[word] += 1
                if k in taken:
                    alive.add(word)
    return {feature_id(w): 1.0 for w, n in seen.items() if n >= least and w not in alive}


def train_first(data: Sequence[Message], golds: Sequence[Gold], messages: Sequence[float]) -> dict[str, dict[int, float]]:
    """Sentences, and each role from entity features and the (held-out) probability that the message is reportable."""
    sets = {r: Examples() for r in muc4.ROLES}
    sentences = Examples()
    dead = Models({"dead": dead_words(data, golds)})
    for (_, view, _), gold, message in zip(data, golds, messages, strict=True):
        level = f"message:{int(message * 5)}"
        told, maybe_told = _gold_sentences(view, gold)
        for n in range(len(view.sents)):
            if n in told or n not in maybe_told:
                sentences.add(ft.sentence_features(view, n, message), n in told)
        for k, e in enumerate(view.entities):
            if muc4.is_dead(view, e, dead):
                continue
            features: list[str | int] = [*muc4.entity_ids(view, k), level]
            for role, ex in sets.items():
                right, maybe = gold_role(gold, role, k)
                if maybe and not right:
                    continue
                # Another phrase for what is already named ("the mayor") should not be named again.
                ex.add(features, right, VAGUE if (role, k) in gold.vague and not right else 1.0)
    return {"role/" + r: fit(ex, l2=3.0, least=3) for r, ex in sets.items()} | {"sentence": fit(sentences, l2=6.0, least=3), **dead.weights}


def gold_role(gold: Gold, role: str, k: int) -> tuple[bool, bool]:
    """Whether an entity plays a role in a template that counts, and in any."""
    right = any(k in found.get(role, {}) for found, optional in zip(gold.parts, gold.optional, strict=True) if not optional)
    return right, right or any(k in found.get(role, {}) for found in gold.parts)


def _gold_sentences(view: View, gold: Gold) -> tuple[set[int], set[int]]:
    told: set[int] = set()
    maybe: set[int] = set()
    for found, optional in zip(gold.parts, gold.optional, strict=True):
        sents = {m.sent for ks in found.values() for k in ks for m in view.entities[k].mentions}
        (maybe if optional else told).update(sents)
    return told, maybe


def train_second(data: Sequence[Message], golds: Sequence[Gold], rows: Sequence[dict[int, list[float]]],
                 first: Sequence[list[dict[str, float]]]) -> dict[str, Forest]:
    """Trees over held-out first scores."""
    out = {}
    for role in muc4.ROLES:
        x, y = [], []
        for gold, found, scores in zip(golds, rows, first, strict=True):
            for k, row in found.items():
                right, maybe = gold_role(gold, role, k)
                if scores[k][role] >= second.LEAST and (right or not maybe):
                    x.append(row)
                    y.append(float(right))
        out[role] = grow(x, y)
    return out


# --- what follows from the gold targets ------------------------------------------------------------------

def gold_targets(view: View, found: dict[str, dict[int, tuple[str, ...]]]) -> list[tuple[Entity, str, float]]:
    return [(view.entities[k], part, 1.0) for part in ("VIC", "PHYS") for k in found.get(part, {})]


def train_attributes(data: Sequence[Message], golds: Sequence[Gold]) -> dict[str, dict[int, float]]:
    """Pairs, types, stages, kinds and harms, from the targets that the keys name."""
    pairs = Examples()
    classes: dict[str, list[tuple[list[Any], set[str]]]] = defaultdict(list)
    for (_, view, templates), gold in zip(data, golds, strict=True):
        groups = [gold_targets(view, found) for found in gold.parts]
        flat: dict[int, tuple[Entity, str, set[int]]] = {}
        for n, g in enumerate(groups):
            for e, part, _ in g:
                flat.setdefault(id(e), (e, part, set()))[2].add(n)
        items = list(flat.values())
        for i, a in enumerate(items):
            for b in items[i + 1:]:
                pairs.add(ft.pair_features(view, a[0], b[0], (a[1], b[1])), bool(a[2] & b[2]))
        for t, g, found in zip(templates, groups, gold.parts, strict=True):
            if not g:
                continue
            sents = muc4.sentences_of(view, g)
            features = list(ft.group_features(view, [(e, p) for e, p, _ in g], sents, len(groups)))
            classes["type"].append((features, set(_values(t, "INCIDENT: TYPE"))))
            classes["stage"].append((features, set(_values(t, "INCIDENT: STAGE OF EXECUTION"))))
            kind = next(iter(_values(t, "INCIDENT: TYPE")), "ATTACK")
            people = found.get("PIND", {}), found.get("PORG", {})
            ind, org = ([view.entities[k] for k in p] for p in people)
            classes["category"].append((list(sl.category_features(view, ind, org[:1], set(features))),
                                        set(_values(t, "PERP: INCIDENT CATEGORY")) or {"NONE"}))
            for k, values in found.get("PORG", {}).items():
                kinds = _tied(t, "PERP: ORGANIZATION CONFIDENCE", values)
                if kinds:
                    classes["confidence"].append((list(sl.confidence_features(view, view.entities[k], sents)), kinds))
            for slot, part, prefix in (("HUM TGT: TYPE", "VIC", "person"), ("PHYS TGT: TYPE", "PHYS", "thing"),
                                       ("HUM TGT: EFFECT OF INCIDENT", "VIC", "harm"), ("PHYS TGT: EFFECT OF INCIDENT", "PHYS", "damage")):
                for k, values in found.get(part, {}).items():
                    kinds = _tied(t, slot, values)
                    e = view.entities[k]
                    base: set[str | int]
                    if prefix in ("harm", "damage"):
                        base = set(muc4.entity_ids(view, k)) | sl.effect_features(view, e, kind)
                        kinds = kinds or {"NONE"}
                    else:
                        base = set(sl.type_features(view, e))
                    if kinds:
                        classes[prefix].append((list(base), kinds))
    out = {"pair": fit(pairs, l2=2.0)}
    strength = {"type": 4.0, "stage": 6.0, "category": 4.0, "confidence": 15.0, "person": 2.0, "thing": 2.0, "harm": 4.0, "damage": 4.0}
    for prefix, rows in classes.items():
        names = sorted({k for _, ks in rows for k in ks})
        for name in names:
            if sum(name in ks for _, ks in rows) < 4:
                continue
            ex = Examples()
            for features, ks in rows:
                ex.add(features, name in ks)
            out[f"{prefix}/{name}"] = fit(ex, l2=strength[prefix], least=2, small=0.03)
    return out


def _values(t: Template, slot: str) -> list[str]:
    return [v for f in t.get(slot) or [] for p in [parse_fill(slot, f)] if p for v in p.values]


def _tied(t: Template, slot: str, strings: Sequence[str]) -> set[str]:
    """Values of a slot that are tied to one of the strings."""
    return {v for f in t.get(slot) or [] for p in [parse_fill(slot, f)] if p and set(p.ties) & set(strings) for v in p.values}


def train_places(data: Sequence[Message], golds: Sequence[Gold]) -> dict[str, dict[int, float]]:
    """Dates and places of gold groups: each a choice among those of the text and the default."""
    dates, places = Choices(), Choices()
    for (_, view, templates), gold in zip(data, golds, strict=True):
        for t, found in zip(templates, gold.parts, strict=True):
            g = gold_targets(view, found)
            if not g:
                continue
            n = len(templates)
            sents = muc4.sentences_of(view, g)
            key = _values(t, "INCIDENT: DATE")
            if key:
                features = ft.group_features(view, [(e, p) for e, p, _ in g], sents, n)
                dates.add([(pl.date_features(view, o, sents, n, features), max(match_date(k, o.shown) for k in key)) for o in pl.date_options(view)])
            key = _values(t, "INCIDENT: LOCATION")
            if key:
                places.add([(pl.place_features(view, o, sents, n), max(match_location(k, o.shown) for k in key)) for o in pl.place_options(view)])
    return {"date": fit_choice(dates, l2=3.0), "place": fit_choice(places, l2=10.0)}


# --- what follows from predicted targets -------------------------------------------------------------------

def train_groups(data: Sequence[Message], golds: Sequence[Gold], scored: Sequence[list[dict[str, float]]], messages: Sequence[float],
                 models: Models, settings: muc4.Settings) -> dict[str, dict[int, float]]:
    """Whether a group is reportable and who belongs to it, on held-out role scores."""
    keep, bare = Examples(), Examples()
    links = {r: Examples() for r in ("PIND", "PORG", "INSTR")}
    for (_, view, _), gold, scores in zip(data, golds, scored, strict=True):
        groups = muc4.make_groups(view, scores, models, settings)
        for g in groups:
            best = best_template(view, gold, g)
            if best is None:
                continue
            for role, ex in links.items():
                for e, score, rank in muc4.candidates(view, scores, role):
                    k = _index(view, e)
                    right = k in gold.parts[best].get(role, {})
                    if not right and (role, k) in gold.vague:
                        continue
                    ex.add(ft.link_features(view, e, g.sents, score, rank, len(groups), role), right)
    out = {"link/" + r: fit(ex, l2=3.0) for r, ex in links.items()}
    models = Models({**models.weights, **out})
    for (_, view, templates), scores, message in zip(data, scored, messages, strict=True):
        loose = muc4.Settings(victim=settings.victim * 0.8, thing=settings.thing * 0.8, pair=settings.pair)
        for version in (settings, loose):
            groups = muc4.make_groups(view, scores, models, version)
            for g in groups:
                g.features = ft.group_features(view, [(e, r) for e, r, _ in g.targets], g.sents, len(groups))
                g.kind, _ = models.choose("type", g.features)
            answers = [muc4.fill(view, g, groups, scores, models, settings) for g in groups]
            for g, share in zip(groups, shares(templates, answers), strict=True):
                features = g.features | muc4.keep_features(view, g, groups, scores, message)
                if g.targets:
                    keep.add(features, share, 0.5)
                elif version is settings:
                    bare.add(features, share)
    out |= {"keep": fit(keep, l2=8.0, least=3), "bare": fit(bare, l2=8.0, least=3)}
    return out


def shares(keys: list[Template], answers: list[Template]) -> list[float]:
    """For each template of an answer the points it earns per fill, when all are paired with the keys for the greatest total."""
    table = [[score_pair(k, a) for a in answers] for k in keys]
    points = [[sum(c.points for c in cell.values()) for cell in row] for row in table]
    out = [0.0] * len(answers)
    for i, j in best_pairs(points):
        out[j] = points[i][j] / max(1, sum(c.actual for c in table[i][j].values()))
    return out


def _index(view: View, e: Entity) -> int:
    return next(k for k, x in enumerate(view.entities) if x is e)


def best_template(view: View, gold: Gold, g: muc4.Group) -> int | None:
    """The key's template that shares most targets with a group."""
    best, at = 0, None
    for n, found in enumerate(gold.parts):
        shared = sum(_index(view, e) in found.get(role, {}) for e, role, _ in g.targets)
        if shared > best:
            best, at = shared, n
    return at


# --- all of it ------------------------------------------------------------------------------------------------

def train(data: Sequence[Message], settings: muc4.Settings, *, log: Any = None) -> Models:
    """All models from messages."""
    say = log or (lambda words: None)
    golds = [gold_of(view, templates) for _, view, templates in data]
    folds = [n % FOLDS for n in range(len(data))]
    parts = [[n for n in range(len(data)) if folds[n] != f] for f in range(FOLDS)]
    messages = [0.0] * len(data)
    for f in range(FOLDS):
        m = Models({"message": train_message([data[n] for n in parts[f]])})
        for n, (_, view, _) in enumerate(data):
            if folds[n] == f:
                messages[n] = muc4.message_score(view, m)
    weights = {"message": train_message(data)}
    say("messages")
    first: list[list[dict[str, float]]] = [[] for _ in data]
    rows: list[dict[int, list[float]]] = [{} for _ in data]
    for f in range(FOLDS):
        m = Models(train_first([data[n] for n in parts[f]], [golds[n] for n in parts[f]], [messages[n] for n in parts[f]]))
        for n, (_, view, _) in enumerate(data):
            if folds[n] == f:
                first[n] = muc4.first_scores(view, m, messages[n])
                sents = [m.score("sentence", ft.sentence_features(view, k, messages[n])) for k in range(len(view.sents))]
                rows[n] = second.rows(view, first[n], sents, messages[n])
        say(f"first reading, fold {f}")
    weights |= train_first(data, golds, messages)
    scored: list[list[dict[str, float]]] = [[] for _ in data]
    for f in range(FOLDS):
        trees = Models({}, train_second([data[n] for n in parts[f]], [golds[n] for n in parts[f]], [rows[n] for n in parts[f]], [first[n] for n in parts[f]]))
        for n in range(len(data)):
            if folds[n] == f:
                scored[n] = muc4.tree_scores(first[n], rows[n], trees)
    forests = train_second(data, golds, rows, first)
    say("second reading")
    weights |= train_attributes(data, golds)
    say("attributes")
    weights |= train_places(data, golds)
    say("places")
    weights |= train_groups(data, golds, scored, messages, Models(weights), settings)
    say("groups")
    return Models(weights, forests)


def views_of(path: str) -> list[Message]:
    """The messages of a set, laid out."""
    from bearwitness.extract import load_tools, read_page
    from bearwitness.extract.muc4_view import make_view
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer

    tools = load_tools(open_gazetteer())
    out = []
    for m in load(path):
        document = read_bytes(m["text"].encode(), name=m["docid"], media_type="text/plain")
        page, reading = read_page(muc4.prepared(document), tools=tools, exhaustive=True)
        out.append((m["docid"], make_view(page, reading), m["templates"]))
    return out


def scores_of(data: Sequence[Message], models: Models, settings: muc4.Settings) -> list[Any]:
    answers = [muc4.templates_of(view, models, settings) for _, view, _ in data]
    return score_all([t for *_, t in data], answers)


def main(args: Sequence[str]) -> int:
    given: dict[str, list[str]] = {"": []}
    at = ""
    for word in args:
        if word.startswith("--"):
            at = word
            given.setdefault(at, [])
        else:
            given[at].append(word)
    if not given[""]:
        print(__doc__, file=sys.stderr)
        return 2
    settings = muc4.Settings()
    data = [m for path in given[""] for m in views_of(path)]
    start = time.process_time()

    def log(words: str) -> None:
        print(f"{words}: {time.process_time() - start:.0f} s of CPU", file=sys.stderr)

    if "--folds" in given:
        print(report(cross_validated(data, settings, log=log)))
        return 0
    models = train(data, settings, log=log)
    for path in given.get("--out", []):
        Path(path).write_bytes(models.to_bytes())
    for path in given.get("--score", []):
        print(path)
        print(report(scores_of(views_of(path), models, settings)))
    return 0


def cross_validated(data: Sequence[Message], settings: muc4.Settings, *, folds: int = 3, log: Any = None) -> list[Any]:
    """Each third scored with models of the other two."""
    found: list[Any] = []
    for f in range(folds):
        models = train([d for n, d in enumerate(data) if n % folds != f], settings, log=log)
        found += scores_of([d for n, d in enumerate(data) if n % folds == f], models, settings)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
