"""Who repeats whom: from figures to independent roots.

1. A figure that names its source descends from that source; when the source's own figure was kept, from that.
2. A figure that names none descends from the agency that its report credits, or from the figure in an earlier report of the same text.
3. A figure that names none, equal to an earlier figure that chance would hardly repeat, or beside a quotation that an earlier report has as
   well, descends from it (likelihood ratio 3 or more; below 20, and for quotations, it is a suggestion that a reviewer can cut).
4. Sources that cite each other in a ring are one root, flagged as circular reporting. Outlets of one owner are one root.
5. Where people cut an edge or added one, that counts.
What is left stands for itself. Ten outlets that carry one monitor's number are one root.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bearwitness.weigh.duplicates import Text, copies
from bearwitness.weigh.figures import Said, is_unnamed, name_key, natural
from bearwitness.weigh.interval import match_ratio, roundings
from bearwitness.weigh.rules import STANDARD, Rules
from bearwitness.weigh.ties import NONE, Ties

RING = "; circular reporting: sources that cite one another for this figure"
ADDED = "repeats, as a reviewer says, "
SUGGESTED = " (suggested; a reviewer can cut it)"      # how a reader is told


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
    cut: list[Edge] = field(default_factory=list)                # what people cut: shown, not used
    citing: set[str] = field(default_factory=set)                # roots that some figure cites by name
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


class _Shelf:
    """Figures in order, found by what a later one could repeat: its own number, or one that it may be a rounding of."""

    __slots__ = ("all", "by_ends", "by_number", "by_rounding")

    def __init__(self) -> None:
        self.all: list[Said] = []
        self.by_number: dict[int, list[Said]] = {}
        self.by_rounding: dict[int, dict[int, list[Said]]] = {}      # what it rounds to -> unit -> figures: of one unit, one ratio
        self.by_ends: dict[tuple, list[Said]] = {}

    def add(self, said: Said) -> None:
        self.all.append(said)
        if said.number is None:
            self.by_ends.setdefault(said.ends, []).append(said)
            return
        self.by_number.setdefault(said.number, []).append(said)
        for rounded, step in roundings(said.number).items():
            self.by_rounding.setdefault(rounded, {}).setdefault(step, []).append(said)

    def equal(self, said: Said) -> list[list[Said]]:
        """The lists of figures that this one could repeat, each in order."""
        if said.number is None:
            return [self.by_ends[said.ends]] if said.ends in self.by_ends else []
        found = [self.by_number.get(said.number, [])]
        if said.bound == "about":
            found += self.by_rounding.get(said.number, {}).values()
        return [shelf for shelf in found if shelf]


class _Seen:
    """The figures so far, in order, by what later ones look for."""

    def __init__(self) -> None:
        self.every = _Shelf()
        self.by_root: dict[str, _Shelf] = {}
        self.by_publisher: dict[str, _Shelf] = {}
        self.by_report: dict[str, _Shelf] = {}
        self.by_text: dict[str, _Shelf] = {}          # first report of the near-duplicates -> figures in them
        self.by_quote: dict[tuple, Said] = {}         # (digest of a quotation, number) -> the first figure beside it
        self.by_claim: dict[str, Said] = {}
        self.order: dict[str, int] = {}

    def add(self, said: Said, root: str, ties: Ties) -> None:
        self.order[said.claim] = len(self.order)
        self.by_claim[said.claim] = said
        self.every.add(said)
        self.by_root.setdefault(root, _Shelf()).add(said)
        publisher = publisher_key(said)
        if publisher:
            self.by_publisher.setdefault(publisher, _Shelf()).add(said)
        if said.report:
            self.by_report.setdefault(said.report, _Shelf()).add(said)
            if said.report in ties.same_text:
                self.by_text.setdefault(ties.same_text[said.report][0], _Shelf()).add(said)
            for quote in ties.quotes.get(said.report, ()):
                self.by_quote.setdefault((quote, said.number), said)

    def last(self, shelf: _Shelf | None, said: Said, rules: Rules) -> Said | None:
        """The latest figure of a shelf that this one could repeat."""
        return max((s for found in (shelf.equal(said) if shelf else ()) if (s := found[-1]) and _compatible(s, said, rules)),
                   key=lambda s: self.order[s.claim], default=None)

    def first(self, shelf: _Shelf | None, said: Said, fits: Callable[[Said], bool]) -> Said | None:
        """The earliest figure of a shelf that this one could repeat, of the first of each number."""
        return min((s for found in (shelf.equal(said) if shelf else ()) for s in found[:_LOOKED_AT] if fits(s)),
                   key=lambda s: self.order[s.claim], default=None)


_LOOKED_AT = 50      # figures of one number that are tried, the first first


def trace(saids: Sequence[Said], rules: Rules = STANDARD, ties: Ties = NONE) -> Lineage:
    """The lineage of the figures of one scope of one incident."""
    lineage = Lineage()
    ordered = _parents_first(in_order(saids), ties)
    rings = circles(ordered)
    leaders = set(rings.values())
    twins = {id_: copy.of for id_, copy in copies(
        Text(s.claim, s.text, s.published, s.report, s.number) for s in ordered if s.text and s.number is not None).items()}
    cuts: dict[str, list[str]] = {}
    for pair in ties.cut:
        for claim in pair:
            cuts.setdefault(claim, []).extend(sorted(pair - {claim}))
    seen = _Seen()
    named: set[str] = set()       # roots that somebody names: their name is better than "unattributed"
    for said in ordered:
        key = rings.get(source_key(said), source_key(said))
        if said.claim in ties.joined and ties.joined[said.claim][0] in seen.by_claim:
            parent, words = ties.joined[said.claim]
            _descend(said, seen.by_claim[parent], f"{ADDED}{seen.by_claim[parent].ref}: {words}", lineage)
        elif said.chain and _told_before(said, seen, rules) is None:
            _sourced(said, key, seen, lineage, rules)
        else:
            _unsourced(said, key, seen, lineage, rules, ties, twins)
        if said.claim in cuts:
            _apply_cuts(said, key, cuts[said.claim], seen, lineage, ties)
        root = lineage.root_of[said.claim]
        if key in leaders:
            lineage.circular.add(root)
            if root == key:
                _mark_ring(said, lineage)
        if root not in lineage.names or (said.chain and root == key and root not in named):
            lineage.names[root] = _display(said)
        if said.chain and root == key:
            named.add(root)
        lineage.days[said.claim] = said.day
        seen.add(said, root, ties)
    _one_owner(ordered, lineage, ties)
    lineage.citing = {lineage.root_of[e.claim] for e in lineage.edges if e.reason.startswith("cites")}
    return lineage


def _mark_ring(said: Said, lineage: Lineage) -> None:
    """Says of the edge just found that it lies in a ring."""
    if lineage.edges and lineage.edges[-1].claim == said.claim:
        lineage.edges[-1] = dataclasses.replace(lineage.edges[-1], reason=lineage.edges[-1].reason + RING)


def _parents_first(ordered: list[Said], ties: Ties) -> list[Said]:
    """What a reviewer says is repeated comes before what repeats it; of a ring of such judgements the last link is left out."""
    if not ties.joined:
        return ordered
    known = {s.claim: s for s in ordered}
    out: dict[str, Said] = {}
    for said in ordered:
        path = [said]
        while (parent := ties.joined.get(path[-1].claim, ("", ""))[0]) in known and parent not in out and known[parent] not in path:
            path.append(known[parent])
        out.update((s.claim, s) for s in reversed(path) if s.claim not in out)
    return list(out.values())


def _apply_cuts(said: Said, key: str, others: Sequence[str], seen: _Seen, lineage: Lineage, ties: Ties) -> None:
    """Takes a figure away from the one that people say it does not repeat: it stands for itself again."""
    parent = lineage.parent.get(said.claim)
    root = lineage.root_of[said.claim]
    for other in others:
        if other not in seen.by_claim or lineage.root_of[other] != root:
            continue      # comes later, or was never of one root
        lineage.cut.append(Edge(said.claim, other, ties.cut[frozenset((said.claim, other))]))
        lineage.edges = [e for e in lineage.edges if e.claim != said.claim]
        lineage.parent.pop(said.claim, None)
        own = key if not said.chain and key != lineage.root_of[other] and parent is not None else f"claim {said.claim}"
        lineage.root_of[said.claim] = own
        return


def _one_owner(ordered: Sequence[Said], lineage: Lineage, ties: Ties) -> None:
    """Roots that belong to one owner become one."""
    if not ties.owners:
        return
    of_root: dict[str, str] = {}
    for root, name in lineage.names.items():
        owner = ties.owners.get(root) or ties.owners.get(name_key(name.removeprefix("unattributed in ")))
        if owner:
            of_root[root] = owner
    merged: dict[str, list[str]] = {}
    for root, owner in of_root.items():
        merged.setdefault(owner, []).append(root)
    to: dict[str, str] = {}
    for owner, roots in merged.items():
        if len(roots) < 2:
            continue
        key = f"owner {owner}"
        words = " and ".join(sorted(lineage.names[root].removeprefix("unattributed in ") for root in roots))
        for said in ordered:
            if lineage.root_of[said.claim] in roots and said.claim not in lineage.parent:
                lineage.edges.append(Edge(said.claim, owner, f"{words} belong to one owner, {owner}"))
        to.update(dict.fromkeys(roots, key))
        lineage.names[key] = f"{owner} ({words})"
        if lineage.circular & set(roots):
            lineage.circular.add(key)
    lineage.root_of = {claim: to.get(root, root) for claim, root in lineage.root_of.items()}


def _told_before(said: Said, seen: _Seen, rules: Rules) -> Said | None:
    """The figure of a named source that this one repeats within one report ("the monitor says 973" in its headline)."""
    if said.chain and not is_unnamed(said.chain[-1]):
        return None
    return seen.first(seen.by_report.get(said.report or ""), said, lambda s: bool(s.chain) and _compatible(s, said, rules))


def _display(said: Said) -> str:
    if said.chain:
        return said.body or said.chain[-1]
    return said.voice or said.publisher or f"unattributed (claim {said.claim})"


def _sourced(said: Said, key: str, seen: _Seen, lineage: Lineage, rules: Rules) -> None:
    """Step 1: the cited source's own compatible figure, else an earlier figure by way of that source."""
    own = None if publisher_key(said) == key else seen.last(seen.by_publisher.get(key), said, rules)
    if own is not None:
        _descend(said, own, f"cites {said.cited}, whose own figure is {own.ref}", lineage)
        return
    lineage.root_of[said.claim] = key
    same = seen.last(seen.by_root.get(key), said, rules)
    if same is not None:
        lineage.parent[said.claim] = same.claim
    lineage.edges.append(Edge(said.claim, said.cited or key, f"cites {said.cited}"))


