"""`new` and `add`: nothing acknowledged is lost, nothing is kept twice, each bad item is named."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.errors import CaseError, UsageError
from bearwitness.store import events
from bearwitness.store.log import Log
from bearwitness.store.objects import Objects
from bearwitness.store.schema import object_path

TEXT = "Amal said that 13 people were killed in Exampleton."


@pytest.fixture
def case(tmp_path: Path):
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        yield opened


def _log_size(case) -> int:
    return Log(case.path / "log").size


# --- new ----------------------------------------------------------------------------------------------

def test_new_makes_the_folder_and_keeps_its_key_to_its_owner(case) -> None:
    assert sorted(p.name for p in case.path.iterdir() if not p.name.startswith((".", "case.db-"))) == [
        "case.db", "case.toml", "keys", "log", "objects"]
    assert (case.path / "keys" / "log.key").stat().st_mode & 0o777 == 0o600
    assert _log_size(case) == 1       # the case's own event


@pytest.mark.parametrize(("make", "says"), [
    (lambda p: (p / "case.toml").write_text("x"), "is a case already"),
    (lambda p: (p / "note.txt").write_text("x"), "is not empty"),
])
def test_new_never_writes_into_what_is_there(tmp_path: Path, make, says: str) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    make(folder)
    before = sorted(folder.iterdir())
    with pytest.raises(CaseError, match=says):
        verbs.new(folder)
    assert sorted(folder.iterdir()) == before and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("title", ['Plain', 'With "quotes" and \\ and \x7f', "عربي", "\U0001f600"])
def test_a_title_comes_back_as_it_was(tmp_path: Path, title: str) -> None:
    verbs.new(tmp_path / "c", title=title).close()
    with verbs.open_case(tmp_path / "c") as opened:
        assert opened.title == title


def test_a_title_of_two_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        verbs.new(tmp_path / "c", title="a\nb")


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda p: (p / "case.toml").unlink(), "is not a case"),
    (lambda p: (p / "case.toml").write_text("nonsense ="), "cannot be read"),
    (lambda p: (p / "case.db").unlink(), "is missing"),
    (lambda p: (p / "case.toml").write_text('[case]\nformat = 99\nid = "x"\ntitle = "y"\n'), "newer bearwitness"),
])
def test_a_folder_that_is_no_good_case_is_told(tmp_path: Path, spoil, says: str) -> None:
    verbs.new(tmp_path / "c").close()
    spoil(tmp_path / "c")
    with pytest.raises(CaseError, match=says):
        verbs.open_case(tmp_path / "c")


# --- add ----------------------------------------------------------------------------------------------

def test_a_file_is_preserved_byte_for_byte_with_its_text_and_event(case, tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfAmal said\r\nthat 13 people were killed.\n"
    (tmp_path / "a.txt").write_bytes(data)
    [line] = verbs.add(case, [str(tmp_path / "a.txt")])
    assert (line["verdict"], line["derived"], line["already"], line["member"]) == ("accept", ["text"], False, None)
    assert (case.path / object_path(line["sha256"])).read_bytes() == data
    assert _log_size(case) == 2
    [shown] = verbs.show(case, "reports")
    assert shown["id"] == line["report"] and shown["source"] == str(tmp_path / "a.txt") and shown["incidents"] == []


def test_adding_again_changes_nothing(case, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    first = list(verbs.add(case, [str(tmp_path / "a.txt")]))
    size = _log_size(case)
    [again] = verbs.add(case, [str(tmp_path / "a.txt")])
    assert again == {**first[0], "already": True}
    assert _log_size(case) == size and len(list(verbs.show(case, "reports"))) == 1


def test_the_same_bytes_from_two_places_are_two_reports_of_one_original(case, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    lines = list(verbs.add(case, [str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), str(tmp_path / "a.txt")]))
    assert [line["already"] for line in lines] == [False, False, True]
    assert len({line["report"] for line in lines}) == 2
    assert len([p for p in (case.path / "objects").rglob("*") if p.is_file()]) == 1


def test_a_folder_is_walked_in_order_without_hidden_files_or_the_case_itself(case, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", "c/a.txt", ".hidden", ".git/x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TEXT} {name}")
    lines = list(verbs.add(case, [str(tmp_path)]))
    assert [Path(line["source"]).relative_to(tmp_path).as_posix() for line in lines] == [
        "a/b/c.txt", "a/z.txt", "b.txt", "c/a.txt"]


def test_links_in_a_folder_never_stop_the_rest(case, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "z.txt").write_text(TEXT + "z")
    (tmp_path / "itself").symlink_to("itself")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "link.txt").symlink_to("a.txt")
    lines = {Path(line["source"]).name: line for line in verbs.add(case, [str(tmp_path)])}
    assert {name: line["verdict"] for name, line in lines.items()} == {
        "a.txt": "accept", "itself": "reject", "link.txt": "accept", "loop": "reject", "z.txt": "accept"}
    assert "not followed" in lines["loop"]["reason"] and "symbolic links" in lines["itself"]["reason"]


def test_a_folder_by_another_spelling_has_the_same_sources(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    assert [line["source"] for line in verbs.add(case, [".", "./", "a.txt"])] == ["a.txt"] * 3
    assert len(list(verbs.show(case, "reports"))) == 1


BAD = [   # what is added, the verdict, what the reason says, why the row is here
    (b"", "reject", "empty", "nothing to preserve"),
    (b"\x00\x01\x02binary\x00" * 50, "keep_original_no_derivative", "binary", "evidence all the same"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 99, "keep_original_no_derivative", "picture", "a photo is evidence"),
    (b"%PDF-1.4\nbroken", "keep_original_no_derivative", "", "a broken PDF is kept"),
    (b"<html><head><title>x</title></head></html>", "keep_original_no_derivative", "", "a page without a body"),
]


@pytest.mark.parametrize(("data", "verdict", "says", "why"), BAD, ids=[why for *_, why in BAD])
def test_a_bad_item_is_named_and_the_rest_is_done(case, tmp_path: Path, data: bytes, verdict: str, says: str, why: str) -> None:
    suffix = {b"%": ".pdf", b"<": ".html"}.get(data[:1], ".bin")
    bad, good = tmp_path / f"bad{suffix}", tmp_path / "good.txt"
    bad.write_bytes(data)
    good.write_text(TEXT)
    first, second = verbs.add(case, [str(bad), str(good)])
    assert first["verdict"] == verdict and says in first["reason"] and first["derived"] == []
    assert second["verdict"] == "accept"
    if verdict != "reject":
        assert (case.path / object_path(first["sha256"])).read_bytes() == data


def test_what_cannot_be_had_is_named(case, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    sources = [str(tmp_path / n) for n in ("nowhere.txt", "empty", "pipe", "dangling.txt")] + ["http://127.0.0.1/a"]
    lines = list(verbs.add(case, sources))
    assert [line["verdict"] for line in lines] == ["reject"] * 5
    assert [line["source"] for line in lines] == sources
    for line, says in zip(lines, ("No such file", "without files", "neither", "No such file", "not on the public internet")):
        assert says in line["reason"]
    assert _log_size(case) == 1


def test_a_file_that_vanishes_while_it_is_added(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT + name)
    receive = Objects.receive

    def vanishing(self, stream):
        if "a.txt" in stream.name:
            raise OSError(116, "Stale file handle")
        return receive(self, stream)

    monkeypatch.setattr(Objects, "receive", vanishing)
    lines = list(verbs.add(case, [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]))
    assert [line["verdict"] for line in lines] == ["reject", "accept"]
    assert "Stale" in lines[0]["reason"]


def test_standard_input(case) -> None:
    [line] = verbs.add(case, ["-"], stdin=io.BytesIO(TEXT.encode()), given=verbs.Given(publisher="Example Press"))
    assert line["source"] == "-" and line["verdict"] == "accept"
    assert next(verbs.show(case, "reports"))["publisher"] == "Example Press"


def test_posts_are_kept_whole_and_by_line(case, tmp_path: Path) -> None:
    lines = ['{"id": "p1", "text": "7 people were killed in Exampleton.", "publisher": "@valley"}', "", "not json",
             '{"id": 2, "text": ""}', '{"id": "p3", "text": "ok", "published_at": "2025-03-09"}']
    data = ("\ufeff" + "\r\n".join(lines)).encode()
    (tmp_path / "x.posts.jsonl").write_bytes(data)
    package, *members = verbs.add(case, [str(tmp_path / "x.posts.jsonl")])
    assert package["member"] is None and package["derived"] == ["member"] and package["report"] is None
    assert [(m["member"], m["verdict"]) for m in members] == [
        ("p1", "accept"), ("line 3", "reject"), ("2", "keep_original_no_derivative"), ("p3", "accept")]
    assert [p.read_bytes() for p in (case.path / "objects").rglob("*") if p.is_file()] == [data]
    with case.reading() as connection:
        from bearwitness.store import reports
        assert reports.own_bytes(connection, case.objects, members[0]["report"]).decode() == lines[0]
    again = list(verbs.add(case, [str(tmp_path / "x.posts.jsonl")]))
    assert [line["already"] for line in again] == [True, True, False, True, True]


MANIFEST = "file,publisher,published_at,sensitivity,retells\na.txt,Example Press,2025-03-09,0,x\nsub/b.txt,,2025-03,,\n"


def test_sources_csv_tells_about_the_files_of_its_folder(case, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    (folder / "sub" / "b.txt").write_text(TEXT + "b")
    (folder / "sources.csv").write_text(MANIFEST + "gone.txt,X,,,\n")
    *good, bad = verbs.add(case, [str(folder)])
    assert [line["verdict"] for line in good] == ["accept", "accept"]
    assert bad["verdict"] == "reject" and "gone.txt" in bad["reason"]
    a, b = verbs.show(case, "reports")
    assert (a["publisher"], a["published_at"]["start"], a["sensitivity"]) == ("Example Press", "2025-03-09", 0)
    assert (b["publisher"], b["published_at"]["precision"], b["sensitivity"]) == (None, "month", 2)


@pytest.mark.parametrize("text", ["publisher\nX\n", "file,sensitivity\na.txt,9\n"])
def test_a_sources_csv_that_cannot_be_used_is_told(case, tmp_path: Path, text: str) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.txt").write_text(TEXT)
    (tmp_path / "r" / "sources.csv").write_text(text)
    first, second = verbs.add(case, [str(tmp_path / "r")])
    assert first["verdict"] == "reject" and "cannot be used" in first["reason"]
    assert second["verdict"] == "accept"


# --- crashes --------------------------------------------------------------------------------------------

def test_events_that_a_crash_kept_from_the_log_are_appended_next_time(case, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with monkeypatch.context() as broken:
        broken.setattr(type(case), "complete_log", lambda self: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            list(verbs.add(case, [str(tmp_path / "a.txt")]))
    with case.reading() as connection:
        recorded = events.next_index(connection)
    assert (recorded, _log_size(case)) == (2, 1)
    with verbs.open_case(case.path) as again:
        [line] = verbs.add(again, [str(tmp_path / "a.txt")])
        assert line["already"] and line["verdict"] == "accept"
        assert _log_size(again) == 2
        with again.reading() as connection:
            entry = events.waiting(connection, 1)
        assert Log(case.path / "log").entries(1, 2) == entry


def test_a_database_older_than_its_log_is_refused(case, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with case.reading() as connection:
        waiting = events.waiting(connection, 0)
    Log(case.path / "log", case.path / "keys").append(waiting)
    with pytest.raises(CaseError, match="the log holds 2 events and the database 1"):
        verbs.open_case(case.path)


_ADD = """
import json, sys
from bearwitness import case as verbs
from bearwitness.case.intake import batch
batch.GROUP_ITEMS = 3
with verbs.open_case(sys.argv[1]) as case:
    for line in verbs.add(case, sys.argv[2:]):
        print(json.dumps(line), flush=True)
