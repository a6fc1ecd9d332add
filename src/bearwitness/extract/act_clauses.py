"""What one clause vows, asks for or obliges: by its verb, its auxiliaries and whose clause it is.

A clause is a main verb of a sentence, or one joined to it by "and" ("recognises the work, and remains determined to ...").
Who speaks is told by the caller: somebody quoted, or the document in its own voice, which vows and asks only where it says
"we" or where the words leave no doubt ("It is imperative that ...").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Unit

FIRST = frozenset(["we", "i"])
OURS = frozenset(["our", "my"])
ASKS = frozenset("""urge call demand ask appeal insist implore request encourage plead press exhort beseech beg invite""".split())
ASKING = frozenset("urging calling demanding asking appealing insisting imploring requesting encouraging pleading pressing exhorting begging".split())
PLEDGES = frozenset("pledge vow promise commit undertake swear guarantee intend plan mean".split())
MUST = frozenset(["must", "should", "ought"])
WILL = frozenset(["will", "shall", "'ll", "’ll", "wo"])
VOWED = frozenset("committed determined dedicated resolved steadfast resolute".split())
VOWS = frozenset("commitment pledge promise determination resolve vow readiness".split())
REAFFIRM = frozenset("""reaffirm reaffirms reaffirmed reaffirming reiterate reiterates reiterated reiterating restate restates restated renew renews renewed
affirm affirms affirmed underscore underscores underscored underline underlines underlined stress stresses stressed emphasise emphasises emphasised
emphasize emphasizes emphasized confirm confirms confirmed express expresses expressed honour honours honor honors fulfil fulfill fulfills uphold upholds
maintain maintains demonstrate demonstrates show shows have has repeat repeats repeated""".split())
STAYS = frozenset("remain remains stay stays stand stands remaining is are am 're 'm ’re ’m be".split())
BEFALLS = frozenset("see face witness be have lose suffer die know need remember find learn become talking talk speak wake end".split())
NEEDED = frozenset("imperative essential crucial vital critical necessary important urgent paramount incumbent indispensable high".split())
_TURNS = frozenset("note remember understand recognise recognize recall know stress mention realise realize say see acknowledge".split())
# What an order in a quotation or a post begins with.
ORDERS = frozenset("""stop end halt cease release free protect let allow lift investigate withdraw open give bring hold disarm evacuate arrest punish
save stand boycott ban suspend return leave respect spare help""".split())
ADDRESSED = frozenset("""community world authorities government regime army militia parties sides leaders council nations states powers union perpetrators
culprits killers commanders generals governments""".split())
_RESOLVES = frozenset("calls urges demands requests appeals".split())
_WANTED = frozenset("ceasefire truce action investigation inquiry intervention accountability aid help access protection justice pressure sanctions dialogue".split())
_BARE_ORDERS = frozenset("withdraw return stand leave help".split())
_PLACES_SENT_TO = frozenset("prison jail hospital custody detention trial asylum institution memory flames".split())
_VIOLENT = frozenset("""kill killing kills attack attacking attacks carrying destroy destroying murder murdering bombing bomb exterminating annihilating
slaughtering expelling terrorising terrorizing terror conquering invading""".split())
_DEDICATED = frozenset("memorial monument museum song page day event site statue ceremony book film prize award minute mass prayer chapel garden it".split())
# Bodies that a document of their own speaks of by name: "the Coalition will".
_BODIES = frozenset("""coalition department government ministry command council commission mission office agency union states nations administration
embassy secretariat committee court authority force forces army alliance organisation organization""".split())


@dataclass(frozen=True)
class Act:
    """demand or commitment, from the first to the last token of its words; `of` is the head of who is asked."""

    kind: str
    first: int
    last: int
    why: str
    of: int | None = None
    reported: bool = False      # it is one also where somebody else reports it: "X reaffirmed its commitment to ..."


@dataclass(frozen=True)
class Voice:
    """Whose clause: `quoted` stands within reported words; `we` is a document that says "we" of itself; `own` tells the
    bodies that the speaker answers for."""

    quoted: bool = False
    we: bool = False
    official: bool = False


def acts_of(unit: Unit, a: int, b: int, voice: Voice) -> Iterator[Act]:
    """The demands and commitments of one sentence, in text order."""
    doc = unit.doc
    if doc[b - 1].text == "?" or doc[max(a, b - 2)].text == "?":
        return
    heads = _heads(doc.part(a, b).root)
    for head, _ in heads:
        for told in head.children:
            if told.dep_ == "ccomp" and (act := _justice(told, told.left_edge.i, told.right_edge.i + 1)) is not None:
                yield act
    for n, (head, subject) in enumerate(heads):
        end = heads[n + 1][0].left_edge.i if n + 1 < len(heads) and heads[n + 1][0].i > head.i else b
        act = _act(head, subject, a if n == 0 else head.left_edge.i, end, voice)
        if act is not None:
            yield act


def _heads(root: Token) -> list[tuple[Token, Token | None]]:
    """The main verbs of a sentence, each with its subject or the one it shares."""
    out: list[tuple[Token, Token | None]] = []
    stack: list[tuple[Token, Token | None]] = [(root, None)]
    while stack:
        head, shared = stack.pop(0)
        subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass", "expl")), shared)
        out.append((head, subject))
        stack += [(c, subject) for c in head.children if c.dep_ == "conj" and any(
            x.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "dobj", "xcomp", "acomp", "attr", "prep", "ccomp", "oprd") for x in c.children)]
        # "The envoy said ..., and the council urges ..." parsed as the clause of another verb stays with that verb.
    return sorted(out, key=lambda p: p[0].i)


def _act(head: Token, subject: Token | None, start: int, end: int, voice: Voice) -> Act | None:
    children = list(head.children)
    aux = {c.lower_ for c in children if c.dep_ in ("aux", "auxpass")}
    negated = any(c.dep_ == "neg" for c in children)
    low = head.lower_
    who = subject.lower_ if subject is not None else ""
    first = who in FIRST or (subject is not None and any(c.lower_ in OURS and c.dep_ == "poss" for c in subject.children))
    return (_asked(head, children, who, aux, negated, end)
            or _resolved(head, subject, children, start, end)
            or _justice(head, start, end)
            or _needed(head, children, who, end)
            or (_ordered(head, subject, start, end) if voice.quoted or voice.we or head.doc[end - 1].text == "!" else None)
            or (_obliged(head, subject, aux, low, first, start, end) if voice.quoted or voice.we or _addressed(subject) else None)
            or _vowed(head, children, subject, aux, low, first, start, end, voice)
            or _noun_vow(head, children, end))


def _words(first: int, last: int, unit_doc: object) -> tuple[int, int]:
    """First and last token without the marks at the ends."""
    doc = unit_doc
    while last > first and (doc[last].is_punct or doc[last].is_space or doc[last].lower_ in ("and", "but")):   # type: ignore[index]
        last -= 1
    while first < last and (doc[first].is_punct or doc[first].is_space or doc[first].lower_ in ("and", "but", "that")):   # type: ignore[index]
        first += 1
    return first, last


# --- demands ----------------------------------------------------------------------------------------------

def _asked(head: Token, children: list[Token], who: str, aux: set[str], negated: bool, end: int) -> Act | None:
    """"We urge X to ...", "we continue to call for ...", "I am asking that ..."."""
    if who not in FIRST or negated:
        return None
    verb = head
    if head.lower_ not in ASKS and head.lower_ not in ASKING:
        inner = next((c for c in children if c.dep_ in ("xcomp", "ccomp") and c.lower_ in ASKS | ASKING), None)
        if inner is None or any(c.dep_ == "neg" for c in inner.children) or any(c.dep_ in ("nsubj", "nsubjpass") for c in inner.children):
            return None
        verb = inner
    elif head.lower_ in ASKING and not aux & {"are", "am", "'re", "’re", "'m", "’m"}:
        return None
    of: Token | None = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    what = next((c for c in verb.children if c.i > verb.i and c.dep_ in ("xcomp", "ccomp", "advcl")), None)
    if what is not None:
        inner_subject = next((c for c in what.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < what.i), None)
        if inner_subject is not None and any(c.lower_ == "to" and c.dep_ == "aux" for c in what.children):
            of = inner_subject
            return _made("demand", next(c.i for c in what.children if c.lower_ == "to" and c.dep_ == "aux"), end - 1, verb, "asked for", of)
        return _made("demand", what.left_edge.i, end - 1, verb, "asked for", of)
    prep = next((c for c in verb.children if c.dep_ == "prep" and c.i > verb.i and c.lower_ in ("for", "on", "upon", "to")), None)
    if prep is not None:
        return _after_preposition(verb, prep, end)
    if of is not None and verb.lower_ in ("demand", "request", "urge", "demanding", "urging", "requesting"):
        return _made("demand", of.left_edge.i, end - 1, verb, "asked for", None)
    return None


def _after_preposition(verb: Token, prep: Token, end: int) -> Act | None:
    """"call on X to ...", "appeal to X for ...", "call for X": the infinitive may hang on the verb, on X or on the preposition."""
    of = next((c for c in prep.children if c.dep_ == "pobj"), None)
    if prep.lower_ == "for":
        first = of or next((c for c in prep.children if c.dep_ == "pcomp"), None)
        return _made("demand", first.left_edge.i, end - 1, verb, "asked for", None) if first is not None else None
    to = next((t for t in verb.doc[(of or prep).i + 1:end] if t.lower_ == "to" and t.dep_ == "aux"), None)
    if to is None:
        other = next((t for t in verb.doc[(of or prep).i + 1:end] if t.lower_ == "for" and t.dep_ == "prep"), None)
        return _made("demand", other.i + 1, end - 1, verb, "asked for", of) if other is not None else None
    return _made("demand", to.i, end - 1, verb, "asked for", of)


def _needed(head: Token, children: list[Token], who: str, end: int) -> Act | None:
    """"It is imperative that ...", "it is essential for X to ...", "it is time to ..."."""
    if who != "it" or head.lower_ not in ("is", "'s", "’s", "remains", "becomes"):
        return None
    quality = next((c for c in children if c.dep_ in ("acomp", "attr") and (c.lower_ in NEEDED or c.lower_ == "time")), None)
    if quality is None or any(c.dep_ == "neg" for c in children) or (quality.lower_ == "high" and "time" not in [c.lower_ for c in children]):
        return None
    after = [t for t in head.doc[quality.i + 1:end] if not t.is_punct]
    if not after or after[0].lower_ not in ("that", "for", "to"):
        return None
    if after[0].lower_ == "to" and len(after) > 1 and after[1].lower_ in _TURNS:
        return None
    return _made("demand", after[0].i, end - 1, head, f"it is {quality.lower_}", None)


def _ordered(head: Token, subject: Token | None, start: int, end: int) -> Act | None:
    """"Release the bodies", "please stop the bombing": no subject before the verb."""
    if head.lower_ not in ORDERS or (subject is not None and subject.i < head.i):
        return None
    before = [t for t in head.doc[start:head.i] if not t.is_punct]
    if any(t.lower_ not in ("please", "now", "so", "and", "just", "immediately") for t in before):
        return None
    wanted = ("dobj", "ccomp", "xcomp", "nsubj", *(["prep"] if head.lower_ in _BARE_ORDERS else []))
    after = head.doc[head.i + 1].lower_ if head.i + 1 < end else ""
    if not any(c.i > head.i and c.dep_ in wanted for c in head.children) or (head.lower_ == "let" and after in ("us", "me", "'s", "’s")):
        return None
    return _made("demand", head.i, end - 1, head, "an order", None)


def _obliged(head: Token, subject: Token | None, aux: set[str], low: str, first: bool, start: int, end: int) -> Act | None:
    """"X must ...", "those responsible should be ...", "the regime has to ...": what is past or guessed obliges nobody."""
    if subject is None:
        return None
    begin = subject.left_edge.i if start <= subject.left_edge.i < head.i else start
    if aux & MUST and first and low in _TURNS | {"forget", "ask", "admit", "be", "think"}:
        return None
    if aux & MUST and "have" not in aux and not (low in ("noted", "remembered", "stressed", "recalled", "said") and "be" in aux):
        if "should" in aux and low in ("arrive", "know", "begin", "start", "expect", "be") and not any(
                c.lower_ == "able" or c.dep_ in ("acomp", "attr", "expl") for c in head.children):
            return None
        return _made("demand", begin, end - 1, head, "an obligation", subject.i)
    if low in ("needed", "required") and aux & {"is", "are"} and subject.dep_ == "nsubjpass" and subject.lower_ in _WANTED:
        return _made("demand", begin, end - 1, head, "a need", None)
    to = next((c for c in head.children if c.dep_ == "xcomp" and any(x.lower_ == "to" for x in c.children)), None)
    if low in ("has", "have", "needs", "need") and to is not None and not first and to.i > head.i and not aux & {
            "would", "'d", "’d", "could", "might"} and to.lower_ not in ("believe", "think", "wonder", "understand", "say", "be", "imagine") and subject.lower_ not in (
            "he", "she", "they", "people", "residents", "families"):
        return _made("demand", begin, end - 1, head, "an obligation", subject.i)
    return None


def _addressed(subject: Token | None) -> bool:
    """Somebody of whom also a text that never says "we" demands: "the international community must act"."""
    return subject is not None and (subject.lower_ in ADDRESSED or (subject.lower_ == "those" and any(
        t.lower_ == "responsible" for t in subject.subtree)))


def _resolved(head: Token, subject: Token | None, children: list[Token], start: int, end: int) -> Act | None:
    """"Calls upon Member States to ...": a paragraph of a resolution, whose subject is the body's name in its heading."""
    if head.lower_ not in _RESOLVES or (subject is not None and subject.i < head.i):
        return None
    if any(not (t.is_punct or t.like_num or t.is_space or t.lower_ in ("also", "further", "again", "strongly")) for t in head.doc[start:head.i]):
        return None
    prep = next((c for c in children if c.dep_ == "prep" and c.lower_ in ("for", "on", "upon")), None)
    if prep is not None:
        return _after_preposition(head, prep, end)
    return None     # without a preposition it is read as a statement of nobody named


