"""Outlines of countries and their first-level units, read one country at a time, for maps drawn as SVG.

The file is made by `tools/build_outlines.py` from Natural Earth's 1:10m admin-1 layer (public domain). Nothing is
simplified in it; `thin` puts points on the pixels of the drawing, so that a border drawn from both sides stays one line.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

GRID = 1000
Point = tuple[float, float]
Box = tuple[float, float, float, float]   # west, south, east, north in degrees


@dataclass(frozen=True, slots=True)
class Unit:
    """A first-level unit (province, governorate): rings of (longitude, latitude)."""

    iso: str
    name: str
    name_ar: str
    rings: tuple[tuple[Point, ...], ...]

    def contains(self, lon: float, lat: float) -> bool:
        """Is the point inside? Even-odd rule over all rings, so that holes are outside."""
        return sum(_crosses(ring, lon, lat) for ring in self.rings) % 2 == 1


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    iso: str | None
    name: str
    box: Box


def _crosses(ring: tuple[Point, ...], lon: float, lat: float) -> int:
    """How often a ray to the east crosses the ring."""
    count, (x1, y1) = 0, ring[-1]
    for x2, y2 in ring:
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            count += 1
        x1, y1 = x2, y2
    return count


@lru_cache(maxsize=1)
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO((resources.files("bearwitness") / "data" / "outlines.zip").read_bytes()))


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All countries with their bounds, by three-letter code."""
    index = json.loads(_archive().read("index.json"))
    return tuple(Country(code, c["iso"], c["name"], tuple(v / GRID for v in c["bounds"])) for code, c in index.items())


@lru_cache(maxsize=32)
def units(code: str) -> tuple[Unit, ...]:
    """The units of a country, by its three-letter code."""
    return tuple(Unit(u["iso"] or "", u["name"], u["name_ar"], tuple(_points(r) for r in u["rings"]))
                 for u in json.loads(_archive().read(f"{code}.json")))


def _points(steps: list[int]) -> tuple[Point, ...]:
    out, x, y = [], 0, 0
    for i in range(0, len(steps), 2):
        x, y = x + steps[i], y + steps[i + 1]
        out.append((x / GRID, y / GRID))
    return tuple(out)


def overlapping(box: Box) -> Iterator[Country]:
    """Countries whose bounds meet the box. One whose bounds go round the globe is kept: clipping decides."""
    west, south, east, north = box
    for country in countries():
        w, s, e, n = country.box
        if w <= east and e >= west and s <= north and n >= south:
            yield country


def clip(ring: tuple[Point, ...], box: Box) -> list[Point]:
    """The part of a ring inside a box (Sutherland and Hodgman, 1974)."""
    west, south, east, north = box
    points = list(ring)
    for axis, edge, keep_above in ((0, west, True), (0, east, False), (1, south, True), (1, north, False)):
        points = _clip_side(points, axis, edge, keep_above)
        if not points:
            return []
    return points


def _clip_side(points: list[Point], axis: int, edge: float, keep_above: bool) -> list[Point]:
    out: list[Point] = []
    for i, current in enumerate(points):
        previous = points[i - 1]
        inside, was = (current[axis] >= edge) == keep_above, (previous[axis] >= edge) == keep_above
        if inside != was:
            share = (edge - previous[axis]) / (current[axis] - previous[axis])
            other = previous[1 - axis] + share * (current[1 - axis] - previous[1 - axis])
            out.append((edge, other) if axis == 0 else (other, edge))
        if inside:
            out.append(current)
    return out


def thin(points: list[Point], project: Callable[[float, float], Point], step: float = 0.5) -> list[Point]:
    """Drawn points on a grid of `step` pixels, without repeats and without points inside a straight run."""
    out: list[Point] = []
    for lon, lat in points:
        x, y = project(lon, lat)
        point = (round(x / step) * step, round(y / step) * step)
        if out and out[-1] == point:
            continue
        if len(out) > 1 and _straight(out[-2], out[-1], point):
            out[-1] = point
        else:
            out.append(point)
    return out


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) == (b[1] - a[1]) * (c[0] - a[0])


def borders(rings: list[list[Point]]) -> list[list[Point]]:
    """The outer border of drawn rings: the edges that belong to one ring only, joined into lines."""
    count: Counter[tuple[Point, Point]] = Counter()
    for ring in rings:
        for a, b in _edges(ring):
            count[(a, b) if a <= b else (b, a)] += 1
    lines: list[list[Point]] = []
    for ring in rings:
        for a, b in _edges(ring):
            if count[(a, b) if a <= b else (b, a)] == 1:
                if lines and lines[-1][-1] == a:
                    lines[-1].append(b)
                else:
                    lines.append([a, b])
    return lines


def _edges(ring: list[Point]) -> Iterator[tuple[Point, Point]]:
    for i, point in enumerate(ring):
        if ring[i - 1] != point:
            yield ring[i - 1], point
