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

from dataclasses import replace
from typing import TYPE_CHECKING

from bearwitness.extract.animacy import ACTOR, DOCUMENT, THING, UNKNOWN, kind_of
from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.frame import Frame
from bearwitness.extract.frames import frame_of
from bearwitness.extract.hedge import first_hedge
from bearwitness.extract.names import phrase_tokens, who_at
from bearwitness.extract.nominals import Nominals
from bearwitness.extract.page import Page, Unit
from bearwitness.extract.quotes import Quote
from bearwitness.extract.speakers import Subject, is_first_person, subject_of, told_beside
from bearwitness.extract.speech import DOCUMENTS, SpeechVerb
from bearwitness.extract.utterances import VERBAL
from bearwitness.model import Who

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs whose infinitive is really said: "continued to deny", "sought to shift blame", "went on to say".
_GOES_ON = frozenset("""continue continues continued continuing seek seeks sought try tries tried attempt attempts attempted attempting began begin
begins started went goes going heard seen used appeared appears appear seemed seems likes chose came""".split())
_MODAL = frozenset("would could may might should will shall must ’ll 'll".split())
# Verbs of saying that things are the subject of as well: only people, bodies and papers say by them.
_OF_ANYTHING = frozenset("""highlight underline underscore raise heighten fuel intensify increase stoke spark prompt draw face make deliver release publish continue
repeat hold identify press document record count tally register log put expect signal hint imply affirm reflect read illustrate deny promise
threaten confirm contradict mark provide issue echo project offer encourage affirm reaffirm""".split())
# What plans and laws do as well as people.
_OF_PLANS = frozenset("aim seek mean prepare strive resolve choose see elect need intend".split())
# What a paper does as people do: "the report blames", "the letter urges".
_OF_PAPERS = frozenset("""estimate predict forecast project warn conclude recommend propose urge call demand ask accuse blame attribute identify condemn criticise
criticize describe characterise characterize praise implicate order instruct fault depict portray label assume question
express hold find link implicate connect tie""".split())


_ANOTHER = frozenset("while whereas although though but and".split())


