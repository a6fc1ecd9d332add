"""Demands, commitments and warnings: what a statement asks for, vows or warns of, as claims of their own.

Three sources: the stance of a statement ("vowed to ..."), the sentences of a quotation one by one, and the document's own
voice. A document that says "we" of itself (a release, an appeal) vows and demands by "will" and "must"; a reporter's "will" is a date.
"""

from __future__ import annotations

import re

from bearwitness.extract.act_clauses import FIRST, OURS, Act, Voice, acts_of, vows_violence
from bearwitness.extract.drafts import Draft, StatementDraft
from bearwitness.extract.names import COMMUNITIES, who_at
from bearwitness.extract.page import Page, Unit
from bearwitness.extract.risks import (
    SIGN_WORDS,
    factor_name,
    factor_of,
    is_harm,
    may_warn,
    signs_in,
    warnings_in,
)
from bearwitness.model import Commitment, Demand, Warn, Who

_OFFICIAL = re.compile(r"minister|secretary|president|premier|chancellor|spokes|ambassador|envoy|general\b|commander|colonel|admiral|governor|director|chief|"
                       r"head of|chair|king|emir|mayor|commissioner", re.I)
_DEED = re.compile(r"(?:the |an? |its |his |their )?(?:\w+ )?(?:killings?|attacks?|murders?|executions?|massacres?|bombings?|strikes?|raids?|assassinations?)\b", re.I)
_RELATIVE = re.compile(r"\b(?:who|which|whose)\b")
_WARNS = frozenset("warn caution fear alert warning warnings fears dread".split())
# What is announced and still to be done; "announced the start of" tells of an event.
_PLANNED = frozenset("""plan plans intention investigation inquiry probe ceasefire truce withdrawal sanctions measures reforms amnesty aid assistance
package release pledge commitment campaign offensive""".split())


def find_acts(page: Page, statements: list[StatementDraft]) -> list[Draft]:
    """The demands, commitments and warnings of a page, in no order."""
    out: list[Draft] = []
    held = _held(page, statements)
    for s in statements:
        clauses = _clauses(page, s, held.get(id(s), []))
        if clauses:
            out += clauses
        elif (made := _act(page, s)) is not None:
            out.append(made)
    out += _own_voice(page, statements)
    return _once(out + _risks(page, statements, out))


def _once(found: list[Draft]) -> list[Draft]:
    """Without a second claim of a kind on words that an earlier one has."""
    kept: list[Draft] = []
    for d in found:
        if not any(k.kind == d.kind and (k.start, k.end) == (d.start, d.end) for k in kept):
            kept.append(d)
    return kept


# --- sentence by sentence -----------------------------------------------------------------------------

def _held(page: Page, statements: list[StatementDraft]) -> dict[int, list[Unit]]:
    """The quotations of each statement: of several that hold one, the narrowest has it."""
    out: dict[int, list[Unit]] = {}
    for unit in page.units:
        quote = unit.quote
        if quote is None:
            continue
        around = [(p.end - p.start, n) for n, s in enumerate(statements) for p in s.content if p.start <= quote.start and quote.end <= p.end]
        if around:
            out.setdefault(id(statements[min(around)[1]]), []).append(unit)
    return out


def _clauses(page: Page, s: StatementDraft, quoted: list[Unit]) -> list[Draft]:
    """A quotation of several sentences: each that obliges or vows is a claim of its own, with its own words."""
    out: list[Draft] = []
    total = 0
    voice = Voice(quoted=True, official=_official(s))
    for unit in quoted:
        for a, b in unit.sents:
            total += 1
            out += [_draft(page, unit, act, s) for act in acts_of(unit, a, b, voice)]
    if total > 1 and s.verb not in ("vow", "pledge", "promise", "urge", "warn"):
        return out
    # One sentence: what its verb says goes first ("vowed: ..."), and its words decide where the verb is neutral.
    return [] if s.stance in ("demands", "promises", "threatens", "predicts") else out


def _official(s: StatementDraft) -> bool:
    """Does the speaker answer for a body: a state, an army, an organisation, or somebody with an office in one?"""
    if not s.speakers:
        return False
    who = s.speakers[-1]
    told = " ".join(filter(None, (who.role, who.passage.exact if who.passage else "")))
    return who.kind in ("state", "organisation", "armed_group") or bool(_OFFICIAL.search(told))


