"""The bytes of a feed to articles, by feedparser.

A document is a feed when feedparser names its version: an error page is parsed without complaint and has none. What is
merely ill-formed is read as far as it goes. feedparser never gets a string: it would try it as an address or a path.

Charsets: valid UTF-8 wins over any declaration, because every byte is "legal" windows-1256 and Arabic feeds declare it
wrongly both ways; bytes that are no UTF-8 in a feed that declares or is configured as Arabic are windows-1256.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import feedparser

from safqa.feeds.markup import plain
from safqa.model import Article
from safqa.moments import aware, from_iso

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safqa.feeds.sources import Source

# What news feeds hold at most is near 500 entries; one of 20,000 is an archive, which is not news.
_MAX_ENTRIES = 2_000
_MAX_URL = 2_048
# A date outside is a mistake of its source: the future (but for zones gone wrong), and before the web had feeds.
_LATEST = timedelta(days=1)
_EARLIEST = datetime(1999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A parsed feed: its articles, and how many entries there were; `entries - len(articles)` could not be used."""

    articles: tuple[Article, ...]
    entries: int


class NotAFeedError(Exception):
    """The document is no feed; the text says what it is instead."""


def parse(body: bytes, *, source: Source, url: str, content_type: str, now: datetime) -> FeedDocument:
    """The articles of a feed document that came from `url`.

    Raises:
        NotAFeedError: it is none.
    """
    charset = _charset(body, content_type, source.language)
    headers = {
        "content-location": url,
        "content-type": f"application/xml; charset={charset}" if charset else content_type,
    }
    document = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not document.get("version"):
        raise NotAFeedError(_what_it_is(body))
    entries = document.entries[:_MAX_ENTRIES]
    return FeedDocument(tuple(_articles(entries, source, url, now)), len(entries))


def _charset(body: bytes, content_type: str, language: str | None) -> str | None:
    """The charset in force, or None to leave it to the declarations (UTF-16 with its mark among them)."""
    try:
        body.decode()
    except UnicodeDecodeError:
        declared = re.search(rb"windows-1256|cp-?1256", content_type.encode() + body[:200], re.IGNORECASE)
        unmarked = not body.startswith((b"\xff\xfe", b"\xfe\xff"))
        return "windows-1256" if declared or ((language or "").startswith("ar") and unmarked) else None
    return "utf-8"


def _what_it_is(body: bytes) -> str:
    start = body[:1024].lstrip().lower()
    if not start:
        return "an empty document"
    if start.startswith(b"<!doctype html") or b"<html" in start:
        return "a web page"
    if b"<urlset" in start or b"<sitemapindex" in start:
        return "a sitemap"
    return "JSON" if start[:1] in {b"{", b"["} else "no feed format that is known"


def _articles(entries: Iterable[Any], source: Source, url: str, now: datetime) -> Iterable[Article]:
    for entry in entries:
        link = urljoin(url, entry.get("link", ""))
        title = " ".join(plain(entry.get("title", "")).split()) or None
        text = _text(title, plain(_longest(entry)))
        if _is_web(entry.get("link"), link) and text:
            yield Article(
                url=link,
                title=title,
                text=text,
                publisher=_publisher(entry, source),
                published=_moment(entry.get("published"), now),
                # not entry.get, which would fall back to "published"
                updated=_moment(dict.get(entry, "updated"), now),
                lang=source.language,
            )


def _is_web(given: object, link: str) -> bool:
    return bool(given) and len(link) <= _MAX_URL and urlsplit(link).scheme in {"http", "https"}


def _longest(entry: Any) -> str:
    """The fullest of an entry's bodies: its content elements and its summary."""
    bodies = [c.get("value") or "" for c in entry.get("content", ())] + [entry.get("summary") or ""]
    return max(bodies, key=len)


def _text(title: str | None, body: str) -> str:
    """Headline and body as one text; the headline once."""
    if title is None or body.startswith(title):
        return body
    return f"{title}\n\n{body}".strip()


def _publisher(entry: Any, source: Source) -> str:
    """Whom the entry itself names as its source (aggregators do), else the feed's publisher."""
    named = plain((entry.get("source") or {}).get("title") or "")
    return named or source.credited


def _moment(raw: object, now: datetime) -> datetime | None:
    """An RFC 822 or ISO 8601 date within reason; None for anything else, rather than a guess.

    feedparser's own reading is not used: it takes 2025/6/15 for November and a Hijri year for the Middle Ages.
    """
    if not isinstance(raw, str):
        return None
    moment = _iso(raw.strip()) or _rfc822(raw.strip())
    return moment if moment and _EARLIEST <= moment <= now + _LATEST else None


def _iso(raw: str) -> datetime | None:
    try:
        return from_iso(raw)
    except ValueError:
        return None


def _rfc822(raw: str) -> datetime | None:
    try:
        return aware(parsedate_to_datetime(raw))
    except (ValueError, OverflowError, TypeError):
        return None
