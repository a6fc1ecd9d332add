"""The parsing process: what it is shut off from, and that nothing it meets stops the rest."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bearwitness.sandbox import Died, Fault, Limits, Worker, jobs, worker

HERE = Path(__file__).parent
PAGE = b"<html><body><article><p>Amal said that 13 people were killed in Exampleton.</p></article></body></html>"
NO_WRAP = worker.bubblewrap_works()
WRAPS = [pytest.param(True, marks=pytest.mark.skipif(NO_WRAP is not None, reason=f"bubblewrap {NO_WRAP}")), False]


def read(asked: Worker, data: bytes = PAGE, name: str = "a.html", **how: str) -> dict:
    [(about, pieces)] = asked.ask("read", {"name": name, "media_type": None, "given": {}}, [data], **how)
    return {**about, "text": pieces[0].decode()}


def tried(asked: Worker, what: str, *, alone: bool = False, **about: object) -> dict:
    """What became of something that no reader does (`bad_jobs.py`)."""
    [(answer, _)] = asked.ask("test", {"what": what, **about}, alone="nothing" if alone else None)
    return answer


@pytest.fixture(scope="module", params=WRAPS, ids=lambda wrap: "bubblewrap" if wrap else "alone")
def walled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A process with a job of its own that tries what an intruder would."""
    case = tmp_path_factory.mktemp("case")
    (case / "case.toml").write_text("secret")
    made = Worker(["readers"], wrap=request.param, hidden=[str(case)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bearwitness.sandbox.command._BOOT", (
            "import sys; sys.path[:] = sys.argv[2:]; from tests.sandbox import bad_jobs; bad_jobs.main(int(sys.argv[1]))"))
        yield made, case
        made.close()


def test_a_document_comes_back(walled) -> None:
    answer = read(walled[0])
    assert answer["text"] == "Amal said that 13 people were killed in Exampleton."
    assert answer["lang"] == "en"


def test_each_wall_stands_or_is_named(walled) -> None:
    read(walled[0])
    named = {wall.split("-")[0] for wall in walled[0].stand} | {name for name, _ in walled[0].missing}
    assert {"bubblewrap", "rlimits", "landlock", "seccomp"} <= named
    assert "rlimits" in walled[0].stand


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(("what", "about"), [
    ("open", {"path": "/etc/passwd"}),
    ("open", {"path": str(Path.home() / ".profile")}),
    ("open", {"path": "CASE/case.toml"}),
    ("write", {"path": "/tmp/bearwitness-escaped"}),
    ("write", {"path": str(HERE / "escaped")}),
    ("connect", {}),
    ("run", {}),
])
def test_what_it_is_shut_off_from(walled, what: str, about: dict, alone: bool) -> None:
    asked, case = walled
    read(asked)
    needed = {"open": "landlock", "write": "rlimits", "connect": "seccomp", "run": "seccomp"}[what]
    if not any(wall.startswith((needed, "bubblewrap")) for wall in asked.stand):
        pytest.skip(f"this machine has no {needed}")
    about = {name: value.replace("CASE", str(case)) for name, value in about.items()}
    answer = tried(asked, what, alone=alone, **about)
    assert "refused" in answer, answer
    assert not (HERE / "escaped").exists()
    assert not Path("/tmp/bearwitness-escaped").exists()


def test_a_process_for_one_file_starts_no_other(walled) -> None:
    read(walled[0])
    if "seccomp" not in walled[0].stand:
        pytest.skip("this machine has no seccomp")
    assert "refused" in tried(walled[0], "fork", alone=True)


DEATHS = [      # what happens, what the words say, whether in a process for one file
    ("crash", "SIGSEGV", False),
    ("crash", "SIGSEGV", True),
    ("abort", "SIGABRT", True),
    ("exit", "ended", False),
    ("spin", "processor time", True),
    ("sleep", "longer than", False),
    ("garbage", "cannot be read", True),
]


