"""The bytes of a feed to its entries: charset, then JSON Feed or feedparser, then what can be used of each item.

A document is a feed when feedparser names its version (an error page is parsed without complaint and has none) and at
least one of its entries can be used; a well-formed one may also have none, as feeds do for an hour. What is merely
ill-formed is read as far as it goes, with a warning. feedparser never gets a string: it would try it as an address or a
path.

Of feedparser's services none is used but the parsing: it gets UTF-8 whatever came (charset.py), its reading of dates is
wrong where it matters (dates.py), and it is not told the feed's address, because it would make addresses of guids.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import feedparser

from safqa.feeds import jsonfeed
from safqa.feeds.charset import declarations, decode
from safqa.feeds.items import Item, entry_of
from safqa.model import Article

if TYPE_CHECKING:
    from datetime import datetime

    from safqa.feeds.entry import FeedEntry
    from safqa.feeds.sources import Source

# What news feeds hold at most is near 500 entries; one of 20,000 is an archive, which is not news.
_MAX_ENTRIES = 2_000
_MAX_WARNING = 200  # characters: one line in a table
_EMPTY = "a feed without entries"
# Longer than a year is no schedule, and every date can be moved by a year.
_LONGEST_TTL = 365 * 24 * 3600
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 7 * 86_400, "monthly": 30 * 86_400, "yearly": _LONGEST_TTL}
_XML_ENCODING = re.compile(r"\A(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"'<>]{0,40}[\"']")
# What XML 1.0 forbids; one of them makes the strict parser give up.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A "&" that begins nothing, outside of CDATA (also of one that never ends): feedparser would make "&P;" of "S&P".
_AMPERSAND = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:#\d+|#x[0-9a-f]+|[a-z]\w*);)", re.DOTALL | re.IGNORECASE)
# Entities of a document's own: only short plain ones stay (names of namespaces in RDF), so that none grows 20-fold.
_ENTITY = re.compile(r"<!ENTITY\s(?!\s*[\w.-]+\s+(?:\"[^\"&%<>]{0,64}\"|'[^'&%<>]{0,64}')\s*>)[^<>]*>?")
_WHOLE_ADDRESS = re.compile("https?://", re.IGNORECASE)
# The start of a document that tells what it is.
_TELLING = 1_024


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A parsed feed.

    `entries` are those that can be used, in the document's order, and `listed` counts all that were looked at: the
    first 2,000, and `warning` says when there were more. `ttl` is how long the feed asks to be left alone, in seconds.
    `warning` is one line about what is wrong with the document.
    """

    entries: tuple[FeedEntry, ...]
    listed: int
    ttl: int | None = None
    warning: str | None = None

    @property
    def unusable(self) -> int:
        """How many listed entries have nothing to know them by or nothing to read."""
        return self.listed - len(self.entries)


class NotAFeedError(Exception):
    """The document is no feed; the text says what it is instead."""


def parse(body: bytes, *, source: Source, url: str, content_type: str, now: datetime) -> FeedDocument:
    """The feed document that came from `url`.

    Raises:
        NotAFeedError: it is none, or none of its entries can be used, or it is ill-formed and has none.
    """
    encoding = getattr(source, "encoding", None)
    decoded = decode(body, content_type, encoding=encoding, language=source.language)
    items = jsonfeed.items(decoded.text)
    ttl, ill_formed = None, None
    if items is None:
        items, ttl, ill_formed = _read_xml(decoded.text)
    warnings = [_other_charset(declarations(body, content_type), decoded.charset), ill_formed]
    if len(items) > _MAX_ENTRIES:
        warnings.append(f"{len(items)} entries, of which the first {_MAX_ENTRIES} are read")
        items = items[:_MAX_ENTRIES]
    entries = tuple(entry for item in items if (entry := entry_of(item, url=url, now=now)))
    if not entries and (items or ill_formed):
        raise NotAFeedError("a feed of which no entry can be used" if items else "a broken feed without entries")
    if not entries:
        warnings.append(_EMPTY)
    return FeedDocument(entries, len(items), ttl, "; ".join(filter(None, warnings)) or None)


def article_of(entry: FeedEntry, source: Source) -> Article | None:
    """The article that an entry alone makes; None for one without a page, whose address an article is known by."""
    if entry.url is None:
        return None
    return Article(
        url=entry.url,
        title=entry.title,
        text=_with_headline(entry.title, entry.text),
        publisher=entry.publisher or source.credited,
        published=entry.published,
        updated=entry.updated,
        lang=source.language,
    )


