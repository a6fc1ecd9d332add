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
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bearwitness.extract import muc4
from bearwitness.extract import muc4_features as ft
from bearwitness.extract import muc4_slots as sl
from bearwitness.extract.muc4_model import Models, feature_id
from bearwitness.extract.muc4_view import Entity, View
from bench.muc4 import (
    Template,
    is_optional,
    load,
    match_date,
    match_location,
    parse_fill,
    report,
    score_all,
)
from bench.muc4_gold import Gold, gold_of

Message = tuple[str, View, list[Template]]
FOLDS = 4
VAGUE = 0.3


class Examples:
    """Feature rows with 0/1 labels for one model."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = []
        self.labels: list[float] = []
        self.weights: list[float] = []

    def add(self, features: Iterable[str], label: bool | float, weight: float = 1.0) -> None:
        self.rows.append([feature_id(f) for f in features])
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
            self.rows.append([feature_id(f) for f in features])
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
            ex.add(_cached(view, "message", lambda v=view: ft.message_features(v)), reportable(templates))
    return fit(ex, l2=12.0, least=3)


def train_roles(data: Sequence[Message], golds: Sequence[Gold], messages: Sequence[float]) -> dict[str, dict[int, float]]:
    """Each role from entity features and the (held-out) probability that the message is reportable."""
    sets = {r: Examples() for r in muc4.ROLES}
    for (_, view, _), gold, message in zip(data, golds, messages, strict=True):
        level = f"message:{int(message * 5)}"
        for k, e in enumerate(view.entities):
            features = [*_entity(view, k, e), level]
            for role, ex in sets.items():
                right = any(k in found.get(role, {}) for found, optional in zip(gold.parts, gold.optional, strict=True) if not optional)
                maybe = any(k in found.get(role, {}) for found in gold.parts)
                if maybe and not right:
                    continue
                # Another phrase for what is already named ("the mayor") should not be named again.
                ex.add(features, right, VAGUE if (role, k) in gold.vague and not right else 1.0)
    return {"role/" + r: fit(ex, l2=3.0, least=3) for r, ex in sets.items()}


_FEATURES: dict[tuple[int, Any], list[str]] = {}


def _cached(view: View, what: Any, make: Any) -> list[str]:
    key = (id(view), what)
    if key not in _FEATURES:
        _FEATURES[key] = list(make())
    return _FEATURES[key]


def _entity(view: View, k: int, e: Entity) -> list[str]:
    return _cached(view, k, lambda: ft.entity_features(view, e))


# --- what follows from the gold targets ------------------------------------------------------------------

def gold_targets(view: View, found: dict[str, dict[int, tuple[str, ...]]]) -> list[tuple[Entity, str, float]]:
    return [(view.entities[k], part, 1.0) for part in ("VIC", "PHYS") for k in found.get(part, {})]


def train_attributes(data: Sequence[Message], golds: Sequence[Gold]) -> dict[str, dict[int, float]]:
    """Pairs, types, stages, kinds and harms, from the targets that the keys name."""
    pairs = Examples()
    classes: dict[str, list[tuple[list[str], set[str]]]] = defaultdict(list)
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
                    base = set(_entity(view, k, e)) | (sl.described(view, e) if prefix == "person" or prefix == "harm" else set())
                    if prefix in ("harm", "damage"):
                        base.add(f"type:{kind}")
                        kinds = kinds or {"NONE"}
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
            if key and view.day:
                features = ft.group_features(view, [(e, p) for e, p, _ in g], sents, n)
                rows = [(ft.spot_features(view, spot, sents, rank, n), max(match_date(k, shown) for k in key))
                        for shown, spot, rank in sl.date_options(view)]
                fallback = max(match_date(k, f"- {sl.show_day(view.day)}") for k in key)
                dates.add([*rows, (sl.default_date_features(view, sents, features), fallback)])
            key = _values(t, "INCIDENT: LOCATION")
            main = sl.main_country(view)
            if key and main:
                rows = [(sl.place_features(view, spot, sents, rank, n, level), max(match_location(k, shown) for k in key))
                        for shown, spot, rank, level in sl.place_options(view)]
                places.add([*rows, (sl.default_place_features(view, sents, n), max(match_location(k, main) for k in key))])
    return {"date": fit_choice(dates, l2=2.0), "place": fit_choice(places, l2=2.0)}


# --- what follows from predicted targets -------------------------------------------------------------------

def train_groups(data: Sequence[Message], golds: Sequence[Gold], scored: Sequence[list[dict[str, float]]], messages: Sequence[float],
                 models: Models, settings: muc4.Settings) -> dict[str, dict[int, float]]:
    """Whether a group is reportable and who belongs to it, on held-out role scores."""
    keep, bare = Examples(), Examples()
    links = {r: Examples() for r in ("PIND", "PORG", "INSTR")}
    for (_, view, templates), gold, scores, message in zip(data, golds, scored, messages, strict=True):
        loose = muc4.Settings(victim=settings.victim * 0.8, thing=settings.thing * 0.8, pair=settings.pair)
        groups = muc4.make_groups(view, scores, models, settings)
        for version in (groups, muc4.make_groups(view, scores, models, loose)):
            for g in version:
                features = ft.group_features(view, [(e, r) for e, r, _ in g.targets], g.sents, len(version))
                features |= muc4.keep_features(view, g, version, scores, message)
                if g.targets:
                    best = best_template(view, gold, g)
                    if best is not None and gold.optional[best]:
                        continue
                    if best is None and any((r, _index(view, e)) in gold.vague for e, r, _ in g.targets) and reportable(templates):
                        continue
                    keep.add(features, best is not None, 0.5)
                elif version is groups:
                    bare.add(features, reportable(templates))
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
    out = {"keep": fit(keep, l2=8.0, least=3), "bare": fit(bare, l2=8.0, least=3)}
    out |= {"link/" + r: fit(ex, l2=3.0) for r, ex in links.items()}
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
    messages = [0.0] * len(data)
    for f in range(FOLDS):
        m = Models({"message": train_message([d for d, k in zip(data, folds, strict=True) if k != f])})
        for n, d in enumerate(data):
            if folds[n] == f:
                messages[n] = m.score("message", _cached(d[1], "message", lambda v=d[1]: ft.message_features(v)))
    weights = {"message": train_message(data)}
    say("messages")
    scored: list[list[dict[str, float]]] = [[] for _ in data]
    for f in range(FOLDS):
        part = [n for n in range(len(data)) if folds[n] != f]
        m = Models(train_roles([data[n] for n in part], [golds[n] for n in part], [messages[n] for n in part]))
        for n in range(len(data)):
            if folds[n] == f:
                level = f"message:{int(messages[n] * 5)}"
                scored[n] = [{r: m.score("role/" + r, [*_entity(data[n][1], k, e), level]) for r in muc4.ROLES}
                             for k, e in enumerate(data[n][1].entities)]
        say(f"roles, fold {f}")
    weights |= train_roles(data, golds, messages)
    weights |= train_attributes(data, golds)
    say("attributes")
    weights |= train_places(data, golds)
    say("places")
    weights |= train_groups(data, golds, scored, messages, Models(weights), settings)
    say("groups")
    return Models(weights)


def views_of(path: str) -> list[Message]:
    """The messages of a set, laid out."""
    from dataclasses import replace

    from bearwitness.extract import load_tools, read_page
    from bearwitness.extract.muc4_view import make_view, message_day
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer

    tools = load_tools(open_gazetteer())
    out = []
    for m in load(path):
        document = read_bytes(m["text"].encode(), name=m["docid"], media_type="text/plain")
        page, reading = read_page(replace(document, published_at=message_day(document.text)), tools=tools, exhaustive=True)
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
