"""The dateline of a report: "BEIRUT, 12 March 2025 (Agency) — " before its first words.

It tells where and when the report was written, not where and when anything happened, and it is no part of what
anybody said. So it is put aside before the sentence is parsed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bearwitness.model import When
from bearwitness.readers.days import is_only_date, parse_day

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+(?:\d{{4}}|\d{{2}}(?!\d)))?|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
_CAPITALS = rf"[{_UPPER}][{_UPPER}.'’ʿ-]+(?:[ /][{_UPPER}][{_UPPER}.'’ʿ-]*){{0,4}}"
_MIXED = rf"[{_UPPER}][\w.'’ʿ-]+(?:[ /-](?:(?:of|and|the|de|du|la|del|al|el|da|do|dos) ){{0,2}}[{_UPPER}][\w.'’ʿ-]*){{0,3}}"
_AGENCY = r"\([^()\n]{2,40}\)"
_DASH = r"(?:\s*(?:--+|—|–|―)\s*|\s+[-_]\s+)"
_TAG = r"(?:\s*\[[A-Z ]{3,30}\]\s*)*"
_REGION = rf"(?:\s*,\s*{_MIXED}){{0,2}}"

# A town in capitals needs a dash; one in small letters needs a day or an agency beside it.
_DATELINE = re.compile(
    rf"\s*(?:"
    rf"(?:{_CAPITALS}){_REGION}\s*(?:,?\s*\(?(?i:{_DAY})\)?)?\s*(?:{_AGENCY})?\s*(?:{_DASH}|:\s+(?=[\"“{_UPPER}]))"
    rf"|(?:{_MIXED}){_REGION}\s*(?:,?\s*(?i:{_DAY})\s*(?:{_AGENCY})?|{_AGENCY}\s*(?:,?\s*(?i:{_DAY}))?)\s*{_DASH}"
    rf"){_TAG}")
_MARKED = re.compile(rf"(?i:{_DAY})|[()]")
_ACRONYM = re.compile(rf"\s*[{_UPPER}]{{2,5}}\s*{_DASH}")
_LONGEST = 110          # characters


def dateline_length(text: str) -> int:
    """How many characters at the beginning of a paragraph are its dateline (0: it has none).

    A word in capitals before a dash is one only when the text after it is not in capitals too; an acronym alone
    ("SOHR — ") is a name, not a town; a colon makes one only beside a day or an agency ("Speaker: words").
    """
    if not re.match(rf"\s*[{_UPPER}]", text[:40]):
        return 0
    m = _DATELINE.match(text[:_LONGEST])
    if m is None or m.end() >= len(text.rstrip()):
        return 0
    head = m.group()
    if _MARKED.search(head):
        return m.end()
    rest = text[m.end():m.end() + 80]
    if _ACRONYM.fullmatch(head) or ":" in head or rest[:1].islower() or (rest.isupper() and len(rest) > 3):
        return 0
    return m.end()


_TOP_LINES = 8
_YEAR = re.compile(r"\d{4}")         # of any script
_WITHIN = re.compile(rf"(?i:{_DAY})")


def written_on(text: str) -> When:
    """The day on which a text says it was written: in a dateline, or in a line at its top that holds nothing else.

    Only with its year: "BEIRUT, 12 March —" is no whole date. Unknown when there is none.
    """
    lines = [line for line in map(str.strip, text[:4000].splitlines()) if line][:_TOP_LINES]
    for line in lines:
        head = line[:dateline_length(line)]
        if not head and len(line) <= 60 and is_only_date(line):
            head = line
        when = parse_day(head) if _YEAR.search(head) else When()
        if when.start and when.precision == "day":
            words = _WITHIN.search(head)
            return replace(when, expression=words.group() if words and _YEAR.search(words.group()) else head.strip(), anchor="text")
    return When()
