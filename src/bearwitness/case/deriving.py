"""`relate` and `weigh`: the record that follows from claims and judgements. All of it can be made again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rfc8785
from sqlalchemy import Connection

from bearwitness.case.clock import now, tool
from bearwitness.case.judging import add_carried, in_force
from bearwitness.errors import NotFound, ReadError, UsageError
from bearwitness.model import (
    ERASED,
    Claim,
    Incident,
    Judgement,
    Mention,
    Report,
    Snapshot,
    VictimList,
    VictimRecord,
    When,
    to_json,
)
from bearwitness.store import decisions, events, readings, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.records import incident_from_json

if TYPE_CHECKING:
    from bearwitness.weigh.rules import Rules


@dataclass(frozen=True, slots=True)
class Record:
    """What a case holds now: the reports, the claims that hold, the judgements tied to them."""

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    judgements: tuple[Judgement, ...]
    unanchored: tuple[Judgement, ...]


def load(case: CaseFolder) -> Record:
    """Reads reports, current claims and judgements in one view of the database."""
    with case.reading() as connection:
        return _load(connection)


def _load(connection: Connection) -> Record:
    claims = tuple(readings.current_claims(connection))
    every = [j for j in decisions.all_judgements(connection) if ERASED not in (j.left, j.right)]
    tied, loose = in_force(every, claims)
    found = tuple(corrected(report, tied) for report in reports.all_reports(connection))
    return Record(found, claims, tuple(tied), tuple(loose))


def carry(connection: Connection) -> None:
    """Adds, for each judgement that a newer reading moved to another claim, a row that says so.

    The row supersedes the old one and keeps its reviewer, reason and time; its anchor names the row it carries on.
    """
    every = {j.id: j for j in decisions.all_judgements(connection) if ERASED not in (j.left, j.right)}
    tied, _ = in_force(list(every.values()), tuple(readings.current_claims(connection)))
    for judgement in tied:
        old = every[judgement.id]
        if (judgement.left, judgement.right) != (old.left, old.right):
            add_carried(connection, judgement)


def corrected(report: Report, judgements: Iterable[Judgement]) -> Report:
    """The report with what people fixed about it (publisher, date, sensitivity ...)."""
    for judgement in judgements:
        if judgement.left == report.id and judgement.relation == "fix":
            for name, value in judgement.changes:
                report = replace(report, **{name: _report_value(name, value)})
    return report


def _report_value(name: str, value: Any) -> Any:
    if name != "published_at":
        return value
    if isinstance(value, dict):
        return When(**value)
    from bearwitness.resolve.dates import parse_published

    return parse_published(str(value))


# --- relate -----------------------------------------------------------------------------------------

def relate(case: CaseFolder) -> list[Incident]:
    """Groups the claims of all reports into incidents, keeping the ids that incidents already have.

    An incident whose claims went over to another one is redirected to it; an id is never used twice.
    """
    return case.write_and_log(_relate)


def _relate(connection: Connection) -> list[Incident]:
    from bearwitness.incidents import group_all
    from bearwitness.incidents.episodes import tree

    carry(connection)
    record = _load(connection)
    known = {row["id"]: row["claims"] for row in decisions.minted(connection)}
    seen = list(readings.current_mentions(connection))      # places and days of reports whose claims name none
    found = group_all(record.reports, record.claims, record.judgements, known, seen, dict(reports.all_texts(connection)))
    decisions.mint(connection, [(id_, found.held[id_]) for id_ in found.minted], at=now())
    decisions.hold(connection, [(id_, held) for id_, held in found.held.items() if id_ in known])
    for old, to in found.redirects.items():
        decisions.redirect(connection, old, to)
    placed = tree(found.incidents, record.judgements, found.redirects)
    decisions.replace_snapshots(connection, [(i.id, False, _row(i)) for i in placed])
    decisions.note_derived(connection, {report: list(ids) for report, ids in found.of_report.items()})
    _commit_to(connection)
    return placed


def derive_again(case: CaseFolder, connection: Connection) -> None:
    """Derives once more what was derived before, in the caller's transaction: nothing of what has gone is left in it."""
    if not events.has_event(connection, "incidents", "derive"):
        return
    before = decisions.snapshots(connection)
    _relate(connection)
    if any(weighed for weighed, _ in before) and decisions.snapshots(connection):
        _weigh(connection, (), rules_of(case, None), owners_in(case))


