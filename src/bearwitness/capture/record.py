"""The capture record: what was done to get a page, field by field, so that a stranger can judge it.

The fields are those of the Berkeley Protocol on Digital Open Source Investigations (chapter VI.C) as our design notes
list them. What is not known is written as missing, with the reason; nothing is filled in from somewhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bearwitness.capture.fetch import Exchange

FIELDS = ("time_start", "time_end", "clock_offset_ms", "collector", "identity_used", "egress", "method", "tool", "uri_requested", "uri_final",
          "redirects", "remote_ip", "tls", "request_head", "response_heads", "sha256", "sha512", "size", "media_type_declared", "media_type_seen",
          "embedded_metadata", "context", "language_seen", "sensitivity", "consent_ref", "device_claims", "content_encoding_removed", "assurance", "browser", "notes")


def missing(reason: str) -> dict[str, str]:
    """A field that is not known, and why."""
    return {"missing": reason}


def of_exchanges(url: str, exchanges: Sequence[Exchange], *, tool: str, told: Mapping[str, Any], fault: str | None = None) -> dict[str, Any]:
    """The record of a capture by the plain lane.

    Args:
        told: what the collector and the case know: collector, identity_used, egress, context, consent_ref ...
        fault: why the capture broke off, if it did.
    """
    last = exchanges[-1] if exchanges else None
    none = missing("no answer came" + (f": {fault}" if fault else ""))
    known: dict[str, Any] = {
        "time_start": _time(exchanges[0].started) if exchanges else none,
        "time_end": _time(last.ended) if last else none,
        "method": "http", "tool": tool, "uri_requested": url, "uri_final": last.url if last else none,
        "redirects": [{"from": e.url, "status": e.status, "to": e.location} for e in exchanges if e.location is not None],
        "remote_ip": last.remote if last else none,
        "tls": _tls(last) if last else none,
        "request_head": last.request.decode("ascii", "replace") if last else none,
        "response_heads": [_head(e) for e in exchanges],
        "sha256": last.sha256 if last else none, "sha512": last.sha512 if last else none, "size": last.size if last else none,
        "media_type_declared": (last.header("content-type") or missing("the server declared none")) if last else none,
        "content_encoding_removed": False,
        "device_claims": missing("a page is no file of a device"),
        "embedded_metadata": missing("not read from pages"),
        "notes": [note for e in exchanges for note in e.notes] + ([f"broken off: {fault}"] if fault else []),
    }
    return complete({**known, **{k: v for k, v in told.items() if v is not None}})


_WHY_MISSING = {
    "clock_offset_ms": "no time server was asked", "collector": "the collector gave no role", "identity_used": "no account was used",
    "egress": "not told; the address of the collector is not kept", "context": "the collector wrote none", "consent_ref": "none was given",
    "sensitivity": "not set", "language_seen": "no text was read", "media_type_seen": "nothing was read", "assurance": "nothing was read",
    "browser": "the browser lane was not asked",
}


def complete(known: Mapping[str, Any]) -> dict[str, Any]:
    """All fields in their order, what is not among `known` as missing."""
    return {name: known[name] if name in known else missing(_WHY_MISSING.get(name, "not recorded by this method")) for name in FIELDS}


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _tls(exchange: Exchange) -> dict[str, Any]:
    if exchange.tls is None:
        return missing("the address is http, without encryption")
    return {**{k: v for k, v in exchange.tls.items() if k != "certificate"}, "chain": missing("this Python does not give it")}


def _head(exchange: Exchange) -> str:
    from bearwitness.capture.warc import split_head

    head = split_head(exchange.answer.read(1 << 17))[0]
    exchange.answer.seek(0)
    return head.decode("latin-1")
