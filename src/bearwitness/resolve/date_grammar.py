"""Patterns of date expressions, each with a reader that says which days they are.

A reader takes the match and the document's date and returns a When, or None when the words are no date after all;
it raises ValueError for a day that does not exist. Modelled on how news writes dates; see `dates.py` for the rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from bearwitness.model import When
from bearwitness.resolve import date_foreign as foreign
from bearwitness.resolve import date_phrases as phrases
from bearwitness.resolve.calendars import (
    ENGLISH,
    ENGLISH_SHORT,
    GREGORIAN,
    HIJRI,
    JALALI,
    WEEKDAYS,
    hijri,
    jalali,
    kurdish,
    month_names,
)
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

MONTH = "|".join(ENGLISH) + "|Sept|" + "|".join(m for m in ENGLISH_SHORT if m != "May")
_M = {name.lower(): i % 12 for i, name in enumerate([*ENGLISH, *ENGLISH_SHORT])} | {"sept": 8}
_DOT = r"\b(?:\.(?=,?\s*\d))?"        # "Mar. 6", but not the end of a sentence
_MON = rf"(?P<mon>(?:{MONTH}){_DOT})"
_MON2 = rf"(?P<mon2>(?:{MONTH}){_DOT})"
_D = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th)\b)?"
_D2 = r"(?P<day2>0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th)\b)?"
_Y = r"(?P<year>(?:19|20)\d\d)\b(?![.,]?\d)"
# With day and month also older years, where no count can be meant ("on 7 March 1200 people ..."); and no day of this year before "44 BC".
_YD = r"(?P<year>(?:19|20)\d\d|1[0-8]\d\d(?=\s*(?:[,.;:)\]]|$)))\b(?![.,]?\d)"
_NOT_OLD = r"(?!,?\s+(?:\d{1,4}\s*(?:BCE?|B\.C\.|AD|A\.D\.|CE)(?!\w)|(?:BCE?|AD|A\.D\.)(?!\w)))"
_WD = r"(?:" + "|".join(WEEKDAYS) + r")\b"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon|midnight|dawn))?"
_B = r"(?<![\w/.,-])(?<!\d[:])"
_TO = r"\s*(?:-|–|—|to|till|until|through|and)\s*"
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "the": 1, "couple of": 2, "a couple of": 2, "fourteen": 14, "fifteen": 15, "twenty": 20,
             "twenty-four": 24, "thirty": 30, "forty-eight": 48, "seventy-two": 72}
_N = r"(?P<n>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year)s?"
_PEOPLE = (r"(?!\s*(?:people|persons?|civilians|men|women|children|others?|families|houses|homes|fighters|soldiers|officers|policemen|villagers|militants|rebels|workers|farmers|villages|troops|"
           r"deaths|bodies|dead|victims|prisoners|detainees|killed|injured|wounded|km|metres|meters|miles|dollars|euros|tonnes|%|percent))")


def _mon(m: re.Match, group: str = "mon") -> int:
    return _M[m[group].rstrip(".").lower()] + 1


def _opt_year(m: re.Match, group: str = "year") -> int | None:
    return int(m[group]) if m.groupdict().get(group) else None


def _simple_day(m: re.Match, anchor: Anchor) -> When:
    return one_day(int(m["day"]), _mon(m), _opt_year(m), anchor)


def _range_one_month(m: re.Match, anchor: Anchor) -> When | None:
    first, last = int(m["day"]), int(m["day2"])
    if first >= last:
        return None
    b = one_day(last, _mon(m), _opt_year(m), anchor)
    a = one_day(first, _mon(m), int(b.start[:4]) if b.start else None, anchor)
    return replace(span(a, b), anchor=b.anchor if b.start else "none")


def _range_two_months(m: re.Match, anchor: Anchor) -> When:
    b = one_day(int(m["day2"]), _mon(m, "mon2"), _opt_year(m, "year2"), anchor)
    year = _opt_year(m)
    if year is None and b.end:
        year = int(b.end[:4]) - ((_mon(m), int(m["day"])) > (_mon(m, "mon2"), int(m["day2"])))
    a = one_day(int(m["day"]), _mon(m), year, anchor)
    return replace(span(a, b), anchor=b.anchor if a.start and b.end else "none")


def _numeric(m: re.Match, anchor: Anchor) -> When:
    """ 03/10/2025 could be either order; a dot is written only between day and month, in that order."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["year"])
    if m["sep"] == "." or a > 12 or a == b:
        return one_day(a, b, year, anchor)
    if b > 12:
        return one_day(b, a, year, anchor)
    Day(year, a, b)
    return When(None, None, "unknown", None, "text")


