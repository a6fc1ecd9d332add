"""The chain of custody of a report: complete, checked, and wrong where something was changed."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from bearwitness import case as verbs
from bearwitness.case import keys, logkeeping
from bearwitness.cli import run
from bearwitness.errors import NotFound, PublishRefused, UsageError
from bearwitness.store.log import Log
from bearwitness.store.witnessing import Witness

WORDS = "The Example Monitor said on Monday that 13 people were killed in Latakia on 9 March 2025."


@pytest.fixture
def case(tmp_path: Path):
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        with (opened.path / "case.toml").open("a") as file:
            file.write('\n[capture]\ncollector = "field-3"\n')
        yield opened


def add(case, name: str = "a.txt", words: str = WORDS) -> str:
    (case.path.parent / name).write_text(words)
    [line] = verbs.add(case, [str(case.path.parent / name)], given=verbs.Given(publisher="Example Daily"))
    return line["report"]


def words(case, report: str) -> list[str]:
    return [step.event for step in verbs.custody(case, report).handlings]


def fault_of(case, report: str, what: str) -> str | None:
    return next(check.fault for check in verbs.custody(case, report).checks if check.what == what)


def test_everything_that_is_done_with_a_report_is_in_its_chain(case, tmp_path: Path) -> None:
    report, other = add(case), add(case, "b.txt", WORDS.replace("13", "15"))
    list(verbs.read(case))
    verbs.copy(case, report, to=tmp_path / "copy.txt", by="analyst", reason="look")
    verbs.copy(case, other, to=tmp_path / "other.txt", by="analyst", reason="another report's copy is no step of this one")
    verbs.judge(case, report, relation="fix", reviewer="Amal", reason="title given", changes={"title": "T"})
    claim = next(c["id"] for c in verbs.show(case, "claims") if c["report_id"] == report)
    verbs.judge(case, claim, relation="accept", reviewer="Basim", reason="read it")
    verbs.export(case, format="csv")
    verbs.verify(case.path, record=True)
    [incident, *_] = verbs.relate(case)
    verbs.weigh(case)
    verbs.publish(case, [incident.id], to=tmp_path / "dossier", audience="court")
    verbs.export_custody(case, report, audience="court")
    chain = verbs.custody(case, report)
    assert [s.event for s in chain.handlings] == ["case_begun", "collected", "read", "copied_out", "judged", "judged", "exported", "checked",
                                                  "published", "exported"]
    assert [s.by for s in chain.handlings][1:6] == ["field-3", None, "analyst", "Amal", "Basim"]
    assert all(s.proof is None for s in chain.handlings) and all(c.fault is None for c in chain.checks)
    assert [s.number for s in chain.handlings] == list(range(1, 11))
    assert chain.exhibit["title"] == "T"
    assert words(case, other).count("copied_out") == 1


def test_what_is_not_known_is_missing_with_its_reason(case) -> None:
    capture = dict(verbs.custody(case, add(case)).capture)
    from bearwitness.capture.record import FIELDS

    assert list(capture) == list(FIELDS)
    assert set(capture["tls"]) == {"missing"} and capture["collector"] == "field-3"


def test_a_member_names_its_package_and_a_picture_what_its_device_claims(case, tmp_path: Path) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0110] = "Phone 3"
    photo = io.BytesIO()
    Image.new("RGB", (40, 30)).save(photo, "JPEG", exif=exif)
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as package:
        package.writestr("photo.jpg", photo.getvalue())
    report = next(line["report"] for line in verbs.add(case, [str(tmp_path / "p.zip")]) if line["report"])
    chain = verbs.custody(case, report)
    assert [s.event for s in chain.handlings] == ["case_begun", "package_kept", "collected", "derived", "derived"]
    assert chain.assurance == "member" and chain.exhibit["package_offset"] is not None
    assert chain.device["claims"]["Model"] == "Phone 3"
    assert {d["name"]: d["state"] for d in chain.derivatives} == {"metadata.json": "there", "thumbnail.jpg": "there"}
    shutil.rmtree(case.path / "derived")
    assert {d["state"] for d in verbs.custody(case, report).derivatives} == {"deleted"}
    package_file = case.objects.path(chain.exhibit["package_sha256"])
    package_file.chmod(0o644)
    package_file.write_bytes(b"other")
    assert fault_of(case, report, "package") and fault_of(case, report, "sha256") is None


def test_a_line_of_a_package_is_hashed_alone(case, tmp_path: Path) -> None:
    (tmp_path / "p.posts.jsonl").write_text("".join(json.dumps({"id": str(n), "text": WORDS}) + "\n" for n in range(3)))
    reports = [line["report"] for line in verbs.add(case, [str(tmp_path / "p.posts.jsonl")]) if line["report"]]
    chain = verbs.custody(case, reports[1])
    assert chain.exhibit["offset"] > 0 and chain.exhibit["sha512"] is None
    assert all(c.fault is None for c in chain.checks)
    assert "package_kept" in [s.event for s in chain.handlings]


def test_reports_with_the_same_bytes_are_named(case) -> None:
    first, second = add(case), add(case, "b.txt")
    assert [r["id"] for r in verbs.custody(case, first).relations] == [second]


def test_witnesses_and_signatures_stand_beside_the_steps_they_cover(case, tmp_path: Path) -> None:
    report = add(case)
    witness = Witness.create(tmp_path / "w", "partner.example")
    witness.trust(Log(case.path / "log").vkey)
    logkeeping.add_witness(case, witness.vkey)
    logkeeping.reply(case, witness.sign(logkeeping.request(case).encode(), 1741564800))
    keys.new_key("Amal", tmp_path / "amal.key")
    key = keys.load_key(tmp_path / "amal.key")
    keys.add_key(case, "Amal", key)
    keys.sign_as(case, key)
    verbs.copy(case, report, to=tmp_path / "copy.txt", by=None, reason="look")
    _, collected, known, copied = verbs.custody(case, report).handlings
    assert collected.covered.witnessed == (2, (("partner.example", "2025-03-10T00:00:00Z"),)) and collected.signed == ()
    assert known.event == "key_made_known" and copied.covered.witnessed is None
    assert copied.signed == ((key.public, "Amal"),) and copied.by == "Amal"
    case.signer = None
    with pytest.raises(UsageError, match="Amal has a key"):
        verbs.copy(case, report, to=tmp_path / "copy2.txt", by="Amal", reason="not Amal")


# --- something was changed --------------------------------------------------------------------------

def test_a_changed_original_is_told_and_the_rest_still_shown(case) -> None:
    report = add(case)
    file = next(p for p in (case.path / "objects").rglob("*") if p.is_file() and len(p.name) == 64)
    file.chmod(0o644)
    file.write_text("other")
    chain = verbs.custody(case, report)
    assert {c.what for c in chain.checks if c.fault} == {"sha256", "sha512", "size"} and len(chain.handlings) == 2
    file.unlink()
    assert "cannot be read" in (fault_of(case, report, "sha256") or "")


@pytest.mark.parametrize(("change", "check"), [
    ("UPDATE reports SET publisher = 'Other Daily'", "record"),
    ("UPDATE texts SET text = 'other'", "text"),
    ("UPDATE custody_events SET entry = (SELECT entry FROM custody_events WHERE idx = 0) WHERE idx = 1", "proofs"),
    ("UPDATE custody_events SET disclosures = replace(disclosures, 'W', 'X') WHERE idx = 1", "proofs"),
])
def test_a_row_changed_behind_the_program_is_told(case, change: str, check: str) -> None:
    report = add(case)
    case.write(lambda connection: connection.execute(text(change)))
    assert fault_of(case, report, check)


# --- as a report ------------------------------------------------------------------------------------

@pytest.mark.parametrize(("sensitivity", "audience", "allowed"), [
    (0, "public", True), (1, "public", False), (1, "team", True), (2, "team", False), (2, "partner", True), (3, "partner", False), (3, "court", True)])
def test_a_report_above_the_audience_is_refused_and_that_is_no_export(case, sensitivity: int, audience: str, allowed: bool) -> None:
    report = add(case)
    verbs.judge(case, report, relation="fix", reviewer="Amal", reason="r", changes={"sensitivity": sensitivity})
    size = Log(case.path / "log").size
    if allowed:
        assert b"<html" in verbs.export_custody(case, report, audience=audience)
        assert Log(case.path / "log").size == size + 1
    else:
        with pytest.raises(PublishRefused, match="sensitivity"):
            verbs.export_custody(case, report, audience=audience)
        assert Log(case.path / "log").size == size


def test_the_same_entries_give_the_same_bytes(case) -> None:
    from bearwitness.dossier.exhibit import render

    report = add(case)
    for form in ("html", "pdf"):
        first, second = (render(verbs.custody(case, report), form=form, audience="court") for _ in range(2))
        assert first == second


@pytest.mark.parametrize(("words", "status", "says"), [
    (["show", "custody"], 2, "of which report"),
    (["show", "custody", "nothing12345"], 1, "no such report"),
    (["show", "tolls", "abc"], 2, "takes no id"),
    (["export", "--format", "custody"], 2, "--report"),
    (["export", "--format", "custody", "--report", "a", "--report", "b"], 2, "one report"),
    (["export", "--format", "custody", "--report", "nothing12345"], 1, "no such report"),
    (["export", "--format", "custody", "--report", "x", "--to", "a.doc"], 2, ".pdf"),
    (["export", "--format", "custody", "--report", "x", "--table", "claims"], 2, "--table"),
    (["export", "--format", "csv", "--audience", "court"], 2, "custody"),
    (["export", "--format", "custody", "--report", "{report}", "--audience", "friends"], 2, "audience"),
    (["export", "--format", "custody", "--report", "{report}", "--language", "xx"], 2, "language"),
])
def test_wrong_use_says_what_to_do(case, capfd, words: list[str], status: int, says: str) -> None:
    report = add(case)
    assert run(["--case", str(case.path), *(w.format(report=report) for w in words)]) == status
    assert says in capfd.readouterr().err


def test_it_is_shown_on_the_terminal_and_as_json_lines(case, capfd) -> None:
    report = add(case)
    assert run(["--case", str(case.path), "show", "custody", report[:8], "--json"]) == 0
    exhibit, *steps = map(json.loads, capfd.readouterr().out.splitlines())
    assert exhibit["type"] == "exhibit" and exhibit["id"] == report and [s["type"] for s in steps] == ["handling"] * 2
    assert run(["--case", str(case.path), "show", "custody", report]) == 0
    shown = capfd.readouterr().out
    assert exhibit["sha256"] in shown and "collected" in shown and "field-3" in shown


def test_there_is_no_such_report(case) -> None:
    with pytest.raises(NotFound):
        verbs.custody(case, "nothing12345")


def test_a_ledgers_time_stands_beside_the_steps_it_covers() -> None:
    from bearwitness.case.chain import _covering
    from bearwitness.store.calendars import Block, Proof

    cover = _covering({"witnessed": [], "timestamps": [{"size": 3, "time": "2025-03-09T10:00:00Z", "address": "https://tsa.example"}]}, [
        Proof(5, "5.0.ots", (), (Block(800000, "r", "2025-03-10T10:00:00Z", 1.0), Block(800001, "r", None, None))),
        Proof(9, "9.0.ots", ("https://calendar.example",), ())])
    assert cover(2, 9).stamped == (3, (("2025-03-09T10:00:00Z", "https://tsa.example"),))
    assert cover(3, 9).stamped == (5, (("2025-03-10T10:00:00Z", "Bitcoin block 800000 (OpenTimestamps; its header as given)"),))
    assert cover(5, 9).stamped is None
