"""What belongs together: a toll and the event that caused it, a finding and who may make one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bearwitness.extract.animacy import is_actor, is_happening
from bearwitness.extract.assemble import by_cue, chain_of, innermost
from bearwitness.extract.drafts import Draft, StatementDraft
from bearwitness.extract.event_tidy import tidy_sides
from bearwitness.extract.names import COMMUNITIES
from bearwitness.extract.page import Page
from bearwitness.model import Attribution, Event, When, Who

_DEADLY = frozenset(["Battles", "Explosions/Remote violence", "Violence against civilians", "Riots", "Protests"])


def told_events(drafts: list[Draft]) -> list[Draft]:
    """Leave out what is no event of its own: a purpose ("to liberate the town"), a bare "the attack" without any detail."""
    kept, dropped = [], set()
    for d in drafts:
        value: Any = d.value
        if d.kind == "event" and (_purpose(d) or _bare(d)) and value.stage == "accomplished":
            dropped.add(id(d))
            continue
        kept.append(d)
    for d in kept:
        d.refs = {name: other for name, other in d.refs.items() if id(other) not in dropped}
    return kept


def _purpose(d: Draft) -> bool:
    if d.unit is None or d.token is None:
        return False
    token = d.unit.doc[d.token]
    aux = {c.lower_ for c in token.children if c.dep_ == "aux"}
    return "to" in aux and "have" not in aux and token.head.lower_ not in (
        "continue", "continued", "continues", "began", "begun", "started", "managed", "helped", "went", "proceeded")


def _bare(d: Draft) -> bool:
    """Nothing but the word: no party, no thing, no day, and a place at most; not the event mainly reported."""
    value: Any = d.value
    return value.rank is None and not value.perpetrators and not value.targets and not value.objects and not value.instruments and (
        value.when.start is None) and not value.where


def link_claims(page: Page, statements: list[StatementDraft], drafts: list[Draft]) -> None:
    """Fill in what a single rule cannot see: the event of a toll, the modality of a label."""
    events = [d for d in drafts if d.kind == "event"]
    _sums(page, [d for d in drafts if d.kind == "toll"])
    for d in drafts:
        if d.kind == "event":
            _no_adjectives(page, d)
            host = innermost(statements, d.at)
            assert isinstance(d.value, Event)
            d.value = tidy_sides(page, d.value, chain_of(host) if host else ())
            _only_place(page, d, host)
        if d.kind in ("event", "attribution"):
            _themselves(d, innermost(statements, d.at) or by_cue(statements, d))
        if d.kind in ("toll", "event"):
            _own_time(page, d, innermost(statements, d.at))
        if d.kind == "toll" and "event" not in d.refs:
            found = _event_of(d, events)
            if found is not None:
                d.refs["event"] = found
        elif d.kind == "label":
            d.value = _modality(d, innermost(statements, d.at))


_PLAIN_DEED = re.compile(r"blame: (?:\"Y (?:carr|comm|perp|orche|master|inst|abet|dire|order)\w* Z\"|\"Y took part in\"|\"Y is involved\")")


def spoken_blame(page: Page, statements: list[StatementDraft], drafts: list[Draft]) -> list[Draft]:
    """Leave out a deed that the document tells plainly, in nobody's mouth and without doubt: its doer is the event's perpetrator."""
    return [d for d in drafts if not (d.kind == "attribution" and d.stance is None and d.hedge is None and _PLAIN_DEED.match(d.rule)
                                      and innermost(statements, d.at) is None and by_cue(statements, d) is None)]


_NOBODY_KNOWN = re.compile(r"\b(?:gunm[ae]n|attackers?|assailants?|suspects?|unidentified|unknown|perpetrators?|men|man|bombers?|people|those|who|which|"
                           r"that|blasts?|explosions?|strikes?|shells?|rockets?|missiles?|bombs?|drones?|mines?|fire|clashes)\s*$", re.I)


_OWN_DEED = re.compile(r"\b(?:responsibility|credit|attack|bombing|blast|killing|strike|operation|shooting|assassination|explosion|ambush|assault|raid)")


def own_claims(page: Page, statements: list[StatementDraft], drafts: list[Draft]) -> list[Draft]:
    """"The group claimed responsibility for the blast", "an attack claimed by the group": the claimant accuses itself."""
    out = []
    taken = [(d.start, d.end) for d in drafts if d.kind == "attribution"]
    for s in statements:
        if s.verb != "claim" or not s.speakers or s.cue is None or s.content or s.unit is None:
            continue
        words = page.text[max(s.unit.line.start, s.start - 60):min(s.unit.line.end, s.end + 60)].lower()
        mine = s.speakers[-1].passage
        if _OWN_DEED.search(words) and not any(a <= s.cue.start < b or (mine is not None and a <= mine.start < b and a - 40 <= s.cue.start < b + 40)
                                               for a, b in taken):
            out.append(Draft("attribution", s.start, s.end, Attribution((replace(s.speakers[-1], with_=()),), None, "direct"),
                             "claimed the deed", s.cue.start, s.unit, s.token, None, "confirms", statement=s))
    return out


def implied_attributions(statements: list[StatementDraft], drafts: list[Draft]) -> list[Draft]:
    """"The monitor said that the brigade killed 13 villagers" says who did it as much as "accused the brigade" does.

    For each deed told by a named speaker with a doer, unless a rule of blame has found the same.
    """
    blamed = [(d.start, d.end) for d in drafts if d.kind == "attribution"]
    out = []
    for d in drafts:
        value: Any = d.value
        if d.kind != "event" or not value.perpetrators or not _of_civilians(d):
            continue
        host = innermost(statements, d.at)
        if host is None or not chain_of(host) or host.verb in ("boast", "brag") or d.hedge in ("hypothetical", "future", "negated"):
            continue
        if value.stage != "accomplished" or " between " in (d.original or _deed(d) or "") or any(a < d.end and d.start < b for a, b in blamed):
            continue
        accused = tuple(w for w in value.perpetrators if not is_happening(w) and not _NOBODY_KNOWN.search(w.name) and w.name != chain_of(host)[-1].name)
        if accused and value.targets:
            out.append(Draft("attribution", d.start, d.end, Attribution(accused, _deed(d), "direct"),
                             "a speaker tells of the deed and names the doer", d.at, d.unit, d.token, d.hedge, refs={"event": d}))
    return out


_CIVILIANS = re.compile(r"\b(?:civilians?|people|persons?|villagers?|residents?|wom[ae]n|child(?:ren)?|famil(?:y|ies)|protest[eo]rs?|demonstrators?|"
                        r"worshippers?|patients?|students?|pupils?|farmers?|journalists?|reporters?|victims?|the others|communit(?:y|ies)|refugees?|houses?|"
                        r"homes?|schools?|hospitals?|markets?|mosque|church|villages?|patrol|police officers?|m[ae]n|boys?|girls?|bab(?:y|ies)|wi(?:fe|ves)|"
                        r"husband|sons?|daughters?|mothers?|fathers?|brothers?|sisters?|neighbou?rs?|teachers?|drivers?|workers?|doctors?|nurses?|medics?|"
                        r"crowds?|passengers?|tourists?|shoppers|mourners|pilgrims|commuters|prisoners?|detainees?|hostages?|captives?|bystanders?|activists?|"
                        r"clinic|bakery|convoy|bus|wedding|funeral|camp|him|her|them)\b", re.I)


def _of_civilians(d: Draft) -> bool:
    """A deed against people who do not fight, or an ambush: where naming the doer is blame and not a battle report."""
    value: Any = d.value
    if value.event_type not in ("Violence against civilians", "Explosions/Remote violence", "Battles") or "territory" in value.type:
        return False
    return any(_CIVILIANS.search(w.name) or w.kind == "community" for w in value.targets)


def _deed(d: Draft) -> str | None:
    if d.unit is None:
        return None
    text = "".join(t.text_with_ws for t in d.unit.doc if d.start <= d.unit.starts[t.i] and d.unit.ends[t.i] <= d.end)
    return text.strip() or None


_IN_REPORTED = frozenset(["he", "she", "it", "they", "its forces", "his forces", "their forces"])
_IN_QUOTED = frozenset(["we", "i", "our forces", "our fighters"])


def _themselves(d: Draft, host: StatementDraft | None) -> None:
    """"The army said it had fired", "we fired": the speaker speaks of itself. The words that stand there are kept."""
    chain = chain_of(host)
    if host is None or not chain:
        return
    value: Any = d.value
    if d.kind == "event":
        _not_the_teller(d, host, chain)
        value = replace(d.value, rank=None) if host.verb in ("boast", "brag") else d.value     # type: ignore[arg-type]
        d.value = value
    own = _IN_QUOTED if host.form == "direct" else _IN_REPORTED
    name = "accused" if d.kind == "attribution" else "perpetrators"
    parties = tuple(replace(chain[-1], passage=w.passage, with_=()) if w.name.lower() in own and w.entity_id is None else w
                    for w in getattr(value, name))
    if parties != getattr(value, name):
        d.value = replace(value, **{name: parties})


def _only_place(page: Page, d: Draft, host: StatementDraft | None) -> None:
    """"Near the town, two strikes destroyed ...": the one place that a sentence names is where its deed was done."""
    value: Any = d.value
    if value.where or d.unit is None or d.token is None or value.stage != "accomplished":
        return
    a, b = d.unit.sent_of(d.token)
    start, end = d.unit.char_span(a, b - 1)
    held = next(((p.start, p.end) for p in host.content if p.start <= d.at < p.end), (start, end)) if host else (start, end)
    found = [p for p in page.places_in(max(start, held[0]), min(end, held[1])) if p.kind != "country"]
    parties = [w.passage for w in (*value.perpetrators, *value.targets) if w.passage]
    if len(found) == 1 and not any(q.start <= found[0].start < q.end for q in parties) and found[0].start < d.at:
        d.value = replace(value, where=(found[0].where,))


def _no_adjectives(page: Page, d: Draft) -> None:
    """"Russian" in "Russian air strikes" and "Saturday" in "Saturday's attack" qualify; they are no actors."""
    value: Any = d.value
    if d.unit is None or not value.perpetrators:
        return
    norps = {text for _, _, label, text in d.unit.ents if label == "NORP"}
    kept = tuple(w for w in value.perpetrators if not (w.name in norps and " " not in w.name and not w.name.endswith("s") and (
        w.entity_id is None and w.name.lower() not in COMMUNITIES)) and not (w.passage and any(
            x.start <= w.passage.start and w.passage.end <= x.end + 2 for x in page.dates)) and is_actor(page, w))
    if kept != value.perpetrators:
        d.value = replace(value, perpetrators=kept)


def _not_the_teller(d: Draft, host: StatementDraft, chain: tuple[Who, ...]) -> None:
    """Whoever tells of a deed did not do it because the grammar of the sentence puts the name nearby."""
    value: Any = d.value
    told = [(p.start, p.end) for p in host.content]
    teller = chain[-1].passage
    if teller is None or not told or not any(a <= d.at < b for a, b in told):
        return
    kept = tuple(w for w in value.perpetrators if w.passage is None or w.passage.start != teller.start or any(
        a <= w.passage.start < b for a, b in told))
    if kept != value.perpetrators:
        d.value = replace(value, perpetrators=kept)


def _own_time(page: Page, d: Draft, host: StatementDraft | None) -> None:
    """The day on which somebody spoke is not the day on which it happened: dates outside the reported words are the telling's."""
    value: Any = d.value
    if host is None or host.top_level or value.when.expression is None:
        return
    told = [x.when.expression for p in host.content for x in page.dates_in(p.start, p.end)]
    if value.when.expression not in told and (value.when == host.said or _tells(page, host, value.when)):
        d.value = replace(value, when=When())


