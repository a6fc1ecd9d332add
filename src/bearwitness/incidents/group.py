"""Reports and claims to incidents: a pure function of them, of the judgements, and of the ids already minted.

1. Judgements are applied to the claims. 2. Each report's claims become items, one for each passage of events.
3. Items whose days and places allow it are compared, and the scores explained. 4. Average linkage, with what people
joined and parted. 5. Ids minted before are kept; a merge keeps the older. 6. When, where, parties and title are derived.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bearwitness.incidents.blocks import components, pairs
from bearwitness.incidents.cluster import Pair, clusters
from bearwitness.incidents.describe import country_of, parties_of, title_of, when_of, where_of
from bearwitness.incidents.ids import keep, mint
from bearwitness.incidents.items import Item, vague
from bearwitness.incidents.judged import Judged, apply, is_lineage
from bearwitness.incidents.passages import items_of
from bearwitness.incidents.score import CUT, Words, score
from bearwitness.model import Claim, Incident, Judgement, Mention, Report

SHOWN_LINKS = 12
LOOKED_BACK = 200
NOT_WEIGHED = "not weighed"


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
    apart = frozenset(i for j in judged.standing if j.relation == "different" and not is_lineage(j) for i in (j.left, j.right) if i)
    items = _all_items(reports, judged.claims, apart, mentions, texts or {})
    words = Words(items)
    must, never, decided = _decisions(judged, items, before)
    groups = _groups(items, words, must, never)
    members = [[items[i] for i in numbers] for numbers in groups]
    keys = [(frozenset(c.id for item in m for c in item.claims), frozenset(item.report for item in m)) for m in members]
    kept = keep(before, keys)
    taken = set(before)
    incidents, held, new = [], {}, []
    by_id = {r.id: r for r in reports}
    for n, (numbers, inside) in enumerate(zip(groups, members)):
        id_ = kept.of_group.get(n)
        if id_ is None:
            id_ = mint(country_of(inside), (c.id for item in inside for c in item.seeds), taken)
            taken.add(id_)
            new.append(id_)
        because = (*_links(numbers, items, words, by_id), *decided_words(numbers, decided), *judged.notes_on(keys[n][0]))
        incidents.append(_titled(_incident(id_, inside, by_id, because), judged, kept.redirects))
        held[id_] = (*sorted(keys[n][0]), *sorted(keys[n][1]))
    incidents.sort(key=lambda i: (-len(i.reports), i.when.start or "9999", i.id))
    inside_ids = {c for i in incidents for c in i.claims}
    return Grouping(tuple(incidents), kept.redirects, held, tuple(new), _of_report(members, incidents),
                    tuple(c.id for c in sorted(judged.claims, key=lambda c: (c.report_id or "", c.passage.start, c.id))
                          if c.id not in inside_ids))


def _groups(items: Sequence[Item], words: Words, must: list[Pair], never: list[Pair]) -> list[list[int]]:
    """Groups of items, part by part.

    Two groups are only ever joined over a pair that reaches the cut, so items that no chain of such pairs and of judgements joins
    are independent of each other: each such part is gathered by itself, with the scores of all its pairs.
    """
    tied: list[Pair] = []
    apart: list[Pair] = []
    lefts, rights, values = array("I"), array("I"), array("d")
    for i, j in pairs(items):
        found = score(items[i], items[j], words)
        if found.never:
            apart.append((i, j))
        if found.score >= CUT:
            tied.append((i, j))
        if found.score > 0:
            lefts.append(i)
            rights.append(j)
            values.append(found.score)
    parts = components(len(items), [*tied, *must])
    part_of = {n: number for number, part in enumerate(parts) for n in part}
    scores: list[dict[Pair, float]] = [{} for _ in parts]
    for i, j, value in zip(lefts, rights, values):
        if part_of[i] == part_of[j]:
            scores[part_of[i]][i, j] = value
    forbidden: list[list[Pair]] = [[] for _ in parts]
    for i, j in (*never, *apart):
        if part_of[i] == part_of[j]:
            forbidden[part_of[i]].append((i, j))
    joined: list[list[Pair]] = [[] for _ in parts]
    for i, j in must:
        joined[part_of[i]].append((i, j))
    groups = [g for number, part in enumerate(parts) for g in _gather(items, part, scores[number], joined[number], forbidden[number])]
    return sorted(groups, key=lambda g: g[0])


def _gather(items: Sequence[Item], part: Sequence[int], scores: Mapping[Pair, float], must: list[Pair], apart: list[Pair]) -> list[list[int]]:
    """Average linkage in two rounds: first what tells a day or a place, then the rest joins what it fits best.

    A weak item that fits nothing is in no incident.
    """
    if len(part) == 1:
        return [] if items[part[0]].weak else [list(part)]
    place = {n: k for k, n in enumerate(part)}

    def local(pairs_: Iterable[Pair]) -> list[Pair]:
        return [(place[i], place[j]) for i, j in pairs_]

    must, apart = local(must), local(apart)
    near = {(place[i], place[j]): value for (i, j), value in scores.items()}
    own = [items[n] for n in part]
    clear = {n for n, item in enumerate(own) if not vague(item)}
    first = clusters(len(own), {pair: value for pair, value in near.items() if clear.issuperset(pair)}, must=must, never=apart, cut=CUT)
    joined = [*must, *((g[0], n) for g in first for n in g[1:])]
    for n in sorted(set(range(len(own))) - clear):
        fits = [(fit, -m, g) for m, g in enumerate(first) if clear & set(g) and n not in g
                and (fit := _fit(n, g, near, apart)) >= CUT]
        if fits and not any(n in pair for pair in must):
            joined.append((n, max(fits)[2][0]))
    rest = {pair: value for pair, value in near.items() if not clear & set(pair)}
    groups = clusters(len(own), rest, must=joined, never=apart, cut=CUT)
    return [[part[n] for n in g] for g in groups if not all(own[n].weak for n in g)]


def _fit(n: int, numbers: Sequence[int], scores: Mapping[Pair, float], apart: Sequence[Pair]) -> float:
    """How well an item fits a group: the mean of its three best scores with items of the group."""
    if any(n in pair and set(pair) & set(numbers) for pair in apart):
        return 0.0
    best = sorted((value for m in numbers if (value := scores.get((min(n, m), max(n, m)))) is not None), reverse=True)[:3]
    return sum(best) / len(best) if best else 0.0


def _all_items(reports: Sequence[Report], claims: Sequence[Claim], apart: frozenset[str],
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
                                  texts.get(report.text_sha256 or ""))]
    return sorted(items, key=lambda item: item.key)


# --- what people decided ------------------------------------------------------------------------------

def _decisions(judged: Judged, items: Sequence[Item],
               minted: Mapping[str, Sequence[str]]) -> tuple[list[Pair], list[Pair], list[tuple[frozenset[int], str]]]:
    """Pairs that judgements force together or apart; where a chain of them contradicts, the later counts."""
    of_claim: dict[str, list[int]] = {}
    of_report: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        of_report.setdefault(item.report, []).append(n)
        for claim in item.claims:
            of_claim.setdefault(claim.id, []).append(n)

    def meant(id_: str, *, main: bool) -> list[int]:
        if id_ in of_claim:
            return of_claim[id_]
        if id_ in of_report:
            numbers = of_report[id_]
            return [min(numbers, key=lambda n: (items[n].rank, n))] if main else numbers
        return sorted({n for held in minted.get(id_, ()) for n in of_claim.get(held, ())})

    must: list[Pair] = []
    never: list[Pair] = []
    decided: list[tuple[frozenset[int], str]] = []
    for j in reversed(judged.standing):
        if j.relation not in ("same", "different") or j.right is None or is_lineage(j):
            continue
        left, right = (meant(i, main=j.relation == "same") for i in (j.left, j.right))
        words = f"{j.reviewer} ({j.made_at[:10]}) judged {j.left} and {j.right} {j.relation}: {j.reason}"
        if not left or not right:
            continue
        if j.relation == "same":
            wanted = [(left[0], n) for n in [*left[1:], *right]]
            if _breaks([*must, *wanted], never):
                words += " (a later judgement contradicts it and counts instead)"
            else:
                must += wanted
        else:
            only = [n for n in left if n not in set(right)]
            wanted = [(a, b) for a in only for b in right]
            if _breaks(must, wanted):
                words += " (later judgements contradict it and count instead)"
            else:
                never += wanted
        decided.append((frozenset((*left, *right)), words))
    return must, never, decided


def _breaks(must: Sequence[Pair], never: Sequence[Pair]) -> bool:
    """Would joining all of `must` put a pair of `never` together?"""
    parent: dict[int, int] = {}

    def find(i: int) -> int:
        while parent.get(i, i) != i:
            i = parent[i]
        return i

    for a, b in must:
        parent[find(a)] = find(b)
    return any(find(a) == find(b) for a, b in never)


def decided_words(numbers: Sequence[int], decided: Sequence[tuple[frozenset[int], str]]) -> list[str]:
    inside = set(numbers)
    return [words for concerned, words in reversed(decided) if concerned & inside]


# --- the record -----------------------------------------------------------------------------------------

def _links(numbers: Sequence[int], items: Sequence[Item], words: Words, reports: Mapping[str, Report]) -> list[str]:
    """For each further report the strongest tie to one of the first before it, with its scores."""
    out: list[str] = []
    seen = {items[numbers[0]].report} if numbers else set()
    for n, j in enumerate(numbers):
        if items[j].report in seen:
            continue
        seen.add(items[j].report)
        if len(out) >= SHOWN_LINKS:
            out.append("")
            continue
        ties = [(found, i) for i in numbers[:n][:LOOKED_BACK] if (found := score(items[i], items[j], words)).score > 0]
        if ties:
            best, i = max(ties, key=lambda t: (t[0].score, -t[1]))
            out.append(f"{_name(reports, items[j].report)} tells of the same as {_name(reports, items[i].report)}: "
                       f"{best.words()}")
    if len(out) > SHOWN_LINKS:
        out = [*out[:SHOWN_LINKS], f"and {len(out) - SHOWN_LINKS} further reports in the same way"]
    return out


def _name(reports: Mapping[str, Report], id_: str) -> str:
    report = reports.get(id_)
    return f"report {id_[:8]}" + (f" ({report.publisher})" if report and report.publisher else "")


def _incident(id_: str, inside: Sequence[Item], reports: Mapping[str, Report], because: Sequence[str]) -> Incident:
    when, where = when_of(inside), where_of(inside)
    order = sorted({item.report for item in inside}, key=lambda r: (reports[r].published_at.start or "9999", r))
    rank = {report: n for n, report in enumerate(order)}
    claims = sorted({c.id: c for item in inside for c in item.claims}.values(),
                    key=lambda c: (rank.get(c.report_id or "", 0), c.passage.start, -c.passage.end, c.id))
    return Incident(
        id=id_, when=when, where=where, parties=parties_of(inside), reports=tuple(order),
        claims=tuple(c.id for c in claims), standing=NOT_WEIGHED, title=title_of(inside, when, where), because=tuple(because))


def _titled(incident: Incident, judged: Judged, redirects: Mapping[str, str]) -> Incident:
    """The title that a reviewer set (by a fix of the incident, or of one merged into it), instead of the one by rule."""
    for j in judged.standing:
        title = dict(j.changes).get("title") if j.relation == "fix" and j.right is None else None
        if title and redirects.get(j.left, j.left) == incident.id:
            words = f"title set by {j.reviewer} ({j.made_at[:10]}: {j.reason}); by rule it is: {incident.title}"
            incident = replace(incident, title=str(title), because=(*incident.because, words))
    return incident


def _of_report(members: Sequence[Sequence[Item]], incidents: Sequence[Incident]) -> dict[str, tuple[str, ...]]:
    """For each report its incidents: the one of its main event first, then by how much it says of each."""
    of_claim = {c: i.id for i in incidents for c in i.claims}
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for inside in members:
        for item in inside:
            id_ = of_claim[item.seeds[0].id]
            best = found.setdefault(item.report, {})
            rank, count = best.get(id_, (99, 0))
            best[id_] = (min(rank, item.rank), count - len(item.claims))
    return {report: tuple(sorted(ids, key=lambda i: (*ids[i], i))) for report, ids in sorted(found.items())}