@pytest.mark.parametrize(("what", "says", "alone"), DEATHS)
def test_a_death_is_told_and_the_next_file_is_read(walled, what: str, says: str, alone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, _ = walled
    read(asked)
    monkeypatch.setattr(asked, "limits", Limits(seconds=0, patience=1 if what == "sleep" else 20))
    with pytest.raises(Died) as died:
        tried(asked, what, alone=alone)
    assert says in str(died.value)
    monkeypatch.setattr(asked, "limits", Limits())
    assert read(asked)["text"]


@pytest.mark.parametrize("alone", [False, True])
def test_memory_is_limited(walled, alone: bool) -> None:
    with pytest.raises(Fault, match="memory"):
        tried(walled[0], "memory", alone=alone)
    assert read(walled[0])["text"]


def test_an_error_of_the_job_is_an_answer(walled) -> None:
    with pytest.raises(Fault, match="ZeroDivisionError") as fault:
        tried(walled[0], "divide")
    assert not fault.value.expected
    with pytest.raises(Fault) as fault:
        read(walled[0], b"\x00\x01\x02binary\x00" * 50, "a.txt")
    assert fault.value.expected


def test_a_process_for_one_file_leaves_nothing_to_the_next(walled) -> None:
    """Nothing that one file did to its process is there for the next file."""
    tried(walled[0], "remember", alone=True, word="planted")
    assert tried(walled[0], "recall", alone=True) == {"word": None}


def test_a_new_process_after_so_many_files() -> None:
    asked = Worker([], limits=Limits(requests=2), wrap=False)
    pids = []
    for _ in range(4):
        read(asked)
        assert asked._process is not None
        pids.append(asked._process.pid)
    asked.close()
    assert len(set(pids)) == 2


def test_no_bubblewrap_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    worker.bubblewrap_works.cache_clear()
    monkeypatch.setattr("bearwitness.sandbox.command.shutil.which", lambda _: None)
    asked = Worker([])
    try:
        assert read(asked)["text"]
        assert ("bubblewrap", "is not installed") in asked.missing
    finally:
        asked.close()
        worker.bubblewrap_works.cache_clear()


@pytest.mark.parametrize("wrap", WRAPS)
def test_it_ends_with_the_process_that_started_it(wrap: bool) -> None:
    """Also while it is at work, and when that one is killed."""
    script = ("import sys; from bearwitness.sandbox import Worker; w = Worker([], wrap=sys.argv[1] == 'True'); w._ready(); "
              "print(w._process.pid, flush=True); list(w.ask('read', {'name': 'a', 'media_type': None, 'given': {}}, [b'<p>' * 3_000_000]))")
    started = subprocess.Popen([sys.executable, "-c", script, str(wrap)], stdout=subprocess.PIPE)
    assert started.stdout is not None
    pid = int(started.stdout.readline())
    time.sleep(0.2)
    started.kill()
    started.wait()
    started.stdout.close()
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                break
        except (ProcessLookupError, FileNotFoundError):
            break
        time.sleep(0.05)
    else:
        os.kill(pid, signal.SIGKILL)
        pytest.fail("it lives on")


def test_jobs_have_names() -> None:
    assert set(jobs.JOBS) == {"read", "finish", "posts", "members", "look", "signatures", "lists", "keys", "inert", "draw", "table"}


def test_frames_come_back_as_they_were_and_nonsense_is_an_error() -> None:
    from bearwitness.sandbox import wire

    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.send(ours, {"a": "é\ud800"}, [b"", b"x" * 10])
        assert wire.receive(theirs) == ({"a": "é\ud800"}, [b"", b"x" * 10], None)
        for bad in (b"\xff\xff\xff\xff", b"\0\0\0\2[]", b'\0\0\0\x0d{"pieces": 1}'[:17], b'\0\0\0\x10{"pieces": [-1]}', b"\0\0\0\4null"):
            ours.sendall(bad)
            with pytest.raises(wire.Broken):
                wire.receive(theirs)
