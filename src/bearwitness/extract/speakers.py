"""From a speech verb to whoever speaks: the subject in every construction that carries one.

The gravest error of a tool like this is to make the accused the speaker: a passive ("these factions have
been accused") has no speaker unless a by-phrase names one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bearwitness.extract.body_kinds import may_be_called
from bearwitness.extract.names import PRONOUNS_PERSON, RELATIVES, ROLE_WORDS, who_at
from bearwitness.extract.speech import HEARSAY, HEARSAY_REPORTED, verbs
from bearwitness.extract.tokens import joined_to
from bearwitness.model import Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit

_TELLERS = frozenset("""witness witnesses eyewitness eyewitnesses resident residents survivor survivors police official officials activist activists media
press villager villagers hospital intelligence doctors medics neighbours neighbors local""".split())
_PRESS = frozenset("media news press eyewitness witness field".split())
_HEARD = frozenset("heard seen filmed quoted cited shown recorded caught reported".split())
_CONTROLLED = frozenset("""urge urged urges urging call called calls calling ask asked asks asking want wanted wants tell told
order ordered force forced allow allowed help helped threaten threatened refuse refused decline declined declines fail
failed fails need needs needed""".split())
GROUP_WORDS = frozenset("""group organisation organization monitor watchdog agency observatory commission committee party network council
court outlet newspaper broadcaster channel movement militia coalition union body office team mission charity ngo brigade battalion panel inquiry""".split())
# "A Reuters investigation found": the body that made it says so.
_STUDIES = frozenset("investigation study survey analysis probe count tally statement dispatch".split())
# A state has one army and one government: these stand for a body seen before only when its name says so.
_STATE_WORDS = frozenset("army military government administration ministry police embassy authorities".split())


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands as the speaker. `token` is None when nobody is named; `hearsay` when the text says so."""

    token: Token | None
    hearsay: bool = False
    passive: bool = False
    irrealis: bool = False


def subject_of(verb: Token, depth: int = 0) -> Subject:
    """The speaker's head word for a speech verb."""
    if depth > 6:
        return Subject(None)
    named = [c for c in verb.children if c.dep_ == "nsubj"]
    if named:
        if named[0].lower_ in RELATIVES and verb.dep_ in ("relcl", "conj"):
            return Subject(_relative_head(verb))
        # A long title may be taken for a subject of its own: the one next to the verb is the person.
        return Subject(named[-1] if len(named) > 1 and named[-1].i < verb.i else named[0])
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        return _agent(verb)
    if any(c.dep_ in ("auxpass", "agent") for c in verb.children):
        return _agent(verb)
    head, dep = verb.head, verb.dep_
    if dep == "conj" and head.i != verb.i:
        return subject_of(told_beside(verb) or joined_to(verb), depth + 1)
    if dep in ("xcomp", "ccomp", "oprd") and head.i != verb.i:
        return _controlled(verb, head, depth)
    if dep in ("advcl", "dep", "parataxis") and head.i != verb.i:
        if not verb.lower_.endswith("ing"):
            return Subject(None)
        # "denied that it had fired, saying ...": who denies says, not who fired.
        teller = head.head if head.dep_ == "ccomp" and verb.i > head.i and verb.nbor(-1).text == "," else None
        if head.dep_ in ("acl", "relcl") and head.head.dep_ == "dobj" and verb.i > head.i and verb.nbor(-1).text == ",":
            teller = head.head.head         # "rejected reports that it had fired, saying ..."
        if teller is not None and teller.lower_ in verbs():
            return subject_of(teller, depth + 1)
        return _quoted_as(head) or subject_of(head, depth + 1)
    if dep == "acl":
        tells = any(c.dep_ == "ccomp" and any(t.dep_ == "mark" for t in c.children) for c in verb.children)
        return Subject(head) if verb.lower_.endswith("ing") or tells else Subject(None, passive=True)
    if dep == "relcl":
        return Subject(None)
    if dep == "pcomp" and head.head.i != head.i:
        return _quoted_as(head.head) or subject_of(head.head, depth + 1)
    return Subject(None)


_PLAIN_PAST = ("ed", "said", "told", "swore", "wrote", "spoke")


