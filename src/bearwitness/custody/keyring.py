"""Whose key is whose in a case, and since when: read off the log's own events, one after the other.

A key is made known by an event of kind `key`, which it signs itself. The first key of a name is taken as
it comes; every further one must be signed by a key of that name that holds, too. So nobody can speak for
a person whose key is known, not even who holds the database and the log's key. A name whose keys are all
withdrawn is closed: its owner goes on under another name.

What this cannot show from the case alone: that the first key of a name was its owner's, and that nothing
was left out of a log that was written anew as a whole. For that compare with keys that people gave you
themselves (`unlike`), and with a state of the log that witnesses signed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bearwitness.custody import sign
from bearwitness.custody.entry import LoggedEvent, read_fields
from bearwitness.errors import VerifyError

ADDED, WITHDRAWN = "added", "withdrawn"
NAMED = {"review": ("reviewer",), "erase": ("approver_1", "approver_2"), "redact": ("approver_1", "approver_2")}
"""The fields in which an event of a kind names those who decided."""


@dataclass(slots=True)
class KnownKey:
    """A key that was made known in a case. `added` and `withdrawn` are places in the log."""

    public: str
    person: str
    added: int
    time: str | None = None
    withdrawn: int | None = None
    withdrawn_by: str | None = None
    withdrawn_time: str | None = None
    reason: str | None = None

    def holds(self, at: int) -> bool:
        """May it sign the event at this place of the log?"""
        return self.added < at and (self.withdrawn is None or at <= self.withdrawn)


def same_person(name: str) -> str:
    """A name as it is compared: case, width, blanks and invisible characters make no other person.

    Example:
        same_person("Amal  K.") == same_person("amal k.\\u200b")
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


