"""From the words of a figure to an interval, and from two figures to "is this the same one?".

The table is section 3.2 of the project's science page. They are conventions: the phrase stays beside the numbers.
"""

from __future__ import annotations

import math
import re

# Words without a number: (low, high); no high means that the words set no upper end.
VAGUE: dict[str, tuple[int, int | None]] = {
    "several": (3, 9), "a dozen": (11, 13), "dozens": (24, 96), "scores": (40, 100),
    "hundreds": (200, None), "thousands": (2000, None),
}
AT_LEAST_POINT = 1.1   # "at least x" enters a median as 1.1 x (measured: science page 3.2)
AT_LEAST_HIGH = 1.5    # "at least x" reaches up to 1.5 x when no larger figure stands
OPEN_BOUNDS = ("at_least", "more_than")


def floor_part(x: int, numerator: int, denominator: int = 10) -> int:
    """`x * numerator / denominator` rounded down, in whole numbers so that no float error creeps in."""
    return x * numerator // denominator


def ceil_part(x: int, numerator: int, denominator: int = 10) -> int:
    """`x * numerator / denominator` rounded up."""
    return -(-x * numerator // denominator)


def interval(number: int | None, bound: str, *, low: int | None = None, high: int | None = None,
             phrase: str | None = None) -> tuple[int | None, int | None]:
    """The closed interval in whole people that a figure's words allow; `None` for an end they do not set.

    Args:
        number: what the words state before any bound is applied.
        bound: exact, at_least, more_than, up_to, about, between or vague.
        low: an end stated by the source; it overrides the table.
        high: the other end, likewise.
        phrase: the words, used for "dozens", "several" and the like.

    >>> interval(1400, "about")
    (1260, 1540)
    >>> interval(12, "at_least")
    (12, None)
    >>> interval(30, "about")
    (22, 38)
    """
    if low is not None or high is not None:
        return low, high
    if number is None:
        return _vague(phrase)
    if bound == "exact":
        return number, number
    if bound == "at_least":
        return number, None
    if bound == "more_than":
        return number + 1, None
    if bound == "up_to":
        return 0, number
    if bound == "about":
        if one_digit(number):     # "about 30" counts in tens, "about 1,400" does not
            return floor_part(number, 3, 4), ceil_part(number, 5, 4)
        return floor_part(number, 9), ceil_part(number, 11)
    return _vague(phrase) if bound == "vague" else (number, number)


def one_digit(x: int) -> bool:
    """Does the number have one significant digit (7, 30, 1,000)? Rounded so far, it may be a quarter off."""
    return x > 0 and x < 10 * unit(x)


def _vague(phrase: str | None) -> tuple[int | None, int | None]:
    words = (phrase or "").lower()
    for word, ends in VAGUE.items():
        if re.search(rf"\b{word}\b", words):
            return ends
    return None, None


def point(number: int | None, bound: str, low: int | None, high: int | None) -> float | None:
    """Where a figure enters a median: the number, 1.1 x for "at least x", else the middle of its interval."""
    if bound in OPEN_BOUNDS and (number or low) is not None:
        return max(AT_LEAST_POINT * float(number if number is not None else low or 0), float(low or 0))
    if bound in ("exact", "about") and number is not None:
        return float(number)
    if low is not None and high is not None:
        return (low + high) / 2
    if low is not None:
        return AT_LEAST_POINT * low
    return None if high is None else high / 2


def closed_high(low: int | None, high: int | None, bound: str, number: int | None, largest: int) -> int | None:
    """The upper end used in a range: an open end reaches to the largest current figure, or to 1.5 x."""
    if high is not None:
        return high
    base = number if number is not None else low
    return None if base is None else max(largest, math.ceil(AT_LEAST_HIGH * base))


def unit(x: int) -> int:
    """The unit in which a number seems to be counted: 10 to the power of its trailing zeros (1,200 -> 100).

    >>> unit(1225), unit(1200)
    (1, 100)
    """
    if x <= 0:
        return 1
    power = 1
    while x % (power * 10) == 0:
        power *= 10
    return power


def rounds_to(earlier: int, later: int) -> int | None:
    """The unit of the rounding, when `later` is `earlier` rounded to one or two significant figures.

    >>> rounds_to(1225, 1200)
    100
    """
    if earlier <= 0 or later <= 0:
        return None
    size = 10 ** (len(str(earlier)) - 1)
    for step in (size // 10, size):      # two significant figures, then one
        if step >= 1 and later in {earlier // step * step, (2 * earlier + step) // (2 * step) * step}:
            return step
    return None


def roundings(x: int) -> dict[int, int]:
    """What a figure may be rounded to, with the unit of the rounding (`rounds_to`); itself left out.

    >>> roundings(1225)
    {1200: 100, 1000: 1000}
    """
    if x <= 0:
        return {}
    size = 10 ** (len(str(x)) - 1)
    near = (rounded for step in (size // 10, size) if step >= 1 for rounded in (x // step * step, (2 * x + step) // (2 * step) * step))
    return {rounded: step for rounded in dict.fromkeys(near) if rounded != x and (step := rounds_to(x, rounded)) is not None}


def match_ratio(earlier: int | None, later: int | None, *, later_bound: str = "exact") -> float:
    """How much more likely two figures are to match by copying than by chance (1 = no evidence).

    LR = (c + (1 - c) q) / q with q = min(1, u / (.886 x)) and c = .8: for figures whose logarithms
    spread by .25 around a true toll (.886 is half the root of pi). An exact figure matches only its equal; an "about" figure also
    matches what it may be a rounding of, and then takes the unit of that rounding.

    >>> round(match_ratio(973, 973)), round(match_ratio(1000, 1000)), round(match_ratio(1225, 1200, later_bound="about"))
    (690, 1, 9)
    """
    if not earlier or not later:
        return 1.0
    if earlier == later:
        u = unit(later)
    elif later_bound == "about":
        rounding = rounds_to(earlier, later)
        if rounding is None:
            return 1.0
        u = max(rounding, 1)
    else:
        return 1.0
    q = min(1.0, u / (math.sqrt(math.pi) / 2 * later))
    return (0.8 + 0.2 * q) / q
