"""The way in: readings of articles are stored, and the ledger brought in line with them, in one transaction.

    report = ingest(database, [given(article) or read(article, extraction)], seen_at=now)

A batch is kept whole or not at all. What is known already writes no row, so any batch may be sent twice, by two
processes at once. Of an article without a deal, text and outcome are kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from safqa import identity
from safqa.model import Extraction
from safqa.withdrawals import withdrawal
from storage import models
from storage.articles import GIVEN, Extractor, Outcome, Reading, outcome_of, store_reading
from storage.blocks import recompute
from storage.checks import check_article, check_mention, check_quote
from storage.copies import note_copies
from storage.judged import load_names
from storage.mentions import MentionWriter
from storage.queries import changes_by_key
from storage.restatements import ARRIVAL, REREAD
from storage.tellings import mentions_of_versions
from storage.withdrawals import store_withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.model import Article
    from storage.engine import Database
    from storage.rows import ChangeRow

__all__ = ["Extractor", "IngestReport", "Ingested", "Outcome", "Reading", "given", "ingest", "unread"]


_ARRIVED = frozenset({Outcome.NEW, Outcome.NEW_VERSION})


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one article; `mentions` counts the deals that were read in it."""

    url: str
    outcome: Outcome
    mentions: int


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of a batch: one outcome for each reading, in their order, and the changes that it brought.

    `changes` are flagged; `suppressed` are kept and countable, each with its reason.
    """

    articles: tuple[Ingested, ...]
    changes: tuple[ChangeRow, ...]
    suppressed: tuple[ChangeRow, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many articles met each outcome; all outcomes are named, and the sum is the number of readings."""
        counted = Counter(article.outcome for article in self.articles)
        return {outcome: counted[outcome] for outcome in Outcome}


def given(article: Article) -> Reading:
    """The reading of an article that came with its deals: it is taken at its word.

    One that came without any may say that it is withdrawn.

    Raises:
        ValueError: the article came without.
    """
    if article.mentions is None:
        raise ValueError(f"{article.url} came without deals")
    notice = None if article.mentions else withdrawal(article.text, article.title)
    found = Extraction(article.lang or "und", bool(article.mentions), article.mentions, notice)
    return Reading(article, found, Extractor(GIVEN, identity.fingerprint(article.mentions)))


def unread(database: Database, articles: Iterable[Article], extractor: Extractor) -> list[Article]:
    """The articles whose reading by this extractor is not stored yet: what is worth extracting."""
    with database.read() as connection:
        return [a for a in articles if outcome_of(connection, a, extractor) is not Outcome.UNCHANGED]


def ingest(database: Database, readings: Sequence[Reading], *, seen_at: datetime) -> IngestReport:
    """Store readings and bring the ledger in line with them.

    Args:
        database: where to.
        readings: articles with what was found in them; order and repetition do not matter.
        seen_at: when we learned of them, aware.

    Raises:
        InputError: evidence that is not in its text, or a value that no database keeps; nothing is written.
        StorageError: the database failed; nothing is written.
    """
    checked = [_check(reading) for reading in readings]
    with database.write() as connection:
        articles, touched, reread = _store(connection, checked, seen_at)
        new = recompute(connection, touched, seen_at, cause=_cause(articles), reread=reread) if touched else []
        changes = changes_by_key(connection, new)
    return IngestReport(
        articles=tuple(articles),
        changes=tuple(change for change in changes if change.suppressed is None),
        suppressed=tuple(change for change in changes if change.suppressed is not None),
    )


def _cause(articles: Sequence[Ingested]) -> str:
    return ARRIVAL if any(one.outcome in _ARRIVED for one in articles) else REREAD


def _check(reading: Reading) -> Reading:
    article = reading.article
    check_article(article)
    found = reading.extraction
    if found.withdrawal and found.withdrawal.quote:
        check_quote(found.withdrawal.quote, article.text, article.url)
    deals = tuple(check_mention(mention, article.text, article.url) for mention in found.deals)
    return replace(reading, extraction=replace(found, deals=deals))


def _store(
    connection: Connection, readings: Sequence[Reading], seen_at: datetime
) -> tuple[list[Ingested], set[str], set[str]]:
    """What became of the readings, the mentions that they touch, and those that were only read anew."""
    articles: list[Ingested] = []
    touched: set[str] = set()
    reread: set[str] = set()
    versions: set[str] = set()
    mentions = MentionWriter(seen_at, load_names(connection))
    for reading in readings:
        article, deals = reading.article, reading.extraction.deals
        outcome = outcome_of(connection, article, reading.extractor)
        articles.append(Ingested(article.url, outcome, len(deals)))
        if outcome is Outcome.UNCHANGED:
            continue
        keys = store_reading(connection, reading, outcome, seen_at)
        told = mentions.add(article, deals, keys)
        touched.update(told)
        if deals:
            versions.add(keys.version)
        if reading.extraction.withdrawal:
            store_withdrawal(connection, keys, reading.extraction.withdrawal)
        if outcome is Outcome.REREAD or reading.extraction.withdrawal:
            touched.update(_mentions_of(connection, keys.article))
        if outcome is Outcome.REREAD:
            reread.update(told, _mentions_of(connection, keys.article))
    mentions.write(connection)
    copies = note_copies(connection, versions, seen_at)
    touched.update(mentions_of_versions(connection, copies))
    return articles, touched, reread


def _mentions_of(connection: Connection, article: str) -> list[str]:
    """All mentions of an article: another run may find others, and a notice takes all of them back."""
    return list(connection.scalars(select(models.Mention.key).where(models.Mention.article_key == article)))
