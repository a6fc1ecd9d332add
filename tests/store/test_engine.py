"""The database of a case: settings, versions, writers."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bearwitness.errors import CaseError, StoreError
from bearwitness.store import engine as database
from bearwitness.store.rows import insert_many
from bearwitness.store.schema import metadata, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    db = tmp_path / "case.db"
    engine = database.open_engine(db, create=True)
    database.bring_up_to_date(engine, db)
    engine.dispose()
    return db


def test_settings_keep_what_was_acknowledged_and_erase_what_is_deleted(path: Path) -> None:
    engine = database.open_engine(path)
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 15_000}
    with engine.connect() as connection:
        got = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert got == wanted


def test_migrations_make_exactly_the_tables_of_the_schema(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.open_engine(path).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_last_migration_is_the_version_we_know(path: Path) -> None:
    from alembic.script import ScriptDirectory

    folder = Path(database.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [database.HEAD]


def test_a_newer_case_is_refused_and_left_alone(path: Path) -> None:
    engine = database.open_engine(path)
    database.write(engine, path, lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    before = path.read_bytes()
    with pytest.raises(CaseError, match=r"newer bearwitness.*update bearwitness"):
        database.bring_up_to_date(engine, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("content", "says"), [
    (b"this is not a database at all, and long enough to be looked at" * 20, "not a case database"),
    (b"", ""),
])
def test_a_file_that_is_no_case_database(tmp_path: Path, content: bytes, says: str) -> None:
    db = tmp_path / "case.db"
    db.write_bytes(content)
    if not says:       # an empty file is an empty database: migrated like a new one
        database.bring_up_to_date(database.open_engine(db), db)
        return
    with pytest.raises(CaseError, match=says):
        database.bring_up_to_date(database.open_engine(db), db)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    db = tmp_path / "case.db"
    engine = database.open_engine(db, create=True)
    database.write(engine, db, lambda c: c.execute(text("CREATE TABLE recipes (id INTEGER)")))
    with pytest.raises(CaseError, match="not one of bearwitness"):
        database.bring_up_to_date(engine, db)


def test_a_failed_write_leaves_nothing(path: Path) -> None:
    engine = database.open_engine(path)

    def work(connection):
        insert_many(connection, texts, [{"text_sha256": "a", "text": "x"}])
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        database.write(engine, path, work)
    with database.reading(engine, path) as connection:
        assert connection.execute(select(texts)).all() == []


def test_text_with_zeros_and_any_script_comes_back(path: Path) -> None:
    engine = database.open_engine(path)
    kept = "a\0b\r\n\u202eعربي کوردی \U0001f600"
    database.write(engine, path, lambda c: insert_many(c, texts, [{"text_sha256": "a", "text": kept}]))
    with database.reading(engine, path) as connection:
        assert connection.execute(select(texts.c.text)).scalar() == kept


def _write_many(path: str, name: str, count: int) -> None:
    engine = database.open_engine(Path(path))
    for n in range(count):
        database.write(engine, Path(path), lambda c, n=n: insert_many(c, texts, [{"text_sha256": f"{name}{n}", "text": "x"}]))


def test_four_processes_write_at_once_and_nothing_is_lost(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(str(path), name, 25)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    with database.reading(database.open_engine(path), path) as connection:
        assert len(connection.execute(select(texts)).all()) == 100


def test_a_writer_that_never_ends_is_told_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PRAGMAS", (*database._PRAGMAS[:4], "busy_timeout=20"))
    monkeypatch.setattr(database, "_RETRIES", 1)
    first, second = database.open_engine(path), database.open_engine(path)
    with first.connect().execution_options(bearwitness_write=True) as connection, connection.begin(), \
            pytest.raises(StoreError, match=r"another process has been writing.*run this again"):
        database.write(second, path, lambda c: None)


def test_an_sqlite_with_the_wal_reset_defect_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that checkpoint at once can lose pages below 3.51.3: the driver that we ship carries a newer one."""
    from sqlcipher3 import dbapi2

    assert tuple(dbapi2.sqlite_version_info) >= database.SAFE_SQLITE
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(StoreError, match=r"too old to share a case safely: install sqlcipher3"), database.open_engine(path, create=True).connect():
        pass
