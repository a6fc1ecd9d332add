"""Finds the dates a text gives and says which days they are, as precisely as the words allow, never more.

1. Candidate stretches: windows around words and numbers that dates are made of.
2. Patterns, one a kind of expression (`date_grammar.py`); the longest of those that overlap wins.
3. Each gives an interval in ISO days, a precision and an anchor: `text` when the words hold the whole date,
   `published_at` when the document's own date completed it, `none` when nothing could.

Readings are past: news tells of what was. "6 March" is the nearest one not after the document's date; "on Friday"
the last Friday up to that day. What cannot be known stays null: an order of day and month that could be either
(03/10/2025), a weekday in an undated text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import lru_cache

from bearwitness.errors import UsageError
from bearwitness.model import When
from bearwitness.resolve.calendars import month_names
from bearwitness.resolve.date_follow import follow, settle_order
from bearwitness.resolve.date_foreign import WORDS
from bearwitness.resolve.date_grammar import FOREIGN, MONTH, patterns
from bearwitness.resolve.date_values import Anchor, Day, interval, whole_month, whole_year

__all__ = ["DateMention", "find_dates", "parse_published"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: code points of the text, end exclusive, and the time it stands for."""

    start: int
    end: int
    when: When


def find_dates(text: str, *, published_at: When | None = None, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Every date expression between `start` and `end`, in order, none inside another.

    Args:
        published_at: when the words were written or spoken; its last day anchors relative expressions. A date
            known only to the month or year completes a missing year where all its days agree.
    """
    end = len(text) if end is None else end
    anchor = Anchor.of(published_at)
    found: list[DateMention] = []
    for a, b in _windows(text, start, end):
        low = text[a:b].lower()
        for pattern, make, may_match in patterns():
            if not may_match(low):
                continue
            for m in pattern.finditer(text, a, b):
                reading = _read(make, m, anchor)
                if reading is not None:
                    s, e, when = reading
                    found.append(DateMention(s, e, replace(when, expression=text[s:e])))
    own = [(d.start, d.end, d.when) for d in _longest(found) if not _FOLLOWING.search(d.when.expression or "")]
    told = follow(text, start, end, own)
    order = settle_order(own)
    kept = [DateMention(a, b, order.get(a, when)) for a, b, when in own]
    return _longest([*kept, *(DateMention(*d) for d in told)])


_FOLLOWING = re.compile(r"\b(?:earlier|later)$", re.I)      # these count from another date, not from the document's


def parse_published(given: str) -> When:
    """A date that a person or a page's metadata gives for a document.

    Takes ISO dates and times, e-mail dates, "9 March 2025", "March 2025", "2025". The day is the one written,
    in the writer's own time zone.

    Raises:
        UsageError: it is no date, no such day exists, or day and month could be either.
    """
    given = given.strip()
    day = _iso_or_mail(given)
    if day:
        return interval(day, day, "day", given, "text")
    if m := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?", given):
        try:
            return replace(whole_month(int(m[1]), int(m[2])) if m[2] else whole_year(int(m[1])), expression=given)
        except ValueError:
            pass
    for d in find_dates(given):
        if d.when.anchor == "text" and d.when.start and not given.replace(given[d.start:d.end], "").strip(" ,.;:"):
            return replace(d.when, expression=given)
    raise UsageError(f"{given!r} is not a date I can be sure of; write it as 2025-03-09, or 2025-03 or 2025 if no more is known")


# --- 1. stretches --------------------------------------------------------------------------------------

_TRIGGER_WORDS = ("night|century|decade|fortnight|season|spring|summer|autumn|fall|winter|Christmas|Easter|Halloween|Ramadan|Eid|yesterday|today|tonight|tomorrow|overnight|weekend|week|weeks|month|months|year|years|ago|hours|days|"
                  "last night|this (?:morning|afternoon|evening)|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun")


@lru_cache(maxsize=1)
def _trigger() -> re.Pattern[str]:
    return re.compile(rf"\d{{4}}|\bBCE?\b|\bB\.C\.|\b(?:{_TRIGGER_WORDS})(?:day)?(?:s)?\b|\b(?:{MONTH})\b|\d(?:{MONTH})\d|-(?:{MONTH})-|\d0s\b|\d(?:st|nd|rd|th)\b|\b[QH][1-4]\b|(?<!\w)(?:{WORDS})(?!\w)|\d{{1,2}}[/.]\d{{1,2}}[/.]\d|\d[/–-]\d{{1,2}}$|(?:{FOREIGN})", re.I)


@lru_cache(maxsize=1)
def _first_words() -> tuple[str, ...]:
    """The first words of month names that have several."""
    return tuple(sorted({name.split()[0] for name in month_names() if " " in name}))


@lru_cache(maxsize=100_000)
def _may_date(token: str) -> bool:
    """May a date be made of this word? The long expression is asked once a word, not once a place."""
    if _trigger().search(token):
        return True
    low = token.lower()
    return any(part in low for part in ("night", "morning", "afternoon", "evening", *_first_words()))


_TOKEN = re.compile(r"\S+")


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a word stands that a date may be made of."""
    for m in _TOKEN.finditer(text, start, end):
        if m.end() - m.start() > 60:        # no word: remembered it would fill the memory
            yield from (hit.span() for hit in _trigger().finditer(text, m.start(), m.end()))
        elif _may_date(m.group()):
            yield m.span()


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of text around words that dates are made of, so that the patterns need not read the rest."""
    out: list[tuple[int, int]] = []
    for first, last in _marks(text, start, end):
        a, b = max(start, first - 45), min(end, last + 45)
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], b)
        else:
            # Not inside a word or a number.
            while a > start and (text[a - 1].isalnum()):
                a -= 1
            out.append((a, b))
    return [(a, _word_end(text, b, end)) for a, b in out]


def _word_end(text: str, b: int, end: int) -> int:
    while b < end and text[b].isalnum():
        b += 1
    return b


def _longest(found: list[DateMention]) -> list[DateMention]:
    out: list[DateMention] = []
    group: list[DateMention] = []
    reach = -1
    for d in sorted(found, key=lambda d: d.start):      # only those that touch each other compete
        if d.start >= reach:
            out += _longest_of(group)
            group = []
        group.append(d)
        reach = max(reach, d.end)
    return out + _longest_of(group)


def _longest_of(group: list[DateMention]) -> list[DateMention]:
    out: list[DateMention] = []
    for d in sorted(group, key=lambda d: (d.start - d.end, d.start)):
        if all(d.end <= kept.start or kept.end <= d.start for kept in out):
            out.append(d)
    return sorted(out, key=lambda d: d.start)


def _read(make: Callable, m: re.Match, anchor: Anchor) -> tuple[int, int, When] | None:
    """The reading of one match; an impossible day (31 June) is no date."""
    try:
        when = make(m, anchor)
    except ValueError:
        return None
    if when is None:
        return None
    s, e = m.span("x") if "x" in m.re.groupindex else m.span()
    return s, e, when


def _iso_or_mail(given: str) -> Day | None:
    """A whole ISO date or time, or the date of an e-mail header."""
    try:
        if re.match(r"\d{4}-\d\d-\d\d(?:$|[T ])|\d{8}(?:$|T)", given):
            return dt.datetime.fromisoformat(given.replace(" UTC", "+00:00")).date()
    except ValueError:
        m = re.match(r"(\d{4})-(\d\d)-(\d\d)[T ]\d\d:?\d\d", given)
        try:
            return Day(int(m[1]), int(m[2]), int(m[3])) if m else None
        except ValueError:
            return None
    if re.match(r"(?:[A-Z][a-z]{2},\s+)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d{1,2}:\d\d", given):
        try:
            return parsedate_to_datetime(given).date()
        except ValueError:
            return None
    return None
