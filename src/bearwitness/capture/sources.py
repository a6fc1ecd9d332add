"""What a person names on the command line, made into single items: files, folders, standard input."""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bearwitness.store.folder import MARK

POSTS = ".posts.jsonl"
_OF_A_CASE = ("objects", "log", "keys", "case.db", "case.db-wal", "case.db-shm", MARK)


@dataclass(frozen=True, slots=True)
class Item:
    """One input: a file, or standard input (`path` None). `fault` says why it cannot be taken."""

    source: str
    path: str | None = None
    fault: str | None = None


def items(given: str, case: Path | None = None) -> Iterator[Item]:
    """The items behind one argument; a folder's files come in sorted order, hidden ones left out.

    Args:
        case: the case's own files are not taken as sources.
    """
    if given == "-":
        yield Item("-")
    elif given.lower().startswith(("http://", "https://")):
        yield Item(given, fault="addresses cannot be captured yet: save the page from a browser and add the file "
                                f"with --url {given}")
    elif Path(given).is_dir():
        found = False
        for path in _files(given, case):
            found = True
            yield _file(path)
        if not found:
            yield Item(given, fault="is a folder without files: name the folder that holds the reports")
    else:
        yield _file(given)


def _file(path: str) -> Item:
    source = os.fsencode(path).decode("utf-8", "backslashreplace")
    try:
        mode = Path(path).stat().st_mode
    except OSError as e:
        return Item(source, fault=f"cannot be read ({e.strerror}): check the name, then add it again")
    if not stat.S_ISREG(mode):
        return Item(source, fault="is neither a file nor a folder: save it as a file first")
    return Item(source, path=path)


def _files(folder: str, case: Path | None) -> Iterator[str]:
    """Paths of the files below a folder, in the order of their names, part by part."""
    own = {case.resolve() / name for name in _OF_A_CASE} if case else set()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder      # its fault is told by whoever opens it
        return
    for entry in entries:
        if entry.name.startswith(".") or Path(entry.path).resolve() in own:
            continue
        if not entry.is_dir():
            yield entry.path
        elif not entry.is_symlink() and not (case and Path(entry.path).resolve() == case.resolve()):
            yield from _files(entry.path, case)


def is_posts(source: str) -> bool:
    return source.lower().endswith(POSTS)


def media_type(source: str) -> str:
    """A guess by the name alone, for an original that no reader could read."""
    return mimetypes.guess_type(source)[0] or "application/octet-stream"
