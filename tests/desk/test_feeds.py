"""`safqa feeds`: the list, what one address gives, lists of other readers in and out."""

import re
from pathlib import Path
from typing import Any

import pytest

from safqa.feeds.sources import load, read

FEED = """<rss version="2.0"><channel><title>News</title><item><title>صفقة [جديدة]</title>
<link>https://news.example/1</link><description>text</description></item></channel></rss>"""

CONTRACT = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")


def promised(command: str) -> list[str]:
    """The keys that docs/contract.md promises of a command, without what stands within them."""
    [keys] = re.findall(rf"^\* `{command}`: `(.+?)`", CONTRACT, re.MULTILINE)
    return re.sub(r" \[[^]]*\]", "", keys).split(", ")


def test_the_feeds_of_a_file_are_listed_in_the_shape_that_scripts_read(safqa: Any, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text('[[feeds]]\nurl = "https://a.example/feed"\nname = "ألف"\nenabled = false\n', encoding="utf-8")
    [feed] = safqa("feeds", "list", "--feeds", str(file), "--format", "json").json
    assert list(feed) == promised("feeds list")
    assert (feed["name"], feed["enabled"], feed["outcome"]) == ("ألف", False, None)
    table = safqa("feeds", "list", "--feeds", str(file)).out
    assert "\u2067ألف\u2069" in table
    assert "off" in table


def test_every_mistake_of_a_feeds_file_is_a_line(safqa: Any, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text('[[feeds]]\nurl = "a"\nname = ""\n')
    for command in (("feeds", "list"), ("feeds", "export")):
        ran = safqa(*command, "--feeds", str(file))
        assert (ran.code, ran.out) == (1, "")
        assert [line.split(" must")[0] for line in ran.err.splitlines()] == [
            f"safqa: {file}:2: url:",
            f"safqa: {file}:3: name:",
        ]


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
    assert list(ran.json) == promised("feeds check")
    assert ran.json["articles"][0]["title"] == "صفقة [جديدة]"
    table = safqa("feeds", "check", f"{address}/feed.xml").out
    assert "صفقة [جديدة]" in table
    [source] = read(table[table.index("[[feeds]]") :], "what is shown to be added")
    assert (source.url, source.name) == (f"{address}/feed.xml", "127.0.0.1")


@pytest.mark.parametrize(
    ("head", "feeds"), [('<link rel="alternate" type="application/rss+xml" href="feed.xml">', ["feed.xml"]), ("", [])]
)
def test_a_check_of_a_web_page_tells_of_the_feeds_that_it_names(
    safqa: Any, site: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, head: str, feeds: list[str]
) -> None:
    folder, address = site
    (folder / "index.html").write_text(f"<!doctype html><html><head>{head}</head><body>News</body></html>")
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "1")
    ran = safqa("feeds", "check", f"{address}/")
    why, to_try = ran.err.splitlines()
    assert (ran.code, ran.out, why) == (1, "", f"safqa: {address}/: not_a_feed: it is a web page")
    found = [f"{address}/{feed}" for feed in feeds]
    assert to_try.endswith(f"try: safqa feeds check {found[0]}" if found else "how sites without one are read")
    assert safqa("feeds", "check", f"{address}/", "--format", "json").json["feeds"] == found


@pytest.mark.parametrize(
    ("url", "hint"),
    [("example.org/feed", "; try https://example.org/feed"), ("ftp://example.org/", ""), ("http://[bad", "")],
)
def test_a_check_of_no_web_address_is_a_wrong_call(safqa: Any, url: str, hint: str) -> None:
    ran = safqa("feeds", "check", url)
    assert (ran.code, ran.err) == (2, f"safqa: {url} is not an http(s) address{hint}\n")


def test_a_check_that_finds_no_feed_fails_with_its_outcome(
    safqa: Any, site: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = site
    refused = safqa("feeds", "check", f"{address}/feed.xml")
    assert (refused.code, refused.out, "refused_address" in refused.err) == (1, "", True)
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "1")
    missing = safqa("feeds", "check", f"{address}/feed.xml", "--format", "json")
    assert (missing.code, missing.json["outcome"]) == (1, "not_found")


OPML = """<opml><body><outline text="ألف" xmlUrl="https://a.example/feed"/>
<outline text="B" xmlUrl="https://b.example/feed"/></body></opml>"""


@pytest.fixture
def subscriptions(tmp_path: Path) -> str:
    file = tmp_path / "subscriptions.opml"
    file.write_text(OPML, encoding="utf-8")
    return str(file)


def test_an_import_adds_what_is_new_and_a_second_one_nothing(safqa: Any, tmp_path: Path, subscriptions: str) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text('# mine\n[[feeds]]\nurl = "http://b.example/feed"\nname = "kept"', encoding="utf-8")
    ran = safqa("feeds", "import", subscriptions, "--into", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"safqa: 1 added to {file}, 1 known, 0 repeated, 0 not usable\n"
    assert [s.name for s in load(file)] == ["kept", "ألف"]
    written = file.read_bytes()
    assert written.startswith(b"# mine\n")
    assert safqa("feeds", "import", subscriptions, "--into", str(file)).code == 0
    assert file.read_bytes() == written


def test_an_import_makes_the_file_that_the_setting_names(
    safqa: Any, tmp_path: Path, subscriptions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.toml"
    monkeypatch.setenv("SAFQA_FEEDS", str(file))
    ran = safqa("feeds", "import", subscriptions, "--dry-run")
    assert ran.err == f"safqa: 2 not yet in {file}, 0 known, 0 repeated, 0 not usable\n"
    assert ran.out.startswith('[[feeds]]\nurl = "https://a.example/feed"\nname = "ألف"\n')
    assert not file.exists()
    assert safqa("feeds", "import", subscriptions).code == 0
    assert file.read_text(encoding="utf-8") == ran.out
    assert [f["name"] for f in safqa("feeds", "list", "--format", "json").json] == ["ألف", "B"]


def test_an_import_that_names_no_file_shows_its_feeds(safqa: Any, subscriptions: str) -> None:
    ran = safqa("feeds", "import", subscriptions)
    assert ran.out.count("[[feeds]]") == 2
    assert "nothing was written" in ran.err


def test_an_import_tells_what_it_could_not_take(safqa: Any, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    data = OPML.replace("https://b.example/feed", "mailto:\x9b31m").encode()
    ran = safqa("feeds", "import", "-", "--into", str(file), stdin=data)
    assert ran.code == 1
    assert r"standard input:2: no http(s) address: 'mailto:\x9b31m'" in ran.err
    assert "1 added" in ran.err
    assert len(load(file)) == 1


@pytest.mark.parametrize("text", ['feeds = [{ url = "https://c.example/", name = "C" }]\n', "[[feeds]]\nname = 5\n"])
def test_an_import_leaves_a_file_alone_to_which_it_cannot_add(
    safqa: Any, tmp_path: Path, subscriptions: str, text: str
) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(text)
    ran = safqa("feeds", "import", subscriptions, "--into", str(file))
    assert (ran.code, str(file) in ran.err) == (1, True)
    assert file.read_text() == text


def test_an_export_comes_in_again_and_never_writes_over_a_file(safqa: Any, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "out.opml", tmp_path / "back.toml"
    assert safqa("feeds", "export", str(ours)).code == 0
    assert safqa("feeds", "export").out == ours.read_text(encoding="utf-8")
    assert safqa("feeds", "import", str(ours), "--into", str(theirs)).code == 0
    assert [(s.url, s.name) for s in load(theirs)] == [(s.url, s.name) for s in load(None)]
    again = safqa("feeds", "export", str(theirs))
    assert (again.code, "exists already" in again.err) == (2, True)


@pytest.mark.parametrize("command", ["list", "check", "import", "export"])
def test_every_command_shows_examples_of_itself(safqa: Any, command: str) -> None:
    assert f"safqa feeds {command}" in safqa("feeds", command, "--help").out.split("Examples:", 1)[1]
