"""From a reading to MUC-4 templates (`read --format muc4`): one template for each terrorist incident in Latin America.

1. Lay the message out (muc4_view): entities, dates, places, and what the rules claim of each.
2. Score each entity for each part it may play: human target, physical target, doer, organisation, instrument.
3. Group the targets that belong to one incident; a message that tells of none gets none.
4. For each group decide whether it is reportable, its type and stage, and who, with what, when and where belongs to it.
5. Write the slots as the answer keys do.

The decisions are small linear models over readable features, trained on the public DEV messages; lists of names, places and
words are files in `words/`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bearwitness.extract import muc4_phrases as phrases
from bearwitness.extract import muc4_places as places
from bearwitness.extract import muc4_second as second
from bearwitness.extract import muc4_slots as slots
from bearwitness.extract.muc4_features import (
    entity_features,
    group_features,
    link_features,
    message_features,
    pair_features,
    sentence_features,
)
from bearwitness.extract.muc4_model import Models, feature_id, feature_ids, shipped
from bearwitness.extract.muc4_view import Entity, View, make_view, message_day

if TYPE_CHECKING:
    from bearwitness.extract import Tools
    from bearwitness.model import Document, Reading

ROLES = second.ROLES
Template = dict[str, list[str]]


@dataclass(slots=True)
class Settings:
    """Where a probability becomes a decision. Tuned on a third of DEV and TST1 with models of the other two."""

    victim: float = 0.25
    thing: float = 0.25
    further: float = 0.3        # a target beside a likelier one of its group
    keep: float = 0.25
    bare: float = 0.3
    pair: float = 0.5
    individual: float = 0.3
    individuals: int = 1
    organisation: float = 0.25
    instrument: float = 0.35
    instruments: int = 1
    effect: float = 0.35
    blind: float = 0.6           # a category without a doer


@dataclass(slots=True)
class Group:
    """Targets of one incident with the sentences that tell of it."""

    targets: list[tuple[Entity, str, float]]
    sents: list[int]
    keep: float = 0.0
    kind: str = "ATTACK"
    features: set[str] = field(default_factory=set)


def read_templates(document: Document, *, tools: Tools) -> tuple[Reading, list[Template]]:
    """Read a message (as `prepared` writes it) and fill its templates."""
    from bearwitness.extract import read_page

    page, reading = read_page(prepared(document), tools=tools, exhaustive=True)
    return reading, templates_of(make_view(page, reading))


_HEADER = re.compile(r"\[(?:TEXT|EXCERPTS?|REPORT|SUMMARY|COMMENTARY|COMMUNIQUE)\]", re.I)


def prepared(document: Document) -> Document:
    """The document dated by its dateline, with the editors' square brackets as round ones (the same length), which do not end a sentence."""
    text = document.text
    head = max((m.end() for m in _HEADER.finditer(text[:400])), default=0)
    body = text[head:].replace("[", "(").replace("]", ")")
    dated = document.published_at if document.published_at.start else message_day(text)
    return replace(document, published_at=dated, text=text[:head] + body)


def templates_of(view: View, models: Models | None = None, settings: Settings | None = None) -> list[Template]:
    """The templates of a message, in the order in which their incidents are told."""
    models, settings = models or shipped(), settings or Settings()
    if not view.tokens:
        return []
    scores = role_scores(view, models)
    groups = make_groups(view, scores, models, settings)
    judge_groups(view, groups, scores, models)
    kept = [g for g in groups if g.keep >= (settings.keep if g.targets else settings.bare)]
    kept.sort(key=lambda g: min(g.sents, default=0))
    return [fill(view, g, kept, scores, models, settings) for g in kept]


# --- 2. parts -------------------------------------------------------------------------------------

def role_scores(view: View, models: Models) -> list[dict[str, float]]:
    """For each entity the probability of each part: read once by its words, and again beside its neighbours."""
    message = message_score(view, models)
    first = first_scores(view, models, message)
    sentences = [models.score("sentence", sentence_features(view, n, message)) for n in range(len(view.sents))]
    return tree_scores(first, second.rows(view, first, sentences, message), models)


def message_score(view: View, models: Models) -> float:
    """How likely the message tells of a reportable incident."""
    if "message" not in view.memo:
        view.memo["message"] = feature_ids(message_features(view))
    return models.score("message", view.memo["message"])


