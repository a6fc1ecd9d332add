"""Records as they go between the two processes: plain JSON, and bytes beside it.

What comes back from a process that has touched foreign bytes is believed in nothing that can be checked: digests are taken anew, offsets
must lie in the text, every field must have its type. What cannot be checked (is this the text of that page?) is what the reader is for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from bearwitness.capture.packages import Member
from bearwitness.capture.signatures import VERDICTS, Checked
from bearwitness.model import Document, Nested, When
from bearwitness.readers.base import Found
from bearwitness.readers.table import Table

_PRECISIONS = ("day", "range", "week", "month", "year", "unknown")
_ANCHORS = ("text", "published_at", "none")
_DAY = re.compile(r"[+-]?\d{4,}(?:-\d{2}(?:-\d{2})?)?\Z")
_OPTIONAL = ("source", "title", "author", "publisher", "lang", "url")
_MOST_WORDS = 100_000      # characters of a title, an author ...


class Untrue(Exception):
    """What came back is no such record."""


# --- there ------------------------------------------------------------------------------------------

def plain_document(document: Document) -> tuple[dict[str, Any], list[bytes]]:
    """A document without its text, and the text's UTF-8."""
    body = {field.name: getattr(document, field.name) for field in fields(document) if field.name not in ("text", "nested", "published_at")}
    body |= {"published_at": asdict(document.published_at), "nested": [asdict(nested) for nested in document.nested]}
    return body, [document.text.encode()]


def plain_member(member: Member) -> tuple[dict[str, Any], list[bytes]]:
    """A member without its bytes and text, and those."""
    body: dict[str, Any] = {name: getattr(member, name) for name in ("key", "captured_at", "offset", "length", "fault")}
    body |= {"told": {name: str(value) for name, value in member.told.items()}, "warnings": [list(pair) for pair in member.warnings],
             "data": member.data is not None, "found": plain_found(member.found)}
    pieces = [member.data or b""]
    if member.found is not None:
        pieces.append(member.found.text.encode("utf-8", "surrogatepass"))
    return body, pieces


def plain_table(table: Table) -> tuple[dict[str, Any], list[bytes]]:
    """A table without its rows, and those as JSON."""
    return {"columns": list(table.columns), "warnings": [list(pair) for pair in table.warnings], "numbers": list(table.numbers)}, [json.dumps(table.rows).encode("ascii")]


def plain_found(found: Found | None) -> dict[str, Any] | None:
    """What a package tells of a member's text, without the text."""
    if found is None:
        return None
    body = {name: getattr(found, name) for name in ("title", "author", "publisher", "lang", "url")}
    return {**body, "published_at": asdict(found.published_at), "nested": [asdict(nested) for nested in found.nested],
            "warnings": [list(pair) for pair in found.warnings]}


# --- and back ---------------------------------------------------------------------------------------

def document(body: Any, pieces: Sequence[bytes], *, sha256: str) -> Document:
    """The document that came back.

    Args:
        sha256: of the bytes that were sent.

    Raises:
        Untrue: a field has not its type, or an offset is not in the text.
    """
    if not isinstance(body, dict) or len(pieces) != 1:
        raise Untrue("the document has not its shape")
    try:
        text = bytes(pieces[0]).decode()
    except UnicodeDecodeError as e:
        raise Untrue("the text is no UTF-8") from e
    return Document(
        text=text, sha256=sha256, text_sha256=hashlib.sha256(pieces[0]).hexdigest(), reader=_word(body, "reader"),
        media_type=_word(body, "media_type"), **{name: _word_or_none(body, name) for name in _OPTIONAL},
        published_at=_when(body.get("published_at")), nested=_nested(body.get("nested"), len(text)), warnings=_pairs(body.get("warnings")))


def member(body: Any, pieces: Sequence[bytes]) -> Member:
    """The member that came back.

    Raises:
        Untrue: a field has not its type.
    """
    if not isinstance(body, dict) or not pieces:
        raise Untrue("the member has not its shape")
    told = body.get("told")
    if not isinstance(told, dict) or not all(isinstance(v, str) and len(v) <= _MOST_WORDS for v in told.values()):
        raise Untrue("what is told of the member is no text")
    has_found = body.get("found") is not None
    if len(pieces) != 1 + has_found:
        raise Untrue("the member has not its shape")
    return Member(
        _word(body, "key"), pieces[0] if body.get("data") is True else None, told, _word_or_none(body, "captured_at"),
        _number_or_none(body, "offset"), _number_or_none(body, "length"), _word_or_none(body, "fault"), _pairs(body.get("warnings")),
        found(body["found"], pieces[1]) if has_found else None)


