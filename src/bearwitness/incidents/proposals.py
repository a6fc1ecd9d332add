"""Merges and splits of incidents that a person should look at: proposed by rule with reasons, settled by judgements.

A merge is proposed for two groups of one part whose pairs score nearly enough to be one, or that share a telling figure, named victims or
text. A split is proposed for a group that hangs together only just, or whose halves tell other days or towns exactly. Nothing is changed by
a proposal. One that a judgement has settled is not made again; when the judgement is taken back, it is.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.incidents.cluster import Pair, clusters
from bearwitness.incidents.describe import when_words
from bearwitness.incidents.items import Item, vague
from bearwitness.incidents.score import (
    CUT,
    STRONG_TEXT,
    Words,
    different_towns,
    finest,
    is_town,
    of_other_scale,
    score,
    telling_figures,
)
from bearwitness.model import Proposal, When

MERGE, SPLIT = "merge", "split"
NEAR = .4            # of a merge: the mean score of the pairs from here on
LOOSE = .05          # of a split: halves whose pairs score less than this above the cut
LOOSE_ODD = .2       # the same when the halves tell other days or towns
SHARED = .1          # what a figure, a victim or words in common, or other days and towns, add to the strength
BEST = 3             # proposals for one incident
LARGEST = 150        # items; a larger group is not searched for halves
HALVINGS = 12        # after so many the cut is known to .0002; pieces that part at one cut stay together on one side
SHORT = 16           # characters of an id in a command


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal before incidents have their ids: the two sides are places in the items of the part.

    Attributes:
        score: of a merge the mean of all pairs across; of a split that of the pairs between the halves.
        closest: the pair across that scores most, and its parts in words.
        odd: sentences on what is shared, or tells the halves apart.
        other: of a merge the other group's number.
    """

    kind: str
    score: float
    left: tuple[int, ...]
    right: tuple[int, ...]
    closest: tuple[int, int, str] | None
    odd: tuple[str, ...] = ()
    other: int | None = None

    @property
    def strength(self) -> float:
        return (self.score if self.kind == MERGE else 2 * CUT - self.score) + (SHARED if self.odd else 0.0)


def of_part(items: Sequence[Item], groups: Sequence[Sequence[int]], scores: Mapping[Pair, float], forbidden: Iterable[Pair] = (),
            joined: Iterable[Pair] = (), words: Words | None = None) -> dict[int, list[Found]]:
    """What should be looked at in one part, for each of its groups: the strongest first, `BEST` at most.

    Args:
        items: those of the part; their claims are not needed.
        groups: places in `items`.
        scores: (i, j), i < j -> the score of the pair; one below 0 rules it out, as `forbidden` does.
        forbidden, joined: pairs that people parted and joined: they settle a proposal.
        words: how telling each word is; None: among the items of the part.
    """
    if not groups or len(items) < 2:
        return {}
    known = words or Words(items)
    of_item = {n: number for number, group in enumerate(groups) for n in group}
    barred = {frozenset((of_item[i], of_item[j])) for i, j in (*forbidden, *(pair for pair, value in scores.items() if value < 0))
              if i in of_item and j in of_item}
    found: dict[int, list[Found]] = {}
    for one in _merges(items, groups, scores, of_item, barred, known):
        found.setdefault(of_item[one.left[0]], []).append(one)
    settled = [(i, j) for i, j in joined if i in of_item and of_item[i] == of_item.get(j)]
    inner: dict[int, dict[Pair, float]] = {}
    for (i, j), value in scores.items():
        if value > 0 and i in of_item and of_item[i] == of_item.get(j):
            inner.setdefault(of_item[i], {})[i, j] = value
    for number, group in enumerate(groups):
        split = _split(items, group, inner.get(number, {}), settled, known)
        if split is not None:
            found.setdefault(number, []).append(split)
    return {number: sorted(some, key=lambda f: (-f.strength, f.kind, f.left, f.right))[:BEST] for number, some in sorted(found.items())}


# --- merges -------------------------------------------------------------------------------------------

