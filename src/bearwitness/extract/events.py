"""Things that happened: event words, who did them to whom with what, where and when, and how real they are told to be.

1. Find event words (words/events.txt) in each sentence.
2. Leave out those that name no event of this text: modifiers, fears and risks, calls to stop, mere "these attacks".
3. Find the parties (event_args), decide the type (event_types).
4. Join what one sentence tells of one event ("a drone struck a car, killing two").
5. Give each its place, date, stage and hedge; then rank them over the document.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bearwitness.extract.drafts import Draft
from bearwitness.extract.event_again import fold, is_definite, told_before
from bearwitness.extract.event_args import QUANTITY, is_verbal, own_hedge, party_class
from bearwitness.extract.event_join import CONSEQUENCE, REAL, Found, join_words, upgrade_protests
from bearwitness.extract.event_protest import AIDS_NO_RALLY
from bearwitness.extract.event_rank import dateline_end, inherit_day, place_and_date, ranks_of
from bearwitness.extract.event_real import stage_and_hedge
from bearwitness.extract.event_roles import arguments_of, facts_of, sort_parties
from bearwitness.extract.event_types import decide
from bearwitness.extract.event_words import by_disaster, idle_noun, idle_verb, in_name, is_told, triggers
from bearwitness.extract.names import who_at
from bearwitness.model import Event, Thing, Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.event_facts import Facts
    from bearwitness.extract.page import Page, Unit

WEAK = frozenset(("flee",))      # frames that count only where a document tells of nothing else
_EFFECTS = {"destroy": "destroyed", "arson": "burned", "loot": "looted"}


def _sentence_events(page: Page, unit: Unit, words: list[str], sentence: tuple[int, int]) -> list[Found]:
    """The events of one sentence, words of one event joined."""
    found = []
    for trigger in triggers(unit, words, *sentence):
        event = _read_trigger(page, unit, words, trigger, sentence)
        if event is not None:
            found.append(event)
    return [e for e in join_words(words, found) if e.frame != "die"]


def _read_trigger(page: Page, unit: Unit, words: list[str], trigger: tuple[str, int, list[int], bool],
                  sentence: tuple[int, int]) -> Found | None:
    """What one event word tells, or None when it tells of no event."""
    frame, i, matched, verbal = trigger
    if frame == "rally":
        i = _deed(unit, i)
        if i < 0:
            return None
        trigger, verbal = (frame, i, [i], True), True
        matched = [i]
    tok = unit.doc[i]
    if (not verbal and idle_noun(tok)) or in_name(page, unit, i):
        return None
    args = arguments_of(unit, i, frame, verbal, matched)
    facts, weapons = facts_of(page, unit, words, trigger, args, sentence)
    if verbal and idle_verb(tok, frame, facts.patients, facts.patient_words, set(facts.agents)):
        return None
    if (frame in CONSEQUENCE and by_disaster(facts)) or (not verbal and not is_told(tok, frame, facts)):
        return None
    verdict = decide(facts)
    if verdict is None:
        return None
    agents, targets, things = sort_parties(page, unit, words, args, frame, matched)
    agents = agents if frame != "body" else []      # "villagers found two men shot": the finders did not do it
    stage, hedge = stage_and_hedge(tok, verbal)
    if hedge == "hypothetical" and _happened(tok, frame):
        hedge = "none"
    unreal = hedge in ("hypothetical", "future", "negated")
    if unreal and (not verbal or not (args.patients or agents) or frame in ("other", "group", "violence", "protest", "gather", "body")):
        return None
    if any(words[h] in ("those", "anyone", "whoever", "anybody") for h in agents) and not targets and not things:
        return None         # "those who commit mass murder": a kind of deed, not one
    effects = {h: _EFFECTS[frame] for h in things if frame in _EFFECTS}
    event = Found(unit, i, min(matched), max(matched), frame, verbal, args, verdict, sentence, agents, targets, things, weapons,
                  effects, hedge, stage, not verbal and is_definite(tok))
    event.reason, event.order = _reason(event, facts), unit.starts[min(matched)]
    return event


def _deed(unit: Unit, i: int) -> int:
    """The verb of what people did "to demand", "in protest": the number of its word, or -1."""
    tok = unit.doc[i]
    if tok.dep_ == "pobj":
        tok = tok.head
    if tok.dep_ not in ("advcl", "xcomp", "prep", "acl") or tok.head.i == tok.i:
        return -1
    head = tok.head
    if not is_verbal(head) or head.lower_ in AIDS_NO_RALLY or own_hedge(head) != "none" or any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children):
        return -1
    return int(head.i)


def _happened(tok: Token, frame: str) -> bool:
    """"used tear gas to disperse", "prevented a march", "gathered to protest": these did happen."""
    if frame != "protest":
        return frame == "disperse"
    return tok.head.lower_ in ("prevented", "stopped", "halted") or (tok.dep_ == "advcl" and own_hedge(tok.head) == "none")


def _reason(event: Found, facts: Facts) -> str:
    shape = "noun" if not event.verbal else ("passive verb" if event.args.passive else "verb")
    told = []
    if facts.agents:
        told.append("by " + ", ".join(dict.fromkeys(facts.agents)))
    if facts.patients:
        told.append("against " + ", ".join(dict.fromkeys(facts.patients)))
    tail = f" ({'; '.join(told)})" if told else ""
    return f"event word, {shape}: {event.verdict.reason}{tail} -> {event.verdict.type}"


# --- drafts -------------------------------------------------------------------------------------------

def _side(page: Page, unit: Unit, head: int, others: list[int]) -> Who:
    """One side of "between X and Y": its phrase without the other side."""
    who = replace(who_at(page, unit, head), with_=())
    if who.passage is None:
        return who
    start, end = who.passage.start, who.passage.end
    for other in others:
        between = range(min(head, other) + 1, max(head, other))
        cut = next((k for k in between if unit.doc[k].dep_ == "cc" or unit.doc[k].text == ","), None)
        if cut is None or not start <= unit.starts[other] < end:
            continue
        start, end = (start, unit.starts[cut]) if other > head else (unit.ends[cut], end)
    passage = page.passage(start, end)
    whole = who.name == who.passage.exact
    return replace(who, name=passage.exact if whole else who.name, passage=passage)


def _whos(page: Page, event: Found, heads: list[int]) -> tuple[Who, ...]:
    heads = [h for h in heads if event.unit.stands_for[h] is None]
    if event.args.symmetric:
        both = event.agents + event.targets
        return tuple(_side(page, event.unit, h, [o for o in both if o != h]) for h in heads)
    return tuple(_cut_at_target(page, event.unit, h, who_at(page, event.unit, h)) for h in heads)


def _cut_at_target(page: Page, unit: Unit, head: int, who: Who) -> Who:
    """"rebels on a camp" (in "an attack by rebels on a camp") is "rebels"."""
    prep = next((c for c in unit.doc[head].subtree if c.dep_ == "prep" and c.i > head and c.lower_ in ("on", "upon", "against")), None)
    if prep is None or who.passage is None or not who.passage.start < unit.starts[prep.i] < who.passage.end:
        return who
    passage = page.passage(who.passage.start, unit.starts[prep.i])
    return replace(who, name=passage.exact if who.name == who.passage.exact else who.name, passage=passage)


def _thing(page: Page, unit: Unit, head: int) -> Thing:
    tok = unit.doc[head]
    tokens = [t.i for c in tok.children if c.dep_ in ("det", "amod", "compound", "nummod", "poss", "nmod") and c.i < head
              for t in c.subtree] + [head]
    if tok.lower_ in QUANTITY:      # "dozens of homes"
        tokens += [o.i for c in tok.children if c.dep_ == "prep" and c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
    passage = page.passage(*unit.char_span(min(tokens), max(tokens)))
    count = next((int(c.text) for c in tok.children if c.dep_ == "nummod" and c.text.isdigit()), None)
    return Thing(passage.exact, party_class(page, unit, head), count, None, passage)


def _draft(page: Page, event: Found) -> Draft:
    unit = event.unit
    perpetrators, targets = _whos(page, event, event.agents), _whos(page, event, event.targets)
    here = (*perpetrators, *targets)
    for more in event.again:        # what only a second mention names
        perpetrators = perpetrators or _whos(page, more, more.agents)
        targets = targets or (_whos(page, more, more.targets) if not event.things else ())
    things = tuple(replace(_thing(page, unit, h), effect=event.effects.get(h)) for h in event.things)
    tools = tuple(Thing(page.text[s:e], kind, None, None, page.passage(s, e)) for s, e, kind in sorted(event.weapons))
    spans = [(unit.starts[event.first], unit.ends[event.last]), (unit.starts[event.i], unit.ends[event.i])]
    spans += [(w.passage.start, w.passage.end) for w in here if w.passage]
    spans += [(t.passage.start, t.passage.end) for t in things if t.passage]
    a, b = event.sentence
    low, high = unit.starts[a], unit.ends[b - 1]
    start = max(low, min(s for s, _ in spans))
    end = min(high, max(e for _, e in spans))
    value = Event(event.verdict.event_type, event.verdict.type, event.verdict.plover, perpetrators, targets, things, tools,
                  event.where, event.when, event.stage, None)
    passage = page.passage(start, end)
    return Draft("event", passage.start, passage.end, value, event.reason, event.offset, unit, event.i,
                 hedge=None if event.hedge == "none" else event.hedge)


def find_events(page: Page) -> list[Draft]:
    """Every event that the English text of a page describes, as drafts in text order.

    A mere mention again ("these attacks") gives no draft unless it adds a doer, a place or a date.
    """
    found: list[Found] = []
    skip = dateline_end(page)
    for unit in page.units:
        words = [t.lower_ for t in unit.doc]
        for sentence in unit.sents:
            events = _sentence_events(page, unit, words, sentence)
            for event in events:
                place_and_date(page, event, skip)
            found += events
    found.sort(key=lambda e: (e.order, e.offset))
    found = upgrade_protests(found)
    told: list[Found] = []
    again: list[Found] = []
    for event in found:
        old = told_before(event, told)
        if old is not None:
            fold(old, event)
        elif event.definite and not (event.agents or event.where or event.when.start) and (told or not (event.targets or event.things)):
            again.append(event)
        else:
            told.append(event)
    inherit_day(page, told)
    strong = [e for e in told if e.frame not in WEAK]
    told = strong or told
    if not told:
        # "Casualties of the chemical attack": a title may name its event as known.
        told = [e for e in again if e.hedge in REAL][:1]
    ranks = ranks_of(page, told)
    drafts = []
    for n, event in enumerate(told):
        draft = _draft(page, event)
        assert isinstance(draft.value, Event)
        draft.value = replace(draft.value, rank=ranks.get(n))
        drafts.append(draft)
    return sorted(drafts, key=lambda d: (d.start, -d.end))
