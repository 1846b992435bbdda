"""Feeds keep their latest poll, polls the outcomes of their entries, entries the hashes by which they are found again.

No version before this one wrote to these tables, so polls and entries are made anew.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FEED_COLUMNS = (
    ("baseline_at", sa.DateTime(timezone=True), "when it first gave a document, UTC; null: not yet"),
    ("news_at", sa.DateTime(timezone=True), "when it last brought a new entry, UTC; null: never"),
    ("polled_at", sa.DateTime(timezone=True), "latest poll, UTC; null: none"),
    ("outcome", sa.Text(), "outcome of the latest poll"),
    ("detail", sa.Text(), "one line for people about the latest poll"),
    ("next_poll_at", sa.DateTime(timezone=True), "not before, UTC; null: at once"),
    ("entries", sa.Integer(), "entries of the latest document; null: none came yet"),
    ("new_entries", sa.Integer(), "entries that the latest poll showed first"),
    ("repeated_entries", sa.Integer(), "entries of the latest document that were shown before"),
    ("state", sa.Text(), "what the schedule remembers, JSON of its own; null: nothing"),
)


def upgrade() -> None:
    for name, kind, comment in FEED_COLUMNS:
        op.add_column("feed", sa.Column(name, kind, nullable=True, comment=comment))
    op.drop_table("poll")
    op.create_table(
        "poll",
        _row(),
        *_poll_head(),
        _count("entries", "entries the feed showed: the sum of the five counts that follow"),
        _count("new_entries", "of them, seen for the first time"),
        _count("edited_entries", "of them, known with another title or text"),
        _count("known_entries", "of them, known as they are"),
        _count("duplicate_entries", "of them, shown before in the same document"),
        _count("unusable_entries", "of them, with nothing to know them by"),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False, comment="not before, UTC"),
        _count("repeats", "polls after it that told nothing else"),
        *_feed_and_row("poll"),
    )
    op.create_index(op.f("ix_poll_feed_key_polled_at"), "poll", ["feed_key", "polled_at"])
    op.drop_table("entry")
    op.create_table(
        "entry",
        _row(),
        sa.Column("feed_key", sa.String(length=32), nullable=False),
        _key("identity", "base or full key under which it came first; same for all its states"),
        _key("base_key", "hash of guid, else of url, else of title and text"),
        _key("full_key", "hash of that and of url or title, for a guid that entries share"),
        _key("second_key", "hash of url and title: finds it when its guid has changed", nullable=True),
        *_entry_text(),
        _key("content_key", "hash of title and text: an edit changes it"),
        sa.Column("published_raw", sa.Text(), nullable=True, comment="date as the feed writes it"),
        _key("article_key", "article.key of the page at url, whether that is stored or not", nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False, comment="new or edited"),
        sa.Column(
            "baseline",
            sa.Boolean(),
            nullable=False,
            comment="whether it stood in the feed's first document: old news",
        ),
        _first_shown(),
        *_feed_and_row("entry"),
        _one_of_each_state(),
    )
    op.create_index(op.f("ix_entry_article_key"), "entry", ["article_key"])
    for key in ("base_key", "full_key", "second_key"):
        op.create_index(op.f(f"ix_entry_feed_key_{key}"), "entry", ["feed_key", key])


def downgrade() -> None:
    op.drop_table("entry")
    op.create_table(
        "entry",
        _row(),
        sa.Column("feed_key", sa.String(length=32), nullable=False),
        _key("identity", "hash of guid, else of url, else of url and title"),
        *_entry_text(),
        _key("content_key", "hash of what the feed showed: an edit changes it"),
        sa.Column("published_raw", sa.Text(), nullable=True, comment="date as the feed writes it"),
        sa.Column("article_key", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False, comment="what became of it"),
        _first_shown(),
        sa.ForeignKeyConstraint(["article_key"], ["article.key"], name=op.f("fk_entry_article_key")),
        *_feed_and_row("entry"),
        _one_of_each_state(),
    )
    op.create_index(op.f("ix_entry_article_key"), "entry", ["article_key"])
    op.drop_table("poll")
    op.create_table(
        "poll",
        _row(),
        *_poll_head(),
        _count("entries", "entries the feed showed"),
        _count("new_entries", "of them, seen for the first time"),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False, comment="not before, UTC"),
        *_feed_and_row("poll"),
    )
    op.create_index(op.f("ix_poll_feed_key_polled_at"), "poll", ["feed_key", "polled_at"])
    for name, _, _ in reversed(FEED_COLUMNS):
        op.drop_column("feed", name)


def _row() -> sa.Column[Any]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("row", kind, nullable=False, comment="running number")


def _key(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=32), nullable=nullable, comment=comment)


def _count(name: str, comment: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, comment=comment)


def _poll_head() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("feed_key", sa.String(length=32), nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=False, comment="when the request was sent, UTC"),
        sa.Column("seconds", sa.Double(), nullable=False, comment="how long it took, seconds"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="one of the named outcomes of a poll"),
        sa.Column("detail", sa.Text(), nullable=True, comment="one line for people; null where the outcome says all"),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status; null: no answer"),
        sa.Column("etag", sa.Text(), nullable=True, comment="validator as sent, quotes included"),
        sa.Column("last_modified", sa.Text(), nullable=True, comment="validator as sent"),
        _key("body_key", "hash of the body: the guard against lying validators", nullable=True),
        sa.Column("body_bytes", sa.Integer(), nullable=True, comment="size of the body after decompression, bytes"),
        sa.Column("sample", sa.Text(), nullable=True, comment="start of a body that could not be read"),
    )


def _entry_text() -> tuple[sa.Column[Any], ...]:
    names = ("guid", "url", "title")
    return tuple(sa.Column(name, sa.Text(), nullable=True, comment="as the feed gives it") for name in names)


def _first_shown() -> sa.Column[Any]:
    comment = "when the feed first showed this content, UTC"
    return sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, comment=comment)


def _feed_and_row(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["feed_key"], ["feed.key"], name=op.f(f"fk_{table}_feed_key")),
        sa.PrimaryKeyConstraint("row", name=op.f(f"pk_{table}")),
    )


def _one_of_each_state() -> sa.UniqueConstraint:
    name = op.f("uq_entry_feed_key_identity_content_key")
    return sa.UniqueConstraint("feed_key", "identity", "content_key", name=name)
