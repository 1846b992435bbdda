"""Feeds, their polls, and the entries they showed. A poll has one outcome, an entry one too."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Key, RowId, Word


class Feed(Base):
    """A configured source of entries. The row outlives its place in the feeds file: history stays."""

    __tablename__ = "feed"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of the normalised URL")
    url: Mapped[str] = mapped_column(comment="address as first configured")
    first_seen_at: Mapped[datetime] = mapped_column(comment="when it was first configured, UTC")


class Poll(Base):
    """One look at a feed."""

    __tablename__ = "poll"

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number")
    feed_key: Mapped[Key] = mapped_column(ForeignKey("feed.key"))
    polled_at: Mapped[datetime] = mapped_column(comment="when the request was sent, UTC")
    seconds: Mapped[float] = mapped_column(comment="how long it took, seconds")
    outcome: Mapped[Word] = mapped_column(comment="one of the named outcomes of a poll")
    detail: Mapped[str | None] = mapped_column(comment="one line for people; null where the outcome says all")
    status: Mapped[int | None] = mapped_column(comment="HTTP status; null: no answer")
    etag: Mapped[str | None] = mapped_column(comment="validator as sent, quotes included")
    last_modified: Mapped[str | None] = mapped_column(comment="validator as sent")
    body_key: Mapped[Key | None] = mapped_column(comment="hash of the body: the guard against lying validators")
    body_bytes: Mapped[int | None] = mapped_column(comment="size of the body after decompression, bytes")
    sample: Mapped[str | None] = mapped_column(comment="start of a body that could not be read")
    entries: Mapped[int] = mapped_column(comment="entries the feed showed")
    new_entries: Mapped[int] = mapped_column(comment="of them, seen for the first time")
    next_poll_at: Mapped[datetime] = mapped_column(comment="not before, UTC")

    __table_args__ = (Index(None, "feed_key", "polled_at"),)


class Entry(Base):
    """One item that a feed showed; kept for ever, so that nothing comes back as new."""

    __tablename__ = "entry"

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number")
    feed_key: Mapped[Key] = mapped_column(ForeignKey("feed.key"))
    identity: Mapped[Key] = mapped_column(comment="hash of guid, else of url, else of url and title")
    guid: Mapped[str | None] = mapped_column(comment="as the feed gives it")
    url: Mapped[str | None] = mapped_column(comment="as the feed gives it")
    title: Mapped[str | None] = mapped_column(comment="as the feed gives it")
    content_key: Mapped[Key] = mapped_column(comment="hash of what the feed showed: an edit changes it")
    published_raw: Mapped[str | None] = mapped_column(comment="date as the feed writes it")
    article_key: Mapped[Key | None] = mapped_column(ForeignKey("article.key"), index=True)
    outcome: Mapped[Word] = mapped_column(comment="what became of it")
    seen_at: Mapped[datetime] = mapped_column(comment="when the feed first showed this content, UTC")

    __table_args__ = (UniqueConstraint("feed_key", "identity", "content_key"),)
