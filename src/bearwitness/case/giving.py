"""What leaves a case: `export`, `publish`, `verify`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from bearwitness.case import loading, proving
from bearwitness.case.clock import now, tool
from bearwitness.case.deriving import refresh, snapshot, weigh
from bearwitness.case.handing import log_export, record_check, role
from bearwitness.case.keys import sign_as
from bearwitness.custody.sign import Key
from bearwitness.errors import BearwitnessError, CaseError, UsageError
from bearwitness.model import Incident, Report, Snapshot, to_json
from bearwitness.store import events, readings, signing
from bearwitness.store.folder import BACKUP_MARK, MARK, CaseFolder, open_folder
from bearwitness.store.incidents import count as count_incidents
from bearwitness.store.incidents import find_incident
from bearwitness.store.objects import sync_folder, writing

if TYPE_CHECKING:
    from bearwitness.custody.bundle import ShownEvent

_ORIGINALS_FOR = ("court",)
_PATHS_FOR = ("team", "court")
_NOT_SHOWN = ("access", "export")   # who had a copy, and why, is no part of a dossier
_NEVER_SHOWN = ("row_sha256",)      # commits to columns that a dossier does not show
_OF_COLLECTOR = ("capture",)        # how it was collected tells of who did: for the team and the court
_ERASING = ("erase", "redact")
_ERASED_BY = ("ground", "approver_1", "approver_2", "signer", "sig", "signer_2", "sig_2")


# --- export -----------------------------------------------------------------------------------------

def formats() -> dict[str, bool]:
    """The formats of `export` by name, and whether each is binary."""
    from bearwitness.case.doors import exporters

    return {name: exporter.binary for name, exporter in sorted(exporters().items())}


def parse_options(pairs: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` words into options of an exporter."""
    out: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"--option {pair}: write it as NAME=VALUE")
        out[name.strip()] = value
    return out


def export(case: CaseFolder, *, format: str, options: Mapping[str, str] | None = None, by: str | None = None,
           to: str | None = None, say: Callable[[str], None] | None = None) -> bytes:
    """The record in another format. That it was exported is logged, with the digest of what is given.

    Args:
        options: those of the exporter, such as {"table": "figures"} of csv.
        by: the role that exports; else the collector of case.toml.
        to: where it goes, for the log.
        say: told when the case cannot be written, so that the export is not in the log; without it that is an error.

    Raises:
        UsageError: there is no such format, or it has no such option.
    """
    from bearwitness.case.doors import exporters

    known = exporters()
    if format not in known:
        raise UsageError(f"{format!r} is no format that can be exported: use one of {', '.join(sorted([*known, 'warc', 'wacz']))}")
    role(case, by)
    refresh(case)
    if getattr(known[format], "weighed", False):
        _weigh_what_is_not(case)
    data = known[format].export(snapshot(case), **(options or {}))
    log_export(case, format=format, data=data, options=options or {}, by=by, to=to, say=say)
    return data


def _weigh_what_is_not(case: CaseFolder) -> None:
    """A form of figures wants them weighed: an incident that is only related has no ledger, and would seem to have no dead."""
    with case.reading() as connection:
        size, weighed = count_incidents(connection)
    if weighed < size:
        weigh(case)


def export_loadfile(case: CaseFolder, *, to: str | Path, by: str | None = None) -> Path:
    """A folder for a review platform: DAT, OPT, all originals and texts, whatever their sensitivity. The log commits to the DAT.

    Raises:
        CaseError: the folder is there already.
    """
    folder = Path(to)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError(f"{folder}: is there already and not empty: name a new folder for the load file")
    role(case, by)
    refresh(case)
    snap = snapshot(case)
    whole = _originals(case, snap, snap.reports, _ORIGINALS_FOR[0])
    files = loading.export(list(snap.reports), whole["originals"], whole["texts"])
    log_export(case, format="loadfile", data=files["loadfile.dat"], options={}, by=by, to=str(folder), say=None)
    _write_folder(folder, files)
    return folder


