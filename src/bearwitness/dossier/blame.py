"""The attribution matrix: who accuses whom, who denies it, each word with its day and the claim it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from bearwitness.dossier.passages import visible, visible_text
from bearwitness.dossier.record import Record, anchor, bdi
from bearwitness.dossier.words import Words
from bearwitness.model import Blamer, Incident, Interest, Move, Position

MOST_COLUMNS = 8
ACCUSES, OWN, DENIES, WITHDRAWS = "accuses", "own", "denies", "withdraws"


@dataclass(frozen=True, slots=True)
class Cell:
    """One claim of a pair. `shape` is how it is drawn, `day` the ISO day, `by_text` whether the text itself gives that day."""

    word: str
    denial: bool
    link: str
    title: str
    shape: str = ACCUSES
    day: str | None = None
    by_text: bool = False
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who accuses whom. The longer side stands in the rows, so that no column is lost off the page.

    `cells[row][column]` are the claims of that pair. `long` tells that even the shorter side has too many columns for
    a table: it is then shown as a list. `interests` are those that people declared, by speaker.
    """

    by_speaker: bool
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[tuple[Cell, ...], ...], ...]
    accused: tuple[tuple[str, tuple[tuple[str, tuple[Cell, ...]], ...]], ...]
    denials: tuple[tuple[str, str, Cell], ...]
    lanes: tuple[tuple[str, tuple[tuple[str, tuple[Cell, ...]], ...]], ...] = ()
    interests: tuple[tuple[str, str, str], ...] = ()      # speaker, interest, who declared it and when
    moves: tuple[Markup, ...] = ()

    @property
    def long(self) -> bool:
        return len(self.columns) > MOST_COLUMNS

    def interest(self, name: str) -> str | None:
        """The declared interest of a speaker, in words."""
        return next((words for who, words, _ in self.interests if who == name), None)

    def declared(self, name: str) -> str:
        """Who declared it, and when."""
        return next((by for who, _, by in self.interests if who == name), "")


def matrix(record: Record, incident: Incident) -> Matrix:
    """Accused and accusers; those who accuse most come first."""
    words = record.words
    cells: dict[tuple[str, str], list[Cell]] = {}
    counts: dict[str, int] = {}
    interests: dict[str, tuple[str, str]] = {}
    for whom, name, blamer, denial in _said_of(record, incident):
        counts[name] = counts.get(name, 0) + 1
        cells.setdefault((whom, name), []).append(_cell(words, blamer, denial))
        if blamer.interest is not None:
            interests[name] = (interest_words(words, blamer.interest),
                               words("interest.by", who=visible_text(blamer.interest.reviewer), d=words.short(blamer.interest.made_at[:10])))
    order = list(counts)
    speakers = sorted(counts, key=lambda n: (-counts[n], order.index(n)))
    accused = list(dict.fromkeys(b.accused for b in incident.blame))
    by_speaker = len(speakers) >= len(accused)
    rows, columns = (speakers, accused) if by_speaker else (accused, speakers)
    grid = tuple(tuple(tuple(cells.get((c, r) if by_speaker else (r, c), ())) for c in columns) for r in rows)
    blamed = tuple((a, tuple((s, own) for s in speakers if (own := _said(cells, a, s, denial=False)))) for a in accused)
    denials = tuple((a, s, cell) for a in accused for s in speakers for cell in _said(cells, a, s, denial=True))
    lanes = tuple((a, tuple((s, tuple(cells[a, s])) for s in _by_day(cells, a, speakers))) for a in accused)
    return Matrix(by_speaker, tuple(rows), tuple(columns), grid, tuple(x for x in blamed if x[1]), denials, lanes,
                  tuple((name, *told) for name, told in interests.items()),
                  tuple(move_words(record, b.accused, m) for b in incident.blame for m in b.moves))


def _said_of(record: Record, incident: Incident) -> Iterator[tuple[str, str, Blamer, bool]]:
    for blame in incident.blame:
        for blamer, denial in [(b, False) for b in blame.by] + [(b, True) for b in blame.denied_by]:
            yield blame.accused, blamer.speakers[-1] if blamer.speakers else record.publisher(blamer.report), blamer, denial


def _by_day(cells: dict[tuple[str, str], list[Cell]], accused: str, speakers: list[str]) -> list[str]:
    """Those who speak of one accused, by the first day on which they do; an accusation stands before the denial of that day."""
    own = [s for s in speakers if (accused, s) in cells]
    return sorted(own, key=lambda s: (*min((c.day or "9999", c.denial) for c in cells[accused, s]), speakers.index(s)))


def _said(cells: dict[tuple[str, str], list[Cell]], accused: str, name: str, *, denial: bool) -> tuple[Cell, ...]:
    return tuple(c for c in cells.get((accused, name), ()) if c.denial == denial)


def _cell(words: Words, blamer: Blamer, denial: bool) -> Cell:
    word = words(f"stance.{blamer.stance}") if words.has(f"stance.{blamer.stance}") else blamer.stance
    hedge = words(f"hedge.{blamer.hedge}") if words.has(f"hedge.{blamer.hedge}") else blamer.hedge
    if denial:   # a negated finding denies too, though its verb does not
        word = word if blamer.stance in ("denies", "disputes", "retracts") else words("denial")
    elif hedge:
        word = f"{word} ({hedge})"
    if blamer.degree != "unspecified" and not denial and blamer.degree != "direct":
        word = f"{word}: {words(f'degree.{blamer.degree}')}"
    shape = WITHDRAWS if blamer.stance == "retracts" else DENIES if denial else OWN if blamer.admission else ACCUSES
    note = words("matrix.own") if blamer.admission else words("matrix.counter") if blamer.counter else ""
    when = words.short(blamer.date) if blamer.date else words("matrix.noday")
    title = " → ".join(visible_text(s) for s in blamer.speakers)
    return Cell(word, denial, anchor(blamer.claim), f"{title}: {word}, {_dated(words, blamer.date, blamer.dated_by)}", shape, blamer.date,
                blamer.dated_by == "said", when, note)


def _dated(words: Words, date: str | None, dated_by: str | None) -> str:
    """A day in words; one that is that of publication says so."""
    if not date:
        return words("matrix.noday")
    return words("matrix.published", d=words.iso(date)) if dated_by == "published" else words.iso(date)


def interest_words(words: Words, interest: Interest) -> str:
    """A declared interest: the kind in the page's language, the rest as it was written."""
    if interest.kind == "own words" or not words.has(f"interest.{interest.kind}"):
        return visible_text(interest.words)
    kind = words(f"interest.{interest.kind}")
    return f"{kind}: {visible_text(interest.of)}" if interest.of else kind


def move_words(record: Record, accused: str, move: Move) -> Markup:
    """A move as a sentence of the page's language, with a link for each of its two claims."""
    words = record.words
    key = f"move.{move.kind}" if move.before is not None else "move.withdrew alone"
    template = words.template(key)
    values = {"who": bdi(move.speaker), "accused": bdi(accused), "d2": _linked_day(words, move.after), "g2": visible(words(f"degree.{move.after.degree}"))}
    if move.before is not None:
        values |= {"d1": _linked_day(words, move.before), "g1": visible(words(f"degree.{move.before.degree}"))}
    return Markup(template).format(**values)


def _linked_day(words: Words, position: Position) -> Markup:
    return Markup('<a href="#{}">{}</a>').format(anchor(position.claim), _dated(words, position.date, position.dated_by))
