"""Things that happened: event words, who did them to whom with what, where and when, and how real they are told to be.

1. Find event words (words/events.txt) in each sentence.
2. Leave out those that name no event of this text: modifiers, fears and risks, calls to stop, mere "these attacks".
3. Find the parties (event_args), decide the type (event_types).
4. Join what one sentence tells of one event ("a drone struck a car, killing two").
5. Give each its place, date, stage and hedge; then rank them over the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bearwitness.extract.drafts import Draft
from bearwitness.extract.event_args import (
    LIGHT,
    NOMINAL_DEPS,
    PRONOUNS,
    QUANTITY,
    TARGET_PREPS,
    Args,
    conjuncts,
    is_verbal,
    noun_args,
    np_mods,
    own_hedge,
    party_class,
    prep_objects,
    verb_args,
)
from bearwitness.extract.event_types import Facts, Verdict, decide
from bearwitness.extract.events_table import match_phrase, parties, table
from bearwitness.extract.hedge import first_hedge
from bearwitness.extract.names import who_at
from bearwitness.extract.weapons import weapons_in
from bearwitness.model import Event, Thing, When, Where, Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit

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
    toll: bool = False
    past: bool = False
    order: int = 0              # offset of the first word that told of it

    @property
    def offset(self) -> int:
        return self.unit.starts[self.i]


_EFFECTS = {"destroy": "destroyed", "arson": "burned", "loot": "looted"}


# --- 1. event words -------------------------------------------------------------------------------

def _words(unit: Unit) -> list[str]:
    return [t.lower_ for t in unit.doc]


def _triggers(unit: Unit, words: list[str], a: int, b: int) -> Iterator[tuple[str, int, list[int], bool]]:
    """(frame, head token, all tokens of the trigger, is a verb) for each event word of a sentence."""
    t = table()
    covered: set[int] = set()
    for i in range(a, b):
        if i in covered or unit.stands_for[i] is not None:
            continue
        for phrase in t.phrases.get(words[i], ()):
            hit = match_phrase(phrase, words, i, b)
            if hit is None or unit.stands_for[hit[0]] is not None or covered & set(hit[1]):
                continue
            head, places = hit
            covered.update(places)
            verbal = is_verbal(unit.doc[head]) or (words[head] in t.verbs and words[head] not in t.nouns)
            yield phrase.frame, head, places, verbal
            break
        else:
            frame, verbal = _single(unit.doc[i], words[i])
            if frame:
                yield frame, i, [i], verbal


def _single(tok: Token, word: str) -> tuple[str | None, bool]:
    t = table()
    as_verb, as_noun = t.verbs.get(word), t.nouns.get(word)
    if not as_verb and not as_noun:
        return None, False
    if as_verb and not as_noun:
        bare = not word.endswith(("ed", "ing", "en")) and word not in ("shot", "slain", "struck", "hit", "slew")
        idle = tok.dep_ in ("amod", "compound", "nmod") or (bare and (tok.dep_ in NOMINAL_DEPS or not is_verbal(tok)))
        return (None, False) if idle else (as_verb, True)
    if as_verb and is_verbal(tok):
        return as_verb, True
    if as_noun and tok.dep_ not in ("compound", "nmod", "amod"):
        return as_noun, False
    return None, False


# --- 2. what is no event --------------------------------------------------------------------------

_IRREALIS = frozenset("""fear fears fearing feared threat threats risk risks possibility potential prospect prospects plan plans
planning warning warnings warn warned calls call called calling end halt stop stopping stopped cessation prevent prevents
preventing prevented avoid avoiding avert averting deter deterring against accountability justice investigation investigate
investigations inquiry responsible responsibility condemn condemnation anniversary likelihood danger concerns concern
history allegations accusations evidence reports report victims victim survivors survivor perpetrators response resistance
commemorate prohibition ban crime crimes suspicion charges charge charged conviction convicted trial guilty accused accusing
protection law laws policy policies culture cycle wave type types kind issue act acts form forms series number climate
spread escalation escalate pretext escalating fuel fuelling justify record""".split())
# Governors of that list which still tell that the thing happened.
_FACTIVE = frozenset("""reports report victims victim survivors survivor perpetrators response evidence condemn condemnation series
number wave investigation responsible allegations accusations accused accusing act acts charged convicted charges trial
responsibility history cycle record resistance investigate inquiry""".split())
_UNREAL_MODS = frozenset("potential possible future imminent any hypothetical anticipated verbal heart legal personal "
                         "political advertising panic asthma alleged_future cyber".split())
_DISASTER = frozenset("""accident accidents crash crashes collision flood floods flooding earthquake quake storm storms wildfire
wildfires landslide cyclone hurricane avalanche disease virus covid cancer malaria cholera stampede drowning lightning heatwave
derailment illness pandemic outbreak famine hunger tornado""".split())
_NOT_DOERS = frozenset("""violence war conflict fire blaze explosion explosions blast blasts attack attacks strike strikes airstrike
airstrikes clashes fighting shelling bombing bombings bombardment bullet bullets gunfire shrapnel it this that which raid raids
operation operations campaign shells rockets mines device devices events incident incidents shooting assault collapse debris
bomb bombs mine mortar mortars grenade grenades projectile projectiles munitions rounds hand round shot shots""".split())
_TALK = frozenset("film films video videos photo photos scene scenes footage documentary picture pictures movie image".split())
_UNEVENTFUL_OBJECT = frozenset("plan plans order orders programme program project work deal will warrant warrants strategy policy "
                               "contract search".split())


def _governor(tok: Token) -> Token:
    """The word that an event noun depends on, over "and" and prepositions."""
    node = tok
    for _ in range(4):
        if node.head.i == node.i or node.head.i == node.i:
            return node
        if node.dep_ in ("conj", "appos", "pobj", "prep", "compound", "nmod"):
            node = node.head
            if node.dep_ != "prep" and node.lower_ not in table().nouns:
                return node
        else:
            return node.head
    return node


def _after_as(tok: Token) -> bool:
    """Does only its own phrase stand between "as" and the noun?"""
    if tok.dep_ == "pobj" and tok.head.lower_ == "as":
        return True
    j = tok.i - 1
    own = {t.i for t in tok.subtree} | {tok.head.i}
    while j > 0 and ((tok.doc[j].is_punct and tok.doc[j].text in "“\"‘'") or j in own):
        j -= 1
    return tok.i - j < 5 and tok.doc[j].lower_ == "as"


def _idle_noun(tok: Token, words: list[str]) -> bool:
    """Is the noun only talk of an event: a fear, a risk, a call to end it, a name of a kind?"""
    mods = np_mods(tok)
    if mods & _UNREAL_MODS or tok.ent_type_ in ("DATE", "TIME"):
        return True
    if _after_as(tok) or tok.dep_ in ("attr", "oprd"):
        return True     # a name given to something ("described it as slaughter"): a label, not an event
    if any(c.lower_ == "no" for c in tok.children if c.dep_ == "det"):
        return True
    governor = _governor(tok)
    word = governor.lower_
    if word in _IRREALIS and word not in _FACTIVE and governor.i != tok.i:
        # A demonstration that police prevented is one with intervention.
        return not (table().nouns.get(tok.lower_) == "protest" and word in ("prevented", "stopped", "halted", "stop", "prevent"))
    return tok.dep_ == "pobj" and tok.head.lower_ in ("against", "without", "of") and tok.head.head.lower_ in _IRREALIS - _FACTIVE


def _idle_verb(tok: Token, frame: str, patients: list[str], patient_words: set[str], agents: set[str]) -> bool:
    """Verbs that are event words only with the right object."""
    low = tok.lower_
    if patient_words & (_TALK | _UNEVENTFUL_OBJECT) and frame in ("fire", "execute", "attack", "clash", "impact"):
        return True
    kids = {c.dep_ for c in tok.children}
    if low.startswith("demonstrat") and kids & {"dobj", "ccomp"}:
        return True
    if low.startswith(("fight", "fought", "battl")) and not (set(patients) | agents) & {"armed", "state", "protester", "mob", "civilian"}:
        return True
    if low in ("shot", "shoot", "shoots", "shooting") and not set(patients) - {"other"} and not patient_words & PRONOUNS and not agents & {"armed", "state"}:
        return True
    if low.startswith("target") and not set(patients) - {"other"}:
        return True
    return frame == "execute" and low.startswith("execut") and bool(patients) and set(patients) == {"other"} and (
        "dobj" in kids) and not patient_words & {"others", "him", "her", "them"}


# --- 3. parties and facts -------------------------------------------------------------------------

_SPEECH = frozenset("""said says say told reported reports stated added announced confirmed claimed according warned noted saying
reporting""".split())


def _clause(tok: Token) -> set[int]:
    """Tokens of the clause around a word: the subtree of its nearest verb, without other speech or joined clauses."""
    top = tok
    while top.head.i != top.i and top.dep_ not in ("ROOT", "ccomp", "relcl", "advcl", "acl") and not (
            is_verbal(top) and top.dep_ in ("conj", "xcomp", "pcomp")):
        top = top.head
    keep: set[int] = set()
    stack = [top]
    while stack:
        node = stack.pop()
        keep.add(node.i)
        for child in node.children:
            if (node.i == top.i and child.dep_ in ("ccomp",)) or (child.dep_ == "conj" and is_verbal(child) and child.i != tok.i):
                continue
            stack.append(child)
    keep |= {t.i for t in tok.subtree}
    return keep


def _arguments(unit: Unit, i: int, frame: str, verbal: bool, matched: list[int]) -> Args:
    tok = unit.doc[i]
    if not verbal:
        args = noun_args(tok)
        _noun_roles(unit, tok, frame, args)
        return args
    args = verb_args(tok)
    for k in matched:       # "opened fire on", "set fire to", "exchanged fire with": what hangs on the phrase's noun
        if k != i:
            for prep, heads in prep_objects(unit.doc[k]).items():
                args.others.setdefault(prep, []).extend(h for h in heads if h not in args.others.get(prep, []))
    if frame in ("arson", "loot") and not args.passive:
        args.patients += args.others.get("to", []) + args.others.get("from", [])
    if not args.passive or not args.patients:
        for prep, heads in args.others.items():
            wanted = prep in TARGET_PREPS and frame in ("attack", "ambush", "fire", "shell", "bomb", "impact", "wound", "beat",
                                                        "chemical", "airstrike", "suicide", "grenade", "kill")
            if frame == "clash" and prep in ("with", "against"):
                wanted = True
            if frame in ("protest", "riot") and prep in ("against", "at"):
                wanted = True
            if wanted and (prep != "into" or frame in ("fire", "bomb")):
                args.patients += [h for h in heads if unit.doc[h].ent_type_ not in ("DATE", "TIME")]
    if frame == "take":
        for prep in ("of", "to", "into", "over"):
            args.patients += args.others.get(prep, []) if not args.passive else []
        for child in tok.children:
            if child.dep_ == "dobj":
                args.patients += [g.i for c in child.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
        if tok.lower_ in ("fall", "falls", "fell", "fallen", "falling"):
            args.agents, args.patients = args.others.get("to", []), args.agents
        elif tok.lower_ in ("lose", "lost", "loses"):
            args.agents, args.patients = [], args.patients
    if frame == "agree":
        args.patients += args.others.get("with", [])
    if frame == "die":
        args.agents, args.patients = [], args.agents
    if frame == "bomb" and tok.lower_.startswith(("explod", "detonat", "went", "go", "blast")) and not args.passive:
        # "A car bomb exploded": the subject is the instrument.
        args.agents = [h for h in args.agents if party_word(unit, h) in ("armed", "state")]
    if frame in ("impact", "bomb", "shell") and not args.passive:
        for head in list(args.agents):      # "rockets fired by rebels hit a hospital"
            for child in unit.doc[head].children:
                if child.dep_ in ("acl", "relcl"):
                    args.agents += prep_objects(child).get("by", [])
    if not set(args.patients) - set(matched) and len(matched) > 1:      # "took twelve villagers hostage"
        gap = [k for k in range(min(matched) + 1, max(matched)) if k not in matched and unit.doc[k].dep_ in ("dobj", "nsubj", "dative", "nmod", "compound")]
        args.patients += gap[-1:]
    return args


def party_word(unit: Unit, i: int) -> str:
    """Class of a bare word: armed, state, civilian or other."""
    found = parties().get(unit.doc[i].lower_, frozenset())
    return next((c for c in ("armed", "state", "civilian") if c in found), "other")


_OWNERS_SUFFER = frozenset("kill execute assassin wound beat torture abduct arrest sexual displace destroy".split())


def _noun_roles(unit: Unit, tok: Token, frame: str, args: Args) -> None:
    """What "of", "on", "'s" and modifiers mean for an event noun depends on the frame."""
    others = args.others
    if args.symmetric:
        return
    if frame == "die":
        args.patients += others.get("of", []) + others.get("among", []) + others.get("'s", [])
        return
    for prep in TARGET_PREPS:
        if prep != "at" or frame in ("attack", "fire"):
            args.patients += [h for h in others.get(prep, []) if h not in args.patients]
    if frame in ("clash",):
        args.patients += others.get("with", []) + others.get("among", [])
    elif frame == "agree":
        args.patients += others.get("with", [])
    if frame in _OWNERS_SUFFER or frame in ("ambush", "shell", "airstrike", "bomb", "loot", "take", "attack", "arson", "chemical",
                                            "suicide"):
        args.patients += [h for h in others.get("of", []) if h not in args.patients]
    owners = others.get("'s", [])
    if frame in _OWNERS_SUFFER and not (owners and args.patients):
        args.patients += owners
    else:
        args.agents += owners
    if frame not in ("protest", "riot", "agree", "base", "group"):
        args.agents += [h for h in others.get("mod", []) if _doer_modifier(unit, h)]
    elif frame == "protest":
        args.agents += others.get("of", [])


def _doer_modifier(unit: Unit, i: int) -> bool:
    """Does a word before an event noun name its doer: "rebel attack", "Israeli airstrike"?"""
    tok = unit.doc[i]
    return (tok.ent_type_ in ("NORP", "ORG", "GPE") and tok.text[:1].isupper()) or (party_word(unit, i) == "armed" and tok.lower_ not in (
        "terrorist", "extremist", "cell", "group", "opposition", "suicide"))


def _facts(page: Page, unit: Unit, words: list[str], found: tuple[str, int, list[int], bool], args: Args,
           sentence: tuple[int, int]) -> tuple[Facts, list[tuple[int, int, str]]]:
    frame, i, matched, verbal = found
    tok = unit.doc[i]
    clause = _clause(tok)
    a, b = sentence
    start, end = unit.starts[a], unit.ends[b - 1]
    inside = [(unit.starts[k], unit.ends[k]) for k in sorted(clause)]
    weapons = [w for w in weapons_in(page.text, start, end) if any(s <= w[0] < e for s, e in inside)]
    agents = [h for g in args.agents for h in conjuncts(unit.doc, g)]
    patients = [h for g in args.patients for h in conjuncts(unit.doc, g)]
    facts = Facts(
        frame, " ".join(words[k] for k in matched),
        agents=[party_class(page, unit, h) for h in agents if words[h] not in _NOT_DOERS],
        patients=[party_class(page, unit, h) for h in patients],
        agent_words={w for h in agents for w in np_mods(unit.doc[h]) | {words[h]}},
        patient_words={w for h in patients for w in np_mods(unit.doc[h]) | {words[h]}},
        weapons={w[2] for w in weapons}, clause={words[k] for k in clause},
        sentence=" ".join(words[i if _spurred(tok) else a:b]), mods=np_mods(tok), verbal=verbal)
    facts.country = any(unit.doc[h].ent_type_ in ("NORP", "GPE") for h in agents)
    facts.near_place = any(page.places_in(unit.starts[h], unit.ends[h]) or unit.doc[h].ent_type_ in ("GPE", "LOC", "FAC")
                           for h in patients)
    if frame == "take" and words[i].startswith(("recapt", "retak", "retook", "liberat", "regain")):
        facts.near_place |= any(unit.doc[h].text[:1].isupper() and words[h] not in parties() for h in patients)
    if facts.country and "civilian" in facts.agents and len(facts.agents) == 1:
        facts.agents = []
    return facts, weapons


_SPURS = frozenset("""sparked sparking triggered triggering prompted prompting drew provoked provoking caused led
ignited followed""".split())


def _spurred(tok: Token) -> bool:
    """Is an event told as what something else led to ("the killing sparked protests")?"""
    return tok.dep_ in ("dobj", "pobj") and (tok.head.lower_ in _SPURS or tok.head.head.lower_ in _SPURS)


def _sort_parties(page: Page, unit: Unit, words: list[str], args: Args, frame: str, matched: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Doers, targets (people and armed bodies) and things hit, as heads."""
    nouns = table().nouns
    agents = [h for h in args.agents if words[h] not in _NOT_DOERS and words[h] not in nouns and party_class(page, unit, h)
              not in ("facility",) and (party_class(page, unit, h) in ("state", "armed") or not weapons_in(
                  page.text, unit.starts[h], unit.ends[h]))]
    targets, things = [], []
    for h in args.patients:
        kind = party_class(page, unit, h)
        start, end = unit.starts[h], unit.ends[h]
        if words[h] in nouns or unit.doc[h].ent_type_ in ("DATE", "TIME", "PERCENT", "MONEY") or h in matched or words[h] in _NO_TARGET:
            continue
        if kind == "other" and (weapons_in(page.text, max(0, start - 20), end) or (frame in ("protest", "riot", "disperse")
                                and not unit.doc[h].ent_type_)):
            continue
        if kind in ("facility", "vehicle"):
            things.append(h)
        elif kind == "place":
            inner = [t for t in unit.doc[h].subtree if t.dep_ in ("pobj", "compound", "appos") or t.i == h]
            if not any((t.ent_type_ in ("GPE", "LOC", "FAC") and t.text[:1].isupper()) or page.places_in(
                    unit.starts[t.i], unit.ends[t.i]) for t in inner):
                targets.append(h)
        elif words[h] not in ("which", "that", "it", "control", "territory") and h not in agents:
            targets.append(h)
    return _unique(agents), _unique(targets), _unique(things)