def _before_christ(m: re.Match, anchor: Anchor) -> When:
    """A year before Christ: the calendar of ISO dates here begins with the year 1, so the words alone are kept."""
    return When(None, None, "unknown", None, "text")


def _iso(m: re.Match, anchor: Anchor) -> When:
    return one_day(int(m["day"]), int(m["month"]), int(m["year"]), anchor)


def _part_of(word: str, start: Day, end: Day) -> When:
    """Early, mid and late cut a stretch in three: 1-10, 11-20, 21-end of a month; four months of a year."""
    length = (end - start).days + 1
    if length > 31:
        first = {"early": 1, "mid": 5, "late": 9}[word]
        a = Day(start.year, first, 1)
        return interval(a, month_end(start.year, first + 3), "range")
    a = start + dt.timedelta(days={"early": 0, "mid": 10, "late": 20}[word])
    return interval(a, end if word == "late" else a + 9 * ONE_DAY, "range")


def _which_part(word: str) -> str:
    word = word.lower()
    if re.match(r"early|beginning|start", word):
        return "early"
    return "late" if re.match(r"late|end", word) else "mid"


def _part_month(m: re.Match, anchor: Anchor) -> When:
    year, month = _opt_year(m), _mon(m)
    label = "text"
    if year is None:
        label = "published_at"
        first = {"early": 1, "mid": 11, "late": 21}[_which_part(m["part"])]
        year = anchor.latest(lambda y: Day(y, month, first))
        if year is None:
            return UNKNOWN
    return replace(_part_of(_which_part(m["part"]), Day(year, month, 1), month_end(year, month)), anchor=label)


def _part_year(m: re.Match, anchor: Anchor) -> When:
    year = int(m["year"])
    return _part_of(_which_part(m["part"]), Day(year, 1, 1), Day(year, 12, 31))


def _month_alone(m: re.Match, anchor: Anchor) -> When:
    month, year = _mon(m), _opt_year(m)
    if year is not None:
        return whole_month(year, month)
    year = anchor.latest(lambda y: Day(y, month, 1))
    if year is None:
        return UNKNOWN
    if m.groupdict().get("last") and anchor.last and (year, month) == (anchor.last.year, anchor.last.month):
        year -= 1
    return whole_month(year, month, "published_at")


def _month_range(m: re.Match, anchor: Anchor) -> When:
    year = int(m["year"])
    first = int(m["year1"]) if m["year1"] else year - (_mon(m) > _mon(m, "mon2"))
    return span(whole_month(first, _mon(m)), whole_month(year, _mon(m, "mon2")))


def _year_alone(m: re.Match, anchor: Anchor) -> When:
    return whole_year(int(m["year"]))


def _year_range(m: re.Match, anchor: Anchor) -> When | None:
    a, b = int(m["year"]), int(m["year2"]) if len(m["year2"]) == 4 else int(m["year"][:2] + m["year2"])
    return span(whole_year(a), whole_year(b)) if a < b else None


def _weekday(m: re.Match, anchor: Anchor) -> When:
    if anchor.day is None:
        return UNKNOWN
    number = WEEKDAYS.index(m["wd"].capitalize())
    back = (anchor.day.weekday() - number) % 7
    how = (m["how"] or "").lower()
    if how == "next":
        d = anchor.day + dt.timedelta(days=7 - back)
    else:
        d = anchor.day - dt.timedelta(days=back or (7 if how in ("last", "previous") else 0))
    return relative(d, d)


