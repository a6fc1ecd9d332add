"""Cases with planted markers, and the search that an erasure has to stand: raw bytes and everything that base64 hides."""

from __future__ import annotations

import base64
import json
import random
import re
from pathlib import Path

from bearwitness import case as verbs
from bearwitness.custody.proof import verify_proof
from bearwitness.store import events
from bearwitness.store.log import Log

APPROVAL = verbs.Approval("consent withdrawn", ("Made Up", "Nobody Real"))
MARKER = re.compile(rb"mrk[0-9a-f]{12}")
_ENCODED = re.compile(rb"[A-Za-z0-9_+/-]{24,}")


def marker(chance: random.Random) -> str:
    return f"mrk{chance.getrandbits(48):012x}"


def markers_in(folder: Path) -> set[str]:
    """Every marker in any byte below a folder: plainly, in UTF-16, or inside base64."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            parts = [data, data.replace(b"\0", b"")]
            for match in _ENCODED.finditer(data):
                run = match[0].translate(bytes.maketrans(b"-_", b"+/"))
                parts += [base64.b64decode(run[s:len(run) - (len(run) - s) % 4]) for s in range(4)]
            found |= {m.decode() for part in parts for m in MARKER.findall(part)}
    return found


def proofs(case_path: Path) -> list[tuple[str, bytes]]:
    """A proof of each entry of the log as it is now, with the entry."""
    log = Log(case_path / "log")
    return [(log.proof_file(index), log.entry(index)) for index in range(log.size)]


def still_hold(case_path: Path, before: list[tuple[str, bytes]]) -> None:
    """All proofs made before are still valid, and the log still begins with the same entries."""
    log = Log(case_path / "log")
    for index, (proof, entry) in enumerate(before):
        verify_proof(proof, entry, log.vkey)
        assert log.entry(index) == entry


def disclosed(case: verbs.CaseFolder) -> list[dict]:
    """The fields that each event of a case still shows."""
    from sqlalchemy import select

    from bearwitness.custody.entry import read_fields
    from bearwitness.store.schema import custody_events as table

    with case.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.idx)).mappings().all()
    return [{"kind": row["kind"], "subject": row["subject"], **read_fields(row["entry"], json.loads(row["disclosures"]))} for row in rows]


def about(case: verbs.CaseFolder, subject: str) -> list:
    with case.reading() as connection:
        return events.logged(connection, subject)
