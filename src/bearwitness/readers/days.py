"""A publication date as a page, a post or a person writes it, to the day and without guessing.

Only whole dates: relative ones ("yesterday") need the document and are read later in the flow.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from bearwitness.model import When

# Gregorian month names of the languages we meet, one row a month, folded as `_fold` does.
# Arabic has two sets (Egypt and the Gulf; the Levant and Iraq), Sorani follows the second.
_MONTHS = (
    "january jan ocak oca janvier januar jan enero çile rêbendan يناير جانفي كانون_الثاني ژانویه کانوونی_دووەم",
    "february feb şubat şub février februar febrero sibat reşemî فبراير فيفري شباط فوریه شوبات",
    "march mar mart mars märz marzo adar مارس آذار ئازار",
    "april apr nisan nis avril abril nîsan أبريل أفريل نيسان آوریل نیسان",
    "may mayıs mai mayo gulan مايو ماي أيار مه ئایار",
    "june jun haziran haz juin juni junio hezîran يونيو جوان حزيران ژوئن حوزەیران",
    "july jul temmuz tem juillet juli julio tîrmeh يوليو جويلية تموز ژوئیه تەمموز",
    "august aug ağustos ağu août agosto tebax أغسطس أوت آب اوت ئاب",
    "september sep sept eylül eyl septembre septiembre îlon سبتمبر أيلول سپتامبر ئەیلوول",
    "october oct ekim eki octobre oktober okt octubre cotmeh أكتوبر تشرين_الأول اکتبر تشرینی_یەکەم",
    "november nov kasım kas novembre noviembre mijdar نوفمبر تشرين_الثاني نوامبر تشرینی_دووەم",
    "december dec aralık ara décembre dezember dez diciembre berfanbar kanûn ديسمبر كانون_الأول دسامبر کانوونی_یەکەم",
)
_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ە": "ه",
                       "İ": "i", "I": "i", "ı": "i", "\u200c": "", "\u200e": "", "\u200f": ""})
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _fold(text: str) -> str:
    return text.translate(_SAME).translate(_DIGITS).casefold().replace("\u0307", "")


_NUMBER = {_fold(name).replace("_", " "): month
           for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted((re.escape(name) for name in _NUMBER), key=len, reverse=True))
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<d>\d{1,2})"
_SHAPES = tuple(re.compile(shape) for shape in (
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
    rf"(?<!\w)(?P<n>{_NAME})\.?\s+{_DAY}(?:st|nd|rd|th)?\s*[,،]?\s+{_YEAR}",
    rf"{_DAY}(?:st|nd|rd|th|\.|ê|ی)?\s+(?:de\s+|of\s+)?(?P<n>{_NAME})\.?\s*[,،]?\s+(?:de\s+)?{_YEAR}",
    r"(?<!\d)(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>(?:19|20)\d\d)(?!\d)",
))
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T\d{2,6}.*)?")
_MONTH = re.compile(rf"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)|(?P<n>{_NAME})\.?,?\s+(?P<z>(?:19|20)\d\d)")
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d")


def parse_day(text: str) -> When:
    """The day, month or year that a written date names.

    "2025-03-09T10:00:00+03:00", "March 9, 2025", "9 Mart 2025" and "٩ مارس ٢٠٢٥" are all 9 March 2025, in
    the writer's own time zone. "03/09/2025" could be two days: precision unknown, the words kept.
    """
    raw = text.strip()
    folded = _fold(raw)
    found = _find_day(folded)
    if found:
        iso = found.isoformat()
        return When(iso, iso, "day", raw, "text")
    return _coarse(folded, raw)


_JOINING = frozenset("at on of de am pm a m p gmt utc est edt cst cdt pst pdt cet eet st nd rd th".split())


def is_only_date(text: str) -> bool:
    """Is there nothing but a date in these words, a day's name and a time of day with it?"""
    folded = _fold(text)
    if not re.search(r"\d", folded):
        return False
    for name in sorted(_NUMBER, key=len, reverse=True):
        folded = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", folded)
    words = [word for word in re.findall(r"[^\W\d_]+", folded) if word not in _JOINING]
    return len(words) <= 1


def _find_day(folded: str) -> date | None:
    compact = _COMPACT.fullmatch(folded.strip().upper())
    if compact:
        return _date(compact["y"], compact["m"], compact["d"])
    for shape in _SHAPES:
        match = shape.search(folded)
        if not match:
            continue
        parts = match.groupdict()
        if "a" in parts:
            return _by_size(parts["y"], int(parts["a"]), int(parts["b"]))
        month = _NUMBER[parts["n"]] if parts.get("n") else parts["m"]
        return _date(parts["y"], month, parts["d"])
    return None


def _by_size(year: str, first: int, second: int) -> date | None:
    """Day and month in an order that only their size can tell; None when both orders are dates."""
    if first == second:
        return _date(year, first, second)
    if first > 12:
        return _date(year, second, first)
    if second > 12:
        return _date(year, first, second)
    return None


def _date(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _coarse(folded: str, raw: str) -> When:
    month = _MONTH.fullmatch(folded)
    if month:
        year = int(month["y"] or month["z"])
        number = int(month["m"]) if month["m"] else _NUMBER[month["n"]]
        if 1 <= number <= 12:
            last = calendar.monthrange(year, number)[1]
            return When(f"{year}-{number:02}-01", f"{year}-{number:02}-{last}", "month", raw, "text")
    if _ONLY_YEAR.fullmatch(folded):
        return When(f"{folded}-01-01", f"{folded}-12-31", "year", raw, "text")
    return When(expression=raw or None)
