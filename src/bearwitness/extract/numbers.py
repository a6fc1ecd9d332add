"""Numbers in English text: what they state, how far their bound words reach, and what kind they are.

`find_numbers` looks at characters alone (no parser), so it serves headlines and odd text too. A number
that is an age, a date, a year, money, a share or a measure is found and named as such: the rule that
comes after leaves it alone instead of guessing.

The intervals of vague words and of "about" are conventions (the project's science page, 3.2); the
phrase is always kept beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bearwitness.extract.number_kinds import MONTHS, Core, Piece, kind_of

__all__ = ["BOUNDS_AFTER", "BOUNDS_BEFORE", "MONTHS", "SCALES", "TENS", "UNITS", "VAGUE", "Number", "find_numbers", "interval"]

# --- words --------------------------------------------------------------------------------------

UNITS = {w: n for n, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split())}
TENS = {w: 10 * n for n, w in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}

# Words that give a size but no number: (low, high); None is no end.
VAGUE: dict[str, tuple[int | None, int | None]] = {
    "tens": (20, 99), "dozens": (24, 96), "scores": (40, 100), "hundreds": (200, None), "thousands": (2_000, None),
    "millions": (2_000_000, None), "tens of thousands": (20_000, None), "hundreds of thousands": (200_000, None),
    "dozens of thousands": (24_000, None), "tens of millions": (20_000_000, None),
    "several": (3, 9), "a few": (2, 9), "few": (2, 9), "a handful": (2, 9), "multiple": (2, None),
    "many": (None, None), "numerous": (None, None), "countless": (None, None), "a number": (None, None),
    "a large number": (None, None), "large numbers": (None, None), "a great number": (None, None),
    "an unknown number": (None, None), "an unspecified number": (None, None),
    "an undetermined number": (None, None), "untold": (None, None),
}
_SIZERS = {"several": (3, 9), "a few": (2, 9), "few": (2, 9), "many": (2, None)}   # before dozen, hundred, thousand
_NONE = ("not a single", "not one", "no one", "nobody", "no-one", "none", "zero", "no")

# What stands before a number and how it bounds it. Longest first.
BOUNDS_BEFORE: dict[str, str] = {
    "at least": "at_least", "at the least": "at_least", "at the very least": "at_least", "no fewer than": "at_least",
    "no less than": "at_least", "not less than": "at_least", "not fewer than": "at_least", "a minimum of": "at_least",
    "minimum of": "at_least", "≥": "at_least",
    "more than": "more_than", "over": "more_than", "upwards of": "more_than", "upward of": "more_than",
    "in excess of": "more_than", "well over": "more_than", "well more than": "more_than", "greater than": "more_than",
    "just over": "more_than", "slightly more than": "more_than", "much more than": "more_than", "above": "more_than",
    "far more than": "more_than", "beyond": "more_than", "upwards": "more_than", ">": "more_than",
    "up to": "up_to", "as many as": "up_to", "no more than": "up_to", "not more than": "up_to", "at most": "up_to",
    "a maximum of": "up_to", "maximum of": "up_to", "as much as": "up_to", "≤": "up_to",
    "less than": "fewer", "fewer than": "fewer", "under": "fewer", "below": "fewer", "<": "fewer",
    "about": "about", "around": "about", "some": "about", "nearly": "about", "almost": "about", "roughly": "about",
    "approximately": "about", "approx": "about", "approx.": "about", "circa": "about", "close to": "about",
    "an estimated": "about", "estimated": "about", "the estimated": "about", "nearly about": "about", "~": "about",
    "≈": "about", "approaching": "about", "just under": "about", "just about": "about", "possibly": "about",
    "perhaps": "about", "probably": "about", "in the region of": "about", "somewhere around": "about",
    "an estimate of": "about", "nearly some": "about", "at around": "about", "at about": "about",
}
BOUNDS_AFTER: dict[str, str] = {
    "or more": "at_least", "or over": "at_least", "and counting": "at_least", "or so": "about", "odd": "about",
    "-odd": "about", "or fewer": "up_to", "or less": "up_to", "at least": "at_least", "at most": "up_to",
    "at the very least": "at_least", "and more": "at_least", "+": "at_least", "plus": "at_least",
}
# May stand between the bound words and the number: "at least another 13".
_FILLERS = frozenset("another some a further the other additional these those a total of estimated about around".split())

_PIECE = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d.,]*\d)"      # 1 225
    r"|\d+(?:[.,'’]\d+)*"                                        # 1,225  1.225  3.5
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*\.?(?=(?:\W|\d|_|$))"          # words, twenty-three, approx.
    r"|\S", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number phrase. `start`-`end` with its bound words, `num_start`-`num_end` the number alone.

    `kind` is count, or what else it is: age, date, year, money, share, measure, ordinal, label, time, decimal.
    A `year` may still be a count ("2011 people"): the caller sees what follows.
    """

    start: int
    end: int
    num_start: int
    num_end: int
    number: int | None
    low: int | None
    high: int | None
    best: int | None
    bound: str = "exact"
    kind: str = "count"
    tight: bool = False      # may only count what follows it directly (1.225, 1 225, a bare year)


