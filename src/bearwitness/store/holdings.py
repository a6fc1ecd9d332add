"""What hangs on the things that are to be erased: everything that goes with them, and what would still hold them.

Of a report: its bytes, its text, every reading with claims and mentions, derivatives, the events of all these, and the words of judgements on
it. Its bytes may be in other places too, and then nothing is erased before somebody has said what to do about it:

- in a package (WARC, ZIP, a file of posts), which holds them whole;
- under another report, when the same bytes came from two sources; likewise its text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from bearwitness.custody.commit import open_disclosure
from bearwitness.model import ERASED
from bearwitness.store import schema
from bearwitness.store.removal import Removal
from bearwitness.store.rows import json_text

_KEPT = ("digests", "subject", "what", "ground", "approver_1", "approver_2", "time", "tool", "in_case", "signer", "sig", "signer_2", "sig_2")
_HANDING = ("access", "export")
_HANDED = (*_KEPT, "access", "export", "by", "to", "audience", "entries")
ADDRESS = ("http", "browser")       # the methods by which an address is captured
_ROOTS = ("rows_root", "ids_root", "of_report_sha256")
_PLACE = ("package_sha256", "package_offset", "package_length")


@dataclass(frozen=True, slots=True)
class Kept:
    """An event of the log with the fields that the case can still show."""

    index: int
    kind: str
    item: str
    subject: str | None
    fields: dict[str, Any]


@dataclass(slots=True)
class Wanted:
    """What people named, by id."""

    reports: set[str] = field(default_factory=set)
    originals: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    judgements: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Holdings:
    """The scope of an erasure. `refused` are reasons why it may not go on as asked, `stays` what it leaves, in words."""

    removal: Removal = field(default_factory=Removal)
    refused: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    packages: set[str] = field(default_factory=set)
    judgements: set[str] = field(default_factory=set)


def events(connection: Connection, *, kinds: Iterable[str] = (), subjects: Iterable[str] = ()) -> list[Kept]:
    """Events of some kinds, or about some subjects, in the log's order."""
    table = schema.custody_events
    query = select(table.c.idx, table.c.kind, table.c.item, table.c.subject, table.c.disclosures).order_by(table.c.idx)
    rows = connection.execute(query.where(table.c.kind.in_(list(kinds)) | table.c.subject.in_(some_of(subjects))))
    return [Kept(row.idx, row.kind, row.item, row.subject, {f.name: f.value for f in map(open_disclosure, json.loads(row.disclosures))})
            for row in rows]


def some_of(ids: Iterable[str]) -> Any:
    """Any number of ids for an `in_` (a list of parameters may not be as long)."""
    return select(func.json_each(json_text(sorted(ids))).table_valued("value").c.value)