def _merges(items: Sequence[Item], groups: Sequence[Sequence[int]], scores: Mapping[Pair, float], of_item: Mapping[int, int],
            barred: set[frozenset[int]], words: Words) -> list[Found]:
    """Each merge twice, once from either side."""
    sums: dict[Pair, float] = {}
    closest: dict[Pair, tuple[float, int, int]] = {}
    across = sorted((i, j, value) for (i, j), value in scores.items() if value > 0 and i in of_item and j in of_item and of_item[i] != of_item[j])
    for i, j, value in across:
        pair = (min(of_item[i], of_item[j]), max(of_item[i], of_item[j]))
        if frozenset(pair) in barred:
            continue
        sums[pair] = sums.get(pair, 0.0) + value
        closest[pair] = max(closest.get(pair, (0.0, 0, 0)), (value, -i, -j))
    out = []
    for (g, h), total in sums.items():
        _, i, j = closest[g, h]
        i, j = -i, -j
        mean = total / (len(groups[g]) * len(groups[h]))
        facts, words_alike = _shared(items[i], items[j], words)
        shared = (*facts, *words_alike)
        if (mean < NEAR and not shared) or of_other_scale(items[i], items[j]) or of_other_scale(items[j], items[i]):
            continue
        if not facts and _odd([items[n] for n in groups[g]], [items[n] for n in groups[h]]):
            continue      # other days or towns, told exactly: towns side by side on one day are told in the same words
        close = (i, j, score(items[i], items[j], words).words())
        left, right = tuple(groups[g]), tuple(groups[h])
        out += [Found(MERGE, mean, left, right, close, shared, h), Found(MERGE, mean, right, left, close, shared, g)]
    return out


