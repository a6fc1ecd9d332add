"""Quotations alone, with who said them: no parser, no model, some hundred times faster than a reading.

For sifting millions of texts. A quotation's speaker is sought beside it, in this order:

1. behind it: "...," said X; "...," X said; "...," according to X;
2. before it in its sentence: X said: "..."; X, a farmer, called it "...";
3. with the quotation before it in its paragraph, when it is a sentence of its own: "...," said X. "...";
4. in the sentence before: X was defiant. "...";
5. with the paragraph before, when it goes on with a quotation that was not closed there.

A pronoun stays a pronoun: `read_document` says whom it stands for, and finds what is told without quotation marks.
Nothing raises on odd marks, and the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bearwitness.extract.page import paragraphs
from bearwitness.extract.quotes import Quote, find_quotes, waiting_for
from bearwitness.extract.triggers import is_short, sentences

_REACH = 260            # characters before and behind a quotation in which its speaker is sought
_PIECE = 20_000         # a paragraph longer than this is looked at in pieces: marks far apart belong to nothing
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation with its marks, the phrase of its speaker and the verb, as offsets of the text; None: nobody is named."""

    start: int
    end: int
    speaker: Span | None = None
    cue: Span | None = None
    rule: str = "nobody named"


def read_quotes(text: str) -> list[Said]:
    """Every quotation of a text, outermost ones, in order."""
    out: list[Said] = []
    waits: str | None = None
    for a, b in paragraphs(text):
        for start in range(a, b, _PIECE):
            found = find_quotes(text, start, min(b, start + _PIECE), open_before=waits)
            waits = waiting_for(text, found)
            out += _paragraph(text, a, b, found, out[-1] if out else None)
    return out


def _paragraph(text: str, a: int, b: int, quotes: list[Quote], before: Said | None) -> list[Said]:
    out: list[Said] = []
    for k, q in enumerate(quotes):
        last = quotes[k - 1] if k else None
        following = quotes[k + 1].start if k + 1 < len(quotes) else b
        found = (_behind(text, q, min(b, following, q.end + _REACH)) or _ahead(text, q, max(a, last.end if last else a, q.start - _REACH))
                 or _with_last(text, q, last, out[-1] if out else None) or (_goes_on(text, a, q, before) if not k else None))
        words = text[q.inner_start:q.inner_end].split()
        if len(words) < 3 and words and words[-1][-1] not in ".!?," and (found is None or (len(words) == 1 and words[0][0].isupper())):
            continue            # a nickname, a word held at arm's length: nobody's speech
        out.append(found or Said(q.start, q.end))
    return out


# --- words ----------------------------------------------------------------------------------------------

_TITLE = (r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Maj|Cmdr|Brig|Adm|Sgt|Cpl|Spc|Pfc|Pvt|Staff Sgt|Rep|Sen|Gov|St|Rev|Sheikh|Sir|Jr|Sr|U\.S|U\.N|"
          r"[A-Z])\.")
_WORD = rf"(?:{_TITLE}|[^\W\d_][\w’'&-]*(?:\.(?=[A-Z])[A-Z]\.?)?|\d+(?:st|nd|rd|th)?|[A-Z]\.)"
_PHRASE = rf"{_WORD}(?:\s+{_WORD}){{0,9}}"
_STOP = frozenset("""on in at to after before during while when as who whom which where that because since if about in from with by for this last yesterday
today monday tuesday wednesday thursday friday saturday sunday told through via following amid when""".split())
_NOT_WHO = frozenset("""and but or so yet then it this that there here which what where when while if because after before as by with without for from in on at
to not no about he’s she’s also only just even like such than""".split())
_LOWER_VERBS = re.compile(r"\s(?:is|was|are|were|be|been|has|have|had|will|would|did|does|do|could|should|may|might|can|must)\s")


