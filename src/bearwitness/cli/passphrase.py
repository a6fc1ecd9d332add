"""Passphrases are asked for on the terminal; never taken from an argument or a variable, where others could see them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def ask(file: Path) -> Callable[[], str]:
    """A question for the passphrase of a key file, to be put when one turns out to be needed."""
    return lambda: _prompt(f"passphrase of {file}", otherwise=f"{file}: is protected by a passphrase, which is asked for on a terminal: "
                           "run this on one, or use a key file without passphrase")


def ask_twice(what: str) -> str | None:
    """A new passphrase, typed twice; None when nothing is typed.

    Raises:
        UsageError: the two differ, or there is no terminal.
    """
    from bearwitness.errors import UsageError

    otherwise = f"the {what} is asked for on a terminal: run this on one, or say --without-passphrase"
    first = _prompt(f"{what} (Enter: none)", otherwise=otherwise)
    if not first:
        return None
    if _prompt("once more", otherwise=otherwise) != first:
        raise UsageError("the two passphrases differ: nothing was made; try again")
    return first


def _prompt(what: str, *, otherwise: str) -> str:
    import getpass

    from bearwitness.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError(otherwise)
    try:
        return getpass.getpass(f"{what}: ")
    except EOFError:
        raise UsageError(otherwise) from None
