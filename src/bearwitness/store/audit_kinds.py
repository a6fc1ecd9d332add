"""Which kind of event may say what: a report, reading, judgement or list is made by one event of its own kind, and only a
redaction may change what was said of it, to words that stand for what went.

Else whoever holds database and log's key could put an event of any other kind behind a signed judgement, with another verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bearwitness.custody.sign import FIELDS
from bearwitness.model import ERASED, REDACTED, When, to_json

_MADE_BY = {"report": ("capture",), "judgement": ("review",), "reading": ("claim",), "list": ("import",), "case": ("case",), "dossier": ("publish",),
            "sha256": ("import",), "public_key": ("key",), "derivative": ("derive",), "record": ("derive", "restore")}
_ONCE = ("report", "judgement", "reading", "list", "case", "dossier")
_REDACTED = ("report", "judgement", "list", "sha256")
_AGAIN = {"report", "reading", "again"}     # a reading that had been superseded holds again: the same extractor was used once more
_OF_THE_EVENT = {"digests", "subject", "what", "ground", "approver_1", "approver_2", "time", "tool", "in_case", "row_sha256", "capture",
                 *(name for pair in FIELDS for name in pair)}
_UNKNOWN = json.loads(json.dumps(to_json(When())))


def check(place: str, kind: str, key: tuple[str, str], fields: Mapping[str, Any], earlier: Mapping[str, Any], first: int | None) -> Iterator[str]:
    """Faults of an event that is about something.

    Args:
        key: what it is about, such as ("judgement", its id).
        earlier: what the events before say of that.
        first: the first of those; None when this is the first.
    """
    about, ident = key
    if kind == "redact" and about in _REDACTED:
        for name in sorted(fields.keys() - _OF_THE_EVENT - {about}):
            if not _stands_for_nothing(fields[name]) and fields[name] != earlier.get(name, fields[name]):
                yield f"{place}: a redaction that gives {about} {ident} another {name}: only words that stand for what went may come in its place"
            elif name in ("relation", "supersedes"):
                yield f"{place}: a redaction that sets the {name} of judgement {ident}: that is never redacted"
    elif about in _MADE_BY and kind not in _MADE_BY[about]:
        yield f"{place}: an event of kind {kind} speaks of {about} {ident}: only one of kind {' or '.join(_MADE_BY[about])} may"
    elif about == "reading" and fields.keys() == _AGAIN and fields["report"] == earlier.get("report"):
        return
    elif about in _ONCE and first is not None:
        yield f"{place}: says once more what {about} {ident} is, after event {first}: of two such events the first one holds"


def _stands_for_nothing(value: Any) -> bool:
    return value in (ERASED, [], None, _UNKNOWN) or (isinstance(value, str) and value.startswith(REDACTED[:-1]) and value.endswith("]"))
