"""The Persian and Kurdish calendars against known days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.resolve.calendars import jalali, kurdish, month_names

DAYS = [
    ((1403, 12, 17), "2025-03-07", "an ordinary day"),
    ((1357, 11, 22), "1979-02-11", "a well-known date"),
    ((1403, 12, 30), "2025-03-20", "leap day"),
    ((1404, 1, 1), "2025-03-21", "new year after a leap year"),
    ((1400, 1, 1), "2021-03-21", "new year"),
    ((1388, 3, 30), "2009-06-20", "in the months of 31 days"),
]


@pytest.mark.parametrize(("given", "day", "why"), DAYS)
def test_jalali(given, day, why):
    assert jalali(*given).isoformat() == day, why


def test_kurdish_years_count_from_700_bc():
    assert kurdish(2724, 12, 17) == jalali(1403, 12, 17)


@pytest.mark.parametrize("given", [(1402, 12, 30), (1403, 13, 1), (1403, 7, 31), (1403, 1, 0)])
def test_days_that_do_not_exist(given):
    with pytest.raises(ValueError):
        jalali(*given)


@given(st.integers(1200, 1600), st.integers(1, 12), st.integers(1, 29))
def test_the_next_day_is_one_later(year, month, day):
    later = jalali(year, month, day + 1) if day < 29 else None
    if later:
        assert later - jalali(year, month, day) == dt.timedelta(days=1)


def test_no_spelling_is_in_two_calendars():
    assert month_names()["آذار"] == ("gregorian", 3)
    assert month_names()["آذر"] == ("jalali", 9)
