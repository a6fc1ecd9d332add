"""One question to a chat endpoint over plain HTTP: a time limit, a size limit, no redirects, no proxies.

Nothing but the host that the user named is spoken to. What comes back is a text that somebody else wrote:
it is measured, parsed and looked at, never obeyed.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Timer
from typing import Any

from bearwitness.engines import instructions
from bearwitness.engines.address import Engine, key
from bearwitness.errors import BearwitnessError

MOST_BYTES = 262_144     # of an answer: many times what the form allows
_FORMS = ("json_schema", "json_object", "none")
_NOT_KNOWN = (400, 404, 415, 422, 501)      # what servers say to a form they do not know


class EngineError(BearwitnessError):
    """A language model gave no usable answer, or half of one.

    `gone`: the server itself failed, so asking on is of no use. `claims`: what came whole before the answer broke off.
    """

    def __init__(self, reason: str, *, gone: bool = False, claims: Sequence[Any] = ()):
        super().__init__(reason)
        self.gone = gone
        self.claims = list(claims)


@dataclass(slots=True)
class Endpoint:
    """An engine, and the strictest form of answer that it is known to take."""

    engine: Engine
    form: int = 0

    def ask(self, text: str) -> list[Any]:
        """The claims that the model gives for a piece of text, as they came.

        Raises:
            EngineError: no connection, no answer in time, too much of it, or not in the form asked for. What came
                whole before an answer broke off is in the error's `claims`.
        """
        while True:
            status, data = _post(self.engine, _question(self.engine, text, _FORMS[self.form]))
            if status in _NOT_KNOWN and self.form + 1 < len(_FORMS):
                self.form += 1
                continue
            if status != 200:
                raise EngineError(f"{self.engine.url} answered with status {status}: look at the server's own messages", gone=True)
            return claims_in(data)


def _question(engine: Engine, text: str, form: str) -> bytes:
    body: dict[str, Any] = {
        "model": engine.model, "messages": instructions.messages(text), "temperature": instructions.TEMPERATURE,
        "seed": instructions.SEED, "max_tokens": instructions.MOST_TOKENS, "stream": False}
    if form == "json_schema":
        body["response_format"] = {"type": "json_schema", "json_schema": {
            "name": "claims", "strict": True, "schema": instructions.schema()}}
    elif form == "json_object":
        body["response_format"] = {"type": "json_object"}
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _post(engine: Engine, body: bytes) -> tuple[int, bytes]:
    """Status and body of the answer, at most MOST_BYTES, within the engine's time."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    secret = key()
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    connection = _connection(engine)
    late: list[bool] = []
    sockets: list[socket.socket] = []      # the connection forgets its own once the head of the answer is read

    def stop() -> None:
        late.append(True)
        for sock in sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    # A limit for each read would let a server that drips a byte at a time hold us for ever.
    timer = Timer(engine.seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        sockets.append(connection.sock)
        connection.request("POST", engine.path, body, headers)
        answer = connection.getresponse()
        data = answer.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as e:
        if late or isinstance(e, TimeoutError):
            raise EngineError(f"{engine.url} gave no answer within {engine.seconds:g} seconds", gone=True) from e
        raise EngineError(f"{engine.url} cannot be reached ({_words(e)}): is the server running?", gone=True) from e
    finally:
        timer.cancel()
        connection.close()
    if late:
        raise EngineError(f"{engine.url} gave no answer within {engine.seconds:g} seconds", gone=True)
    if len(data) > MOST_BYTES:
        raise EngineError(f"{engine.url} answered with more than {MOST_BYTES // 1024} KiB")
    return answer.status, data


def _connection(engine: Engine) -> http.client.HTTPConnection:
    if engine.scheme == "https":
        return http.client.HTTPSConnection(engine.host, engine.port, timeout=engine.seconds,
                                           context=ssl.create_default_context())
    return http.client.HTTPConnection(engine.host, engine.port, timeout=engine.seconds)


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def claims_in(data: bytes) -> list[Any]:
    """The list of claims in the body of an answer.

    Raises:
        EngineError: the body or the model's text in it is not the JSON that was asked for.
    """
    try:
        choice = json.loads(data)["choices"][0]
        text = choice["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as e:
        raise EngineError("the answer is not in the form of a chat endpoint") from e
    if not isinstance(text, str) or not text.strip():
        raise EngineError("the answer is empty")
    if choice.get("finish_reason") == "length":
        raise EngineError(f"the answer broke off after {instructions.MOST_TOKENS} tokens", claims=_whole_claims(text))
    try:
        found = json.loads(_unwrapped(text))
    except (ValueError, RecursionError) as e:
        raise EngineError("the answer is not JSON") from e
    claims = found.get("claims") if isinstance(found, dict) else None
    if not isinstance(claims, list):
        raise EngineError('the answer has no list of "claims"')
    return claims


def _whole_claims(text: str) -> list[Any]:
    """The objects at the beginning of a list of claims that has no end."""
    at = text.find("[")
    out: list[Any] = []
    decoder = json.JSONDecoder()
    while at >= 0 and len(out) <= instructions.MOST_CLAIMS:
        at = text.find("{", at + 1)
        if at < 0:
            break
        try:
            claim, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        out.append(claim)
        at = end - 1
    return out


def _unwrapped(text: str) -> str:
    """Without the fence of backquotes that models like to put around JSON."""
    text = text.strip()
    if text.startswith("```") and text.endswith("```"):
        return text.removeprefix("```").removeprefix("json").removesuffix("```")
    return text
