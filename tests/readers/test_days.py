"""Dates as pages and posts write them: (words, start, end, precision, why)."""

import pytest

from bearwitness.readers.days import parse_day

DAYS = [
    ("2025-03-09", "2025-03-09", "2025-03-09", "day", "ISO"),
    ("2025-03-09T23:30:00-05:00", "2025-03-09", "2025-03-09", "day", "the writer's own day, not ours"),
    ("20250309T101500Z", "2025-03-09", "2025-03-09", "day", "compact"),
    ("March 9, 2025", "2025-03-09", "2025-03-09", "day", "American"),
    ("Sunday, 9th of March 2025 at 10:00", "2025-03-09", "2025-03-09", "day", "British"),
    ("Mon, 10 Mar 2025 14:00:00 GMT", "2025-03-10", "2025-03-10", "day", "of mail"),
    ("10:22 AM · Mar 9, 2025", "2025-03-09", "2025-03-09", "day", "of a post"),
    ("9 Mart 2025", "2025-03-09", "2025-03-09", "day", "Turkish"),
    ("31 Ağustos 2024", "2024-08-31", "2024-08-31", "day", "Turkish letters"),
    ("9ê Adar 2025", "2025-03-09", "2025-03-09", "day", "Kurmanji"),
    ("٩ مارس ٢٠٢٥", "2025-03-09", "2025-03-09", "day", "Egyptian Arabic, Arabic digits"),
    ("9 آذار 2025", "2025-03-09", "2025-03-09", "day", "Levantine Arabic"),
    ("12 كانون الأول 2024", "2024-12-12", "2024-12-12", "day", "a month of two words"),
    ("۹ مارس ۲۰۲۵", "2025-03-09", "2025-03-09", "day", "Persian digits"),
    ("9 de marzo de 2025", "2025-03-09", "2025-03-09", "day", "Spanish"),
    ("13/03/2025", "2025-03-13", "2025-03-13", "day", "only one order is a date"),
    ("03/09/2025", None, None, "unknown", "two orders are dates: not guessed"),
    ("2025-02-30", None, None, "unknown", "no such day"),
    ("March 2025", "2025-03-01", "2025-03-31", "month", "a month"),
    ("2024-02", "2024-02-01", "2024-02-29", "month", "a leap month"),
    ("2025", "2025-01-01", "2025-12-31", "year", "a year"),
    ("yesterday", None, None, "unknown", "relative dates need the document"),
    ("17 Esfand 1403", None, None, "unknown", "another calendar is not read as ours"),
    ("", None, None, "unknown", "nothing"),
]


@pytest.mark.parametrize(("words", "start", "end", "precision", "why"), DAYS)
def test_parse_day(words, start, end, precision, why):
    when = parse_day(words)
    assert (when.start, when.end, when.precision) == (start, end, precision), why
    assert when.expression == (words or None)
