"""What the tests of the language-model reader share: a server on this machine that answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "llm: asks a real small language model on this machine")


class FakeServer:
    """A chat endpoint that gives prepared answers and keeps what it was asked.

    `answers` holds bodies (bytes), claims (a list), model texts (str), or functions of the request that do anything; the
    last one is given again and again. `refuses` are the forms of answer that it says it does not know.
    """

    def __init__(self) -> None:
        self.answers: list[Any] = [[]]
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.refuses: tuple[str, ...] = ()
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer._answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1#tiny"

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.headers.append(dict(request.headers))
        form = body.get("response_format", {}).get("type", "none")
        if form in self.refuses:
            return _send(request, 400, b'{"error": "unknown form"}')
        self.asked.append({**body, "path": request.path})
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if callable(answer):
            return answer(request)
        return _send(request, self.status, answer if isinstance(answer, bytes) else chat(answer))

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def chat(answer: Any, finish: str = "stop") -> bytes:
    """The body of an answer: a model's text, or the claims in it."""
    text = answer if isinstance(answer, str) else json.dumps({"claims": answer})
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}]}).encode()


def _send(request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    request.send_response(status)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def drip(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """A server that sends a byte now and then, so that no single read takes long."""
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        try:
            for _ in range(int(seconds / 0.05)):
                request.wfile.write(b" ")
                request.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass
    return answer


@pytest.fixture
def server() -> Iterator[FakeServer]:
    made = FakeServer()
    yield made
    made.close()
