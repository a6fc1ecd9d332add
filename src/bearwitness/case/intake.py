"""`add`: preserves originals, and keeps the text that a reader makes of each.

For each item, in order:

1. its bytes are copied into the case while their digests are taken;
2. a reader makes a text of them, or says why it cannot;
3. the originals of a group of items are put in place and synced;
4. in one transaction for a group of items: original, text, report, custody event;
5. the custody events are appended to the log;
6. its line is given to the caller: only now is it acknowledged.

A crash before 4 leaves files that the next command removes; a crash between 4 and 5 leaves events that
the next command appends.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import Connection

from bearwitness.capture import sources
from bearwitness.capture.packages import PackageError
from bearwitness.case import derivatives
from bearwitness.case.clock import now, tool
from bearwitness.case.derivatives import Derivative
from bearwitness.case.parsing import Parsed, Parser, Post
from bearwitness.errors import BearwitnessError, StoreError
from bearwitness.model import Report, report_id
from bearwitness.store import events, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.objects import Received

if TYPE_CHECKING:
    from bearwitness.capture.browser import Lane
    from bearwitness.capture.packages import Member, SourcePlugin
    from bearwitness.capture.plain import Captured

GROUP_ITEMS = 64
GROUP_CHARS = 8_000_000
GROUP_SECONDS = 1.0
_FROM_DOCUMENT = ("publisher", "url", "title", "author", "lang", "published_at", "text_sha256", "reader")
_TOLD = ("publisher", "published_at", "url", "title", "lang", "sensitivity")
MAX_READ_BYTES = 250_000_000      # larger originals are preserved and not read
MAX_DEPTH = 3                     # packages inside packages
MAX_INNER = 100                   # packages that wait inside a package
MAX_UNPACKED = 2_000_000_000      # bytes of all members of a package, and of the packages in it


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who adds knows about the sources. It wins over what a reader finds in them.

    `sensitivity` None: level 0 for what names an address or a publisher, so was published openly; else 2.
    """

    publisher: str | None = None
    published_at: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    sensitivity: int | None = None

    def told(self, cells: Mapping[str, str]) -> Given:
        """The same with what a folder's `sources.csv` says about one file."""
        found: dict[str, Any] = {k: int(v) if k == "sensitivity" else v for k, v in cells.items()}
        return replace(self, **found)

    def over(self, cells: Mapping[str, str]) -> Given:
        """The same, with what a package tells where this knows nothing."""
        told = Given().told({k: v for k, v in cells.items() if k in _TOLD and v})
        return replace(told, **{name: value for name in _TOLD if (value := getattr(self, name)) is not None})

    def for_reader(self) -> dict[str, Any]:
        return {"publisher": self.publisher, "published_at": self.published_at, "url": self.url,
                "title": self.title, "lang": self.lang}

    def for_post(self) -> dict[str, Any]:
        return {name: value for name, value in self.for_reader().items() if name != "url"}


@dataclass(frozen=True, slots=True)
class _Package:
    """The package that a report came in, and where in it (as packed)."""

    sha256: str | None
    offset: int | None
    length: int | None


@dataclass(frozen=True, slots=True)
class _Inner:
    """A package that waits to be taken apart; `prefix` names it inside the one that was added, "" for that one itself."""

    received: Received
    plugin: SourcePlugin
    prefix: str
    depth: int
    within: _Package | None
    given: Given


@dataclass(slots=True)
class _Pending:
    """One line of the answer, and what must be durable before it is given."""

    line: dict[str, Any]
    row: dict[str, Any] | None = None
    text: tuple[str, str] | None = None
    kept: tuple[str, str, int] | None = None
    more: list[tuple[str, str, int]] = field(default_factory=list)      # further originals: the package it came in
    events: list[dict[str, Any]] = field(default_factory=list)
    broke: bool = False      # the reader failed or died
    made: list[Derivative] = field(default_factory=list)


