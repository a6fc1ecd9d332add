"""One figure as somebody gives it, whether it came from a claim or from a row of a table."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bearwitness.weigh.interval import interval
from bearwitness.weigh.window import Window

IMPLAUSIBLE = "implausible"      # the role of a figure above what the rule set takes for a count of people
ROLES = ("total", "part", "subset", "increment", "place_part")
COUNTINGS = ("cumulative", "daily")
_NOBODY = ("source eyewitness eye-witness witness report resident activist official doctor medic worker analyst people account "
           "survivor relative expert observer villager journalist rescuer monitor watchdog group agency").split()
_UNNAMED = re.compile(
    r"^(?P<before>(?:\W*\b(?:unnamed|unidentified|anonymous|unknown|several|some|many|other|another|rival|local|field|media|medical|hospital|"
    r"security|multiple|rights|war|various|independent|humanitarian|aid|senior|two|three|the|a|an|one|news)\b\W*)*)"
    r"(?P<noun>(?:" + "|".join(_NOBODY) + r")(?:e?s)?|authorities|him|her|he|she|they|it)"
    r"(?:$|\W*$|\s+(?:in|from|at|on|near|who|via|through|inside|there|with|of|close|based|familiar)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A figure, who says it, who it is taken from, and the scope it stands for.

    Days are ordinals (or days since the event, in tables that give only those); `None` is unknown.
    `chain` holds the speakers outermost first; the last is `cited`, whose words they are. An empty
    chain is the publisher's own voice.
    """

    claim: str
    number: int | None
    bound: str = "exact"
    low: int | None = None
    high: int | None = None
    harm: str = "killed"
    population: str | None = None
    place: str | None = None
    counted: str = "persons"
    role: str = ""
    whole_of: bool = False           # a subset of a wider population that is all of its own: 745 civilians of 1,018 persons
    publisher: str | None = None
    chain: tuple[str, ...] = ()
    root_key: str | None = None      # a resolved identity of the last speaker, when there is one
    body: str | None = None          # whom the last speaker speaks for, when that is told
    publisher_key: str | None = None   # and of the publisher
    published: float | None = None
    as_of: float | None = None
    as_of_text: str | None = None
    phrase: str | None = None
    report: str | None = None
    text: str | None = None          # the passage, for near-duplicate text
    voice: str | None = None         # how to name the publisher's own voice as a root
    rating: str | None = None        # Admiralty letter of whoever gives the figure, when people set one
    credit: tuple[str, str, str] | None = None   # the agency that its report credits: key, name, words
    odd: tuple[str, ...] = ()        # what is wrong with its days, in words
    window: Window | None = None     # the days over which it counts; None: not stated
    counting: str | None = None      # cumulative or daily, where the source says so

    @property
    def ref(self) -> str:
        """The claim in a sentence: its id, or the beginning of a digest."""
        return self.claim if len(self.claim) <= 16 else f"claim {self.claim[:8]}"

    @property
    def cited(self) -> str | None:
        return self.chain[-1] if self.chain else None

    @property
    def day(self) -> float | None:
        """The day that orders this figure among others: as of, else published."""
        return self.published if self.as_of is None else self.as_of

    @property
    def ends(self) -> tuple[int | None, int | None]:
        return interval(self.number, self.bound, low=self.low, high=self.high, phrase=self.phrase)

    @property
    def usable(self) -> bool:
        """Does it state anything that a range could use? A boast or "many" does not."""
        return any(end is not None for end in self.ends)


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """A name for comparison: no case, accents, article, or trailing acronym in brackets; "X via Y" is X.

    >>> name_key("The Guardian") == name_key("Guardian")
    True
    """
    folded = unicodedata.normalize("NFKD", name.strip()).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = re.split(r"\s+(?:via|through)\s+", folded)[0]
    folded = re.sub(r"\s*\([^)]*\)\s*$", "", folded)
    folded = re.sub(r"^(?:the|a|an)\s+", "", folded)
    return re.sub(r"\W+", " ", folded).strip()


def is_unnamed(name: str) -> bool:
    """Does this speaker name nobody ("eyewitnesses", "unnamed field sources", "local officials")?"""
    match = _UNNAMED.match(name.strip())
    # "The Observer" is a newspaper; "Observers" at the start of a sentence are not.
    return match is not None and (not match["before"] or match["noun"][0].islower())


def two_steps(said: Said) -> bool:
    """Was it passed on twice before it reached this publisher ("eyewitnesses via another paper")?"""
    return len(said.chain) > 1 or bool(said.cited and re.search(r"\bvia\b", said.cited))


def day_number(text: str | None) -> float | None:
    """The ordinal of an ISO date (a month or a year counts from its last day's end: the count stood by then).

    >>> day_number("2025-03-08") - day_number("2025-03-01")
    7.0
    """
    match = re.match(r"^(-?\d{1,4})(?:-(\d{2}))?(?:-(\d{2}))?(?![\d/.])", (text or "").strip())
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 12), int(match[3] or 28)
    try:
        return float(dt.date(year, month, day).toordinal())
    except ValueError:
        return None


def day_text(day: float | None) -> str | None:
    """A day in ISO form; "day 7" where a table counts days since the event.

    >>> day_text(day_number("2025-03-08")), day_text(7.0), day_text(None)
    ('2025-03-08', 'day 7', None)
    """
    if day is None:
        return None
    return dt.date.fromordinal(int(day)).isoformat() if 100_000 < day <= dt.date.max.toordinal() else f"day {day:g}"


@lru_cache(maxsize=65_536)
def natural(text: str) -> tuple:
    """A sorting key by which c9 comes before c10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part)
