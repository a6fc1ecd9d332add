"""Small hand-made records for the tests of incidents, weighing and exports. All names and events are made up."""

from __future__ import annotations

import dataclasses
from typing import Any

from bearwitness.model import (
    Attribution,
    Claim,
    Event,
    Judgement,
    Passage,
    Report,
    Statement,
    Toll,
    Victim,
    When,
    Where,
    Who,
    with_id,
)

# Real provinces and towns; nothing told about them here took place.
LATAKIA = Where("Latakia", "gov:latakia", 35.6, 36.0, 4, "SY", "Latakia")
TARTUS = Where("Tartus", "gov:tartus", 34.95, 36.1, 4, "SY", "Tartus")
JABLEH = Where("Jableh", "town:jableh", 35.36, 35.93, 1, "SY", "Latakia")
BANIYAS = Where("Baniyas", "town:baniyas", 35.18, 35.95, 1, "SY", "Tartus")
RAQQA = Where("Raqqa", "town:raqqa", 35.95, 39.01, 1, "SY", "Raqqa")


def day(text: str) -> When:
    return When(text, text, "day", None, "text")


def span(start: str, end: str | None) -> When:
    return When(start, end, "range", None, "text")


def who(name: str, kind: str = "organisation", **more: Any) -> Who:
    return Who(name, kind, **more)


def report(id_: str, published: str | None = "2031-03-10", publisher: str | None = "Example Post") -> Report:
    when = day(published) if published else When()
    return Report(id_, f"{id_}.txt", f"{id_:0>64}", "text/plain", "2031-04-01T00:00:00Z", publisher=publisher,
                  published_at=when, text_sha256=f"{id_:0>64}")


def claim(rep: Report, start: int, words: str, value: Any, *, kind: str | None = None, by: tuple[Who, ...] = (),
          **more: Any) -> Claim:
    kinds = {Toll: "toll", Event: "event", Attribution: "attribution", Victim: "victim", Statement: "statement"}
    made = Claim("", kind or kinds[type(value)], Passage(start, start + len(words), words), value, speakers=by,
                 report_id=rep.id, rule="by hand", **more)
    return with_id(rep.text_sha256 or "", made)


def attack(rep: Report, start: int, words: str, when: When, *where: Where, rank: int | None = 1,
           type_: str = "Attack", event_type: str = "Violence against civilians", **more: Any) -> Claim:
    fields = {f.name for f in dataclasses.fields(Event)}
    value = Event(event_type, type_, where=where, when=when, rank=rank, **{k: v for k, v in more.items() if k in fields})
    return claim(rep, start, words, value, **{k: v for k, v in more.items() if k not in fields})


def toll(rep: Report, start: int, words: str, number: int | None, *, by: tuple[Who, ...] = (), bound: str = "exact",
         whom: str | None = None, hedge: str = "none", stance: str = "asserts", **more: Any) -> Claim:
    ends = {"low": number, "high": number, "best": number} if bound == "exact" else {}
    value = Toll(more.pop("harm", "killed"), number, phrase=words, bound=bound, whom=whom, **{**ends, **more})
    return claim(rep, start, words, value, by=by, hedge=hedge, stance=stance)


def judged(left: str, relation: str, right: str | None = None, *, n: int = 1, reviewer: str = "Ada", **more: Any) -> Judgement:
    return Judgement(f"j{n}", left, relation, reviewer, "made for a test", f"2031-05-0{n}T10:00:00Z", right=right, **more)


def coast() -> tuple[list[Report], list[Claim]]:
    """Four reports on one episode, one on another town and day, one on a past war."""
    a, b, c, d, e = (report(i, p, pub) for i, p, pub in (
        ("a1", "2031-03-08", "North News"), ("b2", "2031-03-09", "South Times"), ("c3", "2031-03-12", "East Post"),
        ("d4", "2031-03-11", "West Wire"), ("e5", "2031-03-20", "Old Paper")))
    monitor = (who("Hill Monitor", entity_id="org:hill"),)
    claims = [
        attack(a, 0, "gunmen killed villagers on the coast", span("2031-03-06", "2031-03-08"), LATAKIA, TARTUS),
        toll(a, 50, "340 civilians were killed", 340, by=monitor, whom="civilians"),
        attack(b, 0, "killings on the coast by gunmen", span("2031-03-06", None), LATAKIA),
        toll(b, 50, "745 civilians killed", 745, by=monitor, whom="civilians"),
        attack(c, 0, "killings in villages on the coast", span("2031-03-06", "2031-03-09"), TARTUS, LATAKIA),
        toll(c, 50, "1,225 civilians", 1225, by=monitor, whom="civilians"),
        attack(d, 0, "a car bomb went off in the market", day("2031-03-10"), RAQQA, type_="Remote explosive/landmine/IED",
               event_type="Explosions/Remote violence"),
        toll(d, 60, "killing 9 people", 9),
        attack(e, 0, "the siege of a past war", span("2012-01-01", "2013-01-01"), RAQQA, rank=None),
    ]
    return [a, b, c, d, e], claims
