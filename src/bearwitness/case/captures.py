"""Captures out: `export --format warc|wacz`, and `data/captures.wacz` of a court's dossier.

Whole for the audience `court`. For any other audience stripped of what identifies the collector, and without files that are no captures:
these may hold a device's or a person's marks in places that are not looked through.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import Connection

from bearwitness.case.clock import now, tool
from bearwitness.case.deriving import refresh, snapshot
from bearwitness.case.handing import find_report, role
from bearwitness.case.record import load
from bearwitness.dossier import checks
from bearwitness.errors import BearwitnessError, CaseError, NotFound, PublishRefused, StoreError, UsageError
from bearwitness.model import Report
from bearwitness.store import events, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.incidents import find_incident
from bearwitness.store.objects import sync_folder, writing

if TYPE_CHECKING:
    from bearwitness.capture.copying import Copied, PlainFile, Source
    from bearwitness.custody.entry import LoggedEvent

FORMATS = ("warc", "wacz")
ARCHIVES = ("http", "browser", "import:warc", "import:wacz")
_OWN = ("http", "browser")
_RESTRICTED = 2           # of what nobody has classed


@dataclass(frozen=True, slots=True)
class Given:
    """What an export of captures gave.

    Attributes:
        records: how many; `captures`: how many archives and files they are of.
        left_out: what should be in it and is not, one reason a line.
        removed: what was left out of the records that are in it, to protect the collector: words -> how often.
    """

    path: Path
    sha256: str
    records: int
    captures: int
    left_out: list[str]
    removed: Mapping[str, int]


@dataclass(slots=True)
class _Chosen:
    """What goes into an export, and what does not."""

    sources: list[Source] = field(default_factory=list)
    files: list[PlainFile] = field(default_factory=list)
    parents: list[dict[str, Any]] = field(default_factory=list)
    pages: list[tuple[str, int | None, Report, str]] = field(default_factory=list)      # source's name, place, report, method
    left_out: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """An event of the log about a package or report, opened."""

    subject: str
    index: int
    commitment: str | None         # to its SHA-256
    fields: Mapping[str, Any]

    def told(self, name: str) -> Any:
        return self.fields.get(name)


def export_captures(case: CaseFolder, *, format: str, to: str | Path, audience: str = "public", which: Sequence[str] = (),
                    incidents: Sequence[str] = (), by: str | None = None) -> Given:
    """Writes the captures of the case, or of some reports or incidents, into one WARC or WACZ file. The log commits to the file.

    Args:
        which, incidents: ids of reports and incidents. None: all that the audience may see; the rest is told in `left_out`.
        by: who does it, as a role, for the log.

    Raises:
        PublishRefused: a report that was named may not be given to this audience, or is no capture.
        NotFound: there is nothing to give.
    """
    if format not in FORMATS:
        raise UsageError(f"{format!r} is no format of captures: use one of {', '.join(FORMATS)}")
    checks.level(audience)
    role(case, by)
    path = Path(to)
    if path.is_dir():
        raise CaseError(f"{path}: is a folder: name the file to write, such as {path / f'captures.{format}'}")
    named = _named(case, which, incidents)
    chosen = _choose(case, audience, named)
    if chosen.refused:
        raise PublishRefused(chosen.refused)
    if not chosen.sources and not chosen.files:
        raise NotFound("there is no capture to give to the audience " + f"{audience!r}" + (": " + "; ".join(chosen.left_out[:5]) if chosen.left_out else
                       ": `bearwitness add` an address, a WARC or a WACZ first"))
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    made = Path(name)
    try:
        with os.fdopen(fd, "w+b") as out:
            with writing(path):
                copied = _write(case, out, chosen, format, audience)
                out.flush()
                os.fsync(out.fileno())
            sha256, size = _digest(out)
        _log(case, chosen, copied, format=format, audience=audience, sha256=sha256, size=size, by=by, to=str(to))
        with writing(path):
            made.chmod(0o644)
            made.replace(path)
            sync_folder(path.parent)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    left_out = [*chosen.left_out, *_left_out(copied)]
    return Given(path, sha256, sum(copied.counts.values()), len(chosen.sources) + len(chosen.files), left_out, copied.removed)


def of_reports(case: CaseFolder, shown: Sequence[Report], audience: str) -> bytes | None:
    """The captures of some reports as a WACZ, for a dossier; None when none of them was captured."""
    chosen = _choose(case, audience, {report.id for report in shown}, files=False)
    if not chosen.sources:
        return None
    with tempfile.TemporaryFile() as out:
        copied = _write(case, out, chosen, "wacz", audience)
        if copied.faults:
            raise CaseError("; ".join(_left_out(copied)))
        out.seek(0)
        return out.read()


# --- what goes in -----------------------------------------------------------------------------------

def _named(case: CaseFolder, which: Sequence[str], incidents: Sequence[str]) -> set[str] | None:
    """The reports that were named, by themselves or by their incidents; None: none was named."""
    if not which and not incidents:
        return None
    named = {find_report(case, prefix) for prefix in which}
    if incidents:
        from bearwitness.case.giving import reports_of

        refresh(case)
        snap = snapshot(case)
        with case.reading() as connection:
            ids = {given: find_incident(connection, given) for given in incidents}
        for given, id_ in ids.items():
            found_incidents = [incident for incident in snap.incidents if incident.id == id_]
            if not found_incidents:
                raise NotFound(f"{given}: there is no such incident: `bearwitness show incidents` names them")
            named |= {report.id for report in reports_of(snap, found_incidents)}
    return named


def _choose(case: CaseFolder, audience: str, named: set[str] | None, *, files: bool = True) -> _Chosen:
    known = {report.id: report for report in load(case).reports}
    with case.reading() as connection:
        imports = _arrivals(connection, "import")
        captures = _arrivals(connection, "capture")
    archives = [each for each in imports if each.told("method") in ARCHIVES and each.told("sha256")]
    chosen = _Chosen()
    done: set[str] = set()
    for archive in archives:
        if (sha256 := archive.told("sha256")) not in done:
            done.add(sha256)
            inside = [each for each in captures if each.told("package_sha256") == sha256 and each.subject in known]
            _choose_archive(case, chosen, archive, inside, known, audience, named)
    for each in captures:
        report = known.get(each.subject)
        if files and report is not None and each.told("package_sha256") not in done and (named is None or report.id in named):
            _choose_file(case, chosen, each, report, audience, strict=named is not None)
    chosen.refused = list(dict.fromkeys(chosen.refused))
    chosen.left_out = list(dict.fromkeys(chosen.left_out))
    return chosen


def _arrivals(connection: Connection, kind: str) -> list[_Arrival]:
    return [_Arrival(subject, event.index, *_opened(event)) for subject, event in events.of_kind(connection, kind) if subject]


def _opened(event: LoggedEvent) -> tuple[str | None, dict[str, Any]]:
    """The commitment to the SHA-256, and the fields. What has been erased is not among them."""
    from bearwitness.custody.commit import digest_of, open_disclosure

    fields: dict[str, Any] = {}
    commitment = None
    for disclosure in event.disclosures:
        opened = open_disclosure(disclosure)
        fields[opened.name] = opened.value
        commitment = digest_of(disclosure) if opened.name == "sha256" else commitment
    return commitment, fields


def _choose_archive(case: CaseFolder, chosen: _Chosen, archive: _Arrival, inside: Sequence[_Arrival], known: Mapping[str, Report], audience: str,
                    named: set[str] | None) -> None:
    """Takes an archive, whole or in part, or says why not."""
    from bearwitness.capture.copying import Source

    own = archive.told("method") in _OWN
    of = {each.subject for each in inside}
    if own:     # the same address captured again brings no new report: the reports of that address are its reports
        of |= {report.id for report in known.values() if report.source == archive.told("source") and report.member in (None, "browser")}
    wanted = of if named is None else of & named
    if named is not None and not wanted:
        return
    above = {id_: reason for id_ in sorted(of if own else wanted) if (reason := checks.above(known[id_], audience))}
    if above and (own or named is not None):
        (chosen.left_out if named is None else chosen.refused).extend(above.values())
        return
    if not of and checks.level(audience) < _RESTRICTED:
        chosen.left_out.append(f"{_shown(archive)}: nobody has said that it was published openly; it holds no report whose level could be lowered")
        return
    chosen.left_out += above.values()
    part = None if own or (named is None and not above) else _part([each for each in inside if each.subject in wanted and each.subject not in above])
    name = str(archive.told("sha256"))
    if (fault := _fault(case, name)) is not None:
        chosen.left_out.append(f"{_shown(archive)}: {fault}")
        return
    chosen.sources.append(Source(name, lambda: case.objects.path(name).open("rb"), archive.told("method") == "import:wacz", part))
    chosen.parents.append(_parent(archive, audience))
    places = {each.subject: each.told("package_offset") for each in inside}
    chosen.pages += [(name, places.get(id_), known[id_], str(archive.told("method"))) for id_ in known if id_ in of and id_ in wanted and id_ not in above]


def _part(members: Sequence[_Arrival]) -> Any:
    from bearwitness.capture.copying import Wanted

    return Wanted(frozenset(each.told("package_offset") for each in members if each.told("package_offset") is not None),
                  frozenset((str(each.told("url")), str(each.told("time"))) for each in members if each.told("package_offset") is None))


def _choose_file(case: CaseFolder, chosen: _Chosen, arrival: _Arrival, report: Report, audience: str, *, strict: bool) -> None:
    """Takes a file that is no archive, or a member of another package; for a court alone."""
    from bearwitness.capture.copying import PlainFile

    to = chosen.refused if strict else chosen.left_out
    if (reason := checks.above(report, audience)) is not None:
        to.append(reason)
        return
    if audience not in checks.WITH_ORIGINALS:
        to.append(f"report {report.id[:16]}: is a file and no capture: whole files are given to a court alone, not to the audience {audience!r}")
        return
    try:
        with case.reading() as connection:
            data = reports.own_bytes(connection, case.objects, report.id)
    except StoreError as e:
        chosen.left_out.append(f"report {report.id[:16]}: {e}")
        return
    if hashlib.sha256(data).hexdigest() != report.sha256:
        chosen.left_out.append(f"report {report.id[:16]}: its original was changed: run `bearwitness verify`")
        return
    url = f"urn:bearwitness:file:{report.sha256}"
    if all(file.url != url for file in chosen.files):
        chosen.files.append(PlainFile(url, data, report.media_type, report.captured_at))
    chosen.parents.append(_parent(arrival, audience))
    chosen.pages.append((url, None, report, "upload"))


def _parent(arrival: _Arrival, audience: str) -> dict[str, Any]:
    """What a copy was made of: an entry of the log and the commitment in it; for a court the digest itself."""
    parent = {"entry": arrival.index, "commitment": arrival.commitment, "method": arrival.told("method")}
    return {**parent, "sha256": arrival.told("sha256"), "source": arrival.told("source")} if audience in checks.WITH_ORIGINALS else parent


def _fault(case: CaseFolder, sha256: str) -> str | None:
    """Why an original cannot be given."""
    try:
        with case.objects.path(sha256).open("rb") as file:
            return None if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else "its original was changed: run `bearwitness verify`"
    except OSError as e:
        return f"its original cannot be read ({e.strerror}): it was erased, or run `bearwitness verify`"


def _shown(archive: _Arrival) -> str:
    return f"the {archive.told('method')} of {archive.told('source') or 'an erased address'} (log entry {archive.index})"


# --- the file ---------------------------------------------------------------------------------------

def _write(case: CaseFolder, out: IO[bytes], chosen: _Chosen, format: str, audience: str) -> Copied:
    from bearwitness.capture import wacz
    from bearwitness.capture.copying import copy
    from bearwitness.store.log import Log

    stripped = audience not in checks.WITH_ORIGINALS
    about: dict[str, Any] = {
        "format": "bw-captures/1", "tool": tool(), "audience": audience, "copy": "stripped" if stripped else "whole", "log": Log(case.path / "log").origin,
        "parents": sorted(chosen.parents, key=lambda parent: (parent["entry"], str(parent["commitment"])))}
    if format == "warc":
        copied = copy(out, chosen.sources, chosen.files, stripped=stripped, software=tool(), about=about)
        _prove(copied, out, case.title if stripped else "")
        return copied
    with tempfile.TemporaryFile() as records:
        copied = copy(records, chosen.sources, chosen.files, stripped=stripped, software=tool(), about=about)
        pages = list(_pages(chosen, copied))
        _prove(copied, records, case.title, *(str(value) for page in pages for value in page.values()))
        wacz.write(out, records, copied.entries, pages, title=case.title, software=tool(), provenance=copied.provenance(about))
    return copied


def _pages(chosen: _Chosen, copied: Copied) -> Iterator[dict[str, Any]]:
    """Where to begin: the record of each report, what can be replayed first."""
    from bearwitness.capture.packages import moment

    found = []
    for name, place, report, method in chosen.pages:
        for entry in _entries_of(copied.places.get(name, []), place, report, method):
            title = report.title if report.title and not (copied.secrets and copied.secrets.within(report.title.encode())) else entry.url
            found.append({"id": report.id[:16], "url": entry.url, "ts": moment(entry.date) or entry.date, "title": title})
    seen: set[tuple[str, str]] = set()
    for page in sorted(found, key=lambda page: page["url"].startswith("urn:")):
        if (key := (page["url"], page["ts"])) not in seen:
            seen.add(key)
            yield page


def _entries_of(places: Sequence[tuple[int | None, Any]], place: int | None, report: Report, method: str) -> list[Any]:
    """The lines of the index for a report: the record itself; of a captured address what it led to, and the DOM where that is the report."""
    from bearwitness.capture.packages import moment

    if place is not None:
        return [entry for at, entry in places if at == place]
    entries = [entry for _, entry in places]
    if method == "http":
        return [entry for entry in entries if entry.body.get("status", "").startswith("2")][-1:]
    if method == "browser":
        dom = [entry for entry in entries if entry.url.startswith("urn:dom:")] if report.member == "browser" else []
        page = [entry for entry in entries if entry.body.get("status") == "200" and entry.url in (report.url, *(e.url.removeprefix("urn:dom:") for e in dom))]
        return [*page[:1], *dom[:1]]
    if method == "upload":
        return entries
    return [entry for entry in entries if entry.url == report.url and moment(entry.date) == report.captured_at][:1]


def _prove(copied: Copied, warc: IO[bytes], *words: str) -> None:
    """Searches all that is going to be published once more.

    Raises:
        CaseError: something that should have been left out is there. Nothing is given.
    """
    from bearwitness.capture import blocks, strip

    if (secrets := copied.secrets) is None:
        return
    found = next((kind for text in words if (kind := secrets.within(text.encode()))), None)
    for block in blocks.blocks(warc) if found is None else ():
        if found := secrets.within(strip.head_bytes(block)) or secrets.within(block.block or b""):
            break
    if found is not None:
        raise CaseError(f"the copy would still hold {found}: nothing is written; give the reports one by one, or ask for the audience court")


def _left_out(copied: Copied) -> list[str]:
    lines = [f"archive {name[:16]}: could be copied in part only: {reason}" for name, reason in copied.faults]
    return lines + [f"{each['url']} ({each['date']}): withheld, {each['reason']}" for each in copied.withheld]


def _digest(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()      # type: ignore[arg-type]
    return sha256, file.tell()


def _log(case: CaseFolder, chosen: _Chosen, copied: Copied, *, format: str, audience: str, sha256: str, size: int, by: str | None,
         to: str) -> None:
    """The `export` event: what was given to whom, and what it was made of."""
    given = _ids(report for _, _, report, _ in chosen.pages)
    fields = {"export": format, "of_report": given[0] if len(given) == 1 else None, "audience": audience, "output_sha256": sha256, "output_size": size,
              "records": sum(copied.counts.values()), "entries": sorted({parent["entry"] for parent in chosen.parents}), "reports": given,
              "removed": dict(sorted(copied.removed.items())), "withheld": len(copied.withheld), "by": role(case, by), "to": to, "time": now(), "tool": tool()}
    item = events.pseudonym()
    try:
        case.write_and_log(lambda connection: events.record(connection, [case.event("export", item, fields, None)]))
    except BearwitnessError as e:
        raise CaseError(f"the export cannot be logged, so nothing is given: {e}") from e


def _ids(given: Iterable[Report]) -> list[str]:
    return list(dict.fromkeys(report.id for report in given))
