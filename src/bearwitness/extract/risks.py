"""Risk factors of the UN Framework of Analysis for Atrocity Crimes (2014), and warnings that no verb of saying carries.

"There is a growing risk of ...", "the killings could spark ...", "on the brink of ...": told by a speaker or by the document in
its own voice. A factor is a tag on what somebody warned of, never a finding or a score (science page 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bearwitness.extract.events_table import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Unit


@dataclass(frozen=True)
class Warned:
    """A warning's words, first and last token; `of` is where what is warned of begins; `sign`: told as fact."""

    first: int
    last: int
    of: int
    why: str
    sign: int | None = None


def _expression(words: str) -> str:
    """A row's words as one expression: "*" any ending, "..." up to five words between."""
    out = []
    for phrase in words.split(";"):
        parts = phrase.strip().rstrip("!").split()
        piece = ""
        for part in parts:
            if part == "...":
                piece += r"(?:\W+\w+){0,5}?"
            else:
                piece += (r"\W+" if piece else "") + re.escape(part).replace(r"\*", r"\w*")
        out.append(piece)
    return r"\b(?:" + "|".join(out) + r")(?!\w)"


@cache
def _factors() -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    return tuple((int(number), name, re.compile(_expression(words), re.I)) for number, name, words in rows("risks.txt"))


@cache
def _signs() -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    """The plain signs of each factor, and one expression that finds whether any is there."""
    out = []
    for number, name, words in rows("risks.txt"):
        plain = ";".join(w for w in words.split(";") if w.strip().endswith("!"))
        if plain:
            out.append((int(number), name, re.compile(_expression(plain), re.I)))
    return tuple(out)


_FIRST = (10, 14)       # an intent to destroy a group, and attacks on those who help, before all others
_LAST = 1               # war and instability: where nothing more is said


def factor_of(words: str) -> int | None:
    """The risk factor that the words of a warning fit, or None: of several the one that is named first.

    A match inside another's is no match ("peacekeepers" in "no peacekeepers").

    >>> factor_of("a land grab by the militia")
    4
    """
    found = [(m.start(), -m.end(), number) for number, _, pattern in _factors() if (m := pattern.search(words))]
    found = [f for f in found if not any(o is not f and o[:2] != f[:2] and o[0] <= f[0] and o[1] <= f[1] for o in found)]
    numbers = {number for _, _, number in found}
    first = next((number for number in _FIRST if number in numbers), None)
    return first or min((f for f in found if f[2] != _LAST), default=(0, 0, _LAST if numbers else None))[2]


def factor_name(number: int) -> str:
    """The factor's name in the Framework, shortened."""
    return next(name for n, name, _ in _factors() if n == number)


def is_harm(words: str) -> bool:
    """Do the words name harm of the kind that is warned of here?"""
    return bool(_HAZARD.search(words))


# --- warnings without a verb of saying ------------------------------------------------------------------

# Harm that makes a "could" or a "risk" a warning of our kind.
_HAZARD = re.compile(
    r"\b(?:wars?|warfare|conflicts?|violence|violent|genocid\w*|massacres?|mass (?:killing|grave|expulsion|displacement)\w*|atrocit\w+|cleansing|famine|"
    r"starv\w+|killings?|killed|bloodshed|bloodbath|displac\w+|attack\w*|clash\w*|unrest|reprisals?|revenge|retaliat\w+|escalat\w+|catastroph\w+|"
    r"humanitarian (?:disaster|crisis|tragedy)|chaos|anarchy|torture\w*|execut(?:ion|ions|ed)|disappearances?|persecut\w+|exterminat\w+|annihilat\w+|"
    r"expulsions?|expelled|deport\w+|terror\w*|siege|uprising|insurgency|instabil\w+|destabili\w+|war crimes?|crimes against humanity|hatred|slaughter\w*|"
    r"fighting|lynch\w+|pogroms?|kill|die|dead|deaths|massacred|militias?|armed groups?|blockade|bombing|shelling|abduct\w+|sexual violence|rapes?|hostilities|bombardment|invasion|coup|starvation|death of (?:civilians|thousands|hundreds))\b", re.I)
_RISKS = frozenset("risk risks danger dangers threat prospect spectre specter possibility likelihood peril".split())
_EDGES = frozenset("brink verge edge cusp threshold precipice".split())
_SIGNS_OF = frozenset(["signs", "sign"])
MAY = frozenset("could may might would will can".split())
LEADS = frozenset("""lead spark trigger result cause escalate turn spread spiral erupt ignite provoke plunge tip drag unleash descend slide spill
deteriorate engulf collapse explode relapse fuel reignite inflame degenerate culminate prompt bring unravel""".split())
_NEAR = frozenset("imminent looming impending".split())
_PLAYED_DOWN = frozenset("""dismissed dismisses dismiss reject rejects rejected downplay downplayed downplays deny denied denies rule ruled rules avert averted
averting avoid avoided avoiding prevent prevented preventing reduce reduced reducing lower lowers lowered ease eased eases end ended counter allay allayed
eliminate eliminated mitigate mitigating minimise minimize""".split())
_GIVEN = frozenset("distributed distribute distributes distributing distribution".split())
_LISTS = frozenset("kill death hit".split())
# What a plain sign needs in its sentence, for choosing what is parsed.
SIGN_WORDS = {"weapons": _GIVEN, "arms": _GIVEN, "rifles": _GIVEN, "marked": frozenset("houses doors homes".split()),
              "citizenship": frozenset("stripped strip strips denied denial".split()), "speech": frozenset(["hate"]),
              "lists": _LISTS, "list": _LISTS, "arming": frozenset(["civilians", "of"]), "cockroaches": frozenset(), "vermin": frozenset(),
              "subhuman": frozenset(), "incitement": frozenset(), "incited": frozenset(), "inciting": frozenset(), "incites": frozenset()}
