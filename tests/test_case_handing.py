"""Handing out, exporting and checking: each leaves an entry in the log, and nothing goes out that has none."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.case import handing
from bearwitness.cli import run
from bearwitness.custody.entry import read_fields
from bearwitness.errors import CaseError, NotFound, StoreError, UsageError
from bearwitness.store import chain
from bearwitness.store.log import Log

WORDS = "Amal Exampleson said that 13 people were killed in Exampleton."


@pytest.fixture
def case(tmp_path: Path):
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        yield opened


def add(case, words: str = WORDS, name: str = "a.txt") -> str:
    file = case.path.parent / name
    file.write_text(words)
    [line] = verbs.add(case, [str(file)])
    return line["report"]


def posts(case) -> list[str]:
    file = case.path.parent / "p.posts.jsonl"
    file.write_text("".join(json.dumps({"id": str(n), "text": WORDS, "account": "@example"}) + "\n" for n in range(3)))
    return [line["report"] for line in verbs.add(case, [str(file)]) if line["report"]]


def logged(case, kind: str) -> list[dict]:
    with case.reading() as connection:
        return [read_fields(e.entry, e.disclosures) for e in chain.of_kinds(connection, [kind])]


def original(case, report: str) -> Path:
    with case.reading() as connection:
        from bearwitness.store.reports import stored

        return case.objects.path(stored(connection, report)["original_sha256"])


def test_a_copy_is_the_original_and_is_logged(case, tmp_path: Path) -> None:
    report = add(case)
    made = verbs.copy(case, report[:8], to=tmp_path / "copy.txt", by="analyst", reason=" place the street ")
    assert (tmp_path / "copy.txt").read_text() == WORDS
    assert (tmp_path / "copy.txt").stat().st_mode & 0o777 == 0o600
    [fields] = logged(case, "access")
    sha256 = hashlib.sha256(WORDS.encode()).hexdigest()
    assert fields["copy_sha256"] == made["sha256"] == sha256
    assert fields["copy_sha512"] == hashlib.sha512(WORDS.encode()).hexdigest()
    assert (fields["access"], fields["of_report"], fields["by"], fields["reason"], fields["copy_size"]) == (
        "working copy", report, "analyst", "place the street", len(WORDS))
    assert Log(case.path / "log").size == made["entry"] + 1
    assert verbs.verify(case.path) == []


def test_a_line_of_a_package_is_handed_out_alone(case, tmp_path: Path) -> None:
    report = posts(case)[1]
    verbs.copy(case, report, to=tmp_path / "copy.json", by="analyst", reason="look")
    assert json.loads((tmp_path / "copy.json").read_text())["id"] == "1"
    assert verbs.verify(case.path) == []


@pytest.mark.parametrize(("arguments", "error", "says"), [
    ({"reason": " "}, UsageError, "reason"),
    ({"by": None}, UsageError, "--by"),
    ({"by": "  "}, UsageError, "blank"),
    ({"to": "case/copy.txt"}, UsageError, "inside the case"),
    ({"to": "a.txt"}, CaseError, "there already"),
    ({"to": "dangling"}, CaseError, "there already"),
    ({"to": "no/such/folder.txt"}, StoreError, "cannot be written"),
    ({"which": "nothing12345"}, NotFound, "no such report"),
])
def test_what_is_refused_leaves_no_file_and_no_entry(case, tmp_path: Path, arguments, error, says) -> None:
    report = add(case)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    before, size = sorted(p.name for p in tmp_path.iterdir()), Log(case.path / "log").size
    given = {"which": report, "to": "copy.txt", "by": "analyst", "reason": "look", **arguments}
    with pytest.raises(error, match=says):
        verbs.copy(case, given["which"], to=tmp_path / given["to"], by=given["by"], reason=given["reason"])
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert Log(case.path / "log").size == size


@pytest.mark.parametrize("harm", ["changed", "cut", "missing"])
def test_a_harmed_original_is_not_handed_out(case, tmp_path: Path, harm: str) -> None:
    report = add(case)
    file = original(case, report)
    file.chmod(0o644)
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(WORDS.replace("13", "31").encode() if harm == "changed" else WORDS[:9].encode())
    with pytest.raises(StoreError, match="verify"):
        verbs.copy(case, report, to=tmp_path / "copy.txt", by="analyst", reason="look")
    assert not (tmp_path / "copy.txt").exists() and logged(case, "access") == []
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_collector_of_the_case_stands_for_who_is_not_named(case, tmp_path: Path) -> None:
    with (case.path / "case.toml").open("a") as file:
        file.write('\n[capture]\ncollector = "collector-3"\n')
    verbs.copy(case, add(case), to=tmp_path / "copy.txt", by=None, reason="look")
    verbs.export(case, format="csv")
    assert [logged(case, kind)[0]["by"] for kind in ("access", "export")] == ["collector-3"] * 2


def test_an_export_is_logged_with_its_digest_and_standard_output_is_as_before(case, capfdbinary) -> None:
    add(case)
    assert run(["--case", str(case.path), "export", "--format", "csv", "--table", "reports", "--by", "archivist"]) == 0
    out = capfdbinary.readouterr().out
    [fields] = logged(case, "export")
    assert fields["output_sha256"] == hashlib.sha256(out).hexdigest() and fields["output_size"] == len(out)
    assert (fields["export"], fields["by"], fields["to"], fields["options"]) == ("csv", "archivist", "standard output", [["table", "reports"]])
    assert verbs.verify(case.path) == []


def test_what_cannot_be_logged_is_still_exported_and_that_is_told(case, monkeypatch) -> None:
    add(case)
    told: list[str] = []
    monkeypatch.setattr(os, "access", lambda path, mode: False)      # as on a disk that cannot be written
    assert verbs.export(case, format="csv", say=told.append)
    assert len(told) == 1 and "not in the log" in told[0]
    with pytest.raises(CaseError, match="cannot be written"):
        verbs.export(case, format="csv")
    assert logged(case, "export") == []


def test_a_check_is_recorded_with_its_outcome(case) -> None:
    report = add(case)
    assert verbs.verify(case.path, record=True, by="archivist", reason="yearly") == []
    file = original(case, report)
    file.chmod(0o644)
    file.write_text("other")
    faults = verbs.verify(case.path, record=True)
    first, second = logged(case, "access")
    assert (first["access"], first["outcome"], first["by"], first["reason"]) == ("integrity check", "no fault", "archivist", "yearly")
    assert second["outcome"] == f"{len(faults)} faults" and second["faults"] == faults and "by" not in second
    assert verbs.verify(case.path) == faults, "the record of a check is no fault itself"


@pytest.mark.parametrize(("words", "status"), [(["--record"], 2), (["--by", "archivist"], 2), (["--reason", "x"], 2)])
def test_a_check_of_something_else_is_not_recorded(case, tmp_path: Path, words: list[str], status: int) -> None:
    assert run(["verify", str(case.path / "log"), *words]) == status


def test_nobody_who_had_a_copy_stands_in_a_dossier(case, tmp_path: Path) -> None:
    file = case.path.parent / "a.txt"
    file.write_text("The Example Monitor said on Monday that 13 people were killed in Latakia on 9 March 2025.")
    [line] = verbs.add(case, [str(file)], given=verbs.Given(publisher="Example Daily"))
    list(verbs.read(case))
    verbs.copy(case, line["report"], to=tmp_path / "copy.txt", by="secret-role", reason="secret-reason")
    [incident, *_] = verbs.relate(case)
    verbs.weigh(case)
    dossier = verbs.publish(case, [incident.id], to=tmp_path / "dossier", audience="court")
    assert verbs.verify(dossier) == []
    everything = b"".join(p.read_bytes() for p in dossier.rglob("*") if p.is_file())
    assert b"secret-r" not in everything and handing.WORKING_COPY.encode() not in everything
    [fields] = logged(case, "publish")
    assert fields["reports"] == [line["report"]]
    assert verbs.verify(case.path) == []
