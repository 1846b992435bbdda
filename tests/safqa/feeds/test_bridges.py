"""Feeds that RSSHub and RSS-Bridge make of channels and pages, read as the examples of docs/feeds.md configure them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safqa.feeds.parse import article_of, parse
from safqa.feeds.sources import read
from safqa.model import Article

DOCUMENT = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")
[EXAMPLE] = re.findall(r"^```toml\n(# The public channel .*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
SOURCES = {source.name: source for source in read(EXAMPLE, "docs/feeds.md")}

# What RSSHub makes of a Telegram channel: the message as HTML, its start with a sign for the photo as title, the
# address of the message as guid that is no link, and an element of no feed format.
TELEGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" version="2.0">
<channel>
<title>صفقات - Telegram Channel</title>
<link>https://t.me/s/example_deals</link>
<atom:link href="https://rsshub.example.org/telegram/channel/example_deals" rel="self" type="application/rss+xml"/>
<description>أخبار الصفقات - Powered by RSSHub</description>
<generator>RSSHub</generator>
<webMaster>contact@example.org (RSSHub)</webMaster>
<itunes:author>صفقات</itunes:author>
<language>en</language>
<image><url>https://cdn.example.org/logo.jpg</url><title>صفقات</title><link>https://t.me/s/example_deals</link></image>
<lastBuildDate>Tue, 10 Jun 2025 14:05:00 GMT</lastBuildDate>
<ttl>5</ttl>
<item>
<title>🖼 استحوذت شركة ألفا على شركة بيتا مقابل ٣٫٥ مليار دولار</title>
<description>&lt;img src=&quot;https://cdn.example.org/1.jpg&quot;&gt;\
&lt;p&gt;استحوذت شركة ألفا على شركة بيتا مقابل ٣٫٥ مليار دولار.&lt;br&gt;المصدر: وكالة \
&lt;a href=&quot;https://t.me/s/example_deals?q=%23AI&quot;&gt;#AI&lt;/a&gt; &amp;amp; وكالة أخرى\
&lt;/p&gt;</description>
<link>https://t.me/example_deals/101</link>
<guid isPermaLink="false">https://t.me/example_deals/101</guid>
<pubDate>Tue, 10 Jun 2025 13:58:07 GMT</pubDate>
<author>صفقات</author>
<stats><comments_count>3</comments_count></stats>
</item>
<item>
<title></title>
<description>&lt;p&gt;صباح الخير&lt;/p&gt;</description>
<link>https://t.me/example_deals/100</link>
<guid isPermaLink="false">https://t.me/example_deals/100</guid>
<pubDate>Tue, 10 Jun 2025 05:00:00 GMT</pubDate>
</item>
</channel>
</rss>
"""

# What RSS-Bridge makes of one: a title cut within a hundred bytes, itself as author of all, the message as HTML.
TELEGRAM_BY_BRIDGE = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<title type="text">Startups (@example_startups) - Telegram</title>
<id>https://bridge.example.org/?action=display&amp;bridge=TelegramBridge&amp;username=example_startups&amp;format=Atom</id>
<icon>https://t.me/favicon.ico</icon>
<updated>2025-06-10T14:10:00+00:00</updated>
<author><name>RSS-Bridge</name></author>
<link rel="alternate" type="text/html" href="https://t.me/s/example_startups"/>
<entry>
<title type="html">جمعت ألفا 5 مليارات دولار في جولة...</title>
<published>2025-06-10T13:58:07+00:00</published>
<updated>2025-06-10T13:58:07+00:00</updated>
<id>https://t.me/example_startups/7</id>
<link rel="alternate" type="text/html" href="https://t.me/example_startups/7"/>
<author><name>Startups</name></author>
<content type="html">&lt;div class="tgme_widget_message_text js-message_text" dir="auto"&gt;جمعت ألفا 5 مليارات دولار \
في جولة قادتها بيتا.&lt;br/&gt;&lt;br/&gt;&lt;a href="https://t.me/s/example_startups?q=%23AI"&gt;#AI&lt;/a&gt;&lt;/div&gt;</content>
<link rel="enclosure" type="application/octet-stream" href="https://cdn.example.org/7.jpg"/>
</entry>
</feed>
"""

# What RSSHub makes of X: the post as title and, with its breaks, as description; what is quoted follows a rule.
X = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>
<title>Twitter @Example Ventures</title><link>https://x.com/example_vc</link>
<description>We invest - Powered by RSSHub</description><generator>RSSHub</generator><language>en</language><ttl>5</ttl>
<item>
<title>We led the $50 million Series B of Alpha AI. More: https://alpha.example/b</title>
<description>We led the $50 million Series B of Alpha AI.&lt;br&gt;More: https://alpha.example/b&lt;br&gt;\
&lt;img style="" src="https://pbs.example.org/media/1?format=jpg&amp;amp;name=orig"&gt;\
&lt;hr style='border:0'&gt;&lt;div class="rsshub-quote"&gt;Alpha AI:&amp;ensp;We are hiring.&lt;/div&gt;</description>
<link>https://x.com/example_vc/status/1932</link>
<guid isPermaLink="false">https://twitter.com/example_vc/status/1932</guid>
<pubDate>Tue, 10 Jun 2025 13:58:07 GMT</pubDate>
<author>Example Ventures</author>
</item>
</channel></rss>
"""