# --- commitments ------------------------------------------------------------------------------------------

def _vowed(head: Token, children: list[Token], subject: Token | None, aux: set[str], low: str, first: bool, start: int, end: int,
           voice: Voice) -> Act | None:
    begin = subject.left_edge.i if subject is not None and start <= subject.left_edge.i < head.i else start
    if first:
        if aux & WILL and low not in BEFALLS and not any(c.lower_ == "never" for c in children if low in ("forget", "know")):
            return _made("commitment", begin, end - 1, head, "the first person will", None)
        going = next((c for c in children if c.dep_ == "xcomp"), None) if low == "going" else None
        if going is not None and going.lower_ not in BEFALLS:
            return _made("commitment", begin, end - 1, head, "the first person is going to", None)
        if low in PLEDGES and not any(c.dep_ == "neg" for c in children) and any(c.dep_ in ("xcomp", "ccomp", "dobj") for c in children) and not (
                low == "mean" or (low == "commit" and any(c.lower_.startswith("crime") for c in children))):
            return _made("commitment", begin, end - 1, head, f"the first person: “{low}”", None)
    vow = head if low in VOWED and (aux & STAYS or head.dep_ in ("ROOT", "conj")) and aux & STAYS else next(
        (c for c in children if c.lower_ in VOWED and c.dep_ in ("acomp", "attr", "oprd", "xcomp")), None)
    stays = low in STAYS or bool(aux & STAYS)
    if vow is not None and vow.lower_ == "dedicated" and subject is not None and subject.lower_ in _DEDICATED:
        return None
    if vow is not None and stays and _to_something(vow, head, end) and not _aims_at_violence(vow, end, first):
        named = subject is not None and (subject.lower_ in _BODIES or subject.ent_type_ in ("GPE", "ORG", "NORP"))
        if not (voice.quoted or voice.we or named or low in ("remain", "remains", "stay", "stays", "stand", "stands")):
            return None         # of somebody else, in a reporter's words
        if low in ("remain", "stay", "stand") and aux & {"would", "could", "might", "may"}:
            return None
        return _made("commitment", begin, end - 1, head, f"“{vow.lower_}” to it", None)
    if low in ("stand", "stands") and any(c.lower_ in ("ready", "prepared") for c in children):
        return _made("commitment", begin, end - 1, head, "stands ready", None)
    if low in ("remain", "remains") and any(c.lower_ in ("engaged", "seized") for c in children):
        return _made("commitment", begin, end - 1, head, "remains engaged", None)
    named = subject is not None and subject.lower_ in _BODIES
    if aux & WILL and named and not first and low not in BEFALLS and (voice.official or (voice.we and not voice.quoted)):
        return _made("commitment", begin, end - 1, head, "a body that is spoken for will", None)
    return None


