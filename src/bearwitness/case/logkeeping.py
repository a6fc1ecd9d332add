"""`log`: the case's log shown to the world: witnesses asked by file or by HTTP, the public part exported."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bearwitness.case.clock import now, tool
from bearwitness.custody import note, ots, witness
from bearwitness.errors import BearwitnessError, CaseError, UsageError
from bearwitness.store import calendars, recovery, stamping, witnessing
from bearwitness.store.folder import CaseFolder
from bearwitness.store.log import Log
from bearwitness.store.witnessing import Known

_SECONDS = 20
_MAX_REPLY = 64 * 1024


class WitnessError(BearwitnessError):
    """A witness that did not sign, and why."""


def state(case: CaseFolder) -> dict[str, Any]:
    """What the log is, and who signed which of its states."""
    log = Log(case.path / "log")
    known = witnessing.witnesses(log.folder)
    names = [k.vkey for k in known]
    signed = [{"size": size, "by": [{"name": c.name, "time": _iso(c.time)} for c in witness.cosignatures(text, names)]}
              for size, text in witnessing.witnessed(log.folder).items()]
    checkpoint = log.checkpoint()
    with case.reading() as connection:
        restored = recovery.restores(connection)
    names_told = ("index", "epoch", "old_origin", "old_size", "lost_first", "lost_last", "reason", "time")
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex(), "vkey": log.vkey,
            "witnesses": [{"name": k.name, "vkey": k.vkey, "address": k.address, "last_signed": witnessing.last_signed(log.folder, k)} for k in known],
            "witnessed": signed, "timestampers": [s.address for s in stamping.servers(log.folder)],
            "timestamps": [{"size": s.size, "time": s.time, "address": s.address} for s in stamping.stamps(log.folder)],
            "calendars": calendars.calendars(log.folder), "proofs": [{"size": p.size, "file": p.name, "proof": str(p)} for p in calendars.proofs(log.folder)],
            "restored": [{name: one.get(name) for name in names_told} for one in restored]}


def recover(case: CaseFolder, *, given: Iterable[str] = (), new_epoch: bool = False) -> dict[str, Any]:
    """Mends a log that is not signed on: rebuilds it from what holds all of it, else closes it and opens a new one.

    Args:
        case: opened for reading: one whose log is broken cannot be opened otherwise.
        given: signed checkpoints known from elsewhere: of a witness, of a dossier's proof.
        new_epoch: the log may be closed and a new one opened; without this it is only said that it is needed.

    Returns: action, why, done, origin, size, lost (indices of events: first, and one past the last), recovered (digests).
    """
    return recovery.recover(case, given=list(given), new_epoch=new_epoch, now=now(), tool=tool())


def _iso(seconds: int) -> str | None:
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None


def add_witness(case: CaseFolder, vkey: str, address: str | None = None) -> Known:
    """Makes a witness known to the case."""
    witnessing.add_witness(case.path / "log", vkey, address)
    return next(k for k in witnessing.witnesses(case.path / "log") if k.vkey == vkey)


def _named(case: CaseFolder, name: str | None) -> Known | None:
    known = witnessing.witnesses(case.path / "log")
    if name is None:
        return known[0] if len(known) == 1 else None
    found = next((k for k in known if k.name == name), None)
    if found is None:
        raise UsageError(f"the case knows no witness {name!r}; it knows {', '.join(k.name for k in known) or 'none'}")
    return found


def request(case: CaseFolder, *, name: str | None = None, old: int | None = None) -> str:
    """A request to a witness, to be carried to it as a file.

    Args:
        name: which witness; needed when the case knows several.
        old: the size that it says it saw last; else what the case knows of it.
    """
    log = Log(case.path / "log")
    known = _named(case, name)
    if known is None and old is None and len(witnessing.witnesses(log.folder)) > 1:
        raise UsageError("the case knows several witnesses: say which one with --witness NAME, for each saw another state")
    size = old if old is not None else witnessing.last_signed(log.folder, known) if known else 0
    return witness.write_request(witnessing.ask(log, size))


def reply(case: CaseFolder, lines: str) -> tuple[int, list[witness.Cosignature]]:
    """Takes a witness's reply: the size of the checkpoint it signed, and who signed when."""
    return witnessing.take_reply(case.path / "log", lines)


