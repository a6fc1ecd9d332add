"""Who does what to whom around one word: the arguments of a verb or of an event noun, told from the parse.

All functions take and give token numbers of one unit. A head is the noun that a phrase hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bearwitness.extract.events_table import event_parties
from bearwitness.extract.hedge import first_hedge, hedge_of, local_hedges
from bearwitness.extract.tokens import joined_to

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bearwitness.extract.page import Page, Unit

NOMINAL_DEPS = frozenset("nsubj nsubjpass dobj pobj attr appos compound poss dative npadvmod nmod oprd".split())
VERBAL_DEPS = frozenset("relcl ccomp xcomp advcl pcomp csubj acl".split())
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
QUANTITY = frozenset("""hundreds dozens scores thousands tens group groups number numbers members member remnants crowd
crowds series couple majority some many one two three several most all part parts elements bodies body corpse corpses
wave convoy column contingent supporters handful total rest half residents lives life deaths cache a kind type""".split())
RELATIVES = frozenset("who which that whom whose".split())
PRONOUNS = frozenset("he she it they him her them i we you us himself themselves this that these those which who".split())
TARGET_PREPS = frozenset("on upon against at into targeting toward towards".split())
# Verbs that carry an event noun: "carried out an attack". The subject is the doer.
LIGHT = frozenset("""carry carried carries carrying launch launched launches launching conduct conducted conducts conducting
stage staged stages staging mount mounted mounts mounting commit committed commits committing perpetrate perpetrated
perform performed execute executed make made makes making do did wage waged waging wage hold held holds holding plant
planted detonate detonated detonating plan planned throw threw thrown throwing throws lob lobbed hurl hurled hurling toss
tossed drop dropped dropping drops use used using uses fire fired firing fires organise organised organize organized lead
led order ordered begin began start started continue continued resume resumed orchestrate orchestrated unleash unleashed
play played impose imposed sign signed reach reached deliver delivered deploy deployed set lay laid placed left""".split())
# Verbs whose subject is the event and whose object is harmed by it.
HARM_VERBS = frozenset("""kill killed kills killing wound wounded wounds wounding injure injured injures injuring hit hits
hitting strike struck strikes striking target targeted targets targeting destroy destroyed destroys destroying damage
damaged damages damaging claim claimed claims claiming leave left leaves leaving rock rocked rocks tear tore ripped
ravage kill targetting affect affected engage engaged engages engaging""".split())
BY_EVENT = frozenset("in by from during after amid following under through with when for behind".split())
_ROLES = frozenset("role part hand involvement".split())


@dataclass(slots=True)
class Args:
    """Heads of the doers, of those it is done to, and of other phrases by their preposition."""

    agents: list[int] = field(default_factory=list)
    patients: list[int] = field(default_factory=list)
    others: dict[str, list[int]] = field(default_factory=dict)
    passive: bool = False
    symmetric: bool = False      # "between X and Y": two sides, neither named as the doer
    how: str = ""


def is_verbal(tok: Token) -> bool:
    """Is the word used as a verb? Told from its place in the parse, for there are no word classes."""
    if tok.dep_ in NOMINAL_DEPS or tok.dep_ == "amod":
        return False
    kids = {c.dep_ for c in tok.children}
    if kids & {"nsubj", "nsubjpass", "aux", "auxpass", "agent", "prt"} or "neg" in kids:
        return True
    if tok.dep_ == "csubj" and "dobj" not in kids:
        return False
    if tok.dep_ in VERBAL_DEPS:
        return not kids & {"det", "poss"}
    if tok.dep_ == "ROOT" and "dobj" in kids and not kids & {"det", "poss", "amod", "nummod"}:
        return True         # "Russian aviation targets a hospital"
    if kids & {"det", "poss", "amod", "compound", "nummod"}:
        return False
    if kids & {"dobj", "advmod", "xcomp", "ccomp", "dative"}:
        return True
    if tok.dep_ == "conj":
        return tok.lower_.endswith(("ed", "ing")) and is_verbal(tok.head)
    return tok.lower_.endswith(("ed", "en")) or (tok.lower_.endswith("ing") and tok.dep_ != "ROOT")


def conjuncts(doc: Doc, head: int) -> list[int]:
    """A head and what is joined to it by "and" or commas, in order."""
    out: list[int] = []
    todo = [head]
    while todo:
        i = todo.pop()
        out.append(i)
        todo += [c.i for c in doc[i].children if c.dep_ == "conj" and not (
            c.lower_.endswith("ing") and any(g.dep_ == "dobj" for g in c.children))]
    return sorted(out)


def _objects(tok: Token, dep: str) -> list[int]:
    return [c.i for c in tok.children if c.dep_ == dep]


def _resolve(tok: Token) -> int:
    """A relative pronoun stands for the noun that its clause hangs on."""
    if tok.lower_ in RELATIVES:
        node = tok.head
        for _ in range(3):
            if node.dep_ == "relcl":
                return int(node.head.i)
            node = node.head
    return int(tok.i)


def _what_it_hangs_on(tok: Token, noun: Token) -> Token:
    """ "fighting with the army that left 40 dead": the fighting did, and not the army."""
    if tok.dep_ == "relcl" and noun.dep_ == "pobj" and noun.head.lower_ in ("with", "between", "against") and noun.head.head.lower_ in (
            "fighting", "clash", "clashes", "battle", "battles", "fight", "firefight", "combat", "war", "skirmish", "skirmishes", "standoff", "shootout"):
        return noun.head.head
    return noun


def subject_of(tok: Token, depth: int = 0) -> tuple[list[int], bool]:
    """Heads of the subject of a verb, climbing where it is shared; and whether that subject is acted on."""
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in tok.children)
    own = [_what_it_hangs_on(tok, tok.doc[_resolve(c)]).i if c.lower_ in ("that", "which") else _resolve(c) for c in tok.children if c.dep_ in SUBJECTS]
    if own:
        # "1,200 were killed and 250 taken hostage": a participle that shares its "were"
        shared = tok.dep_ == "conj" and tok.lower_.endswith("en") and not any(c.dep_ == "aux" for c in tok.children) and any(
            c.dep_ == "auxpass" for c in joined_to(tok).children)
        return own, passive or shared
    if depth > 4 or tok.head.i == tok.i:
        return [], passive
    head = tok.head
    if tok.dep_ == "acl":
        return [head.i], passive or (not tok.lower_.endswith("ing") and not any(
            c.dep_ == "aux" for c in tok.children))
    if tok.dep_ == "relcl":
        return [_what_it_hangs_on(tok, head).i], passive
    if tok.dep_ in ("conj", "advcl", "xcomp", "pcomp", "ccomp", "prep", "dep"):
        if tok.dep_ == "xcomp":
            objects = [c.i for c in head.children if c.dep_ == "dobj"]
            if objects and head.lower_ not in LIGHT:
                return objects, passive
        if tok.dep_ == "pcomp" and head.lower_ in ("of", "for", "from", "with"):
            # "accused X of killing": X is the doer, never the accuser. The "of" may hang on X itself.
            owner = head.head
            while owner.dep_ == "conj" and not is_verbal(owner) and owner.head.i != owner.i:
                owner = owner.head
            if owner.dep_ in ("dobj", "pobj", "nsubjpass") and not is_verbal(owner):
                return [owner.i], passive
            # (a second accused may be parsed as joined to the verb itself: then `owner` is that verb)
            objects = [c.i for c in owner.children if c.dep_ == "dobj" and c.i < head.i]
            if objects:
                return objects, passive
        if tok.dep_ == "conj":
            head = joined_to(tok)
        elif tok.dep_ == "xcomp" and head.dep_ == "conj":
            return subject_of(head, depth + 1)[0], passive
        up = head if is_verbal(head) or head.dep_ == "ROOT" else head.head
        if tok.dep_ == "pcomp" and up.dep_ in ("dobj", "pobj") and not is_verbal(up) and head.lower_ in ("in", "of", "at", "to"):
            up = up.head if up.dep_ == "dobj" else up.head.head     # "made progress in liberating T"
        heads, above = subject_of(up, depth + 1)
        shares_aux = tok.dep_ == "conj" and tok.lower_.endswith(("ed", "en", "t", "n")) and not any(
            c.dep_ == "dobj" for c in tok.children)
        return heads, passive or (above and shares_aux)
    return [], passive


def prep_objects(tok: Token) -> dict[str, list[int]]:
    """Objects of the prepositions that hang on a word (and on its "out", "down" ...), by preposition."""
    found: dict[str, list[int]] = {}
    for child in tok.children:
        if child.dep_ in ("prep", "agent", "prt", "dative", "advmod"):
            for obj in _objects(child, "pobj"):
                found.setdefault(child.lower_, []).append(obj)
            for inner in child.children:
                if inner.dep_ == "prep":
                    for obj in _objects(inner, "pobj"):
                        found.setdefault(inner.lower_, []).append(obj)
    return found


_DONE_TO = frozenset("hurt killed wounded injured arrested detained abducted kidnapped displaced raped executed".split())


_BE = frozenset("was were been is are be being".split())


def participle_as_noun(tok: Token) -> bool:
    """"The town was overrun by rebels": a participle that the parser takes for a noun after "was"."""
    return tok.dep_ in ("attr", "acomp", "oprd") and tok.head.lower_ in _BE and any(c.lower_ == "by" and c.dep_ in ("prep", "agent") for c in tok.children) and not any(
        c.dep_ in ("det", "poss", "amod") for c in tok.children)


def verb_args(tok: Token) -> Args:
    """Doers and patients of a verb in the active, the passive, a relative or a participle clause."""
    subjects, passive = subject_of(tok)
    if not passive and subjects and any(c.dep_ == "agent" for c in tok.children):
        passive = True      # a headline's "town stricken by jets"
    if participle_as_noun(tok):
        subjects, passive = subject_of(tok.head)[0], True
    if tok.dep_ in ("xcomp", "oprd", "ccomp", "acomp") and not passive and tok.lower_.endswith(("ed", "en", "ain", "ung", "shot")):
        # "people were reported killed": a participle after a passive is itself one
        passive = any(c.dep_ == "auxpass" for c in tok.head.children) and not any(
            c.dep_ in ("dobj", "aux", "nsubj") for c in tok.children)
    preps = prep_objects(tok)
    objects = _objects(tok, "dobj") + [c.i for c in tok.children if c.dep_ == "dative" and c.lower_ != "to"
                                       and not list(c.children)]
    for child in tok.children:      # "attacked farmers picking olives" may be parsed as a clause
        if not objects and child.dep_ in ("ccomp", "xcomp", "advcl") and child.lower_.endswith("ing"):
            objects += [c.i for c in child.children if c.dep_ == "nsubj" and c.i > tok.i]
    if not objects:      # a name the parser did not know for an object: "recaptured Khan Talid"
        objects += [c.i for c in tok.children if c.dep_ == "npadvmod" and c.i > tok.i and c.text[:1].isupper()
                    and c.ent_type_ not in ("DATE", "TIME")]
    if not objects:      # "uprooted and torched farmland": one object for both
        for child in tok.children:
            if child.dep_ == "conj" and is_verbal(child) and tok.doc[child.i - 1].dep_ == "cc" and child.i - tok.i == 2:
                objects += _objects(child, "dobj")
    if not passive and not objects and tok.lower_ in _DONE_TO and subjects and not any(c.dep_ in ("aux", "ccomp", "xcomp", "prt") for c in tok.children):
        passive = True      # "Driver killed.", "two residents wounded"
    out = Args(others=preps, passive=passive)
    by = preps.get("by", [])
    if passive:
        out.patients, out.agents, out.how = subjects, by, "passive"
    else:
        out.agents, out.patients, out.how = subjects, objects, "active"
    return out


def noun_args(tok: Token) -> Args:
    """Arguments of an event noun: its own phrases, the verb that carries it, the word it belongs to."""
    doc = tok.doc
    out = Args(others=prep_objects(tok), how="noun")
    for child in tok.children:
        if child.dep_ == "poss":
            out.others.setdefault("'s", []).append(child.i)
        elif child.dep_ in ("amod", "compound", "nmod", "nummod") and child.i < tok.i:
            out.others.setdefault("mod", []).append(child.i)
        elif child.dep_ in ("acl", "relcl"):
            _from_clause(child, out)
    for by in _loose_by(doc, tok):
        out.others.setdefault("by", [])
        if by not in out.others["by"]:
            out.others["by"].append(by)
    outer = tok.head.head if tok.dep_ == "pobj" and tok.head.lower_ == "of" and tok.head.head.lower_ in ("exchange", "exchanges") else tok
    if not out.others.get("between") and outer.dep_ in ("nsubj", "nsubjpass") and is_verbal(outer.head):
        more = prep_objects(outer.head).get("between") or [
            o for c in outer.head.children if c.lower_ in ("place", "out") for p in c.children if p.lower_ == "between" for o in _objects(p, "pobj")]
        if more:        # "an exchange of fire took place between A and B"
            out.others["between"] = more
    between = [h for h in out.others.get("between", []) if not doc[h].like_num and doc[h].ent_type_ not in ("DATE", "TIME", "CARDINAL")
               and not any(c.like_num for c in doc[h].children)]
    if between:
        sides = conjuncts(doc, between[0])
        if len(sides) == 1:
            inner = [c.i for c in doc[between[0]].children if c.dep_ in ("nmod", "compound") and any(
                g.dep_ == "cc" for g in c.children)]
            sides = inner + sides
        out.agents, out.patients, out.symmetric = sides[:1], sides[1:], True
        return out
    out.agents += out.others.get("by", [])
    for by in out.others.get("by", []):      # "an attack by rebels on a camp": the "on" may hang on the doer
        out.patients += [o for p in doc[by].subtree if p.lower_ in ("on", "upon", "against") and p.dep_ == "prep"
                         for o in _objects(p, "pobj")]
    _from_head(tok, out)
    return out


def _from_clause(child: Token, out: Args) -> None:
    """"an attack carried out by X", "an attack targeting Y", "an attack that killed Y"."""
    if child.lower_ in ("targeting", "against"):
        out.patients += _objects(child, "dobj")
    elif child.lower_ in HARM_VERBS:
        out.patients += _objects(child, "dobj")
        for prep, heads in prep_objects(child).items():
            if prep in TARGET_PREPS:
                out.patients += heads
    by = prep_objects(child).get("by", [])
    if child.lower_ in LIGHT or child.dep_ == "acl":
        out.agents += by


def _loose_by(doc: Doc, tok: Token) -> list[int]:
    """A "by X" later in the sentence that the parser hung on a neighbour: "the ambush of a patrol near T by X".

    It counts when no verb and no comma stands between.
    """
    out = []
    for j in range(tok.i + 1, min(len(doc), tok.i + 16)):
        t = doc[j]
        if t.text in (",", ";", ".", "—") or (is_verbal(t) and t.dep_ not in ("pobj", "pcomp")):
            break
        if t.lower_ == "by" and t.dep_ in ("prep", "agent"):
            out += _objects(t, "pobj")
            break
    return out


def _from_head(tok: Token, out: Args) -> None:
    """What the verb above says: "X carried out an attack", "an attack killed Y", "Y was killed in an attack"."""
    top = tok
    while top.dep_ in ("conj", "appos") and top.head.i != top.i and not is_verbal(top.head):
        top = top.head
    head = top.head
    if top.dep_ == "dobj":
        if head.lower_ in _CLAIMED or head.lower_ in _CEASED:
            out.agents += [s for s in subject_of(head)[0] if s not in out.agents]
        if head.lower_ in LIGHT:
            subjects, passive = subject_of(head)
            out.agents += [s for s in subjects if not passive and s not in out.agents]
            _prep_targets(head, out)
        elif head.lower_ in ("survived", "suffered", "witnessed", "faced", "escaped", "repelled", "survive", "face"):
            out.patients += subject_of(head)[0]
        elif head.lower_ in ("hit", "struck"):
            out.agents += subject_of(head)[0]
    elif top.dep_ in ("nsubj", "nsubjpass"):
        subjects_act = not any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children)
        if subjects_act:
            if head.lower_ in HARM_VERBS:
                out.patients += _objects(head, "dobj")
                _nested_killing(head, out)
            _prep_targets(head, out)
            _participles(head, out)
        elif head.lower_ in _BLAMED:
            found = prep_objects(head)
            accused = [*found.get("on", []), *found.get("to", []), *(o for by in found.get("by", []) for o in prep_objects(head.doc[by]).get("on", []))]
            out.agents += [a for a in accused if a not in out.agents]
        else:
            if head.lower_ in LIGHT:
                out.agents += prep_objects(head).get("by", [])
            _prep_targets(head, out)
            _participles(head, out)
    elif top.dep_ == "pobj" and head.lower_ in BY_EVENT:
        verb = head.head
        if verb.lower_ in HARM_VERBS or verb.lower_ in ("died", "die", "dies", "perished", "dead", "came", "come"):
            subjects, passive = subject_of(verb)
            if passive or verb.lower_ in ("died", "die", "dies", "perished", "came", "come", "dead"):
                out.patients += subjects
            else:
                out.agents += [s for s in subjects if s not in out.agents]
                out.patients += _objects(verb, "dobj")
        elif verb.lower_ in _ROLES and verb.dep_ == "dobj" and verb.head.lower_ in _PLAYED and not _negated(verb.head):
            out.agents += [s for s in subject_of(verb.head)[0] if s not in out.agents]
        elif verb.lower_ in ("participated", "participating", "participate", "involved", "responsible", "was", "were", "implicated"):
            node = verb.head if verb.dep_ == "acomp" else verb
            if head.lower_ != "by" and not _negated(node) and not _negated(verb) and (verb.lower_ not in ("was", "were") or head.lower_ == "behind"):
                out.agents += [s for s in subject_of(node)[0] if s not in out.agents]
        elif verb.lower_ in ("responsibility", "credit") and verb.dep_ == "dobj" and verb.head.lower_ in _CLAIMED and not _negated(verb.head):
            out.agents += [s for s in subject_of(verb.head)[0] if s not in out.agents]
        elif verb.lower_ in ("deaths", "death", "victims"):
            out.patients += prep_objects(verb).get("of", [])


_BLAMED = frozenset("blamed pinned attributed ascribed".split())
_CLAIMED = frozenset("claim claims claimed claiming".split())
_CEASED = frozenset("cease ceases ceased ceasing stop stopped halt halted suspend suspended intensify intensified escalate escalated step".split())
_PLAYED = frozenset("play plays played playing have has had took take takes taken".split())


def _negated(tok: Token) -> bool:
    return any(c.dep_ == "neg" for c in tok.children)


def _prep_targets(head: Token, out: Args) -> None:
    for prep, heads in prep_objects(head).items():
        if prep in TARGET_PREPS and prep != "at":
            out.patients += [h for h in heads if h not in out.patients]


def _participles(head: Token, out: Args) -> None:
    """", killing five" beside the verb."""
    for child in head.children:
        if child.dep_ in ("advcl", "xcomp", "conj") and child.lower_ in HARM_VERBS:
            out.patients += _objects(child, "dobj")


def _nested_killing(head: Token, out: Args) -> None:
    for child in head.children:
        if child.dep_ == "conj" and child.lower_ in HARM_VERBS:
            out.patients += [o for o in _objects(child, "dobj") if o not in out.patients]
    _participles(head, out)


# --- how real ---

_TIME_CLAUSE = frozenset("as when while after before because since although though where".split())


def own_hedge(tok: Token) -> str:
    """The hedge on a word. What is negated or modal in the verbs above does not reach into a relative clause nor
    below a "while", an "after", a "because"."""
    hedge = hedge_of(tok)
    if hedge not in ("negated", "hypothetical", "future"):
        return hedge
    node, found = tok, set(local_hedges(tok, governors=False))
    while node.head.i != node.i:
        if node.dep_ == "ccomp" and node.i < node.head.i and not any(c.dep_ == "mark" for c in node.children):
            return first_hedge(*found)      # "they threw a grenade; nobody was hurt": clauses side by side
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
        if node.dep_ in ("relcl", "acl") and (node.i != tok.i or not infinitive):
            return first_hedge(*found)
        if node.dep_ == "advcl" and any(c.lower_ in _TIME_CLAUSE and c.dep_ in ("mark", "advmod") for c in node.children):
            return first_hedge(*found)
        beside = node.dep_ == "conj"
        node = node.head
        found |= local_hedges(node, governors=not beside)
    return hedge


# --- what kind of party ---------------------------------------------------------------------------

_ORDER = ("protester", "mob", "prisoner", "armed", "state", "vehicle", "facility", "civilian", "place")
_ARMED_MODS = frozenset("""armed rebel rebels opposition militia militant insurgent insurgents jihadist islamist islamic extremist
unidentified masked guerrilla separatist paramilitary loyalist unknown suspected taliban hts sdf isis is isil pkk ypg tribal
affiliated backed pro terrorist gang criminal hamas hezbollah houthi boko shabaab uniformed fmln eln farc""".split())
_MEN = frozenset("men man people persons individuals person elements youths group forces force fighters assailants members "
                 "squad unit units division brigade cell".split())
_BODIES = frozenset(("Wagner", "Janjaweed", "Houthi", "Taliban", "Hezbollah"))
_OF_FORCES = frozenset("""military army police security regime patrol armoured armored naval gendarmerie border paramilitary
soldiers defence defense""".split())
_OF_REBELS = frozenset("rebel rebels militant militants insurgent insurgents militia terrorist jihadist separatist taliban isis isil".split())
_POSTS = frozenset("post posts camp camps line lines site sites target targets complex compound lorry column columns".split())
_UNDER_ARMS = frozenset("military army police naval gendarmerie paramilitary".split())
_BESIDE = frozenset("""supporter supporters relatives relative wife wives child children family families informant informants victim victims
follower followers sympathiser sympathisers sympathizer sympathizers residents villagers wives recruit recruits""".split())
_HEADED = frozenset("commander commanders leader leaders chief chiefs head heads official officials spokesman spokesperson deputy boss bosses".split())
_ON_STRIKE = frozenset("calling demanding singing chanting striking protesting demonstrating picketing marching rallying".split())
_WEAK_MODS = frozenset("opposition group groups movement organization organisation cell wing force unit units state station".split())
_NAMED_LIKE = frozenset("army forces police council government authority guard brigade front state".split())
_FORMER = frozenset("former ex retired demobilised demobilized".split())
_CIVIL_MODS = frozenset("aid humanitarian un red civilian medical civil refugee school residential food".split())
_CIVIL_STATIONS = frozenset("power train bus petrol gas fuel metro tv radio polling railway electricity water".split())


def np_mods(tok: Token) -> set[str]:
    """The words before a noun that belong to it, in lower case."""
    mods: set[str] = set()
    for child in tok.children:
        if child.i < tok.i and child.dep_ in ("amod", "compound", "nmod", "poss"):
            mods |= {t.lower_ for t in child.subtree}
    return mods


def party_class(page: Page, unit: Unit, i: int, depth: int = 0) -> str:
    """Which kind of party or thing a noun phrase names: state, armed, civilian, prisoner, protester, mob,
    facility, vehicle, place, or other."""
    tok = unit.doc[i]
    word, mods = tok.lower_, np_mods(tok)
    if word in QUANTITY and depth < 3:
        for child in tok.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                inner = [party_class(page, unit, o, depth + 1) for o in _objects(child, "pobj")]
                if inner and inner[0] not in ("other", "place"):
                    return inner[0]
    table = event_parties()
    classes = table.get(word) or (table.get(word[:-1], frozenset()) if word.endswith("s") else frozenset())
    if word in _NAMED_LIKE and tok.text[:1].isupper():
        known = _named_class(page, unit, i)
        if known == "armed":
            return known        # "Kachin Independence Army": a name of the table goes before the word "army"
    if word.startswith("commando"):
        return "state"
    if (classes & {"vehicle", "facility"} or word in _POSTS) and mods & _OF_FORCES:
        return "state"
    if (classes & {"vehicle", "facility"} or word in _POSTS) and mods & _OF_REBELS:
        return "armed"
    if word == "forces" and "armed" in mods and not mods & (_ARMED_MODS - {"armed"}):
        return "state"
    if word in _MEN and (mods & _ARMED_MODS or any(c.lower_ in ("loyal", "affiliated", "backed", "aligned", "allied") for c in tok.children)):
        return "armed"
    if word in _MEN and any(c.dep_ in ("compound", "nmod", "amod") and (c.text in _BODIES or (c.text.isupper() and len(c.text) > 2))
                            and c.text[:1].isupper() and c.i == i - 1 for c in tok.children) and word in ("men", "fighters", "members"):
        return "armed"          # "RSF men"
    if "state" in classes and mods & {"rebel", "militia", "insurgent", "opposition", "democratic", "pkk", "ypg",
                                      "militant", "rapid", "ethnic", "houthi", "wagner"}:
        return "armed"
    if word in ("convoy", "convoys", "patrol", "personnel", "camp", "officers") and mods & _CIVIL_MODS:
        return "civilian"
    if word in ("station", "stations", "post", "base") and mods & _CIVIL_STATIONS:
        return "facility"
    if "civilian" in classes and mods and word not in _BESIDE:
        if mods & _UNDER_ARMS:
            return "state"
        if mods & _OF_REBELS:
            return "armed"
    if (word in _HEADED or word in _MEN) and depth < 3:       # "a commander of the group"
        inner = [party_class(page, unit, o, depth + 1) for c in tok.children if c.dep_ == "prep" and c.lower_ in ("of", "from", "in", "with")
                 for o in _objects(c, "pobj")]
        if inner and inner[0] in ("armed", "state") and (word in _HEADED or inner[0] == "armed"):
            return inner[0]
    if mods & _FORMER or any(c.lower_ in ("ex", "former", "retired") for c in tok.children):
        return "civilian"       # no longer of the forces
    if mods & _ON_STRIKE or any(c.dep_ == "acl" and c.lower_ in _ON_STRIKE for c in tok.children):
        return "protester"
    if word in ("activist", "activists"):
        return "civilian"       # what they do decides, not what they are
    for name in _ORDER:
        if name in classes:
            return name
    for name in _ORDER:
        if any(name in event_parties().get(m, ()) for m in mods - _WEAK_MODS):
            return name
    named = _named_class(page, unit, i)
    return named or "other"


_BY_KIND = {"armed_group": "armed", "state": "state", "community": "civilian", "person": "civilian", "facility": "facility",
            "vehicle": "vehicle", "place": "place"}
_BY_ENT = {"PERSON": "civilian", "GPE": "place", "LOC": "place", "FAC": "facility", "NORP": "civilian"}


def _named_class(page: Page, unit: Unit, i: int) -> str | None:
    start, end = unit.starts[i], unit.ends[i]
    for name in page.names:
        if name.start <= start and end <= name.end:
            return _BY_KIND.get(name.kind)
    if unit.doc[i].ent_type_:
        return _BY_ENT.get(unit.doc[i].ent_type_)
    return None
