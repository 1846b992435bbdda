"""The web application as it is served, on either kind of database."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk.web.server import address_of, beside, listen
from safqa.settings import Settings
from storage.engine import Database, open_database
from storage.ingest import given, ingest

TEMPLATE = "safqa_template"  # tests/conftest.py


@pytest.fixture
def ledger(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[Database]:
    """The database that `desk` serves."""
    if backend == "postgresql":
        url = request.getfixturevalue("postgres")(TEMPLATE)
    else:
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'served.db')}"
    with open_database(url) as database:
        yield database


@pytest.fixture
def tell(ledger: Database) -> Any:
    """Ingest articles that came with their deals, now."""

    def run(*articles: Any) -> None:
        ingest(ledger, [given(article) for article in articles], seen_at=datetime.now(UTC))

    return run


@pytest.fixture
def address(ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the application answers."""
    (tmp_path / "feeds.toml").write_text('[[feeds]]\nurl = "https://one.example/feed"\nname = "One"\n')
    for name, value in {
        "SAFQA_HOME": str(tmp_path / "home"),
        "SAFQA_DATABASE_URL": ledger.engine.url.render_as_string(hide_password=False),
        "SAFQA_FEEDS": str(tmp_path / "feeds.toml"),
    }.items():
        monkeypatch.setenv(name, value)
    chosen = Settings()
    with listen("127.0.0.1", 0, "--port") as listener, beside(chosen, listener):
        yield address_of(listener)


@pytest.fixture
def desk(address: str) -> Iterator[httpx.Client]:
    """Asks it."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client


@pytest.fixture
def two_deals(tell: Any, make: Any) -> None:
    """Meta and Scale AI, of which a second article says more, and a deal with Arabic names."""
    tell(
        make.article("one", make.mention(make.figure(14e9))),
        make.article("two", make.mention(target="ألفا", parties=("صندوق بيتا",)), published=make.day(3)),
    )
    tell(make.article("three", make.mention(make.figure(15e9)), published=make.day(5)))
