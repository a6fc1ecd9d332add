"""What bombs cost: seconds and memory of each file that unpacks to a gigabyte, in a process of its own.

    python -m bench.bombs

The bombs are built on the spot by `tests/sandbox/bombs.py`. `trust.md` asks for under 1 s and under 100 MB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from tests.sandbox.bombs import BOMBS

    print(f"{'bomb':28}{'file':>10}{'seconds':>9}{'memory':>9}  told")
    for name in BOMBS:
        done = subprocess.run([sys.executable, "-m", "tests.sandbox.bomb_run", name], cwd=ROOT, env={**os.environ, "BEARWITNESS_SOAK": "1"}, capture_output=True, timeout=300, check=True)
        told = json.loads(done.stdout)
        print(f"{name:28}{told['size'] / 1e6:7.2f} MB{told['seconds']:9.2f}{told['grown'] / 1e6:6.0f} MB  {told['told'][-1][:80] if told['told'] else ''}")


if __name__ == "__main__":
    main()
