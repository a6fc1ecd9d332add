"""The step line of each root, revisions up and down, and whether a count is still rising. Nothing is fitted.

Science page 3.2, point 9: still rising when the last change within 72 hours exceeded 10 %. Both figures of the change lie within 72 hours of each
other, and the newer one within 72 hours of the day of which one asks (`--as-known-on`), else of the newest report: long after the event nothing is
still rising, and a revision after months is no rise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bearwitness.model import Reason, Step
from bearwitness.weigh.figures import Said, day_text
from bearwitness.weigh.interval import point
from bearwitness.weigh.root import RootFigure
from bearwitness.weigh.rules import Rules

UP, DOWN, SAME = "up", "down", "same"
MOST_STEPS = 1_000     # of one root: its latest


def steps_of(history: Sequence[Said]) -> tuple[Step, ...]:
    """The line of one root, from its figures in the order in which they stood.

    Both days are kept: the one on which the count stood (event time) and that of publication (knowledge time). A change is between
    numbers as stated: "at least 1,383" after "1,383" is none.
    """
    out: list[Step] = []
    before: float | None = None
    for said in history[-MOST_STEPS:]:
        value = stated(said)
        low, high = said.ends
        change, percent = _change(before, value)
        out.append(Step(claim=said.claim, as_of=said.as_of_text, published=day_text(said.published), number=said.number, low=low, high=high,
                        change=change, percent=percent))
        before = value if value is not None else before
    return tuple(out)


def stated(said: Said) -> float | None:
    """The number as stated, else the middle of its interval."""
    return float(said.number) if said.number is not None else point(said.number, said.bound, *said.ends)


def _change(before: float | None, value: float | None) -> tuple[str | None, float | None]:
    if before is None or value is None:
        return None, None
    percent = round(100 * (value - before) / before, 1) if before else None
    return (UP if value > before else DOWN if value < before else SAME), percent


def rising(roots: Sequence[RootFigure], histories: Mapping[str, Sequence[Said]], known: float | None, rules: Rules) -> tuple[bool | None, list[Reason]]:
    """Is the count still rising, and the sentence: of a root that rises, else of the latest change.

    Args:
        roots: those that stand in the range and are not stale.
        histories: root -> its figures in the order in which they stood.
        known: the day (ordinal) on which the 72 hours end; None: the newest day of any figure.

    Returns:
        None, without a sentence, where no root has two numbers on known days.
    """
    days = [s.day for history in histories.values() for s in history if s.day is not None]
    end = known if known is not None else max(days, default=None)
    last = [(root, pair) for root in roots if (pair := _last_change(histories.get(root.key, ()))) is not None]
    if end is None or not last:
        return None, []
    told = [(root, pair, _verdict(*pair, end, rules)) for root, pair in last]
    up = [one for one in told if one[2] == "rising"]
    newest = max(told, key=lambda one: (one[1][1].day or 0.0, one[0].name, one[0].key))
    return bool(up), [_sentence(root, *pair, verdict, end) for root, pair, verdict in (sorted(up, key=lambda one: one[0].name) or [newest])]


def _last_change(history: Sequence[Said]) -> tuple[Said, Said] | None:
    """The last two neighbours on known days that differ in number."""
    dated = [s for s in history if s.day is not None and stated(s) is not None]
    for i in range(len(dated) - 1, 0, -1):
        if stated(dated[i]) != stated(dated[i - 1]):
            return dated[i - 1], dated[i]
    return None


def _verdict(old: Said, new: Said, end: float, rules: Rules) -> str:
    a, b = stated(old) or 0.0, stated(new) or 0.0
    if end - (new.day or 0.0) > rules.rising_days:
        return "rising.old"
    if b < a:
        return "rising.down"
    if (new.day or 0.0) - (old.day or 0.0) > rules.rising_days:
        return "rising.slow"
    return "rising" if b > a * rules.rising_ratio + 1e-9 else "rising.little"


def _sentence(root: RootFigure, old: Said, new: Said, verdict: str, end: float) -> Reason:
    a, b = stated(old) or 0.0, stated(new) or 0.0
    return Reason(verdict, {"root": root.name, "old": round(a), "new": round(b), "old_day": {"day": day_text(old.day)}, "new_day": {"day": day_text(new.day)},
                            "percent": round(100 * (b - a) / a, 1) if a else 100.0, "known": {"day": day_text(end)}})
