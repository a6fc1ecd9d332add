"""Which figures cannot both be right, and which only look so: because they count other people, another place, other days.

Two figures are *incompatible* when they have one scope, exclude each other even with 10 % of room, and the day on which they stood does not
explain it: a count of the dead may rise from one day to a later one, it does not fall. Figures that exclude each other
but differ in scope contradict nobody; they are listed with what they differ in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bearwitness.model import Reason, ScopePair
from bearwitness.weigh.checks import Typed
from bearwitness.weigh.figures import Said, natural
from bearwitness.weigh.lineage import source_key
from bearwitness.weigh.reasons import english, figure, on
from bearwitness.weigh.root import RootFigure, room, with_room

MOST_PAIRS = 1_000     # incompatible pairs that are listed
MOST_DIFFERING = 12    # pairs of different scope that are listed beside one scope
MOST_COMPARED = 300    # figures that are compared across the scopes of one incident, the widest scopes first
HARM, PEOPLE, PLACE, WINDOW, COUNTING, DAY = "harm", "population", "place", "window", "daily against cumulative", "as of"


_SHARES = ("subset", "place_part", "part", "increment")      # two shares of one whole are not taken for one another


def _rose(low: Said, high: Said) -> bool:
    """Did the lower figure stand on an earlier day than the higher one? Then the count may have risen."""
    return low.day is not None and high.day is not None and low.day < high.day


def incompatible(roots: Sequence[RootFigure]) -> tuple[tuple[str, str], ...]:
    """Pairs of current figures of one scope that cannot both hold. At most `MOST_PAIRS`."""
    usable = [r for r in roots if r.current is not None and not r.stale]
    upwards = sorted(usable, key=lambda r: (room(r)[0], r.key))
    lows = [room(r)[0] for r in upwards]
    pairs: list[tuple[str, str]] = []
    for left in usable:      # whatever begins above its upper end
        for right in upwards[bisect_right(lows, room(left)[1]):]:
            assert left.current is not None and right.current is not None
            if _rose(left.current, right.current):
                continue
            a, b = sorted((left.current.claim, right.current.claim), key=natural)
            pairs.append((a, b))
            if len(pairs) >= MOST_PAIRS:
                return _sorted(pairs)
    return _sorted(pairs)


def _sorted(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: (natural(pair[0]), natural(pair[1]))))


@dataclass(frozen=True, slots=True)
class Differing:
    """Two figures of different scope that exclude each other."""

    left: Typed
    right: Typed
    how: tuple[str, ...]

    @property
    def order(self) -> tuple:
        """Those that differ in least come first, other kinds of harm last; then figures that are near each other, and so the likeliest to be confused."""
        low, high = sorted(t.said.number or t.said.ends[0] or t.said.ends[1] or 0 for t in (self.left, self.right))
        return len(self.how), HARM in self.how, high / max(low, 1), natural(self.left.said.claim), natural(self.right.said.claim)

    @property
    def told(self) -> ScopePair:
        left, right = self.left.said, self.right.said
        how = [{"code": f"differ.{name}", "values": {"left": _told(self.left, name), "right": _told(self.right, name)}} for name in self.how]
        reason = Reason("differ.in time" if self.how == (DAY,) else "differ", {
            "left": {"claim": left.claim}, "left_figure": figure(left), "right": {"claim": right.claim}, "right_figure": figure(right), "how": how})
        return ScopePair(left.claim, right.claim, self.how, english(reason), reason)


def differing(typed: Sequence[Typed], current: set[str]) -> list[Differing]:
    """The pairs among these figures that exclude each other and differ in scope; among those that stand now, also in the day on which they stood."""
    out = []
    some = typed[:MOST_COMPARED]
    rooms = [with_room(*t.said.ends) for t in some]
    for i, a in enumerate(some):
        for j in range(i + 1, len(some)):
            if _exclude(a, some[j], rooms[i], rooms[j]) and not (a.said.role in _SHARES and some[j].said.role in _SHARES):
                left, right = sorted((a, some[j]), key=lambda t: natural(t.said.claim))
                how = differences(left, right)
                if how and (how != (DAY,) or {left.said.claim, right.said.claim} <= current):
                    out.append(Differing(left, right, how))
    return out


def _exclude(a: Typed, b: Typed, room_a: tuple[float, float], room_b: tuple[float, float]) -> bool:
    """Do two figures exclude each other? Of one source also as its numbers stand: "at least 745" beside "1,018" is another count of its own."""
    if room_a[1] < room_b[0] or room_b[1] < room_a[0]:
        return True
    x, y = a.said.number, b.said.number
    return x is not None and y is not None and source_key(a.said) == source_key(b.said) and max(x, y) * 0.9 > min(x, y) * 1.1


def differences(a: Typed, b: Typed) -> tuple[str, ...]:
    """What two figures differ in; empty: nothing, they speak of the same."""
    out = tuple(name for name, differs in ((HARM, a.said.harm != b.said.harm), (PEOPLE, a.whom != b.whom), (PLACE, a.place != b.place), (WINDOW, a.window != b.window),
                                           (COUNTING, (a.said.role == "increment") != (b.said.role == "increment"))) if differs)
    low, high = sorted((a, b), key=lambda t: with_room(*t.said.ends))
    return out or ((DAY,) if _rose(low.said, high.said) else ())


def _told(t: Typed, name: str) -> Any:
    """What a figure counts, as a value of a reason."""
    said = t.said
    return {HARM: said.harm, PEOPLE: t.whom_words, PLACE: said.place or _plain("own place"), WINDOW: said.window.shown if said.window else _plain("no window"),
            COUNTING: _plain("further dead" if said.role == "increment" else "all so far"), DAY: on(said)}[name]


def _plain(code: str) -> dict[str, Any]:
    return {"code": code, "values": {}}
