"""`read`: files without a case, or the reports of a case, into claims.

Lines come in the order given, each as soon as its item is done; on a case, as soon as it is kept.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import rfc8785
from sqlalchemy import Connection

from bearwitness.capture import sources
from bearwitness.case import pool, worker
from bearwitness.case.clock import now
from bearwitness.case.intake import MAX_READ_BYTES, Given
from bearwitness.case.worker import Options, Result, Task
from bearwitness.errors import ReadError, UsageError
from bearwitness.model import Failure, to_json
from bearwitness.store import events, readings, reports
from bearwitness.store.folder import MARK, CaseFolder
from bearwitness.store.readings import NewReading
from bearwitness.store.rows import json_text

KEEP_ITEMS = 32
KEEP_SECONDS = 0.5
_GIVEN = ("published_at", "publisher", "title", "lang")
Progress = Callable[[int, int | None], None]      # items done, items in all (None: not known)


def languages(packs: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What is read in each language and what is not: a line a language, English first.

    Args:
        packs: folders of further language packs.
    """
    from bearwitness.extract.foreign import language_table, use_packs

    use_packs([Path(p) for p in packs])
    return language_table()


def read_files(given_sources: Iterable[str], *, given: Given | None = None, text: bool = False,
               exhaustive: bool = False, jobs: int = 0, actors: Iterable[str] = (), packs: Iterable[str] = (), engine: str | None = None,
               stdin: BinaryIO | None = None, progress: Progress | None = None, format: str | None = None) -> Iterator[Result]:
    """Reads files, folders and `-` without a case. A missing file is an item that failed.

    Args:
        actors: further tables of actors (CSV), which add to the shipped one.
        packs: folders of further language packs.
        engine: URL#MODEL of a language model that is asked for suggestions.
        jobs: number of processes; 0 decides by the amount of text.
        format: "muc4" for a line `{"source", "templates"}` in the place of claims.
    """
    options = Options(text=text, exhaustive=exhaustive, actors=_tables(actors), packs=_folders(packs), engine=engine_named(engine), format=format, foreign=True)
    worker.parser().files.start()      # it loads while the model does
    tasks = (task for source in given_sources for task in _file_tasks(source, given or Given(), stdin))
    return _counted(pool.run(tasks, options, jobs=_processes(jobs, options), ahead=True), None, progress)


def _tables(actors: Iterable[str]) -> tuple[str, ...]:
    for path in actors:
        if not Path(path).is_file():
            raise ReadError(f"{path}: there is no such file: check the name given to --actors")
    return tuple(actors)


def _folders(packs: Iterable[str]) -> tuple[str, ...]:
    """The folders of language packs, checked before anything is read."""
    from bearwitness.extract.foreign_packs import use_packs

    named = tuple(packs)
    use_packs([Path(p) for p in named])
    return named


def _file_tasks(source: str, given: Given, stdin: BinaryIO | None) -> Iterator[Task]:
    for item in sources.items(source):
        if item.fault:
            yield Task(item.source, fault=Failure("read", item.fault))
            continue
        told = given.told(item.told)
        try:
            data = _bytes(item, stdin)
        except OSError as e:
            yield Task(item.source, fault=Failure("read", f"cannot be read ({e.strerror}): check that it still exists"))
            continue
        if len(data) > MAX_READ_BYTES:
            yield Task(item.source, fault=Failure("read", f"{len(data) / 1e6:.0f} MB is more than is read at once: split it"))
        elif sources.is_posts(item.source):
            yield from _post_tasks(item.source, data, told)
        else:
            yield Task(item.source, data=data, given=told.for_reader(), foreign=True)


def _bytes(item: sources.Item, stdin: BinaryIO | None) -> bytes:
    if item.path is None:
        import sys

        return (stdin or sys.stdin.buffer).read()
    with Path(item.path).open("rb") as file:
        return file.read(MAX_READ_BYTES + 1)


def _post_tasks(source: str, data: bytes, given: Given) -> Iterator[Task]:
    """The posts of a package, each an input of its own."""
    from bearwitness.capture.packages import PackageError

    with tempfile.TemporaryFile() as file:
        file.write(data)
        try:
            for post in worker.parser("posts").posts(file, source, given.for_post(), size=len(data)):
                address = f"{source}#{post.id or f'line {post.line}'}"
                raw = data[post.start:post.start + post.length]
                if post.error is not None:
                    yield Task(address, data=raw, fault=Failure("read", post.error))
                elif post.parsed.document is None:
                    yield Task(address, data=raw, fault=Failure("read", post.parsed.reason or "cannot be read"))
                else:
                    yield Task(address, document=post.parsed.document)
        except PackageError as e:
            yield Task(source, fault=Failure("read", f"could not be read further: {e}"))


# --- lines of short texts -------------------------------------------------------------------------

