"""The operational log: one JSON object a line on standard error, about the running of the server alone.

It never holds evidence, names, addresses of pages or ids: a route is told by its pattern, an error by its kind. So it can be sent to whoever
helps with a fault, and a seized one tells nothing about anybody.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO


class OperationalLog:
    """Writes the lines. `requests`: every request, not only what went wrong."""

    def __init__(self, *, requests: bool = False, to: TextIO | None = None):
        self.requests = requests
        self._to = to

    def request(self, *, server: str, method: str, route: str, status: int, milliseconds: float, error: str | None = None) -> None:
        """Notes a request that was answered.

        Args:
            route: the pattern of its path, such as "/reports/{id}".
            error: the kind of error, such as "OSError".
        """
        if self.requests or error is not None:
            self._write(event="request", server=server, method=method if method in _METHODS else "other", route=route, status=status,
                        ms=round(milliseconds, 1), error=error)

    def event(self, event: str, **about: str | int | bool | None) -> None:
        """Notes something else; `about` must hold no foreign words."""
        self._write(event=event, **about)

    def _write(self, **fields: object) -> None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"time": time, **{k: v for k, v in fields.items() if v is not None}})
        print(line, file=self._to or sys.stderr, flush=True)


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")


class FromLibraries(logging.Handler):
    """What the web server's own logger says, by its kind alone: its words may hold parts of a request."""

    def __init__(self, log: OperationalLog):
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        self._log.event("server", level=record.levelname, logger=record.name, error=error)


def take_over(log: OperationalLog) -> None:
    """Lets the libraries' loggers write here and nowhere else."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "fastapi"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], False
        logger.setLevel(logging.WARNING)
    for name in ("uvicorn", "asyncio", "fastapi"):
        logging.getLogger(name).addHandler(FromLibraries(log))
    for name in ("uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).propagate = True
