"""Archives of articles are read on from where a run stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_mark",
        sa.Column("key", sa.String(32), nullable=False, comment="known by size, time of change, first and last bytes"),
        sa.Column("name", sa.Text(), nullable=False, comment="where the file was when it was last read"),
        sa.Column("offset", sa.BigInteger(), nullable=False, comment="where the next row or record begins, in bytes"),
        sa.Column("number", sa.BigInteger(), nullable=False, comment="rows or records before it"),
        sa.Column("finished", sa.Boolean(), nullable=False, comment="whether the end was reached"),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_archive_mark")),
    )


def downgrade() -> None:
    op.drop_table("archive_mark")
