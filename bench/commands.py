"""Wall seconds of whole commands: help, first claim from a cold start, 2,000 short texts in one call."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.texts import SHARED, news, varied

COMMAND = [str(Path(sys.executable).with_name("bearwitness"))]


def timed(*args: str, first_line: bool = False) -> float:
    start = time.perf_counter()
    with subprocess.Popen([*COMMAND, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={**os.environ, "BEARWITNESS_CASE": ""}) as process:
        assert process.stdout is not None
        if first_line:
            process.stdout.readline()
            spent = time.perf_counter() - start
            process.kill()
            return spent
        process.stdout.read()
    return time.perf_counter() - start


def row(label: str, *args: str, runs: int = 5, first_line: bool = False) -> None:
    spent = [timed(*args, first_line=first_line) for _ in range(runs)]
    print(f"{label:58} {statistics.median(spent):6.2f} s  [{min(spent):.2f}-{max(spent):.2f}], {runs} runs")


def main() -> None:
    row("bearwitness --help", "--help")
    seed = SHARED / "seed" / "article.txt"
    with tempfile.TemporaryDirectory() as folder:
        if not seed.exists():
            seed = Path(folder) / "article.txt"
            seed.write_text(max(news(), key=len), "utf-8")
        row("first line of `read FILE --json`, cold start", "read", str(seed), "--json", first_line=True)
        short = Path(folder) / "short.jsonl"
        texts = [t.split("\n")[0][:280] for t in varied(2000)]
        short.write_text("".join(json.dumps({"id": f"s{i}", "text": t, "published_at": "2025-03-11"}) + "\n"
                                 for i, t in enumerate(texts)), "utf-8")
        row("`read --jsonl` of 2,000 short texts", "read", "--jsonl", str(short), "--json", runs=1)


if __name__ == "__main__":
    main()
