"""Where the reported words stand for each kind of speech verb: the content, whom it was said to, the stance.

Works on one verb in a parsed sentence and gives tokens, not characters; `statements` turns them into
passages. The frames are those of `words/speech.csv`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bearwitness.extract.frame import Frame, children, is_passive, is_stand_in, prep
from bearwitness.extract.frames_blame import (
    attribute_frame,
    blame_frame,
    castdoubt_frame,
    distance_frame,
    express_frame,
    facing_frame,
    finger_frame,
    guilty_frame,
    linkto_frame,
    nominal_frame,
    responsible_frame,
    shiftblame_frame,
    statement_object_frame,
    takecredit_frame,
)
from bearwitness.extract.speech import ABSTRACT, SpeechVerb, verbs

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Unit
    from bearwitness.extract.quotes import Quote

_SUBJECTS = frozenset("nsubj nsubjpass csubj aux auxpass neg punct mark agent expl preconj prt".split())
_TELL = frozenset("told tell tells telling reminded reminds remind reminding assured assures assure assuring informed informs inform informing "
                  "notified notifies notify notifying".split())
_CLAIMED = frozenset("responsibility credit attack attacks bombing bombings blast blasts killing killings strike strikes operation which that "
                     "shooting assassination explosion ambush assault raid".split())
_PRONOUNS = frozenset("him her them it me us you himself herself themselves".split())
_COUNTS = frozenset("documented documents documenting document recorded records recording record counted counts counting count tallied tallies "
                    "registered registers logged logs".split())
_HARM_NOUNS = frozenset("deaths death killings killing casualties casualty killed dead injured wounded victims cases attacks violations".split())


def frame_of(unit: Unit, verb: Token, entry: SpeechVerb) -> Frame:
    """Try the verb's frames; the first that the sentence carries wins, quotations are always gathered."""
    out = Frame()
    quotes = {id(q): q for c in verb.subtree
              if (q := unit.stands_for[c.i]) is not None and c.dep_ != "punct" and _governed(unit, verb, c)}
    if verb.dep_ == "pcomp" and verb.head.head.lower_.startswith("quot"):       # "“...,” the paper quoted X as saying"
        above = verb.head.head
        quotes |= {id(q): q for c in above.children if (q := unit.stands_for[c.i]) is not None and c.dep_ != "punct"}
    out.quotes = _next_to(unit, list(quotes.values()))
    for name in _ORDER:
        if name in entry.frames:
            got = _RULES[name](unit, verb)
            if got is not None:
                got.quotes = out.quotes
                got.fits = True
                return replace(got, heads=[h for h in got.heads if not is_stand_in(unit, h)])
    if out.quotes and ("quote" in entry.frames or "clause" in entry.frames):
        out.fits = True
    return out


def _next_to(unit: Unit, quotes: list[Quote]) -> list[Quote]:
    """Of two quotations with nothing between them (“...” “...” she asked) the first is somebody else's."""
    text = unit.line.text
    return [q for k, q in enumerate(quotes) if k + 1 == len(quotes) or text[q.end - unit.line.start:quotes[k + 1].start - unit.line.start].strip()]


def _governed(unit: Unit, verb: Token, token: Token) -> bool:
    """Is the stand-in's clause attached to this verb and not to another one below it?"""
    node = token
    quote = unit.stands_for[token.i]
    while node.head.i != node.i and unit.stands_for[node.i] is quote:
        node = node.head
    steps = 0
    while node.i != verb.i and node.head.i != node.i and node.lower_ not in verbs() and steps < 3:      # "said the following: ..."
        node = node.head
        steps += 1
    return node.i == verb.i


# --- one function a frame; None when the sentence does not carry it ------------------------------------

def _clause(unit: Unit, verb: Token) -> Frame | None:
    found = [c for c in children(verb, "ccomp") if not is_stand_in(unit, c)]
    # "the attack, which the group said was ...": the clause's verb stands above.
    found = [c for c in found if not _is_citation(c, verb)] or _strayed(verb)
    if not found:
        return None
    near = [c for c in found if not any(verb.doc[i].text == ";" for i in range(min(c.i, verb.i), max(c.i, verb.i)))]
    found = near or found
    best = found[-1] if len(found) == 1 else max(found, key=lambda c: len(list(c.subtree)))
    told = children(verb, "dobj", "dative")
    if told and verb.lower_ not in _TELL and verb.i < told[-1].i < best.i and best.lower_ in _FINITE_FORMS and not children(
            best, "nsubj", "nsubjpass", "expl", "csubj"):
        return Frame(heads=[told[-1], best], complement=best)       # "confirmed the death was due to flu"
    return Frame(heads=[best], complement=best, addressees=told if verb.lower_ in _TELL else [])


