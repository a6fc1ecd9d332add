"""Opening a case's database: settings, version check, migrations, one writer at a time.

The driver is sqlcipher3 without a key: it carries a recent SQLite (the system's own may have the
WAL-reset defect that 3.51.3 repaired), opens plain files, and will serve encryption later.
"""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from bearwitness.errors import CaseError, StoreError
from bearwitness.store.objects import sync_folder, writing

# Newest first is not needed: the order is the order of the migrations.
REVISIONS = ("0001", "0002")
HEAD = REVISIONS[-1]
SAFE_SQLITE = (3, 51, 3)      # below it two processes checkpointing at once can lose pages
BUSY_SECONDS = 15
_RETRIES = 4
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}", "temp_store=MEMORY", "cache_size=-16000")

_CONNECT: dict[str, Any] = {"uri": True, "timeout": BUSY_SECONDS, "check_same_thread": False}

T = TypeVar("T")


def _connect(path: Path, *, create: bool, reading: bool) -> Any:
    from sqlcipher3 import dbapi2

    if tuple(dbapi2.sqlite_version_info) < SAFE_SQLITE:
        raise StoreError(f"SQLite {dbapi2.sqlite_version} is too old to share a case safely: "
                         "install sqlcipher3 0.6.4 or newer")
    address = path.resolve().as_uri()
    try:
        return _prepared(dbapi2.connect(f"{address}?mode={'rwc' if create else 'rw'}", **_CONNECT), _PRAGMAS)
    except dbapi2.DatabaseError as e:
        if not reading or not path.is_file() or "locked" in str(e).lower():
            raise
        # On a full or write-protected disk SQLite cannot make its side files. Without a log of unmerged
        # pages the main file is complete, and may be read as one that does not change.
        wal = path.with_name(f"{path.name}-wal")
        if wal.exists() and wal.stat().st_size:
            return _merged_copy(path, wal)
        return _prepared(dbapi2.connect(f"{address}?mode=ro&immutable=1", **_CONNECT), ())


def _merged_copy(path: Path, wal: Path) -> Any:
    """A connection to a private copy into which the unmerged pages went: they cannot go into the file itself."""
    from sqlcipher3 import dbapi2

    with tempfile.TemporaryDirectory(prefix="bearwitness-") as folder:
        copy = Path(folder) / "case.db"
        for file, to in ((path, copy), (wal, copy.with_name("case.db-wal"))):
            shutil.copyfile(file, to)
        merging = dbapi2.connect(str(copy), **{**_CONNECT, "uri": False})
        try:
            merging.execute("PRAGMA journal_mode=DELETE")
        finally:
            merging.close()
        # Once it is open the file needs no name any more.
        return _prepared(dbapi2.connect(f"{copy.as_uri()}?mode=ro&immutable=1", **_CONNECT), ())


