"""Reports and claims to incidents: a pure function of them, of the judgements, and of the ids already minted.

1. Judgements are applied to the claims. 2. Each report's claims become items, one for each passage of events.
3. Items whose days and places allow it are compared, and the scores explained. 4. Average linkage, with what people
joined and parted. 5. Ids minted before are kept; a merge keeps the older. 6. When, where, parties and title are derived.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.incidents.blocks import components, pairs
from bearwitness.incidents.cluster import Pair
from bearwitness.incidents.decided import Meant, decided_words, decisions, told_apart, told_same
from bearwitness.incidents.describe import country_of
from bearwitness.incidents.ids import keep, mint
from bearwitness.incidents.items import Item
from bearwitness.incidents.judged import apply
from bearwitness.incidents.parts import gather, tie
from bearwitness.incidents.passages import items_of
from bearwitness.incidents.record import incident_of, of_report
from bearwitness.incidents.score import CUT, Words
from bearwitness.incidents.twins import leaders, stands_alone
from bearwitness.model import Claim, Incident, Judgement, Mention, Report


@dataclass(frozen=True, slots=True)
class Grouping:
    """What grouping gave.

    Attributes:
        incidents: the most reported first; not yet weighed.
        redirects: id that was merged -> the older id that stands for both now.
        held: for each incident the claim and report ids to keep with its id, for the next grouping.
        minted: ids given for the first time here.
        of_report: report -> its incidents, the main one first; a report in none is not there.
        outside: claims that fit no incident, visible all the same.
    """

    incidents: tuple[Incident, ...]
    redirects: dict[str, str]
    held: dict[str, tuple[str, ...]]
    minted: tuple[str, ...]
    of_report: dict[str, tuple[str, ...]]
    outside: tuple[str, ...]


def group(reports: Sequence[Report], claims: Sequence[Claim], judgements: Sequence[Judgement] = (),
          minted: Mapping[str, Iterable[str]] | None = None, mentions: Sequence[tuple[str, Mention]] = (),
          texts: Mapping[str, str] | None = None) -> list[Incident]:
    """The incidents alone; `group_all` tells redirects and what fits no incident, too."""
    return list(group_all(reports, claims, judgements, minted, mentions, texts).incidents)


def group_all(reports: Sequence[Report], claims: Sequence[Claim], judgements: Sequence[Judgement] = (),
              minted: Mapping[str, Iterable[str]] | None = None, mentions: Sequence[tuple[str, Mention]] = (),
              texts: Mapping[str, str] | None = None) -> Grouping:
    """Groups claims into incidents across documents. The order of the input makes no difference.

    Args:
        reports: the reports of the case.
        claims: their current claims, each with its `report_id`.
        judgements: every judgement ever made; superseded ones have no effect.
        minted: id -> the claim and report ids it stood for at the last grouping, the oldest id first.
        mentions: (report id, mention): they help to find the incident of reports that tell no day and place.
        texts: text_sha256 -> kept text; the sentences around the events are then compared as well.
    """
    before = {id_: tuple(held) for id_, held in (minted or {}).items()}
    judged = apply(claims, judgements)
    apart = told_apart(judged)
    items = _all_items(reports, judged.claims, apart, told_same(judged), mentions, texts or {})
    words = Words(items)
    lead = leaders(items, words, [n for n, item in enumerate(items) if stands_alone(item.report, (c.id for c in item.claims), apart)])
    must, never, decided = decisions(judged, _meaning(items, before, lead))
    groups = _with_twins(items, words, must, never, lead)
    by_id = {r.id: r for r in reports}
    inside = [[items[i] for i in numbers] for numbers in groups]
    members = [members_of(group) for group in inside]
    names = name_groups(members, before, set(before).__contains__)
    incidents = [incident_of(id_, group, by_id, judged, words, decided=decided_words(numbers, decided),
                             merged=[old for old, to in names.redirects.items() if to == id_])
                 for id_, group, numbers in zip(names.ids, inside, groups)]
    incidents.sort(key=order)
    inside_ids = {c for i in incidents for c in i.claims}
    return Grouping(tuple(incidents), names.redirects, {id_: m.held for id_, m in zip(names.ids, members)}, tuple(names.new),
                    of_report(zip(names.ids, inside)),
                    tuple(c.id for c in sorted(judged.claims, key=lambda c: (c.report_id or "", c.passage.start, c.id))
                          if c.id not in inside_ids))


def order(incident: Incident) -> tuple[int, str, str]:
    """The place of an incident among others: the most reported first."""
    return -len(incident.reports), incident.when.start or "9999", incident.id


def _with_twins(items: Sequence[Item], words: Words, must: Sequence[Pair], never: Sequence[Pair], lead: Sequence[int]) -> list[list[int]]:
    """Groups of those items that stand for themselves, and with each of them its twins."""
    chosen = [n for n, first in enumerate(lead) if first == n]
    place = {n: k for k, n in enumerate(chosen)}
    twins: dict[int, list[int]] = {}
    for n, first in enumerate(lead):
        twins.setdefault(first, []).append(n)
    groups = _groups([items[n] for n in chosen], words, [(place[i], place[j]) for i, j in must], [(place[i], place[j]) for i, j in never])
    return [sorted(n for k in group for n in twins[chosen[k]]) for group in groups]


def _groups(items: Sequence[Item], words: Words, must: Sequence[Pair], never: Sequence[Pair]) -> list[list[int]]:
    """Groups of items, part by part."""
    lefts, rights, values = array("I"), array("I"), array("d")
    tied: list[Pair] = []
    for i, j in pairs(items):
        value = tie(items[i], items[j], words)
        if value >= CUT:
            tied.append((i, j))
        if value:
            lefts.append(i)
            rights.append(j)
            values.append(value)
    parts = components(len(items), [*tied, *must])
    part_of = {n: number for number, part in enumerate(parts) for n in part}
    place = {n: k for part in parts for k, n in enumerate(part)}
    ties: list[dict[Pair, float]] = [{} for _ in parts]
    for i, j, value in zip(lefts, rights, values):
        if part_of[i] == part_of[j]:
            ties[part_of[i]][place[i], place[j]] = value
    own: dict[str, list[list[Pair]]] = {"must": [[] for _ in parts], "never": [[] for _ in parts]}
    for name, given in (("must", must), ("never", never)):
        for i, j in given:
            if part_of[i] == part_of[j]:
                own[name][part_of[i]].append((place[i], place[j]))
    groups = [[part[k] for k in g] for number, part in enumerate(parts)
              for g in gather([items[n] for n in part], ties[number], own["must"][number], own["never"][number])]
    return sorted(groups, key=lambda g: g[0])


def _all_items(reports: Sequence[Report], claims: Sequence[Claim], apart: frozenset[str], joined: frozenset[str],
               mentions: Sequence[tuple[str, Mention]], texts: Mapping[str, str]) -> list[Item]:
    shelves: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.report_id is not None:
            shelves.setdefault(claim.report_id, []).append(claim)
    seen: dict[str, list[Mention]] = {}
    for report_id, mention in mentions:
        seen.setdefault(report_id, []).append(mention)
    items = [item for report in sorted(reports, key=lambda r: r.id)
             for item in items_of(report, shelves.get(report.id, ()), apart, seen.get(report.id, ()),
                                  texts.get(report.text_sha256 or ""), joined=joined)]
    return sorted(items, key=lambda item: item.key)


def _meaning(items: Sequence[Item], minted: Mapping[str, Sequence[str]], lead: Sequence[int]) -> Meant:
    of_claim: dict[str, list[int]] = {}
    of_report: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        of_report.setdefault(item.report, []).append(n)
        for claim in item.claims:
            of_claim.setdefault(claim.id, []).append(n)

    def meant(id_: str, main: bool) -> list[int]:
        if id_ in of_claim:
            found = of_claim[id_]
        elif id_ in of_report:
            numbers = of_report[id_]
            found = [min(numbers, key=lambda n: (items[n].rank, n))] if main else numbers
        else:
            found = sorted({n for held in minted.get(id_, ()) for n in of_claim.get(held, ())})
        return list(dict.fromkeys(lead[n] for n in found))

    return meant


# --- names ------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Members:
    """What a group holds, by ids: of its claims, of its reports, of the claims that started its items; and its country."""

    claims: frozenset[str]
    reports: frozenset[str]
    seeds: tuple[str, ...]
    country: str | None

    @property
    def held(self) -> tuple[str, ...]:
        """What is kept with the incident's id, for the next grouping."""
        return (*sorted(self.claims), *sorted(self.reports))


def members_of(items: Sequence[Item]) -> Members:
    return Members(frozenset(c.id for item in items for c in item.claims), frozenset(item.report for item in items),
                   tuple(c.id for item in items for c in item.seeds), country_of(items))


@dataclass(frozen=True, slots=True)
class Names:
    """The id of each group, those of them that are new, and where ids lead that no group has now."""

    ids: list[str]
    new: list[str]
    redirects: dict[str, str]


def name_groups(groups: Sequence[Members], before: Mapping[str, Sequence[str]], taken: Callable[[str], bool]) -> Names:
    """Gives each group the id that it had, or a new one.

    Args:
        before: id -> the claim and report ids it stood for, the oldest id first.
        taken: was this id ever given?
    """
    kept = keep(before, [(g.claims, g.reports) for g in groups])
    new: dict[str, None] = {}
    ids = []
    for n, group in enumerate(groups):
        id_ = kept.of_group.get(n)
        if id_ is None:
            id_ = mint(group.country, group.seeds, lambda one: one in new or taken(one))
            new[id_] = None
        ids.append(id_)
    return Names(ids, list(new), kept.redirects)
