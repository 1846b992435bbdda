"""What a document writes of one entry, and what of that can be used: the same for XML and JSON feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from safqa.feeds.dates import moment
from safqa.feeds.entry import FeedEntry
from safqa.feeds.markup import plain

if TYPE_CHECKING:
    from datetime import datetime

# What every browser, proxy and index takes; other readers of feeds draw the line here too.
_MAX_URL = 2_048
# What gets into addresses by copying and by wrapped lines: blanks, control characters, marks of direction, a BOM.
_STRAY = re.compile("[\x00-\x1f\x7f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as its document writes it: texts are HTML, the address may be relative, dates are unread."""

    guid: str | None = None
    link: str | None = None
    title: str = ""
    bodies: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    publisher: str = ""


def entry_of(item: Item, *, url: str, now: datetime) -> FeedEntry | None:
    """The entry of a feed that came from `url`.

    None where there is nothing to read (a title or a text), or nothing to know it by: a web address, a guid, or
    title and text together.
    """
    guid = (item.guid or "").strip() or None
    link = web_address(item.link, url)
    title = " ".join(plain(item.title).split()) or None
    text = max(map(plain, item.bodies), key=len, default="")
    if not (title or text) or not (guid or link or (title and text)):
        return None
    return FeedEntry(
        guid=guid,
        url=link,
        title=title,
        text=text,
        published=moment(item.published, now=now),
        published_raw=item.published,
        updated=moment(item.updated, now=now),
        publisher=plain(item.publisher) or None,
    )


def web_address(link: str | None, base: str) -> str | None:
    """A link as an absolute http(s) address, resolved against the document's; None for what is no page."""
    given = _STRAY.sub("", link or "").strip()
    try:
        found = urljoin(base, given)
        parts = urlsplit(found)
    except ValueError:  # a broken IPv6 host
        return None
    return found if given and parts.scheme in {"http", "https"} and parts.netloc and len(found) <= _MAX_URL else None