def _justice(head: Token, start: int, end: int) -> Act | None:
    """"Those responsible will be held to account": a vow whoever is its subject, told by whoever."""
    if not any(c.dep_ == "aux" and c.lower_ in WILL for c in head.children):
        return None
    words = {t.lower_ for t in head.doc[head.i:end]}
    negated = any(c.dep_ == "neg" for c in head.children)
    vow = ((head.lower_ == "held" and words & {"account", "accountable", "responsible"}) or (head.lower_ == "brought" and "justice" in words)
           or (head.lower_ == "face" and words & {"justice", "trial", "prosecution", "consequences"}) or head.lower_ in ("punished", "prosecuted")
           or (negated and head.lower_ == "go" and "unpunished" in words) or (head.lower_ == "pay" and words & {"price", "dearly", "heavily"}))
    subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if not vow or subject is None or (negated and head.lower_ != "go"):
        return None
    made = _made("commitment", subject.left_edge.i if start <= subject.left_edge.i else start, end - 1, head, "justice is vowed", None)
    return replace(made, reported=True) if made is not None else None


def _to_something(vow: Token, head: Token, end: int) -> bool:
    """Is something vowed: "committed to ...", "steadfast in its commitment ..."? Not "committed to prison", not "determined that"."""
    after = [t for t in vow.doc[vow.i + 1:end] if not t.is_punct]
    if not after:
        return False
    if after[0].lower_ == "in":
        return any(t.lower_ in VOWS or t.lower_ == "support" for t in after[:4])
    if after[0].lower_ not in ("to", "toward", "towards"):
        return False
    near = {t.lower_ for t in after[1:5]}
    return not near & _PLACES_SENT_TO and not (vow.lower_ == "determined" and near & {"be", "have"})


