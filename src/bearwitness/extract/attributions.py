"""Who is said to have done it: accusations, blame, denials of involvement, support and complicity.

The accused is never taken for the speaker: in "these factions have been accused" nobody is said to speak. The
caller attaches speakers by offsets; for "X accused Y of Z" the deciding offset is that of Y.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bearwitness.extract.animacy import THING, is_actor, is_thing, kind_of
from bearwitness.extract.blame_hits import Hit, degree_of, hits_of, is_passive, kids, subtree, under
from bearwitness.extract.blame_words import (
    ACCUSATIONS,
    ACCUSE,
    ACT_NOUNS,
    AID_WORDS,
    ALLOW,
    ATTRIBUTE,
    BLAME,
    BLAME_NOUNS,
    CLAIM,
    COMMIT,
    COMPLICIT,
    CRIMES,
    DENY,
    DISMISS,
    GENERIC,
    GUILT_NOUNS,
    HOLD,
    IDENTIFY,
    PROVIDE,
    ROLE,
    SHIFT,
    SUPPORT,
    TOLERANT,
)
from bearwitness.extract.drafts import Draft
from bearwitness.extract.event_args import PRONOUNS, conjuncts, is_verbal, own_hedge, party_class, subject_of
from bearwitness.extract.events_table import table
from bearwitness.extract.hedge import first_hedge
from bearwitness.extract.names import who_at
from bearwitness.extract.responsibility import is_deed, more_hits
from bearwitness.model import Attribution, Event, Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit


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
        if any(d.start <= draft.start and draft.end <= d.end and d is not draft and d.stance == "denies" and d.at != draft.at
               and d.value.accused[0].name == draft.value.accused[0].name for d in drafts):       # type: ignore[union-attr]
            continue        # "denied being behind the attack" is one denial
        unique.setdefault((draft.at, draft.value.accused[0].name, draft.stance), draft)
    once: dict[tuple[int, int, str, str | None], Draft] = {}
    for draft in unique.values():       # "took part in": two rules, the same words
        once.setdefault((draft.start, draft.end, draft.value.accused[0].name, draft.stance), draft)      # type: ignore[union-attr]
    return sorted(once.values(), key=lambda d: (d.start, -d.end))


# --- patterns -------------------------------------------------------------------------------------

def _hits(page: Page, unit: Unit, tok: Token) -> Iterator[Hit]:
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
    if low in ROLE:
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
    yield from more_hits(tok)


def _accuse(tok: Token) -> Iterator[Hit]:
    preps = ("of", "with", "for", "over") if tok.lower_[:4] not in ("susp", "accu") else ("of", "over", "for")
    near = under(tok, *preps)
    act = [a for a in near if _is_act(a)] or _loose_of(tok) or [a for a in near if a.head.head.i == tok.i]
    if tok.lower_[:4] in ("char", "conv", "indi"):
        act = [a for a in act if is_deed(a) or a.lower_ in CRIMES or a.lower_ in table().verbs or a.lower_ in COMMIT]
    if tok.lower_[:4] in ("char", "susp", "conv", "indi") and not act:
        return
    hedge = "alleged" if tok.lower_.startswith("suspect") else None
    if is_passive(tok):
        subjects, _ = subject_of(tok)
        yield from hits_of(tok, subjects, act, f"\"was {tok.lower_} of\": the subject is the accused, nobody is named as accuser", stance="accuses", hedge=hedge)
    else:
        yield from hits_of(tok, [c.i for c in kids(tok, "dobj")], act, f"\"{tok.lower_} Y of\"", stance="accuses", hedge=hedge)


def _is_act(tok: Token) -> bool:
    """Is the object of an "of" a deed rather than part of a name ("remnants of the regime")?"""
    return tok.dep_ == "pcomp" or tok.lower_ in table().nouns or tok.lower_ in ACT_NOUNS | COMPLICIT | TOLERANT | {"war", "support"}


def _loose_of(tok: Token) -> list[Token]:
    """"accused Y and W of Z", "accused Y, led by W, of Z": the "of" that the parser hung inside the accused or the accuser."""
    for j in range(tok.i + 1, min(len(tok.doc) - 1, tok.i + 24)):
        t = tok.doc[j]
        found = kids(t, "pobj", "pcomp")
        if t.lower_ == "of" and found and (t.doc[j - 1].text in (",", ")", "“", '"') or _is_act(found[0])):
            return found
    return []


def _blame(tok: Token) -> Iterator[Hit]:
    on, why = under(tok, "on", "upon"), under(tok, "for", "over")
    objects = kids(tok, "dobj")
    if any(o.lower_ in ("himself", "herself", "themselves", "itself", "myself") for o in objects):
        return
    if is_passive(tok):
        subjects, _ = subject_of(tok)
        # "blamed by the press on Y": the parser hangs "on Y" on the press
        on = on or [o for a in kids(tok, "agent") for by in kids(a, "pobj") for o in under(by, "on", "upon")]
        if on:
            yield from hits_of(tok, [o.i for o in on], [tok.doc[s] for s in subjects], f"\"{tok.lower_} on Y\", passive", stance="accuses")
        else:
            yield from hits_of(tok, subjects, why, f"\"was {tok.lower_} for\": the subject is the accused", stance="accuses")
    elif on:
        yield from hits_of(tok, [on[-1].i], objects, f"\"{tok.lower_} Z on Y\"", stance="accuses")
    elif tok.dep_ == "xcomp" and tok.lower_ == "blame" and tok.head.lower_ in ("is", "are", "was", "were", "be"):
        yield from hits_of(tok, subject_of(tok.head)[0], why, "\"Y is to blame\"")
    else:
        yield from hits_of(tok, [c.i for c in objects], why, f"\"{tok.lower_} Y for\"", stance="accuses")


def _attribute(tok: Token) -> Iterator[Hit]:
    if any(c.lower_ == "too" for c in tok.head.children):
        return      # "too complex to attribute to Y" blames nobody
    to = under(tok, "to", "on")
    if tok.lower_[:3] == "pin" and not to:
        return
    act = [tok.doc[s] for s in subject_of(tok)[0]] if is_passive(tok) else kids(tok, "dobj")
    if act and act[0].lower_ in ("success", "quote", "quotes", "remarks", "statement", "growth", "decline", "hopes"):
        return
    yield from hits_of(tok, [t.i for t in to[:1]], act, f"\"{tok.lower_} Z to Y\"", stance="accuses")


def _identify(tok: Token) -> Iterator[Hit]:
    for asword in (c for c in tok.children if c.lower_ == "as" and c.dep_ in ("prep", "mark", "advmod")):
        for role in kids(asword, "pobj", "amod", "pcomp", "acomp"):
            if role.lower_ in GUILT_NOUNS:
                act = under(role, "of", "for", "in", "behind")
                accused = subject_of(tok)[0] if is_passive(tok) else [c.i for c in kids(tok, "dobj")]
                yield from hits_of(tok, accused, act, f"\"{tok.lower_} Y as the {role.lower_}\"", stance="accuses",
                                degree="direct")


def _hold(tok: Token) -> Iterator[Hit]:
    role = next((c for c in tok.subtree if c.lower_ == "responsible" and c.i > tok.i and c.i - tok.i < 14), None)
    if role is None:
        return
    act = under(role, "for") or under(tok, "for")
    accused = subject_of(tok)[0] if is_passive(tok) else [c.i for c in kids(tok, "dobj", "nsubj") if c.i > tok.i]
    for child in kids(tok, "ccomp", "xcomp", "oprd"):
        accused = accused or [c.i for c in kids(child, "nsubj", "dobj")]
    if not accused or {t.lower_ for t in tok.doc[accused[0]].subtree} & (GENERIC | {"accountable"}):
        return
    yield from hits_of(tok, accused, act, "\"hold Y responsible for\"", stance="accuses")


_DENIED = frozenset("""involvement responsibility role part complicity knowledge participation link links connection allegations
accusations accusation allegation charges claims charge claim targeting report reports wrongdoing""".split())


def _deny(unit: Unit, tok: Token) -> Iterator[Hit]:
    subjects, passive = subject_of(tok)
    if passive:
        return
    direct = [c for c in kids(tok, "dobj") if c.lower_ in _DENIED]
    clause = kids(tok, "ccomp", "xcomp", "pcomp")
    rule = "denial: the one who denies is the accused"
    if direct:
        yield from hits_of(tok, subjects, direct, rule, stance="denies", degree=degree_of({c.lower_ for d in direct for c in d.subtree}))
    elif clause:
        own = [c.i for c in clause[0].children if c.dep_ in ("nsubj", "nsubjpass")]
        if own and clause[0].lower_ not in ("involved",) and unit.doc[own[0]].lower_ not in PRONOUNS:
            # "denied that anybody had been killed" accuses nobody, least of all the one who denies
            accused = own if kids(clause[0], "nsubj") else [t.i for t in under(clause[0], "by")]
            yield from hits_of(tok, accused, clause, "denial that somebody did it", stance="denies", degree="unspecified")
        elif clause[0].lower_ in table().verbs or clause[0].lower_ in ("having", "being", "involved", "responsible", "was", "were") or (
                clause[0].lower_ in COMMIT | SUPPORT | PROVIDE | ALLOW):
            degree = "direct" if clause[0].lower_ in table().verbs else None
            yield from hits_of(tok, subjects, clause, rule, stance="denies", degree=degree)


def _dismiss(tok: Token) -> Iterator[Hit]:
    subjects, passive = subject_of(tok)
    objects = [c for c in kids(tok, "dobj") if c.lower_ in ACCUSATIONS]
    in_denial = any(t.lower_ in DENY for t in tok.sent)
    if objects and not passive and not in_denial:
        act = under(objects[0], "of") + kids(objects[0], "acl", "ccomp")
        yield from hits_of(tok, subjects, act, f"\"{tok.lower_} {objects[0].lower_}\"", stance="denies", degree="unspecified")


def _responsible(page: Page, unit: Unit, tok: Token) -> Iterator[Hit]:
    why = under(tok, "for", "in")
    if tok.dep_ in ("acomp", "attr", "oprd"):
        if tok.head.lower_ in HOLD:
            return
        subjects, _ = subject_of(tok.head)
    elif is_verbal(tok) and tok.lower_ == "involved" and not kids(tok, "dobj"):
        subjects, _ = subject_of(tok)
    else:
        return
    if not why or not subjects or unit.doc[subjects[0]].lower_ in GENERIC:
        return
    if tok.lower_ in ("responsible", "involved") and not _harmful(page, unit, why[0]):
        return
    degree = "complicity" if tok.lower_ == "complicit" else degree_of({c.lower_ for c in tok.children})
    yield from hits_of(tok, subjects, why, f"\"Y is {tok.lower_}\"", tok.head if tok.dep_ == "acomp" else None, degree=degree)


def _harmful(page: Page, unit: Unit, tok: Token) -> bool:
    """Is the act a harm: an event word or a word of crime?"""
    words = {t.lower_ for t in tok.subtree if abs(t.i - tok.i) < 12}
    head = tok.lower_
    t = table()
    return head in t.nouns or head in t.verbs or head in ACT_NOUNS or bool(words & (t.nouns.keys() & words)) or (
        tok.dep_ == "pcomp" and bool(words & ACT_NOUNS))


def _behind(tok: Token) -> Iterator[Hit]:
    verb = tok.head
    if verb.lower_ not in ("is", "are", "was", "were", "be", "been", "being"):
        return
    act = kids(tok, "pobj")
    if act and act[0].lower_ in table().nouns.keys() | ACT_NOUNS:
        yield from hits_of(tok, subject_of(verb)[0], act, "\"Y was behind\"", verb, degree="direct")


def _role(tok: Token) -> Iterator[Hit]:
    verb = tok.head
    if tok.dep_ != "dobj" or verb.lower_ not in ("played", "play", "plays", "playing", "had", "has", "took", "taken"):
        return
    act = under(tok, "in") or under(verb, "in")
    if not act or not (act[0].lower_ in table().nouns.keys() | ACT_NOUNS or act[0].dep_ == "pcomp"):
        return
    mods = {c.lower_ for c in tok.children}
    degree = "direct" if mods & {"direct", "leading", "central", "main", "key", "active", "major"} else "unspecified"
    yield from hits_of(tok, subject_of(verb)[0], act, f"\"Y played a {tok.lower_} in\"", verb, degree=degree)


def _took_part(tok: Token) -> Iterator[Hit]:
    if tok.lower_.startswith(("took", "taking", "take")) and not any(c.lower_ == "part" for c in tok.children):
        return
    act = under(tok, "in")
    if act and act[0].lower_ in (table().nouns.keys() - {"protest", "protests", "march", "demonstration", "demonstrations",
                                                        "rally"}) | ACT_NOUNS:
        yield from hits_of(tok, subject_of(tok)[0], act, "\"Y took part in\"", degree="direct")


_BLAMELESS = frozenset(("agree", "withdraw", "protest", "other"))     # kinds of event words


def _committed(page: Page, unit: Unit, tok: Token) -> Iterator[Hit]:
    if not is_verbal(tok) or tok.dep_ == "pcomp" or any(
            (c.lower_ == "as" and c.dep_ == "mark") or (c.lower_ == "to" and c.dep_ == "aux") for c in tok.children):
        return      # "accused of carrying out" is told by "accused"; "a plan to carry out" did not happen
    subjects, passive = subject_of(tok)
    if tok.lower_.startswith("carr") and not any(c.lower_ == "out" for c in tok.children):
        return
    if passive:
        accused = [t.i for t in under(tok, "by")]
        act = [tok.doc[s] for s in subjects]
    else:
        accused, act = subjects, kids(tok, "dobj")
    act = [a for a in act if a.lower_ in ACT_NOUNS or table().nouns.get(a.lower_, "agree") not in _BLAMELESS]
    if act and accused and unit.doc[accused[0]].lower_ not in GENERIC:
        yield from hits_of(tok, accused, act, f"\"Y {tok.lower_} Z\"", degree="direct")


def _supported(page: Page, unit: Unit, tok: Token) -> Iterator[Hit]:
    """"The factions are supported by Turkey": support of armed men, told as a sentence of its own."""
    if not any(c.dep_ == "auxpass" for c in tok.children):
        return
    subjects, _ = subject_of(tok)
    by = under(tok, "by")
    if by and subjects and party_class(page, unit, subjects[0]) == "armed":
        yield Hit([by[0].i], subtree(unit.doc[subjects[0]]), tok.i, f"\"armed men are {tok.lower_} by Y\"", "support", trigger=tok.i)


def _provided(page: Page, unit: Unit, tok: Token) -> Iterator[Hit]:
    if not is_verbal(tok):
        return
    subjects, passive = subject_of(tok)
    if passive or not subjects or kind_of(page, unit, unit.doc[subjects[0]]) == THING or is_thing(unit.doc[subjects[0]]):
        return
    if tok.lower_ in PROVIDE:
        objects = [c for c in kids(tok, "dobj") if c.lower_ in AID_WORDS]
        mods = {c.lower_ for o in objects for c in o.children}
        armed = any(party_class(page, unit, o.i) == "armed" for o in under(tok, "to", "for"))
        if objects and (mods & {"logistical", "military", "financial", "material", "air", "political"} or armed or objects[0].lower_ in (
                "weapons", "arms", "ammunition")):
            yield Hit(subjects, [tok.i, *subtree(objects[0])], tok.i, "\"Y provided support\"", "support", trigger=tok.i)
        return
    inner = kids(tok, "ccomp", "xcomp", "dobj")
    armed = any(party_class(page, unit, c.i) == "armed" and c.lower_ not in ("material", "content", "websites", "groups’") for k in inner
                for c in (k, *kids(k, "nsubj")))
    if armed and tok.lower_ not in ("let",) and not any(c.lower_ in ("not", "n't", "to") for c in tok.children):
        yield Hit(subjects, [tok.i, *(t for k in inner for t in subtree(k))], tok.i, f"\"Y {tok.lower_} armed men\"", "tolerance",
                   trigger=tok.i)


def _shifted(tok: Token) -> Iterator[Hit]:
    noun = next((c for c in kids(tok, "dobj", "nsubjpass") if c.lower_ in BLAME_NOUNS), None)
    if noun is None:
        return
    onto = under(tok, "onto", "on", "upon", "to", "with", "at") or under(noun, "onto", "on", "upon", "with")
    act = under(noun, "for") + under(tok, "for")
    hedge = "alleged" if tok.lower_.startswith(("shift", "deflect")) else None
    yield from hits_of(tok, [t.i for t in onto[:1]], act, f"\"{tok.lower_} the blame on Y\"", stance="accuses", hedge=hedge)


def _claimed(tok: Token) -> Iterator[Hit]:
    noun = next((c for c in kids(tok, "dobj") if c.lower_ == "responsibility"), None)
    if noun is None:
        return
    act = under(noun, "for") + under(tok, "for")
    subjects, passive = subject_of(tok)
    if any(c.dep_ == "neg" for c in tok.children) or any(c.dep_ == "aux" and c.lower_ in ("to", "may", "might", "could", "would") for c in tok.children):
        return
    if not passive and subjects and tok.doc[subjects[0]].lower_ not in GENERIC | {"one", "nobody"} and not any(
            c.lower_ in ("no", "neither") for c in tok.doc[subjects[0]].children):
        yield from hits_of(tok, subjects, act, "responsibility claimed: the accused is the one who claims it", stance="confirms",
                        degree="direct")
    elif passive:
        yield from hits_of(tok, [t.i for t in under(tok, "by")], act, "responsibility claimed by Y", stance="confirms", degree="direct")


def _accusations(tok: Token) -> Iterator[Hit]:
    against = under(tok, "against")
    if not against or tok.head.lower_ in DISMISS | DENY:
        return
    yield from hits_of(tok, [against[0].i], under(tok, "of") + kids(tok, "acl"), f"\"{tok.lower_} against Y\"", stance="accuses")


# --- drafts ---------------------------------------------------------------------------------------

def _draft(page: Page, unit: Unit, hit: Hit, events: list[Draft]) -> Draft | None:
    accused = [h for h in hit.accused if unit.stands_for[h] is None and unit.doc[h].lower_ not in ("this", "that", "which")]
    if not accused or _no_party(page, unit, accused[0]):
        return None
    act = _act(page, unit, hit)
    who = tuple(w for w in (_cut(page, w, act) for w in _accused(page, unit, accused)) if is_actor(page, w))
    if not who:
        return None
    tok = unit.doc[hit.trigger if hit.hedge_at is None else hit.hedge_at]
    hedge = first_hedge(hit.hedge, _own_hedge(tok))
    if hit.stance == "confirms" and hedge == "alleged":
        hedge = "none"          # "claimed" doubts other people's deeds, not one's own
    spans = [(w.passage.start, w.passage.end) for w in who if w.passage]
    spans.append((unit.starts[hit.trigger], unit.ends[hit.trigger]))
    if act:
        spans.append(act)
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    passage = page.passage(start, end)
    content_level = hit.stance is None
    denied = hedge == "negated" and content_level
    if denied:
        hedge = "none"          # "was not behind the attack": a denial
    at = unit.starts[hit.trigger if content_level else hit.at]
    words = page.text[act[0]:act[1]] if act else None
    draft = Draft("attribution", passage.start, passage.end, Attribution(who, words, hit.degree), f"blame: {hit.rule}", at, unit,
                  hit.trigger, hedge=None if hedge == "none" else hedge, stance="denies" if denied else hit.stance)
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


_VERDICT = re.compile(r"\s(?:responsible|accountable|guilty)\b.*$")


def _cut(page: Page, who: Who, act: tuple[int, int] | None) -> Who:
    """The accused without the act that the parser hung on them ("the government of complicity")."""
    joint = tuple(_cut(page, w, act) for w in who.with_)
    if who.passage is not None and who.passage.exact[:10].lower().startswith(("suspected ", "alleged ")):
        shorter = page.passage(who.passage.start + who.passage.exact.index(" ") + 1, who.passage.end)
        who = replace(who, name=shorter.exact if who.name == who.passage.exact else who.name, passage=shorter)
    m = _VERDICT.search(who.passage.exact) if who.passage is not None else None
    if m is not None and who.passage is not None:
        shorter = page.passage(who.passage.start, who.passage.start + m.start())
        who = replace(who, name=shorter.exact if who.name == who.passage.exact else who.name, passage=shorter)
    if act is None or who.passage is None or not who.passage.start < act[0] < who.passage.end:
        return replace(who, with_=joint)
    passage = page.passage(who.passage.start, act[0])
    words = passage.exact.rsplit(None, 1)
    if len(words) == 2 and words[1].lower() in ("of", "for", "with", "over"):
        passage = page.passage(passage.start, passage.start + len(words[0]))
    return replace(who, name=passage.exact if who.name == who.passage.exact else who.name, passage=passage, with_=joint)


def _act(page: Page, unit: Unit, hit: Hit) -> tuple[int, int] | None:
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