def interval(bound: str, number: int) -> tuple[int | None, int | None, int | None]:
    """Low, high and best of a stated number under a bound, in whole people, rounded outward.

    `fewer` ("less than 10") is `up_to` with its end one lower.
    """
    if bound == "exact":
        return number, number, number
    if bound == "at_least":
        return number, None, None
    if bound == "more_than":
        return number + 1, None, None
    if bound in ("up_to", "fewer"):
        return 0, max(0, number - (bound == "fewer")), None
    if bound == "about":
        part, whole = (1, 4) if number < 10 else (1, 10)     # a quarter for one digit, else a tenth
        return (number * (whole - part)) // whole, -((-number * (whole + part)) // whole), number
    return None, None, None


def find_numbers(text: str) -> list[Number]:
    """All number phrases of a text, in order, not overlapping.

    Example: "between 40 and 50 people" -> one Number, low 40, high 50, number None.
    """
    pieces = [Piece(m.group().lower(), m.start(), m.end()) for m in _PIECE.finditer(text)]
    pieces = [_plain(p) for p in pieces]
    found: list[Number] = []
    i = 0
    while i < len(pieces):
        got = _number_at(text, pieces, i)
        if got is None:
            i += 1
            continue
        number, i = got
        found.append(number)
    return found


def _plain(p: Piece) -> Piece:
    """A full stop belongs to a word only in the few abbreviations the tables know."""
    if p.low.endswith(".") and len(p.low) > 1 and p.low not in ("approx.", "no.", "nos."):
        return Piece(p.low[:-1], p.start, p.end - 1)
    return p


_STARTERS = (frozenset(UNITS) | frozenset(TENS) | frozenset(SCALES) | frozenset(w.split()[0] for w in VAGUE)
             | frozenset(w.split()[0] for w in BOUNDS_BEFORE) | frozenset("a an half dozen no not nobody none no-one between from couple".split()))


def _number_at(text: str, pieces: list[Piece], i: int) -> tuple[Number, int] | None:
    """The number phrase that begins at piece i and the piece after it."""
    word = pieces[i].low
    if not word[0].isdigit() and word not in _STARTERS and "-" not in word:
        return None
    between = _between_at(pieces, i)
    if between is not None:
        low, high = between
        return _finish(text, pieces, i, low.first, high.last, _ranged(low, high))
    bound, j = _bound_before(pieces, i)
    core = _core_at(text, pieces, j)
    if core is None and bound is not None:
        k = j
        while k < len(pieces) and pieces[k].low in _FILLERS and k - j < 3:
            k += 1
        _inner, k2 = _bound_before(pieces, k)
        core = _core_at(text, pieces, k2)
    if core is None:
        return None
    upper = _range_end(text, pieces, i, core)
    if upper is not None:
        return _finish(text, pieces, i, core.first, upper.last, _ranged(core, upper))
    return _finish(text, pieces, i, core.first, core.last, core, bound)


