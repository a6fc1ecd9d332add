"""A case on disk: `case.toml`, `case.db`, `objects/`, `log/`, `keys/`.

`create` makes one, `open_folder` opens one. Both bring the log up to date, so that a crash between the
database's commit and the log's append is made good by the next command.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select

from bearwitness.custody.sign import Key
from bearwitness.errors import CaseError
from bearwitness.store import engine as database
from bearwitness.store import events, removal
from bearwitness.store.objects import Objects, sync_folder, writing
from bearwitness.store.rows import insert_many, json_text
from bearwitness.store.schema import case_meta, originals

FORMAT = 1
MARK = "case.toml"
BACKUP_MARK = "backup.sha256"       # the list of files of a backup; a case has none
T = TypeVar("T")


@dataclass(slots=True)
class CaseFolder:
    """An open case: its folder, its database and its originals."""

    path: Path
    id: str
    title: str
    engine: Engine
    objects: Objects
    signer: Key | None = None       # of the person at work, where they have a key

    def event(self, kind: str, item: str, fields: Mapping[str, Any], subject: str | None, *,
              signers: Sequence[Key] | None = None) -> dict[str, Any]:
        """The row of one event, signed by the person at work, or by these people.

        What is signed names the case, so that a decision cannot be carried over into another one.
        """
        keys = signers if signers is not None else [self.signer] if self.signer else []
        return events.build(kind, item, {**fields, "in_case": self.id} if keys else fields, subject, signers=keys)

    @property
    def database(self) -> Path:
        return self.path / "case.db"

    def settings(self) -> dict[str, Any]:
        """What `case.toml` says, table by table; {} where a table is none."""
        found = tomllib.loads((self.path / MARK).read_text(encoding="utf-8"))
        return {name: table for name, table in found.items() if isinstance(table, dict)}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database."""
        with database.reading(self.engine, self.database) as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in one write transaction: all of it, or nothing."""
        return database.write(self.engine, self.database, work)

    def write_and_log(self, work: Callable[[Connection], T]) -> T:
        """The same, and appends the custody events that `work` recorded to the log."""
        result = self.write(work)
        self.complete_log()
        return result

    def known_originals(self, digests: set[str]) -> set[str]:
        """Which of these originals the database knows."""
        with self.reading() as connection:
            return set(connection.execute(select(originals.c.sha256)).scalars()) & digests if digests else set()

    def complete_log(self) -> None:
        """Appends every recorded event that the log does not hold yet, and signs a checkpoint.

        Raises:
            CaseError: the log is longer than the database, or another one: one of them is an old copy.
        """
        from bearwitness.store.log import Log

        if (self.path / "log.new").exists():
            raise CaseError(f"{self.path}: a new log was being opened when the program was stopped: run `bearwitness log recover`")
        with writing(self.path / "log"), events.log_lock(self.path):
            log = Log(self.path / "log", self.path / "keys")
            size = log.size
            with self.reading() as connection:
                recorded = events.next_index(connection)
                entries = events.waiting(connection, size)
                last = events.waiting(connection, size - 1, 1) if size else []
            if size > recorded:
                raise CaseError(f"{self.path}: the log holds {size} events and the database {recorded}: the database is older than the "
                                "log. Nothing will be signed: run `bearwitness log recover`, or restore the newest copy of both")
            if last and last[0] != log.entry(size - 1):
                raise CaseError(f"{self.path}: event {size - 1} of the database is not the one in the log: one of them is an old copy that "
                                "went on by itself. Nothing will be signed: run `bearwitness log recover`")
            log.append(entries)     # with nothing to append it still tidies what a crash left over

    def close(self) -> None:
        self.objects.forget()
        self.engine.dispose()

    def __enter__(self) -> CaseFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


# --- making ---------------------------------------------------------------------------------------

def create(path: Path, *, title: str, now: str, tool: str) -> CaseFolder:
    """Makes a case. Nothing is left behind when it fails.

    Args:
        path: a folder that does not exist yet, or an empty one.
        now: ISO 8601 time in UTC.
        tool: name and version of the program.

    Raises:
        CaseError: the folder holds something already.
    """
    if (path / MARK).exists():
        raise CaseError(f"{path}: is a case already: use it, or name another folder")
    if path.exists() and not path.is_dir():
        raise CaseError(f"{path}: is a file: name a new folder for the case")
    if path.exists() and any(path.iterdir()):
        raise CaseError(f"{path}: is not empty: name a new folder for the case")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".new-case-", dir=path.parent))     # only its owner may enter
    try:
        case_id = events.pseudonym()
        with writing(path):
            for name in ("objects", "log", "keys"):
                (made / name).mkdir()
            (made / "keys").chmod(0o700)
        _fill(made, case_id, title=title, now=now, tool=tool)
        with writing(path):
            _write_synced(made / MARK, f'[case]\nformat = {FORMAT}\nid = {_toml(case_id)}\ntitle = {_toml(title)}\n'
                                       f'created_at = {_toml(now)}\n')
            for folder in (made / "objects", made):
                sync_folder(folder)
            made.replace(path)
            sync_folder(path.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return open_folder(path)


def _fill(made: Path, case_id: str, *, title: str, now: str, tool: str) -> None:
    from bearwitness.store.log import Log

    Log.create(made / "log", made / "keys", origin=f"bearwitness.case/{case_id}")
    db = made / "case.db"
    engine = database.open_engine(db, create=True)
    try:
        database.bring_up_to_date(engine, db)
        event = events.build("case", case_id, {"case": case_id, "title": title, "time": now, "tool": tool}, case_id)

        def start(connection: Connection) -> None:
            insert_many(connection, case_meta, [{"key": key, "value": value} for key, value in
                                                (("case", case_id), ("title", title), ("created_at", now))])
            events.record(connection, [event])

        database.write(engine, db, start)
        CaseFolder(made, case_id, title, engine, Objects(made)).complete_log()
    finally:
        engine.dispose()


def _toml(text: str) -> str:
    return json_text(text).replace("\x7f", "\\u007f")    # JSON leaves DEL bare, TOML forbids it


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


# --- opening --------------------------------------------------------------------------------------

def find(start: Path) -> Path | None:
    """The nearest folder at or above `start` that is a case."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / MARK).is_file()), None)


