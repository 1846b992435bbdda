"""Nothing is lost between a feed and the database: all totals of a run add up, and the database tells the same."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import newspages as news
import pytest
from sqlalchemy import func, select

from flows import pipeline
from flows.pipeline import PLAIN, RunReport
from safqa.feeds.entries import EntryOutcome
from safqa.feeds.network import open_client
from safqa.feeds.politeness import HostGate
from safqa.feeds.seed import seed_article
from safqa.feeds.sources import Source
from storage import models
from storage.engine import Database
from tests.served import Origin, serving

TITLE, SUMMARY = "نخيل تجمع 120 مليون دولار", news.ARABIC[0]
HTML = {"Content_Type": "text/html; charset=utf-8"}
# What each page of the site answers, and what comes of asking for it.
PAGES: dict[str, tuple[dict[str, Any], str]] = {
    "/whole": ({"body": news.ARABIC_PAGE.encode(), **HTML}, "full"),
    "/part": ({"body": f"<html><article><p>{SUMMARY}</p></article></html>".encode(), **HTML}, "partial"),
    "/challenge": ({"body": news.ARABIC_CHALLENGE.encode(), **HTML}, "blocked_page"),
    "/wall": ({"body": news.CHALLENGE.encode(), "status": 403, **HTML}, "blocked_page"),
    "/consent": ({"body": news.ARABIC_CONSENT.encode(), **HTML}, "consent_page"),
    "/private/1": ({}, "disallowed"),
    "/report": ({"body": b"%PDF-1.7", "Content_Type": "application/pdf"}, "not_html"),
    "/scripts": ({"body": news.SCRIPT_BUILT.encode(), **HTML}, "extraction_failed"),
    "/busy": ({"body": "نعود قريبا".encode(), "status": 503}, "http_error"),
    "/gone": ({"status": 410}, "gone"),
    "/lost": ({"status": 404}, "not_found"),
}


def item(n: int | str, text: str = SUMMARY, link: str | None = "") -> str:
    named = f"<guid isPermaLink='false'>{n}</guid>" + (f"<link>{link}</link>" if link else "")
    return f"<item>{named}<title>{TITLE} {n}</title><description>{text}</description></item>"


def rss(items: list[str]) -> bytes:
    return f'<rss version="2.0"><channel><title>أخبار</title>{"".join(items)}</channel></rss>'.encode()


@pytest.fixture
def backend() -> str:
    """Both kinds of database keep entries alike (tests/storage)."""
    return "sqlite"


@pytest.fixture
def origin() -> Iterator[Origin]:
    with serving() as served:
        served.serve("/robots.txt", b"User-agent: *\nDisallow: /private/", Content_Type="text/plain")
        for path, (answer, _) in PAGES.items():
            served.serve(path, **answer)
        yield served


@pytest.fixture
def items(origin: Origin) -> list[str]:
    """One entry of each kind: for each page, and those for which no page is asked."""
    shown = [item(path, link=origin.url(path)) for path in PAGES]
    shown.append(item("no TLS there", link=origin.url("/tls").replace("http:", "https:")))
    shown.append(item("long", " ".join(news.ARABIC), origin.url("/long")))
    shown += [item(f"shared {n}", f"{SUMMARY} {n}", origin.url("/shared")) for n in range(2)]
    shown.append(item("weather", "الطقس جميل اليوم.", origin.url("/weather")).replace(TITLE, "طقس"))
    shown.append(item("without address", link=None))
    shown.append(f"<item><title>{TITLE}</title><description>{SUMMARY}</description></item>")
    shown.append(shown[0])
    shown.append("<item><title>Nothing to know it by</title></item>")
    return shown


@pytest.fixture
def go(origin: Origin, database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., RunReport]:
    """Runs over three feeds: the one with these entries, one behind a challenge, and one that is not there."""
    monkeypatch.setattr(
        pipeline, "open_client", lambda **more: open_client(**more, gate=HostGate(at_once=8, seconds_apart=0))
    )
    origin.serve("/walled.xml", news.CHALLENGE.encode(), **HTML)
    origin.serve("/missing.xml", status=404)
    url = database.engine.url.render_as_string(hide_password=False)
    feeds = [Source(url=origin.url(f"/{name}.xml"), name=name) for name in ("news", "walled", "missing")]

    def run(shown: list[str]) -> RunReport:
        origin.asked.clear()
        origin.serve("/news.xml", rss(shown))
        seed = [seed_article()]
        return asyncio.run(pipeline.run(feeds, seed, database=url, allow_private=True, steps=PLAIN, now=True))

    return run


def stored(database: Database, *columns: Any) -> Counter[Any]:
    with database.read() as connection:
        rows = connection.execute(select(*columns, func.count()).group_by(*columns)).all()
    return Counter({(row[0] if len(columns) == 1 else tuple(row[:-1])): row[-1] for row in rows})


def test_every_total_of_a_run_adds_up(
    go: Callable[..., RunReport], items: list[str], origin: Origin, database: Database
) -> None:
    report = go(items)
    feed, walled, missing = report.polls
    assert [p.outcome for p in report.polls] == ["ok", "blocked_page", "not_found"]
    assert walled.reply.sample.startswith("<!doctype html>")
    # Entries listed are entries by outcome.
    assert feed.counts == {EntryOutcome.NEW: len(items) - 2, EntryOutcome.DUPLICATE: 1, EntryOutcome.UNUSABLE: 1}
    assert feed.counts.total() == feed.entries == len(items)
    assert walled.counts.total() == missing.counts.total() == 0
    # Pages asked for are pages by outcome; each was asked for once, what robots.txt forbids not at all.
    assert feed.pages == Counter([*(outcome for _, outcome in PAGES.values()), "tls"])
    asked = Counter(path for path, _ in origin.asked)
    assert asked == Counter(
        [*(PAGES.keys() - {"/private/1"}), "/robots.txt", *(f"/{p.source.name}.xml" for p in report.polls)]
    )
    # Articles are articles by outcome: handed in, read, off topic, without an address.
    assert report.stored.outcomes.total() == 1 + feed.counts[EntryOutcome.NEW]
    assert (report.stored.outcomes["off_topic"], report.stored.outcomes["no_address"]) == (1, 2)
    assert report.stored.faults == ()
    # Texts are articles of feeds: of their page or of the feed.
    assert report.texts == {"page": 1, "feed": len(feed.articles) - 1}
    # The database tells the same.
    entry, poll = models.Entry, models.Poll
    outcomes = stored(database, entry.page_outcome)
    assert outcomes.pop(None) == 6  # long, twice shared, off topic, twice without an address
    assert outcomes == feed.pages
    assert stored(database, entry.text_from) == {"page": 1, "feed": len(feed.articles) - 1, None: 3}
    parts = poll.new_entries + poll.edited_entries + poll.known_entries + poll.duplicate_entries + poll.unusable_entries
    assert stored(database, poll.entries, parts) == {(len(items), len(items)): 1, (0, 0): 2}


def test_an_entry_keeps_why_its_article_has_the_feeds_own_text(
    go: Callable[..., RunReport], items: list[str], database: Database
) -> None:
    (feed, *_) = go(items).polls
    entry = models.Entry
    columns = (entry.text_from, entry.page_outcome, entry.page_status, entry.page_detail, entry.page_sample)
    with database.read() as connection:
        kept = {guid: tuple(row) for guid, *row in connection.execute(select(entry.guid, *columns))}
    assert kept["/whole"] == ("page", "full", 200, None, None)
    assert kept["/busy"] == ("feed", "http_error", 503, "503 Service Unavailable", "نعود قريبا")
    assert kept["/private/1"] == ("feed", "disallowed", None, "robots.txt forbids it to Safqa", None)
    assert kept["/consent"][:4] == ("feed", "consent_page", 200, "it says: قبل المتابعه")
    assert kept["/consent"][4].startswith("الضفة\nقبل المتابعة إلى الضفة")
    assert kept["/wall"][:3] == ("feed", "blocked_page", 403)
    assert kept["/report"] == ("feed", "not_html", 200, "it is application/pdf", "%PDF-1.7")
    assert kept["long"] == ("feed", None, None, None, None)
    texts = {article.url.rpartition("/")[2]: article.text for article in feed.articles}
    assert all(paragraph in texts["whole"] for paragraph in news.ARABIC)
    assert texts["busy"] == f"{TITLE} /busy\n\n{SUMMARY}"


def test_the_totals_of_a_second_run_add_up_too(
    go: Callable[..., RunReport], items: list[str], origin: Origin, database: Database
) -> None:
    go(items)
    edited, added = f"{SUMMARY} وأضافت أن الجولة اكتملت.", item("more", link=origin.url("/whole?more"))
    origin.behaviours["/whole?more"] = origin.behaviours["/whole"]
    items[8] = item("/busy", edited, origin.url("/busy"))
    report = go([added, *items])
    (feed, *_) = report.polls
    assert feed.counts == {
        EntryOutcome.NEW: 1,
        EntryOutcome.EDITED: 1,
        EntryOutcome.KNOWN: len(items) - 3,
        EntryOutcome.DUPLICATE: 1,
        EntryOutcome.UNUSABLE: 1,
    }
    assert feed.counts.total() == feed.entries == len(items) + 1
    assert feed.pages == {"full": 1, "http_error": 1}
    assert {path for path, _ in origin.asked} >= {"/whole?more", "/busy"}
    assert report.stored.outcomes == {"unchanged": 1, "new": 1, "new_version": 1}
    entry = models.Entry
    assert stored(database, entry.outcome, entry.page_outcome)["edited", "http_error"] == 1


def test_pages_are_asked_for_as_pages(go: Callable[..., RunReport], items: list[str], origin: Origin) -> None:
    go(items)
    accepted = {path: headers["Accept"].partition(",")[0] for path, headers in origin.asked}
    assert accepted["/whole"] == "text/html"
    assert accepted["/robots.txt"] == "text/plain"
    assert accepted["/news.xml"] == "application/atom+xml"
