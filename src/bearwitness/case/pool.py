"""Tasks through one or more reading processes, answers in the order of the tasks.

Few tasks are held at once, so a stream of any length is read in bounded memory. Processes are started
afresh (`spawn`), each loads the model once and computes with one thread.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain
from multiprocessing import get_context
from typing import Any

from bearwitness.case import worker
from bearwitness.case.worker import Options, Result, Task
from bearwitness.model import Failure

ALONE_BELOW = 600_000    # characters: starting a process costs as much as reading some dozens of articles
MOST_BY_DEFAULT = 4
AHEAD = 4                # tasks in flight for each process
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run(tasks: Iterable[Task], options: Options, *, jobs: int = 0, ahead: bool = False) -> Iterator[Result]:
    """Reads every task, in order.

    Args:
        ahead: the tasks are all there to be taken: short ones are read some at a time, which takes less.
        jobs: number of processes; 1 reads in this one and, without `ahead`, takes a task only when the one before is answered;
            0 decides by the amount of text and the number of processors.
    """
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    tasks = iter(tasks)
    if jobs == 0:
        first, much = _first(tasks)
        jobs = min(MOST_BY_DEFAULT, _processors()) if much else 1
        tasks = chain(first, tasks)
    groups = _together(tasks) if ahead else ([task] for task in tasks)
    if jobs == 1:
        for group in groups:
            yield from _answers(group, options)
    else:
        yield from _Pool(jobs, options).run(groups)


def _together(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    from bearwitness.extract import together

    return together(tasks, _size)


def _size(task: Task) -> int:
    return len(task.data or b"") + (len(task.document.text) if task.document else 0)


def _answers(group: list[Task], options: Options) -> Iterator[Result]:
    return worker.run_together(group, options) if len(group) > 1 else iter([worker.run(group[0], options)])


def _all_answers(group: list[Task], options: Options) -> list[Result]:
    return list(worker.run_together(group, options))


def _first(tasks: Iterator[Task]) -> tuple[list[Task], bool]:
    """The first tasks, and whether they are too much for one process."""
    first, size = [], 0
    for task in tasks:
        first.append(task)
        size += _size(task)
        if size >= ALONE_BELOW and len(first) > 1:
            return first, True
    return first, False


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Pool:
    """Processes that may die: the task that kills one twice is a failure, the others go on."""

    def __init__(self, jobs: int, options: Options):
        self.jobs = jobs
        self.options = options
        self.executor = self._start(jobs)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_prepare,
                                   initargs=(self.options,))

    def run(self, groups: Iterator[list[Task]]) -> Iterator[Result]:
        flight: deque[tuple[list[Task], Future[Any]]] = deque()
        try:
            for group in groups:
                flight.append((group, self._submit(group)))
                if len(flight) >= self.jobs * AHEAD:
                    yield from self._next(flight)
            while flight:
                yield from self._next(flight)
        finally:
            self.executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, group: list[Task]) -> Future[Any]:
        try:
            if len(group) == 1:
                return self.executor.submit(worker.run, group[0], self.options)
            return self.executor.submit(_all_answers, group, self.options)
        except BrokenProcessPool as e:
            broken: Future[Any] = Future()
            broken.set_exception(e)
            return broken

    def _next(self, flight: deque[tuple[list[Task], Future[Any]]]) -> list[Result]:
        group, future = flight.popleft()
        try:
            found = future.result()
            return found if isinstance(found, list) else [found]
        except BrokenProcessPool:
            results = [self._alone(task) for task in group]
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._start(self.jobs)
        for n, (later, _) in enumerate(flight):
            flight[n] = (later, self._submit(later))
        return results

    def _alone(self, task: Task) -> Result:
        """Gives a task a process of its own, since one that died may have died of another's task."""
        executor = self._start(1)
        try:
            return executor.submit(worker.run, task, self.options).result()
        except BrokenProcessPool:
            reason = ("the reading process died on it, most likely for want of memory: "
                      "split the document, or read with --jobs 1")
            return worker.run(Task(task.source, document=task.document, report_id=task.report_id,
                                   fault=Failure("extract", reason)), self.options)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


def _prepare(options: Options) -> None:
    """Runs once in each process: Ctrl-C is the parent's to handle, and no process outlives the parent."""
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(Exception):    # told with the first task, where it has a line to go to
        worker.warm_up(options)


def _end_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
