"""Iraq Body Count's shape: one row for an incident in which civilians were killed, with minimum and maximum.

Documented deaths of civilians alone; two independent data sources, or the entry is provisional; every distinct
report is kept; when figures differ the range is given. A minimum of 0 needs a source that says none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bearwitness.codebooks.dead import ALL, CIVILIANS, FORCES, Count, bounds, class_of, counts, words_of
from bearwitness.codebooks.episode import Episode, episodes, outside
from bearwitness.codebooks.form import NAMED, Codebook, Column, Maker, Row, Uncoded
from bearwitness.codebooks.sides import doers, is_actor, plain, sides
from bearwitness.model import Event, Snapshot, Who
from bearwitness.resolve.fold import fold

COLUMNS = (
    Column("incident", "the incident's id", needed=True), Column("date_start", "first day", "date"), Column("date_end", "last day", "date"),
    Column("time", "time of day"), Column("place", "place as claimed"), Column("target", "what or who was attacked"),
    Column("minimum_deaths", "civilians killed, at the least", "int"), Column("maximum_deaths", "civilians killed, at the most", "int"),
    Column("minimum_injuries", "civilians injured, at the least", "int"), Column("maximum_injuries", "civilians injured, at the most", "int"),
    Column("weapons", "weapons named"), Column("killers", "those accused, by semicolons"), Column("media_sources", "publishers, by semicolons", needed=True),
    Column("primary_witnesses", "whose words the reports pass on"), Column("independent_sources", "independent roots of the figures", "int", needed=True),
    Column("provisional", "Yes with fewer than two independent sources", choices=("Yes", "No"), needed=True),
    Column("names", "victims named"),
)


def _compile(snapshot: Snapshot) -> Iterator[Row | Uncoded]:
    for episode in episodes(snapshot):
        killed = counts(episode).get(CIVILIANS)
        if killed is not None and killed.high < 1 and not episode.victims:
            yield Uncoded(episode.incident.id, "the claims tell that no civilian was killed", killed.claims)
        elif killed is None and not episode.victims:
            partial = [f.claim for t in episode.incident.tolls if t.harm == "killed" and class_of(t.whom) == CIVILIANS for f in t.figures]
            why = "the figures of civilians killed count parts of them, and none counts all" if partial else "no claim tells of civilians killed: IBC counts civilians alone"
            yield Uncoded(episode.incident.id, why, tuple(partial[:NAMED]))
        elif not episode.publishers:
            yield Uncoded(episode.incident.id, "no source has a name")
        else:
            yield _row(episode, killed)
    yield from outside(snapshot)


def _row(episode: Episode, killed: Count | None) -> Row:
    incident = episode.incident
    made = Maker(incident.id)
    made.put("incident", incident.id, "the incident's id")
    made.put("date_start", incident.when.start, "first day claimed")
    made.put("date_end", incident.when.end, "last day claimed")
    made.blank("times of day are not read", "time")
    made.put("place", "; ".join(w.name for w in episode.where) or None, "places as claimed" if episode.where else "no place is claimed")
    _who(made, episode)
    _ends(made, "deaths", killed, "civilians killed")
    _ends(made, "injuries", counts(episode, "injured").get(CIVILIANS), "civilians injured")
    made.put("media_sources", "; ".join(episode.publishers), "publishers of the reports")
    made.put("primary_witnesses", "; ".join(episode.ultimate) or None, "whose words the reports pass on" if episode.ultimate else "the reports name no source")
    roots = len(killed.roots) if killed else 0
    made.put("independent_sources", roots, "independent roots of the figures of civilians", killed.claims if killed else ())
    made.put("provisional", "No" if roots >= 2 else "Yes", "IBC asks for two independent sources")
    made.put("names", "; ".join(dict.fromkeys(c.value.name for c in episode.victims)) or None,  # type: ignore[union-attr]
             "named by the claims" if episode.victims else "no claim names a victim", [c.id for c in episode.victims])
    if killed is not None and killed.apart:
        made.lost("figures of other groups of civilians, which are not pooled", killed.apart)
    persons = counts(episode).get(ALL)
    if persons is not None and killed is not None:
        made.lost("figures of all persons killed, of whom the form counts the civilians", persons.claims)
    forces = counts(episode).get(FORCES)
    if forces is not None:
        made.lost("forces killed: whether they count (as police may) is for people to say", forces.claims)
    partial = [t for t in incident.tolls if t.harm == "killed" and t.whom.startswith(f"{CIVILIANS} (")]
    if partial:
        made.lost("partial figures by place: the form has one range", [f.claim for t in partial for f in t.figures])
    return made.row()


def _who(made: Maker, episode: Episode) -> None:
    events = [c for c in episode.events if isinstance(c.value, Event)]
    hit = sides(episode, events, "targets")
    things = dict.fromkeys(t.name for c in events for t in c.value.objects)  # type: ignore[union-attr]
    targets = [*things, *(s.name for s in hit)]
    made.put("target", "; ".join(dict.fromkeys(targets)) or None, "named as targets" if targets else "no claim names a target", [c.id for c in events] if targets else ())
    weapons = dict.fromkeys(t.name for c in events for t in c.value.instruments)  # type: ignore[union-attr]
    made.put("weapons", "; ".join(weapons) or None, "weapons named" if weapons else "no claim names a weapon", [c.id for c in events])
    did = [s for s in doers(episode, events) if not s.accused]
    accused = [name for name, _, _ in episode.accused if is_actor(Who(name))]
    killers = list({fold(plain(name)): name for name in reversed([*accused, *(s.name for s in did)])}.values())[::-1]
    made.put("killers", "; ".join(killers) or None, "accused by the claims, or named as doers of the events" if killers else "no claim names who did it",
             [*(b.claim for _, by, _ in episode.accused for b in by), *(x for s in did for x in s.claims)])
    if episode.denials:
        made.lost("denials by the accused", episode.denials)


def _ends(made: Maker, what: str, count: Count | None, words: str) -> None:
    missing = f"no claim gives a figure of {words}"
    made.put(f"minimum_{what}", count.low if count else None, f"the lowest number stated of {words_of(count, '').strip()}" if count else missing, count.claims if count else ())
    made.put(f"maximum_{what}", count.high if count else None, f"the highest number stated of {words_of(count, '').strip()}" if count else missing, count.claims if count else ())
    for text in bounds(count) if count is not None else ():
        made.forced(text, f"maximum_{what}", count.claims if count else ())


def _ordered(row: Mapping[str, Any]) -> str | None:
    for what in ("deaths", "injuries"):
        low, high = row[f"minimum_{what}"], row[f"maximum_{what}"]
        if low is not None and high is not None and not 0 <= low <= high:
            return f"minimum_{what} {low} and maximum_{what} {high} are not in order"
    return None


def _provisional(row: Mapping[str, Any]) -> str | None:
    right = "No" if row["independent_sources"] >= 2 else "Yes"
    return None if row["provisional"] == right else f"provisional should be {right} with {row['independent_sources']} independent sources"


CODEBOOK = Codebook("ibc", "variables as published; shape, not an export of theirs", COLUMNS, _compile, (_ordered, _provisional))
