"""One event told by several words of a sentence, or by a sentence and the next, is one event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bearwitness.extract.event_args import PRONOUNS, Args
from bearwitness.extract.event_facts import Verdict
from bearwitness.extract.event_roles import party_word, spurred
from bearwitness.model import When, Where

if TYPE_CHECKING:
    from bearwitness.extract.page import Unit

CONSEQUENCE = frozenset(("kill", "wound", "destroy", "die"))
PROTEST_TYPES = frozenset(("Peaceful protest", "Protest with intervention", "Excessive force against protesters",
                           "Violent demonstration"))
TERRITORY = frozenset(("Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"))
REAL = frozenset(("none", "reported", "alleged", "likely", "unverified"))


@dataclass(slots=True)
class Found:
    """One event word with what was found around it."""

    unit: Unit
    i: int                      # the token that carries the grammar
    first: int
    last: int
    frame: str
    verbal: bool
    args: Args
    verdict: Verdict
    sentence: tuple[int, int]
    agents: list[int]
    targets: list[int]
    things: list[int]
    weapons: list[tuple[int, int, str]]
    effects: dict[int, str]
    hedge: str
    stage: str
    definite: bool
    reason: str = ""
    where: tuple[Where, ...] = ()
    when: When = field(default_factory=When)
    spans: list[tuple[int, int]] = field(default_factory=list)
    order: int = 0              # offset of the first word that told of it
    again: list[Found] = field(default_factory=list)    # its second mentions

    @property
    def offset(self) -> int:
        return self.unit.starts[self.i]


def join_words(words: list[str], found: list[Found]) -> list[Found]:
    """Words of one sentence that tell one event become one."""
    kept: list[Found] = []
    later: list[Found] = []
    for event in found:
        if event.frame == "die":
            later.append(event)
            continue
        host = next((k for k in kept if _same(words, k, event)), None)
        if host is None:
            kept.append(event)
        else:
            _absorb(kept, host, event)
    for event in later:
        host = next((k for k in kept if k.hedge in REAL and k.frame not in ("arrest", "agree", "group", "other")), None)
        if host is not None and host.verdict.type != "Armed clash":
            host.targets += [h for h in event.targets if h not in host.targets and h not in host.agents]
    return kept


def _same(words: list[str], a: Found, b: Found) -> bool:
    if (a.hedge in REAL and b.hedge not in REAL) or (b.hedge in REAL and a.hedge not in REAL):
        return False
    if b.frame == "repel" and set(b.targets) & set(a.agents):
        return True         # "attacked the camp and were beaten back"
    if _apart(words, a, b):
        return False
    if a.verdict.type == b.verdict.type:
        return not ("execute" in (a.frame, b.frame) and a.frame != b.frame and not b.verbal)
    kinds = {a.verdict.type, b.verdict.type}
    if kinds <= PROTEST_TYPES:
        return not ("protest" in (a.frame, b.frame) and spurred(b.unit.doc[b.i]))
    if kinds & PROTEST_TYPES:
        noun = a if a.frame in ("protest", "riot") else b
        if not noun.verbal and noun.frame in ("protest", "riot") and _told_aside(noun):
            return False
        if spurred(b.unit.doc[b.i]) or spurred(a.unit.doc[a.i]):
            return False
        other = b if a.verdict.type in PROTEST_TYPES else a
        at = noun.unit.doc[noun.i]
        during = not noun.verbal and at.dep_ == "pobj" and at.head.lower_ in ("during", "at", "in", "amid")
        if not other.verbal and "protester" not in other.reason.split("->")[0] and not during:
            return False
        return "protester" in other.reason.split("->")[0] or other.frame in (
            "arrest", "kill", "wound", "fire", "beat", "disperse", "clash", "destroy", "arson")
    if a.frame in CONSEQUENCE or b.frame in CONSEQUENCE:
        other = b if a.frame in CONSEQUENCE else a
        hurt = a if other is b else b
        if other.verdict.type in ("Abduction/forced disappearance", "Arrests", "Agreement", "Other", "Change to group/activity"):
            return False
        if hurt.frame == "destroy" and other.frame in ("loot", "arson"):
            return True
        return hurt.verbal or hurt.frame == "wound"
    if kinds & TERRITORY and "Armed clash" in kinds:
        return True
    if kinds & TERRITORY and "Attack" in kinds and a.verbal and b.verbal and set(a.agents) & set(b.agents):
        return True     # "stormed and took over the town"
    if "Armed clash" in kinds and "Attack" in kinds and "clash" in (a.frame, b.frame) and a.verbal and b.verbal:
        return bool(set(a.agents) & set(b.agents))     # "stormed T, clashing with hunters"
    if "Armed clash" in kinds and "Attack" in kinds and {a.frame, b.frame} <= {"attack", "fire", "ambush", "clash", "kill"}:
        return a.frame == "fire" or b.frame == "fire"
    if "Arrests" in kinds and "Attack" in kinds:
        return "raid" in (words[a.i] + words[b.i]) or "storm" in (words[a.i] + words[b.i])
    if kinds == {"Attack", "Non-violent transfer of territory"}:
        return False
    remote = {"Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
              "Chemical weapon"}
    return bool(kinds & remote) and {a.frame, b.frame} & {"attack", "impact", "fire", "bombthing", "bomb"} != set() and (
        "Attack" in kinds or kinds <= remote)


def _told_aside(event: Found) -> bool:
    """"a man who had paid for the riots", "on their way to a rally": a protest that only tells about a party."""
    node = event.unit.doc[event.i]
    while node.dep_ in ("conj", "compound", "appos") and node.head.i != node.i:
        node = node.head
    if node.dep_ == "pobj" and node.head.lower_ in ("for", "over", "to", "about", "of") and not node.head.head.lower_.startswith(("clash", "viol")):
        return True
    return any(t.dep_ == "relcl" for t in (node.head, node.head.head))


def _apart(words: list[str], a: Found, b: Found) -> bool:
    """Are two event words of a sentence told of different doers, or joined as a list of different things?"""
    def names(heads: list[int]) -> set[str]:
        return {words[h] for h in heads} - PRONOUNS
    if {a.verdict.type, b.verdict.type} <= PROTEST_TYPES:
        return False        # the marchers and the police are the two sides of one event
    doers_a, doers_b = names(a.agents), names(b.agents)
    if doers_a and doers_b and not doers_a & doers_b and not a.args.symmetric and not b.args.symmetric:
        targets_a, targets_b = names(a.targets), names(b.targets)
        if doers_b & targets_a or doers_a & targets_b:
            return "clash" not in (a.frame, b.frame) and "protester" not in a.reason + b.reason
        return True
    tok = b.unit.doc[b.i]
    if b.verbal and b.frame not in CONSEQUENCE and doers_b and not doers_a and tok.dep_ == "conj" and a.verbal and not b.args.passive and (
            a.agents == [] and a.things + a.targets and any(c.dep_ == "nsubj" for c in tok.children)):
        return not a.args.passive       # "shells hit A, and the other side shelled B"
    return False


def _civil(unit: Unit, i: int) -> bool:
    return party_word(unit, i) == "civilian"


_WEIGHT = {"Excessive force against protesters": 5, "Violent demonstration": 6, "Protest with intervention": 3, "Suicide bomb": 5,
           "Chemical weapon": 6, "Grenade": 4, "Remote explosive/landmine/IED": 3, "Air/drone strike": 4,
           "Shelling/artillery/missile attack": 4, "Government regains territory": 7, "Non-state actor overtakes territory": 7,
           "Mob violence": 3, "Sexual violence": 4, "Armed clash": 2, "Attack": 2, "Arrests": 3}


def _under_arms(event: Found) -> bool:
    return any(party_word(event.unit, h) in ("state", "armed") for h in event.agents)


def _absorb(kept: list[Found], host: Found, extra: Found) -> None:
    """Fold the second word into the first, keeping the more telling type and the union of the parties."""
    weak = host.frame in CONSEQUENCE and extra.frame not in CONSEQUENCE
    stronger = _WEIGHT.get(extra.verdict.type, 1) > _WEIGHT.get(host.verdict.type, 1)
    if host.frame not in CONSEQUENCE and extra.frame in CONSEQUENCE:
        stronger = host.verdict.type in PROTEST_TYPES and stronger
    mixed = {host.verdict.type in PROTEST_TYPES, extra.verdict.type in PROTEST_TYPES} == {True, False}
    if mixed and extra.frame not in ("arson", "destroy", "loot"):
        weak, stronger = False, extra.verdict.type in PROTEST_TYPES
    if host.verdict.type == "Attack" and extra.verdict.type == "Armed clash" and not mixed:
        stronger = not any(_civil(host.unit, t) for t in host.targets)
    if {host.verdict.type, extra.verdict.type} <= TERRITORY and extra.verdict.type == "Government regains territory" and "back" in extra.reason.split("\"")[1]:
        stronger = True     # "overran the rebels' positions and took back the town"
    if weak or stronger:
        host.verdict, host.reason = extra.verdict, extra.reason
        host.frame = extra.frame
        if not any(c.dep_ == "aux" and c.lower_ == "to" for c in extra.unit.doc[extra.i].children):     # "opened fire to disperse": what was done stands
            host.i, host.first, host.last, host.verbal = extra.i, extra.first, extra.last, extra.verbal
        host.args.symmetric = host.args.symmetric or extra.args.symmetric
        host.definite = extra.definite and host.definite
    symmetric = host.args.symmetric or extra.args.symmetric
    if {host.verdict.type, extra.verdict.type} <= PROTEST_TYPES and host.agents and extra.agents and _under_arms(host) != _under_arms(extra):
        host.targets += [h for h in extra.agents if h not in host.targets and h not in host.agents]
        extra.agents = []       # police and marchers are two sides
    if set(extra.targets) & set(host.agents) and not symmetric:     # "attacked a camp and were beaten back by soldiers"
        host.targets += [h for h in extra.agents if h not in host.targets]
        extra.agents, extra.targets = [], []
    for mine, more in ((host.agents, extra.agents), (host.targets, extra.targets), (host.things, extra.things)):
        if symmetric and mine:
            continue
        mine += [h for h in more if h not in mine and h not in host.agents]
    host.weapons += [w for w in extra.weapons if w not in host.weapons]
    host.order = min(host.order, extra.order)
    host.effects |= extra.effects
    host.definite = host.definite and (extra.definite or extra.frame in CONSEQUENCE)
    if host.verdict.type == "Armed clash" and not host.args.symmetric:
        host.targets[:] = [t for t in host.targets if t not in host.agents]


def _elsewhere(event: Found, host: Found) -> bool:
    """Is another place or another day named?"""
    here, there = {w.name for w in event.where}, {w.name for w in host.where}
    return bool((here and there and not here & there) or (event.when.start and host.when.start and event.when.start != host.when.start))


def _on_them(event: Found, host: Found) -> bool:
    """Force in the very next sentence against "some", "them", "the crowd", by police or soldiers."""
    if event.sentence[0] != host.sentence[1] or event.frame not in ("beat", "arrest", "fire", "wound", "kill", "attack", "abduct"):
        return False
    doc = event.unit.doc
    by = {party_word(event.unit, h) for h in event.agents}
    aimed = {doc[h].lower_ for h in event.targets}
    return by <= {"state", "armed"} and aimed <= _THEM


_THEM = PRONOUNS | frozenset("""some several participants crowd crowds people students demonstrators protesters marchers many dozens others persons youths
activists one two three four five six seven eight nine ten workers""".split())


def upgrade_protests(events: list[Found]) -> list[Found]:
    """A protest and, in the next sentences of the paragraph, what was done to the protesters: one event."""
    kept: list[Found] = []
    for event in events:
        host = next((k for k in reversed(kept[-50:]) if k.verdict.type in PROTEST_TYPES and k.unit is event.unit
                     and event.sentence[0] - k.sentence[1] < 40 and event.sentence != k.sentence), None)
        if host is not None and _elsewhere(event, host):
            host = None
        if host is not None and (event.verdict.type in PROTEST_TYPES or "protester" in event.reason.split("->")[0] or _on_them(event, host)) and not (
                event.frame == "protest" and event.verdict.type == "Peaceful protest" and not event.definite):
            if _WEIGHT.get(event.verdict.type, 1) > _WEIGHT.get(host.verdict.type, 1):
                host.verdict, host.reason = event.verdict, event.reason
            host.weapons += event.weapons
            both = {*host.agents, *host.targets}
            host.targets += [h for h in (*event.agents, *event.targets) if h not in both and event.unit.doc[h].lower_ not in _THEM]
            continue
        kept.append(event)
    return kept