# One look at a sentence's words before its tree is walked.
CUES = _RISKS | _EDGES | _SIGNS_OF | _NEAR | frozenset(["threatens", "threatening", "threaten"])


def may_warn(words: frozenset[str] | set[str]) -> bool:
    """Could a sentence of these (lower-case) words hold such a warning?"""
    return not CUES.isdisjoint(words) or (not LEADS.isdisjoint(words) and not MAY.isdisjoint(words))


def warnings_in(unit: Unit, a: int, b: int) -> Iterator[Warned]:
    """The warnings of one sentence that no verb of saying carries; at most one, the first."""
    doc = unit.doc
    for token in doc[a:b]:
        low = token.lower_
        found = None
        if low in _RISKS or low in _EDGES or low in _SIGNS_OF:
            found = _noun(token, a, b)
        elif low in LEADS and token.dep_ != "amod":
            found = _may_lead(token, b)
        elif low in ("threatens", "threatening", "threaten"):
            found = _threatens(token, b)
        elif low in _NEAR:
            found = _imminent(token, b)
        if found is not None and _HAZARD.search(" ".join(t.text for t in doc[found.of:found.last + 1])):
            yield found
            return


def signs_in(text: str) -> tuple[int, str, re.Match[str]] | None:
    """A plain sign of a risk factor told as fact: (factor, its name, where)."""
    for number, name, pattern in _signs():
        m = pattern.search(text)
        if m:
            return number, name, m
    return None


def _negated(token: Token) -> bool:
    """"There is no risk of", "not at risk", "ruled out the risk", "to prevent the danger"."""
    node = token
    for _ in range(4):
        if any(c.dep_ == "neg" or c.lower_ in ("no", "little", "without", "never") for c in node.children if c.i < token.i):
            return True
        if node.head.i == node.i:
            return False
        node = node.head
        if node.lower_ in _PLAYED_DOWN or node.lower_ == "without":
            return True
    return False


def _noun(token: Token, a: int, b: int) -> Warned | None:
    after = token.nbor(1).lower_ if token.i + 1 < b else ""
    low = token.lower_
    if low in _EDGES:
        before = token.nbor(-1).lower_ if token.i > a else ""
        if after not in ("of",) or before not in ("the", "a", "its", "very") or _negated(token):
            return None
    elif low in _SIGNS_OF:
        near = {t.lower_ for t in token.doc[max(a, token.i - 3):token.i]}
        if after not in ("of", "that") or not near & {"warning", "early", "ominous", "alarming", "worrying", "growing", "clear"}:
            return None
    elif after not in ("of", "that", "from", "to"):
        return None
    if low == "threat" and after != "of":
        return None
    if _negated(token):
        return None
    first = token.left_edge.i
    node = token
    if token.dep_ == "pobj" and token.head.lower_ in ("at", "on", "in"):
        node = token.head
        first = node.i
        verb = node.head
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < node.i), None)
        if subject is not None:
            first = subject.left_edge.i
    last = _end(token, b)
    return Warned(first, last, min(last, token.i + 2), f"“{low}” of harm")


def _may_lead(token: Token, b: int) -> Warned | None:
    """"X could spark Y", "may spill over into Y"; what may "amount to" a crime is a label, and no warning."""
    aux = {c.lower_ for c in token.children if c.dep_ == "aux"}
    head = token
    if token.dep_ == "conj" and not aux:
        head = token.head
        aux = {c.lower_ for c in head.children if c.dep_ == "aux"}
    if not aux & MAY or any(c.dep_ == "neg" for c in token.children):
        return None
    subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.lower_ in ("we", "i", "he", "she"):
        return None
    begin = subject.left_edge.i if subject.i < token.i else token.i
    # What spreads or escalates is the harm itself: the whole clause is looked at.
    of = begin if token.lower_ in ("spread", "escalate", "spiral", "erupt", "spill", "deteriorate", "explode", "engulf", "descend") else token.i
    return Warned(begin, _end(token, b), of, f"it may “{token.lower_}”")


def _threatens(token: Token, b: int) -> Warned | None:
    """"The fighting threatens to engulf ...": a thing as its subject; what people threaten is a vow."""
    to = next((c for c in token.children if c.dep_ == "xcomp"), None)
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if to is None or subject is None or not _HAZARD.search(" ".join(t.text for t in subject.subtree)):
        return None
    begin = subject.left_edge.i if subject.i < token.i else token.i
    return Warned(begin, _end(token, b), begin, "a thing that threatens to")


def _imminent(token: Token, b: int) -> Warned | None:
    noun = token.head if token.dep_ == "amod" else next((c for c in token.head.children if c.dep_ in ("nsubj",)), None)
    if noun is None or _negated(token):
        return None
    first = min(noun.left_edge.i, token.i)
    return Warned(first, max(token.i, noun.i, noun.right_edge.i), first, f"“{token.lower_}” harm")


def _end(token: Token, b: int) -> int:
    """The last token of what is warned of: the phrase, or the clause, before another clause begins."""
    last = token.right_edge.i
    if last <= token.i + 1:
        last = b - 1
    for t in token.doc[token.i + 1:last + 1]:
        if t.text in (";", "—") or (t.lower_ in ("but", "while", "although") and t.i > token.i + 3):
            last = t.i - 1
            break
    while last > token.i and (token.doc[last].is_punct or token.doc[last].is_space):
        last -= 1
    return last
