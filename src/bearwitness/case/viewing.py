"""What a person looks at in a browser: the reports, one report with its text and record, and its original, checked before it is shown."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import Connection

from bearwitness.case.intake import Given
from bearwitness.case.judging import holding
from bearwitness.case.record import corrected
from bearwitness.errors import BearwitnessError, NotFound, StoreError
from bearwitness.model import Claim, Failure, Judgement, Report
from bearwitness.store import decisions, events, incidents, readings, reports
from bearwitness.store.folder import CaseFolder

_CHUNK = 1 << 20
MAX_SHOWN = 60_000_000      # bytes of an original that is drawn or copied; larger ones can be saved
SHOWN_AS = ("page", "picture", "pdf")


class Damaged(StoreError):
    """The bytes on the disk are not those that were preserved, or are not there."""


class NotShown(BearwitnessError):
    """An original of which nothing can be drawn: why, in words for the person who looks at it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One report in the list."""

    report: Report
    verdict: str
    reason: str | None
    claims: int | None
    method: str | None          # how it came: upload, http, browser, import:warc ...
    assurance: str | None       # of a captured address: content, partial, address


@dataclass(frozen=True, slots=True)
class Handling:
    """One event of the log about a report, with the fields that it discloses here."""

    index: int
    kind: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Detail:
    """One report with all that its page shows."""

    row: Row
    stored: Mapping[str, Any]               # the row as it was preserved, before any correction
    text: str | None
    claims: tuple[Claim, ...]
    judgements: Mapping[str, tuple[Judgement, ...]]     # those that hold, by claim or report
    record: Mapping[str, Any] | None        # the capture record, of what came from an address
    handlings: tuple[Handling, ...]
    sha512: str | None
    incidents: tuple[str, ...]
    shown_as: str | None                    # one of SHOWN_AS; None: it can only be saved


def visible(text: str | None) -> Any:
    """Foreign text as HTML: escaped, and each character that would hide or reorder others shown by its number."""
    from bearwitness.dossier import passages

    return passages.visible(text)


# --- lists and details ------------------------------------------------------------------------------

def report_list(case: CaseFolder, *, first: int = 0, count: int = 50, search: str = "") -> tuple[list[Row], int]:
    """Reports in the order of arrival, and how many there are.

    Args:
        first: how many to leave out at the beginning.
        search: words that must all stand in title, publisher or source.
    """
    words = search.casefold().split()
    with case.reading() as connection:
        fixes = [j for j in holding(decisions.all_judgements(connection)) if j.relation == "fix"]
        found = [report for report in reports.all_reports(connection)]
        if fixes:
            found = [corrected(report, fixes) for report in found]
        found = [report for report in found if all(word in _searched(report) for word in words)]
        told = {row["id"]: (row["verdict"], row["reason"]) for row in reports.verdicts(connection)}
        counts = readings.counts(connection)
        return [_row(connection, report, told[report.id], counts) for report in found[first:first + count]], len(found)


def _searched(report: Report) -> str:
    return " ".join(word for word in (report.title, report.publisher, report.source, report.member, report.id) if word).casefold()


def _row(connection: Connection, report: Report, told: tuple[str, str | None], counts: Mapping[str, int]) -> Row:
    capture = next((h for h in _handlings(connection, report.id) if h.kind == "capture"), None)
    fields = capture.fields if capture else {}
    return Row(report, *told, counts.get(report.id), fields.get("method"), (_record(connection, fields) or {}).get("assurance"))


def _handlings(connection: Connection, subject: str) -> list[Handling]:
    from bearwitness.custody.entry import read_fields

    return [Handling(e.index, e.kind, read_fields(e.entry, e.disclosures)) for e in events.logged(connection, subject)]


def _record(connection: Connection, fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """The capture record of the address that a report came from, if it came from one."""
    package = fields.get("package_sha256")
    if not isinstance(package, str) or fields.get("method") not in ("http", "browser"):
        return None
    records = (h.fields.get("capture") for h in _handlings(connection, package) if h.kind == "import")
    return next((record for record in records if isinstance(record, dict)), None)


def report_detail(case: CaseFolder, id_: str) -> Detail:
    """One report.

    Args:
        id_: its id, or the first 8 characters of it.

    Raises:
        NotFound: the case has no such report.
    """
    with case.reading() as connection:
        row = _stored(connection, id_)
        report_id = row["id"]
        standing = holding(decisions.all_judgements(connection))
        report = corrected(reports.report_of(row), [j for j in standing if j.relation == "fix"])
        handlings = _handlings(connection, report_id)
        fields = next((h.fields for h in handlings if h.kind == "capture"), {})
        claims = tuple(readings.current_claims(connection, report_id))
        judged: dict[str, tuple[Judgement, ...]] = {}
        for judgement in standing:
            judged[judgement.left] = (*judged.get(judgement.left, ()), judgement)
        return Detail(
            row=_row(connection, report, (row["verdict"], row["reason"]), readings.counts(connection)), stored=row,
            text=reports.text_of(connection, row["text_sha256"]) if row["text_sha256"] else None, claims=claims,
            judgements={id_: judged[id_] for id_ in (report_id, *(c.id for c in claims)) if id_ in judged},
            record=_record(connection, fields), handlings=tuple(handlings), sha512=fields.get("sha512"),
            incidents=tuple(incidents.of_reports(connection, (report_id,)).get(report_id, ())), shown_as=_shown_as(case, row))


def _stored(connection: Connection, id_: str) -> dict[str, Any]:
    found = reports.find_report(connection, id_) if id_.isalnum() and id_.isascii() else None
    row = reports.stored(connection, found) if found else None
    if row is None:
        raise NotFound("the case has no such report: `bearwitness show reports` lists them")
    return row


def shown_as(case: CaseFolder, id_: str) -> str | None:
    """How the original of a report can be shown: one of SHOWN_AS; None when it can only be saved."""
    with case.reading() as connection:
        row = _stored(connection, id_)
    return _shown_as(case, row)


def _shown_as(case: CaseFolder, row: Mapping[str, Any]) -> str | None:
    """How an original can be shown: by its own first bytes, whatever it is called."""
    from bearwitness.readers.sniff import sniff

    try:
        with case.objects.path(row["original_sha256"]).open("rb") as file:
            file.seek(row["offset"] or 0)
            kind = sniff(file.read(4096 if row["length"] is None else min(4096, row["length"])), row["member"] or row["source"], row["media_type"])
    except OSError:
        kind = row["media_type"]
    if kind in ("text/html", "application/xhtml+xml"):
        return "page"
    if kind == "application/pdf":
        return "pdf"
    return "picture" if kind in ("image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp") else None


def custody_page(case: CaseFolder, id_: str, *, language: str) -> bytes:
    """The custody report of one report as a page to look at, with nothing withheld; nothing is exported, so nothing is logged.

    Raises:
        NotFound: the case has no such report.
    """
    from bearwitness.case.chain import custody
    from bearwitness.dossier.exhibit import render

    return render(custody(case, id_), form="html", audience="court", language=language)


# --- the original ---------------------------------------------------------------------------------------

@dataclass(slots=True)
class Kept:
    """The bytes of a report: an open file, where in it they are, and the digest they were preserved under."""

    report_id: str
    name: str           # of its source; foreign, and good for nothing but to be shown
    sha256: str
    size: int
    file: BinaryIO
    start: int

    def check(self) -> None:
        """Raises Damaged when the bytes are not those that were preserved."""
        for _ in self.chunks():
            pass

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece. The last piece comes only when all of them together have the right digest.

        Raises:
            Damaged: they have not. What was given so far is one piece too short.
        """
        digest, left, held = hashlib.sha256(), self.size, b""
        at = self.start
        while left:
            piece = os.pread(self.file.fileno(), min(left, _CHUNK), at)
            if not piece:
                break
            at, left = at + len(piece), left - len(piece)
            digest.update(piece)
            if held:
                yield held
            held = piece
        if left or digest.hexdigest() != self.sha256:
            raise Damaged(_CHANGED)
        if held:
            yield held

    def data(self) -> bytes:
        return b"".join(self.chunks())

    def close(self) -> None:
        self.file.close()


