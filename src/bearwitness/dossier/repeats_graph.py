"""Who repeats whom, drawn: origins at the start, what repeats them beside and below, lines between. The list below it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.dossier.passages import visible_text
from bearwitness.dossier.repeats import Branch, Origin

ROW, MOST, DEEPEST = 22.0, 60, 8


@dataclass(frozen=True, slots=True)
class Node:
    x: float
    y: float
    parts: tuple[str, ...]      # figure, who carries it, day: each in its own direction
    link: str | None      # None: an origin that is only cited
    series: int

    @property
    def label(self) -> str:
        return " · ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Link:
    path: str
    suggested: bool
    series: int


@dataclass(frozen=True, slots=True)
class Graph:
    width: int
    height: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    left_out: int


def draw(origins: Sequence[Origin], *, width: int) -> Graph | None:
    """The graph of the first `MOST` figures, or nothing when no figure repeats another."""
    nodes: list[Node] = []
    links: list[Link] = []
    left_out = 0
    step = 18.0 if width < 500 else 34.0
    room = width - 30.0

    def put(before: str, name: str, after: str, depth: int, link: str | None, series: int) -> Node:
        x, y = 12 + step * min(depth, DEEPEST), 16 + ROW * len(nodes)
        most = max(6, int((room - x) / 6.8) - len(before) - len(after) - 6)
        name = visible_text(name)
        parts = (before, name if len(name) <= most else name[:most - 1] + "…", after)
        node = Node(x, y, tuple(p for p in parts if p), link, series)
        nodes.append(node)
        return node

    for number, origin in enumerate(origins):
        series = number % 8
        waiting: list[tuple[Branch, int, Node | None]] = [(b, 0 if origin.here else 1, None) for b in reversed(origin.branches)]
        top = None if origin.here or len(nodes) >= MOST else put("", origin.name, "", 0, None, series)
        while waiting:
            branch, depth, above = waiting.pop()
            if len(nodes) >= MOST:
                left_out += 1
            else:
                node = put(branch.words, branch.name, branch.when, depth, branch.link, series)
                start = above or top
                if start is not None:
                    links.append(Link(f"M{start.x} {start.y}V{node.y}H{node.x}", branch.suggested, series))
                above = node
            waiting += [(child, depth + 1, above) for child in reversed(branch.children)]
    return Graph(width, round(16 + ROW * len(nodes)), tuple(nodes), tuple(links), left_out) if links else None
