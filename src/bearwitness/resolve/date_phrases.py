"""Patterns of longer English date phrases: nights, quarters, decades, seasons, parts of a week, shortened forms.

Same contract as `date_grammar.py`: a reader takes a match and the document's date and gives a When, or None when
the words are no date after all. Seasons are those of the northern hemisphere, three whole months each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from bearwitness.model import When
from bearwitness.resolve.calendars import WEEKDAYS, hijri
from bearwitness.resolve.date_values import (
    ONE_DAY,
    UNKNOWN,
    Anchor,
    Day,
    interval,
    month_end,
    month_shift,
    one_day,
    relative,
    span,
    week_of,
    whole_month,
    whole_year,
)

Reader = Callable[[re.Match[str], Anchor], When | None]
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def _weekday_day(name: str, anchor: Anchor) -> Day | None:
    """The last day of this name up to the document's date."""
    if anchor.day is None:
        return None
    return anchor.day - dt.timedelta(days=(anchor.day.weekday() - WEEKDAYS.index(name.capitalize())) % 7)


def _night_range(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "Sunday night into Monday": the one and the day after it."""
    last = _weekday_day(m["wd2"], anchor)
    if last is None:
        return UNKNOWN
    first = last - dt.timedelta(days=(last.weekday() - WEEKDAYS.index(m["wd"].capitalize())) % 7)
    return relative(first, last, "range")


def _overnight(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "overnight into Sunday" is from Saturday; "overnight on Saturday" runs into Sunday."""
    d = _weekday_day(m["wd"], anchor)
    if d is None or anchor.day is None:
        return UNKNOWN
    if m["into"] and m["into"].lower() in ("into", "to"):
        return relative(d - ONE_DAY, d, "range")
    return relative(d, min(d + ONE_DAY, anchor.day) if d < anchor.day else d, "range" if d < anchor.day else "day")


def _week_before(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "Friday last week", "last week on Friday"."""
    if anchor.day is None:
        return UNKNOWN
    back = 7 if m["how"].lower() in ("last", "previous") else 0
    monday, _ = week_of(anchor.day - back * ONE_DAY)
    d = monday + WEEKDAYS.index(m["wd"].capitalize()) * ONE_DAY
    return relative(d, d)


def _bounds(m: re.Match[str], anchor: Anchor) -> tuple[Day, Day, str] | None:
    """First and last day, and the anchor, of the year, month or week that a phrase cuts a part of."""
    groups = m.groupdict()
    if groups.get("year"):
        return Day(int(m["year"]), 1, 1), Day(int(m["year"]), 12, 31), "text"
    if anchor.day is None:
        return None
    back = {"last": 1, "previous": 1, "next": -1}.get((groups.get("how") or "this").lower(), 0)
    unit = (groups.get("unit") or "year").lower()
    if unit == "week":
        return (*week_of(anchor.day - 7 * back * ONE_DAY), "published_at")
    if unit == "month":
        year, month = month_shift(anchor.day, -back)
        return Day(year, month, 1), month_end(year, month), "published_at"
    return Day(anchor.day.year - back, 1, 1), Day(anchor.day.year - back, 12, 31), "published_at"


def _share(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "the third quarter of 2024", "the first half of last year"."""
    bounds = _bounds(m, anchor)
    if bounds is None:
        return UNKNOWN
    parts = 4 if m["share"].lower().startswith(("q", "tri")) else 2
    n = _ORDINALS.get((m["nth"] or "").lower()) or int(m["nth"])
    n = parts if n == -1 else n
    if not 1 <= n <= parts:
        return None
    year, months = bounds[0].year, 12 // parts
    return interval(Day(year, (n - 1) * months + 1, 1), month_end(year, n * months), "range", anchor=bounds[2])


_PARTS = {"early": 0, "beginning": 0, "start": 0, "first": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "close": 2, "last": 2, "final": 2}


def _part_of_unit(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "late last week", "early this month", "the end of last year": a third of it, not beyond the document's day."""
    bounds = _bounds(m, anchor)
    if bounds is None:
        return UNKNOWN
    first, last, label = bounds
    which = _PARTS[m["part"].lower().split()[0].rstrip("-")]
    days = (last - first).days + 1
    cuts = {7: (0, 2, 4, 7)}.get(days) or ((0, 10, 20, days) if days < 32 else (0, 120, 243, days))
    return interval(first + cuts[which] * ONE_DAY, first + (cuts[which + 1] - 1) * ONE_DAY, "range", anchor=label)


def _decade(m: re.Match[str], anchor: Anchor) -> When | None:
    digits = m["decade"]
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if first % 10 or (len(digits) == 2 and first < 1920):
        return None
    a, b = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get((m["part"] or "").lower().rstrip("- "), (0, 9))
    return interval(Day(first + a, 1, 1), Day(first + b, 12, 31), "range")


def _century(m: re.Match[str], anchor: Anchor) -> When | None:
    n = int(m["n"])
    return interval(Day((n - 1) * 100 + 1, 1, 1), Day(n * 100, 12, 31), "range") if 10 <= n <= 21 else None


_SEASON = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _season_of(name: str, year: int) -> tuple[Day, Day]:
    month = _SEASON[name]
    return Day(year, month, 1), month_end(year + (month == 12), (month + 1) % 12 + 1 if month == 12 else month + 2)


def _season(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "spring 2024", "last winter": three months; a winter is named after the year it begins in."""
    name = m["season"].lower()
    if m.groupdict().get("year"):
        return interval(*_season_of(name, int(m["year"])), "range")
    if anchor.day is None:
        return UNKNOWN
    spans = [_season_of(name, anchor.day.year - back) for back in (0, 1, 2)]
    if m["how"].lower() == "last":
        ended = [s for s in spans if s[1] < anchor.day]
        return relative(*ended[0], "range")
    begun = [s for s in spans if s[0] <= anchor.day]
    return relative(begun[0][0], min(begun[0][1], anchor.day) if begun[0][1] >= anchor.day else begun[0][1], "range")


def _next_unit(m: re.Match[str], anchor: Anchor) -> When | None:
    if anchor.day is None:
        return UNKNOWN
    unit = m["unit"].lower()
    if unit == "week":
        return relative(*week_of(anchor.day + 7 * ONE_DAY), "week")
    if unit == "month":
        return whole_month(*month_shift(anchor.day, 1), "published_at")
    return whole_year(anchor.day.year + 1, "published_at")


def _later_in(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "later this year": what is left of it."""
    bounds = _bounds(m, anchor)
    if bounds is None or anchor.day is None:
        return UNKNOWN
    return relative(anchor.day, bounds[1], "range")


def _past_unit(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "the past week", "the last decade": from that long before the document's day up to it."""
    if anchor.day is None:
        return UNKNOWN
    unit = m["unit"].lower()
    if unit in ("day", "week", "fortnight"):
        return relative(anchor.day - {"day": 1, "week": 7, "fortnight": 14}[unit] * ONE_DAY, anchor.day, "range")
    years = {"decade": 10, "century": 100}.get(unit)
    year, month = month_shift(anchor.day, -12 * (years or 1) if unit != "month" else -1)
    return relative(Day(year, month, min(anchor.day.day, month_end(year, month).day)), anchor.day, "range")


def _since_part(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "since the start of the year"."""
    bounds = _bounds(m, anchor)
    return replace(interval(bounds[0], bounds[0], "range", anchor=bounds[2]), end=None) if bounds else UNKNOWN


_FIXED = {"new year's eve": (31, 12), "new year's day": (1, 1), "christmas eve": (24, 12), "christmas day": (25, 12), "boxing day": (26, 12),
          "halloween": (31, 10), "valentine's day": (14, 2), "independence day of the united states": (4, 7)}


def _holiday(m: re.Match[str], anchor: Anchor) -> When | None:
    day, month = _FIXED[m["day"].lower().replace("’", "'")]
    year = m.groupdict().get("year")
    return one_day(day, month, int(year) if year else None, anchor)


def _unknown_day(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "Easter Sunday", "Black Friday": a day of its own, and not the last Sunday or Friday."""
    return UNKNOWN


def _moon_month(m: re.Match[str], anchor: Anchor) -> When | None:
    """ "Ramadan 2024" by the arithmetical calendar, a day more at each end because the moon decides."""
    year = int(m["year"])
    for h in (int((year - 622) * 33 / 32) + k for k in (-1, 0, 1, 2)):
        first = hijri(h, 9, 1)
        if first.year == year:
            if m["feast"].lower().startswith("eid"):
                first = hijri(h, 10, 1) if "fitr" in m["feast"].lower() else hijri(h, 12, 10)
                return interval(first - ONE_DAY, first + 3 * ONE_DAY, "range")
            return interval(first - ONE_DAY, hijri(h, 9, 1) + 30 * ONE_DAY, "range")
    return None


def english(*, mon: str, mon2: str, day: str, day2: str, year: str, weekday: str, read_month: Callable[[re.Match[str]], int],
            people: str) -> list[tuple[str, Reader, int]]:
    """The patterns of this module, made of the pieces that `date_grammar.py` defines."""
    i = re.I

    def list_of_days(m: re.Match[str], anchor: Anchor) -> When | None:
        days = [int(n) for n in re.findall(r"\d+", m["days"])]
        if days != sorted(set(days)) or days[-1] > 31:
            return None
        b = one_day(days[-1], read_month(m), int(m["year"]) if m["year"] else None, anchor)
        a = one_day(days[0], read_month(m), int(b.start[:4]) if b.start else None, anchor)
        return replace(span(a, b), anchor=b.anchor if b.start else "none")

    def month_of_year(m: re.Match[str], anchor: Anchor) -> When | None:
        if anchor.day is None:
            return UNKNOWN
        which = anchor.day.year - (m["how"].lower() in ("last", "previous"))
        if m.groupdict().get("day"):
            return replace(one_day(int(m["day"]), read_month(m), which, anchor), anchor="published_at")
        return whole_month(which, read_month(m), "published_at")

    def week_of_date(m: re.Match[str], anchor: Anchor) -> When | None:
        d = one_day(int(m["day"]), read_month(m), int(m["year"]) if m["year"] else None, anchor)
        if not d.start:
            return UNKNOWN
        first = Day.fromisoformat(d.start)
        a, b = (first - 6 * ONE_DAY, first) if m["kind"] and m["kind"].strip().lower() == "ending" else \
            (first, first + 6 * ONE_DAY) if m["kind"] else week_of(first)
        return interval(a, b, "week", anchor=d.anchor)

    def week_of_month(m: re.Match[str], anchor: Anchor) -> When | None:
        month, y = read_month(m), int(m["year"]) if m["year"] else None
        label = "text"
        if y is None:
            y, label = anchor.latest(lambda z: Day(z, month, 1)), "published_at"
            if y is None:
                return UNKNOWN
        end, n = month_end(y, month), _ORDINALS[m["nth"].lower()]
        if m["unit"].lower().startswith("day"):
            a, b = (Day(y, month, 1), Day(y, month, 10)) if n > 0 else (end - 9 * ONE_DAY, end)
        else:
            a = end - 6 * ONE_DAY if n == -1 else Day(y, month, 7 * n - 6)
            b = a + 6 * ONE_DAY
        return interval(a, b, "range", anchor=label)

    def day_of_month(m: re.Match[str], anchor: Anchor) -> When | None:
        if anchor.day is None:
            return UNKNOWN
        n = int(m["day"])
        y, mth = month_shift(anchor.day, -1 if (m["how"] or "").lower() == "last" or (not m["how"] and n > anchor.day.day) else 0)
        d = Day(y, mth, n)
        return relative(d, d)

    def short_year(m: re.Match[str], anchor: Anchor) -> When | None:
        y = 2000 + int(m["yy"]) if int(m["yy"]) < 60 else 1900 + int(m["yy"])
        return one_day(int(m["day"]), read_month(m), y, anchor)

    def slashed_night(m: re.Match[str], anchor: Anchor) -> When | None:
        if int(m["day2"]) - int(m["day"]) != 1:
            return None
        b = one_day(int(m["day2"]), read_month(m), int(m["year"]) if m["year"] else None, anchor)
        a = one_day(int(m["day"]), read_month(m), int(b.start[:4]) if b.start else None, anchor)
        return replace(span(a, b), anchor=b.anchor if b.start else "none")

    def year_only(m: re.Match[str], anchor: Anchor) -> When | None:
        return whole_year(int(m["year"]))

    def iso_order(m: re.Match[str], anchor: Anchor) -> When | None:
        return one_day(int(m["day"]), int(m["month"]), int(m["year"]), anchor)

    def short_numeric(m: re.Match[str], anchor: Anchor) -> When | None:
        a, b, y = int(m["a"]), int(m["b"]), 2000 + int(m["yy"])
        if m["sep"] == "." or a > 12 or a == b:
            return one_day(a, b, y, anchor)
        if b > 12:
            return one_day(b, a, y, anchor)
        Day(y, a, b)
        return When(None, None, "unknown", None, "text")

    wd2 = weekday.replace("wd>", "wd2>")
    of_year = rf"(?:{year}|(?P<how>last|this|next|previous)\s+(?P<unit>year))"
    unit = r"(?:(?P<how>last|this|next|previous)\s+|the\s+)(?P<unit>week|month|year)"
    nth = r"(?P<nth>first|second|third|fourth|last|final|1st|2nd|3rd|4th)"
    part = r"(?P<part>early|mid|middle\s+of|late|(?:beginning|start|end|close)\s+of)"
    return [
        # nights
        (rf"\b(?P<x>(?:overnight\s+)?(?:from\s+)?(?P<wd>{weekday})(?:\s+(?:night|evening))?\s+(?:in)?to\s+(?:early\s+)?(?P<wd2>{wd2})(?:\s+morning)?)", _night_range, 0),
        (rf"\b(?P<x>(?:the\s+)?night\s+(?:of|between)\s+(?P<wd>{weekday})\s*(?:to|and|-|–)\s*(?P<wd2>{wd2}))", _night_range, i),
        (rf"\b(?P<x>[Oo]vernight\s+(?:(?P<into>into|to|on|from)\s+)?(?:early\s+)?(?P<wd>{weekday}))", _overnight, 0),
        (rf"\b(?P<x>(?:(?:the\s+)?night\s+(?:of|between)\s+)?{day}\s?[/–-]\s?{day2}\s+(?:of\s+)?{mon}(?:,?\s+{year})?)(?!\w)", slashed_night, 0),
        # weeks
        (rf"\b(?P<x>(?P<wd>{weekday})(?:\s+(?:morning|afternoon|evening|night))?\s+(?:of\s+)?(?P<how>last|this|previous)\s+week)\b", _week_before, 0),
        (rf"\b(?P<x>(?P<how>last|this)\s+week(?:,)?\s+on\s+(?P<wd>{weekday}))", _week_before, i),
        (rf"\b(?P<x>(?:the\s+)?week\s+(?P<kind>beginning\s+|ending\s+|starting\s+)?(?:of\s+|on\s+)?(?:the\s+)?{day}\s+(?:of\s+)?{mon}(?:,?\s+{year})?)(?!\w)", week_of_date, 0),
        (rf"\b(?P<x>(?:the\s+)?week\s+(?P<kind>beginning\s+|ending\s+|starting\s+)?(?:of\s+|on\s+)?{mon}\s+{day}(?:,?\s+{year})?)(?!\w)", week_of_date, 0),
        (rf"\b(?P<x>(?:the\s+)?{nth}\s+(?P<unit>weeks?|days)\s+of\s+{mon}(?:,?\s+(?:of\s+)?{year})?)(?!\w)", week_of_month, 0),
        # quarters, halves, parts
        (rf"\b(?P<x>(?:the\s+)?{nth}\s+(?P<share>quarter|half|trimester)\s+of\s+{of_year})(?!\w)", _share, i),
        (rf"\b(?P<x>(?P<share>Q|H)(?P<nth>[1-4])\s?(?:of\s+)?{year})(?!\w)", _share, 0),
        (rf"\b(?P<x>(?:the\s+)?{part}[-\s]+{unit})\b(?!-)", _part_of_unit, i),
        (rf"\b(?P<x>since\s+(?:the\s+)?(?:beginning|start)\s+of\s+(?:{year}|{unit}))\b", _since_part, i),
        (r"\b(?P<x>(?:some\s+time\s+)?next\s+(?P<unit>week|month|year))\b", _next_unit, i),
        (r"\b(?P<x>later\s+(?:on\s+)?(?P<how>this)\s+(?P<unit>week|month|year))\b", _later_in, i),
        (r"\b(?P<x>(?:(?:in|over|during|within|for|throughout)\s+)?the\s+(?:past|last)\s+(?P<unit>decade|century|fortnight))\b", _past_unit, i),
        (r"\b(?P<x>the\s+past\s+(?P<unit>day|week|month|year))\b(?!['’]s)", _past_unit, i),
        # decades, centuries, seasons, years
        (r"\b(?P<x>(?:the\s+)?(?:(?P<part>early|mid|late)[-\s]+)?(?P<decade>1[89]\d0|20[0-2]0)['’]?s)\b", _decade, i),
        (r"\b(?P<x>the\s+(?:(?P<part>early|mid|late)[-\s]+)?['’‘](?P<decade>[2-9]0)s)\b", _decade, i),
        (r"\b(?P<x>(?:the\s+)?(?P<n>1\d|2[01])(?:th|st)\s+century)\b", _century, i),
        (rf"\b(?P<x>(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{year}(?:[-–/]\d\d(?:\d\d)?)?)(?!\w)", _season, i),
        (r"\b(?P<x>(?P<how>last|this|this\s+past)\s+(?P<season>spring|summer|autumn|winter))\b", _season, i),
        (rf"\b(?P<x>(?:the\s+)?year\s+{year})(?!\w)", year_only, i),
        (rf"\bthe\s+(?P<x>{year})(?=\s+[a-z]{{3,}})(?!\s+or\b){people}", year_only, 0),
        (rf"\((?P<x>{year})\)", year_only, 0),
        (rf"\b(?:as\s+early\s+as|at\s+least|back\s+to|as\s+far\s+back\s+as|circa)\s+(?P<x>{year}){people}", year_only, i),
        # months and days told against the year or month
        (rf"\b(?P<x>(?:{day}\s+(?:of\s+)?)?{mon}(?:,)?\s+(?:of\s+)?(?P<how>last|this|previous)\s+year)\b", month_of_year, 0),
        (rf"\b(?P<x>{mon}\s+{day},?\s+(?P<how>last|this)\s+year)\b", month_of_year, 0),
        (r"\b(?P<x>the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\s+of\s+(?P<how>this|last)\s+month)\b", day_of_month, i),
        (r"\bon\s+(?P<x>(?P<how>)the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)(?=[.,;:]\s|\s+and\s+the\s+\d))", day_of_month, i),
        (rf"\b(?P<x>(?P<days>\d{{1,2}}(?:\s*,\s*\d{{1,2}})+\s*(?:,?\s*and|,|&)\s*\d{{1,2}})\s+(?:of\s+)?{mon}(?:,?\s+{year})?)(?!\w)", list_of_days, 0),
        (rf"\b(?P<x>{mon}\s+(?P<days>\d{{1,2}}(?:\s*,\s*\d{{1,2}})+\s*,?\s*(?:and|&)\s*\d{{1,2}})(?!\d)(?:,?\s+{year})?)(?!\w)", list_of_days, 0),
        # shortened
        (rf"(?<![\w/.-])(?P<x>(?P<day>0?[1-9]|[12]\d|3[01])[- ]?{mon}[- ]?['’]?(?P<yy>\d\d))(?![\w:/]|[.,]\d|\s*(?:BC|B\.C\.|CE\b|AD\b|A\.D\.)| (?:people|men|women|children|police|more|other|others|killed|(?!(?:was|is|has|as|its|this)\b)\w+s\b))", short_year, i),
        (rf"(?<![\w/.-])(?P<x>(?P<day>0?[1-9]|[12]\d|3[01])-{mon}-{year})(?!\w)",
         lambda m, anchor: one_day(int(m["day"]), read_month(m), int(m["year"]), anchor), i),
        (r"(?<![\w/.-])(?P<x>(?P<year>(?:19|20)\d\d)\.(?P<month>\d\d)\.(?P<day>\d\d))(?![\w.])", iso_order, 0),
        (r"(?<![\w/.-])(?P<x>(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)T\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)(?!\w)", iso_order, 0),
        (r"(?<![\w/.,-])(?P<x>(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})(?P=sep)(?P<yy>\d\d))(?![\w/.-])", short_numeric, 0),
        (r"(?<![\w/.,-])(?P<x>(?P<a>\d\d)(?P<sep>\.)(?P<b>\d\d)\.(?P<yy>[0-3]\d))(?![\w/-]|\.\d)", short_numeric, 0),
        # feasts
        (rf"\b(?P<x>(?P<day>New\s+Year['’]s\s+(?:Eve|Day)|Christmas\s+(?:Eve|Day)|Boxing\s+Day|Halloween|Valentine['’]s\s+Day)(?:,?\s+(?:of\s+|in\s+)?{year})?)(?!\w)", _holiday, 0),
        (r"\b(?P<x>(?:Easter|Palm|Bloody|Black|Good|Ash|Holy|Maundy|Super|Cyber|Shrove|Giving)\s+(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b", _unknown_day, 0),
        (rf"\b(?P<x>(?P<feast>Ramadan|Eid\s+al[- ]Fitr|Eid\s+al[- ]Adha)(?:,?\s+(?:of\s+|in\s+)?{year}))(?!\w)", _moon_month, 0),
    ]
