"""Backups of a case, and cases made of backups.

    backup.sha256                  the SHA-256 of every file, a line each, as sha256sum writes and checks it
    case.toml  case.db             the database as one consistent copy (SQLite's online backup)
    objects/aa/bb/<sha256>         originals by their digest, each hashed while it is copied
    log/  log-e1/ ...              the log with tiles and checkpoint, closed logs
    derived/                       derivatives

The private key of the log is not in it: whoever finds a backup can read the case, and cannot sign in its name. So a restored case
begins a new log (see recovery.py), unless the case that it replaces is still there with its key and has signed nothing since.

Nothing is replaced before the backup has been checked: every file against the list, then the copy as a case, row by row against its log.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bearwitness.custody import note
from bearwitness.errors import BearwitnessError, CaseError, StoreError
from bearwitness.store import events, recovery
from bearwitness.store.audit import audit
from bearwitness.store.engine import translated
from bearwitness.store.folder import BACKUP_MARK, MARK, CaseFolder, open_folder
from bearwitness.store.log import Log, write_synced
from bearwitness.store.objects import sync_folder, writing
from bearwitness.store.schema import object_path

_CHUNK = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  ((?!/)[^\n\x00]+)\Z")
_TREES = ("log", "derived")
_LEFT_OUT = {"lock", ".lock", "pending"}


@dataclass(frozen=True, slots=True)
class Restored:
    """A case that was made of a backup: where, what was there before, and whether a new log was begun."""

    path: Path
    aside: Path | None
    new_epoch: bool
    origin: str
    size: int


# --- making one ---------------------------------------------------------------------------------------

def back_up(case: CaseFolder, to: Path) -> tuple[int, int]:
    """Copies a case, while others may be working on it; gives the number of files and of bytes.

    Args:
        to: a folder that does not exist yet, or is empty.

    Raises:
        CaseError: it is there already, or lies inside the case.
        StoreError: an original is damaged or missing, or the disk is full. Nothing is left behind.
    """
    to = to.absolute()
    refuse_target(case, to)
    with writing(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".new-backup-", dir=to.parent))
    try:
        with writing(to):
            with translated(made / "case.db"):
                digests = dict(_state(case, made))
            digests.update(_originals(case, made))
            _write_list(made, digests)
            total = sum((made / name).stat().st_size for name in digests)
            made.replace(to)
            sync_folder(to.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return len(digests), total


def refuse_target(case: CaseFolder, to: Path) -> None:
    """Raises CaseError when a backup cannot be written there."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise CaseError(f"{to}: is there already and not empty: name a new folder for each backup")
    if to.resolve().is_relative_to(case.path.resolve()):
        raise CaseError(f"{to}: lies inside the case: put the backup elsewhere, best on another disk")


def _state(case: CaseFolder, made: Path) -> Iterator[tuple[str, str]]:
    """Database and log as of one moment: nobody appends or commits between the two."""
    from sqlcipher3 import dbapi2

    yield MARK, _copy(case.path / MARK, made / MARK)
    case.complete_log()
    with events.log_lock(case.path):
        engine_connection = case.engine.connect().execution_options(bearwitness_write=True)
        with engine_connection, engine_connection.begin():        # no other commits; the copy is read by a connection of its own
            size = Log(case.path / "log").size
            Log(case.path / "log", case.path / "keys").append(events.waiting(engine_connection, size))
            source = dbapi2.connect(str(case.database))
            target = dbapi2.connect(str(made / "case.db"))
            try:
                source.backup(target)
                target.execute("PRAGMA journal_mode=WAL")
                target.commit()
            finally:
                source.close()
                target.close()
            trees = [*_TREES, *sorted(path.name for path in case.path.glob("log-e*"))]
            found = [(name, _copy(case.path / name, made / name)) for name in _files(case.path, trees)]
    yield "case.db", _digest(made / "case.db")
    yield from found


def _files(root: Path, trees: list[str]) -> Iterator[str]:
    """The files below some folders that a backup holds: no locks, no half-written ones."""
    for tree in trees:
        for path in sorted((root / tree).rglob("*")):
            if path.is_file() and not path.is_symlink() and path.name not in _LEFT_OUT and not path.name.startswith("."):
                yield path.relative_to(root).as_posix()


