"""Which words of a sentence may tell of an event, and which of them only talk of one.

A fear, a risk, a call to stop, a crime by name, a disaster, a film that was shot: none of these is an event of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bearwitness.extract.event_args import NOMINAL_DEPS, PRONOUNS, is_verbal, np_mods, participle_as_noun
from bearwitness.extract.event_facts import Facts
from bearwitness.extract.events_table import event_parties, match_phrase, table

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit


SHOT = frozenset("shells mortars".split())      # things as well as verbs
MAX_TRIGGERS = 120      # event words of one sentence; a longer "sentence" is a list or noise


def triggers(unit: Unit, words: list[str], a: int, b: int) -> Iterator[tuple[str, int, list[int], bool]]:
    """(frame, head token, all tokens of the trigger, is a verb) for each event word of a sentence."""
    t = table()
    covered: set[int] = set()
    told, most = 0, min(MAX_TRIGGERS, max(8, 24_000 // (b - a)))
    for i in range(a, b):
        if told >= most:
            return
        if i in covered or unit.stands_for[i] is not None:
            continue
        for phrase in t.phrases.get(words[i], ()):
            hit = match_phrase(phrase, words, i, b)
            if hit is None or unit.stands_for[hit[0]] is not None or covered & set(hit[1]):
                continue
            head, places = hit
            if _only_names_kind(unit.doc[head], len(places)) or (
                    head == max(places) and head + 1 < b and words[head + 1] == "-"):
                continue        # "the banned movement", "a raid-related dispute"
            if phrase.frame == "body" and _finding(unit.doc[head], unit.doc[max(places)]):
                continue
            if len(places) == 1 and words[head] not in t.nouns and not is_verbal(unit.doc[head]) and not headline_verb(unit.doc[head], False):
                continue        # "twenty recruits", "the disappeared"
            covered.update(places)
            told += 1
            verbal = is_verbal(unit.doc[head]) or (words[head] in t.verbs and words[head] not in t.nouns and words[head] not in SHOT)
            yield phrase.frame, head, places, verbal
            break
        else:
            if (i + 1 < b and words[i + 1] == "-" and words[i] in t.nouns) or (i > a + 1 and words[i - 1] == "-" and words[i - 2] in _PREFIXES):
                continue        # "attack-related", "anti-coup"
            frame, verbal = _single(unit.doc[i], words[i])
            if frame:
                told += 1
                yield frame, i, [i], verbal


def _finding(verb: Token, deed: Token) -> bool:
    """"An inquiry found that troops killed two": what was found is a deed with its own doer, and no body ("found two men shot")."""
    own = any(c.dep_ == "nsubj" and verb.i < c.i < deed.i for c in deed.children)
    return own and any((c.dep_ == "dobj" and c.i > deed.i) or (c.lower_ == "that" and verb.i < c.i < deed.i) for c in deed.children)


# "the airstrike investigation": the noun before these tells of an event.
_INQUIRIES = frozenset("results result aftermath victims site scene footage investigation investigations inquiry probe".split())
_UNIT_NOUNS = frozenset("""brigade brigades unit units team teams force forces squad squads helicopter helicopters aircraft jet jets plane planes
capability capabilities capacity equipment training tactics doctrine plan plans suspect suspects leader leaders organizer organizers organiser
organisers movement group groups charge charges trial case law expert experts""".split())


_PREFIXES = frozenset("anti pro post pre non counter ex mid".split())


def _only_names_kind(tok: Token, length: int) -> bool:
    """"counter-attack brigades", "the banned movement": a word that tells what kind of thing another is."""
    if tok.dep_ not in ("amod", "compound", "nmod") or tok.head.i < tok.i or _after_doers(tok) or after_of(tok) or verb_as_modifier(tok):
        return False
    return length == 1 or tok.head.lower_ in _UNIT_NOUNS


def verb_as_modifier(tok: Token) -> bool:
    """"Members of a militia repelled bandits": the parser takes the verb of a sentence for a participle before its object.

    Told by what stands before it: a doer's word, in the phrase of the same noun, in a sentence whose root is no verb.
    """
    if tok.dep_ != "amod" or not tok.lower_.endswith("ed") or tok.i == 0:
        return False
    before = tok.doc[tok.i - 1]
    if before.dep_ == "cc" and before.head.i < before.i and is_verbal(before.head) and tok.head.i - tok.i <= 2 and any(
            c.dep_ == "nsubj" for c in before.head.children):
        return True         # "hunters entered T and massacred Fulani residents"
    if not event_parties().get(before.lower_) or before.dep_ not in ("nmod", "compound", "amod", "pobj", "conj", "appos"):
        return False
    root = tok.head
    for _ in range(8):
        if root.head.i == root.i:
            break
        root = root.head
    return root.i < tok.i and not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in root.children)


def headline_verb(tok: Token, also_noun: bool) -> bool:
    """"RSF overruns headquarters", "Nurses picket hospital": a headline's present tense, taken for part of its object."""
    if tok.i == 0 or tok.dep_ not in ("compound", "nmod", "amod") or tok.head.i < tok.i:
        return False
    before = tok.doc[tok.i - 1]
    people = event_parties().get(before.lower_)
    if not people and not (before.ent_type_ in ("ORG", "NORP", "GPE") and before.text[:1].isupper()):
        return False
    if tok.lower_.endswith("s") and not also_noun:
        return True
    many = before.lower_.endswith("s") or before.lower_ in ("police", "people", "men", "women", "youth", "children")
    root = tok.head
    for _ in range(6):
        if root.head.i == root.i:
            break
        root = root.head
    return many and bool(people) and before.i == tok.sent[0].i and root.i >= tok.head.i and not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in root.children)