def _draft(page: Page, unit: Unit, act: Act, s: StatementDraft | None) -> Draft:
    passage = page.passage(*unit.char_span(act.first, act.last))
    words = passage.exact.rstrip(" .!?,;”\"")
    value: Demand | Commitment
    if act.kind == "demand":
        value = Demand(_asked(page, unit, act), words)
    else:
        dates = page.dates_in(passage.start, passage.end)
        value = Commitment(words, dates[0].when) if len(dates) == 1 else Commitment(words)
    hedge = "future" if act.kind == "commitment" and s is None else None
    why = f"the sentence {'asks or obliges' if act.kind == 'demand' else 'vows'}: {act.why}"
    return Draft(act.kind, passage.start, passage.end, value, why, passage.start, unit, act.first, hedge,
                 "demands" if act.kind == "demand" else "promises", statement=s, original=passage.exact)


def _asked(page: Page, unit: Unit, act: Act) -> tuple[Who, ...]:
    """Of whom it is demanded; a pronoun that stands for nobody here asks nobody by name."""
    if act.of is None or unit.stands_for[act.of] is not None or unit.doc[act.of].dep_ == "expl":
        return ()
    if unit.doc[act.of].lower_ in ("there", "it", "this", "that", "we", "i", "they", "he", "she", "you"):
        return ()
    return (who_at(page, unit, act.of),)


def _own_voice(page: Page, statements: list[StatementDraft]) -> list[Draft]:
    """"We will continue to ...", "We call on ...", "X remains committed to ..." where the document itself speaks (a press statement)."""
    told = [(p.start, p.end) for s in statements for p in s.content]
    inner = [(p.start, p.end) for s in statements for p in s.content if not s.top_level]
    plain = Voice(we=_says_we(page))
    out: list[Draft] = []
    for unit in page.units:
        if unit.quote is not None:
            continue
        # An embedded post speaks for itself; its statement holds all of it.
        voice, post = (Voice(quoted=True, we=True), True) if unit.line.nested is not None else (plain, False)
        for a, b in unit.sents:
            if any(unit.stands_for[i] is not None for i in range(a, b)):
                continue
            for act in acts_of(unit, a, b, voice):
                at = unit.starts[act.first]
                if act.reported or not any(x <= at < y for x, y in (inner if post else told)):
                    out.append(_draft(page, unit, act, None))
    return out


def _says_we(page: Page) -> bool:
    """Does the document speak of itself as "we", outside quotations and embedded posts?"""
    return any(t.lower_ in FIRST or t.lower_ in OURS for unit in page.units if unit.quote is None and unit.line.nested is None
               for t in unit.doc if unit.stands_for[t.i] is None)


# --- by stance ------------------------------------------------------------------------------------------

def _act(page: Page, s: StatementDraft) -> Draft | None:
    """The claim that a statement's stance makes of its words."""
    if not s.content or s.top_level:
        return None
    start, end = s.content[0].start, s.content[-1].end
    words = " ".join(p.exact for p in s.content)
    if s.stance in ("demands", "promises") and s.cue is not None and _RELATIVE.search(page.text, s.cue.end, start):
        return None         # "advising the forces who lead the campaign to ...": another clause's infinitive
    if s.stance == "demands" and s.verb in ("order", "command", "direct") and _DEED.match(words):
        return None         # "those who ordered the killings": a deed of theirs
    if s.stance == "demands":
        return Draft("demand", start, end, Demand(s.addressees, words), f"the statement demands ({s.rule})", start, s.unit, statement=s,
                     original=page.text[start:end])
    if s.stance in ("promises", "threatens"):
        if not _is_vow(page, s):
            return None
        dates = page.dates_in(start, end)
        value = Commitment(words, dates[0].when) if len(dates) == 1 else Commitment(words)
        return Draft("commitment", start, end, value, f"the statement {s.stance} ({s.rule})", start, s.unit, statement=s,
                     original=page.text[start:end])
    if s.stance == "predicts" and (is_harm(words) or (s.verb in _WARNS and len(words.split()) > 3)):
        return Draft("warning", start, end, Warn(words, _communities(page, start, end), factor_of(words)),
                     f"the statement warns or fears ({s.rule}){_factor_words(words)}", start, s.unit, statement=s, original=page.text[start:end])
    return None


