"""The whole way on the sample case: from files to a dossier, judgements that change the record and can be undone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.errors import CaseError, NotFound, PublishRefused, UsageError

BY = {"reviewer": "Reviewer One", "reason": "a test"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case, made once."""
    folder = tmp_path_factory.mktemp("demo") / "case"
    said: list[str] = []
    dossier = verbs.demo(folder, say=said.append)
    assert dossier == folder / "dossier" and (dossier / "index.html").is_file()
    assert [line for line in said if "nothing was changed" in line] == [
        f"verify {folder}: nothing was changed", f"verify {dossier}: nothing was changed"]
    return folder


@pytest.fixture
def case(made: Path, tmp_path: Path):
    """A copy of it, to be changed."""
    shutil.copytree(made, tmp_path / "case", ignore=shutil.ignore_patterns("dossier"))
    with verbs.open_case(tmp_path / "case") as opened:
        yield opened


def _record(case) -> str:
    return json.dumps([list(verbs.show(case, kind)) for kind in ("incidents", "tolls", "blame")])


def _figure(case) -> dict:
    """A current figure of the widest ledger of the main incident."""
    return next(f for t in next(verbs.show(case, "incidents"))["tolls"] for f in t["figures"] if f["current"])


def test_the_record_says_who_said_which_number_of_whom(case) -> None:
    incident = next(verbs.show(case, "incidents"))
    assert len(incident["reports"]) > 5 and incident["standing"] != "not weighed"
    known = {c["id"] for c in verbs.show(case, "claims")}
    for tolls in incident["tolls"]:
        assert tolls["figures"] and all(f["claim"] in known for f in tolls["figures"])
    mains = [r["incidents"][0] for r in verbs.show(case, "reports") if r["incidents"]]
    assert mains.count(incident["id"]) >= 5


def test_the_demo_run_again_goes_on_from_what_is_there(case) -> None:
    before = _record(case)
    said: list[str] = []
    assert verbs.demo(case.path, say=said.append).name == "dossier"
    assert _record(case) == before and said[0].startswith("going on")
    assert len(list(verbs.show(case, "reports"))) == 22


def test_the_demo_does_not_touch_another_case(tmp_path: Path) -> None:
    verbs.new(tmp_path / "mine").close()
    with pytest.raises(CaseError, match="another case"):
        verbs.demo(tmp_path / "mine", say=print)


def _cells(case, **asked) -> list[dict]:
    return [c for row in verbs.show(case, "blame", **asked) for c in (*row["by"], *row["denied_by"])]


def test_an_interest_is_declared_dated_and_taken_back(case) -> None:
    before = _record(case)
    name = next(c["speakers"][-1] for c in _cells(case) if c["interest"] is None)
    own = next(c["interest"] for c in _cells(case) if c["interest"] is not None)
    assert own["reviewer"] == "Sample Reviewer" and own["made_at"][:2] == "20", "the sample's were declared by somebody, on a day"
    made = verbs.judge(case, f"source:{name}", relation="fix", changes={"interest": "victim's side: families"}, **BY)
    theirs = [c["interest"] for c in _cells(case) if c["speakers"][-1] == name]
    assert theirs and all((i["kind"], i["of"], i["judgement"]) == ("victim's side", "families", made.id) for i in theirs)
    verbs.undo(case, made.id, **BY)
    assert _record(case) == before
    for wrong in ("", "ally of", 7, "moni\u202etor"):
        with pytest.raises(UsageError, match="interest"):
            verbs.judge(case, f"source:{name}", relation="fix", changes={"interest": wrong}, **BY)
    assert _record(case) == before


def test_the_matrix_and_the_curve_as_known_on_a_day(case) -> None:
    days = sorted({c["date"] for c in _cells(case)})
    assert len(days) > 3 and all(c["dated_by"] in ("said", "published") for c in _cells(case))
    published = {r["id"]: r["published_at"]["start"] for r in verbs.show(case, "reports")}
    then = _cells(case, as_known_on=days[1])
    assert 0 < len(then) < len(_cells(case)) and all(published[c["report"]] <= days[1] for c in then)
    for tolls in verbs.show(case, "tolls", as_known_on="2025-03-12"):
        assert len(tolls["because"]) == len(tolls["reasons"]) and tolls["agreement"]["of"] >= tolls["agreement"]["k"]
        assert all(s["published"] <= "2025-03-12" for root in tolls["roots"] for s in root["steps"])
    assert any(t["still_rising"] for t in verbs.show(case, "tolls", as_known_on="2025-03-12"))
    assert not any(t["still_rising"] for t in verbs.show(case, "tolls"))
    with pytest.raises(UsageError, match="cannot be asked"):
        verbs.show(case, "claims", as_known_on="2025-03-12")


