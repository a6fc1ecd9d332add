"""The same event told again: "the attack", "Saturday's attack", "two people were killed" after the blast that killed them.

A second mention gives no event of its own. What it adds (a doer, a target, a place, a day) goes to the event it tells again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bearwitness.extract.event_join import REAL, Found

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that may stand for violence of any kind.
_GENERIC = frozenset("""attack attacks assault violence shooting shootings killing killings massacre massacres slaughter bloodbath carnage murder murders
bombing bombings blast blasts explosion explosions strike strikes raid raids deaths""".split())
_VIOLENT = frozenset(("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"))
_POINTING = frozenset("the this that these those such both said same".split())
_HARMED = frozenset(("kill", "wound", "destroy", "die"))


LOOK_BACK = 200     # earlier events that a mention may go back to


def is_definite(tok: Token) -> bool:
    """"the attack", "this massacre", "Saturday's attack": a noun that points back."""
    for child in tok.children:
        if child.dep_ in ("det", "predet") and child.lower_ in _POINTING:
            return True
        if child.dep_ == "poss" and (child.lower_ in ("their", "its", "his", "her") or child.ent_type_ in ("DATE", "TIME") or child.lower_ in (
                "today", "yesterday")):
            return True
        if child.dep_ == "amod" and child.lower_ in ("such", "said", "latter", "aforementioned"):
            return True
    return False


def _spots(event: Found) -> set[str]:
    return {w.name for w in event.where if (w.precision or 1) < 5}


def _agree(new: Found, old: Found) -> bool:
    """Nothing said of place, day and doer speaks against their being one event."""
    here, there = _spots(new), _spots(old)
    if here and there and not here & there:
        return False
    if new.when.start and old.when.start and (new.when.start > (old.when.end or old.when.start) or (new.when.end or new.when.start) < old.when.start):
        return False
    mine, theirs = _names(new, new.agents), _names(old, old.agents)
    if mine and new.targets and not mine & theirs and not theirs & _names(new, new.targets):
        return False        # it has two sides of its own
    return not (mine and theirs and not mine & theirs)


def _names(event: Found, heads: list[int]) -> set[str]:
    return {event.unit.doc[h].lower_ for h in heads}


def _kin(new: Found, old: Found) -> bool:
    a, b = new.verdict.event_type, old.verdict.event_type
    if a == b and (a in _VIOLENT or new.verdict.type == old.verdict.type or a == "Protests"):
        return True
    return a in _VIOLENT and b in _VIOLENT and new.unit.doc[new.i].lower_ in _GENERIC


def _result(new: Found) -> bool:
    """Harm told without a doer, a weapon, a day or a place of its own: the outcome of something told before."""
    return (new.frame in _HARMED and not new.agents and not new.weapons and not new.when.start and not _spots(new)
            and (new.verbal or new.frame in ("wound", "destroy", "die")))


def _pointed(new: Found) -> bool:
    """Does the harm befall somebody known: "he was killed", "the equipment was destroyed", "who was killed"?"""
    doc = new.unit.doc
    tok = doc[new.i]
    if tok.dep_ == "relcl":
        return True
    for h in new.targets + new.things:
        kids = {c.lower_ for c in doc[h].children if c.dep_ in ("det", "poss", "predet")}
        if doc[h].lower_ in ("he", "she", "they", "it", "who", "those", "others", "all", "one") or kids & {"the", "this", "these", "those", "our", "his", "her", "their"}:
            return True
    return False


def told_before(new: Found, told: list[Found]) -> Found | None:
    """The earlier event that this one only tells again, or None."""
    if new.hedge not in REAL:
        return None
    for old in reversed(told[-LOOK_BACK:]):
        if old.hedge not in REAL or old.stage == "threatened" or old is new:
            continue
        if not new.verbal and (new.definite or not (new.agents or new.targets or new.things or new.when.start or _spots(new))):
            if _kin(new, old) and _agree(new, old) and (new.definite or old.frame == new.frame or old.verdict.type == new.verdict.type):
                return old
        elif _result(new) and old.verdict.event_type in _VIOLENT and _follows(new, old) and _agree(new, old):
            return old
    return None


def _follows(new: Found, old: Found) -> bool:
    """Is the outcome told in the next sentences of the same paragraph, or of somebody already spoken of?"""
    if _pointed(new):
        return True
    return new.unit is old.unit and 0 <= new.sentence[0] - old.sentence[1] < 60


def fold(old: Found, new: Found) -> None:
    """Add to an event what its second mention says of doer, place and day."""
    old.again.append(new)
    if not old.where and new.where:
        old.where = new.where
    if not old.when.start and new.when.start:
        old.when = new.when
