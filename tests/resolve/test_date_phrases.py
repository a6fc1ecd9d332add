"""Longer date phrases, dates told against other dates, and other languages, read on 11 March 2025 (a Tuesday)."""

import pytest

from bearwitness.model import When
from bearwitness.resolve.calendars import hijri
from bearwitness.resolve.dates import find_dates

PUBLISHED = When("2025-03-11", "2025-03-11", "day", None, "text")
PUB, TEXT, NONE = "published_at", "text", "none"

# expression, start, end, precision, anchor
ENGLISH = [
    # nights and parts of days
    ("Sunday night into Monday", "2025-03-09", "2025-03-10", "range", PUB),
    ("Thursday evening to Friday", "2025-03-06", "2025-03-07", "range", PUB),
    ("overnight Saturday", "2025-03-08", "2025-03-09", "range", PUB),
    ("overnight into Sunday", "2025-03-08", "2025-03-09", "range", PUB),
    ("overnight on Thursday", "2025-03-06", "2025-03-07", "range", PUB),
    ("the night of 6-7 March", "2025-03-06", "2025-03-07", "range", PUB),
    ("the night of 6/7 March", "2025-03-06", "2025-03-07", "range", PUB),
    ("6/7 March 2024", "2024-03-06", "2024-03-07", "range", TEXT),
    ("Thursday night", "2025-03-06", "2025-03-06", "day", PUB),
    ("yesterday evening", "2025-03-10", "2025-03-10", "day", PUB),
    ("since Friday night", "2025-03-07", None, "range", PUB),
    ("since last Thursday", "2025-03-06", None, "range", PUB),
    # weeks
    ("Friday last week", "2025-03-07", "2025-03-07", "day", PUB),
    ("Wednesday of last week", "2025-03-05", "2025-03-05", "day", PUB),
    ("last week on Monday", "2025-03-03", "2025-03-03", "day", PUB),
    ("the week of March 3", "2025-03-03", "2025-03-09", "week", PUB),
    ("week of 5 March", "2025-03-03", "2025-03-09", "week", PUB),
    ("the week ending 9 March 2025", "2025-03-03", "2025-03-09", "week", TEXT),
    ("the week beginning 3 March", "2025-03-03", "2025-03-09", "week", PUB),
    ("the first week of March", "2025-03-01", "2025-03-07", "range", PUB),
    ("the second week of March 2024", "2024-03-08", "2024-03-14", "range", TEXT),
    ("the last week of February", "2025-02-22", "2025-02-28", "range", PUB),
    ("the first days of March", "2025-03-01", "2025-03-10", "range", PUB),
    ("late last week", "2025-03-07", "2025-03-09", "range", PUB),
    ("early this week", "2025-03-10", "2025-03-11", "range", PUB),
    ("next week", "2025-03-17", "2025-03-23", "week", PUB),
    ("the past week", "2025-03-04", "2025-03-11", "range", PUB),
    ("a fortnight ago", "2025-02-24", "2025-03-02", "week", PUB),
    ("over the last fortnight", "2025-02-25", "2025-03-11", "range", PUB),
    # months
    ("early last month", "2025-02-01", "2025-02-10", "range", PUB),
    ("late last month", "2025-02-21", "2025-02-28", "range", PUB),
    ("next month", "2025-04-01", "2025-04-30", "month", PUB),
    ("June last year", "2024-06-01", "2024-06-30", "month", PUB),
    ("May of last year", "2024-05-01", "2024-05-31", "month", PUB),
    ("21 August last year", "2024-08-21", "2024-08-21", "day", PUB),
    ("August 21 last year", "2024-08-21", "2024-08-21", "day", PUB),
    ("the 8th of this month", "2025-03-08", "2025-03-08", "day", PUB),
    ("the 27th of last month", "2025-02-27", "2025-02-27", "day", PUB),
    ("January-March 2024", "2024-01-01", "2024-03-31", "range", TEXT),
    ("from April to June 2024", "2024-04-01", "2024-06-30", "range", TEXT),
    # quarters, halves, years
    ("Q1 2024", "2024-01-01", "2024-03-31", "range", TEXT),
    ("H2 2023", "2023-07-01", "2023-12-31", "range", TEXT),
    ("the first quarter of 2024", "2024-01-01", "2024-03-31", "range", TEXT),
    ("the last quarter of 2023", "2023-10-01", "2023-12-31", "range", TEXT),
    ("the first half of 2023", "2023-01-01", "2023-06-30", "range", TEXT),
    ("the second half of last year", "2024-07-01", "2024-12-31", "range", PUB),
    ("the third quarter of last year", "2024-07-01", "2024-09-30", "range", PUB),
    ("early last year", "2024-01-01", "2024-04-29", "range", PUB),
    ("the end of last year", "2024-08-31", "2024-12-31", "range", PUB),
    ("since the start of the year", "2025-01-01", None, "range", PUB),
    ("since the beginning of 2024", "2024-01-01", None, "range", TEXT),
    ("next year", "2026-01-01", "2026-12-31", "year", PUB),
    ("later this year", "2025-03-11", "2025-12-31", "range", PUB),
    ("the year 2011", "2011-01-01", "2011-12-31", "year", TEXT),
    ("2023/24", "2023-01-01", "2024-12-31", "range", TEXT),
    # decades, centuries, seasons
    ("the 1990s", "1990-01-01", "1999-12-31", "range", TEXT),
    ("the late 1980s", "1987-01-01", "1989-12-31", "range", TEXT),
    ("the early 2000s", "2000-01-01", "2003-12-31", "range", TEXT),
    ("the '90s", "1990-01-01", "1999-12-31", "range", TEXT),
    ("the 20th century", "1901-01-01", "2000-12-31", "range", TEXT),
    ("over the last decade", "2015-03-11", "2025-03-11", "range", PUB),
    ("spring 2024", "2024-03-01", "2024-05-31", "range", TEXT),
    ("the summer of 2014", "2014-06-01", "2014-08-31", "range", TEXT),
    ("winter of 2023-24", "2023-12-01", "2024-02-29", "range", TEXT),
    ("last summer", "2024-06-01", "2024-08-31", "range", PUB),
    # lists of days
    ("6, 7 and 8 March", "2025-03-06", "2025-03-08", "range", PUB),
    ("March 6, 7 and 9, 2024", "2024-03-06", "2024-03-09", "range", TEXT),
    # shortened and numeric
    ("6-Mar-2025", "2025-03-06", "2025-03-06", "day", TEXT),
    ("06 MAR 25", "2025-03-06", "2025-03-06", "day", TEXT),
    ("6 Mar 2025", "2025-03-06", "2025-03-06", "day", TEXT),
    ("2025.03.06", "2025-03-06", "2025-03-06", "day", TEXT),
    ("2025/03/06", "2025-03-06", "2025-03-06", "day", TEXT),
    ("2025-03-06T14:30:00Z", "2025-03-06", "2025-03-06", "day", TEXT),
    ("2025-03-06T23:30:00+03:00", "2025-03-06", "2025-03-06", "day", TEXT),
    ("13/3/25", "2025-03-13", "2025-03-13", "day", TEXT),
    ("11.03.25", "2025-03-11", "2025-03-11", "day", TEXT),
    ("3/10/25", None, None, "unknown", TEXT),
    # feasts
    ("Christmas Day 2024", "2024-12-25", "2024-12-25", "day", TEXT),
    ("New Year’s Eve", "2024-12-31", "2024-12-31", "day", PUB),
    ("New Year's Day", "2025-01-01", "2025-01-01", "day", PUB),
    ("Ramadan 2024", "2024-03-10", "2024-04-10", "range", TEXT),
    ("Easter Sunday", None, None, "unknown", NONE),
    ("Black Friday", None, None, "unknown", NONE),
]


