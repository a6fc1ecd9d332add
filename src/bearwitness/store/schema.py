"""The tables of a case, in SQLAlchemy Core. All the SQL there is lives in this folder.

What a column holds when its name does not say it:

- JSON is text in RFC 8785 form, so that a digest of it can be computed again.
- Times are ISO 8601 in UTC. Digests are lower-case hex.
- `reports`, `readings`, `claims`, `mentions`, `judgements`, `victim_*` and `custody_events` rows are
  written once, and changed only by `removal`. A newer reading supersedes by `readings.superseded_by`, the one column that changes.
- Claims of a reading stand in the order of `pos`, from 0. `claims.row` is the RFC 8785 JSON of the
  claim; the Merkle root of a reading's rows in that order is `readings.rows_root` and is disclosed by
  the reading's custody event.
- What was erased is gone from every table; `custody_events.subject` of its events is null, and `case_meta.erasing` is there
  while an erasure is under way. Rows that stay lose words to `model.ERASED` and `model.REDACTED`.
- `custody_events.idx` is the entry's index in the log, from 0, without gaps. A row whose `idx` is not
  below the log's size has been recorded and not yet appended: it is appended when the case is next
  opened for writing, so a crash between the two loses nothing.

What the custody events disclose (a field that does not apply is left out), by kind:

    case     case, title, time, tool
    capture  report, sha256, sha512, size, source, member, original_sha256, package_sha256, package_offset,
             package_length, media_type, method, time,
             text_sha256, reader, parsed_in (the walls about the reader), sensitivity, publisher, url, title, author, lang, published_at (of When),
             row_sha256, tool, capture (the fields of capture.record.FIELDS; of a captured address they stand in the event of its package)
    import   a package: sha256, sha512, size, source, method, time, tool, capture
             (the fields of capture.record.FIELDS)
             a list of the dead: these and list, keeper, as_of, includes, rows, rows_root, row_sha256
    claim    report, reading, extractor, text_sha256, failures, rows, rows_root, mentions, mentions_root, time
             of one that had been superseded and holds again: report, reading, again (when); the reading that was logged last holds
    review   judgement, left, right, relation, reviewer, reason, changes (list of pairs), supersedes, time, row_sha256
    derive   of a derivative: derivative (original's sha256/name), parent_sha256, derived_sha256, derived_size, derived_type, maker,
             settings, time, tool
             of the incidents: record ("incidents"), form, rows, rows_root, ids_root, reports_root, time, tool (the latest one rules);
             those without a form, from before the second migration: of_report_sha256 in the place of reports_root
    erase    digests (sorted), subject (the pseudonym of its item), what, ground, approver_1, approver_2, time, tool
    redact   the same; of a row or capture record that stays also its id (report, judgement, list; sha256), what stands in the place of the
             words that went, and the row's new row_sha256
    publish  dossier, audience, incidents, reports, files, manifest_sha256, time, tool
    export   export (the format), of_report (when it is of one alone), output_sha256, output_size, options, by, to, time, tool
             of captures also audience, reports, entries (of the log, that they were made of), records, removed, withheld
    access   a working copy: access, of_report, copy_sha256, copy_sha512, copy_size, by, to, reason, time, tool
             a check: access, outcome, faults (the first 50), log_size, by, reason, time, tool
             a backup: access, to, time, tool
    restore  of the log made whole: record ("log"), in_epoch, lost_first, lost_last (indices), reason, time, tool
             of a new log: also epoch, old_origin, old_vkey, old_whole, old_checkpoint, old_size, events (how many follow)
    key      public_key, action (added, withdrawn), person, reason, time, tool

An event that people signed also discloses signer, sig (and signer_2, sig_2) as `custody.sign` has it, and in_case: the case's id.
`mentions` and `mentions_root` are for the rows of `mentions` what `rows` and `rows_root` are for claims.
Cases from before these fields were disclosed stay valid: what an event does not disclose is not compared.
`row_sha256` is the SHA-256 of `canonical_row` of the row of `reports`, `judgements` or `victim_lists`.
`rows_root` of a list is the Merkle root of `canonical_row` of its `victim_records` by `pos`.
Those of a `derive` event are computed by `incidents.fields`.
`sha256` of a member (a line of a package) is that of `original[offset:offset + length]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rfc8785
from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
})

case_meta = Table(
    "case_meta", metadata,
    Column("key", Text, primary_key=True),      # case, title, created_at, derived_from, weighed_by
    Column("value", Text, nullable=False),
)

originals = Table(
    "originals", metadata,
    Column("sha256", Text, primary_key=True),   # the file is objects/aa/bb/<sha256>
    Column("sha512", Text, nullable=False),
    Column("size", Integer, nullable=False),    # bytes
)

texts = Table(
    "texts", metadata,
    Column("text_sha256", Text, primary_key=True),   # of the text's UTF-8
    Column("text", Text, nullable=False),
)

reports = Table(
    "reports", metadata,
    Column("seq", Integer, primary_key=True),        # order of arrival, from 1
    Column("id", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),          # as given: a path, an address, "-"
    Column("member", Text),                          # the line's id inside a package
    Column("sha256", Text, nullable=False),          # of the report's own bytes
    Column("original_sha256", Text, ForeignKey("originals.sha256"), nullable=False),
    Column("offset", Integer),                       # bytes into the original; null: the whole of it
    Column("length", Integer),
    Column("media_type", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("publisher", Text),
    Column("url", Text),
    Column("title", Text),
    Column("author", Text),
    Column("lang", Text),
    Column("published_at", Text, nullable=False),    # JSON of When
    Column("text_sha256", Text, ForeignKey("texts.text_sha256")),
    Column("reader", Text),
    Column("sensitivity", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("nested", Text, nullable=False),          # JSON list of Nested
    Column("warnings", Text, nullable=False),        # JSON list of [code, text]
    Column("verdict", Text, nullable=False),
    Column("reason", Text),
    Index("ix_reports_sha256", "sha256"),
    Index("ix_reports_source", "source"),
)

readings = Table(
    "readings", metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("report_id", Text, ForeignKey("reports.id"), nullable=False),
    Column("extractor", Text, nullable=False),       # name@version
    Column("text_sha256", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("rows", Integer, nullable=False),         # number of claims
    Column("rows_root", Text, nullable=False),       # hex; custody.rows.claim_rows_root of the claims
    Column("log_index", Integer, nullable=False),    # custody_events.idx of its `claim` event
    Column("failures", Text, nullable=False),        # JSON list of {"stage", "reason"}
    Column("superseded_by", Text),                   # a later reading of the same report; null: current
    Index("ix_readings_report_id", "report_id"),
)

claims = Table(
    "claims", metadata,
    Column("reading_id", Text, ForeignKey("readings.id"), nullable=False),
    Column("pos", Integer, nullable=False),
    Column("id", Text, nullable=False),              # the same text in two reports has the same claim ids
    Column("report_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),        # code points of the kept text
    Column("end", Integer, nullable=False),
    Column("row", LargeBinary, nullable=False),
    PrimaryKeyConstraint("reading_id", "pos"),
    Index("ix_claims_id", "id"),
    Index("ix_claims_report_id_kind", "report_id", "kind"),
)

mentions = Table(
    "mentions", metadata,
    Column("reading_id", Text, ForeignKey("readings.id"), nullable=False),
    Column("pos", Integer, nullable=False),
    Column("report_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("entity_id", Text),
    Column("row", LargeBinary, nullable=False),      # JSON of Mention
    PrimaryKeyConstraint("reading_id", "pos"),
)

judgements = Table(
    "judgements", metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("left", Text, nullable=False),
    Column("right", Text),
    Column("relation", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("changes", Text, nullable=False),         # JSON object of a `fix`
    Column("anchor", Text, nullable=False),          # JSON object: kind, report, text-quote selector
    Column("supersedes", Text),                      # an earlier judgement that no longer holds
    Index("ix_judgements_left", "left"),
)

incidents = Table(
    "incidents", metadata,
    Column("id", Text, primary_key=True),            # minted once, never reused
    Column("seq", Integer, nullable=False, unique=True),
    Column("minted_at", Text, nullable=False),
    Column("claims", Text, nullable=False),          # JSON list: claim and report ids it held when last derived
    Column("redirect", Text),                        # merged into this older incident
)

incident_snapshots = Table(
    "incident_snapshots", metadata,
    Column("incident_id", Text, ForeignKey("incidents.id"), primary_key=True),
    Column("size", Integer, nullable=False),         # how many reports tell of it: the largest are shown first
    Column("start", Text),                           # ISO date; null: not known
    Column("weighed", Integer, nullable=False),      # 1 when tolls, blame and standing are filled
    Column("row", LargeBinary, nullable=False),      # JSON of Incident; derived, may be thrown away
    Index("ix_incident_snapshots_weighed", "weighed"),
)

incident_reports = Table(
    "incident_reports", metadata,
    Column("report_id", Text, nullable=False),
    Column("pos", Integer, nullable=False),          # 0: the incident that the report mainly tells of
    Column("incident_id", Text, nullable=False),
    Column("bucket", Integer, nullable=False),       # incidents.bucket_of the report
    PrimaryKeyConstraint("report_id", "pos"),
    Index("ix_incident_reports_incident_id", "incident_id"),
    Index("ix_incident_reports_bucket", "bucket"),
)

derived_roots = Table(
    "derived_roots", metadata,
    Column("kind", Text, nullable=False),            # rows, ids, reports: as in `incidents.fields`
    Column("bucket", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("root", Text, nullable=False),            # hex; custody.rows.claim_rows_root of the bucket's rows
    PrimaryKeyConstraint("kind", "bucket"),
)

victim_lists = Table(
    "victim_lists", metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("keeper", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("includes", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("sha256", Text, ForeignKey("originals.sha256"), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("rows_root", Text, nullable=False),
    Column("added_at", Text, nullable=False),
)

victim_records = Table(
    "victim_records", metadata,
    Column("list_id", Text, ForeignKey("victim_lists.id"), nullable=False),
    Column("pos", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("row", LargeBinary, nullable=False),      # RFC 8785 JSON of VictimRecord
    PrimaryKeyConstraint("list_id", "pos"),
    UniqueConstraint("id"),
)

custody_events = Table(
    "custody_events", metadata,
    Column("idx", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("item", Text, nullable=False),            # 22 characters: random pseudonym of the subject
    Column("entry", LargeBinary, nullable=False),    # the log entry, byte for byte
    Column("disclosures", Text, nullable=False),     # JSON list of the disclosure strings D (salt, name, value)
    Column("subject", Text),                         # id of the report, reading, judgement, list; original's sha256
    Index("ix_custody_events_subject", "subject"),
)

failures = Table(
    "failures", metadata,
    Column("seq", Integer, primary_key=True),
    Column("verb", Text, nullable=False),
    Column("item", Text, nullable=False),            # source, or report id
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# Columns that are not part of a row's committed form: they say where it lies, not what it says.
_NOT_COMMITTED = ("seq",)


def canonical_row(row: Mapping[str, Any]) -> bytes:
    """The bytes of a row that its custody event commits to: RFC 8785 JSON of its columns.

    `victim_records` rows are kept in that form already: their `row` column is returned.

    Example:
        canonical_row({"seq": 4, "id": "j1", "left": "c1"}) == b'{"id":"j1","left":"c1"}'
    """
    if "list_id" in row and isinstance(row.get("row"), bytes):
        return row["row"]
    return rfc8785.dumps({key: value for key, value in row.items() if key not in _NOT_COMMITTED})


def object_path(sha256: str) -> str:
    """Where an original lies, below the case folder.

    Example:
        object_path("abcd...") == "objects/ab/cd/abcd..."
    """
    return f"objects/{sha256[:2]}/{sha256[2:4]}/{sha256}"
