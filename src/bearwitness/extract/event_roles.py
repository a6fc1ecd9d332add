"""From the arguments of an event word to its parties: whose "of", "on" and "by" mean what, frame by frame."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bearwitness.extract.event_args import (
    TARGET_PREPS,
    Args,
    conjuncts,
    is_verbal,
    noun_args,
    np_mods,
    party_class,
    prep_objects,
    verb_args,
)
from bearwitness.extract.event_facts import Facts
from bearwitness.extract.event_words import NOT_DOERS, after_of, headline_verb, verb_as_modifier
from bearwitness.extract.events_table import event_parties, table
from bearwitness.extract.weapons import weapons_in

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit


AMMUNITION = frozenset("""pellets pellet cartridges canister rounds round shots shot bullets bullet fire gunfire gunshots ammunition volleys volley shells shell rockets rocket missiles
missile mortars mortar grenades grenade stones rocks bottles cocktails canisters projectiles objects bomb bombs""".split())


def clause_of(tok: Token) -> set[int]:
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
    apart = {t.i for c in tok.children if c.dep_ in ("conj", "ccomp") and is_verbal(c) for t in c.subtree}
    return keep | {t.i for t in tok.subtree} - apart


def arguments_of(unit: Unit, i: int, frame: str, verbal: bool, matched: list[int]) -> Args:
    tok = unit.doc[i]
    if not verbal:
        args = noun_args(tok)
        _noun_roles(unit, tok, frame, args)
        return args
    args = verb_args(tok)
    if tok.dep_ in ("compound", "nmod", "amod") and i > 0:      # a headline's verb (event_words): doer before, target after
        args.agents, args.patients = [i - 1], [tok.head.i] if tok.head.i > i else []
        if verb_as_modifier(tok) and not headline_verb(tok, True):
            root = tok.head
            while root.head.i != root.i:
                root = root.head
            args.agents = [c.i for c in root.children if c.dep_ == "nsubj"] if unit.doc[i - 1].dep_ == "cc" else [root.i]
        if after_of(tok):
            owner = tok.head.head.head
            while owner.dep_ == "conj" and not is_verbal(owner) and owner.head.i != owner.i:
                owner = owner.head
            args.agents = [owner.i] if not is_verbal(owner) else [c.i for c in owner.children if c.dep_ == "dobj" and c.i < i]
    for k in matched:       # "opened fire on", "set fire to", "exchanged fire with": what hangs on the phrase's noun
        if k != i:
            for prep, heads in prep_objects(unit.doc[k]).items():
                args.others.setdefault(prep, []).extend(h for h in heads if h not in args.others.get(prep, []))
    if not args.agents and not args.passive and tok.dep_ == "ROOT":
        args.agents = [c.i for c in tok.children if c.dep_ == "compound" and c.i < i]
    if frame in ("arson", "loot") and not args.passive:
        args.patients += args.others.get("to", []) + args.others.get("from", [])
    if not args.passive or not args.patients:
        for prep, heads in sorted(args.others.items(), key=lambda x: x[0] == "at"):
            wanted = prep in TARGET_PREPS and frame in ("attack", "ambush", "fire", "shell", "bomb", "impact", "wound", "beat",
                                                        "chemical", "airstrike", "suicide", "grenade", "kill")
            if frame == "clash" and prep in ("with", "against"):
                wanted = True
            if frame in ("protest", "riot") and prep in ("against", "at"):
                wanted = True
            if wanted and (prep != "into" or frame in ("fire", "bomb")) and (
                    prep != "at" or all(h in matched or unit.doc[h].lower_ in AMMUNITION for h in args.patients)):
                args.patients += [h for h in heads if unit.doc[h].ent_type_ not in ("DATE", "TIME")]
    if frame in ("attack", "ambush", "shell", "airstrike") and "under" in (unit.doc[k].lower_ for k in matched):      # "a patrol came under fire from rebels"
        above = [h for k in matched for prep in ("from", "by") for h in prep_objects(unit.doc[k]).get(prep, [])]
        args.patients, args.agents = args.agents, list(dict.fromkeys(args.others.get("from", []) + args.others.get("by", []) + above))
    if tok.lower_ == "set" and frame == "attack" and args.passive and not args.others.get("by"):     # "men set upon a trader"
        args.agents, args.patients, args.passive = args.patients, args.others.get("upon", []) + args.others.get("on", []), False
    if frame == "kill" and not args.patients and not args.passive:      # "ran over protesters"
        args.patients = args.others.get("over", [])
    if frame == "clash" and tok.dep_ == "acl" and not args.agents:      # "youths from two quarters fought": hung on the nearest noun
        args.patients = [_owner_of(unit, h) for h in args.patients]
    if not args.passive:      # "attacks in a province, which killed ten": the province killed nobody
        args.agents = [h for h in args.agents if not (unit.doc[h].dep_ == "pobj" and (
            unit.doc[h].ent_type_ in ("GPE", "LOC") or "place" in event_parties().get(unit.doc[h].lower_, ())))]
    if frame == "take":
        for prep in ("of", "to", "into", "over"):
            args.patients += args.others.get(prep, []) if not args.passive else []
        for child in tok.children:
            if child.dep_ == "dobj":
                args.patients += [g.i for c in child.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
        args.patients += [h for h in args.others.get("from", []) if party_word(unit, h) in ("armed", "state") or unit.doc[h].ent_type_ in ("ORG", "NORP")]
        if tok.lower_ == "passed":      # "control of the town passed to the army"
            args.agents, args.patients = args.others.get("to", []), args.agents
        if tok.lower_.startswith(("come", "came", "coming")):      # "the city came under rebel control"
            ruler = next((k for k in matched if unit.doc[k].lower_ == "control"), i)
            args.patients = args.agents
            args.agents = [c.i for c in unit.doc[ruler].children if c.dep_ in ("compound", "poss", "amod", "nmod")] + [
                o.i for c in unit.doc[ruler].children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
        if tok.lower_ in ("fall", "falls", "fell", "fallen", "falling"):
            args.agents, args.patients = args.others.get("to", []), args.agents
        elif tok.lower_ in ("lose", "lost", "loses"):
            args.agents, args.patients = [], args.patients
    if frame == "take" and not args.passive:
        args.patients += _lost_by(unit, tok, args.patients)
    if frame == "agree":
        args.patients += args.others.get("with", [])
        if len(args.agents) == 1 and len(conjuncts(unit.doc, args.agents[0])) == 1:      # "the government of T and the Front signed"
            args.patients += [t.i for t in unit.doc[args.agents[0]].subtree if t.dep_ == "conj" and t.i > args.agents[0]
                              and (party_word(unit, t.i) in ("armed", "state") or t.ent_type_ in ("ORG", "NORP", "GPE"))][-1:]
    if frame == "die":
        args.agents, args.patients = [], args.agents
    if frame == "bomb" and not args.passive and tok.lower_.startswith(("hit", "str", "step", "drive", "driv", "drove", "run", "ran", "trigger")):
        args.agents, args.patients = [], args.agents        # "their convoy hit a mine"
    if frame in ("arson", "destroy") and not args.passive and not args.patients and args.agents and all(
            {"facility", "vehicle", "place"} & event_parties().get(unit.doc[h].lower_, frozenset()) or unit.doc[h].lower_ in ("quarters", "neighbourhoods")
            for h in args.agents):
        args.agents, args.patients = [], args.agents        # "whole quarters burned"
    if frame == "bomb" and tok.lower_.startswith(("explod", "detonat", "went", "go", "blast")) and not args.passive:
        # "A car bomb exploded": the subject is the instrument.
        acts = any(c.dep_ == "dobj" for c in tok.children)
        args.others["subject"] = list(args.agents)
        args.agents = [h for h in args.agents if party_word(unit, h) in ("armed", "state") or (
            (acts or tok.lower_.startswith(("blew", "blow", "explod"))) and party_word(unit, h) == "civilian")]
    if frame in ("impact", "bomb", "shell") and not args.passive:
        for head in list(args.agents):      # "rockets fired by rebels hit a hospital"
            for child in unit.doc[head].children:
                if child.dep_ in ("acl", "relcl"):
                    args.agents += prep_objects(child).get("by", [])
    if not set(args.patients) - set(matched) and len(matched) > 1:      # "took twelve villagers hostage"
        gap = [k for k in range(min(matched) + 1, max(matched)) if k not in matched and unit.doc[k].dep_ in ("dobj", "nsubj", "dative", "nmod", "compound")]
        args.patients += gap[-1:]
    return args


def _owner_of(unit: Unit, head: int) -> int:
    """ "fighters of two fronts": the fighters."""
    node = unit.doc[head]
    for _ in range(3):
        if node.dep_ != "pobj" or node.head.lower_ not in ("of", "from") or party_word(unit, node.i) != "other":
            break
        node = node.head.head
    return int(node.i)


def _lost_by(unit: Unit, tok: Token, known: list[int]) -> list[int]:
    """"won back the centre of T from the rebels": the "from" may hang anywhere after the verb."""
    for j in range(tok.i + 1, min(len(unit.doc), tok.i + 25)):
        t = unit.doc[j]
        if t.text in (".", ";"):
            break
        if t.lower_ == "from" and t.dep_ == "prep":
            return [c.i for c in t.children if c.dep_ == "pobj" and c.i not in known and party_word(unit, c.i) in ("armed", "state")]
    return []


def party_word(unit: Unit, i: int) -> str:
    """Class of a bare word: armed, state, civilian or other."""
    found = event_parties().get(unit.doc[i].lower_, frozenset())
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
    for prep in sorted(TARGET_PREPS):
        if frame in _OWNERS_SUFFER and prep not in ("against", "targeting"):
            continue        # "the killings on the coast": a place
        if prep != "at" or frame in ("attack", "fire"):
            args.patients += [h for h in others.get(prep, []) if h not in args.patients]
    if frame in ("clash",):
        args.patients += others.get("with", []) + others.get("among", [])
    elif frame == "agree":
        args.patients += others.get("with", [])
    if frame in ("strike", "airstrike"):      # "a strike of the air force on the town"
        flown = [h for h in others.get("of", []) if party_word(unit, h) in ("state", "armed")]
        args.agents += flown
        args.patients += [c.i for h in flown for p in unit.doc[h].children if p.lower_ in TARGET_PREPS for c in p.children if c.dep_ == "pobj"]
        others = {**others, "of": [h for h in others.get("of", []) if h not in flown]}
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


_DOING_BODIES = frozenset("coalition regime army government military police militia settler paramilitary".split())


def _doer_modifier(unit: Unit, i: int) -> bool:
    """Does a word before an event noun name its doer: "rebel attack", "Israeli airstrike"?"""
    tok = unit.doc[i]
    if tok.lower_ in _DOING_BODIES:
        return True
    return (tok.ent_type_ in ("NORP", "ORG", "GPE") and tok.text[:1].isupper()) or (party_word(unit, i) == "armed" and tok.lower_ not in (
        "terrorist", "extremist", "cell", "group", "opposition", "suicide"))


def facts_of(page: Page, unit: Unit, words: list[str], found: tuple[str, int, list[int], bool], args: Args,
           sentence: tuple[int, int]) -> tuple[Facts, list[tuple[int, int, str]]]:
    frame, i, matched, verbal = found
    tok = unit.doc[i]
    clause = clause_of(tok)
    a, b = sentence
    start, end = unit.starts[a], unit.ends[b - 1]
    inside = [(unit.starts[k], unit.ends[k]) for k in sorted(clause)]
    weapons = [w for w in weapons_in(page.text, start, end) if any(s <= w[0] < e for s, e in inside)]
    agents = [h for g in args.agents for h in conjuncts(unit.doc, g)]
    patients = [h for g in args.patients for h in conjuncts(unit.doc, g)]
    named = {k for h in agents for k in _phrase_of(unit, h)}
    known = set(weapons)
    if frame in ("impact", "shell", "bomb", "airstrike"):
        more = [(unit.starts[k], unit.ends[k]) for k in sorted(named)]
        weapons += [w for w in weapons_in(page.text, start, end) if w not in known and any(s <= w[0] < e for s, e in more)]
    held = _held(unit, weapons, frame, [h for h in patients if h not in matched])
    if frame in _WEAPON_NO_OBJECT:
        weapons = [w for w in weapons if w not in held]
    elif frame in ("fire", "ambush", "clash"):      # "fired upon a helicopter"
        weapons = [w for w in weapons if w not in held or w[2] not in ("aircraft", "armour", "drone")]
    facts = Facts(
        frame, " ".join(words[k] for k in matched),
        agents=[party_class(page, unit, h) for h in agents if words[h] not in NOT_DOERS],
        patients=[party_class(page, unit, h) for h in patients],
        agent_words={w for h in agents for w in np_mods(unit.doc[h]) | {words[h]}},
        patient_words={w for h in patients for w in np_mods(unit.doc[h]) | {words[h]}},
        weapons={w[2] for w in weapons}, held={w[2] for w in held}, clause={words[k] for k in clause},
        sentence=" ".join(words[i if spurred(tok) else a:b]), mods=np_mods(tok), verbal=verbal,
        preps={prep: {w for h in heads for w in np_mods(unit.doc[h]) | {words[h]}} for prep, heads in args.others.items()})
    if frame in _WITH_NEXT:
        # From the text, for the parser does not see a sentence without a trigger.
        tail = page.text[end:min(unit.line.end, end + 250)].strip().lower()
        facts.after = " ".join(_PARTS.findall(_STOP.split(tail, maxsplit=1)[0]))
    facts.country = any(unit.doc[h].ent_type_ in ("NORP", "GPE") for h in agents)
    facts.near_place = any(page.places_in(unit.starts[h], unit.ends[h]) or unit.doc[h].ent_type_ in ("GPE", "LOC", "FAC")
                           for h in patients)
    won = words[i].startswith(("recapt", "retak", "retook", "liberat", "regain")) or "back" in facts.text or any(
        party_word(unit, h) in ("armed", "state") for h in args.others.get("from", []))
    if frame == "take" and words[i].startswith(("seiz", "tak", "took", "overr", "occup", "captur")):
        # "seized Balcad": a lone name after these is a place; people are named with a title, a trade or two names
        won |= any(unit.doc[h].dep_ == "dobj" and not any(c.dep_ in ("compound", "nummod", "amod") for c in unit.doc[h].children) for h in patients)
    if frame == "take" and won:
        facts.near_place |= any(unit.doc[h].text[:1].isupper() and words[h] not in event_parties() for h in patients)
    if frame == "take":
        facts.foreign = _of_another_state(unit, agents, a, b)
    if facts.country and "civilian" in facts.agents and len(facts.agents) == 1:
        facts.agents = []
    return facts, weapons


_SOLDIERY = frozenset("forces troops army soldiers units military defenders servicemen".split())


def _of_another_state(unit: Unit, agents: list[int], a: int, b: int) -> bool:
    """ "R troops captured a village from U forces": two states' armies met, and the ground was the other's."""
    mine = {c.lower_ for h in agents for c in unit.doc[h].children if c.ent_type_ in ("NORP", "GPE") and c.i < h}
    if not mine:
        return False
    for k in range(a + 1, b):
        tok = unit.doc[k]
        if tok.lower_ in _SOLDIERY and k not in agents and unit.doc[k - 1].ent_type_ in ("NORP", "GPE") and unit.doc[k - 1].lower_ not in mine and (
                tok.dep_ == "pobj" and tok.head.lower_ in ("from", "with", "against")):
            return True
    return False


_STOP = re.compile(r"[.!?;](?:\s|$)")
_PARTS = re.compile(r"\w+|[^\w\s]")
# Frames whose type the next sentence may decide ("Police dispersed them", "No shot was fired").
_WITH_NEXT = frozenset("protest rally gather riot disperse take withdraw handover suicide bomb".split())
# Frames whose object may be a weapon without being the means ("seized rifles", "a strike on a mortar").
_WEAPON_NO_OBJECT = frozenset("airstrike strike impact destroy take kill attack loot withdraw".split())


def _phrase_of(unit: Unit, head: int) -> set[int]:
    """The words of a noun phrase, clauses about it left out."""
    own, stack = set(), [head]
    while stack:
        k = stack.pop()
        own.add(k)
        stack += [c.i for c in unit.doc[k].children if c.dep_ not in ("relcl", "advcl", "ccomp", "appos") and not (c.dep_ == "conj" and is_verbal(c))]
    return own


def _held(unit: Unit, weapons: list[tuple[int, int, str]], frame: str, patients: list[int]) -> list[tuple[int, int, str]]:
    """Weapons that stand in the phrase of the object itself, not in a "with ..." beside it."""
    if not weapons or not patients:
        return []
    own: set[int] = set()
    for h in patients:
        stack = [h]
        while stack:
            k = stack.pop()
            own.add(k)
            stack += [c.i for c in unit.doc[k].children if c.dep_ in ("compound", "amod", "nmod", "nummod", "poss", "conj", "appos") or (
                c.dep_ == "prep" and c.lower_ == "of") or (c.dep_ == "pobj" and unit.doc[k].lower_ == "of")]
    spans = [(unit.starts[k], unit.ends[k]) for k in own]
    return [w for w in weapons if any(w[0] < e and s < w[1] for s, e in spans)]


_SPURS = frozenset("""sparked sparking triggered triggering prompted prompting drew provoked provoking caused led
ignited followed""".split())


def spurred(tok: Token) -> bool:
    """Is an event told as what something else led to ("the killing sparked protests")?"""
    return tok.dep_ in ("dobj", "pobj") and (tok.head.lower_ in _SPURS or tok.head.head.lower_ in _SPURS)


def sort_parties(page: Page, unit: Unit, words: list[str], args: Args, frame: str, matched: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Doers, targets (people and armed bodies) and things hit, as heads."""
    nouns = table().nouns
    fronted = {h for h in (*args.agents, *args.patients) if any(c.lower_ in _FRONTED and c.i < h for c in unit.doc[h].children)}
    agents = [h for h in args.agents if not unit.doc[h].is_punct and h not in fronted and words[h] not in NOT_DOERS and words[h] not in nouns and party_class(page, unit, h)
              not in ("facility",) and (party_class(page, unit, h) in ("state", "armed") or not weapons_in(
                  page.text, unit.starts[h], unit.ends[h]))]
    agents += [c.i for h in args.agents if h not in agents and h not in fronted and weapons_in(page.text, unit.starts[h], unit.ends[h])
               for c in unit.doc[h].children if c.dep_ in ("compound", "amod", "nmod", "poss") and _doer_modifier(unit, c.i)]   # "a US drone killed"
    targets, things = [], []
    for h in args.patients:
        if h in fronted:
            continue
        kind = party_class(page, unit, h)
        start, end = unit.starts[h], unit.ends[h]
        if words[h] in nouns:       # "water cannon on a march of youths"
            targets += [o for p in unit.doc[h].children if p.lower_ in ("of", "by") for o in (c.i for c in p.children if c.dep_ == "pobj")
                        if party_class(page, unit, o) not in ("other", "place")]
            continue
        if unit.doc[h].ent_type_ in ("DATE", "TIME", "PERCENT", "MONEY") or h in matched or words[h] in _NO_TARGET:
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


_FRONTED = frozenset("near in at around outside inside across along".split())    # "Near T, a strike ...": read as a name by the parser
_NO_TARGET = frozenset("""tires tyres control territory stones rocks bottles slogans road roads agreement deal vest belt himself
herself themselves itself fire ground""".split())


def _unique(heads: list[int]) -> list[int]:
    return list(dict.fromkeys(heads))
