"""Do two reports tell of the same thing? Explained scores, the odds they add up to, and what forbids it.

Section 4 of the project's science page; the weights are fitted (decision 0091). A score that cannot be computed is left out, so that
silence counts neither for nor against.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bearwitness.incidents.items import PRECISE, Item, Window
from bearwitness.model import Where
from bearwitness.resolve.consonants import consonants
from bearwitness.resolve.fold import fold

# What a score adds to the log odds: its weight times how far it lies above the value that tells nothing. Fitted by logistic regression on 12,000 labelled pairs
# (decision 0091); actors, victims and lineage, of which those pairs hold too few, are set by judgement.
WEIGHTS = {"days": 5.6, "place": 2.3, "actors": .5, "victims": 5.0, "type": .8, "toll": 2.6, "figure": 1.1, "text": 1.0, "lineage": .3, "names": 2.2}
NEUTRAL = {"days": .6, "place": .7, "actors": .2, "victims": .2, "type": .4, "toll": .6, "figure": .3, "text": .2, "lineage": .0, "names": .3}
START = -1.5          # log odds of a pair of which nothing more is known than that it is worth comparing
OTHER_TOWNS = 3.0     # taken off when the two name different towns
TELLING = 3.0         # added for a figure that chance would hardly repeat
CUT = .5
FADE, FADE_VAGUE = 1.5, 3.0      # days in which the score of two days falls to a third
NEAR_KM = 50
BLOCK_DAYS = 3
BLOCK_DAYS_VAGUE = 7
REACH_KM = {3: 30, 4: 75, 5: 100}    # how far a district, a province or a stretch of coast reaches from its point
HOLDS_KM = {3: 30, 5: 60}            # how far from its point a place lies in it for sure: less than how far it may reach
PROVINCE = 4
EPISODE_DAYS = 3      # a time of two days may be one night; from three on it is more than the day of one event
CONTEXT = .7          # a day or place that the report only mentions says less than one that the event has
DISTRICT = 3          # UCDP where_prec: a district or more
WIDE = 6              # a country or more
NAMESAKE = .8
NAMESAKE_ABROAD = .6
_OF_PROVINCE = re.compile(r"\s*(?:governorate|province|region|oblast|state|department|district)$", re.I)
TOWN = 2              # UCDP where_prec: 1 exact, 2 near a named place
VAGUE_DAY = {"day": 1.0, "range": 1.0, "week": .8, "month": .7, "year": .3, "published": .8}
APART = .6            # two towns, or two days, told exactly: the score is cut unless names or words agree strongly
MANY_NAMES = 20
BELOW_CUT = .45       # takes the surest pair below the cut
STRONG_TEXT = .6
ALIKE_NAMES = .3
LIKELY_PLACE = .2      # below it the two places do not speak for one event


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of a pair, its parts, and why the pair is ruled out if it is."""

    score: float
    parts: tuple[tuple[str, float], ...] = ()
    never: str | None = None      # they may not even meet in one incident

    def words(self) -> str:
        shown = ", ".join(f"{name} {value:.2f}" for name, value in self.parts)
        return f"{self.score:.2f} ({shown})"


# --- places ---------------------------------------------------------------------------------------

