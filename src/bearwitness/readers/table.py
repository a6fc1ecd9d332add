"""Tables from CSV and spreadsheets: every cell as it was written, every row with its number.

Used for lists of the dead. Nothing is dropped or filled in: a row with too few or too many cells is kept
and named in a warning.
"""

from __future__ import annotations

import copy
import csv
import datetime
import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bearwitness.errors import ReadError
from bearwitness.readers.base import MAX_TEXT_BYTES, too_large
from bearwitness.readers.decode import decode
from bearwitness.readers.sniff import sniff, split_type
from bearwitness.readers.victims import known_columns, victims_from_table

__all__ = ["Table", "find_delimiter", "known_columns", "read_table", "victims_from_table"]

_SHEETS = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel",
           "application/vnd.oasis.opendocument.spreadsheet", "application/x-ole-storage", "application/zip"}
_DELIMITERS = ",;\t|"
# A spreadsheet is a zip: one that unpacks to far more than it weighs is an attack, not a list.
_MOST_UNPACKED = 500_000_000
_MOST_RATIO = 200
_MOST_MEMBERS = 10_000
_MOST_CELLS = 20_000_000      # of the box about all cells: the library makes every one of them
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^<>]*?\sr\s*=\s*[\"']\s*([A-Za-z]*)(\d+)")
_PIECE = 1 << 20
_SHOWN = 50   # ragged rows named one by one


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading. `numbers` gives each row's place in the file, the heading's being 1 where it comes first."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    warnings: tuple[tuple[str, str], ...] = ()
    numbers: tuple[int, ...] = ()


def read_table(data: bytes, name: str, media_type: str | None = None) -> Table:
    """Read a CSV (any of the usual delimiters and encodings) or the first filled sheet of a spreadsheet.

    Args:
        data: the file's bytes.
        name: its name, for messages and to tell its kind.
        media_type: what it is declared to be; may carry a charset.

    Raises:
        ReadError: empty, broken, binary, locked, too large, or without a heading and one row.
    """
    if not data:
        raise ReadError(f"{name}: the file is empty (0 bytes); export the list again")
    kind, charset = split_type(media_type)
    if sniff(data, name, kind) in _SHEETS:
        rows, warnings = _sheet_rows(data, name)
    else:
        too_large(len(data), 10 * MAX_TEXT_BYTES, name, "table")
        text, warnings = decode(data, name, charset)
        rows = _csv_rows(text, name)
    return _table(rows, warnings, name)


def _csv_rows(text: str, name: str) -> list[list[str]]:
    csv.field_size_limit(MAX_TEXT_BYTES)
    delimiter = find_delimiter(text)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(f"{name}: the table cannot be split into cells ({error}); export it again as CSV in UTF-8") from error


def find_delimiter(text: str) -> str:
    """The sign between cells: the one that gives most of the first rows the same number of cells, more than one.

    A file of one column has none; a comma is then as good as any.
    """
    best, best_score = ",", 0.0
    sample = text[:20_000]
    whole = len(text) <= len(sample)
    for sign in _DELIMITERS:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if row]
        sizes = Counter(len(row) for row in (rows if whole else rows[:-1])[:50])
        if not sizes:
            continue
        size, times = sizes.most_common(1)[0]
        score = times / sizes.total() * min(size - 1, 5) + (0.5 if size == len(rows[0]) and size > 1 else 0)
        if score > best_score:
            best, best_score = sign, score
    return best


def _sheet_rows(data: bytes, name: str) -> tuple[list[list[str]], tuple[tuple[str, str], ...]]:
    from python_calamine import CalamineError, CalamineWorkbook

    too_large(len(data), 10 * MAX_TEXT_BYTES, name, "spreadsheet")
    _refuse_bomb(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(sheet, _cells(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))) for sheet in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        why = "it is locked with a password" if "assword" in type(error).__name__ + str(error) else "it is broken or no spreadsheet"
        raise ReadError(f"{name}: the spreadsheet cannot be opened, {why} ({error}); save it again as XLSX or CSV in UTF-8") from error
    filled = [(sheet, rows) for sheet, rows in sheets if any(any(row) for row in rows)]
    if not filled:
        raise ReadError(f"{name}: the spreadsheet has no filled cell; export the list again")
    used, rows = filled[0]
    others = ", ".join(sheet for sheet, _ in filled[1:])
    note = (("other-sheets", f"only the sheet {used!r} was read; save the others ({others}) as files of their own"),) if others else ()
    return rows, note