def ask(case: CaseFolder, *, name: str | None = None) -> Iterator[dict[str, Any]]:
    """Asks each witness with an address (or the one named) over HTTP; a line for each."""
    known = [k for k in witnessing.witnesses(case.path / "log") if name in (None, k.name)]
    if not known:
        raise UsageError(f"the case knows no witness{f' {name!r}' if name else ''}: `bearwitness log witnesses --add KEY --address URL`")
    if not any(k.address for k in known) and name is None:
        raise UsageError("no witness has an address to be asked at: `bearwitness log witnesses --add KEY --address URL`, or carry a request as a file "
                         "(`bearwitness log request`)")
    for one in known:
        line: dict[str, Any] = {"witness": one.name, "size": None, "time": None, "reason": None}
        if one.address is None:
            if name is not None:
                yield {**line, "reason": "has no address: carry a request to it as a file (`bearwitness log request`)"}
            continue
        try:
            size, found = _ask_one(case, one)
            yield {**line, "size": size, "time": _iso(found[0].time)}
        except BearwitnessError as e:
            yield {**line, "reason": str(e)}


def _ask_one(case: CaseFolder, known: Known) -> tuple[int, list[witness.Cosignature]]:
    assert known.address is not None
    old = witnessing.last_signed(case.path / "log", known)
    for _ in range(2):
        status, body = _asked(case, f"{known.address.rstrip('/')}/add-checkpoint", request(case, name=known.name, old=old).encode(),
                              "Accept: */*", "Content-Type: text/plain; charset=utf-8")
        if status == 200:
            return reply(case, body.decode("utf-8", "replace"))
        told = body.decode("utf-8", "replace").strip()
        if status == 409 and told.isdigit() and int(told) != old:
            old = int(told)         # it saw a state that we have no signature of: a reply was lost
            continue
        raise WitnessError(f"{known.name} did not sign (status {status}): {told[:300] or _STATUS.get(status, 'no reason given')}")
    raise WitnessError(f"{known.name} did not sign: it speaks of another state each time")


_STATUS = {400: "it could not read the request", 403: "it does not accept the log's signature", 404: "it does not know this log: give it the key of the log",
           409: "it saw another state of this log", 422: "what it saw before is not the beginning of this log"}


def _asked(case: CaseFolder, address: str, content: bytes | None, *fields: str, most: int = _MAX_REPLY) -> tuple[int, bytes]:
    """Asks a server that the case names, by the checked fetcher: no redirect, and none inside the own network that case.toml does not allow.

    Args:
        content: what is posted; nothing: a GET.
        fields: of the request's head.
        most: bytes of its answer.

    Returns: status and body.

    Raises:
        WitnessError: it may not be asked, or did not answer as it should.
    """
    from bearwitness.capture.addresses import AddressError
    from bearwitness.capture.fetch import Fetcher, FetchError, Limits

    allow = case.settings().get("capture", {}).get("allow", ())
    fetcher = Fetcher(limits=Limits(body=most, redirects=0, seconds=_SECONDS), allow=tuple(str(a) for a in allow), content=content, headers=fields)
    try:
        exchange = fetcher.fetch(address)[-1]
    except FetchError as e:
        if isinstance(e.__cause__, AddressError):
            raise WitnessError(f"{address} is not asked: {e}") from e
        raise WitnessError(f"{urlsplit(address).hostname} did not answer as it should: {e}. The log is kept as it is") from e
    try:
        return exchange.status, exchange.body.read(most)
    finally:
        exchange.close()


def add_timestamper(case: CaseFolder, address: str, root_pem: bytes) -> None:
    """Names a time-stamping server, with the root certificate that its answers are judged by."""
    stamping.add_server(case.path / "log", address, root_pem)


def stamp(case: CaseFolder) -> Iterator[dict[str, Any]]:
    """Asks each time-stamping server for a token over the log's last state; a line for each.

    Offline nothing is lost: a later token covers all that came before it.
    """
    log = Log(case.path / "log")
    named = stamping.servers(log.folder)
    asked = calendars.calendars(log.folder)
    if not named and not asked:
        raise UsageError("the case knows no time-stamping server: `bearwitness log timestampers --add URL --root FILE.pem` (RFC 3161), "
                         "or --add URL --opentimestamps")
    witnessing.ask(log, 0)      # keeps the state that the token is for
    text = note.checkpoint_text(log.checkpoint())
    for server in named:
        line: dict[str, Any] = {"address": server.address, "size": log.size, "time": None, "reason": None}
        try:
            status, answer = _asked(case, server.address, stamping.request(text), "Accept: application/timestamp-reply", "Content-Type: application/timestamp-query")
            if status != 200:
                raise WitnessError(f"{server.address} answered with status {status}")
            yield {**line, "time": stamping.keep(log.folder, log.size, answer, text, server).time}
        except BearwitnessError as e:
            yield {**line, "reason": str(e)}
    for address in asked:
        line = {"address": address, "size": log.size, "proof": None, "reason": None}
        try:
            yield {**line, "proof": str(_ask_calendar(case, log, address, text))}
        except BearwitnessError as e:
            yield {**line, "reason": str(e)}


def add_calendar(case: CaseFolder, address: str) -> None:
    """Names an OpenTimestamps calendar."""
    calendars.add_calendar(case.path / "log", address)