_NO_TARGET = frozenset("""tires tyres control territory stones rocks bottles slogans road roads agreement deal vest belt himself
herself themselves itself fire ground""".split())


def _unique(heads: list[int]) -> list[int]:
    return list(dict.fromkeys(heads))


# --- hedge and stage ------------------------------------------------------------------------------

_ATTEMPT = frozenset("""attempt attempted attempts attempting tried tries try trying foiled foil foils foiling thwarted thwart
thwarts thwarting failed botched survived survive survives survives repelled averted unsuccessful unsuccessfully abortive
escaped""".split())
_THREAT = frozenset("threatened threaten threatens threatening vowed vow vows vowing pledged threat threats pledging".split())
_FACTUAL_TO = frozenset("""began begin begins continued continue continues continuing managed manage managed proceeded helped used started
start seemed appeared appears seems forced reported believed alleged said known confirmed able went said suspected came
happened thought understood found""".split())


def _stage(tok: Token) -> tuple[str, Token]:
    """accomplished, attempted or threatened; and the word that says so."""
    for child in tok.children:
        if child.lower_ in _ATTEMPT and child.dep_ in ("amod", "advmod", "compound"):
            return "attempted", child
    head = tok.head
    if head.i != tok.i and tok.dep_ in ("xcomp", "dobj", "acl", "nsubjpass", "pobj", "ccomp", "advcl"):
        node = head.head if tok.dep_ == "pobj" and head.dep_ == "prep" else head
        if node.lower_ in _ATTEMPT and not (node.lower_ in ("escaped", "survived") and tok.dep_ == "pobj" and head.lower_ == "in"):
            return "attempted", node
        if node.lower_ in _THREAT and tok.dep_ in ("xcomp", "pobj", "acl", "ccomp"):
            return "threatened", node
    return "accomplished", tok


