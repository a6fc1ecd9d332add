"""Write keys.json and erasures.json, logs of a few events: `python vectors/custody/make_events.py`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from make import _random, case, save

from bearwitness.custody import commit, entry, sign
from bearwitness.custody.entry import Event

CASE = "vectors-case"
AMAL, SECOND, BRUNO, STRANGER = (sign.Key(hashlib.sha256(b"vectors " + name).digest()) for name in (b"amal", b"amal 2", b"bruno", b"stranger"))
NEUTRAL = sign.verify.b64url((1).to_bytes(32, "little"))        # the neutral element: every signature can be made to fit it
TIME = "2025-03-10T09:00:00Z"


def logged(events: Sequence[Event]) -> dict[str, Any]:
    return {"case": CASE, "log": [{"entry": e.entry.decode(), "disclosures": list(e.disclosures)} for e in events]}


def maker() -> Callable[..., Event]:
    """Makes events; each maker gives the same salts again."""
    random = _random()

    def event(kind: str, fields: dict[str, Any], *signers: sign.Key) -> Event:
        own = {"in_case": CASE, **fields} if signers else fields
        return entry.make_event(kind, {name: value for name, value in own.items() if value is not None}, random=random, signers=signers)
    return event


# --- keys -------------------------------------------------------------------------------------------

def keys() -> Iterable[dict[str, Any]]:
    event = maker()

    def key(person: Any, public: Any, *signers: sign.Key, action: Any = "added", **more: Any) -> Event:
        return event("key", {"action": action, "person": person, "public_key": public, "time": TIME, **more}, *signers)

    def gone(public: str, *signers: sign.Key, person: str = "Amal") -> Event:
        return key(person, public, *signers, action="withdrawn", reason="lost")
    a, b = key("Amal", AMAL.public, AMAL), key("Bruno", BRUNO.public, BRUNO)
    for name, log, reason in (
            ("a first key", [a], "signed by itself"), ("keys of two people", [a, b], "each signed by itself"), ("a second key", [a, key("Amal", SECOND.public, SECOND, AMAL)], "signed by both"),
            ("a second key, the first signing first", [a, key("Amal", SECOND.public, AMAL, SECOND)], "the order says nothing"),
            ("another spelling of the name", [a, key("AMAL ", SECOND.public, SECOND, AMAL)], "the same person"), ("withdrawn by itself", [a, gone(AMAL.public, AMAL)], "signed by the key that goes"),
            ("withdrawn by another's", [a, b, gone(AMAL.public, BRUNO)], "signed by a known key"),
            ("the first of two withdrawn", [a, key("Amal", SECOND.public, SECOND, AMAL), gone(AMAL.public, SECOND)], "by the other one")):
        yield case(name, logged(log), True, reason)
    for name, log, reason in (
            ("not signed", [key("Amal", AMAL.public)], "whoever adds it has not shown that they have it"), ("signed by another key", [key("Amal", AMAL.public, STRANGER)], "not by the key that is added"),
            ("no key", [key("Amal", "AAAA", AMAL)], "3 bytes, not 32"), ("no base64url", [key("Amal", AMAL.public[:-1] + "=", AMAL)], "padding has no place"),
            ("no point of the curve", [key("Amal", sign.verify.b64url((2).to_bytes(32, "little")), AMAL)], "no key at all"), ("a key of everybody", [key("Amal", NEUTRAL, AMAL)], "a point of small order signs for anybody"),
            ("a number for a key", [key("Amal", 7, AMAL)], "no text"), ("no key told", [key("Amal", None, AMAL)], "the public key is missing"), ("no person told", [key(None, AMAL.public, AMAL)], "the name is missing"),
            ("a blank name", [key("  ", AMAL.public, AMAL)], "no name"), ("no action", [key("Amal", AMAL.public, AMAL, action=None)], "added or withdrawn?"),
            ("an unknown action", [key("Amal", AMAL.public, AMAL, action="lent")], "added or withdrawn?"), ("the same key twice", [a, key("Amal", AMAL.public, AMAL)], "it is known"),
            ("one key for two people", [a, key("Bruno", AMAL.public, AMAL)], "it is Amal's"), ("a second key that signs alone", [a, key("Amal", SECOND.public, SECOND)], "no earlier key of Amal signed"),
            ("a second key by another person", [a, b, key("Amal", SECOND.public, SECOND, BRUNO)], "Bruno speaks for himself alone"),
            ("look-alike of a known name", [a, key("Amal\u200b", STRANGER.public, STRANGER)], "an invisible character makes no other person"),
            ("a key after all were withdrawn", [a, gone(AMAL.public, AMAL), key("Amal", SECOND.public, SECOND)], "the name is closed"),
            ("a key signed by a withdrawn one", [a, gone(AMAL.public, AMAL), key("Amal", SECOND.public, SECOND, AMAL)], "the earlier key holds no more"),
            ("withdrawn and never added", [a, gone(BRUNO.public, AMAL, person="Bruno")], "no such key"), ("withdrawn twice", [a, b, gone(AMAL.public, BRUNO), gone(AMAL.public, BRUNO)], "it is gone"),
            ("withdrawn, not signed", [a, gone(AMAL.public)], "anybody could have"), ("withdrawn by a stranger", [a, gone(AMAL.public, STRANGER)], "not a known key"),
            ("withdrawn under another name", [a, b, gone(AMAL.public, BRUNO, person="Bruno")], "it is Amal's"),
            ("withdrawn by two", [a, b, gone(AMAL.public, AMAL, BRUNO)], "one signature"), ("for another case", [key("Amal", AMAL.public, AMAL, in_case="another")], "signed for another case")):
        yield case(name, logged(log), False, reason + "; told of the last event")


# --- erase, redact ----------------------------------------------------------------------------------

def _opened(event: Event, *without: str) -> Event:
    """An event whose disclosures of these fields were deleted."""
    return Event(event.kind, event.item, event.entry, tuple(d for d in event.disclosures if commit.open_disclosure(d).name not in without))


def _digests(event: Event, *names: str) -> list[str]:
    return sorted(commit.digest_of(d) for d in event.disclosures if not names or commit.open_disclosure(d).name in names)


def erasures() -> Iterable[dict[str, Any]]:
    event = maker()
    capture = event("capture", {"report": "r1", "title": "Two words", "publisher": "The made-up Monitor", "time": TIME})
    other = event("capture", {"report": "r2", "title": "Three more words", "time": TIME})
    a, b = (event("key", {"action": "added", "person": person, "public_key": key.public, "time": TIME}, key) for person, key in (("Amal", AMAL), ("Bruno", BRUNO)))

    def gone(kind: str, digests: Any, *signers: sign.Key, one: str | None = "Amal", two: str | None = "Bruno") -> Event:
        return event(kind, {"digests": digests, "subject": "r1", "what": "report", "ground": "a promise to a source", "approver_1": one, "approver_2": two, "time": TIME}, *signers)
    title = _digests(capture, "title")
    every = _digests(capture)
    bare = _opened(capture, "report", "title", "publisher", "time")
    pruned = _opened(capture, "title")
    twice = _digests(capture, "title", "publisher")
    for name, log, states, reason in (
            ("one field", [pruned, gone("redact", title)], {title[0]: 1}, "its disclosure is gone, its digest stays"), ("all fields", [bare, gone("erase", every)], dict.fromkeys(every, 1), "the entry stays as it was"),
            ("of two events", [bare, _opened(other, "title"), gone("erase", sorted(every + _digests(other, "title")))], dict.fromkeys(every, 2), "one event may name digests of several"),
            ("in two steps", [_opened(capture, "title", "publisher"), gone("redact", title), gone("redact", _digests(capture, "publisher"))], {title[0]: 1, _digests(capture, "publisher")[0]: 2}, "one after the other"),
            ("signed by both", [pruned, a, b, gone("redact", title, AMAL, BRUNO)], {title[0]: 3}, "both approvers' keys are known"),
            ("nothing but the approval", [capture, gone("erase", [])], {}, "a list may be empty: bytes without fields went")):
        yield case(name, logged(log), True, reason, erased={d: by for d, by in states.items()})
    for name, log, reason in (
            ("not gone", [capture, gone("redact", title)], "the field that was erased is shown"), ("gone without a word", [bare], "no event says that what it is about was erased"),
            ("erased before it was there", [gone("redact", title), pruned], "an event erases what stands before it"), ("a digest of nobody", [capture, gone("redact", ["A" * 43])], "no event holds it"),
            ("a digest twice", [pruned, gone("redact", title * 2)], "each once"), ("not in order", [_opened(capture, "title", "publisher"), gone("redact", twice[::-1])], "sorted"),
            ("no list", [capture, gone("redact", title[0])], "a list of digests"), ("a number in the list", [capture, gone("redact", [7])], "digests are texts"),
            ("the list not shown", [pruned, _opened(gone("redact", title), "digests")], "which ones?"), ("one person twice", [pruned, gone("redact", title, two="Amal")], "two people approve"),
            ("one person in two spellings", [pruned, gone("redact", title, two=" AMAL")], "two people approve"),
            ("a known approver did not sign", [pruned, a, b, gone("redact", title, AMAL)], "Bruno's key is known"), ("signed by a stranger", [pruned, a, gone("redact", title, STRANGER)], "an unknown key"),
            ("nobody signed", [pruned, a, gone("redact", title)], "Amal's key is known")):
        yield case(name, logged(log), False, reason)


def main() -> None:
    save("keys", keys())
    save("erasures", erasures())


if __name__ == "__main__":
    main()
