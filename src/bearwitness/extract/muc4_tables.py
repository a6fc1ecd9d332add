"""Lists about the region and time of the MUC-4 messages, from files that users can read and extend."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Known:
    """One row of words/latin_america.csv. `side`: guerrilla, drug mafia, death squad, state, party, or empty."""

    name: str
    kind: str
    side: str
    country: str
    aliases: tuple[str, ...]


@cache
def known() -> tuple[Known, ...]:
    text = files("bearwitness.extract").joinpath("words/latin_america.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Known(r["name"], r["kind"], r["side"], r["country"], tuple(a for a in r["aliases"].split("|") if a)) for r in rows)


@cache
def names() -> tuple[str, ...]:
    """All names and aliases as written."""
    return tuple(n for k in known() for n in (k.name, *k.aliases))


@cache
def target_kinds() -> dict[str, tuple[str, ...]]:
    """Word -> kinds of target it speaks for (words/muc4_targets.txt)."""
    found: dict[str, list[str]] = {}
    for line in files("bearwitness.extract").joinpath("words/muc4_targets.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, words = line.split("|")
            for word in words.split():
                found.setdefault(word, []).append(kind.strip())
    return {w: tuple(ks) for w, ks in found.items()}


@cache
def departments() -> dict[str, frozenset[str]]:
    """Country -> its departments in capitals (words/muc4_departments.txt)."""
    out = {}
    for line in files("bearwitness.extract").joinpath("words/muc4_departments.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            country, names_ = line.split("|")
            out[country.strip()] = frozenset(n.strip().upper() for n in names_.split(","))
    return out


@cache
def clusters() -> dict[str, tuple[str, str]]:
    """Word -> its coarse and its fine cluster (words/muc4_clusters.txt)."""
    out = {}
    for line in files("bearwitness.extract").joinpath("words/muc4_clusters.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            numbers, words = line.split(" | ")
            coarse, fine = numbers.split()
            out.update(dict.fromkeys(words.split(), (coarse, fine)))
    return out
