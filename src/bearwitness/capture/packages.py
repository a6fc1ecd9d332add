"""Packages: one file that holds many reports. Kept whole; each member is read out and becomes a report of its own.

The door `sources`: an entry point of the group `bearwitness.sources` names an object with `name`, `version` and two
functions (see `SourcePlugin`). Whatever a package says about a member is told, not believed: the collector's own words win.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol

from bearwitness.errors import BearwitnessError
from bearwitness.readers.base import Found

TOLD = ("publisher", "published_at", "url", "title", "lang", "sensitivity", "media_type")


class PackageError(BearwitnessError):
    """A package that cannot be read further: where, and why. The members before are kept."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a package.

    Attributes:
        key: names it inside the package; no other member has it.
        data: its bytes; None when there is a `fault`.
        told: what the package says about it (`TOLD`).
        captured_at: when it was captured, as the package says; ISO 8601 in UTC.
        offset, length: the member in the package, as packed; None when it lies in no one place.
        fault: why it cannot be taken.
        warnings: (code, text) each.
        found: its text, where the package's own format says what that is; else a reader makes one of the bytes.
    """

    key: str
    data: bytes | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    captured_at: str | None = None
    offset: int | None = None
    length: int | None = None
    fault: str | None = None
    warnings: tuple[tuple[str, str], ...] = ()
    found: Found | None = None


class SourcePlugin(Protocol):
    """What takes one kind of package apart.

    `takes` looks at the first 4 KiB and the name only. `members` raises `PackageError` and nothing else, asks no network,
    writes nothing, and gives the same members for the same bytes, in the same order.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...

    def takes(self, head: bytes, name: str, /) -> bool: ...
    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]: ...


_DOCUMENTS = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")


@dataclass(frozen=True, slots=True)
class WarcSource:
    """Pages of a WARC file: answers with status 2xx that are HTML, PDF or text. The rest stays in the package, counted."""

    name: str = "warc"
    version: str = "1"

    def takes(self, head: bytes, name: str, /) -> bool:
        lower = name.lower()
        return head.startswith(b"WARC/") or (head.startswith(b"\x1f\x8b") and lower.endswith((".warc.gz", ".warc")))

    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]:
        from bearwitness.capture import warc

        seen: dict[str, int] = {}
        try:
            for found in warc.read(file):
                if found.kind not in ("response", "resource") or not found.url:
                    continue
                kind = (found.media_type or "").partition(";")[0].strip().lower()
                if kind not in _DOCUMENTS or (found.status is not None and not 200 <= found.status < 300):
                    continue
                seen[found.url] = seen.get(found.url, 0) + 1
                key = found.url if seen[found.url] == 1 else f"{found.url} ({found.date or seen[found.url]})"
                told = {"url": found.url, "media_type": found.media_type or ""}
                yield Member(key, found.payload, told, moment(found.date), found.offset, found.length, found.fault, found.warnings)
        except warc.WarcError as e:
            raise PackageError(str(e)) from e


def moment(date: str | None) -> str | None:
    """A WARC-Date to the millisecond; None when it is none."""
    from datetime import UTC, datetime

    try:
        when = datetime.fromisoformat((date or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if when.tzinfo else None


WARC = WarcSource()


def own_sources() -> list[SourcePlugin]:
    """Those that come with the program."""
    from bearwitness.capture.archives import WACZ, ZIP
    from bearwitness.capture.exports import TELEGRAM, VIDEO_INFO, X_ARCHIVE
    from bearwitness.capture.feeds import FEED

    return [WARC, WACZ, X_ARCHIVE, ZIP, TELEGRAM, VIDEO_INFO, FEED]
