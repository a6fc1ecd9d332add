"""Turn the stand-alone verifier's `Fault` into bearwitness' own `VerifyError`.

`verify.py` is copied into dossiers and may import nothing of ours, so it raises its own exception.
The rest of the package calls the same functions through here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bearwitness.custody.verify import Fault
from bearwitness.errors import VerifyError


@contextmanager
def as_verify_error(place: str = "") -> Iterator[None]:
    """Raise `VerifyError` for whatever the verifier finds wrong, with the place in front when given.

    Malformed input (bad base64, JSON, UTF-8, numbers) counts as a fault, too.
    """
    try:
        yield
    except (Fault, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        text = str(error) if isinstance(error, Fault) else f"cannot be read: {error!r:.200}"
        raise VerifyError([f"{place}: {text}" if place else text]) from error
