"""The ledger computed again from what is stored: articles, readings and judgements.

    report = rebuild(database, now=datetime.now(UTC))

Blocks, clusters, figures and changes follow from these; where what is stored differs, it is brought in line. A batch is
one transaction, so a rebuild that was stopped is gone on with by starting it again: what is in line writes no row. Ids
of deals stay, and what was shown before can be read back as of then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from safqa.model import Article
from storage import models
from storage.blocking import block_again
from storage.blocks import settle
from storage.copies import note_copies
from storage.differences import differences
from storage.judged import load_names
from storage.together import hang_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from storage.articles import Extractor
    from storage.differences import Differences
    from storage.engine import Database

# Mentions in one transaction, and what hangs together with them: a second or two, in which nobody else can write.
BATCH = 500


def _silent(done: int, of: int) -> None:
    """Tells nobody."""


def rebuild(database: Database, now: datetime, *, progress: Callable[[int, int], None] = _silent) -> Differences:
    """Bring all derived rows in line with what is stored.

    Args:
        database: which.
        now: the moment from which the ledger says so, aware.
        progress: is told how many mentions of how many are done; each is gone through twice.
    """
    mentions = _all(database)
    of = 2 * len(mentions)
    for done, some in _batches(mentions):
        with database.write() as connection:
            block_again(connection, some, load_names(connection), now)
        progress(done, of)
    _note_copies(database, now)
    settled: set[str] = set()
    for done, some in _batches(mentions):
        if fresh := [key for key in some if key not in settled]:
            with database.write() as connection:
                together = hang_together(connection, fresh)
                settle(connection, together, now, "rebuild")
            settled |= together
        progress(len(mentions) + done, of)
    with database.read() as connection:
        return differences(connection, now)


def outdated(database: Database, extractor: Extractor) -> list[str]:
    """The versions of articles whose reading that counts came from another state of this extractor."""
    run = models.ExtractionRun
    others = select(run.version_key).where(
        run.closed_at.is_(None), run.extractor == extractor.name, run.config != extractor.config
    )
    with database.read() as connection:
        return sorted(connection.scalars(others))


def load_versions(database: Database, versions: Iterable[str]) -> list[Article]:
    """Stored versions of articles, as they were when they came."""
    version, article = models.ArticleVersion, models.Article
    query = select(version, article.url).join(article, article.key == version.article_key)
    with database.read() as connection:
        rows = connection.execute(query.where(version.key.in_(list(versions))).order_by(version.key)).all()
    return [
        Article(row.url, row.title, row.text, row.publisher, row.published_at, row.updated_at, row.lang) for row in rows
    ]


def _note_copies(database: Database, now: datetime) -> None:
    """Compare the texts that were not compared yet, or by another method."""
    run, telling = models.ExtractionRun, models.Telling
    telling_versions = select(run.version_key).join(telling, telling.run_key == run.key)
    with database.read() as connection:
        versions = sorted(set(connection.scalars(telling_versions)))
    for _, some in _batches(versions):
        with database.write() as connection:
            note_copies(connection, some, now)


def _all(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(connection.scalars(select(models.Mention.key)))


def _batches(keys: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The keys a batch at a time, each with how many are done after it."""
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        yield start + len(some), some
