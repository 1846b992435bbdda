"""Brings a database to the schema that this version of Safqa knows.

A current database is told by one look at its version table; Alembic is imported only when there is something to do.
Whoever comes first migrates under the writers' lock, whoever comes second finds the work done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.engine import Database

# The newest revision in storage/migrations/versions; a test compares the two.
SCHEMA = "0001"


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
    """Let readers of a SQLite file go on while somebody writes; the file remembers it."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(safqa_begin=None) as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
