"""Where an incident lies and what lies in it, as far as the dossier holds it; merges and splits that are still in question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bearwitness.dossier.passages import visible_text
from bearwitness.dossier.words import Words
from bearwitness.model import Incident
from bearwitness.weigh.parts import sums

QUESTIONS_FOR = ("team", "court")      # what is not decided is work of the team; a court may ask for it


def shown(incident: Incident, here: Collection[str], audience: str) -> Incident:
    """The incident without what leads to others that the dossier does not hold, and without open questions where they are not shown.

    Args:
        here: the incidents of the dossier.
    """
    home = incident.within if incident.within in here else None
    open_ = tuple(p for p in incident.proposals if audience in QUESTIONS_FOR and (p.other is None or p.other in here))
    kept = incident.within_because if home is not None or incident.within is None else None
    return replace(incident, within=home, within_because=kept, parts=tuple(p for p in incident.parts if p in here), proposals=open_)


@dataclass(frozen=True, slots=True)
class Row:
    """A part, with its place on the page and the range of each of its populations."""

    title: str
    link: str
    when: str
    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    home: Row | None
    because: str | None
    rows: tuple[Row, ...]
    absent: int
    sums: tuple[str, ...]
    questions: tuple[str, ...]


def place(words: Words, incident: Incident, all_parts: int, here: Mapping[str, Incident]) -> Place:
    """What the page says of where an incident lies.

    Args:
        incident: as `shown` gave it.
        all_parts: how many parts it has in the case.
        here: the incidents of the dossier, by id.
    """
    found = sums(incident, here) if incident.parts else []
    return Place(
        home=_row(words, here[incident.within]) if incident.within else None, because=incident.within_because,
        rows=tuple(_row(words, here[p]) for p in incident.parts), absent=all_parts - len(incident.parts),
        sums=tuple(f"{s.harm}: {s.verdict}: {s.because}" for s in found), questions=tuple(f"{p.kind}: {p.reason}" for p in incident.proposals))


def _row(words: Words, incident: Incident) -> Row:
    ranges = tuple(f"{words(f'harm.{t.harm}') if words.has(f'harm.{t.harm}') else t.harm}, {visible_text(t.whom)}: {words.range(*t.range)}"
                   for t in incident.tolls if t.range != (None, None))
    return Row(incident.title or incident.id, f"i-{incident.id}", words.when(incident.when), ranges)
