"""Whatever is altered in a case or a dossier that the verbs made, `verify` names it with its place."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests import case_fakes

from bearwitness import case as verbs
from bearwitness.store import audit, events
from bearwitness.store import engine as database

TEXT = "Amal said that 13 people were killed in Exampleton.\nOmar said that 4 people were killed in Exampleton."
NOT_COMMITTED = {"alembic_version", "failures"}      # as the audit's first lines say


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two reports, a reading of each, a fix, an undo, a list, and a dossier of it beside it."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        case_fakes.install(patch)
        fill(folder)
    return folder


def fill(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(TEXT.replace("13", "15"))
    (folder / "dead.csv").write_text("name,age\nMade Up,34\nNobody Real,\n")
    given = verbs.Given(publisher="Kestrel Radio", published_at="2025-03-09", title="A title", lang="en",
                        url="https://kestrel.invalid/1")
    with verbs.new(folder / "case") as case:
        assert [line["verdict"] for line in verbs.add(case, [str(folder / "a.txt"), str(folder / "b.txt")], given=given)] \
            == ["accept", "accept"]
        list(verbs.read(case))
        claim = next(c for c in verbs.show(case, "claims") if c["kind"] == "toll")
        fixed = verbs.judge(case, claim["id"], relation="fix", reviewer="A", reason="misread", changes={"number": 14})
        verbs.undo(case, fixed.id, reviewer="A", reason="was right")
        verbs.judge(case, next(verbs.show(case, "reports"))["id"], relation="fix", reviewer="A", reason="its name",
                    changes={"publisher": "Kestrel"})
        verbs.lists_add(case, folder / "dead.csv", keeper="K", as_of="2025-03-31", includes="all")
        verbs.relate(case)
        verbs.weigh(case)
        ids = [row["id"] for row in verbs.show(case, "incidents")]
        for audience in ("public", "court"):
            verbs.publish(case, ids, to=folder / audience, audience=audience)


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else is writing to these cases."""
    monkeypatch.setattr(audit, "_PAUSE", 0)


def _sql(case: Path, *statements: str) -> None:
    connection = sqlite3.connect(case / "case.db")
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _columns(case: Path) -> list[tuple[str, str, object]]:
    """(table, column, a value) of every column that holds one."""
    connection = sqlite3.connect(case / "case.db")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for table in sorted(set(tables) - NOT_COMMITTED):
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for name in names:
            value = connection.execute(f'SELECT "{name}" FROM {table} WHERE "{name}" IS NOT NULL LIMIT 1').fetchone()
            if value:
                found.append((table, name, value[0]))
    connection.close()
    return found


def test_nothing_is_wrong_with_what_the_verbs_made(made: Path) -> None:
    for name in ("case", "case/log", "public", "court"):
        assert verbs.verify(made / name) == [], name


def test_every_altered_column_is_named_by_its_table(made: Path, tmp_path: Path) -> None:
    seen = []
    for n, (table, name, value) in enumerate(_columns(made / "case")):
        if table == "case_meta" or (table, name) == ("victim_lists", "seq"):
            continue      # has a test of its own; the place of the only one
        case = Path(shutil.copytree(made / "case", tmp_path / str(n)))
        other = {int: "{0} + 7000", str: "{0} || 'x'", bytes: "CAST({0} || 'x' AS BLOB)"}[type(value)].format(f'"{name}"')
        _sql(case, "PRAGMA foreign_keys = OFF", f'UPDATE {table} SET "{name}" = {other} WHERE rowid = '
                   f'(SELECT rowid FROM {table} WHERE "{name}" IS NOT NULL ORDER BY rowid LIMIT 1)')
        faults = verbs.verify(case)
        assert any(table in line or line.startswith("objects/") for line in faults), (table, name, faults)
        seen.append((table, name))
        shutil.rmtree(case)
    assert {"mentions", "claims", "texts", "reports", "judgements", "custody_events"} <= {table for table, _ in seen}


@pytest.mark.parametrize("table", ["mentions", "claims", "readings", "texts", "reports", "originals", "judgements",
                                   "victim_lists", "victim_records", "custody_events"])
