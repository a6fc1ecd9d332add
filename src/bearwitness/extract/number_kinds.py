"""What a number is beside what it says: a count of something, or an age, a date, money, a share, a measure, a label.

Told by the words around it alone. A number of another kind is no toll whatever stands near.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bearwitness.extract.tollwords import is_person

MONTHS = frozenset("""january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec""".split())
_CURRENCY_BEFORE = frozenset("$ € £ ₺ ¥ usd eur gbp us$ syp".split())
_LABEL_BEFORE = frozenset("""no. no # resolution article chapter section flight route highway page room brigade division
ak rpg su mig boeing airbus unit phase day week level type km/h apt nos. psalm verse group channel regiment
battalion resolutions articles paragraph act law decree grade version camp""".split())
# "the next day 40 villagers died": before people these are no label of the number.
_COUNTED_AFTER = frozenset("day week phase page group unit camp type level grade no".split())
_MEASURES = frozenset("""km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters m cm mm
feet foot ft yard yards inch inches caliber calibre hectare hectares acre acres ton tons tonne tonnes kg kilogram kilograms
kilo kilos kilogramme kilogrammes gram grams pound pounds lb lbs litre litres liter liters barrel barrels degrees degree celsius fahrenheit
watt watts megawatts mw kilowatts volts mph kph kmh hour hours day days night nights week weeks month months year years decade decades
century centuries minute minutes second seconds hr hrs min mins am pm a.m. p.m. a.m p.m o'clock times fold time gmt utc
local point points pts""".split())
_MONEY_AFTER = frozenset("""dollar dollars euro euros lira liras lire cent cents pounds rubles roubles riyals dinars
shekels usd eur rials yen francs rupees pesos colones quetzales cordobas soles""".split())
_SHARE_AFTER = frozenset("% percent percentage per-cent pct ‰".split())
_ORDINALS = frozenset("""first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth twentieth thirtieth hundredth""".split())
_FRACTIONS = frozenset("half third thirds quarter quarters fifth fifths tenth tenths two-thirds one-third three-quarters".split())


@dataclass(frozen=True, slots=True)
class Piece:
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Core:
    """A number without its bound words: pieces first..last."""

    first: int
    last: int
    number: int | None
    low: int | None = None
    high: int | None = None
    vague: bool = False
    dozen: bool = False
    kind: str = "count"
    tight: bool = False
    ranged: bool = False


def kind_of(pieces: list[Piece], first: int, core_first: int, last: int, core: Core) -> str:
    """What the number is, from its neighbours."""
    if core.kind in ("ordinal", "label", "decimal"):
        return core.kind
    before = pieces[first - 1] if first else None
    after = pieces[last + 1] if last + 1 < len(pieces) else None
    after2 = pieces[last + 2] if last + 2 < len(pieces) else None
    touches_before = before is not None and before.end == pieces[first].start
    touches_after = after is not None and after.start == pieces[last].end
    low_before = before.low if before else ""
    low_after = after.low if after else ""
    low_after2 = after2.low if after2 else ""
    if touches_before and (low_before in ("/", ":", ".", "_", "@") or (before is not None and low_before[-1:].isalpha())):
        return "label"
    if touches_after and low_after in ("/", ":", "°") and after2 is not None and after2.start == after.end:  # type: ignore[union-attr]
        return "time" if low_after == ":" else "label"
    if low_before in _CURRENCY_BEFORE or (low_after in _MONEY_AFTER and low_after not in ("pounds",)):
        return "money"
    if low_after in _SHARE_AFTER or (low_after == "per" and low_after2 == "cent"):
        return "share"
    if core.low is None and low_after in _FRACTIONS and (core.number or 0) < 10 and low_after not in ("second", "third"):
        return "share"
    if _is_age(pieces, first, last):
        return "age"
    if _is_date(pieces, first, core_first, last):
        return "date"
    glued = after is not None and after2 is not None and after2.start == after.end and after2.low[0].isdigit()     # "6 M23 fighters"
    if (low_after in _MEASURES and not glued) or (low_after in ("-", "–") and low_after2 in _MEASURES) or _hyphen_measure(low_after):
        return "measure"
    if low_after in ("square", "cubic", "consecutive", "nautical", "straight", "full") and low_after2 in _MEASURES:
        return "measure"
    if touches_before and low_before in ("-", "–") and first > 1 and pieces[first - 2].end == before.start:  # type: ignore[union-attr]
        return "label"
    if low_before == "[" and touches_before and first > 1 and pieces[first - 2].end == before.start:  # type: ignore[union-attr]
        return "label"
    if low_before in _LABEL_BEFORE and not (low_before in _COUNTED_AFTER and is_person(low_after)) and first == core_first and pieces[core_first].low[0].isdigit():
        return "label"
    if low_after in ("-", "–") and touches_after and after2 is not None and after2.low[0].isalpha():
        return "label" if low_after2 not in ("strong", "member", "odd") else "measure"
    if touches_after and low_after[0].isalpha():
        return "label"
    return core.kind


def _hyphen_measure(word: str) -> bool:
    return word.startswith("-") and word[1:] in _MEASURES


def _is_age(pieces: list[Piece], first: int, last: int) -> bool:
    """'12-year-old', 'aged 12', 'Ahmad, 34,'. Words alone decide; the name before is a capital elsewhere."""
    before = [p.low for p in pieces[max(0, first - 3):first]]
    after = [p.low for p in pieces[last + 1:last + 5]]
    if len(after) > 3 and after[0] in ("and", "or", "to", ",") and after[1].isdigit() and after[2].strip("-") in ("year", "years", "year-old", "-"):
        return True
    k = first - 1
    while k > 0 and first - k < 12 and (pieces[k].low in (",", "and") or pieces[k].low.isdigit()):
        k -= 1
    if k < first - 1 and pieces[max(k, 0)].low in ("aged", "ages"):
        return True                           # "aged 17, 22 and 31"
    joined = "".join(after[:4])
    if re.match(r"-?(?:year|month|week|day)s?-?old", joined):
        return True
    if before and before[-1] in ("aged", "age", "ages"):
        return True
    return bool(len(before) >= 2 and before[-2:] in (["ages", "of"], ["age", "of"], ["aged", "between"]))


def _is_date(pieces: list[Piece], first: int, core_first: int, last: int) -> bool:
    """'6 March', 'March 6', '6-9 March', 'March 6, 2025'."""
    before = pieces[first - 1].low if first else ""
    before2 = pieces[first - 2].low if first > 1 else ""
    after = pieces[last + 1].low if last + 1 < len(pieces) else ""
    after2 = pieces[last + 2].low if last + 2 < len(pieces) else ""
    if not pieces[last].low[0].isdigit() or len(pieces[last].low) > 4:
        return False
    small = len(pieces[last].low) <= 2 and int(pieces[last].low) <= 31 if pieces[last].low.isdigit() else False
    if small and (after in MONTHS or (after == "of" and after2 in MONTHS)):
        return True
    if before in MONTHS and (small or len(pieces[last].low) == 4) and before != "may":
        # "on 6 March 13 people": the month has its day already.
        return not (small and before2.isdigit() and int(before2) <= 31)
    if small and before == "may" and (after in (",", ".", "") or before2 in ("on", "of", "since", "until", "by", "from", "in", "early", "late")):
        return True
    if small and before in ("-", "–", "to", "and", "until") and first > 1 and pieces[first - 2].low.isdigit() and first > 2 and pieces[first - 3].low in MONTHS:
        return True
    return bool(small and after in ("-", "–", "to", "and") and after2.isdigit() and last + 3 < len(pieces) and pieces[last + 3].low in MONTHS)
