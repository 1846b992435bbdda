"""A ledger copied from one database into another, of either kind: all of it, or nothing."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update
from wholeledger import articles, empty_tables

from safqa.errors import StorageError
from storage import copying, models
from storage.copying import copy_all, open_as_is, open_empty
from storage.engine import Database, open_database
from storage.ingest import given, ingest
from storage.rebuild import rebuild

DAY = datetime(2025, 6, 1, tzinfo=UTC)
Urls = Callable[[], str]
# Copies until it is killed: after so many rows it says so, and waits.
SLOW = """
import sys, time
from storage.copying import copy_all, open_as_is, open_empty
def stop(done, of):
    if done > of * 0.7:
        print(done, flush=True)
        time.sleep(60)
with open_as_is(sys.argv[1]) as source, open_empty(sys.argv[2]) as target:
    copy_all(source, target, progress=stop)
"""


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture(params=["to sqlite", "to postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables, of either kind."""
    if request.param == "to postgresql":
        return request.getfixturevalue("postgres")(None)  # type: ignore[no-any-return]
    return f"sqlite:///{tmp_path / 'other.db'}"


def rows(database: Database) -> dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]:
    """All rows by their keys, as Python compares them: SQLite gives 14 where PostgreSQL gives 14.0."""
    with database.read() as connection:
        return {
            table.name: {tuple(row[key] for key in table.primary_key): tuple(row.values()) for row in found}
            for table in models.Base.metadata.sorted_tables
            for found in [connection.execute(select(table)).mappings()]
        }


def copied(source: str, target: str) -> dict[str, copying.TableCopy]:
    with open_as_is(source) as one, open_empty(target) as other:
        return {table.table: table for table in copy_all(one, other)}


def test_everything_comes_over(whole: Database, other_url: str) -> None:
    told = copied(url_of(whole), other_url)
    assert all(table.same and table.rows for table in told.values())
    assert told.keys() == models.Base.metadata.tables.keys()
    with open_database(other_url) as other:
        assert rows(other) == rows(whole)


def test_the_copy_goes_on_as_the_first_would(whole: Database, other_url: str, make: Any) -> None:
    """What was stored writes no row, a rebuild finds nothing, and what is new is numbered behind what came over."""
    copied(url_of(whole), other_url)
    with open_database(other_url) as other:
        before = rows(other)
        ingest(other, [given(article) for article in articles(make)], seen_at=make.day(50))
        assert rebuild(other, make.day(51)).none
        assert rows(other) == before
        fresh = given(make.article("new", make.mention(make.figure(3e9), target="Omega")))
        assert ingest(other, [fresh], seen_at=make.day(52)).changes
        assert ingest(whole, [fresh], seen_at=make.day(52)).changes
        assert rows(other) == rows(whole)


def test_there_and_back_is_the_same(whole: Database, other_url: str, tmp_path: Path) -> None:
    there = copied(url_of(whole), other_url)
    back = copied(other_url, f"sqlite:///{tmp_path / 'back.db'}")
    assert [table.content for table in back.values()] == [table.content for table in there.values()]


def test_content_tells_one_letter_and_one_number(whole: Database, new_database: Callable[[], Database]) -> None:
    """The check can fail: a row that is not the same on both sides is told."""
    told = copied(url_of(whole), url_of(new_database()))
    with whole.write() as connection:
        connection.execute(update(models.ArticleVersion).values(title=models.ArticleVersion.title + "."))
        connection.execute(update(models.FxRate).values(pegged=~models.FxRate.pegged))
    again = copied(url_of(whole), url_of(new_database()))
    assert {name for name in told if told[name].content != again[name].content} == {"article_version", "fx_rate"}