def told_beside(verb: Token) -> Token | None:
    """"She said she was not aware of it and pledged to look": the verb of telling that a second one goes on from.

    The parser hangs "pledged" on "was"; a bare past form of a verb of speech beside a clause without "that" is the teller's.
    """
    head = joined_to(verb)
    if verb.dep_ != "conj" or verb.lower_ not in verbs() or not verb.lower_.endswith(_PLAIN_PAST):
        return None
    if any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in verb.children) or head.dep_ != "ccomp" or head.lower_ in verbs():
        return None
    teller = head.head
    joined = any(c.dep_ == "mark" for c in head.children)
    comma = verb.i > 1 and any(verb.doc[k].text == "," for k in (verb.i - 1, verb.i - 2))
    return teller if teller.lower_ in verbs() and teller.i < head.i and (comma or not joined) else None


def _relative_head(verb: Token) -> Token | None:
    node = verb
    while node.dep_ == "conj":
        node = node.head
    if node.dep_ != "relcl":
        return None
    head = node.head
    if head.dep_ == "pobj" and head.head.head.lower_ in ROLE_WORDS and any(c.lower_ == "who" for c in node.children):
        head = head.head.head       # "X, a spokeswoman for the committee, who accused": X did
        return head.head if head.dep_ == "appos" else head
    return head


def _agent(verb: Token) -> Subject:
    for child in verb.children:
        if child.dep_ == "agent":
            found = next((c for c in child.children if c.dep_ == "pobj"), None)
            if found is not None:
                return Subject(found, passive=True)
    return Subject(None, passive=True)


def _quoted_as(head: Token) -> Subject | None:
    """"was quoted as saying", "can be heard pledging": the grammatical subject does speak; "the paper quoted X as saying": X."""
    if head.lower_ in ("quoted", "quotes", "quoting", "quote", "cited", "heard", "hear", "hears"):
        said = next((c for c in head.children if c.dep_ == "dobj"), None)
        if said is not None:
            return Subject(said)
    if head.lower_ in _HEARD:
        found = next((c for c in head.children if c.dep_ == "nsubjpass"), None)
        if found is not None:
            if found.lower_ in RELATIVES and head.dep_ == "relcl":
                return Subject(head.head)
            return Subject(found)
    return None


def _controlled(verb: Token, head: Token, depth: int) -> Subject:
    quoted = _quoted_as(head)
    if quoted:
        return quoted
    if head.lower_ in _CONTROLLED:
        return Subject(None, irrealis=True)
    return subject_of(head, depth + 1)


_MALE = frozenset("mr father brother son husband uncle grandfather spokesman chairman policeman king prince lord sheikh imam bishop sir".split())
_FEMALE = frozenset("mrs ms miss mother sister daughter wife aunt grandmother spokeswoman chairwoman policewoman queen princess lady widow".split())


@dataclass(frozen=True, slots=True)
class Seen:
    """An actor that stood as a subject: where, and whether it spoke."""

    line: int
    sentence: int      # offset of the sentence's first token
    offset: int
    who: Who
    spoke: bool


_DEFINITE = re.compile(r"(?:the|that|this|these|those|his|her|its|their)\s", re.I)


_ONE = re.compile(r"(?:an?|one|another)\s", re.I)
_PEOPLE = frozenset("""teacher resident witness survivor villager neighbour neighbor shopkeeper doctor nurse medic surgeon driver farmer student mother father
brother sister son daughter uncle aunt relative cousin woman man girl boy activist lawyer journalist reporter fighter soldier officer policeman official
diplomat analyst researcher engineer worker priest imam elder trader fisherman refugee migrant prisoner detainee passenger bystander guard pilot aide
source insider employee colleague friend protester demonstrator""".split())


