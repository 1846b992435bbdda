"""Copies a whole ledger from one database into another, empty one, on either engine.

    with open_as_is(from_url) as source, open_empty(to_url) as target:
        for table in copy_all(source, target): ...

**All or nothing.** Rows are read in one transaction, so that they are one state of the source whatever is written there
meanwhile, and written and read back in one transaction, which is kept only when each table has the same rows on both
sides. A copy that is killed leaves the target as empty as it was.

**The same content** is the sum of the hashes of a table's rows: a sum, because the two engines sort text differently. A
row is hashed as what the models give for it, which is the same on both: moments in UTC, JSON by sorted keys, numbers
with a fixed point as their type holds them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import Float, Integer, Numeric, func, insert, inspect, literal, select, text
from sqlalchemy.exc import DBAPIError

from safqa.errors import StorageError
from storage.engine import connect_database
from storage.failures import hide_password
from storage.models import Base
from storage.schema import SCHEMA, prepare, revision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Table

    from storage.engine import Database

# Rows in one statement: texts of 5 KB make 2.5 MB of them, and more rows are not faster.
_AT_ONCE = 500
_HASH_BYTES = 16
# The digits that both engines keep of a number: PostgreSQL makes its fixed point out of 15.
_DIGITS = 15
# An upgrade leaves rows here (how far alerts are decided, Safqa's list): a database that has nothing else is empty.
_FILLED_BY_MIGRATIONS = frozenset({"alembic_version", "decided", "listed_organisation"})


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table after the copy: rows and content on both sides."""

    table: str
    rows: int
    content: str
    copied_rows: int
    copied_content: str

    @property
    def same(self) -> bool:
        """Whether both sides hold the same."""
        return (self.rows, self.content) == (self.copied_rows, self.copied_content)


def open_as_is(url: str) -> Database:
    """The database to copy from, of which nothing is changed.

    Raises:
        StorageError: it is not there, is none of Safqa's, or has another schema than this version knows.
    """
    database = connect_database(url)
    if _is_missing(database):
        raise StorageError(f"there is no database {database.url}: name the one to copy from first")
    try:
        with database.read() as connection:
            _refuse_schema(revision(connection), database.url)
    except BaseException:
        database.close()
        raise
    return database


def open_empty(url: str, *, dry_run: bool = False) -> Database:
    """The database to copy into; its tables are made, but for a dry run, when it is known to be empty.

    Raises:
        StorageError: something is in it, or it cannot be opened.
    """
    database = connect_database(url)
    try:
        if not _is_missing(database):
            with database.read() as connection:
                _refuse_rows(connection, database.url)
        if not dry_run:
            prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def count_rows(database: Database) -> dict[str, int]:
    """How many rows each table has, in the order in which they are copied."""
    with database.read() as connection:
        return _counts(connection)


