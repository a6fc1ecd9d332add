"""A workbook: a sheet for each table, and a README sheet with a line for each column."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, ClassVar

from bearwitness._version import __version__
from bearwitness.errors import UsageError
from bearwitness.exporters.defuse import defuse
from bearwitness.exporters.tables import TABLES, Cell, Table
from bearwitness.model import Snapshot

LONGEST_CELL = 32_767        # limits of the format
MOST_ROWS = 1_048_576
CUT = " [cut: the cell is too long for a spreadsheet; the whole text is in the CSV export]"
# A fixed date, so that the same record gives the same bytes; it says nothing about the record.
_FIXED = dt.datetime(2000, 1, 1)


class XlsxExporter:
    """Strings are written as strings: nothing in the workbook is a formula or a link. Dates are ISO text."""

    name = "xlsx"
    version = "1"
    binary = True
    options: ClassVar[dict[str, str]] = {}

    def export(self, snapshot: Snapshot, **options: Any) -> bytes:
        """The workbook.

        Raises:
            UsageError: an unknown option, or more rows than a sheet can hold.
        """
        import xlsxwriter

        if options:
            raise UsageError(f"the xlsx export has no option {sorted(options)[0]!r}")
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                         "strings_to_numbers": False})
        book.set_properties({"title": clean(snapshot.title), "author": "bearwitness", "created": _FIXED})
        bold = book.add_format({"bold": True})
        _readme(book.add_worksheet("README"), snapshot, bold)
        for table in TABLES:
            _sheet(book.add_worksheet(table.name), table, snapshot, bold)
        book.close()
        return out.getvalue()


def _readme(sheet: Any, snapshot: Snapshot, bold: Any) -> None:
    lines: list[tuple[str, str, str]] = [
        (defuse(clean(snapshot.title)), "", ""), (f"Made by bearwitness {__version__}.", "", ""),
        ("Every value is somebody's claim. Documented, reported and estimated numbers never mix. Empty means unknown.", "", ""),
        ("A cell that starts with an apostrophe was defused: without it a spreadsheet could run it as a formula.", "", ""),
        ("", "", ""), ("sheet", "column", "what it holds"),
    ]
    for table in TABLES:
        lines.append((table.name, "", table.about))
        lines += [(table.name, column, about) for column, about in table.columns]
    for n, line in enumerate(lines):
        for m, text in enumerate(line):
            if text:
                sheet.write_string(n, m, text, bold if n == 0 or line[0] == "sheet" else None)
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 90)


def _sheet(sheet: Any, table: Table, snapshot: Snapshot, bold: Any) -> None:
    for m, column in enumerate(table.header):
        sheet.write_string(0, m, column, bold)
    for n, row in enumerate(table.rows(snapshot), 1):
        if n >= MOST_ROWS:
            raise UsageError(f"the table {table.name} has more rows than a sheet can hold ({MOST_ROWS:,}); export it as csv")
        for m, column in enumerate(table.header):
            _write(sheet, n, m, row.get(column))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.header) - 1, 18)


def _write(sheet: Any, n: int, m: int, cell: Cell) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(n, m, clean(defuse(cell)))
    elif abs(cell) < 10**15:
        sheet.write_number(n, m, cell)
    else:
        sheet.write_string(n, m, str(cell))      # a spreadsheet would round it


def clean(text: str) -> str:
    """Text a sheet can hold: half of a surrogate pair becomes a mark, and what is too long is cut and says so."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL - len(CUT)] + CUT


exporter = XlsxExporter()