def _after_doers(tok: Token) -> bool:
    """"Regime forces target areas": the parser takes a bare verb of a headline for a noun."""
    if tok.i == 0 or tok.dep_ not in ("compound", "nmod", "amod") or tok.lower_.endswith(("s", "ed", "ing")):
        return False
    before = tok.doc[tok.i - 1]
    return before.lower_.endswith("s") and bool(event_parties().get(before.lower_, frozenset()) & {"state", "armed"}) and before.i + 2 < len(tok.doc)


def after_of(tok: Token) -> bool:
    """"accused of executing families": the parser may take the verb for an adjective of its object."""
    return tok.i > 0 and tok.dep_ == "amod" and tok.doc[tok.i - 1].lower_ == "of" and tok.lower_.endswith("ing") and tok.head.dep_ == "pobj" and (
        tok.doc[tok.i - 1].i == tok.head.head.i)


def _single(tok: Token, word: str) -> tuple[str | None, bool]:
    t = table()
    as_verb, as_noun = t.verbs.get(word), t.nouns.get(word)
    if not as_verb and not as_noun:
        return None, False
    if as_verb and (_after_doers(tok) or after_of(tok) or verb_as_modifier(tok) or headline_verb(tok, as_noun is not None)):
        return as_verb, True
    if as_verb and participle_as_noun(tok):
        return as_verb, True
    if as_verb and not as_noun:
        bare = not word.endswith(("ed", "ing", "en")) and word not in ("shot", "slain", "struck", "hit", "slew")
        idle = tok.dep_ in ("amod", "compound", "nmod") or (bare and (tok.dep_ in NOMINAL_DEPS or not is_verbal(tok)))
        return (None, False) if idle else (as_verb, True)
    if as_verb and is_verbal(tok):
        return as_verb, True
    if as_noun and (tok.dep_ not in ("compound", "nmod", "amod") or (tok.dep_ == "compound" and tok.head.lower_ in _INQUIRIES)):
        return as_noun, False
    return None, False


# --- what is no event -----------------------------------------------------------------------------

_IRREALIS = frozenset("""fear fears fearing feared threat threats risk risks possibility potential prospect prospects plan plans
planning warning warnings warn warned calls call called calling end halt stop stopping stopped cessation prevent prevents
preventing prevented avoid avoiding avert averting deter deterring against accountability justice investigation investigate
investigations inquiry responsible responsibility condemn condemnation anniversary likelihood danger concerns concern
history allegations accusations evidence reports report victims victim survivors survivor perpetrators response resistance
commemorate plot plots plotted plotting prohibition ban crime crimes suspicion charges charge charged conviction convicted trial guilty accused accusing
protection law laws policy policies culture cycle wave type types kind issue act acts form forms series number climate
spread escalation escalate pretext escalating fuel fuelling justify record""".split())
# Governors of that list which still tell that the thing happened.
_FACTIVE = frozenset("""reports report victims victim survivors survivor perpetrators response evidence condemn condemnation series
number wave investigation responsible allegations accusations accused accusing act acts charged convicted charges trial
responsibility history cycle record resistance investigate inquiry""".split())
_UNREAL_MODS = frozenset("mock simulated fake potential possible future imminent any hypothetical anticipated verbal heart legal personal "
                         "political advertising panic asthma alleged_future cyber".split())
