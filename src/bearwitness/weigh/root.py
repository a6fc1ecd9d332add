"""An independent origin with the figure that stands for it, and what follows from one or two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bearwitness.model import Reason, Step
from bearwitness.weigh.figures import Said
from bearwitness.weigh.interval import ceil_part, floor_part
from bearwitness.weigh.reasons import figure


@dataclass(frozen=True, slots=True)
class RootFigure:
    """One independent origin and the figure that stands for it now."""

    key: str
    name: str
    claims: tuple[str, ...]
    current: Said | None
    low: int | None            # as the claim has it
    high: int | None
    top: int | None            # the upper end used in the range
    middle: float | None
    weight: float
    direct: bool
    stale: bool = False
    outside: Reason | None = None   # why it is shown beside the range
    steps: tuple[Step, ...] = ()

    def named(self) -> Reason:
        """Its name and figure, as a part of a sentence."""
        return Reason("root", {"root": self.name, "figure": self.figure})

    @property
    def figure(self) -> dict:
        return figure(self.current) if self.current else {"bound": "vague", "number": None, "low": None, "high": None}


@dataclass(frozen=True, slots=True)
class Agreement:
    k: int
    of: int
    low: int | None
    high: int | None
    roots: tuple[str, ...] = ()


def band(root: RootFigure) -> tuple[int, int]:
    """Plus or minus 10 %, in whole people, of the root's point, or of both ends when it gave two."""
    assert root.current is not None
    bound, middle = root.current.bound, root.middle or 0.0
    if bound in ("exact", "about") and root.current.number is not None:
        return ceil_part(root.current.number, 9), floor_part(root.current.number, 11)
    if bound in ("between", "up_to", "vague") and root.low is not None and root.high is not None:
        return ceil_part(root.low, 9), floor_part(root.high, 11)
    return math.ceil(middle * 0.9 - 1e-9), math.floor(middle * 1.1 + 1e-9)


def room(r: RootFigure) -> tuple[float, float]:
    """Its interval with 10 % of room on either side; an open end stays open."""
    return with_room(r.low, r.high)


def with_room(low: int | None, high: int | None) -> tuple[float, float]:
    """An interval with 10 % of room on either side; an open end stays open."""
    return (low or 0) * 0.9, math.inf if high is None else high * 1.1


def apart(left: RootFigure, right: RootFigure) -> bool:
    (a, b), (c, d) = room(left), room(right)
    return b < c or d < a


def factor(a: RootFigure, b: RootFigure) -> float:
    """How many times the larger point is the smaller."""
    low, high = sorted((a.middle or 0.0, b.middle or 0.0))
    return high / max(low, 1e-9)
