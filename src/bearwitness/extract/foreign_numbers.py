"""Numbers of people in the languages that have a pack: the number, its bound words, and whom it counts.

The steps, from each token that could begin a number: read the number (digits, words, a dual, a vague word);
read the bound words before and after it; read the nouns it counts. A number that counts something no pack
names (houses aside), that is part of a date, a share or a label, is dropped: it can be no toll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.extract.foreign_packs import Pack, Token
from bearwitness.extract.numbers import interval

_DASHES = frozenset("-–—‑‐")
_SHARES = frozenset("%٪‰")


@dataclass(slots=True)
class Count:
    """A number with whom it counts. Token positions: `first`-`last` the whole, `num_first`-`num_last` what carries the number."""

    first: int
    last: int
    num_first: int
    num_last: int
    number: int | None
    low: int | None
    high: int | None
    best: int | None
    bound: str
    counted: str = "persons"
    noun: tuple[int, int] | None = None      # first and last token of the people's words
    generic: bool = True                     # "others", "persons": no population of its own
    part: bool = False                       # told as a part of another number
    part_side: str = "before"                # where the whole stands
    single: bool = False                     # one person without a number word ("a child")
    harm: str | None = None                  # a dual that is itself a harm ("قتيلان")
    is_object: bool = False
    bare: bool = False
    core: int = 0                            # the first token of the number itself, after its bound words
    start: int = 0                           # offset in the text where the words of the number begin


@dataclass(frozen=True, slots=True)
class _Core:
    last: int
    number: int | None
    low: int | None = None
    high: int | None = None
    bound: str | None = None        # a bound the word itself carries (vague, about)
    article: bool = False


def find_counts(pack: Pack, tokens: Sequence[Token], closed: Sequence[tuple[int, int]]) -> list[Count]:
    """The counts of one sentence, in order.

    Args:
        closed: spans of the text whose numbers are not to be read (dates).
    """
    shut = {k for k, t in enumerate(tokens) if any(a <= t.start < b for a, b in closed)}
    out: list[Count] = []
    i = 0
    while i < len(tokens):
        count = None if i in shut else (_count_at(pack, tokens, i) or _noun_at(pack, tokens, i))
        if count is None:
            i += 1
            continue
        if count.num_first > 0 and out and out[-1].last >= count.first:
            count.first = out[-1].last + 1
        if out and out[-1].part and out[-1].last == count.first - 1 and count.start > tokens[count.first].start:
            count.part = True                 # "among them 4 women and-two-children"
        out.append(count)
        i = count.last + 1
    return out


# --- a number ---------------------------------------------------------------------------------------

def _count_at(pack: Pack, tokens: Sequence[Token], i: int) -> Count | None:
    core = _core_at(pack, tokens, i)
    if core is None:
        return None
    ranged = _range_end(pack, tokens, i, core)
    last = ranged.last if ranged else core.last
    if _is_other(pack, tokens, i, last):
        return Count(i, last, i, last, None, None, None, None, "exact", counted="thing")
    after = pack.lexicon("bounds_after").at(tokens, last + 1)
    bound, first, shown = bound_before(pack, tokens, i)
    if ranged and (between := pack.lexicon("between").before(tokens, i)):
        bound, first, shown = None, between[0], between[0]
    end = last
    if after and (bound is None or after[1] == bound):
        bound, end = after[1], after[0] - 1
    count = _valued(core, ranged, bound)
    if count is None:
        return None
    count.first, count.last, count.num_first, count.num_last, count.core = first, end, shown, end, i
    count.start = own_start(pack, tokens[shown])
    _people_after(pack, tokens, count)
    if core.article and (count.noun is None or count.noun[0] != count.num_last + 1) and not (
            _harm_next(pack, tokens, count.last + 1) or pack.lexicon("right").before(tokens, count.first)):
        return None
    if count.noun is None and not pack.is_at("severity", tokens, count.last + 1) and not _ends_well(pack, tokens, count.last + 1):
        return None
    count.bare = count.noun is None
    if count.noun is not None and count.bound == "exact":     # "13 people at least"
        late = pack.lexicon("bounds_after").at(tokens, count.last + 1)
        if late and not after:
            rebound(count, late[1])
            count.last = late[0] - 1
    severe = pack.is_at("severity", tokens, count.last + 1)
    if count.bare and severe and count.first > 0:
        count.part, count.last = True, severe - 1
        return count
    if count.bare and count.number is not None and 1900 <= count.number <= 2099 and tokens[i].kind == "number":
        return None                                            # as likely a year
    _part(pack, tokens, count)
    return count


def _valued(core: _Core, ranged: _Core | None, bound: str | None) -> Count | None:
    if ranged is not None:
        if core.number is None or ranged.number is None or core.number >= ranged.number:
            return None
        return Count(0, 0, 0, 0, None, core.number, ranged.number, None, "between")
    if core.bound == "vague":
        low, high = (core.low, None) if bound in ("at_least", "more_than") else (core.low, core.high)
        return Count(0, 0, 0, 0, None, low, high, None, bound if bound in ("at_least", "more_than") else "vague")
    if core.number is None:
        return None
    count = Count(0, 0, 0, 0, core.number, None, None, None, "exact")
    rebound(count, bound or core.bound or "exact")
    return count


def rebound(count: Count, bound: str) -> None:
    if count.number is None:
        count.bound = bound if bound in ("at_least", "more_than") else count.bound
        return
    count.low, count.high, count.best = interval(bound, count.number)
    count.bound = "up_to" if bound == "fewer" else bound


def _core_at(pack: Pack, tokens: Sequence[Token], i: int) -> _Core | None:
    """A number in digits or words that begins at token `i`."""
    t = tokens[i]
    if t.kind == "number":
        value = pack.digits(t.text)
        last = i
        scale = pack.lexicon("numbers").at(tokens, i + 1)
        if value is not None and scale and scale[1] in (1_000, 1_000_000) and value < 1_000:
            return _words_at(pack, tokens, i, value)
        return _Core(last, value)
    if t.kind != "word":
        return None
    vague = pack.lexicon("vague").at(tokens, i)
    if vague:
        return _Core(vague[0] - 1, None, vague[1][0], vague[1][1], "vague")
    about = pack.lexicon("about_words").at(tokens, i)
    if about:
        return _Core(about[0] - 1, about[1], bound="about")
    return _words_at(pack, tokens, i, None)


def _words_at(pack: Pack, tokens: Sequence[Token], i: int, digits: int | None) -> _Core | None:
    """Number words, put together by size: "mil doscientos", "خمسة وعشرين", "3 bin 200"."""
    lex = pack.lexicon("numbers")
    total = current = 0
    seen = False
    k = i
    last = i - 1
    if digits is not None:
        current, seen, k, last = digits, True, i + 1, i
    joined = False
    size = 10**9                     # the last thousand, million: the next must be smaller
    while k < len(tokens):
        hit = lex.at(tokens, k)
        if hit is None:
            after = _after_and(pack, tokens, k)
            if not seen or joined or after is None:
                break
            k, joined = after, True
            continue
        end, value = hit
        glued = joined or _has_joined_and(pack, tokens[k])
        if value >= 1_000 and value in (1_000, 1_000_000):
            if value >= size or (current == 0 and seen and total):
                break
            total, current, size = total + max(current, 1) * value, 0, value
        elif value == 100 and 1 < current < 10 and not glued:
            current *= 100
        elif not _adds(current, value, glued, pack.units_first) or (seen and current == 0 and value >= 1_000):
            break
        elif value >= 1_000:          # a dual: two thousand in one word
            total, size = total + value, 1_000
        else:
            current += value
        seen, joined, k, last = True, False, end, end - 1
    if not seen or last < i:
        return None
    article = last == i and bool(pack.is_at("article_one", tokens, i))
    return _Core(last, total + current, article=article)


def _adds(current: int, value: int, glued: bool, units_first: bool) -> bool:
    """May this value follow what has been read? "mil | doscientos", "veinte | y cinco", "خمسة | وعشرين", "ثلاثة | عشر"."""
    if current == 0:
        return True
    rest = current % 100
    if value >= 100:
        return False
    if rest == 0:
        return current >= 100
    if value < 10:
        return rest >= 10 and rest % 10 == 0
    if value < 20:
        return (rest in (60, 80)) or (rest < 10 and value == 10 and not glued)
    return units_first and glued and rest < 10 and value % 10 == 0


def _after_and(pack: Pack, tokens: Sequence[Token], k: int) -> int | None:
    """The token after a separate "and" that joins number words."""
    end = pack.is_at("and", tokens, k)
    if end is None or not pack.lexicon("numbers").at(tokens, end):
        return None
    return end


def _has_joined_and(pack: Pack, token: Token) -> bool:
    """Is the word written together with an "and" ("وعشرين")?"""
    return any(p in token.keys[0][:1] for p in pack.prefixes if len(p) == 1 and p == "و") and len(token.keys) > 1


def _range_end(pack: Pack, tokens: Sequence[Token], i: int, core: _Core) -> _Core | None:
    """The upper end of "10-15" or "between 10 and 15"."""
    k = core.last + 1
    if k >= len(tokens) or core.number is None:
        return None
    tight = tokens[k].text in _DASHES and tokens[core.last].kind == "number"
    if tight and k + 1 < len(tokens) and tokens[k + 1].kind == "number":
        return _core_at(pack, tokens, k + 1)
    between = pack.lexicon("between").before(tokens, i)
    if between is None and pack.lexicon("between"):
        return None
    end = pack.is_at("between_and", tokens, k)
    if end is None and _has_joined_and(pack, tokens[k]):
        end = k
    return _core_at(pack, tokens, end) if end is not None and end < len(tokens) else None


def bound_before(pack: Pack, tokens: Sequence[Token], i: int, start: int = 0) -> tuple[str | None, int, int]:
    """The bound words right before a number, where they begin (not before token `start`), and where they begin without mere
    fillers ("another 20")."""
    bound, first, shown = None, i, i
    while hit := pack.lexicon("bounds_before").before(tokens, first):
        if hit[0] < start:
            break
        first = hit[0]
        if hit[1] != "exact":                                 # "at least about 13": the outer one counts
            bound, shown = hit[1], first
    return bound, first, shown


def own_start(pack: Pack, token: Token) -> int:
    """Where the word itself begins: after an "and" that is written together with it ("وثلاثة")."""
    whole = [Token(token.start, token.end, token.text, token.kind, token.keys[:1])]
    if token.text[:1] != "و" or "و" not in pack.prefixes or any(pack.lexicon(n).at(whole, 0) for n in _STARTERS):
        return token.start
    return token.start + 1


_STARTERS = ("numbers", "vague", "about_words", "two", "one", "harm_two", "harm_one")


def _is_other(pack: Pack, tokens: Sequence[Token], i: int, last: int) -> bool:
    """A share, a label or a compound: "%13", "13%", "article 13", "74-річний"."""
    if i > 0 and (tokens[i - 1].text in _SHARES or tokens[i - 1].text in "+#$€₺£" or pack.lexicon("labels").before(tokens, i)):
        return True
    if last + 2 < len(tokens) and tokens[last + 1].text in _DASHES and tokens[last].kind == "number" and (
            tokens[last].end == tokens[last + 1].start and tokens[last + 1].end == tokens[last + 2].start and tokens[last + 2].kind == "word"):
        return True                           # "74-річний чоловік": an age, not a count
    return last + 1 < len(tokens) and (tokens[last + 1].text in _SHARES or tokens[last + 1].text in "$€₺£°")


# --- whom it counts -----------------------------------------------------------------------------------

def _people_after(pack: Pack, tokens: Sequence[Token], count: Count) -> None:
    """Take in the nouns the number counts: "13 civiles", "13 من المدنيين", "5 женщин и детей"."""
    k = count.last + 1
    of = pack.is_at("of", tokens, k)
    found = _noun_run(pack, tokens, of if of else k)
    if found is None:
        return
    first, last, category, is_object = found
    if of and category in ("families", "villages"):      # "9 of one family": nine people
        count.last = last
        return
    count.noun, count.last = (first, last), last
    count.counted = category if category in ("families", "villages", "bodies", "houses") else "persons"
    count.generic = category == "others"
    count.is_object = is_object


def _noun_run(pack: Pack, tokens: Sequence[Token], k: int) -> tuple[int, int, str, bool] | None:
    """(first, last, category, object ending) of a run of nouns of people with their describing words."""
    people, describing = pack.lexicon("people"), pack.lexicon("describing")
    start, category = k, ""
    last = -1
    while k < len(tokens) and tokens[k].kind == "word":
        hit = people.at(tokens, k)
        verb = pack.lexicon("left").at(tokens, k) if last >= 0 else None
        if verb is not None and verb[0] > k + 1:
            break                             # "30 malbat koçber bûn": the noun begins the word of harm
        if hit and last >= 0 and own_start(pack, tokens[k]) > tokens[k].start and (
                pack.lexicon("two").at(tokens, k) or pack.lexicon("one").at(tokens, k)):
            break                             # "4 women and-two-children": another number
        if hit:
            category = category if category and category != "others" else hit[1]
            last, k = hit[0] - 1, hit[0]
            continue
        if last >= 0 and tokens[k].text[0] in "'’":
            k += 1
            continue
        described = describing.at(tokens, k)
        if described is None:
            joined = pack.is_at("and", tokens, k)
            if joined and category and people.at(tokens, joined) and not pack.lexicon("numbers").at(tokens, joined):
                k = joined
                continue
            break
        if category:
            last = described[0] - 1
        k = described[0]
    if last < 0:
        return None
    endings = tuple(pack.raw.get("people", {}).get("object_endings", "").replace(" ", "").split(","))
    is_object = bool(endings[0]) and tokens[last].keys[0].endswith(endings)
    return start, last, category, is_object


def _noun_at(pack: Pack, tokens: Sequence[Token], i: int) -> Count | None:
    """People without a number: a dual ("شخصان": 2), a single one ("طفل": 1, only used right after a word of harm)."""
    for name, n in (("harm_two", 2), ("harm_one", 1)):
        harm = pack.lexicon(name).at(tokens, i)
        if harm:
            count = Count(i, harm[0] - 1, i, harm[0] - 1, n, n, n, n, "exact", harm=harm[1], core=i, start=own_start(pack, tokens[i]))
            _part(pack, tokens, count)
            return count
    two = pack.lexicon("two").at(tokens, i)
    if two:
        last = two[0] - 1
        extra = pack.lexicon("numbers").at(tokens, two[0])       # "طفلين اثنين"
        if extra and extra[1] == 2:
            last = extra[0] - 1
        described = pack.is_at("describing", tokens, last + 1)
        count = Count(i, (described or last + 1) - 1, i, last, 2, 2, 2, 2, "exact", noun=(i, last),
                      counted=two[1] if two[1] in ("families", "villages", "bodies") else "persons", generic=two[1] == "others", core=i,
                      start=own_start(pack, tokens[i]))
        _part(pack, tokens, count)
        return count
    an = pack.is_at("an", tokens, i)
    if an:                                    # "kesek", "کەسێک": the form itself counts one
        described = pack.is_at("describing", tokens, an)
        count = Count(i, (described or an) - 1, i, an - 1, 1, 1, 1, 1, "exact", noun=(i, an - 1), generic=False, core=i, start=tokens[i].start)
        _part(pack, tokens, count)
        return count
    one = pack.is_at("one", tokens, i)
    described_first = pack.is_at("describing", tokens, i)
    if one is None and described_first:
        one = pack.is_at("one", tokens, described_first)
    if one:
        described = pack.is_at("describing", tokens, one)
        count = Count(i, (described or one) - 1, i, one - 1, 1, 1, 1, 1, "exact", noun=(i, one - 1), generic=False, single=True, core=i,
                      start=own_start(pack, tokens[i]))
        _part(pack, tokens, count)
        return count
    return None


def _part(pack: Pack, tokens: Sequence[Token], count: Count) -> None:
    """Is it told as a part ("among them 4 children", "3'ü çocuk")?"""
    hit = pack.lexicon("parts").before(tokens, count.first)
    if hit:
        count.part = True
        return
    k = count.num_last + 1
    after = pack.lexicon("parts_after").at(tokens, k)
    if after:
        found = _noun_run(pack, tokens, after[0])
        if not found and count.noun is None:  # "three of them seriously"
            count.part, count.last = True, after[0] - 1
        if found:
            count.part, count.part_side = True, "after"
            count.noun, count.last, count.generic, count.bare = (found[0], found[1]), found[1], False, False


def _harm_next(pack: Pack, tokens: Sequence[Token], k: int) -> bool:
    """Does a word of harm follow, small words between them passed ("один был ранен")?"""
    for _ in range(2):
        small = pack.is_at("small", tokens, k)
        if small is None or pack.lexicon("left").at(tokens, k):
            break
        k = small
    return pack.lexicon("left").at(tokens, k) is not None


def _ends_well(pack: Pack, tokens: Sequence[Token], k: int) -> bool:
    """May a number without a noun stand here: before a word of harm, a small word, a mark, or the end?"""
    if k >= len(tokens) or tokens[k].kind == "mark":
        return True
    if tokens[k].kind == "number":
        return False
    return (tokens[k].text[0] in "'’" or _harm_next(pack, tokens, k) or pack.is_at("small", tokens, k) is not None or pack.is_at("and", tokens, k) is not None
            or pack.lexicon("parts").at(tokens, k) is not None or pack.lexicon("parts_after").at(tokens, k) is not None
            or pack.lexicon("right").at(tokens, k) is not None or pack.lexicon("bounds_after").at(tokens, k) is not None)