def open_folder(path: Path, *, reading: bool = False) -> CaseFolder:
    """Opens a case, and appends to the log what a crash left waiting.

    Args:
        reading: the case is only to be looked at, so a full or write-protected disk is no hindrance.

    Raises:
        CaseError: no such folder, not a case, damaged, or made by a newer bearwitness.
    """
    about = _about(path)
    db = path / "case.db"
    if not db.is_file():
        raise CaseError(f"{db}: is missing: restore it from a copy (case.toml alone is not a case)")
    if not reading and not os.access(path, os.W_OK):
        raise CaseError(f"{path}: this case cannot be written (its folder or disk is read-only): it can be shown, exported and "
                        "verified; to add to it, change the permissions or work on a copy")
    if not reading and (path / BACKUP_MARK).is_file():
        raise CaseError(f"{path}: this is a backup: it can be shown, exported and verified; make a case of it with "
                        f"`bearwitness restore {path} --to DIR`")
    engine = database.open_engine(db, reading=reading)
    try:
        database.bring_up_to_date(engine, db)
        case = CaseFolder(path, about["id"], about["title"], engine, Objects(path))
        if not reading:
            database.sync_wal(db)
            case.complete_log()
            case.objects.sweep(case.known_originals)
            removal.finish(case)
    except BaseException:
        engine.dispose()
        raise
    return case


def _about(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise CaseError(f"{path}: there is no such folder: make a case with `bearwitness new {path}`")
    try:
        about = tomllib.loads((path / MARK).read_text(encoding="utf-8"))["case"]
        known: dict[str, Any] = {"id": str(about["id"]), "title": str(about["title"]), "format": int(about["format"])}
    except FileNotFoundError:
        raise CaseError(f"{path}: is not a case (it has no {MARK}): make one with `bearwitness new DIR`, "
                        "or name one with --case") from None
    except PermissionError:
        raise CaseError(f"{path / MARK}: may not be read by you: check the permissions of the case folder") from None
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise CaseError(f"{path / MARK}: cannot be read ({e}): restore it from a copy") from e
    if known["format"] > FORMAT:
        raise CaseError(f"{path}: this case was made by a newer bearwitness (format {known['format']}, this program "
                        f"knows up to {FORMAT}): update bearwitness")
    return known


