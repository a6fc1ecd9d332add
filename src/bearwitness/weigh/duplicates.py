"""Near-duplicate texts: which report prints the text of an earlier one.

Two texts are near-duplicates when their runs of five words overlap to 80 % and more (Jaccard) and they were published within 72 hours
of each other. MinHash (the `rensa` library) with locality-sensitive hashing proposes pairs; each pair is then checked by the overlap of the
runs themselves, so a proposal that chance made is never an answer.

Twenty-four bands of five values propose a pair of overlap .8 with a chance of .9999; one of .5 with .53, and then it is refused.
Exact copies are one text here, however many there are. A band's bucket keeps its first and its last texts, and a text is compared until
it has met two that it copies, so that tens of thousands of versions of one article cost what they must and no more.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

NEAR = 0.8            # Jaccard of the runs of words
DAYS = 3.0            # between the two publications
RUN = 5               # words
LEAST_WORDS = 12      # shorter texts repeat by chance
MOST_WORDS = 50_000   # of one text; what comes after is not compared
KEPT = 8              # texts at each end of a bucket
MET = 2               # earlier texts that one is found to copy
_LIKELY = 0.6         # of the signature: far below what chance leaves of .8
SEED = 20_250_306
_BANDS, _ROWS = 24, 5
_CHUNK = 2_000        # texts signed at a time
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")     # no spaces between words: each sign is one
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63)


@dataclass(frozen=True, slots=True)
class Copy:
    """`of` is the earliest text within 72 hours that this one nearly is; `overlap` is their Jaccard, from .8 to 1."""

    of: str
    overlap: float


@dataclass(frozen=True, slots=True)
class Text:
    """One text to compare.

    Attributes:
        id: of the report or claim.
        text: its words.
        published: a day number, or None when nobody knows.
        home: texts of one home are not compared (the passages of one report).
        key: only texts of one key are compared (the passages with one number).
    """

    id: str
    text: str
    published: float | None = None
    home: str | None = None
    key: Any = None


@dataclass(slots=True)
class _Distinct:
    """One text in one form of words, with where it stands: days in order, and the first id of each home."""

    runs: np.ndarray
    key: Any
    days: list[float] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)      # (id, home)
    homes: set[str] = field(default_factory=set)
    near: list[tuple[int, float]] = field(default_factory=list)      # (number of another distinct text, overlap)


def near_duplicates(texts: Iterable[tuple[str, str, float | None]]) -> dict[str, Copy]:
    """Each report that prints the text of an earlier one -> that one. The order of the input makes no difference.

    Args:
        texts: (report id, text, day of publication). Undated ones count as the last, and may copy any.
    """
    return copies(Text(*row) for row in texts)


def copies(texts: Iterable[Text]) -> dict[str, Copy]:
    """As `near_duplicates`, for texts with a home and a key. Of several earlier ones the earliest, then the smallest id, is named."""
    ordered = sorted(texts, key=lambda t: (float("inf") if t.published is None else t.published, t.id))
    distinct, numbers = _distinct(ordered)
    signed = _signatures(distinct)
    shelves: dict[tuple, list[int]] = {}
    entered: set[int] = set()
    out: dict[str, Copy] = {}
    for text, number in zip(ordered, numbers):
        if number is None:
            continue
        one = distinct[number]
        if number not in entered:
            entered.add(number)
            _meet(number, text.published, distinct, signed, shelves)
        home = text.home or text.id
        found = [(day, *place, overlap) for other, overlap in ((number, 1.0), *one.near)
                 if (earlier := _earliest(distinct[other], text.published, home)) is not None for day, place in (earlier,)]
        if found:
            _, id_, _, overlap = min(found)
            out[text.id] = Copy(id_, overlap)
        if home not in one.homes:      # of one report's passages the first stands for all; a report has one text
            one.homes.add(home)
            one.days.append(float("inf") if text.published is None else text.published)
            one.places.append((text.id, home))
    return out


def _earliest(one: _Distinct, published: float | None, home: str) -> tuple[float, tuple[str, str]] | None:
    """Where this text stood first, in another home, within 72 hours before a day."""
    start = 0 if published is None else bisect_left(one.days, published - DAYS)
    return next(((one.days[n], one.places[n]) for n in range(start, min(start + 2, len(one.places))) if one.places[n][1] != home), None)


def _distinct(ordered: Sequence[Text]) -> tuple[list[_Distinct], list[int | None]]:
    """The texts in different words, and for each text the number of its own; None for a text too short to be told from chance."""
    known: dict[tuple[Any, bytes], int] = {}
    by_text: dict[tuple[Any, str], int | None] = {}       # the same characters are the same words: nothing to work out again
    words = _Words()
    distinct: list[_Distinct] = []
    numbers: list[int | None] = []
    for text in ordered:
        exact = (text.key, hashlib.blake2b(text.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest())
        if exact not in by_text:
            runs = words.runs(text.text)
            if runs is None:
                by_text[exact] = None
            else:
                digest = hashlib.blake2b(runs.tobytes(), digest_size=16).digest()
                if (text.key, digest) not in known:
                    known[text.key, digest] = len(distinct)
                    distinct.append(_Distinct(runs, text.key))
                by_text[exact] = known[text.key, digest]
        numbers.append(by_text[exact])
    return distinct, numbers


class _Words:
    """Numbers for words: each the same in every run of the program."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def runs(self, text: str) -> np.ndarray | None:
        """The different runs of five words as sorted 64-bit numbers; None for a text of fewer than twelve words."""
        import numpy as np

        found = _WORD.findall(text.casefold())[:MOST_WORDS]
        if len(found) < LEAST_WORDS:
            return None
        if len(self._known) > 1_000_000:
            self._known.clear()
        numbers = np.fromiter((self._number(word) for word in found), dtype=np.uint64, count=len(found))
        sums = np.zeros(len(found) - RUN + 1, dtype=np.uint64)
        for k, factor in enumerate(_FACTORS):
            sums += numbers[k:len(found) - RUN + 1 + k] * np.uint64(factor)
        sums ^= sums >> np.uint64(29)
        sums *= np.uint64(0xBF58476D1CE4E5B9)
        sums ^= sums >> np.uint64(32)
        return np.unique(sums)

    def _number(self, word: str) -> int:
        number = self._known.get(word)
        if number is None:
            number = self._known[word] = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        return number


