"""The chain of custody of one report: its events gathered from the database, each found in the log and checked now.

    1. The report, and the events about it: its package, its capture, what was made of it, what people judged, handed out, exported,
       published, erased.
    2. Each event is looked up in the log's tiles, and its way to the signed root is computed.
    3. The original's bytes are hashed again.
    4. What others signed, or gave a time, is set beside each entry.

Nothing is written. Every link that does not hold is told at its place, and the rest goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bearwitness.capture.assurance import ADDRESS, ORDER
from bearwitness.capture.record import FIELDS, complete, missing
from bearwitness.case import logkeeping
from bearwitness.case.handing import find_report, log_export, role
from bearwitness.case.record import corrected
from bearwitness.custody import sign, tree
from bearwitness.custody.chain import Chain, Check, Covered, Handling, Logged, gaps, handling
from bearwitness.custody.entry import LoggedEvent, read_entry, read_fields
from bearwitness.custody.keyring import Keyring
from bearwitness.errors import StoreError, UsageError, VerifyError
from bearwitness.model import Report
from bearwitness.store import (
    calendars,
    decisions,
    derived,
    events,
    recovery,
    reports,
    signing,
    stamping,
    witnessing,
)
from bearwitness.store import chain as store
from bearwitness.store import incidents as derived_incidents
from bearwitness.store.folder import CaseFolder
from bearwitness.store.log import Log
from bearwitness.store.schema import canonical_row, object_path

_CASE_WIDE = ("publish", "export", "erase", "redact", "restore", "key")
_DEEPEST = 8        # packages inside packages


def custody(case: CaseFolder, which: str) -> Chain:
    """What the case and its log tell of the handling of one report, with nothing held back.

    Args:
        which: a report's id or its beginning.

    Raises:
        NotFound: there is no such report.
        StoreError: the log cannot be read at all.
    """
    report_id = find_report(case, which)
    log = Log(case.path / "log")
    with case.reading() as connection:
        row = reports.stored(connection, report_id)
        assert row is not None
        report = _as_it_stands(connection, row)
        found = _events(connection, case, row)
        related = store.same_bytes(connection, report_id, row["sha256"])
        text = reports.text_of(connection, row["text_sha256"]) if row["text_sha256"] else None
        ring = signing.keyring(connection)
    logged = [_logged(event, log, ring) for event in found]
    covering = _covering(logkeeping.state(case), calendars.proofs(log.folder))
    steps = _steps(logged, log.size, covering)
    own = next((e for e in logged if e.kind == "capture" and e.fields.get("report") == report_id), None)
    capture, assurance = _capture(logged, row, own)
    made = list(_derivatives(case, logged))
    device = _device(case, row, made)
    checkpoint = log.checkpoint()
    return Chain(
        exhibit=_exhibit(row, report, own), handlings=steps, gaps=gaps(steps), checks=tuple(_checks(case, row, own, text, steps)),
        capture=capture, assurance=assurance, device=device, relations=tuple(related), derivatives=tuple(made),
        log={"origin": checkpoint.origin, "vkey": log.vkey, "size": checkpoint.size, "root": checkpoint.root.hex(),
             "time": max((s.time for s in steps if s.time), default=None)},
        case={"id": case.id, "title": case.title})


def _as_it_stands(connection: Connection, row: Mapping[str, Any]) -> Report:
    """The report with what people corrected."""
    from bearwitness.case.judging import holding

    return corrected(reports.report_of(row), holding(decisions.all_judgements(connection)))


# --- which events -----------------------------------------------------------------------------------

def _events(connection: Connection, case: CaseFolder, row: Mapping[str, Any]) -> list[LoggedEvent]:
    """All events about a report, in the log's order."""
    report_id = row["id"]
    about = [*store.of_subjects(connection, [report_id, *store.judgements_about(connection, report_id)]),
             *store.of_derivatives(connection, row["sha256"])]
    item = events.item_of(connection, report_id)
    if item is not None:
        about += store.of_item(connection, item)
    about += _packages(connection, row, about)
    found = {event.index: event for event in about}
    first = min((e.index for e in found.values() if e.kind == "capture"), default=0)
    for event in store.of_subjects(connection, [case.id]):
        if event.kind == "case" or event.index > first:
            found[event.index] = event
    told_in = set(derived_incidents.of_reports(connection, (report_id,)).get(report_id, ()))
    digests = {digest for event in found.values() for digest in _digests(event)}
    people = {str(f[n]) for e in found.values() for f in [_fields(e)] for n in ("reviewer", "signer") if n in f}
    for event in store.of_kinds(connection, _CASE_WIDE):
        if event.index not in found and _concerns(event, report_id, first, told_in, digests, people):
            found[event.index] = event
    return [found[index] for index in sorted(found)]


