"""Who published what the ledger has read, and how the live deals are spread: counts for people to choose by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, func, insert, select, update

from storage import models
from storage.moments import live_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.engine import Database

_OUTLET, _VERSION, _PAGE = models.Outlet.__table__.c, models.ArticleVersion.__table__.c, models.Article.__table__.c
# Made once: each version that is stored runs them, and to put one together takes as long as to run it.
_VERSIONS = (
    select(_VERSION.key, func.coalesce(_VERSION.publisher, _PAGE.site).label("name"), _VERSION.told_at)
    .join_from(models.ArticleVersion, models.Article, _PAGE.key == _VERSION.article_key)
    .where(_VERSION.article_key == bindparam("article"))
)
_TOLD = bindparam("told", type_=_OUTLET.latest.type)
_COUNT = (
    update(models.Outlet)
    .where(_OUTLET.name == bindparam("of"))
    .values(
        articles=_OUTLET.articles + bindparam("more"),
        latest=case((_OUTLET.latest < _TOLD, _TOLD), else_=_OUTLET.latest),
    )
)


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
    found = connection.execute(_VERSIONS, {"article": article}).all()
    name, told_at = next((row.name, row.told_at) for row in found if row.key == version)
    first = [row.name for row in found].count(name) == 1
    if connection.execute(_COUNT, {"of": name, "more": int(first), "told": told_at}).rowcount == 0:
        connection.execute(insert(models.Outlet).values(name=name, articles=1, latest=told_at))


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