@lru_cache(maxsize=100_000)
def km(a: Where, b: Where) -> float | None:
    """Great-circle distance, or None when a place has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def is_town(place: Where) -> bool:
    return place.precision is not None and place.precision <= TOWN


@lru_cache(maxsize=100_000)
def same_place(a: Where, b: Where) -> bool:
    if a.place_id and b.place_id:
        return a.place_id == b.place_id
    return fold(a.name) == fold(b.name) and (a.country == b.country or not a.country or not b.country)


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """One key for the spellings of a place name in all scripts; the folded name where consonants do not suffice."""
    return "".join(consonants(word) for word in re.split(r"[\s\-‐‑–]+", name)) or fold(name)


@lru_cache(maxsize=100_000)
def named_for(town: Where, seat: Where) -> bool:
    """Does a town lie in the province that is named for the seat? "Hatla, Deir ez-Zor" may mean either."""
    return bool(seat.admin1 and town.admin1 == seat.admin1 and town.country == seat.country and is_town(seat)
                and name_key(seat.name) == name_key(_OF_PROVINCE.sub("", seat.admin1)) != name_key(town.name))


@lru_cache(maxsize=100_000)
def place_score(a: Where, b: Where) -> float | None:
    """Same settlement or province 1; one inside the other, or one province, .6 to .7; else by distance; a country alone says little.

    None when nothing can be told: an unresolved name that is not the same.
    """
    wide = max(a.precision or 0, b.precision or 0) >= 6
    if same_place(a, b):
        return .3 if wide else 1.0
    if not wide and name_key(a.name) == name_key(b.name):
        return NAMESAKE if a.country == b.country else NAMESAKE_ABROAD      # one name, two entries of the gazetteer: reading may have chosen another of the two
    if not wide and (named_for(a, b) or named_for(b, a)):
        return .6
    if wide:
        return None if not a.country or not b.country else .3 if a.country == b.country else 0.0
    if a.admin1 and b.admin1 and a.admin1 == b.admin1 and a.country == b.country and not (is_town(a) and is_town(b)):
        return .6
    far = km(a, b)
    if far is None:
        return .3 if a.admin1 and a.admin1 == b.admin1 else None
    reach = REACH_KM.get(a.precision or 0, 0) + REACH_KM.get(b.precision or 0, 0)
    return .7 if reach and far <= reach else math.exp(-max(0.0, far - reach) / 20)


def places_score(a: Sequence[Where], b: Sequence[Where]) -> float | None:
    """The best pair of places: an episode over two provinces contains the town where a report stands."""
    scores = [s for x in finest(a) for y in finest(b) if (s := place_score(x, y)) is not None]
    return max(scores, default=None)


def finest(places: Sequence[Where]) -> Sequence[Where]:
    """The places without the countries and the seats of provinces around them, where something finer is named."""
    fine = [p for p in places if (p.precision or 0) < WIDE] or places
    return [p for p in fine if not any(named_for(q, p) for q in fine)] if len(fine) > 1 else fine


def near(a: Sequence[Where], b: Sequence[Where]) -> bool:
    """May the two be one place? Unknown or unresolved places do not speak against it."""
    if not a or not b:
        return True
    known = False
    for x in finest(a):
        for y in finest(b):
            score = place_score(x, y)
            if score is None:
                continue
            known = True
            far = km(x, y)
            if score >= .3 or (far is not None and far <= NEAR_KM):
                return True
            if x.admin1 and x.admin1 == y.admin1 and x.country == y.country:
                return True
    return not known


@lru_cache(maxsize=100_000)
def under(place: Where, wide: Where) -> bool:
    """Is a place the same as another, or does it lie in it: a town in its district, province or coast? Countries hold nothing here."""
    if same_place(place, wide):
        return True
    fine, broad = place.precision or 0, wide.precision or 0
    if not fine or not DISTRICT <= broad < WIDE or fine >= broad or (place.country and wide.country and place.country != wide.country):
        return False
    if broad == PROVINCE:
        return bool(place.admin1 and place.admin1 == wide.admin1)
    if place.admin1 and wide.admin1 and place.admin1 != wide.admin1:
        return False
    far = km(place, wide)
    return far is not None and far <= HOLDS_KM.get(broad, 0)


def filled(places: Sequence[Where]) -> list[Where]:
    """Of places in order those that something fills: one that comes after a finer one in it only says where that lies."""
    return [w for n, w in enumerate(places) if not any(not same_place(v, w) and under(v, w) for v in places[:n])]


def extents(item: Item) -> list[Where]:
    """The places that its events are said to fill: "in Jableh in Latakia province" fills Jableh, "on the coast" the coast."""
    found: list[Where] = []
    for seed in item.seeds:
        places = finest(getattr(seed.value, "where", ()))
        found += [p for p in places if p not in found and not any(q is not p and not same_place(p, q) and under(q, p) for q in places)]
    return found or filled(finest(item.places))


def in_order(item: Item) -> list[Where]:
    """Its places: first what its events fill, the widest before the rest, so that `filled` finds these again without the claims."""
    fills = extents(item)
    return [*sorted((p for p in item.places if p in fills), key=lambda p: (-(p.precision or 0) if (p.precision or 0) < WIDE else 0)),
            *(p for p in item.places if p not in fills)]


def of_other_scale(part: Item, whole: Item) -> bool:
    """Is one told as a day in a town, the other as days on end over a province, a coast or several towns, that day among them?

    Such as an ambush and the killings of that month: whatever words, names and days they share, they are not two tellings of one thing.
    """
    a, b = part.window, whole.window
    if a is None or b is None or a.precision not in PRECISE or b.precision not in PRECISE:
        return False
    if a.end - a.start > 1 or b.end - b.start < EPISODE_DAYS - 1 or a.start < b.start or a.end > b.end:
        return False
    towns = extents(part)
    return bool(towns) and all(map(is_town, towns)) and any(not any(under(w, t) for t in towns) for w in extents(whole))


def different_towns(a: Item, b: Item) -> bool:
    """Both name towns, and no place of one is or holds a place of the other."""
    ones, twos = finest(a.places), finest(b.places)
    return bool(ones and twos and any(map(is_town, ones)) and any(map(is_town, twos))
                and not any(same_place(x, y) or name_key(x.name) == name_key(y.name) or named_for(x, y) or named_for(y, x)
                        for x in ones for y in twos if is_town(x) or is_town(y)))


# --- days -----------------------------------------------------------------------------------------

def block_window(item: Item) -> Window | None:
    """Days for choosing what to compare: an undated event lies within the week before its report.

    This serves the search alone; it never becomes the date of anything.
    """
    if item.window is not None:
        return item.window
    return None if item.published is None else Window(item.published - 7, item.published, "unknown")


def days_allow(a: Item, b: Item) -> bool:
    ones, twos = _windows(a), _windows(b)
    return not ones or not twos or any(
        one.gap(two) <= (BLOCK_DAYS if one.precision in PRECISE and two.precision in PRECISE else BLOCK_DAYS_VAGUE)
        for one in ones for two in twos)


def _windows(item: Item) -> list[Window]:
    """The event's own days; without them the days that its report mentions, and the week before it."""
    if item.window is not None:
        return [item.window]
    block = block_window(item)
    return [*item.near_windows, *([block] if block else [])]


