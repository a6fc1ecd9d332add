"""Two servers in one process: the workbench on one port, the evidence on another.

Another port is another origin, but cookies go by host alone (RFC 6265 section 8.5); so on this machine the evidence has another address as
well, 127.0.0.2, and no cookie that the workbench may ever set can reach it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import socket
from collections.abc import Callable, Iterator

from bearwitness import case as verbs
from bearwitness.case import viewing
from bearwitness.errors import BearwitnessError, UsageError
from bearwitness.web import evidence, oplog, peers, workbench
from bearwitness.web.guard import Guard, Place, netloc

OTHER_LOOPBACK = "127.0.0.2"
_LOCAL = ("127.0.0.1", "localhost")


class CannotListen(BearwitnessError):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that is bound and takes no connections yet.

    Raises:
        CannotListen: the port is taken, or the address is not one of this machine.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as e:
        raise CannotListen(f"--host {host}: is no address of this machine ({e.strerror})") from e
    # A name such as localhost may have two addresses: the plain one is taken.
    family, kind, protocol, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
    except OSError as e:
        sock.close()
        raise CannotListen(f"{netloc(host, port)}: cannot be listened on ({e.strerror}): choose another port, or 0 for a free one") from e
    return sock


def sockets(host: str, port: int, evidence_port: int) -> tuple[Place, socket.socket, socket.socket]:
    """Both sockets, and where they are."""
    if port and port == evidence_port:
        raise UsageError("--port and --evidence-port must differ: the evidence has an origin of its own")
    ours = listen(host, port)
    try:
        theirs, other = None, host
        if host in _LOCAL:
            with contextlib.suppress(CannotListen):
                theirs, other = listen(OTHER_LOOPBACK, evidence_port), OTHER_LOOPBACK
        theirs = theirs or listen(host, evidence_port)
    except BaseException:
        ours.close()
        raise
    return Place(host, ours.getsockname()[1], other, theirs.getsockname()[1]), ours, theirs


def warnings(place: Place) -> Iterator[str]:
    """What whoever starts the server must know."""
    if not place.loopback:
        yield ("the workbench has no sign-in yet, and what goes over the network is not encrypted: whoever reaches "
               f"{place.address} sees and saves all of the case")
    else:
        try:
            peers.owner(("127.0.0.1", 1), ("127.0.0.1", 1))
        except peers.CannotTell:
            yield "this machine does not tell whose a connection is: whoever has an account here can open the workbench"


def run(case: verbs.CaseFolder, *, host: str = "127.0.0.1", port: int = 0, evidence_port: int = 0, verbose: bool = False,
        ready: Callable[[str], None], warn: Callable[[str], None]) -> None:
    """Serves a case until it is interrupted.

    Args:
        ready: told the address of the workbench, once it answers.
        warn: told what whoever starts it must know.
        verbose: the operational log has a line for each request.

    Raises:
        CannotListen: a port is taken.
    """
    place, ours, theirs = sockets(host, port, evidence_port)
    log = oplog.OperationalLog(requests=verbose)
    oplog.take_over(log)
    for words in warnings(place):
        warn(words)
    viewer = viewing.Viewer(case)
    keys = evidence.Keys(secrets.token_bytes(32))
    first = Guard(workbench.make(case, viewer, place, keys), "workbench", place, place.port, log,
                  lambda asked: workbench.headers(place.evidence(asked)))
    second = Guard(evidence.make(case, viewer, keys), "evidence", place, place.evidence_port, log,
                   lambda asked: evidence.headers(place.ancestors(asked)), evidence=True)
    try:
        asyncio.run(_serve([(first, ours), (second, theirs)], lambda: ready(place.address)))
    finally:
        viewer.close()
        for sock in (ours, theirs):
            sock.close()


async def _serve(pairs: list[tuple[Guard, socket.socket]], ready: Callable[[], None]) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield       # both servers are stopped together, below

    running = [(Server(uvicorn.Config(
        guard, log_config=None, access_log=False, server_header=False, proxy_headers=False, lifespan="off", ws="none", http="h11",
        h11_max_incomplete_event_size=32_768, limit_concurrency=200, timeout_keep_alive=15, timeout_graceful_shutdown=3)), sock)
        for guard, sock in pairs]

    def stop() -> None:
        for server, _ in running:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        loop.add_signal_handler(signal.SIGHUP, stop)
    tasks = [asyncio.create_task(server.serve(sockets=[sock])) for server, sock in running]
    while not all(server.started for server, _ in running):
        if any(task.done() for task in tasks):
            break
        await asyncio.sleep(0.01)
    else:
        ready()
    await asyncio.gather(*tasks)
