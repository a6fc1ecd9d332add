"""`log`: witnesses by file and by HTTP, a log that shrank or forked, the public copy."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.case import logkeeping
from bearwitness.cli import run
from bearwitness.custody import witness as w
from bearwitness.errors import UsageError, VerifyError
from bearwitness.store.log import Log
from bearwitness.store.witnessing import Witness

from .case_fakes import allow


@pytest.fixture
def case(tmp_path: Path):
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        yield opened


def grow(case, name: str = "a") -> None:
    file = case.path.parent / f"{name}.txt"
    file.write_text(f"Amal said that 13 people were killed in Exampleton. ({name})")
    list(verbs.add(case, [str(file)]))


def partner(case, name: str = "partner.example") -> Witness:
    made = Witness.create(case.path.parent / name, name)
    made.trust(Log(case.path / "log").vkey)
    logkeeping.add_witness(case, made.vkey)
    return made


def by_file(case, made: Witness) -> int:
    return logkeeping.reply(case, made.sign(logkeeping.request(case, name=made.name).encode(), 1741564800))[0]


def test_a_partner_signs_each_state_by_file(case) -> None:
    made = partner(case)
    for name in "abc":
        grow(case, name)
        assert by_file(case, made) == Log(case.path / "log").size
    state = logkeeping.state(case)
    assert [s["size"] for s in state["witnessed"]] == [4, 3, 2]
    assert state["witnesses"][0]["last_signed"] == 4
    assert list(verbs.verify(case.path)) == []
    assert by_file(case, made) == 4       # the same state again


def test_two_witnesses_each_from_where_it_was(case) -> None:
    first, second = partner(case, "one.example"), partner(case, "two.example")
    grow(case)
    by_file(case, first)
    grow(case, "b")
    assert {by_file(case, first), by_file(case, second)} == {3}
    [newest, _] = logkeeping.state(case)["witnessed"]
    assert [c["name"] for c in newest["by"]] == ["one.example", "two.example"]
    with pytest.raises(UsageError, match="which one"):
        logkeeping.request(case)


def test_an_old_copy_of_the_case_is_told_by_the_witness(case, tmp_path: Path) -> None:
    made = partner(case)
    grow(case)
    shutil.copytree(case.path, tmp_path / "backup")
    grow(case, "b")
    by_file(case, made)
    with verbs.open_case(tmp_path / "backup") as old:
        with pytest.raises(w.WitnessRefusal, match="older copy"):
            made.sign(logkeeping.request(old).encode(), 1)
        grow(old, "fork")       # signs on: a second history of the same length
        with pytest.raises(w.WitnessRefusal) as caught:
            made.sign(logkeeping.request(old, old=3).encode(), 1)
        assert caught.value.status in (409, 422)
    (tmp_path / "backup" / "log" / "witnessed").mkdir(exist_ok=True)
    for path in (case.path / "log" / "witnessed").iterdir():
        shutil.copy(path, tmp_path / "backup" / "log" / "witnessed" / path.name)
    assert any("witnesses signed" in fault for fault in verbs.verify(tmp_path / "backup"))


def test_a_changed_witness_file_is_named(case) -> None:
    made = partner(case)
    grow(case)
    size = by_file(case, made)
    path = case.path / "log" / "witnessed" / str(size)
    whole = path.read_text()
    own, theirs = [line for line in whole.splitlines() if line.startswith("— ")]
    path.write_text(whole.replace(theirs[-12:], "AAAA" + theirs[-8:]))
    assert [fault for fault in verbs.verify(case.path) if f"log/witnessed/{size}" in fault]
    path.write_text(whole)
    path.rename(path.with_name("1"))
    assert [fault for fault in verbs.verify(case.path) if "log/witnessed/1" in fault]
    assert own


def test_replies_that_fit_nothing_are_refused(case) -> None:
    made = partner(case)
    grow(case)
    with pytest.raises(VerifyError):
        logkeeping.reply(case, "— partner.example AAAA\n")
    logkeeping.request(case)
    for lines in ("", "nonsense\n", "— partner.example AAAA\n", w.cosign("x\n1\n2\n", "partner.example", b"\x05" * 32, 1)):
        with pytest.raises(VerifyError):
            logkeeping.reply(case, lines)
    assert by_file(case, made) == 2


@contextmanager
def serving(made: Witness, case) -> Iterator[str]:
    server = logkeeping.serve(made.folder, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    allow(case.path, f"127.0.0.1:{server.server_port}")
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_witnesses_are_asked_over_http(case) -> None:
    made = partner(case)
    with serving(made, case) as address:
        logkeeping.add_witness(case, made.vkey, address)
        grow(case)
        assert [line["reason"] for line in logkeeping.ask(case)] == [None]
        grow(case, "b")
        [line] = logkeeping.ask(case)
        assert (line["size"], line["reason"]) == (3, None)
        # The reply was lost, or the case was restored from before it: the witness tells what it saw.
        shutil.rmtree(case.path / "log" / "witnessed")
        grow(case, "c")
        assert [line["size"] for line in logkeeping.ask(case)] == [4]
    assert list(verbs.verify(case.path)) == []
    [line] = logkeeping.ask(case)
    assert "did not answer" in line["reason"]


@pytest.mark.parametrize(("address", "told"), [
    ("http://127.0.0.1:PORT", "not asked: .*allow"), ("http://localhost", "not on the public internet.*allow"), ("http://[::1]:80", "allow"),
    ("http://169.254.169.254", "not asked"), ("http://witness.example:8080", "ports 80 and 443"),
    ("http://me:secret@witness.example", "password"),
])
def test_no_server_is_asked_that_the_case_does_not_allow(case, address: str, told: str) -> None:
    made = partner(case)
    with serving(made, case) as served:
        allow(case.path)
        logkeeping.add_witness(case, made.vkey, address.replace("PORT", served.rpartition(":")[2]))
        [line] = logkeeping.ask(case)
    assert line["size"] is None and re.search(told, line["reason"])


def test_a_witness_that_leads_elsewhere_is_not_followed(case, tmp_path: Path) -> None:
    """Not even to a server that the case allows: it asked this one."""
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(302)
            self.send_header("Location", "/elsewhere/add-checkpoint")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            pass

    made = partner(case)
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        allow(case.path, f"127.0.0.1:{server.server_port}")
        logkeeping.add_witness(case, made.vkey, f"http://127.0.0.1:{server.server_port}")
        [line] = logkeeping.ask(case)
        server.shutdown()
    assert asked == ["/add-checkpoint"] and "redirect" in line["reason"]


def test_an_unknown_log_is_not_signed_over_http(case, tmp_path: Path) -> None:
    stranger = Witness.create(tmp_path / "s", "stranger.example")
    with serving(stranger, case) as address:
        logkeeping.add_witness(case, stranger.vkey, address)
        [line] = logkeeping.ask(case)
        assert "404" in line["reason"]


def test_the_public_copy_checks_by_itself_and_a_change_in_it_is_named(case, tmp_path: Path) -> None:
    made = partner(case)
    grow(case)
    by_file(case, made)
    copy = logkeeping.export(case, tmp_path / "public")
    assert list(verbs.verify(copy)) == []
    assert not any(b"Exampleton" in path.read_bytes() or b"a.txt" in path.read_bytes() for path in copy.rglob("*") if path.is_file())
    entries = next((copy / "tile" / "entries").rglob("*.p/*"))
    entries.write_bytes(entries.read_bytes()[:-1] + b"x")
    assert list(verbs.verify(copy))


def test_the_commands_in_their_order(case, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    grow(case)
    monkeypatch.chdir(tmp_path)
    at = ["--case", str(case.path)]
    steps = [
        ["log", "witness", "new", "w", "--name", "partner.example"],
        ["log", "witness", "trust", "w", str(case.path / "log" / "log.vkey")],
        ["log", "witnesses", "--add", "w/witness.vkey", *at],
        ["log", "request", "--to", "case.witness-request", *at],
        ["log", "witness", "sign", "w", "case.witness-request", "--to", "case.witness-reply"],
        ["log", "reply", "case.witness-reply", *at],
        ["log", "show", *at], ["log", "export", "public", *at], ["log", "check", "public"],
    ]
    assert [run(step) for step in steps] == [0] * len(steps)
    out = capsys.readouterr().out
    assert "2 entries signed by partner.example" in out
    assert run(["log", "witness", "sign", "w", "case.witness-reply", "--to", "x"]) == 1
    assert run(["log", "witness", "new", "w", "--name", "again"]) == 1
    assert run(["log", "request", "--to", "x", "--witness", "nobody", *at]) == 2
    assert not Path("x").exists()
