"""From the claims of one report to its items.

Background (past wars, threats, denials, "had it happened") makes no item, and its tolls stay outside
every incident, visible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bearwitness.incidents.items import (
    LONG_DAYS,
    NOT_TOLD,
    UNREAL,
    Item,
    ancient,
    day,
    describe_item,
    is_seed,
    take,
    told,
    window,
)
from bearwitness.incidents.score import (
    belongs_together,
    contradicts,
    different_towns,
    in_order,
    of_other_scale,
)
from bearwitness.model import Claim, Event, Mention, Report, Toll, Where

ANCIENT = "before christ"
WAR, BACKGROUND, OF_BACKGROUND, NO_EVENT, NO_NUMBER, THREATENED = "war", "background", "of background", "no event", "no number", "threatened"


@dataclass(frozen=True, slots=True)
class Left:
    """Why a claim is in no item.

    Attributes:
        code: `WAR` (counts more than `LONG_DAYS`), a hedge or a stance (hypothetical, denies ...), `THREATENED` (an event not carried out),
            `BACKGROUND`, `OF_BACKGROUND`, `NO_NUMBER`, `NO_EVENT` (the report tells none).
        event: of `OF_BACKGROUND`, the id of that event.
        days: of `WAR`, how many.
    """

    code: str
    event: str | None = None
    days: int | None = None


def items_of(report: Report, claims: Sequence[Claim], apart: frozenset[str] = frozenset(),
             mentions: Sequence[Mention] = (), text: str | None = None, left: dict[str, Left] | None = None,
             joined: frozenset[str] = frozenset()) -> list[Item]:
    """The items of one report.

    1. Each main event starts an item or joins the one it is part of. 2. A further mention of it joins it, too.
    3. Tolls go to their event, else to the nearest one that their day and place allow. 4. A report that gives
    only tolls makes an item of them. 5. All other claims go where the claims around them are. 6. A report that
    tells no event of its own, but speaks of one, makes a weak item: it may join an incident, and makes none.

    Args:
        apart: ids of claims that a reviewer told apart from others: each starts an item of its own.
        mentions: what the report mentions; its places and days help to find the incident of an event that
            tells neither, and never become those of the event.
        text: the kept text; the sentences around the events are then compared as well.
        joined: ids of claims that a reviewer said to be of the same as something: one that is left out makes an item of its own,
            which is in no incident unless that joins it to one, and tells it no day and no place.
        left: is filled with why each claim that is in no item is left out.
    """
    published = day(report.published_at.end or report.published_at.start)
    ordered = sorted(claims, key=lambda c: (c.passage.start, -c.passage.end, c.id))
    items: list[Item] = []
    for claim in sorted((c for c in ordered if is_seed(c)), key=_by_rank):
        fresh = Item(report.id, published)
        take(fresh, claim)
        home = None if claim.id in apart else _main_of([i for i in items if belongs_together(i, fresh) and not {s.id for s in i.seeds} & apart], fresh)
        if home is None:
            items.append(fresh)
        else:
            take(home, claim)
    _retold(ordered, items, apart)
    background = {c.id for c in ordered if c.kind == "event" and c.id not in {s.id for i in items for s in i.seeds}
                  and not _beside(c) and c.id not in {x.id for i in items for x in i.claims}}
    why = _place_tolls(ordered, items, background, report.id, published, apart)
    _place_others(ordered, items, background)
    if not items and (weak := _weak(ordered, report.id, published)) is not None:
        items = [weak]
    if left is not None or joined:
        inside = {c.id for item in items for c in item.claims}
        items += [Item(report.id, published, [c], [c], weak=True) for c in ordered if c.id in joined and c.id not in inside]
    if left is not None:
        inside |= joined
        left.update((c.id, why.get(c.id) or _why_left(c, background)) for c in ordered if c.id not in inside)
    for item in items:
        item.places = in_order(item)
        describe_item(item, text, report.lang)
        item.near_places = _near_places(mentions)
        item.near_windows = [w for m in mentions if m.when and (w := window(m.when, published)) and w.end - w.start <= 31]
    return items


def _main_of(items: Sequence[Item], fresh: Item) -> Item | None:
    """The item that an event is part of. One in another town is part of the episode, not of another day of it."""
    return next((i for i in items if not (different_towns(i, fresh) and any(of_other_scale(i, whole) for whole in items))), None)


def _retold(ordered: Sequence[Claim], items: Sequence[Item], apart: frozenset[str]) -> None:
    """Events without a rank that share a day or place with an item, or tell neither but are of its kind: told again."""
    for claim in ordered:
        value = claim.value
        if not items or not isinstance(value, Event) or value.rank is not None or not told(claim) or claim.id in apart:
            continue
        probe = Item("", items[0].published)
        take(probe, claim)
        # Without an incident of its own a day of the episode stays with the episode: its figures are parts there, not lost.
        homes = [i for i in items if belongs_together(i, probe) and _shares(i, probe, value)] or [i for i in items if of_other_scale(probe, i)]
        if homes:
            home = min(homes, key=lambda i: (_distance(claim, i), i.rank))
            home.claims.append(claim)
            _complete(home, claim, probe)


def _complete(item: Item, claim: Claim, probe: Item) -> None:
    """A headline tells neither day nor place; what tells of its event again does."""
    if not isinstance(claim.value, Event) or claim.value.type not in item.types:
        return
    if item.window is None and probe.window is not None and (not probe.places or not item.places or not different_towns(item, probe)):
        item.window = probe.window
        item.seeds.append(claim)


def _shares(item: Item, probe: Item, value: Event) -> bool:
    if probe.window is None and not probe.places:
        return any(isinstance(s.value, Event) and s.value.event_type == value.event_type for s in item.seeds)
    return (item.window is not None and probe.window is not None) or bool(item.places and probe.places)


_SPEAKS_OF = ("event", "attribution", "label")


def _weak(ordered: Sequence[Claim], report: str, published: int | None) -> Item | None:
    """What a report says about an event that it does not tell: denials, accusations, names for it, condemnations."""
    about = [c for c in ordered if c.hedge not in ("hypothetical", "future") and not ancient(c) and (
        c.kind in _SPEAKS_OF or (c.kind == "statement" and c.stance in ("condemns", "denies", "accuses")))]
    if not about:
        return None
    item = Item(report, published, weak=True)
    for claim in about:
        take(item, claim)
    taken = {c.id for c in about}
    item.claims += [c for c in ordered if c.id not in taken and c.kind != "toll"]
    return item


def _near_places(mentions: Sequence[Mention]) -> list[Where]:
    found: dict[str, Where] = {}
    for m in mentions:
        if m.where is not None and m.where.place_id:
            found.setdefault(m.where.place_id, m.where)
    return [found[key] for key in sorted(found)]


def _by_rank(claim: Claim) -> tuple:
    assert isinstance(claim.value, Event)
    return claim.value.rank or 99, claim.passage.start, claim.id


def _beside(claim: Claim) -> bool:
    """An arrest or an agreement told beside the main event, not background."""
    return isinstance(claim.value, Event) and claim.value.rank is not None and told(claim)


def _place_tolls(ordered: Sequence[Claim], items: list[Item], background: set[str], report: str,
                 published: int | None, apart: frozenset[str]) -> dict[str, Left]:
    """Puts tolls to their events; gives why others are left out."""
    left: dict[str, Left] = {}
    for claim in ordered:
        value = claim.value
        if not isinstance(value, Toll):
            continue
        if (why := _toll_left(claim, value, background, published)) is not None:
            left[claim.id] = why
            continue
        home = None if claim.id in apart else _home(claim, items)
        if home is None and (claim.id in apart or (value.number or value.low)):
            fresh = Item(report, published)
            take(fresh, claim)
            items.append(fresh)
        elif home is not None:
            home.claims.append(claim)
        else:
            left[claim.id] = Left(NO_NUMBER)
    return left


def _toll_left(claim: Claim, value: Toll, background: set[str], published: int | None) -> Left | None:
    if not told(claim):
        return Left(untold(claim))
    if value.event in background:
        return Left(OF_BACKGROUND, value.event)
    span = window(value.when, published)
    return Left(WAR, days=span.end - span.start + 1) if span is not None and span.end - span.start > LONG_DAYS else None


def untold(claim: Claim) -> str:
    """The hedge or the stance by which a claim is not told as something that took place, or `ANCIENT`; empty when it is told so."""
    return claim.hedge if claim.hedge in UNREAL else claim.stance if claim.stance in NOT_TOLD else ANCIENT if ancient(claim) else ""


def _why_left(claim: Claim, background: set[str]) -> Left:
    """Why a claim that is no toll is in no item."""
    if claim.id in background and isinstance(claim.value, Event):
        return Left(untold(claim) or (THREATENED if claim.value.stage == "threatened" else BACKGROUND))
    event = _event_of(claim)
    return Left(OF_BACKGROUND, event) if event in background else Left(untold(claim) or NO_EVENT)


def _home(claim: Claim, items: Sequence[Item]) -> Item | None:
    """The item a toll belongs to: its event's, else the nearest that its own day and place allow."""
    assert isinstance(claim.value, Toll)
    for item in items:
        if claim.value.event and any(c.id == claim.value.event for c in item.claims):
            return item
    probe = Item("", items[0].published if items else None)
    take(probe, claim)
    allowed = [i for i in items if not contradicts(i, probe) and not of_other_scale(i, probe) and not of_other_scale(probe, i)]
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
    events = {c.id: c for c in ordered if c.id in background}
    for claim in ordered:
        denied = _denied_home(claim, events, items)
        if denied is not None and claim.id not in home:
            denied.claims.append(claim)
            home[claim.id] = denied
        if claim.id in home or claim.id in background or _stays_out(claim, background):
            continue
        inside = [home[c] for c in holds.get(claim.id, ()) if c in home]
        item = home.get(_event_of(claim) or "") or (inside[0] if inside else None) or home.get(claim.within or "") \
            or next((i for i in items if claim.kind == "victim" and _distance(claim, i) == 0), None) or main
        item.claims.append(claim)
        home[claim.id] = item


def _denied_home(claim: Claim, background: Mapping[str, Claim], items: Sequence[Item]) -> Item | None:
    """Where a denial of a deed goes: the deed is told by nobody there, but its day and place say which event it answers."""
    deed = background.get(_event_of(claim) or "")
    if deed is None or claim.kind != "attribution" or claim.stance not in _DENYING or deed.stance not in _DENYING:
        return None
    probe = Item("", items[0].published)
    take(probe, deed)
    return min((i for i in items if belongs_together(i, probe)), key=lambda i: (_distance(claim, i), i.rank), default=None)


_DENYING = ("denies", "disputes", "retracts")


def _stays_out(claim: Claim, background: set[str]) -> bool:
    """Tolls that found no item, and what speaks of background, stay visible outside."""
    return claim.kind == "toll" or _event_of(claim) in background


def _event_of(claim: Claim) -> str | None:
    return getattr(claim.value, "event", None)
