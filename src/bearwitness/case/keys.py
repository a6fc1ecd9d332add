"""`key`: people's own keys. A person's decisions are signed by a key that lies outside the case.

The case knows public keys alone. Once a name has a key, a judgement in that name is taken only with its
signature, and `verify` names every one that lacks it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bearwitness.case.clock import now, tool
from bearwitness.custody import keyfile, sign
from bearwitness.custody.keyring import ADDED, WITHDRAWN, Keyring, KnownKey, same_person
from bearwitness.custody.sign import Key
from bearwitness.errors import NotFound, UsageError, VerifyError
from bearwitness.store import events, signing
from bearwitness.store.folder import CaseFolder, find, open_folder
from bearwitness.store.objects import sync_folder, writing

AskPassphrase = Callable[[], str]
_LONGEST_NAME = 200


# --- key files ----------------------------------------------------------------------------------------

def new_key(person: str, to: str | Path, *, passphrase: str | None = None) -> str:
    """Makes a person's key file, which its owner alone may read. Gives the public key.

    Args:
        passphrase: protects the file; None: whoever has the file can sign.

    Raises:
        UsageError: the file is there already, or lies in a case's folder.
    """
    path, person = may_make(to, person)
    key = Key(os.urandom(32))
    while key.public.startswith("-"):       # it would read as an option on the command line
        key = Key(os.urandom(32))
    _write_new(path, keyfile.write(key, person, passphrase=passphrase, random=os.urandom))
    return key.public


def may_make(to: str | Path, person: str) -> tuple[Path, str]:
    """The path and name as they will be used; passes when a new key file can stand there.

    Raises:
        UsageError: it cannot.
    """
    path, name = Path(to), _name(person)
    _refuse_inside_a_case(path)
    if os.path.lexists(path):
        raise UsageError(f"{path}: is there already, and a key is never overwritten: name a new file")
    if not path.parent.is_dir():     # a stick that is not plugged in: the key must not land on the disk under its name
        raise UsageError(f"{path}: there is no folder {path.parent}: make it, or plug in the stick, and run this again")
    return path, name


def load_key(file: str | Path, ask: AskPassphrase | None = None) -> Key:
    """The key in a file.

    Args:
        ask: gives the passphrase, when one is needed.

    Raises:
        UsageError: no key file, no passphrase or a wrong one, or it lies in a case's folder.
    """
    path = Path(file)
    _refuse_inside_a_case(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(keyfile.MAX_BYTES + 1)
    except OSError as e:
        raise UsageError(f"{path}: the key file cannot be read ({e.strerror}): name the file that `bearwitness key new` made") from e
    try:
        try:
            return keyfile.read(data)
        except keyfile.PassphraseNeeded:
            if ask is None:
                raise
            return keyfile.read(data, ask())
    except UsageError as e:
        raise UsageError(f"{path}: {e}") from e


def open_to_others(file: str | Path) -> bool:
    """May other users of the machine read this file?"""
    return bool(Path(file).stat().st_mode & 0o077)


def _name(person: str) -> str:
    name = person.strip()
    if not same_person(name) or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"{person!r} is no name: use the one line of text that stands behind --reviewer")
    return name


def _refuse_inside_a_case(path: Path) -> None:
    case = find(path.absolute().parent) or find(path.resolve().parent)
    if case is not None:
        raise UsageError(f"{path}: lies in the case {case}: whoever has the case would have the key, and could sign as its owner. "
                         "Keep the key outside, such as on its owner's own USB stick")


def _write_new(path: Path, data: bytes) -> None:
    """Writes a file that was not there, readable by its owner alone, whole or not at all."""
    with writing(path):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileExistsError:
            raise UsageError(f"{path}: is there already, and a key is never overwritten: name a new file") from None
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(descriptor, 0o600)
                file.write(data)
                file.flush()
                os.fsync(descriptor)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


# --- keys of a case -----------------------------------------------------------------------------------

def add_key(case: CaseFolder, person: str, key: Key, *, earlier: Key | None = None) -> KnownKey:
    """Makes a person's key known to the case, by an event that the key signs itself.

    Args:
        earlier: a key of the same person that holds; needed when the case has known one before.

    Raises:
        UsageError: the key is known already, or a further key is not signed by an earlier one.
    """
    name = _name(person)

    def work(connection: Connection) -> None:
        ring = signing.keyring(connection)
        known = ring.keys.get(key.public)
        if known is not None:
            raise UsageError(f"this key is known here already, as one of {known.person}"
                             + (": it was withdrawn, and cannot come back; make a new one" if known.withdrawn is not None else ""))
        others = ring.of(name)
        _check_earlier(ring, name, others, earlier, events.next_index(connection))
        item = events.item_of(connection, others[0].public) if others else None
        fields = {"action": ADDED, "person": name, "public_key": key.public, "time": now(), "tool": tool()}
        events.record(connection, [case.event("key", item or events.pseudonym(), fields, key.public,
                                              signers=[key, earlier] if earlier else [key])])

    case.write_and_log(work)
    return _known(case, key.public)


def _check_earlier(ring: Keyring, name: str, others: list[KnownKey], earlier: Key | None, at: int) -> None:
    if earlier is None and others:
        if any(known.holds(at) for known in others):
            raise UsageError(f"{name} has a key in this case already: a further one must be signed by it, too (--earlier FILE), "
                             "or anybody could add keys in that name")
        raise UsageError(f"every key of {name} in this case was withdrawn, so nothing can show that a new one is theirs: "
                         "go on under another name")
    if earlier is not None and not any(known.public == earlier.public and known.holds(at) for known in others):
        known = ring.keys.get(earlier.public)
        said = "the case does not know it" if known is None else f"it is one of {known.person}" if known not in others else "it was withdrawn"
        raise UsageError(f"the earlier key is none of {name} that holds: {said}")


def withdraw_key(case: CaseFolder, which: str, *, by: Key, reason: str) -> KnownKey:
    """Withdraws a key: from here on nothing it signs counts. What it signed before stays.

    Args:
        which: the public key or its unique beginning (8 characters), or a person: the key of theirs that signs
            this, or the only one they have.
        by: that key itself, or another one that the case knows (when the key was lost or stolen).
    """
    if not reason.strip():
        raise UsageError("a withdrawal needs a reason: --reason TEXT")

    def work(connection: Connection) -> KnownKey:
        ring = signing.keyring(connection)
        known = _which(ring, which, by)
        if known.withdrawn is not None:
            raise UsageError(f"{which}: this key of {known.person} was withdrawn before, in event {known.withdrawn}")
        _must_hold(ring, by, events.next_index(connection))
        fields = {"action": WITHDRAWN, "person": known.person, "public_key": known.public, "reason": reason.strip(),
                  "time": now(), "tool": tool()}
        item = events.item_of(connection, known.public) or events.pseudonym()
        events.record(connection, [case.event("key", item, fields, known.public, signers=[by])])
        return known

    return _known(case, case.write_and_log(work).public)


def _which(ring: Keyring, which: str, by: Key) -> KnownKey:
    from bearwitness.store.rows import SHORTEST_PREFIX

    found = [key for key in ring.keys.values() if len(which) >= SHORTEST_PREFIX and key.public.startswith(which)]
    found = found or [key for key in ring.of(which) if key.withdrawn is None] or ring.of(which)
    if not found:
        raise NotFound(f"{which}: the case knows no such key: `bearwitness key list` names them")
    found = [key for key in found if len(found) > 1 and key.public == by.public] or found
    if len(found) > 1:
        raise UsageError(f"{which}: has {len(found)} keys here: name one by the beginning of its public key (`bearwitness key list`)")
    return found[0]


def list_keys(case: CaseFolder) -> list[dict[str, Any]]:
    """Every key that was ever made known, in the log's order: public, person, added, time, withdrawn, ..."""
    with case.reading() as connection:
        return [asdict(key) for key in signing.keyring(connection).keys.values()]