def _up(word: Token, verb: Token) -> Token:
    """The first word above this one that is no part of a prepositional phrase."""
    node = word.head
    while node.dep_ in ("pobj", "prep", "npadvmod", "appos") and node.head.i != node.i and node.i > verb.i:
        node = node.head
    return node


def _hangs_on(word: Token, verb: Token) -> bool:
    node = _up(word, verb)
    return node.i == verb.i or (node.head.i == verb.i and node.dep_ == "dobj")


def _strayed(verb: Token) -> list[Token]:
    """"told members in an email that ...": the clause that the parser hung on the email, or on who was told."""
    for t in verb.subtree:
        if t.i > verb.i and t.dep_ in ("acl", "relcl", "ccomp", "advcl") and t.head.i != verb.i and any(
                c.dep_ == "mark" and c.lower_ == "that" for c in t.children):
            node = _up(t, verb)
            if node.i == verb.i or (node.head.i == verb.i and node.dep_ == "dobj" and verb.lower_ in _TELL):
                return [t]
    return []


def _is_citation(clause: Token, verb: Token) -> bool:
    """A "ccomp" that is really a bracketed aside of another speaker is none of this verb's words."""
    return clause.lower_ in ("said", "says") and clause.i > verb.i and not any(
        c.dep_ == "mark" for c in clause.children) and all(c.dep_ in ("nsubj", "punct") for c in clause.children)


_WH = frozenset("that whether if how why what who whom whose where when which".split())
_FINITE_FORMS = frozenset("is are was were has have had does did do 's ’s 're ’re".split())
_NOMINATIVE = frozenset("he she they we i".split())


def is_finite(clause: Token) -> bool:
    """Is a complement clause a sentence ("knew that he had left", "knew why"), not "saw him leave" or "heard shots"?"""
    for c in clause.children:
        if c.i > clause.i:
            break
        if (c.dep_ in ("mark", "advmod", "attr", "dobj", "nsubj", "nsubjpass", "pobj") and c.lower_ in _WH) or (
                c.dep_ in ("aux", "auxpass") and c.lower_ != "to" and not c.lower_.endswith("ing")):
            return True
        if c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in _NOMINATIVE:
            return True
    return clause.lower_ in _FINITE_FORMS or (any(c.dep_ == "nsubj" for c in clause.children) and clause.lower_.endswith("ed"))


def is_open(clause: Token) -> bool:
    """Is a complement clause a question ("asked whether", "wondered why")?"""
    return clause.dep_ == "ccomp" and any(c.lower_ in _WH and c.lower_ != "that" for c in clause.children)


def _finite(unit: Unit, verb: Token) -> Frame | None:
    got = _clause(unit, verb)
    return got if got is not None and is_finite(got.heads[0]) else None


def _how(unit: Unit, verb: Token) -> Frame | None:
    """"described how", "explained what": a clause with a word of asking."""
    got = _clause(unit, verb)
    return got if got is not None and any(c.lower_ in _WH and c.lower_ not in ("that", "if") for c in got.heads[0].children) else None


def _showing(unit: Unit, verb: Token) -> Frame | None:
    """"footage shows soldiers firing": a scene, told by what was filmed."""
    scene = next((c for c in children(verb, "ccomp", "dobj") if c.i > verb.i), None)
    if scene is None or (scene.dep_ == "dobj" and not children(scene, "acl", "relcl")):
        return None
    return Frame(heads=[scene], complement=scene, scene=True)


def _tobe(unit: Unit, verb: Token) -> Frame | None:
    """"are believed to have fled", "is expected to", "thought them to be": what is told has its subject before the verb."""
    goal = next((c for c in children(verb, "xcomp", "ccomp", "advcl") if c.i > verb.i and any(
        t.lower_ == "to" and t.dep_ == "aux" for t in c.children)), None)
    if goal is None:
        return None
    if not is_passive(verb):
        own = [t for t in (*children(verb, "dobj"), *children(goal, "nsubj")) if verb.i < t.i < goal.i]
        return Frame(heads=[*(t for t in own if t.head.i == verb.i), goal], complement=goal) if own else None
    subject = children(verb, "nsubjpass")
    if not subject and verb.dep_ == "conj":
        return Frame(heads=[goal], complement=goal, evidential=True)      # "was shut down, and is expected to remain so"
    if not subject or subject[0].lower_ in ("it", "there"):
        return Frame(heads=[goal], complement=goal) if subject else None
    return Frame(heads=[subject[0], goal], complement=goal, evidential=True)


