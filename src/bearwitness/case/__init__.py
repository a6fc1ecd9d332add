"""One verb, one function: the same names and words as on the command line.

A case is opened once and handed to the verbs:

    case = new(Path("my-case"), title="Coast, March 2025")
    for line in add(case, ["articles"]): ...
    for result in read(case): ...
    relate(case); weigh(case)
    for incident in show(case, "incidents"): ...
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from bearwitness.case.captures import FORMATS as CAPTURE_FORMATS
from bearwitness.case.captures import Given as GivenCaptures
from bearwitness.case.captures import export_captures
from bearwitness.case.chain import custody, export_custody
from bearwitness.case.clock import now, tool
from bearwitness.case.deriving import relate, relate_new, snapshot, weigh, weigh_reads, weigh_table
from bearwitness.case.doors import faults as plugin_faults
from bearwitness.case.erasing import Approval, approval, erase, redact
from bearwitness.case.giving import (
    explain,
    export,
    export_loadfile,
    formats,
    parse_options,
    publish,
    verify,
    write_file,
)
from bearwitness.case.handing import copy
from bearwitness.case.intake import Given, add
from bearwitness.case.judging import judge, parse_set, undo
from bearwitness.case.keeping import backup, restore
from bearwitness.case.listing import lists_add
from bearwitness.case.outside import figures_outside
from bearwitness.case.reading import languages, read, read_files, read_lines
from bearwitness.case.showing import KINDS, plain, show
from bearwitness.errors import CaseError, UsageError
from bearwitness.store.folder import MARK, CaseFolder, create, find, open_folder

__all__ = ["CAPTURE_FORMATS", "KINDS", "Approval", "CaseFolder", "Given", "GivenCaptures", "add", "approval", "backup", "case_folder", "copy", "custody", "demo", "erase", "explain", "export", "export_captures", "export_custody", "export_loadfile", "figures_outside", "formats", "judge", "languages", "lists_add", "names_files", "new",
           "open_case", "parse_options", "parse_set", "plain", "plugin_faults", "publish", "read", "read_files", "read_lines", "redact", "relate", "relate_new", "restore",
           "show", "snapshot", "undo", "verify", "weigh", "weigh_reads", "weigh_table", "write_file"]


def new(path: str | Path, *, title: str | None = None) -> CaseFolder:
    """Makes a case: `case.toml`, `case.db`, `objects/`, `log/`, `keys/`.

    Args:
        path: a folder that does not exist yet or is empty.
        title: what the case is called; the folder's name when left out.
    """
    folder = Path(path)
    name = title if title is not None else folder.absolute().name
    if not name.strip() or any(ord(c) < 32 for c in name):
        raise UsageError("a case's title must be one line of text: --title TEXT")
    return create(folder, title=name, now=now(), tool=tool())


def open_case(path: str | Path | None = None, *, reading: bool = False) -> CaseFolder:
    """Opens the case that is meant: the one named, else BEARWITNESS_CASE, else the nearest parent folder.

    Args:
        reading: the case is only to be looked at; a full or write-protected disk is then no hindrance.

    Raises:
        CaseError: there is none, or it is not a case.
    """
    return open_folder(case_folder(path), reading=reading)


def case_folder(path: str | Path | None = None) -> Path:
    """The folder of the case that is meant: the one named, else BEARWITNESS_CASE, else the nearest parent folder.

    Raises:
        CaseError: none is named, and neither this folder nor a parent is one.
    """
    named = path or os.environ.get("BEARWITNESS_CASE")
    if named:
        return Path(named)
    found = find(Path.cwd())
    if found is None:
        raise CaseError(f"no case here: this folder and its parents have no {MARK}; make one with "
                        "`bearwitness new DIR`, or name one with --case DIR")
    return found


def names_files(which: list[str], path: str | Path | None = None) -> bool:
    """Are these arguments of `read` files, not reports of a case?

    They are when one of them is there as a file, or when there is no case, or when none names a report.
    """
    if any(arg == "-" or Path(arg).exists() for arg in which):
        return True
    if path is None and not os.environ.get("BEARWITNESS_CASE") and find(Path.cwd()) is None:
        return True
    from bearwitness.store import reports

    with open_case(path, reading=True) as case, case.reading() as connection:
        return not any(reports.find_report(connection, arg) for arg in which)


def demo(to: str | Path, *, say: Callable[[str], None]) -> Path:
    """Makes the sample case at `to`, runs every verb on it, and gives the dossier's folder."""
    from bearwitness.case.sample import demo as run

    return run(to, say=say)