def first_scores(view: View, models: Models, message: float) -> list[dict[str, float]]:
    level = feature_id(f"message:{int(message * 5)}")
    out = []
    for k, e in enumerate(view.entities):
        if is_dead(view, e, models):
            out.append(dict.fromkeys(ROLES, 0.0))
            continue
        features = [*entity_ids(view, k), level]
        out.append({role: models.score("role/" + role, features) for role in ROLES})
    return out


def entity_ids(view: View, k: int) -> list[int]:
    """Feature ids of an entity, worked out once."""
    key = f"entity:{k}"
    if key not in view.memo:
        view.memo[key] = feature_ids(entity_features(view, view.entities[k]))
    return view.memo[key]      # type: ignore[no-any-return]


def is_dead(view: View, e: Entity, models: Models) -> bool:
    """A common noun that never played any part in training ("year", "statement")."""
    return not e.name and bool(models.weights.get("dead", {}).get(feature_id(view.tokens[e.mentions[0].head].low)))


def tree_scores(first: list[dict[str, float]], rows: Mapping[int, list[float]], models: Models) -> list[dict[str, float]]:
    """The first scores with those of the second reading in their place, where there are any."""
    out = [dict(s) for s in first]
    for k, row in rows.items():
        for role, forest in models.forests.items():
            if first[k][role] >= second.LEAST:
                out[k][role] = forest.score(row)
    return out


# --- 3. groups -------------------------------------------------------------------------------------

def make_groups(view: View, scores: Sequence[dict[str, float]], models: Models, settings: Settings) -> list[Group]:
    targets: list[tuple[Entity, str, float]] = []
    for e, s in zip(view.entities, scores, strict=True):
        if s["VIC"] >= settings.victim and s["VIC"] >= s["PHYS"]:
            targets.append((e, "VIC", s["VIC"]))
        elif s["PHYS"] >= settings.thing:
            targets.append((e, "PHYS", s["PHYS"]))
    if not targets:
        sents = _telling_sentences(view, scores)
        return [Group([], sents)] if sents else []
    return [Group(g, sentences_of(view, g)) for g in cluster(view, targets, models, settings.pair)]


def cluster(view: View, targets: list[tuple[Entity, str, float]], models: Models, cut: float) -> list[list[tuple[Entity, str, float]]]:
    """Average linkage on the pair model, until no two groups reach the cut."""
    n = len(targets)
    p = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1, n):
            p[i][j] = p[j][i] = models.score("pair", pair_features(view, targets[i][0], targets[j][0], (targets[i][1], targets[j][1])))
    groups = [[i] for i in range(n)]
    while len(groups) > 1:
        best, at = cut, None
        for a in range(len(groups)):
            for b in range(a + 1, len(groups)):
                mean = sum(p[i][j] for i in groups[a] for j in groups[b]) / (len(groups[a]) * len(groups[b]))
                if mean >= best:
                    best, at = mean, (a, b)
        if at is None:
            break
        groups[at[0]] += groups.pop(at[1])
    return [[targets[i] for i in sorted(g)] for g in groups]


def sentences_of(view: View, targets: Sequence[tuple[Entity, str, float]]) -> list[int]:
    """The sentences that tell of a group: those where its targets stand near an event word, a few for each."""
    found: set[int] = set()
    for e, _, _ in targets:
        with_frame = [m.sent for m in e.mentions if view.frames[m.sent] and m.sent >= view.first_body]
        found.update((with_frame or [m.sent for m in e.mentions])[:3])
    return sorted(found)


def _telling_sentences(view: View, scores: Sequence[dict[str, float]]) -> list[int]:
    """Without a target: where a likely doer or instrument stands, else the first sentence with an event word."""
    found = sorted({m.sent for e, s in zip(view.entities, scores, strict=True) if max(s["PIND"], s["INSTR"], s["PORG"]) >= 0.5
                    for m in e.mentions if view.frames[m.sent]})
    if found:
        return found[:3]
    return [n for n in range(view.first_body, len(view.sents)) if view.frames[n]][:1]


# --- 4. decisions ------------------------------------------------------------------------------------

