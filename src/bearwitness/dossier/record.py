"""Look-ups in the record, and who says what in the form that the page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from bearwitness.dossier.passages import visible
from bearwitness.dossier.words import Words
from bearwitness.model import Claim, Incident, Snapshot, Toll, Who

_CLAIM_ID = re.compile(r"\b(?:claim )?([0-9a-f]{8,64})\b")


class Record:
    """Look-ups in a snapshot."""

    def __init__(self, snapshot: Snapshot, incidents: list[Incident], words: Words) -> None:
        self.words = words
        self.snapshot = snapshot
        wanted = {c for i in incidents for c in i.claims}
        self.claims = {c.id: c for c in snapshot.claims if c.id in wanted}
        self.reports = {r.id: r for r in snapshot.reports}
        self.texts = dict(snapshot.texts)

    def publisher(self, report_id: str | None) -> str:
        report = self.reports.get(report_id or "")
        return (report.publisher if report else None) or self.words("own.voice")

    def text_of(self, claim: Claim) -> str | None:
        report = self.reports.get(claim.report_id or "")
        return self.texts.get(report.text_sha256 or "") if report else None


def anchor(claim_id: str) -> str:
    """The place of a claim on the page."""
    return f"c-{claim_id[:16]}"


def bdi(text: str | None) -> Markup:
    """A name in its own direction."""
    return Markup('<bdi dir="auto">{}</bdi>').format(visible(text))


def together(who: Who) -> str:
    """A speaker with those who speak jointly."""
    return " + ".join([who.name, *(w.name for w in who.with_)])


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are, and by way of whom they came."""

    name: str
    role: str | None
    via: str | None


def speaker(record: Record, claim: Claim) -> Speaker:
    if not claim.speakers:
        return Speaker(record.publisher(claim.report_id), None, None)
    last, others = claim.speakers[-1], claim.speakers[:-1]
    return Speaker(together(last), last.role, " → ".join(together(w) for w in others) or None)


def linked(record: Record, sentence: str) -> Markup:
    """A sentence of the weighing, in which a claim's id becomes a link to the claim."""
    out, last = Markup(""), 0
    for match in _CLAIM_ID.finditer(sentence):
        found = [c for id_, c in record.claims.items() if id_.startswith(match.group(1))]
        if len(found) != 1:
            continue
        claim = found[0]
        v = claim.value
        name = record.words.quantity(v.bound, v.number, v.low, v.high) if isinstance(v, Toll) else match.group()
        out += visible(sentence[last:match.start()]) + Markup('<a href="#{}">{}</a>').format(anchor(claim.id), name)
        last = match.end()
    return out + visible(sentence[last:])
