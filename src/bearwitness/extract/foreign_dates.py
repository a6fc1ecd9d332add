"""Days told by "yesterday", "today" and weekdays in the languages that have a pack.

Calendar dates of these languages are read by `resolve.dates`; these words only mean a day when it is known when
they were written. Without that they stay unknown. All of these languages write the day before the month, so that
03/10/2025 is no riddle in them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bearwitness.extract.foreign_packs import Pack, lying_in, pack_for
from bearwitness.extract.page import Line, Page
from bearwitness.model import When
from bearwitness.resolve.date_follow import settle_order
from bearwitness.resolve.dates import DateMention

_BACK = {"today": 0, "yesterday": 1, "before_yesterday": 2}


def foreign_dates(page: Page) -> list[DateMention]:
    """The dates of a page, with what only the language of a passage tells, in order."""
    found = list(page.dates)
    for line in page.lines:
        pack = pack_for(line.lang, line.script, page.document.lang)
        if pack is None:
            continue
        for i, d in enumerate(found):
            if line.start <= d.start < line.end and d.when.start is None and d.when.expression:
                read = settle_order([(d.start, d.end, d.when)], day_first=True)
                found[i] = replace(d, when=read.get(d.start, d.when))
        found += find_foreign_dates(page, line, pack)
    return sorted(found, key=lambda d: d.start)


def find_foreign_dates(page: Page, line: Line, pack: Pack) -> list[DateMention]:
    """The relative days of one paragraph that no date found before already holds."""
    told = (line.nested.published_at if line.nested and line.nested.published_at.start else page.document.published_at)
    written = dt.date.fromisoformat(told.start) if told.start and told.start == told.end else None
    tokens = pack.tokens(page.text, line.start, line.end)
    out: list[DateMention] = []
    k = 0
    while k < len(tokens):
        hit = _at(pack, tokens, k)
        if hit is None:
            k += 1
            continue
        end, back, weekday = hit
        a, b = tokens[k].start, tokens[end - 1].end
        k = end
        if any(d.start < b and a < d.end for d in lying_in(page.dates, a - 60, b + 60)):
            continue
        when = When(expression=page.text[a:b])
        if written is not None:
            day = written - dt.timedelta(days=back if weekday is None else (written.weekday() - weekday) % 7)
            when = replace(when, start=day.isoformat(), end=day.isoformat(), precision="day", anchor="published_at")
        out.append(DateMention(a, b, when))
    return out


def _at(pack: Pack, tokens: list, k: int) -> tuple[int, int, int | None] | None:
    """(one past the last token, days back, weekday or None) of a relative day at token `k`."""
    best: tuple[int, int, int | None] | None = None
    for name, back in _BACK.items():
        end = pack.is_at(name, tokens, k)
        if end is not None and (best is None or end > best[0]):
            best = (end, back, None)
    day = pack.lexicon("weekdays").at(tokens, k)
    if day is not None and (best is None or day[0] > best[0]):
        best = (day[0], 0, day[1])
    return best