def _carrier(tok: Token) -> Token | None:
    """The verb that an event noun is the object of ("resume the shelling")."""
    top = tok
    while top.dep_ == "conj" and top.head.i != top.i:
        top = top.head
    return top.head if top.dep_ == "dobj" else None


def _hedge(tok: Token, verbal: bool) -> tuple[str, str]:
    """(stage, hedge) of an event word."""
    stage, node = _stage(tok)
    if stage == "attempted":
        above = own_hedge(node)
        return stage, "none" if above in ("hypothetical", "future", "negated") else above
    hedge = own_hedge(tok)
    if stage == "threatened":
        return stage, first_hedge(hedge, "future")
    carrier = tok if verbal else _carrier(tok)
    infinitive = carrier is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in carrier.children)
    if carrier is not None and infinitive and carrier.i != tok.i:
        real = carrier.head.lower_ in _FACTUAL_TO | LIGHT and carrier.head.i != carrier.i
        return stage, hedge if real else first_hedge(hedge, "hypothetical")
    if infinitive and (tok.head.i == tok.i or tok.head.lower_ not in _FACTUAL_TO | LIGHT):
        hedge = first_hedge(hedge, "hypothetical")
    if tok.dep_ == "pcomp" and tok.head.lower_ in ("without",):
        hedge = "negated"
    nouns = {tok.head.lower_} | {c.lower_ for c in tok.head.children if c.dep_ == "dobj"}
    if verbal and tok.dep_ in ("acl", "ccomp") and nouns & {"fears", "fear", "suspicion", "suspicions", "concerns", "feared"}:
        hedge = first_hedge(hedge, "likely")
    return stage, hedge


