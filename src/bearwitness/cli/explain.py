"""`read --explain`: the text as it stands, each claim marked where it is, and under it the claim in plain words with its rule.

    [1 Amal said that [2 13 people were killed 2] in Exampleton. 1]

      1  statement, 0-52: Amal says: "13 people were killed in Exampleton."
         because: speech verb "say", subject "Amal", reported words

Marks are put between the characters of the text and change none of them, in whatever direction it is written. The
numbers beside each claim are its offsets in the record.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bearwitness.cli.output import put_line, safe, width
from bearwitness.cli.tables import day, names, number, places
from bearwitness.model import SUGGESTED

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COLOUR = re.compile("\x1b\\[[0-9]*m")
_WIDEST = 110       # longer lines are hard to read
_INDENT = "     "
_VERBS = {"asserts": "says", "reports": "passes on", "denies": "denies", "confirms": "confirms", "disputes": "disputes",
          "accuses": "accuses", "condemns": "condemns", "demands": "demands", "promises": "promises", "threatens": "threatens",
          "predicts": "predicts", "retracts": "takes back"}
# The same verbs of several speakers: "witnesses say".
_PLURAL = {v: {"denies": "deny", "passes on": "pass on", "takes back": "take back"}.get(v, v.removesuffix("s")) for v in _VERBS.values()}
_HEDGES = {"negated": "said not to be so", "hypothetical": "only thought of", "future": "still to come", "unverified": "not verified",
           "alleged": "alleged", "likely": "likely", "reported": "reportedly", "none": ""}


def put_explained(reading: dict[str, Any]) -> None:
    """Prints the explanation of one line of `read --json --text`."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for line in explained(reading, wide=min(width(), _WIDEST), colour=colour):
        put_line(line)


def explained(reading: dict[str, Any], *, wide: int, colour: bool = False) -> Iterator[str]:
    """The lines of the explanation.

    Args:
        reading: an object of `read --json`; its document holds the text unless reading failed.
        wide: columns of a line.
    """
    document = reading["document"]
    facts = [document["source"], document["title"], document["publisher"], document["published_at"]["start"], document["lang"]]
    yield from wrapped(safe(" · ".join(" ".join(str(fact).split()) for fact in facts if fact)), wide)
    yield ""
    claims = reading["claims"]
    numbers = {claim["id"]: n for n, claim in enumerate(claims, 1)}
    readers = Counter(claim["extractor"] for claim in claims)
    usual = readers.most_common(1)[0][0] if readers else None
    for paragraph in paragraphs(document.get("text") or "", claims):
        yield from wrapped(marked(paragraph, paint=_BOLD if colour else ""), wide)
        yield ""
        for mark in paragraph.opens:
            claim = claims[mark.n - 1]
            yield from _claim(mark, claim, numbers.get(claim["within"]), wide, _DIM if colour else "", usual)
            yield ""
    for failure in reading["failures"]:
        yield from wrapped(safe(f"not done ({failure['stage']}): {failure['reason']}"), wide)
    yield f"{len(claims)} claims, {len(reading['mentions'])} mentions" + (f", read by {usual}" if usual else "")
    yield ""


# --- marks in the text ------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a claim and where its passage stands in the text."""

    n: int
    start: int
    end: int


@dataclass(slots=True)
class Paragraph:
    """A stretch of the text between line breaks, with the marks that open and close in it."""

    text: str
    start: int
    opens: list[Mark] = field(default_factory=list)
    closes: list[Mark] = field(default_factory=list)


def paragraphs(text: str, claims: Sequence[dict[str, Any]]) -> list[Paragraph]:
    """The paragraphs of a text; empty lines are left out. A passage over several opens in its first and closes in its last."""
    out: list[Paragraph] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            out.append(Paragraph(line, at))
        at += len(line)
    starts = [paragraph.start for paragraph in out]
    for n, claim in enumerate(claims, 1):
        mark = Mark(n, claim["passage"]["start"], claim["passage"]["end"])
        if starts:
            out[max(0, bisect_right(starts, mark.start) - 1)].opens.append(mark)
            out[max(0, bisect_right(starts, mark.end - 1) - 1)].closes.append(mark)
    return out