class _Scope:
    """The tables as far as an erasure has to look at them, read once."""

    def __init__(self, connection: Connection):
        self.connection = connection
        table = schema.reports
        self.reports = {row["id"]: dict(row) for row in connection.execute(select(
            table.c.id, table.c.source, table.c.member, table.c.sha256, table.c.original_sha256, table.c.offset, table.c.text_sha256)).mappings()}
        self.lists = {row["id"]: row["sha256"] for row in connection.execute(select(schema.victim_lists.c.id, schema.victim_lists.c.sha256)).mappings()}
        self.captures: dict[str, list[Kept]] = {}
        self.imports: dict[str, list[Kept]] = {}
        for event in events(connection, kinds=("capture", "import")):
            shelf = self.captures if event.kind == "capture" else self.imports
            if event.subject is not None:
                shelf.setdefault(event.subject, []).append(event)

    def packages_of(self, report: str) -> set[str]:
        """The packages that hold a report's bytes, the outer ones too."""
        row = self.reports[report]
        found = {str(e.fields["package_sha256"]) for e in self.captures.get(report, ()) if "package_sha256" in e.fields}
        found |= {row["original_sha256"]} if row["offset"] is not None else set()
        captured = {s for s, each in self.imports.items() for e in each if e.fields.get("source") == row["source"] and e.fields.get("method") in ADDRESS}
        if captured & found or not found:       # what a browser showed, and the same page captured again
            found |= captured
        return self.with_outer(found)

    def with_outer(self, packages: set[str]) -> set[str]:
        more = {str(e.fields["package_sha256"]) for p in packages for e in self.imports.get(p, ()) if "package_sha256" in e.fields}
        return packages if more <= packages else self.with_outer(packages | more)

    def members(self, package: str) -> set[str]:
        """The reports that came out of a package, or out of packages in it."""
        inner = {s for s, each in self.imports.items() for e in each if e.fields.get("package_sha256") == package}
        own = {id_ for id_, each in self.captures.items() if id_ in self.reports for e in each if e.fields.get("package_sha256") == package}
        own |= {id_ for id_, row in self.reports.items() if row["original_sha256"] == package and row["offset"] is not None}
        return own.union(*(self.members(one) for one in inner))

    def is_capture(self, package: str) -> bool:
        """Was it made by capturing an address, for what came of that alone?"""
        return any(e.fields.get("method") in ADDRESS for e in self.imports.get(package, ()))

    def slices(self, package: str) -> set[str]:
        return {id_ for id_, row in self.reports.items() if row["original_sha256"] == package and row["offset"] is not None}

    def with_bytes(self, digest: str) -> set[str]:
        return {id_ for id_, row in self.reports.items() if digest in (row["sha256"], row["original_sha256"])}

    def name(self, report: str) -> str:
        row = self.reports[report]
        return f"{report[:12]} ({row['source']}{'#' + row['member'] if row['member'] else ''})"


def find(connection: Connection, wanted: Wanted, *, with_package: bool = False, leave_shared: bool = False) -> Holdings:
    """Everything that goes with the things wanted.

    Args:
        with_package: packages that hold the bytes go too, whole.
        leave_shared: bytes and texts that another report has as well stay with that one.
    """
    scope, found = _Scope(connection), Holdings()
    going, packages = _reports_and_packages(scope, wanted, found, with_package)
    lists = set(wanted.lists) | {id_ for id_, digest in scope.lists.items() if digest in wanted.originals}
    originals = _bytes(scope, going, packages, lists, wanted, found, leave_shared)
    removal = found.removal
    removal.reports, removal.lists, removal.originals = going, lists, originals
    found.packages = packages
    removal.texts = _texts(scope, going, found, leave_shared)
    _readings(connection, removal)
    _events(scope, removal, packages)
    _handed_out(scope, removal)
    found.judgements = _judgements(connection, removal, wanted.judgements)
    removal.failures = _failures(connection, [scope.reports[id_] for id_ in going])
    return found


def _reports_and_packages(scope: _Scope, wanted: Wanted, found: Holdings, with_package: bool) -> tuple[set[str], set[str]]:
    named = {digest for digest in wanted.originals if digest in scope.imports}
    going = set(wanted.reports).union(*(scope.with_bytes(d) for d in wanted.originals), *(scope.members(d) for d in named))
    packages: set[str] = set()
    while True:
        holding = {p for id_ in going for p in scope.packages_of(id_)} | named | scope.with_outer(set(named))
        own = {p for p in holding if scope.is_capture(p) and scope.members(p) <= going}
        go = named | own | (holding if with_package else set())
        more = set().union(*(scope.slices(p) for p in go)) - going
        if go == packages and not more:
            break
        packages, going = go, going | more
    for package in sorted(holding - packages):
        others = scope.members(package) - going
        sliced = scope.slices(package) - going
        found.refused.append(
            f"its bytes lie in the package {package[:12]} ({_source(scope, package)}), which holds them whole: --with-package erases the package too. "
            f"Of the {len(others)} other reports in it {len(sliced)} have their bytes only there, and go with it")
    return going, packages


def _source(scope: _Scope, package: str) -> str:
    return next((str(e.fields["source"]) for e in scope.imports.get(package, ()) if "source" in e.fields), "no source kept")


