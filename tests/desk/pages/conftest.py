"""A small ledger in both languages, with hostile texts, and the pages on it."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
import worldofdeals

from desk.web.app import create_app
from safqa.model import Article, Quote, Status
from safqa.settings import Settings
from storage.engine import open_database
from storage.ingest import given, ingest

HOSTILE = '<script>alert("x")</script>'
FEEDS = """
[[feeds]]
url = "https://feed.example/rss"
name = "Example"

[[feeds]]
url = "https://feed.example/ar"
name = "مثال"
enabled = false
"""


def told(make: Any, name: str, text: str, *quotes: tuple[str, Any], day: float, **more: Any) -> Article:
    """An article with a figure for each quote."""
    article = make.article(name, text=text, published=make.day(day), **more)
    figures = [
        make.figure(low, quote=Quote(words, text.index(words), text.index(words) + len(words))) for words, low in quotes
    ]
    return make.article(name, make.mention(*figures), text=text, published=article.published, **more)


def articles(make: Any) -> list[Article]:
    """Quoted articles on the first deal of the world, an Arabic one, and one whose names would break out of a page."""
    arabic = "استثمرت ميتا 14.3 مليار دولار في سكيل إيه آي مقابل حصة."
    hostile = make.mention(
        make.figure(1e9, source=HOSTILE),
        target=HOSTILE,
        parties=["مجموعة «جي 42»"],
        status=Status.RUMOURED,
    )
    return [
        told(make, "quoted", "Meta pays $14.3 billion. It pays all at once.", ("$14.3 billion", 14.3e9), day=6),
        told(make, "ar", arabic, ("14.3 مليار دولار", 14.3e9), day=7, lang="ar", publisher="الشرق"),
        told(make, "differs", "It is 20 billion, we hear.", ("20 billion", 20e9), day=8, publisher="Reuters Breaking"),
        make.article(
            "odd", hostile, url="javascript:alert(1)", title=HOSTILE, publisher=HOSTILE, published=make.day(30)
        ),
    ]


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, make: Any) -> Path:
    """A data directory with the ledger, which tests only read."""
    home = tmp_path_factory.mktemp("pages")
    shutil.copy(sqlite_template, home / "safqa.db")
    (home / "feeds.toml").write_text(FEEDS, encoding="utf-8")
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        worldofdeals.fill(database, make)
        for number, one in enumerate(articles(make)):
            ingest(database, [given(one)], seen_at=make.day(70 + number))
    return home


@contextmanager
def _answering(home: Path) -> Iterator[str]:
    """Where a real server answers for a data directory, while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SAFQA_DATABASE_URL", "SAFQA_TIME_ZONE", "PREFECT_API_URL", "PREFECT_UI_URL"):
            patch.delenv(name, raising=False)
        patch.setenv("SAFQA_HOME", str(home))
        patch.setenv("SAFQA_FEEDS", str(home / "feeds.toml"))
        patch.setenv("PREFECT_HOME", str(home / "prefect"))
        app = create_app(Settings())
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def answering() -> Callable[[Path], AbstractContextManager[str]]:
    """Runs a real server for a data directory."""
    return _answering


@pytest.fixture(scope="session")
def address(ledger: Path) -> Iterator[str]:
    """Where a real server answers for the small ledger."""
    with _answering(ledger) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A reader without cookies."""
    with httpx.Client(base_url=address, trust_env=False) as reader:
        yield reader


@pytest.fixture(scope="session")
def deal_id(ledger: Path) -> str:
    """The deal that most is told of."""
    from storage.queries import deals  # noqa: PLC0415

    with open_database(f"sqlite:///{ledger / 'safqa.db'}") as database:
        return deals(database, company="Scale AI")[0].id


@pytest.fixture(scope="session")
def company_id(ledger: Path) -> str:
    """A company with several deals."""
    from storage.queries import deals  # noqa: PLC0415

    with open_database(f"sqlite:///{ledger / 'safqa.db'}") as database:
        return deals(database, company="OpenAI")[0].parties[0].id