def marked(paragraph: Paragraph, *, paint: str = "") -> str:
    """The paragraph with its marks. Taken out again, what is left is the text, line breaks shown as spaces.

    What opens first closes last. A mark is tied to its words by a space that does not break.
    """
    put: dict[int, list[str]] = {}
    for mark in sorted(paragraph.closes, key=lambda m: (m.end, -m.start, -m.n)):
        put.setdefault(mark.end, []).append(f"\u00a0{_painted(f'{mark.n}]', paint)}")
    for mark in sorted(paragraph.opens, key=lambda m: (m.start, -m.end, m.n)):
        put.setdefault(mark.start, []).append(f"{_painted(f'[{mark.n}', paint)}\u00a0")
    out, at = [], 0
    for place in sorted(put):
        here = min(max(at, place - paragraph.start), len(paragraph.text))
        out += [safe(_one_line(paragraph.text[at:here])), *put[place]]
        at = here
    return "".join([*out, safe(_one_line(paragraph.text[at:]))]).strip(" ")


def _one_line(text: str) -> str:
    return "".join(" " if c in "\r\n\t\f\v\x1c\x1d\x1e\x85\u2028\u2029" else c for c in text)


# --- a claim in words ---------------------------------------------------------------------------------

def _claim(mark: Mark, claim: dict[str, Any], host: int | None, wide: int, dim: str,
           usual: str | None = None) -> Iterator[str]:
    inside = f", inside {host}" if host else ""
    suggested = ", SUGGESTED" if claim["extractor"].startswith(SUGGESTED) else ""
    head = f"{mark.n:>3}  {claim['kind']}{suggested}, {mark.start}-{mark.end}{inside}: {plain_words(claim)}"
    yield from wrapped(safe(head), wide, indent=_INDENT)
    yield from wrapped(safe(f"because: {claim['rule']}" + ("" if claim["extractor"] == usual else f" ({claim['extractor']})")), wide, indent=_INDENT, first=_INDENT, paint=dim)


def plain_words(claim: dict[str, Any]) -> str:
    """What a claim says, as a sentence: who says it, how, what, how sure.

    >>> plain_words({"kind": "label", "speakers": [{"name": "Amal"}], "stance": "asserts", "hedge": "none",
    ...              "value": {"label": "massacre", "provision": None, "modality": "alleges"}})
    'Amal says: it is called "massacre"'
    """
    chain = names(claim["speakers"], " passes on that ") or "the document itself"
    what = _WORDS[claim["kind"]](claim)
    hedge = _HEDGES[claim["hedge"]]
    verb = _VERBS[claim["stance"]]
    said = f"{chain} {_PLURAL[verb] if _several(claim['speakers']) else verb}"
    between = " " if claim["kind"] == "attribution" else ": "
    return (f"{said}{between}{what}" if what else said) + (f" ({hedge})" if hedge else "")


def _several(speakers: Sequence[dict[str, Any]]) -> bool:
    """Is the last level more than one: joint speakers, or "witnesses"?"""
    if not speakers:
        return False
    last = speakers[-1]
    return bool(last.get("with")) or (last.get("kind") in ("unnamed", "community") and bool(re.search(r"(?:[a-rt-z]s|people|men|women)$", last["name"])))


def _statement(claim: dict[str, Any]) -> str:
    words = " ... ".join(" ".join(p["exact"].split()) for p in claim["content"])
    to = names(claim["value"]["addressees"])
    return " ".join(part for part in (f"(to {to})" if to else "", words) if part)


def _toll(claim: dict[str, Any]) -> str:
    toll = claim["value"]
    counted = "" if toll["counted"] == "persons" else f" {toll['counted']}"
    whom = f" ({toll['whom']})" if toll["whom"] else ""
    total = {True: "in all", False: "newly counted"}.get(toll["cumulative"])
    return _joined([f"{number(toll)}{counted} {toll['harm']}{whom}", *_where_when(toll), _as_of(toll), total])


def _as_of(toll: dict[str, Any]) -> str | None:
    known = day(toll["as_of"])
    return f"counted up to {known}" if known else None