def day_score(a: Window | None, b: Window | None) -> float | None:
    if a is None or b is None:
        return None
    fade = FADE if a.precision in PRECISE and b.precision in PRECISE else FADE_VAGUE
    return math.exp(-a.gap(b) / fade) * min(VAGUE_DAY.get(a.precision, .6), VAGUE_DAY.get(b.precision, .6))


# --- the pair ---------------------------------------------------------------------------------------

def contradicts(a: Item, b: Item) -> bool:
    """Days or places that cannot be those of one event."""
    if a.window is not None and b.window is not None and not days_allow(a, b):
        return True
    return not near(a.places, b.places)


def belongs_together(item: Item, fresh: Item) -> bool:
    """Within one report: an event is part of an item unless its day and its town are others, its day is far off, or one is a day of the other."""
    if fresh.window is None and not fresh.places:
        return True
    if contradicts(item, fresh) or other_town_other_day(item, fresh) or of_other_scale(fresh, item) or of_other_scale(item, fresh):
        return False
    a, b = item.window, fresh.window
    return not (a is not None and b is not None and a.day and b.day and a.gap(b) >= 2)


def other_town_other_day(a: Item, b: Item) -> bool:
    """Other towns on other days, both told exactly: a clearly separate event."""
    return different_towns(a, b) and a.window is not None and b.window is not None \
        and a.window.precision in PRECISE and b.window.precision in PRECISE and a.window.gap(b.window) > 0


def score(a: Item, b: Item, words: Words) -> Scored:
    """How likely two items tell of one incident: the log odds of all that can be compared, added up. What is not told counts neither for nor against."""
    if not days_allow(a, b) or not near(a.places, b.places):
        return Scored(0.0)
    text = words.cosine(a.words, b.words) if a.lang == b.lang or not a.lang or not b.lang else None
    names, victims = words.cosine(a.names, b.names), _victims(a, b)
    sure = (victims or 0) >= .5 or telling_toll(a, b)
    strong = sure or ((text or 0) >= STRONG_TEXT and (names is None or names >= STRONG_TEXT))
    towns = different_towns(a, b)
    if other_town_other_day(a, b):
        return Scored(0.0, never="other towns on other days")
    place = _place(a, b)
    found = {
        "days": _days(a, b), "place": place,
        "actors": _jaccard(a.actors, b.actors), "victims": victims, "type": _types(a, b),
        "toll": _tolls(a, b), "figure": _same_figure(a, b), "text": text, "lineage": 1.0 if a.roots & b.roots else None, "names": names,
    }
    if place is not None and (episode(a) or episode(b)):
        # It has many names, deeds and sides, and figures that grow: what two reports do not share says nothing against it.
        found.update({k: max(v, NEUTRAL[k]) for k in ("names", "text", "toll", "figure", "type", "actors") if (v := found[k]) is not None})
    parts = tuple((name, value) for name, value in found.items() if value is not None)
    odds = START + sum(WEIGHTS[name] * (value - NEUTRAL[name]) for name, value in parts)
    if names is None and place is not None:
        odds += WEIGHTS["names"] * (place - NEUTRAL["names"])      # texts that are not at hand: one place would have given one name
    odds += (TELLING if telling_toll(a, b) else 0.0) - (OTHER_TOWNS if towns and not sure else 0.0)
    mean = 1 / (1 + math.exp(-odds))
    told_where = place is not None and place >= LIKELY_PLACE and _located(a) and _located(b)
    if not told_where and not strong and (names or 0) < ALIKE_NAMES:
        mean *= BELOW_CUT      # neither map nor names put the two in one place
    if not strong and a.window and b.window and a.window.day and b.window.day and a.window.gap(b.window) >= 2:
        mean *= APART
    if of_other_scale(a, b) or of_other_scale(b, a):
        mean *= BELOW_CUT      # also where they agree strongly: a part shares words, names and days with its whole
    return Scored(mean, parts)


