"""Date phrases of other languages: "three days ago", "last week", "in the past 24 hours", ranges and open ends.

A table a language, one line a kind of phrase; N stands for a number in digits or words. Calendar dates and month
names are in `calendars.py`; "yesterday", "today" and weekdays are in the language packs of `extract`, where the
language of the passage is known. A native speaker adds a phrase by adding to a line and a row to the tests.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from bearwitness.model import When
from bearwitness.resolve.date_values import (
    ONE_DAY,
    UNKNOWN,
    Anchor,
    Day,
    month_end,
    month_shift,
    relative,
    week_of,
    whole_month,
    whole_year,
)

Reader = Callable[[re.Match[str], Anchor], When | None]

# Numbers of days, hours, weeks as words; the form is the one that stands before such a noun.
_NUMBERS = {
    1: "один одну одного одна одного un una une bir yek یک یەک واحد",
    2: "два две двух два дві двох dos deux iki du دو دوو",
    3: "ثلاثة ثلاث три трёх трех три трьох tres trois üç sê سه سێ",
    4: "أربعة أربع четыре чотири cuatro quatre dört çar چهار چوار",
    5: "خمسة خمس пять п'ять п’ять cinco cinq beş pênc پنج پێنج",
    6: "ستة ست шесть шість seis six altı şeş شش شەش",
    7: "سبعة سبع семь сім siete sept yedi heft هفت حەوت",
    8: "ثمانية ثماني восемь вісім ocho huit sekiz heşt هشت هەشت",
    9: "تسعة تسع девять дев'ять nueve neuf dokuz neh نه نۆ",
    10: "عشرة عشر десять diez dix on deh ده دە",
    24: "أربع_وعشرين veinticuatro vingt-quatre",
    48: "cuarenta_y_ocho quarante-huit",
    72: "setenta_y_dos soixante-douze",
}
_VALUE = {w.replace("_", " "): n for n, text in _NUMBERS.items() for w in text.split()}
_N = r"(?P<n>\d{1,3}|" + "|".join(re.escape(w) for w in sorted(_VALUE, key=len, reverse=True)) + ")"

# Days of the month in words: "السادس من آذار", "el primero de marzo".
_ARABIC_DAYS = ("الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|الحادي عشر|الثاني عشر|الثالث عشر|الرابع عشر|الخامس عشر|السادس عشر|"
                "السابع عشر|الثامن عشر|التاسع عشر|العشرين|الحادي والعشرين|الثاني والعشرين|الثالث والعشرين|الرابع والعشرين|الخامس والعشرين|السادس والعشرين|"
                "السابع والعشرين|الثامن والعشرين|التاسع والعشرين|الثلاثين|الحادي والثلاثين").split("|")
_DAY_OF = {word: n for n, word in enumerate(_ARABIC_DAYS, 1)} | {"primero": 1, "premier": 1, "первого": 1, "першого": 1}
ORDINAL_DAYS = "|".join(sorted((w.replace(" ", r"\s+") for w in _DAY_OF), key=len, reverse=True))


def day_number(text: str) -> int:
    """A day of the month from digits of any script or a word.

    >>> day_number("٦"), day_number("السادس")
    (6, 6)
    """
    return int(text) if text.isdigit() else _DAY_OF[" ".join(text.lower().split())]


# Nouns of time in every language, by unit.
_UNITS = {
    "hour": "ساعة|ساعات|ساعت|کاتژمێر|سەعات|часов|часа|час|годин|години|годину|horas?|heures?|saat|saet|saetan|saetên",
    "day": "أيام|يوماً|يوما|يوم|روز|ڕۆژ|رۆژ|дней|дня|день|днів|дні|días?|dias?|jours?|gün|roj|rojan",
    "week": "أسابيع|أسبوعاً|أسبوعا|أسبوع|هفته|هەفتە|недель|недели|неделю|неделя|тижнів|тижні|тиждень|semanas?|semaines?|hafta|hefte|hefteyan",
    "month": "أشهر|شهور|شهراً|شهرا|شهر|ماه|مانگ|месяцев|месяца|месяц|місяців|місяці|місяць|meses|mes|mois|ay|meh|mehan",
    "year": "أعوام|سنوات|سنة|عاماً|عاما|عام|سال|ساڵ|лет|года|год|років|роки|рік|años?|ans?|années?|yıl|sene|sal|salan",
}
_U = r"(?P<unit>" + "|".join(sorted((x for t in _UNITS.values() for x in t.split("|")), key=len, reverse=True)) + ")"

# The dual of Arabic: "two days", "two weeks".
_DUAL = {"يومين": (2, "day"), "ساعتين": (2, "hour"), "أسبوعين": (2, "week"), "شهرين": (2, "month"), "عامين": (2, "year"), "سنتين": (2, "year"),
         "يوم": (1, "day"), "ساعة": (1, "hour"), "أسبوع": (1, "week"), "شهر": (1, "month"), "عام": (1, "year"), "سنة": (1, "year")}

_AGO = (
    rf"(?:قبل|منذ)\s+(?:نحو\s+|حوالي\s+)?{_N}\s+{_U}",
    r"(?:قبل|منذ)\s+(?P<dual>" + "|".join(_DUAL) + ")",
    rf"{_N}\s+{_U}\s+(?:پیش|قبل|لەمەوبەر|پێش\s+ئێستا)",
    rf"(?:بەر\s+لە|پێش)\s+{_N}\s+{_U}",
    rf"{_N}\s+{_U}\s+(?:назад|тому(?:\s+назад)?)",
    rf"hace\s+{_N}\s+{_U}",
    rf"il\s+y\s+a\s+{_N}\s+{_U}",
    rf"{_N}\s+{_U}\s+önce",
    rf"berî\s+{_N}\s+{_U}",
)
_PAST = (
    rf"(?:خلال|في|على\s+مدار|على\s+مدى)\s+(?:ال|الـ\s?|آخر\s+){_N}\s+{_U}(?:\s+الماضية|\s+الأخيرة|\s+المنصرمة|\s+الفائتة)?",
    rf"(?:در|طی)\s+{_N}\s+{_U}\s+(?:گذشته|اخیر)",
    rf"لە\s+(?:ماوەی\s+)?{_N}\s+{_U}ی?\s+(?:ڕابردوودا|ڕابردوو|رابردوودا|رابردوو)",
    rf"за\s+(?:последние|последних|прошедшие|минувшие|останні|минулі)\s+{_N}\s+{_U}",
    rf"(?:en|durante)\s+l[ao]s\s+últim[ao]s\s+{_N}\s+{_U}",
    rf"(?:au\s+cours\s+des|ces|dans\s+les|pendant\s+les|durant\s+les)\s+(?:dernière?s\s+)?{_N}\s+(?:dernière?s\s+)?{_U}",
    rf"son\s+{_N}\s+{_U}(?:te|de|ta|da|lük|lik)?",
    rf"di\s+{_N}\s+{_U}\s+(?:dawî|borî|dawîn)(?:\s+de)?",
)
_DAYLONG = r"за\s+(?:последние\s+сутки|минувшие\s+сутки|прошедшие\s+сутки|сутки|минулу\s+добу|добу|останню\s+добу)"
# Last or this week, month, year: (how, unit, words).
_CALENDAR = (
    ("last", "week", "الأسبوع (?:الماضي|الفائت|المنصرم)|هفته (?:گذشته|پیش)|هەفتەی (?:ڕابردوو|رابردوو|پێشوو)|на прошлой неделе|прошлой неделей|минулого тижня|"
                     "la semana pasada|la semaine (?:dernière|passée)|geçen hafta|geçtiğimiz hafta|hefteya (?:borî|çûyî)"),
    ("last", "month", "الشهر (?:الماضي|الفائت|المنصرم)|ماه (?:گذشته|پیش)|مانگی (?:ڕابردوو|رابردوو|پێشوو)|в прошлом месяце|прошлого месяца|минулого місяця|"
                      "el mes pasado|le mois dernier|geçen ay|geçtiğimiz ay|meha (?:borî|çûyî)"),
    ("last", "year", "(?:العام|السنة) (?:الماضي|الماضية|الفائت|المنصرم)|سال (?:گذشته|پیش)|ساڵی (?:ڕابردوو|رابردوو|پێشوو)|в прошлом году|прошлого года|минулого року|торік|"
                     "el año pasado|l['’]année dernière|l['’]an dernier|geçen yıl|geçtiğimiz yıl|geçen sene|sala (?:borî|çûyî)"),
    ("this", "week", "هذا الأسبوع|الأسبوع (?:الجاري|الحالي)|این هفته|ئەم هەفتەیە|на этой неделе|цього тижня|esta semana|cette semaine|bu hafta|vê hefteyê"),
    ("this", "month", "هذا الشهر|الشهر (?:الجاري|الحالي)|این ماه|ئەم مانگە|в этом месяце|этого месяца|цього місяця|este mes|ce mois-ci|bu ay|vê mehê"),
    ("this", "year", "هذا العام|هذه السنة|العام (?:الجاري|الحالي)|امسال|ئەمساڵ|в этом году|этого года|цього року|цьогоріч|este año|cette année|bu yıl|bu sene|îsal"),
)
_WEEKEND = ("نهاية الأسبوع(?: الماضي| الماضية)?|آخر هفته|کۆتایی هەفتە|в (?:минувшие |прошлые |эти )?выходные|(?:минулими |на )вихідн(?:ими|их)|"
            "(?:el|este|durante el) fin de semana(?: pasado)?|(?:le|ce) week-end(?: dernier)?|hafta sonu(?:nda)?|dawiya hefteyê")
# "since", "until" and "from ... to" before a date with a month name.
_SINCE = r"منذ|اعتباراً من|ابتداء من|از|لە(?=\s\d)|с|со|з|із|починаючи з|desde(?: el)?|depuis(?: le)?|à partir du|ji"
_UNTIL = r"حتى|تا|هەتا|до|hasta(?: el)?|jusqu['’]au|heta"
_FROM_TO = (
    r"(?:من|بين)\s+(?P<day>\d{1,2})\s+(?:إلى|حتى|الى|و)\s*(?P<day2>\d{1,2})\s+(?:من\s+)?",
    r"(?:از|بین)\s+(?P<day>\d{1,2})\s+(?:تا|و)\s+(?P<day2>\d{1,2})\s+",
    r"لە\s+(?P<day>\d{1,2})\s+(?:تا|بۆ|هەتا)\s+(?P<day2>\d{1,2})(?:ی)?\s*",
    r"(?:с|з|із|від)\s+(?P<day>\d{1,2})\s+(?:по|до)\s+(?P<day2>\d{1,2})\s+",
    r"(?:del?\s+|entre\s+el\s+)?(?P<day>\d{1,2})\s+(?:al|y\s+el|a)\s+(?P<day2>\d{1,2})\s+de\s+",
    r"(?:du\s+|entre\s+le\s+)(?P<day>\d{1,2})(?:er)?\s+(?:au|et\s+le)\s+(?P<day2>\d{1,2})\s+",
    r"(?:ji\s+|di\s+navbera\s+)?(?P<day>\d{1,2})(?:ê|an)?\s+(?:heta|û)\s+(?P<day2>\d{1,2})(?:ê|an)?\s+",
    r"(?P<day>\d{1,2})\s?[-–—]\s?(?P<day2>\d{1,2})\s+(?:من\s+|de\s+)?",
)
WORDS = "|".join((
    "назад|тому|назад|hace|il|önce|berî|پیش|لەمەوبەر|قبل|منذ|بەر|پێش", "خلال|آخر|الماضية|گذشته|اخیر|ڕابردوو\\w*|رابردوو\\w*|последние|последних|прошедшие|минувшие|останні|минулі|минулу|добу|сутки",
    "últim[ao]s|dernières|derniers|dernière|dernier|son|dawî|borî", "الماضي|الفائت|المنصرم|الجاري|الحالي|الأسبوع|неделе|тижня|semana|semaine|hafta\\w*|hefte\\w*|هفته|هەفتە\\w*",
    "месяце|місяця|pasado|pasada|geçen|geçtiğimiz|году|року|торік|امسال|ئەمساڵ|îsal|выходные|вихідн\\w*|week-end|العام|السنة|الشهر|ماه|سال|مانگی|ساڵی|este|esta|cette|ce|bu|vê|цього|этом|этой|هذا|این|ئەم",
))


def _count(m: re.Match[str]) -> tuple[int, str]:
    groups = m.groupdict()
    if groups.get("dual"):
        return _DUAL[m["dual"]]
    n = m["n"].lower()
    return int(n) if n.isdigit() else _VALUE[n], _unit_of(m["unit"].lower())


def _unit_of(word: str) -> str:
    for unit, text in _UNITS.items():
        if re.fullmatch(text, word):
            return unit
    raise ValueError(word)


def _ago(m: re.Match[str], anchor: Anchor) -> When | None:
    if anchor.day is None:
        return UNKNOWN
    n, unit = _count(m)
    if unit == "hour":
        if n % 24:
            return relative(anchor.day - (n // 24 + 1) * ONE_DAY, anchor.day - n // 24 * ONE_DAY, "range")
        n, unit = n // 24, "day"
    if unit == "day":
        return relative(anchor.day - n * ONE_DAY, anchor.day - n * ONE_DAY)
    if unit == "week":
        return relative(*week_of(anchor.day - 7 * n * ONE_DAY), "week")
    if unit == "month":
        return whole_month(*month_shift(anchor.day, -n), "published_at")
    return whole_year(anchor.day.year - n, "published_at")


def _past(m: re.Match[str], anchor: Anchor) -> When | None:
    if anchor.day is None:
        return UNKNOWN
    n, unit = _count(m) if m.groupdict().get("n") else (24, "hour")
    if unit in ("month", "year"):
        year, month = month_shift(anchor.day, -n * (12 if unit == "year" else 1))
        first = Day(year, month, min(anchor.day.day, month_end(year, month).day))
    else:
        first = anchor.day - dt.timedelta(days=-(-n // 24) if unit == "hour" else n * (7 if unit == "week" else 1))
    return relative(first, anchor.day, "range")


def _calendar(how: str, unit: str) -> Reader:
    def read(m: re.Match[str], anchor: Anchor) -> When | None:
        if anchor.day is None:
            return UNKNOWN
        back = 1 if how == "last" else 0
        if unit == "week":
            return relative(*week_of(anchor.day - 7 * back * ONE_DAY), "week")
        if unit == "month":
            return whole_month(*month_shift(anchor.day, -back), "published_at")
        return whole_year(anchor.day.year - back, "published_at")
    return read


def _weekend(m: re.Match[str], anchor: Anchor) -> When | None:
    if anchor.day is None:
        return UNKNOWN
    saturday = anchor.day - dt.timedelta(days=(anchor.day.weekday() - 5) % 7)
    return relative(saturday, saturday + ONE_DAY, "range")


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[str, Reader], ...]:
    """(pattern, reader) of the phrases that hold no month name."""
    out: list[tuple[str, Reader]] = [(p, _ago) for p in _AGO]
    out += [(p, _past) for p in (*_PAST, _DAYLONG)]
    out += [(p.replace(" ", r"\s+"), _calendar(how, unit)) for how, unit, p in _CALENDAR]
    out.append((_WEEKEND.replace(" ", r"\s+"), _weekend))
    return tuple((rf"(?<!\w)(?P<x>{p})(?!\w)", make) for p, make in out)


def ranges(month: str) -> list[str]:
    """Patterns of two days of one month; `month` is the pattern of a month name with its year."""
    return [rf"(?<!\w)(?P<x>{p}{month})(?!\w)" for p in _FROM_TO]


def open_ends(date: str) -> list[str]:
    """Patterns of "since" and "until" before a date."""
    return [rf"(?<!\w)(?P<x>(?P<open>{_SINCE})\s+{date})(?!\w)", rf"(?<!\w)(?P<x>(?P<until>{_UNTIL})\s+{date})(?!\w)"]


def opened(make: Reader) -> Reader:
    def read(m: re.Match[str], anchor: Anchor) -> When | None:
        when = make(m, anchor)
        if when is None or when.start is None:
            return when
        return replace(when, start=None, precision="range") if m.groupdict().get("until") else replace(when, end=None, precision="range")
    return read
