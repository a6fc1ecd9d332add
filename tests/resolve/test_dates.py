"""Dates: a table of expressions read on 11 March 2025 (a Tuesday), then what is no date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.errors import UsageError
from bearwitness.model import When
from bearwitness.resolve.dates import find_dates, parse_published

PUBLISHED = When("2025-03-11", "2025-03-11", "day", None, "text")

# expression, start, end, precision, anchor, why it is here
TABLE = [
    ("6 March 2025", "2025-03-06", "2025-03-06", "day", "text", "day first"),
    ("March 6, 2025", "2025-03-06", "2025-03-06", "day", "text", "month first"),
    ("6 March", "2025-03-06", "2025-03-06", "day", "published_at", "no year: the nearest past"),
    ("1 April", "2024-04-01", "2024-04-01", "day", "published_at", "no year, and this year's is still to come"),
    ("29 February", "2024-02-29", "2024-02-29", "day", "published_at", "only leap years have it"),
    ("the 6th of March", "2025-03-06", "2025-03-06", "day", "published_at", "ordinal"),
    ("Thursday, 6 March 2025", "2025-03-06", "2025-03-06", "day", "text", "weekday belongs to the date"),
    ("2025-03-06", "2025-03-06", "2025-03-06", "day", "text", "ISO"),
    ("13/03/2025", "2025-03-13", "2025-03-13", "day", "text", "only one order is possible"),
    ("3/13/2025", "2025-03-13", "2025-03-13", "day", "text", "only one order is possible"),
    ("06.03.2025", "2025-03-06", "2025-03-06", "day", "text", "dots are written day first"),
    ("03/10/2025", None, None, "unknown", "text", "two orders are possible: not guessed"),
    ("6 to 9 March 2025", "2025-03-06", "2025-03-09", "range", "text", "range in a month"),
    ("between 6 and 8 March", "2025-03-06", "2025-03-08", "range", "published_at", "range with between"),
    ("March 6-9, 2025", "2025-03-06", "2025-03-09", "range", "text", "American range"),
    ("28 February to 3 March", "2025-02-28", "2025-03-03", "range", "published_at", "range over two months"),
    ("28 December to 3 January", "2024-12-28", "2025-01-03", "range", "published_at", "range over the new year"),
    ("from Thursday to Sunday", "2025-03-06", "2025-03-09", "range", "published_at", "range of weekdays"),
    ("44 BC", None, None, "unknown", "text", "before Christ: the words alone"),
    ("14 October 1066", "1066-10-14", "1066-10-14", "day", "text", "a year long ago is that year, and not this"),
    ("October 14, 1066", "1066-10-14", "1066-10-14", "day", "text", "the same in America"),
    ("since 6 March", "2025-03-06", None, "range", "published_at", "open end"),
    ("since 2011", "2011-01-01", None, "range", "text", "open end of a year"),
    ("until 9 March", None, "2025-03-09", "range", "published_at", "open start"),
    ("from 6 March onwards", "2025-03-06", None, "range", "published_at", "open end in other words"),
    ("early March", "2025-03-01", "2025-03-10", "range", "published_at", "first third"),
    ("mid-March 2024", "2024-03-11", "2024-03-20", "range", "text", "middle third"),
    ("late February 2025", "2025-02-21", "2025-02-28", "range", "text", "last third"),
    ("March 2025", "2025-03-01", "2025-03-31", "month", "text", "month and year"),
    ("last March", "2024-03-01", "2024-03-31", "month", "published_at", "said in March of the March before"),
    ("between 2011 and 2015", "2011-01-01", "2015-12-31", "range", "text", "years"),
    ("Friday", "2025-03-07", "2025-03-07", "day", "published_at", "the last one"),
    ("last Tuesday", "2025-03-04", "2025-03-04", "day", "published_at", "not today"),
    ("over the weekend", "2025-03-08", "2025-03-09", "range", "published_at", "the one just past"),
    ("This weekend", "2025-03-08", "2025-03-09", "range", "published_at", "news speaks of the one just past"),
    ("yesterday", "2025-03-10", "2025-03-10", "day", "published_at", ""),
    ("the day before yesterday", "2025-03-09", "2025-03-09", "day", "published_at", "longer than yesterday"),
    ("overnight", "2025-03-10", "2025-03-11", "range", "published_at", "two days"),
    ("three days ago", "2025-03-08", "2025-03-08", "day", "published_at", "number in words"),
    ("two weeks ago", "2025-02-24", "2025-03-02", "week", "published_at", "no more precise than a week"),
    ("a month ago", "2025-02-01", "2025-02-28", "month", "published_at", "no more precise than a month"),
    ("in the past 72 hours", "2025-03-08", "2025-03-11", "range", "published_at", "hours"),
    ("last week", "2025-03-03", "2025-03-09", "week", "published_at", "Monday to Sunday"),
    ("earlier this week", "2025-03-10", "2025-03-11", "range", "published_at", "up to today"),
    ("earlier this year", "2025-01-01", "2025-03-11", "range", "published_at", "up to today"),
    ("a few days ago", None, None, "unknown", "published_at", "vague stays vague"),
    ("٨ آذار ٢٠٢٥", "2025-03-08", "2025-03-08", "day", "text", "Levantine month, Arabic-Indic digits"),
    ("8 آذار/مارس 2025", "2025-03-08", "2025-03-08", "day", "text", "both Arabic names of the month"),
    ("آذار 2025", "2025-03-01", "2025-03-31", "month", "text", "Arabic month and year"),
    ("۱۷ اسفند ۱۴۰۳", "2025-03-07", "2025-03-07", "day", "text", "Persian calendar"),
    ("٨ی ئازاری ٢٠٢٥", "2025-03-08", "2025-03-08", "day", "text", "Sorani"),
    ("8ê Adarê 2025", "2025-03-08", "2025-03-08", "day", "text", "Kurmanji"),
    ("8 Mart 2025", "2025-03-08", "2025-03-08", "day", "text", "Turkish"),
    ("8 марта 2025", "2025-03-08", "2025-03-08", "day", "text", "Russian"),
    ("8 березня 2025", "2025-03-08", "2025-03-08", "day", "text", "Ukrainian"),
    ("8 de marzo de 2025", "2025-03-08", "2025-03-08", "day", "text", "Spanish"),
    ("1er mars 2025", "2025-03-01", "2025-03-01", "day", "text", "French"),
]


@pytest.mark.parametrize(("words", "start", "end", "precision", "anchor", "why"), TABLE)
def test_reading(words, start, end, precision, anchor, why):
    text = f"It began {'in ' if words == '44 BC' else ''}{words}, they said."
    found = [d for d in find_dates(text, published_at=PUBLISHED) if text[d.start:d.end] == words]
    assert found, (why, find_dates(text, published_at=PUBLISHED))
    assert found[0].when == When(start, end, precision, words, anchor), why


@pytest.mark.parametrize(("text", "words", "start"), [
    ("It began in March and went on.", "March", "2025-03-01"),
    ("It was worst in May, they said.", "May", "2024-05-01"),
    ("The war began in 2011 there.", "2011", "2011-01-01"),
    ("on Friday morning", "Friday morning", "2025-03-07"),
    ("On 7 March 1200 people fled", "7 March", "2025-03-07"),
    ("on 15 March 44 BC, they said", "44 BC", None),
    ("on March 15, 44 B.C., they said", "44 B.C.", None),
    ("By 9 March 2025 at 10:11 it was over", "9 March 2025", "2025-03-09"),
])
def test_only_the_date_is_taken(text, words, start):
    (found,) = find_dates(text, published_at=PUBLISHED)
    assert (text[found.start:found.end], found.when.start) == (words, start)


NO_DATES = [
    ("They will march to the mountains and may go on.", "verbs"),
    ("The march of 2000 people", "a number of people"),
    ("in 2000 people died", "a number of people"),
    ("He was 30 years old", "an age"),
    ("31 June 2025", "no such day"),
    ("in 12 BC towns", "British Columbia"),
    ("May 12 people be spared", "a wish and a number"),
    ("at 10:30, 12,000 March", "a time, a number"),
    ("Sun and Sat are words", "short weekdays are too often words"),
]


@pytest.mark.parametrize(("text", "why"), NO_DATES)
def test_no_date(text, why):
    assert not find_dates(text, published_at=PUBLISHED), why


@pytest.mark.parametrize("words", ["6 March", "Friday", "yesterday", "over the weekend", "three days ago", "last month"])
def test_without_a_document_date_nothing_is_guessed(words):
    (found,) = find_dates(f"They came {words}.")
    assert found.when == When(None, None, "unknown", words, "none")


def test_a_month_of_publication_completes_a_year_but_no_weekday():
    march = When("2025-03-01", "2025-03-31", "month", None, "text")
    year, weekday = find_dates("It began 2 February and ended on Friday.", published_at=march)
    assert year.when.start == "2025-02-02"
    assert weekday.when.start is None


def test_a_doubtful_year_stays_out():
    """On 6 March of a document from March 2025 the past reading depends on the day: it is left open."""
    march = When("2025-03-01", "2025-03-31", "month", None, "text")
    (found,) = find_dates("It began 6 March.", published_at=march)
    assert found.when.start is None


def test_a_part_of_the_text_can_have_its_own_anchor():
    text = "He came on Friday. “She left yesterday”"
    (found,) = find_dates(text, published_at=When("2025-03-09", "2025-03-09", "day"), start=19)
    assert found.when.start == "2025-03-08"


@pytest.mark.parametrize(("given", "start", "end", "precision"), [
    ("2025-03-09", "2025-03-09", "2025-03-09", "day"),
    ("2025-03-09T23:30:00+03:00", "2025-03-09", "2025-03-09", "day"),
    ("2025-03-09T10:11:12Z", "2025-03-09", "2025-03-09", "day"),
    ("Sun, 09 Mar 2025 10:11:12 +0000", "2025-03-09", "2025-03-09", "day"),
    ("9 March 2025", "2025-03-09", "2025-03-09", "day"),
    ("March 9, 2025", "2025-03-09", "2025-03-09", "day"),
    ("٩ آذار ٢٠٢٥", "2025-03-09", "2025-03-09", "day"),
    ("2025-03", "2025-03-01", "2025-03-31", "month"),
    ("March 2025", "2025-03-01", "2025-03-31", "month"),
    ("2025", "2025-01-01", "2025-12-31", "year"),
])
def test_published(given, start, end, precision):
    assert parse_published(given) == When(start, end, precision, given, "text")


@pytest.mark.parametrize("given", ["", "soon", "03/10/2025", "2025-02-30", "2025-13", "9 March", "yesterday", "2025-03-09 or 10"])
def test_published_must_be_a_sure_date(given):
    with pytest.raises(UsageError, match="not a date"):
        parse_published(given)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2060, 1, 1)), st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)))
def test_every_full_date_comes_back(day, published):
    anchor = When(published.isoformat(), published.isoformat(), "day")
    for words in (f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}", day.isoformat()):
        (found,) = find_dates(f"On {words}.", published_at=anchor)
        assert found.when.start == found.when.end == day.isoformat()


@given(st.dates(dt.date(1990, 3, 1), dt.date(2060, 1, 1)), st.sampled_from(["6 March", "Friday", "yesterday", "two weeks ago", "last month"]))
def test_readings_are_past(published, words):
    (found,) = find_dates(f"It was {words}.", published_at=When(published.isoformat(), published.isoformat(), "day"))
    assert found.when.start <= published.isoformat()


@given(st.text(alphabet="0123456789 ./-March Friday weekend ago آذار", max_size=60))
def test_odd_text_never_fails_and_offsets_hold(text):
    for d in find_dates(text, published_at=PUBLISHED):
        assert 0 <= d.start < d.end <= len(text)
        assert d.when.expression == text[d.start:d.end]

