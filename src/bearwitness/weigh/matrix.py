"""The attribution matrix: who accuses whom, with what stance and distance, on what day, and who denies it.

Naming is a claim. A denial stands beside the accusation it answers: when the accused denies, or somebody
denies on their behalf ("the foreign minister denied any direct involvement"). Accusations that go both ways and
words of the accused's own side are marked; what a source said at first and later is told (`moves`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bearwitness.incidents.items import everyone, told
from bearwitness.model import Attribution, Blame, Blamer, Claim, Event, Judgement, Report, Who
from bearwitness.weigh.figures import name_key
from bearwitness.weigh.interest import Interests
from bearwitness.weigh.ledger import chain_names, publisher_name
from bearwitness.weigh.moves import Spoken, Unnamed, came_to_name, is_nobody, moves_of, unnamed
from bearwitness.weigh.sides import Accused, Sides, is_possessive

AGAINST = ("denies", "disputes", "retracts")
MOST_COUNTER = 20      # claims of the other side that one cell names
_INVOLVEMENT = re.compile(r"\b(?:involve\w*|role|responsib\w*|accus\w*|allegation\w*|blame\w*|claims?|charges?|behind|"
                          r"complicit\w*|participat\w*|links?|ties|support\w*|carried out|committ\w*|perpetrat\w*|"
                          r"baseless|unfounded|reports?|killed|killing|kill|died|dead|deaths?|wounded|injured|shelled|bombed|attacked)\b", re.IGNORECASE)
_OWN_PART = re.compile(r"\b(?:its|their|his|her|our|own)\s+(?:\w+\s+){0,2}?(?:involvement|role|responsib\w+|part|participation|complicity)\b|"
                       r"\b(?:was|were|is|are|being) (?:behind|responsible)\b|\bclaim(?:s|ed)? (?:responsibility|credit)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Row:
    """One accused, with the claims on either side of it."""

    who: Who
    by: list[tuple[Claim, bool]] = field(default_factory=list)      # (claim, is it an admission?)
    against: list[Claim] = field(default_factory=list)

    def deny(self, claim: Claim) -> None:
        if claim not in self.against[-50:]:
            self.against.append(claim)


def blame(claims: Sequence[Claim], reports: Mapping[str, Report],
          declared: Mapping[str, Judgement] | None = None) -> tuple[tuple[Blame, ...], tuple[str, ...]]:
    """The matrix, the most accused first, and a sentence for each denial that answers nobody's accusation here.

    An attribution that its speaker denies, disputes or takes back stands against the accusation; so does a statement by which an
    accused, or somebody who speaks for them, denies involvement or calls the allegations unfounded.

    Args:
        declared: source name -> the judgement in which people declared its interest.
    """
    order = sorted(claims, key=lambda c: (c.report_id or "", c.passage.start, c.id))
    sides = Sides(order)
    rows = _rows(order, sides)
    _on_behalf(rows, sides)
    loose = _statements(order, rows, sides, reports)
    _admissions(order, rows, sides)
    return _Writer(order, reports, sides, Interests(declared or {}, sides.sources)).write(rows), tuple(loose)


def _rows(order: Sequence[Claim], sides: Sides) -> dict[str, _Row]:
    """The attributions by whom they accuse. "Its soldiers", said by the Hill Army of itself, are the Hill Army."""
    rows: dict[str, _Row] = {}
    for claim in order:
        if not isinstance(claim.value, Attribution) or claim.hedge in ("hypothetical", "future"):
            continue
        for named in everyone(claim.value.accused):
            own = sides.own_side(claim, named)
            row = _row(rows, _meant(claim, named, own, sides), sides)
            if claim.stance in AGAINST or claim.hedge == "negated":
                row.against.append(claim)
            else:
                row.by.append((claim, own))
    return rows


def _row(rows: dict[str, _Row], who: Who, sides: Sides) -> _Row:
    """The row of an accused, under the longest of its names and its identity, when one claim has one."""
    row = rows.setdefault(sides.key(who), _Row(who))
    entity = row.who.entity_id or who.entity_id
    longer = who if len(who.name) > len(row.who.name) else row.who
    row.who = replace(longer, entity_id=entity)
    return row


def _meant(claim: Claim, named: Who, own: bool, sides: Sides) -> Who:
    """Whom an accusation means: "our soldiers", in the mouth of the army's spokesman, are the army."""
    if not own or not is_possessive(named):
        return named
    speaker = replace(claim.speakers[-1], with_=())
    return sides.body_of(speaker) or speaker


