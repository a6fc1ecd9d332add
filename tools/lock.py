#!/usr/bin/env python3
"""Write the lock files anew with `uv`: every package with its hashes, no registry's host in them."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JOBS = {
    "requirements.lock": ["pyproject.toml", "--extra", "build"],
    "requirements-dev.lock": ["pyproject.toml", "--extra", "build", "--extra", "dev"],
    "requirements-bench.lock": ["pyproject.toml", "--extra", "build", "--extra", "dev", "--extra", "bench"],
    # The model's package names a framework that its weights do not need.
    "tools/llm.lock": ["tools/llm.in", "--no-deps"],
    "tools/pip.lock": ["tools/pip.in"],
}


def main() -> None:
    if not shutil.which("uv"):
        sys.exit("lock: needs uv (pip install uv)")
    for target, source in JOBS.items():
        subprocess.check_call(
            ["uv", "pip", "compile", *source, "--quiet", "--generate-hashes", "--universal", "--no-emit-index-url",
             "--no-annotate", "--no-header", "--python-version", "3.11", "--override", "tools/lock-without.txt",
             "-o", target], cwd=ROOT)


if __name__ == "__main__":
    main()
