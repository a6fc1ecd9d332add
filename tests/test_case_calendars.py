"""`log stamp` with OpenTimestamps: a calendar that speaks the protocol, built on the OpenTimestamps library, and proofs kept, upgraded, checked."""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from bitcoin.core import CBlock, x
from opentimestamps.bitcoin import make_timestamp_from_block
from opentimestamps.calendar import RemoteCalendar
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesDeserializationContext, BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

from bearwitness import case as verbs
from bearwitness.case import logkeeping
from bearwitness.cli import run
from bearwitness.custody import note, ots
from bearwitness.errors import UsageError, VerifyError
from bearwitness.store import calendars
from bearwitness.store.log import Log

from .case_fakes import allow


class Calendar(ThreadingHTTPServer):
    """A calendar: takes digests, promises; `mine` puts all that it promised into one block, whose header is `header`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.uri = f"http://127.0.0.1:{self.server_port}"
        self.promised: dict[bytes, Timestamp] = {}
        self.mined: dict[bytes, Timestamp] = {}
        self.asked: list[str] = []
        self.answer: tuple[int, bytes] | None = None
        self.header = b""
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def take(self, digest: bytes) -> bytes:
        stamp = Timestamp(digest)
        end = stamp.ops.add(OpPrepend(b"\x65\x01\x02\x03")).ops.add(OpAppend(b"mac12345"))
        end.attestations.add(PendingAttestation(self.uri))
        self.promised[end.msg] = Timestamp(end.msg)
        return _bytes(stamp)

    def mine(self, height: int = 700_000) -> None:
        for message, stamp in self.promised.items():
            root = stamp.ops.add(OpSHA256()).ops.add(OpPrepend(b"tx")).ops.add(OpSHA256()).ops.add(OpSHA256())
            root.attestations.add(BitcoinBlockHeaderAttestation(height))
            self.mined[message] = stamp
            self.header = mined_header(root.msg)


class _Handler(BaseHTTPRequestHandler):
    server: Calendar

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        self._give(*(self.server.answer or (200, self.server.take(self.rfile.read(int(self.headers["Content-Length"]))))))

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        found = self.server.mined.get(bytes.fromhex(self.path.removeprefix("/timestamp/")))
        self._give(*(self.server.answer or ((200, _bytes(found)) if found else (404, b"not yet"))))

    def _give(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _bytes(stamp: Timestamp | DetachedTimestampFile) -> bytes:
    context = BytesSerializationContext()
    stamp.serialize(context)
    return context.getbytes()


def mined_header(root: bytes) -> bytes:
    """A header over a root, of the least work there is, mined here."""
    for nonce in range(1 << 20):
        header = bytes(36) + root + (1_600_000_000).to_bytes(4, "little") + (0x207FFFFF).to_bytes(4, "little") + nonce.to_bytes(4, "little")
        try:
            ots.read_header(header, least=0)
            return header
        except VerifyError:
            continue
    raise AssertionError


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    server = Calendar()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def case(tmp_path: Path, calendar: Calendar):
    with verbs.new(tmp_path / "case") as made:
        allow(made.path, f"127.0.0.1:{calendar.server_port}")
        yield made
    assert verbs.verify(tmp_path / "case") == []


def _only(lines) -> dict:
    [line] = lines
    return line


def test_stamped_promised_mined_and_upgraded(case, calendar: Calendar, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    logkeeping.add_calendar(case, calendar.uri + "/")
    assert _only(logkeeping.stamp(case))["proof"] == f"pending at {calendar.uri}"
    assert _only(logkeeping.upgrade(case))["proof"] == f"pending at {calendar.uri}", "not in a block yet"
    calendar.mine()
    line = _only(logkeeping.upgrade(case))
    assert line["proof"] == "Bitcoin block 700000 (header not checked)" and line["reason"] is None
    assert [p["proof"] for p in logkeeping.state(case)["proofs"]] == ["Bitcoin block 700000 (header not checked)"]
    asked = len(calendar.asked)
    assert list(logkeeping.upgrade(case)) == [] and len(calendar.asked) == asked, "nothing is pending any more"
    with pytest.raises(VerifyError, match="anybody can make one"):
        logkeeping.give_header(case, calendar.header)
    monkeypatch.setattr(ots.read_header, "__kwdefaults__", {"least": 0})
    proof = _only(logkeeping.give_header(case, calendar.header.hex().encode() + b"\n"))
    assert str(proof).startswith("Bitcoin block 700000 of 2020-09-13T12:26:40Z (header as given")
    logkeeping.export(case, tmp_path / "public")
    assert verbs.verify(tmp_path / "public") == [] == verbs.verify(case.path)
    with pytest.raises(VerifyError, match="a proof of this log leads to"):
        logkeeping.give_header(case, mined_header(bytes(32)))
    for path in (case.path / "log" / "stamps" / "headers").iterdir():
        path.unlink()       # the case is verified again at the end, with the usual floor


def test_the_library_reads_what_we_keep(case, calendar: Calendar):
    logkeeping.add_calendar(case, calendar.uri)
    list(logkeeping.stamp(case))
    calendar.mine()
    list(logkeeping.upgrade(case))
    log = Log(case.path / "log")
    data = (log.folder / "stamps" / f"{log.size}.0.ots").read_bytes()
    theirs = DetachedTimestampFile.deserialize(BytesDeserializationContext(data))
    assert theirs.file_digest == hashlib.sha256(note.checkpoint_text(log.checkpoint()).encode()).digest()
    found = {type(attestation).__name__ for _, attestation in theirs.timestamp.all_attestations()}
    assert found == {"PendingAttestation", "BitcoinBlockHeaderAttestation"}
    assert _bytes(theirs) == data, "and writes it in the same way"


def test_our_calendar_speaks_as_the_library_expects(calendar: Calendar):
    stamp = RemoteCalendar(calendar.uri).submit(bytes(32), timeout=10)
    [(message, _)] = list(stamp.all_attestations())
    calendar.mine()
    assert list(RemoteCalendar(calendar.uri).get_timestamp(message, timeout=10).all_attestations())


def test_calendars_learn_nothing_that_they_could_compare(case, calendar: Calendar):
    """A nonce for each stamp: the same state twice is two different digests."""
    logkeeping.add_calendar(case, calendar.uri)
    list(logkeeping.stamp(case))
    list(logkeeping.stamp(case))
    assert len(calendar.promised) == 2 and len(logkeeping.state(case)["proofs"]) == 2


def test_only_calendars_that_the_case_names_are_asked(case, calendar: Calendar):
    """A hostile calendar names another server in its answer, such as one in the office."""
    other = Calendar()
    try:
        logkeeping.add_calendar(case, calendar.uri)
        calendar.uri = other.uri        # what it now writes into its promises
        assert _only(logkeeping.stamp(case))["proof"] == f"pending at {other.uri}"
        assert "not among the calendars" in _only(logkeeping.upgrade(case))["reason"]
        assert other.asked == []
    finally:
        other.shutdown()
        other.server_close()


BAD_ANSWERS = [
    ((500, b""), "status 500"), ((302, b""), "redirect"), ((200, b""), "breaks off"), ((200, b"\0" * 40), "bytes behind its end"),
    ((200, b"<html>busy</html>"), "not known here"), ((200, b"\xff" * 5000), "not known here|breaks off"), ((200, b"\x08" * 5000), "too deep"),
    ((200, b"x" * 100_000), "."), ((200, b"\xf0\x00\x00"), "adds nothing"),
    ((200, b"\x00" + bytes(8) + b"\x00"), "no calendar and no Bitcoin block"),
]


@pytest.mark.parametrize(("answer", "told"), BAD_ANSWERS, ids=[f"{a[0]} {a[1][:12]!r}" for a, _ in BAD_ANSWERS])
def test_what_is_no_promise_is_not_kept(case, calendar: Calendar, answer: tuple[int, bytes], told: str):
    logkeeping.add_calendar(case, calendar.uri)
    calendar.answer = answer
    line = _only(logkeeping.stamp(case))
    assert line["proof"] is None and re.search(told, line["reason"]), line
    calendar.answer = None
    list(logkeeping.stamp(case))
    calendar.answer = answer
    kept = {p.name: p.read_bytes() for p in (case.path / "log" / "stamps").iterdir()}
    assert _only(logkeeping.upgrade(case))["reason"]
    assert {p.name: p.read_bytes() for p in (case.path / "log" / "stamps").iterdir()} == kept, "what was promised is not lost"


def test_offline_nothing_is_lost(case, calendar: Calendar):
    logkeeping.add_calendar(case, calendar.uri)
    calendar.shutdown()
    calendar.server_close()
    assert _only(logkeeping.stamp(case))["reason"]
    assert logkeeping.state(case)["proofs"] == []


def test_a_server_in_the_own_network_is_asked_only_where_the_case_allows_it(tmp_path: Path, calendar: Calendar):
    with verbs.new(tmp_path / "other") as made:
        logkeeping.add_calendar(made, calendar.uri)
        assert "allow" in _only(logkeeping.stamp(made))["reason"] and calendar.asked == []


@pytest.mark.parametrize("address", ["", "calendar.example", "ftp://calendar.example", "https://a b", "https://a/?x=1", "https://u@a/", "https://a\nb"])
def test_addresses_that_are_none(case, address: str):
    with pytest.raises(UsageError):
        logkeeping.add_calendar(case, address)
    assert logkeeping.state(case)["calendars"] == []


def test_what_is_altered_is_named(case, calendar: Calendar, tmp_path: Path):
    logkeeping.add_calendar(case, calendar.uri)
    list(logkeeping.stamp(case))
    name = next((case.path / "log" / "stamps").glob("*.ots")).name
    size = name.split(".")[0]

    def faults(work) -> list[str]:
        copy = Path(shutil.copytree(case.path, tmp_path / "copy"))
        work(copy / "log" / "stamps")
        found = verbs.verify(copy)
        shutil.rmtree(copy)
        return found

    data = (case.path / "log" / "stamps" / name).read_bytes()
    for work in (lambda d: (d / name).write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:]), lambda d: (d / name).write_bytes(data[:-3]),
                 lambda d: (d / name).write_bytes(b""), lambda d: (d / name).write_bytes(data + b"x"), lambda d: (d / name).write_bytes(data * 900),
                 lambda d: (d / name).rename(d / "0.0.ots"), lambda d: (d.parent / "witnessed" / size).unlink()):
        [line] = faults(work)
        assert line.startswith("log/stamps/") and ".ots: " in line
    assert faults(lambda d: (d / "x.ots").write_bytes(data)) == ["log/stamps/x.ots: is no file of a log: added"]
    [line] = faults(lambda d: ((d / "headers").mkdir(), (d / "headers" / "5").write_text("00" * 80)))
    assert line.startswith("log/stamps/headers/5: is no block header")


# --- proofs and headers by themselves -------------------------------------------------------------------------

def test_a_real_block():
    """Block 586 of the chain, as the library's own tests have it: its header, and a proof from a digest in one of its transactions."""
    from opentimestamps.tests import test_bitcoin

    source = Path(test_bitcoin.__file__).read_text(encoding="utf-8").split("# block #586")[1]
    block = CBlock.deserialize(x(source.split("x('", 1)[1].split("'", 1)[0]))
    stamp = make_timestamp_from_block(block.vtx[1].serialize()[50:82], block, 586)
    assert stamp is not None
    tree = ots.read_tree(_bytes(stamp), stamp.msg)
    header = ots.read_header(block.serialize()[:80], least=1)
    assert list(tree.blocks()) == [(586, header.root)]
    assert (header.time, header.difficulty) == (block.nTime, 1.0)
    with pytest.raises(VerifyError, match="anybody can make one"):
        ots.read_header(block.serialize()[:80])


