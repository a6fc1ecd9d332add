"""`erase` and `redact`: what goes is gone from every byte, what was proven stays proven, and `verify` knows the difference."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from tests import case_fakes
from tests.erase_cases import APPROVAL, about, disclosed, marker, markers_in, proofs, still_hold
from tests.test_case_media import picture

from bearwitness import case as verbs
from bearwitness.errors import EraseRefused, NotFound, UsageError
from bearwitness.model import ERASED, REDACTED
from bearwitness.store import audit, readings, schema
from bearwitness.store.objects import Objects

TEXT = "Amal said that 13 people were killed in Exampleton."
TOLD = "{0} said that {1} people were killed in Exampleton. The words {0} stand here alone.\n"


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    case_fakes.install(monkeypatch)
    monkeypatch.setattr(audit, "_PAUSE", 0)     # nobody else writes here


@pytest.fixture
def case(tmp_path: Path):
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        yield opened


def put(case, folder: Path, name: str, text: str, **given: object) -> str:
    """The id of a report made from a text."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    [line] = verbs.add(case, [str(folder / name)], given=verbs.Given(**given))      # type: ignore[arg-type]
    return line["report"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    """Two reports with markers everywhere, read, judged and related, with a dossier of each audience: folder, ids, markers of the first."""
    folder, chance = tmp_path_factory.mktemp("made"), random.Random(3)
    planted = {name: marker(chance) for name in ("text", "source", "publisher", "title", "url", "reason")}
    with pytest.MonkeyPatch.context() as patch, verbs.new(folder / "case", title="Made-up case") as case:
        case_fakes.install(patch)
        first = put(case, folder / planted["source"], "a.txt", TOLD.format("Amal", 13) + planted["text"], publisher=planted["publisher"],
                    title=planted["title"], url=f"https://kestrel.invalid/{planted['url']}", published_at="2025-03-09")
        second = put(case, folder, "b.txt", TOLD.format("Omar", 15), publisher="Kestrel Radio", published_at="2025-03-09")
        list(verbs.read(case))
        claims = {c["report_id"]: c for c in verbs.show(case, "claims") if c["kind"] == "toll"}
        judged = verbs.judge(case, claims[first]["id"], relation="fix", reviewer="Reviewer One", reason=planted["reason"], changes={"number": 14})
        verbs.judge(case, claims[second]["id"], relation="accept", reviewer="Reviewer Two", reason="read twice")
        verbs.relate(case)
        verbs.weigh(case)
        ids = [row["id"] for row in verbs.show(case, "incidents")]
        for audience in ("public", "court"):
            verbs.publish(case, ids, to=folder / audience, audience=audience)
    return folder, (first, second, judged.id), set(planted.values())


@pytest.fixture
def filled(made, tmp_path: Path):
    """A copy of it, to be changed: case, ids, markers."""
    folder, ids, planted = made
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with verbs.open_case(tmp_path / "case") as opened:
        yield opened, ids, planted


# --- a report -------------------------------------------------------------------------------------------

def test_an_erased_report_is_in_no_byte_and_everything_proven_stays_proven(filled, tmp_path: Path) -> None:
    case, (first, second, judgement), planted = filled
    before = proofs(case.path)
    assert planted <= markers_in(case.path)
    receipt = verbs.erase(case, [first], APPROVAL)
    assert receipt["done"] and receipt["left"] == [] and receipt["found_in"] == []
    assert not planted & markers_in(case.path)
    assert verbs.verify(case.path) == []
    still_hold(case.path, before)
    assert verbs.verify(tmp_path / "public") == verbs.verify(tmp_path / "court") == []
    assert [r["id"] for r in verbs.show(case, "reports")] == [second]
    kept = {j["id"]: j for j in verbs.show(case, "judgements")}[judgement]
    assert (kept["left"], kept["reason"], kept["changes"], kept["anchor"], kept["status"]) == (ERASED, ERASED, {}, {}, "erased")
    assert kept["reviewer"] == "Reviewer One"       # a person did decide something
    digest = hashlib.sha256(Path(tmp_path / "b.txt").read_bytes()).hexdigest()
    assert [p.name for p in (case.path / "objects").rglob("*") if p.is_file()] == [digest]


def test_the_case_goes_on_after_an_erasure(filled, made, tmp_path: Path) -> None:
    case, (first, second, _), _ = filled
    verbs.erase(case, [first], APPROVAL)
    assert list(verbs.read(case)) == []
    verbs.relate(case)
    verbs.weigh(case)
    [incident] = verbs.show(case, "incidents")
    assert incident["reports"] == [second]
    assert verbs.export(case, format="csv")
    for audience in ("public", "court"):
        verbs.publish(case, [incident["id"]], to=tmp_path / f"{audience} again", audience=audience)
        assert verbs.verify(tmp_path / f"{audience} again") == []
    # The same file is a new report: nothing was kept that could recognise it.
    [line] = verbs.add(case, [str(next(made[0].glob("mrk*/a.txt")))])
    assert (line["report"], line["already"]) == (first, False)
    assert all(result.ok for result in verbs.read(case))
    assert verbs.verify(case.path) == []


def test_the_event_says_which_digests_are_gone_on_what_ground_and_who_approved(filled) -> None:
    case, (first, _, _), _ = filled
    capture = about(case, first)[0]
    receipt = verbs.erase(case, [first], APPROVAL)
    told = [fields for fields in disclosed(case) if fields["kind"] == "erase"]
    assert {index for index, fields in enumerate(disclosed(case)) if fields["kind"] in ("erase", "redact")} == set(receipt["events"])
    [own] = [fields for fields in told if fields["subject"] == capture.item]
    assert (own["ground"], own["approver_1"], own["approver_2"]) == (APPROVAL.ground, *APPROVAL.approved_by)
    assert {"what", "time", "tool"} <= set(own) and first not in json.dumps(told)
    states = [row for row in verbs.explain(case.path) if row["event"] == capture.index]
    assert sum(row["state"] == "erased" for row in states) == len(capture.disclosures)
    assert {row["erased_by"] for row in states} - {None} <= set(receipt["events"])
    assert {row["state"] for row in states} == {"erased", "decoy or unknown"}


def test_a_plan_changes_nothing_and_names_what_cannot_be_reached(filled, tmp_path: Path) -> None:
    case, (first, _, judgement), planted = filled
    shutil.copytree(tmp_path / "court", case.path / "given away")
    before = {p: p.read_bytes() for p in case.path.rglob("*") if p.is_file() and "case.db" not in p.name}
    plan = verbs.erase(case, [first])
    assert {p: p.read_bytes() for p in case.path.rglob("*") if p.is_file() and "case.db" not in p.name} == before
    assert planted <= markers_in(case.path)
    assert plan["goes"]["reports"] == plan["goes"]["originals"] == plan["goes"]["texts"] == plan["goes"]["readings"] == 1
    assert [d["audience"] for d in plan["dossiers"]] == ["public", "court"]
    assert any(place.startswith("given away/") for place in plan["found_in"])
    assert judgement in {change["id"] for change in plan["changes"]}
    assert any("still prove it" in line for line in plan["out_of_reach"]) and any("SSD" in line for line in plan["out_of_reach"])


@pytest.mark.parametrize(("ground", "people", "says"), [
    ("", ("A", "B"), "on what ground"),
    ("  ", ("A", "B"), "on what ground"),
    ("x", (), "two people"),
    ("x", ("A",), "two people"),
    ("x", ("A", "B", "C"), "two people"),
    ("x", ("A", " "), "two people"),
    ("x", ("Amal K.", "amal  k."), "twice"),
    ("x", ("Amal", "\uff21mal"), "twice"),          # a full-width A
])
def test_two_different_people_approve_it(filled, ground: str, people: tuple[str, ...], says: str) -> None:
    case, (first, _, _), planted = filled
    with pytest.raises(UsageError, match=says):
        verbs.erase(case, [first], verbs.Approval(ground, people))
    assert planted <= markers_in(case.path)


@pytest.mark.parametrize(("thing", "error"), [("ffffffffffff", NotFound), ("", NotFound), ("reviewer:Nobody", NotFound), ("claim", UsageError), ("incident", UsageError)])
def test_what_cannot_be_erased_by_itself_is_told(filled, thing: str, error: type) -> None:
    case, _, _ = filled
    named = {"claim": next(verbs.show(case, "claims"))["id"], "incident": next(verbs.show(case, "incidents"))["id"]}.get(thing, thing)
    with pytest.raises(error):
        verbs.erase(case, [named], APPROVAL)


def test_an_erasure_done_twice_finds_nothing(filled) -> None:
    case, (first, _, _), _ = filled
    verbs.erase(case, [first], APPROVAL)
    with pytest.raises(NotFound):
        verbs.erase(case, [first], APPROVAL)


def test_a_reading_under_way_does_not_bring_an_erased_report_back(case, tmp_path: Path) -> None:
    from bearwitness.case.reading import keep_reading

    first = put(case, tmp_path, "a.txt", TEXT)
    verbs.erase(case, [first], APPROVAL)
    case.write_and_log(lambda connection: keep_reading(connection, readings.NewReading(first, "late@1", "0" * 64, (), (), ())))
    assert verbs.verify(case.path) == []


# --- what is shared ---------------------------------------------------------------------------------------

def test_bytes_of_two_reports_go_only_when_somebody_says_so(case, tmp_path: Path) -> None:
    first, second = put(case, tmp_path, "a.txt", TEXT), put(case, tmp_path, "b.txt", TEXT)
    list(verbs.read(case))
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    with pytest.raises(EraseRefused, match="also those of"):
        verbs.erase(case, [first], APPROVAL)
    assert len(list(verbs.show(case, "reports"))) == 2
    receipt = verbs.erase(case, [first], APPROVAL, leave_shared=True)
    assert any("bytes" in line for line in receipt["stays"]) and any("text" in line for line in receipt["stays"])
    assert [r["id"] for r in verbs.show(case, "reports")] == [second] and list(verbs.show(case, "claims"))
    assert verbs.verify(case.path) == []
    verbs.erase(case, [digest[:12]], APPROVAL)
    assert list(verbs.show(case, "reports")) == [] and not Objects(case.path).path(digest).exists()
    assert verbs.verify(case.path) == []


def test_a_judgement_on_a_claim_that_another_report_shares_keeps_its_words(case, tmp_path: Path) -> None:
    first, second = put(case, tmp_path, "a.txt", TEXT), put(case, tmp_path, "b.txt", TEXT)
    list(verbs.read(case))
    claim = next(c for c in verbs.show(case, "claims") if c["kind"] == "toll")
    verbs.judge(case, claim["id"], relation="accept", reviewer="Reviewer One", reason="read twice")
    verbs.erase(case, [first], APPROVAL, leave_shared=True)
    [judgement] = verbs.show(case, "judgements")
    assert (judgement["left"], judgement["reason"], judgement["status"]) == (claim["id"], "read twice", "holds")
    assert judgement["anchor"]["report"] == second
    assert verbs.verify(case.path) == []


def test_the_same_text_in_other_bytes_is_shared_too(case, tmp_path: Path) -> None:
    first, second = (put(case, tmp_path, f"{n}.html", f"<html lang=en><!-- {n} --><body><p>{TEXT}</p></body></html>") for n in "ab")
    rows = {r["id"]: r["text_sha256"] for r in verbs.show(case, "reports")}
    assert rows[first] == rows[second]
    with pytest.raises(EraseRefused, match="text is also that of"):
        verbs.erase(case, [first], APPROVAL)
    verbs.erase(case, [first, second], APPROVAL)
    assert verbs.verify(case.path) == []


# --- packages ---------------------------------------------------------------------------------------------

def zipped(folder: Path, **members: str) -> Path:
    path = folder / "pack.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in members.items():
            file.writestr(f"{name}.txt", text)
    return path


def test_a_package_that_holds_the_bytes_goes_whole_or_nothing_does(case, tmp_path: Path) -> None:
    secret = marker(random.Random(5))
    path = zipped(tmp_path, one=f"{TEXT} {secret}", two=TEXT.replace("13", "4"))
    lines = list(verbs.add(case, [str(path)]))
    one, two = (line["report"] for line in lines if line["report"])
    before = proofs(case.path)
    plan = verbs.erase(case, [one])
    assert len(plan["refused"]) == 1 and "--with-package" in plan["refused"][0] and "pack.zip" in plan["refused"][0]
    with pytest.raises(EraseRefused):
        verbs.erase(case, [one], APPROVAL)
    verbs.erase(case, [one], APPROVAL, with_package=True)
    assert secret not in markers_in(case.path)
    assert [r["id"] for r in verbs.show(case, "reports")] == [two]
    assert not Objects(case.path).path(hashlib.sha256(path.read_bytes()).hexdigest()).exists()
    assert "package_sha256" not in next(f for f in disclosed(case) if f.get("report") == two)
    assert verbs.verify(case.path) == []
    still_hold(case.path, before)


def test_a_package_named_by_its_digest_takes_all_that_came_out_of_it(case, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("deep.txt", TEXT.replace("13", "77"))
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("flat.txt", TEXT)
        file.writestr("inner.zip", inner.getvalue())
    other = put(case, tmp_path, "other.txt", TEXT.replace("13", "5"))
    list(verbs.add(case, [str(path)]))
    assert len(list(verbs.show(case, "reports"))) == 3
    verbs.erase(case, [hashlib.sha256(path.read_bytes()).hexdigest()], APPROVAL, with_package=True)
    assert [r["id"] for r in verbs.show(case, "reports")] == [other]
    assert len([p for p in (case.path / "objects").rglob("*") if p.is_file()]) == 1
    assert verbs.verify(case.path) == []


def test_posts_lie_in_their_file_alone_so_all_of_them_go_with_it(case, tmp_path: Path) -> None:
    path = tmp_path / "x.posts.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": TEXT.replace("13", str(n + 20)), "source": "x"}) + "\n" for n in range(3)))
    lines = [line for line in verbs.add(case, [str(path)]) if line["report"]]
    assert len(lines) == 3, lines
    with pytest.raises(EraseRefused, match="2 have their bytes only there"):
        verbs.erase(case, [lines[0]["report"]], APPROVAL)
    verbs.erase(case, [lines[0]["report"]], APPROVAL, with_package=True)
    assert list(verbs.show(case, "reports")) == [] and verbs.verify(case.path) == []
    assert not [p for p in (case.path / "objects").rglob("*") if p.is_file()]


