"""Feed documents to articles: dialects, charsets, dates, links, markup."""

from datetime import UTC, datetime

import pytest

from safqa.feeds.fetch import Reply
from safqa.feeds.markup import plain
from safqa.feeds.outcomes import Outcome
from safqa.feeds.parse import FeedDocument, NotAFeedError, parse
from safqa.feeds.poll import read
from safqa.feeds.sources import Source

NOW = datetime(2025, 6, 20, 12, tzinfo=UTC)
SOURCE = Source(url="https://news.example/feed", name="News", publisher="News Daily", language="ar")
ITEM = """<item><title>صفقة ألفا</title><link>https://news.example/1</link>
<description>&lt;p&gt;جمعت ألفا 5 مليارات دولار.&lt;/p&gt;</description>
<pubDate>Tue, 10 Jun 2025 09:00:00 +0300</pubDate></item>"""


def rss(items: str = ITEM, prolog: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{prolog}<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'


def parsed(body: bytes | str, content_type: str = "application/rss+xml", source: Source = SOURCE) -> FeedDocument:
    data = body.encode() if isinstance(body, str) else body
    return parse(data, source=source, url="https://news.example/feed", content_type=content_type, now=NOW)


def test_an_entry_becomes_an_article_with_its_headline_in_the_text() -> None:
    [article] = parsed(rss()).articles
    assert article.url == "https://news.example/1"
    assert article.title == "صفقة ألفا"
    assert article.text == "صفقة ألفا\n\nجمعت ألفا 5 مليارات دولار."
    assert (article.publisher, article.lang) == ("News Daily", "ar")
    assert article.published == datetime(2025, 6, 10, 6, tzinfo=UTC)
    assert article.mentions is None


def test_atom_brings_its_content_update_and_source() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &lt;b&gt;deal&lt;/b&gt;</title>
    <link href="//news.example/2"/><summary>short</summary>
    <content type="html">&lt;div&gt;the whole text&lt;/div&gt;</content>
    <published>2025-06-10T09:00:00Z</published><updated>2025-06-11</updated>
    <source><title>Wire</title></source></entry></feed>"""
    [article] = parsed(atom).articles
    assert (article.url, article.title, article.publisher) == ("https://news.example/2", "A deal", "Wire")
    assert article.text == "A deal\n\nthe whole text"
    assert article.updated == datetime(2025, 6, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("encoding", "prolog", "content_type"),
    [
        ("utf-8", "windows-1256", "application/rss+xml"),
        ("utf-8", "utf-8", "text/xml; charset=windows-1256"),
        ("windows-1256", "windows-1256", "application/rss+xml"),
        ("windows-1256", "utf-8", "application/rss+xml"),
        ("utf-16", "utf-16", "application/rss+xml"),
    ],
)
def test_arabic_survives_true_and_false_charset_declarations(encoding: str, prolog: str, content_type: str) -> None:
    body = rss(prolog=f'<?xml version="1.0" encoding="{prolog}"?>').encode(encoding)
    [article] = parsed(body, content_type).articles
    assert article.title == "صفقة ألفا"


@pytest.mark.parametrize(
    "raw", ["2025/6/15", "1446-12-19", "10 يونيو 2025", "Tue, 10 Jun 2099 09:00:00 GMT", "soon", "0000-00-00"]
)
def test_a_date_that_would_be_a_guess_is_none(raw: str) -> None:
    item = f"<item><title>t</title><link>https://news.example/1</link><pubDate>{raw}</pubDate></item>"
    assert parsed(rss(item)).articles[0].published is None


def test_entries_without_address_or_text_are_counted_not_kept() -> None:
    items = "<item><title>no link</title></item><item><link>https://news.example/3</link></item>" + ITEM
    document = parsed(rss(items))
    assert (document.entries, len(document.articles)) == (3, 1)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://news.example/" + "x" * 2100])
def test_an_address_that_is_no_page_is_not_followed(link: str) -> None:
    assert parsed(rss(f"<item><title>t</title><link>{link}</link></item>")).articles == ()


def test_an_ill_formed_feed_is_read_as_far_as_it_goes() -> None:
    assert parsed(rss(ITEM.replace("صفقة", "صفقة & "))).articles


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "an empty document"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "a web page"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', "a sitemap"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "JSON"),
        (b"/etc/hostname", "no feed format"),
        (b"https://news.example/feed", "no feed format"),
    ],
)
def test_what_is_no_feed_is_said(body: bytes, what: str) -> None:
    with pytest.raises(NotAFeedError, match=what):
        parsed(body)
    poll = read(Reply(Outcome.OK, body=body, url=SOURCE.url), SOURCE, now=NOW)
    assert (poll.outcome, poll.articles) == (Outcome.NOT_A_FEED, ())


def test_a_moved_feed_is_read_and_a_failing_one_is_empty() -> None:
    moved = read(Reply(Outcome.MOVED, "moved to x", rss().encode(), SOURCE.url), SOURCE, now=NOW)
    assert (moved.outcome, len(moved.articles), moved.entries) == (Outcome.MOVED, 1, 1)
    lost = read(Reply(Outcome.TIMEOUT, "slow", passing=True), SOURCE, now=NOW)
    assert (lost.outcome, lost.detail, lost.articles, lost.passing) == (Outcome.TIMEOUT, "slow", (), True)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("a <b>bold</b> word<br/>next", "a bold word\nnext"),
        ("5 &lt; 6 &amp; 7&nbsp;ok", "5 < 6 & 7 ok"),
        ("<script>x()</script>seen<style>p{}</style>", "seen"),
        ("no markup  at all", "no markup at all"),
        ("broken <a href='x'>link", "broken link"),
    ],
)
def test_markup_becomes_the_text_a_reader_sees(html: str, text: str) -> None:
    assert plain(html) == text