def _with_headline(title: str | None, body: str) -> str:
    """Headline and body as one text; the headline once, also one that is the start of the body, cut ("Alpha has…")."""
    start = (title or "").removesuffix("...").removesuffix("…").rstrip()
    if title is None or (start and body.startswith(start)):
        return body
    return f"{title}\n\n{body}".strip()


def _other_charset(declared: tuple[str, ...], charset: str) -> str | None:
    """What a declaration says that is not so; ASCII says nothing, and marks are part of UTF-8 and UTF-16."""
    family = charset.removesuffix("-sig")[:6]
    wrong = next((name for name in declared if not name.startswith(family) and name != "ascii"), None)
    return f"declared as {wrong}, read as {charset}" if wrong else None


def _read_xml(text: str) -> tuple[tuple[Item, ...], int | None, str | None]:
    """Items, ttl and warning of an RSS, RDF, Atom or CDF document."""
    legal = _ENTITY.sub("", _FORBIDDEN.sub("", _XML_ENCODING.sub(r"\1", text.lstrip(), count=1)))
    clean = _AMPERSAND.sub(lambda found: found[1] or "&amp;", legal)
    document = feedparser.parse(
        io.BytesIO(clean.encode("utf-8", errors="replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not document.get("version"):
        raise NotAFeedError(_what_it_is(text))
    is_atom = document.version.startswith("atom")
    items = tuple(_item(entry, is_atom=is_atom) for entry in document.entries)
    return items, _ttl(document.feed), _warning(document) or ("an & that begins nothing" if clean != legal else None)


def _what_it_is(text: str) -> str:
    start = text[:_TELLING].lstrip().lower()
    if not start:
        return "an empty document"
    if start.startswith("<!doctype html") or "<html" in start:
        return "a web page"
    if "<urlset" in start or "<sitemapindex" in start:
        return "a sitemap"
    return "JSON" if start[0] in "{[" else "no feed format that is known"


def _item(entry: Any, *, is_atom: bool) -> Item:
    """An entry of feedparser's; `dict.get`, because its own falls back from one element to others."""

    def said(key: str) -> str:
        value = dict.get(entry, key)
        return value if isinstance(value, str) else ""

    published, updated = said("published"), said("updated")
    if not published and not is_atom:  # RDF has one date (dc:date), which feedparser takes for an update
        published, updated = updated, ""
    contents = [content.get("value") for content in dict.get(entry, "content") or ()]
    publisher = (dict.get(entry, "source") or {}).get("title")
    guid, link = said("id"), said("link")
    # Where there is no link, feedparser takes the guid for one, as RSS says; but many are numbers. That one is relative
    # cannot be told from that, so only a whole address counts.
    if dict.get(entry, "guidislink") and link == guid and not _WHOLE_ADDRESS.match(link.strip()):
        link = ""
    return Item(
        guid=guid or None,
        link=link or None,
        title=said("title"),
        bodies=tuple(body for body in (*contents, said("summary")) if body),
        published=published or None,
        updated=updated or None,
        publisher=publisher if isinstance(publisher, str) else "",
    )


def _ttl(feed: Any) -> int | None:
    """How long the feed asks to be left alone, in seconds: RSS's ttl (minutes), else the period of `sy:`."""
    minutes = _number(dict.get(feed, "ttl"))
    period = _PERIODS.get(str(dict.get(feed, "sy_updateperiod") or "").strip().lower())
    seconds = 60 * minutes if minutes else period and period // (_number(dict.get(feed, "sy_updatefrequency")) or 1)
    return min(seconds, _LONGEST_TTL) if seconds else None


def _number(said: object) -> int | None:
    """A whole number of at most nine digits (int() refuses thousands of them), else None."""
    digits = said.strip() if isinstance(said, str) else ""
    return int(digits) if re.fullmatch(r"\d{1,9}", digits, re.ASCII) else None


def _warning(document: Any) -> str | None:
    """What feedparser found wrong, in one line."""
    error = document.get("bozo_exception") if document.get("bozo") else None
    return " ".join(f"{type(error).__name__}: {error}".split())[:_MAX_WARNING] if error else None
