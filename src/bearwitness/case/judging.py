"""`judge`: what a person decides, with a name and a reason. Nothing is overwritten: rows are added.

A judgement on a claim keeps an anchor: the claim's kind, report and text-quote selector. When a newer
extractor reads the report again and the claim's id is gone, the judgement is tied to the claim of the same
kind on the same exact passage; when there is none it is kept and shown as unanchored.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bearwitness.case.clock import now
from bearwitness.case.keys import may_decide, signing_person
from bearwitness.case.placing import home_of
from bearwitness.errors import NotFound, UsageError
from bearwitness.incidents.episodes import WITHIN
from bearwitness.incidents.judged import ABOUT, LINEAGE, is_lineage
from bearwitness.model import RELATIONS, SENSITIVITY, Claim, Judgement, to_json
from bearwitness.store import decisions, events, incidents, readings, reports
from bearwitness.store.decisions import UNDO, holding
from bearwitness.store.folder import CaseFolder
from bearwitness.store.schema import canonical_row

_PAIRS = ("same", "different", "supports", "contradicts")
_ALONE = ("accept", "fix", "reject")
_FAMILIES = (("same", "different"), ("supports", "contradicts"), _ALONE)
_INCIDENT_FIELDS = ("title", WITHIN)
_SOURCE_FIELDS = ("reliability", "interest")       # Admiralty: A completely reliable ... E unreliable, F cannot be judged
_CREDIBILITY = range(1, 7)              # Admiralty: 1 confirmed by other sources ... 5 improbable, 6 cannot be judged
SOURCE = "source:"
_REPORT_FIELDS = ("publisher", "title", "author", "lang", "published_at", "url", "sensitivity")



def judge(case: CaseFolder, left: str, right: str | None = None, *, relation: str, reviewer: str | None = None, reason: str,
          changes: dict[str, Any] | None = None) -> Judgement:
    """Records a judgement on a claim, a report, an incident or a victim record, or on two of them.

    Args:
        left, right: ids, or unique beginnings of 8 characters and more; `source:NAME` for a source that is rated.
        relation: accept, fix, reject (one thing); same, different, unsure, supports, contradicts (two).
        reviewer: who decides; None: whose key the case is signed with (`keys.sign_as`).
        changes: the fields that a `fix` sets, such as {"number": 803}.

    `same` and `different` of two figures (toll claims) of one incident are about who repeats whom: LEFT repeats RIGHT, or does not.
    Between anything else they are about grouping.

    Raises:
        UsageError: an unknown relation or field; a missing reviewer or reason; a reviewer whose key is known and did not sign.
        NotFound: nothing has this id.
    """
    _check(relation, right, reason, changes)

    def work(connection: Connection) -> Judgement:
        person = _reviewer(case, connection, reviewer)
        kind, left_id = _find(connection, left)
        right_id = _find(connection, right)[1] if right else None
        if right_id == left_id:
            raise UsageError(f"{left} and {right} are one and the same: name two different things")
        anchor = _anchors(connection, left_id, right_id)
        _check_fields(connection, kind, left_id, changes or {})
        fields = dict(changes or {})
        if kind == "incident" and WITHIN in fields:
            fields[WITHIN] = home_of(connection, left_id, fields[WITHIN])
        meant = {ABOUT: LINEAGE} if relation in ("same", "different") and right_id and _of_one_incident(connection, left_id, right_id) else {}
        made = _made(Judgement(id="", left=left_id, right=right_id, relation=relation, reviewer=person,
                               reason=reason.strip(), made_at=now(), changes=tuple(sorted({**fields, **meant}.items())),
                               anchor=anchor))
        made = replace(made, supersedes=_earlier(connection, made))
        _add(case.event, connection, made)
        return made

    return case.write_and_log(work)


def undo(case: CaseFolder, which: str, *, reviewer: str | None = None, reason: str) -> Judgement:
    """Takes a judgement back. The row stays; a row that supersedes it is added.

    Raises:
        NotFound: no such judgement.
        UsageError: it does not hold any more.
    """
    def work(connection: Connection) -> Judgement:
        person = _reviewer(case, connection, reviewer)
        id_ = decisions.find_judgement(connection, which)
        if id_ is None:
            raise NotFound(f"{which}: there is no such judgement: `bearwitness show judgements` lists them")
        every = decisions.all_judgements(connection)
        old = next(j for j in every if j.id == id_)
        if old.id not in {j.id for j in holding(every)}:
            raise UsageError(f"{which}: this judgement does not hold any more: nothing to take back")
        made = _made(Judgement(id="", left=old.left, right=old.right, relation=UNDO, reviewer=person,
                               reason=reason.strip(), made_at=now(), supersedes=old.id))
        _add(case.event, connection, made)
        return made

    return case.write_and_log(work)


# --- checks -----------------------------------------------------------------------------------------

def _reviewer(case: CaseFolder, connection: Connection, given: str | None) -> str:
    """Who decides: the one named, else whose key signs. Refused when that person's key is known and does not sign."""
    person = (given or "").strip() or signing_person(case, connection)
    if not person:
        raise UsageError("a judgement needs the reviewer's name: --reviewer NAME")
    may_decide(case, connection, person)
    return person


