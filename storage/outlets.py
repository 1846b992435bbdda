"""Who published what the ledger has read, and how the live deals are spread: counts for people to choose by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, insert, literal, select, update

from storage import models
from storage.moments import live_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

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
    outlet = models.Outlet
    query = select(outlet.name, outlet.articles, outlet.latest).order_by(outlet.articles.desc(), outlet.name)
    with database.read() as connection:
        return tuple(OutletRow(*row) for row in connection.execute(query.limit(limit)))


def count_version(connection: Connection, article: str, version: str) -> None:
    """Count a version that was just stored for its publisher; both are named by their keys."""
    row, page, outlet = models.ArticleVersion, models.Article, models.Outlet
    query = select(row.key, func.coalesce(row.publisher, page.site), row.told_at)
    found = connection.execute(query.join(page, page.key == row.article_key).where(row.article_key == article)).all()
    name, told_at = next((name, told_at) for key, name, told_at in found if key == version)
    more = 1 if [name for _, name, _ in found].count(name) == 1 else 0
    latest = case((outlet.latest < told_at, literal(told_at, outlet.latest.type)), else_=outlet.latest)
    counted = update(outlet).where(outlet.name == name).values(articles=outlet.articles + more, latest=latest)
    if connection.execute(counted).rowcount == 0:
        connection.execute(insert(outlet).values(name=name, articles=1, latest=told_at))


def deal_counts(database: Database, as_of: datetime | None = None) -> DealCounts:
    """The live deals by type and by status; or those that were live at a moment."""
    state = models.DealState
    both = select(state.type, state.status, func.count()).where(live_at(state, as_of))
    types: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    with database.read() as connection:
        for kind, status, count in connection.execute(both.group_by(state.type, state.status)):
            types[kind] += count
            statuses[status] += count
    return DealCounts(_ranked(types), _ranked(statuses))


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
