"""What `add` makes of pictures and videos: a small copy, and what the file claims of itself (`metadata.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from sqlalchemy import Connection

from bearwitness.case.clock import tool
from bearwitness.case.parsing import Look
from bearwitness.store import derived, events
from bearwitness.store.folder import CaseFolder

NAMES = {"thumbnail": "thumbnail.jpg", "metadata": "metadata.json"}
_OWN = "bearwitness mvhd@1"


@dataclass(frozen=True, slots=True)
class Derivative:
    """One file made of an original; `settings` is JSON."""

    parent: str
    name: str
    data: bytes
    media_type: str
    maker: str
    settings: str


def of_look(parent: str, look: Look) -> list[Derivative]:
    """The files that tell how a picture or video looks.

    Args:
        parent: the original's SHA-256.
    """
    about = {key: value for key, value in look.about.items() if key not in ("tool", "settings")}
    maker = str(look.about.get("tool") or _OWN)
    settings = rfc8785.dumps(look.about.get("settings") or {}).decode()
    note = {"note": "what the file and its device claim; nothing of it was checked"}
    made = [Derivative(parent, NAMES["metadata"], rfc8785.dumps({**about, **note}), "application/json", maker, "{}")]
    if look.thumbnail is not None:
        made.append(Derivative(parent, NAMES["thumbnail"], look.thumbnail, "image/jpeg", maker, settings))
    return made


def named(row: Mapping[str, Any]) -> list[str]:
    """What `add --json` calls the derivatives of a report without a text."""
    if row["verdict"] not in ("accept", "accept_with_warning"):
        return []
    kind = row["media_type"].split("/")[0]
    return {"image": ["thumbnail"], "video": ["metadata"]}.get(kind, [])


def lacking(case: CaseFolder, parent: str, which: str) -> bool:
    """Has this derivative been deleted?"""
    return not derived.path_of(case.path, parent, NAMES[which]).exists()


def events_of(connection: Connection, made: list[Derivative], at: str) -> list[dict[str, Any]]:
    """The `derive` events of those that have none yet."""
    new = {derived.identity(each.parent, each.name): each for each in made}
    return [events.build("derive", events.pseudonym(), derived.fields(
        each.parent, each.name, each.data, media_type=each.media_type, maker=each.maker, settings=each.settings, time=at, tool=tool()), ident)
        for ident, each in new.items() if not events.has_event(connection, ident, "derive")]


def put(case: CaseFolder, made: list[Derivative]) -> None:
    """Writes them into the case. Their events are in the log by now."""
    for each in made:
        derived.put(case.path, each.parent, each.name, each.data)