def _unsourced(said: Said, key: str, seen: _Seen, lineage: Lineage, rules: Rules, ties: Ties, twins: dict[str, str]) -> None:
    """Steps 2 and 3; else it stands for its publisher."""
    inside = _told_before(said, seen, rules)
    if inside is not None:
        _descend(said, inside, f"repeats {inside.ref} of the same report", lineage)
        return
    if said.credit is not None and not said.chain and said.credit[0] != key:
        _credited(said, *said.credit, seen, lineage, rules)
        return
    twin = seen.by_claim.get(twins.get(said.claim, ""))
    if twin is not None:
        _descend(said, twin, f"carries the words of {twin.ref}", lineage)
        return
    same = ties.same_text.get(said.report or "")
    printed = seen.first(seen.by_text.get(same[0]), said, lambda s: s.report != said.report and _compatible(s, said, rules)) if same else None
    if printed is not None and same is not None:
        _descend(said, printed, f"gives no source; its report prints the text of the report of {printed.ref} (near-duplicate"
                                f"{f', {same[1]:.0%} of the runs of words' if same[1] < 1 else ''})", lineage)
        return
    mine = seen.last(seen.by_root.get(key), said, rules)
    if mine is not None:      # a publisher that repeats its own figure
        lineage.root_of[said.claim] = key
        lineage.parent[said.claim] = mine.claim
        return
    _matched(said, key, seen, lineage, rules, ties)


