"""A parsing process with one more job, which tries what a file that has taken over its reader would."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bearwitness.sandbox import child, jobs

_kept: dict[str, Any] = {}


def _test(request: jobs.Request) -> Iterator[jobs.Answer]:
    try:
        yield jobs.Answer(globals()[f"_{request.about['what']}"](request.about) or {})
    except (OSError, subprocess.SubprocessError) as e:
        yield jobs.Answer({"refused": str(e)})


def _open(about: dict[str, Any]) -> dict[str, Any]:
    return {"read": len(Path(about["path"]).read_bytes())}


def _write(about: dict[str, Any]) -> None:
    with Path(about["path"]).open("wb") as file:
        file.write(b"escaped")
        file.flush()


def _connect(about: dict[str, Any]) -> None:
    with socket.create_connection(("127.0.0.1", 9), timeout=2):
        pass


def _run(about: dict[str, Any]) -> None:
    subprocess.run(["/bin/sh", "-c", "true"], check=True)


def _fork(about: dict[str, Any]) -> None:
    if os.fork() == 0:
        os._exit(0)


def _crash(about: dict[str, Any]) -> None:
    ctypes.string_at(0)


def _abort(about: dict[str, Any]) -> None:
    os.abort()


def _exit(about: dict[str, Any]) -> None:
    os._exit(3)


def _spin(about: dict[str, Any]) -> None:
    while True:
        pass


def _sleep(about: dict[str, Any]) -> None:
    time.sleep(60)


def _garbage(about: dict[str, Any]) -> None:
    for fd in range(3, 48):
        try:
            os.write(fd, b"\xff" * 100)
        except OSError:
            continue
    os._exit(0)


def _memory(about: dict[str, Any]) -> None:
    bytearray(3_000_000_000)


def _divide(about: dict[str, Any]) -> None:
    raise ZeroDivisionError


def _remember(about: dict[str, Any]) -> None:
    _kept["word"] = about["word"]


def _recall(about: dict[str, Any]) -> dict[str, Any]:
    return {"word": _kept.get("word")}


def main(fd: int) -> None:
    jobs.JOBS["test"] = _test
    jobs._LOAD["nothing"] = lambda: None
    child.main(fd)
