"""A query of somebody's own, answered by a connection that cannot write.

    answer = ask(database, "SELECT target, usd_high FROM v_figures")

Nothing is read into the query. SQLite's file is opened read-only, and the query may open no other file. PostgreSQL's
transaction is read-only, and its protocol takes one statement, so that none can end the transaction and go on. What a
user may do there beside tables (files of the server, other sessions) is the server's to say: docs/sql.md has a role
that may only read.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from safqa.errors import UsageError
from safqa.shapes import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from storage.engine import Database

# How long a reader waits for a file that is being made smaller; as storage.engine does.
_BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of a result, no two with one name, and its rows as values that JSON has words for."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def documents(self) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(database: Database, query: str) -> Answer:
    """Run one statement that reads.

    Raises:
        UsageError: the database refuses it: it is no SQL, there is no such table, or it would write.
    """
    if not query.strip().rstrip(";"):
        raise UsageError("the query is empty")
    if database.file is not None:
        return _ask_sqlite(database.file, query)
    if database.engine.dialect.name == "sqlite":
        raise UsageError("a database in memory is empty whenever it is opened: name a file in SAFQA_DATABASE_URL")
    return _ask_postgresql(database, query)


def _ask_sqlite(file: Path, query: str) -> Answer:
    where = f"file:{quote(str(file))}?mode=ro"
    try:
        with closing(sqlite3.connect(where, uri=True, timeout=_BUSY_SECONDS)) as connection:
            connection.set_authorizer(_only_this_file)
            cursor = connection.execute(query)
            return _answer(cursor.description, cursor)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _refused(str(error)) from error


def _only_this_file(action: int, *_: object) -> int:
    """ATTACH would open, and make, other files; VACUUM INTO does so too."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


def _ask_postgresql(database: Database, query: str) -> Answer:
    import psycopg  # noqa: PLC0415 -- a driver that SQLite does not need

    with database.read() as connection:
        driver: Any = connection.connection.driver_connection
        try:
            # A prepared statement is one statement: the server takes no second one behind a semicolon.
            cursor = driver.execute(query.encode(), prepare=True)
            return _answer(cursor.description, cursor if cursor.description else ())
        except psycopg.Error as error:
            raise _refused(str(error)) from error


def _refused(said: str) -> UsageError:
    return UsageError(
        f"the query failed: {said.strip().splitlines()[0] if said.strip() else 'the database gives no reason'}"
    )


def _answer(description: Sequence[Any] | None, rows: Iterable[Sequence[Any]]) -> Answer:
    columns = _distinct([column[0] for column in description or ()])
    return Answer(columns, [tuple(map(plain_value, row)) for row in rows])


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with a number behind those that stand before already: id, id_2."""
    found: list[str] = []
    for name in names:
        count = 1
        while (one := name if count == 1 else f"{name}_{count}") in found:
            count += 1
        found.append(one)
    return tuple(found)


def plain_value(value: Any) -> Any:
    """A value as all our commands show it: plain numbers, ISO 8601 in UTC; bytes in hexadecimal."""
    if isinstance(value, float | Decimal):
        return number(float(value)) if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)
