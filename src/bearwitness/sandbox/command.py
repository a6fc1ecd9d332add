"""How the parsing process is started: what of the disk it sees, and the bubblewrap about it.

Bubblewrap gives it an empty root with the folders that Python needs, read-only; no network, no other processes, no home, no /etc, no
temporary folder. It needs user namespaces, which containers often forbid: then the other walls must do, and that is told.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

BWRAP = "bwrap"
_SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")       # the C library and its kin
# Zone tables, which tell the hour of a place in text; nothing that names this machine.
_TABLES = ("/usr/share/zoneinfo",)
_BOOT = "import sys; sys.path[:] = sys.argv[2:]; from bearwitness.sandbox.child import main; main(int(sys.argv[1]))"


def python_paths() -> list[str]:
    """Where this process finds its modules: folders and ZIP files, in order, without the one it was started in."""
    found = [path for path in sys.path if path and os.path.isabs(path) and os.path.exists(path)]       # noqa: PTH110, PTH117
    ours = str(Path(__file__).parents[2])
    return found if ours in found else [ours, *found]


def readable() -> list[str]:
    """The files and folders that Python needs to run, without any that holds a home or the whole disk."""
    wanted = [sys.base_prefix, sys.prefix, os.path.realpath(sys.executable), *python_paths(), *_SYSTEM, *_TABLES]
    return [path for path in dict.fromkeys(wanted) if os.path.exists(path) and not _too_much(path)]       # noqa: PTH110


def _too_much(path: str) -> bool:
    real = Path(path).resolve()
    home = Path.home().resolve()
    return real == real.parent or home == real or real in home.parents


def python(fd: int) -> list[str]:
    """The process by itself; `fd` is its end of the socket."""
    return [sys.executable, "-I", "-c", _BOOT, str(fd), *python_paths()]


def environment() -> dict[str, str]:
    """What the process is told of this one: nothing but how to run."""
    return {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0",
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2",
            # Without /etc there is no cache of libraries; a Python outside /usr may need its own.
            "LD_LIBRARY_PATH": str(Path(sys.base_prefix) / "lib")}


def bubblewrapped(fd: int, hidden: Iterable[str]) -> list[str] | None:
    """The same in a bubblewrap; None where it is not installed.

    Args:
        hidden: folders that are empty for the process, also where they lie below one that it sees.
    """
    program = shutil.which(BWRAP)
    if program is None:
        return None
    line = [program, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "parser"]
    paths = readable()
    real = {path: os.path.realpath(path) for path in paths}
    bound: list[str] = []
    for path in sorted(set(real.values())):     # a folder before what lies in it
        if not _below(path, bound):
            line += ["--ro-bind", path, path]
            bound.append(path)
    for path, target in real.items():
        if path != target and not _below(path, bound):
            line += ["--symlink", target, path]
            bound.append(path)
    for path in hidden:
        line += ["--tmpfs", path] if _below(path, bound) else []
    return [*line, "--remount-ro", "/", "--", *python(fd)]


def _below(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)
