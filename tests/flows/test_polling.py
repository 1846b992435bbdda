"""Feeds over several runs on a real server: asked when due, conditionally, and read where they are new."""

import asyncio
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from threading import current_thread
from typing import Any, Self

import pytest
from sqlalchemy import select

from flows import pipeline, polling
from flows.pipeline import PLAIN, RunReport
from safqa.feeds.sources import Source
from storage import models
from storage.engine import open_database
from storage.feeds import health
from tests.served import served

ITEM = """<item><title>{title}</title><link>https://news.example/{n}</link><guid>{n}</guid>
<description>{text}</description><pubDate>Tue, 10 Jun 2025 09:00:00 GMT</pubDate></item>"""
FIRST = ("صفقة ميتا", "أعلنت ميتا استثمار 14 مليار دولار في سكيل إيه آي للذكاء الاصطناعي.")
MENDED = ("صفقة ميتا", "أعلنت ميتا استثمار 15 مليار دولار في سكيل إيه آي للذكاء الاصطناعي.")
SECOND = ("جولة كوهير", "جمعت كوهير 500 مليون دولار بقيادة إنفيديا لتطوير نماذج الذكاء الاصطناعي.")


def rendered(*items: tuple[str, str]) -> bytes:
    shown = "".join(ITEM.format(n=n, title=title, text=text) for n, (title, text) in enumerate(items))
    return f'<rss version="2.0"><channel><title>News</title>{shown}</channel></rss>'.encode()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Callable[..., None], Source]]:
    """What writes the feed anew, and the feed as it is configured; each writing is a second later than the last."""
    folder = tmp_path / "site"
    folder.mkdir()
    file, moments = folder / "feed.xml", iter(range(1_700_000_000, 1_700_000_100))

    def show(*items: tuple[str, str]) -> None:
        file.write_bytes(rendered(*items))
        moment = next(moments)
        os.utime(file, (moment, moment))

    with served(folder) as address:
        yield show, Source(url=f"{address}/feed.xml", name="News", full_text="never")


@pytest.fixture
def go(database: Any) -> Callable[..., RunReport]:
    def run(*sources: Source, now: bool = True) -> RunReport:
        url = database.engine.url.render_as_string(hide_password=False)
        return asyncio.run(pipeline.run(sources, [], database=url, allow_private=True, steps=PLAIN, now=now))

    return run


def shown(report: RunReport) -> tuple[list[str], dict[str, int]]:
    return [poll.outcome.value for poll in report.polls], dict(report.stored.outcomes)


def test_what_is_new_is_read_once(go: Any, site: Any) -> None:
    show, feed = site
    show(FIRST)
    assert shown(go(feed)) == (["ok"], {"new": 1})
    show(FIRST, SECOND)
    assert shown(go(feed)) == (["ok"], {"new": 1})
    assert shown(go(feed)) == (["not_modified"], {})


def test_what_is_off_topic_is_counted_and_left(go: Any, site: Any) -> None:
    show, feed = site
    show(FIRST, ("طقس", "الطقس جميل اليوم والسماء صافية."))
    assert shown(go(feed)) == (["ok"], {"new": 1, "off_topic": 1})
    show(FIRST, ("طقس", "الطقس جميل اليوم والسماء صافية."), SECOND)
    assert shown(go(feed.model_copy(update={"topic": "all"}))) == (["ok"], {"new": 1})


def test_a_feed_whose_every_entry_is_wanted(go: Any, site: Any) -> None:
    show, feed = site
    show(("طقس", "الطقس جميل اليوم والسماء صافية."))
    assert shown(go(feed.model_copy(update={"topic": "all"}))) == (["ok"], {"new": 1})


def test_an_edited_entry_is_a_new_version(go: Any, site: Any) -> None:
    show, feed = site
    show(FIRST)
    go(feed)
    show(MENDED)
    report = go(feed)
    assert shown(report) == (["ok"], {"new_version": 1})


def test_the_same_body_under_a_new_date_is_not_read(go: Any, site: Any) -> None:
    show, feed = site
    show(FIRST)
    go(feed)
    show(FIRST)
    assert shown(go(feed)) == (["same_body"], {})


def test_a_feed_is_not_asked_before_it_is_due(go: Any, site: Any) -> None:
    show, feed = site
    show(FIRST)
    assert go(feed, now=False).waiting == 0
    report = go(feed, now=False)
    assert (report.polls, report.waiting) == ((), 1)
    assert report.next_due is not None


