"""Near-copies keep what texts are compared by, and groups that can change without a row being overwritten.

No version before this one wrote to the two tables of near-copies, so they are made anew.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LIVE = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.drop_table("near_copy_member")
    op.drop_table("near_copy_group")
    op.create_table(
        "near_copy_text",
        _version("version_key"),
        _method("algorithm and version: safqa.ledger.copies.METHOD"),
        sa.Column(
            "shingles",
            sa.LargeBinary(),
            nullable=False,
            comment="hashes of its runs of words, sorted, 4 bytes each, lowest first",
        ),
        *_keys("near_copy_text", "version_key", primary=("version_key", "method")),
    )
    op.create_table(
        "near_copy_band",
        sa.Column("band", sa.BigInteger(), nullable=False, comment="safqa.ledger.copies.bands"),
        _version("version_key"),
        *_keys("near_copy_band", "version_key", primary=("band", "version_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "near_copy_pair",
        _version("version_key"),
        _version("other_key"),
        _method("algorithm and version that found it"),
        *_measures(),
        _moment("recorded_at", "when it was found, UTC"),
        *_keys("near_copy_pair", "version_key", "other_key", primary=("version_key", "other_key", "method")),
    )
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "near_copy_member",
        sa.Column("row", kind, nullable=False, comment="running number, without meaning"),
        _moment("recorded_at", "when the ledger began to say so, UTC"),
        _moment("closed_at", "when it ceased to say so; null: it still does", nullable=True),
        _version("version_key"),
        _version("origin_version_key", "whose text it is; itself for the origin"),
        _method("algorithm and version that found it"),
        *_keys("near_copy_member", "version_key", "origin_version_key", primary=("row",)),
    )
    op.create_index(op.f("ix_near_copy_member_origin_version_key"), "near_copy_member", ["origin_version_key"])
    _create_live_index()


def downgrade() -> None:
    for table in ("near_copy_member", "near_copy_pair", "near_copy_band", "near_copy_text"):
        op.drop_table(table)
    op.create_table(
        "near_copy_group",
        sa.Column("key", sa.String(length=32), nullable=False, comment="hash of the origin version and the method"),
        _version("origin_version_key", "whose text it is"),
        _method("algorithm and version that found it"),
        _moment("recorded_at", "when it was found, UTC"),
        *_keys("near_copy_group", "origin_version_key", primary=("key",)),
    )
    op.create_table(
        "near_copy_member",
        sa.Column("group_key", sa.String(length=32), nullable=False),
        _version("version_key"),
        *_measures(),
        _moment("recorded_at", "when it was found, UTC"),
        _moment("closed_at", "when the verdict was withdrawn, UTC", nullable=True),
        sa.ForeignKeyConstraint(["group_key"], ["near_copy_group.key"], name=op.f("fk_near_copy_member_group_key")),
        *_keys("near_copy_member", "version_key", primary=("group_key", "version_key")),
    )
    op.create_index(op.f("ix_near_copy_member_version_key"), "near_copy_member", ["version_key"])
    _create_live_index()


def _version(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=32), nullable=False, comment=comment)


def _method(comment: str) -> sa.Column[str]:
    return sa.Column("method", sa.Text(), nullable=False, comment=comment)


def _moment(name: str, comment: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _measures() -> tuple[sa.Column[float], ...]:
    return (
        sa.Column("jaccard", sa.Double(), nullable=False, comment="shared shingles over all shingles, 0 to 1"),
        sa.Column(
            "containment", sa.Double(), nullable=False, comment="shared shingles over those of the shorter text, 0 to 1"
        ),
    )


def _keys(table: str, *versions: str, primary: tuple[str, ...]) -> tuple[sa.Constraint, ...]:
    foreign = [sa.ForeignKeyConstraint([v], ["article_version.key"], name=op.f(f"fk_{table}_{v}")) for v in versions]
    return (*foreign, sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")))


def _create_live_index() -> None:
    op.create_index(
        "uq_near_copy_member_live",
        "near_copy_member",
        ["version_key"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
