"""The map of a dossier: outlines, names of provinces, and each place as large as it is uncertain.

Equirectangular around the middle of the view: true enough for one region, and a circle stays a circle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bearwitness.dossier import outlines
from bearwitness.dossier.outlines import Box, Point
from bearwitness.dossier.passages import visible_text
from bearwitness.model import Where

KM_A_DEGREE = 111.32
# How far off a place may be, in km, by UCDP GED's where_prec: 1 the place, 2 near it (25 km), 3 the district, 5 a wider
# region. 4 (province) is drawn as an area, 6 (country) and 7 (sea, air) are only listed.
RADIUS_KM = {1: 2.0, 2: 25.0, 3: 30.0, 4: 45.0, 5: 60.0}
LISTED_ONLY = (6, 7)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the claims name it, with the claims that name it."""

    where: Where
    claims: tuple[str, ...]

    @property
    def on_map(self) -> bool:
        """Has it a position that a map may show?"""
        return self.where.lat is not None and self.where.lon is not None and self.where.precision not in LISTED_ONLY


@dataclass(frozen=True, slots=True)
class Shape:
    path: str
    home: bool
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    x: float
    y: float
    kind: str       # unit, country, place
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float
    r: float
    precision: int | None
    claim: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Map:
    width: int
    height: int
    shapes: tuple[Shape, ...]
    borders: tuple[str, ...]
    spots: tuple[Spot, ...]
    names: tuple[Name, ...]
    scale_km: int
    scale_width: float