def _bound_before(pieces: list[Piece], i: int) -> tuple[str | None, int]:
    """The bound words at piece i, longest first, and where they end."""
    for length in (4, 3, 2, 1):
        words = " ".join(p.low for p in pieces[i:i + length])
        if i + length <= len(pieces) and words in BOUNDS_BEFORE:
            return BOUNDS_BEFORE[words], i + length
    return None, i


def _between_at(pieces: list[Piece], i: int) -> tuple[Core, Core] | None:
    """'between A and B', 'from A to B' where nothing rose from A to B."""
    if pieces[i].low == "from":
        if _changes(pieces, i):
            return None
    elif pieces[i].low != "between":
        return None
    low = _core_at("", pieces, i + 1)
    if low is None or low.last + 2 >= len(pieces) or pieces[low.last + 1].low not in (
            ("and", "to") if pieces[i].low == "between" else ("to",)):
        return None
    high = _core_at("", pieces, low.last + 2)
    if high is None or low.number is None or high.number is None or high.number <= low.number:
        return None
    return low, high


# Words of change: after them "from A to B" tells two figures, not one range.
_CHANGE = frozenset("""rose rise rises rising risen increased increase increases increasing climbed climbs climbing jumped grew grown raised raises raising
revised revises updated up down lowered fell fallen dropped went gone goes moved changed cut reduced adjusted doubled surged soared
toll sentence""".split())


def _changes(pieces: list[Piece], i: int) -> bool:
    if i and pieces[i - 1].low in ("range", "ranges", "ranged", "ranging", "anywhere", "anything"):
        return False
    return any(p.low in _CHANGE for p in pieces[max(0, i - 14):i])


def _range_end(text: str, pieces: list[Piece], first: int, core: Core) -> Core | None:
    """The upper end of 'A to B', 'A-B', 'A or B'. 'from A to B' is a change, not a range."""
    j = core.last + 1
    if core.vague or core.number is None or j + 1 >= len(pieces) or core.kind != "count":
        return None
    joint = pieces[j].low
    if joint not in ("to", "or", "-", "–", "—", "−"):
        return None
    if joint == "to" and first > 0 and pieces[first - 1].low in ("from", "by"):
        return None
    dash = joint not in ("to", "or")
    if dash and (not pieces[j + 1].low[0].isdigit() or pieces[j].start != pieces[core.last].end):
        return None
    high = _core_at("", pieces, j + 1)
    if high is None or high.vague or high.number is None:
        return None
    if high.number <= core.number:
        # "3 to 5 hundred", "40 to 50 thousand": the scale of the end holds for both.
        return None
    if joint == "or" and high.number - core.number > max(2, core.number):
        return None
    return high


def _ranged(low: Core, high: Core) -> Core:
    a, b = low.number or 0, high.number or 0
    if a < 100 and b >= 1_000 and b % 1_000 == 0 and low.first == low.last and a <= b // 1_000 < 1_000:
        a *= 1_000            # "2 to 3 thousand"
    kind = low.kind if low.kind != "count" else high.kind
    if low.kind == high.kind == "year":
        kind = "date"
    return Core(low.first, high.last, None, a, b, vague=True, kind=kind, ranged=True)


def _core_at(text: str, pieces: list[Piece], i: int) -> Core | None:
    """A bare number, number words or a vague word at piece i."""
    if i >= len(pieces):
        return None
    if pieces[i].low[0].isdigit():
        return _digits(pieces, i)
    return _vague(pieces, i) or _digited(pieces, i) or _words(pieces, i)