# --- one sentence ---------------------------------------------------------------------------------

def _sentence_events(page: Page, unit: Unit, words: list[str], sentence: tuple[int, int]) -> list[Found]:
    a, b = sentence
    found: list[Found] = []
    toll = bool(re.search(r"\b(?:kill|dead|death|died|wound|injur|casualt|massacr|bodies)", " ".join(words[a:b])))
    for frame, i, matched, verbal in _triggers(unit, words, a, b):
        tok = unit.doc[i]
        if (not verbal and _idle_noun(tok, words)) or _in_name(page, unit, i):
            continue
        args = _arguments(unit, i, frame, verbal, matched)
        facts, weapons = _facts(page, unit, words, (frame, i, matched, verbal), args, sentence)
        if verbal and _idle_verb(tok, frame, facts.patients, facts.patient_words, set(facts.agents)):
            continue
        if frame in CONSEQUENCE and _by_disaster(tok, facts):
            continue
        if not verbal and not _told(tok, frame, facts):
            continue
        verdict = decide(facts)
        if verdict is None:
            continue
        agents, targets, things = _sort_parties(page, unit, words, args, frame, matched)
        effects = {h: _EFFECTS[frame] for h in things if frame in _EFFECTS}
        stage, hedge = _hedge(tok, verbal)
        if hedge == "hypothetical" and (frame == "disperse" or (frame == "protest" and (
                tok.head.lower_ in ("prevented", "stopped", "halted") or (tok.dep_ == "advcl" and own_hedge(tok.head) == "none")))):
            hedge = "none"      # "used tear gas to disperse", "prevented a march", "gathered to protest" did happen
        if hedge in ("hypothetical", "future", "negated") and (not verbal or not (args.patients or agents) or frame in ("other", "group", "violence", "protest")):
            continue
        if any(words[h] in ("those", "anyone", "whoever", "anybody") for h in agents) and not targets and not things:
            continue        # "those who commit mass murder": a kind of deed, not one
        definite = not verbal and any(c.lower_ in ("the", "these", "this", "those", "such", "that", "their", "its", "his")
                                      for c in tok.children if c.dep_ in ("det", "poss", "amod", "predet"))
        event = Found(unit, i, min(matched), max(matched), frame, verbal, args, verdict, sentence, agents, targets, things, weapons,
                      effects, hedge, stage, definite, toll=toll)
        event.reason, event.order = _reason(event, facts), unit.starts[min(matched)]
        found.append(event)
    return [e for e in _join(page, words, found) if e.frame != "die"]


