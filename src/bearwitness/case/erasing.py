"""`erase` and `redact`: what must not stay is taken out, and the log still proves all that was proven before.

The log holds salted commitments only. What opens them (disclosures), the rows, texts, originals and everything made of them
are deleted; the `erase` or `redact` event names the digests that nobody can open any more, the ground, and the two people who
approved it. Root, proofs and earlier dossiers stay valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from bearwitness.case.clock import now, tool
from bearwitness.case.deriving import derive_again
from bearwitness.custody.keyring import same_person
from bearwitness.custody.sign import Key
from bearwitness.errors import EraseRefused, NotFound, UsageError
from bearwitness.store import (
    decisions,
    events,
    holdings,
    readings,
    redactions,
    removal,
    reports,
    signing,
    traces,
)
from bearwitness.store.folder import CaseFolder
from bearwitness.store.holdings import Holdings, Wanted
from bearwitness.store.incidents import find_incident
from bearwitness.store.rows import SHORTEST_PREFIX
from bearwitness.store.taken import copies, counts, dossiers, row_after

DIGESTS = 2_000         # in one event
_TABLE_FIELD = {"reports": "report", "judgements": "judgement", "victim_lists": "list"}
_COMMITTED = ("source", "member", "publisher", "url", "title", "author", "lang", "published_at", "reviewer", "reason", "changes", "left", "right",
              "keeper", "includes")
_OUT_OF_REACH = (
    "dossiers and copies that others have: whoever already holds a disclosure, a text or a file can still prove it",
    "backups and copies of the case's folder, until they are deleted or written over",
    "what the disk keeps: files are overwritten and removed, but an SSD, a copy-on-write file system or a snapshot keeps old blocks for a while; "
    "full-disk encryption is what helps there",
)


@dataclass(frozen=True, slots=True)
class Approval:
    """On what ground, and who agreed to it: two different people. `keys` are their private keys, if they have any in this case."""

    ground: str
    approved_by: tuple[str, ...]
    keys: tuple[Key, ...] = ()


@dataclass(slots=True)
class _Scope:
    found: Holdings = field(default_factory=Holdings)
    things: list[dict[str, str]] = field(default_factory=list)
    captures: redactions.Captures = field(default_factory=dict)     # to commit to anew


_WORDS = "the same words stand in"

Gather = Callable[[Connection], _Scope]


def approval(ground: str, approved_by: Sequence[str], keys: Sequence[Key] = ()) -> Approval:
    """The approval as people give it, checked as far as it can be without a case."""
    made = Approval(ground, tuple(approved_by), tuple(keys))
    _check(made)
    return made


# --- the verbs --------------------------------------------------------------------------------------

def erase(case: CaseFolder, things: Sequence[str], approval: Approval | None = None, *, with_package: bool = False,
          leave_shared: bool = False) -> dict[str, Any]:
    """Erases reports, originals (by SHA-256), lists of the dead, the words of judgements, or a person's name (`reviewer:NAME`).

    Args:
        things: ids, or unique beginnings of 8 characters and more.
        approval: without it nothing is changed, and the plan is given.
        with_package: a package (WARC, ZIP, file of posts) that holds the bytes goes too, whole.
        leave_shared: bytes or a text that another report has as well stay with that one.

    Returns:
        What goes, what stays, and what cannot be reached; of a real erasure also the events that log it.

    Raises:
        NotFound: nothing has this id.
        UsageError: it cannot be erased by itself, or the approval is not that of two people.
        EraseRefused: `reasons` say what else holds the bytes. Nothing was changed.
    """
    return _run(case, "erase", lambda connection: _to_erase(connection, things, with_package, leave_shared), approval)


def redact(case: CaseFolder, things: Sequence[str], fields: Sequence[str], approval: Approval | None = None) -> dict[str, Any]:
    """Takes single fields out of reports, judgements, lists, captures, or one event (`event:N`), and leaves the rest.

    Args:
        fields: such as source, author, publisher, url, reviewer, reason, capture.collector.

    Raises, returns: as `erase`.
    """
    if not fields:
        raise UsageError("redact needs the field to take out: --field NAME (to take out all: bearwitness erase)")
    return _run(case, "redact", lambda connection: _to_redact(connection, things, fields), approval)


def _run(case: CaseFolder, verb: str, gather: Gather, approval: Approval | None) -> dict[str, Any]:
    if approval is not None:
        _check(approval)
    with case.reading() as connection:
        scope = gather(connection)
        told = _plan(connection, case, verb, scope)
        whole, single = traces.needles(connection, scope.found.removal)
        going = scope.found.removal.originals
        if max(len(whole), len(single)) > traces.MOST:
            told["stays"].append(f"perhaps more: of what goes, {traces.MOST} strings were searched for in other places, not all")
        told["found_in"] = [place for place in traces.in_files(case.path, [*whole, *single]) if not going & set(place.split("/"))]
    if approval is None:
        return told
    if scope.found.refused:
        raise EraseRefused(scope.found.refused)
    if not scope.found.removal.fields and not scope.found.removal.changed:
        raise UsageError(f"there is nothing left to {verb}: it was done before")
    indexes = case.write(lambda connection: _do(connection, case, verb, gather, approval))
    case.complete_log()
    left = removal.finish(case)
    return _receipt(case, told, approval, indexes, left, whole, single)


def _check(approval: Approval) -> None:
    names = [" ".join(name.split()) for name in approval.approved_by]
    if not approval.ground.strip():
        raise UsageError("say on what ground: --ground TEXT (in words that name nobody: they are logged)")
    if len(names) != 2 or not all(names):
        raise UsageError("two people approve it: --approved-by A --approved-by B")
    if same_person(names[0]) == same_person(names[1]):
        raise UsageError(f"--approved-by names {names[0]} twice: two different people approve it")


def _signers(connection: Connection, approval: Approval, *, unnamed: bool) -> list[Key]:
    """The keys that sign, in the order of the approvers.

    Args:
        unnamed: a signed decision loses its name and signature by it.

    Raises:
        UsageError: an approver's key is known and is not among those given, or a key is nobody's of the two.
    """
    ring, at = signing.keyring(connection), events.next_index(connection)
    left, found = list(approval.keys), []
    for name in approval.approved_by:
        mine = next((key for key in left if any(known.public == key.public for known in ring.holding(name, at))), None)
        if mine is not None:
            left.remove(mine)
            found.append(mine)
        elif ring.has_key(name, at):
            raise UsageError(f"{name} has a key in this case: approve with it (--key FILE), or nobody could tell that {name} agreed")
    if left:
        raise UsageError("a key that was given is none that the case knows of those who approve it")
    if unnamed and ring.keys and not found:
        raise UsageError("this case knows people's keys: who takes a name and its signature out of it signs for that. One of the two who approve it "
                         "needs a key that the case knows (`bearwitness key add`)")
    return found


# --- what is meant ----------------------------------------------------------------------------------

def _to_erase(connection: Connection, things: Sequence[str], with_package: bool, leave_shared: bool) -> _Scope:
    wanted, scope = Wanted(), _Scope()
    people = []
    for thing in dict.fromkeys(things):
        if thing.startswith("reviewer:"):
            people.append(thing.partition(":")[2])
            scope.things.append({"kind": "person", "id": thing})
            continue
        kind, ident = _named(connection, thing)
        {"report": wanted.reports, "original": wanted.originals, "list": wanted.lists, "judgement": wanted.judgements}[kind].add(ident)
        scope.things.append({"kind": kind, "id": ident})
    scope.found = holdings.find(connection, wanted, with_package=with_package, leave_shared=leave_shared)
    for name in people:
        _person(connection, scope, name)
    holdings.old_derivations(connection, scope.found.removal)
    return scope


def _to_redact(connection: Connection, things: Sequence[str], fields: Sequence[str]) -> _Scope:
    scope = _Scope()
    judgements = []
    for thing in dict.fromkeys(things):
        if thing.startswith("reviewer:"):
            if list(fields) != ["reviewer"]:
                raise UsageError(f"{thing}: stands for a person's name: --field reviewer")
            _person(connection, scope, thing.partition(":")[2])
            scope.things.append({"kind": "person", "id": thing})
        elif thing.startswith("event:"):
            number = thing.partition(":")[2]
            if not number.isascii() or not number.isdigit():
                raise UsageError(f"{thing}: write it as event:N, N the event's place in the log")
            redactions.event(connection, scope.found, int(number), fields)
            scope.things.append({"kind": "event", "id": number})
        else:
            kind, ident = _named(connection, thing)
            scope.things.append({"kind": kind, "id": ident})
            if kind == "report":
                scope.captures |= redactions.report(connection, scope.found, ident, fields)
            elif kind == "original":
                scope.captures |= redactions.original(connection, scope.found, ident, fields)
            elif kind == "list":
                redactions.victim_list(connection, scope.found, ident, fields)
            else:
                judgements.append(ident)
    if judgements:
        redactions.judgement(connection, scope.found, judgements, fields)
    holdings.old_derivations(connection, scope.found.removal)
    return scope


def _person(connection: Connection, scope: _Scope, name: str) -> None:
    before = len(scope.found.removal.fields)
    redactions.of_person(connection, scope.found, name)
    if len(scope.found.removal.fields) == before:
        raise NotFound(f"reviewer:{name}: nobody of this name has judged, approved or has a key here (write it as it stands there)")


def _named(connection: Connection, thing: str) -> tuple[str, str]:
    """(kind, id) of what an id or its beginning names."""
    found = [(kind, id_) for kind, find in (("report", reports.find_report), ("list", decisions.find_list), ("judgement", decisions.find_judgement),
                                            ("original", reports.find_original)) if (id_ := find(connection, thing))]
    if len(found) > 1:
        raise UsageError(f"{thing}: begins the id of a {found[0][0]} and of a {found[1][0]}: give more characters")
    if found:
        return found[0]
    if readings.find_claim(connection, thing):
        raise UsageError(f"{thing}: is a claim: it stands in its report's text; erase the report, or reject the claim with `bearwitness judge`")
    if decisions.find_victim(connection, thing):
        raise UsageError(f"{thing}: is one row of a list of the dead, whose file holds it too: erase the list, and add it again without the row")
    if find_incident(connection, thing):
        raise UsageError(f"{thing}: is an incident, which follows from claims: erase the reports that it follows from")
    raise NotFound(f"{thing}: there is no report, original (SHA-256), list or judgement with this id (not fewer than {SHORTEST_PREFIX} characters)")


# --- the plan ---------------------------------------------------------------------------------------

def _plan(connection: Connection, case: CaseFolder, verb: str, scope: _Scope) -> dict[str, Any]:
    taking = removal.taken(connection, scope.found.removal)
    gone = scope.found.removal
    stays = list(scope.found.stays)
    _, single = traces.needles(connection, gone)
    stays += [f"{_WORDS} {place}" for place in traces.in_record(connection, single) if not _is_going(place, taking, gone)]
    if any(name in columns for (table, _), columns in gone.changed.items() if table == "reports" for name in ("source", "member")):
        stays.append("the report's id, which was computed from its source and bytes: whoever has this case and guesses the source can confirm the guess. "
                     "To prevent that, erase the report and add the file again under another name")
    if any(name == "sha256" for name, _ in scope.captures):
        stays.append("the capture's package (WARC), which holds the same record: erase it by its SHA-256 if the line must go from there too")
    return {"verb": verb, "done": False, "things": scope.things, "refused": scope.found.refused,
            "goes": counts(connection, gone, taking), "reports": sorted(gone.reports), "originals": sorted(gone.originals),
            "packages": sorted(scope.found.packages), "lists": sorted(gone.lists),
            "changes": [{"table": table, "id": ident, "fields": sorted(columns)} for (table, ident), columns in gone.changed.items()],
            "dossiers": dossiers(connection, gone), "copies": copies(connection, gone), "stays": stays, "out_of_reach": list(_OUT_OF_REACH)}


def _is_going(place: str, taking: dict[int, list[str]], gone: removal.Removal) -> bool:
    """A place that the redaction itself clears."""
    return (place.startswith("event ") and int(place.split()[1].rstrip(",")) in taking) or any(
        place.startswith(f"{table}.{column}: ") and place.endswith(": 1 row") for (table, _), columns in gone.changed.items() for column in columns)


# --- doing it ---------------------------------------------------------------------------------------

def _do(connection: Connection, case: CaseFolder, verb: str, gather: Gather, approval: Approval) -> list[int]:
    """One transaction: everything goes, what stays is committed to anew, and the events that say so are recorded."""
    scope = gather(connection)
    if scope.found.refused:     # somebody added the same bytes since
        raise EraseRefused(scope.found.refused)
    gone = scope.found.removal
    taking = removal.taken(connection, gone)
    homes = events.homes(connection, taking)
    what = ", ".join(f"{number} {name}" for name, number in counts(connection, gone, taking).items() if number and name != "bytes")
    signers = _signers(connection, approval, unnamed=any({"reviewer", "approver_1", "approver_2", "person"} & names for names in gone.fields.values()))
    removal.apply(connection, gone)
    about = {"what": what, "ground": " ".join(approval.ground.split()), "approver_1": _name(approval, 0), "approver_2": _name(approval, 1),
             "time": now(), "tool": tool()}
    made: list[dict[str, Any]] = []
    left = dict(taking)
    for (table, ident), columns in gone.changed.items():
        own = [index for index in left if homes[index][1] == ident]
        digests = [digest for index in own for digest in left.pop(index)]
        item = homes[own[0]][0] if own else events.item_of(connection, ident) or events.pseudonym()
        row = row_after(connection, table, ident)
        new = {name: row[name] for name in columns if name in _COMMITTED and row[name] is not None}
        if "changes" in new:
            new["changes"] = []
        if "published_at" in new:
            new["published_at"] = row["published_at_json"]
        made += _logged(case, "redact", item, ident, digests, {**about, _TABLE_FIELD[table]: ident, **new, "row_sha256": row["row_sha256"],
                                                             "capture": scope.captures.pop((_TABLE_FIELD[table], ident), None)}, signers)
    for (name, ident), record in scope.captures.items():
        own = [index for index in left if homes[index][1] == ident]
        digests = [one for index in own for one in left.pop(index)]
        made += _logged(case, "redact", homes[own[0]][0], ident, digests, {**about, name: ident, "capture": record}, signers)
    by_item: dict[str, list[str]] = {}
    for index in sorted(left):
        by_item.setdefault(homes[index][0], []).extend(left[index])
    for item, digests in by_item.items():
        made += _logged(case, verb, item, item, digests, about, signers)
    indexes = events.record(connection, made)
    derive_again(case, connection)
    return indexes


def _name(approval: Approval, number: int) -> str:
    return " ".join(approval.approved_by[number].split())


def _logged(case: CaseFolder, kind: str, item: str, subject: str, digests: Iterable[str], fields: dict[str, Any],
            signers: Sequence[Key]) -> list[dict[str, Any]]:
    """The events over some digests: more than one when there are many."""
    every = sorted(digests)
    return [case.event(kind, item, {"digests": every[start:start + DIGESTS], "subject": item, **fields}, subject, signers=signers)
            for start in range(0, max(1, len(every)), DIGESTS)]


def _receipt(case: CaseFolder, told: dict[str, Any], approval: Approval, indexes: list[int], left: list[str], whole: list[str],
             single: list[str]) -> dict[str, Any]:
    from bearwitness.store.log import Log

    state = Log(case.path / "log").checkpoint()
    with case.reading() as connection:
        still = traces.in_record(connection, [n for n in whole if n in (*told["reports"], *told["originals"], *told["lists"])])
        stays = [f"{_WORDS} {place}" for place in traces.in_record(connection, single)]
    return {**told, "done": not left, "stays": [*(line for line in told["stays"] if not line.startswith(_WORDS)), *stays], "ground": approval.ground, "approved_by": list(approval.approved_by), "events": indexes,
            "log": {"origin": state.origin, "size": state.size, "root": state.root.hex()}, "time": now(),
            "found_in": traces.in_files(case.path, [*whole, *single]), "left": [*left, *(f"still named in {place}" for place in still)]}
