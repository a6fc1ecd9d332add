"""What a model found, laid beside what the rules found. Nothing of the rules' reading is changed or taken away.

What the rules have already is not said twice. What is left becomes a claim of its own, with the model as its
extractor: a suggestion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bearwitness.engines.address import Engine
from bearwitness.engines.ground import Found, Span
from bearwitness.engines.instructions import DIGEST, SEED, TEMPERATURE
from bearwitness.engines.shown import Shown
from bearwitness.model import Attribution, Claim, Passage, Reading, Statement, Toll, Value, Who, with_id


@dataclass(slots=True)
class Suggester:
    """Makes claims of grounded answers about one document."""

    reading: Reading
    shown: Shown
    engine: Engine
    known: int = 0                                        # answers that the rules had found already
    made: dict[str, Claim] = field(default_factory=dict)
    _whos: dict[Span, Who] = field(init=False)
    _kept: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._whos = {(w.passage.start, w.passage.end): w for w in _everybody(self.reading.claims) if w.passage is not None}
        self._kept = {claim.id for claim in self.reading.claims}

    def add(self, found: Found, *, both_runs: bool = True) -> None:
        """Adds a claim, unless the rules or an earlier answer gave it."""
        claim = self._alone(found, both_runs)
        if any(same(claim, other) for other in self.reading.claims):
            self.known += 1
        elif not any(same(claim, other) for other in self.made.values()):
            speakers, within = self._chain(found, claim)
            self._put(with_id(self.reading.document.text_sha256, replace(claim, speakers=speakers, within=within)))

    def _alone(self, found: Found, both_runs: bool) -> Claim:
        """The claim by itself, before its place among the other claims is known."""
        passage = self.shown.passage(*found.passage)
        speakers = () if found.speaker is None else (self.who(found.speaker),)
        content = () if found.words is None else (self.shown.passage(*found.words),)
        form = None
        if content:
            form = "direct" if content[0].exact[:1] in "\"“„«‘'‹" else "indirect"
        rule = self._rule(both_runs, rival=self._rival(content, speakers))
        return Claim("", found.kind, passage, self._value(found), None, speakers, None, content, form, found.stance,
                     found.hedge, original=passage.exact, rule=rule, extractor=self.engine.extractor)

    def _chain(self, found: Found, claim: Claim) -> tuple[tuple[Who, ...], str | None]:
        """The speakers of a claim, outermost first, and the statement that it sits in."""
        own = claim.speakers
        host = self._host(self.shown.passage(*found.core), own, claim.kind)
        if claim.kind == "statement":
            return (own, None) if host is None else ((*host.speakers, *own), host.id)
        if host is not None and (not own or same_who(host.speakers[-1:], *own)):
            return host.speakers, host.id
        return (own, self._utterance(claim).id) if own else ((), None)

    def _utterance(self, inner: Claim) -> Claim:
        """The statement around a reported toll or accusation, when there is none yet: it has no words of its own."""
        for claim in self.made.values():
            if claim.kind == "statement" and claim.passage == inner.passage and same_who(claim.speakers[-1:], *inner.speakers):
                return claim
        claim = with_id(self.reading.document.text_sha256, replace(inner, kind="statement", value=Statement()))
        self._put(claim)
        return claim

    def _put(self, claim: Claim) -> None:
        """Keeps a claim; where the rules made the very same one, theirs stays."""
        if claim.id not in self._kept:
            self.made[claim.id] = claim

    def _host(self, core: Passage, own: Sequence[Who], kind: str) -> Claim | None:
        """The statement in whose words this stands; of several the narrowest."""
        best, size = None, 0
        for claim in (*self.reading.claims, *self.made.values()):
            if claim.kind != "statement" or not claim.speakers:
                continue
            for p in claim.content:
                wider = kind != "statement" or p.end - p.start > core.end - core.start + 2      # not its own words
                if p.start <= core.start and core.end <= p.end and wider and (best is None or p.end - p.start < size):
                    best, size = claim, p.end - p.start
        # Somebody who is not named inside the words is no further level of them but a rival.
        if best is not None and kind == "statement" and not any(
                who.passage is not None and p.start <= who.passage.start and who.passage.end <= p.end for who in own for p in best.content):
            return None
        return best

    def _rival(self, content: Sequence[Passage], own: Sequence[Who]) -> bool:
        """Do the rules give these words to somebody else?"""
        return any(claim.kind == "statement" and claim.speakers and not same_who(claim.speakers[-1:], *own)
                   and _overlap(claim.content, content) > 0.5 for claim in self.reading.claims)

    def _rule(self, both_runs: bool, *, rival: bool = False) -> str:
        words = (f"suggested by the language model {self.engine.model} at {self.engine.url} (instructions {DIGEST}, "
                 f"temperature {TEMPERATURE}, seed {SEED}); each string found in the text; a person has to accept it")
        if not both_runs:
            words += "; given in one of two runs only"
        return words + ("; the rules give these words to another speaker" if rival else "")

    # --- values

    def who(self, span: Span) -> Who:
        """The actor at a place: as the rules know it there, else by the mention that stands there, else as the text has it."""
        passage = self.shown.passage(*span)
        known = self._whos.get((passage.start, passage.end))
        if known is not None:
            return replace(known, with_=())
        for mention in self.reading.mentions:
            m = mention.passage
            if mention.kind not in ("place", "date", "weapon") and passage.start <= m.start and m.end <= passage.end:
                name = m.exact
                role = passage.exact[:m.start - passage.start].strip(" ,") or None
                return Who(name, mention.kind, role, mention.entity_id, passage)
        return Who(" ".join(passage.exact.split()), "unnamed", None, None, passage)

    def _value(self, found: Found) -> Value:
        if found.kind == "toll":
            n = found.number
            assert n is not None and found.harm is not None
            whom = None if found.whom is None else " ".join(self.shown.passage(*found.whom).exact.split())
            return Toll(found.harm, n.number, n.low, n.high, n.best, self.shown.passage(n.start, n.end).exact, n.bound, whom)
        if found.kind == "attribution":
            assert found.accused is not None
            act = None if found.act is None else self.shown.passage(*found.act).exact
            return Attribution((self.who(found.accused),), act)
        return Statement()


# --- sameness ---------------------------------------------------------------------------------------

def same(a: Claim, b: Claim) -> bool:
    """Do two claims say the same of the same place, whatever their exact edges?"""
    if a.id == b.id:
        return True
    if a.kind != b.kind or not _touch(a.passage, b.passage):
        return False
    if isinstance(a.value, Toll) and isinstance(b.value, Toll):
        return (a.value.harm, a.value.number, a.value.low, a.value.high) == (b.value.harm, b.value.number, b.value.low, b.value.high)
    if isinstance(a.value, Attribution) and isinstance(b.value, Attribution):
        return any(same_who(b.value.accused, who) for who in a.value.accused)
    if not same_who(b.speakers[-1:], *a.speakers[-1:]):
        return False
    return not (a.content and b.content) or _overlap(a.content, b.content) > 0.5


def same_who(whos: Sequence[Who], *wanted: Who) -> bool:
    """Is one of the wanted among these, by identity, by place or by name?"""
    return any(
        (w.entity_id is not None and w.entity_id == x.entity_id)
        or (w.passage is not None and x.passage is not None and _touch(w.passage, x.passage))
        or w.name.casefold() == x.name.casefold()
        for x in wanted for w in (*whos, *(inner for outer in whos for inner in outer.with_)))


def _touch(a: Passage, b: Passage) -> bool:
    return a.start < b.end and b.start < a.end


def _overlap(a: Sequence[Passage], b: Sequence[Passage]) -> float:
    """Shared characters as a part of the shorter of two sets of stretches."""
    shared = sum(max(0, min(p.end, q.end) - max(p.start, q.start)) for p in a for q in b)
    least = min(sum(p.end - p.start for p in side) for side in (a, b))
    return shared / least if least else 0.0


def _everybody(claims: Iterable[Claim]) -> Iterator[Who]:
    for claim in claims:
        yield from claim.speakers
        yield from getattr(claim.value, "accused", ())
