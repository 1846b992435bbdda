"""`safqa feeds`: the list, and what one address gives."""

from pathlib import Path
from typing import Any

import pytest

FEED = """<rss version="2.0"><channel><title>News</title><item><title>صفقة [جديدة]</title>
<link>https://news.example/1</link><description>text</description></item></channel></rss>"""

KEYS = ["url", "name", "enabled", "outcome", "detail", "last_polled", "next_poll", "entries", "new_entries"]


def test_the_feeds_of_a_file_are_listed_in_the_shape_that_scripts_read(safqa: Any, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text('[[feeds]]\nurl = "https://a.example/feed"\nname = "ألف"\nenabled = false\n', encoding="utf-8")
    [feed] = safqa("feeds", "list", "--feeds", str(file), "--format", "json").json
    assert list(feed) == [*KEYS, "duplicate_share"]
    assert (feed["name"], feed["enabled"], feed["outcome"]) == ("ألف", False, None)
    table = safqa("feeds", "list", "--feeds", str(file)).out
    assert "\u2067ألف\u2069" in table
    assert "off" in table


def test_the_setting_names_the_file(safqa: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text('[[feeds]]\nurl = "https://a.example/feed"\n')
    monkeypatch.setenv("SAFQA_FEEDS", str(file))
    ran = safqa("feeds", "list")
    assert (ran.code, ran.err) == (1, f"safqa: {file}:1: name: is missing; it must be a text that is not empty\n")


def test_a_check_shows_what_a_feed_gives(safqa: Any, site: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, address = site
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "1")
    ran = safqa("feeds", "check", f"{address}/feed.xml", "--format", "json")
    assert (ran.code, ran.json["outcome"], ran.json["entries"]) == (0, "ok", 1)
    assert ran.json["articles"][0]["title"] == "صفقة [جديدة]"
    assert "صفقة [جديدة]" in safqa("feeds", "check", f"{address}/feed.xml").out


def test_a_check_that_finds_no_feed_fails_with_its_outcome(
    safqa: Any, site: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = site
    refused = safqa("feeds", "check", f"{address}/feed.xml")
    assert (refused.code, "refused_address" in refused.err) == (1, True)
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "1")
    missing = safqa("feeds", "check", f"{address}/feed.xml", "--format", "json")
    assert (missing.code, missing.json["outcome"]) == (1, "not_found")