def _is_vow(page: Page, s: StatementDraft) -> bool:
    """Not what is agreed or announced of the world ("agreed that there is work to do", "announced the start of the operation")."""
    first = s.content[0]
    words = first.exact.lower().split()
    if words[0] in ("allegiance", "loyalty", "fealty"):
        return False
    if s.verb in ("threat", "threats") and words[0] not in ("to", "that", "of"):
        return False
    if s.verb in ("assure", "reassure", "guarantee"):
        return "will" in words or "would" in words
    if s.verb not in ("agree", "announce") or s.cue is None:
        return True
    if words[:1] in (["there"], ["it"]):
        return False
    before = page.text[s.cue.end:first.start].split()
    if s.verb == "agree":
        return (words[0] == "to" and len(before) <= 2) or "will" in words or "would" in words
    if "will" in words or "would" in words or words[0] in ("“we", "we"):
        return True
    head = re.split(r"\b(?:of|for|to|in|on|by|against|from|that|with)\b", first.exact.lower())[0].split()
    return bool(head) and head[-1] in _PLANNED


# --- warnings -------------------------------------------------------------------------------------------

def _risks(page: Page, statements: list[StatementDraft], made: list[Draft]) -> list[Draft]:
    """Warnings of no verb: "a risk of", "could spark". What a statement warns of is told already; what one denies is no warning."""
    taken = [(d.start, d.end) for d in made if d.kind == "warning"]
    quiet = [(p.start, p.end) for s in statements if s.stance in ("denies", "disputes") for p in s.content]
    out: list[Draft] = []
    for unit in page.units:
        for a, b in unit.sents:
            start, end = unit.char_span(a, b - 1)
            text = page.text[start:end]
            span = vows_violence(unit, a, b) if "committed" in text or "determined" in text else None
            found = (span[0], span[1], span[0], "set on violence, by another's words") if span else None
            lower = {t.lower_ for t in unit.doc[a:b]}
            if found is None and may_warn(lower):
                found = next(((w.first, w.last, w.of, w.why) for w in warnings_in(unit, a, b)), None)
            if found is not None and any(unit.stands_for[i] is not None for i in range(found[0], found[1] + 1)):
                continue
            passage = None
            if found is not None:
                passage = page.passage(*unit.char_span(found[0], found[1]))
                words, why = page.text[unit.starts[found[2]]:passage.end], f"a warning in the words: {found[3]}"
            elif not SIGN_WORDS.keys().isdisjoint(lower) and (sign := signs_in(text)) is not None and not any(unit.stands_for[i] is not None for i in range(a, b)):
                passage = page.passage(start + sign[2].start(), start + sign[2].end())
                words, why = passage.exact, f"a sign told as fact: “{passage.exact}”"
            if passage is None or any(x < passage.end and passage.start < y for x, y in (*taken, *quiet)):
                continue
            # The subject says more where what follows is only "violence".
            told_by = words if factor_of(words) not in (None, 1) else passage.exact
            out.append(Draft("warning", passage.start, passage.end, Warn(words.strip(), _communities(page, passage.start, passage.end), factor_of(told_by)),
                             why + _factor_words(told_by), passage.start, unit,
                             unit.token_at(passage.start).i if unit.token_at(passage.start) else None,     # type: ignore[union-attr]
                             None if found is None else "hypothetical", "predicts" if found is not None else None, original=passage.exact))
    return out


def _factor_words(words: str) -> str:
    number = factor_of(words)
    return "" if number is None else f"; risk factor {number}: {factor_name(number)}"


def _communities(page: Page, start: int, end: int) -> tuple[Who, ...]:
    """The communities that a warning names as threatened."""
    out: list[Who] = []
    for n in page.names_in(start, end):
        if n.kind == "community" or n.text.lower() in COMMUNITIES:
            name = n.canonical or n.text
            if all(w.name != name for w in out):
                out.append(Who(name, "community", None, n.entity_id, page.passage(n.start, n.end)))
    return tuple(out)