def _weekday_range(m: re.Match, anchor: Anchor) -> When:
    if anchor.day is None:
        return UNKNOWN
    last = anchor.day - dt.timedelta(days=(anchor.day.weekday() - WEEKDAYS.index(m["wd2"])) % 7)
    first = last - dt.timedelta(days=(last.weekday() - WEEKDAYS.index(m["wd"])) % 7)
    return relative(first, last, "range")


def _weekend(m: re.Match, anchor: Anchor) -> When:
    if anchor.day is None:
        return UNKNOWN
    saturday = anchor.day - dt.timedelta(days=(anchor.day.weekday() - 5) % 7)
    if m["how"] and m["how"].lower() in ("last", "previous") and saturday + ONE_DAY >= anchor.day:
        saturday -= dt.timedelta(days=7)
    return relative(saturday, saturday + ONE_DAY, "range")


_IN_A_NAME = re.compile(r"(?<![.!?] )(?<!\w)[A-Z]\w*[ -]$")


def _near_day(m: re.Match, anchor: Anchor) -> When | None:
    if m[0][0].isupper() and _IN_A_NAME.search(m.string, max(0, m.start() - 25), m.start()):
        return None                                     # "Russia Today"
    if anchor.day is None:
        return UNKNOWN
    words = m[0].lower()
    if words == "overnight":
        return relative(anchor.day - ONE_DAY, anchor.day, "range")
    back = 2 if "before yesterday" in words else 1 if words.startswith(("yesterday", "last night")) else 0
    d = anchor.day + ONE_DAY if words.startswith("tomorrow") else anchor.day - back * ONE_DAY
    return relative(d, d)


def _count(m: re.Match) -> int:
    n = m["n"].lower()
    return int(n) if n.isdigit() else _NUMBERS[n]


