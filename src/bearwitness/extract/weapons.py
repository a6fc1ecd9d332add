"""Words for weapons in a text: where they stand and of what type they are."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bearwitness.extract.events_table import weapon_phrases

if TYPE_CHECKING:
    from bearwitness.extract.page import Page

_WORD = re.compile(r"[^\W_]+|-", re.UNICODE)
# "mine", "shell", "club", "shots", "rock" and the like are often something else: only after or before these.
_NEEDS_COMPANY = {
    "mine": r"(?:a|the|by|planted|buried|land|sea|anti-tank|anti-personnel|laid)\s$", "club": r"(?:a|with|the)\s$",
    "rock": r"(?:threw|throwing|hurled|thrown|with|a)\s$", "stone": r"(?:threw|throwing|hurled|thrown|with|a)\s$",
    "shell": r"(?:a|the|artillery|mortar|tank|by|another|one|of)\s$", "tank": r"(?:a|army|the|battle|by|regime|of)\s$",
    "shots": r"(?:fired|warning|of|with|heard|several|two|three)\s$", "stick": r"(?:a|with)\s$",
    "bottle": r"(?:a|with|threw)\s$", "hammer": r"(?:a|with)\s$", "brick": r"(?:a|with|threw)\s$",
    "petrol": r"(?:with|of|in)\s$", "gasoline": r"(?:with|of|in)\s$", "sword": r"(?:a|with|the)\s$",
    "cannon": r"(?:a|with|the|aircraft)\s$", "scud": r".$", "gun": r".?$", "explosive": r"(?:an|with|plastic)\s$",
}
_NOT_AFTER = re.compile(r"\s*(?:battalion|brigade|division|mountain|works?|worker|workers|company|field|owner)\b", re.I)


def weapons_in(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
    """Weapons named in text[start:end]: (start, end, type), in text order, the longest where several fit."""
    end = len(text) if end is None else end
    words = [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text, start, end)]
    table = weapon_phrases()
    found: list[tuple[int, int, str]] = []
    i = 0
    while i < len(words):
        hit = None
        for parts, kind in table.get(words[i][2], ()):
            piece = words[i:i + len(parts)]
            if tuple(w[2] for w in piece) == parts and _joined(text, piece):
                hit = (len(parts), kind)
                break
        if hit is None or not _fits(text, words[i][0], words[i + hit[0] - 1][1], start):
            i += 1
            continue
        found.append((words[i][0], words[i + hit[0] - 1][1], hit[1]))
        i += hit[0]
    return found


def _joined(text: str, piece: list[tuple[int, int, str]]) -> bool:
    """Is there only white space between the words of a group?"""
    return all(text[a[1]:b[0]].strip() == "" for a, b in pairwise(piece))


def _fits(text: str, start: int, end: int, floor: int) -> bool:
    word = text[start:end].lower()
    if _NOT_AFTER.match(text, end) and " " not in word:
        return False
    plural = word[:-1] if word.endswith("s") and word != "shots" else word
    rule = _NEEDS_COMPANY.get(plural)
    if rule is None or (word != plural and plural not in ("rock", "tank", "shell", "club", "stone", "bottle")):
        return True
    if word != plural and plural in ("shell", "tank"):
        return True
    return bool(re.search(rule, text[max(floor, start - 16):start].lower()))


def find_weapons(page: Page) -> list[tuple[int, int, str]]:
    """Every weapon named in the Latin-script lines of the document: (start, end, type)."""
    found: list[tuple[int, int, str]] = []
    for line in page.lines:
        if line.script == "latin":
            found += weapons_in(page.text, line.start, line.end)
    return found