def _tells(page: Page, host: StatementDraft, when: When) -> bool:
    """Does the date stand in the telling's own sentence, outside the words told?"""
    unit = host.unit
    if unit is None or host.token is None:
        return False
    a, b = unit.sent_of(host.token)
    start, end = unit.char_span(a, b - 1)
    return any(x.when.expression == when.expression for x in page.dates_in(start, end))


def _sums(page: Page, tolls: list[Draft]) -> None:
    """"683 in Latakia, 433 in Tartus, 255 in Hama, 12 in Homs" after "1,383": each in its own place, none part of another.

    They are parts of an earlier total only when they add up to it.
    """
    for head in tolls:
        parts = sorted((d for d in tolls if d.refs.get("part_of") is head and d.unit is head.unit), key=lambda d: d.at)
        value: Any = head.value
        numbers: list[Any] = [getattr(d.value, "number", None) for d in parts]
        if len(parts) < 2 or value.number is None or None in numbers:
            continue
        total = value.number + sum(numbers)
        own = [p.where for p in page.places if head.at <= p.start and p.end <= parts[0].start]
        if not own:
            continue            # the head is the total of its own list
        whole = next((d for d in tolls if d is not head and d not in parts and getattr(d.value, "number", None) == total
                      and getattr(d.value, "harm", None) == value.harm and d.start < head.start), None)
        head.value = replace(value, where=tuple(own[:1]))
        for d in (head, *parts):
            d.refs.pop("part_of", None)
            if whole is not None:
                d.refs["part_of"] = whole
                d.rule += "; the list adds up to an earlier total"


def _event_of(toll: Draft, events: list[Draft]) -> Draft | None:
    """The violent event told in the toll's own sentence, the nearest before its number first."""
    if toll.unit is None or toll.token is None:
        return None
    a, b = toll.unit.sent_of(toll.token)
    near: list[tuple[int, int, Draft]] = []
    for e in events:
        value: Any = e.value
        if e.unit is toll.unit and e.token is not None and a <= e.token < b and value.event_type in _DEADLY:
            near.append((0 if e.at <= toll.at else 1, abs(e.at - toll.at), e))
    return min(near, key=lambda n: n[:2])[2] if near else None


def _modality(d: Draft, host: StatementDraft | None) -> Any:
    """A finding is one only in the mouth of a court or a mandated inquiry; a denial is the speaker's."""
    value: Any = d.value
    if host is None:
        return value
    if host.stance == "denies":
        return replace(value, modality="denies")
    from bearwitness.extract.labels import modality_for

    chain = chain_of(host)
    if not chain:
        return value
    verb = host.cue.exact if host.cue else None
    return replace(value, modality=modality_for(chain[-1].name, verb, value.modality))
