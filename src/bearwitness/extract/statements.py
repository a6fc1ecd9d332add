"""Statements: who says, denies, accuses, demands, vows or warns what, with exact spans of cue, content and speaker.

The procedure, for each paragraph in turn:
 1. every speech verb that really is one gets its speaker (`speakers`) and its reported words (`frames`);
 2. "according to X", speakerless nouns ("fears that", "calls for") and counts of somebody's likewise;
 3. a label and a colon; each quotation without a verb finds one on the line before (ending in ":" or ","), in the
    sentence before, or on the line after; one that runs on from the paragraph before joins its statement;
 4. an embedded post is a statement of its account, and holds whatever stands in it (3 and 4: `quotations`).
A statement whose cue lies in another's content is one level deeper: `assemble` joins the chains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.frames import Frame, frame_of
from bearwitness.extract.names import phrase_span, phrase_tokens, who_at
from bearwitness.extract.page import Page, Unit
from bearwitness.extract.quotations import Quotations
from bearwitness.extract.quotes import Quote
from bearwitness.extract.speakers import Subject, is_first_person, subject_of
from bearwitness.extract.speech import AGENTLESS, HEARSAY, SpeechVerb
from bearwitness.extract.utterances import VERBAL

if TYPE_CHECKING:
    from spacy.tokens import Token

_WEAK = frozenset("show suggest indicate reveal find highlight underline underscore raise heighten fuel intensify increase stoke spark "
                  "prompt draw face make deliver release publish continue repeat hold identify challenge question doubt press "
                  "recall document record count tally register log put expect estimate believe think recognise recognize verify fear worry hope suspect feel assume wonder signal hint imply cite mourn speculate theorise mention "
                  "affirm specify".split())
_INANIMATE = HEARSAY - {"reports", "report", "accounts", "sources", "claims", "testimonies", "rumours", "rumors"}
# Verbs whose infinitive is really said: "continued to deny", "sought to shift blame", "went on to say".
_GOES_ON = frozenset("""continue continues continued continuing seek seeks sought try tries tried attempt attempts attempted attempting began begin
begins started went goes going heard seen used appeared appears appear seemed seems likes chose came""".split())
_COUNT_NOUNS = frozenset("toll count tally figure figures estimate estimates total".split())
_MODAL = frozenset("would could may might should will shall must".split())


class StatementFinder(Quotations):
    """Finds the statements of one document, paragraph by paragraph."""

    def run(self) -> list[StatementDraft]:
        outer: dict[int, list[Unit]] = {}
        inner: dict[int, list[Unit]] = {}
        for unit in self.page.units:
            (inner if unit.quote else outer).setdefault(unit.line.index, []).append(unit)
        for line in self.page.lines:
            for unit in outer.get(line.index, ()):
                self._unit(unit)
            self._label_and_colon(line, outer.get(line.index, []))
            self._quotations(line, outer.get(line.index, []))
            for unit in inner.get(line.index, ()):
                self._unit(unit)
        self._posts()
        self.found.sort(key=lambda s: (s.start, -s.end))
        return self.found

    def _unit(self, unit: Unit) -> None:
        for token in unit.doc:
            if unit.stands_for[token.i] is not None:
                continue
            entry = self.verbs.get(token.lower_)
            if entry is not None and token.dep_ in VERBAL:
                self._verb(unit, token, entry)
            elif token.lower_ == "according":
                self._according(unit, token)
            elif token.lower_ in AGENTLESS and token.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass", "ROOT", "conj", "appos"):
                self._agentless(unit, token)
            elif token.lower_ in _COUNT_NOUNS and token.dep_ in ("nsubj", "nsubjpass"):
                self._possessed(unit, token)
            if token.dep_ in ("nsubj", "nsubjpass"):
                self._note_subject(unit, token)

    def _note_subject(self, unit: Unit, token: Token) -> None:
        who = who_at(self.page, unit, token.i)
        self.speakers.remember(unit, token.i, who)

    def _verb(self, unit: Unit, verb: Token, entry: SpeechVerb) -> None:
        if any(c.dep_ == "neg" for c in verb.children) and entry.stance not in ("confirms",):
            return
        if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) and verb.head.lower_ not in _GOES_ON:
            return          # "to announce the results": nothing said yet
        subject = subject_of(verb)
        if subject.irrealis or is_first_person(subject.token):
            return
        if subject.token is not None and unit.stands_for[subject.token.i] is not None:
            subject = Subject(None)
        if any((c.dep_ == "aux" and c.lower_ in _MODAL) or (c.dep_ in ("aux", "auxpass") and c.lower_ == "be") for c in verb.children):
            return
        frame = frame_of(unit, verb, entry)
        if not frame.fits and self._parenthetical(unit, verb, subject, entry):
            return
        if not frame.fits:
            bare = self._bare(unit, verb, entry, subject)
            if bare is None:
                return
            frame = bare
        if not self._plausible(unit, verb, entry, frame, subject):
            return
        self._add(unit, verb, entry, frame, subject)

    def _bare(self, unit: Unit, verb: Token, entry: SpeechVerb, subject: Subject) -> Frame | None:
        """A speech verb at the end of a paragraph that opens a quotation on the next line ("stated,")."""
        if entry.lemma == "claim" and verb.dep_ == "acl" and any(c.dep_ == "agent" for c in verb.children):
            return Frame(fits=True)         # "an attack claimed by the group"
        tail = self.page.text[unit.ends[verb.i]:unit.line.end].strip()
        opens = tail in (":", ",") or (tail.endswith(":") and len(tail) < 160 and self._last_verb(unit, verb))
        if opens and "quote" in entry.frames and (subject.token is not None or verb.dep_ in ("ROOT", "advcl", "conj")):
            obj = [c for c in verb.children if c.dep_ == "dobj"] if "as" in entry.frames else []
            return Frame(fits=True, heads=obj)
        # A quotation that the parser hung elsewhere but that stands right beside the verb.
        beside = self._beside(unit, verb)
        if beside and "quote" in entry.frames:
            return Frame(fits=True, quotes=[beside])
        return None

    def _last_verb(self, unit: Unit, verb: Token) -> bool:
        """Is no other speech verb between this one and the end of the paragraph?"""
        return not any(t.lower_ in self.verbs and t.dep_ in VERBAL for t in unit.doc[verb.i + 1:])

    def _beside(self, unit: Unit, verb: Token) -> Quote | None:
        if verb.i + 1 < len(unit.doc):
            j = verb.i + 1
            while j < len(unit.doc) and unit.doc[j].text in (",", ":"):
                j += 1
            if j < len(unit.doc) and unit.stands_for[j] is not None and j > verb.i + 1:
                return unit.stands_for[j]
        return None

    def _plausible(self, unit: Unit, verb: Token, entry: SpeechVerb, frame: Frame, subject: Subject) -> bool:
        """Is this verb, with this subject and these words, somebody's speech act at all?"""
        low = subject.token.lower_ if subject.token is not None else None
        if frame.speakerless:
            return True
        if subject.token is None and not subject.passive and verb.lower_ == entry.lemma and verb.dep_ == "ROOT":
            return False        # "Note: this page was updated"
        if verb.dep_ == "relcl" and any(c.dep_ == "nsubj" and c.lower_ in ("that", "which") for c in verb.children) and (
                subject.token is None or not self._is_actor(unit, subject.token)):
            return False
        if low in _INANIMATE and not frame.quotes and not self.speakers._source_of(unit, subject.token):  # type: ignore[arg-type]
            return False
        if entry.lemma == "claim" and subject.passive and subject.token is not None:
            return True
        if subject.passive and subject.token is None:
            return entry.stance in ("accuses", "condemns") or bool(frame.heads and frame.complement is not None
                                                                   and frame.complement.dep_ == "ccomp")
        if entry.lemma in _WEAK and not frame.quotes:
            return subject.token is not None and self._is_actor(unit, subject.token)
        return not (subject.token is None and not frame.quotes and not frame.heads)

    def _is_actor(self, unit: Unit, token: Token) -> bool:
        low = token.lower_
        if low in ("he", "she", "they", "analysts", "experts", "officials", "activists", "residents", "witnesses", "researchers",
                   "investigators", "report", "reports", "accounts", "sources", "observers", "authorities", "commission", "committee",
                   "investigation", "inquiry", "military", "police", "monitor", "group", "organisation", "organization", "study", "survey", "analyst",
                   "media", "groups", "organisations", "organizations", "who", "government", "ministry", "army"):
            return True
        who = who_at(self.page, unit, token.i)
        return (who.kind in ("person", "organisation", "outlet", "armed_group", "state") and who.entity_id is not None) or (
            who.kind == "person")

    def _parenthetical(self, unit: Unit, verb: Token, subject: Subject, entry: SpeechVerb) -> bool:
        if "clause" not in entry.frames or subject.token is None:
            return False
        if verb.head.i == verb.i:
            return self._closing(unit, verb, subject, entry)
        if verb.dep_ not in ("parataxis", "ccomp", "advcl", "dep") or subject.token.i > verb.i + 8:
            return False
        if not any(c.dep_ == "nsubj" for c in verb.children):
            return False
        tokens = sorted(t.i for t in verb.subtree)
        while tokens and unit.doc[tokens[0]].is_punct:
            tokens.pop(0)
        before = unit.doc[tokens[0] - 1].text if tokens[0] else ""
        opening = unit.doc[tokens[0]].lower_
        told_as = opening == "as" and not any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in verb.children)     # "As X announced, ..."
        if not told_as and (before not in (",", "–", "—", "”", "\"") or not (
                subject.token.i == verb.i + 1 or subject.token.i < verb.i)):
            return False
        if opening in ("when", "while", "after", "because", "if") or (opening == "as" and not told_as):
            return False
        a, b = unit.sent_of(verb.i)
        rest = [i for i in range(a, b) if i not in set(tokens)]
        pieces = self._runs(unit, rest)
        if not pieces:
            return False
        chain, hearsay = self.speakers.level(unit, verb, subject)
        frame = Frame(fits=True, complement=verb.head)
        self._make(unit, verb, chain, self.page.passage(unit.starts[verb.i], unit.ends[verb.i]), pieces, entry.stance, hearsay,
                   entry, frame, subject)
        return True

    def _closing(self, unit: Unit, verb: Token, subject: Subject, entry: SpeechVerb) -> bool:
        """"..., the Lantern reported on Sunday.": the verb closes the sentence and what stands before the comma is told."""
        assert subject.token is not None
        phrase = phrase_tokens(subject.token)
        first = phrase[0].i
        a, b = unit.sent_of(verb.i)
        after = {t.i for c in verb.children if c.i > verb.i for t in c.subtree}
        if subject.token.i > verb.i or first <= a + 1 or unit.doc[first - 1].text not in (",", "”", "\""):
            return False
        medial = verb.i + 1 < b and unit.doc[verb.i + 1].text == "," and subject.token.i == verb.i - 1     # "..., Davis said, ..."
        if not medial:
            if first <= a + 2 or b - verb.i > 12 or set(range(verb.i + 1, b)) - after:
                return False
            if any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children):
                return False
        told = [i for i in (*range(a, first - 1), *(range(verb.i + 2, b) if medial else ())) if unit.stands_for[i] is None]
        pieces = self._runs(unit, told)
        if not pieces:
            return False
        chain, hearsay = self.speakers.level(unit, verb, subject)
        self._make(unit, verb, chain, self.page.passage(unit.starts[verb.i], unit.ends[verb.i]), pieces, entry.stance, hearsay, entry,
                   Frame(fits=True), subject)
        return True

    def _according(self, unit: Unit, token: Token) -> None:
        to = next((c for c in token.children if c.lower_ == "to"), None)
        obj = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
        if obj is None:
            return
        own = {t.i for t in token.subtree}
        a, b = unit.sent_of(token.i)
        speaker_end = phrase_span(unit, obj)[1]
        # The parser sometimes hangs the reported clause inside the speaker's phrase: keep only the phrase.
        if len(own) > 0.6 * (b - a) and b - a > len(phrase_tokens(obj)) + 4:
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

    def _agentless(self, unit: Unit, noun: Token) -> None:
        """"fears that ...", "calls for ... have intensified": words in the air, nobody's."""
        if noun.head.lower_ in self.verbs and noun.dep_ == "dobj":
            return
        if any(c.dep_ in ("poss", "amod") and c.lower_ not in ("further", "growing", "mounting", "widespread", "renewed", "repeated",
                                                              "international", "increasing", "new", "fresh", "many", "urgent", "serious")
               for c in noun.children):
            return
        what = next((c for c in noun.children if c.i > noun.i and (
            (c.dep_ in ("acl", "ccomp", "relcl") and any(t.lower_ == "that" and t.dep_ == "mark" for t in c.children))
            or (c.dep_ == "prep" and c.lower_ in ("for", "of") and noun.lower_ not in ("criticism", "condemnation", "reports")))), None)
        if what is None:
            return
        heads = [what] if what.dep_ != "prep" else [c for c in what.children if c.dep_ in ("pobj", "pcomp")]
        if not heads:
            return
        last = what.i if what.dep_ == "prep" and what.i == noun.i + 1 else noun.i
        frame = Frame(heads=heads, fits=True, speakerless=True, complement=heads[0])
        pieces = self._pieces(unit, frame, noun, Subject(None))
        if not pieces:
            return
        cue = self.page.passage(unit.starts[noun.i], unit.ends[last])
        stance = AGENTLESS[noun.lower_]
        hearsay = "reported" if noun.lower_ in ("reports", "rumours", "rumors", "claims") else None
        draft = self._make(unit, None, (), cue, pieces, stance, hearsay, None, frame, Subject(None))
        draft.rule = f"noun of speech “{noun.lower_}”, nobody named"
        draft.token = noun.i

    def _possessed(self, unit: Unit, noun: Token) -> None:
        """"The monitor's previous toll was 830": a count belongs to whoever keeps it."""
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        verb = noun.head
        if owner is None or verb.lower_ not in ("was", "is", "were", "stood", "stands", "rose", "reached", "put", "has", "had", "risen"):
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


def find_statements(page: Page) -> list[StatementDraft]:
    """All statements of a page, by position."""
    return StatementFinder(page).run()