def refresh(case: CaseFolder) -> bool:
    """Derives the record again when a reading or a judgement came after it; False when there is none yet.

    So what is shown always follows from the claims and judgements there are.
    """
    with case.reading() as connection:
        before = decisions.snapshots(connection)
        stale = bool(before) and decisions.is_stale(connection)
    if stale:
        relate(case)
        if any(weighed for weighed, _ in before):
            weigh(case)
    return bool(before)


def _row(incident: Incident) -> bytes:
    return rfc8785.dumps(to_json(incident))


# --- weigh ------------------------------------------------------------------------------------------

def rules_of(case: CaseFolder | None, named: str | None = None) -> Rules:
    """The rule set to weigh by: the one named (a shipped one, or a TOML file), else that of `[weigh] rules` in case.toml, else the standard one.

    Raises:
        UsageError: there is no such rule set, or the file is none.
    """
    from bearwitness.weigh.rules import SHIPPED, STANDARD, parse, shipped

    own = case.settings().get("weigh", {}).get("rules") if case is not None and named is None else None
    chosen = named or own
    if chosen is None:
        return STANDARD
    if chosen in SHIPPED:
        return shipped(chosen)
    path = Path(chosen) if named or case is None else case.path / str(chosen)
    try:
        return parse(path.read_bytes(), str(chosen))
    except OSError as error:
        raise UsageError(f"{chosen}: is no rule set and cannot be read as a file ({error.strerror}): use one of {', '.join(SHIPPED)}, or the path of a TOML file") from error


Owners = Mapping[str, Sequence[str]]


def owners_in(case: CaseFolder) -> Owners:
    """`[weigh] owners` of case.toml: owner -> outlets that belong to them. Roots of one owner count once.

    Raises:
        UsageError: it is no table of names.
    """
    table = case.settings().get("weigh", {}).get("owners", {})
    if not isinstance(table, dict) or not all(isinstance(names, list) and all(isinstance(n, str) and n.strip() for n in names) for names in table.values()):
        raise UsageError('case.toml: [weigh] owners is a table of owners with their outlets: owners = { "Owner" = ["Outlet A", "Outlet B"] }')
    twice = sorted(name for name, n in Counter(name for names in table.values() for name in set(names)).items() if n > 1)
    if twice:
        raise UsageError(f"case.toml: [weigh] owners: {twice[0]} has two owners: give it one")
    return table


def weigh(case: CaseFolder, which: Sequence[str] = (), *, rules: str | None = None, as_known_on: str | None = None) -> list[Incident]:
    """Fills the toll ledger, the attribution matrix, lineage and standing of incidents.

    Args:
        which: ids of incidents or their beginnings; empty for all.
        rules: another rule set than the case's own: the answer is given and not kept.
        as_known_on: an ISO date: what was published later is left out; the answer is given and not kept.

    Raises:
        NotFound: there are no incidents yet, or no such incident.
        UsageError: no such rule set; no date.
    """
    used = rules_of(case, rules)
    owners = owners_in(case)
    with case.reading() as connection:
        stale = decisions.is_stale(connection) and bool(decisions.snapshots(connection))
    if stale:
        relate(case)
    if rules is not None or as_known_on is not None:
        with case.reading() as connection:
            return _weighed(connection, which, used, owners, as_known_on)
    return case.write_and_log(lambda connection: _weigh(connection, which, used, owners))


def _weighed(connection: Connection, which: Sequence[str], used: Rules, owners: Owners, as_known_on: str | None = None) -> list[Incident]:
    from bearwitness.weigh import weigh as weigh_one

    record = _load(connection)
    wanted = chosen([incident_from_json(row) for _, row in decisions.snapshots(connection)], which, connection)
    claims, by_id = {c.id: c for c in record.claims}, {r.id: r for r in record.reports}
    weighed = []
    for incident in wanted:
        own = [claims[c] for c in incident.claims if c in claims]
        inside = [by_id[r] for r in incident.reports if r in by_id]
        telling = {c.report_id for c in own if c.kind == "toll"}
        texts = {sha: text for r in inside if r.id in telling and (sha := r.text_sha256) and (text := reports.text_of(connection, sha)) is not None}
        weighed.append(weigh_one(incident, inside, own, record.judgements, used, as_known_on, texts, owners))
    return [incident for incident in weighed if incident.reports or which]      # what nobody had reported by then was no incident