def test_a_captured_page_goes_with_its_capture(tmp_path: Path, server: str) -> None:
    from tests.test_case_capture import new_case, one

    with new_case(tmp_path / "case", server) as case:
        line = one(case, f"http://{server}/page")
        one(case, f"http://{server}/page")      # captured once more
        receipt = verbs.erase(case, [line["report"]], APPROVAL)
        assert len(receipt["packages"]) >= 2
        assert not [p for p in (case.path / "objects").rglob("*") if p.is_file()]
        assert verbs.verify(case.path) == []
        database = (case.path / "case.db").read_bytes()
        assert b"/page" not in database and server.encode() not in database and b"valley" not in database


def test_a_line_of_a_capture_record_goes_and_the_rest_stays(tmp_path: Path, server: str) -> None:
    from tests.test_case_capture import new_case, one

    with new_case(tmp_path / "case", server) as case:
        line = one(case, f"http://{server}/page")
        receipt = verbs.redact(case, [line["report"]], ["capture.collector", "capture.context"], APPROVAL)
        assert any("WARC" in line for line in receipt["stays"])
        records = [f["capture"] for f in disclosed(case) if "capture" in f]
        assert records and all(r["collector"] == r["context"] == {"missing": "redacted"} for r in records)
        assert all(r["uri_requested"] == f"http://{server}/page" for r in records if r["method"] == "http")
        verbs.redact(case, [line["report"]], ["capture.remote_ip"], APPROVAL)      # and once more
        assert all(f["capture"]["collector"] == f["capture"]["remote_ip"] == {"missing": "redacted"} for f in disclosed(case) if "capture" in f)
        with pytest.raises(UsageError, match="no line"):
            verbs.redact(case, [line["report"]], ["capture.nothing"], APPROVAL)
        assert verbs.verify(case.path) == []


