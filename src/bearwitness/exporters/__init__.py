"""One record in the formats that others read. Each exporter has a name, a version, and says whether it is binary."""

from __future__ import annotations

from typing import Any, Protocol

from bearwitness.model import Snapshot


class Exporter(Protocol):
    """What an exporter offers; found by the entry points `bearwitness.exporters`."""

    name: str
    version: str
    binary: bool

    def export(self, snapshot: Snapshot, **options: Any) -> bytes:
        """The whole file. The same snapshot and options give the same bytes."""
        ...