def add(case: CaseFolder, given_sources: Iterable[str], *, given: Given | None = None,
        stdin: BinaryIO | None = None, below: Path | None = None,
        watch: Callable[[list[tuple[str, str]], str], None] | None = None) -> Iterator[dict[str, Any]]:
    """Preserves files, folders and `*.posts.jsonl` packages; gives one line for each.

    A line says source, member, report, sha256, verdict, warnings, reason, derived and already.

    Args:
        given_sources: paths; folders are walked in sorted order; `-` is standard input.
        stdin: what `-` reads.
        below: the folder that the sources are below of, and are named without.
        watch: told once, when the first file has been parsed, which walls about the parsing process this machine lacks (name, reason),
            and which stand.
    """
    batch = _Batch(case, given or Given(), watch)
    try:
        for source in given_sources:
            for item in sources.items(source, case.path, below=below):
                yield from batch.take(item, stdin)
                yield from batch.commit_if_full()
        yield from batch.commit()
    finally:
        batch.parser.close()
        case.objects.forget()


class _Batch:
    """A group of items on their way into the case."""

    def __init__(self, case: CaseFolder, given: Given, watch: Callable[[list[tuple[str, str]], str], None] | None = None):
        self.case = case
        self.parser = Parser(case.path)
        self.watch = watch
        self.base = self.given = given      # `given` is that of the item being taken
        self.pending: list[_Pending] = []
        self.chars = 0
        self.since = time.monotonic()
        self.inner: list[_Inner] = []
        self.unpacked = 0

    def commit_if_full(self) -> Iterator[dict[str, Any]]:
        if (len(self.pending) >= GROUP_ITEMS or self.chars >= GROUP_CHARS
                or (bool(self.pending) and time.monotonic() - self.since >= GROUP_SECONDS)):
            yield from self.commit()

    # --- steps 1 and 2 ---

    def take(self, item: sources.Item, stdin: BinaryIO | None) -> Iterator[dict[str, Any]]:
        """Receives one item, and queues its line; of a package with many members, gives the lines of those that are done."""
        if item.fault:
            self._refuse(item.source, item.fault)
            return
        self.given = self.base.told(item.told)
        if item.address:
            try:
                self._take_address(item.source)
            except StoreError as e:
                self._refuse(item.source, str(e))
            return
        try:
            with _opened(item, stdin) as stream:
                received = self.case.objects.receive(stream)
        except OSError as e:
            self._refuse(item.source, f"cannot be read ({e.strerror}): check that it still exists and may be read, "
                                      "then add it again")
            return
        except StoreError as e:
            self._refuse(item.source, str(e))
            return
        try:
            yield from self._take_received(item.source, received)
        except StoreError as e:
            self._refuse(item.source, str(e))
        finally:
            received.drop()

    def _take_received(self, source: str, received: Received) -> Iterator[dict[str, Any]]:
        if received.size == 0:
            self._refuse(source, "is empty (0 bytes): nothing to preserve; check how it was saved", sha256=received.sha256)
        elif sources.is_posts(source):
            yield from self._take_posts(source, received)
        elif (package := _package_of(received, source)) is not None:
            yield from self._take_package(source, received, package)
        else:
            self._take_file(source, received)

    def _refuse(self, source: str, reason: str, *, member: str | None = None, sha256: str | None = None) -> None:
        self.pending.append(_Pending(_line(source, member=member, sha256=sha256, verdict="reject", reason=reason)))

    def _take_file(self, source: str, received: Received) -> None:
        id_ = report_id(received.sha256, source)
        if self._known(id_, source, None, received.sha256):
            self._make_again(received, source)
            return
        started = now()
        parsed = self._parsed(received, source)
        self.case.objects.keep(received)
        self._queue(source, None, received, parsed, started=started)

    def _make_again(self, received: Received, name: str) -> None:
        """Derivatives may be deleted: adding the file once more makes them again."""
        row = self.pending[-1].line
        if row["derived"] and row["derived"][0] in derivatives.NAMES and derivatives.lacking(self.case, received.sha256, row["derived"][0]):
            parsed = self._parsed(received, name)
            self.pending[-1].made = derivatives.of_look(received.sha256, parsed.look) if parsed.look else []

    def _parsed(self, received: Received, name: str, media_type: str | None = None) -> Parsed:
        """What a reader makes of some bytes; of a picture or video, how it looks."""
        from bearwitness.readers.sniff import sniff, split_type

        received.file.seek(0)
        kind = sniff(received.file.read(4096), name, split_type(media_type)[0])
        if kind.startswith(("image/", "video/")):
            return self._told(self.parser.look(received.file, name, kind, received.size))
        if received.size > MAX_READ_BYTES:
            return Parsed(reason=f"{received.size / 1e6:.0f} MB is more than the {MAX_READ_BYTES / 1e6:.0f} MB that is read at "
                                 "once: the original is kept; add the texts in it as files of their own")
        return self._told(self.parser.document(received.data(), name, self.given.for_reader(), media_type))

    def _told(self, parsed: Parsed) -> Parsed:
        """The same; the first time, whoever watches is told of the walls."""
        if self.watch is not None and (walls := self.parser.walls()):
            self.watch(self.parser.missing_walls(), walls)
            self.watch = None
        return parsed

    def _known(self, id_: str, source: str, member: str | None, sha256: str) -> bool:
        """Queues the line of a report that the case (or this group) has already."""
        queued = next((p for p in self.pending if p.line["report"] == id_), None)
        if queued is not None:
            self.pending.append(_Pending({**queued.line, "already": True}))
            return True
        with self.case.reading() as connection:
            row = reports.stored(connection, id_)
        if row is None:
            return False
        self.pending.append(_Pending(_line_of_row(row, already=True)))
        return True

    def _queue(self, source: str, member: str | None, received: Received, parsed: Parsed, *, started: str, sha256: str | None = None, span: tuple[int, int] | None = None,
               method: str = "upload", package: _Package | None = None, warnings: tuple[tuple[str, str], ...] = ()) -> None:
        """Queues a new report: its row, text and custody event."""
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
        warnings = (*warnings, *(document.warnings if document else ()))
        verdict = "keep_original_no_derivative" if document is None and parsed.look is None else "accept_with_warning" if warnings else "accept"
        row = reports.report_row(report, document, original_sha256=received.sha256, verdict=verdict, reason=parsed.reason,
                                 warnings=warnings, offset=span[0] if span else None, length=span[1] if span else None)
        self.pending.append(_Pending(
            _line_of_row(row, already=False), row=row, kept=(received.sha256, received.sha512, received.size),
            text=(document.text_sha256, document.text) if document else None,
            events=[_capture_event(row, received, method, package, started, self.parser.walls())], broke=parsed.broke,
            made=derivatives.of_look(received.sha256, parsed.look) if parsed.look else []))
        self.chars += len(document.text) if document else 0

    # --- packages ---

    def _take_posts(self, source: str, received: Received) -> Iterator[dict[str, Any]]:
        """Keeps a `*.posts.jsonl` package whole, and each of its lines as a report."""
        self.case.objects.keep(received)
        self._queue_package(source, received, "import:posts")
        try:
            with received.reader() as file:      # the package itself may be in place before its last post is read
                for post in self.parser.posts(file, source, self.given.for_post(), size=received.size):
                    self._take_post(source, post, received, file)
                    yield from self.commit_if_full()
        except PackageError as e:
            self._refuse(source, f"could not be read further: {e}; the package is kept whole", sha256=received.sha256)
        self._told(Parsed())

    def _take_post(self, source: str, post: Post, received: Received, file: IO[bytes]) -> None:
        file.seek(post.start)
        sha256 = hashlib.sha256(file.read(post.length)).hexdigest()
        if post.id is None or post.error is not None:
            self._refuse(source, f"line {post.line}: {post.error or 'it has no id'}", member=post.id or f"line {post.line}", sha256=sha256)
        elif not self._known(report_id(sha256, f"{source}#{post.id}"), source, post.id, sha256):
            self._queue(source, post.id, received, post.parsed, started=now(), sha256=sha256, span=(post.start, post.length))

    def _take_package(self, source: str, received: Received, package: SourcePlugin) -> Iterator[dict[str, Any]]:
        """Keeps any other package whole, and each of its members as an original and a report; packages among these likewise."""
        self.unpacked, self.inner = 0, [_Inner(received, package, "", 1, None, self.given)]
        base = self.given
        while self.inner:
            each = self.inner.pop(0)
            self.given = each.given
            try:
                yield from self._take_apart(source, each)
            finally:
                self.given = base
                if each.depth > 1:
                    each.received.drop()

    def _take_apart(self, source: str, each: _Inner) -> Iterator[dict[str, Any]]:
        received, package = each.received, each.plugin
        self.case.objects.keep(received)
        method = f"import:{package.name}"
        self._queue_package(source, received, method, each.prefix or None, each.within)
        base = self.given
        try:
            for member in self.parser.members(received.file, each.prefix or source, package.name, size=received.size):
                self.unpacked += len(member.data or b"")
                if self.unpacked > MAX_UNPACKED:
                    raise PackageError(f"with the packages in it, it unpacks to more than {MAX_UNPACKED / 1e6:,.0f} MB")
                if each.prefix:
                    member = replace(member, key=f"{each.prefix}!/{member.key}")
                try:
                    self._take_member(source, member, received.sha256, method, package.version, each.depth)
                except StoreError as e:
                    self._refuse(source, str(e), member=member.key)
                finally:
                    self.given = base
                yield from self.commit_if_full()
        except PackageError as e:
            self._refuse(source, f"could not be taken apart further: {e}; the package is kept whole", member=each.prefix or None,
                         sha256=received.sha256)

    def _take_member(self, source: str, member: Member, package_sha256: str, method: str, version: str, depth: int) -> None:
        if member.data is None or not member.data:
            self._refuse(source, member.fault or "is empty (0 bytes)", member=member.key)
            return
        received = self.case.objects.receive(io.BytesIO(member.data))
        within = _Package(package_sha256, member.offset, member.length)
        inner = _package_of(received, member.key) if member.found is None else None
        if inner is not None and depth < MAX_DEPTH and len(self.inner) < MAX_INNER:
            self.inner.append(_Inner(received, inner, member.key, depth + 1, within, self.given))
            return
        try:
            if self._known(report_id(received.sha256, f"{source}#{member.key}"), source, member.key, received.sha256):
                return
            self.given = self.given.over(member.told)
            if inner is not None:
                parsed = Parsed(reason=f"is a package inside packages, deeper than {MAX_DEPTH}, or one of more than {MAX_INNER}: it is kept and "
                                       "not taken apart; add it by itself")
            elif member.found is not None:
                parsed = self._told(self.parser.finish(member, self.given.for_reader(), f"{method.removeprefix('import:')}@{version}"))
            else:
                parsed = self._parsed(received, member.key, member.told.get("media_type"))
            self.case.objects.keep(received)
            self._queue(source, member.key, received, parsed, started=member.captured_at or now(), method=method,
                        package=within, warnings=member.warnings)
        finally:
            received.drop()

    # --- addresses ---

    def _take_address(self, source: str) -> None:
        """Captures an address in two lanes: each exchange is kept as a WARC, what it answered as an original."""
        from bearwitness.capture import browser
        from bearwitness.capture.plain import capture

        settings = self.case.settings().get("capture", {})
        taken = capture(source, settings=settings, tool=tool(), told={"sensitivity": self.given.sensitivity})
        if taken.package is None:
            self._refuse(source, taken.fault or "nothing came")
            return
        lane = browser.capture(source, settings=settings, tool=tool(), record=taken.record)
        taken = replace(taken, record={**taken.record, "browser": lane.record})
        assert taken.package is not None
        package = self.case.objects.receive(taken.package)
        answer = None
        try:
            if taken.payload:
                answer = self.case.objects.receive(io.BytesIO(taken.payload))
            base = self.given
            level = self._queue_answer(source, taken, package, answer)
            self.given = base
            if lane.package is not None:
                self._queue_lane(source, lane, package.sha256, level)
        finally:
            package.drop()
            if answer is not None:
                answer.drop()

    def _queue_lane(self, source: str, lane: Lane, plain: str, level: str) -> None:
        """Keeps what a browser showed. It is a report of its own when the plain lane brought less of the content."""
        from bearwitness.capture import assurance

        assert lane.package is not None
        package = self.case.objects.receive(lane.package)
        page = None
        try:
            event = _import_event(source, package, "browser", {"with": plain, **lane.record})
            self.case.objects.keep(package)
            self.pending[-1].events.append(event)
            self.pending[-1].more.append((package.sha256, package.sha512, package.size))
            if level == assurance.CONTENT or not lane.dom:
                return
            page = self.case.objects.receive(io.BytesIO(lane.dom.encode("utf-8", "surrogatepass")))
            self.given = self.given.over({"url": lane.final or source})
            parsed = self._parsed(page, source, "text/html; charset=utf-8")
            document = parsed.document
            flags = assurance.signs(document.text if document else None, document.title if document else None)
            shown = assurance.level(lane.status, flags, text=document is not None)
            if document is None or assurance.ORDER.index(shown) <= assurance.ORDER.index(level):
                return
            if not self._known(report_id(page.sha256, f"{source}#browser"), source, "browser", page.sha256):
                self.case.objects.keep(page)
                self._queue(source, "browser", page, parsed, started=lane.started, method="browser", warnings=flags,
                            package=_Package(package.sha256, None, None))
            self.pending[-1].line["assurance"] = shown
        finally:
            package.drop()
            if page is not None:
                page.drop()

    def _queue_answer(self, source: str, taken: Captured, package: Received, answer: Received | None) -> str:
        """Queues what the plain lane brought; gives its assurance."""
        from bearwitness.capture import assurance

        self.given = self.given.over({"url": taken.final or source})
        fault = taken.fault or (None if answer else "the answer is empty")
        parsed = Parsed(reason=fault)
        if answer is not None and fault is None:
            parsed = self._parsed(answer, source, taken.media_type)
        document, fault = parsed.document, parsed.reason
        flags = assurance.signs(document.text if document else None, document.title if document else None) if answer is not None else ()
        level = assurance.level(taken.status, flags, text=document is not None)
        about = {**taken.record, "assurance": level}
        if document is not None:
            about |= {"media_type_seen": document.media_type, "language_seen": document.lang or "unknown"}
        self.case.objects.keep(package)
        event = _import_event(source, package, "http", about)
        if answer is None:
            self.pending.append(_Pending({**_line(source, sha256=package.sha256, verdict="keep_original_no_derivative", reason=fault), "assurance": level},
                                         kept=(package.sha256, package.sha512, package.size), events=[event]))
            return level
        if self._known(report_id(answer.sha256, source), source, None, answer.sha256):
            # The same bytes again: no new report, but a new capture of it.
            self.pending[-1].line["assurance"] = level
            self.pending[-1].kept = (package.sha256, package.sha512, package.size)
            self.pending[-1].events = [event]
            return level
        self.case.objects.keep(answer)
        self._queue(source, None, answer, parsed, started=taken.started, method="http", warnings=flags if document else (),
                    package=_Package(package.sha256, None, None))
        pending = self.pending[-1]
        pending.line["assurance"] = level
        pending.events.insert(0, event)
        pending.more.append((package.sha256, package.sha512, package.size))
        return level

    def _queue_package(self, source: str, received: Received, method: str, member: str | None = None, within: _Package | None = None) -> None:
        with self.case.reading() as connection:
            already = events.has_event(connection, received.sha256, "import")
        pending = _Pending({**_line(source, member=member, sha256=received.sha256, verdict="accept", derived=["member"]),
                            "already": already}, kept=(received.sha256, received.sha512, received.size))
        if not already:
            pending.events.append(_import_event(source, received, method, None, member, within))
        self.pending.append(pending)

    # --- steps 3 to 6 ---

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
                yield _line(p.line["source"], member=p.line["member"], sha256=p.line["sha256"], verdict="reject",
                            reason=str(e)) if changed else p.line
            return
        self.case.objects.settle()
        self.case.complete_log()
        for p in pending:
            derivatives.put(self.case, p.made)
            yield p.line