def _weigh(connection: Connection, which: Sequence[str], used: Rules, owners: Owners) -> list[Incident]:
    out = _weighed(connection, which, used, owners)
    for weighed in out:
        decisions.update_snapshot(connection, weighed.id, _row(weighed))
    _commit_to(connection)
    return out


def _commit_to(connection: Connection) -> None:
    """Logs what was derived, so that nobody changes a range or a standing unseen."""
    fields = decisions.derived_fields(connection)
    item = events.item_of(connection, "incidents") or events.pseudonym()
    events.record(connection, [events.build("derive", item, {**fields, "time": now(), "tool": tool()}, "incidents")])


def weigh_table(file: str | Path, *, as_known_on: str | None = None, rules: str | None = None,
                on_fault: Callable[[str], None] | None = None) -> Iterator[dict[str, Any]]:
    """Weighs a table of claims (CSV) without a case: a line for each incident and scope.

    Args:
        as_known_on: leave out what was published after this day.
        rules: a shipped rule set or a TOML file.
        on_fault: told about each row that cannot be read; without it the first one raises.
    """
    from bearwitness.case.parsing import Parser
    from bearwitness.weigh import weigh_table as weigh_rows
    from bearwitness.weigh.figures import day_number

    if as_known_on is not None and day_number(as_known_on) is None:
        raise UsageError(f"--as-known-on {as_known_on}: is no date: write it as YYYY-MM-DD")
    try:
        data = Path(file).read_bytes()
    except OSError as e:
        raise ReadError(f"{file}: cannot be read ({e.strerror}): check the name given to --claims") from e
    with Parser(load=()) as parser:
        table = parser.table(data, str(file))
    yield from weigh_rows((dict(zip(table.columns, row)) for row in table.rows), as_known_on=as_known_on,
                          on_fault=on_fault, rules=rules_of(None, rules))


def weigh_reads(lines: Iterable[bytes], *, rules: str | None = None, on_fault: Callable[[str], None] | None = None) -> Iterator[dict[str, Any]]:
    """Weighs readings (lines of `read --json`) without a case, each document one incident.

    Args:
        on_fault: told about each line that is no reading; without it the first one raises.
    """
    from bearwitness.weigh import weigh_readings

    used = rules_of(None, rules)
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            reading = json.loads(line)
            if not isinstance(reading, dict) or not isinstance(reading.get("document"), dict) or "claims" not in reading:
                raise ValueError('it has no "document" and "claims"')
            found = list(weigh_readings([reading], used))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            fault = f"line {n}: is not a line of `bearwitness read --json` ({e})"
            if on_fault is None:
                raise ReadError(fault) from e
            on_fault(fault)
            continue
        yield from found


def chosen(incidents: Sequence[Incident], which: Sequence[str], connection: Connection) -> list[Incident]:
    """The incidents that were named, in their order; all when none was."""
    if not incidents:
        raise NotFound("there are no incidents yet: run `bearwitness read`, then `bearwitness relate`")
    if not which:
        return list(incidents)
    ids = []
    for given in which:
        id_ = decisions.find_incident(connection, given)
        if id_ is None or id_ not in {i.id for i in incidents}:
            raise NotFound(f"{given}: there is no such incident: `bearwitness show incidents` lists them")
        ids.append(id_)
    return [next(i for i in incidents if i.id == id_) for id_ in ids]


# --- everything -------------------------------------------------------------------------------------

def snapshot(case: CaseFolder, *, texts: bool = True, mentions: bool = True) -> Snapshot:
    """All of a case that exports and dossiers are made from."""
    with case.reading() as connection:
        record = _load(connection)
        lists: list[VictimList] = decisions.all_lists(connection)
        victims: list[VictimRecord] = list(decisions.all_victims(connection))
        found: list[tuple[str, Mention]] = list(readings.current_mentions(connection)) if mentions else []
        return Snapshot(
            title=case.title, reports=record.reports, claims=record.claims,
            incidents=tuple(incident_from_json(row) for _, row in decisions.snapshots(connection)),
            judgements=record.judgements, lists=tuple(lists), victims=tuple(victims), mentions=tuple(found),
            texts=tuple(reports.all_texts(connection)) if texts else ())


def incidents_json(case: CaseFolder) -> list[tuple[bool, dict[str, Any]]]:
    """(weighed, JSON) of the derived incidents, in order, their fields in the order of the record."""
    with case.reading() as connection:
        return [(weighed, to_json(incident_from_json(row))) for weighed, row in decisions.snapshots(connection)]


