"""What is grouped: an item is a report times a passage of events, with what a score can compare."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from bearwitness.incidents.name_keys import name_keys
from bearwitness.model import Attribution, Claim, Event, Toll, Victim, When, Where, Who
from bearwitness.resolve.fold import fold

UNREAL = frozenset(("hypothetical", "future", "negated"))
NOT_TOLD = frozenset(("denies", "demands", "promises", "threatens", "predicts"))
QUIET = "Strategic developments"      # agreements, arrests, movements: only ever beside what happened
LONG_DAYS = 180                       # a toll over a longer window counts a war, not an incident
PRECISE = ("day", "range")
EARLIEST = dt.date(1900, 1, 1).toordinal()      # what is told of days before it is history, or a misreading: it is said so
MOST = 200_000_000    # a figure above it counts no people, and tells no two events apart
AHEAD = 1             # days; where a report is published, tomorrow may have begun elsewhere


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` to `end` (ordinals, inclusive) with the precision of the words."""

    start: int
    end: int
    precision: str

    def gap(self, other: Window) -> int:
        """Days between two windows; 0 when they overlap."""
        return max(0, other.start - self.end, self.start - other.end)

    @property
    def day(self) -> bool:
        return self.precision == "day" and self.start == self.end


@dataclass(slots=True)
class Item:
    """One passage of events of one report."""

    report: str
    published: int | None
    seeds: list[Claim] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    window: Window | None = None
    places: list[Where] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    tolls: list[tuple[str, str, float]] = field(default_factory=list)
    victims: set[str] = field(default_factory=set)
    words: frozenset[int] = frozenset()      # `word_key` of each
    names: frozenset[int] = frozenset()      # of keys of the words of those sentences that may be names, the same in every script
    lang: str | None = None          # of the report; words of two languages are not compared
    roots: set[str] = field(default_factory=set)
    rank: int = 99
    weak: bool = False               # speaks of an event without telling it: may join an incident, makes none
    near_places: list[Where] = field(default_factory=list)      # mentioned in the report, not said of the event
    near_windows: list[Window] = field(default_factory=list)
    first: str = ""                  # the least of the seeds' ids
    size: int = 0                    # how many claims it has

    @property
    def key(self) -> tuple:
        """A place in the order of items that does not depend on the order of input."""
        when = self.window.start if self.window else self.published or 0
        return when, self.published or 0, self.report, self.first


def day(text: str | None) -> int | None:
    """The ordinal of an ISO date, or None for none and for what the calendar does not hold."""
    match = re.match(r"^(\d{4})-(\d{2})-(\d{2})", text or "")
    if not match:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])).toordinal()
    except ValueError:
        return None


def out_of_reach(when: When, published: int | None) -> str | None:
    """Why the days of a `When` are hardly those of what its report tells; None when they may be.

    >>> out_of_reach(When("2093-01-01", "2093-01-01", "day"), day("2025-03-08"))
    'after its report was published (2025-03-08)'
    """
    start, end = day(when.start), day(when.end)
    first, last = start if start is not None else end, end if end is not None else start
    if first is None or last is None:
        return None
    if published is not None and start is not None and first > published + AHEAD:
        return f"after its report was published ({dt.date.fromordinal(published).isoformat()})"
    return f"before {dt.date.fromordinal(EARLIEST).year}" if last < EARLIEST else None


def window(when: When, published: int | None) -> Window | None:
    """The days that a `When` stands for; an open end reaches to the day of publication. None for none, and for days after publication.

    Days long ago stay what they are: they keep what is told of history apart from what happened now.
    """
    start, end = day(when.start), day(when.end)
    if (start is None and end is None) or (published is not None and start is not None and start > published + AHEAD):
        return None
    if end is None:
        end = max(start or 0, published or 0)
    if start is None:
        start = end
    return Window(min(start, end), max(start, end), when.precision)


def vague(item: Item) -> bool:
    """Does the item tell neither day nor place of its event?"""
    return item.weak or (item.window is None and not item.places)


def actor_key(who: Who) -> str:
    return who.entity_id or fold(who.name)


def named(whos: Iterable[Who]) -> set[str]:
    """Keys of the actors that have a name; "villagers" and "gunmen" tell no two events apart."""
    return {actor_key(w) for w in everyone(whos) if w.entity_id or w.kind not in ("unnamed", "community")}


def everyone(whos: Iterable[Who]) -> list[Who]:
    """The actors of one level, joint ones included."""
    out = []
    for who in whos:
        out += [who, *everyone(who.with_)]
    return out


