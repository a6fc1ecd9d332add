"""A log that must not be signed on, mended: rebuilt from what holds all of it, or closed and begun anew.

A restored backup may hold less than was signed. Signing on from there would make two histories under one key. So nothing is signed
when log, database and the second checkpoint (`keys/checkpoint`) disagree; `recover` then does one of two things:

    rebuild   The tiles or the database still hold every entry of the last checkpoint. Tiles, checkpoint and the database's events
              are made whole from them. Events whose details are lost stay in the log; a `restore` event says which.
    epoch     They do not, or the key is lost, or two histories were begun. The log is closed and kept (`log-e1/`, `log-e2/` ...); a
              new one opens, under its own key, with the origin `<origin>/e2`. Its first entry is a `restore` event that commits to
              the last checkpoint known of the old log; all events that are still at hand follow, entry for entry.

An epoch is opened in an order that a crash cannot spoil: the new log is made beside the old one (`log.new/`, `keys.new/`); one
transaction numbers the database's events anew; the folders change places. Whatever was not finished is finished by the next `recover`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from bearwitness.custody import note, tree
from bearwitness.custody.entry import read_entry
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import CaseError, StoreError, VerifyError
from bearwitness.store import engine as database
from bearwitness.store import events, log, objects, stamping, witnessing
from bearwitness.store.folder import BACKUP_MARK, CaseFolder
from bearwitness.store.objects import sync_folder, writing
from bearwitness.store.rows import insert_many
from bearwitness.store.schema import custody_events, readings

NEW_LOG, NEW_KEYS = "log.new", "keys.new"
GIVEN = "the one given"
SUBJECT = "log"                      # what `restore` events are about
_EPOCH = re.compile(r"(.+)/e([1-9][0-9]{0,5})\Z")
_ANY_CHECKPOINT = re.compile(r"(?:.*\n\n)?(\S+\n[0-9]+\n\S+\n\n(?:— .+\n)+)\Z", re.DOTALL)
_MENDED = ("log/tile/", "log/checkpoint:", "log/log.vkey:")     # faults that a rebuild mends
_AT_ONCE = 8_192                     # entries appended at a time


def epoch_of(origin: str) -> tuple[str, int]:
    """The first log's origin, and the number of this one.

    Example:
        epoch_of("example.org/bw/x/e3") == ("example.org/bw/x", 3)
    """
    match = _EPOCH.fullmatch(origin)
    return (match[1], int(match[2])) if match else (origin, 1)


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint that the log's key signed, and where it was found."""

    place: str
    text: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with a case's log, and what can be done.

    Args:
        action: `nothing`, `finish` (an epoch that was being opened), `rebuild` or `epoch`.
        why: a line for each thing that is wrong.
        last: the newest checkpoint known.
        entries: for `rebuild` every entry that `last` covers; for `epoch` those that are still at hand.
        lost: indices (first, and one past the last) of events whose details the database lacks.
    """

    action: str
    why: tuple[str, ...]
    last: Signed | None
    entries: tuple[bytes, ...]
    lost: tuple[int, int] | None
    origin: str
    vkey: str | None


# --- what there is ------------------------------------------------------------------------------------

def checkpoint_in(text: str) -> str:
    """The signed checkpoint in a file: a checkpoint, or a `.tlog-proof` that ends in one.

    Raises:
        VerifyError: there is none.
    """
    match = _ANY_CHECKPOINT.match(text)
    if match is None:
        raise VerifyError(["holds no signed checkpoint: give a checkpoint, a proof of a dossier, or a witnessed state"])
    return match[1]


def stored_entries(folder: Path) -> list[bytes]:
    """The entries that the bundles of a log hold, from the first one up to the first that is missing or broken."""
    found: list[bytes] = []
    for n in range(1 << 40):
        full = folder / log.tile_path(log.ENTRIES, n)
        best: list[bytes] = []
        for path in (full, *full.with_name(full.name + ".p").glob("*")):
            try:
                best = max(best, log.unpack_entries(path.read_bytes()), key=len)
            except (OSError, StoreError):
                continue
        found += best
        if len(best) < log.WIDTH:
            break
    return found


def _signed(case: Path, vkey: str, given: Sequence[str]) -> Iterator[Signed]:
    """Every checkpoint at hand that the log's key signed."""
    places = [case / "log" / "checkpoint", case / "keys" / "checkpoint", *sorted((case / "log" / witnessing.WITNESSED).glob("[0-9]*"))]
    found = []
    for path in places:
        try:
            found.append((path.relative_to(case).as_posix(), path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError):
            continue
    for place, text in [*found, *((GIVEN, text) for text in given)]:
        try:
            yield Signed(place, text, note.open_checkpoint(text, vkey))
        except VerifyError:
            if place == GIVEN:
                raise


def _vkey(case: Path) -> tuple[str | None, str | None]:
    """The log's public key, and what is wrong with the private one (None: nothing)."""
    try:
        public: str | None = (case / "log" / "log.vkey").read_text(encoding="utf-8").strip()
        note.read_vkey(public or "")
    except (OSError, UnicodeDecodeError, VerifyError):
        public = None
    try:
        name, seed = note.read_skey((case / "keys" / "log.key").read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return public, "keys/log.key is missing: nothing can be signed with the log's key"
    except VerifyError as error:
        return public, f"keys/log.key {error}"
    own = note.make_vkey(name, note.public_key(seed))
    return public or own, None if public in (None, own) else "keys/log.key is not the key of this log"


def _recorded(connection: Connection) -> list[bytes]:
    """The entries that the database holds, without gaps from the first one."""
    found: list[bytes] = []
    for index, entry in connection.execute(select(custody_events.c.idx, custody_events.c.entry).order_by(custody_events.c.idx)):
        if index != len(found):
            break
        found.append(bytes(entry))
    return found


def _holds(entries: Sequence[bytes], checkpoint: Checkpoint) -> bool:
    return len(entries) >= checkpoint.size and tree.root_of([tree.leaf_hash(e) for e in entries[:checkpoint.size]]) == checkpoint.root


def diagnose(case: CaseFolder, *, given: Sequence[str] = ()) -> Diagnosis:
    """What is wrong with a case's log, and what `recover` would do. Nothing is changed.

    Args:
        given: checkpoints known from elsewhere: of a witness, of a dossier.

    Raises:
        VerifyError: one that was given is not signed by the log's key.
    """
    from bearwitness.store.audit_log import audit_log

    path = case.path
    with case.reading() as connection:
        rows = _recorded(connection)
    vkey, key_fault = _vkey(path)
    origin = note.read_vkey(vkey)[0] if vkey else f"bearwitness.case/{case.id}"
    why = [key_fault] if key_fault else []
    if (path / NEW_LOG).exists() and _first(path / NEW_LOG) in rows[:1]:
        return Diagnosis("finish", ("a new log was being opened when the program was stopped",), None, (), None, origin, vkey)
    if vkey is None:
        return Diagnosis("epoch", (*why, "log/log.vkey is missing or broken, so nothing that was signed can be checked"), None, tuple(rows), None, origin, None)
    signed = list(_signed(path, vkey, given))
    stored = stored_entries(path / "log")
    last = max(signed, key=lambda s: s.checkpoint.size, default=None)
    certain = any(s.place in ("keys/checkpoint", GIVEN) for s in signed)
    if not certain:
        why.append("keys/checkpoint is missing or broken: whether more was signed than the log holds cannot be known (--checkpoint FILE gives one known from elsewhere)")
    whole = next((source for source in (stored, rows) if last is not None and all(_holds(source, s.checkpoint) for s in signed)), None)
    size = last.checkpoint.size if last else 0
    if last is None:
        why.append("no checkpoint of the log is left")
    elif whole is None:
        why.append(f"{size} entries were signed ({last.place}); the log's tiles hold {len(stored)} and the database {len(rows)}, and neither is the whole of it")
    else:
        why += [fault for fault in audit_log(path / "log", path / "keys")[0] if fault.startswith(_MENDED)][:5]
    entries = whole[:size] if whole is not None else stored
    at = next((n for n, (a, b) in enumerate(zip(entries, rows)) if a != b), None)
    if at is not None:
        why.append(f"event {at} of the database is not entry {at} of the log: another history was begun")
        entries = rows
    elif len(rows) < len(entries):
        why.append(f"the database is older than the log: it knows {len(rows)} of {len(entries)} events")
    lost = (len(rows), len(entries)) if len(rows) < len(entries) else None
    if not why:
        return Diagnosis("nothing", (), last, tuple(entries), None, origin, vkey)
    action = "rebuild" if certain and whole is not None and key_fault is None and at is None else "epoch"
    if action == "epoch" and lost is None:
        entries = rows
    return Diagnosis(action, tuple(dict.fromkeys(why)), last, tuple(entries), lost, origin, vkey)


def _first(folder: Path) -> bytes | None:
    try:
        return log.Log(folder).entry(0)
    except StoreError:
        return None


# --- what is done -----------------------------------------------------------------------------------------

def rebuild(case: CaseFolder, found: Diagnosis, *, now: str, tool: str) -> None:
    """Makes tiles, checkpoint and the database's events whole again, and logs what was lost."""
    assert found.last is not None and found.vkey is not None
    folder, keys = case.path / "log", case.path / "keys"
    with writing(folder), events.log_lock(case.path):
        write_tiles(folder, found.entries)
        log.write_synced(folder / "log.vkey", f"{found.vkey}\n".encode())
        log.write_synced(folder / "checkpoint", found.last.text.encode())
        (folder / "pending").unlink(missing_ok=True)
        sync_folder(folder)
        log.write_synced(keys / "checkpoint", found.last.text.encode(), mode=0o600)
        sync_folder(keys)
    if found.lost is not None:
        first, end = found.lost
        event = events.build("restore", events.pseudonym(), {
            "record": SUBJECT, "in_epoch": epoch_of(found.origin)[1], "lost_first": first, "lost_last": end - 1, "reason": "; ".join(found.why), "time": now, "tool": tool}, SUBJECT)

        def put(connection: Connection) -> None:
            _insert_lost(connection, first, found.entries[first:end])
            events.record(connection, [event])

        case.write(put)


def write_tiles(folder: Path, entries: Sequence[bytes]) -> None:
    """Writes all tiles of a log of these entries, and removes tiles that it does not have."""
    size, hashes = len(entries), [tree.leaf_hash(entry) for entry in entries]
    right: dict[Path, bytes] = {}
    for level, count in log.levels(size):
        for n in range(-(-count // log.WIDTH)):
            part = slice(n * log.WIDTH, min((n + 1) * log.WIDTH, count))
            data = log.pack_entries(entries[part]) if level == log.ENTRIES else b"".join(hashes[part])
            right[folder / log.tile_path(level, n, part.stop - part.start)] = data
        if level != log.ENTRIES:
            hashes = [tree.root_of(hashes[low:low + log.WIDTH]) for low in range(0, count - log.WIDTH + 1, log.WIDTH)]
    for path in (folder / "tile").rglob("*"):
        if (path.is_symlink() or not path.is_dir()) and path not in right:
            path.unlink()
    folders = {folder}
    for path, data in right.items():
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            log.write_synced(path, data)
            folders.update(parent for parent in path.parents if parent.is_relative_to(folder))
    for each in sorted(folders):
        sync_folder(each)


def _insert_lost(connection: Connection, first: int, entries: Sequence[bytes]) -> None:
    """The events of the log that the database lost: their entries are known, their details are not."""
    rows = []
    for index, entry in enumerate(entries, first):
        about = read_entry(entry)
        rows.append({"idx": index, "kind": about.kind, "item": about.item, "entry": entry, "disclosures": "[]", "subject": None})
    insert_many(connection, custody_events, rows)


def _shift(connection: Connection) -> None:
    """Numbers all events one higher: the first place is that of the commitment to the closed log."""
    connection.execute(update(custody_events).values(idx=-custody_events.c.idx - 1))     # by way of numbers that none has
    connection.execute(update(custody_events).values(idx=-custody_events.c.idx))
    connection.execute(update(readings).values(log_index=readings.c.log_index + 1))


def put_aside(case: CaseFolder) -> list[str]:
    """Moves originals whose report was lost to `recovered/`, from where they can be added once more; gives their digests."""
    there = {path.name: path for path in (case.path / "objects").glob("??/??/*")}
    placing = objects.noted(case.path)      # read before what is known: an add that ends between the two is then in the one or the other
    unknown = sorted(set(there) - placing - case.known_originals(set(there)))
    for digest in unknown:
        with writing(case.path / "recovered"):
            (case.path / "recovered").mkdir(exist_ok=True)
            there[digest].replace(case.path / "recovered" / digest)
    return unknown


def open_epoch(case: CaseFolder, found: Diagnosis, *, now: str, tool: str) -> str:
    """Closes the log and opens the next one; gives its origin."""
    from bearwitness.store.audit_log import audit_log

    path = case.path
    base, number = epoch_of(found.origin)
    origin = f"{base}/e{number + 1}"
    fields: dict[str, Any] = {
        "record": SUBJECT, "epoch": number + 1, "in_epoch": number + 1, "old_origin": found.origin, "old_vkey": found.vkey, "old_whole": not audit_log(path / "log")[0],
        "old_checkpoint": found.last.text if found.last else None, "old_size": found.last.checkpoint.size if found.last else None,
        "events": len(found.entries), "lost_first": found.lost[0] + 1 if found.lost else None, "lost_last": found.lost[1] if found.lost else None,
        "reason": "; ".join(found.why), "time": now, "tool": tool}
    event = events.build("restore", events.pseudonym(), fields, SUBJECT)
    with writing(path), events.log_lock(path):
        if found.vkey and (path / "log").is_dir() and not (path / "log" / "log.vkey").exists():
            log.write_synced(path / "log" / "log.vkey", f"{found.vkey}\n".encode())
        new = log.Log.create(path / NEW_LOG, path / NEW_KEYS, origin=origin)
        entries = [event["entry"], *found.entries]
        for start in range(0, len(entries), _AT_ONCE):
            new.append(entries[start:start + _AT_ONCE])
        for name in (witnessing.WITNESSES, stamping.SERVERS):
            if (path / "log" / name).is_file():
                shutil.copyfile(path / "log" / name, path / NEW_LOG / name)
        if (path / "log" / stamping.STAMPS / "roots").is_dir():
            shutil.copytree(path / "log" / stamping.STAMPS / "roots", path / NEW_LOG / stamping.STAMPS / "roots")
        sync_folder(path)

        def renumber(connection: Connection) -> None:
            if found.lost is not None:
                _insert_lost(connection, found.lost[0], found.entries[found.lost[0]:found.lost[1]])
            _shift(connection)
            insert_many(connection, custody_events, [{**event, "idx": 0}])

        case.write(renumber)
        change_places(path, number)
    return origin


def change_places(path: Path, number: int) -> None:
    """The last step of a new epoch: the closed log (the `number`-th) is put beside, the new one and its key take its place."""
    new_keys, keys = path / NEW_KEYS, path / "keys"
    if (path / "log").exists() and not (path / f"log-e{number}").exists():
        (path / "log").replace(path / f"log-e{number}")
    keys.mkdir(mode=0o700, exist_ok=True)
    for name in ("log.key", "checkpoint"):
        if (new_keys / name).exists():
            if (keys / name).exists() and not (keys / f"e{number}.{name}").exists():
                (keys / name).replace(keys / f"e{number}.{name}")
            (new_keys / name).replace(keys / name)
    sync_folder(keys)
    (path / NEW_LOG).replace(path / "log")
    shutil.rmtree(new_keys, ignore_errors=True)
    sync_folder(path)
    for file in (path / f"log-e{number}").rglob("*"):
        if file.is_file() and not file.is_symlink():
            file.chmod(0o444)


def recover(case: CaseFolder, *, given: Sequence[str] = (), why: Sequence[str] = (), new_epoch: bool, now: str, tool: str) -> dict[str, Any]:
    """Mends a case's log if it needs it.

    Args:
        case: opened for reading: one whose log is broken cannot be opened otherwise.
        given: signed checkpoints known from elsewhere, or proofs that end in one.
        why: what led to this, for the log.
        new_epoch: a new log may be opened. Without this it is only said that one is needed.
        now: ISO 8601 time in UTC.
        tool: name and version of the program.

    Returns: action, why, done, origin, size, lost (indices, or None), recovered (digests put aside).

    Raises:
        StoreError: it cannot be mended.
        VerifyError: a checkpoint that was given is not signed by the log's key.
    """
    path, aside = case.path, []
    if (path / BACKUP_MARK).is_file():
        raise CaseError(f"{path}: this is a backup, and stays as it is: make a case of it with `bearwitness restore {path} --to DIR`")
    database.sync_wal(case.database)
    found = diagnose(case, given=[checkpoint_in(text) for text in given])
    found = replace(found, why=(*why, *found.why)) if found.why else found
    done = found.action in ("finish", "rebuild") or (found.action == "epoch" and new_epoch)
    if found.action == "finish":
        number = epoch_of(note.read_vkey((path / NEW_LOG / "log.vkey").read_text(encoding="utf-8").strip())[0])[1]
        with writing(path), events.log_lock(path):
            change_places(path, number - 1)
    else:
        for name in (NEW_LOG, NEW_KEYS):        # of a try that was stopped before it changed anything
            shutil.rmtree(path / name, ignore_errors=True)
    if found.action == "rebuild":
        rebuild(case, found, now=now, tool=tool)
    elif found.action == "epoch" and done:
        open_epoch(case, found, now=now, tool=tool)
    if done:
        case.complete_log()
    if done or found.action == "nothing":
        aside = put_aside(case)
    try:
        origin, size = log.Log(path / "log").origin, log.Log(path / "log").size
    except StoreError:
        origin, size = found.origin, -1
    return {"action": found.action, "why": list(found.why), "done": done, "origin": origin, "size": None if size < 0 else size, "lost": found.lost,
            "recovered": aside}


# --- what is checked ----------------------------------------------------------------------------------------

def restores(connection: Connection) -> list[dict[str, Any]]:
    """What the `restore` events about the log say, in order, each with its index."""
    from bearwitness.custody.entry import read_fields

    query = select(custody_events).where(custody_events.c.kind == "restore", custody_events.c.subject == SUBJECT).order_by(custody_events.c.idx)
    found = []
    for row in connection.execute(query).mappings():
        try:
            found.append({"index": row["idx"], **read_fields(bytes(row["entry"]), json.loads(row["disclosures"]))})
        except (VerifyError, ValueError, TypeError):
            continue        # the audit of the event itself tells
    return found


def lost_details(connection: Connection) -> set[int]:
    """Indices of the events whose details a `restore` event says were lost."""
    found: set[int] = set()
    said = restores(connection)
    epoch = max((one["epoch"] for one in said if isinstance(one.get("epoch"), int)), default=1)
    for one in said:
        low, high, then = (one.get(name) for name in ("lost_first", "lost_last", "in_epoch"))
        if isinstance(low, int) and isinstance(high, int) and isinstance(then, int):
            found.update(range(low + epoch - then, high + 1 + epoch - then))      # each new epoch numbers them one higher
    return found


def audit_epochs(connection: Connection, path: Path) -> Iterator[str]:
    """The closed logs of a case, and whether each next one begins with a commitment to it: a line for each fault."""
    from bearwitness.store.audit_log import audit_log

    if (path / NEW_LOG).exists():
        yield f"{NEW_LOG}: a new log was being opened when the program was stopped: run `bearwitness log recover`"
    try:
        number = epoch_of(log.Log(path / "log").origin)[1]
    except StoreError:
        return      # told by the audit of the log
    said = {one["epoch"]: one for one in restores(connection) if isinstance(one.get("epoch"), int)}
    for closed in range(1, number):
        one, place = said.get(closed + 1), f"log-e{closed}"
        if one is None:
            yield f"{place}: no event says how this log was closed"
            continue
        folder = path / place
        if not folder.is_dir():
            if one.get("old_whole"):
                yield f"{place}: missing: the log that was closed (event {one['index']})"
            continue
        if one.get("old_whole") and (key := one.get("old_vkey")) is not None:
            try:
                if (folder / "log.vkey").read_text(encoding="utf-8").strip() != key:
                    yield f"{place}/log.vkey: is not the key of the log that was closed (event {one['index']})"
            except (OSError, UnicodeDecodeError):
                yield f"{place}/log.vkey: missing or unreadable"
        if one.get("old_whole"):
            yield from audit_log(folder, place=place)[0]
    for folder in path.glob("log-e*"):
        if folder.name not in {f"log-e{n}" for n in range(1, number)}:
            yield f"{folder.name}: is no log of this case: added"

