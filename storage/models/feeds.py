"""Feeds, their polls, and the entries they showed. A poll has one outcome, an entry one, a page asked for one."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Key, RowId, Word


class Feed(Base):
    """A configured source of entries, and its latest poll. The row outlives its place in the feeds file."""

    __tablename__ = "feed"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of the normalised URL")
    url: Mapped[str] = mapped_column(comment="address as first configured")
    first_seen_at: Mapped[datetime] = mapped_column(comment="when it was first configured, UTC")
    baseline_at: Mapped[datetime | None] = mapped_column(comment="when it first gave a document, UTC; null: not yet")
    polled_at: Mapped[datetime | None] = mapped_column(comment="latest poll, UTC; null: none")
    outcome: Mapped[Word | None] = mapped_column(comment="outcome of the latest poll")
    detail: Mapped[str | None] = mapped_column(comment="one line for people about the latest poll")
    next_poll_at: Mapped[datetime | None] = mapped_column(comment="not before, UTC; null: at once")
    entries: Mapped[int | None] = mapped_column(comment="entries of the latest document; null: none came yet")
    new_entries: Mapped[int | None] = mapped_column(comment="entries that the latest poll showed first")
    state: Mapped[str | None] = mapped_column(comment="what the schedule remembers, JSON of its own; null: nothing")


class Poll(Base):
    """A poll that told something else than the one before it, and how many since then told the same."""

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
    entries: Mapped[int] = mapped_column(comment="entries the feed showed: the sum of the five counts that follow")
    new_entries: Mapped[int] = mapped_column(comment="of them, seen for the first time")
    edited_entries: Mapped[int] = mapped_column(comment="of them, known with another title or text")
    known_entries: Mapped[int] = mapped_column(comment="of them, known as they are")
    duplicate_entries: Mapped[int] = mapped_column(comment="of them, shown before in the same document")
    unusable_entries: Mapped[int] = mapped_column(comment="of them, with nothing to know them by")
    next_poll_at: Mapped[datetime] = mapped_column(comment="not before, UTC")
    repeats: Mapped[int] = mapped_column(default=0, comment="polls after it that told nothing else")

    __table_args__ = (Index(None, "feed_key", "polled_at"),)


class Entry(Base):
    """One state of one item that a feed showed; kept for ever, so that nothing comes back as new."""

    __tablename__ = "entry"

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number")
    feed_key: Mapped[Key] = mapped_column(ForeignKey("feed.key"))
    identity: Mapped[Key] = mapped_column(comment="base or full key under which it came first; same for all its states")
    base_key: Mapped[Key] = mapped_column(comment="hash of guid, else of url, else of title and text")
    full_key: Mapped[Key] = mapped_column(comment="hash of that and of url or title, for a guid that entries share")
    second_key: Mapped[Key | None] = mapped_column(comment="hash of url and title: finds it when its guid has changed")
    guid: Mapped[str | None] = mapped_column(comment="as the feed gives it")
    url: Mapped[str | None] = mapped_column(comment="as the feed gives it")
    title: Mapped[str | None] = mapped_column(comment="as the feed gives it")
    content_key: Mapped[Key] = mapped_column(comment="hash of title and text: an edit changes it")
    published_raw: Mapped[str | None] = mapped_column(comment="date as the feed writes it")
    article_key: Mapped[Key | None] = mapped_column(
        index=True, comment="article.key of the page at url, whether that is stored or not"
    )
    outcome: Mapped[Word] = mapped_column(comment="new or edited")
    baseline: Mapped[bool] = mapped_column(comment="whether it stood in the feed's first document: old news")
    seen_at: Mapped[datetime] = mapped_column(comment="when the feed first showed this content, UTC")
    text_from: Mapped[Word | None] = mapped_column(
        comment="whose text of the article was read: page or feed; null: none was"
    )
    page_outcome: Mapped[Word | None] = mapped_column(
        comment="what came of asking for the page; null: it was not asked for"
    )
    page_status: Mapped[int | None] = mapped_column(comment="HTTP status of the page; null: no answer")
    page_detail: Mapped[str | None] = mapped_column(comment="why it is not the article: a rule, a wording, an error")
    page_sample: Mapped[str | None] = mapped_column(comment="start of what stood there instead")

    __table_args__ = (
        UniqueConstraint("feed_key", "identity", "content_key"),
        Index(None, "feed_key", "base_key"),
        Index(None, "feed_key", "full_key"),
        Index(None, "feed_key", "second_key"),
    )
