"""`relate`: reports and claims gathered into incidents, in the case's database and a report at a time.

A further report is compared with the items that stand under one of its keys within a few days, not with the case; only the parts that it
is tied to are gathered anew, and only their incidents are derived again (and weighed, by the next `weigh`). What is needed for that lies
in `grouping.db` beside the case: it follows from claims and judgements, and is made anew when it is missing or of another state.

How telling a word is follows from how many items have it. These counts are taken anew when a case has doubled since they were taken; a
case of few items is gathered afresh each time. Between two counts the order in which reports came can make a difference at the margin;
`relate --afresh` gives what all reports together give, in whatever order they came.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from bearwitness._version import __version__
from bearwitness.case.clock import now, tool
from bearwitness.case.nesting import nest_all, nest_some
from bearwitness.case.record import carry, corrections, judgements_in_force, row_of
from bearwitness.incidents.blocks import components, meet, spans, spot, too_common
from bearwitness.incidents.cluster import Pair
from bearwitness.incidents.decided import concerned, decided_words, decisions, told_apart, told_same
from bearwitness.incidents.describe import country_of
from bearwitness.incidents.group import Members, name_groups
from bearwitness.incidents.items import Item, word_key
from bearwitness.incidents.judged import Judged, Standing, apply, is_lineage, stand
from bearwitness.incidents.packing import Kept, pack, unpack
from bearwitness.incidents.parts import gather, tie
from bearwitness.incidents.passages import items_of
from bearwitness.incidents.proposals import Found, of_part, told
from bearwitness.incidents.record import incident_of, of_report
from bearwitness.incidents.score import CUT, Words
from bearwitness.incidents.twins import TWIN, alike, signature, stands_alone
from bearwitness.model import Claim, Judgement, Proposal, to_json
from bearwitness.store import decisions as judged_rows
from bearwitness.store import events, grouping, incidents, readings, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.grouping import Shelf

SMALL = 400          # items; below this everything is gathered afresh each time
TOGETHER = 200       # reports whose claims are read at once
REMEMBERED = 30_000  # items kept unpacked
CLAIMS_HELD = 3_000  # reports whose claims are kept while parts are named


@dataclass(slots=True)
class Related:
    """What one run of `relate` did.

    Attributes:
        afresh: everything was gathered anew.
        changed: incidents that were made or derived again; all when afresh.
        gone: ids that stand for no incident now.
        touched: every id whose rows changed; None: all.
        reports: reports whose incidents may have changed; None: all.
    """

    afresh: bool
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    touched: set[str] | None = field(default_factory=set)
    reports: set[str] | None = field(default_factory=set)


def relate(case: CaseFolder, *, afresh: bool = False) -> Related:
    """Groups the claims of all reports into incidents, keeping the ids that incidents already have.

    An incident whose claims went over to another one is redirected to it; an id is never used twice.

    Args:
        afresh: nothing that earlier runs kept is used; ids stay.
    """
    return case.write_and_log(lambda connection: relate_in(case, connection, afresh=afresh))


def relate_in(case: CaseFolder, connection: Connection, *, afresh: bool = False) -> Related:
    """The same in the caller's transaction; the caller completes the log."""
    with grouping.mended(case.path), closing(grouping.open_shelf(case.path)) as shelf:
        return _Run(connection, shelf).relate(afresh)


def forget(case: CaseFolder) -> None:
    """Removes what grouping kept."""
    grouping.forget(case.path)


