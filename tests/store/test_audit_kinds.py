"""Which event may say what, and which reading holds: an administrator with database and log's key adds events that no key signs."""

import hashlib
import sqlite3

import pytest
from sqlalchemy import select, update
from tests import case_fakes

from bearwitness import case as verbs
from bearwitness.case import keys
from bearwitness.custody.sign import Key
from bearwitness.store import audit, events
from bearwitness.store.schema import canonical_row, judgements

AMAL = Key(hashlib.sha256(b"amal").digest())
TEXT = "Dana said that 13 people were killed in Exampleton."


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.setattr(audit, "_PAUSE", 0)
    case_fakes.install(monkeypatch)
    (tmp_path / "a.txt").write_text(TEXT)
    with verbs.new(tmp_path / "case") as made:
        list(verbs.add(made, [str(tmp_path / "a.txt")]))
        list(verbs.read(made))
        yield made


@pytest.mark.parametrize("kind, more, told, why", [
    ("access", {}, "an event of kind access speaks of judgement", "a kind that nobody signs"),
    ("export", {}, "an event of kind export", "another one"),
    ("dispute", {}, "an event of kind dispute", "a kind that the program never writes"),
    ("case", {}, "an event of kind case", "another one"),
    ("review", {"reviewer": "Bruno"}, "says once more", "a second review under one id, by somebody without a key"),
    ("redact", {"digests": [], "approver_1": "X", "approver_2": "Y"}, "another reason", "a redaction that puts words in"),
    ("redact", {"digests": [], "approver_1": "X", "approver_2": "Y", "reason": "[redacted]"}, "another relation", "a redaction that turns the verdict"),
])
def test_a_signed_judgement_is_not_changed_by_a_later_event(case, kind, more, told, why):
    keys.add_key(case, "Amal", AMAL)
    keys.sign_as(case, AMAL)
    claim = next(c["id"] for c in verbs.show(case, "claims") if c["kind"] == "toll")
    made = verbs.judge(case, claim, relation="accept", reason="as in the film")
    assert verbs.verify(case.path) == []

    def work(connection):
        new = {"relation": "reject", "reason": "it is false", **{k: v for k, v in more.items() if k in ("reviewer", "reason")}}
        connection.execute(update(judgements).values(**new))
        row = dict(connection.execute(select(judgements)).mappings().one())
        fields = {"judgement": made.id, **new, **more, "row_sha256": hashlib.sha256(canonical_row(row)).hexdigest()}
        events.record(connection, [events.build(kind, events.item_of(connection, made.id), fields, made.id)])
    case.write_and_log(work)
    assert any(told in line for line in verbs.verify(case.path)), why


def test_which_reading_holds_is_logged_and_cannot_be_switched_unseen(case, monkeypatch):
    report = next(iter(verbs.show(case, "reports")))["id"]
    for version in ("2", "1"):      # and back: the first reading holds again
        case_fakes.install(monkeypatch, version)
        list(verbs.read(case, [report]))
    assert verbs.verify(case.path) == []
    with sqlite3.connect(case.path / "case.db") as db:
        now = dict(db.execute("SELECT id, superseded_by FROM readings").fetchall())
        assert len(now) == 2
        [current], [old] = ([id_ for id_, by in now.items() if (by is None) is held] for held in (True, False))
        db.execute("UPDATE readings SET superseded_by = ? WHERE id = ?", (old, current))
        db.execute("UPDATE readings SET superseded_by = NULL WHERE id = ?", (old,))
    assert any(f"the current reading of report {report} is not {current}" in line for line in verbs.verify(case.path))
