"""Brings a database to the schema that this version of Safqa knows.

A current database is told by one look at its version table; Alembic is imported only when there is something to do.
Whoever comes first migrates under the writers' lock, whoever comes second finds the work done.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.engine import Database

# The newest revision in storage/migrations/versions; a test compares the two.
SCHEMA = "0015"
_WAL_PAUSE = 0.02  # seconds; making all tables takes about 0.1


def prepare(database: Database) -> None:
    """Make or upgrade the tables where that is needed.

    Raises:
        StorageError: the database holds another program's tables, or was made by a newer Safqa.
    """
    with database.read() as connection:
        if revision(connection) == SCHEMA:
            return
    _use_wal(database.engine)
    with database.write() as connection:
        found = revision(connection)
        if found != SCHEMA:
            from storage.upgrade import upgrade  # noqa: PLC0415 -- Alembic takes as long to import as all else together

            upgrade(connection, found, database.url)


def revision(connection: Connection) -> str | None:
    """The schema's revision; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _use_wal(engine: Engine) -> None:
    """Let readers of a SQLite file go on while somebody writes; the file remembers it.

    SQLite waits its busy time for every lock but this one, so we wait it ourselves: two processes that start on an
    empty file meet here.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect().execution_options(safqa_begin=None) as connection:
        patience = float(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()) / 1000
        deadline = time.monotonic() + patience
        while not _is_wal(connection, give_up=time.monotonic() >= deadline):
            time.sleep(_WAL_PAUSE)


def _is_wal(connection: Connection, *, give_up: bool) -> bool:
    try:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except OperationalError as error:
        if give_up or "locked" not in str(error.orig):
            raise
        return False
    return True
