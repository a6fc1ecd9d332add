"""CSV: one flat table, one header row. `table` chooses which; without it, the claims."""

from __future__ import annotations

import csv
import io
from typing import Any, ClassVar

from bearwitness.errors import UsageError
from bearwitness.exporters.defuse import defuse
from bearwitness.exporters.tables import Cell, table
from bearwitness.model import Snapshot


class CsvExporter:
    """UTF-8, commas, lines ended by a line feed; cells that a spreadsheet would run start with an apostrophe."""

    name = "csv"
    version = "1"
    binary = False
    options: ClassVar[dict[str, str]] = {"table": "claims (default), figures, incidents, blame, outside, reports, judgements or victims"}

    def export(self, snapshot: Snapshot, **options: Any) -> bytes:
        """One table as CSV.

        Raises:
            UsageError: an unknown table or option.
        """
        unknown = sorted(set(options) - set(self.options))
        if unknown:
            raise UsageError(f"the csv export has no option {unknown[0]!r}; it has: {', '.join(self.options)}")
        chosen = table(str(options.get("table") or "claims"))
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(chosen.header)
        for row in chosen.rows(snapshot):
            writer.writerow([text_of(row.get(column)) for column in chosen.header])
        return out.getvalue().encode("utf-8", "surrogatepass")


def text_of(cell: Cell) -> str:
    """A cell as text: unknown is empty, numbers stay numbers, formulas are defused."""
    if cell is None:
        return ""
    return defuse(cell) if isinstance(cell, str) else str(cell)


exporter = CsvExporter()
