"""Progress on standard error: a bar on a terminal, else a plain line every few seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

EVERY_SECONDS = 5.0
QUIET_SECONDS = 2.0       # what is done sooner needs no progress


class Progress:
    """Call it with (items done, items in all or None); use it as a context manager.

    Example:
        with Progress("read") as progress:
            for result in read(case, progress=progress): ...
    """

    def __init__(self, verb: str):
        self.verb = verb
        self.started = self.told = time.monotonic()
        self.done = self.last = 0
        self.bar: Any = None
        self.task: Any = None

    def __call__(self, done: int, total: int | None) -> None:
        self.done = done
        moment = time.monotonic()
        if moment - self.started < QUIET_SECONDS:
            return
        if sys.stderr.isatty() and not sys.stdout.isatty():
            self._draw(done, total)
        elif moment - self.told >= EVERY_SECONDS:
            self.told = moment
            self._tell(done, total)

    def _tell(self, done: int, total: int | None) -> None:
        self.last = done
        rate = done / max(0.001, time.monotonic() - self.started)
        of = f" of {total}" if total else ""
        print(f"bearwitness: {self.verb}: {done}{of} done, {rate:.1f} a second", file=sys.stderr, flush=True)

    def _draw(self, done: int, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        if self.bar is None:
            self.bar = Bar(TextColumn(self.verb), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                           console=Console(stderr=True), transient=True)
            self.task = self.bar.add_task(self.verb, total=total)
            self.bar.start()
        self.bar.update(self.task, completed=done, total=total)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.stop()
        elif self.told > self.started and self.done > self.last:
            self._tell(self.done, None)