class StatementFinder(Nominals):
    """Finds the statements of one document, paragraph by paragraph."""

    def run(self) -> list[StatementDraft]:
        outer: dict[int, list[Unit]] = {}
        inner: dict[int, list[Unit]] = {}
        for unit in self.page.units:
            (inner if unit.quote else outer).setdefault(unit.line.index, []).append(unit)
        for line in self.page.lines:
            here = outer.get(line.index, [])
            self._turn(line, here)
            for unit in here:
                self._unit(unit)
            self._label_and_colon(line, here)
            self._quotations(line, here)
            for unit in inner.get(line.index, ()):
                self._unit(unit)
            self._list_after(line)
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
            else:
                self._nominal_word(unit, token)
            if token.dep_ in ("nsubj", "nsubjpass"):
                self._note_subject(unit, token)

    def _note_subject(self, unit: Unit, token: Token) -> None:
        who = who_at(self.page, unit, token.i)
        self.speakers.remember(unit, token.i, who)

    def _verb(self, unit: Unit, verb: Token, entry: SpeechVerb) -> None:
        negated = any(c.dep_ == "neg" for c in verb.children)
        if negated and entry.stance != "confirms" and not (entry.cls in ("think", "want") or "abstract" in entry.frames):
            return
        if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) and verb.head.lower_ not in _GOES_ON:
            return          # "to announce the results": nothing said yet
        subject = subject_of(verb)
        own = self._quoted_self(unit, verb, entry) if is_first_person(subject.token) else None
        if subject.irrealis or (is_first_person(subject.token) and own is None) or (subject.token is not None and subject.token.lower_ == "you"):
            return
        subject = _of_a_paper(verb, subject)
        if subject.token is None and not subject.passive and entry.cls in ("say", "promise") and verb.dep_ in ("ROOT", "ccomp", "conj", "parataxis"):
            subject = self._name_before(unit, told_beside(verb) or verb)
        if subject.token is not None and unit.stands_for[subject.token.i] is not None:
            subject = Subject(None)
        if subject.token is not None and ((subject.token.lower_ == "who" and verb.dep_ != "relcl") or _is_nobody(subject.token)):
            return          # "unclear who ordered it", "neither side said"
        if verb.lower_ == "asked" and subject.token is None and not any(c.dep_ in ("agent", "ccomp", "nsubjpass") for c in verb.children):
            return          # "Asked about it, she said": neither who asked nor the question is told
        if verb.lower_ == "citing" and verb.dep_ == "advcl":
            return          # `_cited` makes a level of it
        if not self._is_told(verb, entry):
            return
        if entry.lemma == "claim" and any(c.dep_ == "agent" for c in verb.children) and not any(
                c.dep_ == "nsubjpass" and c.lower_ == "it" for c in verb.children):
            by = next((t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"), None)
            if by is not None and not _is_nobody(by):
                self._add(unit, verb, entry, Frame(fits=True), Subject(by, passive=True))
            return          # "an attack claimed by the group": no words of its own
        if not negated and self._inserted(unit, verb, subject, entry):
            return
        frame = frame_of(unit, verb, entry)
        if not frame.fits and self._parenthetical(unit, verb, subject, entry):
            return
        if not frame.fits:
            bare = self._bare(unit, verb, entry, subject)
            if bare is None:
                return
            frame = bare
        if negated and entry.stance != "confirms":
            frame.stance, frame.negated = "disputes", True
        if not self._plausible(unit, verb, entry, frame, subject):
            return
        if own is not None and not frame.quotes and all(h.lower_ in ("it", "that", "them", "this", "him", "her", "so") for h in frame.heads):
            return          # "“We cannot confirm it”" is no further statement
        draft = self._add(unit, verb, entry, frame, subject)
        modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in ("would", "’d", "'d", "will")), None)
        if draft is not None and modal and "wouldlike" not in entry.frames:      # "would support the bill": nothing in it is told by anybody
            draft.cls, draft.hedge = "want", first_hedge(draft.hedge, "future" if modal == "will" else "hypothetical")
        if draft is not None and own is not None and subject.token is not None:
            who = who_at(self.page, unit, subject.token.i)
            draft.speakers = (replace(own, passage=who.passage, with_=()),)

    def _name_before(self, unit: Unit, verb: Token) -> Subject:
        """A name right before the verb that the parser did not take for its subject."""
        k = verb.i - 1
        while k > 0 and unit.doc[k].dep_ in ("aux", "advmod") and unit.doc[k].text.islower():
            k -= 1
        if k > 1 and unit.doc[k].text == ",":        # "Darro, asked about it, said"
            opens = next((j for j in range(k - 1, max(0, k - 16), -1) if unit.doc[j].text == ","), 0)
            k = opens - 1 if opens else k
        if k < 0 or not unit.doc[k].text[:1].isupper() or unit.stands_for[k] is not None or unit.doc[k].dep_ in ("dobj", "pobj"):
            return Subject(None)
        at = unit.starts[k]
        named = any(n.start <= at < n.end for n in self.page.names_in(max(0, at - 80), at + 80))
        return Subject(unit.doc[k]) if named or k == unit.sent_of(verb.i)[0] else Subject(None)

    def _quoted_self(self, unit: Unit, verb: Token, entry: SpeechVerb) -> Who | None:
        """"“I think he lied,” she said": who is quoted is the one who thinks. In the document's own voice it is nobody's claim."""
        if entry.cls not in ("say", "think", "want", "know", "ask") or (unit.quote is None and unit.line.index not in self._turns):
            return None
        at = unit.starts[verb.i]
        hosts = [s for s in self.found[-60:] if s.speakers and s.form == "direct" and s.holds(at)]
        return min(hosts, key=lambda s: sum(p.end - p.start for p in s.content)).speakers[-1] if hosts else None

    def _is_told(self, verb: Token, entry: SpeechVerb) -> bool:
        """"may announce", "will be told": not yet said. "would like to" is a wish."""
        for c in verb.children:
            low = c.lower_
            wished = low in ("would", "’d", "'d", "will") and entry.cls in ("think", "want", "judge") and entry.stance in ("asserts", "disputes")
            if c.dep_ == "aux" and (low in _MODAL or low in ("’d", "'d")) and not wished:
                return False
            if (c.dep_ in ("aux", "auxpass") and low == "be") or (c.dep_ == "mark" and low in ("if", "unless", "until") and verb.dep_ == "advcl"):
                return False
        return True

    def _bare(self, unit: Unit, verb: Token, entry: SpeechVerb, subject: Subject) -> Frame | None:
        """A speech verb at the end of a paragraph that opens a quotation on the next line ("stated,")."""
        tail = self.page.text[unit.ends[verb.i]:unit.line.end].strip()
        opens = tail in (":", ",") or (tail.endswith(":") and len(tail) < 160 and self._last_verb(unit, verb))
        spoken = "quote" in entry.frames or ("nominal" in entry.frames and any(
            c.dep_ == "dobj" and c.lower_ in ("statement", "message", "remarks", "communique") for c in verb.children))
        if opens and spoken and (subject.token is not None or verb.dep_ in ("ROOT", "advcl", "conj")):
            listed = self._list_follows(unit.line)
            obj = [c for c in verb.children if c.dep_ == "dobj"] if "as" in entry.frames or (listed and entry.lemma != "list") else []
            return Frame(fits=True, heads=obj)
        # A quotation that the parser hung elsewhere but that stands right beside the verb.
        beside = self._beside(unit, verb)
        beside = beside or self._just_before(unit, verb, subject)
        if beside and "quote" in entry.frames:
            return Frame(fits=True, quotes=[beside])
        return None

    def _just_before(self, unit: Unit, verb: Token, subject: Subject) -> Quote | None:
        """"“How could they?” she asked.": the parser takes the quotation for a sentence of its own."""
        if subject.token is None:
            return None
        first = min(verb.i, phrase_tokens(subject.token)[0].i)
        a, b = unit.sent_of(verb.i)
        quote = unit.stands_for[first - 1] if first else None
        return quote if quote is not None and quote.start not in self.quoted and first - a <= 1 and b - verb.i <= 12 else None

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
        """Is this verb, with this subject and these words, somebody's speech act or state of mind at all?"""
        if frame.speakerless or frame.evidential:
            return True
        if subject.token is None and not subject.passive and verb.lower_ == entry.lemma and verb.dep_ == "ROOT":
            return False        # "Note: this page was updated"
        kind = kind_of(self.page, unit, subject.token) if subject.token is not None else UNKNOWN
        if verb.dep_ == "relcl" and any(c.dep_ == "nsubj" and c.lower_ in ("that", "which") for c in verb.children) and kind not in (
                ACTOR, DOCUMENT):
            return False
        if subject.token is not None and subject.token.lower_ == "it" and frame.heads and entry.cls in (
                "say", "think", "want", "promise", "order") and entry.lemma not in _OF_ANYTHING:
            kind = UNKNOWN      # "it said that": a body, whichever
        if kind == THING and not frame.quotes and not self._stands_for_body(unit, subject):
            return False
        if entry.lemma == "claim" and subject.passive and subject.token is not None:
            return True
        if subject.token is None and entry.cls in ("want", "know"):
            return False
        if subject.passive and subject.token is None:
            told = frame.complement
            if told is not None and told.dep_ == "xcomp" and (entry.cls in ("order", "ask") or frame.stance == "demands" or entry.lemma == "warn"):
                return True         # "were told to leave": a demand, nobody named
            before = any(c.dep_ == "nsubjpass" and c.lower_ != "it" for c in verb.children) and told is not None and told.i < verb.i
            return entry.stance in ("accuses", "condemns") or bool(frame.heads and told is not None and told.dep_ == "ccomp" and not before)
        if frame.quotes:
            return True
        if entry.cls in ("think", "want", "know", "ask", "judge", "promise", "order") and kind == DOCUMENT:
            return entry.lemma in _OF_PAPERS
        if frame.scene:
            return kind == DOCUMENT
        if entry.cls == "show" or entry.lemma in _OF_ANYTHING:
            return kind in (ACTOR, DOCUMENT)
        if "abstract" in entry.frames or entry.lemma in _OF_PLANS:
            return kind == ACTOR
        return not (subject.token is None and not frame.heads)

    def _stands_for_body(self, unit: Unit, subject: Subject) -> bool:
        """"It said", "reports from the wire": a body that was named."""
        token = subject.token
        if token is None:
            return False
        if self.speakers.source_of(unit, token):
            return True
        return token.lower_ == "it" and self.speakers.resolve(unit, token, who_at(self.page, unit, token.i)).entity_id is not None

    def _inserted(self, unit: Unit, verb: Token, subject: Subject, entry: SpeechVerb) -> bool:
        """"When soldiers fired, witnesses said, the crowd fled": between commas; all else in the sentence is told."""
        put_it = entry.lemma == "put" and any(c.dep_ == "dobj" and c.lower_ == "it" for c in verb.children)
        if not (put_it or {"clause", "finite"} & entry.frames) or subject.token is None or subject.passive:
            return False
        doc, (a, b) = unit.doc, unit.sent_of(verb.i)
        phrase = [t.i for t in phrase_tokens(subject.token)]
        first, last = min(verb.i, phrase[0]), max(verb.i, phrase[-1])
        if doc[first - 1].lower_ == "as" and first - 1 > a:
            first -= 1
        while last + 1 < b and last - verb.i < 6 and doc[last + 1].text not in _PARTING and not doc[last + 1].lower_.endswith("that"):
            last += 1
        if not (a < first - 1 and last + 1 < b - 1 and doc[first - 1].text in _PARTING and doc[last + 1].text in _PARTING):
            return False
        between = range(min(verb.i, phrase[-1]) + 1, max(verb.i, phrase[0]))
        if any(doc[i].dep_ not in ("aux", "advmod", "neg") for i in between) or doc[last + 2].lower_.endswith("ing"):
            return False
        if any(unit.stands_for[i] is not None for i in range(a, b)) or any(
                doc[i].dep_ in ("ccomp", "xcomp", "acl", "relcl") for i in range(verb.i + 1, last + 1)) or doc[first].lower_ in ("who", "which"):
            return False
        if any(t.lower_ in self.verbs and t.dep_ in VERBAL and t.i > last and t.dep_ == "conj" and t.head.i == verb.i for t in doc[a:b]):
            return False
        if doc[last + 2].lower_ in _ANOTHER and any(t.lower_ in self.verbs and t.dep_ in VERBAL and any(
                c.dep_ in ("nsubj", "nsubjpass") for c in t.children) for t in doc[last + 2:b]):
            b = last + 1        # "..., officials said, while the army said ...": that is another teller's
        pieces = self._runs(unit, [i for i in range(a, b) if not first <= i <= last])
        if not pieces or kind_of(self.page, unit, subject.token) == THING:
            return False
        chain, hearsay = self.speakers.level(unit, verb, subject)
        self._make(unit, verb, chain, self.page.passage(unit.starts[verb.i], unit.ends[verb.i]), pieces, entry.stance, hearsay,
                   entry, Frame(fits=True, heads=[verb]), subject)
        return True

    def _parenthetical(self, unit: Unit, verb: Token, subject: Subject, entry: SpeechVerb) -> bool:
        put_it = entry.lemma == "put" and any(c.dep_ == "dobj" and c.lower_ == "it" for c in verb.children)
        if not (put_it or {"clause", "finite"} & entry.frames) or subject.token is None:
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
        told_as = opening == "as" and (put_it or not any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in verb.children))     # "As X announced, ..."
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


_PARTING = frozenset([",", "–", "—", "--", "-"])


def _of_a_paper(verb: Token, subject: Subject) -> Subject:
    """"A confession inside the boat that said ...": the paper says it, not the place where it lies."""
    token = subject.token
    if token is None or verb.dep_ != "relcl" or token.dep_ != "pobj" or token.lower_ in DOCUMENTS or not any(
            c.dep_ == "nsubj" and c.lower_ in ("that", "which") for c in verb.children):
        return subject
    above = token.head.head
    return Subject(above) if above.lower_ in DOCUMENTS else subject


def _is_nobody(subject: Token) -> bool:
    return subject.lower_ in ("nobody", "none", "neither", "no-one") or any(
        c.dep_ in ("det", "preconj", "neg") and c.lower_ in ("no", "neither") for c in subject.children)


def find_statements(page: Page) -> list[StatementDraft]:
    """All statements of a page, by position."""
    return StatementFinder(page).run()