def _digits(pieces: list[Piece], i: int) -> Core | None:
    raw = pieces[i].low
    value, kind, tight = _value_of(raw)
    last = i
    after = pieces[i + 1] if i + 1 < len(pieces) else None
    touching = after is not None and after.start == pieces[i].end
    if touching and after is not None and after.low in ("st", "nd", "rd", "th"):
        return Core(i, i + 1, None, kind="ordinal")
    if touching and after is not None and after.low in ("k", "m", "bn", "mn"):
        if after.low == "m" and value is not None and value < 100 and raw.isdigit():
            return Core(i, i + 1, int(value), kind="measure")
        scale = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}[after.low]
        return Core(i, i + 1, round((value or 0) * scale))
    if after is not None and after.low in SCALES and value is not None and (kind != "year"):
        return Core(i, i + 1, round(value * SCALES[after.low]))
    if after is not None and after.low == "dozen" and value is not None:
        return Core(i, i + 1, round(value * 12), dozen=True)
    if value is None:
        return Core(i, last, None, kind=kind)
    return Core(i, last, int(value), kind=kind, tight=tight)


def _value_of(raw: str) -> tuple[float | None, str, bool]:
    """Value, kind and whether it may be doubted of digits with or without separators."""
    if re.fullmatch(r"\d+", raw):
        year = len(raw) == 4 and 1900 <= int(raw) <= 2099
        return (int(raw), "year", True) if year else (int(raw), "label" if len(raw) > 9 else "count", False)
    if re.fullmatch(r"\d{1,3}(?:[,'’]\d{3})+", raw) or re.fullmatch(r"\d{1,2}(?:,\d{2})+,\d{3}", raw):
        return int(re.sub(r"\D", "", raw)), "count", False
    if re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+", raw):
        return int(re.sub(r"\D", "", raw)), "count", True
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", raw):
        return int(raw.replace(".", "")), "count", False
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", raw):
        return int(raw.replace(".", "")), "count", True      # 1.225: thousands only right before people
    if re.fullmatch(r"\d+\.\d+", raw):
        return float(raw), "decimal", False
    if re.fullmatch(r"\d+,\d{1,2}", raw):
        return float(raw.replace(",", ".")), "decimal", False
    return None, "label", False


def _vague(pieces: list[Piece], i: int) -> Core | None:
    """'dozens', 'several hundred', 'a handful', 'no one'."""
    for length in (3, 2, 1):
        if i + length > len(pieces):
            continue
        words = " ".join(p.low for p in pieces[i:i + length])
        after = pieces[i + length].low if i + length < len(pieces) else ""
        if after in ("”", '"', "’", "'", "»") and i + length + 1 < len(pieces):
            after = pieces[i + length + 1].low           # "“a number” of people"
        if words in _SIZERS and after in ("dozen", "hundred", "thousand", "million"):
            unit = 12 if after == "dozen" else SCALES[after]
            low, high = _SIZERS[words]
            return Core(i, i + length, None, low * unit, high * unit if high else None, vague=True)
        if words == "few" and i > 0 and pieces[i - 1].low == "the":
            return None
        if words in VAGUE and (words not in ("a number", "a large number") or after == "of"):
            low2, high2 = VAGUE[words]
            return Core(i, i + length - 1, None, low2, high2, vague=True)
        if words in _NONE:
            if words == "no" and (after in ("longer", "doubt", "matter", "way", "evidence", "more", "less", "fewer", "one", "") or _no_figures(pieces, i + 1)):
                continue
            return Core(i, i + length - 1, 0)
        if words == "a couple":
            return Core(i, i + 1, 2, 2, 3 if after == "of" else 2, dozen=after == "of")
        if words in ("dozen", "half-dozen", "half dozen", "half a dozen", "a half dozen", "a half-dozen"):
            return Core(i, i + length - 1, 12 if words == "dozen" else 6, dozen=True)
    return None


