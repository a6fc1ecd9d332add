"""Demands, commitments and warnings: what a statement asks for, vows or warns of, as claims of their own."""

from __future__ import annotations

import re

from bearwitness.extract.drafts import Draft, StatementDraft
from bearwitness.extract.names import COMMUNITIES
from bearwitness.extract.page import Page
from bearwitness.model import Commitment, Demand, Warn, Who

# Risk factors of the UN Framework of Analysis for Atrocity Crimes (2014): the first pattern that fits names the
# factor; where none fits it stays unknown.
FACTORS: tuple[tuple[int, str], ...] = (
    (10, r"\b(?:genocid|exterminat|annihilat|erase|erasure|wip(?:e|ed|ing) out)"),
    (12, r"\b(?:orchestrat|premeditat|calculated|plan(?:ned)? (?:of|to) (?:attack|kill|expel)|policy of)"),
    (11, r"\b(?:systematic|widespread|target(?:ed|ing)?\b.{0,40}\b(?:communit|civilian|minorit)|massacres?\b)"),
    (9, r"\b(?:sectarian|ethnic|communal|intercommunal|inter-ethnic|religious)\b.{0,30}\b(?:tension|division|hatred|violence|strife|rift|reprisal)"),
    (14, r"\b(?:aid workers?|humanitarian (?:workers?|convoys?|access)|peacekeepers?)\b"),
    (13, r"\b(?:hospitals?|schools?|prisoners of war|civilian (?:objects|infrastructure))\b"),
    (8, r"\b(?:retaliat|reprisals?|revenge|assassinat|coup)"),
    (5, r"\b(?:arms|weapons|mobilis|mobiliz|recruit)"),
    (2, r"\b(?:impunity|war crimes?|crimes against)"),
    (1, r"\b(?:civil war|wider (?:conflict|war)|escalat|instabilit|destabilis|destabiliz|chaos|all-out|spread|spill)"),
)


def factor_of(words: str) -> int | None:
    """The risk factor that the words of a warning fit, or None."""
    low = words.lower()
    return next((number for number, pattern in FACTORS if re.search(pattern, low)), None)


def find_acts(page: Page, statements: list[StatementDraft]) -> list[Draft]:
    """One demand, commitment or warning for each statement whose stance is one."""
    out = []
    for s in statements:
        made = _act(page, s)
        if made is not None:
            out.append(made)
    return out


def _act(page: Page, s: StatementDraft) -> Draft | None:
    if not s.content or s.top_level:
        return None
    start, end = s.content[0].start, s.content[-1].end
    words = " ".join(p.exact for p in s.content)
    if s.stance == "demands":
        return Draft("demand", start, end, Demand(s.addressees, words), f"the statement demands ({s.rule})", start, s.unit, statement=s,
                     original=page.text[start:end])
    if s.stance in ("promises", "threatens"):
        dates = page.dates_in(start, end)
        value = Commitment(words, dates[0].when) if len(dates) == 1 else Commitment(words)
        return Draft("commitment", start, end, value, f"the statement {s.stance} ({s.rule})", start, s.unit, statement=s,
                     original=page.text[start:end])
    if s.stance == "predicts":
        return Draft("warning", start, end, Warn(words, _communities(page, start, end), factor_of(words)),
                     f"the statement warns or fears ({s.rule})", start, s.unit, statement=s, original=page.text[start:end])
    return None


def _communities(page: Page, start: int, end: int) -> tuple[Who, ...]:
    """The communities that a warning names as threatened."""
    out: list[Who] = []
    for n in page.names_in(start, end):
        if n.kind == "community" or n.text.lower() in COMMUNITIES:
            name = n.canonical or n.text
            if all(w.name != name for w in out):
                out.append(Who(name, "community", None, n.entity_id, page.passage(n.start, n.end)))
    return tuple(out)
