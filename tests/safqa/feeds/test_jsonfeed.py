"""JSON Feed to items, and everything else to None."""

import json

import pytest

from safqa.feeds.items import Item
from safqa.feeds.jsonfeed import items

VERSION = "https://jsonfeed.org/version/1"


def feed(*listed: object, version: object = VERSION) -> str:
    return json.dumps({"version": version, "items": listed})


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "null", '"https://jsonfeed.org/version/1"', "{", "{}", '{"version": 2}', '{"version": ["x"]}'),
        *('{"n": ' + "9" * 5_000 + "}", '{"a":' + "[" * 100_000, '{"version": "2.0", "items": []}', "<rss/>"),
    ],
)
def test_what_is_no_json_feed(text: str) -> None:
    assert items(text) is None


def test_an_item_with_everything() -> None:
    item = {
        "id": "1",
        "url": "/1",
        "external_url": "https://x.example/",
        "title": "a < b",
        "content_html": "<p>c</p>",
        "content_text": "c",
        "summary": "s & t",
        "date_published": "2025-06-10",
        "date_modified": "2025-06-11",
    }
    wanted = Item("1", "/1", "a &lt; b", ("<p>c</p>", "c", "s &amp; t"), "2025-06-10", "2025-06-11")
    assert items(feed(item)) == (wanted,)


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ({"id": 7}, Item("7")),
        ({"id": True, "url": None, "title": ["x"], "content_html": {}}, Item()),
        ({"external_url": "https://x.example/"}, Item(link="https://x.example/")),
        ("text", Item()),
        (None, Item()),
        ({"title": "\ud800x"}, Item(title="?x")),
    ],
)
def test_items_are_as_odd_as_their_documents(item: object, wanted: Item) -> None:
    assert items(feed(item)) == (wanted,)


@pytest.mark.parametrize("listed", ["null", "{}", '"x"', "7"])
def test_items_that_are_no_list_are_none(listed: str) -> None:
    assert items(f'{{"version": "{VERSION}", "items": {listed}}}') == ()


def test_later_versions_are_read_too() -> None:
    assert items(feed({"id": "1"}, version="https://www.jsonfeed.org/version/1.1/")) == (Item("1"),)