def _abstract(unit: Unit, verb: Token) -> Frame | None:
    """"supports the bill", "defended their decision": the object is something one is for or against by word."""
    obj = children(verb, "dobj")
    if not obj or not (obj[0].lower_ in ABSTRACT or any(c.dep_ == "pcomp" for c in obj[0].children)):
        return None
    return Frame(heads=obj[:1], complement=obj[0])


def _telltodo(unit: Unit, verb: Token) -> Frame | None:
    """"told residents to leave" is a demand, and they are whom it was said to."""
    goal = next((c for c in children(verb, "xcomp", "ccomp") if c.i > verb.i and any(
        t.lower_ == "to" and t.dep_ == "aux" for t in c.children)), None)
    to_whom = [t for t in children(verb, "dobj", "dative") if goal is not None and t.i < goal.i]
    to_whom += [t for t in goal.children if t.dep_ == "nsubj" and verb.i < t.i] if goal is not None else []
    if goal is None or not (to_whom or is_passive(verb)):
        return None
    return Frame(heads=[goal], addressees=to_whom or children(verb, "nsubjpass"), complement=goal, stance="demands")


def _wouldlike(unit: Unit, verb: Token) -> Frame | None:
    if not any(c.dep_ == "aux" and c.lower_ in ("would", "’d", "'d") for c in verb.children):
        return None
    return _inf(unit, verb) or _object(unit, verb)


def _likento(unit: Unit, verb: Token) -> Frame | None:
    obj, what = children(verb, "dobj", "nsubjpass"), prep(verb, "to")
    if what is None and obj:
        what = prep(obj[0], "to")
    return Frame(heads=[obj[0], what], complement=what) if obj and what is not None else None


def _referto(unit: Unit, verb: Token) -> Frame | None:
    """"referred to the raid as a mistake"."""
    what = prep(verb, "to")
    role = prep(verb, "as") or (next((prep(c, "as") for c in what.children if c.dep_ == "pobj"), None) if what is not None else None)
    if what is None or role is None:
        return None
    return Frame(heads=[*(c for c in what.children if c.dep_ == "pobj"), role], cue_end=what.i, complement=role)


def _regardas(unit: Unit, verb: Token) -> Frame | None:
    """"see the raid as a warning", "is viewed as weak": a preposition, not "saw it as they left"."""
    obj = children(verb, "dobj") or (children(verb, "nsubjpass") if is_passive(verb) else [])
    what = prep(verb, "as") or (prep(obj[0], "as") if obj else None)
    if what is None or not obj or not any(c.dep_ in ("pobj", "amod", "acomp", "pcomp") for c in what.children):
        return None
    return Frame(heads=[obj[0], what], complement=what, evidential=is_passive(verb))


def _inf(unit: Unit, verb: Token) -> Frame | None:
    for c in children(verb, "xcomp", "ccomp", "advcl"):
        if any(t.lower_ == "to" and t.dep_ == "aux" for t in c.children) and c.i > verb.i:
            return Frame(heads=[c], complement=c)
    return None


def _objinf(unit: Unit, verb: Token) -> Frame | None:
    goal = next((c for c in children(verb, "xcomp", "ccomp", "advcl") if c.i > verb.i and any(
        t.lower_ == "to" and t.dep_ == "aux" for t in c.children)), None)
    whom = children(verb, "dobj")
    if goal is None and whom and not is_passive(verb):       # "encouraged anyone with news to call", "to call" hung on the news
        goal = next((t for t in verb.subtree if t.i > whom[0].i and t.dep_ in ("acl", "relcl", "xcomp") and _hangs_on(t, verb) and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in t.children)), None)
    if goal is None:
        return None
    to_whom = [t for t in children(verb, "dobj", "dative") if t.i < goal.i]
    to_whom += [t for t in goal.children if t.dep_ == "nsubj" and t.i < goal.i]
    to_whom += children(verb, "nsubjpass")
    return Frame(heads=[goal], addressees=to_whom, complement=goal)


