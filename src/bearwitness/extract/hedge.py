"""How sure the words themselves are: negated, hypothetical, future, unverified, alleged, likely, reported.

Looks at the grammar around one word: its auxiliaries, its adverbs, the verbs that govern it. A denial by a
speaker is a stance, not a hedge of the word; "did not kill" is `negated`.
Order of precedence: model.HEDGES.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bearwitness.model import HEDGES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit

NEGATIONS = frozenset("not n't n’t never no neither nor without none nobody".split())
HYPOTHETICAL_MODALS = frozenset("would could might may should can".split())
FUTURE_MODALS = frozenset("will shall 'll ’ll wo".split())
IF_WORDS = frozenset("if unless whether".split())
IRREALIS_GOVERNORS = frozenset("""threatened threaten threatens threatening vowed vow vows vowing plan plans planned
planning intend intends intended want wants wanted prepare prepares preparing aim aims aimed hope hopes hoped seek seeks
sought urge urged urges urging call called calls calling demand demanded demands refuse refused try tried tries trying
attempt attempted attempting prevent prevented prevents avoid avoided stop stopped fear feared fears order ordered
promise promised promises pledge pledged pledges pledging warn warned warns warning risk risks""".split())
ADVERBS = {
    "reportedly": "reported", "apparently": "reported", "allegedly": "alleged", "purportedly": "alleged",
    "supposedly": "alleged", "alleged": "alleged", "purported": "alleged", "suspected": "alleged", "claimed": "alleged",
    "reported": "reported", "likely": "likely", "probably": "likely", "possibly": "likely", "perhaps": "likely",
    "maybe": "likely", "presumably": "likely", "potentially": "hypothetical", "potential": "hypothetical",
    "presumed": "likely", "feared": "likely", "believed": "likely", "thought": "likely", "unconfirmed": "unverified",
    "unverified": "unverified",
}
UNVERIFIED = ("not be independently verified", "not be verified", "not immediately be verified", "unable to verify",
              "not independently verified", "could not independently verify", "could not verify", "not be confirmed",
              "without confirming", "not immediately confirmed", "cannot be verified", "no independent confirmation",
              "not been independently verified", "not been verified", "could not confirm", "yet to be confirmed",
              "not independently confirmed", "unable to independently verify", "unable to independently confirm",
               "without providing evidence", "without evidence", "without offering evidence", "without giving evidence", "without providing proof",
               "without any evidence", "no evidence was given", "gave no evidence", "provided no evidence", "offered no evidence",
               "did not provide evidence", "did not provide any evidence", "offered no proof", "no immediate confirmation", "could not be confirmed",
               "could not be verified", "cannot be independently", "can not be verified", "impossible to verify", "hard to verify",
               "difficult to verify", "no way to verify", "was not confirmed", "remains unconfirmed", "remain unconfirmed", "not verified",
               "yet to be verified", "could not immediately confirm", "has not been confirmed", "have not been confirmed")
# Of which what is told did not happen: a drill, a film.
_FICTION = frozenset("drill exercise simulation scenario wargame film movie novel play thriller game".split())
# A clause that tells of a noun or of a circumstance stands by itself: what governs the noun says nothing of it.
_OWN_CLAUSE = frozenset(["acl", "relcl", "advcl"])
# Prepositions through which the governing word still speaks of its object ("warned of attacks", "threat to kill").
_CARRYING = frozenset("of for to with against about as".split())
_CLAUSAL = frozenset("ccomp xcomp advcl conj relcl acl pcomp".split())
_SPEECH_STOP = frozenset("said says say told reported reports stated added".split())


def first_hedge(*hedges: str | None) -> str:
    """Of several hedges the one that INTERFACE names first."""
    there = {h for h in hedges if h}
    return next((h for h in HEDGES if h in there), "none")


def hedge_of(token: Token) -> str:
    """The hedge on the event or number that a word stands for, from its clause and the verbs above it."""
    found: set[str] = set()
    node = token
    governs = False
    for _ in range(8):
        found |= local_hedges(node, governors=governs)
        governs = node.dep_ != "conj"       # "stopped and shot him": the first verb does not govern the second
        if node.head.i == node.i:
            break
        head = node.head
        if node.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children):
            break
        if node.dep_ in _OWN_CLAUSE or (node.dep_ == "prep" and node.lower_ not in _CARRYING):
            break
        if node.dep_ in _CLAUSAL and head.lower_ in _SPEECH_STOP and node.dep_ == "ccomp":
            break
        if node.dep_ in ("conj", "nsubj", "nsubjpass") and node is not token and head.dep_ == "ROOT" and node.dep_ != "conj":
            found |= local_hedges(head)
            break
        node = head
        if any(c.dep_ == "nsubj" and c.lower_ in _FICTION for c in node.children):
            found.add("hypothetical")
    return first_hedge(*found)


def local_hedges(node: Token, *, governors: bool = True) -> set[str]:
    """Hedges that hang on one word; `governors`: also the word's own power over what depends on it ("vowed to")."""
    found: set[str] = set()
    low = node.lower_
    if low in ADVERBS and node.dep_ not in ("ROOT",):
        found.add(ADVERBS[low])
    if governors and low in IRREALIS_GOVERNORS and any(c.dep_ in ("xcomp", "ccomp", "prep", "dobj") for c in node.children):
        found.add("hypothetical" if low[:4] not in ("vowe", "plan", "vow", "vows", "inte", "prom", "pled", "prep")
                  else "future")
    conditional = False
    for child in node.children:
        word = child.lower_
        conditional |= child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children)
        if child.dep_ == "neg" or (word in NEGATIONS and child.dep_ in ("advmod", "det", "preconj", "nsubj", "nsubjpass")):
            found.add("negated")
        elif child.dep_ == "aux" and word in HYPOTHETICAL_MODALS:
            found.add("hypothetical")
        elif child.dep_ == "aux" and word in FUTURE_MODALS:
            found.add("future")
        elif child.dep_ == "mark" and word in IF_WORDS:
            found.add("hypothetical")
        elif word in ADVERBS and child.dep_ in ("advmod", "amod", "npadvmod", "acomp"):
            found.add(ADVERBS[word])
    if conditional and found & {"future", "hypothetical"}:
        found.add("hypothetical")       # "Unless a truce is reached, the militia will attack"
    return found


def unverified_near(text: str, start: int, end: int) -> bool:
    """Does the sentence, or one right after it, say that this could not be checked?"""
    window = text[start:end].lower()
    return any(phrase in window for phrase in UNVERIFIED)


_SHOUTED = re.compile(r"(?:chant|banner|placard|slogan|graffiti|shout|sign|poster|T-shirt|t-shirt)\w*(?:\s+\w+){0,4}\s*[:,]?\s*$", re.I)


def is_slogan(page: Page, unit: Unit, token: int) -> bool:
    """"A thousand martyrs for every inch!": a quotation that is shouted or painted, or an outcry without a verb, counts nobody."""
    if unit.quote is None:
        return False
    if _SHOUTED.search(page.text, max(0, unit.quote.start - 60), unit.quote.start):
        return True
    a, b = unit.sent_of(token)
    root = unit.doc.part(a, b).root
    return unit.doc[b - 1].text == "!" and not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in root.children)