def _check(relation: str, right: str | None, reason: str, changes: dict[str, Any] | None) -> None:
    if relation not in RELATIONS:
        raise UsageError(f"{relation!r} is no relation: use one of {', '.join(RELATIONS)}")
    if not reason.strip():
        raise UsageError("a judgement needs a reason: --reason TEXT")
    if relation in _PAIRS and right is None:
        raise UsageError(f"{relation!r} is between two things: judge LEFT RIGHT --relation {relation}")
    if relation in _ALONE and right is not None:
        raise UsageError(f"{relation!r} is about one thing: leave {right} out")
    if relation == "fix" and not changes:
        raise UsageError("a fix needs what to change: --set FIELD=VALUE")
    if relation != "fix" and changes:
        raise UsageError("--set goes with --relation fix")


def _find(connection: Connection, given: str) -> tuple[str, str]:
    """(kind, id) of what an id or its beginning names; `source:NAME` is a source under the name that figures give it."""
    from bearwitness.store.rows import SHORTEST_PREFIX

    if given.startswith(SOURCE):
        name = " ".join(given.removeprefix(SOURCE).split())
        if not name:
            raise UsageError(f"{given}: name the source, as in \"source:Hill Monitor\"")
        return "source", SOURCE + name
    for kind, find in (("claim", readings.find_claim), ("report", reports.find_report),
                       ("incident", incidents.find_incident), ("victim", decisions.find_victim),
                       ("judgement", decisions.find_judgement)):
        id_ = find(connection, given)
        if id_ is not None:
            return kind, id_
    short = f" (an id may be cut to {SHORTEST_PREFIX} characters, not fewer)" if len(given) < SHORTEST_PREFIX else ""
    raise NotFound(f"{given}: there is no claim, report, incident or victim record with this id{short}")


def _check_fields(connection: Connection, kind: str, id_: str, changes: dict[str, Any]) -> None:
    if not changes:
        return
    if kind == "claim":
        from bearwitness.incidents.judged import fix

        claim = readings.claim(connection, id_)
        assert claim is not None
        if "credibility" in changes and changes["credibility"] not in _CREDIBILITY:
            raise UsageError(f"credibility is a number from 1 (confirmed) to 6 (cannot be judged), not {changes['credibility']!r}")
        fix(claim, tuple(pair for pair in changes.items() if pair[0] != "credibility"))      # tells what cannot be fixed, and why
        return
    known = {"report": _REPORT_FIELDS, "incident": _INCIDENT_FIELDS, "source": _SOURCE_FIELDS}.get(kind, ())
    for name, value in changes.items():
        if name not in known:
            raise UsageError(f"a {kind} has no field {name!r} that can be set: use one of {', '.join(known) or 'none'}")
        if kind == "report" and name not in ("sensitivity", "published_at") and not isinstance(value, str | None):
            raise UsageError(f"{name} is text, not {value!r}")
        if name == "published_at" and value is not None:        # what cannot be read as a date would stop all that is derived
            from bearwitness.resolve.dates import parse_published

            parse_published(str(value))
        if name == "sensitivity" and value not in SENSITIVITY:
            raise UsageError(f"sensitivity must be one of {', '.join(map(str, SENSITIVITY))}, not {value!r}")
        if name == "reliability" and value not in tuple("ABCDEF"):
            raise UsageError(f"reliability is a letter from A (completely reliable) to F (cannot be judged), not {value!r}")
        if name == "interest" and value is not None:
            from bearwitness.weigh.interest import parse

            parse(value)


# --- rows -------------------------------------------------------------------------------------------

def _of_one_incident(connection: Connection, left: str, right: str) -> bool:
    """Are these two figures of one incident, as it stands now?"""
    found = [readings.claim(connection, id_) for id_ in (left, right)]
    if any(claim is None or claim.kind != "toll" for claim in found):
        return False
    told = incidents.of_reports(connection, readings.reports_with(connection, (left, right)))
    return any({left, right} <= set(row["claims"]) for _, row in incidents.snapshots(connection, {id_ for ids in told.values() for id_ in ids}))