def judge_groups(view: View, groups: list[Group], scores: Sequence[dict[str, float]], models: Models) -> None:
    message = message_score(view, models)
    for g in groups:
        g.features = group_features(view, [(e, r) for e, r, _ in g.targets], g.sents, len(groups))
        g.keep = models.score("keep" if g.targets else "bare", g.features | keep_features(view, g, groups, scores, message))
        g.kind, _ = models.choose("type", g.features)


def keep_features(view: View, g: Group, groups: Sequence[Group], scores: Sequence[dict[str, float]], message: float) -> set[str]:
    best = max((p for _, _, p in g.targets), default=0.0)
    mean = sum(p for _, _, p in g.targets) / len(g.targets) if g.targets else 0.0
    rival = max((p for o in groups if o is not g for _, _, p in o.targets), default=0.0)
    doer = max((max(s["PIND"], s["PORG"]) for s in scores), default=0.0)
    tool = max((s["INSTR"] for s in scores), default=0.0)
    return {f"best:{int(best * 10)}", f"mean:{int(mean * 5)}", f"msg:{int(message * 8)}", f"rival:{int(rival * 4)}", f"doer:{int(doer * 4)}",
            f"tool:{int(tool * 4)}", f"best:{int(best * 5)}&msg:{int(message * 4)}", f"n:{len(g.targets)}&best:{int(best * 5)}"}


def choose_linked(view: View, g: Group, groups: Sequence[Group], scores: Sequence[dict[str, float]], role: str, models: Models,
                  cut: float) -> list[tuple[Entity, float]]:
    """Doers or instruments that belong to a group, best first."""
    found = []
    for e, score, rank in candidates(view, scores, role):
        p = models.score("link/" + role, link_features(view, e, g.sents, score, rank, len(groups), role))
        if p >= cut:
            found.append((e, p))
    return sorted(found, key=lambda f: -f[1])


def candidates(view: View, scores: Sequence[dict[str, float]], role: str) -> list[tuple[Entity, float, int]]:
    """Entities that may play a part at all, with their rank."""
    ranked = sorted(((s[role], k) for k, s in enumerate(scores) if s[role] >= 0.08), reverse=True)
    return [(view.entities[k], p, n) for n, (p, k) in enumerate(ranked[:8])]


# --- 5. slots ------------------------------------------------------------------------------------------

def fill(view: View, g: Group, groups: Sequence[Group], scores: Sequence[dict[str, float]], models: Models, settings: Settings) -> Template:
    """All slots of one template, in the order of the keys; empty ones left out."""
    out: dict[str, Any] = {}
    best = max((p for *_, p in g.targets), default=0.0)
    people = phrases.without_twins([(e, p) for e, r, p in g.targets if r == "VIC" and p >= min(best, settings.further)])
    things = phrases.without_twins([(e, p) for e, r, p in g.targets if r == "PHYS" and p >= min(best, settings.further)])
    individuals = choose_linked(view, g, groups, scores, "PIND", models, settings.individual)
    individuals = [(e, 1.0) for e in phrases.without_twins(individuals)]
    organisations = choose_linked(view, g, groups, scores, "PORG", models, settings.organisation)
    instruments = choose_linked(view, g, groups, scores, "INSTR", models, settings.instrument)
    place, country = places.location(view, g.sents, len(groups), models)
    out["INCIDENT: DATE"] = places.date(view, g.sents, len(groups), g.features, models)
    out["INCIDENT: LOCATION"] = place
    out["INCIDENT: TYPE"] = [g.kind]
    out["INCIDENT: STAGE OF EXECUTION"] = [models.choose("stage", g.features)[0] or "ACCOMPLISHED"]
    out.update(slots.instruments(view, [e for e, _ in instruments[:settings.instruments]], g.kind, g.sents))
    out.update(slots.doers(view, [e for e, _ in individuals[:settings.individuals]], [e for e, _ in organisations[:1]], g.features, g.sents, models, settings.blind))
    out.update(slots.things(view, things, g.kind, country, models, settings.effect))
    out.update(slots.people(view, people, g.kind, country, models, settings.effect))
    if not people:
        out["HUM TGT: EFFECT OF INCIDENT"] = slots.nobody(view, g.sents)
    return {k: v for k, v in out.items() if v}