def test_a_rejected_claim_leaves_the_record_and_an_undo_brings_it_back(case) -> None:
    before, claim = _record(case), _figure(case)["claim"]
    ids = [row["id"] for row in verbs.show(case, "incidents")]
    rejected = verbs.judge(case, claim, relation="reject", **BY)
    assert claim not in json.dumps([row["tolls"] for row in verbs.show(case, "incidents")])
    assert claim in [c["id"] for c in verbs.show(case, "claims")]          # the claim itself stays
    verbs.undo(case, rejected.id, **BY)
    after = _record(case)
    assert [row["id"] for row in json.loads(after)[0]] == ids
    assert json.loads(after)[1] == json.loads(before)[1]
    assert verbs.verify(case.path) == []


def test_a_fix_changes_the_figure_and_not_the_claim(case) -> None:
    figure = _figure(case)
    verbs.judge(case, figure["claim"], relation="fix", changes={"number": figure["number"] + 7}, **BY)
    figures = [f for row in verbs.show(case, "incidents") for t in row["tolls"] for f in t["figures"] if f["claim"] == figure["claim"]]
    assert {f["number"] for f in figures} == {figure["number"] + 7}
    kept = next(c for c in verbs.show(case, "claims") if c["id"] == figure["claim"])
    assert kept["value"]["number"] == figure["number"]


def test_what_fits_no_incident_is_shown_by_place_and_week(case) -> None:
    inside = {c for row in verbs.show(case, "incidents") for c in row["claims"]}
    wanted = {c["id"] for c in verbs.show(case, "claims") if c["kind"] in ("toll", "event", "attribution", "victim")} - inside
    rows = list(verbs.show(case, "outside"))
    assert wanted and {row["claim"]["id"] for row in rows} == wanted and all(row["reason"] for row in rows)
    assert verbs.figures_outside(case) == len({row["claim"]["id"] for row in rows if row["claim"]["kind"] == "toll" and row["claim"]["value"]["low"] is not None})
    toll = next(row for row in rows if row["claim"]["kind"] == "toll" and row["week"] != "day not stated")
    week = toll["week"].partition("/")[0]
    assert toll in verbs.show(case, "outside", place=toll["place"], week=week)
    assert list(verbs.show(case, "outside", place=toll["place"], week="1999-W01")) == []
    verbs.judge(case, toll["claim"]["id"], relation="reject", **BY)
    assert toll["claim"]["id"] not in {row["claim"]["id"] for row in verbs.show(case, "outside")}
    for kind, asked in (("incidents", {"week": week}), ("outside", {"week": "2025-03-08"}), ("outside", {"place": " "})):
        with pytest.raises(UsageError, match=r"week|place"):
            list(verbs.show(case, kind, **asked))


def test_before_anything_is_related_nothing_is_outside(tmp_path: Path) -> None:
    with verbs.new(tmp_path / "mine") as empty:
        assert list(verbs.show(empty, "outside")) == []


