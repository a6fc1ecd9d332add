"""Commit to a field without showing it, and show it later (the disclosures of RFC 9901, SD-JWT).

A disclosure is the base64url of `[salt, name, value]` in JSON; its digest goes into a log entry. The
digest is over the exact text of the disclosure, so nothing has to be put into canonical form again.
Without the 32 random bytes of salt nobody can guess a value from its digest; a field is erased by
deleting its disclosure, and the log stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rfc8785

from bearwitness.custody import verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.errors import UsageError

SALT_BYTES = 32

Random = Callable[[int], bytes]
"""A source of random bytes, such as `os.urandom`: pure code receives it as an argument."""


@dataclass(frozen=True, slots=True)
class Field:
    """One disclosed field. `salt` is 32 bytes; `value` is any JSON value."""

    name: str
    value: Any
    salt: bytes


def commit(name: str, value: Any, salt: bytes) -> tuple[str, str]:
    """The disclosure of a field and the digest that commits to it.

    Args:
        value: a JSON value; whole numbers below 2**53.
        salt: 32 fresh random bytes, never used for another field.

    Returns:
        The disclosure (base64url, kept private) and its digest (43 characters, for the log).

    Example:
        `commit("size", 389, salt)` -> `("WyJB...", "1Wv8...")`
    """
    if len(salt) != SALT_BYTES:
        raise UsageError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    try:
        body = rfc8785.dumps([verify.b64url(salt), name, value])
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise UsageError(f"the field {name} cannot be written as JSON: {error}") from error
    disclosure = verify.b64url(body)
    return disclosure, verify.digest_of(disclosure)


def digest_of(disclosure: str) -> str:
    """The digest that commits to a disclosure."""
    with as_verify_error():
        return verify.digest_of(disclosure)


def open_disclosure(disclosure: str) -> Field:
    """The field that a disclosure shows.

    Raises:
        VerifyError: it is no disclosure.
    """
    with as_verify_error():
        salt, name, value = verify.open_disclosure(disclosure)
        return Field(name, value, salt)
