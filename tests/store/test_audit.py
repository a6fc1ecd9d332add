"""The audit of a case: whatever is altered behind the program's back is named with its place."""

import hashlib
import io
import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
import rfc8785

from bearwitness.custody.rows import claim_row, claim_rows_root
from bearwitness.errors import CaseError
from bearwitness.model import (
    Claim,
    Judgement,
    Mention,
    Passage,
    Report,
    Toll,
    VictimList,
    VictimRecord,
    When,
    report_id,
    to_json,
    with_id,
)
from bearwitness.store import decisions, events, readings, reports
from bearwitness.store.audit import audit
from bearwitness.store.folder import create, open_folder
from bearwitness.store.readings import NewReading
from bearwitness.store.schema import canonical_row

NOW = "2026-01-05T10:00:00Z"
TEXTS = ["Kestrel Radio said 13 people were killed in Oldmere on Friday. The council denied it.",
         "At least two people were hurt near the mill at Newmere, the Tern Observatory said: zażółć."]


def sha(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


def keep(case, data):
    received = case.objects.receive(io.BytesIO(data))
    case.objects.keep(received)
    case.objects.sync()
    case.objects.settle()
    return received


def add_report(case, text, name):
    data = f"<p>{text}</p>".encode()
    received = keep(case, data)
    report = Report(id=report_id(received.sha256, name), source=name, sha256=received.sha256, media_type="text/html",
                    captured_at=NOW, publisher="Kestrel Radio", title=name, lang="en", text_sha256=sha(text),
                    published_at=When("2026-01-04", "2026-01-04", "day"), reader="html@1", size=received.size)
    row = reports.report_row(report, None, original_sha256=received.sha256, verdict="accept", reason=None, warnings=[])
    fields = {name: row[name] for name in ("sha256", "size", "source", "media_type", "text_sha256", "reader", "sensitivity")}

    def work(connection):
        reports.add_reports(connection, [row], kept=[(received.sha256, received.sha512, received.size)],
                            kept_texts=[(sha(text), text)])
        events.record(connection, [events.build("capture", events.pseudonym(), {
            "report": report.id, **fields, "sha512": received.sha512, "time": NOW,
            "row_sha256": sha(canonical_row(row))}, report.id)])
    case.write_and_log(work)
    return report


def add_reading(case, report, text):
    made = []
    for start, end, number in ((0, 13, 1), (0, len(text) // 2, 2), (20, len(text), 3)):
        claim = Claim(id="", kind="toll", passage=Passage(start, end, text[start:end]), value=Toll("killed", number=number),
                      content=(Passage(0, 5, text[:5]),), report_id=report.id, rule="a test", extractor="test@1")
        made.append(with_id(report.text_sha256, claim))
    rows = [(c.id, c.kind, c.passage.start, c.passage.end, claim_row(c)) for c in made]
    mention = Mention("place", Passage(0, 7, text[:7]), entity_id="e1")
    mentions = ((mention.kind, 0, 7, "e1", rfc8785.dumps(to_json(mention))),)
    root = claim_rows_root([row for *_, row in rows]).hex()
    reading = sha(report.id + root)[:32]

    def work(connection):
        [index] = events.record(connection, [events.build("claim", events.item_of(connection, report.id), {
            "report": report.id, "reading": reading, "extractor": "test@1", "text_sha256": report.text_sha256,
            "rows": 3, "rows_root": root, "time": NOW}, reading)])
        readings.keep(connection, NewReading(report.id, "test@1", report.text_sha256, tuple(rows), mentions, ()),
                      reading_id=reading, rows_root=root, log_index=index, made_at=NOW)
    case.write_and_log(work)
    return made


def add_judgement(case, claim):
    judgement = Judgement(id=sha(claim.id)[:32], left=claim.id, relation="fix", reviewer="A. Tern", reason="read it again",
                          made_at=NOW, changes=(("value.number", 14),), anchor=(("kind", "toll"),))
    row = decisions.judgement_row(judgement)

    def work(connection):
        decisions.add_judgement(connection, judgement)
        events.record(connection, [events.build("review", events.pseudonym(), {
            "judgement": judgement.id, "left": judgement.left, "relation": "fix", "reviewer": "A. Tern", "time": NOW,
            "row_sha256": sha(canonical_row(row))}, judgement.id)])
    case.write_and_log(work)


def add_list(case):
    received = keep(case, b"name,age\nA. Plover,30\nB. Heron,41\n")
    made = VictimList("list1", "Tern Observatory", "2026-01-04", "all who died", "dead.csv", received.sha256, 2)
    rows = [(f"v{n}", rfc8785.dumps(to_json(VictimRecord(f"v{n}", "list1", str(n), name=name))))
            for n, name in enumerate(("A. Plover", "B. Heron"))]
    row = decisions.list_row(made, rows_root=claim_rows_root([r for _, r in rows]).hex(), added_at=NOW)

    def work(connection):
        reports.add_reports(connection, [], kept=[(received.sha256, received.sha512, received.size)], kept_texts=[])
        decisions.add_list(connection, row, rows)
        events.record(connection, [events.build("import", events.pseudonym(), {
            "list": "list1", "sha256": received.sha256, "sha512": received.sha512, "size": received.size, "keeper": made.keeper,
            "as_of": made.as_of, "includes": made.includes, "rows": 2, "rows_root": row["rows_root"],
            "row_sha256": sha(canonical_row(row))}, "list1")])
    case.write_and_log(work)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("audit") / "case"
    with create(path, title="Oldmere", now=NOW, tool="bearwitness 0") as case:
        for text, name in zip(TEXTS, ("a.html", "b.html")):
            claims = add_reading(case, add_report(case, text, name), text)
            add_judgement(case, claims[0])
        add_list(case)
    return path


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """Nobody else writes here: the audit need not wait and look again."""
    monkeypatch.setattr("bearwitness.store.audit._PAUSE", 0)


@pytest.fixture
def case(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "case")
    return tmp_path / "case"


def test_a_whole_case_has_no_faults(case):
    assert audit(case) == []


def test_no_case(tmp_path):
    with pytest.raises(CaseError):
        audit(tmp_path)


# --- files ------------------------------------------------------------------------------------------------

def files_of(case):
    return sorted(p for p in case.rglob("*") if p.is_file() and not p.name.startswith(("lock", ".lock", "case.db")))


def test_every_changed_byte_of_every_file_is_named(case):
    rng = random.Random(1)
    for path in files_of(case):
        place, data = path.relative_to(case).as_posix(), path.read_bytes()
        path.chmod(0o644)
        for at in (0, rng.randrange(len(data)), rng.randrange(len(data))):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:])
            if place == "case.toml" and _same_case(data, path):
                continue
            assert any(line.startswith(place) for line in audit(case)), (place, at)
        path.write_bytes(data)
    assert audit(case) == []


def _same_case(data, path):
    """A byte of case.toml that says nothing: a comment, the order of blanks, the format number."""
    import tomllib
    try:
        about = [tomllib.loads(text.decode())["case"] for text in (data, path.read_bytes())]
    except (ValueError, KeyError):
        return False
    return all(about[0][name] == about[1].get(name) for name in ("id", "title", "created_at"))


def test_every_missing_file_is_named(case):
    for path in files_of(case):
        place, data = path.relative_to(case).as_posix(), path.read_bytes()
        if place in ("case.toml", "keys/checkpoint"):     # without the first it is no case; the second may be absent
            continue
        path.unlink()
        assert any(line.startswith(place) and "missing" in line for line in audit(case)), place
        path.write_bytes(data)


@pytest.mark.parametrize("name, data, why", [
    ("objects/README", b"x", "no original's name"),
    ("objects/ab/cd/" + "ab" * 32, b"x", "an original in the folder of another"),
    (f"objects/{sha(b'x')[:2]}/{sha(b'x')[2:4]}/{sha(b'x')}", b"x", "an original of no report"),
    ("log/extra", b"x", "no file of a log"),
])
def test_added_files_are_named(case, name, data, why):
    (case / name).parent.mkdir(parents=True, exist_ok=True)
    (case / name).write_bytes(data)
    assert [line for line in audit(case) if line.startswith(name)], why


# --- rows --------------------------------------------------------------------------------------------------

def edit(case: Path, sql, *values):
    connection = sqlite3.connect(case / "case.db")
    connection.execute("PRAGMA foreign_keys=OFF")
    assert connection.execute(sql, values).rowcount > 0, sql
    connection.commit()
    connection.close()


def ask(case: Path, sql):
    connection = sqlite3.connect(case / "case.db")
    found = connection.execute(sql).fetchone()
    connection.close()
    return found


COMMITTED = [
    ("reports", ["source", "sha256", "original_sha256", "media_type", "captured_at", "publisher", "title", "lang",
                       "published_at", "text_sha256", "reader", "sensitivity", "size", "verdict", "nested", "warnings",
                       "url", "author", "reason", "member", "offset", "length", "id"]),
    ("texts", ["text", "text_sha256"]),
    ("originals", ["sha512", "size", "sha256"]),
    ("readings", ["report_id", "extractor", "text_sha256", "made_at", "rows", "rows_root", "log_index", "id",
                        "superseded_by"]),
    ("claims", ["id", "report_id", "kind", "start", "end", "row", "reading_id"]),
    ("mentions", ["kind", "start", "end", "entity_id", "report_id", "row", "reading_id"]),
    ("judgements", ["left", "right", "relation", "reviewer", "reason", "made_at", "changes", "anchor", "supersedes",
                          "id"]),
    ("victim_lists", ["keeper", "as_of", "includes", "source", "sha256", "rows", "rows_root", "added_at", "id"]),
    ("victim_records", ["id", "row", "list_id"]),
    ("custody_events", ["kind", "item", "entry", "disclosures", "subject"]),
    ("case_meta", ["value"]),
]


@pytest.mark.parametrize("table, column", [(table, column) for table, columns in COMMITTED for column in columns])
def test_every_changed_column_is_named(case, table, column):
    row, old = ask(case, f'SELECT rowid, "{column}" FROM {table} ORDER BY rowid LIMIT 1')
    if isinstance(old, bytes):
        new = old.replace(b'"rule":"a test"', b'"rule":"a tost"') if b"a test" in old else old[:-2] + bytes([old[-2] ^ 1]) + old[-1:]
    elif isinstance(old, int):
        new = old + 1
    else:
        new = (old or "") + "x"
    edit(case, f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', new, row)
    assert any(line.startswith("case.db ") for line in audit(case)), (table, column)


def test_the_place_of_a_changed_row_is_its_table_and_id(case):
    for table, key, column, value in (
            ("reports", "id", "title", "other"), ("texts", "text_sha256", "text", "other"),
            ("judgements", "id", "reason", "other"), ("victim_lists", "id", "keeper", "other"),
            ("case_meta", "key", "value", "other"), ("custody_events", "idx", "disclosures", "[]x")):
        ident, _ = ask(case, f"SELECT {key}, {column} FROM {table} LIMIT 1")
        edit(case, f"UPDATE {table} SET {column} = ? WHERE {key} = ?", value, ident)
        assert any(line.startswith(f"case.db {table} {ident}: ") for line in audit(case)), table


def test_the_very_claim_that_was_changed_is_named(case):
    """A number, a passage, an extractor: the row betrays itself by its id or its text."""
    ident, row = ask(case, "SELECT id, row FROM claims WHERE pos = 1 LIMIT 1")
    for change in (lambda c: c["value"].update(number=99), lambda c: c.update(stance="denies"),
                   lambda c: c.update(extractor="other@1"), lambda c: c["content"][0].update(exact="Other")):
        body = json.loads(row)
        change(body)
        edit(case, "UPDATE claims SET row = ? WHERE id = ?", rfc8785.dumps(body), ident)
        assert [line.split(":")[0] for line in audit(case)] == [f"case.db claims {ident}"]
    edit(case, "UPDATE claims SET row = ? WHERE id = ?", row, ident)
    assert audit(case) == []


def test_a_change_that_only_the_root_shows_names_the_reading(case):
    ident, row = ask(case, "SELECT reading_id, row FROM claims WHERE pos = 1 LIMIT 1")
    body = {**json.loads(row), "rule": "another rule"}
    edit(case, "UPDATE claims SET row = ? WHERE reading_id = ? AND pos = 1", rfc8785.dumps(body), ident)
    [line] = audit(case)
    assert line.startswith(f"case.db claims of reading {ident}: changed")


@pytest.mark.parametrize("table", [table for table, _ in COMMITTED])
def test_every_removed_row_is_named(case, table):
    edit(case, f"DELETE FROM {table} WHERE rowid = (SELECT rowid FROM {table} LIMIT 1)")
    found = audit(case)
    if table == "mentions":      # not committed to: a lost mention is found again by reading
        return
    assert found and all(line.startswith(("case.db", "objects/")) for line in found)


@pytest.mark.parametrize("sql, why", [
    ("INSERT INTO judgements SELECT 99, 'j9', \"left\", \"right\", relation, reviewer, reason, made_at, changes, anchor, "
     "supersedes FROM judgements LIMIT 1", "a judgement that nobody logged"),
    ("INSERT INTO claims SELECT reading_id, 99, id, report_id, kind, start, \"end\", row FROM claims LIMIT 1", "a claim more"),
    ("INSERT INTO texts VALUES ('" + sha(b"x") + "', 'x')", "a text of no report"),
    ("INSERT INTO originals VALUES ('" + sha(b"x") + "', 'x', 1)", "an original that is not there"),
    ("INSERT INTO custody_events SELECT 99, kind, item, entry, disclosures, subject FROM custody_events LIMIT 1",
     "an event beyond the log"),
    ("INSERT INTO victim_records VALUES ('list1', 9, 'v9', x'7b7d')", "a row more in a list"),
    ("UPDATE claims SET pos = 9 - pos", "claims in another order"),
])
def test_added_rows_are_named(case, sql, why):
    edit(case, sql)
    assert [line for line in audit(case) if line.startswith(("case.db", "objects/"))], why


def test_a_changed_digest_in_all_places_but_the_log_is_named(case):
    """Whoever rewrites an original with its name and its rows cannot rewrite the log."""
    old = ask(case, "SELECT sha256 FROM reports LIMIT 1")[0]
    new = sha(b"forged")
    target = case / "objects" / new[:2] / new[2:4] / new
    target.parent.mkdir(parents=True)
    target.write_bytes(b"forged")
    (case / "objects" / old[:2] / old[2:4] / old).unlink()
    edit(case, "UPDATE originals SET sha256 = ?, sha512 = ?, size = 6 WHERE sha256 = ?", new,
         hashlib.sha512(b"forged").hexdigest(), old)
    edit(case, "UPDATE reports SET sha256 = ?, original_sha256 = ?, size = 6 WHERE sha256 = ?", new, new, old)
    assert [line for line in audit(case) if line.startswith("case.db reports ")]


# --- a damaged database --------------------------------------------------------------------------------------

@pytest.mark.parametrize("damage, why", [
    (lambda data: b"", "empty"), (lambda data: data[:len(data) // 2], "cut in half"), (lambda data: data[:100], "a header"),
    (lambda data: b"no database at all, but long enough to be read as one" * 100, "no database"),
    (lambda data: bytes(len(data)), "zeros"),
])
def test_a_damaged_database_is_a_fault_and_no_traceback(case, damage, why):
    path = case / "case.db"
    for extra in case.glob("case.db-*"):
        extra.unlink()
    path.write_bytes(damage(path.read_bytes()))
    assert [line for line in audit(case) if line.startswith("case.db")], why


def test_changed_bytes_of_the_database_file_give_no_traceback(case):
    rng = random.Random(3)
    path = case / "case.db"
    data = path.read_bytes()
    rows = [bytes(r) for (r,) in sqlite3.connect(path).execute("SELECT row FROM claims")]
    for row in rows:
        at = data.index(row) + rng.randrange(len(row))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:])
        assert any(line.startswith("case.db claims") for line in audit(case))
    for _ in range(15):
        at = rng.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:])
        assert all(": " in line for line in audit(case))


def test_text_that_is_no_utf8_any_more_is_named(case):
    path = case / "case.db"
    data = path.read_bytes()
    at = data.index("zażółć".encode())
    path.write_bytes(data[:at] + b"\xff" + data[at + 1:])
    assert any(line.startswith(f"case.db texts {sha(TEXTS[1])}: changed") for line in audit(case))


def test_an_event_that_a_crash_kept_from_the_log_is_named_and_made_good(case):
    with open_folder(case) as opened:
        opened.write(lambda connection: events.record(connection, [events.build("access", events.pseudonym(), {"time": NOW}, None)]))
    [line] = audit(case)
    assert "is not in the log: an add was broken off" in line
    open_folder(case).close()
    assert audit(case) == []