# "no casualty figures were available" says that nobody knows, not that nobody died.
_FIGURES = frozenset("figure figures number numbers toll tolls count counts estimate estimates data details information list lists report word reports".split())


def _no_figures(pieces: list[Piece], i: int) -> bool:
    for p in pieces[i:i + 5]:
        if p.low in _FIGURES:
            return True
        if not p.low.isalpha() or p.low in ("in", "at", "were", "was", "are", "have", "had", "as", "from", "and"):
            return False
    return False


# "a two-digit number of dead", "a double-digit toll": low and high.
_DIGITED = {"two-digit": (10, 99), "double-digit": (10, 99), "three-digit": (100, 999), "triple-digit": (100, 999), "single-digit": (1, 9), "one-digit": (1, 9),
            "four-digit": (1_000, 9_999)}


def _digited(pieces: list[Piece], i: int) -> Core | None:
    """'a two-digit number'."""
    j = i + (pieces[i].low in ("a", "an", "the"))
    if j + 1 < len(pieces) and pieces[j].low in _DIGITED and pieces[j + 1].low in ("number", "numbers"):
        return Core(i, j + 1, None, *_DIGITED[pieces[j].low], vague=True)
    return None


def _word_value(word: str) -> int | None:
    word = word.removesuffix("-odd").removesuffix("-plus")
    if word in UNITS:
        return UNITS[word]
    if word in TENS:
        return TENS[word]
    tens, dash, unit = word.partition("-")
    if dash and tens in TENS and 1 <= UNITS.get(unit, 0) <= 9:
        return TENS[tens] + UNITS[unit]
    return None


def _words(pieces: list[Piece], i: int) -> Core | None:
    """Cardinal number words: 'a hundred and five', 'two dozen', 'twenty-three thousand'."""
    total = current = 0
    seen = False
    j = i
    last_size = 0
    if pieces[i].low in ("a", "an", "half", "quarter"):
        return _article_number(pieces, i)
    while j < len(pieces):
        word = pieces[j].low
        value = _word_value(word)
        if value is not None:
            if seen and not (last_size >= 100 or (last_size == 10 and value < 10)):
                break
            current += value
            last_size = 10 if value >= 20 and value % 10 == 0 else 1
        elif word in SCALES and (seen or word == "hundred"):
            if not seen:
                return None
            if word == "hundred":
                current = max(1, current) * 100
            else:
                total += max(1, current) * SCALES[word]
                current = 0
            last_size = SCALES[word]
        elif word == "dozen" and seen:
            return Core(i, j, max(1, total + current) * 12, dozen=True)
        elif word == "and" and last_size >= 100 and j + 1 < len(pieces) and _word_value(pieces[j + 1].low) is not None:
            j += 1
            continue
        else:
            break
        seen = True
        j += 1
    return Core(i, j - 1, total + current) if seen else None


