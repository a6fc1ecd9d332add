"""Our side of the parsing process: starts it, asks it, ends it when it overruns, and tells why it died.

One process takes many files, and is started afresh after two thousand, and after every death. Should it die of a file, that
file has its reason and the next one its process.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from bearwitness.sandbox import command, wire

_START_SECONDS = 60
_END_SECONDS = 5
_SIGNALS: dict[int, str] = {signal.SIGXCPU: "it took more processor time than one file may take", signal.SIGKILL: "it was killed, most likely for want of memory",
            signal.SIGABRT: "it gave up, most likely for want of memory", signal.SIGSYS: "it tried what no reader has a need of"}


class Died(Exception):
    """The process died of this request, or was ended for it. The words tell why.

    `blame`: none but this file can be at fault; else a file before it may have left the process damaged.
    """

    def __init__(self, words: str, *, blame: bool = True):
        super().__init__(words)
        self.blame = blame


class Fault(Exception):
    """The job could not be done, and the process lives. `expected`: the words are the reader's own, for a person."""

    def __init__(self, words: str, *, expected: bool):
        super().__init__(words)
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may use. Sizes in bytes, times in seconds."""

    memory: int = 2_000_000_000         # address space, of which Python and its libraries take some 300 MB
    files: int = 48                     # open at once
    requests: int = 2_000                 # then a new process
    seconds: float = 60                 # of processor time for one file, and for each megabyte of it
    per_megabyte: float = 10
    most_seconds: float = 900
    patience: float = 4                 # times as much by the clock: the machine has other work as well
    alone: int = 420_000_000            # memory beyond its start of a process for one file, and for each byte of it
    per_byte: int = 12

    def processor(self, size: int) -> int:
        return int(min(self.seconds + self.per_megabyte * size / 1e6, self.most_seconds)) + 1

    def space(self, size: int) -> int:
        return min(self.alone + self.per_byte * size, self.memory)


class Worker:
    """A parsing process that is started when it is first asked. Not for several threads at once."""

    def __init__(self, jobs: Sequence[str], *, limits: Limits | None = None, hidden: Sequence[str] = (), wrap: bool = True):
        """
        Args:
            jobs: what to load before the first request (`jobs.load`).
            hidden: folders that the process must not see.
            wrap: whether to use bubblewrap where it works.
        """
        self.limits = limits or Limits()
        self.stand: tuple[str, ...] = ()                    # the walls that stand, once it has been asked
        self.missing: tuple[tuple[str, str], ...] = ()      # those that do not, each with the reason
        self._jobs, self._hidden, self._wrap = list(jobs), [os.path.realpath(path) for path in hidden], wrap
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._requests = 0

    def start(self) -> None:
        """Starts the process and does not wait for it: it loads while we do something else."""
        if self._process is None:
            self._launch()

    def ask(self, job: str, about: Mapping[str, Any], pieces: Sequence[bytes] = (), *, file: int | None = None, size: int | None = None,
            alone: str | None = None) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
        """Asks for a job and gives its answers, each as soon as it is there.

        Args:
            file: a descriptor of a file to send along.
            size: bytes of that file.
            alone: what the job needs loaded, when it is to be done in a process of its own.

        Raises:
            Fault: the job cannot be done.
            Died: the process died, or was ended since it took too long.
        """
        size = sum(map(len, pieces)) if size is None else size
        seconds = self.limits.processor(size)
        header: dict[str, Any] = {"job": job, "about": dict(about), "seconds": seconds}
        if alone:
            header |= {"alone": True, "needs": alone, "memory": self.limits.space(size)}
        done = False
        try:
            sock = self._ready()
            sock.settimeout(seconds * self.limits.patience)
            wire.send(sock, header, pieces, file)
            while True:
                answer, parts, _ = wire.receive(sock)
                if "answer" in answer:
                    yield answer["answer"], parts
                    continue
                done = True
                if "end" in answer:
                    return
                expected = "fault" in answer
                raise Fault(str(answer.get("fault") or answer.get("failed") or "no answer"), expected=expected)
        except TimeoutError:
            raise Died(f"it took longer than {seconds * self.limits.patience:.0f} seconds") from None
        except wire.Broken as e:
            raise Died(self._why(e), blame=self._requests <= 1) from None
        finally:
            if not done:
                self.close()

    def _ready(self) -> socket.socket:
        """The socket of a process that lives and has not worked too much."""
        self._requests += 1
        if self._requests > self.limits.requests:
            self.close()
            self._requests = 1
        if self._socket is None:
            self._launch()
        if not self.stand:
            self._greet()
        assert self._socket is not None
        return self._socket

    def _launch(self) -> None:
        wrapped = self._wrap and bubblewrap_works() is None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        line = (command.bubblewrapped(theirs.fileno(), self._hidden) if wrapped else None) or command.python(theirs.fileno())
        try:
            self._process = subprocess.Popen(
                line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", close_fds=True,
                pass_fds=[theirs.fileno()], env=command.environment(), start_new_session=True)
        except OSError as e:
            ours.close()
            raise Died(f"the parsing process cannot be started ({e.strerror})") from e
        finally:
            theirs.close()
        self._socket, self._wrapped = ours, wrapped
        ours.settimeout(_START_SECONDS)
        settings = {"jobs": self._jobs, "memory": self.limits.memory, "files": self.limits.files, "wrapped": wrapped,
                    "readable": command.readable()}
        with suppress(wire.Broken):     # the greeting will tell
            wire.send(ours, settings)

    def _greet(self) -> None:
        assert self._socket is not None
        self._socket.settimeout(_START_SECONDS)
        header, _, _ = wire.receive(self._socket)
        missing = [(str(name), str(why)) for name, why in header.get("missing", [])]
        if not self._wrapped:
            missing.insert(0, ("bubblewrap", bubblewrap_works() or "was not asked for"))
        self.stand, self.missing = tuple(map(str, header.get("stand", []))), tuple(missing)

    def _why(self, error: wire.Broken) -> str:
        """What ended the process, as far as its end tells."""
        if self._process is None:
            return f"the parsing process is not there ({error})"
        if str(error) not in ("closed", "[Errno 32] Broken pipe", "[Errno 104] Connection reset by peer"):
            return f"the parsing process gave an answer that cannot be read ({error})"
        try:
            status = self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return f"the parsing process gave no answer that can be read ({error})"
        number = -status if status < 0 else status - 128 if status > 128 else None
        if number is None:
            return f"the parsing process ended (status {status})"
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"signal {number}"
        return _SIGNALS.get(number, "it crashed") + f" ({name})"

    def close(self) -> None:
        """Ends the process. The next request starts another."""
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            # Its session: without bubblewrap what it started is not ended with it.
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
        self._process = self._socket = None
        self.stand = ()


@cache
def bubblewrap_works() -> str | None:
    """Why bubblewrap cannot be used on this machine; None when it can. Tried once."""
    line = command.bubblewrapped(0, ())
    if line is None:
        return "is not installed"
    probe = [*line[:line.index("--") + 1], *line[line.index("--") + 1:][:1], "-I", "-S", "-c", "pass"]
    try:
        tried = subprocess.run(probe, capture_output=True, env=command.environment(), stdin=subprocess.DEVNULL, cwd="/", timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as e:
        return f"cannot be started ({e})"
    words = " ".join(tried.stderr.decode("utf-8", "replace").split())
    return None if tried.returncode == 0 else f"is not permitted here ({words[:200]})"

