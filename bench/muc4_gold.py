"""Which entities, dates and places of a message the MUC-4 keys name: what the models of the mapping learn from."""

from __future__ import annotations

from dataclasses import dataclass, field

from bearwitness.extract.muc4_view import Entity, View, word_number
from bench.muc4 import Fill, Template, is_optional, parse_fill

_DROP = frozenset("A AN THE HIS HER THEIR ITS".split())
PARTS = {"HUM TGT: NAME": "VIC", "HUM TGT: DESCRIPTION": "VIC", "PHYS TGT: ID": "PHYS", "PERP: INDIVIDUAL ID": "PIND",
         "PERP: ORGANIZATION ID": "PORG", "INCIDENT: INSTRUMENT ID": "INSTR"}


@dataclass
class Gold:
    """Per template the entities (by index) that play each part, with the key's strings; `vague` ones are neither right nor wrong."""

    parts: list[dict[str, dict[int, tuple[str, ...]]]] = field(default_factory=list)
    vague: set[tuple[str, int]] = field(default_factory=set)
    optional: list[bool] = field(default_factory=list)


def plain(words: str) -> tuple[str, ...]:
    kept = [w for w in words.replace("-", " ").replace("'", "").split() if w not in _DROP]
    while kept and word_number(kept[0].lower()) is not None and len(kept) > 1:
        kept = kept[1:]
    return tuple(kept)


def closeness(e: Entity, alternative: str) -> int:
    """2: written alike; 1: the same head with words more or less; 0: different."""
    a, b = plain(" ".join(e.words).replace("'S", "S")), plain(alternative)
    if not a or not b:
        return 0
    if a == b:
        return 2
    if e.name:
        whole, part = (a, b) if len(a) >= len(b) else (b, a)
        return 1 if set(part) <= set(whole) and part[-1] in whole[1:] + whole[-1:] else 0
    head = alternative.split(" OF ")[0]
    hb = plain(head)
    if a[-1] == (hb[-1] if hb else "") or a[-1] == b[-1]:
        return 1 if set(a) <= set(b) or set(b) <= set(a) else 0
    return 0


def gold_of(view: View, templates: list[Template]) -> Gold:
    gold = Gold()
    for t in templates:
        gold.optional.append(is_optional(t))
        found: dict[str, dict[int, tuple[str, ...]]] = {}
        numbers = {tie: v for f in t.get("HUM TGT: NUMBER") or [] for p in [parse_fill("HUM TGT: NUMBER", f)] if p for tie in p.ties for v in p.values}
        for slot, part in PARTS.items():
            for text in t.get(slot) or []:
                f = parse_fill(slot, text)
                if f is None:
                    continue
                _match(view, gold, found, part, f, numbers)
        gold.parts.append(found)
    taken = {(p, k) for found in gold.parts for p, ks in found.items() for k in ks}
    gold.vague -= taken
    return gold


def _match(view: View, gold: Gold, found: dict[str, dict[int, tuple[str, ...]]], part: str, f: Fill, numbers: dict[str, str]) -> None:
    best = 0
    levels: dict[int, int] = {}
    for k, e in enumerate(view.entities):
        level = max(closeness(e, v) for v in f.values)
        if level:
            levels[k] = level
            best = max(best, level)
    if not levels:
        return
    if f.ties:      # the description of a named person: the person is matched by the name
        for k in levels:
            gold.vague.add((part, k))
        return
    chosen = [k for k, level in levels.items() if level == best]
    number = next((numbers[v] for v in f.values if v in numbers), None)
    exact = [k for k in chosen if number is not None and str(view.entities[k].mentions[0].number) == number]
    chosen = (exact or chosen)[:1]      # entities stand in the order of their first mention
    for k in levels:
        gold.vague.add((part, k))
    for k in chosen:
        found.setdefault(part, {})[k] = f.values