@pytest.mark.parametrize(("words", "start", "end", "precision", "anchor"), ENGLISH)
def test_english(words, start, end, precision, anchor):
    text = f"It was in the valley, {words}, they said."
    found = [d for d in find_dates(text, published_at=PUBLISHED) if text[d.start:d.end] == words]
    assert found, find_dates(text, published_at=PUBLISHED)
    assert found[0].when == When(start, end, precision, words, anchor)


# language, expression, start, end, precision, anchor
OTHERS = [
    ("ar", "6 آذار 2025", "2025-03-06", "2025-03-06", "day", TEXT),
    ("ar", "6 مارس 2025", "2025-03-06", "2025-03-06", "day", TEXT),
    ("ar", "السادس من آذار 2025", "2025-03-06", "2025-03-06", "day", TEXT),
    ("ar", "من 6 إلى 9 آذار 2025", "2025-03-06", "2025-03-09", "range", TEXT),
    ("ar", "بين 6 و9 آذار", "2025-03-06", "2025-03-09", "range", PUB),
    ("ar", "منذ 6 آذار", "2025-03-06", None, "range", PUB),
    ("ar", "حتى 9 آذار", None, "2025-03-09", "range", PUB),
    ("ar", "قبل ثلاثة أيام", "2025-03-08", "2025-03-08", "day", PUB),
    ("ar", "قبل يومين", "2025-03-09", "2025-03-09", "day", PUB),
    ("ar", "قبل أسبوعين", "2025-02-24", "2025-03-02", "week", PUB),
    ("ar", "الأسبوع الماضي", "2025-03-03", "2025-03-09", "week", PUB),
    ("ar", "الشهر الماضي", "2025-02-01", "2025-02-28", "month", PUB),
    ("ar", "العام الماضي", "2024-01-01", "2024-12-31", "year", PUB),
    ("ar", "هذا العام", "2025-01-01", "2025-12-31", "year", PUB),
    ("ar", "خلال ال72 ساعة الماضية", "2025-03-08", "2025-03-11", "range", PUB),
    ("ar", "خلال الـ24 ساعة الماضية", "2025-03-10", "2025-03-11", "range", PUB),
    ("ar", "نهاية الأسبوع الماضي", "2025-03-08", "2025-03-09", "range", PUB),
    ("ar", "كانون الثاني 2025", "2025-01-01", "2025-01-31", "month", TEXT),
    ("ar", "٧ رمضان ١٤٤٦", "2025-03-06", "2025-03-08", "range", TEXT),
    ("ar", "رجب 1446", "2024-12-31", "2025-01-31", "range", TEXT),
    ("fa", "از ۱۶ تا ۱۹ اسفند ۱۴۰۳", "2025-03-06", "2025-03-09", "range", TEXT),
    ("fa", "۱۷ اسفند", "2025-03-07", "2025-03-07", "day", PUB),
    ("fa", "اسفند ۱۴۰۳", "2025-02-19", "2025-03-20", "month", TEXT),
    ("fa", "سه روز پیش", "2025-03-08", "2025-03-08", "day", PUB),
    ("fa", "هفته گذشته", "2025-03-03", "2025-03-09", "week", PUB),
    ("fa", "ماه گذشته", "2025-02-01", "2025-02-28", "month", PUB),
    ("fa", "در ۲۴ ساعت گذشته", "2025-03-10", "2025-03-11", "range", PUB),
    ("ckb", "٨ی ئازاری ٢٠٢٥", "2025-03-08", "2025-03-08", "day", TEXT),
    ("ckb", "٨ی ئازار", "2025-03-08", "2025-03-08", "day", PUB),
    ("ckb", "لە ٦ تا ٩ی ئازاری ٢٠٢٥", "2025-03-06", "2025-03-09", "range", TEXT),
    ("ckb", "سێ ڕۆژ لەمەوبەر", "2025-03-08", "2025-03-08", "day", PUB),
    ("ckb", "هەفتەی ڕابردوو", "2025-03-03", "2025-03-09", "week", PUB),
    ("ckb", "ساڵی ڕابردوو", "2024-01-01", "2024-12-31", "year", PUB),
    ("ku", "6ê Adarê", "2025-03-06", "2025-03-06", "day", PUB),
    ("ku", "6 heta 9ê Adarê 2025", "2025-03-06", "2025-03-09", "range", TEXT),
    ("ku", "ji 6ê Adarê", "2025-03-06", None, "range", PUB),
    ("ku", "berî sê rojan", "2025-03-08", "2025-03-08", "day", PUB),
    ("ku", "hefteya borî", "2025-03-03", "2025-03-09", "week", PUB),
    ("ku", "di 24 saetên dawî de", "2025-03-10", "2025-03-11", "range", PUB),
    ("tr", "6-9 Mart 2025", "2025-03-06", "2025-03-09", "range", TEXT),
    ("tr", "8 Mart", "2025-03-08", "2025-03-08", "day", PUB),
    ("tr", "üç gün önce", "2025-03-08", "2025-03-08", "day", PUB),
    ("tr", "geçen hafta", "2025-03-03", "2025-03-09", "week", PUB),
    ("tr", "geçtiğimiz ay", "2025-02-01", "2025-02-28", "month", PUB),
    ("tr", "son 24 saatte", "2025-03-10", "2025-03-11", "range", PUB),
    ("ru", "с 6 по 9 марта 2025", "2025-03-06", "2025-03-09", "range", TEXT),
    ("ru", "6-го марта", "2025-03-06", "2025-03-06", "day", PUB),
    ("ru", "три дня назад", "2025-03-08", "2025-03-08", "day", PUB),
    ("ru", "на прошлой неделе", "2025-03-03", "2025-03-09", "week", PUB),
    ("ru", "в прошлом месяце", "2025-02-01", "2025-02-28", "month", PUB),
    ("ru", "за последние 24 часа", "2025-03-10", "2025-03-11", "range", PUB),
    ("ru", "за сутки", "2025-03-10", "2025-03-11", "range", PUB),
    ("ru", "с 6 марта", "2025-03-06", None, "range", PUB),
    ("uk", "з 6 по 9 березня", "2025-03-06", "2025-03-09", "range", PUB),
    ("uk", "6 березня 2025", "2025-03-06", "2025-03-06", "day", TEXT),
    ("uk", "три дні тому", "2025-03-08", "2025-03-08", "day", PUB),
    ("uk", "минулого тижня", "2025-03-03", "2025-03-09", "week", PUB),
    ("uk", "торік", "2024-01-01", "2024-12-31", "year", PUB),
    ("uk", "за минулу добу", "2025-03-10", "2025-03-11", "range", PUB),
    ("es", "del 6 al 9 de marzo de 2025", "2025-03-06", "2025-03-09", "range", TEXT),
    ("es", "primero de marzo de 2025", "2025-03-01", "2025-03-01", "day", TEXT),
    ("es", "hace tres días", "2025-03-08", "2025-03-08", "day", PUB),
    ("es", "la semana pasada", "2025-03-03", "2025-03-09", "week", PUB),
    ("es", "en las últimas 24 horas", "2025-03-10", "2025-03-11", "range", PUB),
    ("es", "desde el 6 de marzo", "2025-03-06", None, "range", PUB),
    ("fr", "du 6 au 9 mars 2025", "2025-03-06", "2025-03-09", "range", TEXT),
    ("fr", "il y a trois jours", "2025-03-08", "2025-03-08", "day", PUB),
    ("fr", "la semaine dernière", "2025-03-03", "2025-03-09", "week", PUB),
    ("fr", "l’année dernière", "2024-01-01", "2024-12-31", "year", PUB),
    ("fr", "au cours des dernières 24 heures", "2025-03-10", "2025-03-11", "range", PUB),
    ("fr", "depuis le 6 mars", "2025-03-06", None, "range", PUB),
]


