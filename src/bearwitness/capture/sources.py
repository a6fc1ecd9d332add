"""What a person names on the command line, made into single items: files, folders, standard input."""

from __future__ import annotations

import csv
import mimetypes
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bearwitness.store.folder import MARK

POSTS = ".posts.jsonl"
MANIFEST = "sources.csv"
TOLD = ("publisher", "published_at", "url", "title", "lang", "sensitivity")
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_OF_A_CASE = ("objects", "log", "keys", "case.db", "case.db-wal", "case.db-shm", "actors.csv", MARK)


@dataclass(frozen=True, slots=True)
class Item:
    """One input: a file, an address, or standard input (neither). `fault` says why it cannot be taken.

    `told` is what the folder's `sources.csv` says about it, column by column.
    """

    source: str
    path: str | None = None
    fault: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None


def items(given: str, case: Path | None = None, *, below: Path | None = None) -> Iterator[Item]:
    """The items behind one argument; a folder's files come in sorted order, hidden ones left out.

    Args:
        case: the case's own files are not taken as sources.
        below: the folder that `given` is below of, when it is not the one the program was started in; sources
            are named without it.
    """
    if below is not None:
        for item in items(str(below / given), case):
            yield replace(item, source=Path(item.source).relative_to(below).as_posix())
        return
    if given == "-":
        yield Item("-")
    elif given.lower().startswith(("http://", "https://")):
        yield Item(given, address=given)
    elif Path(given).is_dir():
        yield from _folder(given, case)
    else:
        yield _file(given)


def _folder(given: str, case: Path | None) -> Iterator[Item]:
    """A folder's files, each with what the folder's `sources.csv` tells about it."""
    manifest = Path(given) / MANIFEST
    told: dict[str, dict[str, str]] = {}
    if manifest.is_file():
        try:
            told = read_manifest(manifest)
        except (OSError, ValueError, csv.Error) as e:
            yield Item(str(manifest), fault=f"cannot be used ({e}): give it a column `file`, in UTF-8; what it says of the "
                                            "files is not known to the case")
    found = False
    for path in _files(given, case):
        if Path(path) == manifest:
            continue
        found = True
        yield _file(path, told.pop(Path(path).relative_to(given).as_posix(), {}))
    if not found:
        yield Item(given, fault="is a folder without files: name the folder that holds the reports")
    for name in told:
        yield Item(str(manifest), fault=f"names {name}, which is not in the folder: correct the name or take the row out")


def read_manifest(path: Path) -> dict[str, dict[str, str]]:
    """`sources.csv`: file name -> what is known about it, empty cells left out.

    Raises:
        ValueError: there is no column `file`, a sensitivity is not 0 to 3, or it is not UTF-8.
    """
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    if "file" not in (rows.fieldnames or ()):
        raise ValueError("it has no column `file`")
    told = {}
    for row in rows:
        cells = {name: row[name].strip() for name in TOLD if (row.get(name) or "").strip()}
        if cells.get("sensitivity", "0") not in ("0", "1", "2", "3"):
            raise ValueError(f"{row['file']}: sensitivity is {cells['sensitivity']}, not 0, 1, 2 or 3")
        told[row["file"].strip()] = cells
    return told


def _file(path: str, told: Mapping[str, str] | None = None) -> Item:
    source = os.fsencode(path).decode("utf-8", "backslashreplace")
    if _OTHER_SCHEME.match(source) and not Path(path).exists():
        return Item(source, fault="is an address of a kind that is not captured: only http:// and https:// are; save it, and add the file")
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as e:
        return Item(source, fault=f"cannot be read ({getattr(e, 'strerror', None) or e}): check the name, then add it again")
    if stat.S_ISDIR(mode):
        fault = ("is a link to a folder, and links are not followed: name that folder by itself" if Path(path).is_symlink()
                 else "is a folder that cannot be listed: check its permissions, then add it again")
        return Item(source, fault=fault)
    if not stat.S_ISREG(mode):
        return Item(source, fault="is neither a file nor a folder: save it as a file first")
    return Item(source, path=path, told=told or {})


def _files(folder: str, case: Path | None) -> Iterator[str]:
    """Paths of the files below a folder, in the order of their names, part by part.

    A link to a folder comes as it is, and so does a folder that cannot be listed: `_file` tells why it is no file.
    """
    own = {os.path.realpath(case / name) for name in _OF_A_CASE} | {os.path.realpath(case)} if case else set()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        # Not Path.resolve: it raises on a link to itself.
        if entry.name.startswith(".") or os.path.realpath(entry.path) in own:
            continue
        path = str(Path(entry.path))     # "." and "./" name the same files
        if entry.is_dir(follow_symlinks=False):
            yield from _files(path, case)
        else:
            yield path


def is_posts(source: str) -> bool:
    return source.lower().endswith(POSTS)


def media_type(source: str) -> str:
    """A guess by the name alone, for an original that no reader could read."""
    return mimetypes.guess_type(source)[0] or "application/octet-stream"
