"""Who takes or is given responsibility: deeds claimed and disclaimed, links, suspicions, verdicts, where the blame falls.

Each rule yields hits as `attributions` does. The one who claims a deed is its accused; "no group has claimed it" and
"has not claimed it" yield nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bearwitness.extract.blame_hits import Hit, degree_of, hits_of, is_passive, kids, subtree, under
from bearwitness.extract.blame_words import (
    ALLOW,
    CLAIMING,
    COMMIT,
    CRIMES,
    DEEDS,
    GENERIC,
    GUILT_NOUNS,
    LINK,
    SELF,
)
from bearwitness.extract.event_args import is_verbal, subject_of
from bearwitness.extract.events_table import table

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOBODY = frozenset("no nobody none neither one".split())
_FINGER = frozenset(["finger", "fingers"])
_DOORS = frozenset("door doors doorstep feet".split())
_RESTS = frozenset("fall falls fell fallen lie lies lay rest rests rested".split())
_TAKE = frozenset("take takes took taken taking".split())
_BEAR = frozenset("bear bears bore bearing carry carries carried has have had".split())
_HALLMARKS = frozenset("hallmark hallmarks fingerprints signature".split())
_WORK = frozenset("work handiwork doing".split())
_DISTANCE = frozenset("distance distances distanced distancing dissociate dissociated dissociates".split())
_NOTHING = frozenset("nothing".split())
_ARREST = frozenset("arrested detained held wanted jailed sought sentenced tried prosecuted questioned sanctioned".split())
_SUSPECTED = frozenset("suspected alleged presumed".split())


def is_deed(tok: Token) -> bool:
    """Is a noun a deed that somebody can be blamed for?"""
    return tok.lower_ in DEEDS or tok.lower_ in table().nouns


def more_hits(tok: Token) -> Iterator[Hit]:
    """The hits of this module at one word."""
    low = tok.lower_
    if low in CLAIMING:
        yield from _claimed_deed(tok)
    if low in _TAKE:
        yield from _took_credit(tok)
    if low in ("claim", "claims") and tok.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr"):
        yield from _claim_of(tok)
    if low in LINK and is_verbal(tok):
        yield from _linked(tok)
    if low in _FINGER and tok.dep_ == "dobj":
        yield from _pointed(tok)
    if low in _DOORS and tok.dep_ == "pobj":
        yield from _at_the_door(tok)
    if low in _RESTS:
        yield from _falls_on(tok)
    if low == "guilty":
        yield from _guilty(tok)
    if low in _ARREST and is_passive(tok):
        yield from _arrested(tok)
    if low in _HALLMARKS and tok.dep_ == "dobj" and tok.head.lower_ in _BEAR:
        yield from hits_of(tok, [t.i for t in under(tok, "of")[:1]], [tok.doc[s] for s in subject_of(tok.head)[0]],
                           "\"Z bears the hallmarks of Y\"", stance="accuses", hedge="likely")
    if low in _WORK and tok.dep_ == "attr":
        yield from _work_of(tok)
    if low in _NOTHING and tok.dep_ == "dobj":
        yield from _nothing_to_do(tok)
    if low in _DISTANCE and any(c.lower_ in SELF for c in tok.children):
        yield from hits_of(tok, subject_of(tok)[0], [a for a in under(tok, "from") if is_deed(a)], "distanced itself from the deed", stance="denies")
    if low in _SUSPECTED and tok.dep_ in ("amod", "compound", "nmod"):
        yield from _suspected_doer(tok)


def _is_nobodys(tok: Token, subjects: list[int]) -> bool:
    """"No group has claimed", "nobody", "has not claimed"."""
    if any(c.dep_ == "neg" for c in tok.children):
        return True
    words = [tok.doc[s] for s in subjects]
    return any(w.lower_ in _NOBODY | GENERIC or any(c.lower_ in _NOBODY and c.dep_ in ("det", "preconj") for c in w.children) for w in words)


def _open(tok: Token) -> bool:
    """Not yet done: "may claim", "to claim"."""
    return any(c.dep_ == "aux" and c.lower_ in ("to", "will", "would", "may", "might", "could", "should") for c in tok.children)


def _claimed_deed(tok: Token) -> Iterator[Hit]:
    """"Claimed the attack", "was claimed by Y", "claimed to have shot", "admitted killing": the claimant is the accused."""
    if not is_verbal(tok) and tok.dep_ != "acl":
        return
    rule = "deed claimed: the accused is the one who claims it"
    by = under(tok, "by")
    if by and (is_passive(tok) or tok.dep_ in ("acl", "dep", "advcl", "amod", "conj", "ROOT", "relcl", "ccomp")) and not kids(tok, "dobj", "ccomp"):
        heads = [tok.head] if tok.dep_ == "acl" else [tok.doc[s] for s in subject_of(tok)[0]]
        if tok.dep_ in ("dep", "advcl", "amod", "conj") and not any(is_deed(h) for h in heads):
            heads = [h for h in tok.doc[max(tok.sent[0].i, tok.i - 8):tok.i] if is_deed(h)][-1:]
        act = [h for h in heads if is_deed(h)]
        if act and not _is_nobodys(tok, [by[0].i]):
            if act[0].lower_ in ("responsibility", "credit", "blame"):
                act = under(act[0], "for") or act
            mine = set(subtree(tok))
            for hit in hits_of(tok, [t.i for t in by], act, rule, stance="confirms", degree="direct"):
                hit.act = [t for t in hit.act if t not in mine and t < tok.i]
                yield hit
        return
    subjects, passive = subject_of(tok)
    if passive or not subjects or _is_nobodys(tok, subjects) or _open(tok):
        return
    deeds = [c for c in kids(tok, "dobj") if is_deed(c) and c.lower_ not in ("responsibility", "credit", "lives", "victory", "this", "that", "it")]
    told = [c for c in kids(tok, "xcomp", "pcomp", "ccomp") if c.i > tok.i and (c.lower_ in table().verbs or c.lower_ in COMMIT) and not kids(
        c, "nsubj", "nsubjpass", "neg")]
    if deeds or told:
        yield from hits_of(tok, subjects, deeds or told, rule, stance="confirms", degree="direct")


def _took_credit(tok: Token) -> Iterator[Hit]:
    noun = next((c for c in kids(tok, "dobj") if c.lower_ in ("credit", "responsibility")), None)
    act = [a for a in (under(noun, "for") + under(tok, "for") if noun is not None else []) if is_deed(a)]
    subjects, passive = subject_of(tok)
    if noun is None or noun.lower_ == "responsibility" or not act or passive or _is_nobodys(tok, subjects) or _open(tok):
        return      # "took responsibility" is found with "claimed responsibility"
    yield from hits_of(tok, subjects, act, "credit taken for the deed", stance="confirms", degree="direct")


def _claim_of(tok: Token) -> Iterator[Hit]:
    """"A claim of responsibility by Y", "Y issued a claim of responsibility"."""
    what = next((c for c in under(tok, "of") if c.lower_ == "responsibility"), None)
    if what is None:
        return
    owner = [t.i for t in under(tok, "by", "from") + under(what, "by", "from")] + [c.i for c in kids(tok, "poss")]
    if not owner and tok.dep_ == "dobj" and tok.head.lower_ in ("issued", "made", "issue", "made", "posted", "released", "published", "repeated"):
        owner = subject_of(tok.head)[0]
    if any(c.lower_ == "no" for c in tok.children):
        return
    yield from hits_of(tok, owner[:1], under(what, "for"), "claim of responsibility", stance="confirms", degree="direct")


def _linked(tok: Token) -> Iterator[Hit]:
    """"Linked Y to the killing", "implicated Y in the massacre"."""
    act = [a for a in under(tok, "to", "in", "with") if is_deed(a)]
    if not act or any(c.dep_ == "neg" for c in tok.children) or _open(tok):
        return
    accused = subject_of(tok)[0] if is_passive(tok) else [c.i for c in kids(tok, "dobj")]
    if tok.dep_ == "acl" and not kids(tok, "dobj"):
        accused = [tok.head.i]
    if any(is_deed(tok.doc[a]) for a in accused):
        return      # "two attacks linked to the raid"
    yield from hits_of(tok, accused, act, f"\"{tok.lower_} Y to Z\"", stance="accuses")


def _pointed(tok: Token) -> Iterator[Hit]:
    """"Pointed the finger at Y"."""
    if tok.head.lower_.startswith("point"):
        at = under(tok.head, "at", "toward", "towards")
        yield from hits_of(tok.head, [t.i for t in at[:1]], [], "\"pointed the finger at Y\"", stance="accuses")


def _at_the_door(tok: Token) -> Iterator[Hit]:
    """"Laid the blame at the door of Y", "at Y's door"."""
    verb = tok.head
    for _ in range(4):
        if verb.lower_ in ("blame", "responsibility") or is_verbal(verb) or verb.head.i == verb.i:
            break
        verb = verb.head
    noun = verb if verb.lower_ in ("blame", "responsibility") else next((c for c in kids(verb, "dobj", "nsubjpass") if c.lower_ in (
        "blame", "responsibility")), None)
    if noun is None:
        return
    owner = [t.i for t in under(tok, "of")] or [c.i for c in kids(tok, "poss")]
    yield from hits_of(tok, owner[:1], under(noun, "for") + under(verb, "for"), "\"blame at the door of Y\"", stance="accuses")


def _falls_on(tok: Token) -> Iterator[Hit]:
    """"Blame fell on Y", "responsibility lies with Y"."""
    noun = next((c for c in kids(tok, "nsubj") if c.lower_ in ("blame", "responsibility", "suspicion", "fault", "guilt")), None)
    if noun is None or any(c.dep_ == "neg" for c in tok.children):
        return
    hedge = "alleged" if noun.lower_ == "suspicion" else None
    yield from hits_of(tok, [t.i for t in under(tok, "on", "upon", "with")[:1]], under(noun, "for"), f"\"{noun.lower_} {tok.lower_} on Y\"",
                       stance="accuses", hedge=hedge)


def _guilty(tok: Token) -> Iterator[Hit]:
    """"Found Y guilty of", "pleaded guilty to"."""
    verb = tok.head if tok.dep_ != "amod" else tok.head.head
    act = [a for a in under(tok, "of", "to", "in") + under(verb, "of", "to") if is_deed(a) or a.lower_ in CRIMES or a.dep_ == "pcomp"]
    if not act or any(c.dep_ == "neg" for c in (*verb.children, *tok.children)):
        return
    if verb.lower_.startswith("plead") or verb.lower_ == "pled":
        yield from hits_of(tok, subject_of(verb)[0], act, "pleaded guilty", stance="confirms", degree="direct")
        return
    accused = subject_of(verb)[0] if is_passive(verb) or verb.lower_ in ("was", "were", "is", "are") else [
        c.i for c in kids(verb, "dobj")] or [c.i for c in kids(tok, "nsubj")] or ([tok.head.i] if tok.dep_ == "amod" else [])
    yield from hits_of(tok, accused, act, "\"guilty of\"", stance="accuses", degree="direct")


def _arrested(tok: Token) -> Iterator[Hit]:
    """"Was arrested on suspicion of murder", "is wanted for the killing"."""
    subjects, _ = subject_of(tok)
    why = next((c for c in under(tok, "on", "under") if c.lower_ in ("suspicion", "charges", "charge")), None)
    over = next((c for c in under(tok, "in") if c.lower_ in ("connection", "relation")), None)
    act = under(why, "of") if why is not None else under(over, "with", "to") if over is not None else under(tok, "for", "over")
    act = [a for a in act if is_deed(a) or a.lower_ in CRIMES or a.lower_ in table().verbs]
    if act and not any(c.dep_ == "neg" for c in tok.children):
        yield from hits_of(tok, subjects, act, f"\"{tok.lower_} over Z\"", stance="accuses", hedge=None if tok.lower_ == "sentenced" else "alleged")


def _work_of(tok: Token) -> Iterator[Hit]:
    """"Is thought to be the work of Y"."""
    subjects = subject_of(tok.head)[0]
    act = [tok.doc[s] for s in subjects if is_deed(tok.doc[s])]
    if act and not any(c.dep_ == "neg" for c in tok.head.children):
        yield from hits_of(tok, [t.i for t in under(tok, "of")[:1]], act, "\"Z is the work of Y\"", tok.head, stance="accuses", degree="direct")


def _nothing_to_do(tok: Token) -> Iterator[Hit]:
    """"Had nothing to do with the massacre"."""
    do = next((c for c in tok.children if c.lower_ == "do"), None)
    verb = tok.head
    act = [a for a in (under(do, "with") if do is not None else []) + under(verb, "with") if is_deed(a)]
    if verb.lower_ in ("had", "has", "have") and act:
        yield from hits_of(verb, subject_of(verb)[0], act, "\"nothing to do with Z\"", stance="denies")


def _suspected_doer(tok: Token) -> Iterator[Hit]:
    """"Suspected rebels attacked the village": blame, with its doubt, where others would tell a plain deed."""
    noun = tok.head
    while noun.dep_ in ("compound", "nmod", "amod") and noun.head.i != noun.i:
        noun = noun.head
    verb = noun.head if noun.dep_ in ("nsubj", "nsubjpass") else noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "agent" else None
    if verb is None or noun.lower_ in GUILT_NOUNS | table().nouns.keys() | ALLOW:
        return
    doer = noun.dep_ == "nsubj" or noun.dep_ == "pobj"
    if doer and (verb.lower_ in table().verbs or (verb.lower_ in COMMIT and any(is_deed(c) for c in kids(verb, "dobj", "nsubjpass")))):
        act = [verb] if noun.dep_ == "nsubj" else [tok.doc[s] for s in subject_of(verb)[0]]
        words = [t for a in act for t in subtree(a) if t not in subtree(noun)]
        yield Hit([noun.i], words, noun.i, "a suspected doer", "direct" if act else degree_of(set()), "accuses", "alleged", trigger=verb.i)