def _on_behalf(rows: dict[str, _Row], sides: Sides) -> None:
    """A denial filed under the denier's own name, whom nobody accuses, moves to those accused whom they speak for."""
    accused = {key: row for key, row in rows.items() if row.by}
    for key in [key for key, row in rows.items() if not row.by]:
        own = rows[key].against
        speaking = list({sides.key(c.speakers[-1]): c for c in own if c.speakers}.values())
        answered = [row for row in accused.values() if any(sides.speaks_for(c, row.who) for c in speaking)]
        if answered:
            for row in answered:
                for claim in own:
                    row.deny(claim)
            del rows[key]


def _statements(order: Sequence[Claim], rows: dict[str, _Row], sides: Sides, reports: Mapping[str, Report]) -> list[str]:
    """Denials of involvement beside the accusations they answer; a sentence for each that answers none."""
    inside = {c.within for c in order if isinstance(c.value, Attribution)}      # what stands in them has been counted
    loose = []
    answered_by: dict[str, list[_Row]] = {}
    for claim in order:
        if claim.kind != "statement" or claim.stance not in ("denies", "disputes") or claim.id in inside or not _INVOLVEMENT.search(_words(claim)):
            continue
        key = sides.source_key(claim, None) + "|" + (sides.words_of(claim.speakers[-1]) if claim.speakers else "")
        if key not in answered_by:
            answered_by[key] = [row for row in rows.values() if sides.speaks_for(claim, row.who)]
        for row in answered_by[key]:
            row.against.append(claim)
        if not answered_by[key] and claim.stance == "denies":
            denier = chain_names(claim)[-1] if claim.speakers else publisher_name(reports.get(claim.report_id or ""))
            loose.append(f"{denier} denies involvement (claim {claim.id[:12]}); no claim here accuses them by name")
    return loose


def _admissions(order: Sequence[Claim], rows: dict[str, _Row], sides: Sides) -> None:
    """Words by which a side owns up without an attribution of its own: "admitted that its soldiers had shelled", "confirmed its role"."""
    counted = {(c.within, name_key(row.who.name)) for row in rows.values() for c, _ in row.by}
    for claim in order:
        if not claim.speakers or claim.stance != "confirms":
            continue
        speaker = replace(claim.speakers[-1], with_=())
        if isinstance(claim.value, Event) and told(claim):
            owns = any(sides.own_side(claim, doer) for doer in everyone(claim.value.perpetrators))
        else:
            owns = claim.kind == "statement" and sides.key(speaker) in rows and _OWN_PART.search(_words(claim)) is not None
        around = claim.id if claim.kind == "statement" else claim.within
        if not owns or (around, name_key(speaker.name)) in counted:
            continue
        counted.add((around, name_key(speaker.name)))
        _row(rows, speaker, sides).by.append((claim, True))


def _words(claim: Claim) -> str:
    return " ".join([claim.passage.exact, claim.original or "", *(p.exact for p in claim.content)])