@cache
def _cues() -> frozenset[str]:
    """Forms of verbs that quotations stand with; base forms and participles that are nouns most of the time left out."""
    from bearwitness.extract.speech import verbs

    usual = {form for form, v in verbs().items() if "quote" in v.frames or "clause" in v.frames}
    return frozenset(usual - set("""report claim state order call warning meeting saying thought need feel see read means mean found find show shows
 shown held hold made given put set""".split()) | {"said", "says", "asked", "calls", "called", "describes", "described", "quoted", "tweeted", "wrote"})


# --- 1. behind --------------------------------------------------------------------------------------------

_FIRST = re.compile(r"\s*[,–—-]?\s*([^\W\d_][\w’'-]*)")
_ACCORDING = re.compile(rf"\s*,?\s*(according to|in the words of)\s+({_PHRASE})")
_WHO = re.compile(rf"[.,]?\s+({_PHRASE})")


def _behind(text: str, q: Quote, limit: int) -> Said | None:
    first = _FIRST.match(text, q.end, limit)
    if first is None or not q.closed:
        return None
    inner = text[q.inner_start:q.inner_end].rstrip()
    ended = inner[-1:] in ".!?" and text[q.end:first.start(1)].strip() == ""
    if ended and inner[-1:] == "." and text[first.start(1)].isupper():
        return None             # a sentence of its own comes next
    word = first.group(1)
    if word.lower() in _cues() and not word[0].isupper():
        who = _WHO.match(text, first.end(), limit)
        return _said(q, _cut(text, *who.span(1)), first.span(1), "verb and speaker behind the quotation") if who else None
    told = _ACCORDING.match(text, q.end, limit)
    if told:
        return _said(q, _cut(text, *told.span(2)), told.span(1), "according to, behind the quotation")
    if word.lower() in _NOT_WHO:
        return None
    clause = _clause_end(text, q.end, limit)
    for m in _VERB.finditer(text, first.start(1), clause):
        if m.group().lower() in _cues():
            who_span = _trim(text, first.start(1), m.start())
            if who_span and _is_who(text[slice(*who_span)]):
                return _said(q, who_span, m.span(), "speaker and verb behind the quotation")
            return None
    return None


_VERB = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.;:!?](?=\s|$)|[“”\"«»]|\n\n")


def _clause_end(text: str, start: int, limit: int) -> int:
    for m in _END.finditer(text, start, limit):
        if m.group() != "." or not is_short(text, start, m.start()):
            return m.start()
    return limit


def _cut(text: str, start: int, end: int) -> Span | None:
    """A speaker's phrase without what comes after it ("said X in Geneva")."""
    at = start
    for m in re.finditer(r"\S+", text[start:end]):
        if m.start() and m.group().lower().strip(",.") in _STOP:
            break
        at = start + m.end()
    return _trim(text, start, at)


_EDGE = re.compile(r"^(?:[\s,–—-]|(?:and|but|so|yet|then)\b)+|[\s,–—-]+$")
_ADVERBS = re.compile(r"\s+(?:also|later|then|once|earlier|previously|repeatedly|recently|reportedly|further|only|simply|publicly|has|had|have)$")


def _trim(text: str, start: int, end: int) -> Span | None:
    for _ in range(4):
        words = text[start:end]
        m = _EDGE.search(words) or _ADVERBS.search(words)
        if m is None:
            break
        if m.start() == 0:
            start += m.end()
        else:
            end = start + m.start()
    return (start, end) if start < end else None


def _is_who(phrase: str) -> bool:
    words = phrase.split(",", 1)[0].split()
    return 0 < len(words) <= 11 and words[0].lower() not in _NOT_WHO and not _LOWER_VERBS.search(f" {phrase.split(',', 1)[0]} ")


def _said(q: Quote, who: Span | None, cue: Span | None, rule: str) -> Said | None:
    return Said(q.start, q.end, who, cue, rule) if who else None


# --- 2. before ----------------------------------------------------------------------------------------------

_TOLD = re.compile(rf"\b(?:[Aa]ccording to|[Ii]n the words of)\s+({_PHRASE})")