def _insert(connection: Connection, pending: list[_Pending]) -> None:
    """Writes what is new. Another process may have added the same report since: that one stays."""
    new: list[_Pending] = []
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
        {"verb": "add", "item": _named(p.line), "stage": "reader", "reason": p.line["reason"], "at": at} for p in new if p.broke])


def _named(line: Mapping[str, Any]) -> str:
    return line["source"] if line["member"] is None else f"{line['source']}#{line['member']}"


def _arrived_since(connection: Connection, p: _Pending) -> bool:
    if p.row is not None:
        return reports.stored(connection, p.row["id"]) is not None
    return bool(p.events) and events.has_event(connection, p.line["sha256"], "import")


def _import_event(source: str, received: Received, method: str, about: Mapping[str, Any] | None = None, member: str | None = None,
                  within: _Package | None = None) -> dict[str, Any]:
    """What is logged of a package; of a captured address with the capture record."""
    return events.build("import", events.pseudonym(), {
        "sha256": received.sha256, "sha512": received.sha512, "size": received.size, "source": source,
        "method": method, "time": now(), "tool": tool(), "capture": about, "member": member,
        "package_sha256": within and within.sha256, "package_offset": within and within.offset,
        "package_length": within and within.length}, received.sha256)


def _capture_event(row: dict[str, Any], received: Received, method: str, package: _Package | None, started: str,
                   walls: str | None) -> dict[str, Any]:
    from bearwitness.store.schema import canonical_row

    part = row["offset"] is not None        # its bytes are a slice of a package
    where = package or _Package(None, None, None)
    return events.build("capture", events.pseudonym(), {
        "report": row["id"], "sha256": row["sha256"], "sha512": None if part else received.sha512,
        "size": row["size"], "source": row["source"], "member": row["member"],
        "original_sha256": row["original_sha256"] if part else None,
        "package_sha256": where.sha256, "package_offset": where.offset, "package_length": where.length,
        "media_type": row["media_type"], "method": "import:posts" if part else method, "time": started,
        "text_sha256": row["text_sha256"], "reader": row["reader"], "parsed_in": walls, "sensitivity": row["sensitivity"],
        "publisher": row["publisher"], "url": row["url"], "title": row["title"], "author": row["author"],
        "lang": row["lang"], "published_at": json.loads(row["published_at"]),
        "row_sha256": hashlib.sha256(canonical_row(row)).hexdigest(), "tool": tool()}, row["id"])


