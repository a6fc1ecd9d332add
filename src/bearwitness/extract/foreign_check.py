"""Is a language pack well formed? Said before it is used, with the file, the key and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from bearwitness.errors import UsageError
from bearwitness.model import HARMS, HEDGES, STANCES

SCRIPTS = ("latin", "arabic", "cyrillic", "hebrew", "greek", "devanagari")
FOLD_NAMES = ("marks", "letters", "turkish")
BOUND_NAMES = ("at_least", "more_than", "about", "up_to", "fewer", "exact")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTED = ("persons", "others", "populations", "families", "villages", "bodies", "houses")
# Section -> its keys; None stands for keys that are numbers or spans of numbers.
KEYS: dict[str, tuple[str, ...] | None] = {
    "": ("name", "own_name", "lacks", "writing", "numbers", "bounds", "people", "harm", "hedge", "says", "dates"),
    "writing": ("script", "fold", "prefixes", "thousands", "and", "apostrophe", "units_first"),
    "numbers": ("words", "vague", "about", "article_one", "labels", "endings"),
    "numbers.words": None, "numbers.about": None, "numbers.vague": None,
    "bounds": ("between", "between_and", "before", "after"),
    "bounds.before": BOUND_NAMES, "bounds.after": BOUND_NAMES,
    "people": (*_COUNTED, "two", "one", "an", "describing", "of", "parts", "parts_after", "small", "summed", "severity", "object_endings"),
    "people.two": _COUNTED,
    "harm": ("reach", "or", "stops", "cumulative", *HARMS),
    **{f"harm.{h}": ("patterns", "totals", "one", "two") for h in HARMS},
    "hedge": HEDGES,
    "says": ("order", "noun_content", "that", "according", "according_after", "openers", "titles", "pronouns", "tails", "heads", "verbs"),
    "says.verbs": STANCES,
    "dates": ("yesterday", "today", "before_yesterday", "weekdays"), "dates.weekdays": DAYS,
}
# Everything else is a list written as one string.
_OTHER: dict[str, type] = {"harm.reach": int, "writing.units_first": bool, "says.noun_content": bool}
_NO_LISTS = ("name", "own_name", "lacks", "writing.script", "writing.fold", "writing.thousands", "writing.apostrophe", "says.order")
_CHOICES = {"writing.script": SCRIPTS, "writing.fold": FOLD_NAMES, "writing.apostrophe": ("parts", "suffix", "joins")}


def check(raw: dict[str, Any], file: str) -> None:
    """Raises for the first ten faults of a pack.

    Raises:
        UsageError: one line a fault: FILE: KEY: what is wrong: what to do.
    """
    faults = [f"{file}: {key}: {what}" for key, what in _faults(raw)]
    if faults:
        more = f"\n{file}: and {len(faults) - 10} more faults" if len(faults) > 10 else ""
        raise UsageError("\n".join(faults[:10]) + more)


def _faults(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, line in (("name", 'name = "..."'), ("writing", "a section [writing] with script and fold")):
        if key not in raw:
            yield key, f"is missing: add {line}"
    for key in ("script", "fold"):
        if isinstance(raw.get("writing"), dict) and key not in raw["writing"]:
            yield f"writing.{key}", f"is missing: write one of {', '.join(_CHOICES[f'writing.{key}'])}"
    yield from _section(raw, "")


def _section(table: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    known = KEYS[name]
    for key, value in table.items():
        path = f"{name}.{key}" if name else key
        if known is not None and key not in known:
            near = difflib.get_close_matches(key, known, 1)
            yield path, f"is no key of {'a pack' if not name else f'[{name}]'}: {f'did you mean {near[0]}?' if near else 'write one of ' + ', '.join(known)}"
        elif known is None and not re.fullmatch(r"\d+" if name != "numbers.vague" else r"\d*-\d*", key):
            yield path, "must be a number, as in 13 = \"...\"" if name != "numbers.vague" else "must be the ends of a size, as in 20-99 or 200-"
        elif path in KEYS:
            if isinstance(value, dict):
                yield from _section(value, path)
            else:
                yield path, f"must be a section: write [{path}] on a line of its own and its keys below it"
        else:
            yield from _value(value, path)


def _value(value: Any, path: str) -> Iterator[tuple[str, str]]:
    wanted = _OTHER.get(path, str)
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        how = {str: 'one text in quotation marks, its entries parted by commas ("one, two")', int: "a number", bool: "true or false"}[wanted]
        yield path, f"is {type(value).__name__}: write {how}"
    elif path in _CHOICES and value not in _CHOICES[path]:
        yield path, f"{value!r} is unknown: write one of {', '.join(_CHOICES[path])}"
    elif isinstance(value, str) and path not in _NO_LISTS:
        if "،" in value or ";" in value or "；" in value:
            yield path, "has a comma of another script or a semicolon: part the entries by the Latin comma (,)"
        if path.rpartition(".")[2] in ("patterns", "totals") and path.startswith("harm."):
            yield from _patterns(value, path)


def _patterns(value: str, path: str) -> Iterator[tuple[str, str]]:
    for text in (" ".join(t.split()) for t in value.split(",") if t.strip()):
        words = text.replace("N(object)", "N").split()
        if words.count("N") != 1 or (words[0] != "N" and words[-1] != "N"):
            yield path, f"pattern {text!r}: write one N, at its beginning or its end, and the words of harm on the other side"
        elif not [w for w in words if w not in ("N", "…", "...")]:
            yield path, f"pattern {text!r}: write the words of harm beside the N"
        elif "..." in text:
            yield path, f"pattern {text!r}: write the one sign … in the place of three points"
