"""What one run does, as plain functions: poll -> read -> store -> record. Prefect wraps the steps (flows/monitor.py).

flows/polling.py has the first and the last step.

A run takes its articles from the seed, from files and from the feeds that are due, reads deals out of them in batches
and stores each batch in one transaction. Polls are recorded last: a run that dies before asks the same again, and what
is stored already writes no row. Each feed and each article ends in exactly one counted outcome; whatever goes wrong
with one of them stays with that one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from flows.polling import Kit, poll_feeds, record_polls, with_states
from safqa.errors import InputError, SafqaError
from safqa.extraction import extract
from safqa.extraction.fingerprint import fingerprint
from safqa.feeds.extractors import ExtractorPool
from safqa.feeds.fulltext import PageReader
from safqa.feeds.network import open_client
from safqa.feeds.schedule import is_due, may_be_asked
from storage.engine import open_database
from storage.ingest import Extractor, Outcome, Reading, given, ingest, unread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from flows.polling import Due
    from safqa.feeds.network import PoliteClient
    from safqa.feeds.pages import PageOutcome
    from safqa.feeds.poll import Poll
    from safqa.feeds.sources import Source
    from safqa.model import Article
    from storage.engine import Database
    from storage.rows import ChangeRow

__all__ = ["PLAIN", "Batch", "ReadBatch", "RunReport", "Steps", "Stored", "poll_all", "run", "with_states"]

T = TypeVar("T")

logger = logging.getLogger("safqa.run")

# Articles in one task and one transaction: about two seconds of work, so that a stop loses little and the UI moves.
BATCH = 200
# Polls and batches of a run, at most: the server takes 35 ms and 19 KB a task, and its pages show a hundred well.
# Beyond, each takes more feeds or articles: 50 + 2 * 20 steps, and one that records the polls.
MOST_POLLS, MOST_BATCHES = 50, 20
# Feeds asked at the same time. They are on different hosts; eight keep a home connection busy and no server notices.
AT_ONCE = 8

# Two outcomes of an article beside those of storage: reading it raised, or what was read was refused by the database's
# checks. Both are faults of ours (files are checked on the way in) and are logged.
UNREADABLE, REFUSED = "unreadable", "refused"
# And two of an entry that is remembered as shown and not read: nothing of a deal in it, or no page, whose address an
# article is known by and evidence points to (whether the entry itself is known by its guid or by title and text).
OFF_TOPIC, NO_ADDRESS = "off_topic", "no_address"

# After a change of rules or lists, a stored article is read again when it comes again, not before.
EXTRACTOR = Extractor("safqa", fingerprint())


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles of a run: up to BATCH, and more where there were too many batches."""

    number: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """A batch with what was found in it; `outcomes` counts the articles that need not or cannot be stored."""

    number: int
    readings: tuple[Reading, ...]
    outcomes: Counter[str]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch.

    Its articles by outcome, the new changes (suppressed ones are only counted), a line for each article that fell out.
    """

    outcomes: Counter[str]
    changes: tuple[ChangeRow, ...] = ()
    suppressed: int = 0
    faults: tuple[str, ...] = ()

    @property
    def nothing_kept(self) -> bool:
        """Whether there were articles and every one of them fell out: then the fault is not in the articles."""
        return bool(self.faults) and self.outcomes.total() == len(self.faults)

    def __add__(self, other: Stored) -> Stored:
        """Two batches as one."""
        return Stored(
            self.outcomes + other.outcomes,
            self.changes + other.changes,
            self.suppressed + other.suppressed,
            self.faults + other.faults,
        )


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a run: plain functions for whoever needs no Prefect, tasks in a flow."""

    poll: Callable[[Sequence[Due], Kit, str], Awaitable[list[Poll]]]
    read: Callable[[Batch, str], Awaitable[ReadBatch]]
    store: Callable[[ReadBatch, str], Awaitable[Stored]]
    record: Callable[[Sequence[Poll], str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: its polls, and what became of all articles, whose outcomes add up to those it took in.

    `steps` is how many it made, `waiting` are the feeds that were not due, with the moment when the first of them is.
    """

    polls: tuple[Poll, ...]
    stored: Stored
    steps: int
    waiting: int = 0
    next_due: datetime | None = None

    @property
    def failing(self) -> tuple[Poll, ...]:
        """The feeds that did not answer as a feed should."""
        return tuple(p for p in self.polls if not p.outcome.good)

    @property
    def texts(self) -> Counter[str]:
        """How many articles of feeds were read as their page has them (page), and as their feed has them (feed)."""
        return sum((poll.text_from for poll in self.polls), Counter())

    @property
    def pages(self) -> Counter[PageOutcome]:
        """How many of the pages that were asked for met each outcome."""
        return sum((poll.pages for poll in self.polls), Counter())


async def run(
    sources: Sequence[Source],
    articles: Sequence[Article],
    *,
    database: str,
    allow_private: bool,
    steps: Steps,
    now: bool = False,
) -> RunReport:
    """One run over the enabled feeds that are due and the articles that were handed in.

    `now` asks feeds before they are due as well, but for those whose server wants to be left alone (Retry-After).

    Raises:
        StorageError: the database failed; what earlier batches stored is kept.
    """
    enabled = [s for s in sources if s.enabled]
    known = await asyncio.to_thread(with_states, enabled, database) if enabled else []
    moment = datetime.now(UTC)
    due = [d for d in known if is_due(d.state, moment) or (now and may_be_asked(d.state, moment))]
    waiting = [d.state.next_poll_at for d in known if d not in due]
    polls: list[Poll] = []
    if due:
        async with open_client(allow_private=allow_private) as client:
            polls = await poll_all(due, client, database, steps)
    taken = [*articles, *(a for p in polls for a in p.articles)]
    done = [await steps.store(await steps.read(batch, database), database) for batch in _batches(taken)]
    if polls:
        await steps.record(polls, database)
    made = len(list(_shares(due, MOST_POLLS))) + 2 * len(done) + bool(polls)
    unread = +Counter({OFF_TOPIC: sum(p.off_topic for p in polls), NO_ADDRESS: sum(p.without_address for p in polls)})
    stored = sum(done, Stored(unread))
    return RunReport(tuple(polls), stored, made, len(waiting), min(waiting, default=None))


async def poll_all(due: Sequence[Due], client: PoliteClient, database: str, steps: Steps) -> list[Poll]:
    """Asks feeds, AT_ONCE at a time; recording what was learned is a step of its own."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def some(feeds: Sequence[Due]) -> list[Poll]:
        async with gate:
            return await steps.poll(feeds, kit, database)

    async with ExtractorPool() as pool:
        with Kit(client, PageReader(client, pool)) as kit:
            polls = await asyncio.gather(*map(some, _shares(due, MOST_POLLS)))
            return [poll for made in polls for poll in made]


def _batches(articles: Sequence[Article]) -> Iterator[Batch]:
    for number, some in enumerate(_shares(articles, MOST_BATCHES, BATCH), 1):
        yield Batch(number, some)


def _shares(things: Sequence[T], most: int, size: int = 1) -> Iterator[tuple[T, ...]]:
    """Neighbours together, `size` of them, or as many more as it takes for `most` shares."""
    each = max(size, -(-len(things) // most))
    for start in range(0, len(things), each):
        yield tuple(things[start : start + each])


async def read_batch(batch: Batch, database: str) -> ReadBatch:
    """Reads the deals out of the articles of a batch that were not read before, beside the event loop."""
    return await asyncio.to_thread(_read_batch, batch, database)


async def store_batch(batch: ReadBatch, database: str) -> Stored:
    """Stores a batch in one transaction, beside the event loop."""
    return await asyncio.to_thread(_store_batch, batch, database)


PLAIN = Steps(poll_feeds, read_batch, store_batch, record_polls)


def _read_batch(batch: Batch, url: str) -> ReadBatch:
    brought = [given(a) for a in batch.articles if a.mentions is not None]
    to_read = [a for a in batch.articles if a.mentions is None]
    with open_database(url) as database:
        fresh = unread(database, to_read, EXTRACTOR)
    read = [read_article(article) for article in fresh]
    faults = tuple(r for r in read if isinstance(r, str))
    readings = (*brought, *(r for r in read if isinstance(r, Reading)))
    outcomes = Counter({Outcome.UNCHANGED.value: len(to_read) - len(fresh), UNREADABLE: len(faults)})
    return ReadBatch(batch.number, readings, outcomes, faults)


def read_article(article: Article) -> Reading | str:
    """What an article says, or why it could not be read: that must not take its batch with it."""
    try:
        found = extract(article.text, title=article.title, published=article.published, lang=article.lang)
    except SafqaError:
        raise  # not this article's fault: a data file of ours cannot be read
    except Exception as error:
        logger.exception("article could not be read: %s", article.url)
        return f"{article.url} could not be read: {type(error).__name__}: {error}"
    return Reading(replace(article, lang=article.lang or found.lang), found, EXTRACTOR)


def _store_batch(batch: ReadBatch, url: str) -> Stored:
    left = Stored(batch.outcomes, faults=batch.faults)
    with open_database(url) as database:
        try:
            return left + _ingest(database, batch.readings)
        except InputError:
            # Something of the batch was refused, so nothing of it was stored: store everything else of it.
            return sum((_ingest_alone(database, reading) for reading in batch.readings), left)


def _ingest_alone(database: Database, reading: Reading) -> Stored:
    try:
        return _ingest(database, [reading])
    except InputError as error:
        logger.error("article was refused: %s", error)  # noqa: TRY400 - the text says all
        return Stored(Counter({REFUSED: 1}), faults=(str(error),))


def _ingest(database: Database, readings: Sequence[Reading]) -> Stored:
    report = ingest(database, readings, seen_at=datetime.now(UTC))
    outcomes = Counter({outcome.value: n for outcome, n in report.counts.items()})
    return Stored(outcomes, report.changes, len(report.suppressed))
