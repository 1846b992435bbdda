"""What came with a feed's first document is told from what came later: nobody is to be notified of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from safqa.feeds.entries import decide, identify
from safqa.feeds.entry import FeedEntry
from safqa.feeds.outcomes import Outcome
from storage import models
from storage.engine import Database
from storage.feeds import PollRecord, feed_key, known_entries, old_news, record
from storage.ingest import given, ingest

START = datetime(2025, 6, 1, 8, tzinfo=UTC)
FEED, OTHER = "https://a.example/feed", "https://b.example/feed"


class Runs:
    """Runs of a feed, an hour apart: articles are stored first, and the poll is recorded after that."""

    def __init__(self, database: Database, make: Any) -> None:
        self.database = database
        self.make = make
        self.hour = 0

    def store(self, *texts: tuple[str, str]) -> None:
        now = START + timedelta(hours=self.hour, seconds=30)
        articles = [self.make.article(name, text=text) for name, text in texts]
        ingest(self.database, [given(article) for article in articles], seen_at=now)

    def record(self, *texts: tuple[str, str], feed: str = FEED) -> None:
        now = START + timedelta(hours=self.hour)
        shown = [FeedEntry(name, f"https://{name}.example/1", name, text) for name, text in texts]
        known = known_entries(self.database, feed_key(feed), [identify(entry) for entry in shown])
        record(self.database, PollRecord(feed, now, 0.1, Outcome.OK, now, "{}"), decide(known, shown))

    def run(self, *texts: tuple[str, str], feed: str = FEED) -> None:
        self.store(*texts)
        self.record(*texts, feed=feed)
        self.hour += 1

    @property
    def old(self) -> set[str]:
        """The texts that are old news."""
        version = models.ArticleVersion
        with self.database.read() as connection:
            rows = connection.execute(select(version.key, version.text)).all()
            old = old_news(connection, [key for key, _ in rows])
        return {text for key, text in rows if key in old}


@pytest.fixture
def runs(database: Database, make: Any) -> Runs:
    return Runs(database, make)


def test_only_a_first_document_is_old_news(runs: Runs) -> None:
    runs.run(("x", "one"), ("y", "two"))
    assert runs.old == {"one", "two"}
    runs.run(("x", "one"), ("y", "two"), ("z", "three"))
    assert runs.old == {"one", "two"}


def test_an_edit_of_old_news_is_news(runs: Runs) -> None:
    runs.run(("x", "one"))
    runs.run(("x", "one, edited"))
    assert runs.old == {"one"}


def test_what_another_feed_has_brought_stays_news_when_a_feed_is_added(runs: Runs) -> None:
    runs.run(("x", "one"))
    runs.run(("y", "two"))
    runs.run(("y", "two"), ("z", "three"), feed=OTHER)
    assert runs.old == {"one", "three"}


def test_what_a_known_feed_brings_in_the_same_run_is_news(runs: Runs) -> None:
    runs.run(("x", "one"))
    runs.store(("y", "two"))
    runs.record(("y", "two"), feed=OTHER)
    runs.record(("y", "two"))
    assert runs.old == {"one"}


def test_old_news_stays_so_after_a_run_that_died_before_it_recorded(runs: Runs) -> None:
    runs.store(("x", "one"))
    runs.hour += 1
    runs.run(("x", "one"))
    assert runs.old == {"one"}


def test_what_came_from_no_feed_is_news(runs: Runs) -> None:
    runs.store(("x", "one"))
    assert runs.old == set()
