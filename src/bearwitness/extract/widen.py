"""Exhaustive reading: what the sentences without a trigger word hold, added to what is read by default.

The default reading stands as it is. All sentences are then read together, so that the added ones have the names
and speakers around them, and of that second reading the claims that stand in the added sentences are taken. So the
exhaustive reading holds every claim of the default one, with its identity.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bearwitness.extract.page import Page, Unit
from bearwitness.model import Claim, Mention, Reading, with_id


def with_extra(units: Sequence[Unit], extra: Sequence[Unit]) -> list[Unit]:
    """All units in the order of the text, the inside of a quotation after its paragraph."""
    return sorted([*units, *(u for u in extra if u.starts)],
                  key=lambda u: (u.line.index, u.quote is not None, u.quote.start if u.quote else 0, u.starts[0] if u.starts else 0))


def spans_of(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Where the sentences of these units stand, sorted; stand-ins for quotations left out."""
    out = []
    for unit in units:
        for a, b in unit.sents:
            told = [i for i in range(a, b) if unit.stands_for[i] is None]
            if told:
                out.append((unit.starts[told[0]], unit.ends[told[-1]]))
    return sorted(out)


def added(default: Reading, wide: Reading, spans: Sequence[tuple[int, int]]) -> Reading:
    """The default reading with the claims and mentions that the wide one has in `spans`."""
    starts = [a for a, _ in spans]

    def inside(at: int) -> bool:
        k = bisect_right(starts, at) - 1
        return k >= 0 and at < spans[k][1]

    told = {c.id for c in default.claims}
    same = {(c.kind, c.passage, c.cue): c.id for c in default.claims}
    old = {c.id: c for c in wide.claims}
    minted: dict[str, str | None] = {}
    more: dict[str, Claim] = {}

    def mint(claim_id: str | None) -> str | None:
        """The identity under which a claim of the wide reading stands in the result; None when it does not."""
        if claim_id is None or claim_id not in old:
            return None
        if claim_id not in minted:
            minted[claim_id] = None
            minted[claim_id] = _mint(old[claim_id])
        return minted[claim_id]

    def _mint(claim: Claim) -> str | None:
        known = claim.id if claim.id in told else same.get((claim.kind, claim.passage, claim.cue))
        if known is not None or not inside(claim.cue.start if claim.cue else claim.passage.start):
            return known
        refs = {name: mint(getattr(claim.value, name)) for name in ("event", "part_of") if getattr(claim.value, name, None) is not None}
        value: Any = claim.value
        if refs:
            value = replace(value, **refs)
        new = with_id(default.document.text_sha256, replace(claim, id="", value=value, within=mint(claim.within)))
        if new.id not in told:
            more[new.id] = new
        return new.id

    for claim in wide.claims:
        mint(claim.id)
    claims = sorted([*default.claims, *more.values()], key=_order)
    return Reading(default.document, tuple(claims), _mentions(default.mentions, wide.mentions), default.failures or wide.failures)


def _order(claim: Claim) -> tuple[int, int, int, str]:
    from bearwitness.extract.assemble import _KIND_ORDER

    return claim.passage.start, -claim.passage.end, _KIND_ORDER[claim.kind], claim.id


def _mentions(default: tuple[Mention, ...], wide: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The default's, and the wide reading's where the default has none of that text."""
    taken = sorted((m.passage.start, m.passage.end) for m in default)
    starts = [a for a, _ in taken]
    furthest: list[int] = []
    for _, end in taken:
        furthest.append(max(end, furthest[-1] if furthest else 0))

    def free(m: Mention) -> bool:
        k = bisect_right(starts, m.passage.end - 1) - 1
        return k < 0 or furthest[k] <= m.passage.start

    return tuple(sorted([*default, *(m for m in wide if free(m))], key=lambda m: (m.passage.start, -m.passage.end, m.kind)))


def page_with(page: Page, units: list[Unit]) -> Page:
    """The same document and paragraphs with other units."""
    return Page(page.document, page.lines, units)