def _object(unit: Unit, verb: Token) -> Frame | None:
    obj = children(verb, "dobj")
    if not obj:
        return None
    if verb.lower_ in ("found", "finds", "find", "finding"):
        if obj[0].lower_ not in ("evidence", "proof", "indication", "indications", "signs", "acts", "violations", "abuses", "breaches", "pattern",
                                 "patterns", "grounds") or not list(obj[0].children):
            return None
        none = any(c.lower_ in ("no", "little") for c in obj[0].children)
        return Frame(heads=obj[:1], complement=obj[0], stance="denies" if none else None)
    if verb.lower_.startswith("report") and (obj[0].ent_type_ == "PERSON" or obj[0].lower_ in _PRONOUNS):
        return None         # "reported him to the police"
    if verb.lower_ in ("claimed", "claims", "claim", "claiming") and obj[0].lower_ not in _CLAIMED:
        return None
    if verb.lower_ in _COUNTS and not any(t.like_num or t.lower_ in _HARM_NOUNS for t in obj[0].subtree):
        return None
    if verb.lower_ in ("put", "puts", "putting"):
        at = prep(verb, "at") or prep(obj[0], "at")
        if at is None or not any(t.like_num for t in at.subtree):
            return None
        return Frame(heads=[obj[0], at], complement=obj[0])
    if verb.lower_ in _TELL:
        return Frame(addressees=obj[:1]) if any(unit.stands_for[t.i] is not None for t in verb.subtree) else None
    return Frame(heads=obj[:1], complement=obj[0])


def _ing(unit: Unit, verb: Token) -> Frame | None:
    for c in children(verb, "xcomp", "pcomp", "ccomp"):
        if c.i > verb.i and (c.lower_.endswith("ing") or any(t.lower_ in ("being", "having") for t in c.children)):
            return Frame(heads=[c], complement=c)
    return None


def _of(unit: Unit, verb: Token) -> Frame | None:
    what = prep(verb, "of")
    if what is None:
        obj = children(verb, "dobj")
        what = prep(obj[0], "of") if obj and verb.lower_.startswith(("accus", "suspect", "convict", "acquit")) else None
        if what is None and verb.lower_.startswith("accus") and not obj:
            what = next((t for t in verb.subtree if t.lower_ == "of" and t.dep_ == "prep" and t.i > verb.i), None)
        if what is None and verb.lower_.startswith("accus"):
            # A long "led by ..." phrase may have drawn the preposition to itself.
            what = next((t for t in verb.subtree if t.lower_ == "of" and t.dep_ == "prep" and t.i > verb.i
                         and t.nbor(-1).text in ",)"), None)
        if what is None and verb.lower_.startswith("accus") and obj:
            return Frame(heads=obj[:1], complement=obj[0])
    obj = children(verb, "dobj")
    if what is None and obj and verb.lower_.startswith("warn"):
        what = prep(obj[0], "of")
    if what is None:
        return None
    if obj and verb.lower_.startswith("warn"):      # "warned the police of their fears": the police were told
        return Frame(heads=[c for c in what.children if c.dep_ in ("pobj", "pcomp")], addressees=obj[:1], complement=what)
    if obj:
        return Frame(heads=[obj[0], what], complement=what)
    inner = [c for c in what.children if c.dep_ in ("pobj", "pcomp")]
    return Frame(heads=inner or [what], cue_end=what.i, complement=inner[0] if inner else what)


def _as(unit: Unit, verb: Token) -> Frame | None:
    what = prep(verb, "as")
    obj = children(verb, "dobj")
    if what is None and obj:
        what = prep(obj[0], "as")
    if what is None:
        what = next((c for c in children(verb, "advcl", "ccomp") if any(t.lower_ == "as" for t in c.children)), None)
    if what is None or (not obj and not is_passive(verb) and verb.dep_ not in ("acl", "advcl", "conj", "amod")):
        return None
    return Frame(heads=[*obj[:1], what], complement=what, worded=True)


def _objcomp(unit: Unit, verb: Token) -> Frame | None:
    """"called the attack a massacre"."""
    obj, other = children(verb, "dobj"), children(verb, "oprd", "attr")
    if other and not obj and is_passive(verb):      # "is considered a moderate"
        own = children(verb, "nsubjpass")
        return Frame(heads=[own[0], other[0]], complement=other[0], evidential=True, stance="accuses" if verb.lower_ == "called" else None) if own else None
    if other and not obj:       # "called that “a stunt”"
        obj = [c for c in (*verb.children, *other[0].children) if c.dep_ in ("mark", "det") and c.lower_ in ("that", "this") and verb.i < c.i < other[0].i]
        obj = [c for c in obj if c.i + 1 < len(verb.doc) and verb.doc[c.i + 1].text in ("“", '"', "‘", "a", "an", "the")]
    if obj and other:
        return Frame(heads=[obj[0], other[0]], complement=other[0], stance="accuses")
    for c in children(verb, "ccomp"):
        inner = [t for t in c.children if t.dep_ in ("nsubj",)]
        if inner and not any(t.dep_ in ("aux", "mark") for t in c.children) and c.i > verb.i and (
                c.dep_ == "ccomp" and not c.lower_.endswith(("ed", "ing"))) and not is_stand_in(unit, c):
            return Frame(heads=[c], complement=c, stance="accuses")
    return None


