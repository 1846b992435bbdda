"""What a page of a long ledger is read from: who tells of a deal or brought a change, publishers counted, indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Indexes that others take the place of, or that only counted and searched what is stored by now.
DROPPED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("deal_state", ("target_id",)),
    ("deal_party", ("organisation_id",)),
    ("change", ("deal_id",)),
    ("article_version", ("publisher",)),
)
INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("deal_state", ("target_id", "closed_at", "deal_id")),
    ("deal_party", ("organisation_id", "closed_at", "deal_id")),
    ("deal_source", ("deal_id", "source")),
    ("deal_source", ("source", "closed_at", "deal_id")),
    ("change", ("deal_id", "closed_at", "suppressed", "told_at")),
    ("change", ("publisher", "told_at", "suppressed", "closed_at")),
)
PARTIAL = (
    ("ix_deal_figure_reached", "deal_figure", ("high", "low", "metric", "deal_id"), "closed_at IS NULL"),
    ("ix_deal_state_counted", "deal_state", ("type", "status"), "closed_at IS NULL"),
    ("ix_deal_state_ahead", "deal_state", ("last_reported",), "last_reported > recorded_at"),
    ("ix_change_ahead", "change", ("told_at",), "told_at > recorded_at"),
    ("ix_change_source", "change", ("source", "told_at", "suppressed", "closed_at"), "source IS NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        "outlet",
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="the publisher; where none is named, the article's site",
        ),
        sa.Column("articles", sa.Integer(), nullable=False, comment="articles of which a version is its own"),
        sa.Column(
            "latest",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="told_at of the latest of these versions, UTC",
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outlet")),
    )
    op.execute(
        "INSERT INTO outlet (name, articles, latest) "
        "SELECT coalesce(v.publisher, a.site), count(DISTINCT v.article_key), max(v.told_at) "
        "FROM article_version v JOIN article a ON a.key = v.article_key GROUP BY coalesce(v.publisher, a.site)"
    )
    _add_sources_of_deals()
    op.add_column(
        "change", sa.Column("publisher", sa.Text(), nullable=True, comment="publisher of that text; null: not named")
    )
    op.add_column(
        "change",
        sa.Column(
            "source",
            sa.Text(),
            nullable=True,
            comment="whom the claim that came credits; null: nobody, or no claim",
        ),
    )
    op.execute(
        "UPDATE change SET "
        "publisher = (SELECT v.publisher FROM article_version v WHERE v.key = change.version_key), "
        "source = (SELECT c.source FROM claim c WHERE c.key = change.after_claim)"
    )
    for table, columns in DROPPED:
        op.drop_index(op.f(f"ix_{table}_{columns[0]}"), table_name=table)
    op.drop_index(op.f("ix_claim_source"), table_name="claim")
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    for name, table, columns, condition in PARTIAL:
        where = sa.text(condition)
        op.create_index(op.f(name), table, columns, unique=False, sqlite_where=where, postgresql_where=where)


def _add_sources_of_deals() -> None:
    op.create_table(
        "deal_source",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="the name as it is spelled there"),
        sa.Column(
            "row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="running number, without meaning",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the ledger began to say so, UTC",
        ),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it ceased to say so; null: it still does",
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_source_deal_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_deal_source")),
    )
    # As far back as deals have had these mentions; what was read otherwise before is not looked into.
    op.execute(
        "INSERT INTO deal_source (deal_id, source, recorded_at, closed_at) "
        "SELECT m.deal_id, s.source, min(m.recorded_at), "
        "CASE WHEN count(*) = count(m.closed_at) THEN max(m.closed_at) END FROM deal_member m JOIN ("
        "SELECT t.mention_key, v.publisher AS source FROM telling t JOIN extraction_run r ON r.key = t.run_key "
        "JOIN article_version v ON v.key = r.version_key WHERE r.closed_at IS NULL AND v.publisher IS NOT NULL "
        "UNION SELECT c.mention_key, c.source FROM claim c JOIN sighting g ON g.claim_key = c.key "
        "JOIN extraction_run r ON r.key = g.run_key WHERE r.closed_at IS NULL AND c.source IS NOT NULL"
        ") s ON s.mention_key = m.mention_key GROUP BY m.deal_id, s.source"
    )
    live = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_deal_source_live",
        "deal_source",
        ["deal_id", "source"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def downgrade() -> None:
    for name, table, _, _ in PARTIAL:
        op.drop_index(op.f(name), table_name=table)
    for table, columns in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
    there = sa.text("source IS NOT NULL")
    op.create_index(op.f("ix_claim_source"), "claim", ["source"], sqlite_where=there, postgresql_where=there)
    for table, columns in DROPPED:
        op.create_index(op.f(f"ix_{table}_{columns[0]}"), table, columns, unique=False)
    op.drop_column("change", "source")
    op.drop_column("change", "publisher")
    op.drop_table("deal_source")
    op.drop_table("outlet")
