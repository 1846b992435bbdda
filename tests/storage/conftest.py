"""Helpers of the storage tests."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import inspect, select

from safqa.model import Article
from storage.engine import Database
from storage.ingest import IngestReport, given, ingest
from storage.models import Base

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
