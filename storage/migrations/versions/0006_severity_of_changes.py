"""Changes say how much they matter, and whether the word is official."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Changes that an earlier version computed are worth as much as any; a rebuild gives each its own.
COLUMNS = (
    ("severity", sa.Text(), "medium", "low, medium or high: safqa.ledger.severity"),
    ("official", sa.Boolean(), sa.false(), "whether it is the word of a party, or of a regulator"),
)


def upgrade() -> None:
    for name, kind, before, comment in COLUMNS:
        op.add_column("change", sa.Column(name, kind, nullable=False, server_default=before, comment=comment))


def downgrade() -> None:
    for name, *_ in COLUMNS:
        op.drop_column("change", name)
