"""The records: frozen, typed, no input or output.

Read this page to learn what bearwitness keeps. `to_json` gives the shapes of the public
interface; `claim_id` and `report_id` give identities that come from content.

Unknown is `None` or a stated precision, never a convenient default.
Offsets are code points of the kept text, end exclusive, and `exact` equals the slice.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import rfc8785

# --- vocabulary -----------------------------------------------------------------------------

CLAIM_KINDS = ("statement", "toll", "event", "attribution", "label", "demand", "commitment", "warning", "victim")
STANCES = ("asserts", "reports", "denies", "confirms", "disputes", "accuses", "condemns", "demands",
           "promises", "threatens", "predicts", "retracts")
# In the order of precedence: when several fit, the first.
HEDGES = ("negated", "hypothetical", "future", "unverified", "alleged", "likely", "reported", "none")
FORMS = ("direct", "indirect", "mixed")
HARMS = ("killed", "injured", "missing", "displaced", "detained", "abducted")
BOUNDS = ("exact", "at_least", "more_than", "up_to", "about", "between", "vague")
WHEN_PRECISIONS = ("day", "range", "week", "month", "year", "unknown")
WHO_KINDS = ("person", "organisation", "armed_group", "state", "community", "outlet", "facility", "vehicle", "unnamed")
MENTION_KINDS = ("person", "organisation", "armed_group", "state", "community", "place", "date", "weapon",
                 "outlet", "facility", "vehicle")
RELATIONS = ("accept", "fix", "reject", "same", "different", "unsure", "supports", "contradicts")
VERDICTS = ("accept", "accept_with_warning", "keep_original_no_derivative", "reject")
SUGGESTED = "llm:"       # the extractor of a claim that a language model proposed begins with it
ERASED, REDACTED = "[erased]", "[redacted]"      # what stands where content was taken out of a row that stays
# What a claimant has at stake, as people declare it (never guessed); "own words" is whatever else they write.
INTERESTS = ("party to the conflict", "state", "ally of", "monitor", "media", "victim's side", "own words")
DATED_BY = ("said", "published")
MOVES = ("denied, then confirmed", "confirmed, then denied", "withdrew", "no name, then a name", "another degree")
SENSITIVITY = {0: "public", 1: "team", 2: "restricted", 3: "strictly confidential"}


# --- value types ------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a kept text. `prefix` and `suffix` (text-quote selector) are set in the store and in dossiers."""

    start: int
    end: int
    exact: str
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A time as the source gives it: ISO dates, both ends inclusive, null when unknown or open."""

    start: str | None = None
    end: str | None = None
    precision: str = "unknown"
    expression: str | None = None
    anchor: str = "none"


@dataclass(frozen=True, slots=True)
class Where:
    """A place as the source gives it. `precision` is UCDP GED's where_prec, 1 (point) to 7 (sea or air)."""

    name: str
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    country: str | None = None
    admin1: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """An actor as a claim names it.

    `name` is the resolved full name as the document gives it, `passage` the local noun phrase that
    stands for the actor. Joint speakers or accused of one level ride in `with_` of the first.
    """

    name: str
    kind: str = "unnamed"
    role: str | None = None
    entity_id: str | None = None
    passage: Passage | None = None
    with_: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, place, date or weapon seen in the text."""

    kind: str
    passage: Passage
    entity_id: str | None = None
    where: Where | None = None
    when: When | None = None


# --- claim values: one for each kind ------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Statement:
    addressees: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of people harmed. `low` and `high` are the closed interval of the phrase (science page 3.2)."""

    harm: str
    number: int | None = None
    low: int | None = None
    high: int | None = None
    best: int | None = None
    phrase: str | None = None
    bound: str = "exact"
    whom: str | None = None
    counted: str = "persons"
    where: tuple[Where, ...] = ()
    when: When = field(default_factory=When)
    as_of: When = field(default_factory=When)
    cumulative: bool | None = None
    part_of: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """An object hit or an instrument used."""

    name: str
    type: str | None = None
    count: int | None = None
    effect: str | None = None
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `event_type` and `type` are ACLED's, `plover` is CATEGORY/mode."""

    event_type: str
    type: str
    plover: str | None = None
    perpetrators: tuple[Who, ...] = ()
    targets: tuple[Who, ...] = ()
    objects: tuple[Thing, ...] = ()
    instruments: tuple[Thing, ...] = ()
    where: tuple[Where, ...] = ()
    when: When = field(default_factory=When)
    stage: str = "accomplished"
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have done it."""

    accused: tuple[Who, ...]
    act: str | None = None
    degree: str = "unspecified"
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A legal or moral name given to conduct. `provision` is an article of the Rome Statute or null."""

    label: str
    provision: str | None = None
    modality: str = "alleges"