def episode(item: Item) -> bool:
    """Days on end, or an article with many names: more than one deed on one day."""
    return (item.window is not None and item.window.precision != "day") or len(item.names) > MANY_NAMES


def _located(item: Item) -> bool:
    """Does the event, or without a place of its own its report, name a place finer than a country?"""
    return any((p.precision or 0) < WIDE for p in item.places or item.near_places)


def _days(a: Item, b: Item) -> float | None:
    own = day_score(a.window, b.window)
    if own is not None:
        return own
    scores = [CONTEXT * s for x in ([a.window] if a.window else a.near_windows) for y in ([b.window] if b.window else b.near_windows)
              if (s := day_score(x, y)) is not None]
    likely = day_score(_likely(a), _likely(b))
    return max([*scores, *([] if likely is None else [likely])], default=None)      # a late report names the days of which it tells


def _likely(item: Item) -> Window | None:
    """The day of an event, or without one the day its report came out and the one before: evidence for comparing, never its date."""
    if item.window is not None or item.published is None or item.weak:
        return item.window
    return Window(item.published - 1, item.published, "published")


def _place(a: Item, b: Item) -> float | None:
    if a.places and b.places:
        return places_score(a.places, b.places)
    near_by = places_score(a.places or a.near_places, b.places or b.near_places)
    return None if near_by is None else CONTEXT * near_by


def telling_toll(a: Item, b: Item) -> bool:
    """Do both give one figure of one harm that chance would hardly repeat?"""
    return bool(telling_figures(a, b))


def telling_figures(a: Item, b: Item) -> list[int]:
    """The figures of one harm that both give, of three digits or more and not round."""
    return sorted({int(x) for h, _, x in a.tolls for g, _, y in b.tolls if h == g and x == y and x >= 100 and x % 10})


def _same_figure(a: Item, b: Item) -> float | None:
    """1 when both give the same figure of one harm, 0 when they give others."""
    if not a.tolls or not b.tolls:
        return None
    return 1.0 if any(h == g and x == y for h, _, x in a.tolls for g, _, y in b.tolls) else 0.0


def _jaccard(a: set[str], b: set[str]) -> float | None:
    return len(a & b) / len(a | b) if a and b else None


def _victims(a: Item, b: Item) -> float | None:
    return len(a.victims & b.victims) / min(len(a.victims), len(b.victims)) if a.victims and b.victims else None


def _types(a: Item, b: Item) -> float | None:
    return (1.0 if a.types & b.types else 0.0) if a.types and b.types else None


def _tolls(a: Item, b: Item) -> float | None:
    """exp(-|log ratio|) of the closest pair of figures of one scope."""
    ratios = [math.exp(-abs(math.log(x / y))) for h, w, x in a.tolls for g, v, y in b.tolls
              if h == g and (w == v or not w or not v or x == y)]
    return max(ratios, default=None)


class Words:
    """How telling each word is among items (rare words weigh more), and how alike two sets of words are.

    Counts may have been taken earlier, on fewer items: a word that is not among them is taken for one that a single item has.
    """

    def __init__(self, items: Sequence[Item] = (), *, counts: Mapping[int, int] | None = None, total: int | None = None) -> None:
        """
        Args:
            items: those among which words are counted.
            counts: in how many items each word is, when that is known already; `total` is then the number of items.
        """
        self.total = len(items) if total is None else total
        found = count_words(items) if counts is None else counts
        self._square = {word: self._weight(n) for word, n in found.items()}
        self._new = self._weight(1)
        self._norm: dict[frozenset[int], float] = {}

    def _weight(self, n: int) -> float:
        return (math.log((1 + max(n, self.total)) / (1 + n)) + 1) ** 2

    def learn(self, counts: Mapping[int, int]) -> None:
        """Adds counts of further words, taken on the same items."""
        self._square.update((word, self._weight(n)) for word, n in counts.items())
        self._norm.clear()

    def _sum(self, words: frozenset[int]) -> float:
        # fsum, because the order of a set changes from run to run, and the last bit of a plain sum with it.
        get, new = self._square.get, self._new
        return math.fsum([get(w, new) for w in words])

    def _size(self, words: frozenset[int]) -> float:
        if words not in self._norm:
            self._norm[words] = self._sum(words)
        return self._norm[words]

    def cosine(self, a: frozenset[int], b: frozenset[int]) -> float | None:
        """TF-IDF cosine with each word counted once, or None when one side has no words."""
        if not a or not b:
            return None
        shared = a & b
        if not shared:
            return 0.0
        norm = math.sqrt(self._size(a) * self._size(b))
        return self._sum(shared) / norm if norm else None


def count_words(items: Iterable[Item]) -> Counter[int]:
    """In how many of these items each word is."""
    return Counter(word for item in items for word in item.words | item.names)
