"""What runs in a reading process: one task in, one small result out. The model is loaded once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from bearwitness.case.parsing import Parser
from bearwitness.errors import BearwitnessError, ReadError
from bearwitness.model import Claim, Document, Failure, Mention, Passage, Reading, When, to_json
from bearwitness.store.readings import NewReading
from bearwitness.store.rows import json_text

# Ten million characters take three to four minutes and somewhat more than a gigabyte; more would take the machine.
MAX_CHARS = 10_500_000
CONTEXT = 32      # code points before and after an exact quote (text-quote selector)


@dataclass(frozen=True, slots=True)
class Task:
    """One input of `read`: bytes to be read, or a document that is kept already, or a fault."""

    source: str
    data: bytes | None = None
    given: dict[str, Any] = field(default_factory=dict)
    foreign: bool = False      # a file that somebody sent: it is parsed behind walls
    document: Document | None = None
    report_id: str | None = None
    fault: Failure | None = None
    private: bool = False      # not to be sent to another machine


@dataclass(frozen=True, slots=True)
class Options:
    """How to read and what to tell."""

    text: bool = False
    exhaustive: bool = False
    rows: bool = False      # also the rows for the case
    actors: tuple[str, ...] = ()      # further tables of actors
    packs: tuple[str, ...] = ()       # folders of further language packs
    engine: str | None = None         # URL#MODEL of a language model that adds suggestions
    foreign: bool = False             # files are read, so a parsing process is needed
    format: str | None = None         # muc4: templates in the place of claims


@dataclass(frozen=True, slots=True)
class Result:
    """The line of one input as JSON text, whether all went well, and the rows for the case."""

    line: str
    ok: bool
    new: NewReading | None = None
    remarks: bool = False      # all went well, and there is still something to tell


@cache
def _tools(actors: tuple[str, ...] = (), packs: tuple[str, ...] = ()) -> Any:
    from bearwitness.extract import load_tools
    from bearwitness.store.gazetteer import open_gazetteer

    return load_tools(open_gazetteer(), [Path(path) for path in actors], packs=[Path(path) for path in packs])


@cache
def parser(purpose: str = "files") -> Parser:
    """This process's parsing process, for all files that are read without a case. It ends with this one.

    Args:
        purpose: "posts" for another one, whose posts are taken one by one while files are parsed between them.
    """
    import atexit

    made = Parser()
    atexit.register(made.close)
    return made


def warm_up(options: Options) -> None:
    """Loads the model and the tables before the first task; the parsing process loads meanwhile."""
    if options.foreign:
        parser().files.start()
    _tools(options.actors, options.packs)


def run(task: Task, options: Options) -> Result:
    """Reads one input. Whatever goes wrong becomes a failure of this input."""
    return next(run_together([task], options))


def run_together(tasks: Sequence[Task], options: Options) -> Iterator[Result]:
    """Reads several inputs, which are parsed at once. The answers are those of one by one, each as soon as it is done."""
    if options.format == "muc4":
        yield from (_as_muc4(task, options) for task in tasks)
        return
    given = [_given(task) for task in tasks]
    documents = [d for d in given if isinstance(d, Document)]
    parsed = iter(_parsed(documents, options) if len(documents) > 1 else [None] * len(documents))
    for task, d in zip(tasks, given, strict=True):
        yield d if isinstance(d, Result) else _read(task, d, options, next(parsed))


def _given(task: Task) -> Document | Result:
    """The document of a task, or why there is none to be read."""
    if task.fault is not None:
        return _failed(task, task.document, task.fault)
    document = task.document
    try:
        if document is None:
            document = _document(task)
    except ReadError as e:
        return _failed(task, None, Failure("read", _without_name(str(e), task.source)))
    except (Exception, RecursionError, MemoryError) as e:
        return _failed(task, None, Failure("read", f"the reader failed on it ({type(e).__name__}: {e}): please report this"))
    if len(document.text) > MAX_CHARS:
        return _failed(task, document, Failure("extract", (
            f"the text has {len(document.text):,} characters, more than the {MAX_CHARS:,} that are read at once: "
            "split it into its articles or chapters")))
    return document


def _parsed(documents: Sequence[Document], options: Options) -> list[Any]:
    """What the documents' parse gives; where one of them fails, each is parsed by itself and the fault told where it belongs."""
    from bearwitness.extract import parse_together

    try:
        return list(parse_together(documents, tools=_tools(options.actors, options.packs), exhaustive=options.exhaustive))
    except (Exception, RecursionError, MemoryError):
        return [None] * len(documents)


def _read(task: Task, document: Document, options: Options, parsed: Any = None) -> Result:
    from bearwitness.extract import read_document

    ahead = {} if parsed is None else {"parsed": parsed}
    try:
        reading = read_document(document, tools=_tools(options.actors, options.packs), exhaustive=options.exhaustive, **ahead)
    except BearwitnessError as e:
        return _failed(task, document, Failure("extract", str(e)))
    except (Exception, RecursionError, MemoryError) as e:
        return _failed(task, document, Failure("extract", f"extraction failed ({type(e).__name__}: {e}): please report this"))
    ok, extractor = not reading.failures, None
    if options.engine:
        reading, extractor, answered = _with_suggestions(reading, options.engine, private=task.private)
        ok = ok and answered
    new = rows_of(reading, task.report_id, extractor) if options.rows and task.report_id else None
    line = json.dumps(line_of(task.source, reading, report_id=task.report_id, text=options.text), ensure_ascii=False)
    return Result(line, ok, new, remarks=bool(reading.failures))


