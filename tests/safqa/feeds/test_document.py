"""What docs/feeds.md promises: its examples load, it tells of every key and outcome, and bridges' feeds are read."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safqa.feeds.outcomes import Outcome
from safqa.feeds.parse import article_of, parse
from safqa.feeds.sources import Source, read

DOCUMENT = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
# The first cell of each row of its tables, and the second.
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", DOCUMENT, re.MULTILINE))

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


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_load(example: str) -> None:
    assert read(example, "docs/feeds.md")


def test_every_key_has_an_example_that_loads() -> None:
    keys = set(Source.model_fields)
    assert keys <= set(ROWS)
    given = "\n".join(f"{key} = {ROWS[key].strip('`')}" for key in keys)
    [source] = read(f"[[feeds]]\n{given}\n", "docs/feeds.md")
    assert all(getattr(source, key) != field.default for key, field in Source.model_fields.items())


def test_every_outcome_is_told_and_nothing_else() -> None:
    assert set(ROWS) - set(Source.model_fields) == {outcome.value for outcome in Outcome}


def test_a_telegram_channel_by_rsshub_is_read() -> None:
    [channel, *_] = read(EXAMPLES[1], "docs/feeds.md")
    document = parse(
        TELEGRAM.encode(),
        source=channel,
        url=channel.url,
        content_type="application/xml; charset=utf-8",
        now=datetime(2025, 6, 11, tzinfo=UTC),
    )
    deal, greeting = (article_of(entry, channel) for entry in document.entries)
    assert deal is not None
    assert greeting is not None
    assert (deal.url, deal.publisher, deal.lang) == ("https://t.me/example_deals/101", "Example Deals", "ar")
    assert deal.published == datetime(2025, 6, 10, 13, 58, 7, tzinfo=UTC)
    assert "استحوذت شركة ألفا على شركة بيتا مقابل ٣٫٥ مليار دولار.\nالمصدر: وكالة #AI & وكالة أخرى" in deal.text
    assert (greeting.title, greeting.text) == (None, "صباح الخير")