def test_a_removed_row_is_named(copy: Path, table: str) -> None:
    case = copy / "case"
    _sql(case, "PRAGMA foreign_keys = OFF", f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    place = {"originals": "objects/"}.get(table, table)
    assert any(place in line for line in verbs.verify(case)), table


@pytest.mark.parametrize(("statement", "place"), [
    ("UPDATE incident_snapshots SET row = CAST(replace(CAST(row AS TEXT), '15', '51') AS BLOB)", "incident_snapshots"),
    ("DELETE FROM incident_snapshots", "incident_snapshots"),
    ("UPDATE incidents SET redirect = 'x'", "incidents"),
    ("DELETE FROM incident_reports", "incident_reports"),
    ("UPDATE derived_roots SET root = 'x'", "derived_roots"),
    ("UPDATE incident_snapshots SET size = size + 1", "incident_snapshots"),
    ("UPDATE case_meta SET value = 'x' WHERE key = 'title'", "case_meta title"),
])
def test_what_was_derived_cannot_be_changed_unseen(copy: Path, statement: str, place: str) -> None:
    case = copy / "case"
    _sql(case, "PRAGMA foreign_keys = OFF", statement)
    assert any(line.startswith(f"case.db {place}") for line in verbs.verify(case))


def test_a_new_derivation_makes_good_what_was_changed(copy: Path) -> None:
    case = copy / "case"
    _sql(case, "UPDATE incident_snapshots SET row = CAST(replace(CAST(row AS TEXT), '15', '51') AS BLOB)")
    with verbs.open_case(case) as opened:
        verbs.relate(opened)
        verbs.weigh(opened)
    assert verbs.verify(case) == []


def test_mentions_that_still_fit_their_text_are_named_by_their_root(copy: Path) -> None:
    """The row is changed with its columns, to another place that the text might hold."""
    case = copy / "case"
    connection = sqlite3.connect(case / "case.db")
    [row] = connection.execute("SELECT row FROM mentions LIMIT 1").fetchone()
    changed = json.loads(row)
    changed["where"]["lat"] += 1
    with connection:
        connection.execute("UPDATE mentions SET row = ? WHERE row = ?", (json.dumps(changed).encode(), row))
    connection.close()
    [fault] = verbs.verify(case)[:1]
    assert fault.startswith("case.db mentions of reading ") and "changed" in fault


def test_a_disclosure_taken_away_does_not_hide_a_change(copy: Path) -> None:
    from bearwitness.custody.commit import open_disclosure

    case = copy / "case"
    connection = sqlite3.connect(case / "case.db")
    with connection:
        for idx, text in connection.execute("SELECT idx, disclosures FROM custody_events WHERE kind = 'claim'").fetchall():
            kept = [d for d in json.loads(text) if not open_disclosure(d).name.startswith("mentions")]
            connection.execute("UPDATE custody_events SET disclosures = ? WHERE idx = ?",
                               (json.dumps(kept, separators=(",", ":")), idx))
        connection.execute("DELETE FROM mentions")
    connection.close()
    assert any("mentions of reading" in line and "missing" in line for line in verbs.verify(case))


def test_a_case_whose_events_disclose_less_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases made before the events disclosed publisher, title and mentions."""
    case_fakes.install(monkeypatch)
    later = {"publisher", "url", "title", "author", "lang", "published_at", "mentions", "mentions_root", "failures"}
    build = events.build
    monkeypatch.setattr(events, "build", lambda kind, item, fields, subject, **_: build(
        kind, item, {k: v for k, v in fields.items() if k not in later or kind == "case"}, subject))
    fill(tmp_path)
    for name in ("case", "public", "court"):
        assert verbs.verify(tmp_path / name) == [], name


# --- the dossier ----------------------------------------------------------------------------------------

def test_a_public_dossier_proves_what_it_says_of_its_reports_and_names_no_path(made: Path) -> None:
    record = json.loads((made / "public" / "dossier.json").read_text())
    assert {r["source"] for r in record["reports"]} == {"a.txt", "b.txt"}
    for path in (made / "public").rglob("*"):
        if path.is_file():
            assert str(made).encode() not in path.read_bytes(), path
    shown = [json.loads(p.read_text())["fields"] for p in (made / "public" / "events").iterdir()]
    captures = [fields for fields in shown if "media_type" in fields]
    assert all("source" not in fields and fields["title"] == "A title" for fields in captures)
    # The one whose publisher a person corrected shows the correction, not the committed value.
    assert sorted("publisher" in fields for fields in captures) == [False, True]
    assert str(made).encode() in (made / "court" / "dossier.json").read_bytes()


def test_every_altered_file_of_a_dossier_is_named(made: Path, tmp_path: Path) -> None:
    for name in ("public", "court"):
        folder = Path(shutil.copytree(made / name, tmp_path / name))
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            data, place = path.read_bytes(), path.relative_to(folder).as_posix()
            path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
            assert verbs.verify(folder), place
            path.write_bytes(data[:len(data) // 2])
            assert any(place in line for line in verbs.verify(folder)), place
            path.unlink()
            assert verbs.verify(folder), place
            path.write_bytes(data)
        (folder / "added.txt").write_text("x")
        assert any(line.startswith("added.txt") for line in verbs.verify(folder))
        (folder / "added.txt").unlink()
        assert verbs.verify(folder) == []


# --- reading only ---------------------------------------------------------------------------------------

def test_unmerged_pages_are_read_from_a_copy_where_nothing_can_be_written(copy: Path) -> None:
    path = copy / "case" / "case.db"
    with verbs.open_case(copy / "case") as case:
        case.write(lambda connection: connection.exec_driver_sql("INSERT INTO case_meta VALUES ('later', 'x')"))
        assert path.with_name("case.db-wal").stat().st_size
        main = path.read_bytes()
        connection = database._merged_copy(path, path.with_name("case.db-wal"))
        assert connection.execute("SELECT value FROM case_meta WHERE key = 'later'").fetchone() == ("x",)
        with pytest.raises(Exception, match="readonly"):
            connection.execute("DELETE FROM case_meta")
        connection.close()
        assert path.read_bytes() == main
