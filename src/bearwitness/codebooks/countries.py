"""Names and ISO 3166-1 codes of countries, for forms that ask for them."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib.resources import files

from bearwitness.resolve.actors import state_name


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, int]]:
    table = (files("bearwitness") / "data" / "iso_countries.csv").read_text(encoding="utf-8")
    return {row["iso2"]: (row["iso3"], int(row["numeric"])) for row in csv.DictReader(io.StringIO(table))}


def name(iso2: str | None) -> str | None:
    """English short name: "Syria" for SY."""
    found = state_name(iso2) if iso2 else None
    return found[1] if found else None


def iso3(iso2: str | None) -> str | None:
    """Three-letter code: SYR for SY."""
    return _codes()[iso2][0] if iso2 in _codes() else None


def numeric(iso2: str | None) -> int | None:
    """Numeric code: 760 for SY."""
    return _codes()[iso2][1] if iso2 in _codes() else None
