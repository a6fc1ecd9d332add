"""A captured address on its way into the case: each exchange is kept as a WARC, what it answered as an original."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from bearwitness.case.clock import tool
from bearwitness.case.intake.batch import Batch
from bearwitness.case.intake.logged import Within, import_event
from bearwitness.case.intake.pending import Pending, line
from bearwitness.case.parsing import Parsed
from bearwitness.model import report_id
from bearwitness.store.objects import Received

if TYPE_CHECKING:
    from bearwitness.capture.browser import Lane
    from bearwitness.capture.plain import Captured


def take(batch: Batch, source: str) -> None:
    """Captures an address in two lanes: each exchange is kept as a WARC, what it answered as an original."""
    from bearwitness.capture import browser
    from bearwitness.capture.plain import capture

    settings = batch.case.settings().get("capture", {})
    taken = capture(source, settings=settings, tool=tool(), told={"sensitivity": batch.given.sensitivity})
    if taken.package is None:
        batch.refuse(source, taken.fault or "nothing came")
        return
    lane = browser.capture(source, settings=settings, tool=tool(), record=taken.record)
    taken = replace(taken, record={**taken.record, "browser": lane.record})
    assert taken.package is not None
    package = batch.case.objects.receive(taken.package)
    answer = None
    try:
        if taken.payload:
            answer = batch.case.objects.receive(io.BytesIO(taken.payload))
        base = batch.given
        level = _queue_answer(batch, source, taken, package, answer)
        batch.given = base
        if lane.package is not None:
            _queue_lane(batch, source, taken, lane, package.sha256, level)
    finally:
        package.drop()
        if answer is not None:
            answer.drop()


def _queue_lane(batch: Batch, source: str, taken: Captured, lane: Lane, plain: str, level: str) -> None:
    """Keeps what a browser showed. It is a report of its own when the plain lane brought less of the content."""
    from bearwitness.capture import assurance, record

    assert lane.package is not None
    package = batch.case.objects.receive(lane.package)
    page = None
    try:
        facts = {"sha256": package.sha256, "sha512": package.sha512, "size": package.size}
        event = import_event(source, package, "browser", {**lane.record, **record.of_lane(taken.record, lane.record, facts), "with": plain})
        batch.case.objects.keep(package)
        batch.pending[-1].events.append(event)
        batch.pending[-1].more.append((package.sha256, package.sha512, package.size))
        if level == assurance.CONTENT or not lane.dom:
            return
        page = batch.case.objects.receive(io.BytesIO(lane.dom.encode("utf-8", "surrogatepass")))
        batch.given = batch.given.over({"url": lane.final or source})
        parsed = batch.parsed(page, source, "text/html; charset=utf-8")
        document = parsed.document
        flags = assurance.signs(document.text if document else None, document.title if document else None)
        shown = assurance.level(lane.status, flags, text=document is not None)
        if document is None or assurance.ORDER.index(shown) <= assurance.ORDER.index(level):
            return
        if not batch.known(report_id(page.sha256, f"{source}#browser"), source, "browser", page.sha256):
            batch.case.objects.keep(page)
            batch.queue(source, "browser", page, parsed, started=lane.started, method="browser", warnings=flags,
                        package=Within(package.sha256, None, None))
        batch.pending[-1].line["assurance"] = shown
    finally:
        package.drop()
        if page is not None:
            page.drop()


def _queue_answer(batch: Batch, source: str, taken: Captured, package: Received, answer: Received | None) -> str:
    """Queues what the plain lane brought; gives its assurance."""
    from bearwitness.capture import assurance

    batch.given = batch.given.over({"url": taken.final or source})
    fault = taken.fault or (None if answer else "the answer is empty")
    parsed = Parsed(reason=fault)
    if answer is not None and fault is None:
        parsed = batch.parsed(answer, source, taken.media_type)
    document, fault = parsed.document, parsed.reason
    flags = assurance.signs(document.text if document else None, document.title if document else None) if answer is not None else ()
    level = assurance.level(taken.status, flags, text=document is not None)
    about = {**taken.record, "assurance": level}
    if document is not None:
        about |= {"media_type_seen": document.media_type, **({"language_seen": document.lang} if document.lang else {})}
    batch.case.objects.keep(package)
    event = import_event(source, package, "http", about)
    if answer is None:
        batch.pending.append(Pending({**line(source, sha256=package.sha256, verdict="keep_original_no_derivative", reason=fault), "assurance": level},
                                     kept=(package.sha256, package.sha512, package.size), events=[event]))
        return level
    if batch.known(report_id(answer.sha256, source), source, None, answer.sha256):
        # The same bytes again: no new report, but a new capture of it.
        batch.pending[-1].line["assurance"] = level
        batch.pending[-1].kept = (package.sha256, package.sha512, package.size)
        batch.pending[-1].events = [event]
        return level
    batch.case.objects.keep(answer)
    batch.queue(source, None, answer, parsed, vouched=batch.vouched(answer, source, taken.media_type), started=taken.started, method="http", warnings=flags if document else (),
                package=Within(package.sha256, None, None))
    pending = batch.pending[-1]
    pending.line["assurance"] = level
    pending.events.insert(0, event)
    pending.more.append((package.sha256, package.sha512, package.size))
    return level
