"""The parts of the workbench by themselves: names of saved files, marked texts, the other end of a connection, words."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import string
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.case.viewing import Damaged, Kept
from bearwitness.model import Claim, Passage, Statement, Toll
from bearwitness.web import evidence, guard, marks, pages, peers, words

SHA = "3f2a9c41" + "0" * 56
NAMES = [
    ("a/b/page.html", "page.html.evidence", "a page would run its scripts"), ("photo.JPG", "photo.JPG", "a picture opens quietly"), ("..", "original.evidence", "no way up"),
    ("../../etc/passwd", "passwd.evidence", "no folders"), ("C:\\x\\a.pdf", "a.pdf", "of no system"), ("https://x.example/a/b.png?c=/d.exe#e", "b.png", "an address"),
    ("https://x.example/a/", "a.evidence", "an address of a folder"), ("invoice\u202egnp.exe", "invoicegnp.exe.evidence", "no character that turns words around"), ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt", "no header of its own"),
    ('"quoted"; filename=evil.exe', "_quoted__ filename=evil.exe.evidence", "no parameter of its own"), ("\u062a\u0642\u0631\u064a\u0631.pdf", "\u062a\u0642\u0631\u064a\u0631.pdf", "Arabic stays"), ("", "original.evidence", "nothing"),
    ("a.pdf.lnk", "a.pdf.lnk.evidence", "a program behind a document"), ("x" * 400 + ".png", "x" * 100 + ".png", "not too long"), ("CON.txt ", "CON.txt", "its digest stands before it"), ("a.tar.gz", "a.tar.gz", "two suffixes"),
    (".bashrc", "bashrc.evidence", "not hidden"), ("%2e%2e%2fx", "_2e_2e_2fx.evidence", "nothing to decode"), ("\ud800.txt", "_.txt", "half a character"),
]


@pytest.mark.parametrize(("name", "saved", "why"), NAMES, ids=[row[2] for row in NAMES])
def test_names_of_saved_files(name: str, saved: str, why: str) -> None:
    assert evidence.saved_name(name, SHA) == f"3f2a9c41-{saved}"


@given(st.text(max_size=300))
def test_any_name_makes_one_header(name: str) -> None:
    header = evidence.disposition(name, SHA)
    found = re.fullmatch(r"attachment; filename=\"(3f2a9c41-[A-Za-z0-9._ -]+)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)", header)
    assert found and unquote(found[2]) == evidence.saved_name(name, SHA)
    assert not set(unquote(found[2])) & set('/\\:*?"<>|\r\n\0') and len(found[2]) < 2000


# --- a text with its claims ------------------------------------------------------------------------------

def claim(start: int, end: int, kind: str = "statement") -> Claim:
    return Claim(f"{kind}{start}-{end}", kind, Passage(start, end, "x" * (end - start)), Toll("killed") if kind == "toll" else Statement())


TEXT = "0123456789" * 3
SPANS = st.lists(st.tuples(st.integers(0, 29), st.integers(1, 12)), max_size=12).map(lambda spans: [claim(a, min(a + n, 30)) for a, n in spans])


@given(SPANS, st.integers(0, 29), st.integers(1, 30))
def test_pieces_are_the_text_and_every_claim_is_marked(claims: list[Claim], start: int, length: int) -> None:
    found = marks.pieces(TEXT, claims, start, start + length)
    assert "".join(piece.text for piece in found) == TEXT[start:start + length]
    at = start
    for piece in found:
        for n, each in enumerate(claims):
            inside = each.passage.start <= at and at + len(piece.text) <= each.passage.end
            assert (n in piece.claims) == inside
            assert (n in piece.begin) == (inside and each.passage.start == at)
        at += len(piece.text)


def test_a_piece_is_of_the_kind_of_its_shortest_claim() -> None:
    found = marks.pieces(TEXT, [claim(0, 20), claim(5, 8, "toll")])
    assert [(p.text, p.kind) for p in found] == [("01234", "statement"), ("567", "toll"), ("890123456789", "statement"), ("0123456789", None)]


# --- the other end -----------------------------------------------------------------------------------------

def test_a_connection_of_ours_is_ours_and_one_that_is_not_there_is_nobodys() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, _ = server.accept()
        with accepted:
            assert peers.owner(client.getsockname(), server.getsockname()) == os.getuid()
            assert peers.may_ask(client.getsockname(), server.getsockname())
            assert peers.owner(("127.0.0.1", 1), server.getsockname()) is None
            assert not peers.may_ask(("127.0.0.9", client.getsockname()[1]), server.getsockname())


@pytest.mark.skipif(not socket.has_ipv6, reason="NOT TESTED on this machine: no IPv6")
def test_also_by_ipv6() -> None:
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("NOT TESTED on this machine: no IPv6")
    with server, socket.create_connection(server.getsockname()[:2]) as client:
        assert peers.owner(client.getsockname()[:2], server.getsockname()[:2]) == os.getuid()


TABLE = b"""  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 222 1 0 20 4 30 10 -1
   2: 0100007F:C351 0100007F:1F90 06 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