def _concerns(event: LoggedEvent, report_id: str, first: int, incidents: set[str], digests: set[str], people: set[str]) -> bool:
    """Is an event about the case, or about several things, also about this report?"""
    fields = _fields(event)
    if event.kind == "key":
        return bool({fields.get("person"), fields.get("public_key")} & people)
    if event.kind in ("erase", "redact", "restore"):
        if event.kind == "restore" and fields.get("record") == recovery.SUBJECT:
            return True         # the log itself was mended or begun anew: its order of all entries rests on that
        named = fields.get("digests")
        return fields.get("subject") == report_id or bool(isinstance(named, list) and digests & set(map(str, named)))
    if "reports" in fields:
        return report_id in fields["reports"]
    if event.kind == "publish":
        return bool(incidents & set(fields.get("incidents") or ()))
    return event.index > first and fields.get("of_report") in (None, report_id)


def _packages(connection: Connection, row: Mapping[str, Any], about: Iterable[LoggedEvent]) -> list[LoggedEvent]:
    """The events of the packages that a report came in, outermost last; of an address, of every capture of it that made no other report."""
    found: list[LoggedEvent] = []
    wanted = {row["original_sha256"], *(_fields(e).get("package_sha256") for e in about if e.kind == "capture")} - {None}
    for _ in range(_DEEPEST):
        new = [e for e in store.of_subjects(connection, sorted(map(str, wanted))) if e.kind == "import"]
        found += new
        further = {_fields(e).get("package_sha256") for e in new} | {_capture_of(e).get("with") for e in new}
        if not (wanted := further - {None} - {_fields(e).get("sha256") for e in found}):
            break
    if "://" in row["source"]:
        found += _other_captures(connection, row, {str(_fields(e).get("sha256")) for e in found})
    return found


def _other_captures(connection: Connection, row: Mapping[str, Any], known: set[str]) -> Iterator[LoggedEvent]:
    """Later captures of an address that brought the same bytes, and what a browser showed beside any of them."""
    imports = [e for e in store.of_kinds(connection, ["import"]) if _fields(e).get("source") == row["source"]]
    others = {_fields(e).get("package_sha256") for e in store.of_subjects(connection, store.of_source(connection, row["source"])) if e.kind == "capture"}
    again = [e for e in imports if _fields(e).get("method") == "http" and _fields(e).get("sha256") not in others | known]
    yield from again
    plain = known | {str(_fields(e).get("sha256")) for e in again}
    yield from (e for e in imports if _fields(e).get("method") == "browser" and _capture_of(e).get("with") in plain)


def _fields(event: LoggedEvent) -> dict[str, Any]:
    try:
        return read_fields(event.entry, event.disclosures)
    except VerifyError:
        return {}


def _capture_of(event: LoggedEvent) -> dict[str, Any]:
    found = _fields(event).get("capture")
    return found if isinstance(found, dict) else {}


def _digests(event: LoggedEvent) -> tuple[str, ...]:
    try:
        return read_entry(event.entry).digests
    except VerifyError:
        return ()


# --- each event checked -----------------------------------------------------------------------------

def _logged(event: LoggedEvent, log: Log, ring: Keyring) -> Logged:
    """An event, with what is wrong with it if anything is."""
    fault, digests, fields = None, _digests(event), _fields(event)
    by: tuple[tuple[str, str | None], ...] = ()
    try:
        fields = read_fields(event.entry, event.disclosures)
        size = log.size
        if event.index >= size:
            fault = "is recorded, and not in the log yet"
        elif log.entry(event.index) != event.entry:
            fault = "is not the entry that the log holds at its place"
        else:
            tree.verify_inclusion(event.index, size, tree.leaf_hash(event.entry), log.prove(event.index, size), log.checkpoint().root)
        by = tuple(_signer(public, event, ring) for public in sign.signers(event.entry, event.disclosures))
    except (VerifyError, StoreError) as e:
        fault = str(e)
    return Logged(event.index, event.kind, fields, digests, len(digests) - len(event.disclosures), by, fault)


def _signer(public: str, event: LoggedEvent, ring: Keyring) -> tuple[str, str | None]:
    """A key that signed, and whose it is.

    Raises:
        VerifyError: it was withdrawn before.
    """
    known = ring.keys.get(public)
    if known is None:
        return public, None
    if not known.holds(event.index) and event.index != known.added:
        raise VerifyError([f"is signed by a key of {known.person} that did not hold then"])
    return public, known.person


