"""One address, captured by the plain lane: the exchanges as a WARC, the record, and what was answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from bearwitness.capture import record, warc
from bearwitness.capture.fetch import Exchange, Fetcher, FetchError, spool


@dataclass(frozen=True, slots=True)
class Captured:
    """What a capture gave.

    Attributes:
        package: the WARC, from its first byte; None when no server answered.
        payload: the last answer's content, unpacked; None when there is none.
        fault: why there is no content, if so.
        record: the capture record (`capture.record.FIELDS`).
        started: ISO 8601 in UTC.
    """

    package: IO[bytes] | None
    payload: bytes | None
    fault: str | None
    record: dict[str, Any]
    started: str
    final: str | None = None
    status: int | None = None
    media_type: str | None = None


def capture(url: str, *, settings: Mapping[str, Any], tool: str, told: Mapping[str, Any], fetcher: Fetcher | None = None) -> Captured:
    """Fetches an address and keeps the whole exchange. Never raises for what a server does: `fault` says it.

    Args:
        settings: `[capture]` of case.toml: `allow` (own servers), and what it tells of the collector.
        told: further fields of the record.
    """
    fetcher = fetcher or Fetcher(allow=tuple(str(a) for a in settings.get("allow", ())))
    fault = None
    try:
        exchanges = fetcher.fetch(url)
    except FetchError as e:
        exchanges, fault = e.exchanges, str(e)
    about = record.of_exchanges(url, exchanges, tool=tool, fault=fault, told={
        **record.of_collector(settings, told.get("sensitivity")), **told})
    if not exchanges:
        return Captured(None, None, fault, about, "")
    try:
        return _packed(exchanges, about, tool, fault)
    finally:
        for exchange in exchanges:
            with suppress(OSError):
                exchange.close()


def _packed(exchanges: tuple[Exchange, ...], about: dict[str, Any], tool: str, fault: str | None) -> Captured:
    out = spool()
    warc.write(out, exchanges, info={"software": tool, "format": "WARC File Format 1.1"}, about=about,
               record_id=lambda: f"<urn:uuid:{uuid.uuid4()}>")
    last = exchanges[-1]
    payload = None
    if fault is None:
        answers = [found for found in warc.read(out) if found.kind == "response"]
        payload, fault = answers[-1].payload, answers[-1].fault
        if not 200 <= last.status < 300:
            fault = f"the server answered {last.status} {last.reason}: the answer is kept, and is not the content"
    out.seek(0)
    return Captured(out, payload, fault, about, str(about["time_start"]), last.url, last.status, last.header("content-type"))