_CHANGED = ("the bytes on the disk are not those that were preserved (their SHA-256 differs): nothing of them is shown; run `bearwitness verify`, "
            "and restore the original from a copy")
_GONE = "the original is not there or cannot be read: run `bearwitness verify`, and restore it from a copy"


@contextmanager
def original(case: CaseFolder, id_: str) -> Iterator[Kept]:
    """The original of a report, checked against its digest before a byte of it is given.

    Raises:
        NotFound: the case has no such report.
        Damaged: it is not there, or not as it was preserved.
    """
    kept = open_original(case, id_)
    try:
        yield kept
    finally:
        kept.close()


def open_original(case: CaseFolder, id_: str) -> Kept:
    """The same; the caller closes it."""
    with case.reading() as connection:
        row = _stored(connection, id_)
    try:
        file = case.objects.path(row["original_sha256"]).open("rb")
    except OSError as e:
        raise Damaged(_GONE) from e
    size = row["length"] if row["length"] is not None else row["size"]
    kept = Kept(row["id"], row["member"] or row["source"], row["sha256"], size, file, row["offset"] or 0)
    try:
        if row["offset"] is None and os.fstat(file.fileno()).st_size != size:
            raise Damaged(_CHANGED)
        kept.check()
    except OSError as e:
        kept.close()
        raise Damaged(_GONE) from e
    except BaseException:
        kept.close()
        raise
    return kept


