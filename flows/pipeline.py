"""What one run does, as plain functions: poll -> read -> store. Prefect wraps the steps (flows/monitor.py).

A run takes its articles from the seed, from files and from feeds, reads deals out of them in batches and stores each
batch in one transaction. Each feed and each article ends in exactly one counted outcome; whatever goes wrong with one
of them stays with that one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safqa.errors import InputError, SafqaError
from safqa.extraction import extract
from safqa.extraction.fingerprint import fingerprint
from safqa.feeds.network import open_client
from safqa.feeds.poll import Poll, poll
from storage.engine import open_database
from storage.ingest import Extractor, Outcome, Reading, given, ingest, unread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    import httpx

    from safqa.feeds.sources import Source
    from safqa.model import Article
    from storage.engine import Database
    from storage.rows import ChangeRow

logger = logging.getLogger("safqa.run")

# Articles in one task and one transaction: about two seconds of work, so that a stop loses little and the UI moves.
BATCH = 200
# Feeds asked at the same time. They are on different hosts; eight keep a home connection busy and no server notices.
AT_ONCE = 8

# Two outcomes of an article beside those of storage: reading it raised, or what was read was refused by the database's
# checks. Both are faults of ours (files are checked on the way in) and are logged.
UNREADABLE, REFUSED = "unreadable", "refused"

# After a change of rules or lists, a stored article is read again when it comes again, not before.
EXTRACTOR = Extractor("safqa", fingerprint())


@dataclass(frozen=True, slots=True)
class Batch:
    """Up to BATCH articles of a run."""

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

    poll: Callable[[Source, httpx.AsyncClient], Awaitable[Poll]]
    read: Callable[[Batch, str], Awaitable[ReadBatch]]
    store: Callable[[ReadBatch, str], Awaitable[Stored]]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: its polls, and what became of all articles, whose outcomes add up to those it took in.

    `steps` is how many it made.
    """

    polls: tuple[Poll, ...]
    stored: Stored
    steps: int

    @property
    def failing(self) -> tuple[Poll, ...]:
        """The feeds that did not answer as a feed should."""
        return tuple(p for p in self.polls if not p.outcome.good)


async def run(
    sources: Sequence[Source], articles: Sequence[Article], *, database: str, allow_private: bool, steps: Steps
) -> RunReport:
    """One run over the enabled feeds and the articles that were handed in.

    Raises:
        StorageError: the database failed; what earlier batches stored is kept.
    """
    polls = await _poll_all([s for s in sources if s.enabled], allow_private=allow_private, steps=steps)
    taken = [*articles, *(a for p in polls for a in p.articles)]
    done = [await steps.store(await steps.read(batch, database), database) for batch in _batches(taken)]
    return RunReport(tuple(polls), sum(done, Stored(Counter())), steps=len(polls) + 2 * len(done))


async def _poll_all(sources: Sequence[Source], *, allow_private: bool, steps: Steps) -> list[Poll]:
    if not sources:
        return []
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(source: Source) -> Poll:
        async with gate:
            return await steps.poll(source, client)

    async with open_client(allow_private=allow_private) as client:
        return list(await asyncio.gather(*map(one, sources)))


def _batches(articles: Sequence[Article]) -> Iterator[Batch]:
    for number, start in enumerate(range(0, len(articles), BATCH), 1):
        yield Batch(number, tuple(articles[start : start + BATCH]))


async def poll_feed(source: Source, client: httpx.AsyncClient) -> Poll:
    """Asks one feed."""
    return await poll(client, source, now=datetime.now(UTC))


async def read_batch(batch: Batch, database: str) -> ReadBatch:
    """Reads the deals out of the articles of a batch that were not read before, beside the event loop."""
    return await asyncio.to_thread(_read_batch, batch, database)


async def store_batch(batch: ReadBatch, database: str) -> Stored:
    """Stores a batch in one transaction, beside the event loop."""
    return await asyncio.to_thread(_store_batch, batch, database)


PLAIN = Steps(poll_feed, read_batch, store_batch)


def _read_batch(batch: Batch, url: str) -> ReadBatch:
    brought = [given(a) for a in batch.articles if a.mentions is not None]
    to_read = [a for a in batch.articles if a.mentions is None]
    with open_database(url) as database:
        fresh = unread(database, to_read, EXTRACTOR)
    read = [_read(article) for article in fresh]
    faults = tuple(r for r in read if isinstance(r, str))
    readings = (*brought, *(r for r in read if isinstance(r, Reading)))
    outcomes = Counter({Outcome.UNCHANGED.value: len(to_read) - len(fresh), UNREADABLE: len(faults)})
    return ReadBatch(batch.number, readings, outcomes, faults)


def _read(article: Article) -> Reading | str:
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
