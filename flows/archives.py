"""What a backfill does, as plain functions: batches -> read, by many -> store, one after the other -> mark.

Reading is spread over processes or machines and takes most of the time. Whatever is read is stored in the order of the
archive, by one process, a batch in one transaction: so the ledger is to the row what one reader would have made
of it, and says what it would say if one article after the other had been taken in. Behind each batch stands a mark; who
starts again goes on there, and a batch that was stored without its mark is read once more and writes no row.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flows import pipeline
from flows.pipeline import EXTRACTOR, OFF_TOPIC, UNREADABLE, ReadBatch
from safqa.archives.articles import articles
from safqa.archives.batches import batches
from safqa.archives.files import Mark
from safqa.errors import EngineError
from safqa.extraction import may_tell
from safqa.extraction.extractor import language_of
from storage import outbox
from storage.archives import marks, note_mark
from storage.engine import open_database
from storage.ingest import Reading, given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flows.pipeline import Stored
    from flows.readers import Readers
    from safqa.alerts.channels import Channel
    from safqa.archives.files import ArchiveFile
    from safqa.archives.pieces import Batch
    from safqa.model import Article
    from storage.ingest import Extractor

# Outcomes beside those of a run: a row or record that cannot be read, and a page in a language that Safqa lacks.
BROKEN, OTHER_LANGUAGE = "broken", "other_language"
# Batches under way for each reader: one that is read and one that waits, so that nobody is idle while one is stored.
_AHEAD = 2
# Faults that are told; of an archive in which everything is broken the rest is only counted.
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Todo:
    """A file and how far it was read."""

    file: ArchiveFile
    mark: Mark


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of an archive: articles and pages by outcome, changes by kind, and the first faults."""

    articles: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    suppressed: int = 0
    lost: int = 0
    faults: tuple[str, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        """Two parts of an archive as one."""
        return Tally(
            self.articles + other.articles,
            self.pages + other.pages,
            self.changes + other.changes,
            self.suppressed + other.suppressed,
            self.lost + other.lost,
            (self.faults + other.faults)[:MOST_FAULTS],
        )


@dataclass(frozen=True, slots=True)
class ReadPieces:
    """What was read in a batch; `articles` are ready to be stored."""

    articles: ReadBatch
    pages: Counter[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a backfill is, in bytes of the files that were to be read, and what it brought."""

    passed: int
    total: int
    tally: Tally


WATCH: ContextVar[Callable[[Progress], None]] = ContextVar("WATCH", default=lambda _: None)
"""Who in this process wants to hear of each batch: the command line, for its progress line."""


def unfinished(files: Sequence[ArchiveFile], url: str, *, again: bool) -> list[Todo]:
    """What is left to be read of these files; `again` reads all of them from the beginning."""
    with open_database(url) as database:
        known = {} if again else marks(database, [file.key for file in files])
    todo = [Todo(file, known.get(file.key, Mark())) for file in files]
    return [one for one in todo if not one.mark.finished]


def read_batch(extractor: Extractor, batch: Batch) -> ReadPieces:
    """Reads the articles of a batch and the deals in them; runs where the readers are.

    Raises:
        EngineError: this reader is another version of Safqa than the one that `extractor` belongs to.
    """
    if extractor != EXTRACTOR:
        raise EngineError("a worker of the cluster has another version of Safqa than this machine; install the same")
    found = asyncio.run(articles(batch))
    outcomes, faults, readings = Counter({BROKEN: len(found.faults)}), found.faults, []
    for article in found.articles:
        if batch.kind == "pages" and (out := _unwanted(article)):
            outcomes[out] += 1
            continue
        read = given(article) if article.mentions is not None else pipeline.read_article(article)
        if isinstance(read, Reading):
            readings.append(read)
        else:
            outcomes[UNREADABLE] += 1
            faults.append(read)
    return ReadPieces(ReadBatch(batch.number, tuple(readings), +outcomes, tuple(faults)), found.pages)


def _unwanted(article: Article) -> str | None:
    """Why a page of a crawl is not kept: it holds all the news of a day, of which deals are the least."""
    if article.lang is not None and article.lang != language_of(article.text):
        return OTHER_LANGUAGE
    return None if may_tell(article.text, lang=article.lang) else OFF_TOPIC


class Course:
    """A backfill under way; it goes on by `go`, as far as it is told to.

    Prefect walks through the fields of what a task is given; it finds none in this.
    """

    __slots__ = ("_batches", "_begun", "_channels", "_readers", "_tell", "_url", "passed", "tally", "total")

    def __init__(
        self,
        todo: Sequence[Todo],
        readers: Readers,
        url: str,
        *,
        channels: Sequence[Channel] = (),
        tell: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        """Nothing is read yet; `channels` are decided about as batches are stored, `tell` hears after each."""
        self._batches = _placed(todo)
        self._begun: deque[tuple[Batch, int, asyncio.Future[ReadPieces]]] = deque()
        self._readers, self._url, self._channels, self._tell = readers, url, channels, tell
        self.total = sum(one.file.size for one in todo)
        self.passed = 0
        self.tally = Tally()

    async def go(self, until: int) -> None:
        """Reads and stores until so many bytes are passed, or nothing is left; what is under way then stays so.

        Raises:
            StorageError: the database failed. What was stored before is kept, and marked.
            EngineError: a reader has died, or is another version.
            InputError: a file cannot be read any more.
        """
        while await self._keep_busy() and self.passed < until:
            batch, passed, begun = self._begun.popleft()
            read = await self._readers.end(begun)
            stored = await pipeline.store_batch(read.articles, self._url)
            await asyncio.to_thread(self._note, batch, stored)
            self.tally += _tally(read, stored)
            self.passed = passed
            self._tell(Progress(self.passed, self.total, self.tally))

    async def _keep_busy(self) -> bool:
        """Hands out batches, as many as the readers need; False when nothing is left."""
        while len(self._begun) < _AHEAD * self._readers.count:
            placed = await asyncio.to_thread(next, self._batches, None)
            if placed is None:
                break
            batch, passed = placed
            self._begun.append((batch, passed, self._readers.begin(partial(read_batch, EXTRACTOR), batch)))
        return bool(self._begun)

    def _note(self, batch: Batch, stored: Stored) -> None:
        with open_database(self._url) as database:
            if stored.changes:
                # At once, while these are known to be nobody else's: a later decision would wait hours for a feed to
                # claim them, and look at all of them again each time.
                outbox.decide(database, self._channels, datetime.now(UTC), [c.id for c in stored.changes])
            note_mark(database, batch.key, batch.name, batch.after, datetime.now(UTC))


def _placed(todo: Sequence[Todo]) -> Iterator[tuple[Batch, int]]:
    """The batches of all files, each with how many bytes of them all are passed after it."""
    before = 0
    for one in todo:
        for batch in batches(one.file, one.mark):
            yield batch, before + batch.passed
        before += one.file.size


def _tally(read: ReadPieces, stored: Stored) -> Tally:
    return Tally(
        stored.outcomes,
        read.pages,
        Counter(change.kind for change in stored.changes),
        stored.suppressed,
        len(stored.faults),
        stored.faults,
    )