class Speakers:
    """Builds the chain of one level and remembers who spoke, so that "he" and "the group" find their name."""

    def __init__(self, page: Page):
        self.page = page
        self.persons: list[Seen] = []
        self.bodies: list[Seen] = []
        self.roles: dict[str, str] = {}      # the fullest name -> the office the document gave with it
        self.described: dict[str, Seen] = {}  # head noun -> the last who was brought in by it ("a war monitor")
        self.men: set[str] = set()           # whom the text itself calls Mr, father, spokesman, he
        self.women: set[str] = set()

    # -- memory

    def remember(self, unit: Unit, token: int, who: Who, *, spoke: bool = False) -> None:
        """A named actor stood as a subject here."""
        if who.kind in ("unnamed", "community") or (who.entity_id is None and who.kind != "person"):
            # a bare "Monitor" of a headline brings nobody in
            if spoke and who.passage is not None and (_ONE.match(who.passage.exact) or (
                    unit.doc[token].lower_.endswith(("s", "people", "men", "women")) and not _DEFINITE.match(who.passage.exact))):
                self.described[unit.doc[token].lower_] = Seen(unit.line.index, unit.starts[token], unit.starts[token], who, True)
            return
        seen = Seen(unit.line.index, unit.starts[unit.sent_of(token)[0]], unit.starts[token], who, spoke)
        (self.persons if who.kind == "person" else self.bodies).append(seen)
        if who.role:
            self.roles.setdefault(who.name, who.role)
        words = set(re.findall(r"[a-z-]+", (who.passage.exact if who.passage else "").lower()))
        if words & _MALE:
            self.men.add(who.name)
        elif words & _FEMALE:
            self.women.add(who.name)

    # -- building

    def level(self, unit: Unit, verb: Token | None, subject: Subject) -> tuple[tuple[Who, ...], str | None]:
        """The speakers of one level, outermost first, and a hedge that the subject itself carries.

        Returns an empty chain when nobody is named ("reports indicate").
        """
        token = subject.token
        if token is None:
            return (), None
        low = token.lower_
        if low in _STUDIES:
            named = self.source_of(unit, token)
            if named and named[0].kind in ("organisation", "outlet"):
                return named, None
        if low in HEARSAY and not (low in ("those", "these") and any(c.dep_ in ("relcl", "acl", "prep") for c in token.children)):
            named = self.source_of(unit, token)
            if named:
                return named, None
            if low in HEARSAY_REPORTED and any(c.dep_ in ("acl", "relcl") or (c.dep_ in ("compound", "nmod") and c.lower_ not in _PRESS)
                                               for c in token.children):
                return (who_at(self.page, unit, token.i),), None       # "accident reports obtained by the wire"
            return (), ("reported" if low in HEARSAY_REPORTED else None)
        who = self.resolve(unit, token, who_at(self.page, unit, token.i))
        chain = (who,)
        via = self._via(unit, token, verb)
        return ((via, *chain) if via else chain), None

    def source_of(self, unit: Unit, token: Token) -> tuple[Who, ...]:
        """"Reports from Reuters and Medya News", "an HRW report", "evidence from rights groups"."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("from", "by"):
                found = next((c for c in child.children if c.dep_ == "pobj"), None)
                if found is not None:
                    return (self.resolve(unit, found, who_at(self.page, unit, found.i)),)
            if child.dep_ in ("poss", "compound", "nmod"):
                start = unit.starts[child.i]
                name = next((n for n in self.page.names if n.start <= start < n.end), None)
                if name is not None and name.kind in ("organisation", "outlet", "person", "state", "armed_group"):
                    passage = self.page.passage(name.start, name.end)
                    return (Who(name.canonical or name.text, name.kind, None, name.entity_id, passage),)
                if child.lower_ in _TELLERS:        # "witness accounts", "residents' reports"
                    return (who_at(self.page, unit, child.i),)
        return ()

    def _via(self, unit: Unit, token: Token, verb: Token | None) -> Who | None:
        """"through his spokesperson X": the one who passes the words on is a level of its own."""
        preps = [c for c in token.children if c.dep_ == "prep"]
        preps += [c for c in verb.children if c.dep_ == "prep"] if verb is not None else []
        for prep in preps:
            if prep.lower_ in ("through", "via"):
                found = next((c for c in prep.children if c.dep_ == "pobj"), None)
                if found is not None and (found.lower_ in ROLE_WORDS or found.ent_type_ in ("PERSON", "ORG") or any(
                        c.dep_ == "appos" for c in found.children)):
                    return who_at(self.page, unit, found.i)
        return None

    # -- pronouns and short descriptions

    def resolve(self, unit: Unit, token: Token, who: Who) -> Who:
        """Give "he", "the group", "the minister" the name they stand for, when the text leaves no doubt."""
        low = token.lower_
        line, at = unit.line.index, unit.starts[token.i]
        found: Who | None = None
        if low in PRONOUNS_PERSON:
            other = self.women if low in ("he", "him") else self.men
            found = self._last([s for s in self.persons if s.who.name not in other], line, at, reach=3)
            someone = self._someone(line, at)
            if someone is not None and not any(someone.offset < s.offset < at for s in self.persons):
                return replace(who, name=someone.who.name, kind=someone.who.kind, role=who.role or someone.who.role)
            if found is not None:
                (self.men if low in ("he", "him") else self.women).add(found.name)
        elif low in ("they", "it"):
            found = self._last(self.bodies, line, at, reach=2)
            several = self._several(line, at) if low == "they" else None
            if several is not None and not any(several.offset < s.offset < at for s in self.bodies):
                return replace(who, name=several.who.name, kind=several.who.kind, role=who.role or several.who.role)
        elif who.kind in ("unnamed", "state", "armed_group") and who.entity_id is None and who.passage is not None:
            found = self._described(who.passage.exact, low, line, at)
        if found is None:
            role = who.role or self.roles.get(who.name)
            return replace(who, role=role) if role != who.role else who
        return replace(who, name=found.name, kind=found.kind, role=who.role or found.role, entity_id=found.entity_id)

    def _someone(self, line: int, at: int) -> Seen | None:
        """The last unnamed person who spoke ("a teacher"), of whom a "she" may go on."""
        people = [s for head, s in self.described.items() if s.offset < at and line - s.line <= 1 and _ONE.match(s.who.name) and (
            head in ROLE_WORDS or head in _PEOPLE)]
        return max(people, key=lambda s: s.offset, default=None)

    def _several(self, line: int, at: int) -> Seen | None:
        """Those who spoke last and are called by a plural ("prosecutors in the city"), of whom a "they" may go on."""
        people = [s for head, s in self.described.items() if s.offset < at and line == s.line and head.endswith(("s", "people", "men", "women")) and not (
            _ONE.match(s.who.name))]
        return max(people, key=lambda s: s.offset, default=None)

    def person_before(self, line: int, at: int) -> Who | None:
        """Whom a "he" or "she" at this place stands for."""
        return self._last(self.persons, line, at, reach=3)

    def _last(self, memory: list[Seen], line: int, at: int, *, reach: int) -> Who | None:
        """The subject of the nearest sentence before that had one; of several the first, and who spoke before who did not.

        "The committee said ..., the agency reported. It said": the committee.
        """
        near = [s for s in memory if s.offset < at and 0 <= line - s.line <= reach]
        spoke = [s for s in near if s.spoke]
        pool = spoke if spoke and (not near or spoke[-1].line >= near[-1].line) else near
        if not pool:
            return None
        nearest = max(s.sentence for s in pool)
        return min((s for s in pool if s.sentence == nearest), key=lambda s: s.offset).who

    def _described(self, text: str, head: str, line: int, at: int) -> Who | None:
        """"the group", "the minister": definite, short, and somebody fitting spoke before."""
        if not re.match(r"(?:the|that|this|these|those)\s+(?:[\w-]+\s+)?[\w-]+$", text, re.I):
            return None
        before = self.described.get(head)
        if before is not None and before.offset < at and line - before.line <= 5 and not any(before.offset < s.offset < at for s in self.bodies):
            known = set(before.who.name.lower().split())
            if set(text.lower().split()[1:]) <= known:      # "a war monitor said ... the monitor added"
                return before.who
        if head in GROUP_WORDS:
            words = text.lower().split()
            if len(words) > 2 and words[1] not in ("same", "monitoring", "rights", "war", "news", "militant", "armed", "aid"):
                return None
            return self._last([b for b in self.bodies if may_be_called(head, b.who)], line, at, reach=3)
        if head in _STATE_WORDS:
            for seen in reversed(self.bodies):
                if seen.offset < at and line - seen.line <= 3 and re.search(rf"\b{head}\b", seen.who.name, re.I):
                    return seen.who
            return None
        if head in ROLE_WORDS:
            for seen in reversed(self.persons):
                if seen.offset < at and line - seen.line <= 5 and seen.who.role and re.search(
                        rf"\b{re.escape(head)}\b", seen.who.role, re.I):
                    return seen.who
        return None


def is_first_person(token: Token | None) -> bool:
    return token is not None and token.lower_ in ("we", "i", "us", "me")
