"""The named, versioned rule set by which figures are weighed. A team changes it in a file, not in the program.

Three ship: `standard` (the conventions of this project), `airwars` and `ibc` (in the manner of those two). A file is TOML with the same
keys; what it leaves out is as in `standard`. The rule set's name and version go into every result that rests on it.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bearwitness.errors import UsageError

SHIPPED = ("standard", "airwars", "ibc")
LADDERS = ("convergence", "airwars", "ibc")
RELIABILITY = ("A", "B", "C", "D", "E", "F")
_WEIGHTS = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.3, "E": 0.0, "F": 0.5}


@dataclass(frozen=True, slots=True)
class Rules:
    """One rule set. Ratios and weights have no unit; days are days.

    Attributes:
        ladder: how the standing is named: `convergence` (convergent, supported, single root, contested, circular, differing),
            `airwars` (fair, weak), `ibc` (recorded, provisional).
        stale_days: a figure so many days older than the newest is stale, while counts still move.
        settled_days: after so many days counts move slowly: stale is then what is twice as old.
        convergent_roots, convergent_ratio: how many roots, and how near, make it convergent.
        contested_ratio: two roots further apart than this contest each other.
        rising_days, rising_ratio: a count still rises when its last change lies within so many days and exceeds this ratio.
        link_ratio, sure_ratio: likelihood ratios from which equal figures are taken as copies, and without a suggestion to review.
        inexact_weight: what a figure with a bound weighs beside an exact one.
        own, official, unsourced: weights of a root's own documentation, of an official statement, of a figure without a named source.
        reliability: weight by the Admiralty letter that people gave a source; unrated counts as 1.
        worst_inside: the last letter whose figures enter the range; worse ones are shown beside it.
        most_people, most_displaced: a figure above it is no count of people: kept as told, and left out of the range.
        same_window: the share of days that two windows with both ends must have in common to be one.
        count_as: words for people -> population that they count as; "mostly civilians" stands for all words that say so.
        unnamed_outside: are unnamed sources shown beside the range when they were passed on twice or fit no named one?
    """

    name: str
    version: str
    about: str = ""
    ladder: str = "convergence"
    stale_days: int = 7
    settled_days: int = 30
    convergent_roots: int = 3
    convergent_ratio: float = 1.25
    contested_ratio: float = 2.0
    rising_days: int = 3
    rising_ratio: float = 1.1
    link_ratio: float = 3.0
    sure_ratio: float = 20.0
    inexact_weight: float = 0.7
    own: float = 1.0
    official: float = 0.8
    unsourced: float = 0.5
    reliability: Mapping[str, float] = field(default_factory=lambda: dict(_WEIGHTS))
    worst_inside: str = "C"
    unnamed_outside: bool = True
    most_people: int = 10_000_000
    most_displaced: int = 200_000_000
    same_window: float = 0.33
    count_as: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name and version, as results carry them."""
        return f"{self.name} {self.version}"

    def most(self, harm: str) -> int:
        """The largest figure of this harm that is taken for a count."""
        return self.most_displaced if harm == "displaced" else self.most_people

    def weight_of(self, letter: str | None) -> float:
        """The weight of a source by the letter that people gave it; 1 when nobody rated it."""
        return 1.0 if letter is None else self.reliability[letter]

    def inside(self, letter: str | None) -> bool:
        """Do figures of a source with this letter enter the range? Unrated ones do, and F (cannot be judged)."""
        return letter in (None, "F") or RELIABILITY.index(letter) <= RELIABILITY.index(self.worst_inside)


STANDARD = Rules("standard", "2")


@lru_cache(maxsize=8)
def shipped(name: str) -> Rules:
    """A rule set that ships.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in SHIPPED:
        raise UsageError(f"there is no rule set {name!r}: use one of {', '.join(SHIPPED)}, or the path of a TOML file")
    return parse((files("bearwitness") / "data" / "rules" / f"{name}.toml").read_bytes(), f"{name}.toml")


def parse(data: bytes, where: str) -> Rules:
    """A rule set from TOML.

    Args:
        where: what the bytes are called in errors.

    Raises:
        UsageError: no TOML; a key that is not known, or a value that does not fit; name or version missing.
    """
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{where}: is no TOML in UTF-8: {error}") from error
    known = {f.name: f for f in dataclasses.fields(Rules)}
    for key, value in found.items():
        if key not in known:
            raise UsageError(f"{where}: there is no rule {key!r}; the rules are {', '.join(known)}")
        _check(where, key, value)
    for key in ("name", "version"):
        if not str(found.get(key) or "").strip():
            raise UsageError(f"{where}: a rule set needs a {key}: {key} = \"...\"")
    if "reliability" in found:
        found["reliability"] = {**_WEIGHTS, **found["reliability"]}
    return Rules(**found)


def _check(where: str, key: str, value: Any) -> None:
    default = getattr(STANDARD, key)
    if key == "reliability":
        if not isinstance(value, dict) or not set(value) <= set(RELIABILITY) or not all(_number(v) and 0 <= v <= 1 for v in value.values()):
            raise UsageError(f"{where}: reliability is a table of letters {', '.join(RELIABILITY)} with weights from 0 to 1")
    elif key == "count_as":
        if not isinstance(value, dict) or not all(isinstance(v, str) and v.strip() and k.strip() for k, v in value.items()):
            raise UsageError(f"{where}: count_as is a table of words and the population that they count as: {{ \"mostly civilians\" = \"civilians\" }}")
    elif key == "same_window":
        if not _number(value) or not 0 < value <= 1:
            raise UsageError(f"{where}: same_window is a share above 0 and up to 1, not {value!r}")
    elif isinstance(default, bool):
        if not isinstance(value, bool):
            raise UsageError(f"{where}: {key} is true or false, not {value!r}")
    elif isinstance(default, str):
        if not isinstance(value, str):
            raise UsageError(f"{where}: {key} is a text, not {value!r}")
        if key == "ladder" and value not in LADDERS:
            raise UsageError(f"{where}: ladder is one of {', '.join(LADDERS)}, not {value!r}")
        if key == "worst_inside" and value not in RELIABILITY[:5]:
            raise UsageError(f"{where}: worst_inside is a letter from A to E, not {value!r}")
    elif not _number(value) or value < 0 or (isinstance(default, int) and value != int(value)):
        raise UsageError(f"{where}: {key} is a {'whole ' if isinstance(default, int) else ''}number, not below 0, not {value!r}")
    elif key.endswith("_ratio") and value < 1:
        raise UsageError(f"{where}: {key} is a ratio of 1 or more, not {value!r}")


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value and abs(value) < 1e12
