"""Sides of an event as the sentence names them, without what the parser put into their phrase by mistake.

Each rule takes words away and never adds any; a side of which nothing is left is no side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bearwitness.extract.page import Page
from bearwitness.model import Event, Who

# "Between 6 and 9 July forces killed": the day before the subject, with what leads to it.
_LEADS = re.compile(r"(?:(?:on|in|between|from|since|during|late|early|at|by|the|night|of|and|to)\s+)*", re.IGNORECASE)
# "Artillery shelling by government forces killed": the deed stands in the place of its doer.
_DEED_BY = re.compile(r"^[^,;]*\b(?:shelling|bombing|bombardment|bombings|strikes?|air ?strikes?|airstrikes?|attacks?|raids?|fire|firing|gunfire|explosion)\s+"
                      r"(?:carried out\s+|launched\s+)?by\s+(?=\S)", re.IGNORECASE)
# "shot dead two villagers": "dead" is of the verb.
_OF_THE_VERB = re.compile(r"^(?:dead|down|up|off)\s+(?=\S)")


def tidy_sides(page: Page, value: Event, tellers: Sequence[Who] = ()) -> Event:
    """The event with its sides tidied; the same object when nothing was to do.

    Args:
        tellers: who tells of it: their names are no part of a side ("killing four, the network said").
    """
    told_at = [w.passage.start for w in tellers if w.passage]
    targets = tuple(w for w in (_tidy(page, w, told_at) for w in value.targets) if w is not None)
    hit = {w.passage.start for w in targets if w.passage}
    doers = tuple(w for w in (_tidy(page, w, told_at, doer=True) for w in value.perpetrators) if w is not None and not _hit_themselves(w, hit, value.event_type))
    if doers == value.perpetrators and targets == value.targets:
        return value
    return replace(value, perpetrators=doers, targets=targets)


def _hit_themselves(who: Who, hit: set[int], event_type: str) -> bool:
    """"Twelve civilians were killed by shelling": who is hit did not do it. (Two sides of a clash may be told in one phrase.)"""
    return event_type != "Battles" and who.passage is not None and who.passage.start in hit


def _tidy(page: Page, who: Who, told_at: Sequence[int], *, doer: bool = False) -> Who | None:
    if who.passage is None:
        return who
    start, end = who.passage.start, who.passage.end
    for at in told_at:
        if start < at < end and page.text[:at].rstrip().endswith(","):
            end = len(page.text[:at].rstrip(" ,\n"))
    for day in page.dates_in(start, end):
        if day.end >= end and not page.text[start:day.start].strip(" ,"):
            return None         # "on 4 September 2024" as the side that was hit
        if _LEADS.fullmatch(page.text[start:day.start]):
            start = day.end + len(page.text[day.end:end]) - len(page.text[day.end:end].lstrip(" ,"))
    words = page.text[start:end]
    cut = (_DEED_BY.match(words) if doer else None) or _OF_THE_VERB.match(words)
    start += cut.end() if cut else 0
    if not any(c.isalnum() for c in page.text[start:end]):
        return None             # "=", "-": a mark of the page
    if (start, end) == (who.passage.start, who.passage.end):
        return who
    passage = page.passage(start, end)
    name = passage.exact.removeprefix("the ").removeprefix("The ") if who.name == who.passage.exact else who.name
    return replace(who, name=name, passage=passage)