@pytest.fixture(scope="module")
def server():
    import threading
    from http.server import ThreadingHTTPServer

    from tests.test_case_capture import Handler

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{running.server_port}"
        running.shutdown()


def test_what_was_made_of_a_picture_goes_with_it(case, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    [line] = verbs.add(case, [str(tmp_path / "a.jpg")])
    assert len([p for p in (case.path / "derived").rglob("*") if p.is_file()]) == 2
    receipt = verbs.erase(case, [line["report"]], APPROVAL)
    assert receipt["goes"]["derivatives"] == 2
    assert not [p for p in (case.path / "derived").rglob("*") if p.is_file()] and not list((case.path / "derived").iterdir())
    assert verbs.verify(case.path) == []


def test_a_file_with_a_second_name_is_not_spoiled_and_that_is_told(case, tmp_path: Path) -> None:
    first = put(case, tmp_path, "a.txt", TEXT)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    os.link(Objects(case.path).path(digest), tmp_path / "copy")
    receipt = verbs.erase(case, [first], APPROVAL)
    assert any("second name" in line for line in receipt["left"]) and (tmp_path / "copy").read_text() == TEXT
    assert not Objects(case.path).path(digest).exists() and verbs.verify(case.path) == []


# --- lists and judgements -----------------------------------------------------------------------------------

def test_a_list_of_the_dead_goes_with_its_rows_and_the_words_about_them(case, tmp_path: Path) -> None:
    chance = random.Random(8)
    name, why = marker(chance), marker(chance)
    (tmp_path / "dead.csv").write_text(f"name,age\n{name},34\nNobody Real,\n")
    made, _ = verbs.lists_add(case, tmp_path / "dead.csv", keeper="K", as_of="2025-03-31", includes="all")
    one, other = verbs.show(case, "victims")
    verbs.judge(case, one["id"], other["id"], relation="different", reviewer="R", reason=why)
    with pytest.raises(UsageError, match="one row of a list"):
        verbs.erase(case, [one["id"]], APPROVAL)
    assert {name, why} <= markers_in(case.path)
    verbs.erase(case, [made.id], APPROVAL)
    assert not markers_in(case.path) and list(verbs.show(case, "victims")) == [] and list(verbs.show(case, "lists")) == []
    assert [(j["left"], j["right"]) for j in verbs.show(case, "judgements")] == [(ERASED, ERASED)]
    assert verbs.verify(case.path) == []


def test_the_words_of_a_judgement_go_and_the_decision_stays(filled) -> None:
    case, (_, _, judgement), _ = filled
    reason = next(j["reason"] for j in verbs.show(case, "judgements") if j["id"] == judgement)
    verbs.erase(case, [judgement], APPROVAL)
    assert reason not in markers_in(case.path)
    kept = next(j for j in verbs.show(case, "judgements") if j["id"] == judgement)
    assert (kept["reason"], kept["changes"], kept["relation"], kept["status"]) == (ERASED, {}, "fix", "holds")
    assert verbs.verify(case.path) == []


def test_words_that_a_newer_reading_carried_on_go_too(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(case, tmp_path, "a.txt", TEXT)
    list(verbs.read(case))
    why = marker(random.Random(9))
    claim = next(c for c in verbs.show(case, "claims") if c["kind"] == "toll")
    made = verbs.judge(case, claim["id"], relation="accept", reviewer="Reviewer One", reason=why)
    case_fakes.install(monkeypatch, version="2")
    list(verbs.read(case))
    verbs.relate(case)
    assert len(list(verbs.show(case, "judgements"))) == 2
    verbs.redact(case, [made.id], ["reason", "reviewer"], APPROVAL)
    assert not markers_in(case.path)
    rows = list(verbs.show(case, "judgements"))
    assert {row["reason"] for row in rows} == {REDACTED} and len({row["reviewer"] for row in rows}) == 1 and verbs.verify(case.path) == []


def test_a_reviewers_name_goes_from_everywhere_and_two_reviewers_stay_two(filled) -> None:
    case, _, _ = filled
    verbs.redact(case, ["reviewer:Reviewer One"], ["reviewer"], verbs.Approval("left the team", ("Reviewer Two", "Somebody Else")))
    verbs.erase(case, ["reviewer:Reviewer Two"], APPROVAL)
    names = {j["reviewer"] for j in verbs.show(case, "judgements")}
    assert len(names) == 2 and all(name.startswith("[redacted ") for name in names)
    data = json.dumps(disclosed(case))
    assert "Reviewer One" not in data and "Reviewer Two" not in data       # as an approver neither
    assert b"Reviewer One" not in (case.path / "case.db").read_bytes() and verbs.verify(case.path) == []


# --- single fields ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("field", ["source", "publisher", "title", "url"])
def test_a_redacted_field_is_in_no_byte_and_the_rest_is_as_it_was(filled, made, tmp_path: Path, field: str) -> None:
    case, (first, _, _), _ = filled
    before, row = proofs(case.path), {r["id"]: r for r in verbs.show(case, "reports")}[first]
    value = row[field]
    secret = re.findall(r"mrk[0-9a-f]{12}", value)[-1]
    receipt = verbs.redact(case, [first], [field], APPROVAL)
    assert secret not in markers_in(case.path), receipt
    now = {r["id"]: r for r in verbs.show(case, "reports")}[first]
    assert now[field] in (None, REDACTED) and {k: v for k, v in now.items() if k != field} == {k: v for k, v in row.items() if k != field}
    assert verbs.verify(case.path) == []
    still_hold(case.path, before)
    for audience in ("public", "court"):
        verbs.publish(case, [i["id"] for i in verbs.show(case, "incidents")], to=tmp_path / f"{audience} again", audience=audience)
        assert verbs.verify(tmp_path / f"{audience} again") == verbs.verify(tmp_path / audience) == []
        assert secret not in markers_in(tmp_path / f"{audience} again")
    shown = [row for row in verbs.explain(tmp_path / "public again") if row["state"] == "erased"]
    assert shown and {row["erased_by"] for row in shown} <= set(receipt["events"])
    public = (tmp_path / "public again" / "events" / f"{receipt['events'][0]:03d}.json").read_text()
    assert "Made Up" not in public and "consent withdrawn" not in public
    [line] = verbs.add(case, [str(next(made[0].glob("mrk*/a.txt")))])      # adding it again does not bring the field back
    assert line["already"] and secret not in markers_in(case.path)


def test_every_field_that_is_offered_can_be_redacted_one_after_the_other(filled) -> None:
    from bearwitness.store import redactions

    case, (first, _, judgement), _ = filled
    for field in redactions.REPORT:
        verbs.redact(case, [first], [field], APPROVAL)
        assert verbs.verify(case.path) == [], field
    for field in redactions.JUDGEMENT:
        verbs.redact(case, [judgement], [field], APPROVAL)
        assert verbs.verify(case.path) == [], field


def test_a_list_loses_its_keeper_and_an_event_its_approver(case, tmp_path: Path) -> None:
    (tmp_path / "dead.csv").write_text("name,age\nMade Up,34\n")
    made, _ = verbs.lists_add(case, tmp_path / "dead.csv", keeper="A Keeper", as_of="2025-03-31", includes="all")
    receipt = verbs.redact(case, [made.id], ["keeper", "source"], APPROVAL)
    [row] = verbs.show(case, "lists")
    assert (row["keeper"], row["source"], row["includes"]) == (REDACTED, REDACTED, "all")
    verbs.redact(case, [f"event:{receipt['events'][0]}"], ["approver_2", "ground"], verbs.Approval("asked for it", ("C", "D")))
    fields = disclosed(case)[receipt["events"][0]]
    assert "approver_1" in fields and "approver_2" not in fields and "ground" not in fields
    assert verbs.verify(case.path) == []


@pytest.mark.parametrize(("thing", "fields", "says"), [
    ("report", ["sha256"], "no field"), ("report", ["reviewer"], "no field"), ("judgement", ["left"], "no field"), ("report", [], "needs the field"),
    ("event:1", ["source"], "no field"), ("event:1", ["reason"], "is a capture event"), ("event:99999", ["ground"], "no such event"),
    ("event:x", ["ground"], "write it as"), ("report", ["capture.nothing"], "no line"), ("reviewer:Reviewer One", ["reason"], "--field reviewer"),
])
def test_a_field_that_cannot_be_redacted_is_told(filled, thing: str, fields: list[str], says: str) -> None:
    case, (first, _, judgement), _ = filled
    with pytest.raises(UsageError, match=says):
        verbs.redact(case, [{"report": first, "judgement": judgement}.get(thing, thing)], fields, APPROVAL)
    assert verbs.verify(case.path) == []


def test_a_good_guess_of_what_was_redacted_is_confirmed_by_nothing(case, tmp_path: Path) -> None:
    """T9: with all true values in a dictionary, with the whole case at hand, and every digest that can be computed of a guess."""
    chance = random.Random(4)
    names = [f"Name{n}" for n in range(1_000)]
    first = put(case, tmp_path, "a.txt", TEXT, publisher=chance.choice(names), title="A title")
    list(verbs.read(case))
    made = verbs.judge(case, first, relation="fix", reviewer=chance.choice(names), reason="because", changes={"title": "Another"})
    verbs.relate(case)
    verbs.redact(case, [first], ["publisher"], APPROVAL)
    verbs.redact(case, [made.id], ["reviewer"], APPROVAL)
    held = b"".join(p.read_bytes() for p in case.path.rglob("*") if p.is_file()) + json.dumps(disclosed(case)).encode()
    rows = sqlite3.connect(case.path / "case.db")
    rows.row_factory = sqlite3.Row
    report, judgement = (dict(rows.execute(f"SELECT * FROM {table}").fetchone()) for table in ("reports", "judgements"))
    rows.close()

    def digest_of(row: dict) -> str:
        return hashlib.sha256(schema.canonical_row(row)).hexdigest()

    assert digest_of(report).encode() in held and digest_of(judgement).encode() in held      # the search can find what is there
    confirmed = 0
    for name in names:
        guesses = [digest_of({**report, "publisher": name}), digest_of({**judgement, "reviewer": name}),
                   digest_of({**judgement, "reviewer": name, "id": None}), digest_of({**judgement, "reviewer": name, "id": None})[:32],
                   hashlib.sha256(name.encode()).hexdigest(), hashlib.sha256(json.dumps(["publisher", name]).encode()).hexdigest()]
        confirmed += any(guess.encode() in held for guess in guesses)
    assert confirmed == 0


# --- what verify says -----------------------------------------------------------------------------------------

def _sql(case: Path, *statements: str) -> None:
    connection = sqlite3.connect(case / "case.db")
    with connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_what_is_gone_without_an_event_that_says_so_is_a_fault(filled) -> None:
    case, (first, _, _), _ = filled
    _sql(case.path, f"DELETE FROM claims WHERE report_id = '{first}'", f"DELETE FROM mentions WHERE report_id = '{first}'",
         f"UPDATE custody_events SET disclosures = '[]', subject = NULL WHERE subject = '{first}' OR subject IN (SELECT id FROM readings WHERE report_id = '{first}')",
         f"DELETE FROM readings WHERE report_id = '{first}'", f"DELETE FROM reports WHERE id = '{first}'",
         "DELETE FROM texts WHERE text_sha256 NOT IN (SELECT text_sha256 FROM reports)",
         "DELETE FROM originals WHERE sha256 NOT IN (SELECT original_sha256 FROM reports)")
    assert any("no event says that it was erased" in line for line in verbs.verify(case.path))


def test_what_comes_back_is_a_fault(filled, tmp_path: Path) -> None:
    case, (first, _, _), _ = filled
    shutil.copytree(case.path, tmp_path / "backup")
    verbs.erase(case, [first], APPROVAL)
    old = sqlite3.connect(tmp_path / "backup" / "case.db")
    [capture] = old.execute("SELECT idx FROM custody_events WHERE subject = ? AND kind = 'capture'", (first,)).fetchone()
    [disclosures] = old.execute("SELECT disclosures FROM custody_events WHERE idx = ?", (capture,)).fetchone()
    old.close()
    digest = next(p for p in (tmp_path / "backup" / "objects").rglob("*") if p.is_file() and not (case.path / p.relative_to(tmp_path / "backup")).exists())
    back = case.path / digest.relative_to(tmp_path / "backup")
    back.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(digest, back)
    assert any("belongs to no report" in line for line in verbs.verify(case.path))
    back.unlink()
    assert verbs.verify(case.path) == []
    _sql(case.path, f"UPDATE custody_events SET disclosures = '{disclosures}' WHERE idx = {capture}")
    assert any(f"custody_events {capture}: shows the field" in line and "it came back" in line for line in verbs.verify(case.path))
    shutil.copy(tmp_path / "backup" / "case.db", case.path / "case.db")
    with pytest.raises(Exception, match="older than the log"):
        verbs.open_case(case.path)
    assert verbs.verify(case.path)


@pytest.mark.parametrize(("change", "says"), [
    (lambda d: d | {"digests": [*d["digests"], "A" * 43]}, "that no event holds"),
    (lambda d: {k: v for k, v in d.items() if k != "digests"}, "does not show which digests"),
    (lambda d: d | {"approver_2": d["approver_1"].upper()}, "one person approved it twice"),
    (lambda d: d | {"digests": d["digests"] * 2}, "twice, or not in order"),
])
def test_an_event_that_says_something_untrue_about_erasing_is_a_fault(filled, monkeypatch: pytest.MonkeyPatch, change, says: str) -> None:
    from bearwitness.store import events

    case, (first, _, _), _ = filled
    build = events.build
    monkeypatch.setattr(events, "build", lambda kind, item, fields, subject, **more: build(
        kind, item, change(fields) if kind == "erase" else fields, subject, **more))
    verbs.erase(case, [first], APPROVAL)
    assert any(says in line for line in verbs.verify(case.path))


def test_an_original_that_is_simply_gone_stays_a_fault(filled) -> None:
    case, (first, _, _), _ = filled
    verbs.erase(case, [first], APPROVAL)
    [left] = [p for p in (case.path / "objects").rglob("*") if p.is_file()]
    left.unlink()
    assert [line for line in verbs.verify(case.path) if "missing" in line]


# --- any order of things -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("seed", range(12 if os.environ.get("BEARWITNESS_SOAK") else 4))
def test_whatever_is_done_in_whatever_order_the_case_stays_whole(case, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    gone: set[str] = set()
    before: list = []
    for step in range(14):
        reports = list(verbs.show(case, "reports"))
        judgements = [j for j in verbs.show(case, "judgements")]
        what = chance.choice(["add", "add", "read", "judge", "relate", "erase", "redact", "words"])
        if what == "add":
            put(case, tmp_path, f"{step}.txt", f"{marker(chance)} said that {chance.randrange(2, 9)} people were killed in Exampleton.",
                title=marker(chance), publisher=marker(chance))
        elif what == "read":
            list(verbs.read(case))
        elif what == "relate":
            verbs.relate(case)
            if list(verbs.show(case, "incidents")):
                verbs.weigh(case)
        elif what == "judge" and (claims := list(verbs.show(case, "claims"))):
            verbs.judge(case, chance.choice(claims)["id"], relation=chance.choice(["accept", "reject"]), reviewer=marker(chance), reason=marker(chance))
        elif what == "erase" and reports:
            mine = chance.choice(reports)
            gone |= {mine["title"], mine["publisher"]} - {None}
            verbs.erase(case, [mine["id"]], APPROVAL)
        elif what == "redact" and reports:
            mine, field = chance.choice(reports), chance.choice(["title", "publisher"])
            if mine[field] is not None:
                gone.add(mine[field])
                verbs.redact(case, [mine["id"]], [field], APPROVAL)
        elif what == "words" and judgements:
            mine = chance.choice(judgements)
            gone |= {mine["reason"]} - {ERASED}
            verbs.erase(case, [mine["id"]], APPROVAL)
        assert verbs.verify(case.path) == [], (step, what)
        before = [*before, *proofs(case.path)[len(before):]]
    assert not gone & markers_in(case.path)
    still_hold(case.path, before)


# --- people's keys ----------------------------------------------------------------------------------------------

@pytest.fixture
def signed(case, tmp_path: Path):
    """A case that knows keys of Amal and Omar, with a judgement that Amal signed: case, report, judgement, keys by name."""
    from bearwitness.case import keys

    held = {}
    for name in ("Amal", "Omar"):
        keys.new_key(name, tmp_path / f"{name}.key")
        held[name] = keys.load_key(tmp_path / f"{name}.key")
        keys.add_key(case, name, held[name])
    report = put(case, tmp_path, "a.txt", TEXT)
    list(verbs.read(case))
    keys.sign_as(case, held["Amal"])
    made = verbs.judge(case, next(verbs.show(case, "claims"))["id"], relation="accept", reviewer="Amal", reason="read twice")
    case.signer = None
    assert verbs.verify(case.path) == []
    return case, report, made.id, held


def agreed(held: dict, *people: str, by: tuple[str, ...] | None = None) -> verbs.Approval:
    return verbs.Approval("a ground", people, tuple(held[name] for name in (people if by is None else by) if name in held))


@pytest.mark.parametrize(("people", "by", "says"), [
    (("Amal", "Omar"), ("Amal",), "Omar has a key"),
    (("Amal", "Omar"), (), "Amal has a key"),
    (("Amal", "Somebody Else"), ("Amal", "Omar"), "none that the case knows of those who approve"),
    (("AMAL", "Somebody Else"), (), "has a key"),
])
def test_who_has_a_key_approves_with_it(signed, people, by, says: str) -> None:
    case, report, _, held = signed
    with pytest.raises(UsageError, match=says):
        verbs.erase(case, [report], agreed(held, *people, by=by))
    assert list(verbs.show(case, "reports"))


@pytest.mark.parametrize("people", [("Amal", "Omar"), ("Omar", "Nobody Real"), ("Nobody Real", "Omar")])
def test_an_erasure_is_signed_by_those_who_approve_it(signed, people: tuple[str, str]) -> None:
    case, report, _, held = signed
    receipt = verbs.erase(case, [report], agreed(held, *people))
    told = [disclosed(case)[index] for index in receipt["events"]]
    assert all(len([n for n in ("sig", "sig_2") if n in fields]) == len(set(people) & set(held)) for fields in told)
    assert verbs.verify(case.path) == []
    _sql(case.path, f"UPDATE custody_events SET disclosures = '[]', subject = NULL WHERE idx = {receipt['events'][0]}")
    assert verbs.verify(case.path)


def test_a_name_with_a_key_goes_with_its_signatures_and_the_other_keys_go_on(signed) -> None:
    from bearwitness.case import keys

    case, _, judgement, held = signed
    with pytest.raises(UsageError, match="signs for that"):
        verbs.redact(case, [judgement], ["reviewer"], verbs.Approval("a ground", ("Nobody Real", "Somebody Else")))
    verbs.erase(case, [judgement], agreed(held, "Amal", "Omar"))        # Amal is an approver too
    assert verbs.verify(case.path) == []
    verbs.redact(case, ["reviewer:amal"], ["reviewer"], agreed(held, "Omar", "Nobody Real"))
    assert verbs.verify(case.path) == [] and b"Amal" not in json.dumps(disclosed(case)).encode()
    assert [k["person"] for k in keys.list_keys(case)][1] == "Omar" and keys.list_keys(case)[0]["person"].startswith("[redacted")
    keys.sign_as(case, held["Omar"])
    verbs.judge(case, next(verbs.show(case, "claims"))["id"], relation="reject", reviewer="Omar", reason="counts the wounded")
    assert verbs.verify(case.path) == []


def test_a_decision_put_in_without_a_name_cannot_be_excused_by_an_unsigned_redaction(signed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds database and log writes a review, and a `redact` event that would explain its missing name and signature."""
    from bearwitness.case import erasing, judging

    case, _, _, _ = signed
    claim = [c for c in verbs.show(case, "claims")][-1]["id"]
    monkeypatch.setattr(judging, "_decides", lambda *a, **k: "Amal", raising=False)
    monkeypatch.setattr(judging, "may_decide", lambda *a, **k: None)
    forged = verbs.judge(case, claim, relation="reject", reviewer="Amal", reason="forged")
    assert verbs.verify(case.path)
    monkeypatch.setattr(erasing, "_signers", lambda *a, **k: [])
    verbs.redact(case, [forged.id], ["reviewer"], verbs.Approval("made up", ("X", "Y")))
    assert any("neither names its reviewer nor is signed" in line for line in verbs.verify(case.path))