def _article_number(pieces: list[Piece], i: int) -> Core | None:
    """'a hundred and five', 'a dozen', 'half a million'."""
    after = pieces[i + 1].low if i + 1 < len(pieces) else ""
    if pieces[i].low == "half":
        scale = pieces[i + 2].low if i + 2 < len(pieces) else ""
        return Core(i, i + 2, SCALES[scale] // 2) if after in ("a", "an") and scale in SCALES else None
    if after == "score" and i + 2 < len(pieces) and pieces[i + 2].low in ("of", "or"):
        return Core(i, i + 1, 20)
    if after == "dozen":
        half = [p.low for p in pieces[i + 2:i + 5]] == ["and", "a", "half"]
        return Core(i, i + 4, 18, dozen=True) if half else Core(i, i + 1, 12, dozen=True)
    if after in ("quarter", "half"):
        of = [p.low for p in pieces[i + 2:i + 5]]
        if len(of) == 3 and of[0] == "of" and of[1] == "a" and of[2] in SCALES:
            return Core(i, i + 4, SCALES[of[2]] // (4 if after == "quarter" else 2))
    if after not in SCALES:
        return None
    rest = _words([Piece("one", pieces[i].start, pieces[i].end), *pieces[i + 1:i + 8]], 0)
    return Core(i, i + rest.last, rest.number) if rest else None


# --- finishing ----------------------------------------------------------------------------------

def _finish(text: str, pieces: list[Piece], first: int, core_first: int, last: int, core: Core,
            bound: str | None = None) -> tuple[Number, int]:
    """The number with its interval, the words after it that bound it, and its kind."""
    end = last
    for length in (4, 3, 2, 1):
        words = " ".join(p.low for p in pieces[last + 1:last + 1 + length]).replace("- odd", "-odd")
        if last + length < len(pieces) and words in BOUNDS_AFTER and bound in (None, BOUNDS_AFTER[words]):
            bound, end = BOUNDS_AFTER[words], last + length
            break
    if _begins_next(pieces, last, end):
        bound, end = None, last
    if bound is None and end == last:
        bound = "about" if pieces[last].low.endswith("-odd") else "at_least" if pieces[last].low.endswith("-plus") else None
    kind = kind_of(pieces, first, core_first, end if bound and end > last else last, core)
    ratio = _ratio_end(pieces, last, core)
    if ratio is not None:
        kind, end = "share", ratio
    number = Number(pieces[first].start, pieces[end].end, pieces[core_first].start, pieces[last].end,
                    core.number, None, None, None, "exact", kind, core.tight and bound is None)
    return _with_interval(number, core, bound), end + 1


def _begins_next(pieces: list[Piece], last: int, end: int) -> bool:
    """Do the words taken as bounding this number bound the one after it ('killing 10, at least 3 of them')?"""
    return end > last and pieces[end].low in ("least", "most") and end + 1 < len(pieces) and (
        pieces[end + 1].low[0].isdigit() or _word_value(pieces[end + 1].low) is not None)


def _with_interval(number: Number, core: Core, bound: str | None) -> Number:
    if core.vague:
        return _vague_interval(number, core, bound)
    assert core.number is not None or number.kind != "count"
    if core.number is None:
        return number
    if core.dozen and bound is None and core.high is not None:     # a couple of
        return replace(number, low=core.low, high=core.high, best=core.number, bound="about" if core.high != core.low else "exact")
    bound = bound or "exact"
    low, high, best = interval(bound, core.number)
    return replace(number, low=low, high=high, best=best, bound="up_to" if bound == "fewer" else bound)


def _vague_interval(number: Number, core: Core, bound: str | None) -> Number:
    low, high = core.low, core.high
    if bound in ("at_least", "more_than"):
        return replace(number, low=low, high=None, bound=bound)
    if bound in ("up_to", "fewer"):
        return replace(number, low=0, high=high, bound="up_to")
    return replace(number, low=low, high=high, bound="between" if core.ranged else "vague")


def _ratio_end(pieces: list[Piece], last: int, core: Core) -> int | None:
    """'four in five of the dead', '1 in 4 casualties', 'one person in eight': a share, not a count."""
    k = last + 1
    if k < len(pieces) and pieces[k].low in ("person", "people", "child", "man", "woman", "family", "household", "adult"):
        k += 1
    if core.number is None or core.number > 9 or k + 1 >= len(pieces) or pieces[k].low not in ("in", "of") or (pieces[k].low == "of" and pieces[k - 1].low not in ("out",)):
        return None
    whole = _core_at("", pieces, k + 1)
    if whole is None or whole.number is None or not core.number < whole.number <= 1_000 or whole.kind == "year":
        return None
    after = pieces[whole.last + 1].low if whole.last + 1 < len(pieces) else ""
    told = after in ("", "of", ".", ",", ";", "is", "was", "are", "were", "had", "has", "have", "people", "children", "women", "men", "adults", "casualties",
                     "families", "households", "civilians", "victims", "died", "residents")
    return whole.last if told else None