def _ago(m: re.Match, anchor: Anchor) -> When:
    if anchor.day is None:
        return UNKNOWN
    n, unit = _count(m), m["unit"].lower()
    if unit == "hour":
        d = anchor.day - dt.timedelta(hours=n) if n % 24 == 0 else None
        return relative(d, d) if d else relative(anchor.day - (n // 24 + 1) * ONE_DAY, anchor.day - n // 24 * ONE_DAY, "range")
    if unit == "day":
        d = anchor.day - n * ONE_DAY
        return relative(d, d)
    if unit in ("week", "fortnight"):
        return relative(*week_of(anchor.day - 7 * n * (2 if unit == "fortnight" else 1) * ONE_DAY), "week")
    if unit == "month":
        return whole_month(*month_shift(anchor.day, -n), "published_at")
    return whole_year(anchor.day.year - n, "published_at")


def _past(m: re.Match, anchor: Anchor) -> When:
    """ "in the past 72 hours": from that long before the document's day up to it."""
    if anchor.day is None:
        return UNKNOWN
    n, unit = (_count(m) if m["n"] else 1), m["unit"].lower()
    if unit in ("month", "year"):
        year, month = month_shift(anchor.day, -n * (12 if unit == "year" else 1))
        first = Day(year, month, min(anchor.day.day, month_end(year, month).day))
    else:
        first = anchor.day - dt.timedelta(days=-(-n // 24) if unit == "hour" else n * {"week": 7, "fortnight": 14}.get(unit, 1))
    return relative(first, anchor.day, "range")


def _calendar(m: re.Match, anchor: Anchor) -> When:
    """ "last week", "this month", "earlier this year": whole calendar units."""
    if anchor.day is None:
        return UNKNOWN
    back, unit = (1 if m["how"].lower() in ("last", "previous") else 0), m["unit"].lower()
    if unit == "week":
        when = relative(*week_of(anchor.day - 7 * back * ONE_DAY), "week")
    elif unit == "month":
        when = whole_month(*month_shift(anchor.day, -back), "published_at")
    else:
        when = whole_year(anchor.day.year - back, "published_at")
    if m["earlier"] and not back:
        return replace(when, end=anchor.day.isoformat(), precision="range")
    return when


def _vague(m: re.Match, anchor: Anchor) -> When:
    return replace(UNKNOWN, anchor="published_at" if anchor.day else "none")


def _foreign(m: re.Match, anchor: Anchor) -> When | None:
    calendar, month = _names()[re.sub(r"\s+", " ", m["name"]).lower()]
    year, day = _opt_year(m), foreign.day_number(m["day"]) if m["day"] else None
    if calendar == GREGORIAN and (year is None or 1900 <= year <= 2099):
        if day is not None:
            return one_day(day, month, year, anchor)
        return whole_month(year, month) if year else None
    if calendar == HIJRI:
        return _islamic(year, month, day)
    if calendar != GREGORIAN and day is None and year is not None:
        return _solar_month(calendar, year, month)
    if calendar == GREGORIAN or day is None:
        return None
    convert = jalali if calendar == JALALI else kurdish
    if year is not None:
        d = convert(year, month, day)
        return interval(d, d, "day")
    offset = 621 if calendar == JALALI else 621 - 1321
    known = anchor.latest(lambda y: convert(y - offset, month, day))
    if known is None:
        return UNKNOWN
    d = convert(known - offset, month, day)
    return relative(d, d)


def _islamic(year: int | None, month: int, day: int | None) -> When | None:
    """Only with its year: the names of the moon months are names of people too. The moon may shift it by a day."""
    if year is None or not 1300 <= year <= 1500:
        return None
    if day is not None:
        d = hijri(year, month, day)
        return interval(d - ONE_DAY, d + ONE_DAY, "range")
    return interval(hijri(year, month, 1) - ONE_DAY, hijri(year, month, 29) + 2 * ONE_DAY, "range")


def _solar_month(calendar: str, year: int, month: int) -> When:
    convert = jalali if calendar == JALALI else kurdish
    after = convert(year + (month == 12), month % 12 + 1, 1)
    return interval(convert(year, month, 1), after - ONE_DAY, "month")


def _foreign_range(m: re.Match, anchor: Anchor) -> When | None:
    """ "من 6 إلى 9 آذار 2025", "с 6 по 9 марта": two days of one month."""
    calendar, month = _names()[re.sub(r"\s+", " ", m["name"]).lower()]
    first, last = int(m["day"]), int(m["day2"])
    if first >= last or calendar == HIJRI:
        return None
    if calendar != GREGORIAN:
        year, convert = _opt_year(m), jalali if calendar == JALALI else kurdish
        return interval(convert(year, month, first), convert(year, month, last), "range") if year else None
    b = one_day(last, month, _opt_year(m), anchor)
    a = one_day(first, month, int(b.start[:4]) if b.start else None, anchor)
    return replace(span(a, b), anchor=b.anchor if b.start else "none")


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, int]]:
    return {name.lower(): value for name, value in month_names().items()}


FOREIGN = "|".join(re.escape(n).replace(r"\ ", r"\s") for n in sorted(month_names(), key=len, reverse=True) if len(n) > 2)


# Open ends: "since 6 March", "until Friday", "from 6 March onwards".
def _opened(make: Callable) -> Callable:
    def read(m: re.Match, anchor: Anchor) -> When | None:
        when = make(m, anchor)
        if when is None or when.start is None:
            return when
        word = m["open"].lower()
        if word.startswith(("until", "till", "up to", "before", "prior", "by")):
            return replace(when, start=None, precision="range")
        return replace(when, end=None, precision="range")
    return read


_OPEN = r"(?P<open>since(?:\s+(?:early|late)\s)?|until|till|up\s+to|after|before|prior\s+to|starting(?:\s+(?:on|from|in))?|beginning\s+(?:on|in))\s+(?:the\s+)?"

_MONTH_YEAR = (rf"(?P<name>{FOREIGN}|مه|دی|دي|می)(?:ê|a|ی|(?:['’]\w{{1,4}})?)(?:/[^\W\d]+(?:\s+الأول|\s+الثاني)?)?(?:\s+ماه)?"
               r"(?:,?\s+(?:عام\s+|سنة\s+|سال\s+|del?\s+|ی\s+|a\s+|року\s+|года\s+)?(?P<year>\d{4})(?!\d))?")
_FOREIGN_DATE = rf"(?P<day>\d{{1,2}}|{foreign.ORDINAL_DAYS})(?:\s?(?:er|\.|ی|ê|ê\s|ى|-ا|-го|-е))?\s+(?:من\s+|de\s+|ی\s+)?{_MONTH_YEAR}"
_DM = rf"(?:{_WD}{_PART},?\s+)?(?:the\s+)?{_D}\s+(?:of\s+)?{_MON}{_NOT_OLD}(?:,?\s+(?:of\s+)?{_YD})?"
_MD = rf"(?:{_WD}{_PART},?\s+)?{_MON}\s+(?:the\s+)?{_D}(?!\d|:\d|,\d{{3}}|\s*[-–]\s*\d){_NOT_OLD}(?:,?\s+{_YD}|{_PEOPLE})"
_PREP = r"(?:in|since|during|of|throughout|through|from|until|till|by|between|until|for|to|and|every)"
_WEEKDAY = rf"(?:(?P<how>last|this|next|previous|past)\s+)?(?P<wd>{_WD}){_PART}"


@lru_cache(maxsize=1)
def patterns() -> tuple[tuple[re.Pattern[str], Callable, Gate], ...]:
    """Every kind of expression with its reader and its gate; month names and weekdays only with their capital.

    The gate tells from the stretch of text in small letters whether the pattern can match there at all.
    """
    insensitive = re.I
    simple: list[tuple[str, Callable, int]] = [
        (_DM, _simple_day, 0), (_MD, _simple_day, 0), (_WEEKDAY, _weekday, 0),
        (rf"(?<!\d\s){_MON},?\s+{_Y}", _month_alone, 0),
        (r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _iso, 0),
    ]
    out = [(rf"{_B}(?P<x>{p})(?!\w)", make, flags) for p, make, flags in simple]
    out += [(rf"\b(?P<x>{_OPEN}{p})(?!\w)", _opened(make), flags) for p, make, flags in simple]
    out += [
        (rf"\b(?P<x>(?P<open>[Ss]ince|[Uu]ntil)\s+{_Y}){_PEOPLE}", _opened(_year_alone), 0),
        (rf"\b(?P<x>(?P<open>[Ss]ince|[Uu]ntil)\s+(?:(?P<last>last)\s+)?{_MON}(?:\s+{_Y})?)(?!\s*\d)", _opened(_month_alone), 0),
        (rf"\b(?P<x>(?P<open>from)\s+{_DM}\s+onwards?)\b", _opened(_simple_day), 0),
        (r"\b(?P<x>(?P<open>since)\s+(?:(?P<earlier>earlier)\s+)?(?P<how>last|this)\s+(?P<unit>week|month|year))\b", _opened(_calendar), insensitive),
        (r"\b(?P<x>(?P<open>since)\s+yesterday)\b", _opened(_since_yesterday), insensitive),
        # ranges
        (rf"{_B}(?P<x>(?:(?:from|between)\s+(?:the\s+)?)?{_D}{_TO}(?:the\s+)?{_D2}\s+(?:of\s+)?{_MON}(?:,?\s+{_Y})?)(?!\w)", _range_one_month, 0),
        (rf"{_B}(?P<x>(?:(?:from|between)\s+)?{_MON}\s+{_D}{_TO}{_D2}(?!\d|\s*,\d{{3}})(?:,?\s+{_Y})?)(?!\w)", _range_one_month, 0),
        (rf"{_B}(?P<x>(?:(?:from|between)\s+)?{_D}\s+{_MON}(?:,?\s+{_Y})?{_TO}{_D2}\s+{_MON2}(?:,?\s+{_Y.replace('year', 'year2')})?)(?!\w)", _range_two_months, 0),
        (rf"{_B}(?P<x>(?:(?:from|between)\s+)?{_MON}\s+{_D}(?:,?\s+{_Y})?{_TO}{_MON2}\s+{_D2}(?:,?\s+{_Y.replace('year', 'year2')})?)(?!\w)", _range_two_months, 0),
        (rf"\b(?P<x>(?:(?:from|between)\s+)?{_MON}(?:\s+(?P<year1>(?:19|20)\d\d))?{_TO}{_MON2}\s+{_Y})(?!\w)", _month_range, 0),
        (rf"\b(?P<x>(?:from|between)\s+{_Y}\s*(?:and|to|until|–|-)\s*(?P<year2>(?:19|20)\d\d))(?!\w)", _year_range, insensitive),
        (rf"{_B}(?P<x>{_Y}\s?[–-]\s?(?P<year2>(?:19|20)\d\d))(?![\w-])", _year_range, 0),
        (rf"\b(?P<x>{_Y}/(?P<year2>\d\d))(?![\w/-])", _year_range, 0),
        (rf"\b(?P<x>(?:(?:from|between)\s+)?(?P<wd>{_WD}){_PART}\s*(?:-|–|to|through|until)\s*(?P<wd2>{_WD}){_PART})", _weekday_range, 0),
        (rf"\b(?P<x>between\s+(?P<wd>{_WD})\s+and\s+(?P<wd2>{_WD}))", _weekday_range, 0),
        # months and years
        (rf"\b(?P<x>(?:the\s+)?(?P<part>[Ee]arly|[Mm]id|[Mm]iddle\s+of|[Ll]ate|[Bb]eginning\s+of|[Ss]tart\s+of|[Ee]nd\s+of)[-\s]+{_MON}(?:,?\s+{_Y})?)(?!\w|\s+\d)", _part_month, 0),
        (rf"\b(?P<x>(?:the\s+)?(?P<part>early|mid|middle\s+of|late|beginning\s+of|start\s+of|end\s+of)[-\s]+{_Y})(?!\w)", _part_year, insensitive),
        (rf"\b{_PREP}\s+(?P<x>(?:(?P<last>last)\s+)?{_MON})(?!\s*\d|\s+[A-Z][a-z])", _month_alone, 0),
        (rf"\b(?P<x>(?P<last>[Ll]ast|[Tt]his)\s+{_MON})(?!\s*\d)(?!\w)", _month_alone, 0),
        (rf"\b(?:in|during|of|throughout|by|from|to|for|until|and|before|after|early|late)\s+(?:the\s+year\s+)?(?P<x>{_Y}){_PEOPLE}", _year_alone, insensitive),
        # numbers
        (r"(?<![\w/.-])(?P<x>(?P<year>(?:19|20)\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2}))(?![\w/])", _iso, 0),
        (r"(?<![\w/.-])(?P<x>(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d))(?![\w/-])", _numeric, 0),
        (r"\b(?:in|of|from|until|around|since|by|before|after|about|circa|[A-Z][a-z]+(?:\s\d{1,2})?,?)\s+(?P<x>\d{1,4}\s?(?:BCE?|B\.C\.(?:E\.)?))(?!\w)(?!\s+[a-z]+s\b)",
         _before_christ, 0),
        # near days
        (rf"\b(?P<x>(?:the\s+day\s+before\s+yesterday|yesterday{_PART}|today|tonight|tomorrow{_PART}|last\s+night|overnight|"
         r"this\s+(?:morning|afternoon|evening)))\b", _near_day, insensitive),
        (r"\b(?P<x>(?:(?:over|at|on|during|throughout)\s+)?(?:(?P<how>this|last|previous|past|this\s+past)\s+)weekend|over\s+the\s+(?:past\s+|last\s+)?weekend|"
         r"(?:at|on|during|throughout|since)\s+the\s+weekend)\b", _weekend, insensitive),
        (rf"\b(?P<x>(?:about\s+|around\s+|some\s+)?{_N}\s+{_UNIT}\s+(?:ago|earlier))\b", _ago_or_earlier, insensitive),
        (rf"\b(?P<x>(?:in|over|during|within|for)\s+the\s+(?:past|last|previous)\s+(?:{_N}\s+)?{_UNIT})\b", _past, insensitive),
        (rf"\b(?P<x>(?:the\s+)?(?:past|last)\s+{_N}\s+{_UNIT})\b", _past, insensitive),
        (r"\b(?P<x>(?:(?P<earlier>earlier)\s+)?(?P<how>last|this|previous)\s+(?P<unit>week|month|year))\b(?!-)(?!\w|['’]s\s)", _calendar, insensitive),
        (r"\b(?P<x>(?:(?:in|over|during|for)\s+)?(?:the\s+)?(?:past|last|recent|several|a\s+few|some|many)\s+(?:few\s+|several\s+)?(?:days|weeks|months|years)(?:\s+ago)?)\b", _vague, insensitive),
        # other languages
        (rf"(?<!\w)(?P<x>{_FOREIGN_DATE})(?!\w)", _foreign, insensitive),
        *((p, foreign.opened(_foreign), insensitive) for p in foreign.open_ends(_FOREIGN_DATE)),
        *((p, _foreign_range, insensitive) for p in foreign.ranges(_MONTH_YEAR)),
        *((p, make, insensitive) for p, make in foreign.phrases()),
        *phrases.english(mon=_MON, mon2=_MON2, day=_D, day2=_D2, year=_Y, weekday=_WD, read_month=_mon, people=_PEOPLE),
        (rf"(?<!\w)(?P<x>(?P<day>)(?P<name>{FOREIGN})(?:ê|a|ی)?(?:/\S+)?\s+(?:عام\s+|سنة\s+|سال\s+|del?\s+)?(?P<year>\d{{4}})(?!\d))", _foreign, insensitive),
    ]
    return tuple((re.compile(p, flags), make, _gate(p)) for p, make, flags in out)


Gate = Callable[[str], bool]
_ASCII_MONTHS = tuple(sorted({n.lower()[:4] for n in month_names() if n.isascii() and len(n) > 2}))
_ABBREVIATED = tuple(m.lower() for m in ENGLISH_SHORT)
_FOREIGN_WORDS = ("hace ", "il y a", " son ", "hafta", "semana", "pasad", "derni", " cours ", "este ", "cette ", "bu ", "week-end")


def _gate(pattern: str) -> Gate:
    if "(?P<name>" in pattern:
        return lambda low: not low.isascii() or any(m in low for m in _ASCII_MONTHS)
    if pattern in _phrase_patterns():
        return lambda low: not low.isascii() or any(w in low for w in _FOREIGN_WORDS)
    if "(?P<mon>" in pattern:
        return lambda low: any(m in low for m in _ABBREVIATED)
    if "(?P<wd>" in pattern:
        return lambda low: "day" in low
    if _Y in pattern and _Y + ")?" not in pattern and "(?P<how>" not in pattern:
        return lambda low: "19" in low or "20" in low
    return lambda low: True


@lru_cache(maxsize=1)
def _phrase_patterns() -> frozenset[str]:
    return frozenset(p for p, _ in foreign.phrases())


def _since_yesterday(m: re.Match, anchor: Anchor) -> When:
    if anchor.day is None:
        return UNKNOWN
    d = anchor.day - ONE_DAY
    return relative(d, d)


def _ago_or_earlier(m: re.Match, anchor: Anchor) -> When:
    """ "three days earlier" counts from something told before, not from the document's date."""
    if m[0].lower().endswith("earlier"):
        return UNKNOWN
    return _ago(m, anchor)