def _in_name(page: Page, unit: Unit, i: int) -> bool:
    """Is the word part of the name of a body ("Movement against Torture")?"""
    start, end = unit.starts[i], unit.ends[i]
    if not page.text[start:end][:1].isupper() or unit.sent_of(i)[0] == i:
        return False
    return any(n.start <= start and end <= n.end and n.kind in ("organisation", "armed_group", "outlet", "state", "person")
               for n in page.names) or (unit.doc[i].ent_type_ in ("ORG", "PERSON", "WORK_OF_ART", "LAW") and not page.text.isupper())


def _by_disaster(tok: Token, facts: Facts) -> bool:
    return bool(facts.clause & _DISASTER) and not facts.weapons and not set(facts.agents) & {"armed", "state"}


def _told(tok: Token, frame: str, facts: Facts) -> bool:
    """Does a noun tell of an event at all? Bare weapons and vague words need company."""
    near = facts.clause
    if frame in ("bombthing", "grenade"):
        return bool(near & {"exploded", "explode", "explodes", "exploding", "detonated", "went", "goes", "killed", "killing", "wounded",
                            "injured", "hit", "planted", "thrown", "threw", "throwing", "hurled", "tossed", "lobbed", "blast",
                            "explosion", "struck", "dropped", "attack", "attacked", "wounding", "injuring", "landed", "damaged", "stepped",
                            "targeted", "targeting", "throw", "fell", "triggered"})
    if tok.lower_ == "whereabouts":
        return "unknown" in near
    if frame == "loot" and _governor(tok).lower_ in ("accused", "suspected", "charged", "convicted", "suspicion", "charges", "accusing"):
        return False
    if frame == "violence":
        return bool(facts.mods & {"sectarian", "communal", "ethnic", "deadly", "intercommunal", "tribal", "electoral", "gang"}
                    and (near & {"deaths", "killed", "killing", "dead", "erupted", "broke", "left", "resulting", "began", "started"}))
    if frame == "withdraw" and near & {"forces", "troops", "soldiers", "fighters", "army", "rebels", "militia"}:
        facts.agents.append("state")
    if frame == "protest" and near & {"lodged", "official", "diplomatic", "formal", "letter"} and tok.lower_ == "protest":
        return False
    if frame == "arrest" and tok.lower_ in ("detention", "detentions"):
        return tok.dep_ != "pobj" or bool(facts.patients)
    if frame == "riot" and tok.lower_ == "unrest":
        return bool(near & {"erupted", "broke", "killed"})
    if frame == "torture":
        return bool(facts.patients or facts.agents)
    if tok.lower_ in ("fire", "march", "marches", "rally", "rallies"):
        return not near & {"stock", "market", "shares", "prices", "album"}
    if tok.lower_ in ("battle", "battles", "fighting", "combat", "offensive", "aggression", "confrontation", "engagement"):
        if facts.patients and not facts.agents and not set(facts.patients) - {"other"}:
            return False
        return not near & {"corruption", "poverty", "court", "disease", "climate", "cancer", "inflation"}
    return True


