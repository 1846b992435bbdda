"""Notifications know when they are due, and how far changes were decided about."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# No earlier version wrote a notification: the table may be made anew instead of inventing values for its rows.
KEPT = (
    ("change_key", sa.String(16), False, "the change's short id"),
    ("channel", sa.Text(), False, "name of the configured channel"),
    ("created_at", sa.DateTime(timezone=True), False, "when it was decided, UTC"),
    ("sent_at", sa.DateTime(timezone=True), True, "when it went out, UTC; null: still to send"),
    ("attempts", sa.Integer(), False, "how often sending was tried"),
    ("last_error", sa.Text(), True, "why the last attempt failed"),
)
NEW = (
    ("due_at", sa.DateTime(timezone=True), False, "not to be sent before, UTC; put off while somebody sends it"),
    ("dropped_at", sa.DateTime(timezone=True), True, "when it was due and no longer flagged, UTC; null: it was not"),
)


def upgrade() -> None:
    _make("notification", KEPT + NEW)
    decided = op.create_table(
        "decided",
        sa.Column("topic", sa.Text(), nullable=False, comment="what about: alerts"),
        sa.Column("change_row", sa.BigInteger(), nullable=False, comment="row of the last change decided about"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_decided")),
    )
    # Changes that are there already are history, of which nobody is told.
    last = op.get_bind().scalar(sa.select(sa.func.max(sa.table("change", sa.column("row")).c.row)))
    op.bulk_insert(decided, [{"topic": "alerts", "change_row": last or 0, "decided_at": datetime.now(UTC)}])


def downgrade() -> None:
    op.drop_table("decided")
    _make("notification", KEPT)


def _make(name: str, columns: tuple[tuple[str, sa.types.TypeEngine[Any], bool, str], ...]) -> None:
    op.drop_table(name)
    op.create_table(
        name,
        *(sa.Column(column, kind, nullable=null, comment=comment) for column, kind, null, comment in columns),
        sa.PrimaryKeyConstraint("change_key", "channel", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_sent_at"), name, ["sent_at"], unique=False)
