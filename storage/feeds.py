"""Keeps feeds, their polls, and the entries they showed.

    known = known_entries(database, feed_key(url), [identify(entry) for entry in shown])
    seen = decide(known, shown)
    ...                                    # fetch and store the articles of what is new or edited
    seen = record(database, poll, seen)    # last: what is recorded as seen is never new again

**A poll that tells nothing new adds no row.** `poll` is the history of what changed: a poll gets a row of its own
when it brought a new or edited entry, or ended otherwise than the row before it. `ok`, `not_modified` and `same_body`
are one ending when no entry is new or edited; a failure ends the same as one of the same outcome and status. A poll
that tells nothing new is counted in `repeats` of that row, and replaces the latest poll on the feed's own row. So a
second run over unchanged input inserts nothing: it moves the feed's two moments and a counter. A feed that failed all
week is one row.

**The first document of a feed is its baseline**: its entries are stored with `baseline` set, because they are old news;
`old_news` tells it of the versions of articles that came with them.

Two processes may poll one feed at once: who records second has its entries decided again inside the transaction, so
that each is new once. A poll that was sent before the latest one recorded adds its entries and history, but does not
put back the feed's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import models
from storage.entries import old_news
from storage.known import known
from storage.polls import PollRecord, Recording, feed_key, record, record_all
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from safqa.feeds.entries import EntryKeys, Known
    from storage.engine import Database

__all__ = [
    "HealthRow",
    "PollRecord",
    "Recording",
    "StoredFeed",
    "feed_key",
    "health",
    "known_entries",
    "old_news",
    "record",
    "record_all",
    "states",
]


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """What the latest poll of a feed left: `state` is the schedule's own text, `next_poll_at` None means at once.

    `baseline_at` is None until a document of the feed was read.
    """

    key: str
    url: str
    state: str | None
    polled_at: datetime | None
    next_poll_at: datetime | None
    outcome: str | None
    baseline_at: datetime | None


@dataclass(frozen=True, slots=True)
class HealthRow:
    """How the latest poll of a feed went.

    `entries` are those of the latest document, `new_entries` those that the latest poll brought. `state` is the
    schedule's own text, which knows the rest.
    """

    url: str
    outcome: str | None
    detail: str | None
    last_polled: datetime | None
    next_poll: datetime | None
    entries: int | None
    new_entries: int | None
    state: str | None


def states(database: Database, urls: Iterable[str]) -> dict[str, StoredFeed]:
    """What the latest poll of each feed left, by the address given; feeds never polled are not in it."""
    keys = {url: feed_key(url) for url in urls}
    feed = models.Feed
    columns = (feed.state, feed.polled_at, feed.next_poll_at, feed.outcome, feed.baseline_at)
    found: dict[str, StoredFeed] = {}
    with database.read() as connection:
        for some in chunks(keys.values()):
            rows = connection.execute(select(feed.key, feed.url, *columns).where(feed.key.in_(some)))
            found.update((row.key, StoredFeed(*row)) for row in rows)
    return {url: found[key] for url, key in keys.items() if key in found}


def known_entries(database: Database, feed: str, shown: Sequence[EntryKeys]) -> Known:
    """What `decide` needs to know about the entries shown; as much as they are, however long the feed's history."""
    with database.read() as connection:
        return known(connection, feed, shown)


def health(database: Database) -> list[HealthRow]:
    """How the latest poll of each feed went, by address."""
    feed = models.Feed
    with database.read() as connection:
        return [_health(row) for row in connection.execute(select(feed.__table__).order_by(feed.url))]


def _health(row: Row[tuple[object, ...]]) -> HealthRow:
    return HealthRow(
        url=row.url,
        outcome=row.outcome,
        detail=row.detail,
        last_polled=row.polled_at,
        next_poll=row.next_poll_at,
        entries=row.entries,
        new_entries=row.new_entries,
        state=row.state,
    )
