"""Witnesses on disk: the checkpoints of a case that others signed, and the memory of one who signs.

Beside a case's log:

    log/witnesses               a line for each witness: its public key, and its address if it has one
    log/witnessed/<size>        a checkpoint that witnesses were asked to sign, with the signatures that came

The folder of a witness (a partner's machine; no case is needed):

    witness.key  witness.vkey   its key pair
    logs                        the public key of each log it knows, a line each
    seen/<sha256 of origin>     the checkpoint of that log that it signed last

A witness writes what it is about to sign to disk before it signs: it can forget that it signed, never what it saw.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bearwitness.custody import note, tree, witness
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import StoreError, UsageError, VerifyError
from bearwitness.store.log import Log, write_synced
from bearwitness.store.objects import sync_folder

WITNESSES = "witnesses"
WITNESSED = "witnessed"
_NAME = re.compile(r"(?:0|[1-9][0-9]{0,15})\Z")


@dataclass(frozen=True, slots=True)
class Known:
    """A witness that a case knows: its key, and where it answers (None: by files only)."""

    vkey: str
    address: str | None = None

    @property
    def name(self) -> str:
        return witness.read_vkey(self.vkey)[0]


# --- the side of the case ---------------------------------------------------------------------------

def witnesses(folder: Path) -> list[Known]:
    """The witnesses of a log's folder.

    Raises:
        StoreError: a line is no key.
    """
    found = []
    for number, line in enumerate(_lines(folder / WITNESSES), 1):
        vkey, _, address = line.partition(" ")
        try:
            witness.read_vkey(vkey)
        except VerifyError as e:
            raise StoreError(f"{folder / WITNESSES}: line {number} {e}: correct it, or take it out") from e
        found.append(Known(vkey, address.strip() or None))
    return found


def add_witness(folder: Path, vkey: str, address: str | None) -> None:
    """Adds a witness, or gives a known one another address.

    Raises:
        VerifyError: it is no key of a witness.
        UsageError: another key goes by its name already, or the address is none.
    """
    name, _ = witness.read_vkey(vkey)
    if address is not None and (not address.startswith(("https://", "http://")) or len(address.split()) != 1):
        raise UsageError(f"{address!r} is no address of a witness: it begins with https://")
    others = [known for known in witnesses(folder) if known.vkey != vkey]
    if any(known.name == name for known in others):
        raise UsageError(f"another key goes by the name {name} already: ask that witness which is right, and take the wrong line out of {folder / WITNESSES}")
    lines = [*others, Known(vkey, address)]
    write_synced(folder / WITNESSES, "".join(f"{known.vkey}{' ' + known.address if known.address else ''}\n" for known in lines).encode())
    sync_folder(folder)


def witnessed(folder: Path) -> dict[int, str]:
    """The checkpoints that witnesses were asked to sign, with what came: size -> note."""
    there = folder / WITNESSED
    names = sorted((int(p.name) for p in there.iterdir() if _NAME.match(p.name)), reverse=True) if there.is_dir() else []
    return {size: (there / str(size)).read_text(encoding="utf-8") for size in names}


def last_signed(folder: Path, known: Known) -> int:
    """The size of the newest checkpoint that this witness signed; 0 when there is none."""
    for size, signed in witnessed(folder).items():
        if witness.cosignatures(signed, [known.vkey]):
            return size
    return 0


def ask(log: Log, old: int) -> witness.Request:
    """A request for the log's last checkpoint, which is kept so that the reply finds it.

    Args:
        old: the size that the witness last saw.

    Raises:
        UsageError: the log is not as long.
    """
    signed = log.signed_checkpoint()
    size = log.size
    if old > size:
        raise UsageError(f"the witness saw {old} entries of this log, which holds {size}: this is an old copy of the case; restore the newest one")
    there = log.folder / WITNESSED
    there.mkdir(exist_ok=True)
    with _locked(there):
        if not (there / str(size)).exists():
            write_synced(there / str(size), signed.encode())
            sync_folder(there)
            sync_folder(log.folder)
    return witness.Request(old, tuple(log.prove_consistency(old, size)), signed)


def take_reply(folder: Path, lines: str) -> tuple[int, list[witness.Cosignature]]:
    """Adds the signatures of a reply to the checkpoint that they fit.

    Returns: that checkpoint's size, and who signed when.

    Raises:
        VerifyError: they fit none, or are of nobody we know.
    """
    keys = [known.vkey for known in witnesses(folder)]
    if not keys:
        raise VerifyError(["the case knows no witness: `bearwitness log witnesses --add KEY`"])
    last: VerifyError | None = None
    there = folder / WITNESSED
    with _locked(there) if there.is_dir() else _nothing():
        for size, signed in witnessed(folder).items():
            try:
                whole, found = witness.add_lines(signed, lines, keys)
            except VerifyError as e:
                last = e
                continue
            if whole != signed:
                write_synced(there / str(size), whole.encode())
                sync_folder(there)
            return size, found
    raise last or VerifyError(["no witness was asked yet: `bearwitness log request`"])


def audit(folder: Path, place: str) -> Iterator[str]:
    """What is wrong with the witnessed checkpoints of a log: a line each."""
    if not (folder / WITNESSED).is_dir():
        return
    try:
        log, keys = Log(folder), [known.vkey for known in witnesses(folder)]
    except StoreError as e:
        yield f"{place}/{WITNESSES}: {e}"
        return
    for path in sorted((folder / WITNESSED).iterdir()):
        if not _NAME.match(path.name):
            continue        # the leftovers are told by the audit of the log
        where = f"{place}/{WITNESSED}/{path.name}"
        try:
            signed = path.read_text(encoding="utf-8")
            checkpoint = note.open_checkpoint(signed, log.vkey)
            witness.cosignatures(signed, keys)
            if str(checkpoint.size) != path.name:
                yield f"{where}: is a checkpoint of {checkpoint.size} entries"
            elif checkpoint.size > log.size:
                yield f"{where}: witnesses signed {checkpoint.size} entries, and the log holds {log.size}: it is an old copy, or was cut"
            elif log.range_hash(0, checkpoint.size, log.size) != checkpoint.root:
                yield f"{where}: the first {checkpoint.size} entries are not those that witnesses signed: the log was changed or forked"
        except (OSError, UnicodeDecodeError, VerifyError, StoreError) as e:
            yield f"{where}: changed: {e}"


# --- the side of the witness ------------------------------------------------------------------------

class Witness:
    """One who signs: a folder with a key, the logs it knows and what it saw of them.

    Raises:
        StoreError: there is no witness in the folder, or its files are broken.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        try:
            self.vkey = (folder / "witness.vkey").read_text(encoding="utf-8").strip()
            self.name, public = witness.read_vkey(self.vkey)
            self._seed = bytes.fromhex((folder / "witness.key").read_text(encoding="ascii").strip())
            if len(self._seed) != 32 or note.public_key(self._seed) != public:
                raise StoreError(f"{folder / 'witness.key'}: is not the key of {self.name}: restore it from a copy")
        except FileNotFoundError as e:
            raise StoreError(f"{folder}: there is no witness: `bearwitness log witness new {folder} --name NAME` makes one") from e
        except (OSError, UnicodeDecodeError, ValueError, VerifyError) as e:
            raise StoreError(f"{folder}: the witness's keys cannot be read ({e}): restore them from a copy") from e

    @classmethod
    def create(cls, folder: Path, name: str) -> Witness:
        """Makes a witness.

        Raises:
            StoreError: there is one already.
        """
        seed = os.urandom(32)
        vkey = witness.make_vkey(name, note.public_key(seed))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (folder / "witness.key").exists():
            raise StoreError(f"{folder}: there is a witness already")
        (folder / "seen").mkdir(exist_ok=True)
        write_synced(folder / "witness.key", (seed.hex() + "\n").encode(), mode=0o600)
        write_synced(folder / "witness.vkey", (vkey + "\n").encode())
        sync_folder(folder)
        return cls(folder)

    def trust(self, vkey: str) -> str:
        """Makes a log known by its public key; gives its origin.

        Raises:
            VerifyError: it is no log's key.
            UsageError: another key is known for that log.
        """
        origin, _ = note.read_vkey(vkey)
        known = self.logs()
        if known.get(origin, vkey) != vkey:
            raise UsageError(f"another key is known for {origin}: a log does not change its key; ask its keeper")
        write_synced(self.folder / "logs", "".join(f"{key}\n" for key in [*(k for k in known.values() if k != vkey), vkey]).encode())
        sync_folder(self.folder)
        return origin

    def logs(self) -> dict[str, str]:
        """Origin -> public key of each log that is known."""
        try:
            return {note.read_vkey(line)[0]: line for line in _lines(self.folder / "logs")}
        except VerifyError as e:
            raise StoreError(f"{self.folder / 'logs'}: {e}: correct it") from e

    def _seen_path(self, origin: str) -> Path:
        return self.folder / "seen" / hashlib.sha256(origin.encode()).hexdigest()

    def seen(self, origin: str) -> Checkpoint:
        """What it last signed of a log."""
        path = self._seen_path(origin)
        if not path.exists():
            return Checkpoint(origin, 0, tree.EMPTY_ROOT)
        try:
            return note.open_checkpoint(path.read_text(encoding="utf-8"), self.logs()[origin])
        except (OSError, UnicodeDecodeError, VerifyError, KeyError) as e:
            raise StoreError(f"{path}: what was seen of {origin} cannot be read ({e}): nothing of that log is signed") from e

    def sign(self, data: bytes, time: int) -> str:
        """Answers a request: the signature line.

        Args:
            time: seconds since 1970.

        Raises:
            WitnessRefusal: it is not signed, with the reason.
        """
        request = witness.read_request(data)
        with _locked(self.folder):
            logs = self.logs()
            origin = request.note.split("\n", 1)[0]
            seen = {origin: self.seen(origin)} if origin in logs else {}
            _, text = witness.judge(request, logs, seen)
            signed = request.note.rpartition("\n\n")[0] + "\n\n" + _own_line(request.note, logs[origin])
            write_synced(self._seen_path(origin), signed.encode())
            sync_folder(self.folder / "seen")
            return witness.cosign(text, self.name, self._seed, time)


def _own_line(signed: str, vkey: str) -> str:
    """The log's own signature line of a note: those of others are nothing that we checked."""
    text, _, tail = signed.rpartition("\n\n")
    for line in tail.splitlines(keepends=True):
        try:
            note.open_note(f"{text}\n\n{line}", vkey)
            return line
        except VerifyError:
            continue
    raise StoreError("the checkpoint lost its signature")


# --- files ------------------------------------------------------------------------------------------

def _lines(path: Path) -> list[str]:
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as e:
        raise StoreError(f"{path}: cannot be read ({type(e).__name__})") from e


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _nothing() -> Iterator[None]:
    yield
