"""The folder as a whole: deterministic, complete, and passing its own verifier."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from bearwitness import dossier
from bearwitness.model import Judgement, Snapshot

from .proofs import folder, log_of
from .sample import INCIDENT


def write(files, to):
    for name, data in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(data)
    return to


def verify(place):
    return subprocess.run([sys.executable, "-I", str(place / "verify.py")], capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def whole(snapshot):
    log = log_of(snapshot)
    shown = [log.shown(i) for i in range(len(log.events))]
    return folder(dossier.build(snapshot, [INCIDENT], audience="public", custody=shown), log)


def test_same_record_same_bytes(snapshot, files):
    assert dossier.build(snapshot, [INCIDENT], audience="public") == files


def test_the_stand_alone_verifier_is_silent(whole, tmp_path):
    done = verify(write(whole, tmp_path))
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_a_changed_page_is_named(whole, tmp_path):
    place = write(whole, tmp_path)
    page = (place / "index.html").read_bytes().replace(b"1,383", b"1,384", 1)
    (place / "index.html").write_bytes(page)
    done = verify(place)
    assert done.returncode == 1 and done.stdout.startswith("index.html: changed")


def test_a_changed_figure_is_named_even_when_the_manifests_follow(snapshot, tmp_path):
    log = log_of(snapshot)
    files = dossier.build(snapshot, [INCIDENT], audience="public")
    record = json.loads(files["dossier.json"])
    claim = next(c for c in record["claims"] if c["kind"] == "toll" and c["value"]["number"] == 1383)
    claim["value"]["number"] = 1384
    files["dossier.json"] = json.dumps(record).encode()
    done = verify(write(folder(files, log), tmp_path))
    assert done.returncode == 1 and claim["id"] in done.stdout


def test_proofs_are_told_on_the_page(whole, files):
    proven, bare = whole["index.html"].decode(), files["index.html"].decode()
    assert "python3 -I verify.py" in proven and "no proof in this folder" not in proven
    assert "python3 -I verify.py" not in bare and "carries no proofs" in bare


def test_machine_content(files, snapshot):
    record = json.loads(files["dossier.json"])
    assert record["format"] == "bearwitness-dossier/1" and record["audience"] == "public"
    assert len(record["claims"]) == len(snapshot.claims) and len(record["reports"]) == len(snapshot.reports)
    texts = dict(snapshot.texts)
    by_id = {r.id: r for r in snapshot.reports}
    for claim in record["claims"]:
        context, passage = claim["context"], claim["passage"]
        text = texts[by_id[claim["report_id"]].text_sha256]
        assert text[context["start"]:context["start"] + len(context["text"])] == context["text"]
        assert context["start"] <= passage["start"] and passage["exact"] in context["text"]
    assert [j["relation"] for j in record["judgements"]] == ["unsure"]
    assert record["limits"] and record["versions"]["extractors"] == ["hand@1"]


def test_hidden_characters_stay_exact_in_json(snapshot):
    from bearwitness.dossier import content
    data = content.dump({"exact": "a\u202eb\U0001f600\u0007"})
    assert json.loads(data) == {"exact": "a\u202eb\U0001f600\u0007"}
    assert "\u202e" not in data.decode()


def test_an_undone_judgement_comes_with_what_undid_it(snapshot):
    from bearwitness.dossier.content import judgements_of
    undo = Judgement("j2", "j1", "reject", "R. Viewer", "seen again", "2026-11-23T04:00:00Z", supersedes="j1")
    other = Judgement("j3", "elsewhere", "accept", "R. Viewer", "x", "2026-11-23T04:00:00Z")
    both = replace(snapshot, judgements=(*snapshot.judgements, undo, other))
    assert [j.id for j in judgements_of(both, list(snapshot.incidents))] == ["j1", "j2"]


def test_two_incidents_and_an_empty_one(snapshot):
    bare = replace(snapshot.incidents[0], id="SYR-000000", title=None, tolls=(), blame=(), lineage=(), claims=(), where=(),
                   reports=snapshot.incidents[0].reports[:1])
    both: Snapshot = replace(snapshot, incidents=(*snapshot.incidents, bare))
    made = dossier.build(both, [INCIDENT, "SYR-000000"], audience="public")
    assert made["index.html"].decode().count('id="i-SYR-') > 2
    alone = dossier.build(both, ["SYR-000000"], audience="public")["index.html"].decode()
    assert "No place in these claims has coordinates" in alone


def test_no_whole_text_leaves_for_the_public(snapshot, files):
    """A report of several sentences never stands on the page as a whole."""
    page = files["index.html"].decode()
    for text in dict(snapshot.texts).values():
        assert text not in page
