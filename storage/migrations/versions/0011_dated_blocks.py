"""Blocks by the name of a target are dated: those that are kept are written anew (`storage.upgrade`)."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM mention_block")


def downgrade() -> None:
    pass
