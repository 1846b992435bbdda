"""What is kept of an entry's article page: where the text came from, and why not from there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from safqa.feeds.entries import Policy, decide, identify
from safqa.feeds.entry import FeedEntry
from safqa.feeds.outcomes import Outcome
from safqa.feeds.pages import Page, PageOutcome
from storage import models
from storage.engine import Database
from storage.feeds import PollRecord, feed_key, health, known_entries, record

URL = "https://a.example/feed"
START = datetime(2025, 6, 1, 8, tzinfo=UTC)
POLL = PollRecord(URL, START, 0.2, Outcome.OK, START + timedelta(hours=1), "{}")
FULL, BLOCKED, OFF_TOPIC, NO_PAGE, NOT_ASKED = SHOWN = [
    *(FeedEntry(str(n), f"https://a.example/{n}", f"Title {n}", f"Text {n}.") for n in range(3)),
    FeedEntry("3", None, "Title 3", "Text 3."),
    FeedEntry("4", "https://a.example/4", "Title 4", "Text 4."),
]
TEXTS = {
    "https://a.example/0": Page(PageOutcome.FULL, status=200),
    "https://a.example/1": Page(PageOutcome.BLOCKED_PAGE, "it says: are\x00 you", status=403, sample="Are\x00 you"),
    "https://a.example/4": None,
}


def keep(database: Database, shown: list[FeedEntry], poll: PollRecord = POLL) -> None:
    known = known_entries(database, feed_key(URL), [identify(entry) for entry in shown])
    record(database, poll, decide(known, shown, Policy.GUID), TEXTS)


def kept(database: Database) -> list[tuple[object, ...]]:
    entry = models.Entry
    columns = (entry.guid, entry.text_from, entry.page_outcome, entry.page_status, entry.page_detail, entry.page_sample)
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(entry.row))]


def test_an_entry_tells_where_its_text_came_from_and_what_came_of_its_page(database: Database) -> None:
    keep(database, SHOWN)
    assert kept(database) == [
        ("0", "page", "full", 200, None, None),
        ("1", "feed", "blocked_page", 403, "it says: are? you", "Are? you"),
        ("2", None, None, None, None, None),
        ("3", None, None, None, None, None),
        ("4", "feed", None, None, None, None),
    ]


def test_each_version_of_an_entry_has_the_outcome_of_its_own(database: Database) -> None:
    keep(database, [BLOCKED])
    later = replace(POLL, polled_at=START + timedelta(hours=1))
    keep(database, [replace(BLOCKED, url="https://a.example/0", text="Mended.")], later)
    assert [row[1:3] for row in kept(database)] == [("feed", "blocked_page"), ("page", "full")]


def test_entries_that_nobody_can_use_are_counted(database: Database) -> None:
    keep(database, SHOWN, replace(POLL, unusable=2))
    table = models.Poll
    with database.read() as connection:
        assert connection.execute(select(table.entries, table.new_entries, table.unusable_entries)).one() == (7, 5, 2)
    assert [row.entries for row in health(database)] == [7]
