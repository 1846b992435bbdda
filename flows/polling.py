"""One poll as a run makes it, beside others, and how what it taught is recorded."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Self

from safqa.extraction import may_tell
from safqa.feeds import memory
from safqa.feeds.poll import Poll, ask, first_state, read
from storage import feeds as stored_feeds
from storage.engine import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safqa.feeds.entries import EntryKeys, Known
    from safqa.feeds.fetch import Reply
    from safqa.feeds.fulltext import PageReader
    from safqa.feeds.network import PoliteClient
    from safqa.feeds.schedule import FeedState
    from safqa.feeds.sources import Source
    from storage.engine import Database

# Bytes of a feed up to which it is read between two requests: a tenth of a second, which no server notices. In a thread
# of its own it would take turns with the requests at every system call, which took twice as long on a busy machine.
READ_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Due:
    """A feed to be asked, with what its latest poll left."""

    source: Source
    state: FeedState


class Kit:
    """What polls share: a client, who reads pages with it, a thread to read large feeds in, and the database.

    One thread, because reading is work of the interpreter alone: several would take turns and disturb each other. The
    database is opened when the first document is to be compared with what is known.

    Prefect walks through the fields of what a task is given; it finds none in this.
    """

    __slots__ = ("_database", "_opening", "client", "pages", "reader")

    def __init__(self, client: PoliteClient, pages: PageReader) -> None:
        self.client = client
        self.pages = pages
        self.reader = ThreadPoolExecutor(1, thread_name_prefix="feeds")
        self._database: Database | None = None
        self._opening = Lock()

    def database(self, url: str) -> Database:
        """The database, opened once."""
        with self._opening:
            if self._database is None:
                self._database = open_database(url)
            return self._database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.reader.shutdown()
        if self._database is not None:
            self._database.close()


def with_states(sources: Sequence[Source], url: str) -> list[Due]:
    """What is known of each feed; one that was never asked is due at once."""
    with open_database(url) as database:
        stored = stored_feeds.states(database, [s.url for s in sources])
    moment = datetime.now(UTC)
    return [Due(s, _state(s, stored.get(s.url), moment)) for s in sources]


def _state(source: Source, stored: stored_feeds.StoredFeed | None, now: datetime) -> FeedState:
    if stored is None or stored.state is None:
        return first_state(source, now)
    return memory.from_text(stored.state)


async def poll_feed(feed: Due, kit: Kit, database: str, now: datetime | None = None) -> Poll:
    """Asks one feed, finds out which of its entries are new, and reads the pages of these.

    `now` is the moment of the poll, where that is not when it is made.
    """
    moment = now or datetime.now(UTC)
    reply = await ask(kit.client, feed.source, feed.state)
    read_reply = partial(_read_reply, feed, reply, moment, lambda: kit.database(database))
    aside = len(reply.body) > READ_AT_ONCE
    poll = await asyncio.get_running_loop().run_in_executor(kit.reader, read_reply) if aside else read_reply()
    articles, texts = await kit.pages.filled(poll.articles, feed.source)
    return replace(poll, articles=articles, texts=texts)


async def poll_feeds(feeds: Sequence[Due], kit: Kit, database: str) -> list[Poll]:
    """Asks feeds one after the other."""
    return [await poll_feed(feed, kit, database) for feed in feeds]


def _read_reply(feed: Due, reply: Reply, moment: datetime, database: Callable[[], Database]) -> Poll:
    key = stored_feeds.feed_key(feed.source.url)

    def known(shown: Sequence[EntryKeys]) -> Known:  # asked only where a document was read
        return stored_feeds.known_entries(database(), key, shown)

    poll = read(reply, feed.source, feed.state, known, now=moment, salt=key)
    # The body has been read: a run would hold those of all feeds until it records them.
    poll = replace(poll, reply=replace(poll.reply, body=b""))
    return _on_topic(poll) if feed.source.topic == "ai" else poll


def _on_topic(poll: Poll) -> Poll:
    """The poll without the articles that a quick look rules out: most entries of most feeds are not of deals."""
    kept = tuple(a for a in poll.articles if may_tell(a.text, lang=a.lang))
    return replace(poll, articles=kept, off_topic=len(poll.articles) - len(kept))


async def record_polls(polls: Sequence[Poll], database: str) -> None:
    """Keeps what was learned of the feeds, beside the event loop."""
    await asyncio.to_thread(_record, polls, database)


def _record(polls: Sequence[Poll], url: str) -> None:
    with open_database(url) as database:
        recordings = (stored_feeds.Recording(_poll_record(poll), poll.seen, poll.texts) for poll in polls)
        stored_feeds.record_all(database, recordings)


def _poll_record(poll: Poll) -> stored_feeds.PollRecord:
    """A poll as storage keeps it."""
    reply, state = poll.reply, poll.state
    return stored_feeds.PollRecord(
        url=poll.source.url,
        polled_at=poll.at,
        seconds=reply.seconds,
        outcome=poll.outcome,
        next_poll_at=state.next_poll_at,
        state=memory.to_text(state),
        detail=poll.detail or None,
        status=reply.status,
        etag=reply.etag,
        last_modified=reply.last_modified,
        body_key=poll.body_key,
        body_bytes=poll.body_bytes,
        sample=reply.sample or None,
        unusable=poll.entries - len(poll.seen),
    )