def _line(source: str, *, member: str | None = None, report: str | None = None, sha256: str | None = None,
          verdict: str, warnings: Iterable[Iterable[str]] = (), reason: str | None = None,
          derived: list[str] | None = None, already: bool = False) -> dict[str, Any]:
    return {"source": source, "member": member, "report": report, "sha256": sha256, "verdict": verdict,
            "warnings": [dict(zip(("code", "text"), w)) for w in warnings], "reason": reason,
            "derived": derived or [], "already": already}


def _line_of_row(row: dict[str, Any], *, already: bool) -> dict[str, Any]:
    return _line(row["source"], member=row["member"], report=row["id"], sha256=row["sha256"], verdict=row["verdict"],
                 warnings=json.loads(row["warnings"]), reason=row["reason"],
                 derived=["text"] if row["text_sha256"] else derivatives.named(row), already=already)


def _package_of(received: Received, source: str) -> SourcePlugin | None:
    """What takes this file apart, if it is a package."""
    from bearwitness.case.doors import packages

    received.file.seek(0)
    head = received.file.read(4096)
    return next((plugin for plugin in packages() if plugin.takes(head, source)), None)


def _opened(item: sources.Item, stdin: BinaryIO | None) -> BinaryIO:
    if item.path is None:
        import sys

        return io.BytesIO((stdin or sys.stdin.buffer).read())
    return Path(item.path).open("rb")
