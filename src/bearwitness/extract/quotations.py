"""Quotations without a verb of their own, labels with a colon, embedded posts."""

from __future__ import annotations

import re

from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.names import ROLE_WORDS, Name
from bearwitness.extract.page import Line, Unit, is_speech
from bearwitness.extract.quotes import Quote
from bearwitness.extract.utterances import Utterances
from bearwitness.model import Who

_LABEL_FIRST = re.compile(r"((?:[A-Z][\w.’'-]*)(?: (?:of|for|the|[A-Z&][\w.’'-]*|and)){0,6}|[A-Z][a-z]+(?: [a-z]+){0,3}): (\S.*)$")
_LABEL_LAST = re.compile(r"\s*(?::|\s[-–—])\s+([A-Z]\w[\w.’'-]*(?: [\w.’'-]+){0,5}|[a-z]+(?: [a-z]+){0,2})$")
_LABEL_WORDS = frozenset("""police official officials ministry minister monitor army military witness witnesse witnesses resident activist governor
mayor un report source medic doctor group observatory agency government authoritie authorities spokesman spokesperson president""".split())
_NAMED_AFTER = re.compile(r"^\s*(?:excerpts?\s+(?:from|of)\s+)?(?:the\s+|a\s+|an\s+)?(?:[\w-]+\s+)?(?:statement|remarks|speech|letter|interview|"
                          r"message|post|address|testimony)\s+(?:by|from|of)\s+", re.I)


class Quotations(Utterances):
    """Where the words of a quotation belong when no verb beside it says so."""

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
        if host is not None and host.speakers:
            between = text[host.end:q.start].strip()
            if host.form == "direct" and host.content and len(between) <= 80 and not re.search(r"[.!?]\s+\S", between):
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