def _add_another_incident(case, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Gunmen killed 12 people in Nairobi on 3 May 2019, police said.\n\nThe attack hit a market.\n")
    list(verbs.add(case, [str(tmp_path / "other.txt")]))
    assert all(result.ok for result in verbs.read(case))
    verbs.relate(case)
    verbs.weigh(case)


def test_a_title_that_a_reviewer_sets_is_shown(case) -> None:
    incident = next(verbs.show(case, "incidents"))
    verbs.judge(case, incident["id"], relation="fix", changes={"title": "A title of our own"}, **BY)
    assert next(verbs.show(case, "incidents"))["title"] == "A title of our own"


def test_two_incidents_judged_the_same_become_one_and_the_old_id_leads_there(case, tmp_path: Path) -> None:
    _add_another_incident(case, tmp_path)
    first, second, *_ = verbs.show(case, "incidents")
    verbs.judge(case, first["id"], second["id"], relation="same", **BY)
    now = {row["id"]: row for row in verbs.show(case, "incidents")}
    [survivor] = {first["id"], second["id"]} & set(now)
    [gone] = {first["id"], second["id"]} - {survivor}
    assert set(second["claims"]) <= set(now[survivor]["claims"])
    [weighed] = verbs.weigh(case, [gone])
    assert weighed.id == survivor


def test_relating_again_keeps_every_id(case) -> None:
    before = _record(case)
    verbs.relate(case)
    verbs.weigh(case)
    assert _record(case) == before


def test_one_incident_is_weighed_by_name(case) -> None:
    last = list(verbs.show(case, "incidents"))[-1]["id"]
    assert [i.id for i in verbs.weigh(case, [last])] == [last]
    with pytest.raises(NotFound, match="no such incident"):
        verbs.weigh(case, ["XXX-ABCDEF"])


# --- publish --------------------------------------------------------------------------------------------

def test_a_dossier_for_a_court_holds_the_originals_and_checks_itself(case, tmp_path: Path) -> None:
    _add_another_incident(case, tmp_path)
    ids = [row["id"] for row in verbs.show(case, "incidents")]
    assert len(ids) > 1
    verbs.judge(case, _figure(case)["claim"], relation="accept", **BY)
    folder = verbs.publish(case, ids, to=tmp_path / "dossier", audience="court")
    assert len(list((folder / "data" / "originals").iterdir())) > 5
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert verbs.verify(folder) == [] and verbs.verify(case.path) == [] and verbs.verify(case.path / "log") == []
    page = folder / "index.html"
    page.write_bytes(page.read_bytes().replace(b"the", b"teh", 1))
    assert any(line.startswith("index.html") for line in verbs.verify(folder))


def test_a_refused_dossier_gives_every_reason_and_leaves_nothing(case, tmp_path: Path) -> None:
    incident = next(verbs.show(case, "incidents"))
    for report in incident["reports"][:2]:
        verbs.judge(case, report, relation="fix", changes={"sensitivity": 3}, **BY)
    events = verbs.verify(case.path), len(list(tmp_path.iterdir()))
    with pytest.raises(PublishRefused) as refused:
        verbs.publish(case, [incident["id"], "XXX-NOTHIN"], to=tmp_path / "dossier", audience="public")
    assert len(refused.value.reasons) >= 3 and any("XXX-NOTHIN" in r for r in refused.value.reasons)
    assert (verbs.verify(case.path), len(list(tmp_path.iterdir()))) == events


def test_a_level_that_a_person_lowered_is_proven_by_the_judgement(case, tmp_path: Path) -> None:
    incident = next(verbs.show(case, "incidents"))
    report = incident["reports"][0]
    verbs.judge(case, report, relation="fix", changes={"sensitivity": 1}, **BY)
    folder = verbs.publish(case, [incident["id"]], to=tmp_path / "dossier", audience="team")
    assert verbs.verify(folder) == []


def test_a_dossier_is_never_written_over_another(case, tmp_path: Path) -> None:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "mine.txt").write_text("x")
    with pytest.raises(CaseError, match="not empty"):
        verbs.publish(case, [next(verbs.show(case, "incidents"))["id"]], to=tmp_path / "dossier", audience="public")


# --- carried through a better reading -----------------------------------------------------------------------

def test_a_judgement_carried_to_a_new_claim_is_proven_in_the_dossier(case, tmp_path: Path, monkeypatch) -> None:
    import dataclasses

    import bearwitness.extract as extract

    figure = _figure(case)
    verbs.judge(case, figure["claim"], relation="accept", **BY)
    read_document = extract.read_document

    def better(doc, **options):
        reading = read_document(doc, **options)
        return dataclasses.replace(reading, claims=tuple(
            extract_id(doc, dataclasses.replace(c, hedge="reported")) if c.kind == "toll" else c for c in reading.claims))

    def extract_id(doc, claim):
        from bearwitness.model import with_id
        return with_id(doc.text_sha256, claim)

    monkeypatch.setattr(extract, "EXTRACTOR", "better@2")
    monkeypatch.setattr(extract, "read_document", better)
    assert all(r.ok for r in verbs.read(case, jobs=1))
    incident = next(verbs.show(case, "incidents"))
    rows = [row for row in verbs.show(case, "judgements") if not row["left"].startswith("source:")]      # the sample's declared interests stay
    assert [row["status"] for row in rows] == ["superseded", "holds"]
    assert rows[1]["left"] != figure["claim"] and rows[1]["anchor"]["carried_from"] == rows[0]["id"]
    folder = verbs.publish(case, [incident["id"]], to=tmp_path / "dossier", audience="public")
    assert verbs.verify(folder) == [] and verbs.verify(case.path) == []
