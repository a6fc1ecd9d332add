"""A publisher who holds the log's key forges a dossier: what it shows is not what the log committed to, or not by those it names."""

import json
import subprocess
import sys

import pytest
from tests.custody.test_bundle import CLAIMS, ROWS, SHA, TEXT, TEXT_SHA, VKEY, MemoryLog, faults, write
from tests.custody.test_verify import AMAL, OTHER, added, published, signed_event

from bearwitness.custody import bundle, rows
from bearwitness.custody.bundle import LoggedEvent
from bearwitness.model import to_json

JUDGED = {"judgement": "j1", "left": CLAIMS[0].id, "relation": "accept", "reviewer": "Amal", "reason": "seen", "changes": [],
          "time": "2026-01-05T09:00:00Z", "in_case": "c1"}
SHOWN = {"id": "j1", "left": CLAIMS[0].id, "right": None, "relation": "accept", "reviewer": "Amal", "reason": "seen", "changes": [],
         "made_at": "2026-01-05T09:00:00Z", "supersedes": None}


def dossier(folder, *, judged=JUDGED, shown=SHOWN, signers=(AMAL,), hide=(), more=(), number=13, report=None, files=None, known=True):
    """A dossier of one report, one figure and one judgement, of which something is not right."""
    log = MemoryLog()
    capture = log.add("capture", {"report": "r1", "sha256": SHA, "text_sha256": TEXT_SHA, "time": "2026-01-04T08:00:00Z"})
    reading = log.add("claim", {"report": "r1", "reading": "x1", "text_sha256": TEXT_SHA, "rows": len(ROWS),
                                "rows_root": rows.claim_rows_root(ROWS).hex()})
    keys = signed_event(log, "key", {"action": "added", "person": "Amal", "public_key": AMAL.public, "in_case": "c1"}, AMAL)
    review = signed_event(log, "review", judged, *signers)
    others = [log.add(kind, fields) for kind, fields in more]
    record = {"reports": [{"id": "r1", "sha256": SHA, "text_sha256": TEXT_SHA, "captured_at": "2026-01-04T08:00:00Z", **(report or {})}],
              "claims": [{**to_json(CLAIMS[0], store=True), "context": {"start": 0, "text": TEXT}}], "judgements": [shown],
              "incidents": [{"id": "i1", "tolls": [{"figures": [{"claim": CLAIMS[0].id, "number": number}]}]}]}
    events = [bundle.show(event, log.prove(event.index), hide=hide if event is review else ()) for event in [
        capture, *([keys] if known else []), review, *others]]
    events.append(bundle.show(reading, log.prove(reading.index), rows=rows.show_rows(ROWS, [0])))
    made = bundle.make({"index.html": b"<p>", "dossier.json": json.dumps(record).encode(), **(files or {})}, events=events,
                       checkpoint=log.signed(), vkey=VKEY, label=bundle.Label("T", "2026-01-05", "test", "public"))
    seal = log.add("publish", {"manifest_sha256": bundle.manifest_sha256(made)})
    return write(folder, {**made, **bundle.seal(bundle.show(seal, log.prove(seal.index)), log.signed())})


def test_an_honest_one_passes(tmp_path):
    assert faults(dossier(tmp_path / "d")) == []


@pytest.mark.parametrize("wrong, told, why", [
    ({"hide": ("reviewer", "signer", "sig"), "judged": {**JUDGED, "reviewer": "Bruno"}, "signers": ()}, "`reviewer` is not", "the reviewer is hidden"),
    ({"hide": ("reason",), "shown": {**SHOWN, "reason": "two films"}}, "`reason` is not", "the reason is hidden, and another one shown"),
    ({"shown": {**SHOWN, "made_at": "2026-01-01T00:00:00Z"}}, "`made_at` is not", "another time of a judgement"),
    ({"report": {"captured_at": "2025-12-01T00:00:00Z"}}, "`captured_at` is not", "collected a month earlier"),
    ({"number": 31}, "gives claim", "a figure that its claim does not have"),
    ({"hide": ("sig",)}, "cannot be checked", "the signature is hidden, the signer stays"),
    ({"signers": (OTHER,)}, "not signed by Amal", "a stranger's signature"),
    ({"known": False}, "no event shown makes known", "the key event is left out"),
    ({"judged": {**JUDGED, "reviewer": "AMAL\u200b "}, "shown": {**SHOWN, "reviewer": "AMAL\u200b "}, "signers": ()}, "not signed by", "another spelling"),
    ({"judged": {**JUDGED, "in_case": "c2"}}, "signed for another case", "a judgement of another case"),
    ({"more": [("access", {"judgement": "j1", "relation": "reject"})], "shown": {**SHOWN, "relation": "reject"}}, "is not made by one event",
     "an event of another kind behind it"),
    ({"more": [("redact", {"judgement": "j1", "relation": "reject", "digests": []})], "shown": {**SHOWN, "relation": "reject"}}, "`relation` is not",
     "a redaction that puts a verdict in"),
    ({"files": {"data/originals/" + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": b""}}, "originals of none", "a stray original"),
])
def test_what_a_publisher_forges(tmp_path, wrong, told, why):
    assert any(told in line for line in faults(dossier(tmp_path / "d", **wrong))), why


def test_a_redaction_passes(tmp_path):
    more = [("redact", {"judgement": "j1", "reason": "[redacted]", "digests": [], "time": "2026-02-01T00:00:00Z"})]
    assert faults(dossier(tmp_path / "d", more=more, shown={**SHOWN, "reason": "[redacted]"})) == []


def test_a_key_is_not_given_to_another_person(tmp_path):
    log = MemoryLog()
    assert any("once more" in line for line in faults(write(tmp_path / "d", published([added(log, "Amal", AMAL), added(log, "Bruno", AMAL)], log))))


def test_an_event_is_told_as_what_it_is(tmp_path):
    log = MemoryLog()
    event = log.add("access", {"a": 1})
    files = published([LoggedEvent(event.index, event.kind, event.item, event.entry, event.disclosures)], log)
    folder = write(tmp_path / "d", files)
    (folder / "events" / "000.json").write_bytes(files["events/000.json"].replace(b'"access"', b'"review"', 1))
    assert any("is called what it is not" in line for line in faults(folder))


def test_a_hostile_name_does_not_steer_the_terminal(tmp_path):
    folder = dossier(tmp_path / "d")
    (folder / "x\x1b[2K\x1b[1A\u202e.txt").write_bytes(b"")
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True)
    assert done.returncode == 1 and b"\\x1b[2K" in done.stdout and b"\\u202e" in done.stdout
    assert done.stdout.count(b"\n") == len(done.stdout.splitlines()) and b"\x1b" not in done.stdout + done.stderr