class _Run:
    """One run: the case's database, what grouping kept, and what was read of both."""

    def __init__(self, connection: Connection, shelf: Shelf) -> None:
        self.connection = connection
        self.shelf = shelf
        self.items: OrderedDict[int, Kept] = OrderedDict()
        self.words = Words()
        self.learned: set[int] | None = set()      # None: the counts of all words are there
        self.common: frozenset[int] = frozenset()
        self.judgements: list[Judgement] = []
        self.standing: Standing = stand(())
        self.apart: frozenset[str] = frozenset()
        self.joined: frozenset[str] = frozenset()
        self.claims: OrderedDict[str, list[Claim]] = OrderedDict()
        self.notes: list[tuple[str, str]] = []      # on fixes that no longer fit

    # --- what to do -----------------------------------------------------------------------------------------

    def relate(self, afresh: bool) -> Related:
        since = incidents.noted(self.connection, "derived_from")
        carry(self.connection)
        self.judgements, _ = judgements_in_force(self.connection)
        self.standing = stand(self.judgements)
        self.apart, self.joined = told_apart(self._judged(())), told_same(self._judged(()))
        changes = [] if since is None else incidents.changed_since(self.connection, since["next"])
        afresh = afresh or since is None or not self._fits(since) or any(kind in ("erase", "redact") for kind, _ in changes)
        dirty: set[str] = set()
        if not afresh:
            dirty = self._dirty(changes)
            counted = int(self.shelf.get("counted") or 0)
            size = self.shelf.count()
            afresh = size + len(dirty) <= SMALL or size > 2 * counted
        result = self._afresh() if afresh else self._add(dirty)
        if any(kind == "review" for kind, _ in changes):
            self._weigh_again(changes, result)
        self._commit(result)
        return result

    def _fits(self, since: Mapping[str, int]) -> bool:
        """Is what grouping kept that of this program and of the case's last derivation?"""
        at = since.get("derived")
        return at is not None and self.shelf.get("program") == __version__ and self.shelf.get("follows") == incidents.entry_at(self.connection, at)

    def _dirty(self, changes: Sequence[tuple[str, str | None]]) -> set[str]:
        """The reports whose items must be made again: those read anew, and those that a new judgement speaks of."""
        found: set[str] = set()
        named: set[str] = set()
        about_grouping = False
        every = {j.id: j for j in judged_rows.all_judgements(self.connection)} if any(kind == "review" for kind, _ in changes) else {}
        for kind, subject in changes:
            if kind == "claim" and subject and (report := readings.report_of(self.connection, subject)):
                found.add(report)
            j = every.get(subject or "")
            if kind == "review" and j is not None:
                named |= {j.left, *([j.right] if j.right else [])}
                before = every.get(j.supersedes or "")
                about_grouping = about_grouping or any(one is not None and one.right and not is_lineage(one) for one in (j, before))
        if about_grouping:
            named |= set(concerned(self._judged(())))      # a chain of judgements may hold or break elsewhere
        return found | self._reports_of(named)

    def _reports_of(self, ids: Iterable[str]) -> set[str]:
        """The reports that ids of reports, claims and incidents speak of."""
        wanted = {id_ for id_ in ids if not id_.startswith("source:")}
        found = set(reports.reports_by_id(self.connection, wanted))
        found |= readings.reports_with(self.connection, wanted - found)
        held = {one for row in incidents.minted(self.connection, wanted) for one in row["claims"]}
        return found | set(reports.reports_by_id(self.connection, held)) | readings.reports_with(self.connection, held)

    def _weigh_again(self, changes: Sequence[tuple[str, str | None]], result: Related) -> None:
        """A rating of a source may concern every incident."""
        new = {subject for kind, subject in changes if kind == "review"}
        if any(j.id in new and j.left.startswith("source:") for j in judged_rows.all_judgements(self.connection)):
            incidents.unweigh(self.connection)
            result.touched = None

    def _commit(self, result: Related) -> None:
        """Notes and logs what was derived, so that nobody changes a range or a standing unseen."""
        index = commit_to(self.connection, result.touched, result.reports)
        incidents.note(self.connection, "derived_from", {"next": index, "derived": index})
        self.shelf.note("program", __version__)
        self.shelf.note("follows", incidents.entry_at(self.connection, index) or "")
        self.shelf.commit()

    # --- items ------------------------------------------------------------------------------------------------

    def _judged(self, claims: Sequence[Claim]) -> Judged:
        return apply(claims, self.standing)

    def _make(self, report_ids: Sequence[str], counted: Counter[int] | None = None, named: Counter[int] | None = None) -> int:
        """Makes the items of reports and keeps them; the first of the new ids.

        Args:
            counted, named: counters of words and names to fill.
        """
        first = next_id = self.shelf.next_id()
        for start in range(0, len(report_ids), TOGETHER):
            some = report_ids[start:start + TOGETHER]
            rows = []
            for item in self._items_of(some):
                if counted is not None and named is not None:
                    counted.update(item.words | item.names)
                    named.update(item.names)
                rows.append((next_id, item.key, pack(item)))
                next_id += 1
            self.shelf.add(rows)
        return first

    def _items_of(self, report_ids: Sequence[str]) -> Iterator[Item]:
        found = reports.reports_by_id(self.connection, report_ids)
        claims = readings.claims_of(self.connection, report_ids)
        near = readings.near_of(self.connection, report_ids)
        texts = reports.texts_of(self.connection, {r.text_sha256 for r in found.values() if r.text_sha256})
        fixed = corrections(found.values(), self.judgements)
        for id_ in report_ids:
            if id_ in found:
                yield from items_of(fixed[id_], self._judged(claims.get(id_, ())).claims, self.apart, near.get(id_, ()), texts.get(found[id_].text_sha256 or ""), joined=self.joined)

    def _load(self, ids: Iterable[int]) -> dict[int, Kept]:
        """Items without their claims."""
        wanted = set(ids)
        missing = [id_ for id_ in wanted if id_ not in self.items]
        for id_, row in (self.shelf.rows(missing) if missing else {}).items():
            self.items[id_] = unpack(row)
        found = {id_: self.items[id_] for id_ in wanted if id_ in self.items}
        for id_ in found:
            self.items.move_to_end(id_)
        while len(self.items) > max(REMEMBERED, 2 * len(found)):
            self.items.popitem(last=False)
        return found

    def _learn(self, kept: Iterable[Kept]) -> None:
        """Sees to it that the counts of the items' words are known."""
        if self.learned is None:
            return
        new = {word for one in kept for word in one.item.words | one.item.names} - self.learned
        if new:
            self.words.learn(self.shelf.words(new))
            self.learned |= new

    def _tie(self, ids: Sequence[int]) -> dict[int, list[tuple[int, float]]]:
        """Puts items on the shelves one after the other, each compared with those that stand there: its scores with them."""
        ties: dict[int, list[tuple[int, float]]] = {}
        waiting: dict[int, list[tuple[int, float]]] = {}
        for id_ in ids:
            own = self._load((id_,))[id_]
            lead = self._lead(id_, own)
            if lead is not None:
                ties[id_] = waiting[id_] = [(lead, TWIN)]
                continue
            place = spot(own.item, self.common)
            others = self._load(self.shelf.standing(place.asks, place.ranges()) - {id_})
            self._learn((own, *others.values()))
            found = [(other, value) for other, kept in sorted(others.items())
                     if meet(spans(kept.item), place.spans) and (value := tie(kept.item, own.item, self.words))]
            self.shelf.post(id_, place.keys, place.blocks)
            ties[id_] = waiting[id_] = found
            if len(waiting) >= 2_000:
                self.shelf.tie(waiting)
                waiting = {}
        self.shelf.tie(waiting)
        return ties

    def _lead(self, id_: int, own: Kept) -> int | None:
        """The item that stands for this one, since it says the same; None when it stands for itself."""
        if stands_alone(own.item.report, own.claims, self.apart):
            return None
        mark = signature(own.item)
        lead = self.shelf.leading(mark)
        if lead is None:
            self.shelf.lead(mark, id_)
            return None
        other = self._load((lead,))[lead]
        self._learn((own, other))
        return lead if alike(other.item, own.item, self.words) else None

    def _without_lead(self, removed: Iterable[int], parts: set[int]) -> set[str]:
        """The reports of items for which one of these stood."""
        gone = self.shelf.leaders_in(removed)
        if not gone:
            return set()
        return self.shelf.reports_of(id_ for id_, found in self.shelf.ties(self.shelf.of_parts(parts)).items() if _twin_of(found) in gone)

    # --- all, or a few ----------------------------------------------------------------------------------------

    def _afresh(self) -> Related:
        self.shelf.empty()
        counted: Counter[int] = Counter()
        named: Counter[int] = Counter()
        first = self._make(readings.read_reports(self.connection), counted, named)
        size = self.shelf.count()
        self.common = too_common(named, size)
        self.shelf.count_words(counted, self.common)
        self.shelf.note("counted", str(size))
        self.words = Words(counts=counted, total=size)
        self.learned = None
        del counted, named
        every = self.shelf.ordered(first)
        ties = self._tie(every)
        result = Related(True, touched=None, reports=None)
        for row in incidents.minted(self.connection):
            self.shelf.hold(row["id"], (), map(word_key, row["claims"]))
        incidents.drop(self.connection)
        incidents.tell(self.connection, {}, instead=None)
        self._regroup(set(every), ties, set(), result)
        return result

    def _add(self, dirty: set[str]) -> Related:
        result = Related(False, reports=set(dirty))
        self.common = self.shelf.common()
        self.words = Words(counts={}, total=int(self.shelf.get("counted") or 0))
        more = True
        while more:      # who stood for others leaves them without
            old = self.shelf.of_reports(dirty)
            parts = {part for part, _ in old.values() if part is not None}
            further = self._without_lead(old, parts) - dirty
            more = bool(further)
            dirty = dirty | further
        result.reports = set(dirty)
        before = {incident for _, incident in old.values() if incident}
        for id_, kept in self._load(old).items():
            place = spot(kept.item, self.common)
            self.shelf.unpost(id_, place.keys, place.blocks)
        self.shelf.remove(old)
        for id_ in old:
            self.items.pop(id_, None)
        first = self._make(sorted(dirty))
        new = self.shelf.ordered(first)
        ties = self._tie(new)
        met = {other for found in ties.values() for other, value in found if value >= CUT}
        parts |= {part for part in self.shelf.parts_of(met).values() if part is not None}
        within = set(new) | set(self.shelf.of_parts(parts))
        self._regroup(within, {**self.shelf.ties(within - set(new)), **ties}, before, result)
        return result

    # --- groups -----------------------------------------------------------------------------------------------

    def _regroup(self, within: set[int], ties: dict[int, list[tuple[int, float]]], before: set[str], result: Related) -> None:
        """Gathers these items, which are tied to no others, and derives their incidents.

        Args:
            before: incidents that lost items.
        """
        must, never, decided = self._decided()
        more = True
        while more:      # what people joined is of one part, wherever it lies
            beyond = {n for pair in must if within & set(pair) for n in pair} - within
            parts = {part for part in self.shelf.parts_of(beyond).values() if part is not None}
            further = (beyond | set(self.shelf.of_parts(parts))) - within
            more = bool(further)
            within |= further
            ties |= self.shelf.ties(further)
        before |= self.shelf.incidents_of(within)
        numbers = sorted(within)
        place = {id_: n for n, id_ in enumerate(numbers)}
        edges = [(place[other], place[id_]) for id_, found in ties.items() for other, value in found if value >= CUT and other in place]
        edges += [(place[a], place[b]) for a, b in must if a in place and b in place]
        groups: list[Group] = []
        part_of: dict[int, int] = {}
        for part in components(len(numbers), edges):
            ids = [numbers[n] for n in part]
            part_of.update(dict.fromkeys(ids, ids[0]))
            groups += self._gather(ids, ties, must, never)
        self._derive(groups, decided, before, result)
        of_item = {id_: group.id for group in groups for id_ in group.items}
        self.shelf.gathered([(id_, part_of[id_], of_item.get(id_)) for id_ in numbers])

    def _gather(self, ids: list[int], ties: Mapping[int, list[tuple[int, float]]], must: Sequence[Pair], never: Sequence[Pair]) -> list[Group]:
        """The groups of one part."""
        kept = self._load(ids)
        twins: dict[int, list[int]] = {}
        for id_ in ids:
            twins.setdefault(_twin_of(ties[id_]) or id_, []).append(id_)
        ordered = sorted(twins, key=lambda id_: kept[id_].item.key)
        at = {id_: n for n, id_ in enumerate(ordered)}
        scores: dict[Pair, float] = {}
        for id_ in ordered:
            for other, value in ties[id_]:
                if other in at:
                    scores[min(at[id_], at[other]), max(at[id_], at[other])] = value
        forced = [(at[a], at[b]) for a, b in must if a in at and b in at]
        barred = [(at[a], at[b]) for a, b in never if a in at and b in at]
        items = [kept[id_].item for id_ in ordered]
        found = gather(items, scores, forced, barred)
        groups = [_group(sorted((id_ for n in one for id_ in twins[ordered[n]]), key=lambda id_: kept[id_].item.key), kept) for one in found]
        if len(items) > 1:
            self._learn(kept.values())
            for number, proposed in of_part(items, found, scores, barred, forced, self.words).items():
                groups[number].proposed, groups[number].part = proposed, Part(ordered, groups)
        return groups

    def _decided(self) -> tuple[list[Pair], list[Pair], list[tuple[frozenset[int], str]]]:
        """What people joined and parted, as pairs of items."""
        judged = self._judged(())
        ids = concerned(judged)
        if not ids:
            return [], [], []
        known: dict[str, list[int]] = {id_: [] for id_ in ids}
        whole = set(reports.reports_by_id(self.connection, ids))
        minted = {row["id"]: set(row["claims"]) for row in incidents.minted(self.connection, ids)}
        kept = self._load(self.shelf.of_reports(self._reports_of(ids)))
        for number in sorted(kept, key=lambda n: kept[n].item.key):
            one = kept[number]
            for id_ in ids:
                if one.item.report == id_ or (id_ not in whole and not minted.get(id_, {id_}).isdisjoint(one.claims)):
                    known[id_].append(number)

        ties = self.shelf.ties(kept)

        def meaning(id_: str, main: bool) -> list[int]:
            found = known.get(id_, [])
            if main and found and id_ in whole:
                found = [min(found, key=lambda n: (kept[n].item.rank, kept[n].item.key))]
            return list(dict.fromkeys(_twin_of(ties[n]) or n for n in found))

        return decisions(judged, meaning)

    # --- incidents ----------------------------------------------------------------------------------------------

    def _derive(self, groups: list[Group], decided: Sequence[tuple[frozenset[int], str]], before: set[str], result: Related) -> None:
        """Names the groups, derives their incidents, and keeps both."""
        redirects = self._name(groups, before)
        merged: dict[str, list[str]] = {}
        for old, to in redirects.items():
            merged.setdefault(to, []).append(old)
            incidents.redirect(self.connection, old, to)
        parts_before = {part for _, row in incidents.snapshots(self.connection, before | {group.id for group in groups}) for part in row.get("parts", ())}
        rows = []
        for group in groups:
            rows.append(self._row(group, decided_words(group.items, decided), merged.get(group.id, ())))
            if len(rows) >= 1_000:
                incidents.put(self.connection, rows)
                rows = []
        incidents.put(self.connection, rows)
        result.changed = [group.id for group in groups]
        result.gone = sorted(before - set(result.changed))
        incidents.drop(self.connection, result.gone)
        if result.touched is not None:
            result.touched |= {*result.changed, *redirects, *before}
        self._tell(groups, result)
        if result.touched is None:
            nest_all(self.connection, self.shelf, self.standing)
        else:
            result.touched |= nest_some(self.connection, self.shelf, self.standing, result.changed, result.gone, parts_before)

    def _name(self, groups: list[Group], before: set[str]) -> dict[str, str]:
        """Gives each group its id; where ids lead that no group has now."""
        keys = {word_key(one) for group in groups for one in (*group.members.claims, *group.members.reports)}
        known = before | self.shelf.holding(keys)
        living = {row["id"] for _, row in incidents.snapshots(self.connection, known - before)}      # incidents that nothing here touches
        minted = {row["id"]: row["claims"] for row in incidents.minted(self.connection, known - living)}
        names = name_groups([group.members for group in groups], minted, lambda id_: incidents.taken(self.connection, id_))
        for group, id_ in zip(groups, names.ids):
            group.id = id_
        new = set(names.new)
        incidents.mint(self.connection, [(g.id, g.members.held) for g in groups if g.id in new], at=now())
        incidents.hold(self.connection, [(g.id, g.members.held) for g in groups if g.id not in new])
        for group in groups:
            self.shelf.hold(group.id, map(word_key, minted.get(group.id, ())), map(word_key, group.members.held))
        return names.redirects

    def _row(self, group: Group, decided: Sequence[str], merged: Sequence[str]) -> tuple[dict[str, Any], bool, bytes]:
        kept = self._load(group.items)
        claims = self._claims({one.item.report for one in kept.values()})
        self._learn(kept.values())
        items = sorted((kept[id_].fill(claims[kept[id_].item.report]) for id_ in group.items), key=lambda item: item.key)
        found = corrections(reports.reports_by_id(self.connection, group.members.reports).values(), self.judgements)
        judged = replace(self._judged(()), notes=tuple(dict.fromkeys((*self.standing.notes, *self.notes))))
        incident = incident_of(group.id, items, found, judged, self.words, decided=decided, merged=merged)
        if group.part is not None:
            incident = replace(incident, proposals=tuple(self._told(group, group.part, {item.key: item for item in items})))
        return to_json(incident), False, row_of(incident)

    def _told(self, group: Group, part: Part, own: Mapping[tuple, Item]) -> Iterator[Proposal]:
        """What is proposed about a group's incident."""
        for found in group.proposed:
            sides = {n: part.items[n] for n in (*found.left, *found.right)}
            kept = self._load(sides.values())
            items = {n: own.get(kept[id_].item.key, kept[id_].item) for n, id_ in sides.items()}
            proposal = told(found, items, group.id, lambda number: part.groups[number].id)
            if proposal is not None:
                yield proposal

    def _claims(self, report_ids: set[str]) -> dict[str, list[Claim]]:
        """The claims of reports as judged, a few thousand reports remembered."""
        for report, found in readings.claims_of(self.connection, [id_ for id_ in report_ids if id_ not in self.claims]).items():
            judged = self._judged(found)
            self.claims[report] = list(judged.claims)
            self.notes += judged.notes[len(self.standing.notes):]
        answer = {report: self.claims.get(report, []) for report in report_ids}
        while len(self.claims) > max(CLAIMS_HELD, 2 * len(report_ids)):
            self.claims.popitem(last=False)
        return answer

    def _tell(self, groups: Sequence[Group], result: Related) -> None:
        """Notes which incidents each report tells of."""
        concerned_: set[str] = {report for group in groups for report in group.members.reports} | (result.reports or set())
        whole = [(group.id, [kept.item for kept in self._load(group.items).values()]) for group in groups]
        if result.reports is not None:      # items of these reports in incidents that stay as they are
            beside = self.shelf.of_reports(concerned_)
            here = {id_ for group in groups for id_ in group.items}
            others: dict[str, list[int]] = {}
            for id_, (_, incident) in beside.items():
                if incident and id_ not in here and incident not in result.gone and incident not in result.changed:
                    others.setdefault(incident, []).append(id_)
            whole += [(incident, [kept.item for kept in self._load(ids).values()]) for incident, ids in others.items()]
            result.reports |= concerned_
        told = {report: ids for report, ids in of_report(whole).items() if report in concerned_}
        incidents.tell(self.connection, told, instead=None if result.reports is None else concerned_)


