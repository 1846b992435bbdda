"""The deal database: SQLite by default, PostgreSQL in production; opened, checked, and brought up to date.

    with open_database(settings.database) as database, database.read() as connection: ...

`read` and `write` are the only ways in; each is one transaction. Writers take turns: SQLite's BEGIN IMMEDIATE, on
PostgreSQL an advisory lock, so that two runs at once give what one after the other would give.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from safqa.errors import StorageError
from storage.failures import hide_password, told_plainly
from storage.schema import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

# A batch of 200 articles is written in about a second; a writer that waits longer than this has met something stuck.
# "?timeout=5" in the URL of a SQLite file says otherwise.
_BUSY_SECONDS = 30.0
_CONNECT_SECONDS = 10
# Any number, as long as nothing else in the database locks with it.
_WRITER_LOCK = 5_401_927_310
# SQLite's transactions see one state anyway; PostgreSQL's by default see a new one with each statement.
_ONE_STATE: dict[str, dict[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
}


class Database:
    """An open database whose schema is the one that this version of Safqa knows."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.url = display_url(engine.url)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database, there or not; None for a server, or in memory."""
        in_file = self.engine.dialect.name == "sqlite" and self.url != ":memory:"
        return Path(self.url) if in_file else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that sees one state of the database.

        Raises:
            StorageError: the database failed.
        """
        with told_plainly(self.url), self.engine.connect() as connection:
            reader = connection.execution_options(**_ONE_STATE.get(connection.dialect.name, {}))
            with reader.begin():
                yield reader

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that no other writer shares; all of it is kept, or none when an exception leaves it.

        Raises:
            StorageError: the database failed, or another writer kept it for too long.
        """
        with told_plainly(self.url), self.engine.connect() as connection:
            writer = connection.execution_options(safqa_begin="BEGIN IMMEDIATE")
            with writer.begin():
                lock_for_writing(writer)
                yield writer

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_database(url: str) -> Database:
    """Open a database, and make or upgrade its tables where that is needed.

    Raises:
        StorageError: the URL is wrong, nothing answers there, the file is no database, or a newer Safqa made it.
    """
    database = connect_database(url)
    try:
        with told_plainly(database.url):
            prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def connect_database(url: str, *, patience: float | None = None) -> Database:
    """Open a database as it is: nothing is made or upgraded, and its first use tells whether it is there.

    Args:
        url: where it is.
        patience: seconds that a writer waits for another before it gives up with a BusyError; None: SQLite's 30, and
            on PostgreSQL as long as it takes.

    Raises:
        StorageError: the URL is wrong.
    """
    return Database(_engine(_parse(url), patience))


def display_url(url: URL) -> str:
    """A URL to be shown: a SQLite file by its path, a server without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def lock_for_writing(connection: Connection) -> None:
    """Wait for one's turn to write, until the end of the transaction; SQLite does so when the transaction begins."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_WRITER_LOCK,))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageError(
            f"not a database URL: {hide_password(url)!r}; examples: sqlite:////data/safqa.db, "
            "postgresql+psycopg://user@host/safqa"
        ) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise StorageError(
            f"{hide_password(url)!r} is neither a sqlite:// nor a postgresql:// URL: Safqa knows these two"
        )
    _check_folder(parsed)
    return parsed


def _check_folder(url: URL) -> None:
    """SQLite says only "unable to open": say which folder is missing, before it does."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return
    path = Path(str(url.database))
    if path.is_dir():
        raise StorageError(f"the database {path} is a folder: name a file in it")
    if not path.parent.is_dir():
        raise StorageError(f"the database {path} cannot be made: there is no folder {path.parent}")


def _engine(url: URL, patience: float | None = None) -> Engine:
    to_json = partial(json.dumps, ensure_ascii=False)
    if url.get_backend_name() == "postgresql":
        connect: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}
        if patience is not None:
            given = url.query.get("options", "")
            connect["options"] = f"{given} -c lock_timeout={round(patience * 1000)}"
        return create_engine(url, connect_args=connect, json_serializer=to_json, pool_pre_ping=True)
    connect = {"timeout": patience} if patience is not None else {}
    if not connect and "timeout" not in url.query:
        connect = {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=connect, json_serializer=to_json)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    """Each SQLite connection: we begin transactions ourselves, keys are checked, the disk is flushed at checkpoints."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    # Keys are hashes, so a batch touches pages all over the file: 64 MB of them are kept, and written back together.
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA wal_autocheckpoint = 16384")


def _begin_sqlite(connection: Connection) -> None:
    """Begin as what the transaction is: a writer takes its lock at once, so that it cannot fail half-way."""
    begin = connection.get_execution_options().get("safqa_begin", "BEGIN")
    if begin is not None:
        connection.exec_driver_sql(begin)