def test_a_copy_that_differs_is_not_kept(
    whole: Database, new_database: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = new_database()

    def spoils(table: Any, reading: Any, writing: Any, tell: Any, copy: Any = copying._copy) -> Any:
        content = copy(table, reading, writing, tell)
        if table.name == "poll":
            writing.execute(table.update().values(seconds=1.0))
        return content

    monkeypatch.setattr(copying, "_copy", spoils)
    with pytest.raises(StorageError, match=r"differs from .* in poll: nothing was kept"):
        copied(url_of(whole), url_of(target))
    assert set(empty_tables(target)) == models.Base.metadata.tables.keys() - {"decided", "listed_organisation"}


def test_a_target_with_anything_in_it_is_refused(whole: Database, new_database: Callable[[], Database]) -> None:
    target = new_database()
    with target.write() as connection:
        connection.execute(insert(models.Source).values(key="1" * 32, name="x"))
    with pytest.raises(StorageError, match=r"is not empty \(source has rows\): name an empty one to copy into"):
        copied(url_of(whole), url_of(target))
    with pytest.raises(StorageError, match="is not empty"):
        copied(url_of(whole), url_of(whole))


def test_another_programs_database_is_refused(whole: Database, new_url: Urls) -> None:
    url = new_url()
    with copying.connect_database(url) as theirs, theirs.write() as connection:
        connection.execute(text("CREATE TABLE guests (name TEXT)"))
    with pytest.raises(StorageError, match="holds the tables of another program"):
        copied(url_of(whole), url)
    with pytest.raises(StorageError, match="holds no ledger: name the one to copy from first"):
        copied(url, url_of(whole))


def test_a_source_of_another_schema_is_refused_and_left_alone(whole: Database, new_url: Urls) -> None:
    with whole.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(StorageError, match=r"is at schema 0001, this Safqa knows \d{4}: copy with the Safqa that"):
        copied(url_of(whole), new_url())
    with whole.read() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "typo.db"
    with pytest.raises(StorageError, match=r"there is no database .*typo\.db"):
        open_as_is(f"sqlite:///{missing}")
    open_empty(f"sqlite:///{missing}", dry_run=True).close()
    assert not missing.exists()


def test_a_text_that_the_other_side_cannot_keep_is_told_by_its_table(
    postgres: Callable[[str | None], str], tmp_path: Path, sqlite_template: Path
) -> None:
    path = tmp_path / "nul.db"
    shutil.copy(sqlite_template, path)
    with open_database(f"sqlite:///{path}") as source:
        with source.write() as connection:
            connection.execute(insert(models.Source).values(key="1" * 32, name="a\x00b"))
        with pytest.raises(StorageError, match=r"a row of source cannot be copied: .*nothing was copied"):
            copied(url_of(source), postgres(None))


def test_a_copy_that_is_killed_leaves_the_target_empty(whole: Database, other_url: str) -> None:
    command = [sys.executable, "-c", SLOW, url_of(whole), other_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip()
        process.send_signal(signal.SIGKILL)
    with open_database(other_url) as other:
        assert set(empty_tables(other)) == models.Base.metadata.tables.keys() - {"decided", "listed_organisation"}
    assert all(table.same for table in copied(url_of(whole), other_url).values())
    with open_database(other_url) as other:
        assert rows(other) == rows(whole)


def test_numbers_are_compared_as_both_engines_hold_them(
    postgres: Callable[[str | None], str], tmp_path: Path, sqlite_template: Path
) -> None:
    """SQLite keeps all digits of a float, PostgreSQL ten behind the point, of 15: halves up, as it does."""
    path = tmp_path / "digits.db"
    shutil.copy(sqlite_template, path)
    odd = [0.00000000005, 2.00000000015, 1 / 3, 1e13 + 0.3, 123456789012.34567, 14.3e9, 0.1 + 0.2]
    with open_database(f"sqlite:///{path}") as source:
        with source.write() as connection:
            same = {"quote": "EUR", "day": DAY.date(), "provider": "p", "pegged": False, "fetched_at": DAY}
            rows = [{**same, "base": f"A{n:02}", "rate": rate} for n, rate in enumerate(odd)]
            connection.execute(insert(models.FxRate), rows)
        target = postgres(None)
        assert copied(url_of(source), target)["fx_rate"].same
        with open_database(target) as other, other.read() as connection:
            assert connection.scalar(select(models.FxRate.rate).where(models.FxRate.base == "A05")) == 14.3e9
