"""Feeds lose two columns that nobody read: what the schedule remembers says the same."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (
    ("news_at", sa.DateTime(timezone=True), "when it last brought a new entry, UTC; null: never"),
    ("repeated_entries", sa.Integer(), "entries of the latest document that were shown before"),
)


def upgrade() -> None:
    for name, _, _ in COLUMNS:
        op.drop_column("feed", name)


def downgrade() -> None:
    for name, kind, comment in COLUMNS:
        op.add_column("feed", sa.Column(name, kind, nullable=True, comment=comment))
