"""What moved over time: who denied and then confirmed, who withdrew, who first named nobody, who came to allege another part.

A move has two claims of one source about one accused, on two different days. Days are those of the words (`said`),
else of publication; each sentence tells which. Nothing is guessed from silence but one thing that is said so: a source that
told of the deed and named nobody in any claim of that day or before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bearwitness.incidents.items import is_seed
from bearwitness.model import Attribution, Blamer, Claim, Event, Move, Position, Who

SAYS, DENIES, WITHDRAWS = "says", "denies", "withdraws"
MOST_MOVES = 50      # of one accused
_NOBODY = re.compile(r"^(?:(?:the|a|an|some|several|two|three|four|dozens of|a group of|unknown|unidentified|unnamed|masked|armed|hooded|suspected)\s+)*"
                     r"(?:gunm[ae]n|attackers?|assailants?|perpetrators?|killers?|raiders?|bombers?|suspects?|shooters?|men|man|persons?|people|"
                     r"individuals?|groups?|elements|parties)$", re.IGNORECASE)
_UNKNOWN = re.compile(r"\b(?:unknown|unidentified|unnamed)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A cell of the matrix with what a move needs: whose words, and where it stands."""

    source: str      # key of the source, or of the accused's own side
    name: str
    cell: Blamer
    start: int

    @property
    def side(self) -> str:
        if self.cell.stance == "retracts":
            return WITHDRAWS
        return DENIES if self.cell.stance in ("denies", "disputes") or self.cell.hedge == "negated" else SAYS


def is_nobody(who: Who) -> bool:
    """Does this accused name nobody ("unknown gunmen", "attackers")?"""
    return who.entity_id is None and bool(_NOBODY.match(who.name.strip()) or _UNKNOWN.search(who.name))


def moves_of(spoken: Iterable[Spoken]) -> list[Move]:
    """The moves of every source about one accused, by day."""
    by_source: dict[str, list[Spoken]] = {}
    for one in spoken:
        by_source.setdefault(one.source, []).append(one)
    found: list[Move] = []
    for group in by_source.values():
        dated = sorted((s for s in group if s.cell.date), key=lambda s: (s.cell.date or "", s.cell.report, s.start))
        own = [m for a, b in pairwise(dated) if (m := _between(a, b)) is not None]
        if not any(m.kind == "withdrew" for m in own):
            own += [_move("withdrew", s.name, None, s.cell) for s in group if s.side == WITHDRAWS][:1]
        found += own
    return sorted(found, key=_order)[:MOST_MOVES]


def _order(move: Move) -> tuple:
    return move.after.date or "9999", move.speaker, move.kind, move.after.claim


def _between(a: Spoken, b: Spoken) -> Move | None:
    """What changed from one claim of a source to its next, when the days differ."""
    if a.cell.date == b.cell.date:
        return None
    change = {(DENIES, SAYS): "denied, then confirmed", (SAYS, DENIES): "confirmed, then denied", (SAYS, WITHDRAWS): "withdrew"}.get((a.side, b.side))
    if change is None and a.side == b.side == SAYS and a.cell.degree != b.cell.degree and "unspecified" not in (a.cell.degree, b.cell.degree):
        change = "another degree"
    return None if change is None else _move(change, b.name, a.cell, b.cell)


def _move(kind: str, speaker: str, before: Blamer | None, after: Blamer) -> Move:
    made = Move(kind, speaker, _position(before) if before else None, _position(after), "")
    return Move(made.kind, made.speaker, made.before, made.after, sentence(made))


def _position(cell: Blamer) -> Position:
    return Position(cell.claim, cell.report, cell.stance, cell.degree, cell.date, cell.dated_by)


# --- from no name to a name ---------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Unnamed:
    """A claim in which a source told of the deed and named nobody; `silent`: it speaks of no doer at all."""

    position: Position
    silent: bool


def unnamed(claims: Sequence[Claim], sources: Mapping[str, tuple[str, str | None, str | None]]) -> dict[str, list[Unnamed]]:
    """By source, its claims about the deed that name nobody.

    Args:
        sources: claim id -> (source key, day, what the day is taken from).
    """
    out: dict[str, list[Unnamed]] = {}
    for claim in claims:
        value = claim.value
        if isinstance(value, Attribution) and claim.stance not in ("denies", "disputes", "retracts"):
            doers: Sequence[Who] = value.accused
        elif isinstance(value, Event) and is_seed(claim):
            doers = value.perpetrators
        else:
            continue
        source, date, dated_by = sources[claim.id]
        if source and date and all(map(is_nobody, doers)):
            degree = value.degree if isinstance(value, Attribution) else "unspecified"
            position = Position(claim.id, claim.report_id or "", claim.stance, degree, date, dated_by)
            out.setdefault(source, []).append(Unnamed(position, not doers))
    return out


def came_to_name(spoken: Sequence[Spoken], first_named: Mapping[str, str], before: Mapping[str, list[Unnamed]]) -> list[Move]:
    """Sources that named this accused on the first day on which they named anybody, and had told of the deed before.

    Args:
        spoken: the cells about one accused.
        first_named: source -> the first day on which it named anybody.
        before: source -> its claims that name nobody.
    """
    found: dict[str, Move] = {}
    for one in sorted(spoken, key=lambda s: (s.cell.date or "9999", s.cell.report, s.start)):
        date = one.cell.date
        if one.side != SAYS or not date or first_named.get(one.source) != date or one.source in found:
            continue
        earlier = [u for u in before.get(one.source, ()) if (u.position.date or "") < date]
        if earlier:
            told = min(earlier, key=lambda u: (u.silent, u.position.date or "", u.position.claim))
            made = Move("no name, then a name", one.name, told.position, _position(one.cell), "")
            found[one.source] = Move(made.kind, made.speaker, made.before, made.after, sentence(made))
    return list(found.values())


# --- sentences ------------------------------------------------------------------------------------------

_WORDS = {
    "denied, then confirmed": "{who} denied it on {d1}, and says so on {d2}",
    "confirmed, then denied": "{who} said so on {d1}, and denies it on {d2}",
    "withdrew": "{who} said so on {d1}, and withdrew it on {d2}",
    "no name, then a name": "{who} told of it on {d1} and named nobody; named on {d2}",
    "another degree": "{who} said {g1} on {d1}, and {g2} on {d2}",
}
_ALONE = "{who} withdrew it on {d2}; no claim here has what was withdrawn"
_DEGREES = {"direct": "\"did it\"", "support": "\"supported it\"", "complicity": "\"was complicit\"", "tolerance": "\"tolerated it\"",
            "unspecified": "\"bears blame\""}


def sentence(move: Move) -> str:
    """A move in words, with both days, where they are taken from, and both claims."""
    a, b = move.before, move.after
    words = (_ALONE if a is None else _WORDS[move.kind]).format(
        who=move.speaker, d1=_day(a) if a else "", d2=_day(b), g1=_DEGREES[a.degree] if a else "", g2=_DEGREES[b.degree])
    ids = f"claims {a.claim[:8]} and {b.claim[:8]}" if a else f"claim {b.claim[:8]}"
    return f"{words} ({ids})"


def _day(position: Position) -> str:
    if position.date is None:
        return "an unknown day"
    return f"{position.date}{' (by publication)' if position.dated_by == 'published' else ''}"