def _shared(a: Item, b: Item, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What two items have in common that chance would hardly repeat: figures and victims; words."""
    out = []
    figures = telling_figures(a, b)
    if figures:
        out.append(f"both tell the figure {', '.join(f'{n:,}' for n in figures)}")
    victims = sorted(a.victims & b.victims)
    if victims:
        out.append(f"both name {', '.join(victims[:3])} among the victims" + (f" and {len(victims) - 3} more" if len(victims) > 3 else ""))
    text = words.cosine(a.words, b.words) if a.lang == b.lang else None
    return tuple(out), (f"their words are alike ({text:.2f})",) if text is not None and text >= STRONG_TEXT else ()


# --- splits -------------------------------------------------------------------------------------------

def _split(items: Sequence[Item], group: Sequence[int], scores: Mapping[Pair, float], settled: Sequence[Pair], words: Words) -> Found | None:
    """The two halves that a group would fall into first, when they hang together only just and nobody joined them."""
    clear = sorted(n for n in group if not vague(items[n]))
    if not 2 <= len(clear) <= LARGEST:
        return None
    place = {n: k for k, n in enumerate(clear)}
    near = {(place[i], place[j]): value for (i, j), value in scores.items() if i in place and j in place}
    parted = _halves(len(clear), near, CUT + LOOSE_ODD)
    if parted is None:
        return None
    left, right = (tuple(clear[k] for k in half) for half in parted)
    a, b = set(left), set(right)
    if any((i in a and j in b) or (i in b and j in a) for i, j in settled):
        return None
    across = [(value, i, j) for (i, j), value in scores.items() if (i in a and j in b) or (i in b and j in a)]
    mean = math.fsum(value for value, _, _ in across) / (len(left) * len(right))
    odd = _odd([items[n] for n in left], [items[n] for n in right])
    if mean >= CUT + LOOSE and not odd:
        return None
    best = max(across, key=lambda t: (t[0], -t[1], -t[2]), default=None)
    close = (best[1], best[2], score(items[best[1]], items[best[2]], words).words()) if best else None
    return Found(SPLIT, mean, left, right, close, odd)


def _halves(size: int, scores: Mapping[Pair, float], below: float) -> tuple[list[int], list[int]] | None:
    """The two groups that average linkage joins last, if it does so below a score; found by cutting where two are left."""
    low, high, parted = 0.0, below, clusters(size, scores, cut=below)
    if len(parted) == 1:
        return None
    for _ in range(HALVINGS):
        if len(parted) == 2:
            break
        middle = (low + high) / 2
        found = clusters(size, scores, cut=middle)
        low, high, parted = (middle, high, parted) if len(found) == 1 else (low, middle, found)
    return parted[0], [n for part in parted[1:] for n in part]


def _odd(left: Sequence[Item], right: Sequence[Item]) -> tuple[str, ...]:
    """Days or towns, each told exactly, that no report of the one half has in common with one of the other."""
    out = []
    days = [sorted({i.window.start for i in half if i.window is not None and i.window.day}) for half in (left, right)]
    if all(days) and not set(days[0]) & set(days[1]):
        out.append(f"the one side tells {_days(days[0])}, the other {_days(days[1])}")
    in_towns = [list({tuple(i.places): i for i in half if any(map(is_town, finest(i.places)))}.values()) for half in (left, right)]
    if all(in_towns) and all(different_towns(a, b) for a in in_towns[0] for b in in_towns[1]):
        out.append(f"the one side tells of {_towns(in_towns[0])}, the other of {_towns(in_towns[1])}")
    return tuple(out)


def _days(days: Sequence[int]) -> str:
    shown = [when_words(When(one, one, "day")) for one in (dt.date.fromordinal(n).isoformat() for n in days[:3])]
    return ", ".join(shown) + (f" and {len(days) - 3} more days" if len(days) > 3 else "")


def _towns(items: Sequence[Item]) -> str:
    names = sorted({p.name for i in items for p in finest(i.places) if is_town(p)})
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


# --- told ---------------------------------------------------------------------------------------------

def told(found: Found, items: Mapping[int, Item], own: str, id_of: Callable[[int], str | None]) -> Proposal | None:
    """The proposal as it is kept with an incident; None when no command could settle it.

    Args:
        items: those of the two sides, by their places; of a split with their claims.
        own: the incident's id.
        id_of: the id of another group of the part.
    """
    left, right = ([items[n] for n in side] for side in (found.left, found.right))
    other = None if found.other is None else id_of(found.other)
    if found.kind == MERGE:
        same = different = [own, other]
    else:
        same = [_event(side) or _saying(side) or _report(side, [*left, *right]) for side in (left, right)]
        different = [_event(side, alone=True) or _saying(side) or _report(side, [*left, *right]) or _event(side) for side in (left, right)]
    if None in same or None in different:
        return None
    return Proposal(found.kind, round(found.score, 3), _reason(found, items), _reports(left), _reports(right),
                    _command("same", same), _command("different", different), other)


def _command(relation: str, handles: Sequence[str | None]) -> str:
    return f"bearwitness judge {handles[0]} {handles[1]} --relation {relation}"


def _reports(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(sorted({item.report for item in items}))


def _reason(found: Found, items: Mapping[int, Item]) -> str:
    n = len(found.left) * len(found.right)
    pair = f"report {items[found.closest[0]].report[:8]} with report {items[found.closest[1]].report[:8]}: {found.closest[2]}" if found.closest else ""
    if n == 1 and pair:
        words = f"{pair}, where {CUT:.2f} joins"
    else:
        words = f"{n} pairs across score {found.score:.2f} on average, where {CUT:.2f} joins" + (f"; the closest is {pair}" if pair else "")
    return "; ".join([words, *found.odd])


def _event(side: Sequence[Item], *, alone: bool = False) -> str | None:
    """An event that stands for a side: its passage goes where the judgement puts it. Not a figure: two figures of one incident are judged
    as to who repeats whom.

    Args:
        alone: the only one of its passage; a judgement that parts one of several takes it out of the passage.
    """
    return next((c.id[:SHORT] for item in side if not alone or len(item.seeds) == 1 for c in item.seeds if c.kind == "event"), None)


def _saying(side: Sequence[Item]) -> str | None:
    """What else is said in a passage, such as the statement that holds its figure."""
    return next((c.id[:SHORT] for item in side for c in item.claims if c.kind not in ("event", "toll")), None)


def _report(side: Sequence[Item], both: Sequence[Item]) -> str | None:
    """A report of a side that tells of nothing else on the two sides."""
    return next((one.report[:SHORT] for one in side if sum(item.report == one.report for item in both) == 1), None)