def _steps(logged: list[Logged], size: int, covering: Any) -> tuple[Handling, ...]:
    erasing = [(e.index, set(map(str, e.fields.get("digests") or ()))) for e in logged if e.kind in ("erase", "redact")]
    return tuple(handling(event, number, covering(event.index, size), [index for index, gone in erasing if gone & set(event.digests)])
                 for number, event in enumerate(logged, 1))


def _covering(state: Mapping[str, Any], proofs: Iterable[calendars.Proof]) -> Any:
    """Who outside confirmed the log's first entries, by the size of the state that they confirmed."""
    witnessed = sorted((s["size"], tuple((c["name"], c["time"]) for c in s["by"])) for s in state["witnessed"] if s["by"])
    stamped: dict[int, list[tuple[str, str]]] = {}
    for stamp in state["timestamps"]:
        stamped.setdefault(stamp["size"], []).append((stamp["time"], stamp["address"]))
    for proof in proofs:
        for block in proof.blocks:
            if block.time is not None:
                stamped.setdefault(proof.size, []).append((block.time, f"Bitcoin block {block.height} (OpenTimestamps; its header as given)"))

    def cover(index: int, size: int) -> Covered:
        first = next((found for found in witnessed if found[0] > index), None)
        time = next((n for n in sorted(stamped) if n > index), None)
        return Covered(size, first, (time, tuple(sorted(stamped[time]))) if time is not None else None)

    return cover


# --- the exhibit ------------------------------------------------------------------------------------

def _exhibit(row: Mapping[str, Any], report: Report, own: Logged | None) -> dict[str, Any]:
    fields = own.fields if own else {}
    return {
        "id": row["id"], "source": row["source"], "member": row["member"], "sha256": row["sha256"], "sha512": fields.get("sha512"),
        "size": row["size"], "media_type": row["media_type"], "object": object_path(row["original_sha256"]), "offset": row["offset"],
        "length": row["length"], "package_sha256": fields.get("package_sha256") or (row["original_sha256"] if row["offset"] is not None else None),
        "package_offset": fields.get("package_offset"), "package_length": fields.get("package_length"), "method": fields.get("method"),
        "captured_at": row["captured_at"], "title": report.title, "publisher": report.publisher, "author": report.author, "url": report.url,
        "lang": report.lang, "published_at": {"start": report.published_at.start, "end": report.published_at.end, "precision": report.published_at.precision},
        "sensitivity": report.sensitivity, "text_sha256": row["text_sha256"], "reader": row["reader"], "verdict": row["verdict"]}


def _capture(logged: list[Logged], row: Mapping[str, Any], own: Logged | None) -> tuple[tuple[tuple[str, Any], ...], str]:
    """The capture record and the assurance level."""
    own_record = own.fields.get("capture") if own else None
    package = own.fields.get("package_sha256") if own else None
    fetched = [e.fields for e in logged if e.kind == "import" and e.fields.get("method") == "http" and isinstance(e.fields.get("capture"), dict)]
    found = next((f["capture"] for f in fetched if f.get("sha256") == package), fetched[0]["capture"] if fetched else own_record)
    if not isinstance(found, dict):
        found = _handed_in(row, own)
    order = {name: n for n, name in enumerate(FIELDS)}      # in the log a record's fields stand by the alphabet
    record = tuple(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))))
    if not fetched:
        return record, "member" if row["member"] is not None else "file"
    level = found.get("assurance")
    return record, level if level in ORDER else ADDRESS


def _handed_in(row: Mapping[str, Any], own: Logged | None) -> dict[str, Any]:
    """The capture record of what was handed in to an older version, which logged none: what the log says, and what is missing."""
    said = own.fields if own else {}
    known = {"time_start": said.get("time"), "method": said.get("method"), "tool": said.get("tool"), "collector": said.get("by"),
             "sha256": row["sha256"], "sha512": said.get("sha512"), "size": row["size"], "media_type_seen": row["media_type"],
             "language_seen": row["lang"], "sensitivity": said.get("sensitivity")}
    about_web = ("time_end", "identity_used", "egress", "uri_requested", "uri_final", "redirects", "remote_ip", "tls", "request_head", "response_heads",
                 "media_type_declared", "content_encoding_removed", "assurance", "browser")
    none = missing("it was handed in, not fetched")
    return complete({**dict.fromkeys(about_web, none), **{name: value for name, value in known.items() if value is not None}})


