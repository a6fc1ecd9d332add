"""`relate` and `weigh`: the record that follows from claims and judgements. All of it can be made again."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from bearwitness._version import __version__
from bearwitness.case import relating
from bearwitness.case.record import corrections, judgements_in_force, load_from, row_of
from bearwitness.errors import NotFound, ReadError, UsageError
from bearwitness.model import (
    Incident,
    Mention,
    Snapshot,
    VictimList,
    VictimRecord,
    to_json,
)
from bearwitness.store import decisions, events, incidents, readings, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.records import incident_from_json

if TYPE_CHECKING:
    from bearwitness.weigh.rules import Rules


# --- relate -----------------------------------------------------------------------------------------

def relate(case: CaseFolder, *, afresh: bool = False) -> list[Incident]:
    """Groups the claims of all reports into incidents, keeping the ids that incidents already have; all incidents there are then.

    What came since the last time; how many that were.is gathered, and what it is tied to; the rest stays as it was.

    Args:
        afresh: everything is gathered anew, as if all reports had come at once.
    """
    relating.relate(case, afresh=afresh)
    with case.reading() as connection:
        return [incident_from_json(row) for _, row in incidents.snapshots(connection)]


def relate_new(case: CaseFolder, *, afresh: bool = False) -> tuple[list[Incident], int]:
    """The same; only the incidents that are new or changed, and how many there are in all."""
    done = relating.relate(case, afresh=afresh)
    with case.reading() as connection:
        return [incident_from_json(row) for _, row in incidents.snapshots(connection, done.changed)], incidents.count(connection)[0]


def derive_again(case: CaseFolder, connection: Connection) -> None:
    """Derives once more what was derived before, in the caller's transaction: nothing of what has gone is left in it."""
    relating.forget(case)
    if not events.has_event(connection, "incidents", "derive"):
        return
    _, weighed = incidents.count(connection)
    relating.relate_in(case, connection, afresh=True)
    if weighed and incidents.count(connection)[0]:
        _weigh(connection, (), rules_of(case, None), owners_in(case))


def refresh(case: CaseFolder) -> bool:
    """Derives the record again when a reading or a judgement came after it; False when there is none yet.

    So what is shown always follows from the claims and judgements there are.
    """
    with case.reading() as connection:
        size, _ = incidents.count(connection)
        stale = bool(size) and incidents.is_stale(connection)
    if stale:
        relating.relate(case)
    with case.reading() as connection:
        now, weighed = incidents.count(connection)
        ever = incidents.noted(connection, "weighed_by") is not None
    if ever and weighed < now and os.access(case.database, os.W_OK):      # what is only looked at is shown as it is
        weigh_new(case)
    return bool(size)


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
        stale = bool(incidents.count(connection)[0]) and incidents.is_stale(connection)
    if stale:
        relating.relate(case)
    if rules is not None or as_known_on is not None:
        with case.reading() as connection:
            return _weighed(connection, _chosen_ids(connection, which), used, owners, as_known_on, bool(which))
    case.write_and_log(lambda connection: _weigh(connection, which, used, owners))
    with case.reading() as connection:
        return [incident_from_json(row) for _, row in incidents.snapshots(connection, _chosen_ids(connection, which) if which else None)]


def weigh_new(case: CaseFolder) -> int:
    """Weighs by the case's own rules what is not weighed yet; how many incidents that were."""
    used, owners = rules_of(case), owners_in(case)
    return case.write_and_log(lambda connection: _weigh(connection, (), used, owners))


def _weighed(connection: Connection, ids: Sequence[str], used: Rules, owners: Owners, as_known_on: str | None = None, named: bool = True) -> list[Incident]:
    """These incidents, weighed, in their order.

    Args:
        named: somebody asked for these: one that nobody had reported by then is answered as well.
    """
    from bearwitness.incidents import stand
    from bearwitness.weigh import weigh as weigh_one

    judgements, _ = judgements_in_force(connection)
    standing = stand(judgements)
    out = []
    for incident in _some(connection, ids):
        inside = list(corrections(reports.reports_by_id(connection, incident.reports).values(), judgements).values())
        found = readings.claims_of(connection, incident.reports)
        of_it = set(incident.claims)
        own = [c for report in incident.reports for c in found.get(report, ()) if c.id in of_it]
        telling = {c.report_id for c in own if c.kind == "toll"}
        texts = reports.texts_of(connection, {r.text_sha256 for r in inside if r.id in telling and r.text_sha256})
        out.append(weigh_one(incident, inside, own, standing, used, as_known_on, texts, owners))
    return [incident for incident in out if incident.reports or named]