def _callfor(unit: Unit, verb: Token) -> Frame | None:
    what, on = prep(verb, "for"), prep(verb, "on", "upon", "to")
    goal = next((c for c in children(verb, "xcomp", "advcl", "ccomp") if c.i > verb.i and any(
        t.lower_ == "to" and t.dep_ == "aux" for t in c.children)), None)
    if on is not None and goal is None:
        goal = next((c for t in on.subtree for c in t.children if c.dep_ in ("xcomp", "acl", "relcl") and any(
            x.lower_ == "to" and x.dep_ == "aux" for x in c.children)), None)
    to_whom = [c for c in on.children if c.dep_ == "pobj"] if on is not None else []
    if any(c.i > verb.i and (what is None or c.i < what.i) for c in children(verb, "dobj")):
        return None         # "called her in for a talk"
    if what is not None:
        inner = [c for c in what.children if c.dep_ in ("pobj", "pcomp")]
        inner += [c for c in children(verb, "dobj") if c.i > what.i]      # "for A and B", B hung on the verb
        return Frame(heads=inner, cue_end=what.i if what.i == verb.i + 1 else None, addressees=to_whom,
                     complement=inner[0] if inner else None)
    if goal is not None and to_whom:
        return Frame(heads=[goal], addressees=to_whom, complement=goal)
    return None


def _in(unit: Unit, verb: Token) -> Frame | None:
    obj, what = children(verb, "dobj"), prep(verb, "in")
    return Frame(heads=[obj[0], what], complement=what) if obj and what is not None else None


def _after(*words: str):
    def rule(unit: Unit, verb: Token) -> Frame | None:
        what = prep(verb, *words)
        if what is None or (verb.lower_ == "admitted" and (is_passive(verb) or verb.dep_ == "acl")):
            return None
        inner = [c for c in what.children if c.dep_ in ("pobj", "pcomp")]
        if not inner or inner[0].ent_type_ in ("DATE", "TIME"):
            return None         # "indicted on August 13"
        return Frame(heads=inner, cue_end=what.i if what.i == verb.i + 1 else None, complement=inner[0] if inner else None, worded=True)
    return rule


def _praised_for(unit: Unit, verb: Token) -> Frame | None:
    """"criticised them for leaving" has words of its own, "criticised the party for its stance" has none."""
    obj, what = children(verb, "dobj"), prep(verb, "for")
    what = what or (prep(obj[0], "for") if obj else None)
    if not obj or what is None:
        return None
    told = children(what, "pcomp")
    if told:
        return Frame(heads=told, complement=told[0], addressees=[], worded=True)
    return Frame(heads=[obj[0], what], complement=what, quoted_only=True)


_RULES = {
    "takecredit": takecredit_frame, "finger": finger_frame, "distance": distance_frame, "linkto": linkto_frame, "guilty": guilty_frame, "responsible": responsible_frame, "shiftblame": shiftblame_frame, "castdoubt": castdoubt_frame, "statementobject": statement_object_frame,
    "objinf": _objinf, "callfor": _callfor, "of": _of, "blame": blame_frame, "attribute": attribute_frame, "as": _as,
    "clause": _clause, "inf": _inf, "ing": _ing, "objcomp": _objcomp, "in": _in, "express": express_frame, "nominal": nominal_frame,
    "finite": _finite, "how": _how, "showing": _showing, "tobe": _tobe, "abstract": _abstract, "telltodo": _telltodo, "wouldlike": _wouldlike,
    "likento": _likento, "referto": _referto, "regardas": _regardas, "hopefor": _after("for"), "trustin": _after("in"),
    "approveof": _after("of"), "argue": _after("for", "against"), "at": _after("at"), "with": _after("with"),
    "facing": facing_frame, "raising": facing_frame, "against": _after("against"), "about": _after("about", "of"),
    "on": _after("on"), "to": _after("to"), "for": _praised_for, "object": _object,
}
_ORDER = ("takecredit", "finger", "distance", "linkto", "guilty", "responsible", "shiftblame", "castdoubt", "express", "nominal", "facing", "raising", "statementobject", "telltodo", "objinf",
          "callfor", "of", "blame", "attribute", "likento", "referto", "regardas", "as", "tobe", "clause", "finite", "how", "showing", "objcomp",
          "wouldlike", "inf", "ing", "in", "against", "argue", "about", "to", "on", "hopefor", "trustin", "approveof", "at", "with", "for",
          "abstract", "object")
