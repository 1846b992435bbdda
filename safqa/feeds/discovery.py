"""The feeds that a web page names in its head: `<link rel="alternate" type="application/rss+xml" href="/feed">`."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

# WordPress names its API as application/json in the same way: that is no feed.
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
# Heads with styles and scripts inside reach some 100,000 characters; what a page names behind them is no head.
_HEAD = 500_000
# A site names one for all and one for comments; pages that name each of their sections name the one for all first.
_MOST = 5
# Tags of bounded length and attributes that give nothing back, so that a hostile page costs no more than its length.
_TAG = re.compile(r"<(link|base)\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.IGNORECASE)


def feeds_of(page: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page names, at most five, in its order; `url` is where the page was found."""
    found: dict[str, None] = {}
    for tag, attributes in _tags(page[:_HEAD]):
        address = attributes.get("href", "").strip()
        if tag == "base":
            url = _joined(url, address) or url
        elif _names_a_feed(attributes) and (feed := _joined(url, address)):
            found.setdefault(feed)
    return tuple(found)[:_MOST]


def _tags(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag in _TAG.finditer(page):
        pairs = ((name.lower(), unescape("".join(values))) for name, *values in _ATTRIBUTE.findall(tag[2]))
        yield tag[1].lower(), dict(pairs)


def _names_a_feed(attributes: dict[str, str]) -> bool:
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    return "alternate" in attributes.get("rel", "").lower().split() and kind in _TYPES


def _joined(base: str, address: str) -> str | None:
    """An address of a page as an http(s) address that can be shown and asked; None for any other."""
    try:
        url = urljoin(base, address)
        web = urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:  # a host in brackets that is none
        return None
    return url if address and web and url.isprintable() and " " not in url else None