@pytest.mark.parametrize(("lang", "words", "start", "end", "precision", "anchor"), OTHERS)
def test_other_languages(lang, words, start, end, precision, anchor):
    text = f"— {words} —"
    found = [d for d in find_dates(text, published_at=PUBLISHED) if text[d.start:d.end] == words]
    assert found, (lang, find_dates(text, published_at=PUBLISHED))
    assert found[0].when == When(start, end, precision, words, anchor), lang


# text, expression, start, end: told against the date before it
TOLD_AGAINST = [
    ("Shells fell on 6 March. Three days later the town fell.", "Three days later", "2025-03-09", "2025-03-09"),
    ("Shells fell on 6 March. The next day they left.", "The next day", "2025-03-07", "2025-03-07"),
    ("Shells fell on 6 March; the following morning it was quiet.", "the following morning", "2025-03-07", "2025-03-07"),
    ("Shells fell on 6 March. Two days earlier they had come.", "Two days earlier", "2025-03-04", "2025-03-04"),
    ("Shells fell on 6 March. The previous day, men had come.", "The previous day", "2025-03-05", "2025-03-05"),
    ("He was shot on 6 March 2024. A week later she was, too.", "A week later", "2024-03-11", "2024-03-17"),
    ("He was shot on 6 March 2024. Two months later she was.", "Two months later", "2024-05-01", "2024-05-31"),
    ("He was shot on 6 March 2019 and died a year later.", "a year later", "2020-01-01", "2020-12-31"),
    ("He was shot on 6 March 2024 and died later that month.", "later that month", "2024-03-01", "2024-03-31"),
    ("He was shot on 6 March 2024 and died the same day.", "the same day", "2024-03-06", "2024-03-06"),
    ("On 6 March they came. Three days later, he left; two days later he was back.", "two days later", "2025-03-11", "2025-03-11"),
    ("From 6 to 8 March they fought. Two days later it ended.", "Two days later", "2025-03-10", "2025-03-10"),
    ("In March 2024 they fought. Three days later it ended.", "Three days later", None, None),
    ("They came. Three days later they left.", "Three days later", None, None),
]