def table(body: Any, pieces: Sequence[bytes]) -> Table:
    """The table that came back.

    Raises:
        Untrue: a cell is no text, or a row has another length than the heading.
    """
    try:
        rows = json.loads(pieces[0])
        columns, numbers = body["columns"], body["numbers"]
        good = all(isinstance(name, str) for name in columns) and all(type(n) is int for n in numbers) and len(numbers) == len(rows)
        good = good and all(len(row) == len(columns) and all(isinstance(cell, str) for cell in row) for row in rows)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as e:
        raise Untrue("the table has not its shape") from e
    if not good:
        raise Untrue("the table has not its shape")
    return Table(tuple(columns), tuple(tuple(row) for row in rows), _pairs(body.get("warnings")), tuple(numbers))


def checked(body: Any) -> Checked:
    """The signature that came back.

    Raises:
        Untrue: a field has not its type.
    """
    if not isinstance(body, dict) or body.get("verdict") not in VERDICTS:
        raise Untrue("what is told of a signature has not its shape")
    claimed = body.get("claimed")
    if claimed is not None and not (isinstance(claimed, dict) and all(isinstance(v, str) and len(v) <= _MOST_WORDS for v in claimed.values())):
        raise Untrue("what a signature claims is no text")
    return Checked(_word(body, "scheme"), body["verdict"], _word(body, "text"), _word_or_none(body, "found") or "",
                   **{name: _word_or_none(body, name) for name in ("of", "sha256", "signer", "name")}, claimed=claimed)


def found(body: Any, text: bytes) -> Found:
    """What a package tells of a member's text."""
    if not isinstance(body, dict):
        raise Untrue("what was found has not its shape")
    words = bytes(text).decode("utf-8", "surrogatepass")
    return Found(
        words, title=_word_or_none(body, "title"), author=_word_or_none(body, "author"), publisher=_word_or_none(body, "publisher"),
        lang=_word_or_none(body, "lang"), published_at=_when(body.get("published_at")), url=_word_or_none(body, "url"),
        nested=_nested(body.get("nested"), len(words)), warnings=_pairs(body.get("warnings")))


def _word(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or len(value) > _MOST_WORDS:
        raise Untrue(f"its {name} is no text")
    return value


def _word_or_none(body: dict[str, Any], name: str) -> str | None:
    return None if body.get(name) is None else _word(body, name)


def _number_or_none(body: dict[str, Any], name: str) -> int | None:
    value = body.get(name)
    if value is not None and (type(value) is not int or value < 0):
        raise Untrue(f"its {name} is no number")
    return value


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list) or not all(isinstance(p, list) and len(p) == 2 and all(isinstance(w, str) for w in p) for p in value):
        raise Untrue("its warnings are none")
    return tuple((code, text) for code, text in value)


def _when(value: Any) -> When:
    if not isinstance(value, dict) or value.get("precision") not in _PRECISIONS or value.get("anchor") not in _ANCHORS:
        raise Untrue("its date has not its shape")
    start, end = _word_or_none(value, "start"), _word_or_none(value, "end")
    if any(day is not None and not _DAY.match(day) for day in (start, end)):
        raise Untrue("its date is none")
    return When(start, end, value["precision"], _word_or_none(value, "expression"), value["anchor"])


def _nested(value: Any, chars: int) -> tuple[Nested, ...]:
    if not isinstance(value, list) or not all(isinstance(post, dict) for post in value):
        raise Untrue("its embedded posts are none")
    return tuple(_one_nested(post, chars) for post in value)


def _one_nested(post: dict[str, Any], chars: int) -> Nested:
    spots = {name: _number_or_none(post, name) for name in ("start", "end", "body_start", "body_end", "account_start", "account_end")}
    if any(spot is not None and spot > chars for spot in spots.values()) or None in [*spots.values()][:4]:
        raise Untrue("an embedded post is not in the text")
    words = {name: _word_or_none(post, name) for name in ("handle", "lang", "link")}
    return Nested(account=_word(post, "account"), published_at=_when(post.get("published_at")), **spots, **words)      # type: ignore[arg-type]
