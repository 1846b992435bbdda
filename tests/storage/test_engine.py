import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from safqa.errors import BusyError, StorageError
from storage import models
from storage.engine import Database, connect_database, open_database
from storage.schema import SCHEMA, revision

OPEN = "import sys; from storage.engine import open_database; open_database(sys.argv[1]).close()"


def refusal(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        open_database(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_first_use_makes_the_tables(new_url: Callable[[], str]) -> None:
    with open_database(new_url()) as database, database.read() as connection:
        assert revision(connection) == SCHEMA


def test_second_use_imports_no_alembic(new_url: Callable[[], str]) -> None:
    url = new_url()
    open_database(url).close()
    code = OPEN + "; print('alembic' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code, url], check=True, capture_output=True, text=True).stdout
        == "False\n"
    )


def test_two_processes_make_the_tables_at_once(new_url: Callable[[], str]) -> None:
    for _ in range(3):
        url = new_url()
        starting = [subprocess.Popen([sys.executable, "-c", OPEN, url]) for _ in range(2)]
        assert [process.wait(timeout=60) for process in starting] == [0, 0]
        with open_database(url) as database, database.read() as connection:
            assert revision(connection) == SCHEMA


def test_plain_postgresql_urls_mean_psycopg(postgres: Callable[[str | None], str]) -> None:
    url = postgres(None)
    assert url.startswith("postgresql://")
    with open_database(url) as database:
        assert database.engine.dialect.driver == "psycopg"


def test_a_newer_schema_is_refused(new_url: Callable[[], str]) -> None:
    url = new_url()
    with open_database(url) as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer Safqa (its schema is 9999" in refusal(url)


def test_tables_of_another_program_are_refused(new_url: Callable[[], str]) -> None:
    url = new_url()
    with open_database(url) as database, database.write() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    assert "another program" in refusal(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("not a url", "not a database URL"),
        ("mysql://u:secret@host/db", "neither"),
        ("oracle+nothing://u:secret@host/db", "neither"),
        ("postgresql://u:secret@host:port/db", "not a database URL"),
        ("sqlite:////nowhere/at/all.db", "there is no folder /nowhere/at"),
        ("sqlite:////proc/safqa.db", "cannot be opened"),
        ("sqlite:////tmp", "is a folder"),
        ("postgresql://u:secret@127.0.0.1:1/db", "does not answer"),
        ("postgresql://u:secret@no-such-host.invalid/db", "nobody knows"),
        ("postgresql+psycopg:///db?host=/nowhere", "does not answer"),
    ],
)
def test_wrong_urls_are_told_in_one_line_without_the_password(url: str, says: str) -> None:
    line = refusal(url)
    assert says in line
    assert "secret" not in line


def test_a_missing_database_and_a_wrong_user(postgres: Callable[[str | None], str]) -> None:
    url = postgres(None)
    name = url.split("?")[0].rsplit("/", 1)[1]
    assert "create it first" in refusal(url.replace(name, "nothing_here"))


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("deals of the day\n" * 100)
    assert "is not a SQLite database" in refusal(f"sqlite:///{path}")
    assert path.read_text() == "deals of the day\n" * 100


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "safqa.db"
    open_database(f"sqlite:///{path}").close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    assert "is damaged" in refusal(f"sqlite:///{path}")


def test_a_locked_file_is_waited_for_and_then_told(tmp_path: Path) -> None:
    path = tmp_path / "safqa.db"
    open_database(f"sqlite:///{path}").close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with (
        open_database(f"sqlite:///{path}?timeout=0.2") as database,
        pytest.raises(StorageError, match=r"safqa\.db is locked by another program"),
        database.write(),
    ):
        pytest.fail("two writers at once")
    holder.close()


def test_who_has_little_patience_waits_no_longer_for_another_writer(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    with connect_database(url, patience=0.2) as hurried:
        with database.write():
            started = time.monotonic()
            with pytest.raises(BusyError, match="is locked by another program"), hurried.write():
                pytest.fail("two writers at once")
            assert 0.1 < time.monotonic() - started < 10
        with hurried.write():
            pass  # now it is their turn


def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "safqa.db"
    open_database(f"sqlite:///{path}").close()
    monkeypatch.setattr("storage.engine._set_up_sqlite", _read_only)
    with (
        open_database(f"sqlite:///{path}") as database,
        pytest.raises(StorageError, match="cannot be written: check the permissions"),
    ):
        _delete_something(database)


def _delete_something(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")


def _read_only(connection: sqlite3.Connection, _: object) -> None:
    """As permissions would have it; the tests may run as root, whom permissions do not hold."""
    connection.isolation_level = None
    connection.execute("PRAGMA query_only = ON")


def test_a_disk_that_takes_nothing(tmp_path: Path, sqlite_template: Path) -> None:
    """As one that is full: SQLite makes a file beside its own even to read."""
    path = Path(shutil.copy(sqlite_template, tmp_path / "safqa.db"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(StorageError, match=r"cannot be read or written: its disk is full, or is failing$"):
            open_database(f"sqlite:///{path}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    open_database(f"sqlite:///{path}").close()


def test_sqlite_is_set_up(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path / 'safqa.db'}") as database, database.read() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30_000}


def test_an_exception_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_after_deleting(database)
    with database.read() as connection:
        assert revision(connection) == SCHEMA


def _fail_after_deleting(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        raise ZeroDivisionError


def test_the_url_that_is_shown_holds_no_password(database: Database, backend: str) -> None:
    assert database.url.endswith(".db") == (backend == "sqlite")
    assert os.path.sep in database.url


def test_our_own_mistakes_are_not_told_as_the_databases(database: Database) -> None:
    with pytest.raises(IntegrityError):
        _insert_twice(database)


def _insert_twice(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(models.Source), [{"key": "k", "name": "n"}, {"key": "k", "name": "n"}])


def test_what_nobody_foresaw_is_told_in_one_line(database: Database) -> None:
    with pytest.raises(StorageError, match=r"^the database .+ failed: .*nothing_like_it.*$") as caught:
        _fail_in_sql(database)
    assert "\n" not in str(caught.value)


def _fail_in_sql(database: Database) -> None:
    with database.read() as connection:
        connection.exec_driver_sql("SELECT nothing_like_it(1)")


def test_moments_are_aware_and_come_back_in_utc(database: Database, make: Any) -> None:
    riyadh = make.start.astimezone(timezone(timedelta(hours=3)))
    with database.write() as connection:
        connection.execute(insert(models.Feed), [{"key": "k", "url": "u", "first_seen_at": riyadh}])
        found = connection.scalar(select(models.Feed.first_seen_at))
    assert (found, found.tzinfo) == (make.start, UTC)


def test_a_moment_without_zone_is_refused(database: Database, make: Any) -> None:
    with pytest.raises(StatementError, match="a moment without a zone"):
        _insert_naive(database, make.start.replace(tzinfo=None))


def _insert_naive(database: Database, moment: datetime) -> None:
    with database.write() as connection:
        connection.execute(insert(models.Feed), [{"key": "k", "url": "u", "first_seen_at": moment}])


def test_a_change_to_wal_is_waited_for_and_then_given_up(tmp_path: Path) -> None:
    path = tmp_path / "safqa.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE other (x)")
    holder.execute("DROP TABLE other")
    holder.execute("BEGIN IMMEDIATE")
    assert "is locked by another program" in refusal(f"sqlite:///{path}?timeout=0.1")
    holder.close()


def test_a_reader_sees_one_state_while_somebody_writes(database: Database, make: Any) -> None:
    with database.read() as reader:
        before = reader.execute(select(models.Feed.key)).all()
        with database.write() as writer:
            writer.execute(insert(models.Feed), [{"key": "k", "url": "u", "first_seen_at": make.start}])
        assert reader.execute(select(models.Feed.key)).all() == before == []
    with database.read() as reader:
        assert reader.execute(select(models.Feed.key)).all() == [("k",)]
