"""How `read` prints its answers."""

from __future__ import annotations

import json as json_lines
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from bearwitness.cli.output import in_line, note, put, put_line, put_table
from bearwitness.cli.tables import CLAIM_COLUMNS
from bearwitness.errors import ReadError


@contextmanager
def lines_of(source: str) -> Iterator[BinaryIO]:
    """The lines of a file or of standard input, one after the other, never all at once."""
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")     # noqa: SIM115 (closed below)
    except OSError as e:
        raise ReadError(f"{source}: cannot be read ({e.strerror}): check the name") from e
    with file:
        yield file


def answer(results: Iterable[Any], *, json: bool, brief: bool = False, explain: bool = False) -> bool:
    """Prints each result as it comes; tells whether any failed.

    Args:
        brief: for a person, one line a document (the claims are kept and can be shown).
        explain: for a person, the text with its claims marked and explained. JSON holds the rules anyway.
    """
    failed = False
    for result in results:
        if json:
            put_line(result.line)
        elif explain:
            from bearwitness.cli.explain import put_explained

            put_explained(json_lines.loads(result.line))
        elif brief:
            put_brief(json_lines.loads(result.line))
        else:
            put_reading(json_lines.loads(result.line))
        failed |= not result.ok
        if not result.ok or result.remarks:
            line = json_lines.loads(result.line)
            for failure in line["failures"]:
                note(f"{line['source'] if 'source' in line else line['document']['source']}: {failure['reason']}")
    return failed


def put_languages(table: list[dict[str, Any]], *, json: bool) -> None:
    """What is read in each language: how much its pack holds, and what it lacks."""
    for row in table:
        if json:
            put_line(json_lines.dumps(row, ensure_ascii=False))
            continue
        put(f"{row['code']:<4} {row['name']}: {row['reader']}")
        if row["has"]:
            put("     has    " + ", ".join(f"{n} {what}" for what, n in row["has"].items()))
            put("     harms  " + ", ".join(row["harms"]))
        for line in row["lacks"]:
            put(f"     lacks  {line}")


def put_brief(reading: dict[str, Any]) -> None:
    """One document of a case in one line."""
    document = reading["document"]
    put(f"{len(reading['claims']):>5} claims  {len(reading['mentions']):>5} mentions  {document.get('report', '')[:8]:<8}  "
        f"{in_line(document['source'])}")


def put_reading(reading: dict[str, Any]) -> None:
    """One document for a person: a head, a line a claim, and how many there are."""
    document = reading["document"]
    when = document["published_at"]["start"]
    facts = [document["title"], document["publisher"], when, document["lang"]]
    put(" · ".join([in_line(document["source"]), *(str(f) for f in facts if f)]))
    for warning in document.get("warnings", ()):
        put(f"  warning: {warning['text']}")
    put_table(reading["claims"], CLAIM_COLUMNS)
    if "text" in document:
        put(document["text"])
    put(f"{len(reading['claims'])} claims, {len(reading['mentions'])} mentions")
    put()