def _twin_of(ties: Sequence[tuple[int, float]]) -> int | None:
    """The item that stands for the one with these ties."""
    return ties[0][0] if len(ties) == 1 and ties[0][1] == TWIN else None


@dataclass(slots=True)
class Group:
    """Items of one incident to be."""

    items: list[int]
    members: Members
    id: str = ""
    proposed: list[Found] = field(default_factory=list)
    part: Part | None = None         # where the places in `proposed` lead


@dataclass(slots=True)
class Part:
    """The items of one part in the order in which they were gathered (of twins the first), and its groups."""

    items: list[int]
    groups: list[Group]


def _group(ids: list[int], kept: Mapping[int, Kept]) -> Group:
    own = [kept[id_] for id_ in ids]
    return Group(ids, Members(frozenset(c for one in own for c in one.claims), frozenset(one.item.report for one in own),
                              tuple(c for one in own for c in one.seeds), country_of([one.item for one in own])))


def commit_to(connection: Connection, touched: set[str] | None, of_reports: set[str] | None) -> int:
    """Logs what was derived; the index of the event."""
    fields = incidents.fields(connection, touched, of_reports)
    item = events.item_of(connection, "incidents") or events.pseudonym()
    [index] = events.record(connection, [events.build("derive", item, {**fields, "time": now(), "tool": tool()}, "incidents")])
    return index
