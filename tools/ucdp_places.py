"""Makes src/bearwitness/data/places_ucdp.csv: the named points of UCDP GED events that the other sources lack.

    python tools/ucdp_places.py EVENTS.jsonl.gz ISO2 > src/bearwitness/data/places_ucdp.csv

UCDP Georeferenced Event Dataset (Sundberg and Melander 2013; Hogbladh 2019), CC BY 4.0. Only points coded exactly
(where_prec 1) are taken, one row a place; "Tall ad Dirrah/Taldara village" gives two names of one village.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

_TYPE = re.compile(r"\s+(town|village|suburb|city|hamlet|mountain|area|camp)\s*$", re.I)
_TOWN = re.compile(r"\b(town|village|suburb|city|hamlet|camp)\b", re.I)
_SITE = re.compile(r"\b(base|airbase|airport|dam|bridge|field|mountain|jabal|area|junction|road|crossing|plant|complex|farms?|silos|station|sector|"
                   r"hills?|border|district|governorate|countryside|academy|school|hospital|battalion|brigade|checkpoint|triangle|valley|desert|between|"
                   r"east|west|north|south|near|and)\b", re.I)


def names_of(described: str) -> list[str]:
    """ "Mihqan/Mahkan town" to Mihqan and Mahkan; nothing for stretches ("Silos east of Palmyra")."""
    bare = re.sub(r"\([^)]*\)", " ", described)
    parts = [_TYPE.sub("", p).strip() for p in _TYPE.sub("", " ".join(bare.split())).split("/")]
    parts = [re.sub(r"\s+(?:town|village|suburb|city)$", "", p, flags=re.I) for p in parts]
    good = [p for p in parts if re.fullmatch(r"[^\d,;–]{3,40}", p) and not _SITE.search(p)]
    return good if len(good) == len(parts) else []


def main() -> None:
    path, country = Path(sys.argv[1]), sys.argv[2]
    points: dict[tuple[str, ...], Counter[tuple[float, float, str]]] = defaultdict(Counter)
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for e in map(json.loads, f):
            described = e["where_coordinates"] or ""
            names = tuple(names_of(described)) if e["where_prec"] == 1 and _TOWN.search(described) else ()
            if names:
                region = re.sub(r" Governorate$", "", e["adm_1"] or "")
                points[names][(round(e["latitude"], 4), round(e["longitude"], 4), region)] += 1
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["names", "kind", "country", "admin1", "lat", "lon"])
    for names, where in sorted(points.items()):
        for (lat, lon, region), _ in sorted(where.items(), key=lambda kv: (-kv[1], kv[0])):
            out.writerow(["|".join(names), "city", country, region, lat, lon])


if __name__ == "__main__":
    main()
