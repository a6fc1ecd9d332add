"""Which incident lies in which: the ambush in the killings of that month, each with its own tolls.

By rule an incident lies in another when all of this holds; what people decided comes first.

1. Its days are among the other's, both told as days (not as "in March").
2. Each of its places is one of the other's places, or lies in one: a town in its district or province, or on its stretch of coast.
3. It is narrower: in one place of several, or at most half as long. Two tellings of one length and place are a question of merging.
4. They have a tie of their own: a report that tells of both; or a named party in common, where the other lasts for days on end.

The direct parent is the narrowest that fits. `place` needs one incident and the few that may hold it, so that a new report costs what it
touches; `tree` places all of a case, by an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bearwitness.incidents.describe import place_words, when_words
from bearwitness.incidents.items import LONG_DAYS, PRECISE, actor_key, day, everyone, named
from bearwitness.incidents.judged import settle
from bearwitness.incidents.score import EPISODE_DAYS, WIDE, filled, same_place, under
from bearwitness.model import Incident, Judgement, Where

WITHIN = "within"
WEEK = 7
SHOWN = 3            # places, reports or parties named in a reason


def place(incident: Incident, candidates: Iterable[Incident], known: dict[str, Profile] | None = None) -> tuple[str | None, str | None]:
    """The narrowest of some incidents in which one lies, and why; (None, None) when it lies in none.

    Args:
        candidates: those that may hold it, in any order: see `Index.holding`.
        known: profiles of these very incidents, made before; those that are made here are added.
    """
    found = [(_profile(c, known).size, c.id, why) for c in candidates if (why := lies_in(incident, c, known)) is not None]
    if not found:
        return None, None
    _, id_, why = min(found)
    return id_, why


# --- the rule -----------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Profile:
    """What the rule compares of an incident.

    Attributes:
        span: first and last day (ordinals), None when they are not told as days.
        area: the places that it fills.
        size: days, how wide its widest place is, how many places lie in no other of it. A parent's is larger, so no chain comes back
            to its start.
        parties: keys of the named ones.
    """

    span: tuple[int, int] | None
    area: tuple[Where, ...]
    size: tuple[int, int, int]
    parties: frozenset[str]


def _profile(incident: Incident, known: dict[str, Profile] | None) -> Profile:
    found = known.get(incident.id) if known is not None else None
    if found is None:
        days, places = span(incident), area(incident)
        outer = [p for p in places if not any(not same_place(p, q) and under(p, q) for q in places)]
        size = days[1] - days[0] + 1 if days else 0, max((p.precision or 0 for p in places), default=0), len(outer)
        found = Profile(days, tuple(places), size, frozenset(named(incident.parties)))
        if known is not None:
            known[incident.id] = found
    return found


def lies_in(part: Incident, whole: Incident, known: dict[str, Profile] | None = None) -> str | None:
    """Why one incident lies in another by the rule, in a sentence; None when it does not."""
    a, b = _profile(part, known), _profile(whole, known)
    mine, its = a.span, b.span
    if part.id == whole.id or mine is None or its is None or mine[0] < its[0] or mine[1] > its[1] or a.size >= b.size:
        return None
    homes = [(p, _home(p, b.area)) for p in a.area]
    if not homes or any(home is None for _, home in homes):
        return None
    days, long = mine[1] - mine[0] + 1, its[1] - its[0] + 1
    if 2 * days > long and all(_home(w, a.area) for w in b.area):
        return None
    common = a.parties & b.parties if days < long and EPISODE_DAYS <= long <= LONG_DAYS else frozenset()
    tie = _tie(part, whole, common)
    if tie is None:
        return None
    when = f"both {when_words(part.when)}" if mine == its else f"{when_words(part.when)} is within {when_words(whole.when)}"
    where = _some([f"{p.name} is a place of it" if same_place(p, w) else f"{p.name} lies in {w.name}" for p, w in homes if w], "more places")
    return f"lies in {whole.id} ({name_of(whole)}): {when}; {where}; {tie}"


def span(incident: Incident) -> tuple[int, int] | None:
    """Its first and last day (ordinals), or None when they are not told as days."""
    start, end = day(incident.when.start), day(incident.when.end)
    if incident.when.precision not in PRECISE or start is None or end is None or end < start:
        return None
    return start, end


def area(incident: Incident) -> list[Where]:
    """The places that it fills, without countries.

    A province of which one town is named before it only says where that town lies; one that more reports name than its town,
    or that holds several, is where it happened.
    """
    fine = [w for w in incident.where if (w.precision or WIDE) < WIDE]
    first = filled(fine)
    return [w for w in fine if w in first or sum(not same_place(v, w) and under(v, w) for v in fine) > 1]


def _home(one: Where, around: Sequence[Where]) -> Where | None:
    """The place that is this one, else one that it lies in."""
    return next((w for w in around if same_place(one, w)), None) or next((w for w in around if under(one, w)), None)


def _tie(part: Incident, whole: Incident, common: frozenset[str]) -> str | None:
    both = sorted(set(part.reports) & set(whole.reports))
    if both:
        return f"{_some([f'report {r[:8]}' for r in both], 'more')} {'tells' if len(both) == 1 else 'tell'} of both"
    names = dict.fromkeys(w.name for w in everyone(part.parties) if actor_key(w) in common)
    return f"both name {_some(list(names), 'more')}" if names else None


def _some(words: Sequence[str], more: str) -> str:
    return ", ".join(words[:SHOWN]) + (f" and {len(words) - SHOWN} {more}" if len(words) > SHOWN else "")


def name_of(incident: Incident) -> str:
    """Its title, else where and when."""
    return incident.title or f"{place_words(incident.where[:2]) or 'place not stated'}, {when_words(incident.when)}"


# --- what people decided --------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided of one incident: in which it lies (None: it stands by itself), who and why."""

    within: str | None
    because: str
    notes: tuple[str, ...] = ()


