"""Captures out: WARC and WACZ, whole and stripped, against the tools that others read them with."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.capture import archived
from tests.test_case_capture import events_of, new_case, one, server  # noqa: F401 - a fixture

from bearwitness import case as verbs
from bearwitness.capture import blocks
from bearwitness.errors import CaseError, NotFound, PublishRefused, UsageError
from bearwitness.store.folder import CaseFolder

Lines = list[dict]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lines]:
    """A case with a crawl that is full of its maker's traces, a file, and a WACZ: made once."""
    tmp_path = tmp_path_factory.mktemp("made")
    (tmp_path / "crawl.warc.gz").write_bytes(archived.packed(archived.crawl()))
    (tmp_path / "note.txt").write_text("Ten people were killed in Northtown, the fictional Monitor said.")
    page = archived.PAGE.replace(b"Monday", b"Saturday")
    other = archived.answer("https://paper.example.net/a", page, 40) + archived.answer("https://paper.example.net/b", page.replace(b"12", b"14"), 41)
    (tmp_path / "paper.wacz").write_bytes(archived.wacz(other, [("https://paper.example.net/a", "A"), ("https://paper.example.net/b", "B")]))
    with new_case(tmp_path / "case", None) as case:
        return case.path, list(verbs.add(case, [str(tmp_path / name) for name in ("crawl.warc.gz", "note.txt", "paper.wacz")]))


@pytest.fixture
def crawled(made: tuple[Path, Lines], tmp_path: Path) -> Iterator[tuple[CaseFolder, Lines]]:
    """A copy of it, and what adding said."""
    shutil.copytree(made[0], tmp_path / "case")
    with verbs.open_case(tmp_path / "case") as case:
        yield case, [dict(line) for line in made[1]]


def given(case: CaseFolder, tmp_path: Path, *, format: str = "wacz", name: str = "out", **more: object) -> tuple[verbs.GivenCaptures, Path]:
    path = tmp_path / f"{name}.{format}"
    return verbs.export_captures(case, format=format, to=path, **more), path       # type: ignore[arg-type]


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
        return {name: archive.read(name) for name in archive.namelist()}


def warc_of(path: Path) -> bytes:
    return members(path)["archive/data.warc.gz"] if path.suffix == ".wacz" else path.read_bytes()


def all_bytes(path: Path) -> bytes:
    """Every byte of a file, that of its members, and that of their records, unpacked."""
    files = list(members(path).values()) if path.suffix == ".wacz" else [path.read_bytes()]
    out = [path.read_bytes(), *files, *(gzip.decompress(data) for data in files if data[:2] == b"\x1f\x8b")]
    for block in blocks.blocks(io.BytesIO(warc_of(path))):
        body = block.message()[1]
        with contextlib.suppress(OSError, EOFError):
            out.append(gzip.decompress(body))
        out.append(body.replace(b"\x00", b""))
    return b"\n".join(out)


def reports_in(lines: Lines) -> dict[str, str]:
    return {line["member"] or line["source"]: line["report"] for line in lines if line["report"]}


# --- whole ------------------------------------------------------------------------------------------

