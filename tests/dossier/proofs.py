"""A log in memory over a snapshot: what a case would hand to the dossier."""

from __future__ import annotations

import random

from bearwitness.custody import bundle, entry, note, tree
from bearwitness.custody.rows import claim_row, claim_rows_root, show_rows
from bearwitness.model import Snapshot, to_json

SEED = bytes(range(32))
NAME = "example.org/bw/test"
VKEY = note.make_vkey(NAME, note.public_key(SEED))


class TestLog:
    """Events, and the signed checkpoint over those logged so far."""

    __test__ = False

    def __init__(self) -> None:
        self.random = random.Random(7).randbytes
        self.events: list[tuple[entry.Event, tuple]] = []

    def add(self, kind: str, fields: dict, rows: tuple = ()) -> None:
        self.events.append((entry.make_event(kind, fields, random=self.random), rows))

    @property
    def leaves(self) -> list[bytes]:
        return [tree.leaf_hash(event.entry) for event, _ in self.events]

    @property
    def checkpoint(self) -> str:
        state = note.Checkpoint(NAME, len(self.leaves), tree.root_of(self.leaves))
        return note.sign(note.checkpoint_text(state), NAME, SEED)

    def shown(self, index: int) -> bundle.ShownEvent:
        event, rows = self.events[index]
        return bundle.ShownEvent(index, event.entry, event.disclosures,
                                 tuple(tree.inclusion_proof(self.leaves, index)), rows)


def log_of(snapshot: Snapshot) -> TestLog:
    log = TestLog()
    for report in snapshot.reports:
        log.add("capture", {"report": report.id, "sha256": report.sha256, "text_sha256": report.text_sha256,
                           "source": report.source, "size": report.size, "time": report.captured_at})
        claims = [c for c in snapshot.claims if c.report_id == report.id]
        rows = [claim_row(c) for c in claims]
        log.add("claim", {"report": report.id, "extractor": "hand@1", "text_sha256": report.text_sha256,
                          "rows": len(rows), "rows_root": claim_rows_root(rows).hex()},
                show_rows(rows, range(len(rows))))
    for judgement in snapshot.judgements:
        log.add("review", {"judgement": judgement.id, "left": judgement.left, "right": judgement.right, "relation": judgement.relation,
                           "reviewer": judgement.reviewer, "reason": judgement.reason, "changes": to_json(judgement.changes),
                           "supersedes": judgement.supersedes, "time": judgement.made_at})
    return log


def folder(files: dict[str, bytes], log: TestLog, *, audience: str = "public", **payload) -> dict[str, bytes]:
    """The whole dossier with its seal."""
    events = [log.shown(i) for i in range(len(log.events))]
    made = bundle.make(files, events=events, checkpoint=log.checkpoint, vkey=VKEY, **payload,
                       label=bundle.Label("Sample", "2026-11-23", "bearwitness test", audience))
    log.add("publish", {"dossier": "d", "manifest_sha256": bundle.manifest_sha256(made)})
    return {**made, **bundle.seal(log.shown(len(log.events) - 1), log.checkpoint)}