@pytest.mark.parametrize(("change", "told"), [
    (lambda h: h[:-1], "79 bytes"), (lambda h: h + b"x", "81 bytes"), (lambda h: b"", "0 bytes"), (lambda h: h[:40] + b"\xff" + h[41:], "work"),
    (lambda h: h[:72] + bytes(4) + h[76:], "work"), (lambda h: h[:72] + b"\xff\xff\xff\xff" + h[76:], "work"),
])
def test_headers_that_are_none(change, told: str):
    genesis = bytes.fromhex("0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa"
                            "4b1e5e4a29ab5f49ffff001d1dac2b7c")
    assert ots.read_header(genesis, least=1).time == 1231006505
    with pytest.raises(VerifyError, match=told):
        ots.read_header(change(genesis), least=0)


def test_the_commands(case, calendar: Calendar, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEARWITNESS_CASE", str(case.path))

    def said(*words: str, code: int = 0) -> str:
        assert run(["log", *words]) == code
        told = capsys.readouterr()
        return (told.err if code else told.out).strip()

    assert "--add URL --opentimestamps" in said("stamp", code=2)
    assert "not both" in said("timestampers", "--add", calendar.uri, code=2)
    assert said("timestampers", "--add", calendar.uri, "--opentimestamps") == f"{calendar.uri}  OpenTimestamps"
    assert "no outside time yet" in said("show")
    assert said("stamp") == f"1 entries: pending at {calendar.uri}"
    assert f"pending at {calendar.uri}" in said("show") and "no outside time yet" not in said("show")
    calendar.mine()
    assert said("stamp", "--upgrade") == "1 entries: Bitcoin block 700000 (header not checked)"
    (tmp_path / "header").write_bytes(calendar.header)
    assert "anybody can make one" in said("stamp", "--header", str(tmp_path / "header"), code=1)
    assert [p.name for p in calendars.proofs(case.path / "log")] == ["1.0.ots"]
