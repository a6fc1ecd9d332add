"""How real an event is told to be: its stage (accomplished, attempted, threatened) and its hedge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bearwitness.extract.event_args import LIGHT, own_hedge
from bearwitness.extract.hedge import first_hedge

if TYPE_CHECKING:
    from spacy.tokens import Token


_ATTEMPT = frozenset("""attempt attempted attempts attempting tried tries try trying foiled foil foils foiling thwarted thwart
thwarts thwarting failed botched survived survive survives survives repelled averted unsuccessful unsuccessfully abortive
escaped""".split())
_THREAT = frozenset("threatened threaten threatens threatening vowed vow vows vowing pledged threat threats pledging".split())
_FACTUAL_TO = frozenset("""began begin begins continued continue continues continuing managed manage managed proceeded helped used started
start seemed appeared appears seems forced reported believed alleged said known confirmed able went said suspected came
happened thought understood found""".split())


_CLAIMS = frozenset("claim claims claimed claiming alleged accused suspected".split())


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


def stage_and_hedge(tok: Token, verbal: bool) -> tuple[str, str]:
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
    if infinitive and any(c.dep_ == "aux" and c.lower_ == "have" for c in tok.children):
        # "claimed to have attacked", "is said to have killed": told as done, by somebody
        return stage, first_hedge("none" if hedge in ("hypothetical", "future") else hedge, "alleged" if tok.head.lower_ in _CLAIMS else None)
    if infinitive and (tok.head.i == tok.i or tok.head.lower_ not in _FACTUAL_TO | LIGHT):
        hedge = first_hedge(hedge, "hypothetical")
    if tok.dep_ == "pcomp" and tok.head.lower_ in ("without",):
        hedge = "negated"
    nouns = {tok.head.lower_} | {c.lower_ for c in tok.head.children if c.dep_ == "dobj"}
    if verbal and tok.dep_ in ("acl", "ccomp") and nouns & {"fears", "fear", "suspicion", "suspicions", "concerns", "feared"}:
        hedge = first_hedge(hedge, "likely")
    return stage, hedge