def _some(connection: Connection, ids: Sequence[str]) -> list[Incident]:
    """These incidents as they were derived, in their order."""
    found = {row["id"]: incident_from_json(row) for _, row in incidents.snapshots(connection, ids)}
    return [found[id_] for id_ in ids]


_TOGETHER = 500      # incidents weighed before they are kept


def _weigh(connection: Connection, which: Sequence[str], used: Rules, owners: Owners) -> int:
    """Weighs the incidents named, or those that are not weighed yet; all of them when the rules or the owners are others than the last time; how many that were."""
    by = {"rules": hashlib.sha256(repr(used).encode()).hexdigest(), "owners": {owner: list(names) for owner, names in owners.items()}, "program": __version__}
    touched: set[str] | None = set()
    if incidents.noted(connection, "weighed_by") != by:
        incidents.unweigh(connection)
        incidents.note(connection, "weighed_by", by)
        touched = None
    ids = _chosen_ids(connection, which) if which else incidents.unweighed(connection)
    if not which and not ids:
        _some_are_there(connection)
        if touched is not None:
            return 0
    for start in range(0, len(ids), _TOGETHER):
        rows = [(to_json(incident), True, row_of(incident)) for incident in _weighed(connection, ids[start:start + _TOGETHER], used, owners)]
        incidents.put(connection, rows)
    relating.commit_to(connection, None if touched is None else set(ids), set())
    return len(ids)


def _chosen_ids(connection: Connection, which: Sequence[str]) -> list[str]:
    """Ids of the incidents that were named, in their order; of all when none was.

    Raises:
        NotFound: there are no incidents yet, or no such incident.
    """
    _some_are_there(connection)
    if not which:
        return [row["id"] for _, row in incidents.snapshots(connection)]
    ids = []
    for given in which:
        id_ = incidents.find_incident(connection, given)
        if id_ is None or not incidents.snapshots(connection, (id_,)):
            raise NotFound(f"{given}: there is no such incident: `bearwitness show incidents` lists them")
        ids.append(id_)
    return ids


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

    if as_known_on is not None and day_number(as_known_on) is None and not re.fullmatch(r"-?\d+(\.\d+)?", as_known_on.strip()):
        raise UsageError(f"--as-known-on {as_known_on}: is no date: write it as YYYY-MM-DD, or as a number of days for a table with t_days")
    try:
        data = Path(file).read_bytes()
    except OSError as e:
        raise ReadError(f"{file}: cannot be read ({e.strerror}): check the name given to --claims") from e
    with Parser(load=()) as parser:
        table = parser.table(data, str(file))
    names = [re.sub(r" \(\d+\)$", "", column.strip().lower()) for column in table.columns]      # the reader numbers what stands twice
    if twice := sorted(name for name, n in Counter(names).items() if name and n > 1):
        raise ReadError(f"{file}: two columns are called {twice[0]!r}: give each a name of its own")
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


def _some_are_there(connection: Connection) -> None:
    if not incidents.count(connection)[0]:
        raise NotFound("there are no incidents yet: run `bearwitness read`, then `bearwitness relate`")


# --- everything -------------------------------------------------------------------------------------

def snapshot(case: CaseFolder, *, texts: bool = True, mentions: bool = True) -> Snapshot:
    """All of a case that exports and dossiers are made from."""
    with case.reading() as connection:
        record = load_from(connection)
        lists: list[VictimList] = decisions.all_lists(connection)
        victims: list[VictimRecord] = list(decisions.all_victims(connection))
        found: list[tuple[str, Mention]] = list(readings.current_mentions(connection)) if mentions else []
        return Snapshot(
            title=case.title, reports=record.reports, claims=record.claims,
            incidents=tuple(incident_from_json(row) for _, row in incidents.snapshots(connection)),
            judgements=record.judgements, lists=tuple(lists), victims=tuple(victims), mentions=tuple(found),
            texts=tuple(reports.all_texts(connection)) if texts else ())


def incidents_json(case: CaseFolder) -> list[tuple[bool, dict[str, Any]]]:
    """(weighed, JSON) of the derived incidents, in order, their fields in the order of the record."""
    with case.reading() as connection:
        return [(weighed, to_json(incident_from_json(row))) for weighed, row in incidents.snapshots(connection)]