def _aims_at_violence(vow: Token, end: int, first: bool) -> bool:
    return not first and any(t.lower_ in _VIOLENT for t in vow.doc[vow.i + 1:min(end, vow.i + 5)])


def vows_violence(unit: Unit, a: int, b: int) -> tuple[int, int] | None:
    """"X remains committed to carrying out attacks", of somebody else: no vow of the teller's but a warning."""
    for head, subject in _heads(unit.doc.part(a, b).root):
        if subject is None or subject.lower_ in FIRST:
            continue
        vow = head if head.lower_ in VOWED else next((c for c in head.children if c.lower_ in VOWED and c.dep_ in ("acomp", "attr", "oprd")), None)
        if vow is not None and _to_something(vow, head, b) and _aims_at_violence(vow, b, False):
            return _words(subject.left_edge.i, b - 1, unit.doc)
    return None


def _noun_vow(head: Token, children: list[Token], end: int) -> Act | None:
    """"reaffirms its commitment to ...", "remains steadfast in its commitment to ...": from the possessive on."""
    if head.lower_ not in REAFFIRM:
        return None
    noun = next((c for c in children if c.dep_ == "dobj" and c.lower_ in VOWS), None)
    if noun is None or not any(c.dep_ == "poss" for c in noun.children):
        return None
    if not any(t.lower_ in ("to", "for") for t in head.doc[noun.i + 1:min(end, noun.i + 3)]):
        return None
    last = min(end - 1, noun.right_edge.i) if noun.right_edge.i > noun.i + 1 else end - 1
    made = _made("commitment", noun.left_edge.i, last, head, f"“{head.lower_}” its {noun.lower_}", None)
    return replace(made, reported=True) if made is not None else None


def _made(kind: str, first: int, last: int, head: Token, why: str, of: Token | int | None) -> Act | None:
    first, last = _words(first, last, head.doc)
    if last <= first:
        return None
    return Act(kind, first, last, why, of if of is None or isinstance(of, int) else of.i)
