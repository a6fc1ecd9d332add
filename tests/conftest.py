"""Parsing processes are handed on from test to test: starting one takes half a second of processor time, and most tests add a file or two.

What a process is like from its start (`tests/sandbox`), and what a command does (a process of its own), is tested with real ones.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from bearwitness.case import parsing
from bearwitness.sandbox import Limits, Worker
from bearwitness.sandbox.worker import bubblewrap_works

_idle: dict[tuple[Any, ...], list[Worker]] = {}


class Lent:
    """Stands for a `Worker`, and gives it back when it is closed. A worker whose process died starts another by itself."""

    def __init__(self, jobs: Sequence[str], *, limits: Limits | None = None, hidden: Sequence[str] = (), wrap: bool = True):
        self._given: dict[str, Any] = {"limits": limits, "wrap": wrap}      # no test's case lies where a process could see it
        self._jobs = tuple(jobs)
        self._own: Worker | None = None
        self._key: tuple[Any, ...] | None = None

    def _worker(self) -> Worker:
        if self._own is None:
            # A process ends with the thread that started it, and a fork must not talk on its parent's socket.
            lendable = threading.current_thread() is threading.main_thread()
            self._key = (os.getpid(), self._jobs, *self._given.values(), bubblewrap_works(), *sys.path) if lendable else None
            idle = _idle.get(self._key) if self._key else None
            self._own = idle.pop() if idle else Worker(self._jobs, **self._given)
        return self._own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._worker(), name)

    def close(self) -> None:
        if self._own is not None and self._key:
            _idle.setdefault(self._key, []).append(self._own)
        elif self._own is not None:
            self._own.close()
        self._own = None


@pytest.fixture(scope="session", autouse=True)
def parsing_processes() -> Iterator[None]:
    """Puts `Lent` where the case takes its parsing processes from; ends them at the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "Worker", Lent)
        yield
    for (owner, *_), workers in _idle.items():
        for worker in workers if owner == os.getpid() else ():
            worker.close()