def _bytes(scope: _Scope, going: set[str], packages: set[str], lists: set[str], wanted: Wanted, found: Holdings, leave_shared: bool) -> set[str]:
    originals = set(packages)
    candidates = {scope.reports[id_]["original_sha256"] for id_ in going if scope.reports[id_]["offset"] is None}
    candidates |= {scope.lists[id_] for id_ in lists} | set(wanted.originals)
    for digest in sorted(candidates - packages):
        others = sorted(scope.name(id_) for id_ in scope.with_bytes(digest) - going)
        others += sorted(f"list {id_[:12]}" for id_, of in scope.lists.items() if of == digest and id_ not in lists)
        if not others:
            originals.add(digest)
        elif leave_shared:
            found.stays.append(f"the bytes {digest[:12]}: they are also those of {', '.join(others)}")
        else:
            found.refused.append(f"its bytes are also those of {', '.join(others)}: erase {digest[:12]} (the bytes, with all that was made of them), "
                                 "or say --leave-shared to take away this record of them alone")
    return originals


def _texts(scope: _Scope, going: set[str], found: Holdings, leave_shared: bool) -> set[str]:
    texts = set()
    for digest in sorted({str(scope.reports[id_]["text_sha256"]) for id_ in going if scope.reports[id_]["text_sha256"]}):
        others = sorted(scope.name(id_) for id_, row in scope.reports.items() if row["text_sha256"] == digest and id_ not in going)
        if not others:
            texts.add(digest)
        elif leave_shared:
            found.stays.append(f"the text {digest[:12]}: it is also that of {', '.join(others)}")
        elif not any(name in reason for reason in found.refused for name in others):
            found.refused.append(f"its text is also that of {', '.join(others)}: erase these too, or say --leave-shared to take away this record alone")
    return texts


def _readings(connection: Connection, removal: Removal) -> None:
    """Readings, and the ids of claims that no other report has."""
    readings, claims, victims = schema.readings, schema.claims, schema.victim_records
    if removal.reports:
        gone = some_of(removal.reports)
        removal.readings = set(connection.execute(select(readings.c.id).where(readings.c.report_id.in_(gone))).scalars())
        own = set(connection.execute(select(claims.c.id).where(claims.c.report_id.in_(gone))).scalars())
        kept = set(connection.execute(select(claims.c.id).where(claims.c.report_id.not_in(gone))).scalars()) if own else set()
        removal.ids = (own - kept) | removal.reports
    if removal.lists:
        removal.ids |= set(connection.execute(select(victims.c.id).where(victims.c.list_id.in_(some_of(removal.lists)))).scalars()) | removal.lists


def _events(scope: _Scope, removal: Removal, packages: set[str]) -> None:
    """The events whose fields go. Those that erased something keep what they say about that."""
    about = removal.reports | removal.readings | removal.lists | removal.originals
    derived = [e for e in events(scope.connection, kinds=("derive",)) if e.subject is not None]
    for event in [*(e for e in events(scope.connection, subjects=about) if e.kind not in _HANDING),
                  *(e for e in derived if str(e.subject).partition("/")[0] in removal.originals)]:
        removal.strip(event.index, set(event.fields) - set(_KEPT if event.kind in ("erase", "redact") else ()))
        removal.nameless.add(event.index)
    for id_, each in scope.captures.items():
        for event in each if id_ not in removal.reports else ():
            if event.fields.get("package_sha256") in packages:
                removal.strip(event.index, set(event.fields) & set(_PLACE))
    for subject, each in scope.imports.items():
        for event in each if subject not in removal.originals else ():
            if event.fields.get("package_sha256") in packages:
                removal.strip(event.index, set(event.fields) & set(_PLACE))


