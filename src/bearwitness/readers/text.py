"""Plain text: the kept text is the decoded file, character for character."""

from __future__ import annotations

from bearwitness.errors import ReadError
from bearwitness.model import Document
from bearwitness.readers.base import MAX_TEXT_BYTES, Found, Original, Reader, finish, too_large
from bearwitness.readers.decode import decode
from bearwitness.readers.nested import find_nested

NAME, VERSION = "text", "1"


def read(original: Original) -> Document:
    """Read a plain text: no newline is translated and nothing is normalised.

    It has no title and no date of its own: those come from the collector, or stay unknown.

    Raises:
        ReadError: empty, only blanks, binary, too large, or in an encoding that cannot be told.
    """
    too_large(len(original.data), MAX_TEXT_BYTES, original.name)
    text, warnings = decode(original.data, original.name, original.charset)
    if not text.strip():
        raise ReadError(f"{original.name}: the file holds only blanks; fetch or export it again")
    return finish(original, Found(text=text, nested=find_nested(text), warnings=warnings),
                  reader=f"{NAME}@{VERSION}")


READER = Reader(name=NAME, version=VERSION, read=read,
                media_types=("text/plain", "text/*", "application/json"),
                suffixes=(".txt", ".text", ".md", ".log", ".json", ".csv", ".tsv"))
