"""The coverage-guided fuzzer at work: a few hundred inputs of one reader here; 100,000 of each in `make soak`, or as many as `BEARWITNESS_FUZZ` says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fuzz.harness import Watch
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
SOAK = bool(os.environ.get("BEARWITNESS_SOAK"))
RUNS = int(os.environ.get("BEARWITNESS_FUZZ") or (100_000 if SOAK else 300))


@pytest.mark.parametrize("name", list(TARGETS) if SOAK else ["proof"])
def test_a_reader_stands_up_to_the_fuzzer(name: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "tests.fuzz.harness", name, "--runs", str(RUNS), "--findings", str(tmp_path)], cwd=ROOT, capture_output=True, timeout=4000,
                          env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}, check=False)
    assert done.returncode == 0, done.stderr[-1000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["findings"] == []
    assert told["runs"] >= (RUNS if not SOAK else 1)


def test_the_watch_sees_an_error_of_another_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> None:
        if data == b"bad":
            raise IndexError("made up")

    monkeypatch.setitem(TARGETS, "made up", (b"good", broken, ValueError))
    watch = Watch("made up", tmp_path, 60)
    for data in (b"good", b"bad", b"bad"):
        watch.one(data)
    assert [(f["why"].split(":")[0], (tmp_path / f["file"]).read_bytes()) for f in watch.found] == [("IndexError in test_atheris.py", b"bad")]
