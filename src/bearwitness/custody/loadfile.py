"""Load files for review platforms: Concordance DAT (fields) and Opticon OPT (where a document begins).

DAT: a line a document, UTF-8 with a byte-order mark, lines ended by CR LF; fields divided by 0x14, each between two
thorns (0xFE), a newline inside a field written as 0xAE. These three are code points, as platforms read them in a UTF-8
file. A value that holds one of them itself (a registered sign, an Icelandic thorn) is written with U+FFFD in its place,
and whole, as ASCII JSON, in the last field, `CHANGED`: so `read_dat` gives back exactly what was written.

OPT: seven fields, six commas: name, volume, path, document break (Y), box, folder, pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.errors import UsageError

FIELD, QUOTE, NEWLINE = "\x14", "\xfe", "\xae"
BOM = "\ufeff"
_RESERVED = {FIELD, QUOTE, NEWLINE}
CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True)
class Page:
    """A line of an OPT file. `pages` is None where it is not known (an original that is no image)."""

    name: str
    volume: str
    path: str
    begins: bool = True
    pages: int | None = None


def write_dat(fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The bytes of a DAT file. Missing fields are empty.

    Raises:
        UsageError: a field's name holds a delimiter, stands twice, or is `CHANGED`.
    """
    if len(set(fields)) < len(fields) or CHANGED in fields or any(_RESERVED & set(name) or "\n" in name or not name for name in fields):
        raise UsageError(f"the fields of a load file are plain names, each once, and not {CHANGED}: {', '.join(fields)}")
    lines = [_line([*fields, CHANGED])]
    for row in rows:
        changed = {name: row[name] for name in fields if name in row and (_RESERVED | {"\r"}) & set(row[name])}
        lines.append(_line([*(_plain(row.get(name, "")) for name in fields), json.dumps(changed) if changed else ""]))
    return (BOM + "".join(lines)).encode("utf-8", "surrogatepass")


def _plain(text: str) -> str:
    """A value without delimiters: these become U+FFFD, a newline 0xAE."""
    for char in _RESERVED:
        text = text.replace(char, "\ufffd")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", NEWLINE)


def _line(cells: Iterable[str]) -> str:
    return FIELD.join(f"{QUOTE}{cell}{QUOTE}" for cell in cells) + "\r\n"


def read_dat(data: bytes) -> list[dict[str, str]]:
    """The rows of a DAT file, as they were before they were written.

    Raises:
        UsageError: a line that is none, or of another number of fields than the first, with its number.
    """
    try:
        text = data.decode("utf-8", "surrogatepass").removeprefix(BOM)
    except UnicodeDecodeError as e:
        raise UsageError(f"the load file is not UTF-8 (byte {e.start}): save it as UTF-8") from e
    if text and not text.endswith("\r\n"):
        raise UsageError("the load file ends in the middle of a line")
    rows = []
    for number, line in enumerate(text.split("\r\n")[:-1], 1):
        cells = line.split(FIELD)
        if not all(len(cell) >= 2 and cell[0] == cell[-1] == QUOTE and QUOTE not in cell[1:-1] for cell in cells):
            raise UsageError(f"line {number} of the load file: a field that does not stand between two thorns (0xFE)")
        rows.append([cell[1:-1].replace(NEWLINE, "\n") for cell in cells])
        if len(rows[-1]) != len(rows[0]):
            raise UsageError(f"line {number} of the load file: has {len(rows[-1])} fields, and the first {len(rows[0])}")
    return [_whole(dict(zip(rows[0], row)), number) for number, row in enumerate(rows[1:], 2)]


def _whole(row: dict[str, str], number: int) -> dict[str, str]:
    """A row with its changed values put back."""
    changed = row.pop(CHANGED, "")
    if not changed:
        return row
    try:
        return {**row, **{str(name): str(value) for name, value in json.loads(changed).items() if name in row}}
    except (ValueError, AttributeError, RecursionError) as e:
        raise UsageError(f"line {number} of the load file: its field {CHANGED} is not what it should be") from e


def write_opt(pages: Iterable[Page]) -> bytes:
    """The bytes of an OPT file.

    Raises:
        UsageError: a comma or newline in a name, volume or path, which the format cannot hold.
    """
    lines = []
    for page in pages:
        if any(set(",\r\n") & set(part) for part in (page.name, page.volume, page.path)):
            raise UsageError(f"an OPT file holds no commas and no newlines in names and paths: {page.name!r}, {page.path!r}")
        lines.append(f"{page.name},{page.volume},{page.path},{'Y' if page.begins else ''},,,{'' if page.pages is None else page.pages}\r\n")
    return "".join(lines).encode("utf-8")


def read_opt(data: bytes) -> list[Page]:
    """The lines of an OPT file.

    Raises:
        UsageError: a line without six commas, or a number of pages that is none, with its number.
    """
    found = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\r\n")[:-1], 1):
        cells = line.split(",")
        if len(cells) != 7 or cells[3] not in ("", "Y") or not (cells[6] == "" or cells[6].isdecimal()):
            raise UsageError(f"line {number} of the OPT file is none: seven fields, six commas")
        found.append(Page(cells[0], cells[1], cells[2], cells[3] == "Y", int(cells[6]) if cells[6] else None))
    return found
