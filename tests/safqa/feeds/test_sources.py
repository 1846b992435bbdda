"""The feeds file: what is taken, and that a mistake names its line and key."""

from pathlib import Path

import pytest

from safqa.errors import InputError, UsageError
from safqa.feeds.seed import seed_article
from safqa.feeds.sources import load

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
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "feeds.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_feeds_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    first, second = load(written(tmp_path, GOOD))
    assert (first.name, first.credited, first.enabled) == ("A", "a.example", True)
    assert (second.credited, second.language, second.enabled) == ("Bee", "ar", False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "B"', 'name = ""', ":8: name"),
        ("enabled = false", 'enabled = "perhaps"', ":11: enabled"),
        ('language = "ar"', 'language = "Arabic"', ":10: language"),
        ('url = "https://www.b.example/feed"', 'url = "b.example"', ":7: url: is not an http(s) address"),
        ('publisher = "Bee"', 'publihser = "Bee"', ":9: publihser"),
        ('url = "https://www.b.example/feed"\n', "", ":6: url: field required"),
        ('name = "B"', "name = B", "not TOML"),
        ("[[feeds]]", "[[sources]]", "feeds: field required"),
        ("https://www.b.example/feed", "https://a.example/feed", "stands there twice"),
    ],
)
def test_a_mistake_names_its_line_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(written(tmp_path, GOOD.replace(old, new)))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such feeds file"):
        load(tmp_path / "none.toml")


def test_the_feeds_that_ship_load_and_hold_the_blog_of_the_seed() -> None:
    sources = load(None)
    assert "https://www.mofaraka.com/feeds/posts/default" in {s.url for s in sources}
    assert {s.language for s in sources} == {"ar", "en"}


def test_the_seed_is_the_document_itself() -> None:
    article = seed_article()
    assert (article.lang, article.publisher, article.mentions) == ("ar", "mofaraka.com", None)
    assert article.published is not None
    assert article.published.utcoffset() is not None
    assert "Scale AI" in article.text