def keyring(case: CaseFolder) -> Keyring:
    """The keys that a case knows, to ask which hold at a place of the log: `keyring(case).holding(person, at)`."""
    with case.reading() as connection:
        return signing.keyring(connection)


def read_signers(data: bytes) -> list[tuple[str, str]]:
    """Public keys and names as people gave them: a line `KEY NAME` for each, as `key new` and `key list` print it.

    Blank lines and lines with # are passed over; of a line of `key list` what stands behind two blanks is, too.

    Raises:
        UsageError: a line that is none, with its number.
    """
    found = []
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as e:
        raise UsageError(f"the file of signers is no UTF-8 text (byte {e.start}): write a line `KEY NAME` for each person") from e
    for number, line in enumerate(lines, 1):
        public, _, person = line.strip().partition(" ")
        person = person.strip().split("  ")[0]
        if not public or public.startswith("#"):
            continue
        try:
            sign.read_public(public)
        except VerifyError as e:
            raise UsageError(f"line {number} of the signers: {public[:60]!r} {e}: write `KEY NAME` as `bearwitness key new` printed it") from e
        if not same_person(person):
            raise UsageError(f"line {number} of the signers: names nobody behind the key: write `KEY NAME`")
        found.append((public, person))
    if not found:
        raise UsageError("the file of signers names nobody: write a line `KEY NAME` for each person")
    return found