class _Projection:
    def __init__(self, box: Box, width: int) -> None:
        self.west, self.south, self.east, self.north = box
        self.squeeze = math.cos(math.radians((self.south + self.north) / 2))
        self.scale = width / ((self.east - self.west) * self.squeeze)
        self.height = round((self.north - self.south) * self.scale)
        self.px_a_km = self.scale / KM_A_DEGREE

    def __call__(self, lon: float, lat: float) -> Point:
        return ((lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale)


def view_box(places: list[Place], width: int, height: int) -> Box:
    """The part of the earth to show: all places with their uncertainty, some air, and the shape of the drawing."""
    lats = [p.where.lat for p in places if p.where.lat is not None]
    lons = [p.where.lon for p in places if p.where.lon is not None]
    margin = max([RADIUS_KM.get(p.where.precision or 3, 30.0) for p in places]) / KM_A_DEGREE + 0.25
    south, north = max(min(lats) - margin, -89.0), min(max(lats) + margin, 89.0)
    squeeze = math.cos(math.radians((south + north) / 2))
    west, east = min(lons) - margin / squeeze, max(lons) + margin / squeeze
    tall, wide = north - south, (east - west) * squeeze
    need = max(wide, tall * width / height, 1.6)
    grow = (need - wide) / squeeze / 2
    west, east = west - grow, east + grow
    more = (need * height / width - tall) / 2
    return west, max(south - more, -90.0), east, min(north + more, 90.0)


def draw(places: list[Place], *, width: int, height: int, language: str = "en") -> Map | None:
    """The map of the places that have a position, or nothing when none has."""
    shown = [p for p in places if p.on_map]
    if not shown:
        return None
    box = view_box(shown, width, height)
    project = _Projection(box, width)
    shaded = {id(p): p for p in shown if p.where.precision == 4}
    shapes: list[Shape] = []
    borders: list[str] = []
    names: list[Name] = []
    areas: set[int] = set()
    homes = {p.where.country for p in shown}
    for country in outlines.overlapping(box):
        home = country.iso in homes
        drawn = _country(country, box, project, home, list(shaded.values()), names, language)
        for shape, ids in drawn[0]:
            shapes.append(shape)
            areas |= ids
        borders += drawn[1]
    spots = [_spot(p, project, area=id(p) in areas) for p in shown]
    km, px = _scale(project, width)
    return Map(width, project.height, tuple(shapes), tuple(borders), tuple(sorted(spots, key=lambda s: -s.r)),
               tuple(_settle(names, spots, width, project.height)), km, px)


def _country(country: outlines.Country, box: Box, project: _Projection, home: bool, shaded: list[Place],
             names: list[Name], language: str) -> tuple[list[tuple[Shape, set[int]]], list[str]]:
    shapes, rings = [], []
    biggest: list[Point] = [(0, 0)]
    for unit in outlines.units(country.code):
        clipped = [c for c in (outlines.clip(r, box) for r in unit.rings if _near(r, box)) if len(c) > 2]
        drawn = [d for d in (outlines.thin(c, project) for c in clipped) if len(d) > 2]
        if not drawn:
            continue
        rings += [r for r in unit.rings if _near(r, box)]
        inside = {id(p) for p in shaded if unit.contains(p.where.lon or 0, p.where.lat or 0)}
        shapes.append((Shape("".join(_path(d) + "Z" for d in drawn), home, bool(inside)), inside))
        biggest = max(biggest, max(drawn, key=_area), key=_area)
        if home:
            _name(max(drawn, key=_area), unit.name_ar if language == "ar" and unit.name_ar else unit.name, "unit", names)
    if not home and language == "en":   # the outlines carry no Arabic names of countries
        _name(biggest, country.name, "country", names)
    lines = [ln for ln in outlines.borders([list(r) for r in rings]) if any(_inside(p, box) for p in ln)]
    return shapes, [_path(t) for t in (outlines.thin(ln, project) for ln in lines) if len(t) > 1]


def _near(ring: tuple[Point, ...], box: Box) -> bool:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs) <= box[2] and max(xs) >= box[0] and min(ys) <= box[3] and max(ys) >= box[1]


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _path(points: list[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _area(points: list[Point]) -> float:
    return abs(sum(points[i - 1][0] * p[1] - p[0] * points[i - 1][1] for i, p in enumerate(points))) / 2


def _name(ring: list[Point], text: str, kind: str, names: list[Name]) -> None:
    """A name in the middle of a shape, when the shape has room for it."""
    if _area(ring) < 900:
        return
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    x, y = _middle(ring, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    if max(xs) - min(xs) > 5 * len(text):
        names.append(Name(visible_text(text), round(x, 1), round(y, 1), kind))


def _middle(ring: list[Point], x: float, y: float) -> Point:
    """A point inside the ring near the middle: the centre of the longest run on the middle line."""
    crossings = sorted(
        (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in ((ring[i - 1], p) for i, p in enumerate(ring)) if (a[1] > y) != (b[1] > y))
    runs = list(zip(crossings[::2], crossings[1::2]))
    if not runs:
        return x, y
    start, end = max(runs, key=lambda run: run[1] - run[0])
    return (start + end) / 2, y


def _spot(place: Place, project: _Projection, *, area: bool) -> Spot:
    w = place.where
    assert w.lat is not None and w.lon is not None
    x, y = project(w.lon, w.lat)
    radius = RADIUS_KM.get(w.precision or 3, 30.0) * project.px_a_km
    return Spot(round(x, 1), round(y, 1), 0.0 if area else round(max(radius, 5.0), 1), w.precision,
                place.claims[0] if place.claims else "", visible_text(w.name), len(place.claims))


def _settle(names: list[Name], spots: list[Spot], width: int, height: int) -> list[Name]:
    """Names of places first, then of provinces where there is room left."""
    out: list[Name] = []
    boxes = [(width - width / 4 - 20, height - 34.0, float(width), float(height))]   # room for the scale
    for spot in sorted(spots, key=lambda s: (s.r == 0, -s.count, s.label)):
        if spot.r == 0:   # a shaded province carries its own name
            continue
        for dx, dy, anchor in ((9, 4, "start"), (-9, 4, "end"), (0, -10, "middle"), (0, 18, "middle")):
            name = Name(spot.label, spot.x + dx, spot.y + dy, "place", anchor)
            box = _box(name, 7.0)
            if box[0] > 2 and box[2] < width - 2 and box[1] > 2 and box[3] < height - 2 and not _hits(box, boxes):
                out.append(name)
                boxes.append(box)
                break
    for name in names:
        for dy in (0, -16, 16, -32, 32):
            moved = Name(name.text, name.x, name.y + dy, name.kind, name.anchor)
            box = _box(moved, 6.2)
            if box[0] > 0 and box[2] < width and box[1] > 0 and box[3] < height and not _hits(box, boxes):
                out.append(moved)
                boxes.append(box)
                break
    return out


def _box(name: Name, char: float) -> tuple[float, float, float, float]:
    wide = len(name.text) * char
    left = name.x - (wide / 2 if name.anchor == "middle" else wide if name.anchor == "end" else 0)
    return left, name.y - 12, left + wide, name.y + 4


def _hits(box: tuple[float, float, float, float], boxes: list[tuple[float, float, float, float]]) -> bool:
    return any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in boxes)


def _scale(project: _Projection, width: int) -> tuple[int, float]:
    for km in (500, 200, 100, 50, 20, 10, 5, 2):
        if km * project.px_a_km <= width / 4:
            return km, round(km * project.px_a_km, 1)
    return 1, round(project.px_a_km, 1)
