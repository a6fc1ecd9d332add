"""What the person who adds knows about a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_TOLD = ("publisher", "published_at", "url", "title", "lang", "sensitivity")


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who adds knows about the sources. It wins over what a reader finds in them.

    `sensitivity` None: level 0 for what names an address or a publisher, so was published openly; else 2.
    """

    publisher: str | None = None
    published_at: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    sensitivity: int | None = None

    def told(self, cells: Mapping[str, str]) -> Given:
        """The same with what a folder's `sources.csv` says about one file."""
        found: dict[str, Any] = {k: int(v) if k == "sensitivity" else v for k, v in cells.items()}
        return replace(self, **found)

    def over(self, cells: Mapping[str, str]) -> Given:
        """The same, with what a package tells where this knows nothing."""
        told = Given().told({k: v for k, v in cells.items() if k in _TOLD and v})
        return replace(told, **{name: value for name in _TOLD if (value := getattr(self, name)) is not None})

    def for_reader(self) -> dict[str, Any]:
        return {"publisher": self.publisher, "published_at": self.published_at, "url": self.url,
                "title": self.title, "lang": self.lang}

    def for_post(self) -> dict[str, Any]:
        return {name: value for name, value in self.for_reader().items() if name != "url"}
