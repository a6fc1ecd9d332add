"""Derivatives: what was made of an original and can be made again. `derived/aa/bb/<sha256 of the original>/NAME`.

They lie apart from the originals. Each has a `derive` event with its digest, tool, version and settings; the file itself may be deleted at
any time. It is written after its event, so a file that no event knows was put there by somebody else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bearwitness.store.objects import writing

FOLDER = "derived"
_NEW = ".new"


def identity(parent: str, name: str) -> str:
    """A derivative's id: the original's SHA-256 and the file's name."""
    return f"{parent}/{name}"


def path_of(case: Path, parent: str, name: str) -> Path:
    return case / FOLDER / parent[:2] / parent[2:4] / parent / name


def fields(parent: str, name: str, data: bytes, *, media_type: str, maker: str, settings: str, time: str, tool: str) -> dict[str, Any]:
    """What its `derive` event commits to.

    Args:
        maker: what made it, with its version.
        settings: how, as JSON.
    """
    return {"derivative": identity(parent, name), "parent_sha256": parent, "derived_sha256": hashlib.sha256(data).hexdigest(),
            "derived_size": len(data), "derived_type": media_type, "maker": maker, "settings": settings, "time": time, "tool": tool}


def put(case: Path, parent: str, name: str, data: bytes) -> None:
    """Writes a derivative; a file that is there already is replaced. After a power cut it is whole or not there.

    Raises:
        StoreError: the disk is full, or cannot be written.
    """
    path = path_of(case, parent, name)
    new = path.with_name(f".{name}{_NEW}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())     # else the name may outlive a power cut, and the bytes not
        new.replace(path)


def audit(case: Path, known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One line for each derivative that is not what its event says. One that is missing is no fault.

    Args:
        known: the fields of `derive` events, by the derivative's id.
    """
    for file in sorted((case / FOLDER).rglob("*")):
        if file.is_dir() and not file.is_symlink():
            continue
        if file.name.startswith(".") and file.name.endswith(_NEW) and not file.is_symlink():
            continue        # a write was broken off
        place = file.relative_to(case).as_posix()
        said = known.get(identity(file.parent.name, file.name))
        if said is None or file.is_symlink() or file != path_of(case, file.parent.name, file.name):
            yield f"{place}: is no derivative of this case: added"
            continue
        digest = None
        with suppress(OSError):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if digest != said.get("derived_sha256"):
            yield f"{place}: changed: delete it; adding the original's file once more makes it again"
