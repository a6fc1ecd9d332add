"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("case_meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_case_meta")
    )
    op.create_table("custody_events",
        sa.Column("idx", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("disclosures", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.PrimaryKeyConstraint("idx", name="pk_custody_events")
    )
    op.create_index("ix_custody_events_subject", "custody_events", ["subject"], unique=False)
    op.create_table("failures",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_failures")
    )
    op.create_table("incidents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("minted_at", sa.Text(), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("redirect", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sa.UniqueConstraint("seq", name="uq_incidents_seq")
    )
    op.create_table("judgements",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("left", sa.Text(), nullable=False),
        sa.Column("right", sa.Text()),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Text()),
        sa.PrimaryKeyConstraint("seq", name="pk_judgements"),
        sa.UniqueConstraint("id", name="uq_judgements_id")
    )
    op.create_index("ix_judgements_left", "judgements", ["left"], unique=False)
    op.create_table("originals",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sha512", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_originals")
    )
    op.create_table("texts",
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("text_sha256", name="pk_texts")
    )
    op.create_table("incident_snapshots",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("weighed", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_incident_snapshots_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_incident_snapshots")
    )
    op.create_table("reports",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("member", sa.Text()),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("original_sha256", sa.Text(), nullable=False),
        sa.Column("offset", sa.Integer()),
        sa.Column("length", sa.Integer()),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("lang", sa.Text()),
        sa.Column("published_at", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text()),
        sa.Column("reader", sa.Text()),
        sa.Column("sensitivity", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("nested", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["original_sha256"], ["originals.sha256"], name="fk_reports_original_sha256"),
        sa.ForeignKeyConstraint(["text_sha256"], ["texts.text_sha256"], name="fk_reports_text_sha256"),
        sa.PrimaryKeyConstraint("seq", name="pk_reports"),
        sa.UniqueConstraint("id", name="uq_reports_id")
    )
    op.create_index("ix_reports_sha256", "reports", ["sha256"], unique=False)
    op.create_index("ix_reports_source", "reports", ["source"], unique=False)
    op.create_table("victim_lists",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("includes", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_root", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"], name="fk_victim_lists_sha256"),
        sa.PrimaryKeyConstraint("seq", name="pk_victim_lists"),
        sa.UniqueConstraint("id", name="uq_victim_lists_id")
    )
    op.create_table("readings",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_root", sa.Text(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Text(), nullable=False),
        sa.Column("superseded_by", sa.Text()),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_readings_report_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_readings"),
        sa.UniqueConstraint("id", name="uq_readings_id")
    )
    op.create_index("ix_readings_report_id", "readings", ["report_id"], unique=False)
    op.create_table("victim_records",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["victim_lists.id"], name="fk_victim_records_list_id"),
        sa.PrimaryKeyConstraint("list_id", "pos", name="pk_victim_records"),
        sa.UniqueConstraint("id", name="uq_victim_records_id")
    )
    op.create_table("claims",
        sa.Column("reading_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_claims_reading_id"),
        sa.PrimaryKeyConstraint("reading_id", "pos", name="pk_claims")
    )
    op.create_index("ix_claims_id", "claims", ["id"], unique=False)
    op.create_index("ix_claims_report_id_kind", "claims", ["report_id", "kind"], unique=False)
    op.create_table("mentions",
        sa.Column("reading_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Text()),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_mentions_reading_id"),
        sa.PrimaryKeyConstraint("reading_id", "pos", name="pk_mentions")
    )