def _originals(case: CaseFolder, made: Path) -> Iterator[tuple[str, str]]:
    """Every original that the copied database knows."""
    from sqlcipher3 import dbapi2

    copy = dbapi2.connect(f"{(made / 'case.db').as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        wanted = [row[0] for row in copy.execute("SELECT sha256 FROM originals ORDER BY sha256")]
    finally:
        copy.close()
    for digest in wanted:
        name = object_path(digest)
        try:
            found = _copy(case.path / name, made / name)
        except FileNotFoundError:
            raise StoreError(f"{name}: the original is missing: run `bearwitness verify`; nothing was backed up") from None
        if found != digest:
            raise StoreError(f"{name}: the original is damaged: run `bearwitness verify`; nothing was backed up")
        yield name, found


def _copy(source: Path, to: Path) -> str:
    """Copies a file, synced; gives the SHA-256 of the bytes."""
    if not to.parent.is_dir():
        to.parent.mkdir(parents=True)
    digest = hashlib.sha256()
    with source.open("rb") as read, to.open("wb") as write:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            write.write(chunk)
        write.flush()
        os.fsync(write.fileno())
    to.chmod(source.stat().st_mode & 0o777)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_list(made: Path, digests: dict[str, str]) -> None:
    write_synced(made / BACKUP_MARK, "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode())
    for folder in {made, *(parent for name in digests for parent in (made / name).parents if parent.is_relative_to(made))}:
        sync_folder(folder)


def check(backup: Path) -> Iterator[str]:
    """Where a backup is not as its list says: a line each."""
    try:
        listed = read_list(backup)
    except CaseError as e:
        yield f"{BACKUP_MARK}: {e}"
        return
    for name, digest in listed.items():
        try:
            if _digest(backup / name) != digest:
                yield f"{name}: changed: not as {BACKUP_MARK} lists it"
        except OSError as e:
            yield f"{name}: missing or unreadable ({e.strerror})"
    yield from (f"{name}: is not in {BACKUP_MARK}: added" for name in _strays(backup, listed))


# --- checking and restoring -------------------------------------------------------------------------------

def read_list(backup: Path) -> dict[str, str]:
    """The files of a backup by name, with their SHA-256.

    Raises:
        CaseError: it is no backup, or its list is cut or changed.
    """
    try:
        text = (backup / BACKUP_MARK).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise CaseError(f"{backup}: is no backup of a case (it has no readable {BACKUP_MARK})") from e
    found: dict[str, str] = {}
    for number, line in enumerate(text.split("\n")[:-1], 1):
        match = _LINE.match(line)
        if match is None or ".." in match[2].split("/") or match[2] in found:
            raise CaseError(f"{backup / BACKUP_MARK}: line {number} is no digest and name: the backup is damaged or was changed; use another one")
        found[match[2]] = match[1]
    if not text.endswith("\n") or not {MARK, "case.db", "log/checkpoint", "log/log.vkey"} <= set(found):
        raise CaseError(f"{backup / BACKUP_MARK}: is cut: use another backup")
    return found


def _strays(backup: Path, listed: dict[str, str]) -> list[str]:
    """What lies in a backup and is not in its list, and what is no plain file."""
    side = {"case.db-wal", "case.db-shm", ".lock", BACKUP_MARK}     # left by looking into the backup
    there = [path for path in backup.rglob("*") if path.is_symlink() or not path.is_dir()]
    names = {path.relative_to(backup).as_posix(): path for path in there}
    return sorted(name for name, path in names.items() if path.is_symlink() or not path.is_file() or (name not in listed and name not in side))


def restore(backup: Path, to: Path, *, vkey: str | None = None, now: str, tool: str) -> Restored:
    """Makes a case of a backup. What is at `to` is put aside, never deleted, and only once the backup has been found whole.

    Args:
        to: where the case is to be: a new folder, or the case that the backup is of.
        vkey: the public key that the backup's log must have, as known from elsewhere.
        now: ISO 8601 time in UTC.
        tool: name and version of the program.

    Raises:
        CaseError: the backup is cut, changed, or of another case; `to` is something else. Nothing was changed.
    """
    to = to.absolute()
    listed = read_list(backup)
    if strays := _strays(backup, listed):
        raise CaseError(f"{backup / strays[0]}: does not belong to the backup (it is not in {BACKUP_MARK}): nothing was restored")
    if backup.resolve().is_relative_to(to.resolve()):
        raise CaseError(f"{to}: holds the backup: name another folder")
    existing = to.exists() and (not to.is_dir() or any(to.iterdir()))
    if existing and not (to / MARK).is_file():
        raise CaseError(f"{to}: is there already, and is no case: name a new folder")
    with writing(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".restoring-", dir=to.parent))
    try:
        _take(backup, made, listed)
        _check(made, backup, vkey, to if existing else None)
        epoch = _give_key(made, to if existing else None, now, tool)
        with writing(to):
            aside = _aside(to) if existing else None
            if aside is not None:
                to.replace(aside)
            made.replace(to)
            sync_folder(to.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    log = Log(to / "log")
    return Restored(to, aside, epoch, log.origin, log.size)


def _take(backup: Path, made: Path, listed: dict[str, str]) -> None:
    """Copies what is listed, each file hashed on the way."""
    for name, digest in listed.items():
        try:
            with writing(made / name):
                found = _copy(backup / name, made / name)
        except StoreError as e:
            if isinstance(e.__cause__, FileNotFoundError):
                raise CaseError(f"{backup / name}: is missing: the backup is cut; nothing was restored: use another one") from e
            raise
        if found != digest:
            raise CaseError(f"{backup / name}: is not as it was backed up: the backup is damaged or was changed; nothing was restored: use another one")
    write_synced(made / BACKUP_MARK, (backup / BACKUP_MARK).read_bytes())


def _check(made: Path, backup: Path, vkey: str | None, existing: Path | None) -> None:
    """The copy as a case: every row against the log, every original against its digest; and that it is the case that is meant."""
    if faults := audit(made):
        raise CaseError(f"{backup}: is no whole case ({len(faults)} faults; the first: {faults[0]}); nothing was restored: use another backup")
    keys = {path.read_text(encoding="utf-8").strip() for path in (made / "log" / "log.vkey", *made.glob("log-e*/log.vkey"))}
    if vkey is not None and vkey not in keys:
        raise CaseError(f"{backup}: its log has another key than the one given: it is another case, or was made up; nothing was restored")
    if existing is not None:
        known = {note.read_vkey(key)[0] for key in keys}
        try:
            theirs = [path.read_text(encoding="utf-8").strip() for path in (existing / "log" / "log.vkey", *existing.glob("log-e*/log.vkey"))]
        except (OSError, UnicodeDecodeError):
            theirs = []
        if theirs and not set(theirs) & keys:
            raise CaseError(f"{existing}: is another case than the backup ({', '.join(sorted(known))}): name a new folder")


def _give_key(made: Path, existing: Path | None, now: str, tool: str) -> bool:
    """The key of the case that is replaced, when it has signed nothing since; else a new log is begun. Gives whether it was."""
    (made / BACKUP_MARK).unlink()
    backed_up = (made / "log" / "checkpoint").read_text(encoding="utf-8")
    given: list[str] = []
    if existing is not None:
        given = [path.read_text(encoding="utf-8", errors="replace") for path in (existing / "keys" / "checkpoint", existing / "log" / "checkpoint") if path.is_file()]
        vkey = (made / "log" / "log.vkey").read_text(encoding="utf-8").strip()
        given = [text for text in given if _is_signed(text, vkey)]
        if given and all(text == backed_up for text in given) and (existing / "keys" / "log.key").is_file():
            shutil.copytree(existing / "keys", made / "keys")
            with open_folder(made):
                return False
    with open_folder(made, reading=True) as case:
        recovery.recover(case, given=given, why=["restored from a backup"], new_epoch=True, now=now, tool=tool)
    return True


def _is_signed(text: str, vkey: str) -> bool:
    try:
        note.open_checkpoint(text, vkey)
        return True
    except BearwitnessError:
        return False


def _aside(to: Path) -> Path:
    """A free name beside a case that is put aside."""
    return next(path for path in (to.with_name(f"{to.name}.before-restore-{n}") for n in range(1, 10_000)) if not path.exists())
