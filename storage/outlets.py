"""Who published what the ledger has read, and how the live deals are spread: counts for people to choose by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage import models
from storage.moments import live_at

if TYPE_CHECKING:
    from datetime import datetime

    from storage.engine import Database


@dataclass(frozen=True, slots=True)
class OutletRow:
    """A publisher with its articles; `latest` is when the latest of them counts from."""

    name: str
    articles: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class DealCounts:
    """How many deals there are of each type and at each status, the most frequent first."""

    types: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]


def outlets(database: Database, *, limit: int) -> tuple[OutletRow, ...]:
    """The publishers by number of articles, those with most first; who is not named goes by the host of the page."""
    article, version = models.Article, models.ArticleVersion
    name = func.coalesce(version.publisher, article.site)
    count = func.count(version.article_key.distinct())
    query = (
        select(name, count, func.max(version.told_at))
        .join(article, article.key == version.article_key)
        .group_by(name)
        .order_by(count.desc(), name)
        .limit(limit)
    )
    with database.read() as connection:
        return tuple(OutletRow(*row) for row in connection.execute(query))


def deal_counts(database: Database) -> DealCounts:
    """The live deals by type and by status."""
    state = models.DealState
    with database.read() as connection:
        types, statuses = (
            tuple(
                (value, count)
                for value, count in connection.execute(
                    select(column, func.count()).where(live_at(state, None)).group_by(column)
                ).all()
            )
            for column in (state.type, state.status)
        )
    return DealCounts(_ranked(types), _ranked(statuses))


def _ranked(counts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts, key=lambda one: (-one[1], one[0])))
