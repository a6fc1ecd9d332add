"""The chain of custody of one exhibit, read off the log's events: who did what with it, when, by which tool, with which digests.

The fields of each handling are those of the Berkeley Protocol, paragraph 167: sequence number, event, custodian, from, to, time in
UTC, tool with its version, reason, resulting digests, place in the log, signature. What an event does not say is None here, and is
told as missing; nothing is filled in from somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

GAP_HOURS = 24

# Which word a log event goes by in a chain of custody. `import` and `access` say more themselves.
EVENTS = {"case": "case_begun", "capture": "collected", "derive": "derived", "claim": "read", "review": "judged", "publish": "published",
          "export": "exported", "key": "key_made_known", "erase": "erased", "redact": "redacted", "restore": "restored",
          "dispute": "disputed", "merge": "merged", "split": "split"}
_DIGEST = ("sha256", "sha512", "_root", "_key")
# Fields that have a place of their own in a handling, or tell where it stands and not what was done.
_PLACED = {"time", "tool", "by", "to", "reason", "reviewer", "row_sha256", "sig", "signer", "sig_2", "signer_2", "in_case", "capture",
           "record", "dossier", "report", "reports", "extractor", "reading", "judgement", "derivative", "of_report", "access", "export", "source", "case"}
# What a report says of itself stands with the exhibit, not with its handling.
_OF_THE_EXHIBIT = {"publisher", "url", "title", "author", "lang", "published_at", "media_type"}


@dataclass(frozen=True, slots=True)
class Logged:
    """An event of the log with what could be checked of it.

    Attributes:
        fields: what it discloses.
        hidden: how many of its digests open nothing here: decoys, and fields that were erased.
        signed: (public key, person or None) of each whose signature fits.
        fault: why the event cannot be relied on, when that is so.
    """

    index: int
    kind: str
    fields: Mapping[str, Any]
    digests: tuple[str, ...] = ()
    hidden: int = 0
    signed: tuple[tuple[str, str | None], ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """Outside confirmation of a log entry: the first state of the log after it that others signed, or gave a time.

    Attributes:
        checkpoint: entries that the log's own signed checkpoint covers.
        witnessed: (entries, ((witness, time in UTC), ...)); None: by nobody.
        stamped: (entries, ((time in UTC, server), ...)); None: by nobody.
    """

    checkpoint: int
    witnessed: tuple[int, tuple[tuple[str, str], ...]] | None = None
    stamped: tuple[int, tuple[tuple[str, str], ...]] | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """One step of the chain. `number` counts from 1 within this exhibit; `entry` is the place in the log.

    `proof` is None when the entry was found in the log, else what is wrong. `withheld` names what the audience is not shown.
    """

    number: int
    entry: int
    kind: str
    event: str
    time: str | None
    by: str | None
    from_: str | None
    to: str | None
    tool: str | None
    reason: str | None
    digests: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, Any], ...]
    signed: tuple[tuple[str, str | None], ...]
    proof: str | None
    covered: Covered
    erased: tuple[int, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the log does not tell. `code` is one of before, quiet, backwards, untimed, since.

    quiet: between entries `a` and `b`, at these times, for `hours`. backwards: entry `b` has an earlier time than `a`, before it.
    """

    code: str
    a: int | None = None
    b: int | None = None
    start: str | None = None
    end: str | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at while the report was made. `fault` is None when it was right."""

    what: str
    fault: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """All that a custody report tells. Built by `case.chain`, shown by `dossier.exhibit`.

    Attributes:
        exhibit: id, sha256, sha512, size, media_type, where it lies (object, offset, length), package ..., title, publisher, sensitivity.
        capture: the capture record, field by field; a value {"missing": reason} is missing. Empty when the report was no captured address.
        assurance: content, partial or address of a captured address; file or member of what was handed in.
        device: what the file and its device claim of themselves.
        relations: other reports with the same bytes: id, source, member.
        derivatives: what was made of the original: name, sha256, there (is the file still there, and as it was made).
        log: origin, vkey, size, root (hex) of the state that the report stands on, and `time` of its last timed event.
        audience: for whom fields were held back; None: nothing was.
    """

    exhibit: Mapping[str, Any]
    handlings: tuple[Handling, ...]
    gaps: tuple[Gap, ...]
    checks: tuple[Check, ...]
    capture: tuple[tuple[str, Any], ...] = ()
    assurance: str = "file"
    device: Mapping[str, Any] = field(default_factory=dict)
    relations: tuple[Mapping[str, Any], ...] = ()
    derivatives: tuple[Mapping[str, Any], ...] = ()
    log: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    audience: str | None = None


# --- reading events ---------------------------------------------------------------------------------

def event_word(event: Logged) -> str:
    """What an event is called in a chain of custody.

    Example:
        event_word(Logged(3, "access", {"access": "working copy"})) == "copied_out"
    """
    fields = event.fields
    if event.kind == "import":
        if "list" in fields:
            return "list_imported"
        return {"http": "fetched", "browser": "seen_in_browser"}.get(str(fields.get("method")), "package_kept")
    if event.kind == "access":
        return {"working copy": "copied_out", "integrity check": "checked"}.get(str(fields.get("access")), "accessed")
    if event.kind == "key" and fields.get("action") == "withdrawn":
        return "key_withdrawn"
    return EVENTS.get(event.kind, event.kind)


def handling(event: Logged, number: int, covered: Covered, erased: Sequence[int] = ()) -> Handling:
    """A step of the chain as its event tells it.

    Args:
        erased: the entries by which fields of this one were erased.
    """
    fields, word = event.fields, event_word(event)
    capture = fields.get("capture") if isinstance(fields.get("capture"), Mapping) else {}
    by = _text(fields, "by") or _text(fields, "reviewer") or _text(capture or {}, "collector") or _approvers(fields)
    from_, to = _ways(event, word)
    digests = tuple((name, str(value)) for name, value in fields.items()
                    if name.endswith(_DIGEST) and name not in _PLACED and isinstance(value, str))
    told = {name for name, _ in digests} | _PLACED | (_OF_THE_EXHIBIT if event.kind == "capture" else set())
    facts = tuple((name, value) for name, value in fields.items() if name not in told and not name.startswith("approver_"))
    return Handling(number, event.index, event.kind, word, _text(fields, "time"), by, from_, to, _text(fields, "tool") or _maker(fields),
                    _text(fields, "reason") or _text(fields, "ground"), digests, facts, event.signed, event.fault, covered, tuple(erased))


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None


def _approvers(fields: Mapping[str, Any]) -> str | None:
    named = [str(fields[name]) for name in ("approver_1", "approver_2") if name in fields] or ([str(fields["person"])] if "person" in fields else [])
    return ", ".join(named) or None


def _maker(fields: Mapping[str, Any]) -> str | None:
    """A reading names its tool `extractor`."""
    return _text(fields, "extractor")


def _ways(event: Logged, word: str) -> tuple[str | None, str | None]:
    """From where to where the thing went. Words in angle brackets are codes that the page has words for."""
    fields = event.fields
    source = _text(fields, "source")
    member = _text(fields, "member")
    whole = f"{source}#{member}" if source and member else source
    if word in ("collected", "fetched", "seen_in_browser", "package_kept", "list_imported"):
        return (f"<package> {fields['package_sha256']}" if "package_sha256" in fields and word == "collected" else whole), "<case>"
    if word == "derived" or word == "read":
        return "<original>", "<case>"
    if word in ("copied_out", "exported"):
        return "<case>", _text(fields, "to") or "<unknown>"
    if word == "published":
        return "<case>", "<dossier>"
    return None, None


# --- what is not told -------------------------------------------------------------------------------

def gaps(handlings: Sequence[Handling], *, hours: int = GAP_HOURS) -> tuple[Gap, ...]:
    """What the log of an exhibit does not tell, in its order.

    Args:
        hours: a time without any entry is told from this length on.
    """
    found = [Gap("before")]
    last: Handling | None = None
    for step in handlings:
        if step.time is None:
            found.append(Gap("untimed", b=step.entry))
            continue
        if last is not None and last.time is not None:
            found += _between(last, step, hours)
        last = step
    return (*found, Gap("since", a=last.entry if last else None, start=last.time if last else None))


def _between(a: Handling, b: Handling, hours: int) -> Iterable[Gap]:
    start, end = _moment(a.time), _moment(b.time)
    if start is None or end is None:
        return
    apart = (end - start).total_seconds() / 3600
    # A capture's time is when it began, and its parts are logged together when it is done.
    if apart < 0 and not (a.kind in ("capture", "import") and b.kind in ("capture", "import")):
        yield Gap("backwards", a.entry, b.entry, a.time, b.time)
    elif apart >= hours:
        yield Gap("quiet", a.entry, b.entry, a.time, b.time, int(apart))


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else None


# --- as JSON ----------------------------------------------------------------------------------------

def handling_json(step: Handling) -> dict[str, Any]:
    """A step as one JSON object, its fields in a stable order. What is not known is null."""
    covered: dict[str, Any] = {"checkpoint": step.covered.checkpoint, "witnessed": None, "stamped": None}
    if step.covered.witnessed:
        size, by = step.covered.witnessed
        covered["witnessed"] = {"size": size, "by": [{"name": name, "time": time} for name, time in by]}
    if step.covered.stamped:
        size, times = step.covered.stamped
        covered["stamped"] = {"size": size, "by": [{"time": time, "address": address} for time, address in times]}
    return {"type": "handling", "number": step.number, "entry": step.entry, "kind": step.kind, "event": step.event, "time": step.time,
            "by": step.by, "from": step.from_, "to": step.to, "tool": step.tool, "reason": step.reason, "digests": dict(step.digests),
            "facts": dict(step.facts), "signed": [{"public_key": key, "person": person} for key, person in step.signed],
            "proof": step.proof or "in the log", "covered": covered, "erased_by": list(step.erased), "withheld": list(step.withheld)}


def exhibit_json(chain: Chain) -> dict[str, Any]:
    """All of a chain but its steps, as one JSON object."""
    return {"type": "exhibit", **chain.exhibit, "case": dict(chain.case), "assurance": chain.assurance, "capture": dict(chain.capture),
            "device": dict(chain.device), "relations": [dict(r) for r in chain.relations], "derivatives": [dict(d) for d in chain.derivatives],
            "checks": [{"what": c.what, "fault": c.fault, "value": c.value} for c in chain.checks],
            "gaps": [{"code": g.code, "a": g.a, "b": g.b, "start": g.start, "end": g.end, "hours": g.hours} for g in chain.gaps],
            "log": dict(chain.log), "audience": chain.audience, "withheld": list(chain.withheld)}