def read_lines(lines: Iterable[bytes], *, given: Given | None = None, text: bool = False, exhaustive: bool = False,
               jobs: int = 0, actors: Iterable[str] = (), packs: Iterable[str] = (), engine: str | None = None,
               ahead: bool = False, progress: Progress | None = None, format: str | None = None) -> Iterator[Result]:
    """Reads `{"id", "text", ...}` lines: one answer a line, named by its id, in order.

    Args:
        ahead: nobody waits for an answer before the next line is written, so that several may be taken at once.
    """
    base = (given or Given()).for_reader()
    options = Options(text=text, exhaustive=exhaustive, actors=_tables(actors), packs=_folders(packs), engine=engine_named(engine), format=format)
    tasks = (_line_task(n, line, base) for n, line in enumerate(lines, 1) if line.strip())
    return _counted(pool.run(tasks, options, jobs=_processes(jobs, options), ahead=ahead), None, progress)


def _line_task(number: int, line: bytes, base: dict[str, Any]) -> Task:
    name = f"line {number}"
    try:
        fields = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError) as e:
        return Task(name, fault=Failure("read", f"is not one JSON object in UTF-8 ({e}): write one object a line"))
    if not isinstance(fields, dict) or not isinstance(fields.get("id"), str | int) or isinstance(fields["id"], bool):
        return Task(name, fault=Failure("read", 'has no "id": give each line an "id" and a "text"'))
    source = str(fields["id"])
    if not isinstance(fields.get("text"), str):
        return Task(source, fault=Failure("read", f'line {number} has no "text" that is a string'))
    wrong = [k for k in _GIVEN if fields.get(k) is not None and not isinstance(fields[k], str)]
    if wrong:
        return Task(source, fault=Failure("read", f'line {number}: "{wrong[0]}" must be a string or null'))
    try:
        data = fields["text"].encode()
    except UnicodeEncodeError:
        return Task(source, fault=Failure("read", f"line {number}: the text holds half of a surrogate pair: export it again"))
    if not data.strip():
        return Task(source, data=data, fault=Failure("read", f"line {number}: its text is empty: nothing to read"))
    hints = {**base, **{k: fields[k] for k in _GIVEN if fields.get(k)}}
    return Task(source, data=data, given={**hints, "media_type": "text/plain"})


def _counted(results: Iterable[Result], total: int | None, progress: Progress | None) -> Iterator[Result]:
    for done, result in enumerate(results, 1):
        if progress:
            progress(done, total)
        yield result


# --- on a case --------------------------------------------------------------------------------------

def read(case: CaseFolder, which: list[str] | None = None, *, jobs: int = 0, text: bool = False,
         exhaustive: bool = False, actors: Iterable[str] = (), packs: Iterable[str] = (), engine: str | None = None,
         progress: Progress | None = None) -> Iterator[Result]:
    """Reads reports of a case and keeps what is found.

    A file `actors.csv` in the case's folder adds to the shipped table of actors, a folder `languages` to the shipped
    language packs.

    Args:
        which: ids of reports (or unique beginnings of 8 characters and more); None: all that this
            version of the extractor has not read yet, so that a broken run goes on where it stopped.
        engine: URL#MODEL of a language model that is asked for suggestions; None for the one that `case.toml`
            names, if any; "none" for none.
    """
    from bearwitness.extract import EXTRACTOR

    named = engine_named(engine or _engine_of(case))
    if which is None:
        extractor = EXTRACTOR if named is None else f"{EXTRACTOR}+{_engine(named).extractor}"
        with case.reading() as connection:
            ids: list[str] = reports.unread(connection, extractor)
    else:
        ids = which
    own = case.path / "actors.csv"
    tables = _tables([*([str(own)] if own.is_file() else []), *actors])
    told = case.path / "languages"
    folders = _folders([*([str(told)] if told.is_dir() else []), *packs])
    options = Options(text=text, exhaustive=exhaustive, rows=True, actors=tables, packs=folders, engine=named)
    private = _private(case, named)
    results = pool.run((_report_task(case, id_, named=which is not None, private=private) for id_ in ids), options,
                       jobs=_processes(jobs, options), ahead=True)
    return _counted(_kept(case, results), len(ids), progress)


# --- the language model, when one is asked for ----------------------------------------------------------

def engine_named(address: str | None) -> str | None:
    """The address if it is one; None when none is named, or "none"."""
    if address in (None, "", "none"):
        return None
    _engine(str(address))      # told before anything is read
    return address


def _engine(address: str) -> Any:
    from bearwitness import engines

    return engines.parse(address)


def _engine_of(case: CaseFolder) -> str | None:
    """The engine that `case.toml` names under [read].

    Only one on this machine: a case that came from elsewhere must not send its texts anywhere.
    """
    address = case.settings().get("read", {}).get("engine")
    if address is None:
        return None
    if not isinstance(address, str):
        raise UsageError(f"{case.path / MARK}: [read] engine must be a text, URL#MODEL")
    if address not in ("", "none") and not _engine(address).local:
        raise UsageError(f"{case.path / MARK}: [read] engine leads to another machine: name it with --engine, so that "
                         "nothing is sent there without your word (or --engine none)")
    return address