def copy_all(
    source: Database, target: Database, *, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> list[TableCopy]:
    """Copy all tables, in the order in which they refer to each other.

    Args:
        source: what `open_as_is` gave.
        target: what `open_empty` gave.
        progress: is told how many rows of how many are done; each is gone through twice.

    Raises:
        StorageError: a database failed, the target is not empty any more, or the two differ in the end; then nothing
            was copied.
    """
    with source.read() as reading, target.write() as writing:
        _refuse_rows(writing, target.url)
        counts = _counts(reading)
        tell = _Teller(2 * sum(counts.values()), progress)
        done = []
        for table in Base.metadata.sorted_tables:
            before = _copy(table, reading, writing, tell)
            after = _read(table, writing, tell)
            done.append(TableCopy(table.name, before.rows, before.content, after.rows, after.content))
        if differing := [one.table for one in done if not one.same]:
            raise StorageError(
                f"the copy in {target.url} differs from {source.url} in {', '.join(differing)}: nothing was kept; "
                "please report it"
            )
        _set_sequences(writing)
    return done


class _Sum:
    """The content of a table while its rows go by."""

    def __init__(self, table: Table) -> None:
        self._fixed = {n: scale for n, column in enumerate(table.columns) if (scale := _scale(column)) is not None}
        self._sum = 0
        self.rows = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        for row in rows:
            values = list(row)
            for n, scale in self._fixed.items():
                values[n] = _fixed(values[n], scale)
            said = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
            self._sum += int.from_bytes(blake2b(said.encode(), digest_size=_HASH_BYTES).digest(), "big")
        self.rows += len(rows)

    @property
    def content(self) -> str:
        return f"{self._sum % (1 << 8 * _HASH_BYTES):032x}"


class _Teller:
    """Counts what is done, and tells it."""

    def __init__(self, of: int, progress: Callable[[int, int], None]) -> None:
        self._done, self._of, self._progress = 0, of, progress

    def add(self, rows: int) -> None:
        self._done += rows
        self._progress(self._done, self._of)


def _copy(table: Table, reading: Connection, writing: Connection, tell: _Teller) -> _Sum:
    if table.name in _FILLED_BY_MIGRATIONS:
        writing.execute(table.delete())
    content = _Sum(table)
    for rows in _chunks(table, reading):
        content.add(rows)
        values = [dict(zip(table.columns.keys(), row, strict=True)) for row in rows]
        try:
            writing.execute(insert(table), values)
        except DBAPIError as error:
            why = hide_password(str(error.orig).strip().splitlines()[0])
            raise StorageError(f"a row of {table.name} cannot be copied: {why}; nothing was copied") from error
        tell.add(len(rows))
    return content


def _read(table: Table, connection: Connection, tell: _Teller) -> _Sum:
    content = _Sum(table)
    for rows in _chunks(table, connection):
        content.add(rows)
        tell.add(len(rows))
    return content


def _chunks(table: Table, connection: Connection) -> Iterator[Sequence[Any]]:
    with connection.execute(select(table), execution_options={"yield_per": _AT_ONCE}) as result:
        yield from result.partitions()


def _scale(column: Column[Any]) -> int | None:
    """The digits behind a fixed point; None for a column without one."""
    kind = column.type
    return kind.scale if isinstance(kind, Numeric) and not isinstance(kind, Float) else None


def _fixed(value: float | None, scale: int) -> str | None:
    """A number as a column with a fixed point holds it; SQLite, which has none, keeps what PostgreSQL rounds."""
    if value is None:
        return None
    digits = Decimal(f"{value:.{_DIGITS}g}")
    return str(digits.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP))


def _plain(value: object) -> str:
    """What JSON has no word for: moments, days, bytes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a column holds {type(value).__name__}: storage.copying does not know how to compare it")


def _is_missing(database: Database) -> bool:
    """Whether there is no such file: to connect would make it."""
    return database.file is not None and not database.file.exists()


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def _refuse_schema(found: str | None, where: str) -> None:
    if found is None:
        raise StorageError(f"the database {where} holds no ledger: name the one to copy from first")
    if found != SCHEMA:
        raise StorageError(
            f"the database {where} is at schema {found}, this Safqa knows {SCHEMA}: copy with the Safqa that made "
            "it, or bring it here first: `safqa migrate` with SAFQA_DATABASE_URL set to it"
        )


def _refuse_rows(connection: Connection, where: str) -> None:
    """Looks into each table that is there, whatever the schema."""
    names = set(inspect(connection).get_table_names()) - _FILLED_BY_MIGRATIONS
    quote = connection.dialect.identifier_preparer.quote
    for name in sorted(names):
        if connection.scalar(select(literal(1)).select_from(text(quote(name))).limit(1)):
            raise StorageError(f"the database {where} is not empty ({name} has rows): name an empty one to copy into")


def _set_sequences(connection: Connection) -> None:
    """Let PostgreSQL go on numbering behind the rows that came with their numbers; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer) and table.autoincrement_column is column:
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                connection.execute(select(func.setval(sequence, func.max(column))).having(func.max(column) > 0))
