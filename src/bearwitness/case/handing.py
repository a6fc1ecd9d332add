"""What is done with originals beside judging them, each logged: a copy handed out, a record exported, a check made.

Berkeley Protocol, paragraph 167: making a copy, exporting and checking are entries of the chain of custody like any other.
The fields name what they are about by words that no record is looked up by (`of_report`, `copy_sha256`), so an event of these
never stands for what the report is.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bearwitness.case.clock import now, tool
from bearwitness.case.gone import perhaps_erased
from bearwitness.errors import BearwitnessError, CaseError, NotFound, StoreError, UsageError
from bearwitness.store import chain, events, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.objects import sync_folder, writing

WORKING_COPY, CHECK = "working copy", "integrity check"
_MOST_FAULTS = 50       # told in the event; the number of all of them stands beside


def role(case: CaseFolder, by: str | None) -> str | None:
    """Who acts: the role that was named, else whose key signs, else the collector that `[capture]` of case.toml names, else nobody.

    Raises:
        UsageError: the name is blank, or is that of somebody whose key is known and does not sign.
    """
    from bearwitness.case.keys import may_decide, signing_person

    if by is not None and not by.strip():
        raise UsageError("--by is blank: name a role, such as \"archivist\", or leave it out")
    with case.reading() as connection:
        owner = signing_person(case, connection)
        if by is not None and owner is None:
            may_decide(case, connection, by)
    named = by or owner or case.settings().get("capture", {}).get("collector")
    return str(named).strip() or None if named is not None else None


def find_report(case: CaseFolder, which: str) -> str:
    """A report's whole id.

    Raises:
        NotFound: no report's id begins so.
    """
    with case.reading() as connection:
        found = reports.find_report(connection, which)
        erasures = perhaps_erased(connection) if found is None else ""
    if found is None:
        raise NotFound(f"{which}: there is no such report: `bearwitness show reports` lists them{erasures}")
    return found


# --- a working copy ---------------------------------------------------------------------------------

def copy(case: CaseFolder, which: str, *, to: str | Path, by: str | None, reason: str) -> dict[str, Any]:
    """Hands out a working copy of a report's own bytes, once they are found to be the ones that were collected.

    1. The bytes are written beside `to` while their digests are taken. 2. They must be those that the case knows.
    3. An `access` event is logged. 4. The copy appears under its name: there is none that is not logged.

    Args:
        by: the role that takes it; else the collector of case.toml.
        reason: what for.

    Returns:
        report, sha256, sha512, size, to, entry (its place in the log).

    Raises:
        NotFound: there is no such report.
        UsageError: nobody or no reason is named, or `to` lies inside the case.
        CaseError: a file is there already.
        StoreError: the original is missing or changed, or the disk cannot be written.
    """
    who, path = role(case, by), Path(to)
    if who is None:
        raise UsageError("say who takes the copy: --by ROLE, or `collector` under [capture] in case.toml")
    if not reason.strip():
        raise UsageError("a copy needs a reason: --reason TEXT")
    report = find_report(case, which)
    with case.reading() as connection:
        row = reports.stored(connection, report)
    assert row is not None
    if path.absolute().resolve().is_relative_to(case.path.resolve()):
        raise UsageError(f"{path}: lies inside the case: a working copy belongs elsewhere, so that nobody takes it for the original")
    if path.exists() or path.is_symlink():
        raise CaseError(f"{path}: is there already: name a file that does not exist yet")
    with writing(path):
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    made = Path(name)
    try:
        long, size = _fill(case, row, fd, path)
        entry = _log(case, "access", report, {
            "access": WORKING_COPY, "of_report": report, "copy_sha256": row["sha256"], "copy_sha512": long, "copy_size": size,
            "by": who, "to": str(path), "reason": reason.strip(), "time": now(), "tool": tool()})
        with writing(path):
            made.replace(path)
            sync_folder(path.parent)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return {"report": report, "sha256": row["sha256"], "sha512": long, "size": size, "to": str(path), "entry": entry}


def _fill(case: CaseFolder, row: dict[str, Any], fd: int, path: Path) -> tuple[str, int]:
    """Writes the bytes to the open file; gives their SHA-512 and size."""
    short, long, size = hashlib.sha256(), hashlib.sha512(), 0
    with writing(path), os.fdopen(fd, "wb") as file:
        for block in chain.pieces(case.objects, row["original_sha256"], offset=row["offset"], length=row["length"]):
            file.write(block)
            short.update(block)
            long.update(block)
            size += len(block)
        file.flush()
        os.fsync(file.fileno())
    if short.hexdigest() != row["sha256"]:
        raise StoreError(f"{row['id']}: the original was changed: its SHA-256 is now {short.hexdigest()}; no copy was made. "
                         "Run `bearwitness verify`, and restore the original from a copy")
    return long.hexdigest(), size


def log_saved(case: CaseFolder, report: str, *, sha256: str, size: int) -> int:
    """Logs that the workbench gave a working copy to a browser; gives its place in the log.

    Args:
        report: its whole id.
        sha256: of the bytes that were given.
    """
    return _log(case, "access", report, {
        "access": WORKING_COPY, "of_report": report, "copy_sha256": sha256, "copy_size": size, "by": role(case, None), "to": "a browser",
        "time": now(), "tool": tool()})


# --- what leaves, and what is checked ---------------------------------------------------------------

def log_export(case: CaseFolder, *, format: str, data: bytes, options: Mapping[str, str], by: str | None = None, to: str | None = None,
               report: str | None = None, say: Callable[[str], None] | None = None) -> int | None:
    """Logs that something was exported, with the digest of what was given.

    Args:
        report: the report that it is all about; None: the record of the whole case.
        say: told when the case cannot be written, and so the export is not logged; without it that is an error.

    Returns:
        Its place in the log; None when it could not be logged.
    """
    try:
        return _log(case, "export", report, {
            "export": format, "of_report": report, "output_sha256": hashlib.sha256(data).hexdigest(), "output_size": len(data),
            "options": [[name, str(value)] for name, value in sorted(options.items())] or None, "by": role(case, by), "to": to,
            "time": now(), "tool": tool()})
    except UsageError:
        raise
    except BearwitnessError as e:
        if say is None:
            raise
        say(f"this export is not in the log: {e}")
        return None


def record_check(case: CaseFolder, faults: list[str], *, by: str | None = None, reason: str | None = None) -> int:
    """Logs that the case was checked, and what was found; gives its place in the log.

    Args:
        faults: the lines of `verify`.
    """
    from bearwitness.store.log import Log

    return _log(case, "access", case.id, {
        "access": CHECK, "outcome": "no fault" if not faults else f"{len(faults)} faults", "faults": faults[:_MOST_FAULTS] or None,
        "log_size": Log(case.path / "log").size, "by": role(case, by), "reason": reason, "time": now(), "tool": tool()})


def _log(case: CaseFolder, kind: str, subject: str | None, fields: Mapping[str, Any]) -> int:
    """Logs an event under the pseudonym of what it is about; gives its index."""
    check_writable(case)

    def work(connection: Connection) -> int:
        item = (events.item_of(connection, subject) if subject else None) or events.pseudonym()
        [index] = events.record(connection, [case.event(kind, item, fields, subject)])
        return index

    return case.write_and_log(work)


def check_writable(case: CaseFolder) -> None:
    """Passes when something can be logged in the case.

    Raises:
        CaseError: its folder cannot be written.
    """
    if not os.access(case.path, os.W_OK):
        raise CaseError(f"{case.path}: the case cannot be written, so nothing can be logged")
