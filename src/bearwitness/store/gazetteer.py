"""The embedded gazetteer: one read-only SQLite file of place names, made by `tools/build_places.py`.

Data: GeoNames (CC BY 4.0) by way of two packages, and our own supplement. Nothing is written here, so the
standard library's sqlite3 serves. Opening reads no more than the file's header.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from bearwitness.errors import StoreError
from bearwitness.resolve.gazetteer import PLACE_KINDS, Candidate

_LOOKUP = """
SELECT p.id, p.ref, p.name, p.kind, p.lat, p.lon, p.country, p.admin1, a.name, p.admin2, p.population, p.precision,
       p.flags, n.flags
FROM names n JOIN places p ON p.id = n.place LEFT JOIN places a ON a.id = p.admin1
WHERE n.key = ? ORDER BY p.id"""
_STRIPPED, _MAIN, _OWN, _CAPITAL = 1, 2, 4, 1


class Gazetteer:
    """Place names on disk. Safe to share between threads; open it anew in each worker process."""

    lookup: Callable[[str], tuple[Candidate, ...]]

    def __init__(self, path: Path, *, cached: int = 50_000):
        self.path = path
        if not path.is_file():
            raise StoreError(f"the gazetteer {path.name} is missing beside the package's data; "
                             "install bearwitness again, or run tools/build_places.py in a source tree")
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self.stamp: str = self._db.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()[0]
        except (sqlite3.DatabaseError, TypeError) as e:
            raise StoreError(f"the gazetteer {path.name} cannot be read ({e}); install bearwitness again") from e
        self.lookup = lru_cache(maxsize=cached)(self._lookup)

    def _lookup(self, key: str) -> tuple[Candidate, ...]:
        return tuple(_candidate(row) for row in self._db.execute(_LOOKUP, (key,)))

    def close(self) -> None:
        self._db.close()


def _candidate(row: tuple) -> Candidate:
    (pid, ref, name, kind, lat, lon, country, admin1, admin1_name, admin2, population, precision, flags, how) = row
    return Candidate(
        place_id=ref or f"geonames:{pid}", name=name, kind=PLACE_KINDS[kind], lat=lat, lon=lon, country=country,
        admin1=admin1_name or (name if kind == 1 else None), admin1_id=f"geonames:{admin1}" if admin1 else None,
        admin2_id=f"geonames:{admin2}" if admin2 else None, population=population, precision=precision,
        capital=bool(flags & _CAPITAL), main=bool(how & _MAIN), own=bool(how & _OWN), bare=bool(how & _STRIPPED))


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer that came with the package, or the one at `path`.

    Raises:
        StoreError: it is missing or damaged.
    """
    return Gazetteer(path or Path(str(files("bearwitness") / "data" / "places.sqlite")))