"""


@pytest.mark.parametrize(("port", "owner", "why"), [(0xC350, 1001, "its user"), (0xC351, None, "closing: it stands there as root's, and is nobody's"), (0xC352, None, "not there")])
def test_the_table_of_connections(port: int, owner: int | None, why: str) -> None:
    if peers._hex("127.0.0.1", 0x1F90) != b"0100007F:1F90":
        pytest.skip("NOT TESTED on this machine: its words begin with the high byte")
    assert peers._owner(TABLE.splitlines(), peers._hex("127.0.0.1", port), peers._hex("127.0.0.1", 0x1F90)) == owner


@pytest.mark.parametrize(("host", "loopback"), [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("0.0.0.0", False), ("192.0.2.1", False), ("x.example", False), ("", False)])
def test_what_is_this_machine(host: str, loopback: bool) -> None:
    assert peers.is_loopback(host) is loopback


@pytest.mark.parametrize(("place", "host", "named"), [
    (guard.Place("0.0.0.0", 80, "0.0.0.0", 81), "192.0.2.1:80", True), (guard.Place("0.0.0.0", 80, "0.0.0.0", 81), "evil.example:80", False),
    (guard.Place("desk.example", 80, "desk.example", 81), "desk.example:80", True), (guard.Place("::1", 80, "::1", 81), "[::1]:80", True), (guard.Place("::1", 80, "::1", 81), "[::2]:80", False),
])
def test_names_on_a_network(place: guard.Place, host: str, named: bool) -> None:
    assert guard.names_us(host, place, 80) is named


# --- originals ---------------------------------------------------------------------------------------------

def kept(path: Path, data: bytes, sha256: str | None = None) -> Kept:
    path.write_bytes(data)
    return Kept("r", "a", sha256 or hashlib.sha256(data).hexdigest(), len(data), path.open("rb"), 0)


def test_an_original_that_changes_while_it_is_saved_breaks_off(tmp_path: Path) -> None:
    data = os.urandom(3_500_000)
    whole = kept(tmp_path / "a", data)
    assert b"".join(whole.chunks()) == data
    given = []
    with pytest.raises(Damaged):
        for piece in whole.chunks():
            given.append(piece)
            if len(given) == 1:
                with (tmp_path / "a").open("r+b") as file:
                    file.seek(3_000_000)
                    file.write(b"changed")
    assert sum(map(len, given)) < len(data)
    whole.close()


@pytest.mark.parametrize("data", [b"", b"x", b"x" * (1 << 20), b"x" * ((1 << 20) + 1)])
def test_sizes_at_the_edges(tmp_path: Path, data: bytes) -> None:
    good, bad = kept(tmp_path / "a", data), kept(tmp_path / "b", data, "0" * 64)
    assert b"".join(good.chunks()) == data
    with pytest.raises(Damaged):
        bad.check()
    for each in (good, bad):
        each.close()


# --- words -------------------------------------------------------------------------------------------------

def test_every_word_is_there_in_every_language_with_the_same_places() -> None:
    for key, said in words.MESSAGES.items():
        assert len(said) == len(words.LANGUAGES) and all(said), key
        assert len({frozenset(name for _, name, _, _ in string.Formatter().parse(one) if name) for one in said}) == 1, key


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    folder = Path(pages.__file__).parent
    text = "".join(path.read_text("utf-8") for path in [*folder.glob("*.py"), *(folder / "templates").iterdir()] if path.name != "words.py")
    used = set(re.findall(r"(?:\bt|words)\('([a-z0-9.]+)'", text)) | set(re.findall(r"words\(\"([a-z0-9_.]+)\"", text))
    assert {key for key in used if not key.endswith(".")} - set(words.MESSAGES) == set()
    families = ("level.", "assurance.", "left.", "kind.", "stance.", "hedge.", "error.", "original.", "fact.", "evidence.")
    assert [key for key in words.MESSAGES if key not in used and not key.startswith(families) and f"'{key}'" not in text and f'"{key}"' not in text] == []


@pytest.mark.parametrize(("asked", "accepted", "language"), [("ar", "en", "ar"), (None, "ar-SY,en", "ar"), (None, "fr,de", "en"), ("xx", None, "en"), (None, "," * 99_999, "en")])
def test_the_language_of_a_page(asked: str | None, accepted: str | None, language: str) -> None:
    assert words.language_of(asked, accepted) == language


def test_stance_and_hedge_of_every_claim_have_words() -> None:
    from bearwitness import model

    known: Any = words.MESSAGES
    assert [s for s in model.STANCES if f"stance.{s}" not in known] == []
    assert [h for h in model.HEDGES if h != "none" and f"hedge.{h}" not in known] == []
    assert [k for k in model.CLAIM_KINDS if f"kind.{k}" not in known] == []


def test_damage_is_seen_also_after_it_was_found_right(tmp_path: Path) -> None:
    from bearwitness import case as verbs
    from bearwitness.case import viewing

    (tmp_path / "a.txt").write_text("Twelve people were killed in Exampleton.")
    with verbs.new(tmp_path / "c") as case:
        [line] = verbs.add(case, [str(tmp_path / "a.txt")])
        assert viewing.damage(case, line["report"]) is None
        file = case.objects.path(line["sha256"])
        before = file.stat()
        file.chmod(0o644)
        file.write_text("Eleven people were killed in Exampleton.")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert "not those that were preserved" in (viewing.damage(case, line["report"]) or "")
        file.unlink()
        assert "not there" in (viewing.damage(case, line["report"]) or "")
