"""`backup` and `restore`: a second copy of a case, and a case made of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bearwitness.case.clock import now, tool
from bearwitness.store import backup as store
from bearwitness.store import events
from bearwitness.store.folder import CaseFolder


def backup(case: CaseFolder, *, to: str | Path) -> dict[str, Any]:
    """Copies a case to a new folder, consistent although others may be working on it. The copy is an entry of the log.

    The log's private key is not copied.

    Returns: to, files, bytes, entries (of the log).

    Raises:
        CaseError: there is something at `to`.
        StoreError: an original is damaged or missing, or a disk is full; no backup is left.
    """
    from bearwitness.store.log import Log

    folder = Path(to)
    store.refuse_target(case, folder)
    event = events.build("access", events.pseudonym(), {"access": "backup", "to": str(folder), "time": now(), "tool": tool()}, None)
    case.write_and_log(lambda connection: events.record(connection, [event]))
    files, size = store.back_up(case, folder)
    return {"to": str(folder), "files": files, "bytes": size, "entries": Log(folder / "log").size}


def restore(source: str | Path, *, to: str | Path, key: str | None = None) -> dict[str, Any]:
    """Makes a case of a backup, once all of it has been checked. A case that is at `to` is put aside, not deleted.

    Args:
        key: the public key that the case's log must have, as known from elsewhere.

    Returns: case, aside (where the former case is now, or None), new_log (was a new log begun?), origin, entries.

    Raises:
        CaseError: the backup is cut, changed or of another case; nothing was changed.
    """
    done = store.restore(Path(source), Path(to), vkey=key, now=now(), tool=tool())
    return {"case": str(done.path), "aside": str(done.aside) if done.aside else None, "new_log": done.new_epoch, "origin": done.origin, "entries": done.size}