def _reason(event: Found, facts: Facts) -> str:
    shape = "noun" if not event.verbal else ("passive verb" if event.args.passive else "verb")
    told = []
    if facts.agents:
        told.append("by " + ", ".join(dict.fromkeys(facts.agents)))
    if facts.patients:
        told.append("against " + ", ".join(dict.fromkeys(facts.patients)))
    tail = f" ({'; '.join(told)})" if told else ""
    return f"event word, {shape}: {event.verdict.reason}{tail} -> {event.verdict.type}"


# --- 4. one event told by several words -------------------------------------------------------------

def _join(page: Page, words: list[str], found: list[Found]) -> list[Found]:
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
    if _apart(words, a, b):
        return False
    if a.verdict.type == b.verdict.type:
        return not ("execute" in (a.frame, b.frame) and a.frame != b.frame and not b.verbal)
    kinds = {a.verdict.type, b.verdict.type}
    if kinds <= PROTEST_TYPES:
        return not ("protest" in (a.frame, b.frame) and _spurred(b.unit.doc[b.i]))
    if kinds & PROTEST_TYPES:
        if _spurred(b.unit.doc[b.i]) or _spurred(a.unit.doc[a.i]):
            return False
        other = b if a.verdict.type in PROTEST_TYPES else a
        if not other.verbal and "protester" not in other.reason.split("->")[0]:
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


def _apart(words: list[str], a: Found, b: Found) -> bool:
    """Are two event words of a sentence told of different doers, or joined as a list of different things?"""
    def names(heads: list[int]) -> set[str]:
        return {words[h] for h in heads} - PRONOUNS
    doers_a, doers_b = names(a.agents), names(b.agents)
    if doers_a and doers_b and not doers_a & doers_b and not a.args.symmetric and not b.args.symmetric:
        targets_a, targets_b = names(a.targets), names(b.targets)
        if doers_b & targets_a or doers_a & targets_b:
            return "clash" not in (a.frame, b.frame) and "protester" not in a.reason + b.reason
        return True
    return False


def _civil(unit: Unit, i: int) -> bool:
    return party_word(unit, i) == "civilian"


_WEIGHT = {"Excessive force against protesters": 5, "Violent demonstration": 4, "Protest with intervention": 3, "Suicide bomb": 5,
           "Chemical weapon": 6, "Grenade": 4, "Remote explosive/landmine/IED": 3, "Air/drone strike": 4,
           "Shelling/artillery/missile attack": 4, "Government regains territory": 7, "Non-state actor overtakes territory": 7,
           "Mob violence": 3, "Sexual violence": 4, "Armed clash": 2, "Attack": 2, "Arrests": 3}


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
    if weak or stronger:
        host.verdict, host.reason = extra.verdict, extra.reason
        host.frame = extra.frame
        host.i, host.first, host.last, host.verbal = extra.i, extra.first, extra.last, extra.verbal
        host.args.symmetric = host.args.symmetric or extra.args.symmetric
        host.definite = extra.definite and host.definite
    symmetric = host.args.symmetric or extra.args.symmetric
    for mine, more in ((host.agents, extra.agents), (host.targets, extra.targets), (host.things, extra.things)):
        if symmetric and mine:
            continue
        mine += [h for h in more if h not in mine and h not in host.agents]
    host.weapons += [w for w in extra.weapons if w not in host.weapons]
    host.order = min(host.order, extra.order)
    host.effects |= extra.effects
    host.definite = host.definite and extra.definite
    if host.verdict.type == "Armed clash" and not host.args.symmetric:
        host.targets[:] = [t for t in host.targets if t not in host.agents]


# --- 5. place, date -------------------------------------------------------------------------------

_DATELINE = re.compile(r"\s*[A-Z][A-Z .'’-]{2,}(?:,\s*[A-Za-z. ]+)?(?:,?\s+\d{1,2}\s+[A-Za-z]{3,9}\.?(?:\s+\d{2,4})?|,\s*[A-Za-z]{3,9}\.?\s\d{1,2})?"
                       r"\s*(?:\([^)]{2,40}\)\s*)?(?:--|—|–|-)\s")