def _signatures(distinct: Sequence[_Distinct]) -> np.ndarray:
    """One row of MinHash values for each text."""
    import numpy as np
    from rensa import RMinHash

    out = np.zeros((len(distinct), _BANDS * _ROWS), dtype=np.uint32)
    for start in range(0, len(distinct), _CHUNK):
        chunk = [one.runs for one in distinct[start:start + _CHUNK]]
        ends = np.cumsum([0, *map(len, chunk)], dtype=np.uint64)
        found = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(chunk), ends, _BANDS * _ROWS, SEED)
        out[start:start + len(chunk)] = found.to_rows()
    return out


def _meet(number: int, published: float | None, distinct: Sequence[_Distinct], signed: np.ndarray, shelves: dict[tuple, list[int]]) -> None:
    """Finds the earlier texts that this one nearly is, and shelves it for later ones."""
    one, row = distinct[number], signed[number]
    candidates: set[int] = set()
    for band in range(_BANDS):
        shelf = shelves.setdefault((one.key, band, row[band * _ROWS:(band + 1) * _ROWS].tobytes()), [])
        candidates.update(shelf)
        if len(shelf) >= 2 * KEPT:
            del shelf[KEPT]
        shelf.append(number)
    for other in sorted(candidates):
        if len(one.near) >= MET:
            break
        days = distinct[other].days
        if published is not None and (not days or days[-1] < published - DAYS):
            continue      # too long ago for this text, and for its later copies
        if (signed[other] == row).mean() >= _LIKELY and (overlap := _jaccard(distinct[other].runs, one.runs)) >= NEAR:
            one.near.append((other, overlap))


def _jaccard(left: np.ndarray, right: np.ndarray) -> float:
    """Of two sorted arrays without repeats."""
    import numpy as np

    small, large = (left, right) if len(left) <= len(right) else (right, left)
    if len(small) < NEAR * len(large):
        return len(small) / len(large)      # more than it can be, and still too little
    places = np.minimum(np.searchsorted(large, small), len(large) - 1)
    both = int(np.count_nonzero(large[places] == small))
    return both / (len(left) + len(right) - both)