def _anchors(connection: Connection, left: str, right: str | None) -> tuple[tuple[str, Any], ...]:
    anchor = _anchor(readings.claim(connection, left))
    other = _anchor(readings.claim(connection, right)) if right else {}
    if other:
        anchor["right"] = other
    return tuple(sorted(anchor.items()))


def _anchor(claim: Claim | None) -> dict[str, Any]:
    if claim is None:
        return {}
    p = claim.passage
    return {"kind": claim.kind, "report": claim.report_id, "exact": p.exact, "prefix": p.prefix, "suffix": p.suffix,
            "start": p.start, "end": p.end}


def _made(judgement: Judgement) -> Judgement:
    """A judgement with an id of its own: chance, for a digest of its fields would confirm one that was redacted."""
    return replace(judgement, id=os.urandom(16).hex())


def _earlier(connection: Connection, made: Judgement) -> str | None:
    """The same reviewer's earlier judgement of the same question, which the new one replaces."""
    if made.relation == "unsure":
        family: tuple[str, ...] = RELATIONS
    else:
        family = (*next(f for f in _FAMILIES if made.relation in f), "unsure")
    for old in reversed(holding(decisions.all_judgements(connection))):
        same_question = (old.left, old.right, old.reviewer) == (made.left, made.right, made.reviewer) \
            and old.relation in family and ("unsure" in (old.relation, made.relation) or is_lineage(old) == is_lineage(made))
        both_fix = old.relation == made.relation == "fix"
        if same_question and (not both_fix or {k for k, _ in old.changes} <= {k for k, _ in made.changes}):
            return old.id
    return None


def _add(build: Callable[..., dict[str, Any]], connection: Connection, made: Judgement) -> None:
    """Adds a judgement and its event. `build` makes the event: `CaseFolder.event` signs it, `events.build` does not."""
    decisions.add_judgement(connection, made)
    item = events.item_of(connection, _report_behind(connection, made.left)) or events.pseudonym()
    row = decisions.judgement_row(made)
    events.record(connection, [build("review", item, {
        "judgement": made.id, "left": made.left, "right": made.right, "relation": made.relation,
        "reviewer": made.reviewer, "reason": made.reason, "changes": to_json(made.changes), "supersedes": made.supersedes,
        "time": made.made_at, "row_sha256": hashlib.sha256(canonical_row(row)).hexdigest(),
    }, made.id)])


def add_carried(connection: Connection, moved: Judgement) -> None:
    """Records that a judgement now stands on another claim. `moved` has the old id and the new sides.

    Nobody decides anything here, so nobody signs: `verify` compares it with the judgement that it carries on.
    """
    anchor = (*_anchors(connection, moved.left, moved.right), ("carried_from", moved.id))
    _add(events.build, connection, _made(replace(moved, id="", anchor=anchor, supersedes=moved.id)))


def _report_behind(connection: Connection, id_: str) -> str:
    """A judgement on a claim goes under its report's pseudonym, so that a left-out review shows."""
    claim = readings.claim(connection, id_)
    return claim.report_id if claim and claim.report_id else id_


# --- what holds -------------------------------------------------------------------------------------

def in_force(every: Sequence[Judgement], claims: Sequence[Claim]) -> tuple[list[Judgement], list[Judgement]]:
    """The judgements that hold, tied to the claims there are now, and those that found no claim.

    Args:
        claims: the current claims, with `report_id` and passages with context.
    """
    from bearwitness.incidents.judged import reanchor

    moved, lost = reanchor(holding(every), claims)
    loose = {j.id for j in lost}
    flipped, lost = reanchor([_flip(j) for j in moved if j.right], claims)
    loose |= {j.id for j in lost}
    right = {j.id: j.left for j in flipped}
    tied = [replace(j, right=right.get(j.id, j.right)) for j in moved]
    return [j for j in tied if j.id not in loose], [j for j in holding(every) if j.id in loose]


def _flip(judgement: Judgement) -> Judgement:
    """The same judgement with its right side on the left, so that it is re-anchored like any other."""
    anchor = dict(judgement.anchor).get("right") or {}
    return replace(judgement, left=judgement.right or "", right=None, anchor=tuple(anchor.items()))


def parse_set(pairs: Iterable[str]) -> dict[str, Any]:
    """`FIELD=VALUE` words into values: JSON where it is JSON, else the text itself.

    Example:
        parse_set(["number=803", "stance=denies"]) == {"number": 803, "stance": "denies"}
    """
    out: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"--set {pair}: write it as FIELD=VALUE")
        try:
            out[name.strip()] = json.loads(value)
        except ValueError:
            out[name.strip()] = value
    return out
