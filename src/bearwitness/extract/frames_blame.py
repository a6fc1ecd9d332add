"""The frames of blame and of verbs that carry a noun of saying: "laid the blame on", "took credit for", "expressed concern"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bearwitness.extract.blame_words import DEEDS
from bearwitness.extract.events_table import table
from bearwitness.extract.frame import Frame, children, prep
from bearwitness.extract.speech import AGENTLESS, NOMINAL_ACTS, nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Unit

_OPEN = frozenset(["acl", "ccomp", "relcl"])


def blame_frame(unit: Unit, verb: Token) -> Frame | None:
    obj = children(verb, "dobj")
    if not obj:
        return _blamed_by(verb)
    what = prep(verb, "on", "for", "upon") or prep(obj[0], "on", "for")
    return Frame(heads=[obj[0], *([what] if what is not None else [])], complement=what or obj[0])


def _blamed_by(verb: Token) -> Frame | None:
    """ "The attack was blamed by the press on Y", "Y was blamed by officials for it"."""
    subject, by = children(verb, "nsubjpass"), next((t for a in children(verb, "agent") for t in children(a, "pobj")), None)
    if not subject or by is None:
        return None
    what = prep(verb, "on", "for", "upon") or prep(by, "on", "for", "upon")
    return Frame(heads=[subject[0], *([what] if what is not None else [])], complement=what or subject[0])


def attribute_frame(unit: Unit, verb: Token) -> Frame | None:
    obj = children(verb, "dobj")
    what = prep(verb, "to") or (prep(obj[0], "to") if obj else None)
    if what is None or not obj:
        return None
    return Frame(heads=[obj[0], what], complement=what)


def responsible_frame(unit: Unit, verb: Token) -> Frame | None:
    obj = children(verb, "dobj")
    for c in children(verb, "oprd", "acomp", "ccomp"):
        if c.lower_ in ("responsible", "accountable") and verb.lower_ in ("held", "holds", "hold"):
            if any(t.dep_ == "aux" and t.lower_ == "to" for t in verb.children) or verb.dep_ == "xcomp":
                return None
            return Frame(heads=[*obj[:1], c], complement=c)
    if obj and any(c.lower_ in ("responsible", "accountable") and c.i > obj[0].i for c in obj[0].children) and not any(
            t.dep_ == "aux" and t.lower_ == "to" for t in verb.children):
        return Frame(heads=obj[:1], complement=obj[0])
    return None


def _nominal_object(unit: Unit, verb: Token, *, table: dict[str, str]) -> Token | None:
    for obj in children(verb, "dobj"):
        if obj.lower_ in table:
            return obj
    return None


def _carried(noun: Token) -> list[Token]:
    """What a noun of speech carries: "appeal for X", "fears that X", "concern over X" (that one is only a topic)."""
    for c in noun.children:
        if c.dep_ in _OPEN and c.i > noun.i and any(t.dep_ == "mark" and t.lower_ == "that" for t in c.children):
            return [c]
    what = prep(noun, "for")
    if what is not None and noun.lower_.rstrip("s") in ("appeal", "call", "demand", "plea", "request", "hope"):
        return [c for c in what.children if c.dep_ in ("pobj", "pcomp")]
    for c in noun.children:
        if c.dep_ in ("acl", "relcl", "xcomp") and any(t.dep_ == "aux" and t.lower_ == "to" for t in c.children):
            return [c]
    return []


def express_frame(unit: Unit, verb: Token) -> Frame | None:
    noun = _nominal_object(unit, verb, table=NOMINAL_ACTS)
    if noun is None:
        noun = next((c for c in children(verb, "dobj") if c.lower_ in nouns()), None)
        carried = _carried(noun) if noun is not None else []
        return Frame(heads=carried, cue_end=noun.i, stance=nouns()[noun.lower_].stance, complement=carried[0]) if noun is not None and carried else None
    carried = _carried(noun)
    return Frame(heads=carried, cue_end=noun.i, stance=NOMINAL_ACTS[noun.lower_], complement=carried[0] if carried else None)


def nominal_frame(unit: Unit, verb: Token) -> Frame | None:
    noun = _nominal_object(unit, verb, table=NOMINAL_ACTS)
    if noun is None or noun.lower_ in ("support", "hope", "report") or (
            verb.lower_ in ("made", "make", "makes", "making") and noun.lower_ in ("call", "calls", "commitment", "claim")):
        return None
    carried = _carried(noun)
    against = prep(noun, "against") or prep(noun, "of") or prep(noun, "to")
    to_whom = [c for c in against.children if c.dep_ == "pobj" and c.lower_ != "date"] if against is not None else []
    stance = NOMINAL_ACTS[noun.lower_]
    if stance == "asserts" and not carried and not any(
            unit.stands_for[t.i] is not None for t in verb.subtree) and not children(verb, "ccomp"):
        return None
    return Frame(heads=carried, cue_end=noun.i, stance=stance, addressees=to_whom if stance != "asserts" else [],
                 complement=carried[0] if carried else None)


def facing_frame(unit: Unit, verb: Token) -> Frame | None:
    noun = _nominal_object(unit, verb, table=AGENTLESS)
    if noun is None:
        return None
    source = prep(noun, "from")
    carried = _carried(noun) or _topic(noun) if AGENTLESS[noun.lower_] != "condemns" else []
    return Frame(heads=carried, cue_end=noun.i, stance=AGENTLESS[noun.lower_], speakerless=source is None)


def _topic(noun: Token) -> list[Token]:
    what = prep(noun, "of", "about", "that")
    return [c for c in what.children if c.dep_ in ("pobj", "pcomp")] if what is not None else []


def shiftblame_frame(unit: Unit, verb: Token) -> Frame | None:
    obj = children(verb, "dobj")
    if not obj or obj[0].lower_ != "blame":
        return None
    what = prep(verb, "onto", "on", "upon", "to", "at", "with") or prep(obj[0], "onto", "on", "upon", "to", "at", "with")
    if what is None:
        door = next((t for t in verb.subtree if t.lower_ in ("door", "doorstep", "feet") and t.i > verb.i), None)
        return Frame(heads=[door], cue_end=obj[0].i, complement=door) if door is not None else None
    inner = [c for c in what.children if c.dep_ == "pobj"]
    return Frame(heads=inner, cue_end=obj[0].i, complement=inner[0] if inner else None)


def takecredit_frame(unit: Unit, verb: Token) -> Frame | None:
    """"took credit for the attack": no words of its own."""
    obj = next((c for c in children(verb, "dobj") if c.lower_ in ("credit", "responsibility")), None)
    return Frame(cue_end=obj.i, complement=obj) if obj is not None and (prep(obj, "for") or prep(verb, "for")) else None


def finger_frame(unit: Unit, verb: Token) -> Frame | None:
    obj = next((c for c in children(verb, "dobj") if c.lower_ in ("finger", "fingers")), None)
    what = prep(verb, "at") or (prep(obj, "at") if obj is not None else None)
    if obj is None or what is None:
        return None
    return Frame(heads=[c for c in what.children if c.dep_ == "pobj"], cue_end=obj.i, stance="accuses", complement=what)


def distance_frame(unit: Unit, verb: Token) -> Frame | None:
    """"distanced itself from the killings"."""
    what = prep(verb, "from")
    if what is None or not any(c.lower_.endswith(("self", "selves")) for c in verb.children):
        return None
    return Frame(heads=[c for c in what.children if c.dep_ in ("pobj", "pcomp")], cue_end=what.i, complement=what)


def linkto_frame(unit: Unit, verb: Token) -> Frame | None:
    """"linked the brigade to the killing": blame, when the second is a deed."""
    obj, what = children(verb, "dobj"), prep(verb, "to")
    what = what or (prep(obj[0], "to") if obj else None)
    deed = what is not None and any(c.lower_ in DEEDS or c.lower_ in table().nouns for c in what.children)
    return Frame(heads=[obj[0], what], complement=what) if obj and deed and what is not None else None


def guilty_frame(unit: Unit, verb: Token) -> Frame | None:
    """"found him guilty of murder"."""
    word = next((t for t in verb.subtree if t.lower_ == "guilty" and 0 < t.i - verb.i < 12), None)
    obj = children(verb, "dobj")
    if word is None or verb.lower_ not in ("found", "find", "finds"):
        return None
    heads = [*obj[:1], *([word] if not obj or word not in obj[0].subtree else [])]
    return Frame(heads=heads, complement=word, stance="accuses")


def castdoubt_frame(unit: Unit, verb: Token) -> Frame | None:
    obj = children(verb, "dobj")
    if not obj or obj[0].lower_ not in ("doubt", "doubts"):
        return None
    what = prep(verb, "on", "upon") or prep(obj[0], "on", "upon", "about")
    inner = [c for c in what.children if c.dep_ == "pobj"] if what is not None else []
    return Frame(heads=inner, cue_end=obj[0].i, complement=inner[0] if inner else None)


def statement_object_frame(unit: Unit, verb: Token) -> Frame | None:
    obj = children(verb, "dobj")
    if obj and obj[0].lower_ in ("statement", "claim", "report", "allegation", "allegations", "accusation", "figure", "toll", "story"):
        return Frame(heads=obj[:1], complement=obj[0])
    return None
