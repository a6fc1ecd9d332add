"""Which body a noun can stand for: "the commission" is no brigade, and "the monitor" no ministry.

A noun names a kind of body. It stands for one seen before whose own name says a word of that kind, or says no kind at all
("SOHR", "Hezbollah") and is not known to be of another.
"""

from __future__ import annotations

import re

from bearwitness.model import Who

_OPEN = frozenset("group organisation organization body office team union coalition movement network party".split())
_KINDS = tuple(frozenset(words.split()) for words in (
    "monitor watchdog observatory rights ngo charity foundation association charities relief aid",
    "newspaper outlet broadcaster channel daily tv television radio news press media post times herald",
    "militia brigade brigades battalion battalions army forces guard guards front rebels fighters jihadists militias",
    "ministry government administration presidency cabinet",
    "police gendarmerie prosecutor prosecutors prosecution",
    "commission inquiry panel",
    "committee", "council", "court tribunal", "agency agence", "mission embassy"))
_ARMED, _CIVIL = 2, (0, 1, 3, 4, 5, 6, 8, 9, 10)


def kinds_in(words: str) -> set[int]:
    """The kinds of body that these words name, by number.

    >>> kinds_in("the Harak Brigade") & kinds_in("the commission")
    set()
    """
    found = set(re.findall(r"[^\W\d_]+", words.lower()))
    return {n for n, kind in enumerate(_KINDS) if kind & found}


def may_be_called(noun: str, who: Who) -> bool:
    """Can "the" and this noun stand for this body?

    >>> may_be_called("commission", Who("Harak Brigade", "organisation")), may_be_called("group", Who("Harak Brigade", "organisation"))
    (False, True)
    """
    if noun in _OPEN or re.search(rf"\b{re.escape(noun)}\b", who.name, re.IGNORECASE):
        return True
    wanted = kinds_in(noun)
    if not wanted:
        return True
    if who.kind == "armed_group" and not wanted.isdisjoint(_CIVIL):
        return False
    named = kinds_in(who.name)
    return not named or bool(named & wanted) or _loose(wanted, who)


def _loose(wanted: set[int], who: Who) -> bool:
    """"The monitor", "the agency" and "the mission" stand for many a named centre, network or council for human rights."""
    return bool(wanted & {0, 9, 10}) and who.kind == "organisation" and kinds_in(who.name).isdisjoint({_ARMED, 3, 4, 5})
