"""From pieces to articles: pages by trafilatura, rows checked, everything accounted for."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archived import CRAWLED, jsonl, warc
from newspages import ARABIC, ARABIC_PAGE, CHALLENGE, ENGLISH, ENGLISH_PAGE, PAYWALL

from safqa.archives import records
from safqa.archives.articles import Found, articles
from safqa.archives.batches import batches
from safqa.archives.files import Mark, find


def read(path: Path) -> Found:
    [batch] = batches(*find([path]), Mark())
    return asyncio.run(articles(batch))


def test_pages_become_articles_as_those_of_feeds_do(tmp_path: Path) -> None:
    pages = [("https://ar.example/1", ARABIC_PAGE), ("https://en.example/1", ENGLISH_PAGE)]
    arabic, english = read(warc(tmp_path / "a.warc.gz", pages)).articles
    assert (arabic.url, arabic.lang, arabic.title) == ("https://ar.example/1", "ar", "نخيل تجمع 120 مليون دولار")
    assert arabic.text.split("\n\n", 1)[0] == arabic.title
    assert all(paragraph in arabic.text for paragraph in ARABIC)
    assert arabic.published == datetime(2025, 6, 10, 6, 30, tzinfo=UTC)
    assert all(paragraph in english.text for paragraph in ENGLISH)
    assert english.published == datetime(2025, 6, 10, 7, tzinfo=UTC)
    assert "cookies" not in arabic.text + english.text


def test_a_page_without_a_moment_that_can_be_is_dated_by_the_crawl(tmp_path: Path) -> None:
    late = ENGLISH_PAGE.replace("2025-06-10T07:00:00Z", "2026-01-01T00:00:00Z")
    undated = ENGLISH_PAGE.replace("datePublished", "made")
    found = read(warc(tmp_path / "a.warc", [("https://a.example/1", late), ("https://a.example/2", undated)]))
    assert [a.published for a in found.articles] == [datetime.fromisoformat(CRAWLED)] * 2


def test_what_is_no_article_is_counted_by_what_it_is(tmp_path: Path) -> None:
    shielded = [("https://a.example/1", CHALLENGE), ("https://a.example/2", PAYWALL), ("dns:a.example", "1.2.3.4")]
    found = read(warc(tmp_path / "a.warc.gz", shielded))
    assert (found.articles, found.pages, found.faults) == ([], {"blocked_page": 1, "partial": 1}, [])
    gone = read(warc(tmp_path / "b.warc.gz", [("https://a.example/3", ENGLISH_PAGE)], status="404 Not Found"))
    assert (gone.articles, gone.pages) == ([], {"not_found": 1})
    image = read(warc(tmp_path / "c.warc.gz", [("https://a.example/4", "GIF89a")], kind="image/gif"))
    assert (image.articles, image.pages) == ([], {"not_html": 1})


def test_a_page_that_is_too_big_is_an_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(records, "LONGEST", 100_000)
    found = read(warc(tmp_path / "a.warc", [("https://a.example/1", "x" * 200_000)]))
    assert (found.articles, found.pages, found.faults) == ([], {"too_big": 1}, [])


def test_a_record_without_a_reply_is_a_fault(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc", [("https://a.example/1", ENGLISH_PAGE)])
    data = path.read_bytes()
    path.write_bytes(data.replace(b"HTTP/1.1 200 OK", b"nothing of this"))
    found = read(path)
    place = data.rindex(b"WARC/1.", 0, data.index(b"WARC-Type: response"))
    assert found.faults == [f"{path} at byte {place}: the record keeps no reply of a web server"]


def test_bad_rows_are_told_and_good_ones_kept(tmp_path: Path) -> None:
    good = {"url": "https://a.example/1", "text": "Text."}
    rows = [good, "{", {**good, "url": "no address"}, {**good, "url": "https://a.example/2"}, "[]"]
    path = jsonl(tmp_path / "a.jsonl.gz", rows)
    found = read(path)
    assert [a.url for a in found.articles] == ["https://a.example/1", "https://a.example/2"]
    assert found.faults == [
        f"{path}:2: not JSON: Expecting property name enclosed in double quotes at column 2",
        f"{path}:3: url: is not an http(s) address",
        f"{path}:5: a row must be a JSON object",
    ]