def told(claim: Claim) -> bool:
    """Is the claim told as something that took place, and in a time that has days here?"""
    return claim.hedge not in UNREAL and claim.stance not in NOT_TOLD and not ancient(claim)


def ancient(claim: Claim) -> bool:
    """Is the claim about a year before Christ? No incident is made of it."""
    value = claim.value
    words = value.when.expression if isinstance(value, (Event, Toll)) and value.when.start is None else None
    return words is not None and _ANCIENT.search(words) is not None


_ANCIENT = re.compile(r"\d\s?(?:BC|B\.C\.)")


def is_seed(claim: Claim) -> bool:
    """May this event start an incident?"""
    value = claim.value
    return isinstance(value, Event) and value.rank is not None and value.stage != "threatened" and told(claim) \
        and (value.event_type != QUIET or value.rank == 1)


def take(item: Item, claim: Claim) -> None:
    """Adds a seed to an item and widens the item's days, places and actors."""
    item.seeds.append(claim)
    item.claims.append(claim)
    value = claim.value
    when, where = (value.when, value.where) if isinstance(value, (Event, Toll)) else (When(), ())
    item.window = _join(item.window, window(when, item.published))
    item.places += [w for w in where if w not in item.places]
    if isinstance(value, Event):
        item.types.add(value.type)
        if told(claim):
            item.rank = min(item.rank, value.rank or 99)
        item.actors |= named((*value.perpetrators, *value.targets))


def _join(old: Window | None, new: Window | None) -> Window | None:
    """The window over both; a vague one does not widen a precise one."""
    if old is None or new is None:
        return old or new
    if (old.precision in PRECISE) != (new.precision in PRECISE):
        return old if old.precision in PRECISE else new
    start, end = min(old.start, new.start), max(old.end, new.end)
    same = (start, end) in ((old.start, old.end), (new.start, new.end))
    precision = old.precision if same and (old.start, old.end) == (start, end) else new.precision if same else "range"
    return Window(start, end, precision)


def describe_item(item: Item, text: str | None = None, lang: str | None = None) -> None:
    """What the score compares, gathered from all claims of the item and, where the text is given, from the sentences around its events."""
    item.lang = lang
    words: set[str] = set()
    item.first, item.size = min(c.id for c in item.seeds), len(item.claims)
    for claim in item.claims:
        value = claim.value
        if claim.kind in ("event", "toll", "victim", "attribution"):
            words |= set(_WORD.findall(claim.passage.exact.casefold()))
        if isinstance(value, Toll):
            point = value.best or value.number or value.low
            if point and 0 < point <= MOST:
                item.tolls.append((value.harm, (value.whom or "").casefold(), float(point)))
            if claim.speakers:
                item.roots.add(actor_key(claim.speakers[-1]))
        elif isinstance(value, Attribution) and told(claim):
            item.actors |= named(value.accused)
        elif isinstance(value, Victim):
            item.victims.add(fold(value.name))
    around = [] if text is None else [text] if len(text) <= SHORT else sentences(text, [c for c in item.claims if c in item.seeds or c.kind == "toll"])
    for sentence in around:
        words |= set(_WORD.findall(sentence.casefold()))
    item.words = frozenset(map(word_key, words))
    if text is not None:
        names = {key for sentence in around for key in name_keys(sentence, lang)} | {key for p in item.places for key in name_keys(p.name, lang)}
        found = names or {f"~{fold(word)}" for word in words}      # without any name its words must do
        item.names = frozenset(map(word_key, found))


@lru_cache(maxsize=200_000)
def word_key(word: str) -> int:
    """A word as 63 bits of its BLAKE2b digest: small, the same everywhere, and no text in what is kept for grouping."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


_WORD = re.compile(r"[^\W\d_]{3,}")
_END = re.compile(r"[.!?؟。]\s|\n")
SHORT = 300          # characters; so short a text tells of one thing
SENTENCE = 400       # characters; a longer stretch is cut around its claim


def sentences(text: str, claims: Iterable[Claim]) -> list[str]:
    """The sentences in which claims stand, each once, in text order."""
    found: dict[tuple[int, int], None] = {}
    for claim in sorted(claims, key=lambda c: (c.passage.start, c.id)):
        low, high = max(0, claim.passage.start - SENTENCE), min(len(text), claim.passage.end + SENTENCE)
        before = [m.end() for m in _END.finditer(text, low, claim.passage.start)]
        after = _END.search(text, max(claim.passage.start, claim.passage.end - 1), high)
        found[before[-1] if before else low, after.start() if after else high] = None
    return [text[a:b] for a, b in found]
