"""The form of a codebook row: cells that say their rule and their claims, and notes on what the form forces or loses.

A codebook wants one value where the record has several claims. So each row carries, beside its cells:
`forced` (the form wants a choice that the record leaves open), `lost` (the record knows it, the form has no
place for it) and `missing` (the form wants it, the record does not have it: the cell is empty, never filled).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bearwitness.model import Snapshot

Value = str | int | float | None
FORCED, LOST, MISSING = "forced", "lost", "missing"
NAMED = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published form.

    Attributes:
        about: what stands in it, in our words.
        kind: text, int, float, or date (ISO).
        choices: the values that the form allows; empty for any.
        needed: may it not be empty?
    """

    name: str
    about: str
    kind: str = "text"
    choices: tuple[Any, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, the rule that gave it, and the claims it rests on. Empty when `value` is None."""

    value: Value
    rule: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What the form forced, lost or missed in a row. `column` is None when it concerns the whole row."""

    kind: str
    text: str
    column: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a codebook. `about` is the id of the incident, claim or list it was compiled from."""

    about: str
    cells: Mapping[str, Cell]
    notes: tuple[Note, ...] = ()

    def value(self, column: str) -> Value:
        cell = self.cells.get(column)
        return None if cell is None else cell.value


@dataclass(frozen=True, slots=True)
class Uncoded:
    """What has no row, and why."""

    about: str
    why: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A published form and how one record is compiled to it.

    Attributes:
        edition: which edition of the form this follows.
        compile: rows and what has none, in a stable order.
        invariants: checks over the cells of one row (as parsed); each gives a sentence for what is wrong.
    """

    name: str
    edition: str
    columns: tuple[Column, ...]
    compile: Callable[[Snapshot], Iterator[Row | Uncoded]]
    invariants: tuple[Callable[[Mapping[str, Any]], str | None], ...] = ()

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]


@dataclass
class Maker:
    """Gathers the cells and notes of one row; a column can be set once."""

    about: str
    cells: dict[str, Cell] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def put(self, column: str, value: Value, rule: str, claims: Iterable[str] = ()) -> None:
        """Set a cell. A value of None is noted as missing with the rule as its reason."""
        assert column not in self.cells, column
        self.cells[column] = Cell(value, rule, tuple(dict.fromkeys(claims)))
        if value is None:
            self.notes.append(Note(MISSING, rule, column))

    def blank(self, rule: str, *columns: str) -> None:
        """Columns that the record cannot fill, with the reason."""
        for column in columns:
            self.put(column, None, rule)

    def forced(self, text: str, column: str | None = None, claims: Iterable[str] = ()) -> None:
        self._note(FORCED, text, column, claims)

    def lost(self, text: str, claims: Iterable[str] = ()) -> None:
        self._note(LOST, text, None, claims)

    def _note(self, kind: str, text: str, column: str | None, claims: Iterable[str]) -> None:
        """A note names `NAMED` claims at the most: an incident of 20,000 claims must not put them all beside each row."""
        ids = tuple(dict.fromkeys(claims))
        more = f" ({len(ids):,} claims, the first {NAMED} are named)" if len(ids) > NAMED else ""
        self.notes.append(Note(kind, text + more, column, ids[:NAMED]))

    def row(self) -> Row:
        return Row(self.about, self.cells, tuple(self.notes))


# --- writing and reading ----------------------------------------------------------------------------------

def rows_of(codebook: Codebook, snapshot: Snapshot) -> tuple[list[Row], list[Uncoded]]:
    """The rows of a record, and what has none."""
    every = list(codebook.compile(snapshot))
    return [r for r in every if isinstance(r, Row)], [u for u in every if isinstance(u, Uncoded)]


def write_csv(codebook: Codebook, rows: Iterable[Row], defuse: Callable[[str], str] = str) -> str:
    """CSV with one header row, the columns in the form's order, unknown cells empty.

    Args:
        defuse: makes a text harmless for spreadsheets.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(codebook.header)
    for row in rows:
        writer.writerow([_text(row.value(name), defuse) for name in codebook.header])
    return out.getvalue()


def _text(value: Value, defuse: Callable[[str], str]) -> str:
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else str(value)


def check_csv(codebook: Codebook, text: str) -> list[str]:
    """What is wrong with a table in this form, one line a fault; the form's columns, types, choices and invariants.

    Works on any table in the form, not only on ours.
    """
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        lines = list(reader)
    except csv.Error as error:
        return [f"{codebook.name}: no CSV: {error}"]
    if not lines or lines[0] != codebook.header:
        return [f"{codebook.name}: the header is not the {len(codebook.columns)} columns of edition {codebook.edition}"]
    faults = []
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(codebook.columns):
            faults.append(f"line {number}: {len(line)} cells, not {len(codebook.columns)}")
            continue
        parsed, wrong = _parse(codebook.columns, line)
        faults += [f"line {number}: {fault}" for fault in wrong]
        if not wrong:
            faults += [f"line {number}: {fault}" for rule in codebook.invariants if (fault := rule(parsed))]
    return faults


_KINDS: dict[str, Callable[[str], Any]] = {"text": str, "int": int, "float": float, "date": dt.date.fromisoformat}
_INT = re.compile(r"-?\d+\Z")


def _parse(columns: Sequence[Column], line: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    parsed: dict[str, Any] = {}
    wrong = []
    for column, cell in zip(columns, line):
        if cell == "":
            parsed[column.name] = None
            if column.needed:
                wrong.append(f"{column.name}: is empty, and the form needs it")
            continue
        try:
            value = _KINDS[column.kind](cell)
            if column.kind == "int" and not _INT.match(cell):
                raise ValueError(cell)
        except ValueError:
            wrong.append(f"{column.name}: {cell!r} is no {column.kind}")
            continue
        if column.choices and value not in column.choices:
            wrong.append(f"{column.name}: {cell!r} is none of the form's values")
        parsed[column.name] = value
    return parsed, wrong


def trace(codebook: Codebook, row: Row | Uncoded) -> dict[str, Any]:
    """A row with its reasons, for JSON Lines: cells with rule and claims, what was forced, lost and missing."""
    if isinstance(row, Uncoded):
        return {"codebook": codebook.name, "edition": codebook.edition, "about": row.about, "uncoded": row.why, "claims": list(row.claims)}
    cells = {name: {"value": row.cells[name].value, "rule": row.cells[name].rule, "claims": list(row.cells[name].claims)}
             for name in codebook.header if name in row.cells}
    notes: dict[str, list[dict[str, Any]]] = {kind: [] for kind in (FORCED, LOST, MISSING)}
    for note in row.notes:
        notes[note.kind].append({"column": note.column, "text": note.text, "claims": list(note.claims)})
    return {"codebook": codebook.name, "edition": codebook.edition, "about": row.about, "cells": cells, **notes}
