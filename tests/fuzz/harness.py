"""One reader under atheris (coverage-guided): what it may not do is kept as a file each, with the reason.

    python -m tests.fuzz.harness READER --runs 100000 --findings FOLDER [--seconds 600]

prints one line of JSON: {"reader", "runs", "slowest", "grown", "findings": [{"file", "why"}]}. A finding is an error of another kind than the reader's
own, an input that takes longer than 5 seconds, or one that makes the process grow by more than 500 MB. After a finding it goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path

SECONDS, MEMORY = 5.0, 500_000_000
WORDS = (b"\0\0\0\0", b"\xff" * 8, b"[" * 64, b"<div>" * 16, b"\xed\xa0\x80", b"\\ud800", b"1e999", b"-1", b"\r\n\r\n", b"9" * 40, b"null", b"{}", b'""',
         b"0001-01-01", b"99999-99-99", b"PK\3\4", b"WARC/1.1\r\n", b"Content-Length: ", b"obj\n<<", b"/FlateDecode", b"stream\n")


class Watch:
    """Runs a reader on one input after the other, and keeps what it may not do."""

    def __init__(self, name: str, findings: Path, seconds: float):
        from tests.fuzz.targets import TARGETS

        self.good, self.read, self.error = TARGETS[name]
        self.name, self.folder = name, findings
        self.until = time.monotonic() + seconds
        self.runs, self.slowest, self.seen = 0, 0.0, set[str]()
        self.found: list[dict[str, str]] = []
        self.read(self.good)
        self.start = _memory()

    def one(self, data: bytes) -> None:
        started, before = time.monotonic(), _memory()
        try:
            self.read(data)
        except self.error:
            pass
        except (Exception, RecursionError) as e:
            place = traceback.extract_tb(e.__traceback__)[-1]
            self.keep(data, f"{type(e).__name__} in {Path(place.filename).name}:{place.name}: {str(e)[:200]}", f"{type(e).__name__}{place.filename}{place.lineno}")
        took = time.monotonic() - started
        self.runs, self.slowest = self.runs + 1, max(self.slowest, took)
        if took > SECONDS:
            self.keep(data, f"took {took:.1f} s", f"slow{int(took / 5)}")
        if _memory() - before > MEMORY:
            self.keep(data, f"grew by {(_memory() - before) / 1e6:.0f} MB", "grew")

    def keep(self, data: bytes, why: str, same: str) -> None:
        if same in self.seen:
            return
        self.seen.add(same)
        file = self.folder / f"{self.name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}"
        file.write_bytes(data)
        self.found.append({"file": file.name, "why": why})

    def told(self) -> str:
        return json.dumps({"reader": self.name, "runs": self.runs, "slowest": round(self.slowest, 2), "grown": _memory() - self.start, "findings": self.found})


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    import atheris

    parser = argparse.ArgumentParser()
    parser.add_argument("reader")
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--findings", type=Path, required=True)
    asked = parser.parse_args()
    asked.findings.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["bearwitness", "warcio", "pypdf"]):
        watch = Watch(asked.reader, asked.findings, asked.seconds)
    corpus = asked.findings / f"corpus-{asked.reader.replace(' ', '-')}"
    corpus.mkdir(exist_ok=True)
    (corpus / "good").write_bytes(watch.good)
    words = corpus.with_suffix(".dict")
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in WORDS))

    def one(data: bytes) -> None:
        watch.one(data)
        if watch.runs >= asked.runs or time.monotonic() > watch.until:
            print(watch.told(), flush=True)
            os._exit(0)

    options = [f"-max_len={max(4096, 3 * len(watch.good))}", "-len_control=0", "-timeout=60", "-rss_limit_mb=4000", "-verbosity=0", "-print_final_stats=0", f"-dict={words}",
               f"-artifact_prefix={asked.findings}/died-{asked.reader.replace(' ', '-')}-", "-seed=7"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, enable_python_coverage=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
