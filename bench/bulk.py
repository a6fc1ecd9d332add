"""1,000 news-length documents added and read by one command, killed half-way and run again.

Prints wall time, documents a second, and the most memory that all processes of the command held together.

    python -m bench.bulk [COUNT]
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.texts import varied

COMMAND = str(Path(sys.executable).with_name("bearwitness"))
KILL_AFTER = 0.5      # of the documents read


class Memory:
    """The most memory (bytes) that the processes of one session held together, looked at ten times a second.

    Shared pages count once: PSS of /proc/PID/smaps_rollup.
    """

    def __init__(self, session: int):
        self.session, self.most, self.done = session, 0, False
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        while not self.done:
            self.most = max(self.most, sum(self._of(p) for p in Path("/proc").iterdir() if p.name.isdigit()))
            time.sleep(0.1)

    def _of(self, process: Path) -> int:
        try:
            if os.getsid(int(process.name)) != self.session:
                return 0
            lines = (process / "smaps_rollup").read_text().splitlines()
            return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, ValueError):
            return 0

    def stop(self) -> float:
        self.done = True
        self.thread.join()
        return self.most / 1e6


def run(case: str, files: Path, *, kill_after: int | None = None) -> tuple[list[dict], float, float, int]:
    """Adds and reads; the documents whose claims were told of, seconds, MB, status.

    Args:
        kill_after: end everything by SIGKILL when so many documents were read.
    """
    start = time.perf_counter()
    process = subprocess.Popen([COMMAND, "add", str(files), "--read", "--json", "--case", case], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    memory, read = Memory(process.pid), []
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith("}\n") and "document" in (told := json.loads(line)):
            read.append(told)
            if len(read) == kill_after:
                os.killpg(process.pid, signal.SIGKILL)
    return read, time.perf_counter() - start, memory.stop(), process.wait()


def main(count: int = 1000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files, case = root / "articles", str(root / "case")
        files.mkdir()
        for i, text in enumerate(varied(count)):
            (files / f"article-{i:04}.txt").write_text(text, "utf-8")
        words = sum(len(p.read_text().split()) for p in files.iterdir())
        print(f"{count} documents, {words:,} words")
        subprocess.run([COMMAND, "new", case], check=True, stdout=subprocess.DEVNULL)
        spent, acknowledged = 0.0, set()
        for label, kill_after in (("killed half-way", int(count * KILL_AFTER)), ("run again", None)):
            read, seconds, memory, status = run(case, files, kill_after=kill_after)
            acknowledged |= {told["document"]["report"] for told in read}
            spent += seconds
            print(f"add --read, {label:16} {len(read):5} read  {seconds:7.1f} s  {len(read) / seconds:6.1f} documents/s  "
                  f"at most {memory:.0f} MB  status {status}")
        shown = subprocess.run([COMMAND, "show", "reports", "--json", "--case", case], capture_output=True, text=True, check=True)
        reports = [json.loads(line) for line in shown.stdout.splitlines()]
        lost = acknowledged - {r["id"] for r in reports if r["claims"] is not None}
        faults = subprocess.run([COMMAND, "verify", case], capture_output=True, text=True).stdout.splitlines()
        print(f"in all {spent:.1f} s; reports {len(reports)}, of {len({r['sha256'] for r in reports})} originals; lost {len(lost)}; "
              f"faults {len(faults)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