@pytest.mark.parametrize(("text", "words", "start", "end"), TOLD_AGAINST)
def test_told_against_the_date_before(text, words, start, end):
    (when,) = [d.when for d in find_dates(text, published_at=PUBLISHED) if text[d.start:d.end] == words]
    assert (when.start, when.end) == (start, end)


@pytest.mark.parametrize(("text", "start", "why"), [
    ("On 13/02/2024 and 03/10/2024 they met.", "2024-10-03", "the text writes the day first"),
    ("On 02/13/2024 and 03/10/2024 they met.", "2024-03-10", "the text writes the month first"),
    ("On 13/02/2024, 02/14/2024 and 03/10/2024 they met.", None, "it does both"),
    ("On 03/10/2024 they met.", None, "it does neither"),
])
def test_the_order_of_day_and_month(text, start, why):
    (when,) = [d.when for d in find_dates(text, published_at=PUBLISHED) if d.when.expression == "03/10/2024"]
    assert when.start == start, why


@pytest.mark.parametrize(("text", "why"), [
    ("The same year-round staff came.", "no date stands before it"),
    ("He is a son of 24 families.", "an English word that is Turkish too"),
    ("Shaaban and Rajab came; صفر", "names of moon months are names of people"),
    ("the 30s and 40s of the line", "numbers without their century"),
    ("version 11.3.25 of the program", "a version"),
    ("the 8th Brigade and the 21st floor", "ordinals"),
    ("He ran 6/7 of the way.", "a fraction"),
    ("Larch Today TV and the Dunmore Tonight show reported.", "names of outlets"),
])
def test_no_date(text, why):
    assert not [d for d in find_dates(text, published_at=PUBLISHED) if d.when.start], why


@pytest.mark.parametrize(("date", "day"), [((1446, 9, 1), "2025-03-01"), ((1445, 9, 1), "2024-03-11"), ((1442, 1, 1), "2020-08-20"), ((1400, 1, 1), "1979-11-20")])
def test_the_islamic_calendar(date, day):
    assert abs((hijri(*date) - type(hijri(*date)).fromisoformat(day)).days) <= 1
