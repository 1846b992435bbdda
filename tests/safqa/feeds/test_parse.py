"""Feed documents to entries and articles: the corpus beside this file, and what no file shows well."""

import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safqa.feeds.markup import plain
from safqa.feeds.parse import FeedDocument, NotAFeedError, article_of, parse
from safqa.feeds.sources import Source

NOW = datetime(2025, 6, 20, 12, tzinfo=UTC)
SOURCE = Source(url="https://news.example/feed", name="News", publisher="News Daily", language="ar")
ITEM = """<item><title>صفقة ألفا</title><link>https://news.example/1</link>
<description>&lt;p&gt;جمعت ألفا 5 مليارات دولار.&lt;/p&gt;</description>
<pubDate>Tue, 10 Jun 2025 09:00:00 +0300</pubDate></item>"""
CORPUS = Path(__file__).parent / "corpus"
EXPECTED = tomllib.loads((CORPUS / "expected.toml").read_text(encoding="utf-8"))


def rss(items: str = ITEM, prolog: str = '<?xml version="1.0" encoding="utf-8"?>', head: str = "") -> str:
    return f'{prolog}<rss version="2.0"><channel><title>News</title>{head}{items}</channel></rss>'


def document(body: bytes | str, content_type: str = "application/rss+xml", source: Source = SOURCE) -> FeedDocument:
    data = body.encode() if isinstance(body, str) else body
    return parse(data, source=source, url="https://news.example/feed", content_type=content_type, now=NOW)


def written(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return "none" if value is None else value


@pytest.mark.parametrize("name", EXPECTED)
def test_the_corpus_comes_out_as_expected(name: str) -> None:
    wanted, found = EXPECTED[name], document((CORPUS / name).read_bytes())
    shown = [
        {key: written(getattr(entry, key)) for key in expected}
        for entry, expected in zip(found.entries, wanted["entries"], strict=True)
    ]
    assert shown == wanted["entries"]
    assert (found.listed, found.ttl) == (wanted["listed"], wanted.get("ttl"))
    assert found.unusable == wanted["listed"] - len(wanted["entries"])
    assert wanted["warning"] in (found.warning or "") if "warning" in wanted else found.warning is None


def test_the_corpus_and_its_expectations_have_the_same_files() -> None:
    assert {file.name for file in CORPUS.iterdir()} == EXPECTED.keys() | {"expected.toml"}


def test_a_configured_encoding_wins_over_the_guess() -> None:
    body = rss(prolog="").encode("iso8859-6")
    source = SOURCE.model_copy(update={"encoding": "iso8859-6", "language": None})
    assert document(body, source=source).entries[0].title == "صفقة ألفا"


def test_an_entry_becomes_an_article_with_its_headline_in_the_text() -> None:
    article = article_of(document(rss()).entries[0], SOURCE)
    assert article is not None
    assert article.url == "https://news.example/1"
    assert article.title == "صفقة ألفا"
    assert article.text == "صفقة ألفا\n\nجمعت ألفا 5 مليارات دولار."
    assert (article.publisher, article.lang) == ("News Daily", "ar")
    assert article.published == datetime(2025, 6, 10, 6, tzinfo=UTC)
    assert article.mentions is None


def test_an_entry_without_a_page_is_kept_and_makes_no_article() -> None:
    found = document(rss("<item><title>t</title><guid isPermaLink='false'>g</guid></item>"))
    assert [article_of(entry, SOURCE) for entry in found.entries] == [None]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://[::1/", "https://a/" + "x" * 2100]
)
def test_an_address_that_is_no_page_is_not_taken(link: str) -> None:
    item = f"<item><title>t</title><guid isPermaLink='false'>g</guid><link>{link}</link></item>"
    assert [entry.url for entry in document(rss(item)).entries] == [None]


def test_a_document_of_ids_without_addresses_does_not_depend_on_where_it_came_from() -> None:
    body = rss("<item><title>t</title><guid>77</guid></item>").encode()
    places = ("https://a.example/feed", "https://b.example/feed")
    found = [parse(body, source=SOURCE, url=p, content_type="", now=NOW).entries[0] for p in places]
    assert {(entry.guid, entry.url) for entry in found} == {("77", None)}


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>999999999</ttl>", 365 * 86_400),
        ("<ttl>" + "9" * 5000 + "</ttl>", None),
        ("<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod>", 3600),
        ("<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>often</sy:updatePeriod>", None),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(head: str, ttl: int | None) -> None:
    assert document(rss(head=head)).ttl == ttl


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "an empty document"),
        (b" \n\t", "an empty document"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "a web page"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', "a sitemap"),
        (b'{"error": "no such feed"}', "JSON"),
        (b"[]", "JSON"),
        (b"/etc/hostname", "no feed format"),
        (b"https://news.example/feed", "no feed format"),
        (rss("").removesuffix("</rss>").encode(), "a broken feed without entries"),
        (rss("<item><title>no link</title></item>").encode(), "no entry can be used"),
    ],
)
def test_what_is_no_feed_is_said(body: bytes, what: str) -> None:
    with pytest.raises(NotAFeedError, match=what):
        document(body)


