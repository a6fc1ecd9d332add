"""What is left to say of a thing that was erased: that it was there, when it went, on what ground, and who agreed. Nothing of the thing.

Nothing is kept by which an erased report could be told by its id (decision 0083), so it is named by an entry of the log: whoever has an old
custody report, dossier or receipt knows one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bearwitness.custody import erased
from bearwitness.custody.entry import LoggedEvent, read_fields
from bearwitness.errors import NotFound, UsageError
from bearwitness.store import events, reports
from bearwitness.store.folder import CaseFolder

EVENT = "event:"


def report_of(case: CaseFolder, which: str) -> str | None:
    """The report that an entry of the log is about (`event:N`); None when what it was about has been erased.

    Raises:
        UsageError: it is not written as event:N, or the entry is about something else than a report.
        NotFound: the log has no such entry.
    """
    with case.reading() as connection:
        index = _index(which)
        item, subject = _home(connection, index)
        if subject is not None and reports.find_report(connection, subject) == subject:
            return subject
        own = events.of_item(connection, item)
    if any(event.kind == "erase" for event in own):
        return None
    kind = next(event.kind for event in own if event.index == index)
    raise UsageError(f"{which}: is an entry of kind {kind}, about no report: `bearwitness show reports` lists the reports")


def fate(case: CaseFolder, which: str) -> Iterator[dict[str, Any]]:
    """The erasure of what an entry of the log was about (`event:N`), then each entry about it.

    Yields:
        {"erased", "time", "ground", "approved_by"} with the index of the event that erased it, and values of None where these were
        redacted since; then {"entry", "event", "erased_by"} with an entry's place, its kind, and the event that erased its fields.
    """
    with case.reading() as connection:
        own = events.of_item(connection, _home(connection, _index(which))[0])
    said = {event.index: read_fields(event.entry, event.disclosures) for event in own}
    gone = erased.erasures((event.index, event.kind, said[event.index]) for event in own)
    yield from (_erasure(event, said[event.index]) for event in own if event.kind == "erase")
    for event in own:
        by = {digest.by for digest in erased.states(event.entry, event.disclosures, gone) if digest.by is not None}
        yield {"entry": event.index, "event": event.kind, "erased_by": max(by, default=None)}


def _erasure(event: LoggedEvent, said: dict[str, Any]) -> dict[str, Any]:
    people = [said[name] for name in ("approver_1", "approver_2") if said.get(name)]
    return {"erased": event.index, "time": said.get("time"), "ground": said.get("ground"), "approved_by": people}


def perhaps_erased(connection: Connection) -> str:
    """What to add to "there is no such report": the erasures of this case. Empty when there is none."""
    found = [_erasure(event, read_fields(event.entry, event.disclosures)) for _, event in events.of_kind(connection, "erase")]
    if not found:
        return ""
    last = found[-1]
    number = f"{len(found)} erasures are" if len(found) > 1 else "an erasure is"
    return (f". Or it was erased: {number} logged here{', the last' if len(found) > 1 else ''} as entry {last['erased']} ({last['time']}, on the ground: {last['ground'] or 'redacted'}); nothing is "
            f"kept that would tell what went by its id. Of an entry that you know from an old paper: `bearwitness show custody {EVENT}N`")


def _index(which: str) -> int:
    if not re.fullmatch(r"event:(?:0|[1-9][0-9]{0,15})", which):
        raise UsageError(f"{which}: write it as event:N, N the entry's place in the log")
    return int(which.removeprefix(EVENT))


def _home(connection: Connection, index: int) -> tuple[str, str | None]:
    found = events.homes(connection, [index])
    if index not in found:
        raise NotFound(f"{EVENT}{index}: the log has no such entry (`bearwitness log show` tells how many it has)")
    return found[index]
