"""Brings derived rows in line with what was computed: writes the difference, closes what no longer follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import insert, inspect, select, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.models import Base

# SQLite takes 32,766 variables a statement, PostgreSQL 65,535.
_AT_ONCE = 5_000
_LIFETIME = frozenset({"row", "recorded_at", "closed_at"})

Row = dict[str, Any]
_Value = TypeVar("_Value", str, int)


def chunks(values: Iterable[_Value], size: int = _AT_ONCE) -> Iterator[list[_Value]]:
    """Sorted distinct values in lists that fit into one statement."""
    every = sorted(set(values))
    for start in range(0, len(every), size):
        yield every[start : start + size]


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), list(rows))


def synchronise(
    connection: Connection,
    table: type[Base],
    keys: Iterable[str],
    wanted: Sequence[Row],
    now: datetime,
    *,
    of: str = "deal_id",
) -> list[Row]:
    """Make the live rows of these keys in the column `of` the wanted ones; rows that are in both are not touched.

    Returns:
        The rows that were inserted.
    """
    names = [column.key for column in inspect(table).columns if column.key not in _LIFETIME]
    live = dict(_live(connection, table, names, keys, of))
    missing = {_identity(row, names): row for row in wanted}
    gone = [row for key, row in live.items() if key not in missing]
    new = [row for key, row in missing.items() if key not in live]
    _close(connection, table, gone, now)
    insert_rows(connection, table, [{**row, "recorded_at": now, "closed_at": None} for row in new])
    return new


def _live(
    connection: Connection, table: type[Base], names: Sequence[str], keys: Iterable[str], of: str
) -> Iterator[tuple[tuple[Any, ...], int]]:
    columns = inspect(table).columns
    for some in chunks(keys):
        query = select(table).where(columns[of].in_(some), columns["closed_at"].is_(None))
        for found in connection.execute(query).mappings():
            yield _identity(dict(found), names), found["row"]


def _identity(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(tuple(row[name]) if isinstance(row[name], list) else row[name] for name in names)


def _close(connection: Connection, table: type[Base], rows: Sequence[int], now: datetime) -> None:
    """End rows; one that began after `now` (clocks of two machines) ends when it began."""
    columns = inspect(table).columns
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        later = update(table).where(columns["row"].in_(some), columns["closed_at"].is_(None))
        connection.execute(later.where(columns["recorded_at"] > now).values(closed_at=columns["recorded_at"]))
        connection.execute(later.values(closed_at=now))