_DISASTER = frozenset("""accident accidents crash crashes collision flood floods flooding earthquake quake storm storms wildfire
wildfires landslide cyclone hurricane avalanche disease virus covid cancer malaria cholera stampede drowning lightning heatwave
derailment illness pandemic outbreak famine hunger tornado""".split())
NOT_DOERS = frozenset("""violence war conflict fire blaze explosion explosions blast blasts attack attacks strike strikes airstrike
airstrikes clashes fighting shelling bombing bombings bombardment bullet bullets gunfire shrapnel it this that which raid raids
operation operations campaign shells rockets mines device devices events incident incidents shooting assault collapse debris
bomb bombs mine mortar mortars grenade grenades projectile projectiles munitions rounds hand round shot shots""".split())
_TALK = frozenset("film films video videos photo photos scene scenes footage documentary picture pictures movie image".split())
_UNEVENTFUL_OBJECT = frozenset("what plan plans order orders programme program project work deal will warrant warrants strategy policy "
                               "contract search".split())


def governor_of(tok: Token) -> Token:
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


_ENDINGS = frozenset("end halt stop cease cessation ending halting".split())
_CAMPAIGNS = frozenset("offensive offensives operation operations campaign campaigns".split())
_STARTS = frozenset("""launch launched launches launching began begin begins start started starts continue continued continues mount mounted
resume resumed conduct conducted killed left intensified carried repelled""".split())
_AIMS = frozenset("""capacity capacities ability abilities capability capabilities effort efforts campaign campaigns plan plans operation operations commitment
right desire intention intentions need mission goal goals fight struggle""".split())
_BENT = frozenset("committed dedicated determined prepared ready able capable willing unable bent".split())


def is_bent_on(tok: Token) -> bool:
    """"committed to carrying out attacks", "able to strike": what somebody may do, not what was done."""
    if tok.dep_ == "acl" and tok.head.lower_ in _AIMS and any(c.dep_ == "aux" and c.lower_ == "to" for c in tok.children):
        return True
    node = tok
    for _ in range(4):
        if node.head.i == node.i:
            return False
        node = node.head
        if node.lower_ in _BENT and node.dep_ in ("acomp", "amod", "ROOT", "acl", "advcl", "conj", "attr", "xcomp", "ccomp"):
            return any((c.dep_ in ("prep", "xcomp", "ccomp", "aux") and c.lower_ in ("to", "of", "on", "for")) or c.dep_ == "xcomp" for c in node.children)
    return False


def idle_noun(tok: Token) -> bool:
    """Is the noun only talk of an event: a fear, a risk, a call to end it, a name of a kind?"""
    mods = np_mods(tok)
    if tok.lower_ in ("destruction", "murder", "murders") and "mass" in mods:
        return True
    if tok.lower_ in _CAMPAIGNS and any(c.lower_ in ("the", "this", "that", "its", "their") for c in tok.children) and (
            tok.head.lower_ not in _STARTS):
        return True
    if is_bent_on(tok):
        return True
    if mods & _UNREAL_MODS or tok.ent_type_ in ("DATE", "TIME"):
        return True
    if _after_as(tok) or tok.dep_ in ("attr", "oprd"):
        return True     # a name given to something ("described it as slaughter"): a label, not an event
    if any(c.lower_ == "no" for c in tok.children if c.dep_ == "det"):
        return True
    governor = governor_of(tok)
    word = governor.lower_
    if word in _ENDINGS and any(c.dep_ == "poss" and c.lower_ not in PRONOUNS for c in tok.children):
        return False    # "an end to the regime's attacks on T": they go on
    if word in _IRREALIS and word not in _FACTIVE and governor.i != tok.i:
        # A demonstration that police prevented is one with intervention.
        return not (table().nouns.get(tok.lower_) == "protest" and word in ("prevented", "stopped", "halted", "stop", "prevent"))
    return tok.dep_ == "pobj" and tok.head.lower_ in ("against", "without", "of") and tok.head.head.lower_ in _IRREALIS - _FACTIVE


