"""Figures and days that cannot be: kept as they are told, left out of what is counted and ordered, and said so.

A figure of a million million dead, a count that stood in the year 2093, an attack before Christ: a misprint, a misreading or a trap. The claim
stays in the record with its words. How many people are too many is a rule of the rule set, so that a team can change it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bearwitness.incidents.items import AHEAD, EARLIEST, day, out_of_reach
from bearwitness.model import Claim, Event, Reason, Report, Toll, Victim, When
from bearwitness.weigh.figures import IMPLAUSIBLE, Said
from bearwitness.weigh.reasons import figure
from bearwitness.weigh.rules import STANDARD, Rules

MOST_TOLD = 20        # claims that are told one by one


# --- figures ------------------------------------------------------------------------------------------

def bounded(saids: Iterable[Said], rules: Rules = STANDARD) -> list[Said]:
    """The figures, with those above the rule set's limit marked, so that no total, part or range is made of them."""
    return [dataclasses.replace(s, role=IMPLAUSIBLE) if _largest(s) > rules.most(s.harm) else s for s in saids]


def _largest(said: Said) -> int:
    return max((n for n in (said.number, said.low, said.high) if n is not None), default=0)


def beyond(said: Said, rules: Rules) -> Reason:
    """The sentence for a marked figure."""
    values = {"claim": {"claim": said.claim}, "figure": figure(said), "most": rules.most(said.harm), "rules": rules.label,
              "rule": "most_displaced" if said.harm == "displaced" else "most_people"}
    who = said.cited or said.voice or said.publisher
    return Reason("beyond", {**values, "who": who}) if who else Reason("beyond.nobody", values)


# --- the day of a count ---------------------------------------------------------------------------------

def count_day(as_of: When, published: int | None) -> tuple[int | None, str | None]:
    """The day that orders a count, and why the day that is told does not.

    A count "in March", published on the 10th, cannot have stood later than the 10th.
    """
    start, end = day(as_of.start), day(as_of.end)
    why = out_of_reach(as_of, published)
    if why is not None:
        return None, f"stood, as told, on {as_of.end or as_of.start}, {why}: that day is shown, and orders nothing"
    at = end if end is not None else start
    return (min(at, max(published, start or at)) if at is not None and published is not None else at), None


def table_days(as_of: str | None, published: str | None, at: float | None, out: float | None) -> tuple[float | None, float | None, tuple[str, ...]]:
    """The days of a row of a table that may order it (as of, published), and a sentence for each that may not.

    Args:
        as_of, published: as the row has them.
        at, out: the same as numbers of days; None when they are no days.
    """
    told: list[str] = []
    for name, text, number in (("as_of", as_of, at), ("published", published, out)):
        if text and number is None:
            told.append(f"has {name} {text!r}, which is no day of the calendar: shown, and orders nothing")
        elif text and number is not None and number < EARLIEST and not _counts_days(text):
            told.append(f"has {name} {text}, before {dt.date.fromordinal(EARLIEST).year}: shown, and orders nothing")
            at, out = (None, out) if name == "as_of" else (at, None)
    if at is not None and out is not None and at > out + AHEAD:
        told.append(f"has as_of {as_of}, after it was published ({published or f'day {out:g}'}): shown, and orders nothing")
        at = None
    return at, out, tuple(told)


def _counts_days(text: str) -> bool:
    """Is it a number of days (of a table with `t_days`), and no date?"""
    try:
        float(text)
    except ValueError:
        return False
    return True


# --- days of events -------------------------------------------------------------------------------------

def odd_days(claims: Sequence[Claim], reports: Mapping[str, Report]) -> list[str]:
    """A sentence for each claim whose day cannot be that of what it tells, and for each report published after it was captured."""
    found = list(_odd(claims, reports))
    shown = found[:MOST_TOLD]
    return shown if len(found) <= MOST_TOLD else [*shown, f"and {len(found) - MOST_TOLD:,} more days of that kind"]


def _odd(claims: Sequence[Claim], reports: Mapping[str, Report]) -> Iterator[str]:
    for claim in sorted(claims, key=lambda c: (c.report_id or "", c.passage.start, c.id)):
        report = reports.get(claim.report_id or "")
        if report is None or not isinstance(claim.value, (Event, Toll, Victim)):
            continue
        why = out_of_reach(claim.value.when, day(report.published_at.end or report.published_at.start))
        if why:
            when = claim.value.when
            told = when.start if when.start == when.end else f"{when.start or ''}..{when.end or ''}"
            then = "shown as told; history, or misread" if why.startswith("before") else "shown as told, not used for the days of the incident"
            yield f"claim {claim.id[:8]} ({claim.kind}, {report.publisher or report.source}) tells {told}, {why}: {then}"
    for report in sorted({c.report_id: r for c in claims if (r := reports.get(c.report_id or ""))}.values(), key=lambda r: r.id):
        published, captured = day(report.published_at.start), day(report.captured_at)
        if published is not None and captured is not None and published > captured + AHEAD:
            yield f"report {report.id[:8]} ({report.publisher or report.source}) says that it was published on {report.published_at.start}, after it was captured " \
                  f"({report.captured_at[:10]}): believed, since a clock may be wrong; a fix of published_at puts it right"
