"""Derived incidents by themselves: which reports tell of which, in what order they are shown, and roots over parts of them."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    old = connection.execute(sa.text("SELECT incident_id, weighed, row FROM incident_snapshots ORDER BY pos")).all()
    noted = connection.execute(sa.text("SELECT value FROM case_meta WHERE key = 'of_report'")).scalar()
    op.drop_table("incident_snapshots")
    op.create_table("incident_snapshots",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("start", sa.Text()),
        sa.Column("weighed", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_incident_snapshots_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_incident_snapshots")
    )
    op.create_index("ix_incident_snapshots_weighed", "incident_snapshots", ["weighed"], unique=False)
    reports = op.create_table("incident_reports",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "pos", name="pk_incident_reports")
    )
    op.create_index("ix_incident_reports_incident_id", "incident_reports", ["incident_id"], unique=False)
    op.create_index("ix_incident_reports_bucket", "incident_reports", ["bucket"], unique=False)
    op.create_table("derived_roots",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "bucket", name="pk_derived_roots")
    )
    for incident_id, weighed, row in old:
        body = json.loads(row)
        connection.execute(sa.text("INSERT INTO incident_snapshots VALUES (:i, :s, :d, :w, :r)"),
                           {"i": incident_id, "s": len(body["reports"]), "d": body["when"]["start"], "w": weighed, "r": row})
    told = [(report, pos, id_) for report, ids in json.loads(noted or "{}").items() for pos, id_ in enumerate(ids)]
    if told:
        from bearwitness.store.incidents import bucket_of

        op.bulk_insert(reports, [{"report_id": r, "pos": p, "incident_id": i, "bucket": bucket_of(r)} for r, p, i in told])
    connection.execute(sa.text("DELETE FROM case_meta WHERE key IN ('of_report', 'derived_from')"))
