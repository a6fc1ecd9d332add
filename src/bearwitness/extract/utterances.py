"""Building one statement: its words, its form, its stance and hedge, when it was said.

`Utterances` turns a verb with its frame into a `StatementDraft`; it decides nothing about which verbs speak
(`statements`) or where a quotation without a verb belongs (`quotations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.frame import Frame
from bearwitness.extract.frames import is_open
from bearwitness.extract.hedge import first_hedge, hedge_of, local_hedges
from bearwitness.extract.names import who_at
from bearwitness.extract.page import Line, Page, Unit
from bearwitness.extract.quotes import Quote
from bearwitness.extract.speakers import Speakers, Subject, told_beside
from bearwitness.extract.speech import ACT, OBLIGATION, SpeechVerb, verbs
from bearwitness.model import Passage, When, Who

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBAL = frozenset("ROOT conj ccomp advcl relcl acl xcomp pcomp parataxis dep csubj".split())
_BEFALLS = frozenset("see face witness be have lose suffer die know".split())
_LEADING = re.compile(r"^(?:that\b\s*|[\s,;:–—-]+)+", re.I)
_TRAILING = re.compile(r"[\s,;:–—-]+$")
_HARSH = ("cleansing", "genocide", "massacre", "slaughter", "crime", "atroc", "terror", "erase", "exterminat", "brutal", "barbar", "execution",
          "systematic", "murder", "racist", "criminal", "illegal", "aggress", "war ")


_ANONYMITY = re.compile(r"(?:to )?(?:not (?:to )?be (?:named|identified|quoted)|(?:be|remain|stay) (?:anonymous|unnamed|nameless)|anonymity\b|that (?:his|her|their|its) "
                        r"(?:full )?(?:names?|identit\w+) (?:not be|be withheld))", re.I)


# Only doubts, which the hedge keeps: cut off with its words, a denial would be lost.
_COMMENT = re.compile(r",\s+(?:a|an|the)\s+(?:claim|charge|accusation|allegation|assertion|version|account|figure)s?\s+(?:that|which)\s+(?:could|can|has|have|had|was|were|is|are)"
                      r"(?:\s?not|n['’]t)\b[^“”\"]*\b(?:verif|confirm)\w*[^“”\"]*$", re.I)
_WHILE = frozenset("while whereas although though".split())


def _without(head: Token, joined: Token) -> list[Token]:
    """What hangs on a verb, but for the words that join another to it and what hangs on that one."""
    apart = {t.i for t in joined.subtree}
    return [t for t in head.subtree if t.i not in apart and not (t.head.i == head.i and t.dep_ in ("cc", "punct"))]


class Utterances:
    """The statements of one document so far, and how one is made."""

    def __init__(self, page: Page):
        self.page = page
        self.found: list[StatementDraft] = []
        self.speakers = Speakers(page)
        self.quoted: dict[int, StatementDraft] = {}      # start of a quotation -> its statement
        self.last_of_line: dict[int, StatementDraft] = {}
        self.turn: StatementDraft | None = None          # of a transcript, whose words go on
        self.verbs = verbs()

    def _add(self, unit: Unit, verb: Token, entry: SpeechVerb, frame: Frame, subject: Subject) -> StatementDraft | None:
        chain, hearsay = ((), None) if frame.speakerless else self.speakers.level(unit, verb, subject)
        chain += self._cited(unit, verb) if chain else ()
        chain = self._quoting(unit, verb) + chain if verb.dep_ == "pcomp" else chain
        cue = self._cue(unit, verb, frame)
        pieces = self._pieces(unit, frame, verb, subject)
        stance = self._stance(unit, verb, entry, frame)
        if entry.lemma == "contradict" or (entry.lemma == "claim" and "“" not in "".join(
                self.page.text[a:b] for a, b in pieces) and frame.complement is not None and frame.complement.dep_ == "dobj"):
            pieces = []         # "claimed responsibility": no words of its own
        if (stance == "condemns" and entry.cls == "judge" and not frame.worded) or frame.quoted_only:
            pieces = [p for p in pieces if self._is_quoted(p)] if entry.lemma not in ("lament", "regret", "bemoan") else pieces
        if len(pieces) == 1 and re.fullmatch(r"(?:its?|his|her|their|them|him|this|that|so|the|what|it)", self.page.text[slice(*pieces[0])], re.I):
            pieces = []
        quotes = [q for q in frame.quotes if q.start not in self.quoted]
        if not quotes and len(pieces) == 1 and _ANONYMITY.match(self.page.text[slice(*pieces[0])]):
            return None         # a condition of speaking, and nothing that was said
        if not pieces and not quotes and entry.cls in ("think", "want", "know"):
            return None
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
            if token.lower_ in ("citing", "quoting") and not any(t.lower_ in self.verbs and t.dep_ in VERBAL
                                                                 for t in unit.doc[min(token.i, verb.i) + 1:max(token.i, verb.i)]):
                found = next((c for c in token.children if c.dep_ == "dobj"), None)
                if found is not None:
                    who = self.speakers.resolve(unit, found, who_at(self.page, unit, found.i))
                    return (who,) if who.kind != "unnamed" or found.lower_ in ("sources", "source", "officials", "official", "witnesses",
                                                                               "residents") else ()
        return ()

    def _quoting(self, unit: Unit, verb: Token) -> tuple[Who, ...]:
        """"The paper quoted X as saying": the paper is the level around X."""
        above = verb.head.head
        named = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if named is None or not above.lower_.startswith("quot") or not any(c.dep_ == "dobj" for c in above.children):
            return ()
        return self.speakers.level(unit, above, Subject(named))[0]

    def _own(self, draft: StatementDraft, quotes: list[Quote]) -> None:
        for q in quotes:
            self.quoted[q.start] = draft

    def _merge(self, pieces: list[tuple[int, int]], quotes: list[Quote]) -> list[tuple[int, int]]:
        spans = [(q.start, q.end) for q in quotes]
        return sorted(spans + [p for p in pieces if not any(s <= p[0] and p[1] <= e for s, e in spans)])

    def _make(self, unit: Unit, verb: Token | None, chain: tuple[Who, ...], cue: Passage | None, pieces: list[tuple[int, int]],
              stance: str, hearsay: str | None, entry: SpeechVerb | None, frame: Frame, subject: Subject, cls: str = "say") -> StatementDraft:
        page = self.page
        content = tuple(page.passage(a, b) for a, b in pieces if b > a)
        cls = entry.cls if entry is not None else cls
        by_verb, stance = stance, self._refine(unit, stance, content, entry, chain)
        # A "should" that obliges is no doubt.
        hedge = first_hedge(self._hedge(unit, verb, frame, "demands" if stance == "demands" else by_verb, hearsay, content),
                            *_of_class(cls, entry, frame))
        ends = [(p.start, p.end) for p in content] + ([(cue.start, cue.end)] if cue else [])
        ends += [(w.passage.start, w.passage.end) for w in chain[-1:] if w.passage and self._near(unit, w.passage)]
        start, end = min(a for a, _ in ends), max(b for _, b in ends)
        addressees = tuple(self.speakers.resolve(unit, t, who_at(page, unit, t.i)) for t in frame.addressees
                           if unit.stands_for[t.i] is None)
        draft = StatementDraft(
            start, end, cue, content, chain, self._form(content), stance, hedge,
            self._rule(entry, frame, subject), self._said(unit, verb, content), addressees, unit=unit,
            token=verb.i if verb is not None else None, verb=entry.lemma if entry else None, cls=cls)
        self.found.append(draft)
        self.last_of_line[unit.line.index] = draft
        if chain and subject.token is not None:
            self.speakers.remember(unit, subject.token.i, chain[-1], spoke=True)
        return draft

    def _near(self, unit: Unit, passage: Passage) -> bool:
        return unit.line.start <= passage.start and passage.end <= unit.line.end

    def _cue(self, unit: Unit, verb: Token, frame: Frame) -> Passage:
        last = frame.cue_end if frame.cue_end is not None and frame.cue_end > verb.i else verb.i
        first = min([verb.i, *(c.i for c in verb.children if frame.evidential and c.dep_ == "auxpass" and verb.i - c.i <= 3)])
        return self.page.passage(unit.starts[first], unit.ends[last])

    def _rule(self, entry: SpeechVerb | None, frame: Frame, subject: Subject) -> str:
        if entry is None:
            return "according to"
        what = "nobody named" if frame.speakerless or subject.token is None else (
            "by-phrase" if subject.passive else f"subject “{subject.token.text}”")
        kind = "quotation" if frame.quotes and not frame.heads else "reported words" if frame.heads else "no words of its own"
        return f"{ACT[entry.cls]} verb “{entry.lemma}”, {what}, {kind}"

    def _pieces(self, unit: Unit, frame: Frame, verb: Token, subject: Subject) -> list[tuple[int, int]]:
        skip = self._attribution_tokens(verb, frame)
        tokens: set[int] = set()
        for head in frame.heads:
            tokens |= {t.i for t in head.subtree} - skip - _day_of(verb, head)
            for c in head.children:
                if head.dep_ == "ccomp" and c.dep_ == "advcl" and c.i > head.i and c.lower_.endswith("ing") and (
                        c.lower_ in self.verbs and c.nbor(-1).text == ","):
                    tokens -= {t.i for t in c.subtree}      # "..., saying ...": the teller goes on, not the told
            if head.dep_ == "ccomp":
                for c in head.children:
                    if told_beside(c) is verb:
                        tokens -= {t.i for t in c.subtree} | {t.i for t in head.children if t.dep_ == "cc" and t.i < c.i}
        tokens |= self._rest_of(unit, frame, verb, tokens)
        tokens = self._before_the_cue(unit, verb, tokens)
        left = max((i for i in range(unit.sent_of(verb.i)[0], verb.i) if unit.doc[i].text == ";"), default=-1)
        if any(left < t for t in tokens) and not any(left < t < verb.i for t in tokens):
            tokens = {t for t in tokens if t > left}        # before a semicolon somebody else speaks
        for t in list(tokens):
            if unit.stands_for[t] is not None and unit.stands_for[t] in frame.quotes:
                tokens.discard(t)
        return [self._without_comment(span) for span in self._runs(unit, sorted(tokens))]

    def _without_comment(self, span: tuple[int, int]) -> tuple[int, int]:
        """"..., a claim that could not be verified": what the teller of the teller adds is not the speaker's."""
        m = _COMMENT.search(self.page.text[span[0]:span[1]])
        return (span[0], span[0] + m.start()) if m else span

    def _before_the_cue(self, unit: Unit, verb: Token, tokens: set[int]) -> set[int]:
        """ "Two died and five were hurt, the radio reported, while the army said ...": all before the cue, and nothing of another teller's."""
        if not tokens or min(tokens) > verb.i:
            return tokens
        a, b = unit.sent_of(verb.i)
        for t in unit.doc[verb.i + 1:b]:
            if t.dep_ == "advcl" and t.lower_ in self.verbs and any(c.dep_ == "mark" and c.lower_ in _WHILE for c in t.children):
                tokens = tokens - {s.i for s in t.subtree}
        head = verb.head
        if verb.dep_ == "conj" and a <= head.i < min(tokens) and head.lower_ not in self.verbs and not any(
                unit.doc[i].lower_ in self.verbs and unit.doc[i].dep_ in VERBAL for i in range(a, min(tokens))) and all(
                unit.doc[i].dep_ in ("cc", "punct") for i in range(max(t.i for t in _without(head, verb)) + 1, min(tokens))):
            tokens = tokens | set(range(a, min(tokens)))
        return tokens

    def _rest_of(self, unit: Unit, frame: Frame, verb: Token, tokens: set[int]) -> set[int]:
        """"threatened to resign unless ...", "thinks the year may differ: the polls are bad": what still belongs to the told."""
        if not frame.heads or not tokens or frame.heads[0].dep_ not in ("ccomp", "xcomp"):
            return set()
        out: set[int] = set()
        for c in verb.children:
            if c.dep_ == "advcl" and c.i > max(tokens) and any(t.dep_ == "mark" and t.lower_ in ("unless", "if") for t in c.children):
                out |= {t.i for t in c.subtree}
        last, end = max(tokens), unit.sent_of(verb.i)[1]
        while last + 2 < end and unit.doc[last + 1].text in ("”", '"', "’", "'"):
            last += 1
        if last > verb.i and last + 2 < end and unit.doc[last + 1].text == ":" and not any(
                unit.stands_for[i] is not None or (unit.doc[i].lower_ in self.verbs and unit.doc[i].dep_ in VERBAL) for i in range(last + 2, end)):
            out |= set(range(last + 2, end))
        return out

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

    def _stance(self, unit: Unit, verb: Token, entry: SpeechVerb, frame: Frame) -> str:
        stance = frame.stance or entry.stance
        comp = frame.complement
        if entry.lemma == "ask" and (is_open(comp) if comp is not None else frame.quotes):
            stance = "asserts"          # a question demands nothing
        if comp is not None and entry.lemma == "agree" and comp.dep_ == "ccomp":
            stance = "asserts"
        if entry.lemma == "challenge" and comp is not None and comp.dep_ == "xcomp":
            stance = "demands"
        if entry.lemma == "announce" and comp is not None and comp.dep_ == "ccomp":
            stance = "promises" if hedge_of(comp) == "future" else "asserts"
        if entry.lemma == "announce" and comp is not None and comp.lower_ in ("death", "deaths", "toll", "killing", "capture", "arrest"):
            stance = "asserts"
        if entry.lemma in ("confirm", "deny", "verify") and (any(c.dep_ == "neg" for c in verb.children) or (
                verb.dep_ == "pcomp" and verb.head.lower_ == "without") or _neither(verb)):
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
                                                    "eliminate", "crush", "burn", "slaughter", "invade", "exterminate", "revenge", "vengeance",
                                                    "retaliation", "retribution")

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
            negated = any(c.dep_ == "neg" for c in sent.children)
            # "must have been", "should have seen": a guess and a reproach.
            if (any(w in OBLIGATION for w in words) and "have" not in words) or (
                    first and "will" not in words and not negated and sent.lower_ in ("urge", "call", "demand", "ask", "appeal", "insist")):
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
                        yield unit.doc.part(a, b).root
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
            if content and _COMMENT.match(self.page.text[content[-1].end:unit.ends[unit.sent_of(verb.i)[1] - 1]]):
                found.append("unverified")
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


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight earlier late early".split())