@dataclass(slots=True)
class Keyring:
    """The keys of a case as its log tells them. `take` each event in the log's order.

    `case` is the case's id, which every signed event names; `unnamed` are the `key` events whose name was erased.
    """

    case: str
    keys: dict[str, KnownKey] = field(default_factory=dict)
    unnamed: frozenset[int] = frozenset()
    _seen: dict[str, int] = field(default_factory=dict)

    def of(self, person: str) -> list[KnownKey]:
        """All keys that were ever made known in this name."""
        wanted = same_person(person)
        return [key for key in self.keys.values() if same_person(key.person) == wanted]

    def holding(self, person: str, at: int) -> list[KnownKey]:
        """The keys of a name that may sign the event at this place of the log."""
        return [key for key in self.of(person) if key.holds(at)]

    def has_key(self, person: str, at: int) -> bool:
        """Was a key of this name known before this place of the log (withdrawn ones included)?"""
        return any(key.added < at for key in self.of(person))

    def take(self, event: LoggedEvent, *, carried: Callable[[], bool] = lambda: False) -> list[str]:
        """What is wrong with the signatures of an event; a `key` event that is right is taken in.

        Args:
            carried: is it a review that repeats an earlier one on the claim that now stands in the same place? The program adds
                those by itself, so they have no signature of their own.
        """
        fields: dict[str, Any] = {}
        try:
            fields = read_fields(event.entry, event.disclosures)
            by = sign.signers(event.entry, event.disclosures)
        except VerifyError as error:
            return [f"{event.kind}{_who(fields, event.kind)}: {error}"]
        faults = [*self._known(event, fields, by), *self._once(event, fields)]
        if event.kind == "key":
            faults += self._key(event.index, fields, by, bool(faults))
        else:
            faults += self._named(event, fields, by, carried)
        return [f"{event.kind}{_who(fields, event.kind)}: {told}" for told in faults]

    # --- any event ---

    def _known(self, event: LoggedEvent, fields: Mapping[str, Any], by: Iterable[str]) -> Iterator[str]:
        own = fields.get("public_key") if (event.kind, fields.get("action")) == ("key", ADDED) else None
        for public in by:
            key = self.keys.get(public)
            if public == own and key is None:
                continue        # the proof that who makes a key known has it
            if key is None:
                yield f"is signed by an unknown key ({public})"
            elif not key.holds(event.index):
                yield f"is signed by a key of {key.person} that was withdrawn in event {key.withdrawn} ({public})"
        if by and fields.get("in_case") != self.case:
            yield "was signed for another case" if "in_case" in fields else "is signed, but does not show for which case"

    def _once(self, event: LoggedEvent, fields: Mapping[str, Any]) -> Iterator[str]:
        """One signature stands for one event: an old decision is not to be put behind a newer one."""
        for _, name in sign.FIELDS:
            if name not in fields:
                continue
            first = self._seen.setdefault(str(fields[name]), event.index)
            if first != event.index:
                yield f"its `{name}` was given for event {first}: repeated"

    def _named(self, event: LoggedEvent, fields: Mapping[str, Any], by: Iterable[str], carried: Callable[[], bool]) -> Iterator[str]:
        """Those named in an event as deciding, against those who signed it."""
        names = NAMED.get(event.kind, ())
        people = {same_person(str(fields[name])): str(fields[name]) for name in names if name in fields}
        signed = {same_person(self.keys[public].person): self.keys[public].person for public in by if public in self.keys}
        for person in (name for key, name in people.items() if key not in signed):
            if self.has_key(person, event.index) and (by or not carried()):
                yield f"is not signed by {person}, whose key the case knows"
        for person in (name for key, name in signed.items() if names and key not in people):
            yield f"is signed by {person}, whom it does not name"
        if event.kind == "review" and not people and not signed and any(key.added < event.index for key in self.keys.values()):
            yield "neither names its reviewer nor is signed"

    # --- key events ---

    def _key(self, index: int, fields: Mapping[str, Any], by: tuple[str, ...], wrong: bool) -> Iterator[str]:
        action, public, person = (fields.get(name) for name in ("action", "public_key", "person"))
        if person is None and index in self.unnamed:
            person = next((self.keys[key].person for key in (str(public), *by) if key in self.keys), f"[redacted {index}]")
        if not (action in (ADDED, WITHDRAWN) and isinstance(public, str) and isinstance(person, str) and same_person(person)):
            yield "does not say whose key was added or withdrawn: a disclosure was changed or removed"
            return
        told = list((self._may_add if action == ADDED else self._may_withdraw)(index, public, person, by))
        yield from told
        if told or wrong:
            return
        if action == ADDED:
            self.keys[public] = KnownKey(public, person, index, time=_text(fields, "time"))
        else:
            key, other = self.keys[public], next(iter(by))
            key.withdrawn, key.withdrawn_by, key.reason = index, self.keys[other].person, _text(fields, "reason")
            key.withdrawn_time = _text(fields, "time")

    def _may_add(self, index: int, public: str, person: str, by: tuple[str, ...]) -> Iterator[str]:
        try:
            sign.read_public(public)
        except VerifyError as error:
            yield str(error)
        if public in self.keys:
            yield f"this key was made known before, for {self.keys[public].person} in event {self.keys[public].added}"
        if public not in by:
            yield f"a key for {person} is not signed by that key: its public key was changed, or whoever added it does not have it"
        others = {key for key in by if key != public}
        if self.has_key(person, index) and not others & {key.public for key in self.holding(person, index)}:
            yield f"a further key for {person} is not signed by a key of {person} that holds"
        if others - {key.public for key in self.of(person)}:
            yield f"a key for {person} is signed by somebody else"

    def _may_withdraw(self, index: int, public: str, person: str, by: tuple[str, ...]) -> Iterator[str]:
        key = self.keys.get(public)
        if key is None:
            yield f"withdraws a key that was never made known ({public})"
        elif key.withdrawn is not None:
            yield f"withdraws a key of {key.person} that was withdrawn before, in event {key.withdrawn}"
        elif same_person(key.person) != same_person(person):
            yield f"withdraws a key of {person} that is one of {key.person}"
        if len(by) != 1:
            yield "a withdrawal is signed by one known key"

    # --- against what people gave themselves ---

    def unlike(self, given: Iterable[tuple[str, str]]) -> list[str]:
        """How the keys of the case differ from those that people gave in person: (public key, name).

        Only the names that are given are compared.
        """
        by_person: dict[str, tuple[str, set[str]]] = {}
        for public, person in given:
            by_person.setdefault(same_person(person), (person, set()))[1].add(public)
        told = []
        for person, keys in by_person.values():
            found = {key.public for key in self.of(person)}
            told += [f"{person}: the key {key} is not known here: whatever it signed is gone, or it was never made known"
                     for key in sorted(keys - found)]
            told += [f"{person}: the key {key} is not one that {person} gave: whatever it signed was signed by somebody else"
                     for key in sorted(found - keys)]
        return told


def _who(fields: Mapping[str, Any], kind: str) -> str:
    names = ", ".join(str(fields[name]) for name in NAMED.get(kind, ("person",)) if name in fields)
    return f" {'of' if kind == 'key' else 'by'} {names}" if names else ""


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    return str(fields[name]) if name in fields else None