def dateline_end(page: Page) -> int:
    """Where the dateline of the first paragraph ends (0 when there is none)."""
    for line in page.lines[:3]:
        m = _DATELINE.match(page.text, line.start, line.end)
        if m:
            return m.end()
    return 0


def _token_of(unit: Unit, start: int) -> Token | None:
    return unit.token_at(start)


def _nearness(event: Found, tok: Token | None, subtree: set[int], clause: set[int]) -> int:
    if tok is None:
        return 3
    if tok.i in subtree:
        return 0
    if tok.i in clause:
        return 1
    return 2


def _place_and_date(page: Page, event: Found, skip: int, alone: bool) -> None:
    unit = event.unit
    a, b = event.sentence
    start, end = unit.starts[a], unit.ends[b - 1]
    tok = unit.doc[event.i]
    subtree, clause = {t.i for t in tok.subtree}, _clause(tok)
    taken = {h for h in event.agents}
    near: list[tuple[int, int, object]] = []
    for p in page.places_in(start, end):
        t = _token_of(unit, p.start)
        last = _token_of(unit, p.end - 1)
        if p.start < skip or t is None or last is None or last.i in taken or _is_party(last) or _elsewhere(
                unit, last, event):
            continue
        near.append((_nearness(event, last, subtree, clause), abs(p.start - event.offset), p))
    event.where = tuple(p.where for p in _nearest(near))   # type: ignore[attr-defined]
    dates: list[tuple[int, int, object]] = []
    for d in page.dates_in(start, end):
        t = _token_of(unit, d.start)
        if d.start < skip or t is None or _said_when(t):
            continue
        dates.append((_nearness(event, t, subtree, clause), abs(d.start - event.offset), d))
    best = min(dates, key=lambda x: (x[0], x[1]), default=None)
    if best is not None:
        event.when = best[2].when     # type: ignore[attr-defined]
    _ = alone


def _nearest(near: list[tuple[int, int, object]]) -> list:
    """The places of the closest ring, in text order; from far away only the nearest run of them."""
    if not near:
        return []
    ring = min(n[0] for n in near)
    chosen = [n for n in near if n[0] == ring] if ring < 2 else [n for n in near]
    if ring >= 2:
        closest = min(chosen, key=lambda n: n[1])
        chosen = [n for n in chosen if abs(n[2].start - closest[2].start) < 60]   # type: ignore[attr-defined]
    return [n[2] for n in sorted(chosen, key=lambda n: n[2].start)]   # type: ignore[attr-defined]


def _is_party(tok: Token) -> bool:
    """A place name that acts ("Russia bombed", "Israel's army") is a party, not the place."""
    if tok.dep_ in ("nsubj", "nsubjpass", "poss") and not tok.head.lower_.startswith(("saw", "witness")):
        return tok.dep_ != "nsubjpass" and not (tok.dep_ == "poss" and tok.head.lower_ in ("province", "countryside", "suburbs",
                                                                                       "governorates", "coast", "provinces"))
    return tok.dep_ == "pobj" and tok.head.lower_ in ("by", "from_government")


def _elsewhere(unit: Unit, tok: Token, event: Found) -> bool:
    """Does the place belong to the subject of another verb ("a worker in T said that ...") or to an allegiance ("to T")?"""
    if tok.dep_ == "pobj" and tok.head.lower_ == "to" and event.frame == "group":
        return True
    node = tok
    for _ in range(6):
        if node.head.i == node.i or node.i == event.i:
            return False
        if node.dep_ in ("nsubj", "nsubjpass"):
            return node.head.i != event.i and node.i not in event.agents + event.targets + event.things and not any(
                k.i == node.head.i for k in unit.doc[event.i].children) and event.i not in {k.i for k in node.subtree} and (
                unit.doc[event.i].head.i != node.head.i or unit.doc[event.i].dep_ in ("ccomp", "advcl"))
        node = node.head
    return False


def _said_when(tok: Token) -> bool:
    """Does the date belong to a verb of speech ("said on Monday")?"""
    node = tok
    for _ in range(4):
        if node.head.i == node.i:
            return False
        node = node.head
        if is_verbal(node) or node.dep_ == "ROOT":
            return node.lower_ in _SPEECH
    return False


# --- drafts and rank ------------------------------------------------------------------------------

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
    prep = next((c for c in unit.doc[head].children if c.dep_ == "prep" and c.i > head and c.lower_ in ("on", "upon", "against")), None)
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
    things = tuple(replace(_thing(page, unit, h), effect=event.effects.get(h)) for h in event.things)
    tools = tuple(Thing(page.text[s:e], kind, None, None, page.passage(s, e)) for s, e, kind in sorted(event.weapons))
    spans = [(unit.starts[event.first], unit.ends[event.last]), (unit.starts[event.i], unit.ends[event.i])]
    spans += [(w.passage.start, w.passage.end) for w in (*perpetrators, *targets) if w.passage]
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


_PAST = re.compile(r"\b(?:previously|in the past|history of|in recent years|over the years|years ago|decades? ago|anniversary|"
                   r"documented history|historically|earlier years|past (?:offensives?|attacks?|abuses|massacres)|last year|centur(?:y|ies))\b", re.I)


