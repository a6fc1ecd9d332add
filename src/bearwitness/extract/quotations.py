"""Quotations without a verb of their own, labels with a colon, embedded posts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cached_property

from bearwitness.extract.animacy import ACTOR, UNKNOWN, kind_of
from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.frame import Frame
from bearwitness.extract.names import ROLE_WORDS, Name, phrase_tokens
from bearwitness.extract.page import LIST_START, Line, Unit, is_speech
from bearwitness.extract.quotes import Quote
from bearwitness.extract.speakers import Subject, is_first_person
from bearwitness.extract.utterances import Utterances
from bearwitness.model import Who

_LABEL_FIRST = re.compile(r"((?:[A-Z][\w.’'-]*)(?: (?:of|for|the|[A-Z&][\w.’'-]*|and)){0,6}|[A-Z][a-z]+(?: [a-z]+){0,3}): (\S.*)$")
_LABEL_LAST = re.compile(r"\s*(?::|\s[-–—])\s+([A-Z]\w[\w.’'-]*(?: [\w.’'-]+){0,5}|[a-z]+(?: [a-z]+){0,2})$")
_LABEL_WORDS = frozenset("""police official officials ministry minister monitor army military witness witnesse witnesses resident activist governor
mayor un report source medic doctor group observatory agency government authoritie authorities spokesman spokesperson president poll survey study
prosecutor expert analyst lawyer court judge researcher scientist critic aide rebel union watchdog commission senator""".split())
# A speaker's turn in a transcript: a name in capitals, "Q", "ANSWER", or a name that opens several lines.
_TURN = re.compile(r"\s*([A-Z][^:\n\t“\"]{0,48}?)(?:\s*\([^)]{1,40}\))?:\s+(?=\S)")
_QA = frozenset("q a question answer interviewer moderator host reporter".split())
_NO_SPEAKER = frozenset("""note update analysis opinion editorial source sources photo photos video watch read more related correction breaking date time place
location contact tel phone email fax subject from to cc re address summary background title author by published topics tags copyright warning caution
example figure table step chapter part section day week year total results result score scores here there first second third finally also remember""".split())
_NAMED_AFTER = re.compile(r"^\s*(?:excerpts?\s+(?:from|of)\s+)?(?:the\s+|a\s+|an\s+)?(?:[\w-]+\s+)?(?:statement|remarks|speech|letter|interview|"
                          r"message|post|address|testimony)\s+(?:by|from|of)\s+", re.I)


_SHORT = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.")
_HEADING = re.compile(r"\s*[A-Z][A-Z .,’'&-]+\s*")
_TURN_RULE = "a speaker's turn in a transcript"
_MAX_ITEMS = 40
_MAX_PARAGRAPHS = 200     # of one speaker's turn
_RECENT = 60              # statements back in which the one beside a quotation is looked for
_NEAR = 400               # characters before a quotation in which its sentence begins
_Labelled = tuple[Who, tuple[int, int], tuple[int, int]]      # who, where the label stands, where the words


_NO_MANNER = frozenset("is are was were be been has have had does did do will would can could may might".split())
_HE = re.compile(r"(?:He|She)\b")
_SENTENCE_END = re.compile(r"[.!?][”\"’']?\s+(?=[A-Z“\"])")


def _last_sentence(text: str) -> int:
    """Where the last sentence of a stretch begins; titles and initials end none."""
    at = 0
    for m in _SENTENCE_END.finditer(text):
        if not re.search(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Capt|Sgt|Lt|Rep|Sen|Gov|St|[A-Z])\.$", text[:m.start() + 1]) and m.end() < len(text):
            at = m.end()
    return at


def _is_label(label: str) -> bool:
    """Capitals or a word for asking and answering."""
    letters = [c for c in label if c.isalpha()]
    return label.lower().rstrip(".") in _QA or (len(letters) >= 3 and all(c.isupper() for c in letters) and label.lower() not in _NO_SPEAKER)


class Quotations(Utterances):
    """Where the words of a quotation belong when no verb beside it says so."""

    @cached_property
    def _turns(self) -> dict[int, tuple[int, int]]:
        """Lines that open with a speaker's name and a colon: line -> the label's offsets. Empty when the text is no transcript."""
        found: dict[int, tuple[str, int, int]] = {}
        for line in self.page.lines:
            m = _TURN.match(line.text)
            if m and len(m.group(1).split()) <= 6 and m.group(1).lower() not in _NO_SPEAKER and not line.nested:
                found[line.index] = (m.group(1), line.start + m.start(1), line.start + m.end(1))
        often = Counter(label for label, _, _ in found.values())
        names = [label for label in often if _is_label(label)]
        turns = sum(often[label] for label in names)
        if turns < 2 and not any(label.lower() in _QA for label in names):
            return {}
        return {k: (a, b) for k, (label, a, b) in found.items() if _is_label(label) or (turns >= 3 and often[label] >= 2)}

    def _turn(self, line: Line, units: list[Unit]) -> None:
        """"TOLAN: Nobody came.": all of the line, and the lines after it up to the next turn, are the speaker's words."""
        at = self._turns.get(line.index)
        if at is None:
            if self._turns and self.turn is not None and len(self.turn.content) < _MAX_PARAGRAPHS and not _HEADING.fullmatch(line.text):
                self.turn.content = (*self.turn.content, self.page.passage(line.start, line.end))
                self.turn.end = line.end
                self._own(self.turn, line.quotes)
            return
        passage = self.page.passage(*at)
        name = next((n for n in self.page.names_in(max(0, at[0] - 2), at[1] + 2)), None)
        same = next((s.speakers[0] for s in self.found[:-_RECENT:-1] if s.rule == _TURN_RULE and s.speakers[0].passage
                     and s.speakers[0].passage.exact == passage.exact), None)
        who = Who(name.canonical or name.text, name.kind, None, name.entity_id, passage) if name is not None else Who(
            same.name if same else passage.exact, same.kind if same else "unnamed", None, same.entity_id if same else None, passage)
        content = self.page.passage(at[1] + line.text[at[1] - line.start:].index(":") + 1, line.end)
        self.turn = StatementDraft(at[0], content.end, None, (content,), (who,), "direct", "asserts", "none", _TURN_RULE,
                                   unit=units[0] if units else None)
        self.found.append(self.turn)
        self._own(self.turn, line.quotes)

    def _list_follows(self, line: Line) -> bool:
        after = self.page.lines[line.index + 1] if line.index + 1 < len(self.page.lines) else None
        return after is not None and bool(LIST_START.match(after.text))

    def _list_after(self, line: Line) -> None:
        """"She named three goals:" and lines with dashes: the lines are hers."""
        if not line.text.rstrip().endswith(":") or not self._list_follows(line):
            return
        host = max((s for s in self.found[-12:] if s.unit is not None and s.unit.line is line and s.cue is not None),
                   key=lambda s: s.cue.start if s.cue else 0, default=None)
        if host is None or not host.speakers:
            return
        for item in self.page.lines[line.index + 1:line.index + 1 + _MAX_ITEMS]:
            if not LIST_START.match(item.text):
                break
            host.content = (*host.content, self.page.passage(item.start, item.end))
            host.end = max(host.end, item.end)

    def _label_and_colon(self, line: Line, units: list[Unit]) -> None:
        """"Police: five dead in blast", "Five dead in blast: police" in headlines."""
        if line.index in self._turns or line.nested or len(line.text) > 400 or (":" not in line.text and " - " not in line.text and "–" not in line.text \
                and "—" not in line.text):
            return
        unit = units[0] if units else None
        found = self._label_first(line, unit) or self._label_last(line, unit)
        if found is None:
            return
        speaker, who, told = found
        if any(q.start < told[0] < q.end for q in line.quotes):
            return
        content = self.page.passage(*told)
        if len(content.exact.split()) < 2:
            return
        direct = content.exact[:1] in "“\"«‘'"
        self.found.append(StatementDraft(min(who[0], told[0]), max(who[1], content.end), None, (content,), (speaker,),
                                         "direct" if direct else "indirect", "asserts", "none", "a name and a colon", unit=unit))
        for q in line.quotes:
            if content.start <= q.start and q.end <= content.end:
                self.quoted[q.start] = self.found[-1]
        if direct:
            self.last_of_line[line.index] = self.found[-1]

    def _label_first(self, line: Line, unit: Unit | None) -> _Labelled | None:
        m = _LABEL_FIRST.match(line.text)
        if m is None:
            return None
        who, told = (line.start, line.start + m.end(1)), (line.start + m.start(2), line.end)
        if unit is not None and any(s.unit is unit and not told[0] <= (s.cue.start if s.cue else s.start) < told[1] for s in self.found[-6:]):
            return None
        speaker = self._labelled(line, unit, *who)
        return (speaker, who, told) if speaker is not None else None

    def _label_last(self, line: Line, unit: Unit | None) -> _Labelled | None:
        m = _LABEL_LAST.search(line.text) if len(line.text) <= 160 else None
        if m is None or (unit is not None and any(s.unit is unit for s in self.found[-6:])):
            return None
        who, told = (line.start + m.start(1), line.start + m.end(1)), (line.start, line.start + m.start())
        speaker = self._labelled(line, unit, *who)
        return (speaker, who, told) if speaker is not None else None

    def _labelled(self, line: Line, unit: Unit | None, start: int, end: int) -> Who | None:
        """The label before or after a colon, when it is an actor: a known name, an office, a body; in capitals in a transcript."""
        passage = self.page.passage(start, end)
        name = next((n for n in self.page.names if n.start <= passage.start + 4 and passage.end - 1 <= n.end and n.end > passage.start), None)
        if name is not None:
            return Who(name.canonical or name.text, name.kind, None, name.entity_id, passage)
        words = passage.exact.lower().split()
        if self.page.text[end:end + 3].strip(": ")[:1] in ("“", "‘", "\"", "'") and len(words) <= 3 and words[0] not in _NO_SPEAKER \
                and all(w[0].isupper() for w in passage.exact.split()):
            return Who(passage.exact, "unnamed", None, None, passage)      # "Belov: ‘We will not go’"
        if len(words) <= 5 and (words[-1].strip("s") in _LABEL_WORDS or words[-1] in _LABEL_WORDS or words[0] in ("ministry", "police")
                                or (words[0] in ROLE_WORDS and len(words) > 1)):
            return Who(passage.exact, "unnamed", None, None, passage)
        return None

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
                self.last_of_line[line.index] = host
                return
            if host and host.form == "direct" and host.speakers and host.content and text[host.content[-1].end:previous.end].strip(" .") == "" \
                    and text[q.end:line.end].strip(" .") == "":
                self._join(host, q, None)       # the speaker goes on in the next paragraph
                self.last_of_line[line.index] = host
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
        if self._manner(units, q):
            return
        if self._host_before(line, q) is None and not q.continues and self._beat(line, units, q, before):
            return
        if host is not None and host.speakers:
            between = _SHORT.sub("", text[host.end:q.start].strip())
            if host.form == "direct" and host.content and len(between) <= 80 and not re.search(r"[.!?]\s+\S", between):
                self._join(host, q, None)
                self.last_of_line[line.index] = host
            else:
                self._again(host, q, line, units, "quotation after a sentence of the same speaker")
            return
        self._orphan(line, units, q)

    def _manner(self, units: list[Unit], q: Quote) -> bool:
        """"“Nobody came,” she laughed.": after a comma inside the marks whatever verb follows is one of saying."""
        if self.page.text[q.inner_start:q.inner_end].rstrip()[-1:] != ",":
            return False
        for unit in units:
            inside = [i for i, owner in enumerate(unit.stands_for) if owner is q]
            if not inside or inside[-1] + 2 >= len(unit.doc):
                continue
            after = inside[-1] + 1
            for verb in unit.doc[after:after + 7]:
                subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i >= after), None)
                if subject is None or verb.lower_ in _NO_MANNER or unit.stands_for[subject.i] is not None or kind_of(
                        self.page, unit, subject) not in (ACTOR, UNKNOWN) or is_first_person(subject):
                    continue
                if min(verb.i, phrase_tokens(subject)[0].i) != after:
                    continue
                chain, hearsay = self.speakers.level(unit, verb, Subject(subject))
                cue = self.page.passage(unit.starts[verb.i], unit.ends[verb.i])
                draft = self._make(unit, None, chain, cue, [(q.start, q.end)], "asserts", hearsay, self.verbs["said"],
                                   Frame(fits=True, quotes=[q]), Subject(subject))
                draft.rule, draft.token = f"a quotation, a comma and “{verb.lower_}”", verb.i
                self.quoted[q.start] = draft
                return True
        return False

    def _beat(self, line: Line, units: list[Unit], q: Quote, before: str) -> bool:
        """"Ruskin shook her head. “Nobody helped us.”": the sentence beside a quotation is about who speaks."""
        if len(self.page.text[q.inner_start:q.inner_end].split()) < 2:
            return False
        near = max(line.start, q.start - _NEAR)
        at = near + _last_sentence(self.page.text[near:q.start])
        if not before:
            rest = self.page.text[q.end:line.end]
            if not self.page.text[q.inner_start:q.inner_end].rstrip().endswith((".", "!", "?")) or not rest.strip():
                return False
            at = q.end + len(rest) - len(rest.lstrip())
        elif not before.endswith((".", "!", "?", ":", ",")):
            return False
        name = next((n for n in self.page.names_in(at, min(at + 60, line.end)) if n.start == at and n.kind == "person"), None)
        m = _HE.match(self.page.text, at, line.end)
        if name is not None:
            who = Who(name.canonical or name.text, name.kind, None, name.entity_id, self.page.passage(name.start, name.end))
        elif m and (known := self.speakers.person_before(line.index, at)) is not None:
            who = replace(known, passage=self.page.passage(m.start(), m.end()), with_=())
        else:
            return False
        content = (self.page.passage(q.start, q.end),)
        unit = units[0] if units else None
        draft = StatementDraft(min(at, q.start), max(q.end, who.passage.end if who.passage else q.end), None, content, (who,), "direct", "asserts",
                               "none", "quotation beside a sentence about its speaker", unit=unit)
        if unit:
            draft.stance = self._refine(unit, "asserts", content, self.verbs["said"])
        self.found.append(draft)
        self.quoted[q.start] = draft
        self.last_of_line[line.index] = draft
        return True

    def _host_before(self, line: Line, q: Quote) -> StatementDraft | None:
        """The last statement told before the quotation in its paragraph."""
        told = [s for s in self.found[-_RECENT:] if s.unit is not None and s.unit.line is line and s.unit.quote is None
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

    def _who_named(self, name: Name, at: int) -> Who:
        role = self.page.text[at:name.start].strip(" ,") or None
        return Who(name.canonical or name.text, name.kind, role, name.entity_id, self.page.passage(at, name.end))

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
