"""The objects of a JSON list inside a larger file, each with its place, so that each can be a report of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bearwitness.capture.packages import PackageError

_BLANK = re.compile(r"[ \t\r\n]*")


def decoded(data: bytes) -> tuple[str, int]:
    """The text of a JSON file and how many bytes stand before it (a byte-order mark).

    Raises:
        PackageError: it is not UTF-8.
    """
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    try:
        return data[mark:].decode("utf-8"), mark
    except UnicodeDecodeError as e:
        raise PackageError(f"byte {mark + e.start} is not UTF-8: export it again as UTF-8") from e


def items(text: str, at: int, *, before: int = 0) -> Iterator[tuple[Any, str, int]]:
    """The items of the list that begins at `at`: (value, its words, byte offset in the file).

    Args:
        text: the file's text; text[at] is "[".
        before: bytes of the file before the text.

    Raises:
        PackageError: from some place on it is no JSON. The items before have been given.
    """
    decoder = json.JSONDecoder()
    spot, place = at + 1, before + len(text[:at + 1].encode("utf-8", "surrogatepass"))
    while True:
        blank = _BLANK.match(text, spot)
        assert blank is not None
        place += blank.end() - spot
        spot = blank.end()
        if text[spot:spot + 1] == "]":
            return
        try:
            value, end = decoder.raw_decode(text, spot)
        except (ValueError, RecursionError) as e:
            raise PackageError(f"from byte {place} on it cannot be read as JSON ({str(e)[:120]}): the file is cut off or broken there") from e
        words = text[spot:end]
        yield value, words, place
        place += len(words.encode("utf-8", "surrogatepass"))
        blank = _BLANK.match(text, end)
        assert blank is not None
        place += blank.end() - end
        spot = blank.end()
        if text[spot:spot + 1] == ",":
            spot, place = spot + 1, place + 1
        elif text[spot:spot + 1] != "]":
            raise PackageError(f"from byte {place} on it cannot be read as JSON (a comma or the end of the list is missing)")
