"""Now, and who we are: the two things that only the upper layers may know."""

from __future__ import annotations

from datetime import UTC, datetime

from bearwitness._version import __version__


def now() -> str:
    """The time in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tool() -> str:
    return f"bearwitness@{__version__}"
