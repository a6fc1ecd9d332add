"""What is given out of a place: its mention with a point and UCDP GED's where_prec.

1 the place itself, 2 within about 25 km of it, 3 a district, 4 a region of first level, 5 a larger or linear
stretch (a coast, a road between two places, the north of a country), 6 a country, 7 at sea or in the air.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bearwitness.model import Where
from bearwitness.resolve import place_scripts as scripts
from bearwitness.resolve.gazetteer import Candidate
from bearwitness.resolve.place_choice import Spot


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text.

    Attributes:
        start, end: code points of the text, end exclusive. A direction is part of it ("northern Iraq").
        kind: country, admin1, admin2, city, feature, or `unresolved`.
        capital: it is the capital of its country.
        inner: it lies inside a longer place mention ("Iraq" in "northern Iraq"); where something happened is
            the longer one.
    """

    start: int
    end: int
    where: Where
    kind: str
    capital: bool = False
    inner: bool = False

    @property
    def is_country_or_capital(self) -> bool:
        """May stand for a government: "Ankara said", "the United States condemned"."""
        return self.kind == "country" or self.capital


_PRECISION = {"country": 6, "admin1": 4, "admin2": 3, "city": 1, "feature": 1}
_SETTLEMENT = r"(?:(?:\w+\s+)?(?:town|city|village|port|capital|villages|towns|suburb|neighbou?rhood|camp|base)\s+of\s+)?"
_COMPASS = r"(?:(?:north|south)(?:[- ]?(?:east|west))?|east|west)(?:ern)?"
_NEAR = re.compile(
    r"(?:\b(?:near|outside|around|surrounding|nearby|beyond|(?:close|next|adjacent)\s+to|not\s+far\s+from|"
    r"(?:in|on|at|from)\s+the\s+(?:\w+\s+)?(?:outskirts|vicinity|surroundings|environs|edges?|suburbs)\s+of|(?:outskirts|environs|vicinity|suburbs)\s+of|"
    rf"{_COMPASS}\s+of|(?:kilomet(?:er|re)s?|km|miles?|metres?|meters?)\s+(?:away\s+)?(?:from|outside|{_COMPASS}\s+of)|"
    r"(?:road|highway|way|route|outside)\s+(?:to|from|into|out\s+of)|approaches\s+(?:to|of))|"
    rf"(?<!\w)(?:{scripts.NEAR}))\s+(?:the\s+)?{_SETTLEMENT}$", re.I)
_NEAR_AFTER = re.compile(rf"(?:['’]\w{{1,5}})?\s+(?:{scripts.NEAR_AFTER})|\s+(?:outskirts|surroundings|suburbs|environs)\b", re.I)
_OFF_COAST = re.compile(r"\boff\s+(?:the\s+)?(?:\w+\s+)?(?:(?:coast|shores?)\s+(?:of\s+)?)?$", re.I)
_WAY = r"(?:road|highway|motorway|route|line|area|way|located|travelling|traveling|drive|driving|railway|crossing|stretch|somewhere)"
_BETWEEN = re.compile(rf"(?:\b{_WAY}\s+(?:\w+\s+){{0,2}}between\s+(?:the\s+\w+\s+of\s+)?(?:[^\W\d_][\w'’-]*\s+and\s+(?:the\s+\w+\s+of\s+)?)?"
                      rf"|\b{_WAY}\s+(?:\w+\s+){{0,2}}from\s+(?:[^\W\d_][\w'’-]*(?:\s+[A-Z][\w'’-]*)?\s+to\s+)?"
                      r"|طريق\s+(?:[\u0600-\u06ff]+\s*[-–—]\s*)?|(?:طريق\s+)?بين\s+(?:[\u0600-\u06ff]+\s+و)?)$", re.I)
_ROAD_AFTER = re.compile(r"\s*[-–—/]\s*(?:[^\W\d_][\w'’-]*\s+){1,2}(?:road|highway|motorway|route|line)\b|\s+to\s+[A-Z][\w'’-]*\s+(?:road|highway|motorway)\b", re.I)
_ROAD_PAIR = re.compile(r"[^\W\d_][\w'’-]*\s?[-–—/]\s?(?:al-|el-)?$")
_ROAD_WORD = re.compile(r"\s+(?:road|highway|motorway|route|line)\b", re.I)


def mention_of(text: str, spot: Spot, place: Candidate | None) -> PlaceMention:
    """The mention of a spot with the place that was chosen for it, or without one."""
    name = text[spot.start:spot.end]
    if place is None:
        precision = 5 if spot.region_of else _PRECISION.get(spot.level or "city", 1)
        where = Where(name=name, precision=precision, country=spot.region_of or (spot.stated.country if spot.stated else None),
                      admin1=spot.stated.admin1 if spot.stated else None)
        return PlaceMention(spot.start, spot.end, where, "feature" if spot.region_of else "unresolved")
    if spot.site:
        # A site named after a town stands near it; which of the town's sites it is, nobody says.
        where = Where(name=name, place_id=place.place_id, lat=place.lat, lon=place.lon, precision=2, country=place.country, admin1=place.admin1)
        return PlaceMention(spot.start, spot.end, where, "feature")
    where = Where(name=name, place_id=place.place_id, lat=place.lat, lon=place.lon,
                  precision=_precision(text, spot, place), country=place.country, admin1=place.admin1)
    return PlaceMention(spot.start, spot.end, where, place.kind, place.capital)


def inner_mentions(chosen: list[tuple[Spot, Candidate | None]], text: str) -> list[PlaceMention]:
    """The place inside the name of another: "Syria" in "Syria's coast", "Iraq" in "northern Iraq"."""
    out = []
    for spot, place in chosen:
        if not spot.inner or spot.inner == (spot.start, spot.end):
            continue
        c = place if spot.part or spot.site else spot.country
        if c:
            a, b = spot.inner
            where = Where(name=text[a:b], place_id=c.place_id, lat=c.lat, lon=c.lon, country=c.country,
                          precision=_PRECISION.get(c.kind, c.precision), admin1=c.admin1)
            out.append(PlaceMention(a, b, where, c.kind, c.capital, inner=True))
    return out


def _precision(text: str, spot: Spot, place: Candidate) -> int | None:
    """UCDP GED where_prec of a resolved place in its sentence."""
    base = place.precision if place.kind == "feature" else _PRECISION[place.kind]
    head = text[max(0, spot.start - 70):spot.start]
    if place.kind in ("country", "admin1") and spot.part:
        return 5 if place.kind == "country" else 4
    if place.kind in ("country", "city", "admin1") and _OFF_COAST.search(head) and re.search(r"\boff\b", head):
        return 7
    if base == 1:
        if _BETWEEN.search(head) or _ROAD_AFTER.match(text, spot.end) or (_ROAD_PAIR.search(head) and _ROAD_WORD.match(text, spot.end)):
            return 5
        if _NEAR.search(head) or _NEAR_AFTER.match(text, spot.end) or spot.countryside or spot.part:
            return 2
    return base
