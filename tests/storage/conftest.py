"""Helpers of the storage tests."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, make_url, select
from wholeledger import empty_tables, fill

from safqa.model import Article
from storage.engine import Database, open_database
from storage.ingest import IngestReport, given, ingest
from storage.models import Base

TEMPLATE = "safqa_template"  # tests/conftest.py
NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def store() -> Callable[..., IngestReport]:
    """Ingest articles that came with their deals."""

    def run(database: Database, articles: Iterable[Article], seen_at: datetime = NOW) -> IngestReport:
        return ingest(database, [given(article) for article in articles], seen_at=seen_at)

    return run


@pytest.fixture(scope="session")
def dump() -> Callable[..., Rows]:
    """All rows of a database, or of some tables, without the columns named; in an order of their own."""

    def run(database: Database, *tables: str, without: Iterable[str] = ()) -> Rows:
        with database.read() as connection:
            return {
                mapper.local_table.name: sorted(
                    (
                        tuple((name, str(value)) for name, value in row.items() if name not in without)
                        for row in connection.execute(select(mapper.class_)).mappings()
                    ),
                )
                for mapper in Base.registry.mappers
                if not tables or inspect(mapper.class_).local_table.name in tables
            }

    return run


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, make: Any) -> Path:
    """A SQLite file with a row in every table."""
    path = tmp_path_factory.mktemp("filled") / "safqa.db"
    shutil.copy(sqlite_template, path)
    with open_database(f"sqlite:///{path}") as database:
        fill(database, make)
        assert empty_tables(database) == []
    return path


@pytest.fixture(scope="session")
def filled_postgres(postgres: Callable[[str | None], str], make: Any) -> str:
    """The name of a PostgreSQL database with a row in every table."""
    url = postgres(TEMPLATE)
    with open_database(url) as database:
        fill(database, make)
        assert empty_tables(database) == []
    return str(make_url(url).database)


@pytest.fixture
def whole(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[Database]:
    """A ledger with a row in every table, on either kind of database."""
    if backend == "postgresql":
        name = request.getfixturevalue("filled_postgres")
        url = request.getfixturevalue("postgres")(name)
    else:
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('filled_sqlite'), tmp_path / 'whole.db')}"
    with open_database(url) as database:
        yield database
