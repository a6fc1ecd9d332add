"""Statements: who says, denies, accuses, demands, vows or warns what, with exact spans of cue, content and speaker.

The procedure, for each paragraph in turn:
 1. every speech verb that really is one gets its speaker (`speakers`) and its reported words (`frames`);
 2. "according to X" and speakerless nouns ("fears that", "calls for") likewise;
 3. each quotation without a verb finds one on the line before (ending in ":" or ","), in the sentence
    before, or on the line after; a quotation that runs on from the paragraph before joins its statement;
 4. an embedded post is a statement of its account, and holds whatever stands in it.
A statement whose cue lies in another's content is one level deeper: `assemble` joins the chains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.frames import Frame, frame_of
from bearwitness.extract.hedge import first_hedge, hedge_of
from bearwitness.extract.names import ROLE_WORDS, phrase_span, phrase_tokens, who_at
from bearwitness.extract.page import Line, Page, Unit, is_speech
from bearwitness.extract.quotes import Quote
from bearwitness.extract.speakers import Speakers, Subject, is_first_person, subject_of
from bearwitness.extract.speech import AGENTLESS, HEARSAY, OBLIGATION, SpeechVerb, verbs
from bearwitness.model import Passage, When, Who

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBAL = frozenset("ROOT conj ccomp advcl relcl acl xcomp pcomp parataxis dep csubj".split())
_WEAK = frozenset("show suggest indicate reveal find highlight underline underscore raise heighten fuel intensify increase stoke spark "
                  "prompt draw face make deliver release publish continue repeat hold identify challenge question doubt press "
                  "recall document record count tally register log put expect estimate believe think recognise recognize verify fear worry hope suspect feel assume wonder signal hint imply cite mourn speculate theorise mention "
                  "affirm specify".split())
_INANIMATE = HEARSAY - {"reports", "report", "accounts", "sources", "claims", "testimonies", "rumours", "rumors"}
# Verbs whose infinitive is really said: "continued to deny", "sought to shift blame", "went on to say".
_GOES_ON = frozenset("""continue continues continued continuing seek seeks sought try tries tried attempt attempts attempted attempting began begin
begins started went goes going heard seen used appeared appears appear seemed seems likes chose came""".split())
_LABEL_FIRST = re.compile(r"((?:[A-Z][\w.’'-]*)(?: (?:of|for|the|[A-Z&][\w.’'-]*|and)){0,6}|[A-Z][a-z]+(?: [a-z]+){0,3}): (\S.*)$")
_LABEL_LAST = re.compile(r"\s*(?::|\s[-–—])\s+([A-Z]\w[\w.’'-]*(?: [\w.’'-]+){0,5}|[a-z]+(?: [a-z]+){0,2})$")
_LABEL_WORDS = frozenset("""police official officials ministry minister monitor army military witness witnesse witnesses resident activist governor
mayor un report source medic doctor group observatory agency government authoritie authorities spokesman spokesperson president""".split())
_COUNT_NOUNS = frozenset("toll count tally figure figures estimate estimates total".split())
_BEFALLS = frozenset("see face witness be have lose suffer die know".split())
_MODAL = frozenset("would could may might should will shall must".split())
_LEADING = re.compile(r"^(?:that\b\s*|[\s,;:–—-]+)+", re.I)
_TRAILING = re.compile(r"[\s,;:–—-]+$")
_NAMED_AFTER = re.compile(r"^\s*(?:excerpts?\s+(?:from|of)\s+)?(?:the\s+|a\s+|an\s+)?(?:[\w-]+\s+)?(?:statement|remarks|speech|letter|interview|"
                          r"message|post|address|testimony)\s+(?:by|from|of)\s+", re.I)


class StatementFinder:
    """Finds the statements of one document, paragraph by paragraph."""

    def __init__(self, page: Page):
        self.page = page
        self.found: list[StatementDraft] = []
        self.speakers = Speakers(page)
        self.quoted: dict[int, StatementDraft] = {}      # start of a quotation -> its statement
        self.last_of_line: dict[int, StatementDraft] = {}
        self.verbs = verbs()

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

    # --- 1. verbs

    def _unit(self, unit: Unit) -> None:
        for token in unit.doc:
            if unit.stands_for[token.i] is not None:
                continue
            entry = self.verbs.get(token.lower_)
            if entry is not None and token.dep_ in _VERBAL:
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
        return not any(t.lower_ in self.verbs and t.dep_ in _VERBAL for t in unit.doc[verb.i + 1:])

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

    # --- building one statement

    def _add(self, unit: Unit, verb: Token, entry: SpeechVerb, frame: Frame, subject: Subject) -> StatementDraft | None:
        chain, hearsay = ((), None) if frame.speakerless else self.speakers.level(unit, verb, subject)
        chain += self._cited(unit, verb) if chain else ()
        cue = self._cue(unit, verb, frame)
        pieces = self._pieces(unit, frame, verb, subject)
        stance = self._stance(unit, verb, entry, frame)
        if entry.lemma == "contradict":
            pieces = []
        if stance == "condemns" or frame.quoted_only:
            pieces = [p for p in pieces if self._is_quoted(p)] if entry.lemma not in ("lament",) else pieces
        if len(pieces) == 1 and re.fullmatch(r"(?:its?|his|her|their|them|him|this|that|so|the|what|it)", self.page.text[slice(*pieces[0])], re.I):
            pieces = []
        quotes = [q for q in frame.quotes if q.start not in self.quoted]
        both = bool(quotes) and bool(pieces) and ("inf" in entry.frames or (frame.complement is not None and frame.complement.dep_ in (
            "xcomp", "ccomp", "pobj", "dobj")))
        first = self._make(unit, verb, chain, cue, pieces if both or not quotes else self._merge(pieces, quotes), stance,
                           hearsay, entry, frame, subject)
        if not both:
            self._own(first, quotes)
            return first
        # "vowed to hold them to account: “...”": two utterances on one verb.
        second = self._make(unit, verb, chain, cue, self._merge([], quotes), stance, hearsay, entry, frame, subject)
        self._own(second, quotes)
        return first

    def _cited(self, unit: Unit, verb: Token) -> tuple[Who, ...]:
        """"X reported, citing Y": whom X relies on is one level deeper."""
        a, b = unit.sent_of(verb.i)
        for token in unit.doc[a:b]:
            if token.lower_ in ("citing", "quoting") and not any(t.lower_ in self.verbs and t.dep_ in _VERBAL
                                                                 for t in unit.doc[min(token.i, verb.i) + 1:max(token.i, verb.i)]):
                found = next((c for c in token.children if c.dep_ == "dobj"), None)
                if found is not None:
                    who = self.speakers.resolve(unit, found, who_at(self.page, unit, found.i))
                    return (who,) if who.kind != "unnamed" or found.lower_ in ("sources", "source", "officials", "official", "witnesses",
                                                                               "residents") else ()
        return ()

    def _own(self, draft: StatementDraft, quotes: list[Quote]) -> None:
        for q in quotes:
            self.quoted[q.start] = draft

    def _merge(self, pieces: list[tuple[int, int]], quotes: list[Quote]) -> list[tuple[int, int]]:
        spans = [(q.start, q.end) for q in quotes]
        return sorted(spans + [p for p in pieces if not any(s <= p[0] and p[1] <= e for s, e in spans)])

    def _make(self, unit: Unit, verb: Token | None, chain: tuple[Who, ...], cue: Passage | None, pieces: list[tuple[int, int]],
              stance: str, hearsay: str | None, entry: SpeechVerb | None, frame: Frame, subject: Subject) -> StatementDraft:
        page = self.page
        content = tuple(page.passage(a, b) for a, b in pieces if b > a)
        hedge = self._hedge(unit, verb, frame, stance, hearsay, content)
        ends = [(p.start, p.end) for p in content] + ([(cue.start, cue.end)] if cue else [])
        ends += [(w.passage.start, w.passage.end) for w in chain[-1:] if w.passage and self._near(unit, w.passage)]
        start, end = min(a for a, _ in ends), max(b for _, b in ends)
        addressees = tuple(self.speakers.resolve(unit, t, who_at(page, unit, t.i)) for t in frame.addressees
                           if unit.stands_for[t.i] is None)
        draft = StatementDraft(
            start, end, cue, content, chain, self._form(content), self._refine(unit, stance, content, entry, chain), hedge,
            self._rule(entry, frame, subject), self._said(unit, verb, content), addressees, unit=unit,
            token=verb.i if verb is not None else None, verb=entry.lemma if entry else None)
        self.found.append(draft)
        self.last_of_line[unit.line.index] = draft
        if chain and subject.token is not None:
            self.speakers.remember(unit, subject.token.i, chain[-1], spoke=True)
        return draft

    def _near(self, unit: Unit, passage: Passage) -> bool:
        return unit.line.start <= passage.start and passage.end <= unit.line.end

    def _cue(self, unit: Unit, verb: Token, frame: Frame) -> Passage:
        last = frame.cue_end if frame.cue_end is not None and frame.cue_end > verb.i else verb.i
        return self.page.passage(unit.starts[verb.i], unit.ends[last])

    def _rule(self, entry: SpeechVerb | None, frame: Frame, subject: Subject) -> str:
        if entry is None:
            return "according to"
        what = "nobody named" if frame.speakerless or subject.token is None else (
            "by-phrase" if subject.passive else f"subject “{subject.token.text}”")
        kind = "quotation" if frame.quotes and not frame.heads else "reported words" if frame.heads else "no words of its own"
        return f"speech verb “{entry.lemma}”, {what}, {kind}"

    # --- content

    def _pieces(self, unit: Unit, frame: Frame, verb: Token, subject: Subject) -> list[tuple[int, int]]:
        skip = self._attribution_tokens(verb, frame)
        tokens: set[int] = set()
        for head in frame.heads:
            tokens |= {t.i for t in head.subtree} - skip
            for c in head.children:
                if head.dep_ == "ccomp" and c.dep_ == "advcl" and c.i > head.i and c.lower_.endswith("ing") and (
                        c.lower_ in self.verbs and c.nbor(-1).text == ","):
                    tokens -= {t.i for t in c.subtree}      # "..., saying ...": the teller goes on, not the told
        for t in list(tokens):
            if unit.stands_for[t] is not None and unit.stands_for[t] in frame.quotes:
                tokens.discard(t)
        return self._runs(unit, sorted(tokens))

    def _attribution_tokens(self, verb: Token, frame: Frame) -> set[int]:
        """The verb, its subject and what else of the telling may lie between the pieces of the told."""
        heads = {h.i for h in frame.heads}
        out = {verb.i}
        for child in verb.children:
            if child.i in heads or any(h in {t.i for t in child.subtree} for h in heads):
                continue
            out |= {t.i for t in child.subtree}
        return out

    def _runs(self, unit: Unit, tokens: list[int]) -> list[tuple[int, int]]:
        """Neighbouring tokens joined into character spans, trimmed of "that" and stray marks, quotation marks completed."""
        runs: list[list[int]] = []
        for i in tokens:
            if (runs and i == runs[-1][-1] + 1) or (runs and all(unit.doc[j].is_punct or unit.doc[j].is_space for j in range(runs[-1][-1] + 1, i))):
                runs[-1].append(i)
            else:
                runs.append([i])
        out = []
        for run in runs:
            start, end = unit.starts[run[0]], unit.ends[run[-1]]
            start, end = self._tidy(unit.line, start, end)
            if end > start and any(c.isalnum() for c in self.page.text[start:end]):
                out.append((start, end))
        return out

    def _tidy(self, line: Line, start: int, end: int) -> tuple[int, int]:
        text = self.page.text
        m = _LEADING.match(text[start:end])
        if m:
            start += m.end()
        m = _TRAILING.search(text[start:end])
        if m:
            end = start + m.start()
        if end > start and text[end - 1] == "." and not text[start:end - 1].endswith(("Mr", "Dr", "St", "U.S", "U.N", "a.m", "p.m")):
            end -= 1
        for q in line.quotes:
            if q.start == start - 1 and q.end <= end + 2:
                start = q.start
            if start <= q.start < end < q.end and text[end:q.end].strip(" .,”\"’'!?") == "":
                end = q.end
            if start < q.end <= end and q.start < start and text[q.start:start].strip("“\"‘' ") == "":
                start = q.start
        return start, end

    def _is_quoted(self, span: tuple[int, int]) -> bool:
        return self.page.text[span[0]] in "“\"‘«'"

    def _form(self, content: tuple[Passage, ...]) -> str:
        if not content:
            return "indirect"
        marks = "“\"«„‘'"
        whole = [p for p in content if p.exact[:1] in marks and (
            p.exact[-1:] in "”\"»“’'" or not any(m in p.exact[1:] for m in "”\"»"))]
        if len(whole) == len(content):
            return "direct"
        if any(m in p.exact for p in content for m in "“\"«„") or whole:
            return "mixed"
        return "indirect"

    # --- stance, hedge, time of speaking

    def _stance(self, unit: Unit, verb: Token, entry: SpeechVerb, frame: Frame) -> str:
        stance = frame.stance or entry.stance
        comp = frame.complement
        if entry.lemma == "announce" and comp is not None and comp.dep_ == "ccomp":
            stance = "promises" if hedge_of(comp) == "future" else "asserts"
        if entry.lemma == "announce" and comp is not None and comp.lower_ in ("death", "deaths", "toll", "killing", "capture", "arrest"):
            stance = "asserts"
        if entry.lemma == "confirm" and any(c.dep_ == "neg" for c in verb.children):
            stance = "disputes"
        if (entry.lemma == "describe" or (entry.lemma == "call" and stance == "accuses")) and not any(s in self._text(unit, frame) for s in _HARSH):
            stance = "asserts"
        if stance == "threatens" or (stance == "promises" and self._violent(unit, frame)):
            stance = "threatens"
        if entry.lemma == "warn" and comp is not None and comp.dep_ == "xcomp":
            stance = "demands"
        return stance

    def _text(self, unit: Unit, frame: Frame) -> str:
        words = [t.lower_ for h in frame.heads for t in h.subtree]
        words += [self.page.text[q.start:q.end].lower() for q in frame.quotes]
        return " ".join(words)

    def _violent(self, unit: Unit, frame: Frame) -> bool:
        comp = frame.complement
        return comp is not None and comp.lower_ in ("attack", "kill", "avenge", "retaliate", "strike", "destroy", "bomb", "annihilate",
                                                    "eliminate", "crush", "burn", "slaughter", "invade", "exterminate")

    def _refine(self, unit: Unit, stance: str, content: tuple[Passage, ...], entry: SpeechVerb | None,
                chain: tuple[Who, ...] = ()) -> str:
        """A plain "said" whose words oblige or vow: the stance is in the words, not in the verb."""
        if stance != "asserts" or not content or entry is None or entry.lemma in ("report", "note", "boast", "claim", "estimate", "find"):
            return stance
        obliged = vowed = foretold = 0
        for sent in self._main_clauses(content):
            words = [c.lower_ for c in sent.children if c.dep_ == "aux"]
            subject = next((c.lower_ for c in sent.children if c.dep_ in ("nsubj", "nsubjpass")), "")
            first = subject in ("we", "i")
            if any(w in OBLIGATION for w in words) or (
                    first and sent.lower_ in ("urge", "call", "demand", "ask", "appeal", "insist")):
                obliged += 1
            elif "will" in words and (first or self._speaks_of_self(sent, chain)):
                vowed += sent.lower_ not in _BEFALLS
                foretold += sent.lower_ in _BEFALLS
            elif "will" in words and any(c.lower_ in ("likely", "probably", "inevitably") for c in sent.children):
                foretold += 1
        if obliged:
            return "demands"
        return "promises" if vowed else "predicts" if foretold else stance

    def _speaks_of_self(self, verb: Token, chain: tuple[Who, ...]) -> bool:
        """"The United States will ..." in the mouth of its minister is a vow; in an analyst's it is not."""
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        speaker = chain[-1] if chain else None
        if speaker is None or not (speaker.kind == "state" or (speaker.role and re.search(
                r"minister|secretary|president|premier|spokes|chancellor|ambassador|envoy", speaker.role, re.I))):
            return False
        return subject is not None and subject.lower_ in ("states", "government", "ministry", "union", "country", "nations")

    def _main_clauses(self, content: tuple[Passage, ...]) -> Iterator[Token]:
        for unit in self.page.units:
            for p in content:
                if unit.quote and p.start <= unit.quote.start and unit.quote.end <= p.end:
                    for a, b in unit.sents:
                        yield unit.doc[a:b].root
                elif not unit.quote and unit.line.start <= p.start and p.end <= unit.line.end:
                    inside = [unit.doc[i] for i in unit.tokens_within(p.start, p.end) if unit.stands_for[i] is None]
                    ids = {t.i for t in inside}
                    yield from (t for t in inside if t.head.i not in ids and t.dep_ in ("ccomp", "ROOT", "conj"))

    def _hedge(self, unit: Unit, verb: Token | None, frame: Frame, stance: str, hearsay: str | None,
               content: tuple[Passage, ...]) -> str:
        found = [hearsay]
        if verb is not None:
            for c in verb.children:
                if c.lower_ in ("reportedly", "allegedly", "apparently"):
                    found.append("alleged" if c.lower_ == "allegedly" else "reported")
            if verb.lower_.startswith(("boast", "brag")):
                found.append("alleged")
            if verb.lemma_ == "" and verb.lower_ in ("confirm", "verify") and stance == "disputes":
                found.append("unverified")
        comp = frame.complement
        if stance in ("promises", "threatens"):
            found.append("future")
        elif comp is not None and unit.stands_for[comp.i] is None and stance not in ("demands", "condemns"):
            got = _clause_hedge(comp)
            found.append(got)
        elif frame.quotes and stance in ("asserts", "predicts", "accuses"):
            roots = list(self._main_clauses(tuple(p for p in content)))
            found += [h for h in (_clause_hedge(r) for r in roots[:1]) if h not in ("negated",)]
        return first_hedge(*found)

    def _said(self, unit: Unit, verb: Token | None, content: tuple[Passage, ...]) -> When:
        """When the words were spoken: a date in the telling's own clause, outside the told words."""
        if verb is None:
            return When()
        a, b = unit.sent_of(verb.i)
        start, end = unit.char_span(a, b - 1)
        near = [c for c in verb.children if c.dep_ in ("npadvmod", "prep", "advmod")]
        for d in self.page.dates_in(start, end):
            if any(p.start <= d.start < p.end for p in content):
                continue
            if any(unit.starts[t.i] <= d.start < unit.ends[t.i] or d.start <= unit.starts[t.i] < d.end
                   for c in near for t in c.subtree):
                return d.when
        return When()

    # --- parenthetical verbs: "The army, the minister said, had killed ..."

    def _parenthetical(self, unit: Unit, verb: Token, subject: Subject, entry: SpeechVerb) -> bool:
        if "clause" not in entry.frames or subject.token is None:
            return False
        if verb.head.i == verb.i:
            return self._closing(unit, verb, subject, entry)
        if verb.dep_ not in ("parataxis", "ccomp", "advcl", "dep") or subject.token.i > verb.i + 8:
            return False
        if not any(c.dep_ == "nsubj" for c in verb.children):
            return False
        text = self.page.text
        tokens = [t.i for t in verb.subtree]
        before = unit.doc[min(tokens) - 1].text if min(tokens) else ""
        if before not in (",", "–", "—", "”", "\"") or not (
                subject.token.i == verb.i + 1 or subject.token.i < verb.i):
            return False
        if verb.dep_ == "conj" or unit.doc[min(tokens)].lower_ in ("as", "when", "while", "after", "because", "if"):
            return False
        a, b = unit.sent_of(verb.i)
        rest = [i for i in range(a, b) if i not in set(tokens)]
        pieces = self._runs(unit, rest)
        if not pieces or not text:
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
        if subject.token.i > verb.i or first <= a + 2 or unit.doc[first - 1].text not in (",", "”", "\"") or b - verb.i > 12 or (
                set(range(verb.i + 1, b)) - after):
            return False
        if any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children):
            return False
        told = [i for i in range(a, first - 1) if unit.stands_for[i] is None]
        pieces = self._runs(unit, told)
        if not pieces:
            return False
        chain, hearsay = self.speakers.level(unit, verb, subject)
        self._make(unit, verb, chain, self.page.passage(unit.starts[verb.i], unit.ends[verb.i]), pieces, entry.stance, hearsay, entry,
                   Frame(fits=True), subject)
        return True

    # --- 2. according to; nouns with no speaker

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

    def _label_and_colon(self, line: Line, units: list[Unit]) -> None:
        """"Police: five dead in blast", "Five dead in blast: police", "TOLAN: Nobody came." in headlines and transcripts."""
        if not units or any(s.unit is units[0] for s in self.found[-6:]):
            return
        unit, text = units[0], self.page.text
        m = _LABEL_FIRST.match(line.text)
        if m:
            who, told = (line.start, line.start + m.end(1)), (line.start + m.start(2), line.end)
        else:
            m = _LABEL_LAST.search(line.text) if len(line.text) <= 160 else None
            if not m:
                return
            who, told = (line.start + m.start(1), line.start + m.end(1)), (line.start, line.start + m.start())
        speaker = self._labelled(line, unit, *who)
        if speaker is None or any(q.start < told[0] < q.end for q in line.quotes):
            return
        content = self.page.passage(*told)
        if len(content.exact.split()) < 2:
            return
        direct = content.exact[:1] in "“\"«"
        self.found.append(StatementDraft(min(who[0], told[0]), max(who[1], content.end), None, (content,), (speaker,),
                                         "direct" if direct else "indirect", "asserts", "none", "a name and a colon", unit=unit))
        for q in line.quotes:
            if content.start <= q.start and q.end <= content.end:
                self.quoted[q.start] = self.found[-1]
        if text and direct:
            self.last_of_line[line.index] = self.found[-1]

    def _labelled(self, line: Line, unit: Unit, start: int, end: int) -> Who | None:
        """The label before or after a colon, when it is an actor: a known name, an office, a body; in capitals in a transcript."""
        passage = self.page.passage(start, end)
        name = next((n for n in self.page.names if n.start <= passage.start + 4 and passage.end - 1 <= n.end and n.end > passage.start), None)
        if name is not None:
            return Who(name.canonical or name.text, name.kind, None, name.entity_id, passage)
        words = passage.exact.lower().split()
        if len(words) <= 5 and (words[-1].strip("s") in _LABEL_WORDS or words[-1] in _LABEL_WORDS or words[0] in ("ministry", "police")
                                or (words[0] in ROLE_WORDS and len(words) > 1)):
            return Who(passage.exact, "unnamed", None, None, passage)
        return None

    # --- 3. quotations

    def _quotations(self, line: Line, units: list[Unit]) -> None:
        for q in line.quotes:
            if q.start in self.quoted or not is_speech(self.page.text, q, line) or self._inside_content(q, line):
                continue
            self._attach(line, units, q)

    def _inside_content(self, q: Quote, line: Line) -> bool:
        """Is the quotation part of a statement's words already (a fragment in an indirect clause)?"""
        return any(s.unit is not None and s.unit.line is line and any(p.start <= q.start and q.end <= p.end for p in s.content)
                   for s in self.found[-12:])

    def _attach(self, line: Line, units: list[Unit], q: Quote) -> None:
        text = self.page.text
        before = text[line.start:q.start].strip()
        previous = self._line_before(line)
        host = self._host_before(line, q)
        if host and before.endswith((":", ",")) and not host.content:
            self._join(host, q, "quotation after the verb of speech")
            return
        if not before and previous is not None:
            tail = text[previous.start:previous.end].rstrip()[-1:]
            host = self.last_of_line.get(previous.index)
            if q.continues and host and host.form == "direct":
                self._join(host, q, None)
                return
            if tail in ":," and host is not None:
                if host.content and not re.search(r"\bas:\s*$", text[previous.start:previous.end]):
                    self._again(host, q, line, units, "quotation on the line after, same speaker")
                else:
                    self._join(host, q, "quotation on the line after")
                self.last_of_line[line.index] = self.quoted[q.start]
                return
        if not before and self._named_after(line, q):
            return
        if host is not None and host.speakers:
            if host.form == "direct" and host.content and text[host.end:q.start].strip(" .,") == "":
                self._join(host, q, None)
            else:
                self._again(host, q, line, units, "quotation after a sentence of the same speaker")
            return
        self._orphan(line, units, q)

    def _host_before(self, line: Line, q: Quote) -> StatementDraft | None:
        """The last statement told before the quotation in its paragraph."""
        told = [s for s in self.found if s.unit is not None and s.unit.line is line and s.unit.quote is None
                and (s.cue.start if s.cue else s.start) < q.start]
        return max(told, key=lambda s: (s.cue.start if s.cue else s.start, s.end)) if told else None

    def _line_before(self, line: Line) -> Line | None:
        return self.page.lines[line.index - 1] if line.index else None

    def _join(self, host: StatementDraft, q: Quote, rule: str | None) -> None:
        passage = self.page.passage(q.start, q.end)
        host.content = tuple(sorted((*host.content, passage), key=lambda p: p.start))
        host.end, host.start = max(host.end, q.end), min(host.start, q.start)
        host.form = self._form(host.content)
        host.stance = self._refine(host.unit, host.stance, host.content, self.verbs.get("said")) if host.unit else host.stance
        if rule:
            host.rule = f"{host.rule}; {rule}"
        self.quoted[q.start] = host

    def _again(self, host: StatementDraft, q: Quote, line: Line, units: list[Unit], rule: str) -> None:
        """A second utterance of the same speaker, without a verb of its own."""
        passage = self.page.passage(q.start, q.end)
        stance = self._refine(host.unit, "asserts", (passage,), self.verbs["said"]) if host.unit else "asserts"
        same_line = host.unit is not None and host.unit.line is line
        chain = host.speakers
        draft = StatementDraft(q.start, q.end, host.cue if not same_line and host.cue and not host.content else None, (passage,), chain,
                               "direct", stance, "none", rule, host.said, outer=host.outer, unit=units[0] if units else host.unit)
        self.found.append(draft)
        self.quoted[q.start] = draft

    def _named_after(self, line: Line, q: Quote) -> bool:
        """"Excerpts from the statement by X and Y:" on the line after the quotation."""
        nxt = self.page.lines[line.index + 1] if line.index + 1 < len(self.page.lines) else None
        if nxt is None:
            return False
        m = _NAMED_AFTER.match(self.page.text[nxt.start:nxt.end])
        if not m:
            return False
        at = nxt.start + m.end()
        names = [n for n in self.page.names if at <= n.start < nxt.end and n.start - at < 80]
        if not names:
            return False
        first = self._who_named(names[0], at)
        rest = [self._who_named(n, n.start) for n in names[1:] if re.fullmatch(
            r"(?:\s*(?:,|and|&)\s*)+", self.page.text[names[names.index(n) - 1].end:n.start])]
        chain = (Who(first.name, first.kind, first.role, first.entity_id, first.passage, tuple(rest)),)
        content = (self.page.passage(q.start, q.end),)
        cue = self.page.passage(nxt.start, at)
        draft = StatementDraft(q.start, nxt.end if names[-1].end > nxt.end else names[-1].end, cue, content, chain, "direct", "asserts",
                               "none", "speaker named on the line after the quotation",
                               unit=next((u for u in self.page.units if u.line is line), None))
        draft.stance = self._refine(draft.unit, "asserts", content, self.verbs["said"]) if draft.unit else "asserts"
        self.found.append(draft)
        self.quoted[q.start] = draft
        return True

    def _who_named(self, name: object, at: int) -> Who:
        start = getattr(name, "start")  # noqa: B009
        end = getattr(name, "end")  # noqa: B009
        passage = self.page.passage(at, end)
        role = self.page.text[at:start].strip(" ,") or None
        return Who(name.canonical or name.text, name.kind, role, name.entity_id, passage)  # type: ignore[attr-defined]

    def _orphan(self, line: Line, units: list[Unit], q: Quote) -> None:
        """Somebody's very words with nobody named: kept, and the speaker stays unknown."""
        inner = self.page.text[q.inner_start:q.inner_end]
        if len(inner.split()) < 6 or not re.search(r"[.!?,…]\s*$", inner):
            return
        content = (self.page.passage(q.start, q.end),)
        unit = units[0] if units else None
        draft = StatementDraft(q.start, q.end, None, content, (), "direct", "asserts", "none", "quotation, nobody named", unit=unit)
        if unit:
            draft.stance = self._refine(unit, "asserts", content, self.verbs["said"])
        self.found.append(draft)
        self.quoted[q.start] = draft

    # --- 4. embedded posts

    def _posts(self) -> None:
        page = self.page
        for n in page.document.nested:
            if n.account_start is not None and n.account_end is not None:
                passage = page.passage(n.account_start, n.account_end)
            else:
                passage = None
            known = next((x for x in page.names if passage and passage.start <= x.start and x.end <= passage.end), None)
            who = Who(n.account, known.kind if known else "outlet", None,
                      (known.entity_id if known else None) or (f"account:{(n.handle or n.account).lstrip('@').lower()}"), passage)
            content = (page.passage(n.body_start, n.body_end),)
            self.found.append(StatementDraft(
                n.start, n.end, None, content, (who,), "direct", "asserts", "none", "embedded post: a source of its own",
                n.published_at, top_level=True))


def _clause_hedge(head: Token) -> str:
    """The hedge of the reported clause: its own auxiliaries and adverbs, not those of the telling."""
    from bearwitness.extract.hedge import local_hedges

    found = local_hedges(head, governors=False)
    if "hypothetical" in found and any(c.dep_ == "aux" and c.lower_ == "would" for c in head.children):
        found = (found - {"hypothetical"}) | {"future"}      # "said it would": the future of reported speech
    for c in head.children:
        if c.dep_ == "advcl" and any(t.dep_ == "mark" and t.lower_ in ("if", "unless") for t in c.children):
            found.add("hypothetical")
    return first_hedge(*found)


_HARSH = ("cleansing", "genocide", "massacre", "slaughter", "crime", "atroc", "terror", "erase", "exterminat", "brutal", "barbar", "execution",
          "systematic", "murder", "racist", "criminal", "illegal", "aggress", "war ")


def find_statements(page: Page) -> list[StatementDraft]:
    """All statements of a page, by position."""
    return StatementFinder(page).run()