_found_right: dict[tuple[Any, ...], None] = {}
_MOST_REMEMBERED = 10_000


def damage(case: CaseFolder, id_: str) -> str | None:
    """Why the original of a report can be neither shown nor saved; None when it is as it was preserved.

    A file that was found right is not read again until its inode says that it changed (nobody can set its `ctime`): a page about a report
    must not take as long as its largest video. Whatever shows or saves the original checks all of it, each time.
    """
    with case.reading() as connection:
        row = _stored(connection, id_)
    try:
        about = case.objects.path(row["original_sha256"]).stat()
        known = (str(case.path), row["id"], row["sha256"], about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
        if known not in _found_right:
            open_original(case, id_).close()
            if len(_found_right) >= _MOST_REMEMBERED:
                _found_right.clear()
            _found_right[known] = None
    except Damaged as e:
        return str(e)
    except OSError:
        return _GONE
    return None


def note_access(case: CaseFolder, kept: Kept) -> bool:
    """Logs that somebody saves an original; False when the case cannot be written, and so is only looked at."""
    from bearwitness.case import handing

    if not os.access(case.path, os.W_OK):
        return False
    handing.log_saved(case, kept.report_id, sha256=kept.sha256, size=kept.size)
    return True


# --- drawing ----------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Copy:
    """A web page in which nothing acts: what was left out, its body and its style."""

    about: Mapping[str, Any]
    body: str
    style: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pixels of a picture or page (JPEG), and what is known of it."""

    about: Mapping[str, Any]
    jpeg: bytes


class Viewer:
    """Draws originals in parsing processes, each behind the walls of `bearwitness.sandbox`, and reads what is sent to it."""

    def __init__(self, case: CaseFolder, *, processes: int = 2):
        # Threads of its own: a parsing process is ended with the thread that started it (PR_SET_PDEATHSIG), and those of a web server
        # come and go.
        self.case = case
        self._drawing = ThreadPoolExecutor(processes, thread_name_prefix="draw")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="read")
        self._own = threading.local()
        self._all: list[Any] = []

    def close(self) -> None:
        for worker in self._all:
            worker.close()
        self._drawing.shutdown(wait=False, cancel_futures=True)
        self._reading.shutdown(wait=False, cancel_futures=True)

    def _worker(self) -> Any:
        """The parsing process of this thread."""
        from bearwitness.sandbox import Limits, Worker

        if not hasattr(self._own, "worker"):
            limits = Limits(seconds=10, per_megabyte=2, most_seconds=60, patience=3)
            self._own.worker = Worker(["view"], limits=limits, hidden=[str(self.case.path)])
            self._all.append(self._own.worker)
        return self._own.worker

    def page(self, id_: str, *, dim: bool = True, addresses: bool = False) -> Copy:
        """The inert copy of a web page.

        Args:
            dim: pictures in it are small, grey and blurred.
            addresses: the address of each link stands behind its words.

        Raises:
            NotShown: it cannot be made.
        """
        from bearwitness.sandbox import inert

        about, pieces = self._ask("inert", id_, {"dim": dim, "addresses": addresses, "charset": None})
        try:
            body, style = (bytes(piece).decode() for piece in pieces)
            inert.refuse_unless_inert(body, style)
        except (ValueError, inert.NotInert) as e:
            raise NotShown(f"what came of it cannot be trusted ({e}): it is not shown; its kept text is, and it can be saved") from e
        return Copy(_plain(about), body, style)

    def drawn(self, id_: str, *, page: int | None = None, dim: bool = True) -> Drawn:
        """The pixels of a picture, or of a page of a PDF file.

        Raises:
            NotShown: it cannot be drawn.
        """
        about, pieces = self._ask("draw", id_, {"dim": dim, "page": page})
        if len(pieces) != 1 or not pieces[0].startswith(b"\xff\xd8\xff"):
            raise NotShown("what came of it is no picture: it is not shown; it can be saved")
        return Drawn(_plain(about), pieces[0])

    def _ask(self, job: str, id_: str, about: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        from bearwitness.sandbox import Died, Fault

        with original(self.case, id_) as kept:
            if kept.size > MAX_SHOWN:
                raise NotShown(f"it is larger than the {MAX_SHOWN / 1e6:.0f} MB that are shown: it can be saved")
            data = kept.data()
        try:
            [answer] = self._drawing.submit(lambda: list(self._worker().ask(job, about, [data], alone="view"))).result()
            return answer
        except Fault as e:
            raise NotShown(str(e) if e.expected else "the program that draws it failed on it: it can be saved; look at it with care") from e
        except Died as e:
            raise NotShown(f"the process that draws it did not come to an end with it: {e}; it can be saved; look at it with care") from e

    def read(self, data: bytes, *, name: str, media_type: str | None, given: Given, lines: bool, text: bool = False) -> list[str]:
        """`read` of bytes that somebody sent: the lines of `read --json`; nothing is kept.

        Args:
            lines: they are `{"id", "text", ...}` lines, else a file.
        """
        return self._reading.submit(self._read, data, name, media_type, given, lines, text).result()

    def _read(self, data: bytes, name: str, media_type: str | None, given: Given, lines: bool, text: bool) -> list[str]:
        from bearwitness.case import pool
        from bearwitness.case.parsing import Parser
        from bearwitness.case.reading import read_lines
        from bearwitness.case.worker import Options, Task

        if lines:
            return [result.line for result in read_lines(data.splitlines(keepends=True), given=given, text=text, jobs=1)]
        with closing(Parser(self.case.path)) as parser:
            parsed = parser.document(data, name, given.for_reader(), media_type)
        task = Task(name, document=parsed.document) if parsed.document else \
            Task(name, data=data, fault=Failure("read", parsed.reason or "has no text"))
        return [result.line for result in pool.run([task], Options(text=text), jobs=1)]


def _plain(about: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers, truths and short words; whatever else a process that was taken over may have put there is left out."""
    out: dict[str, Any] = {}
    for key, value in list(about.items())[:20]:
        if isinstance(value, dict):
            out[key] = {str(k)[:40]: n for k, n in list(value.items())[:40] if type(n) is int and 0 <= n < 10**9}
        elif isinstance(value, bool) or (type(value) is int and 0 <= value < 10**9):
            out[key] = value
        elif isinstance(value, str):
            out[key] = value[:40]
    return out
