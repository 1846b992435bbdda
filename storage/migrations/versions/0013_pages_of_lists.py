"""Indexes by which the web reads a page of deals or changes, however many there are, now or as of any moment."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INDEXES = (
    ("deal_state", ("deal_id",)),
    ("deal_state", ("type", "last_reported")),
    ("deal_state", ("status", "last_reported")),
    ("deal_party", ("deal_id",)),
    ("change", ("kind", "told_at")),
    ("change", ("severity", "told_at")),
    ("article_version", ("publisher",)),
)
# Over the few rows that have a value there.
PARTIAL = (("deal_member", "closed_at"), ("change", "closed_at"), ("claim", "source"))


def upgrade() -> None:
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    for table, column in PARTIAL:
        there = sa.text(f"{column} IS NOT NULL")
        name = op.f(f"ix_{table}_{column}")
        op.create_index(name, table, [column], unique=False, sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    for table, column in PARTIAL:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table, columns in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