def _event(claim: dict[str, Any]) -> str:
    event = claim["value"]
    by = f"by {names(event['perpetrators'])}" if event["perpetrators"] else None
    on = f"against {names(event['targets'])}" if event["targets"] else None
    hit = f"hitting {', '.join(thing['name'] for thing in event['objects'])}" if event["objects"] else None
    means = f"with {', '.join(thing['name'] for thing in event['instruments'])}" if event["instruments"] else None
    stage = None if event["stage"] == "accomplished" else event["stage"]
    rank = "told as background" if event["rank"] is None else None
    kind = event["type"] if event["type"] == event["event_type"] else f"{event['type']} ({event['event_type']})"
    return _joined([kind, by, on, hit, means, *_where_when(event), stage, rank])


def _attribution(claim: dict[str, Any]) -> str:
    accused, act = names(claim["value"]["accused"]), claim["value"]["act"]
    if claim["stance"] == "accuses":
        return _joined([accused, act], ": ")
    return f"that {accused} did it" + (f' ("{" ".join(act.split())}")' if act else "")


_MODALITIES = {"alleges": "it is called", "warns": "it may be or become", "finds": "it is found to be", "denies": "it is not"}


def _label(claim: dict[str, Any]) -> str:
    label = claim["value"]
    if claim["stance"] == "denies" and label["modality"] == "denies":
        label = {**label, "modality": "alleges"}        # "denies: it is called"
    article = f" (Rome Statute, article {label['provision']})" if label["provision"] else ""
    return f'{_MODALITIES[label["modality"]]} "{label["label"]}"{article}'


def _demand(claim: dict[str, Any]) -> str:
    return _joined([names(claim["value"]["of"]) or None, claim["value"]["action"]], ": ")


def _commitment(claim: dict[str, Any]) -> str:
    return _joined([claim["value"]["action"], day(claim["value"]["when"]) or None])


def _warning(claim: dict[str, Any]) -> str:
    value = claim["value"]
    whom = f"against {names(value['whom'])}" if value["whom"] else None
    factor = f"risk factor {value['factor']}" if value["factor"] else None
    return _joined([value["of_what"], whom, factor])


def _victim(claim: dict[str, Any]) -> str:
    value = claim["value"]
    age = f"aged {value['age']}" if value["age"] is not None else None
    return _joined([value["name"], age, value["sex"], value["status"], *_where_when(value)])


_WORDS = {"statement": _statement, "toll": _toll, "event": _event, "attribution": _attribution, "label": _label, "demand": _demand,
          "commitment": _commitment, "warning": _warning, "victim": _victim}


def _where_when(value: dict[str, Any]) -> list[str | None]:
    where, when = places(value["where"]), day(value["when"])
    return [f"in {where}" if where else None, f"on {when}" if when else None]


def _joined(parts: Iterable[str | None], between: str = ", ") -> str:
    return between.join(" ".join(part.split()) for part in parts if part)


# --- lines --------------------------------------------------------------------------------------------

def columns(text: str) -> int:
    """How many columns a text takes: none for marks that combine, two for wide letters."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in _COLOUR.sub("", text))


def wrapped(text: str, wide: int, *, indent: str = "", first: str = "", paint: str = "") -> Iterator[str]:
    """Lines of at most `wide` columns, broken at spaces; a word that is too long is cut.

    Args:
        indent: before every line but the first, which has `first`.
        paint: a colour code that the lines are shown in; "" for none.
    """
    line, used = first, columns(first)
    empty = True
    for word in _words(text, max(8, wide - columns(indent))):
        size = columns(word)
        if not empty and used + 1 + size > wide:
            yield _painted(line, paint)
            line, used, empty = indent, columns(indent), True
        line, used = (line + word, used + size) if empty else (f"{line} {word}", used + 1 + size)
        empty = False
    yield _painted(line, paint)


def _words(text: str, most: int) -> Iterator[str]:
    for word in text.split(" "):
        while columns(word) > most:
            cut = most
            while columns(word[:cut]) > most:
                cut -= 1
            yield word[:cut]
            word = word[cut:]
        yield word


def _painted(line: str, paint: str) -> str:
    return f"{paint}{line}{_PLAIN}" if paint else line
