"""Which language model to ask, and where: `URL#MODEL`.

    http://127.0.0.1:8080/v1#smollm2        a server on this machine
    https://models.example.org/v1#large     a server elsewhere, always encrypted
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from bearwitness.errors import UsageError
from bearwitness.model import SUGGESTED

KEY = "BEARWITNESS_ENGINE_KEY"
SECONDS = 300.0           # for one answer; a large model on a processor writes a few words a second
MOST_MODEL_NAME = 100     # characters; the name stands in every claim it makes
_HELP = "write it as URL#MODEL, such as http://127.0.0.1:8080/v1#smollm2"


@dataclass(frozen=True, slots=True)
class Engine:
    """A chat endpoint in the manner of OpenAI's, and the model to ask there.

    `path` ends with /chat/completions. `seconds` is the time one answer may take, from first to last byte.
    """

    scheme: str
    host: str
    port: int
    path: str
    model: str
    seconds: float = SECONDS

    @property
    def url(self) -> str:
        """The address as it stands in the record; it never holds a secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"

    @property
    def local(self) -> bool:
        """Is it on this machine?"""
        return is_local(self.host)

    @property
    def extractor(self) -> str:
        """What stands in a claim as its extractor: the model, and a digest of all that it is told."""
        from bearwitness.engines.instructions import DIGEST

        return f"{SUGGESTED}{self.model}@{DIGEST}"


def is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse(address: str) -> Engine:
    """The engine that `URL#MODEL` names.

    Raises:
        UsageError: it is not such an address, holds a password, or would send text unencrypted over a network.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as e:
        raise UsageError(f"--engine {address}: is no address ({e}): {_HELP}") from e
    if parts.username is not None or parts.password is not None or parts.query:
        # Not repeated in the message: it may hold a password.
        raise UsageError(f"--engine: an address with a password or a query would stand in the record: put the key into {KEY}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"--engine {address}: is no http or https address: {_HELP}")
    model = parts.fragment
    if not model or len(model) > MOST_MODEL_NAME or any(c.isspace() or not c.isprintable() for c in model):
        raise UsageError(f"--engine {address}: names no model: {_HELP}")
    if parts.scheme == "http" and not is_local(parts.hostname):
        raise UsageError(f"--engine {address}: would send the text unencrypted to another machine: use https, "
                         "or a tunnel that ends on 127.0.0.1")
    return Engine(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), _path(parts.path), model)


def _path(path: str) -> str:
    path = path.rstrip("/")
    return path if path.endswith("/chat/completions") else f"{path or '/v1'}/chat/completions"


def key() -> str | None:
    """The key for the server, from the environment alone: it is never written down or shown to the model."""
    return os.environ.get(KEY) or None