def _prepared(connection: Any, pragmas: tuple[str, ...]) -> Any:
    connection.isolation_level = None     # we say BEGIN ourselves, so that migrations are transactions too
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except Exception:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    wants_write = connection.get_execution_options().get("bearwitness_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wants_write else "BEGIN")


def open_engine(path: Path, *, create: bool = False, reading: bool = False) -> Engine:
    """An engine on the database file of a case, with the settings that keep acknowledged rows.

    Args:
        create: make the file when it is missing.
        reading: nothing is going to be written, so that a full or write-protected disk is no hindrance.
    """
    from sqlcipher3 import dbapi2

    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: _connect(path, create=create, reading=reading),
                           poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def sync_wal(path: Path) -> None:
    """Makes durable what a killed process had written to the database's log and not yet synced.

    SQLite takes a whole transaction found there for committed, and does not sync it again: it could be signed for or acknowledged, and
    then be lost by a power cut.
    """
    wal = path.with_name(f"{path.name}-wal")
    if not wal.exists():
        return
    with suppress(FileNotFoundError):       # another process has just closed the database, and merged it
        fd = os.open(wal, os.O_RDONLY)
        try:
            with writing(wal):
                os.fsync(fd)
        finally:
            os.close(fd)
        sync_folder(path.parent)


# --- version ----------------------------------------------------------------------------------

def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Checks the database's version: migrates an older one, refuses a newer one.

    Raises:
        CaseError: the file is no case database, or was made by a newer bearwitness.
    """
    with translated(path), engine.connect() as connection:
        revision = _revision(connection, path)
    if revision == HEAD:
        return
    if revision is not None and revision not in REVISIONS:
        raise CaseError(f"{path}: this case was made by a newer bearwitness (its database is at version {revision}, "
                        f"this program knows up to {HEAD}): update bearwitness")
    migrate(engine, path)


def _revision(connection: Connection, path: Path) -> str | None:
    names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if "alembic_version" in names:
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if names:
        raise CaseError(f"{path}: this is a database, and not one of bearwitness: name another folder")
    return None


def migrate(engine: Engine, path: Path) -> None:
    """Runs the migrations in one transaction: all of them, or the file stays as it was."""
    from alembic import command
    from alembic.config import Config

    spec = importlib.util.find_spec("bearwitness.store.migrations")
    assert spec is not None and spec.submodule_search_locations
    config = Config()
    config.set_main_option("script_location", str(next(iter(spec.submodule_search_locations))))
    with translated(path), engine.connect().execution_options(bearwitness_write=True) as connection:
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, "head")


# --- transactions -----------------------------------------------------------------------------

@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns a database error into one of ours, saying what to do."""
    try:
        yield
    except DBAPIError as e:
        raise _in_our_words(path, str(e.orig)) from e
    except StoreError:
        raise
    except Exception as e:
        if type(e).__module__.startswith("sqlcipher3"):
            raise _in_our_words(path, str(e)) from e
        raise


def _in_our_words(path: Path, message: str) -> StoreError | CaseError:
    low = message.lower()
    if "locked" in low or "busy" in low:
        return StoreError(f"{path}: another process has been writing to this case for more than {BUSY_SECONDS} s: "
                          "wait for it to end, then run this again")
    if "disk is full" in low or "full" in low.split():
        return StoreError(f"{path}: the disk is full: free some space, then run this again; what was acknowledged is kept")
    if "readonly" in low or "read-only" in low:
        return StoreError(f"{path}: cannot be written: check the permissions of the case folder")
    if "not a database" in low:
        return CaseError(f"{path}: is not a case database (or is encrypted): restore it from a copy")
    if "malformed" in low:
        return StoreError(f"{path}: is damaged: run `bearwitness verify`, and restore the case from a copy")
    if "unable to open" in low:
        return CaseError(f"{path}: cannot be opened: check that the file exists and may be read")
    if "i/o error" in low:
        return StoreError(f"{path}: could not be written (disk full, over a size limit, or failing): free some space, "
                          "check the disk, then run this again; what was acknowledged is kept")
    return StoreError(f"{path}: {message}")


def write(engine: Engine, path: Path, work: Callable[[Connection], T]) -> T:
    """Runs `work` in one write transaction, waiting for other writers. All of it or nothing.

    `work` may run more than once when the lock could not be had: it must only touch the database.
    """
    for attempt in range(_RETRIES):
        try:
            with translated(path), engine.connect().execution_options(bearwitness_write=True) as connection, \
                    connection.begin():
                return work(connection)
        except StoreError as e:
            cause = e.__cause__
            busy = isinstance(cause, (OperationalError, DatabaseError)) and "locked" in str(cause).lower()
            if not busy or attempt == _RETRIES - 1:
                raise
            time.sleep(random.uniform(0.05, 0.3) * (attempt + 1))
    raise AssertionError("unreachable")


def compact(engine: Engine, path: Path) -> bool:
    """Writes the database anew without its free pages, and cuts the log of pages to nothing.

    `secure_delete` overwrites what is deleted; but a page that was divided or joined can keep a copy of a moved row in
    its unused part. A file written anew has no such page.

    Returns:
        False when another process reads or writes, so that it could not be done now.
    """
    with translated(path):
        raw = engine.raw_connection()
        try:
            connection: Any = raw.driver_connection
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        except Exception as e:
            if "locked" in str(e).lower():
                return False
            raise
        finally:
            raw.close()


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """One consistent view of the database, not blocking writers."""
    with translated(path), engine.connect() as connection, connection.begin():
        yield connection