def _matched(said: Said, key: str, seen: _Seen, lineage: Lineage, rules: Rules, ties: Ties) -> None:
    """Step 3: an equal figure that chance would hardly repeat, or one beside the same quotation."""
    def likely(earlier: Said) -> bool:
        return match_ratio(earlier.number, said.number, later_bound=said.bound) >= rules.link_ratio

    earlier = seen.first(seen.every, said, likely) if said.number is not None else None
    if earlier is not None:
        ratio = match_ratio(earlier.number, said.number, later_bound=said.bound)
        words = f"gives no source; its figure {said.number:,} matches {earlier.ref} ({earlier.number:,}), " \
                f"{ratio:.0f} times likelier by copying than by chance"
        _descend(said, earlier, words, lineage, suggested=ratio < rules.sure_ratio)
        return
    beside = min((s for quote in ties.quotes.get(said.report or "", ()) if said.number is not None
                  and (s := seen.by_quote.get((quote, said.number))) is not None and s.report != said.report),
                 key=lambda s: seen.order[s.claim], default=None)
    if beside is not None:
        _descend(said, beside, f"gives no source; its report has a quotation of twelve words or more, and the figure, in common with that of {beside.ref}",
                 lineage, suggested=True)
        return
    lineage.root_of[said.claim] = key


def _credited(said: Said, root: str, wire: str, words: str, seen: _Seen, lineage: Lineage, rules: Rules) -> None:
    """Descends from the agency's own figure where there is one, else from the agency by name."""
    reason = f"gives no source; its report credits {wire} (\"{words}\")"
    own = seen.last(seen.by_publisher.get(root), said, rules)
    if own is not None:
        _descend(said, own, f"{reason}, whose own figure is {own.ref}", lineage)
        return
    same = seen.last(seen.by_root.get(root), said, rules)
    lineage.root_of[said.claim] = root
    lineage.names.setdefault(root, wire)
    if same is not None:
        lineage.parent[said.claim] = same.claim
    lineage.edges.append(Edge(said.claim, wire, reason))


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
        for ring in _rings(graph):
            leader = min(ring)
            for member in ring:
                rings[member] = min(leader, rings.get(member, leader))
    return rings


def _rings(graph: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one name (Tarjan 1972, without recursion: a chain may be long)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    inside: set[str] = set()
    out: list[list[str]] = []
    for start in sorted(graph):
        if start in number:
            continue
        work = [(start, iter(sorted(graph[start])))]
        number[start] = low[start] = len(number)
        stack.append(start)
        inside.add(start)
        while work:
            name, following = work[-1]
            other = next(following, None)
            if other is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == number[name]:
                    at = stack.index(name)
                    ring, stack[at:] = stack[at:], []
                    inside.difference_update(ring)
                    if len(ring) > 1:
                        out.append(ring)
            elif other not in number:
                number[other] = low[other] = len(number)
                stack.append(other)
                inside.add(other)
                work.append((other, iter(sorted(graph.get(other, ())))))
            elif other in inside:
                low[name] = min(low[name], number[other])
    return out
