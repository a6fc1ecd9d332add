"""The parsing process: puts up its walls, then takes one request after the other until its socket is closed.

A request names a job, and may ask to be done `alone`: in a copy of this process that ends with it, so that a file which takes that copy
over finds no other file there. All that goes wrong inside a job is an answer; what ends the process is for the other side to tell.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from bearwitness.sandbox import layers, wire
from bearwitness.sandbox.jobs import JOBS, Answer, Fault, Request, load

_TOLD = 300     # characters of a foreign error's message


def main(fd: int) -> None:
    """Runs until the socket is closed.

    Args:
        fd: the socket.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)        # Ctrl-C is for the process that started this one to handle
    os.dup2(2, 1)                                       # whatever a library prints is no answer
    tempfile.tempdir = "/nowhere"                       # nothing is written; libraries look for a place when they are loaded
    sock = socket.socket(fileno=fd)
    with suppress(layers.NotThere):
        layers.die_with_parent()
    try:
        settings, _, _ = wire.receive(sock)
        load(settings["jobs"])
        base = layers.address_space()
        stand, missing = _walls(settings)
        wire.send(sock, {"stand": stand, "missing": missing})
        gc.freeze()         # copies share these pages for as long as nobody writes to them
        while True:
            header, pieces, file = wire.receive(sock, wants_file=True)
            _serve(sock, header, pieces, file, base)
    except (wire.Broken, KeyboardInterrupt):
        return


def _walls(settings: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Puts up what can be put up: names of those that stand, and (name, reason) of those that do not."""
    stand, missing = ["bubblewrap"] if settings["wrapped"] else [], []

    def put_up(name: str, wall: Callable[[], Any]) -> None:
        try:
            version = wall()
            stand.append(f"{name}-{version}" if version else name)
        except (layers.NotThere, OSError, ValueError) as e:
            missing.append([name, str(e)[:_TOLD]])

    put_up("rlimits", lambda: layers.limits(memory=settings["memory"], files=settings["files"]))
    put_up("no-new-privileges", layers.no_new_privileges)
    put_up("landlock", lambda: layers.landlock(settings["readable"]))
    put_up("seccomp", lambda: layers.seccomp(forks=True))
    return stand, missing


def _serve(sock: socket.socket, header: dict[str, Any], pieces: list[bytes], file: int | None, base: int) -> None:
    try:
        if header.get("alone"):
            _alone(sock, header, pieces, file, base)
        else:
            layers.processor_time(header["seconds"])
            _answer(sock, header, pieces, file)
    finally:
        if file is not None:
            os.close(file)


def _alone(sock: socket.socket, header: dict[str, Any], pieces: list[bytes], file: int | None, base: int) -> None:
    """The same in a process of its own. When that one dies, this one ends alike, for the other side to see."""
    load([header["needs"]])     # here, so that every copy has it
    own = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            layers.die_with_parent(own)
            with suppress(layers.NotThere):
                layers.seccomp(forks=False)
            layers.processor_time(header["seconds"])
            layers.more_memory(header["memory"], base)
            _answer(sock, header, pieces, file)
        except BaseException:
            os._exit(70)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else 70)


def _answer(sock: socket.socket, header: dict[str, Any], pieces: list[bytes], file: int | None) -> None:
    try:
        for answer in _answers(Request(header["about"], pieces, file), header["job"]):
            wire.send(sock, {"answer": answer.about}, answer.pieces)
        wire.send(sock, {"end": True})
    except Fault as e:
        wire.send(sock, {"fault": str(e)})
    except wire.Broken:
        raise
    except MemoryError:
        wire.send(sock, {"failed": "it needs more memory than one file may have"})
    except (Exception, RecursionError) as e:
        wire.send(sock, {"failed": f"{type(e).__name__}: {str(e)[:_TOLD]}".encode("utf-8", "backslashreplace").decode()})


def _answers(request: Request, job: str) -> Iterator[Answer]:
    return JOBS[job](request)


if __name__ == "__main__":
    main(int(sys.argv[1]))
