"""Deals and changes page by page: what the web shows, however long the ledger is.

    page = deal_page(database, DealFilter(company="Meta"), limit=50)
    page = deal_page(database, DealFilter(company="Meta"), limit=50, cursor=page.next)

A cursor is the place after the last row of a page, and the moment at which the first page was read: the pages that
follow show the ledger as it stood then. So a walk to the end gives every row once, while articles come in and move
deals to the top. It is for one question: the filters are to be the same on each page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from sqlalchemy import and_, func, or_, select, union

from storage import models
from storage.cursors import cursor_of, read_cursor
from storage.finding import of_organisations, of_source, of_type, organisations_called, with_figure
from storage.loading import change_rows, deal_rows
from storage.moments import live_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.orm import InstrumentedAttribute as Column

    from storage.engine import Database
    from storage.rows import ChangeRow, DealRow

    # Columns to sort by, each with whether the greatest comes first.
    Order = Sequence[tuple[Column[Any], bool]]

# Rows that are counted: beyond, a reader only wants to know that they are many.
COUNTED = 1_000

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, and the cursor of the rows that follow; None on the last page.

    `total` is how many there are on all pages, at most `COUNTED`; None where nobody asked for it.
    """

    rows: tuple[Row, ...]
    next: str | None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFilter:
    """Which deals: those for which all of it is true.

    `company` in any spelling met so far, whole words of a name do; a figure (of `metric`) that reaches `minimum` and
    does not begin beyond `maximum`, in its own unit; `source` is a publisher that tells of it or is credited with a
    figure, as it is spelled there; told of at or after `since` and before `until`; `as_of` as the ledger stood then.
    """

    company: str | None = None
    type: str | None = None
    status: str | None = None
    metric: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes: those for which all of it is true.

    `company`, `type`, `minimum` and `maximum` speak of the deal, as in `DealFilter`; `source` is the publisher of the
    text that brought the change, or is credited with its figure; told at or after `since`, before `until`, and at or
    before `told_by`; learned after `learned_after`; `as_of` as the ledger stood then. `suppressed`: also what was kept
    but not flagged.
    """

    company: str | None = None
    type: str | None = None
    kind: str | None = None
    severity: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None
    told_by: datetime | None = None
    learned_after: datetime | None = None
    suppressed: bool = False


def deal_page(
    database: Database, wanted: DealFilter, *, limit: int, cursor: str | None = None, count: bool = False
) -> Page[DealRow]:
    """Deals, most recently reported first; `count`: with how many there are.

    Raises:
        UsageError: the cursor is none.
    """
    state = models.DealState
    as_of, moment, last, pinned = _where(cursor, wanted.as_of, str)
    newest_first = ((state.last_reported, True), (state.deal_id, False))
    with database.read() as connection:
        conditions = _deal_conditions(connection, wanted, as_of)
        columns = (state.row, state.last_reported, state.deal_id)
        query = every = select(*columns).where(live_at(state, as_of), *conditions)
        if moment is not None:
            after = or_(state.last_reported < moment, state.deal_id > last)
            query = query.where(state.last_reported <= moment, after)
        ways = _as_known(state.last_reported, state.recorded_at, as_of)
        places = connection.execute(_first(query, ways, newest_first, limit + 1)).all()
        total = _counted(connection, every, ways) if count else None
        these = [row for row, *_ in places[:limit]]
        shown = select(state).where(state.row.in_(these)).order_by(*_sorted(newest_first))
        rows = deal_rows(connection, shown, as_of)
    more = len(places) > limit
    return Page(tuple(rows), cursor_of(pinned, rows[-1].last_reported, rows[-1].id) if more else None, total)


def change_page(
    database: Database, wanted: ChangeFilter, *, limit: int, cursor: str | None = None, count: bool = False
) -> Page[ChangeRow]:
    """Changes, most recently told first; `count`: with how many there are.

    Raises:
        UsageError: the cursor is none.
    """
    change = models.Change
    as_of, moment, last, pinned = _where(cursor, wanted.as_of, int)
    newest_first = ((change.told_at, True), (change.row, True))
    with database.read() as connection:
        query = every = select(change.row, change.told_at).where(*_change_conditions(connection, wanted, as_of))
        if moment is not None:
            query = query.where(change.told_at <= moment, or_(change.told_at < moment, change.row < last))
        ways = _change_ways(wanted, as_of)
        places = connection.execute(_first(query, ways, newest_first, limit + 1)).all()
        total = _counted(connection, every, ways) if count else None
        these = [row for row, _ in places[:limit]]
        shown = select(change).where(change.row.in_(these)).order_by(*_sorted(newest_first))
        rows = change_rows(connection, shown, as_of)
    if len(places) <= limit:
        return Page(tuple(rows), None, total)
    row, told_at = places[limit - 1]
    return Page(tuple(rows), cursor_of(pinned, told_at, row), total)


def _counted(connection: Connection, query: Select[Any], ways: Sequence[ColumnElement[bool]]) -> int:
    found = _first(query, ways, (), COUNTED).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0


def _first(query: Select[Any], ways: Sequence[ColumnElement[bool]], order: Order, limit: int) -> Select[Any]:
    """The first rows of a query for which one of some conditions holds.

    Each way is walked for itself, along its index and to its first rows: a database that is given both with OR looks at
    all that either finds.
    """
    if not ways:
        return query.order_by(*_sorted(order)).limit(limit)
    walks = (query.where(way).order_by(*_sorted(order)).limit(limit).subquery() for way in ways)
    found = union(*(select(walk) for walk in walks)).subquery()
    return select(found).order_by(*_sorted([(found.c[each.key], newest) for each, newest in order])).limit(limit)


def _sorted(order: Sequence[tuple[Any, bool]]) -> list[ColumnElement[Any]]:
    return [column.desc() if newest else column.asc() for column, newest in order]


def _as_known(told: Column[datetime], recorded: Column[datetime], as_of: datetime | None) -> list[ColumnElement[bool]]:
    """Two ways to what was known at a moment: told by then, from there on; and the few that are dated ahead."""
    return [] if as_of is None else [told <= as_of, and_(told > as_of, told > recorded)]


def _change_ways(wanted: ChangeFilter, as_of: datetime | None) -> list[ColumnElement[bool]]:
    change = models.Change
    known = _as_known(change.told_at, change.recorded_at, as_of)
    if wanted.source is None:
        return known
    brought = [change.publisher == wanted.source, change.source == wanted.source]
    return [and_(*both) for both in product(brought, known)] if known else brought


def _deal_conditions(
    connection: Connection, wanted: DealFilter, as_of: datetime | None
) -> Iterator[ColumnElement[bool]]:
    state = models.DealState
    if wanted.type is not None:
        yield state.type == wanted.type
    if wanted.status is not None:
        yield state.status == wanted.status
    if wanted.since is not None:
        yield state.last_reported >= wanted.since
    if wanted.until is not None:
        yield state.last_reported < wanted.until
    if wanted.company is not None:
        ids = organisations_called(connection, wanted.company, as_of)
        yield of_organisations(connection, state.deal_id, ids, as_of)
    if (wanted.metric, wanted.minimum, wanted.maximum) != (None, None, None):
        bounds = {"minimum": wanted.minimum, "maximum": wanted.maximum}
        yield with_figure(connection, state.deal_id, as_of, metric=wanted.metric, **bounds)
    if wanted.source is not None:
        yield of_source(connection, state.deal_id, wanted.source, as_of)


def _change_conditions(
    connection: Connection, wanted: ChangeFilter, as_of: datetime | None
) -> Iterator[ColumnElement[bool]]:
    change = models.Change
    yield live_at(change, as_of)
    if not wanted.suppressed:
        yield change.suppressed.is_(None)
    if wanted.kind is not None:
        yield change.kind == wanted.kind
    if wanted.severity is not None:
        yield change.severity == wanted.severity
    yield from _told(wanted)
    if wanted.company is not None:
        ids = organisations_called(connection, wanted.company, as_of)
        yield of_organisations(connection, change.deal_id, ids, as_of)
    if wanted.type is not None:
        yield of_type(connection, change.deal_id, wanted.type, as_of)
    if (wanted.minimum, wanted.maximum) != (None, None):
        yield with_figure(connection, change.deal_id, as_of, minimum=wanted.minimum, maximum=wanted.maximum)


def _told(wanted: ChangeFilter) -> Iterator[ColumnElement[bool]]:
    told_at = models.Change.told_at
    if wanted.since is not None:
        yield told_at >= wanted.since
    if wanted.until is not None:
        yield told_at < wanted.until
    if wanted.told_by is not None:
        yield told_at <= wanted.told_by
    if wanted.learned_after is not None:
        yield models.Change.recorded_at > wanted.learned_after


def _where(
    cursor: str | None, as_of: datetime | None, kind: type[int | str]
) -> tuple[datetime | None, Any, Any, datetime]:
    """As of when to read, after which moment and row of it, and as of when the next page is to be read."""
    if cursor is None:
        return as_of, None, None, as_of or datetime.now(UTC)
    pinned, moment, last = read_cursor(cursor, datetime, datetime, kind)
    return cast("datetime", pinned), moment, last, cast("datetime", pinned)