@pytest.mark.parametrize(
    "body",
    [
        rss(""),
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title></feed>',
        '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    ],
)
def test_a_feed_may_be_empty_for_once(body: str) -> None:
    found = document(body)
    assert (found.entries, found.listed, found.warning) == ((), 0, "a feed without entries")


def test_an_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP-SECRET")
    prolog = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    item = ITEM.replace("صفقة ألفا", "صفقة &x;")
    found = document(rss(item, prolog=prolog))
    assert len(found.entries) == 1
    assert "TOP-SECRET" not in repr(found)


@pytest.mark.parametrize("depth", [6, 9])  # 3 MB, which expat lets pass, and 3 GB
def test_an_entity_bomb_does_not_go_off(depth: int) -> None:
    steps = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, depth + 1))
    prolog = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY b0 "lol">{steps}]>'
    begun = time.monotonic()
    found = document(rss(ITEM.replace("صفقة ألفا", f"&b{depth};"), prolog=prolog))
    assert len(repr(found)) < 10_000
    assert time.monotonic() - begun < 2


def test_short_entities_of_a_document_are_read() -> None:
    prolog = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY firm "Alpha"><!ENTITY a  \'x\'>]>'
    assert document(rss(ITEM.replace("صفقة ألفا", "&firm; &a;"), prolog=prolog)).entries[0].title == "Alpha x"


def test_the_first_two_thousand_entries_are_read_and_the_rest_is_told() -> None:
    found = document(rss("".join(ITEM.replace("/1<", f"/{n}<") for n in range(2_001))))
    assert (len(found.entries), found.listed, found.unusable) == (2_000, 2_000, 0)
    assert found.entries[-1].url == "https://news.example/1999"
    assert found.warning == "2001 entries, of which the first 2000 are read"


@pytest.mark.parametrize(
    ("title", "shown", "warned"),
    [
        ("S&P & Co", "S&P & Co", True),
        ("<![CDATA[S&P; &amp;copy;]]>", "S&P; &copy;", False),
        ("AT&amp;T &#1589; &#x635;", "AT&T ص ص", False),
    ],
)
def test_an_ampersand_is_what_was_meant(title: str, shown: str, warned: bool) -> None:
    found = document(rss(f"<item><guid>g</guid><title>{title}</title></item>"))
    assert (found.entries[0].title or "").startswith(shown)
    assert (found.warning is not None) is warned


def test_control_characters_are_left_out_without_a_complaint() -> None:
    found = document(rss(ITEM.replace("صفقة", "صف\x0bقة\x00")))
    assert (found.entries[0].title, found.warning) == ("صفقة ألفا", None)


def test_parsing_twice_gives_equal_documents() -> None:
    for file in sorted(CORPUS.glob("*.*")):
        if file.name != "expected.toml":
            assert document(file.read_bytes()) == document(file.read_bytes())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("a <b>bold</b> word<br/>next", "a bold word\nnext"),
        ("5 &lt; 6 &amp; 7&nbsp;ok", "5 < 6 & 7 ok"),
        ("<script>x()</script>seen<style>p{}</style>", "seen"),
        ("<noscript><p>unseen</p></noscript>seen", "seen"),
        ("seen<iframe src='x'> and this too", "seen and this too"),
        ("no markup  at all", "no markup at all"),
        ("a <b and c", "a <b and c"),
        ("<a title='1 < 2 > 1'>seen</a> <img alt=it's>too", "seen too"),
        ("<!-- <p>un</p> -->seen<!-- and this", "seen"),
        ("<![CDATA[<p>seen</p>]]>", "seen"),
        ("broken <a href='x'>link", "broken link"),
        ("\u200fسطر\u200e\n\u200fآخر\ufeff", "سطر\nآخر"),
    ],
)
def test_markup_becomes_the_text_a_reader_sees(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    "piece", ["<a ", "<a x='", "<a x=\"'", "<!--", "<![CDATA[", "</", "<!x", "<?", "&#", "<", " ", "]]", "\u200f"]
)
def test_markup_that_never_ends_does_not_take_for_ever(piece: str) -> None:
    begun = time.monotonic()
    plain(piece * 50_000 + "<")
    assert time.monotonic() - begun < 2  # a search anew from each piece takes minutes


def test_a_document_of_blanks_is_empty_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(NotAFeedError, match="an empty document"):
        document(b" " * 500_000)
    assert time.monotonic() - begun < 2
