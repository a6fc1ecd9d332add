"""Who repeats whom: from figures to independent roots.

1. A figure that names its source descends from that source; when the source's own figure was kept, from that.
2. A figure that names none, with the words of an earlier text, descends from that text.
3. A figure that names none, equal to an earlier figure that chance would hardly repeat, descends from it
   (likelihood ratio 3 or more; below 20 it is a suggestion that a reviewer can cut).
4. Sources that cite each other in a ring are one root, flagged as circular reporting.
What is left stands for itself. Ten outlets that carry one monitor's number are one root.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bearwitness.weigh.figures import Said, is_unnamed, name_key, natural
from bearwitness.weigh.interval import match_ratio
from bearwitness.weigh.rules import STANDARD, Rules

NEAR_DUPLICATE = 0.8     # shingle Jaccard
NEAR_DUPLICATE_DAYS = 3
SHINGLE = 5
LEAST_WORDS = 12         # shorter passages repeat by chance


@dataclass(frozen=True, slots=True)
class Edge:
    """`claim` repeats `parent` (a claim id, or the name of a source whose own text was not kept)."""

    claim: str
    parent: str
    reason: str
    suggested: bool = False


@dataclass(slots=True)
class Lineage:
    root_of: dict[str, str] = field(default_factory=dict)        # claim id -> key of its root
    names: dict[str, str] = field(default_factory=dict)          # key -> words for a reader
    parent: dict[str, str] = field(default_factory=dict)         # claim id -> claim id it repeats
    edges: list[Edge] = field(default_factory=list)
    circular: set[str] = field(default_factory=set)
    days: dict[str, float | None] = field(default_factory=dict)  # claim id -> the day its count stood


def in_order(saids: Sequence[Said]) -> list[Said]:
    """By publication (else as-of) day, sourced before unsourced, then by id; undated ones last."""
    def key(said: Said) -> tuple:
        day = said.published if said.published is not None else said.day
        return (math.inf if day is None else day, not said.chain, bool(said.chain and is_unnamed(said.chain[-1])),
                said.bound != "exact", natural(said.claim))
    return sorted(saids, key=key)


def source_key(said: Said) -> str:
    """The identity of whoever gives the figure by its own words: the last speaker, else the publisher."""
    if said.chain:
        return said.root_key or name_key(said.chain[-1]) or said.chain[-1]
    return publisher_key(said) or f"claim {said.claim}"


def publisher_key(said: Said) -> str | None:
    return said.publisher_key or (said.publisher and (name_key(said.publisher) or said.publisher)) or None


class _Seen:
    """The figures so far, in order, by what later ones look for."""

    def __init__(self) -> None:
        self.all: list[Said] = []
        self.by_root: dict[str, list[Said]] = {}
        self.by_publisher: dict[str, list[Said]] = {}
        self.by_report: dict[str, list[Said]] = {}
        self.by_number: dict[int, list[Said]] = {}

    def add(self, said: Said, root: str) -> None:
        self.all.append(said)
        self.by_root.setdefault(root, []).append(said)
        publisher = publisher_key(said)
        if publisher:
            self.by_publisher.setdefault(publisher, []).append(said)
        if said.report:
            self.by_report.setdefault(said.report, []).append(said)
        if said.number is not None:
            self.by_number.setdefault(said.number, []).append(said)

    def matching(self, said: Said) -> list[Said]:
        """What its number could repeat: the same number, and for "about" any that it may round."""
        if said.number is None:
            return []
        return self.all if said.bound == "about" else self.by_number.get(said.number, [])


def trace(saids: Sequence[Said], rules: Rules = STANDARD) -> Lineage:
    """The lineage of the figures of one scope of one incident."""
    lineage = Lineage()
    ordered = in_order(saids)
    rings = circles(ordered)
    leaders = set(rings.values())
    seen = _Seen()
    cited: set[str] = set()       # roots that somebody names: their name is better than "unattributed"
    for said in ordered:
        key = rings.get(source_key(said), source_key(said))
        if said.chain and _told_before(said, seen, rules) is None:
            _sourced(said, key, seen, lineage, rules)
        else:
            _unsourced(said, key, seen, lineage, rules)
        root = lineage.root_of[said.claim]
        if key in leaders:
            lineage.circular.add(root)
        if root not in lineage.names or (said.chain and root == key and root not in cited):
            lineage.names[root] = _display(said)
        if said.chain and root == key:
            cited.add(root)
        lineage.days[said.claim] = said.day
        seen.add(said, root)
    return lineage


def _told_before(said: Said, seen: _Seen, rules: Rules) -> Said | None:
    """The figure of a named source that this one repeats within one report ("the monitor says 973" in its headline)."""
    if said.chain and not is_unnamed(said.chain[-1]):
        return None
    return next((s for s in seen.by_report.get(said.report or "", ()) if s.chain and _compatible(s, said, rules)), None)


def _display(said: Said) -> str:
    if said.chain:
        return said.chain[-1]
    return said.voice or said.publisher or f"unattributed (claim {said.claim})"


def _sourced(said: Said, key: str, seen: _Seen, lineage: Lineage, rules: Rules) -> None:
    """Step 1: the cited source's own compatible figure, else an earlier figure by way of that source."""
    own = [] if publisher_key(said) == key else [s for s in seen.by_publisher.get(key, ()) if _compatible(s, said, rules)]
    if own:
        _descend(said, own[-1], f"cites {said.cited}, whose own figure is {own[-1].ref}", lineage)
        return
    lineage.root_of[said.claim] = key
    same = _last_compatible(seen.by_root.get(key, ()), said, rules)
    if same is not None:
        lineage.parent[said.claim] = same.claim
    lineage.edges.append(Edge(said.claim, said.cited or key, f"cites {said.cited}"))


