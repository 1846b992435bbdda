"""Indexes that nothing is looked up by, or that another one holds: each costs a page for every article stored."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

DROPPED = (
    ("article_version", "article_key"),  # the unique constraint begins with it
    ("article_version", "content_key"),
    ("extraction_run", "version_key"),  # the live run of a version has an index of its own
    ("sighting", "run_key"),
)


def upgrade() -> None:
    for table, column in DROPPED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)


def downgrade() -> None:
    for table, column in DROPPED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