@dataclass(frozen=True, slots=True)
class Demand:
    of: tuple[Who, ...] = ()
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    action: str | None = None
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class Warn:
    """What is warned of. `factor` is one of the 14 risk factors of the UN Framework of Analysis (2014)."""

    of_what: str | None = None
    whom: tuple[Who, ...] = ()
    factor: int | None = None


@dataclass(frozen=True, slots=True)
class Victim:
    name: str
    age: int | None = None
    sex: str | None = None
    status: str | None = None
    when: When = field(default_factory=When)
    where: tuple[Where, ...] = ()


Value = Statement | Toll | Event | Attribution | Label | Demand | Commitment | Warn | Victim
VALUE_TYPES: dict[str, type] = {
    "statement": Statement, "toll": Toll, "event": Event, "attribution": Attribution, "label": Label,
    "demand": Demand, "commitment": Commitment, "warning": Warn, "victim": Victim,
}


# --- the records --------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that somebody says. The atom of the record.

    `speakers` is the chain, outermost first, without the document's own publisher; empty means the
    document's own voice; the last is whose words they are. `report_id` and `supersedes` are set in
    the store.
    """

    id: str
    kind: str
    passage: Passage
    value: Value
    within: str | None = None
    speakers: tuple[Who, ...] = ()
    cue: Passage | None = None
    content: tuple[Passage, ...] = ()
    form: str | None = None
    stance: str = "asserts"
    hedge: str = "none"
    said: When = field(default_factory=When)
    original: str | None = None
    rule: str = ""
    extractor: str = ""
    report_id: str | None = None
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """A source inside a document, such as an embedded post: a speaker level of its own.

    `start`-`end` spans the whole block (words and signature), `body_*` the words alone.
    """

    start: int
    end: int
    body_start: int
    body_end: int
    account: str
    handle: str | None = None
    published_at: When = field(default_factory=When)
    lang: str | None = None
    link: str | None = None
    account_start: int | None = None
    account_end: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of an original, with what its reader learned about it. Passed along the flow."""

    text: str
    sha256: str
    text_sha256: str
    reader: str
    media_type: str = "text/plain"
    source: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    lang: str | None = None
    published_at: When = field(default_factory=When)
    url: str | None = None
    nested: tuple[Nested, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A stage that could not answer, with the reason."""

    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one document gave: claims by passage start (longer first), mentions, failures."""

    document: Document
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A preserved document in a case. `source` is where it came from (path, address, or `-`)."""

    id: str
    source: str
    sha256: str
    media_type: str
    captured_at: str
    member: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    lang: str | None = None
    published_at: When = field(default_factory=When)
    text_sha256: str | None = None
    reader: str | None = None
    sensitivity: int = 2
    size: int | None = None


@dataclass(frozen=True, slots=True)
class VictimList:
    """A list of the dead: who keeps it, as of when, and whom it includes."""

    id: str
    keeper: str
    as_of: str
    includes: str
    source: str
    sha256: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class VictimRecord:
    """One row of a list of the dead. `original` is the row as it stood, column by column."""

    id: str
    list_id: str
    row: str
    name: str | None = None
    name_original: str | None = None
    name_parts: tuple[tuple[str, str], ...] = ()
    sex: str | None = None
    age: str | None = None
    when: When = field(default_factory=When)
    where: str | None = None
    status: str | None = None
    cause: str | None = None
    original: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided, with a reason. Never overwritten: a later row supersedes.

    `anchor` holds what re-anchors a judgement on a claim after a re-read: the claim's kind, report and
    text-quote selector. `changes` are the fields of a `fix`.
    """

    id: str
    left: str
    relation: str
    reviewer: str
    reason: str
    made_at: str
    right: str | None = None
    changes: tuple[tuple[str, Any], ...] = ()
    anchor: tuple[tuple[str, Any], ...] = ()
    supersedes: str | None = None


# --- derived records: never edited -----------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Figure:
    """One number in a toll ledger, by whoever said it."""

    claim: str
    report: str
    speakers: tuple[str, ...]
    number: int | None
    bound: str
    low: int | None
    high: int | None
    as_of: str | None
    current: bool
    published: str | None = None
    root: str | None = None
    whom: str | None = None
    phrase: str | None = None
    set_aside: str | None = None
    rating: str | None = None            # Admiralty letter of whose words they are, when people set one
    credibility: int | None = None       # Admiralty number of the claim, when people set one
    place: str | None = None             # where it counts, when it is not the whole incident
    window: str | None = None            # the days over which it counts, as its source states them
    counting: str | None = None          # cumulative or daily, when its source says so


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the weighing: its code, and the values that stand in it (see `weigh.reasons`)."""

    code: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a root's line: when the count stood, when it was published, and how it differs from the step before.

    `change` is up, down or same; null for the first. `percent` is by how much.
    """

    claim: str
    as_of: str | None
    published: str | None
    number: int | None
    low: int | None
    high: int | None
    change: str | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """An independent origin of figures, and every claim that descends from it.

    `outside` says why it stands beside the range; `contradicted` that it gives fewer than are named.
    """

    root: str
    claims: tuple[str, ...]
    current: str | None
    low: int | None
    high: int | None
    as_of: str | None
    stale: bool = False
    outside: str | None = None
    contradicted: bool = False
    weight: float | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Agree:
    """The largest group of roots that agree within 10 %: `k` of `of`, on `low` to `high`."""

    k: int
    of: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that the program did: parts against their total, a subset against its whole, a total and what was added against the next total."""

    kind: str                    # sum | subset | growth
    by: str                      # place | population | stated parts | day
    parts: tuple[str, ...]       # claims
    whole: str | None            # claim
    sum: int | None
    difference: int | None       # sum minus whole
    holds: bool | None           # None: fewer than the whole, and nobody says that the parts are all of it
    words: str                   # `reason` in English
    reason: Reason


@dataclass(frozen=True, slots=True)
class ScopePair:
    """Two figures that exclude each other and differ in scope, or in the day on which they stood: no contradiction."""

    left: str
    right: str
    differs: tuple[str, ...]     # harm, population, place, window, daily against cumulative; or as of
    words: str                   # `reason` in English
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tolls:
    """The ledger of one scope of one incident. `reasons` are the sentences of `because`, in the same order, as codes with values."""

    harm: str
    whom: str
    range: tuple[int | None, int | None]
    best: int | None
    floor: int | None
    figures: tuple[Figure, ...]
    roots: tuple[Root, ...] = ()
    standing: str = "single root"
    because: tuple[str, ...] = ()
    counted: str = "persons"
    agreement: Agree | None = None
    still_rising: bool | None = None
    reasons: tuple[Reason, ...] = ()
    place: str | None = None         # where it is not the incident's
    window: str | None = None        # the days over which its figures count, as far as they say so
    checks: tuple[Check, ...] = ()
    incompatible: tuple[tuple[str, str], ...] = ()      # claims of one scope that cannot both be right
    differ_in_scope: tuple[ScopePair, ...] = ()


@dataclass(frozen=True, slots=True)
class Interest:
    """What a claimant has at stake, declared by a person: who, when, and in which judgement.

    `kind` is one of `INTERESTS`, `of` what stands behind the colon ("party to the conflict: government").
    """

    kind: str
    of: str | None
    words: str
    reviewer: str
    made_at: str
    judgement: str


@dataclass(frozen=True, slots=True)
class Blamer:
    """One cell of the attribution matrix: who says so, with what stance, when, in which claim.

    `date` is the day it was said by the text, else the report's day of publication: `dated_by` tells which.
    `counter` are claims by which the accused accuses this accuser; `admission` that the accused's own side speaks.
    """

    speakers: tuple[str, ...]
    stance: str
    claim: str
    report: str
    hedge: str = "none"
    degree: str = "unspecified"
    said: str | None = None
    date: str | None = None
    dated_by: str | None = None
    interest: Interest | None = None
    counter: tuple[str, ...] = ()
    admission: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a source stood on a day: one end of a `Move`."""

    claim: str
    report: str
    stance: str
    degree: str
    date: str | None
    dated_by: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A source that changed its word about one accused. `before` is null when what it took back is not in this case."""

    kind: str
    speaker: str
    before: Position | None
    after: Position
    words: str


@dataclass(frozen=True, slots=True)
class Blame:
    accused: str
    by: tuple[Blamer, ...]
    denied_by: tuple[Blamer, ...] = ()
    entity_id: str | None = None
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """That two incidents may be one, or one may be two: proposed by rule, settled by a judgement.

    `left` and `right` are the reports on the two sides; `same` and `different` the commands that settle it, to which the reviewer
    adds a name and a reason.
    """

    kind: str                            # merge or split
    score: float
    reason: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    same: str
    different: str
    other: str | None = None             # of a merge: the other incident


@dataclass(frozen=True, slots=True)
class Incident:
    """Reports gathered about one thing that happened. Derived from claims and judgements, never edited."""

    id: str
    when: When
    where: tuple[Where, ...]
    parties: tuple[Who, ...]
    reports: tuple[str, ...]
    claims: tuple[str, ...]
    standing: str
    tolls: tuple[Tolls, ...] = ()
    blame: tuple[Blame, ...] = ()
    title: str | None = None
    because: tuple[str, ...] = ()
    lineage: tuple[tuple[str, str, str], ...] = ()   # (claim, parent claim or source name, reason)
    cuts: tuple[tuple[str, str, str], ...] = ()      # (claim, claim it does not repeat as people say, who and why): shown, not used
    within: str | None = None                        # the incident that this one is a part of, as the ambush is of the month's killings
    within_because: str | None = None                # why, or who decided that it stands by itself
    parts: tuple[str, ...] = ()                      # the incidents that are parts of this one, the earliest first
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All of a case that exports and dossiers are made from. `texts` maps text_sha256 to the kept text."""

    title: str
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    incidents: tuple[Incident, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    lists: tuple[VictimList, ...] = ()
    victims: tuple[VictimRecord, ...] = ()
    mentions: tuple[tuple[str, Mention], ...] = ()   # (report id, mention)
    texts: tuple[tuple[str, str], ...] = ()


# --- shapes and identities -------------------------------------------------------------------------

_STORE_ONLY = {Passage: ("prefix", "suffix"), Claim: ("report_id", "supersedes")}


@cache
def _shape(record: type) -> tuple[tuple[str, str, bool, bool], ...]:
    """(attribute, its name in JSON, is it for the store alone?, is it left out where null?) of a record's fields."""
    hidden = _STORE_ONLY.get(record, ())
    return tuple((f.name, f.name.rstrip("_"), f.name in hidden, f.name in hidden or (record is Mention and f.name in ("where", "when")))
                 for f in dataclasses.fields(record))


def to_json(record: Any, *, store: bool = False) -> Any:
    """The JSON shape of a record as INTERFACE gives it.

    Args:
        store: also the fields that exist only in the store and in dossiers (text-quote selector,
            report, supersedes). Without it they are left out where they are null.
    """
    if record is None or isinstance(record, (str, int, float)):
        return record
    if isinstance(record, (list, tuple)):
        return [to_json(item, store=store) for item in record]
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        out = {}
        for name, shown, kept, optional in _shape(type(record)):
            value = getattr(record, name)
            if (kept and not store) or (optional and value is None):
                continue
            out[shown] = to_json(value, store=store)
        return out
    if isinstance(record, dict):
        return {key: to_json(value, store=store) for key, value in record.items()}
    return record


def _spans(claim: Claim) -> list:
    """The offsets that are part of a claim's identity."""
    cue = [claim.cue.start, claim.cue.end] if claim.cue else None
    return [[claim.passage.start, claim.passage.end], cue, [[p.start, p.end] for p in claim.content]]


def claim_id(text_sha256: str, claim: Claim) -> str:
    """SHA-256 of the RFC 8785 JSON of text, kind, spans, speakers, stance, hedge and value (not the extractor)."""
    body = {
        "text_sha256": text_sha256, "kind": claim.kind, "spans": _spans(claim),
        "speakers": to_json(claim.speakers), "stance": claim.stance, "hedge": claim.hedge,
        "value": to_json(claim.value),
    }
    return hashlib.sha256(_canonical(body)).hexdigest()


def _canonical(body: Any) -> bytes:
    """RFC 8785 JSON. Our keys are ASCII and our numbers whole, but for latitudes: the standard encoder then writes the same bytes."""
    if _plain(body):
        return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return rfc8785.dumps(body)


def _plain(value: Any) -> bool:
    """Is there nothing in it that the standard encoder writes in another way (numbers with a fraction, large ones)?"""
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    if isinstance(value, list):
        return all(map(_plain, value))
    if value is None or isinstance(value, (str, bool)):
        return True
    if isinstance(value, float):        # between these ends both write the shortest digits, and a dot only before a fraction
        return 1e-4 <= abs(value) < 1e15 and value != int(value)
    return isinstance(value, int) and abs(value) < 2**53


def with_id(text_sha256: str, claim: Claim) -> Claim:
    """The same claim carrying its identity."""
    return replace(claim, id=claim_id(text_sha256, claim))


def is_suggestion(claim: Claim) -> bool:
    """Did a language model propose this claim? Then it counts nowhere until a person accepts or fixes it."""
    return claim.extractor.startswith(SUGGESTED)


def report_id(sha256: str, source: str) -> str:
    """A report is its bytes at its source address: the same bytes from two addresses are two reports."""
    return hashlib.sha256(rfc8785.dumps({"sha256": sha256, "source": source})).hexdigest()[:32]


def _passage(d: dict | None) -> Passage | None:
    return Passage(**d) if d else None


def _when(d: dict | None) -> When:
    return When(**d) if d else When()


def _wheres(items: list | None) -> tuple[Where, ...]:
    return tuple(Where(**w) for w in items or ())


def who_from_json(d: dict) -> Who:
    return Who(name=d["name"], kind=d["kind"], role=d.get("role"), entity_id=d.get("entity_id"),
               passage=_passage(d.get("passage")), with_=whos_from_json(d.get("with")))


def whos_from_json(items: list | None) -> tuple[Who, ...]:
    return tuple(who_from_json(w) for w in items or ())


def _things(items: list | None) -> tuple[Thing, ...]:
    return tuple(Thing(**{**t, "passage": _passage(t.get("passage"))}) for t in items or ())


# How each field of a claim value comes back from JSON; a field not named here is kept as it is.
_FROM_JSON: dict[str, Any] = {
    "addressees": whos_from_json, "perpetrators": whos_from_json, "targets": whos_from_json,
    "accused": whos_from_json, "of": whos_from_json, "objects": _things, "instruments": _things,
    "where": _wheres, "when": _when, "as_of": _when,
}


def value_from_json(kind: str, d: dict) -> Value:
    known = {f.name for f in dataclasses.fields(VALUE_TYPES[kind])}
    values = {k: (_FROM_JSON[k](v) if k in _FROM_JSON else v) for k, v in d.items() if k in known}
    if kind == "warning":
        values["whom"] = whos_from_json(d.get("whom"))
    return VALUE_TYPES[kind](**values)


def claim_from_json(d: dict) -> Claim:
    """The claim that `to_json` wrote."""
    passage = _passage(d["passage"])
    assert passage is not None
    return Claim(
        id=d["id"], kind=d["kind"], passage=passage, value=value_from_json(d["kind"], d["value"]),
        within=d.get("within"), speakers=whos_from_json(d.get("speakers")), cue=_passage(d.get("cue")),
        content=tuple(Passage(**p) for p in d.get("content") or ()), form=d.get("form"), stance=d["stance"],
        hedge=d["hedge"], said=_when(d.get("said")), original=d.get("original"), rule=d.get("rule") or "",
        extractor=d.get("extractor") or "", report_id=d.get("report_id"), supersedes=d.get("supersedes"))


def nested_from_json(d: dict) -> Nested:
    return Nested(**{**d, "published_at": _when(d.get("published_at"))})
