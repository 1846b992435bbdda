"""Articles that were withdrawn, as their pages say."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BLOCKS = "safqa.ledger.{}.blocks_of"


def upgrade() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("run_key", sa.String(length=32), nullable=False),
        sa.Column("article_key", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="the words that say so; equals text[start:end]"),
        sa.Column(
            "start",
            sa.Integer(),
            nullable=True,
            comment="offset in the version's text; null: only the headline says so",
        ),
        sa.Column("end", sa.Integer(), nullable=True, comment="offset after the last code point"),
        sa.ForeignKeyConstraint(["run_key"], ["extraction_run.key"], name=op.f("fk_withdrawal_run_key")),
        sa.ForeignKeyConstraint(["article_key"], ["article.key"], name=op.f("fk_withdrawal_article_key")),
        sa.PrimaryKeyConstraint("run_key", name=op.f("pk_withdrawal")),
    )
    op.create_index(op.f("ix_withdrawal_article_key"), "withdrawal", ["article_key"], unique=False)
    _comment_on_blocks("blocks", before="clusters")


def downgrade() -> None:
    _comment_on_blocks("clusters", before="blocks")
    op.drop_table("withdrawal")


def _comment_on_blocks(module: str, before: str) -> None:
    if op.get_bind().dialect.name == "sqlite":  # it keeps no comments
        return
    op.alter_column(
        "mention_block",
        "block",
        existing_type=sa.Text(),
        existing_nullable=False,
        comment=BLOCKS.format(module),
        existing_comment=BLOCKS.format(before),
    )