def _ask_calendar(case: CaseFolder, log: Log, address: str, text: str) -> calendars.Proof:
    root, asked = calendars.begin(text)
    status, answer = _calendar(case, f"{address}/digest", asked.message)
    if status != 200:
        raise WitnessError(f"the calendar answered with status {status}")
    asked.join(ots.read_tree(answer, asked.message))
    return calendars.keep(log.folder, log.size, root)


def upgrade(case: CaseFolder) -> Iterator[dict[str, Any]]:
    """Asks the calendars whether their promises are kept by now; a line for each that was pending.

    A proof may name any address; only the calendars that the case names are asked.
    """
    folder = case.path / "log"
    for name, tree in calendars.trees(folder):
        if isinstance(tree, str):
            continue
        for node, uri in tree.pending():
            line: dict[str, Any] = {"address": uri, "size": int(name.split(".")[0]), "proof": None, "reason": None}
            try:
                if not calendars.known(folder, uri):
                    raise WitnessError(f"is not among the calendars that the case names: `bearwitness log timestampers --add {uri} --opentimestamps`")
                status, answer = _calendar(case, f"{uri.rstrip('/')}/timestamp/{node.message.hex()}")
                if status == 200:
                    node.join(ots.read_tree(answer, node.message))
                    calendars.replace(folder, name, tree)
                elif status != 404:         # 404: not yet in a block
                    raise WitnessError(f"the calendar answered with status {status}")
                blocks = [f"Bitcoin block {height} (header not checked)" for height, _ in node.blocks()]
                yield {**line, "proof": "; ".join(blocks) or f"pending at {uri}"}
            except BearwitnessError as e:
                yield {**line, "reason": str(e)}


def give_header(case: CaseFolder, data: bytes) -> list[calendars.Proof]:
    """Checks proofs against a Bitcoin block's header that somebody gave; gives those that lead to it."""
    return calendars.give_header(case.path / "log", data)


def _calendar(case: CaseFolder, address: str, content: bytes | None = None) -> tuple[int, bytes]:
    return _asked(case, address, content, "Accept: application/vnd.opentimestamps.v1", "Content-Type: application/x-www-form-urlencoded", most=ots.MAX_BYTES)


def export(case: CaseFolder, to: Path) -> Path:
    """Copies the log's public part (entries hold commitments only) to a new folder, as it would be served."""
    source = case.path / "log"
    if to.exists() and any(to.iterdir()):
        raise CaseError(f"{to}: is there already: name a folder that does not exist yet")
    to.mkdir(parents=True, exist_ok=True)
    log = Log(source)
    for name in ("log.vkey", witnessing.WITNESSES, stamping.SERVERS, calendars.CALENDARS):
        if (source / name).is_file():
            shutil.copyfile(source / name, to / name)
    for name in ("tile", witnessing.WITNESSED, stamping.STAMPS):
        if (source / name).is_dir():
            shutil.copytree(source / name, to / name, ignore=shutil.ignore_patterns(".*"))
    (to / "checkpoint").write_text(log.signed_checkpoint(), encoding="utf-8")
    return to


# --- being a witness --------------------------------------------------------------------------------

def new_witness(folder: Path, name: str) -> str:
    """Makes a witness; gives its public key."""
    return witnessing.Witness.create(folder, name).vkey


def trust(folder: Path, vkey: str) -> str:
    """Makes a log known to a witness by its public key; gives the log's name."""
    return witnessing.Witness(folder).trust(vkey)


def sign(folder: Path, data: bytes) -> str:
    """A witness's answer to a request: a signature line."""
    return witnessing.Witness(folder).sign(data, int(time.time()))


def serve(folder: Path, host: str, port: int) -> Any:
    """An HTTP server that answers `POST /add-checkpoint` for a witness. The caller runs and closes it."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    signer = witnessing.Witness(folder)

    class Handler(BaseHTTPRequestHandler):
        timeout = _SECONDS

        def do_POST(self) -> None:
            if self.path != "/add-checkpoint":
                self._give(404, "text/plain", b"there is only /add-checkpoint here\n")
                return
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > witness.MAX_REQUEST:
                self._give(400, "text/plain", b"the request is too long, or does not say how long it is\n")
                return
            try:
                self._give(200, "text/plain; charset=utf-8", signer.sign(self.rfile.read(int(length)), int(time.time())).encode())
            except witness.WitnessRefusal as e:
                if e.status == 409 and e.known is not None:
                    self._give(409, "text/x.tlog.size", f"{e.known}\n".encode())
                else:
                    self._give(e.status, "text/plain; charset=utf-8", f"{e}\n".encode())
            except BearwitnessError as e:
                self._give(500, "text/plain; charset=utf-8", f"{e}\n".encode())

        def _give(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer((host, port), Handler)
