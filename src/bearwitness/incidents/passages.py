"""From the claims of one report to its items.

Background (past wars, threats, denials, "had it happened") makes no item, and its tolls stay outside
every incident, visible.
"""

from __future__ import annotations

from collections.abc import Sequence

from bearwitness.incidents.items import LONG_DAYS, Item, day, describe_item, is_seed, take, told, window
from bearwitness.incidents.score import belongs_together, contradicts
from bearwitness.model import Claim, Event, Report, Toll


def items_of(report: Report, claims: Sequence[Claim], apart: frozenset[str] = frozenset()) -> list[Item]:
    """The items of one report.

    1. Each main event starts an item or joins the one it is part of. 2. Tolls go to their event, else
    to the nearest one that their day and place allow. 3. A report that gives only tolls makes an item of
    them. 4. All other claims go where the claims around them are.

    Args:
        apart: ids of claims that a reviewer told apart from others: each starts an item of its own.
    """
    published = day(report.published_at.end or report.published_at.start)
    ordered = sorted(claims, key=lambda c: (c.passage.start, -c.passage.end, c.id))
    items: list[Item] = []
    for claim in sorted((c for c in ordered if is_seed(c)), key=_by_rank):
        fresh = Item(report.id, published)
        take(fresh, claim)
        home = None if claim.id in apart else next((i for i in items if belongs_together(i, fresh)
                                                    and not {s.id for s in i.seeds} & apart), None)
        if home is None:
            items.append(fresh)
        else:
            take(home, claim)
    background = {c.id for c in ordered if c.kind == "event" and c.id not in {s.id for i in items for s in i.seeds}
                  and not _beside(c)}
    _place_tolls(ordered, items, background, report.id, published, apart)
    _place_others(ordered, items, background)
    for item in items:
        describe_item(item)
    return items


def _by_rank(claim: Claim) -> tuple:
    assert isinstance(claim.value, Event)
    return claim.value.rank or 99, claim.passage.start, claim.id


def _beside(claim: Claim) -> bool:
    """An arrest or an agreement told beside the main event, not background."""
    return isinstance(claim.value, Event) and claim.value.rank is not None and told(claim)


def _place_tolls(ordered: Sequence[Claim], items: list[Item], background: set[str], report: str,
                 published: int | None, apart: frozenset[str]) -> None:
    for claim in ordered:
        value = claim.value
        if not isinstance(value, Toll) or not told(claim) or value.event in background or _counts_a_war(value, published):
            continue
        home = None if claim.id in apart else _home(claim, items)
        if home is None and (claim.id in apart or (value.number or value.low)):
            fresh = Item(report, published)
            take(fresh, claim)
            items.append(fresh)
        elif home is not None:
            home.claims.append(claim)


def _counts_a_war(value: Toll, published: int | None) -> bool:
    span = window(value.when, published)
    return span is not None and span.end - span.start > LONG_DAYS


def _home(claim: Claim, items: Sequence[Item]) -> Item | None:
    """The item a toll belongs to: its event's, else the nearest that its own day and place allow."""
    assert isinstance(claim.value, Toll)
    for item in items:
        if claim.value.event and any(c.id == claim.value.event for c in item.claims):
            return item
    probe = Item("", items[0].published if items else None)
    take(probe, claim)
    allowed = [i for i in items if not contradicts(i, probe)]
    return min(allowed, key=lambda i: (_distance(claim, i), i.rank), default=None)


def _distance(claim: Claim, item: Item) -> int:
    """Characters between a claim and the nearest event passage of an item; 0 when they overlap."""
    p = claim.passage
    return min(max(0, s.passage.start - p.end, p.start - s.passage.end) for s in item.seeds)


def _place_others(ordered: Sequence[Claim], items: Sequence[Item], background: set[str]) -> None:
    """Everything else goes with its event, the claims it holds or sits in, or the report's main item."""
    if not items:
        return
    home: dict[str, Item] = {c.id: item for item in items for c in item.claims}
    main = min(items, key=lambda i: (i.rank, i.seeds[0].passage.start))
    holds: dict[str, list[str]] = {}
    for claim in ordered:
        if claim.within:
            holds.setdefault(claim.within, []).append(claim.id)
    for claim in ordered:
        if claim.id in home or claim.id in background or _stays_out(claim, background):
            continue
        inside = [home[c] for c in holds.get(claim.id, ()) if c in home]
        item = home.get(_event_of(claim) or "") or (inside[0] if inside else None) or home.get(claim.within or "") \
            or next((i for i in items if claim.kind == "victim" and _distance(claim, i) == 0), None) or main
        item.claims.append(claim)
        home[claim.id] = item


def _stays_out(claim: Claim, background: set[str]) -> bool:
    """Tolls that found no item, and what speaks of background, stay visible outside."""
    return claim.kind == "toll" or _event_of(claim) in background


def _event_of(claim: Claim) -> str | None:
    return getattr(claim.value, "event", None)
