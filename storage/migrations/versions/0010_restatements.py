"""Deals that are shown otherwise although no article says anything new."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "restatement",
        sa.Column("row", kind, nullable=False, comment="running number: order of restatements"),
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False, comment="reread, rebuild, or the judgement that did it"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_restatement_deal_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_restatement")),
    )
    op.create_index(op.f("ix_restatement_deal_id"), "restatement", ["deal_id"], unique=False)


def downgrade() -> None:
    op.drop_table("restatement")