def _derivatives(case: CaseFolder, logged: list[Logged]) -> Iterator[dict[str, Any]]:
    for event in logged:
        identity = event.fields.get("derivative")
        if event.kind != "derive" or not isinstance(identity, str):
            continue
        parent, _, name = identity.partition("/")
        path = derived.path_of(case.path, parent, name)
        try:
            there = "there" if hashlib.sha256(path.read_bytes()).hexdigest() == event.fields.get("derived_sha256") else "changed"
        except OSError:
            there = "deleted"
        yield {"name": name, "sha256": event.fields.get("derived_sha256"), "entry": event.index, "state": there}


def _device(case: CaseFolder, row: Mapping[str, Any], made: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the file and its device claim, from the derivative that holds it, if it is as it was made."""
    for each in made:
        if each["name"] == "metadata.json" and each["state"] == "there":
            try:
                found = json.loads(derived.path_of(case.path, row["sha256"], "metadata.json").read_bytes())
            except (OSError, ValueError):
                return {}
            return found if isinstance(found, dict) else {}
    return {}


# --- checked now ------------------------------------------------------------------------------------

def _checks(case: CaseFolder, row: dict[str, Any], own: Logged | None, text: str | None, steps: tuple[Handling, ...]) -> Iterator[Check]:
    """What is looked at each time a report is made, in this order."""
    yield from _check_bytes(case, row, own)
    package = own.fields.get("package_sha256") if own else None
    if isinstance(package, str):
        yield _check_package(case, package)
    if row["text_sha256"]:
        now = hashlib.sha256((text or "").encode("utf-8", "surrogateescape")).hexdigest()
        yield Check("text", None if now == row["text_sha256"] else "is not the text that was logged", now)
    if own is not None and "row_sha256" in own.fields:
        same = hashlib.sha256(canonical_row(row)).hexdigest() == own.fields["row_sha256"]
        yield Check("record", None if same else "the record of the report is not the one that was logged")
    bad = [step.entry for step in steps if step.proof is not None]
    yield Check("proofs", f"entries {', '.join(map(str, bad))} do not hold" if bad else None, f"{len(steps) - len(bad)} / {len(steps)}")
    outside = [*witnessing.audit(case.path / "log", "log"), *stamping.audit(case.path / "log", "log"), *calendars.audit(case.path / "log", "log")]
    yield Check("outside", "; ".join(outside) or None)


def _check_bytes(case: CaseFolder, row: dict[str, Any], own: Logged | None) -> Iterator[Check]:
    try:
        short, long, size = store.digests(case.objects, row)
    except StoreError as e:
        yield Check("sha256", str(e))
        return
    said = own.fields if own else {}
    yield Check("sha256", None if short == row["sha256"] == said.get("sha256", row["sha256"]) else "is not the digest that was logged", short)
    if "sha512" in said:
        yield Check("sha512", None if long == said["sha512"] else "is not the digest that was logged", long)
    yield Check("size", None if size == row["size"] else f"{row['size']} bytes were logged", str(size))


def _check_package(case: CaseFolder, package: str) -> Check:
    digest = hashlib.sha256()
    try:
        for block in store.pieces(case.objects, package):
            digest.update(block)
    except StoreError as e:
        return Check("package", str(e))
    return Check("package", None if digest.hexdigest() == package else "is not the digest that was logged", digest.hexdigest())


# --- as a report ------------------------------------------------------------------------------------

FORMS = {"html": False, "pdf": True}
"""The forms of a custody report, and whether each is binary."""


def export_custody(case: CaseFolder, which: str, *, form: str = "html", audience: str = "public", language: str = "en", by: str | None = None,
                   to: str | None = None, say: Callable[[str], None] | None = None) -> bytes:
    """A custody report of one report. That it was made is logged, with the digest of what is given.

    Args:
        which: the report's id or its beginning.
        form: html or pdf.
        audience: public, team, partner or court; what the audience may not see is withheld, and told as withheld.
        language: of the words around the evidence: en or ar.
        by, to: for the log: the role that makes it, and where it goes.
        say: told when the case cannot be written, so that the export is not in the log; without it that is an error.

    Raises:
        PublishRefused: the report is above the level of the audience.
        NotFound: there is no such report.
        UsageError: no such form, audience or language.
    """
    from bearwitness.dossier.exhibit import render

    if form not in FORMS:
        raise UsageError(f"{form!r} is no form of a custody report: use one of {', '.join(FORMS)}")
    role(case, by)
    chain = custody(case, which)
    data = render(chain, form=form, audience=audience, language=language)
    log_export(case, format=f"custody {form}", data=data, options={"audience": audience, "language": language}, by=by, to=to,
               report=chain.exhibit["id"], say=say)
    return data
