"""`lists add`: a list of the dead, its file preserved, each row a record."""

from __future__ import annotations

import hashlib
from pathlib import Path

import rfc8785
from sqlalchemy import Connection

from bearwitness.case.clock import now, tool
from bearwitness.case.parsing import Parser
from bearwitness.errors import ReadError, UsageError
from bearwitness.model import VictimList, to_json
from bearwitness.store import decisions, events, reports
from bearwitness.store.folder import CaseFolder
from bearwitness.store.objects import Received
from bearwitness.store.schema import canonical_row


def lists_add(case: CaseFolder, file: str | Path, *, keeper: str, as_of: str, includes: str) -> tuple[VictimList, bool]:
    """Adds a list of the dead.

    Args:
        file: CSV or spreadsheet with a heading and one person a row.
        keeper: who keeps the list.
        as_of: the day, month or year at which it stood, such as 2025-03-31.
        includes: whom the list includes, in words: without it two lists cannot be compared.

    Returns:
        The list, and whether the case had it already.
    """
    from bearwitness.readers.days import parse_day

    if not keeper.strip() or not includes.strip():
        raise UsageError("a list needs its keeper (--keeper) and whom it includes (--includes), in words")
    if parse_day(as_of).start is None:
        raise UsageError(f"--as-of {as_of}: is no date: write it as YYYY-MM-DD, YYYY-MM or YYYY")
    try:
        with Path(file).open("rb") as stream:
            received = case.objects.receive(stream)
    except OSError as e:
        raise ReadError(f"{file}: cannot be read ({e.strerror}): check the name, then add it again") from e
    try:
        return _keep(case, str(file), received, keeper=keeper.strip(), as_of=as_of.strip(), includes=includes.strip())
    finally:
        received.drop()


def _keep(case: CaseFolder, source: str, received: Received, *, keeper: str, as_of: str,
          includes: str) -> tuple[VictimList, bool]:
    from bearwitness.custody.rows import claim_rows_root
    from bearwitness.readers.victims import victims_from_table

    identity = {"sha256": received.sha256, "keeper": keeper, "as_of": as_of, "includes": includes}
    list_id = hashlib.sha256(rfc8785.dumps(identity)).hexdigest()[:32]
    with case.reading() as connection:
        known = next((item for item in decisions.all_lists(connection) if item.id == list_id), None)
    if known:
        return known, True
    with Parser(case.path, load=()) as parser:
        records = victims_from_table(parser.table(received.data(), source), list_id=list_id)
    made = VictimList(id=list_id, source=source, rows=len(records), **identity)
    rows = [(record.id, rfc8785.dumps(to_json(record))) for record in records]
    at = now()
    row = decisions.list_row(made, rows_root=claim_rows_root([r for _, r in rows]).hex(), added_at=at)
    case.objects.keep(received)
    case.objects.sync()

    def work(connection: Connection) -> bool:
        if decisions.find_list(connection, list_id):
            return True
        reports.add_reports(connection, [], kept=[(received.sha256, received.sha512, received.size)], kept_texts=[])
        decisions.add_list(connection, row, rows)
        events.record(connection, [case.event("import", events.pseudonym(), {
            "list": list_id, "sha256": received.sha256, "sha512": received.sha512, "size": received.size,
            "source": source, "keeper": keeper, "as_of": as_of, "includes": includes, "rows": len(rows),
            "rows_root": row["rows_root"], "row_sha256": hashlib.sha256(canonical_row(row)).hexdigest(),
            "method": "upload", "time": at, "tool": tool()}, list_id)])
        return False

    already = case.write(work)
    case.objects.settle()
    case.complete_log()
    return made, already
