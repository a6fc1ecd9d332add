"""1,000 news-length documents added and read in one case: wall time, documents a second, peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.texts import varied

COMMAND = str(Path(sys.executable).with_name("bearwitness"))


def main(count: int = 1000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = root / "articles"
        files.mkdir()
        for i, text in enumerate(varied(count)):
            (files / f"article-{i:04}.txt").write_text(text, "utf-8")
        size = sum(p.stat().st_size for p in files.iterdir())
        print(f"{count} documents, {size / 1e6:.1f} MB")
        case = str(root / "case")
        subprocess.run([COMMAND, "new", case], check=True, stdout=subprocess.DEVNULL)
        for label, args in (("add", ["add", str(files), "--json", "--case", case]),
                            ("read --jobs 2", ["read", "--jobs", "2", "--json", "--case", case])):
            start = time.perf_counter()
            done = subprocess.run([COMMAND, *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})
            spent = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{label:16} {spent:7.1f} s  {count / spent:6.1f} documents/s  exit {done.returncode}  "
                  f"largest process so far {peak:.0f} MB")


if __name__ == "__main__":
    main()