def _is_background(page: Page, event: Found, newest: str | None) -> bool:
    a, b = event.sentence
    unit = event.unit
    text = page.text[unit.starts[a]:unit.ends[b - 1]]
    if _PAST.search(text):
        return True
    mods = np_mods(unit.doc[event.i]) if not event.verbal else set()
    if mods & {"past", "previous", "earlier", "historic"}:
        return True
    if event.unit is page.units[0] and event.sentence == page.units[0].sents[0]:
        return False        # what a document opens with is what it is about, however old
    end = event.when.end or event.when.start
    return bool(newest and end and event.when.anchor != "none" and end[:4] < newest[:4] and int(newest[:4]) - int(end[:4]) >= 1
                and not (int(newest[:4]) - int(end[:4]) == 1 and newest[5:7] <= "02"))


def _newest(page: Page) -> str | None:
    """The newest date that the document knows of: when it was published, else the newest full date in it."""
    if page.published_at.start:
        return page.published_at.start
    days = [d.when.end for d in page.dates if d.when.end and d.when.anchor == "text"]
    return max(days, default=None)


def _upgrade_protests(page: Page, events: list[Found]) -> list[Found]:
    """A protest and, in the next sentences of the paragraph, what was done to the protesters: one event."""
    kept: list[Found] = []
    for event in events:
        host = next((k for k in reversed(kept) if k.verdict.type in PROTEST_TYPES and k.unit is event.unit
                     and event.sentence[0] - k.sentence[1] < 40 and event.sentence != k.sentence), None)
        if host is not None and (event.verdict.type in PROTEST_TYPES or "protester" in event.reason.split("->")[0]) and not (
                event.frame == "protest" and event.verdict.type == "Peaceful protest" and not event.definite):
            if _WEIGHT.get(event.verdict.type, 1) > _WEIGHT.get(host.verdict.type, 1):
                host.verdict, host.reason = event.verdict, event.reason
            host.weapons += event.weapons
            continue
        kept.append(event)
    return kept


def _key(event: Found) -> tuple[str, str, str]:
    place = event.where[0].name if event.where else ""
    return event.verdict.event_type, place, event.when.start or ""


def _spots(event: Found) -> set[str]:
    """Names of its places that are closer than a country or a part of one."""
    return {w.name for w in event.where if (w.precision or 1) < 5}


def _repeats(event: Found, before: list[Found]) -> Found | None:
    """The earlier event that this one tells again: same kind, nothing new about place and date."""
    for old in reversed(before):
        if old.verdict.event_type != event.verdict.event_type or old.hedge not in REAL:
            continue
        place_old, place_new = _spots(old), _spots(event)
        if place_new and place_old and not place_new & place_old:
            continue
        if event.when.start and old.when.start and event.when.start != old.when.start:
            continue
        if event.definite or place_new & place_old or (old.verdict.type == event.verdict.type and not place_new):
            return old
    return None


def _rank(page: Page, events: list[Found]) -> dict[int, int]:
    """Rank of each event by its place in the list: told as real, of this time, not told before; by order of mention."""
    newest = _newest(page)
    ranks: dict[int, int] = {}
    fallback: int | None = None
    seen: list[Found] = []
    for n, event in enumerate(events):
        if event.hedge not in REAL or event.stage == "threatened":
            continue
        fallback = n if fallback is None else fallback
        if _is_background(page, event, newest):
            event.past = True
            continue
        if _repeats(event, seen) is None:
            ranks[n] = 0
        seen.append(event)
    if not ranks and fallback is not None:
        ranks[fallback] = 0
    order = sorted(ranks, key=lambda n: (_other_last(events[n]), n))
    return {n: k + 1 for k, n in enumerate(order)}


def _other_last(event: Found) -> int:
    """Talks, bans and the like come after what was done to people, wherever they are told."""
    return int(event.verdict.type == "Other" and (event.verdict.plover or "CONSULT").startswith(("CONSULT", "AID", "COERCE/restrict")))


def find_events(page: Page) -> list[Draft]:
    """Every event that the English text of a page describes, as drafts in text order.

    A mere mention again ("these attacks") gives no draft unless it adds a doer, a place or a date.
    """
    found: list[Found] = []
    skip = dateline_end(page)
    for unit in page.units:
        words = _words(unit)
        for sentence in unit.sents:
            events = _sentence_events(page, unit, words, sentence)
            for event in events:
                _place_and_date(page, event, skip, len(events) == 1)
            found += events
    found.sort(key=lambda e: (e.order, e.offset))
    found = _upgrade_protests(page, found)
    told: list[Found] = []
    again: list[Found] = []
    for event in found:
        news = event.agents or event.where or event.when.start
        if event.definite and not news and (told or not (event.targets or event.things)):
            again.append(event)
            continue
        old = _repeats(event, told)
        if not event.verbal and not news and old and old.frame == event.frame and not event.targets and not event.things:
            continue
        told.append(event)
    if not told:
        # "Casualties of the chemical attack": a title may name its event as known.
        told = [e for e in again if e.hedge in REAL][:1]
    ranks = _rank(page, told)
    drafts = []
    for n, event in enumerate(told):
        draft = _draft(page, event)
        assert isinstance(draft.value, Event)
        draft.value = replace(draft.value, rank=ranks.get(n))
        drafts.append(draft)
    return sorted(drafts, key=lambda d: (d.start, -d.end))
