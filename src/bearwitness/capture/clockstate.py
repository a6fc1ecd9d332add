"""How far this machine's clock is off, as far as that can be told without asking the network, and which build of this program runs."""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

_TIME_ERROR = 5           # what ntp_adjtime(3) returns of a clock that nobody sets
_STA_UNSYNC = 0x0040
_STA_NANO = 0x2000


class _Timex(ctypes.Structure):
    """struct timex of <sys/timex.h>, as far as it is read."""

    _fields_ = (("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long), ("maxerror", ctypes.c_long), ("esterror", ctypes.c_long),
                ("status", ctypes.c_int), ("rest", ctypes.c_char * 512))


def clock_offset() -> dict[str, Any]:
    """The offset that the system's time client last measured, in milliseconds, with the largest error that it allows for.

    The kernel is asked (ntp_adjtime, nothing is set), which chrony, ntpd and systemd-timesyncd keep informed. Missing, with the reason,
    where no client sets the clock or the system has no such call.
    """
    try:
        asked = _Timex()
        state = ctypes.CDLL(None).ntp_adjtime(ctypes.byref(asked))
    except (AttributeError, OSError):
        return {"missing": "this system does not tell whether a time server keeps its clock"}
    return judged(state, asked.status, asked.offset, asked.maxerror)


def judged(state: int, status: int, offset: int, most: int) -> dict[str, Any]:
    """What the kernel's answer means.

    Args:
        offset: in nanoseconds when `status` says so, else in microseconds; `most`: in microseconds.
    """
    if state < 0:
        return {"missing": "the system refuses to tell whether a time server keeps its clock"}
    if state == _TIME_ERROR or status & _STA_UNSYNC:
        return {"missing": "no time server keeps this machine's clock, as its kernel says: its times are its own word"}
    return {"value": offset / (1_000_000 if status & _STA_NANO else 1_000), "most": most / 1_000,
            "source": "the kernel of this machine (ntp_adjtime), informed by its time client"}


@cache
def build() -> str:
    """SHA-256 over the program's own files (name and digest of each, sorted): which build it was, whatever its version is called."""
    lines = sorted(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n" for name, file in _files(resources.files("bearwitness"), ""))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _files(folder: Traversable, below: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        name = f"{below}{entry.name}"
        if entry.is_dir():
            found += [] if entry.name in ("__pycache__", "data") else _files(entry, f"{name}/")
        elif entry.name.endswith(".py"):
            found.append((name, entry))
    return found