class _Writer:
    """Turns rows of claims into the record, with days, interests, marks and moves."""

    def __init__(self, order: Sequence[Claim], reports: Mapping[str, Report], sides: Sides, interests: Interests) -> None:
        self.order, self.reports, self.sides, self.interests = order, reports, sides, interests
        self.publisher = {id_: publisher_name(report) for id_, report in reports.items()}

    def write(self, rows: dict[str, _Row]) -> tuple[Blame, ...]:
        counter = _counter(rows, self.sides)
        found = {key: self._one(row, counter) for key, row in rows.items()}
        silent, named = self._naming(rows)
        out = []
        for key in sorted(rows, key=lambda k: (-len(rows[k].by), -len(rows[k].against), rows[k].who.name, k)):
            by, against, spoken = found[key]
            moves = moves_of(spoken)
            if not is_nobody(rows[key].who):
                moves += came_to_name(spoken, named, silent)
            out.append(Blame(accused=rows[key].who.name, by=by, denied_by=against, entity_id=rows[key].who.entity_id,
                             moves=tuple(sorted(moves, key=lambda m: (m.after.date or "9999", m.speaker, m.kind)))))
        return tuple(out)

    def _one(self, row: _Row, counter: Mapping[tuple[str, str], tuple[str, ...]]) -> tuple[tuple[Blamer, ...], tuple[Blamer, ...], list[Spoken]]:
        key = self.sides.key(row.who)
        cells, spoken = [], []
        for claim, admission, side in [(c, own, "by") for c, own in row.by] + [(c, False, "against") for c in row.against]:
            cell = self._cell(claim, admission, () if admission or side == "against" else counter.get((_speaker(claim, self.sides), key), ()))
            cells.append((side, cell, claim))
            own = admission or (bool(claim.speakers) and self.sides.own_side(claim, row.who))
            source = f"side {key}" if own else self._source(claim)
            if source:
                spoken.append(Spoken(source, cell.speakers[-1] if cell.speakers else source, cell, claim.passage.start))
        cells.sort(key=lambda one: (one[1].date or "9999", one[2].report_id or "", one[2].passage.start, one[2].id))
        return tuple(b for s, b, _ in cells if s == "by"), tuple(b for s, b, _ in cells if s == "against"), spoken

    def _cell(self, claim: Claim, admission: bool, counter: tuple[str, ...]) -> Blamer:
        degree = claim.value.degree if isinstance(claim.value, Attribution) else "direct" if isinstance(claim.value, Event) else "unspecified"
        publisher = self.publisher.get(claim.report_id or "")
        speakers = chain_names(claim) or ((f"unattributed in {publisher}",) if publisher else ())
        date, dated_by = self._day(claim)
        return Blamer(speakers=speakers, stance=claim.stance, claim=claim.id, report=claim.report_id or "", hedge=claim.hedge, degree=degree,
                      said=claim.said.start, date=date, dated_by=dated_by, interest=self.interests.of(claim, publisher),
                      counter=counter[:MOST_COUNTER], admission=admission)

    def _day(self, claim: Claim) -> tuple[str | None, str | None]:
        """The day of the words by the text, else that of publication, and which of the two it is."""
        said = claim.said.start or claim.said.end
        if said:
            return said[:10], "said"
        report = self.reports.get(claim.report_id or "")
        published = report.published_at.start if report else None
        return (published[:10], "published") if published else (None, None)

    def _source(self, claim: Claim) -> str:
        return self.sides.source_key(claim, self.publisher.get(claim.report_id or ""))

    def _naming(self, rows: Mapping[str, _Row]) -> tuple[dict[str, list[Unnamed]], dict[str, str]]:
        """Claims that name nobody, and the first day on which each source named anybody."""
        sources = {c.id: (self._source(c), *self._day(c)) for c in self.order if isinstance(c.value, (Attribution, Event))}
        named: dict[str, str] = {}
        for claim in self.order:
            doers = claim.value.accused if isinstance(claim.value, Attribution) else claim.value.perpetrators if isinstance(claim.value, Event) else ()
            if not doers or all(map(is_nobody, doers)) or claim.stance in AGAINST:
                continue
            source, date, _ = sources[claim.id]
            if date and date < named.get(source, "9999-99-99"):
                named[source] = date
        return unnamed(self.order, sources), named


def _speaker(claim: Claim, sides: Sides) -> str:
    return sides.key(claim.speakers[-1]) if claim.speakers else ""


def _counter(rows: Mapping[str, _Row], sides: Sides) -> dict[tuple[str, str], tuple[str, ...]]:
    """(speaker, accused) -> the claims by which that accused accuses that speaker in turn."""
    pairs: dict[tuple[str, str], list[Claim]] = {}
    for key, row in rows.items():
        for claim, admission in row.by:
            if claim.speakers and not admission:
                pairs.setdefault((_speaker(claim, sides), key), []).append(claim)
    accused_of = Accused(sides, {key: row.who for key, row in rows.items()})
    is_of = {speaker: sorted(accused_of.on_side_of(found[0])) for (speaker, _), found in pairs.items()}
    by_accused: dict[str, list[str]] = {}      # accused -> those speakers who are on its side
    for speaker in sorted(is_of):
        for key in is_of[speaker]:
            by_accused.setdefault(key, []).append(speaker)
    out: dict[tuple[str, str], tuple[str, ...]] = {}
    for speaker, accused in pairs:
        back = [c for other in by_accused.get(accused, ()) for mine in is_of[speaker] for c in pairs.get((other, mine), ())]
        if back:
            out[(speaker, accused)] = tuple(dict.fromkeys(c.id for c in back[:MOST_COUNTER]))
    return out
