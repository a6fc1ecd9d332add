"""Month names of the languages of the region and its reporters, and the Persian calendar.

Levantine and Egyptian Arabic names, Persian and Kurdish solar months, Kurmanji, Turkish, Russian, Ukrainian,
Spanish, French and German. Spellings are the common ones of news text; add one with a row in the tests.
"""

from __future__ import annotations

import datetime as dt

ENGLISH = ("January February March April May June July August September October November December").split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ENGLISH_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

GREGORIAN, JALALI, KURDISH, HIJRI = "gregorian", "jalali", "kurdish", "hijri"

# One string a language, months parted by spaces, spellings of one month by "/", an underscore for a space.
_GREGORIAN = """
كانون_الثاني/يناير/جانفي/ینایر شباط/فبراير/فيفري آذار/اذار/مارس نيسان/أبريل/ابريل/إبريل/أفريل أيار/ايار/مايو/ماي حزيران/يونيو/يونيه/جوان تموز/يوليو/يوليه/جويلية آب/اب/أغسطس/اغسطس/أوت أيلول/ايلول/سبتمبر تشرين_الأول/تشرين_الاول/أكتوبر/اكتوبر تشرين_الثاني/نوفمبر كانون_الأول/كانون_الاول/ديسمبر
ژانویه/ژانویهٔ فوریه مارس آوریل/اوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر
کانوونی_دووەم/ینایر شوبات ئازار/مارت/ئادار نیسان ئایار/مایس حوزەیران/حزیران تەمووز/تەموز/تەممووز ئاب ئەیلوول/ئەیلول تشرینی_یەکەم/ئۆکتۆبەر تشرینی_دووەم/نۆڤەمبەر کانوونی_یەکەم/دیسەمبەر
Çile/Çileya_Paşîn/Rêbendan Sibat/Reşeme Adar Nîsan/Avrêl Gulan Hezîran/Pûşper Tîrmeh Tebax/Gelawêj Îlon/Rezber Cotmeh Mijdar/Sermawez Kanûn/Berfanbar
Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
января/январь/январе февраля/февраль/феврале марта/март/марте апреля/апрель/апреле мая/май/мае июня/июнь/июне июля/июль/июле августа/август/августе сентября/сентябрь/сентябре октября/октябрь/октябре ноября/ноябрь/ноябре декабря/декабрь/декабре
січня/січень/січні лютого/лютий/лютому березня/березень/березні квітня/квітень/квітні травня/травень/травні червня/червень/червні липня/липень/липні серпня/серпень/серпні вересня/вересень/вересні жовтня/жовтень/жовтні листопада/листопад/листопаді грудня/грудень/грудні
enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre
janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre novembre décembre/decembre
Januar/Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
"""
_JALALI = """
فروردین/فروردين اردیبهشت/ارديبهشت خرداد تیر/تير مرداد/امرداد شهریور/شهريور مهر آبان آذر دی/دي بهمن اسفند
"""
_HIJRI = """
محرم/المحرم صفر ربيع_الأول/ربيع_الاول ربيع_الآخر/ربيع_الثاني/ربيع_الاخر جمادى_الأولى/جمادى_الاولى جمادى_الآخرة/جمادى_الثانية/جمادى_الاخرة رجب شعبان رمضان شوال/شوّال ذو_القعدة/ذي_القعدة ذو_الحجة/ذي_الحجة
"""
_KURDISH = """
خاکەلێوە گوڵان جۆزەردان پووشپەڕ گەلاوێژ خەرمانان ڕەزبەر گەڵاڕێزان سەرماوەز بەفرانبار ڕێبەندان/رێبەندان ڕەشەمە/رەشەمە
"""


def month_names() -> dict[str, tuple[str, int]]:
    """Every spelling to (calendar, month). The first language to use a spelling keeps it."""
    out: dict[str, tuple[str, int]] = {}
    for calendar, table in ((GREGORIAN, _GREGORIAN), (JALALI, _JALALI), (KURDISH, _KURDISH), (HIJRI, _HIJRI)):
        for line in table.strip().splitlines():
            for number, spellings in enumerate(line.split(), 1):
                for name in spellings.split("/"):
                    out.setdefault(name.replace("_", " "), (calendar, number))
    return out


def jalali(year: int, month: int, day: int) -> dt.date:
    """A date of the Persian solar calendar as a Gregorian one.

    Leap years follow the 33-year cycle (8 leap years in 33), which agrees with the observed calendar for
    1178-1633 (1799-2254), so for all news.

    >>> jalali(1403, 12, 17)
    datetime.date(2025, 3, 7)

    Raises:
        ValueError: no such day.
    """
    if not (1 <= month <= 12 and 1 <= day <= _month_length(year, month)):
        raise ValueError(f"no such day in the Persian calendar: {year}-{month}-{day}")
    return dt.date.fromordinal(_ordinal(year, month, day))


def _ordinal(year: int, month: int, day: int) -> int:
    """Days since 1 January of year 1, as `date.toordinal` counts them."""
    y = year + 1595
    before = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return 365 * y + y // 33 * 8 + (y % 33 + 3) // 4 + before + day - 356_033


def _month_length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month < 7 else 30
    return _ordinal(year + 1, 1, 1) - _ordinal(year, 12, 1)


def kurdish(year: int, month: int, day: int) -> dt.date:
    """A date of the Kurdish solar calendar, which is the Persian one with its years counted from 700 BC."""
    return jalali(year - 1321, month, day)


def hijri(year: int, month: int, day: int) -> dt.date:
    """A date of the Islamic calendar by the arithmetical rule (30-year cycle, civil epoch).

    The months that countries announce by sighting the moon may begin a day earlier or later.

    >>> hijri(1446, 9, 7)
    datetime.date(2025, 3, 7)

    Raises:
        ValueError: no such day.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"no such day in the Islamic calendar: {year}-{month}-{day}")
    before = 29 * (month - 1) + month // 2
    return dt.date.fromordinal(day + before + (year - 1) * 354 + (3 + 11 * year) // 30 + 227_014)
