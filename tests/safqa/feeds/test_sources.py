"""The feeds file: what is taken, what is told of mistakes, and that what is written is read back."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.errors import InputError, UsageError
from safqa.feeds.seed import seed_article
from safqa.feeds.sources import Source, duration_text, load, read, to_toml

GOOD = """# my feeds
[[feeds]]
url = "https://a.example/feed"
name = "A"

[[feeds]]
url = "https://www.b.example/feed"
name = "B"
publisher = "Bee"
language = "ar"
enabled = false
topic = "all"
interval = "2h"
full_text = "never"
identity = "url"
encoding = "windows-1256"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "feeds.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(text: str) -> list[str]:
    """What is told of the text of a feeds file, one line each."""
    with pytest.raises(InputError) as caught:
        read(text, "f.toml")
    return str(caught.value).splitlines()


def test_feeds_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    first, second = load(written(tmp_path, GOOD))
    assert (first.name, first.credited, first.enabled) == ("A", "a.example", True)
    assert (first.topic, first.interval, first.full_text, first.identity) == ("ai", None, "when_short", "guid")
    assert (first.publisher, first.language, first.encoding) == (None, None, None)
    assert (second.credited, second.language, second.enabled) == ("Bee", "ar", False)
    assert (second.topic, second.interval, second.full_text) == ("all", timedelta(hours=2), "never")
    assert (second.identity, second.encoding) == ("url", "windows-1256")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "B"', 'name = ""', ':8: name: must be a text that is not empty, not ""'),
        ('name = "B"', "name = 5", ":8: name: must be a text that is not empty, not 5"),
        ("enabled = false", 'enabled = "perhaps"', ':11: enabled: must be true or false, not "perhaps"'),
        ('language = "ar"', 'language = "Arabic"', ':10: language: must be a language code such as "ar" or "en", not'),
        ('topic = "all"', 'topic = "deals"', ':12: topic: must be "ai" or "all", not "deals"'),
        ('"2h"', '"9m"', ':13: interval: must be a duration from "10m" to "1d"'),
        ('"2h"', '"25h"', ':13: interval: must be a duration from "10m" to "1d"'),
        ('"2h"', '"soon"', ':13: interval: must be a duration from "10m" to "1d"'),
        ('"2h"', "15", ":13: interval: must be a duration"),
        ('"never"', '"no"', ':14: full_text: must be "never", "when_short" or "always", not "no"'),
        ('identity = "url"', 'identity = "id"', ':15: identity: must be "guid", "url" or "title", not "id"'),
        ("windows-1256", "windows-1265", ":16: encoding: must be an encoding that Python knows"),
        ("windows-1256", "hex", ":16: encoding: must be an encoding"),
        ("windows-1256", "a\\u0000b", ":16: encoding: must be an encoding"),
        ("https://www.b.example/feed", "b.example", ':7: url: must be an http(s) address of at most 2,048 characters'),
        ("https://www.b.example/feed", "https://b.example:port/", ":7: url: must be an http(s) address"),
        ("https://www.b.example/feed", "https://b.example/a feed", ":7: url: must be an http(s) address"),
        ("https://www.b.example/feed", "http://[::1", ":7: url: must be an http(s) address"),
        ('publisher = "Bee"', 'publihser = "Bee"', ":9: publihser: no such key; did you mean publisher?"),
        ('full_text = "never"', 'Full-Text = "never"', ":14: Full-Text: no such key; did you mean full_text?"),
        ('publisher = "Bee"', "zzz = 1", ":9: zzz: no such key; allowed: url, name, publisher, language"),
        ('url = "https://www.b.example/feed"\n', "", ":6: url: is missing; it must be an http(s) address"),
        ('name = "B"', "name = B", ":8: name: not TOML: Invalid value (at line 8, column 8); a text stands in quotes"),
        ('name = "B"', 'name = "B', ":8: name: not TOML: "),
        ('name = "B"', 'name = "B"\nname = "C"', ":9: name: not TOML: Cannot overwrite a value"),
        ("enabled = false", "enabled = 0", ":11: enabled: must be true or false, not 0"),
        ("enabled = false", 'enabled = "false"', ':11: enabled: must be true or false, not "false"'),
        ('publisher = "Bee"', "pub.name = 1", ":9: pub: no such key; allowed: url"),
        ("https://www.b.example/feed", "ftp://b.example/feed", ":7: url: must be an http(s) address"),
        ("https://www.b.example/feed", "b.example/feed", ":7: url: must be an http(s) address"),
        ("https://www.b.example/feed", "http://a.example/feed/", ":7: url: http://a.example/feed/ stands there twice"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_key_and_what_is_allowed(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InputError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}{said}")
    assert "\n" not in str(caught.value)


def test_all_mistakes_of_a_file_are_told_in_the_order_of_its_lines() -> None:
    text = GOOD.replace('"A"', '""').replace('"all"', '"x"').replace('"url"', "7").replace("www.b.example", "a.example")
    assert [line.split(" must", 1)[0] for line in faults(text)] == [
        "f.toml:4: name:",
        "f.toml:7: url: https://a.example/feed stands there twice, first in line 3",
        "f.toml:12: topic:",
        "f.toml:15: identity:",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["f.toml:1: feeds: is missing; it must be a list: a feeds file holds [[feeds]] tables, with two"]),
        ('\n[feeds]\nurl = "https://a.example/"', ["f.toml:2: feeds: must be a list: a feeds file holds [[feeds]] t"]),
        ('\n[[feed]]\nname = "A"', ["f.toml:1: feeds: is missing", "f.toml:2: feed: no such key; did you mean feeds?"]),
        ("\nfeeds = [3]", ["f.toml:2: feed 1: must be a table, not 3"]),
        ('\nfeeds = [{url = "https://a.example/"}]', ["f.toml:2: name: is missing"]),
        ('x = 1\n[[feeds]]\nurl="https://a.example/"\nname="A"', ["f.toml:1: x: no such key; allowed: feeds"]),
        ("[[feeds]]\nname = 'A'\nurl = [\n", ["f.toml:4: not TOML"]),
        ('[[feeds]]\nurl="https://a.example/"\nname="A"\n[feeds.more]\nname=""', ["f.toml:4: more: no such key"]),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_says_what_a_feeds_file_is(text: str, said: list[str]) -> None:
    found = faults(text)
    assert len(found) == len(said)
    for line, start in zip(found, said, strict=True):
        assert line.startswith(start)


def test_lines_are_right_behind_texts_that_look_like_tables() -> None:
    text = '[[feeds]]\nurl = "https://a.example/"\nname = """\\\n[[feeds]]\nlanguage = 5\n"""\nlanguage = 5\n'
    assert [line.split(" must")[0] for line in faults(text)] == ["f.toml:7: language:"]


def test_a_feeds_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert len(load(written(tmp_path, "\ufeff" + GOOD))) == 2


def test_a_file_that_cannot_be_read_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such feeds file"):
        load(tmp_path / "none.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path)
    file = tmp_path / "latin.toml"
    file.write_bytes(b'[[feeds]]\nname = "\xe9"')
    with pytest.raises(InputError, match="is not UTF-8"):
        load(file)


def test_the_feeds_that_ship_load_and_hold_the_blog_of_the_seed() -> None:
    sources = load(None)
    assert "https://www.mofaraka.com/feeds/posts/default" in {s.url for s in sources}
    assert {s.language for s in sources} == {"ar", "en"}


@pytest.mark.parametrize(
    ("text", "span"),
    [("10m", {"minutes": 10}), ("90m", {"minutes": 90}), ("2h", {"hours": 2}), ("1d", {"days": 1})],
)
def test_an_interval_is_minutes_hours_or_days(text: str, span: dict[str, int]) -> None:
    source = Source(url="https://a.example/", name="A", interval=text)
    assert source.interval == timedelta(**span)
    assert duration_text(source.interval) == text


SOURCES = st.builds(
    Source,
    url=st.integers(0, 99).map(lambda n: f"https://a.example/{n}"),
    # Every character that XML and TOML files can hold, quotes, backslashes, DEL and Arabic among them.
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda name: name.strip()),
    publisher=st.sampled_from([None, 'He said "no"\\', "الشرق\u007f"]),
    language=st.sampled_from([None, "ar", "en-GB"]),
    enabled=st.booleans(),
    topic=st.sampled_from(["ai", "all"]),
    interval=st.sampled_from([None, "10m", "23h", "1d"]),
    full_text=st.sampled_from(["never", "when_short", "always"]),
    identity=st.sampled_from(["guid", "url", "title"]),
    encoding=st.sampled_from([None, "utf-16", "cp1256"]),
)


@given(st.lists(SOURCES, min_size=1, unique_by=lambda source: source.url))
def test_what_is_written_as_toml_is_read_back_the_same(sources: list[Source]) -> None:
    assert read(to_toml(sources), "f.toml") == tuple(sources)


def test_what_cannot_be_seen_is_written_as_escapes() -> None:
    assert r'name = "\U0000009B31m\U0000202Eألف"' in to_toml(
        [Source(url="https://a.example/", name="\x9b31m\u202eألف")]
    )


def test_a_written_table_holds_no_defaults() -> None:
    [source] = read('[[feeds]]\nurl = "https://a.example/"\nname = "A"\ntopic = "ai"\n', "f.toml")
    assert to_toml([source]) == '[[feeds]]\nurl = "https://a.example/"\nname = "A"\n'


def test_the_seed_is_the_document_itself() -> None:
    article = seed_article()
    assert (article.lang, article.publisher, article.mentions) == ("ar", "mofaraka.com", None)
    assert article.published is not None
    assert article.published.utcoffset() is not None
    assert "Scale AI" in article.text