def _ahead(text: str, q: Quote, start: int) -> Said | None:
    start += sentences(text[start:q.start])[-1][0] if start < q.start else 0
    told = _TOLD.search(text, start, q.start)
    if told:
        return _said(q, _cut(text, *told.span(1)), (told.start(), told.start(1)), "according to, before the quotation")
    verbs = [m for m in _VERB.finditer(text, start, q.start) if m.group() in _cues()]
    for m in reversed(verbs):
        who = _subject(text, start, m.start())
        if who is not None:
            return Said(q.start, q.end, who, m.span(), "speaker and verb before the quotation")
    return None


_BREAK = re.compile(r"[,;:]\s+|\s(?:and|but|that|which|while|when|as|after|because|if|where|whether)\s+|[“”\"]\s*")
_HEADED = re.compile(r"^(?:On|In|At|During|After|Before|Since|For|By|With|Speaking|Asked|Despite|However|Meanwhile|Later|Earlier|Yesterday|Today)\b")


_DAY = re.compile(r"\s*(?:[Oo]n|[Ll]ast|[Ll]ate|[Ee]arly)\s+(?:[Oo]n\s+)?[A-Z][a-z]+day,?\s+|\s*(?:Yesterday|Today),?\s+")


def _subject(text: str, start: int, verb: int) -> Span | None:
    """The noun phrase before a verb: the last stretch without a comma, or the first when what follows it is an apposition."""
    day = _DAY.match(text, start, verb)
    start = day.end() if day else start
    begins = [start, *(m.end() for m in _BREAK.finditer(text, start, verb))]
    near = _trim(text, begins[-1], verb)
    whole = _trim(text, start, verb)
    first = text[start:verb].lstrip()
    if text[max(start, verb - 2):verb].rstrip().endswith(",") and len(begins) > 1 and not _HEADED.match(first):
        head = _trim(text, start, begins[1])                       # "X, a farmer, said"
        return head if head and _is_who(text[slice(*head)]) else None
    if near and _is_who(text[slice(*near)]):
        return near
    return whole if whole and _is_who(text[slice(*whole)]) else None


# --- 3. to 5. beside other quotations -------------------------------------------------------------------------

def _with_last(text: str, q: Quote, last: Quote | None, said: Said | None) -> Said | None:
    """A further sentence of the speaker named with the quotation before it."""
    if last is None or said is None or said.speaker is None:
        return None
    inner = text[q.inner_start:q.inner_end].strip()
    between = text[last.end:q.start]
    if len(between) > 2 * _REACH or (len(inner.split()) < 4 and inner[-1:] not in ".!?"):
        return None
    return Said(q.start, q.end, said.speaker, said.cue, "goes on with the speaker of the quotation before")


def _goes_on(text: str, a: int, q: Quote, before: Said | None) -> Said | None:
    """The speaker of the paragraph before: of the quotation that goes on, or of the one that takes all of it, or of "X issued a statement:"."""
    if text[a:q.start].strip():
        return None
    if before is not None and before.speaker is not None and (q.continues or not text[before.end:q.start].strip(" .,\r\n\t")):
        return Said(q.start, q.end, before.speaker, before.cue, "goes on from the paragraph before")
    end = len(text[:a].rstrip()) if a < _REACH else a - _REACH + len(text[a - _REACH:a].rstrip())
    if not end or text[end - 1] != ":":
        return None
    start = max(0, text.rfind("\n", 0, end) + 1, end - 2 * _REACH)
    start += sentences(text[start:end])[-1][0]
    for m in _VERB.finditer(text, start, end):
        if m.group() in _cues() or m.group() in _GIVES:
            who = _subject(text, start, m.start())
            return Said(q.start, q.end, who, m.span(), "named before the colon of the paragraph before") if who else None
    return None


_GIVES = frozenset("released issued provided made gave read reads delivered offered posted published sent".split())
