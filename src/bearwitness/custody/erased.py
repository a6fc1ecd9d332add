"""What became of each digest of an entry: shown, erased by a later event, or a decoy or unknown.

An `erase` or `redact` event names, in its field `digests`, the digests whose disclosures were deleted. The
entries that hold those digests stay as they are, so root and proofs stay; only nobody can open them any more.
Who kept a disclosure from before can still show it: a digest is a promise that cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bearwitness.custody.commit import digest_of, open_disclosure
from bearwitness.custody.entry import read_entry

KINDS = ("erase", "redact")
SHOWN, WITHHELD, GONE, UNKNOWN = "shown", "withheld", "erased", "decoy or unknown"


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest of an entry. `name` is its field when it is shown, `by` the event that erased it."""

    digest: str
    state: str
    name: str | None = None
    by: int | None = None


def erasures(events: Iterable[tuple[int, str, Mapping[str, Any]]]) -> dict[str, int]:
    """Digest -> index of the event that erased it.

    Args:
        events: index, kind and disclosed fields.
    """
    found: dict[str, int] = {}
    for index, kind, fields in events:
        digests = fields.get("digests") if kind in KINDS else None
        for digest in digests if isinstance(digests, list) else ():
            found.setdefault(str(digest), index)
    return found


def states(entry: bytes, disclosures: Iterable[str], erased: Mapping[str, int], *, complete: bool = True) -> list[Digest]:
    """Each digest of an entry, in the entry's order, with what became of it.

    Args:
        erased: from `erasures`.
        complete: these are all the disclosures that the case has; a dossier has some, and what it does not show may be
            withheld.

    Raises:
        VerifyError: it is no entry, or a disclosure is none.
    """
    shown = {digest_of(d): open_disclosure(d).name for d in disclosures}
    unseen = UNKNOWN if complete else f"{WITHHELD}, or {UNKNOWN}"
    return [Digest(d, SHOWN, name=shown[d]) if d in shown else Digest(d, GONE, by=erased[d]) if d in erased else Digest(d, unseen)
            for d in read_entry(entry).digests]