def _refuse_bomb(data: bytes, name: str) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ReadError(f"{name}: the spreadsheet is broken or cut off ({error}); save it again") from error
    size = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or size > _MOST_UNPACKED or (size > 20_000_000 and size > _MOST_RATIO * len(data)):
        raise ReadError(f"{name}: the spreadsheet would unpack to {size / 1e6:.0f} MB in {len(members)} parts, too much for a list; save the "
                        "sheet you need as CSV")
    for member in members:
        if "worksheets/" in member.filename and (cells := _box(archive, member)) > _MOST_CELLS:
            raise ReadError(f"{name}: the sheet {member.filename} names a cell so far out that it would have {cells:,} cells; save the sheet as CSV")


def _box(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """How many cells the box from the first to the last named cell has, by the places that they give themselves."""
    columns = rows = 0
    rest = b""
    unchecked = copy.copy(member)
    del unchecked.CRC       # else a wrong checksum, which the library may not look at, would end the counting
    try:
        with archive.open(unchecked) as stream:
            while piece := stream.read(_PIECE):
                for column, row in _CELL.findall(rest + piece):
                    columns, rows = max(columns, _column(column)), max(rows, int(row[:9]) if len(row) < 10 else 10**9)
                rest = (rest + piece)[-300:]
    except (zipfile.BadZipFile, OSError, ValueError, zlib.error, NotImplementedError, RuntimeError, EOFError):
        pass      # what was seen until then counts; the library will say what is wrong
    return columns * rows


def _column(letters: bytes) -> int:
    """A -> 1, AA -> 27; more than three letters is beyond any sheet."""
    if len(letters) > 3:
        return 10**9
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _cells(rows: list[list[Any]]) -> list[list[str]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> str:
    """A spreadsheet cell as text: whole numbers without ".0", dates as ISO, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _table(rows: list[list[str]], warnings: tuple[tuple[str, str], ...], name: str) -> Table:
    """Heading and rows of equal length; empty rows are passed over, ragged ones kept and named."""
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise ReadError(f"{name}: the table has no row under its heading; the first row must name the columns, each further row one person, or one claim")
    heading, body = filled[0][1], filled[1:]
    while heading and not heading[-1].strip() and all(len(row) < len(heading) or not row[len(heading) - 1].strip() for _, row in body):
        heading = heading[:-1]
    body = [(number, _trim(row, len(heading))) for number, row in body]
    width = max(len(heading), *(len(row) for _, row in body))
    ragged = [(number, len(row)) for number, row in body if len(row) != len(heading)]
    columns, again = _names(heading, width)
    notes = list(warnings) + again
    notes += [("ragged-row", f"row {number} has {size} cells where the heading has {len(heading)}; it was kept as it stands")
              for number, size in ragged[:_SHOWN]]
    if len(ragged) > _SHOWN:
        notes.append(("ragged-row", f"{len(ragged) - _SHOWN} more rows have another number of cells than the heading"))
    even = tuple(tuple(row) + ("",) * (width - len(row)) for _, row in body)
    return Table(columns, even, tuple(notes), tuple(number for number, _ in body))


def _trim(row: list[str], width: int) -> list[str]:
    """Without the empty cells that stand beyond the heading."""
    while len(row) > width and not row[-1].strip():
        row = row[:-1]
    return row


def _names(heading: list[str], width: int) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Column names, each once: unnamed ones are "column 4", repeated ones "age (2)"."""
    names: list[str] = []
    notes = []
    for number in range(1, width + 1):
        plain = heading[number - 1].strip() if number <= len(heading) else ""
        name, times = plain or f"column {number}", 1
        while name in names:
            times += 1
            name = f"{plain or f'column {number}'} ({times})"
        if times > 1:
            notes.append(("repeated-column", f"two columns are called {plain!r}; the later one is called {name!r} here"))
        names.append(name)
    return tuple(names), notes
