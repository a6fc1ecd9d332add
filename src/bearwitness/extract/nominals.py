"""Reported words that hang on no verb: "according to X", "in X's view", "X's claim that", "X is confident that".

Tables: `words/speech_nouns.csv` and `words/speech_adjectives.csv`. A noun of saying has a speaker when somebody owns
it ("the minister's claim", "a claim by the army", "made the claim"); a few without one are hearsay ("fears that ..."),
and the others are nobody's words and are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bearwitness.extract.animacy import ACTOR, THING, kind_of
from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.frame import Frame, children, is_passive
from bearwitness.extract.names import phrase_span, phrase_tokens, who_at
from bearwitness.extract.page import Unit
from bearwitness.extract.quotations import Quotations
from bearwitness.extract.speakers import Subject, is_first_person, subject_of
from bearwitness.extract.speech import ACT, AGENTLESS, VIEWS, SpeechVerb, adjectives, nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

_COUNT_NOUNS = frozenset("toll count tally figure figures estimate estimates total".split())
_COUNTED = frozenset("was is were stood stands rose reached put has had risen".split())
_MOUNTING = frozenset("further growing mounting widespread renewed repeated international increasing new fresh many urgent serious".split())
_NOUN_PLACES = frozenset("nsubj dobj pobj nsubjpass ROOT conj appos attr dative".split())
# Verbs by which somebody makes a noun of saying theirs: "made the claim that", "has doubts about".
_LIGHT = frozenset("""make makes made making have has had having hold holds held holding share shares shared sharing raise raises raised raising repeat repeats
repeated repeating reiterate reiterates reiterated reiterating give gives gave given giving offer offers offered offering issue issues issued issuing deliver
delivered delivers delivering announce announced announces announcing unveil unveiled unveils unveiling present presented presents state stated reaffirmed
reaffirm reaffirms harbor harbors harbored harbour harbours harboured leveled levelled leveling level send sent voice voices voiced voicing express expresses
expressed expressing reach reached draw drew drawn come came take took put signal signaled signalled signals declare declared pledged renewed renew outlined""".split())
_BE = frozenset("""is are was were be been being 's ’s 're ’re 'm ’m am become becomes became becoming remain remains remained remaining feel feels felt seem seems
seemed appear appears appeared sound sounds sounded sounding look looks looked looking grow grew grown get gets got stay stays stayed""".split())
_MAKE = frozenset("make makes made making".split())
_OF_IT = frozenset("certain sure clear doubtful uncertain unsure dubious".split())       # "it is certain that" is nobody's thought
_OWN = frozenset("his her its their".split())
_ASKING = frozenset("calls demands appeals".split())
_HEARSAY = frozenset("reports rumours rumors claims".split())


class Nominals(Quotations):
    """Statements without a verb of saying."""

    def _nominal_word(self, unit: Unit, token: Token) -> bool:
        """Take the word as the cue of a statement when it is one."""
        low = token.lower_
        if low == "according":
            self._according(unit, token)
        elif low in VIEWS and token.dep_ == "pobj" and token.head.lower_ in ("in", "by"):
            self._in_view(unit, token)
        elif low in nouns() and token.dep_ in _NOUN_PLACES:
            if not self._owned(unit, token, nouns()[low]) and low in AGENTLESS:
                self._agentless(unit, token)
        elif low in AGENTLESS and token.dep_ in _NOUN_PLACES:
            self._agentless(unit, token)
        elif low in adjectives() and (token.dep_ in ("acomp", "oprd", "attr", "ROOT", "conj", "amod", "advcl", "ccomp", "relcl", "acl", "xcomp")):
            self._adjective(unit, token, adjectives()[low])
        else:
            if low in _COUNT_NOUNS and token.dep_ in ("nsubj", "nsubjpass"):
                self._possessed(unit, token)
            return False
        if low in _COUNT_NOUNS and token.dep_ in ("nsubj", "nsubjpass"):
            self._possessed(unit, token)
        return True

    # -- nouns -------------------------------------------------------------------------------------

    def _owned(self, unit: Unit, noun: Token, entry: SpeechVerb) -> bool:
        """"The minister's claim that ...", "a promise by the army to ...", "he has made the claim that ..."."""
        mine = next((c for c in noun.children if c.dep_ == "poss"), None)
        if noun.dep_ == "dobj" and (mine is None or mine.lower_ in _OWN) and any(s.unit is unit and s.token == noun.head.i for s in self.found[-4:]):
            return True         # the verb has taken it: "reaffirmed its commitment to"
        carried = _told_by(noun, entry) or _is_that(noun, entry)
        if not carried:
            return False
        owner, verb = self._owner(unit, noun)
        if owner is None or is_first_person(owner) or owner.lower_ in ("my", "our", "your"):
            return False
        if unit.stands_for[owner.i] is not None:
            return False
        first = verb.i if verb is not None and 0 < noun.i - verb.i <= 4 else noun.i
        cue = self.page.passage(unit.starts[first], unit.ends[noun.i])
        chain, hearsay = self.speakers.level(unit, None, Subject(owner))
        negated = any(c.lower_ == "no" and c.dep_ == "det" for c in noun.children)
        frame = Frame(heads=carried, fits=True, complement=carried[0], negated=negated)
        pieces = self._noun_pieces(unit, noun, carried)
        if not pieces or not chain:
            return False
        draft = self._make(unit, None, chain, cue, pieces, "disputes" if negated else entry.stance, hearsay, None, frame, Subject(owner), cls=entry.cls)
        draft.rule, draft.token = f"noun of {ACT[entry.cls]} “{noun.lower_}”, owner “{owner.text}”, reported words", noun.i
        return True

    def _noun_pieces(self, unit: Unit, noun: Token, carried: list[Token]) -> list[tuple[int, int]]:
        tokens = sorted({t.i for head in carried for t in head.subtree})
        return self._runs(unit, [i for i in tokens if i > noun.i])

    def _owner(self, unit: Unit, noun: Token) -> tuple[Token | None, Token | None]:
        """Whose noun it is, and the light verb that makes it so."""
        for c in noun.children:
            if c.dep_ == "poss" and kind_of(self.page, unit, c) != THING:
                return c, None
        for c in noun.children:
            if (c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from", "among")) or (
                    c.lower_ == "of" and noun.lower_ in ("opinion", "view", "belief", "position", "hope", "words")):
                found = next((x for x in c.children if x.dep_ == "pobj"), None)
                if found is not None and kind_of(self.page, unit, found) == ACTOR:
                    return found, None
        for c in noun.children:
            if c.dep_ in ("compound", "nmod", "amod") and c.i < noun.i and (c.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or c.lower_ in (
                    "government", "police", "opposition", "army", "military", "official", "campaign", "republican", "democratic")):
                return c, None
        verb = noun.head
        if noun.dep_ == "dobj" and verb.lower_ in _LIGHT and not is_passive(verb) and not any(c.dep_ == "neg" for c in verb.children):
            subject = subject_of(verb)
            if subject.token is not None and not subject.irrealis and kind_of(self.page, unit, subject.token) == ACTOR:
                return subject.token, verb
        return None, None

    def _agentless(self, unit: Unit, noun: Token) -> None:
        """"fears that ...", "calls for ... have intensified": words in the air, nobody's."""
        if noun.head.lower_ in self.verbs and noun.dep_ == "dobj" and any(s.unit is unit and s.token == noun.head.i for s in self.found[-4:]):
            return
        if noun.head.lower_ in self.verbs and noun.dep_ == "dobj" and self.verbs[noun.head.lower_].frames & {"clause", "object", "nominal", "express"}:
            return
        if any(c.dep_ in ("poss", "amod") and c.lower_ not in _MOUNTING for c in noun.children):
            return
        what = next((c for c in noun.children if c.i > noun.i and (
            (c.dep_ in ("acl", "ccomp", "relcl") and any(t.lower_ == "that" and t.dep_ == "mark" for t in c.children))
            or (c.dep_ == "prep" and c.lower_ == ("for" if noun.lower_ in _ASKING else "of") and noun.lower_ not in ("criticism", "condemnation")))), None)
        if what is None:
            return
        heads = [what] if what.dep_ != "prep" else [c for c in what.children if c.dep_ in ("pobj", "pcomp")]
        if not heads or (noun.lower_ == "reports" and what.dep_ == "prep" and what.lower_ != "of"):
            return
        last = what.i if what.dep_ == "prep" and what.i == noun.i + 1 else noun.i
        frame = Frame(heads=heads, fits=True, speakerless=True, complement=heads[0])
        pieces = self._pieces(unit, frame, noun, Subject(None))
        if not pieces:
            return
        cue = self.page.passage(unit.starts[noun.i], unit.ends[last])
        hearsay = "reported" if noun.lower_ in _HEARSAY else None
        draft = self._make(unit, None, (), cue, pieces, AGENTLESS[noun.lower_], hearsay, None, frame, Subject(None))
        draft.rule = f"noun of speech “{noun.lower_}”, nobody named"
        draft.token = noun.i

    def _possessed(self, unit: Unit, noun: Token) -> None:
        """"The monitor's previous toll was 830": a count belongs to whoever keeps it."""
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        verb = noun.head
        if owner is None or verb.lower_ not in _COUNTED:
            return
        who = self.speakers.resolve(unit, owner, who_at(self.page, unit, owner.i))
        # "the monitor's", "its": the monitor that spoke before; a place's toll is nobody's.
        if who.kind in ("unnamed", "state", "community") and not (who.kind == "unnamed" and owner.lower_ in ("monitor", "group", "ministry")):
            return
        frame = Frame(heads=[verb], fits=True, complement=verb)
        tokens = sorted(t.i for t in verb.subtree if t.i > noun.i)
        pieces = self._runs(unit, tokens)
        if pieces:
            cue = self.page.passage(unit.starts[noun.i], unit.ends[noun.i])
            draft = self._make(unit, None, (who,), cue, pieces, "asserts", None, None, frame, Subject(owner))
            draft.rule, draft.token = f"a {noun.lower_} of somebody's: “{owner.text}”", noun.i

    # -- adjectives --------------------------------------------------------------------------------

    def _adjective(self, unit: Unit, word: Token, entry: SpeechVerb) -> None:
        """"is adamant that", "was worried about", "seems willing to", "made it clear that"."""
        if word.head.lower_ in _MAKE and word.lower_ in ("clear", "plain", "known"):
            self._made_clear(unit, word, entry)
            return
        verb = word.head if word.dep_ in ("acomp", "oprd", "attr") and word.head.lower_ in _BE else word if is_passive(word) else None
        if word.dep_ == "conj" and verb is None:
            verb = word.head.head if word.head.dep_ in ("acomp", "oprd", "attr") else word.head
            if verb.lower_ not in _BE and not is_passive(verb):
                return
        if verb is None or any(c.lower_ in ("if", "unless", "whether") and c.dep_ == "mark" for c in verb.children):
            return
        told = _told_by(word, entry, after=word.i) or _told_by(verb, entry, after=word.i)
        if not told or told[0].i < word.i:
            return
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None) if is_passive(verb) else subject_of(verb).token
        if verb.dep_ == "relcl" and subject is not None and subject.lower_ in ("who", "which", "that"):
            subject = verb.head
        if subject is None and verb.dep_ == "conj":
            subject = next((c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or is_first_person(subject) or unit.stands_for[subject.i] is not None or subject.lower_ == "you":
            return
        hoping = subject.lower_ == "it" and entry.cls in ("think", "want") and word.lower_ not in _OF_IT
        if (kind_of(self.page, unit, subject) != ACTOR and not hoping) or (word.lower_ in ("determined", "committed", "opposed") and children(word, "agent")):
            return
        aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
        if aux & {"would", "could", "may", "might", "should", "must", "to", "will", "shall"}:
            return
        negated = any(c.dep_ == "neg" for t in (verb, word) for c in t.children)
        if negated and entry.cls == "know":
            return
        frame = Frame(heads=told, fits=True, complement=told[0], negated=negated)
        pieces = self._noun_pieces(unit, word, told)
        if not pieces:
            return
        first = min([verb.i, word.i, *(c.i for c in verb.children if c.dep_ == "auxpass")])
        first = first if word.i - first <= 4 else word.i
        cue = self.page.passage(unit.starts[first], unit.ends[word.i])
        chain, hearsay = self.speakers.level(unit, verb, Subject(subject))
        stance = entry.stance if not negated else "disputes"
        draft = self._make(unit, None, chain, cue, pieces, stance, hearsay, None, frame, Subject(subject), cls=entry.cls)
        draft.rule, draft.token = f"adjective of {ACT[entry.cls]} “{word.lower_}”, subject “{subject.text}”, reported words", word.i

    def _made_clear(self, unit: Unit, word: Token, entry: SpeechVerb) -> None:
        verb = word.head
        told = next((c for t in (word, verb) for c in t.children if c.i > word.i and c.dep_ in ("ccomp", "advcl", "xcomp") and any(
            x.dep_ in ("mark", "nsubj", "nsubjpass") for x in c.children)), None)
        subject = subject_of(verb)
        if told is None or subject.token is None or subject.irrealis or is_first_person(subject.token) or any(
                c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in ("to", "will", "would", "must", "should")) for c in verb.children):
            return
        if kind_of(self.page, unit, subject.token) == THING:
            return
        pieces = self._noun_pieces(unit, word, [told])
        if not pieces:
            return
        chain, hearsay = self.speakers.level(unit, verb, subject)
        cue = self.page.passage(unit.starts[verb.i], unit.ends[word.i])
        draft = self._make(unit, None, chain, cue, pieces, entry.stance, hearsay, self.verbs["said"],
                           Frame(fits=True, heads=[told], complement=told), subject)
        draft.rule, draft.token = f"“made {word.lower_}”, subject “{subject.token.text}”, reported words", word.i

    # -- according to, in the view of ----------------------------------------------------------------

    def _in_view(self, unit: Unit, noun: Token) -> None:
        """"In the army's view, ...", "in the words of X, ...", "by his own account": the rest of the sentence is told."""
        into = noun.head
        if into.lower_ not in ("in", "by", "to") or into.dep_ != "prep" or (noun.lower_ in ("estimate", "estimates") and into.lower_ != "by"):
            return
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        if owner is None and of is not None:
            owner = next((c for c in of.children if c.dep_ == "pobj"), None)
        if owner is None or is_first_person(owner) or owner.lower_ in ("my", "our", "your") or kind_of(self.page, unit, owner) != ACTOR:
            return
        own = {t.i for t in into.subtree}
        edge = max(own) + 1
        a, b = unit.sent_of(noun.i)
        if not (edge < b and unit.doc[edge].text == ",") and not (min(own) > a and unit.doc[min(own) - 1].text == ","):
            return
        pieces = self._runs(unit, [i for i in range(a, b) if i not in own and unit.stands_for[i] is None])
        if not pieces:
            return
        chain, hearsay = self.speakers.level(unit, None, Subject(owner))
        cue = self.page.passage(unit.starts[into.i], unit.ends[noun.i])
        draft = self._make(unit, None, chain, cue, pieces, "asserts", hearsay, None, Frame(fits=True), Subject(owner), cls="think")
        draft.rule, draft.token = f"“in the {noun.lower_} of”", noun.i

    def _according(self, unit: Unit, token: Token) -> None:
        to = next((c for c in token.children if c.lower_ == "to"), None)
        obj = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
        if obj is None:
            return
        own = {t.i for t in token.subtree}
        a, b = unit.sent_of(token.i)
        speaker_end = phrase_span(unit, obj)[1]
        # The parser sometimes hangs the reported clause inside the speaker's phrase: keep only the phrase.
        if len(own) > b - a - 3 and b - a > len(phrase_tokens(obj)) + 4:
            own = {i for i in own if unit.ends[i] <= speaker_end or unit.doc[i].is_punct}
        head = token.head if token.dep_ != "ROOT" else token
        scope = range(a, b)
        if head.i != token.i and head.dep_ in ("conj", "ccomp", "advcl", "relcl") and head.i > a:
            scope = range(min(t.i for t in head.subtree), max(t.i for t in head.subtree) + 1)
        rest = [i for i in scope if i not in own]
        quotes = {id(q): q for i in rest if (q := unit.stands_for[i]) is not None}
        rest = [i for i in rest if unit.stands_for[i] is None]
        pieces = self._merge(self._runs(unit, rest), list(quotes.values()))
        tail = self.page.text[speaker_end:unit.line.end].strip(" )")
        if not pieces and tail not in (":", ","):
            return
        chain, hearsay = self.speakers.level(unit, None, Subject(obj))
        cue = self.page.passage(unit.starts[token.i], unit.ends[to.i])  # type: ignore[union-attr]
        frame = Frame(fits=True, quotes=list(quotes.values()), complement=head if head.i != token.i else None)
        draft = self._make(unit, None, chain, cue, pieces, "asserts", hearsay, None, frame, Subject(obj))
        draft.token = token.i
        self._own(draft, list(quotes.values()))
        self._cited_by(unit, draft, a, b)

    def _cited_by(self, unit: Unit, draft: StatementDraft, a: int, b: int) -> None:
        """"The Lantern reported that ..., according to the monitor": the outlet passes on the monitor's words."""
        for other in self.found:
            if other is draft or other.unit is not unit or other.token is None or not a <= other.token < b or not other.content:
                continue
            if other.outer is not None or not other.speakers or not draft.speakers or not draft.holds(other.cue.start if other.cue else -1):
                continue
            outlet = other.speakers[0].kind == "outlet" or other.verb == "report"
            if outlet and draft.speakers[0].kind != "outlet":
                draft.content, draft.outer = other.content, other
                draft.form = self._form(draft.content)
                return


def _is_that(noun: Token, entry: SpeechVerb) -> list[Token]:
    """"Her view is that nobody noticed", "the plan is to leave"."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lower_ not in ("is", "was", "remains", "are", "were") or not entry.frames & {"that", "to"}:
        return []
    return [c for c in verb.children if c.i > verb.i and ((c.dep_ == "ccomp" and any(t.dep_ == "mark" and t.lower_ == "that" for t in c.children)) or (
        c.dep_ == "xcomp" and "to" in entry.frames and any(t.dep_ == "aux" and t.lower_ == "to" for t in c.children)))][:1]


def _told_by(word: Token, entry: SpeechVerb, after: int = -1) -> list[Token]:
    """What a noun or adjective carries: its clause with "that", its infinitive, the object of its preposition."""
    rest = [c for c in word.children if c.i > max(word.i, after)]
    if "that" in entry.frames:
        for c in rest:
            if c.dep_ in ("acl", "ccomp", "relcl", "advcl") and any(t.dep_ == "mark" and t.lower_ in ("that", "whether") for t in c.children):
                return [c]
            if after >= 0 and c.dep_ == "ccomp" and any(t.dep_ == "nsubj" for t in c.children):
                return [c]
    if "to" in entry.frames:
        for c in rest:
            if c.dep_ in ("acl", "relcl", "xcomp", "ccomp", "advcl") and any(t.dep_ == "aux" and t.lower_ == "to" for t in c.children):
                return [c]
    for c in rest:
        if c.dep_ in ("prep", "agent") and c.lower_ in entry.frames:
            return [x for x in c.children if x.dep_ in ("pobj", "pcomp")]
    return []
