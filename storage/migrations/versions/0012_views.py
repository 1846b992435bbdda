"""The list of organisations, for queries; the documented views come with it (storage.views.making)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# In the order in which they may be dropped.
VIEWS = ("v_changes", "v_figures", "v_claims", "v_deals", "v_parties", "v_articles")


def upgrade() -> None:
    op.create_table(
        "listed_organisation",
        sa.Column("key", sa.Text(), nullable=False, comment="folded name, as organisation.key"),
        sa.Column("name", sa.Text(), nullable=False, comment="canonical name"),
        sa.Column(
            "sector",
            sa.Text(),
            nullable=False,
            comment="what sort of organisation: ai, chip, bank, sovereign_fund, ...",
        ),
        sa.Column(
            "country", sa.Text(), nullable=True, comment="ISO 3166 alpha-2 of its seat; null: not known, or no one"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_listed_organisation")),
    )


def downgrade() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW IF EXISTS {view}")
    op.drop_table("listed_organisation")