def decided(judgements: Iterable[Judgement], current: Callable[[str], str | None]) -> dict[str, Decided]:
    """Incident -> what people decided of it; of two that contradict each other the later counts, and the contradiction is told.

    Args:
        judgements: those in force.
        current: the incident that an id stands for now (a merged one leads to the older), None when there is none.
    """
    fixes = [j for j in judgements if j.relation == "fix" and j.right is None and WITHIN in dict(j.changes)]
    moved = [replace(j, left=id_) for j in fixes if (id_ := current(j.left)) is not None]
    standing, contradictions = settle(moved)
    out: dict[str, Decided] = {}
    for j in standing:
        wanted = dict(j.changes)[WITHIN]
        who = f"{j.reviewer} ({j.made_at[:10]}): {j.reason}"
        home = current(str(wanted)) if wanted is not None else None
        notes = tuple(words for id_, words in contradictions if id_ == j.left)
        if wanted is None:
            out[j.left] = Decided(None, f"stands by itself, as decided by {who}", notes)
        elif home is None or home == j.left:
            words = "is one with it now" if home == j.left else "is no incident any more"
            out[j.left] = Decided(None, f"stands by itself: {wanted}, in which it was put by {who}, {words}", notes)
        else:
            out[j.left] = Decided(home, f"lies in {home}, as decided by {who}", notes)
    return out


def closes_a_ring(id_: str, home: str, above: Callable[[str], str | None]) -> bool:
    """Would an incident lie in itself if it were put into `home`?

    Args:
        above: the incident in which one lies, None when in none.
    """
    seen: set[str] = set()
    here: str | None = home
    while here is not None and here not in seen:
        if here == id_:
            return True
        seen.add(here)
        here = above(here)
    return False


# --- all of a case --------------------------------------------------------------------------------------

