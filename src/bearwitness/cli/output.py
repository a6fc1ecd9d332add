"""What is printed: JSON lines for programs, plain columns for people."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# Controls of the terminal and of writing direction: foreign text must not move the cursor or hide itself.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WIDE_ENOUGH = 160


def safe(text: str) -> str:
    """Text that is safe to print: controls shown as their code, half surrogates replaced."""
    shown = _CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


def in_line(text: str) -> str:
    """The same for a name that must not break the line it stands in."""
    return safe(text).replace("\n", "\\n").replace("\t", "\\t")


def one_line(text: str, width: int) -> str:
    """Text on one line, cut to a width in characters."""
    flat = safe(" ".join(text.split()))
    return flat if len(flat) <= width else flat[:max(0, width - 1)] + "…"


def put_line(line: str) -> None:
    """One line of standard output, out at once."""
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def put_json(value: Any) -> None:
    put_line(json.dumps(value, ensure_ascii=False))


def put(text: str = "") -> None:
    """One line for a person."""
    put_line(safe(text))


def note(text: str) -> None:
    """A message: standard error, so that it is never in the way of the output."""
    print(f"bearwitness: {in_line(text)}", file=sys.stderr, flush=True)


@contextmanager
def telling_when_cut_off() -> Iterator[None]:
    """For work that stops when nobody reads its lines any more (`| head`): that is no error, but it must be known."""
    try:
        yield
    except BrokenPipeError:
        note("stopped, since its output was closed; what was acknowledged is kept: run the same command again to go on")
        raise


def width() -> int:
    """Characters a line may have: the terminal's, or plenty when there is none."""
    return shutil.get_terminal_size((_WIDE_ENOUGH, 24)).columns if sys.stdout.isatty() else _WIDE_ENOUGH


Column = tuple[str, Callable[[dict[str, Any]], Any], int]     # heading, value of a row, most characters


def put_table(rows: Iterable[dict[str, Any]], columns: Sequence[Column]) -> int:
    """Prints rows in columns and returns how many there were. The last column takes what is left of the line."""
    cells = [[one_line("" if (v := value(row)) is None else str(v), most) for _, value, most in columns] for row in rows]
    if not cells:
        return 0
    heads = [head for head, _, _ in columns]
    widths = [max(len(row[n]) for row in [heads, *cells]) for n in range(len(columns))]
    room = width()
    for row in [heads, *cells]:
        line = "  ".join(cell.ljust(w) for cell, w in zip(row, widths)).rstrip()
        put_line(line if len(line) <= room else line[:room - 1] + "…")
    return len(cells)
