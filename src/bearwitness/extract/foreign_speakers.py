"""Whom a stretch of text before or after a verb of saying stands for, in languages without a parser.

An actor of the table is taken first; then, where names have capitals, a title with the name beside it; else the
words are kept as the description they are.
"""

from __future__ import annotations

import re
from typing import Any

from bearwitness.extract.foreign_packs import Pack, Token, lying_in
from bearwitness.extract.page import Page
from bearwitness.model import Who

_PARTICLES = frozenset("de del la las los da al el bin ibn abu von van der du des le".split())
_BODIES = ("organisation", "armed_group", "state", "outlet")


def speaker_of(page: Page, pack: Pack | None, start: int, end: int, *, joined: bool = False) -> Who | None:
    """The speaker in a stretch, or None when the stretch holds no word.

    Args:
        joined: in Arabic the stretch may begin with a preposition written together with it ("وفقا لمصدر").
    """
    name = None
    if joined and pack is not None and pack.code == "ar" and page.text[start:start + 1] == "ل":
        name = "ال" + page.text[start + 2:end] if page.text[start:start + 2] == "لل" else None
        start += name is None
    passage = page.passage(start, end)
    if not re.search(r"[^\W\d_]", passage.exact) or len(passage.exact) > 160:
        return None
    known = lying_in(page.names, passage.start, passage.end)
    person = next((n for n in reversed(known) if n.kind == "person" and _is_speaker(page.text, pack, n.start, n.end, passage.start, passage.end)), None)
    if person is not None:
        role = _role(page.text, passage.start, person.start, person.end, passage.end)
        return Who(person.canonical or person.text, person.kind, role, person.entity_id, passage)
    titled = _titled(page, pack, passage.start, passage.end)
    if titled is not None:
        return Who(titled[0], "person", titled[1], None, passage)
    apart = _apposed(page, pack, passage.start, passage.end)
    if apart is not None:
        return Who(apart[0], "person", apart[1], None, passage)
    whole = next((n for n in known if n.end - n.start >= 0.8 * len(passage.exact) or (
        n.kind in _BODIES and n.start - passage.start <= 4 and n.end >= passage.end - 2)), None)
    if whole is not None:
        return Who(whole.canonical or whole.text, whole.kind, None, whole.entity_id, passage)
    before = _short_form(page, passage.start, passage.exact) if pack is not None and pack.script == "arabic" else None
    if before is not None:
        return Who(before.canonical or before.text, before.kind, None, before.entity_id, passage)
    return Who(name or passage.exact, "unnamed", None, None, passage)


def _is_speaker(text: str, pack: Pack | None, name_start: int, name_end: int, start: int, end: int) -> bool:
    """Is a person named in a stretch the one it stands for, and not somebody it only mentions ("a fighter under X")?

    The name is nearly all of it, or it stands last after words that begin with a title, or first before a comma.
    """
    if name_end - name_start >= 0.8 * (end - start):
        return True
    if pack is None:
        return False
    before, after = text[start:name_start], text[name_end:end].strip()
    if after:
        return not before.strip() and after[0] in ",،"
    tokens = pack.tokens(before)
    first = next((k for k in range(len(tokens)) if not pack.is_at("small", tokens, k)), 0)
    return bool(tokens) and pack.is_at("titles", tokens, first) is not None and not any(
        pack.is_at(name, tokens, k) for name in ("stops", "that") for k in range(len(tokens)))


def _short_form(page: Page, at: int, words: str) -> Any:
    """The one actor named before whose name begins with this single word ("المرصد"), or None."""
    if " " in words:
        return None
    found = {n.entity_id: n for n in page.names if n.end <= at and n.entity_id and n.text.split()[0] == words and n.text != words}
    return next(iter(found.values())) if len(found) == 1 else None


def _role(text: str, start: int, name_start: int, name_end: int, end: int) -> str | None:
    before, after = text[start:name_start].strip(" ,،"), text[name_end:end].strip(" ,،")
    return " ".join((before or after).split()) or None


def _titled(page: Page, pack: Pack | None, start: int, end: int) -> tuple[str, str] | None:
    """("Ana Belmonte", "la directora") where a title of the pack stands before or after a name with capitals."""
    if pack is None or pack.script == "arabic":
        return None
    tokens = pack.tokens(page.text, start, end)
    runs = _capital_runs(tokens)
    if not runs:
        return None
    titles = [k for k in range(len(tokens)) if pack.is_at("titles", tokens, k)]
    for a, b in (runs[-1], runs[0]):
        if b - a < 2:
            continue
        inside = [k for k in titles if a <= k <= b - 3]
        if inside:                               # "Belediye Başkanı Selim Karaca": a title with a capital
            a = inside[-1] + 1
            while b - a > 2 and pack.is_at("titles", tokens, a):
                a += 1
        before = [k for k in titles if k < a]
        if before and b == len(tokens):
            k = before[0]
            k -= bool(k and pack.is_at("small", tokens, k - 1) and len(tokens[k - 1].text) <= 3 and pack.script == "latin")
            return page.text[tokens[a].start:tokens[b - 1].end], page.text[tokens[k].start:tokens[a].start].strip(" ,")
        after = [k for k in titles if k >= b]
        if after and a == 0 and tokens[b].text == ",":
            return page.text[tokens[a].start:tokens[b - 1].end], page.text[tokens[b].end:end].strip(" ,")
    return None


def _apposed(page: Page, pack: Pack | None, start: int, end: int) -> tuple[str, str] | None:
    """A name and a role parted by a comma ("سامر الحداد، مدير المشفى"), in a script without capitals."""
    if pack is None or pack.script != "arabic":
        return None
    pieces = re.split("[,،]", page.text[start:end].rstrip(" ,،"))
    if len(pieces) != 2:
        return None
    for name, role in (pieces, pieces[::-1]):
        tokens, words = pack.tokens(role.strip()), pack.tokens(name.strip())
        if tokens and 2 <= len(words) <= 4 and pack.is_at("titles", tokens, 0) and not any(pack.is_at("titles", words, k) for k in range(len(words))):
            return name.strip(), role.strip()
    return None


def _capital_runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Stretches of words with capitals, particles between them included."""
    runs: list[tuple[int, int]] = []
    k = 0
    while k < len(tokens):
        if tokens[k].kind == "word" and tokens[k].text[:1].isupper():
            end = k + 1
            while end < len(tokens) and tokens[end].kind == "word" and (tokens[end].text[:1].isupper() or (
                    tokens[end].keys[0] in _PARTICLES and end + 1 < len(tokens) and tokens[end + 1].text[:1].isupper())):
                end += 1
            runs.append((k, end))
            k = end
        else:
            k += 1
    return runs