def test_a_whole_copy_holds_every_record_byte_for_byte(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, lines = crawled
    done, path = given(case, tmp_path, format="warc", audience="court")
    data = path.read_bytes()
    assert all(gzip.compress(record, mtime=0) in data for record in archived.crawl())
    assert done.left_out == []
    assert done.sha256 == hashlib.sha256(data).hexdigest()
    note = next(b for b in blocks.blocks(io.BytesIO(data)) if (b.url or "").startswith("urn:bearwitness:file:"))
    assert (note.kind, hashlib.sha256(note.block or b"").hexdigest()) == ("resource", next(line["sha256"] for line in lines if line["source"].endswith("note.txt")))


def test_the_records_of_a_plain_warc_are_packed_and_not_changed(tmp_path: Path) -> None:
    records = [*archived.crawl()[:5], archived.record("warcinfo", b"", n=77)]
    (tmp_path / "plain.warc").write_bytes(b"".join(records))
    with new_case(tmp_path / "case", None) as case:
        list(verbs.add(case, [str(tmp_path / "plain.warc")]))
        _, path = given(case, tmp_path, format="warc", audience="court")
        found = [gzip.decompress(path.read_bytes()[b.offset:b.offset + b.length]) for b in blocks.blocks(path.open("rb"))]
    assert found[1:-1] == records


def test_the_same_input_gives_the_same_bytes(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, _ = crawled
    for audience in ("court", "public"):
        first, second = (given(case, tmp_path, name=f"{audience}{n}", audience=audience)[1].read_bytes() for n in (1, 2))
        assert first == second


def test_our_own_importer_reads_it_back(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, lines = crawled
    _, path = given(case, tmp_path, audience="court")
    with new_case(tmp_path / "again", None) as again:
        back = list(verbs.add(again, [str(path)]))
    assert {line["sha256"] for line in back if line["report"]} == {line["sha256"] for line in lines if line["report"]}
    assert [line for line in back if line["verdict"] == "reject" or line["warnings"]] == []


def test_a_capture_of_an_address_is_given_as_it_was_kept(tmp_path: Path, server: str) -> None:  # noqa: F811
    with new_case(tmp_path / "c", server) as case:
        line = one(case, f"http://{server}/moved")
        one(case, f"http://{server}/gone")
        _, path = given(case, tmp_path, format="warc", audience="court", which=[line["report"]])
        [kept] = [case.objects.path(e["sha256"]).read_bytes() for e in events_of(case, "import") if e["method"] == "http" and e["source"].endswith("moved")]
        assert kept in path.read_bytes()
        assert b"/gone" not in all_bytes(path)
        stripped, public = given(case, tmp_path, audience="public", which=[line["report"]])
        pages = [json.loads(each) for each in members(public)["pages/pages.jsonl"].splitlines()[1:]]
        assert [page["url"] for page in pages] == [f"http://{server}/page"]
        assert b"User-Agent" not in all_bytes(public)
        assert b"researcher 3" not in all_bytes(public)
        assert stripped.removed["request record"] == 2
        assert list(verbs.verify(tmp_path / "c")) == []


# --- stripped ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("format", ["warc", "wacz"])
def test_nothing_planted_is_in_any_byte_of_a_published_copy(crawled: tuple[CaseFolder, Lines], tmp_path: Path, format: str) -> None:
    case, _ = crawled
    _, whole = given(case, tmp_path, format=format, name="whole", audience="court")
    _, public = given(case, tmp_path, format=format, audience="public")
    there, here = all_bytes(whole), all_bytes(public)
    assert [word for word in archived.PLANTED if word.encode() not in there and word not in ("amal.kh",)] == ["hunter2secret"]     # that one is in base64
    assert [word for word in archived.PLANTED if word.encode() in here] == []
    assert b"/home/" not in here


def test_what_is_left_in_a_published_copy(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, _ = crawled
    done, path = given(case, tmp_path, audience="public")
    found = {b.url: b for b in blocks.blocks(io.BytesIO(warc_of(path)))}
    story = found["https://news.example.org/story"]
    head, body = story.message()
    assert body == archived.PAGE
    assert head == (f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: ExampleServer\r\nContent-Length: {len(archived.PAGE)}\r\n\r\n").encode()
    original = next(b for b in blocks.blocks(io.BytesIO(archived.packed(archived.crawl()))) if b.url == story.url and b.kind == "response")
    assert story.field("WARC-Payload-Digest") == original.field("WARC-Payload-Digest")
    assert story.field("WARC-Date") == original.field("WARC-Date")
    assert (story.id != original.id, story.field("Bearwitness-Derived-From")) == (True, original.id)
    assert found["https://news.example.org/pic.png"].id == "<urn:uuid:00000000-0000-4000-8000-000000000003>"      # nothing of it was changed
    assert "https://news.example.org/other?sessionid=stripped&fbclid=stripped&page=2" in found
    assert found["https://news.example.org/machine"].field("WARC-IP-Address") is None
    assert {why.split("withheld, ")[1] for why in done.left_out if "withheld" in why} == {
        "it repeats an address of the client", "it repeats a cookie", "it repeats a credential", "its address is none of the web"}


def test_a_published_copy_names_the_commitment_of_what_it_was_made_of(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    from bearwitness.custody.entry import read_entry
    from bearwitness.store.log import Log

    case, lines = crawled
    _, path = given(case, tmp_path, audience="public")
    told = json.loads(members(path)["bearwitness/provenance.json"])
    log = Log(case.path / "log")
    assert told["log"] == log.origin
    assert len(told["parents"]) == 2
    assert all(parent["commitment"] in read_entry(log.entry(parent["entry"])).digests for parent in told["parents"])
    assert not [line["sha256"] for line in lines if line["member"] is None and line["sha256"].encode() in all_bytes(path)]
    [event] = [e for e in events_of(case, "export") if e["audience"] == "public"]
    assert (event["output_sha256"], event["export"]) == (hashlib.sha256(path.read_bytes()).hexdigest(), "wacz")
    assert list(verbs.verify(case.path)) == []


# --- levels -----------------------------------------------------------------------------------------

def test_levels_are_obeyed(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, lines = crawled
    ids = reports_in(lines)
    a, b = ids["https://paper.example.net/a"], ids["https://paper.example.net/b"]
    verbs.judge(case, b, relation="fix", reviewer="R", reason="told in confidence", changes={"sensitivity": 3})
    with pytest.raises(PublishRefused, match="sensitivity 3"):
        given(case, tmp_path, audience="public", which=[a, b])
    assert not (tmp_path / "out.wacz").exists()
    done, path = given(case, tmp_path, audience="public")
    assert [why for why in done.left_out if b[:16] in why]
    urls = {block.url for block in blocks.blocks(io.BytesIO(warc_of(path)))}
    assert "https://paper.example.net/a" in urls
    assert "https://paper.example.net/b" not in urls
    assert b"paper.example.net/b" not in all_bytes(path)
    _, court = given(case, tmp_path, name="court", audience="court", which=[b])
    assert b"paper.example.net/b" in all_bytes(court)
    assert b"paper.example.net/a" not in all_bytes(court)


def test_a_chosen_page_brings_what_it_fetched_and_no_other_page(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, lines = crawled
    _, path = given(case, tmp_path, audience="court", which=[reports_in(lines)["https://news.example.org/story"]])
    assert {b.url for b in blocks.blocks(io.BytesIO(warc_of(path))) if b.kind == "response"} == {"https://news.example.org/story", "https://news.example.org/pic.png"}


@pytest.mark.parametrize(("options", "error", "words"), [
    ({"format": "zip"}, UsageError, "no format"), ({"audience": "press"}, UsageError, "choose one of"), ({"which": ["ffff"]}, NotFound, "no such report"),
    ({"incidents": ["XX-1"]}, NotFound, "no such incident"),
])
def test_what_makes_no_sense_is_told(crawled: tuple[CaseFolder, Lines], tmp_path: Path, options: dict, error: type[Exception], words: str) -> None:
    case, _ = crawled
    with pytest.raises(error, match=words):
        given(case, tmp_path, **options)
    assert not list(tmp_path.glob("out.*"))
    assert not list(tmp_path.glob(".out*"))


def test_a_file_is_no_capture_for_the_public(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, lines = crawled
    note = next(line["report"] for line in lines if line["source"].endswith("note.txt"))
    verbs.judge(case, note, relation="fix", reviewer="R", reason="was published", changes={"sensitivity": 0})
    with pytest.raises(PublishRefused, match="given to a court alone"):
        given(case, tmp_path, audience="public", which=[note])


def test_a_changed_or_missing_original_is_not_given(crawled: tuple[CaseFolder, Lines], tmp_path: Path) -> None:
    case, lines = crawled
    crawl, paper = (case.objects.path(line["sha256"]) for line in lines if line["member"] is None and not line["report"])
    crawl.unlink()
    paper.chmod(0o644)
    paper.write_bytes(paper.read_bytes()[:-1] + b"x")
    done, path = given(case, tmp_path, audience="court")
    assert [("cannot be read" in why, "was changed" in why) for why in done.left_out] == [(True, False), (False, True)]
    assert b"news.example.org" not in warc_of(path)
    with pytest.raises(CaseError, match="is a folder"):
        verbs.export_captures(case, format="wacz", to=tmp_path)


# --- what others' tools say -------------------------------------------------------------------------

@pytest.mark.parametrize("audience", ["court", "public"])
def test_py_wacz_finds_it_valid(crawled: tuple[CaseFolder, Lines], tmp_path: Path, audience: str, capsys: pytest.CaptureFixture[str]) -> None:
    wacz = pytest.importorskip("wacz.main", reason="NOT VALIDATED by py-wacz: not installed")
    case, _ = crawled
    _, path = given(case, tmp_path, audience=audience)
    assert wacz.main(["validate", "-f", str(path)]) == 0, capsys.readouterr().out
    changed = tmp_path / "changed.wacz"
    with zipfile.ZipFile(changed, "w") as archive:
        for name, data in members(path).items():
            archive.writestr(name, data.replace(b"Shelling", b"Shooting"))
    assert wacz.main(["validate", "-f", str(changed)]) == 1


@pytest.mark.parametrize("audience", ["court", "public"])
def test_warcio_and_fastwarc_read_alike_and_the_digests_hold(crawled: tuple[CaseFolder, Lines], tmp_path: Path, audience: str) -> None:
    fastwarc = pytest.importorskip("fastwarc.warc", reason="NOT COMPARED with fastwarc: not installed")
    from warcio.archiveiterator import ArchiveIterator

    case, _ = crawled
    _, path = given(case, tmp_path, format="warc", audience=audience)
    one_way, other_way = [], []
    for record in ArchiveIterator(path.open("rb"), check_digests="raise"):
        one_way.append((record.rec_headers.get_header("WARC-Record-ID"), record.rec_type, hashlib.sha256(record.raw_stream.read()).hexdigest()))
    for record in fastwarc.ArchiveIterator(path.open("rb"), parse_http=True):
        other_way.append((record.headers["WARC-Record-ID"], record.headers["WARC-Type"], hashlib.sha256(record.reader.read()).hexdigest()))
    assert one_way == other_way
    assert all(record.verify_block_digest() for record in fastwarc.ArchiveIterator(path.open("rb"), parse_http=False) if "WARC-Block-Digest" in record.headers)


@pytest.mark.parametrize("audience", ["court", "public"])
def test_the_index_is_that_of_cdxj_indexer(crawled: tuple[CaseFolder, Lines], tmp_path: Path, audience: str) -> None:
    indexer = pytest.importorskip("cdxj_indexer.main", reason="NOT COMPARED with cdxj-indexer: not installed")
    case, _ = crawled
    _, path = given(case, tmp_path, audience=audience)
    files = members(path)
    (tmp_path / "data.warc.gz").write_bytes(files["archive/data.warc.gz"])
    lines, packed = io.StringIO(), io.BytesIO()
    indexer.CDXJIndexer(lines, [str(tmp_path / "data.warc.gz")], sort=True, records="response,revisit,resource", compress=packed, data_out_name="index.cdx.gz").process_all()
    assert gzip.decompress(files["indexes/index.cdx.gz"]).decode() == gzip.decompress(packed.getvalue()).decode()
    assert files["indexes/index.idx"].decode() == lines.getvalue()


def test_what_a_player_cannot_show_stands_in_a_list_of_its_own(tmp_path: Path) -> None:
    wacz = pytest.importorskip("wacz.main", reason="NOT VALIDATED by py-wacz: not installed")
    from bearwitness.capture import wacz as ours

    pages = [{"id": "1", "url": "http://example.org/", "ts": "2025-03-10T09:00:00Z", "title": "A"}, {"id": "2", "url": "urn:dom:http://example.org/", "ts": "2025-03-10T09:00:00Z", "title": "B"}]
    path = tmp_path / "a.wacz"
    with path.open("wb") as out:
        ours.write(out, io.BytesIO(archived.packed(archived.crawl()[:3])), [], pages, title="T", software="t", provenance={})
    assert b"urn:dom" not in members(path)["pages/pages.jsonl"]
    assert b"urn:dom" in members(path)["pages/extraPages.jsonl"]
    assert wacz.main(["validate", "-f", str(path)]) == 0


def test_a_courts_dossier_carries_the_captures_and_a_public_one_does_not(tmp_path: Path, server: str) -> None:  # noqa: F811
    with new_case(tmp_path / "c", server) as case:
        line = one(case, f"http://{server}/page")
        list(verbs.read(case))
        verbs.relate(case)
        verbs.weigh(case)
        ids = [incident["id"] for incident in verbs.show(case, "incidents")]
        for audience in ("court", "public"):
            folder = verbs.publish(case, ids, to=tmp_path / audience, audience=audience)
            assert verbs.verify(folder) == []
        held = (tmp_path / "court" / "data" / "captures.wacz")
        found = [b for b in blocks.blocks(io.BytesIO(warc_of(held))) if b.kind == "response"]
        assert line["sha256"] in {hashlib.sha256(b.message()[1]).hexdigest() for b in found}
        assert not (tmp_path / "public" / "data" / "captures.wacz").exists()
        public = b"".join(path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file())
        assert b"researcher 3" not in public
        assert b"User-Agent" not in public


def test_a_broken_archive_gives_what_is_whole_of_it_and_is_told(tmp_path: Path) -> None:
    whole = archived.packed(archived.crawl())
    (tmp_path / "cut.warc.gz").write_bytes(whole[:len(whole) // 2])
    (tmp_path / "none.warc").write_bytes(b"WARC/1.1\r\nWARC-Type: resp")
    (tmp_path / "odd.wacz").write_bytes(archived.wacz(archived.answer("https://paper.example.net/a", archived.PAGE, 40), [])[:-30])
    with new_case(tmp_path / "case", None) as case:
        list(verbs.add(case, [str(tmp_path / name) for name in ("cut.warc.gz", "none.warc", "odd.wacz")]))
        for audience in ("court", "public"):
            done, path = given(case, tmp_path, name=audience, audience=audience)
            assert [why for why in done.left_out if "could be copied in part only" in why]
            assert "https://news.example.org/story" in {b.url for b in blocks.blocks(io.BytesIO(warc_of(path)))}
