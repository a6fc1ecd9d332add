"""What the log keeps of an arrival: the `import` of a package or captured address, the `capture` of a report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bearwitness.capture.signatures import Checked
from bearwitness.case.clock import now, tool
from bearwitness.store import events
from bearwitness.store.objects import Received

_MOST = 100      # signatures of one file that an event names


@dataclass(frozen=True, slots=True)
class Within:
    """The package that a report came in, and where in it (as packed)."""

    sha256: str | None
    offset: int | None
    length: int | None


def import_event(source: str, received: Received, method: str, about: Mapping[str, Any], member: str | None = None,
                  within: Within | None = None, *, signatures: Sequence[Checked] = (), signature_keys: list[str] | None = None) -> dict[str, Any]:
    """What is logged of a package, with the capture record.

    Args:
        about: the capture record (`capture.record.FIELDS`).
        signatures: those found on it.
        signature_keys: digests of the files of keys that they were judged by.
    """
    return events.build("import", events.pseudonym(), {
        "sha256": received.sha256, "sha512": received.sha512, "size": received.size, "source": source,
        "method": method, "time": now(), "tool": tool(), "capture": about, "member": member,
        "package_sha256": within and within.sha256, "package_offset": within and within.offset,
        "package_length": within and within.length,
        **_signatures(signatures, signature_keys)}, received.sha256)


def _signatures(found: Sequence[Checked], keys: list[str] | None) -> dict[str, Any]:
    return {"signatures": [checked.plain() for checked in found[:_MOST]], "signature_keys": keys} if found else {}


def capture_event(row: dict[str, Any], received: Received, method: str, package: Within | None, started: str,
                   walls: str | None, about: Mapping[str, Any] | None, *, signatures: Sequence[Checked] = (), signature_keys: list[str] | None = None) -> dict[str, Any]:
    """What is logged of a report.

    Args:
        about: the capture record; None of a captured address, whose package has it.
    """
    from bearwitness.store.schema import canonical_row

    part = row["offset"] is not None        # its bytes are a slice of a package
    where = package or Within(None, None, None)
    return events.build("capture", events.pseudonym(), {
        "report": row["id"], "sha256": row["sha256"], "sha512": None if part else received.sha512,
        "size": row["size"], "source": row["source"], "member": row["member"],
        "original_sha256": row["original_sha256"] if part else None,
        "package_sha256": where.sha256, "package_offset": where.offset, "package_length": where.length,
        "media_type": row["media_type"], "method": "import:posts" if part else method, "time": started,
        "text_sha256": row["text_sha256"], "reader": row["reader"], "parsed_in": walls, "sensitivity": row["sensitivity"],
        "publisher": row["publisher"], "url": row["url"], "title": row["title"], "author": row["author"],
        "lang": row["lang"], "published_at": json.loads(row["published_at"]),
        "row_sha256": hashlib.sha256(canonical_row(row)).hexdigest(), "tool": tool(), "capture": about,
        **_signatures(signatures, signature_keys)}, row["id"])