def test_a_clock_that_was_years_ahead_and_is_put_right_leaves_no_feed_alone(
    go: Any, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(days=3650)

    show, feed = site
    show(FIRST)
    with monkeypatch.context() as clock:
        for module in (pipeline, polling):
            clock.setattr(module, "datetime", Ahead)
        assert shown(go(feed, now=False)) == (["ok"], {"new": 1})
        assert go(feed, now=False).waiting == 1
    show(FIRST, SECOND)
    assert shown(go(feed, now=False)) == (["ok"], {"new": 1})
    then = go(feed, now=False)
    assert then.waiting == 1
    assert then.next_due < datetime.now(UTC) + timedelta(days=1)


def test_a_feed_that_is_gone_is_told_and_asked_again_later(go: Any, site: Any, database: Any) -> None:
    _, feed = site
    report = go(feed)
    assert shown(report) == (["not_found"], {})
    assert go(feed, now=False).waiting == 1
    (row,) = health(database)
    assert (row.outcome, row.entries) == ("not_found", None)


def test_a_run_that_dies_before_it_records_loses_nothing(go: Any, site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    show, feed = site
    show(FIRST)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(polling, "_record", die)
        with pytest.raises(KeyboardInterrupt):
            go(feed)
    assert shown(go(feed)) == (["ok"], {"unchanged": 1})
    assert shown(go(feed)) == (["not_modified"], {})


def test_health_tells_of_the_latest_poll(go: Any, site: Any, database: Any) -> None:
    show, feed = site
    show(FIRST, SECOND)
    go(feed)
    (row,) = health(database)
    assert (row.url, row.outcome, row.entries, row.new_entries) == (feed.url, "ok", 2, 2)
    with open_database(database.engine.url.render_as_string(hide_password=False)) as again:
        assert health(again) == [row]


PAGE = """<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>صفقة ميتا</title></head><body>
<nav><a href="/">الرئيسية</a></nav><article><h1>صفقة ميتا</h1>{paragraphs}</article>
<footer>حقوق النشر</footer></body></html>"""
PARAGRAPHS = (
    "أعلنت ميتا استثمار 14 مليار دولار في سكيل إيه آي للذكاء الاصطناعي مقابل حصة تبلغ 49 في المئة من الشركة الناشئة.",
    "وقالت الشركة إن الصفقة ترفع قيمة سكيل إيه آي إلى 29 مليار دولار، وإن مؤسسها سينتقل إلى ميتا ليقود مختبرا جديدا.",
    "ومن المتوقع أن تكتمل الصفقة في الأسابيع المقبلة بعد أن توافق عليها الجهات التنظيمية في الولايات المتحدة.",
)


def test_a_summary_is_read_on_at_its_page(go: Any, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "1.html").write_text(PAGE.format(paragraphs="".join(f"<p>{p}</p>" for p in PARAGRAPHS)), encoding="utf-8")
    with served(folder) as address:
        links = "".join(
            ITEM.format(n=n, title=FIRST[0], text=FIRST[1]).replace(f"https://news.example/{n}", f"{address}/{n}.html")
            for n in (1, 2)
        )
        (folder / "feed.xml").write_text(f'<rss version="2.0"><channel>{links}</channel></rss>', encoding="utf-8")
        report = go(Source(url=f"{address}/feed.xml", name="News"))
    assert dict(report.polls[0].pages) == {"full": 1, "not_found": 1}
    assert report.texts == {"page": 1, "feed": 1}
    assert shown(report) == (["ok"], {"new": 2})
    whole, summary = report.polls[0].articles
    assert PARAGRAPHS[2] in whole.text
    assert "الرئيسية" not in whole.text
    assert summary.text == f"{FIRST[0]}\n\n{FIRST[1]}"


def test_a_page_that_withdraws_its_article_is_flagged(go: Any, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    page, file = folder / "1.html", folder / "feed.xml"
    page.write_text(PAGE.format(paragraphs="".join(f"<p>{p}</p>" for p in PARAGRAPHS)), encoding="utf-8")
    with served(folder) as address:
        feed = Source(url=f"{address}/feed.xml", name="News", publisher="News")
        for moment, (title, text) in enumerate((FIRST, MENDED), 1_700_000_000):
            item = ITEM.format(n=1, title=title, text=text).replace("https://news.example/1", f"{address}/1.html")
            file.write_text(f'<rss version="2.0"><channel>{item}</channel></rss>', encoding="utf-8")
            os.utime(file, (moment, moment))
            report = go(feed)
            page.write_text(PAGE.format(paragraphs="<p>تم سحب هذا الخبر لعدم دقته.</p>"), encoding="utf-8")
    assert report.texts == {"page": 1}
    assert shown(report) == (["ok"], {"new_version": 1})
    assert [change.kind for change in report.stored.changes] == ["retracted"]
    assert report.stored.changes[0].reason_ar.startswith("سحب News مقاله عن هذه الصفقة، وكان قد ذكر: المبلغ 14 مليار")


@pytest.mark.parametrize("aside", [False, True])
def test_a_large_feed_is_read_beside_the_requests(
    go: Any, site: Any, monkeypatch: pytest.MonkeyPatch, aside: bool
) -> None:
    show, feed = site
    letters = polling.READ_AT_ONCE if aside else polling.READ_AT_ONCE // 20
    show(FIRST, ("طقس", "a" * letters))
    threads: list[str] = []
    real = polling.read

    def read(*given: Any, **more: Any) -> Any:
        threads.append(current_thread().name)
        return real(*given, **more)

    monkeypatch.setattr(polling, "read", read)
    report = go(feed)
    assert shown(report) == (["ok"], {"new": 1, "off_topic": 1})
    assert [name.startswith("feeds") for name in threads] == [aside]


def test_a_poll_keeps_the_size_of_a_body_and_not_the_body(go: Any, site: Any, database: Any) -> None:
    show, feed = site
    show(FIRST)
    (poll,) = go(feed).polls
    assert poll.reply.body == b""
    assert poll.body_bytes == len(rendered(FIRST))
    (no_feed,) = go(feed.model_copy(update={"url": feed.url.replace("feed.xml", "")})).polls
    assert (no_feed.outcome, no_feed.reply.body, no_feed.reply.sample[:9]) == ("not_a_feed", b"", "<!DOCTYPE")
    with database.read() as connection:
        sizes = connection.scalars(select(models.Poll.body_bytes).order_by(models.Poll.row)).all()
    assert sizes == [poll.body_bytes, no_feed.body_bytes]
