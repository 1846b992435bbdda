"""Writes articles, their versions, and who read them; says for each what was new about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from safqa import identity
from storage import models
from storage.outlets import count_version

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.model import Article, Extraction

GIVEN = "given"  # the extractor's name when the deals came with the article: its word outranks a machine's


class Outcome(StrEnum):
    """What became of an article that was handed in; each has exactly one."""

    NEW = "new"  # the first text under this address
    NEW_VERSION = "new_version"  # another text under a known address
    REREAD = "reread"  # a known text, read by an extractor that had not read it
    UNCHANGED = "unchanged"  # text and reading are known: no row is written


@dataclass(frozen=True, slots=True)
class Extractor:
    """Who read an article: a name, and a fingerprint of code, rules, schema, model and parameters."""

    name: str
    config: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and what an extractor found in it."""

    article: Article
    extraction: Extraction
    extractor: Extractor


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys under which a reading is stored."""

    article: str
    version: str
    run: str


def keys_of(article: Article, extractor: Extractor) -> Keys:
    """The keys of an article, of the version that it is, and of one extractor's reading of it."""
    page = identity.article_key(article.url)
    version = identity.digest("version", page, identity.content_key(article.text))
    return Keys(page, version, identity.digest("run", version, extractor.name, extractor.config))


def outcome_of(connection: Connection, article: Article, extractor: Extractor) -> Outcome:
    """What storing this reading will do, as the database stands."""
    keys = keys_of(article, extractor)
    stored = connection.scalar(select(models.ArticleVersion.text).where(models.ArticleVersion.key == keys.version))
    if stored is None:
        known = connection.scalar(select(models.Article.key).where(models.Article.key == keys.article))
        return Outcome.NEW_VERSION if known else Outcome.NEW
    # A text that differs in nothing but space is no new version, but offsets into it would not fit the stored one.
    if stored != article.text or _is_read(connection, keys, extractor):
        return Outcome.UNCHANGED
    return Outcome.REREAD


def _is_read(connection: Connection, keys: Keys, extractor: Extractor) -> bool:
    """Whether this reading is known, or the deals came with the version: these are never read by a machine again."""
    run = models.ExtractionRun
    believed = select(run.extractor).where(run.version_key == keys.version, run.closed_at.is_(None))
    outranked = extractor.name != GIVEN and connection.scalar(believed) == GIVEN
    return outranked or connection.scalar(select(run.key).where(run.key == keys.run)) is not None


def store_reading(connection: Connection, reading: Reading, outcome: Outcome, seen_at: datetime) -> Keys:
    """Insert what `outcome` says is not known yet: the article, this version of it, this reading of the version."""
    keys = keys_of(reading.article, reading.extractor)
    if outcome is Outcome.NEW:
        page = {"key": keys.article, "url": reading.article.url, "site": identity.site(reading.article.url)}
        connection.execute(insert(models.Article).values(**page, first_seen_at=seen_at))
    if outcome in (Outcome.NEW, Outcome.NEW_VERSION):
        _insert_version(connection, reading.article, keys, seen_at)
        count_version(connection, keys.article, keys.version)
    run = models.ExtractionRun
    live = update(run).where(run.version_key == keys.version, run.closed_at.is_(None))
    connection.execute(live.values(closed_at=seen_at))
    connection.execute(
        insert(run).values(
            key=keys.run,
            version_key=keys.version,
            extractor=reading.extractor.name,
            config=reading.extractor.config,
            lang=reading.extraction.lang,
            relevant=reading.extraction.relevant,
            recorded_at=seen_at,
        )
    )
    return keys


def _insert_version(connection: Connection, article: Article, keys: Keys, seen_at: datetime) -> None:
    version = models.ArticleVersion
    times = select(version.published_at, version.updated_at).where(version.article_key == keys.article)
    repeated = (article.published, article.updated) in [tuple(row) for row in connection.execute(times)]
    connection.execute(
        insert(version).values(
            key=keys.version,
            article_key=keys.article,
            content_key=identity.content_key(article.text),
            title=article.title,
            text=article.text,
            lang=article.lang,
            publisher=article.publisher,
            published_at=article.published,
            updated_at=article.updated,
            seen_at=seen_at,
            told_at=identity.told_at(
                published=article.published, updated=article.updated, seen_at=seen_at, repeated=repeated
            ),
        )
    )