def write_file(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    with writing(path):
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        made = Path(name)
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(fd)
            made.chmod(0o644)
            made.replace(path)
        except BaseException:
            made.unlink(missing_ok=True)
            raise


# --- publish ----------------------------------------------------------------------------------------

def publish(case: CaseFolder, which: Sequence[str], *, to: str | Path, audience: str, language: str = "en",
            say: Callable[[str], object] | None = None) -> Path:
    """Makes a dossier of some incidents: a folder that opens from disk and proves itself.

    1. The record is brought up to date. 2. The dossier's author checks that the audience may see it, and writes
    the page. 3. The events behind reports, claims and judgements are added with their proofs. 4. The list of all
    files is committed to by a `publish` event. 5. The folder appears, whole.

    Args:
        say: is told what others have not signed: witnesses who did not see this state of the log yet, no time-stamp.

    Raises:
        PublishRefused: a check failed; nothing was written.
        CaseError: the folder is there already.
    """
    from bearwitness.custody import bundle
    from bearwitness.dossier import build
    from bearwitness.store.log import Log

    folder = Path(to)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError(f"{folder}: is there already and not empty: name a new folder for the dossier")
    refresh(case)
    snap = _without_paths(snapshot(case), audience)
    with case.reading() as connection:
        # An id that the case does not know is told among the other reasons for refusing.
        ids = [find_incident(connection, given) or given for given in which]
    incidents = [incident for incident in snap.incidents if incident.id in ids]
    log = Log(case.path / "log")
    with case.reading() as connection:
        shown = _events(connection, snap, incidents, audience, case.signer)
    standing = proving.choose(log, max((event.index + 1 for event in shown), default=0))
    shown = [replace(event, hashes=tuple(log.prove(event.index, standing.size))) for event in shown]
    files = build(snap, ids, audience=audience, custody=shown, language=language)
    reports = reports_of(snap, incidents)
    files = {**files, **_captures(case, reports, audience)}
    whole = _originals(case, snap, reports, audience)
    if whole.get("originals"):
        files.update(loading.files_of(reports, whole["originals"], whole["texts"]))
    files = bundle.make(
        {**files, **standing.files}, events=shown, checkpoint=standing.note, vkey=log.vkey, policy=standing.policy,
        label=bundle.Label(title=snap.title, made_on=now()[:10], tool=tool(), audience=audience, language=language),
        **whole)
    event = _log_publish(case, ids, [r.id for r in reports], audience, len(files), bundle.manifest_sha256(files))
    files.update(bundle.seal(event, Log(case.path / "log").signed_checkpoint()))
    _write_folder(folder, files)
    if say is not None:
        for line in standing.lacking:
            say(line)
    return folder


def _without_paths(snap: Snapshot, audience: str) -> Snapshot:
    """Local paths tell of the machine and its owner: outside the team and the court, file names alone are shown."""
    if audience in _PATHS_FOR:
        return snap
    return replace(snap, reports=tuple(replace(r, source=_file_name(r.source)) for r in snap.reports),
                   lists=tuple(replace(item, source=_file_name(item.source)) for item in snap.lists))


def _file_name(source: str) -> str:
    return source if "://" in source else PurePath(source).name or source


def reports_of(snap: Snapshot, incidents: Sequence[Incident]) -> list[Report]:
    """The reports that some incidents rest on."""
    wanted = {r for i in incidents for r in i.reports}
    claims = {c for i in incidents for c in i.claims}
    wanted |= {c.report_id for c in snap.claims if c.id in claims and c.report_id}
    return [r for r in snap.reports if r.id in wanted]


def _events(connection: Connection, snap: Snapshot, incidents: Sequence[Incident], audience: str,
            signer: Key | None) -> list[ShownEvent]:
    """The log's events about the reports, claims and judgements that a dossier shows, without their proofs.

    And those about the keys of the people who signed them, and of who publishes (`signer`).
    """
    from bearwitness.custody.bundle import show
    from bearwitness.custody.entry import read_fields
    from bearwitness.custody.rows import show_rows
    from bearwitness.dossier.content import judgements_of

    shown: dict[int, ShownEvent] = {}
    wanted = {c for i in incidents for c in i.claims}
    for report in reports_of(snap, incidents):
        for event in events.logged(connection, report.id):
            if event.kind in _NOT_SHOWN:
                continue
            hide = (*_hidden(event.kind, audience), *(() if audience in _PATHS_FOR else _OF_COLLECTOR), *_changed(event.disclosures, report))
            shown[event.index] = show(event, (), hide=hide)
        reading = readings.current(connection, report.id)
        if reading is None:
            continue
        rows = readings.rows(connection, reading["id"])
        places = [n for n, (id_, _) in enumerate(rows) if id_ in wanted]
        for event in events.logged(connection, reading["id"]):
            again = event.index != reading["log_index"]     # the reading held once more: its rows stand with the first event
            shown[event.index] = show(event, (), hide=_NEVER_SHOWN,
                                      rows=[] if again else show_rows([row for _, row in rows], places))
    ids = [j.id for j in judgements_of(snap, list(incidents))]
    for event in (e for id_ in [*ids, *_carried_from(snap, ids)] for e in events.logged(connection, id_)):
        shown[event.index] = show(event, (), hide=_hidden(event.kind, audience))
    if audience in _ORIGINALS_FOR:      # the capture records: who was asked, from where, with what machine
        packages = {read_fields(event.entry, event.disclosures).get("package_sha256") for event in shown.values()}
        shown.update({event.index: show(event, ()) for package in packages if package for event in events.logged(connection, package)
                      if event.kind == "import"})
    for event in signing.keys_behind(connection, [e.disclosures for e in shown.values()], also=signer.public if signer else None):
        shown[event.index] = show(event, (), hide=("reason",))     # why one was withdrawn is the team's affair
    return [shown[index] for index in sorted(shown)]


def _carried_from(snap: Snapshot, ids: Iterable[str]) -> list[str]:
    """The judgements that those shown were carried over from: the first of them has its reviewer's signature."""
    every, found = {j.id: j for j in snap.judgements}, []
    for id_ in ids:
        while (earlier := dict(every[id_].anchor).get("carried_from") if id_ in every else None) is not None:
            found.append(earlier)
            id_ = earlier
    return found


def _hidden(kind: str, audience: str) -> tuple[str, ...]:
    """Who approved an erasure, and on what ground, is for those who may see the case's own ways."""
    return _NEVER_SHOWN if kind not in _ERASING or audience in _PATHS_FOR else (*_NEVER_SHOWN, *_ERASED_BY)


def _changed(disclosures: Iterable[str], report: Report) -> list[str]:
    """Fields of a capture event that the dossier shows otherwise.

    A person has corrected them since (the judgement shows it), or they are withheld from the audience.
    """
    from bearwitness.custody.commit import open_disclosure

    fields = [open_disclosure(d) for d in disclosures]
    return [f.name for f in fields if hasattr(report, f.name) and to_json(getattr(report, f.name)) != f.value]


def _originals(case: CaseFolder, snap: Snapshot, reports: Sequence[Report], audience: str) -> dict[str, Any]:
    """Whole originals and texts go to a court alone; for others the dossier says what it withholds and why."""
    from bearwitness.custody.bundle import Withheld
    from bearwitness.store.reports import own_bytes

    if audience in _ORIGINALS_FOR:
        texts = dict(snap.texts)
        with case.reading() as connection:
            originals = {r.sha256: own_bytes(connection, case.objects, r.id) for r in reports}
        return {"originals": originals, "texts": {r.text_sha256: texts[r.text_sha256] for r in reports if r.text_sha256}}
    reason = f"whole originals are given to a court alone, not to the audience {audience!r}"
    return {"withheld": [Withheld(r.id, r.sha256, reason) for r in reports]}


def _captures(case: CaseFolder, reports: Sequence[Report], audience: str) -> dict[str, bytes]:
    """The captures of the reports, for a court. They hold whole originals, so nobody else gets them with a dossier."""
    from bearwitness.case.captures import of_reports

    made = of_reports(case, reports, audience) if audience in _ORIGINALS_FOR else None
    return {"data/captures.wacz": made} if made is not None else {}


def _log_publish(case: CaseFolder, ids: list[str], of_reports: list[str], audience: str, count: int, manifest_sha256: str) -> ShownEvent:
    from bearwitness.custody.bundle import show
    from bearwitness.store.log import Log

    subject = events.pseudonym()
    fields = {"dossier": subject, "audience": audience, "incidents": ids, "reports": of_reports, "files": count,
              "manifest_sha256": manifest_sha256, "time": now(), "tool": tool()}
    case.write_and_log(lambda connection: events.record(connection, [case.event("publish", subject, fields, subject)]))
    with case.reading() as connection:
        [event] = events.logged(connection, subject)
    return show(event, Log(case.path / "log").prove(event.index))


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes a folder whole or not at all."""
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, data in files.items():
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            made.chmod(0o755)
            made.replace(folder)
            sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


# --- verify -----------------------------------------------------------------------------------------

def verify(path: str | Path, *, signers: str | Path | None = None, record: bool = False, by: str | None = None,
           reason: str | None = None, key: Key | None = None) -> list[str]:
    """Checks a case, a dossier or a log: one line a fault, `PLACE: what is wrong`; empty when all is well.

    Args:
        signers: a file with the public keys that people gave in person (`keys.read_signers`): the case's are compared with them.
        record: also log in the case that it was checked, and with what outcome.
        by, reason: for the log: the role that checks, and why.
        key: for the log: of the person who checks, and signs that.

    Raises:
        CaseError: the path is none of these.
        UsageError: something other than a case was to be recorded in.
    """
    folder = Path(path)
    if signers is not None:
        return _verify_signers(folder, Path(signers), record=record, by=by, reason=reason, key=key)
    if record:
        if not (folder / MARK).is_file():
            raise UsageError(f"{folder}: a check is recorded in a case's own log: name the case's folder, or leave --record out")
        faults = verify(folder)
        with open_folder(folder) as case:
            if key is not None:
                sign_as(case, key)
            record_check(case, faults, by=by, reason=reason)
        return faults
    if (folder / MARK).is_file() or (folder / "case.db").is_file():
        from bearwitness.store.audit import audit

        if (folder / BACKUP_MARK).is_file():
            from bearwitness.store import backup

            return [*backup.check(folder), *audit(folder)]
        return audit(folder)
    if (folder / "dossier.json").is_file() or (folder / "bagit.txt").is_file():
        from bearwitness.custody.verify import Dossier

        return Dossier(folder).check()
    if (folder / "checkpoint").is_file() or (folder / "log.vkey").is_file():
        from bearwitness.store.audit_log import audit_log

        return audit_log(folder)[0]
    missing = ("is no case, dossier or log" if folder.is_dir() else "is a file, not a folder" if folder.exists()
               else "there is no such folder")
    raise CaseError(f"{folder}: {missing}: name the folder that holds case.toml, dossier.json or checkpoint")


def _verify_signers(folder: Path, signers: Path, **logged: Any) -> list[str]:
    from bearwitness.case import keys

    if not (folder / MARK).is_file():
        raise UsageError(f"{folder}: people's keys are compared with those of a case: name the case's folder, or leave --signers out")
    try:
        given = keys.read_signers(signers.read_bytes())
    except OSError as e:
        raise UsageError(f"{signers}: cannot be read ({e.strerror}): name a file with a line `KEY NAME` for each person") from e
    faults = verify(folder, **logged)
    try:
        return faults + keys.unlike(folder, given)
    except BearwitnessError as e:
        return [*faults, f"case.db custody_events: people's keys cannot be read: {e}"]


def explain(path: str | Path) -> Iterator[dict[str, Any]]:
    """What became of each digest of each event that a case or dossier holds: shown, withheld, erased by event n, decoy or unknown.

    Raises:
        CaseError: the path is neither.
    """
    folder = Path(path)
    if (folder / MARK).is_file():
        from bearwitness.store.audit_erased import explain as of_case
        from bearwitness.store.folder import open_folder

        with open_folder(folder, reading=True) as case, case.reading() as connection:
            yield from of_case(connection)
    elif (folder / "dossier.json").is_file():
        from bearwitness.custody.bundle import digests_of

        yield from digests_of({path.name: path.read_bytes() for path in [*sorted((folder / "events").glob("*.json")), folder / "publish.json"]
                               if path.is_file()})
    else:
        raise CaseError(f"{folder}: is neither a case nor a dossier: only these show fields")