class Index:
    """Incidents by report, and the episodes among them by party and week: what may hold an incident, without comparing all with all."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self.by_id: dict[str, Incident] = {}
        self.profiles: dict[str, Profile] = {}
        self._shelves: dict[tuple, list[str]] = {}
        for incident in incidents:
            self.by_id[incident.id] = incident
            for key in (*_report_keys(incident), *_week_keys(_profile(incident, self.profiles))):
                self._shelves.setdefault(key, []).append(incident.id)

    def holding(self, incident: Incident) -> Iterator[Incident]:
        """Those that may hold it, each once: they share a report, or they last over its days and name a party of it."""
        mine = _profile(incident, self.profiles if self.by_id.get(incident.id) is incident else None)
        keys = [*_report_keys(incident), *_part_keys(mine)]
        for id_ in dict.fromkeys(i for key in keys for i in self._shelves.get(key, ()) if i != incident.id):
            yield self.by_id[id_]


def _report_keys(incident: Incident) -> list[tuple]:
    return [("report", report) for report in incident.reports] if span(incident) else []


def keys(incident: Incident) -> tuple[list[str], list[str]]:
    """Under which keys an incident is looked for as a part of others, and under which as a whole that others may lie in."""
    mine = _profile(incident, None)
    return [" ".join(map(str, key)) for key in _part_keys(mine)], [" ".join(map(str, key)) for key in _week_keys(mine)]


def _part_keys(profile: Profile) -> list[tuple]:
    return [] if profile.span is None else [("party", party, profile.span[0] // WEEK) for party in sorted(profile.parties)]


def _week_keys(profile: Profile) -> Iterator[tuple]:
    """For each party of an episode and each week that it lasts over."""
    days = profile.span
    if days is None or not EPISODE_DAYS <= days[1] - days[0] + 1 <= LONG_DAYS:
        return
    for party in sorted(profile.parties):
        for week in range(days[0] // WEEK, days[1] // WEEK + 1):
            yield "party", party, week


def tree(incidents: Sequence[Incident], judgements: Iterable[Judgement] = (), redirects: Mapping[str, str] | None = None) -> list[Incident]:
    """All incidents of a case, each with the one it lies in, why, and its parts; in the order given.

    Args:
        judgements: those in force.
        redirects: id of a merged incident -> the one that stands for it now.
    """
    index = Index(incidents)
    leads = redirects or {}
    people = decided(judgements, lambda id_: next((i for i in (id_, leads.get(id_, "")) if i in index.by_id), None))
    homes: dict[str, str] = {}
    why: dict[str, str] = {}
    for id_, said in people.items():
        if said.within is not None and closes_a_ring(id_, said.within, homes.get):
            why[id_] = f"{said.because} (left out: {said.within} lies in it by an earlier decision)"
            continue
        why[id_] = said.because
        if said.within is not None:
            homes[id_] = said.within
    for incident in sorted(incidents, key=lambda i: (*(-n for n in index.profiles[i.id].size), i.id)):      # the largest first
        if incident.id in people:
            continue
        fitting = [c for c in index.holding(incident) if not closes_a_ring(incident.id, c.id, homes.get)]
        home, reason = place(incident, fitting, index.profiles)
        if home is not None and reason is not None:
            homes[incident.id], why[incident.id] = home, reason
    return with_parts([replace(i, within=homes.get(i.id), within_because=why.get(i.id), because=_noted(i, people.get(i.id))) for i in incidents])


def _noted(incident: Incident, said: Decided | None) -> tuple[str, ...]:
    return (*incident.because, *said.notes) if said else incident.because


def with_parts(incidents: Sequence[Incident]) -> list[Incident]:
    """Each incident with the parts that say they lie in it, the earliest first."""
    parts: dict[str, list[Incident]] = {}
    for incident in incidents:
        if incident.within is not None:
            parts.setdefault(incident.within, []).append(incident)
    return [replace(i, parts=tuple(p.id for p in sorted(parts.get(i.id, ()), key=lambda p: (p.when.start or "9999", p.when.end or "9999", p.id))))
            for i in incidents]