def _handed_out(scope: _Scope, removal: Removal) -> None:
    """Events that name what goes among other things: who had a copy, and when, stays; of what, goes."""
    gone = removal.ids | removal.reports | removal.originals
    for event in events(scope.connection, kinds=(*_HANDING, "publish")):
        if gone & {str(event.fields.get(name)) for name in ("of_report", "of_sha256", "copy_sha256")}:
            removal.strip(event.index, set(event.fields) - set(_HANDED))
            removal.nameless.add(event.index)
        elif gone & set(event.fields.get("reports") or ()):
            removal.strip(event.index, {"reports"})
        elif any(ident in line for line in event.fields.get("faults") or () for ident in gone):
            removal.strip(event.index, {"faults"})


def old_derivations(connection: Connection, removal: Removal) -> None:
    """Roots over incidents as they were before: they held what goes, and are derived anew."""
    for event in events(connection, subjects=["incidents"]) if removal.ids or removal.changed else ():
        removal.strip(event.index, set(event.fields) & set(_ROOTS))


# --- judgements -----------------------------------------------------------------------------------------

def _judgements(connection: Connection, removal: Removal, named: set[str]) -> set[str]:
    """Judgements stay, for a person made them. Those on what is gone lose its id, their words and quotes; those that were named, their words."""
    table = schema.judgements
    every = {row["id"]: dict(row) for row in connection.execute(select(table).order_by(table.c.seq)).mappings()}
    touched = set()
    for id_ in carried_with(every, named):
        removal.changed["judgements", id_] = {"reason": ERASED, "changes": "{}"}
        touched.add(id_)
    other = _other_reports(connection, removal)
    for id_, row in every.items():
        left, right = row["left"] in removal.ids, row["right"] in removal.ids
        if left or right:
            removal.changed["judgements", id_] = {
                "left": ERASED if left else row["left"], "right": ERASED if right else row["right"], "reason": ERASED, "changes": "{}", "anchor": "{}"}
            touched.add(id_)
        elif (anchor := _anchored_elsewhere(json.loads(row["anchor"]), removal.reports, other, row)) is not None:
            removal.changed.setdefault(("judgements", id_), {})["anchor"] = json_text(anchor)
            touched.add(id_)
    for event in events(connection, subjects=touched):
        columns = removal.changed["judgements", str(event.subject)]
        removal.strip(event.index, {name for name in (*columns, "row_sha256") if name in event.fields})
    return touched


def carried_with(every: dict[str, dict[str, Any]], named: set[str]) -> set[str]:
    """The judgements named, and those that carry them on: rows with the same words that a newer reading made."""
    before = {id_: str(json.loads(row["anchor"]).get("carried_from")) for id_, row in every.items()}
    found = set(named) & set(every)
    while more := ({id_ for id_, old in before.items() if old in found} | {before[id_] for id_ in found} & set(every)) - found:
        found |= more
    return found


def _other_reports(connection: Connection, removal: Removal) -> dict[str, str]:
    """Claim id -> another report that has the same claim, for the claims that stay."""
    claims = schema.claims
    if not removal.reports:
        return {}
    gone = some_of(removal.reports)
    both = select(claims.c.id).where(claims.c.report_id.in_(gone))
    return {row.id: row.report_id for row in connection.execute(select(claims.c.id, claims.c.report_id).where(
        claims.c.id.in_(both), claims.c.report_id.not_in(gone)))}


def _anchored_elsewhere(anchor: dict[str, Any], gone: set[str], other: dict[str, str], row: dict[str, Any]) -> dict[str, Any] | None:
    """The anchor with another report of the same text in the place of one that is gone; None when nothing changes."""
    changed = False
    for part, side in ((anchor, "left"), (anchor.get("right"), "right")):
        if isinstance(part, dict) and part.get("report") in gone:
            part["report"] = other.get(str(row[side]), ERASED)
            changed = True
    return anchor if changed else None


def _failures(connection: Connection, gone: list[dict[str, Any]]) -> set[int]:
    """Noted failures that name what is gone."""
    names = {name for row in gone for name in (row["id"], row["source"], f"{row['source']}#{row['member']}")}
    return {row.seq for row in connection.execute(select(schema.failures))
            if row.item in names or any(len(name) > 3 and name in row.reason for name in names)}
