"""What the finder of places asks of a gazetteer. The file itself is opened in `store/gazetteer.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PLACE_KINDS = ("country", "admin1", "admin2", "city", "feature")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that bears a name.

    Attributes:
        place_id: `geonames:<id>`, `bearwitness:<id>` for a row of our own supplement, `ucdp:<id>` for a village of UCDP events.
        kind: one of PLACE_KINDS.
        lat: degrees, WGS 84; null when not known to a few kilometres. Regions stand at the middle of their towns.
        admin1: name of the first-level region it lies in (its own name when it is one).
        precision: where_prec fixed by the supplement, else null and told by the kind.
        main: the name asked for is its chief or a well-known name, not one of many foreign spellings.
        own: the name comes from our own tables.
        bare: the name is always written with an article ("al-Bab"), which was left out for the look-up.
    """

    place_id: str
    name: str
    kind: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    admin1_id: str | None = None
    admin2_id: str | None = None
    population: int | None = None
    precision: int | None = None
    capital: bool = False
    main: bool = False
    own: bool = False
    bare: bool = False


class PlaceNames(Protocol):
    """Anything that knows places by their folded name (see `fold.fold` and `fold.without_articles`)."""

    @property
    def lookup(self) -> Callable[[str], tuple[Candidate, ...]]: ...