def _as_muc4(task: Task, options: Options) -> Result:
    """The templates of one input: `{"source", "templates"}`; with `failures` when something went wrong."""
    from bearwitness.extract.muc4 import read_templates

    templates: list[dict[str, list[str]]] = []
    failures: list[Any] = []
    try:
        if task.fault is not None:
            failures.append(to_json(task.fault))
        else:
            document = task.document or _document(task)
            if len(document.text) > MAX_CHARS:
                raise ReadError(f"the text has {len(document.text):,} characters, more than the {MAX_CHARS:,} that are read at once")
            reading, templates = read_templates(document, tools=_tools(options.actors, options.packs))
            failures += to_json(reading.failures)
    except ReadError as e:
        failures.append(to_json(Failure("read", _without_name(str(e), task.source))))
    except (Exception, RecursionError, MemoryError) as e:
        failures.append(to_json(Failure("muc4", f"the templates failed ({type(e).__name__}: {e}): please report this")))
    line: dict[str, Any] = {"source": task.source, "templates": templates, **({"failures": failures} if failures else {})}
    return Result(json.dumps(line, ensure_ascii=False), not failures)


def _with_suggestions(reading: Reading, address: str, *, private: bool) -> tuple[Reading, str, bool]:
    """The reading with what a language model suggests, the extractor of both, and whether the model answered.

    A reading for which the server was gone is kept under another name, so that the next run asks again.
    """
    from bearwitness import engines
    from bearwitness.extract import EXTRACTOR

    engine = engines.parse(address)
    if private and not engine.local:
        told = (f"it was not sent to {engine.host}, because it is not public: use an engine on this machine, or say that it is "
                "public (`bearwitness judge REPORT --relation fix --set sensitivity=0`)")
        reading = replace(reading, failures=(*reading.failures, Failure(engines.ENGINE_STAGE, told)))
    else:
        try:
            reading = engines.add_suggestions(reading, engine)
        except Exception as e:      # a defect of an option must not cost what the rules found
            told = f"the suggestions failed ({type(e).__name__}: {e}): please report this"
            reading = replace(reading, failures=(*reading.failures, Failure(engines.ENGINE_STAGE, told)))
    mark = "" if engines.complete(reading) else "incomplete+"
    return reading, f"{EXTRACTOR}+{mark}{engine.extractor}", engines.worked(reading)


def _document(task: Task) -> Document:
    from bearwitness.case.doors import readers
    from bearwitness.readers import read_bytes

    assert task.data is not None
    if task.foreign:
        given = dict(task.given)
        media_type = given.pop("media_type", None)
        parsed = parser().document(task.data, task.source, given, media_type)
        if parsed.document is None:
            raise ReadError(parsed.reason or "there is no text in it")
        return parsed.document
    return read_bytes(task.data, name=task.source, readers=readers(), **task.given)


def _without_name(message: str, name: str) -> str:
    return message.removeprefix(f"{name}: ")


def _failed(task: Task, document: Document | None, failure: Failure) -> Result:
    if document is None:
        shown: dict[str, Any] = {name: None for name in ("sha256", "text_sha256", "reader", "title", "publisher", "lang")}
        if task.data is not None:
            shown["sha256"] = hashlib.sha256(task.data).hexdigest()
        line: dict[str, Any] = {"document": {"source": task.source, **shown, "published_at": to_json(When()), "chars": None},
                "claims": [], "mentions": [], "failures": [to_json(failure)]}
    else:
        line = line_of(task.source, Reading(document, failures=(failure,)), report_id=task.report_id)
    if task.report_id:
        line["document"]["report"] = task.report_id
    return Result(json.dumps(line, ensure_ascii=False), False)


def line_of(source: str, reading: Reading, *, report_id: str | None = None, text: bool = False) -> dict[str, Any]:
    """The object of `read --json` for one input."""
    document = reading.document
    about: dict[str, Any] = {
        "source": source, "sha256": document.sha256, "text_sha256": document.text_sha256, "reader": document.reader,
        "title": document.title, "publisher": document.publisher, "lang": document.lang,
        "published_at": to_json(document.published_at), "chars": len(document.text)}
    if document.warnings:
        about["warnings"] = [{"code": code, "text": words} for code, words in document.warnings]
    if report_id:
        about["report"] = report_id
    if text:
        about["text"] = document.text
    return {"document": about, "claims": to_json(reading.claims), "mentions": to_json(reading.mentions),
            "failures": to_json(reading.failures)}


# --- rows -------------------------------------------------------------------------------------------

def rows_of(reading: Reading, report_id: str, extractor: str | None = None) -> NewReading:
    """The rows of a reading for the store: RFC 8785 JSON, passages with their context.

    Args:
        extractor: of the whole reading, when more than the rules made it.
    """
    from bearwitness.extract import EXTRACTOR

    text = reading.document.text
    return NewReading(
        report_id=report_id, extractor=extractor or EXTRACTOR, text_sha256=reading.document.text_sha256,
        claims=tuple((c.id, c.kind, c.passage.start, c.passage.end, claim_row(c, text, report_id)) for c in reading.claims),
        mentions=tuple((m.kind, m.passage.start, m.passage.end, m.entity_id, mention_row(m)) for m in reading.mentions),
        failures=tuple({"stage": f.stage, "reason": f.reason} for f in reading.failures))


def claim_row(claim: Claim, text: str, report_id: str) -> bytes:
    body = to_json(claim, store=True)
    body["passage"] = to_json(with_context(claim.passage, text), store=True)
    body["report_id"] = report_id
    return json_text(body).encode()


def mention_row(mention: Mention) -> bytes:
    return json_text(to_json(mention)).encode()


def with_context(passage: Passage, text: str) -> Passage:
    """The passage with the words before and after it, by which it is found again (W3C text-quote selector)."""
    return Passage(passage.start, passage.end, passage.exact,
                   prefix=text[max(0, passage.start - CONTEXT):passage.start],
                   suffix=text[passage.end:passage.end + CONTEXT])
