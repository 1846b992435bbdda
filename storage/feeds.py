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

**The first document of a feed is its baseline**: its entries are stored with `baseline` set, because they are old news.

Two processes may poll one feed at once: who records second has its entries decided again inside the transaction, so
that each is new once. A poll that was sent before the latest one recorded adds its entries and history, but does not
put back the feed's state.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from safqa import identity
from safqa.feeds.entries import EntryOutcome, settle
from safqa.feeds.outcomes import Outcome
from storage import models
from storage.entries import STORED, keep_entries, known, storable
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from safqa.feeds.entries import EntryKeys, Known, Seen
    from safqa.feeds.pages import Page
    from storage.engine import Database

_REPEATED = frozenset({EntryOutcome.KNOWN, EntryOutcome.DUPLICATE})
# Answers that say of themselves that nothing changed: the document is the one that came before.
_SAME_DOCUMENT = frozenset({Outcome.NOT_MODIFIED, Outcome.SAME_BODY})


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
class PollRecord:
    """One poll to be kept. Moments are aware, `state` is given back by `states` as it is.

    `etag` and `last_modified` are as the server sent them; `body_key` is a hash of the body, `body_bytes` its size
    after decompression; `sample` is the start of a body that could not be read. `unusable` counts the entries that the
    document lists and nobody can use.
    """

    url: str
    polled_at: datetime
    seconds: float
    outcome: Outcome
    next_poll_at: datetime
    state: str
    detail: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_key: str | None = None
    body_bytes: int | None = None
    sample: str | None = None
    unusable: int = 0


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


def feed_key(url: str) -> str:
    """The key of the feed at an address."""
    return identity.digest("feed", identity.normalise_url(url))


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


def record(
    database: Database,
    poll: PollRecord,
    seen: Sequence[Seen] = (),
    texts: Mapping[str, Page | None] = MappingProxyType({}),
) -> tuple[Seen, ...]:
    """Keep a poll, what it showed, and the feed's state, in one transaction.

    Args:
        database: where to.
        poll: the poll.
        seen: the decided entries of the document; none when no document was read.
        texts: the address of each article that was read, with what came of its page (None: not asked for).

    Returns:
        The entries with what became of them: as given, unless another process recorded the same feed meanwhile.

    Raises:
        StorageError: the database failed; nothing is written.
    """
    key = feed_key(poll.url)
    with database.write() as connection:
        feed = _feed(connection, key, poll)
        stored = known(connection, key, [one.keys for one in seen])
        final = settle(stored, [(one.entry, one.keys) for one in seen])
        keep_entries(connection, key, final, poll.polled_at, baseline=feed.baseline_at is None, texts=texts)
        counts = Counter(one.outcome for one in final)
        counts[EntryOutcome.UNUSABLE] += poll.unusable
        _keep_poll(connection, key, poll, counts)
        _keep_state(connection, feed, poll, counts)
    return final


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


def _feed(connection: Connection, key: str, poll: PollRecord) -> Row[tuple[object, ...]]:
    """The feed's row, made when it is polled for the first time."""
    row = select(models.Feed.__table__).where(models.Feed.key == key)
    found = connection.execute(row).one_or_none()
    if found is None:
        connection.execute(insert(models.Feed).values(key=key, url=poll.url, first_seen_at=poll.polled_at))
        found = connection.execute(row).one()
    return found


def _keep_poll(connection: Connection, feed: str, poll: PollRecord, counts: Mapping[EntryOutcome, int]) -> None:
    table = models.Poll
    latest = select(table.row, table.outcome, table.status).where(table.feed_key == feed).order_by(table.row.desc())
    before = connection.execute(latest.limit(1)).one_or_none()
    news = any(counts.get(outcome) for outcome in STORED)
    if before and not news and _same_ending(poll, Outcome(before.outcome), before.status):
        connection.execute(update(table).where(table.row == before.row).values(repeats=table.repeats + 1))
        return
    connection.execute(
        insert(table).values(
            feed_key=feed,
            polled_at=poll.polled_at,
            seconds=poll.seconds,
            outcome=poll.outcome.value,
            detail=storable(poll.detail),
            status=poll.status,
            etag=storable(poll.etag),
            last_modified=storable(poll.last_modified),
            body_key=poll.body_key,
            body_bytes=poll.body_bytes,
            sample=storable(poll.sample),
            entries=sum(counts.values()),
            **{f"{outcome.value}_entries": counts.get(outcome, 0) for outcome in EntryOutcome},
            next_poll_at=poll.next_poll_at,
        )
    )


def _same_ending(poll: PollRecord, before: Outcome, status: int | None) -> bool:
    """Whether a poll without news ended as the one that has the last row."""
    if poll.outcome in _SAME_DOCUMENT:
        return before.good  # also after `moved`: the document at the new address is unchanged
    if poll.outcome is Outcome.OK:
        return before is Outcome.OK or before in _SAME_DOCUMENT
    return (poll.outcome, poll.status) == (before, status)


def _keep_state(
    connection: Connection, feed: Row[tuple[object, ...]], poll: PollRecord, counts: Mapping[EntryOutcome, int]
) -> None:
    new, read = counts.get(EntryOutcome.NEW, 0), poll.outcome.good and poll.outcome not in _SAME_DOCUMENT
    values: dict[str, object] = {}
    if read and feed.baseline_at is None:
        values["baseline_at"] = poll.polled_at
    if new:
        values["news_at"] = max(poll.polled_at, feed.news_at or poll.polled_at)
    if feed.polled_at is None or feed.polled_at <= poll.polled_at:
        values |= {
            "polled_at": poll.polled_at,
            "outcome": poll.outcome.value,
            "detail": storable(poll.detail),
            "next_poll_at": poll.next_poll_at,
            "state": poll.state,
            "new_entries": new,
            **_document(feed.entries, poll, counts, read=read),
        }
    if values:
        connection.execute(update(models.Feed).where(models.Feed.key == feed.key).values(values))


def _document(
    before: int | None, poll: PollRecord, counts: Mapping[EntryOutcome, int], *, read: bool
) -> dict[str, object]:
    """The counts of the latest document: of this one, of the former one shown again, or as they were."""
    if read:
        repeated = sum(counts.get(outcome, 0) for outcome in _REPEATED)
        return {"entries": sum(counts.values()), "repeated_entries": repeated}
    return {"repeated_entries": before} if poll.outcome in _SAME_DOCUMENT else {}
