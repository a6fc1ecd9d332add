"""When, where, who and a title in plain words, all derived from the claims of an incident."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from bearwitness.incidents.items import PRECISE, Item, actor_key, day, everyone, window
from bearwitness.incidents.score import same_place
from bearwitness.model import Claim, Event, Toll, When, Where, Who

# Neutral words for ACLED's sub-event types. "Attack" becomes "Killings" when deaths are counted.
_NOUNS = {
    "Armed clash": "Clashes", "Government regains territory": "Fighting", "Non-state actor overtakes territory": "Fighting",
    "Attack": "Attacks", "Sexual violence": "Sexual violence", "Abduction/forced disappearance": "Abductions",
    "Chemical weapon": "Reported chemical attack", "Air/drone strike": "Air strike", "Suicide bomb": "Suicide bombing",
    "Shelling/artillery/missile attack": "Shelling", "Remote explosive/landmine/IED": "Explosion", "Grenade": "Grenade attack",
    "Peaceful protest": "Protest", "Protest with intervention": "Protest",
    "Excessive force against protesters": "Force against protesters", "Violent demonstration": "Violent demonstration",
    "Mob violence": "Mob violence", "Looting/property destruction": "Destruction of property", "Arrests": "Arrests",
    "Agreement": "Agreement", "Non-violent transfer of territory": "Transfer of territory",
}
_HARMS = {"killed": "Deaths", "injured": "Injuries", "missing": "Disappearances", "displaced": "Displacement",
          "detained": "Detentions", "abducted": "Abductions"}
_WIDE = 6            # UCDP where_prec: a country or more


def when_of(items: Sequence[Item]) -> When:
    """The days of the incident as its claims tell them; unknown when none does. Publication never stands in."""
    whens = [w for item in items if item.window is not None for c in item.seeds if (w := _when(c)) is not None and window(w, item.published) is not None]
    if not whens:
        return When()
    precise = [w for w in whens if w.precision in PRECISE]
    anchor = "text" if any(w.anchor == "text" for w in (precise or whens)) else "published_at"
    if not precise:
        best = min(whens, key=lambda w: (("week", "month", "year").index(w.precision)
                                         if w.precision in ("week", "month", "year") else 3, w.start or "", w.end or ""))
        return When(best.start, best.end, best.precision, None, anchor)
    starts = sorted(w.start for w in precise if w.start)
    ends = sorted(w.end for w in precise if w.end)
    start, end = (starts[0] if starts else None), (ends[-1] if ends else None)
    if start and end and end < start:
        end = start
    return When(start, end, "day" if start == end else "range", None, anchor)


def _when(claim: Claim) -> When | None:
    return claim.value.when if isinstance(claim.value, (Event, Toll)) else None


def where_of(items: Sequence[Item]) -> tuple[Where, ...]:
    """The places that the claims give, the most reported first, of those the finer; a country only where nothing finer is known."""
    found: list[tuple[Where, set[str]]] = []
    for item in items:
        for place in sorted(item.places, key=lambda w: (w.name, w.place_id or "")):
            entry = next((f for f in found if same_place(f[0], place)), None)
            if entry is None:
                found.append((place, {item.report}))
            else:
                entry[1].add(item.report)
    fine = {p.country for p, _ in found if (p.precision or 0) < _WIDE and p.country}
    kept = [(p, r) for p, r in found if (p.precision or 0) < _WIDE or p.country not in fine]
    ordered = sorted(kept, key=lambda f: (-len(f[1]), f[0].precision or _WIDE, f[0].name, f[0].place_id or ""))
    return tuple(p for p, _ in ordered)


def parties_of(items: Sequence[Item]) -> tuple[Who, ...]:
    """Whom the claims name as perpetrators and targets, the most reported first. Naming is a claim, not a finding."""
    reports: dict[str, set[str]] = {}
    roles: dict[str, set[str]] = {}
    shown: dict[str, Who] = {}
    for item in items:
        for claim in item.claims:
            if not isinstance(claim.value, Event):
                continue
            for role, whos in (("perpetrator", claim.value.perpetrators), ("target", claim.value.targets)):
                for who in everyone(whos):
                    key = actor_key(who)
                    reports.setdefault(key, set()).add(item.report)
                    roles.setdefault(key, set()).add(role)
                    old = shown.get(key)
                    if old is None or (len(who.name), who.name) > (len(old.name), old.name):
                        shown[key] = who
    out = []
    for key in sorted(shown, key=lambda k: (-len(reports[k]), shown[k].name, k)):
        who = shown[key]
        if who.kind == "unnamed" and not who.entity_id and len(shown) > 1:
            continue
        words = "named as " + " and as ".join(sorted(roles[key]))
        out.append(Who(name=who.name, kind=who.kind, role=words, entity_id=who.entity_id))
    return tuple(out)


def title_of(items: Sequence[Item], when: When, where: Sequence[Where]) -> str:
    """A neutral title by rule: "Killings in Latakia and Tartus, 6-9 March 2025"."""
    named = main_places(items, where)
    place = f" {_in(named)} {place_words(named)}" if named else ", place not stated"
    return f"{_noun(items)}{place}, {when_words(when)}"


def main_places(items: Sequence[Item], where: Sequence[Where]) -> list[Where]:
    """The places that at least half as many reports name as the most reported one."""
    counts = [len({item.report for item in items if any(same_place(p, w) for p in item.places)}) for w in where]
    return [w for w, n in zip(where, counts) if 2 * n >= max(counts)]


def _in(where: Sequence[Where]) -> str:
    """English says "on the Syrian coast" and "in Latakia"."""
    return "on the" if where[0].name.casefold().endswith((" coast", " border", " front")) else "in"


def _noun(items: Sequence[Item]) -> str:
    types: Counter[str] = Counter()
    for item in items:
        best = min((c.value.rank or 99 for c in item.seeds if isinstance(c.value, Event)), default=99)
        types.update({c.value.type for c in item.seeds if isinstance(c.value, Event) and (c.value.rank or 99) == best})
    tolls = [c.value for item in items for c in item.claims if isinstance(c.value, Toll)]
    dead = max((t.number or t.low or 0 for t in tolls if t.harm == "killed"), default=0)
    if not types:
        harms = Counter(t.harm for t in tolls)
        return _HARMS.get(min(harms, key=lambda h: (-harms[h], h)), "Harm") if harms else "Events"
    kind = min(types, key=lambda t: (-types[t], t))
    if kind in ("Attack", "Attacks") and dead:
        return "Killings" if dead > 1 else "Killing"
    return _NOUNS.get(kind, kind)


def place_words(where: Sequence[Where]) -> str:
    """One, two or three names, or two and "elsewhere"; "places" without names do not occur."""
    names = list(dict.fromkeys(w.name for w in where))
    if len(names) <= 2:
        return " and ".join(names)
    if len(names) == 3:
        return f"{names[0]}, {names[1]} and {names[2]}"
    return f"{names[0]}, {names[1]} and elsewhere"


def when_words(when: When) -> str:
    """A time in words, no more exact than it is known.

    >>> when_words(When("2025-03-06", "2025-03-09", "range"))
    '6-9 March 2025'
    >>> when_words(When("2025-02-28", "2025-03-03", "range"))
    '28 February-3 March 2025'
    >>> when_words(When())
    'date not stated'
    """
    start, end = _date(when.start), _date(when.end)
    if start is None and end is None:
        return "date not stated"
    if start is None or end is None:
        return f"from {_full(start)}" if start else f"until {_full(end)}"
    if when.precision == "year" and start.year == end.year:
        return str(start.year)
    if when.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{calendar.month_name[start.month]} {start.year}"
    if start == end:
        return _full(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{_full(end)}"
    if start.year == end.year:
        return f"{start.day} {calendar.month_name[start.month]}-{_full(end)}"
    return f"{_full(start)}-{_full(end)}"


def _date(text: str | None) -> dt.date | None:
    ordinal = day(text)
    return None if ordinal is None else dt.date.fromordinal(ordinal)


def _full(date: dt.date | None) -> str:
    return "" if date is None else f"{date.day} {calendar.month_name[date.month]} {date.year}"


def country_of(items: Iterable[Item]) -> str | None:
    """The country most reports place it in."""
    counts = Counter(c for item in items for c in {w.country for w in item.places if w.country})
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None
