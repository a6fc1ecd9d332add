"""The attribution matrix: who accuses whom, who denies it, each word with the claim it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from bearwitness.dossier.passages import visible_text
from bearwitness.dossier.record import Record, anchor
from bearwitness.dossier.words import Words
from bearwitness.model import Blamer, Incident

MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    word: str
    denial: bool
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who accuses whom. The longer side stands in the rows, so that no column is lost off the page.

    `cells[row][column]` are the claims of that pair. `long` tells that even the shorter side has too many columns for
    a table: it is then shown as a list.
    """

    by_speaker: bool
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[tuple[Cell, ...], ...], ...]
    accused: tuple[tuple[str, tuple[tuple[str, tuple[Cell, ...]], ...]], ...]
    denials: tuple[tuple[str, str, Cell], ...]

    @property
    def long(self) -> bool:
        return len(self.columns) > MOST_COLUMNS


def matrix(record: Record, incident: Incident) -> Matrix:
    """Accused and accusers; those who accuse most come first."""
    words = record.words
    cells: dict[tuple[str, str], list[Cell]] = {}
    counts: dict[str, int] = {}
    for blame in incident.blame:
        for blamer, denial in [(b, False) for b in blame.by] + [(b, True) for b in blame.denied_by]:
            name = blamer.speakers[-1] if blamer.speakers else record.publisher(blamer.report)
            counts[name] = counts.get(name, 0) + 1
            cells.setdefault((blame.accused, name), []).append(_cell(words, blamer, denial))
    order = list(counts)
    speakers = sorted(counts, key=lambda n: (-counts[n], order.index(n)))
    accused = list(dict.fromkeys(b.accused for b in incident.blame))
    by_speaker = len(speakers) >= len(accused)
    rows, columns = (speakers, accused) if by_speaker else (accused, speakers)
    grid = tuple(tuple(tuple(cells.get((c, r) if by_speaker else (r, c), ())) for c in columns) for r in rows)
    blamed = tuple((a, tuple((s, own) for s in speakers if (own := _said(cells, a, s, denial=False)))) for a in accused)
    denials = tuple((a, s, cell) for a in accused for s in speakers for cell in _said(cells, a, s, denial=True))
    return Matrix(by_speaker, tuple(rows), tuple(columns), grid, tuple(x for x in blamed if x[1]), denials)


def _said(cells: dict[tuple[str, str], list[Cell]], accused: str, name: str, *, denial: bool) -> tuple[Cell, ...]:
    return tuple(c for c in cells.get((accused, name), ()) if c.denial == denial)


def _cell(words: Words, blamer: Blamer, denial: bool) -> Cell:
    word = words(f"stance.{blamer.stance}") if words.has(f"stance.{blamer.stance}") else blamer.stance
    hedge = words(f"hedge.{blamer.hedge}") if words.has(f"hedge.{blamer.hedge}") else blamer.hedge
    if denial:   # a negated finding denies too, though its verb does not
        word = word if blamer.stance in ("denies", "disputes", "retracts") else words("denial")
    elif hedge:
        word = f"{word} ({hedge})"
    return Cell(word, denial, anchor(blamer.claim), " → ".join(visible_text(s) for s in blamer.speakers))
