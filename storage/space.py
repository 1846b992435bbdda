"""Gives back room that deleted rows left, and tells the database how much it holds, where that is worth it.

SQLite: a file shrinks only when it is written anew, which takes as long as to copy it, room for a second file, and
everybody else's turn to write meanwhile; so it is done when a fifth of it is empty. PostgreSQL's own autovacuum comes
when a fifth of a table has changed; tables in which anything has are done here, at night. Nothing that changed since
the last time: nothing is written.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from storage.failures import told_plainly
from storage.models import Base

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.engine import Database

# Below, what is empty is used up again within weeks. A megabyte is not worth anybody's wait.
_EMPTY_SHARE, _EMPTY_BYTES = 0.2, 1 << 20
# SQLite writes the new file into the temporary folder or beside the old one, and then over the old one.
_ROOM = 2.0
# SQLite's statistics are made anew when the ledger has grown or shrunk by so much since.
_OUTDATED = 0.25

_VACUUM = "VACUUM"
_TOUCHED = text(
    "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema()"
    " AND (n_dead_tup > 0 OR n_mod_since_analyze > 0) ORDER BY relname"
)


@dataclass(frozen=True, slots=True)
class Tidied:
    """The statements that were run, or would be; the bytes of the database before and after; what stood in the way."""

    done: tuple[str, ...]
    bytes_before: int
    bytes_after: int
    hindrance: str | None = None


def tidy(database: Database, *, freed: int = 0, dry_run: bool = False) -> Tidied:
    """Do what is worth it; a dry run only tells.

    Args:
        database: which.
        freed: bytes that were given up within pages just now, which SQLite does not count.
        dry_run: whether nothing is written.

    Raises:
        StorageError: the database failed, or is used by somebody else for too long.
    """
    with told_plainly(database.url), _connect(database) as connection:
        before = _bytes(connection)
        in_sqlite = connection.dialect.name == "sqlite"
        wanted = _of_sqlite(connection, freed) if in_sqlite else _of_postgresql(connection)
        hindrance = _no_room(database, before) if _VACUUM in wanted else None
        done = tuple(act for act in wanted if not (hindrance and act == _VACUUM))
        for act in () if dry_run else done:
            connection.exec_driver_sql(act)
        if done and in_sqlite and not dry_run:
            # What was written anew lies in the log beside the file: into the file with it.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return Tidied(done, before, _bytes(connection), hindrance)


def _connect(database: Database) -> Connection:
    """A connection on which each statement stands alone: these cannot be part of a transaction."""
    connection = database.engine.connect()
    if connection.dialect.name == "sqlite":
        return connection.execution_options(safqa_begin=None)
    return connection.execution_options(isolation_level="AUTOCOMMIT")


def _bytes(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        return _pragma(connection, "page_count") * _pragma(connection, "page_size")
    return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _of_sqlite(connection: Connection, freed: int) -> list[str]:
    return [*(["ANALYZE"] if _is_outdated(connection) else []), *([_VACUUM] if _is_empty(connection, freed) else [])]


def _of_postgresql(connection: Connection) -> list[str]:
    if connection.scalar(text("SELECT current_setting('server_version_num')::int >= 150000")):
        # What this connection has just deleted would be counted up to ten seconds later, and vacuumed the next time.
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
    quote = connection.dialect.identifier_preparer.quote
    ours = (name for name in connection.scalars(_TOUCHED) if name in Base.metadata.tables)
    return [f"VACUUM (ANALYZE) {quote(name)}" for name in ours]


def _is_empty(connection: Connection, freed: int) -> bool:
    """Whether so much of the file is empty that it is worth writing anew."""
    empty = max(_pragma(connection, "freelist_count") * _pragma(connection, "page_size"), freed)
    return empty > _EMPTY_BYTES and empty > _EMPTY_SHARE * _bytes(connection)


def _no_room(database: Database, size: int) -> str | None:
    """Why the file cannot be written anew, if it cannot."""
    if database.file is None:
        return None
    room = shutil.disk_usage(database.file.parent).free
    if room > _ROOM * size:
        return None
    return f"VACUUM needs {_ROOM * size / 1e6:,.0f} MB free beside {database.file}, there are {room / 1e6:,.0f}"


def _is_outdated(connection: Connection) -> bool:
    """Whether the numbers of rows by which SQLite plans are far from those that there are."""
    articles = connection.exec_driver_sql("SELECT count(*) FROM article").scalar_one()
    if not articles:
        return False
    if not connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'").scalar_one():
        return True
    known = connection.exec_driver_sql("SELECT stat FROM sqlite_stat1 WHERE tbl = 'article'").scalar()
    told = int(str(known).split()[0]) if known else 0
    return bool(abs(articles - told) > _OUTDATED * told)