def _unsourced(said: Said, key: str, seen: _Seen, lineage: Lineage, rules: Rules) -> None:
    """Steps 2 and 3; else it stands for its publisher."""
    inside = _told_before(said, seen, rules)
    if inside is not None:
        _descend(said, inside, f"repeats {inside.ref} of the same report", lineage)
        return
    same_number = seen.by_number.get(said.number, []) if said.number is not None else []
    twin = next((s for s in same_number if _same_words(s, said)), None)
    if twin is not None:
        _descend(said, twin, f"carries the words of {twin.ref}", lineage)
        return
    mine = _last_compatible(seen.by_root.get(key, ()), said, rules)
    if mine is not None:      # a publisher that repeats its own figure
        lineage.root_of[said.claim] = key
        lineage.parent[said.claim] = mine.claim
        return
    for earlier in seen.matching(said):
        ratio = match_ratio(earlier.number, said.number, later_bound=said.bound)
        if ratio >= rules.link_ratio:
            words = f"gives no source; its figure {said.number:,} matches {earlier.ref} ({earlier.number:,}), " \
                    f"{ratio:.0f} times likelier by copying than by chance"
            _descend(said, earlier, words, lineage, suggested=ratio < rules.sure_ratio)
            return
    lineage.root_of[said.claim] = key


def _last_compatible(earlier: Sequence[Said], said: Said, rules: Rules) -> Said | None:
    return next((s for s in reversed(earlier) if _compatible(s, said, rules)), None)


def _descend(said: Said, parent: Said, reason: str, lineage: Lineage, *, suggested: bool = False) -> None:
    lineage.root_of[said.claim] = lineage.root_of[parent.claim]
    lineage.parent[said.claim] = parent.claim
    lineage.edges.append(Edge(said.claim, parent.claim, reason, suggested))


def _compatible(earlier: Said, later: Said, rules: Rules) -> bool:
    """Could the later figure be the earlier one passed on, unchanged or rounded?"""
    if earlier.number is None or later.number is None:
        return earlier.ends == later.ends
    return earlier.number == later.number \
        or match_ratio(earlier.number, later.number, later_bound=later.bound) >= rules.link_ratio


def _same_words(earlier: Said, later: Said) -> bool:
    """Near-duplicate text within 72 hours, in another report, with the same number."""
    if not earlier.text or not later.text or earlier.report == later.report or earlier.number != later.number:
        return False
    if earlier.published is not None and later.published is not None \
            and abs(later.published - earlier.published) > NEAR_DUPLICATE_DAYS:
        return False
    return jaccard(shingles(earlier.text), shingles(later.text)) >= NEAR_DUPLICATE


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of five words, or nothing for a text too short to be told from chance."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(tuple(words[i:i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def jaccard(left: frozenset, right: frozenset) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


def circles(saids: Sequence[Said]) -> dict[str, str]:
    """Sources that cite each other in a ring for one figure: each name -> the one name of the ring."""
    cites: dict[int | None, dict[str, set[str]]] = {}
    for said in saids:
        if said.chain and said.publisher:
            here, there = publisher_key(said), source_key(said)
            if here and here != there:
                cites.setdefault(said.number, {}).setdefault(here, set()).add(there)
    rings: dict[str, str] = {}
    for graph in cites.values():
        for name in sorted(graph):
            ring = {other for other in _reach(graph, name) if name in _reach(graph, other)}
            if name in ring:
                leader = min(ring)
                for member in ring:
                    rings[member] = min(leader, rings.get(member, leader))
    return rings


def _reach(graph: dict[str, set[str]], start: str) -> set[str]:
    """All names that can be reached from a name by one citation or more."""
    found: set[str] = set()
    todo = list(graph.get(start, ()))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(graph.get(name, ()))
    return found
