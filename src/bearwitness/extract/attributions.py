"""Who is said to have done it: accusations, blame, denials of involvement, support and complicity.

The accused is never taken for the speaker: in "these factions have been accused" nobody is said to speak. The
caller attaches speakers by offsets; for "X accused Y of Z" the deciding offset is that of Y.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bearwitness.extract.drafts import Draft
from bearwitness.extract.event_args import PRONOUNS, conjuncts, is_verbal, own_hedge, party_class, subject_of
from bearwitness.extract.events_table import forms_of, table
from bearwitness.extract.hedge import first_hedge
from bearwitness.extract.names import who_at
from bearwitness.model import Attribution, Event, Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit


def _all(*verbs: str) -> frozenset[str]:
    """All forms of these verbs."""
    return frozenset(f for v in verbs for f in forms_of(v))


ACCUSE = _all("accuse", "suspect", "charge", "indict", "convict")
BLAME = _all("blame", "fault")
ATTRIBUTE = _all("attribute", "ascribe", "pin*", "impute")
IDENTIFY = _all("identify", "name", "describe", "single", "list", "cite", "designate", "brand", "portray", "identifie")
HOLD = frozenset("hold holds held holding".split())
DENY = frozenset("deny denies denied denying".split())
DISMISS = _all("dismiss", "reject", "refute", "rebuff")
COMMIT = _all("perpetrate", "orchestrate", "mastermind", "commit*", "instigate", "abet*", "sponsor", "order", "direct") | frozenset(
    "carry carries carried carrying".split())
SUPPORT = _all("support", "back", "fund", "finance", "arm", "sponsor", "equip*", "train")
PROVIDE = _all("provide", "supply", "give") | frozenset("gave given offer offered offering lent".split())
ALLOW = _all("allow", "permit*", "let*", "tolerate", "enable", "condone", "shield", "harbour", "harbor")
SHIFT = _all("shift", "deflect", "place", "put*", "lay", "pin*", "cast") | frozenset("laid put cast".split())
BLAME_NOUNS = frozenset("blame responsibility guilt fault".split())
CLAIM = _all("claim", "accept", "admit*", "assume", "take") | frozenset("took taken".split())
ACCUSATIONS = frozenset("accusation accusations allegation allegations charges claims".split())
GUILT_NOUNS = frozenset("""perpetrator perpetrators culprit culprits responsible culprit attacker attackers assailants killers
behind mastermind masterminds suspect suspects aggressor""".split())
_ACT_NOUNS = frozenset("""violence atrocities atrocity crimes crime abuses abuse bloodshed violations violation genocide cleansing
events events incident incidents deaths death disappearance this that it these chaos operation operations acts act
unrest persecution extermination tragedy""".split())
_COMPLICIT = frozenset("complicity complicit collusion colluding collusion connivance colluded aiding abetting".split())
_TOLERANT = frozenset("failing failure tolerating condoning ignoring allowing turning inaction failed allowed sheltering harbouring harboring".split())
_HELP = frozenset("supporting backing funding financing arming supplying support sponsoring training aiding".split())
_ROLE = frozenset("role part hand involvement".split())
_GENERIC = frozenset("those who anyone whoever everyone perpetrators".split())


@dataclass(slots=True)
class _Hit:
    """An accusation before it becomes a draft: heads of the accused and the tokens of the act."""

    accused: list[int]
    act: list[int]
    at: int
    rule: str
    degree: str = "unspecified"
    stance: str | None = None
    hedge: str | None = None
    trigger: int = 0
    hedge_at: int | None = None


def find_attributions(page: Page, events: list[Draft]) -> list[Draft]:
    """Every accusation, blame, denial of involvement and statement of who did it, as drafts in text order.

    Args:
        events: the drafts of `find_events`, to tie an act to the event it speaks of.
    """
    drafts: list[Draft] = []
    for unit in page.units:
        for tok in unit.doc:
            if unit.stands_for[tok.i] is not None:
                continue
            for hit in _hits(page, unit, tok):
                draft = _draft(page, unit, hit, events)
                if draft is not None:
                    drafts.append(draft)
    unique: dict[tuple[int, str, str | None], Draft] = {}
    for draft in drafts:
        assert isinstance(draft.value, Attribution)
        unique.setdefault((draft.at, draft.value.accused[0].name, draft.stance), draft)
    return sorted(unique.values(), key=lambda d: (d.start, -d.end))


# --- patterns -------------------------------------------------------------------------------------

def _hits(page: Page, unit: Unit, tok: Token) -> Iterator[_Hit]:
    low = tok.lower_
    if low in ACCUSE and is_verbal(tok):
        yield from _accuse(tok)
    elif low in BLAME and is_verbal(tok):
        yield from _blame(tok)
    elif low in ATTRIBUTE and is_verbal(tok):
        yield from _attribute(tok)
    if low in IDENTIFY and is_verbal(tok):
        yield from _identify(tok)
    if low in HOLD and is_verbal(tok):
        yield from _hold(tok)
    if low in DENY:
        yield from _deny(unit, tok)
    if low in DISMISS:
        yield from _dismiss(tok)
    if low in ("responsible", "complicit", "implicated", "involved", "culpable"):
        yield from _responsible(page, unit, tok)
    if low == "behind":
        yield from _behind(tok)
    if low in _ROLE:
        yield from _role(tok)
    if low in ("participated", "participating", "participate", "took", "taking", "take"):
        yield from _took_part(tok)
    if low in COMMIT:
        yield from _committed(page, unit, tok)
    if low in SUPPORT:
        yield from _supported(page, unit, tok)
    if low in PROVIDE | ALLOW:
        yield from _provided(page, unit, tok)
    if low in SHIFT:
        yield from _shifted(tok)
    if low in CLAIM:
        yield from _claimed(tok)
    if low in ACCUSATIONS:
        yield from _accusations(tok)


def _kids(tok: Token, *deps: str) -> list[Token]:
    return [c for c in tok.children if c.dep_ in deps]


def _subtree(tok: Token) -> list[int]:
    return [t.i for t in tok.subtree if t.dep_ != "punct" or t.i not in (tok.left_edge.i, tok.right_edge.i)]


def _is_passive(tok: Token) -> bool:
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in tok.children) or (
        tok.dep_ == "acl" and tok.lower_.endswith(("ed", "ld")) and not _kids(tok, "dobj"))


def _under(tok: Token, *preps: str) -> list[Token]:
    """Objects of these prepositions under a word, also under its object where the parser hung them there."""
    found = []
    for node in (tok, *_kids(tok, "dobj", "nsubjpass", "acomp", "xcomp", "oprd", "prep")):
        for prep in (c for c in node.children if c.dep_ in ("prep", "agent", "dative") and c.lower_ in preps):
            found += _kids(prep, "pobj", "pcomp")
    return found


def _degree(words: set[str]) -> str:
    if words & _COMPLICIT:
        return "complicity"
    if words & _TOLERANT:
        return "tolerance"
    if words & _HELP:
        return "support"
    if "direct" in words or "directly" in words:
        return "direct"
    return "unspecified"


def _act_degree(act: list[Token]) -> str:
    if not act:
        return "unspecified"
    head = act[0]
    words = {head.lower_} | {c.lower_ for c in head.children}
    degree = _degree(words)
    if degree == "unspecified" and head.dep_ == "pcomp":
        return "direct"
    return degree


def _hit(tok: Token, accused: list[int], act: list[Token], rule: str, verb: Token | None = None, **more: str | None) -> Iterator[_Hit]:
    if accused:
        tokens = [t for a in act for t in _subtree(a)]
        if act and act[-1].lower_ in _COMPLICIT | _ROLE | {"participation", "responsibility"} and max(tokens) + 1 < len(tok.doc):
            after = tok.doc[max(tokens) + 1]        # "of complicity in the massacre", the "in" hung elsewhere
            tokens += _subtree(after) if after.lower_ in ("in", "for") else []
        degree = more.pop("degree", None) or _act_degree(act)
        yield _Hit(accused, tokens, accused[0], rule, degree, trigger=tok.i, hedge_at=verb.i if verb is not None else None, **more)


def _accuse(tok: Token) -> Iterator[_Hit]:
    preps = ("of", "with", "for", "over") if tok.lower_[:4] not in ("susp", "accu") else ("of", "over", "for")
    near = _under(tok, *preps)
    act = [a for a in near if _is_act(a)] or _loose_of(tok) or [a for a in near if a.head.head.i == tok.i]
    if tok.lower_[:4] in ("char", "susp", "conv") and not act:
        return
    hedge = "alleged" if tok.lower_.startswith("suspect") else None
    if _is_passive(tok):
        subjects, _ = subject_of(tok)
        yield from _hit(tok, subjects, act, f"\"was {tok.lower_} of\": the subject is the accused, nobody is named as accuser", stance="accuses", hedge=hedge)
    else:
        yield from _hit(tok, [c.i for c in _kids(tok, "dobj")], act, f"\"{tok.lower_} Y of\"", stance="accuses", hedge=hedge)


def _is_act(tok: Token) -> bool:
    """Is the object of an "of" a deed rather than part of a name ("remnants of the regime")?"""
    return tok.dep_ == "pcomp" or tok.lower_ in table().nouns or tok.lower_ in _ACT_NOUNS | _COMPLICIT | _TOLERANT | {"war", "support"}


def _loose_of(tok: Token) -> list[Token]:
    """"accused Y and W of Z", "accused Y, led by W, of Z": the "of" that the parser hung inside the accused or the accuser."""
    for j in range(tok.i + 1, min(len(tok.doc) - 1, tok.i + 24)):
        t = tok.doc[j]
        kids = _kids(t, "pobj", "pcomp")
        if t.lower_ == "of" and kids and (t.doc[j - 1].text in (",", ")", "“", '"') or _is_act(kids[0])):
            return kids
    return []


def _blame(tok: Token) -> Iterator[_Hit]:
    on, why = _under(tok, "on", "upon"), _under(tok, "for", "over")
    objects = _kids(tok, "dobj")
    if _is_passive(tok):
        subjects, _ = subject_of(tok)
        if on:
            yield from _hit(tok, [o.i for o in on], [tok.doc[s] for s in subjects], f"\"{tok.lower_} on Y\", passive", stance="accuses")
        else:
            yield from _hit(tok, subjects, why, f"\"was {tok.lower_} for\": the subject is the accused", stance="accuses")
    elif on:
        yield from _hit(tok, [on[-1].i], objects, f"\"{tok.lower_} Z on Y\"", stance="accuses")
    elif tok.dep_ == "xcomp" and tok.lower_ == "blame" and tok.head.lower_ in ("is", "are", "was", "were", "be"):
        yield from _hit(tok, subject_of(tok.head)[0], why, "\"Y is to blame\"")
    else:
        yield from _hit(tok, [c.i for c in objects], why, f"\"{tok.lower_} Y for\"", stance="accuses")


def _attribute(tok: Token) -> Iterator[_Hit]:
    if any(c.lower_ == "too" for c in tok.head.children):
        return      # "too complex to attribute to Y" blames nobody
    to = _under(tok, "to", "on")
    if tok.lower_[:3] == "pin" and not to:
        return
    act = [tok.doc[s] for s in subject_of(tok)[0]] if _is_passive(tok) else _kids(tok, "dobj")
    if act and act[0].lower_ in ("success", "quote", "quotes", "remarks", "statement", "growth", "decline", "hopes"):
        return
    yield from _hit(tok, [t.i for t in to[:1]], act, f"\"{tok.lower_} Z to Y\"", stance="accuses")


def _identify(tok: Token) -> Iterator[_Hit]:
    for asword in (c for c in tok.children if c.lower_ == "as" and c.dep_ in ("prep", "mark", "advmod")):
        for role in _kids(asword, "pobj", "amod", "pcomp", "acomp"):
            if role.lower_ in GUILT_NOUNS:
                act = _under(role, "of", "for", "in", "behind")
                accused = subject_of(tok)[0] if _is_passive(tok) else [c.i for c in _kids(tok, "dobj")]
                yield from _hit(tok, accused, act, f"\"{tok.lower_} Y as the {role.lower_}\"", stance="accuses",
                                degree="direct")


def _hold(tok: Token) -> Iterator[_Hit]:
    role = next((c for c in tok.subtree if c.lower_ == "responsible" and c.i > tok.i and c.i - tok.i < 14), None)
    if role is None:
        return
    act = _under(role, "for") or _under(tok, "for")
    accused = subject_of(tok)[0] if _is_passive(tok) else [c.i for c in _kids(tok, "dobj", "nsubj") if c.i > tok.i]
    for child in _kids(tok, "ccomp", "xcomp", "oprd"):
        accused = accused or [c.i for c in _kids(child, "nsubj", "dobj")]
    if not accused or {t.lower_ for t in tok.doc[accused[0]].subtree} & (_GENERIC | {"accountable"}):
        return
    yield from _hit(tok, accused, act, "\"hold Y responsible for\"", stance="accuses")


_DENIED = frozenset("""involvement responsibility role part complicity knowledge participation link links connection allegations
accusations accusation allegation charges claims charge claim targeting report reports wrongdoing""".split())


def _deny(unit: Unit, tok: Token) -> Iterator[_Hit]:
    subjects, passive = subject_of(tok)
    if passive:
        return
    direct = [c for c in _kids(tok, "dobj") if c.lower_ in _DENIED]
    clause = _kids(tok, "ccomp", "xcomp", "pcomp")
    rule = "denial: the one who denies is the accused"
    if direct:
        yield from _hit(tok, subjects, direct, rule, stance="denies", degree=_degree({c.lower_ for d in direct for c in d.subtree}))
    elif clause:
        own = [c.i for c in clause[0].children if c.dep_ in ("nsubj", "nsubjpass")]
        if own and clause[0].lower_ not in ("involved",) and unit.doc[own[0]].lower_ not in PRONOUNS:
            accused = own if _kids(clause[0], "nsubj") else subjects
            yield from _hit(tok, accused, clause, "denial that somebody did it", stance="denies", degree="unspecified")
        elif clause[0].lower_ in table().verbs or clause[0].lower_ in ("having", "being", "involved", "responsible", "was", "were") or (
                clause[0].lower_ in COMMIT | SUPPORT | PROVIDE | ALLOW):
            degree = "direct" if clause[0].lower_ in table().verbs else None
            yield from _hit(tok, subjects, clause, rule, stance="denies", degree=degree)


def _dismiss(tok: Token) -> Iterator[_Hit]:
    subjects, passive = subject_of(tok)
    objects = [c for c in _kids(tok, "dobj") if c.lower_ in ACCUSATIONS]
    in_denial = any(t.lower_ in DENY for t in tok.sent)
    if objects and not passive and not in_denial:
        act = _under(objects[0], "of") + _kids(objects[0], "acl", "ccomp")
        yield from _hit(tok, subjects, act, f"\"{tok.lower_} {objects[0].lower_}\"", stance="denies", degree="unspecified")


def _responsible(page: Page, unit: Unit, tok: Token) -> Iterator[_Hit]:
    why = _under(tok, "for", "in")
    if tok.dep_ in ("acomp", "attr", "oprd"):
        if tok.head.lower_ in HOLD:
            return
        subjects, _ = subject_of(tok.head)
    elif is_verbal(tok) and tok.lower_ in ("implicated", "involved"):
        subjects, _ = subject_of(tok)
    else:
        return
    if not why or not subjects or unit.doc[subjects[0]].lower_ in _GENERIC:
        return
    if tok.lower_ in ("responsible", "involved") and not _harmful(page, unit, why[0]):
        return
    degree = "complicity" if tok.lower_ == "complicit" else _degree({c.lower_ for c in tok.children})
    yield from _hit(tok, subjects, why, f"\"Y is {tok.lower_}\"", tok.head if tok.dep_ == "acomp" else None, degree=degree)


def _harmful(page: Page, unit: Unit, tok: Token) -> bool:
    """Is the act a harm: an event word or a word of crime?"""
    words = {t.lower_ for t in tok.subtree if abs(t.i - tok.i) < 12}
    head = tok.lower_
    t = table()
    return head in t.nouns or head in t.verbs or head in _ACT_NOUNS or bool(words & (t.nouns.keys() & words)) or (
        tok.dep_ == "pcomp" and bool(words & _ACT_NOUNS))


def _behind(tok: Token) -> Iterator[_Hit]:
    verb = tok.head
    if verb.lower_ not in ("is", "are", "was", "were", "be", "been", "being"):
        return
    act = _kids(tok, "pobj")
    if act and act[0].lower_ in table().nouns.keys() | _ACT_NOUNS:
        yield from _hit(tok, subject_of(verb)[0], act, "\"Y was behind\"", verb, degree="direct")


def _role(tok: Token) -> Iterator[_Hit]:
    verb = tok.head
    if tok.dep_ != "dobj" or verb.lower_ not in ("played", "play", "plays", "playing", "had", "has", "took", "taken"):
        return
    act = _under(tok, "in") or _under(verb, "in")
    if not act or not (act[0].lower_ in table().nouns.keys() | _ACT_NOUNS or act[0].dep_ == "pcomp"):
        return
    mods = {c.lower_ for c in tok.children}
    degree = "direct" if mods & {"direct", "leading", "central", "main", "key", "active", "major"} else "unspecified"
    yield from _hit(tok, subject_of(verb)[0], act, f"\"Y played a {tok.lower_} in\"", verb, degree=degree)


def _took_part(tok: Token) -> Iterator[_Hit]:
    if tok.lower_.startswith(("took", "taking", "take")) and not any(c.lower_ == "part" for c in tok.children):
        return
    act = _under(tok, "in")
    if act and act[0].lower_ in (table().nouns.keys() - {"protest", "protests", "march", "demonstration", "demonstrations",
                                                        "rally"}) | _ACT_NOUNS:
        yield from _hit(tok, subject_of(tok)[0], act, "\"Y took part in\"", degree="direct")


def _committed(page: Page, unit: Unit, tok: Token) -> Iterator[_Hit]:
    if not is_verbal(tok) or tok.dep_ == "pcomp" or any(
            (c.lower_ == "as" and c.dep_ == "mark") or (c.lower_ == "to" and c.dep_ == "aux") for c in tok.children):
        return      # "accused of carrying out" is told by "accused"; "a plan to carry out" did not happen
    subjects, passive = subject_of(tok)
    if tok.lower_.startswith("carr") and not any(c.lower_ == "out" for c in tok.children):
        return
    if passive:
        accused = [t.i for t in _under(tok, "by")]
        act = [tok.doc[s] for s in subjects]
    else:
        accused, act = subjects, _kids(tok, "dobj")
    act = [a for a in act if a.lower_ in table().nouns.keys() | _ACT_NOUNS]
    if act and accused and unit.doc[accused[0]].lower_ not in _GENERIC:
        yield from _hit(tok, accused, act, f"\"Y {tok.lower_} Z\"", degree="direct")


def _supported(page: Page, unit: Unit, tok: Token) -> Iterator[_Hit]:
    """"The factions are supported by Turkey": support of armed men, told as a sentence of its own."""
    if not any(c.dep_ == "auxpass" for c in tok.children):
        return
    subjects, _ = subject_of(tok)
    by = _under(tok, "by")
    if by and subjects and party_class(page, unit, subjects[0]) == "armed":
        yield _Hit([by[0].i], _subtree(unit.doc[subjects[0]]), tok.i, f"\"armed men are {tok.lower_} by Y\"", "support", trigger=tok.i)


_AID_WORDS = frozenset("support weapons arms funding backing training ammunition cover assistance shelter haven".split())


def _provided(page: Page, unit: Unit, tok: Token) -> Iterator[_Hit]:
    if not is_verbal(tok):
        return
    subjects, passive = subject_of(tok)
    if passive or not subjects:
        return
    if tok.lower_ in PROVIDE:
        objects = [c for c in _kids(tok, "dobj") if c.lower_ in _AID_WORDS]
        mods = {c.lower_ for o in objects for c in o.children}
        armed = any(party_class(page, unit, o.i) == "armed" for o in _under(tok, "to", "for"))
        if objects and (mods & {"logistical", "military", "financial", "material", "air", "political"} or armed or objects[0].lower_ in (
                "weapons", "arms", "ammunition")):
            yield _Hit(subjects, [tok.i, *_subtree(objects[0])], tok.i, "\"Y provided support\"", "support", trigger=tok.i)
        return
    inner = _kids(tok, "ccomp", "xcomp", "dobj")
    armed = any(party_class(page, unit, c.i) == "armed" for k in inner for c in (k, *_kids(k, "nsubj")))
    if armed and tok.lower_ not in ("let",) and not any(c.lower_ in ("not", "n't", "to") for c in tok.children):
        yield _Hit(subjects, [tok.i, *(t for k in inner for t in _subtree(k))], tok.i, f"\"Y {tok.lower_} armed men\"", "tolerance",
                   trigger=tok.i)


def _shifted(tok: Token) -> Iterator[_Hit]:
    noun = next((c for c in _kids(tok, "dobj", "nsubjpass") if c.lower_ in BLAME_NOUNS), None)
    if noun is None:
        return
    onto = _under(tok, "onto", "on", "upon", "to", "with", "at") or _under(noun, "onto", "on", "upon", "with")
    act = _under(noun, "for") + _under(tok, "for")
    hedge = "alleged" if tok.lower_.startswith(("shift", "deflect")) else None
    yield from _hit(tok, [t.i for t in onto[:1]], act, f"\"{tok.lower_} the blame on Y\"", stance="accuses", hedge=hedge)


def _claimed(tok: Token) -> Iterator[_Hit]:
    noun = next((c for c in _kids(tok, "dobj") if c.lower_ == "responsibility"), None)
    if noun is None:
        return
    act = _under(noun, "for") + _under(tok, "for")
    subjects, passive = subject_of(tok)
    if not passive and subjects and tok.doc[subjects[0]].lower_ not in _GENERIC | {"one", "nobody", "group"}:
        yield from _hit(tok, subjects, act, "responsibility claimed: the accused is the one who claims it", stance="confirms",
                        degree="direct")
    elif passive:
        yield from _hit(tok, [t.i for t in _under(tok, "by")], act, "responsibility claimed by Y", stance="confirms", degree="direct")


def _accusations(tok: Token) -> Iterator[_Hit]:
    against = _under(tok, "against")
    if not against or tok.head.lower_ in DISMISS | DENY:
        return
    yield from _hit(tok, [against[0].i], _under(tok, "of") + _kids(tok, "acl"), f"\"{tok.lower_} against Y\"", stance="accuses")


# --- drafts ---------------------------------------------------------------------------------------

def _draft(page: Page, unit: Unit, hit: _Hit, events: list[Draft]) -> Draft | None:
    accused = [h for h in hit.accused if unit.stands_for[h] is None and unit.doc[h].lower_ not in ("this", "that", "which")]
    if not accused or _no_party(page, unit, accused[0]):
        return None
    act = _act(page, unit, hit)
    who = tuple(_cut(page, w, act) for w in _accused(page, unit, accused))
    tok = unit.doc[hit.trigger if hit.hedge_at is None else hit.hedge_at]
    hedge = first_hedge(hit.hedge, _own_hedge(tok))
    spans = [(w.passage.start, w.passage.end) for w in who if w.passage]
    spans.append((unit.starts[hit.trigger], unit.ends[hit.trigger]))
    if act:
        spans.append(act)
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    passage = page.passage(start, end)
    content_level = hit.stance is None
    at = unit.starts[hit.trigger if content_level else hit.at]
    words = page.text[act[0]:act[1]] if act else None
    draft = Draft("attribution", passage.start, passage.end, Attribution(who, words, hit.degree), f"blame: {hit.rule}", at, unit,
                  hit.trigger, hedge=None if hedge == "none" else hedge, stance=hit.stance)
    event = _event_of(page, act, draft, events)
    if event is not None:
        draft.refs["event"] = event
    return draft


def _own_hedge(tok: Token) -> str:
    """The hedge on the blame itself; what is only attempted ("attempted to shift the blame") is still said."""
    hedge = own_hedge(tok)
    return "none" if hedge == "hypothetical" and tok.dep_ == "xcomp" and tok.head.lower_ in (
        "attempted", "sought", "tried", "try", "seek", "seeking", "attempting") else hedge


def _no_party(page: Page, unit: Unit, head: int) -> bool:
    """A thing that cannot be blamed as an actor: a lack, a weather, an event word."""
    word = unit.doc[head].lower_
    return word in table().nouns or word in ("lack", "weather", "failure", "conditions", "war", "conflict", "intervention", "government-failure",
                                             "tensions", "error", "situation", "climate", "drought")


def _accused(page: Page, unit: Unit, heads: list[int]) -> tuple[Who, ...]:
    first = who_at(page, unit, heads[0])
    joint = set(conjuncts(unit.doc, heads[0]))
    return (first, *(who_at(page, unit, h) for h in heads[1:] if h not in joint))


def _cut(page: Page, who: Who, act: tuple[int, int] | None) -> Who:
    """The accused without the act that the parser hung on them ("the government of complicity")."""
    joint = tuple(_cut(page, w, act) for w in who.with_)
    if act is None or who.passage is None or not who.passage.start < act[0] < who.passage.end:
        return replace(who, with_=joint)
    passage = page.passage(who.passage.start, act[0])
    words = passage.exact.rsplit(None, 1)
    if len(words) == 2 and words[1].lower() in ("of", "for", "with", "over"):
        passage = page.passage(passage.start, passage.start + len(words[0]))
    return replace(who, name=passage.exact if who.name == who.passage.exact else who.name, passage=passage, with_=joint)


def _act(page: Page, unit: Unit, hit: _Hit) -> tuple[int, int] | None:
    drop: set[int] = set()
    for head in hit.accused:        # "blamed the violence on Y": the act ends before "on Y"
        tok = unit.doc[head]
        if head in hit.act:
            drop |= {t.i for t in (tok.head if tok.dep_ == "pobj" else tok).subtree}
    tokens = sorted(t for t in hit.act if unit.stands_for[t] is None and t not in drop)
    if not tokens:
        return None
    passage = page.passage(*unit.char_span(tokens[0], tokens[-1]))
    while passage.exact[-1:] in ",;:" and passage.end > passage.start + 1:
        passage = page.passage(passage.start, passage.end - 1)
    return passage.start, passage.end


_GENERAL = frozenset("""violence attack attacks massacre massacres killing killings atrocity atrocities crimes crime murders murder
bombing bombings strike strikes assault incident abuses bloodshed clashes raid explosion blast shelling kidnapping shooting""".split())


def _event_of(page: Page, act: tuple[int, int] | None, draft: Draft, events: list[Draft]) -> Draft | None:
    """The event that the act speaks of: one described inside it, else the main one told before when it is only named again."""
    if act is None:
        return None
    inside = [e for e in events if act[0] <= e.at < act[1]]
    if inside:
        return inside[0]
    words = page.text[act[0]:act[1]].lower().split()
    if not words or words[0] not in ("the", "these", "this", "those", "such", "that", "it"):
        return None
    if not any(w.strip(".,”\"") in _GENERAL for w in words[:5]):
        return None
    told = [e for e in events if isinstance(e.value, Event) and e.at < draft.start and e.value.rank is not None
            and e.value.event_type not in ("Strategic developments", "Protests")]
    return min(told, key=_prominence, default=None)


def _prominence(draft: Draft) -> tuple[int, int]:
    return getattr(draft.value, "rank", None) or 99, draft.start

