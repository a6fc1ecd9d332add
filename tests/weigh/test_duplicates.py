"""Near-duplicate texts: what counts, whatever the order, at size."""

from __future__ import annotations

import random

import pytest

from bearwitness.weigh.duplicates import Copy, near_duplicates

WORDS = [f"word{n}" for n in range(100)]
TEXT = " ".join(WORDS)


def edited(count: int, *, at: int = 50) -> str:
    """Of the 96 runs of five words, a stretch of `count` changed words touches count + 4."""
    return " ".join([*WORDS[:at], *(f"other{n}" for n in range(count)), *WORDS[at + count:]])


@pytest.mark.parametrize(("second", "day", "expected", "why"), [
    (TEXT, 1.0, Copy("a", 1.0), "word for word"),
    (TEXT.upper().replace(" ", ",\n"), 1.0, Copy("a", 1.0), "case and signs are not words"),
    (edited(6), 3.0, Copy("a", 86 / 106), "ten runs of 96 differ on each side, within 72 hours"),
    (edited(7), 1.0, None, "85 of 107 is under .8"),
    (TEXT, 3.01, None, "later than 72 hours"),
    (TEXT, None, Copy("a", 1.0), "no known day forbids nothing"),
    (" ".join(WORDS[:11]), 1.0, None, "too short to be told from chance"),
    ("", 1.0, None, "empty"),
])
def test_what_is_a_near_duplicate(second, day, expected, why):
    found = near_duplicates([("a", TEXT, 0.0), ("b", second, day)]).get("b")
    assert (found and (found.of, pytest.approx(found.overlap))) == (expected and (expected.of, expected.overlap)), why


def test_short_texts_and_broken_characters_are_answered():
    assert near_duplicates([("a", "ten dead", 0.0), ("b", "ten dead", 0.0)]) == {}
    odd = TEXT + " \ud800 \x00"
    assert near_duplicates([("a", odd, 0.0), ("b", odd, 0.0)])["b"].of == "a"
    assert near_duplicates([]) == {}


def test_the_order_of_the_input_makes_no_difference():
    chance = random.Random(3)
    rows = [(f"r{n:03}", edited(n % 9, at=(n * 7) % 80), float(n % 12) if n % 5 else None) for n in range(120)]
    found = near_duplicates(rows)
    assert len(found) > 60
    for _ in range(3):
        chance.shuffle(rows)
        assert near_duplicates(rows) == found


def test_a_text_printed_day_after_day_goes_back_step_by_step():
    found = near_duplicates([(f"r{n}", TEXT, float(2 * n)) for n in range(4)])
    assert {k: v.of for k, v in found.items()} == {"r1": "r0", "r2": "r1", "r3": "r2"}


def test_fifty_thousand_copies_of_one_article():
    """Word for word most of them, every fiftieth with a word of its own."""
    rows = [(f"r{n:06}", TEXT if n % 50 else " ".join([*WORDS, f"w{n}"]), float(n % 3)) for n in range(50_000)]
    found = near_duplicates(rows)
    assert len(found) == 49_999 and min(c.overlap for c in found.values()) >= .8