def _private(case: CaseFolder, engine: str | None) -> frozenset[str]:
    """Reports that are not public, as people left them; only asked for when texts would leave this machine."""
    if engine is None or _engine(engine).local:
        return frozenset()
    from bearwitness.case.record import load

    return frozenset(report.id for report in load(case).reports if report.sensitivity > 0)


def _processes(jobs: int, options: Options) -> int:
    """One by default when a model is asked: its server is what takes the time."""
    return jobs or (1 if options.engine else 0)


def _report_task(case: CaseFolder, given: str, *, named: bool, private: frozenset[str]) -> Task:
    with case.reading() as connection:
        id_ = reports.find_report(connection, given) if named else given
        if id_ is None:
            return Task(given, fault=Failure("read", "is neither a file nor a report of this case: "
                                                     "`bearwitness show reports` lists the reports"))
        document = reports.document(connection, id_)
        row = reports.stored(connection, id_)
    assert row is not None
    source = given if named else row["source"] if row["member"] is None else f"{row['source']}#{row['member']}"
    if document is None:
        return Task(source, report_id=id_, fault=Failure("read", row["reason"] or "has no text"))
    return Task(source, document=document, report_id=id_, private=id_ in private)


def _kept(case: CaseFolder, results: Iterable[Result]) -> Iterator[Result]:
    """Keeps results in small groups, and passes each on when it is durable."""
    group: list[Result] = []
    since = time.monotonic()
    for result in results:
        group.append(result)
        if len(group) >= KEEP_ITEMS or time.monotonic() - since >= KEEP_SECONDS:
            _keep(case, group)
            yield from group
            group, since = [], time.monotonic()
    _keep(case, group)
    yield from group


def _keep(case: CaseFolder, group: list[Result]) -> None:
    new = [r.new for r in group if r.new is not None]
    failed = [json.loads(r.line) for r in group if not r.ok]
    if not new and not failed:
        return

    def work(connection: Connection) -> None:
        for reading in new:
            keep_reading(connection, reading)
        reports.record_failures(connection, [
            {"verb": "read", "item": line["document"].get("report") or line["document"]["source"],
             "stage": f["stage"], "reason": f["reason"], "at": now()} for line in failed for f in line["failures"]])

    case.write_and_log(work)


def keep_reading(connection: Connection, new: NewReading) -> None:
    """Keeps one reading and records its custody event; a reading that is known already stays as it is.

    A report that was erased while it was being read is not brought back.

    Claims that were not there before say which claim of the former reading they supersede: the one of the
    same kind at the same place.
    """
    from bearwitness.custody.rows import claim_rows_root

    if reports.stored(connection, new.report_id) is None:
        return
    rows = [row for *_, row in new.claims]
    reading_id = hashlib.sha256(rfc8785.dumps([new.report_id, new.extractor, _hex(claim_rows_root(rows))])).hexdigest()[:32]
    if readings.known(connection, reading_id):
        _hold_again(connection, new.report_id, reading_id)
        return
    new = _superseding(connection, new)
    root = _hex(claim_rows_root([row for *_, row in new.claims]))
    item = events.item_of(connection, new.report_id) or events.pseudonym()
    at = now()
    event = events.build("claim", item, {
        "report": new.report_id, "reading": reading_id, "extractor": new.extractor, "text_sha256": new.text_sha256,
        "failures": to_json(new.failures) or None, "rows": len(new.claims), "rows_root": root, "mentions": len(new.mentions),
        "mentions_root": _hex(claim_rows_root([row for *_, row in new.mentions])), "time": at}, reading_id)
    [index] = events.record(connection, [event])
    readings.keep(connection, new, reading_id=reading_id, rows_root=root, log_index=index, made_at=at)


def _hold_again(connection: Connection, report_id: str, reading_id: str) -> None:
    """A reading that another one had superseded holds again. That is logged, or nobody could tell which one held when."""
    current = readings.current(connection, report_id)
    if current is not None and current["id"] == reading_id:
        return
    readings.make_current(connection, report_id, reading_id)
    item = events.item_of(connection, report_id) or events.pseudonym()
    events.record(connection, [events.build("claim", item, {"report": report_id, "reading": reading_id, "again": now()}, reading_id)])


def _hex(root: bytes | str) -> str:
    return root if isinstance(root, str) else root.hex()


def _superseding(connection: Connection, new: NewReading) -> NewReading:
    if readings.current(connection, new.report_id) is None:
        return new
    former = {(c.kind, c.passage.start, c.passage.end): c.id for c in readings.current_claims(connection, new.report_id)}
    unchanged = set(former.values())
    changed: list[tuple[str, str, int, int, bytes]] = []
    for id_, kind, start, end, row in new.claims:
        old: Any = former.get((kind, start, end))
        if old and id_ not in unchanged:
            row = json_text({**json.loads(row), "supersedes": old}).encode()
        changed.append((id_, kind, start, end, row))
    return NewReading(new.report_id, new.extractor, new.text_sha256, tuple(changed), new.mentions, new.failures)
