"""A group of items on their way into the case: what waits, and how a group is made durable."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bearwitness.capture import record, sources
from bearwitness.case import derivatives
from bearwitness.case.clock import now, tool
from bearwitness.case.intake.given import Given
from bearwitness.case.intake.logged import Within, capture_event, import_event
from bearwitness.case.intake.pending import Pending, line, line_of_row
from bearwitness.case.intake.vouching import Vouched, Vouching, keep
from bearwitness.case.parsing import Parsed, Parser
from bearwitness.errors import BearwitnessError
from bearwitness.model import Report, report_id
from bearwitness.store import events, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.objects import Received

GROUP_ITEMS = 64
GROUP_CHARS = 8_000_000
GROUP_SECONDS = 1.0
MAX_READ_BYTES = 250_000_000      # larger originals are preserved and not read
_FETCHED = ("http", "browser")
_FROM_DOCUMENT = ("publisher", "url", "title", "author", "lang", "published_at", "text_sha256", "reader")


class Batch:
    """A group of items on their way into the case."""

    def __init__(self, case: CaseFolder, given: Given, watch: Callable[[list[tuple[str, str]], str], None] | None = None,
                 signers: tuple[bytes, ...] = ()):
        self.case = case
        self.parser = Parser(case.path)
        self.vouching = Vouching(self.parser, signers)
        self.watch = watch
        self.base = self.given = given      # `given` is that of the item being taken
        self._settings: dict[str, Any] = dict(case.settings().get("capture", {}))
        self.pending: list[Pending] = []
        self.chars = 0
        self.since = time.monotonic()

    def commit_if_full(self) -> Iterator[dict[str, Any]]:
        if (len(self.pending) >= GROUP_ITEMS or self.chars >= GROUP_CHARS
                or (bool(self.pending) and time.monotonic() - self.since >= GROUP_SECONDS)):
            yield from self.commit()

    def refuse(self, source: str, reason: str, *, member: str | None = None, sha256: str | None = None) -> None:
        self.pending.append(Pending(line(source, member=member, sha256=sha256, verdict="reject", reason=reason)))

    def parsed(self, received: Received, name: str, media_type: str | None = None) -> Parsed:
        """What a reader makes of some bytes; of a picture or video, how it looks."""
        from bearwitness.readers.sniff import sniff, split_type

        received.file.seek(0)
        kind = sniff(received.file.read(4096), name, split_type(media_type)[0])
        if kind.startswith(("image/", "video/")):
            return self.told(self.parser.look(received.file, name, kind, received.size))
        if received.size > MAX_READ_BYTES:
            return Parsed(reason=f"{received.size / 1e6:.0f} MB is more than the {MAX_READ_BYTES / 1e6:.0f} MB that is read at "
                                 "once: the original is kept; add the texts in it as files of their own")
        return self.told(self.parser.document(received.data(), name, self.given.for_reader(), media_type))

    def vouched(self, received: Received, name: str, media_type: str | None = None, *, path: str | None = None) -> Vouched:
        """The signatures of a file.

        Args:
            path: where it lies, when it lies on this disk and others may lie beside it.
        """
        from bearwitness.readers.sniff import sniff, split_type

        received.file.seek(0)
        return self.vouching.file(received, name, sniff(received.file.read(4096), name, split_type(media_type)[0]), path)

    def told(self, parsed: Parsed) -> Parsed:
        """The same; the first time, whoever watches is told of the walls."""
        if self.watch is not None and (walls := self.parser.walls()):
            self.watch(self.parser.missing_walls(), walls)
            self.watch = None
        return parsed

    def known(self, id_: str, source: str, member: str | None, sha256: str) -> bool:
        """Queues the line of a report that the case (or this group) has already."""
        queued = next((p for p in self.pending if p.line["report"] == id_), None)
        if queued is not None:
            self.pending.append(Pending({**queued.line, "already": True}))
            return True
        with self.case.reading() as connection:
            row = reports.stored(connection, id_)
        if row is None:
            return False
        self.pending.append(Pending(line_of_row(row, already=True)))
        return True

    def queue(self, source: str, member: str | None, received: Received, parsed: Parsed, *, started: str, sha256: str | None = None, span: tuple[int, int] | None = None,
               method: str = "upload", package: Within | None = None, warnings: tuple[tuple[str, str], ...] = (), vouched: Vouched | None = None,
              collected_at: str | None = None, declared: str | None = None) -> None:
        """Queues a new report: its row, text and custody event.

        Args:
            collected_at, declared: when it was collected and of which type it is, as its package says.
        """
        vouched = vouched or Vouched()
        document = parsed.document
        level = self.given.sensitivity
        if level is None:
            level = 0 if document and (document.url or document.publisher) else 2
        digest = sha256 or received.sha256
        address = source if member is None else f"{source}#{member}"
        found: dict[str, Any] = {name: getattr(document, name) for name in _FROM_DOCUMENT} if document else {}
        report = Report(
            id=report_id(digest, address), source=source, sha256=digest, member=member,
            media_type=document.media_type if document else parsed.look.kind if parsed.look else sources.media_type(source), captured_at=started,
            size=span[1] if span else received.size, sensitivity=level,
            **found)
        warnings = (*vouched.warnings(), *warnings, *(document.warnings if document else ()))
        verdict = "keep_original_no_derivative" if document is None and parsed.look is None else "accept_with_warning" if warnings else "accept"
        row = reports.report_row(report, document, original_sha256=received.sha256, verdict=verdict, reason=parsed.reason,
                                 warnings=warnings, offset=span[0] if span else None, length=span[1] if span else None)
        about = None if method in _FETCHED else self._about(method, report, received, collected_at=collected_at, part=span is not None, declared=declared,
                                                            look=parsed.look is not None)
        self.pending.append(Pending(
            line_of_row(row, already=False), row=row, kept=(received.sha256, received.sha512, received.size),
            text=(document.text_sha256, document.text) if document else None,
            events=[capture_event(row, received, method, package, started, self.parser.walls(), about, signatures=vouched.checked,
                                  signature_keys=self.vouching.key_digests())], broke=parsed.broke, unchecked=vouched.broke,
            made=derivatives.of_look(received.sha256, parsed.look) if parsed.look else []))
        self.chars += len(document.text) if document else 0
        for path, data in vouched.files:
            self._keep_signature(path, data)

    def _about(self, method: str, report: Report, received: Received, *, collected_at: str | None, part: bool, declared: str | None, look: bool) -> dict[str, Any]:
        """The capture record of a report that was not fetched."""
        facts = {"sha256": report.sha256, "sha512": None if part else received.sha512, "size": report.size, "media_type_declared": declared or None,
                 "media_type_seen": report.media_type, "language_seen": report.lang}
        return record.of_file(method="import:posts" if part else method, tool=tool(), settings=self._settings, facts=facts, collected_at=collected_at,
                              url=report.url, level=report.sensitivity, look=look)

    def _about_kept(self, method: str, received: Received) -> dict[str, Any]:
        """The capture record of what is kept and is no report."""
        return record.of_file(method=method, tool=tool(), settings=self._settings, level=self.given.sensitivity,
                              facts={"sha256": received.sha256, "sha512": received.sha512, "size": received.size})

    def _keep_signature(self, path: str, data: bytes) -> None:
        """Keeps the file that a signature stands in, beside the report that was queued last."""
        digest = hashlib.sha256(data).hexdigest()
        if self.has_import(digest):
            return
        received = keep(self.case.objects, data)
        self.pending[-1].events.append(import_event(path, received, "signature", self._about_kept("signature", received)))
        self.pending[-1].more.append((received.sha256, received.sha512, received.size))

    def has_import(self, sha256: str) -> bool:
        """Has this original an `import` event, in the case or waiting?"""
        if any(event["kind"] == "import" and event["subject"] == sha256 for p in self.pending for event in p.events):
            return True
        with self.case.reading() as connection:
            return events.has_event(connection, sha256, "import")

    def queue_package(self, source: str, received: Received, method: str, member: str | None = None, within: Within | None = None, *,
                      derived: str = "member", vouched: Vouched | None = None) -> None:
        """Queues what is kept and is no report: a package, a signature."""
        vouched = vouched or Vouched()
        already = self.has_import(received.sha256)
        whole = [checked for checked in vouched.checked if checked.of is None]
        pending = Pending({**line(source, member=member, sha256=received.sha256, verdict="accept_with_warning" if whole else "accept",
                                  warnings=[checked.warning for checked in whole], derived=[derived]),
                           "already": already}, kept=(received.sha256, received.sha512, received.size))
        if not already:
            pending.events.append(import_event(source, received, method, self._about_kept(method, received), member, within, signatures=vouched.checked, signature_keys=self.vouching.key_digests()))
        pending.unchecked = vouched.broke
        self.pending.append(pending)

    def commit(self) -> Iterator[dict[str, Any]]:
        """Makes the group durable, appends its events to the log, and gives its lines."""
        pending, self.pending, self.chars, self.since = self.pending, [], 0, time.monotonic()
        if not pending:
            return
        try:
            self.case.objects.sync()
            self.case.write(lambda connection: _insert(connection, pending))
        except BearwitnessError as e:
            self.case.objects.forget()
            for p in pending:
                changed = p.row is not None or p.events
                yield line(p.line["source"], member=p.line["member"], sha256=p.line["sha256"], verdict="reject",
                           reason=str(e)) if changed else p.line
            return
        self.case.objects.settle()
        self.case.complete_log()
        for p in pending:
            derivatives.put(self.case, p.made)
            yield p.line


def _insert(connection: Connection, pending: list[Pending]) -> None:
    """Writes what is new. Another process may have added the same report since: that one stays."""
    new: list[Pending] = []
    for p in pending:
        if _arrived_since(connection, p):
            p.line["already"] = True
        else:
            new.append(p)
    at = now()
    reports.add_reports(connection, [p.row for p in new if p.row], kept=[k for p in new for k in (*([p.kept] if p.kept else []), *p.more)],
                        kept_texts=[p.text for p in new if p.text])
    events.record(connection, [event for p in new for event in p.events] + derivatives.events_of(connection, [d for p in new for d in p.made], at))
    reports.record_failures(connection, [
        {"verb": "add", "item": p.line["source"], "stage": "read", "reason": p.line["reason"], "at": at}
        for p in new if p.line["reason"] and p.line["verdict"] == "reject"] + [
        {"verb": "add", "item": _named(p.line), "stage": "reader", "reason": p.line["reason"], "at": at} for p in new if p.broke] + [
        {"verb": "add", "item": _named(p.line), "stage": "signatures", "reason": p.unchecked, "at": at} for p in new if p.unchecked])


def _named(told: Mapping[str, Any]) -> str:
    return told["source"] if told["member"] is None else f"{told['source']}#{told['member']}"


def _arrived_since(connection: Connection, p: Pending) -> bool:
    if p.row is not None:
        return reports.stored(connection, p.row["id"]) is not None
    return bool(p.events) and events.has_event(connection, p.line["sha256"], "import")
