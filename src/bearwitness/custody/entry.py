"""The entries of the log: a kind, a pseudonym and digests, and nothing that names anybody.

    {"d":[sorted digests],"i":"<22 characters>","k":"<kind>","v":"bw-event/1"}

RFC 8785 JSON, ASCII, at most 4 KiB. Digests are padded with decoys to 8, 16 or 32, so their number
tells nothing. All events about one thing (a report, a list, the case) share one random pseudonym, so a
reader of the bare log can count them. An event that people sign carries their public keys and signatures
as further committed fields: see `sign`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from bearwitness.custody import sign, verify
from bearwitness.custody.commit import SALT_BYTES, Random, commit
from bearwitness.custody.faults import as_verify_error
from bearwitness.errors import UsageError, VerifyError

VERSION = "bw-event/1"
MAX_BYTES = 4096
SIZES = (8, 16, 32)
KINDS = ("capture", "import", "derive", "claim", "review", "dispute", "merge", "split", "redact",
         "erase", "restore", "export", "publish", "access", "key", "case")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a log entry says. `digests` are sorted."""

    kind: str
    item: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """An entry ready for the log, with the disclosures that open its fields."""

    kind: str
    item: str
    entry: bytes
    disclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event that stands in the log at `index`. The case keeps the disclosures, the log only the entry."""

    index: int
    kind: str
    item: str
    entry: bytes
    disclosures: tuple[str, ...]


def pseudonym(random: Random) -> str:
    """A new item's name in the log: 128 random bits in 22 characters."""
    return verify.b64url(random(16))


def pad(digests: Iterable[str], random: Random, *, room: int = 0) -> list[str]:
    """The digests with decoys up to the next of 8, 16, 32, sorted.

    Args:
        room: how many places to leave, for signatures.

    Raises:
        UsageError: more than 32 fields.
    """
    padded = list(digests)
    size = next((size for size in SIZES if len(padded) + room <= size), None)
    if size is None:
        raise UsageError(f"an event holds at most {SIZES[-1]} fields, not {len(padded) + room}")
    decoys = [verify.b64url(verify.sha256(random(SALT_BYTES))) for _ in range(size - len(padded) - room)]
    return sorted(padded + decoys)


def make_entry(kind: str, item: str, digests: Sequence[str]) -> bytes:
    """The bytes of a log entry.

    Args:
        kind: one of `KINDS`.
        item: the pseudonym of what the event is about.
        digests: 8, 16 or 32 of them, in any order (see `pad`).

    Raises:
        UsageError: a kind, item or number of digests that the format does not know.
    """
    entry = rfc8785.dumps({"d": sorted(digests), "i": item, "k": kind, "v": VERSION})
    try:
        read_entry(entry)
    except VerifyError as error:
        raise UsageError(f"no log entry can be made of this: it {error}") from error
    return entry


def read_entry(entry: bytes) -> Entry:
    """The parts of an entry, checked to be spelled in the one way the format allows.

    Raises:
        VerifyError: it is no entry.
    """
    with as_verify_error():
        kind, item, digests = verify.read_entry(entry)
        verify.need(kind in KINDS, f"has an unknown kind {kind!r}")
        return Entry(kind, item, tuple(digests))


def read_fields(entry: bytes, disclosures: Iterable[str]) -> dict[str, Any]:
    """The disclosed fields by name.

    Raises:
        VerifyError: a disclosure whose digest the entry does not hold.
    """
    with as_verify_error():
        return verify.read_fields(entry, disclosures)


def make_event(kind: str, fields: Mapping[str, Any], *, random: Random, item: str | None = None,
               signers: Sequence[sign.Key] = ()) -> Event:
    """An event that commits to each of the fields by itself; those that are None are left out.

    Args:
        item: the pseudonym of what the event is about; a new one when left out.
        random: source of salts, decoys and pseudonyms.
        signers: the keys of the one or two people who answer for it.
    """
    if len(signers) > len(sign.FIELDS):
        raise UsageError(f"an event is signed by at most {len(sign.FIELDS)} people, not {len(signers)}")
    sign.refuse_own(name for name, value in fields.items() if value is not None)
    item = item or pseudonym(random)
    own = {who: key.public for (who, _), key in zip(sign.FIELDS, signers)}
    pairs = [commit(name, value, random(SALT_BYTES)) for name, value in {**fields, **own}.items() if value is not None]
    digests = pad((digest for _, digest in pairs), random, room=len(signers))
    message = sign.text(kind, item, digests)
    signatures = [commit(name, key.sign(message), random(SALT_BYTES)) for (_, name), key in zip(sign.FIELDS, signers)]
    entry = make_entry(kind, item, [*digests, *(digest for _, digest in signatures)])
    return Event(kind, item, entry, tuple(disclosure for disclosure, _ in [*pairs, *signatures]))