"""


def test_killed_at_any_point_nothing_acknowledged_is_lost_and_nothing_is_kept_twice(case, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n:03d}.txt").write_text(f"Text {n}. {TEXT}")
    acknowledged: dict[str, str] = {}
    for wait_for, then in ((0, 0.25), (1, 0.0), (4, 0.004), (7, 0.011), (9, 0.017), (12, 0.023)):
        process = subprocess.Popen([sys.executable, "-c", _ADD, str(case.path), str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        out = [process.stdout.readline() for _ in range(wait_for)]
        time.sleep(then)
        process.send_signal(signal.SIGKILL)
        out += process.communicate()[0].splitlines()
        for line in out:
            if line.strip().endswith("}"):
                got = json.loads(line)
                acknowledged[got["source"]] = got["report"]
    with verbs.open_case(case.path) as again:
        lines = list(verbs.add(again, [str(folder)]))
        shown = list(verbs.show(again, "reports"))
        assert verbs.verify(case.path) == []
        with again.reading() as connection:
            assert Log(case.path / "log").size == events.next_index(connection) == 61
    assert len(lines) == 60 and {line["verdict"] for line in lines} == {"accept"}
    assert len(shown) == 60 == len({(row["sha256"], row["source"]) for row in shown})
    assert acknowledged and all(line["already"] for line in lines if line["source"] in acknowledged)
    assert [p for p in (case.path / "objects" / ".incoming").iterdir()] == []


def _add_in_process(path: str, folder: str, answers) -> None:
    with verbs.open_case(path) as opened:
        answers.put([line["report"] for line in verbs.add(opened, [folder]) if line["verdict"] == "accept"])


def test_two_processes_add_the_same_folder_at_once(case, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:03d}.txt").write_text(f"Text {n}. {TEXT}")
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    adders = [context.Process(target=_add_in_process, args=(str(case.path), str(folder), answers)) for _ in range(2)]
    for adder in adders:
        adder.start()
    first, second = answers.get(timeout=60), answers.get(timeout=60)
    for adder in adders:
        adder.join(30)
    assert [adder.exitcode for adder in adders] == [0, 0]
    assert sorted(first) == sorted(second) and len(first) == 40
    assert _log_size(case) == 41 and len(list(verbs.show(case, "reports"))) == 40
    assert verbs.verify(case.path) == []