def idle_verb(tok: Token, frame: str, patients: list[str], patient_words: set[str], agents: set[str]) -> bool:
    """Verbs that are event words only with the right object."""
    low = tok.lower_
    if is_bent_on(tok) or (tok.dep_ in ("acl", "amod", "relcl") and tok.head.lower_ in ("those", "people") and frame in ("wound", "kill", "clash", "attack", "arrest", "abduct")
                           and not agents):
        return True     # "those injured": people spoken of, not what befell them
    if frame in ("kill", "wound", "die") and any(c.lower_ in ("nobody", "none") or (c.dep_ in ("nsubjpass", "nsubj", "dobj") and any(
            g.lower_ in ("no", "any") for g in c.children if g.dep_ == "det")) for c in tok.children):
        return True     # "nobody was hurt", "denied that any civilian had been shot"
    if frame == "wound" and any(c.dep_ == "det" for c in tok.children):
        return True     # "the wounded"
    if frame == "clash" and tok.dep_ == "advcl" and any(c.lower_ == "those" for c in tok.head.children):
        return True
    if frame == "group" and tok.dep_ == "acl":
        return True
    if patient_words & (_TALK | _UNEVENTFUL_OBJECT) and frame in ("fire", "execute", "attack", "clash", "impact"):
        return True
    kids = {c.dep_ for c in tok.children}
    if low.startswith("demonstrat") and kids & {"dobj", "ccomp"}:
        return True
    if frame == "clash" and low.startswith(("fight", "fought", "battl")) and "dobj" in kids and set(patients) == {"other"} and not any(
            c.dep_ == "dobj" and c.text[:1].isupper() for c in tok.children):
        return True
    if low.startswith("shot") and any(p.lower_ == "to" and any(o.lower_ in ("fame", "prominence", "stardom", "power") for o in p.children) for p in tok.children):
        return True
    if tok.dep_ == "relcl" and not agents and any(c.dep_ == "aux" and c.lower_ == "had" for c in tok.children) and any(c.dep_ == "auxpass" for c in tok.children):
        return True     # "soldiers who had been wounded": who they are
    if frame == "clash" and low.startswith(("fight", "fought", "battl")) and not (set(patients) | agents) & {"armed", "state", "protester", "mob", "civilian"}:
        return True
    if low in ("shot", "shoot", "shoots", "shooting") and not set(patients) - {"other"} and not patient_words & PRONOUNS and not agents & {"armed", "state"}:
        return True
    if low.startswith("target") and not set(patients) - {"other"} and not agents & {"armed", "state"}:
        return True
    return frame == "execute" and low.startswith("execut") and bool(patients) and set(patients) == {"other"} and (
        "dobj" in kids) and not patient_words & {"others", "him", "her", "them"}


def in_name(page: Page, unit: Unit, i: int) -> bool:
    """Is the word part of the name of a body ("Movement against Torture")?"""
    start, end = unit.starts[i], unit.ends[i]
    if not page.text[start:end][:1].isupper() or unit.sent_of(i)[0] == i:
        return False
    return any(n.start <= start and end <= n.end and n.kind in ("organisation", "armed_group", "outlet", "state", "person")
               for n in page.names) or (unit.doc[i].ent_type_ in ("ORG", "PERSON", "WORK_OF_ART", "LAW") and not page.text.isupper())


_FIRE_OF = frozenset("sniper gun artillery enemy mortar rocket tank machine small heavy army police rebel friendly hostile indiscriminate".split())


def by_disaster(facts: Facts) -> bool:
    """Was it an accident, a flood, a disease that killed?"""
    if facts.agent_words & {"fire", "blaze", "fires"} and not facts.agent_words & _FIRE_OF and not facts.agents:
        return True
    return bool((facts.clause | facts.agent_words) & _DISASTER) and not facts.weapons and not set(facts.agents) & {"armed", "state"}


def is_told(tok: Token, frame: str, facts: Facts) -> bool:
    """Does a noun tell of an event at all? Bare weapons and vague words need company."""
    near = facts.clause
    if frame in ("bombthing", "grenade"):
        return bool(near & {"exploded", "explode", "explodes", "exploding", "detonated", "went", "goes", "killed", "killing", "wounded",
                            "injured", "hit", "planted", "thrown", "threw", "throwing", "hurled", "tossed", "lobbed", "blast",
                            "explosion", "struck", "dropped", "attack", "attacked", "wounding", "injuring", "landed", "damaged", "stepped",
                            "targeted", "targeting", "throw", "fell", "triggered"})
    if frame == "suicide" and tok.lower_ in ("bomber", "bombers", "attacker", "attackers") and tok.dep_ in ("dobj", "nsubjpass", "conj", "pobj"):
        return tok.dep_ == "pobj" and tok.head.lower_ == "by"       # a bomber who is shot or arrested has not struck
    if frame == "body":
        return bool(near & {"found", "discovered", "recovered", "dumped", "retrieved", "discarded", "located", "exhumed"})
    if tok.lower_ == "liberation":      # mostly an aim; told as done only when it is called recent or something followed it
        return bool(facts.mods & {"recent"}) or (tok.dep_ == "pobj" and tok.head.lower_ in ("following", "since"))
    if tok.lower_ == "whereabouts":
        return "unknown" in near
    if frame == "loot" and governor_of(tok).lower_ in ("accused", "suspected", "charged", "convicted", "suspicion", "charges", "accusing"):
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