def unlike(path: Path, given: list[tuple[str, str]]) -> list[str]:
    """How the keys of a case differ from those that people gave themselves: a line each."""
    with open_folder(path, reading=True) as case:
        return [f"case.db custody_events: {told}" for told in keyring(case).unlike(given)]


def _known(case: CaseFolder, public: str) -> KnownKey:
    return keyring(case).keys[public]


# --- signing ------------------------------------------------------------------------------------------

def sign_as(case: CaseFolder, key: Key) -> str:
    """From here on what a person decides in this open case is signed by this key. Gives the person's name.

    Raises:
        UsageError: the case does not know the key, or it was withdrawn.
    """
    with case.reading() as connection:
        person = _must_hold(signing.keyring(connection), key, events.next_index(connection))
    case.signer = key
    return person


def signing_person(case: CaseFolder, connection: Connection) -> str | None:
    """Whose key the case is signed with; None without one."""
    if case.signer is None:
        return None
    return _must_hold(signing.keyring(connection), case.signer, events.next_index(connection))


def may_decide(case: CaseFolder, connection: Connection, person: str) -> None:
    """Refuses a decision in somebody's name that their key does not sign. Inside the transaction that records it.

    Raises:
        UsageError: the name has a key and the decision would be unsigned, or the key is another's.
    """
    owner = signing_person(case, connection)
    if owner is not None:
        if same_person(owner) != same_person(person):
            raise UsageError(f"the key is one of {owner}: it cannot sign what {person} decides")
        return
    ring = signing.keyring(connection)
    if ring.has_key(person, events.next_index(connection)):
        holds = ring.holding(person, events.next_index(connection))
        raise UsageError(f"{person} has a key in this case: sign with it (--key FILE, or BEARWITNESS_KEY), or nobody could tell "
                         f"that {person} decided this" if holds else
                         f"every key of {person} in this case was withdrawn: decide under another name")


def _must_hold(ring: Keyring, key: Key, at: int) -> str:
    known = ring.keys.get(key.public)
    if known is None:
        raise UsageError(f"the case does not know this key ({key.public}): make it known with `bearwitness key add NAME --key FILE`")
    if not known.holds(at):
        raise UsageError(f"this key of {known.person} was withdrawn in event {known.withdrawn}: nothing is signed with it any more")
    return known.person
