"""The figures of an incident beside those of its parts: each keeps its own, and their sum is only checked.

An ambush of 13 dead inside the killings of that week is counted there already, or it is not: no report has to say. So a part's figure is
never added to the whole's. What can be said is whether the parts together exceed the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.incidents.episodes import area, span
from bearwitness.incidents.score import same_place, under
from bearwitness.model import HARMS, Incident, Tolls
from bearwitness.weigh.scope import ALL, population

CONSISTENT, EXCEEDS, NOT_COMPARED = "consistent", "exceeds", "cannot be compared"


@dataclass(frozen=True, slots=True)
class Share:
    """The range of one part, and why it is not in the sum if it is not."""

    incident: str
    whom: str | None
    low: int | None
    high: int | None
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class PartSum:
    """The parts of an incident for one harm, their sum, and the range of the whole. `high` is None where there is no upper end."""

    harm: str
    parts: tuple[Share, ...]
    low: int | None
    high: int | None
    whom: str | None
    whole: tuple[int | None, int | None]
    verdict: str
    because: str


def sums(whole: Incident, incidents: Mapping[str, Incident]) -> list[PartSum]:
    """A checked sum for each harm that a part of it tells a figure of.

    Args:
        incidents: at least its parts, by id; one that is not there is left out with that reason.
    """
    parts = [incidents.get(id_) for id_ in whole.parts]
    harms = {t.harm for part in parts if part is not None for t in part.tolls}
    return [_sum(harm, whole, list(zip(whole.parts, parts))) for harm in HARMS if harm in harms]


def _sum(harm: str, whole: Incident, parts: Sequence[tuple[str, Incident | None]]) -> PartSum:
    shares: list[Share] = []
    counted: list[Incident] = []
    for id_, part in parts:
        share = _share(harm, id_, part, counted)
        if part is not None and share.left_out is None:
            counted.append(part)
        shares.append(share)
    own = [s for s in shares if s.left_out is None]
    named = {population(s.whom).key for s in own}
    ledger, why = _of_whole(harm, whole, named)
    low = sum(s.low or 0 for s in own) if own else None
    highs = [s.high for s in own]
    high = sum(h for h in highs if h is not None) if own and None not in highs else None
    span_ = ledger.range if ledger else (None, None)
    verdict, because = _verdict(low, high, span_, why if ledger is None else None, own, ledger)
    return PartSum(harm, tuple(shares), low, high, ledger.whom if ledger else None, span_, verdict, because)


def _share(harm: str, id_: str, part: Incident | None, counted: Sequence[Incident]) -> Share:
    if part is None:
        return Share(id_, None, None, None, "it is not at hand")
    found = _widest(part, harm)
    if found is None:
        return Share(id_, None, None, None, "it has no figure of the whole of it")
    low, high = found.range
    meets = next((other for other in counted if overlap(part, other)), None)
    if meets is not None:
        return Share(id_, found.whom, low, high, f"it shares a place and a day with {meets.id}")
    if low is None and high is None:
        return Share(id_, found.whom, low, high, "its range is not known")
    return Share(id_, found.whom, low, high)


def _widest(incident: Incident, harm: str, fits: Callable[[Tolls], bool] = lambda _: True) -> Tolls | None:
    """Its first ledger of a harm among persons everywhere: ledgers come the widest population first, those of one place carry its name in brackets."""
    return next((t for t in incident.tolls if t.harm == harm and t.counted == "persons" and not t.whom.endswith(")") and t.range != (None, None) and fits(t)), None)


def _of_whole(harm: str, whole: Incident, named: set[str]) -> tuple[Tolls | None, str]:
    """The ledger of the whole that holds everybody whom the parts count: of all persons, else of the very population that all of them name."""
    found = _widest(whole, harm, lambda t: population(t.whom).key == ALL) or _widest(whole, harm, lambda t: {population(t.whom).key} == named)
    if found is not None:
        return found, ""
    other = _widest(whole, harm)
    if other is None:
        return None, "the whole has no figure of it"
    return None, f"the whole counts {other.whom}, its parts others"


def _verdict(low: int | None, high: int | None, whole: tuple[int | None, int | None], missing: str | None, own: Sequence[Share],
             ledger: Tolls | None) -> tuple[str, str]:
    if not own:
        return NOT_COMPARED, "no part has a figure that can be added"
    ids = " and ".join(s.incident for s in own) if len(own) < 3 else f"{len(own)} parts"
    adds = f"{ids} {'comes' if len(own) == 1 else 'add up'} to {_range(low, high)}"
    if missing is not None or ledger is None:
        return NOT_COMPARED, f"{adds}; {missing}"
    against = f"the whole's range among {ledger.whom} is {_range(*whole)}"
    if whole[1] is not None and (low or 0) > whole[1]:
        return EXCEEDS, f"{adds}; {against}: the parts exceed it"
    if len({population(s.whom).key for s in own}) > 1:
        against += " (the parts count different populations)"
    return CONSISTENT, f"{adds}; {against}"


def overlap(a: Incident, b: Incident) -> bool:
    """May somebody be counted in both: do they share a day and a place? What tells no days or places may."""
    mine, its = span(a), span(b)
    if mine and its and (mine[1] < its[0] or its[1] < mine[0]):
        return False
    ones, twos = area(a), area(b)
    return not ones or not twos or any(same_place(x, y) or under(x, y) or under(y, x) for x in ones for y in twos)


def _range(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "not known"
    if high is None:
        return f"{low:,} or more"
    return f"{high:,}" if low == high else f"{low or 0:,}-{high:,}"
