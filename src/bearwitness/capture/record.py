"""The capture record: what was done to get a page, field by field, so that a stranger can judge it.

The fields are those of the Berkeley Protocol on Digital Open Source Investigations (chapter VI.C) as our design notes
list them. What is not known is written as missing, with the reason; nothing is filled in from somewhere else.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bearwitness.capture.clockstate import build, clock_offset
from bearwitness.capture.fetch import Exchange

FIELDS = ("time_start", "time_end", "clock_offset_ms", "collector", "identity_used", "egress", "method", "tool", "tool_build", "uri_requested", "uri_final",
          "redirects", "remote_ip", "tls", "request_head", "response_heads", "sha256", "sha512", "size", "media_type_declared", "media_type_seen",
          "embedded_metadata", "context", "language_seen", "sensitivity", "consent_ref", "device_claims", "content_encoding_removed", "assurance", "browser", "notes")


COLLECTOR = ("collector", "identity_used", "egress", "context", "consent_ref")      # of [capture] in case.toml
_ADDRESS_LEVEL = 3        # below it, the collector's address is not kept
_WORDS = re.compile(r"[0-9A-Fa-f:.]{3,}")


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
        "clock_offset_ms": clock_offset(),
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


def of_collector(settings: Mapping[str, Any], sensitivity: int | None) -> dict[str, Any]:
    """What `[capture]` of case.toml tells of whoever collects. An address in `egress` is kept at level 3 alone."""
    told = {name: settings[name] for name in COLLECTOR if settings.get(name) not in (None, "")}
    if "egress" in told and sensitivity != _ADDRESS_LEVEL:
        told["egress"] = _without_address(told["egress"])
    return told


def _without_address(egress: Any) -> Any:
    if isinstance(egress, Mapping):
        return {name: _without_address(value) for name, value in egress.items()}
    return _WORDS.sub(lambda m: "(an address, kept at level 3 alone)" if _is_address(m.group()) else m.group(), str(egress))


def _is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text.strip(".:") if "." in text else text))
    except ValueError:
        return False


_UNKNOWN = "it came as a file: what is not in it is not told"
_IN_PACKAGE = "the package holds what its maker recorded, as it came"
_BEFORE = "it was collected before it was added, by means that nobody has told"


def of_file(*, method: str, tool: str, settings: Mapping[str, Any], facts: Mapping[str, Any], collected_at: str | None = None, url: str | None = None,
            level: int | None = None, look: bool = False) -> dict[str, Any]:
    """The record of what was added and not fetched: a file, a package, a member of one.

    Args:
        method: "upload", "import:warc" ...
        facts: what is known of its bytes: sha256, sha512, size, media_type_declared, media_type_seen, language_seen. None: not known.
        collected_at: when it was collected, as its package says. The time of adding never stands in for it.
        look: it is a picture or video, with a derivative `metadata.json`.
    """
    archived = method in ("import:warc", "import:wacz")
    why = missing(_IN_PACKAGE if archived else _UNKNOWN)
    when = collected_at or missing("the package does not say when it was collected" if method.startswith("import:") else _BEFORE)
    claims = {"derivative": "metadata.json"} if look else missing("it is no picture or video, whose head a device writes")
    told = {name: value for name, value in of_collector(settings, level).items() if name in ("collector", "context", "consent_ref")}
    known: dict[str, Any] = {
        "time_start": when, "time_end": when, "clock_offset_ms": clock_offset(), "identity_used": missing(_BEFORE), "egress": missing(_BEFORE), "method": method, "tool": tool,
        "uri_requested": url or missing("no address is told"), "uri_final": url if archived and url else missing("nothing was fetched"),
        "redirects": why, "remote_ip": why, "tls": why, "request_head": why, "response_heads": why, "embedded_metadata": claims, "device_claims": claims,
        "sensitivity": level, "content_encoding_removed": archived, "assurance": missing("only what is fetched is judged so"),
        "browser": missing("nothing was fetched"), "notes": [], **told, **facts}
    return complete({name: value for name, value in known.items() if value is not None})


def of_lane(plain: Mapping[str, Any], lane: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The record of the browser lane: what the plain lane's says of the collector, and what the browser told.

    Args:
        facts: sha256, sha512 and size of the lane's WARC.
    """
    shared = {name: plain[name] for name in (*COLLECTOR, "tool", "tool_build", "uri_requested", "clock_offset_ms", "sensitivity") if name in plain}
    own = {name: value for name in ("time_start", "time_end", "uri_final", "redirects", "remote_ip", "tls", "response_heads", "media_type_declared", "notes")
           if (value := lane.get(name)) is not None}
    nothing = missing("the browser brought no page")
    return complete({**{name: nothing for name in ("uri_final", "redirects", "remote_ip", "tls", "response_heads", "media_type_declared")}, **shared, **own, **facts,
                     "method": "browser", "request_head": missing("the browser does not give what it sends byte for byte"), "content_encoding_removed": True,
                     "media_type_seen": missing("the DOM is kept as HTML"), "embedded_metadata": missing("not read from pages"),
                     "device_claims": missing("a page is no file of a device"), "browser": {"version": lane.get("version"), "view": lane.get("view")}})


_WHY_MISSING = {
    "collector": "the collector gave no role", "identity_used": "no account was used",
    "egress": "not told; the address of the collector is not kept", "context": "the collector wrote none", "consent_ref": "none was given",
    "sensitivity": "not set", "language_seen": "no text was read, or its language is not known", "media_type_seen": "nothing was read", "assurance": "nothing was read",
    "browser": "the browser lane was not asked", "media_type_declared": "none was declared", "sha512": "its bytes are a part of a file, whose digest is in the log",
}


def complete(known: Mapping[str, Any]) -> dict[str, Any]:
    """All fields in their order, what is not among `known` as missing."""
    known = {"tool_build": build(), **known}
    return {name: known[name] if name in known else missing(_WHY_MISSING.get(name, "not recorded by this method")) for name in FIELDS}


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _tls(exchange: Exchange) -> dict[str, Any]:
    if exchange.tls is None:
        return missing("the address is http, without encryption")
    chain = exchange.tls.get("chain") or missing("this Python does not give it")
    return {**{k: v for k, v in exchange.tls.items() if k != "certificate"}, "chain": chain}


def _head(exchange: Exchange) -> str:
    from bearwitness.capture.warc import split_head

    head = split_head(exchange.answer.read(1 << 17))[0]
    exchange.answer.seek(0)
    return head.decode("latin-1")
