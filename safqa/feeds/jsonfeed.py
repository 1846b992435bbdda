"""JSON Feed, versions 1 and 1.1 (jsonfeed.org): a document to its items. feedparser 6 does not read it."""

from __future__ import annotations

import html
import json
from typing import Any

from safqa.feeds.items import Item

# What every version's address begins with; http and a "www." occur.
_VERSION = "jsonfeed.org/version/"


def items(text: str) -> tuple[Item, ...] | None:
    """The items of a JSON Feed, in its order; None when the text is none. An item that is no object is an empty one."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):  # a number of 5,000 digits is a ValueError, 100,000 brackets are the other
        return None
    if not isinstance(document, dict) or _VERSION not in _string(document.get("version")):
        return None
    listed = document.get("items")
    return tuple(_item(item if isinstance(item, dict) else {}) for item in (listed if isinstance(listed, list) else []))


def _item(item: dict[str, Any]) -> Item:
    # content_text and the rest are plain, where a "<" is meant as one.
    bodies = (_string(item.get("content_html")), *(html.escape(_string(item.get(k))) for k in _PLAIN_BODIES))
    return Item(
        guid=_string(item.get("id")) or None,
        link=_string(item.get("url")) or _string(item.get("external_url")) or None,
        title=html.escape(_string(item.get("title"))),
        bodies=tuple(filter(None, bodies)),
        published=_string(item.get("date_published")) or None,
        updated=_string(item.get("date_modified")) or None,
    )


_PLAIN_BODIES = ("content_text", "summary")


def _string(value: object) -> str:
    """A value as text; numbers stand for ids in feeds of version 1, anything else is nothing.

    JSON can hold halves of surrogate pairs, which no file and no database takes.
    """
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