# What RSS-Bridge makes of the links of a page: no date, and the title once more as text.
PAGE_LINKS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>وزارة الأمثلة</title><link>http://bridge.example.org/</link><description>وزارة الأمثلة</description>
<image url="https://ministry.example.org/favicon.ico" title="وزارة الأمثلة" link="https://ministry.example.org/news"/>
<atom:link rel="alternate" type="text/html" href="https://ministry.example.org/news" />
<item>
<title>الوزارة توقع اتفاقية بقيمة 200 مليون دولار</title>
<link>https://ministry.example.org/news/12?lang=ar&amp;id=1</link>
<guid isPermaLink="true">https://ministry.example.org/news/12?lang=ar&amp;id=1</guid>
<pubDate></pubDate>
<description></description>
<author></author>
</item>
</channel>
</rss>
"""

SAID = datetime(2025, 6, 10, 13, 58, 7, tzinfo=UTC)


def articles(name: str, body: str) -> list[Article]:
    """The articles of a document of the example feed of that name."""
    source = SOURCES[name]
    now = datetime(2025, 6, 11, tzinfo=UTC)
    document = parse(body.encode(), source=source, url=source.url, content_type="application/xml", now=now)
    return [article for entry in document.entries if (article := article_of(entry, source))]


def test_a_telegram_channel_by_rsshub_is_read() -> None:
    deal, greeting = articles("صفقات (Telegram)", TELEGRAM)
    assert (deal.url, deal.publisher, deal.lang) == ("https://t.me/example_deals/101", "Example Deals", "ar")
    assert deal.published == SAID
    assert "استحوذت شركة ألفا على شركة بيتا مقابل ٣٫٥ مليار دولار.\nالمصدر: وكالة #AI & وكالة أخرى" in deal.text
    assert (greeting.title, greeting.text) == (None, "صباح الخير")


def test_a_telegram_channel_by_rss_bridge_is_read() -> None:
    [deal] = articles("Startups (Telegram)", TELEGRAM_BY_BRIDGE)
    assert (deal.url, deal.publisher) == ("https://t.me/example_startups/7", "Example Startups")
    assert deal.published == SAID
    assert deal.text == "جمعت ألفا 5 مليارات دولار في جولة قادتها بيتا.\n#AI"  # once, not its cut title before it


def test_posts_on_x_are_read() -> None:
    [post] = articles("Example Ventures (X)", X)
    assert (post.url, post.publisher) == ("https://x.com/example_vc/status/1932", "Example Ventures")
    assert post.published == SAID
    assert "We led the $50 million Series B of Alpha AI.\nMore: https://alpha.example/b\n" in post.text
    assert post.text.endswith("Alpha AI: We are hiring.")


def test_what_rsshub_gives_while_it_cannot_read_x_is_a_feed_without_entries() -> None:
    assert articles("Example Ventures (X)", re.sub(r"<item>.*</item>", "", X, flags=re.DOTALL)) == []


def test_the_links_of_a_page_come_without_a_made_up_date() -> None:
    [news] = articles("Ministry, news", PAGE_LINKS)
    assert news.url == "https://ministry.example.org/news/12?lang=ar&id=1"
    assert (news.publisher, news.published, news.lang) == ("Ministry of Examples", None, "ar")
    assert news.text == news.title == "الوزارة توقع اتفاقية بقيمة 200 مليون دولار"


@pytest.mark.parametrize("name", SOURCES)
def test_every_example_names_who_is_credited(name: str) -> None:
    assert SOURCES[name].publisher