def _day_of(verb: Token, head: Token) -> set[int]:
    """"said Monday it would appeal", "said on Monday they had": a day right after the verb is the day of saying."""
    first = next((c for c in head.children if c.i == verb.i + 1 or any(t.i == verb.i + 1 for t in c.subtree)), None)
    if head.dep_ != "ccomp" or first is None or first.dep_ not in ("npadvmod", "advmod", "prep", "nmod", "pobj"):
        return set()
    tokens = {t.i for t in first.subtree}
    after = verb.doc[max(tokens) + 1] if max(tokens) + 1 < len(verb.doc) else None
    days = any(t.lower_ in _DAYS for t in first.subtree)
    return tokens if days and len(tokens) <= 4 and after is not None and after.text != "," else set()


_REPORTED = frozenset("say report claim rumour allege".split())


def _of_class(cls: str, entry: SpeechVerb | None, frame: Frame) -> list[str]:
    """What the class of the word says of the told: wanted is future, asked is open, "is believed to" is likely."""
    out = ["negated"] if frame.negated else []
    if cls == "want":
        out.append("future")
    elif cls == "ask" and frame.complement is not None and is_open(frame.complement):
        out.append("hypothetical")
    if frame.evidential and entry is not None:
        if entry.lemma in _REPORTED:
            out.append("alleged" if entry.lemma in ("claim", "allege") else "reported")
        elif cls == "think":
            out.append("future" if entry.lemma in ("expect", "predict", "project", "forecast") else "likely")
    return out


def _neither(verb: Token) -> bool:
    """"neither confirmed nor denied"."""
    words = {c.lower_ for v in (verb, verb.head) for c in v.children if c.dep_ in ("preconj", "cc", "advmod", "nsubj", "det", "neg")}
    return "neither" in words or "nor" in words


def _clause_hedge(head: Token) -> str:
    """The hedge of the reported clause: its own auxiliaries and adverbs, not those of the telling."""
    found = local_hedges(head, governors=False)
    if "hypothetical" in found and any(c.dep_ == "aux" and c.lower_ == "would" for c in head.children):
        found = (found - {"hypothetical"}) | {"future"}      # "said it would": the future of reported speech
    for c in head.children:
        if c.dep_ == "advcl" and any(t.dep_ == "mark" and t.lower_ in ("if", "unless") for t in c.children):
            found.add("hypothetical")
    return first_hedge(*found)
