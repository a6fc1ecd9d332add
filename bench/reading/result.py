"""What a set of documents gives back, and how two runs of it are told apart."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.texts import SHARED

# document -> "kind start-end" or another name of a place in it -> what became of it: "right", "missed", "too many" or what is wrong.
States = dict[str, dict[str, str]]
_SPAN = re.compile(r"(\d+)-(\d+)$")


class Absent(Exception):
    """The data of a set is not beside the project; says which file."""


@dataclass
class Scores:
    """What came of one set.

    Attributes:
        title: what was read and scored, in words.
        counts: one a document; keys end in `:tp :gold :found` or `:right :of`.
        states: what became of each label and of each answer too many. It is stored: no words of a text in it.
        texts: document -> text, to show the strings of gains and losses from; never stored.
        strings: words for keys of `states` that carry no offsets (document, key) -> words; never stored.
        main: the scores to print first; all when empty.
        further: figures that no count makes (a median).
        words, cpu: of the reading alone, in words and CPU seconds.
    """

    title: str
    counts: list[Counter[str]]
    states: States = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    strings: dict[tuple[str, str], str] = field(default_factory=dict)
    main: tuple[str, ...] = ()
    further: dict[str, float] = field(default_factory=dict)
    words: int = 0
    cpu: float = 0.0

    def string(self, document: str, key: str) -> str:
        """The words that a key stands for, shortened; empty when this run does not have them."""
        words = self.strings.get((document, key), "")
        text = self.texts.get(document, "")
        if not words and text:
            span = _SPAN.search(key)
            words = text[int(span[1]):int(span[2])] if span else text
        words = " ".join(words.split())
        return words if len(words) <= 110 else words[:70] + " … " + words[-35:]


def shared(name: str) -> Path:
    """A file of the shared development data, or `Absent`."""
    path = SHARED / name
    if not path.exists():
        raise Absent(f"shared/data/{name} is not beside the project")
    return path


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The records of a packed JSON Lines file of the shared data."""
    with gzip.open(shared(name), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def changes(old: States, new: States) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Gains and losses as (document, key, "before -> after"): a label now right or no longer so, an answer too many gone or new.

    Documents that one of the runs did not read are left out.
    """
    gains: list[tuple[str, str, str]] = []
    losses: list[tuple[str, str, str]] = []
    for document in sorted(old.keys() & new.keys()):
        before, after = old[document], new[document]
        for key in sorted({*before, *after}):
            a, b = before.get(key), after.get(key)
            if a == b:
                continue
            good_a, good_b = (x is None or x.startswith("right") for x in (a, b))
            better = good_b > good_a or (good_a == good_b and bool(a and a.startswith("missed")))
            worse = good_a > good_b or (good_a == good_b and bool(b and b.startswith("missed")))
            if better or worse:
                (gains if better else losses).append((document, key, f"{a or '-'} -> {b or '-'}"))
    return gains, losses
