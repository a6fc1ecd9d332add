"""Demands, commitments and warnings: what a statement asks for, vows or warns of, as claims of their own."""

from __future__ import annotations

import re
from typing import Any

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
    out: list[Draft] = []
    for s in statements:
        clauses = _clauses(page, s)
        if clauses:
            out += clauses
        elif (made := _act(page, s)) is not None:
            out.append(made)
    return out + _own_voice(page, statements)


# --- sentence by sentence -----------------------------------------------------------------------------

_ASKS = frozenset("urge call demand ask appeal insist implore".split())
_BOUND = frozenset(["must", "should", "ought"])
_VOWED = frozenset("committed determined dedicated resolved".split())
_BEFALLS = frozenset("see face witness be have lose suffer die know".split())


def _clauses(page: Page, s: StatementDraft) -> list[Draft]:
    """A quotation of several sentences: each that obliges or vows is a claim of its own, with its own words."""
    out: list[Draft] = []
    total = 0
    for unit in page.units:
        if unit.quote is None or not any(p.start <= unit.quote.start and unit.quote.end <= p.end for p in s.content):
            continue
        for a, b in unit.sents:
            total += 1
            made = _sentence(page, unit, a, b, s)
            if made is not None:
                out.append(made)
    return out if total > 1 and s.verb not in ("vow", "pledge", "promise", "urge", "warn") else []


def _sentence(page: Page, unit: Any, a: int, b: int, s: StatementDraft | None) -> Draft | None:
    kind = _kind(unit, a, b)
    if kind is None:
        return None
    start, end = unit.char_span(a, b - 1)
    passage = page.passage(start, end)
    words = passage.exact.rstrip(" .!?,;”\"")
    value: Demand | Commitment = Demand((), words) if kind == "demand" else Commitment(words)
    why = "the sentence asks or obliges" if kind == "demand" else "the sentence vows"
    return Draft(kind, passage.start, passage.end, value, why, passage.start, unit, a, None if s is not None else (
        "future" if kind == "commitment" else None), "demands" if kind == "demand" else "promises", statement=s, original=passage.exact)


def _kind(unit: Any, a: int, b: int) -> str | None:
    """demand or commitment, by the main verb of a sentence in somebody's own first person or by what it obliges."""
    root = unit.doc[a:b].root
    aux = {c.lower_ for c in root.children if c.dep_ == "aux"}
    subject = next((c.lower_ for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), "")
    first = subject in ("we", "i")
    if first and root.lower_ in _ASKS:
        return "demand"
    if aux & _BOUND and unit.quote is not None:
        return "demand"
    if first and "will" in aux and root.lower_ not in _BEFALLS:
        return "commitment"
    if any(c.lower_ in _VOWED and c.dep_ in ("acomp", "attr", "oprd") for c in root.children) or (
            root.lower_ in _VOWED and root.dep_ == "ROOT" and any(c.dep_ in ("prep", "xcomp") for c in root.children)):
        return "commitment"
    return None


def _own_voice(page: Page, statements: list[StatementDraft]) -> list[Draft]:
    """"We will continue to ...", "We call on ...", "X remains committed to ..." where the document itself speaks (a press statement)."""
    told = [(p.start, p.end) for s in statements for p in s.content]
    out: list[Draft] = []
    for unit in page.units:
        if unit.quote is not None or unit.line.nested is not None:
            continue
        for a, b in unit.sents:
            root = unit.starts[unit.doc[a:b].root.i]
            if any(x <= root < y for x, y in told) or any(unit.stands_for[i] is not None for i in range(a, b)):
                continue
            made = _sentence(page, unit, a, b, None)
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
